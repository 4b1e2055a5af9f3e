"""A new decision beside those that hold: what it replaces, what it says again, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from graph_schema.errors import DecisionConflict
from graph_schema.model import Decision, Verdict
from graph_schema.pins import pin_in
from graph_schema.store.base import Graph
from loaders.decided import holding, named

JUDGEMENTS: Final = (Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE)


def beside(graph: Graph, d: Decision) -> Decision:
    """The decision with the one it replaces: an override of the same field, another word on the same mention, and a
    judgement where only ``unsure`` was said. Raises DecisionConflict."""
    held = holding(_near(graph, d))
    if same := next((h for h in held if named(replace(d, replaces=h.replaces)).id == h.id), None):
        return same
    if d.kind is Verdict.ACCEPT:
        mine = [h for h in held if h.kind is d.kind and (h.source, h.start) == (d.source, d.start)]
        return replace(d, replaces=mine[0].id if mine else None)
    if d.kind is Verdict.OVERRIDE:
        now = _now(graph, [h for h in held if h.kind is d.kind])
        mine = [h for h in held if h.kind is d.kind and h.field == d.field and now.get(h.document or "") == d.document]
        return replace(d, replaces=mine[0].id if mine else None)
    if d.kind is Verdict.REJECT:
        for h in held:
            if h.kind is d.kind and pin_in(h) == pin_in(d):
                raise conflict("This claim is rejected already", h)
    if d.kind in (Verdict.MERGE, *JUDGEMENTS):
        return _judged(held, d)
    return d


def _judged(held: Sequence[Decision], d: Decision) -> Decision:
    pair = {d.document, d.other}
    unsure = None
    for h in held:
        if h.kind not in (Verdict.MERGE, *JUDGEMENTS) or {h.document, h.other} != pair:
            continue
        if h.kind is not Verdict.UNSURE:
            raise conflict(f"These two are judged already ({h.kind})", h)
        unsure = h.id
    return replace(d, replaces=unsure)


def _near(graph: Graph, d: Decision) -> tuple[Decision, ...]:
    clusters = {c for c in (d.cluster, d.other_cluster) if c}
    near = {h.id: h for h in graph.decisions(clusters)}
    near |= {h.id: h for h in (graph.decisions_of([d.source]) if d.source else ())}
    return tuple(near.values())


def _now(graph: Graph, decisions: list[Decision]) -> dict[str, str]:
    """The ids that decisions name -> what they are now, where they are one."""
    ids = {h.document for h in decisions if h.document}
    older = graph.aliases(ids)
    return {i: i for i in graph.nodes(ids)} | {i: now[0] for i, now in older.items() if len(now) == 1}


def conflict(what: str, held: Decision) -> DecisionConflict:
    """The error that names the decision in the way."""
    return DecisionConflict(
        f"{what}: decision {held.id} by {held.who} ({held.reason[:200]}). Undo it first, if it is wrong.",
        decision=held.id,
        kind=held.kind.value,
        who=held.who,
    )
