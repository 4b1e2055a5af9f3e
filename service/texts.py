"""A text in the body of a request: bare, with what is known of it in the query, or JSON with both."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from loaders.pipeline import Metadata
from service.problems import UnsupportedMedia
from service.receiving import body_of as received
from service.receiving import media_of, parsed, too_large

_JSON_OVERHEAD = 100_000  # metadata and braces beside the text


def largest(most: int) -> int:
    """Bytes of the largest body that may hold a text of ``most`` bytes: JSON may write a letter as an escape."""
    return 2 * most + _JSON_OVERHEAD


class About(BaseModel):
    """What is known of a text."""

    model_config = ConfigDict(extra="forbid")

    title: str | None = Field(None, max_length=1000, description="its title", examples=["Sáu việc trong năm"])
    publisher: str | None = Field(None, max_length=300, description="who published it", examples=["Báo Kon Tum"])
    url: str | None = Field(
        None,
        max_length=2000,
        description="where it was found: kept, never fetched; a newer text of one address supersedes the older",
        examples=["https://bao.example/bai-viet"],
    )
    date: str | None = Field(None, description="day it was published, YYYY-MM-DD", examples=["2025-01-10"])
    place: str | None = Field(None, description="province it speaks of", examples=["Kon Tum"])

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
                "application/json": {"schema": {"$ref": "#/components/schemas/SourceGiven"}, "example": given},
                "application/octet-stream": {"schema": {"type": "string", "contentMediaType": "application/pdf"}},
            },
        }
    }


async def text_in(request: Request, asked: About, most: int, setting: str) -> tuple[bytes, Metadata]:
    """The text in UTF-8 and what is known of it; ``asked`` is what the query says of a bare one. ``most`` bounds its
    bytes and is the setting of that name. Raises TooLarge, UnsupportedMedia, and RequestValidationError for JSON of
    another shape."""
    way_out = f"Split the text, or raise DIRECTIVE_GRAPH_{setting.upper()}."
    media = media_of(request, "text/plain")
    if media in ("text/plain", "application/octet-stream"):
        return await received(request, most, way_out=way_out), asked.metadata()
    if media != "application/json":
        raise UnsupportedMedia(
            f"The body is {media!r}. Send text/plain in UTF-8, or application/json with the field text."
        )
    given = parsed(SourceGiven, await received(request, largest(most), way_out=way_out))
    data = given.text.encode("utf-8", "replace")
    if len(data) > most:
        raise too_large(most, way_out)
    return data, given.metadata()
