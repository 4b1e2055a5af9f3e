"""One hop from a node, on both sides, in groups: how many there are of each, the first of them, what stays hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_schema.model import Edge, EdgeType, IssuingBody, Node, Task
from graph_schema.store.base import Direction, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries.headings import BODY, DOCUMENT, IN, OUT, TASK, Key, heading, key_text
from queries.shapes import PlacedNode, node_shape

WHOLE = 500
"""Edges of one side that are looked at one by one. Of a side with more, each type is counted by the engine and its best
supported edges are looked at."""

WAYS: tuple[Direction, ...] = ("out", "in")
SIDES = {OUT: "up", IN: "down"}


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member of a group, and the edge that makes it one."""

    id: str
    edge: str


@dataclass(frozen=True, slots=True)
class DiagramGroup:
    """Neighbours of one kind, related in one way. ``total`` counts all of them but drafts, which are counted apart and
    never shown; ``items`` are the first, best supported first. ``label`` and ``tooltip`` are in the language asked
    for; ``portal`` says that legal portals have this group too."""

    key: str
    type: str
    family: str
    direction: str
    kind: str
    label: str
    tooltip: str
    portal: bool
    total: int
    drafts: int
    items: tuple[GroupMember, ...]


@dataclass(slots=True)
class Members:
    """What was found of one group."""

    total: int = 0
    drafts: int = 0
    edges: list[Edge] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Around:
    """The groups that are there, in no particular order, and the nodes at the other ends of their edges."""

    groups: Mapping[Key, Members]
    nodes: Mapping[str, Node]


def around(graph: Graph, id: str, types: Sequence[EdgeType], ways: Iterable[Direction] = WAYS) -> Around:
    """Everything one hop from a node by edges of these types."""
    groups: dict[Key, Members] = {}
    nodes: dict[str, Node] = {}
    for way in ways:
        step = graph.step([id], Hop(way, tuple(types), drafts=True), fanout=WHOLE)
        whole = step.degrees.get(id, 0) <= WHOLE
        edges = step.edges if whole else _best(graph, id, types, way)
        near = graph.nodes({_far(e, way) for e in edges})
        nodes |= near
        for edge in edges:
            if (other := near.get(_far(edge, way))) is not None:
                _count(groups.setdefault((edge.type, way, kind_of(other)), Members()), edge, way, whole=whole)
        if not whole:
            _totals(graph, id, types, way, groups)
    return Around(groups, nodes)


def _best(graph: Graph, id: str, types: Sequence[EdgeType], way: Direction) -> list[Edge]:
    return [e for t in types for e in graph.step([id], Hop(way, (t,), drafts=way == OUT), fanout=WHOLE).edges]


def _count(members: Members, edge: Edge, way: Direction, *, whole: bool) -> None:
    # What a draft itself rests on is there like anybody's; what drafts would do to others is not done.
    draft = way == IN and not edge.counted
    if not draft:
        members.edges.append(edge)
    if whole:
        members.total += not draft
        members.drafts += draft


def _totals(graph: Graph, id: str, types: Sequence[EdgeType], way: Direction, groups: dict[Key, Members]) -> None:
    """Totals that the engine counts, where there are too many edges to look at."""
    for kind in types:
        everything = graph.reach(id, Hop(way, (kind,), drafts=True), depth=1, facets=("kind",)).cells
        issued = graph.reach(id, Hop(way, (kind,), drafts=way == OUT), depth=1, facets=("kind",)).cells
        counts: dict[str, Counter[str]] = {}
        for name, cells in (("all", everything), ("issued", issued)):
            for (_, (value,)), count in cells.items():
                counts.setdefault(value if value in (TASK, BODY) else DOCUMENT, Counter())[name] += count
        for other, found in counts.items():
            members = groups.setdefault((kind, way, other), Members())
            members.total, members.drafts = found["issued"], found["all"] - found["issued"]


def kind_of(node: Node) -> str:
    """document, task or body."""
    return TASK if isinstance(node, Task) else BODY if isinstance(node, IssuingBody) else DOCUMENT


def _far(edge: Edge, way: Direction) -> str:
    return edge.object if way == OUT else edge.subject


def group(key: Key, members: Members, limit: int, v: Vocabulary) -> DiagramGroup:
    """A group as answers show it, with ``limit`` members at most."""
    named = heading(key, v)
    english = v.language == "en"
    return DiagramGroup(
        key=key_text(key),
        type=key[0].value,
        family=v.relation(key[0]).family,
        direction=key[1],
        kind=key[2],
        label=named.label_en if english else named.label_vi,
        tooltip=named.tooltip_en if english else named.tooltip_vi,
        portal=named.portal,
        total=members.total,
        drafts=members.drafts,
        items=tuple(GroupMember(e.object if key[1] == OUT else e.subject, e.id) for e in members.edges[:limit]),
    )


def shown(found: Around, groups: Iterable[DiagramGroup]) -> list[Edge]:
    """The edges of the members that groups show, by id."""
    wanted = {item.edge for g in groups for item in g.items}
    edges = {e.id: e for members in found.groups.values() for e in members.edges if e.id in wanted}
    return [edges[i] for i in sorted(edges)]


def placed(
    graph: Graph, root: Node, found: Around, edges: Collection[Edge], types: Sequence[EdgeType], v: Vocabulary
) -> tuple[PlacedNode, ...]:
    """The root and the neighbours these edges lead to, each with how many edges of these types it has on either side
    that are not among them."""
    sides: dict[str, str] = {root.id: "root"}
    for edge in edges:
        way, other = (OUT, edge.object) if edge.subject == root.id else (IN, edge.subject)
        sides.setdefault(other, SIDES[way])
    degrees = [graph.step(list(sides), Hop(way, tuple(types), drafts=way == OUT), fanout=1).degrees for way in WAYS]
    drawn = Counter(end for e in edges for end in (e.subject, e.object))
    nodes = {root.id: root, **found.nodes}
    order = {"root": 0, "up": 1, "down": 2}
    return tuple(
        PlacedNode(
            node_shape(nodes[i], v), int(side != "root"), side, max(sum(d.get(i, 0) for d in degrees) - drawn[i], 0)
        )
        for i, side in sorted(sides.items(), key=lambda item: (order[item[1]], item[0]))
    )
