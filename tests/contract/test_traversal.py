"""One hop, and everything reached: orders, cuts, filters, and exact distances beside a second implementation."""

from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, Edge, EdgeType, IssuingBody, Record
from graph_schema.searching import FACETS, facet_values
from graph_schema.store.base import Facet, Hop, Reach, Store
from tests.contract.records import CITES, GUIDES, IMPLEMENTS, NewStore, document, edge, put, task

IN, OUT = Hop("in", (IMPLEMENTS, GUIDES)), Hop("out", (IMPLEMENTS, GUIDES))
SHARED = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=30)


def reached(store: Store, root: str, hop: Hop = IN, *, depth: int = 9, facets: tuple[Facet, ...] = ()) -> Reach:
    with store.read() as graph:
        return graph.reach(root, hop, depth=depth, facets=facets, ids=True)


# ------------------------------------------------------------------------------ step

STAR: list[Record] = [
    *(document(id) for id in "abcdefz"),
    edge("c", "a", support=1),
    edge("b", "a", support=1),
    edge("e", "a", support=3),
    edge("d", "a", GUIDES, support=2),
    edge("e", "a", GUIDES, support=3),
    edge("f", "a", support=2, counted=False),
    edge("f", "b", support=2, inferred=True),
    edge("f", "c", support=2, confidence=0.5),
    edge("a", "z", CITES),
]

STEPS: list[tuple[str, list[str], Hop, int | None, list[str], dict[str, int]]] = [
    (
        "by support, then neighbour, then type",
        ["a"],
        IN,
        None,
        ["e>GUIDES>a", "e>IMPLEMENTS>a", "d>GUIDES>a", "b>IMPLEMENTS>a", "c>IMPLEMENTS>a"],
        {"a": 5},
    ),
    ("the cut takes the best, the degree stays whole", ["a"], IN, 2, ["e>GUIDES>a", "e>IMPLEMENTS>a"], {"a": 5}),
    ("nothing but degrees", ["a", "b"], IN, 0, [], {"a": 5, "b": 1}),
    (
        "each frontier id has its own cut, in the order of the ids",
        ["c", "a", "b"],
        IN,
        1,
        ["e>GUIDES>a", "f>IMPLEMENTS>b", "f>IMPLEMENTS>c"],
        {"a": 5, "b": 1, "c": 1},
    ),
    ("outwards", ["f"], OUT, None, ["f>IMPLEMENTS>b", "f>IMPLEMENTS>c"], {"f": 2}),
    ("one type", ["a"], Hop("in", (GUIDES,)), None, ["e>GUIDES>a", "d>GUIDES>a"], {"a": 2}),
    ("another type", ["a"], Hop("out", (CITES,)), None, ["a>CITES>z"], {"a": 1}),
    ("no types, no edges", ["a"], Hop("in", ()), None, [], {"a": 0}),
    (
        "a draft's, where asked for",
        ["a"],
        Hop("in", (IMPLEMENTS,), drafts=True),
        2,
        ["e>IMPLEMENTS>a", "f>IMPLEMENTS>a"],
        {"a": 4},
    ),
    ("only what is stated", ["f"], Hop("out", (IMPLEMENTS,), stated=True), None, ["f>IMPLEMENTS>c"], {"f": 1}),
    ("only what is sure enough", ["f"], Hop("out", (IMPLEMENTS,), 0.6), None, ["f>IMPLEMENTS>b"], {"f": 1}),
    ("exactly sure enough", ["c"], Hop("in", (IMPLEMENTS,), 0.5), None, ["f>IMPLEMENTS>c"], {"c": 1}),
    ("an end, and an unknown id", ["zz", "z"], IN, None, [], {"z": 0, "zz": 0}),
    ("an id asked for twice", ["b", "b"], IN, None, ["f>IMPLEMENTS>b"], {"b": 1}),
    ("nobody asked", [], IN, None, [], {}),
]


@pytest.mark.parametrize(("why", "frontier", "hop", "fanout", "edges", "degrees"), STEPS, ids=[row[0] for row in STEPS])
def test_step(
    why: str, frontier: list[str], hop: Hop, fanout: int | None, edges: list[str], degrees: dict[str, int], store: Store
) -> None:
    put(store, *STAR)
    with store.read() as graph:
        step = graph.step(frontier, hop, fanout=fanout)
    assert [e.id for e in step.edges] == edges, why
    assert dict(step.degrees) == degrees
    assert all(e in STAR for e in step.edges)


