"""Coverage, lags and event histories: every cell of every date, what dates leave open, and what mergers hand on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary
from queries.coverage import STATUSES, Cell, CoverageAnswer, coverage
from queries.dates import Span, when, written_span
from queries.event_history import event_history
from queries.lag import lag, summary
from queries.shapes import plain
from queries.units import KINDS, units_of
from tests.spread_graph import BEHIND, CUSTOMS, DISTRICT, DRAFT, FINANCE, PROVINCIAL, ROOT, TRANSPORT, spread_graph

pytest_plugins = ("tests.graphs",)


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The spread of one directive; tests only read it."""
    store = spread_graph(tmp_path_factory.mktemp("spread") / "graph.sqlite")
    yield store
    store.close()


def covered(store: Store, v: Vocabulary, root: str = ROOT, **more: Any) -> CoverageAnswer:
    with store.read() as graph:
        return coverage(graph, root, v, **more)


def cells(answer: CoverageAnswer) -> dict[str, Cell]:
    return {c.unit: c for c in answer.cells}


# ------------------------------------------------------------------ dates

SPANS = [
    ("2017-10-25", "2017-10-25", "2017-10-25", "a day"),
    ("2024-02", "2024-02-01", "2024-02-29", "a month of a leap year"),
    ("2017", "2017-01-01", "2017-12-31", "a year"),
    (None, "0001-01-01", "9999-12-31", "nothing"),
    ("2017-13-40", "0001-01-01", "9999-12-31", "no day at all says nothing"),
]


@pytest.mark.parametrize(("text", "first", "last", "why"), SPANS, ids=[row[3] for row in SPANS])
def test_a_written_date_has_bounds(text: str | None, first: str, last: str, why: str) -> None:
    assert written_span(text) == Span(first, last), why


WHEN = [
    ("2017-10-25", "2017-10-25", "by", "on the day itself"),
    ("2017-10-26", "2017-10-25", "after", "a day later"),
    ("2017", "2017-12-31", "by", "a year that is over"),
    ("2017", "2017-10-25", "unknown", "a year that is not"),
    ("2018", "2017-12-31", "after", "a year to come"),
    (None, "2017-12-31", "unknown", "no date"),
    (None, None, "by", "no day asked about"),
]


@pytest.mark.parametrize(("text", "day", "said", "why"), WHEN, ids=[row[3] for row in WHEN])
def test_when(text: str | None, day: str | None, said: str, why: str) -> None:
    assert when(written_span(text), day) == said, why


# ------------------------------------------------------------------ coverage

CELLS = [
    # day, unit, status, reason, lag, documents, why
    ("2025-06-30", "lao-cai", "issued", None, 40, ["lao-cai-jan"], "a day before the mergers"),
    ("2025-06-30", "yen-bai", "issued", None, None, ["yen-bai"], "undated, and this is its unit's last day"),
    ("2025-06-29", "yen-bai", "unclear", "date-unknown", None, ["yen-bai"], "undated, and a day was left"),
    ("2025-06-30", "bac-ninh", "unclear", "date-unknown", None, ["bac-ninh"], "its name went on"),
    ("2025-06-30", "ha-noi", "unclear", "date-unknown", None, ["ha-noi"], "a year that is not over"),
    ("2025-12-31", "ha-noi", "issued", None, None, ["ha-noi"], "a year that is"),
    ("2024-12-31", "thua-thien-hue", "issued", None, 14, ["hue-early"], "the name used too early"),
    ("2025-06-30", "hue", "issued", None, 14, ["hue-early", "hue"], "its own, and its predecessor's"),
    ("2025-01-15", "hue", "inherited", "inherited", 14, ["hue-early"], "nothing of its own yet"),
    ("2025-12-31", "lao-cai-2025", "issued", None, 40, ["lao-cai-jan", "lao-cai-sep", "yen-bai"], "its own at last"),
    ("2025-07-31", "lao-cai-2025", "inherited", "inherited", 40, ["lao-cai-jan", "yen-bai"], "from both"),
    ("2025-12-31", "bac-ninh-2025", "unclear", "date-unknown", None, ["bac-ninh"], "still undated"),
    (None, "bac-ninh-2025", "unclear", "unit-unknown", None, ["bac-ninh"], "issued, by the old one or the new"),
    ("2025-12-31", "quang-ngai-2025", "inherited", "inherited", 231, ["kon-tum-late"], "a name used too late"),
    ("2025-12-31", "phu-tho-2025", "issued", None, 243, ["phu-tho"], "after the mergers"),
    ("2025-06-30", "phu-tho", "none", "not-found", None, [], "what is issued later is left out"),
    ("2025-06-30", "lang-son", "none", "not-found", None, [], "and what only carries that out"),
    ("2025-12-31", "lang-son", "unclear", "date-unknown", None, [BEHIND], "which may be there once that is"),
    ("2025-12-31", "son-la", "none", "not-found", None, [], "a draft is nothing"),
    ("2025-12-31", "nghe-an", "none", "not-found", None, [], "nor is a district's"),
    ("2025-06-30", "dien-bien", "issued", None, -30, ["dien-bien"], "dated before: shown as it is"),
    ("2024-11-30", "ca-mau", "none", "not-due", None, [], "the directive was still to come"),
]


