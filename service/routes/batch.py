"""Many things in one request: questions, ids, and what has changed since."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from queries import limits
from queries.batch import LISTED, Item, batch
from queries.export import LIST_FORMATS
from queries.journal import changes
from queries.many import many
from queries.parameters import Parameters
from service import views
from service.context import Asked, Context, Here, forms, given
from service.pasting import citations_of
from service.problems import responses
from service.receiving import json_of

router = APIRouter(prefix="/api/v1", tags=["batch"])

MAX_BODY = 1_000_000
"""Bytes of a batch."""


class ItemGiven(BaseModel):
    """One question, as ``/resolve`` takes it."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(description="a symbol or words", examples=["18-NQ/TW"])
    date: str | None = Field(None, description="day it was issued, YYYY-MM-DD")
    year: int | None = None
    term: str | None = None
    place: str | None = None
    body: str | None = None
    type: str | None = None

    def item(self) -> Item:
        """The question as the batch asks it."""
        said = Parameters(self.date, self.year, self.term, self.place, self.body, self.type)
        return Item(self.q, said)


_ONE_OF_THEM: list[JsonValue] = [
    {"required": ["items"], "properties": {"items": {"type": "array"}, "text": {"type": "null"}}},
    {"required": ["text"], "properties": {"text": {"type": "string"}, "items": {"type": "null"}}},
]


class BatchGiven(BaseModel):
    """Either items or a text."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"oneOf": _ONE_OF_THEM})

    items: list[str | ItemGiven] | None = Field(
        None, max_length=LISTED, description="questions, each as words or with fields; the first 500 are looked at"
    )
    text: str | None = Field(None, description="a text: the first 500 of its citations are looked up")
    match: Literal["all", "best"] = Field("all", description="best: pick one of several by a stated rule")

    @model_validator(mode="after")
    def _one_of_them(self) -> BatchGiven:
        if (self.items is None) == (self.text is None):
            raise ValueError("give either items or text")
        return self


class BatchAsked(Asked):
    """In which form."""

    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


class IdsAsked(BatchAsked):
    """Which documents."""

    ids: str = Field(
        description=f"ids joined with commas, at most {limits.IDS.high}", examples=["18-nq-tw.xii,18-nq-tw.xiii"]
    )


class ChangesAsked(BatchAsked):
    """From which version on."""

    since: int = Field(0, description="the version that is known already", examples=[1])
    limit: int | None = Field(None, description="1..1000 entries, 100 unless said", examples=[10])


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/BatchGiven"},
                "examples": {
                    "items": {"value": {"items": ["NQ 18-NQ/TW", {"q": "43-KH/TU", "place": "Kon Tum"}]}},
                    "text": {"value": {"text": "Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW."}},
                },
            }
        },
    }
}


@router.post(
    "/resolve:batch",
    summary="Which documents are meant, many at once",
    response_model=views.Batched,
    responses=responses("too-large", "unsupported-media-type", "unreadable-source") | forms(*LIST_FORMATS),
    openapi_extra=_BODY,
)
async def resolve_batch(request: Request, here: Here, asked: Annotated[BatchAsked, Query()]) -> Response:
    """An outcome for each item, in order, with a status of its own: 200 one fits, 300 several, 404 none, 400 it cannot
    be read, 429 it lies behind the limit. Of a text, every citation with its place in the canonical text."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    body = await json_of(request, BatchGiven, MAX_BODY, way_out="Send it in several requests.")
    return await run_in_threadpool(_resolved, here, body, asked.format)


def _resolved(here: Context, body: BatchGiven, form: str) -> Response:
    canonical: str | None = None
    if body.text is not None:
        items, canonical = citations_of(body.text, here.vocabulary, limit=MAX_BODY)
    else:
        items = [Item(i) if isinstance(i, str) else i.item() for i in body.items or ()]
    answer = here.asked(
        lambda graph: batch(graph, items, here.vocabulary, best=body.match == "best", canonical=canonical)
    )
    return given(answer, form, "resolved")


@router.get(
    "/directives",
    summary="Many documents by their ids",
    response_model=views.Many,
    responses=responses() | forms(*LIST_FORMATS),
)
def read_many(here: Here, asked: Annotated[IdsAsked, Query()]) -> Response:
    """Documents in the order of their ids, each with a status of its own: 200, 308 (it has another id now and is
    shown), 300 (several answer to it), 404 or 410."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    ids = [i.strip() for i in asked.ids.split(",") if i.strip()]
    return given(here.asked(lambda graph: many(graph, ids, here.vocabulary)), asked.format, "documents")


@router.get(
    "/changes",
    summary="What has changed since",
    response_model=views.Changed,
    responses=responses() | forms(*LIST_FORMATS),
)
def read_changes(here: Here, asked: Annotated[ChangesAsked, Query()]) -> Response:
    """The journal behind a version: ids that appeared or changed, and tombstones of those that went, with the ids that
    answer to them now. Ask again with `since` set to `until`."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(lambda graph: changes(graph, since=asked.since, limit=asked.limit))
    return given(answer, asked.format, "changes")
