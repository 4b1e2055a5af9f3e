"""Words in any order, with or without diacritics, and filters -> documents, newest first, with facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.folding import words
from graph_schema.store.base import Facet, Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.labels import KINDS, LEVELS, STATUSES, SYSTEMS
from queries.parameters import place_of, type_of
from queries.reached import counts
from queries.shapes import Count, DocumentShape, document_shape

_FACETS: tuple[Facet, ...] = ("kind", "type", "body", "place", "level", "term")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """One page of documents. ``facets`` count everything that was found, not this page."""

    query: str
    items: tuple[DocumentShape, ...]
    next: str | None
    total: int | None
    facets: Mapping[str, tuple[Count, ...]]
    graph_version: int


def search(
    graph: Graph,
    text: str,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    type: str | None = None,
    body: str | None = None,
    place: str | None = None,
    level: str | None = None,
    system: str | None = None,
    term: str | None = None,
    status: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> SearchAnswer:
    """Documents that hold every word and keep every filter; no words means all. Raises InvalidQuestion."""
    text = limits.words_of(text) if text.strip() else ""
    filters = Filters(
        kind=limits.one_of("kind", kind, tuple(k for k in KINDS if k in ("directive", "plan"))) if kind else None,
        type=type_of(type, vocabulary) if type else None,
        body=body,
        place=place_of(place, vocabulary) if place else None,
        level=limits.one_of("level", level, tuple(LEVELS)) if level else None,
        system=limits.one_of("system", system, tuple(SYSTEMS)) if system else None,
        term=term,
        status=limits.one_of("status", status, tuple(STATUSES)) if status else None,
        since=limits.day("from", since),
        until=limits.day("to", until),
    )
    size = limits.bounded(limits.PAGE, limit)
    found = graph.find(words(text), filters, limit=size, after=cursor, total=True, facets=_FACETS)
    names = graph.names([v for v in found.facets.get("body", {}) if v])
    return SearchAnswer(
        query=text,
        items=tuple(document_shape(d, vocabulary) for d in found.documents),
        next=found.next,
        total=found.total,
        facets={name: counts(name, values, vocabulary, names) for name, values in found.facets.items()},
        graph_version=graph.version,
    )
