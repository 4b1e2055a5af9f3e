"""What it would mean if a document were replaced, repealed, amended or came to its end: each item with its severity
(``queries.severity``), and the path that says why."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, Edge, EdgeType, Node
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.as_of import AsOf
from queries.force import Force, forces
from queries.impact import FAMILY
from queries.implementers import late
from queries.locate import node_of
from queries.reached import Listing, Place, counts, items, read_cursor, write_cursor
from queries.severity import CHANGES, CITES, LOSES, REVIEW, REVISED, Hit, hit_by
from queries.shapes import FLAT, Count, EdgeShape, NodeShape, Partial, SourceRef, edge_shape, node_shape
from queries.telling import Told, told
from queries.walk import Traversable

SEVERITIES = {
    LOSES: "mất căn cứ",
    REVIEW: "phải rà soát",
    CITES: "chỉ dẫn chiếu",
    REVISED: "đã được thay thế, bãi bỏ hoặc chuyển sang văn bản mới",
}
ENGLISH = {
    LOSES: "loses its basis",
    REVIEW: "must be reviewed",
    CITES: "only cites it",
    REVISED: "already replaced, repealed or moved to the new document",
}
_ORDER = tuple(SEVERITIES)


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """One document or task: how hard it is hit, and why: ``told`` tells the path to the document. ``rests_on`` are
    other documents it rests on, that stay; ``revised_by`` what has replaced it, or the successor it rests on already.
    ``dated`` is False where its date does not tell whether it is there on the day of the change."""

    node: NodeShape = field(metadata=FLAT)
    severity: str
    severity_vi: str
    distance: int
    via: tuple[str, ...]
    edges: tuple[str, ...]
    inferred: bool
    stated_by: tuple[SourceRef, ...]
    told: str
    rests_on: tuple[str, ...]
    revised_by: tuple[str, ...]
    dated: bool


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """``severities`` counts all items by severity, ``counts`` by severity and level or body; ``nodes`` are the first,
    the hardest hit first. ``force`` tells whether the document was in force on the day, and what changed it already.
    ``undated`` items may not be there yet on the day; ``later`` were issued after it and left out."""

    root: NodeShape
    change: str
    on: str | None
    force: Force | None
    family: str
    depth: int
    total: int
    severities: tuple[Count, ...]
    counts: Mapping[str, tuple[Count, ...]]
    undated: int
    later: int
    nodes: tuple[ChangeItem, ...]
    edges: tuple[EdgeShape, ...]
    next: str | None
    partial: Partial | None
    graph_version: int


def change(
    graph: Graph,
    root: str,
    vocabulary: Vocabulary,
    *,
    change: str,
    on: str | None = None,
    depth: int | None = None,
    family: str = FAMILY,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ChangeAnswer:
    """What the ``change`` of ``root`` on the day ``on`` (None: as far as is known) would mean for everything in
    relation to it. Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    limits.one_of("change", change, CHANGES)
    day = limits.day("on", on)
    hops = limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth)
    size = limits.bounded(limits.PAGE, limit)
    types = _carrying(family, vocabulary)
    hop = Hop("in", types, limits.share("min_confidence", min_confidence), stated)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    start = node_of(graph, root)
    view = AsOf(graph, day, vocabulary) if day else None
    seen: Traversable = view or graph
    reach = seen.reach(root, hop, depth=hops, ids=True, deadline=deadline)
    hit, complete = hit_by(graph, seen, root, hop, reach.ids, change, day, deadline, vocabulary)
    order = sorted(hit.severity, key=lambda i: _place(i, hit))
    after = read_cursor(cursor) if cursor else None
    begin = sum(_place(i, hit) <= after for i in order) if after else 0
    shown = order[begin : begin + size]
    ways = {i: _way(i, root, hit) for i in shown}
    edges = {e.id: e for way in ways.values() for e in way}
    return ChangeAnswer(
        root=node_shape(start, vocabulary),
        change=change,
        on=day,
        force=next(iter(forces(graph, [start], vocabulary, as_of=day)), None),
        family=family,
        depth=hops,
        total=len(order),
        severities=_severities(hit, order, vocabulary),
        counts=_counts(graph, hit, order, vocabulary),
        undated=sum(view.when(i) != "by" for i in order) if view else 0,
        later=len(view.later) if view else 0,
        nodes=_items(graph, start, shown, ways, hit, view, vocabulary),
        edges=tuple(edge_shape(edges[i], vocabulary) for i in sorted(edges)),
        next=write_cursor(_place(shown[-1], hit)) if shown and begin + size < len(order) else None,
        partial=None if reach.complete and complete else late(reach),
        graph_version=graph.version,
    )


