"""Every kind of problem, met the way a caller meets it; what no caller can bring about is raised by a route."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from graph_schema import errors
from graph_schema.errors import GraphError
from graph_schema.store import open_store
from graph_schema.store.base import Store
from service import problems, wording
from service.problems import KINDS, handle
from service.requests import RequestScope
from service.settings import Settings
from service.views import Problem
from tests.served import running, served
from tests.small_graph import APPARATUS, GONE, LAND, TASK

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
KEY = "a key for tests"
MET = [
    # method, address, status, code, words the detail holds, why
    ("GET", f"{API}/directives/18-nq-tw", 300, "moved-id", f"{APPARATUS}, {LAND}", "an id that several answer to"),
    ("GET", f"{API}/directives/{GONE}", 410, "gone-id", "graph version 2", "an id that was retracted"),
    ("GET", f"{API}/directives/nothing", 404, "unknown-id", "'nothing'", "an id that never was"),
    ("GET", f"{API}/directives/{TASK}", 404, "unknown-id", "is a task", "an id of something else"),
    ("GET", f"{API}/directives/nothing/lineage", 404, "unknown-id", "'nothing'", "also under a question"),
    ("GET", f"{API}/relations/e-nothing/evidence", 404, "unknown-id", "e-nothing", "a relation"),
    ("GET", f"{API}/tasks/nothing", 404, "unknown-id", "nothing", "a task"),
    ("GET", f"{API}/bodies/nothing", 404, "unknown-id", "nothing", "a body"),
    ("GET", f"{API}/sources/nothing", 404, "unknown-id", "nothing", "a source"),
    ("GET", "/problems/nothing", 404, "unknown-id", "ambiguous-symbol", "a problem: the known ones are listed"),
    ("GET", f"{API}/resolve?q=77-NQ/TW", 404, "unknown-symbol", "77-NQ/TW", "a symbol nothing fits"),
    (
        "GET",
        f"{API}/resolve?q=18-NQ/TW&match=one",
        409,
        "ambiguous-symbol",
        "date, term",
        "several, where one was asked for",
    ),
    ("GET", f"{API}/resolve?q=", 422, "invalid-question", "q is empty", "no words"),
    ("GET", f"{API}/resolve?q={'x' * 501}", 422, "invalid-question", "500", "too many"),
    ("GET", f"{API}/directives/{APPARATUS}/lineage?depth=-1", 422, "invalid-question", "1..20", "below a limit"),
    ("GET", f"{API}/directives/{APPARATUS}/lineage?depth=1000000000", 422, "invalid-question", "depth=20", "above it"),
    (
        "GET",
        f"{API}/directives/{APPARATUS}/lineage?format=crayon",
        422,
        "invalid-question",
        "cytoscape",
        "no such format",
    ),
    (
        "GET",
        f"{API}/directives/{APPARATUS}/implementers?cursor=abc",
        422,
        "invalid-question",
        "cursor",
        "a foreign cursor",
    ),
    ("GET", f"{API}/search?cursor=abc", 422, "invalid-question", "cursor", "there too"),
    ("GET", f"{API}/search?kind=poem", 422, "invalid-question", "directive, plan", "what is allowed is listed"),
    ("GET", f"{API}/resolve", 422, "validation", "q: Field required", "a parameter that must be there"),
    (
        "GET",
        f"{API}/resolve?q=a&color=red",
        422,
        "validation",
        "color: is not a parameter",
        "an unknown one is never ignored",
    ),
    ("GET", f"{API}/stats?verbose=1", 422, "validation", "verbose", "not even where none is taken"),
    ("GET", "/healthz?x=1", 422, "validation", "x", "nor there"),
    ("GET", f"{API}/directives/{APPARATUS}/impact?depth=deep", 422, "validation", "depth", "a word for a number"),
    ("GET", f"{API}/nothing", 404, "not-found", "/api/v1/nothing", "an address that is not served"),
    ("GET", "/explorer/../settings.py", 404, "not-found", "settings.py", "files outside are no addresses"),
    ("DELETE", f"{API}/stats", 405, "method-not-allowed", "DELETE", "a method that is not taken"),
    ("POST", f"{API}/sources", 403, "writes-off", "directive-graph keys make", "writing without a key being set"),
    ("POST", f"{API}/sources/x:retract", 403, "writes-off", "directive-graph keys make", "retracting too"),
    ("POST", f"{API}/rebuild", 403, "writes-off", "directive-graph keys make", "rebuilding too"),
]


@pytest.mark.parametrize(
    ("method", "address", "status", "code", "words", "why"), MET, ids=[f"{r[0]} {r[1][:70]} {r[5]}" for r in MET]
)
def test_a_problem_says_what_where_and_what_next(
    method: str, address: str, status: int, code: str, words: str, why: str, asked: httpx.Client
) -> None:
    check(asked.request(method, address), status, code, words)


def check(answer: httpx.Response, status: int, code: str, words: str = "") -> dict[str, object]:
    body: dict[str, object] = answer.json()
    assert (answer.status_code, body["status"], body["type"]) == (status, status, f"/problems/{code}"), body
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    assert words in str(body["detail"])
    assert body["request_id"] == answer.headers["x-request-id"]
    Problem.model_validate(body)
    for driver in ("SELECT", "sqlite", "apsw", "Traceback", ".py"):
        assert driver not in answer.text.replace("settings.py", ""), "nothing of the engine leaks"
    return body


def test_candidates_and_the_nearest_come_with_the_problem(asked: httpx.Client) -> None:
    several = asked.get(f"{API}/resolve", params={"q": "18-NQ/TW", "match": "one"}).json()
    assert [c["document"]["id"] for c in several["candidates"]] == [APPARATUS, LAND]
    assert [h["field"] for h in several["hints"]] == ["date", "term", "title"]
    none = asked.get(f"{API}/resolve", params={"q": "18-CT/TW"}).json()
    assert [c["document"]["id"] for c in none["nearest"]] == [APPARATUS, LAND]
    assert asked.get(f"{API}/directives/18-nq-tw").json()["ids"] == [APPARATUS, LAND]


def test_every_wrong_parameter_is_pointed_at(asked: httpx.Client) -> None:
    errors_ = asked.get(f"{API}/search?limit=x&odd=1&from=1").json()["errors"]
    assert {(e["in"], e["pointer"]) for e in errors_} == {("query", "#/limit"), ("query", "#/odd")}
    (error,) = asked.get(f"{API}/search?from=1").json()["errors"]
    assert (error["in"], error["pointer"]) == ("query", "#/from")


MOVED = [
    ("/api/v1/directives/18-nq-tw.2017", f"/api/v1/directives/{APPARATUS}"),
    ("/api/v1/directives/18-nq-tw.2017/lineage?depth=2", f"/api/v1/directives/{APPARATUS}/lineage?depth=2"),
]


@pytest.mark.parametrize(("old", "new"), MOVED)
def test_an_older_id_redirects(old: str, new: str, asked: httpx.Client) -> None:
    answer = asked.get(old)
    assert (answer.status_code, answer.headers["location"]) == (308, new)
    assert asked.get(answer.headers["location"]).status_code == 200


# ------------------------------------------------------------------ writing


@pytest.fixture(scope="module")
def keyed(small: Store) -> Iterator[httpx.Client]:
    """A service that takes writes; these tests send none that succeeds."""
    with served(small, Settings(write_key=KEY, max_text_bytes=1000)) as client:  # type: ignore[arg-type]
        yield client


REFUSED = [
    ({"authorization": "Bearer wrong key"}, b"x", 401, "unauthorized", "a wrong key"),
    ({}, b"x", 401, "unauthorized", "no key"),
    ({"authorization": f"Basic {KEY}"}, b"x", 401, "unauthorized", "another scheme"),
    ({"content-type": "image/png"}, b"x", 415, "unsupported-media-type", "a picture"),
    ({}, b"x" * 1001, 413, "too-large", "too large by its length"),
    ({}, b"", 422, "unreadable-source", "empty"),
    ({}, b"\x00\x01\x02\x03" * 9, 422, "unreadable-source", "binary"),
    ({}, "Kế hoạch".encode("utf-16")[:-1], 422, "unreadable-source", "half a letter of UTF-16"),
    ({"content-type": "application/json"}, b"{", 422, "validation", "broken JSON"),
    ({"content-type": "application/json"}, b'{"title": "x"}', 422, "validation", "JSON without a text"),
    (
        {"content-type": "application/json"},
        b'{"text": "x", "mood": 1}',
        422,
        "validation",
        "JSON with something unknown",
    ),
    (
        {"content-type": "application/json"},
        b'{"text": "x", "place": "Atlantis"}',
        422,
        "invalid-question",
        "an unknown place",
    ),
]


@pytest.mark.parametrize(("headers", "body", "status", "code", "why"), REFUSED, ids=[row[4] for row in REFUSED])
def test_a_refused_text(
    headers: dict[str, str], body: bytes, status: int, code: str, why: str, keyed: httpx.Client
) -> None:
    known = {"authorization": f"Bearer {KEY}"} if status != 401 else {}
    answer = keyed.post(f"{API}/sources", content=body, headers=known | headers)
    check(answer, status, code)
    assert ("www-authenticate" in answer.headers) == (status == 401), why


def test_a_body_of_unsaid_length_is_cut_off(keyed: httpx.Client) -> None:
    chunks = (b"x" * 100 for _ in range(50))
    check(keyed.post(f"{API}/sources", content=chunks, headers={"authorization": f"Bearer {KEY}"}), 413, "too-large")


def test_retracting_what_was_never_loaded(keyed: httpx.Client) -> None:
    answer = keyed.post(f"{API}/sources/nothing:retract", headers={"authorization": f"Bearer {KEY}"})
    check(answer, 404, "unknown-id", "nothing")


# ------------------------------------------------------------------ what only happens inside


def tree(kind: type[GraphError]) -> Iterator[type[GraphError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


ALL = {kind.code: kind for kind in tree(GraphError)}


@pytest.fixture(scope="module")
def raising() -> Iterator[httpx.Client]:
    """An application whose only route fails in the way it is told to."""
    app = FastAPI()
    handle(app)

    @app.get("/fail/{code}")
    def fail(code: str) -> None:
        if code == "internal":
            raise RuntimeError("SELECT secret FROM graph")
        raise ALL[code]("It failed.")

    app.add_middleware(RequestScope)
    with running(app) as client:
        yield client


@pytest.mark.parametrize("code", sorted(ALL))
def test_every_error_of_ours_has_its_problem(code: str, raising: httpx.Client) -> None:
    answer = raising.get(f"/fail/{code}")
    code = code if code in KINDS else "internal"  # what only commands meet
    check(answer, KINDS[code].status, code, "It failed." if KINDS[code].status < 500 else KINDS[code].title)
    assert ("retry-after" in answer.headers) == (code in ("store-unavailable", "request-in-progress"))


def test_the_unforeseen_tells_nothing_but_its_request(raising: httpx.Client) -> None:
    body = check(raising.get("/fail/internal", headers={"x-request-id": "mine-1"}), 500, "internal", "mine-1")
    assert "secret" not in str(body)


def test_a_store_that_has_gone_is_503(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store) as client:
        assert client.get("/readyz").status_code == 200
        store.close()
        check(client.get("/readyz"), 503, "store-unavailable")
        assert client.get("/healthz").status_code == 200, "alive all the same"


def test_every_problem_has_a_page(asked: httpx.Client) -> None:
    for code, kind in KINDS.items():
        assert asked.get(f"/problems/{code}").json()["title"] == kind.title
        said = asked.get(f"/problems/{code}", headers={"accept-language": "vi"}).json()
        assert (said["title"], said["next"]) == wording.VIETNAMESE[code]


def test_every_error_has_a_code_of_its_own() -> None:
    named = {getattr(errors, n).code for n in dir(errors) if hasattr(getattr(errors, n), "code")}
    assert {e.code for e in tree(GraphError)} >= named
