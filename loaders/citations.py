"""Text -> every place where it names a document: in full, in short, by plenum, by pointing back, or in a way that
names none this service resolves (and why).

Digits and type words are found in one cheap pass; at each of them a few bounded patterns look at the surroundings. The
work is linear in the text. Spans follow the annotation rule "type word, số, symbol"; date, issuer, term and title stand
outside the span and are read by ``loaders.attributes``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph_schema.identity import Symbol
from graph_schema.model import Facts, Form
from graph_schema.vocabulary import Vocabulary
from loaders.attributes import read_attributes
from loaders.dates import YEAR
from loaders.mentions import Citation
from loaders.plain import View, loose, view
from loaders.symbols import read_symbol
from loaders.unnumbered import LAW, LAWS, find_unnumbered, unchained
from loaders.words import ANY_DOCUMENT, TypeWord, find_type_words

__all__ = ["Citation", "find_citations"]

MAX_DIGITS = 6
LIST_LIMIT = 40
"""Members of one list that may share a suffix."""
NAME = 120
"""Code points of a name between a type word and "số"."""

_DIGIT_RUN = re.compile(r"[0-9]+")
_LIST = loose(r"~(?:,~(?:và|hoặc)?|;|&|và|hoặc) (?:số~:?~)?|~,~")
_MORE = loose(r"~(?:,|;|và|&) (?:số~:?~)?\d{1,6}(?![\d%])")
_SUFFIX = re.compile(r"\s{0,2}[-–—/]\s{0,2}[A-ZĐ]")
_ENDS_LIST = loose(rf"~(?:[.;:)\]]|$|ngày~\d|năm~{YEAR}|(?:của|khóa|hội nghị|về|trung ương)\s)")
_FOLLOWS_NAME = loose(rf"~,?~(?:của|ngày~\d|về|khóa|năm~{YEAR}|/{YEAR}|\(|hội nghị|trung ương)")
_YEAR_AFTER = re.compile(r"/((?:19|20)\d\d)(?![\d/\-])")
_PARAGRAPH = re.compile(r"\d{0,5}[.)]\s")
_LETTER = re.compile(r"[a-zđ](?!\w)")
_FRACTION = re.compile(r"[.,/\-]\d|%")
# What a number may count, so that no name ends before it: "quy định 10 ngày", "kế hoạch 5 năm", "kế hoạch 45,5%".
_THINGS = (
    "tháng|tuần|giờ|phút|tỷ|tỉ|triệu|nghìn|ngàn|trăm|đồng|usd|người|hộ|đảng viên|cán bộ|điều|khoản|chương|mục|điểm|nhóm"
    "|nhiệm vụ|nội dung|giải pháp|chỉ tiêu|trường hợp|tỉnh|huyện|xã|phường|km|ha|m2|tiết|trang|lượt|bước|đơn vị|cơ quan"
    "|đại biểu|mục tiêu|loại|bộ|ban|cuộc|lớp|dự án|đề án|công trình|văn bản|nghị quyết|quyết định|chỉ thị|kế hoạch|tuổi"
    "|ca|khâu|tấn|phần|kỳ|quý|con|cái|chiếc|sở|phòng|thành viên|tiêu chí|hội|đoàn|địa phương"
)
_COUNTED = loose(
    rf"~(?:%|[.,]\d|[:/\-]\d{{1,2}}(?!\d)|[/\-]\d{{1,2}}[/\-]|-\d"
    rf"|(?:năm(?! (?:19|20)\d\d(?!\s?-))|ngày(?!~\d{{1,2}}~(?:[/.\-]|tháng))|lần(?! này)|{_THINGS})(?!\w))"
)
_SHORT = frozenset("NQ QĐ CT KL KH CTr HD TB NĐ TT TTLT CĐ ĐA BC TTr CV QC Luật PL CTPH VBHN".split())
_NEEDS_SO = frozenset("BC TTr CV QC Luật PL VBHN CTPH".split())
# Everyday words: in lower case and without "số" they count only where a name plainly goes on ("quy định 144 của ...").
_EVERYDAY = frozenset("KH CTr TB HD QĐ KL ĐA".split())
# Abbreviations of other things too (CT 12 is a block of flats, KL 75 kg a weight): the words around must cite.
_DOUBTFUL = frozenset("CT KL TT".split())
_CITING = loose(r"(?:theo|hiện|khai|triệt|kết|cứ|hành|tập|thần|sau|có|từ|ra|của) $")
_NAME = re.compile(r"[^.;,!?|\n\d]{1,120}")
_OF = loose(r"~:?~(?:của|do) ")
_YEARED = frozenset("NĐ TT TTLT".split())
_ABBREVIATED = {"NQ": 1, "NĐ": 1, "QĐ": 1, "KL": 1, "CTr": 1, "CT": 2, "TT": 2, "TTLT": 1, "KH": 9, "HD": 9, "TB": 9}
"""Abbreviations used as words, and how many digits must follow them when no "số" stands between."""


def find_citations(text: str, vocabulary: Vocabulary, *, seen: View | None = None) -> list[Citation]:
    """Every citation in a canonical text, in order, none overlapping. Never raises; empty when there is none.

    ``seen`` is the view of the text when the caller has it already.
    """
    seen = seen or view(text)
    words = find_type_words(seen, vocabulary)
    numbered = _share_suffixes(seen, _numbered(seen, words, vocabulary))
    other = find_unnumbered(seen, words, vocabulary)
    return read_attributes(seen, unchained(seen, _merge(seen, numbered, other), words), words, vocabulary)


def _merge(seen: View, numbered: list[Citation], other: Iterable[Citation]) -> list[Citation]:
    """All of them in order; where two overlap, the one that starts first, then the numbered one."""
    out: list[Citation] = []
    for citation in sorted([*numbered, *other], key=lambda c: (c.start, c.why is not None, -c.end)):
        if out and out[-1].why == LAW and seen.low[out[-1].end : citation.start].strip(" \n:") == "số":
            # "Luật Đất đai số 31/2024/QH15": its name stands between type word and number
            law = out.pop()
            kind = citation.facts.type or law.facts.type
            out.append(replace(citation, facts=replace(citation.facts, type=kind), begin=law.start))
        elif not out or citation.start >= out[-1].end:
            out.append(citation)
        elif out[-1].why is not None and citation.why is None:
            out[-1] = citation
    return out


# ------------------------------------------------------------------ numbers


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a number: the type word, "số", and whether the line begins there. ``name`` is a type word
    with a name between it and "số": "Luật Đất đai số", "Công văn của Bộ Nội vụ số"."""

    start: int
    word: TypeWord | None
    so: int | None
    head: bool
    name: TypeWord | None = None

    @property
    def named(self) -> bool:
        """Whether something says that a document's number follows: "số" alone may count a house or a licence."""
        return self.word is not None or self.head or self.name is not None


