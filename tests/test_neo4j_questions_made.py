"""The question catalogue over records made for it: what the bundled data has none of, and what one statement may do.

All in one graph, each part with documents of its own:

    a1 -> a2 -> a3 -> a1, a2 -> a1, s -> s                circles
    old <- new REPLACES, cited before, after, and by one that names both
    root <- left, right <- low; right -> other <- top     a diamond, with a basis of its own on one side
    root <- draft <- below-draft                          never counted
    year, day                                             dates that cannot be, and some that may
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from graph_schema.errors import InvalidQuestion, StoreMoved, StoreUnavailable
from graph_schema.model import (
    Decision,
    Edge,
    EdgeType,
    Facts,
    Form,
    IssuingBody,
    Mention,
    Record,
    Source,
    State,
    Text,
    Verdict,
)
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.cypher import SpeaksCypher, Table
from graph_schema.store.dump import dump
from graph_schema.vocabulary import Vocabulary, load
from queries.catalogued import ROWS, answer, question_called, values_of
from queries.evidence import evidence
from queries.implementers import implementers
from tests.contract.records import claim, document, edge, put, referent, task
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server

GUIDES, BASED_ON, CITES = EdgeType.GUIDES, EdgeType.BASED_ON, EdgeType.CITES
REPLACES, AMENDS, REVIEWS = EdgeType.REPLACES, EdgeType.AMENDS, EdgeType.REVIEWS
ASSIGNED = EdgeType.ASSIGNED_TO
WORDS = "𝒳 Kế hoạch 43-KH/TU thực hiện Kết luận 21."  # the first letter is two in UTF-16
Row = Mapping[str, Any]


def arrows(*said: str, type: EdgeType = EdgeType.IMPLEMENTS, **fields: Any) -> Iterator[Edge]:
    for each in said:
        subject, object = each.split()
        yield edge(subject, object, type, **fields)


RECORDS: tuple[Record, ...] = (
    *(document(id) for id in ("a1", "a2", "a3", "s")),
    *arrows("a1 a2", "a2 a3", "s s"),
    *arrows("a3 a1", type=BASED_ON),
    *arrows("a2 a1", type=GUIDES),
    document("old", date="2010-01-01"),
    document("new", date="2020-05-05"),
    document("before", date="2020-05-05"),
    document("after", date="2020-05-06"),
    document("knows", date="2021-01-01"),
    document("someday", date="2021"),
    *arrows("new old", type=REPLACES),
    *arrows("new old", "before old", "after old", "knows old", "knows new", "someday old", type=CITES),
    *(document(id, level="central") for id in ("root", "left", "right", "low", "other", "top")),
    document("draft", status="draft"),
    document("below-draft", level="central"),
    *arrows("left root", "right root", "low left", "low right", "right other", "top other"),
    *arrows("draft root", counted=False),
    *arrows("below-draft draft", type=BASED_ON),
    document("y2005", date="2005"),
    document("y2004", date="2004"),
    document("d2005", date="2005-02-23"),
    *arrows("y2005 d2005", "y2004 d2005", "d2005 y2005"),
    document("plan", kind="plan", level="province", known_by="text"),
    document("cited", known_by="citation"),
    *arrows("plan cited", type=CITES),
    IssuingBody("committee", "Ban Chỉ đạo"),
    Source("s", "text", "Bài báo", "Báo Kon Tum", address="a", length=len(WORDS)),
    Text("s", WORDS),
    task("s", 1, set_by="committee", set_by_name="Ban Chỉ đạo"),
    task("s", 2, due="2025-01-01"),
    *arrows("s-t2 committee", type=ASSIGNED),
    *arrows("s-t2 root"),
    Mention("s", 0, 2, 20, "Kế hoạch 43-KH/TU", Form.FULL, 1),
    Mention("s", 1, 31, 42, "Kết luận 21", Form.SHORT, 2),
    referent("s", 1, state=State.RESOLVED, document="low", start=2),
    referent("s", 2, cluster="KL|21", state=State.RESOLVED, document="left", start=31, why="decision"),
    referent(
        "s", 3, facts=Facts(symbol="x"), state=State.AMBIGUOUS, candidates=("left", "right"), why="2 documents fit"
    ),
    claim("c1", "s", "r1", "r2", edge="low>IMPLEMENTS>left", start=2, end=42, rule="implements", confidence=0.9),
    claim("c2", "s", "r1", "r3"),
    Decision("d1", "biên tập", "theo tiêu đề", source="s", start=31, cluster="KL|21", document="left"),
    Decision("d2", "biên tập", "at another place", source="s", start=2, cluster="KL|21", document="left"),
    Decision(
        "d3", "Lan", "gọi hỏi", Verdict.CLAIM, document="low", other="left", quote="Căn cứ", edge="low>IMPLEMENTS>left"
    ),
    Decision("d4", "Lan", "không phải", Verdict.REJECT, source="s", type="IMPLEMENTS", edge="low>IMPLEMENTS>left"),
    document("same-1", symbol="1-KH/TU", date="2001-01-01"),
    document("same-2", symbol="1-KH/TU"),
    document("same-3", symbol="1-KH/TU", date="2000"),
)


@pytest.fixture(scope="module")
def v() -> Vocabulary:
    return load()


@pytest.fixture(scope="module")
def store(neo4j_server: Server) -> Iterator[Store]:
    """The records on the server; tests only read them."""
    store = opened(emptied(neo4j_server))
    put(store, *RECORDS)
    yield store
    store.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same in SQLite."""
    store = open_store(str(tmp_path_factory.mktemp("made") / "graph.sqlite"))
    put(store, *RECORDS)
    yield store
    store.close()


