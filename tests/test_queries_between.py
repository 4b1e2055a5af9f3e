"""Ways between documents, two things side by side, tasks as a list, and what a change would mean."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.model import EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary
from queries.change import ChangeAnswer, change
from queries.compare import compare
from queries.paths import PathsAnswer, paths
from queries.severity import CHANGES
from queries.tasks import tasks
from queries.telling import called
from tests.contract.records import document, edge, put, task
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, DEEP, DRAFT, HUB, KON_TUM, LAND, REVIEW, TASK, UNNUMBERED
from tests.spread_graph import NEW, OLD, ROOT, spread_graph

pytest_plugins = ("tests.graphs",)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The spread of one directive; tests only read it."""
    store = spread_graph(tmp_path_factory.mktemp("spread") / "graph.sqlite")
    yield store
    store.close()


# ------------------------------------------------------------------ paths


def ways(store: Store, v: Vocabulary, from_: str, to: str, **more: Any) -> PathsAnswer:
    with store.read() as graph:
        return paths(graph, from_, to, v, **more)


WAYS = [
    (DEEP, APPARATUS, {}, "up", [[DEEP, DECISION, APPARATUS]], "through a document between"),
    (APPARATUS, DEEP, {}, "down", [[APPARATUS, DECISION, DEEP]], "the other way, and said"),
    (APPARATUS, DEEP, {"direction": "up"}, None, [], "not when one way was asked for"),
    (DEEP, APPARATUS, {"direction": "down"}, None, [], "nor the other"),
    (DEEP, LAND, {}, None, [], "none"),
    (DRAFT, APPARATUS, {}, "up", [[DRAFT, APPARATUS]], "a draft says what it would implement"),
    (UNNUMBERED, APPARATUS, {"stated": True}, None, [], "an inferred way is none where only outright ones count"),
    (REVIEW, APPARATUS, {}, None, [], "a review carries nothing"),
    (REVIEW, APPARATUS, {"family": "all"}, "up", [[REVIEW, APPARATUS]], "unless every family counts"),
    (DEEP, APPARATUS, {"depth": 1}, None, [], "no farther than was asked"),
    (TASK, CONCLUSION, {}, "up", [[TASK, CONCLUSION]], "from a task"),
    (
        "129-kh-ubnd.p29.2018",
        HUB,
        {},
        "up",
        [["129-kh-ubnd.p29.2018", HUB], ["129-kh-ubnd.p29.2018", "100-kh-ubnd.p00.2018", HUB]],
        "two, the shortest first",
    ),
    ("129-kh-ubnd.p29.2018", HUB, {"k": 1}, "up", [["129-kh-ubnd.p29.2018", HUB]], "no more than asked for"),
]


@pytest.mark.parametrize(("from_", "to", "asked", "direction", "found", "why"), WAYS, ids=[row[5] for row in WAYS])
def test_ways(
    from_: str, to: str, asked: dict[str, Any], direction: str | None, found: list[list[str]], why: str,
    small: Store, v: Vocabulary,
) -> None:  # fmt: skip
    answer = ways(small, v, from_, to, **asked)
    assert answer.direction == direction, why
    assert [list(p.nodes) for p in answer.paths] == found
    assert answer.partial is None
    assert {i for p in answer.paths for i in p.nodes} | {from_, to} == {n.id for n in answer.nodes}
    for path in answer.paths:
        assert path.length == len(path.hops) == len(path.nodes) - 1
        for hop, (a, b) in zip(path.hops, pairwise(path.nodes), strict=True):
            assert {hop.edge.from_, hop.edge.to} == {a, b}
            assert hop.forward == (hop.edge.from_ == a)


def test_each_hop_has_its_evidence(small: Store, v: Vocabulary) -> None:
    (path,) = ways(small, v, KON_TUM, CONCLUSION).paths
    witness = path.hops[0].evidence
    assert witness is not None and witness.source is not None
    assert (witness.kind, witness.quote) == ("text", "Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW")
    assert witness.source.url == "https://example.vn/kon-tum"
    (row,) = ways(small, v, DECISION, APPARATUS).paths[0].hops
    assert row.evidence is not None
    assert (row.evidence.kind, row.evidence.quote, row.evidence.note) == ("table", None, "decision title")


