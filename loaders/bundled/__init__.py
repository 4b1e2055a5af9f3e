"""The data that comes with the project: a registry of documents and relations, and two articles written for it."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_ABOUT = "bài minh họa của directive-graph"


def tables() -> list[Path]:
    """The registry: directives.csv and relations.csv."""
    return [_HERE / "directives.csv", _HERE / "relations.csv"]


def articles() -> list[tuple[str, str, dict[str, str]]]:
    """(name, text, metadata) of each bundled article: true facts in words of our own, and said to be so."""
    return [
        (path.stem, path.read_text("utf-8"), {"title": f"{_title(path)} ({_ABOUT})", "publisher": _ABOUT})
        for path in sorted((_HERE / "articles").glob("*.txt"))
    ]


def _title(path: Path) -> str:
    return path.read_text("utf-8").partition("\n")[0].strip()
