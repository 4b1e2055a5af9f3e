"""The Neo4j server of a test run: one for each process that needs it, started when the first test asks for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.neo4j.link import Link
from tests.servers.neo4j_server import NoServer, Server, plan, running

RAN = pytest.StashKey[str]()
EMPTY = (
    "MATCH (n) WHERE NOT n:DirectiveGraph AND NOT n:DirectiveGraphState CALL (n) { DETACH DELETE n } IN TRANSACTIONS",
    "MATCH (g:DirectiveGraph) MATCH (s:DirectiveGraphState) SET g.version = 0, s.state = 0 REMOVE g.restoring, s.closed",
)


def pytest_report_header() -> str:
    """Which server the run would use."""
    return f"neo4j server: {plan()}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker tells the process that reports which server it ran."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["neo4j"] = session.config.stash.get(RAN, "")


def pytest_testnodedown(node: object) -> None:
    """The reporting process keeps what a worker told."""
    if ran := getattr(node, "workeroutput", {}).get("neo4j"):
        node.config.stash[RAN] = ran  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Which server did run."""
    if ran := config.stash.get(RAN, ""):
        terminalreporter.write_sep("=", f"neo4j server: {ran}")


@pytest.fixture(scope="session")
def neo4j_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A real server with an empty database. Without one the test is skipped, or fails where ``CI`` is set."""
    try:
        with running() as server:
            claim(server)
            request.config.stash[RAN] = f"{server.version} ({server.how})"
            yield server
    except NoServer as error:
        request.config.stash[RAN] = (
            "NONE, SO THE NEO4J ENGINE WAS NOT TESTED. Install Java 17 and Maven, or set NEO4J_URI."
        )
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def server(neo4j_server: Server) -> Server:
    """The server with an empty graph."""
    return emptied(neo4j_server)


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that asks the server for something, as it is asked; ``clear`` what does not matter."""
    asked: list[str] = []
    read = Link.read

    def counted(link: Link, cypher: str, *rest: Any, **more: Any) -> Any:
        asked.append(cypher)
        return read(link, cypher, *rest, **more)

    monkeypatch.setattr(Link, "read", counted)
    return asked


def claim(server: Server) -> None:
    """Marks the database as one that tests may empty. Refuses one that holds anything else: it may be somebody's."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        empty = not session.run("MATCH (n) RETURN 1 LIMIT 1").values()
        if not empty and not session.run("MATCH (g:DirectiveGraph) WHERE g.of_tests RETURN 1").values():
            pytest.fail(f"{server.uri} holds data. The tests empty their database: give them one of their own.")
        store = opened(server)
        store.check()
        store.close()
        session.run("MATCH (g:DirectiveGraph) SET g.of_tests = true").consume()


def opened(server: Server) -> Store:
    """A store over what the server holds."""
    return open_store(server.uri, username=server.username, password=server.password, database=server.database)


def emptied(server: Server) -> Server:
    """The server with nothing in its database but the schema."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        for statement in EMPTY:
            session.run(neo4j.Query(statement)).consume()
    return server
