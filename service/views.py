"""The answer shapes as pydantic models: what OpenAPI shows, and what tests hold every answer to.

They are made from the dataclasses of ``queries``, so the two cannot drift apart.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from loaders.curated import CurationReport
from loaders.report import Report
from loaders.retraction import Retraction
from queries.audit import AuditAnswer
from queries.batch import BatchAnswer
from queries.diagram import DiagramAnswer
from queries.document import DocumentAnswer, FieldAnswer
from queries.evidence import EvidenceAnswer
from queries.expand import ExpandAnswer
from queries.impact import ImpactAnswer
from queries.implementers import ImplementersAnswer
from queries.journal import ChangesAnswer
from queries.many import ManyAnswer
from queries.records import BodyAnswer, SourceAnswer, TaskAnswer
from queries.relations import RelationsAnswer
from queries.resolve import ResolveAnswer
from queries.search import SearchAnswer
from queries.shapes import BodyShape, DocumentShape, EdgeShape, GraphAnswer, NodeShape, TaskShape
from queries.stats import StatsAnswer
from queries.suggest import SuggestAnswer
from service.cited import CitationsAnswer
from service.examples import CITED

EXAMPLES: Mapping[type, dict[str, Any]] = {
    DocumentShape: {
        "id": "18-nq-tw.xii",
        "kind": "directive",
        "symbol": "18-NQ/TW",
        "type": "NQ",
        "number": "18",
        "organ": "TW",
        "body": {"id": "ban-chap-hanh-trung-uong", "name": "Ban Chấp hành Trung ương"},
        "place": None,
        "place_name": None,
        "date": "2017-10-25",
        "date_precision": "day",
        "term": "XII",
        "title": "một số vấn đề về tiếp tục đổi mới, sắp xếp tổ chức bộ máy của hệ thống chính trị tinh gọn, "
        "hoạt động hiệu lực, hiệu quả",
        "title_status": "official",
        "level": "central",
        "system": "party",
        "status": None,
        "known_by": "table",
        "sources": 1,
        "flags": [],
        "conflicts": [],
    },
    CitationsAnswer: CITED,
}
"""True examples of what is met everywhere; tests compare them with the bundled data."""

_MODELS: dict[type, type[BaseModel]] = {}


def view(shape: type) -> type[BaseModel]:
    """The pydantic model of one answer dataclass: the same names as ``queries.shapes.plain`` gives, no others."""
    if shape not in _MODELS:
        config = ConfigDict(extra="forbid")
        if shape in EXAMPLES:
            config["json_schema_extra"] = {"examples": [EXAMPLES[shape]]}
        name = shape.__name__.removesuffix("Shape")
        made: Any = create_model(name, __config__=config, __doc__=shape.__doc__, **_fields(shape))
        _MODELS[shape] = made
    return _MODELS[shape]


def _fields(shape: type) -> dict[str, Any]:
    hints = get_type_hints(shape)
    out: dict[str, Any] = {}
    for f in fields(shape):
        if f.metadata.get("flat"):
            continue
        name = f.name.rstrip("_")
        out[f.name] = (_type(hints[f.name]), Field(alias=name if name != f.name else None))
    return out


def _type(hint: Any) -> Any:
    """A type hint with every dataclass in it replaced by its model."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _spread(hint) if any(f.metadata.get("flat") for f in fields(hint)) else view(hint)
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_type(a) for a in args)]  # noqa: UP007 - built from parts
    if origin is tuple:
        item: Any = _type(args[0])
        return list[item]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        value: Any = _type(args[1])
        return dict[str, value]
    return hint


def _spread(shape: type) -> Any:
    """A shape with a flat node inside: one model per kind of node, with the shape's own fields beside the node's."""
    if shape not in _SPREAD:
        parts = []
        for node in get_args(NodeShape):
            made: Any = create_model(
                f"{shape.__name__}{node.__name__.removesuffix('Shape')}",
                __config__=ConfigDict(extra="forbid"),
                __doc__=shape.__doc__,
                **(_fields(node) | _fields(shape)),
            )
            parts.append(made)
        _SPREAD[shape] = Union[tuple(parts)]  # noqa: UP007 - built from parts
    return _SPREAD[shape]


