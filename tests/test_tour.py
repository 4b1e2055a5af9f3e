"""README's tours as a reader takes them: every command it shows is run, in order, and prints what it shows.

A shown line is printed in full, or begins one where it ends in ``...``; a line that is ``...`` alone stands for lines
left out. Commands run in a terminal of their own, over the bundled data; requests go to a real service over the same
file.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump, restore
from service.settings import Settings
from tests.served import served
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server

pytest_plugins = ("tests.graphs",)

ROOT = Path(__file__).parent.parent
COLUMNS = 118
SERVICE = "http://127.0.0.1:8000"
KEY = re.compile(r"\bdg_[\w-]{20,}")
GIVEN_KEY = re.compile(r"KEY=\$\((.+)\)")
SKIPPED = ("make", "cd", "git")
ON_NEO4J = "directive-graph ask"
"""What a server alone can do."""
_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_BLOCK = re.compile(r"^## ([^\n]+)$|^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Step:
    """One command of a tour and the lines shown below it."""

    tour: str
    command: str
    shown: list[str]


def steps() -> list[Step]:
    """Every command of README, in its order."""
    out: list[Step] = []
    tour = ""
    for heading, block in _BLOCK.findall((ROOT / "README.md").read_text("utf-8")):
        if heading:
            tour = heading
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                out.append(Step(tour, line[2:], []))
            elif line.startswith("> "):
                out[-1].command += "\n" + line[2:]
            else:
                out[-1].shown.append(line.rstrip())
    return [step for step in out if step.command.split()[0] not in SKIPPED]


@dataclass
class Reader:
    """Somebody who follows README: a folder with the project in it, a graph, a service, and the key he was given."""

    folder: Path
    surroundings: dict[str, str]
    client: httpx.Client
    key: str = "no key yet"

    def follow(self, command: str) -> list[str]:
        """The lines that a command prints."""
        if kept := GIVEN_KEY.fullmatch(command):
            self.follow(kept[1])
            return []
        words = [word.replace("$KEY", self.key) for word in shlex.split(command.split(" | ")[0])]
        text = self._request(words[1:]) if words[0] == "curl" else self._command(words)
        if made := KEY.search(text):
            self.key = made[0]
        if cut := re.search(r" \| head -c (\d+)$", command):
            text = text.encode()[: int(cut[1])].decode(errors="ignore")
        return [line.rstrip() for line in text.replace("\r\n", "\n").splitlines()]

    def _command(self, words: list[str]) -> str:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
        program = Path(sys.executable).with_name(words[0])
        assert program.exists(), f"{words[0]} is not installed beside {sys.executable}"
        process = subprocess.Popen(
            [str(program), *words[1:]],
            cwd=self.folder,
            env=self.surroundings,
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        parts = []
        while part := _read(ours):
            parts.append(part)
        os.close(ours)
        process.wait(60)
        return _STYLE.sub("", b"".join(parts).decode())

    def _request(self, words: list[str]) -> str:
        method, headers, data, into, wanted, address = "GET", {}, None, None, None, ""
        rest = iter(words)
        for word in rest:
            if word == "-H":
                name, _, value = next(rest).partition(": ")
                headers[name] = value
            elif word == "-X":
                method = next(rest)
            elif word in ("-d", "--data-binary"):
                given = next(rest)
                data = (self.folder / given[1:]).read_bytes() if given.startswith("@") else given.encode()
                method = "POST" if method == "GET" else method
            elif word == "-o":
                into = next(rest)
            elif word == "-w":
                wanted = next(rest)
            elif word != "-s":
                assert word.startswith(SERVICE), f"curl is asked for {word!r}"
                address = word.removeprefix(SERVICE)
        answer = self.client.request(method, address, headers=headers, content=data)
        if into and into != "/dev/null":
            (self.folder / into).write_bytes(answer.content)
        body = "" if into else answer.text
        status = str(answer.status_code)
        return body + (wanted or "").replace("%{http_code}", status).replace("\\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # the other end is closed: that is how a terminal ends
        return b""


def surroundings() -> dict[str, str]:
    """The environment of somebody who has set nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIRECTIVE_", "NEO4J_"))}
    return kept | {"TERM": "xterm", "NO_COLOR": "1", "COLUMNS": str(COLUMNS), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def reader(bundled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader with a graph of his own."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "data").mkdir()
    shutil.copyfile(bundled_file, folder / "data" / "graph.sqlite")
    (folder / "loaders").symlink_to(ROOT / "loaders")
    store = open_store(str(folder / "data" / "graph.sqlite"))
    settings = Settings(keys=folder / "data" / "keys.json")
    with served(store, settings) as client:
        yield Reader(folder, surroundings(), client)
    store.close()


def test_readme_prints_what_it_shows(reader: Reader) -> None:
    wrong = [
        f"{step.tour}: {step.command.splitlines()[0]}\n{said}"
        for step in steps()  # one test: a step takes up where the one before it left the graph and the key
        if not step.command.startswith(ON_NEO4J) and (said := compared(step.shown, reader.follow(step.command)))
    ]
    assert not wrong, "\n\n".join(wrong)


def test_readme_prints_what_a_server_answers(neo4j_server: Server, bundled: Store, tmp_path: Path) -> None:
    store = opened(emptied(neo4j_server))
    with bundled.read() as graph:
        restore(store, dump(graph))
    store.close()
    there = {"NEO4J_URI": neo4j_server.uri, "NEO4J_DATABASE": neo4j_server.database}
    who = {"NEO4J_USERNAME": neo4j_server.username, "NEO4J_PASSWORD": neo4j_server.password}
    with httpx.Client() as nobody:
        reader = Reader(tmp_path, surroundings() | there | who, nobody)
        asked = [step for step in steps() if step.command.startswith(ON_NEO4J)]
        assert asked, "README shows some"
        for step in asked:
            assert compared(step.shown, reader.follow(step.command)) is None, step.command


def compared(shown: list[str], printed: list[str]) -> str | None:
    """What is wrong with the lines that are shown of a command, or None."""
    place, skipping = 0, False
    for line in shown:
        if line.strip() == "...":
            skipping = True
            continue
        matching = [n for n in range(place, len(printed)) if _shows(line, printed[n])]
        if not matching:
            return f"shown is {line!r}; printed from there on: {printed[place : place + 8]}"
        if not skipping and matching[0] != place:
            return f"left out is {printed[place : matching[0]]}"
        place, skipping = matching[0] + 1, False
    return None if skipping or not any(printed[place:]) else f"left out is {printed[place : place + 8]}"


COMPARED = [
    # shown, printed, whether it is right, why
    (["a", "b"], ["a", "b"], True, "the same"),
    (["a", "..."], ["a", "b", "c"], True, "the rest left out, and told so"),
    (["a", "...", "c"], ["a", "b", "c"], True, "the middle left out"),
    (["abc..."], ["abcd"], True, "a line cut short"),
    (["a"], ["a", ""], True, "an empty line at the end is none"),
    (["a"], ["a", "b"], False, "an end that is not told"),
    (["a", "c"], ["a", "b", "c"], False, "a middle that is not told"),
    (["a", "x"], ["a", "b"], False, "another line"),
    (["abx..."], ["abc"], False, "another beginning"),
    (["b", "a"], ["a", "b"], False, "another order"),
    ([], ["a"], False, "nothing shown of something"),
    (["a"], [], False, "something shown of nothing"),
]


@pytest.mark.parametrize(("shown", "printed", "right", "why"), COMPARED, ids=[row[3] for row in COMPARED])
def test_comparing(shown: list[str], printed: list[str], right: bool, why: str) -> None:
    assert (compared(shown, printed) is None) == right, why


def _shows(line: str, printed: str) -> bool:
    return printed.startswith(line[:-3]) if line.endswith("...") else printed == line


def test_every_user_has_a_tour() -> None:
    assert {"For researchers", "For a graph front end", "For other programs"} <= {step.tour for step in steps()}
