"""The shortest ways between two documents, each hop with its evidence, told in one sentence.

A way goes up: from a document to what it carries out or is based on. When none leads from the first to the second, the
other way round is tried, and said. What lies upwards of a document is few; so that side is fetched, and the ways in
it are found with networkx.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Edge, Node
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.locate import node_of
from queries.shapes import EdgeShape, NodeShape, Partial, edge_shape, node_shape
from queries.telling import Told, told
from queries.witness import Witness, witnesses

DIRECTIONS = ("either", "up", "down")
FAMILY = "implementation,basis"


@dataclass(frozen=True, slots=True)
class PathHop:
    """One relation of a way. ``forward``: gone along from the acting document to the one it acts on. ``also`` names
    the other relations between the two documents."""

    edge: EdgeShape
    forward: bool
    label_vi: str
    label_en: str
    evidence: Witness | None
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One way: the ids of its nodes in order, its hops, and the sentence that tells it."""

    length: int
    nodes: tuple[str, ...]
    hops: tuple[PathHop, ...]
    inferred: bool
    told: str


@dataclass(frozen=True, slots=True)
class PathsAnswer:
    """Up to ``k`` ways, the shortest first. ``direction`` is up or down: the way that was found, or None when there is
    none. ``nodes`` has every document named. ``partial`` says what kept ways from being looked for."""

    from_: NodeShape
    to: NodeShape
    direction: str | None
    family: str
    depth: int
    paths: tuple[Path, ...]
    nodes: tuple[NodeShape, ...]
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class _Found:
    """Ways from one node upwards to another as ids, the edges between neighbours, and the limit that was met."""

    ways: tuple[tuple[str, ...], ...]
    edges: Mapping[tuple[str, str], tuple[Edge, ...]]
    met: str | None


def paths(
    graph: Graph,
    from_: str,
    to: str,
    vocabulary: Vocabulary,
    *,
    k: int | None = None,
    direction: str = "either",
    family: str = FAMILY,
    depth: int | None = None,
    stated: bool = False,
    min_confidence: float | None = None,
    max_nodes: int | None = None,
    budget_ms: int | None = None,
) -> PathsAnswer:
    """The ``k`` shortest ways between two nodes within ``depth`` hops (20 unless said). ``direction`` up: ``from_``
    rests on ``to``; down: ``to`` rests on ``from_``; either: up, and where there is none, down. Raises
    InvalidQuestion, UnknownId, GoneId, MovedId."""
    limits.one_of("direction", direction, DIRECTIONS)
    many = limits.bounded(limits.PATHS, k)
    hops = limits.bounded(limits.DEPTH, limits.DEPTH.high if depth is None else depth)
    most = limits.bounded(limits.MAX_NODES, limits.MAX_NODES.high if max_nodes is None else max_nodes)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    types = limits.edge_types(family, vocabulary)
    # A draft's own upstream is what it would implement: upwards drafts hide nothing.
    hop = Hop("out", types, limits.share("min_confidence", min_confidence), stated, drafts=True)
    ends = (node_of(graph, from_), node_of(graph, to))
    if from_ == to:
        raise InvalidQuestion(f"from and to are both {from_!r}. Name two documents.", parameter="to")
    met: list[str] = []
    for way in ("up", "down") if direction == "either" else (direction,):
        low, high = (from_, to) if way == "up" else (to, from_)
        found = _upward(graph, low, high, hop, many, hops, most, deadline)
        met += [found.met] if found.met else []
        if found.ways:
            return _answer(graph, ends, found, way, family, hops, _partial(found.met), vocabulary)
    nothing = _Found((), {}, None)
    return _answer(graph, ends, nothing, None, family, hops, _partial(met[0] if met else None), vocabulary)


