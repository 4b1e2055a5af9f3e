"""Every kind of problem is met over HTTP from a cause that happens, and says what to do next in both languages."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw
import httpx
import pytest

from graph_schema.errors import DumpInvalid, VocabularyError
from graph_schema.store import open_store
from service import wording
from service.cli import run
from service.problems import KINDS
from service.settings import Settings
from tests.keyed import Keys, bearing, keys_in, settings
from tests.reservations import wait_for
from tests.served import served
from tests.small_graph import APPARATUS, ARTICLE, GONE, HUB, LAND, small_graph
from tests.test_service_problems import check

API = "/api/v1"
TEXT = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021.".encode()


TITLE = f"{API}/overrides/{HUB}/title"
VALUE = b'{"value": "x", "reason": "y"}'
PAIR = f'"document": "{APPARATUS}", "other": "{LAND}", "reason": "y"'


@dataclass(frozen=True)
class Place:
    """A folder of one test, with a small graph and keys in it."""

    folder: Path
    graph: Path
    keys: Keys


@dataclass(frozen=True)
class Sent:
    """A request to a service with keys; ``who`` bears one of them."""

    method: str
    address: str
    who: str | None = None
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()


REQUESTS: dict[str, tuple[Sent, str]] = {
    "moved-id": (Sent("GET", f"{API}/directives/18-nq-tw"), "an older id that two documents answer to"),
    "gone-id": (Sent("GET", f"{API}/directives/{GONE}"), "an id that was retracted"),
    "unknown-id": (Sent("GET", f"{API}/directives/nothing"), "an id that never was"),
    "unknown-symbol": (Sent("GET", f"{API}/resolve?q=77-NQ/TW"), "a symbol nothing fits"),
    "ambiguous-symbol": (Sent("GET", f"{API}/resolve?q=18-NQ/TW&match=one"), "one asked for, two there"),
    "not-found": (Sent("GET", f"{API}/nowhere"), "an address that is not served"),
    "method-not-allowed": (Sent("DELETE", f"{API}/stats"), "a method that is not taken"),
    "invalid-question": (Sent("GET", f"{API}/suggest?prefix=a&limit=0"), "a number below its limit"),
    "validation": (Sent("GET", f"{API}/suggest"), "a parameter that must be there"),
    "unauthorized": (Sent("POST", f"{API}/rebuild"), "no key"),
    "wrong-role": (Sent("POST", f"{API}/rebuild", "loader"), "a loader cannot rebuild"),
    "too-large": (Sent("POST", f"{API}/sources", "loader", b"x" * 2001), "more than the limit"),
    "unsupported-media-type": (
        Sent("POST", f"{API}/sources", "loader", b"x", (("content-type", "image/png"),)),
        "a picture",
    ),
    "unreadable-source": (Sent("POST", f"{API}/sources", "loader", b"\x00\x01" * 20), "binary"),
    "precondition-required": (Sent("PUT", TITLE, "curator", VALUE), "nothing was said to have been seen"),
    "precondition-failed": (
        Sent("PUT", TITLE, "curator", VALUE, (("if-match", '"older"'),)),
        "another record was seen",
    ),
}
Ask = Callable[[Sent], httpx.Response]
World = Callable[[Place], Any]


@contextmanager
def asking(place: Place, given: Settings, path: Path | str | None = None) -> Iterator[Ask]:
    """Sends requests to a service in this place; ``path`` names another store."""
    store = open_store(str(path or place.graph), username="neo4j", password="not one")
    with served(store, given) as client:

        def ask(sent: Sent) -> httpx.Response:
            headers = dict(sent.headers) | (bearing(getattr(place.keys, sent.who)) if sent.who else {})
            return client.request(sent.method, sent.address, content=sent.body, headers=headers)

        yield ask
    store.close()


def keyed(place: Place) -> Settings:
    return settings(place.keys, max_text_bytes=2000)


LOAD = Sent("POST", f"{API}/sources", "loader", TEXT)
ONCE = Sent("POST", f"{API}/sources", "loader", TEXT, (("idempotency-key", "a"),))

# ------------------------------------------------------------------ causes that need a world of their own


@contextmanager
def no_keys(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """No key was ever made."""
    with asking(place, Settings(keys=place.folder / "none.json")) as ask:
        yield ask, Sent("POST", f"{API}/rebuild")


@contextmanager
def asked_too_often(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """One request a minute, and one was sent."""
    with asking(place, settings(place.keys, rate_limit=1)) as ask:
        assert ask(Sent("GET", f"{API}/stats")).status_code == 200
        yield ask, Sent("GET", f"{API}/stats")


@contextmanager
def another_has_begun(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """The first one waits for a writer of another process."""
    with asking(place, keyed(place)) as ask, ThreadPoolExecutor(1) as pool:
        writer = apsw.Connection(str(place.graph))
        writer.execute("BEGIN IMMEDIATE")
        first = pool.submit(ask, ONCE)
        wait_for(place.folder / "answered.sqlite")
        yield ask, ONCE
        writer.close()
        assert first.result().status_code in (201, 503)


@contextmanager
def key_of_another_request(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """The same Idempotency-Key was sent with another text."""
    with asking(place, keyed(place)) as ask:
        assert ask(ONCE).status_code == 201
        yield ask, Sent("POST", f"{API}/sources", "loader", b"x", ONCE.headers)


@contextmanager
def kept_apart(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """A curator said that the two are different documents; another would merge them."""
    with asking(place, keyed(place)) as ask:
        judged = f'{{"judgement": "different", {PAIR}}}'.encode()
        assert ask(Sent("POST", f"{API}/judgements", "curator", judged)).status_code == 201
        yield ask, Sent("POST", f"{API}/merges", "curator", f"{{{PAIR}}}".encode())


@contextmanager
def half_a_graph(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """Somebody took a node out of the data file, and left its edges."""
    with asking(place, keyed(place)) as ask:
        tamper(place.graph, "UPDATE node SET kind = NULL WHERE id = '19-nq-tw.xii'")
        yield ask, LOAD


@contextmanager
def garbled_record(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """Somebody changed a record in the data file to what is none."""
    tamper(place.graph, "UPDATE source SET data = '{'")
    with asking(place, keyed(place)) as ask:
        yield ask, Sent("GET", f"{API}/sources/{ARTICLE}")


@contextmanager
def nobody_listens(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """The address of a server that is not running."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with asking(place, keyed(place), f"bolt://127.0.0.1:{port}") as ask:
        yield ask, Sent("GET", f"{API}/stats")


