"""Answers about a day or a change as readable text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from queries.change import ENGLISH, ChangeAnswer
from queries.force import Force
from queries.lineage import LineageThen
from queries.shapes import Reached
from queries.then import ImpactThen, ImplementersThen
from service.show import headline, show_counts, show_cut, show_more
from service.terminal import say


def show_then(console: Console, answer: Any) -> None:
    """What an answer about a day adds: what was left out, what stands apart, and what was in force. Nothing for an
    answer about now."""
    if not isinstance(answer, (ImplementersThen, ImpactThen, LineageThen)):
        return
    say(console)
    say(console, f"As of {answer.as_of}: {answer.later} issued later are left out.", style="bold")
    if isinstance(answer, LineageThen):
        if answer.undated:
            say(console, f"Shown, but without a date that tells whether they were there: {', '.join(answer.undated)}")
    elif answer.undated_total:
        say(console, f"{answer.undated_total} bear no date that tells whether they were there:")
        _apart(console, answer.undated)
    _forces(console, answer.force)


def _apart(console: Console, items: Sequence[Reached]) -> None:
    for item in items:
        say(console, Text("  ").append(headline(item.node)).append(f"  {item.node.id}", style="cyan"))


def _forces(console: Console, forces: Sequence[Force]) -> None:
    known = [f for f in forces if f.in_force != "unknown"]
    for force in known:
        since = f" since {force.since}" if force.since else ""
        by = ", ".join(b.symbol or b.id for b in force.by)
        said = f"  in force: {force.in_force}{since} ({force.why_vi}{f': {by}' if by else ''})"
        say(console, Text(said).append(f"  {force.id}", style="cyan"))
    if len(known) < len(forces):
        say(console, f"  in force: not known of {len(forces) - len(known)} of these")


def show_change(console: Console, answer: ChangeAnswer) -> None:
    """Counts by severity, then each item with its severity and the path that says why."""
    day = f" on {answer.on}" if answer.on else ""
    say(console, headline(answer.root), style="bold")
    say(console, f"{answer.change}{day}: {answer.total} documents and tasks stand in relation to it.")
    for count in answer.severities:
        say(console, f"  {count.count:>4}  {count.label} ({count.value})")
    show_counts(console, "level", answer.counts.get("level", ()))
    if answer.force and answer.force.by:
        _forces(console, [answer.force])
    if answer.on:
        say(console, f"{answer.later} issued later are left out; {answer.undated} may not have been there yet.")
    for item in answer.nodes:
        say(console)
        head = Text(f"{ENGLISH[item.severity]}: ", style="bold").append(item.told, style="default")
        say(console, head.append(f"  {item.node.id}", style="cyan"))
        if item.rests_on:
            say(console, f"    also rests on {', '.join(item.rests_on)}")
        if item.revised_by:
            say(console, f"    replaced or carried over by {', '.join(item.revised_by)}")
    show_more(console, answer.next)
    show_cut(console, answer.partial)
