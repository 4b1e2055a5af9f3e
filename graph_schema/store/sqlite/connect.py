"""Opening the file: settings of a connection, the checks that it is ours, and the driver's errors in our words."""

from __future__ import annotations

import errno
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import apsw

from graph_schema.errors import GraphError, StoreIncompatible, StoreReadOnly, StoreUnavailable
from graph_schema.model import EdgeType
from graph_schema.store.codec import SCHEMA
from graph_schema.store.sqlite.schema import APPLICATION_ID, DDL, FROM_FIRST

OLDEST_SQLITE: Final = (3, 51, 3)
"""Every earlier one can lose a commit when a checkpoint meets it (the WAL reset race)."""

MAPPED_BYTES: Final = 1 << 32
READER_CACHE_KIB: Final = 16 * 1024  # the mapping serves reads: this is for what still lies in the log
WRITER_CACHE_KIB: Final = 128 * 1024
KEPT_WAL_BYTES: Final = 1 << 26

_READ_ONLY = (apsw.ReadOnlyError, apsw.PermissionsError, apsw.CantOpenError)
_NOT_OURS = (apsw.NotADBError, apsw.CorruptError, apsw.SchemaChangeError, apsw.FormatError)


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Turns what the driver raises into one of our errors; the driver's text stays behind."""
    try:
        yield
    except apsw.Error as error:
        raise _explained(error, path) from None


def _explained(error: apsw.Error, path: Path) -> GraphError:
    reason = apsw.mapping_result_codes.get(getattr(error, "result", -1), type(error).__name__)
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return StoreUnavailable(f"{path} is being written by another process. Try again in a moment.", reason=reason)
    if isinstance(error, _READ_ONLY):
        return _unwritable(path, str(reason))
    if isinstance(error, _NOT_OURS):
        return _foreign(path, str(reason))
    if isinstance(error, apsw.FullError):
        return StoreUnavailable(f"The disk that holds {path} is full. Make room and try again.", reason=reason)
    return StoreUnavailable(f"The data file {path} could not be used ({reason}). Check its disk.", reason=reason)


def _unwritable(path: Path, reason: str) -> StoreReadOnly:
    return StoreReadOnly(
        f"{path} cannot be opened for writing: the file and its folder must be writable, also for questions. "
        "Change their permissions or name another file.",
        path=str(path),
        reason=reason,
    )


def _foreign(path: Path, reason: str) -> StoreIncompatible:
    return StoreIncompatible(
        f"{path} is no graph of ours, or it is damaged. Name another file, or restore a dump into a new one.",
        path=str(path),
        reason=reason,
    )


def connect(path: Path, *, patience: float, cache_kib: int = READER_CACHE_KIB) -> apsw.Connection:
    """A connection to a file that exists, waiting at most ``patience`` seconds for any lock."""
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    db.set_busy_timeout(int(patience * 1000))
    for setting in (
        f"mmap_size = {MAPPED_BYTES}",
        f"cache_size = -{cache_kib}",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
        # An acknowledged update survives a power cut: its commit has been synced when update() returns.
        "synchronous = FULL",
        f"journal_size_limit = {KEPT_WAL_BYTES}",
    ):
        db.execute(f"PRAGMA {setting}")
    return db


def open_file(path: Path, *, create: bool, patience: float) -> apsw.Connection:
    """The writer's connection to the graph in ``path``, made when ``create`` allows it and it is missing or empty.

    Raises ``StoreUnavailable`` (missing, locked, or SQLite too old), ``StoreReadOnly`` and ``StoreIncompatible``.
    """
    if _sqlite_version() < OLDEST_SQLITE:
        raise StoreUnavailable(
            f"SQLite {apsw.sqlite_lib_version()} can lose commits: {'.'.join(map(str, OLDEST_SQLITE))} is the oldest "
            "that will do. Install a current apsw."
        )
    _prepare(path, create=create)
    with in_our_words(path):
        db = connect(path, patience=patience, cache_kib=WRITER_CACHE_KIB)
        try:
            _make_or_check(db, path, patience)
        except BaseException:
            db.close()
            raise
    return db


def _prepare(path: Path, *, create: bool) -> None:
    try:
        if path.exists() and not path.is_file():
            raise StoreIncompatible(f"{path} is not a file. Name the data file itself, e.g. {path / 'graph.sqlite'}.")
        if not path.exists() and not create:
            raise StoreUnavailable(f"There is no graph at {path}. Load something into it first, or name another file.")
        make_usable(path, 0o666)
    except FileNotFoundError:
        raise StoreUnavailable(f"{path} cannot be reached. Check the path.", path=str(path)) from None
    except OSError as error:
        raise _unwritable(path, error.strerror or type(error).__name__) from None


def make_usable(path: Path, mode: int) -> None:
    """Sees to it that a file is there, empty and with these permissions if it was not, and can be read and written.

    A file that is there is asked about, never opened: whoever closes it lets go of every lock that its process holds on
    it (https://sqlite.org/howtocorrupt.html, 2.2). So a new one comes into being closed. Raises ``OSError``.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_empty(path.resolve(), mode)  # a link may lead to a file that is to be
    if not os.access(path, os.R_OK | os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _make_empty(path: Path, mode: int) -> None:
    """Unless it is there by now."""
    made = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
    finally:
        made.unlink()


def _sqlite_version() -> tuple[int, ...]:
    return tuple(int(part) for part in apsw.sqlite_lib_version().split(".")[:3])


def _make_or_check(db: apsw.Connection, path: Path, patience: float) -> None:
    if not _is_ours(db, path):
        _use_wal(db, patience)
        db.execute("BEGIN IMMEDIATE")
        try:
            if not _is_ours(db, path):  # another process may have been quicker
                db.execute(DDL)
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {SCHEMA}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    if db.pragma("user_version") < SCHEMA:
        _bring_up(db)
    if db.pragma("journal_mode") != "wal":
        _use_wal(db, patience)
    known = {name for (name,) in db.execute("SELECT name FROM edge_type")}
    if new := [(t.value,) for t in EdgeType if t.value not in known]:
        db.executemany("INSERT OR IGNORE INTO edge_type (name) VALUES (?)", new)


def _bring_up(db: apsw.Connection) -> None:
    """Gives a file of the schema before the tables of this one: all at once, and one process alone."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if db.pragma("user_version") < SCHEMA:
            db.execute(FROM_FIRST)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _is_ours(db: apsw.Connection, path: Path) -> bool:
    """Whether our tables are there; False for an empty file. Raises ``StoreIncompatible`` for anything else."""
    application, schema = db.pragma("application_id"), db.pragma("user_version")
    if application == APPLICATION_ID and isinstance(schema, int):
        if schema > SCHEMA:
            raise StoreIncompatible(
                f"{path} was written by a newer version (schema {schema}; this one reads up to {SCHEMA}). "
                "Upgrade directive-graph, or restore a dump into a new file.",
                path=str(path),
                schema=schema,
            )
        return True
    if application or schema or db.execute("SELECT 1 FROM sqlite_schema").fetchone():
        raise _foreign(path, "another application's tables")
    return False


def _use_wal(db: apsw.Connection, patience: float) -> None:
    """Switching needs the file for itself for a moment, and SQLite does not wait for that on its own."""
    until = time.monotonic() + patience
    while True:
        try:
            db.pragma("journal_mode", "wal")
            return
        except apsw.BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
