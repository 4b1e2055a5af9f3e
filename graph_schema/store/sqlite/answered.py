"""Answers kept for a while, in a small file of their own: what was answered to a request is answered again.

It is no part of the graph and lies beside it because only an engine's folder holds query text. Several processes share
it: who reserves a key runs the request, and the others are told that it runs. A reservation that nobody renews ends by
itself, so that a process killed in the middle stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import apsw

from graph_schema.errors import StoreReadOnly
from graph_schema.store.sqlite.connect import in_our_words, make_usable

PATIENCE_MS: Final = 5_000
APPLICATION_ID: Final = 0x64674B59
_DDL: Final = """
CREATE TABLE answered (
    key TEXT NOT NULL PRIMARY KEY,
    request TEXT NOT NULL,
    holder TEXT,              -- who runs the request; NULL once it is answered
    until REAL NOT NULL,      -- when the reservation, or the answer, ends: seconds since 1970
    status INTEGER,
    headers TEXT,
    body BLOB
) WITHOUT ROWID;
CREATE INDEX answered_until ON answered (until);
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it was given; ``headers`` is text of the caller's own form."""

    status: int
    headers: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Held:
    """What stands under a key: for which request, and its answer, None while it runs."""

    request: str
    answer: Answered | None


class AnsweredFile:
    """The file, made when it is first needed. Every method raises ``StoreReadOnly``, ``StoreUnavailable`` or
    ``StoreIncompatible`` when it cannot be used. Moments are seconds since 1970."""

    def __init__(self, path: Path, *, most: int, most_bytes: int) -> None:
        self._path = path
        self._most = most
        self._most_bytes = most_bytes

    def reserve(self, key: str, request: str, holder: str, *, now: float, until: float) -> Held | None:
        """None when the key is now reserved for ``holder``; what stands under it otherwise."""
        with self._changing() as db:
            db.execute("DELETE FROM answered WHERE until <= ?", (now,))
            found = db.execute("SELECT request, status, headers, body FROM answered WHERE key = ?", (key,)).fetchone()
            if found is None:
                db.execute(
                    "INSERT INTO answered (key, request, holder, until) VALUES (?, ?, ?, ?)",
                    (key, request, holder, until),
                )
                return None
        asked, status, headers, body = found
        return Held(asked, None if status is None else Answered(status, headers, body))

    def renew(self, key: str, holder: str, *, until: float) -> None:
        """Puts off the end of a reservation that ``holder`` still has."""
        with self._changing() as db:
            db.execute("UPDATE answered SET until = ? WHERE key = ? AND holder = ?", (until, key, holder))

    def keep(self, key: str, holder: str, answer: Answered, *, until: float) -> None:
        """Turns a reservation of ``holder`` into its answer; the oldest answers make room when there are too many."""
        with self._changing() as db:
            db.execute(
                "UPDATE answered SET holder = NULL, until = ?, status = ?, headers = ?, body = ? "
                "WHERE key = ? AND holder = ?",
                (until, answer.status, answer.headers, answer.body, key, holder),
            )
            # Counted from the newest on: what lies behind the limits goes.
            db.execute(
                """DELETE FROM answered WHERE key IN (SELECT key FROM (
                       SELECT key, row_number() OVER newest AS place, sum(length(body)) OVER newest AS bytes
                       FROM answered WHERE holder IS NULL WINDOW newest AS (ORDER BY until DESC, key)
                   ) WHERE place > ? OR bytes > ?)""",
                (self._most, self._most_bytes),
            )

    def release(self, key: str, holder: str) -> None:
        """Gives up a reservation of ``holder``: the next such request runs."""
        with self._changing() as db:
            db.execute("DELETE FROM answered WHERE key = ? AND holder = ?", (key, holder))

    @contextmanager
    def _changing(self) -> Iterator[apsw.Connection]:
        """A transaction that writes. A connection each time: it must not be inherited or shared by threads."""
        with in_our_words(self._path):
            self._made()
            db = apsw.Connection(str(self._path))
            try:
                db.set_busy_timeout(PATIENCE_MS)
                db.execute("BEGIN IMMEDIATE")
                self._prepare(db)
                yield db
                db.execute("COMMIT")
            finally:
                db.close()  # rolls back what was not committed

    def _made(self) -> None:
        """The file is there, and its owner's alone."""
        try:
            make_usable(self._path, 0o600)
        except OSError as error:
            raise StoreReadOnly(
                f"{self._path} cannot be written ({error.strerror}), and answers cannot be kept without it. "
                "Make its folder writable, or send no Idempotency-Key.",
                path=str(self._path),
            ) from None

    def _prepare(self, db: apsw.Connection) -> None:
        if db.pragma("application_id") == APPLICATION_ID:
            return
        if db.execute("SELECT 1 FROM sqlite_schema").fetchone():
            raise apsw.NotADBError("another application's tables")
        db.execute(_DDL)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
