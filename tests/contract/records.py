"""Records to test with: short builders, and hypothesis strategies for any record and any whole graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass, replace
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from graph_schema.model import (
    Alias,
    Claim,
    Decision,
    Document,
    Edge,
    EdgeType,
    Facts,
    Form,
    IssuingBody,
    Mention,
    PlaceLink,
    Record,
    Referent,
    Source,
    State,
    Task,
    Text,
)
from graph_schema.store.base import Change, Store
from graph_schema.store.codec import KINDS, key_of

NewStore = Callable[[], Store]

IMPLEMENTS, CITES, GUIDES = EdgeType.IMPLEMENTS, EdgeType.CITES, EdgeType.GUIDES


def document(id: str, **fields: Any) -> Document:
    return Document(**{"id": id, "kind": "directive", "cluster": "NQ|18", **fields})


def edge(subject: str, object: str, type: EdgeType = IMPLEMENTS, **fields: Any) -> Edge:
    return Edge(**{"id": f"{subject}>{type}>{object}", "subject": subject, "type": type, "object": object, **fields})


def referent(source: str, n: int, **fields: Any) -> Referent:
    return Referent(**{"source": source, "n": n, "cluster": "NQ|18", "facts": Facts(), **fields})


def claim(id: str, source: str, subject: str, object: str | None, **fields: Any) -> Claim:
    said = {"id": id, "source": source, "subject": subject, "type": "IMPLEMENTS", "object": object}
    return Claim(**{**said, **fields})


def task(source: str, n: int, **fields: Any) -> Task:
    said = {
        "id": f"{source}-t{n}",
        "source": source,
        "n": n,
        "ordinal": str(n),
        "text": "Rà soát",
        "start": 0,
        "end": 7,
    }
    return Task(**{**said, **fields})


ONE_OF_EACH: tuple[Record, ...] = (
    Source("s", "text", "Bài báo", address="a"),
    Text("s", "Kế hoạch 43-KH/TU"),
    Mention("s", 0, 0, 8, "Kế hoạch", Form.SHORT, None),
    referent("s", 1, state=State.RESOLVED, document="a"),
    claim("c", "s", "r1", "r2", edge="b>IMPLEMENTS>a"),
    Decision("d", "biên tập", "theo tiêu đề", source="s", start=0, cluster="NQ|18", document="a"),
    PlaceLink("NQ|18", "s", "kon-tum"),
    document("a", date="2017-10-25"),
    document("b"),
    IssuingBody("bo-chinh-tri", "Bộ Chính trị"),
    task("s", 1),
    edge("b", "a"),
    Alias("18-nq-tw", "a"),
)


def put(store: Store, *records: Record, note: str | None = None) -> None:
    """One change with these records."""

    def work(change: Change) -> None:
        change.put(records)
        if note:
            change.note("load", note)

    store.update(work)


def everything(store: Store) -> dict[str, list[Record]]:
    """All that a store holds."""
    with store.read() as graph:
        return {kind.__name__: list(graph.records(kind)) for kind in KINDS}


# ---------------------------------------------------------------- any record, any graph

IDS = st.text("ab1-.đ", min_size=1, max_size=4)
KEY_FIELDS = {"id", "source", "subject", "object", "document", "cluster", "alias", "a", "b"}


def any_record(kind: type[Any], fixed: Mapping[str, st.SearchStrategy[Any]] | None = None) -> st.SearchStrategy[Any]:
    """Records of a kind with every field drawn: any text at all, unknown fields, conflicts."""
    fields = {
        name: IDS if name in KEY_FIELDS and hint is str else _values(hint)
        for name, hint in get_type_hints(kind).items()
    }
    return st.builds(kind, **(fields | dict(fixed or {})))


@cache
def _values(hint: Any) -> st.SearchStrategy[Any]:
    inner = get_args(hint)
    if NoneType in inner:
        return st.none() | _values(next(a for a in inner if a is not NoneType))
    if get_origin(hint) is tuple:
        if inner[-1] is Ellipsis:
            return st.lists(_values(inner[0]), max_size=3).map(tuple)
        return st.tuples(*map(_values, inner))
    if is_dataclass(hint):
        return any_record(hint)  # type: ignore[arg-type]
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(min_size=1, max_size=8),
        int: st.integers(0, 2**40),
        float: st.floats(0, 1),
        bool: st.booleans(),
    }
    return plain[hint]


@st.composite
def any_graph(draw: st.DrawFn) -> list[Record]:
    """Records of every kind in any order: keys are used once, and every edge has its ends."""
    records: list[Record] = []
    for kind in KINDS:
        if kind is not Edge:
            records += draw(st.lists(any_record(kind), max_size=3, unique_by=key_of))
    nodes = {r.id: r for r in records if isinstance(r, Document | IssuingBody | Task)}
    records = [r for r in records if not isinstance(r, Document | IssuingBody | Task)] + list(nodes.values())
    if nodes:
        ends = st.sampled_from(sorted(nodes))
        edges = any_record(Edge, {"subject": ends, "object": ends})
        records += draw(st.lists(edges, max_size=6, unique_by=key_of))
    return draw(st.permutations(records))


def altered(record: Record) -> Record:
    """Another record under the same key."""
    changes: dict[str, Any] = {
        "Source": {"title": "khác"},
        "Text": {"text": "khác"},
        "Mention": {"surface": "khác"},
        "Referent": {"why": "khác"},
        "Claim": {"note": "khác"},
        "Decision": {"reason": "khác"},
        "Document": {"title": "khác"},
        "IssuingBody": {"name": "khác"},
        "Task": {"text": "khác"},
        "Edge": {"support": 9},
    }
    return replace(record, **changes[type(record).__name__])
