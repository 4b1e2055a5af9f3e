"""A request that is sent again is answered again, and done once: the header ``Idempotency-Key``.

After the IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header). A key belongs
to whoever bears the API key, and to one request: method, path, query, kind and bytes of the body. The same again is
given the first answer, byte for byte, with ``Idempotency-Replayed: true``; another request with it is refused (422
``idempotency-mismatch``), and so is the same one while the first still runs (409 ``request-in-progress``). Answers are
kept for a day, the newest of them when there are many; failures of ours (5xx) are not kept.

Routes ask for this with ``dependencies=[Depends(once)]``. The draft writes the key as a quoted string; bare ones, which
most clients send, are taken for the same.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Header
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_schema.errors import GraphError
from graph_schema.store.sqlite.answered import Answered, AnsweredFile, Held
from service.keys import Keyring, KeysUnusable
from service.problems import InProgress, Mismatch, problem_of
from service.receiving import body_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LOG = logging.getLogger("directive_graph")
HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
KEPT_SECONDS: Final = 24 * 3600
LEASE_SECONDS: Final = 60.0
"""A reservation ends this long after the process that holds it was last heard of."""
MOST: Final = 10_000
MOST_BYTES: Final = 64_000_000
_FORM = r"[ -~]{1,255}"

Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        pattern=f"^{_FORM}$",
        description="a name of your own for this request: sent again with it, it is answered again and done once",
        examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
    ),
]


async def once(key: Key = None) -> None:
    """Marks a route as one whose requests may be repeated, and states the header."""


def repeatable(routers: Iterable[APIRouter]) -> tuple[APIRoute, ...]:
    """The routes that ask for ``once``."""
    routes = (route for router in routers for route in router.routes if isinstance(route, APIRoute))
    return tuple(r for r in routes if any(d.call is once for d in r.dependant.dependencies))


class Idempotency:
    """ASGI middleware over some routes. ``file`` keeps the answers; ``most`` bounds the bytes of a body; ``now`` gives
    seconds since 1970."""

    def __init__(
        self,
        app: ASGIApp,
        routes: Sequence[APIRoute],
        keys: Keyring,
        file: Path,
        most: int,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.app = app
        self._routes = routes
        self._keys = keys
        self._kept = AnsweredFile(file, most=MOST, most_bytes=MOST_BYTES)
        self._most = most
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; what bears no such header, no good key or goes elsewhere passes through."""
        route = self._route(scope) if scope["type"] == "http" else None
        request = Request(scope, receive) if route else None
        given = request.headers.get(HEADER) if request else None
        if request is None or given is None or not re.fullmatch(_FORM, given):
            await self.app(scope, receive, send)  # the route itself refuses a malformed one
            return
        owner = self._owner(request)
        if owner is None:
            await self.app(scope, receive, send)
            return
        scope["route"] = route  # figures are counted by route, also of what never gets there
        scope["state"]["key"] = owner
        try:
            body = await body_of(request, self._most)
            key, asked = _digest(owner, _bare(given)), _fingerprint(request, body)
            holder = uuid.uuid4().hex
            held = await run_in_threadpool(self._reserve, key, asked, holder)
            if held is not None:
                await _again(held, asked, send)
                return
        except GraphError as error:
            await problem_of(request, error)(scope, receive, send)
            return
        await self._first(key, holder, scope, _whole(body, receive), send)

    def _route(self, scope: Scope) -> APIRoute | None:
        return next((route for route in self._routes if route.matches(scope)[0] is Match.FULL), None)

    def _owner(self, request: Request) -> str | None:
        try:
            bearer = self._keys.bearer(request.headers.get("authorization", ""))
        except KeysUnusable:
            return None  # the route says so
        return bearer.id if bearer else None

    def _reserve(self, key: str, asked: str, holder: str) -> Held | None:
        now = self._now()
        return self._kept.reserve(key, asked, holder, now=now, until=now + LEASE_SECONDS)

    async def _first(self, key: str, holder: str, scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []

        async def gather(message: Message) -> None:
            messages.append(message)

        kept = False
        try:
            async with self._holding(key, holder):
                await self.app(scope, receive, gather)
            if messages[0]["status"] < 500:
                # Kept before it is sent: who was answered once is answered the same from then on.
                until = self._now() + KEPT_SECONDS
                await run_in_threadpool(self._kept.keep, key, holder, _answer(messages), until=until)
                kept = True
        except GraphError as error:
            LOG.error("%s answer not kept: %s", scope["state"]["request_id"], error.message)
        finally:
            if not kept:
                with suppress(GraphError):
                    await run_in_threadpool(self._kept.release, key, holder)
        for message in messages:
            await send(message)

    @asynccontextmanager
    async def _holding(self, key: str, holder: str) -> AsyncIterator[None]:
        """Renews the reservation for as long as the request runs."""

        async def renew() -> None:
            while True:
                await asyncio.sleep(LEASE_SECONDS / 4)
                with suppress(GraphError):
                    until = self._now() + LEASE_SECONDS
                    await run_in_threadpool(self._kept.renew, key, holder, until=until)

        renewing = asyncio.create_task(renew())
        try:
            yield
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing


async def _again(held: Held, asked: str, send: Send) -> None:
    """The kept answer. Raises Mismatch and InProgress."""
    if held.request != asked:
        raise Mismatch(
            f"This {HEADER} was sent with another request (its method, address, query or body differ). "
            "Send this one under a name of its own."
        )
    if held.answer is None:
        raise InProgress(f"The first request with this {HEADER} is still running. Send it again in a moment.")
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in json.loads(held.answer.headers)]
    headers.append((REPLAYED.lower().encode(), b"true"))
    await send({"type": "http.response.start", "status": held.answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": held.answer.body})


def _answer(messages: Sequence[Message]) -> Answered:
    start = messages[0]
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in start["headers"]]
    body = b"".join(m.get("body", b"") for m in messages[1:])
    return Answered(start["status"], json.dumps(headers), body)


def _whole(body: bytes, receive: Receive) -> Receive:
    """A body that was read already, for whoever reads it next."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return parts.pop() if parts else await receive()

    return again


def _bare(given: str) -> str:
    return given[1:-1] if len(given) > 1 and given[0] == given[-1] == '"' else given


def _digest(*parts: str) -> str:
    """One name for several parts, none of which can run into the next."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _fingerprint(request: Request, body: bytes) -> str:
    scope = request.scope
    media = request.headers.get("content-type", "")
    query = scope["query_string"].decode("latin-1")
    return _digest(scope["method"], scope["path"], query, media, hashlib.sha256(body).hexdigest())
