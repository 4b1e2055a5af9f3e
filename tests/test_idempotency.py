"""A request that is sent again is answered again and done once, also across processes and after a kill."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw
import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request

from graph_schema.errors import StoreIncompatible, StoreReadOnly, StoreUnavailable
from graph_schema.store import open_store
from graph_schema.store.sqlite import answered
from graph_schema.store.sqlite.answered import Answered, AnsweredFile
from service import idempotency
from service.idempotency import LEASE_SECONDS, Idempotency, once, repeatable
from service.keys import Keyring
from service.problems import handle
from service.requests import RequestScope
from tests.keyed import Keys, bearing, keys_in, settings
from tests.processes import serving
from tests.reservations import wait_for
from tests.served import running, served
from tests.test_service_problems import check

API = "/api/v1"
TEXT = (
    "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021."
).encode()


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return keys_in(tmp_path)


@pytest.fixture
def loading(tmp_path: Path, keys: Keys) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two services over one graph and one file of keys, as two processes have them."""
    path = tmp_path / "graph.sqlite"
    one, other = open_store(str(path)), open_store(str(path))
    given = settings(keys, max_text_bytes=1000)
    with served(one, given) as a, served(other, given) as b:
        for client in (a, b):
            client.headers.update(bearing(keys.curator) | {"content-type": "text/plain"})
        yield a, b
    one.close()
    other.close()


def test_the_first_answer_is_given_again_by_every_process(loading: tuple[httpx.Client, httpx.Client]) -> None:
    one, other = loading
    first = one.post(f"{API}/sources", content=TEXT, headers={"idempotency-key": "a"})
    assert (first.status_code, "idempotency-replayed" in first.headers) == (201, False)
    for client in (one, other):
        again = client.post(f"{API}/sources", content=TEXT, headers={"idempotency-key": "a"})
        assert (again.status_code, again.content) == (201, first.content), (
            "byte for byte: without the key it were a 200"
        )
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["content-type"] == first.headers["content-type"]
        assert again.headers["x-request-id"] != first.headers["x-request-id"], "each request has an id of its own"
    assert other.post(f"{API}/sources", content=TEXT).status_code == 200, "no key, no replay"


SAME = "?title=a"
OTHERS = [
    # what is sent after POST /sources?title=a with TEXT and the key a, status, code, why
    ("/sources" + SAME, TEXT, "curator", {}, '"a"', 201, None, "the quoted form of the draft is the same key"),
    ("/sources?title=b", TEXT, "curator", {}, "a", 422, "idempotency-mismatch", "another query"),
    ("/sources", TEXT, "curator", {}, "a", 422, "idempotency-mismatch", "no query"),
    ("/sources" + SAME, TEXT + b".", "curator", {}, "a", 422, "idempotency-mismatch", "another body"),
    ("/sources" + SAME, TEXT, "curator", {"content-type": "application/octet-stream"}, "a", 422, "idempotency-mismatch", "another kind of body"),
    ("/rebuild", b"", "curator", {}, "a", 422, "idempotency-mismatch", "another address"),
    ("/sources" + SAME, TEXT, "loader", {}, "a", 200, None, "somebody else's key a is another one"),
    ("/sources" + SAME, TEXT, "reader", {}, "a", 403, "wrong-role", "a reader is told nothing"),
    ("/sources" + SAME, TEXT, None, {}, "a", 401, "unauthorized", "nor is nobody"),
    ("/sources" + SAME, TEXT, "curator", {}, "b", 200, None, "another key is another request"),
    ("/sources" + SAME, TEXT, "curator", {}, "x" * 256, 422, "validation", "a key longer than 255 letters"),
    ("/sources" + SAME, TEXT, "curator", {}, "é", 422, "validation", "letters that are not ASCII"),
    ("/sources" + SAME, b"x" * 300_000, "curator", {}, "a", 413, "too-large", "a body beyond every limit is not even hashed"),
    ("/citations", TEXT, "curator", {}, "a", 200, None, "what changes nothing knows no such keys"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "body", "who", "more", "key", "status", "code", "why"), OTHERS, ids=[row[-1] for row in OTHERS]
)
def test_what_is_the_same_request(
    address: str,
    body: bytes,
    who: str | None,
    more: dict[str, str],
    key: str,
    status: int,
    code: str | None,
    why: str,
    keys: Keys,
    loading: tuple[httpx.Client, httpx.Client],
) -> None:
    first = loading[0].post(f"{API}/sources{SAME}", content=TEXT, headers={"idempotency-key": "a"})
    assert first.status_code == 201
    headers = (bearing(getattr(keys, who)) if who else {"authorization": ""}) | more
    raw = [(k.encode(), x.encode("latin-1")) for k, x in ({"idempotency-key": key} | headers).items()]
    answer = loading[1].post(f"{API}{address}", content=body, headers=raw)
    assert answer.status_code == status, f"{why}: {answer.text}"
    if code:
        check(answer, status, code)
    assert (answer.headers.get("idempotency-replayed") == "true") == (status == 201)


