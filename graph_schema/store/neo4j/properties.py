"""A record as the properties of its node or relation: what people read in Neo4j Browser, and what indexes hold.

``name`` is what Browser writes on a node. What is unknown is not there. ``data`` is the whole record; ``day`` orders
documents by date as text, with '' for unknown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final

from graph_schema import model
from graph_schema.model import Alias, Claim, Decision, Document, IssuingBody, Mention, Referent, Source, Task
from graph_schema.searching import FACETS, facet_values, rank, search_text

LONGEST_KEY: Final = 1_000
LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Columns:
    """The properties of one kind of record: their names, and what reads them off a record in that order."""

    names: tuple[str, ...]
    values: Callable[[Any], list[Any]]


def indexed(value: str) -> str:
    """A text as an index can hold it: Neo4j refuses keys of more than some eight thousand bytes."""
    if len(value) <= LONGEST_KEY:
        return value
    return f"{value[:LONGEST_KEY]}#{hashlib.sha256(value.encode()).hexdigest()}"


def _columns(fields: str, derived: str = "", derive: Callable[[Any], tuple[Any, ...]] = lambda record: ()) -> Columns:
    """Fields as they stand, then derived properties."""
    names = tuple(fields.split())
    get = attrgetter(*names)

    def values(record: Any) -> list[Any]:
        plain = [(list(v) or None) if isinstance(v, tuple) else v for v in get(record)]
        return [*plain, *derive(record)]

    return Columns((*names, *derived.split()), values)


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text and len(text) == len("2017-10-25") else None
    except ValueError:
        return None


def _of_document(d: Document) -> tuple[Any, ...]:
    return (*facet_values(d), d.date or "", _day(d.date), _shown(d.symbol or d.title or d.id), search_text(d), rank(d))


def _of_body(b: IssuingBody) -> tuple[Any, ...]:
    return facet_values(b)


def _of_task(t: Task) -> tuple[Any, ...]:
    return (*facet_values(t), _shown(f"{t.ordinal} {t.text}"))


def _of_source(s: Source) -> tuple[Any, ...]:
    return (_shown(s.title or s.address or s.id), None if s.address is None else indexed(s.address))


def _of_mention(m: Mention) -> tuple[Any, ...]:
    return (_shown(m.surface),)


def _of_referent(r: Referent) -> tuple[Any, ...]:
    return (_shown(r.facts.symbol or next(iter(r.facts.titles), r.cluster)),)


def _of_claim(c: Claim) -> tuple[Any, ...]:
    return (c.type,)


def _of_decision(d: Decision) -> tuple[Any, ...]:
    return (_shown(" ".join((d.kind, *(x for x in (d.document, d.type, d.field, d.other) if x)))),)


def _of_alias(a: Alias) -> tuple[Any, ...]:
    return (_shown(a.alias),)


_FACETS = " ".join(FACETS)

COLUMNS: Final[dict[type[Any], Columns]] = {
    Document: _columns(
        "id symbol number organ body_name title known_by cluster sources",
        f"{_FACETS} day date name search rank",
        _of_document,
    ),
    IssuingBody: _columns("id name organ parent aliases valid_from valid_to succeeded_by", _FACETS, _of_body),
    Task: _columns(
        "id source n ordinal text set_by_name assigned_to lead coordinating due recurring", f"{_FACETS} name", _of_task
    ),
    Source: _columns("id kind title publisher url date place length", "name address", _of_source),
    model.Text: _columns("source text"),
    Mention: _columns("source n surface form start end referent why", "name", _of_mention),
    Referent: _columns("source n cluster state document why candidates", "name", _of_referent),
    Claim: _columns(
        "id source subject type object value start end edge rule confidence inferred note", "name", _of_claim
    ),
    Decision: _columns(
        "id kind document other cluster other_cluster type field value source start end quote url date who reason "
        "replaces edge waits",
        "name",
        _of_decision,
    ),
    model.PlaceLink: _columns("cluster a b"),
    Alias: _columns("alias document", "name", _of_alias),
    model.Edge: _columns("id support confidence counted inferred role first_stated last_stated flags"),
}


def row_of(record: Any, text: str) -> list[Any]:
    """The properties of a record in the order of its columns, ``data`` last. None is a property that is not there."""
    return [*COLUMNS[type(record)].values(record), text]


def assigned(kind: type[Any], start: int = 0) -> str:
    """The same as a Cypher map over such a ``row``, whose properties begin at ``start``."""
    names = (*COLUMNS[kind].names, "data")
    return "{" + ", ".join(f"{name}: row[{n}]" for n, name in enumerate(names, start)) + "}"
