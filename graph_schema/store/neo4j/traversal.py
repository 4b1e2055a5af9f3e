"""One hop, and everything reached: the two traversals, each computed in the server.

Bounds and relation types are no parameters in Cypher: they are rendered, as an integer of ours and names of the enum.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any, Final

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Edge, EdgeType
from graph_schema.searching import FACETS
from graph_schema.store.base import Facet, Hop, Reach, Step
from graph_schema.store.codec import decode_all
from graph_schema.store.neo4j.failures import TookTooLong
from graph_schema.store.neo4j.rows import Ask, tallied

DEEPEST: Final = 1_000_000
"""The pruned expansion needs a bound, and ends by itself when nothing new is met."""

AT_ONCE: Final = 0.6
"""Share of the time given that goes to everything at once; if it does not suffice, the rest goes level by level."""

BY_DAY: Final = "coalesce(a.day, '') = '', a.day, a.id"
"""The order of what stands at one distance: by date, unknown last, then by id."""

Cells = dict[tuple[int, tuple[str | None, ...]], int]
Within = Callable[[Ask, str, Hop, int, tuple[Facet, ...], float | None], Reach]


def step(ask: Ask, frontier: Collection[str], hop: Hop, *, fanout: int | None) -> Step:
    """One hop from the frontier: sorted and cut in the server."""
    degrees = dict.fromkeys(sorted(set(frontier)), 0)
    if not degrees or not hop.types:
        return Step((), degrees)
    shown = "found" if fanout is None else f"found[..{max(int(fanout), 0)}]"
    found = ask(
        f"""UNWIND $frontier AS id MATCH (f:Entity {{id: id}})
            CALL (f) {{
                MATCH (f){arrow(hop, "r")}(n) WHERE {allowed(hop, "r")}
                WITH r, n ORDER BY r.support DESC, n.id, type(r)
                RETURN collect(r) AS found
            }}
            RETURN [f.id, size(found), [r IN {shown} | r.data]] AS row""",
        frontier=list(degrees),
        confidence=hop.min_confidence,
    )
    found.sort(key=lambda row: row[0])
    degrees.update((id, degree) for id, degree, _ in found)
    return Step(tuple(decode_all(Edge, (text for _, _, texts in found for text in texts))), degrees)


def reach(
    ask: Ask,
    root: str,
    hop: Hop,
    *,
    depth: int,
    facets: tuple[Facet, ...],
    ids: bool,
    among: Collection[str] | None,
    deadline: float | None,
    within: Within | None = None,
) -> Reach:
    """Everything reached from the root; nothing from an unknown one. ``within`` gives it with all ids instead of
    ``reached``."""
    if unknown := set(facets) - set(FACETS):
        known = ", ".join(FACETS)
        raise InvalidQuestion(f"There is no facet {min(unknown)!r}; there are {known}.", parameter="facets")
    if depth < 1 or not hop.types:
        return Reach({}, (), 0, True)

    def bounded(depth: int, seconds: float | None) -> Reach:
        if within and ids and among is None:
            return within(ask, root, hop, min(depth, DEEPEST), facets, seconds)
        return reached(ask, root, hop, min(depth, DEEPEST), facets, ids, among, seconds)

    if deadline is None:
        return bounded(depth, None)
    best = Reach({}, (), 0, False)
    try:
        best = bounded(depth, _left(deadline) * AT_ONCE)
    except TookTooLong:
        for bound in range(1, depth):
            try:
                so_far = bounded(bound, _left(deadline))
            except TookTooLong:
                break
            best = Reach(so_far.cells, so_far.ids, so_far.depth, so_far.depth < bound)
            if best.complete:
                break
    return best


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TookTooLong
    return left


def expanded(hop: Hop, depth: int) -> str:
    """MATCH and WITH of everything reached from ``f``: ``a`` at its shortest distance ``d``. It is planned as a pruned
    breadth-first expansion as long as nothing else looks at the path."""
    return (
        f"MATCH p = (f){arrow(hop, '', f'*1..{int(depth)}')}(a) "
        f"WHERE all(r IN relationships(p) WHERE {allowed(hop, 'r')}) AND a <> f WITH a, min(length(p)) AS d"
    )


def expansion(hop: Hop, depth: int) -> str:
    """The same from the node with the id ``$root``."""
    return f"MATCH (f:Entity {{id: $root}}) {expanded(hop, depth)}"


def reached(
    ask: Ask,
    root: str,
    hop: Hop,
    depth: int,
    facets: tuple[Facet, ...],
    ids: bool,
    among: Collection[str] | None,
    seconds: float | None,
) -> Reach:
    """Everything reached within ``depth``. Raises ``TookTooLong`` when ``seconds`` do not suffice."""
    known: dict[str, Any] = {"root": root, "confidence": hop.min_confidence, "seconds": seconds}
    levels: list[list[Any]] = []
    if ids:
        end = levelled() if among is None else levelled("a.id IN $among")
        levels = ask(f"{expansion(hop, depth)} {end}", among=sorted(set(among or ())), **known)
    if ids and not facets:
        return whole(levels)
    return answer(ask(f"{expansion(hop, depth)} {tallied('a', facets, ('d',))}", **known), levels)


def levelled(some: str = "") -> str:
    """The end of a statement that counts what stands at each distance, and names it, or what ``some`` is true of."""
    if not some:
        return f"WITH a, d ORDER BY {BY_DAY} WITH d, collect(a.id) AS ids RETURN [d, size(ids), ids] AS row"
    # Sorted after it is cut: sorting thousands takes longer than meeting them.
    return (
        f"WITH d, count(*) AS n, collect(CASE WHEN {some} THEN a END) AS those "
        f"RETURN [d, n, COLLECT {{ UNWIND those AS a WITH a ORDER BY {BY_DAY} RETURN a.id }}] AS row"
    )


def whole(levels: list[list[Any]]) -> Reach:
    """The whole of what is reached, from rows of distance, count, and ids."""
    return answer([[distance, count] for distance, count, _ in levels], levels)


def answer(groups: list[list[Any]], levels: list[list[Any]]) -> Reach:
    """The same from rows of distance, facet values and count, and rows of distance, count, and ids."""
    groups.sort(key=lambda row: (row[0], [(v is None, v or "") for v in row[1:-1]]))
    cells: Cells = {(distance, tuple(values)): count for distance, *values, count in groups}
    ids = tuple(tuple(level) for _, _, level in sorted(levels))
    return Reach(cells, ids, max((distance for distance, _ in cells), default=0), True)


@lru_cache(1_000)
def arrow(hop: Hop, variable: str, bounds: str = "") -> str:
    """The relation pattern of a hop, from the near node on."""
    types = "|".join(sorted({EdgeType(t).value for t in hop.types}))
    relation = f"-[{variable}:{types}{bounds}]-"
    return f"<{relation}" if hop.direction == "in" else f"{relation}>"


def allowed(hop: Hop, variable: str) -> str:
    """What a hop asks of a relation, beside its type; ``$confidence`` is bound."""
    said = (
        [] if hop.drafts else [f"{variable}.counted"],
        [f"NOT {variable}.inferred"] if hop.stated else [],
        [f"{variable}.confidence >= $confidence"] if hop.min_confidence > 0 else [],
    )
    return " AND ".join(condition for some in said for condition in some) or "true"
