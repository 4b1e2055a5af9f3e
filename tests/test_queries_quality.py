"""Hubs, plans without an upstream, what breaks a rule, what nobody resolved, what to read next, and the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_schema import rules
from graph_schema.errors import InvalidQuestion
from graph_schema.model import Conflict, EdgeType, Facts, Form, Mention, Record, Source, State
from graph_schema.store import open_store
from graph_schema.store.base import Filters, Store
from graph_schema.vocabulary import Vocabulary
from queries.analytics import central, orphans
from queries.anomalies import anomalies
from queries.corpus import report
from queries.scan import filters_of
from queries.unresolved import unresolved
from queries.wanted import most_wanted
from tests.contract.records import claim, document, edge, put, referent
from tests.small_graph import APPARATUS, ARTICLE, CITING, CONCLUSION, DECISION, DRAFT, HUB, KON_TUM, LAND, REVIEW

pytest_plugins = ("tests.graphs",)
EVERYTHING = Filters()


def flawed() -> Iterator[Record]:
    """Two look-alikes, sources that differ on a date and on a type word, a relation that runs backwards; and names that
    nobody resolved."""
    for n in range(3):
        yield Source(f"s{n}", "table", f"nguồn {n}")
    twin = document(
        "twin-a", number="9", type="KL", organ="BCĐ", date="2024-11-24", date_precision="day", cluster="KL|9"
    )
    yield replace(twin, flags=("look-alike",))
    yield replace(twin, id="twin-b", organ="TW", flags=("look-alike",))
    yield replace(twin, id="other", number="9", organ="TW", date="2020-01-01", flags=())
    dates = Conflict("date", (("2017-10-25", 2), ("2017-10-15", 1)))
    yield document("dated", date="2017-10-25", date_precision="day", flags=("date-conflict",), conflicts=(dates,))
    yield document("worded", date="2018-01-01", flags=("type-word-disagrees",))
    yield document("draft", status="draft", date="2019-01-01", date_precision="day")
    yield referent("s0", 1, state=State.RESOLVED, document="worded")
    yield claim("c-word", "s0", "r1", None, type="type_word", value="Công văn")
    yield edge("dated", "twin-a", id="e-back", flags=("implements-later",))
    yield claim("c-back", "s1", "r7", "r8", edge="e-back")
    yield edge("draft", "dated", EdgeType.CITES, id="e-draft", counted=False)
    # Three say "Nghị quyết 5", in two sources; one says "Kế hoạch 7"; what waits for them differs.
    for source, n in (("s1", 1), ("s1", 2), ("s2", 1)):
        yield referent(source, n, cluster="NQ|5", facts=Facts("NQ", "5"), why="no document fits")
        yield Mention(source, n, 0, 12, "Nghị  quyết 5", Form.SHORT, n)
    yield referent("s2", 3, cluster="KH|7", facts=Facts("KH", "7", symbol="07-KH/TU"), why="place unknown")
    yield referent(
        "s2", 4, cluster="NQ|18", state=State.AMBIGUOUS, why="2 documents fit", candidates=("twin-a", "other")
    )
    yield referent("s0", 2, state=State.RESOLVED, document="dated")
    yield claim("c-1", "s2", "r3", "r1")
    yield claim("c-2", "s2", "r3", "r4", type="CITES")
    yield claim("c-3", "s0", "r2", None, type="title", value="không phải quan hệ")


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The graph above; tests only read it."""
    store = open_store(str(tmp_path_factory.mktemp("faults") / "graph.sqlite"))
    put(store, *flawed(), note="faults")
    yield store
    store.close()


# ------------------------------------------------------------------ hubs and orphans


