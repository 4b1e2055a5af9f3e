"""One JSON record on each line, layer by layer: a reader can begin to draw before it has everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from queries.export.content import Content, Row, Table

_ENDS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}
"""What some readers take for the end of a line, escaped."""


def lines(content: Content) -> bytes:
    """First what the answer says of itself, then its records, each with what it is: about, node, edge, item.

    Nodes come by distance; an edge follows at once when both its ends are there.
    """
    return b"".join(_line(what, row) for what, row in _records(content))


def _records(content: Content) -> Iterator[tuple[str, Row]]:
    yield "about", content.about
    if len(content.tables) == 1:
        yield from (("item", row) for row in content.tables[0].rows)
        return
    nodes, edges = content.tables
    yield from _layers(nodes, edges)


def _layers(nodes: Table, edges: Table) -> Iterator[tuple[str, Row]]:
    layers: dict[int | None, list[Row]] = {}
    for node in nodes.rows:
        layers.setdefault(node.get("distance"), []).append(node)
    said: set[str] = set()
    left = list(edges.rows)
    for distance in sorted(layers, key=lambda d: (d is None, d or 0)):
        for node in layers[distance]:
            said.add(node["id"])
            yield "node", node
        ready = [e for e in left if e["from"] in said and e["to"] in said]
        yield from (("edge", e) for e in ready)
        left = [e for e in left if e["from"] not in said or e["to"] not in said]


def _line(what: str, row: Row) -> bytes:
    record: dict[str, Any] = {"record": what, **row}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ENDS).encode() + b"\n"
