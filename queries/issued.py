"""Everything issued to carry a directive out, and the days it may have been issued: coverage and lags are made of it.

Drafts never count. An undated document is no earlier than the directive, and no later than the end of the last unit
it can come from; beyond that its date stays unknown.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.model import Document, Node
from graph_schema.store.base import Graph, Hop, Reach
from graph_schema.vocabulary import Vocabulary
from queries.as_of import AsOf, chunks
from queries.dates import ANY, NEVER, Span, days_between, span_of, when, written_span
from queries.reached import Listing, listing
from queries.units import Register, Unit, units_of
from queries.walk import Traversable

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Issued:
    """One document: its exact distance, every unit it may come from, the days it may have been issued, and whether it
    was surely there on the day asked about."""

    document: Document
    distance: int
    units: tuple[Unit, ...]
    span: Span
    sure: bool

    @property
    def unit(self) -> Unit | None:
        """The unit, when it is one."""
        return self.units[0] if len(self.units) == 1 else None


@dataclass(frozen=True, slots=True)
class Gathered:
    """``issued`` stands by distance, date (unknown last) and id; ``units`` is every unit of the kind there ever was.
    ``outright`` are the ids that a chain of outright statements reaches. ``later`` documents were met and left out;
    ``reach`` says whether time sufficed."""

    root: Document
    span: Span
    issued: tuple[Issued, ...]
    units: tuple[Unit, ...]
    listed: Listing
    outright: frozenset[str]
    unplaced: int
    later: int
    reach: Reach

    @property
    def due(self) -> str | None:
        """The day the directive was issued, when it is one."""
        return self.span.first if self.span.known else None


def gather(
    graph: Graph,
    root: Document,
    vocabulary: Vocabulary,
    hop: Hop,
    *,
    kind: str,
    level: str | None,
    depth: int,
    as_of: str | None,
    deadline: float,
) -> Gathered:
    """Every document that carries ``root`` out within ``depth`` hops and may have been there on ``as_of``."""
    view = AsOf(graph, as_of, vocabulary) if as_of else None
    seen: Traversable = view or graph
    reach = seen.reach(root.id, hop, depth=depth, ids=True, deadline=deadline)
    listed = listing(root.id, reach.ids)
    nodes, complete = _read(graph, view, listed.order, deadline)
    outright = reach
    if not hop.stated:
        outright = seen.reach(root.id, replace(hop, stated=True), depth=depth, ids=True, deadline=deadline)
    documents = [n for i in listed.order if isinstance(n := nodes.get(i), Document)]
    units = units_of(kind, level, vocabulary)
    register = Register(kind, units, graph, documents)
    begun = span_of(root, vocabulary)
    issued, later = [], len(view.later) if view else 0
    for document in documents:
        own = span_of(document, vocabulary)
        span = own if own.known else own.within(Span(begun.first, NEVER))
        from_units = register.units_of(document, span)
        if from_units and not own.known:
            span = span.within(Span(span.first, max(u.span.last for u in from_units)))
        there = when(span, as_of)
        if there == "after":
            later += 1
        else:
            issued.append(Issued(document, listed.distances[document.id], from_units, span, there == "by"))
    return Gathered(
        root=root,
        span=written_span(root.date),
        issued=tuple(issued),
        units=units,
        listed=listed,
        outright=frozenset(i for layer in outright.ids for i in layer),
        unplaced=sum(register.unplaced(i.document) for i in issued),
        later=later,
        reach=replace(reach, complete=reach.complete and complete and outright.complete),
    )


def _read(graph: Graph, view: AsOf | None, ids: Sequence[str], deadline: float) -> tuple[Mapping[str, Node], bool]:
    if view:
        return view.nodes(ids), True
    found: dict[str, Node] = {}
    for chunk in chunks(ids, _AT_ONCE):
        found |= graph.nodes(chunk)
        if time.monotonic() >= deadline and len(found) < len(ids):
            return found, False
    return found, True


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from the directive to a document: exact, or between two bounds, or not known at all (all None)."""

    days: int | None
    least: int | None
    most: int | None


NO_LAG = Lag(None, None, None)


def lag_of(begun: Span, document: Document) -> Lag:
    """The lag of a document behind a directive issued within ``begun``. Only written dates make bounds: a term is no
    date."""
    written = written_span(document.date)
    if written == ANY or begun == ANY:
        return NO_LAG
    if written.known and begun.known:
        days = days_between(begun.first, written.first)
        return Lag(days, days, days)
    # What carries a directive out is no earlier than it: the lower bound ends at 0 where the upper allows it.
    most = days_between(begun.first, written.last)
    least = days_between(begun.last, written.first)
    return Lag(None, max(least, 0) if most >= 0 else least, most)
