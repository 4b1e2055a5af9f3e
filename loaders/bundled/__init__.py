"""The data that comes with the project: a registry of documents and relations, and two articles written for it."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def tables() -> list[Path]:
    """The registry: directives.csv and relations.csv."""
    return [_HERE / "directives.csv", _HERE / "relations.csv"]


def articles() -> list[tuple[str, str, dict[str, str]]]:
    """(name, text, metadata) of each bundled article."""
    return [(p.stem, p.read_text("utf-8"), {"publisher": "directive-graph"}) for p in sorted((_HERE / "articles").glob("*.txt"))]
