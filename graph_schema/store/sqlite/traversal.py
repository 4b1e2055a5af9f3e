"""One hop, and everything reached: the two traversals, each one statement per level."""
# ruff: noqa: S608 - names in SQL are columns of ours, and integers

from __future__ import annotations

import json
import time
from array import array
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import repeat
from operator import rshift
from typing import Any, Final

import apsw

from graph_schema.model import Edge
from graph_schema.store.base import Direction, Facet, Hop, Reach, Step
from graph_schema.store.codec import decode
from graph_schema.store.sqlite.facets import Legends, tally
from graph_schema.store.sqlite.statements import as_json, rows, value

FACET_SHIFT: Final = 32
"""Nodes travel as integers, the facet's number above the key: counting a level needs no look-up."""
KEY_MASK: Final = (1 << FACET_SHIFT) - 1

INSTRUCTIONS_BETWEEN_LOOKS: Final = 20_000
"""How often a running statement looks at the clock: every millisecond or so."""

_ENDS: Final[dict[Direction, tuple[str, str]]] = {"in": ("object", "subject"), "out": ("subject", "object")}
"""The near and the far end of an edge as a traversal takes it."""


def step(db: apsw.Connection, frontier: Collection[str], hop: Hop, *, fanout: int | None) -> Step:
    """One hop from the frontier, cut before any record is read."""
    near, far = _ENDS[hop.direction]
    types = ", ".join(map(str, _types(db, hop)))
    shown = 1 << 62 if fanout is None else max(fanout, 0)
    found = rows(
        db,
        f"""WITH hops AS (
                SELECT f.id AS near, e.k AS edge, count(*) OVER (PARTITION BY f.id) AS degree,
                    row_number() OVER (PARTITION BY f.id ORDER BY e.support DESC, n.id, t.name) AS place
                FROM (SELECT DISTINCT value FROM json_each(:frontier)) j
                CROSS JOIN node f ON f.id = j.value
                CROSS JOIN edge e INDEXED BY edge_{hop.direction}
                    ON e.{near} = f.k AND e.type IN ({types}) {_conditions(hop)}
                CROSS JOIN node n ON n.k = e.{far}
                CROSS JOIN edge_type t ON t.k = e.type)
            SELECT h.near, h.degree, h.place, e.data FROM hops h CROSS JOIN edge e ON e.k = h.edge
            WHERE h.place <= :shown OR h.place = 1 ORDER BY h.near, h.place""",
        {"frontier": as_json(frontier), "shown": shown, **_bindings(hop)},
    )
    degrees = dict.fromkeys(sorted(set(frontier)), 0)
    degrees.update((id, degree) for id, degree, _, _ in found)
    return Step(tuple(decode(Edge, data) for _, _, place, data in found if place <= shown), degrees)


def reach(
    db: apsw.Connection,
    root: str,
    hop: Hop,
    *,
    depth: int,
    facets: tuple[Facet, ...],
    ids: bool,
    among: Collection[str] | None,
    deadline: float | None,
    legends: Legends,
) -> Reach:
    """Everything reached from the root; nothing from an unknown one."""
    near, far = _ENDS[hop.direction]
    # The types are tested, not sought: a node's edges are read in one go, whatever their types.
    types = sum(1 << k for k in _types(db, hop))
    neighbours = f"""SELECT json_group_array(e.{far}_facet << {FACET_SHIFT} | e.{far})
        FROM carray(:frontier) f CROSS JOIN edge e INDEXED BY edge_{hop.direction}
        ON e.{near} = (f.value & {KEY_MASK}) AND ({types} >> e.type) & 1 {_conditions(hop)}"""
    frontier = _numbers(db, [root])
    seen, complete = set(frontier), True
    some = None if among is None or not ids else _numbers(db, among)
    levels: list[Counter[int]] = []
    named: list[tuple[str, ...]] = []
    with _until(db, deadline):
        try:
            while frontier and len(levels) < depth:
                if deadline is not None and time.monotonic() >= deadline:
                    raise TimeoutError
                bindings = {"frontier": apsw.carray(array("q", list(frontier))), **_bindings(hop)}
                frontier = set(json.loads(value(db, neighbours, bindings))) - seen
                if ids and frontier:
                    named.append(_named(db, frontier if some is None else frontier & some))
                if frontier:
                    levels.append(Counter(map(rshift, frontier, repeat(FACET_SHIFT))))
                seen |= frontier
        except (apsw.InterruptError, TimeoutError):
            complete = False
    legend = legends.of(db, facets)
    cells = {
        (distance, values): count
        for distance, level in enumerate(levels, 1)
        for values, count in tally(level, legend).items()
    }
    return Reach(cells, tuple(named), len(levels), complete)


def _numbers(db: apsw.Connection, ids: Collection[str]) -> set[int]:
    """Nodes as they travel."""
    found = f"""SELECT json_group_array(n.facet << {FACET_SHIFT} | n.k)
        FROM json_each(?) j CROSS JOIN node n ON n.id = j.value"""
    return set(json.loads(value(db, found, (as_json(ids),))))


def _named(db: apsw.Connection, level: Collection[int]) -> tuple[str, ...]:
    if not level:
        return ()  # of nothing there is no array to bind
    found = value(
        db,
        f"""SELECT json_group_array(id) FROM (
                SELECT n.id FROM carray(?) f CROSS JOIN node n ON n.k = (f.value & {KEY_MASK})
                ORDER BY n.date = '', n.date, n.id)""",
        (apsw.carray(array("q", list(level))),),
    )
    return tuple(json.loads(found))


def _types(db: apsw.Connection, hop: Hop) -> list[int]:
    known = dict(rows(db, "SELECT name, k FROM edge_type"))
    return sorted({int(known[t]) for t in hop.types})


def _conditions(hop: Hop) -> str:
    return (
        ("" if hop.drafts else " AND e.counted")
        + (" AND NOT e.inferred" if hop.stated else "")
        + (" AND e.confidence >= :confidence" if hop.min_confidence > 0 else "")
    )


def _bindings(hop: Hop) -> dict[str, Any]:
    return {"confidence": hop.min_confidence} if hop.min_confidence > 0 else {}


@contextmanager
def _until(db: apsw.Connection, deadline: float | None) -> Iterator[None]:
    """Interrupts what runs inside when the deadline passes."""
    if deadline is None:
        yield
        return
    db.set_progress_handler(lambda: time.monotonic() >= deadline, INSTRUCTIONS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        db.set_progress_handler(None)
