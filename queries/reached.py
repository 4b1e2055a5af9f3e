"""What rests on a document, as a list: exact distances, one page at a time, a shortest path for each item."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, Edge, EdgeType, Node
from graph_schema.store.base import Facet, Graph, Hop, Reach
from graph_schema.vocabulary import Vocabulary
from queries.labels import label
from queries.shapes import Count, Reached, SourceRef, node_shape, source_ref

MAX_CURSOR = 1000
MAX_STATING = 5
"""Sources named for one edge of a list; its evidence has them all."""

Place = tuple[int, str, str]
"""Where an item stands in the list: distance, date ("~" when unknown, after every date; drafts last), id."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The ids of a list in order, and the exact distance of each (the root's, 0, too)."""

    root: str
    order: tuple[str, ...]
    distances: Mapping[str, int]


def listing(root: str, layers: Sequence[Sequence[str]]) -> Listing:
    """The layers of a ``Reach`` as one list."""
    distances = {node: n for n, layer in enumerate(layers, 1) for node in layer}
    return Listing(root, tuple(distances), {root: 0} | distances)


def counted(
    graph: Graph,
    root: str,
    hop: Hop,
    facets: tuple[Facet, ...],
    depth: int,
    most: int | None,
    cursor: str | None,
    deadline: float,
) -> tuple[Reach, tuple[tuple[str, ...], ...]]:
    """Everything reached, as counts; and ids by distance, as far as a page of ``most`` behind the cursor needs them
    (None: all). Counts never leave the engine as ids: those are what costs."""
    reach = graph.reach(root, hop, depth=depth, facets=facets, ids=depth == 1, deadline=deadline)
    if depth == 1:
        return reach, reach.ids
    enough = _enough(reach, most, cursor)
    return reach, graph.reach(root, hop, depth=enough, ids=True).ids if enough else ()


def _enough(reach: Reach, most: int | None, cursor: str | None) -> int:
    """The distance at which a page is full and one more is known."""
    sizes: Counter[int] = Counter()
    for (distance, _), count in reach.cells.items():
        sizes[distance] += count
    if most is not None:
        seen = read_cursor(cursor)[0] if cursor else 0
        need = sum(n for distance, n in sizes.items() if distance <= seen) + most
        for distance in sorted(sizes):
            if sum(n for d, n in sizes.items() if d <= distance) > need:
                return distance
    return max(sizes, default=0)


def page(graph: Graph, listed: Listing, *, limit: int, cursor: str | None) -> tuple[tuple[Node, ...], str | None]:
    """The nodes of one page, and the cursor of the next. Raises InvalidQuestion for a cursor of another question."""
    start = _after(graph, listed, read_cursor(cursor)) if cursor else 0
    ids = listed.order[start : start + limit]
    nodes = graph.nodes(ids)
    shown = tuple(nodes[i] for i in ids if i in nodes)
    more = start + limit < len(listed.order)
    return shown, write_cursor(_place(shown[-1], listed)) if more and shown else None


def _after(graph: Graph, listed: Listing, place: Place) -> int:
    """Where the list goes on after a place, also when the item that stood there has gone."""
    distance, _, node = place
    if listed.distances.get(node) == distance:
        return listed.order.index(node) + 1
    layer = [i for i in listed.order if listed.distances[i] == distance]
    first = next((n for n, i in enumerate(listed.order) if listed.distances[i] >= distance), len(listed.order))
    nodes = graph.nodes(layer)
    return first + sum(1 for i in layer if i in nodes and _place(nodes[i], listed) <= place)


def _place(node: Node, listed: Listing) -> Place:
    date = (node.date if isinstance(node, Document) else None) or "~"
    return (listed.distances[node.id], f"~~{date}" if is_draft(node) else date, node.id)


