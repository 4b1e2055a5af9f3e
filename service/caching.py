"""Answers that are still good are not made again: an entity tag names a question and the graph it was asked of.

The tag is known before anything is traversed: it is made from the version of the graph, the question in its normal
form, the language, and what answers it (this program and its vocabulary). So a caller who holds the answer gets a 304
for the price of reading one number. What was cut is never to be kept, and neither is anything that bears no tag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_schema.store.base import Graph
from service.headers import say
from service.language import VIETNAMESE, language_of

T = TypeVar("T")

KEPT: Final = "no-cache"  # may be kept, is asked about before it is used
NEVER_KEPT: Final = "no-store"
ASSETS: Final = "/docs-assets"
"""Where files are that bear tags of their own."""
MAX_TAGS: Final = 50
"""Tags of one ``If-None-Match`` that are looked at."""
SHORT: Final = 300
"""Bytes of a query that is remembered with its normal form."""


class Unchanged(Exception):
    """The caller holds this very answer."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class Tags:
    """Makes the tags of one application. ``maker`` says which program and vocabulary answer."""

    def __init__(self, maker: str) -> None:
        self._maker = maker
        self._moment = (-1, "")

    def stamp(self, graph: Graph) -> str:
        """What tells this state of the graph from any other, of this graph or of another one."""
        version, (seen, moment) = graph.version, self._moment
        if seen != version:
            # Two graphs may have the same version; they did not begin and get there at the same moments.
            entries = (*graph.journal(0, 1), *graph.journal(version - 1, 1))
            moment = " ".join(entry.at for entry in entries)
            self._moment = (version, moment)
        return f"{version} {moment}"

    def of(self, graph: Graph, question: str) -> str:
        """The tag of what ``question`` answers on this view."""
        return self.made(self.stamp(graph), question)

    def made(self, stamp: str | None, question: str) -> str:
        """The tag of what ``question`` answers where the graph bears this stamp; None where no graph has a say."""
        of = f"{self._maker} {question}" if stamp is None else f"{self._maker} {stamp} {question}"
        return f'"{hashlib.blake2b(of.encode(), digest_size=16).hexdigest()}"'


@dataclass(frozen=True, slots=True)
class Asking:
    """One request for something that may be held already. ``state`` is where ``Caching`` looks for the tag, and
    ``service.kept`` for the stamp it was made of (None: no graph has a say in it)."""

    question: str
    held: frozenset[str]
    tags: Tags
    state: dict[str, Any]

    def answer(self, graph: Graph, question: Callable[[Graph], T]) -> T:
        """The answer; Unchanged when the caller holds it."""
        tag = self._unheld(self.tags.stamp(graph))
        answer = question(graph)
        if _whole(answer):
            self.state["tag"] = tag
        return answer

    def always(self) -> None:
        """Tags an answer that no graph has a say in. Raises Unchanged when the caller holds it."""
        self.state["tag"] = self._unheld(None)

    def _unheld(self, stamp: str | None) -> str:
        self.state["stamp"] = stamp
        tag = self.tags.made(stamp, self.question)
        if tag in self.held:
            raise Unchanged(tag)
        return tag


def _whole(answer: object) -> bool:
    """Whether nothing of an answer was cut or left uncounted."""
    return getattr(answer, "partial", None) is None and getattr(answer, "inferred", 0) is not None


def asking_of(request: Request, tags: Tags) -> Asking | None:
    """What a request asks; None when it may change something."""
    if request.method != "GET":
        return None
    return Asking(question_of(request), held_of(request), tags, request.scope["state"])


def question_of(request: Request) -> str:
    """A question in its normal form: the language, the address, and what is said of it."""
    query = request.scope["query_string"]
    normal = _normal if len(query) <= SHORT else _normal.__wrapped__
    return f"{speaking(request)} {request.scope['path']}?{normal(query)}"


@lru_cache(10_000)
def _normal(query: bytes) -> str:
    """A query with its parameters in order; of short ones those asked last are remembered."""
    return urlencode(sorted(parse_qsl(query.decode("latin-1"), keep_blank_values=True)))


def speaking(request: Request) -> str:
    """The language a request is answered in."""
    return language_of(request.headers.get("accept-language")) or VIETNAMESE


def held_of(request: Request) -> frozenset[str]:
    """The tags of the answers that the caller holds."""
    given = request.headers.get("if-none-match", "").split(",", MAX_TAGS)[:MAX_TAGS]
    return frozenset(tag.strip().removeprefix("W/") for tag in given if tag.strip())


async def unchanged(request: Request, error: Exception) -> Response:
    """The handler of ``Unchanged``."""
    assert isinstance(error, Unchanged)
    request.scope["state"]["tag"] = error.tag
    return Response(status_code=304)


class Caching:
    """ASGI middleware: every answer says whether it may be kept, and in which languages there are others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything else passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                say(message, _kept(message["status"], scope))
            await send(message)

        await self.app(scope, receive, answer)


def _kept(status: int, scope: Scope) -> dict[str, str]:
    """What an answer says of its being kept."""
    good = status in (200, 304)
    tag = scope.get("state", {}).get("tag") if good else None
    if good and scope["path"].startswith(ASSETS):
        return {"cache-control": KEPT}
    said = {"etag": tag, "cache-control": KEPT} if tag else {"cache-control": NEVER_KEPT}
    return said | {"vary": "Accept-Language"} if scope["path"].startswith("/api/") else said
