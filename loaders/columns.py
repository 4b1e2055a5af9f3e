"""Which column of a table is which: ours by name, Vietnamese headers by their usual wording, any other by a given
map."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from graph_schema.errors import InvalidQuestion
from graph_schema.folding import canonical, words
from graph_schema.identity import parse_symbol
from graph_schema.vocabulary import Vocabulary
from loaders.dates import last_day
from loaders.formats.contents import Sheet
from loaders.plain import view
from loaders.rows import DAY, YEAR, Row
from loaders.words import type_names

DIRECTIVE_COLUMNS = (
    "key", "symbol", "type_abbr", "type_vi", "number", "issuing_body", "term", "date", "title_vi", "level",
    "source_url", "source_note",
)  # fmt: skip
RELATION_COLUMNS = ("from_key", "relation", "to_key", "source_url", "evidence_paraphrase")
HEADER_WITHIN = 30
"""Rows from the top in which a header is looked for: lists begin with a title and a few lines of office."""

_USUAL: Mapping[str, tuple[str, ...]] = {
    "symbol": (
        "so ky hieu", "so hieu", "ky hieu", "so va ky hieu", "so van ban", "so hieu van ban", "so ky hieu van ban",
        "so vb", "so kh", "so hieu vb", "so",
    ),
    "date": (
        "ngay ban hanh", "ngay thang ban hanh", "ngay thang nam ban hanh", "ngay thang", "ngay thang nam", "ngay ky",
        "ngay van ban", "ngay thang van ban", "ngay thang nam van ban", "thoi gian ban hanh", "ngay vb",
    ),
    "issuing_body": (
        "co quan ban hanh", "don vi ban hanh", "noi ban hanh", "co quan don vi ban hanh", "cap ban hanh",
        "co quan ban hanh van ban", "tac gia van ban", "chu the ban hanh",
    ),
    "title_vi": (
        "trich yeu", "trich yeu noi dung", "noi dung trich yeu", "trich yeu van ban", "ten van ban", "tieu de",
        "ten loai va trich yeu noi dung", "ten loai va trich yeu", "trich yeu noi dung van ban", "ve viec",
        "noi dung van ban",
    ),
    "type_vi": ("loai van ban", "the loai", "the loai van ban", "hinh thuc van ban", "ten loai", "ten loai van ban"),
    "term": ("nhiem ky", "khoa", "khoa dang"),
    "source_url": ("duong dan", "lien ket", "link", "url", "dia chi web", "duong link"),
    "source_note": ("ghi chu",),
}  # fmt: skip
_BRACKETED = re.compile(r"\([^()]{0,200}\)")
_OURS = frozenset((*DIRECTIVE_COLUMNS, *RELATION_COLUMNS))
_ORDINAL = frozenset(("", "stt", "tt", "so tt", "so thu tu"))
_BY_WORDS = {wording: ours for ours, wordings in _USUAL.items() for wording in wordings}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's header stands and which of its columns are which of ours. ``kind`` is documents or relations;
    ``native`` tells a table written with our own columns, all of them, in which nothing is guessed."""

    kind: str
    header: int
    at: Mapping[str, int]
    native: bool
    unread: tuple[str, ...]


def checked_map(given: Mapping[str, str]) -> dict[str, str]:
    """A map of their column names to ours, theirs folded. Raises InvalidQuestion for a column we do not have."""
    for theirs, ours in given.items():
        if ours not in _OURS:
            raise InvalidQuestion(
                f"map: {ours!r} (for {theirs!r}) is no column of ours. A table of documents has "
                f"{', '.join(DIRECTIVE_COLUMNS)}; one of relations has {', '.join(RELATION_COLUMNS)}.",
                parameter="map",
            )
    return {_key(theirs): ours for theirs, ours in given.items()}


