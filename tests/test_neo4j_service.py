"""The service and the command line over a Neo4j server: the answers of the embedded engine, and calm when it is away."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress

import httpx
import pytest

from graph_schema.store.base import Store
from graph_schema.store.dump import dump, restore
from graph_schema.vocabulary import load as vocabulary
from loaders.pipeline import Metadata, load_text
from service.cli import run
from tests.served import served
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server
from tests.small_graph import APPARATUS
from tests.test_service_api import API, SHAPES

pytest_plugins = ("tests.graphs",)

AWAY = 3


@pytest.fixture
def store(neo4j_server: Server, small: Store) -> Iterator[Store]:
    """The small graph on the server, moved there by dump and restore."""
    store = opened(emptied(neo4j_server))
    with small.read() as graph:
        restore(store, dump(graph))
    yield store
    store.close()


@pytest.fixture
def asked_there(store: Store) -> Iterator[httpx.Client]:
    """A service over it."""
    with served(store) as client:
        yield client


def whole(client: httpx.Client, address: str) -> httpx.Response:
    """The answer, asked again while time cut it: a server plans each question when it is first asked."""
    if any(word in address for word in ("implementers", "lineage", "impact")):
        address += f"{'&' if '?' in address else '?'}budget_ms=10000"
    for _ in range(10):
        answer = client.get(address)
        said = answer.json()
        if said.get("partial") is None and said.get("inferred", 0) is not None:
            break
    return answer


def test_every_answer_is_the_embedded_engines(asked: httpx.Client, asked_there: httpx.Client) -> None:
    for address, status, _, why in SHAPES:
        here, there = whole(asked, address), whole(asked_there, address)
        assert (there.status_code, there.headers.get("etag")) == (status, here.headers.get("etag")), why
        assert there.json() == here.json(), why


def test_away_and_back(neo4j_server: Server, asked_there: httpx.Client) -> None:
    if neo4j_server.control is None:
        pytest.skip("the server of NEO4J_URI is somebody's: it is not frozen")
    question = f"{API}/directives/{APPARATUS}/implementers"
    before = whole(asked_there, question)
    neo4j_server.control.send(signal.SIGSTOP)
    try:
        for address in (question, "/readyz"):
            answer = asked_there.get(address)
            assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
            assert int(answer.headers["retry-after"]) > 0
            assert neo4j_server.password not in answer.text
        assert asked_there.get("/healthz").status_code == 200
    finally:
        neo4j_server.control.send(signal.SIGCONT)
    assert asked_there.get("/readyz").status_code == 200
    assert whole(asked_there, question).json() == before.json()


def test_the_command_line_and_the_usual_variables(
    neo4j_server: Server, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    monkeypatch.setenv("NEO4J_DATABASE", neo4j_server.database)
    assert run(("resolve", "18-NQ/TW 2017", "--json")) == 0
    assert json.loads(capsys.readouterr().out)["match"]["id"] == APPARATUS
    monkeypatch.setenv("NEO4J_PASSWORD", "never-shown")
    assert run(("resolve", "18-NQ/TW 2017", "--json")) == AWAY
    said = capsys.readouterr()
    assert "never-shown" not in said.out + said.err
    monkeypatch.delenv("NEO4J_PASSWORD")
    assert run(("stats", "--store", neo4j_server.uri)) != 0
    assert "NEO4J_PASSWORD" in capsys.readouterr().err


# ------------------------------------------------------------------ several processes


@contextmanager
def serving(server: Server, *more: str) -> Iterator[str]:
    """``directive-graph serve`` over the server; its address, which says nothing of whether the server is there."""
    named = {
        "NEO4J_URI": server.uri,
        "NEO4J_USERNAME": server.username,
        "NEO4J_PASSWORD": server.password,
        "NEO4J_DATABASE": server.database,
    }
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0", *more]
    with subprocess.Popen(command, env=os.environ | named, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        said: list[str] = []
        try:
            while not (found := next((w for w in (said[-1] if said else "").split() if w.startswith("http://")), "")):
                said.append(child.stderr.readline())
                assert said[-1], f"it ended before it served: {said}"
            # What is said from now on must not fill the pipe.
            rest = threading.Thread(target=lambda: said.extend(child.stderr or ()), daemon=True)
            rest.start()
            yield found.rstrip("/")
        finally:
            child.send_signal(signal.SIGINT)
            assert child.wait(60) == 0
            rest.join(60)
            assert server.password not in "".join(said), "no log holds the password"


def patiently(address: str, status: int) -> httpx.Response:
    """The answer, once it has this status; processes start when they start."""
    until = time.monotonic() + 60
    while True:
        with suppress(httpx.TransportError):
            answer = httpx.get(address, timeout=30)
            if answer.status_code == status:
                return answer
        assert time.monotonic() < until, f"{address} never answered {status}"
        time.sleep(0.1)


def plan(n: int) -> bytes:
    """A text about one more plan."""
    said = f"Kế hoạch số {n}-KH/TU ngày 18/1/2018 của Tỉnh ủy Kon Tum thực hiện Nghị quyết số 18-NQ/TW ngày 25/10/2017."
    return said.encode()


def test_several_processes_answer_alike_while_another_one_loads(neo4j_server: Server) -> None:
    loads = 5
    with closing(opened(emptied(neo4j_server))) as store, serving(neo4j_server, "--workers", "2") as address:
        load_text(store, plan(1), "1", Metadata(title="1"), vocabulary())
        question = f"{address}{API}/directives/18-nq-tw.xii/implementers?budget_ms=10000"
        before = patiently(question, 200).json()
        assert before["total"] == 1
        versions = set[int]()
        with ThreadPoolExecutor(9) as pool:
            loading = pool.submit(
                lambda: [load_text(store, plan(n), f"{n}", Metadata(title=f"{n}"), vocabulary()) for n in range(2, 7)]
            )
            while not loading.done():
                # A connection each: the processes share the port, so that each of them is asked.
                for answer in pool.map(lambda _: httpx.get(question, timeout=60), range(8)):
                    found = answer.json()
                    if answer.status_code == 503:
                        assert answer.headers["retry-after"], "writers kept overtaking it: it says so"
                        continue
                    if found["partial"]:
                        continue
                    new = found["graph_version"] - before["graph_version"]
                    assert found["total"] == 1 + new, "an answer is of one version"
                    versions.add(new)
            assert len(loading.result()) == loads
        assert httpx.get(question).json()["total"] == 1 + loads
        assert versions <= set(range(loads + 1))


def test_the_server_is_away_when_the_service_starts(neo4j_server: Server, store: Store) -> None:
    if neo4j_server.control is None:
        pytest.skip("the server of NEO4J_URI is somebody's: it is not killed")
    neo4j_server.control.send(signal.SIGKILL)
    try:
        with serving(neo4j_server, "--workers", "2") as address:
            assert patiently(f"{address}/healthz", 200).json() == {"status": "ok"}
            away = patiently(f"{address}/readyz", 503)
            assert (away.headers["content-type"], away.headers["retry-after"]) == ("application/problem+json", "5")
            neo4j_server.control.start()
            neo4j_server.wait()
            assert patiently(f"{address}/readyz", 200).json()["engine"] == "neo4j"
            assert patiently(f"{address}{API}/directives/{APPARATUS}", 200).json()["document"]["id"] == APPARATUS
    finally:
        if not neo4j_server.control.runs():
            neo4j_server.control.start()
        neo4j_server.wait()
