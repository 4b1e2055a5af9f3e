"""One hop from any node - a document, a task, a body - and how much of it, and behind it, stays hidden."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.model import EdgeType
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.around import WAYS, DiagramGroup, around, group, placed, shown
from queries.headings import HEADINGS
from queries.locate import node_of
from queries.shapes import EdgeShape, NodeShape, PlacedNode, edge_shape, node_shape

DIRECTIONS = ("out", "in", "both")


@dataclass(frozen=True, slots=True)
class ExpandAnswer:
    """``groups`` are those that have members; ``nodes`` and ``edges`` hold what they show. A node's ``hidden`` counts
    its edges on both sides that are not here; that of the root is what a greater limit would show."""

    root: NodeShape
    direction: str
    family: str
    groups: tuple[DiagramGroup, ...]
    nodes: tuple[PlacedNode, ...]
    edges: tuple[EdgeShape, ...]
    graph_version: int


def expand(
    graph: Graph,
    id: str,
    vocabulary: Vocabulary,
    *,
    direction: str = "both",
    family: str = "all",
    limit: int | None = None,
) -> ExpandAnswer:
    """The neighbours of a node, ``limit`` of each group. ``family`` may also be ``structure``, which ``all`` holds too.
    Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    limits.one_of("direction", direction, DIRECTIONS)
    size = limits.bounded(limits.NEIGHBOURS, limit)
    types = every_type(family, vocabulary)
    root = node_of(graph, id)
    found = around(graph, id, types, [way for way in WAYS if direction in (way, "both")])
    order = {key: n for n, key in enumerate(HEADINGS)}
    keys = sorted(found.groups, key=lambda k: (order.get(k, len(order)), k))
    groups = tuple(group(k, found.groups[k], size, vocabulary) for k in keys)
    edges = shown(found, groups)
    return ExpandAnswer(
        root=node_shape(root, vocabulary),
        direction=direction,
        family=family,
        groups=groups,
        nodes=placed(graph, root, found, edges, types, vocabulary),
        edges=tuple(edge_shape(e, vocabulary) for e in edges),
        graph_version=graph.version,
    )


def every_type(family: str, vocabulary: Vocabulary) -> tuple[EdgeType, ...]:
    """The edge types of families joined with commas, those of structure among them. Raises InvalidQuestion."""
    known = tuple(dict.fromkeys(r.family for r in vocabulary.relations))
    names = (
        known if family == "all" else [limits.one_of("family", n.strip(), (*known, "all")) for n in family.split(",")]
    )
    return tuple(EdgeType(t) for name in dict.fromkeys(names) for t in vocabulary.family(name))
