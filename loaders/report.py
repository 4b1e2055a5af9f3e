"""What a load found, resolved, left open and flagged: plain data for the command line and the service."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph_schema.model import Document, Referent, State
from graph_schema.store.base import Graph, Store

SHOWN = 200
"""Open mentions listed one by one; ``open_total`` has the full number."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """One referent that made no edge: what the source calls it, and why it stayed open."""

    source: str
    surface: str
    start: int | None
    state: State
    why: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Something that could not be read; the rest of the load went on. ``row`` counts from 1, header aside."""

    name: str
    row: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """``version`` is the graph version after the load (before it, for a dry run). Counts cover the sources of this
    load alone; ``documents`` are the ids their mentions resolved to."""

    version: int
    dry_run: bool = False
    loaded: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    mentions: int = 0
    tasks: int = 0
    documents: tuple[str, ...] = ()
    claims: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, int] = field(default_factory=dict)
    open: tuple[Unresolved, ...] = ()
    open_total: int = 0
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Nothing was quarantined and nothing is ambiguous."""
        return not self.quarantined and not self.states.get(State.AMBIGUOUS, 0)


def version_of(store: Store) -> int:
    """The graph's version now."""
    with store.read() as graph:
        return graph.version


def report_of(graph: Graph, ids: Collection[str]) -> Report:
    """What the sources of one batch said and how it was resolved."""
    referents, claims = graph.referents_of(ids), graph.claims_of(ids)
    documents = tuple(sorted({r.document for r in referents if r.document}))
    shown = graph.nodes(documents)
    unresolved = [r for r in referents if r.state is not State.RESOLVED]
    surfaces = _surfaces(graph, {r.source for r in unresolved[:SHOWN]})
    odd = [f"{d.symbol or i}: {flag}" for i, d in shown.items() if isinstance(d, Document) for flag in d.flags]
    return Report(
        version=graph.version,
        mentions=len(graph.mentions(ids)),
        tasks=len(graph.tasks_of(ids)),
        documents=documents,
        claims=Counter(c.type for c in claims if c.object is not None),
        states=Counter(r.state.value for r in referents),
        open=tuple(_unresolved(r, surfaces) for r in unresolved[:SHOWN]),
        open_total=len(unresolved),
        notes=(*odd, *_undated_versions(graph, ids)),
    )


def _undated_versions(graph: Graph, ids: Collection[str]) -> list[str]:
    """Addresses for which several texts speak at once, because no date says which is the newer."""
    addresses = {s.address for s in graph.sources(ids).values() if s.address}
    speaking: dict[str, list[str]] = defaultdict(list)
    for source in graph.sources_at(addresses):
        speaking[source.address or ""].append(source.id)
    return [
        f"{address}: {len(held)} versions speak, and no date says which is newer. Retract the older: {', '.join(held)}"
        for address, held in sorted(speaking.items())
        if len(held) > 1 and len({d for s in graph.sources(held).values() if (d := s.date)}) < len(held)
    ]


def _surfaces(graph: Graph, sources: Collection[str]) -> dict[tuple[str, int], str]:
    out: dict[tuple[str, int], str] = {}
    for mention in graph.mentions(sources):
        if mention.referent is not None:
            out.setdefault((mention.source, mention.referent), mention.surface)
    return out


def _unresolved(referent: Referent, surfaces: dict[tuple[str, int], str]) -> Unresolved:
    surface = surfaces.get((referent.source, referent.n)) or referent.facts.symbol or referent.facts.number or "?"
    return Unresolved(referent.source, surface, referent.start, referent.state, referent.why or "", referent.candidates)


def report_all(store: Store, ids: Sequence[str], *, batch: int) -> Report:
    """What many sources said and how it stands now, gathered in batches."""
    with store.read() as graph:
        parts = [report_of(graph, ids[start : start + batch]) for start in range(0, len(ids), batch)]
        version = graph.version
    return Report(
        version=version,
        mentions=sum(r.mentions for r in parts),
        tasks=sum(r.tasks for r in parts),
        documents=tuple(sorted({d for r in parts for d in r.documents})),
        claims=_sum(r.claims for r in parts),
        states=_sum(r.states for r in parts),
        open=tuple(islice((u for r in parts for u in r.open), SHOWN)),
        open_total=sum(r.open_total for r in parts),
        notes=tuple(sorted({n for r in parts for n in r.notes})),
    )


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))
