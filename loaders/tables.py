"""Tables of documents and of relations between them -> one reading per row, and what could not be read.

A row that is unsound (no key, a word we do not know, a date in another order) is quarantined with the reason; the
rest of its table loads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from graph_schema.bodies import names_body
from graph_schema.errors import UnreadableSource
from graph_schema.folding import canonical
from graph_schema.model import EdgeType, Reading, Source
from graph_schema.vocabulary import Vocabulary
from loaders.columns import DIRECTIVE_COLUMNS, RELATION_COLUMNS, Layout, document_row, layout_of, relation_row
from loaders.formats.box import Box
from loaders.formats.contents import Sheet
from loaders.formats.kinds import ending_of
from loaders.formats.opening import open_bytes, read_file
from loaders.report import Quarantined
from loaders.rows import DAY, ESTABLISHES, YEAR, Row, read_row

__all__ = [
    "DIRECTIVE_COLUMNS", "RELATION_COLUMNS", "load_table", "read_directives", "read_relations", "read_row",
    "read_sheets",
]  # fmt: skip

MAX_CELL = 10_000

_RELATIONS = {t.value for t in EdgeType} - {
    "ISSUED_BY",
    "ESTABLISHED_BY",
    "SUBORDINATE_TO",
    "SUCCEEDED_BY",
    "ASSIGNED_TO",
}
_RAGGED = "ragged"
"""A cell no table has: the row does not have one cell for each column."""


def load_table(paths: Sequence[Path], vocabulary: Vocabulary) -> tuple[list[Reading], list[Quarantined]]:
    """Every row of these tables as a reading, and what could not be read, with its reason.

    A table of relations names its documents by the keys of the tables of documents given with it.
    """
    sheets: list[Sheet] = []
    quarantined: list[Quarantined] = []
    with Box() as box:
        for path in paths:
            try:
                opened = open_bytes(read_file(path), path.name, box, ending=ending_of(path.name))
                if not opened.sheets:
                    raise UnreadableSource(f"{path.name} is no table. Save it as CSV, XLSX or JSONL.", name=path.name)
                sheets += opened.sheets
            except UnreadableSource as error:
                quarantined.append(Quarantined(path.name, None, error.message))
    readings, rest, _ = read_sheets(sheets, vocabulary)
    return readings, quarantined + rest


def read_sheets(
    sheets: Iterable[Sheet], vocabulary: Vocabulary, columns: Mapping[str, str] | None = None
) -> tuple[list[Reading], list[Quarantined], list[str]]:
    """Every row of these sheets as a reading, what could not be read, and remarks. ``columns`` is a checked map of
    column names (``loaders.columns.checked_map``)."""
    quarantined: list[Quarantined] = []
    remarks: list[str] = []
    tables: dict[str, list[tuple[str, list[Row | str | None]]]] = {"documents": [], "relations": []}
    for sheet in sheets:
        layout = layout_of(sheet, columns or {})
        if layout is None:
            quarantined.append(Quarantined(sheet.name, None, _unknown_table(sheet)))
            continue
        if layout.unread:
            remarks.append(f"{sheet.name}: columns not read: {', '.join(map(repr, layout.unread))[:300]}")
        tables[layout.kind].append((sheet.name, _rows(sheet, layout, vocabulary)))
    readings: list[Reading] = []
    documents: dict[str, Row] = {}
    for name, rows in tables["documents"]:
        readings += read_directives(rows, vocabulary, documents, quarantined, name=name)
    for name, rows in tables["relations"]:
        readings += read_relations(rows, documents, vocabulary, quarantined, name=name)
    return readings, quarantined, remarks


def _rows(sheet: Sheet, layout: Layout, vocabulary: Vocabulary) -> list[Row | str | None]:
    """The rows below the header under our names, what is wrong with one, or None for a heading between rows."""
    out: list[Row | str | None] = []
    width = len(sheet.rows[layout.header])
    for at, cells in enumerate(sheet.rows[layout.header + 1 :], layout.header + 1):
        found: Row | str | None
        if fault := sheet.faults.get(at):
            found = fault
        elif len(cells) != width:
            found = {_RAGGED: ""}
        elif layout.native:
            found = {ours: cells[i] for ours, i in layout.at.items()}
        elif layout.kind == "relations":
            found = relation_row(cells, layout)
        else:
            found = document_row(cells, layout, vocabulary)
        out.append(found)
    return out


def read_directives(
    rows: Iterable[Row | str | None],
    vocabulary: Vocabulary,
    documents: dict[str, Row],
    quarantined: list[Quarantined],
    *,
    name: str,
) -> list[Reading]:
    """One reading per sound row of a table of documents. Sound rows are added to ``documents`` by key, the others to
    ``quarantined``; a row may come as what is wrong with it, or as None, a heading. ``name`` is the table's, for
    messages."""
    readings = []
    for number, row in enumerate(rows, 1):
        if row is None:
            continue
        if isinstance(row, str):
            quarantined.append(Quarantined(name, number, row))
            continue
        problem = _unsound(row, DIRECTIVE_COLUMNS, ("key",)) or _bad_date(row["date"])
        if problem is None and row["key"] in documents:
            problem = _twice(row["key"])
        if problem:
            quarantined.append(Quarantined(name, number, problem))
            continue
        documents[row["key"]] = clean = _clean(row, DIRECTIVE_COLUMNS)
        readings.append(_reading({"document": clean}, f"registry#{clean['key']}", clean["source_url"], vocabulary))
    return readings


def read_relations(
    rows: Iterable[Row | str | None],
    documents: Mapping[str, Row],
    vocabulary: Vocabulary,
    quarantined: list[Quarantined],
    *,
    name: str,
) -> list[Reading]:
    """One reading per sound row of a table of relations between ``documents``; the others join ``quarantined``."""
    readings, seen = [], set()
    for number, row in enumerate(rows, 1):
        if row is None:
            continue
        if isinstance(row, str):
            quarantined.append(Quarantined(name, number, row))
            continue
        problem = _unsound(row, RELATION_COLUMNS, RELATION_COLUMNS[:3]) or _bad_relation(row, documents)
        ends = () if problem else (row["from_key"], row["relation"], row["to_key"])
        if ends in seen:
            problem = f"this relation occurs twice: {' '.join(ends)}. The first row was kept."
        if problem:
            quarantined.append(Quarantined(name, number, problem))
            continue
        seen.add(ends)
        clean = _clean(row, RELATION_COLUMNS)
        record = {"relation": clean, "from": documents[clean["from_key"]], "to": documents[clean["to_key"]]}
        readings.append(_reading(record, f"registry#{'|'.join(ends)}", clean["source_url"], vocabulary))
    return readings


# -------------------------------------------------------------------- soundness


def _unknown_table(sheet: Sheet) -> str:
    columns = sorted(repr(c.strip()) for c in sheet.rows[0] if c.strip()) if sheet.rows else []
    return (
        f"its columns are {', '.join(columns)[:200]}. A table of documents has the columns "
        f"{', '.join(DIRECTIVE_COLUMNS)}; a table of relations has {', '.join(RELATION_COLUMNS)}. Say which is which "
        "with --map 'theirs=ours'; a symbol, or a title, and one more column are enough."
    )


def _twice(key: str) -> str:
    if key.startswith("row-"):
        return "it repeats an earlier row word for word; that one was kept."
    return f"the key {key!r} occurs twice; the first row was kept. Give each document a key of its own."


def _unsound(row: Row, columns: Sequence[str], required: Sequence[str]) -> str | None:
    if _RAGGED in row:
        return f"it does not have one cell for each column ({', '.join(columns)})."
    if long := next((c for c in columns if len(row[c]) > MAX_CELL), None):
        return f"its {long} has {len(row[long]):,} characters; the limit is {MAX_CELL:,}."
    if missing := next((c for c in required if not row[c].strip()), None):
        return f"its {missing} is empty."
    return None


def _bad_date(written: str) -> str | None:
    text = written.strip()
    if not text or YEAR.fullmatch(text) or (DAY.fullmatch(text) and _exists(text)):
        return None
    return f"its date is {text[:40]!r}. Write it as YYYY-MM-DD, as YYYY, or leave it empty."


def _exists(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def _bad_relation(row: Row, documents: Mapping[str, Row]) -> str | None:
    kind = row["relation"]
    if kind not in _RELATIONS and kind != ESTABLISHES:
        return f"its relation is {kind[:40]!r}. Known relations: {', '.join(sorted({*_RELATIONS, ESTABLISHES}))}."
    for column in ("from_key", "to_key"):
        if row[column] not in documents:
            return f"its {column} {row[column][:80]!r} is no key of the tables of documents loaded with it."
    if kind == ESTABLISHES and not names_body(documents[row["to_key"]]["issuing_body"]):
        return f"the document {row['to_key']!r} names no issuing body that could have been established."
    return None


def _clean(row: Row, columns: Iterable[str]) -> Row:
    return {c: " ".join(canonical(row[c]).split()) for c in columns}


def _reading(record: Mapping[str, Row], address: str, url: str, vocabulary: Vocabulary) -> Reading:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    link = urlsplit(url) if url.startswith(("http://", "https://")) else None
    source = Source(
        id=hashlib.sha256(text.encode()).hexdigest()[:32],
        kind="table",
        title=_title(record),
        publisher=(link.hostname or "").removeprefix("www.") or None if link else None,
        url=url or None,
        address=address,
        length=len(text),
    )
    return read_row(source, text, vocabulary)


def _title(record: Mapping[str, Row]) -> str:
    if row := record.get("relation"):
        return f"{_label(record['from'])} {row['relation']} {_label(record['to'])}"
    return _label(record["document"])


def _label(row: Row) -> str:
    if row["symbol"] and not row["symbol"].isdigit():
        return row["symbol"]
    return " ".join(filter(None, (row["type_vi"], row["number"]))) or row["key"]
