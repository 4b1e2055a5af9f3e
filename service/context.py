"""What every route needs: the store, the vocabulary, the settings, and one way to answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Security
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ConfigDict

from graph_schema.store.asking import ask
from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import Vocabulary
from queries.export import JSON, MEDIA_TYPES, export
from queries.shapes import plain
from service.caching import Asking, Tags, asking_of, speaking
from service.keys import Bearer, Keyring, Role
from service.problems import Unauthorized, WritesOff, WrongRole
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
    keys: Keyring = field(default_factory=Keyring)
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


# ------------------------------------------------------------------ who may do what

SCHEME = HTTPBearer(
    scheme_name="key",
    bearerFormat="dg_<id>_<secret>",
    description="A key that `directive-graph keys make` made, of a reader, a loader or a curator: each may do "
    "what those before it may.",
    auto_error=False,
)
Guarded = Security(SCHEME)
"""Declares the key in OpenAPI; the check is ours."""


async def noticed(request: Request, here: Here) -> Bearer | None:
    """Who asks, when they bear a good key; the log line then names it. Raises KeysUnusable."""
    authorization = request.headers.get("authorization")
    bearer = here.keys.bearer(authorization) if authorization else None
    if bearer is not None:
        request.state.key = bearer.id
    return bearer


Asker = Annotated[Bearer | None, Depends(noticed)]


async def may_read(asker: Asker, _: Annotated[object, Guarded]) -> None:
    """Lets those through who bear any key. Raises Unauthorized."""
    _borne(asker)


async def may_load(here: Here, asker: Asker, _: Annotated[object, Guarded]) -> None:
    """Lets loaders and curators through. Raises WritesOff, Unauthorized and WrongRole."""
    _needs(Role.LOADER, here, asker)


async def may_curate(here: Here, asker: Asker, _: Annotated[object, Guarded]) -> None:
    """Lets curators through. Raises WritesOff, Unauthorized and WrongRole."""
    _needs(Role.CURATOR, here, asker)


def _needs(role: Role, here: Context, asker: Bearer | None) -> None:
    if here.keys.empty():
        raise WritesOff(
            "This service takes no writes: it has no keys. Make one with directive-graph keys make --role loader, "
            "or use the directive-graph command beside the service."
        )
    has = _borne(asker).role
    if not has.includes(role):
        raise WrongRole(
            f"This needs a key of a {role.value}; the one given is of a {has.value}. "
            f"Make one with directive-graph keys make --role {role.value}.",
            needs=role.value,
        )


def _borne(asker: Bearer | None) -> Bearer:
    # Missing, unknown, expired or revoked: the same words, or guessing would be told how near it is.
    if asker is None:
        raise Unauthorized("This needs a key that is good now, as the header Authorization: Bearer <key>.")
    return asker


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
