"""``directive-graph cite``: files and standard input, tables and JSON lines, the marked page, exit codes."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from service.cli import run
from service.marked import STYLE
from tests.test_marked import Read

pytest_plugins = ("tests.graphs",)

TEXT = (
    "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Tỉnh ủy Đồng Nai thực hiện Kết luận số 21-KL/TW khóa XIII. "
    "Luật Đất đai; Nghị quyết số 999-NQ/TW ngày 1/2/2022. Tỉnh ủy Đồng Nai giao các huyện ủy các nhiệm vụ sau:\n"
    "1. Thực hiện nghiêm Kết luận số 21-KL/TW khóa XIII trong mọi chi bộ.\n"
    "2. Hoàn thành việc rà soát các đầu mối bên trong từng cơ quan trước ngày 31/12/2025.\n"
)
UNCLEAR = "Tổng kết Nghị quyết 18."
PAGE = f"<!doctype html><html><body><article><h1>Tin</h1><p>{TEXT * 3}</p></article></body></html>"
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(bundled_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    """Runs one command beside a copy of the bundled graph and a few files: exit code, output, errors."""
    shutil.copy(bundled_file, tmp_path / "graph.sqlite")
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", "graph.sqlite")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clear.txt").write_text(TEXT, "utf-8")
    (tmp_path / "unclear.txt").write_text(UNCLEAR, "utf-8")
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "list.csv").write_text("symbol,date\n18-NQ/TW,2017-10-25\n", "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    def command(*words: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"))
        code = run(("cite", *words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_a_text_as_a_table(ask: Ask) -> None:
    code, said, complaint = ask("clear.txt")
    assert (code, complaint) == (0, "")
    for held in (
        "clear.txt: 5 citations, ",
        "21-kl-tw.xiii",
        "999-nq-tw.xiii (new)",
        "open: law without a number",
        "  43-KH/TU —thực hiện→ 21-KL/TW",
        "  2. Hoàn thành việc rà soát",
        "hạn: trước ngày 31/12/2025 (31/12/2025)",
        "thực hiện 21-KL/TW]",
    ):
        assert held in said, said


ENDS = [
    # words, standard input, exit code, in the output, in the complaint, why
    (["clear.txt"], "", 0, "clear.txt: 5", "", "all is clear"),
    (["unclear.txt"], "", 1, "documents fit: ", "", "something is ambiguous"),
    (
        ["unclear.txt", "picture.png"],
        "",
        4,
        "unclear.txt: 1",
        "not read: picture.png is a picture",
        "a file is not read",
    ),
    (["missing.txt", "clear.txt"], "", 4, "clear.txt: 5", "missing.txt: cannot be opened", "the rest goes on"),
    (["list.csv"], "", 4, "", "list.csv is a table", "a table is no text"),
    (["page.html"], "", 0, "page.html: ", "", "every kind that is read"),
    (["-"], UNCLEAR, 1, "stdin: 1 citations", "", "standard input"),
    (["-"], "", 4, "", "stdin is empty", "an empty one"),
    (["clear.txt", "--store", "none.sqlite"], "", 0, "the graph is away", "Nothing is resolved", "without a graph"),
    (
        ["unclear.txt", "--store", "none.sqlite"],
        "",
        0,
        "Nghị quyết 18",
        "none.sqlite",
        "nothing is known to be unclear",
    ),
    ([], "", 2, "", "cite --help", "no file"),
    (["clear.txt", "--place", "Atlantis"], "", 2, "", "Atlantis", "an unknown place"),
    (["clear.txt", "unclear.txt", "--html", "x.html"], "", 2, "", "one text", "two texts on one page"),
    (["page.html", "--html", "page.html"], "", 2, "", "overwrite", "the text itself as the page"),
    (["clear.txt", "--html", "no/such/folder/x.html"], "", 2, "", "x.html", "a folder that is not there"),
]


@pytest.mark.parametrize(
    ("words", "given", "code", "held", "complained", "why"), ENDS, ids=[f"{' '.join(r[0])} ({r[5]})" for r in ENDS]
)
def test_exit_codes(words: list[str], given: str, code: int, held: str, complained: str, why: str, ask: Ask) -> None:
    ended, said, complaint = ask(*words, given=given)
    assert ended == code, why + said + complaint
    assert held in said
    assert complained in complaint
    assert "unexpected" not in complaint


def test_json_is_a_line_for_each_file_and_the_same_as_over_http(ask: Ask, asked_bundled: httpx.Client) -> None:
    code, said, complaint = ask("clear.txt", "picture.png", "unclear.txt", "--json")
    clear, picture, unclear = (json.loads(line) for line in said.splitlines())
    assert (code, complaint) == (4, "")
    assert (picture["file"], "picture" in picture["error"]) == ("picture.png", True)
    for one, text in ((clear, TEXT), (unclear, UNCLEAR)):
        assert one.pop("file").endswith(".txt")
        assert one == asked_bundled.post("/api/v1/citations", json={"text": text}).json()
    assert "\\u" not in said


def test_the_page_is_written_and_stands_alone(ask: Ask, tmp_path: Path) -> None:
    code, said, _ = ask("clear.txt", "--html", "marked.html", "--title", "Tin <b>")
    assert (code, "clear.txt: 5" in said) == (0, True), "the table is shown all the same"
    html = (tmp_path / "marked.html").read_text("utf-8")
    found = Read(html)
    assert found.text == TEXT
    assert not [link for link in found.links if not link.startswith("#")]
    assert "//" not in html.replace(STYLE, ""), "no address of anything"
    assert "<title>Tin &lt;b&gt;</title>" in html
    assert "Content-Security-Policy" in html
    code, said, _ = ask("clear.txt", "--html", "-", "--title", "Tin <b>")
    assert (code, said) == (0, html), "- is standard output, and nothing else is written there"


def test_nothing_is_kept(ask: Ask, tmp_path: Path) -> None:
    before = (tmp_path / "graph.sqlite").read_bytes()
    ask("clear.txt", "unclear.txt")
    assert (tmp_path / "graph.sqlite").read_bytes() == before
    ask("clear.txt", "--store", "none.sqlite")
    assert not (tmp_path / "none.sqlite").exists()
