"""The line to the server: the official driver in threads of its own, and a watch over every call.

The driver waits for a server that went silent as long as the socket does. Here a call runs in a thread that its caller
can leave, and one that takes long is looked after: while the server answers something else it may go on; once it
answers nothing the call is given up and its connections are closed: the caller hears of it within three seconds.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from functools import partial
from typing import Any, Final, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph_schema.errors import StoreUnavailable
from graph_schema.store.neo4j.address import Address
from graph_schema.store.neo4j.failures import Passing, TookTooLong, in_our_words, silent
from graph_schema.store.neo4j.severing import end, shut, shutting
from graph_schema.store.neo4j.workers import Workers

T = TypeVar("T")
Parameters = Mapping[str, Any]
Rows = list[list[Any]]

LOOK_SECONDS: Final = 1.2
"""A call that has not ended by then is looked after, and again each time as much has passed."""
ANSWER_SECONDS: Final = 1.4
"""What a server may take to say that it is there. Both together stay below three seconds."""
READ_SECONDS: Final = 60.0
"""The longest one reading statement may run."""
AGAIN_SECONDS: Final = 1.0
"""How long a reading statement is tried again on a connection that broke: a restart or a new leader is bridged."""
PAUSE_SECONDS: Final = 0.1
CLOSE_SECONDS: Final = 2.0
BESIDE_SECONDS: Final = 1.0
"""What was started beside the callers has so long to end before the connections go."""
OPEN_SECONDS: Final = 2.5
"""Longer than opening a connection may take."""

_SETTINGS: Final[dict[str, Any]] = {
    "connection_timeout": 1.0,
    "connection_acquisition_timeout": 2.0,
    "liveness_check_timeout": 5.0,
    "max_transaction_retry_time": 0.0,
    "notifications_min_severity": "OFF",
    "telemetry_disabled": True,
    "user_agent": "directive-graph",
}


class Link:
    """Shared by all threads of a process. Readers share one driver; whoever writes has one to himself, because giving
    up a call closes all the connections of its driver. Nothing is connected before the first call."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._closed = False
        self._workers = Workers()
        # In a cluster, a member that is asked next waits for what this process has written or seen.
        self._seen = neo4j.GraphDatabase.bookmark_manager() if address.routed else None
        self._cutting = threading.Lock()
        self._shared = self._driver()
        self._idle: deque[neo4j.Driver] = deque()
        self._beside: set[Future[Any]] = set()

    def read(self, cypher: str, parameters: Parameters, *, seconds: float | None = None) -> Rows:
        """Rows of one reading statement, a transaction by itself. Raises ``TookTooLong`` when ``seconds`` are given and
        do not suffice; otherwise ``StoreUnavailable`` and its kin."""
        return self._reading(lambda driver, limit: self._rows(driver, cypher, parameters, limit), seconds)

    def head(self, cypher: str, parameters: Parameters, *, seconds: float, most: int) -> tuple[list[str], Rows]:
        """The columns of one reading statement and its first rows, ``most`` of them. Raises what ``read`` raises."""
        return self._reading(lambda driver, limit: self._head(driver, cypher, parameters, limit, most), seconds)

    def begin(self, seconds: float) -> Transaction:
        """A writing transaction that the server ends by itself after ``seconds``."""
        driver = self._own()
        beginning = self._workers.start(lambda: self._begun(driver, seconds))
        try:
            session, transaction = self._awaited(beginning)
        except BaseException:
            self._drop(driver, lambda: shut(beginning.result(CLOSE_SECONDS)[0]))
            raise
        return Transaction(self, driver, session, transaction)

    def run(self, cypher: str, seconds: float) -> Rows:
        """Rows of one writing statement that is no part of a transaction: schema, and what commits as it goes."""
        driver = self._own()
        try:
            rows = self._watched(lambda: self._rows(driver, cypher, {}, seconds, neo4j.WRITE_ACCESS), seconds)
        except BaseException:
            self._drop(driver)
            raise
        self._spare(driver)
        return rows

    def start(self, call: Callable[[], T]) -> Future[T]:
        """Runs calls of this link beside the caller; ``close`` lets them end. Who drops the future never hears what
        went wrong."""
        future = self._workers.start(call)
        self._beside.add(future)
        future.add_done_callback(self._beside.discard)
        return future

    def close(self) -> None:
        """Lets go of every connection; later calls raise ``StoreUnavailable``."""
        wait(list(self._beside), BESIDE_SECONDS)
        with self._cutting:
            if self._closed:
                return
            self._closed = True
        closing = [self._workers.start(partial(end, driver)) for driver in (self._shared, *self._spared())]
        self._workers.end()
        until = time.monotonic() + CLOSE_SECONDS
        for each in closing:
            with contextlib.suppress(TimeoutError):
                each.result(max(0.0, until - time.monotonic()))

    # ------------------------------------------------------------------ drivers

    def _driver(self) -> neo4j.Driver:
        a = self._address
        with in_our_words(a.name):
            return neo4j.GraphDatabase.driver(a.uri, auth=(a.username, a.password), **_SETTINGS)

    def _own(self) -> neo4j.Driver:
        self._check_open()
        try:
            return self._idle.pop()
        except IndexError:
            return self._driver()

    def _spare(self, driver: neo4j.Driver) -> None:
        """Keeps a writer's driver for the next one."""
        self._idle.append(driver)
        if self._closed:  # while he wrote
            for each in self._spared():
                self._workers.start(partial(end, each))

    def _spared(self) -> Iterator[neo4j.Driver]:
        with contextlib.suppress(IndexError):
            while True:
                yield self._idle.pop()

    def _drop(self, driver: neo4j.Driver, then: Callable[[], object] = lambda: None, *, opened: bool = False) -> None:
        """Ends the waiting of whoever may still wait at a driver's connections, and closes them. ``then`` lets go of
        what he waited for."""

        def close() -> None:
            if not opened:
                time.sleep(OPEN_SECONDS)  # a connection that is being opened would be overlooked
            end(driver, then)

        self._workers.start(close)

    def _cut(self, driver: neo4j.Driver) -> None:
        """Gives all readers a new driver, unless somebody did so before."""
        with self._cutting:
            if driver is not self._shared or self._closed:
                return
            self._shared = self._driver()
        self._drop(driver)

    def _session(self, driver: neo4j.Driver, access: str) -> neo4j.Session:
        return driver.session(database=self._address.database, default_access_mode=access, bookmark_manager=self._seen)

    # ------------------------------------------------------------------ calls

    def _reading(self, call: Callable[[neo4j.Driver, float], T], seconds: float | None) -> T:
        limit = READ_SECONDS if seconds is None else seconds
        until = time.monotonic() + AGAIN_SECONDS
        while True:
            self._check_open()
            driver = self._shared
            try:
                return self._watched(partial(call, driver, limit), limit)
            except Passing:
                if driver is not self._shared:
                    raise silent(self._address.name) from None  # so another reader has found
                if time.monotonic() >= until:
                    raise
            except TookTooLong as late:
                # What goes on is ended by the server, whose limit is the same.
                if seconds is None:
                    raise late.unavailable(self._address.name) from None
                raise
            except StoreUnavailable:
                self._check_open()
                raise
            time.sleep(PAUSE_SECONDS)

    def _rows(
        self,
        driver: neo4j.Driver,
        cypher: str,
        parameters: Parameters,
        seconds: float,
        access: str = neo4j.READ_ACCESS,
    ) -> Rows:
        with shutting(self._session(driver, access)) as session:
            # The server's own limit: a client that gives up does not stop what runs there.
            return session.run(neo4j.Query(cypher, timeout=seconds + 1), dict(parameters)).values()

    def _head(
        self, driver: neo4j.Driver, cypher: str, parameters: Parameters, seconds: float, most: int
    ) -> tuple[list[str], Rows]:
        with shutting(self._session(driver, neo4j.READ_ACCESS)) as session:
            result = session.run(neo4j.Query(cypher, timeout=seconds + 1), dict(parameters))
            return list(result.keys()), [list(record.values()) for record in result.fetch(most)]

    def _begun(self, driver: neo4j.Driver, seconds: float) -> tuple[neo4j.Session, neo4j.Transaction]:
        session = self._session(driver, neo4j.WRITE_ACCESS)
        try:
            return session, session.begin_transaction(timeout=seconds)
        except BaseException:
            shut(session)
            raise

    def _watched(self, call: Callable[[], T], seconds: float | None = None) -> T:
        return self._awaited(self._workers.start(call), seconds)

    def _awaited(self, future: Future[T], seconds: float | None = None) -> T:
        """The call's result, for as long as the server answers and ``seconds`` last."""
        until = None if seconds is None else time.monotonic() + seconds
        while True:
            left = LOOK_SECONDS if until is None else until - time.monotonic()
            with in_our_words(self._address.name):
                try:
                    return future.result(max(0.0, min(LOOK_SECONDS, left)))
                except TimeoutError:
                    if future.done():
                        return future.result()  # it came just now, or the call itself ran out of time
            if left <= LOOK_SECONDS and until is not None:
                raise TookTooLong
            self._look()

    def _look(self) -> None:
        """Returns when the server says something. Raises ``StoreUnavailable``, with new connections for everybody."""
        driver = self._shared
        try:
            self._workers.start(lambda: self._rows(driver, "RETURN 1", {}, ANSWER_SECONDS)).result(ANSWER_SECONDS)
        except (TimeoutError, DriverError, Neo4jError, OSError):
            self._cut(driver)
            raise silent(self._address.name) from None

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self._address.name} has been closed.")


