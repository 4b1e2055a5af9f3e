"""What the service is compared with: a FastAPI route that returns bytes it holds, and does nothing else.

``python -m bench.bare PORT WORKERS FOLDER``: ``/n`` answers with the file ``n`` of the folder.
"""

from __future__ import annotations

import socket
import sys
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Response
from uvicorn.supervisors import Multiprocess


def application(folder: str) -> FastAPI:
    """The application over the files of a folder, read once."""
    bodies = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    app = FastAPI()

    @app.get("/{n}")
    async def bare(n: str) -> Response:
        return Response(bodies[n], media_type="application/json")

    return app


def main() -> None:
    """Serve until killed, as the service is served."""
    port, workers, folder = sys.argv[1:4]
    # With the protocol named, as the service names it: else asyncio leaves Nagle's delay of 40 ms on.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", int(port)))
    config = uvicorn.Config(
        partial(application, folder),
        factory=True,
        workers=int(workers),
        log_config=None,
        access_log=False,
        server_header=False,
    )
    if int(workers) == 1:
        uvicorn.Server(config).run(sockets=[listening])
    else:
        Multiprocess(config, sockets=[listening]).run()


if __name__ == "__main__":
    main()