# ----------------------------------------------------------------------------- reach

CHAIN: list[Record] = [
    document("r"),
    document("b", date="2020-01-01"),
    document("a", date="2021-01-01"),
    document("n"),
    document("m"),
    document("x", date="2019"),
    *(edge(id, "r") for id in "abnm"),
    edge("x", "a"),
    edge("x", "n", GUIDES),
    edge("r", "x"),
    edge("x", "x"),
    edge("m", "a"),
    document("far"),
    edge("far", "x", CITES),
]

REACHES: list[tuple[str, str, Hop, int, tuple[tuple[str, ...], ...]]] = [
    ("levels by date, unknown last, then id; a ring ends", "r", IN, 9, (("b", "a", "m", "n"), ("x",))),
    ("no deeper than asked", "r", IN, 1, (("b", "a", "m", "n"),)),
    ("no depth, no answer", "r", IN, 0, ()),
    ("a depth nobody means", "r", IN, 10**9, (("b", "a", "m", "n"), ("x",))),
    ("outwards; the shortest way counts", "m", OUT, 9, (("a", "r"), ("x",), ("n",))),
    ("another type goes further", "x", Hop("in", (CITES,)), 9, (("far",),)),
    ("nothing rests on it", "far", IN, 9, ()),
    ("an unknown root", "zz", IN, 9, ()),
    ("no types", "r", Hop("in", ()), 9, ()),
]


@pytest.mark.parametrize(("why", "root", "hop", "depth", "levels"), REACHES, ids=[row[0] for row in REACHES])
def test_reach(why: str, root: str, hop: Hop, depth: int, levels: tuple[tuple[str, ...], ...], store: Store) -> None:
    put(store, *CHAIN)
    answer = reached(store, root, hop, depth=depth)
    assert answer.ids == levels, why
    assert (answer.depth, answer.complete) == (len(levels), True)
    assert dict(answer.cells) == {(d, ()): len(ids) for d, ids in enumerate(levels, 1)}


SOME: list[tuple[str, list[str], tuple[tuple[str, ...], ...]]] = [
    ("in the order of all, a level without any is empty", ["x", "n", "b"], (("b", "n"), ("x",))),
    ("of one level", ["x"], ((), ("x",))),
    ("what is not reached, the root and the unknown are not given", ["r", "far", "zz", "a", "a"], (("a",), ())),
    ("none at all", [], ((), ())),
]


@pytest.mark.parametrize("facets", [(), ("type",)], ids=["alone", "with facets"])
@pytest.mark.parametrize(("why", "some", "levels"), SOME, ids=[row[0] for row in SOME])
def test_reach_names_those_among_some(
    why: str, some: list[str], levels: tuple[tuple[str, ...], ...], facets: tuple[Facet, ...], store: Store
) -> None:
    """Everything is counted all the same."""
    put(store, *CHAIN)
    whole = reached(store, "r", facets=facets)
    with store.read() as graph:
        answer = graph.reach("r", IN, depth=9, facets=facets, ids=True, among=some)
        assert graph.reach("r", IN, depth=9, facets=facets, among=some).ids == (), "no ids were asked for"
    assert answer.ids == levels, why
    assert (answer.cells, answer.depth, answer.complete) == (whole.cells, whole.depth, True)


NODES: list[Record] = [
    document("root", type="NQ"),
    document("p1", kind="plan", type="KH", body="tinh-uy-kon-tum", place="kon-tum", level="province"),
    document("p2", kind="plan", type="KH", body="tinh-uy-dong-nai", place="dong-nai", level="province", term="XIII"),
    document("p3", kind="plan", type="KH", body="tinh-uy-kon-tum", place="kon-tum", level="province", system="party"),
    document("u", status="draft"),
    task("s", 1, set_by="tinh-uy-kon-tum"),
    task("s", 2),
    IssuingBody("so-noi-vu", "Sở Nội vụ", level="province", system="state", place="kon-tum"),
    *(edge(id, "root") for id in ("p1", "p2", "p3", "s-t1", "s-t2", "so-noi-vu")),
    edge("u", "root", counted=False),
    edge("u", "p1"),
]

