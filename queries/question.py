"""What a person types -> what is said of a document: symbol, type and number, date, term, place, issuer, title words.

Any case, with or without diacritics, with damaged symbols ("18 -NQ/TW 2017", "nghi quyet 18 to chuc bo may"). Words
around the question itself ("văn bản nào thực hiện ...") are taken off; what is left over describes the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph_schema.folding import fold, words
from graph_schema.identity import assembly_code, organ_of
from graph_schema.model import Facts
from graph_schema.vocabulary import Vocabulary
from queries.phrases import ROMAN, Phrase, Phrases, phrases_of, same_letters
from queries.typed import CUT, cut_days, cut_symbol, tidy

_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}

_TOKEN = re.compile(rf"\w+(?:\.\w+)?|{CUT}")
_GLUED = re.compile(r"([a-z]{1,6}?)(\d{1,4}[a-z]?)")
_NUMERAL = re.compile(r"\d{1,6}[a-z]{0,2}")

_TERM_WORD = r"khoa (?:thu )?(?P<term>[ivx]{1,5}|\d{1,2})\b"
_TERM = re.compile(rf"\b(?:{_TERM_WORD})")
_PLENUM = re.compile(
    r"\b(?:hoi nghi )?(?:ban chap hanh |bch )?(?:trung uong|nq ?tw|tw) (?:dang )?(?:lan thu )?"
    r"(?P<n>\d{1,2}\b|[ivx]{1,4}\b)"
    rf"(?: cua)?(?: dang)?(?: {_TERM_WORD})?"
)
_PLENUM_LONG = re.compile(
    r"\bhoi nghi (?:lan thu )?(?P<n>\d{1,2}|[a-z]{1,5}) (?:cua )?(?:ban chap hanh |bch )?(?:trung uong|tw)"
    rf"(?: dang)?(?: {_TERM_WORD})?"
)
_YEAR = re.compile(r"(?:\bnam )?\b((?:19|20)\d\d)\b")
_HORIZON = re.compile(r"\b(?:den|den nam|tam nhin|tam nhin den nam|giai doan|giai doan tu|tu nam|dinh huong) $")

_WHO = r"(?:van ban|ke hoach|chuong trinh|tinh|tinh thanh|dia phuong|co quan|don vi|bo nganh)"
_DO = r"(?:thuc hien|trien khai thuc hien|trien khai|cu the hoa|thi hanh|huong dan)"
_ASKED_FIRST = re.compile(
    rf"^(?:(?:hay|xin|cho|toi|biet|tim|liet ke|xem|co) ){{0,5}}"
    rf"(?:(?:nhung |cac ){_WHO}(?: nao| gi)?|{_WHO} (?:nao|gi)|ai) (?:(?:da|dang|duoc|ban hanh|de|nham) ){{0,4}}{_DO}\b"
)
_ASKED_LAST = re.compile(
    rf"\b(?:(?:da|duoc|do|boi|co) ){{0,3}}(?:nhung )?(?:{_WHO} nao|ai|gi) (?:da )?{_DO}(?: chua)?$"
    rf"|\b(?:duoc|da duoc) {_DO} (?:boi |o )?(?:nhung )?(?:{_WHO} nao|dau|ai|the nao)$"
)
_PLAN_OF = re.compile(rf"^(?:cac |nhung )?(?:ke hoach|chuong trinh hanh dong|chuong trinh) (?:de |nham )?{_DO} ")
_ASIDE = re.compile(
    r"^(?:(?:hay|xin|cho|toi|biet|tim|liet ke|xem) ){1,5}"
    r"|^(?:cac |nhung )?van ban(?: nao)?(?: noi)? (?:ve|lien quan den) "
    r"|(?: la gi| o dau| nhu the nao)$"
)

_EDGE_NOISE = frozenset("so cua ve viec ngay thang nam va theo tai do la ban hanh thuoc cac nhung".split())
_END_NOISE = _EDGE_NOISE - {"so"}  # "dân số" and "chuyển đổi số" are subjects
_BEFORE_BODY = frozenset(("cua", "do", "boi"))


@dataclass(frozen=True, slots=True)
class Question:
    """``facts`` is what is said; ``asked`` is ``implementers`` when the words ask who implements it.

    ``type_word`` is the folded type word where neither symbol nor abbreviation was typed: "quy dinh" excludes a Quyết
    định. ``plenums`` are those that may be meant. ``soft``: a place or body was read from words that may be a title's.
    """

    text: str
    facts: Facts
    asked: str | None = None
    type_word: str | None = None
    plenums: tuple[str, ...] = ()
    soft: bool = False


@dataclass(slots=True)
class _Reading:
    """The question while it is read: its words, which are used up, and what they said."""

    raw: list[str]
    folded: list[str]
    used: list[bool]
    facts: Facts
    asked: str | None = None
    type_word: str | None = None
    plenums: tuple[str, ...] = ()
    soft: bool = False

    def spans(self) -> tuple[str, list[int]]:
        """The folded words joined with single spaces, and where each begins."""
        starts, at = [], 0
        for word in self.folded:
            starts.append(at)
            at += len(word) + 1
        return " ".join(self.folded), starts

    def use(self, first: int, last: int) -> None:
        for i in range(first, last):
            self.used[i] = True

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match over unused words, used up."""
        text, starts = self.spans()
        for match in pattern.finditer(text):
            inside = [i for i, at in enumerate(starts) if match.start() <= at < match.end()]
            if inside and not any(self.used[i] for i in inside):
                self.use(inside[0], inside[-1] + 1)
                return match
        return None


