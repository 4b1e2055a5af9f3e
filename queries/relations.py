"""The edges of one node: counted by type, or listed with what is at their other ends."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.model import EdgeType
from graph_schema.store.base import Direction, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.locate import node_of
from queries.shapes import EdgeShape, NodeShape, edge_shape, node_shape


@dataclass(frozen=True, slots=True)
class RelationCount:
    """How many relations of one type a document has in one direction: ``out`` it acts, ``in`` it is acted upon."""

    type: str
    family: str
    direction: str
    label_vi: str
    label_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge of a document, and the node at its other end."""

    direction: str
    edge: EdgeShape
    node: NodeShape


@dataclass(frozen=True, slots=True)
class RelationsAnswer:
    """The edges of a document, the best supported first in each direction. ``total`` counts all of them."""

    root: NodeShape
    items: tuple[Relation, ...]
    total: int
    graph_version: int


def relation_counts(graph: Graph, id: str, vocabulary: Vocabulary) -> tuple[RelationCount, ...]:
    """How many edges of each textual type a node has, those it starts first; what drafts would do is not counted."""
    out = []
    ways: tuple[Direction, ...] = ("out", "in")
    for way in ways:
        for kind in limits.edge_types("all", vocabulary):
            if degree := graph.step([id], Hop(way, (kind,), drafts=way == "out"), fanout=1).degrees.get(id, 0):
                names = vocabulary.relation(kind)
                vi, en = (names.label_vi, names.label_en) if way == "out" else (names.inverse_vi, names.inverse_en)
                out.append(RelationCount(kind.value, names.family, way, vi, en, degree))
    return tuple(out)


def relations(
    graph: Graph,
    id: str,
    vocabulary: Vocabulary,
    *,
    direction: str = "both",
    family: str = "all",
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
) -> RelationsAnswer:
    """The edges of one node, ``limit`` at most each way. Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    limits.one_of("direction", direction, ("in", "out", "both"))
    types = limits.edge_types(family, vocabulary)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    root = node_of(graph, id)
    shown, total = adjacent(graph, id, vocabulary, direction, types, sure=sure, stated=stated, size=size)
    return RelationsAnswer(node_shape(root, vocabulary), shown, total, graph.version)


def adjacent(
    graph: Graph,
    id: str,
    vocabulary: Vocabulary,
    direction: str,
    types: tuple[EdgeType, ...],
    *,
    sure: float = 0.0,
    stated: bool = False,
    size: int = limits.PAGE.high,
) -> tuple[tuple[Relation, ...], int]:
    """The edges of a node with their other ends, the outgoing first, and how many there are in all."""
    ways: tuple[Direction, ...] = ("out", "in")
    steps = {
        way: graph.step([id], Hop(way, types, sure, stated, drafts=True), fanout=size)
        for way in ways
        if direction in (way, "both")
    }
    found = [(way, e, e.object if way == "out" else e.subject) for way, step in steps.items() for e in step.edges]
    nodes = graph.nodes({other for _, _, other in found})
    shown = tuple(
        Relation(way, edge_shape(edge, vocabulary), node_shape(nodes[other], vocabulary))
        for way, edge, other in found
        if other in nodes
    )
    return shown, sum(step.degrees.get(id, 0) for step in steps.values())
