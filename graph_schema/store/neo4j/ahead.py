"""Reading ahead: what a question asks next comes with what it asks first, in one statement instead of ten.

A trip to the server takes longer than most of the small reads it carries. Each function here brings, beside what was
asked for, what stands next to it: whole parts of the graph that a plain read would have found the same. The bounds keep
a part small, and what is beyond them is asked for plainly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from graph_schema.model import Document, Edge, EdgeType, Node, Referent, Source
from graph_schema.store.base import Direction, Facet, Hop, Reach
from graph_schema.store.codec import decode_all, key_of
from graph_schema.store.neo4j.rows import RECORD, Ask, read_nodes
from graph_schema.store.neo4j.traversal import BY_DAY, allowed, answer, arrow, expanded

LEVELS: Final = 3
"""How far a walk is read ahead."""
NODES: Final = 150
"""How many nodes a walk is read ahead, each way."""
EDGES: Final = 100
"""A node with more edges is left out: its edges are better sorted and cut in the server."""
PAGE: Final = 50
"""How many items of a list come with all that is shown of them: as many as questions show unless told otherwise."""
STATING: Final = 5
"""Sources that come with an edge of a list."""
BODIES: Final = 2_000
"""Counts by more bodies come without the names of these."""


@dataclass(slots=True)
class Part:
    """A part of the graph: nodes by id and names of bodies (None: there is none of that id); for an id and a direction
    every edge of some types; for an edge the first sources that state it; sources."""

    nodes: dict[str, Node | None] = field(default_factory=dict)
    names: dict[str, str | None] = field(default_factory=dict)
    edges: dict[tuple[str, Direction], tuple[frozenset[EdgeType], tuple[Edge, ...]]] = field(default_factory=dict)
    stating: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def add_nodes(self, records: Iterable[str | list[str]]) -> list[str]:
        """The ids of nodes given as ``read_nodes`` takes them."""
        nodes = read_nodes(records)
        self.nodes.update(nodes)
        return list(nodes)

    def add_names(self, bodies: Iterable[str | None], found: list[list[str]]) -> None:
        """The names of bodies, of which all were asked for unless there are too many."""
        wanted = {body for body in bodies if body is not None}
        if len(wanted) <= BODIES:
            self.names.update(dict.fromkeys(wanted))
            self.names.update((id, name) for id, name in found)

    def add_edges(self, way: Direction, types: frozenset[EdgeType], ids: Iterable[str], texts: Iterable[str]) -> None:
        """Every edge of these types that leaves (``out``) or reaches (``in``) one of the nodes."""
        found: dict[str, list[Edge]] = {id: [] for id in ids}
        for edge in decode_all(Edge, texts):
            found[edge.subject if way == "out" else edge.object].append(edge)
        self.edges.update(((id, way), (types, tuple(edges))) for id, edges in found.items())

    def add_stating(self, said: Iterable[tuple[str, list[str]]], texts: Iterable[str]) -> None:
        """Who states some edges: of each its id and the ids of sources; and what these are."""
        self.stating.update((edge, tuple(sources)) for edge, sources in said)
        self.sources.update((source.id, source) for source in decode_all(Source, texts))


@dataclass(slots=True)
class Listed:
    """What is reached. Of a list of what stands directly behind a node, ``outright`` are reached by an edge that is
    counted and was stated outright. ``maybe`` says that open claims may mean the node too."""

    reach: Reach
    outright: int
    maybe: bool
    part: Part


def around(ask: Ask, id: str) -> Part:
    """Every edge of a node, unless there are too many."""
    found = ask(
        """MATCH (f:Entity {id: $id}) WHERE count { (f)--() } <= $edges
           RETURN [COLLECT { MATCH (f)-[r]->() RETURN r.data }, COLLECT { MATCH (f)<-[r]-() RETURN r.data }] AS row""",
        id=id,
        edges=EDGES,
    )
    part = Part()
    for out, into in found:
        part.add_edges("out", frozenset(EdgeType), (id,), out)
        part.add_edges("in", frozenset(EdgeType), (id,), into)
    return part


def walks(ask: Ask, id: str, types: frozenset[EdgeType], ways: tuple[Direction, ...]) -> Part:
    """What walks from a node will meet: nodes and their edges up to ``LEVELS`` away, the nearest first."""
    part = Part()
    for root, *sides in ask(_walks(types, ways), id=id, nodes=NODES, edges=EDGES):
        part.add_nodes(root)
        for n, way in enumerate(ways):
            nodes, small, edges = sides[3 * n : 3 * n + 3]
            met = [id, *part.add_nodes(nodes)]
            part.add_edges(way, types, met if small is None else small, edges)
    return part


@lru_cache(100)
def _walks(types: frozenset[EdgeType], ways: tuple[Direction, ...]) -> str:
    """Of each way the nodes met, which of them (``f`` first) have few edges unless all do, and the edges of these."""
    hops = {way: Hop(way, tuple(types)) for way in ways}
    met = ", ".join(
        f"""COLLECT {{ MATCH (f){arrow(hop, "", f"*1..{LEVELS}")}(a) WHERE a <> f AND {_few("f", hop)}
            WITH DISTINCT a LIMIT $nodes RETURN a }} AS {way}_nodes"""
        for way, hop in hops.items()
    )
    small = ", ".join(f"[n IN [f] + {way}_nodes WHERE {_few('n', hop)}] AS {way}_small" for way, hop in hops.items())
    sides = ", ".join(
        f"""{records(f"{way}_nodes")},
            CASE WHEN size({way}_small) <= size({way}_nodes) THEN [n IN {way}_small | n.id] END,
            COLLECT {{ UNWIND {way}_small AS n MATCH (n){arrow(hop, "r")}() RETURN r.data }}"""
        for way, hop in hops.items()
    )
    return f"""MATCH (f:Entity {{id: $id}}) WITH f, {met} WITH *, {small}
        RETURN [{records("[f]")}, {sides}] AS row"""


def listed(ask: Ask, root: str, hop: Hop, depth: int, facets: tuple[Facet, ...], seconds: float | None) -> Listed:
    """Everything reached, as ``reach`` gives it with ids; and all that a list shows of the first of it."""
    types = "|".join(sorted(EdgeType(t) for t in hop.types))
    near = depth == 1
    matched = (
        f"""MATCH (f){arrow(hop, "r")}(a) WHERE {allowed(hop, "r")} AND a <> f
            WITH a, 1 AS d, max(CASE WHEN r.counted AND NOT r.inferred THEN 1 ELSE 0 END) AS outright"""
        if near
        else f"{expanded(hop, depth)} WITH a, d, 0 AS outright"
    )
    values = "".join(f", a.{facet}" for facet in facets)
    # DISTINCT over rows that hold a list takes the size of that list from the server's memory for each row: here there
    # is none yet. Without "body" an aggregate, too: a constant would group the rows, and of no rows make no row.
    named = "collect(DISTINCT a.body)[..$bodies]" if "body" in facets else "collect(null)"
    found = ask(
        f"""MATCH (f:Entity {{id: $root}})
            CALL (f) {{
                {matched} ORDER BY d, {BY_DAY}
                RETURN collect(a)[..$page] AS first, collect([outright, a.id, d{values}]) AS every, {named} AS named
            }}
            WITH f, every, first, named, COLLECT {{
                UNWIND first AS n MATCH (n)-[r:{types}]->({"f" if near else ""})
                RETURN [r.id, COLLECT {{ MATCH (c:Claim {{edge: r.id}})
                                         WITH DISTINCT c.source AS source ORDER BY source LIMIT $stating
                                         RETURN source }}] }} AS said
            CALL (said) {{ UNWIND said AS edge UNWIND edge[1] AS id RETURN collect(DISTINCT id) AS stated }}
            RETURN [every, {records("[f]")}, {records("first")},
                    COLLECT {{ UNWIND first AS n MATCH (n)-[r:{types}]->() RETURN r.data }}, said,
                    COLLECT {{ UNWIND stated AS id MATCH (s:Source {{id: id}}) RETURN s.data }},
                    COLLECT {{ UNWIND named AS id MATCH (b:IssuingBody {{id: id}}) USING INDEX SEEK b:IssuingBody(id)
                               RETURN [b.id, b.name] }},
                    EXISTS {{ MATCH (x:Candidate {{document: $root}})
                              WHERE x.source IS NOT NULL AND x.n IS NOT NULL }}] AS row""",
        root=root,
        confidence=hop.min_confidence,
        page=PAGE,
        stating=STATING,
        bodies=BODIES,
        seconds=seconds,
    )
    part = Part(nodes={root: None})
    if not found:
        return Listed(answer([], []), 0, False, part)
    every, itself, first, out, said, sources, names, maybe = found[0]
    part.add_nodes(itself)
    part.add_edges("out", frozenset(hop.types), part.add_nodes(first), out)
    part.add_stating(said, sources)
    if "body" in facets:
        part.add_names((row[3 + facets.index("body")] for row in every), names)
    counts = Counter(tuple(row[2:]) for row in every)
    levels: dict[int, list[str]] = {}
    for _, id, distance, *_ in every:
        levels.setdefault(distance, []).append(id)
    by_level = [[distance, len(ids), ids] for distance, ids in levels.items()]
    reach = answer([[*values, count] for values, count in counts.items()], by_level)
    return Listed(reach, sum(row[0] for row in every), maybe, part)


def by_type(ask: Ask, root: str, hop: Hop) -> dict[EdgeType, Reach]:
    """How many stand directly behind a node by an edge of each type: an answer of ``reach`` for every type."""
    every = replace(hop, types=tuple(EdgeType))
    found = ask(
        f"""MATCH (f:Entity {{id: $root}}){arrow(every, "r")}(a) WHERE {allowed(hop, "r")} AND a <> f
            WITH type(r) AS type, count(DISTINCT a) AS n RETURN [type, n] AS row""",
        root=root,
        confidence=hop.min_confidence,
    )
    counts = {EdgeType(type): count for type, count in found}
    return {type: answer([[1, counts[type]]] if type in counts else [], []) for type in EdgeType}


def in_clusters(ask: Ask, clusters: list[str]) -> list[tuple[Document, tuple[Referent, ...]]]:
    """The documents of some clusters, each with everything that sources say of it."""
    found = ask(
        """UNWIND $clusters AS cluster MATCH (d:Document) WHERE d.cluster = cluster
           RETURN [d.data, COLLECT { MATCH (r:Referent) WHERE r.document = d.id RETURN r.data }] AS row""",
        clusters=clusters,
    )
    documents = decode_all(Document, (text for text, _ in found))
    return [
        (document, tuple(sorted(decode_all(Referent, texts), key=key_of)))
        for document, (_, texts) in zip(documents, found, strict=True)
    ]


def records(nodes: str) -> str:
    """What ``read_nodes`` takes of a list of nodes."""
    return f"[n IN {nodes} WHERE n.data IS NOT NULL | {RECORD}]"


def _few(variable: str, hop: Hop) -> str:
    """That a node has not too many edges of the hop. Most have few edges at all, and these are counted sooner."""
    every = "<--" if hop.direction == "in" else "-->"
    typed = f"count {{ ({variable}){arrow(hop, '')}() }} <= $edges"
    return f"CASE WHEN count {{ ({variable}){every}() }} <= $edges THEN true ELSE {typed} END"
