"""Answers kept in memory: the same bytes while the graph stands still, and never a word of an older graph."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.store.base import Store
from service.app import create_app
from service.kept import OVERHEAD, RENEWED, Answers, Kept, Looks, Seen
from service.settings import Settings
from tests.contract.records import document, put
from tests.served import running, served
from tests.small_graph import APPARATUS, small_graph

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
IMPLEMENTERS = f"{API}/directives/{APPARATUS}/implementers"
FORMS = [
    (f"{API}/suggest?prefix=nq", "a list"),
    (IMPLEMENTERS, "a page of a list"),
    (f"{API}/directives/{APPARATUS}/lineage?format=graphml", "a drawing as XML"),
    (f"{API}/search?q=nq&format=csv", "a table, with the name of its file"),
    (f"{API}/search?q=nq&format=xlsx", "bytes"),
    (f"{API}/schema", "what depends on no graph"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The small graph, to be changed."""
    store = small_graph(tmp_path / "graph.sqlite")
    yield store
    store.close()


def told(answer: httpx.Response) -> dict[str, str]:
    """The headers of an answer that do not tell one request from another."""
    return {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id")}


@pytest.mark.parametrize(("address", "why"), FORMS, ids=[row[1] for row in FORMS])
def test_the_same_again(address: str, why: str, store: Store) -> None:
    with served(store) as client, served(store, Settings(max_kept_bytes=0)) as forgetful:
        made = forgetful.get(address)
        answers = [client.get(address) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {200}, why
        assert {answer.content for answer in answers} == {made.content}
        assert all(told(answer) == told(made) for answer in answers)
        assert len({answer.headers["x-request-id"] for answer in answers}) == 3
        assert client.head(address).headers["content-length"] == made.headers["content-length"]
        held = client.get(address, headers={"if-none-match": made.headers["etag"]})
        assert (held.status_code, held.content) == (304, b"")


def test_that_several_fit_stays_several_for_whoever_holds_what(store: Store) -> None:
    address = f"{API}/resolve?q=18-NQ/TW"
    with served(store) as client, served(store, Settings(max_kept_bytes=0)) as forgetful:
        made = forgetful.get(address)
        answers = [client.get(address, headers={"if-none-match": '"anything", *'}) for _ in range(3)]
        assert [(a.status_code, a.content, told(a)) for a in answers] == [(300, made.content, told(made))] * 3
        assert "etag" not in made.headers
        put(store, document("new"))
        assert client.get(address).json()["graph_version"] == made.json()["graph_version"] + 1


def test_languages_are_kept_apart(store: Store) -> None:
    with served(store) as client:
        for address in (f"{API}/schema", f"{API}/directives/{APPARATUS}/diagram"):
            answers = [client.get(address, headers={"accept-language": said}).content for said in ("vi", "en") * 2]
            assert answers[0] == answers[2] != answers[1] == answers[3]


def test_the_order_of_parameters_does_not_matter_but_their_values_do(store: Store) -> None:
    with served(store) as client:
        one = client.get(f"{API}/search?q=nq&limit=1")
        assert client.get(f"{API}/search?limit=1&q=nq").content == one.content
        assert client.get(f"{API}/search?limit=2&q=nq").content != one.content


def test_a_change_is_seen_at_once(store: Store) -> None:
    with served(store) as client:
        for n in range(3):
            before = client.get(f"{API}/stats")
            assert client.get(f"{API}/stats").content == before.content
            put(store, document(f"new-{n}"))
            assert client.get(f"{API}/stats").content != before.content


def test_nothing_is_said_of_a_graph_that_is_away(store: Store) -> None:
    with served(store) as client:
        assert [client.get(IMPLEMENTERS).status_code for _ in range(2)] == [200, 200]
        store.close()
        assert client.get(IMPLEMENTERS).status_code == 503


def test_what_depends_on_no_graph_is_said_without_one(store: Store) -> None:
    with served(store) as client:
        first = client.get(f"{API}/schema")
        store.close()
        again = client.get(f"{API}/schema")
        assert (again.status_code, again.content) == (200, first.content)
        assert client.get(f"{API}/schema", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_kept_answers_count_as_requests(store: Store) -> None:
    with served(store, Settings(rate_limit=3)) as client:
        assert [client.get(IMPLEMENTERS).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
        counted = client.get("/metrics").text
        route = 'route="/api/v1/directives/{id}/implementers"'
        assert any(route in line and 'status="200"' in line and line.endswith(" 3.0") for line in counted.splitlines())


def test_errors_are_made_each_time(store: Store) -> None:
    app = create_app(Settings(), store)
    with running(app) as client:
        for address in (f"{API}/directives/nothing", f"{API}/search?limit=0", f"{API}/nowhere"):
            first, again = client.get(address), client.get(address)
            assert first.json()["request_id"] != again.json()["request_id"], address


# ------------------------------------------------------------------ how many


def kept(body: bytes) -> Kept:
    return Kept('"tag"', 200, None, (), body, None)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 3_000))))
