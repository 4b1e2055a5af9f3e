"""The containers' promises, as far as their files tell: no default password, loopback alone, nobody is root."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.servers.neo4j_server import VERSION


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """The services of docker-compose.yml."""
    services: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text("utf-8"))["services"]
    return services


def test_ports_are_of_this_machine_alone(compose: dict[str, Any]) -> None:
    for name, service in compose.items():
        assert service["ports"], name
        assert all(port.startswith("127.0.0.1:") for port in service["ports"]), name


def test_there_is_no_default_password(compose: dict[str, Any]) -> None:
    said = [str(v) for s in compose.values() for k, v in s["environment"].items() if re.search("AUTH|PASSWORD", k)]
    assert len(said) == len(compose)
    for value in said:
        assert re.search(r"\$\{NEO4J_PASSWORD:\?[^}]+\}$", value), "an unset password stops compose, and says so"


def test_the_service_waits_for_a_healthy_database(compose: dict[str, Any]) -> None:
    assert compose["service"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert "cypher-shell" in compose["neo4j"]["healthcheck"]["test"][1]
    assert any(volume.endswith(":/data") for volume in compose["neo4j"]["volumes"])


def test_the_database_is_the_one_the_tests_run(compose: dict[str, Any]) -> None:
    assert compose["neo4j"]["image"] == f"neo4j:{VERSION}-community"


def test_the_image_copies_what_there_is_and_drops_root(root: Path) -> None:
    lines = (root / "Dockerfile").read_text("utf-8").splitlines()
    copied = [
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]
    assert all((root / name).exists() for name in copied)
    assert {"graph_schema", "loaders", "queries", "service"} <= set(copied), "every package"
    users = [n for n, line in enumerate(lines) if line.startswith("USER ")]
    assert users
    assert lines[users[-1]] != "USER root"
    assert users[-1] < next(n for n, line in enumerate(lines) if line.startswith("ENTRYPOINT"))
