"""Every error as RFC 9457 problem+json: one table of codes, one handler. Nothing of the engine ever leaks out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from graph_schema.errors import GraphError, MovedId
from queries.resolve import ResolveAnswer
from queries.shapes import plain
from service import wording
from service.caching import Unchanged, unchanged
from service.language import VIETNAMESE, language_of

LOG = logging.getLogger("directive_graph")
MEDIA_TYPE = "application/problem+json"


class WritesOff(GraphError):
    """Writing over HTTP needs a key, and none is set."""

    code = "writes-off"


class Unauthorized(GraphError):
    """The key is missing or wrong."""

    code = "unauthorized"


class WrongRole(GraphError):
    """The key is good, but not for this; ``detail['needs']`` names the role that is."""

    code = "wrong-role"


class Mismatch(GraphError):
    """The Idempotency-Key belongs to another request."""

    code = "idempotency-mismatch"


class InProgress(GraphError):
    """The first request with this Idempotency-Key has not ended yet."""

    code = "request-in-progress"


class TooLarge(GraphError):
    """The body is greater than the limit."""

    code = "too-large"


class UnsupportedMedia(GraphError):
    """The body is of a kind that is not read."""

    code = "unsupported-media-type"


class PreconditionFailed(GraphError):
    """What was to be changed is not what the caller saw."""

    code = "precondition-failed"


class PreconditionRequired(GraphError):
    """The caller has to say what it saw."""

    code = "precondition-required"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its status, its title, and the next step for whoever meets it."""

    status: int
    title: str
    next: str


_TABLE = (
    # code, status, title, next step
    ("moved-id", 300, "Several documents answer to this id", "Use one of the ids listed."),
    ("unauthorized", 401, "The key is missing or wrong", "Send the header: Authorization: Bearer <key>."),
    (
        "writes-off",
        403,
        "Writing over HTTP is off",
        "Make a key: directive-graph keys make --role loader.",
    ),
    (
        "wrong-role",
        403,
        "The key's role is too small",
        "Use a key of the role the detail names: directive-graph keys make.",
    ),
    ("unknown-id", 404, "Nothing has this id", "Find ids with /api/v1/resolve or /api/v1/search."),
    ("unknown-symbol", 404, "No document fits", "Look at the nearest, check number and type, or use /api/v1/search."),
    ("not-found", 404, "There is nothing at this address", "The addresses are listed at /docs."),
    ("method-not-allowed", 405, "This address does not take that method", "See the Allow header, or /docs."),
    ("ambiguous-symbol", 409, "Several documents fit", "Say which, by one of the fields in hints."),
    ("integrity", 409, "Something would lose its other end", "Nothing was written. Report it with the request id."),
    ("decision-conflict", 409, "A decision stands against it", "Undo the decision that is named, or leave it."),
    (
        "request-in-progress",
        409,
        "The first such request is still running",
        "Send the same again after the seconds of Retry-After: its answer is kept.",
    ),
    ("gone-id", 410, "What had this id was retracted", "Find what is there now with /api/v1/search."),
    ("precondition-failed", 412, "It has changed since you saw it", "Look at it again, then decide anew."),
    ("too-large", 413, "The body is too large", "Split it; the detail names the limit."),
    ("unsupported-media-type", 415, "This kind of body is not read", "Send text/plain in UTF-8, or JSON with a text."),
    ("invalid-question", 422, "A parameter is outside its limits", "The limits are listed at /api/v1/schema."),
    ("validation", 422, "The request is not understood", "Each error names its place; /docs lists what is understood."),
    (
        "idempotency-mismatch",
        422,
        "This Idempotency-Key belongs to another request",
        "Give each request an Idempotency-Key of its own; send one again only with the same content.",
    ),
    ("unreadable-source", 422, "The text cannot be read", "Send plain text in UTF-8."),
    ("precondition-required", 428, "Say what you saw", "Send If-Match with the document's record, or with *."),
    (
        "too-many-requests",
        429,
        "Too many requests",
        "Wait for the seconds of Retry-After; ask many at once.",
    ),
    ("internal", 500, "Something went wrong here", "Try again; if it stays, report it with the request id."),
    ("store-unavailable", 503, "The graph is away for the moment", "Try again in a few seconds."),
    (
        "store-read-only",
        503,
        "The data cannot be written",
        "Make the files of the data and the keys writable, and their folders.",
    ),
    (
        "store-incompatible",
        503,
        "This version cannot read the data file",
        "Use the version that wrote it, or another file.",
    ),
    ("keys-unusable", 503, "The keys cannot be read", "Repair the file of the keys; the log names it."),
)
KINDS: Mapping[str, Kind] = {code: Kind(status, title, step) for code, status, title, step in _TABLE}
"""Problem code -> kind: what can be met over HTTP, each with a page under ``/problems/``. An error that only a command
can meet (a dump that cannot be read, a vocabulary that contradicts itself) would be ``internal`` here."""

RETRY_AFTER = {"store-unavailable": "5", "request-in-progress": "2"}
_REALM = 'Bearer realm="directive-graph"'
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_HTTP = {404: "not-found", 405: "method-not-allowed"}


