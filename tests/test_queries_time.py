"""The graph as it stood on a day, and what was in force on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, EdgeType, Source, Text
from graph_schema.store import open_store
from graph_schema.store.base import Hop, Store
from graph_schema.vocabulary import Vocabulary
from queries.as_of import AsOf
from queries.force import Force, forces
from queries.impact import impact
from queries.implementers import implementers
from queries.lineage import LineageThen, lineage
from queries.then import impact_then, implementers_then
from tests.contract.records import claim, document, edge, put
from tests.small_graph import APPARATUS, CONCLUSION, TASK
from tests.spread_graph import BEHIND, DRAFT, NEW, OLD, ROOT, spread_graph

pytest_plugins = ("tests.graphs",)

DOWN = Hop("in", (EdgeType.IMPLEMENTS, EdgeType.GUIDES))


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The spread of one directive; tests only read it."""
    store = spread_graph(tmp_path_factory.mktemp("spread") / "graph.sqlite")
    yield store
    store.close()


# ------------------------------------------------------------------ traversal


def test_what_comes_later_is_neither_shown_nor_followed(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        view = AsOf(graph, "2025-06-30", v)
        reach = view.reach(ROOT, DOWN, depth=20, ids=True)
        found = {i for layer in reach.ids for i in layer}
        assert BEHIND not in found, "it is undated, but what it carries out was issued later"
        assert view.later == {"lao-cai-sep", "phu-tho", "kon-tum-late"}
        assert "yen-bai" in found and view.when("yen-bai") == "unknown"
        step = view.step([ROOT], DOWN, fanout=2)
        assert (len(step.edges), step.degrees[ROOT]) == (2, len(reach.ids[0])), "degrees count what is left"


@settings(max_examples=15)
@given(day=st.dates(date(2010, 1, 1), date(2030, 1, 1)), root=st.sampled_from([ROOT, OLD, NEW]))
def test_a_day_splits_everything_in_three(day: date, root: str, spread: Store, v: Vocabulary) -> None:
    """There, not yet there, and not to be told: together everything, as far as what is left leads to it."""
    with spread.read() as graph:
        view = AsOf(graph, day.isoformat(), v)
        some = view.reach(root, DOWN, depth=20, ids=True)
        whole = graph.reach(root, DOWN, depth=20, ids=True)
    there = {i for layer in some.ids for i in layer}
    everything = {i for layer in whole.ids for i in layer}
    assert there <= everything
    assert not there & view.later
    assert some.cells == {(n, ()): len(layer) for n, layer in enumerate(some.ids, 1)}
    with spread.read() as graph:
        few = AsOf(graph, day.isoformat(), v).reach(root, DOWN, depth=20, ids=True, among=sorted(everything)[::3])
    assert few.ids == tuple(tuple(i for i in layer if i in sorted(everything)[::3]) for layer in some.ids)
    assert few.cells == some.cells


def test_at_the_end_of_time_nothing_is_left_out(bundled: Store, v: Vocabulary) -> None:
    for root in ("18-nq-tw.xii", "57-nq-tw.xiii"):
        with bundled.read() as graph:
            now = implementers(graph, root, v, transitive=True)
            then = implementers_then(graph, root, v, as_of="9999-12-31", transitive=True)
            rests, rested = impact(graph, root, v), impact_then(graph, root, v, as_of="9999-12-31")
            drawn, drawn_then = lineage(graph, root, v), lineage(graph, root, v, as_of="9999-12-31")
        assert (then.total, then.undated_total, then.later) == (now.total, 0, 0)
        assert [i.node.id for i in then.items] == [i.node.id for i in now.items]
        assert (then.inferred, then.drafts, then.facets) == (now.inferred, now.drafts, now.facets)
        assert (rested.total, rested.layers, rested.reasons) == (rests.total, rests.layers, rests.reasons)
        assert (drawn_then.nodes, drawn_then.edges, drawn_then.layers) == (drawn.nodes, drawn.edges, drawn.layers)


# ------------------------------------------------------------------ the questions


def test_implementers_then(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = implementers_then(graph, ROOT, v, as_of="2025-01-31", group_by="month")
    ids = [i.node.id for i in answer.items]
    assert ids == [
        "dien-bien",
        "hue-early",
        "nowhere",
        "nghe-an-district",
        "lao-cai-jan",
        "tong-cuc-hai-quan-plan",
        "bo-tai-chinh-plan",
        DRAFT,
    ], "by date, drafts last"
    assert (answer.total, answer.drafts) == (7, 1)
    assert [i.node.id for i in answer.undated] == ["ha-noi", "bac-ninh", "task-1", "yen-bai"], "a year, and no date"
    assert answer.undated_total == 4
    assert {c.value: c.count for c in answer.groups or ()} == {"2024-11": 1, "2024-12": 1, "2025-01": 5}
    assert answer.facets["level"][0].count == 4


def test_pages_of_a_day_make_the_whole(spread: Store, v: Vocabulary) -> None:
    seen: list[str] = []
    undated: list[str] = []
    cursor: str | None = None
    with spread.read() as graph:
        while True:
            answer = implementers_then(graph, ROOT, v, as_of="2025-12-31", transitive=True, limit=3, cursor=cursor)
            seen += [i.node.id for i in answer.items]
            undated += [i.node.id for i in answer.undated]
            cursor = answer.next
            if cursor is None:
                break
        whole = implementers_then(graph, ROOT, v, as_of="2025-12-31", transitive=True, limit=500)
    assert seen == [i.node.id for i in whole.items]
    assert len(seen) == whole.total + whole.drafts
    assert undated == [i.node.id for i in whole.undated][:3], "they stand on the first page"


def test_a_way_through_what_bears_no_date(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = implementers_then(graph, CONCLUSION, v, as_of="2030-01-01")
    assert [i.node.id for i in answer.undated] == [TASK], "a task bears none"
    assert answer.undated[0].edges == ("e-task",)


def test_lineage_then(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = lineage(graph, ROOT, v, as_of="2025-01-31", family="all", fanout=2)
        whole = lineage(graph, ROOT, v, as_of="2025-01-31", family="all")
    assert isinstance(answer, LineageThen) and isinstance(whole, LineageThen)
    ids = {p.node.id for p in whole.nodes}
    assert {OLD, "lao-cai-jan"} <= ids
    assert not ids & {NEW, "phu-tho", "hue"}
    assert set(whole.undated) == {"ha-noi", "bac-ninh", "yen-bai", "task-1", "task-2"}
    assert {f.id: f.in_force for f in whole.force}[OLD] == "no"
    assert answer.partial is not None and answer.partial.limit == "fanout"
    down = [x for x in answer.layers if x.direction == "down"]
    assert down[0].total == next(x.total for x in whole.layers if x.direction == "down"), (
        "totals leave out what is later"
    )


def test_impact_then(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = impact_then(graph, ROOT, v, as_of="2025-01-31")
    assert (answer.total, answer.undated_total) == (7, 4)
    assert answer.nodes[0].node.id == "dien-bien"


def test_a_day_must_be_one(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        for ask in (implementers_then, impact_then, lineage):
            with pytest.raises(InvalidQuestion, match="as_of"):
                ask(graph, ROOT, v, as_of="yesterday")


# ------------------------------------------------------------------ in force

FORCES = [
    # id, day, in force, why, since, reason
    (OLD, None, "no", "replaced", "2024-12-01", "replaced, as far as is known now"),
    (OLD, "2024-12-01", "no", "replaced", "2024-12-01", "on the day of what replaced it"),
    (OLD, "2024-11-30", "yes", "ended-later", None, "the day before"),
    (OLD, "2015-05-31", "no", "not-issued-yet", None, "before it was issued"),
    (ROOT, "2025-01-31", "yes", "ended-later", None, "replaced in October"),
    (ROOT, "2025-10-01", "no", "replaced", "2025-10-01", "in October"),
    (NEW, None, "unknown", "nothing-known", None, "nobody says that it ended, and nobody that it did not"),
    (DRAFT, None, "no", "draft", None, "a draft"),
    ("phu-tho", "2025-09-01", "unknown", "nothing-known", None, "carried out by something undated alone"),
]


@pytest.mark.parametrize(("id", "day", "held", "why", "since", "reason"), FORCES, ids=[row[5] for row in FORCES])
def test_in_force(
    id: str, day: str | None, held: str, why: str, since: str | None, reason: str, spread: Store, v: Vocabulary
) -> None:
    with spread.read() as graph:
        (force,) = forces(graph, [graph.nodes([id])[id]], v, as_of=day)
    assert (force.in_force, force.why, force.since) == (held, why, since), reason
    assert force.why_vi


def force_of(path: Path, v: Vocabulary, *, day: str | None, **fields: object) -> Force:
    """A document of 2020 and one of 2022 that does something to it, as ``fields`` say."""
    store = open_store(str(path / "graph.sqlite"))
    kind = fields.pop("type", EdgeType.REPLACES)
    acting = replace(document("later", date="2022-01-01", date_precision="day"), date=fields.pop("date", "2022-01-01"))  # type: ignore[arg-type]
    said = fields.pop("said", None)
    own = document("own", date="2020-01-01", date_precision="day")
    put(store, own, acting, edge("later", "own", kind, id="e", **fields))  # type: ignore[arg-type]
    if said:
        text = f"Quyết định này {said} Quyết định số 5."
        put(
            store,
            Source("s", "text"),
            Text("s", text),
            claim("c", "s", "r1", "r2", edge="e", start=0, end=len(text), cue_start=15, cue_end=15 + len("bãi bỏ")),
        )
    with store.read() as graph:
        (force,) = forces(graph, [graph.nodes(["own"])["own"]], v, as_of=day)
    store.close()
    return force


ENDINGS = [
    ({}, None, "no", "replaced", "plainly"),
    ({"type": EdgeType.REPEALS}, "2023-01-01", "no", "repealed", "repealed"),
    ({"inferred": True}, None, "unknown", "perhaps-ended", "nobody says so outright"),
    ({"inferred": True}, "2021-01-01", "unknown", "nothing-known", "and before its day it proves nothing"),
    ({"date": None}, "2021-01-01", "unknown", "perhaps-ended", "nobody knows when"),
    ({"date": None}, None, "no", "replaced", "but that it was replaced is known"),
    ({"date": "2022"}, "2022-06-01", "unknown", "perhaps-ended", "some time in that year"),
    ({"type": EdgeType.SUSPENDS}, "2023-01-01", "unknown", "suspended", "for how long is not known"),
    ({"type": EdgeType.IMPLEMENTS}, "2021-01-01", "yes", "carried-out-later", "it was still carried out"),
    ({"type": EdgeType.IMPLEMENTS}, "2022-01-01", "unknown", "nothing-known", "not after the day"),
    ({"type": EdgeType.CITES}, "2021-01-01", "unknown", "nothing-known", "who cites it says nothing of its force"),
    ({"type": EdgeType.REPEALS, "said": "bãi bỏ"}, None, "no", "repealed", "in words that mean the whole"),
    ({"type": EdgeType.REPEALS, "said": "bãi bỏ một phần"}, None, "unknown", "nothing-known", "a part of it"),
    ({"type": EdgeType.REPEALS, "said": "bãi bỏ Điều 5 của"}, None, "unknown", "nothing-known", "an article of it"),
]


@pytest.mark.parametrize(
    ("fields", "day", "held", "why", "reason"), ENDINGS, ids=[f"{row[4]} ({row[1]})" for row in ENDINGS]
)
def test_how_a_document_ends(
    fields: dict[str, object], day: str | None, held: str, why: str, reason: str, tmp_path: Path, v: Vocabulary
) -> None:
    force = force_of(tmp_path, v, day=day, **dict(fields))
    assert (force.in_force, force.why) == (held, why), reason


def test_only_documents_have_force(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        nodes = graph.nodes([TASK, APPARATUS])
        assert [f.id for f in forces(graph, list(nodes.values()), v)] == [APPARATUS]
        assert all(isinstance(nodes[f.id], Document) for f in forces(graph, list(nodes.values()), v))


def test_a_claim_is_what_makes_a_part(tmp_path: Path, v: Vocabulary) -> None:
    force = force_of(tmp_path, v, day=None, type=EdgeType.REPEALS, said="bãi bỏ một số điều của")
    assert [b.in_part for b in force.by] == [True]
