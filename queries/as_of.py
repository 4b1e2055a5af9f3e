"""The graph as it stood on a day: what was issued later is left out, what bears no date is followed and kept apart."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from graph_schema.model import Document, Edge, Node
from graph_schema.searching import FACETS, facet_values
from graph_schema.store.base import Facet, Graph, Hop, Reach, Step
from graph_schema.vocabulary import Vocabulary
from queries.dates import Span, When, span_of, when

T = TypeVar("T")

CHUNK = 200
"""Nodes looked at between two looks at the clock."""

Cells = dict[tuple[int, tuple[str | None, ...]], int]


class AsOf:
    """The two traversals over what may have been there on ``day``. ``later`` holds what was met and left out."""

    def __init__(self, graph: Graph, day: str, vocabulary: Vocabulary) -> None:
        self.day = day
        self.later: set[str] = set()
        self._graph = graph
        self._vocabulary = vocabulary
        self._nodes: dict[str, Node] = {}
        self._spans: dict[str, Span] = {}

    def when(self, id: str) -> When:
        """Whether a node met here was there on the day: "by" or "unknown"."""
        return when(self._spans[id], self.day)

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Nodes met here, by id."""
        return {i: self._nodes[i] for i in ids if i in self._nodes}

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step:
        """One hop, as the store's ``step``, among what may have been there."""
        degrees = dict.fromkeys(sorted(set(frontier)), 0)
        kept: list[Edge] = []
        for chunk in chunks(degrees, CHUNK):
            found = self._graph.step(chunk, hop).edges
            self._meet(_far(e, hop) for e in found)
            for edge in found:
                near, far = _near(edge, hop), _far(edge, hop)
                if far in self.later or far not in self._nodes:
                    continue
                degrees[near] += 1
                if fanout is None or degrees[near] <= fanout:
                    kept.append(edge)
        return Step(tuple(kept), degrees)

    def reach(
        self,
        root: str,
        hop: Hop,
        *,
        depth: int,
        facets: tuple[Facet, ...] = (),
        ids: bool = False,
        among: Collection[str] | None = None,
        deadline: float | None = None,
    ) -> Reach:
        """Everything reached from the root, as the store's ``reach``, among what may have been there."""
        seen, frontier, layers, complete = {root}, [root], list[tuple[str, ...]](), True
        while frontier and len(layers) < depth and complete:
            fresh: dict[str, None] = {}
            for chunk in chunks(frontier, CHUNK):
                if deadline is not None and time.monotonic() >= deadline:
                    complete = False
                    break
                fresh |= dict.fromkeys(_far(e, hop) for e in self.step(chunk, hop).edges)
            frontier = sorted((i for i in fresh if i not in seen), key=self._place)
            seen.update(frontier)
            if frontier and complete:
                layers.append(tuple(frontier))
        cells = self.cells(layers, facets)
        if among is not None:
            some = set(among)
            layers = [tuple(i for i in layer if i in some) for layer in layers]
        return Reach(cells, tuple(layers) if ids else (), len(layers), complete)

    def cells(self, layers: Iterable[Collection[str]], facets: tuple[Facet, ...]) -> Cells:
        """Counts per distance and facet values of nodes met here, as ``Reach.cells`` has them."""
        places = [FACETS.index(f) for f in facets]
        found: Counter[tuple[int, tuple[str | None, ...]]] = Counter()
        for distance, layer in enumerate(layers, 1):
            for id in layer:
                values = facet_values(self._nodes[id])
                found[distance, tuple(values[p] for p in places)] += 1
        return dict(found)

    def _meet(self, ids: Iterable[str]) -> None:
        fresh = sorted({i for i in ids if i not in self._nodes})
        for id, node in self._graph.nodes(fresh).items():
            self._nodes[id] = node
            span = self._spans[id] = span_of(node, self._vocabulary)
            if when(span, self.day) == "after":
                self.later.add(id)

    def _place(self, id: str) -> tuple[str, str]:
        node = self._nodes[id]
        return ((node.date if isinstance(node, Document) else None) or "~", id)


def split(view: AsOf, layers: Iterable[Iterable[str]]) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The layers without what cannot be placed in time, and what cannot, nearest first."""
    sure, undated = [], list[str]()
    for layer in layers:
        sure.append(tuple(i for i in layer if view.when(i) == "by"))
        undated += [i for i in layer if view.when(i) != "by"]
    return tuple(sure), tuple(undated)


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most ``size``."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _far(edge: Edge, hop: Hop) -> str:
    return edge.subject if hop.direction == "in" else edge.object


def _near(edge: Edge, hop: Hop) -> str:
    return edge.object if hop.direction == "in" else edge.subject
