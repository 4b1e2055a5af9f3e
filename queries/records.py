"""One task, one body, one source: what it is and what it is bound to."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.errors import UnknownId
from graph_schema.model import EdgeType, IssuingBody, State, Task
from graph_schema.store.base import Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.locate import node_of
from queries.relations import Relation, adjacent
from queries.shapes import BodyShape, SourceRef, TaskShape, body_shape, node_shape, source_ref


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """A task with its source and the documents it implements or cites."""

    task: TaskShape
    source: SourceRef | None
    relations: tuple[Relation, ...]
    graph_version: int


@dataclass(frozen=True, slots=True)
class BodyAnswer:
    """A body with its parent and successor where they are known here, and how many documents it issued."""

    body: BodyShape
    parent: BodyShape | None
    succeeded_by: BodyShape | None
    documents: int
    graph_version: int


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """A source, how much was found in it, and its text."""

    source: SourceRef
    place: str | None
    length: int
    mentions: int
    documents: tuple[str, ...]
    tasks: tuple[str, ...]
    open: int
    text: str | None
    graph_version: int


def task(graph: Graph, id: str, vocabulary: Vocabulary) -> TaskAnswer:
    """A task. Raises UnknownId, GoneId."""
    found = node_of(graph, id)
    if not isinstance(found, Task):
        raise UnknownId(f"{id!r} is no task. Documents are under /directives/, bodies under /bodies/.", id=id)
    shape = node_shape(found, vocabulary)
    assert isinstance(shape, TaskShape)
    types = (*limits.edge_types("all", vocabulary), EdgeType.ASSIGNED_TO)
    bound, _ = adjacent(graph, id, vocabulary, "out", types)
    source = graph.sources([found.source]).get(found.source)
    return TaskAnswer(shape, source_ref(source) if source else None, bound, graph.version)


def body(graph: Graph, id: str, vocabulary: Vocabulary) -> BodyAnswer:
    """A body. Raises UnknownId, GoneId."""
    found = node_of(graph, id)
    if not isinstance(found, IssuingBody):
        raise UnknownId(f"{id!r} is no body. Documents are under /directives/, tasks under /tasks/.", id=id)
    near = graph.nodes([i for i in (found.parent, found.succeeded_by) if i])

    def shown(name: str | None) -> BodyShape | None:
        other = near.get(name) if name else None
        return body_shape(other, vocabulary) if isinstance(other, IssuingBody) else None

    issued = graph.find((), Filters(body=id), limit=1, total=True).total or 0
    return BodyAnswer(
        body_shape(found, vocabulary), shown(found.parent), shown(found.succeeded_by), issued, graph.version
    )


def source(graph: Graph, id: str, *, text: bool = False) -> SourceAnswer:
    """A source with what was found in it, and its canonical text when asked for. Raises UnknownId."""
    found = graph.sources([id]).get(id)
    if found is None:
        raise UnknownId(f"No source has the id {id!r}. Evidence answers and load reports name source ids.", id=id)
    referents = graph.referents_of([id])
    return SourceAnswer(
        source=source_ref(found),
        place=found.place,
        length=found.length,
        mentions=len(graph.mentions([id])),
        documents=tuple(sorted({r.document for r in referents if r.document})),
        tasks=tuple(t.id for t in graph.tasks_of([id])),
        open=sum(1 for r in referents if r.state is not State.RESOLVED),
        text=graph.text(id) if text else None,
        graph_version=graph.version,
    )
