"""When a task is due: "trước ngày 31/12/2024", "trong quý I/2025", "chậm nhất 30/6", "định kỳ 6 tháng".

A stretch of time counts only behind words that set an end ("trước", "hoàn thành trong"), or where it recurs. A year
the words leave out is the only one the same provision names, else the one the sentence that announces it names, else
the year the text was issued in, when the day then comes after; otherwise the end stays open. An end before the text
was issued is a condition and no due date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graph_schema.folding import fold
from graph_schema.model import Due
from loaders.dates import YEAR, read_day
from loaders.plain import View, loose

MOST = 12
"""Due dates kept of one provision."""
BEFORE = 64
"""Code points before a time in which the words stand that make it an end."""
CLAUSE = 160
"""Code points of the longest clause in which an end and a recurrence are one due date."""

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "chín": 9, "mười hai": 12}
_UNITS = {"ngay": (1, "D"), "tuan": (1, "W"), "thang": (1, "M"), "quy": (3, "M"), "nam": (12, "M")}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_WORDS)})"
_OF = rf"(?:~[/.\-]~|,? (?:của )?năm~){YEAR}"

_NUMBER = re.compile(r"(?<![\d/.,\-])\d{1,2}(?!\d)")
_DAY_WORD = loose(r"(?<!\w)ngày~$")
_PART = loose(
    r"(\d{1,2})(?:~[/.\-]~|~tháng~)(\d{1,2})(?!\d|~[/.\-%]~?\d|~%|,\d|~,?~năm~\d"
    r"|~(?:số|tổng|xã|huyện|chỉ|đơn|thành|diện|đảng)(?!\w))"
)
_MONTHS = loose(rf"(?<!\d\s)(?<!\w)tháng~(\d{{1,2}})(?:{_OF})?(?!\d|[/.\-,]\d)")
_QUARTER = loose(rf"(?<!\w)quý~(iv|iii|ii|i|[1-4])(?:(?:{_OF})|\s{YEAR})?(?!\w)")
_HALVES = loose(rf"(?<!\w)(?:0?6|sáu) tháng (đầu|cuối)(?: (?:của )?năm)?(?:~{YEAR})?")
_YEARS = loose(rf"(?<!\w)năm~{YEAR}")
_AFTER = loose(
    r"(?<!\w)(?:trong (?:vòng |thời hạn |thời gian )?|sau |chậm nhất (?:là )?(?:sau )?)(\d{1,3}) (ngày làm việc"
    r"|ngày|tháng)"
    r",? (?:kể |tính )?(?:từ|sau)(?: khi)?(?: ngày)? (ký(?: ban hành)?|ban hành|[^\W\d]{1,12})"
)
_RECURS = loose(
    rf"(?<!\w)(?:(?:định kỳ )?(?:hằng|hàng) (ngày|tuần|tháng|quý|năm)(?! (?:19|20)\d\d)"
    rf"|định kỳ~:?~(?:(?:mỗi|từng) )?(?:{_COUNT} )?(ngày|tuần|tháng|quý|năm)(?:(?:~/~| )(?:1|một)? ?lần)?"
    rf"|mỗi (?:{_COUNT} )?(ngày|tuần|tháng|quý|năm) (?:báo cáo|(?:1|một|ít nhất một) lần)"
    rf"|{_COUNT} (ngày|tuần|tháng|năm)(?:~/~(?:(?:1|một) )?| (?:1|một) )lần)(?!\w)"
)
_RECURRING = ("hằng", "hàng", "định", "mỗi", "lần")
_ALSO = loose(rf"~(?:,|và|;)~{_COUNT} (tháng|năm)(?!\w)(?! (?:đầu|cuối))")
_ON_DAY = loose(r"(?<!\w)(?:trước|chậm nhất|vào)(?: là)?~(?:ngày~)?\d{1,2}(?: của)? $")
_PERIOD_END = loose(r"(?:cuối|hết) $")
# Nouns that "hằng năm" describes: no duty recurs.
_DESCRIBES = re.compile(
    r"\b(?:ke hoach|chuong trinh|kinh phi|du toan|ngan sach|binh quan|tang truong|ty le|thu nhap|chi phi|bien che"
    r"|chi tieu"
    r"|nhiem vu|cong tac|giao ban|xep loai|danh gia|phan loai)\s$"
)
_END = loose(
    r"(?:(?<!\w)trước|chậm nhất(?: (?:là|vào|trong|đến))?|muộn nhất(?: (?:là|vào))?|không (?:quá|muộn hơn|chậm hơn)"
    r"|xong(?: (?:trước|trong|vào))?|đến hết|(?<!trước\s)hết|thời (?:hạn|gian)[^.;:\n]{0,24}?:(?:~(?:trước|trong"
    r"|hết|đến))?"
    r"|hạn(?: cuối| chót)?~:?|(?:hoàn thành|kết thúc|hoàn tất)[^.;:,\n]{0,40}?(?: (?:trước|trong|vào|đến hết|đến))?)"
    r"~(?:thời điểm |khoảng |giữa |cuối |đầu |hết )?$"
)
_WITHIN = loose(r"(?<!\w)(?:trong|vào|từ nay đến|đến)~(?:khoảng |giữa |cuối |đầu |hết )?$|\(~(?:trong |cuối )?$")
_TILL = loose(r"(?<!\w)đến(?: hết)?~$")
_COUNTED = loose(r"(?<!\w)(?:tính|kể|chốt|thống kê)(?!\w)[^.;\n]{0,24}$")
# Figures stand "as of" a day; a report of figures "before" one is due.
_FIGURES = loose(r"(?<!\w)số liệu(?!\w)[^.;\n]{0,24}$")
_ENDS_CLAUSE = re.compile(r"[.;:\n]")
_DOES = loose(
    r"(?<!\w)(?:hoàn thành|hoàn tất|kết thúc|báo cáo|(?<!chương\s)trình|gửi|xong|ban hành|tổ chức|triển khai)(?!\w)"
)


_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class _Time:
    """A time as written: the day itself or the last day of a month, quarter, half or year. ``year`` is None where the
    words leave it out; ``month`` is the last one of a period."""

    start: int
    end: int
    kind: str
    year: int | None
    month: int
    day: int | None = None

    def last_day(self, year: int | None, *, before: bool) -> str | None:
        """The last day in time: the day itself, or the last of the period; ``before``: the last before the period."""
        at = self.year or year
        if at is None:
            return None
        try:
            if before and self.kind != "day":
                return (date(at, self.month - _MONTHS_OF[self.kind] + 1, 1) - timedelta(days=1)).isoformat()
            return date(at, self.month, self.day or calendar.monthrange(at, self.month)[1]).isoformat()
        except ValueError:
            return None


def read_dues(view: View, start: int, end: int, *, announced: int | None, issued: str | None) -> tuple[Due, ...]:
    """The due dates of the provision between two offsets, in order. ``announced`` is the year the announcing sentence
    names, ``issued`` the ISO day of the text: both None when unknown."""
    times = list(_times(view, start, end))
    named = {t.year for t in times if t.year}
    year = named.pop() if len(named) == 1 else announced if not named else None
    ends = [d for t in times if (d := _due(view, t, start, year, issued))]
    said = view.low[start:end]
    if " từ" in said or " sau" in said:
        ends += list(_relative(view, start, end, issued))
    recurring = list(_recurrences(view, start, end)) if any(w in said for w in _RECURRING) else []
    yearly = frozenset(t.end for t in times if t.kind == "day" and t.year is None)
    found = _joined(view, ends, recurring, yearly)
    return tuple(found[:MOST])


# ------------------------------------------------------------------ times


def _times(view: View, start: int, end: int) -> Iterator[_Time]:
    """Every time between two offsets, none inside another."""
    low, said = view.low, view.low[start:end]
    found = list(_days(view, start, end))
    if "tháng" in said:
        found += [_Time(*m.span(), "month", _int(m[2]), int(m[1])) for m in _MONTHS.finditer(low, start, end)]
        halves = _HALVES.finditer(low, start, end)
        found += [_Time(*m.span(), "half", _int(m[2]), 6 if m[1] == "đầu" else 12) for m in halves]
    if "qúy" in said:  # as ``low`` places the tone mark
        quarters = _QUARTER.finditer(low, start, end)
        found += [_Time(*m.span(), "quarter", _int(m[2] or m[3]), 3 * _QUARTERS[m[1]]) for m in quarters]
    if "năm" in said:
        found += [_Time(*m.span(), "year", int(m[1]), 12, 31) for m in _YEARS.finditer(low, start, end)]
    found = [t for t in found if 1 <= t.month <= 12]
    at = start
    for time in sorted(found, key=lambda t: (t.start, -t.end)):
        if time.start >= at:
            yield time
            at = time.end


def _days(view: View, start: int, end: int) -> Iterator[_Time]:
    """Days with and without their year."""
    low = view.low
    for m in _NUMBER.finditer(low, start, end):
        word = _DAY_WORD.search(low, max(start, m.start() - 8), m.start())
        begin = word.start() if word else m.start()
        day = read_day(low, m.start())
        if day and day.iso and day.end <= end:
            year, month, number = map(int, day.iso.split("-"))
            yield _Time(begin, day.end, "day", year, month, number)
        elif (part := _PART.match(low, m.start(), end)) and 1 <= int(part[1]) <= 31:
            yield _Time(begin, part.end(), "day", None, int(part[2]), int(part[1]))


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _due(view: View, t: _Time, start: int, year: int | None, issued: str | None) -> Due | None:
    """The due date a time is, when the words before it make it an end."""
    floor = max(start, t.start - BEFORE)
    for stop in _ENDS_CLAUSE.finditer(view.text, floor, t.start):
        if stop.group() != ":":
            floor = stop.end()
    lead = _END.search(view.low, floor, t.start)
    while lead and (nearer := _END.search(view.low, lead.start() + 1, t.start)):
        lead = nearer
    if lead is None and (till := _TILL.search(view.low, floor, t.start)) and t.kind == "day":
        lead = till
    if lead is None and (within := _WITHIN.search(view.low, floor, t.start)):
        does = _DOES.search(view.low, floor, within.start())
        lead = within if t.kind in ("quarter", "month", "half") or (t.kind == "year" and does) else None
    if lead is None or _COUNTED.search(view.low, floor, lead.start()):
        return None
    if "đến" in lead.group() and _FIGURES.search(view.low, floor, lead.start()):
        return None
    begin = lead.start() + len(lead.group()) - len(lead.group().lstrip(" \n("))
    before = "trước" in lead.group() and _PERIOD_END.search(lead.group() + " ") is None
    by = t.last_day(year, before=before)
    if by is None and issued:
        by = t.last_day(int(issued[:4]), before=before)
        by = by if by and by >= issued else None
    elif by and issued and by < issued:
        return None
    return Due(_words(view, begin, t.end), begin, t.end, by)


def _relative(view: View, start: int, end: int, issued: str | None) -> Iterator[Due]:
    """ "trong 30 ngày kể từ ngày ký": counted from the day the text was issued, where that is meant and known."""
    for m in _AFTER.finditer(view.low, start, end):
        by = None
        if issued and m[2] == "ngày" and m[3].startswith(("ký", "ban hành")):
            by = (date.fromisoformat(issued) + timedelta(days=int(m[1]))).isoformat()
        yield Due(_words(view, *m.span()), *m.span(), by)


def _words(view: View, start: int, end: int) -> str:
    return " ".join(view.text[start:end].split())


# ------------------------------------------------------------------ what recurs


def _recurrences(view: View, begin: int, end: int) -> Iterator[Due]:
    for m in _RECURS.finditer(view.low, begin, end):
        if not m.group().startswith("định kỳ") and _DESCRIBES.search(view.bare, max(begin, m.start() - 20), m.start()):
            continue
        start = on.start() if (on := _ON_DAY.search(view.low, max(begin, m.start() - 30), m.start())) else m.start()
        count = next((m[n] for n in (2, 4, 6) if m[n]), None)
        unit = next(m[n] for n in (1, 3, 5, 7) if m[n])
        yield Due(_words(view, start, m.end()), start, m.end(), None, _every(count, unit))
        if also := _ALSO.match(view.low, m.end(), end):
            yield Due(
                _words(view, also.start(1), also.end()), also.start(1), also.end(), None, _every(also[1], also[2])
            )


def _every(count: str | None, unit: str) -> str:
    """P6M for "6 tháng": an ISO 8601 duration."""
    n = (int(count) if count.isdigit() else _WORDS[" ".join(count.split())]) if count else 1
    times, letter = _UNITS[fold(unit)]
    n *= times
    return f"P{n // 12}Y" if letter == "M" and n % 12 == 0 else f"P{n}{letter}"


def _joined(view: View, ends: Sequence[Due], recurring: Sequence[Due], yearly: frozenset[int]) -> list[Due]:
    """Ends and recurrences in order; an end without a year (one that ends at ``yearly``) belongs to the recurrence
    of its clause: "trước ngày 15/12 hằng năm"."""
    out: list[Due] = []
    for due in sorted([*ends, *recurring], key=lambda d: (d.start, -d.end)):
        last = out[-1] if out else None
        if last and due.start < last.end:
            continue
        if last and due.end - last.start <= CLAUSE and _belong(view, last, due, yearly):
            whole = replace(last, text=_words(view, last.start, due.end), end=due.end)
            out[-1] = replace(whole, by=None, every=last.every or due.every)
        else:
            out.append(due)
    return out


def _belong(view: View, a: Due, b: Due, yearly: frozenset[int]) -> bool:
    end = b if a.every else a
    one_recurs = (a.every is None) != (b.every is None)
    return one_recurs and end.end in yearly and not _ENDS_CLAUSE.search(view.text, a.end, b.start)


def latest(dues: Sequence[Due]) -> str | None:
    """The day by which all that is due once is due."""
    return max((d.by for d in dues if d.by and d.every is None), default=None)
