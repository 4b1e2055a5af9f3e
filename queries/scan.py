"""All documents, the newest first, in pages and within a time: what questions about the whole graph are made of."""

from __future__ import annotations

import time
from collections.abc import Iterator

from graph_schema.model import Document
from graph_schema.searching import cursor_after
from graph_schema.store.base import Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.labels import LEVELS
from queries.parameters import place_of, type_of
from queries.shapes import Partial

AT_ONCE = 250


class Scan:
    """Documents that keep the filters, page by page until the time is up. Afterwards ``seen`` says how many were looked
    at, ``complete`` whether that was all, and ``next`` is the cursor of what was not."""

    def __init__(self, graph: Graph, filters: Filters, deadline: float, cursor: str | None = None) -> None:
        self.seen = 0
        self.complete = False
        self.next = cursor
        self._graph, self._filters, self._deadline = graph, filters, deadline

    def pages(self) -> Iterator[tuple[Document, ...]]:
        """The pages; a caller that stops inside one says where with ``stopped_after``."""
        while True:
            found = self._graph.find((), self._filters, limit=AT_ONCE, after=self.next)
            self.seen += len(found.documents)
            self.next, self.complete = found.next, found.next is None
            if found.documents:
                yield found.documents
            if self.complete or time.monotonic() >= self._deadline:
                return

    def stopped_after(self, document: Document) -> None:
        """The caller goes no further than this document."""
        self.next, self.complete = cursor_after(document), False

    def partial(self) -> Partial | None:
        """What an answer made of everything says when this was not everything."""
        if self.complete:
            return None
        return Partial(
            "budget_ms",
            None,
            f"Time ran out after the {self.seen} newest documents. Ask again with a greater budget_ms (at most "
            f"{limits.BUDGET_MS.high}), or narrow it down by type, level, place or dates.",
        )


def filters_of(
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    type: str | None = None,
    level: str | None = None,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Filters:
    """Which documents are looked at. Raises InvalidQuestion."""
    return Filters(
        kind=limits.one_of("kind", kind, ("directive", "plan")) if kind else None,
        type=type_of(type, vocabulary) if type else None,
        level=limits.one_of("level", level, tuple(LEVELS)) if level else None,
        place=place_of(place, vocabulary) if place else None,
        since=limits.day("from", since),
        until=limits.day("to", until),
    )
