"""So many requests a minute; figures for Prometheus; and log lines that are the service's own."""

from __future__ import annotations

import logging
import os
import re
import time
from pathlib import Path

import httpx
import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from service.limiting import Buckets, network_of
from service.settings import Settings
from tests.served import served
from tests.small_graph import APPARATUS
from tests.test_service_problems import check

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
KEY = "a key for tests"


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_empties_and_fills_up() -> None:
    clock = Clock()
    buckets = Buckets(60, now=clock)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60, "a minute's worth at once"
    assert buckets.take("a") == pytest.approx(1.0), "then one a second"
    assert buckets.take("b") == 0.0, "another caller has a bucket of its own"
    clock.seconds = 0.5
    assert buckets.take("a") == pytest.approx(0.5), "being refused costs nothing"
    clock.seconds = 1.0
    assert buckets.take("a") == 0.0
    clock.seconds = 10_000.0
    assert [buckets.take("a") for _ in range(61)].count(0.0) == 60, "a bucket never overflows"


def test_callers_are_forgotten_before_memory_is_full() -> None:
    buckets = Buckets(1, now=Clock(), most=2)
    for caller in ("a", "b", "c"):
        assert buckets.take(caller) == 0.0
    assert buckets.take("c") > 0
    assert buckets.take("a") == 0.0, "the one that was silent longest"


ADDRESSES = [
    ("203.0.113.7", "203.0.113.7", "IPv4 counts as it is"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", "of IPv6 the network: a caller has 2 ** 64 addresses"),
    ("::ffff:203.0.113.7", "203.0.113.7", "IPv4 in IPv6"),
    ("", "", "nobody knows"),
    ("testclient", "testclient", "no address"),
]


@pytest.mark.parametrize(("host", "network", "why"), ADDRESSES, ids=[row[2] for row in ADDRESSES])
def test_what_counts_as_one_caller(host: str, network: str, why: str) -> None:
    assert network_of(host) == network, why


def test_too_many_requests(small: Store) -> None:
    with served(small, Settings(rate_limit=3, write_key=KEY, cors_origins=("https://example.vn",))) as client:  # type: ignore[arg-type]
        for _ in range(3):
            assert client.get(f"{API}/stats").status_code == 200
        refused = client.get(f"{API}/stats", headers={"origin": "https://example.vn"})
        check(refused, 429, "too-many-requests", "At most 3 requests a minute")
        assert 1 <= int(refused.headers["retry-after"]) <= 20
        assert refused.headers["access-control-allow-origin"] == "https://example.vn", "the page may read why"
        made_up = client.get(f"{API}/stats", headers={"authorization": "Bearer made up"})
        assert made_up.status_code == 429, "a key of nobody's opens no new bucket"
        keyed = client.get(f"{API}/stats", headers={"authorization": f"Bearer {KEY}"})
        assert keyed.status_code == 200, "the service's own key does"
        for address in ("/healthz", "/readyz", "/metrics", "/"):
            assert client.get(address).status_code == 200, address


def test_no_limit_unless_it_is_set(asked: httpx.Client) -> None:
    assert {asked.get(f"{API}/terms").status_code for _ in range(50)} == {404}


# ------------------------------------------------------------------ figures


def figures(client: httpx.Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [x for x in answer.text.splitlines() if x and not x.startswith("#")]
    return {name: float(value) for name, _, value in (x.rpartition(" ") for x in lines)}


def test_figures(small: Store) -> None:
    process = f'process="{os.getpid()}"'
    with served(small) as client:
        client.get(f"{API}/directives/{APPARATUS}/implementers")
        client.head(f"{API}/directives/{APPARATUS}/implementers")
        client.get(f"{API}/directives/nothing/implementers")
        client.get("/nowhere/at/all")
        client.request("BREW", "/")
        found = figures(client)
    route = 'route="/api/v1/directives/{id}/implementers"'
    assert found[f'directive_graph_requests_total{{method="GET",{process},{route},status="200"}}'] == 2.0
    assert found[f'directive_graph_requests_total{{method="GET",{process},{route},status="404"}}'] == 1.0
    assert found[f'directive_graph_requests_total{{method="GET",{process},route="none",status="404"}}'] == 1.0
    assert found[f'directive_graph_request_seconds_count{{method="GET",{process},{route}}}'] == 3.0
    assert (found["directive_graph_version"], found['directive_graph_store_up{engine="sqlite"}']) == (2.0, 1.0)
    assert not [name for name in found if "nowhere" in name or "BREW" in name], "what callers type makes no series"


def test_figures_of_a_store_that_is_away(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store) as client:
        store.close()
        found = figures(client)
    assert found['directive_graph_store_up{engine="sqlite"}'] == 0.0
    assert "directive_graph_version" not in found


def test_each_application_counts_for_itself(small: Store) -> None:
    with served(small) as one, served(small) as other:
        one.get("/healthz")
        assert not [name for name in figures(other) if "/healthz" in name]


# ------------------------------------------------------------------ log lines


def _said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "directive_graph"]


def test_nobody_writes_log_lines_for_us(asked: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "directive_graph"):
        asked.get(f"{API}/x%0A2026-01-01 INFO all is well%1b[31m")
        asked.get("/healthz", headers={"x-request-id": "a\tb"})
        until = time.monotonic() + 10
        # A request is told of once its answer is out: the caller may be quicker.
        while len(said := _said(caplog)) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert len(said) == 2
    assert all(re.fullmatch(r"[\x20-\x7e]+", line) for line in said), said
    assert "%0A" in said[0]


# ------------------------------------------------------------------ hostile requests

HOSTILE = [
    ("/api/v1/directives/x%0d%0aX-Evil: 1", {}, 404, "a line end in an id"),
    ("/api/v1/directives/18-nq-tw.2017?x=%0d%0aX-Evil:%201", {}, 422, "and in a parameter's value"),
    ("/api/v1/directives/18-nq-tw.2017/lineage?depth=2%0d%0aX-Evil:1", {}, 422, "also of a redirect"),
    ("/api/v1/search?q=%0d%0aX-Evil:1&format=csv", {}, 200, "and where the answer is a file"),
    ("/api/v1/search?" + "a[b]" * 2000 + "=1", {}, 422, "a deep parameter"),
    ("/api/v1/search?" + "&".join(f"p{n}=1" for n in range(3000)), {}, 422, "a great many"),
    ("/api/v1/search?limit=1&limit=2", {}, 200, "one said twice: the last counts"),
    ("/api/v1/directives/" + "a/" * 3000, {}, 404, "a deep path"),
    ("/api/v1/nodes/" + "%2e%2e%2f" * 20 + "etc%2fpasswd/expand", {}, 404, "a path that climbs"),
    ("/api/v1/stats", {"accept-language": "vi" * 5000}, 200, "an endless language"),
    ("/api/v1/stats", {"if-none-match": '"' + "x" * 20_000 + '"'}, 200, "an endless tag"),
    ("/api/v1/stats", {"authorization": "Bearer ñ"}, 200, "a key of odd letters"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "headers", "status", "why"), HOSTILE, ids=[row[3] for row in HOSTILE])
def test_hostile_requests(address: str, headers: dict[str, str], status: int, why: str, asked: httpx.Client) -> None:
    raw = [(k.encode(), x.encode("latin-1")) for k, x in headers.items()]
    answer = asked.get(address, headers=raw)
    assert answer.status_code == status, f"{why}: {answer.text[:300]}"
    assert "x-evil" not in answer.headers
    assert answer.headers["x-request-id"]
