"""Both engines side by side, and Neo4j beside Cypher by hand: ``python -m bench.stores [--sizes 10000]``.

A Neo4j server is started for each way of filling it and thrown away. With ``NEO4J_URI`` that server is used instead, if
it is empty: it is emptied again and again.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.graph import OUT, SIZES, Cell, Row, machine, measure, number, ratio, table
from tests.servers.fixtures import claim
from tests.servers.neo4j_server import HEAP, PAGE_CACHE, Server, running

TURNS = {10_000: 3}
"""How often a server is filled each way; once where it takes minutes."""
ROOTS = {"hub": "the hub", "second": "the second root", "drawn": "one of 40 drawn"}
QUESTIONS = {"counts": "impact counts", "implementers": "`implementers`", "lineage": "`lineage`", "impact": "`impact`"}
AIMS = {"counts": 1.5, "implementers": 1.5, "lineage": 1.5}
LOAD_AIM = 0.5

Figures = dict[str, float]


def rows() -> tuple[Row, ...]:
    """The rows of the table."""
    out: list[Row] = [
        ("edges between documents", number("edges"), ""),
        *((f"documents that rest on {name}", number(f"{root}_reached"), "") for root, name in ROOTS.items()),
        ("records put", number("rows"), ""),
        ("load: SQLite, records per second", number("embedded_rows_per_s"), ""),
        ("load: Neo4j, records per second", number("load_rows_per_s"), ""),
        ("load: bare `UNWIND`, records per second", number("bare_rows_per_s"), ""),
        ("load: Neo4j / bare", ratio("load_to_bare"), f"at least {LOAD_AIM}"),
    ]
    for question, words in QUESTIONS.items():
        for root, name in ROOTS.items():
            out += _question(f"{root}_{question}", f"{words} of {name}", AIMS.get(question))
    return (*out, *_question("drawn_resolve", "`resolve` symbol and date", None))


def _question(key: str, words: str, aim: float | None) -> list[Row]:
    return [
        (f"{words}: SQLite / Neo4j / by hand", _three(key), ""),
        (f"{words}: Neo4j / by hand", ratio(f"{key}_to_raw"), f"at most {aim}" if aim else ""),
    ]


def _three(key: str) -> Cell:
    def cell(figures: Figures) -> str:
        times = [figures[f"{key}_{who}_ms"] for who in ("embedded", "ours", "raw")]
        return " / ".join(f"{t:.2f}" if t < 10 else f"{t:.0f}" for t in times) + " ms"

    return cell


def all_of(size: int, said: set[str]) -> Figures:
    """Every measure at one size. What ran is added to ``said``."""
    with tempfile.TemporaryDirectory(prefix="directive-graph-bench-") as place:
        folder = Path(place)
        figures = measure("filling", "embedded", size, folder)
        turns = TURNS.get(size, 1)
        bare: list[Figures] = []
        ours: list[Figures] = []
        for turn in range(turns):
            with served(said):
                bare.append(measure("filling", "bare", size, folder))
            with served(said):
                ours.append(measure("filling", "through", size, folder))
                if turn == turns - 1:
                    figures |= measure("comparing", "asking", size, folder)
        for key in ("rows", "load_rows_per_s"):
            figures[key] = statistics.median(one[key] for one in ours)
        figures["bare_rows_per_s"] = statistics.median(one["bare_rows_per_s"] for one in bare)
        figures["load_to_bare"] = figures["load_rows_per_s"] / figures["bare_rows_per_s"]
        return figures


@contextmanager
def served(said: set[str]) -> Iterator[None]:
    """A server that is told to the measures, which are processes of their own."""
    with running() as server:
        claim(server)
        said.add(_words(server))
        told = {
            "NEO4J_URI": server.uri,
            "NEO4J_USERNAME": server.username,
            "NEO4J_PASSWORD": server.password,
            "NEO4J_DATABASE": server.database,
        }
        before = {name: os.environ.get(name) for name in told}
        os.environ.update(told)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.update({name: value})


def _words(server: Server) -> str:
    memory = f", heap {HEAP}, page cache {PAGE_CACHE}" if server.control else ""
    return f"{server.version}{memory}"


def missed(results: dict[int, Figures]) -> list[str]:
    """A line for every aim that was not met, whatever the size."""
    out = []
    for size, figures in results.items():
        for question, aim in AIMS.items():
            for root, name in ROOTS.items():
                if (share := figures[f"{root}_{question}_to_raw"]) > aim:
                    out.append(
                        f"Missed at {size:,}: {question} of {name} takes {share:.2f} times as long, aimed at {aim}."
                    )
        if figures["load_to_bare"] < LOAD_AIM:
            out.append(f"Missed at {size:,}: loading runs at {figures['load_to_bare']:.2f}, aimed at {LOAD_AIM}.")
    return out


def main() -> None:
    """Measure, print, and keep a copy under bench/out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="other sizes, for a quick look")
    asked = parser.parse_args()
    said: set[str] = set()
    load = os.getloadavg()[0]
    results = {size: all_of(size, said) for size in asked.sizes}
    head = f"{machine()}; {'; '.join(sorted(said))}; load average {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    text = "\n".join([head, "", table(results, rows()), "", *missed(results), ""])
    print(text)
    OUT.mkdir(exist_ok=True)
    (OUT / "stores.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
