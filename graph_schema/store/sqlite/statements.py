"""Running a statement: keys go in as one JSON array, and its rows are read to the end.

The SQL of this package is put together from names in ``schema`` and from integers; what comes from outside is bound.
A statement that is still running would pin the snapshot of its connection, so none is ever left open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import apsw

from graph_schema.errors import InvalidQuestion

Bindings = Sequence[Any] | Mapping[str, Any]


def rows(db: apsw.Connection, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement. Raises ``InvalidQuestion`` when a bound text is not valid Unicode."""
    try:
        return db.execute(sql, bindings).fetchall()
    except UnicodeEncodeError:
        raise InvalidQuestion("The question holds half of a surrogate pair, which is not valid Unicode.") from None


def value(db: apsw.Connection, sql: str, bindings: Bindings = ()) -> Any:
    """The one value of a statement's one row; None without a row."""
    found = rows(db, sql, bindings)
    return found[0][0] if found else None


def as_json(values: Iterable[Any]) -> str:
    """Values as one JSON array, for ``json_each(?)``."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
