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
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from graph_schema.store import open_store
from service.settings import Settings
from tests.served import served

pytest_plugins = ("tests.graphs",)

ROOT = Path(__file__).parent.parent
COLUMNS = 118
SERVICE = "http://127.0.0.1:8000"
KEY = re.compile(r"\bdg_\w{20,}")
SKIPPED = ("make", "cd", "git")
_BLOCK = re.compile(r"^## (.+)$|^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


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
    said: dict[str, str] = field(default_factory=dict)

    def follow(self, command: str) -> list[str]:
        """The lines that a command prints."""
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
        return b"".join(parts).decode()

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


@pytest.fixture(scope="module")
def reader(bundled_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader with a graph of his own."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "data").mkdir()
    shutil.copyfile(bundled_file, folder / "data" / "graph.sqlite")
    (folder / "loaders").symlink_to(ROOT / "loaders")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("DIRECTIVE_", "NEO4J_"))}
    surroundings |= {"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": str(COLUMNS), "PYTHONPATH": str(ROOT)}
    store = open_store(str(folder / "data" / "graph.sqlite"))
    settings = Settings(keys=folder / "data" / "keys.json")
    with served(store, settings) as client:
        yield Reader(folder, surroundings, client)
    store.close()


@pytest.mark.parametrize("step", steps(), ids=lambda step: f"{step.tour}: {step.command.splitlines()[0][:70]}")
def test_a_command_prints_what_readme_shows(step: Step, reader: Reader) -> None:
    printed = reader.follow(step.command)
    place, skipping = 0, False
    for line in step.shown:
        if line.strip() == "...":
            skipping = True
            continue
        matching = [n for n in range(place, len(printed)) if _shows(line, printed[n])]
        assert matching, f"README shows {line!r}; printed from there on: {printed[place : place + 8]}"
        assert skipping or matching[0] == place, f"README leaves out {printed[place : matching[0]]}"
        place, skipping = matching[0] + 1, False
    assert skipping or [line for line in printed[place:] if line] == [], "README ends too early"


def _shows(line: str, printed: str) -> bool:
    return printed.startswith(line[:-3]) if line.endswith("...") else printed == line


def test_every_user_has_a_tour() -> None:
    assert {"For researchers", "For a graph front end", "For other programs"} <= {step.tour for step in steps()}