CELLS: list[tuple[tuple[Facet, ...], dict[tuple[int, tuple[str | None, ...]], int], str]] = [
    ((), {(1, ()): 6, (2, ()): 1}, "totals alone"),
    (
        ("kind",),
        {(1, ("body",)): 1, (1, ("plan",)): 3, (1, ("task",)): 2, (2, ("directive",)): 1},
        "a body and a task count as what they are",
    ),
    (
        ("body",),
        {
            (1, ("so-noi-vu",)): 1,
            (1, ("tinh-uy-dong-nai",)): 1,
            (1, ("tinh-uy-kon-tum",)): 3,
            (1, (None,)): 1,
            (2, (None,)): 1,
        },
        "a task counts for the body that set it; unknown comes last",
    ),
    (
        ("place", "type"),
        {
            (1, ("dong-nai", "KH")): 1,
            (1, ("kon-tum", "KH")): 2,
            (1, ("kon-tum", None)): 1,
            (1, (None, None)): 2,
            (2, (None, None)): 1,
        },
        "two at once, in the order asked",
    ),
    (("status",), {(1, (None,)): 6, (2, ("draft",)): 1}, "reached over its second, counted edge"),
]


@pytest.mark.parametrize(("facets", "cells", "why"), CELLS, ids=[row[2] for row in CELLS])
def test_cells(
    facets: tuple[Facet, ...], cells: dict[tuple[int, tuple[str | None, ...]], int], why: str, store: Store
) -> None:
    put(store, *NODES)
    answer = reached(store, "root", facets=facets)
    assert list(answer.cells.items()) == list(cells.items()), why


def test_no_such_facet(store: Store) -> None:
    put(store, *NODES)
    with pytest.raises(InvalidQuestion, match="kind"):
        reached(store, "root", facets=("colour",))  # type: ignore[arg-type]


def test_cells_follow_the_nodes(store: Store) -> None:
    """What is counted is what a node is now, though its edges were written before."""
    put(store, *NODES)
    put(store, document("p1", kind="directive", type="NQ", place="gia-lai"))
    store.update(lambda change: change.drop(Edge, [(edge("p2", "root").id,)]))
    assert dict(reached(store, "root", facets=("type",)).cells) == {
        (1, ("KH",)): 1,
        (1, ("NQ",)): 1,
        (1, (None,)): 3,
        (2, (None,)): 1,
    }
    put(store, document("root", type="CT"))
    assert dict(reached(store, "p1", OUT, facets=("type",)).cells) == {(1, ("CT",)): 1}


# -------------------------------------------------------------------------- the clock


def test_time_that_ran_out_before_the_start(store: Store) -> None:
    put(store, *CHAIN)
    with store.read() as graph:
        answer = graph.reach("r", IN, depth=9, ids=True, deadline=time.monotonic() - 1)
        assert answer == Reach({}, (), 0, complete=False)
        assert graph.reach("r", IN, depth=9, ids=True).complete, "the next question has its own time"


@given(microseconds=st.integers(0, 3_000))
@settings(SHARED, max_examples=25)
def test_what_was_done_in_time_is_exact(microseconds: int, ladder: Store) -> None:
    whole = reached(ladder, "0", depth=99, facets=("type",))
    with ladder.read() as graph:
        until = time.monotonic() + microseconds / 1e6
        answer = graph.reach("0", IN, depth=99, facets=("type",), ids=True, deadline=until)
    assert answer.ids == whole.ids[: answer.depth]
    assert dict(answer.cells) == {cell: n for cell, n in whole.cells.items() if cell[0] <= answer.depth}
    assert answer.depth == whole.depth or not answer.complete


@pytest.fixture
def ladder(store: Store) -> Store:
    """Forty levels of twenty, each resting on all of the level before."""
    rungs = [[str(20 * level + n) for n in range(20)] for level in range(40)]
    edges = [edge(b, a) for lower, upper in pairwise(rungs) for a in lower for b in upper]
    put(store, *(document(id, type="KH") for rung in rungs for id in rung), *edges)
    return store


# ------------------------------------------------------- beside a second implementation


