"""Citations without a number: plenum resolutions, words that point back, and names that this service does not resolve.

The last kind is found so that "Nghị quyết này" never chains past it to the wrong document.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph_schema.model import Facts, Form
from graph_schema.vocabulary import Vocabulary
from loaders.issuers import body_name, read_body
from loaders.mentions import Citation
from loaders.numerals import ORDINAL, TERM, ordinal, roman_term
from loaders.plain import View, loose
from loaders.words import TypeWord

CONGRESS = "congress resolution: no number"
NO_NUMBER = "no number in the text"
LAW = "law without a number"
NO_TERM = "plenum without a term"
SEVERAL = "points back to several documents"
NAMELESS = "points back to a document without a number"
BACK_WORDS = 24
"""Type words looked at before one that points back."""
CENTRE = r"(?:trung\s?ương|t\.\s?ư\.?|tw)"
"""The Central Committee as plenum names have it, for ``plain.loose``."""

_PLENUM = loose(
    rf"~(?:của )?(?:(?:hội nghị )?(?:{CENTRE}|tư)~(?:đảng )?(?:lần thứ )?{ORDINAL}"
    rf"|hội nghị lần thứ {ORDINAL}~,?~(?:của )?(?:ban chấp hành|bch) {CENTRE}(?: đảng)?)"
    rf"(?:~,?~\(?~{TERM}~\)?)?"
)
_CLAUSE = r"[.,;:\n]|$"
_CONGRESS = loose(
    rf" (?:của )?(?:đại hội|đh(?:đb)?(?!\w))(?:[^.,;:\n]{{0,60}}?(?= (?:và|cùng|về|gắn|của (?!đảng))|{_CLAUSE}))?"
)
_ROMAN = loose(rf" [ivx]{{1,5}}(?!\w)(?: của đảng bộ(?:\s\w{{1,12}}){{0,4}}?(?= (?:và|về|gắn) |{_CLAUSE}))?")
_BACK = loose(
    r" (?:này|nêu trên|nói trên|kể trên|vừa nêu|trên đây|trên(?=~(?:[,.;:)]|$)| (?:đã|được|có|là|của) )"
    r"|(?:đó|ấy)(?=[\s,.;:)]))(?!\w)"
)
_BROUGHT_UP = loose(r"(?<!\w)(?:ban hành|thông qua|ký|ra|trao|công bố|có)(?: (?:một|bản|riêng))? $")
_ITS_SUBJECT = loose(r" (?:về|phê duyệt|quy định|công nhận|bổ nhiệm|khen thưởng)(?!\w)")
_TAKING_UP = loose(
    r"(?<!\w)(?:thực hiện|triển khai|cụ thể hóa|đưa|thi hành)(?: (?:có hiệu quả|hiệu quả|tốt|nghiêm))? $"
)
_TAKEN_UP = loose(r",| (?:vào|đi vào) (?:cuộc sống|thực tiễn)")
_PLURAL = loose(r"(?<!\w)(?:các|những|nhiều|hai|ba|bốn|năm|sáu|\d{1,3}|mỗi|từng|một số|loạt) $")
_OF = loose(r" của ")
_NUMBER_NEXT = loose(r" số~:?~\d")
_LAW = re.compile(
    r"(?:(?!\s+số\s|\s+(?:và|cùng)\s+(?:Nghị|Quyết|Thông|Kết|Chỉ|Kế|Quy|Công|Hướng|Chương|Luật|Bộ luật)\s)"
    r"[^.,;:()\n\d]){0,80}"
)
_ABBREVIATED = re.compile(r"NQ(?<![\w/\-]NQ)(?=\s|T\.?[WƯ])")  # the literal first: it is rare, and found fast
_POINTING = frozenset("NQ CT KL QĐ QĐi KH CTr HD TB NĐ TT TTLT CV CĐ QC TTr BC ĐA Luật PL CTPH".split())
LAWS = frozenset(("Luật", "PL", "HienPhap", "DieuLe"))


def find_unnumbered(view: View, words: Iterable[TypeWord], vocabulary: Vocabulary) -> list[Citation]:
    """The citations without a number that begin at a type word."""
    abbreviated = (TypeWord(*m.span(), "NQ", "NQ") for m in _ABBREVIATED.finditer(view.text))
    found = [
        *(_plenum(view, w) or _back(view, w) or _other(view, w, vocabulary) for w in words if w.abbr is not None),
        *(_plenum(view, w) or _congress(view, w) for w in abbreviated),
    ]
    return [c for c in found if c is not None]


def unchained(view: View, citations: list[Citation], words: Sequence[TypeWord]) -> list[Citation]:
    """The citations, those that point back past a document without a number ("HĐND thông qua nghị quyết về học phí.
    Nghị quyết này ...") marked as pointing to that one, so that they never chain to what was named before it."""
    if not any(c.form is Form.BACK for c in citations):
        return citations
    named = {c.start for c in citations if c.form is not Form.BACK}
    headed = next((c.start for c in citations if c.head), None)
    ends = [w.end for w in words]
    return [
        replace(c, why=NAMELESS)
        if c.form is Form.BACK and c.why is None and not _itself(c, headed) and _is_new(view, c, words, ends, named)
        else c
        for c in citations
    ]


def _itself(c: Citation, headed: int | None) -> bool:
    """Whether "Quyết định này" may be the official text it stands in."""
    return headed is not None and headed < c.start and c.surface.lower().endswith("này")


def _is_new(view: View, c: Citation, words: Sequence[TypeWord], ends: Sequence[int], named: set[int]) -> bool:
    """Whether the last document of that type word before ``c`` was brought up without a number."""
    at = bisect_left(ends, c.start)
    for word in words[max(0, at - BACK_WORDS) : at][::-1]:
        if word.start in named and (word.key == c.word or word.abbr == c.facts.type):
            return False
        if word.key == c.word and (
            _BROUGHT_UP.search(view.low, max(0, word.start - 24), word.start)
            or (view.text[word.start].isupper() and _ITS_SUBJECT.match(view.low, word.end))
        ):
            return True
    return False


def _plenum(view: View, word: TypeWord) -> Citation | None:
    """Nghị quyết Trung ương 6 khóa XII, NQ TW4 khóa 11, Nghị quyết Hội nghị lần thứ tám BCH Trung ương."""
    m = _PLENUM.match(view.low, word.end) if word.abbr in ("NQ", "KL") else None
    if m is None:
        return None
    term = roman_term(m[3]) if m[3] else None
    plenum = f"{term or '?'}.{ordinal(m[1] or m[2])}"
    facts = Facts(type=word.abbr, plenum=plenum, terms=(term,) if term else ())
    return _citation(view, word, m.end(), Form.PLENUM, facts, None if term else NO_TERM)


def _back(view: View, word: TypeWord) -> Citation | None:
    if word.abbr in _POINTING and _is_taken_up(view, word):
        return _citation(view, word, word.end, Form.BACK, Facts(type=word.abbr), None)
    m = _BACK.match(view.low, word.end) if word.abbr in _POINTING else None
    if m is None or (m.group().strip() in ("đó", "ấy") and view.text[word.start].islower()):
        return None
    return _citation(view, word, m.end(), Form.BACK, Facts(type=word.abbr), SEVERAL if _is_plural(view, word) else None)


def _is_taken_up(view: View, word: TypeWord) -> bool:
    """Whether a bare type word takes up a document: "đưa Nghị quyết vào cuộc sống", "Thực hiện Chỉ thị, ..."."""
    return (
        view.text[word.start].isupper()
        and _TAKEN_UP.match(view.low, word.end) is not None
        and _TAKING_UP.search(view.low, max(0, word.start - 32), word.start) is not None
    )


def _other(view: View, word: TypeWord, vocabulary: Vocabulary) -> Citation | None:
    if found := _congress(view, word):
        return found
    if view.text[word.start].islower() and not _TAKING_UP.search(view.low, max(0, word.start - 32), word.start):
        return None
    after = view.text[word.end : word.end + 3].lstrip()
    discipline = view.bare.endswith(("ky ", "phap "), 0, word.start)  # kỷ luật, pháp luật
    if word.abbr in LAWS and after[:1].isupper() and not discipline:
        name = _LAW.match(view.text, word.end)
        return _citation(view, word, name.end() if name else word.end, Form.TITLE, Facts(type=word.abbr), LAW)
    of = _OF.match(view.low, word.end) if word.abbr in _POINTING else None
    if of is None or _is_plural(view, word):
        return None
    end = read_body(view, of.end(), min(len(view.text), of.end() + 120), vocabulary)
    if end is None or _NUMBER_NEXT.match(view.low, end):
        return None
    issuer = body_name(view.text[of.end() : end])
    return _citation(view, word, end, Form.TITLE, Facts(type=word.abbr, issuers=(issuer,)), NO_NUMBER)


def _congress(view: View, word: TypeWord) -> Citation | None:
    if word.abbr != "NQ":
        return None
    m = _CONGRESS.match(view.low, word.end) or _ROMAN.match(view.low, word.end)
    return _citation(view, word, m.end(), Form.TITLE, Facts(type="NQ"), CONGRESS) if m else None


def _is_plural(view: View, word: TypeWord) -> bool:
    return _PLURAL.search(view.low, max(0, word.start - 14), word.start) is not None


def _citation(view: View, word: TypeWord, end: int, form: Form, facts: Facts, why: str | None) -> Citation:
    surface = view.text[word.start : end].rstrip()
    stop = word.start + len(surface)
    return Citation(
        word.start, stop, surface, form, facts, why=why, word=word.key, number=stop, central=form is Form.PLENUM
    )
