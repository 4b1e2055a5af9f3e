"""Everything that would feel it if a document changed: what rests on it, how far away, whose it is, and why."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.model import EdgeType
from graph_schema.store.base import Facet, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.implementers import late
from queries.locate import node_of
from queries.reached import counted, items, listing, page, paths, tally
from queries.shapes import Count, EdgeShape, Layer, NodeShape, Partial, Reached, edge_shape, node_shape
from queries.walk import Traversable

FAMILY = "implementation,basis"
"""What carries an impact on: who implements or is based on something rests on it, who cites or reviews it does not."""

_FACETS: tuple[Facet, ...] = ("kind", "level", "body", "type")


@dataclass(frozen=True, slots=True)
class Reason:
    """How many stand in one relation to the document itself; ``carries`` says that the impact goes on behind them."""

    type: str
    family: str
    label_vi: str
    label_en: str
    count: int
    carries: bool


@dataclass(frozen=True, slots=True)
class ImpactAnswer:
    """``total`` and ``counts`` hold everything that rests on the document; ``nodes`` the first of it, nearest first.
    ``reasons`` counts direct relations of every kind, also those that carry nothing on."""

    root: NodeShape
    family: str
    depth: int
    total: int
    layers: tuple[Layer, ...]
    counts: Mapping[str, tuple[Count, ...]]
    reasons: tuple[Reason, ...]
    nodes: tuple[Reached, ...]
    edges: tuple[EdgeShape, ...]
    next: str | None
    partial: Partial | None
    graph_version: int


def impact(
    graph: Graph,
    root: str,
    vocabulary: Vocabulary,
    *,
    depth: int | None = None,
    family: str = FAMILY,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImpactAnswer:
    """Every document and task that rests on ``root``. Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    hops = limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    types = limits.edge_types(family, vocabulary)
    budget = limits.bounded(limits.BUDGET_MS, budget_ms)
    deadline = time.monotonic() + budget / 1000
    hop = Hop("in", types, sure, stated)
    reach, ids = counted(graph, root, hop, _FACETS, hops, size, cursor, deadline)
    start = node_of(graph, root)
    listed = listing(root, ids)
    totals: dict[int, int] = {}
    for (distance, _), count in reach.cells.items():
        totals[distance] = totals.get(distance, 0) + count
    nodes, following = page(graph, listed, limit=size, cursor=cursor)
    ways = paths(graph, [n.id for n in nodes], listed, types, min_confidence=sure, stated=stated)
    shown: dict[int, int] = {}
    for node in nodes:
        shown[listed.distances[node.id]] = shown.get(listed.distances[node.id], 0) + 1
    edges = {e.id: e for way in ways.values() for e in way}
    return ImpactAnswer(
        root=node_shape(start, vocabulary),
        family=family,
        depth=hops,
        total=sum(totals.values()),
        layers=tuple(Layer(n, "down", totals[n], shown.get(n, 0)) for n in sorted(totals)),
        counts=tally(graph, reach.cells, _FACETS, vocabulary),
        reasons=reasons_of(graph, root, types, sure, stated, vocabulary),
        nodes=items(graph, nodes, listed, ways, vocabulary, {}),
        edges=tuple(edge_shape(edges[i], vocabulary) for i in sorted(edges)),
        next=following,
        partial=None if reach.complete else late(reach),
        graph_version=graph.version,
    )


def reasons_of(
    graph: Traversable, root: str, carrying: tuple[EdgeType, ...], sure: float, stated: bool, v: Vocabulary
) -> tuple[Reason, ...]:
    """How many stand in each textual relation to the document itself."""
    out = []
    for kind in limits.edge_types("all", v):
        found = graph.reach(root, Hop("in", (kind,), sure, stated), depth=1)
        if count := sum(found.cells.values()):
            names = v.relation(kind)
            out.append(Reason(kind.value, names.family, names.label_vi, names.label_en, count, kind in carrying))
    return tuple(out)