@st.composite
def graphs(draw: st.DrawFn) -> list[Record]:
    ids = [f"n{n}" for n in range(draw(st.integers(1, 12)))]
    dates = st.none() | st.sampled_from(["2017-10-25", "2018", "2022-06-16"])
    nodes = [document(id, date=draw(dates), type=draw(st.sampled_from(["KH", "NQ", None]))) for id in ids]
    end, type = st.sampled_from(ids), st.sampled_from([IMPLEMENTS, GUIDES, CITES])
    triples = draw(st.lists(st.tuples(end, type, end), max_size=40, unique=True))
    edges = [
        edge(
            subject,
            object,
            type,
            support=draw(st.integers(1, 3)),
            confidence=draw(st.sampled_from([0.4, 0.9])),
            inferred=draw(st.booleans()),
            counted=draw(st.booleans()),
        )
        for subject, type, object in triples
    ]
    return [*nodes, *edges]


HOPS = st.builds(
    Hop,
    st.sampled_from(["in", "out"]),
    st.lists(st.sampled_from([IMPLEMENTS, GUIDES, CITES]), max_size=3).map(tuple),
    st.sampled_from([0.0, 0.5]),
    st.booleans(),
    st.booleans(),
)


def allowed(e: Edge, hop: Hop) -> bool:
    sure = e.confidence >= hop.min_confidence and not (hop.stated and e.inferred)
    return e.type in hop.types and sure and (e.counted or hop.drafts)


@given(records=graphs(), hop=HOPS, depth=st.integers(0, 6), facets=st.lists(st.sampled_from(FACETS), max_size=2))
@SHARED
def test_reach_finds_what_breadth_first_search_finds(
    records: list[Record], hop: Hop, depth: int, facets: list[Facet], new_store: NewStore
) -> None:
    store = new_store()
    put(store, *records)
    nodes = {r.id: r for r in records if isinstance(r, Document)}
    ways: nx.DiGraph[str] = nx.DiGraph()
    ways.add_nodes_from(nodes)
    for e in records:
        if isinstance(e, Edge) and allowed(e, hop):
            ways.add_edge(*((e.object, e.subject) if hop.direction == "in" else (e.subject, e.object)))
    distances: dict[str, int] = nx.single_source_shortest_path_length(ways, "n0", cutoff=depth)
    del distances["n0"]
    levels = [[id for id, d in distances.items() if d == n] for n in range(1, max(distances.values(), default=0) + 1)]
    expected = tuple(tuple(sorted(level, key=lambda i: (nodes[i].date is None, nodes[i].date, i))) for level in levels)
    chosen = [FACETS.index(f) for f in facets]
    cells: Counter[Any] = Counter()
    for id, distance in distances.items():
        cells[distance, tuple(facet_values(nodes[id])[n] for n in chosen)] += 1

    answer = reached(store, "n0", hop, depth=depth, facets=tuple(facets))

    assert answer.ids == expected
    assert (dict(answer.cells), answer.depth, answer.complete) == (dict(cells), len(expected), True)


@given(records=graphs(), hop=HOPS, fanout=st.none() | st.integers(0, 4))
@SHARED
def test_step_takes_what_is_allowed_and_counts_the_rest(
    records: list[Record], hop: Hop, fanout: int | None, new_store: NewStore
) -> None:
    store = new_store()
    put(store, *records)
    frontier = [r.id for r in records if isinstance(r, Document)]
    edges = [r for r in records if isinstance(r, Edge) and allowed(r, hop)]
    expected: list[Edge] = []
    for id in sorted(frontier):
        here = [e for e in edges if (e.object if hop.direction == "in" else e.subject) == id]
        here.sort(key=lambda e: (-e.support, e.subject if hop.direction == "in" else e.object, e.type))
        expected += here[:fanout]

    with store.read() as graph:
        step = graph.step(frontier, hop, fanout=fanout)

    assert list(step.edges) == expected
    ends = Counter(e.object if hop.direction == "in" else e.subject for e in edges)
    assert dict(step.degrees) == {id: ends[id] for id in frontier}


@pytest.mark.parametrize("kind", list(EdgeType))
def test_every_type_of_edge_can_be_gone(kind: EdgeType, store: Store) -> None:
    put(store, document("a"), document("b"), edge("b", "a", kind))
    assert reached(store, "a", Hop("in", (kind,))).ids == (("b",),)
    assert reached(store, "a", Hop("in", tuple(t for t in EdgeType if t is not kind))).ids == ()
