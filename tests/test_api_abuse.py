"""What is done to interfaces on purpose: the OWASP API Security list (2023), each tried against the whole service.

Who gets in with which key (API1, API2, API5) is in ``test_keys``; files made to do harm are in ``test_hostile``.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest

from graph_schema.store import open_store
from queries.batch import LISTED
from tests.contract.records import document, put
from tests.keyed import Keys, bearing, keys_in, settings
from tests.served import served
from tests.small_graph import APPARATUS, HUB, small_graph

API = "/api/v1"
JSON = {"content-type": "application/json"}
MOST = 2000


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return keys_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Iterator[httpx.Client]:
    """A service with small limits, asked with the key that may do everything."""
    store = small_graph(tmp_path_factory.mktemp("abuse") / "graph.sqlite")
    with served(store, settings(keys, max_text_bytes=MOST, max_cited_bytes=MOST)) as client:
        client.headers.update(bearing(keys.curator))
        yield client
    store.close()


def tame(answer: httpx.Response, status: int, why: str) -> None:
    assert answer.status_code == status, f"{why}: {answer.text[:300]}"
    assert not re.search(r"Traceback|SELECT|MATCH \(|apsw|neo4j|\.py\b", answer.text), why
    assert "x-evil" not in answer.headers, why


def decided(**said: object) -> bytes:
    """A decision on two documents that are there."""
    return json.dumps({"document": APPARATUS, "other": HUB, "who": "Lan", "reason": "vì"} | said).encode()


# ------------------------------------------------------------------ API4: unrestricted resource consumption

BODIES = [
    # address, body, content type, status, why
    ("/sources", b"x" * (MOST + 1), "text/plain", 413, "a text over the limit"),
    ("/merges", decided(reason="x" * 100_000), "application/json", 413, "a decision over the limit"),
    ("/merges", decided(reason="x" * 2001), "application/json", 422, "a reason that is an essay"),
    ("/merges", decided(who="x" * 201), "application/json", 422, "a name that is one"),
    ("/claims", decided(type="CITES", quote="x" * 2001), "application/json", 422, "a quote that is a book"),
    ("/claims", decided(type="CITES", url="javascript:alert(1)"), "application/json", 422, "an address that runs"),
    ("/claims", b'{"document":' + b"[" * 40_000 + b"]" * 40_000 + b"}", "application/json", 422, "a nested document"),
    ("/merges", b"document=a&other=b", "application/x-www-form-urlencoded", 415, "a form: no page of another origin decides"),
    ("/mentions:accept", decided(start=10**30, source="x"), "application/json", 422, "an offset beyond all texts"),
    ("/citations", b"x" * (MOST + 1), "text/plain", 413, "one to be read only"),
    ("/sources", json.dumps({"text": "x" * (MOST + 1)}).encode(), "application/json", 413, "one inside JSON"),
    ("/sources", json.dumps({"text": "x", "title": "y" * 300_000}).encode(), "application/json", 413, "what is around it"),
    ("/sources", json.dumps({"text": "x", "title": "y" * 1001}).encode(), "application/json", 422, "a title over its limit"),
    ("/resolve:batch", b'{"items": ["' + b"x" * 1_000_001 + b'"]}', "application/json", 413, "a batch over the limit"),
    ("/resolve:batch", json.dumps({"items": ["a"] * (LISTED + 1)}).encode(), "application/json", 422, "one item too many"),
    ("/resolve:batch", b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "application/json", 422, "nested without end"),
    ("/sources", b'{"text":' + b'{"a":' * 1_000 + b"1" + b"}" * 1_000 + b"}", "application/json", 422, "objects in objects"),
    ("/resolve:batch", b'{"items": [{"q": "a", "year": 1e400}]}', "application/json", 422, "a number beyond all numbers"),
    ("/resolve:batch", b'{"items": [NaN]}', "application/json", 422, "a number that is none"),
    ("/resolve:batch", b'{"text": "\\ud800"}', "application/json", 422, "half a letter"),
    ("/sources", b"\xff\xfe\x00", "application/json", 422, "JSON in no encoding"),
    ("/sources", b"x", "application/x-www-form-urlencoded", 415, "a form: no page of another origin loads anything"),
    ("/sources", b"x", "multipart/form-data; boundary=x", 415, "a form with files"),
    ("/sources", b"x", "text/plain; charset=" + "x" * 5000, 201, "an endless parameter of the type"),
]  # fmt: skip


@pytest.mark.parametrize("chunked", [False, True], ids=["of said length", "chunked"])
@pytest.mark.parametrize(("address", "body", "kind", "status", "why"), BODIES, ids=[row[4] for row in BODIES])
def test_bodies(
    address: str, body: bytes, kind: str, status: int, why: str, chunked: bool, client: httpx.Client
) -> None:
    parts = (body[at : at + 60_000] for at in range(0, len(body), 60_000))
    answer = client.post(API + address, content=parts if chunked else body, headers={"content-type": kind})
    known = status == 201 and answer.status_code == 200  # the same text once more
    tame(answer, 200 if known else status, why)


NUMBERS = ("-1", "0", "1e9", "999999999", "9" * 30, "9" * 4000, "nan", "inf", "-inf", "0x10", "٣", "1;drop", "%00", "")
LIMITED = [
    # address, parameter, why
    (f"/directives/{APPARATUS}/lineage", "depth", "hops"),
    (f"/directives/{APPARATUS}/lineage", "fanout", "neighbours of each"),
    (f"/directives/{APPARATUS}/lineage", "max_nodes", "nodes"),
    (f"/directives/{APPARATUS}/implementers", "limit", "a page"),
    (f"/directives/{APPARATUS}/implementers", "budget_ms", "time"),
    (f"/directives/{APPARATUS}/impact", "depth", "hops there"),
    (f"/directives/{APPARATUS}/relations", "limit", "a page of relations"),
    (f"/directives/{APPARATUS}/diagram", "limit", "members of a group"),
    (f"/nodes/{APPARATUS}/expand", "limit", "neighbours"),
    ("/search", "limit", "a page of what was found"),
    ("/suggest?prefix=n", "limit", "suggestions"),
    ("/changes", "limit", "entries"),
    ("/audit", "limit", "decisions"),
    ("/tasks", "limit", "tasks"),
    ("/analytics/central", "top", "hubs"),
    ("/quality/most-wanted", "top", "unread documents"),
    (f"/paths?from={APPARATUS}&to={APPARATUS}", "k", "ways"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "parameter", "why"), LIMITED, ids=[f"{r[0]} {r[1]}" for r in LIMITED])
def test_no_number_asks_for_more_than_the_limit(address: str, parameter: str, why: str, client: httpx.Client) -> None:
    for number in NUMBERS:
        address_ = f"{API}{address}{'&' if '?' in address else '?'}{parameter}={number}"
        tame(client.get(address_), 422, f"{why}: {number[:20]}")


QUERIES = [
    ("/search?" + "&".join(f"p{n}=1" for n in range(5000)), 422, "a great many parameters"),
    ("/search?" + "a[b]" * 3000 + "=1", 422, "one nested in its name"),
    ("/search?q=" + "a%20" * 15_000, 422, "words without end"),
    ("/search?cursor=" + "A" * 50_000, 422, "an endless cursor"),
    ("/audit?cursor=" + "A" * 50_000, 422, "an endless cursor of decisions"),
    ("/audit?who=" + "a%20" * 15_000, 200, "a name without end, which nobody has"),
    (f"/overrides/{APPARATUS}/" + "a" * 50_000, 422, "a field with an endless name"),
    ("/directives?ids=" + "a," * 20_000, 422, "ids without end"),
    ("/analytics/event-history?directives=" + "a," * 20_000, 404, "documents without end: the first is not there"),
    (f"/directives/{APPARATUS}/lineage?family=" + "basis," * 9000, 422, "families without end"),
    ("/directives/" + "a" * 50_000, 404, "an endless id"),
    ("/directives/" + "a/" * 9000, 404, "a deep path"),
    ("/resolve?q=" + "18-NQ/TW%20" * 40, 300, "one symbol many times"),
    ("/resolve?q=" + "(" * 400, 404, "brackets that open"),
    ("/stats/", 404, "an address with a stroke too many: no redirect, which would name the host that was asked for"),
    ("/search?q=a&limit=1&limit=2&limit=500", 200, "one said thrice: the last counts"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "status", "why"), QUERIES, ids=[row[2] for row in QUERIES])
def test_queries(address: str, status: int, why: str, client: httpx.Client) -> None:
    # Raw: the client itself refuses addresses this long.
    host = client.base_url
    with socket.create_connection((host.host, host.port or 80), 60) as raw:
        raw.sendall(f"GET {API}{address} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        said = b"".join(iter(lambda: raw.recv(65536), b""))
    got = int(said.split(b" ", 2)[1])
    assert got == status or (got == 400 and len(address) > 60_000), f"{why}: {said[:300]!r}"


# ------------------------------------------------------------------ API3: fields that are nobody's to set

FIELDS = [
    ("/sources", {"text": "x", "id": "mine"}, "an id"),
    ("/sources", {"text": "x", "kind": "table"}, "a kind"),
    ("/sources", {"text": "x", "role": "curator"}, "a role"),
    ("/sources", {"text": "x", "__proto__": {}}, "a prototype"),
    ("/citations", {"text": "x", "length": 1}, "a length"),
    ("/resolve:batch", {"items": ["a"], "limit": 10**6}, "a limit"),
    ("/resolve:batch", {"items": [{"q": "a", "best": True}]}, "a field of an item"),
    ("/merges", {"document": APPARATUS, "other": HUB, "reason": "x", "id": "d0"}, "the id of a decision"),
    ("/merges", {"document": APPARATUS, "other": HUB, "reason": "x", "kind": "different"}, "its kind"),
    (
        "/claims",
        {"document": APPARATUS, "type": "CITES", "other": HUB, "reason": "x", "cluster": "NQ|18"},
        "its cluster",
    ),
    (
        "/judgements",
        {"judgement": "claim", "document": APPARATUS, "other": HUB, "reason": "x"},
        "a judgement that is none",
    ),
]


@pytest.mark.parametrize(("address", "body", "why"), FIELDS, ids=[row[2] for row in FIELDS])
def test_what_is_not_asked_for_is_refused(
    address: str, body: dict[str, object], why: str, client: httpx.Client
) -> None:
    tame(client.post(API + address, json=body), 422, why)


# ------------------------------------------------------------------ API7: requests made by the server


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:{}/x", "http://localhost:{}", "ftp://127.0.0.1:{}", "//127.0.0.1:{}"]
)
def test_addresses_are_kept_and_never_fetched(address: str, client: httpx.Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        url = address.format(listening.getsockname()[1])
        page = f'<p>Kế hoạch số 43-KH/TU.</p><img src="{url}"><link rel=stylesheet href="{url}"><iframe src="{url}">'
        for headers, body in (
            (JSON, json.dumps({"text": "x", "url": url}).encode()),
            ({"content-type": "application/octet-stream"}, page.encode()),
        ):
            assert client.post(f"{API}/sources", content=body, headers=headers).status_code in (200, 201, 422)
        with pytest.raises(BlockingIOError):
            listening.accept()


# ------------------------------------------------------------------ API8: what is injected

INJECTED = [
    "' OR 1=1 --",
    '"; DROP TABLE node; --',
    "*",
    '"',
    "NEAR(a b, 1)",
    "a AND NOT b",
    "x'}) DETACH DELETE n //",
    "`} MATCH (n) DETACH DELETE n",
    "$where",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "../../../../etc/passwd",
    "%2e%2e%2f",
    "\x00",
    "\r\nX-Evil: 1",
    "\x1b[31m",
    "<script>alert(1)</script>",
    "\u202egnp",
    "a" * 400,
]  # fmt: skip
WHERE = [
    ("/search?q={}", {200}),
    ("/suggest?prefix={}", {200, 422}),
    ("/resolve?q={}", {200, 300, 404, 422}),
    ("/search?type={}", {200, 422}),
    ("/search?body={}", {200, 422}),
    ("/search?place={}", {200, 422}),
    ("/search?cursor={}", {422}),
    ("/directives/{}", {404}),
    ("/directives/{}/lineage", {404}),
    ("/relations/{}/evidence", {404}),
    ("/sources/{}", {404}),
    ("/nodes/{}/expand", {404}),
    ("/tasks?assignee={}", {200, 404, 422}),
    ("/audit?who={}", {200}),
    ("/audit?document={}", {200}),
    ("/audit?state={}", {422}),
    ("/audit?kind={}", {422}),
    ("/audit?cursor={}", {422}),
    ("/audit?format={}", {422}),
    ("/overrides/{}/title", {404}),
    (f"/overrides/{APPARATUS}/{{}}", {404, 422}),
    ("/paths?from={0}&to={0}", {200, 404, 409, 422}),
    (f"/directives/{APPARATUS}/implementers?family={{}}", {422}),
    (f"/directives/{APPARATUS}/implementers?group_by={{}}", {422}),
    (f"/directives/{APPARATUS}/lineage?format={{}}", {422}),
]  # fmt: skip


@pytest.mark.parametrize(("address", "statuses"), WHERE, ids=[row[0] for row in WHERE])
def test_words_stay_words(
    address: str, statuses: set[int], client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    before = client.get(f"{API}/stats").json()["graph_version"]
    with caplog.at_level(logging.INFO, "directive_graph"):
        for words in INJECTED:
            answer = client.get(API + address.format(httpx.QueryParams({"": words}).__str__()[1:].replace("+", "%20")))
            assert answer.status_code in statuses, f"{words!r}: {answer.status_code} {answer.text[:200]}"
            assert "x-evil" not in answer.headers, words
            assert words != "{{7*7}}" or "49" not in answer.json().get("detail", ""), "nothing is worked out"
    assert client.get(f"{API}/stats").json()["graph_version"] == before, "nothing was written"
    lines = [r.getMessage() for r in caplog.records if r.name == "directive_graph"]
    assert all(re.fullmatch(r"[\x20-\x7e]+", line) for line in lines), "and a line is a line"


HEADERS = [
    # header, value, why
    ("x-request-id", "a INFO all is well", "a line of the caller's own"),
    ("x-request-id", "x" * 10_000, "an endless id"),
    ("accept-language", "vi;q=" + "9" * 5000, "an endless preference"),
    ("accept", "text/html;q=nan, */*;q=-1", "preferences that are none"),
    ("if-none-match", ",".join(['"x"'] * 5000), "a great many tags"),
    ("idempotency-key", "a\tb", "a tab in a key"),
    ("origin", "null", "no origin"),
    ("x-forwarded-for", "127.0.0.1", "an address of somebody else"),
    ("x-http-method-override", "DELETE", "another method"),
    ("content-length", "0", "a body that is not there"),
    ("host", "evil.example", "another host: nothing is built from it"),
]


@pytest.mark.parametrize(("header", "value", "why"), HEADERS, ids=[row[2] for row in HEADERS])
def test_headers(header: str, value: str, why: str, client: httpx.Client) -> None:
    answer = client.get(f"{API}/directives/18-nq-tw.2017", headers={header: value})
    tame(answer, 308, why)
    assert answer.headers["location"].startswith("/api/v1/"), why
    assert re.fullmatch(r"[\w.-]{1,64}", answer.headers["x-request-id"])
    assert "access-control-allow-origin" not in answer.headers


FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://evil.example")',
    "+84",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
]


def test_exports_hold_no_formula(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    put(store, *(document(f"d{n}", title=title) for n, title in enumerate(FORMULAS)))
    with served(store) as client:
        table = client.get(f"{API}/search", params={"format": "csv"}).content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
        assert len([c for c in cells if c.startswith("'")]) == len(FORMULAS), cells
        assert not [c for c in cells if c[:1] in "=+-@\t\r" and c]
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{API}/search", params={"format": "xlsx"}).content))
        typed = [(cell.data_type, cell.value) for sheet in book for row in sheet for cell in row]
        assert not [value for kind, value in typed if kind == "f"]
        assert "=1+1" in [value for _, value in typed], "it is there, as text"
    store.close()


def test_names_of_files_are_tame(client: httpx.Client) -> None:
    for words in ('a"; filename="evil.exe', "a\r\nX-Evil: 1", "../../etc/passwd"):
        answer = client.get(f"{API}/search", params={"q": words, "format": "csv"})
        assert answer.headers["content-disposition"] == 'attachment; filename="search.csv"'


METHODS = ["TRACE", "CONNECT", "PUT", "PATCH", "DELETE", "PROPFIND", "BREW"]


@pytest.mark.parametrize("method", METHODS)
def test_methods(method: str, client: httpx.Client) -> None:
    answer = client.request(method, f"{API}/stats", headers={"x-secret": "kept"})
    assert answer.status_code == 405 and "kept" not in answer.text
