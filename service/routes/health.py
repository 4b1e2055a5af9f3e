"""Whether the service lives, whether it can answer, and what its problems mean."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from graph_schema.errors import UnknownId
from graph_schema.store.asking import ask
from service import views
from service.context import Here, reply
from service.metrics import MEDIA_TYPE, Metrics
from service.problems import KINDS, responses, words_of
from service.routes.read import Nothing

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Alive", response_model=views.Alive, responses=responses())
async def alive(asked: Nothing) -> JSONResponse:
    """200 as long as the process answers, also while every thread waits for a server that is away."""
    return reply({"status": "ok"})


@router.get("/readyz", summary="Ready", response_model=views.Ready, responses=responses())
def ready(here: Here, asked: Nothing) -> JSONResponse:
    """200 when the graph can be asked, 503 otherwise."""
    here.store.check()
    version = ask(here.store, lambda graph: graph.version)
    return reply({"status": "ready", "engine": here.store.engine, "graph_version": version})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    responses={**responses(), 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    response_class=Response,
)
def figures(request: Request, asked: Nothing) -> Response:
    """Requests by route and status, how long they took, the version of the graph and whether it can be asked. Those of
    one process: the label ``process`` tells several apart."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=MEDIA_TYPE)


@router.get(
    "/problems/{code}",
    summary="What a problem means",
    response_model=views.ProblemKind,
    responses=responses("unknown-id"),
)
def explain(
    request: Request,
    code: Annotated[str, Path(description="a problem's code", examples=["ambiguous-symbol"])],
    asked: Nothing,
) -> JSONResponse:
    """The page that a problem's ``type`` points to, in the language that was asked for."""
    kind = KINDS.get(code)
    if kind is None:
        raise UnknownId(f"No problem is called {code!r}. Known: {', '.join(sorted(KINDS))}.", id=code)
    title, step = words_of(request, code)
    return reply({"type": f"/problems/{code}", "title": title, "status": kind.status, "next": step})
