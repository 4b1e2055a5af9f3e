"""What curators say, said to do harm: words that would be orders to a database, a log, a terminal or a spreadsheet."""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import openpyxl
import pytest

from graph_schema.store import open_store
from loaders.pipeline import Metadata, load_text
from service.cli import run
from tests.keyed import Keys, bearing, keys_in, settings
from tests.served import served
from tests.test_api_abuse import API, FORMULAS, INJECTED
from tests.test_curation import NQ17, NQ22, XII, XIII, V


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return keys_in(tmp_path)


@pytest.fixture
def decisions(tmp_path: Path, keys: Keys) -> Iterator[httpx.Client]:
    """A service over a graph of its own, whose decisions a test may take."""
    store = open_store(str(tmp_path / "graph.sqlite"))
    for text in (NQ17, NQ22):
        load_text(store, text.encode(), "text", Metadata(), V)
    with served(store, settings(keys)) as client:
        client.headers.update(bearing(keys.curator))
        yield client
    store.close()


def kept(answer: httpx.Response, words: str) -> None:
    assert answer.status_code in (200, 201), f"{words!r}: {answer.text[:300]}"
    assert "x-evil" not in answer.headers, words


def test_what_curators_say_stays_words(decisions: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for words in INJECTED:
            said = {
                "document": XII,
                "other": XIII,
                "judgement": "unsure",
                "who": f"a{words}"[:200],
                "reason": words,
            }
            made = decisions.post(f"{API}/judgements", json=said)
            if words == "\x00":
                assert made.status_code == 422, "nothing is left of it"
                continue
            kept(made, words)
            id, undone = made.json()["taken"][0]["id"], {"who": said["who"], "reason": words}
            assert decisions.delete(f"{API}/overrides/{XII}/title", params=undone).status_code == 404
            kept(decisions.post(f"{API}/decisions/{id}:undo", json=undone), words)
    listed = decisions.get(f"{API}/audit?limit=100").json()["items"]
    assert len(listed) == len(INJECTED) - 1
    assert all(item[name].isprintable() for item in listed for name in ("who", "reason", "undone_by"))
    assert {"{{7*7}}", "$where", "X-Evil: 1"} <= {item["reason"] for item in listed}, "kept as they were said"
    lines = [r.getMessage() for r in caplog.records if r.name == "directive_graph"]
    assert all(re.fullmatch(r"[\x20-\x7e]+", line) and "Evil" not in line for line in lines)


def test_decisions_are_exported_without_formulas(
    decisions: httpx.Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in FORMULAS:
        said = {"who": words, "reason": words}
        claim = {"document": XII, "type": "CITES", "other": XIII, "quote": words}
        kept(decisions.post(f"{API}/claims", json=claim | said), words)
        said["value"] = words
        kept(decisions.put(f"{API}/overrides/{XIII}/title", json=said, headers={"If-Match": "*"}), words)
    monkeypatch.chdir(tmp_path)
    for kind in ("csv", "xlsx"):
        Path(f"audit.{kind}").write_bytes(decisions.get(f"{API}/audit", params={"format": kind}).content)
        assert run(("decisions", "export", f"decisions.{kind}", "--store", "graph.sqlite")) == 0
    for name in ("audit", "decisions"):
        cells = [
            c for row in csv.reader(io.StringIO(Path(f"{name}.csv").read_text("utf-8-sig"), newline="")) for c in row
        ]
        assert len([c for c in cells if c.startswith("'")]) >= 6 * (len(FORMULAS) - 1), name
        assert not [c for c in cells if c[:1] in "=+-@\t\r" and c], name
        book = openpyxl.load_workbook(f"{name}.xlsx")
        typed = [(cell.data_type, cell.value) for sheet in book for row in sheet for cell in row]
        assert not [value for kind, value in typed if kind == "f"], name
        assert "=1+1" in [value for _, value in typed], "it is there, as text"
