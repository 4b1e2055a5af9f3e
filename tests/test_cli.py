"""The command line as a person and as a pipe meets it: words, tables, JSON, exit codes, one-line errors."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command

from graph_schema.model import Source
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from loaders import bundled
from loaders.pipeline import load_readings, retract
from loaders.tables import load_table
from service.cli import app, run
from service.commands.serve import fill
from tests.files import xlsx
from tests.small_graph import (
    APPARATUS,
    CONCLUSION,
    DECISION,
    DRAFT,
    GONE,
    KON_TUM,
    LAND,
    TABLE,
    TASK,
    UNNUMBERED,
    small_graph,
)

pytest_plugins = ("tests.graphs",)

_TOP: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
COMMANDS = {n: c for n, c in _TOP.items() if not hasattr(c, "commands")} | {
    f"{group} {n}": c for group, g in _TOP.items() for n, c in getattr(g, "commands", {}).items()
}
TEXT = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021."
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(small: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    """Runs one command on a copy of the small graph: exit code, output, errors."""
    path = tmp_path / "graph.sqlite"
    small_graph(path).close()
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(path))
    monkeypatch.chdir(tmp_path)

    def command(*words: str) -> tuple[int, str, str]:
        code = run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


ANSWERS = [
    # words, exit code, what the output holds, why
    (
        ["resolve", "18-NQ/TW 2017"],
        0,
        [APPARATUS, "2017-10-25", "Sources differ on the date: 2017-10-25 (2), 2017-10-15 (1)"],
        "one",
    ),
    (["resolve", "NQ 18-NQ/TW"], 1, [APPARATUS, LAND, "What tells them apart", "term: XII | XIII"], "several"),
    (["resolve", "NQ 18-NQ/TW", "--year", "2022"], 0, [LAND], "an option narrows it"),
    (["resolve", "NQ 18-NQ/TW", "--best"], 0, [APPARATUS, "Picked", "title words"], "one by rule"),
    (["resolve", "18-NQ/TW ngày 20/10/2017"], 0, [APPARATUS, "no source bears out the date"], "one with a doubt"),
    (["resolve", "77-NQ/TW"], 1, ["No document fits '77-NQ/TW'"], "none"),
    (["resolve", "18-CT/TW"], 1, ["The nearest", APPARATUS, "another type"], "none, and the nearest"),
    (["search", "to chuc bo may"], 0, [APPARATUS, "1 documents"], "search"),
    (["search", "--status", "draft"], 0, [DRAFT, "(dự thảo)"], "drafts are marked"),
    (["search", "nothing of the kind"], 1, ["0 documents"], "nothing found"),
    (
        ["implementers", APPARATUS],
        0,
        [
            "2 implement it (1 of them only inferred: --stated leaves these out), and 1 drafts that are not counted; 1 more may",
            DECISION,
            "(dịch ngược)",
            "https://example.vn/registry",
            "May implement it",
            "date, term, title",
        ],
        "by id",
    ),
    (
        ["implementers", "18-NQ/TW 2017", "--transitive", "--group-by", "level"],
        0,
        ["Bộ, ngành: 2", "Tỉnh, thành phố: 1"],
        "by words",
    ),
    (["implementers", "NQ 18-NQ/TW"], 1, [APPARATUS, LAND, "What tells them apart"], "words that mean two"),
    (["implementers", "18-nq-tw.2017"], 0, [DECISION], "an older id"),
    (["implementers", APPARATUS, "--limit", "1"], 0, ["--cursor "], "how to go on"),
    (["implementers", CONCLUSION], 0, ["Nhiệm vụ 1", KON_TUM], "a task among them"),
    (["lineage", DECISION], 0, ["rests on", "thực hiện", APPARATUS, "is followed by", "45/KH-UBND"], "both sides"),
    (
        ["lineage", "19-NQ/TW", "--fanout", "2"],
        0,
        ["Cut by fanout: 27 left out", "distance 1: 3 of 30"],
        "cut, and said",
    ),
    (["lineage", LAND], 0, ["nothing that is known here"], "an empty side says so"),
    (["lineage", DECISION, "--format", "cytoscape"], 0, ['"elements"'], "a format"),
    (
        ["impact", "18-NQ/TW 2017"],
        0,
        ["3 documents and tasks rest on it", "distance 2: 1", "1 dẫn chiếu (CITES)  (carries nothing on)"],
        "impact",
    ),
    (
        ["evidence", "e-kon-tum"],
        0,
        ["«Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW»", "Báo Kon Tum", "characters 60..111"],
        "a quote",
    ),
    (["evidence", "e-949"], 0, ["[table] Cục Văn thư", "decision title"], "a row"),
    (["stats"], 0, ["IMPLEMENTS", "graph version 2"], "figures"),
    (["stats", "--sources"], 0, [TABLE, "Cục Văn thư"], "sources"),
]


@pytest.mark.parametrize(("words", "code", "held", "why"), ANSWERS, ids=[f"{' '.join(r[0])} ({r[3]})" for r in ANSWERS])
def test_answers(words: list[str], code: int, held: list[str], why: str, ask: Ask) -> None:
    ended, said, complaint = ask(*words)
    assert ended == code, why + said + complaint
    for words_held in held:
        assert words_held in said, said
    assert complaint == "", "answers are no errors"
    assert all(line.count(UNNUMBERED) <= 1 for line in said.splitlines())


WRONG = [
    (["implementers", GONE], 1, "graph version 2", "a retracted id"),
    (["evidence", "e-nothing"], 1, "e-nothing", "an unknown relation"),
    (["retract", "s-nothing"], 1, "s-nothing", "an unknown source"),
    (["resolve", ""], 2, "q is empty", "no words"),
    (["resolve"], 2, "resolve --help", "a missing argument"),
    (["resolve", "a", "b"], 2, "resolve --help", "one too many"),
    (["resolve", "18", "--term", "XXV"], 2, "XXV", "a term that is none"),
    (["lineage", APPARATUS, "--depth", "-1"], 2, "1..20", "below a limit"),
    (["lineage", APPARATUS, "--depth", "1000000000"], 2, "depth=20", "above it"),
    (["lineage", APPARATUS, "--depth", "deep"], 2, "--depth", "a word for a number"),
    (["lineage", APPARATUS, "--format", "crayon"], 2, "cytoscape", "an unknown format"),
    (["implementers", APPARATUS, "--colour"], 2, "--colour", "an unknown option"),
    (["sing"], 2, "sing", "an unknown command"),
    (["load"], 2, "--bundled", "nothing to load"),
    (["load", "a.txt", "--place", "Atlantis"], 2, "Atlantis", "an unknown place"),
    (["restore", "missing.jsonl"], 2, "missing.jsonl", "a file that is not there"),
    (["dump", "no/such/folder/graph.jsonl"], 2, "graph.jsonl", "a folder that is not there"),
    (["stats", "--store", "missing.sqlite"], 3, "missing.sqlite", "a graph that is not there"),
    (["stats", "--store", "."], 3, "graph.sqlite", "a folder for a file"),
    (["stats", "--store", "mysql://localhost"], 1, "graph.sqlite", "an engine there is none of"),
]


@pytest.mark.parametrize(("words", "code", "held", "why"), WRONG, ids=[f"{' '.join(r[0])} ({r[3]})" for r in WRONG])
def test_errors_are_one_line(words: list[str], code: int, held: str, why: str, ask: Ask) -> None:
    ended, said, complaint = ask(*words)
    assert ended == code, why + complaint
    assert said == ""
    assert held in complaint
    assert complaint.startswith("directive-graph: ")
    assert complaint.count("\n") == 1, "one line, never a traceback"


def test_a_wrong_setting_is_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_PORT", "many")
    code, _, complaint = ask("stats")
    assert (code, "DIRECTIVE_GRAPH_PORT" in complaint) == (2, True)


SAME = [
    (["resolve", "18-NQ/TW 2017"], "resolve?q=18-NQ/TW 2017"),
    (["resolve", "NQ 18-NQ/TW"], "resolve?q=NQ 18-NQ/TW"),
    (["search", "to chuc"], "search?q=to chuc"),
    (["implementers", APPARATUS, "--transitive"], f"directives/{APPARATUS}/implementers?transitive=true"),
    (["lineage", APPARATUS, "--depth", "2"], f"directives/{APPARATUS}/lineage?depth=2"),
    (["lineage", DECISION, "--format", "node-link"], f"directives/{DECISION}/lineage?format=node-link"),
    (["impact", APPARATUS], f"directives/{APPARATUS}/impact"),
    (["evidence", "e-kon-tum"], "relations/e-kon-tum/evidence"),
    (["stats"], "stats"),
]


@pytest.mark.parametrize(("words", "address"), SAME, ids=[row[1] for row in SAME])
def test_json_is_the_same_as_over_http(words: list[str], address: str, ask: Ask, asked: httpx.Client) -> None:
    _, said, _ = ask(*words, "--json")
    assert json.loads(said) == asked.get(f"/api/v1/{address}").json()
    assert "\\u" not in said


def test_what_means_two_documents_is_json_too(ask: Ask) -> None:
    code, said, _ = ask("impact", "NQ 18-NQ/TW", "--json")
    assert (code, json.loads(said)["outcome"]) == (1, "several")


# ------------------------------------------------------------------ loading and keeping


def test_a_text_is_loaded_reported_and_retracted(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    (tmp_path / "fine.txt").write_text("Hôm nay trời đẹp.", "utf-8")
    store = ["--store", "new.sqlite"]
    code, said, _ = ask("load", "article.txt", "--dry-run", *store)
    assert (code, "Would load 1 sources" in said, "2 documents" in said) == (0, True, True), said
    code, said, _ = ask("load", "article.txt", "--publisher", "Báo Kon Tum", *store)
    assert (code, "Loaded 1 sources" in said, "1 IMPLEMENTS" in said) == (0, True, True), said
    code, said, _ = ask("load", "article.txt", *store)
    assert (code, "Loaded 0 sources, 1 known already" in said) == (0, True)
    code, said, _ = ask("load", "fine.txt", *store)
    assert (code, "no document is named in it" in said) == (0, True), "no citation is no error, and is said"
    _, said, _ = ask("load", "article.txt", "--json", *store)
    (source,) = json.loads(said)["known"]
    code, said, _ = ask("retract", source, "--dry-run", *store)
    assert (code, f"Would retract {source}" in said, "relations gone:    2" in said) == (0, True, True), said
    trial = json.loads(ask("retract", source, "--dry-run", "--json", *store)[1])
    assert [e["support_after"] for e in trial["edges_gone"]] == [0, 0], "a preview again: nothing was done"
    code, said, _ = ask("retract", source, *store)
    assert (code, f"gone:              {CONCLUSION}, {KON_TUM}" in said) == (0, True), said
    assert "sources 1 -> 0" in said


BAD = [
    (b"", "is empty", "an empty file"),
    (b"%PDF-1.7", "PDF", "a PDF that is cut off"),
    (b"\x00\x01\x02\x03", "binary", "binary"),
    ("Kế hoạch".encode("utf-16")[:-1], "UTF-16", "half a letter of UTF-16"),
]


@pytest.mark.parametrize(("data", "held", "why"), BAD, ids=[row[2] for row in BAD])
def test_what_cannot_be_read_is_reported_beside_what_can(
    data: bytes, held: str, why: str, ask: Ask, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT, "utf-8")
    code, said, _ = ask("load", "bad.txt", "good.txt", "missing.txt", "--store", "new.sqlite")
    assert code == 4
    assert "Loaded 1 sources" in said, why
    assert "not read:  bad.txt " in said
    assert held in said
    assert "not read:  missing.txt" in said


def test_a_folder_is_its_texts(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.jpg").write_bytes(b"\xff\xd8\xff")
    code, said, _ = ask("load", "news", "--store", "new.sqlite")
    assert (code, "Loaded 1 sources" in said) == (0, True)


def test_a_text_beyond_the_limit(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_MAX_TEXT_BYTES", "100")
    (tmp_path / "long.txt").write_text(TEXT * 10, "utf-8")
    code, said, _ = ask("load", "long.txt", "--store", "new.sqlite")
    assert (code, "the limit is 100" in said) == (4, True)


def test_dump_and_restore_round_trip(ask: Ask, tmp_path: Path) -> None:
    assert ask("dump", "one.jsonl")[0] == 0
    assert ask("restore", "one.jsonl", "--store", "copy.sqlite")[0] == 0
    assert ask("dump", "two.jsonl", "--store", "copy.sqlite")[0] == 0
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    _, bare, _ = ask("dump", "--no-journal")
    assert "Entry" not in bare
    assert (
        bare.splitlines()[1:-1]
        == (tmp_path / "one.jsonl").read_text("utf-8").splitlines()[1 : len(bare.splitlines()) - 1]
    )
    code, _, complaint = ask("restore", "one.jsonl", "--store", "copy.sqlite")
    assert (code, "empty" in complaint) == (2, True), "a graph that holds something is not overwritten"
    (tmp_path / "half.jsonl").write_bytes((tmp_path / "one.jsonl").read_bytes()[:2000])
    code, _, complaint = ask("restore", "half.jsonl", "--store", "other.sqlite")
    assert (code, "Nothing was restored" in complaint) == (2, True)
    assert not list(tmp_path.glob("*.part"))


# ------------------------------------------------------------------ help


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_ends_with_examples(name: str, ask: Ask) -> None:
    code, said, _ = ask(*name.split(), "--help")
    assert (code, f"Examples:\n    directive-graph {name}" in said) == (0, True), said
    assert "--store" in said or name in ("questions", "keys"), "the catalogue is files; the commands below keys say it"


def examples() -> list[tuple[str, ...]]:
    """Every example of every help, as words; what a shell would do behind | is left out."""
    lines = [
        x for c in COMMANDS.values() for x in (c.epilog or "").splitlines() if x.strip().startswith("directive-graph")
    ]
    return [tuple(shlex.split(line.partition(" | ")[0])[1:]) for line in lines]


@pytest.mark.parametrize("words", [w for w in examples() if w[0] not in ("serve", "ask")], ids=" ".join)
def test_every_example_works(
    words: tuple[str, ...],
    bundled_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(bundled_file, tmp_path / "graph.sqlite")
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", "graph.sqlite")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    (tmp_path / "symbols.txt").write_text("18-NQ/TW 2017\n18-NQ/TW khóa XIII\n", "utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "list.xlsx").write_bytes(xlsx({"DS": [["Số VB", "Tên gọi"], ["12-CT/TW", "về phòng chống lụt bão"]]}))
    if words[0] == "restore":
        assert run(["dump", "graph.jsonl"]) == 0
    if words[:2] == ("decisions", "import"):
        assert run(["decisions", "export", "decisions.csv"]) == 0
    code = run(words)
    said = capsys.readouterr()
    unknown = words[0] in ("retract", "undo") or words[:2] == ("keys", "revoke") or words == ("resolve", "NQ 18-NQ/TW")
    loads = words[0] in ("load", "load-bundled", "rebuild")  # 1 as soon as one mention is ambiguous
    assert code in ((1,) if unknown else (0, 1) if loads else (0,)), said.out + said.err
    assert "unexpected" not in said.err


# ------------------------------------------------------------------ as a program


def program(*words: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    python = [sys.executable, "-c", "from service.cli import main; main()", *words]
    return subprocess.Popen(python, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=env)


def test_a_closed_pipe_ends_quietly(bundled_file: Path) -> None:
    with program("dump", "--store", str(bundled_file)) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert (child.stderr.read(), child.wait(60)) == ("", 0)


def test_vietnamese_in_a_poor_locale(small: Store) -> None:
    poor = {k: x for k, x in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON"))}
    poor |= {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    with program("resolve", "18-NQ/TW 2017", "--store", small.name, env=poor) as child:
        said, complaint = child.communicate(timeout=60)
    assert (child.returncode, complaint) == (0, "")
    assert "sắp xếp tổ chức bộ máy" in said


def test_serve_answers_and_stops_on_ctrl_c(bundled_file: Path, tmp_path: Path) -> None:
    shutil.copy(bundled_file, tmp_path / "graph.sqlite")
    with program("serve", "--port", "0", "--load-bundled", "--store", str(tmp_path / "graph.sqlite")) as child:
        assert child.stderr is not None
        address = ""
        while not address:
            line = child.stderr.readline()
            assert line, "it ended before it served"
            address = next((w for w in line.split() if w.startswith("http://")), "")
        assert patiently(f"{address}readyz") == "ready"
        child.send_signal(signal.SIGINT)
        said = child.communicate(timeout=60)[1]
    assert child.returncode == 0
    assert "Traceback" not in said


def patiently(address: str) -> Any:
    """The status a service that is starting gives, once it listens."""
    until = time.monotonic() + 60
    while True:
        try:
            return httpx.get(address, timeout=60).json()["status"]
        except httpx.ConnectError:
            assert time.monotonic() < until, "it never listened"
            time.sleep(0.05)


def test_bundled_data_is_loaded_once(tmp_path: Path) -> None:
    """A load that was cut off is taken up again; what was retracted since then stays away."""
    store = open_store(str(tmp_path / "graph.sqlite"))
    half, _ = load_table(bundled.tables()[:1], load())
    load_readings(store, half[:100], load())
    fill(store)
    with store.read() as graph:
        sources = [s.id for s in graph.records(Source)]
        version = graph.version
    retract(store, sources[0], load())
    fill(store)
    with store.read() as graph:
        assert [s.id for s in graph.records(Source)] == sources[1:]
        assert graph.version == version + 1
    store.close()


def test_a_taken_port_is_said_before_anything_is_loaded(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with program("serve", "--port", port, "--load-bundled", "--store", str(tmp_path / "graph.sqlite")) as child:
            said = child.communicate(timeout=60)[1]
    assert (child.returncode, said.count("\n"), "--port" in said) == (3, 1, True)
    assert not (tmp_path / "graph.sqlite").exists()


def test_help_loads_nothing_heavy() -> None:
    heavy = ("networkx", "fastapi", "uvicorn", "apsw", "yaml", "pydantic", "openpyxl", "selectolax", "pypdfium2")
    script = (
        "import sys; from service.cli import run; run(['--help']); "
        f"print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"


def test_a_name_is_what_its_store_says(ask: Ask) -> None:
    assert ask("implementers", TASK)[0] == 0, "a task's id may be asked about too"
