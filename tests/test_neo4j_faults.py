"""When the server is away: told apart from wrong answers, soon, and over as soon as it is back."""

from __future__ import annotations

import csv
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from neo4j.exceptions import ServiceUnavailable

from graph_schema.errors import StoreUnavailable
from graph_schema.model import Document
from graph_schema.store import open_store
from graph_schema.store.base import Change, Filters, Graph, Hop, Store
from graph_schema.store.dump import dump
from graph_schema.store.neo4j.link import ANSWER_SECONDS, LOOK_SECONDS
from graph_schema.store.neo4j.severing import end, shutting
from graph_schema.vocabulary import load
from loaders import bundled
from loaders.pipeline import Metadata, load_paths
from tests.contract.records import IMPLEMENTS, document, edge, put
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Control, Server
from tests.servers.wire import Wire

A, B, C = document("a"), document("b"), document("c")
GRAPH = (A, B, edge("b", "a"))


@pytest.fixture
def server(neo4j_server: Server) -> Server:
    """The server, holding a small graph."""
    store = opened(emptied(neo4j_server))
    put(store, *GRAPH, note="the graph")
    store.close()
    return neo4j_server


@pytest.fixture
def control(server: Server) -> Iterator[Control]:
    """What can be done to the server; afterwards it runs and answers again."""
    if server.control is None:
        pytest.skip("the server of NEO4J_URI is somebody's: it is not killed")
    yield server.control
    if server.control.runs():
        server.control.send(signal.SIGCONT)
    else:
        server.control.start()
    server.wait()


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """A store over the server, connected."""
    store = opened(server)
    store.check()
    yield store
    store.close()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    """A wire to the server."""
    place = urlsplit(server.uri)
    with Wire(place.hostname or "127.0.0.1", place.port or 7687) as wire:
        yield wire


@pytest.fixture
def wired(server: Server, wire: Wire) -> Iterator[Store]:
    """A store at the other end of the wire, connected."""
    store = opened(replace(server, uri=f"bolt://127.0.0.1:{wire.port}"))
    store.check()
    yield store
    store.close()


def put_c(change: Change) -> None:
    change.put([C, edge("c", "a")])
    change.note("load", "c")


def reading(read: Callable[[Graph], object]) -> Callable[[Store], object]:
    def work(store: Store) -> object:
        with store.read() as graph:
            return read(graph)

    return work


HOP = Hop("in", (IMPLEMENTS,))
CALLS: list[tuple[str, Callable[[Store], object]]] = [
    ("checking", lambda store: store.check()),
    ("the version", reading(lambda graph: graph.version)),
    ("a record", reading(lambda graph: graph.nodes(["a"]))),
    ("a step", reading(lambda graph: graph.step(["a"], HOP))),
    ("a reach without a deadline", reading(lambda graph: graph.reach("a", HOP, depth=8))),
    ("a search", reading(lambda graph: graph.find((), Filters(), limit=1))),
    ("writing", lambda store: store.update(put_c)),
]


def holds(store: Store, *ids: str) -> None:
    with store.read() as graph:
        assert [d.id for d in graph.records(Document)] == list(ids)
        assert graph.step(["a"], HOP).degrees == {"a": len(ids) - 1}
        assert len(graph.journal()) == graph.version == len(ids) - 1


def test_a_silent_server_is_given_up_within_three_seconds() -> None:
    assert LOOK_SECONDS + ANSWER_SECONDS < 3, "what a call may take before its server counts as silent"


@pytest.mark.parametrize(("why", "call"), CALLS, ids=[row[0] for row in CALLS])
def test_nobody_listens(why: str, call: Callable[[Store], object]) -> None:
    with Wire("127.0.0.1", 1) as closed:
        port = closed.port
    store = open_store(f"bolt://127.0.0.1:{port}", username="neo4j", password="never-shown")
    with pytest.raises(StoreUnavailable) as caught:
        call(store)
    assert "never-shown" not in f"{caught.value!r} {caught.value.detail} {store.name} {store!r}", why
    store.close()


@pytest.mark.parametrize(("why", "call"), CALLS, ids=[row[0] for row in CALLS])
def test_the_wire_goes_silent_and_speaks_again(
    why: str, call: Callable[[Store], object], wire: Wire, wired: Store
) -> None:
    wire.silence()
    with pytest.raises(StoreUnavailable):
        call(wired)
    wire.speak()
    holds(wired, "a", "b")
    call(wired)


@pytest.mark.parametrize(("why", "call"), CALLS, ids=[row[0] for row in CALLS])
def test_a_cut_is_bridged(why: str, call: Callable[[Store], object], wire: Wire, wired: Store) -> None:
    wire.cut()
    call(wired)