TOLD = [
    (
        DEEP,
        APPARATUS,
        (
            "Kế hoạch số 45/KH-UBND ngày 2/5/2018 của UBND tỉnh Lạng Sơn hướng dẫn Quyết định số 949/QĐ-BTP ngày 26/4/2018 của "
            "Bộ Tư pháp, văn bản này thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương."
        ),
    ),
    (
        APPARATUS,
        UNNUMBERED,
        (
            "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương được thực hiện bởi Kế hoạch “kế hoạch sắp xếp "
            "bộ máy” (dịch ngược) năm 2024 của Bộ Nội vụ (suy ra)."
        ),
    ),
    (
        TASK,
        CONCLUSION,
        (
            "Nhiệm vụ 1 (“1. Tiếp tục thực hiện Kết luận số 21-KL/TW.”) thực hiện Kết luận số 21-KL/TW ngày 25/10/2021 của "
            "Ban Chấp hành Trung ương."
        ),
    ),
    (
        DRAFT,
        APPARATUS,
        (
            "Kế hoạch số 12/KH-UBND (dự thảo) ngày 5/1/2026 của UBND tỉnh Hà Giang thực hiện Nghị quyết số 18-NQ/TW ngày "
            "25/10/2017 của Ban Chấp hành Trung ương."
        ),
    ),
]


@pytest.mark.parametrize(("from_", "to", "sentence"), TOLD, ids=[row[0] for row in TOLD])
def test_a_way_is_told(from_: str, to: str, sentence: str, small: Store, v: Vocabulary) -> None:
    assert ways(small, v, from_, to).paths[0].told == sentence


def test_a_long_name_is_cut_at_a_word(v: Vocabulary) -> None:
    said = called(document("x", type="KH", title="sắp xếp " * 30), v)
    assert said.startswith("Kế hoạch “sắp xếp") and said.endswith("xếp…”") and len(said) < 110


def test_one_document_twice_is_no_way(small: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion, match="two documents"):
        ways(small, v, APPARATUS, APPARATUS)
    with pytest.raises(UnknownId):
        ways(small, v, APPARATUS, "nothing")


def test_what_could_not_be_looked_at_is_said(tmp_path: Path, v: Vocabulary) -> None:
    """A ladder of diamonds: 2^12 ways of one length, and more nodes than may be looked at."""
    store = open_store(str(tmp_path / "graph.sqlite"))
    ids = ["n00", *(f"{side}{n:02}" for n in range(1, 13) for side in "ab")]
    rungs = [["n00"], *([f"a{n:02}", f"b{n:02}"] for n in range(1, 13)), ["top"]]
    edges = [edge(low, high) for lower, upper in pairwise(rungs) for low in lower for high in upper]
    put(store, *(document(i) for i in [*ids, "top"]), *edges)
    answer = ways(store, v, "n00", "top", k=20)
    assert [p.length for p in answer.paths] == [13] * 20
    assert len({p.nodes for p in answer.paths}) == 20
    assert answer.partial is None
    cut = ways(store, v, "n00", "top", max_nodes=5)
    assert (cut.paths, cut.partial and cut.partial.limit) == ((), "max_nodes")
    store.close()


# ------------------------------------------------------------------ compare


