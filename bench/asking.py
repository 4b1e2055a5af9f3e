"""How fast questions are answered: traversal beside networkx and igraph, and single look-ups.

Whatever is compared runs in one process, in turns, so that a busy machine slows both sides.
"""

from __future__ import annotations

import gc
import itertools
import random
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import igraph
import networkx as nx

from bench.generate import Generated
from bench.measure import Result, print_one_of, timed
from graph_schema.model import EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Graph, Hop, Store
from graph_schema.vocabulary import load
from queries.impact import impact
from queries.implementers import implementers
from queries.parameters import Parameters
from queries.resolve import resolve

ROUNDS = 9
ASKED = 200
DOWN = Hop("in", (EdgeType.IMPLEMENTS, EdgeType.GUIDES, EdgeType.BASED_ON))


def traversal(size: int, folder: Path) -> Result:
    """Counts over everything that rests on a node, beside networkx and igraph with the same edges in memory."""
    made = Generated(size)
    store = open_store(str(folder / "graph.sqlite"))
    pairs = [(link.object, link.subject) for link in made.links if link.type in DOWN.types]
    digraph: nx.DiGraph[str] = nx.DiGraph((made.ids[a], made.ids[b]) for a, b in pairs)
    dense = igraph.Graph(n=size, edges=pairs, directed=True)
    # Garbage collection leaves out what was built: scanning it mid-measurement would be nobody's cost.
    gc.collect()
    gc.freeze()
    out: Result = {}
    for name, root in (("hub", made.hub), ("second", made.second)):
        contenders: dict[str, Callable[[], int]] = {
            "reach": partial(_counted, store, root),
            "impact": partial(_impact, store, root),
            "networkx": partial(_descendants, digraph, root),
            "igraph": partial(_subcomponent, dense, made.ids.index(root)),
        }
        first = {key: timed(work) for key, work in contenders.items()}
        reached = {work() for work in contenders.values()}
        assert len(reached) == 1, reached
        times: dict[str, list[float]] = {key: [] for key in contenders}
        for _, (key, work) in itertools.product(range(ROUNDS), contenders.items()):
            times[key].append(timed(work))
        out |= {f"{name}_{key}_first_ms": spent for key, spent in first.items()}
        out |= {f"{name}_{key}_ms": statistics.median(spent) for key, spent in times.items()}
        out |= {f"{name}_reached": reached.pop()}
        out |= {f"{name}_to_networkx": out[f"{name}_reach_ms"] / out[f"{name}_networkx_ms"]}
    return out


def _descendants(graph: nx.DiGraph[str], root: str) -> int:
    return len(nx.descendants(graph, root))


def _subcomponent(graph: Any, root: int) -> int:
    return len(graph.subcomponent(root, mode="out")) - 1


def _counted(store: Store, root: str) -> int:
    with store.read() as graph:
        return sum(graph.reach(root, DOWN, depth=8, facets=("level", "body", "type")).cells.values())


def _impact(store: Store, root: str) -> int:
    with store.read() as graph:
        return impact(graph, root, load(), budget_ms=10_000).total


def questions(size: int, folder: Path) -> Result:
    """Single questions about documents drawn at random, each in a snapshot of its own."""
    made = Generated(size)
    store = open_store(str(folder / "graph.sqlite"))
    drawn = random.Random(7).sample(range(size), ASKED)
    asked: dict[str, Callable[[Graph, int], object]] = {
        "resolve": lambda graph, i: resolve(graph, made.facts(i).symbol or "", load(), _known(made, i)),
        "resolve_words": lambda graph, i: resolve(graph, made.facts(i).titles[0], load()),
        "implementers": lambda graph, i: implementers(graph, made.ids[i], load()),
        "implementers_all": lambda graph, i: implementers(graph, made.ids[i], load(), transitive=True),
    }
    times: dict[str, list[float]] = {name: [] for name in asked}
    for i in drawn:
        for name, question in asked.items():
            with store.read() as graph:
                times[name].append(timed(partial(question, graph, i)))
    out: Result = {}
    for name, spent in times.items():
        cuts = statistics.quantiles(spent, n=100, method="inclusive")
        out |= {f"{name}_p50_ms": cuts[49], f"{name}_p99_ms": cuts[98]}
    return out


def _known(made: Generated, i: int) -> Parameters:
    return Parameters(date=made.facts(i).dates[0])


if __name__ == "__main__":
    print_one_of(traversal, questions)
