"""What an export holds: rows with named columns, and what the answer says of itself.

Columns follow from the classes of the answer, not from what was found: two pages of one question have the same ones.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from queries.shapes import plain

Cell = str | int | float | bool | None
Row = Mapping[str, Any]

BETWEEN = "; "
"""Joins the values of a cell that holds several."""

# What XML 1.0 and spreadsheets cannot hold; no text of ours needs it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value stands in a plain row. ``each`` reads a field of every member of a list."""

    name: str
    path: tuple[str, ...]
    each: str | None = None

    def of(self, row: Row) -> Cell:
        """The value in this row; None where there is none."""
        value: Any = row
        for name in self.path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if self.each is not None and isinstance(value, Sequence):
            value = ["" if member[self.each] is None else member[self.each] for member in value]
        return cell(value)


@dataclass(frozen=True, slots=True)
class Table:
    """Plain rows and how they are laid out in columns. ``name`` is nodes, edges or items."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """One table of items, or one of nodes and one of edges; ``about`` is the rest of the answer in its plain form."""

    tables: tuple[Table, ...]
    about: Row


def content_of(answer: Any, rows: str) -> Content:
    """An answer taken apart. The root of a graph and every end of an edge are among its nodes."""
    whole: dict[str, Any] = plain(answer)
    hints = get_type_hints(type(answer))
    names = ("nodes", "edges") if {"nodes", "edges"} <= whole.keys() else (rows,)
    found = {name: whole.pop(name) for name in names}
    if "nodes" in found:
        found["nodes"] = _with_ends(found["nodes"], found["edges"], whole.get("root"))
    tables = tuple(Table(name, columns_of(get_args(hints[name])[0]), tuple(found[name])) for name in names)
    return Content(tables, whole)


def _with_ends(nodes: list[Row], edges: list[Row], root: Row | None) -> list[Row]:
    """A page of a long list leaves out nodes that its edges need: they come with their id alone."""
    known = {node["id"] for node in nodes}
    out = list(nodes)
    if root is not None and root["id"] not in known:
        out.insert(0, {**root, "distance": 0})
        known.add(root["id"])
    ends = dict.fromkeys(end for edge in edges for end in (edge["from"], edge["to"]))
    return out + [{"id": end} for end in ends if end not in known]


@cache
def columns_of(shape: Any) -> tuple[Column, ...]:
    """The columns of rows of this class, or of any of several: nested records are spread out as ``body_name``; of a
    list of records each field becomes a column, with the values of all joined; what lies deeper is JSON."""
    found: dict[str, Column] = {}
    for option in _options(shape):
        for column in _columns(option):
            found.setdefault(column.name, column)
    return tuple(found.values())


def _columns(shape: Any) -> list[Column]:
    out: list[Column] = []
    hints = get_type_hints(shape)
    for f in fields(shape):
        name, hint = f.name.rstrip("_"), hints[f.name]
        records = [o for o in _options(hint) if is_dataclass(o)]
        member = get_args(hint)[0] if get_origin(hint) is tuple else None
        if f.metadata.get("flat"):
            out += columns_of(hint)
        elif records:
            out += [Column(f"{name}_{c.name}", (name, *c.path), c.each) for r in records for c in _columns(r)]
        elif is_dataclass(member) and all(_is_scalar(h) for h in get_type_hints(member).values()):
            inner = (m.name.rstrip("_") for m in fields(member))
            out += [Column(f"{name}_{field}", (name,), field) for field in inner]
        else:
            out.append(Column(name, (name,)))
    return out


def _options(hint: Any) -> tuple[Any, ...]:
    """The members of a union, without None; anything else is its own only option."""
    if get_origin(hint) in (Union, types.UnionType):
        return tuple(o for o in get_args(hint) if o is not type(None))
    return (hint,)


def _is_scalar(hint: Any) -> bool:
    return all(o in (str, int, float, bool) for o in _options(hint))


def cell(value: Any) -> Cell:
    """A plain value as one cell, without what no spreadsheet or XML can hold."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return _UNPRINTABLE.sub("", value)
    if isinstance(value, Sequence) and all(isinstance(v, (str, int, float)) for v in value):
        return cell(BETWEEN.join(map(str, value))) if value else None
    return cell(json.dumps(value, ensure_ascii=False)) if value else None