def parse_question(text: str, vocabulary: Vocabulary, *, soft: bool = True) -> Question:
    """What the words say. ``soft=False`` reads no place or body from words that could as well be a title's.

    Never raises for odd text; linear in its length, which callers bound with ``limits.words_of``.
    """
    phrases = phrases_of(vocabulary)
    line, facts = cut_days(tidy(text))
    line, symbol = cut_symbol(line, vocabulary)
    reading = _tokens(line, phrases)
    reading.facts = facts
    if symbol:
        reading.facts = replace(
            facts,
            type=symbol.type,
            number=symbol.number,
            organs=symbol.organs,
            year=symbol.year,
            unit=symbol.unit,
            symbol=symbol.text,
        )
    _asked(reading)
    _plenum(reading, vocabulary)
    _term(reading)
    _type_and_number(reading, phrases, vocabulary, soft=soft)
    _years(reading)
    _phrases(reading, phrases, soft=soft)
    if title := _title(reading):
        reading.facts = replace(reading.facts, titles=(title,))
    return Question(text, reading.facts, reading.asked, reading.type_word, reading.plenums, reading.soft)


def _tokens(line: str, phrases: Phrases) -> _Reading:
    raw: list[str] = []
    for token in _TOKEN.findall(line):
        bare = fold(token)
        # "NQ18", "TW4": letters and a number run together
        if (glued := _GLUED.fullmatch(bare)) and (glued[1] in ("tw", "nqtw") or phrases.is_type(glued[1])):
            raw += [token[: len(glued[1])], token[len(glued[1]) :]]
        else:
            raw.append(token)
    folded = [" ".join(words(t)) or "-" for t in raw]
    return _Reading(raw, folded, [False] * len(raw), Facts())


def _asked(reading: _Reading) -> None:
    if reading.take(_ASKED_FIRST) or reading.take(_ASKED_LAST) or (reading.facts.number and reading.take(_PLAN_OF)):
        reading.asked = "implementers"
    while reading.take(_ASIDE):
        pass


def _plenum(reading: _Reading, vocabulary: Vocabulary) -> None:
    match = reading.take(_PLENUM) or reading.take(_PLENUM_LONG)
    if match is None:
        return
    number = _ordinal(match["n"])
    term = _roman(match["term"])
    known = [p for p in vocabulary.plenums if p.number == number and term in (None, p.term)]
    meant = tuple(f"{p.term}.{p.number}" for p in known) or ((f"{term}.{number}",) if term and number else ())
    reading.plenums = meant
    if term:
        reading.facts = replace(reading.facts, terms=(term,))
    if len(meant) == 1 and reading.facts.number is None:
        reading.facts = replace(reading.facts, plenum=meant[0])


def _ordinal(said: str) -> int | None:
    if said.isdigit():
        return int(said)
    return ROMAN.index(said.upper()) + 1 if said.upper() in ROMAN else _ORDINALS.get(said)


def _roman(said: str | None) -> str | None:
    if said is None:
        return None
    if said.isdigit():
        return ROMAN[int(said) - 1] if 1 <= int(said) <= len(ROMAN) else None
    return said.upper() if said.upper() in ROMAN else None


def _term(reading: _Reading) -> None:
    while match := reading.take(_TERM):
        if (term := _roman(match["term"])) and not reading.facts.terms:
            reading.facts = replace(reading.facts, terms=(term,))


def _years(reading: _Reading) -> None:
    """Years said of the document; one that is a horizon ("đến năm 2030") stays with the title."""
    text, starts = reading.spans()
    for match in _YEAR.finditer(text):
        inside = [i for i, at in enumerate(starts) if match.start() <= at < match.end()]
        if inside and not any(reading.used[i] for i in inside) and not _HORIZON.search(text, 0, match.start()):
            reading.use(inside[0], inside[-1] + 1)
            reading.facts = replace(reading.facts, years=tuple(sorted({*reading.facts.years, int(match[1])})))


