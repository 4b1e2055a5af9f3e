"""Reading ahead and remembering: fewer trips to the server, and not one answer different for it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import GraphError
from graph_schema.model import EdgeType, IssuingBody, Record, Source, State
from graph_schema.store import open_store
from graph_schema.store.base import Facet, Graph, Hop, Reach, Step, Store
from graph_schema.store.neo4j import ahead, fans, traversal
from graph_schema.store.neo4j.views import proving
from graph_schema.vocabulary import load
from queries.impact import impact
from queries.implementers import implementers
from queries.lineage import lineage
from queries.relations import relation_counts
from queries.resolve import resolve
from tests.contract.records import CITES, GUIDES, IMPLEMENTS, claim, document, edge, put, referent, task
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server
from tests.test_neo4j_engine import operators

TYPES = (IMPLEMENTS, GUIDES, CITES)
IDS = tuple("abcdefgh")
FACETS: tuple[Facet, ...] = ("level", "body", "status")
HOP, WIDE = Hop("in", (IMPLEMENTS, GUIDES)), Hop("in", TYPES, drafts=True)


def whole_graph(seed: int) -> Iterator[Record]:
    """A tangle with all that edges may carry: loops, drafts, doubts, several types between two nodes, several sources."""
    rng = random.Random(seed)
    yield IssuingBody("tinh-uy", "Tỉnh ủy")
    for id in IDS:
        day = rng.choice((None, "2018-01-02", "2020-03-04"))
        status, level = rng.choice((None, None, "draft")), rng.choice((None, "central", "province"))
        body = rng.choice((None, "tinh-uy", "nobody-knows"))
        yield document(id, date=day, status=status, level=level, body=body, cluster=f"NQ|{ord(id) % 3}")
    yield task("s1", 1)
    for n in range(3):
        yield Source(f"s{n}", "text", publisher=f"báo {n}")
        yield referent(f"s{n}", 1, state=State.RESOLVED, document=rng.choice(IDS), cluster="NQ|0")
        yield referent(f"s{n}", 2, state=State.OPEN, candidates=(rng.choice(IDS),), cluster="NQ|1")
        yield claim(f"open{n}", f"s{n}", "r1", "r2")
    for subject, object, type in {(rng.choice(IDS), rng.choice(IDS), rng.choice(TYPES)) for _ in range(20)}:
        made = edge(
            subject,
            object,
            type,
            support=rng.randint(1, 3),
            confidence=rng.choice((0.4, 0.9)),
            inferred=rng.random() < 0.3,
            counted=rng.random() < 0.7,
        )
        yield made
        for n in rng.sample(range(3), rng.randint(0, 3)):
            yield claim(f"{made.id}-{n}", f"s{n}", "r1", "r1", edge=made.id)


HOPS = st.builds(
    Hop,
    st.sampled_from(("in", "out")),
    st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from((0.0, 0.5)),
    st.booleans(),
    st.booleans(),
)
SOME = st.lists(st.sampled_from((*IDS, "tinh-uy", "s1-t1", "nix")), max_size=4)
ONE = st.sampled_from((*IDS, "nix"))


def shown(graph: Graph, root: str, hop: Hop, *, depth: int, ids: bool) -> tuple[Step, Reach]:
    """A node's first edges, and how far what they lead to is: what a drawing that is cut asks."""
    step = graph.step([root], hop, fanout=4)
    some = {end for edge in step.edges for end in (edge.subject, edge.object)}
    return step, graph.reach(root, hop, depth=depth, ids=ids, among=some)


CALLS: st.SearchStrategy[Callable[[Graph], Any]] = st.one_of(
    SOME.map(lambda ids: lambda graph: graph.nodes(ids)),
    SOME.map(lambda ids: lambda graph: graph.names(ids)),
    st.lists(st.sampled_from(("s0", "s1", "s2", "nix"))).map(lambda ids: lambda graph: graph.sources(ids)),
    SOME.map(lambda ids: lambda graph: graph.referents_as(ids)),
    st.lists(st.sampled_from(("NQ|0", "NQ|1", "nix"))).map(lambda keys: lambda graph: graph.documents_in(keys)),
    st.tuples(ONE, ONE, st.sampled_from((1, 5, 9))).map(
        lambda said: lambda graph: graph.stating([f"{said[0]}>{t}>{said[1]}" for t in EdgeType], most=said[2])
    ),
    ONE.map(lambda id: lambda graph: graph.possible(id, (IMPLEMENTS,))),
    st.tuples(ONE, HOPS, st.sampled_from((None, 1, 3))).map(
        lambda said: lambda graph: graph.step([said[0]], said[1], fanout=said[2])
    ),
    st.tuples(SOME, HOPS, st.sampled_from((None, 2))).map(
        lambda said: lambda graph: graph.step(said[0], said[1], fanout=said[2])
    ),
    st.tuples(ONE, HOPS, st.sampled_from((1, 1, 2, 9)), st.sampled_from(((), FACETS)), st.booleans()).map(
        lambda said: lambda graph: graph.reach(said[0], said[1], depth=said[2], facets=said[3], ids=said[4])
    ),
    st.tuples(ONE, HOPS, st.sampled_from((1, 3, 9)), SOME).map(
        lambda said: lambda graph: graph.reach(said[0], said[1], depth=said[2], ids=True, among=said[3])
    ),
    st.tuples(ONE, st.sampled_from((HOP, WIDE)), st.sampled_from((1, 2, 3, 4)), st.booleans()).map(
        lambda said: lambda graph: shown(graph, said[0], said[1], depth=said[2], ids=said[3])
    ),
)


