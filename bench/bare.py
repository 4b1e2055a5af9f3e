"""What the service is compared with: a FastAPI route that returns bytes it holds, and does nothing else.

``python -m bench.bare PORT WORKERS FOLDER``: ``/n`` answers with the file ``n`` of the folder.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Response


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
    made = partial(application, folder)
    config = uvicorn.Config(
        made, factory=True, port=int(port), workers=int(workers), log_config=None, access_log=False, server_header=False
    )
    if int(workers) == 1:
        uvicorn.Server(config).run()
    else:
        from uvicorn.supervisors import Multiprocess

        Multiprocess(config, sockets=[config.bind_socket()]).run()


if __name__ == "__main__":
    main()
