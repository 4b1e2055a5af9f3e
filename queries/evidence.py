"""Who says so, and in which words: the claims behind one edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.errors import UnknownId
from graph_schema.model import Claim, Decision, Referent, Source
from graph_schema.sentences import sentence_around
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries.shapes import EdgeShape, NodeShape, SourceRef, edge_shape, node_shape, source_ref


@dataclass(frozen=True, slots=True)
class Evidence:
    """One claim. ``text``: ``quote`` stands at ``start``..``end`` of the source's text (code points), inside
    ``sentence``, which begins at ``sentence_start``. ``table``: a row, never a quote; ``note`` is the table's own
    remark. ``decision``: a curator's word on what was meant."""

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


@dataclass(frozen=True, slots=True)
class EvidenceAnswer:
    """An edge, its two ends, and everything that supports it."""

    edge: EdgeShape
    from_: NodeShape | None
    to: NodeShape | None
    evidence: tuple[Evidence, ...]
    graph_version: int


def evidence(graph: Graph, edge: str, vocabulary: Vocabulary) -> EvidenceAnswer:
    """What stands behind an edge. Raises UnknownId."""
    found = graph.edges([edge]).get(edge)
    if found is None:
        raise UnknownId(
            f"No relation has the id {edge!r}. Relation ids come from relations, implementers and lineage.", id=edge
        )
    claims = graph.claims_behind([edge])
    sources = graph.sources({c.source for c in claims})
    ends = graph.nodes([found.subject, found.object])
    shown = [_claim(graph, c, sources.get(c.source)) for c in claims]
    shown += [_decision(d, sources.get(d.source)) for d in _decisions(graph, claims)]
    return EvidenceAnswer(
        edge=edge_shape(found, vocabulary),
        from_=node_shape(ends[found.subject], vocabulary) if found.subject in ends else None,
        to=node_shape(ends[found.object], vocabulary) if found.object in ends else None,
        evidence=tuple(shown),
        graph_version=graph.version,
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
        quote=None,
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
    )


def _decisions(graph: Graph, claims: tuple[Claim, ...]) -> list[Decision]:
    """The curators' decisions that made an end of these claims the document it is."""
    ends = {(c.source, end) for c in claims for end in (c.subject, c.object) if end}
    decided: Mapping[tuple[str, int | None], Referent] = {
        (r.source, r.start): r
        for r in graph.referents_of({c.source for c in claims})
        if (r.source, f"r{r.n}") in ends and r.why == "decision"
    }
    clusters = {r.cluster for r in decided.values()}
    return [d for d in graph.decisions(clusters) if (d.source, d.start) in decided] if clusters else []