def _type_and_number(reading: _Reading, phrases: Phrases, vocabulary: Vocabulary, *, soft: bool) -> None:
    """ "nghị quyết số 18", "NQ 18 TW"; a type word alone counts at the beginning, a number alone with "số" or there."""
    count = len(reading.folded)
    first = next((i for i in range(count) if not reading.used[i]), count)
    for i in range(count):
        kind = phrases.type_at(reading.folded, i)
        if kind is None or any(reading.used[i : i + len(kind.words)]):
            continue
        after = i + len(kind.words)
        number_at = after + 1 if reading.folded[after : after + 1] == ["so"] else after
        doubtful = number_at == after and _is_numeral(reading, after) and bool(_YEAR.fullmatch(reading.folded[after]))
        if reading.facts.number is None and _is_numeral(reading, number_at) and (soft or not doubtful):
            reading.soft |= doubtful  # "kết luận 2021" may be one of that year
            reading.use(i, number_at + 1)
            reading.type_word = None if kind.abbreviated else kind.text
            reading.facts = replace(reading.facts, type=kind.value, number=reading.folded[number_at])
            _organ_after(reading, number_at + 1, vocabulary)
            return
        said = after + 1 if reading.folded[after : after + 1] == ["so"] else after
        if reading.raw[said : said + 1] == [CUT]:
            reading.use(i, said)
        elif i == first and not kind.abbreviated:
            reading.use(i, after)
            if reading.facts.type is None:
                reading.type_word = kind.text
                reading.facts = replace(reading.facts, type=kind.value)
    if reading.facts.number is not None or reading.facts.plenum:
        return
    for i in range(count):
        if _is_numeral(reading, i) and (i == first or reading.folded[i - 1] == "so"):
            reading.use(i, i + 1)
            reading.facts = replace(reading.facts, number=reading.folded[i])
            _organ_after(reading, i + 1, vocabulary)
            return


def _is_numeral(reading: _Reading, i: int) -> bool:
    return i < len(reading.folded) and not reading.used[i] and bool(_NUMERAL.fullmatch(reading.folded[i]))


def _organ_after(reading: _Reading, i: int, vocabulary: Vocabulary) -> None:
    """An organ code right behind the number: "nghị quyết 18 TW"."""
    if i >= len(reading.raw) or reading.used[i]:
        return
    code = assembly_code(reading.raw[i], vocabulary)
    organ = organ_of(reading.raw[i], vocabulary)
    if code or (organ and (reading.raw[i] == organ.code or len(organ.code) <= 4)):
        reading.use(i, i + 1)
        reading.facts = replace(reading.facts, organs=(code or (organ.code if organ else ""),))


def _phrases(reading: _Reading, phrases: Phrases, *, soft: bool) -> None:
    """Bodies and places. What could also be a title's words is read only when ``soft``, and said to be so."""
    i, count = 0, len(reading.folded)
    while i < count:
        found = None if reading.used[i] else phrases.at(reading.folded, i)
        if found is None or any(reading.used[i : i + len(found.words)]):
            i += 1
            continue
        after = i + len(found.words)
        sure = i > 0 and reading.folded[i - 1] in _BEFORE_BODY
        taken = (
            _take_body(reading, found, i, sure, soft)
            if found.kind == "body"
            else _take_place(reading, found, i, sure, soft)
        )
        i = after if taken else i + 1


def _take_body(reading: _Reading, body: Phrase, i: int, sure: bool, soft: bool) -> bool:
    beside = i == 0 or reading.used[i - 1] or reading.folded[i - 1] in _EDGE_NOISE
    if not sure and not (soft and beside):
        return False
    reading.soft |= not sure
    reading.use(i, i + len(body.words))
    facts = reading.facts
    open_choice = tuple(o for o in facts.organs if o in body.organs)
    organs = open_choice or facts.organs or body.organs
    reading.facts = replace(
        facts, organs=organs, issuers=(*facts.issuers, " ".join(reading.raw[i : i + len(body.words)]))
    )
    return True


def _take_place(reading: _Reading, place: Phrase, i: int, sure: bool, soft: bool) -> bool:
    typed = " ".join(reading.raw[i : i + len(place.words)])
    if not typed.isascii() and not same_letters(typed, place.spellings):
        return False  # "diễn biến" is not Điện Biên
    doubtful = typed.isascii() and not sure  # "hoa binh" may be peace
    if doubtful and not soft:
        return False
    reading.soft |= doubtful
    reading.use(i, i + len(place.words))
    reading.facts = replace(reading.facts, scopes=tuple(sorted({*reading.facts.scopes, place.value})))
    return True


def _title(reading: _Reading) -> str | None:
    left = [
        (raw, bare)
        for raw, bare, used in zip(reading.raw, reading.folded, reading.used, strict=True)
        if not used and bare != "-"
    ]
    while left and left[0][1] in _EDGE_NOISE:
        left.pop(0)
    while left and left[-1][1] in _END_NOISE:
        left.pop()
    return " ".join(raw for raw, _ in left) or None