ANSWERS: list[tuple[str, tuple[str, ...], list[Row], str]] = [
    (
        "cycles",
        (),
        [
            {"length": 1, "documents": ["s"], "types": ["IMPLEMENTS"]},
            {"length": 2, "documents": ["a1", "a2"], "types": ["IMPLEMENTS", "GUIDES"]},
            {"length": 2, "documents": ["d2005", "y2005"]},
            {
                "length": 3,
                "documents": ["a1", "a2", "a3"],
                "relations": ["a1>IMPLEMENTS>a2", "a2>IMPLEMENTS>a3", "a3>BASED_ON>a1"],
            },
        ],
        "each once, begun at its smallest id",
    ),
    (
        "dated-before",
        (),
        [{"id": "y2004", "date": "2004", "later": "d2005", "later_date": "2005-02-23"}],
        "a year is not before a day in it",
    ),
    (
        "cites-changed",
        ("changes=REPLACES",),
        [
            {"id": "after", "named": "old", "by": "new", "since": "2020-05-05", "aware": False},
            {"id": "knows", "named": "old", "aware": True},
        ],
        "not what replaces it, nor what is of the same day, nor what has a year alone",
    ),
    ("cites-changed", ("changes=AMENDS,REPEALS",), [], "another change"),
    (
        "loses-basis",
        ("document=root",),
        [
            {"id": "left", "distance": 1, "loses": True, "keeps": []},
            {"id": "right", "distance": 1, "loses": False, "keeps": ["other"]},
            {"id": "s-t2", "kind": "task", "loses": True},
            {"id": "low", "distance": 2, "loses": False, "keeps": ["other"]},
        ],
        "low stands on right, which stands on other; drafts carry nothing",
    ),
    (
        "loses-basis",
        ("document=other",),
        [{"id": "right", "keeps": ["root"]}, {"id": "top", "keeps": []}, {"id": "low", "keeps": ["left", "root"]}],
        "a way round",
    ),
    ("implementers", ("document=root", "depth=1"), [{"id": "left"}, {"id": "right"}, {"id": "s-t2"}], "no draft"),
    ("implementers", ("document=draft",), [], "what is based on it does not implement it"),
    (
        "implementers",
        ("document=a1",),
        [{"id": "a2", "distance": 1}],
        "a circle ends at its root",
    ),
    (
        "chain-to-root",
        ("document=below-draft",),
        [{"to": "draft", "root": False}, {"step": 2, "to": "root", "root": True}],
        "upwards drafts hide nothing",
    ),
    ("chain-to-root", ("document=s",), [{"step": 1, "from": "s", "to": "s", "root": False}], "a circle"),
    (
        "between",
        ("from=low", "to=root"),
        [{"documents": ["low", "left", "root"]}, {"documents": ["low", "right", "root"]}],
        "both shortest ways",
    ),
    ("between", ("from=root", "to=low"), [], "there is one direction"),
    ("between", ("from=a1", "to=a1"), [{"steps": 2, "documents": ["a1", "a2", "a1"]}], "from itself to itself"),
    (
        "most-cited-unread",
        ("known_by=citation", "least=3"),
        [{"id": "old", "cited_by": 5}, {"id": "root", "cited_by": 3}],
        "by document, not by relation; drafts do not count",
    ),
    ("most-cited-unread", ("known_by=citation,table", "least=6"), [], "none so often"),
    ("without-basis", (), [{"id": "plan", "cites": 1}], "a citation is no basis"),
    ("without-basis", ("level=district",), [], "none there"),
    (
        "tasks-of-body",
        ("body=committee",),
        [
            {"role": "sets", "ordinal": "1"},
            {"role": "assigned", "ordinal": "2", "due": "2025-01-01", "implements": ["root"]},
        ],
        "by property and by relation",
    ),
    (
        "open-references",
        (),
        [{"says": [], "state": "ambiguous", "candidates": ["left", "right"], "statements": 1}],
        "a reference without words, and the statement that waits for it",
    ),
    (
        "ambiguous-symbols",
        (),
        [{"symbol": "1-KH/TU", "ids": ["same-3", "same-1", "same-2"], "dates": ["2000", "2001-01-01", "–"], "open": 0}],
        "the oldest first",
    ),
    ("first-implementer", ("document=old",), [], "citing is not implementing"),
    (
        "who-says-so",
        ("relation=low>IMPLEMENTS>left",),
        [
            {"kind": "text", "quote": WORDS[2:42], "start": 2, "end": 42, "by": "Báo Kon Tum", "claim": "c1"},
            {"kind": "decision", "quote": None, "note": "theo tiêu đề", "by": "biên tập", "claim": "d1"},
            {"kind": "decision", "quote": "Căn cứ", "note": "gọi hỏi", "by": "Lan", "claim": "d3"},
        ],
        "offsets are letters, whatever they are in UTF-16",
    ),
]


