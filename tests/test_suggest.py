"""Type-ahead: what people type letter by letter, and what is offered."""

from __future__ import annotations

import httpx
import pytest

from graph_schema.errors import InvalidQuestion
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary
from queries.suggest import SuggestAnswer, readings, suggest
from tests.small_graph import APPARATUS, CONCLUSION, HUB, KON_TUM, LAND, UNNUMBERED

pytest_plugins = ("tests.graphs",)

API = "/api/v1"

READINGS = [
    ("18-nq", [("18nq",), ("18", "nq")], "a symbol begun"),
    ("18-NQ/T", [("18nqt",), ("18", "nq", "t")], "as far as its organ"),
    ("nq 18", [("nq18",), ("nq", "18")], "type and number"),
    ("NQ18", [("nq18",)], "run together"),
    ("nghi quyet 18", [("nq18",), ("nghi", "quyet", "18")], "the type's words"),
    ("Nghị quyết số 18", [("nq18",), ("nghi", "quyet", "so", "18")], "with số, and diacritics"),
    ("nghị quyết 18-nq/tw", [("18nqtw",), ("nghi", "quyet", "18", "nq", "tw")], "a symbol holds its own type"),
    ("18 nq tw", [("18nqtw",), ("18", "nq", "tw")], "in pieces"),
    ("18 -NQ/TW 2017", [("18nqtw", "2017"), ("18", "nq", "tw", "2017")], "damaged, with a year"),
    ("178/2024/nd-cp", [("1782024ndcp",), ("178", "2024", "nd", "cp")], "a year inside"),
    ("kh 43 kon tum", [("kh43", "kon", "tum"), ("kh", "43", "kon", "tum")], "and a place"),
    ("to chuc bo m", [("to", "chuc", "bo", "m")], "words of a title"),
    ("18", [("18",)], "a number"),
    ("nghi q", [("nghi", "q")], "a type begun"),
    ("---", [], "nothing that is indexed"),
]


@pytest.mark.parametrize(("text", "found", "why"), READINGS, ids=[row[2] for row in READINGS])
def test_how_a_beginning_is_read(text: str, found: list[tuple[str, ...]], why: str, v: Vocabulary) -> None:
    assert list(readings(text, v)) == found, why


def asked_for(store: Store, v: Vocabulary, prefix: str, limit: int | None = None) -> SuggestAnswer:
    with store.read() as graph:
        return suggest(graph, prefix, v, limit=limit)


FIRST = [
    ("18-nq", [LAND, APPARATUS], "the newest of those that fit"),
    ("nq 18", [LAND, APPARATUS], "in any spelling"),
    ("nghi quyet 18", [LAND, APPARATUS], "in words"),
    ("nghị quyết 18-NQ/TW", [LAND, APPARATUS], "in full"),
    ("nq 18 to ch", [APPARATUS], "with words of the title"),
    ("nq 1", [LAND, APPARATUS, HUB], "a number begun"),
    ("to chuc bo m", [APPARATUS], "a title alone"),
    ("tổ chức bộ má", [APPARATUS], "with diacritics"),
    ("kl 21", [CONCLUSION], "another type"),
    ("43-kh/tu kon", [KON_TUM], "a place begun"),
    ("ke hoach sap x", [UNNUMBERED], "a plan without a number"),
    ("99-nq", [], "nothing has it"),
    ("---", [], "nothing that could be found"),
]


@pytest.mark.parametrize(("prefix", "first", "why"), FIRST, ids=[row[0] for row in FIRST])
def test_what_is_offered(prefix: str, first: list[str], why: str, small: Store, v: Vocabulary) -> None:
    found = [s.id for s in asked_for(small, v, prefix).items]
    assert found[: len(first)] == first, why
    assert first or not found, why


def test_whole_words_come_first(small: Store, v: Vocabulary) -> None:
    found = [(s.id, s.match) for s in asked_for(small, v, "nq1").items]
    assert found == [(LAND, "begun"), (APPARATUS, "begun"), (HUB, "begun")], "there is no resolution 1"
    matches = [s.match for s in asked_for(small, v, "tinh 1", limit=50).items]
    assert matches == sorted(matches, reverse=True)
    assert {*matches} == {"whole", "begun"}, "the committee of province 1, then those of 10 to 19"


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_each_document_is_offered_once(limit: int, small: Store, v: Vocabulary) -> None:
    ids = [s.id for s in asked_for(small, v, "nq 1", limit=limit).items]
    assert len(ids) == len(set(ids)) == min(limit, 3)


@pytest.mark.parametrize(
    ("prefix", "limit"), [("", None), ("  ", None), ("x" * 501, None), ("nq", 0), ("nq", 51)], ids=str
)
def test_beyond_the_limits(prefix: str, limit: int | None, small: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion):
        asked_for(small, v, prefix, limit)


def test_every_beginning_of_a_symbol_leads_to_it(bundled: Store, v: Vocabulary) -> None:
    for n in range(len("18-n"), len("18-NQ/TW") + 1):
        found = [s.id for s in asked_for(bundled, v, "18-NQ/TW"[:n], limit=50).items]
        assert "18-nq-tw.xii" in found, "18-NQ/TW"[:n]


def test_over_http(asked: httpx.Client) -> None:
    answer = asked.get(f"{API}/suggest", params={"prefix": "18-nq", "limit": 1})
    (item,) = answer.json()["items"]
    assert (item["symbol"], item["type_name"]) == ("18-NQ/TW", "Nghị quyết")
    english = asked.get(f"{API}/suggest", params={"prefix": "18-nq"}, headers={"accept-language": "en"})
    assert english.json()["items"][0]["type_name"] == "Resolution"
