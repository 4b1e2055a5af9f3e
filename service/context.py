"""What every route needs: the store, the vocabulary, the settings, and one way to answer."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from graph_schema.store.asking import ask
from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import Vocabulary
from queries.shapes import plain
from service.problems import Unauthorized, WritesOff
from service.settings import Settings

T = TypeVar("T")

READERS = 2
"""Texts of ``/citations`` read at a time: reading is all computing, and others want answers."""


@dataclass(frozen=True, slots=True)
class Context:
    """One running service. ``readers`` bounds how many texts are read at once, so that questions are answered
    meanwhile."""

    store: Store
    vocabulary: Vocabulary
    settings: Settings
    readers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS))

    def asked(self, question: Callable[[Graph], T]) -> T:
        """The answer to a question, all of it from one version of the graph."""
        return ask(self.store, question)


class Asked(BaseModel):
    """Query parameters: an unknown one is an error, never ignored."""

    model_config = ConfigDict(extra="forbid")


async def context_of(request: Request) -> Context:
    """The context ``create_app`` left with the application."""
    context: Context = request.app.state.context
    return context


Here = Annotated[Context, Depends(context_of)]


async def may_write(request: Request, here: Here) -> None:
    """Lets a request through that bears the key. Raises WritesOff and Unauthorized."""
    key = here.settings.write_key
    if key is None:
        raise WritesOff(
            "This service takes no writes: no key is set. Set DIRECTIVE_GRAPH_WRITE_KEY and start it again, "
            "or use the directive-graph command beside it."
        )
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), key.get_secret_value().encode()):
        raise Unauthorized("Writing needs the service's key, as the header Authorization: Bearer <key>.")


def reply(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An answer in its plain form. Vietnamese letters stay as they are."""
    return JSONResponse(plain(answer), status, headers)
