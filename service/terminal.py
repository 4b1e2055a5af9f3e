"""Where the command line writes: answers to standard output, progress and errors to standard error.

Text from outside is never read as markup; without a terminal nothing is wrapped or cut.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from loaders.pipeline import Progress

UNBOUNDED = 4000
"""Columns of a pipe: what reads it wants lines whole."""


def out() -> Console:
    """Standard output."""
    from rich.console import Console

    wide = {} if sys.stdout.isatty() else {"width": UNBOUNDED}
    return Console(markup=False, highlight=False, emoji=False, **wide)  # type: ignore[arg-type]


def say(console: Console, line: str | Text = "", style: str | None = None) -> None:
    """One line."""
    console.print(line, style=style, soft_wrap=True)


def grid(*columns: str, whole: Sequence[str] = ("id",)) -> Table:
    """A table with these headings; the columns named ``whole`` are never cut."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in columns:
        table.add_column(name, no_wrap=name in whole, overflow="fold")
    return table


def text(value: object, style: str = "") -> Text:
    """A cell: a dash for what is unknown."""
    from rich.text import Text

    return Text("–" if value is None else str(value), style=style)


def show_json(answer: Any) -> None:
    """The plain form of an answer, the same as over HTTP."""
    from queries.shapes import plain

    json.dump(plain(answer), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def complain(message: str) -> None:
    """One line to standard error."""
    sys.stderr.write(f"directive-graph: {' '.join(message.split())}\n")


def note(message: str) -> None:
    """A remark that is no part of the answer."""
    sys.stderr.write(f"{message}\n")


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress callback: a bar on a terminal, else a line every tenth of the way."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            task = tasks[what] if what in tasks else tasks.setdefault(what, bar.add_task(what, total=total))
            bar.update(task, completed=done, total=total)

        yield step


def _lines() -> Progress:
    shown: dict[str, int] = {}

    def step(what: str, done: int, total: int) -> None:
        tenth = done * 10 // max(total, 1)
        if total > 1 and shown.get(what) != tenth:
            shown[what] = tenth
            note(f"{what}: {done} of {total}")

    return step