def problem(
    request: Request, code: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """One problem document. ``more`` are extension members."""
    kind = KINDS[code]
    title, step = words_of(request, code)
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": kind.status,
        "detail": detail,
        "next": step,
        "instance": request.url.path,
        "request_id": request.state.request_id,
        **more,
    }
    extra = dict(headers or {}) | ({"Retry-After": RETRY_AFTER[code]} if code in RETRY_AFTER else {})
    if code == "unauthorized":
        extra["WWW-Authenticate"] = _REALM
    if code == "wrong-role":  # RFC 6750, section 3.1
        extra["WWW-Authenticate"] = f'{_REALM}, error="insufficient_scope", scope="{more.get("needs", "")}"'
    return JSONResponse(body, kind.status, extra, media_type=MEDIA_TYPE)


def words_of(request: Request, code: str) -> tuple[str, str]:
    """A problem's title and next step, in the language that was asked for."""
    if language_of(request.headers.get("accept-language")) == VIETNAMESE and code in wording.VIETNAMESE:
        return wording.VIETNAMESE[code]
    return KINDS[code].title, KINDS[code].next


def handle(app: FastAPI) -> None:
    """Give the application the one handler table."""
    app.add_exception_handler(GraphError, _handled)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Unchanged, unchanged)


def responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entries for the problems a route may answer, 422, 429 and 503 among them."""
    out: dict[int | str, dict[str, Any]] = {}
    for code in (*codes, "validation", "too-many-requests", "store-unavailable"):
        kind = KINDS[code]
        said = out.get(kind.status, {}).get("description")
        also = f"{kind.title} (`{code}`)"
        out[kind.status] = {
            "description": f"{said}; or: {also}" if said else also,
            "content": {MEDIA_TYPE: {"schema": _SCHEMA}},
        }
    if "moved-id" in codes:
        out[308] = {
            "description": "The id has changed: see Location",
            "headers": {"Location": {"schema": {"type": "string"}, "description": "the same under the id of now"}},
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Moved"}}},
        }
    return out


async def _handled(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, GraphError)
    return problem_of(request, error)


def problem_of(request: Request, error: GraphError) -> JSONResponse:
    """The problem document of an error of ours."""
    if isinstance(error, MovedId) and len(ids := _ids(error)) == 1:
        return _moved(request, error, ids[0])
    code = error.code if error.code in KINDS else "internal"
    if KINDS[code].status >= 500:
        # Its message names files of this machine: that is for those who run it.
        LOG.error("%s %s: %s", request.state.request_id, code, error.message)
        return problem(request, code, f"{KINDS[code].title}. Whoever runs the service finds more in its log.")
    return problem(request, code, error.message, **_members(request, error))


def _ids(error: GraphError) -> list[str]:
    ids = error.detail.get("ids")
    return [str(i) for i in ids] if isinstance(ids, (list, tuple)) else []


def _moved(request: Request, error: MovedId, now: str) -> JSONResponse:
    old = quote(str(error.detail.get("id", "")), safe="")
    target = quote(request.scope["path"]).replace(f"/{old}", f"/{quote(now, safe='')}", 1)
    if request.url.query:
        target += f"?{request.url.query}"
    body = {"title": "The id has changed", "status": 308, "detail": error.message, "id": now}
    return _untabled(request, body, {"Location": target})


def _untabled(request: Request, body: dict[str, Any], headers: Mapping[str, str] | None) -> JSONResponse:
    """A problem whose status says all there is to say."""
    whole = {"type": "about:blank", **body, "instance": request.url.path, "request_id": request.state.request_id}
    return JSONResponse(whole, body["status"], dict(headers or {}), media_type=MEDIA_TYPE)


def _members(request: Request, error: GraphError) -> dict[str, Any]:
    """The error's plain detail as extension members: candidates and hints, the ids, the parameter and its limit."""
    out: dict[str, Any] = {}
    for name, value in error.detail.items():
        if isinstance(value, ResolveAnswer):
            whole = plain(value)
            out |= {k: whole[k] for k in ("query", "candidates", "hints", "nearest")}
        elif name == "parameter":
            where = "query" if str(value) in request.query_params else "body"
            out["errors"] = [{"in": where, "pointer": f"#/{value}", "detail": error.message}]
        elif isinstance(value, (str, int, float, bool, list, tuple, dict)) or value is None:
            out[name] = plain(value)
    return out


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = []
    for each in error.errors():
        where, *names = [str(part) for part in each["loc"]]
        unknown = each["type"] == "extra_forbidden"
        said = "is not a parameter of this address" if unknown else each["msg"]
        errors.append({"in": where, "pointer": "#/" + "/".join(names), "detail": said})
    first = errors[0]
    detail = f"{first['pointer'].removeprefix('#/') or first['in']}: {first['detail']}."
    return problem(request, "validation", detail, errors=errors)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = _HTTP.get(error.status_code)
    if code is None:
        phrase = HTTPStatus(error.status_code).phrase
        body = {"title": phrase, "status": error.status_code, "detail": str(error.detail)}
        return _untabled(request, body, error.headers)
    detail = {
        "not-found": f"Nothing is served at {request.url.path}.",
        "method-not-allowed": f"{request.method} is not taken at {request.url.path}.",
    }[code]
    return problem(request, code, detail, error.headers)
