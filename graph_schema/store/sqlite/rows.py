"""Records to rows and back: what is stored under a key, and writing or dropping it. Knows nothing of versions."""

# ruff: noqa: S608 - names in SQL are tables and columns of ours

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import count
from typing import Any, Final

import apsw

from graph_schema.errors import IntegrityError
from graph_schema.model import Document, Edge, Record, Referent, Task
from graph_schema.searching import search_text
from graph_schema.store.base import KEYS
from graph_schema.store.codec import Key, decode
from graph_schema.store.sqlite import facets as by_number
from graph_schema.store.sqlite.schema import NODE_CODES, TABLES
from graph_schema.store.sqlite.search import row_of
from graph_schema.store.sqlite.statements import as_json, rows, value

_EDGE_COLUMNS: Final = (
    *("id", "subject", "object", "subject_facet", "object_facet", "type"),
    *("support", "confidence", "inferred", "counted", "data"),
)

Texts = Mapping[Key, str]
Numbers = dict[tuple[str, ...], int]


def stored(db: apsw.Connection, kind: type[Record], keys: Iterable[Key]) -> dict[Key, str]:
    """The text stored under each key; keys without a record are absent."""
    if kind in NODE_CODES:
        sql = f"""SELECT n.id, d.data FROM json_each(?) j CROSS JOIN node n ON n.id = j.value ->> 0
            AND n.kind = {NODE_CODES[kind]} CROSS JOIN node_data d ON d.k = n.k"""
    else:
        key = KEYS[kind.__name__]
        columns = ", ".join(f"t.{c}" for c in key)
        equal = " AND ".join(f"t.{c} = j.value ->> {n}" for n, c in enumerate(key))
        sql = f"SELECT {columns}, t.data FROM json_each(?) j CROSS JOIN {_table(kind)} t ON {equal}"
    return {row[:-1]: row[-1] for row in rows(db, sql, (as_json(keys),))}


def existing(db: apsw.Connection, ids: Collection[str]) -> set[str]:
    """Those of the ids that are nodes."""
    sql = "SELECT n.id FROM json_each(?) j CROSS JOIN node n ON n.id = j.value AND n.kind IS NOT NULL"
    return {id for (id,) in rows(db, sql, (as_json(ids),))}


def write(db: apsw.Connection, kind: type[Record], records: Mapping[Key, Any], texts: Texts, facets: Numbers) -> None:
    """Puts records that differ from what is stored. An edge's end that is not there yet becomes an awaited node.

    ``facets`` remembers the numbers of facets within one change. Raises ``IntegrityError`` when a node's id belongs to
    a node of another kind.
    """
    if kind in NODE_CODES:
        _write_nodes(db, kind, records, texts, facets)
    elif kind is Edge:
        _write_edges(db, records, texts)
    else:
        _write_rows(db, kind, records, texts)


def drop(db: apsw.Connection, kind: type[Record], keys: Collection[Key]) -> None:
    """Removes records that are stored. A node becomes an awaited one: its edges may still be there."""
    if kind in NODE_CODES:
        ids = as_json(id for (id,) in keys)
        ks = rows(db, "SELECT n.k FROM json_each(?) j CROSS JOIN node n ON n.id = j.value", (ids,))
        if kind is Document:
            sql = "SELECT d.k, d.data FROM json_each(?) j CROSS JOIN node_data d ON d.k = j.value"
            held = rows(db, sql, (as_json(k for (k,) in ks),))
            _drop_from_index(db, (row_of(decode(Document, text), k) for k, text in held))
        db.executemany("DELETE FROM node_data WHERE k = ?", ks)
        db.executemany(
            "UPDATE node SET kind = NULL, facet = 0, date = '', cluster = NULL, source = NULL, n = NULL WHERE k = ?", ks
        )
        return
    equal = " AND ".join(f"{c} = ?" for c in KEYS[kind.__name__])
    db.executemany(f"DELETE FROM {_table(kind)} WHERE {equal}", keys)
    if kind is Referent:
        db.executemany("DELETE FROM candidate WHERE source = ? AND n = ?", keys)


def _table(kind: type[Record]) -> str:
    return "edge" if kind is Edge else TABLES[kind].name


def _write_rows(db: apsw.Connection, kind: type[Record], records: Mapping[Key, Any], texts: Texts) -> None:
    table = TABLES[kind]
    written = (*table.copied, "data")
    db.executemany(
        f"""INSERT INTO {table.name} ({", ".join((*table.key, *written))})
            VALUES ({", ".join("?" for _ in (*table.key, *written))})
            ON CONFLICT ({", ".join(table.key)}) DO UPDATE SET {_from_new(written)}""",
        ((*key, *(getattr(r, c) for c in table.copied), texts[key]) for key, r in records.items()),
    )
    if kind is Referent:
        db.executemany("DELETE FROM candidate WHERE source = ? AND n = ?", records)
        candidates = ((c, *key) for key, r in records.items() for c in set(r.candidates))
        db.executemany("INSERT INTO candidate VALUES (?, ?, ?)", candidates)


