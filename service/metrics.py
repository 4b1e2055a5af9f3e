"""Figures for Prometheus: how many requests, how they ended, how long they took, and whether the graph is there.

They are those of one process. Where several answer, each scrape meets one of them; every series bears the label
``process``, so that sums over it are right.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_schema.errors import GraphError
from graph_schema.store.asking import ask
from graph_schema.store.base import Store

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Upper bounds in seconds."""

_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_UNROUTED = "none"


class Metrics:
    """What one application counted. Routes are counted as they are declared (``/directives/{id}``), never as they were
    asked for: what callers type makes no series."""

    def __init__(self, store: Store) -> None:
        self._process = str(os.getpid())
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "directive_graph_requests",
            "Requests answered by this process",
            ("method", "route", "status", "process"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "directive_graph_request_seconds",
            "Seconds from a request's head to the end of its answer, in this process",
            ("method", "route", "process"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._registry.register(_Graph(store))
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request that has been answered."""
        method = method if method in _METHODS else "other"
        if (series := self._series.get((method, route, status))) is None:
            series = self._series[method, route, status] = (
                self._requests.labels(method, route, str(status), self._process),
                self._seconds.labels(method, route, self._process),
            )
        counted, timed = series
        counted.inc()
        timed.observe(seconds)

    def text(self) -> bytes:
        """Everything in the Prometheus text format; the store is asked for its version on the way."""
        return generate_latest(self._registry)


class _Graph(Collector):
    """The store, looked at when somebody asks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("directive_graph_store_up", "1 when the graph can be asked", labels=("engine",))
        try:
            version = ask(self._store, lambda graph: graph.version)
        except GraphError:
            up.add_metric((self._store.engine,), 0)
            yield up
            return
        up.add_metric((self._store.engine,), 1)
        yield up
        yield GaugeMetricFamily("directive_graph_version", "Version of the graph: every change adds 1", value=version)

    def describe(self) -> list[Metric]:
        """Nothing is asked of the store before somebody wants to know."""
        return []


class Measured:
    """ASGI middleware: counts every request, whoever answers it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; anything else passes through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, answer)
        finally:
            route = getattr(scope.get("route"), "path", _UNROUTED)
            self._metrics.count(scope["method"], route, status, time.perf_counter() - began)
