"""Many questions, many ids, and what has changed since: a status each, and nothing lost between two pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion, UnreadableSource
from graph_schema.model import Alias, Document
from graph_schema.store import open_store
from graph_schema.store.base import Change, Store
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.batch import LISTED, Item, batch
from queries.journal import changes
from queries.many import many
from queries.parameters import Parameters
from service import views
from service.cli import run
from service.pasting import citations_of, lines_of
from service.routes.batch import MAX_BODY
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, GONE, KON_TUM, LAND, TASK, small_graph

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
TEXT = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW và Nghị quyết 18; xem 77-NQ/TW."

ITEMS = [
    # item, status, document, normal form, why
    ("18-NQ/TW 2017", 200, APPARATUS, "18-NQ/TW", "one"),
    ("nq 18 to chuc bo may", 200, APPARATUS, "18-NQ/TW", "one by its title"),
    (APPARATUS, 200, APPARATUS, "18-NQ/TW", "an id"),
    ({"q": "NQ 18-NQ/TW", "year": 2022}, 200, LAND, "18-NQ/TW", "with a field"),
    ({"q": "43-KH/TU", "place": "Kon Tum"}, 200, KON_TUM, "43-KH/TU", "with a place"),
    ("NQ 18-NQ/TW", 300, None, None, "several"),
    ("77-NQ/TW", 404, None, None, "none"),
    ("", 400, None, None, "no words"),
    ("x" * 501, 400, None, None, "too many"),
    ({"q": "18-NQ/TW", "place": "Atlantis"}, 400, None, None, "a place there is none of"),
    ({"q": "18-NQ/TW", "date": "2017-13-45"}, 400, None, None, "no day"),
]  # fmt: skip


def sent(asked: httpx.Client, **body: Any) -> dict[str, Any]:
    answer = asked.post(f"{API}/resolve:batch", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    views.Batched.model_validate(found)
    return found


@pytest.mark.parametrize(("item", "status", "document", "normal", "why"), ITEMS, ids=[row[4] for row in ITEMS])
def test_each_item_has_its_status(
    item: Any, status: int, document: str | None, normal: str | None, why: str, asked: httpx.Client
) -> None:
    (found,) = sent(asked, items=[item])["items"]
    assert (found["status"], found["document"] and found["document"]["id"], found["normal"]) == (
        status,
        document,
        normal,
    ), why
    assert (found["detail"] is not None) == (status == 400), "what is wrong is said"
    assert len(found["candidates"]) == {300: 2}.get(status, 0)


def test_one_bad_item_spoils_nothing(asked: httpx.Client) -> None:
    answer = sent(asked, items=[row[0] for row in ITEMS])
    assert [i["status"] for i in answer["items"]] == [row[1] for row in ITEMS], "in order"
    assert answer["counts"] == {"200": 5, "300": 1, "400": 4, "404": 1}
    assert (answer["total"], answer["canonical"]) == (len(ITEMS), None)


def test_a_text(asked: httpx.Client) -> None:
    answer = sent(asked, text=TEXT.replace("ế", "ế"))
    assert answer["canonical"] == TEXT, "offsets point into the canonical text"
    shown = [(i["text"], i["normal"], i["status"]) for i in answer["items"]]
    assert shown == [
        ("Kế hoạch số 43-KH/TU", "43-KH/TU", 200),
        ("Kết luận số 21-KL/TW", "21-KL/TW", 200),
        ("Nghị quyết 18", None, 300),
        ("77-NQ/TW", "77-NQ/TW", 404),
    ]
    for item in answer["items"]:
        assert TEXT[item["start"] : item["end"]] == item["text"]
    assert answer["items"][0]["document"]["id"] == KON_TUM, "the words around it count: another province has one too"


def test_the_best_by_rule(asked: httpx.Client) -> None:
    (found,) = sent(asked, items=["NQ 18-NQ/TW"], match="best")["items"]
    assert (found["status"], found["document"]["id"]) == (200, APPARATUS)
    assert "by rule" in found["why"]


def test_as_a_table(asked: httpx.Client) -> None:
    answer = asked.post(f"{API}/resolve:batch?format=csv", json={"items": ["18-NQ/TW 2017", "=cmd()"]})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["status"], r["text"], r["document_id"]) for r in rows] == [
        ("200", "18-NQ/TW 2017", APPARATUS),
        ("404", "'=cmd()", ""),
    ]


WRONG = [
    (b"{", "application/json", 422, "validation", "broken JSON"),
    (b"{}", "application/json", 422, "validation", "neither items nor a text"),
    (b'{"items": [], "text": "x"}', "application/json", 422, "validation", "both"),
    (b'{"items": [1]}', "application/json", 422, "validation", "a number is no question"),
    (b'{"items": [{"q": "x", "mood": 1}]}', "application/json", 422, "validation", "an unknown field"),
    (b'{"items": "x"}', "application/json", 422, "validation", "no list"),
    (b'{"text": ""}', "application/json", 422, "unreadable-source", "an empty text"),
    (b'{"items": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "application/json", 422, "validation", "a deep one"),
    (b'{"items": [' + b'"x",' * 3000 + b'"x"]}', "application/json", 422, "validation", "more than are even listed"),
    (b'{"text": "' + b"x" * MAX_BODY + b'"}', "application/json", 413, "too-large", "a large one"),
    (b"18-NQ/TW", "text/plain", 415, "unsupported-media-type", "no JSON"),
    (b"\xff\xfe", "application/json", 422, "validation", "no UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "media", "status", "code", "why"), WRONG, ids=[row[4] for row in WRONG])
def test_a_body_that_is_refused(body: bytes, media: str, status: int, code: str, why: str, asked: httpx.Client) -> None:
    answer = asked.post(f"{API}/resolve:batch", content=body, headers={"content-type": media})
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}"), why
    assert answer.json()["next"]


def test_the_examples_are_true(asked: httpx.Client) -> None:
    operation = asked.get("/openapi.json").json()["paths"][f"{API}/resolve:batch"]["post"]
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    for name, example in examples.items():
        found = sent(asked, **example["value"])
        assert len(found["items"]) == 2, name
        assert 200 in {i["status"] for i in found["items"]}


def test_more_than_are_looked_at(small: Store, v: Vocabulary) -> None:
    most = limits.BATCH.high
    items = [Item(f"{n}-NQ/TW", start=n, end=n + 8) for n in range(LISTED + 7)]
    with small.read() as graph:
        answer = batch(graph, items, v)
    assert len(answer.items) == LISTED
    assert (answer.total, answer.counts["429"]) == (LISTED + 7, LISTED + 7 - most)
    assert answer.items[most - 1].status != 429
    assert (answer.items[most].status, answer.items[most].start) == (429, most)
    assert "another request" in (answer.items[most].detail or "")


def test_no_time_left(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = batch(graph, [Item("18-NQ/TW 2017")], v, budget_ms=-1)
    assert answer.counts == {"429": 1}


def test_equal_items_are_equal(small: Store, v: Vocabulary) -> None:
    said = Item("43-KH/TU", Parameters(place="Kon Tum"))
    with small.read() as graph:
        one, two, other = batch(graph, [said, said, Item("43-KH/TU")], v).items
    assert one == two != other


def test_lines() -> None:
    assert [i.text for i in lines_of("18-NQ/TW\n\n  21-KL/TW \r\n")] == ["18-NQ/TW", "21-KL/TW"]


@settings(max_examples=30)
@given(text=st.text(min_size=1, max_size=200).filter(str.strip))
def test_places_point_into_the_canonical_text(text: str, small: Store, v: Vocabulary) -> None:
    try:
        items, canonical = citations_of(f"Nghị quyết số 18-NQ/TW {text}", v, limit=10_000)
    except UnreadableSource:  # a control character
        return
    assert items
    assert all(canonical[i.start : i.end] == i.text for i in items)


# ------------------------------------------------------------------ many ids

IDS = [
    (APPARATUS, 200, APPARATUS, (), "there"),
    ("18-nq-tw.2017", 308, APPARATUS, (APPARATUS,), "an older id: shown under its new one"),
    ("18-nq-tw", 300, None, (APPARATUS, LAND), "several answer to it"),
    ("nothing", 404, None, (), "never was"),
    (TASK, 404, None, (), "no document"),
    (GONE, 410, None, (), "retracted"),
]  # fmt: skip


def test_many_ids(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = many(graph, [row[0] for row in IDS], v)
    assert [(i.asked, i.status, i.document.id if i.document else None, i.now) for i in answer.items] == [
        row[:4] for row in IDS
    ]


def test_many_ids_over_http(asked: httpx.Client) -> None:
    answer = asked.get(f"{API}/directives", params={"ids": f"{APPARATUS}, {DECISION},,{APPARATUS}"})
    assert [i["asked"] for i in answer.json()["items"]] == [APPARATUS, DECISION, APPARATUS], "as asked"
    for ids in ("", ",", ",".join("x" * 3 for _ in range(limits.IDS.high + 1))):
        assert asked.get(f"{API}/directives", params={"ids": ids}).json()["type"] == "/problems/invalid-question"


# ------------------------------------------------------------------ changes


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Store]:
    """Five versions: two documents, one of them changed, then replaced by another id, then gone for good."""
    store = open_store(str(tmp_path / "graph.sqlite"))

    def at(note: str, *work: Any) -> None:
        def change(change: Change) -> None:
            for step in work:
                step(change)
            change.note("load", note)

        store.update(change)

    a, b = Document("a", "plan", "KH|1"), Document("b", "plan", "KH|2")
    at("two", lambda c: c.put([a, b]))
    at("a title", lambda c: c.put([Document("a", "plan", "KH|1", title="x")]))
    at(
        "a finer key",
        lambda c: c.drop(Document, [("a",)]),
        lambda c: c.put([Document("a.kon-tum", "plan", "KH|1"), Alias("a", "a.kon-tum")]),
    )
    at("gone", lambda c: c.drop(Document, [("b",)]))
    at("again", lambda c: c.put([b]), lambda c: c.note("decide", "beside it"))
    yield store
    store.close()


def test_the_whole_journal(followed: Store) -> None:
    with followed.read() as graph:
        answer = changes(graph)
    told = [(e.version, e.changed, tuple((t.id, t.now) for t in e.gone)) for e in answer.items]
    assert told == [
        (1, ("a", "b"), ()),
        (2, ("a",), ()),
        (3, ("a.kon-tum",), (("a", ("a.kon-tum",)),)),
        (4, (), (("b", ()),)),
        (5, ("b",), ()),
        (5, ("b",), ()),
    ]
    assert (answer.until, answer.more) == (5, False)


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 100])
def test_pages_add_up(limit: int, followed: Store) -> None:
    """A version is never cut in two, and what is followed from page to page is everything once."""
    met, since, more = [], 0, True
    with followed.read() as graph:
        while more:
            page = changes(graph, since=since, limit=limit)
            assert page.until > since or not page.more
            met += list(page.items)
            since, more = page.until, page.more
        assert met == list(changes(graph).items)
        assert changes(graph, since=since).items == ()


def test_a_follower_has_what_the_graph_has(followed: Store) -> None:
    held: set[str] = set()
    with followed.read() as graph:
        for entry in changes(graph).items:
            held |= set(entry.changed)
            held -= {t.id for t in entry.gone}
        assert held == {d.id for d in graph.records(Document)}


@pytest.mark.parametrize("since", [-1, 6, 10**9])
def test_another_graph(since: int, followed: Store) -> None:
    with followed.read() as graph, pytest.raises(InvalidQuestion, match="since=0"):
        changes(graph, since=since)


def test_changes_over_http(asked: httpx.Client) -> None:
    answer = asked.get(f"{API}/changes", params={"since": 1}).json()
    (entry,) = answer["items"]
    assert (entry["what"], entry["gone"]) == ("retract", [{"id": GONE, "now": []}])
    assert asked.get(f"{API}/changes?since=99").status_code == 422
    assert asked.get(f"{API}/changes?since={10**30}").status_code == 422


# ------------------------------------------------------------------ the command line


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small_graph(tmp_path / "graph.sqlite").close()
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(tmp_path / "graph.sqlite"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "asked.txt").write_text("18-NQ/TW 2017\nNQ 18-NQ/TW\n77-NQ/TW\n", "utf-8")
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    assert run(["resolve-batch", "asked.txt"]) == 1, "something to look at"
    said = capsys.readouterr().out
    assert "1 found, 1 several, 1 none" in said
    assert f"{APPARATUS}, {LAND}" in said
    assert run(["resolve-batch", "article.txt", "--text", "--json"]) == 1
    assert [i["status"] for i in json.loads(capsys.readouterr().out)["items"]] == [200, 200, 300, 404]
    assert run(["resolve-batch", "article.txt", "--text", "-o", "found.csv"]) == 1
    assert CONCLUSION.encode() in (tmp_path / "found.csv").read_bytes()
    (tmp_path / "one.txt").write_text("18-NQ/TW 2017", "utf-8")
    assert run(["resolve-batch", "one.txt"]) == 0
    assert run(["resolve-batch", "nowhere.txt"]) == 2
    capsys.readouterr()
    assert run(["changes", "--since", "1"]) == 0
    assert GONE in capsys.readouterr().out
    assert run(["changes", "--since", "99"]) == 2
