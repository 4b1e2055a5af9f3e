"""Plans without a number: which words say that one exists, what is known of it, and what is only announced or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Document, Edge, Form, Reading, Source
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from loaders.pipeline import Metadata, load_text
from loaders.reading import read_text

V = load()
DIGITAL = "chuyển đổi số trong các cơ quan đảng"
PLAN = f"Ngày 12/3/2025, Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}."


def read(text: str, place: str | None = None) -> Reading:
    return read_text(Source(id="s", kind="text", place=place), canonical(text), V)


def plans(reading: Reading) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    return [(r.facts.type, r.facts.issuers, r.facts.dates, r.facts.titles) for r in reading.referents if r.declared]


STATED = [
    (PLAN, "KH", "Tỉnh ủy Đồng Nai", "2025-03-12", DIGITAL, "day, body, verb, subject"),
    (
        f"Tỉnh ủy Đồng Nai vừa ban hành Kế hoạch về {DIGITAL}.",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        DIGITAL,
        "no day, a capital",
    ),
    (
        "Tỉnh ủy Đồng Nai đã ký ban hành kế hoạch thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị.",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        "thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị",
        "the subject is what it carries out",
    ),
    (
        "Mới đây, Huyện ủy Chư Sê ban hành Chương trình hành động về giảm nghèo bền vững.",
        "CTr",
        "Huyện ủy Chư Sê",
        None,
        "giảm nghèo bền vững",
        "a programme of a district",
    ),
    (
        "Kế hoạch về khám bệnh từ xa vừa được Bộ Y tế ban hành ngày 5/6/2024.",
        "KH",
        "Bộ Y tế",
        "2024-06-05",
        "khám bệnh từ xa",
        "the passive",
    ),
    (
        "Đại biểu nhắc lại Đề án ngày 3/4/2021 của Tỉnh ủy Bến Tre về phát triển kinh tế biển.",
        "ĐA",
        "Tỉnh ủy Bến Tre",
        "2021-04-03",
        "phát triển kinh tế biển",
        "named by its day",
    ),
    (
        f"Thực hiện Kết luận số 21-KL/TW, Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}.",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        DIGITAL,
        "after an opening",
    ),
    (
        f"Theo đó, thay mặt Ban Thường vụ, Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}.",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        DIGITAL,
        "after words that lead in",
    ),
    (
        (
            f"Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị, Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL} "
            "như sau:"
        ),
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        DIGITAL,
        "the day before it is another document's",
    ),
    (
        "Tỉnh ủy Đồng Nai ban hành kế hoạch thực hiện Nghị quyết số 57-NQ/TW như sau:",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        "thực hiện Nghị quyết số 57-NQ/TW",
        "như sau is no part of its subject",
    ),
    (
        f"1. Tỉnh ủy Đồng Nai đã ban hành kế hoạch về {DIGITAL}.",
        "KH",
        "Tỉnh ủy Đồng Nai",
        None,
        DIGITAL,
        "an item that tells what was done",
    ),
]


@pytest.mark.parametrize(("text", "kind", "issuer", "day", "title", "why"), STATED, ids=[s[-1] for s in STATED])
def test_a_plan_that_was_issued(text: str, kind: str, issuer: str, day: str | None, title: str, why: str) -> None:
    assert plans(read(text)) == [(kind, (issuer,), (day,) if day else (), (title,))], why


NONE = [
    (f"Tỉnh ủy Đồng Nai sẽ ban hành kế hoạch về {DIGITAL}.", "announced"),
    (f"Tỉnh ủy Đồng Nai dự kiến ban hành kế hoạch về {DIGITAL}.", "expected"),
    (f"Tỉnh ủy Đồng Nai chưa ban hành kế hoạch về {DIGITAL}.", "denied"),
    (f"Tỉnh ủy Đồng Nai cần ban hành kế hoạch về {DIGITAL}.", "needed"),
    (f"Tỉnh ủy Đồng Nai xây dựng kế hoạch về {DIGITAL}.", "being written"),
    (f"Nếu Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL} thì các xã làm theo.", "supposed"),
    (f"Trước khi Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}, các xã đã họp.", "before it came"),
    (f"Người dân hỏi, bao giờ Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}?", "a question"),
    (f"Trung ương yêu cầu Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}.", "asked for"),
    (f"Đề nghị UBND tỉnh Đồng Nai ban hành kế hoạch về {DIGITAL}.", "requested"),
    (f"Ban Tổ chức tham mưu Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}.", "advised on"),
    (f"Giao Sở Nội vụ ban hành kế hoạch về {DIGITAL}.", "given as a task"),
    (f"1. Sở Nội vụ ban hành kế hoạch về {DIGITAL}, xong trước ngày 30/6/2025.", "an item of a list of tasks"),
    (f"Dự thảo kế hoạch về {DIGITAL} được Tỉnh ủy Đồng Nai ban hành để lấy ý kiến.", "a draft"),
    (f"Tỉnh ủy Đồng Nai ban hành các kế hoạch về {DIGITAL}.", "several"),
    (f"Tỉnh ủy Đồng Nai ban hành Kế hoạch số 43-KH/TU về {DIGITAL}.", "it has a number"),
    (f"{PLAN} Kế hoạch số 43-KH/TU nêu rõ năm việc.", "a numbered one may be the same"),
    ("Tỉnh ủy Đồng Nai ban hành kế hoạch mới.", "no subject"),
    ("Tỉnh ủy Đồng Nai ban hành kế hoạch này.", "pointing back"),
    ("Tỉnh ủy Đồng Nai ban hành kế hoạch công tác năm.", "every year's own"),
    (f"Vừa ban hành kế hoạch về {DIGITAL}.", "nobody"),
    ("Quyết định số 949/QĐ-BTP ban hành Kế hoạch thực hiện Nghị quyết số 18-NQ/TW.", "a document issues it: one node"),
    ("Theo kế hoạch, hội nghị diễn ra ngày 3/4/2021 của Tỉnh ủy Bến Tre.", "a schedule"),
    (f"Tỉnh ủy Đồng Nai ban hành Nghị quyết về {DIGITAL}.", "another type"),
]


@pytest.mark.parametrize(("text", "why"), NONE, ids=[n[1] for n in NONE])
def test_no_plan(text: str, why: str) -> None:
    assert plans(read(text)) == [], why


def relations(reading: Reading) -> list[str]:
    names = {f"r{r.n}": r.facts.symbol or f"{r.facts.type} –" for r in reading.referents}
    return sorted({f"{names[c.subject]} {c.type} {names[c.object]}" for c in reading.claims if c.object in names})


SAID_OF_IT = [
    (f"{PLAN} Kế hoạch này nhằm thực hiện Nghị quyết số 57-NQ/TW.", ["KH – IMPLEMENTS 57-NQ/TW"], "pointed back to"),
    (f"{PLAN} Kế hoạch nêu trên thay thế Kế hoạch của năm cũ.", [], "nothing with a number"),
    (
        "Tỉnh ủy Đồng Nai ban hành kế hoạch thực hiện Nghị quyết số 57-NQ/TW và Kết luận số 21-KL/TW.",
        ["KH – IMPLEMENTS 21-KL/TW", "KH – IMPLEMENTS 57-NQ/TW"],
        "its subject, a list",
    ),
    (
        f"Thực hiện Kết luận số 21-KL/TW, Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}.",
        ["KH – IMPLEMENTS 21-KL/TW"],
        "an opening",
    ),
    (f"{PLAN} Hội nghị học tập Kết luận số 21-KL/TW.", [], "another sentence"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SAID_OF_IT, ids=[s[-1] for s in SAID_OF_IT])
def test_what_is_said_of_it(text: str, expected: list[str], why: str) -> None:
    assert relations(read(text)) == expected, why


def test_told_twice_is_one() -> None:
    reading = read(f"Tỉnh ủy Đồng Nai ban hành kế hoạch về {DIGITAL}\n{PLAN}")
    assert plans(reading) == [("KH", ("Tỉnh ủy Đồng Nai",), ("2025-03-12",), (DIGITAL,))]
    assert [m.form for m in reading.mentions if m.referent == 1] == [Form.TITLE, Form.TITLE]


def test_an_official_text_describes_no_plan_but_itself() -> None:
    head = "TỈNH ỦY ĐỒNG NAI\n*\nSố 43-KH/TU\nĐồng Nai, ngày 12 tháng 3 năm 2022\nKẾ HOẠCH\nvề việc chung\n-----\n"
    assert [r.facts.symbol for r in read(head + PLAN).referents if r.declared] == ["43-KH/TU"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "graph.sqlite"))


def documents(store: Store) -> list[Document]:
    with store.read() as graph:
        return sorted((d for d in graph.records(Document) if d.kind == "plan"), key=lambda d: d.id)


def put(store: Store, *texts: str, place: str | None = None) -> None:
    for n, text in enumerate(texts):
        load_text(store, text.encode(), f"t{n}", Metadata(publisher=f"p{n}", place=place), V)


def test_it_is_a_plan_in_the_graph(store: Store) -> None:
    put(store, f"{PLAN} Kế hoạch này nhằm thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024.")
    (plan,) = documents(store)
    assert (plan.symbol, plan.body_name, plan.place, plan.date) == (None, "Tỉnh ủy Đồng Nai", "dong-nai", "2025-03-12")
    assert (plan.title, plan.title_status, plan.known_by) == (DIGITAL, "stated", "citation")
    with store.read() as graph:
        assert [(e.subject, e.object) for e in graph.records(Edge) if e.type == "IMPLEMENTS"] == [
            (plan.id, "57-nq-tw.xiii")
        ]


SAME = [
    (PLAN, f"{PLAN} Báo khác cũng đưa tin.", None, 1, 2, "type, body, title and day agree"),
    (PLAN, PLAN.replace("12/3/2025", "13/3/2025"), None, 2, 1, "another day"),
    (PLAN.replace("Ngày 12/3/2025, ", ""), f"{PLAN.replace('Ngày 12/3/2025, ', '')} Tin thêm.", None, 2, 1, "no day"),
    (PLAN, PLAN.replace("Đồng Nai", "Gia Lai"), None, 2, 1, "another province"),
    (
        PLAN.replace(" Đồng Nai", ""),
        f"{PLAN.replace(' Đồng Nai', '')} Tin thêm.",
        None,
        2,
        1,
        "a province nobody names is not the same one",
    ),
    (PLAN.replace(" Đồng Nai", ""), f"{PLAN.replace(' Đồng Nai', '')} Tin thêm.", "Kon Tum", 1, 2, "both vouched for"),
]


@pytest.mark.parametrize(("a", "b", "place", "count", "sources", "why"), SAME, ids=[s[-1] for s in SAME])
def test_which_plans_are_one(
    store: Store, a: str, b: str, place: str | None, count: int, sources: int, why: str
) -> None:
    put(store, a, b, place=place)
    found = documents(store)
    assert (len(found), {d.sources for d in found}) == (count, {sources}), why