def test_hubs(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = central(graph, v, EVERYTHING, top=4)
        whole = central(graph, v, EVERYTHING)
    found = [(i.rank, i.node.id, i.direct, i.all, i.cited) for i in answer.items]
    assert found == [
        (1, HUB, 30, 30, 0),
        (2, APPARATUS, 2, 3, 1),
        (3, CONCLUSION, 2, 2, 0),
        (4, "100-kh-ubnd.p00.2018", 1, 1, 0),
    ], "by what rests on it directly, then by id"
    assert [i.node.id for i in whole.items][:4] == [row[1] for row in found]
    assert all(i.direct for i in whole.items), "what nothing rests on is no hub"
    assert (answer.scanned, answer.partial) == (42, None)


def test_hubs_of_some_kind(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        found = central(graph, v, filters_of(v, level="ministry"))
        strict = central(graph, v, filters_of(v, type="NQ"), stated=True)
    assert [i.node.id for i in found.items] == [DECISION]
    assert [(i.node.id, i.direct) for i in strict.items] == [(HUB, 30), (APPARATUS, 1)], (
        "what is inferred does not count"
    )


def test_plans_without_an_upstream(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = orphans(graph, v, filters_of(v, kind="plan"))
        every = orphans(graph, v, EVERYTHING, family="all")
    assert [i.node.id for i in answer.items] == ["43-kh-tu.dong-nai.2020-2025"], (
        "a draft has one: what it would implement"
    )
    assert answer.items[0].why == "nothing-stated"
    assert {LAND, HUB, CONCLUSION, APPARATUS} <= {i.node.id for i in every.items}
    assert not {REVIEW, CITING, DRAFT, KON_TUM} & {i.node.id for i in every.items}


def test_an_upstream_that_nobody_resolved(tmp_path: Path, v: Vocabulary) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    put(
        store,
        document("own", kind="plan"),
        Source("s", "text"),
        referent("s", 1, state=State.RESOLVED, document="own"),
        referent("s", 2, facts=Facts("NQ", "18"), state=State.AMBIGUOUS, candidates=("x", "y")),
        Mention("s", 2, 5, 18, "Nghị quyết 18", Form.SHORT, 2),
        claim("c", "s", "r1", "r2"),
        claim("c-cites", "s", "r1", "r2", type="CITES"),
    )
    with store.read() as graph:
        (item,) = orphans(graph, v, EVERYTHING).items
        assert (item.why, item.said, item.candidates) == ("unresolved", ("Nghị quyết 18",), ("x", "y"))
    store.close()


@pytest.mark.parametrize("size", [1, 4, 13])
def test_pages_of_orphans_make_the_whole(size: int, small: Store, v: Vocabulary) -> None:
    seen: list[str] = []
    cursor: str | None = None
    with small.read() as graph:
        while True:
            answer = orphans(graph, v, EVERYTHING, family="change", limit=size, cursor=cursor)
            assert len(answer.items) <= size
            seen += [i.node.id for i in answer.items]
            cursor = answer.next
            if cursor is None:
                break
        whole = orphans(graph, v, EVERYTHING, family="change", limit=500)
    assert seen == [i.node.id for i in whole.items]
    assert len(seen) == len(set(seen)) == 42


# ------------------------------------------------------------------ anomalies


def test_what_breaks_a_rule_comes_with_its_evidence(faults: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        answer = anomalies(graph, v, EVERYTHING)
    found = {(a.rule, a.document.id): a for a in answer.items}
    assert set(found) == {
        ("look-alike", "twin-a"),
        ("look-alike", "twin-b"),
        ("date-conflict", "dated"),
        ("type-word-disagrees", "worded"),
        ("implements-later", "dated"),
    }
    assert answer.counts == {"date-conflict": 1, "type-word-disagrees": 1, "implements-later": 1, "look-alike": 2}
    assert [o.id for o in found["look-alike", "twin-a"].others] == ["twin-b"], "not the one of another day"
    (dates,) = found["date-conflict", "dated"].values
    assert [(x.value, x.publishers) for x in dates.values] == [("2017-10-25", 2), ("2017-10-15", 1)]
    (said,) = found["type-word-disagrees", "worded"].values
    assert [x.value for x in said.values] == ["Công văn"]
    backwards = found["implements-later", "dated"]
    assert backwards.edge is not None and backwards.other is not None
    assert (backwards.edge.id, backwards.other.id, backwards.severity) == ("e-back", "twin-a", "error")
    assert [s.id for s in backwards.sources] == ["s1"]
    assert all(a.vi and a.en and a.severity for a in answer.items)


def test_one_rule_and_pages(faults: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        twins = anomalies(graph, v, EVERYTHING, rule="look-alike")
        assert {a.document.id for a in twins.items} == {"twin-a", "twin-b"}
        seen: list[tuple[str, str]] = []
        cursor: str | None = None
        while True:
            page = anomalies(graph, v, EVERYTHING, limit=2, cursor=cursor)
            seen += [(a.rule, a.document.id) for a in page.items]
            cursor = page.next
            if cursor is None:
                break
        whole = anomalies(graph, v, EVERYTHING)
        with pytest.raises(InvalidQuestion, match="rule"):
            anomalies(graph, v, EVERYTHING, rule="boredom")
    assert seen == [(a.rule, a.document.id) for a in whole.items]


def test_a_flag_that_is_no_rule_is_shown_all_the_same(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        (one,) = anomalies(graph, v, EVERYTHING).items
    assert (one.rule, one.severity, one.vi) == ("conflict-date", None, None)


# ------------------------------------------------------------------ unresolved


def test_names_are_ranked_by_what_waits_for_them(faults: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        answer = unresolved(graph, v)
    found = [(i.said, i.unlocks, i.types, i.referents, i.sources, i.why) for i in answer.items]
    assert found == [
        ("07-KH/TU", 2, {"CITES": 1, "IMPLEMENTS": 1}, 1, 1, "place unknown"),
        ("Nghị quyết 5", 1, {"IMPLEMENTS": 1}, 3, 2, "no document fits"),
    ]
    assert (answer.total, answer.referents) == (2, 4)
    assert [s.id for s in answer.items[1].shown_sources] == ["s1", "s2"]


def test_what_several_documents_fit(faults: Store, small: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        (item,) = unresolved(graph, v, state="ambiguous").items
    assert ([c.id for c in item.candidates], item.unlocks) == (["other", "twin-a"], 1)
    assert [h.field for h in item.settles] == ["date", "organ"]
    with small.read() as graph:
        (item,) = unresolved(graph, v, state="ambiguous").items
    assert (item.said, item.shown_sources[0].id, item.unlocks) == ("Nghị quyết 18", ARTICLE, 1)


def test_pages_of_names(faults: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        first = unresolved(graph, v, limit=1)
        second = unresolved(graph, v, limit=1, cursor=first.next)
        assert [i.said for i in (*first.items, *second.items)] == ["07-KH/TU", "Nghị quyết 5"]
        assert second.next is None
        with pytest.raises(InvalidQuestion, match="state"):
            unresolved(graph, v, state="lost")


# ------------------------------------------------------------------ most wanted


def test_what_to_read_next(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = most_wanted(graph, v, EVERYTHING)
        rows = most_wanted(graph, v, EVERYTHING, known_by="table", top=2)
        unread = most_wanted(graph, v, EVERYTHING, known_by="unread")
    found = [(i.node.id, i.named, i.rests, i.open, i.missing, i.lags) for i in answer.items]
    assert found == [
        (CONCLUSION, 2, 2, 0, (), 0),
        (CITING, 0, 0, 0, ("title",), 0),
        (REVIEW, 0, 0, 0, ("title", "body"), 0),
    ]
    assert (answer.unread, answer.scanned) == (3, 42)
    assert [(i.node.id, i.named, i.open) for i in rows.items] == [(HUB, 30, 0), (APPARATUS, 4, 1)], (
        "a draft names nothing"
    )
    assert unread.unread == 41, "all but the draft: no text of any of them was read"


def test_a_missing_date_hides_lags(tmp_path: Path, v: Vocabulary) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    put(store, document("a", known_by="citation"), document("b", known_by="table"), edge("b", "a"))
    with store.read() as graph:
        (item,) = most_wanted(graph, v, EVERYTHING).items
        assert (item.lags, item.missing[0]) == (1, "date")
        with pytest.raises(InvalidQuestion, match="known_by"):
            most_wanted(graph, v, EVERYTHING, known_by="heart")
    store.close()


# ------------------------------------------------------------------ report


def test_the_report(faults: Store, v: Vocabulary) -> None:
    with faults.read() as graph:
        answer = report(graph, v)
    assert answer.sources == {"table": 3}
    assert answer.documents["status"] == {"issued": 5, "draft": 1}
    assert answer.documents["date_precision"] == {"day": 5, "unknown": 1}
    assert answer.relations == {"stated": {"CITES": 1, "IMPLEMENTS": 1}, "inferred": {}}
    ways = {d.family: (d.forward, d.backward, d.untold) for d in answer.direction}
    assert (ways["implementation"], ways["citation"], ways["change"]) == ((0, 1, 0), (1, 0, 0), (0, 0, 0))
    assert (answer.referents, answer.open_rate) == ({"ambiguous": 1, "open": 4, "resolved": 2}, round(5 / 7, 4))
    assert answer.anomalies == {"look-alike": 2, "date-conflict": 1, "implements-later": 1, "type-word-disagrees": 1}
    assert (answer.scanned, answer.total, answer.partial) == (6, 6, None)


def test_an_empty_graph_has_a_report(tmp_path: Path, v: Vocabulary) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with store.read() as graph:
        answer = report(graph, v)
        assert (answer.total, answer.open_rate, answer.partial) == (0, None, None)
        answers: list[Any] = [ask(graph, v, EVERYTHING) for ask in (central, orphans, anomalies, most_wanted)]
        answers.append(unresolved(graph, v))
        assert [a.items for a in answers] == [()] * 5
    store.close()


def test_the_report_and_the_rules_agree_on_the_registry(bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        whole, listed = report(graph, v), anomalies(graph, v, EVERYTHING, limit=500)
    assert whole.anomalies == dict(sorted(listed.counts.items(), key=lambda item: (-item[1], item[0])))
    assert set(whole.anomalies) <= {r.id for r in rules.RULES}
    assert all(d.backward == 0 for d in whole.direction)
    assert sum(whole.documents["known_by"].values()) == whole.scanned == whole.total


SHORT_OF_TIME: list[tuple[str, Any]] = [
    ("central", lambda g, v: central(g, v, EVERYTHING, budget_ms=10)),
    ("orphans", lambda g, v: orphans(g, v, EVERYTHING, limit=500, budget_ms=10)),
    ("anomalies", lambda g, v: anomalies(g, v, EVERYTHING, limit=500, budget_ms=10)),
    ("report", lambda g, v: report(g, v, budget_ms=10)),
    ("most wanted", lambda g, v: most_wanted(g, v, EVERYTHING, known_by="table", budget_ms=10)),
]


@pytest.mark.parametrize(("name", "ask"), SHORT_OF_TIME, ids=[row[0] for row in SHORT_OF_TIME])
def test_what_time_did_not_suffice_for_is_said(name: str, ask: Any, bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        answer = ask(graph, v)
    if answer.scanned < 1020:
        assert answer.partial is not None and "budget_ms" in answer.partial.next, name
