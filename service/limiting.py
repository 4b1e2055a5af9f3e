"""So many requests a minute from one key or address, and no more.

A bucket for each caller holds as many requests as a minute allows and fills up steadily. It is counted in each process
by itself: with several workers a caller may get through as many times.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from service.problems import problem

MAX_CALLERS = 50_000
"""Callers that are remembered; who was silent longest is forgotten first."""

LIMITED = "/api/"
"""What lies below is limited; health, figures and the explorer's own files are not."""


class Buckets:
    """The callers' buckets. ``now`` gives seconds that never run backwards."""

    def __init__(self, per_minute: int, *, now: Callable[[], float] = time.monotonic, most: int = MAX_CALLERS) -> None:
        self.per_minute = per_minute
        self._now = now
        self._most = most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> float:
        """0 when the caller may go on, else the seconds until the next request is let through."""
        now = self._now()
        left, since = self._left.pop(caller, (float(self.per_minute), now))
        left = min(float(self.per_minute), left + (now - since) * self.per_minute / 60)
        wait = 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute
        self._left[caller] = (left if wait else left - 1, now)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return wait


class RateLimit:
    """ASGI middleware. ``key_of`` names the key that an ``Authorization`` header holds, if it is a good one of ours: a
    made-up one gets no bucket of its own."""

    def __init__(self, app: ASGIApp, buckets: Buckets, key_of: Callable[[str], str | None]) -> None:
        self.app = app
        self._buckets = buckets
        self._key_of = key_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything else passes through."""
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        wait = self._buckets.take(self._caller(request))
        if not wait:
            await self.app(scope, receive, send)
            return
        seconds = math.ceil(wait)
        said = (
            f"At most {self._buckets.per_minute} requests a minute are answered for one caller. "
            f"Ask again in {seconds} s; resolve:batch and directives?ids= ask for many things at once."
        )
        refused = problem(request, "too-many-requests", said, {"Retry-After": str(seconds)})
        await refused(scope, receive, send)

    def _caller(self, request: Request) -> str:
        given = request.headers.get("authorization", "")
        if given and (key := self._key_of(given)):
            return f"key {key}"
        return network_of(request.client.host if request.client else "")


def network_of(host: str) -> str:
    """The address that counts: an IPv6 caller has the whole of its last 64 bits to itself."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Address(int(address) >> 64 << 64))
