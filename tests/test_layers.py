"""Who may know whom: read from the syntax trees, so that a wrong import fails before it is ever run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("graph_schema", "loaders", "queries", "service")
ENGINES = ("graph_schema/store/sqlite", "graph_schema/store/neo4j")

MAY_IMPORT = [
    # layer, what it may import of ours, why
    ("graph_schema", {"graph_schema"}, "what exists knows nothing of how it is read or asked"),
    ("loaders", {"graph_schema", "loaders"}, "reading never asks questions"),
    ("queries", {"graph_schema", "queries"}, "questions never read sources"),
    ("service", {"graph_schema", "loaders", "queries", "service"}, "the top sees everything below"),
]

ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv"}

# SQL as it would stand in a string literal; prose rarely holds these pairs in capitals.
SQL = re.compile(
    r"\b(SELECT\b.{1,400}\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|"
    r"(CREATE|DROP)\s+(TEMP\s+)?(TABLE|INDEX|VIRTUAL|VIEW|TRIGGER)|PRAGMA\s+\w+|BEGIN\s+IMMEDIATE)\b",
    re.DOTALL,
)


def modules(layer: str) -> list[Path]:
    return sorted((ROOT / layer).rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of every imported module, wherever in the file the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every string literal with its line, f-strings by their fixed parts; docstrings are prose and left out."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@pytest.mark.parametrize(("layer", "allowed", "why"), MAY_IMPORT, ids=[row[0] for row in MAY_IMPORT])
def test_imports_point_one_way(layer: str, allowed: set[str], why: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(layer)
        for name in imported(parse(path))
        if name.startswith(".") or (name.split(".")[0] in LAYERS and name.split(".")[0] not in allowed)
    ]
    assert wrong == [], why


@pytest.mark.parametrize("layer", LAYERS[:3])
def test_only_the_service_reads_the_environment(layer: str) -> None:
    wrong = []
    for path in modules(layer):
        for node in ast.walk(parse(path)):
            names = (
                {node.attr}
                if isinstance(node, ast.Attribute)
                else {alias.name for alias in node.names}
                if isinstance(node, ast.ImportFrom)
                else set()
            )
            wrong += [f"{path.relative_to(ROOT)}: {name}" for name in sorted(names & ENVIRONMENT)]
    assert wrong == []


@pytest.mark.parametrize("layer", LAYERS)
def test_query_text_lives_in_an_engine_alone(layer: str) -> None:
    outside = [p for p in modules(layer) if not p.relative_to(ROOT).as_posix().startswith(ENGINES)]
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}"
        for path in outside
        for line, text in strings(parse(path))
        if SQL.search(text)
    ]
    drivers = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in outside
        for name in imported(parse(path))
        if name.split(".")[0] in {"apsw", "sqlite3", "neo4j"}
    ]
    assert wrong + drivers == []


@pytest.mark.parametrize(
    ("text", "found", "why"),
    [
        ("SELECT id FROM node WHERE key = ?", True, "a read"),
        ("INSERT OR IGNORE INTO edge VALUES (?, ?)", True, "a write with a conflict clause"),
        ("PRAGMA journal_mode = WAL", True, "engine settings count as engine knowledge"),
        ("Select one from the list", False, "prose is no query"),
        ("DELETE the source, then load it again", False, "capitals alone are no query"),
    ],
)
def test_the_sql_pattern_itself(text: str, found: bool, why: str) -> None:
    assert bool(SQL.search(text)) is found, why
