"""One directive of 1/12/2024 and who took it up: a case of every kind that dates, mergers and drafts make.

Each document's id says whose it is; what it is there for stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph_schema.model import Document, EdgeType, IssuingBody, Record, Source, Task
from graph_schema.store import open_store
from graph_schema.store.base import Change, Store
from tests.contract.records import document, edge

ROOT = "1-nq-tw"
OLD, NEW = "9-nq-tw", "2-nq-tw"
PROVINCIAL: tuple[tuple[str, str | None, str | None, str], ...] = (
    # id, place, date, why
    ("lao-cai-jan", "lao-cai", "2025-01-10", "a day before the mergers"),
    ("lao-cai-sep", "lao-cai", "2025-09-01", "the same name after them: another unit"),
    ("yen-bai", "yen-bai", None, "no date, but a unit that ended: so issued by then"),
    ("hue", "hue", "2025-02-01", "a unit that began on 1/1/2025"),
    ("hue-early", "hue", "2024-12-15", "the name used too early: Thừa Thiên Huế"),
    ("bac-ninh", "bac-ninh", None, "no date and a name that went on: before or after cannot be told"),
    ("ha-noi", "ha-noi", "2025", "a year"),
    ("phu-tho", "phu-tho", "2025-08-01", "after the mergers"),
    ("dien-bien", "dien-bien", "2024-11-01", "dated before what it carries out"),
    ("kon-tum-late", "kon-tum", "2025-07-20", "a name used too late: the unit that bore it last"),
    ("nowhere", None, "2025-01-02", "a province that nobody names"),
)
BEHIND = "lang-son"
"""No date, and only known to carry out what Phú Thọ issued on 1/8/2025."""
DRAFT, DISTRICT = "son-la-draft", "nghe-an-district"
FINANCE, CUSTOMS, TRANSPORT = "bo-tai-chinh-plan", "tong-cuc-hai-quan-plan", "bo-giao-thong-plan"
TASKS = (
    # id, number, due, recurring
    ("task-1", 1, "2025-03-31", False),
    ("task-2", 2, "2025-11-15", False),
    ("task-3", 3, None, True),
)


def spread_graph(path: Path) -> Store:
    """A new store at ``path`` with the graph above."""
    store = open_store(str(path))

    def build(change: Change) -> None:
        change.put(records())
        change.note("load", "the spread of one directive")

    store.update(build)
    return store


def records() -> Iterator[Record]:
    """Every record, ends before what joins them."""
    yield Source("s-tasks", "text", "Tin Đồng Nai", place="dong-nai")
    yield IssuingBody("bo-tai-chinh", "Bộ Tài chính", "BTC", "ministry", "state", parent="chinh-phu")
    yield IssuingBody("tong-cuc-hai-quan", "Tổng cục Hải quan", "TCHQ", "ministry", "state", parent="bo-tai-chinh")
    yield IssuingBody("huyen-uy-x", "Huyện ủy X", "HU", "district", "party", "dong-nai")
    yield _central(ROOT, "2024-12-01")
    yield _central(OLD, "2015-06-01")
    yield _central(NEW, "2025-10-01")
    for id, place, date, _ in PROVINCIAL:
        yield _provincial(id, place, date)
    yield _provincial(BEHIND, "lang-son", None)
    yield _provincial(DRAFT, "son-la", "2025-01-05", status="draft")
    yield _provincial(DISTRICT, "nghe-an", "2025-01-05", level="district")
    yield _ministry(FINANCE, "bo-tai-chinh", "2025-01-20")
    yield _ministry(CUSTOMS, "tong-cuc-hai-quan", "2025-01-15")
    yield _ministry(TRANSPORT, "bo-giao-thong-van-tai", "2025-02-10")
    for id, n, due, recurring in TASKS:
        yield Task(id, "s-tasks", n, str(n), f"Việc {n}", 0, 5, "tinh-uy-dong-nai", "Tỉnh ủy Đồng Nai",
                   ("Huyện ủy X",) if n == 1 else ("các sở, ngành",), due, recurring)  # fmt: skip
    for id, *_ in PROVINCIAL:
        yield edge(id, ROOT, inferred=id == "hue")
    for id in (DISTRICT, FINANCE, CUSTOMS, TRANSPORT):
        yield edge(id, ROOT)
    yield edge(DRAFT, ROOT, counted=False)
    yield edge(BEHIND, "phu-tho")
    yield edge("lao-cai-jan", OLD, EdgeType.BASED_ON)
    yield edge(ROOT, OLD, EdgeType.REPLACES)
    yield edge(NEW, ROOT, EdgeType.REPLACES)
    yield edge("phu-tho", NEW)
    yield edge("ha-noi", OLD, EdgeType.CITES)
    yield edge("nowhere", "hue-early", EdgeType.AMENDS)
    yield edge("task-1", ROOT)
    yield edge("task-2", ROOT, EdgeType.CITES)
    yield edge("task-1", "huyen-uy-x", EdgeType.ASSIGNED_TO)


def _central(id: str, date: str) -> Document:
    number = id.partition("-")[0]
    return document(
        id, cluster=f"NQ|{number}", symbol=f"{number}-NQ/TW", type="NQ", number=number, organ="TW", level="central",
        body="bo-chinh-tri", body_name="Bộ Chính trị", date=date, date_precision="day", system="party",
        known_by="table", title=f"nghị quyết {number}", title_status="official",
    )  # fmt: skip


def _provincial(id: str, place: str | None, date: str | None, **more: Any) -> Document:
    fields: dict[str, Any] = {"kind": "plan", "cluster": "KH|1", "type": "KH", "level": "province", "place": place}
    fields |= {"title": f"kế hoạch {id}", "title_status": "back-translated", "date": date}
    if date:
        fields["date_precision"] = "day" if len(date) == 10 else "year"
    return document(id, **(fields | more))


def _ministry(id: str, body: str, date: str) -> Document:
    return document(
        id, kind="plan", cluster="KH|2", type="KH", number="2", level="ministry", body=body, body_name=body, date=date,
        date_precision="day", known_by="table",
    )  # fmt: skip
