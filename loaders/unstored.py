"""A text that is not kept -> what it says, and the documents it speaks of, as loading it would resolve them. Nothing is
written.

The clusters the text speaks in are resolved with it among their sources, from the evidence and the decisions the graph
holds: the same second step as that of a load, told one text further.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph_schema.errors import UnreadableSource
from graph_schema.matching import Outcome
from graph_schema.model import Document, PlaceLink, Reading, Referent, State, Verdict
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from loaders import places
from loaders.decided import apart_referents, holding
from loaders.formats.box import Box
from loaders.formats.contents import About
from loaders.formats.kinds import ending_of
from loaders.formats.opening import open_bytes
from loaders.pipeline import source_id
from loaders.placing import known_now
from loaders.read import LIMIT, open_text
from loaders.resolve import DECIDED, resolve_cluster
from loaders.sources import newer, versions

CHUNK = 64
"""Clusters asked for at a time: between two of them the clock is looked at."""


@dataclass(frozen=True, slots=True)
class Given:
    """A canonical text as it was handed in: its id as a source, what its file says of itself, and remarks on how it was
    opened."""

    id: str
    name: str
    text: str
    found: About = field(default_factory=About)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unstored:
    """What the documents of a text are, in the graph of this ``version``.

    ``outcomes`` maps the number of a document in the text to what it is; numbers for which time ran out are missing.
    ``known`` maps the ids among them, candidates included, to the ids the graph holds these documents under now: the
    text may tell a place that the graph does not know. An id that is missing is what loading the text would make.
    """

    version: int
    outcomes: Mapping[int, Outcome]
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The links about places: those of the graph, in some clusters those that hold with the text among the sources."""

    graph: Graph
    clusters: frozenset[str]
    now: tuple[PlaceLink, ...]

    def place_links(self, tokens: Collection[str]) -> Iterable[PlaceLink]:
        yield from (x for x in self.graph.place_links(tokens) if x.cluster not in self.clusters)
        yield from (x for x in self.now if x.a in tokens or x.b in tokens)


def given_text(data: bytes, name: str, *, limit: int = LIMIT) -> Given:
    """A plain text. Raises UnreadableSource for whatever is none."""
    text = open_text(data, name=name, limit=limit)
    return Given(source_id(text.encode()), name, text)


def given_file(data: bytes, name: str, box: Box, *, limit: int = LIMIT) -> Given:
    """The text of a file of any kind that is read. Raises UnreadableSource, for a table too."""
    opened = open_bytes(data, name, box, ending=ending_of(name), limit=limit)
    if opened.text is None:
        raise UnreadableSource(f"{name} is a table: its rows are no text. Use directive-graph load.", name=name)
    id = source_id(opened.text.encode() if opened.kind == "text" else data)
    return Given(id, name, opened.text, opened.about, opened.remarks)


def resolve_unstored(
    graph: Graph, reading: Reading, vocabulary: Vocabulary, *, deadline: float | None = None
) -> Unstored:
    """The outcome of every document of the reading, as loading it now would have it. ``deadline`` is a
    ``time.monotonic()`` moment; what it cuts off is missing. A version of the text that the graph holds already, and
    those it would supersede, do not speak beside it. Raises what the graph raises."""
    source = reading.source
    silent = {source.id, *(s.id for s in versions(graph, source) if newer(source, s))}
    mine: dict[str, list[Referent]] = defaultdict(list)
    for referent in reading.referents:
        mine[referent.cluster].append(referent)
    local = {c for c, own in mine.items() if any(places.needs_place(r, vocabulary) for r in own)}
    members: dict[str, list[Referent]] = {}
    for chunk in _in_time(sorted(local), deadline):
        members |= _members(graph, chunk, mine, silent)
    outcomes: dict[int, Outcome] = {}
    held_as: dict[str, set[str]] = defaultdict(set)
    whole = len(members) == len(local)  # else what places are is not known, and the documents of places wait
    learnt = _places(graph, members, vocabulary) if whole else {}
    for chunk in _in_time([c for c in mine if whole or c not in local], deadline):
        spoken = {c: members.pop(c) for c in chunk if c in members}
        spoken |= _members(graph, [c for c in chunk if c not in spoken], mine, silent)
        sources = graph.sources({r.source for many in spoken.values() for r in many}) | {source.id: source}
        decisions = graph.decisions(chunk)
        for cluster, many in spoken.items():
            own_decisions = [d for d in decisions if cluster in (d.cluster, d.other_cluster)]
            resolution = resolve_cluster(many, sources, own_decisions, learnt, vocabulary)
            outcomes |= {r.n: resolution.outcomes[source.id, r.n] for r in mine[cluster]}
            for r in many:
                if r.document and (now := resolution.outcomes[r.source, r.n].document):
                    held_as[now].add(r.document)
    outcomes |= _accepted(graph, reading, outcomes)
    return Unstored(graph.version, outcomes, _known(graph, outcomes.values(), held_as))


def _accepted(graph: Graph, reading: Reading, outcomes: Mapping[int, Outcome]) -> dict[int, Outcome]:
    """What curators accepted for mentions of this very text whose document stands in another cluster."""
    words = {d.start: d for d in holding(graph.decisions_of([reading.source.id])) if d.kind is Verdict.ACCEPT}
    known = known_now(graph, words.values()) if words else {}
    found = {}
    for r in reading.referents:
        word = words.get(r.start) if r.n in outcomes and outcomes[r.n].document is None else None
        document = known.get((word.document or "", word.cluster)) if word else None
        if document:
            found[r.n] = Outcome(State.RESOLVED, document, DECIDED, (document,))
    return found


def _in_time(clusters: Sequence[str], deadline: float | None) -> Iterator[Sequence[str]]:
    for start in range(0, len(clusters), CHUNK):
        if deadline is not None and time.monotonic() >= deadline:
            return
        yield clusters[start : start + CHUNK]


def _members(
    graph: Graph, clusters: Sequence[str], mine: Mapping[str, list[Referent]], silent: Collection[str]
) -> dict[str, list[Referent]]:
    """The referents of these clusters, those of the text among them."""
    out = {c: list(mine[c]) for c in clusters}
    for referent in graph.referents(clusters) if clusters else ():
        if referent.source not in silent:
            out[referent.cluster].append(referent)
    return out


def _places(graph: Graph, members: Mapping[str, list[Referent]], v: Vocabulary) -> Mapping[str, str]:
    apart = apart_referents(graph.decisions(members), v)
    now = tuple(link for cluster, many in members.items() for link in places.links(cluster, many, v, apart))
    tokens = {t for many in members.values() for r in many if (t := places.own_token(r, v))}
    return places.settle(places.closure(_Evidence(graph, frozenset(members), now), tokens))


def _known(graph: Graph, outcomes: Iterable[Outcome], held_as: Mapping[str, set[str]]) -> dict[str, str]:
    ids = {i for o in outcomes for i in (*o.candidates, *([o.document] if o.document else []))}
    known = {i: i for i, node in graph.nodes(ids).items() if isinstance(node, Document)}
    renamed = {i: next(iter(held_as[i])) for i in ids if i not in known and len(held_as.get(i, ())) == 1}
    return known | renamed
