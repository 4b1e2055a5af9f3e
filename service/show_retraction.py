"""What went with a source, or would go, as readable text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from loaders.retraction import EdgeChange, Retraction
from service.terminal import say


def show_retraction(console: Console, done: Retraction) -> None:
    """Documents by their ids, then relations with how many publishers bear them out before and after."""
    head = f"Would retract {done.source}" if done.dry_run else f"Retracted {done.source}"
    say(console, f"{head}. Graph version {done.version}.", style="bold")
    if not any(done.totals.values()):
        say(console, "nothing else goes or changes")
    for name, ids in (
        ("gone", done.gone),
        ("changed", done.changed),
        ("new", done.new),
        ("tasks_gone", done.tasks_gone),
    ):
        if ids:
            say(console, f"{_named(name)} {', '.join(ids)}{_more(done, name, ids)}")
    for name, edges in (
        ("edges_gone", done.edges_gone),
        ("edges_changed", done.edges_changed),
        ("edges_new", done.edges_new),
    ):
        if edges:
            say(console, f"{_named(name)} {done.totals[name]}")
        for edge in edges:
            line = Text(
                f"  {edge.from_} {edge.type} {edge.to}  sources {edge.support_before} -> {edge.support_after}  "
            )
            say(console, line.append(edge.id, style="cyan"))
        if more := _more(done, name, edges):
            say(console, f"  {more.removeprefix(', ')}")


def _named(name: str) -> str:
    return f"{name.replace('_', ' ').replace('edges', 'relations')}:".ljust(18)


def _more(done: Retraction, name: str, shown: Sequence[str | EdgeChange]) -> str:
    left = done.totals[name] - len(shown)
    return f", and {left} more" if left else ""
