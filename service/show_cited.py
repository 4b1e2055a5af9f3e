"""A cited text as readable text: what it names, what it says of that, and what it sets."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from service.cited import CitationsAnswer, CitedResolution
from service.marked import called, duties, listed, sentence
from service.terminal import grid, say, text

LONGEST = 120
"""Code points of a title or a task shown in a line."""


def show_cited(console: Console, name: str, answer: CitationsAnswer, labels: Mapping[str, str]) -> None:
    """One text: its citations as a table, then its relations and tasks a line each. ``labels`` maps a relation type to
    its Vietnamese name."""
    counts = f"{len(answer.citations)} citations, {len(answer.relations)} relations, {len(answer.tasks)} tasks"
    say(console, f"{name}: {counts}", style="bold")
    if answer.citations:
        table = grid("at", "says", "symbol", "date", "issuer", "term", "title", "is", whole=("at", "symbol", "date"))
        for c in answer.citations:
            says = (c.start, _line(c.surface), c.symbol, c.date, c.issuer, c.term, c.title and _line(c.title))
            table.add_row(*map(text, says), text(_is(c.resolution)))
        console.print(table)
    for r in answer.relations:
        say(console, f"  {sentence(r, answer, labels)}")
    for t in answer.tasks:
        say(console, f"  {t.ordinal}. {_line(t.text)}")
        cites = [f"{labels[x.type]} {called(answer.citations[x.to])}" for x in t.cites]
        if said := "; ".join(part for part in (duties(t), *cites) if part):
            say(console, f"     [{said}]")
    for remark in (*answer.flags, *answer.notes):
        say(console, f"flagged:   {remark}")
    if answer.partial:
        say(console, f"{answer.partial.cut} documents were not resolved: time ran out.", style="yellow")


def _is(found: CitedResolution | None) -> str | None:
    if found is None:
        return None
    if found.id:
        return found.id if found.known else f"{found.id} (new)"
    if found.outcome == "several":
        return f"{found.why}: {listed(found)}"
    return f"open: {found.why}" + (f" ({listed(found)}?)" if found.candidates else "")


def _line(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= LONGEST else one[:LONGEST].rstrip() + " ..."
