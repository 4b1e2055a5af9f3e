"""The question catalogue on a real server, over the bundled data: each question runs, reads and nothing else, is planned
well, and answers what the service answers, or what a plain walk over the SQLite file finds, or what was looked up by hand.
"""

from __future__ import annotations

import json
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from statistics import median_low
from typing import Any

import pytest
from typer.main import get_command

from graph_schema.model import Document, EdgeType, Referent, Source, State
from graph_schema.rules import check_edge
from graph_schema.store.base import Graph, Store
from graph_schema.store.dump import dump, restore
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.catalogue import Question, browser_line, catalogue
from queries.catalogued import ROWS, answer, question_called, values_of
from queries.evidence import evidence
from queries.impact import impact
from queries.implementers import implementers
from queries.lineage import FAMILY, lineage
from queries.resolve import resolve
from service.cli import app, run
from tests.known_graph import ACTS, CHANGES, RESTS_ON, Known, known
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server

pytest_plugins = ("tests.graphs",)

Row = Mapping[str, Any]
ASK: Any = get_command(app).commands["ask"]  # type: ignore[attr-defined]
QUESTIONS = {q.name: q for q in catalogue()}
EMPTY_HERE = {"cycles", "dated-before"}
"""What the bundled data has none of; ``test_neo4j_questions_made`` has."""
IMPOSSIBLE = {"implements-later", "based-on-later"}


@pytest.fixture(scope="module")
def there(neo4j_server: Server, bundled: Store) -> Iterator[Store]:
    """The bundled data on the server; tests only read it."""
    store = opened(emptied(neo4j_server))
    with bundled.read() as graph:
        restore(store, dump(graph))
    yield store
    store.close()


@pytest.fixture(scope="module")
def here(bundled: Store) -> Iterator[Graph]:
    """The same data in SQLite."""
    with bundled.read() as graph:
        yield graph


@pytest.fixture(scope="module")
def plain(here: Graph) -> Known:
    """And as plain lists."""
    return known(here)


def rows(there: Store, v: Vocabulary, name: str, *said: str) -> list[Row]:
    """What a question of the catalogue answers."""
    question = question_called(name)
    with there.read() as graph:
        found = answer(graph, question, values_of(question, said), v, limit=ROWS.high)
    assert not found.more
    return list(found.items)


# ------------------------------------------------------------------ every question


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_question_runs_as_it_is_pasted(question: Question, neo4j_server: Server, there: Store, v: Vocabulary) -> None:
    found = rows(there, v, question.name)
    assert bool(found) is (question.name not in EMPTY_HERE), "the defaults give rows"
    defaults = {p.name: list(p.default) if isinstance(p.default, tuple) else p.default for p in question.parameters}
    with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
        pasted = session.run(question.text, defaults)
        assert list(pasted.keys()) == [c.name for c in question.columns], "the header names every column, in order"
        assert len(pasted.values()) == len(found)
        if question.parameters:
            told = session.run(f"RETURN {browser_line(question.parameters).removeprefix(':params ')} AS told").single()
            assert told is not None and told["told"] == defaults, "Browser reads what it is told as Cypher"
    assert rows(there, v, question.name) == found


