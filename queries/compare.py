"""Two documents, or two bodies, side by side: their facts, what they share, and what only one of them has."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, IssuingBody, Node, Task
from graph_schema.store.base import Filters, Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.dates import written_span
from queries.force import forces
from queries.issued import lag_of
from queries.labels import label
from queries.lag import LagSummary, summary
from queries.locate import node_of
from queries.reached import is_draft
from queries.shapes import NodeShape, Partial, node_shape

_DOCUMENT_FACTS = ("symbol", "type", "number", "organ", "body", "place", "date", "term", "title", "level", "system")
_BODY_FACTS = ("name", "organ", "level", "system", "place", "parent", "valid_from", "valid_to", "succeeded_by")
_SPREADS = ("level", "place", "type")


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of both, None where unknown; ``same`` is None when either is unknown."""

    field: str
    a: str | None
    b: str | None
    same: bool | None


@dataclass(frozen=True, slots=True)
class Share:
    """One value of a facet: how many have it on both sides, on the first alone, on the second alone."""

    value: str | None
    label: str | None
    both: int
    only_a: int
    only_b: int


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """``of`` is documents or bodies. Two documents share what carries both out; two bodies share the directives that
    documents of both carry out. Lists are cut, ``totals`` (both, only_a, only_b) are not. Lags: of the documents
    behind each directive; of each body's documents behind what they carry out."""

    of: str
    a: NodeShape
    b: NodeShape
    facts: tuple[Fact, ...]
    both: tuple[NodeShape, ...]
    only_a: tuple[NodeShape, ...]
    only_b: tuple[NodeShape, ...]
    totals: Mapping[str, int]
    spread: Mapping[str, tuple[Share, ...]]
    lag_a: LagSummary
    lag_b: LagSummary
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class _Side:
    """What one of the two has, its lags, and whether all of it was looked at."""

    ids: tuple[str, ...]
    lags: tuple[int, ...]
    whole: bool


def compare(
    graph: Graph,
    a: str,
    b: str,
    vocabulary: Vocabulary,
    *,
    transitive: bool = False,
    family: str = "implementation",
    stated: bool = False,
    min_confidence: float | None = None,
    budget_ms: int | None = None,
) -> CompareAnswer:
    """Two documents or two bodies, by id. ``transitive`` also compares what carries them out through others. Raises
    InvalidQuestion (two of different kinds, or one twice), UnknownId, GoneId, MovedId."""
    types = limits.edge_types(family, vocabulary)
    sure = limits.share("min_confidence", min_confidence)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    first, second = node_of(graph, a), node_of(graph, b)
    if type(first) is not type(second) or isinstance(first, Task) or a == b:
        raise InvalidQuestion(
            f"{a!r} and {b!r} cannot be set side by side. Name two different documents, or two different bodies.",
            parameter="b",
        )
    names: tuple[str, ...] = _DOCUMENT_FACTS
    if isinstance(first, IssuingBody):
        names = _BODY_FACTS
        hop = Hop("out", types, sure, stated)
        sides = [_carried_out(graph, n, hop, deadline) for n in (first, second)]
    else:
        hop = Hop("in", types, sure, stated)
        depth = limits.DEPTH.high if transitive else 1
        sides = [_carrying_out(graph, n, hop, depth, deadline) for n in (first, second)]
    left, right = set(sides[0].ids), set(sides[1].ids)
    nodes = graph.nodes(sorted(left | right))
    groups = {"both": left & right, "only_a": left - right, "only_b": right - left}
    shown = {name: _shown(ids, nodes, vocabulary) for name, ids in groups.items()}
    return CompareAnswer(
        of="bodies" if isinstance(first, IssuingBody) else "documents",
        a=node_shape(first, vocabulary),
        b=node_shape(second, vocabulary),
        facts=_facts(graph, first, second, names, vocabulary),
        both=shown["both"],
        only_a=shown["only_a"],
        only_b=shown["only_b"],
        totals={name: len(ids) for name, ids in groups.items()},
        spread={facet: _spread(graph, facet, groups, nodes, vocabulary) for facet in _SPREADS},
        lag_a=summary(sides[0].lags),
        lag_b=summary(sides[1].lags),
        partial=None if all(s.whole for s in sides) else _partial(),
        graph_version=graph.version,
    )


