"""The corpus in one report: what it was read from, how sure and how dated it is, and what is left open."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.model import Document
from graph_schema.store.base import Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.anomalies import edges_of, findings
from queries.dates import span_of
from queries.scan import Scan
from queries.shapes import Partial


@dataclass(frozen=True, slots=True)
class Direction:
    """Which way the relations of a family point in time: ``forward`` as they should (the acting document is no
    earlier), ``backward`` against it, ``untold`` where a date is missing or too coarse."""

    family: str
    forward: int
    backward: int
    untold: int


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """``sources`` by kind; ``documents`` by known_by, by precision of the date, by title status, and drafts;
    ``relations`` stated outright or only inferred, by type; ``referents`` by state, of which ``open_rate`` are not
    resolved (0..1, None when there are none); ``anomalies`` by rule. ``scanned`` of ``total`` documents were looked
    at."""

    sources: Mapping[str, int]
    documents: Mapping[str, Mapping[str, int]]
    relations: Mapping[str, Mapping[str, int]]
    direction: tuple[Direction, ...]
    referents: Mapping[str, int]
    open_rate: float | None
    anomalies: Mapping[str, int]
    decisions: int
    scanned: int
    total: int
    partial: Partial | None
    graph_version: int


def report(graph: Graph, vocabulary: Vocabulary, *, budget_ms: int | None = None) -> ReportAnswer:
    """The report. Raises InvalidQuestion."""
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    whole = graph.counts()
    scan = Scan(graph, Filters(), deadline)
    documents: dict[str, Counter[str]] = {
        n: Counter() for n in ("known_by", "date_precision", "title_status", "status")
    }
    relations: dict[str, Counter[str]] = {"stated": Counter(), "inferred": Counter()}
    direction: dict[str, Counter[str]] = {family: Counter() for family in limits.families(vocabulary)}
    flags: Counter[str] = Counter()
    for page in scan.pages():
        edges = edges_of(graph, page, vocabulary)
        ends = graph.nodes({e.object for group in edges.values() for e in group})
        for document in page:
            for name, counter in documents.items():
                counter[getattr(document, name) or ("issued" if name == "status" else "unknown")] += 1
            for edge in edges[document.id]:
                relations["inferred" if edge.inferred else "stated"][edge.type.value] += 1
                other = ends.get(edge.object)
                way = _way(document, other, vocabulary) if isinstance(other, Document) else "untold"
                direction[vocabulary.relation(edge.type).family][way] += 1
        flags.update(f.rule for _, found in findings(graph, page, edges) for f in found)
    states = whole["referents.state"]
    referents = sum(states.values())
    return ReportAnswer(
        sources=whole["sources.kind"],
        documents={name: _ordered(counter) for name, counter in documents.items()},
        relations={name: _ordered(counter) for name, counter in relations.items()},
        direction=tuple(Direction(f, c["forward"], c["backward"], c["untold"]) for f, c in direction.items()),
        referents=states,
        open_rate=round(1 - states.get("resolved", 0) / referents, 4) if referents else None,
        anomalies=_ordered(flags),
        decisions=whole["total"]["decisions"],
        scanned=scan.seen,
        total=whole["total"]["documents"],
        partial=scan.partial(),
        graph_version=graph.version,
    )


def _way(acting: Document, earlier: Document, v: Vocabulary) -> str:
    a, b = span_of(acting, v), span_of(earlier, v)
    if a.first >= b.last:
        return "forward"
    return "backward" if a.last < b.first else "untold"


def _ordered(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