def test_a_refusal_is_given_again_too(loading: tuple[httpx.Client, httpx.Client]) -> None:
    for replayed in (None, "true"):
        answer = loading[0].post(f"{API}/sources/x:retract", headers={"idempotency-key": "a"})
        assert answer.json()["type"] == "/problems/unknown-id"
        assert answer.headers.get("idempotency-replayed") == replayed


def test_many_at_once_do_it_once(loading: tuple[httpx.Client, httpx.Client]) -> None:
    def send(n: int) -> httpx.Response:
        return loading[n % 2].post(f"{API}/sources", content=TEXT, headers={"idempotency-key": "a"})

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(24)))
    done = [a for a in answers if a.status_code != 409]
    assert {a.content for a in done} == {done[0].content} and {a.status_code for a in done} == {201}
    assert len([a for a in done if "idempotency-replayed" not in a.headers]) == 1
    for answer in answers:
        if answer.status_code == 409:
            check(answer, 409, "request-in-progress")
            assert int(answer.headers["retry-after"]) > 0


# ------------------------------------------------------------------ what takes time, fails or dies


class Work:
    """A route that waits until it is let go, fails when told to, and counts."""

    def __init__(self) -> None:
        self.done = 0
        self.fail = False
        self.begun = threading.Event()
        self.go = threading.Event()
        self.go.set()

    def router(self) -> APIRouter:
        router = APIRouter(dependencies=[Depends(once)])

        @router.post("/work")
        def work(request: Request) -> dict[str, int]:
            self.begun.set()
            assert self.go.wait(60)
            if self.fail:
                raise RuntimeError("it fails")
            self.done += 1
            return {"done": self.done}

        return router


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def clock() -> list[float]:
    return [1000.0]


@pytest.fixture
def working(tmp_path: Path, keys: Keys, work: Work, clock: list[float]) -> Iterator[httpx.Client]:
    """A service of one such route, whose time is ``clock``."""
    app, router = FastAPI(), work.router()
    handle(app)
    app.include_router(router)
    file, ring = tmp_path / "answered.sqlite", Keyring(keys.path)
    app.add_middleware(Idempotency, routes=repeatable([router]), keys=ring, file=file, most=100, now=lambda: clock[0])
    app.add_middleware(RequestScope)
    with running(app) as client:
        client.headers.update(bearing(keys.loader) | {"idempotency-key": "a"})
        yield client


def test_while_the_first_runs_the_second_is_told_to_wait(working: httpx.Client, work: Work) -> None:
    work.go.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(working.post, "/work")
        assert work.begun.wait(60)
        answer = working.post("/work")
        check(answer, 409, "request-in-progress", "still running")
        assert answer.headers["retry-after"] == "2"
        check(working.post("/work?other=1"), 422, "idempotency-mismatch")
        work.go.set()
        assert first.result().json() == {"done": 1}
    assert working.post("/work").json() == {"done": 1}


def test_a_failure_of_ours_is_not_kept(working: httpx.Client, work: Work) -> None:
    work.fail = True
    check(working.post("/work"), 500, "internal")
    work.fail = False
    answer = working.post("/work")
    assert (answer.json(), "idempotency-replayed" in answer.headers) == ({"done": 1}, False)


def test_an_answer_is_kept_for_a_day(working: httpx.Client, clock: list[float]) -> None:
    assert working.post("/work").json() == {"done": 1}
    clock[0] += 24 * 3600 - 1
    assert working.post("/work").json() == {"done": 1}
    clock[0] += 1
    assert working.post("/work").json() == {"done": 2}


def test_a_reservation_of_the_dead_ends(working: httpx.Client, work: Work, clock: list[float], tmp_path: Path) -> None:
    """What a killed process leaves is a reservation that nobody renews."""
    work.go.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(working.post, "/work")
        assert work.begun.wait(60)
        clock[0] += LEASE_SECONDS - 1
        assert working.post("/work").status_code == 409, "it may still live"
        clock[0] += 1
        work.go.set()
        second = working.post("/work")
        assert second.status_code == 200, "nobody has heard of it for too long"
        assert first.result().status_code == 200
    assert working.post("/work").content == second.content, "the answer of whoever held it last is the one that is kept"


