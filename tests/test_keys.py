"""Keys with roles: the file, the commands, who gets in, and what is told to those who do not."""

from __future__ import annotations

import json
import logging
import re
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump
from service.cli import run
from service.keys import Keyring, KeysUnusable, Role, make, read_keys, revoke
from service.settings import Settings, keys_file
from tests.keyed import Keys, bearing, keys_in, made, settings
from tests.processes import serving
from tests.served import served
from tests.small_graph import APPARATUS
from tests.test_service_problems import check

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return keys_in(tmp_path)


@pytest.fixture
def writable(tmp_path: Path, keys: Keys) -> Iterator[httpx.Client]:
    """A service with keys over a graph of its own."""
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store, settings(keys)) as client:
        yield client
    store.close()


# ------------------------------------------------------------------ the file


def test_only_hashes_are_kept_and_only_for_the_owner(keys: Keys) -> None:
    text = keys.path.read_text("utf-8")
    for key in (keys.reader, keys.loader, keys.curator):
        prefix, id, secret = key.split("_", 2)
        assert prefix == "dg" and id in text and secret not in text
        assert len(secret) >= 43, "32 bytes in base64"
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert [p.name for p in keys.path.parent.glob("*.part")] == []


def test_a_dump_carries_no_keys(tmp_path: Path, keys: Keys) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with store.read() as graph:
        assert "sha256" not in "".join(dump(graph))
    store.close()


def test_keys_made_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    threads = [threading.Thread(target=make, args=(path, Role.READER, str(n))) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(key.name) for key in read_keys(path)) == list(range(20))


UNUSABLE = [
    ("", "an empty file"),
    ("[]", "no keys in it"),
    ('{"keys": [{"id": "1"}]}', "half a key"),
    ('{"keys": [{"id": "1", "name": "", "role": "king", "sha256": "", "made": ""}]}', "a role there is not"),
    ('{"keys": [{"id": "1", "name": "", "role": "reader", "sha256": "zz", "made": ""}]}', "a hash that is none"),
    ('{"keys": [{"id": "1", "name": "", "role": "reader", "sha256": "", "made": "", "expires": "2030-01-01"}]}', "no zone"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), UNUSABLE, ids=[row[1] for row in UNUSABLE])
def test_a_damaged_file_lets_nobody_in(text: str, why: str, keys: Keys, small: Store) -> None:
    keys.path.write_text(text, "utf-8")
    with pytest.raises(KeysUnusable, match=r"keys\.json"):
        Keyring(keys.path).bearer(f"Bearer {keys.curator}")
    with served(small, settings(keys)) as client:
        check(client.post(f"{API}/rebuild", headers=bearing(keys.curator)), 503, "keys-unusable")
        assert client.get(f"{API}/stats").status_code == 200, "reading is open all the same"


NAMED = [
    ("", None, "no name"),
    ("  ", None, "a blank one"),
    ("x" * 101, None, "an endless one"),
    ("a\nb", None, "one with a line end, which would make a line of its own in a list"),
    ("a", 0, "good for no day"),
    ("a", 3651, "for too many"),
]


@pytest.mark.parametrize(("name", "days", "why"), NAMED, ids=[row[2] for row in NAMED])
def test_what_is_no_key(name: str, days: int | None, why: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidQuestion):
        make(tmp_path / "keys.json", Role.READER, name, days)
    assert not (tmp_path / "keys.json").exists(), why


FILES = [
    ({"store": "somewhere/graph.sqlite"}, "somewhere/keys.json", "beside the store"),
    ({"store": "neo4j://host:7687"}, "data/keys.json", "a server has no folder"),
    ({"store": "graph.sqlite", "keys": "elsewhere/k.json"}, "elsewhere/k.json", "as set"),
]


@pytest.mark.parametrize(("given", "path", "why"), FILES, ids=[row[2] for row in FILES])
def test_where_the_keys_lie(given: dict[str, str], path: str, why: str) -> None:
    assert keys_file(Settings.model_validate(given)) == Path(path)


# ------------------------------------------------------------------ who bears one


