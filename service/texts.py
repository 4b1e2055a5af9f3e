"""A text in the body of a request: bare, with what is known of it in the query, or JSON with both."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loaders.pipeline import Metadata
from service.problems import TooLarge, UnsupportedMedia

_JSON_OVERHEAD = 100_000  # metadata and braces beside the text


class About(BaseModel):
    """What is known of a text."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, max_length=1000)
    publisher: str | None = Field(None, max_length=300)
    url: str | None = Field(None, max_length=2000)
    date: str | None = Field(None, description="day it was published, YYYY-MM-DD")
    place: str | None = Field(None, description="province it speaks of")

    def metadata(self) -> Metadata:
        """The same, as loaders take it."""
        return Metadata(title=self.title, publisher=self.publisher, url=self.url, date=self.date, place=self.place)


class SourceGiven(About):
    """A text with what is known of it."""

    text: str


def body_of(plain: str, given: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI entry of such a body, with an example of either form."""
    return {
        "requestBody": {
            "required": True,
            "content": {
                "text/plain": {"schema": {"type": "string"}, "example": plain},
                "application/json": {"schema": SourceGiven.model_json_schema(), "example": given},
            },
        }
    }


async def text_in(request: Request, asked: About, most: int, setting: str) -> tuple[bytes, Metadata]:
    """The text in UTF-8 and what is known of it; ``asked`` is what the query says of a bare one. ``most`` bounds its
    bytes and is the setting of that name. Raises TooLarge, UnsupportedMedia, and RequestValidationError for JSON of
    another shape."""
    media = request.headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    if media in ("text/plain", "application/octet-stream"):
        return await _body(request, most, most, setting), asked.metadata()
    if media != "application/json":
        raise UnsupportedMedia(
            f"The body is {media!r}. Send text/plain in UTF-8, or application/json with the field text."
        )
    given = _given(await _body(request, 2 * most + _JSON_OVERHEAD, most, setting))
    data = given.text.encode("utf-8", "replace")
    if len(data) > most:
        raise _too_large(most, setting)
    return data, given.metadata()


async def _body(request: Request, most: int, limit: int, setting: str) -> bytes:
    """The request's body. Raises TooLarge as soon as it is known to be."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise _too_large(limit, setting)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise _too_large(limit, setting)
    return bytes(data)


def _too_large(most: int, setting: str) -> TooLarge:
    return TooLarge(
        f"The text has more than {most:,} bytes, the limit. Split it, or raise DIRECTIVE_GRAPH_{setting.upper()}.",
        limit=most,
    )


def _given(data: bytes) -> SourceGiven:
    try:
        return SourceGiven.model_validate_json(data)
    except ValidationError as error:
        errors = [
            {**e, "loc": ("body", *e["loc"])} for e in json.loads(error.json(include_url=False, include_input=False))
        ]
        raise RequestValidationError(errors) from error