def _write_nodes(
    db: apsw.Connection, kind: type[Record], records: Mapping[Key, Any], texts: Texts, facets: Numbers
) -> None:
    code = NODE_CODES[kind]
    known = rows(
        db,
        """SELECT n.id, n.k, n.kind, d.data FROM json_each(?) j CROSS JOIN node n ON n.id = j.value
           LEFT JOIN node_data d ON d.k = n.k""",
        (as_json(id for (id,) in records),),
    )
    if clash := sorted(id for id, _, there, _ in known if there not in (None, code)):
        raise IntegrityError(f"The id {clash[0]} already belongs to a node of another kind.", nodes=clash)
    keys, former = {id: k for id, k, _, _ in known}, {id: text for id, _, _, text in known if text is not None}
    new = count(_next_node(db))
    for (id,) in records:
        if id not in keys:
            keys[id] = next(new)
    db.executemany(
        """INSERT INTO node (k, id, kind, facet, date, cluster, source, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (k) DO UPDATE SET kind = excluded.kind, facet = excluded.facet, date = excluded.date,
               cluster = excluded.cluster, source = excluded.source, n = excluded.n""",
        [(keys[r.id], r.id, code, _facet(db, r, facets), *_found_by(r)) for r in records.values()],
    )
    db.executemany("REPLACE INTO node_data VALUES (?, ?)", ((keys[r.id], texts[key]) for key, r in records.items()))
    if kind is Document:
        before = {id: decode(Document, text) for id, text in former.items()}
        _index(db, records.values(), before, keys)


def _index(
    db: apsw.Connection, documents: Iterable[Document], before: Mapping[str, Document], keys: Mapping[str, int]
) -> None:
    """The index is costly to replace, and most changes leave what a document is found by alone."""
    gone, new = [], []
    for document in documents:
        row, text = row_of(document, keys[document.id]), search_text(document)
        if (former := before.get(document.id)) is not None:
            there = row_of(former, keys[document.id])
            if (there, search_text(former)) == (row, text):
                continue
            gone.append(there)
        new.append((row, text))
    _drop_from_index(db, gone)
    db.executemany("INSERT INTO search (rowid, text) VALUES (?, ?)", new)


def _drop_from_index(db: apsw.Connection, rows: Iterable[int]) -> None:
    db.executemany("DELETE FROM search WHERE rowid = ?", ((row,) for row in rows))


def _found_by(node: Any) -> tuple[str, str | None, str | None, int | None]:
    if isinstance(node, Document):
        return (node.date or "", node.cluster, None, None)
    return ("", None, node.source, node.n) if isinstance(node, Task) else ("", None, None, None)


def _facet(db: apsw.Connection, node: Any, known: Numbers) -> int:
    columns = by_number.columns_of(node)
    if columns not in known:
        known[columns] = by_number.number_of(db, columns)
    return known[columns]


def _write_edges(db: apsw.Connection, records: Mapping[Key, Any], texts: Texts) -> None:
    ids = {end for edge in records.values() for end in (edge.subject, edge.object)}
    ends = _ends(db, ids)
    if missing := sorted(ids - ends.keys()):
        db.executemany("INSERT INTO node (k, id) VALUES (?, ?)", zip(count(_next_node(db)), missing, strict=False))
        ends |= _ends(db, missing)
    types = dict(rows(db, "SELECT name, k FROM edge_type"))

    def row(key: Key, e: Edge) -> tuple[Any, ...]:
        (subject, subject_facet), (object, object_facet) = ends[e.subject], ends[e.object]
        filtered = (types[e.type], e.support, e.confidence, e.inferred, e.counted)
        return (e.id, subject, object, subject_facet, object_facet, *filtered, texts[key])

    db.executemany(
        f"""INSERT INTO edge ({", ".join(_EDGE_COLUMNS)}) VALUES ({", ".join("?" for _ in _EDGE_COLUMNS)})
            ON CONFLICT (id) DO UPDATE SET {_from_new(_EDGE_COLUMNS[1:])}""",
        (row(key, edge) for key, edge in records.items()),
    )


def _ends(db: apsw.Connection, ids: Collection[str]) -> dict[str, tuple[int, int]]:
    sql = "SELECT n.id, n.k, n.facet FROM json_each(?) j CROSS JOIN node n ON n.id = j.value"
    return {id: (k, facet) for id, k, facet in rows(db, sql, (as_json(ids),))}


def _next_node(db: apsw.Connection) -> int:
    return int(value(db, "SELECT coalesce(max(k), 0) + 1 FROM node"))


def _from_new(columns: Collection[str]) -> str:
    return ", ".join(f"{c} = excluded.{c}" for c in columns)
