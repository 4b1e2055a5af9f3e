"""Bodies of requests: never more of them in memory than their route takes."""

from __future__ import annotations

import json
from typing import TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from service.problems import TooLarge, UnsupportedMedia

M = TypeVar("M", bound=BaseModel)


async def body_of(request: Request, most: int, *, way_out: str = "Split the text.") -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise too_large(most, way_out)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise too_large(most, way_out)
    return bytes(data)


def too_large(most: int, way_out: str = "Split the text.") -> TooLarge:
    """What is said of a body over the limit, in bytes."""
    return TooLarge(f"The body has more than {most:,} bytes, the limit. {way_out}", limit=most)


def media_of(request: Request, default: str) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", default).partition(";")[0].strip().lower()


def parsed(model: type[M], data: bytes) -> M:
    """A JSON body as a model. Raises RequestValidationError naming each place that is wrong."""
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        errors = [
            {**e, "loc": ("body", *e["loc"])} for e in json.loads(error.json(include_url=False, include_input=False))
        ]
        raise RequestValidationError(errors) from error


async def json_of(request: Request, model: type[M], most: int, *, way_out: str) -> M:
    """A request's JSON body as a model. Raises UnsupportedMedia, TooLarge, RequestValidationError."""
    media = media_of(request, "application/json")
    if media != "application/json":
        raise UnsupportedMedia(f"The body is {media!r}. Send application/json.")
    return parsed(model, await body_of(request, most, way_out=way_out))