def _carrying(family: str, v: Vocabulary) -> tuple[EdgeType, ...]:
    """The relation types of the families: only what a document rests on can be lost."""
    types = limits.edge_types(family, v)
    if not set(types) <= set(limits.edge_types(FAMILY, v)):
        raise InvalidQuestion(
            f"family={family!r} is more than a document rests on. A change is carried on by {FAMILY}, or one of them.",
            parameter="family",
        )
    return types


def _way(id: str, root: str, hit: Hit) -> tuple[Edge, ...]:
    way = []
    while id != root and (edge := hit.way.get(id)):
        way.append(edge)
        id = edge.object
    return tuple(way)


def _place(id: str, hit: Hit) -> Place:
    node = hit.nodes[id]
    date = (node.date if isinstance(node, Document) else None) or "~"
    return (_ORDER.index(hit.severity[id]) * 100 + hit.distances[id], date, id)


def _severities(hit: Hit, order: Sequence[str], v: Vocabulary) -> tuple[Count, ...]:
    found = Counter(hit.severity[i] for i in order)
    words = ENGLISH if v.language == "en" else SEVERITIES
    return tuple(Count(s, words[s], found[s]) for s in _ORDER)


def _counts(graph: Graph, hit: Hit, order: Sequence[str], v: Vocabulary) -> dict[str, tuple[Count, ...]]:
    """By level and body; of each severity that asks for work, by level."""
    whole: dict[str, Counter[str | None]] = {"level": Counter(), "body": Counter()}
    for severity in (LOSES, REVIEW):
        whole[f"level.{severity}"] = Counter()
    for id in order:
        node = hit.nodes[id]
        level = node.level if isinstance(node, Document) else None
        whole["level"][level] += 1
        whole["body"][node.body if isinstance(node, Document) else None] += 1
        if (name := f"level.{hit.severity[id]}") in whole:
            whole[name][level] += 1
    names = graph.names([b for b in whole["body"] if b])
    return {name: counts(name.partition(".")[0], values, v, names) for name, values in whole.items()}


def _items(
    graph: Graph,
    root: Node,
    shown: Sequence[str],
    ways: Mapping[str, tuple[Edge, ...]],
    hit: Hit,
    view: AsOf | None,
    v: Vocabulary,
) -> tuple[ChangeItem, ...]:
    listed = Listing(root.id, tuple(shown), hit.distances)
    made = items(graph, [hit.nodes[i] for i in shown], listed, ways, v, {})
    everyone = {root.id: root} | dict(hit.nodes)
    return tuple(
        ChangeItem(
            node=found.node,
            severity=hit.severity[i],
            severity_vi=SEVERITIES[hit.severity[i]],
            distance=found.distance,
            via=found.via,
            edges=found.edges,
            inferred=found.inferred,
            stated_by=found.stated_by,
            told=told(everyone[i], [(Told(e, True), everyone[e.object]) for e in ways[i]], v),
            rests_on=hit.bases.get(i, ()),
            revised_by=hit.revised.get(i, ()),
            dated=view is None or view.when(i) == "by",
        )
        for i, found in zip(shown, made, strict=True)
    )
