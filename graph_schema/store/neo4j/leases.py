"""Leases: for a moment after a look, the version seen is certain to be the last one.

C. Gray, D. Cheriton: Leases, an efficient fault-tolerant mechanism for distributed file cache consistency (SOSP 1989).
Whoever looks at ``schema.STATE`` and finds it open knows that no later version will be there until ``SECONDS`` after he
began to look: a writer closes the state, lets that time pass, and only then commits. No clock is compared with another;
all have to run equally fast.
"""

from __future__ import annotations

import secrets
import time
from concurrent.futures import Future
from types import TracebackType
from typing import Final

from graph_schema.store.neo4j.link import Link
from graph_schema.store.neo4j.schema import STATE

SECONDS: Final = 0.02
"""A look takes a busy process some milliseconds: a shorter lease would run out before it is known. A longer one would
keep writers waiting."""
SLOWER: Final = 1.2
"""How many times as long a writer waits: clocks do not run quite equally fast."""
SAY_SECONDS: Final = 10.0
OPEN: Final = f"MATCH {STATE} RETURN s.closed IS NULL AS row"


class Closing:
    """What one change does about leases: it closes the state as soon as it writes something, so that they have mostly
    run out by the time it commits. At the end of the ``with`` block they are granted again."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._token = secrets.token_hex(8)
        self._closed: Future[float] | None = None
        self._settled = False

    def begin(self) -> None:
        """Closes the state, and does not wait for it."""
        if self._closed is None:
            self._closed = self._link.start(self._close)

    def wait(self) -> None:
        """Returns when every lease has run out. Raises ``StoreUnavailable`` and its kin when the server has not heard
        that there shall be no new ones."""
        self.begin()
        assert self._closed is not None
        time.sleep(max(0.0, self._closed.result() + SECONDS * SLOWER - time.monotonic()))

    def settled(self) -> None:
        """The state was opened with the announcement of the commit."""
        self._settled = True

    def __enter__(self) -> Closing:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._closed is not None and not self._settled:
            # Nobody waits: the server may be silent, and the next change opens the state in any case.
            self._link.start(self._open)

    def _close(self) -> float:
        self._link.run(f"MATCH {STATE} SET s.closed = '{self._token}'", SAY_SECONDS)
        return time.monotonic()

    def _open(self) -> None:
        assert self._closed is not None
        self._closed.exception()  # after it was closed, if it ever is
        # By now another writer may have closed it: that is his to open.
        self._link.run(f"MATCH {STATE} WHERE s.closed = '{self._token}' SET s.closed = null", SAY_SECONDS)
