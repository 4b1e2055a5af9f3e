"""Taking a source away, and seeing beforehand what would go with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, TypeVar, cast

from graph_schema.errors import UnknownId
from graph_schema.model import Document, Edge, Record, Source, Task
from graph_schema.store.base import Change, Store
from graph_schema.store.codec import key_of
from graph_schema.vocabulary import Vocabulary
from loaders.report import version_of
from loaders.sources import remove
from loaders.trial import rolled_back

R = TypeVar("R", Document, Task, Edge)

SHOWN: Final = 500
"""Things listed one by one in each list; ``totals`` has the full numbers."""
BATCH: Final = 1000
WATCHED: Final = (Document, Task, Edge)


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """An edge and how many independent publishers bear it out, before and after: 0 when it is not there."""

    id: str
    from_: str
    type: str
    to: str
    support_before: int
    support_after: int


@dataclass(frozen=True, slots=True)
class Retraction:
    """What went with a source, or would go. ``version`` is the graph version afterwards (before it, for a dry run).

    ``gone``, ``changed`` and ``new`` are ids of documents: new are those of an older text that speaks again, or that a
    name now means. The lists hold the first 500 of each, ``totals`` how many there are.
    """

    version: int
    dry_run: bool
    source: str
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    tasks_gone: tuple[str, ...]
    edges_gone: tuple[EdgeChange, ...]
    edges_changed: tuple[EdgeChange, ...]
    edges_new: tuple[EdgeChange, ...]
    totals: Mapping[str, int]


def retract(store: Store, source: str, vocabulary: Vocabulary, *, dry_run: bool = False) -> Retraction:
    """Take a source away: the graph is then as if it had never been read. A dry run does the same and leaves nothing of
    it behind. Raises UnknownId."""

    def work(change: Change) -> Retraction:
        held = change.sources([source])
        if source not in held:
            raise UnknownId(
                f"No source has the id {source!r}. `directive-graph stats --sources` lists them.", id=source
            )
        watched = _Watched(change)
        remove(cast(Change, watched), held[source], vocabulary)
        change.note("retract", label(held[source]))
        return _told(change, source, watched.before, dry_run)

    if dry_run:
        return rolled_back(store, work)
    done = store.update(work)
    return replace(done, version=version_of(store))


def label(source: Source) -> str:
    """What a source is called in one line."""
    return source.title or source.address or source.id


class _Watched:
    """A change that remembers what stood where something was put or dropped."""

    def __init__(self, change: Change) -> None:
        self._change = change
        self.before: dict[type[Record], dict[str, Any]] = {kind: {} for kind in WATCHED}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._change, name)

    def put(self, records: Iterable[Record]) -> None:
        many = list(records)
        for kind in WATCHED:
            self._remember(kind, [key_of(r) for r in many if isinstance(r, kind)])
        self._change.put(many)

    def drop(self, kind: type[Record], keys: Collection[tuple[str | int, ...]]) -> None:
        if kind in self.before:
            self._remember(kind, keys)
        self._change.drop(kind, keys)

    def _remember(self, kind: type[Record], keys: Collection[tuple[str | int, ...]]) -> None:
        before = self.before[kind]
        new = [str(key) for (key,) in keys if key not in before]
        before |= dict.fromkeys(new) | _there(self._change, kind, new)


def _there(change: Change, kind: type[Record], ids: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        records: Mapping[str, object] = change.edges(batch) if kind is Edge else change.nodes(batch)
        found |= {id: record for id, record in records.items() if isinstance(record, kind)}
    return found


def _told(change: Change, source: str, before: Mapping[type[Record], Mapping[str, Any]], dry_run: bool) -> Retraction:
    documents = _parted(change, Document, before[Document])
    tasks = _parted(change, Task, before[Task])
    edges = _parted(change, Edge, before[Edge])
    lists = {
        "gone": tuple(id for id, _, _ in documents[0]),
        "changed": tuple(id for id, _, _ in documents[1]),
        "new": tuple(id for id, _, _ in documents[2]),
        "tasks_gone": tuple(id for id, _, _ in tasks[0]),
        "edges_gone": tuple(map(_edge, edges[0])),
        "edges_changed": tuple(map(_edge, edges[1])),
        "edges_new": tuple(map(_edge, edges[2])),
    }
    totals = {name: len(each) for name, each in lists.items()}
    shown: dict[str, Any] = {name: each[:SHOWN] for name, each in lists.items()}
    return Retraction(version=change.version, dry_run=dry_run, source=source, totals=totals, **shown)


_Then = tuple[str, Any, Any]


def _parted(change: Change, kind: type[R], before: Mapping[str, R | None]) -> tuple[list[_Then], ...]:
    """What is gone, what changed and what is new: (id, before, after), by id."""
    now = _there(change, kind, sorted(before))
    all_ = [(id, before[id], now.get(id)) for id in sorted(before)]
    gone = [each for each in all_ if each[1] is not None and each[2] is None]
    changed = [each for each in all_ if each[1] is not None and each[2] is not None and each[1] != each[2]]
    new = [each for each in all_ if each[1] is None and each[2] is not None]
    return gone, changed, new


def _edge(then: _Then) -> EdgeChange:
    id, before, after = then
    edge: Edge = before or after
    counted = [each.support if each else 0 for each in (before, after)]
    return EdgeChange(id, edge.subject, edge.type.value, edge.object, *counted)
