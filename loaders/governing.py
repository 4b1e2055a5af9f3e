"""What the verbs before a citation say of it: whether one governs it, which one, and what several state together."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders import verbs
from loaders.boundaries import STOPS, broken
from loaders.cues import FoundCue
from loaders.doers import others_act
from loaders.events import CHANGES, MEANS, Context, Event
from loaders.mentions import Citation
from loaders.plain import View, loose, trimmed_start

FILLER_LENGTH = 80
"""Code points of filler between a verb and the citation it governs."""
PART_LENGTH = 120
"""Code points of the part of a document that a verb acts on."""
PARTS = dict.fromkeys(CHANGES, "any") | {"GUIDES": "told"}
"""Verbs that may act on a part of a document, as ``governs`` has it."""

_WORDS = re.compile(r"[a-z0-9]+")
# What may stand between a verb and the document it governs: "thực hiện có hiệu quả một số điều của".
_FILLER = frozenset(
    (
        "co hieu qua hon nua tot nghiem tuc dong bo quyet liet kip thoi day du cac nhung noi dung tinh than mot so "
        "dieu cua trong tai o khoan diem chuong muc phan toan bo thang loi thuong xuyen viec va lien quan theo dung "
        "quy dinh doi voi nhiem vu giai phap muc tieu chu truong tung buoc triet de hai bon ban hanh kem khan sau rong "
        "thiet thuc duong loi huong ket luan ke hoach trinh dong de an chinh phu hang nam cho bang boi that su "
        "rat chat che chu dong linh hoat sang tao toan dien ngay lien manh me cu the tich cuc bai ban chi tieu sach "
        "che do quan diem dinh huong phuong yeu cau y kien nguyen tac neu ra xac dinh ghi so lop khac thuc phu luc "
        "lan luot luon ca het"
    ).split()
)
_DUTIES = re.compile(
    r"\s(?:nhung |cac |mot so |su |tinh than |theo )?"
    r"(?:y kien|chi dao|ket luan|yeu cau|nhiem vu|chu truong|quy dinh|de nghi|noi dung|phan cong|giao)"
    r"(?:\s(?:chi dao|ket luan|nhiem vu|giai phap|duoc giao|va)){0,4}(?:\scua\s[^,;.:()]{3,60}?)?"
    r"\s(?:tai|theo|o|trong|neu tai|duoc neu tai|duoc giao tai|thong bao tai|ghi tai|neu trong)"
    r"(?:\s(?:cac|mot so|van ban))?\s$"
)
# "thực hiện các văn bản của Trung ương: Kết luận số 150-KL/TW"
_ANNOUNCED = loose(
    r" (?:có hiệu quả |nghiêm |nghiêm túc |tốt |đồng bộ |quyết liệt )?"
    r"(?:toàn bộ |một phần )?(?:các |những |một số |hai |ba |\d{1,2} )"
    r"(?:văn bản|nghị quyết|chỉ thị|kết luận|quy định|quyết định|kế hoạch|nghị định|công văn|thông tư|hướng dẫn)"
    r"(?: quy phạm pháp luật)?"
    r"(?: (?:chỉ đạo|quan trọng|mới|sau|trụ cột|chiến lược|chuyên đề|lớn|nêu trên))?"
    r"(?: (?:của|do|về) [^,;.:()\n|]{2,60}?)?(?: ban hành)?"
    r"(?:~,?~(?:(?:cụ thể )?(?:như sau|dưới đây)|cụ thể|gồm|như|bao gồm|trong đó có|là|sau đây|sau))?~:?~"
)
_LINKED_PART = re.compile(
    r"\s(cua|tai|trong|o|vao|kem theo|theo|doi voi)"
    r"(?:,?\s(?:cac|nhung|mot so|khoan|diem|dieu|muc|chuong|phu luc|phan|va|noi dung"
    r"|[a-z]|[ivx]{2,4}|\d{1,3}[a-z]?|cua|tai|van ban)){0,16}\s$"
)
_DONE = loose(r"được (?:ban hành|quy định|nêu|phê duyệt|giao|thông qua|ghi)(?!\w)")
_HAPPENS = loose(r"(?<!\w)(?:đã|đang|sẽ|được|bị|không|so với)(?!\w)")
_OTHERS = loose(r"[:;]|(?<!\w)(?:cho biết|cho rằng|nhấn mạnh|đề nghị|phát biểu)(?!\w)")
"""Words between two verbs that begin to speak of something else: "tại hội nghị sơ kết, ông A cho biết: thực hiện"."""


def governs(view: View, verb_end: int, start: int, *, part: str = "") -> bool:
    """Whether a verb is said of the citation at ``start``: nothing but filler stands between, or a part of it.

    ``part`` says what may be named as the part acted on: "any" (an amendment adds "thẩm quyền của X trong một số điều
    của" Y), "told" (guidance also on what is done "theo" Y), or nothing but duties ("ý kiến chỉ đạo của X tại" Y).
    """
    if start - verb_end > PART_LENGTH:
        return False
    between = view.bare[verb_end:start]
    if part == "any" and "\n" not in between and between.rstrip().endswith(":"):
        between = between.rstrip()[:-1] + " "  # "bãi bỏ toàn bộ: A; B; C"
    if _ANNOUNCED.fullmatch(view.low, verb_end, start):
        return True
    if STOPS.search(between):
        return False
    said = _WORDS.findall(between)
    if said and said[-1] == "co":
        return False  # "hướng dẫn thi hành có Nghị định số 17": there is one
    if len(between) <= FILLER_LENGTH and all(w in _FILLER or w[:-1].isdigit() or w.isdigit() for w in said):
        return True
    if _DUTIES.match(between):
        return True
    link = _LINKED_PART.search(between) if part else None
    if link is None or (link[1].startswith("theo") and part != "told"):
        return False
    return not others_act(view, verb_end, start) and not _HAPPENS.search(_DONE.sub(" ", view.low[verb_end:start]))


def governing_cue(t: Context, cues: list[FoundCue], c: Citation) -> FoundCue | None:
    """The last verb, if it is said of the citation; before "quy định tại" the one that stands before that."""
    if not cues:
        return None
    last = cues[-1]
    part = PARTS.get(last.cue.type, "")
    if not governs(t.view, last.end, c.opens, part=part):
        told = last.cue.type in MEANS and verbs.reviews(t.view, 0, last.start)
        if part or told in (None, "years") or not governs(t.view, last.end, c.opens, part="told"):
            return None
    before = cues[-2] if len(cues) > 1 and last.cue.name == "cites" else None
    told_at = before is not None and t.view.bare.startswith("theo", trimmed_start(t.view.bare, before.end))
    if (
        before
        and before.cue.type in MEANS
        and not told_at  # "thực hiện theo quy định tại" only cites
        and governs(t.view, before.end, c.opens, part="told" if before.cue.type in PARTS else "")
    ):
        return before
    return last


def read_verbs(t: Context, cues: list[FoundCue], start: int, *, passive: bool) -> Event:
    """What the verbs before a citation state together: in "hướng dẫn công tác ... thực hiện Quyết định 134" the
    first one says what the document does, and "kết quả 5 năm thực hiện" is a review."""
    last = cues[-1]
    said = Event(last.cue.type, last, last.cue.name, passive=passive)
    if said.type != "IMPLEMENTS":
        return said
    first = next((f for f in cues if f.cue.type in ("REVIEWS", "GUIDES")), None)
    joined = first is not None and not _OTHERS.search(t.view.low, first.end, last.start)
    if first and joined and not broken(t.view, first.end, last.start):
        return replace(said, type=first.cue.type)
    kind = verbs.reviews(t.view, start, last.start)
    return replace(said, type="CITES" if kind == "years" else "REVIEWS", rule=kind) if kind else said