BOUNDS: list[tuple[str, dict[str, int]]] = [
    ("as they are", {}),
    ("so small that they are met", {"EDGES": 2, "NODES": 2, "PAGE": 1, "STATING": 2, "BODIES": 2}),
    ("so small that every node is a hub", {"EDGES": 0}),
]


@pytest.fixture(scope="module", params=range(2))
def both(
    request: pytest.FixtureRequest, neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Store]]:
    """The same tangle on the embedded engine and on the server."""
    stores = open_store(str(tmp_path_factory.mktemp("tangle") / "graph.sqlite")), opened(emptied(neo4j_server))
    for store in stores:
        put(store, *whole_graph(request.param))
    yield stores
    for store in stores:
        store.close()


@pytest.mark.parametrize(("why", "bounds"), BOUNDS, ids=[row[0] for row in BOUNDS])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=st.lists(CALLS, min_size=1, max_size=12))
def test_a_view_that_remembers_answers_as_one_that_does_not(
    why: str,
    bounds: dict[str, int],
    calls: list[Callable[[Graph], Any]],
    both: tuple[Store, Store],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in bounds.items():
        monkeypatch.setattr(ahead, name, value)
    monkeypatch.setattr(fans, "MOST", bounds.get("NODES", fans.MOST))
    embedded, server = both
    with embedded.read() as here, server.read() as there:
        for call in calls:
            assert call(there) == call(here), why


# ------------------------------------------------------------------ trips


QUESTIONS: list[tuple[str, Callable[[Graph], object], int]] = [
    ("who implements it", lambda graph: implementers(graph, "a", load()), 1),
    ("through others", lambda graph: implementers(graph, "a", load(), transitive=True, budget_ms=10_000), 3),
    ("lineage both ways", lambda graph: lineage(graph, "a", load()), 1),
    ("what rests on it", lambda graph: impact(graph, "a", load(), budget_ms=10_000), 3),
    ("its relations, type by type", lambda graph: relation_counts(graph, "a", load()), 1),
    ("which document is meant", lambda graph: resolve(graph, "18-NQ/TW", load()), 2),
]


@pytest.mark.parametrize(("why", "question", "most"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_a_question_takes_few_trips(
    why: str, question: Callable[[Graph], object], most: int, server: Server, trips: list[str]
) -> None:
    store = opened(server)
    known = {"type": "NQ", "number": "18", "symbol": "18-NQ/TW"}
    put(store, document("a", **known), document("b"), document("c"), edge("b", "a"), edge("c", "b"))
    with store.read() as graph:
        question(graph)  # planned now: a question that time cuts is asked again level by level
    trips.clear()
    with store.read() as graph:
        question(graph)
    store.close()
    assert len(trips) <= most, why


@pytest.mark.parametrize("depth", [2, 3])
@pytest.mark.parametrize("direction", ["both", "down"])
def test_a_walk_from_a_hub_that_is_cut_takes_two_trips(
    direction: str, depth: int, server: Server, trips: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first tells that it has too many edges; these, sorted and cut, the counts of everything and how far those
    shown are come with the second. In one statement they would be planned for every other node as well, which took
    half a second."""
    monkeypatch.setattr(ahead, "EDGES", 1)
    store = opened(server)
    put(store, *map(document, "abcd"), edge("b", "a"), edge("c", "a"), edge("d", "b"))
    with store.read() as graph:
        lineage(graph, "a", load(), direction=direction, fanout=1)  # planned now
    trips.clear()
    with store.read() as graph:
        answer = lineage(graph, "a", load(), direction=direction, depth=depth, fanout=1, budget_ms=10_000)
    store.close()
    assert answer.partial is not None
    assert ([p.node.id for p in answer.nodes], answer.partial.cut, len(trips)) == (["a", "b", "d"], 1, 2)


def test_a_walk_from_a_hub_is_told_how_far_those_are_that_it_met(server: Server, trips: list[str]) -> None:
    """In the order of ``reach``, which is by date and not that of the edges, and for any depth of the reading."""
    store = opened(server)
    days = {"b": "2021-01-01", "c": None, "d": "2019-01-01", "e": "2020-01-01"}
    put(store, document("a"), *(document(id, date=day) for id, day in days.items()), document("f"))
    put(store, *(edge(id, "a", support=n) for n, id in enumerate(days, 1)), edge("f", "b"), edge("c", "b"))
    root, hop = "a", Hop("in", TYPES)
    with store.read() as graph:
        told = fans.fan(graph._ask, root, hop, 50)  # type: ignore[attr-defined]
        assert told is not None
        assert told.reach.ids == (("d", "e", "b", "c"), ("f",))
        assert told.reach.cells == {(1, ()): 4, (2, ()): 1}
    with store.read() as graph, pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "EDGES", 1)
        graph.step([root], hop, fanout=50)
        trips.clear()
        two = graph.reach(root, hop, depth=2, ids=True, among=["f", "e", "d"])
        assert (two.ids, two.depth, dict(two.cells)) == ((("d", "e"), ("f",)), 2, {(1, ()): 4, (2, ()): 1})
        assert graph.reach(root, hop, depth=1, ids=True, among=["f", "b"]).ids == (("b",),)
        assert graph.reach(root, hop, depth=1, among=["zz"]) == Reach({(1, ()): 4}, (), 1, True)
        assert trips == []
        assert graph.reach(root, hop, depth=2, ids=True).ids == (("d", "e", "b", "c"), ("f",)), "all were not told"
    store.close()


# ------------------------------------------------------------------ plans


def asked(read: Callable[..., object]) -> tuple[str, dict[str, Any]]:
    """The statement that a read sends, and what is bound in it."""
    said: list[tuple[str, dict[str, Any]]] = []

    def ask(body: str, *, seconds: float | None = None, **parameters: Any) -> list[Any]:
        said.append((body, parameters))
        raise GraphError("nobody is there")

    with pytest.raises(GraphError):
        read(ask)
    return said[0]


BREADTH_FIRST = "VarLengthExpand(Pruning,BFS,All)"
READS: list[tuple[str, Callable[..., object], int]] = [
    ("every edge of a node", lambda ask: ahead.around(ask, "a"), 0),
    ("a walk", lambda ask: ahead.walks(ask, "a", frozenset(TYPES), ("out", "in")), 2),
    ("a list", lambda ask: ahead.listed(ask, "a", HOP, 1, FACETS, None), 0),
    ("a longer list", lambda ask: ahead.listed(ask, "a", HOP, 3, (), None), 1),
    ("a walk from a hub", lambda ask: fans.fan(ask, "a", replace(HOP, min_confidence=0.5), 50), 1),
    ("type by type", lambda ask: ahead.by_type(ask, "a", HOP), 0),
    ("how far some are", lambda ask: traversal.reached(ask, "a", HOP, 3, (), True, ["b"], None), 1),
    ("whole clusters", lambda ask: ahead.in_clusters(ask, ["NQ|18"]), 0),
]


@pytest.mark.parametrize(("why", "read", "expansions"), READS, ids=[row[0] for row in READS])
def test_nothing_is_read_by_looking_at_everything(
    why: str, read: Callable[..., object], expansions: int, server: Server
) -> None:
    store = opened(server)
    put(store, document("a"), document("b"), edge("b", "a"))
    store.close()
    body, parameters = asked(read)
    plan = operators(server, proving(body), **parameters)
    assert plan.count(BREADTH_FIRST) == expansions, why
    assert not [o for o in plan if "Scan" in o], why


HUB, LARGEST = 600, 5_000_000
"""Documents that implement one, each of a body of its own, and bytes that one step of reading these may take."""


@pytest.mark.parametrize(("why", "read"), [row[:2] for row in READS[1:5]], ids=[row[0] for row in READS[1:5]])
def test_what_is_read_of_a_hub_fits_the_memory_of_a_small_server(
    why: str, read: Callable[..., object], server: Server
) -> None:
    """DISTINCT over rows that hold a whole list was seen to take its size once for each row: 40 MB for 333 documents,
    and for some thousand more than a server lets one statement have."""
    store = opened(server)
    behind = [f"p{n:03}" for n in range(HUB)]
    put(store, document("a"), *(document(id, body=f"body-{id}", level="province") for id in behind))
    put(store, *(IssuingBody(f"body-{id}", f"Cơ quan {id}") for id in behind), *(edge(id, "a") for id in behind))
    store.close()
    body, parameters = asked(read)
    with server.driver() as driver, driver.session(database=server.database) as session:
        profile = session.run(f"PROFILE {proving(body)}", parameters).consume().profile
    assert profile is not None
    assert 0 < max(memory_of(profile)) < LARGEST, why


def memory_of(plan: dict[str, Any]) -> Iterator[int]:
    """Bytes that each step of a plan took at most."""
    yield plan["args"].get("Memory", 0)
    for child in plan.get("children", ()):
        yield from memory_of(child)
