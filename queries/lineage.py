"""Where a document comes from and what follows from it, as a graph that can be drawn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from graph_schema.model import Document, Node
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.as_of import AsOf
from queries.force import Force, forces
from queries.locate import node_of
from queries.shapes import GraphAnswer, Partial, PlacedNode, edge_shape, node_shape
from queries.walk import Traversable, Walk, walk

DIRECTIONS = ("up", "down", "both")
_SIDES = {"root": 0, "up": 1, "down": 2}
FAMILY = "implementation,basis,change,review"
"""What is drawn unless another family is asked for: a mere citation is no lineage."""


@dataclass(frozen=True, slots=True)
class LineageThen(GraphAnswer):
    """A lineage as it stood on ``as_of``: without the ``later`` documents that were met on the way. ``undated`` are the
    nodes shown whose date does not tell whether they were there; ``force`` says of each document whether it was in
    force."""

    as_of: str
    later: int
    undated: tuple[str, ...]
    force: tuple[Force, ...]


def lineage(
    graph: Graph,
    root: str,
    vocabulary: Vocabulary,
    *,
    direction: str = "both",
    depth: int | None = None,
    family: str = FAMILY,
    min_confidence: float | None = None,
    stated: bool = False,
    drafts: bool = False,
    fanout: int | None = None,
    max_nodes: int | None = None,
    budget_ms: int | None = None,
    as_of: str | None = None,
) -> GraphAnswer:
    """``up``: what the document rests on; ``down``: what rests on it. ``drafts`` also follows what drafts would
    implement. With ``as_of`` (a LineageThen) what was issued later is left out. Raises InvalidQuestion, UnknownId,
    GoneId, MovedId."""
    limits.one_of("direction", direction, DIRECTIONS)
    hops = limits.bounded(limits.DEPTH, depth)
    fan = limits.bounded(limits.FANOUT, fanout)
    most = limits.bounded(limits.MAX_NODES, max_nodes)
    budget = limits.bounded(limits.BUDGET_MS, budget_ms)
    sure = limits.share("min_confidence", min_confidence)
    types = limits.edge_types(family, vocabulary)
    day = limits.day("as_of", as_of)
    deadline = time.monotonic() + budget / 1000
    then = AsOf(graph, day, vocabulary) if day else None
    seen: Traversable = then or graph
    walks: dict[str, Walk] = {}
    if direction in ("up", "both"):
        # A draft's own upstream is what it would implement: upwards drafts hide nothing.
        share = most if direction == "up" else max(most // 2, 1)
        hop = Hop("out", types, sure, stated, drafts=True)
        walks["up"] = walk(seen, root, hop, depth=hops, fanout=fan, max_nodes=share, deadline=deadline)
    if direction in ("down", "both"):
        left = most - (len(walks["up"].distances) - 1 if walks else 0)
        hop = Hop("in", types, sure, stated, drafts=drafts)
        walks["down"] = walk(seen, root, hop, depth=hops, fanout=fan, max_nodes=max(left, 1), deadline=deadline)
    start = node_of(graph, root)
    answer = _answer(graph, start, walks, vocabulary, direction=direction, family=family, depth=hops)
    return _then(graph, answer, start, then, vocabulary) if then else answer


def _then(graph: Graph, answer: GraphAnswer, root: Node, then: AsOf, v: Vocabulary) -> LineageThen:
    nodes = then.nodes(p.node.id for p in answer.nodes) | {root.id: root}
    return LineageThen(
        **{f.name: getattr(answer, f.name) for f in fields(answer)},
        as_of=then.day,
        later=len(then.later),
        undated=tuple(i for i in nodes if i != root.id and then.when(i) == "unknown"),
        force=forces(graph, list(nodes.values()), v, as_of=then.day),
    )


def _answer(
    graph: Graph, root: Node, walks: Mapping[str, Walk], v: Vocabulary, *, direction: str, family: str, depth: int
) -> GraphAnswer:
    sides: dict[str, tuple[int, str]] = {root.id: (0, "root")}
    for side, walked in walks.items():
        for node, distance in walked.distances.items():
            if node not in sides or distance < sides[node][0]:
                sides[node] = (distance, side)
    records = graph.nodes(list(sides))
    placed = [
        PlacedNode(node_shape(records[i], v), distance, side, _hidden(i, side, walks))
        for i, (distance, side) in sides.items()
        if i in records
    ]
    placed.sort(key=lambda p: (p.distance, _SIDES[p.direction], _date(records[p.node.id]), p.node.id))
    edges = {e.id: e for walked in walks.values() for e in walked.edges if e.subject in records and e.object in records}
    return GraphAnswer(
        root=node_shape(root, v),
        direction=direction,
        family=family,
        depth=depth,
        nodes=tuple(placed),
        edges=tuple(edge_shape(edges[i], v) for i in sorted(edges)),
        layers=tuple(layer for walked in walks.values() for layer in walked.layers),
        partial=_partial(walks),
        graph_version=graph.version,
    )


def _hidden(node: str, side: str, walks: Mapping[str, Walk]) -> int | None:
    """Of the root, what either side hides; of another node, what its own side does."""
    if side != "root":
        return walks[side].hidden.get(node)
    known = [w.hidden.get(node) for w in walks.values()]
    return None if None in known else sum(n for n in known if n is not None)


def _partial(walks: Mapping[str, Walk]) -> Partial | None:
    """Both sides' cuts in one: the numbers add up, unless one of them is not known."""
    cut = [w.partial for w in walks.values() if w.partial]
    if len(cut) < 2:
        return cut[0] if cut else None
    first = min(cut, key=lambda p: ("budget_ms", "max_nodes", "fanout").index(p.limit))
    return replace(first, cut=None if any(p.cut is None for p in cut) else sum(p.cut or 0 for p in cut))


def _date(node: Node) -> str:
    return (node.date if isinstance(node, Document) else None) or "~"
