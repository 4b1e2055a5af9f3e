"""The shapes of every answer: plain data, the same in HTTP, in ``--json`` on the command line and in exports.

``plain`` turns an answer into JSON-ready data. Unknown is None, never an empty string. Nobody changes a shape. What an
answer holds by the hundred is not frozen all the same: a frozen one takes five times as long to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any

from graph_schema.model import Conflict, Document, Edge, IssuingBody, Node, Source, Task
from graph_schema.vocabulary import Vocabulary

FLAT: Mapping[str, bool] = {"flat": True}
"""Marks a field whose own fields stand in its place in the plain form: ``{**document, "distance": 2}``."""


@dataclass(slots=True)
class BodyRef:
    """A body as it is named inside another answer."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class StatedValue:
    """One value of a field on which sources differ, and how many independent publishers state it."""

    value: str
    publishers: int


@dataclass(frozen=True, slots=True)
class ConflictShape:
    """A field on which sources differ, the value shown first."""

    field: str
    values: tuple[StatedValue, ...]


@dataclass(slots=True)
class DocumentShape:
    """A directive or a plan. A ``back-translated`` title was never the document's own and must be shown as such."""

    id: str
    kind: str
    symbol: str | None
    type: str | None
    number: str | None
    organ: str | None
    body: BodyRef | None
    place: str | None
    place_name: str | None
    date: str | None
    date_precision: str | None
    term: str | None
    title: str | None
    title_status: str | None
    level: str | None
    system: str | None
    status: str | None
    known_by: str
    sources: int
    flags: tuple[str, ...]
    conflicts: tuple[ConflictShape, ...]


@dataclass(frozen=True, slots=True)
class DueShape:
    """When a task is due, in words of its source: ``by`` is the last day in time, ``every`` an ISO 8601 duration for
    what recurs. Both are None where the words leave them open."""

    text: str
    start: int
    end: int
    by: str | None
    every: str | None


@dataclass(frozen=True, slots=True)
class TaskShape:
    """A numbered provision of one source: who gives it to whom, who leads and who takes part, when it is due, and its
    whole text. ``due`` is the latest day of ``dues``."""

    id: str
    kind: str
    ordinal: str
    text: str
    source: str
    start: int
    end: int
    set_by: BodyRef | None
    assigned_to: tuple[str, ...]
    due: str | None
    recurring: bool
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    dues: tuple[DueShape, ...]


@dataclass(frozen=True, slots=True)
class BodyShape:
    """A body that issues documents or is given tasks."""

    id: str
    kind: str
    name: str
    organ: str | None
    level: str | None
    system: str | None
    place: str | None
    place_name: str | None
    parent: str | None
    aliases: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    succeeded_by: str | None


NodeShape = DocumentShape | TaskShape | BodyShape


