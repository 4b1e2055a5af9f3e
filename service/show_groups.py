"""A diagram as readable text: the groups of each side, with counts and the first of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from queries.around import DiagramGroup
from queries.headings import OUT
from queries.shapes import NodeShape, PlacedNode
from service.show import headline
from service.terminal import say


def show_groups(console: Console, root: NodeShape, groups: Sequence[DiagramGroup], nodes: Iterable[PlacedNode]) -> None:
    """What the node acts on, then what acts on it; empty groups in one line."""
    shown = {placed.node.id: placed for placed in nodes}
    say(console, headline(root), style="bold")
    for side in (True, False):
        mine = [g for g in groups if (g.direction == OUT) == side]
        for group in (g for g in mine if g.total or g.drafts):
            drafts = f", {group.drafts} drafts that are not counted" if group.drafts else ""
            say(console)
            say(console, f"{group.label}: {group.total}{drafts}", style="bold")
            for member in group.items:
                say(console, _line(shown[member.id]))
            if group.total > len(group.items):
                say(console, f"  ... and {group.total - len(group.items)} more", style="dim")
        if empty := [g.label for g in mine if not g.total and not g.drafts]:
            say(console)
            say(console, f"none: {', '.join(empty)}", style="dim")


def _line(placed: PlacedNode) -> Text:
    line = Text("  ").append(headline(placed.node)).append(f"  {placed.node.id}", style="cyan")
    return line.append(f"  +{placed.hidden}", style="yellow") if placed.hidden else line
