"""Rules of the house that a reader would otherwise have to watch for."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from service import commands  # noqa: F401 - registers them
from service.options import app

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("graph_schema", "loaders", "queries", "service")
LONGEST = 450
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}

# Folders of one person's or one machine's disk; documentation shows relative paths only.
MACHINE_PATH = re.compile(r"(?<![\w.])(/home/\w|/Users/\w|/root/|/work/|/tmp/\w|/opt/|[A-Z]:\\\\?Users)")
TEXT = {".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".csv", ".html", ".js", ".css", ".cypher", ""}


def tracked() -> list[Path]:
    """What git would put into a clone; without git, everything that is not hidden or generated."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
        return [p for name in done.stdout.decode().split("\0") if name and (p := ROOT / name).is_file()]
    made = re.compile(r"\..*|__pycache__|data|build|.*\.egg-info|out")
    return [p for p in ROOT.rglob("*") if p.is_file() and not any(map(made.fullmatch, p.relative_to(ROOT).parts))]


def sources() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Top-level functions and classes without a leading underscore; methods answer to their class or its contract."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("path", tracked(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_is_named_for_its_job(path: Path) -> None:
    assert path.stem.lower() not in VAGUE


@pytest.mark.parametrize("path", sources(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "a module opens by saying its one job"
    assert [n.name for n in public(tree) if not ast.get_docstring(n)] == [], "public names say what goes in and out"
    assert text.count("\n") <= LONGEST, "split it"


def test_no_path_of_one_machine() -> None:
    wrong = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if MACHINE_PATH.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    assert wrong == []


def readme_commands(name: str = "README.md") -> list[str]:
    """Every line a reader is told to type: in a console block, after the prompt."""
    blocks = re.findall(r"```(?:console|sh|bash)\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
    return [line[2:].strip() for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_readme_opens_with_the_two_commands() -> None:
    assert readme_commands()[:2] == ["make run", "make test"]


@pytest.mark.parametrize("command", sorted({*readme_commands(), *readme_commands("docs/http.md")}))
def test_a_readme_command_exists(command: str) -> None:
    words = command.split()
    if words[0] == "make":
        targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        assert [w for w in words[1:] if "=" not in w and w not in targets] == []
    elif words[0].endswith("directive-graph"):
        called: Any = get_command(app)
        for word in words[1:]:
            if not hasattr(called, "commands"):
                break  # the rest are arguments
            assert word in called.commands
            called = called.commands[word]
        options = {name for parameter in called.params for name in parameter.opts}
        assert [w for w in words if w.startswith("--") and w.partition("=")[0] not in options] == []
    else:
        assert words[0] in {"git", "cd", "curl"}, "say it with make, directive-graph or curl"


def test_shipped_data_reaches_an_installed_copy() -> None:
    """Every data file of the packages has an ending that pyproject.toml packs."""
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    endings = {pattern.removeprefix("*") for pattern in packed}
    data = [p for p in tracked() if p.relative_to(ROOT).parts[0] in PACKAGES and p.suffix != ".py"]
    assert [p.name for p in data if p.suffix not in endings] == []


def test_locks_name_no_index_and_hash_everything() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text("utf-8")
        assert "://" not in text, f"{lock.name}: an address is somebody's mirror"
        pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\n(.*)$", text, re.MULTILINE)
        assert pins, lock.name
        assert [p for p in pins if "--hash=sha256:" not in p] == [], lock.name


def test_yaml_data_is_plain() -> None:
    for path in tracked():
        if path.suffix in {".yaml", ".yml"}:
            yaml.safe_load(path.read_text("utf-8"))
