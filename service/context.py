"""What every route needs: the store, the vocabulary, the settings, and one way to answer."""

from __future__ import annotations

import asyncio
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict

from graph_schema.store.asking import ask
from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import Vocabulary
from queries.export import JSON, MEDIA_TYPES, export
from queries.shapes import plain
from service.caching import Asking, Tags, asking_of, speaking
from service.problems import Unauthorized, WritesOff
from service.settings import Settings

T = TypeVar("T")

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
MAX_NAME = 100
READERS = 2
"""Texts of ``/citations`` read at a time: reading is all computing, and others want answers."""


@dataclass(frozen=True, slots=True)
class Context:
    """One running service; during a request its vocabulary speaks the language that was asked for. ``readers`` bounds
    how many texts are read at once, so that questions are answered meanwhile."""

    store: Store
    vocabulary: Vocabulary
    settings: Settings
    tags: Tags = field(default_factory=lambda: Tags(""))
    asking: Asking | None = None
    readers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(READERS))

    def asked(self, question: Callable[[Graph], T]) -> T:
        """The answer to a question, all of it from one version of the graph.

        Raises ``Unchanged`` before the question is asked when the caller holds the answer.
        """
        asking = self.asking
        if asking is None:
            return ask(self.store, question)
        return ask(self.store, lambda graph: asking.answer(graph, question))

    def unchanging(self) -> None:
        """Says that the answer follows from the question alone. Raises ``Unchanged`` when the caller holds it."""
        if self.asking is not None:
            self.asking.always()

    def during(self, request: Request) -> Context:
        """The same for one request."""
        vocabulary = self.vocabulary.speaking(speaking(request))
        return replace(self, vocabulary=vocabulary, asking=asking_of(request, self.tags))


class Asked(BaseModel):
    """Query parameters: an unknown one is an error, never ignored."""

    model_config = ConfigDict(extra="forbid")


async def context_of(request: Request) -> Context:
    """The context ``create_app`` left with the application, for this request."""
    context: Context = request.app.state.context
    return context.during(request)


Here = Annotated[Context, Depends(context_of)]


async def may_write(request: Request, here: Here) -> None:
    """Lets a request through that bears the key. Raises WritesOff and Unauthorized."""
    if here.settings.write_key is None:
        raise WritesOff(
            "This service takes no writes: no key is set. Set DIRECTIVE_GRAPH_WRITE_KEY and start it again, "
            "or use the directive-graph command beside it."
        )
    if not bears_key(request.headers.get("authorization", ""), here.settings):
        raise Unauthorized("Writing needs the service's key, as the header Authorization: Bearer <key>.")


async def may_curate(request: Request, here: Here) -> None:
    """Lets a request through that may take and undo decisions. Raises WritesOff and Unauthorized."""
    await may_write(request, here)


def bears_key(authorization: str, settings: Settings) -> bool:
    """Whether an ``Authorization`` header holds the service's key."""
    scheme, _, given = authorization.partition(" ")
    key = settings.write_key
    if key is None or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(given.encode(), key.get_secret_value().encode())


def reply(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An answer in its plain form. Vietnamese letters stay as they are."""
    return JSONResponse(plain(answer), status, headers)


def given(answer: Any, form: str, name: str, *, rows: str = "items") -> Response:
    """An answer in the form that was asked for; all but JSON come as a file called after ``name``. ``rows`` names the
    field that holds a list's items. Raises InvalidQuestion for a form the answer does not have."""
    made = export(answer, form, rows=rows)
    headers = {}
    if made.media_type != JSON:
        safe = _UNSAFE.sub("-", name).strip("-.")[:MAX_NAME] or "answer"
        headers["Content-Disposition"] = f'attachment; filename="{safe}{made.suffix}"'
    return Response(made.body, headers=headers, media_type=made.media_type)


def forms(*names: str) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entry of an answer in these forms, beside the JSON that its model describes."""
    media = dict.fromkeys(MEDIA_TYPES[name].partition(";")[0] for name in names)
    return {200: {"content": {kind: {"schema": {"type": "string"}} for kind in media if kind != JSON}}}
