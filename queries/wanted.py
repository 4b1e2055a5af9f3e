"""What to read next: documents nobody has read, ranked by what rests on them and waits for them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from heapq import nsmallest

from graph_schema.model import Document
from graph_schema.store.base import Filters, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.reached import is_draft
from queries.scan import Scan
from queries.shapes import FLAT, NodeShape, Partial, document_shape

KNOWN_BY = ("citation", "table", "unread")
"""Known only because others cite it; from a table's row; either: its own text was not read."""

_MISSING = ("date", "title", "body", "symbol")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document and what reading it would unlock: ``named`` relations of others name it, ``rests`` documents and tasks
    stand behind it on any way (None when time did not suffice), ``open`` claims may mean it, ``missing`` fields nobody
    has stated; without its date the lags behind it (``lags``) are unknown."""

    node: NodeShape = field(metadata=FLAT)
    rank: int
    named: int
    rests: int | None
    open: int
    missing: tuple[str, ...]
    lags: int


@dataclass(frozen=True, slots=True)
class WantedAnswer:
    """The first ``top`` by ``named``, of ``unread`` among ``scanned`` documents."""

    known_by: str
    items: tuple[Wanted, ...]
    unread: int
    scanned: int
    partial: Partial | None
    graph_version: int


def most_wanted(
    graph: Graph,
    vocabulary: Vocabulary,
    filters: Filters,
    *,
    known_by: str = "citation",
    top: int | None = None,
    budget_ms: int | None = None,
) -> WantedAnswer:
    """Unread documents that keep the filters. Raises InvalidQuestion."""
    limits.one_of("known_by", known_by, KNOWN_BY)
    many = limits.bounded(limits.HUBS, top)
    types = limits.edge_types("all", vocabulary)
    carrying = limits.edge_types("implementation", vocabulary)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    scan = Scan(graph, filters, deadline)
    best: list[tuple[int, str, Document]] = []
    unread = 0
    for page in scan.pages():
        wanted = [d for d in page if _unread(d, known_by) and not is_draft(d)]
        unread += len(wanted)
        degrees = graph.step([d.id for d in wanted], Hop("in", types), fanout=1).degrees
        best = nsmallest(many, [*best, *((-degrees.get(d.id, 0), d.id, d) for d in wanted)], key=lambda e: e[:2])
    behind = graph.step([id for _, id, _ in best], Hop("in", carrying), fanout=1).degrees
    items = []
    for rank, (named, id, document) in enumerate(best, 1):
        reach = graph.reach(id, Hop("in", carrying), depth=limits.DEPTH.high, deadline=deadline)
        items.append(
            Wanted(
                node=document_shape(document, vocabulary),
                rank=rank,
                named=-named,
                rests=sum(reach.cells.values()) if reach.complete else None,
                open=len(graph.possible(id, types)),
                missing=tuple(name for name in _MISSING if getattr(document, name) is None),
                lags=behind.get(id, 0) if document.date is None else 0,
            )
        )
    return WantedAnswer(known_by, tuple(items), unread, scan.seen, scan.partial(), graph.version)


def _unread(document: Document, known_by: str) -> bool:
    return document.known_by != "text" if known_by == "unread" else document.known_by == known_by
