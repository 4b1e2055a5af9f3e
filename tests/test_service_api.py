"""The HTTP contract: what OpenAPI says is true, every example works, and writing leaves what loading would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from graph_schema.store import open_store
from graph_schema.store.base import Store
from queries import limits
from service import views
from service.settings import Settings
from tests.served import served
from tests.small_graph import APPARATUS, ARTICLE, CONCLUSION, DECISION, KON_TUM, TASK

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
KEY = "a key for tests"
SHAPES = [
    # address, status, model, why
    (f"{API}/resolve?q=NQ 18-NQ/TW", 300, views.Resolved, "several"),
    (f"{API}/resolve?q=18-NQ/TW 2017", 200, views.Resolved, "one"),
    (f"{API}/resolve?q=NQ 18-NQ/TW&match=best", 200, views.Resolved, "one by rule"),
    (f"{API}/search?q=to chuc", 200, views.Found, "search"),
    (f"{API}/directives/{APPARATUS}", 200, views.Documented, "a document"),
    (f"{API}/directives/{APPARATUS}/relations", 200, views.Related, "its relations"),
    (
        f"{API}/directives/{APPARATUS}/implementers?transitive=true&group_by=month",
        200,
        views.Implemented,
        "implementers",
    ),
    (f"{API}/directives/{CONCLUSION}/implementers", 200, views.Implemented, "with a task among them"),
    (f"{API}/directives/{CONCLUSION}/lineage", 200, views.Drawn, "lineage, with a task in it"),
    (f"{API}/directives/{APPARATUS}/lineage?fanout=1&max_nodes=2", 200, views.Drawn, "lineage that was cut"),
    (f"{API}/directives/{APPARATUS}/impact", 200, views.Impacted, "impact"),
    (f"{API}/relations/e-kon-tum/evidence", 200, views.Evidenced, "a quote"),
    (f"{API}/relations/e-949/evidence", 200, views.Evidenced, "a row"),
    (f"{API}/tasks/{TASK}", 200, views.TaskShown, "a task"),
    (f"{API}/bodies/bo-chinh-tri", 200, views.BodyShown, "a body"),
    (f"{API}/sources/{ARTICLE}?text=true", 200, views.SourceShown, "a source"),
    (f"{API}/suggest?prefix=nq 18", 200, views.Suggested, "suggestions"),
    (f"{API}/directives/{CONCLUSION}/diagram", 200, views.Sketched, "a diagram, with a task in it"),
    (f"{API}/nodes/{TASK}/expand", 200, views.Expanded, "one hop from a task"),
    (f"{API}/nodes/bo-chinh-tri/expand", 200, views.Expanded, "one hop from a body"),
    (f"{API}/directives?ids={APPARATUS},18-nq-tw,nothing", 200, views.Many, "many ids"),
    (f"{API}/changes", 200, views.Changed, "the journal"),
    (f"{API}/stats", 200, views.Counted, "figures"),
    (f"{API}/schema", 200, views.SchemaAnswer, "the schema"),
]


@pytest.mark.parametrize(("address", "status", "model", "why"), SHAPES, ids=[row[3] for row in SHAPES])
def test_an_answer_has_its_documented_shape(
    address: str, status: int, model: Any, why: str, asked: httpx.Client
) -> None:
    answer = asked.get(address)
    assert answer.status_code == status, why
    try:
        model.model_validate(answer.json())
    except ValidationError as error:
        pytest.fail(str(error))


def test_vietnamese_letters_are_never_escaped(asked: httpx.Client) -> None:
    raw = asked.get(f"{API}/directives/{APPARATUS}").content
    assert "sắp xếp tổ chức bộ máy".encode() in raw
    assert b"\\u" not in raw


IDS = [
    ("mine-1.2_3", "mine-1.2_3", "a safe id is kept"),
    ("a b\tc", None, "one that would break a log line is not"),
    ("x" * 65, None, "nor an endless one"),
]


@pytest.mark.parametrize(("given_id", "kept", "why"), IDS, ids=[row[2] for row in IDS])
def test_request_ids(given_id: str, kept: str | None, why: str, asked: httpx.Client) -> None:
    answered = asked.get("/healthz", headers={"x-request-id": given_id}).headers["x-request-id"]
    assert answered == kept if kept else re.fullmatch("[0-9a-f]{32}", answered), why


def test_every_answer_is_safe_to_show(asked: httpx.Client) -> None:
    for address in ("/", "/healthz", f"{API}/stats", "/nothing"):
        assert asked.get(address).headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in asked.get("/").headers["content-security-policy"]


def test_origins_by_setting(small: Store, asked: httpx.Client) -> None:
    origin = {"origin": "https://example.vn"}
    assert "access-control-allow-origin" not in asked.get("/healthz", headers=origin).headers
    with served(small, Settings(cors_origins=("https://example.vn",))) as client:
        assert client.get("/healthz", headers=origin).headers["access-control-allow-origin"] == "https://example.vn"
        assert (
            "access-control-allow-origin" not in client.get("/healthz", headers={"origin": "https://evil.vn"}).headers
        )


def test_the_schema_states_the_limits(asked: httpx.Client) -> None:
    schema = asked.get(f"{API}/schema").json()
    assert {x["parameter"]: (x["low"], x["high"]) for x in schema["limits"]} == {
        x.name: (x.low, x.high) for x in limits.ALL
    }
    assert "implementation" in schema["families"]


def test_the_formats_of_a_lineage(asked: httpx.Client) -> None:
    address = f"{API}/directives/{DECISION}/lineage"
    assert "elements" in asked.get(address, params={"format": "cytoscape"}).json()
    assert "links" in asked.get(address, params={"format": "node-link"}).json()


@settings(max_examples=60)
@given(words=st.text(min_size=1, max_size=80))
def test_any_words_can_be_asked(words: str, asked: httpx.Client) -> None:
    assert asked.get(f"{API}/resolve", params={"q": words.encode("utf-8", "replace")}).status_code in (
        200,
        300,
        404,
        422,
    )


# ------------------------------------------------------------------ OpenAPI


@pytest.fixture(scope="module")
def openapi(asked_bundled: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = asked_bundled.get("/openapi.json").json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def test_openapi_is_whole(openapi: dict[str, Any]) -> None:
    assert openapi["openapi"].startswith("3.1")
    tags = {t["name"] for t in openapi["tags"]}
    for path, method, operation in operations(openapi):
        assert operation["summary"], f"{method} {path}"
        assert set(operation["tags"]) <= tags
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(openapi)))
    assert named <= openapi["components"]["schemas"].keys(), "nothing is pointed to that is not there"
    assert "HTTPValidationError" not in json.dumps(openapi), "what is never answered is not described"


def test_every_example_works(openapi: dict[str, Any], asked_bundled: httpx.Client) -> None:
    """Each parameter's example, alone beside those that must be there, on the bundled data."""
    tried = 0
    for path, method, operation in operations(openapi):
        parameters = operation.get("parameters", [])
        examples = {p["name"]: e[0] for p in parameters if (e := p.get("examples") or p["schema"].get("examples"))}
        needed = {p["name"] for p in parameters if p.get("required")}
        if method != "get" or not needed <= examples.keys():
            continue
        place = path.format(**{p["name"]: examples[p["name"]] for p in parameters if p["in"] == "path"})
        queries = [p["name"] for p in parameters if p["in"] == "query"]
        always = {n: examples[n] for n in queries if n in needed}
        for extra in ({}, *({n: examples[n]} for n in queries if n in examples)):
            answer = asked_bundled.get(place, params=always | extra)
            assert answer.status_code in (200, 300), f"{place} {always | extra}: {answer.text}"
            assert str(answer.status_code) in operation["responses"]
            tried += 1
    assert tried > 40


