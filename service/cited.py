"""What one text cites, says and sets, resolved against the graph and kept nowhere: the answer of ``cite``."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from graph_schema.errors import StoreIncompatible, StoreReadOnly, StoreUnavailable
from graph_schema.model import REFERENT_PREFIX, TASK_PREFIX, Claim, State, Task
from graph_schema.store.asking import ask
from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import Vocabulary
from loaders.events import Relation
from loaders.mentions import Citation
from loaders.pipeline import Metadata, checked, source_of
from loaders.reading import Parts, find_parts, statements
from loaders.unstored import Given, Unstored, resolve_unstored
from queries.shapes import DueShape, Partial

SUBJECT = "subject"
"""The end of a relation that no citation names: a plan without a number, the text itself, a review that is held."""
BUDGET = 4.0
"""Seconds that resolving may take before what is left stays unresolved."""
CANDIDATES = 10
"""Candidates listed of one citation: a short form may mean hundreds of documents, and stand on every line."""
AWAY = "the graph is away: nothing is resolved"
_OUTCOMES = {State.RESOLVED: "one", State.AMBIGUOUS: "several", State.OPEN: "none"}


@dataclass(frozen=True, slots=True)
class CitedCandidate:
    """A document that may be meant; ``known``: the graph holds it."""

    id: str
    known: bool


@dataclass(frozen=True, slots=True)
class CitedResolution:
    """Which document is meant, as a load would decide it. ``outcome`` is one, several (``candidates`` fit) or none
    (``candidates`` are suggestions that nothing said bears out); the first candidates are listed, ``total`` counts all.
    ``known``: the graph holds ``id``; otherwise loading the text would give that id. ``why`` is the reason, also for
    words that name no document this service resolves (a law without a number)."""

    outcome: str
    id: str | None
    known: bool
    candidates: tuple[CitedCandidate, ...]
    total: int
    why: str


@dataclass(frozen=True, slots=True)
class CitationShape:
    """One place where the text names a document, with what is said at that place alone; ``date`` is a day. ``form`` is
    full, short, plenum, back or title. Citations with one ``document`` number speak of one document, None of none.
    ``resolution`` is None when the graph was not asked."""

    start: int
    end: int
    surface: str
    form: str
    symbol: str | None
    type: str | None
    number: str | None
    date: str | None
    issuer: str | None
    term: str | None
    title: str | None
    document: int | None
    resolution: CitedResolution | None


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """One relation between two citations, by their indexes: ``from`` acts on ``to``. ``from`` is "subject" when what
    acts has no citation (a plan without a number, the text itself, a review that is held), None when a body does or
    nobody."""

    from_: int | str | None
    type: str
    to: int
    cue_start: int
    cue_end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TaskCitation:
    """A citation inside a task, by its index, and what the task does with it: IMPLEMENTS or CITES."""

    to: int
    type: str


@dataclass(frozen=True, slots=True)
class CitedTask:
    """A numbered provision; bodies as written. ``due`` is the latest day of ``dues``."""

    ordinal: str
    start: int
    end: int
    text: str
    set_by: str | None
    assigned_to: tuple[str, ...]
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    due: str | None
    recurring: bool
    dues: tuple[DueShape, ...]
    cites: tuple[TaskCitation, ...]


@dataclass(frozen=True, slots=True)
class CitationsAnswer:
    """Offsets are code points of ``text``, the canonical form of what was given. ``flags`` are those a load would
    raise, ``notes`` what else to know. ``partial`` says how many documents were left unresolved for want of time.
    ``graph_version`` is None when the graph was not asked."""

    text: str
    citations: tuple[CitationShape, ...]
    relations: tuple[StatedRelation, ...]
    tasks: tuple[CitedTask, ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    partial: Partial | None
    graph_version: int | None


def cite(
    given: Given, about: Metadata, vocabulary: Vocabulary, store: Store | None, *, budget: float = BUDGET
) -> CitationsAnswer:
    """What a text cites, says and sets. Without a store, or with one that is away, nothing is resolved and a note says
    so; ``budget`` seconds may be spent on resolving. Raises InvalidQuestion for metadata that is none."""
    about = checked(about, vocabulary)
    try:
        before = ask(store, lambda graph: graph.sources([given.id]).get(given.id)) if store else None
    except _AWAY:
        store = before = None
    source = source_of(given.id, given.text, given.name, about, before, given.found)
    parts = find_parts(source, given.text, vocabulary)
    reading = statements(source, parts, vocabulary)
    found: Unstored | None = None
    if store:
        until = time.monotonic() + budget

        def resolved(graph: Graph) -> Unstored:
            return resolve_unstored(graph, reading, vocabulary, deadline=until)

        with suppress(*_AWAY):
            found = ask(store, resolved)
    return CitationsAnswer(
        text=given.text,
        citations=tuple(_citation(i, c, parts, found) for i, c in enumerate(parts.citations)),
        relations=tuple(_relation(r) for r in parts.relations),
        tasks=_tasks(parts),
        flags=reading.flags,
        notes=(*given.remarks, *(() if found else (AWAY,))),
        partial=_partial(len(reading.referents) - len(found.outcomes)) if found else None,
        graph_version=found.version if found else None,
    )


_AWAY = (StoreUnavailable, StoreIncompatible, StoreReadOnly)


def _partial(left: int) -> Partial | None:
    return Partial("time", left, "Ask for a shorter text.") if left else None


def _citation(i: int, c: Citation, parts: Parts, found: Unstored | None) -> CitationShape:
    said = {s.field: s.value for s in reversed(c.said)}
    return CitationShape(
        start=c.start,
        end=c.end,
        surface=c.surface,
        form=c.form.value,
        symbol=c.facts.symbol,
        type=c.facts.type,
        number=c.facts.number,
        date=said.get("date"),
        issuer=said.get("issuer"),
        term=said.get("term") or said.get("own_term"),
        title=said.get("title"),
        document=parts.grouped.of.get(i),
        resolution=_resolution(i, parts, found),
    )


def _resolution(i: int, parts: Parts, found: Unstored | None) -> CitedResolution | None:
    n = parts.grouped.of.get(i)
    if found is None or (n is not None and n not in found.outcomes):
        return None
    if n is None:
        return CitedResolution("none", None, False, (), 0, parts.grouped.why.get(i, ""))
    outcome, known = found.outcomes[n], found.known
    others = outcome.candidates if outcome.state is not State.RESOLVED else ()
    return CitedResolution(
        outcome=_OUTCOMES[outcome.state],
        id=known.get(outcome.document, outcome.document) if outcome.document else None,
        known=outcome.document in known,
        candidates=tuple(CitedCandidate(known.get(i, i), i in known) for i in others[:CANDIDATES]),
        total=len(others),
        why=outcome.why,
    )


def _relation(r: Relation) -> StatedRelation:
    acting = r.subject if r.subject is not None else SUBJECT if r.own else None
    return StatedRelation(acting, r.type, r.object, r.cue_start, r.cue_end, r.rule, r.confidence)


def _tasks(parts: Parts) -> tuple[CitedTask, ...]:
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in parts.tasks.claims:
        if claim.object is not None and claim.object.startswith(REFERENT_PREFIX) and claim.type != "PART_OF":
            named[claim.subject].append(claim)
    return tuple(_task(t, named.get(f"{TASK_PREFIX}{t.n}", ()), parts) for t in parts.tasks.tasks)


def _task(t: Task, named: Sequence[Claim], parts: Parts) -> CitedTask:
    first, last = (bisect_left(parts.citations, at, key=lambda c: c.start) for at in (t.start, t.end))
    inside: Mapping[str, list[int]] = defaultdict(list)
    for i in range(first, last):
        if n := parts.grouped.of.get(i):
            inside[f"{REFERENT_PREFIX}{n}"].append(i)
    cites = {
        TaskCitation(next((i for i in at if parts.citations[i].end == c.end), at[0]), c.type)
        for c in named
        if (at := inside.get(c.object or ""))
    }
    return CitedTask(
        ordinal=t.ordinal,
        start=t.start,
        end=t.end,
        text=t.text,
        set_by=t.set_by_name,
        assigned_to=t.assigned_to,
        lead=t.lead,
        coordinating=t.coordinating,
        due=t.due,
        recurring=t.recurring,
        dues=tuple(DueShape(d.text, d.start, d.end, d.by, d.every) for d in t.dues),
        cites=tuple(sorted(cites, key=lambda x: (x.to, x.type))),
    )
