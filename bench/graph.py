"""Run every measure and print one table: ``python -m bench.graph [--million]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

SIZES = (10_000, 200_000)
MEASURES = (
    ("asking", "traversal"),
    ("asking", "questions"),
    ("memory", "ours"),
    ("memory", "in_networkx"),
)
FLOW = {10_000: 1_000, 200_000: 4_000}
"""The whole flow is measured on fewer sources: see the table's last rows."""
AIMS = {"hub_to_networkx": 0.6, "second_to_networkx": 2.0, "load_to_bare": 0.3}
OUT = Path(__file__).parent / "out"

Cell = Callable[[dict[str, float]], str]
Row = tuple[str, Cell, str]


def ms(key: str) -> Cell:
    """A time in milliseconds with two figures that count."""
    return lambda r: f"{r[key]:,.2f} ms" if r[key] < 10 else f"{r[key]:,.0f} ms"


def number(key: str, unit: str = "") -> Cell:
    """A whole number."""
    return lambda r: f"{r[key]:,.0f}{unit}"


def ratio(key: str) -> Cell:
    """A share of the peer's time or speed."""
    return lambda r: f"**{r[key]:.2f}**"


def two(first: str, second: str) -> Cell:
    """p50 / p99."""
    return lambda r: f"{r[first]:.1f} / {r[second]:.1f} ms"


ROWS: tuple[Row, ...] = (
    ("edges between documents", number("edges"), ""),
    ("file", number("file_mb", " MB"), ""),
    ("hub: documents that rest on it", number("hub_reached"), ""),
    ("hub: counts by distance, level, body, type", ms("hub_reach_ms"), ""),
    ("hub: the whole `impact` answer", ms("hub_impact_ms"), ""),
    ("hub: networkx `descendants`, warm", ms("hub_networkx_ms"), ""),
    ("hub: networkx `descendants`, first", ms("hub_networkx_first_ms"), ""),
    ("hub: igraph `subcomponent`", ms("hub_igraph_ms"), ""),
    ("hub: counts / networkx warm", ratio("hub_to_networkx"), "at most 0.6"),
    ("second: documents that rest on it", number("second_reached"), ""),
    ("second: counts by distance, level, body, type", ms("second_reach_ms"), ""),
    ("second: the whole `impact` answer", ms("second_impact_ms"), ""),
    ("second: networkx `descendants`, warm", ms("second_networkx_ms"), ""),
    ("second: igraph `subcomponent`", ms("second_igraph_ms"), ""),
    ("second: counts / networkx warm", ratio("second_to_networkx"), "at most 2"),
    ("`resolve` symbol and date, p50 / p99", two("resolve_p50_ms", "resolve_p99_ms"), ""),
    ("`resolve` title words, p50 / p99", two("resolve_words_p50_ms", "resolve_words_p99_ms"), ""),
    ("`implementers`, p50 / p99", two("implementers_p50_ms", "implementers_p99_ms"), ""),
    ("`implementers --transitive`, p50 / p99", two("implementers_all_p50_ms", "implementers_all_p99_ms"), ""),
    ("records put", number("rows"), ""),
    ("records put per second", number("load_rows_per_s"), ""),
    ("bare `executemany` of the same, per second", number("bare_rows_per_s"), ""),
    ("put / bare", ratio("load_to_bare"), "at least 0.3"),
    ("peak memory: answering from the file", number("ours_mb", " MB"), ""),
    ("peak memory: the edges in networkx", number("networkx_mb", " MB"), ""),
    ("memory a load adds", number("load_added_mb", " MB"), ""),
    ("whole flow: sources loaded", number("pipeline_sources"), ""),
    ("whole flow: sources per second", number("pipeline_sources_per_s"), ""),
    ("whole flow: the same again, per second", number("pipeline_again_per_s"), ""),
)


def measure(module: str, name: str, size: int, folder: Path) -> dict[str, float]:
    """One measure in a fresh process."""
    print(f"  {module}: {name} at {size:,} ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", f"bench.{module}", name, str(size), str(folder)]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def all_of(size: int) -> dict[str, float]:
    """Every measure at one size, on a graph that is made for it and thrown away."""
    with tempfile.TemporaryDirectory(prefix="directive-graph-bench-") as place:
        folder = Path(place)
        figures = measure("loading", "loading", size, folder)
        for module, name in MEASURES:
            figures |= measure(module, name, size, folder)
        if size in FLOW:
            figures |= measure("loading", "pipeline", FLOW[size], folder) | {"pipeline_sources": FLOW[size]}
    return figures


def table(results: dict[int, dict[str, float]], rows: Sequence[Row] = ROWS) -> str:
    """The figures as a Markdown table, aligned so that it reads in a terminal too."""
    lines = [["", *(f"{size:,} documents" for size in results), "aim (200,000)"]]
    for label, cell, aim in rows:
        lines.append([label, *(_cell(cell, r) for r in results.values()), aim])
    return grid(lines)


def grid(lines: Sequence[Sequence[str]]) -> str:
    """Cells as a Markdown table; the first line is its head."""
    widths = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    rule = [["-" * widths[0], *("-" * (w - 1) + ":" for w in widths[1:-1]), "-" * widths[-1]]]
    return "\n".join(_line(line, widths) for line in [lines[0], *rule, *lines[1:]])


def _cell(cell: Cell, figures: dict[str, float]) -> str:
    try:
        return cell(figures)
    except KeyError:
        return "–"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *middle, last = (c.rjust(w) for c, w in zip(cells, widths, strict=True))
    return "| " + " | ".join([first.lstrip().ljust(widths[0]), *middle, last.lstrip().ljust(widths[-1])]) + " |"


def machine() -> str:
    """What a reader must know to compare: cores, memory, Python, engine."""
    import apsw

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return (
        f"{date.today().isoformat()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {apsw.sqlite_lib_version()}"
    )


def main() -> None:
    """Measure, print, and keep a copy under bench/out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--million", action="store_true", help="measure at 1,000,000 documents too (about 15 minutes)")
    parser.add_argument("--sizes", type=int, nargs="+", default=None, help="other sizes, for a quick look")
    asked = parser.parse_args()
    sizes = asked.sizes or [*SIZES, *([1_000_000] if asked.million else [])]
    results = {size: all_of(size) for size in sizes}
    missed = [
        f"Missed: {key} is {results[200_000][key]:.2f}, aimed at {aim}."
        for key, aim in AIMS.items()
        if 200_000 in results and (results[200_000][key] > aim) != (key == "load_to_bare")
    ]
    text = "\n".join([machine(), "", table(results), *missed, ""])
    print(text)
    OUT.mkdir(exist_ok=True)
    (OUT / "table.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
