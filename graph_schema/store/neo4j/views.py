"""The reading view: many small transactions that prove to have seen one version.

Neo4j shows every reader what was committed last, even halves of a commit that is being applied; one long transaction
would be no snapshot either. So a writer announces its commit and then its end on a node of their own
(``schema.STATE``), and each statement looks at it before and after its work: when it stood still, at the same version
as in the statements before, the statement saw that version and nothing else. What ran into a commit is asked again
while it is the first, and refused afterwards (``StoreMoved``): the answer as a whole has to be asked again.
Who only asks for the version hears, too, for how long it is certain to be the last (``leases``).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from graph_schema.errors import StoreMoved, StoreUnavailable
from graph_schema.store.cypher import Table
from graph_schema.store.neo4j.failures import TookTooLong
from graph_schema.store.neo4j.leases import OPEN, SECONDS
from graph_schema.store.neo4j.link import Link
from graph_schema.store.neo4j.remembering import Remembering
from graph_schema.store.neo4j.schema import GRAPH, RESTORING, STATE

STUCK_SECONDS: Final = 1.0
"""A commit that is announced for longer may be that of a writer that is gone."""
FIRST_SECONDS: Final = 2.5
"""How long the first statement of a view is asked again when commits run into it."""
PAUSE_SECONDS: Final = 0.01
_RESTORE_GOES_ON: Final = f"MATCH {GRAPH} WHERE g.restoring IS NOT NULL RETURN 1"


def proving(body: str) -> str:
    """A reading statement that returns a column ``row``, as one that returns every row as one list, between the states
    it saw before and after: a record each is what costs."""
    rows = f"CALL () {{ CALL () {{ {body} }} RETURN collect(row) AS rows }}"
    return f"MATCH {STATE} WITH s.state AS before {rows} WITH before, rows MATCH {STATE} RETURN before, s.state, rows"


class Emptied(Exception):
    """Our node is not there: the database was emptied under us."""


class Neo4jView(Remembering):
    """A view of one version, which its first statement settles. ``repair`` ends a commit whose writer is gone."""

    def __init__(self, link: Link, name: str, repair: Callable[[], None]) -> None:
        super().__init__()
        self._link = link
        self._name = name
        self._repair = repair
        self._version: int | None = None
        self._open = True

    @property
    def version(self) -> int:
        """The version this view shows."""
        if self._version is None:
            self._look()
        assert self._version is not None
        return self._version

    @version.setter
    def version(self, version: int) -> None:
        self._version = version

    def rows(self, cypher: str, parameters: Mapping[str, Any], *, seconds: float, limit: int) -> Table:
        """See ``graph_schema.store.cypher``: the statement runs as it is, between two looks at the version."""
        self._ask("RETURN 1 AS row")
        try:
            columns, found = self._link.head(cypher, parameters, seconds=seconds, most=limit + 1)
        except TookTooLong as late:
            raise late.unavailable(self._name) from None
        self._ask("RETURN 1 AS row")
        return Table(tuple(columns), tuple(tuple(map(_plain, row)) for row in found[:limit]), len(found) > limit)

    def end(self) -> None:
        """Makes the view unusable."""
        self._open = False

    def _look(self) -> None:
        began = time.monotonic()
        (is_open,) = self._ask(OPEN)
        self.lasts_until = began + SECONDS if is_open else 0.0

    def _ask(self, body: str, /, *, seconds: float | None = None, **parameters: Any) -> list[Any]:
        if not self._open:
            raise RuntimeError("This view of the graph has ended.")
        started, repaired = time.monotonic(), False
        while True:
            found = self._link.read(proving(body), parameters, seconds=seconds)
            if not found:
                raise Emptied
            before, after, rows = found[0]
            if before == after and before % 2 == 0 and self._version in (None, before // 2):
                self._version = before // 2
                return list(rows)
            if RESTORING in (before, after):
                if repaired or self._link.read(_RESTORE_GOES_ON, {}):
                    raise restoring(self._name)
                self._repair()
                repaired = True
            waited = time.monotonic() - started
            if self._version is not None or waited > FIRST_SECONDS:
                raise StoreMoved(f"{self._name} was changed while it was being read. Ask again.", reason="moved")
            if waited > STUCK_SECONDS and not repaired:
                self._repair()
                repaired = True
            time.sleep(PAUSE_SECONDS)


def _plain(value: Any) -> Any:
    moment = getattr(value, "iso_format", None)
    if moment is not None:
        return moment()  # asked first: a duration is a tuple too
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    assert value is None or isinstance(value, bool | int | float | str), "a statement returns properties, not nodes"
    return value


def restoring(name: str) -> StoreUnavailable:
    """The graph is being filled from a dump, or was and never got whole."""
    return StoreUnavailable(
        f"{name} is being restored. Try again when that is done; if it was cut off, restore again.", reason="restoring"
    )
