"""Plain reads: what each finds, in which order, and that what is unknown is simply absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from graph_schema.model import (
    Alias,
    Decision,
    Document,
    EdgeType,
    Form,
    IssuingBody,
    Mention,
    PlaceLink,
    Record,
    Referent,
    Source,
    State,
    Task,
    Text,
    Verdict,
)
from graph_schema.store.base import Graph, Store
from graph_schema.store.codec import KINDS, key_of
from tests.contract.records import CITES, GUIDES, IMPLEMENTS, altered, claim, document, edge, put, referent, task

SOURCES = [Source("s2", "text", address="x"), Source("s1", "table", address="y"), Source("s3", "text")]
MENTIONS = [Mention("s1", n, n, n + 1, "KH", Form.SHORT, None) for n in (10, 2, 0)]
REFERENTS = [
    referent("s2", 1, cluster="KH|43", document="a", state=State.RESOLVED),
    referent("s1", 2, cluster="KH|43", document="a", state=State.RESOLVED),
    referent("s1", 10, cluster="NQ|18", document="b", state=State.RESOLVED),
    referent("s1", 1, cluster="NQ|18"),
]
CLAIMS = [
    claim("c3", "s1", "r1", "r2", edge="b>CITES>a"),
    claim("c1", "s1", "t1", "r1"),
    claim("c2", "s2", "r1", "b:bo"),
    claim("c4", "s1", "r1", None, type="date", value="2017-10-25"),
    claim("c5", "s2", "r2", "r1", edge="b>CITES>a"),
]
DECISIONS = [
    Decision(f"d{n}", "biên tập", "vì", source="s1", start=n, cluster=cluster, document="a")
    for n, cluster in ((2, "x"), (1, "x"), (3, "y"))
] + [
    Decision(
        "d4",
        "Lan",
        "vì",
        Verdict.CLAIM,
        document="b",
        cluster="y",
        other="a",
        other_cluster="z",
        type="CITES",
        quote="Căn cứ",
        edge="b>CITES>a",
    ),
    Decision("d5", "Lan", "vì", Verdict.REJECT, source="s1", type="CITES", start=1, end=9, edge="b>CITES>a"),
]
LINKS = [PlaceLink("c2", "s1", "kon-tum"), PlaceLink("c1", "s1", "s2"), PlaceLink("c1", "kon-tum", "s3")]
NODES: list[Record] = [
    document("b", cluster="KH|43"),
    document("a", cluster="KH|43"),
    document("c", cluster="NQ|18"),
    IssuingBody("bo", "Bộ Chính trị"),
    task("s1", 2),
    task("s1", 1),
    task("s2", 1),
]
ALIASES = [Alias("kh", "b"), Alias("kh", "a"), Alias("nq", "c"), Alias("old", "a")]
EDGES = [edge("b", "a", CITES), edge("b", "a"), edge("c", "a")]
WHOLE: list[Record] = [
    *SOURCES,
    Text("s1", "Kế hoạch\n43-KH/TU"),
    *MENTIONS,
    *REFERENTS,
    *CLAIMS,
    *DECISIONS,
    *LINKS,
    *NODES,
    *ALIASES,
    *EDGES,
]


@pytest.fixture
def whole(store: Store) -> Store:
    put(store, *WHOLE)
    return store


def keys(found: Any) -> list[Any]:
    """Keys as short as they go: "c1" for a claim, ("s1", 2) for a referent."""
    return [k[0] if len(k := key_of(r)) == 1 else k for r in found]


READS: list[tuple[str, Callable[[Graph], Any], Any]] = [
    ("sources by id, sorted, unknown ones absent", lambda g: list(g.sources(["s3", "zz", "s1"])), ["s1", "s3"]),
    ("no ids, no sources", lambda g: g.sources([]), {}),
    ("sources at an address", lambda g: keys(g.sources_at({"x", "nowhere"})), ["s2"]),
    ("the text, line break and all", lambda g: g.text("s1"), "Kế hoạch\n43-KH/TU"),
    ("no text", lambda g: g.text("s2"), None),
    ("mentions by number, not by its digits", lambda g: [m.n for m in g.mentions(["s1"])], [0, 2, 10]),
    ("a source asked for twice counts once", lambda g: len(g.mentions(["s1", "s1"])), 3),
    ("referents of a cluster", lambda g: keys(g.referents(["KH|43"])), [("s1", 2), ("s2", 1)]),
    ("of two clusters", lambda g: len(g.referents(["KH|43", "NQ|18", "?"])), 4),
    ("referents of a source", lambda g: [r.n for r in g.referents_of(["s1"])], [1, 2, 10]),
    ("referents resolved to a document", lambda g: keys(g.referents_as(["a"])), [("s1", 2), ("s2", 1)]),
    ("claims of a source", lambda g: keys(g.claims_of(["s1"])), ["c1", "c3", "c4"]),
    ("claims on an end, at either side", lambda g: keys(g.claims_on([("s1", "r1")])), ["c1", "c3", "c4"]),
    ("an end belongs to its source", lambda g: keys(g.claims_on([("s2", "r2")])), ["c5"]),
    ("a claim on both ends asked for comes once", lambda g: keys(g.claims_on({("s1", "r1"), ("s1", "r2")}))[1], "c3"),
    ("claims on a body", lambda g: keys(g.claims_on([("s2", "b:bo")])), ["c2"]),
    ("claims behind an edge", lambda g: keys(g.claims_behind(["b>CITES>a", "?"])), ["c3", "c5"]),
    ("who states an edge", lambda g: g.stating(["b>CITES>a", "?"], most=5), {"b>CITES>a": ("s1", "s2")}),
    ("the first of them", lambda g: g.stating(["b>CITES>a"], most=1), {"b>CITES>a": ("s1",)}),
    ("nobody states nothing", lambda g: g.stating([], most=5), {}),
    ("claims by id", lambda g: list(g.claims(["c5", "?", "c1"])), ["c1", "c5"]),
    ("decisions of a cluster", lambda g: keys(g.decisions(["x"])), ["d1", "d2"]),
    ("as either of theirs, once", lambda g: keys(g.decisions(["y", "z"])), ["d3", "d4"]),
    ("decisions by id", lambda g: keys(g.decisions_at(["d4", "?", "d1"])), ["d1", "d4"]),
    ("decisions on a source", lambda g: keys(g.decisions_of(["s1", "s9"])), ["d1", "d2", "d3", "d5"]),
    ("decisions behind an edge", lambda g: keys(g.decisions_behind(["b>CITES>a", "?"])), ["d4", "d5"]),
    ("none behind none", lambda g: g.decisions_behind([]), ()),
    (
        "all that a decision says",
        lambda g: (g.decisions_at(["d4"])[0].kind, g.decisions_at(["d4"])[0].quote),
        (Verdict.CLAIM, "Căn cứ"),
    ),
    (
        "place links by either token",
        lambda g: keys(g.place_links(["kon-tum"])),
        [("c1", "kon-tum", "s3"), key_of(LINKS[0])],
    ),
    ("a link found by both tokens comes once", lambda g: len(g.place_links(["s1", "s2"])), 2),
    ("place links of a cluster", lambda g: len(g.place_links_in(["c1"])), 2),
    ("nodes of every kind", lambda g: list(g.nodes(["s1-t1", "bo", "zz", "a"])), ["a", "bo", "s1-t1"]),
    ("the names of bodies alone", lambda g: g.names(["s1-t1", "bo", "zz", "a"]), {"bo": "Bộ Chính trị"}),
    ("no names of nothing", lambda g: g.names([]), {}),
    (
        "each as what it is",
        lambda g: [type(n) for n in g.nodes(["a", "bo", "s1-t1"]).values()],
        [Document, IssuingBody, Task],
    ),
    ("documents of a cluster", lambda g: keys(g.documents_in(["KH|43"])), ["a", "b"]),
    ("tasks of a source", lambda g: keys(g.tasks_of(["s1", "s2"])), ["s1-t1", "s1-t2", "s2-t1"]),
    ("an alias may mean several", lambda g: g.aliases(["kh", "nq", "zz"]), {"kh": ("a", "b"), "nq": ("c",)}),
    ("aliases of documents", lambda g: g.aliases_of(["a", "zz"]), {"a": ("kh", "old")}),
    ("edges by id", lambda g: list(g.edges([EDGES[1].id, "?", EDGES[0].id])), ["b>CITES>a", "b>IMPLEMENTS>a"]),
    ("an edge's type is one", lambda g: g.edges([EDGES[0].id])[EDGES[0].id].type is EdgeType.CITES, True),
    ("a quote is no syntax", lambda g: g.nodes(["a' OR '1'='1", '"', "a\x00"]), {}),
]


@pytest.mark.parametrize(("why", "read", "expected"), READS, ids=[row[0] for row in READS])
def test_reads(why: str, read: Callable[[Graph], Any], expected: Any, whole: Store) -> None:
    with whole.read() as graph:
        assert read(graph) == expected, why


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.__name__)
def test_all_of_a_kind_sorted_by_key(kind: type[Record], whole: Store) -> None:
    with whole.read() as graph:
        assert list(graph.records(kind)) == sorted((r for r in WHOLE if type(r) is kind), key=key_of)


def test_reading_on_while_writing(store: Store) -> None:
    """Every document is met once though each is rewritten as it is met: what a rebuild does."""
    many = [document(f"d{n:04}") for n in range(700)]
    put(store, *many)

    def work(change: Any) -> int:
        met = 0
        for record in change.records(Document):
            change.put([altered(record)])
            met += 1
        return met

    assert store.update(work) == 700
    with store.read() as graph:
        first = next(iter(graph.records(Document)))
        assert first.title == "khác"


def test_a_reader_that_stops_early_sees_the_next_version_afterwards(store: Store) -> None:
    put(store, *(document(f"d{n:04}") for n in range(700)))
    with store.read() as graph:
        kept = graph.records(Document)
        next(kept)
    put(store, document("neu"))
    with store.read() as graph:
        assert graph.version == 2
        assert "neu" in graph.nodes(["neu"])


def test_counts(whole: Store) -> None:
    with whole.read() as graph:
        counts = graph.counts()
    expected = {
        "sources.kind": {"table": 1, "text": 2},
        "documents.kind": {"directive": 3},
        "documents.type": {"unknown": 3},
        "documents.level": {"unknown": 3},
        "documents.known_by": {"citation": 3},
        "edges.type": {"CITES": 1, "IMPLEMENTS": 2},
        "referents.state": {"open": 1, "resolved": 3},
        "total": {
            "bodies": 1,
            "claims": 5,
            "decisions": 5,
            "documents": 3,
            "edges": 3,
            "mentions": 3,
            "referents": 4,
            "sources": 3,
            "tasks": 3,
        },
    }
    assert counts == expected
    assert [*counts] == [*expected], "groups come in this order"


def test_counts_of_nothing(store: Store) -> None:
    with store.read() as graph:
        counts = graph.counts()
    assert {name: group for name, group in counts.items() if name != "total" and group} == {}
    assert set(counts["total"].values()) == {0}


# ------------------------------------------------------------------- what may be meant

OPEN = referent("s", 1, state=State.OPEN, candidates=("a", "b"))
UNCERTAIN = referent("s", 2, state=State.AMBIGUOUS, candidates=("a",))
KNOWN = referent("s", 3, state=State.RESOLVED, document="a", candidates=("a", "b"))
ELSEWHERE = referent("t", 1, state=State.OPEN, candidates=("a",))
SUBJECT = referent("s", 4, state=State.RESOLVED, document="c")

POSSIBLE: list[tuple[str, list[Record], str, tuple[EdgeType, ...], list[tuple[str, int, str | None]]]] = [
    ("an open object may be it", [OPEN, claim("c", "s", "t1", "r1")], "a", (IMPLEMENTS,), [("c", 1, "s-t1")]),
    ("so may an ambiguous one", [UNCERTAIN, claim("c", "s", "t1", "r2")], "a", (IMPLEMENTS,), [("c", 2, "s-t1")]),
    ("any of its candidates", [OPEN, claim("c", "s", "t1", "r1")], "b", (IMPLEMENTS,), [("c", 1, "s-t1")]),
    ("none but its candidates", [OPEN, claim("c", "s", "t1", "r1")], "c", (IMPLEMENTS,), []),
    ("a resolved object is no question", [KNOWN, claim("c", "s", "t1", "r3")], "b", (IMPLEMENTS,), []),
    ("an open subject is another question", [OPEN, claim("c", "s", "r1", "r3")], "a", (IMPLEMENTS,), []),
    ("a claim of another type", [OPEN, claim("c", "s", "t1", "r1", type="CITES")], "a", (IMPLEMENTS,), []),
    (
        "one of the types",
        [OPEN, claim("c", "s", "t1", "r1", type="GUIDES")],
        "a",
        (GUIDES, IMPLEMENTS),
        [("c", 1, "s-t1")],
    ),
    ("no types, no claims", [OPEN, claim("c", "s", "t1", "r1")], "a", (), []),
    ("the other end resolved", [OPEN, SUBJECT, claim("c", "s", "r4", "r1")], "a", (IMPLEMENTS,), [("c", 1, "c")]),
    ("the other end open too", [OPEN, UNCERTAIN, claim("c", "s", "r2", "r1")], "a", (IMPLEMENTS,), [("c", 1, None)]),
    ("the other end a body", [OPEN, claim("c", "s", "b:bo", "r1")], "a", (IMPLEMENTS,), [("c", 1, "bo")]),
    ("a body nobody knows", [OPEN, claim("c", "s", "b:x", "r1")], "a", (IMPLEMENTS,), [("c", 1, None)]),
    (
        "numbers count inside their source; sorted by claim",
        [OPEN, ELSEWHERE, claim("c2", "s", "t1", "r1"), claim("c1", "t", "r9", "r1")],
        "a",
        (IMPLEMENTS,),
        [("c1", 1, None), ("c2", 1, "s-t1")],
    ),
    ("an attribute has no object", [OPEN, claim("c", "s", "r1", None, value="x")], "a", (IMPLEMENTS,), []),
]


@pytest.mark.parametrize(("why", "records", "document_id", "types", "expected"), POSSIBLE, ids=[r[0] for r in POSSIBLE])
def test_what_may_be_meant(
    why: str,
    records: list[Record],
    document_id: str,
    types: tuple[EdgeType, ...],
    expected: list[tuple[str, int, str | None]],
    store: Store,
) -> None:
    put(store, document("a"), document("b"), document("c"), task("s", 1), IssuingBody("bo", "Bộ"), *records)
    with store.read() as graph:
        found = graph.possible(document_id, types)
    assert [(f.claim.id, f.referent.n, f.other) for f in found] == expected, why
    assert all(f.referent in records and f.claim in records for f in found)


SETTLED: list[tuple[str, Callable[[Any], None]]] = [
    ("it is resolved", lambda c: c.put([referent("s", 1, state=State.RESOLVED, document="a", candidates=("a",))])),
    ("its candidates change", lambda c: c.put([referent("s", 1, state=State.OPEN, candidates=("b",))])),
    ("it is dropped", lambda c: c.drop(Referent, [("s", 1)])),
]


@pytest.mark.parametrize(("why", "work"), SETTLED, ids=[row[0] for row in SETTLED])
def test_what_may_be_meant_no_longer(why: str, work: Callable[[Any], None], store: Store) -> None:
    put(store, document("a"), document("b"), task("s", 1), OPEN, claim("c", "s", "t1", "r1"))
    store.update(work)
    with store.read() as graph:
        assert graph.possible("a", (IMPLEMENTS,)) == (), why
