"""What changed since a version: how another system keeps up without reading everything again."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.errors import InvalidQuestion
from graph_schema.store.base import Graph
from queries import limits


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An id that was taken away, and the ids that answer to it now: none when it is gone for good (410)."""

    id: str
    now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One entry of the journal. ``what`` is load, retract, decide, undo, rebuild or restore, ``at`` a moment in UTC;
    ``changed`` are the ids of nodes that appeared or changed, ``gone`` those that this version took away."""

    version: int
    at: str
    what: str
    subject: str
    changed: tuple[str, ...]
    gone: tuple[Tombstone, ...]


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """Whole versions, oldest first. Ask again with ``since`` set to ``until``, at once when there is ``more``."""

    since: int
    until: int
    more: bool
    items: tuple[ChangeEntry, ...]
    graph_version: int


def changes(graph: Graph, *, since: int = 0, limit: int | None = None) -> ChangesAnswer:
    """The journal behind version ``since``: some ``limit`` entries, a version never cut in two. Raises InvalidQuestion,
    also when ``since`` lies ahead: then the graph is not the one that was followed."""
    size = limits.bounded(limits.ENTRIES, limit)
    if not 0 <= since <= graph.version:
        raise InvalidQuestion(
            f"since={since} is no version of this graph, which is at {graph.version}. Begin again with since=0: it may "
            "be another graph than the one that was followed.",
            parameter="since",
            low=0,
            high=graph.version,
        )
    entries = list(graph.journal(since, size + 1))
    more = len(entries) > size
    if more:
        last = entries[-1].version
        if entries[0].version == last:  # one version has more entries than a page: it comes whole
            entries = [e for e in graph.journal(since) if e.version == last]
            more = last < graph.version
        else:
            entries = [e for e in entries if e.version < last]
    now = graph.aliases({id for e in entries for id in e.gone})
    return ChangesAnswer(
        since=since,
        until=entries[-1].version if more else graph.version,
        more=more,
        items=tuple(
            ChangeEntry(
                e.version, e.at, e.what, e.subject, e.changed, tuple(Tombstone(i, now.get(i, ())) for i in e.gone)
            )
            for e in entries
        ),
        graph_version=graph.version,
    )
