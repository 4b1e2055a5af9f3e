"""Which provinces, ministries or bodies have issued something that carries a directive out, and which have not.

One cell for each unit that stood on the day asked about, so the cells always sum to the number of units. A merged
province inherits what those that went into it issued, and says so. "Not found" speaks of what was read, not of the
unit.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_schema.folding import fold
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.dates import NEVER
from queries.implementers import late
from queries.issued import Gathered, Issued, gather, lag_of
from queries.locate import document_of
from queries.reached import items, paths
from queries.shapes import FLAT, DocumentShape, NodeShape, Partial, Reached, SourceRef, document_shape
from queries.units import Unit, predecessors, unit_kind

STATUSES = {
    "issued": "đã ban hành",
    "inherited": "kế thừa từ đơn vị cũ",
    "unclear": "có văn bản, chưa xác định được",
    "none": "chưa tìm thấy",
}
REASONS = {
    "inherited": "Văn bản do {heirs} ban hành trước khi sáp nhập.",
    "date-unknown": "Có văn bản, nhưng không rõ ngày ban hành nên không biết vào ngày được hỏi đã có hay chưa.",
    "unit-unknown": "Có văn bản, nhưng không rõ ban hành trước hay sau khi sáp nhập.",
    "not-due": "Văn bản được hỏi ban hành sau ngày này.",
    "not-found": "Không tìm thấy trong kho dữ liệu; điều đó không có nghĩa là chưa ban hành.",
}


@dataclass(frozen=True, slots=True)
class CellDocument:
    """A document of a cell. ``unit`` is the unit it comes from, None when that cannot be told; ``sure`` whether it was
    there on the day; lags are days behind the directive, exact or between bounds."""

    node: NodeShape = field(metadata=FLAT)
    distance: int
    via: tuple[str, ...]
    edges: tuple[str, ...]
    inferred: bool
    stated_by: tuple[SourceRef, ...]
    unit: str | None
    unit_name: str | None
    sure: bool
    lag_days: int | None
    lag_least: int | None
    lag_most: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit. ``status`` is issued, inherited, unclear or none; ``reason`` says why where it is not issued.
    ``lag_days`` is that of the earliest document, its own or inherited; ``inferred`` that no outright statement
    leads to any of them; ``total`` counts the documents, of which the first few are shown."""

    unit: str
    name: str
    valid_from: str | None
    valid_to: str | None
    predecessors: tuple[str, ...]
    status: str
    reason: str | None
    reason_vi: str | None
    lag_days: int | None
    inferred: bool
    total: int
    document_ids: tuple[str, ...]
    documents: tuple[CellDocument, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A unit that stood since the directive was issued and no longer does: merged into ``successor``, or dissolved.
    ``total`` counts what it had issued."""

    unit: str
    name: str
    valid_to: str | None
    reason: str
    successor: str | None
    successor_name: str | None
    total: int


@dataclass(frozen=True, slots=True)
class CoverageAnswer:
    """``cells`` by name; ``counts`` maps each status to its number of cells. ``unplaced`` documents come from some
    unit, it is not known which; ``later`` were issued after ``as_of`` and left out."""

    root: DocumentShape
    unit: str
    as_of: str | None
    family: str
    units: int
    counts: Mapping[str, int]
    inferred: int
    cells: tuple[Cell, ...]
    former: tuple[Former, ...]
    unplaced: int
    later: int
    partial: Partial | None
    graph_version: int


def coverage(
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
    budget_ms: int | None = None,
) -> CoverageAnswer:
    """Who has issued something implementing ``document``, directly or through others, on the day ``as_of`` (None: as
    far as is known, by the units there are now). ``level`` narrows ``unit=body`` down. Raises InvalidQuestion,
    UnknownId, GoneId, MovedId."""
    kind, level = unit_kind(unit, level)
    day = limits.day("as_of", as_of)
    types = limits.edge_types(family, vocabulary)
    sure = limits.share("min_confidence", min_confidence)
    gathered = gather(
        graph,
        document_of(graph, document),
        vocabulary,
        Hop("in", types, sure, stated),
        kind=kind,
        level=level,
        depth=limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth),
        as_of=day,
        deadline=time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000,
    )
    found = _found(gathered, day)
    shown = {i.document.id: i for each in found for i in each.documents[: limits.MAX_CELL]}
    ways = paths(graph, shown, gathered.listed, types, min_confidence=sure, stated=stated)
    reached = items(graph, [i.document for i in shown.values()], gathered.listed, ways, vocabulary, {})
    documents = {r.node.id: _document(shown[r.node.id], r, gathered) for r in reached}
    cells = tuple(_cell(each, gathered, day, documents) for each in found)
    counts = Counter(c.status for c in cells)
    return CoverageAnswer(
        root=document_shape(gathered.root, vocabulary),
        unit=kind,
        as_of=day,
        family=family,
        units=len(cells),
        counts={status: counts[status] for status in STATUSES},
        inferred=sum(c.inferred for c in cells),
        cells=cells,
        former=_former(gathered, day),
        unplaced=gathered.unplaced,
        later=gathered.later,
        partial=None if gathered.reach.complete else late(gathered.reach),
        graph_version=graph.version,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A unit with the units that went into it, and all of their documents, those there for certain and early first."""

    unit: Unit
    before: tuple[Unit, ...]
    documents: tuple[Issued, ...]

    @property
    def sure(self) -> tuple[Issued, ...]:
        """What was surely there, from this unit or one that went into it."""
        family = {self.unit, *self.before}
        return tuple(i for i in self.documents if i.sure and set(i.units) <= family)

    @property
    def status(self) -> str:
        if any(i.unit == self.unit for i in self.sure):
            return "issued"
        if any(self.unit not in i.units for i in self.sure):
            return "inherited"
        return "unclear" if self.documents else "none"


def _found(gathered: Gathered, day: str | None) -> tuple[_Found, ...]:
    """Each unit that stood on the day, by name."""
    by_id = {u.id: u for u in gathered.units}
    before = predecessors(gathered.units)
    owned: dict[Unit, list[Issued]] = {}
    for item in gathered.issued:
        for candidate in item.units:
            owned.setdefault(candidate, []).append(item)
    found = []
    for unit in sorted((u for u in gathered.units if u.stood(day)), key=lambda u: (fold(u.name), u.id)):
        older = tuple(by_id[i] for i in sorted(before.get(unit.id, ())))
        own = {i.document.id: i for u in (unit, *older) for i in owned.get(u, ())}
        ordered = sorted(own.values(), key=lambda i: (not i.sure, i.document.date or "~", i.document.id))
        found.append(_Found(unit, older, tuple(ordered)))
    return tuple(found)


def _document(item: Issued, found: Reached, gathered: Gathered) -> CellDocument:
    lag = lag_of(gathered.span, item.document)
    return CellDocument(
        node=found.node,
        distance=found.distance,
        via=found.via,
        edges=found.edges,
        inferred=found.inferred,
        stated_by=found.stated_by,
        unit=item.unit.id if item.unit else None,
        unit_name=item.unit.name if item.unit else None,
        sure=item.sure,
        lag_days=lag.days,
        lag_least=lag.least,
        lag_most=lag.most,
    )


def _cell(found: _Found, gathered: Gathered, day: str | None, documents: Mapping[str, CellDocument]) -> Cell:
    unit, status = found.unit, found.status
    reason = _reason(found, gathered, day)
    heirs = [u.name for u in found.before if any(i.unit == u for i in found.sure)]
    lags = [days for i in found.sure if (days := lag_of(gathered.span, i.document).days) is not None]
    counting = found.sure if status in ("issued", "inherited") else found.documents
    return Cell(
        unit=unit.id,
        name=unit.name,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        predecessors=tuple(u.name for u in found.before),
        status=status,
        reason=reason,
        reason_vi=REASONS[reason].format(heirs=", ".join(heirs)) if reason else None,
        lag_days=min(lags, default=None),
        inferred=bool(counting) and not any(i.document.id in gathered.outright for i in counting),
        total=len(found.documents),
        document_ids=tuple(i.document.id for i in found.documents[: limits.MAX_CELL]),
        documents=tuple(documents[i.document.id] for i in found.documents[: limits.MAX_CELL]),
    )


def _reason(found: _Found, gathered: Gathered, day: str | None) -> str | None:
    if found.status == "none":
        return "not-due" if day is not None and gathered.span.first > day else "not-found"
    if found.status == "unclear":
        return "unit-unknown" if found.sure else "date-unknown"
    return "inherited" if found.status == "inherited" else None


def _former(gathered: Gathered, day: str | None) -> tuple[Former, ...]:
    """Units that ended between the directive and the day, by the day they ended and name."""
    names = {u.id: u.name for u in gathered.units}
    since, until = gathered.span.first, day or NEVER
    totals = Counter(u.id for i in gathered.issued for u in i.units)
    gone = [u for u in gathered.units if u.valid_to and since <= u.valid_to < until]
    return tuple(
        Former(
            unit=u.id,
            name=u.name,
            valid_to=u.valid_to,
            reason="merged" if u.successor else "dissolved",
            successor=u.successor,
            successor_name=names.get(u.successor) if u.successor else None,
            total=totals[u.id],
        )
        for u in sorted(gone, key=lambda u: (u.valid_to or "", fold(u.name), u.id))
    )
