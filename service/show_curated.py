"""What curators decided and what it changes, as readable text."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from graph_schema.model import Decision
from loaders.curated import CurationReport, FieldChange
from loaders.decision_sheet import ImportReport, RowDecision
from queries.audit import AuditAnswer, AuditItem
from service.show import show_more
from service.terminal import say

SIGNS = {"appears": "+", "changes": "~", "goes": "-"}
_WIDE = 160


def show_curation(console: Console, report: CurationReport) -> None:
    """What was taken or undone, then every node, relation and mention it changes."""
    for id in report.known:
        say(console, f"{id} holds already: nothing changed.")
    for d in report.taken:
        say(console, _said("Would take" if report.dry_run else "Taken", d), style="bold")
        if d.waits:
            say(console, f"  waits: {d.waits}", style="yellow")
    for d in report.undone:
        say(console, _said("Would undo" if report.dry_run else "Undone", d), style="bold")
    for id in report.replaced:
        say(console, f"  sets aside {id}")
    _show_changes(console, report)
    if report.taken and not report.dry_run:
        say(console, f"Take it back with: directive-graph undo {report.taken[0].id}")


def _show_changes(console: Console, report: CurationReport) -> None:
    for node in report.nodes:
        now = f", now {node.now}" if node.now else ""
        line = Text(f"{SIGNS[node.what]} {node.kind} ").append(node.id, style="cyan")
        say(console, line.append(f"  {node.label}{now}"))
        _show_fields(console, node.fields)
    for edge in report.edges:
        line = Text(f"{SIGNS[edge.what]} {edge.from_} {edge.type} {edge.to}  ").append(edge.id, style="cyan")
        say(console, line)
        _show_fields(console, edge.fields)
    for mention in report.mentions:
        was, now = mention.before or "left open", mention.after or "left open"
        say(console, f"~ mention at {mention.start} of {mention.source[:12]}: {was} -> {now} ({mention.why or ''})")
    for total, shown, name in (
        (report.nodes_total, report.nodes, "nodes"),
        (report.edges_total, report.edges, "relations"),
        (report.mentions_total, report.mentions, "mentions"),
    ):
        if total > len(shown):
            say(console, f"... and {total - len(shown)} more {name}")
    if not (report.nodes or report.edges or report.mentions) and not report.known:
        say(console, "No document, relation or mention changes.")


def _show_fields(console: Console, fields: Iterable[FieldChange]) -> None:
    for each in fields:
        say(console, f"    {each.field}: {_cut(each.before)} -> {_cut(each.after)}")


def _cut(text: str | None) -> str:
    return "–" if text is None else text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"


def _said(what: str, d: Decision | AuditItem) -> str:
    parts = (d.kind, d.document, d.type, d.field, d.other)
    value = f" = {d.value or 'unknown'}" if d.field else ""
    at = f" at {d.source[:12]}:{d.start}" if d.source else ""
    return f"{what} {d.id}: {' '.join(p for p in parts if p)}{value}{at}. {d.who}: {d.reason}"


def show_audit(console: Console, answer: AuditAnswer) -> None:
    """Each decision with its state, moment and reason."""
    counts = ", ".join(f"{count} {state}" for state, count in answer.counts.items() if count) or "none was taken"
    say(console, f"{answer.total} decisions ({counts} in all).")
    for item in answer.items:
        when = (item.taken_at or "")[:16].replace("T", " ")
        say(console, _said(f"[{item.state}] {when}".rstrip(), item))
        if item.waits:
            say(console, f"    waits: {item.waits}")
        if item.undone_at:
            say(console, f"    undone {item.undone_at[:16].replace('T', ' ')} by {item.undone_by}")
    show_more(console, answer.next)


def show_import(console: Console, report: ImportReport) -> None:
    """The difference between a file and the decisions that hold, and what it changes."""
    if report.faults:
        say(console, f"{len(report.faults)} rows cannot be used; nothing was imported.", style="bold")
        _show_rows(console, "!", report.faults)
        return
    done = "Would import" if report.dry_run else "Imported"
    figures = f"{len(report.new)} new, {len(report.changed)} changed, {len(report.removed)} removed"
    say(console, f"{done}: {figures}, {report.unchanged} unchanged.", style="bold")
    for sign, rows in (("+", report.new), ("~", report.changed), ("-", report.removed)):
        _show_rows(console, sign, rows)
    if report.missing:
        say(console, f"{len(report.missing)} decisions are not in the file and stay (--remove undoes them):")
        _show_rows(console, " ", report.missing)
    if report.report:
        _show_changes(console, report.report)


def _show_rows(console: Console, sign: str, rows: Iterable[RowDecision]) -> None:
    for each in rows:
        where = f"row {each.row}: " if each.row else ""
        before = f", instead of {each.before}" if each.before else ""
        why = f": {each.why}" if each.why else ""
        say(console, f"{sign} {where}{each.kind or '?'} {each.id or ''}{before}{why}".rstrip())
