"""Whether the service lives, whether it can answer, and what its problems mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from graph_schema.errors import UnknownId
from service.context import Here, reply
from service.problems import KINDS, responses
from service.routes.read import Nothing

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive")
async def alive(asked: Nothing) -> JSONResponse:
    """200 as long as the process answers, also while every thread waits for a server that is away."""
    return reply({"status": "ok"})


@router.get("/readyz", summary="Ready", responses=responses())
def ready(here: Here, asked: Nothing) -> JSONResponse:
    """200 when the graph can be asked, 503 otherwise."""
    here.store.check()
    version = here.asked(lambda graph: graph.version)
    return reply({"status": "ready", "engine": here.store.engine, "graph_version": version})


@router.get("/problems/{code}", summary="What a problem means", responses=responses("unknown-id"))
def explain(code: Annotated[str, Path(examples=["ambiguous-symbol"])], asked: Nothing) -> JSONResponse:
    """The page that a problem's ``type`` points to."""
    kind = KINDS.get(code)
    if kind is None:
        raise UnknownId(f"No problem is called {code!r}. Known: {', '.join(sorted(KINDS))}.", id=code)
    return reply({"type": f"/problems/{code}", "title": kind.title, "status": kind.status, "next": kind.next})
