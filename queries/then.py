"""Implementers and impact as they stood on a day: what was issued later is left out, what is undated stands apart."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from graph_schema.model import Node
from graph_schema.store.base import Facet, Graph, Hop, Reach
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.as_of import AsOf, split
from queries.force import Force, forces
from queries.impact import FAMILY as CARRYING
from queries.impact import ImpactAnswer, reasons_of
from queries.implementers import (
    GROUPS,
    SHOWN,
    ImplementersAnswer,
    group_of,
    grouped,
    late,
    possible_of,
    wanted,
)
from queries.locate import node_of
from queries.reached import Listing, is_draft, items, page, paths, tally
from queries.shapes import Layer, Reached, edge_shape, node_shape

_FACETS: tuple[Facet, ...] = ("kind", "type", "body", "place", "level", "status")


@dataclass(frozen=True, slots=True)
class ImplementersThen(ImplementersAnswer):
    """What implemented a document on ``as_of``. Items, totals, facets and groups hold what was there for certain;
    ``undated`` (on the first page) what may have been there, ``undated_total`` of them; ``later`` documents were met
    and left out. ``force`` says of the document asked about and of each item whether it was in force."""

    as_of: str
    undated: tuple[Reached, ...]
    undated_total: int
    later: int
    force: tuple[Force, ...]


@dataclass(frozen=True, slots=True)
class ImpactThen(ImpactAnswer):
    """What rested on a document on ``as_of``, with the same fields beside it as ImplementersThen. ``reasons`` counts
    direct relations of undated documents too."""

    as_of: str
    undated: tuple[Reached, ...]
    undated_total: int
    later: int
    force: tuple[Force, ...]


@dataclass(frozen=True, slots=True)
class _Stood:
    """Everything reached: ``listed`` orders what was there for certain and knows every distance; ``drafts`` of it are
    drafts, listed last of their distance and never counted."""

    view: AsOf
    reach: Reach
    listed: Listing
    undated: tuple[str, ...]
    drafts: int


def implementers_then(
    graph: Graph,
    document: str,
    vocabulary: Vocabulary,
    *,
    as_of: str,
    transitive: bool = False,
    depth: int | None = None,
    family: str = "implementation",
    group_by: str | None = None,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImplementersThen:
    """What implemented ``document`` on the day ``as_of``; the rest as ``implementers`` takes it. Raises
    InvalidQuestion, UnknownId, GoneId, MovedId."""
    hops = limits.bounded(limits.DEPTH, depth if depth is not None else limits.DEPTH.high if transitive else 1)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    hop = Hop("in", limits.edge_types(family, vocabulary), sure, stated)
    if group_by is not None:
        limits.one_of("group_by", group_by, GROUPS)
    stood = _stood(graph, document, vocabulary, hop, hops, as_of, budget_ms)
    root = node_of(graph, document)
    nodes, following = page(graph, stood.listed, limit=size, cursor=cursor)
    facets = tally(graph, stood.reach.cells, _FACETS, vocabulary)
    may = [p for p in graph.possible(document, hop.types) if wanted(p, sure, stated)]
    return ImplementersThen(
        root=node_shape(root, vocabulary),
        family=family,
        depth=hops,
        items=_items(graph, stood, nodes, hop, vocabulary, group_by),
        next=following,
        total=sum(stood.reach.cells.values()),
        inferred=_inferred(graph, stood, document, hop, hops, vocabulary),
        drafts=stood.drafts,
        facets={name: facets[name] for name in SHOWN},
        groups=grouped(graph, group_by, facets, stood.listed, vocabulary),
        possible=possible_of(graph, may[: limits.MAX_POSSIBLE], vocabulary),
        possible_total=len(may),
        partial=None if stood.reach.complete else late(stood.reach),
        graph_version=graph.version,
        as_of=stood.view.day,
        undated=_undated(graph, stood, size, cursor, hop, vocabulary, group_by),
        undated_total=len(stood.undated),
        later=len(stood.view.later),
        force=forces(graph, [root, *nodes], vocabulary, as_of=stood.view.day),
    )


def impact_then(
    graph: Graph,
    root: str,
    vocabulary: Vocabulary,
    *,
    as_of: str,
    depth: int | None = None,
    family: str = CARRYING,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImpactThen:
    """What rested on ``root`` on the day ``as_of``; the rest as ``impact`` takes it. Raises InvalidQuestion, UnknownId,
    GoneId, MovedId."""
    hops = limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    hop = Hop("in", limits.edge_types(family, vocabulary), sure, stated)
    stood = _stood(graph, root, vocabulary, hop, hops, as_of, budget_ms, drafts=False)
    start = node_of(graph, root)
    nodes, following = page(graph, stood.listed, limit=size, cursor=cursor)
    ways = paths(graph, [n.id for n in nodes], stood.listed, hop.types, min_confidence=sure, stated=stated)
    totals: dict[int, int] = {}
    for (distance, _), count in stood.reach.cells.items():
        totals[distance] = totals.get(distance, 0) + count
    shown = [stood.listed.distances[n.id] for n in nodes]
    edges = {e.id: e for way in ways.values() for e in way}
    counts = tally(graph, stood.reach.cells, _FACETS, vocabulary)
    return ImpactThen(
        root=node_shape(start, vocabulary),
        family=family,
        depth=hops,
        total=sum(totals.values()),
        layers=tuple(Layer(n, "down", totals[n], shown.count(n)) for n in sorted(totals)),
        counts={name: counts[name] for name in ("kind", "level", "body", "type")},
        reasons=reasons_of(stood.view, root, hop.types, sure, stated, vocabulary),
        nodes=items(graph, nodes, stood.listed, ways, vocabulary, {}),
        edges=tuple(edge_shape(edges[i], vocabulary) for i in sorted(edges)),
        next=following,
        partial=None if stood.reach.complete else late(stood.reach),
        graph_version=graph.version,
        as_of=stood.view.day,
        undated=_undated(graph, stood, size, cursor, hop, vocabulary, None),
        undated_total=len(stood.undated),
        later=len(stood.view.later),
        force=forces(graph, [start, *nodes], vocabulary, as_of=stood.view.day),
    )


def _stood(
    graph: Graph,
    root: str,
    v: Vocabulary,
    hop: Hop,
    depth: int,
    as_of: str,
    budget_ms: int | None,
    *,
    drafts: bool = True,
) -> _Stood:
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    view = AsOf(graph, limits.day("as_of", as_of) or "", v)
    strict = view.reach(root, hop, depth=depth, ids=True, deadline=deadline)
    sure, undated = split(view, strict.ids)
    reach = replace(strict, cells=view.cells(sure, _FACETS))
    planned: dict[str, int] = {}
    if drafts:
        loose = view.reach(root, replace(hop, drafts=True), depth=depth, ids=True, deadline=deadline)
        reach = replace(reach, complete=reach.complete and loose.complete)
        nodes = view.nodes(i for layer in loose.ids for i in layer)
        planned = {i: n for n, layer in enumerate(loose.ids, 1) for i in layer if is_draft(nodes[i])}
    order = [i for layer in sure for i in layer]
    distances = {i: n for n, layer in enumerate(strict.ids, 1) for i in layer} | planned | {root: 0}
    order += planned
    order.sort(key=lambda i: (distances[i], i in planned))  # within a distance they stand by date already
    return _Stood(view, reach, Listing(root, tuple(order), distances), undated, len(planned))


def _items(
    graph: Graph, stood: _Stood, nodes: Sequence[Node], hop: Hop, v: Vocabulary, group_by: str | None
) -> tuple[Reached, ...]:
    ways = paths(
        graph, [n.id for n in nodes], stood.listed, hop.types, min_confidence=hop.min_confidence, stated=hop.stated
    )
    return items(graph, nodes, stood.listed, ways, v, {n.id: group_of(n, group_by) for n in nodes})


def _undated(
    graph: Graph, stood: _Stood, size: int, cursor: str | None, hop: Hop, v: Vocabulary, group_by: str | None
) -> tuple[Reached, ...]:
    if cursor is not None:
        return ()
    shown: Collection[Node] = stood.view.nodes(stood.undated[:size]).values()
    return _items(graph, stood, list(shown), hop, v, group_by)


def _inferred(graph: Graph, stood: _Stood, root: str, hop: Hop, depth: int, v: Vocabulary) -> int | None:
    """How many of those there for certain are reached by no chain of outright statements."""
    if hop.stated or not stood.reach.cells:
        return 0
    if not stood.reach.complete:
        return None
    outright = stood.view.reach(root, replace(hop, stated=True), depth=depth, ids=True)
    sure, _ = split(stood.view, outright.ids)
    return sum(stood.reach.cells.values()) - sum(map(len, sure))
