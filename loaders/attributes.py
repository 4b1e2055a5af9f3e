"""What is said of a document around its citation: date, year, issuer, term, cycle, title, with the words that say so.

After it: "..., ngày 25/10/2017 của Ban Chấp hành Trung ương (khóa XII) về ...". Before it: "ngày 13-1-1981 Ban Bí thư
ban hành ...", "theo đề nghị của Sở X tại ...", "các nghị quyết của Y, gồm: ...". Around the number at the head of an
official text: the lines above and below.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_schema.model import Form
from graph_schema.vocabulary import Vocabulary
from loaders.dates import DAY, PARTIAL, YEAR, last_day, read_day
from loaders.heads import read_head
from loaders.issuers import body_before, body_name, read_body
from loaders.mentions import Citation, Said
from loaders.numerals import ORDINAL, TERM, roman_term
from loaders.plain import View, loose
from loaders.settling import settle, share
from loaders.titles import read_title
from loaders.unnumbered import CENTRE
from loaders.words import TypeWord

AFTER = 400
"""Code points after a citation in which its date, issuer and term may stand."""
BEFORE = 220
"""Code points before it."""
LINK = 32
"""Code points that may join two members of a list."""
TOUCHING = 8
"""A bracket this near to another citation holds its other name."""

_LINK = loose(
    r"~(?:[,;]~(?:và|cùng|hoặc)?|và|cùng|hoặc|&)~(?:với\s)?(?:(?:toàn bộ|một phần|một số (?:điều|nội dung)"
    r"|(?:các )?(?:điều|khoản|điểm|mục) \d{1,3})(?: của)? )?(?:số~:?~)?"
)
_ISSUED = r"(?:ký )?(?:ban hành|thông qua|ký|ra đời|ra)"
_ON = r"(?:ngày|hôm)~"

# After the citation, each tried where the one before it ended.
_DATED = loose(rf"[\s,]{{0,4}}\(?~(?:(?:được )?{_ISSUED} )?(?:vào )?{_ON}")
_BARE_DAY = loose(rf"(?:~[,(]~|[\s,(]{{1,4}}{_ISSUED} )(?={DAY})")
_PARTIAL_DAY = loose(PARTIAL)
_IN_YEAR = loose(rf"[\s,(]{{1,3}}năm~{YEAR}(?!-)")
_IN_TERM = loose(rf"[\s,(]{{1,4}}{TERM}")
_CYCLE = loose(rf"[\s,(]{{1,4}}nhiệm kỳ {YEAR}\s?-\s?{YEAR}")
_OF = loose(r"[\s,]{0,4}(?:của|giữa) ")
_MEETING = loose(
    rf"[\s,]{{0,4}}(?:(?:của|tại) )?"
    rf"(?:hội nghị (?:lần thứ {ORDINAL}|{CENTRE}~(?:lần thứ )?{ORDINAL})|{CENTRE}~{ORDINAL})(?: của)?"
)
_CENTRAL = loose(CENTRE)
_JOINT = loose(
    r"liên (?:bộ|ngành|tịch|sở)~[:\-]~[^.;()\d\n|]{4,120}?"
    r"(?=~,?~(?:về|hướng dẫn|quy định|ngày|ban hành|thực hiện)(?!\w))"
)
_GAP = loose(r" ")
_CLOSE = loose(r"\s?\)")
_COMMA = loose(r"\s?, ")
_DONE = loose(rf",? (?:được|do) (?P<who>[^.;()\n]{{0,90}}?)~{_ISSUED}(?: (?:vào )?(?:ngày~)?(?P<when>{DAY}))?")
_ON_BEHALF = loose(r"thay mặt ")

# Before the citation, each ending where it begins.
_ISSUING = loose(r"(?<!\w)(?:ký ban hành|ban hành|ký|ra|có|thông qua|gửi|đã xây dựng) (?:(?:các|một|tiếp) )?$")
_LIST_ISSUED = loose(
    r"(?<!\w)(?:ban hành|thông qua|ra|ký)(?: (?:đồng thời|liên tiếp))?"
    r" (?:\d{1,2}|hai|ba|bốn|năm|các|nhiều|một số|loạt) [^.;:\n|]{2,60}:~$"
)
_ADVERB = loose(
    r"(?:^|\s)(?:đã|vừa|vừa qua|sẽ|cũng|mới|mới đây|gần đây|chính thức|vừa có|tiếp tục|lại|sau đó|tiếp đó"
    r"|trước đó|cùng ngày|hôm qua|kịp thời|chủ động|đồng thời|chỉ đạo xây dựng|đã xây dựng|thống nhất)~$"
)
_DEPUTY = loose(r"(?<!\w)(?:phó|nguyên) $")
_DAY_BEFORE = loose(rf"(?<!\w)(?:vào )?{_ON}(?:{DAY}|{PARTIAL})~,?~$")
_TERM_BEFORE = loose(rf"~\(?{TERM}\)?~$")
_DAY_WORD_BEFORE = loose(rf"{_ON}$")
_INTRO = loose(r"~,?~(?:(?:bao )?gồm|như sau|như|:)~:?~$| số~:?~$")
_AT = loose(r" (?:có ý kiến )?(?:tại|theo)~$|~\(\s?$")
_CHANGING = loose(
    r"(?<!\w)(?:sửa đổi|bổ sung|thay thế|thay cho|bãi bỏ|hướng dẫn|quy định chi tiết)"
    r"(?: (?:cho|thực hiện|thi hành|toàn bộ|một phần|một số|số|điều|nội dung|của|các|cụ thể)){0,6} $"
)
_ALIAS = loose(r"(?:(?:sau|dưới|từ) đây)?~(?:được )?(?:gọi|viết) (?:(?:tắt|chung) )?(?:là|tắt|chung)~:?~[\"“]?\s?$")
_BREAK = re.compile(r"[.;!?]\s|\n|\|")


@dataclass(slots=True)
class _Reading:
    """What has been read of one citation so far; ``named``: an issuer is known."""

    core: int
    reach: int
    named: bool
    said: list[Said] = field(default_factory=list)
    issued: bool = False
    central: bool = False

    def say(self, name: str, value: str, start: int, end: int) -> None:
        self.named = self.named or name == "issuer"
        if value and not any(s.field == name for s in self.said):
            self.said.append(Said(name, value, start, end))


def read_attributes(
    view: View, citations: list[Citation], words: Sequence[TypeWord], vocabulary: Vocabulary
) -> list[Citation]:
    """The same citations with what the text says of each, lists shared out and open organs settled where it decides."""
    out: list[Citation] = []
    for i, citation in enumerate(citations):
        limit = citations[i + 1].opens if i + 1 < len(citations) else len(view.text)
        out.append(_read(view, citation, out[-1] if out else None, limit, words, vocabulary))
    return [settle(c, vocabulary) for c in share(out, vocabulary)]


def _read(
    view: View, c: Citation, left: Citation | None, limit: int, words: Sequence[TypeWord], v: Vocabulary
) -> Citation:
    floor = left.core if left else 0
    before = view.low[max(floor, c.start - 40) : c.start]
    alias = _ALIAS.search(before) is not None
    bracketed = before.rstrip().endswith(("(", "[")) or (alias and "(" in before)
    r = _Reading(core=c.end, reach=c.end, named=bool(c.facts.issuers))
    if c.head:
        read_head(view, c, limit, v, r.say)
    if not alias and c.form is not Form.BACK:
        # "Quy định số 04-QĐi/TW (Quy định số 04), ngày ...": what follows the bracket is not said of the name in it.
        if not (bracketed and view.text.startswith(")", c.end)):
            _after(view, c, limit, v, r)
        _before(view, c, floor, v, r)
        if bracketed and not r.said:
            _described(view, c, left, floor, words, v, r)
    joined = left is not None and not alias and _linked(view, left, c)
    return replace(
        c,
        said=tuple(r.said),
        core=r.core,
        reach=r.reach,
        issued=r.issued,
        central=c.central or r.central,
        bracketed=bracketed,
        alias=alias,
        joined=joined,
        changed=_CHANGING.search(view.low, max(floor, c.opens - 60), c.opens) is not None
        or (joined and left is not None and left.changed),
    )


def _described(
    view: View, c: Citation, left: Citation | None, floor: int, words: Sequence[TypeWord], v: Vocabulary, r: _Reading
) -> None:
    """ "quy định ra ngày 2/2/2018 về ... (Quy định số 124)": a number in brackets after the words it belongs to, not
    after another number of the same document, takes what they say."""
    if c.alias or (left and c.start - left.reach < TOUCHING) or c.form not in (Form.FULL, Form.SHORT):
        return
    floor = max(floor, c.start - BEFORE)
    if brk := [b.end() for b in _BREAK.finditer(view.low, floor, c.start)]:
        floor = brk[-1]
    near = bisect_left(words, c.start, key=lambda w: w.end)
    if near == 0 or words[near - 1].start < floor:
        return
    described = replace(c, start=words[near - 1].start, end=words[near - 1].end)
    if (end := _attribute(view, described.end, c.start, v, r)) is not None:
        _attribute(view, end, c.start, v, r)
    _before(view, described, floor, v, r)


def _linked(view: View, left: Citation, right: Citation) -> bool:
    return any(
        0 <= right.opens - at <= LINK and _LINK.fullmatch(view.low, at, right.opens) for at in (left.core, left.reach)
    )


# ------------------------------------------------------------------ after the citation


def _after(view: View, c: Citation, limit: int, v: Vocabulary, r: _Reading) -> None:
    at, stop = c.end, min(limit, c.end + AFTER)
    while (pos := _attribute(view, at, stop, v, r)) is not None and pos > at:
        at = pos
    r.core = r.reach = at
    if title := read_title(view, at, limit, v):
        r.say("title", title.text, title.start, title.end)
        r.reach = title.reach
    done = _DONE.search(view.low, r.core, min(limit, r.reach + AFTER // 2))
    if done and not _BREAK.search(view.low, r.core, done.start()):
        _issued_by(view, done, v, r)


def _attribute(view: View, at: int, stop: int, v: Vocabulary, r: _Reading) -> int | None:
    """Read one attribute that begins at ``at``; where it ends, or None when none begins there."""
    low = view.low
    if m := _DATED.match(low, at, stop):
        if (day := read_day(low, m.end())) and day.end <= stop:
            if _opens_clause(view, m.group(), day.end, v, r):
                return None
            r.say("date", day.iso or "", day.start, day.end)
            return _closed(low, day.end)
        if part := _PARTIAL_DAY.match(low, m.end(), stop):
            return part.end()
    bare = _BARE_DAY.match(low, at, stop)
    if bare and (day := read_day(low, bare.end())) and day.iso and day.end <= stop:
        r.say("date", day.iso, day.start, day.end)
        return _closed(low, day.end)
    if m := _IN_YEAR.match(low, at, stop):
        r.say("year", m[1], m.start(1), m.end(1))
        return _closed(low, m.end())
    if m := _IN_TERM.match(low, at, stop):
        r.say("term", roman_term(m[1]) or "", m.start(1), m.end(1))
        return _closed(low, m.end())
    if m := _CYCLE.match(low, at, stop):
        r.say("cycle", f"{m[1]}-{m[2]}", m.start(1), m.end(2))
        return _closed(low, m.end())
    if m := _MEETING.match(low, at, stop):
        r.central = r.central or _CENTRAL.search(m.group()) is not None
        gap = _GAP.match(low, m.end(), stop)
        return (gap and _issuer(view, gap.end(), stop, v, r)) or m.end()
    if m := _OF.match(low, at, stop):
        return _issuer(view, m.end(), stop, v, r)
    return None


def _opens_clause(view: View, lead: str, end: int, v: Vocabulary, r: _Reading) -> bool:
    """ "... của Bộ Chính trị, ngày 3-3-1959, Thủ tướng Chính phủ ban hành": a day that belongs to what comes."""
    comma = _COMMA.match(view.low, end)
    if not r.named or "," not in lead or comma is None:
        return False
    return read_body(view, comma.end(), len(view.text), v) is not None


def _issuer(view: View, at: int, stop: int, v: Vocabulary, r: _Reading) -> int | None:
    joint = _JOINT.match(view.low, at, stop)
    end = joint.end() if joint else read_body(view, at, stop, v)
    if end is not None:
        r.say("issuer", body_name(view.text[at:end]), at, end)
    return end


def _closed(low: str, at: int) -> int:
    m = _CLOSE.match(low, at)
    return m.end() if m else at


def _issued_by(view: View, done: re.Match[str], v: Vocabulary, r: _Reading) -> None:
    """ "do Chính phủ ban hành", "được Tổng Bí thư ký ban hành ngày ...", "do đồng chí A thay mặt B ký ban hành"."""
    behalf = _ON_BEHALF.search(view.low, done.start("who"), done.end("who"))
    start = behalf.end() if behalf else done.start("who")
    end = read_body(view, start, done.end("who"), v)
    if end and (term := _IN_TERM.match(view.low, end, done.end("who"))):
        r.say("term", roman_term(term[1]) or "", term.start(1), term.end(1))
        rest = _closed(view.low, term.end())
    else:
        rest = end or 0
    if end and (behalf or not view.text[rest : done.end("who")].strip()):
        r.say("issuer", body_name(view.text[start:end]), start, end)
    if done["when"] and (day := read_day(view.low, done.start("when"))):
        r.say("date", day.iso or "", day.start, day.end)
    if r.core == r.reach:
        r.core = max(r.core, done.end())
    r.reach = max(r.reach, done.end())


# ------------------------------------------------------------------ before it


def _before(view: View, c: Citation, floor: int, v: Vocabulary, r: _Reading) -> None:
    low, start = view.low, c.start
    floor = max(floor, start - BEFORE)
    for brk in _BREAK.finditer(low, floor, start):
        if brk.end() < start - 1 and not (brk.group() == "\n" and start - brk.end() < 12):
            floor = brk.end()
    if m := _ISSUING.search(low, max(floor, start - 32), start) or _LIST_ISSUED.search(
        low, max(floor, start - 96), start
    ):
        r.issued = True
        _acted(view, m.start(), floor, v, r)
        return
    near = max(floor, start - 24)
    at, intro = _AT.search(low, near, start), _INTRO.search(low, near, start)
    if m := at or intro:
        begin = body_before(view, m.start(), floor, v)
        if begin is not None and (low[:begin].endswith(("của ", "của\n")) if not at else c.form is Form.FULL):
            r.say("issuer", body_name(view.text[begin : m.start()]), begin, m.start())


def _acted(view: View, verb: int, floor: int, v: Vocabulary, r: _Reading) -> None:
    """Who issued it and when, left of the verb: BODY [ngày D] verb; ngày D, BODY verb; thay mặt BODY ... verb."""
    low = view.low
    at, dated = _strip(view, verb, floor, r)
    begin = body_before(view, at, floor, v)
    if begin is None and (behalf := list(_ON_BEHALF.finditer(low, floor, at))):
        begin = behalf[-1].end()
        end = read_body(view, begin, at, v)
        if end is None:
            return
        at = end
        if m := _IN_TERM.match(low, at, verb):
            r.say("term", roman_term(m[1]) or "", m.start(1), m.end(1))
    if begin is not None and not _DEPUTY.search(low, max(0, begin - 8), begin):
        r.say("issuer", body_name(view.text[begin:at]), begin, at)
    if not dated:
        _opening_day(view, floor, verb if begin is None else begin, r)


def _strip(view: View, verb: int, floor: int, r: _Reading) -> tuple[int, bool]:
    """Back over adverbs, a day and a term between a body and its verb: where the body ends, and whether a day was."""
    low, at, dated = view.low, verb, False
    for _ in range(4):
        at = floor + len(low[floor:at].rstrip(" ,"))
        window = max(floor, at - 40)
        if m := _ADVERB.search(low, window, at):
            at = m.start()
        elif m := _DAY_BEFORE.search(low, window, at):
            if (day := last_day(low, m.start(), at)) and day.iso:
                r.say("date", day.iso, day.start, day.end)
            dated, at = True, m.start()
        elif m := _TERM_BEFORE.search(low, window, at):
            r.say("term", roman_term(m[1]) or "", m.start(1), m.end(1))
            at = m.start()
        else:
            break
    return floor + len(low[floor:at].rstrip(" ,")), dated


def _opening_day(view: View, floor: int, end: int, r: _Reading) -> None:
    """The day the sentence opens with: "Ngày 19-11-1958, Bộ Chính trị ... ban hành"."""
    day = last_day(view.low, floor, end)
    if day and day.iso and _DAY_WORD_BEFORE.search(view.low, max(0, day.start - 8), day.start):
        r.say("date", day.iso, day.start, day.end)
