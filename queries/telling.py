"""Documents and the ways between them, told in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_schema.model import Document, Edge, Node, Task
from graph_schema.vocabulary import Vocabulary
from queries.dates import written_span

LONGEST = 90
"""Code points of a title or task inside a sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One edge as it is gone along: ``forward`` from the acting document to the one it acts on, else the other way."""

    edge: Edge
    forward: bool


def called(node: Node, v: Vocabulary) -> str:
    """What a document, task or body is called: "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum"."""
    if isinstance(node, Task):
        return f"nhiệm vụ {node.ordinal} (“{shortened(node.text)}”)"
    if not isinstance(node, Document):
        return node.name
    kind = v.type(node.type) if node.type else None
    parts = [kind.words[0] if kind else "Văn bản"]
    if node.symbol or node.number:
        parts.append(f"số {node.symbol or node.number}")
    elif node.title:
        remark = " (dịch ngược)" if node.title_status == "back-translated" else ""
        parts.append(f"“{shortened(node.title)}”{remark}")
    if node.status == "draft":
        parts.append("(dự thảo)")
    if dated := told_date(node.date):
        parts.append(dated)
    if node.body_name:
        parts.append(f"của {node.body_name}")
    return " ".join(parts)


def told_date(text: str | None) -> str | None:
    """ "ngày 18/1/2022", "tháng 1/2022", "năm 2022", or None."""
    span = written_span(text)
    if text is None or span.last == written_span(None).last:
        return None
    year, month, day = (int(p) for p in span.first.split("-"))
    return {10: f"ngày {day}/{month}/{year}", 7: f"tháng {month}/{year}"}.get(len(text), f"năm {year}")


def told(start: Node, way: Sequence[tuple[Told, Node]], v: Vocabulary) -> str:
    """A way as one sentence: the start, then each relation with what stands behind it."""
    clauses = []
    for hop, node in way:
        names = v.relation(hop.edge.type)
        verb = names.label_vi if hop.forward else names.inverse_vi
        clauses.append(f"{verb} {called(node, v)}" + (" (suy ra)" if hop.edge.inferred else ""))
    sentence = f"{called(start, v)} {', văn bản này '.join(clauses)}.".replace(" .", ".")
    return sentence[0].upper() + sentence[1:]


def shortened(text: str) -> str:
    """The text, cut at a word where it is long."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(",;") + "…"