_SPREAD: dict[type, Any] = {}


class ErrorItem(BaseModel):
    """One thing that was wrong, and where: in the query, the path or the body."""

    in_: str = Field(alias="in")
    pointer: str
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem document."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "/problems/invalid-question",
                    "title": "A parameter is outside its limits",
                    "status": 422,
                    "detail": "depth=-1 is outside 1..20 (hops from the document asked about). Ask again with depth=1.",
                    "next": "The limits are listed at /api/v1/schema.",
                    "instance": "/api/v1/directives/18-nq-tw.xii/lineage",
                    "request_id": "0123456789abcdef0123456789abcdef",
                    "errors": [{"in": "query", "pointer": "#/depth", "detail": "depth=-1 is outside 1..20"}],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    next: str
    instance: str
    request_id: str
    errors: list[ErrorItem] = []


class Moved(BaseModel):
    """RFC 9457 problem document of an id that has changed; ``id`` is the one of now."""

    type: Literal["about:blank"]
    title: str
    status: Literal[308]
    detail: str
    instance: str
    request_id: str
    id: str


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """The graph can be asked."""

    status: Literal["ready"]
    engine: str
    graph_version: int


class ProblemKind(BaseModel):
    """What a problem's ``type`` stands for."""

    type: str
    title: str
    status: int
    next: str


class _Element(BaseModel):
    """A node or an edge of Cytoscape.js: its fields are those of the JSON answer."""

    data: dict[str, Any]


class _Elements(BaseModel):
    nodes: list[_Element]
    edges: list[_Element]


class Cytoscape(BaseModel):
    """The graph as Cytoscape.js takes it (`format=cytoscape`); ``data`` is what the answer says of itself."""

    data: dict[str, Any]
    directed: bool
    multigraph: bool
    elements: _Elements


class NodeLink(BaseModel):
    """The graph as D3 and networkx take it (`format=node-link`); ``graph`` is what the answer says of itself."""

    directed: bool
    multigraph: bool
    graph: dict[str, Any]
    nodes: list[dict[str, Any]]
    links: list[dict[str, Any]]


class SchemaAnswer(BaseModel):
    """What there is to ask for: kinds, types, relation types with their names, families, limits. ``labels`` has the
    words of every fixed value in both languages (facet -> value -> language -> words), ``diagram`` the groups of a
    diagram in the order in which they are shown; ``kinds``, ``levels`` and ``title_statuses`` are in the language that
    was asked for."""

    kinds: dict[str, str]
    levels: dict[str, str]
    types: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    families: list[str]
    terms: list[dict[str, str | None]]
    title_statuses: dict[str, str]
    labels: dict[str, dict[str, dict[str, str]]]
    diagram: list[dict[str, Any]]
    formats: dict[str, list[str]]
    limits: list[dict[str, Any]]
    longest_question: int
    longest_cited_text: int
    vocabulary: str


Resolved, Found, Documented = view(ResolveAnswer), view(SearchAnswer), view(DocumentAnswer)
Related, Implemented, Drawn = view(RelationsAnswer), view(ImplementersAnswer), view(GraphAnswer)
Impacted, Evidenced, Counted = view(ImpactAnswer), view(EvidenceAnswer), view(StatsAnswer)
TaskShown, BodyShown, SourceShown, Loaded = view(TaskAnswer), view(BodyAnswer), view(SourceAnswer), view(Report)
Cited, Retracted = view(CitationsAnswer), view(Retraction)
Document, Edge, Task, Body = view(DocumentShape), view(EdgeShape), view(TaskShape), view(BodyShape)
Suggested, Sketched, Expanded = view(SuggestAnswer), view(DiagramAnswer), view(ExpandAnswer)
Curated, Audited, Fielded = view(CurationReport), view(AuditAnswer), view(FieldAnswer)
Many, Changed, Batched = view(ManyAnswer), view(ChangesAnswer), view(BatchAnswer)
