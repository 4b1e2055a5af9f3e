"""How long it took: days from a directive to each document that carries it out, and to the first of each unit.

Only days count as days. A document dated by its year has bounds and stays out of the quantiles, one without a date
stays out altogether; both are counted. Units that have issued nothing known are the open cases.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.implementers import late
from queries.issued import Gathered, Issued, gather, lag_of
from queries.locate import document_of
from queries.reached import Place, items, paths, read_cursor, write_cursor
from queries.shapes import FLAT, DocumentShape, NodeShape, Partial, SourceRef, document_shape
from queries.units import predecessors, unit_kind

QUANTILES = (0, 10, 25, 50, 75, 90, 100)


@dataclass(frozen=True, slots=True)
class LagItem:
    """One document with its lag in days, exact (``days``) or between ``least`` and ``most``. A negative lag is a
    document dated before what it carries out. ``first`` marks the earliest of its unit."""

    node: NodeShape = field(metadata=FLAT)
    distance: int
    via: tuple[str, ...]
    edges: tuple[str, ...]
    inferred: bool
    stated_by: tuple[SourceRef, ...]
    unit: str | None
    unit_name: str | None
    first: bool
    days: int | None
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Quantile:
    """The smallest observed number of days that at least ``percent`` per cent of the cases do not exceed."""

    percent: int
    days: int


@dataclass(frozen=True, slots=True)
class LagSummary:
    """``cases`` with an exact lag of 0 days or more, and their quantiles."""

    cases: int
    quantiles: tuple[Quantile, ...]


@dataclass(frozen=True, slots=True)
class LagAnswer:
    """``documents`` summarises every document, ``first_by_unit`` the first one of each unit. Left out of both:
    ``bounded`` documents dated by a year, ``undated`` ones, and ``before``, dated earlier than the directive.
    ``open`` of ``units`` units have issued nothing that is known; ``unclear`` have, on a day that is not known."""

    root: DocumentShape
    as_of: str | None
    unit: str
    family: str
    first: LagItem | None
    items: tuple[LagItem, ...]
    next: str | None
    total: int
    documents: LagSummary
    first_by_unit: LagSummary
    bounded: int
    undated: int
    before: int
    units: int
    open: int
    unclear: int
    later: int
    partial: Partial | None
    graph_version: int


def lag(
    graph: Graph,
    document: str,
    vocabulary: Vocabulary,
    *,
    unit: str = "province",
    level: str | None = None,
    as_of: str | None = None,
    depth: int | None = None,
    family: str = "implementation",
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> LagAnswer:
    """Lags behind ``document`` of everything that carries it out within ``depth`` hops (1 unless said), the shortest
    first. Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    kind, level = unit_kind(unit, level)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    types = limits.edge_types(family, vocabulary)
    day = limits.day("as_of", as_of)
    gathered = gather(
        graph,
        document_of(graph, document),
        vocabulary,
        Hop("in", types, sure, stated),
        kind=kind,
        level=level,
        depth=limits.bounded(limits.DEPTH, 1 if depth is None else depth),
        as_of=day,
        deadline=time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000,
    )
    firsts = first_of_units(gathered)
    ordered = sorted(gathered.issued, key=lambda i: _place(i, gathered))
    start = _after(ordered, gathered, cursor)
    shown = ordered[start : start + size]
    first = next((i for i in ordered if (days := _days(i, gathered)) is not None and days >= 0), None)
    listed = [*shown, *([first] if first and first not in shown else [])]
    ways = paths(graph, [i.document.id for i in listed], gathered.listed, types, min_confidence=sure, stated=stated)
    made = {r.node.id: r for r in items(graph, [i.document for i in listed], gathered.listed, ways, vocabulary, {})}

    def of(item: Issued) -> LagItem:
        found, behind = made[item.document.id], lag_of(gathered.span, item.document)
        return LagItem(
            node=found.node,
            distance=found.distance,
            via=found.via,
            edges=found.edges,
            inferred=found.inferred,
            stated_by=found.stated_by,
            unit=item.unit.id if item.unit else None,
            unit_name=item.unit.name if item.unit else None,
            first=item in firsts,
            days=behind.days,
            least=behind.least,
            most=behind.most,
        )

    lags = [lag_of(gathered.span, i.document) for i in gathered.issued]
    standing, covered, unclear = _open(gathered, day)
    more = start + size < len(ordered)
    return LagAnswer(
        root=document_shape(gathered.root, vocabulary),
        as_of=day,
        unit=kind,
        family=family,
        first=of(first) if first else None,
        items=tuple(of(i) for i in shown),
        next=write_cursor(_place(shown[-1], gathered)) if more and shown else None,
        total=len(ordered),
        documents=summary([x.days for x in lags if x.days is not None]),
        first_by_unit=summary([d for i in firsts if (d := _days(i, gathered)) is not None]),
        bounded=sum(x.days is None and x.most is not None for x in lags),
        undated=sum(x.days is None and x.most is None for x in lags),
        before=sum(x.days is not None and x.days < 0 for x in lags),
        units=standing,
        open=standing - covered - unclear,
        unclear=unclear,
        later=gathered.later,
        partial=None if gathered.reach.complete else late(gathered.reach),
        graph_version=graph.version,
    )


def summary(days: Sequence[int]) -> LagSummary:
    """Quantiles of the lags that are not negative, by nearest rank: every figure is one that was observed."""
    cases = sorted(d for d in days if d >= 0)
    found = tuple(Quantile(p, cases[max(-(-p * len(cases) // 100), 1) - 1]) for p in QUANTILES) if cases else ()
    return LagSummary(len(cases), found)


def first_of_units(gathered: Gathered) -> tuple[Issued, ...]:
    """The first document of each unit that has one with an exact lag of 0 days or more."""
    firsts: dict[str, Issued] = {}
    for item in sorted(gathered.issued, key=lambda i: _place(i, gathered)):
        days = _days(item, gathered)
        if item.unit and item.sure and days is not None and days >= 0:
            firsts.setdefault(item.unit.id, item)
    return tuple(firsts.values())


def _days(item: Issued, gathered: Gathered) -> int | None:
    return lag_of(gathered.span, item.document).days


def _place(item: Issued, gathered: Gathered) -> Place:
    """Exact lags first, then bounded ones, then the rest."""
    behind = lag_of(gathered.span, item.document)
    rank = 0 if behind.days is not None else 1 if behind.most is not None else 2
    return (rank, item.document.date or "~", item.document.id)


def _after(ordered: Sequence[Issued], gathered: Gathered, cursor: str | None) -> int:
    place = read_cursor(cursor) if cursor else None
    return sum(_place(i, gathered) <= place for i in ordered) if place else 0


def _open(gathered: Gathered, day: str | None) -> tuple[int, int, int]:
    """How many units stood on the day, how many of them have issued something by then themselves or through one that
    went into them, and of how many that cannot be told."""
    before = predecessors(gathered.units)
    sure = {i.unit.id for i in gathered.issued if i.sure and i.unit}
    perhaps = {u.id for i in gathered.issued for u in i.units}
    standing = [{u.id, *before.get(u.id, ())} for u in gathered.units if u.stood(day)]
    covered = [family for family in standing if family & sure]
    return len(standing), len(covered), sum(bool(f & perhaps) and not f & sure for f in standing)
