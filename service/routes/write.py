"""Loading, retracting and rebuilding over HTTP: only with the service's key."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loaders.pipeline import Metadata, load_text, rebuild, retract
from service import views
from service.context import Asked, Context, Here, may_write, reply
from service.problems import TooLarge, UnsupportedMedia, responses
from service.routes.read import Nothing, SourceId

router = APIRouter(prefix="/api/v1", tags=["write"], dependencies=[Depends(may_write)])
_REFUSED = responses("writes-off", "unauthorized", "store-read-only")
_JSON_OVERHEAD = 100_000  # metadata and braces beside the text


class About(BaseModel):
    """What is known of a text."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, max_length=1000)
    publisher: str | None = Field(None, max_length=300)
    url: str | None = Field(None, max_length=2000)
    date: str | None = Field(None, description="day it was published, YYYY-MM-DD")
    place: str | None = Field(None, description="province it speaks of")


class SourceGiven(About):
    """A text with what is known of it."""

    text: str


class LoadAsked(Asked):
    """How to load; with a text/plain body also what is known of it."""

    dry_run: bool = Field(False, description="only report what would be found")
    title: str | None = Field(None, max_length=1000)
    publisher: str | None = Field(None, max_length=300)
    url: str | None = Field(None, max_length=2000)
    date: str | None = Field(None, description="day it was published, YYYY-MM-DD")
    place: str | None = Field(None, description="province it speaks of")


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/plain": {
                "schema": {"type": "string"},
                "example": "Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW.",
            },
            "application/json": {
                "schema": SourceGiven.model_json_schema(),
                "example": {
                    "text": "Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021.",
                    "place": "Kon Tum",
                    "publisher": "Báo Kon Tum",
                },
            },
        },
    }
}


@router.post(
    "/sources",
    summary="Load a text",
    response_model=views.Loaded,
    status_code=201,
    responses={
        **_REFUSED,
        **responses("too-large", "unsupported-media-type", "unreadable-source"),
        200: {"model": views.Loaded, "description": "Known already, or a dry run"},
    },
    openapi_extra=_BODY,
)
async def load_source(request: Request, here: Here, asked: Annotated[LoadAsked, Query()]) -> JSONResponse:
    """Read a text and add what it says: a report of what was found, resolved, left open and flagged. Loading the same
    text again changes nothing."""
    media = request.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    most = here.settings.max_text_bytes
    if media in ("text/plain", "application/octet-stream"):
        data = await _body(request, most)
        about = About(**asked.model_dump(exclude={"dry_run"}))
    elif media == "application/json":
        given = _given(await _body(request, 2 * most + _JSON_OVERHEAD))
        data, about = given.text.encode("utf-8", "replace"), given
        if len(data) > most:
            raise _too_large(most)
    else:
        raise UnsupportedMedia(
            f"The body is {media!r}. Send text/plain in UTF-8, or application/json with the field text."
        )
    return await run_in_threadpool(_load, here, data, about, asked.dry_run)


def _load(here: Context, data: bytes, about: About, dry_run: bool) -> JSONResponse:
    known = Metadata(title=about.title, publisher=about.publisher, url=about.url, date=about.date, place=about.place)
    name = about.title or about.url or "text"
    report = load_text(
        here.store, data, name, known, here.vocabulary, dry_run=dry_run, limit=here.settings.max_text_bytes
    )
    return reply(report, 201 if report.loaded and not dry_run else 200)


async def _body(request: Request, most: int) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be."""
    if int(request.headers.get("content-length") or 0) > most:
        raise _too_large(most)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise _too_large(most)
    return bytes(data)


def _too_large(most: int) -> TooLarge:
    return TooLarge(f"The body has more than {most:,} bytes, the limit. Split the text.", limit=most)


def _given(data: bytes) -> SourceGiven:
    try:
        return SourceGiven.model_validate_json(data)
    except ValidationError as error:
        errors = [
            {**e, "loc": ("body", *e["loc"])} for e in json.loads(error.json(include_url=False, include_input=False))
        ]
        raise RequestValidationError(errors) from error


@router.post(
    "/sources/{id}:retract",
    summary="Retract a source",
    response_model=views.Loaded,
    responses=_REFUSED | responses("unknown-id"),
)
def retract_source(id: SourceId, here: Here, asked: Nothing) -> JSONResponse:
    """The graph is then as if the source had never been read."""
    return reply(retract(here.store, id, here.vocabulary))


@router.post("/rebuild", summary="Read every stored text again", response_model=views.Loaded, responses=_REFUSED)
def rebuild_graph(here: Here, asked: Nothing) -> JSONResponse:
    """With today's reader and vocabulary: the same graph as loading everything anew."""
    return reply(rebuild(here.store, here.vocabulary))