@dataclass(slots=True)
class EdgeShape:
    """One relation as stored: from the later, acting document to the earlier one."""

    id: str
    from_: str
    to: str
    type: str
    family: str
    support: int
    confidence: float
    inferred: bool
    counted: bool
    first_stated: str | None
    last_stated: str | None
    role: str | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partial:
    """What was cut: which limit, how many nodes were left out (None: not known), and how to go on."""

    limit: str
    cut: int | None
    next: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One distance: how many nodes there are (None when time ran out before they were counted), how many are shown."""

    distance: int
    direction: str
    total: int | None
    shown: int


@dataclass(slots=True)
class PlacedNode:
    """A node of a drawable answer. ``direction`` is root, up or down; ``hidden`` counts its edges under the same
    filter that are not shown (None when time ran out before they were counted)."""

    node: NodeShape = field(metadata=FLAT)
    distance: int
    direction: str
    hidden: int | None


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """A drawable answer. ``distance`` is the exact number of hops from the root."""

    root: NodeShape
    direction: str
    family: str
    depth: int
    nodes: tuple[PlacedNode, ...]
    edges: tuple[EdgeShape, ...]
    layers: tuple[Layer, ...]
    partial: Partial | None
    graph_version: int


@dataclass(slots=True)
class SourceRef:
    """A source as other answers name it."""

    id: str
    kind: str
    title: str | None
    publisher: str | None
    url: str | None
    address: str | None
    date: str | None


@dataclass(slots=True)
class Count:
    """One value of a facet; ``value`` is None for "unknown"."""

    value: str | None
    label: str | None
    count: int


@dataclass(slots=True)
class Reached:
    """A document or task of a list answer: its exact distance, the edge types and ids of one shortest path, its own
    edge first, and the sources that state that edge. ``inferred`` when some edge of the path is stated by no
    source outright."""

    node: NodeShape = field(metadata=FLAT)
    distance: int
    via: tuple[str, ...]
    edges: tuple[str, ...]
    stated_by: tuple[SourceRef, ...]
    counted: bool
    inferred: bool
    group: str | None


def document_shape(document: Document, vocabulary: Vocabulary) -> DocumentShape:
    """A document as every answer shows it."""
    named = document.body is not None or document.body_name is not None
    return DocumentShape(
        id=document.id,
        kind=document.kind,
        symbol=document.symbol,
        type=document.type,
        number=document.number,
        organ=document.organ,
        body=BodyRef(document.body, document.body_name) if named else None,
        place=document.place,
        place_name=vocabulary.place_name(document.place) if document.place else None,
        date=document.date,
        date_precision=document.date_precision,
        term=document.term,
        title=document.title,
        title_status=document.title_status,
        level=document.level,
        system=document.system,
        status=document.status,
        known_by=document.known_by,
        sources=document.sources,
        flags=document.flags,
        conflicts=tuple(map(_conflict, document.conflicts)),
    )


def _conflict(conflict: Conflict) -> ConflictShape:
    return ConflictShape(conflict.field, tuple(StatedValue(*v) for v in conflict.values))


def node_shape(node: Node, vocabulary: Vocabulary) -> NodeShape:
    """A document, task or body as every answer shows it."""
    if isinstance(node, Document):
        return document_shape(node, vocabulary)
    if isinstance(node, Task):
        set_by = BodyRef(node.set_by, node.set_by_name) if node.set_by or node.set_by_name else None
        return TaskShape(
            node.id,
            "task",
            node.ordinal,
            node.text,
            node.source,
            node.start,
            node.end,
            set_by,
            node.assigned_to,
            node.due,
            node.recurring,
            node.lead,
            node.coordinating,
            tuple(DueShape(d.text, d.start, d.end, d.by, d.every) for d in node.dues),
        )
    return body_shape(node, vocabulary)


def body_shape(body: IssuingBody, vocabulary: Vocabulary) -> BodyShape:
    """A body with its validity and succession."""
    return BodyShape(
        id=body.id,
        kind="body",
        name=body.name,
        organ=body.organ,
        level=body.level,
        system=body.system,
        place=body.place,
        place_name=vocabulary.place_name(body.place) if body.place else None,
        parent=body.parent,
        aliases=body.aliases,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        succeeded_by=body.succeeded_by,
    )


def edge_shape(edge: Edge, vocabulary: Vocabulary) -> EdgeShape:
    """An edge in its stored direction, with its family."""
    relation = vocabulary.relation(edge.type)
    return EdgeShape(
        id=edge.id,
        from_=edge.subject,
        to=edge.object,
        type=relation.type,
        family=relation.family,
        support=edge.support,
        confidence=edge.confidence,
        inferred=edge.inferred,
        counted=edge.counted,
        first_stated=edge.first_stated,
        last_stated=edge.last_stated,
        role=edge.role,
        flags=edge.flags,
    )


def source_ref(source: Source) -> SourceRef:
    """A source as other answers name it."""
    return SourceRef(source.id, source.kind, source.title, source.publisher, source.url, source.address, source.date)


def plain(value: Any) -> Any:
    """An answer as dicts, lists and scalars: field names as keys, ``from_`` as ``from``, flat fields spread out."""
    if is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        for f in fields(value):
            inner = plain(getattr(value, f.name))
            if f.metadata.get("flat"):
                out.update(inner)
            else:
                out[f.name.rstrip("_")] = inner
        return out
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(inner) for inner in value]
    return value
