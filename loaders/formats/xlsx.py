"""XLSX -> rows of cells as text. Of a formula the value counts that was saved with it; without one the row is at
fault."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook

from graph_schema.errors import UnreadableSource
from loaders.formats.archive import member, open_archive
from loaders.formats.contents import Contents, Sheet

COLUMNS = 100
"""Columns read of a sheet; a cell beyond them is told."""
ROWS = 500_000


def read_xlsx(data: bytes, name: str) -> Contents:
    """The visible sheets of a workbook. Raises UnreadableSource with the reason."""
    archive = open_archive(data, name)
    with_formulas = _has_formulas(archive, name)
    try:
        values = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(data), read_only=True) if with_formulas else None
        sheets, remarks = [], []
        for sheet in values.worksheets:
            if sheet.sheet_state != "visible":
                remarks.append(f"{name}: the hidden sheet {sheet.title!r} was not read")
                continue
            told = formulas[sheet.title] if formulas else None
            sheets.append(_sheet(sheet, told, f"{name} [{sheet.title}]", remarks))
    except (ParseError, LookupError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        if isinstance(error.__cause__ or error.__context__ or error, DefusedXmlException):
            raise UnreadableSource(
                f"{name} declares a document type or entities, which no office program writes. It was not read; save "
                "it again with Excel or LibreOffice.",
                name=name,
            ) from error
        raise UnreadableSource(
            f"{name} is no sound workbook ({type(error).__name__}: {str(error)[:100]}). Open it in Excel or "
            "LibreOffice and save it again, or save its sheet as CSV.",
            name=name,
        ) from error
    return Contents("xlsx", sheets=tuple(s for s in sheets if s.rows), remarks=tuple(remarks))


def _sheet(sheet: Any, told: Any, name: str, remarks: list[str]) -> Sheet:
    rows: list[tuple[str, ...]] = []
    faults: dict[int, str] = {}
    beyond = 0
    for values, formulas in _side_by_side(sheet, told):
        beyond += any(v is not None for v in values[COLUMNS:])
        cells = [_written(v) for v in values[:COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(rows) == ROWS:
            raise UnreadableSource(f"{name} has more than {ROWS:,} rows. Split it.", name=name)
        for at, formula in enumerate(formulas):
            if isinstance(formula, str) and formula.startswith("=") and values[at] is None:
                faults[len(rows)] = (
                    f"its cell {at + 1} holds a formula whose value was never saved. Open the file in Excel or "
                    "LibreOffice and save it once."
                )
        rows.append(tuple(cells))
    if beyond:
        remarks.append(f"{name}: cells beyond the {COLUMNS}th column were not read, in {beyond} rows")
    width = max(map(len, rows), default=0)
    return Sheet(name, tuple(row + ("",) * (width - len(row)) for row in rows), faults)


def _side_by_side(sheet: Any, told: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    if told is None:
        return ((row, ()) for row in rows)
    told.reset_dimensions()
    return zip(rows, told.iter_rows(values_only=True), strict=False)


def _written(value: object) -> str:
    """A cell's value as a person would write it: days in ISO form, whole numbers without a point."""
    match value:
        case None:
            return ""
        case dt.datetime():
            return value.date().isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _has_formulas(archive: zipfile.ZipFile, name: str) -> bool:
    for path in archive.namelist():
        if not path.startswith("xl/worksheets/"):
            continue
        tail = b""
        with member(archive, path, name) as stream:
            while chunk := stream.read(1 << 20):
                if b"<f>" in (held := tail + chunk) or b"<f " in held:
                    return True
                tail = chunk[-2:]
    return False
