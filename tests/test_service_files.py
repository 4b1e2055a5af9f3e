"""Files sent over HTTP as they are: a page, a DOCX, a PDF are read as the command line reads them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_schema.store import open_store
from service.settings import Settings
from tests.files import docx, paragraph, pdf, xlsx
from tests.pages import PLAN, page
from tests.served import served

KEY = "a key for tests"
RAW = {"content-type": "application/octet-stream", "authorization": f"Bearer {KEY}"}
LINES = textwrap.wrap(PLAN, 60)
FILES = [
    ("a page", page(f"<article><h1>Kon Tum vào cuộc</h1><p>{PLAN}</p><p>{PLAN}</p></article>").encode()),
    ("a DOCX", docx(paragraph(PLAN))),
    ("a PDF", pdf([[(60, 760 - 16 * n, line) for n, line in enumerate(LINES)]])),
    ("a text", PLAN.encode()),
    ("a text in UTF-16", PLAN.encode("utf-16")),
]
REFUSED = [
    ("a table", xlsx({"A": [["Số, ký hiệu"], ["43-KH/TU"]]}), "table"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(200), ""),
    ("a DOCX cut off", docx(paragraph(PLAN))[:300], ""),
    ("a PDF without text", pdf([[]]), "text"),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service over an empty graph, with a key."""
    store = open_store(str(tmp_path_factory.mktemp("files") / "graph.sqlite"))
    with served(store, Settings.model_validate({"write_key": KEY})) as client:
        yield client
    store.close()


@pytest.mark.parametrize(("why", "data"), FILES, ids=[row[0] for row in FILES])
def test_a_file_is_read(why: str, data: bytes, client: httpx.Client) -> None:
    cited = client.post("/api/v1/citations", content=data, headers=RAW)
    assert cited.status_code == 200, cited.text
    answer = cited.json()
    symbols = {citation["symbol"] for citation in answer["citations"]}
    assert symbols == {"43-KH/TU", "21-KL/TW"}, why
    assert {relation["type"] for relation in answer["relations"]} == {"IMPLEMENTS"}, why
    for citation in answer["citations"]:
        assert answer["text"][citation["start"] : citation["end"]] == citation["surface"]
    loaded = client.post("/api/v1/sources?dry_run=true&place=Kon+Tum", content=data, headers=RAW)
    assert (loaded.status_code, loaded.json()["claims"]) == (200, {"IMPLEMENTS": len(answer["relations"])}), why


@pytest.mark.parametrize(("why", "data", "says"), REFUSED, ids=[row[0] for row in REFUSED])
@pytest.mark.parametrize("address", ["/api/v1/citations", "/api/v1/sources"])
def test_what_cannot_be_read_says_why(address: str, why: str, data: bytes, says: str, client: httpx.Client) -> None:
    answer = client.post(address, content=data, headers=RAW)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unreadable-source"), why
    assert says in answer.json()["detail"]


def test_nothing_was_left_behind(client: httpx.Client, tmp_path: Path) -> None:
    assert client.get("/api/v1/stats").json()["graph_version"] <= 1
