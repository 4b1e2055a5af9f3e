"""A graph as plain lists, walked in the plainest way: what a clever statement is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from graph_schema.model import Document, Edge, EdgeType, Node, Task
from graph_schema.store.base import Graph

IMPLEMENTING = frozenset({EdgeType.IMPLEMENTS, EdgeType.GUIDES})
RESTS_ON = IMPLEMENTING | {EdgeType.BASED_ON}
CHANGES = frozenset({EdgeType.AMENDS, EdgeType.REPLACES, EdgeType.REPEALS, EdgeType.SUSPENDS})
ACTS = RESTS_ON | CHANGES | {EdgeType.REVIEWS}


@dataclass(frozen=True)
class Known:
    """Every edge, every document and task by id, and the edges at each node."""

    edges: tuple[Edge, ...]
    nodes: Mapping[str, Node]
    around: Mapping[str, tuple[Edge, ...]]

    def document(self, id: str) -> Document | None:
        """The document with this id; None for a task."""
        node = self.nodes.get(id)
        return node if isinstance(node, Document) else None

    def day(self, id: str) -> date | None:
        """The day a document was issued; None for a year alone."""
        found = self.document(id)
        return date.fromisoformat(found.date) if found and found.date and len(found.date) == 10 else None

    def when(self, id: str) -> tuple[bool, str, str]:
        """A key that sorts by date, unknown last, then by id."""
        found = self.document(id)
        said = (found.date if found else None) or ""
        return not said, said, id

    def reached(
        self, start: str, types: frozenset[EdgeType], *, up: bool, without: str | None = None, drafts: bool = True
    ) -> set[str]:
        """Everything behind a node, ``without`` never entered; ``drafts`` also follows what is not counted."""
        found, queue = {start}, [start]
        while queue:
            near = queue.pop()
            for edge in self.around[near]:
                one, other = (edge.subject, edge.object) if up else (edge.object, edge.subject)
                if one == near and edge.type in types and (drafts or edge.counted) and other not in found | {without}:
                    found.add(other)
                    queue.append(other)
        return found - {start}

    def lags(self, root: str) -> list[tuple[int, str]]:
        """Days to each direct implementer that has a day on or after that of the root, and its id; sorted."""
        since = self.day(root)
        direct = {e.subject for e in self.around[root] if e.object == root and e.counted and e.type in IMPLEMENTING}
        days = {i: day for i in direct if (day := self.day(i))}
        return sorted(((day - since).days, i) for i, day in days.items() if since and since <= day)


def known(graph: Graph) -> Known:
    """The graph, read once."""
    edges = tuple(graph.records(Edge))
    around: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        for end in {edge.subject, edge.object}:
            around[end].append(edge)
    nodes: dict[str, Node] = {document.id: document for document in graph.records(Document)}
    nodes.update((task.id, task) for task in graph.records(Task))
    return Known(edges, nodes, {id: tuple(around[id]) for id in nodes.keys() | around.keys()})
