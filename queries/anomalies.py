"""What breaks an integrity rule, with the evidence a person needs to judge it. Rules flag; they never reject."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_schema import rules
from graph_schema.model import Document, Edge
from graph_schema.store.base import Filters, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.reached import is_draft
from queries.scan import Scan
from queries.shapes import (
    ConflictShape,
    DocumentShape,
    EdgeShape,
    Partial,
    SourceRef,
    StatedValue,
    document_shape,
    edge_shape,
    source_ref,
)

RULES = tuple(r.id for r in rules.RULES)
_CONFLICT = {"date-conflict": "date", "term-conflict": "term", "type-word-disagrees": "type_word"}


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One finding. A document's: ``values`` are what its sources say, ``others`` the documents it may be one with. A
    relation's: ``edge`` with the document at its other end. ``sources`` are the first that say so."""

    rule: str
    severity: str | None
    vi: str | None
    en: str | None
    document: DocumentShape
    edge: EdgeShape | None
    other: DocumentShape | None
    others: tuple[DocumentShape, ...]
    values: tuple[ConflictShape, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True)
class AnomaliesAnswer:
    """One page, by document, the newest first. ``counts`` are those of this page; the report counts all."""

    rule: str | None
    items: tuple[Anomaly, ...]
    counts: Mapping[str, int]
    next: str | None
    scanned: int
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A flag on a document, or on a relation that it starts."""

    rule: str
    document: Document
    edge: Edge | None = None


def anomalies(
    graph: Graph,
    vocabulary: Vocabulary,
    filters: Filters,
    *,
    rule: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> AnomaliesAnswer:
    """What is flagged among the documents that keep the filters and the relations they start. Raises
    InvalidQuestion."""
    if rule is not None:
        limits.one_of("rule", rule, RULES)
    size = limits.bounded(limits.PAGE, limit)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    scan = Scan(graph, filters, deadline, cursor)
    found: list[Finding] = []
    full = False
    for page in scan.pages():
        for document, own in findings(graph, page, edges_of(graph, page, vocabulary)):
            wanted = [f for f in own if rule in (None, f.rule)]
            if found and len(found) + len(wanted) > size:
                full = True
                break
            found += wanted
            last = document
        if full:
            scan.stopped_after(last)
            break
    counts = {id: n for id in RULES if (n := sum(f.rule == id for f in found))}
    return AnomaliesAnswer(
        rule=rule,
        items=_shown(graph, found, vocabulary),
        counts=counts,
        next=None if scan.complete else scan.next,
        scanned=scan.seen,
        partial=None if full else scan.partial(),
        graph_version=graph.version,
    )


def edges_of(graph: Graph, documents: Sequence[Document], v: Vocabulary) -> dict[str, list[Edge]]:
    """The textual relations that each document starts."""
    found: dict[str, list[Edge]] = {d.id: [] for d in documents}
    hop = Hop("out", limits.edge_types("all", v), drafts=True)
    for edge in graph.step(list(found), hop).edges:
        found[edge.subject].append(edge)
    return found


def findings(
    graph: Graph, documents: Sequence[Document], edges: Mapping[str, Sequence[Edge]]
) -> list[tuple[Document, list[Finding]]]:
    """Each document with its flags, then those of its relations."""
    return [
        (
            d,
            [Finding(flag, d) for flag in d.flags]
            + [Finding(flag, d, e) for e in sorted(edges.get(d.id, ()), key=lambda e: e.id) for flag in e.flags],
        )
        for d in documents
    ]


def _shown(graph: Graph, found: Sequence[Finding], v: Vocabulary) -> tuple[Anomaly, ...]:
    others = graph.nodes({f.edge.object for f in found if f.edge})
    saying = _saying(graph, found)
    out = []
    for finding in found:
        names = next((r for r in rules.RULES if r.id == finding.rule), None)
        edge = finding.edge
        other = others.get(edge.object) if edge else None
        out.append(
            Anomaly(
                rule=finding.rule,
                severity=names.severity if names else None,
                vi=names.vi if names else None,
                en=names.en if names else None,
                document=document_shape(finding.document, v),
                edge=edge_shape(edge, v) if edge else None,
                other=document_shape(other, v) if isinstance(other, Document) else None,
                others=_twins(graph, finding, v),
                values=_values(graph, finding),
                sources=saying.get(edge.id if edge else finding.document.id, ()),
            )
        )
    return tuple(out)


def _twins(graph: Graph, finding: Finding, v: Vocabulary) -> tuple[DocumentShape, ...]:
    if finding.rule != "look-alike":
        return ()
    own = finding.document
    near = [d for d in graph.documents_in([own.cluster]) if d.id != own.id and not is_draft(d)]
    paired = [d for d in near if (own.id, "look-alike") in rules.look_alikes([own, d])]
    return tuple(document_shape(d, v) for d in paired)


def _values(graph: Graph, finding: Finding) -> tuple[ConflictShape, ...]:
    """What sources say of the field a rule is about: the conflict that is kept with the document, else their words."""
    field = _CONFLICT.get(finding.rule)
    if field is None or finding.edge is not None:
        return ()
    if kept := [c for c in finding.document.conflicts if c.field == field]:
        return tuple(ConflictShape(c.field, tuple(StatedValue(*value) for value in c.values)) for c in kept)
    own = {(r.source, f"r{r.n}") for r in graph.referents_as([finding.document.id])}
    said: dict[str, set[str]] = {}
    for claim in graph.claims_on(own):
        if claim.type == field and claim.value and (claim.source, claim.subject) in own:
            said.setdefault(claim.value, set()).add(claim.source)
    values = tuple(StatedValue(value, len(sources)) for value, sources in sorted(said.items()))
    return (ConflictShape(field, values),) if values else ()


def _saying(graph: Graph, found: Sequence[Finding]) -> dict[str, tuple[SourceRef, ...]]:
    """Document or edge id -> the first sources that speak of it."""
    by: dict[str, dict[str, None]] = {}
    for claim in graph.claims_behind({f.edge.id for f in found if f.edge}):
        by.setdefault(claim.edge or "", {})[claim.source] = None
    for referent in graph.referents_as({f.document.id for f in found if not f.edge}):
        by.setdefault(referent.document or "", {})[referent.source] = None
    sources = graph.sources({s for held in by.values() for s in held})
    return {
        id: tuple(source_ref(sources[s]) for s in sorted(held)[: limits.MAX_SAYING] if s in sources)
        for id, held in by.items()
    }