@pytest.mark.parametrize(
    ("day", "unit", "status", "reason", "lag_days", "documents", "why"),
    CELLS,
    ids=[f"{row[0]} {row[1]}" for row in CELLS],
)
def test_a_cell(
    day: str | None, unit: str, status: str, reason: str | None, lag_days: int | None, documents: list[str], why: str,
    spread: Store, v: Vocabulary,
) -> None:  # fmt: skip
    cell = cells(covered(spread, v, as_of=day))[unit]
    assert (cell.status, cell.reason, cell.lag_days) == (status, reason, lag_days), why
    assert [d.node.id for d in cell.documents] == documents, why
    assert (cell.reason_vi is None) == (reason is None)


def test_what_a_cell_says_of_its_documents(spread: Store, v: Vocabulary) -> None:
    cell = cells(covered(spread, v, as_of="2025-12-31"))["lao-cai-2025"]
    assert [(d.unit, d.unit_name, d.sure) for d in cell.documents] == [
        ("lao-cai", "Lào Cai", True),
        ("lao-cai-2025", "Lào Cai", True),
        ("yen-bai", "Yên Bái", True),
    ]
    assert cell.predecessors == ("Lào Cai", "Yên Bái")
    whole = cells(covered(spread, v, as_of="2025-07-31"))["lao-cai-2025"]
    assert whole.reason_vi == "Văn bản do Lào Cai, Yên Bái ban hành trước khi sáp nhập."


def test_what_stands_beside_the_cells(spread: Store, v: Vocabulary) -> None:
    answer = covered(spread, v, as_of="2025-06-30")
    assert (answer.unplaced, answer.later) == (1, 3), "a province nobody names; three of July to September"
    assert [(f.unit, f.reason, f.successor) for f in answer.former] == [("thua-thien-hue", "merged", "hue")]
    assert cells(answer)["hue"].inferred is False, "its predecessor's is stated outright"
    strict = cells(covered(spread, v, as_of="2025-06-30", stated=True))
    assert [d.node.id for d in strict["hue"].documents] == ["hue-early"]


def test_ministries_stand_and_fall_with_their_days(spread: Store, v: Vocabulary) -> None:
    before, after = (cells(covered(spread, v, unit="ministry", as_of=day)) for day in ("2025-02-28", "2025-03-01"))
    assert [d.node.id for d in before["bo-tai-chinh"].documents] == [CUSTOMS, FINANCE], "a general department's counts"
    assert before["bo-giao-thong-van-tai"].status == "issued"
    assert "bo-giao-thong-van-tai" not in after
    assert after["bo-xay-dung"].status == "inherited"
    assert [d.node.id for d in after["bo-xay-dung"].documents] == [TRANSPORT]
    assert (before["bo-noi-vu"].status, before["bo-noi-vu"].reason) == ("none", "not-found")


