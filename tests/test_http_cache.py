"""Answers that are still good are not made again; which language they speak; what browsers may see of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.model import Document
from graph_schema.store import open_store
from graph_schema.store.asking import ask
from graph_schema.store.base import Change, Graph, Store
from graph_schema.store.dump import dump, restore
from service.caching import Asking, Tags, Unchanged
from service.language import language_of
from service.settings import Settings
from tests.served import served
from tests.small_graph import APPARATUS, GONE, small_graph

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
IMPLEMENTERS = f"{API}/directives/{APPARATUS}/implementers"
TAGGED = [
    f"{API}/search?q=nq",
    f"{API}/search?q=nq&format=csv",
    f"{API}/resolve?q=18-NQ/TW 2017",
    f"{API}/suggest?prefix=nq",
    f"{API}/schema",
    f"{API}/stats",
    f"{API}/changes",
    f"{API}/directives?ids={APPARATUS}",
    f"{API}/directives/{APPARATUS}",
    f"{API}/directives/{APPARATUS}/relations",
    IMPLEMENTERS,
    f"{API}/directives/{APPARATUS}/lineage?format=graphml",
    f"{API}/directives/{APPARATUS}/impact",
    f"{API}/directives/{APPARATUS}/diagram",
    f"{API}/nodes/{APPARATUS}/expand",
    f"{API}/relations/e-949/evidence",
]


@pytest.mark.parametrize("address", TAGGED)
def test_who_holds_the_answer_gets_none(address: str, asked: httpx.Client) -> None:
    first = asked.get(address)
    assert (first.status_code, first.headers["cache-control"]) == (200, "no-cache")
    again = asked.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert "x-request-id" in again.headers


def test_nothing_is_traversed_for_it(small: Store) -> None:
    tags = Tags("maker")

    def never(graph: Graph) -> NoReturn:
        raise AssertionError("asked after all")

    with small.read() as graph:
        tag = tags.of(graph, "question")
    asking = Asking("question", frozenset({tag}), tags, {})
    with pytest.raises(Unchanged):
        ask(small, lambda graph: asking.answer(graph, never))
    with pytest.raises(AssertionError, match="asked after all"):
        ask(small, lambda graph: Asking("another", frozenset({tag}), tags, {}).answer(graph, never))


HELD = [
    ("{tag}", 304, "the tag"),
    ("W/{tag}", 304, "weakened on the way"),
    ('"other", {tag}', 304, "among others"),
    ("*", 200, "anything at all: that is for those who write"),
    ('"other"', 200, "another"),
    ("", 200, "nothing"),
    ("{tag}x", 200, "nearly"),
    (", ,,", 200, "no tag at all"),
    (", ".join(f'"{n}"' for n in range(500)), 200, "a great many"),
]


@pytest.mark.parametrize(("said", "status", "why"), HELD, ids=[row[2] for row in HELD])
def test_if_none_match(said: str, status: int, why: str, asked: httpx.Client) -> None:
    tag = asked.get(IMPLEMENTERS).headers["etag"]
    assert asked.get(IMPLEMENTERS, headers={"if-none-match": said.format(tag=tag)}).status_code == status, why


SAME = [
    (f"{IMPLEMENTERS}?depth=2&stated=true", f"{IMPLEMENTERS}?stated=true&depth=2", True, "the order of parameters"),
    (f"{API}/search?q=t%E1%BB%95", f"{API}/search?q=tổ", True, "how a letter is written in an address"),
    (f"{IMPLEMENTERS}?depth=2", f"{IMPLEMENTERS}?depth=3", False, "another question"),
    (IMPLEMENTERS, f"{IMPLEMENTERS}?format=csv", False, "another form"),
    (f"{API}/directives/{APPARATUS}/impact", f"{API}/directives/{APPARATUS}/diagram", False, "another address"),
]


@pytest.mark.parametrize(("one", "other", "same", "why"), SAME, ids=[row[3] for row in SAME])
def test_a_tag_names_a_question(one: str, other: str, same: bool, why: str, asked: httpx.Client) -> None:
    assert (asked.get(one).headers["etag"] == asked.get(other).headers["etag"]) is same, why


UNTAGGED = [
    ("GET", f"{API}/directives/{APPARATUS}/lineage?fanout=1", 200, "an answer that was cut"),
    ("GET", f"{API}/resolve?q=NQ 18-NQ/TW", 300, "several"),
    ("GET", f"{API}/directives/18-nq-tw.2017", 308, "an older id may come to mean another"),
    ("GET", f"{API}/directives/{GONE}", 410, "what went may come back"),
    ("GET", f"{API}/directives/nothing", 404, "and what is not there may come"),
    ("GET", f"{API}/search?limit=x", 422, "a mistake"),
    ("POST", f"{API}/resolve:batch", 200, "what was sent in a body"),
    ("GET", "/healthz", 200, "health"),
    ("GET", "/readyz", 200, "and more of it"),
    ("GET", "/metrics", 200, "figures"),
]


@pytest.mark.parametrize(("method", "address", "status", "why"), UNTAGGED, ids=[row[3] for row in UNTAGGED])
def test_what_is_never_kept(method: str, address: str, status: int, why: str, asked: httpx.Client) -> None:
    body = {"items": ["18-NQ/TW 2017"]} if method == "POST" else None
    answer = asked.request(method, address, json=body, headers={"if-none-match": "*"} if status != 200 else {})
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store", why
    assert "etag" not in answer.headers


# ------------------------------------------------------------------ when the graph changes


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Store]:
    store = small_graph(tmp_path / "graph.sqlite")
    yield store
    store.close()


def add(change: Change) -> None:
    change.put([Document("new", "plan", "KH|7", symbol="7-KH/TU")])
    change.note("load", "one more")


def test_a_change_of_the_graph_changes_every_tag(changing: Store) -> None:
    with served(changing) as client:
        before = {address: client.get(address).headers["etag"] for address in TAGGED}
        changing.update(add)
        for address, tag in before.items():
            answer = client.get(address, headers={"if-none-match": tag})
            assert answer.status_code == (304 if address.endswith("/schema") else 200), address


def test_two_graphs_of_one_version_are_not_taken_for_each_other(tmp_path: Path) -> None:
    tags = []
    for name in ("one", "two"):
        store = small_graph(tmp_path / f"{name}.sqlite")
        with served(store) as client:
            tags.append(client.get(IMPLEMENTERS).headers["etag"])
        store.close()
    assert tags[0] != tags[1]


def test_a_graph_that_was_moved_keeps_its_tags(changing: Store, tmp_path: Path) -> None:
    copy = open_store(str(tmp_path / "copy.sqlite"))
    with changing.read() as graph:
        restore(copy, dump(graph))
    with served(changing) as here, served(copy) as there:
        assert here.get(IMPLEMENTERS).headers["etag"] == there.get(IMPLEMENTERS).headers["etag"]
    copy.close()


# ------------------------------------------------------------------ languages

ACCEPTED = [
    (None, None, "nothing said"),
    ("", None, "nothing"),
    ("vi", "vi", "Vietnamese"),
    ("en-US,en;q=0.9", "en", "a browser"),
    ("vi-VN,vi;q=0.9,en-US;q=0.8", "vi", "another"),
    ("fr, en;q=0.5, vi;q=0.7", "vi", "the better liked of ours"),
    ("en, vi", "en", "of two liked equally the first"),
    ("fr, de", None, "none of ours"),
    ("en;q=0", None, "refused"),
    ("en;q=0, vi;q=0.1", "vi", "what is left"),
    ("en;q=x, vi;q=0.1", "vi", "a quality nobody can read"),
    ("*", None, "any"),
    ("," * 5000 + "en", None, "an endless one is not read to its end"),
]


@pytest.mark.parametrize(("said", "language", "why"), ACCEPTED, ids=[row[2] for row in ACCEPTED])
def test_languages(said: str | None, language: str | None, why: str) -> None:
    assert language_of(said) == language, why


@given(st.text(alphabet="vien,;=q.019 -*"))
def test_any_header_is_read(said: str) -> None:
    assert language_of(said) in (None, "vi", "en")


def test_labels_in_both_languages(asked: httpx.Client) -> None:
    def labels(language: str | None) -> tuple[dict[str, str], Any]:
        headers = {"accept-language": language} if language else {}
        answer = asked.get(IMPLEMENTERS, headers=headers)
        assert "Accept-Language" in answer.headers["vary"]
        return {c["value"]: c["label"] for c in answer.json()["facets"]["level"]}, answer.headers["etag"]

    vietnamese, english, unsaid = labels("vi"), labels("en"), labels(None)
    assert vietnamese[0]["ministry"] == "Bộ, ngành"
    assert english[0]["ministry"] == "Ministry"
    assert unsaid == vietnamese, "labels are Vietnamese unless somebody says otherwise"
    assert english[1] != vietnamese[1]


def test_problems_in_both_languages(asked: httpx.Client) -> None:
    address = f"{API}/directives/nothing"
    titles = [
        asked.get(address, headers=h).json()["title"]
        for h in ({}, {"accept-language": "vi"}, {"accept-language": "en"})
    ]
    assert titles == ["Nothing has this id", "Không có gì mang mã này", "Nothing has this id"]


# ------------------------------------------------------------------ HEAD and other origins


@pytest.mark.parametrize(
    "address", [IMPLEMENTERS, f"{API}/search?q=nq&format=xlsx", "/healthz", "/", f"{API}/directives/nothing"]
)
def test_head_is_get_without_a_body(address: str, asked: httpx.Client) -> None:
    head, get = asked.head(address), asked.get(address)
    told = {"content-length", "content-type", "etag", "cache-control", "vary", "content-disposition"}
    if get.status_code == 200:  # a problem bears its request's id
        assert {k: x for k, x in head.headers.items() if k in told} == {
            k: x for k, x in get.headers.items() if k in told
        }
    assert (head.status_code, head.content) == (get.status_code, b"")
    tag = get.headers.get("etag", '"none"')
    assert (
        asked.head(address, headers={"if-none-match": tag}).status_code
        == asked.get(address, headers={"if-none-match": tag}).status_code
    )


def test_head_of_what_only_takes_post(asked: httpx.Client) -> None:
    assert asked.head(f"{API}/resolve:batch").status_code == 405


def test_other_origins_see_the_tag(small: Store) -> None:
    origin = {"origin": "https://example.vn"}
    with served(small, Settings(cors_origins=("https://example.vn",))) as client:
        answer = client.get(IMPLEMENTERS, headers=origin)
        shown = answer.headers["access-control-expose-headers"].lower()
        assert {"etag", "retry-after", "content-disposition", "x-request-id"} <= {n.strip() for n in shown.split(",")}
        assert {"Origin", "Accept-Language"} <= {n.strip() for n in answer.headers["vary"].split(",")}
        again = client.get(IMPLEMENTERS, headers=origin | {"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "https://example.vn")
        asks = {"access-control-request-method": "GET", "access-control-request-headers": "if-none-match"}
        assert client.options(IMPLEMENTERS, headers=origin | asks).status_code == 200


def test_the_tag_is_of_this_program(small: Store) -> None:
    with small.read() as graph:
        assert Tags("one").of(graph, "q") != Tags("two").of(graph, "q")


def test_a_file_that_was_replaced_is_no_longer_asked(changing: Store, tmp_path: Path) -> None:
    """Whoever swaps the file has to start again: until then readiness says so."""
    with served(changing) as client:
        assert client.get("/readyz").status_code == 200
        os.replace(tmp_path / "graph.sqlite", tmp_path / "gone.sqlite")
        assert client.get("/readyz").status_code == 503