def test_each_role_includes_those_before_it() -> None:
    assert [[a.includes(b) for b in Role] for a in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_a_key_ends(tmp_path: Path) -> None:
    clock = [NOW]
    path = tmp_path / "keys.json"
    key = make(path, Role.LOADER, "for a day", 1, now=NOW)
    ring = Keyring(path, now=lambda: clock[0])
    assert ring.bearer(f"Bearer {key.key}") is not None
    clock[0] = NOW + timedelta(days=1)
    assert ring.bearer(f"Bearer {key.key}") is None, "on the second it ends"
    assert [k.state(clock[0]) for k in read_keys(path)] == ["expired"]


def test_a_revocation_is_seen_by_every_ring_at_once(keys: Keys) -> None:
    rings = [Keyring(keys.path) for _ in range(3)]
    id = keys.loader.split("_")[1]
    assert all(ring.bearer(f"Bearer {keys.loader}") for ring in rings)
    first = revoke(keys.path, id)
    assert not any(ring.bearer(f"Bearer {keys.loader}") for ring in rings)
    assert revoke(keys.path, id) == first, "again changes nothing"
    assert rings[0].bearer(f"Bearer {keys.curator}"), "the others stay"
    with pytest.raises(UnknownId, match="keys list"):
        revoke(keys.path, "00000000")


def others(keys: Keys, folder: Path) -> list[tuple[str, str]]:
    """Headers that bear no good key, and why."""
    _, id, secret = keys.curator.split("_", 2)
    _, other, _ = keys.loader.split("_", 2)
    revoked, expired = (
        made(keys.path, Role.CURATOR),
        make(keys.path, Role.CURATOR, "old", 1, now=NOW - timedelta(9)).key,
    )
    revoke(keys.path, revoked.split("_")[1])
    (folder / "other").mkdir(exist_ok=True)
    return [
        ("", "none"),
        ("Bearer", "a scheme alone"),
        ("Bearer made up", "words"),
        (f"Bearer {made(folder / 'other' / 'keys.json', Role.CURATOR)}", "a key of another file"),
        (f"Bearer {revoked}", "a revoked key"),
        (f"Bearer {expired}", "an expired key"),
        (f"Bearer {keys.curator[:-1]}", "a truncated key"),
        (f"Bearer {keys.curator}x", "a longer key"),
        (f"Bearer dg_{other}_{secret}", "the id of one key with the secret of another"),
        (f"Bearer dg__{secret}", "no id"),
        (f"Bearer dg_{id}_", "no secret"),
        (f"Bearer xx_{id}_{secret}", "another prefix"),
        (f"Bearer {secret}", "the secret alone"),
        (f"Bearer {hash_of(keys, id)}", "its hash"),
        (f"Bearer dg_{id}_{hash_of(keys, id)}", "its hash as the secret"),
        (f"Basic {keys.curator}", "another scheme"),
        (f"Bearer {keys.curator.upper()}", "in capitals"),
        (f"Bearer  {keys.curator}", "two spaces"),
        ("Bearer dg_\xf1_\xff", "letters that are none"),
    ]


def hash_of(keys: Keys, id: str) -> str:
    return next(key.sha256 for key in read_keys(keys.path) if key.id == id)


def test_nobody_else_gets_in_and_all_are_told_the_same(keys: Keys, small: Store, tmp_path: Path) -> None:
    said: set[str] = set()
    with served(small, settings(keys, reads_need_key=True)) as client:
        for authorization, why in others(keys, tmp_path):
            headers = [(b"authorization", authorization.encode("latin-1"))] if authorization else []
            for method, address in (("POST", f"{API}/rebuild"), ("GET", f"{API}/stats")):
                answer = client.request(method, address, headers=headers)
                body = check(answer, 401, "unauthorized", "Authorization: Bearer <key>")
                assert answer.headers["www-authenticate"] == 'Bearer realm="directive-graph"', why
                said.add(json.dumps([body["title"], body["detail"], body["next"]]))
        assert len(said) == 1, "no words tell how near a guess was"


# ------------------------------------------------------------------ over HTTP

TEXT = "Hôm nay trời đẹp.".encode()
PAIR = b'{"document": "x", "other": "y", "reason": "z"}'
ROLES = [
    # method, address, body, statuses without a key and for each role, why
    ("GET", f"{API}/stats", None, (200, 200, 200, 200), "reading is open"),
    ("POST", f"{API}/citations", TEXT, (200, 200, 200, 200), "reading a text, too"),
    ("POST", f"{API}/sources?dry_run=true", TEXT, (401, 403, 200, 200), "loading needs a loader, also to try"),
    ("POST", f"{API}/sources", TEXT, (401, 403, 201, 200), "and to do"),
    ("POST", f"{API}/sources/x:retract", None, (401, 403, 403, 404), "taking away needs a curator"),
    ("POST", f"{API}/rebuild", None, (401, 403, 403, 200), "so does reading all again"),
    ("DELETE", f"{API}/sources", None, (405, 405, 405, 405), "a method that is not taken"),
    ("POST", f"{API}/resolve:batch", b'{"items": []}', (200, 200, 200, 200), "many questions are questions"),
    ("GET", f"{API}/audit", None, (200, 200, 200, 200), "what was decided is open"),
    ("GET", f"{API}/overrides/x/title", None, (404, 404, 404, 404), "and what a field was said to be"),
    ("POST", f"{API}/claims", PAIR, (401, 403, 403, 422), "to vouch for a relation"),
    ("POST", f"{API}/claims/x:reject", PAIR, (401, 403, 403, 422), "to reject one"),
    ("POST", f"{API}/mentions:accept", PAIR, (401, 403, 403, 422), "to say what words mean"),
    ("POST", f"{API}/merges", PAIR, (401, 403, 403, 404), "to join two documents"),
    ("POST", f"{API}/merges?dry_run=true", PAIR, (401, 403, 403, 404), "also to try"),
    ("POST", f"{API}/merges", b"{", (401, 403, 403, 422), "the key is looked at before the body"),
    ("POST", f"{API}/merges", b"x" * 200_000, (401, 403, 403, 413), "and before its length"),
    ("DELETE", f"{API}/merges/x", None, (401, 403, 403, 404), "to part them"),
    ("POST", f"{API}/judgements", PAIR, (401, 403, 403, 422), "to judge a pair"),
    ("PUT", f"{API}/overrides/x/title", b'{"value": null, "reason": "y"}', (401, 403, 403, 428), "to say what a title is"),
    ("DELETE", f"{API}/overrides/x/title", None, (401, 403, 403, 404), "to unsay it"),
    ("POST", f"{API}/decisions/x:undo", b'{"reason": "y"}', (401, 403, 403, 404), "to take a decision back"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "address", "body", "statuses", "why"), ROLES, ids=[f"{r[0]} {r[1]} {r[4]}" for r in ROLES]
)
def test_what_each_role_may(
    method: str,
    address: str,
    body: bytes | None,
    statuses: tuple[int, ...],
    why: str,
    keys: Keys,
    writable: httpx.Client,
) -> None:
    for key, status in zip((None, keys.reader, keys.loader, keys.curator), statuses, strict=True):
        answer = writable.request(method, address, content=body, headers=bearing(key) if key else {})
        assert answer.status_code == status, f"{why}: {answer.text}"
        if status == 403:
            said = check(answer, 403, "wrong-role", "directive-graph keys make --role")
            assert f'scope="{said["needs"]}"' in answer.headers["www-authenticate"]


def test_every_write_stands_in_the_table(writable: httpx.Client) -> None:
    asked = [(method.lower(), address.partition("?")[0]) for method, address, *_ in ROLES]
    for path, methods in writable.get("/openapi.json").json()["paths"].items():
        like = re.compile(re.sub(r"\\{\w+\\}", r"[^/:]+", re.escape(path)))
        for method in methods.keys() - {"get"}:
            assert any(method == m and like.fullmatch(a) for m, a in asked), f"{method} {path}: who may?"


def test_reading_with_keys_alone(keys: Keys, small: Store) -> None:
    with served(small, settings(keys, reads_need_key=True)) as client:
        paths = client.get("/openapi.json").json()["paths"]
        read = [path for path, methods in paths.items() if path.startswith("/api/") and "get" in methods]
        assert len(read) > 20
        for path in read:
            address = path.replace("{id}", APPARATUS).replace("{field}", "title")
            check(client.get(address), 401, "unauthorized")
            assert client.get(address, headers=bearing(keys.reader)).status_code != 401, path
            assert paths[path]["get"]["security"] == [{"key": []}], path
            assert "401" in paths[path]["get"]["responses"], path
        for address in ("/healthz", "/readyz", "/metrics", "/", "/docs"):
            assert client.get(address).status_code == 200, "those who run it ask without"


def test_a_revoked_key_is_refused_at_once(keys: Keys, writable: httpx.Client) -> None:
    assert writable.post(f"{API}/sources", content=TEXT, headers=bearing(keys.loader)).status_code == 201
    revoke(keys.path, keys.loader.split("_")[1])
    check(writable.post(f"{API}/sources", content=TEXT, headers=bearing(keys.loader)), 401, "unauthorized")


def test_a_service_without_keys_says_how_to_make_one(tmp_path: Path, small: Store) -> None:
    path = tmp_path / "keys.json"
    with served(small, Settings(keys=path)) as client:
        check(client.post(f"{API}/rebuild"), 403, "writes-off", "directive-graph keys make")
        key = made(path, Role.LOADER)
        check(client.post(f"{API}/rebuild"), 401, "unauthorized")
        check(client.post(f"{API}/rebuild", headers=bearing(key)), 403, "wrong-role", "curator")


def test_the_key_of_the_environment_is_a_curators(keys: Keys, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store, settings(keys, write_key="a key for tests")) as client:
        assert client.post(f"{API}/rebuild", headers=bearing("a key for tests")).status_code == 200
        assert client.post(f"{API}/rebuild", headers=bearing(keys.curator)).status_code == 200, "beside the others"
    store.close()


def test_each_key_has_a_limit_of_its_own(keys: Keys, small: Store) -> None:
    with served(small, settings(keys, rate_limit=2)) as client:
        for key in (keys.reader, keys.loader):
            asked = [client.get(f"{API}/stats", headers=bearing(key)).status_code for _ in range(3)]
            assert asked == [200, 200, 429]


def test_log_lines_name_the_key_and_never_the_secret(
    keys: Keys, writable: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for key in (keys.curator, keys.curator + "x"):
            writable.post(f"{API}/sources/x:retract", headers=bearing(key))
            writable.get(f"{API}/stats", headers=bearing(key))
        until = time.monotonic() + 10
        while len(said := [r.getMessage() for r in caplog.records if r.name == "directive_graph"]) < 4:
            assert time.monotonic() < until
            time.sleep(0.01)
    assert [line.rsplit(" ", 1)[1] for line in said] == [keys.curator.split("_")[1]] * 2 + ["-"] * 2
    secret = keys.curator.split("_", 2)[2]
    assert not [r for r in caplog.records if secret in r.getMessage()]


def test_openapi_declares_the_key(writable: httpx.Client) -> None:
    document = writable.get("/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    guarded = {path for path, methods in document["paths"].items() for o in methods.values() if "security" in o}
    assert {"/api/v1/sources", "/api/v1/sources/{id}:retract", "/api/v1/rebuild", "/api/v1/merges"} <= guarded
    assert "/api/v1/search" not in guarded


# ------------------------------------------------------------------ the commands


def test_made_listed_and_revoked_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_KEYS", str(tmp_path / "k" / "keys.json"))

    def ask(*words: str) -> tuple[int, str, str]:
        code = run(("keys", *words))
        said = capsys.readouterr()
        return code, said.out, said.err

    code, out, err = ask("make", "--role", "loader", "--name", "crawler")
    key = out.strip()
    assert (code, key[:3], key.count("\n")) == (0, "dg_", 0)
    assert "only time" in err and key not in err
    made_now: dict[str, Any] = json.loads(ask("make", "--role", "reader", "--name", "đọc", "--days", "9", "--json")[1])
    assert (made_now["role"], made_now["state"], made_now["name"]) == ("reader", "valid", "đọc")
    assert made_now["key"].startswith(f"dg_{made_now['id']}_")
    listed = json.loads(ask("list", "--json")[1])
    assert [(k["name"], k["key"]) for k in listed] == [("crawler", None), ("đọc", None)]
    code, out, _ = ask("list")
    assert code == 0 and "crawler" in out and key.split("_", 2)[2] not in out
    assert json.loads(ask("revoke", made_now["id"], "--json")[1])["state"] == "revoked"
    assert ask("revoke", made_now["id"])[0] == 0
    code, _, err = ask("revoke", "nothing")
    assert code == 1 and "keys list" in err
    code, _, err = ask("make", "--role", "king", "--name", "x")
    assert code == 2 and "reader, loader, curator" in err
    (tmp_path / "k" / "keys.json").write_text("{", "utf-8")
    code, _, err = ask("list")
    assert code == 3 and err.count("\n") == 1


def test_keys_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    code = run(("keys", "make", "--role", "reader", "--name", "x", "--store", str(tmp_path / "file" / "graph.sqlite")))
    assert (code, "DIRECTIVE_GRAPH_KEYS" in capsys.readouterr().err) == (3, True)


# ------------------------------------------------------------------ several processes


def test_two_processes_agree_on_keys_and_repeated_requests(tmp_path: Path, keys: Keys) -> None:
    with serving(tmp_path, "--workers", "2") as (address, _):

        def send(headers: dict[str, str]) -> httpx.Response:
            # A connection each: the processes share the port, so that each of them is asked. One that had to wait too
            # long for another is told so, and asks again as any client would.
            asked = partial(httpx.post, content=TEXT, headers=bearing(keys.loader) | headers, timeout=60)
            answers = (asked(f"{address}{API}/sources") for _ in range(20))
            return next(answer for answer in answers if answer.status_code != 503)

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: send({"idempotency-key": "a"}), range(24)))
        done = [a for a in answers if a.status_code != 409]
        assert done, {a.content for a in answers}
        assert {(a.status_code, a.content) for a in done} == {(201, done[0].content)}
        assert len([a for a in done if "idempotency-replayed" not in a.headers]) == 1, "it was done once"
        assert run(("keys", "revoke", keys.loader.split("_")[1], "--store", str(tmp_path / "graph.sqlite"))) == 0
        with ThreadPoolExecutor(8) as pool:
            assert {a.status_code for a in pool.map(lambda _: send({}), range(24))} == {401}, (
                "every process knows at once"
            )
