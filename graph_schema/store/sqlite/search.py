"""Finding and suggesting documents: matched by the full-text index, ordered by stated keys."""
# ruff: noqa: S608 - names in SQL are columns of ours

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from typing import Final

import apsw

from graph_schema.model import Document
from graph_schema.searching import cursor_after, rank, read_cursor, search_stamp, search_text, search_word
from graph_schema.store.base import Facet, Filters, Found
from graph_schema.store.codec import decode
from graph_schema.store.sqlite.facets import Legend, Legends, tally
from graph_schema.store.sqlite.schema import DOCUMENT, SEARCH_DDL
from graph_schema.store.sqlite.statements import as_json, rows, value

PAGE: Final = 10_000
KEY_BITS: Final = 33
KEY: Final = (1 << KEY_BITS) - 1
"""Cuts a node's key out of the number of its row in the index."""

MORE: Final = 24
"""Matches read beyond the limit, among which a tie at the limit mostly ends."""

_BOUNDS: Final = frozenset({"since", "until"})


def row_of(document: Document, key: int) -> int:
    """The number of a document's row in the index."""
    return rank(document) << KEY_BITS | key


def is_stale(db: apsw.Connection) -> bool:
    """Whether documents were indexed by other rules or other words than today's."""
    return bool(value(db, "SELECT value FROM meta WHERE name = 'search'") != search_stamp())


def refresh(db: apsw.Connection) -> bool:
    """Indexes every document anew when the index is stale; whether that may have changed an answer."""
    if not is_stale(db):
        return False
    db.execute(f"DROP TABLE search; {SEARCH_DDL}")  # it may be of an older form, too
    sql = """SELECT n.k, d.data FROM node n CROSS JOIN node_data d ON d.k = n.k
        WHERE n.kind = ? AND n.k > ? ORDER BY n.k LIMIT ?"""
    last = 0
    while page := rows(db, sql, (DOCUMENT, last, PAGE)):
        texts = ((row_of(d := decode(Document, data), k), search_text(d)) for k, data in page)
        db.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", texts)
        last = page[-1][0]
    db.execute("UPDATE meta SET value = ? WHERE name = 'search'", (search_stamp(),))
    return last > 0


def find(
    db: apsw.Connection,
    words: tuple[str, ...],
    filters: Filters,
    *,
    limit: int,
    after: str | None,
    total: bool,
    facets: tuple[Facet, ...],
    legends: Legends,
) -> Found:
    """One page. Raises ``InvalidQuestion`` for a cursor that is none of ours."""
    start = read_cursor(after) if after is not None else None
    indexed = [search_word(w) for w in words]
    if not all(indexed):
        return Found((), None, 0 if total else None, {facet: {} for facet in facets})
    source, bindings = _matching(indexed, filters)
    documents, more = _page(db, source, bindings, limit, start)
    counted = _counted(db, source, bindings) if total or facets else Counter()
    return Found(
        documents,
        cursor_after(documents[-1]) if more and documents else None,
        counted.total() if total else None,
        {facet: _by_facet(counted, legends.of(db, (facet,))) for facet in facets},
    )


def suggest(db: apsw.Connection, words: tuple[str, ...], *, whole: bool, limit: int) -> tuple[Document, ...]:
    """The first few. Matches come by rank, which leaves documents of one level and day to be ordered by their ids."""
    indexed = [search_word(w) for w in words]
    if not indexed or not all(indexed) or limit < 1:
        return ()
    match = " AND ".join(f'"{w}"' for w in indexed) + ("" if whole else "*")
    found: list[int] = []
    while not found or found[-1] >> KEY_BITS == found[limit - 1] >> KEY_BITS:
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?"
        batch = rows(db, sql, (match, found[-1] if found else -1, limit + MORE))
        found += (row for (row,) in batch)
        if len(batch) < limit + MORE:
            break
    sql = f"""SELECT j.value >> {KEY_BITS}, n.id, n.k FROM json_each(?) j CROSS JOIN node n ON n.k = j.value & {KEY}"""
    first = sorted(rows(db, sql, (as_json(found),)))[:limit]
    data = dict(rows(db, f"SELECT k, data FROM node_data WHERE k IN ({', '.join(str(k) for _, _, k in first)})"))
    return tuple(decode(Document, data[k]) for _, _, k in first)


def _matching(words: list[str], filters: Filters) -> tuple[str, dict[str, str]]:
    """FROM and WHERE of the documents asked for, as ``n``, and what is bound in them."""
    source, where, bindings = "node n", [f"n.kind = {DOCUMENT}"], {}
    if words:
        source = f"search s CROSS JOIN node n ON n.k = s.rowid & {KEY}"
        where.append("search MATCH :words")
        # Letters and digits, each word quoted: nothing of the question is query syntax.
        bindings["words"] = " AND ".join(f'"{w}"*' for w in words)
    asked = {f.name: said for f in fields(filters) if (said := getattr(filters, f.name)) is not None}
    # In the table '' is unknown, which nobody can ask for.
    if equal := [f"{name} = nullif(:{name}, '')" for name in asked if name not in _BOUNDS]:
        where.append(f"n.facet IN (SELECT k FROM facet WHERE {' AND '.join(equal)})")
    if "since" in asked or "until" in asked:
        where.append("n.date <> ''")
    where += ["n.date >= :since"] if "since" in asked else []
    where += ["n.date <= :until"] if "until" in asked else []
    return f"{source} WHERE {' AND '.join(where)}", bindings | asked


def _page(
    db: apsw.Connection, source: str, bindings: dict[str, str], limit: int, start: tuple[str | None, str] | None
) -> tuple[tuple[Document, ...], bool]:
    rest = ""
    if start is not None:
        rest = "AND n.date <= :after_date AND (n.date < :after_date OR n.id > :after_id)"
        bindings = bindings | {"after_date": start[0] or "", "after_id": start[1]}
    found = rows(
        db,
        f"""SELECT d.data FROM (SELECT n.k, n.date, n.id FROM {source} {rest} ORDER BY n.date DESC, n.id LIMIT :limit) p
            CROSS JOIN node_data d ON d.k = p.k ORDER BY p.date DESC, p.id""",
        {**bindings, "limit": limit + 1},
    )
    return tuple(decode(Document, data) for (data,) in found[:limit]), len(found) > limit


def _counted(db: apsw.Connection, source: str, bindings: dict[str, str]) -> Counter[int]:
    return Counter(json.loads(value(db, f"SELECT json_group_array(n.facet) FROM {source}", bindings)))


def _by_facet(counted: Counter[int], legend: Legend) -> dict[str | None, int]:
    """Values with their counts, the most frequent first."""
    counts = tally(counted, legend)
    return {said: count for (said,), count in sorted(counts.items(), key=lambda item: -item[1])}