def _upward(graph: Graph, low: str, high: str, hop: Hop, many: int, depth: int, most: int, deadline: float) -> _Found:
    between: dict[tuple[str, str], list[Edge]] = {}
    seen, frontier, met = {low}, [low], None
    for _ in range(depth):
        if not frontier or met:
            break
        if time.monotonic() >= deadline:
            met = "budget_ms"
            break
        fresh: dict[str, None] = {}
        for edge in graph.step(frontier, hop).edges:
            if edge.object not in seen and edge.object not in fresh:
                if len(seen) + len(fresh) >= most:
                    met = "max_nodes"
                    continue
                fresh[edge.object] = None
            between.setdefault((edge.subject, edge.object), []).append(edge)
        seen |= fresh.keys()
        frontier = sorted(fresh)
    edges = {ends: tuple(sorted(group, key=_best)) for ends, group in between.items()}
    ways, late = _shortest(edges, low, high, many, depth, deadline) if high in seen else ((), False)
    return _Found(ways, edges, "budget_ms" if late else met)


def _best(edge: Edge) -> tuple[bool, int, float, str]:
    return (edge.inferred, -edge.support, -edge.confidence, edge.id)


def _shortest(
    edges: Mapping[tuple[str, str], object], low: str, high: str, many: int, depth: int, deadline: float
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    net: nx.DiGraph[str] = nx.DiGraph(sorted(edges))
    near = net.subgraph(nx.ancestors(net, high) | {high})
    if low not in near:
        return (), False
    ways: list[tuple[str, ...]] = []
    simple: Iterator[Sequence[str]] = nx.shortest_simple_paths(nx.DiGraph(sorted(near.edges)), low, high)
    for way in simple:
        if len(way) - 1 > depth or len(ways) == many:
            break
        ways.append(tuple(way))
        if time.monotonic() >= deadline:
            return tuple(sorted(ways, key=lambda w: (len(w), w))), True
    return tuple(sorted(ways, key=lambda w: (len(w), w))), False


def _answer(
    graph: Graph,
    ends: tuple[Node, Node],
    found: _Found,
    way: str | None,
    family: str,
    depth: int,
    partial: Partial | None,
    v: Vocabulary,
) -> PathsAnswer:
    steps = {pair: found.edges[pair] for ids in found.ways for pair in pairwise(ids)}
    evidence = witnesses(graph, sorted({group[0].id for group in steps.values()}))
    nodes = {n.id: n for n in ends} | graph.nodes(sorted({i for ids in found.ways for i in ids}))
    forward = way == "up"
    made = []
    for ids in found.ways:
        groups = [steps[pair] for pair in pairwise(ids)]
        ordered = groups if forward else groups[::-1]
        along = ids if forward else ids[::-1]
        made.append(
            Path(
                length=len(groups),
                nodes=along,
                hops=tuple(_hop(group, forward, evidence, v) for group in ordered),
                inferred=any(group[0].inferred for group in groups),
                told=told(
                    nodes[along[0]],
                    [(Told(g[0], forward), nodes[i]) for g, i in zip(ordered, along[1:], strict=True)],
                    v,
                ),
            )
        )
    return PathsAnswer(
        from_=node_shape(ends[0], v),
        to=node_shape(ends[1], v),
        direction=way,
        family=family,
        depth=depth,
        paths=tuple(made),
        nodes=tuple(node_shape(nodes[i], v) for i in sorted(nodes)),
        partial=partial,
        graph_version=graph.version,
    )


def _hop(group: Sequence[Edge], forward: bool, evidence: Mapping[str, Witness], v: Vocabulary) -> PathHop:
    edge, names = group[0], v.relation(group[0].type)
    return PathHop(
        edge=edge_shape(edge, v),
        forward=forward,
        label_vi=names.label_vi if forward else names.inverse_vi,
        label_en=names.label_en if forward else names.inverse_en,
        evidence=evidence.get(edge.id),
        also=tuple(e.id for e in group[1:]),
    )


def _partial(met: str | None) -> Partial | None:
    if met is None:
        return None
    limit = limits.BUDGET_MS if met == "budget_ms" else limits.MAX_NODES
    said = "Time ran out" if met == "budget_ms" else "More documents lie upwards than are looked at"
    return Partial(
        met, None, f"{said}. Ask again with a greater {met} (at most {limit.high}), a smaller depth or one family."
    )
