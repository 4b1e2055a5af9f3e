"""Questions on both engines beside the same rows in hand-written Cypher: in turns, about the same documents."""

from __future__ import annotations

import itertools
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import neo4j

from bench.agreeing import same_counts, same_impact, same_implementers, same_lineage, same_resolve
from bench.filling import server, stored
from bench.generate import Generated
from bench.measure import Result, print_one_of, timed
from bench.peers import Peer
from graph_schema.model import EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Facet, Graph, Hop, Store
from graph_schema.vocabulary import load
from queries.fitting import clusters_of
from queries.impact import impact
from queries.implementers import implementers
from queries.lineage import lineage
from queries.parameters import Parameters, apply
from queries.question import parse_question
from queries.resolve import resolve

DRAWN = 40
"""Documents drawn at random among those that others implement."""
ROUNDS, ROUNDS_OF_ONE = 5, 25
WARM = 20
"""Turns before those that count: a server compiles what it is asked often."""
DOWN = Hop("in", (EdgeType.IMPLEMENTS, EdgeType.GUIDES, EdgeType.BASED_ON))
FACETS: tuple[Facet, ...] = ("kind", "level", "body", "type")
LONG_MS = 10_000


@dataclass(frozen=True)
class Question:
    """A question about a document; the same by hand; and what holds an answer and the rows to be the same."""

    name: str
    ours: Callable[[Graph, str], Any]
    raw: Callable[[Peer, str], list[Any]]
    check: Callable[[Any, list[Any]], None]


def asking(size: int, folder: Path) -> Result:
    """Medians of every question for the hub, the second root and documents drawn at random."""
    made = Generated(size)
    implemented = sorted({link.object for link in made.links if link.type in DOWN.types[:2]})
    places = random.Random(7).sample(implemented, DRAWN)
    roots = {"hub": [made.hub], "second": [made.second], "drawn": [made.ids[i] for i in places]}
    out: Result = {}
    with _contenders(folder) as (embedded, ours, peer):
        for question, (root, ids) in itertools.product((COUNTS, IMPLEMENTERS, LINEAGE, IMPACT), roots.items()):
            out |= _race(f"{root}_{question.name}", question, ids, embedded, ours, peer)
        out |= _race("drawn_resolve", _resolving(made, places), roots["drawn"], embedded, ours, peer)
        for root, ids in roots.items():
            out[f"{root}_reached"] = statistics.median(sum(row[-1] for row in peer.counts(id)) for id in ids)
    return out


def _counts(graph: Graph, id: str) -> Any:
    return graph.reach(id, DOWN, depth=20, facets=FACETS)


COUNTS = Question("counts", _counts, Peer.counts, same_counts)
IMPLEMENTERS = Question(
    "implementers",
    lambda graph, id: implementers(graph, id, load(), budget_ms=LONG_MS),
    Peer.implementers,
    same_implementers,
)
LINEAGE = Question(
    "lineage", lambda graph, id: lineage(graph, id, load(), budget_ms=LONG_MS), Peer.lineage, same_lineage
)
IMPACT = Question("impact", lambda graph, id: impact(graph, id, load(), budget_ms=LONG_MS), Peer.impact, same_impact)


def _resolving(made: Generated, places: Sequence[int]) -> Question:
    """By symbol and date. The clusters these mean are found by us for both sides."""
    said = {made.ids[i]: (made.facts(i).symbol or "", Parameters(date=made.facts(i).dates[0])) for i in places}
    clusters = {id: _clusters(text, known) for id, (text, known) in said.items()}
    return Question(
        "resolve",
        lambda graph, id: resolve(graph, said[id][0], load(), said[id][1]),
        lambda peer, id: peer.resolve(said[id][0], clusters[id]),
        same_resolve,
    )


def _clusters(text: str, known: Parameters) -> list[str]:
    return sorted(clusters_of(apply(parse_question(text, load()), known, load()).facts, load()))


@contextmanager
def _contenders(folder: Path) -> Iterator[tuple[Store, Store, Peer]]:
    place, ours, embedded = server(), stored(), open_store(str(folder / "graph.sqlite"))
    with (
        place.driver() as driver,
        driver.session(database=place.database, default_access_mode=neo4j.READ_ACCESS) as session,
    ):
        yield embedded, ours, Peer(session)
    ours.close()
    embedded.close()


def _race(name: str, question: Question, ids: list[str], embedded: Store, ours: Store, peer: Peer) -> Result:
    """Medians over all turns but the first ones, once everybody was found to say the same."""
    for id in ids:
        answer = _answer(ours, question, id)
        assert answer == _answer(embedded, question, id), (question.name, id)
        question.check(answer, question.raw(peer, id))
    contenders: dict[str, Callable[[str], Any]] = {
        "embedded": partial(_answer, embedded, question),
        "ours": partial(_answer, ours, question),
        "raw": partial(question.raw, peer),
    }
    times: dict[str, list[float]] = {key: [] for key in contenders}
    orders = itertools.cycle(itertools.permutations(contenders))  # who asks second finds the server's caches warm
    warm = itertools.islice(itertools.cycle(ids), WARM)
    for id in (*warm, *(ids * (ROUNDS_OF_ONE if len(ids) == 1 else ROUNDS))):
        for key in next(orders):
            times[key].append(timed(partial(contenders[key], id)))
    times = {key: spent[WARM:] for key, spent in times.items()}
    out = {f"{name}_{key}_ms": statistics.median(spent) for key, spent in times.items()}
    return out | {f"{name}_to_raw": out[f"{name}_ours_ms"] / out[f"{name}_raw_ms"]}


def _answer(store: Store, question: Question, id: str) -> Any:
    with store.read() as graph:
        return question.ours(graph, id)


if __name__ == "__main__":
    print_one_of(asking)
