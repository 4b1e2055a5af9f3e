"""The service itself."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import settings_of
from service.options import AWAY, StoreOption, app, example
from service.terminal import complain, note, progress

if TYPE_CHECKING:
    from graph_schema.store.base import Store
    from service.settings import Settings

TRY = (
    ("", "the explorer"),
    ("api/v1/resolve?q=NQ+18-NQ/TW", "which document is meant"),
    ("api/v1/resolve?q=nghi+quyet+18+to+chuc+bo+may", "the same, by its subject"),
    ("api/v1/directives/18-nq-tw.xii/implementers", "what implements it"),
    ("docs", "every address"),
)


@app.command(epilog=example("serve", "serve --port 8080", "serve --load-bundled"))
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port.", show_default="8000")] = None,
    load_bundled: Annotated[bool, typer.Option("--load-bundled", help="First load the bundled data.")] = False,
    store: StoreOption = None,
) -> int:
    """Answer over HTTP until Ctrl-C."""
    import uvicorn

    from graph_schema.store import open_store
    from service.app import create_app

    settings = settings_of(store)
    host, port = host or settings.host, settings.port if port is None else port
    logging.basicConfig(level=settings.log_level.upper(), format="%(asctime)s %(levelname)s %(message)s")
    listening = _listen(host, port)
    if listening is None:
        return AWAY
    held = open_store(settings.store, create=load_bundled)
    try:
        if load_bundled:
            fill(held)
        _addresses(listening, settings)
        config = uvicorn.Config(create_app(settings, held), log_config=None, access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        held.close()
        listening.close()
    return 0


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


def _addresses(listening: socket.socket, settings: Settings) -> None:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    note(f"Serving {settings.store}. Try:")
    for path, what in TRY:
        note(f"  http://{shown}:{port}/{path:<50} {what}")
    note("Writing over HTTP is " + ("on, with the key." if settings.write_key else "off: no key is set."))
    note("Ctrl-C stops it.")
