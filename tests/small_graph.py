"""A small graph with one of every kind of case, put straight into a real store: no reader, no resolver in between.

18-NQ/TW of term XII   <- 949/QĐ-BTP <- 45/KH-UBND (Lạng Sơn)     two hops
                       <- a plan without a number (back-translated title), inferred
                       <- a draft plan                             never counted
                       <- 09-KL/BCĐ REVIEWS, 137-QĐ/TW CITES
18-NQ/TW of term XIII  another document of the same symbol
21-KL/TW               <- 43-KH/TU (Kon Tum) with a quote; task 1 of an article
19-NQ/TW               <- 30 plans of as many provinces: a hub
"Nghị quyết 18"        an open mention: task 2 would implement one of the two
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graph_schema.model import (
    Alias,
    Claim,
    Conflict,
    Decision,
    Document,
    Due,
    Edge,
    EdgeType,
    Facts,
    Form,
    IssuingBody,
    Mention,
    Record,
    Referent,
    Source,
    State,
    Task,
    Text,
)
from graph_schema.store import open_store
from graph_schema.store.base import Change, Store
from graph_schema.vocabulary import Vocabulary, load

APPARATUS, LAND = "18-nq-tw.xii", "18-nq-tw.xiii"
HUB = "19-nq-tw.xii"
CONCLUSION = "21-kl-tw.xiii"
KON_TUM, DONG_NAI = "43-kh-tu.kon-tum.2020-2025", "43-kh-tu.dong-nai.2020-2025"
DECISION, DEEP = "949-qd-btp.2018", "45-kh-ubnd.lang-son.2018"
UNNUMBERED, DRAFT = "kh.bo-noi-vu.0a1b2c3d", "12-kh-ubnd.ha-giang.2026"
REVIEW, CITING = "9-kl-bcd.trung-uong.2024", "137-qd-tw.xiii"
GONE = "99-kh-tu.gone.2015-2020"
TASK, OPEN_TASK = "t-dong-nai-1", "t-dong-nai-2"

TABLE, ARTICLE, PLACELESS = "s-table", "s-article", "s-second"
WORDS = (
    "Tin Kon Tum.\nNgày 18/1/2022, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW. "
    "Cán bộ, đảng viên đồng tình.\n1. Tiếp tục thực hiện Kết luận số 21-KL/TW.\n2. Tổng kết Nghị quyết 18."
)
APPARATUS_TITLE = (
    "một số vấn đề về tiếp tục đổi mới, sắp xếp tổ chức bộ máy của hệ thống chính trị tinh gọn, "
    "hoạt động hiệu lực, hiệu quả"
)
LAND_TITLE = "tiếp tục đổi mới, hoàn thiện thể chế, chính sách, nâng cao hiệu lực, hiệu quả quản lý và sử dụng đất"


@dataclass(frozen=True, slots=True)
class Small:
    """The store, and the vocabulary it was made for."""

    store: Store
    vocabulary: Vocabulary


def small_graph(path: Path) -> Store:
    """A new store at ``path`` with the graph above."""
    store = open_store(str(path))

    def build(change: Change) -> None:
        change.put(records())
        change.note("load", "the small graph")

    def retract(change: Change) -> None:
        change.drop(Document, [(GONE,)])
        change.note("retract", "the source of the plan that has gone")

    store.update(build)
    store.update(retract)
    return store


def records() -> Iterator[Record]:
    """Every record, ends before what joins them."""
    yield Source(
        TABLE,
        "table",
        "Sổ đăng ký",
        "Cục Văn thư",
        "https://example.vn/registry",
        "registry.csv#nq18-tw-2017",
        "2025-01-01",
    )
    yield Source(
        ARTICLE,
        "text",
        "Tin Kon Tum",
        "Báo Kon Tum",
        "https://example.vn/kon-tum",
        None,
        "2025-01-10",
        "kon-tum",
        len(WORDS),
    )
    yield Source(PLACELESS, "text", None, None, None, None, None, None, 9)
    yield Text(TABLE, "")
    yield Text(ARTICLE, WORDS)
    yield Text(PLACELESS, "Không rõ.")
    yield from _bodies()
    yield from _documents()
    yield from _tasks()
    yield from _statements()
    yield from _edges()
    for target in (APPARATUS, LAND):
        yield Alias("18-nq-tw", target)
    yield Alias("18-nq-tw.2017", APPARATUS)
    yield Alias("43-kh-tu.kon-tum", KON_TUM)


def _bodies() -> Iterator[Record]:
    yield IssuingBody("ban-chap-hanh-trung-uong", "Ban Chấp hành Trung ương", "TW", "central", "party")
    yield IssuingBody("bo-chinh-tri", "Bộ Chính trị", "TW", "central", "party", parent="ban-chap-hanh-trung-uong")
    yield IssuingBody("bo-tu-phap", "Bộ Tư pháp", "BTP", "ministry", "state")
    yield IssuingBody("tinh-uy-kon-tum", "Tỉnh ủy Kon Tum", "TU", "province", "party", "kon-tum", valid_to="2025-06-30")


def _documents() -> Iterator[Document]:
    central = {
        "organ": "TW",
        "body": "ban-chap-hanh-trung-uong",
        "body_name": "Ban Chấp hành Trung ương",
        "level": "central",
    }
    party = central | {"system": "party", "date_precision": "day", "known_by": "table", "sources": 1}

    def nq(id: str, number: str, date: str, term: str, title: str, **more: object) -> Document:
        fields = party | {"date": date, "term": term, "title": title, "title_status": "official"} | more
        return Document(id, "directive", f"NQ|{number}", f"{number}-NQ/TW", "NQ", number, **fields)  # type: ignore[arg-type]

    dates = Conflict("date", (("2017-10-25", 2), ("2017-10-15", 1)))
    yield nq(
        APPARATUS, "18", "2017-10-25", "XII", APPARATUS_TITLE, sources=3, conflicts=(dates,), flags=("conflict-date",)
    )
    yield nq(LAND, "18", "2022-06-16", "XIII", LAND_TITLE)
    yield nq(HUB, "19", "2017-10-25", "XII", "đổi mới hệ thống tổ chức và quản lý các đơn vị sự nghiệp công lập")
    yield Document(
        CONCLUSION, "directive", "KL|21", "21-KL/TW", "KL", "21", "TW", "ban-chap-hanh-trung-uong",
        "Ban Chấp hành Trung ương", None, "2021-10-25", "day", "XIII", "đẩy mạnh xây dựng, chỉnh đốn Đảng", "stated",
        "central", "party", None, "citation", 1,
    )  # fmt: skip
    yield _plan(KON_TUM, "43", "TU", "kon-tum", "2022-01-18", body="tinh-uy-kon-tum", name="Tỉnh ủy Kon Tum")
    yield _plan(DONG_NAI, "43", "TU", "dong-nai", "2021-03-02", name="Tỉnh ủy Đồng Nai")
    yield Document(
        DECISION, "directive", "QĐ|949", "949/QĐ-BTP", "QĐ", "949", "BTP", "bo-tu-phap", "Bộ Tư pháp",
        None, "2018-04-26", "day", None, "ban hành Kế hoạch", "official", "ministry", "state", None, "table", 1,
    )  # fmt: skip
    yield _plan(DEEP, "45", "UBND", "lang-son", "2018-05-02", name="UBND tỉnh Lạng Sơn")
    yield Document(
        UNNUMBERED, "plan", "KH||bo-noi-vu", None, "KH", None, None, None, "Bộ Nội vụ", None, "2024", "year", None,
        "kế hoạch sắp xếp bộ máy", "back-translated", "ministry", "state", None, "table", 1,
    )  # fmt: skip
    yield _plan(DRAFT, "12", "UBND", "ha-giang", "2026-01-05", name="UBND tỉnh Hà Giang", status="draft")
    yield Document(
        REVIEW, "directive", "KL|9", "09-KL/BCĐ", "KL", "09", "BCĐ", None, "Ban Chỉ đạo Trung ương",
        None, "2024-11-24", "day", None, None, None, "central", "party", None, "citation", 1,
    )  # fmt: skip
    yield Document(
        CITING, "directive", "QĐ|137", "137-QĐ/TW", "QĐ", "137", "TW", "bo-chinh-tri", "Ban Bí thư",
        None, "2023-12-01", "day", "XIII", None, None, "central", "party", None, "citation", 1,
    )  # fmt: skip
    yield _plan(GONE, "99", "TU", "kon-tum", "2016-01-01", name="Tỉnh ủy Kon Tum")
    for n in range(30):
        yield _plan(
            f"{100 + n}-kh-ubnd.p{n:02}.2018",
            str(100 + n),
            "UBND",
            f"p{n:02}",
            f"2018-01-{n + 1:02}",
            name=f"UBND tỉnh {n}",
        )


def _plan(
    id: str,
    number: str,
    organ: str,
    place: str,
    date: str,
    *,
    name: str,
    body: str | None = None,
    status: str | None = None,
) -> Document:
    symbol = f"{number}-KH/{organ}" if organ == "TU" else f"{number}/KH-{organ}"
    term = "2020-2025" if organ == "TU" else None
    system = "party" if organ == "TU" else "state"
    return Document(
        id, "plan", f"KH|{number}", symbol, "KH", number, organ, body, name,
        place, date, "day", term, None, None, "province", system, status, "table", 1,
    )  # fmt: skip


def _tasks() -> Iterator[Record]:
    for n, (id, words) in enumerate(
        ((TASK, "1. Tiếp tục thực hiện Kết luận số 21-KL/TW."), (OPEN_TASK, "2. Tổng kết Nghị quyết 18.")), 1
    ):
        at = WORDS.index(words)
        task = Task(
            id, ARTICLE, n, str(n), words, at, at + len(words), "tinh-uy-kon-tum", "Tỉnh ủy Kon Tum", ("các huyện ủy",)
        )
        quarterly = Due("hằng quý", at, at + 8, every="P3M")
        yield replace(task, lead=("Ban Tổ chức Tỉnh ủy",), dues=(quarterly,), recurring=True) if id == TASK else task


def _statements() -> Iterator[Record]:
    """Referents: what sources say of the documents; mentions; and the claims behind the edges."""
    facts = {
        APPARATUS: Facts(
            "NQ", "18", ("TW",), symbol="18-NQ/TW", dates=("2017-10-15", "2017-10-25"), titles=(APPARATUS_TITLE,)
        ),
        LAND: Facts("NQ", "18", ("TW",), symbol="18-NQ/TW", dates=("2022-06-16",), titles=(LAND_TITLE,)),
        CONCLUSION: Facts("KL", "21", ("TW",), symbol="21-KL/TW"),
        KON_TUM: Facts("KH", "43", ("TU",), symbol="43-KH/TU", dates=("2022-01-18",), scopes=("kon-tum",)),
    }
    for n, (document, said) in enumerate(facts.items()):
        source = ARTICLE if document in (CONCLUSION, KON_TUM) else TABLE
        cluster = f"{said.type}|{said.number}"
        yield Referent(source, n, cluster, said, start=n, state=State.RESOLVED, document=document, why="complete key")
    both = (APPARATUS, LAND)
    short = WORDS.index("Nghị quyết 18")
    yield Referent(
        ARTICLE,
        9,
        "NQ|18",
        Facts("NQ", "18"),
        start=short,
        state=State.AMBIGUOUS,
        why="2 documents fit",
        candidates=both,
    )
    for n, (words, referent) in enumerate(
        (("Kế hoạch số 43-KH/TU", 3), ("Kết luận số 21-KL/TW", 2), ("Nghị quyết 18", 9))
    ):
        at = WORDS.index(words)
        form = Form.SHORT if referent == 9 else Form.FULL
        yield Mention(ARTICLE, n, at, at + len(words), words, form, referent)
    start, end = WORDS.index("Kế hoạch số 43"), WORDS.index(". Cán bộ")
    yield Claim(
        "c-quote",
        ARTICLE,
        "r3",
        "IMPLEMENTS",
        "r2",
        start=start,
        end=end,
        rule="thuc-hien",
        confidence=0.95,
        edge="e-kon-tum",
    )
    at = WORDS.index("1. Tiếp tục")
    yield Claim(
        "c-task",
        ARTICLE,
        "t1",
        "IMPLEMENTS",
        "r2",
        start=at,
        end=at + 30,
        rule="thuc-hien",
        confidence=0.9,
        edge="e-task",
    )
    yield Claim(
        "c-open", ARTICLE, "t2", "IMPLEMENTS", "r9", start=short, end=short + 13, rule="tong-ket", confidence=0.6
    )
    yield Claim(
        "c-row", TABLE, "r0", "IMPLEMENTS", "r0", rule="registry", confidence=0.9, note="decision title", edge="e-949"
    )
    yield Decision(
        "d-1",
        "chị Lan",
        "gọi điện hỏi Văn phòng Tỉnh ủy",
        source=ARTICLE,
        start=3,
        cluster="KH|43",
        document=KON_TUM,
    )


def _edges() -> Iterator[Edge]:
    implements = EdgeType.IMPLEMENTS
    yield Edge("e-949", DECISION, implements, APPARATUS, 2, 0.9, first_stated="2018-04-26")
    yield Edge("e-deep", DEEP, EdgeType.GUIDES, DECISION, 1, 0.9)
    yield Edge("e-unnumbered", UNNUMBERED, implements, APPARATUS, 1, 0.4, inferred=True)
    yield Edge("e-draft", DRAFT, implements, APPARATUS, 1, 0.9, counted=False)
    yield Edge("e-review", REVIEW, EdgeType.REVIEWS, APPARATUS, 1, 0.9)
    yield Edge("e-cites", CITING, EdgeType.CITES, APPARATUS, 1, 0.5)
    yield Edge("e-kon-tum", KON_TUM, implements, CONCLUSION, 1, 0.95)
    yield Edge("e-task", TASK, implements, CONCLUSION, 1, 0.9)
    for n in range(30):
        yield Edge(f"e-hub-{n:02}", f"{100 + n}-kh-ubnd.p{n:02}.2018", implements, HUB, 1, 0.9)
    # A shortcut and a cycle: the last plan of the hub also rests on the first, and the first on the last.
    yield Edge("e-short", "129-kh-ubnd.p29.2018", EdgeType.GUIDES, "100-kh-ubnd.p00.2018", 1, 0.9)
    yield Edge("e-cycle", "100-kh-ubnd.p00.2018", EdgeType.GUIDES, "129-kh-ubnd.p29.2018", 1, 0.9)


def small(path: Path) -> Small:
    """The store and its vocabulary."""
    return Small(small_graph(path), load())
