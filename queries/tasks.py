"""Numbered tasks as a list: whose they are, where, what they carry out, and what was due by a day.

Whether a task was done is not known here: "overdue" says that its day has passed. What bears no day is never overdue
and counted apart.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph_schema.bodies import body_of
from graph_schema.folding import fold
from graph_schema.model import Edge, EdgeType, IssuingBody, Source, Task
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.as_of import chunks
from queries.locate import node_of
from queries.parameters import place_of
from queries.reached import read_cursor, write_cursor
from queries.shapes import FLAT, NodeShape, Partial, SourceRef, node_shape, source_ref

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A document that a task carries out, cites or otherwise names."""

    id: str
    type: str
    edge: str


@dataclass(frozen=True, slots=True)
class TaskItem:
    """A task with its province (of the body that set it, else of its source), its source and its documents.
    ``overdue`` is None when no day was asked about or the task bears none."""

    node: NodeShape = field(metadata=FLAT)
    place: str | None
    place_name: str | None
    documents: tuple[TaskLink, ...]
    source_ref: SourceRef | None
    overdue: bool | None


@dataclass(frozen=True, slots=True)
class TasksAnswer:
    """Tasks by the day they are due (unknown last), source and number. ``total`` counts what was found;
    ``without_due`` of what the other filters left bear no day, and so are left out where a day was asked about."""

    items: tuple[TaskItem, ...]
    next: str | None
    total: int
    without_due: int
    overdue_on: str | None
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class _Context:
    """What is said about tasks outside of themselves."""

    bodies: Mapping[str, IssuingBody]
    sources: Mapping[str, Source]
    assigned: Mapping[str, tuple[str, ...]]


def tasks(
    graph: Graph,
    vocabulary: Vocabulary,
    *,
    directive: str | None = None,
    assignee: str | None = None,
    place: str | None = None,
    due_from: str | None = None,
    due_to: str | None = None,
    overdue_on: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> TasksAnswer:
    """Tasks that keep every filter: ``directive`` (an id) they name, ``assignee`` a body's id or words of its name as
    written, ``place`` a province, due within days, overdue on a day. Raises InvalidQuestion, UnknownId, GoneId,
    MovedId."""
    size = limits.bounded(limits.PAGE, limit)
    first, last = limits.day("due_from", due_from), limits.day("due_to", due_to)
    overdue = limits.day("overdue_on", overdue_on)
    where = place_of(place, vocabulary) if place else None
    words = fold(limits.words_of(assignee, name="assignee")) if assignee else None
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    if directive is not None:
        node_of(graph, directive)
    found: list[Task] = []
    complete = True
    for chunk in chunks(_candidates(graph, directive, vocabulary), _AT_ONCE):
        context = _context(graph, chunk, vocabulary)
        found += [
            t
            for t in chunk
            if (where is None or _place(t, context) == where)
            and (words is None or _assigned(t, assignee or "", words, context))
        ]
        if time.monotonic() >= deadline:
            complete = False
            break
    dated = bool(first or last or overdue)
    kept = [t for t in found if not dated or _within(t, first, last, overdue)]
    kept.sort(key=_key)
    start = _after(kept, cursor)
    shown = kept[start : start + size]
    return TasksAnswer(
        items=_items(graph, shown, overdue, vocabulary),
        next=_cursor(shown[-1]) if shown and start + size < len(kept) else None,
        total=len(kept),
        without_due=sum(t.due is None for t in found),
        overdue_on=overdue,
        partial=None if complete else _late(),
        graph_version=graph.version,
    )


def _candidates(graph: Graph, directive: str | None, v: Vocabulary) -> Iterator[Task]:
    if directive is None:
        yield from graph.records(Task)
        return
    edges = graph.step([directive], Hop("in", limits.edge_types("all", v), drafts=True)).edges
    for ids in chunks(sorted({e.subject for e in edges}), _AT_ONCE):
        yield from (n for n in graph.nodes(ids).values() if isinstance(n, Task))


def _context(graph: Graph, tasks: Iterable[Task], v: Vocabulary) -> _Context:
    listed = list(tasks)
    assigned: dict[str, list[str]] = {}
    for edge in graph.step([t.id for t in listed], Hop("out", (EdgeType.ASSIGNED_TO,))).edges:
        assigned.setdefault(edge.subject, []).append(edge.object)
    wanted = {t.set_by for t in listed if t.set_by} | {b for bodies in assigned.values() for b in bodies}
    known = {i: b for i in wanted if (b := body_of(i, v))}
    return _Context(
        bodies=known | {i: n for i, n in graph.nodes(wanted).items() if isinstance(n, IssuingBody)},
        sources=graph.sources({t.source for t in listed}),
        assigned={i: tuple(bodies) for i, bodies in assigned.items()},
    )


def _place(task: Task, context: _Context) -> str | None:
    setter = context.bodies.get(task.set_by) if task.set_by else None
    source = context.sources.get(task.source)
    return (setter.place if setter else None) or (source.place if source else None)


def _assigned(task: Task, asked: str, words: str, context: _Context) -> bool:
    ids = context.assigned.get(task.id, ())
    names = [*task.assigned_to, *(context.bodies[i].name for i in ids if i in context.bodies)]
    return asked in ids or any(words in fold(name) for name in names)


def _within(task: Task, first: str | None, last: str | None, overdue: str | None) -> bool:
    if task.due is None:
        return False
    early, late = (first is None or task.due >= first), (last is None or task.due <= last)
    return early and late and (overdue is None or task.due < overdue)


def _key(task: Task) -> tuple[str, str, int]:
    return (task.due or "~", task.source, task.n)


def _cursor(task: Task) -> str:
    due, source, n = _key(task)
    return write_cursor((n, due, source))


def _after(kept: list[Task], cursor: str | None) -> int:
    if cursor is None:
        return 0
    n, due, source = read_cursor(cursor)
    return sum(_key(t) <= (due, source, n) for t in kept)


def _items(graph: Graph, tasks: list[Task], overdue: str | None, v: Vocabulary) -> tuple[TaskItem, ...]:
    context = _context(graph, tasks, v)
    links: dict[str, list[Edge]] = {}
    for edge in graph.step([t.id for t in tasks], Hop("out", limits.edge_types("all", v), drafts=True)).edges:
        links.setdefault(edge.subject, []).append(edge)
    made = []
    for task in tasks:
        place, source = _place(task, context), context.sources.get(task.source)
        made.append(
            TaskItem(
                node=node_shape(task, v),
                place=place,
                place_name=v.place_name(place) if place else None,
                documents=tuple(TaskLink(e.object, e.type.value, e.id) for e in links.get(task.id, ())),
                source_ref=source_ref(source) if source else None,
                overdue=task.due < overdue if overdue and task.due else None,
            )
        )
    return tuple(made)


def _late() -> Partial:
    return Partial(
        "budget_ms",
        None,
        f"Time ran out before every task was looked at. Ask again with a directive, or with a greater budget_ms "
        f"(at most {limits.BUDGET_MS.high}).",
    )
