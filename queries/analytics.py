"""What most rests on, and plans that rest on nothing that is known."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from graph_schema.model import Claim, Document, Referent
from graph_schema.store.base import Filters, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.scan import Scan
from queries.shapes import FLAT, NodeShape, Partial, document_shape


@dataclass(frozen=True, slots=True)
class Central:
    """A hub: how many documents and tasks rest on it directly, how many on any way (``all``, None when time did not
    suffice), and how many cite it."""

    node: NodeShape = field(metadata=FLAT)
    rank: int
    direct: int
    all: int | None
    cited: int


@dataclass(frozen=True, slots=True)
class CentralAnswer:
    """The documents most others rest on directly, of ``scanned`` documents that were looked at."""

    family: str
    items: tuple[Central, ...]
    scanned: int
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class Orphan:
    """A document without an upstream. ``why`` is nothing-stated, or unresolved: a source names what it rests on, in
    words that could not be resolved (``said``), with the documents these words may mean."""

    node: NodeShape = field(metadata=FLAT)
    why: str
    said: tuple[str, ...]
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrphansAnswer:
    """One page, the newest first. ``scanned`` documents were looked at for it."""

    family: str
    items: tuple[Orphan, ...]
    next: str | None
    scanned: int
    partial: Partial | None
    graph_version: int


def central(
    graph: Graph,
    vocabulary: Vocabulary,
    filters: Filters,
    *,
    family: str = "implementation",
    stated: bool = False,
    top: int | None = None,
    budget_ms: int | None = None,
) -> CentralAnswer:
    """The ``top`` documents by what rests on them directly; one on which nothing rests is none. Raises
    InvalidQuestion."""
    many = limits.bounded(limits.HUBS, top)
    hop = Hop("in", limits.edge_types(family, vocabulary), stated=stated)
    cites = Hop("in", limits.edge_types("citation", vocabulary), stated=stated)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    scan = Scan(graph, filters, deadline)
    best: list[tuple[int, str, Document]] = []
    for page in scan.pages():
        degrees = graph.step([d.id for d in page], hop, fanout=1).degrees
        best += [(-degrees[d.id], d.id, d) for d in page if degrees.get(d.id)]
        best = nsmallest(many, best, key=lambda entry: entry[:2])
    cited = graph.step([id for _, id, _ in best], cites, fanout=1).degrees
    late = False
    items = []
    for rank, (degree, id, document) in enumerate(best, 1):
        whole = None
        if not late:
            reach = graph.reach(id, hop, depth=limits.DEPTH.high, deadline=deadline)
            late = not reach.complete
            whole = sum(reach.cells.values()) if reach.complete else None
        items.append(Central(document_shape(document, vocabulary), rank, -degree, whole, cited.get(id, 0)))
    return CentralAnswer(family, tuple(items), scan.seen, scan.partial() or (_late() if late else None), graph.version)


def _late() -> Partial:
    return Partial(
        "budget_ms",
        None,
        f"Time ran out before everything behind each of them was counted. Ask again with a greater budget_ms (at most "
        f"{limits.BUDGET_MS.high}) or a smaller top.",
    )


def orphans(
    graph: Graph,
    vocabulary: Vocabulary,
    filters: Filters,
    *,
    family: str = "implementation,basis",
    stated: bool = False,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> OrphansAnswer:
    """Documents that keep the filters and rest on nothing that is known here. Raises InvalidQuestion."""
    size = limits.bounded(limits.PAGE, limit)
    types = limits.edge_types(family, vocabulary)
    hop = Hop("out", types, stated=stated, drafts=True)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    scan = Scan(graph, filters, deadline, cursor)
    found: list[Document] = []
    for page in scan.pages():
        degrees = graph.step([d.id for d in page], hop, fanout=1).degrees
        alone = [d for d in page if not degrees.get(d.id)]
        room = size - len(found)
        found += alone[:room]
        if len(alone) >= room and alone[room - 1] is not page[-1]:
            scan.stopped_after(alone[room - 1])
        if len(found) >= size:
            break
    named = _unresolved(graph, found, frozenset(types))
    items = []
    for document in found:
        said, candidates = named.get(document.id, ((), ()))
        why = "unresolved" if said or candidates else "nothing-stated"
        items.append(Orphan(document_shape(document, vocabulary), why, said, candidates))
    cut = scan.partial() if len(found) < size else None
    return OrphansAnswer(family, tuple(items), None if scan.complete else scan.next, scan.seen, cut, graph.version)


def _unresolved(
    graph: Graph, documents: Sequence[Document], types: frozenset[str]
) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Document id -> the words a source names its upstream by, and what they may mean: its claims without an edge."""
    own = {(r.source, f"r{r.n}"): r for r in graph.referents_as([d.id for d in documents])}
    sources = {source for source, _ in own}
    claims = [
        c
        for c in graph.claims_on(own)
        if c.type in types and c.edge is None and c.object and (c.source, c.subject) in own
    ]
    meant = {(r.source, f"r{r.n}"): r for r in graph.referents_of(sources)} if claims else {}
    surfaces = {(m.source, f"r{m.referent}"): m.surface for m in graph.mentions({c.source for c in claims})}
    found: dict[str, tuple[set[str], set[str]]] = {}
    for claim in claims:
        document = own[claim.source, claim.subject].document
        other = meant.get((claim.source, claim.object or ""))
        if document and other:
            said, candidates = found.setdefault(document, (set(), set()))
            said.add(surfaces.get((claim.source, claim.object or ""), _words(other, claim)))
            candidates.update(other.candidates)
    return {i: (tuple(sorted(said)), tuple(sorted(candidates))) for i, (said, candidates) in found.items()}


def _words(referent: Referent, claim: Claim) -> str:
    facts = referent.facts
    return facts.symbol or f"{facts.type or ''} {facts.number or ''}".strip() or claim.note or referent.cluster