def _numbered(seen: View, words: list[TypeWord], vocabulary: Vocabulary) -> list[Citation]:
    by_end, ends = {w.end: w for w in words}, [w.end for w in words]
    found: list[Citation] = []
    known: dict[str, Facts] = {}
    done = 0
    for run in _DIGIT_RUN.finditer(seen.low):
        start, end = run.span()
        if start < done or end - start > MAX_DIGITS:
            continue
        lead = _lead(seen, start, by_end)
        if lead is None:
            continue
        if lead.so is not None and lead.word is None and (before := bisect_right(ends, lead.so)):
            lead = replace(lead, name=_name_before(seen, words[before - 1], lead.so))
        citation = _full(seen, start, lead, vocabulary) or _short(seen, start, end, lead)
        if citation is None and found:
            citation = _member(seen, start, end, lead, found[-1]) or _again(seen, start, lead, known, vocabulary)
        if citation:
            found.append(citation)
            done = citation.end
            if citation.facts.symbol and not citation.facts.unit:
                known.setdefault(citation.facts.symbol, citation.facts)
    return found


def _lead(seen: View, start: int, by_end: dict[int, TypeWord]) -> _Lead | None:
    """What stands before the number at ``start``; None when it is the inside of something longer."""
    low, text = seen.low, seen.text
    before = low[start - 1 : start]
    if before in ("/", ".", ",", "-") and low[start - 2 : start - 1].isdigit():
        return None
    at = _skip(low, start)
    so = None
    colon = at - 1 if low[at - 1 : at] in (":", ".") else at
    for back in (at, _skip(low, colon)) if colon != at else (at,):
        if low.endswith("số", 0, back) or (low.endswith("so", 0, back) and _skip(low, back - 2) in by_end):
            so = back - 2
            break
    base = _skip(low, so) if so is not None else at
    word = by_end.get(base) or _abbreviation(text, base)
    gap = text[base:so] if so is not None else text[base:start]
    head = so is not None and text[so] == "S" and ("\n" in text[_skip(low, so) : so] or _starts_cell(text, so))
    if word and head and ("\n" in gap or word.end > base):
        word = None
    if word is None and before.isalpha() and so is None:
        return None
    if word and so is None and "\n" in gap and _PARAGRAPH.match(text, start):
        word = None  # "... theo kế hoạch⏎2. Tăng cường": the number counts paragraphs
    return _Lead(word.start if word else start, word, so, head)


