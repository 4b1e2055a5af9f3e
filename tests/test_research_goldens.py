"""Answers for the researcher over the bundled registry, checked by hand against its rows and frozen.

``goldens/coverage.csv`` names documents by the registry's own keys, so that each cell can be looked up in the two
tables; a second test here looks all of them up, in its own plain way.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import Vocabulary
from loaders import bundled as shipped
from queries import limits
from queries.change import change
from queries.coverage import coverage
from queries.lag import lag
from queries.paths import paths
from queries.tasks import tasks

pytest_plugins = ("tests.graphs",)

GOLDEN = Path(__file__).parent / "goldens" / "coverage.csv"
ROOTS = {"18-nq-tw.xii": "nq18-tw-2017", "57-nq-tw.xiii": "nq57-tw-2024"}
CARRYING = ("IMPLEMENTS", "GUIDES")
DAYS = ("2018-12-31", "2025-06-30", "2025-12-31")
Row = dict[str, str]


@cache
def golden() -> list[Row]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def table(name: str) -> list[Row]:
    (path,) = [p for p in shipped.tables() if Path(p).name == name]
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def registry() -> dict[str, Row]:
    return {r["key"]: r for r in table("directives.csv")}


@cache
def provinces() -> dict[str, Row]:
    text = resources.files("graph_schema.vocabulary").joinpath("provinces.csv").read_text("utf-8")
    return {r["key"]: r for r in csv.DictReader(text.splitlines())}


def key_of(graph: Graph, document: str) -> str:
    """The registry's key of a document."""
    (key,) = {r.ref.removeprefix("registry:") for r in graph.referents_as([document]) if r.ref}
    return key


