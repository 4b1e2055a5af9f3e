"""The server engine: one graph in one database of a Neo4j server or cluster, for a team and several services."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Final, TypeVar

from graph_schema.errors import GraphError, IntegrityError, StoreUnavailable
from graph_schema.model import Entry, Record
from graph_schema.searching import search_stamp
from graph_schema.store.base import Change, Graph
from graph_schema.store.neo4j.address import address_of
from graph_schema.store.neo4j.failures import Passing, TookTooLong
from graph_schema.store.neo4j.leases import LOCKED, SAY_SECONDS, Closing, run_out
from graph_schema.store.neo4j.link import Link, Transaction
from graph_schema.store.neo4j.schema import GRAPH, RESTORING, STATE, prepare
from graph_schema.store.neo4j.views import Emptied, Neo4jView, restoring
from graph_schema.store.neo4j.writes import BATCH, Neo4jChange

T = TypeVar("T")

PATIENCE: Final = 10.0
"""Seconds to wait for another writer before giving up."""
LOCK_SECONDS: Final = 2.0
"""One turn of that wait; between two the server shows that it is there."""
UPDATE_SECONDS: Final = 900.0
"""The server ends a change by itself after this: whoever made it is gone."""
AGAIN_SECONDS: Final = 1.0
"""How long a change is begun again on a server that does not let it: one that is back by then is not missed."""
REPEATS: Final = 5
"""How often it is made again when its connection broke, or when the server asks for that."""
PAUSE_SECONDS: Final = 0.1

_WIPE: Final = (
    "MATCH (n) WHERE NOT n:DirectiveGraph AND NOT n:DirectiveGraphState "
    f"WITH n LIMIT {BATCH} DETACH DELETE n RETURN count(*)"
)


class _Taken(Exception):
    """Another process holds the writers' lock."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Neo4jStore:
    """A graph at ``location``, such as ``neo4j://host:7687``. Making one connects to nothing: a server that is away is
    met, and its return noticed, by each call.

    A view (``read``) shows one version or raises ``StoreMoved``. An update holds a lock on the node that keeps the
    version, so writers of any process follow one another; ``patience`` bounds the wait for another one. It is repeated
    when its connection breaks, also when it is not known whether it was kept. ``now`` gives the moments of journal
    entries.
    """

    engine = "neo4j"

    def __init__(
        self,
        location: str,
        *,
        username: str | None = None,
        password: str | None = None,
        database: str | None = None,
        create: bool = True,
        patience: float = PATIENCE,
        now: Callable[[], str] = _now,
    ) -> None:
        address = address_of(location, username, password, database)
        self.name = address.name
        self._create = create
        self._patience = patience
        self._now = now
        self._writing = threading.Lock()
        self._preparing = threading.Lock()
        self._prepared = False
        self._stale = False
        self._link = Link(address)

    @contextmanager
    def read(self) -> Iterator[Graph]:
        """A view of the last finished update. It raises ``StoreMoved``, whenever it is asked something, once a later
        update was committed: the whole answer must then be asked again."""
        self._prepare()
        if self._stale:
            self.update(lambda change: None)
        view = Neo4jView(self._link, self.name, self._repair)
        try:
            yield view
        except Emptied:
            raise self._emptied() from None
        finally:
            view.end()

    def update(self, work: Callable[[Change], T]) -> T:
        with self._turn():
            return self._repeated(partial(self._update, work=work))

    def restore(self, records: Iterable[Record], journal: Iterable[Entry] | None) -> None:
        """Fill an empty store, batch by batch: one transaction would not fit the server's memory. Until it is done the
        store answers nothing; what is cut off is cleared away, at the latest by the next restore."""
        token = secrets.token_hex(8)
        with self._turn():
            self._repeated(partial(self._begin_restore, token=token))
            began = time.monotonic()
            try:
                self._wipe(token)
                rest = iter(records)
                while batch := list(islice(rest, BATCH)):
                    self._repeated(partial(self._restore_batch, batch=batch, token=token))
                entries = [Entry(1, self._now(), "restore", "")] if journal is None else list(journal)
                run_out(began)  # what was promised to last was the empty graph
                self._repeated(partial(self._end_restore, entries=entries, token=token))
            except BaseException:
                self._undo_restore(token)
                raise

    def check(self) -> None:
        try:
            with self.read() as graph:
                assert graph.version >= 0
        except StoreUnavailable:
            raise
        except GraphError as error:
            raise StoreUnavailable(error.message) from None

    def close(self) -> None:
        self._link.close()

    # ------------------------------------------------------------------ changes

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._writing.acquire(timeout=self._patience):
            raise StoreUnavailable(f"{self.name} is being written by another thread. Try again in a moment.")
        try:
            yield
        finally:
            self._writing.release()

    def _repeated(self, work: Callable[[Transaction], T]) -> T:
        """What ``work`` does in one transaction. Done again when that failed for the moment, or may have."""
        since = time.monotonic()
        waits_until, broken = since + self._patience, 0
        while True:
            began = False
            try:
                self._prepare()
                with self._link.begin(UPDATE_SECONDS) as transaction:
                    began = True
                    return work(transaction)
            except _Taken:
                if time.monotonic() >= waits_until:
                    raise StoreUnavailable(
                        f"{self.name} is being written by another process. Try again in a moment.", reason="busy"
                    ) from None
            except Passing:
                if began:
                    since, broken = time.monotonic(), broken + 1
                if broken > REPEATS or time.monotonic() - since >= AGAIN_SECONDS:
                    raise
            except TookTooLong as late:
                raise late.unavailable(self.name) from None
            time.sleep(PAUSE_SECONDS * (1 + broken))

    def _update(self, transaction: Transaction, *, work: Callable[[Change], T]) -> T:
        version, stamp = self._locked(transaction)
        with Closing(self._link) as closing:
            change = Neo4jChange(transaction, version, closing.begin)
            altered = stamp != search_stamp() and change.index_again(search_stamp())
            result = work(change)
            will_be = change.finish(self._now(), altered=altered)
            self._commit(transaction, version, will_be, closing)
        self._stale = False
        return result

    def _commit(self, transaction: Transaction, version: int, will_be: int, closing: Closing) -> None:
        """Commits when nobody holds a lease any more, and between two announcements, so that no reader takes half a
        commit for a version."""
        if will_be == version:
            transaction.commit()
            return
        closing.announce(version)
        try:
            transaction.commit()
        except BaseException:
            with suppress(GraphError, TookTooLong):  # then a reader or the next writer does it
                self._repair()
            raise
        self._say(2 * version + 1, 2 * will_be)

    def _say(self, before: int, now: int) -> None:
        """Tells readers that a commit is over, in a transaction of its own; leases are granted again. Nothing is said
        when the state is another one than ``before``: the next writer may have been quicker."""
        self._link.run(
            f"{LOCKED} WHERE s.state = {int(before)} SET s.state = {int(now)}, s.closed = null",
            SAY_SECONDS,
        )

    def _repair(self) -> None:
        """Tells readers where the graph stands, and grants leases again, unless a writer is at work: it will do so
        itself."""
        with suppress(_Taken, StoreUnavailable), self._link.begin(UPDATE_SECONDS) as transaction:
            self._lock(transaction)
            transaction.run(
                f"MATCH {GRAPH} WHERE g.restoring IS NULL MATCH {STATE} SET s.state = 2 * g.version, s.closed = null",
                {},
            )
            transaction.commit()

    def _lock(self, transaction: Transaction) -> None:
        """Takes the lock that writers share."""
        try:
            transaction.run(f"MATCH {GRAPH} SET g.locked = true", {}, seconds=LOCK_SECONDS)
        except TookTooLong:
            raise _Taken from None

    def _locked(self, transaction: Transaction, token: str | None = None) -> tuple[int, str]:
        """Takes the lock; the version and the stamp of the search index come back.

        Raises ``StoreUnavailable`` while a restore other than the one called ``token`` is going on.
        """
        self._lock(transaction)
        # Read only now: until the lock was there another writer may have changed them.
        found = transaction.run(f"MATCH {GRAPH} MATCH {STATE} RETURN g.version, g.search, g.restoring, s.state", {})
        if not found:
            raise self._emptied()
        version, stamp, restoring_now, state = found[0]
        if restoring_now != token:
            raise restoring(self.name)
        if token is None and state != 2 * version:
            # Its writer is gone. Not in this transaction, whose own announcement would have to wait for it.
            transaction.commit()
            self._repair()
            raise Passing(f"{self.name} is being tidied. Try again in a moment.", reason="busy")
        return int(version), str(stamp)

    # ------------------------------------------------------------------ restoring

    def _begin_restore(self, transaction: Transaction, *, token: str) -> None:
        self._lock(transaction)
        ((version,),) = transaction.run(f"MATCH {GRAPH} RETURN g.version", {})
        if version:
            raise IntegrityError(f"{self.name} is not empty: restore into an empty database.", version=version)
        transaction.run(
            f"MATCH {GRAPH} MATCH {STATE} SET g.restoring = $token, s.state = {RESTORING}", {"token": token}
        )
        transaction.commit()

    def _wipe(self, token: str) -> None:
        def some(transaction: Transaction) -> int:
            self._locked(transaction, token)
            ((gone,),) = transaction.run(_WIPE, {})
            transaction.commit()
            return int(gone)

        while self._repeated(some):
            pass

    def _restore_batch(self, transaction: Transaction, *, batch: list[Record], token: str) -> None:
        version, _ = self._locked(transaction, token)
        Neo4jChange(transaction, version).put(batch)
        transaction.commit()

    def _end_restore(self, transaction: Transaction, *, entries: list[Entry], token: str) -> None:
        version, _ = self._locked(transaction, token)
        will_be = Neo4jChange(transaction, version).fill(entries, search_stamp())
        transaction.commit()
        self._stale = False
        self._say(RESTORING, 2 * will_be)

    def _undo_restore(self, token: str) -> None:
        def release(transaction: Transaction) -> None:
            self._locked(transaction, token)
            transaction.run(f"MATCH {GRAPH} SET g.restoring = null", {})
            transaction.commit()

        # What cannot be cleared away now is cleared away by the next restore.
        with suppress(GraphError, TookTooLong):
            self._wipe(token)
            self._repeated(release)
            self._repair()

    # ------------------------------------------------------------------ schema

    def _prepare(self) -> None:
        with self._preparing:
            if not self._prepared:
                stamp = prepare(self._link, self.name, create=self._create)
                self._stale = stamp != search_stamp()
                self._prepared = True

    def _emptied(self) -> StoreUnavailable:
        self._prepared = False
        return Passing(f"{self.name} was emptied. Try again.", reason="emptied")
