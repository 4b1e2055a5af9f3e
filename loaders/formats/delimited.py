"""CSV and its kin -> rows of cells: separated by commas, semicolons, tabs or bars, whichever the first line is."""

from __future__ import annotations

import csv
import io
import re

from graph_schema.errors import UnreadableSource
from loaders.formats.contents import Contents, Sheet

ROWS = 500_000
_QUOTED = re.compile(r'"[^"]{0,10000}"')
_AS_TEXT = re.compile(r'="([^"]{0,1000})"')


def read_delimited(text: str, name: str) -> Contents:
    """The rows of a table in a decoded text; blank lines are no rows. Raises UnreadableSource, naming the line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            if not row:
                continue
            if len(rows) > ROWS:
                raise UnreadableSource(f"{name} has more than {ROWS:,} rows. Split it.", name=name)
            rows.append(tuple(map(_cell, row)))
    except csv.Error as error:
        raise UnreadableSource(
            f"{name} is no sound CSV near line {reader.line_num}: {error}. Export it again.", name=name
        ) from error
    return Contents("csv", sheets=(Sheet(name, tuple(rows)),))


def _separator(text: str) -> str:
    line = _QUOTED.sub("", text[:20_000].lstrip("\n").partition("\n")[0])
    return max(",;\t|", key=line.count)


def _cell(written: str) -> str:
    """A cell; Excel's ="001" is the text 001."""
    found = _AS_TEXT.fullmatch(written)
    return found[1] if found else written
