"""From a citation to a verb after it: whether the verb is still said of that document, and how it is joined to it.

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re

from loaders.boundaries import STOPS, asides, without_asides
from loaders.cues import FoundCue
from loaders.doers import others_act, tells, those_told
from loaders.plain import View, loose

GAP_LENGTH = 100
"""Code points between a citation and a verb that is still said of it."""
_PURPOSE = re.compile(
    r"^[\s,]{0,4}(?:nham|de|ve|ve viec|va|dong thoi|trong do|qua do|yeu cau|trong do yeu cau|chi dao|de nghi)?"
    r"[\s,]{0,3}$"
)
_AND = re.compile(
    r"^(?=.{0,4}(?:[,;]|\b(?:va|dong thoi|cung nhu|roi|sau do)\b))[\s,;]{0,4}"
    r"(?:va|dong thoi|cung nhu|roi|va sau do|sau do)?"
    r"(?:\s(?:tiep tuc|da|dang|se|de))?[\s,]{0,3}$"
)
_ENDS_WITH_AND = re.compile(r"\s(?:va|dong thoi)(?:\s(?:tiep tuc|da|dang|se))?\s$")
_WITH = re.compile(r"(?:gan (?:lien )?voi|cung voi|song song voi|ket hop voi|ben canh)(?: viec)?\s$")
_BY = loose(r" (?:lần lượt |một phần |toàn bộ )?(?:bằng|bởi) ")
_IN = loose(r" (?:lần lượt )?(?:trong|tại|thông qua|qua|theo) ")
_AGENT = loose(r"\s(?:đã )?(?:được|bị)\s[^,]{0,60}$")
# "..., coi đây là bước đầu tiên cụ thể hóa", "..., đây là văn bản hướng dẫn"
_WHICH_IS = re.compile(r",\s{1,3}(?:(?:coi|xem) day la|day (?:cung )?la|la|(?:la )?van ban)\s[^,;.:]{0,50}$")
_AMONG_IT = re.compile(r"[\s;]{1,3}trong do\s")
_SUFFERS_TOO = loose(r"[\s,;]{0,3}(?:và|đồng thời|rồi|sau đó) (?:đã )?được [^,;.\d]{0,60}")
_SUFFERS = loose(r"(?<!\w)(?:được|bị)(?!\w)")  # with its diacritics: "bi" is in "Bí thư" too


def goes_on(view: View, start: int, verb: int, *, change: bool, active: bool) -> bool:
    """Whether a verb is still said of the citation whose words end at ``start``: no new clause, nobody else acts.

    A change may follow a comma ("Quyết định này có hiệu lực từ ngày ký, thay thế ..."), other verbs only as a purpose;
    a passive names who did it between ("được Chính phủ cụ thể hóa bằng").
    """
    if asides(view, start, verb):
        view = without_asides(view, start, verb)
        start, verb = 0, len(view.low)
    gap = view.bare[start:verb].replace("sua doi, bo sung", "sua doi  bo sung")
    if not active and (agent := _AGENT.search(view.low, start, verb)):
        verb = agent.start()
        gap = gap[: verb - start]
    if _AMONG_IT.match(gap):
        gap = gap.replace(";", ",", 1)
    if gap.rstrip().endswith(":"):
        gap = gap.rstrip()[:-1]  # "Nghị định số 67/2025/NĐ-CP: Sửa đổi, bổ sung ..."
    told = tells(view, start, verb)
    if len(gap) > GAP_LENGTH or STOPS.search(gap) or (not told and others_act(view, start, verb)):
        return False
    if active and not change and _SUFFERS.search(view.low, start, verb):
        return False
    comma = max(gap.rfind(c) for c in ',"”')
    if active and comma >= 0 and _WHICH_IS.match(gap, comma):
        return True
    if told and those_told(view, start, verb):
        return True
    return comma < 0 or change or _PURPOSE.match(gap[comma:].lstrip('"”')) is not None


def turns_round(view: View, start: int, verb: FoundCue, stop: int) -> bool:
    """Whether the words around a verb make it passive: "cụ thể hóa bằng Nghị quyết số 3", "được Quốc hội thể chế hóa
    trong Nghị quyết số 5"."""
    if _BY.match(view.low, verb.end, stop):
        return True
    inside = _IN.match(view.low, verb.end, stop) is not None
    return inside and _AGENT.search(view.low, max(start, verb.start - GAP_LENGTH), verb.start) is not None


def coordinated(view: View, start: int, verb: int) -> bool:
    """Whether "và" or a comma alone joins a verb to what ends at ``start``: a second verb beside the first one."""
    gap = view.bare[start:verb]
    if view.bare.startswith("va ", verb) and not gap.strip():
        return True
    return bool(_AND.match(gap)) and gap.strip(" ,;\n") != ""


def coordinated_at_end(view: View, start: int, verb: int) -> bool:
    """Whether "và" stands right before a verb, outside quotation marks."""
    gap = view.bare[start:verb]
    if others_act(view, start, verb):
        return False
    return '"' not in gap and "“" not in gap and _ENDS_WITH_AND.search(gap) is not None


def only_a_comma(view: View, start: int, verb: int) -> bool:
    """Whether nothing but a comma or semicolon stands between."""
    return view.bare[start:verb].strip() in (",", ";")


def suffers_too(view: View, start: int, verb: int) -> bool:
    """Whether "và được BODY" joins a second passive verb to a first one."""
    return _SUFFERS_TOO.fullmatch(view.low, start, verb) is not None


def accompanies(view: View, start: int, verb: int) -> bool:
    """Whether the verb is only an accompaniment: "gắn với (việc) thực hiện"."""
    return view.bare.startswith(("gan voi", "gan lien voi"), verb) or _WITH.search(view.bare, start, verb) is not None