def test_the_example_of_a_document_is_true(openapi: dict[str, Any], asked_bundled: httpx.Client) -> None:
    (example,) = openapi["components"]["schemas"]["Document"]["examples"]
    views.Document.model_validate(example)
    real = asked_bundled.get(f"{API}/directives/{example['id']}").json()["document"]
    counted = {"sources", "flags", "conflicts", "known_by"}  # they grow with what is loaded
    assert {k: x for k, x in real.items() if k not in counted} == {k: x for k, x in example.items() if k not in counted}


def test_the_example_of_a_problem_is_true(openapi: dict[str, Any], asked_bundled: httpx.Client) -> None:
    (example,) = openapi["components"]["schemas"]["Problem"]["examples"]
    real = asked_bundled.get(example["instance"], params={"depth": -1}).json()
    assert {k: x for k, x in real.items() if k in ("type", "title", "status", "detail", "next", "instance")} == {
        k: x for k, x in example.items() if k not in ("errors", "request_id")
    }


# ------------------------------------------------------------------ writing

TEXT = (
    "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Ban Thường vụ Tỉnh ủy thực hiện Kết luận số 21-KL/TW, "
    "ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII về đẩy mạnh xây dựng, chỉnh đốn Đảng."
)


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[httpx.Client]:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store, Settings(write_key=KEY)) as client:  # type: ignore[arg-type]
        client.headers["authorization"] = f"Bearer {KEY}"
        yield client
    store.close()


