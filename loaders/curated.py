"""What decisions changed, listed for people: nodes, relations and mentions, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final, Literal

from graph_schema.model import Decision, Document, Edge, Node, Referent, Task
from graph_schema.store.base import Change
from loaders.projection import Delta

SHOWN: Final = 200
"""Nodes, relations and mentions listed one by one in a report; their totals count all."""

What = Literal["appears", "changes", "goes"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record before and after, as text; None is unknown."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A document, body or task: ``what`` happens to it. ``now`` is the id that answers for one that goes."""

    id: str
    kind: str
    label: str
    what: What
    fields: tuple[FieldChange, ...]
    now: str | None


@dataclass(frozen=True, slots=True)
class EdgeChange:
    """A relation: ``what`` happens to it."""

    id: str
    from_: str
    to: str
    type: str
    what: What
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class MentionChange:
    """What a source names at ``start`` was ``before`` and is ``after`` this document (None: left open)."""

    source: str
    start: int | None
    before: str | None
    after: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class CurationReport:
    """What decisions changed, or in a dry run would change. ``taken`` are the decisions that hold now, ``known`` those
    that held already, ``replaced`` those set aside, ``undone`` those taken back."""

    version: int
    dry_run: bool
    taken: tuple[Decision, ...]
    known: tuple[str, ...]
    replaced: tuple[str, ...]
    undone: tuple[Decision, ...]
    nodes: tuple[NodeChange, ...]
    edges: tuple[EdgeChange, ...]
    mentions: tuple[MentionChange, ...]
    nodes_total: int
    edges_total: int
    mentions_total: int

    @property
    def unchanged(self) -> bool:
        """Whether nothing was taken or undone."""
        return not self.taken and not self.undone


@dataclass(frozen=True, slots=True)
class Altered:
    """Decisions to take and to undo at once, and the ids of those that hold already. Those ``waiting`` may be taken
    although what they name is not there."""

    taken: tuple[Decision, ...] = ()
    undone: tuple[Decision, ...] = ()
    known: tuple[str, ...] = ()
    waiting: frozenset[str] = frozenset()


def told(change: Change, altered: Altered, delta: Delta) -> CurationReport:
    """What it came to, listed."""
    nodes = sorted((i for i, (a, b) in delta.nodes.items() if a != b))
    edges = sorted((i for i, (a, b) in delta.edges.items() if a != b))
    mentions = sorted(((r.source, r.n), (r, now)) for r, now in delta.referents if r.document != now.document)
    older = change.aliases(nodes)
    taken = {d.id: d for d in change.decisions_at([d.id for d in altered.taken])}
    return CurationReport(
        version=change.version,
        dry_run=False,
        taken=tuple(taken[d.id] for d in altered.taken),
        known=altered.known,
        replaced=tuple(d.replaces for d in altered.taken if d.replaces),
        undone=altered.undone,
        nodes=tuple(_node_change(i, *delta.nodes[i], older.get(i, ())) for i in nodes[:SHOWN]),
        edges=tuple(_edge_change(i, *delta.edges[i]) for i in edges[:SHOWN]),
        mentions=tuple(_mention_change(*pair) for _, pair in mentions[:SHOWN]),
        nodes_total=len(nodes),
        edges_total=len(edges),
        mentions_total=len(mentions),
    )


def _what(before: object | None, after: object | None) -> What:
    return "appears" if before is None else "goes" if after is None else "changes"


def _node_change(id: str, before: Node | None, after: Node | None, older: Sequence[str]) -> NodeChange:
    node = after or before
    kind = node.kind if isinstance(node, Document) else "task" if isinstance(node, Task) else "body"
    label = (node.symbol or node.title) if isinstance(node, Document) else node.text if isinstance(node, Task) else None
    name = label or getattr(node, "name", None) or id
    now = older[0] if after is None and len(older) == 1 else None
    return NodeChange(id, kind, name, _what(before, after), _changed(before, after), now)


def _edge_change(id: str, before: Edge | None, after: Edge | None) -> EdgeChange:
    edge = after or before
    assert edge is not None
    return EdgeChange(id, edge.subject, edge.object, edge.type.value, _what(before, after), _changed(before, after))


def _mention_change(before: Referent, after: Referent) -> MentionChange:
    return MentionChange(after.source, after.start, before.document, after.document, after.why)


def _changed(before: object | None, after: object | None) -> tuple[FieldChange, ...]:
    """The fields that differ; none for a record that appears or goes as a whole."""
    if before is None or after is None:
        return ()
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(before))  # type: ignore[arg-type]
    return tuple(FieldChange(name, _told(a), _told(b)) for name, a, b in pairs if a != b)


def _told(value: object) -> str | None:
    """A field's value as text."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return "; ".join(str(_conflict_told(x)) for x in value)
    return str(value)


def _conflict_told(value: object) -> object:
    said: Iterable[tuple[str, int]] = getattr(value, "values", ())
    field = getattr(value, "field", None)
    return f"{field}: {', '.join(f'{v} ({n})' for v, n in said)}" if field else value
