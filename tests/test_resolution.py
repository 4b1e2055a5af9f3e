"""Which document is meant: every row of docs/resolution.md, played through real loads into a real SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph_schema.model import Document, Referent, State
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from loaders.curation import take, undo
from loaders.pipeline import Metadata, load_text, rebuild, retract, source_id
from loaders.proposals import Proposal

V = load()

NQ18_2017 = "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương về sắp xếp tổ chức bộ máy của hệ thống chính trị."
NQ18_2022 = "Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương về quản lý và sử dụng đất đai."
KON_TUM = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Ban Thường vụ Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW ngày 25/10/2021."
DONG_NAI = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Ban Thường vụ Tỉnh ủy Đồng Nai thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016."
SOMEWHERE = (
    "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Ban Thường vụ Tỉnh ủy thực hiện Kết luận số 21-KL/TW ngày 25/10/2021. "
    "Chương trình số 55-CTr/TU ngày 25/4/2023 của Tỉnh ủy."
)


@dataclass(frozen=True)
class Said:
    """A text and what is known about it."""

    text: str
    date: str | None = None
    place: str | None = None

    @property
    def id(self) -> str:
        return source_id(self.text.encode())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "graph.sqlite"))


def read(store: Store, *said: Said | str) -> None:
    for n, one in enumerate(said):
        one = Said(one) if isinstance(one, str) else one
        load_text(store, one.text.encode(), f"s{n}", Metadata(date=one.date, place=one.place), V)


def referents(store: Store, said: Said | str) -> list[Referent]:
    one = Said(said) if isinstance(said, str) else said
    with store.read() as graph:
        return sorted(graph.referents_of([one.id]), key=lambda r: r.n)


def documents(store: Store) -> dict[str, Document]:
    with store.read() as graph:
        return {d.id: d for d in graph.records(Document)}


def of_number(store: Store, symbol: str) -> list[Document]:
    return [d for d in documents(store).values() if d.symbol == symbol]


# ------------------------------------------------------------------ inside one source

INSIDE = [
    (
        1,
        "Nghị quyết số 18-NQ/TW, ngày 25/10/2017 (khóa XII). Nghị quyết số 18-NQ/TW đã rõ.",
        ["18-nq-tw.xii"],
        "antecedent",
    ),
    (
        2,
        "Tổng kết Nghị quyết 18\nHội nghị bàn Nghị quyết số 18-NQ/TW, ngày 25/10/2017.",
        ["18-nq-tw.xii"],
        "headline before the full form",
    ),
    (
        4,
        "Các Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017.",
        ["18-nq-tw.xii", "19-nq-tw.xii"],
        "a list shares suffix and date",
    ),
    (
        5,
        f"{NQ18_2017} {NQ18_2022[:-1]} (sau đây gọi tắt là Nghị quyết 18). Tỉnh quán triệt Nghị quyết 18.",
        ["18-nq-tw.xii", "18-nq-tw.xiii"],
        "an alias binds what follows",
    ),
]


@pytest.mark.parametrize(("row", "text", "expected", "reason"), INSIDE, ids=[f"row{r[0]}" for r in INSIDE])
def test_inside_one_source(store: Store, row: int, text: str, expected: list[str], reason: str) -> None:
    read(store, text)
    assert sorted(documents(store)) == expected, reason
    assert all(r.state is State.RESOLVED for r in referents(store, text))


def test_row_3_two_documents_leave_a_short_form_ambiguous(store: Store) -> None:
    text = f"{NQ18_2017} {NQ18_2022} Tỉnh ủy đã triển khai Nghị quyết 18."
    read(store, text)
    left = [r for r in referents(store, text) if r.state is not State.RESOLVED]
    assert [(r.state, r.candidates) for r in left] == [(State.AMBIGUOUS, ("18-nq-tw.xii", "18-nq-tw.xiii"))]


def test_row_6_documents_of_one_source_share_its_unknown_place(store: Store) -> None:
    text = "Kế hoạch số 43-KH/TU ngày 18/1/2022, Chương trình số 55-CTr/TU ngày 25/4/2023, Thông báo số 947-TB/TU ngày 2/2/2024."
    read(store, text)
    ids = sorted(documents(store))
    assert len(ids) == 3
    assert len({i.split(".")[1] for i in ids}) == 1, "one unknown place"
    read(store, Said(text, place="Kon Tum"))
    assert sorted(documents(store)) == [
        "43-kh-tu.kon-tum.2020-2025",
        "55-ctr-tu.kon-tum.2020-2025",
        "947-tb-tu.kon-tum.2020-2025",
    ]


def test_row_7_the_symbol_wins_over_the_type_word_and_is_flagged(store: Store) -> None:
    read(store, "Công văn số 22-KL/BCĐ, ngày 5/12/2024 của Ban Chỉ đạo Trung ương.")
    [document] = documents(store).values()
    assert (document.type, document.symbol) == ("KL", "22-KL/BCĐ")
    assert "type-word-disagrees" in document.flags


ROW_8 = [
    ("Nghị quyết số 28-NQ/TƯ ngày 17/11/2022 của Tỉnh ủy Kon Tum.", ["28-NQ/TU"], "Tỉnh ủy writes TU"),
    (
        "Nghị quyết số 28-NQ/TƯ ngày 17/11/2022 của Ban Chấp hành Trung ương.",
        ["28-NQ/TW"],
        "the Central Committee writes TW",
    ),
    ("Nghị quyết số 28-NQ/TƯ ngày 17/11/2022.", [], "neither is said"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ROW_8)
def test_row_8_tu_with_a_horn(store: Store, text: str, expected: list[str], reason: str) -> None:
    read(store, text)
    assert [d.symbol for d in documents(store).values()] == expected, reason
    if not expected:
        assert [r.state for r in referents(store, text)] == [State.AMBIGUOUS]


def test_row_9_back_reference_takes_the_last_of_its_type_word(store: Store) -> None:
    text = "Quyết định số 12-QĐ/TW ngày 3/3/2022. Nghị quyết số 18-NQ/TW ngày 25/10/2017. Nghị quyết này nêu rõ."
    read(store, text)
    with store.read() as graph:
        back = [m for m in graph.mentions([source_id(text.encode())]) if m.surface == "Nghị quyết này"]
        homes = {(r.source, r.n): r.document for r in graph.referents_of([source_id(text.encode())])}
    assert [homes[m.source, m.referent] for m in back if m.referent is not None] == ["18-nq-tw.xii"]


# ------------------------------------------------------------------ across sources


@dataclass(frozen=True)
class Across:
    row: int
    known: tuple[Said | str, ...]
    new: Said | str
    symbol: str
    state: State
    document: str | None
    reason: str


ACROSS = [
    Across(
        10,
        (NQ18_2017,),
        "Nghị quyết số 18-NQ/TW (khóa XII).",
        "18-NQ/TW",
        State.RESOLVED,
        "18-nq-tw.xii",
        "term from date",
    ),
    Across(
        11,
        ("Nghị quyết số 28-NQ/TW ngày 17/11/2022 (khóa XIII).",),
        "Nghị quyết số 28-NQ/TW ngày 23/5/2018.",
        "28-NQ/TW",
        State.RESOLVED,
        "28-nq-tw.xii",
        "another term, another document",
    ),
    Across(
        12, (NQ18_2017,), "Nghị quyết số 18-NQ/TW.", "18-NQ/TW", State.OPEN, None, "the only one known is no reason"
    ),
    Across(12, (NQ18_2017, NQ18_2022), "Nghị quyết số 18-NQ/TW.", "18-NQ/TW", State.AMBIGUOUS, None, "two fit"),
    Across(
        13,
        (NQ18_2017, NQ18_2022),
        Said("Nghị quyết số 18-NQ/TW.", date="2019-05-01"),
        "18-NQ/TW",
        State.OPEN,
        None,
        "left by elimination",
    ),
    Across(
        13,
        (NQ18_2017, NQ18_2022),
        Said("Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương.", date="2019-05-01"),
        "18-NQ/TW",
        State.RESOLVED,
        "18-nq-tw.xii",
        "elimination and the issuer",
    ),
    Across(
        14,
        (NQ18_2017, NQ18_2022),
        "Nghị quyết số 18-NQ/TW về sắp xếp tổ chức bộ máy.",
        "18-NQ/TW",
        State.RESOLVED,
        "18-nq-tw.xii",
        "title with a margin",
    ),
    Across(
        15,
        (NQ18_2017,),
        "Nghị quyết số 18-NQ/TW ngày 15/10/2017.",
        "18-NQ/TW",
        State.RESOLVED,
        "18-nq-tw.xii",
        "a wrong date is a conflict",
    ),
    Across(
        16,
        ("Kết luận số 09-KL/TW ngày 24/11/2024.",),
        "Kết luận số 09-KL/BCĐ ngày 24/11/2024 của Ban Chỉ đạo Trung ương.",
        "09-KL/BCĐ",
        State.RESOLVED,
        "9-kl-bcd.trung-uong.2024",
        "another registry office, another document",
    ),
    Across(
        17,
        ("Kết luận số 27-KL/TW (khóa XI).",),
        "Kết luận số 27-KL/TW ngày 2/8/2012.",
        "27-KL/TW",
        State.RESOLVED,
        "27-kl-tw.xi",
        "term XI",
    ),
    Across(
        18, (SOMEWHERE,), KON_TUM, "43-KH/TU", State.RESOLVED, "43-kh-tu.kon-tum.2020-2025", "date and one further fact"
    ),
    Across(19, (KON_TUM,), DONG_NAI, "43-KH/TU", State.RESOLVED, "43-kh-tu.dong-nai.2020-2025", "another province"),
    Across(
        20,
        (KON_TUM,),
        Said("Kế hoạch số 43-KH/TU của Tỉnh ủy.", date="2023-03-01", place="Kon Tum"),
        "43-KH/TU",
        State.RESOLVED,
        "43-kh-tu.kon-tum.2020-2025",
        "place and cycle",
    ),
    Across(
        21,
        (KON_TUM,),
        Said("Kế hoạch số 43-KH/TU của Tỉnh ủy.", date="2026-03-01", place="Kon Tum"),
        "43-KH/TU",
        State.OPEN,
        None,
        "another cycle by now",
    ),
    Across(
        22,
        ("Nghị định số 178/2024/NĐ-CP của Chính phủ.",),
        "Nghị định số 178/NĐ-CP ngày 31/12/2024 của Chính phủ.",
        "178/NĐ-CP",
        State.RESOLVED,
        "178-nd-cp.2024",
        "a decree always has its year",
    ),
    Across(
        23,
        ("Nghị quyết số 10/NQ-CP ngày 3/2/2018.",),
        "Nghị quyết số 10/NQ-CP.",
        "10/NQ-CP",
        State.OPEN,
        None,
        "the year is open",
    ),
    Across(
        24,
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 về đột phá phát triển khoa học, công nghệ.",
            "Nghị quyết số 57/2022/QH15 ngày 16/6/2022.",
        ),
        "Nghị quyết 57 về đột phá phát triển khoa học, công nghệ.",
        "57",
        State.RESOLVED,
        "57-nq-tw.xiii",
        "title",
    ),
    Across(
        24,
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 về đột phá phát triển khoa học, công nghệ.",
            "Nghị quyết số 57/2022/QH15 ngày 16/6/2022.",
        ),
        "Nghị quyết 57.",
        "57",
        State.AMBIGUOUS,
        None,
        "two organs",
    ),
]


BOTH = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy {} thực hiện Kết luận số 21-KL/TW ngày 25/10/2021."


def test_row_29_symbols_with_and_without_a_year_count_apart(store: Store) -> None:
    read(store, "Quyết định số 31/QĐ-TTg ngày 5/1/2017.", "Quyết định số 31/2017/QĐ-TTg của Thủ tướng Chính phủ.")
    assert sorted(documents(store)) == ["31-2017-qd-ttg.2017", "31-qd-ttg.2017"]


def test_row_30_evidence_for_two_places_teaches_none(store: Store) -> None:
    read(store, BOTH.format("Kon Tum"), BOTH.format("Đồng Nai"), BOTH.format(""))
    places = sorted((d.place or "unknown") for d in of_number(store, "43-KH/TU"))
    assert places == ["dong-nai", "kon-tum", "unknown"]


@pytest.mark.parametrize("case", ACROSS, ids=[f"row{c.row}-{c.state.value}" for c in ACROSS])
@pytest.mark.parametrize("order", ["known first", "new first"])
def test_across_sources(store: Store, case: Across, order: str) -> None:
    read(store, *((*case.known, case.new) if order == "known first" else (case.new, *case.known)))
    [found] = [r for r in referents(store, case.new) if case.symbol in (r.facts.symbol, r.facts.number)]
    assert (found.state, found.document) == (case.state, case.document), f"{case.reason}; it says: {found.why}"
    if case.state is not State.RESOLVED:
        assert found.candidates, "what it may be is offered"


def test_row_15_conflicting_dates_are_shown(store: Store) -> None:
    read(store, NQ18_2017, "Nghị quyết số 18-NQ/TW ngày 15/10/2017.", "Theo Nghị quyết số 18-NQ/TW ngày 25/10/2017.")
    [document] = of_number(store, "18-NQ/TW")
    assert document.date == "2017-10-25"
    assert [(c.field, c.values) for c in document.conflicts] == [("date", (("2017-10-25", 2), ("2017-10-15", 1)))]


def test_row_16_look_alikes_are_flagged_not_merged(store: Store) -> None:
    read(
        store,
        "Kết luận số 09-KL/BCĐ, ngày 24/11/2024 của Ban Chỉ đạo Trung ương. Kết luận số 09-KL/TW, ngày 24/11/2024.",
    )
    assert all(any(f.startswith("look-alike") for f in d.flags) for d in documents(store).values())
    assert len(documents(store)) == 2


def test_rows_18_and_28_a_place_is_learnt_redirects_and_is_forgotten(store: Store) -> None:
    read(store, SOMEWHERE)
    before = sorted(documents(store))
    read(store, KON_TUM)
    assert "55-ctr-tu.kon-tum.2020-2025" in documents(store), "learnt for the source's other documents too"
    with store.read() as graph:
        moved = {old: graph.aliases([old]).get(old) for old in before if "-tu." in old}
    assert moved == {
        next(i for i in before if i.startswith("43-")): ("43-kh-tu.kon-tum.2020-2025",),
        next(i for i in before if i.startswith("55-")): ("55-ctr-tu.kon-tum.2020-2025",),
    }
    retract(store, source_id(KON_TUM.encode()), V)
    assert sorted(documents(store)) == before


def test_row_25_a_plenum_names_several_and_makes_no_edge(store: Store) -> None:
    known = "Các Nghị quyết số 18-NQ/TW, 19-NQ/TW, 20-NQ/TW, 21-NQ/TW ngày 25/10/2017."
    text = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Nghị quyết Trung ương 6 khóa XII."
    read(store, known, text)
    [plenum] = [r for r in referents(store, text) if r.facts.plenum]
    assert plenum.state is State.AMBIGUOUS
    assert plenum.candidates == ("18-nq-tw.xii", "19-nq-tw.xii", "20-nq-tw.xii", "21-nq-tw.xii")
    with store.read() as graph:
        assert not [c for c in graph.claims_of([source_id(text.encode())]) if c.type == "IMPLEMENTS" and c.edge]


def test_row_26_a_decision_survives_rebuild_and_is_undone(store: Store) -> None:
    text = "Tỉnh ủy đã triển khai Nghị quyết 18."
    read(store, NQ18_2017, NQ18_2022, text)
    [before] = referents(store, text)
    word = Proposal(
        "accept", "người biên tập", "bài về đất đai", "18-nq-tw.xiii", source=before.source, start=before.start
    )
    [decision] = take(store, word, V).taken
    rebuild(store, V)
    assert [(r.state, r.document, r.why) for r in referents(store, text)] == [
        (State.RESOLVED, "18-nq-tw.xiii", "decision")
    ]
    undo(store, [decision.id], "người biên tập", "nhầm", V)
    assert referents(store, text) == [before]


def test_row_27_a_retracted_date_leaves_the_document_by_its_term(store: Store) -> None:
    read(store, NQ18_2017, "Nghị quyết số 18-NQ/TW (khóa XII).")
    retract(store, source_id(NQ18_2017.encode()), V)
    [document] = of_number(store, "18-NQ/TW")
    assert (document.id, document.date, document.term) == ("18-nq-tw.xii", None, "XII")
