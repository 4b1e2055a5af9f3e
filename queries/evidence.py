"""Who says so, and in which words: the claims behind one edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_schema.errors import UnknownId
from graph_schema.model import Claim, Decision, Referent, Source, Verdict
from graph_schema.pins import pin_in, pin_of
from graph_schema.sentences import sentence_around
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries.shapes import EdgeShape, NodeShape, SourceRef, edge_shape, node_shape, source_ref


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim. ``text``: ``quote`` stands at ``start``..``end`` of the source's text (code points), inside
    ``sentence``, which begins at ``sentence_start``. ``table``: a row, never a quote; ``note`` is the table's own
    remark. ``decision``: a curator's word on what was meant, or on the relation itself; then ``quote`` and ``url`` are
    the proof that was given, and ``note`` the reason."""

    kind: str
    claim_id: str
    quote: str | None
    sentence: str | None
    sentence_start: int | None
    start: int | None
    end: int | None
    source: SourceRef | None
    note: str | None
    rule: str
    confidence: float
    inferred: bool
    asserted_by: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A claim that a curator rejected: it supports nothing. ``decision`` is what to undo to have it back."""

    claim: Evidence
    decision: str
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """An edge, its two ends, everything that supports it, and what would if no curator had rejected it."""

    edge: EdgeShape
    from_: NodeShape | None
    to: NodeShape | None
    evidence: tuple[Evidence, ...]
    rejected: tuple[Rejected, ...]
    graph_version: int


def evidence(graph: Graph, edge: str, vocabulary: Vocabulary) -> EvidenceAnswer:
    """What stands behind an edge. Raises UnknownId."""
    found = graph.edges([edge]).get(edge)
    decisions = graph.decisions_behind([edge])
    if found is None:
        raise _unknown(edge, decisions)
    claims = graph.claims_behind([edge])
    sources = graph.sources({c.source for c in claims})
    ends = graph.nodes([found.subject, found.object])
    shown = [_claim(graph, c, sources.get(c.source)) for c in claims]
    shown += [_decision(d, sources.get(d.source or "")) for d in _decisions(graph, claims)]
    shown += [_decision(d, None) for d in decisions if d.kind is not Verdict.REJECT]
    return EvidenceAnswer(
        edge=edge_shape(found, vocabulary),
        from_=node_shape(ends[found.subject], vocabulary) if found.subject in ends else None,
        to=node_shape(ends[found.object], vocabulary) if found.object in ends else None,
        evidence=tuple(shown),
        rejected=_rejected(graph, decisions),
        graph_version=graph.version,
    )


def _unknown(edge: str, decisions: Sequence[Decision]) -> UnknownId:
    if decisions:
        who = ", ".join(f"{d.id} by {d.who} ({d.reason})" for d in decisions)
        return UnknownId(f"The relation {edge!r} is gone: all that states it was rejected: {who}.", id=edge)
    return UnknownId(
        f"No relation has the id {edge!r}. Relation ids come from relations, implementers and lineage.", id=edge
    )


def _rejected(graph: Graph, decisions: Sequence[Decision]) -> tuple[Rejected, ...]:
    by_pin = {pin_in(d): d for d in decisions if d.kind is Verdict.REJECT}
    of = {d.source for d in by_pin.values() if d.source}
    sources = graph.sources(of) if of else {}
    claims = [c for c in graph.claims_of(of) if pin_of(c) in by_pin] if of else []
    return tuple(
        Rejected(_claim(graph, c, sources.get(c.source)), d.id, d.who, d.reason)
        for c in claims
        for d in (by_pin[pin_of(c)],)
    )


def _claim(graph: Graph, claim: Claim, source: Source | None) -> Evidence:
    quote = sentence = None
    at = None
    text = graph.text(claim.source) if source and source.kind == "text" else None
    if text is not None and claim.start is not None and claim.end is not None:
        quote = text[claim.start : claim.end]
        at, until = sentence_around(text, claim.start, claim.end)
        sentence = text[at:until]
    return Evidence(
        kind="text" if source and source.kind == "text" else "table",
        claim_id=claim.id,
        quote=quote,
        sentence=sentence,
        sentence_start=at,
        start=claim.start if quote is not None else None,
        end=claim.end if quote is not None else None,
        source=source_ref(source) if source else None,
        note=claim.note,
        rule=claim.rule,
        confidence=claim.confidence,
        inferred=claim.inferred,
        asserted_by=(source.publisher or source.title) if source else None,
    )


def _decision(decision: Decision, source: Source | None) -> Evidence:
    return Evidence(
        kind="decision",
        claim_id=decision.id,
        quote=decision.quote,
        sentence=None,
        sentence_start=None,
        start=None,
        end=None,
        source=source_ref(source) if source else None,
        note=decision.reason,
        rule="decision",
        confidence=1.0,
        inferred=False,
        asserted_by=decision.who,
        url=decision.url,
    )


def _decisions(graph: Graph, claims: tuple[Claim, ...]) -> list[Decision]:
    """The curators' decisions that made an end of these claims the document it is."""
    ends = {(c.source, end) for c in claims for end in (c.subject, c.object) if end}
    decided: Mapping[tuple[str | None, int | None], Referent] = {
        (r.source, r.start): r
        for r in graph.referents_of({c.source for c in claims})
        if (r.source, f"r{r.n}") in ends and r.why == "decision"
    }
    clusters = {r.cluster for r in decided.values()}
    return [d for d in graph.decisions(clusters) if (d.source, d.start) in decided] if clusters else []