def _name_before(seen: View, word: TypeWord, so: int) -> TypeWord | None:
    """The type word, if only a name stands between it and "số"."""
    if so - word.end > NAME or not _NAME.fullmatch(seen.low, word.end, so):
        return None
    of = _OF.match(seen.low, word.end) is not None
    return word if of or (word.abbr in LAWS and seen.text[word.end : word.end + 4].lstrip()[:1].isupper()) else None


def _in_address(seen: View, start: int, end: int) -> bool:
    """Whether a lower-case symbol is a part of a page's address: ".../nghi-quyet-18-nq-tw.aspx"."""
    return seen.text[start:end].islower() and seen.low[start - 1 : start] in ("-", "/", "_", "=")


def _skip(low: str, at: int) -> int:
    """Back over at most three spaces."""
    stop = max(0, at - 3)
    while at > stop and low[at - 1] in " \n":
        at -= 1
    return at


def _starts_cell(text: str, so: int) -> bool:
    line = text[max(0, so - 3) : so].rstrip(" ")
    return so == 0 or not line.strip() or line[-1] in "\n|-*"


def _abbreviation(text: str, end: int) -> TypeWord | None:
    """NQ, QĐ, CTr ... used as a word and ending at ``end``."""
    start = end
    while start > max(0, end - 5) and text[start - 1].isalpha():
        start -= 1
    token = text[start:end]
    if token in _ABBREVIATED and text[start - 1 : start] not in ("-", "/", "_", "."):
        return TypeWord(start, end, token, token)
    return None


def _full(seen: View, start: int, lead: _Lead, vocabulary: Vocabulary) -> Citation | None:
    after = seen.text[start : start + 10].lstrip("0123456789")
    if not after or not (after[0].isalpha() or after[0] in " \n/_." or not after[0].isalnum()):
        return None
    located = read_symbol(seen.text, start, vocabulary, named=lead.named)
    if located is None:
        return None
    bare = lead.word is None and lead.so is None
    if bare and (seen.text[start - 1 : start].isalpha() or _in_address(seen, start, located.end)):
        return None
    symbol, abbr = located.symbol, lead.word.abbr if lead.word else None
    if symbol.type is None and lead.word is None and not symbol.year:
        return None  # "Ban Chỉ đạo 138/CP" is no document
    if not symbol.organs and lead.word is None and not lead.head:
        return None
    return Citation(
        start=lead.start,
        end=located.end,
        surface=seen.text[lead.start : located.end],
        form=Form.FULL if symbol.organs else Form.SHORT,
        facts=_facts(symbol, abbr),
        word=lead.word.key if lead.word else None,
        number=start,
        head=lead.head and lead.word is None,
        begin=lead.name.start if lead.name else lead.start,
    )


def _again(seen: View, start: int, lead: _Lead, known: dict[str, Facts], vocabulary: Vocabulary) -> Citation | None:
    """A bare symbol that needs a type word ("20-CP"), where the text has named it with one before."""
    if lead.word or not _SUFFIX.match(seen.text, start + len(_DIGIT_RUN.match(seen.low, start)[0])):  # type: ignore[index]
        return None
    located = read_symbol(seen.text, start, vocabulary, named=True)
    facts = known.get(located.symbol.text or "") if located else None
    if located is None or facts is None:
        return None
    return Citation(start, located.end, seen.text[start : located.end], Form.FULL, facts, number=start)


def _facts(symbol: Symbol, abbr: str | None) -> Facts:
    kind = symbol.type
    if kind is None:
        kind = abbr or ("CV" if len(symbol.organs) == 1 and not symbol.year else None)
    return Facts(
        type=kind, number=symbol.number, organs=symbol.organs, year=symbol.year, unit=symbol.unit, symbol=symbol.text
    )


