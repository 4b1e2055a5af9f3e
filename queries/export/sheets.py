"""A workbook: a sheet for each table, and one of what the answer says of itself. No cell is ever a formula."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from queries.export.content import Cell, Content, Table, cell
from queries.export.tables import FORMULA

MAX_TEXT = 32_767
"""Characters a cell holds. A longer text is cut there, with an ellipsis."""

_WIDTHS = {"id": 30, "title": 60, "text": 60, "symbol": 18, "body_name": 28}
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP entry can bear
_STAMP = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def workbook(content: Content) -> bytes:
    """An .xlsx file; the same content gives the same bytes."""
    book = Workbook(write_only=True)
    for table in content.tables:
        _fill(book.create_sheet(table.name), [c.name for c in table.columns], _rows(table))
    _fill(book.create_sheet("about"), ["name", "value"], _about(content))
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _rows(table: Table) -> Iterator[list[Cell]]:
    return ([column.of(row) for column in table.columns] for row in table.rows)


def _about(content: Content) -> Iterator[list[Cell]]:
    """What the answer says of itself; the document it is about by its id."""
    for name, value in content.about.items():
        yield [name, cell(value["id"] if name == "root" and value else value)]


def _fill(sheet: Any, names: list[str], rows: Iterator[list[Cell]]) -> None:
    sheet.freeze_panes = "A2"
    for n, name in enumerate(names):
        sheet.column_dimensions[_letters(n)].width = _WIDTHS.get(name, 14)
    heads = [_cell(sheet, name) for name in names]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _letters(n: int) -> str:
    """The name of a column, counted from 0: A, B, ... Z, AA."""
    return (_letters(n // 26 - 1) if n >= 26 else "") + chr(ord("A") + n % 26)


def _cell(sheet: Any, value: Cell) -> Any:
    """A cell whose text is text: also when it begins like a formula or an error, and when somebody edits it."""
    if not isinstance(value, str):
        return value
    made: Any = WriteOnlyCell(sheet, None)
    made._value = value if len(value) <= MAX_TEXT else value[: MAX_TEXT - 1] + "…"
    made.data_type = "s"
    made.quotePrefix = value.startswith(FORMULA)
    return made


def _timeless(data: bytes) -> bytes:
    """The archive without the moments at which it and its parts were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for part in made.infolist():
            told = _STAMP.sub(b"", made.read(part))
            kept.writestr(zipfile.ZipInfo(part.filename, _OLDEST), told, zipfile.ZIP_DEFLATED)
    return out.getvalue()
