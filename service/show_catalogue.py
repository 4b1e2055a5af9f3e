"""The catalogue and its answers as readable tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from queries.catalogue import Question, shown
from queries.catalogued import ROWS, CatalogueAnswer
from service.terminal import grid, say, text

FOLDED = 26
"""Columns of words are folded when they are wider than this, and never below it. Ids are never folded."""
GAP = 3
UNKNOWN = "–"


def show_questions(console: Console, questions: Sequence[Question]) -> None:
    """Every question with both titles, and how to go on."""
    table = grid("number", "name", "tiêu đề", "title", whole=("number", "name"))
    for each in questions:
        table.add_row(f"{each.number:>2}", text(each.name, "cyan"), text(each.title_vi), text(each.title_en))
    console.print(table)
    say(console, "questions NAME prints one to paste into Neo4j Browser; ask NAME runs it on a Neo4j server.")


def show_answer(console: Console, question: Question, answer: CatalogueAnswer) -> None:
    """The question with the values it was asked with, and its rows."""
    say(console, question.question_vi, style="bold")
    say(console, question.question_en)
    for parameter in question.parameters:
        say(console, f"  {parameter.name}: {_said(answer.parameters[parameter.name])}", style="dim")
    if not answer.items:
        say(console, f"No rows: {question.empty}.")
        return
    cells = [[_cell(row[column]) for column in answer.columns] for row in answer.items]
    widths = [_width(column) for column in zip(answer.columns, *cells, strict=True)]
    if sum(width + GAP for width in widths) <= console.width:
        _table(console, answer.columns, widths, cells)
    else:
        _one_below_another(console, answer.columns, cells)
    say(console, f"{len(answer.items)} rows, graph version {answer.graph_version}.")
    if answer.more:
        say(console, f"There are more: ask again with a greater --limit (at most {ROWS.high}).")
    if question.note:
        say(console, f"Note: {question.note}.")


def _width(column: Sequence[str | None]) -> int:
    """What a column needs, heading included."""
    width = max(len(cell or UNKNOWN) for cell in column)
    return min(width, FOLDED) if any(" " in (cell or "") for cell in column) else width


def _table(
    console: Console, columns: Sequence[str], widths: Sequence[int], cells: Sequence[Sequence[str | None]]
) -> None:
    table = grid(*columns, whole=[name for name, width in zip(columns, widths, strict=True) if width != FOLDED])
    for row in cells:
        table.add_row(*map(text, row))
    console.print(table)


def _one_below_another(console: Console, columns: Sequence[str], cells: Sequence[Sequence[str | None]]) -> None:
    """For a window too narrow for a table: each row as lines, what is unknown left out."""
    margin = max(map(len, columns))
    for row in cells:
        say(console)
        for name, cell in zip(columns, row, strict=True):
            if cell is not None:
                say(console, Text.assemble((f"{name:<{margin}}", "dim"), f"  {cell}"))
    say(console)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else ", ".join(value) if isinstance(value, tuple) else shown(value)


def _cell(value: Any) -> str | None:
    """None for what is unknown and for an empty list."""
    if isinstance(value, list):
        return ", ".join(_cell(each) or UNKNOWN for each in value) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)
