"""Facets by number: every combination of values in use has one integer, and counting counts integers."""
# ruff: noqa: S608 - names in SQL are columns of ours

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import apsw

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, Node
from graph_schema.searching import FACETS, facet_values
from graph_schema.store.base import Facet
from graph_schema.store.sqlite.schema import FACET_COLUMNS
from graph_schema.store.sqlite.statements import rows, value

Values = tuple[str | None, ...]

KEPT_LEGENDS: Final = 64

_COLUMNS = ", ".join(FACET_COLUMNS)
_MARKS = ", ".join("?" for _ in FACET_COLUMNS)


def columns_of(node: Node) -> tuple[str, ...]:
    """A node's row of the ``facet`` table."""
    known_by = node.known_by if isinstance(node, Document) else None
    return tuple(value or "" for value in (*facet_values(node), known_by))


def number_of(db: apsw.Connection, columns: tuple[str, ...]) -> int:
    """The number of a combination, given out when it is new."""
    found = value(db, f"SELECT k FROM facet WHERE ({_COLUMNS}) = ({_MARKS})", columns)
    if found is None:
        found = value(db, f"INSERT INTO facet ({_COLUMNS}) VALUES ({_MARKS}) RETURNING k", columns)
    return int(found)


@dataclass(frozen=True, slots=True)
class Legend:
    """What the numbers up to ``last`` mean for some facets, and their rank in the order of those values."""

    last: int
    values: Mapping[int, Values]
    ranks: Mapping[int, int]


class Legends:
    """Legends already read. A committed number never changes its meaning, so the readers of a file share them; a
    change needs its own, since what it numbered may be rolled back."""

    def __init__(self) -> None:
        self._read: dict[tuple[Facet, ...], Legend] = {}

    def of(self, db: apsw.Connection, facets: tuple[Facet, ...]) -> Legend:
        """The legend of these facets. Raises ``InvalidQuestion`` when there is no such facet."""
        if unknown := set(facets) - set(FACETS):
            known = ", ".join(FACETS)
            raise InvalidQuestion(f"There is no facet {min(unknown)!r}; there are {known}.", parameter="facets")
        last = int(value(db, "SELECT max(k) FROM facet"))
        legend = self._read.get(facets)
        if legend is None or legend.last < last:
            legend = _read(db, facets, last)
            if len(self._read) >= KEPT_LEGENDS:
                self._read.clear()
            self._read[facets] = legend
        return legend


def _read(db: apsw.Connection, facets: tuple[Facet, ...], last: int) -> Legend:
    columns = "".join(f", nullif({c}, '')" for c in facets)
    order = "".join(f"{c} = '', {c}, " for c in facets)
    values = {row[0]: row[1:] for row in rows(db, f"SELECT k{columns} FROM facet ORDER BY {order}k")}
    return Legend(last, values, {k: rank for rank, k in enumerate(values)})


def tally(counts: Mapping[int, int], legend: Legend) -> dict[Values, int]:
    """Counts by number as counts by value, in the order of the values (unknown last)."""
    out: dict[Values, int] = {}
    for number in sorted(counts, key=legend.ranks.__getitem__):
        values = legend.values[number]
        out[values] = out.get(values, 0) + counts[number]
    return out
