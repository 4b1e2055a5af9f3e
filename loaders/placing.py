"""Where each decision stands now: the relation it supports or takes away, and why it has no effect while it waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from graph_schema.identity import short_hash
from graph_schema.model import Decision, Document, EdgeType, Referent, Verdict
from graph_schema.store.base import Change, Graph
from loaders.decided import NO_MENTION, NOT_KNOWN, ONE_NOW, SET_ASIDE, holding

Ends = tuple[str, str, str]


def edge_id(subject: str, kind: str, target: str) -> str:
    """The id of the one edge between two nodes of one type."""
    return "e" + short_hash(f"{subject}\0{kind}\0{target}", 16)


def place_decisions(
    change: Change,
    decisions: Iterable[Decision],
    referents: Iterable[Referent],
    documents: Mapping[str, Document],
    vanished: Collection[str],
) -> dict[str, Ends]:
    """Put what the decisions of the touched clusters do now. ``referents`` and ``documents`` are those of the clusters
    as projected, ``vanished`` the ids about to be dropped. The ends of every edge they support come back."""
    many = list(decisions)
    known = known_now(change, many, vanished)
    at = {(r.source, r.start): r for r in referents if r.start is not None}
    kept = {d.id for d in holding(many)}
    ends: dict[str, Ends] = {}
    moved = []
    for d in many:
        edge: str | None = None
        waits: str | None = SET_ASIDE
        if d.id in kept:
            found, waits = _stands(d, known, at, documents)
            if found:
                edge = edge_id(*found)
                ends[edge] = found
        if (edge, waits) != (d.edge, d.waits):
            moved.append(replace(d, edge=edge, waits=waits))
    change.put(moved)
    return ends


def _stands(
    d: Decision,
    known: Mapping[tuple[str, str | None], str],
    at: Mapping[tuple[str, int], Referent],
    documents: Mapping[str, Document],
) -> tuple[Ends | None, str | None]:
    """The ends of the edge a decision supports, and why it waits."""
    if d.kind is Verdict.ACCEPT:
        referent = at.get((d.source or "", -1 if d.start is None else d.start))
        return None, NO_MENTION if referent is None else None if referent.document else NOT_KNOWN
    left, right = known.get((d.document or "", d.cluster)), known.get((d.other or "", d.other_cluster))
    if left is None or (d.other is not None and right is None):
        return None, NOT_KNOWN
    if d.kind is Verdict.OVERRIDE:
        body = documents[left].body if left in documents and d.field == "issuer" and d.value else None
        return ((left, EdgeType.ISSUED_BY.value, body) if body else None), None
    if d.kind in (Verdict.CLAIM, Verdict.DIFFERENT) and left == right:
        return None, ONE_NOW
    return ((left, d.type or "", right or "") if d.kind is Verdict.CLAIM else None), None


def known_now(
    change: Graph, decisions: Iterable[Decision], vanished: Collection[str] = ()
) -> dict[tuple[str, str | None], str]:
    """The documents that decisions name with their clusters -> the ids they have now."""
    wanted = {(id, c) for d in decisions for id, c in ((d.document, d.cluster), (d.other, d.other_cluster)) if id}
    held = change.nodes({id for id, _ in wanted})
    there = {id for id, node in held.items() if isinstance(node, Document) and id not in vanished}
    older = change.aliases({id for id, _ in wanted} - there)
    named = {d for ids in older.values() for d in ids} - set(vanished)
    bearers = {id: n for id, n in change.nodes(named).items() if isinstance(n, Document)}
    out = {}
    for id, cluster in wanted:
        now = [d for d in older.get(id, ()) if d in bearers]
        here = [d for d in now if bearers[d].cluster == cluster] or now
        if id in there or len(here) == 1:
            out[id, cluster] = id if id in there else here[0]
    return out
