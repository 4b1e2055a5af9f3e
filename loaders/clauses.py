"""The text between two citations, or between a citation and a verb: does one clause hold both?

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re

from loaders.cues import FoundCue
from loaders.plain import View, loose

LOOK_AHEAD = 12
"""Code points past its end that a break looks at: the capital of the next sentence."""
FILLER_LENGTH = 80
"""Code points of filler between a verb and the citation it governs."""
PART_LENGTH = 120
"""Code points of the part of a document that a verb acts on."""
TOP = 400
"""Code points at the top of a text in which a letter names whom it is for."""
REST = 300
"""Code points of a sentence looked at after its last citation."""
GAP_LENGTH = 100
"""Code points between a citation and a verb that is still said of it."""

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
_ACTOR = loose(
    r"(?<!của\s)(?<!\w)(?:tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy|đảng ủy|cấp ủy|chi bộ|đảng bộ|ubnd|hđnd|ủy ban"
    r"|hội đồng|ban thường vụ|ban tổ chức|ban chỉ đạo|ban bí thư|chính phủ|thủ tướng|bộ chính trị|quốc hội"
    r"|(?<!cơ\s)sở|ngành|địa phương|đơn vị|cán bộ|đảng viên|nhân dân|đồng chí|các cấp|các bộ|toàn tỉnh|toàn đảng"
    r"|toàn ngành|hội nghị)(?!\w)"
)
_BODIES = r"(?:ban chi dao|to bien tap|ban soan thao|to cong tac)"
_COMMITTEE = re.compile(rf"\b{_BODIES}(?:\s(?!ve\b|de an\b|bao cao\b)[a-z0-9]+){{0,3}}[\s\"“]{{1,3}}$")
_CELL = re.compile(r"[ \t]{0,3}\|[ \t]{0,3}(?:v/v |về việc |về )?")
_FOUNDED = re.compile(
    rf"\b(?:thanh lap|kien toan|giup viec|thanh vien|truong|tham gia|ten goi)\s{{1,3}}(?:cua\s)?{_BODIES}"
    r"(?:\s(?!de an\b|bao cao\b)[a-z0-9]+){0,8}[\s\"“]{1,3}$"
)
_COMMITTEE_FOR = re.compile(rf"\b{_BODIES}(?:\s(?:ve\s)?(?:viec|xay dung|to chuc))?[\s\"“]{{1,3}}$")
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
# "Công văn số 10-CV/TU chỉ đạo các cấp ủy triển khai": who is told to do it is named after the telling
_TELLS = loose(
    r"[\s,;]{1,3}(?:nhằm |để |trong đó )?(?:chỉ đạo|yêu cầu|đề nghị|giao|phân công|đôn đốc|lãnh đạo|gửi|nhắc)(?!\w)"
)
_BY = loose(r" (?:lần lượt |một phần |toàn bộ )?(?:bằng|bởi) ")
_IN = loose(r" (?:lần lượt )?(?:trong|tại|thông qua|qua|theo) ")
# "(thay thế ...)", " – kết luận tiếp tục thực hiện nghị quyết này – "; "2016 - 2020" opens none
_ASIDE = re.compile(r"\([^()\n]{1,240}\)|(?<![\d\n]) - (?!\d)[^.;\n|]{1,200}?(?<!\d) -(?=[ ,])")
_THOSE_TOLD = loose(r"(?:(?!đã |được |bị |ban hành|không )[^.;:()\n|\"“”]){0,100}")
_AGENT = loose(r"\s(?:đã )?(?:được|bị)\s[^,]{0,60}$")
# "..., coi đây là bước đầu tiên cụ thể hóa", "..., đây là văn bản hướng dẫn"
_WHICH_IS = re.compile(r",\s{1,3}(?:(?:coi|xem) day la|day (?:cung )?la|la|(?:la )?van ban)\s[^,;.:]{0,50}$")
_AMONG_IT = re.compile(r"[\s;]{1,3}trong do\s")
_SUFFERS_TOO = loose(r"[\s,;]{0,3}(?:và|đồng thời|rồi|sau đó) (?:đã )?được [^,;.\d]{0,60}")
_SUFFERS = loose(r"(?<!\w)(?:được|bị)(?!\w)")  # with its diacritics: "bi" is in "Bí thư" too
_OPENING = loose(
    r"^[\s\-*•+|\d.)(:\"“]{0,12}"
    r"(?:(?:tại|ở|ngày|trong|vừa qua|thời gian qua|những năm qua|mới đây) ?[^,.;:\n]{0,40}, )?"
    r"(?:(?:để|nhằm) [^,.;:\n\d]{6,60} (?:trong|quá trình|trong quá trình|việc)~)?"
    r"(?:(?:đặc biệt|ngoài ra|theo đó|vì vậy|do đó|đồng thời|trong đó|cùng với|để|nhằm|v/v|về việc|từ việc|sau khi"
    r"|tiếp tục|trên cơ sở)~,?~(?:việc\s)?)?$"
)
_BODY_OPENS = loose(
    r"[\s\-*•+|\"“]{0,8}(?:tỉnh ủy|thành ủy|huyện ủy|đảng ủy|ubnd|hđnd|ủy ban|hội đồng|ban thường vụ|ban tổ chức"
    r"|ban bí thư|chính phủ|thủ tướng|bộ|quốc hội|sở)(?: [^\W\d]{1,12}){0,8} (?:đã )?"
)
_DEAR = loose(r"(?:^|\n)~kính gửi~:")
_ABOUT_LINE = loose(r"[\s\-(]{0,4}v/v~:?~[^.;\n]{0,100}$")
_ITSELF = loose(r"(?:^|[\n|])[\s\-]{0,4}(?:v/v|về việc)[^\n]{0,200}$")


def broken(view: View, start: int, stop: int) -> bool:
    """Whether a sentence, a paragraph or a table cell ends between two offsets."""
    return last_break(view, start, stop) > start


def last_break(view: View, start: int, stop: int) -> int:
    """Where the last sentence between two offsets begins; ``start`` when none ends between them."""
    return _last(_BREAK, view, start, stop)


def first_break(view: View, start: int, stop: int) -> int:
    """Where the first sentence between two offsets ends; ``stop`` when none does."""
    m = _BREAK.search(view.text, start, min(len(view.text), stop + LOOK_AHEAD))
    return min(stop, m.start()) if m else stop


def line_start(view: View, start: int, stop: int) -> int:
    """Where the last line that begins with a capital begins; ``start`` when there is none."""
    return _last(_LINE, view, start, stop)


def _last(pattern: re.Pattern[str], view: View, start: int, stop: int) -> int:
    last = start
    for m in pattern.finditer(view.text, start, min(len(view.text), stop + LOOK_AHEAD)):
        if m.end() <= stop:
            last = m.end()
    return last


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
    if _STOPS.search(between):
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
    return _ACTOR.search(view.low, verb_end, start) is None and not _HAPPENS.search(
        _DONE.sub(" ", view.low[verb_end:start])
    )


def asides(view: View, start: int, stop: int) -> list[tuple[int, int]]:
    """The spans between two offsets that stand in brackets or between dashes: "– văn bản mà ông A gọi là ... –"."""
    if view.low.find("(", start, stop) < 0 and view.low.find(" - ", start, stop) < 0:
        return []
    return [m.span() for m in _ASIDE.finditer(view.low, start, stop)]


def tells(view: View, start: int, verb: int) -> bool:
    """Whether a document tells somebody to do it: "Công văn số 10-CV/TU yêu cầu các cấp ủy thực hiện"."""
    return _TELLS.match(view.low, start, verb) is not None


def _without_asides(view: View, start: int, stop: int) -> View:
    low, bare, at = "", "", start
    for a, b in [*asides(view, start, stop), (stop, stop)]:
        low, bare, at = low + view.low[at:a], bare + view.bare[at:a], b
    return View(low, low, bare)


def goes_on(view: View, start: int, verb: int, *, change: bool, active: bool) -> bool:
    """Whether a verb is still said of the citation whose words end at ``start``: no new clause, nobody else acts.

    A change may follow a comma ("Quyết định này có hiệu lực từ ngày ký, thay thế ..."), other verbs only as a purpose;
    a passive names who did it between ("được Chính phủ cụ thể hóa bằng").
    """
    if asides(view, start, verb):
        view = _without_asides(view, start, verb)
        start, verb = 0, len(view.low)
    gap = view.bare[start:verb].replace("sua doi, bo sung", "sua doi  bo sung")
    if not active and (agent := _AGENT.search(view.low, start, verb)):
        verb = agent.start()
        gap = gap[: verb - start]
    if _AMONG_IT.match(gap):
        gap = gap.replace(";", ",", 1)
    if gap.rstrip().endswith(":"):
        gap = gap.rstrip()[:-1]  # "Nghị định số 67/2025/NĐ-CP: Sửa đổi, bổ sung ..."
    told = _TELLS.match(view.low, start, verb)
    if len(gap) > GAP_LENGTH or _STOPS.search(gap) or (not told and _ACTOR.search(view.low, start, verb)):
        return False
    if active and not change and _SUFFERS.search(view.low, start, verb):
        return False
    comma = max(gap.rfind(c) for c in ',"”')
    if active and comma >= 0 and _WHICH_IS.match(gap, comma):
        return True
    if told and _THOSE_TOLD.fullmatch(view.low, told.end(), verb):
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


def next_cell(view: View, start: int, verb: int) -> bool:
    """Whether a verb opens the table cell right after the one that ends at ``start``, in the same row."""
    return _CELL.fullmatch(view.low, start, verb) is not None


def suffers_too(view: View, start: int, verb: int) -> bool:
    """Whether "và được BODY" joins a second passive verb to a first one."""
    return _SUFFERS_TOO.fullmatch(view.low, start, verb) is not None


def only_a_comma(view: View, start: int, verb: int) -> bool:
    """Whether nothing but a comma or semicolon stands between."""
    return view.bare[start:verb].strip() in (",", ";")


def coordinated_at_end(view: View, start: int, verb: int) -> bool:
    """Whether "và" stands right before a verb, outside quotation marks."""
    gap = view.bare[start:verb]
    if _ACTOR.search(view.low, start, verb):
        return False
    return '"' not in gap and "“" not in gap and _ENDS_WITH_AND.search(gap) is not None


def accompanies(view: View, start: int, verb: int) -> bool:
    """Whether the verb is only an accompaniment: "gắn với (việc) thực hiện"."""
    return view.bare.startswith(("gan voi", "gan lien voi"), verb) or _WITH.search(view.bare, start, verb) is not None


def is_committee_name(view: View, start: int, verb: int, *, review: bool) -> bool:
    """Whether the verb belongs to a body's name: "Ban Chỉ đạo tổng kết Nghị quyết 18". With "về" it is a subject; other
    verbs than a review's only right behind: "Ban Chỉ đạo tỉnh triển khai" is a body that acts."""
    if _FOUNDED.search(view.bare, max(start, verb - 2 * GAP_LENGTH), verb):
        return True
    if not review and not view.bare.startswith(("thuc hien", "trien khai", "to chuc"), verb):
        return False
    pattern = _COMMITTEE if review else _COMMITTEE_FOR
    return pattern.search(view.bare, max(start, verb - 60), verb) is not None


def opens(view: View, start: int, verb: int) -> bool:
    """Whether the sentence that begins at ``start`` opens with the verb."""
    return _OPENING.match(view.low[start:verb]) is not None


def opens_with_body(view: View, start: int, verb: int) -> bool:
    """Whether a body alone stands between the beginning of a sentence and the verb: "HĐND tỉnh căn cứ ..."."""
    return _BODY_OPENS.fullmatch(view.low, start, verb) is not None


def is_letter(view: View, at: int) -> bool:
    """Whether "Kính gửi" stands at the top of a text, above ``at``: a letter, even if its number is left out."""
    return _DEAR.search(view.low, 0, min(at, TOP)) is not None


def is_about_line(view: View, start: int, verb: int) -> bool:
    """Whether "V/v" opens the line of a verb: what a letter without a number is about."""
    return _ABOUT_LINE.match(view.low, start, verb) is not None


def is_title_line(view: View, start: int, verb: int) -> bool:
    """Whether the verb stands in a title, in capitals or after "V/v": it speaks of the text itself."""
    line = view.text[start:verb].strip()
    return (len(line) > 3 and line.isupper()) or _ITSELF.search(view.low, max(0, verb - 220), verb) is not None
