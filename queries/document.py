"""One node as everything known of it: what each source says, what it is related to, and where an old id leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields

from graph_schema.identity import short_hash
from graph_schema.model import Document, Facts, Verdict
from graph_schema.store.base import Graph
from graph_schema.store.codec import encode
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.audit import AuditItem, decisions_on
from queries.force import Force, forces
from queries.locate import document_of
from queries.relations import RelationCount, relation_counts
from queries.shapes import DocumentShape, SourceRef, StatedValue, document_shape, source_ref

_SAID = tuple(f.name for f in fields(Facts))
MAX_STATEMENTS = 200


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says of a document, in which words, and why those words were taken to mean it."""

    source: SourceRef
    surfaces: tuple[str, ...]
    says: Mapping[str, object]
    why: str | None


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A document with its relations counted, its other ids, its statements source by source, and the decisions that
    curators took on it; ``force``: whether it was in force on the day asked about, or is as far as is known now.
    ``record`` changes whenever the document does: whoever changes it says with it what they saw."""

    document: DocumentShape
    force: Force
    relations: tuple[RelationCount, ...]
    aliases: tuple[str, ...]
    statements: tuple[Statement, ...]
    statements_total: int
    decisions: tuple[AuditItem, ...]
    record: str
    graph_version: int


def document(graph: Graph, id: str, vocabulary: Vocabulary, *, as_of: str | None = None) -> DocumentAnswer:
    """Everything known of one document. Raises InvalidQuestion, UnknownId, GoneId, MovedId."""
    day = limits.day("as_of", as_of)
    found = document_of(graph, id)
    statements = _statements(graph, id)
    return DocumentAnswer(
        document=document_shape(found, vocabulary),
        force=forces(graph, [found], vocabulary, as_of=day)[0],
        relations=relation_counts(graph, id, vocabulary),
        aliases=graph.aliases_of([id]).get(id, ()),
        statements=statements[:MAX_STATEMENTS],
        statements_total=len(statements),
        decisions=decisions_on(graph, id, found.cluster),
        record=record_of(found),
        graph_version=graph.version,
    )


def record_of(document: Document) -> str:
    """A short hash of all that a document is: another one as soon as anything about it changes."""
    return short_hash(encode(document), 16)


@dataclass(frozen=True, slots=True)
class FieldAnswer:
    """One field of a document: the ``value`` shown, the values of a conflict with how many publishers state each, and
    the overrides of it. ``record`` is the document's."""

    document: str
    field: str
    value: str | None
    conflict: tuple[StatedValue, ...]
    decisions: tuple[AuditItem, ...]
    record: str
    graph_version: int


def field_of(graph: Graph, id: str, field: str) -> FieldAnswer:
    """One field of a document by its name in overrides. Raises UnknownId, GoneId, MovedId."""
    found = document_of(graph, id)
    shown = found.body_name if field == "issuer" else getattr(found, field)
    values = (v for c in found.conflicts if c.field == field for v in c.values)
    said = (d for d in decisions_on(graph, id, found.cluster) if d.kind == Verdict.OVERRIDE and d.field == field)
    return FieldAnswer(
        document=found.id,
        field=field,
        value=shown,
        conflict=tuple(StatedValue(*v) for v in values),
        decisions=tuple(said),
        record=record_of(found),
        graph_version=graph.version,
    )


def _statements(graph: Graph, id: str) -> tuple[Statement, ...]:
    referents = graph.referents_as([id])
    sources = graph.sources({r.source for r in referents})
    surfaces: dict[tuple[str, int | None], dict[str, None]] = defaultdict(dict)
    for mention in graph.mentions(sources):
        surfaces[mention.source, mention.referent][mention.surface] = None
    return tuple(
        Statement(source_ref(sources[r.source]), tuple(surfaces[r.source, r.n]), _says(r.facts), r.why)
        for r in referents
        if r.source in sources
    )


def _says(facts: Facts) -> dict[str, object]:
    return {name: value for name in _SAID if (value := getattr(facts, name)) not in (None, ())}
