"""Traversal: exact distances whatever was cut, and honest counts of what was."""

from __future__ import annotations

import random
import time
from pathlib import Path

import networkx as nx
import pytest

from graph_schema.model import Document, Edge, EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Hop, Reach, Store
from graph_schema.vocabulary import Vocabulary
from queries.implementers import late
from queries.lineage import lineage
from queries.shapes import GraphAnswer
from queries.walk import Walk, walk
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, DEEP, DRAFT, HUB, KON_TUM, LAND, REVIEW, TASK, UNNUMBERED

pytest_plugins = ("tests.graphs",)

DOWN = Hop("in", (EdgeType.IMPLEMENTS, EdgeType.GUIDES))


def later() -> float:
    return time.monotonic() + 60


def ways(
    store: Store, root: str, hop: Hop = DOWN, *, depth: int = 3, fanout: int = 1000, max_nodes: int = 5000
) -> Walk:
    with store.read() as graph:
        return walk(graph, root, hop, depth=depth, fanout=fanout, max_nodes=max_nodes, deadline=later())


DEPTHS = [
    (1, {APPARATUS: 0, DECISION: 1, UNNUMBERED: 1}, 1, "one hop; the decision hides the plan behind it"),
    (2, {APPARATUS: 0, DECISION: 1, UNNUMBERED: 1, DEEP: 2}, 0, "two hops; nothing is hidden"),
    (20, {APPARATUS: 0, DECISION: 1, UNNUMBERED: 1, DEEP: 2}, 0, "deeper than there is anything"),
]


@pytest.mark.parametrize(("depth", "distances", "hidden", "why"), DEPTHS, ids=[str(row[0]) for row in DEPTHS])
def test_depth(depth: int, distances: dict[str, int], hidden: int, why: str, small: Store) -> None:
    found = ways(small, APPARATUS, depth=depth)
    assert dict(found.distances) == distances, why
    assert found.hidden[DECISION] == hidden
    assert found.partial is None, "a depth that was asked for is no cut"


def test_a_draft_is_no_way(small: Store) -> None:
    assert DRAFT not in ways(small, APPARATUS).distances
    assert ways(small, APPARATUS, Hop("in", DOWN.types, drafts=True)).distances[DRAFT] == 1


CUTS = [
    # fanout, max_nodes, shown, limit, cut, why
    (1000, 5000, 31, None, None, "nothing is cut"),
    (5, 5000, 7, "fanout", 24, "five of thirty, and the one that the first of them leads to"),
    (1000, 10, 10, "max_nodes", 21, "the root and nine"),
    (5, 3, 3, "max_nodes", 28, "both: the one to raise first is named"),
]


@pytest.mark.parametrize(("fanout", "most", "shown", "limit", "cut", "why"), CUTS, ids=[row[5] for row in CUTS])
def test_cuts_are_counted(
    fanout: int, most: int, shown: int, limit: str | None, cut: int | None, why: str, small: Store
) -> None:
    found = ways(small, HUB, depth=2, fanout=fanout, max_nodes=most)
    assert len(found.distances) == shown, why
    assert (found.partial and found.partial.limit, found.partial and found.partial.cut) == (limit, cut)
    assert found.layers[0].total == 30, "totals are whole whatever is shown"
    assert found.layers[0].shown == shown - 1


def test_a_node_found_the_long_way_round_keeps_its_distance(small: Store) -> None:
    found = ways(small, HUB, depth=2, fanout=5)
    assert found.distances["129-kh-ubnd.p29.2018"] == 1, (
        "its direct edge was cut, it was met behind another at two hops"
    )


def test_what_is_hidden_adds_up(small: Store) -> None:
    found = ways(small, HUB, depth=1, fanout=5)
    assert found.hidden[HUB] == 25
    assert found.hidden["100-kh-ubnd.p00.2018"] == 1, (
        "at the last distance too: one edge leads to a node that is not shown"
    )
    whole = ways(small, HUB, depth=1)
    assert whole.hidden["100-kh-ubnd.p00.2018"] == 0, "the same edge, now that its other end is shown"
    assert {e.id for e in whole.edges} >= {"e-short", "e-cycle"}, "edges between nodes of one distance are shown"


def test_time_that_ran_out_is_said(small: Store) -> None:
    with small.read() as graph:
        found = walk(graph, HUB, DOWN, depth=3, fanout=50, max_nodes=300, deadline=time.monotonic() - 1)
    assert dict(found.distances) == {HUB: 0}
    assert found.partial is not None
    assert (found.partial.limit, found.partial.cut) == ("budget_ms", None), (
        "how much is missing is not known, and not made up"
    )
    assert HUB not in found.hidden


LATE = [
    # deepest distance found, whether everything was found, what else to ask for, why
    (0, False, "", "nothing was finished, so no depth is small enough"),
    (2, False, ", or with depth=2", "that much was finished in time"),
    (3, True, "", "everything was found: what was late is something else"),
]


