"""The text between two citations, or between a citation and a verb: does one clause hold both?

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re

from loaders.plain import View, loose

LOOK_AHEAD = 12
"""Code points past its end that a break looks at: the capital of the next sentence."""
FILLER_LENGTH = 80
GAP_LENGTH = 100

_BREAK = re.compile(
    r"[.!?…](?=\s+[\"“(]?[A-ZĐÀ-Ỹ\d\-])|;(?=\s*\n)|\n\s*\n|\|"
    r"|\n(?=\s*(?:[\-*•+|]|\d{1,2}[.)]|Điều\s|Căn\s|Theo\s|Xét\s|Thực\s))"
)
_LINE = re.compile(r"\n(?=\s*[A-ZĐÀ-Ỹ])")
_STOPS = re.compile(r"[.;:!?|]")
_WORDS = re.compile(r"[a-z0-9]+")
# What may stand between a verb and the document it governs: "thực hiện có hiệu quả một số điều của".
_FILLER = frozenset(
    (
        "co hieu qua hon nua tot nghiem tuc dong bo quyet liet kip thoi day du cac nhung noi dung tinh than mot so "
        "dieu cua trong tai o khoan diem chuong muc phan toan bo thang loi thuong xuyen viec va lien quan theo dung "
        "quy dinh doi voi nhiem vu giai phap muc tieu chu truong tung buoc triet de hai bon ban hanh kem khan sau rong "
        "thiet thuc duong loi huong ket luan ke hoach trinh dong de an chinh phu hang nam cho bang boi that su "
        "rat chat che chu dong linh hoat sang tao toan dien ngay lien manh me cu the tich cuc bai ban"
    ).split()
)
_ACTOR = re.compile(
    r"(?<!cua\x20)(?<!cua\n)\b(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|cap uy|chi bo|dang bo|ubnd|hdnd"
    r"|uy ban|hoi dong|ban thuong vu|ban to chuc|ban chi dao|ban bi thu|chinh phu|thu tuong|bo chinh tri|quoc hoi|so"
    r"|nganh|dia phuong|don vi|can bo|dang vien|nhan dan|dong chi|cac cap|cac bo|toan tinh|toan dang|toan nganh"
    r"|hoi nghi)\b"
)
_COMMITTEE = re.compile(
    r"\b(?:ban chi dao|to bien tap|ban soan thao|to cong tac)(?:\s(?!ve\b)[a-z0-9]+){0,3}[\s\"“]{1,3}$"
)
_PURPOSE = re.compile(r"^[\s,]{0,4}(?:nham|de|ve|ve viec|va|dong thoi|trong do|qua do)?[\s,]{0,3}$")
_AND = re.compile(r"^[\s,;]{0,4}(?:va|dong thoi|cung nhu)?(?:\s(?:tiep tuc|da|dang|se|de))?[\s,]{0,3}$")
_ENDS_WITH_AND = re.compile(r"\s(?:va|dong thoi)(?:\s(?:tiep tuc|da|dang|se))?\s$")
_WITH = re.compile(r"(?:gan (?:lien )?voi|cung voi|song song voi|ket hop voi|ben canh)(?: viec)?\s$")
_BY = loose(r" (?:bằng|bởi) ")
_AGENT = re.compile(r"\s(?:da\s)?(?:duoc|bi)\s[^,]{0,60}$")
_OPENING = loose(
    r"^[\s\-*•+|\d.)(:\"“]{0,12}(?:(?:đặc biệt|ngoài ra|đồng thời|trong đó|cùng với|để|nhằm|v/v|về việc|từ việc|sau khi"
    r"|tiếp tục|trên cơ sở)~,?~(?:việc\s)?)?$"
)
_ITSELF = loose(r"(?:^|[\n|])[\s\-]{0,4}(?:v/v|về việc)[^\n]{0,200}$")


def broken(view: View, start: int, stop: int) -> bool:
    """Whether a sentence, a paragraph or a table cell ends between two offsets."""
    return last_break(view, start, stop) > start


def last_break(view: View, start: int, stop: int) -> int:
    """Where the last sentence between two offsets begins; ``start`` when none ends between them."""
    return _last(_BREAK, view, start, stop)


def line_start(view: View, start: int, stop: int) -> int:
    """Where the last line that begins with a capital begins; ``start`` when there is none."""
    return _last(_LINE, view, start, stop)


def _last(pattern: re.Pattern[str], view: View, start: int, stop: int) -> int:
    last = start
    for m in pattern.finditer(view.text, start, min(len(view.text), stop + LOOK_AHEAD)):
        if m.end() <= stop:
            last = m.end()
    return last


def governs(view: View, verb_end: int, start: int) -> bool:
    """Whether nothing but filler stands between a verb and a citation at ``start``."""
    between = view.bare[verb_end:start]
    if len(between) > FILLER_LENGTH or _STOPS.search(between):
        return False
    return all(w in _FILLER or w.isdigit() for w in _WORDS.findall(between))


def goes_on(view: View, start: int, verb: int, *, change: bool, active: bool) -> bool:
    """Whether a verb is still said of the citation whose words end at ``start``: no new clause, nobody else acts.

    A change may follow a comma ("Quyết định này có hiệu lực từ ngày ký, thay thế ..."), other verbs only as a purpose;
    a passive names who did it between ("được Chính phủ cụ thể hóa bằng").
    """
    gap = view.bare[start:verb]
    if not active:
        gap = _AGENT.sub("", gap)
    if len(gap) > GAP_LENGTH or _STOPS.search(gap) or _ACTOR.search(gap):
        return False
    if active and not change and re.search(r"\b(?:duoc|bi)\b", gap):
        return False
    comma = max(gap.rfind(c) for c in ',"”')
    return comma < 0 or change or _PURPOSE.match(gap[comma:].lstrip('"”')) is not None


def turns_round(view: View, verb_end: int, stop: int) -> bool:
    """Whether the words after a verb make it passive: "cụ thể hóa bằng Nghị quyết số 3"."""
    return _BY.match(view.low, verb_end, stop) is not None


def coordinated(view: View, start: int, verb: int) -> bool:
    """Whether "và" or a comma alone joins a verb to what ends at ``start``: a second verb beside the first one."""
    gap = view.bare[start:verb]
    if view.bare.startswith("va ", verb) and not gap.strip():
        return True
    return bool(_AND.match(gap)) and gap.strip(" ,;\n") != ""


def coordinated_at_end(view: View, start: int, verb: int) -> bool:
    """Whether "và" stands right before a verb, outside quotation marks."""
    gap = view.bare[start:verb]
    return '"' not in gap and "“" not in gap and _ENDS_WITH_AND.search(gap) is not None


def accompanies(view: View, start: int, verb: int) -> bool:
    """Whether the verb is only an accompaniment: "gắn với (việc) thực hiện"."""
    return view.bare.startswith(("gan voi", "gan lien voi"), verb) or _WITH.search(view.bare, start, verb) is not None


def is_committee_name(view: View, start: int, verb: int) -> bool:
    """Whether the verb belongs to a body's name: "Ban Chỉ đạo tổng kết Nghị quyết 18". With "về" it is a subject."""
    return _COMMITTEE.search(view.bare, max(start, verb - 60), verb) is not None


def opens(view: View, start: int, verb: int) -> bool:
    """Whether the sentence that begins at ``start`` opens with the verb."""
    return _OPENING.match(view.low[start:verb]) is not None


def is_title_line(view: View, start: int, verb: int) -> bool:
    """Whether the verb stands in a title, in capitals or after "V/v": it speaks of the text itself."""
    line = view.text[start:verb].strip()
    return (len(line) > 3 and line.isupper()) or _ITSELF.search(view.low, max(0, verb - 220), verb) is not None
