"""Decisions as the rows of a spreadsheet, and back: export, edit, import.

A row that was not edited still has the id that its content gives it, and is taken as it is. Any other row is a
proposal, checked like one: with the id of a decision that holds it takes its place, without it is new. Nothing is
removed because it is missing from the file, unless that is asked for; and either all of a file is taken or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from graph_schema.errors import GraphError, InvalidQuestion
from graph_schema.model import Decision, Document, Verdict
from graph_schema.store.base import Change, Graph, Store
from graph_schema.vocabulary import Vocabulary
from loaders.curated import Altered, CurationReport, told
from loaders.curation import finished, noted, settled
from loaders.decided import SET_ASIDE, named
from loaders.projection import Delta
from loaders.proposals import check_whole, decision_of, proposal_of
from loaders.trial import rolled_back

WHOLE: Final = ("start", "end")
"""Columns that hold whole numbers."""

MOST_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One decision in a spreadsheet. ``state``, ``document_name`` and ``other_name`` are for people and are not read
    back; ``replaces`` and the clusters are to be left as they are."""

    id: str
    kind: str
    state: str
    document: str | None
    document_name: str | None
    other: str | None
    other_name: str | None
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
    cluster: str | None
    other_cluster: str | None


COLUMNS: Final = tuple(f.name for f in fields(SheetRow))
_FOR_PEOPLE: Final = ("state", "document_name", "other_name")
_SAID: Final = tuple(f.name for f in fields(Decision) if f.name in COLUMNS and f.name != "id")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The decisions that hold, sorted by id."""

    items: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class RowDecision:
    """A row (the header is row 1) and its decision; ``before`` is the one whose place it takes. ``why``: what is wrong
    with it, or what it waits for."""

    row: int | None
    id: str | None
    kind: str | None
    before: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The difference between a file and the decisions that hold: ``new`` and ``changed`` rows, ``removed`` decisions
    (``missing`` ones are not in the file and stay), how many are ``unchanged``. ``waiting`` are rows that name what is
    not known here. With ``faults`` nothing was imported; ``report`` is what the import changes."""

    dry_run: bool
    new: tuple[RowDecision, ...]
    changed: tuple[RowDecision, ...]
    removed: tuple[RowDecision, ...]
    missing: tuple[RowDecision, ...]
    unchanged: int
    waiting: tuple[RowDecision, ...]
    faults: tuple[RowDecision, ...]
    report: CurationReport | None


def sheet_of(graph: Graph) -> Sheet:
    """Every decision that holds as a row."""
    held = list(graph.records(Decision))
    nodes = graph.nodes({i for d in held for i in (d.document, d.other) if i})
    names = {i: n.symbol or n.title for i, n in nodes.items() if isinstance(n, Document)}
    aside = {d.replaces for d in held}

    def row(d: Decision) -> SheetRow:
        state = "replaced" if d.id in aside else "waiting" if d.waits else "active"
        said = {name: getattr(d, name) for name in _SAID if name != "kind"}
        return SheetRow(
            id=d.id,
            kind=d.kind.value,
            state=state,
            document_name=names.get(d.document or ""),
            other_name=names.get(d.other or ""),
            **said,
        )

    return Sheet(tuple(row(d) for d in held))


# ------------------------------------------------------------------ reading