def test_a_server_killed_in_the_middle(tmp_path: Path, keys: Keys) -> None:
    with serving(tmp_path) as (address, child), ThreadPoolExecutor(1) as pool:
        writer = apsw.Connection(str(tmp_path / "graph.sqlite"))
        writer.execute("BEGIN IMMEDIATE")  # what it is asked to write has to wait
        headers = bearing(keys.loader) | {"idempotency-key": "a"}
        first = pool.submit(httpx.post, f"{address}{API}/sources", content=TEXT, headers=headers, timeout=60)
        key = wait_for(tmp_path / "answered.sqlite")
        child.kill()
        with pytest.raises(httpx.TransportError):
            first.result()
        writer.close()
    file, now = AnsweredFile(tmp_path / "answered.sqlite", most=9, most_bytes=99), time.time()
    held = file.reserve(key, "r", "another", now=now, until=now + 1)
    assert held is not None and held.answer is None, "nobody can know yet whether it lives"
    assert file.reserve(key, "r", "another", now=now + LEASE_SECONDS, until=now + 99) is None, (
        "a minute later it is free"
    )


def test_who_lives_keeps_the_reservation(
    working: httpx.Client, work: Work, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed, renew = threading.Event(), AnsweredFile.renew

    def told(file: AnsweredFile, key: str, holder: str, *, until: float) -> None:
        renew(file, key, holder, until=until)
        if until > 1000.3:
            renewed.set()

    monkeypatch.setattr(idempotency, "LEASE_SECONDS", 0.2)
    monkeypatch.setattr(AnsweredFile, "renew", told)
    work.go.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(working.post, "/work")
        assert work.begun.wait(60)
        clock[0] = 1000.15
        assert renewed.wait(60)
        clock[0] = 1000.3  # beyond the end that it had at first
        assert working.post("/work").status_code == 409
        work.go.set()
        assert first.result().json() == {"done": 1}


# ------------------------------------------------------------------ the file


def kept_in(file: AnsweredFile, *keys: str) -> list[str]:
    """Which of these keys are answered."""
    found = []
    for key in keys:
        held = file.reserve(key, "r", "probe", now=0, until=1)
        if held is None:
            file.release(key, "probe")
        elif held.answer is not None:
            found.append(key)
    return found


def fill(file: AnsweredFile, *sizes: int) -> None:
    for n, size in enumerate(sizes):
        assert file.reserve(f"k{n}", "r", "me", now=0, until=1) is None
        file.keep(f"k{n}", "me", Answered(200, "[]", b"x" * size), until=1000 + n)


def test_the_file_is_bounded(tmp_path: Path) -> None:
    few = AnsweredFile(tmp_path / "few.sqlite", most=2, most_bytes=1000)
    fill(few, 1, 1, 1)
    assert kept_in(few, "k0", "k1", "k2") == ["k1", "k2"], "by number: the oldest goes"
    small = AnsweredFile(tmp_path / "small.sqlite", most=9, most_bytes=10)
    fill(small, 5, 5, 5)
    assert kept_in(small, "k0", "k1", "k2") == ["k1", "k2"], "and by size"


def test_a_reservation_belongs_to_its_holder(tmp_path: Path) -> None:
    file = AnsweredFile(tmp_path / "answered.sqlite", most=9, most_bytes=99)
    assert file.reserve("k", "r", "me", now=0, until=1) is None
    file.keep("k", "another", Answered(200, "[]", b"not mine"), until=9)
    file.release("k", "another")
    held = file.reserve("k", "r", "another", now=0, until=1)
    assert held is not None and held.answer is None


def test_a_file_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "text").write_text("no database at all, and long enough to be sure of it. " * 50)
    with pytest.raises(StoreReadOnly, match="Idempotency-Key"):
        kept_in(AnsweredFile(tmp_path / "file" / "answered.sqlite", most=1, most_bytes=1), "k")
    with pytest.raises(StoreIncompatible):
        kept_in(AnsweredFile(tmp_path / "text", most=1, most_bytes=1), "k")


def test_a_request_whose_answer_cannot_be_kept_is_not_begun(
    loading: tuple[httpx.Client, httpx.Client], tmp_path: Path
) -> None:
    (tmp_path / "answered.sqlite").write_text("no database at all, and long enough to be sure of it. " * 50)
    answer = loading[0].post(f"{API}/sources", content=TEXT, headers={"idempotency-key": "a"})
    check(answer, 503, "store-incompatible")
    assert loading[0].get(f"{API}/search").json()["total"] == 0
    assert loading[0].post(f"{API}/sources", content=TEXT).status_code == 201, "without the header it goes on"


def test_whoever_waits_for_the_file_lets_go_of_nobodys_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing a file once lets go of every lock of the process on it: other processes would write into a change."""
    monkeypatch.setattr(answered, "PATIENCE_MS", 1)
    path = tmp_path / "answered.sqlite"
    kept = AnsweredFile(path, most=9, most_bytes=999)
    kept.renew("key", "holder", until=1.0)
    held = apsw.Connection(str(path))
    held.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable):
        kept.renew("key", "holder", until=2.0)
    write = "import apsw, sys; apsw.Connection(sys.argv[1]).execute('BEGIN IMMEDIATE')"
    other = subprocess.run([sys.executable, "-c", write, str(path)], capture_output=True, text=True, check=False)
    held.close()
    assert "BusyError" in other.stderr
