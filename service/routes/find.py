"""From words to documents: resolve and search."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from queries import limits
from queries.export import LIST_FORMATS
from queries.locate import unresolved
from queries.parameters import Parameters
from queries.resolve import resolve
from queries.search import search
from queries.suggest import suggest
from service import views
from service.context import Asked, Here, forms, given, reply
from service.problems import responses

router = APIRouter(prefix="/api/v1", tags=["find"])
_SEVERAL = "Several fit: candidates, and hints on what tells them apart"


class ResolveAsked(Asked):
    """What is said of the document."""

    q: str = Field(
        description="a symbol or words, with or without diacritics", examples=["nghi quyet 18 to chuc bo may"]
    )
    date: str | None = Field(None, description="day it was issued, YYYY-MM-DD", examples=["2017-10-25"])
    year: int | None = Field(None, description="year it was issued", examples=[2017])
    term: str | None = Field(None, description="term of the Central Committee", examples=["XII"])
    place: str | None = Field(None, description="province, such as Kon Tum")
    body: str | None = Field(None, description="issuing body: name, id or organ code", examples=["TW"])
    type: str | None = Field(None, description="document type: abbreviation or word", examples=["NQ"])
    match: Literal["all", "one", "best"] = Field(
        "all", description="one: 409 instead of 300; best: pick one by a stated rule, and say so"
    )


class SearchAsked(Asked):
    """Words and filters."""

    q: str = Field("", description="words in any order; none for all", examples=["to chuc bo may"])
    kind: str | None = Field(None, description="directive or plan", examples=["plan"])
    type: str | None = Field(None, examples=["KH"])
    body: str | None = Field(None, description="id of the issuing body", examples=["bo-chinh-tri"])
    place: str | None = Field(None, examples=["Đồng Nai"])
    level: str | None = Field(None, examples=["province"])
    system: str | None = Field(None, description="party or state", examples=["party"])
    term: str | None = Field(None, examples=["XII"])
    status: str | None = Field(None, description="draft", examples=["draft"])
    from_: str | None = Field(None, alias="from", description="first day", examples=["2017-01-01"])
    to: str | None = Field(None, description="last day", examples=["2017-12-31"])
    limit: int | None = Field(None, description="1..500, 50 unless said", examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")
    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


class SuggestAsked(Asked):
    """What was typed so far."""

    prefix: str = Field(description="the beginning of a symbol or of title words", examples=["nq 18"])
    limit: int | None = Field(None, description="1..50, 10 unless said", examples=[5])


@router.get(
    "/resolve",
    summary="Which document is meant",
    response_model=views.Resolved,
    responses={
        **responses("unknown-symbol", "ambiguous-symbol"),
        300: {"model": views.Resolved, "description": _SEVERAL},
    },
)
def resolve_words(here: Here, asked: Annotated[ResolveAsked, Query()]) -> JSONResponse:
    """A symbol in any spelling, a short form, a plenum's name or words of a title, to one document (200), several
    (300) or none (404)."""
    said = Parameters(asked.date, asked.year, asked.term, asked.place, asked.body, asked.type)
    answer = here.asked(lambda graph: resolve(graph, asked.q, here.vocabulary, said, best=asked.match == "best"))
    if answer.outcome == "none" or (answer.match is None and asked.match == "one"):
        raise unresolved(answer)
    return reply(answer, 300 if answer.outcome == "several" else 200)


@router.get(
    "/search",
    summary="Documents by words and filters",
    response_model=views.Found,
    responses=responses() | forms(*LIST_FORMATS),
)
def search_documents(here: Here, asked: Annotated[SearchAsked, Query()]) -> Response:
    """Documents that hold every word, newest first, with facets over all that was found."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: search(
            graph,
            asked.q,
            here.vocabulary,
            kind=asked.kind,
            type=asked.type,
            body=asked.body,
            place=asked.place,
            level=asked.level,
            system=asked.system,
            term=asked.term,
            status=asked.status,
            since=asked.from_,
            until=asked.to,
            limit=asked.limit,
            cursor=asked.cursor,
        )
    )
    return given(answer, asked.format, "search")


@router.get(
    "/suggest", summary="What the typed beginning may become", response_model=views.Suggested, responses=responses()
)
def suggest_documents(here: Here, asked: Annotated[SuggestAsked, Query()]) -> JSONResponse:
    """Type-ahead with or without diacritics: symbols in any spelling ("18-nq", "nghi quyet 18") and title words. What
    holds the last word whole comes first, Central before local, the newest before the older."""
    return reply(here.asked(lambda graph: suggest(graph, asked.prefix, here.vocabulary, limit=asked.limit)))
