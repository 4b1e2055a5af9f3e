"""The diagram (lược đồ) of a document: one hop on both sides, in the groups that readers of legal portals know, and in
those of implementation, review and tasks that portals lack."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.around import DiagramGroup, Members, around, group, placed, shown
from queries.headings import HEADINGS
from queries.locate import document_of
from queries.shapes import DocumentShape, EdgeShape, PlacedNode, document_shape, edge_shape


@dataclass(frozen=True, slots=True)
class DiagramAnswer:
    """``groups`` are always the same ones in the same order, also when they are empty; a group only some documents
    have comes behind them. ``nodes`` and ``edges`` hold what the groups show, and the document itself."""

    root: DocumentShape
    groups: tuple[DiagramGroup, ...]
    nodes: tuple[PlacedNode, ...]
    edges: tuple[EdgeShape, ...]
    graph_version: int


def diagram(graph: Graph, id: str, vocabulary: Vocabulary, *, limit: int | None = None) -> DiagramAnswer:
    """The diagram of a document, with ``limit`` members of each group. Raises InvalidQuestion, UnknownId, GoneId,
    MovedId."""
    size = limits.bounded(limits.SHOWN, limit)
    root = document_of(graph, id)
    types = limits.edge_types("all", vocabulary)
    found = around(graph, id, types)
    further = sorted(found.groups.keys() - HEADINGS.keys())
    groups = tuple(group(k, found.groups.get(k, Members()), size, vocabulary) for k in (*HEADINGS, *further))
    edges = shown(found, groups)
    return DiagramAnswer(
        root=document_shape(root, vocabulary),
        groups=groups,
        nodes=placed(graph, root, found, edges, types, vocabulary),
        edges=tuple(edge_shape(e, vocabulary) for e in edges),
        graph_version=graph.version,
    )
