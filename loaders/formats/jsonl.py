"""JSON lines -> rows of cells: one object on each line, its names as the header."""

from __future__ import annotations

import json

from graph_schema.errors import UnreadableSource
from loaders.formats.contents import Contents, Sheet
from loaders.formats.delimited import ROWS

NAMES = 200


def read_jsonl(text: str, name: str) -> Contents:
    """The objects of a decoded text, their names in the order of first use; a line that is no flat object is a row at
    fault. Raises UnreadableSource when there is none at all."""
    names: dict[str, None] = {}
    objects: list[dict[str, str] | str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(objects) == ROWS:
            raise UnreadableSource(f"{name} has more than {ROWS:,} lines. Split it.", name=name)
        found = _object(line, number)
        objects.append(found)
        if isinstance(found, dict) and len(names) < NAMES:
            names.update(dict.fromkeys(found))
    if not names:
        raise UnreadableSource(f"{name} has no line that is a JSON object. Write one object on each line.", name=name)
    rows = [tuple(names)]
    faults = {}
    for at, each in enumerate(objects, 1):
        if isinstance(each, str):
            faults[at] = each
        rows.append(tuple("" if isinstance(each, str) else each.get(n, "") for n in names))
    return Contents("jsonl", sheets=(Sheet(name, tuple(rows), faults),))


def _object(line: str, number: int) -> dict[str, str] | str:
    """The object on a line with every value as text, or what is wrong with it."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"line {number} is no JSON: {str(error)[:100]}."
    if not isinstance(found, dict):
        return f"line {number} is no JSON object. Write one object on each line."
    nested = next((k for k, v in found.items() if isinstance(v, dict | list)), None)
    if nested is not None:
        return f"line {number}: its {nested[:40]!r} holds more than one value. Write a text or a number."
    return {str(k): _text(v) for k, v in found.items()}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
