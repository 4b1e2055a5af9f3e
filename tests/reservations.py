"""Looking into the file of reserved and answered requests while a service writes it."""

from __future__ import annotations

import time
from pathlib import Path

import apsw


def wait_for(path: Path) -> str:
    """The key of the only request in the file, as soon as one is there."""
    until = time.monotonic() + 60
    while not (key := _key_in(path)):
        assert time.monotonic() < until, "no request was ever reserved"
        time.sleep(0.01)
    return key


def _key_in(path: Path) -> str | None:
    if not path.exists() or not path.stat().st_size:
        return None
    db = apsw.Connection(str(path))
    try:
        found = db.execute("SELECT key FROM answered").fetchone()
        return str(found[0]) if found else None
    except (apsw.SQLError, apsw.BusyError):
        return None  # it is being made
    finally:
        db.close()