@pytest.mark.parametrize(("depth", "complete", "instead", "why"), LATE, ids=[row[-1] for row in LATE])
def test_a_smaller_depth_is_proposed_where_it_helps(depth: int, complete: bool, instead: str, why: str) -> None:
    said = late(Reach({}, (), depth, complete))
    assert said.next.endswith(f"Ask again with a greater budget_ms (at most 10000){instead}."), why


@pytest.mark.parametrize("seed", range(6))
def test_distances_are_those_of_networkx(seed: int, tmp_path: Path) -> None:
    """On random graphs with cycles and shortcuts, under every kind of cut."""
    chance = random.Random(seed)
    names = [f"n{i:03}" for i in range(60)]
    pairs = sorted({(a, b) for a, b in ((chance.choice(names), chance.choice(names)) for _ in range(150)) if a != b})
    store = open_store(str(tmp_path / "random.sqlite"))
    documents = [Document(n, "plan", "KH|1") for n in names]
    edges = [Edge(f"{a}-{b}", a, EdgeType.IMPLEMENTS, b) for a, b in pairs]
    store.update(lambda change: change.put([*documents, *edges]))
    graph: nx.DiGraph[str] = nx.DiGraph([(b, a) for a, b in pairs])
    root = max(graph, key=graph.out_degree)
    for depth, fanout, most in ((1, 1000, 5000), (3, 1000, 5000), (4, 2, 5000), (6, 1, 5000), (5, 1000, 7), (5, 2, 9)):
        exact = nx.single_source_shortest_path_length(graph, root, cutoff=depth)
        found = ways(store, root, depth=depth, fanout=fanout, max_nodes=most)
        assert dict(found.distances).items() <= exact.items(), "every distance is exact"
        assert {n: sum(1 for d in exact.values() if d == n) for n in range(1, depth + 1) if n in exact.values()} == {
            layer.distance: layer.total for layer in found.layers
        }, "and every total"
        missing = len(exact) - len(found.distances)
        assert missing == (found.partial.cut if found.partial else 0), "and what is missing is counted"
        for node, hidden in found.hidden.items():
            assert hidden == graph.out_degree(node) - sum(1 for e in found.edges if e.object == node)
    store.close()


# ------------------------------------------------------------------ lineage


def drawn(store: Store, v: Vocabulary, root: str, **more: object) -> GraphAnswer:
    with store.read() as graph:
        return lineage(graph, root, v, **more)  # type: ignore[arg-type]


SIDES = [
    (APPARATUS, {"direction": "up"}, {}, "the resolution rests on nothing known"),
    (DEEP, {"direction": "up"}, {DECISION: "up", APPARATUS: "up"}, "all the way up"),
    (DECISION, {}, {APPARATUS: "up", DEEP: "down"}, "both sides"),
    (
        APPARATUS,
        {},
        {DECISION: "down", UNNUMBERED: "down", REVIEW: "down", DEEP: "down"},
        "a review belongs to it, a citation not",
    ),
    (APPARATUS, {"family": "implementation", "stated": True}, {DECISION: "down", DEEP: "down"}, "only what is stated"),
    (
        APPARATUS,
        {"family": "implementation", "min_confidence": 0.5},
        {DECISION: "down", DEEP: "down"},
        "only what is likely",
    ),
    (
        APPARATUS,
        {"family": "implementation", "drafts": True, "depth": 1},
        {DECISION: "down", UNNUMBERED: "down", DRAFT: "down"},
        "drafts when asked for",
    ),
    (DRAFT, {"direction": "up"}, {APPARATUS: "up"}, "a draft's own upstream is what it would implement"),
    (CONCLUSION, {"direction": "down"}, {KON_TUM: "down", TASK: "down"}, "tasks are nodes too"),
    (TASK, {"direction": "up"}, {CONCLUSION: "up"}, "and may be asked about"),
    (LAND, {}, {}, "nothing is known of it"),
]


@pytest.mark.parametrize(("root", "asked_for", "sides", "why"), SIDES, ids=[row[3] for row in SIDES])
def test_sides(
    root: str, asked_for: dict[str, object], sides: dict[str, str], why: str, small: Store, v: Vocabulary
) -> None:
    answer = drawn(small, v, root, **asked_for)
    assert {p.node.id: p.direction for p in answer.nodes} == {root: "root"} | sides, why
    assert answer.nodes[0].distance == 0
    assert [p.distance for p in answer.nodes] == sorted(p.distance for p in answer.nodes)
    shown = {p.node.id for p in answer.nodes}
    assert all(e.from_ in shown and e.to in shown for e in answer.edges)


def test_both_sides_share_the_nodes(small: Store, v: Vocabulary) -> None:
    answer = drawn(small, v, "100-kh-ubnd.p00.2018", max_nodes=2)
    assert len(answer.nodes) <= 3
    assert answer.partial is not None
    assert answer.partial.limit == "max_nodes"


def test_the_same_question_gives_the_same_answer(small: Store, v: Vocabulary) -> None:
    assert drawn(small, v, HUB, fanout=7, depth=3) == drawn(small, v, HUB, fanout=7, depth=3)