@contextmanager
def no_folder_to_write_in(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """What should be the keys' folder is a file: answers cannot be kept there."""
    (place.folder / "file").write_text("")
    given = Settings.model_validate({"keys": place.folder / "file" / "keys.json", "write_key": "a key for tests"})
    with asking(place, given) as ask:
        headers = (("authorization", "Bearer a key for tests"), *ONCE.headers)
        yield ask, Sent("POST", f"{API}/sources", None, TEXT, headers)


@contextmanager
def anothers_file(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """Where answers are kept lies the database of another program."""
    tamper(place.folder / "answered.sqlite", "CREATE TABLE theirs (x)")
    with asking(place, keyed(place)) as ask:
        yield ask, ONCE


@contextmanager
def damaged_keys(place: Place) -> Iterator[tuple[Ask, Sent]]:
    """The file of the keys was cut off."""
    with asking(place, keyed(place)) as ask:
        place.keys.path.write_text(place.keys.path.read_text("utf-8")[:40], "utf-8")
        yield ask, LOAD


def tamper(path: Path, statement: str) -> None:
    db = apsw.Connection(str(path))
    db.execute(statement)
    db.close()


WORLDS: dict[str, World] = {
    "writes-off": no_keys,
    "too-many-requests": asked_too_often,
    "request-in-progress": another_has_begun,
    "decision-conflict": kept_apart,
    "idempotency-mismatch": key_of_another_request,
    "integrity": half_a_graph,
    "internal": garbled_record,
    "store-unavailable": nobody_listens,
    "store-read-only": no_folder_to_write_in,
    "store-incompatible": anothers_file,
    "keys-unusable": damaged_keys,
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    small_graph(tmp_path / "graph.sqlite").close()
    return Place(tmp_path, tmp_path / "graph.sqlite", keys_in(tmp_path))


@pytest.mark.parametrize("code", sorted(KINDS))
def test_a_kind_is_met_and_says_what_next(code: str, place: Place) -> None:
    if code in WORLDS:
        with WORLDS[code](place) as (ask, sent):
            said_in_both_languages(code, ask, sent)
    else:
        assert code in REQUESTS, f"nobody meets {code}: give it a cause above, or take it out of the table"
        with asking(place, keyed(place)) as ask:
            said_in_both_languages(code, ask, REQUESTS[code][0])


def said_in_both_languages(code: str, ask: Ask, sent: Sent) -> None:
    english, vietnamese = (KINDS[code].title, KINDS[code].next), wording.VIETNAMESE[code]
    for language, words in (("en", english), ("vi", vietnamese)):
        headers = (*sent.headers, ("accept-language", language))
        answer = ask(Sent(sent.method, sent.address, sent.who, sent.body, headers))
        body = check(answer, KINDS[code].status, code)
        assert (body["title"], body["next"]) == words, language
    assert len(english[1].split()) > 2 and english != vietnamese


def test_the_tables_hold_no_more_than_there_is() -> None:
    assert REQUESTS.keys() | WORLDS.keys() == KINDS.keys()
    assert not REQUESTS.keys() & WORLDS.keys()
    assert wording.VIETNAMESE.keys() == KINDS.keys()


COMMANDS = [
    # error, words, what the command says, why it is no kind of problem
    (DumpInvalid, ["restore", "broken.jsonl", "--store", "new.sqlite"], "Line 1", "dumps are restored by a command alone"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "words", "said", "why"), COMMANDS, ids=[row[0].code for row in COMMANDS])
def test_what_only_a_command_meets(
    error: Any,
    words: list[str],
    said: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.jsonl").write_text("{\n", "utf-8")
    assert run(words) == 2
    assert said in capsys.readouterr().err, why
    assert error.code not in KINDS


def test_the_vocabulary_is_read_before_the_first_request() -> None:
    assert VocabularyError.code not in KINDS, "a service whose vocabulary contradicts itself does not start"
