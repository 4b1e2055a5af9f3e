"""A change: records put and dropped inside one transaction, and what follows from them at its end.

Every record written or dropped leaves its former text in ``_before``: comparing that with the end tells whether the
graph changed at all, and which nodes did. A record equal to the one stored is never written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Final

import apsw

from graph_schema.errors import GraphError, IntegrityError
from graph_schema.model import Decision, Entry, Record
from graph_schema.store.codec import KINDS, NODE_KINDS, Key, encode, key_of
from graph_schema.store.sqlite.facets import Legends
from graph_schema.store.sqlite.reads import SqliteGraph
from graph_schema.store.sqlite.rows import Numbers, drop, existing, stored, write
from graph_schema.store.sqlite.statements import rows

BATCH: Final = 10_000
NAMED_IN_ERRORS: Final = 5


class SqliteChange(SqliteGraph):
    """The writing view. ``version`` stays that of the graph before the change."""

    def __init__(self, db: apsw.Connection) -> None:
        super().__init__(db, Legends())
        self._before: dict[type[Record], dict[Key, str | None]] = {}
        self._notes: list[tuple[str, str, Decision | None]] = []
        self._facets: Numbers = {}

    def put(self, records: Iterable[Record]) -> None:
        rest = iter(records)
        while batch := list(islice(rest, BATCH)):
            by_kind: dict[type[Record], dict[Key, Record]] = {}
            for record in batch:
                by_kind.setdefault(type(record), {})[key_of(record)] = record
            for kind in KINDS:  # nodes come before the edges that need them
                if kind in by_kind:
                    self._put(kind, by_kind[kind])

    def _put(self, kind: type[Record], records: Mapping[Key, Record]) -> None:
        former = stored(self._db, kind, records)
        texts = {key: text for key, record in records.items() if (text := encode(record)) != former.get(key)}
        self._remember(kind, {key: former.get(key) for key in texts})
        try:
            write(self._db, kind, {key: records[key] for key in texts}, texts, self._facets)
        except UnicodeEncodeError:
            raise GraphError(
                f"A {kind.__name__} holds half of a surrogate pair, which is not valid Unicode. Read its source again."
            ) from None

    def drop(self, kind: type[Record], keys: Collection[tuple[str | int, ...]]) -> None:
        former = stored(self._db, kind, keys)
        self._remember(kind, former)
        drop(self._db, kind, former)

    def note(self, what: str, subject: str, decision: Decision | None = None) -> None:
        self._notes.append((what, subject, decision))

    def finish(self, at: str, *, altered: bool = False) -> None:
        """Checks the whole and, if anything changed (or ``altered``), bumps the version and writes the journal.

        Raises ``IntegrityError`` when an edge is left without an end.
        """
        self._settle()
        if not altered and not any(self._changed(kind, first=True) for kind in KINDS):
            return
        self._db.execute("UPDATE meta SET value = value + 1 WHERE name = 'version'")
        if self._notes:
            touched = {str(id) for kind in NODE_KINDS for (id,) in self._changed(kind)}
            left = existing(self._db, touched)
            gone, changed = tuple(sorted(touched - left)), tuple(sorted(left))
            self._journal(
                Entry(self.version + 1, at, what, subject, gone, changed, decision)
                for what, subject, decision in self._notes
            )

    def fill(self, records: Iterable[Record], entries: Iterable[Entry]) -> None:
        """Fills an empty store: records, then the journal as it was; the version is that of its last entry.

        Raises ``IntegrityError`` when an edge is left without an end.
        """
        rest = iter(records)
        while batch := list(islice(rest, BATCH)):
            self.put(batch)
            self._before.clear()
        self._settle()
        self._journal(entries)
        self._db.execute("UPDATE meta SET value = max(value, 1) WHERE name = 'version'")

    def _settle(self) -> None:
        """Lets go of awaited nodes that no edge needs."""
        missing = rows(
            self._db,
            """SELECT n.id FROM node n INDEXED BY node_awaited WHERE n.kind IS NULL AND (
                   EXISTS (SELECT 1 FROM edge e WHERE e.subject = n.k)
                   OR EXISTS (SELECT 1 FROM edge e WHERE e.object = n.k)) ORDER BY n.id""",
        )
        if missing:
            ids = [id for (id,) in missing]
            named = ", ".join(ids[:NAMED_IN_ERRORS]) + (" ..." if len(ids) > NAMED_IN_ERRORS else "")
            raise IntegrityError(
                f"Edges would be left without an end: {named}. Put these nodes in the same change, or drop the edges.",
                nodes=ids,
            )
        self._db.execute("DELETE FROM node WHERE kind IS NULL")

    def _remember(self, kind: type[Record], former: Mapping[Key, str | None]) -> None:
        before = self._before.setdefault(kind, {})
        for key, text in former.items():
            before.setdefault(key, text)

    def _changed(self, kind: type[Record], *, first: bool = False) -> list[Key]:
        """Keys whose record is not what it was before this change: all of them, or just the ``first`` few met."""
        changed: list[Key] = []
        rest = iter(self._before.get(kind, {}).items())
        while (not first or not changed) and (batch := dict(islice(rest, BATCH))):
            now = stored(self._db, kind, batch)
            changed += [key for key, former in batch.items() if now.get(key) != former]
        return changed

    def _journal(self, entries: Iterable[Entry]) -> None:
        for n, entry in enumerate(entries):
            self._db.execute("INSERT INTO journal VALUES (?, ?, ?)", (entry.version, n, encode(entry)))
            self._db.execute("UPDATE meta SET value = max(value, ?) WHERE name = 'version'", (entry.version,))
            self._db.executemany("REPLACE INTO gone VALUES (?, ?)", ((id, entry.version) for id in entry.gone))
