"""Leases on a real server: granted while nobody writes, and never outlived by the version they speak of."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from graph_schema.errors import GraphError
from graph_schema.model import Document
from graph_schema.store.base import Change, Store
from graph_schema.store.dump import dump, restore
from graph_schema.store.neo4j import leases, views
from graph_schema.store.neo4j.leases import SECONDS, Closing
from graph_schema.store.neo4j.link import Link
from service.settings import Settings
from tests.contract.records import document, edge, put
from tests.served import served
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server

A = document("a", symbol="1-NQ/TW", type="NQ", number="1")
CHANGES = 10
LONG = 0.3
"""Seconds of a lease that is far longer than a change takes."""
PATIENCE = 10.0
IMPLEMENTERS = "/api/v1/directives/a/implementers?budget_ms=10000"
"""Asked with time enough: a server that has just started thinks about its first question for long."""


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """A store over it, with one document."""
    store = opened(server)
    put(store, A)
    yield store
    store.close()


@pytest.fixture
def other(server: Server, store: Store) -> Iterator[Store]:
    """The same graph, seen by somebody else."""
    other = opened(server)
    yield other
    other.close()


@pytest.fixture
def third(server: Server, store: Store) -> Iterator[Store]:
    """And by a third."""
    third = opened(server)
    yield third
    third.close()


def lease(store: Store) -> tuple[int, float]:
    """The version, and until when it is certain to be the last."""
    with store.read() as graph:
        return graph.version, graph.lasts_until


def granted(store: Store) -> bool:
    return lease(store)[1] > 0


def soon(holds: Callable[[], bool]) -> bool:
    """Whether it comes to hold within some seconds."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long leases: a change that did not wait for their end would be over before it."""
    for module in (leases, views):
        monkeypatch.setattr(module, "SECONDS", LONG)
    monkeypatch.setattr(leases, "SLOWER", 1.0)


@pytest.mark.usefixtures("long")
def test_a_version_that_was_promised_to_last_does(store: Store, other: Store) -> None:
    """Somebody writes as fast as he can; meanwhile everybody who holds a lease watches until it has run out."""
    acknowledged, held, outlived = [0], [0], list[tuple[int, int]]()
    over = threading.Event()

    def write() -> None:
        for n in range(CHANGES):
            put(store, document("b", symbol=f"{n}-KH/TU"))
            acknowledged[0] = lease(store)[0]
        over.set()

    def watch() -> None:
        while not over.is_set():
            version, until = lease(other)
            held[0] += time.monotonic() < until
            while not over.is_set():
                later = acknowledged[0]  # before the clock is read
                if time.monotonic() >= until:
                    break
                if later > version:
                    outlived.append((version, later))
                    break

    acknowledged[0] = lease(store)[0]
    threads = [threading.Thread(target=work) for work in (write, watch, watch)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not outlived
    assert held[0] > 2, "there were leases to be outlived"
    assert acknowledged[0] > CHANGES


def test_a_lease_lasts_from_the_moment_the_look_began(
    store: Store, other: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long the answer was under way is nobody's to say."""
    assert soon(lambda: granted(other))
    read = Link.read

    def late(link: Link, *asked: Any, **more: Any) -> Any:
        found = read(link, *asked, **more)
        time.sleep(10 * SECONDS)
        return found

    monkeypatch.setattr(Link, "read", late)
    began = time.monotonic()
    _, until = lease(other)
    assert began + SECONDS <= until < began + 9 * SECONDS


def test_none_is_granted_from_the_first_thing_written_on(store: Store, other: Store) -> None:
    before: list[bool] = []

    def work(change: Change) -> None:
        assert change.nodes(["a"])
        before.append(soon(lambda: granted(other)))
        change.put([document("b")])
        before.append(soon(lambda: not granted(other)))

    store.update(work)
    assert before == [True, True]
    assert soon(lambda: granted(other))


def fails(change: Change) -> None:
    change.put([document("b"), edge("b", "nobody")])


def is_undone(change: Change) -> None:
    change.put([document("b")])
    change.drop(Document, [("b",)])


@pytest.mark.usefixtures("long")
def test_a_writer_who_failed_opens_nothing_for_the_next_one(
    store: Store, other: Store, third: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first closes the state late, and opens it again, while the second is at work: that one sees it, closes the
    state himself once more, and waits again."""
    may_close, closed = threading.Event(), threading.Event()
    close = Closing._close

    def late(closing: Closing) -> float:
        may_close.wait(PATIENCE)
        moment = close(closing)
        closed.set()
        return moment

    monkeypatch.setattr(Closing, "_close", late)
    with pytest.raises(GraphError):
        store.update(fails)
    monkeypatch.setattr(Closing, "_close", close)
    promised: list[float] = []

    def work(change: Change) -> None:
        change.put([document("b")])
        assert soon(lambda: not granted(third)), "the second one has closed it"
        time.sleep(LONG)  # all that was promised before has run out
        may_close.set()
        assert closed.wait(PATIENCE)
        assert soon(lambda: granted(third)), "the first one has opened it"
        promised.append(lease(third)[1])

    other.update(work)
    assert time.monotonic() >= promised[0]
    assert soon(lambda: granted(third))


@pytest.mark.usefixtures("long")
def test_a_restore_outlasts_what_was_promised_of_the_empty_graph(server: Server, store: Store, other: Store) -> None:
    with store.read() as graph:
        saved = list(dump(graph))
    emptied(server)
    _, until = lease(other)
    assert until > time.monotonic()
    restore(store, saved)
    assert time.monotonic() >= until
    assert lease(other)[0] > 0


ENDS: list[tuple[str, Callable[[Change], None]]] = [
    ("it was refused", fails),
    ("it changed nothing in the end", is_undone),
    ("nothing was written", lambda change: change.put([A])),
]


@pytest.mark.parametrize(("why", "work"), ENDS, ids=[row[0] for row in ENDS])
def test_they_are_granted_again_after_a_change_that_was_none(
    why: str, work: Callable[[Change], None], store: Store, other: Store
) -> None:
    version, _ = lease(other)
    try:
        store.update(work)
    except GraphError:
        assert work is fails
    assert soon(lambda: granted(other)), why
    assert lease(other)[0] == version


def test_what_a_writer_left_closed_the_next_one_opens(server: Server, store: Store, other: Store) -> None:
    with server.driver() as driver, driver.session(database=server.database) as session:
        session.run("MATCH (s:DirectiveGraphState) SET s.closed = 'somebody who is gone'").consume()
    assert not granted(other)
    put(store, document("b"))
    assert soon(lambda: granted(other))


@pytest.mark.usefixtures("long")
def test_whoever_heard_of_a_change_is_never_answered_from_before_it(store: Store, other: Store) -> None:
    """Answers that are kept go out without a look as long as a lease lasts: not one of them is too old."""
    with served(other, Settings()) as client:
        for n in range(CHANGES):
            put(store, A, document(f"b{n}"), edge(f"b{n}", "a"))
            for _ in range(3):
                assert client.get(IMPLEMENTERS).json()["total"] == n + 1


@pytest.mark.usefixtures("long")
def test_what_is_kept_goes_out_without_a_trip(store: Store, trips: list[str]) -> None:
    assert soon(lambda: granted(store))
    with served(store, Settings()) as client:
        made = client.get(IMPLEMENTERS)
        trips.clear()
        began = time.monotonic()
        again = [client.get(IMPLEMENTERS).content for _ in range(20)]
        looks = 2 + 2 * (time.monotonic() - began) / LONG
    assert set(again) == {made.content}
    assert 1 <= len(trips) <= looks
