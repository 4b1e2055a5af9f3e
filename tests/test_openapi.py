"""The description of the interface: whole, and with examples that are real answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest

from service.examples import METRICS, shipped
from tests.made_examples import reads, writable, writes

pytest_plugins = ("tests.graphs",)

AGAIN = "it is no longer what is answered. Run: python -m tests.made_examples"


@pytest.fixture(scope="module")
def openapi(asked_bundled: httpx.Client) -> dict[str, Any]:
    document: dict[str, Any] = asked_bundled.get("/openapi.json").json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def examples(content: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    """Every example of a body, those of its schema too."""
    found: list[Any] = []
    for media in content.values():
        found += [media["example"]] if "example" in media else []
        found += [each["value"] for each in media.get("examples", {}).values()]
        name = media["schema"].get("$ref", "").rpartition("/")[2]
        found += document["components"]["schemas"].get(name, {}).get("examples", [])
    return found


def test_every_operation_is_described(openapi: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in openapi["tags"]}
    ids = [operation["operationId"] for _, operation in operations(openapi)]
    assert len(set(ids)) == len(ids), "a generated client has one function for each"
    for name, operation in operations(openapi):
        assert operation["summary"] and operation["description"], name
        assert len(operation["tags"]) == 1 and set(operation["tags"]) <= tags, name
        assert operation["operationId"].isidentifier() and "api_v1" not in operation["operationId"], name
        for parameter in operation.get("parameters", ()):
            said = parameter.get("description") or parameter["schema"].get("examples") or parameter.get("examples")
            assert said, f"{name}: {parameter['name']}"


def test_every_answer_and_every_body_has_an_example(openapi: dict[str, Any]) -> None:
    for name, operation in operations(openapi):
        for status in ("200", "201"):
            if status in operation["responses"]:
                assert examples(operation["responses"][status]["content"], openapi), f"{name} {status}: {AGAIN}"
        if "requestBody" in operation:
            assert examples(operation["requestBody"]["content"], openapi), name


def test_every_example_has_the_described_shape(openapi: dict[str, Any]) -> None:
    checked = 0
    for name, operation in operations(openapi):
        bodies = [("body", operation.get("requestBody", {}).get("content", {}))]
        bodies += [(status, said.get("content", {})) for status, said in operation["responses"].items()]
        for where, content in bodies:
            for media, said in content.items():
                if "json" not in media:
                    continue
                for example in examples({media: said}, openapi):
                    validator = jsonschema_rs.validator_for({**said["schema"], "components": openapi["components"]})
                    assert not [e.message for e in validator.iter_errors(example)][:3], f"{name} {where}"
                    checked += 1
    assert checked > len(shipped()), "those of the problems beside those of the answers"


def test_the_examples_of_reading_are_true(asked_bundled: httpx.Client) -> None:
    for name, example in reads(asked_bundled):
        assert shipped().get(name) == example, f"{name}: {AGAIN}"


def test_the_examples_of_writing_are_true(tmp_path: Path) -> None:
    with writable(tmp_path) as client:
        for name, example in writes(client):
            assert shipped().get(name) == example, f"{name}: {AGAIN}"


def test_no_example_is_left_over(openapi: dict[str, Any]) -> None:
    known = {name for name, _ in operations(openapi)}
    assert {name.removesuffix(" 201") for name in shipped()} <= known


def test_the_example_of_the_figures_is_true(asked_bundled: httpx.Client) -> None:
    asked_bundled.get("/healthz")
    told = asked_bundled.get("/metrics").text.splitlines()
    for line in METRICS.splitlines():
        begins = line if line.startswith("#") else line.partition("{")[0].partition(" ")[0]
        assert any(real.startswith(begins) for real in told), line