def test_two_directives_side_by_side(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = compare(graph, APPARATUS, LAND, v)
    facts = {f.field: (f.a, f.b, f.same) for f in answer.facts}
    assert facts["symbol"] == ("18-NQ/TW", "18-NQ/TW", True)
    assert facts["date"] == ("2017-10-25", "2022-06-16", False)
    assert facts["place"] == (None, None, None), "two unknowns are not the same"
    assert facts["in_force"] == ("unknown", "unknown", True)
    assert answer.totals == {"both": 0, "only_a": 2, "only_b": 0}, "the draft does not count"
    assert [n.id for n in answer.only_a] == [DECISION, UNNUMBERED]
    assert {s.value: (s.both, s.only_a, s.only_b) for s in answer.spread["level"]} == {"ministry": (0, 2, 0)}
    assert (answer.lag_a.cases, answer.lag_b.cases) == (1, 0)


def test_what_two_directives_share(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = compare(graph, ROOT, NEW, v)
        through = compare(graph, ROOT, NEW, v, transitive=True)
    assert [n.id for n in answer.both] == ["phu-tho"]
    assert [n.id for n in through.both] == ["phu-tho", "lang-son"]
    assert answer.totals["only_b"] == 0


def test_two_bodies_side_by_side(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = compare(graph, "bo-tai-chinh", "tong-cuc-hai-quan", v)
    assert answer.of == "bodies"
    facts = {f.field: (f.a, f.b) for f in answer.facts}
    assert facts["parent"] == ("chinh-phu", "Bộ Tài chính"), "a body that is no node keeps its id"
    assert [n.id for n in answer.both] == [ROOT]
    assert (answer.lag_a.quantiles[0].days, answer.lag_b.quantiles[0].days) == (50, 45)
    assert answer.partial is None


@pytest.mark.parametrize(("a", "b"), [(ROOT, "bo-tai-chinh"), (ROOT, ROOT), ("task-1", "task-2")])
def test_what_cannot_be_compared(a: str, b: str, spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph, pytest.raises(InvalidQuestion, match="side by side"):
        compare(graph, a, b, v)


# ------------------------------------------------------------------ tasks

TASKS = [
    ({}, ["task-1", "task-2", "task-3"], 1, "all, by the day they are due, unknown last"),
    ({"directive": ROOT}, ["task-1", "task-2"], 0, "of a directive, cited or carried out"),
    ({"directive": OLD}, [], 0, "of another"),
    ({"assignee": "huyện ủy"}, ["task-1"], 0, "by a name as written"),
    ({"assignee": "HUYEN UY"}, ["task-1"], 0, "without diacritics"),
    ({"assignee": "huyen-uy-x"}, ["task-1"], 0, "by a body's id"),
    ({"assignee": "sở"}, ["task-2", "task-3"], 1, "by a part of a name"),
    ({"place": "Đồng Nai"}, ["task-1", "task-2", "task-3"], 1, "in a province"),
    ({"place": "Kon Tum"}, [], 0, "in another"),
    ({"due_from": "2025-04-01"}, ["task-2"], 1, "due from a day on"),
    ({"due_to": "2025-03-31"}, ["task-1"], 1, "due to a day"),
    ({"overdue_on": "2025-11-15"}, ["task-1"], 1, "on its day it is not yet overdue"),
    ({"overdue_on": "2025-11-16"}, ["task-1", "task-2"], 1, "a day later it is; what bears no day never"),
]


@pytest.mark.parametrize(("asked", "found", "undated", "why"), TASKS, ids=[row[3] for row in TASKS])
def test_tasks(asked: dict[str, Any], found: list[str], undated: int, why: str, spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = tasks(graph, v, **asked)
    assert [i.node.id for i in answer.items] == found, why
    assert (answer.total, answer.without_due) == (len(found), undated)
    assert answer.partial is None
    if "overdue_on" in asked:
        assert all(i.overdue for i in answer.items)


def test_what_a_task_says(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        first, _, last = tasks(graph, v, due_to=None).items
    assert (first.place, first.place_name, first.overdue) == ("dong-nai", "Đồng Nai", None)
    assert [(d.id, d.type) for d in first.documents] == [(ROOT, "IMPLEMENTS")]
    assert first.source_ref is not None and first.source_ref.title == "Tin Đồng Nai"
    assert last.documents == ()


def test_pages_of_tasks_make_the_whole(tmp_path: Path, v: Vocabulary) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    put(store, *(task(f"s{n % 3}", n, due=f"2025-01-{n % 5 + 1:02}" if n % 4 else None) for n in range(23)))
    seen: list[str] = []
    cursor: str | None = None
    with store.read() as graph:
        while True:
            answer = tasks(graph, v, limit=4, cursor=cursor)
            seen += [i.node.id for i in answer.items]
            cursor = answer.next
            if cursor is None:
                break
        whole = tasks(graph, v, limit=500)
    assert seen == [i.node.id for i in whole.items]
    assert len(set(seen)) == whole.total == 23
    store.close()


WRONG_TASKS = [
    ({"place": "Atlantis"}, "place"),
    ({"overdue_on": "tomorrow"}, "overdue_on"),
    ({"assignee": "  "}, "assignee"),
    ({"limit": 0}, "limit"),
    ({"cursor": "%%%"}, "cursor"),
]


@pytest.mark.parametrize(("asked", "name"), WRONG_TASKS, ids=[str(row[0]) for row in WRONG_TASKS])
def test_wrong_questions_about_tasks(asked: dict[str, Any], name: str, spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        with pytest.raises(InvalidQuestion) as caught:
            tasks(graph, v, **asked)
        assert caught.value.detail["parameter"] == name
        with pytest.raises(UnknownId):
            tasks(graph, v, directive="nothing")


# ------------------------------------------------------------------ a change

LADDER = (
    # subject, type, object, why
    ("alone", EdgeType.IMPLEMENTS, "root", "rests on it alone"),
    ("below-alone", EdgeType.GUIDES, "alone", "rests on what falls"),
    ("two", EdgeType.BASED_ON, "root", "also rests on something that stays"),
    ("two", EdgeType.IMPLEMENTS, "stays", ""),
    ("below-two", EdgeType.IMPLEMENTS, "two", "rests on what stands"),
    ("ended-basis", EdgeType.IMPLEMENTS, "root", "also rests on something that has ended"),
    ("ended-basis", EdgeType.IMPLEMENTS, "gone", ""),
    ("successor", EdgeType.REPLACES, "gone", ""),
    ("circle-a", EdgeType.IMPLEMENTS, "root", "rests on it and on what rests on it: nothing outside holds them"),
    ("circle-a", EdgeType.IMPLEMENTS, "circle-b", ""),
    ("circle-b", EdgeType.IMPLEMENTS, "circle-a", ""),
    ("amending", EdgeType.AMENDS, "root", "amends it"),
    ("citing", EdgeType.CITES, "root", "cites it"),
    ("reviewing", EdgeType.REVIEWS, "root", "reviews it"),
    ("replaced", EdgeType.IMPLEMENTS, "root", "was itself replaced"),
    ("replaced", EdgeType.IMPLEMENTS, "stays", ""),
    ("replacing", EdgeType.REPLACES, "replaced", ""),
    ("below-replaced", EdgeType.IMPLEMENTS, "replaced", "rests on what was replaced, and so holds nothing up"),
    ("amending", EdgeType.CITES, "root", "cites what it amends: it amends it"),
    ("new", EdgeType.REPLACES, "root", "replaces it already"),
    ("moved", EdgeType.IMPLEMENTS, "root", "rests on what replaces it, too"),
    ("moved", EdgeType.IMPLEMENTS, "new", ""),
)
SEVERITY = {
    #              replace            repeal             amend              end
    "alone": ("loses-basis", "loses-basis", "must-review", "loses-basis"),
    "below-alone": ("must-review", "loses-basis", "must-review", "loses-basis"),
    "two": ("must-review", "must-review", "must-review", "must-review"),
    "below-two": ("must-review", "must-review", "must-review", "must-review"),
    "ended-basis": ("loses-basis", "loses-basis", "must-review", "loses-basis"),
    "circle-a": ("loses-basis", "loses-basis", "must-review", "loses-basis"),
    "circle-b": ("must-review", "loses-basis", "must-review", "loses-basis"),
    "amending": ("loses-basis", "loses-basis", "must-review", "loses-basis"),
    "citing": ("only-cites", "only-cites", "only-cites", "only-cites"),
    "reviewing": ("only-cites", "only-cites", "only-cites", "only-cites"),
    "replaced": ("already-revised", "already-revised", "already-revised", "already-revised"),
    "below-replaced": ("must-review", "loses-basis", "must-review", "loses-basis"),
    "moved": ("already-revised", "must-review", "must-review", "must-review"),
}


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Everything that can stand in relation to one document."""
    store = open_store(str(tmp_path_factory.mktemp("ladder") / "graph.sqlite"))
    ids = sorted({end for a, _, b, _ in LADDER for end in (a, b)})
    days = {"root": "2019-01-01", "gone": "2018-01-01", "stays": "2018-01-01"}
    put(store, *(document(i, date=days.get(i, "2020-01-01"), date_precision="day", symbol=i) for i in ids))
    put(store, *(edge(a, b, kind) for a, kind, b, _ in LADDER))
    yield store
    store.close()


def changed(store: Store, v: Vocabulary, root: str = "root", **asked: Any) -> ChangeAnswer:
    with store.read() as graph:
        return change(graph, root, v, **asked)


@pytest.mark.parametrize(("kind", "place"), [("replace", 0), ("repeal", 1), ("amend", 2), ("end", 3)])
def test_how_hard_each_is_hit(kind: str, place: int, ladder: Store, v: Vocabulary) -> None:
    answer = changed(ladder, v, change=kind)
    assert {n.node.id: n.severity for n in answer.nodes} == {i: row[place] for i, row in SEVERITY.items()}
    assert answer.total == sum(c.count for c in answer.severities) == len(SEVERITY)
    assert [n.severity for n in answer.nodes] == sorted(
        (n.severity for n in answer.nodes),
        key=["loses-basis", "must-review", "only-cites", "already-revised"].index,
    ), "the hardest hit first"
    assert answer.force is not None
    assert [(b.id, b.type) for b in answer.force.by] == [("new", "REPLACES")], "what has changed it already"


def test_why_it_is_hit(ladder: Store, v: Vocabulary) -> None:
    items = {n.node.id: n for n in changed(ladder, v, change="replace").nodes}
    assert items["two"].rests_on == ("stays",)
    assert items["ended-basis"].rests_on == ()
    assert items["replaced"].revised_by == ("replacing",)
    assert items["moved"].revised_by == ("new",)
    below = items["below-alone"]
    assert (below.distance, below.via) == (2, ("GUIDES", "IMPLEMENTS"))
    assert (
        below.told
        == "Văn bản số below-alone ngày 1/1/2020 hướng dẫn Văn bản số alone ngày 1/1/2020, văn bản này thực hiện Văn bản số root ngày 1/1/2019."
    )


def test_a_change_on_a_day(ladder: Store, spread: Store, v: Vocabulary) -> None:
    early = changed(ladder, v, change="replace", on="2019-06-30")
    assert (early.total, early.later) == (0, 9), "what came later cannot be hit, nor what is behind it"
    answer = changed(spread, v, ROOT, change="end", on="2025-06-30")
    assert answer.undated == sum(not n.dated for n in answer.nodes) > 0
    assert "phu-tho" not in {n.node.id for n in answer.nodes}


def test_pages_of_a_change_make_the_whole(ladder: Store, v: Vocabulary) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        answer = changed(ladder, v, change="replace", limit=5, cursor=cursor)
        seen += [n.node.id for n in answer.nodes]
        cursor = answer.next
        if cursor is None:
            break
    assert seen == [n.node.id for n in changed(ladder, v, change="replace").nodes]


@settings(max_examples=25)
@given(data=st.data())
def test_severities_grow_with_the_change(data: st.DataObject, bundled: Store, v: Vocabulary) -> None:
    """Whatever a replacement takes the basis from, a repeal does too; an amendment takes nobody's."""
    root = data.draw(
        st.sampled_from(["18-nq-tw.xii", "19-nq-tw.xii", "57-nq-tw.xiii", "60-nq-tw.xiii", "3-nq-cp.2025"])
    )
    on = data.draw(st.none() | st.dates().map(lambda d: d.isoformat()))
    found = {kind: changed(bundled, v, root, change=kind, on=on, limit=500) for kind in CHANGES}
    losing = {kind: {n.node.id for n in a.nodes if n.severity == "loses-basis"} for kind, a in found.items()}
    assert len({a.total for a in found.values()}) == 1
    assert losing["amend"] == set() <= losing["replace"] <= losing["repeal"] == losing["end"]


def test_a_change_must_be_one(ladder: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion, match="change"):
        changed(ladder, v, change="improve")
    with pytest.raises(InvalidQuestion, match="on="):
        changed(ladder, v, change="end", on="soon")