class Transaction:
    """Statements that happen together or not at all; ``with`` rolls back what was not committed."""

    def __init__(
        self, link: Link, driver: neo4j.Driver, session: neo4j.Session, transaction: neo4j.Transaction
    ) -> None:
        self._link = link
        self._driver = driver
        self._session = session
        self._transaction = transaction
        self._underway: Future[Any] | None = None

    def __enter__(self) -> Transaction:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        hangs = self._underway is not None and not self._underway.done()
        # Nobody may be there to take a rollback: then the connection is closed, which is one as well.
        if hangs or (kind is not None and issubclass(kind, StoreUnavailable | TookTooLong)):
            self._link._drop(self._driver, self.close, opened=True)
            return
        try:
            self._call(self._session.close).result(CLOSE_SECONDS)
        except (TimeoutError, DriverError, Neo4jError, OSError):
            self._link._drop(self._driver, self.close, opened=True)
        else:
            self._link._spare(self._driver)

    def close(self) -> None:
        """Ends the session of a connection that was closed, when the call that hung on it has ended."""
        if self._underway is not None:
            with contextlib.suppress(TimeoutError):
                self._underway.exception(CLOSE_SECONDS)
        shut(self._session)

    def run(self, cypher: str, parameters: Parameters, *, seconds: float | None = None) -> Rows:
        """Rows of one statement. Raises ``TookTooLong`` when ``seconds`` do not suffice; it is then over."""
        self._arrive()
        return self._link._awaited(self._call(lambda: self._rows(cypher, parameters)), seconds)

    def post(self, cypher: str, parameters: Parameters) -> None:
        """Sends a statement whose rows nobody needs, and does not wait: what goes wrong is raised by the next call."""
        self._arrive()
        self._call(lambda: self._rows(cypher, parameters))

    def commit(self) -> None:
        """Makes everything durable. Raises ``Passing`` when it is not known whether it was."""
        self._arrive()
        self._link._awaited(self._call(self._transaction.commit))

    def _arrive(self) -> None:
        """One statement at a time is under way."""
        if self._underway is not None:
            self._link._awaited(self._underway)
            self._underway = None

    def _call(self, call: Callable[[], T]) -> Future[T]:
        self._underway = future = self._link._workers.start(call)
        return future

    def _rows(self, cypher: str, parameters: Parameters) -> Rows:
        return self._transaction.run(cypher, dict(parameters)).values()