# ------------------------------------------------------------------ coverage


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("root", ROOTS)
def test_coverage_by_province(
    root: str, day: str, bundled: Store, v: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CELL", 100)
    with bundled.read() as graph:
        answer = coverage(graph, root, v, as_of=day)
        found = [
            {
                "directive": root,
                "day": day,
                "unit": c.unit,
                "status": c.status,
                "reason": c.reason or "",
                "lag_days": "" if c.lag_days is None else str(c.lag_days),
                "documents": " ".join(sorted(key_of(graph, d.node.id) for d in c.documents)),
            }
            for c in sorted(answer.cells, key=lambda c: c.unit)
        ]
    assert found == [r for r in golden() if (r["directive"], r["day"]) == (root, day)]
    assert all(c.reason_vi for c in answer.cells if c.status != "issued")


COUNTS = [
    # directive, day, issued, inherited, unclear, none
    ("18-nq-tw.xii", "2018-12-31", 2, 0, 15, 46),
    ("18-nq-tw.xii", "2025-06-30", 4, 0, 13, 46),
    ("18-nq-tw.xii", "2025-12-31", 2, 3, 11, 18),
    ("57-nq-tw.xiii", "2018-12-31", 0, 0, 0, 63),
    ("57-nq-tw.xiii", "2025-06-30", 17, 0, 4, 42),
    ("57-nq-tw.xiii", "2025-12-31", 6, 11, 3, 14),
]


@pytest.mark.parametrize(("root", "day", "issued", "inherited", "unclear", "none"), COUNTS)
def test_the_golden_cells_sum_to_the_provinces(
    root: str, day: str, issued: int, inherited: int, unclear: int, none: int
) -> None:
    rows = [r["status"] for r in golden() if (r["directive"], r["day"]) == (root, day)]
    assert [rows.count(s) for s in ("issued", "inherited", "unclear", "none")] == [issued, inherited, unclear, none]
    assert len(rows) == (34 if day >= "2025-07-01" else 63)


def carrying_out(root: str, day: str) -> set[str]:
    """Keys of everything that carries a directive out and may have been there on the day: from the rows alone."""
    below = defaultdict(set)
    for row in table("relations.csv"):
        draft = registry()[row["from_key"]]["source_note"].startswith("[draft]")
        if row["relation"] in CARRYING and not draft:
            below[row["to_key"]].add(row["from_key"])
    found: set[str] = set()
    queue = [root] if registry()[root]["date"] <= day else []
    while queue:
        fresh = {k for k in below[queue.pop()] if registry()[k]["date"] <= day} - found
        found |= fresh
        queue += fresh
    return found


def named(key: str, province: Row) -> bool:
    """Whether a row of the registry is a document of a province: its name ends the issuer's."""
    row = registry()[key]
    return row["level"] == "province" and row["issuing_body"].split(";")[0].endswith(province["name"])


def over(key: str, day: str) -> bool:
    """Whether an undated row can only be of a province whose name had ended by the day."""
    bearers = [p for p in provinces().values() if named(key, p)]
    return not registry()[key]["date"] and all(p["valid_to"] and p["valid_to"] <= day for p in bearers)


@pytest.mark.parametrize("row", golden(), ids=lambda r: f"{r['directive']} {r['day']} {r['unit']}")
def test_each_golden_cell_is_what_the_rows_say(row: Row) -> None:
    """By reading the rows again, in another way: a name ends its issuer, a day is before or after the mergers."""
    root, day = ROOTS[row["directive"]], row["day"]
    unit = provinces()[row["unit"]]
    before = [p for p in provinces().values() if p["successor"] == row["unit"]]
    before += [p for p in provinces().values() if p["successor"] in {q["key"] for q in before}]
    own = {k for k in carrying_out(root, day) if any(named(k, p) for p in (unit, *before))}
    dated = sorted(registry()[k]["date"] for k in own if registry()[k]["date"])
    merged = unit["valid_from"] == "2025-07-01"
    mine = [d for d in dated if not merged or d >= "2025-07-01"]
    ended = {k for k in own if over(k, day)}
    if mine or (ended and not before):
        expected = "issued"
    elif dated or ended:
        expected = "inherited"
    else:
        expected = "unclear" if own else "none"
    begun = date.fromisoformat(registry()[root]["date"])
    assert set(row["documents"].split()) == own
    assert row["status"] == expected
    assert row["lag_days"] == (str((date.fromisoformat(dated[0]) - begun).days) if dated else "")
    assert (row["reason"] == "not-due") == (registry()[root]["date"] > day)


# ------------------------------------------------------------------ lag

FIRST = [
    # directive, its day, the first to carry it out, that one's day, days between
    ("18-nq-tw.xii", "2017-10-25", "kh116-tu-laichau-2017", "2017-11-23", 29),
    ("19-nq-tw.xii", "2017-10-25", "kh116-tu-laichau-2017", "2017-11-23", 29),
    ("57-nq-tw.xiii", "2024-12-22", "nq03-cp-2025", "2025-01-09", 18),
    ("127-kl-tw.xiii", "2025-02-28", "cv5909-tu-danang-2025", "2025-03-01", 1),
    ("68-nq-tw.xiii", "2025-05-04", "nq138-cp-2025", "2025-05-16", 12),
]


@pytest.mark.parametrize(("directive", "issued", "first", "day", "days"), FIRST, ids=[row[0] for row in FIRST])
def test_the_first_to_carry_it_out(
    directive: str, issued: str, first: str, day: str, days: int, bundled: Store, v: Vocabulary
) -> None:
    with bundled.read() as graph:
        answer = lag(graph, directive, v)
        assert answer.first is not None
        key = key_of(graph, answer.first.node.id)
    assert (answer.root.date, key, answer.first.days) == (issued, first, days)
    assert registry()[key]["date"] == day
    assert (date.fromisoformat(day) - date.fromisoformat(issued)).days == days
    assert answer.documents.cases + answer.bounded + answer.undated + answer.before == answer.total


# ------------------------------------------------------------------ impact of a replacement

STAND = {
    # what also rests on a directive that stays: its key, the other directive's symbol
    "kh116-tu-laichau-2017": "19-NQ/TW",
    "qd949-btp-2018": "19-NQ/TW",
    "kh79-tu-thainguyen": "19-NQ/TW",
    "da09-tu-thainguyen": "19-NQ/TW",
    "da-tu-vinhlong-2018": "19-NQ/TW",
    "qd-tu-hatinh-ductho": "19-NQ/TW",
    "da-haiphong-haiduong-2025": "37-NQ/TW",
    "kh-tu-lamdong-2024": "04-KH/BCĐ",
    "pa-tu-quangninh-2024": "04-KH/BCĐ",
}


def test_replacing_the_resolution_on_the_apparatus(bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        answer = change(graph, "18-nq-tw.xii", v, change="replace", limit=500)
        items = {key_of(graph, n.node.id): n for n in answer.nodes if n.severity != "only-cites"}
    assert {c.value: c.count for c in answer.severities} == {
        "loses-basis": 19,
        "must-review": 19,
        "only-cites": 36,
        "already-revised": 0,
    }
    direct = {
        r["from_key"] for r in table("relations.csv") if r["to_key"] == "nq18-tw-2017" and r["relation"] in CARRYING
    }
    assert len(direct) == 28
    assert {k for k, n in items.items() if n.severity == "loses-basis"} == direct - STAND.keys()
    assert {k for k, n in items.items() if n.severity == "must-review" and n.distance == 1} == set(STAND)
    others = [r for r in table("relations.csv") if r["from_key"] in STAND and r["to_key"] != "nq18-tw-2017"]
    symbols = {r["from_key"]: registry()[r["to_key"]]["symbol"] for r in others if r["relation"] in CARRYING}
    assert symbols == STAND, "so the rows say"
    far = items["kh02-tu-phutho-2025"]
    assert (far.severity, far.distance, far.inferred) == ("must-review", 3, True)
    assert far.told == (
        "Kế hoạch số 02-KH/TU ngày 15/7/2025 của Ban Thường vụ Tỉnh ủy Phú Thọ thực hiện Kế hoạch số 56-KH/BCĐ của Ban Chỉ "
        "đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW (suy ra), văn bản này thực hiện Nghị quyết số 60-NQ/TW ngày "
        "12/4/2025 của Ban Chấp hành Trung ương, văn bản này thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp "
        "hành Trung ương (suy ra)."
    )


# ------------------------------------------------------------------ a path


def test_from_a_provincial_plan_to_its_central_resolution(bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        answer = paths(graph, "283-kh-ubnd.dong-thap.2025", "57-nq-tw.xiii", v)
        keys = [[key_of(graph, i) for i in p.nodes] for p in answer.paths]
    assert keys == [
        ["kh283-ubnd-dongthap-2025", "ctr10-tu-dongthap-2025", "nq57-tw-2024"],
        ["kh283-ubnd-dongthap-2025", "nq71-cp-2025", "nq57-tw-2024"],
    ]
    assert answer.direction == "up"
    assert answer.paths[0].told == (
        "Kế hoạch số 283/KH-UBND ngày 24/9/2025 của Ủy ban nhân dân tỉnh Đồng Tháp thực hiện Chương trình số 10-CTr/TU ngày "
        "13/8/2025 của Ban Thường vụ Tỉnh ủy Đồng Tháp, văn bản này thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ "
        "Chính trị."
    )
    for path in answer.paths:
        for hop in path.hops:
            witness = hop.evidence
            assert witness is not None and witness.source is not None
            assert (witness.kind, witness.source.kind) == ("table", "table")
            assert witness.source.url, "the page that the row was read from"
            assert " IMPLEMENTS " in (witness.source.title or "")


# ------------------------------------------------------------------ tasks


def test_the_six_tasks_of_the_article(bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        every = tasks(graph, v, place="Đồng Nai")
        about = tasks(graph, v, directive="21-kl-tw.xiii")
        late = tasks(graph, v, overdue_on="2025-11-16")
    ordinals = [getattr(i.node, "ordinal", None) for i in every.items]
    assert ordinals == ["4", "1", "2", "3", "5", "6"], "the one with a day first, then as they stand"
    assert {getattr(i.node, "set_by", None).name for i in every.items} == {"Ban Tổ chức Tỉnh ủy Đồng Nai"}  # type: ignore[union-attr]
    assert [getattr(i.node, "recurring", None) for i in every.items].count(True) == 1
    assert every.without_due == 5
    assert [sorted(d.id for d in i.documents) for i in about.items] == [["21-kl-tw.xiii", "28-nq-tw.xiii"]]
    assert [getattr(i.node, "due", None) for i in late.items] == ["2025-11-15"]