@pytest.mark.parametrize(("name", "said", "expected", "why"), ANSWERS, ids=[f"{r[0]} ({r[3]})" for r in ANSWERS])
def test_answers(name: str, said: tuple[str, ...], expected: list[Row], why: str, store: Store, v: Vocabulary) -> None:
    question = question_called(name)
    with store.read() as graph:
        found = answer(graph, question, values_of(question, said), v, limit=ROWS.high).items
    assert [{k: r[k] for k in e} for r, e in zip(found, expected, strict=True)] == expected, why


def test_decisions_and_drafts_as_the_service_answers(store: Store, here: Store, v: Vocabulary) -> None:
    with store.read() as there, here.read() as graph:
        said = evidence(graph, "low>IMPLEMENTS>left", v).evidence
        question = question_called("who-says-so")
        found = answer(there, question, values_of(question, ["relation=low>IMPLEMENTS>left"]), v).items
        assert [(e.kind, e.quote, e.note, e.asserted_by, e.claim_id) for e in said] == [
            (r["kind"], r["quote"], r["note"], r["by"], r["claim"]) for r in found
        ]
        root = implementers(graph, "root", v, transitive=True)
        question = question_called("implementers")
        found = answer(there, question, values_of(question, ["document=root"]), v).items
        assert [r["id"] for r in found] == [i.node.id for i in root.items if i.counted]
        assert root.drafts == 1


# ------------------------------------------------------------------ one statement


def ran(store: Store, cypher: str, *, seconds: float = 30.0, limit: int = 10, **parameters: Any) -> Table:
    with store.read() as graph:
        assert isinstance(graph, SpeaksCypher)
        return graph.rows(cypher, parameters, seconds=seconds, limit=limit)


def test_values_are_plain(store: Store) -> None:
    found = ran(
        store,
        "RETURN null AS nothing, true AS yes, 1 AS one, 0.5 AS half, 'đ' AS text, date('2017-10-25') AS day, "
        "[date('2017-10-25'), [1]] AS list, {day: date('2017-10-25')} AS map, duration({days: 2}) AS span, $x AS said",
        x=["a"],
    )
    assert dict(zip(found.columns, found.rows[0], strict=True)) == {
        "nothing": None,
        "yes": True,
        "one": 1,
        "half": 0.5,
        "text": "đ",
        "day": "2017-10-25",
        "list": ["2017-10-25", [1]],
        "map": {"day": "2017-10-25"},
        "span": "P2D",
        "said": ["a"],
    }


@pytest.mark.parametrize(("limit", "given", "more"), [(2, 2, True), (3, 3, False), (4, 3, False)])
def test_rows_are_cut_at_the_limit(limit: int, given: int, more: bool, store: Store) -> None:
    found = ran(store, "UNWIND [1, 2, 3] AS n RETURN n", limit=limit)
    assert (len(found.rows), found.more) == (given, more)


def test_a_long_answer_is_let_go(store: Store) -> None:
    assert ran(store, "UNWIND range(1, 1000000) AS n RETURN n", limit=1) == Table(("n",), ((1,),), True)


WRITES = [
    "CREATE (n:Document {id: 'x'}) RETURN n.id",
    "MATCH (n:Document) SET n.seen = true RETURN count(n)",
    "MATCH (n) DETACH DELETE n",
    "CREATE INDEX other FOR (n:Other) ON (n.x)",
    "MATCH (n:Document) CALL (n) { SET n.seen = true } IN TRANSACTIONS RETURN count(n)",
    "CALL db.createLabel('Other')",
]


@pytest.mark.parametrize("cypher", WRITES)
def test_nothing_can_be_written(cypher: str, store: Store) -> None:
    def whole() -> list[str]:
        with store.read() as graph:
            return list(dump(graph))

    before = whole()
    with pytest.raises(InvalidQuestion, match="only reading"):
        ran(store, cypher)
    assert whole() == before


def test_what_takes_too_long_is_ended(store: Store) -> None:
    with pytest.raises(StoreUnavailable, match="too long"):
        ran(store, "UNWIND range(1, 1000000000) AS n RETURN max(n % 7)", seconds=0.3)


def test_rows_are_of_the_views_version(store: Store, neo4j_server: Server) -> None:
    other = opened(neo4j_server)
    with store.read() as graph:
        assert isinstance(graph, SpeaksCypher)
        assert graph.version == 1
        put(other, document("late"), note="load")
        with pytest.raises(StoreMoved):
            graph.rows("RETURN 1", {}, seconds=5, limit=1)
    other.close()
