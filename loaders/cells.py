"""The head of an official text cut into cells: what a two-column letterhead leaves when it is flattened to plain text.

Columns come out as lines, as table cells, side by side with wide gaps, or run together on one line. So what can be told
by its words alone (the number, the place and day, the mottoes) is cut out first, and what lies between is cut at line
breaks, bars, rules and wide gaps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from graph_schema.folding import words
from graph_schema.identity import Symbol, parse_symbol
from graph_schema.vocabulary import Vocabulary
from loaders.dates import DAY, YEAR, read_day
from loaders.mentions import Citation
from loaders.plain import View, loose
from loaders.words import type_names

NUMBERED = 2000
"""Code points in which an official text prints its own number."""
BELOW = 1500
"""Code points after it in which its head ends."""


class Kind(Enum):
    """What a cell is, by its words alone."""

    NUMBER = auto()  # Số: 43-KH/TU, or Số:      -KH/TU
    DATE = auto()  # Kon Tum, ngày 18 tháng 01 năm 2022
    MOTTO = auto()  # ĐẢNG CỘNG SẢN VIỆT NAM
    UNION = auto()  # ĐOÀN TNCS HỒ CHÍ MINH, in the motto's place
    TYPE = auto()  # KẾ HOẠCH
    ABOUT = auto()  # V/v ...
    TO = auto()  # Kính gửi: ...
    RECITAL = auto()  # Căn cứ ...
    DRAFT = auto()  # DỰ THẢO
    STAMP = auto()  # HỎA TỐC, SAO Y, a page number
    CAPITALS = auto()  # other words in capitals: bodies, titles, posts
    WORDS = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its span without the spaces around it, and its words folded. A type line has its type, and for its
    words the type's name, however its letters are spaced."""

    kind: Kind
    start: int
    end: int
    bare: str = ""
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place and day of a head, each with its span; ``iso`` is None on a day left blank, which may keep a year."""

    place: str
    place_start: int
    place_end: int
    iso: str | None
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """The number line of a head: the citation that is its symbol, or what is left of a symbol without its number."""

    start: int
    end: int
    citation: int | None
    symbol: Symbol | None = None


_BLANK = r"[\s.…_]"
_DAY = loose(rf"(,?)~ngày~(?={DAY})")
_OPEN_DAY = loose(
    rf"(,?)~ngày(?={_BLANK}{{1,20}}(?:\d{{1,2}}{_BLANK}{{1,12}})?tháng)"
    rf"[^\n|]{{1,33}}?tháng{_BLANK}{{0,20}}(?:\d{{1,2}}{_BLANK}{{0,12}})?năm{_BLANK}{{0,8}}(?:{YEAR})?"
)
_PRINTED = re.compile(r"S[ốỐ]\s{0,3}[:.]?\s{0,3}$")
_UNPRINTED = re.compile(
    r"(?:^|(?<=[\n"
    r"|]))[ \t*]{0,8}(S[ốỐ] ?:?[ \t.…_]{0,40}((?:/20\d\d)?[-–/] ?[A-ZĐ][\w&]{0,12} ?[-–/] ?[A-ZĐ][\w&-]{0,20}))"
)
_MOTTO = re.compile(
    "|".join(
        words.replace(" ", r"\s{0,3}")
        for words in (
            r"dang cong san viet nam\b",
            r"cong hoa xa hoi chu nghia viet nam",
            r"doc lap [-–]? tu do [-–]? hanh phuc",
        )
    )
)
_UNION = re.compile(r"doan\s{1,3}(?:tncs|thanh\s{1,3}nien\s{1,3}cong\s{1,3}san)\s{1,3}ho\s{1,3}chi\s{1,3}minh")
RULE = r"[-_*=~—–.…]{3,}|(?<!\S)\*+(?!\S)"
"""A line drawn below a column, for ``re``."""
_BETWEEN = re.compile(rf"[\n|\t]|\x20{{4,}}|{RULE}")
_SPACED = ("dangcongsanvietnam", "conghoaxahoichunghiavietnam", "doclaptudohanhphuc")
_ABOUT = re.compile(r"v ?/ ?v\b")
_RECITAL = re.compile(r"(?:[-–] ?)?(?:can cu|xet|theo de nghi)\b")
_STAMP = re.compile(
    r"(?:toi |tuyet )?mat|hoa toc(?: hen gio)?|(?:thuong )?khan|sao (?:y|luc)(?: ban chinh)?|ban sao|trich sao"
    r"|trang \d{1,3}(?: ?/ ?\d{1,3})?|\d{1,4}(?: ?/ ?\d{1,4})?|(?:ky boi|nguoi ky|thoi gian ky)\b.*|luu hanh noi bo"
)
_DRAFT = re.compile(r"\(?(?:ban )?du thao(?: lan(?: thu)?)? ?\w{0,4}\)?")
_DRAFT_OF = re.compile(r"DỰ THẢO\s{1,3}(?=[A-ZĐ]{2}[^\n|]{2})(?!LẦN)")
_PLACE_NEXT = re.compile(r"\s{1,3}[A-ZĐ][^\n|.;:]{1,30},?\s{0,3}ngày\s")
_CITY = ("tp", "tp.", "tx.", "t.p")


def datelines(view: View, start: int, stop: int, v: Vocabulary) -> list[Dateline]:
    """Every "Kon Tum, ngày 18 tháng 01 năm 2022" between two offsets, whether its day is filled in or left blank."""
    out = []
    for m in _DAY.finditer(view.low, start, stop):
        day = read_day(view.low, m.end())
        if day and (place := _place_before(view, m.start(), start, bool(m[1]), v)):
            out.append(Dateline(view.text[slice(*place)], *place, day.iso, None, day.start, day.end))
    filled = {d.start for d in out}
    for m in _OPEN_DAY.finditer(view.low, start, stop):
        if any(m.start() < at < m.end() for at in filled):
            continue
        if place := _place_before(view, m.start(), start, bool(m[1]), v):
            year = int(m[2]) if m[2] else None
            out.append(Dateline(view.text[slice(*place)], *place, None, year, m.end(1), m.end()))
    return sorted(out, key=lambda d: d.start)


def _place_before(view: View, end: int, floor: int, comma: bool, v: Vocabulary) -> tuple[int, int] | None:
    """The capitalised words that end at ``end``: the place of a dateline. Without a comma, or over a line break, only a
    province is one."""
    text, start = view.text, end
    while start > floor and text[start - 1] in " \n":
        start -= 1
    end = at = start
    for _ in range(6):
        stop = at
        while stop > floor and text[stop - 1] == " " and at - stop < 3:
            stop -= 1
        if stop > floor and text[stop - 1] == "\n" and at == end:
            break
        begin = stop
        while begin > floor and not text[begin - 1].isspace() and text[begin - 1] not in "|,;:()*":
            begin -= 1
        word = text[begin:stop]
        proper = word[:1].isupper() and (not word.isupper() or word.lower() in _CITY or word.startswith("TP."))
        if not proper and word not in ("-", "–"):
            break
        at = begin
    while at < end and text[at] in "-– ":
        at += 1
    if at < end and (line := _split_place(view, at, floor, end, v)) is not None:
        return line, end
    return (at, end) if at < end and (comma or v.place(text[at:end])) else None


def _split_place(view: View, at: int, floor: int, end: int, v: Vocabulary) -> int | None:
    """Where a province begins whose name a line break splits: "Sơn⏎La, ngày"."""
    text = view.text
    if text[at - 1 : at] != "\n" or at - 1 <= floor:
        return None
    begin = at - 1
    while begin > floor and not text[begin - 1].isspace() and text[begin - 1] != "|":
        begin -= 1
    return begin if v.place(" ".join(text[begin:end].split())) and not v.place(text[at:end]) else None


def number_lines(view: View, citations: Sequence[Citation], v: Vocabulary) -> list[Number]:
    """The lines near the top of a text that print a document's number or leave it out, in order."""
    found = []
    for i, c in enumerate(citations):
        if c.start > NUMBERED:
            break
        if c.facts.organs and c.word is None and (so := _PRINTED.search(view.text, max(0, c.number - 10), c.number)):
            found.append(Number(so.start(), c.end, i))
        elif c.facts.organs and c.word is not None and _fills_its_line(view, c):
            found.append(Number(c.start, c.end, i))  # Luật số: 31/2024/QH15
    for m in _UNPRINTED.finditer(view.text, 0, min(len(view.text), NUMBERED)):
        symbol = parse_symbol("1" + "".join(m[2].split()), v)
        if (
            symbol
            and symbol.type
            and symbol.organs
            and not any(n.start < m.end(1) and m.start(1) < n.end for n in found)
        ):
            found.append(Number(*m.span(1), None, symbol))
    return sorted(found, key=lambda n: n.start)