def _carrying_out(graph: Graph, root: Node, hop: Hop, depth: int, deadline: float) -> _Side:
    reach = graph.reach(root.id, hop, depth=depth, ids=True, deadline=deadline)
    ids = tuple(i for layer in reach.ids for i in layer)
    begun = written_span(root.date if isinstance(root, Document) else None)
    lags = [lag_of(begun, n).days for n in graph.nodes(ids).values() if isinstance(n, Document)]
    return _Side(ids, tuple(d for d in lags if d is not None), reach.complete)


def _carried_out(graph: Graph, body: Node, hop: Hop, deadline: float) -> _Side:
    """The directives that the newest documents of a body carry out."""
    issued: list[Document] = []
    after, more = None, True
    while more and len(issued) < limits.MAX_COMPARED and time.monotonic() < deadline:
        page = graph.find((), Filters(body=body.id), limit=limits.MAX_COMPARED, after=after)
        issued += [d for d in page.documents if not is_draft(d)]
        after, more = page.next, page.next is not None
    own = {d.id: d for d in issued}
    edges = graph.step(sorted(own), hop).edges
    above = graph.nodes({e.object for e in edges})
    pairs = [(own[e.subject], n) for e in edges if isinstance(n := above.get(e.object), Document)]
    lags = [lag_of(written_span(n.date), d).days for d, n in pairs]
    return _Side(tuple(sorted(above)), tuple(d for d in lags if d is not None), not more)


def _shown(ids: Collection[str], nodes: Mapping[str, Node], v: Vocabulary) -> tuple[NodeShape, ...]:
    listed = sorted((nodes[i] for i in ids if i in nodes), key=lambda n: (_date(n), n.id))
    return tuple(node_shape(n, v) for n in listed[: limits.MAX_COMPARED])


def _date(node: Node) -> str:
    return (node.date if isinstance(node, Document) else None) or "~"


def _facts(graph: Graph, a: Node, b: Node, names: Sequence[str], v: Vocabulary) -> tuple[Fact, ...]:
    near = graph.names([i for n in (a, b) for f in ("parent", "succeeded_by") if (i := getattr(n, f, None))])
    pairs = [(name, _value(a, name, near, v), _value(b, name, near, v)) for name in names]
    if isinstance(a, Document):
        held = [f.in_force for f in forces(graph, [a, b], v)]
        pairs.append(("in_force", held[0], held[1]))
    return tuple(Fact(name, x, y, x == y if x is not None and y is not None else None) for name, x, y in pairs)


def _value(node: Node, name: str, near: Mapping[str, str], v: Vocabulary) -> str | None:
    value: str | None = getattr(node, name)
    if name == "body" and isinstance(node, Document):
        return node.body_name
    if name in ("parent", "succeeded_by"):
        return label("body", value, v, near)
    return label(name, value, v, near) if name in ("place", "level", "system", "type") else value


def _spread(
    graph: Graph, facet: str, groups: Mapping[str, Collection[str]], nodes: Mapping[str, Node], v: Vocabulary
) -> tuple[Share, ...]:
    found: dict[str | None, dict[str, int]] = {}
    for name, ids in groups.items():
        for id in ids:
            node = nodes.get(id)
            value = getattr(node, facet) if isinstance(node, Document) else None
            row = found.setdefault(value, dict.fromkeys(groups, 0))
            row[name] += 1
    ordered = sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0] is None, item[0] or ""))
    return tuple(Share(value, label(facet, value, v, {}), **row) for value, row in ordered)


def _partial() -> Partial:
    return Partial(
        "budget_ms",
        None,
        f"Not everything was looked at: of a body its newest {limits.MAX_COMPARED} documents or more, of a document "
        f"what time sufficed for. Ask again with a greater budget_ms (at most {limits.BUDGET_MS.high}).",
    )
