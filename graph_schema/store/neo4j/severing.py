"""Ending what waits for a server that may never answer, and letting go of what it held.

The driver has no call for this: closing it says goodbye on connections that other threads still write to, which breaks
their messages in two (BufferError, and the server complains) and leaves sockets open. Here the line goes dead first, as
if the server had done it: whoever waits at it hears of that in the driver's own words, and closes what is his.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import neo4j

WAIT_SECONDS: Final = 2.0
"""How long those who used a line that went dead have to let go of it."""
PAUSE_SECONDS: Final = 0.01


def end(driver: neo4j.Driver, then: Callable[[], object] = lambda: None) -> None:
    """Closes a driver that other threads may be using. Their calls raise what a lost connection raises; ``then`` lets
    go of what they would hold on to."""
    lines = _severed(driver)
    try:
        then()
    finally:
        until = time.monotonic() + WAIT_SECONDS
        while any(line.in_use for line in lines) and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS)
        shut(driver)


def _severed(driver: neo4j.Driver) -> list[Any]:
    """Connections that were in use, now dead."""
    # Nothing public leads from a driver to its sockets; a driver that is made otherwise is left to its own ``close``.
    with contextlib.suppress(AttributeError):
        pool: Any = driver._pool
        with pool.lock:
            lines = [line for some in pool.connections.values() for line in some if line.in_use]
        for line in lines:
            # Not closed: its number might be another connection's before a thread that reads from it hears of it.
            with contextlib.suppress(OSError):
                line.socket._socket.shutdown(socket.SHUT_RDWR)
        return lines
    return []


@contextlib.contextmanager
def shutting(session: neo4j.Session) -> Iterator[neo4j.Session]:
    """A session that is closed at the end, also when its connection was lost: its own ``with`` may leave it open."""
    try:
        yield session
    finally:
        shut(session)


def shut(thing: neo4j.Driver | neo4j.Session) -> None:
    """Closes it, whatever state it is in."""
    for _ in range(2):
        # A session whose rollback fails raises before it counts as closed; what failed is not tried again.
        with contextlib.suppress(Exception):
            thing.close()
