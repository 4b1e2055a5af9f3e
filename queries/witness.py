"""The first evidence of a relation, in short: who states it and in which words. The relation's evidence has it all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph_schema.model import Claim, Verdict
from graph_schema.store.base import Graph
from queries.limits import MAX_QUOTE
from queries.shapes import SourceRef, source_ref


@dataclass(frozen=True, slots=True)
class Witness:
    """One claim. ``kind`` text: ``quote`` is cut out of the source's text; table: ``note`` is the row's own remark;
    decision: ``note`` is a curator's reason.
    ``claims`` is how many claims the relation has."""

    kind: str
    quote: str | None
    note: str | None
    source: SourceRef | None
    rule: str
    confidence: float
    inferred: bool
    claims: int


def witnesses(graph: Graph, edges: Collection[str]) -> dict[str, Witness]:
    """The best claim behind each edge: outright before inferred, a text before a table row, then the surest."""
    by_edge: dict[str, list[Claim]] = {}
    for claim in graph.claims_behind(edges):
        by_edge.setdefault(claim.edge or "", []).append(claim)
    sources = graph.sources({c.source for claims in by_edge.values() for c in claims})

    def rank(claim: Claim) -> tuple[bool, bool, float, str]:
        source = sources.get(claim.source)
        return (claim.inferred, source is None or source.kind != "text", -claim.confidence, claim.id)

    best = {edge: min(claims, key=rank) for edge, claims in by_edge.items()}
    texts = _texts(graph, (c.source for c in best.values() if c.start is not None))
    alone = {d.edge: d for d in graph.decisions_behind(sorted(set(edges) - by_edge.keys()))}
    return {
        edge: Witness("decision", d.quote and d.quote[:MAX_QUOTE], d.reason, None, "decision", 1.0, False, 0)
        for edge, d in alone.items()
        if edge and d.kind is not Verdict.REJECT
    } | {
        edge: Witness(
            kind="text" if c.source in texts else "table",
            quote=texts[c.source][c.start : c.end][:MAX_QUOTE] if c.source in texts else None,
            note=c.note,
            source=source_ref(sources[c.source]) if c.source in sources else None,
            rule=c.rule,
            confidence=c.confidence,
            inferred=c.inferred,
            claims=len(by_edge[edge]),
        )
        for edge, c in best.items()
    }


def _texts(graph: Graph, sources: Iterable[str]) -> dict[str, str]:
    found = {s: graph.text(s) for s in sorted(set(sources))}
    return {s: text for s, text in found.items() if text}
