"""The storage contract: small graph steps, no query text. Every engine answers it alike, in the same order.

Reads happen inside a consistent snapshot; a change runs alone, sees its own writes and bumps ``version`` once,
or leaves nothing behind. Records are the frozen data of ``graph_schema.model``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from graph_schema.model import (
    Claim,
    Decision,
    Document,
    Edge,
    EdgeType,
    Entry,
    Mention,
    Node,
    PlaceLink,
    Record,
    Referent,
    Source,
    Task,
)

T = TypeVar("T")
R = TypeVar("R", bound=Record)
Direction = Literal["in", "out"]  # "in": who points at me (what rests on me); "out": what I point to
Facet = Literal["kind", "type", "body", "place", "level", "system", "term", "status"]


@dataclass(frozen=True, slots=True)
class Hop:
    """Which edges a traversal may take. ``stated`` leaves out edges no source states outright; ``drafts`` also
    follows what drafts would implement (they are never counted as having implemented)."""

    direction: Direction
    types: tuple[EdgeType, ...]
    min_confidence: float = 0.0
    stated: bool = False
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One hop: edges ordered by (frontier id, support descending, neighbour id, type), at most ``fanout`` for each
    frontier id; ``degrees`` holds the full number of edges of every frontier id under the same filter."""

    edges: tuple[Edge, ...]
    degrees: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything at its exact shortest distance from the root (the root itself, distance 0, is left out).

    ``cells`` maps (distance, facet values in the order asked) to a count, sorted with unknown values last; ``ids``
    holds, when asked for, the ids at distance 1, 2, ... each ordered by (date, unknown last; id). ``depth`` is the
    greatest distance found. ``complete`` is False when time ran out: then every distance up to ``depth`` is exact and
    nothing beyond it was looked at.
    """

    cells: Mapping[tuple[int, tuple[str | None, ...]], int]
    ids: tuple[tuple[str, ...], ...]
    depth: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Filters:
    """Equality filters on documents; ``since``/``until`` bound the date (inclusive). None filters nothing."""

    kind: str | None = None
    type: str | None = None
    body: str | None = None
    place: str | None = None
    level: str | None = None
    system: str | None = None
    term: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Documents ordered by (date descending, unknown last; id). ``next`` is the cursor of the following page."""

    documents: tuple[Document, ...]
    next: str | None
    total: int | None
    facets: Mapping[Facet, Mapping[str | None, int]]


@dataclass(frozen=True, slots=True)
class OpenClaim:
    """A claim that makes no edge because an end is unresolved. ``end`` is the unresolved referent; ``other`` the
    node at the claim's other end, or None when that is unresolved too."""

    claim: Claim
    referent: Referent
    other: str | None


