"""Every decision curators took, the last one first: what it says, who and why, and whether it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_schema.model import Decision, Entry, Verdict
from graph_schema.store.base import Graph
from queries import limits
from queries.reached import read_cursor, write_cursor

STATES = ("active", "waiting", "replaced", "undone")


@dataclass(frozen=True, slots=True)
class AuditItem:
    """One decision. ``state``: active; waiting, while what it names is not there (``waits`` says what); replaced, while
    a later one on the same thing holds; undone. ``taken_at`` and ``undone_at`` are moments in UTC, None where the
    journal does not reach back. The other fields mean what they mean in a proposal."""

    id: str
    kind: str
    state: str
    document: str | None
    other: str | None
    type: str | None
    field: str | None
    value: str | None
    source: str | None
    start: int | None
    end: int | None
    quote: str | None
    url: str | None
    date: str | None
    who: str
    reason: str
    replaces: str | None
    waits: str | None
    edge: str | None
    taken_at: str | None
    taken_version: int | None
    undone_at: str | None
    undone_version: int | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class AuditAnswer:
    """``total`` decisions fit the question; ``counts`` has how many of all there are in each state."""

    items: tuple[AuditItem, ...]
    next: str | None
    total: int
    counts: Mapping[str, int]
    graph_version: int


def audit(
    graph: Graph,
    *,
    state: str | None = None,
    kind: str | None = None,
    who: str | None = None,
    document: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> AuditAnswer:
    """Decisions, the last taken first, then by id. ``document`` is an id that a decision names. Raises
    InvalidQuestion."""
    if state is not None:
        limits.one_of("state", state, STATES)
    if kind is not None:
        limits.one_of("kind", kind, tuple(Verdict))
    size = limits.bounded(limits.PAGE, limit)
    every = decisions(graph)
    fitting = [
        d
        for d in every
        if (state is None or d.state == state)
        and (kind is None or d.kind == kind)
        and (who is None or d.who == who)
        and (document is None or document in (d.document, d.other))
    ]
    fitting.sort(key=_order)
    start = 0
    if cursor is not None:
        last = read_cursor(cursor)
        start = next((n for n, d in enumerate(fitting) if _order(d) > (last[0], last[2])), len(fitting))
    page = fitting[start : start + size]
    more = start + size < len(fitting)
    counts = Counter(d.state for d in every)
    return AuditAnswer(
        items=tuple(page),
        next=write_cursor((_order(page[-1])[0], "", page[-1].id)) if more and page else None,
        total=len(fitting),
        counts={name: counts[name] for name in STATES},
        graph_version=graph.version,
    )


def _order(d: AuditItem) -> tuple[int, str]:
    return -(d.taken_version or 0), d.id


def decisions(graph: Graph) -> list[AuditItem]:
    """Every decision that holds, and those the journal tells were undone."""
    taken: dict[str, Entry] = {}
    undone: dict[str, Entry] = {}
    known: dict[str, Decision] = {}
    for entry in graph.journal(decided=True):
        if entry.decision is not None:
            known[entry.decision.id] = entry.decision
            (undone if entry.what == "undo" else taken)[entry.decision.id] = entry
    held = {d.id: d for d in graph.records(Decision)}
    aside = {d.replaces for d in held.values()}
    return [
        _shape(d, _state(d, held, aside), taken.get(d.id), undone.get(d.id) if d.id not in held else None)
        for d in (known | held).values()
    ]


def decisions_on(graph: Graph, document: str, cluster: str) -> tuple[AuditItem, ...]:
    """The decisions that name this document now, by its id or an older one, by kind and id; without their moments."""
    named = {document, *graph.aliases_of([document]).get(document, ())}
    near = {d.id: d for d in graph.decisions([cluster])}
    aside = {d.replaces for d in near.values()}
    mine = [d for d in near.values() if named & {d.document, d.other}]
    return tuple(_shape(d, _state(d, near, aside), None, None) for d in sorted(mine, key=lambda d: (d.kind, d.id)))


def _state(d: Decision, held: Mapping[str, Decision], aside: Iterable[str | None]) -> str:
    if d.id not in held:
        return "undone"
    return "replaced" if d.id in aside else "waiting" if d.waits else "active"


def _shape(d: Decision, state: str, taken: Entry | None, undone: Entry | None) -> AuditItem:
    return AuditItem(
        id=d.id,
        kind=d.kind.value,
        state=state,
        document=d.document,
        other=d.other,
        type=d.type,
        field=d.field,
        value=d.value,
        source=d.source,
        start=d.start,
        end=d.end,
        quote=d.quote,
        url=d.url,
        date=d.date,
        who=d.who,
        reason=d.reason,
        replaces=d.replaces,
        waits=d.waits if state == "waiting" else None,
        edge=d.edge if state == "active" else None,
        taken_at=taken.at if taken else None,
        taken_version=taken.version if taken else None,
        undone_at=undone.at if undone else None,
        undone_version=undone.version if undone else None,
        undone_by=undone.subject if undone else None,
    )
