"""Holds an answer and the rows of its peer to be the same: else the comparison would be with something cheaper."""

from __future__ import annotations

from collections import Counter
from typing import Any

from graph_schema.store.base import Reach
from queries.impact import ImpactAnswer
from queries.implementers import ImplementersAnswer
from queries.resolve import ResolveAnswer
from queries.shapes import Count, GraphAnswer


def same_counts(answer: Reach, rows: list[list[Any]]) -> None:
    """Every cell."""
    assert answer.cells == {(d, tuple(values)): n for d, *values, n in rows}
    assert answer.complete


def same_implementers(answer: ImplementersAnswer, rows: list[Any]) -> None:
    """The root, totals and facets, the page in order with its edges and sources, the names of bodies, open claims."""
    root, every, items, bodies, open_claims = rows
    assert answer.root.id == root["id"]
    assert answer.total == len(every)
    assert answer.inferred == sum(not outright for _, outright, *_ in every)
    for n, name in enumerate(("kind", "type", "body", "place", "level"), 2):
        assert _counts(answer.facets[name]) == Counter(row[n] for row in every), name
    assert [i.node.id for i in answer.items] == [node["id"] for node, _, _ in items]
    assert [i.edges for i in answer.items] == [(edge["id"],) for _, edge, _ in items]
    assert [{s.id for s in i.stated_by} for i in answer.items] == [{s["id"] for s in said} for _, _, said in items]
    assert {c.label for c in answer.facets["body"] if c.value} == {body["name"] for body in bodies}
    assert answer.possible_total == len(open_claims)


def same_lineage(answer: GraphAnswer, rows: list[Any]) -> None:
    """Every node at its distance, every edge between them, and every layer's total."""
    root, above, out, below, into, *cut = rows
    ups, downs = {n["id"]: d for n, d in above}, {} if cut else {n["id"]: d for n, d in below}
    edges = {e["id"]: e for e in out}
    if cut:
        exact = {id: d for d, _, ids in cut[0] for id in ids}
        downs = {n["id"]: exact[n["id"]] for n in below if n["id"] in exact}
        edges |= {e["id"]: e for _, _, shown in into for e in shown}
        assert [x.total for x in answer.layers if x.direction == "down"] == [n for _, n, _ in sorted(cut[0])]
    else:
        edges |= {e["id"]: e for e in into}
    assert {p.node.id: p.distance for p in answer.nodes} == downs | ups | {root["id"]: 0}
    shown = {p.node.id for p in answer.nodes}
    assert {e.id for e in answer.edges} == {i for i, e in edges.items() if {e["subject"], e["object"]} <= shown}
    assert (answer.partial is not None) == bool(cut)


def same_impact(answer: ImpactAnswer, rows: list[Any]) -> None:
    """Counts, the page in order with its own edges and their sources, reasons."""
    cells, root, every, items, bodies, reasons = rows
    assert answer.root.id == root["id"]
    assert answer.total == sum(cell[-1] for cell in cells)
    for n, name in enumerate(("kind", "level", "body", "type"), 1):
        sums: Counter[str | None] = Counter()
        for cell in cells:
            sums[cell[n]] += cell[-1]
        assert _counts(answer.counts[name]) == sums, name
    assert {c.label for c in answer.counts["body"] if c.value} == {body["name"] for body in bodies}
    assert [i.node.id for i in answer.nodes] == [node["id"] for node, _ in items]
    distances = dict(every)
    assert [i.distance for i in answer.nodes] == [distances[node["id"]] for node, _ in items]
    for item, (_, edges) in zip(answer.nodes, items, strict=True):
        said = {edge["id"]: {s["id"] for s in sources} for edge, sources in edges}
        assert {s.id for s in item.stated_by} == said[item.edges[0]]
    assert {r.type: r.count for r in answer.reasons} == dict(reasons)


def same_resolve(answer: ResolveAnswer, rows: list[Any]) -> None:
    """What fits is among the documents looked at, each with somebody who speaks of it."""
    named, documents = rows
    known = {document["id"] for document, referents in documents if referents}
    assert named is None
    assert answer.candidates
    assert {c.document.id for c in answer.candidates} <= known


def _counts(counts: tuple[Count, ...]) -> dict[str | None, int]:
    return {c.value: c.count for c in counts}
