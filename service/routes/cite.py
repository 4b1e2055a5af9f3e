"""What a text cites, says and sets: read, resolved and forgotten."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from loaders.crowding import places_to_read
from loaders.formats.box import Box
from loaders.pipeline import Metadata
from loaders.unstored import Given, given_file, given_text
from queries import limits
from service import views
from service.cited import cite
from service.context import Context, Here, reply
from service.examples import TEXT
from service.marked import CSP, FRAMES, page
from service.problems import TooLarge, responses
from service.receiving import media_of
from service.texts import About, body_of, text_in

router = APIRouter(prefix="/api/v1", tags=["find"])

MOST_PLACES = 30_000
"""Type words and numbers a text may hold: the work of reading follows them, and somebody waits for the answer."""
FORMATS = ("json", "html")
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}


class CiteAsked(About):
    """The form of the answer; with a text/plain body also what is known of it."""

    format: str | None = Field(None, description="json or html; unless said, what the Accept header prefers")


_REFUSED = responses("too-large", "unsupported-media-type", "unreadable-source")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": views.Cited, "content": {"text/html": {"schema": {"type": "string"}}}},
    **{status: said for status, said in _REFUSED.items() if status != 503},  # a graph that is away stops no reading
}


@router.post(
    "/citations",
    summary="What a text cites",
    response_model=views.Cited,
    responses=_ANSWERS,
    openapi_extra=body_of(TEXT, {"text": TEXT}),
)
async def cite_text(request: Request, here: Here, asked: Annotated[CiteAsked, Query()]) -> Response:
    """Read a text (as application/octet-stream also an HTML page, a DOCX or a PDF) and keep nothing of it: its
    citations, each with what is said there and the document it means in the graph, the relations stated between them,
    and its tasks, all with offsets in code points. When the graph is away the text is read all the same: `resolution`
    is then null, and a note says so. As HTML: the text with all this marked."""
    format = limits.one_of("format", asked.format, FORMATS) if asked.format else _preferred(request)
    data, about = await text_in(request, asked, here.settings.max_cited_bytes, "max_cited_bytes")
    packed = media_of(request, "text/plain") == "application/octet-stream"
    async with here.readers:
        return await run_in_threadpool(_cite, here, data, about, format, packed)


def _cite(here: Context, data: bytes, about: Metadata, format: str, packed: bool) -> Response:
    given = _given(data, about.title or about.url or "text", here.settings.max_cited_bytes, packed)
    if (crowd := places_to_read(given.text, here.vocabulary)) > MOST_PLACES:
        raise TooLarge(
            f"The text holds {crowd:,} type words and numbers that may begin the name of a document; the limit is "
            f"{MOST_PLACES:,}. Split it, or use directive-graph cite, which has none.",
            limit=MOST_PLACES,
        )
    answer = cite(given, about, here.vocabulary, here.store)
    if format == "json":
        return reply(answer, headers=_HEADERS)
    labels = {r.type: r.label_vi for r in here.vocabulary.relations}
    title = about.title or "Văn bản đã đánh dấu"
    return HTMLResponse(
        page(answer, title, labels, graph="/#id="), headers=_HEADERS | {"Content-Security-Policy": CSP + FRAMES}
    )


def _given(data: bytes, name: str, limit: int, packed: bool) -> Given:
    """The text; where the body may be a page, a DOCX or a PDF, taken out of it in a process of its own."""
    if not packed:
        return given_text(data, name, limit=limit)
    with Box() as box:
        return given_file(data, name, box, limit=limit)


def _preferred(request: Request) -> str:
    """html when the Accept header puts it before JSON, as browsers do; json otherwise."""
    weights = {"text/html": 0.0, "application/json": 0.0}
    for part in request.headers.get("accept", "").split(","):
        media, *parameters = (x.strip().lower() for x in part.split(";"))
        if media in weights:
            weights[media] = next((_weight(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
    return "html" if weights["text/html"] > weights["application/json"] else "json"


def _weight(digits: str) -> float:
    return float(digits) if digits.replace(".", "", 1).isdecimal() else 0.0