def _short(seen: View, start: int, end: int, lead: _Lead) -> Citation | None:
    """A type word and a number without a suffix: Nghị quyết 18, Kết luận số 178, NQ21, nghị quyết 18/2017."""
    word, text = lead.word, seen.text
    if word is None or word.key == ANY_DOCUMENT or word.abbr not in _SHORT:
        return None
    digits = end - start
    year = _YEAR_AFTER.match(text, end)
    if lead.so is None:
        if word.key in _ABBREVIATED and digits < _ABBREVIATED[word.key]:
            return None
        if word.key in _DOUBTFUL and not (
            year or _FOLLOWS_NAME.match(seen.low, end) or _CITING.search(seen.low, max(0, word.start - 12), word.start)
        ):
            return None
        plain = text[word.start].isupper() and _FOLLOWS_NAME.match(seen.low, end)
        if (word.abbr in _NEEDS_SO and not plain) or (
            digits == 4 and text[start : start + 2] in ("19", "20") and not year
        ):
            return None
        if not year and _counts(seen, end):
            return None
        everyday = word.abbr in _EVERYDAY or digits == 1  # "chỉ thị 7 việc", "nghị quyết 4 không"
        if everyday and text[word.start].islower() and not (year or _FOLLOWS_NAME.match(seen.low, end)):
            return None
    elif not year and _FRACTION.match(text, end):
        return None
    if text[end : end + 1] == "_":
        return None
    letter = _LETTER.match(text, end)
    last = letter.end() if letter else end
    stop = year.end() if year else last
    facts = Facts(type=word.abbr, number=text[start:last], years=(int(year[1]),) if year else ())
    return Citation(word.start, stop, text[word.start : stop], Form.SHORT, facts, word=word.key, number=start)


def _counts(seen: View, end: int) -> bool:
    """Whether the number that ends here counts something: "quy định 10 ngày". A capital begins another name."""
    m = _COUNTED.match(seen.low, end)
    word = seen.text[end : m.end()].lstrip() if m else ""
    return m is not None and not (word[:1].isupper() and word[1:2].islower())


def _member(seen: View, start: int, end: int, lead: _Lead, last: Citation) -> Citation | None:
    """A bare number that goes on with a list: "Nghị quyết số 18, 19 ...", "Quyết định 217 và 218 của ..."."""
    if lead.word or last.form not in (Form.SHORT, Form.FULL) or start - last.end > 14:
        return None
    if not _LIST.fullmatch(seen.low, last.end, start) or _counts(seen, end):
        return None
    if not (_ENDS_LIST.match(seen.low, end) or _MORE.match(seen.low, end) or _SUFFIX.match(seen.text, end)):
        return None
    facts = Facts(type=last.facts.type, number=seen.text[start:end])
    return Citation(start, end, seen.text[start:end], Form.SHORT, facts, word=None, number=start, elided=True)


def _share_suffixes(seen: View, found: list[Citation]) -> list[Citation]:
    """In "18, 19-NQ/TW" the suffix is printed once: members before it, and bare members after it, bear it too. A year
    is shared where short forms are never a Party document's: "Nghị định số 177, 178/2024/NĐ-CP"."""
    out = list(found)
    for i, citation in enumerate(found):
        if citation.form is not Form.FULL or citation.word is not None or citation.head:
            continue
        if citation.facts.year and citation.facts.type not in _YEARED:
            continue
        for j in range(i - 1, max(-1, i - LIST_LIMIT), -1):
            if out[j].form is not Form.SHORT or out[j].facts.years or not _coordinated(seen, out[j], out[j + 1]):
                break
            if citation.facts.year and out[j].facts.type != citation.facts.type:
                break
            out[j] = _with_suffix(out[j], citation.facts)
            if out[j].word is not None:
                break
    for i in range(1, len(out)):
        if out[i].elided and out[i].form is Form.SHORT and out[i - 1].form is Form.FULL and not out[i - 1].facts.year:
            out[i] = _with_suffix(out[i], out[i - 1].facts)
    return out


def _coordinated(seen: View, left: Citation, right: Citation) -> bool:
    near = 0 <= right.start - left.end <= 14 and right.word is None
    return near and _LIST.fullmatch(seen.low, left.end, right.start) is not None


def _with_suffix(citation: Citation, suffix: Facts) -> Citation:
    printed = None
    if suffix.symbol and suffix.number:
        printed = (citation.facts.number or "") + suffix.symbol[len(suffix.number) :]
    facts = replace(
        citation.facts, type=suffix.type, organs=suffix.organs, unit=suffix.unit, symbol=printed, year=suffix.year
    )
    return replace(citation, form=Form.FULL, facts=facts)
