"""Loading over HTTP, with a loader's key; retracting and rebuilding, with a curator's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import Field

from loaders.pipeline import Metadata, load_text, rebuild
from loaders.retraction import retract
from service import views
from service.context import Asked, Context, Here, may_curate, may_load, reply
from service.idempotency import once
from service.problems import responses
from service.routes.read import Nothing, SourceId
from service.texts import About, body_of, text_in

router = APIRouter(prefix="/api/v1", tags=["write"], dependencies=[Depends(once)])
_REFUSED = responses(
    "unauthorized",
    "writes-off",
    "wrong-role",
    "request-in-progress",
    "too-large",
    "idempotency-mismatch",
    "store-read-only",
)
GIVEN = {
    "text": "Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021.",
    "place": "Kon Tum",
    "publisher": "Báo Kon Tum",
}
_BODY = body_of("Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW.", GIVEN)


class LoadAsked(About):
    """How to load; with a text/plain body also what is known of it."""

    dry_run: bool = Field(False, description="only report what would be found")


class RetractAsked(Asked):
    """Whether to do it."""

    dry_run: bool = Field(False, description="only tell what would go or change", examples=[True])


@router.post(
    "/sources",
    dependencies=[Depends(may_load)],
    summary="Load a text",
    response_model=views.Loaded,
    status_code=201,
    responses={
        **_REFUSED,
        **responses("unsupported-media-type", "unreadable-source", "idempotency-mismatch"),
        200: {"model": views.Loaded, "description": "Known already, or a dry run"},
    },
    openapi_extra=_BODY,
)
async def load_source(request: Request, here: Here, asked: Annotated[LoadAsked, Query()]) -> JSONResponse:
    """Read a text (as application/octet-stream also an HTML page, a DOCX or a PDF) and add what it says: a report of
    what was found, resolved, left open and flagged. Loading the same text again changes nothing."""
    data, about = await text_in(request, asked, here.settings.max_text_bytes, "max_text_bytes")
    return await run_in_threadpool(_load, here, data, about, asked.dry_run)


def _load(here: Context, data: bytes, about: Metadata, dry_run: bool) -> JSONResponse:
    name = about.title or about.url or "text"
    report = load_text(
        here.store,
        data,
        name,
        about,
        here.vocabulary,
        dry_run=dry_run,
        limit=here.settings.max_text_bytes,
    )
    return reply(report, 201 if report.loaded and not dry_run else 200)


@router.post(
    "/sources/{id}:retract",
    dependencies=[Depends(may_curate)],
    summary="Retract a source",
    response_model=views.Retracted,
    responses=_REFUSED | responses("unknown-id", "idempotency-mismatch"),
)
def retract_source(id: SourceId, here: Here, asked: Annotated[RetractAsked, Query()]) -> JSONResponse:
    """The graph is then as if the source had never been read: a list of the documents and relations that went or
    changed with it. With `dry_run`, the same list of what would."""
    return reply(retract(here.store, id, here.vocabulary, dry_run=asked.dry_run))


@router.post(
    "/rebuild",
    dependencies=[Depends(may_curate)],
    summary="Read every stored text again",
    response_model=views.Loaded,
    responses=_REFUSED,
)
def rebuild_graph(here: Here, asked: Nothing) -> JSONResponse:
    """With today's reader and vocabulary: the same graph as loading everything anew."""
    return reply(rebuild(here.store, here.vocabulary))
