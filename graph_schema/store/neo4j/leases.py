"""Leases: for a moment after a look, the version seen is certain to be the last one.

C. Gray, D. Cheriton: Leases, an efficient fault-tolerant mechanism for distributed file cache consistency (SOSP 1989).
Whoever looks at ``schema.STATE`` and finds it open knows that no later version will be there until ``SECONDS`` after he
began to look: a writer closes the state, lets that time pass, and only then commits. No clock is compared with another;
all have to run equally fast. On a cluster it holds for the member that was asked.
"""

from __future__ import annotations

import secrets
import time
from concurrent.futures import Future
from typing import Final

from graph_schema.store.neo4j.failures import Passing
from graph_schema.store.neo4j.link import Link
from graph_schema.store.neo4j.schema import STATE

SECONDS: Final = 0.02
"""The same for everybody at one graph. A look takes a busy process some milliseconds: a shorter lease would run out
before it is known; a longer one would keep writers waiting."""
SLOWER: Final = 1.2
"""How many times as long a writer waits: clocks do not run quite equally fast."""
TURNS: Final = 5
"""How often a writer closes the state when others undo it: whoever closed it before and was late."""
SAY_SECONDS: Final = 10.0
OPEN: Final = f"MATCH {STATE} RETURN s.closed IS NULL AS row"
LOCKED: Final = f"MATCH {STATE} SET s.locked = true WITH s"
"""What follows is decided behind the lock: a condition in front of it may be true no longer when the lock is there."""


def run_out(since: float) -> None:
    """Returns when every lease has run out that was granted before the ``time.monotonic()`` moment ``since``."""
    time.sleep(max(0.0, since + SECONDS * SLOWER - time.monotonic()))


class Closing:
    """What one change does about leases: it closes the state as soon as it writes something, so that they have mostly
    run out by the time it commits. If it does not, they are granted again after the ``with`` block."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._token = ""
        self._closed: Future[float] | None = None
        self._announced = False

    def begin(self) -> None:
        """Closes the state, and does not wait for it."""
        if self._closed is None:
            self._token = secrets.token_hex(8)
            self._closed = self._link.start(self._close)

    def announce(self, version: int) -> None:
        """Returns when every lease has run out and readers know that the version after ``version`` is being committed.
        Whoever announces the end of that commit opens the state. Raises ``StoreUnavailable`` and ``TookTooLong``."""
        for turn in range(TURNS):
            if turn:
                self._closed = None
            self.begin()
            assert self._closed is not None
            run_out(self._closed.result())
            # What stands there was written once, by us, before we began to wait: so the state was closed all along.
            # A writer that has lost its lock may have announced the same.
            if self._link.run(
                f"{LOCKED} WHERE s.closed = '{self._token}' AND s.state IN [{2 * version}, {2 * version + 1}] "
                f"SET s.state = {2 * version + 1} RETURN true",
                SAY_SECONDS,
            ):
                self._announced = True
                return
        raise Passing("Another process writes at the same moment. Try again.", reason="busy")

    def __enter__(self) -> Closing:
        return self

    def __exit__(self, *_: object) -> None:
        if self._closed is not None and not self._announced:
            # Nobody waits: the server may be silent.
            self._link.start(self._open)

    def _close(self) -> float:
        self._link.run(f"MATCH {STATE} SET s.closed = '{self._token}'", SAY_SECONDS)
        return time.monotonic()

    def _open(self) -> None:
        """Unless another writer closed it meanwhile."""
        assert self._closed is not None
        self._closed.exception()  # not before it was closed, if it ever is
        self._link.run(f"{LOCKED} WHERE s.closed = '{self._token}' SET s.closed = null", SAY_SECONDS)
