"""How hard each document is hit when another is replaced, repealed, amended or ends.

- **loses its basis**: it rests on the document, and on nothing else that is known here and in force. When a document is
  replaced its successor may take its place, so this is said of what rests on it directly; when it is repealed or ends,
  also of everything that only stood on what fell. What amends a document falls with it.
- **must be reviewed**: it rests on the document, and also on something that stays; or the document is only amended; or
  it stands farther away from one that is replaced.
- **only cites**: it cites or reviews the document.
- **already revised**: by the day of the change it was itself replaced or repealed, or it rests on what replaced the
  document.

"Rests on" follows the families asked for.
"""

from __future__ import annotations

import time
from collections.abc import Container, Mapping, Sequence, Set
from dataclasses import dataclass

from graph_schema.model import Edge, EdgeType, Node
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries.as_of import chunks
from queries.force import ENDING, forces
from queries.walk import Traversable

CHANGES = ("replace", "repeal", "amend", "end")
LOSES, REVIEW, CITES, REVISED = "loses-basis", "must-review", "only-cites", "already-revised"

_BESIDE = (EdgeType.AMENDS, EdgeType.CITES, EdgeType.REVIEWS)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """Everything in relation to a document. ``way`` is each item's edge on a shortest path; ``bases`` what it rests on
    beside what is hit."""

    nodes: Mapping[str, Node]
    distances: Mapping[str, int]
    way: Mapping[str, Edge]
    bases: Mapping[str, tuple[str, ...]]
    severity: Mapping[str, str]
    revised: Mapping[str, tuple[str, ...]]


def hit_by(
    graph: Graph,
    seen: Traversable,
    root: str,
    hop: Hop,
    layers: Sequence[Sequence[str]],
    change: str,
    day: str | None,
    deadline: float,
    v: Vocabulary,
) -> tuple[Hit, bool]:
    """Everything in relation to ``root``, of which ``layers`` rest on it, with severities; and whether time sufficed to
    look at all of it."""
    distances = {i: n for n, layer in enumerate(layers, 1) for i in layer}
    up: dict[str, list[Edge]] = {}
    for chunk in chunks(distances, _CHUNK):
        if time.monotonic() >= deadline:
            break
        up |= {i: [] for i in chunk}
        back = Hop("out", hop.types, hop.min_confidence, hop.stated, drafts=True)
        for edge in seen.step(chunk, back).edges:
            up[edge.subject].append(edge)
    everyone = distances.keys() | {root}
    complete = len(up) == len(distances)
    distances = {i: distances[i] for i in up}  # what was not looked at is left out: nothing is known of its other bases
    way = {i: e for i in up if (e := _nearest(i, up[i], distances, root))}
    beside: dict[str, Edge] = {}
    near = seen.step([root], Hop("in", _BESIDE, hop.min_confidence, hop.stated)).edges
    for edge in sorted(near, key=lambda e: (_BESIDE.index(e.type), e.subject)):
        if edge.subject not in everyone:
            beside.setdefault(edge.subject, edge)
    nodes = graph.nodes(sorted({*distances, *beside}))
    ended = _ended(graph, nodes, day, v)
    revised = (_moved(graph, root, up) if change == "replace" else {}) | ended
    bases = _bases(graph, everyone, up, day, v)
    standing = _standing(up, bases, ended)
    severity = {i: _rested(distances[i], i in standing, change) for i in distances if i in nodes}
    for i, edge in beside.items():
        amending = edge.type is EdgeType.AMENDS
        severity[i] = CITES if not amending else REVIEW if change == "amend" else LOSES
    severity |= {i: REVISED for i in revised if severity.get(i) in (LOSES, REVIEW)}
    whole = Hit(nodes, distances | dict.fromkeys(beside, 1), way | beside, bases, severity, revised)
    return whole, complete


def _bases(
    graph: Graph, hit: Set[str], up: Mapping[str, Sequence[Edge]], day: str | None, v: Vocabulary
) -> dict[str, tuple[str, ...]]:
    """What each item rests on that is not hit itself, and not ended by the day."""
    others = {i: {e.object for e in edges} - hit for i, edges in up.items()}
    ended = _ended(graph, graph.nodes(sorted(set().union(*others.values()))), day, v)
    return {i: tuple(sorted(found - ended.keys())) for i, found in others.items()}


def _ended(graph: Graph, nodes: Mapping[str, Node], day: str | None, v: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Those that were replaced or repealed by the day, with what did it."""
    found: dict[str, tuple[str, ...]] = {}
    for chunk in chunks(nodes, _CHUNK):
        touched = {e.object for e in graph.step(chunk, Hop("in", ENDING)).edges}
        for force in forces(graph, [nodes[i] for i in sorted(touched)], v, as_of=day):
            if force.why in ("replaced", "repealed"):
                found[force.id] = tuple(by.id for by in force.by if not by.in_part)
    return found


def _rested(distance: int, stands: bool, change: str) -> str:
    if change == "amend" or stands or (change == "replace" and distance > 1):
        return REVIEW
    return LOSES


def _nearest(id: str, edges: Sequence[Edge], distances: Mapping[str, int], root: str) -> Edge | None:
    """The first edge that leads one hop nearer to the root: steps come best supported first."""
    return next((e for e in edges if (0 if e.object == root else distances.get(e.object)) == distances[id] - 1), None)


def _standing(
    up: Mapping[str, Sequence[Edge]], bases: Mapping[str, tuple[str, ...]], ended: Container[str]
) -> set[str]:
    """What still stands when the root is gone: it rests on something outside, or on something that stands. What has
    ended itself holds nothing up any more."""
    below: dict[str, list[str]] = {}
    for id, edges in up.items():
        for edge in edges:
            below.setdefault(edge.object, []).append(id)
    standing = {i for i, others in bases.items() if others}
    queue = sorted(standing)
    while queue:
        holding = queue.pop()
        fresh = [i for i in below.get(holding, ()) if i not in standing and holding not in ended]
        standing.update(fresh)
        queue += fresh
    return standing


def _moved(graph: Graph, root: str, up: Mapping[str, Sequence[Edge]]) -> dict[str, tuple[str, ...]]:
    """What rests on the root's successor already, with the successor."""
    successors = {e.subject for e in graph.step([root], Hop("in", (EdgeType.REPLACES,))).edges}
    found = {id: tuple(sorted({e.object for e in edges} & successors)) for id, edges in up.items()}
    return {id: onto for id, onto in found.items() if onto}
