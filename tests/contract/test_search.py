"""Finding documents: every spelling people type, filters, counts, and pages that add up to the whole list."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion
from graph_schema.folding import fold, words
from graph_schema.model import Document
from graph_schema.searching import cursor_after, search_text
from graph_schema.store.base import Facet, Filters, Found, Store
from tests.contract.records import NewStore, document, put, task

APPARATUS = document(
    "18-nq-tw.xii",
    symbol="18-NQ/TW",
    type="NQ",
    number="18",
    organ="TW",
    date="2017-10-25",
    term="XII",
    title="Một số vấn đề về tiếp tục đổi mới, sắp xếp tổ chức bộ máy",
    body="bch-tw",
    body_name="Ban Chấp hành Trung ương",
    level="central",
    system="party",
)
LAND = document(
    "18-nq-tw.xiii", symbol="18-NQ/TW", type="NQ", number="18", date="2022-06-16", term="XIII", title="đất đai"
)
CONCLUSION = document("9-kl-bcd", symbol="09-KL/BCĐ", type="KL", number="09", organ="BCĐ", date="2024-11-24")
DECREE = document(
    "178-nd-cp", symbol="178/2024/NĐ-CP", type="NĐ", number="178", organ="CP", date="2024-12-31", system="state"
)
LAW = document("98-qh15", symbol="98/2023/QH15", number="98", organ="QH15", date="2023")
PLAN = document(
    "43-kh-tu.kon-tum", kind="plan", symbol="43-KH/TU", type="KH", number="43", place="kon-tum", level="province"
)
DRAFT = document("de-an", kind="plan", type="ĐA", title="Đề án sắp xếp bộ máy", place="dong-nai", status="draft")
LONGER = document("180-nq-tw", symbol="180-NQ/TW", type="NQ", number="180", date="2019-01-02")
ALL = [APPARATUS, LAND, CONCLUSION, DECREE, LAW, PLAN, DRAFT, LONGER]
IN_ORDER = [DECREE, CONCLUSION, LAW, LAND, LONGER, APPARATUS, PLAN, DRAFT]


@pytest.fixture
def library(store: Store) -> Store:
    put(store, *ALL, task("s", 1, text="18-NQ/TW"))
    return store


def find(store: Store, *said: str, filters: Filters | None = None, limit: int = 50, after: str | None = None) -> Found:
    with store.read() as graph:
        return graph.find(said, filters or Filters(), limit=limit, after=after, total=True)


QUESTIONS: list[tuple[tuple[str, ...], list[Document], str]] = [
    ((), IN_ORDER, "no words: everything, the newest first, unknown dates last, then by id"),
    (("18-nq/tw",), [LAND, APPARATUS], "a symbol as printed"),
    (("18nqtw",), [LAND, APPARATUS], "without separators"),
    (("18.nq-tw",), [LAND, APPARATUS], "with any separators"),
    (("18-nq",), [LAND, APPARATUS], "its beginning: 180-NQ/TW does not begin so"),
    (("nq-tw",), [LAND, LONGER, APPARATUS], "its end"),
    (("nq18",), [LAND, LONGER, APPARATUS], "type and number glued; a word is a beginning"),
    (("18", "nq"), [LAND, LONGER, APPARATUS], "in pieces, each a beginning"),
    (("nghi", "quyet", "18"), [LAND, LONGER, APPARATUS], "the words of its type"),
    (("18", "bo", "may"), [APPARATUS], "symbol and title"),
    (("may", "bo", "chuc"), [APPARATUS], "words in any order"),
    (("bo", "ma"), [APPARATUS, DRAFT], "a word begun"),
    (("9-kl/bcd",), [CONCLUSION], "without the leading zero"),
    (("09-kl/bcd",), [CONCLUSION], "with it"),
    (("178/2024/nd-cp",), [DECREE], "a printed year"),
    (("178/nd-cp",), [DECREE], "the same symbol without its year"),
    (("98-qh15",), [LAW], "an assembly's symbol without its year"),
    (("kon", "tum"), [PLAN], "a place by its name"),
    (("kon-tum",), [], "a place is two words, not one glued"),
    (("trung", "uong", "2017"), [APPARATUS], "who issued it, and the year"),
    (("xiii",), [LAND], "a term"),
    (("khong",), [], "nothing has it"),
    (("đ",), [], "a letter no folded word holds"),
    (("nq", "*"), [], "a sign alone matches nothing"),
]


@pytest.mark.parametrize(("said", "found", "why"), QUESTIONS, ids=[row[2] for row in QUESTIONS])
def test_words(said: tuple[str, ...], found: list[Document], why: str, library: Store) -> None:
    answer = find(library, *said)
    assert list(answer.documents) == found, why
    assert (answer.total, answer.next) == (len(found), None)


HOSTILE = [
    '"',
    '18"',
    "nq OR kl",
    "NOT nq",
    "nq*",
    "text:nq",
    "(nq",
    "NEAR(nq kl)",
    "nq\x00",
    "'; DROP TABLE node; --",
    "^nq",
    "ñ" * 999,
]


@pytest.mark.parametrize("word", HOSTILE)
def test_a_word_is_never_syntax(word: str, library: Store) -> None:
    kept = "".join(w for w in words(word))
    expected = [d for d in IN_ORDER if kept and any(w.startswith(kept) for w in search_text(d).split())]
    assert list(find(library, fold(word)).documents) == expected


FILTERS: list[tuple[Filters, list[Document], str]] = [
    (Filters(kind="plan"), [PLAN, DRAFT], "plans"),
    (Filters(type="NQ", term="XII"), [APPARATUS], "two at once"),
    (Filters(body="bch-tw"), [APPARATUS], "issued by"),
    (Filters(place="kon-tum", level="province"), [PLAN], "place and level"),
    (Filters(system="state"), [DECREE], "system"),
    (Filters(status="draft"), [DRAFT], "status"),
    (
        Filters(since="2022-06-16", until="2024-11-24"),
        [CONCLUSION, LAW, LAND],
        "both days included; a year is its start",
    ),
    (Filters(until="2019-01-02"), [LONGER, APPARATUS], "an unknown date is in no period"),
    (Filters(since="2030-01-01"), [], "later than anything"),
    (Filters(type=""), [], "an empty string is no document's type"),
    (Filters(place="' OR ''='"), [], "a quote is no syntax"),
]


@pytest.mark.parametrize(("filters", "found", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(filters: Filters, found: list[Document], why: str, library: Store) -> None:
    assert list(find(library, filters=filters).documents) == found, why
    narrowed = [d for d in found if "nq" in search_text(d).split()]
    assert list(find(library, "nq", filters=filters).documents) == narrowed, "words and filters both hold"


FACETS: list[tuple[tuple[str, ...], Facet, dict[str | None, int], str]] = [
    ((), "type", {"NQ": 3, "KH": 1, "KL": 1, "NĐ": 1, "ĐA": 1, None: 1}, "by count, then value, unknown last"),
    ((), "kind", {"directive": 6, "plan": 2}, "tasks are no documents"),
    (("nq",), "term", {"XII": 1, "XIII": 1, None: 1}, "of what the words find"),
    (("khong",), "type", {}, "of nothing"),
]


@pytest.mark.parametrize(("said", "facet", "counts", "why"), FACETS, ids=[row[3] for row in FACETS])
def test_facets(said: tuple[str, ...], facet: Facet, counts: dict[str | None, int], why: str, library: Store) -> None:
    with library.read() as graph:
        found = graph.find(said, Filters(), limit=1, facets=(facet,))
    assert list(found.facets[facet].items()) == list(counts.items()), why
    assert found.total is None, "counted only when asked"


def test_counts_are_of_the_whole_not_of_the_page(library: Store) -> None:
    with library.read() as graph:
        first = graph.find((), Filters(), limit=3, total=True, facets=("kind",))
        second = graph.find((), Filters(), limit=3, after=first.next, total=True, facets=("kind",))
    assert (second.total, second.facets) == (first.total, first.facets) == (8, {"kind": {"directive": 6, "plan": 2}})


def test_no_limit_of_documents_still_counts(library: Store) -> None:
    assert find(library, "nq", limit=0) == Found((), None, 3, {})


@given(
    dates=st.lists(st.none() | st.sampled_from(["2017-10-25", "2018", "2018-01-01", "2022-06-16"]), max_size=12),
    size=st.integers(1, 5),
    said=st.sampled_from([(), ("ke", "hoach"), ("so", "1")]),
)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=30)
def test_pages_add_up_to_the_list(
    dates: list[str | None], size: int, said: tuple[str, ...], new_store: NewStore
) -> None:
    store = new_store()
    documents = [document(f"d{n}", date=date, title=f"Kế hoạch số {n}") for n, date in enumerate(dates)]
    put(store, *documents)
    dated = sorted((d for d in documents if d.date), key=lambda d: d.id)
    dated.sort(key=lambda d: d.date or "", reverse=True)
    ordered = [*dated, *sorted((d for d in documents if not d.date), key=lambda d: d.id)]
    expected = [d for d in ordered if all(any(t.startswith(w) for t in search_text(d).split()) for w in said)]

    page = find(store, *said, limit=size)
    met = list(page.documents)
    while page.next is not None and len(met) <= len(documents):
        assert len(page.documents) == size
        page = find(store, *said, limit=size, after=page.next)
        met += page.documents
    assert met == expected


def test_a_page_goes_on_though_its_last_document_went(library: Store) -> None:
    first = find(library, limit=2)
    library.update(lambda change: change.drop(Document, [(CONCLUSION.id,)]))
    assert find(library, limit=2, after=first.next).documents == (LAW, LAND)


@pytest.mark.parametrize(
    "cursor", ["", "?", "bm9uZQ", "W10", "WzEsMl0", "WyJhIl0", "x" * 5_000, "ế", cursor_after(LAW) + "!"]
)
def test_a_foreign_cursor(cursor: str, library: Store) -> None:
    with pytest.raises(InvalidQuestion, match="cursor"):
        find(library, after=cursor)


AFTERWARDS = [
    ("a title changed: found by the new words", document("x", title="Tinh gọn biên chế"), "bien", True),
    ("and by the old ones no more", document("x", title="Tinh gọn biên chế"), "sap", False),
    ("a change that no word shows", document("x", title="Sắp xếp bộ máy", sources=7), "sap", True),
]


@pytest.mark.parametrize(("why", "now", "word", "there"), AFTERWARDS, ids=[row[0] for row in AFTERWARDS])
def test_the_index_follows(why: str, now: Document, word: str, there: bool, store: Store) -> None:
    put(store, document("x", title="Sắp xếp bộ máy"))
    put(store, now)
    assert find(store, word).documents == ((now,) if there else ()), why


def test_what_was_dropped_is_found_no_more(store: Store) -> None:
    put(store, document("x", title="Sắp xếp"), document("y", title="Sắp xếp"))
    store.update(lambda change: change.drop(Document, [("x",)]))
    put(store, document("z", title="Tinh gọn"))
    assert [d.id for d in find(store, "sap").documents] == ["y"]
    put(store, document("x", title="Sắp xếp"))
    assert [d.id for d in find(store, "sap").documents] == ["x", "y"]


SPELLINGS = ["18-NQ/TW", "09-KL/BCĐ", "178/2024/NĐ-CP", "6383/BNV-TCBC", "98/2023/QH15", "30a/2008/NQ-CP"]


@pytest.mark.parametrize(("symbol", "sign"), list(product(SPELLINGS, ["", "-", "/", " "])))
def test_a_symbol_is_found_in_any_spelling(symbol: str, sign: str) -> None:
    typed = sign.join(words(symbol)).split(" ")
    text = search_text(document("x", symbol=symbol, number=symbol.split("-")[0].split("/")[0])).split()
    assert all("".join(words(word)) in text for word in typed)
