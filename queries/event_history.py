"""The unit x directive x date table that studies of diffusion build by hand: who took a directive up, when, and who
was still at risk of doing so.

One row for each unit that stood at some time between the directive and the end of observation. A unit's spell begins
with the directive, or with the unit when that came later, and stops with its own first document, or is censored at the
end of the unit or of observation.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from graph_schema.errors import InvalidQuestion
from graph_schema.folding import fold
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.dates import days_between
from queries.implementers import late
from queries.issued import Gathered, Issued, gather
from queries.locate import document_of
from queries.shapes import Partial
from queries.units import Unit, predecessors, unit_kind


@dataclass(frozen=True, slots=True)
class EventRow:
    """One unit's spell under one directive. ``event`` is 1 (it issued something on ``stop``), 0 (censored), or None: it
    has issued something, or may have, on a day that is not known or before the directive. ``why`` says which: issued,
    end, merged, dissolved, unclear, before. ``heir`` is 1 when a unit that went into this one had issued something.
    ``days`` from ``start`` to ``stop``."""

    directive: str
    directive_symbol: str | None
    directive_date: str | None
    unit: str
    unit_name: str
    start: str | None
    stop: str | None
    days: int | None
    event: int | None
    why: str
    heir: int
    document: str | None
    document_symbol: str | None
    document_date: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class EventHistoryAnswer:
    """``items`` by directive as asked, unit's name and beginning. ``undated`` directives have no day, and so no
    spells."""

    unit: str
    as_of: str | None
    family: str
    items: tuple[EventRow, ...]
    total: int
    undated: tuple[str, ...]
    partial: Partial | None
    graph_version: int


def event_history(
    graph: Graph,
    directives: Sequence[str],
    vocabulary: Vocabulary,
    *,
    unit: str = "province",
    level: str | None = None,
    as_of: str | None = None,
    depth: int | None = None,
    family: str = "implementation",
    stated: bool = False,
    min_confidence: float | None = None,
    budget_ms: int | None = None,
) -> EventHistoryAnswer:
    """The table for these directives; ``as_of`` is the end of observation (None: open, censored spells do not stop).
    Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    kind, level = unit_kind(unit, level)
    day = limits.day("as_of", as_of)
    asked = tuple(dict.fromkeys(directives))
    if not 1 <= len(asked) <= limits.MAX_DIRECTIVES:
        raise InvalidQuestion(
            f"{len(asked)} directives were named; from 1 to {limits.MAX_DIRECTIVES} make one table. Ask in parts.",
            parameter="directives",
            low=1,
            high=limits.MAX_DIRECTIVES,
        )
    hop = Hop("in", limits.edge_types(family, vocabulary), limits.share("min_confidence", min_confidence), stated)
    hops = limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    roots = [document_of(graph, id) for id in asked]
    rows: list[EventRow] = []
    undated: list[str] = []
    partial = None
    for root in roots:
        gathered = gather(
            graph, root, vocabulary, hop, kind=kind, level=level, depth=hops, as_of=day, deadline=deadline
        )
        if not gathered.reach.complete:
            partial = partial or late(gathered.reach)
        if gathered.due is None:
            undated.append(root.id)
            continue
        rows += _rows(gathered, gathered.due, day)
    return EventHistoryAnswer(kind, day, family, tuple(rows), len(rows), tuple(undated), partial, graph.version)


def _rows(gathered: Gathered, due: str, day: str | None) -> list[EventRow]:
    own: dict[str, list[Issued]] = {}
    for item in gathered.issued:
        for candidate in item.units:
            own.setdefault(candidate.id, []).append(item)
    before = predecessors(gathered.units)
    at_risk = [u for u in gathered.units if u.span.last >= due and (day is None or max(u.span.first, due) <= day)]
    at_risk.sort(key=lambda u: (fold(u.name), u.span.first, u.id))
    return [
        _row(gathered, u, own.get(u.id, ()), due, day, any(own.get(b) for b in before.get(u.id, ()))) for u in at_risk
    ]


def _row(
    gathered: Gathered, unit: Unit, documents: Sequence[Issued], due: str, day: str | None, heir: bool
) -> EventRow:
    start = max(due, unit.span.first)
    dated = sorted(
        (i.span.first, i.document.id, i) for i in documents if i.span.known and i.unit == unit and i.span.first >= start
    )
    first = dated[0][2] if dated else None
    loose = any(not i.span.known for i in documents)
    early = any(i.span.known and i.unit == unit and i.span.first < start for i in documents)
    stop: str | None
    if first is not None:
        # An undated document may be the earlier one: what is known is the first that bears a day.
        stop, event, why = first.span.first, 1, "issued"
    elif loose:
        stop, event, why = None, None, "unclear"
    elif early:
        stop, event, why = None, None, "before"
    elif unit.valid_to is not None and (day is None or unit.valid_to < day):
        stop, event, why = unit.valid_to, 0, "merged" if unit.successor else "dissolved"
    else:
        stop, event, why = day, 0, "end"
    return EventRow(
        directive=gathered.root.id,
        directive_symbol=gathered.root.symbol,
        directive_date=gathered.root.date,
        unit=unit.id,
        unit_name=unit.name,
        start=start,
        stop=stop,
        days=days_between(start, stop) if stop else None,
        event=event,
        why=why,
        heir=int(heir),
        document=first.document.id if first else None,
        document_symbol=first.document.symbol if first else None,
        document_date=first.document.date if first else None,
        documents=len(documents),
    )