class Graph(Protocol):
    """A consistent view. Every collection comes back sorted by its key; unknown keys are simply absent.

    Until the ``time.monotonic()`` moment ``lasts_until`` there is no later version, whoever writes; 0 when nobody says
    so. An engine whose version takes a trip says it of a view whose version is asked for first."""

    version: int
    lasts_until: float

    # statements
    def sources(self, ids: Collection[str]) -> dict[str, Source]: ...
    def text(self, source: str) -> str | None: ...
    def sources_at(self, addresses: Collection[str]) -> tuple[Source, ...]: ...
    def mentions(self, sources: Collection[str]) -> tuple[Mention, ...]: ...
    def referents(self, clusters: Collection[str]) -> tuple[Referent, ...]: ...
    def referents_of(self, sources: Collection[str]) -> tuple[Referent, ...]: ...
    def referents_as(self, documents: Collection[str]) -> tuple[Referent, ...]: ...
    def claims(self, ids: Collection[str]) -> dict[str, Claim]: ...
    def claims_of(self, sources: Collection[str]) -> tuple[Claim, ...]: ...
    def claims_on(self, ends: Collection[tuple[str, str]]) -> tuple[Claim, ...]: ...
    def claims_behind(self, edges: Collection[str]) -> tuple[Claim, ...]: ...
    def stating(self, edges: Collection[str], *, most: int) -> dict[str, tuple[str, ...]]:
        """The sources with a claim behind each edge, by their ids in order, ``most`` of each edge's at most. An edge
        without claims has no entry."""

    def decisions(self, clusters: Collection[str]) -> tuple[Decision, ...]:
        """Decisions that name one of these clusters, as either of theirs."""

    def decisions_at(self, ids: Collection[str]) -> tuple[Decision, ...]: ...
    def decisions_of(self, sources: Collection[str]) -> tuple[Decision, ...]: ...
    def decisions_behind(self, edges: Collection[str]) -> tuple[Decision, ...]: ...
    def place_links(self, tokens: Collection[str]) -> tuple[PlaceLink, ...]: ...
    def place_links_in(self, clusters: Collection[str]) -> tuple[PlaceLink, ...]: ...

    # the graph
    def nodes(self, ids: Collection[str]) -> dict[str, Node]: ...
    def names(self, bodies: Collection[str]) -> dict[str, str]:
        """The names of bodies by id: all that is shown of them where documents are counted by body."""

    def documents_in(self, clusters: Collection[str]) -> tuple[Document, ...]: ...
    def aliases(self, aliases: Collection[str]) -> dict[str, tuple[str, ...]]: ...
    def aliases_of(self, documents: Collection[str]) -> dict[str, tuple[str, ...]]: ...
    def edges(self, ids: Collection[str]) -> dict[str, Edge]: ...
    def tasks_of(self, sources: Collection[str]) -> tuple[Task, ...]: ...
    def find(
        self,
        words: tuple[str, ...],
        filters: Filters,
        *,
        limit: int,
        after: str | None = None,
        total: bool = False,
        facets: tuple[Facet, ...] = (),
    ) -> Found:
        """Documents whose search text holds every folded word (each matched as a prefix)."""

    def suggest(self, words: tuple[str, ...], *, whole: bool = False, limit: int) -> tuple[Document, ...]:
        """Documents whose search text holds every folded word, the last one as a beginning unless ``whole``; ordered
        by (level, Central first and unknown last; date descending, unknown last; id). No words find nothing."""

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step: ...
    def reach(
        self,
        root: str,
        hop: Hop,
        *,
        depth: int,
        facets: tuple[Facet, ...] = (),
        ids: bool = False,
        among: Collection[str] | None = None,
        deadline: float | None = None,
    ) -> Reach:
        """``deadline`` is a ``time.monotonic()`` moment. Of the ids only those ``among`` some are given, when it is not
        None: who has met a few of very many need not be told of all. Everything is counted all the same, and a level
        with none of them stays, empty; the root and unknown ids are not given."""

    def possible(self, document: str, types: tuple[EdgeType, ...]) -> tuple[OpenClaim, ...]:
        """Open claims of these types whose object may be ``document``."""

    def counts(self) -> dict[str, dict[str, int]]:
        """Group -> value -> count, sorted: ``sources.kind``, ``documents.kind|type|level|known_by``, ``edges.type``,
        ``referents.state`` (a value not known is ``unknown``), and one group ``total``."""

    # the journal and the whole
    def journal(self, since: int = 0, limit: int | None = None, *, decided: bool = False) -> tuple[Entry, ...]:
        """Entries behind a version, oldest first; with ``decided`` those that bear a decision."""

    def gone(self, node: str) -> int | None:
        """The version at which this node id was last taken away, or None if it never was."""

    def records(self, kind: type[R]) -> Iterator[R]:
        """Every record of one kind, sorted by key: what a dump is made of."""


class Change(Graph, Protocol):
    """A view that may write. Putting a record with a known key replaces it; putting an equal one changes nothing.

    ``version`` is that of the graph before the change. At its end both ends of every edge must exist (documents,
    bodies or tasks), or the whole change fails with ``IntegrityError``."""

    def put(self, records: Iterable[Record]) -> None: ...
    def drop(self, kind: type[Record], keys: Collection[tuple[str | int, ...]]) -> None:
        """Remove records by key: the key of each kind is in ``KEYS``. Dropping an unknown key does nothing."""

    def note(self, what: str, subject: str, decision: Decision | None = None) -> None:
        """Add a journal entry for this change; the engine fills in version, moment, gone and changed. A change that
        changes nothing leaves no entry."""


KEYS: Mapping[str, tuple[str, ...]] = {
    "Source": ("id",),
    "Text": ("source",),
    "Mention": ("source", "n"),
    "Referent": ("source", "n"),
    "Claim": ("id",),
    "Decision": ("id",),
    "PlaceLink": ("cluster", "a", "b"),
    "Document": ("id",),
    "IssuingBody": ("id",),
    "Task": ("id",),
    "Edge": ("id",),
    "Alias": ("alias", "document"),
}


class Store(Protocol):
    """One graph, kept. ``name`` and ``engine`` are for people and carry no credentials."""

    name: str
    engine: str

    def read(self) -> AbstractContextManager[Graph]: ...
    def update(self, work: Callable[[Change], T]) -> T:
        """Run ``work`` alone in one transaction; it may run again, so it must depend on the view alone."""

    def restore(self, records: Iterable[Record], journal: Iterable[Entry] | None) -> None:
        """Fill an empty store; its version is that of the last entry. Without a journal it is 1, with one entry that
        says so. Raises ``IntegrityError`` when the store is not empty."""

    def check(self) -> None:
        """Return when the engine answers and the schema is present; raise ``StoreUnavailable`` otherwise."""

    def close(self) -> None: ...