def test_no_more_than_there_is_room_for(puts: list[tuple[str, int]]) -> None:
    answers = Answers(20_000)
    last: dict[str, int] = {}
    for question, size in puts:
        answers.put(question, kept(bytes(size)))
        last[question] = size
        held = {q: found for q in "abcdefgh" if (found := answers.get(q))}
        assert answers.bytes == sum(len(found.body or b"") + OVERHEAD + 1 for found in held.values()) <= 20_000
        assert all(len(found.body or b"") == last[q] for q, found in held.items()), "the last answer or none"


def test_who_was_asked_for_longest_ago_goes_first() -> None:
    answers = Answers(10 * (OVERHEAD + 1))
    for question in "abcdefghij":
        answers.put(question, kept(b""))
    assert answers.get("a")
    answers.put("k", kept(b""))
    assert (answers.get("b"), answers.get("a") is not None) == (None, True)


# ------------------------------------------------------------------ looks


def test_a_look_is_shared_by_those_who_came_before_it_began() -> None:
    seen, gate = [0], threading.Event()

    def look() -> Seen:
        now = str(seen[0])
        gate.wait(10)
        return Seen(now)

    async def crowd() -> tuple[list[str], int]:
        looks = Looks(look)
        first = asyncio.create_task(looks.now())
        await asyncio.sleep(0.05)  # its look is under way
        seen[0] = 1
        later = [asyncio.create_task(looks.now()) for _ in range(20)]
        await asyncio.sleep(0.05)
        later[0].cancel()
        gate.set()
        return [await first, *await asyncio.gather(*later[1:])], seen[0]

    answers, _ = asyncio.run(crowd())
    assert answers == ["0", *["1"] * 19], "whoever asked after the change hears of it"


def test_a_look_that_fails_fails_for_all_who_waited_meanwhile_and_for_nobody_later() -> None:
    """A server that is silent is waited for once, not once more by those who came while another waited."""
    looked, gate = [0], threading.Event()

    def look() -> Seen:
        looked[0] += 1
        if looked[0] == 1:
            gate.wait(10)
            raise OSError("away")
        return Seen("there")

    async def crowd() -> tuple[list[str | BaseException], str]:
        looks = Looks(look)
        asked = [asyncio.create_task(looks.now())]
        await asyncio.sleep(0.05)  # its look is under way
        asked += [asyncio.create_task(looks.now()) for _ in range(5)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*asked, return_exceptions=True), await looks.now()

    waited, later = asyncio.run(crowd())
    assert [type(error) for error in waited] == [OSError] * 6
    assert (later, looked[0]) == ("there", 2)


LASTING = [
    ("as long as it lasts nobody looks", (0.0, 1.0, 5 - 2 * RENEWED), ["1", "1", "1"], 1),
    ("near its end somebody does, and nobody waits", (0.0, 5 - RENEWED / 2), ["1", "1"], 2),
    ("and that serves those who come then", (0.0, 5 - RENEWED / 2, 5.1), ["1", "1", "2"], 2),
    ("at its end it is over", (0.0, 5.0), ["1", "2"], 2),
]


@pytest.mark.parametrize(("why", "moments", "answers", "looks"), LASTING, ids=[row[0] for row in LASTING])
def test_what_is_certain_to_last(why: str, moments: tuple[float, ...], answers: list[str], looks: int) -> None:
    looked, now = [0], [0.0]

    def look() -> Seen:
        looked[0] += 1
        return Seen(str(looked[0]), now[0] + 5)

    async def some() -> list[str]:
        said, shared = [], Looks(look, clock=lambda: now[0])
        for now[0] in moments:
            said.append(await shared.now())
            await asyncio.sleep(0.05)  # whoever looks meanwhile has looked
        return said

    assert asyncio.run(some()) == answers, why
    assert looked[0] == looks


def test_a_look_that_fails_while_nobody_waits_fails_for_nobody() -> None:
    looked, now = [0], [0.0]

    def look() -> Seen:
        looked[0] += 1
        if looked[0] == 2:
            raise OSError("away")
        return Seen(str(looked[0]), now[0] + 5)

    async def some() -> list[str]:
        said, shared = [], Looks(look, clock=lambda: now[0])
        for now[0] in (0.0, 5 - RENEWED / 2, 5.1):
            said.append(await shared.now())
            await asyncio.sleep(0.05)
        return said

    assert asyncio.run(some()) == ["1", "1", "3"]


def test_a_look_serves_those_who_came_while_it_was_under_way_if_it_lasts() -> None:
    looked, gate = [0], threading.Event()

    def look() -> Seen:
        looked[0] += 1
        gate.wait(10)
        return Seen(str(looked[0]), 5.0)

    async def some() -> list[str]:
        shared = Looks(look, clock=lambda: 0.0)
        first = asyncio.create_task(shared.now())
        await asyncio.sleep(0.05)  # its look is under way
        later = [asyncio.create_task(shared.now()) for _ in range(5)]
        await asyncio.sleep(0.05)
        gate.set()
        return list(await asyncio.gather(first, *later))

    assert asyncio.run(some()) == ["1"] * 6
    assert looked[0] == 1
