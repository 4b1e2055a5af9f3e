"""The line to the server: the official driver on an event loop of its own, and a watch over every call.

The driver waits for a server that went silent as long as the socket does. Here a call that takes long is looked after:
while the server answers something else it may go on; once it answers nothing the call is given up and its connection
closed, so that the caller hears of it within three seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final, TypeVar

import neo4j
from neo4j.exceptions import DriverError, Neo4jError

from graph_schema.errors import StoreUnavailable
from graph_schema.store.neo4j.address import Address
from graph_schema.store.neo4j.failures import Passing, TookTooLong, in_our_words, silent

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
    """One driver, shared by all threads of a process. Nothing is connected before the first call."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="neo4j", daemon=True)
        self._thread.start()
        self._closed = False
        # In a cluster, a member that is asked next waits for what this process has written or seen.
        self._seen = neo4j.AsyncGraphDatabase.bookmark_manager() if address.routed else None
        self._driver: neo4j.AsyncDriver = self._await(self._make())

    async def _make(self) -> neo4j.AsyncDriver:
        a = self._address
        with in_our_words(a.name):
            return neo4j.AsyncGraphDatabase.driver(a.uri, auth=(a.username, a.password), **_SETTINGS)

    def _session(self, access: str) -> neo4j.AsyncSession:
        return self._driver.session(
            database=self._address.database, default_access_mode=access, bookmark_manager=self._seen
        )

    def read(self, cypher: str, parameters: Parameters, *, seconds: float | None = None) -> Rows:
        """Rows of one reading statement, a transaction by itself. Raises ``TookTooLong`` when ``seconds`` are given and
        do not suffice; otherwise ``StoreUnavailable`` and its kin."""
        limit = READ_SECONDS if seconds is None else seconds
        until = time.monotonic() + AGAIN_SECONDS
        while True:
            try:
                return self._await(self._watched(lambda: self._read(cypher, parameters, limit), limit))
            except Passing:
                if time.monotonic() >= until:
                    raise
            except TookTooLong as late:
                if seconds is None:
                    raise late.unavailable(self._address.name) from None
                raise
            time.sleep(PAUSE_SECONDS)

    def begin(self, seconds: float) -> Transaction:
        """A writing transaction that the server ends by itself after ``seconds``."""
        session = self._session(neo4j.WRITE_ACCESS)
        try:
            return Transaction(
                self, session, self._await(self._watched(lambda: session.begin_transaction(timeout=seconds)))
            )
        except BaseException:
            self._let_go(lambda: _abandon(session))
            raise

    def run(self, cypher: str, seconds: float) -> Rows:
        """Rows of one writing statement that is no part of a transaction: schema, and what commits as it goes."""
        return self._await(self._watched(lambda: self._read(cypher, {}, seconds, neo4j.WRITE_ACCESS), seconds))

    def close(self) -> None:
        """Lets go of every connection; later calls raise ``StoreUnavailable``."""
        if self._closed:
            return
        self._let_go(self._driver.close)
        self._closed = True
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def _await(self, call: Coroutine[Any, Any, T]) -> T:
        if self._closed:
            call.close()
            raise StoreUnavailable(f"{self._address.name} has been closed.")
        future = asyncio.run_coroutine_threadsafe(call, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()  # an interrupted caller leaves nothing running
            raise

    def _let_go(self, call: Callable[[], Coroutine[Any, Any, None]]) -> None:
        async def soon() -> None:
            await asyncio.wait_for(call(), CLOSE_SECONDS)

        with contextlib.suppress(StoreUnavailable, TimeoutError, DriverError, Neo4jError, OSError):
            self._await(soon())

    async def _read(self, cypher: str, parameters: Parameters, seconds: float, access: str = neo4j.READ_ACCESS) -> Rows:
        async with self._session(access) as session:
            # The server's own limit: a client that gives up does not stop what runs there.
            result = await session.run(neo4j.Query(cypher, timeout=seconds + 1), dict(parameters))
            return await result.values()

    async def _watched(self, call: Callable[[], Coroutine[Any, Any, T]], seconds: float | None = None) -> T:
        """The call's result, for as long as the server answers and ``seconds`` last."""
        until = None if seconds is None else asyncio.get_running_loop().time() + seconds
        task = asyncio.ensure_future(call())
        try:
            with in_our_words(self._address.name):
                while True:
                    left = LOOK_SECONDS if until is None else until - asyncio.get_running_loop().time()
                    done, _ = await asyncio.wait({task}, timeout=max(0.0, min(LOOK_SECONDS, left)))
                    if done:
                        return task.result()
                    if left <= LOOK_SECONDS and until is not None:
                        raise TookTooLong
                    await self._answers()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=PAUSE_SECONDS)
            if task.done() and not task.cancelled():
                task.exception()  # looked at, so that asyncio does not tell of it

    async def _answers(self) -> None:
        try:
            await asyncio.wait_for(self._read("RETURN 1", {}, ANSWER_SECONDS), ANSWER_SECONDS)
        except (TimeoutError, DriverError, Neo4jError, OSError):
            raise silent(self._address.name) from None


class Transaction:
    """Statements that happen together or not at all; ``with`` rolls back what was not committed."""

    def __init__(self, link: Link, session: neo4j.AsyncSession, transaction: neo4j.AsyncTransaction) -> None:
        self._link = link
        self._session = session
        self._transaction = transaction

    def __enter__(self) -> Transaction:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        unreachable = kind is not None and issubclass(kind, StoreUnavailable | TookTooLong)
        # Nobody may be there to take a rollback: then the connection is closed, which is one as well.
        if unreachable:
            self._link._let_go(lambda: _abandon(self._session))
        else:
            self._link._let_go(lambda: _leave(self._session, self._transaction))

    def run(self, cypher: str, parameters: Parameters, *, seconds: float | None = None) -> Rows:
        """Rows of one statement. Raises ``TookTooLong`` when ``seconds`` do not suffice; it is then over."""
        return self._link._await(self._link._watched(lambda: self._run(cypher, parameters), seconds))

    def commit(self) -> None:
        """Makes everything durable. Raises ``Passing`` when it is not known whether it was."""
        self._link._await(self._link._watched(self._transaction.commit))

    async def _run(self, cypher: str, parameters: Parameters) -> Rows:
        result = await self._transaction.run(cypher, dict(parameters))
        return await result.values()


async def _leave(session: neo4j.AsyncSession, transaction: neo4j.AsyncTransaction) -> None:
    """Rolls back what was not committed; the session goes, whatever happens."""
    try:
        await transaction.close()
    except (DriverError, Neo4jError, OSError):
        pass  # it is gone with its connection
    finally:
        await _abandon(session)


async def _abandon(session: neo4j.AsyncSession) -> None:
    session.cancel()
    await session.close()
