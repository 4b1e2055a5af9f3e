"""Finding documents: matched by the full-text index, ordered by stated keys."""
# ruff: noqa: S608 - names in SQL are columns of ours

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from typing import Final

import apsw

from graph_schema.model import Document
from graph_schema.searching import cursor_after, read_cursor, search_stamp, search_text, search_word
from graph_schema.store.base import Facet, Filters, Found
from graph_schema.store.codec import decode
from graph_schema.store.sqlite.facets import Legend, Legends, tally
from graph_schema.store.sqlite.schema import DOCUMENT
from graph_schema.store.sqlite.statements import rows, value

PAGE: Final = 10_000

_BOUNDS: Final = frozenset({"since", "until"})


def is_stale(db: apsw.Connection) -> bool:
    """Whether documents were indexed by other rules or other words than today's."""
    return bool(value(db, "SELECT value FROM meta WHERE name = 'search'") != search_stamp())


def refresh(db: apsw.Connection) -> bool:
    """Indexes every document anew when the index is stale; whether that may have changed an answer."""
    if not is_stale(db):
        return False
    db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    sql = """SELECT n.k, d.data FROM node n CROSS JOIN node_data d ON d.k = n.k
        WHERE n.kind = ? AND n.k > ? ORDER BY n.k LIMIT ?"""
    last = 0
    while page := rows(db, sql, (DOCUMENT, last, PAGE)):
        texts = ((k, search_text(decode(Document, data))) for k, data in page)
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


def _matching(words: list[str], filters: Filters) -> tuple[str, dict[str, str]]:
    """FROM and WHERE of the documents asked for, as ``n``, and what is bound in them."""
    source, where, bindings = "node n", [f"n.kind = {DOCUMENT}"], {}
    if words:
        source = "search s CROSS JOIN node n ON n.k = s.rowid"
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