MAY_SCAN = {
    # question, what it looks through, why that is no loss
    "lag": ({"NodeByLabelScan"}, "it is about every document of a level"),
    "cites-changed": ({"DirectedRelationshipTypeScan"}, "it begins with every change there is, and those are few"),
    "ambiguous-symbols": ({"NodeIndexScan"}, "it is about every symbol"),
    "most-cited-unread": ({"NodeByLabelScan"}, "it is about every document"),
    "cycles": ({"NodeByLabelScan"}, "it is about every document"),
    "dated-before": ({"NodeIndexScan", "NodeByLabelScan"}, "it is about every dated document"),
    "tasks-of-body": ({"NodeByLabelScan"}, "tasks have no index by body: there are few of them"),
    "open-references": ({"NodeByLabelScan"}, "references have no index by state"),
    "without-basis": ({"NodeByLabelScan"}, "it is about every plan"),
}


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_question_is_planned_well(question: Question, neo4j_server: Server, there: Store) -> None:
    there.check()
    with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
        session.run("CALL db.prepareForReplanning()").consume()  # right after a load the planner thinks all is empty
        defaults = {p.name: list(p.default) if isinstance(p.default, tuple) else p.default for p in question.parameters}
        summary = session.run(f"EXPLAIN {question.cypher}", defaults).consume()
    assert summary.query_type == "r", "it only reads"
    assert summary.plan is not None
    plan = list(operators(summary.plan))
    scans = {name for name, _ in plan if "Scan" in name}
    assert scans <= MAY_SCAN.get(question.name, (set(), ""))[0]
    assert {name for name, _ in plan if name.startswith("VarLengthExpand")} <= {"VarLengthExpand(Pruning,BFS,All)"}
    products = [below for name, below in plan if name == "CartesianProduct"]
    assert all(below == ["NodeUniqueIndexSeek"] * 2 for below in products), "of two documents known by id, at most"


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Every operator of a plan with those right below it."""
    children = plan.get("children", ())
    yield plan["operatorType"].partition("@")[0], [c["operatorType"].partition("@")[0] for c in children]
    for child in children:
        yield from operators(child)


def test_no_question_writes(neo4j_server: Server, there: Store, v: Vocabulary) -> None:
    def size() -> list[list[Any]]:
        with neo4j_server.driver() as driver, driver.session(database=neo4j_server.database) as session:
            return [
                *session.run(
                    "MATCH (g:DirectiveGraph) MATCH (s:DirectiveGraphState) RETURN g.version, s.state"
                ).values(),
                *session.run("MATCH (n) RETURN count(n), sum(size(keys(n)))").values(),
                *session.run("MATCH ()-[r]->() RETURN count(r), sum(size(keys(r)))").values(),
            ]

    before = size()
    for name in QUESTIONS:
        rows(there, v, name)
    assert size() == before


# ------------------------------------------------------------------ what the service answers


def roots(plain: Known) -> list[str]:
    """Documents worth asking about: the most implemented, those that drafts or tasks would implement, one nobody does."""
    carrying = [e for e in plain.edges if e.type in RESTS_ON]
    counts = Counter(e.object for e in carrying)
    busy = sorted(counts, key=lambda id: (-counts[id], id))[:10]
    odd = sorted({e.object for e in carrying if not e.counted or plain.document(e.subject) is None})
    return [*dict.fromkeys([*busy, *odd, "949-qd-btp.2018"])]


STEPS = [("1", "false"), ("2", "false"), ("20", "false"), ("20", "true")]


@pytest.mark.parametrize(("depth", "stated"), STEPS)
def test_implementers_as_the_service_answers(
    depth: str, stated: str, there: Store, here: Graph, plain: Known, v: Vocabulary
) -> None:
    for root in roots(plain):
        said = (f"document={root}", f"depth={depth}", f"stated={stated}")
        found = implementers(here, root, v, depth=int(depth), stated=stated == "true", limit=500, budget_ms=10_000)
        items = [i for i in found.items if i.counted]
        listed = rows(there, v, "implementers", *said)
        assert [(r["id"], r["distance"]) for r in listed] == [(i.node.id, i.distance) for i in items]
        assert [r["id"] for r in listed if r["relations"]] == [i.node.id for i in items if i.distance == 1]
        assert {i.edges[0] for i in items if i.distance == 1} <= {e for r in listed for e in r["relations"]}

        cells: dict[tuple[int, str | None], list[str]] = defaultdict(list)
        for item in items:
            document = plain.document(item.node.id)
            cells[item.distance, document.level if document else None].append(item.node.id)
        counted = rows(there, v, "implementers-by-level", *said)
        assert {(r["distance"], r["level"]): (r["documents"], r["first"], r["last"]) for r in counted} == {
            cell: (len(ids), *first_and_last(plain, ids)) for cell, ids in cells.items()
        }

        places: dict[str, list[str]] = defaultdict(list)
        for id in sorted((i.node.id for i in items), key=plain.when):
            document = plain.document(id)
            if document and document.place:
                places[document.place].append(id)
        provinces = rows(there, v, "provinces", *said)
        assert {r["province"]: (r["documents"], r["first"]) for r in provinces} == {
            p.slug: (len(places[p.slug]), next(iter(places[p.slug]), None)) for p in v.provinces
        }
        grouped = {c.value: c.count for c in found.facets["place"] if c.value}
        assert {r["province"]: r["documents"] for r in provinces if r["documents"]} == grouped


def first_and_last(plain: Known, ids: list[str]) -> tuple[str | None, str | None]:
    days = sorted(day.isoformat() for id in ids if (day := plain.day(id)))
    return (days[0], days[-1]) if days else (None, None)


def test_chains_are_lineages(there: Store, here: Graph, plain: Known, v: Vocabulary) -> None:
    documents = [id for id in sorted(plain.nodes) if plain.document(id)]
    deep = sorted(documents, key=lambda id: -len(plain.reached(id, ACTS, up=True)))[:8]
    drafts = [e.subject for e in plain.edges if not e.counted and e.type in ACTS][:2]
    acting = {e.subject for e in plain.edges if e.type in ACTS}
    for start in (*deep, *drafts, "57-nq-tw.xiii"):
        drawn = lineage(here, start, v, direction="up", depth=20, fanout=1000, max_nodes=5000, budget_ms=10_000)
        assert drawn.partial is None
        distances = {n.node.id: n.distance for n in drawn.nodes}
        chain = rows(there, v, "chain-to-root", f"document={start}")
        assert {r["relation"] for r in chain} == {e.id for e in drawn.edges}
        assert all(r["step"] == distances[r["from"]] + 1 for r in chain)
        assert all(r["root"] is (r["to"] not in acting) for r in chain)
    assert set(limits.edge_types(FAMILY, v)) == ACTS, "the types the question names"


@pytest.mark.parametrize("stated", ["false", "true"])
def test_what_loses_its_basis_is_the_impact(
    stated: str, there: Store, here: Graph, plain: Known, v: Vocabulary
) -> None:
    for root in roots(plain):
        found = impact(here, root, v, stated=stated == "true", limit=500, budget_ms=10_000)
        listed = rows(there, v, "loses-basis", f"document={root}", f"stated={stated}")
        assert [(r["id"], r["distance"]) for r in listed] == [(n.node.id, n.distance) for n in found.nodes]
        if stated == "true":
            continue
        touched = {r["id"] for r in listed}
        assert touched == plain.reached(root, RESTS_ON, up=False, drafts=False)
        for row in listed:
            others = plain.reached(row["id"], RESTS_ON, up=True, without=root, drafts=False) - touched
            assert (row["keeps"], row["loses"]) == (sorted(others), not others)


def test_who_says_so_is_the_evidence(there: Store, here: Graph, plain: Known, v: Vocabulary) -> None:
    read = {s.id for s in here.records(Source) if s.kind == "text"}
    quoted = {c.edge for c in here.claims_of(read) if c.edge}
    kinds: Counter[str] = Counter()
    for edge in sorted(quoted | {e.id for e in plain.edges[::97]}):
        said = evidence(here, edge, v).evidence
        assert rows(there, v, "who-says-so", f"relation={edge}") == [
            {
                "kind": e.kind,
                "quote": e.quote,
                "start": e.start,
                "end": e.end,
                "note": e.note,
                "by": e.asserted_by,
                "title": e.source.title if e.source else None,
                "url": e.source.url if e.source else None,
                "address": e.source.address if e.source else None,
                "date": e.source.date if e.source else None,
                "rule": e.rule,
                "confidence": e.confidence,
                "inferred": e.inferred,
                "claim": e.claim_id,
            }
            for e in said
        ]
        kinds.update(e.kind for e in said)
    assert kinds["text"] > 10 and kinds["table"] > 20


# ------------------------------------------------------------------ what the service does not answer yet


def test_ambiguous_symbols(there: Store, here: Graph, plain: Known, v: Vocabulary) -> None:
    bearing: dict[str, list[str]] = defaultdict(list)
    for id in sorted(plain.nodes, key=plain.when):
        document = plain.document(id)
        if document and document.symbol:
            bearing[document.symbol].append(id)
    several = sorted((s for s in bearing if len(bearing[s]) > 1), key=lambda s: (-len(bearing[s]), s))
    listed = rows(there, v, "ambiguous-symbols")
    assert [(r["symbol"], r["ids"]) for r in listed] == [(symbol, bearing[symbol]) for symbol in several]
    for row in listed:
        meant = resolve(here, row["symbol"], v)
        assert meant.outcome == "several" and set(row["ids"]) <= {c.document.id for c in meant.candidates}
    assert {r["symbol"]: r["open"] for r in listed if r["open"]} == {"18-NQ/TW": 1}, "the headline's Nghị quyết 18"
    assert len(rows(there, v, "ambiguous-symbols", "least=4")) == 2


def test_first_implementers_and_lags(there: Store, plain: Known, v: Vocabulary) -> None:
    for root in roots(plain):
        dated: dict[str | None, list[tuple[int, str]]] = defaultdict(list)
        for days, id in plain.lags(root):
            document = plain.document(id)
            assert document is not None
            dated[document.level].append((days, id))
        listed = rows(there, v, "first-implementer", f"document={root}")
        assert {r["level"]: ((r["days"], r["id"]), r["dated"]) for r in listed} == {
            level: (those[0], len(those)) for level, those in dated.items()
        }
    expected = {}
    for id in plain.nodes:
        document, lags = plain.document(id), [days for days, _ in plain.lags(id)]
        if document and document.level == "central" and len(lags) >= 3:
            expected[id] = (len(lags), min(lags), median_low(lags), max(lags))
    listed = rows(there, v, "lag")
    assert {r["id"]: (r["dated"], r["first_days"], r["median_days"], r["last_days"]) for r in listed} == expected


def test_named_after_a_change(there: Store, plain: Known, v: Vocabulary) -> None:
    expected = set()
    for change in (e for e in plain.edges if e.type in CHANGES):
        since = plain.day(change.subject)
        for edge in plain.around[change.object]:
            until = plain.day(edge.subject)
            names = edge.object == change.object and edge.type in RESTS_ON | {EdgeType.CITES}
            if names and edge.subject != change.subject and since and until and since < until:
                expected.add((edge.subject, edge.id, change.type.value, change.subject))
    listed = rows(there, v, "cites-changed")
    assert {(r["id"], r["relation"], r["change"], r["by"]) for r in listed} == expected
    assert len(listed) == len(expected)
    assert rows(there, v, "cites-changed", "changes=REPLACES,REPEALS") == [], "the data has none of these"


def test_unread_open_and_without_basis(there: Store, here: Graph, plain: Known, v: Vocabulary) -> None:
    textual = set(limits.edge_types("all", v))

    def cited(d: Document) -> int:
        return len({e.subject for e in plain.around[d.id] if e.object == d.id and e.counted and e.type in textual})

    documents = list(here.records(Document))
    for known_by in ("citation", "table"):
        unread = sorted((d for d in documents if d.known_by == known_by), key=lambda d: (-cited(d), -d.sources, d.id))
        listed = rows(there, v, "most-cited-unread", f"known_by={known_by}", "least=0")
        assert [(r["id"], r["cited_by"]) for r in listed] == [(d.id, cited(d)) for d in unread]
    assert {(r["source"], r["n"]): (r["state"], tuple(r["candidates"])) for r in rows(there, v, "open-references")} == {
        (r.source, r.n): (r.state.value, r.candidates) for r in here.records(Referent) if r.state is not State.RESOLVED
    }
    acting = {e.subject for e in plain.edges if e.type in ACTS}
    for level in ("province", "central", "district"):
        plans = [d.id for d in documents if (d.kind, d.level) == ("plan", level) and d.id not in acting]
        assert [r["id"] for r in rows(there, v, "without-basis", f"level={level}")] == sorted(plans, key=plain.when)


def test_dates_that_cannot_be_are_flagged_by_the_rules(there: Store, plain: Known, v: Vocabulary) -> None:
    flagged = set()
    for edge in plain.edges:
        subject, object = plain.document(edge.subject), plain.document(edge.object)
        if edge.counted and subject and object:
            flagged |= {edge.id} if IMPOSSIBLE & set(check_edge(edge, subject, object, v)) else set()
    assert {r["relation"] for r in rows(there, v, "dated-before")} == flagged


# ------------------------------------------------------------------ looked up by hand

GOLDEN: list[tuple[str, tuple[str, ...], list[Row], str]] = [
    (
        "first-implementer",
        ("document=57-nq-tw.xiii",),
        [
            {"level": "state-central", "id": "3-nq-cp.2025", "date": "2025-01-09", "days": 18, "dated": 2},
            {"level": "province", "id": "43-ctr-tu.da-nang.2025-02-14", "date": "2025-02-14", "days": 54, "dated": 27},
            {"level": "central", "id": "1-cv-bcdtw.2025", "date": "2025-03-25", "days": 93, "dated": 3},
        ],
        "57-NQ/TW is of 22/12/2024",
    ),
    (
        "between",
        (),
        [
            {
                "steps": 3,
                "names": ["5491/KH-UBND", "5301/KH-UBND", "20-NQ/TW", "13-NQ/TW"],
                "types": ["IMPLEMENTS", "IMPLEMENTS", "REVIEWS"],
            }
        ],
        "the way by 41-CTr/TU is longer",
    ),
    (
        "tasks-of-body",
        (),
        [
            {"role": "sets", "ordinal": "1", "due": None, "recurring": False, "implements": []},
            {"ordinal": "2"},
            {"ordinal": "3", "implements": ["21-kl-tw.xiii", "28-nq-tw.xiii"]},
            {"ordinal": "4", "due": "2025-11-15"},
            {"ordinal": "5", "recurring": True},
            {"ordinal": "6"},
        ],
        "the six tasks of the second article",
    ),
    (
        "who-says-so",
        (),
        [
            {"kind": "table", "quote": None, "confidence": 0.4, "inferred": True},
            {
                "kind": "text",
                "quote": "Công văn số 22-KL/BCĐ, ngày 5/12/2024 của Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW",
                "inferred": False,
            },
        ],
        "a row of the registry, and the words of the first article",
    ),
    ("open-references", (), [{"says": ["Nghị quyết 18"], "state": "ambiguous"}], "the second article's headline"),
    (
        "lag",
        ("level=central", "least=12"),
        [
            {"id": "127-kl-tw.xiii", "dated": 13, "first_days": 1, "median_days": 4, "last_days": 35},
            {"id": "68-nq-tw.xiii", "first_days": 12, "median_days": 81, "last_days": 191},
            {"id": "57-nq-tw.xiii"},
        ],
        "127-KL/TW was taken up within days",
    ),
    (
        "implementers-by-level",
        ("depth=1",),
        [
            {"level": "province", "documents": 21, "first": "2017-11-23", "last": "2018-05-07"},
            {"level": "central", "documents": 4},
            {"level": "ministry", "documents": 2},
            {"level": "state-central", "documents": 1, "first": None},
        ],
        "the 28 of 18-NQ/TW",
    ),
    (
        "provinces",
        ("provinces=Lai Châu,Hải Dương,Quảng Trị,Hà Giang",),
        [
            {"province": "lai-chau", "documents": 1, "date": "2017-11-23", "days": 29},
            {"province": "quang-tri", "first": "86-kh-tu.quang-tri.2015-2020", "days": 194},
            {"province": "hai-duong", "documents": 3, "date": "2025-04-28", "days": 2742},
            {"province": "ha-giang", "documents": 0, "first": None, "days": None},
        ],
        "18-NQ/TW is of 25/10/2017",
    ),
    (
        "cites-changed",
        (),
        [
            {"name": "1814/BNV-TCBC", "named_name": "178/2024/NĐ-CP", "by_name": "75-TB/TW", "aware": False},
            {"name": "11-HD/VPTW", "named_name": "31-QĐ/TW", "change": "AMENDS", "by_name": "91-QĐ/TW"},
            {"name": "34/2024/QĐ-UBND", "named_name": "24/2014/NĐ-CP", "by_name": "107/2020/NĐ-CP", "aware": True},
            {"name": "126-KL/TW", "date": "2025-02-14", "type": "CITES", "named_name": "35-CT/TW", "aware": True},
            {"name": "1458-CV/TU", "by_name": "118-KL/TW", "since": "2025-01-18", "aware": True},
            {"name": "1814/BNV-TCBC", "named_name": "178/2024/NĐ-CP", "by_name": "67/2025/NĐ-CP"},
            {"name": "344/KH-UBND", "named_name": "03/NQ-CP", "by_name": "71/NQ-CP"},
            {"name": "152/KH-UBND", "named_name": "03/NQ-CP", "by_name": "71/NQ-CP"},
        ],
        "what the registry has of it",
    ),
]


@pytest.mark.parametrize(("name", "said", "expected", "why"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden_rows(
    name: str, said: tuple[str, ...], expected: list[Row], why: str, there: Store, v: Vocabulary
) -> None:
    found = rows(there, v, name, *said)
    assert [{k: r[k] for k in e} for r, e in zip(found, expected, strict=True)] == expected, why


# ------------------------------------------------------------------ the command


@pytest.fixture
def surroundings(neo4j_server: Server, there: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables that name the server."""
    monkeypatch.setenv("NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("NEO4J_DATABASE", neo4j_server.database)


ASKED = [
    (
        ["implementers", "--param", "document=18-NQ/TW khóa XII", "--limit", "2"],
        0,
        ["949/QĐ-BTP", "document: 18-nq-tw.xii", "There are more"],
        "words that mean one document",
    ),
    (["1", "--param", "document=18-nq-tw.2017"], 0, ["document: 18-nq-tw.xii"], "an older id"),
    (
        ["implementers", "--param", "document=NQ 18-NQ/TW"],
        1,
        ["2 documents fit", "What tells them apart"],
        "words that mean two",
    ),
    (["implementers", "--param", "document=999-NQ/TW"], 1, ["No document fits"], "words that mean none"),
    (
        ["provinces", "--param", "provinces=Lai Châu, Hà Giang"],
        0,
        ["lai-chau", "ha-giang", "2 rows", "Note: none found"],
        "provinces by name",
    ),
    (["11_cycles.cypher"], 0, ["No rows: no circle"], "an empty answer says what that means"),
    (["13", "--param", "relation=e-nothing"], 1, [], "an unknown relation"),
    (["1", "--param", "document=bo-chinh-tri"], 1, [], "a body is no document"),
]


@pytest.mark.parametrize(("words", "code", "held", "why"), ASKED, ids=[row[3] for row in ASKED])
def test_ask(
    words: list[str], code: int, held: list[str], why: str, surroundings: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["ask", *words]) == code, why
    said = capsys.readouterr()
    assert all(each in said.out for each in held), said.out
    assert bool(said.err) is (code != 0 and not held)


def test_the_examples_of_help_work(surroundings: None, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [x.split(None, 1)[1] for x in (ASK.epilog or "").splitlines() if "directive-graph " in x]
    assert len(lines) == 3
    for line in lines:
        assert run(shlex.split(line)) == 0, capsys.readouterr().err


def test_ask_as_json(surroundings: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "first-implementer", "--json", "--limit", "1"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["question"], said["parameters"], said["more"]) == (
        "first-implementer",
        {"document": "57-nq-tw.xiii"},
        True,
    )
    assert said["items"][0]["date"] == "2025-01-09" and list(said["items"][0]) == said["columns"]
