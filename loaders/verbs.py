"""What the words around a verb make of it: denied or only proposed, a review, brought to life, done by means of.

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re
from functools import lru_cache

from graph_schema.vocabulary import Vocabulary
from loaders.cues import FoundCue
from loaders.mentions import Citation
from loaders.plain import View, loose, trimmed
from loaders.words import TypeWord, type_names

BEFORE_VERB = 48
SENTENCE = 300
TO_LIFE = 120
"""Code points after a citation in which "vào cuộc sống" may end what "đưa" began."""

_DENIED = loose(r"(?<!\w)(?:không|chưa|chẳng|không phải|không được|chưa được)(?: (?:hề|bị|được|thể|kịp))? $")
_PROPOSED = loose(
    r"(?<!\w)(?:đề nghị|kiến nghị|đề xuất|xem xét|nghiên cứu|dự kiến|dự thảo|soạn thảo|nếu|cần|phải|muốn|góp ý|rà soát"
    r"|tham mưu|chuẩn bị|chủ trì|giao|cho phép|chủ trương|yêu cầu|có thể|cho ý kiến|lấy ý kiến"
    r"|(?<!chương\s)(?<!quy\s)(?<!tờ\s)(?<!công\s)(?<!quá\s)trình)(?: (?!\d)[^\W\d]{1,12}){0,6} $"
)
# "đánh giá 2 năm triển khai", "tổng kết gần 10 năm", "giám sát, kiểm tra việc": a review, whatever verb it ends with.
_OF_IT = (
    r"(?:,?\s(?:ket qua|tinh hinh|viec|qua trinh|cong tac|gan|hon|tron|\d{1,3}|nam|thang|nhiem ky|to chuc|tien do"
    r"|nua|chang|giua ky|cuoi ky|buoc dau|so bo|trien khai|thuc hien|quan triet|va|giai doan|ve"
    r"|lanh dao|chi dao|hoc tap)){0,9},?\s$"
)
_REVIEWING = re.compile(
    r"\b(?:tong ket|so ket|danh gia|kiem tra|giam sat|kiem diem|nhin lai|ra soat|thanh tra)"
    r"(?:,\s(?:kiem tra|giam sat))?" + _OF_IT
)
_RESULTS = re.compile(r"\b(?:ket qua|tinh hinh|tien do)" + _OF_IT)
_AFTER_YEARS = loose(
    r"(?<!\w)(?:sau|qua|trong(?= (?:hơn|gần|tròn|khi|quá|thời|\d))|kể từ khi|năm thứ)"
    r"(?: (?:hơn|gần|tròn|khi|quá trình|thời gian))?(?: \d{1,3})?"
    r"(?: (?:năm|tháng|\(\d{4}\)))? (?:triển khai |tổ chức |việc )?$"
)
_AFTER = loose(r"sau (?:hơn |gần |tròn )?\d")
_MORE_YEARS = re.compile(
    r"^[\s,;]{0,4}(?:va\s|cung nhu\s)?(?:gan\s|hon\s)?\d{1,3} (?:nam|thang)\s(?:viec\s|trien khai\s)?$"
)
_SPREAD = re.compile(
    r"(?:(?:^|[\s,])(?:ve|to chuc|va|hoc tap|quan triet|nghien cuu|tuyen truyen|pho bien|cong tac|thong tin|viec"
    r"|lanh dao|chi dao|xay dung ke hoach|tang cuong|nang cao hieu qua|cu the hoa|tham muu|thao luan|nham|de|so ket"
    r"|tong ket|kiem tra|giam sat|ra soat)(?=[\s,]|$)){1,16}[\s,]{0,4}$"
)
_BRINGS = loose(r"(?<!\w)(?:sớm |nhanh chóng )?đưa (?:các |những |nội dung )?$")
_TO_LIFE = loose(r"[^.;!?\n|]{0,100}?\svào (?:cuộc sống|thực tiễn|thực tế)(?!\w)")
_MEANS = loose(
    r"~,?~(?:(?:đã )?được [^,.;:()\n|\d]{0,60}?(?:thể hiện|thực hiện|cụ thể|quy định|tiến hành|xác định|nêu)(?: rõ)? )?"
    r"(?:bằng|thành|thông qua|qua|vào|trong|tại|(?:chính )?là)(?: việc)?(?: ban hành)?(?: các)? "
)
_IS_BASIS = loose(r"~(?:đều )?(?:là|làm) (?:những )?(?:căn cứ|cơ sở)[^.;:\n|]{0,60}?\sđể [^.;:\n|]{0,100}$")
_ISSUED_ON = loose(r"(?:ban hành|xây dựng|soạn thảo|ký)(?: \w{1,12}){0,3} $")
_RIGHT_AFTER = re.compile(r"[\s,(]{0,4}")
_IN_FORCE = loose(r"~(?:chính thức )?có hiệu lực")
_ENDS = loose(r"~(?:cũng |sẽ )?(?:hết|chấm dứt) hiệu lực")
_FROM_THEN = loose(
    r"(?:kể )?từ (?:thời điểm|ngày) (?:này|đó|trên)[^.;:\n|]{0,20},~(?:điều \d{1,3} |khoản \d{1,2} |và |của ){0,4}$"
)
_ENDS_WHEN = loose(r"(?:hết|chấm dứt) hiệu lực(?: thi hành)?(?: kể)?(?: từ)?(?: (?:khi|ngày|thời điểm))? $")
_NOW_ISSUED = loose(r"~,?~(?:đã |vừa )?(?:được [^,.;:\n|]{0,60}?)?(?:ban hành|ra đời|có hiệu lực)(?!\w)")
_ISSUED_WITH = loose(r"ban hành (?:kèm )?theo(?: các)? $|kèm theo(?: các)? $")
_NEW = re.compile(
    r"\b(?:ban hanh|xay dung|lap|ra|co|ky|trien khai|soan|de ra|thong qua|chi dao)"
    r"(?:\s(?:cac|mot|nhung|mot so|nhieu|rieng|ky))?\s$"
)
_UNFINISHED = loose(
    r"(?<!\w)(?:dự thảo|dự án|soạn thảo|trình|đề nghị|(?<!đã\s)xây dựng|sắp|sẽ|cần|phải|góp ý|các|những|nhiều|tham mưu"
    r"|tham mưu ban hành|sẽ ban hành|theo|cho|hai|ba|\d{1,3}) (?:[^\W\d]{1,12} ){0,1}$"
)
_SUFFERED = loose(r"(?<!\w)(?:được|bị) $")
_GOES_ON = re.compile(
    r"\s(?:nham|de|duoc|co hieu luc|bai bo|thay the|thay cho|sua doi|bo sung|ra doi|da|cung|con|ap dung|ban hanh|la"
    r"|nay|moi|can cu|dua tren|quy dinh|cu the hoa|the che hoa|thuc hien|trien khai|huong dan)\b"
)
_START = re.compile(r"[\s\-*•+|\d.)(:\"“]{0,12}$")
_LED = loose(r"[\s\-*•+|\d.)(:\"“]{0,12}(?:theo đó|trong đó|đồng thời|bên cạnh đó|ngoài ra|cụ thể)~,?~(?:bản )?$")
_ACCORDING = loose(
    r" (?:(?!đã |được |sẽ |phải )[^.,;:()\n|]){3,100}?(?:, (?:(?!đã |được |sẽ |phải )[^.,;:()\n|]){3,40}?)?"
    r" theo (?:đúng )?(?:tinh thần |nội dung )?"
)
_ISSUES_IT = re.compile(r"\s{0,3}(?:ve viec |ve )?(?:phe duyet|ban hanh|kem theo|ban hanh kem theo)\s{1,3}")
_SAYS = loose(r"(?<!\w)(?:cho biết|cho rằng|cho hay|nhấn mạnh|phát biểu|chia sẻ)(?!\w)")
_RESOLVES = loose(r"~(?:;|$|\n)|[^.;\n|]{0,120}?(?:quyết nghị|quyết định|quy định như sau|ban hành)(?!\w)")
_FAR = loose(r"(?:^|[.;]\s|[\n|])[\s\-*•+|]{0,8}theo đó~,")
_IT = loose(r"(?<!\w)(?:nó|văn bản này|văn bản mới|văn bản trên)(?: (?:cũng|đã|còn|đồng thời|sẽ))? $")


def denied(view: View, start: int, verb: int) -> bool:
    """Whether the verb is denied: "không thay thế", "chưa được sửa đổi"."""
    return _DENIED.search(view.low, max(start, verb - 16), verb) is not None


def proposed(view: View, start: int, verb: int) -> bool:
    """Whether somebody only asks for it, plans it or must do it: "đề nghị sửa đổi", "trình nghị định thay thế"."""
    return _PROPOSED.search(view.low, max(start, verb - BEFORE_VERB), verb) is not None


def reviews(view: View, start: int, verb: int) -> str | None:
    """ "reviews" for an examined carrying out, "results" for reported ones, "years" for time gone by, else None."""
    floor = max(start, verb - BEFORE_VERB)
    if _REVIEWING.search(view.bare, floor, verb):
        return "reviews"
    if _AFTER_YEARS.search(view.low, floor, verb):
        return "years"
    return "results" if _RESULTS.search(view.bare, floor, verb) else None


def of_years(view: View, cue: FoundCue) -> bool:
    """Whether a cue counts years gone by: "sau 17 năm thực hiện"."""
    before = max(0, cue.start - BEFORE_VERB)
    return bool(_AFTER.match(view.low, cue.start) or _AFTER_YEARS.search(view.low, before, cue.start))


def more_years(view: View, start: int, verb: int) -> bool:
    """Whether "..., 10 năm" joins this verb to a review: "tổng kết 15 năm thực hiện A, 10 năm thực hiện B"."""
    return _MORE_YEARS.match(view.bare[start:verb]) is not None


def without_spreading(view: View, start: int, verb: int) -> int:
    """Where the verbs of learning and telling begin that "và" joins to this one ("về học tập, quán triệt và triển
    khai"); ``verb`` when there are none."""
    floor = max(start, verb - 2 * BEFORE_VERB)
    m = _SPREAD.search(view.bare, floor, verb)
    return m.start() if m and m.group().strip(" ,\n") != "va" else verb


def brought_to_life(view: View, c: Citation, start: int) -> tuple[int, int] | None:
    """The span of "đưa" in "đưa Nghị quyết ... vào cuộc sống"."""
    brings = _BRINGS.search(view.low, max(start, c.opens - 30), c.opens)
    if brings is None:
        return None
    ends = (c.reach, c.core, c.end)
    life = any(_TO_LIFE.match(view.low, at, at + TO_LIFE) for at in ends)
    return (brings.start(), trimmed(view.low, brings.end())) if life else None


def by_means_of(view: View, end: int, start: int) -> tuple[int, int] | None:
    """The span of "bằng" alone between two citations: "cụ thể hóa B bằng A"."""
    return (end, start) if 0 < start - end <= 2 * BEFORE_VERB and _MEANS.fullmatch(view.low, end, start) else None


def is_basis(view: View, end: int, start: int) -> bool:
    """Whether "... là căn cứ để ... ban hành" stands between two citations."""
    return start - end <= SENTENCE and _IS_BASIS.fullmatch(view.low, end, start) is not None


def issued_on(view: View, c: Citation, verb: int, *, basis: bool) -> bool:
    """Whether a citation was "ban hành trên cơ sở" what follows the verb, or (``basis``) "căn cứ" stands right after
    it."""
    at = max(c.core, c.reach if c.reach <= verb else 0)
    if not 0 <= verb - at <= 2 * BEFORE_VERB:
        return False
    return bool((basis and _RIGHT_AFTER.fullmatch(view.low, at, verb)) or _ISSUED_ON.search(view.low, c.end, verb))


def now_issued(view: View, c: Citation) -> bool:
    """Whether it is said after a citation that it was issued: "Kế hoạch số 100-KH/TU đã được ban hành"."""
    return any(_NOW_ISSUED.match(view.low, at, at + TO_LIFE) for at in (c.end, c.core, c.reach))


def ends_with(view: View, left: Citation, right: Citation, last: Citation) -> tuple[int, int, bool] | None:
    """The words by which one document ends when the other takes effect, and whether it is the left one that ends.
    ``last`` is the last citation of the list that ``right`` begins."""
    low = view.low
    ends = _ENDS_WHEN.search(low, max(left.end, right.opens - 60), right.opens)
    if ends and any(_IN_FORCE.match(low, at) for at in (right.core, right.reach)):
        return (*ends.span(), True)
    then = _FROM_THEN.search(low, max(left.end, right.opens - 80), right.opens)
    if not then and not any(_IN_FORCE.match(low, at) for at in (left.core, left.reach)):
        return None
    ends = next((m for at in (last.core, last.reach) if (m := _ENDS.match(low, at))), None)
    return (*ends.span(), False) if ends else None


def issued_with(view: View, end: int, start: int) -> tuple[int, int] | None:
    """The span of "ban hành kèm theo" right before a citation."""
    m = _ISSUED_WITH.search(view.low, max(end, start - 40), start)
    return (m.start(), trimmed(view.low, m.end())) if m else None


def unnumbered_actor(view: View, start: int, verb: int, vocabulary: Vocabulary) -> bool:
    """Whether a document without a number does it: "Đề án tổng kết", "Chương trình hành động Chính phủ vừa ban hành là
    để thực hiện". A draft does nothing yet."""
    if _SUFFERED.search(view.low, max(start, verb - 8), verb):
        return False  # "Văn bản được hướng dẫn": a heading
    word = _last_word(view, start, verb, vocabulary)
    if word and _SAYS.search(view.low, word.end, verb):
        return False  # "Báo cáo tại hội nghị, ông A cho biết: thực hiện"
    return word is not None and not _UNFINISHED.search(view.low, max(0, word.start - 32), word.start)


def according(view: View, cue: FoundCue, start: int) -> bool:
    """Whether a verb carries out something "theo" the citation at ``start``: "thực hiện việc dạy thêm theo"; "theo quy
    định tại" only cites."""
    far = start - cue.end > TO_LIFE
    return not far and cue.cue.type == "IMPLEMENTS" and _ACCORDING.fullmatch(view.low, cue.end, start) is not None


def resolves(view: View, at: int) -> bool:
    """Whether a recital ends at ``at``: its line ends, or what was resolved on that basis follows."""
    return _RESOLVES.match(view.low, at) is not None


def makes_unnumbered(view: View, start: int, stop: int, vocabulary: Vocabulary) -> bool:
    """Whether the words say that a document without a number is issued: ", Tỉnh ủy ban hành Kế hoạch tuyên truyền"."""
    word = _last_word(view, start, stop, vocabulary, issued=True)
    return word is not None


def takes_up(view: View, start: int, verb: int, vocabulary: Vocabulary) -> TypeWord | None:
    """The bare type word a sentence opens with when it speaks of a document named before: "Quy định có hiệu lực từ ngày
    ký, thay thế"."""
    for word in _type_words(view, start, min(verb, start + 60), vocabulary):
        opening = _START.fullmatch(view.text[start : word.start]) is not None and view.text[word.start].isupper()
        led = _LED.fullmatch(view.low, start, word.start) is not None
        return word if (opening or led) and _GOES_ON.match(view.bare, word.end) else None
    return None


def told_before(view: View, start: int, verb: int) -> bool:
    """Whether "Theo đó, ..." opens the sentence or the clause of a verb: it says what a document named before does."""
    return _FAR.search(view.low, max(0, start - 3, verb - SENTENCE), verb) is not None


def carries(view: View, c: Citation, word: str) -> bool:
    """Whether a document issues or approves one of the type ``word`` names: "Quyết định số 5 phê duyệt Kế hoạch"."""
    issued = _ISSUES_IT.match(view.bare, c.core)
    return issued is not None and view.bare.startswith(word, issued.end())


def said_of_it(view: View, start: int, verb: int) -> bool:
    """Whether "nó" or "văn bản này" alone is the verb's subject."""
    return _IT.search(view.low, max(start, verb - BEFORE_VERB), verb) is not None


def _last_word(view: View, start: int, stop: int, vocabulary: Vocabulary, *, issued: bool = False) -> TypeWord | None:
    found = None
    for word in _type_words(view, max(start, stop - SENTENCE), stop, vocabulary):
        if not issued or _NEW.search(view.bare, max(start, word.start - 32), word.start):
            found = word
    return found


def _type_words(view: View, start: int, stop: int, vocabulary: Vocabulary) -> list[TypeWord]:
    names = type_names(vocabulary)
    return [
        TypeWord(m.start(), m.end(), key, names[key])
        for m in _words(vocabulary).finditer(view.bare, start, stop)
        if (key := " ".join(m.group().split())) in names
    ]


@lru_cache(maxsize=4)
def _words(vocabulary: Vocabulary) -> re.Pattern[str]:
    names = sorted(type_names(vocabulary), key=lambda n: (-len(n), n))
    spaced = "|".join(n.replace(" ", r"\s{1,3}") for n in names)
    return re.compile(rf"\b(?:{spaced})\b")
