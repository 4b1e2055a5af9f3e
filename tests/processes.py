"""``directive-graph serve`` as it runs for users: processes of their own, on a free port."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from graph_schema.store import open_store


@contextmanager
def serving(folder: Path, *more: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service over ``graph.sqlite`` in a folder, empty unless it is there; its address, and its process."""
    store = str(folder / "graph.sqlite")
    open_store(store).close()
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", "0", "--store", store]
    with subprocess.Popen([*command, *more], stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        try:
            said: list[str] = []
            while not (found := next((w for w in (said[-1] if said else "").split() if w.startswith("http://")), "")):
                said.append(child.stderr.readline())
                assert said[-1], f"it ended before it served: {said}"
            # What is said from now on must not fill the pipe.
            threading.Thread(target=lambda: said.extend(child.stderr or ()), daemon=True).start()
            _answering(found.rstrip("/"))
            yield found.rstrip("/"), child
        finally:
            if child.poll() is None:
                child.send_signal(signal.SIGINT)
            child.wait(60)


def _answering(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        with suppress(httpx.TransportError):
            if httpx.get(f"{address}/healthz", timeout=30).status_code == 200:
                return
        assert time.monotonic() < until, f"{address} never answered"
        time.sleep(0.05)
