"""The document a text is: heads of every body in every layout, what they state and where, and what is no head."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Document, Edge, Reading, Source
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from loaders.pipeline import Metadata, load_text
from loaders.reading import read_text
from tests.official_texts import HEADS, NO_HEADS, Head
from tests.test_reading import work

V = load()
BY_NAME = {h.name: h for h in HEADS}


def read(text: str) -> Reading:
    return read_text(Source(id="s", kind="text"), canonical(text), V)


def own(reading: Reading) -> str | None:
    declared = [f"r{r.n}" for r in reading.referents if r.declared]
    assert len(declared) <= 1
    return declared[0] if declared else None


def said(reading: Reading, field: str) -> str | None:
    return next((c.value for c in reading.claims if (c.subject, c.type, c.rule) == (own(reading), field, "head")), None)


def edges(reading: Reading) -> list[str]:
    names = {f"r{r.n}": r.facts.symbol or f"{r.facts.type} –" for r in reading.referents}
    return sorted({f"{c.type} {names[c.object]}" for c in reading.claims if c.subject == own(reading) and c.object})


@pytest.mark.parametrize("head", HEADS, ids=[h.name for h in HEADS])
class TestHeads:
    def test_what_it_states(self, head: Head) -> None:
        reading = read(head.text)
        facts = next(r.facts for r in reading.referents if r.declared)
        assert (facts.symbol or f"{facts.type} –", facts.type) == (head.symbol, head.type), head.why
        assert (facts.dates[:1] or tuple(map(str, facts.years[:1]))) == ((head.date,) if head.date else ()), head.why
        assert facts.issuers == head.issuers, head.why
        assert facts.scopes == ((head.scope,) if head.scope else ()), head.why
        assert said(reading, "title") == head.title, head.why
        assert said(reading, "signer") == head.signer, head.why
        assert (said(reading, "status") == "draft") is head.draft, head.why

    def test_its_edges(self, head: Head) -> None:
        assert edges(read(head.text)) == head.edges, head.why

    def test_every_statement_stands_at_its_words(self, head: Head) -> None:
        reading = read(head.text)
        for c in reading.claims:
            if c.rule == "head" and c.type in ("title", "signer", "post", "type_word"):
                words = reading.text[c.start : c.end]
                assert " ".join(words.replace("|", " ").split()).rstrip(" .,;:-") == c.value

    def test_line_ends_and_tables_say_the_same(self, head: Head) -> None:
        """The same cells with bars between the lines of the head."""
        lines = head.text.split("\n")
        barred = "\n|\n".join(lines[:3]) + "\n" + "\n".join(lines[3:])
        if "|" not in head.text and "V/v" not in head.text and not head.text.startswith("ỦY\n"):
            facts = [r.facts.symbol for r in read(barred).referents if r.declared]
            assert facts == [r.facts.symbol for r in read(head.text).referents if r.declared]


@pytest.mark.parametrize(("text", "why"), NO_HEADS, ids=[n[1] for n in NO_HEADS])
def test_what_is_no_head(text: str, why: str) -> None:
    reading = read(text)
    assert own(reading) is None, why
    assert not [c for c in reading.claims if c.rule.startswith("head")], why


def test_a_paragraph_before_any_head_makes_it_a_quotation() -> None:
    news = "Chiều qua, văn phòng cho hay đã gửi tới các xã một văn bản dài. Người dân rất quan tâm tới nội dung ấy.\n"
    for head in HEADS:
        assert own(read(news + head.text)) is None, head.name


PROVINCE = BY_NAME["province"]

DAMAGED = [
    (("Số 43-KH/TU", "Số:43 - KH / TU"), "spaces in the number"),
    (("Số 43-KH/TU", "SỐ: 43-KH/TU"), "capitals"),
    (("ngày 18 tháng 01 năm 2022", "ngày18 tháng 01 năm2022"), "glued date"),
    (("ngày 18 tháng 01 năm 2022", "ngày 18/01/2022"), "a date in figures"),
    (("ĐẢNG CỘNG SẢN VIỆT NAM", "Đ Ả N G C Ộ N G S Ả N V I Ệ T N A M"), "a motto with its letters spaced out"),
    (("KẾ HOẠCH\n", "K Ế  H O Ạ C H\n"), "a type line with its letters spaced out"),
    (("TỈNH ỦY KON TUM", "TỈNH UỶ KON TUM"), "another place for the tone mark"),
    (("*\n", "-------\n"), "another rule"),
    (("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG\nSẢN VIỆT NAM"), "a motto over two lines"),
    (("TỈNH ỦY KON", "Bạn đang xem bản rút gọn của tài liệu. Hãy tải về bản đầy đủ để đọc.\nTỈNH ỦY KON"), "a portal"),
    (("Kon Tum, ngày", "Kon Tum ngày"), "no comma before the day"),
    (("KẾ HOẠCH\n", "\n\nKẾ HOẠCH\n\n"), "empty lines"),
    (("TỈNH ỦY KON TUM\n*\nSố 43-KH/TU\n", "Trang 1\nTỈNH ỦY KON TUM\n*\nSố 43-KH/TU\nMẬT\n"), "page and stamp"),
]


@pytest.mark.parametrize(("change", "why"), DAMAGED, ids=[d[1] for d in DAMAGED])
def test_damage_changes_nothing(change: tuple[str, str], why: str) -> None:
    text = PROVINCE.text.replace(*change)
    assert text != PROVINCE.text
    reading = read(text)
    facts = next(r.facts for r in reading.referents if r.declared)
    assert (facts.symbol, facts.dates, facts.scopes) == ("43-KH/TU", ("2022-01-18",), ("kon-tum",)), why
    assert said(reading, "title") == PROVINCE.title, why
    assert edges(reading) == PROVINCE.edges, why


def test_cells_in_any_order_above_the_type_line() -> None:
    top = ["TỈNH ỦY KON TUM\n*\nSố 43-KH/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Kon Tum, ngày 18 tháng 01 năm 2022"]
    rest = PROVINCE.text.partition("KẾ HOẠCH")[2]
    rng = random.Random(3)
    for _ in range(6):
        rng.shuffle(top)
        for glue in ("\n", " |\n", "            "):
            facts = [r.facts for r in read(glue.join(top) + "\nKẾ HOẠCH" + rest).referents if r.declared]
            assert [(f.symbol, f.dates, f.scopes) for f in facts] == [("43-KH/TU", ("2022-01-18",), ("kon-tum",))], top


OTHER_PRINTS = [
    (
        (
            "BỘ CHÍNH TRỊ\nĐẢNG CỘNG SẢN VIỆT NAM\nNghị quyết số: 91-NQ/TW Hà Nội, ngày 06 tháng 01 năm 2022\nNGHỊ QUYẾT\n"
            "VỀ PHƯƠNG HƯỚNG GIAI ĐOẠN\n2021-2030\nI- Tình hình"
        ),
        ("91-NQ/TW", "VỀ PHƯƠNG HƯỚNG GIAI ĐOẠN 2021-2030"),
        "type word, number, place and day on one line",
    ),
    (
        (
            "BAN CHẤP HÀNH TRUNG ƯƠNG***Số: 67 - QĐ/TWĐTN-VPĐOÀN TNCS HỒ CHÍ MINH Hà Nội, ngày 9 tháng 10 năm 2023 "
            "QUYẾT ĐỊNHVề việc ban hành Quy chế---------- Căn cứ Điều lệ Đoàn; Điều 1. Ban hành."
        ),
        ("67-QĐ/TWĐTN", "Về việc ban hành Quy chế"),
        "all glued",
    ),
    (
        (
            "BỘ NỘI VỤ\n––––\nSố: 3/2025/TT-BNV\nHà Nội, ngày 05 tháng 01 năm 2025\nTHÔNG TƯ\nHướng dẫn nâng bậc lương và nâng "
            "bậc lương\ntrước thời hạn.\nThi hành Nghị định số 204/2004/NĐ-CP ngày 14/12/2004, Bộ Nội vụ hướng dẫn:"
        ),
        ("3/2025/TT-BNV", "Hướng dẫn nâng bậc lương và nâng bậc lương trước thời hạn"),
        "a title with a full stop",
    ),
    (
        (
            "BỘ NỘI VỤ\nSố: 3/2025/TT-BNV\n\nHà Nội, ngày 05 tháng 01 năm 2025\n\nTHÔNG TƯ\n\nQuy định việc xác nhận\n\n"
            "phiên hiệu đơn vị\n\n____\n\nCăn cứ Luật Thanh niên;"
        ),
        ("3/2025/TT-BNV", "Quy định việc xác nhận phiên hiệu đơn vị"),
        "empty lines inside the title",
    ),
    (
        (
            "BỘ NỘI VỤ\nSố: 3/2025/TT-BNV\nHà Nội, ngày 05 tháng 01 năm 2025\nTHÔNG TƯ\n"
            "Thực hiện Nghị định số 204/2004/NĐ-CP ngày 14/12/2004, Bộ Nội vụ hướng dẫn việc nâng bậc lương như sau:"
        ),
        ("3/2025/TT-BNV", None),
        "no title: the text begins",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), OTHER_PRINTS, ids=[o[-1] for o in OTHER_PRINTS])
def test_other_prints(text: str, expected: tuple[str, str | None], why: str) -> None:
    reading = read(text)
    symbol = next(r.facts.symbol for r in reading.referents if r.declared)
    assert (symbol, said(reading, "title")) == expected, why


def test_nay_is_the_text_itself() -> None:
    reading = read(
        PROVINCE.text.replace("I. MỤC ĐÍCH", "I. MỤC ĐÍCH\nKế hoạch này thay thế Kế hoạch số 9-KH/TU ngày 2/3/2019.")
    )
    assert "REPLACES 9-KH/TU" in edges(reading)


def test_what_a_provision_opens_with_is_its_task() -> None:
    reading = read(PROVINCE.text.replace("1. Làm tốt Chỉ thị", "1. Thực hiện Chỉ thị"))
    assert "CITES 05-CT/TW" in edges(reading)


HOSTILE = [
    ("TỈNH ỦY KON TUM\n", "bodies"),
    ("Số:     -KH/TU\n", "numbers left out"),
    ("Số: 43-KH/TU\nKon Tum, ngày 18 tháng 01 năm 2022\nKẾ HOẠCH\n", "heads without end"),
    ("Kon Tum, ngày 18 tháng 01 năm 2022\n", "datelines"),
    ("ngày    tháng    năm 2022 ", "days left out"),
    ("BÍ THƯ\nLê Hoài An\n", "signatures"),
    ("ĐẢNG CỘNG SẢN VIỆT NAM ", "mottoes"),
    ("Tỉnh ủy Kon Tum ban hành kế hoạch về việc sắp xếp bộ máy. ", "plans"),
    ("kế hoạch về ", "plans that never come"),
    (
        "Nhiệm vụ sau:\n1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính\n2. Các sở làm xong trước ngày 1/1/2025\n",
        "tasks",
    ),
    ("phối hợp với các sở, ", "units"),
    ("trước ngày 1/1, ", "due dates"),
    ("hằng năm ", "what recurs"),
]


@pytest.mark.parametrize(("piece", "why"), HOSTILE, ids=[h[1] for h in HOSTILE])
def test_work_grows_with_the_length(piece: str, why: str) -> None:
    start = "Nhiệm vụ sau:\n1. Các cấp ủy làm những việc dưới đây cho tốt.\n2. "
    short, long = (start + (piece * size)[:size] for size in (6000, 24000))
    work(short)
    assert work(long) <= 4.6 * work(short) + 4000, why


# ------------------------------------------------------------------ in the graph


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "graph.sqlite"))


def load_all(store: Store, *texts: str) -> dict[str, Document]:
    for n, text in enumerate(texts):
        load_text(store, text.encode(), f"t{n}", Metadata(publisher=f"p{n}"), V)
    with store.read() as graph:
        return {d.id: d for d in graph.records(Document)}


def test_a_document_says_more_of_itself_than_articles_do(store: Store) -> None:
    news = "Kế hoạch số 43-KH/TU, ngày 19/1/2022 của Tỉnh ủy Kon Tum về kỷ cương hành chính ở cơ sở đã có."
    document = load_all(store, news, news + " Tin thêm.", PROVINCE.text)["43-kh-tu.kon-tum.2020-2025"]
    assert (document.date, document.body_name) == ("2022-01-18", "Ban Thường vụ Tỉnh ủy Kon Tum")
    assert (document.title, document.title_status, document.known_by) == (PROVINCE.title, "head", "text")
    assert ("2022-01-19", 2) in next(c.values for c in document.conflicts if c.field == "date"), (
        "the rest stays visible"
    )


def test_a_draft_is_a_node_that_counts_for_nothing(store: Store) -> None:
    (draft,) = [d for d in load_all(store, BY_NAME["draft"].text).values() if d.known_by == "text"]
    assert (draft.kind, draft.status, draft.body_name, draft.place) == ("plan", "draft", "Tỉnh ủy Kon Tum", "kon-tum")
    with store.read() as graph:
        acting = [e for e in graph.records(Edge) if e.subject == draft.id and e.type != "ISSUED_BY"]
    assert {e.type.value for e in acting} == {"BASED_ON"}
    assert not any(e.counted for e in acting)


def test_the_texts_province_completes_its_other_local_documents(store: Store) -> None:
    text = PROVINCE.text.replace("Chỉ thị số 05-CT/TW", "Chương trình số 55-CTr/TU ngày 25/4/2021")
    assert "55-ctr-tu.kon-tum.2020-2025" in load_all(store, text)


def test_a_standing_committees_paper_bears_the_committees_number(store: Store) -> None:
    district = BY_NAME["district"].text
    article = "Chương trình số 12-CTr/HU ngày 5/4/2021 của Huyện ủy Chư Sê, tỉnh Gia Lai đã rõ. Tỉnh ủy Gia Lai khen."
    found = [i for i in load_all(store, district, article) if i.startswith("12-ctr-hu")]
    assert found == ["12-ctr-hu.huyen-uy-chu-se-gia-lai.2020-2025"]
