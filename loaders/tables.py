"""Tables of documents and of relations between them -> one reading per row, and what could not be read.

A row that is unsound (no key, a word we do not know, a date in another order) is quarantined with the reason; the
rest of its table loads.
"""

from __future__ import annotations

import csv
import hashlib
import io
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
from loaders.read import open_text
from loaders.report import Quarantined
from loaders.rows import DAY, ESTABLISHES, YEAR, Row, read_row

__all__ = ["TABLE_SUFFIXES", "load_table", "read_directives", "read_relations", "read_row"]

TABLE_SUFFIXES = frozenset({".csv"})
DIRECTIVE_COLUMNS = (
    "key", "symbol", "type_abbr", "type_vi", "number", "issuing_body", "term", "date", "title_vi", "level",
    "source_url", "source_note",
)  # fmt: skip
RELATION_COLUMNS = ("from_key", "relation", "to_key", "source_url", "evidence_paraphrase")
MAX_ROWS = 500_000
MAX_CELL = 10_000
MAX_BYTES = 200_000_000

_RELATIONS = {t.value for t in EdgeType} - {
    "ISSUED_BY",
    "ESTABLISHED_BY",
    "SUBORDINATE_TO",
    "SUCCEEDED_BY",
    "ASSIGNED_TO",
}
_REST = "more cells than columns"


def load_table(paths: Sequence[Path], vocabulary: Vocabulary) -> tuple[list[Reading], list[Quarantined]]:
    """Every row of these tables as a reading, and what could not be read, with its reason.

    A table of relations names its documents by the keys of the tables of documents given with it.
    """
    directives: list[tuple[str, list[Row]]] = []
    relations: list[tuple[str, list[Row]]] = []
    quarantined: list[Quarantined] = []
    for path in paths:
        try:
            columns, rows = _open(path)
        except UnreadableSource as error:
            quarantined.append(Quarantined(path.name, None, error.message))
            continue
        if set(DIRECTIVE_COLUMNS) <= columns:
            directives.append((path.name, rows))
        elif set(RELATION_COLUMNS) <= columns:
            relations.append((path.name, rows))
        else:
            quarantined.append(Quarantined(path.name, None, _unknown_table(columns)))
    readings: list[Reading] = []
    documents: dict[str, Row] = {}
    for name, rows in directives:
        readings += read_directives(rows, vocabulary, documents, quarantined, name=name)
    for name, rows in relations:
        readings += read_relations(rows, documents, vocabulary, quarantined, name=name)
    return readings, quarantined


def read_directives(
    rows: Iterable[Row], vocabulary: Vocabulary, documents: dict[str, Row], quarantined: list[Quarantined], *, name: str
) -> list[Reading]:
    """One reading per sound row of a table of documents. Sound rows are added to ``documents`` by key, the others to
    ``quarantined``. ``name`` is the table's, for messages."""
    readings = []
    for number, row in enumerate(rows, 1):
        problem = _unsound(row, DIRECTIVE_COLUMNS, ("key",)) or _bad_date(row["date"])
        if problem is None and row["key"] in documents:
            problem = (
                f"the key {row['key']!r} occurs twice; the first row was kept. Give each document a key of its own."
            )
        if problem:
            quarantined.append(Quarantined(name, number, problem))
            continue
        documents[row["key"]] = clean = _clean(row, DIRECTIVE_COLUMNS)
        readings.append(_reading({"document": clean}, f"registry#{clean['key']}", clean["source_url"], vocabulary))
    return readings


def read_relations(
    rows: Iterable[Row],
    documents: Mapping[str, Row],
    vocabulary: Vocabulary,
    quarantined: list[Quarantined],
    *,
    name: str,
) -> list[Reading]:
    """One reading per sound row of a table of relations between ``documents``; the others join ``quarantined``."""
    readings, seen = [], set()
    for number, row in enumerate(rows, 1):
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


# -------------------------------------------------------------------- files


def _open(path: Path) -> tuple[frozenset[str], list[Row]]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableSource(f"{path.name}: cannot be opened ({error.strerror}). Check the path.") from error
    text = open_text(data, name=path.name, limit=MAX_BYTES)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), restkey=_REST, strict=True)
        rows: list[Row] = []
        for row in reader:
            if len(rows) == MAX_ROWS:
                raise UnreadableSource(f"{path.name} has more than {MAX_ROWS:,} rows. Split it.", name=path.name)
            rows.append(row)
    except csv.Error as error:
        where = f"near line {reader.line_num}"
        raise UnreadableSource(
            f"{path.name} is no sound CSV {where}: {error}. Export it again.", name=path.name
        ) from error
    return frozenset(reader.fieldnames or ()), rows


def _unknown_table(columns: frozenset[str]) -> str:
    return (
        f"its columns are {', '.join(sorted(map(repr, columns)))[:200]}. A table of documents has the columns "
        f"{', '.join(DIRECTIVE_COLUMNS)}; a table of relations has {', '.join(RELATION_COLUMNS)}."
    )


def _unsound(row: Row, columns: Sequence[str], required: Sequence[str]) -> str | None:
    if _REST in row or any(row.get(c) is None for c in columns):
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