def rows_of(cells: Sequence[Sequence[str]]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a sheet by column, with their numbers; blank rows are left out. Raises InvalidQuestion for a header that
    is none of ours, and for too many rows."""
    header = [c.strip().lower() for c in cells[0]] if cells else []
    if unknown := sorted({c for c in header if c} - set(COLUMNS)):
        raise InvalidQuestion(
            f"columns: {', '.join(unknown[:5])} not known. The columns are {', '.join(COLUMNS)}.", parameter="columns"
        )
    if missing := [c for c in ("kind", "who", "reason") if c not in header]:
        raise InvalidQuestion(
            f"columns: {', '.join(missing)} missing. Begin with what `decisions export` writes.", parameter="columns"
        )
    if len(cells) > MOST_ROWS:
        raise InvalidQuestion(f"rows: {len(cells)}; {MOST_ROWS} are the limit. Split the file.", parameter="rows")
    out = []
    for n, row in enumerate(cells[1:], 2):
        said = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name and cell.strip()}
        if said:
            out.append((n, said))
    return out


def _number(name: str, text: str) -> int:
    """A whole number as a spreadsheet writes it: 12, 12.0."""
    whole = text.removesuffix(".0")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 12:
        raise InvalidQuestion(f"{name}: {text[:40]!r} is no whole number.", parameter=name)
    return int(whole)


def _plain(row: Mapping[str, str]) -> Decision:
    """The decision a row says, word for word."""
    kind = row.get("kind", "")
    if kind not in list(Verdict):
        raise InvalidQuestion(f"kind: {kind[:60]!r} is no decision. Use one of {', '.join(Verdict)}.", parameter="kind")
    said: dict[str, object] = {name: row.get(name) for name in _SAID if name not in ("kind", "who", "reason", *WHOLE)}
    said |= {name: _number(name, row[name]) for name in WHOLE if name in row}
    return Decision(row.get("id", ""), row.get("who", ""), row.get("reason", ""), Verdict(kind), **said)  # type: ignore[arg-type]


# ------------------------------------------------------------------ importing


@dataclass(slots=True)
class _Read:
    """The rows of a file, told apart."""

    known: set[str]
    as_they_are: dict[str, tuple[int, Decision]]
    proposed: list[tuple[int, Decision]]
    faults: list[RowDecision]


def import_decisions(
    store: Store,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    who: str,
    vocabulary: Vocabulary,
    *,
    remove: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Bring the decisions that hold to what the rows say; ``remove`` also undoes those the rows do not have. Raises
    DecisionConflict when documents that are kept apart would be one."""

    def work(change: Change) -> ImportReport:
        held = {d.id: d for d in change.records(Decision)}
        read = _told_apart(rows, held, vocabulary)
        outdated = {d.id: n for n, d in read.proposed if d.id in held}
        absent = sorted(held.keys() - read.known - outdated.keys())
        undone = tuple(held[i] for i in sorted({*outdated, *(absent if remove else ())}))
        delta = settled(change, Altered(undone=undone), vocabulary)
        taken, places = _taken(change, read, outdated, vocabulary)
        _stop_at(read.faults)
        altered = Altered(taken, undone, tuple(sorted(read.known)), frozenset(d.id for d in taken))
        delta = _after(delta, settled(change, replace(altered, undone=()), vocabulary))
        noted(change, altered, who, "import")
        report = told(change, altered, delta)
        waits = {d.id: d.waits for d in change.decisions_at([d.id for d in taken]) if d.waits and d.waits != SET_ASIDE}
        lines = [
            RowDecision(n, d.id, d.kind.value, before, waits.get(d.id)) for d in taken for n, before in (places[d.id],)
        ]
        lines.sort(key=lambda line: line.row or 0)
        _stop_at([line for line in lines if line.why and line.id not in read.as_they_are])
        gone = tuple(RowDecision(None, i, held[i].kind.value) for i in absent)
        return ImportReport(
            dry_run=dry_run,
            new=tuple(line for line in lines if line.before is None),
            changed=tuple(line for line in lines if line.before),
            removed=gone if remove else (),
            missing=() if remove else gone,
            unchanged=len(read.known),
            waiting=tuple(line for line in lines if line.why),
            faults=(),
            report=report,
        )

    try:
        done = rolled_back(store, work) if dry_run else store.update(work)
    except _Faulty as faulty:
        return ImportReport(dry_run, (), (), (), (), 0, (), faulty.faults, None)
    assert done.report is not None
    return replace(done, report=finished(store, done.report, dry_run=dry_run))


class _Faulty(Exception):
    """Rolls an import back whose rows cannot be used."""

    def __init__(self, faults: tuple[RowDecision, ...]) -> None:
        super().__init__()
        self.faults = faults


def _stop_at(faults: Sequence[RowDecision]) -> None:
    if faults:
        raise _Faulty(tuple(sorted(faults, key=lambda f: f.row or 0)))


def _told_apart(rows: Sequence[tuple[int, Mapping[str, str]]], held: Mapping[str, Decision], v: Vocabulary) -> _Read:
    read = _Read(set(), {}, [], [])
    for n, row in rows:
        try:
            said = _plain(row)
            if named(said).id == said.id:
                check_whole(said, v)
        except GraphError as error:
            read.faults.append(RowDecision(n, row.get("id"), row.get("kind"), why=error.message))
            continue
        id = named(said).id
        if id in held:
            read.known.add(id)
        elif id == said.id:
            read.as_they_are[id] = (n, said)
        else:
            read.proposed.append((n, said))
    return read


def _taken(
    change: Change, read: _Read, outdated: Mapping[str, int], v: Vocabulary
) -> tuple[tuple[Decision, ...], dict[str, tuple[int, str | None]]]:
    """The decisions to take; and each one's row, and the decision whose place it takes. Each is put as soon as it is
    found good, so that the next one is checked beside it."""
    taken: dict[str, Decision] = {}
    places: dict[str, tuple[int, str | None]] = {}
    for id, (n, said) in read.as_they_are.items():
        taken[id], places[id] = said, (n, None)
    change.put(taken.values())
    for n, said in read.proposed:
        try:
            made = decision_of(change, proposal_of(said), v)
        except GraphError as error:
            read.faults.append(RowDecision(n, said.id or None, said.kind.value, why=error.message))
            continue
        if made.id in read.known or made.id in taken or next(iter(change.decisions_at([made.id])), None):
            read.known.add(made.id)
            continue
        change.put([made])
        taken[made.id], places[made.id] = made, (n, said.id if said.id in outdated else None)
    return tuple(taken.values()), places


def _after(first: Delta, then: Delta) -> Delta:
    """Two changes as one: what there was before the first, and what there is after the second."""
    nodes = {i: (first.nodes.get(i, (a, b))[0], b) for i, (a, b) in then.nodes.items()}
    edges = {i: (first.edges.get(i, (a, b))[0], b) for i, (a, b) in then.edges.items()}
    before = {(r.source, r.n): r for r, _ in first.referents}
    mentions = [(before.pop((r.source, r.n), r), now) for r, now in then.referents]
    left = [pair for pair in first.referents if (pair[0].source, pair[0].n) in before]
    return Delta(first.nodes | nodes, first.edges | edges, [*left, *mentions])
