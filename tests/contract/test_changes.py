"""Changes: what counts as one, what is undone, what the journal keeps, and what a reader sees meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import GraphError, IntegrityError, StoreMoved
from graph_schema.model import Alias, Decision, Document, Edge, IssuingBody, PlaceLink, Record, Source, Task, Verdict
from graph_schema.store.base import KEYS, Change, Filters, Graph, Hop, Store
from graph_schema.store.codec import key_of
from tests.contract.records import (
    IMPLEMENTS,
    ONE_OF_EACH,
    NewStore,
    altered,
    any_graph,
    document,
    edge,
    everything,
    put,
    task,
)

Work = Callable[[Change], object]
A, B, C = document("a"), document("b"), document("c")
WITHOUT_FIELDS = (Alias, PlaceLink)  # all key: there is nothing in them to alter


def version(store: Store) -> int:
    with store.read() as graph:
        return graph.version


@pytest.mark.parametrize("kind", KEYS)
def test_a_record_comes_back_equal(kind: str, store: Store) -> None:
    put(store, *ONE_OF_EACH)
    assert everything(store)[kind] == [r for r in ONE_OF_EACH if type(r).__name__ == kind]


@given(records=any_graph())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=20)
def test_any_record_comes_back_equal(records: list[Record], new_store: NewStore) -> None:
    store = new_store()
    put(store, *records)
    kept = [r for of_kind in everything(store).values() for r in of_kind]
    assert sorted(kept, key=lambda r: (type(r).__name__, key_of(r))) == sorted(
        records, key=lambda r: (type(r).__name__, key_of(r))
    )


@pytest.mark.parametrize(
    "record", [r for r in ONE_OF_EACH if type(r) not in WITHOUT_FIELDS], ids=lambda r: type(r).__name__
)
def test_a_known_key_is_replaced(record: Record, store: Store) -> None:
    put(store, *ONE_OF_EACH)
    put(store, altered(record))
    kept = everything(store)
    assert altered(record) in kept[type(record).__name__]
    assert sum(map(len, kept.values())) == len(ONE_OF_EACH)
    assert version(store) == 2


def puts(*records: Record) -> Work:
    return lambda change: change.put(records)


def drops(kind: type[Record], *ids: str) -> Work:
    return lambda change: change.drop(kind, [(i,) for i in ids])


CHANGES: list[tuple[str, list[Work], bool]] = [
    ("nothing at all", [], False),
    ("a new record", [puts(C)], True),
    ("an equal record", [puts(A)], False),
    ("an equal record, since 1 is 1.0", [puts(edge("b", "a", confidence=1))], False),
    ("another record under a known key", [puts(altered(A))], True),
    ("an unknown key dropped", [drops(Source, "x")], False),
    ("a record dropped", [drops(Source, "s")], True),
    ("put and dropped again", [puts(C), drops(Document, "c")], False),
    ("dropped and put again as it was", [drops(Source, "s"), puts(Source("s", "text"))], False),
    ("a node dropped and put again as it was", [drops(Document, "a"), puts(A)], False),
    ("an edge dropped and put again as it was", [drops(Edge, edge("b", "a").id), puts(edge("b", "a"))], False),
    ("there and back", [puts(altered(A)), puts(A)], False),
    ("the same key twice in one batch, the last one as it was", [puts(altered(A), A)], False),
    ("a note without a change", [lambda change: change.note("load", "nothing")], False),
    ("an end awaited and never put, its edge dropped", [puts(edge("a", "z")), drops(Edge, edge("a", "z").id)], False),
]


@pytest.mark.parametrize(("why", "works", "changes"), CHANGES, ids=[row[0] for row in CHANGES])
def test_the_version_grows_by_one_when_something_changed(
    why: str, works: list[Work], changes: bool, store: Store
) -> None:
    put(store, A, B, edge("b", "a"), Source("s", "text"))
    before = everything(store)

    def work(change: Change) -> None:
        for one in works:
            one(change)

    store.update(work)
    assert version(store) == (2 if changes else 1), why
    assert (everything(store) != before) is changes


def test_many_writes_are_one_version(store: Store) -> None:
    def work(change: Change) -> str:
        for n in range(5):
            change.put([document(f"d{n}")])
        assert change.version == 0, "until its end, the version is that of the graph before"
        return "done"

    assert store.update(work) == "done", "what the work returns is handed on"
    assert version(store) == 1


FAILURES: list[tuple[str, Work, type[Exception]]] = [
    ("the work fails", lambda change: 1 // 0, ZeroDivisionError),
    ("the subject is not there", puts(edge("z", "a")), IntegrityError),
    ("the object is not there", puts(edge("a", "z")), IntegrityError),
    ("a node goes while an edge stays", drops(Document, "a"), IntegrityError),
    ("an id of another kind of node", puts(IssuingBody("a", "Ban")), IntegrityError),
    ("half of a surrogate pair", puts(document("x", title="\ud800")), GraphError),
]


@pytest.mark.parametrize(("why", "fails", "error"), FAILURES, ids=[row[0] for row in FAILURES])
def test_a_change_that_fails_leaves_nothing(why: str, fails: Work, error: type[Exception], store: Store) -> None:
    put(store, A, B, edge("b", "a"))
    before = everything(store)

    def work(change: Change) -> None:
        change.put([C, altered(B), task("s", 1), Alias("x", "a")])
        change.drop(Edge, [])
        change.note("load", "s")
        fails(change)

    with pytest.raises(error):
        store.update(work)
    assert everything(store) == before, why
    with store.read() as graph:
        assert (graph.version, graph.journal(), graph.nodes(["c", "z"])) == (1, (), {})
    put(store, C)
    assert version(store) == 2, "the next change is not held up"


def test_the_missing_end_is_named(store: Store) -> None:
    with pytest.raises(IntegrityError, match="khong-co") as caught:
        put(store, A, edge("a", "khong-co"))
    assert caught.value.detail["nodes"] == ["khong-co"]


ORDERS: list[tuple[str, list[Work]]] = [
    ("the edge before its ends", [puts(edge("y", "x")), puts(document("x"), document("y"))]),
    ("the edge first in one batch", [puts(edge("y", "x"), document("y"), document("x"))]),
    ("ends of other kinds", [puts(edge("s-t1", "bo", IMPLEMENTS)), puts(task("s", 1), IssuingBody("bo", "Bộ"))]),
    ("a node goes before its edge", [drops(Document, "a"), drops(Edge, edge("b", "a").id)]),
    ("a node becomes one of another kind", [drops(Document, "c"), puts(IssuingBody("c", "Ban"))]),
]


@pytest.mark.parametrize(("why", "works"), ORDERS, ids=[row[0] for row in ORDERS])
def test_only_the_end_of_a_change_must_be_whole(why: str, works: list[Work], store: Store) -> None:
    put(store, A, B, C, edge("b", "a"))

    def work(change: Change) -> None:
        for one in works:
            one(change)

    store.update(work)
    assert version(store) == 2, why


def test_an_edge_may_get_other_ends(store: Store) -> None:
    put(store, A, B, C, Edge("e", "b", IMPLEMENTS, "a"))
    put(store, Edge("e", "c", IMPLEMENTS, "b"))
    with store.read() as graph:
        step = graph.step(["a", "b"], Hop("in", (IMPLEMENTS,)))
    assert (step.degrees, [e.subject for e in step.edges]) == ({"a": 0, "b": 1}, ["c"])


def test_a_change_sees_its_own_writes(store: Store) -> None:
    def work(change: Change) -> None:
        change.put([A, document("b", title="Sắp xếp bộ máy", type="KH"), edge("b", "a")])
        hop = Hop("in", (IMPLEMENTS,))
        assert set(change.nodes(["a", "b", "c"])) == {"a", "b"}
        assert [e.subject for e in change.step(["a"], hop).edges] == ["b"]
        assert change.reach("a", hop, depth=3, facets=("type",)).cells == {(1, ("KH",)): 1}
        assert [d.id for d in change.find(("bo", "may"), Filters(), limit=5).documents] == ["b"]
        change.drop(Edge, [(edge("b", "a").id,)])
        change.drop(Document, [("b",)])
        assert change.nodes(["b"]) == {}
        assert list(change.records(Document)) == [A]
        assert change.find(("bo", "may"), Filters(), limit=5).documents == ()
        assert change.step(["a"], hop).degrees == {"a": 0}

    store.update(work)


SNAPSHOT: list[tuple[str, Callable[[Graph], object], object]] = [
    ("records", lambda g: list(g.records(Document)), [A, B]),
    ("a step", lambda g: g.step(["a"], Hop("in", (IMPLEMENTS,))).degrees, {"a": 1}),
    ("a reach", lambda g: sum(g.reach("a", Hop("in", (IMPLEMENTS,)), depth=2).cells.values()), 1),
    ("a search", lambda g: g.find((), Filters(), limit=9, total=True).total, 2),
    ("the journal", lambda g: len(g.journal()), 1),
]


def test_a_reader_keeps_its_snapshot_or_hears_that_it_cannot(store: Store) -> None:
    put(store, A, B, edge("b", "a"), note="one")
    with store.read() as graph:
        assert graph.version == 1
        put(store, C, edge("c", "a"), altered(A), note="two")
        for why, read, expected in SNAPSHOT:
            try:
                found = read(graph)
            except StoreMoved:
                assert store.engine == "neo4j", "the embedded engine has snapshots"
            else:
                assert found == expected, f"{why}: never a mixture of two versions"
        with store.read() as other:
            assert other.version == 2, "who asks now sees what is now"
    assert version(store) == 2


def test_a_change_is_invisible_until_its_end(store: Store) -> None:
    put(store, A)

    def work(change: Change) -> None:
        change.put([B])
        with store.read() as graph:
            assert (graph.version, list(graph.records(Document))) == (1, [A])

    store.update(work)
    assert version(store) == 2


def test_a_view_ends_with_its_block(store: Store) -> None:
    put(store, A)
    with store.read() as graph:
        pass
    # Which error is the engine's affair: no answer is all that matters.
    with pytest.raises(Exception):  # noqa: B017, PT011
        graph.nodes(["a"])


# ------------------------------------------------------------------------- the journal


def noted(store: Store, what: str, *works: Work) -> None:
    def work(change: Change) -> None:
        for one in works:
            one(change)
        change.note(what, "s")

    store.update(work)


def test_the_journal_says_what_came_changed_and_went(store: Store) -> None:
    noted(store, "load", puts(B, A, edge("b", "a"), task("s", 1), IssuingBody("bo", "Bộ"), Source("s", "text")))
    noted(store, "decide", puts(altered(A), B))
    noted(store, "retract", drops(Edge, edge("b", "a").id), drops(Document, "b"), drops(Task, "s-t1"), puts(C))
    noted(store, "undo", drops(Document, "a"), puts(altered(A)))
    with store.read() as graph:
        entries = graph.journal()
        lines = [(e.version, e.what, e.subject, e.changed, e.gone) for e in entries]
        assert lines == [
            (1, "load", "s", ("a", "b", "bo", "s-t1"), ()),
            (2, "decide", "s", ("a",), ()),
            (3, "retract", "s", ("c",), ("b", "s-t1")),
        ], "nodes only, sorted; what is as it was did not change, and then there is no entry at all"
        assert entries[0].at.endswith("+00:00"), "moments are UTC"
        assert [e.version for e in graph.journal(since=1)] == [2, 3]
        assert [e.version for e in graph.journal(since=1, limit=1)] == [2]
        assert graph.journal(since=3) == ()


def test_every_note_is_an_entry(store: Store) -> None:
    noted(store, "decide", puts(A), lambda change: change.note("load", "first"))
    with store.read() as graph:
        assert [(e.version, e.what) for e in graph.journal()] == [(1, "load"), (1, "decide")]


def test_the_journal_keeps_what_was_decided(store: Store) -> None:
    word = Decision("d1", "Lan", "theo bản gốc", Verdict.OVERRIDE, document="a", cluster="x", field="title")
    noted(store, "load", puts(A))
    noted(store, "decide", puts(word), lambda change: change.note("decide", "Lan", word))
    noted(store, "load", puts(B))
    noted(store, "undo", drops(Decision, "d1"), lambda change: change.note("undo", "Minh", word))
    with store.read() as graph:
        bearing = graph.journal(decided=True)
        assert [(e.version, e.what, e.subject, e.decision) for e in bearing] == [
            (2, "decide", "Lan", word),
            (4, "undo", "Minh", word),
        ], "those that bear a decision, whole"
        assert graph.journal(since=2, decided=True) == bearing[1:]
        assert graph.journal(limit=1, decided=True) == bearing[:1]
        assert len(graph.journal()) == 6


GONE: list[tuple[str, str, int | None, str]] = [
    ("a", "stays", None, "it never went"),
    ("b", "went", 2, "the version that took it"),
    ("c", "came back", 2, "it once went, wherever it is now"),
    ("d", "went twice", 4, "the last time counts"),
    ("z", "never was", None, "nobody knows it"),
    ("e", "changed its kind", None, "the id is still a node's"),
]


def test_when_a_node_went(store: Store) -> None:
    d, e = document("d"), document("e")
    noted(store, "load", puts(A, B, C, d, e))
    noted(store, "retract", drops(Document, "b", "c", "d", "e"), puts(IssuingBody("e", "Ban")))
    noted(store, "load", puts(C, d))
    noted(store, "retract", drops(Document, "d"))
    with store.read() as graph:
        assert [(id, graph.gone(id)) for id, *_ in GONE] == [(id, when) for id, _, when, _ in GONE]


# --------------------------------------------------------------- the same end by any way


@given(records=any_graph(), cuts=st.lists(st.integers(0, 30), max_size=4), data=st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=12)
def test_the_way_there_leaves_no_trace(
    records: list[Record], cuts: list[int], data: st.DataObject, new_store: NewStore
) -> None:
    """Put at once, or in pieces, in another order, repeated, and with others that came and went: one graph."""
    straight = new_store()
    put(straight, *records)
    wanted = everything(straight)
    version_at_once = version(straight)

    store = new_store()
    guests = [r for r in data.draw(any_graph()) if type(r) is not Edge]
    guests = [r for r in guests if not any(_same_place(r, kept) for kept in records)]
    put(store, *guests)
    mixed = data.draw(st.permutations(records))
    ends = sorted({min(c, len(mixed)) for c in cuts} | {0, len(mixed)})
    nodes_first = [r for r in mixed if type(r) is not Edge] + [r for r in mixed if type(r) is Edge]
    for start, end in pairwise(ends):
        put(store, *nodes_first[start:end])
    for guest in guests:
        store.update(partial(_drop, guest))
    put(store, *mixed)

    assert everything(store) == wanted
    assert version_at_once == (1 if records else 0)


def _drop(record: Record, change: Change) -> None:
    change.drop(type(record), [key_of(record)])


def _same_place(one: Record, other: Record) -> bool:
    nodes = (Document, IssuingBody, Task)
    same_kind = type(one) is type(other) or (isinstance(one, nodes) and isinstance(other, nodes))
    return same_kind and key_of(one) == key_of(other)
