"""The only traversal: breadth first, one ``step`` of the store per level, cut by fan-out, node count and time.

What was cut is always said. Distances stay exact even then: where the fan-out hid a shorter way, the engine's own
``reach`` gives the distance.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph_schema.model import Edge
from graph_schema.store.base import Facet, Hop, Reach, Step
from queries import limits
from queries.shapes import Layer, Partial


class Traversable(Protocol):
    """What is walked: a store's view, or the part of it that was there on a day (``queries.as_of``)."""

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step: ...
    def reach(
        self,
        root: str,
        hop: Hop,
        *,
        depth: int,
        facets: tuple[Facet, ...] = (),
        ids: bool = False,
        among: Collection[str] | None = None,
        deadline: float | None = None,
    ) -> Reach: ...


@dataclass(frozen=True, slots=True)
class Walk:
    """``distances`` maps ids to exact distances, nearest first, the root (0) included; ``hidden`` counts a node's
    edges that are not among ``edges`` (absent where time ran out before they were counted)."""

    distances: Mapping[str, int]
    edges: tuple[Edge, ...]
    hidden: Mapping[str, int]
    layers: tuple[Layer, ...]
    partial: Partial | None


@dataclass(slots=True)
class _Cuts:
    """Which limits were met on the way."""

    fanout: bool = False
    max_nodes: bool = False
    late: bool = False

    def __bool__(self) -> bool:
        return self.fanout or self.max_nodes or self.late


def walk(graph: Traversable, root: str, hop: Hop, *, depth: int, fanout: int, max_nodes: int, deadline: float) -> Walk:
    """Everything within ``depth`` hops of the root, as far as the limits let it. ``deadline`` is a monotonic moment."""
    found: dict[str, int] = {root: 0}
    edges: dict[str, Edge] = {}
    degrees: dict[str, int] = {}
    cuts = _Cuts()
    frontier = [root]
    # The level beyond the last one finds no node: it finds the edges among the last nodes, and what they hide.
    for level in range(1, depth + 2):
        if not frontier:
            break
        if time.monotonic() >= deadline:
            cuts.late = True
            break
        step = graph.step(frontier, hop, fanout=fanout)
        degrees.update(step.degrees)
        cuts.fanout |= level <= depth and any(n > fanout for n in step.degrees.values())
        fresh: list[str] = []
        for edge in step.edges:
            edges[edge.id] = edge
            other = _far(edge, hop)
            if level > depth or other in found:
                continue
            if len(found) >= max_nodes:
                cuts.max_nodes = True
                continue
            found[other] = level
            fresh.append(other)
        frontier = fresh
    return _finish(graph, root, hop, found, edges, degrees, cuts, depth=depth, fanout=fanout, deadline=deadline)


def _far(edge: Edge, hop: Hop) -> str:
    return edge.subject if hop.direction == "in" else edge.object


def _near(edge: Edge, hop: Hop) -> str:
    return edge.object if hop.direction == "in" else edge.subject


def _finish(
    graph: Traversable,
    root: str,
    hop: Hop,
    found: dict[str, int],
    edges: Mapping[str, Edge],
    degrees: Mapping[str, int],
    cuts: _Cuts,
    *,
    depth: int,
    fanout: int,
    deadline: float,
) -> Walk:
    totals: dict[int, int] = {}
    counted = not cuts
    if cuts:
        reach = graph.reach(
            root, hop, depth=depth, ids=cuts.fanout, among=found if cuts.fanout else None, deadline=deadline
        )
        for (distance, _), count in reach.cells.items():
            totals[distance] = totals.get(distance, 0) + count
        counted = reach.complete
        cuts.late |= not reach.complete
        if cuts.fanout:
            exact = {node: n for n, layer in enumerate(reach.ids, 1) for node in layer}
            # What was met beyond the last distance that is known exactly cannot be placed, so it is left out.
            found = {root: 0} | {node: exact[node] for node in found if node in exact}
    shown = dict(sorted(found.items(), key=lambda item: item[1]))
    kept = tuple(e for e in edges.values() if e.subject in shown and e.object in shown)
    drawn = Counter(_near(e, hop) for e in kept)
    per_layer = Counter(shown.values())
    known = max(totals, default=0) if cuts else depth
    layers = tuple(
        Layer(
            n,
            "down" if hop.direction == "in" else "up",
            totals.get(n, 0) if cuts and (counted or n <= known) else _shown(per_layer, n, cuts),
            per_layer[n],
        )
        for n in range(1, depth + 1)
        if per_layer[n] or totals.get(n)
    )
    hidden = {node: degrees[node] - drawn[node] for node in shown if node in degrees}
    cut = sum(totals.values()) - (len(shown) - 1) if counted else None
    return Walk(shown, kept, hidden, layers, _partial(cuts, cut, fanout) if cuts else None)


def _shown(per_layer: Counter[int], distance: int, cuts: _Cuts) -> int | None:
    """A layer's total where nothing was cut is what is shown; where time ran out it is not known."""
    return None if cuts else per_layer[distance]


def _partial(cuts: _Cuts, cut: int | None, fanout: int) -> Partial:
    if cuts.late:
        return Partial(
            "budget_ms",
            cut,
            f"Time ran out. Ask again with a greater budget_ms (at most {limits.BUDGET_MS.high}) or a smaller depth.",
        )
    if cuts.max_nodes:
        return Partial(
            "max_nodes",
            cut,
            f"Ask again with a greater max_nodes (at most {limits.MAX_NODES.high}), "
            "or start from a node whose hidden is above 0.",
        )
    return Partial(
        "fanout",
        cut,
        f"Only {fanout} edges of a node are followed. Ask again with a greater fanout (at most {limits.FANOUT.high}), "
        "or start from a node whose hidden is above 0.",
    )
