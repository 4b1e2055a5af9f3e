"""Whole answers kept in memory: while the graph stands still, what was asked before is not made again.

An answer follows from the question and the version of the graph alone, and its entity tag names both
(``service.caching``). So an answer that was given goes out again once the graph is seen to be where it was. That look
is one trip to the store, shared by everybody who waits at that moment. Nobody is answered from a look that began before
he asked, unless the store said that what it saw would last (``Graph.lasts_until``): an older graph is never answered
from once a change of it was acknowledged.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_schema.errors import GraphError, StoreMoved
from graph_schema.store.asking import ask
from graph_schema.store.base import Store
from service.caching import Tags, held_of, question_of
from service.problems import problem_of

KEPT_BELOW: Final = "/api/"
OK, SEVERAL, UNCHANGED = 200, 300, 304
WITH_BODY: Final = (OK, SEVERAL)
"""That several documents fit is an answer too; it bears no tag, since only what would be 200 may be answered by 304."""
OVERHEAD: Final = 600
"""Bytes an answer takes beside its body and its question, roughly."""
ROUNDS: Final = 30
QUIET: Final = 3
"""Turns of the event loop that a look waits at most, and how many in which nobody comes are enough."""
RENEWED: Final = 0.01
"""Seconds before what was seen may end: who asks then has it looked for again, and does not wait."""
GREATEST_SHARE: Final = 8
"""No answer takes more than one such part of all there is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer as it was sent; without a body when only its tag was. ``stamp`` is the graph's (None: it depends on
    none), ``route`` what made it."""

    tag: str
    status: int
    stamp: str | None
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes | None
    route: Any


class Answers:
    """Answers by question, ``most`` bytes of them; who was asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self.bytes = 0
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def get(self, question: str) -> Kept | None:
        """The answer that was given last."""
        kept = self._kept.get(question)
        if kept is not None:
            self._kept.move_to_end(question)
        return kept

    def put(self, question: str, kept: Kept) -> None:
        """Keeps an answer in place of the former one, unless it is too large."""
        if (former := self._kept.pop(question, None)) is not None:
            self.bytes -= _size(question, former)
        if _size(question, kept) * GREATEST_SHARE > self._most:
            return
        self._kept[question] = kept
        self.bytes += _size(question, kept)
        while self.bytes > self._most:
            self.bytes -= _size(*self._kept.popitem(last=False))


def _size(question: str, kept: Kept) -> int:
    return len(question) + len(kept.body or b"") + OVERHEAD


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look saw: the stamp of the graph, and the ``time.monotonic()`` moment until which it is certain to stay
    that (0: nobody says so)."""

    stamp: str
    until: float = 0.0


class Looks:
    """Looks at something that changes, one at a time, each for everybody who came before it began, and for those who
    come as long as what it saw is certain to last. ``clock`` is what ``Seen.until`` speaks of."""

    def __init__(self, look: Callable[[], Seen], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._clock = clock
        self._last = Seen("")
        self._waiting: list[asyncio.Future[str]] = []
        self._looking: asyncio.Task[None] | None = None

    async def now(self) -> str:
        """What is the case at some moment after this call. Raises what the look raises, also the one under way: what
        could not be seen until now need not be waited for a second time."""
        left = self._last.until - self._clock()
        if self._looking is None and left < RENEWED:
            self._looking = asyncio.create_task(self._until_nobody_waits())
        if left > 0:
            return self._last.stamp
        seen: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting.append(seen)
        return await seen

    async def _until_nobody_waits(self) -> None:
        asked: list[asyncio.Future[str]] = []
        try:
            while True:
                await self._gathered()
                asked, self._waiting = self._waiting, []
                try:
                    self._last = await run_in_threadpool(self._look)
                except Exception as error:
                    asked, self._waiting = asked + self._waiting, []
                    for each in _still_there(asked):
                        each.set_exception(error)
                else:
                    if self._clock() < self._last.until:  # for those, too, who came meanwhile
                        asked, self._waiting = asked + self._waiting, []
                    for each in _still_there(asked):
                        each.set_result(self._last.stamp)
                if not self._waiting:
                    return
        finally:
            self._looking = None
            for each in _still_there(asked + self._waiting):
                each.cancel()  # the loop ends

    async def _gathered(self) -> None:
        """Returns once nobody comes any more. Who was just answered asks again at once: if he missed the next look by a
        little, half of everybody would always wait while the other half is answered."""
        quiet, came = 0, len(self._waiting)
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
            quiet, came = (quiet + 1 if came == len(self._waiting) else 0), len(self._waiting)
            if quiet == QUIET:
                return


def _still_there(asked: Iterable[asyncio.Future[str]]) -> Iterator[asyncio.Future[str]]:
    """Those who did not go away."""
    return (each for each in asked if not each.done())


class Keeping:
    """ASGI middleware: keeps what may be kept, and answers with it. Whoever stands before it decides who may ask."""

    def __init__(self, app: ASGIApp, store: Store, tags: Tags, most: int) -> None:
        self.app = app
        self.answers = Answers(most)
        self._looks = Looks(lambda: ask(store, lambda graph: Seen(tags.stamp(graph), graph.lasts_until)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; what is no question passes through."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(KEPT_BELOW):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        question = question_of(request)
        kept = self.answers.get(question)
        answer = await self._known(request, kept) if kept is not None else None
        await (answer(scope, receive, send) if answer else self._made(question, scope, receive, send))

    async def _known(self, request: Request, kept: Kept) -> Response | None:
        """The answer that was kept, or what is wrong with the store: waiting for a server once is enough."""
        try:
            # What depends on no graph stands without a look: it is answered when the graph is away, too.
            stands = kept.stamp is None or kept.stamp == await self._looks.now()
        except StoreMoved:
            return None
        except GraphError as error:
            request.scope["route"] = kept.route
            return problem_of(request, error)
        held = kept.status == OK and kept.tag in held_of(request)
        if not stands or not (held or kept.body is not None):
            return None
        request.scope["route"] = kept.route
        request.scope["state"]["tag"] = kept.tag
        return _answer(kept, held)

    async def _made(self, question: str, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def answer(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif start["status"] in WITH_BODY:
                parts.append(message.get("body", b""))
            await send(message)

        await self.app(scope, receive, answer)
        state = scope.get("state", {})
        status = start.get("status")
        if (tag := state.get("tag")) and status in (*WITH_BODY, UNCHANGED):
            # A 304 tells of a 200 whose body was not made.
            status, body = (OK, None) if status == UNCHANGED else (status, b"".join(parts))
            self.answers.put(question, Kept(tag, status, state["stamp"], _headers(start), body, scope.get("route")))


def _headers(start: Message) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((bytes(k), bytes(v)) for k, v in start["headers"] if k.startswith(b"content-"))


def _answer(kept: Kept, held: bool) -> Response:
    if held:
        return Response(status_code=UNCHANGED)
    response = Response(kept.body, kept.status)
    response.raw_headers = list(kept.headers)
    return response