def layout_of(sheet: Sheet, given: Mapping[str, str]) -> Layout | None:
    """How to read a sheet, or None for one that is no table of documents or relations. ``given`` is a checked map."""
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        names = [cell.strip() for cell in row]
        for kind, columns in (("documents", DIRECTIVE_COLUMNS), ("relations", RELATION_COLUMNS)):
            if set(columns) <= set(names):
                return Layout(kind, at, {c: names.index(c) for c in columns}, True, ())
        found = _found(names, given)
        if known := _kind(found):
            unread = tuple(n for i, n in enumerate(names) if i not in found.values() and _key(n) not in _ORDINAL)
            return Layout(known, at, found, False, unread)
    return None


def _found(names: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Our column -> its place: the given map first, then our own names, then the usual wordings; each is used once."""
    found: dict[str, int] = {}
    for guess in (given, {name: name for name in _OURS}, _BY_WORDS):
        for at, name in enumerate(names):
            ours = guess.get(name if guess is not given and name in _OURS else _key(name))
            if ours and ours not in found and at not in found.values():
                found[ours] = at
    return found


def _kind(found: Mapping[str, int]) -> str | None:
    if {"from_key", "relation", "to_key"} <= found.keys():
        return "relations"
    if len(found) >= 2 and ("symbol" in found or {"title_vi"} < found.keys()):
        return "documents"
    return None


def _key(name: str) -> str:
    return " ".join(words(_BRACKETED.sub(" ", name[:200])))


# ------------------------------------------------------------------ a row of any table as one of ours


def relation_row(cells: Sequence[str], layout: Layout) -> Row:
    """The cells of a mapped table of relations under our names."""
    return _named(cells, layout, RELATION_COLUMNS)


def document_row(cells: Sequence[str], layout: Layout, v: Vocabulary) -> Row | str | None:
    """A row of a mapped table as a row of ours; what is wrong with it; or None for a heading between rows.

    A row without a key of its own is known by what it says: its key is a hash of its cells, so that the same row is
    the same source wherever it stands.
    """
    row = dict(_named(cells, layout, DIRECTIVE_COLUMNS))
    if not any((row["symbol"], row["number"], row["title_vi"])):
        filled = sum(bool(c.strip()) for c in cells)
        return None if filled <= 1 else "it names no document: it has neither a symbol nor a title."
    if row["symbol"]:
        symbol = next((s for part in _parts(row["symbol"]) if (s := parse_symbol(part, v))), None)
        if symbol is None and not row["symbol"].isdigit():
            return f"its symbol {row['symbol'][:40]!r} is none we can read. Write it as 18-NQ/TW, or leave it empty."
        row["symbol"] = symbol.text or row["symbol"] if symbol else row["symbol"]
        row["number"] = row["number"] or (symbol.number if symbol else row["symbol"])
    row["type_abbr"] = row["type_abbr"] or type_names(v).get(" ".join(words(row["type_vi"])), "") or ""
    row["date"] = iso_day(row["date"])
    row["term"] = row["term"].split()[-1] if row["term"] else ""
    if urlsplit(row["source_url"]).scheme not in ("http", "https"):
        row["source_url"] = ""
    if not row["key"]:
        said = json.dumps(row, ensure_ascii=False, sort_keys=True)
        row["key"] = "row-" + hashlib.sha256(said.encode()).hexdigest()[:16]
    return row


def iso_day(written: str) -> str:
    """A day as ISO 8601 where it is one day first ("25/10/2017", "ngày 25 tháng 10 năm 2017"), else what was
    written."""
    if DAY.fullmatch(written) or YEAR.fullmatch(written):
        return written
    low = view(written[:100]).low
    found = last_day(low, 0, len(low))
    return found.iso if found and found.iso else written


def _named(cells: Sequence[str], layout: Layout, columns: Iterable[str]) -> Row:
    return {c: " ".join(canonical(cells[at]).split()) if (at := layout.at.get(c)) is not None else "" for c in columns}


def _parts(cell: str) -> list[str]:
    """What of a cell may be the symbol: all of it, what follows "số", its first word."""
    low = view(cell).low
    after = cell[low.rfind("số") + 2 :].lstrip(" :") if "số" in low else ""
    return [p for p in (cell, after, after.split(" ")[0], cell.split(" ")[0]) if p]