def test_an_unknown_commit_counts_once(wire: Wire, wired: Store) -> None:
    wire.lose_the_next_answer_to_a_commit()
    wired.update(put_c)
    assert wire.lost == 1, "the server did commit, and the answer was lost"
    holds(wired, "a", "b", "c")


def test_a_commit_whose_writer_died_is_ended_by_a_reader(server: Server, store: Store) -> None:
    with server.driver() as driver:
        driver.execute_query("MATCH (s:DirectiveGraphState) SET s.state = 3", database_=server.database)
    holds(store, "a", "b")


def test_a_commit_whose_writer_died_is_ended_by_the_next_writer(server: Server, store: Store) -> None:
    with server.driver() as driver:
        driver.execute_query("MATCH (s:DirectiveGraphState) SET s.state = 3", database_=server.database)
    store.update(put_c)
    holds(store, "a", "b", "c")


@pytest.mark.parametrize(("why", "call"), CALLS, ids=[row[0] for row in CALLS])
def test_frozen_and_thawed(why: str, call: Callable[[Store], object], control: Control, store: Store) -> None:
    control.send(signal.SIGSTOP)
    with pytest.raises(StoreUnavailable):
        call(store)
    control.send(signal.SIGCONT)
    holds(store, "a", "b")
    call(store)


def test_frozen_in_the_middle_of_a_change(control: Control, store: Store) -> None:
    def work(change: Change) -> None:
        change.put([C])
        control.send(signal.SIGSTOP)
        change.put([edge("c", "a")])

    with pytest.raises(StoreUnavailable):
        store.update(work)
    control.send(signal.SIGCONT)
    holds(store, "a", "b")
    store.update(put_c)
    holds(store, "a", "b", "c")


MANY = [document(f"many{n:04}") for n in range(2000)]
GIVEN_UP: list[tuple[str, list[Document] | None]] = [
    ("before its first statement", None),
    ("between two statements", []),
    ("with more to send than fits the line", MANY),
]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A session, a driver or a socket that is dropped open says so when it is collected: here."""
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(unraisable.exc_value))
    return told


@pytest.mark.parametrize(("why", "more"), GIVEN_UP, ids=[row[0] for row in GIVEN_UP])
def test_what_was_given_up_is_closed(
    why: str, more: list[Document] | None, control: Control, server: Server, told: list[object]
) -> None:
    store = opened(server)
    store.update(lambda change: change.put([B]))  # the writer's line is there, and nothing but its answers is missing

    def work(change: Change) -> None:
        if more is not None:
            change.put([C])
            control.send(signal.SIGSTOP)
            change.put(more)
        change.put([edge("c", "a")])

    if more is None:
        control.send(signal.SIGSTOP)
    with pytest.raises(StoreUnavailable):
        store.update(work)
    control.send(signal.SIGCONT)
    store.close()
    until = time.monotonic() + 30
    while any(thread.name == "neo4j" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.1)
    gc.collect()
    assert told == [], why


CALLED = [
    ("it waits for an answer", []),
    ("it sends more than the line takes", ["x" * 1000] * 20_000),
]


@pytest.mark.parametrize(("why", "rows"), CALLED, ids=[row[0] for row in CALLED])
def test_whoever_waits_at_a_severed_line_hears_of_it_and_lets_go(
    why: str, rows: list[str], control: Control, server: Server, told: list[object]
) -> None:
    """While the server is frozen still."""
    assert soon_severed(server, control, rows), why
    control.send(signal.SIGCONT)
    gc.collect()
    assert told == [], why


def soon_severed(server: Server, control: Control, rows: list[str]) -> bool:
    """Whether a call that hung ends as soon as its line is severed."""
    driver = server.driver()
    hangs, heard = threading.Event(), threading.Event()

    def call() -> None:
        with shutting(driver.session()) as session:
            session.run("RETURN 1").consume()
            control.send(signal.SIGSTOP)
            hangs.set()
            with pytest.raises(ServiceUnavailable):
                session.run("UNWIND $rows AS row RETURN row", rows=rows).consume()
            heard.set()

    thread = threading.Thread(target=call)
    thread.start()
    assert hangs.wait(30)
    assert not heard.wait(0.5)
    end(driver)
    thread.join(5)
    return heard.is_set() and not thread.is_alive()


def test_killed_in_the_middle_of_a_change_and_back(control: Control, server: Server, store: Store) -> None:
    def work(change: Change) -> None:
        change.put([C])
        control.send(signal.SIGKILL)
        change.put([edge("c", "a")])

    with pytest.raises(StoreUnavailable):
        store.update(work)
    made_while_away = opened(server)
    for each in (store, made_while_away):
        with pytest.raises(StoreUnavailable):
            each.check()
    control.start()
    server.wait()
    holds(store, "a", "b")
    holds(made_while_away, "a", "b")
    made_while_away.update(put_c)
    holds(store, "a", "b", "c")
    made_while_away.close()


def test_writers_take_turns(server: Server) -> None:
    """Each adds to what the other left: none works on what it read before the lock was its own."""
    stores = [opened(server) for _ in range(3)]
    rounds = 5

    def add(change: Change) -> None:
        (found,) = change.nodes(["a"]).values()
        assert isinstance(found, Document)
        change.put([replace(found, sources=found.sources + 1)])

    def work(store: Store) -> None:
        for _ in range(rounds):
            store.update(add)

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].read() as graph:
        (found,) = graph.nodes(["a"]).values()
        assert isinstance(found, Document)
        assert found.sources == rounds * len(stores)
        assert graph.version == 1 + rounds * len(stores)
    for store in stores:
        store.close()


# ------------------------------------------------------------------ a load that is cut off

ROWS = 60
"""Of each bundled table."""
BATCH = 20
POINTS = (0.0, 0.3)
"""Seconds after the first batch was kept: the next one is read, resolved, written, committed."""

PROGRAM = f"""
import os, sys
import loaders.pipeline as pipeline
from pathlib import Path
from graph_schema.store import open_store
from graph_schema.vocabulary import load
pipeline.BATCH = {BATCH}
store = open_store(sys.argv[1], username=sys.argv[2], password=os.environ["PASSWORD"], database=sys.argv[3])
tell = lambda what, done, total: print(done, flush=True)
pipeline.load_paths(store, [Path(p) for p in sys.argv[4:]], pipeline.Metadata(), load(), progress=tell)
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The head of each bundled table."""
    folder, paths = tmp_path_factory.mktemp("tables"), []
    for table in bundled.tables():
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(islice(csv.reader(file), ROWS + 1))
        paths.append(folder / table.name)
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return paths


@pytest.fixture(scope="module")
def uninterrupted(tables: list[Path], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The graph they make, as the embedded engine dumps it."""
    store = open_store(str(tmp_path_factory.mktemp("whole") / "graph.sqlite"))
    load_paths(store, tables, Metadata(), load())
    lines = whole(store)
    store.close()
    return lines


