"""Words to documents: one, several with what tells them apart, or none with the nearest."""

from __future__ import annotations

import pytest

from graph_schema.errors import AmbiguousSymbol, GoneId, InvalidQuestion, MovedId, UnknownId, UnknownSymbol
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary
from queries.limits import MAX_WORDS
from queries.locate import document_of, meant, node_of
from queries.parameters import Parameters
from queries.resolve import BEST_RULE, ResolveAnswer, resolve
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, DONG_NAI, GONE, HUB, KON_TUM, LAND, TASK

pytest_plugins = ("tests.graphs",)

NONE = Parameters()
ONE = [
    # words, parameters, the document, doubts, why
    ("nghi quyet 18 to chuc bo may", NONE, APPARATUS, (), "the title words are its own, the other's title has none"),
    ("18 -NQ/TW 2017", NONE, APPARATUS, (), "the year"),
    ("18-NQ/TW khóa XII", NONE, APPARATUS, (), "the term"),
    ("18-NQ/TW ngày 25/10/2017", NONE, APPARATUS, (), "the day"),
    ("18-NQ/TW ngày 15/10/2017", NONE, APPARATUS, (), "a day that some source states"),
    (
        "18-NQ/TW ngày 20/10/2017",
        NONE,
        APPARATUS,
        ("date",),
        "of that term there is one 18-NQ/TW: the day is wrong, and doubted",
    ),
    ("NQ 18-NQ/TW", Parameters(year=2022), LAND, (), "a parameter is as good as a word"),
    ("NQ 18-NQ/TW", Parameters(term="XIII"), LAND, (), "the same of a term"),
    ("18", Parameters(type="NQ", date="2022-06-16"), LAND, (), "and of type and date"),
    ("43-KH/TU Kon Tum", NONE, KON_TUM, (), "the place"),
    ("kế hoạch 43 của tỉnh ủy kon tum", NONE, KON_TUM, (), "the place behind the issuer"),
    ("43-KH/TU", Parameters(place="Đồng Nai"), DONG_NAI, (), "the place as a parameter"),
    ("19-NQ/TW", NONE, HUB, (), "the only one that fits is the answer to a person's question"),
    ("19-NQ/TW về đất đai và biển đảo", NONE, HUB, ("title",), "still the only one, but its title says otherwise"),
    ("19-NQ/TW công lập", NONE, HUB, (), "two syllables that its title has: nothing to doubt"),
    ("sắp xếp tổ chức bộ máy hệ thống chính trị", NONE, APPARATUS, (), "free words"),
    ("tìm các văn bản về sắp xếp bộ máy và tổ chức của hệ thống", NONE, APPARATUS, (), "as people ask, in any order"),
    ("kết luận 2021", NONE, CONCLUSION, (), "no number at all: a type and a year"),
    ("quyết định của Bộ Tư pháp", NONE, DECISION, (), "a type and a body"),
    (APPARATUS, NONE, APPARATUS, (), "an id"),
]


@pytest.mark.parametrize(("words", "parameters", "document", "doubts", "why"), ONE, ids=[f"{r[0]} {r[4]}" for r in ONE])
def test_one(
    words: str, parameters: Parameters, document: str, doubts: tuple[str, ...], why: str, small: Store, v: Vocabulary
) -> None:
    answer = ask(small, words, v, parameters)
    assert answer.match is not None, why
    assert (answer.outcome, answer.match.id, answer.doubts) == ("one", document, doubts), why
    assert answer.candidates[0].document.id == document
    assert not answer.auto_resolved


SEVERAL = [
    ("NQ 18-NQ/TW", {APPARATUS, LAND}, {"date", "term", "title"}, "one symbol, two terms"),
    ("nghi quyet 18", {APPARATUS, LAND}, {"date", "term", "title"}, "the short form"),
    ("văn bản nào thực hiện NQ 18-NQ/TW", {APPARATUS, LAND}, {"date", "term", "title"}, "a question about it"),
    ("43-KH/TU", {KON_TUM, DONG_NAI}, {"date", "place", "issuer"}, "one symbol, two provinces"),
    ("Nghị quyết Trung ương 6 khóa XII", {APPARATUS, HUB}, {"title"}, "a plenum issues several: those known here"),
]


