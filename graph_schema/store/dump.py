"""A whole graph as JSON lines, and back: how a graph moves between engines and survives one.

A header, every record of every kind in the order of ``codec.KINDS`` and sorted by key, and a line that counts them:
nothing in it differs between equal graphs. The journal, where it is wanted, follows as a part of its own: its entries,
and a line that counts them. Without it a restored graph begins a new journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn

from graph_schema.errors import DumpInvalid, StoreIncompatible
from graph_schema.model import Entry, Record
from graph_schema.store.base import Graph, Store
from graph_schema.store.codec import KINDS, SCHEMA, encode, key_of, parse

FORMAT: Final = "directive-graph dump"

_BY_NAME: Final[dict[str, type[Any]]] = {kind.__name__: kind for kind in KINDS}


def dump(graph: Graph, *, journal: bool = True) -> Iterator[str]:
    """The lines of a dump, each ending in a newline, made while they are read."""
    yield _line({"format": FORMAT, "journal": journal, "schema": SCHEMA})
    count = 0
    for kind in KINDS:
        for record in graph.records(kind):
            yield f'{{"{kind.__name__}":{encode(record)}}}\n'
            count += 1
    yield _line({"records": count})
    if journal:
        entries = graph.journal()
        yield from (f'{{"Entry":{encode(entry)}}}\n' for entry in entries)
        yield _line({"entries": len(entries)})


def restore(store: Store, lines: Iterable[str]) -> None:
    """Fills an empty store from the lines of a dump: with all of it, or with nothing.

    Raises ``DumpInvalid`` with the number of the first line that does not fit, ``StoreIncompatible`` for a dump made by
    a newer version, ``IntegrityError`` when the store is not empty or the dump lacks an end of one of its edges.
    """
    reader = _Reader(lines)
    with_journal = reader.header()
    store.restore(reader.records(), reader.entries() if with_journal else None)


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


class _Reader:
    """Reads the parts of a dump one after the other, checking each line and counting them for messages."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._number = 0

    def header(self) -> bool:
        """Whether a journal follows."""
        data = self._next("the header")
        if data.get("format") != FORMAT or type(data.get("schema")) is not int or type(data.get("journal")) is not bool:
            self._reject("this is not the header of a dump")
        if data["schema"] > SCHEMA:
            raise StoreIncompatible(
                f"The dump was made by a newer version (schema {data['schema']}; this one reads up to {SCHEMA}). "
                "Upgrade directive-graph.",
                schema=data["schema"],
            )
        return bool(data["journal"])

    def records(self) -> Iterator[Record]:
        """Every record; done when the line that counts them has been read."""
        last: tuple[Any, ...] = (-1,)
        count = 0
        while "records" not in (data := self._next("a record")):
            name = self._name(data)
            if name not in _BY_NAME:
                self._reject(f"there is no kind of record called {name!r:.60}")
            record: Record = self._parsed(_BY_NAME[name], data[name])
            place = (KINDS.index(type(record)), key_of(record))
            if place <= last:
                self._reject("it repeats a key or is out of order")
            yield record
            last, count = place, count + 1
        self._check_count("records", data, count)

    def entries(self) -> Iterator[Entry]:
        """Every entry of the journal; done when the line that counts them has been read."""
        version = count = 0
        while "entries" not in (data := self._next("a journal entry")):
            if self._name(data) != "Entry":
                self._reject("this is not a journal entry")
            entry: Entry = self._parsed(Entry, data["Entry"])
            if entry.version < max(version, 1):
                self._reject("its version is out of order")
            yield entry
            version, count = entry.version, count + 1
        self._check_count("entries", data, count)

    def _next(self, wanted: str) -> dict[str, Any]:
        self._number += 1
        try:
            line = next(self._lines, None)
        except UnicodeDecodeError:
            self._reject("it is not UTF-8")
        if line is None:
            self._reject(f"the dump ends here, where {wanted} should be: it is not complete")
        try:
            data = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            self._reject("it is not JSON")
        if not isinstance(data, dict):
            self._reject("it is not a JSON object")
        return data

    def _name(self, data: dict[str, Any]) -> str:
        if len(data) != 1:
            self._reject("it must hold one record")
        return next(iter(data))

    def _parsed(self, kind: type[Any], data: object) -> Any:
        try:
            return parse(kind, data)
        except ValueError as error:
            self._reject(str(error))

    def _check_count(self, name: str, data: dict[str, Any], count: int) -> None:
        if data != {name: count}:
            self._reject(f"it should count {count} {name}: lines are missing or were added")

    def _reject(self, why: str) -> NoReturn:
        raise DumpInvalid(
            f"Line {self._number} of the dump: {why}. Nothing was restored; make the dump again.", line=self._number
        ) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
