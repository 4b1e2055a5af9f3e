"""CSV that opens in a spreadsheet as it is: UTF-8 with a byte order mark, and no cell that would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from queries.export.content import Cell, Column, Content

BOM = "\ufeff"
MARK = "'"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula, or skips before it looks for one."""


def comma_separated(content: Content) -> bytes:
    """One table. Nodes and edges share it: the column ``record`` tells them apart, and columns of the same name serve
    both."""
    several = len(content.tables) > 1
    order = list(dict.fromkeys(c.name for table in content.tables for c in table.columns))
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(["record"] if several else []), *order])
    writer.writerows(_rows(content, order, several=several))
    return out.getvalue().encode()


def _rows(content: Content, order: list[str], *, several: bool) -> Iterator[list[str]]:
    for table in content.tables:
        own: dict[str, Column] = {c.name: c for c in table.columns}
        for row in table.rows:
            cells = [written(own[name].of(row)) if name in own else "" for name in order]
            yield [*([table.name.removesuffix("s")] if several else []), *cells]


def written(value: Cell) -> str:
    """A cell as text: unknown is empty, true and false in lower case, formulas disarmed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return disarmed(value) if isinstance(value, str) else str(value)


def disarmed(text: str) -> str:
    """The text with an apostrophe before what would be a formula. Numbers are never passed through here."""
    return MARK + text if text.lstrip(MARK).startswith(FORMULA) else text


def rearmed(text: str) -> str:
    """What ``disarmed`` was given: the rule for programs that read the CSV back."""
    return text[1:] if text.startswith(MARK) and text.lstrip(MARK).startswith(FORMULA) else text
