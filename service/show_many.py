"""Outcomes of a batch and the journal as readable tables."""

from __future__ import annotations

from rich.console import Console

from queries.batch import BatchAnswer, Outcome
from queries.journal import ChangesAnswer
from service.terminal import grid, say, text

MEANT = {"200": "found", "300": "several", "400": "not understood", "404": "none", "429": "not looked at"}
_IDS = 3


def show_batch(console: Console, answer: BatchAnswer) -> None:
    """One line for each item."""
    table = grid("status", "asked", "document", "date", "why", whole=("status", "date"))
    for outcome in answer.items:
        document = outcome.document
        table.add_row(
            text(f"{outcome.status} {MEANT[str(outcome.status)]}"),
            text(outcome.text),
            text(document.id if document else _candidates(outcome), "cyan"),
            text(document.date if document else None),
            text(outcome.detail or outcome.why),
        )
    console.print(table)
    say(console, ", ".join(f"{count} {MEANT[status]}" for status, count in answer.counts.items()) or "nothing asked")


def _candidates(outcome: Outcome) -> str | None:
    ids = [c.document.id for c in outcome.candidates]
    more = f", {len(ids) - _IDS} more" if len(ids) > _IDS else ""
    return ", ".join(ids[:_IDS]) + more if ids else None


def show_changes(console: Console, answer: ChangesAnswer) -> None:
    """One line for each entry of the journal, and how to go on."""
    table = grid("version", "at", "what", "changed", "gone", "subject", whole=("version", "at", "what"))
    for entry in answer.items:
        gone = [f"{t.id} -> {', '.join(t.now)}" if t.now else t.id for t in entry.gone]
        table.add_row(
            text(entry.version),
            text(entry.at),
            text(entry.what),
            text(len(entry.changed)),
            text(", ".join(gone[:_IDS]) + (f", {len(gone) - _IDS} more" if len(gone) > _IDS else "") or None),
            text(entry.subject),
        )
    console.print(table)
    more = f" More: ask again with --since {answer.until}." if answer.more else ""
    say(console, f"Followed to version {answer.until} of {answer.graph_version}.{more}")