def write_cursor(place: Place) -> str:
    """An opaque cursor that stands after this place."""
    return base64.urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Place:
    """The place a cursor stands after. Raises InvalidQuestion when it is none of ours."""
    try:
        if len(cursor) > MAX_CURSOR:
            raise ValueError
        distance, date, node = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
        if not (isinstance(distance, int) and isinstance(date, str) and isinstance(node, str)):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise InvalidQuestion(
            "The cursor is not one this question gave out. Ask for the first page again, without a cursor.",
            parameter="cursor",
        ) from None
    return distance, date, node


def paths(
    graph: Graph,
    ids: Collection[str],
    listed: Listing,
    types: tuple[EdgeType, ...],
    *,
    min_confidence: float,
    stated: bool,
) -> dict[str, tuple[Edge, ...]]:
    """One shortest path from each id back to the root, the item's own edge first. Only these ids are looked at."""
    back = Hop("out", types, min_confidence, stated, drafts=True)
    first: dict[str, Edge] = {}
    frontier = set(ids)
    while frontier:
        step = graph.step(sorted(frontier), back)
        frontier = set()
        for edge in step.edges:
            nearer = listed.distances.get(edge.object)
            if edge.subject not in first and nearer is not None and nearer == listed.distances[edge.subject] - 1:
                first[edge.subject] = edge
                if nearer > 0 and edge.object not in first:
                    frontier.add(edge.object)
    return {i: tuple(_follow(i, first)) for i in ids}


def is_draft(node: Node) -> bool:
    """Whether the node is a document that was never issued: listed as such, never counted."""
    return isinstance(node, Document) and node.status == "draft"


def _follow(node: str, first: Mapping[str, Edge]) -> Iterable[Edge]:
    while edge := first.get(node):
        yield edge
        node = edge.object


def items(
    graph: Graph,
    nodes: Sequence[Node],
    listed: Listing,
    ways: Mapping[str, tuple[Edge, ...]],
    vocabulary: Vocabulary,
    group: Mapping[str, str | None],
) -> tuple[Reached, ...]:
    """List items: each node with its distance, path, group, and who states its edge. A draft is not counted."""
    stating = _stating(graph, [way[0].id for way in ways.values() if way])
    return tuple(
        Reached(
            node=node_shape(node, vocabulary),
            distance=listed.distances[node.id],
            via=tuple(e.type.value for e in way),
            edges=tuple(e.id for e in way),
            inferred=any(e.inferred for e in way),
            stated_by=stating.get(way[0].id, ()) if way else (),
            counted=not is_draft(node),
            group=group.get(node.id),
        )
        for node in nodes
        for way in (ways.get(node.id, ()),)
    )


def _stating(graph: Graph, edges: Collection[str]) -> dict[str, tuple[SourceRef, ...]]:
    """The first sources that state each edge, by id."""
    stating = graph.stating(edges, most=MAX_STATING)
    refs = {id: source_ref(source) for id, source in graph.sources(set().union(*stating.values())).items()}
    return {edge: tuple(refs[s] for s in found if s in refs) for edge, found in stating.items()}


def tally(
    graph: Graph,
    cells: Mapping[tuple[int, tuple[str | None, ...]], int],
    facets: tuple[Facet, ...],
    vocabulary: Vocabulary,
) -> dict[str, tuple[Count, ...]]:
    """Counts per facet over all distances, the greatest first; body ids with the bodies' names."""
    sums: dict[str, dict[str | None, int]] = {facet: {} for facet in facets}
    for (_, values), count in cells.items():
        for facet, value in zip(facets, values, strict=True):
            sums[facet][value] = sums[facet].get(value, 0) + count
    names = graph.names([v for v in sums.get("body", {}) if v])
    return {facet: counts(facet, values, vocabulary, names) for facet, values in sums.items()}


def counts(
    facet: str, values: Mapping[str | None, int], vocabulary: Vocabulary, names: Mapping[str, str]
) -> tuple[Count, ...]:
    """One facet's values with labels, the greatest count first, then by value, unknown last."""
    ordered = sorted(values.items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
    return tuple(Count(value, label(facet, value, vocabulary, names), count) for value, count in ordered)