def _fills_its_line(view: View, c: Citation) -> bool:
    text, named = view.text, view.low.startswith("số", c.start + len(c.word or "") + 1)
    before = text[max(0, c.start - 2) : c.start].rstrip(" ")
    after = text[c.end : c.end + 2].lstrip(" ")
    ends = not after or after[0] in "\n|" or _PLACE_NEXT.match(text, c.end) is not None
    return named and (not before or before[-1] in "\n|") and ends


def cells(
    view: View, start: int, stop: int, numbers: Iterable[Number], dates: Iterable[Dateline], v: Vocabulary
) -> list[Cell]:
    """The cells between two offsets, in order; rules and empty ones are left out."""
    fixed = [Cell(Kind.NUMBER, n.start, n.end) for n in numbers]
    fixed += [Cell(Kind.DATE, d.place_start, d.end) for d in dates]
    for pattern, kind in ((_MOTTO, Kind.MOTTO), (_UNION, Kind.UNION)):
        found = pattern.finditer(view.bare, start, stop)
        fixed += [
            Cell(kind, *m.span()) for m in found if view.text[m.start() : m.start() + 2].isupper() or "doc" in m[0]
        ]
    out: list[Cell] = []
    at = start
    for cell in sorted(fixed, key=lambda c: (c.start, -c.end)):
        if cell.start < at or cell.end > stop:
            continue
        out += _between(view, at, cell.start, v)
        out.append(replace(cell, bare=_folded(view, cell.start, cell.end)))
        at = cell.end
    return [*out, *_between(view, at, stop, v)]


