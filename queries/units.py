"""The units a directive is carried out in: provinces, ministries or bodies, as they stood on a day.

Provinces come from the vocabulary's table with their days and successors: 63 until 30/6/2025, 34 after. Ministries are
the bodies of that level directly below the Government; bodies are those the vocabulary knows one by one. Where no day
of beginning or end is known, a unit counts as standing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, IssuingBody
from graph_schema.store.base import Graph
from graph_schema.vocabulary import BodyPattern, Vocabulary
from queries import limits
from queries.dates import EVER, NEVER, Span
from queries.labels import LEVELS

KINDS = ("province", "ministry", "body")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. ``id`` is a province's key in the vocabulary (``bac-ninh-2025`` is another unit than ``bac-ninh``) or a
    body's id; ``place`` is a province's slug; ``successor`` another unit's id."""

    id: str
    name: str
    level: str | None
    place: str | None
    valid_from: str | None
    valid_to: str | None
    successor: str | None

    @property
    def span(self) -> Span:
        """The days it stood."""
        return Span(self.valid_from or EVER, self.valid_to or NEVER)

    def stood(self, day: str | None) -> bool:
        """Whether it stood on the day; without one, whether it stands now."""
        return self.valid_to is None if day is None else self.span.first <= day <= self.span.last


@lru_cache(maxsize=16)
def units_of(kind: str, level: str | None, vocabulary: Vocabulary) -> tuple[Unit, ...]:
    """Every unit of a kind there ever was, by id; ``level`` narrows bodies down."""
    if kind == "province":
        found = [
            Unit(p.id, p.name, "province", p.slug, p.valid_from, p.valid_to, p.successor) for p in vocabulary.provinces
        ]
    else:
        wanted = _is_ministry if kind == "ministry" else _is_single
        found = [
            Unit(b.id, b.name, b.level, None, b.valid_from, b.valid_to, b.succeeded_by)
            for b in vocabulary.bodies
            if wanted(b) and level in (None, b.level)
        ]
    return tuple(sorted(found, key=lambda u: u.id))


def unit_kind(unit: str, level: str | None) -> tuple[str, str | None]:
    """The kind of unit and the level asked for. Raises InvalidQuestion: only bodies are of several levels."""
    limits.one_of("unit", unit, KINDS)
    if level is not None:
        limits.one_of("level", level, tuple(LEVELS))
        if unit != "body":
            raise InvalidQuestion(
                f"level={level} narrows bodies down, not unit={unit}. Leave it out, or ask with unit=body.",
                parameter="level",
            )
    return unit, level


def _is_ministry(body: BodyPattern) -> bool:
    return body.per is None and body.level == "ministry" and body.system == "state" and body.parent == "chinh-phu"


def _is_single(body: BodyPattern) -> bool:
    return body.per is None


def predecessors(units: Iterable[Unit]) -> dict[str, frozenset[str]]:
    """Unit id -> the units that went into it, directly or through others."""
    direct: dict[str, set[str]] = {}
    for unit in units:
        if unit.successor:
            direct.setdefault(unit.successor, set()).add(unit.id)
    found: dict[str, frozenset[str]] = {}
    for id in direct:
        seen: set[str] = set()
        queue = [id]
        while queue:
            fresh = direct.get(queue.pop(), set()) - seen
            seen |= fresh
            queue += fresh
        found[id] = frozenset(seen - {id})
    return found


class Register:
    """Which unit a document comes from: every unit it may be, none when it comes from no unit of the kind."""

    def __init__(self, kind: str, units: Sequence[Unit], graph: Graph, documents: Collection[Document]) -> None:
        self._kind = kind
        self._units = {u.id: u for u in units}
        self._before = predecessors(units)
        self._places: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.place:
                self._places.setdefault(unit.place, []).append(unit)
        bodies = {d.body for d in documents if d.body} if kind == "ministry" else set()
        self._parents = _parents(graph, bodies)

    def units_of(self, document: Document, span: Span) -> tuple[Unit, ...]:
        """The units a document of this date may come from."""
        if self._kind == "province":
            return self._provinces(document, span) if document.level == "province" and document.place else ()
        body: str | None = document.body
        if self._kind == "ministry":
            # A general department's plan is its ministry's; the search ends where a level above begins.
            for _ in range(8):
                if body is None or body in self._units:
                    break
                body = self._parents.get(body)
        return (self._units[body],) if body in self._units else ()

    def unplaced(self, document: Document) -> bool:
        """Whether a document may come from any unit of the kind: its level is theirs, its own unit is not known."""
        if self._kind == "province":
            return document.level == "province" and document.place is None
        return self._kind == "ministry" and document.level == "ministry" and document.body is None

    def _provinces(self, document: Document, span: Span) -> tuple[Unit, ...]:
        """The units that bore the name at the time. A name used too late means the unit that bore it last, one used
        too early (Huế before 2025) the unit it came from."""
        named = self._places.get(document.place or "", [])
        if there := tuple(u for u in named if u.span.first <= span.last and span.first <= u.span.last):
            return there
        if named and span.last < min(u.span.first for u in named):
            before = [self._units[i] for u in named for i in sorted(self._before.get(u.id, ()))]
            older = tuple(u for u in before if u.span.first <= span.last and span.first <= u.span.last)
            return older if len(older) == 1 else ()
        return tuple(named[-1:])


def _parents(graph: Graph, bodies: Iterable[str]) -> Mapping[str, str]:
    """Body id -> the body above it, for these bodies and those above them."""
    found: dict[str, str] = {}
    wanted = set(bodies)
    while wanted:
        nodes = graph.nodes(wanted)
        fresh = {i: n.parent for i, n in nodes.items() if isinstance(n, IssuingBody) and n.parent}
        found |= fresh
        wanted = set(fresh.values()) - found.keys()
    return found
