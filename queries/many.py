"""Many documents by their ids at once: a status each, so that one that has gone does not spoil the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.shapes import DocumentShape, document_shape


@dataclass(frozen=True, slots=True)
class AskedId:
    """What became of one id. ``status`` is 200 (there), 300 (several answer to it), 308 (one does: it is shown),
    404 or 410 (it was retracted); ``now`` are the ids that answer to an older one."""

    asked: str
    status: int
    document: DocumentShape | None
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManyAnswer:
    """The ids in the order in which they were asked for."""

    items: tuple[AskedId, ...]
    graph_version: int


def many(graph: Graph, ids: Sequence[str], vocabulary: Vocabulary) -> ManyAnswer:
    """The documents with these ids. Raises InvalidQuestion when there are too many, or none."""
    if not ids:
        raise InvalidQuestion(
            "ids is empty. Give ids joined with commas, such as 18-nq-tw.xii.", parameter="ids", low=1
        )
    limits.bounded(limits.IDS, len(ids))
    nodes = graph.nodes(ids)
    now = graph.aliases([i for i in ids if i not in nodes])
    moved = graph.nodes({n[0] for n in now.values() if len(n) == 1})

    def one(id: str) -> AskedId:
        if id in nodes:
            node = nodes[id]
            found = document_shape(node, vocabulary) if isinstance(node, Document) else None
            return AskedId(id, 200 if found else 404, found, ())
        if id in now:
            alone = moved.get(now[id][0]) if len(now[id]) == 1 else None
            shape = document_shape(alone, vocabulary) if isinstance(alone, Document) else None
            return AskedId(id, 308 if shape else 300, shape, now[id])
        return AskedId(id, 404 if graph.gone(id) is None else 410, None, ())

    return ManyAnswer(tuple(one(id) for id in ids), graph.version)