def _between(view: View, start: int, stop: int, v: Vocabulary) -> Iterator[Cell]:
    at = start
    for m in _BETWEEN.finditer(view.text, start, stop):
        yield from _cell(view, at, m.start(), v)
        at = m.end()
    yield from _cell(view, at, stop, v)


def _cell(view: View, start: int, end: int, v: Vocabulary) -> Iterator[Cell]:
    text = view.text
    while start < end and (text[start].isspace() or text[start] in ",;"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(c.isalnum() for c in text[start:end]):
        return
    if draft := _DRAFT_OF.match(view.text, start, end):
        yield Cell(Kind.DRAFT, start, draft.end(), _folded(view, start, draft.end()))
        yield from _cell(view, draft.end(), end, v)
        return
    bare = _folded(view, start, end)
    kind = _kind(view.text[start:end], bare)
    named = _type_line(view, start, end, v) if kind in (Kind.CAPITALS, Kind.WORDS) else None
    if named is None:
        yield Cell(kind, start, end, bare)
        return
    yield named
    if named.end < end:
        yield from _cell(view, named.end, end, v)


def _folded(view: View, start: int, end: int) -> str:
    return " ".join(view.bare[start:end].split())


def _kind(text: str, bare: str) -> Kind:
    if _ABOUT.match(bare):
        return Kind.ABOUT
    if bare.startswith("kinh gui"):
        return Kind.TO
    if _RECITAL.match(bare) and text.lstrip("-– ")[:1].isupper() and not text.isupper():
        return Kind.RECITAL
    if _DRAFT.fullmatch(bare):
        return Kind.DRAFT
    if _STAMP.fullmatch(bare):
        return Kind.STAMP
    if bare.replace(" ", "") in _SPACED:
        return Kind.MOTTO
    return Kind.CAPITALS if text.isupper() else Kind.WORDS


@lru_cache(maxsize=4)
def _glued_types(v: Vocabulary) -> dict[str, str]:
    return {name.replace(" ", ""): name for name, abbr in type_names(v).items() if abbr}


def _type_line(view: View, start: int, end: int, v: Vocabulary) -> Cell | None:
    """The type a cell names in capitals, letters spaced out or not: all of the cell, or its front when a title follows
    on the line."""
    text, names = view.text[start:end], type_names(v)
    if text.isupper() and (name := _glued_types(v).get("".join(words(text)))):
        return Cell(Kind.TYPE, start, end, name, names[name])
    small = next((n for n, c in enumerate(text[:60]) if c.islower()), 60)
    spans = [m.span() for m in re.finditer(r"\S+", text[: small - 1 if small < 60 else 60])]  # also QUYẾT ĐỊNHVề
    for count in range(min(4, len(spans)), 1, -1):
        front = text[: spans[count - 1][1]].rstrip(":,")
        name = " ".join(words(front))
        if front.isupper() and names.get(name):
            return Cell(Kind.TYPE, start, start + len(front), name, names[name])
    return None
