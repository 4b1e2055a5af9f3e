"""The embedded engine: one graph in one SQLite file, many readers beside one writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import apsw

from graph_schema.errors import GraphError, IntegrityError, StoreUnavailable
from graph_schema.model import Entry, Record
from graph_schema.store.base import Change, Graph
from graph_schema.store.sqlite import search
from graph_schema.store.sqlite.connect import connect, in_our_words, open_file
from graph_schema.store.sqlite.facets import Legends
from graph_schema.store.sqlite.reads import SqliteGraph
from graph_schema.store.sqlite.writes import SqliteChange

T = TypeVar("T")

PATIENCE: Final = 10.0
"""Seconds to wait for another writer before giving up."""

IDLE_READERS: Final = 8
"""Connections kept open for the next reader."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class SqliteStore:
    """A graph in the file ``path``.

    Each ``read()`` has a connection to itself, so threads and processes read beside each other and beside the one
    writer. An update is durable when it returns, and leaves nothing behind when its process dies before. ``patience``
    bounds every wait for another writer; ``now`` gives the moments of journal entries.
    """

    engine = "sqlite"

    def __init__(
        self, path: Path, *, create: bool = True, patience: float = PATIENCE, now: Callable[[], str] = _now
    ) -> None:
        self.name = str(path)
        self._path = path.absolute()
        self._patience = patience
        self._now = now
        self._writing = threading.Lock()
        self._pool = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._closed = False
        self._legends = Legends()
        self._writer = open_file(self._path, create=create, patience=patience)
        self._file = self._path.stat().st_ino
        try:
            with in_our_words(self._path):
                stale = search.is_stale(self._writer)
            if stale:
                self.update(lambda change: None)  # every update begins with a fresh search index
        except BaseException:
            self.close()
            raise

    @contextmanager
    def read(self) -> Iterator[Graph]:
        """A view of the last finished update, whatever is written meanwhile; it ends with the ``with`` block."""
        with in_our_words(self._path):
            db = self._borrow()
            try:
                db.execute("BEGIN")
                graph = SqliteGraph(db, self._legends)
                try:
                    yield graph
                finally:
                    graph.end()
                    db.execute("ROLLBACK")
            except apsw.Error:
                db.close(True)  # a statement that failed may still hold its snapshot
                raise
            except BaseException:
                self._give_back(db)
                raise
            self._give_back(db)

    def update(self, work: Callable[[Change], T]) -> T:
        with self._alone() as change:
            altered = search.refresh(self._writer)
            result = work(change)
            change.finish(self._now(), altered=altered)
        return result

    def restore(self, records: Iterable[Record], journal: Iterable[Entry] | None) -> None:
        with self._alone() as change:
            if change.version:
                raise IntegrityError(f"{self.name} is not empty: restore into a new file.", version=change.version)
            search.refresh(self._writer)
            change.fill(records, (Entry(1, self._now(), "restore", ""),) if journal is None else journal)

    def check(self) -> None:
        try:
            if self._path.stat().st_ino == self._file:
                with self.read():
                    return
        except (OSError, GraphError):
            pass
        raise StoreUnavailable(f"The data file {self.name} is gone or cannot be read. Put it back, then start again.")

    def close(self) -> None:
        with self._pool:
            self._closed = True
            idle, self._idle = self._idle, []
        mine = self._writing.acquire(timeout=self._patience)  # an update that runs may end
        try:
            for db in (*idle, self._writer):
                db.close(True)
        finally:
            if mine:
                self._writing.release()

    @contextmanager
    def _alone(self) -> Iterator[SqliteChange]:
        """A change beside no other: committed at the end of the block, undone when anything is raised in it."""
        if not self._writing.acquire(timeout=self._patience):
            raise StoreUnavailable(f"{self.name} is being written by another thread. Try again in a moment.")
        db = self._writer
        try:
            self._check_open()
            with in_our_words(self._path):
                db.execute("BEGIN IMMEDIATE")
                try:
                    change = SqliteChange(db)
                    yield change
                    change.end()
                    db.execute("COMMIT")
                except BaseException:
                    if db.in_transaction:  # a full disk has rolled back already
                        db.execute("ROLLBACK")
                    raise
        finally:
            self._writing.release()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self.name} has been closed. Open it again.")

    def _borrow(self) -> apsw.Connection:
        with self._pool:
            self._check_open()
            if self._idle:
                return self._idle.pop()
        return connect(self._path, patience=self._patience)

    def _give_back(self, db: apsw.Connection) -> None:
        with self._pool:
            if not self._closed and len(self._idle) < IDLE_READERS:
                self._idle.append(db)
                return
        db.close()
