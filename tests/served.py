"""A real service on a free port, for as long as a test needs it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn
from starlette.types import ASGIApp

from graph_schema.store.base import Store
from service.app import create_app
from service.settings import Settings


@contextmanager
def served(store: Store, settings: Settings | None = None) -> Iterator[httpx.Client]:
    """A client whose base address is the service; redirects are shown, not followed. Keys that lie where the tests are
    run from are none of theirs."""
    with TemporaryDirectory() as folder:
        alone = {"keys": Path(folder) / "keys.json"}
        given = settings or Settings()
        with running(create_app(given if given.keys else given.model_copy(update=alone), store)) as client:
            yield client


@contextmanager
def running(app: ASGIApp) -> Iterator[httpx.Client]:
    """A client of any application."""
    # asyncio switches Nagle's delay of 40 ms off only where the protocol is named.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
        listening.close()
