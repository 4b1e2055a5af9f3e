"""Whether a document was in force on a day: yes and no need a document that shows it; else it is not known.

``no``: a draft, not issued yet, or replaced or repealed as a whole by a document of that day or before. ``yes``: a
later document replaced or repealed it, or was still carrying it out. What a document says of its own term of validity
is not read here, so "from when" is the day of the document that ended it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graph_schema.folding import fold
from graph_schema.model import Document, Edge, EdgeType, Node
from graph_schema.store.base import Graph, Hop
from graph_schema.vocabulary import Vocabulary
from queries.dates import span_of, when
from queries.limits import MAX_WITNESSES

ENDING = (EdgeType.REPLACES, EdgeType.REPEALS, EdgeType.SUSPENDS)
CARRYING_OUT = (EdgeType.IMPLEMENTS, EdgeType.GUIDES, EdgeType.BASED_ON)
WHY = {
    "draft": "mới là dự thảo",
    "not-issued-yet": "chưa ban hành vào ngày đó",
    "replaced": "đã được thay thế",
    "repealed": "đã bị bãi bỏ",
    "suspended": "có văn bản đình chỉ, không rõ đến khi nào",
    "perhaps-ended": "có văn bản thay thế hoặc bãi bỏ, nhưng không rõ từ ngày nào, hoặc chỉ là suy ra",
    "ended-later": "chỉ được thay thế hoặc bãi bỏ sau ngày đó",
    "carried-out-later": "sau ngày đó vẫn được thực hiện",
    "nothing-known": "không có nguồn nào nói đến hiệu lực",
}

_BEHIND_CUE = 20
"""Code points behind "bãi bỏ" in which "Điều 5 của" may stand."""
_IN_PART = re.compile(r"\b(?:mot phan|mot so|(?:dieu|khoan|muc|phu luc) \d)")


@dataclass(frozen=True, slots=True)
class ForceBy:
    """A document that replaces, repeals or suspends this one, or shows it in force. ``in_part``: not the whole."""

    id: str
    symbol: str | None
    title: str | None
    type: str
    date: str | None
    edge: str
    inferred: bool
    in_part: bool


@dataclass(frozen=True, slots=True)
class Force:
    """``in_force`` is yes, no or unknown; ``why`` a code and ``why_vi`` its words; ``since`` the day of the document
    that ended it, None when that is not known."""

    id: str
    in_force: str
    why: str
    why_vi: str
    since: str | None
    by: tuple[ForceBy, ...]


def forces(graph: Graph, nodes: Collection[Node], v: Vocabulary, *, as_of: str | None = None) -> tuple[Force, ...]:
    """Of each document among the nodes, in their order, whether it was in force on ``as_of`` (None: as far as is known
    now)."""
    documents = {n.id: n for n in nodes if isinstance(n, Document)}
    ending = _by_object(graph.step(sorted(documents), Hop("in", ENDING)).edges)
    carrying = _carrying(graph, documents) if as_of else {}
    acting = graph.nodes({e.subject for group in (ending, carrying) for edges in group.values() for e in edges})
    partly = _in_part(graph, [e for edges in ending.values() for e in edges])
    return tuple(
        _force(d, ending.get(i, ()), carrying.get(i, ()), acting, partly, as_of, v) for i, d in documents.items()
    )


def _force(
    document: Document,
    ending: Iterable[Edge],
    carrying: Iterable[Edge],
    acting: Mapping[str, Node],
    partly: Collection[str],
    day: str | None,
    v: Vocabulary,
) -> Force:
    changes = [(e, a) for e in ending if isinstance(a := acting.get(e.subject), Document)]
    whole = [(e, a) for e, a in changes if e.id not in partly]
    shown = tuple(_by(e, a, partly) for e, a in changes)
    if document.status == "draft":
        return _said(document, "no", "draft", shown)
    issued = when(span_of(document, v), day)
    if issued == "after":
        return _said(document, "no", "not-issued-yet", shown)
    sure = [(e, a) for e, a in whole if not e.inferred and e.type is not EdgeType.SUSPENDS]
    ended = [(e, a) for e, a in sure if when(span_of(a, v), day) == "by"]
    if ended:
        first, _ = min(ended, key=lambda pair: (pair[1].date or "~", pair[0].id))
        since = min((a.date for _, a in ended if a.date and span_of(a, v).known), default=None)
        why = "replaced" if first.type is EdgeType.REPLACES else "repealed"
        return _said(document, "no", why, shown, since)
    if any(e.type is EdgeType.SUSPENDS and when(span_of(a, v), day) != "after" for e, a in whole):
        return _said(document, "unknown", "suspended", shown)
    if any(when(span_of(a, v), day) != "after" for _, a in whole):
        return _said(document, "unknown", "perhaps-ended", shown)
    if day is not None and issued == "by":
        if sure:  # every one of them came after the day
            return _said(document, "yes", "ended-later", shown)
        witnesses = [(e, a) for e in carrying if isinstance(a := acting.get(e.subject), Document)]
        if still := [(e, a) for e, a in witnesses if span_of(a, v).first > day]:
            return _said(document, "yes", "carried-out-later", (*shown, _by(*still[0], ())))
    return _said(document, "unknown", "nothing-known", shown)


def _said(document: Document, in_force: str, why: str, by: tuple[ForceBy, ...], since: str | None = None) -> Force:
    return Force(document.id, in_force, why, WHY[why], since, by)


def _by(edge: Edge, acting: Document, partly: Collection[str]) -> ForceBy:
    return ForceBy(
        acting.id, acting.symbol, acting.title, edge.type.value, acting.date, edge.id, edge.inferred, edge.id in partly
    )


def _by_object(edges: Iterable[Edge]) -> dict[str, tuple[Edge, ...]]:
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        found[edge.object].append(edge)
    return {i: tuple(group) for i, group in found.items()}


def _carrying(graph: Graph, documents: Collection[str]) -> dict[str, tuple[Edge, ...]]:
    """The best supported relations that carry each document out: enough to show that one still did."""
    hop = Hop("in", CARRYING_OUT, stated=True)
    return _by_object(graph.step(sorted(documents), hop, fanout=MAX_WITNESSES).edges)


def _in_part(graph: Graph, edges: Collection[Edge]) -> set[str]:
    """The edges whose every source speaks of a part: "thay thế một phần", "bãi bỏ Điều 5 của"."""
    claims = graph.claims_behind([e.id for e in edges])
    texts = {s: graph.text(s) or "" for s in sorted({c.source for c in claims if c.start is not None})}
    whole: dict[str, bool] = {}
    for claim in claims:
        said = claim.note or ""
        if claim.start is not None and claim.end is not None:
            until = min(claim.end, (claim.cue_end or claim.end) + _BEHIND_CUE)
            said = texts[claim.source][claim.cue_start or claim.start : until]
        part = _IN_PART.search(fold(said)) is not None
        whole[claim.edge or ""] = whole.get(claim.edge or "", False) or not part
    return {edge for edge, some_whole in whole.items() if not some_whole}