def whole(store: Store) -> list[str]:
    with store.read() as graph:
        return list(dump(graph, journal=False))


def loader(server: Server, tables: list[Path]) -> subprocess.Popen[bytes]:
    """A process that loads the tables; it has kept a batch when this returns."""
    named = [server.uri, server.username, server.database, *map(str, tables)]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *named],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PASSWORD": server.password},
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


@pytest.mark.parametrize("point", POINTS)
def test_the_loader_is_killed(point: float, server: Server, tables: list[Path], uninterrupted: list[str]) -> None:
    process = loader(emptied(server), tables)
    time.sleep(point)
    process.kill()
    process.communicate()
    store = opened(server)
    load_paths(store, tables, Metadata(), load())
    assert whole(store) == uninterrupted, "nothing lost, nothing doubled"
    store.close()


@pytest.mark.parametrize("point", POINTS)
def test_the_server_is_killed_during_a_load(
    point: float, control: Control, server: Server, tables: list[Path], uninterrupted: list[str]
) -> None:
    process = loader(emptied(server), tables)
    time.sleep(point)
    control.send(signal.SIGKILL)
    process.communicate()
    control.start()
    server.wait()
    store = opened(server)
    load_paths(store, tables, Metadata(), load())
    assert whole(store) == uninterrupted, "nothing lost, nothing doubled"
    store.close()


# ------------------------------------------------------------------ what is refused

REFUSED: list[tuple[str, Callable[[Server], Server]]] = [
    ("a wrong password", lambda server: replace(server, password="never-shown")),
    ("a user nobody knows", lambda server: replace(server, username="never-shown")),
    ("a database that is not there", lambda server: replace(server, database="nowhere")),
]


@pytest.mark.parametrize(("why", "other"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_the_server_refuses(why: str, other: Callable[[Server], Server], server: Server) -> None:
    store = opened(other(server))
    with pytest.raises(StoreUnavailable) as caught:
        store.check()
    assert "never-shown" not in f"{caught.value!r} {caught.value.detail}", why
    store.close()