@pytest.mark.parametrize(("words", "documents", "fields", "why"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_several(words: str, documents: set[str], fields: set[str], why: str, small: Store, v: Vocabulary) -> None:
    answer = ask(small, words, v)
    assert answer.outcome == "several", why
    assert answer.match is None
    assert {c.document.id for c in answer.candidates} == documents
    assert {h.field for h in answer.hints} == fields, "what tells them apart, and nothing that does not"
    assert answer.total == len(documents)


NOTHING = [
    ("18-CT/TW", APPARATUS, "another type", "the same number of another type"),
    ("18-NQ/TW 2019", APPARATUS, "another year", "neither is of that year"),
    ("43-KH/TU Lào Cai", KON_TUM, "another place", "the two that exist are elsewhere"),
    ("tổ chức bộ máy ở Sao Hỏa", APPARATUS, "holds to chuc bo may", "some of the words are found"),
    ("77-NQ/TW", None, None, "nothing has that number"),
]


@pytest.mark.parametrize(("words", "nearest", "reason", "why"), NOTHING, ids=[row[0] for row in NOTHING])
def test_none(words: str, nearest: str | None, reason: str | None, why: str, small: Store, v: Vocabulary) -> None:
    answer = ask(small, words, v)
    assert (answer.outcome, answer.match, answer.candidates) == ("none", None, ()), why
    first = next(iter(answer.nearest), None)
    assert (first and first.document.id, first and first.why[0]) == (nearest, reason)


def test_best_picks_by_the_stated_rule_and_says_so(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = resolve(graph, "NQ 18-NQ/TW", v, best=True)
    assert answer.match is not None
    assert (answer.match.id, answer.auto_resolved) == (APPARATUS, True), "more sources speak of it"
    assert BEST_RULE in answer.why
    assert len(answer.candidates) == 2
    assert answer.hints


def test_free_words_rank_by_standing_together(bundled: Store, v: Vocabulary) -> None:
    first, *_, last = ask(bundled, "chuyển đổi số", v).candidates
    assert "chuyển đổi số" in (first.document.title or "")
    assert first.score > last.score


def test_the_words_that_ask_come_back(small: Store, v: Vocabulary) -> None:
    assert ask(small, "văn bản nào thực hiện 18-NQ/TW khóa XII", v).asked == "implementers"


@pytest.mark.parametrize("words", ["", "   ", "x" * (MAX_WORDS + 1)])
def test_an_empty_or_endless_question_is_refused(words: str, small: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion):
        ask(small, words, v)


def test_every_candidate_has_a_score_between_0_and_1_best_first(small: Store, v: Vocabulary) -> None:
    scores = [c.score for c in ask(small, "nghị quyết 18 về quản lý đất 2017", v).candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for s in scores)


# ------------------------------------------------------------------ ids


def test_ids_lead_where_they_lead_now(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        assert node_of(graph, TASK).id == TASK
        with pytest.raises(MovedId) as one:
            node_of(graph, "18-nq-tw.2017")
        with pytest.raises(MovedId) as two:
            node_of(graph, "18-nq-tw")
        with pytest.raises(GoneId):
            node_of(graph, GONE)
        with pytest.raises(UnknownId):
            node_of(graph, "nothing")
        with pytest.raises(UnknownId, match="is a task"):
            document_of(graph, TASK)
        with pytest.raises(UnknownId, match="is a body"):
            document_of(graph, "bo-chinh-tri")
    assert one.value.detail["ids"] == [APPARATUS]
    assert two.value.detail["ids"] == [APPARATUS, LAND]


MEANT = [
    (APPARATUS, APPARATUS, "an id"),
    ("18-nq-tw.2017", APPARATUS, "an older id"),
    ("18-NQ/TW 2017", APPARATUS, "words"),
    (TASK, TASK, "a task's id"),
]


@pytest.mark.parametrize(("words", "id", "why"), MEANT, ids=[row[2] for row in MEANT])
def test_ids_and_words_are_both_understood(words: str, id: str, why: str, small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        assert meant(graph, words, v) == id, why


def test_words_that_mean_no_one_document(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        with pytest.raises(AmbiguousSymbol, match="date, term"):
            meant(graph, "NQ 18-NQ/TW", v)
        with pytest.raises(UnknownSymbol, match="nothing comes close"):
            meant(graph, "77-NQ/TW", v)
        with pytest.raises(GoneId):
            meant(graph, GONE, v)


# ------------------------------------------------------------------ the bundled registry


REGISTRY = [
    ("nghi quyet 18 to chuc bo may", "18-nq-tw.xii", "its title, among all documents numbered 18"),
    ("18 -NQ/TW 2017", "18-nq-tw.xii", "the year"),
    ("18-NQ/TW khóa XII", "18-nq-tw.xii", "the term"),
    ("nghị quyết 18 về đất", None, "two syllables are too little to tell a topic by"),
    ("178/NĐ-CP 2024", "178-nd-cp.2024", "a decree without its printed year"),
    ("57-NQ/TW", "57-nq-tw.xiii", "the only one"),
    ("nq 57 chuyen doi so", "57-nq-tw.xiii", "its subject, whose last word is not the word for a number"),
]


@pytest.mark.parametrize(("words", "id", "why"), REGISTRY, ids=[row[0] for row in REGISTRY])
def test_the_registry(words: str, id: str | None, why: str, bundled: Store, v: Vocabulary) -> None:
    match = ask(bundled, words, v).match
    assert (match.id if match else None) == id, why


def test_the_registry_holds_both_documents_18(bundled: Store, v: Vocabulary) -> None:
    answer = ask(bundled, "NQ 18-NQ/TW", v)
    assert [c.document.id for c in answer.candidates] == ["18-nq-tw.xii", "18-nq-tw.xiii"]
    assert {h.field for h in answer.hints} >= {"date", "term", "title"}


def test_the_registrys_plenum(bundled: Store, v: Vocabulary) -> None:
    answer = ask(bundled, "Nghị quyết Trung ương 6 khóa XII", v)
    assert [c.document.symbol for c in answer.candidates] == ["18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"]


def ask(store: Store, words: str, v: Vocabulary, parameters: Parameters = NONE) -> ResolveAnswer:
    with store.read() as graph:
        return resolve(graph, words, v, parameters)
