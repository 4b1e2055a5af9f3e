"""The service itself."""

from __future__ import annotations

import logging
import socket
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import open_as, settings_of
from service.options import AWAY, StoreOption, app, example
from service.terminal import complain, note, progress

if TYPE_CHECKING:
    from fastapi import FastAPI

    from graph_schema.store.base import Store
    from service.settings import Settings

TRY = (
    ("", "the explorer"),
    ("api/v1/resolve?q=NQ+18-NQ/TW", "which document is meant"),
    ("api/v1/resolve?q=nghi+quyet+18+to+chuc+bo+may", "the same, by its subject"),
    ("api/v1/directives/18-nq-tw.xii/implementers", "what implements it"),
    ("docs", "every address"),
)


@app.command(
    epilog=example(
        "serve", "serve --port 8080", "serve --load-bundled", "serve --workers 4 --store neo4j://db.example:7687"
    )
)
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.", show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Processes that answer.", show_default="1")] = None,
    load_bundled: Annotated[bool, typer.Option("--load-bundled", help="First load the bundled data.")] = False,
    store: StoreOption = None,
) -> int:
    """Answer over HTTP until Ctrl-C."""
    settings = settings_of(store)
    host, port = host or settings.host, settings.port if port is None else port
    listening = _listen(host, port)
    if listening is None:
        return AWAY
    try:
        held = open_as(settings, create=load_bundled)
        try:
            if load_bundled:
                fill(held)
            name = held.name
        finally:
            held.close()
        _addresses(listening, settings, name)
        _answer(settings, listening, workers or settings.workers)
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    return 0


def _answer(settings: Settings, listening: socket.socket, workers: int) -> None:
    """Serves on a port until told to stop. Each process opens the store for itself: a connection to a server or a data
    file does not survive being inherited."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(
        partial(application, settings),
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
    )
    if workers == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


def application(settings: Settings) -> FastAPI:
    """The application of one process, over a store of its own."""
    from service.app import create_app

    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    # What the driver tells goes to whoever asks us, in our words; its own lines would name hosts and routes.
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    return create_app(settings, open_as(settings, create=False), close=True)


def _listen(host: str, port: int) -> socket.socket | None:
    """The port is taken first: a load of a minute that ends in "address in use" helps nobody."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
    except OSError as error:
        complain(f"{host}:{port} cannot be listened on ({error.strerror}). Choose another with --port.")
        return None
    return listening


def fill(held: Store) -> None:
    """Load the bundled data unless it is there: a load that was cut off is taken up again, but what somebody
    retracted stays away."""
    import csv

    from graph_schema.vocabulary import load
    from loaders import bundled, pipeline

    rows = 0
    for table in bundled.tables():
        with table.open(encoding="utf-8", newline="") as file:
            rows += sum(1 for _ in csv.DictReader(file))
    with held.read() as graph:
        there = graph.counts()["sources.kind"].get("table", 0)
        if there >= rows or any(entry.what == "retract" for entry in graph.journal()):
            return
    note("Loading the bundled data ...")
    with progress() as step:
        report = pipeline.load_bundled(held, load(), progress=step)
    note(f"Loaded {len(report.loaded)} bundled sources into {held.name}.")


def _addresses(listening: socket.socket, settings: Settings, name: str) -> None:
    from service.settings import keys_file

    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    note(f"Serving {name}. Try:")
    for path, what in TRY:
        note(f"  http://{shown}:{port}/{path:<50} {what}")
    keyed = bool(settings.write_key) or keys_file(settings).exists()
    note("Writing over HTTP " + ("needs a key." if keyed else "is off: there are no keys (directive-graph keys make)."))
    note("Ctrl-C stops it.")
