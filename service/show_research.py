"""Answers for researchers as readable text: cells, lags, ways, comparisons, tasks, and figures."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from queries.analytics import CentralAnswer, OrphansAnswer
from queries.compare import CompareAnswer
from queries.coverage import STATUSES, Cell, CoverageAnswer, Former
from queries.event_history import EventHistoryAnswer
from queries.lag import LagAnswer, LagItem, LagSummary
from queries.paths import PathsAnswer
from queries.shapes import DocumentShape, NodeShape, TaskShape
from queries.tasks import TasksAnswer
from service.show import headline, name_of, show_cut, show_more
from service.terminal import grid, say, text

UNITS = {"province": "provinces", "ministry": "ministries", "body": "bodies"}


def show_coverage(console: Console, answer: CoverageAnswer) -> None:
    """Counts, then the units that have something, then the names of those that have not."""
    day = answer.as_of or "as far as is known now"
    say(console, headline(answer.root), style="bold")
    found = ", ".join(f"{count} {status}" for status, count in answer.counts.items())
    inferred = f" ({answer.inferred} only by inference)" if answer.inferred else ""
    say(console, f"{answer.units} {UNITS[answer.unit]}, {day}: {found}{inferred}.")
    shown = [c for c in answer.cells if c.status != "none"]
    if shown:
        table = grid("unit", "status", "days", "documents", "why", whole=("unit", "days"))
        for cell in shown:
            table.add_row(
                text(cell.name, "bold"),
                text(STATUSES[cell.status] + (" (suy ra)" if cell.inferred else "")),
                text(cell.lag_days),
                text(_documents(cell)),
                text(cell.reason_vi),
            )
        console.print(table)
    for reason in ("not-found", "not-due"):
        if names := [c.name for c in answer.cells if c.reason == reason]:
            say(console, f"{reason} ({len(names)}): {', '.join(names)}")
    gone = [f for f in answer.former if f.name != f.successor_name]
    if gone:
        say(console, f"merged or dissolved since ({len(gone)}): " + ", ".join(map(_gone, gone)))
    if kept := len(answer.former) - len(gone):
        say(console, f"{kept} more went on under their own names, with those merged into them.")
    if answer.unplaced:
        say(console, f"{answer.unplaced} more documents come from a unit that is not known.")
    if answer.later:
        say(console, f"{answer.later} issued later are left out.")
    show_cut(console, answer.partial)


def _documents(cell: Cell) -> str:
    shown = "; ".join(
        f"{_called(d.node)} {_date(d.node) or 'chưa rõ ngày'}" + ("" if d.sure else " ?") for d in cell.documents
    )
    more = cell.total - len(cell.documents)
    return f"{shown}; and {more} more" if more else shown


def _called(node: NodeShape) -> str:
    if isinstance(node, DocumentShape) and not node.symbol and node.number:
        return f"{node.type or ''} {node.number}".strip()
    return name_of(node)


def _gone(former: Former) -> str:
    return f"{former.name} → {former.successor_name or former.reason} ({former.valid_to})"


def _date(node: NodeShape) -> str | None:
    return node.date if isinstance(node, DocumentShape) else None


def show_lag(console: Console, answer: LagAnswer) -> None:
    """Quantiles over documents and over units, what is left out of them, and the first documents."""
    say(console, headline(answer.root), style="bold")
    if answer.first:
        say(console, f"First after {answer.first.days} days: {headline(answer.first.node)}")
    _summary(console, "documents", answer.documents)
    _summary(console, f"first of each {answer.unit}", answer.first_by_unit)
    say(
        console,
        f"{answer.total} in all. Left out: {answer.bounded} dated by a year, {answer.undated} without a date, "
        f"{answer.before} dated before it" + (f", {answer.later} issued later." if answer.later else "."),
    )
    say(console, f"Open: {answer.open} of {answer.units} {UNITS[answer.unit]}; {answer.unclear} on an unknown day.")
    if answer.items:
        table = grid("days", "document", "date", "unit", "id", whole=("days", "date", "id"))
        for item in answer.items:
            table.add_row(
                text(_days(item)),
                text(_called(item.node) + (" (suy ra)" if item.inferred else ""), "bold"),
                text(_date(item.node)),
                text(item.unit_name and item.unit_name + (" *" if item.first else "")),
                text(item.node.id, "cyan"),
            )
        console.print(table)
        if any(i.first for i in answer.items):
            say(console, "* the first of its unit")
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def _summary(console: Console, name: str, summary: LagSummary) -> None:
    if summary.cases:
        ranks = ", ".join(f"{q.percent} %: {q.days}" for q in summary.quantiles)
        say(console, f"Days, {name} ({summary.cases}): {ranks}")


def _days(item: LagItem) -> str | None:
    if item.days is not None:
        return str(item.days)
    return None if item.most is None else f"{item.least}..{item.most}"


def show_paths(console: Console, answer: PathsAnswer) -> None:
    """Each way as its sentence, with the evidence of every hop."""
    if not answer.paths:
        say(console, f"No way leads between {name_of(answer.from_)} and {name_of(answer.to)} in this family.")
    elif answer.direction == "down":
        say(console, f"{name_of(answer.to)} rests on {name_of(answer.from_)}:", style="bold")
    else:
        say(console, f"{name_of(answer.from_)} rests on {name_of(answer.to)}:", style="bold")
    for number, path in enumerate(answer.paths, 1):
        say(console)
        say(console, f"{number}. {path.told}")
        for hop in path.hops:
            said = hop.evidence
            words = f"«{said.quote}»" if said and said.quote else (said.note if said else None)
            where = (said.source.url or said.source.title or said.source.id) if said and said.source else None
            line = Text(f"   {hop.edge.id}", style="cyan").append(f"  {hop.label_vi}", style="default")
            say(console, line.append(f"  {' · '.join(p for p in (words, where) if p)}", style="dim"))
    show_cut(console, answer.partial)


def show_compare(console: Console, answer: CompareAnswer) -> None:
    """The facts of both, then what they share and what only one has."""
    table = grid("", name_of(answer.a), name_of(answer.b), whole=("",))
    for fact in answer.facts:
        style = "yellow" if fact.same is False else ""
        table.add_row(text(fact.field), text(fact.a, style), text(fact.b, style))
    console.print(table)
    what = "carry both out" if answer.of == "documents" else "are carried out by both"
    say(console, f"{answer.totals['both']} {what}, {answer.totals['only_a']} and {answer.totals['only_b']} only one.")
    for name, nodes in (("both", answer.both), ("only the first", answer.only_a), ("only the second", answer.only_b)):
        _listed(console, name, nodes)
    for facet, shares in answer.spread.items():
        known = [s for s in shares if s.value is not None]
        if known:
            line = ", ".join(f"{s.label} {s.both}/{s.only_a}/{s.only_b}" for s in known[:8])
            say(console, f"by {facet} (both/first/second): {line}")
    _summary(console, name_of(answer.a), answer.lag_a)
    _summary(console, name_of(answer.b), answer.lag_b)
    show_cut(console, answer.partial)


def _listed(console: Console, name: str, nodes: Sequence[NodeShape]) -> None:
    if nodes:
        say(console, f"{name}:", style="bold")
    for node in nodes:
        say(console, Text("  ").append(headline(node)).append(f"  {node.id}", style="cyan"))


def show_tasks(console: Console, answer: TasksAnswer) -> None:
    """Tasks by the day they are due."""
    day = f" overdue on {answer.overdue_on}" if answer.overdue_on else ""
    say(console, f"{answer.total} tasks{day}; {answer.without_due} of those asked for bear no day.")
    if answer.items:
        table = grid("id", "due", "set by", "for", "task", "documents", whole=("id", "due"))
        for item in answer.items:
            node = item.node
            if isinstance(node, TaskShape):
                table.add_row(
                    text(node.id, "cyan"),
                    text("recurring" if node.recurring and not node.due else node.due),
                    text(node.set_by.name if node.set_by else None),
                    text("; ".join(node.assigned_to) or None),
                    text(f"{node.ordinal}. {node.text}"[:160]),
                    text(", ".join(d.id for d in item.documents) or None),
                )
        console.print(table)
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def show_central(console: Console, answer: CentralAnswer) -> None:
    """The hubs."""
    table = grid("", "rests", "in all", "cited", "id", "document", whole=("", "rests", "in all", "cited", "id"))
    for item in answer.items:
        table.add_row(
            *map(text, (item.rank, item.direct, item.all, item.cited)),
            text(item.node.id, "cyan"),
            text(headline(item.node)),
        )
    console.print(table)
    show_cut(console, answer.partial)


def show_orphans(console: Console, answer: OrphansAnswer) -> None:
    """What has no upstream, and what a source names in its place."""
    say(console, f"{len(answer.items)} without an upstream among {answer.scanned} looked at.")
    for item in answer.items:
        line = Text("  ").append(headline(item.node)).append(f"  {item.node.id}", style="cyan")
        say(console, line.append(f"  named: {', '.join(item.said)}" if item.said else "", style="yellow"))
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def show_event_history(console: Console, answer: EventHistoryAnswer) -> None:
    """The table of spells."""
    table = grid("directive", "unit", "start", "stop", "days", "event", "why", "document", whole=("start", "stop"))
    for row in answer.items:
        table.add_row(
            *map(text, (row.directive, row.unit_name, row.start, row.stop, row.days, row.event, row.why, row.document))
        )
    console.print(table)
    say(console, f"{answer.total} spells.")
    if answer.undated:
        say(console, f"Without a day, and so without spells: {', '.join(answer.undated)}")
    show_cut(console, answer.partial)
