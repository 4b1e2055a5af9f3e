"""Who does a task: "Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy và các cơ quan liên quan ...".

A unit is a body by name, or a general group ("các sở, ban, ngành có liên quan"); what cannot be read as units to the
last word is no assignment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph_schema.vocabulary import Vocabulary
from loaders.issuers import body_name, read_body
from loaders.plain import View, loose

LONGEST = 260
"""Code points a list of units may take."""
MOST = 16

_GROUP_WORDS = (
    "các|những|mọi|từng|mỗi|toàn thể|cấp ủy|cấp|tổ chức đảng|tổ chức cơ sở đảng|tổ chức chính trị - xã hội"
    "|đảng ủy|đảng bộ"
    "|chi bộ|chi ủy|huyện ủy|thị ủy|thành ủy|tỉnh ủy|quận ủy|đảng đoàn|ban cán sự đảng|ban thường vụ|thường trực"
    "|ban chấp hành"
    "|ban đảng|sở|ban|ngành|đoàn thể|cơ quan|đơn vị|địa phương|bộ|ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân"
    "|mặt trận tổ quốc|huyện|thành phố|thị xã|quận|xã|phường|thị trấn|đặc khu|tỉnh|trung ương|chính quyền|doanh nghiệp"
    "|thủ trưởng|người đứng đầu|bí thư|chủ tịch|giám đốc|lãnh đạo|trực thuộc|thuộc|của|có liên quan|liên quan"
    "|khối|trường học"
    "|tham mưu,? giúp việc|chuyên trách|văn phòng|ban tổ chức|ban tuyên giáo|ủy ban kiểm tra|tổ chức|công an|quân sự"
    "|lực lượng vũ trang|hội|đoàn|cơ sở|nhà nước|đảng|cùng cấp|phòng"
)
_GROUP = loose(
    r"(?:các|những|mọi|từng|mỗi|toàn thể|cấp ủy|chi bộ|đảng bộ|đảng ủy|huyện ủy|thành ủy|thị ủy|sở,|ban,|ngành"
    r"|cơ quan|đơn vị"
    r"|địa phương|ubnd|ủy ban nhân dân|thủ trưởng|người đứng đầu|chính quyền|mặt trận tổ quốc|bí thư|chủ tịch|giám đốc)"
    rf"(?:(?:~[,\-–/]~| )(?:và |& )?(?:{_GROUP_WORDS})(?!\w)){{0,24}}(?!\w)"
)
_PERSONS = loose(r"(?<!\w)(?:thủ trưởng|người đứng đầu|bí thư|chủ tịch|giám đốc|lãnh đạo)(?: của)? $")
_LOOSE_END = loose(r"(?:~[,\-–/]~|\s)(?:các|của|thuộc|lãnh đạo|tổ chức|và|cấp)$")
_NOBODY = loose(r"các|những|mọi|từng|mỗi|toàn thể|thủ trưởng|người đứng đầu|bí thư|chủ tịch|giám đốc|ngành|")
_PERSON_BEFORE = loose(r"(?:phó|đồng chí|ông|bà) $")
_AND = loose(r"~(?:,|;|và|cùng(?: với)?|,~và|,~cùng(?: với)?|&)~")
_LEADS = loose(r"(?<!\w)chủ trì(?!\w)(?! (?:hội nghị|cuộc họp|buổi|phiên|lễ|tọa đàm|hội thảo|họp|và chỉ đạo hội nghị))")
_NAMED = loose(
    r"(?<!\w)(?:cơ quan|đơn vị)(?: được giao)? (chủ trì|phối hợp)(?: (?:thực hiện|tham mưu|triển khai))?~:~(?:giao )?"
)
_WITH = loose(r"(?<!\w)phối hợp(?: chặt chẽ)?(?: cùng)?(?: với| cùng)? ")
_BEFORE_LEADS = loose(r"[\s,]{1,3}(?:(?:có trách nhiệm|là (?:cơ quan|đơn vị)|làm|sẽ|được giao|thực hiện việc)~){1,2}$")
_DUTY = loose(
    r" (?:có trách nhiệm|chịu trách nhiệm(?! (?:thi hành|thực hiện) (?:quyết định|nghị quyết|kế hoạch|quy định"
    r"|chỉ thị) này))(?!\w)"
)
_GIVES = loose(
    r"(?<!\w)(?<!được\s)(?<!bàn\s)(?:do|(?:giao|phân công|yêu cầu|đề nghị)(?: nhiệm vụ)?(?: cho)?) (?!lưu\s"
    r"|thông\s|dịch\s)"
)
_ACTS = loose(
    r"~(?::|,?~(?:tham mưu|xây dựng|triển khai|tổ chức|hướng dẫn|kiểm tra|theo dõi|đôn đốc|lãnh đạo|chỉ đạo"
    r"|rà soát|tăng cường|đẩy mạnh"
    r"|quán triệt|cụ thể hóa|ban hành|báo cáo|bố trí|chủ động|tiếp tục|thường xuyên|định kỳ|căn cứ|phối hợp"
    r"|nghiên cứu|đề xuất"
    r"|hoàn thành|thực hiện|tập trung|xem xét|kịp thời|khẩn trương|bảo đảm|cân đối|có nhiệm vụ|giúp|làm)(?!\w))"
)
_GIVEN = ("nhiệm", "phối", "giao", "phân", "yêu", "đề", "do ")
_SENTENCE = re.compile(r"[.;\n]\s{0,3}(?:[\-–+*•]\s{0,3}|[a-zđ]\)\s{0,3})?")
_COMMA = re.compile(r",\s{1,3}(?=\S)")
_MARK = re.compile(r"\s{0,3}(?:[\-–+*•]\s{1,3}|[a-zđ]\)\s{1,3})?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One body or group as written, with its span and the span of the words that give it its part."""

    name: str
    start: int
    end: int
    cue: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who leads a task and who takes part in it."""

    lead: tuple[Unit, ...] = ()
    coordinating: tuple[Unit, ...] = ()


def read_assignment(view: View, start: int, end: int, v: Vocabulary, *, official: bool) -> Assignment:
    """Who does the provision between two offsets. In an ``official`` text a unit that opens a sentence and acts is
    given the task; elsewhere words like "chủ trì" or "có trách nhiệm" must say so."""
    lead: list[Unit] = []
    beside: list[Unit] = []
    for a, b in _sentences(view, start, end):
        said = view.low[a:b]
        found = None
        if "chủ" in said or "phối" in said:
            found = _labelled(view, a, b, v) or _led(view, a, b, v)
        if found is None and (official or any(w in said for w in _GIVEN)):
            found = _given(view, a, b, v, official=official)
        if found is None:
            continue
        lead += found.lead
        beside += found.coordinating
    names: set[str] = set()
    return Assignment(tuple(_once(lead, names)), tuple(_once(beside, names)))


def _once(units: list[Unit], seen: set[str]) -> Iterator[Unit]:
    for unit in units[:MOST]:
        if unit.name not in seen:
            seen.add(unit.name)
            yield unit


def _sentences(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for m in _SENTENCE.finditer(view.text, start, end):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if at < end:
        yield at, end


def _labelled(view: View, start: int, end: int, v: Vocabulary) -> Assignment | None:
    """ "Cơ quan chủ trì: X" and "Cơ quan phối hợp: Y"."""
    parts: dict[str, list[Unit]] = {"chủ trì": [], "phối hợp": []}
    for m in _NAMED.finditer(view.low, start, end):
        units, _ = read_units(view, m.end(), end, m.span(1), v)
        parts[" ".join(m[1].split())] += units
    if not any(parts.values()):
        return None
    return Assignment(tuple(parts["chủ trì"]), tuple(parts["phối hợp"]))


def _led(view: View, start: int, end: int, v: Vocabulary) -> Assignment | None:
    """ "(giao) X chủ trì, phối hợp với Y"."""
    verb = _LEADS.search(view.low, start, end)
    if verb is None:
        return None
    stop = _back(view, verb.start(), start)
    if said := _BEFORE_LEADS.search(view.low, max(start, stop - 40), verb.start()):
        stop = _back(view, said.start(), start)
    at = _begin(view, start, stop)
    for gives in _GIVES.finditer(view.low, start, stop):
        at = gives.end()
    lead, reached = read_units(view, at, stop, verb.span(), v)
    if reached != stop:
        lead = _last_unit(view, at, stop, verb.span(), v)
    beside = _together(view, verb.end(), end, v)
    return Assignment(tuple(lead), beside) if lead or beside else None


def _together(view: View, start: int, end: int, v: Vocabulary) -> tuple[Unit, ...]:
    """The units after "phối hợp với"."""
    others = _WITH.search(view.low, start, end)
    return tuple(read_units(view, others.end(), end, _trimmed(view, *others.span()), v)[0]) if others else ()


def _last_unit(view: View, start: int, stop: int, cue: tuple[int, int], v: Vocabulary) -> list[Unit]:
    """The one unit that ends right at ``stop``, where what stands before it is something else."""
    floor = max(start, stop - LONGEST // 2)
    for at in [m.end() for m in re.finditer(r"(?:^|[\s,])(?=\w)", view.text[floor:stop])]:
        if _PERSON_BEFORE.search(view.low, floor, floor + at):
            continue
        units, reached = read_units(view, floor + at, stop, cue, v)
        if units and reached == stop:
            return units
    return []


def _given(view: View, start: int, end: int, v: Vocabulary, *, official: bool) -> Assignment:
    """ "Giao X ...", "X có trách nhiệm ...", "X phối hợp với Y ...", and in an official text "X theo dõi ..."."""
    begin = _begin(view, start, end)
    gives = _GIVES.match(view.low, begin, end)
    at = gives.end() if gives else begin
    units, reached = read_units(view, at, end, (at, at + 1), v)
    if not units:
        return Assignment()
    headed = reached == _back(view, end, reached) and view.text.startswith("\n", end)  # "3. Sở Nội vụ", points below
    if headed:
        return Assignment(tuple(replace(u, cue=(u.start, u.end)) for u in units))
    cue = gives or _DUTY.match(view.low, reached, end) or _WITH.match(view.low, _skip(view, reached, end), end)
    if cue is None and official:
        cue = _ACTS.match(view.low, reached, end)
    if cue is None:
        return Assignment()
    span = _trimmed(view, *cue.span())
    return Assignment(tuple(replace(u, cue=span) for u in units), _together(view, reached, end, v))


def _begin(view: View, start: int, end: int) -> int:
    """Past a bullet or "a)"."""
    mark = _MARK.match(view.text, start, end)
    return mark.end() if mark else start


def _back(view: View, at: int, floor: int) -> int:
    while at > floor and view.text[at - 1] in " ,\n":
        at -= 1
    return at


def _skip(view: View, at: int, end: int) -> int:
    while at < end and view.text[at] in " \n,":
        at += 1
    return at


def _trimmed(view: View, start: int, end: int) -> tuple[int, int]:
    """The span of a verb without what a pattern looked at around it."""
    while start < end - 1 and not view.text[start].isalnum() and view.text[start] != ":":
        start += 1
    while end > start + 1 and view.text[end - 1].isspace():
        end -= 1
    return start, end


def read_units(view: View, start: int, limit: int, cue: tuple[int, int], v: Vocabulary) -> tuple[list[Unit], int]:
    """The units listed from ``start`` on, and where the last of them ends."""
    units: list[Unit] = []
    at, reached = start, start
    limit = min(limit, start + LONGEST)
    while len(units) < MOST:
        end = _unit(view, at, limit, v)
        if end is None:
            break
        units.append(Unit(body_name(view.text[at:end]), at, end, cue))
        reached = end
        joint = _AND.match(view.low, end, limit)
        if joint is None:
            break
        at = joint.end()
    return units, reached


def _unit(view: View, at: int, limit: int, v: Vocabulary) -> int | None:
    """Where the unit that begins at ``at`` ends."""
    body = read_body(view, at, limit, v) if view.text[at : at + 1].isupper() else None
    group = _GROUP.match(view.low, at, limit)
    return max((e for e in (body, _group_end(view, group, limit, v)) if e is not None), default=None)


def _group_end(view: View, group: re.Match[str] | None, limit: int, v: Vocabulary) -> int | None:
    """Where a general group ends: before a body named after a comma, and before a verb that looks like one of its words
    ("các cấp ủy tổ chức ...")."""
    if group is None:
        return None
    start, end = group.span()
    for comma in _COMMA.finditer(view.text, start, end):
        if view.text[comma.end()].isupper() and read_body(view, comma.end(), limit, v):
            end = comma.start()
            break
    named = _skip(view, end, limit)
    if _PERSONS.search(view.low[start:end] + " ") and view.text[named : named + 1].isupper():
        return read_body(view, named, limit, v) or end  # "Giám đốc Sở Nội vụ"
    while loose_end := _LOOSE_END.search(view.low, start, end):
        end = loose_end.start()
    return None if _NOBODY.fullmatch(view.low, start, end) else end