def test_a_text_is_loaded_asked_about_and_retracted(writable: httpx.Client) -> None:
    given_text = {"text": TEXT, "place": "Kon Tum", "publisher": "Báo Kon Tum", "date": "2025-01-10"}
    trial = writable.post(f"{API}/sources", params={"dry_run": True}, json=given_text)
    assert (trial.status_code, trial.json()["dry_run"], len(trial.json()["documents"])) == (200, True, 2)
    assert writable.get(f"{API}/search").json()["total"] == 0, "a dry run leaves nothing"

    loaded = writable.post(f"{API}/sources", json=given_text)
    views.Loaded.model_validate(loaded.json())
    assert loaded.status_code == 201
    (source,) = loaded.json()["loaded"]

    again = writable.post(f"{API}/sources", json=given_text)
    assert (again.status_code, again.json()["loaded"], again.json()["version"]) == (200, [], loaded.json()["version"])

    (item,) = writable.get(f"{API}/directives/{CONCLUSION}/implementers").json()["items"]
    assert (item["id"], item["stated_by"][0]["publisher"]) == (KON_TUM, "Báo Kon Tum")
    (proof,) = writable.get(f"{API}/relations/{item['edges'][0]}/evidence").json()["evidence"]
    assert proof["quote"] == TEXT[proof["start"] : proof["end"]]

    rebuilt = writable.post(f"{API}/rebuild")
    assert rebuilt.status_code == 200
    assert writable.get(f"{API}/directives/{KON_TUM}").status_code == 200

    trial = writable.post(f"{API}/sources/{source}:retract", params={"dry_run": True}).json()
    views.Retracted.model_validate(trial)
    assert writable.get(f"{API}/directives/{KON_TUM}").status_code == 200, "a preview leaves all in place"
    retracted = writable.post(f"{API}/sources/{source}:retract").json()
    assert set(retracted["gone"]) == {CONCLUSION, KON_TUM}
    assert trial | {"dry_run": False, "version": retracted["version"]} == retracted
    assert writable.get(f"{API}/directives/{KON_TUM}").status_code == 410


def test_a_bare_text_with_its_metadata_beside_it(writable: httpx.Client) -> None:
    headers = {"content-type": "text/plain; charset=utf-8"}
    answer = writable.post(f"{API}/sources", params={"place": "Kon Tum"}, content=TEXT.encode(), headers=headers)
    assert KON_TUM in answer.json()["documents"]


def test_a_text_without_any_citation_is_no_error(writable: httpx.Client) -> None:
    answer = writable.post(f"{API}/sources", content="Hôm nay trời đẹp.".encode())
    report = answer.json()
    assert (answer.status_code, report["mentions"], report["documents"], report["open"]) == (201, 0, [], [])
