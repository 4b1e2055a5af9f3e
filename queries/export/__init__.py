"""An answer in the forms other programs read: spreadsheets, graph tools, and streams of lines.

Every form but ``json`` leaves nothing out of the nodes, edges or items of the page it was given; what the answer says
of itself (totals, cuts, the cursor of the next page) goes along where the form has a place for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from queries.export import drawing, lines, sheets, tables
from queries.export.content import Content, content_of
from queries.limits import one_of
from queries.shapes import plain

__all__ = ["FORMATS", "LIST_FORMATS", "MEDIA_TYPES", "Exported", "export", "formats_of"]

JSON = "application/json"
MEDIA_TYPES: Mapping[str, str] = {
    "json": JSON,
    "cytoscape": JSON,
    "node-link": JSON,
    "graphml": "application/graphml+xml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ndjson": "application/x-ndjson",
}
FORMATS = tuple(MEDIA_TYPES)
"""Forms of an answer with nodes and edges."""

LIST_FORMATS = ("json", "csv", "xlsx", "ndjson")
"""Forms of an answer that is a list."""

_WRITERS: Mapping[str, Callable[[Content], bytes]] = {
    "cytoscape": lambda content: encoded(drawing.cytoscape(content)),
    "node-link": lambda content: encoded(drawing.node_link(content)),
    "graphml": drawing.graphml,
    "csv": tables.comma_separated,
    "xlsx": sheets.workbook,
    "ndjson": lines.lines,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """The bytes of one form, and what they are. ``text`` is False where a terminal cannot show them."""

    form: str
    body: bytes

    @property
    def media_type(self) -> str:
        """As HTTP names it."""
        return MEDIA_TYPES[self.form]

    @property
    def suffix(self) -> str:
        """Of a file that holds it."""
        return ".json" if self.media_type == JSON else f".{self.form}"

    @property
    def text(self) -> bool:
        """Whether it is text."""
        return self.form != "xlsx"


def formats_of(answer: type) -> tuple[str, ...]:
    """The forms an answer of this class has: those of a graph when it has nodes and edges, else those of a list."""
    return FORMATS if {"nodes", "edges"} <= set(getattr(answer, "__dataclass_fields__", ())) else LIST_FORMATS


def export(answer: Any, form: str, *, rows: str = "items") -> Exported:
    """The answer in one of its forms (see ``formats_of``); ``rows`` names the field that holds a list's items.

    The same answer gives the same bytes. Raises InvalidQuestion for a form it does not have.
    """
    one_of("format", form, formats_of(type(answer)))
    if form == "json":
        return Exported(form, encoded(plain(answer)))
    return Exported(form, _WRITERS[form](content_of(answer, rows)))


def encoded(value: Any) -> bytes:
    """Compact JSON; Vietnamese letters stay as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
