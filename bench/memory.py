"""How much memory answering takes, each way in a process that holds nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.measure import HUB_FILE, Result, peak_mb, print_one_of
from graph_schema.model import Edge
from graph_schema.store import open_store
from graph_schema.store.base import Graph
from graph_schema.vocabulary import load
from queries.impact import impact
from queries.resolve import resolve


def ours(size: int, folder: Path) -> Result:
    """A process that answers from the file."""
    with open_store(str(folder / "graph.sqlite")).read() as graph:
        impact(graph, _hub(folder), load(), budget_ms=10_000)
        resolve(graph, "18-NQ/TW", load())
    return {"ours_mb": peak_mb()}


def in_networkx(size: int, folder: Path) -> Result:
    """A process that holds the edges as a networkx graph, with the ids alone."""
    import networkx as nx

    with open_store(str(folder / "graph.sqlite")).read() as graph:
        digraph: nx.DiGraph[str] = nx.DiGraph(_pairs(graph))
        nx.descendants(digraph, _hub(folder))
    return {"networkx_mb": peak_mb()}


def _hub(folder: Path) -> str:
    return (folder / HUB_FILE).read_text("utf-8")


def _pairs(graph: Graph) -> Iterator[tuple[str, str]]:
    return ((e.object, e.subject) for e in graph.records(Edge))


if __name__ == "__main__":
    print_one_of(ours, in_networkx)
