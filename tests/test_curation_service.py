"""Curating over HTTP and on the command line: previews, keys, preconditions, problems, and the twins' same words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from graph_schema.store import open_store
from graph_schema.store.base import Store
from loaders.pipeline import Metadata, load_text, source_id
from service import views
from service.cli import run
from service.settings import Settings
from tests.keyed import bearing, keys_in, settings
from tests.served import served
from tests.test_curation import KL21, NQ17, NQ22, P43, PLAN, SHORT, XII, XIII, V
from tests.test_properties import whole

KEY = {"Authorization": "Bearer a-key-for-tests"}
WORD = {"who": "Lan", "reason": "đã hỏi Văn phòng"}
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(str(tmp_path / "graph.sqlite"))
    for n, text in enumerate((NQ17, NQ22, PLAN, SHORT)):
        load_text(made, text.encode(), f"t{n}", Metadata(title=f"t{n}"), V)
    yield made
    made.close()


@pytest.fixture
def web(store: Store) -> Iterator[httpx.Client]:
    with served(store, Settings(write_key=SecretStr("a-key-for-tests"))) as client:
        yield client


def claim_of(web: httpx.Client) -> str:
    [edge] = web.get(f"/api/v1/directives/{P43}/relations", params={"family": "implementation"}).json()["items"]
    return str(web.get(f"/api/v1/relations/{edge['edge']['id']}/evidence").json()["evidence"][0]["claim_id"])


BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/claims", {"document": P43, "type": "CITES", "other": XII, "quote": "Căn cứ", "date": "2022-01-18"}),
    ("/merges", {"document": XII, "other": XIII}),
    ("/judgements", {"judgement": "different", "document": XII, "other": XIII}),
    ("/mentions:accept", {"source": source_id(SHORT.encode()), "start": SHORT.index("Nghị"), "document": XII}),
]


@pytest.mark.parametrize(("address", "body"), BODIES, ids=[row[0] for row in BODIES])
def test_preview_take_list_and_undo(web: httpx.Client, store: Store, address: str, body: dict[str, Any]) -> None:
    before = whole(store)
    preview = web.post(f"/api/v1{address}", params={"dry_run": True}, json=body | WORD, headers=KEY)
    assert (preview.status_code, preview.json()["dry_run"]) == (200, True)
    assert whole(store) == before, "a preview leaves nothing"
    taken = web.post(f"/api/v1{address}", json=body | WORD, headers=KEY)
    assert taken.status_code == 201
    views.Curated.model_validate(taken.json())
    told = ("taken", "nodes", "edges", "mentions", "nodes_total")
    assert {k: taken.json()[k] for k in told} == {k: preview.json()[k] for k in told}
    assert web.post(f"/api/v1{address}", json=body | WORD, headers=KEY).status_code == 200, "known already"
    id = taken.json()["taken"][0]["id"]
    listed = web.get("/api/v1/audit", params={"state": "active"})
    views.Audited.model_validate(listed.json())
    assert [item["id"] for item in listed.json()["items"]] == [id], "open to readers"
    undone = web.post(f"/api/v1/decisions/{id}:undo", json=WORD, headers=KEY)
    assert (undone.status_code, [d["id"] for d in undone.json()["undone"]]) == (200, [id])
    assert whole(store) == before
    assert web.get("/api/v1/audit").json()["items"][0]["state"] == "undone"
    assert web.post(f"/api/v1/decisions/{id}:undo", json=WORD, headers=KEY).status_code == 404


def test_a_merge_answers_308_and_is_unmerged(web: httpx.Client, store: Store) -> None:
    before = whole(store)
    made = web.post("/api/v1/merges", json={"document": XII, "other": XIII} | WORD, headers=KEY).json()
    moved = web.get(f"/api/v1/directives/{XIII}")
    assert (moved.status_code, moved.headers["location"]) == (308, f"/api/v1/directives/{XII}")
    address = f"/api/v1/merges/{made['taken'][0]['id']}"
    assert web.delete(address, params={"who": "Lan", "dry_run": True}, headers=KEY).status_code == 200
    assert web.delete(address, params={"who": "Lan"}, headers=KEY).json()["undone"][0]["kind"] == "merge"
    assert whole(store) == before


def test_rejecting_shows_in_the_evidence(web: httpx.Client) -> None:
    claim = claim_of(web)
    made = web.post(f"/api/v1/claims/{claim}:reject", json=WORD, headers=KEY)
    assert (made.status_code, made.json()["edges"][0]["what"]) == (201, "goes")
    gone = web.get(f"/api/v1/relations/{made.json()['edges'][0]['id']}/evidence")
    assert (gone.status_code, "rejected" in gone.json()["detail"]) == (404, True)
    again = web.post(f"/api/v1/claims/{claim}:reject", json=WORD | {"who": "Minh"}, headers=KEY)
    assert (again.status_code, again.json()["type"], again.json()["decision"]) == (
        409,
        "/problems/decision-conflict",
        made.json()["taken"][0]["id"],
    )


def test_an_override_needs_what_was_seen(web: httpx.Client, store: Store) -> None:
    before = whole(store)
    address, body = f"/api/v1/overrides/{XII}/title", {"value": "về bộ máy"} | WORD
    missing = web.put(address, json=body, headers=KEY)
    assert (missing.status_code, missing.json()["type"]) == (428, "/problems/precondition-required")
    seen = web.get(f"/api/v1/directives/{XII}")
    record = seen.json()["record"]
    assert web.get(address).headers["etag"] == f'"{record}"'
    preview = web.put(address, params={"dry_run": True}, json=body, headers=KEY | {"If-Match": f'"{record}"'})
    assert (preview.status_code, whole(store)) == (200, before)
    made = web.put(address, json=body, headers=KEY | {"If-Match": seen.headers["etag"]})
    assert made.status_code == 201, "the tag of the document's own address will do"
    stale = web.put(address, json=body | {"value": "khác"}, headers=KEY | {"If-Match": f'"{record}"'})
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/precondition-failed")
    now = made.headers["etag"]
    assert stale.json()["record"] == now.strip('"')
    assert web.put(address, json=body | {"value": None}, headers=KEY | {"If-Match": now}).status_code == 201
    shown = web.get(address)
    views.Fielded.model_validate(shown.json())
    assert (shown.json()["value"], len(shown.json()["decisions"])) == (None, 2)
    dropped = web.delete(address, params={"who": "Lan"}, headers=KEY)
    assert (dropped.status_code, len(dropped.json()["undone"])) == (200, 2)
    assert whole(store) == before


WRONG = [
    # method, address, body, status, type, why
    (
        "POST",
        "/merges",
        {"document": XII, "other": XIII, "who": "", "reason": "vì"},
        422,
        "invalid-question",
        "no name",
    ),
    ("POST", "/merges", {"document": XII, "other": XIII, "who": "Lan"}, 422, "validation", "no reason"),
    ("POST", "/merges", {"document": XII, "other": "zz"} | WORD, 404, "unknown-id", "no such document"),
    ("POST", "/merges", {"document": XII, "other": XIII, "more": 1} | WORD, 422, "validation", "an unknown field"),
    ("POST", "/merges?dry=1", {"document": XII, "other": XIII} | WORD, 422, "validation", "an unknown parameter"),
    (
        "POST",
        "/judgements",
        {"judgement": "maybe", "document": XII, "other": XIII} | WORD,
        422,
        "validation",
        "no word",
    ),
    ("POST", "/claims", {"document": P43, "type": "X", "other": XII} | WORD, 422, "invalid-question", "no relation"),
    ("POST", "/claims/c0:reject", WORD, 404, "unknown-id", "no such claim"),
    ("POST", "/decisions/d0:undo", WORD, 404, "unknown-id", "no such decision"),
    ("DELETE", "/merges/d0?who=Lan", None, 404, "unknown-id", "no such merge"),
    ("DELETE", f"/overrides/{XII}/title?who=Lan", None, 404, "unknown-id", "nothing to drop"),
    ("DELETE", f"/overrides/{XII}/number?who=Lan", None, 422, "invalid-question", "no such field"),
    ("PUT", f"/overrides/{XII}/number", {"value": "1"} | WORD, 422, "invalid-question", "the number makes the id"),
    ("PUT", "/overrides/zz/title", {"value": "a"} | WORD, 404, "unknown-id", "no such document"),
    ("GET", "/audit?state=gone", None, 422, "invalid-question", "no such state"),
    ("GET", "/audit?cursor=zz", None, 422, "invalid-question", "no cursor of ours"),
]


@pytest.mark.parametrize(("method", "address", "body", "status", "type", "why"), WRONG, ids=[r[5] for r in WRONG])
def test_wrong_use(
    web: httpx.Client, method: str, address: str, body: dict[str, Any] | None, status: int, type: str, why: str
) -> None:
    answer = web.request(method, f"/api/v1{address}", json=body, headers=KEY | {"If-Match": "*"})
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{type}"), (why, answer.text)
    assert answer.json()["next"]


@pytest.mark.parametrize(("address", "body"), BODIES, ids=[row[0] for row in BODIES])
def test_only_with_the_key(web: httpx.Client, store: Store, address: str, body: dict[str, Any]) -> None:
    before = whole(store)
    assert web.post(f"/api/v1{address}", json=body | WORD).status_code == 401
    with served(store) as closed:
        assert closed.post(f"/api/v1{address}", json=body | WORD, headers=KEY).status_code == 403
        assert closed.get("/api/v1/audit").status_code == 200
    assert whole(store) == before


NAMED = [
    # whose key, who the body names, status, who is kept, why
    ("curator", None, 201, "a curator of the tests", "the key's own name"),
    ("curator", "Minh", 201, "Minh", "a key of an office, used by several"),
    ("curator", "", 422, None, "said, and said badly"),
    ("curator", "\u200b \t", 422, None, "nothing that anybody sees"),
    ("curator", "Mi\u0300nh\x1b[31m\r\nX: 1", 201, "Mình[31m X: 1", "a name is one line of letters"),
    ("surroundings", "Minh", 201, "Minh", "that key has no name, and needs none"),
    ("surroundings", None, 422, None, "nobody is named"),
]


@pytest.mark.parametrize(("whose", "named", "status", "kept", "why"), NAMED, ids=[row[4] for row in NAMED])
def test_whose_decision_it_is(
    store: Store, tmp_path: Path, whose: str, named: str | None, status: int, kept: str | None, why: str
) -> None:
    keys = keys_in(tmp_path)
    key = keys.curator if whose == "curator" else "a-key-for-tests"
    word = {"reason": "vì"} | ({} if named is None else {"who": named})
    with served(store, settings(keys, write_key="a-key-for-tests")) as client:
        client.headers.update(bearing(key))
        made = client.post("/api/v1/merges", json={"document": XII, "other": XIII} | word)
        assert made.status_code == status, (why, made.text)
        if kept is None:
            assert "who: missing" in made.json()["detail"] and client.get("/api/v1/audit").json()["total"] == 0
            return
        [item] = client.get("/api/v1/audit").json()["items"]
        assert (item["who"], made.json()["taken"][0]["who"]) == (kept, kept), why
        assert client.delete(f"/api/v1/merges/{item['id']}", params=word | {"reason": "nhầm"}).status_code == 200
        assert client.get("/api/v1/audit").json()["items"][0]["undone_by"] == f"{kept}: nhầm"


def test_who_takes_back_is_asked_for_too(web: httpx.Client) -> None:
    made = web.post("/api/v1/merges", json={"document": XII, "other": XIII} | WORD, headers=KEY).json()["taken"][0]
    for answer in (
        web.delete(f"/api/v1/merges/{made['id']}", headers=KEY),
        web.post(f"/api/v1/decisions/{made['id']}:undo", json={"reason": "nhầm"}, headers=KEY),
        web.delete(f"/api/v1/overrides/{XII}/title", headers=KEY),
        web.delete(f"/api/v1/merges/{made['id']}", params={"who": "x" * 201}, headers=KEY),
        web.delete(f"/api/v1/merges/{made['id']}", params={"who": "Lan", "reason": "x" * 2001}, headers=KEY),
    ):
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid-question"), answer.text
    assert web.get("/api/v1/audit").json()["counts"]["active"] == 1


# ------------------------------------------------------------------ the command line


@pytest.fixture
def ask(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(tmp_path / "graph.sqlite"))
    monkeypatch.chdir(tmp_path)

    def ask(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


COMMANDS = [
    ("claim", P43, "cites", XII, "--quote", "Căn cứ", "--reason", "vì"),
    ("merge", XII, XIII, "--reason", "vì", "--who", "Lan"),
    ("judge", "different", XII, XIII, "--reason", "vì"),
    ("override", XII, "title", "về bộ máy", "--reason", "vì"),
    ("override", XII, "title", "--unknown", "--reason", "vì"),
    ("accept", source_id(SHORT.encode()), str(SHORT.index("Nghị")), XII, "--reason", "vì"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_previews_takes_and_is_undone(ask: Ask, store: Store, words: tuple[str, ...]) -> None:
    before = whole(store)
    code, said, _ = ask(*words, "--dry-run")
    assert (code, "Would take" in said, whole(store)) == (0, True, before)
    code, said, _ = ask(*words, "--json")
    id = json.loads(said)["taken"][0]["id"]
    assert code == 0
    assert "holds already" in ask(*words)[1]
    code, said, _ = ask("audit")
    assert (code, id in said, "1 active" in said) == (0, True, True)
    assert ask("undo", id, "--reason", "nhầm")[0] == 0
    assert whole(store) == before
    assert "[undone]" in ask("audit")[1]


def test_reject_by_the_claim_in_the_evidence(ask: Ask, web: httpx.Client) -> None:
    code, said, _ = ask("reject", claim_of(web), "--reason", "chỉ nhắc tên")
    assert (code, f"- {P43} IMPLEMENTS {KL21}" in said) == (0, True)


def test_words_mean_documents_here_too(ask: Ask) -> None:
    code, said, _ = ask("override", "18-NQ/TW 2017", "title", "về bộ máy", "--reason", "vì", "--dry-run")
    assert (code, XII in said) == (0, True)


MISUSE = [
    (("override", XII, "title", "--reason", "vì"), 2, "--unknown", "a value, or that there is none"),
    (("override", XII, "title", "a"), 2, "reason", "a reason is needed"),
    (("judge", "maybe", XII, XIII, "--reason", "vì"), 2, "same, different, unsure", "no such judgement"),
    (("merge", XII, XIII), 2, "--reason", "no reason"),
    (("undo", "d0"), 1, "audit", "no such decision"),
    (("merge", XII, "zz yy", "--reason", "vì"), 1, "zz yy", "no such document"),
    (("decisions", "import", "none.csv"), 1, "none.csv", "no such file"),
    (("audit", "--kind", "guess"), 2, "accept", "no such kind"),
]


@pytest.mark.parametrize(("words", "code", "complaint", "why"), MISUSE, ids=[row[3] for row in MISUSE])
def test_misuse(ask: Ask, words: tuple[str, ...], code: int, complaint: str, why: str) -> None:
    found, _, said = ask(*words)
    assert (found, complaint in said) == (code, True), said


@pytest.mark.parametrize("name", ["decisions.csv", "decisions.xlsx"])
def test_a_spreadsheet_comes_back_as_it_went(ask: Ask, store: Store, name: str) -> None:
    for value in ("=1+1", "'=nháy", "+84", 'Kế hoạch, "bảng" 18/1'):
        assert ask("override", XII, "title", value, "--reason", "@vì")[0] == 0
    assert ask("merge", XII, XIII, "--reason", "một văn bản")[0] == 0
    before = whole(store)
    assert ask("decisions", "export", name)[0] == 0
    code, said, _ = ask("decisions", "import", name, "--dry-run")
    assert (code, "0 new, 0 changed, 0 removed, 5 unchanged" in said) == (0, True)
    with store.read() as graph:
        ids = [item["id"] for item in json.loads(ask("audit", "--json")[1])["items"]]
        assert len(ids) == graph.counts()["total"]["decisions"]
    for id in ids:
        assert ask("undo", id)[0] == 0
    code, said, _ = ask("decisions", "import", name, "--json")
    assert (code, len(json.loads(said)["new"])) == (0, 5)
    assert whole(store) == before


def test_a_bad_row_is_told_with_its_number(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(f"kind,document,other,who,reason\nmerge,{XII},zz,Lan,vì\n", "utf-8")
    code, said, _ = ask("decisions", "import", "rows.csv")
    assert (code, "row 2" in said, "nothing was imported" in said) == (1, True, True)
