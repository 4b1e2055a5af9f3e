"""Suggesting documents: which words are whole and which are begun, and an order that is every engine's."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.model import Document
from graph_schema.searching import RANK_BITS, rank, search_text
from graph_schema.store.base import Store
from tests.contract.records import NewStore, document, put

NEWER = document("b", title="Sắp xếp bộ máy", level="central", date="2022-06-16")
OLDER = document("a", title="Sắp xếp bộ máy", level="central", date="2017-10-25")
SAME_DAY = document("c", title="Sắp xếp tổ chức", level="central", date="2017-10-25")
A_YEAR = document("d", title="Sắp xếp", level="central", date="2017")
UNDATED = document("e", title="Sắp xếp", level="central")
MINISTRY = document("f", title="Sắp xếp", level="ministry", date="2024-01-01")
PROVINCE = document("g", title="Sắp xếp", level="province", date="2025-01-01")
LEVELLESS = document("h", title="Sắp xếp", date="2025-05-01")
IN_ORDER = [NEWER, OLDER, SAME_DAY, A_YEAR, UNDATED, MINISTRY, PROVINCE, LEVELLESS]


@pytest.fixture
def library(store: Store) -> Store:
    put(store, *reversed(IN_ORDER))
    return store


def suggest(store: Store, *words: str, whole: bool = False, limit: int = 50) -> list[Document]:
    with store.read() as graph:
        return list(graph.suggest(words, whole=whole, limit=limit))


ASKED = [
    (("sap",), False, IN_ORDER, "by level, then the newest, then by id; what is unknown comes last"),
    (("sa",), False, IN_ORDER, "a beginning"),
    (("sa",), True, [], "which is no whole word"),
    (("sap",), True, IN_ORDER, "this one is"),
    (("sap", "bo"), False, [NEWER, OLDER], "every word counts"),
    (("bo", "sap"), False, [NEWER, OLDER], "in any order"),
    (("sa", "bo"), False, [], "only the last one may be begun"),
    (("to", "ch"), False, [SAME_DAY], "as the last one is here"),
    (("2025",), False, [PROVINCE, LEVELLESS], "a year"),
    (("khong",), False, [], "nothing has it"),
    ((), False, [], "no words find nothing"),
    (("*",), False, [], "a sign is no word"),
    (("sap", '"'), False, [], "and no syntax"),
]


@pytest.mark.parametrize(("words", "whole", "found", "why"), ASKED, ids=[row[3] for row in ASKED])
def test_words(words: tuple[str, ...], whole: bool, found: list[Document], why: str, library: Store) -> None:
    assert suggest(library, *words, whole=whole) == found, why


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 8, 9])
def test_a_limit_cuts_the_end_off(limit: int, library: Store) -> None:
    assert suggest(library, "sap", limit=limit) == IN_ORDER[:limit]


def test_a_tie_longer_than_the_limit(store: Store) -> None:
    """Ids order what one level and day hold, also where the engine would hand over another order."""
    documents = [document(f"d{n:03}", title="Sắp xếp", level="province") for n in range(90)]
    put(store, *reversed(documents))
    assert suggest(store, "sap", limit=5) == documents[:5]


MOVES = [
    ("another date", document("a", title="Sắp xếp bộ máy", level="central", date="2030-01-01"), 0),
    ("another level", document("a", title="Sắp xếp bộ máy", level="commune", date="2017-10-25"), 6),
    ("another title", document("a", title="Tinh gọn", level="central", date="2017-10-25"), None),
    ("what no order shows", document("a", title="Sắp xếp bộ máy", level="central", date="2017-10-25", sources=9), 1),
]


@pytest.mark.parametrize(("why", "now", "at"), MOVES, ids=[row[0] for row in MOVES])
def test_the_index_follows(why: str, now: Document, at: int | None, library: Store) -> None:
    put(library, now)
    found = suggest(library, "sap")
    assert len(found) == len({d.id for d in found}), "once each"
    assert (found.index(now) if at is not None else now in found) == (at if at is not None else False), why
    library.update(lambda change: change.drop(Document, [(now.id,)]))
    assert suggest(library, "sap") == [d for d in IN_ORDER if d.id != now.id]


RANKS = [
    (
        document("x", level="central", date="2026-12-31"),
        document("x", level="state-central", date="2030-01-01"),
        "level",
    ),
    (document("x", date="2018-01-01"), document("x", date="2018"), "a day of a year before the bare year"),
    (document("x", date="1930-02-03"), document("x"), "any date before none"),
    (document("x", date="1930"), document("x", date="thế kỷ trước"), "and before what is no date"),
    (document("x", level="commune"), document("x", level="hamlet"), "a level nobody knows comes last"),
]


@pytest.mark.parametrize(("first", "second", "why"), RANKS, ids=[row[2] for row in RANKS])
def test_ranks(first: Document, second: Document, why: str) -> None:
    assert 0 <= rank(first) < rank(second) < 1 << RANK_BITS, why


@given(
    documents=st.lists(
        st.tuples(
            st.sampled_from(["central", "ministry", "commune", None]),
            st.sampled_from(["2017-10-25", "2017", "2022-06-16", None]),
            st.sampled_from(["Kế hoạch", "Kết luận", "Hoạch định"]),
        ),
        max_size=14,
    ),
    words=st.sampled_from([("ke",), ("ke", "ho"), ("hoach",), ("k",), ("luan", "ket")]),
    whole=st.booleans(),
    limit=st.integers(1, 6),
)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_library(
    documents: list[tuple[str | None, str | None, str]],
    words: tuple[str, ...],
    whole: bool,
    limit: int,
    new_store: NewStore,
) -> None:
    store = new_store()
    held = [document(f"d{n}", level=lv, date=day, title=t) for n, (lv, day, t) in enumerate(documents)]
    put(store, *held)

    def fits(d: Document) -> bool:
        said = search_text(d).split()
        return all(w in said for w in words[:-1]) and any(
            s == words[-1] if whole else s.startswith(words[-1]) for s in said
        )

    expected = sorted((d for d in held if fits(d)), key=lambda d: (rank(d), d.id))
    assert suggest(store, *words, whole=whole, limit=limit) == expected[:limit]
