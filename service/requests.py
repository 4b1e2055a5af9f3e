"""Around every request: an id, a log line, safe headers, and an answer even when something unforeseen happens."""

from __future__ import annotations

import logging
import random
import re
import time
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.headers import say
from service.problems import problem

LOG = logging.getLogger("directive_graph")
HEADER = "x-request-id"
_SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ALWAYS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


class RequestScope:
    """ASGI middleware, outermost. A caller's own ``X-Request-ID`` is kept when it is safe to log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything else (lifespan) passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        given = request.headers.get(HEADER, "")
        # It tells requests apart and guards nothing: whoever asks may choose it.
        request_id = given if _SAFE.fullmatch(given) else f"{random.getrandbits(128):032x}"
        scope.setdefault("state", {})["request_id"] = request_id
        began, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                say(message, {HEADER: request_id} | _ALWAYS)
            await send(message)

        try:
            await self.app(scope, receive, answer)
        except Exception:
            LOG.exception("%s unexpected failure", request_id)
            if status:
                raise  # the answer has begun: all that is left is to break it off
            said = f"The request {request_id} failed for a reason of our own; the log has it."
            await problem(request, "internal", said)(scope, receive, answer)
        if not LOG.isEnabledFor(logging.INFO):
            return
        spent = (time.perf_counter() - began) * 1000
        # Quoted: the path comes decoded, and a line end in it would begin a log line of the caller's own making.
        path, key = quote(scope["path"]), scope["state"].get("key", "-")
        LOG.info("%s %s %s %d %.1fms %s", request_id, scope["method"], path, status, spent, key)


class HeadAsGet:
    """ASGI middleware: HEAD is answered as GET is, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything but HEAD passes through."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, answer)