def test_bodies_of_one_level(spread: Store, v: Vocabulary) -> None:
    answer = covered(spread, v, unit="body", level="ministry", as_of="2025-02-15")
    found = {c.unit for c in answer.cells if c.status == "issued"}
    assert found == {"bo-tai-chinh", "tong-cuc-hai-quan", "bo-giao-thong-van-tai"}, "each body for itself"


WRONG = [
    ({"unit": "galaxy"}, "unit"),
    ({"level": "province"}, "level"),
    ({"unit": "body", "level": "moon"}, "level"),
    ({"as_of": "1/7/2025"}, "as_of"),
    ({"as_of": "2025-02-30"}, "as_of"),
    ({"depth": 0}, "depth"),
    ({"family": "friends"}, "family"),
]


@pytest.mark.parametrize(("asked", "name"), WRONG, ids=[str(row[0]) for row in WRONG])
def test_wrong_parameters_are_named(asked: dict[str, Any], name: str, spread: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        covered(spread, v, **asked)
    assert caught.value.detail["parameter"] == name


def test_a_task_or_body_has_no_coverage(spread: Store, v: Vocabulary) -> None:
    with pytest.raises(UnknownId, match="task"):
        covered(spread, v, "task-1")


def provinces_on(day: str) -> int:
    """Counted from the table itself."""
    text = resources.files("graph_schema.vocabulary").joinpath("provinces.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return sum((r["valid_from"] or "0") <= day <= (r["valid_to"] or "9") for r in rows)


@settings(max_examples=40)
@given(day=st.dates(date(1990, 1, 1), date(2030, 12, 31)), unit=st.sampled_from(KINDS))
def test_cells_sum_to_the_units_of_any_day(day: date, unit: str, spread: Store, v: Vocabulary) -> None:
    answer = covered(spread, v, unit=unit, as_of=day.isoformat())
    standing = [u for u in units_of(unit, None, v) if u.stood(day.isoformat())]
    assert [c.unit for c in answer.cells] == list(dict.fromkeys(c.unit for c in answer.cells))
    assert sum(answer.counts.values()) == len(answer.cells) == len(standing) == answer.units
    assert set(answer.counts) == set(STATUSES)
    if unit == "province":
        assert answer.units == provinces_on(day.isoformat()) == (34 if day >= date(2025, 7, 1) else 63)
    for cell in answer.cells:
        assert (cell.status == "none") == (cell.total == 0)
        assert all((d.node.date or "") <= day.isoformat() for d in cell.documents if d.sure)  # type: ignore[union-attr]


@settings(max_examples=10)
@given(day=st.dates(date(2017, 1, 1), date(2026, 12, 31)))
def test_so_they_do_on_the_registry(day: date, bundled: Store, v: Vocabulary) -> None:
    answer = covered(bundled, v, "57-nq-tw.xiii", as_of=day.isoformat())
    assert sum(answer.counts.values()) == answer.units == provinces_on(day.isoformat())


# ------------------------------------------------------------------ lag


def test_lags_count_every_document_once(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = lag(graph, ROOT, v, depth=2)
    assert answer.first is not None
    assert (answer.first.node.id, answer.first.days) == ("hue-early", 14)
    assert (answer.bounded, answer.undated, answer.before) == (1, 3, 1), "a year; no date; dated too early"
    assert answer.documents.cases + answer.bounded + answer.undated + answer.before == answer.total
    assert DRAFT not in {i.node.id for i in answer.items}
    assert DISTRICT in {i.node.id for i in answer.items}, "every document has a lag, whatever its level"
    (year,) = [i for i in answer.items if i.node.id == "ha-noi"]
    assert (year.days, year.least, year.most) == (None, 31, 395), "from 1/1 to 31/12/2025"
    assert answer.units == 34
    assert answer.open + answer.unclear < answer.units


def test_only_the_first_of_a_unit_counts_for_it(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = lag(graph, ROOT, v)
    firsts = {i.node.id: i.unit for i in answer.items if i.first}
    assert firsts == {
        "hue-early": "thua-thien-hue",
        "lao-cai-jan": "lao-cai",
        "hue": "hue",
        "kon-tum-late": "kon-tum",
        "phu-tho": "phu-tho-2025",
        "lao-cai-sep": "lao-cai-2025",
    }
    assert answer.first_by_unit.cases == len(firsts)


def test_pages_of_lags_make_the_whole(spread: Store, v: Vocabulary) -> None:
    seen: list[str] = []
    cursor: str | None = None
    with spread.read() as graph:
        while True:
            answer = lag(graph, ROOT, v, limit=4, cursor=cursor)
            seen += [i.node.id for i in answer.items]
            cursor = answer.next
            if cursor is None:
                break
        whole = lag(graph, ROOT, v, limit=500)
    assert seen == [i.node.id for i in whole.items]
    assert len(seen) == whole.total


RANKS = [
    ([], [], "none"),
    ([5], [5, 5, 5, 5, 5, 5, 5], "one"),
    ([1, 2, 3, 4], [1, 1, 1, 2, 3, 4, 4], "each is one that was observed"),
    ([3, -1, 9], [3, 3, 3, 3, 9, 9, 9], "what came before does not count"),
]


@pytest.mark.parametrize(("days", "found", "why"), RANKS, ids=[row[2] for row in RANKS])
def test_quantiles(days: list[int], found: list[int], why: str) -> None:
    assert [q.days for q in summary(days).quantiles] == found, why


# ------------------------------------------------------------------ event history


def test_the_table_of_spells(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        answer = event_history(graph, [ROOT], v, as_of="2025-12-31")
    rows = {r.unit: r for r in answer.items}
    assert len(rows) == 63 + 1 + 23, "all of 2024, Huế, and what the mergers made"
    found = {
        unit: (r.start, r.stop, r.days, r.event, r.why)
        for unit in ("lao-cai", "lao-cai-2025", "yen-bai", "ha-noi", "phu-tho", "ca-mau-2025", "nghe-an", "dien-bien")
        for r in [rows[unit]]
    }
    assert found == {
        "lao-cai": ("2024-12-01", "2025-01-10", 40, 1, "issued"),
        "lao-cai-2025": ("2025-07-01", "2025-09-01", 62, 1, "issued"),
        "yen-bai": ("2024-12-01", None, None, None, "unclear"),
        "ha-noi": ("2024-12-01", None, None, None, "unclear"),
        "phu-tho": ("2024-12-01", "2025-06-30", 211, 0, "merged"),
        "ca-mau-2025": ("2025-07-01", "2025-12-31", 183, 0, "end"),
        "nghe-an": ("2024-12-01", "2025-12-31", 395, 0, "end"),
        "dien-bien": ("2024-12-01", None, None, None, "before"),
    }
    assert (rows["lao-cai-2025"].heir, rows["ca-mau-2025"].heir) == (1, 0)
    assert plain(answer)["total"] == len(rows)


def test_the_table_takes_a_few_directives_at_a_time(spread: Store, v: Vocabulary) -> None:
    with spread.read() as graph:
        for named in ([], [f"d{n}" for n in range(21)]):
            with pytest.raises(InvalidQuestion, match="20"):
                event_history(graph, named, v)
        both = event_history(graph, [ROOT, "9-nq-tw", ROOT], v, as_of="2025-12-31")
    assert {r.directive for r in both.items} == {ROOT, "9-nq-tw"}


def test_every_case_of_the_graph_is_asked_about() -> None:
    tested = {d for row in CELLS for d in row[5]} | {"nowhere"}
    assert {row[0] for row in PROVINCIAL} <= tested
