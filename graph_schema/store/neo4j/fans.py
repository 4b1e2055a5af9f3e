"""A walk from a node with very many edges, read ahead: each level sorted and cut in the server as ``step`` would."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph_schema.model import Edge, Node
from graph_schema.store.base import Hop, Reach
from graph_schema.store.codec import decode_all
from graph_schema.store.neo4j.ahead import LEVELS, records
from graph_schema.store.neo4j.rows import Ask, read_nodes
from graph_schema.store.neo4j.traversal import allowed, arrow, expanded, levelled, whole

MOST: Final = 350
"""How many nodes are met before the reading stops: some more than a drawing shows unless told otherwise."""


@dataclass(slots=True)
class Fan:
    """For each node met and looked behind, its first edges and how many it has; the records of those met; and what
    ``reach`` gives within ``LEVELS`` with the ids among these, for a walk that was cut has to ask for it."""

    steps: dict[str, tuple[tuple[Edge, ...], int]]
    nodes: dict[str, Node]
    reach: Reach


def fan(ask: Ask, id: str, hop: Hop, fanout: int) -> Fan | None:
    """What a walk from a node meets; None when there is no such node."""
    found = ask(_fanned(hop), root=id, confidence=hop.min_confidence, fanout=fanout, most=MOST)
    if not found:
        return None
    steps, met, distances = found[0]
    edges = iter(decode_all(Edge, (text for _, _, texts in steps for text in texts)))
    return Fan(
        {node: (tuple(next(edges) for _ in texts), degree) for node, degree, texts in steps},
        read_nodes(met),
        whole(distances),
    )


@lru_cache(100)
def _fanned(hop: Hop) -> str:
    last = f"seen{LEVELS}"
    return f"""MATCH (f:Entity {{id: $root}}) WITH f, [f] AS front0, [f] AS seen0
        {"".join(_level(n, hop) for n in range(LEVELS + 1))}
        CALL (f, {last}) {{
            CALL (f, {last}) {{ {expanded(hop, LEVELS)} {levelled(f"a IN {last}")} }}
            RETURN collect(row) AS distances
        }}
        RETURN [{" + ".join(f"steps{n}" for n in range(LEVELS + 1))}, {records(last)}, distances] AS row"""


def _level(n: int, hop: Hop) -> str:
    """The edges of the nodes ``front{n}``, and the nodes these lead to, in the order in which a walk meets them. Behind
    the last level the edges alone count: they tell what its nodes hide."""
    steps = f"""
        CALL (front{n}) {{
            UNWIND front{n} AS n
            CALL (n) {{
                MATCH (n){arrow(hop, "r")}(a) WHERE {allowed(hop, "r")}
                WITH r, a ORDER BY r.support DESC, a.id, type(r) RETURN collect([r, a]) AS found
            }}
            WITH n, found ORDER BY n.id
            RETURN collect([n.id, size(found), [x IN found[..$fanout] | x[0].data]]) AS steps{n},
                   collect([x IN found[..$fanout] | x[1]]) AS ends{n}
        }}
        WITH *"""
    following = f"""
        CALL (ends{n}, seen{n}) {{
            UNWIND ends{n} AS ends UNWIND ends AS a WITH a WHERE size(seen{n}) < $most AND NOT a IN seen{n}
            RETURN collect(DISTINCT a) AS new{n}
        }}
        WITH *, new{n}[..$most - size(seen{n})] AS front{n + 1}
        WITH *, seen{n} + front{n + 1} AS seen{n + 1}"""
    return steps + following if n < LEVELS else steps
