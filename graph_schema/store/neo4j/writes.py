"""A change: records put and dropped inside one transaction, and what follows from them at its end.

What was stored under a key before the change is remembered with what is stored now: comparing the two tells whether the
graph changed at all, and which nodes did. A record equal to the one stored is never written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any, Final

from graph_schema.errors import IntegrityError
from graph_schema.model import Decision, Entry, Record
from graph_schema.store.codec import KINDS, NODE_KINDS, Key, encode, key_of
from graph_schema.store.neo4j import search
from graph_schema.store.neo4j.link import Transaction
from graph_schema.store.neo4j.properties import row_of
from graph_schema.store.neo4j.reads import Neo4jGraph
from graph_schema.store.neo4j.rows import PLANNED_ONCE, Writer, stored
from graph_schema.store.neo4j.schema import GRAPH

BATCH: Final = 10_000
NAMED_IN_ERRORS: Final = 5


class Neo4jChange(Neo4jGraph):
    """The writing view. ``version`` stays that of the graph before the change; ``altering`` is called before anything
    is written."""

    def __init__(self, transaction: Transaction, version: int, altering: Callable[[], object] = lambda: None) -> None:
        super().__init__(version)
        self._altering = altering
        self._transaction = transaction
        self._writer = Writer(self._seek, self._run, self._post)
        self._texts: dict[type[Record], dict[Key, tuple[str | None, str | None]]] = {}  # before, now
        self._notes: list[tuple[str, str, Decision | None]] = []

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
        # Rows are made before the server is asked: it is still busy with the statement posted before.
        said = {key: encode(record) for key, record in records.items()}
        rows = {key: row_of(record, said[key]) for key, record in records.items()}
        former = stored(self._seek, kind, records.keys(), alone=True)
        texts = {key: text for key, text in said.items() if text != former.get(key)}
        self._remember(kind, former, texts)
        self._writer.write(kind, {key: records[key] for key in texts}, {key: rows[key] for key in texts}, former)

    def drop(self, kind: type[Record], keys: Collection[tuple[str | int, ...]]) -> None:
        for start in range(0, len(keys), BATCH):
            former = stored(self._seek, kind, list(islice(keys, start, start + BATCH)))
            self._remember(kind, former, dict.fromkeys(former))
            self._writer.drop(kind, former)

    def note(self, what: str, subject: str, decision: Decision | None = None) -> None:
        self._notes.append((what, subject, decision))

    def finish(self, at: str, *, altered: bool = False) -> int:
        """Checks the whole and, if anything changed (or ``altered``), bumps the version and writes the journal; the
        version there will be comes back.

        Raises ``IntegrityError`` when an edge is left without an end.
        """
        if self._writer.awaited:
            self._settle()
        if not altered and not any(before != now for texts in self._texts.values() for before, now in texts.values()):
            return self.version
        self._run(f"MATCH {GRAPH} SET g.version = $version", version=self.version + 1)
        if self._notes:
            touched = [item for kind in NODE_KINDS for item in self._texts.get(kind, {}).items()]
            changed = {str(id) for (id,), (before, now) in touched if before != now}
            left = {str(id) for (id,), (_, now) in touched if now is not None}
            gone, stays = tuple(sorted(changed - left)), tuple(sorted(changed & left))
            self._journal(
                Entry(self.version + 1, at, what, subject, gone, stays, decision)
                for what, subject, decision in self._notes
            )
        return self.version + 1

    def index_again(self, stamp: str) -> bool:
        """Renews the search text of every document; whether there was any."""
        altered = search.refresh(self._ask, self._run)
        self._run(f"MATCH {GRAPH} SET g.search = $stamp", stamp=stamp)
        return altered

    def fill(self, entries: Iterable[Entry], stamp: str) -> int:
        """Ends a restore: the journal as it was; the version, which is that of its last entry, comes back.

        Raises ``IntegrityError`` when an edge is left without an end.
        """
        self._settle()
        self._journal(entries)
        self._run(f"MATCH {GRAPH} WHERE g.version < 1 SET g.version = 1")
        ((version,),) = self._run(
            f"MATCH {GRAPH} SET g.search = $stamp, g.restoring = null RETURN g.version", stamp=stamp
        )
        return int(version)

    def _settle(self) -> None:
        ids = self._writer.settle()
        if ids:
            named = ", ".join(ids[:NAMED_IN_ERRORS]) + (" ..." if len(ids) > NAMED_IN_ERRORS else "")
            raise IntegrityError(
                f"Edges would be left without an end: {named}. Put these nodes in the same change, or drop the edges.",
                nodes=ids,
            )

    def _remember(self, kind: type[Record], former: Mapping[Key, str], now: Mapping[Key, str | None]) -> None:
        texts = self._texts.setdefault(kind, {})
        for key, text in now.items():
            before = texts[key][0] if key in texts else former.get(key)
            texts[key] = (before, text)

    def _journal(self, entries: Iterable[Entry]) -> None:
        rest = enumerate(entries)
        while batch := list(islice(rest, BATCH)):
            rows = [[e.version, n, e.at, e.what, e.subject, encode(e), e.decision and True] for n, e in batch]
            self._run(
                "UNWIND $rows AS row CREATE (:JournalEntry {version: row[0], n: row[1], at: row[2], what: row[3], "
                "subject: row[4], data: row[5], decided: row[6]})",
                rows=rows,
            )
            gone = {id: entry.version for _, entry in batch for id in entry.gone}
            self._run(
                "UNWIND $rows AS row MERGE (t:Tombstone {id: row[0]}) SET t.version = row[1]",
                rows=[[id, gone[id]] for id in sorted(gone)],
            )
            self._run(
                f"MATCH {GRAPH} WHERE g.version < $version SET g.version = $version",
                version=max(entry.version for _, entry in batch),
            )

    def _ask(self, body: str, /, *, seconds: float | None = None, **parameters: Any) -> list[Any]:
        found: list[Any] = self._transaction.run(_as_one(body), parameters, seconds=seconds)[0][0]
        return found

    def _seek(self, body: str, /, **parameters: Any) -> list[Any]:
        found: list[Any] = self._transaction.run(PLANNED_ONCE + _as_one(body), parameters)[0][0]
        return found

    def _run(self, cypher: str, **parameters: Any) -> list[list[Any]]:
        self._altering()
        return self._transaction.run(cypher, parameters)

    def _post(self, cypher: str, **parameters: Any) -> None:
        self._altering()
        self._transaction.post(cypher, parameters)


def _as_one(body: str) -> str:
    """A statement that returns every row as one list: a record each is what costs."""
    return f"CALL () {{ {body} }} RETURN collect(row)"
