"""What implements a document: the certain ones, directly or through others, and beside them those that may.

A draft is listed with its status and never counted. An open claim whose object may be this document is listed under
``possible``, with what would settle it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from graph_schema.model import Document, Node
from graph_schema.store.base import Facet, Graph, Hop, OpenClaim, Reach
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.locate import node_of
from queries.reached import Listing, counted, counts, is_draft, items, listing, page, paths, tally
from queries.resolve import Hint, hints
from queries.shapes import Count, NodeShape, Partial, Reached, document_shape, node_shape

GROUPS = ("body", "place", "level", "type", "month")
_FACETS: tuple[Facet, ...] = ("kind", "type", "body", "place", "level", "status")
SHOWN = ("kind", "type", "body", "place", "level")


@dataclass(frozen=True, slots=True)
class Possible:
    """An open claim: ``other`` would implement the document, if ``mention`` means it. ``settles`` says which facts
    tell the candidates apart."""

    claim_id: str
    type: str
    other: NodeShape | None
    mention: str | None
    source: str
    source_title: str | None
    url: str | None
    why: str | None
    candidates: tuple[str, ...]
    settles: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class ImplementersAnswer:
    """``total`` counts what is issued and not a draft; ``inferred`` is how many of those no chain of outright
    statements reaches (``stated`` leaves them out), None when time ran out before that was known; ``drafts`` counts
    what is only planned; ``groups`` come when asked
    for."""

    root: NodeShape
    family: str
    depth: int
    items: tuple[Reached, ...]
    next: str | None
    total: int
    inferred: int | None
    drafts: int
    facets: Mapping[str, tuple[Count, ...]]
    groups: tuple[Count, ...] | None
    possible: tuple[Possible, ...]
    possible_total: int
    partial: Partial | None
    graph_version: int


def implementers(
    graph: Graph,
    document: str,
    vocabulary: Vocabulary,
    *,
    transitive: bool = False,
    depth: int | None = None,
    family: str = "implementation",
    group_by: str | None = None,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImplementersAnswer:
    """What implements ``document``. ``depth`` above 1 means transitive too. Raises InvalidQuestion, UnknownId,
    GoneId, MovedId."""
    hops = limits.bounded(limits.DEPTH, depth if depth is not None else limits.DEPTH.high if transitive else 1)
    size = limits.bounded(limits.PAGE, limit)
    sure = limits.share("min_confidence", min_confidence)
    types = limits.edge_types(family, vocabulary)
    budget = limits.bounded(limits.BUDGET_MS, budget_ms)
    if group_by is not None:
        limits.one_of("group_by", group_by, GROUPS)
    deadline = time.monotonic() + budget / 1000
    most = None if group_by == "month" else size  # only months need every document's date
    hop = Hop("in", types, sure, stated)
    listed, reach, drafts = _reached(graph, document, hop, hops, most, cursor, deadline)
    root = node_of(graph, document)
    nodes, following = page(graph, listed, limit=size, cursor=cursor)
    ways = paths(graph, [n.id for n in nodes], listed, types, min_confidence=sure, stated=stated)
    facets = tally(graph, reach.cells, _FACETS, vocabulary)
    groups = grouped(graph, group_by, facets, listed, vocabulary)
    possible = [p for p in graph.possible(document, types) if wanted(p, sure, stated)]
    return ImplementersAnswer(
        root=node_shape(root, vocabulary),
        family=family,
        depth=hops,
        items=items(graph, nodes, listed, ways, vocabulary, {n.id: group_of(n, group_by) for n in nodes}),
        next=following,
        total=sum(reach.cells.values()),
        inferred=_inferred(graph, document, hop, hops, reach, deadline),
        drafts=drafts,
        facets={name: facets[name] for name in SHOWN},
        groups=groups,
        possible=possible_of(graph, possible[: limits.MAX_POSSIBLE], vocabulary),
        possible_total=len(possible),
        partial=None if reach.complete else late(reach),
        graph_version=graph.version,
    )


def _inferred(graph: Graph, document: str, hop: Hop, depth: int, reach: Reach, deadline: float) -> int | None:
    """How many of those reached are reached by no chain of edges that sources state outright; None when time ran
    out."""
    if hop.stated or not reach.cells:
        return 0
    outright = graph.reach(document, replace(hop, stated=True), depth=depth, deadline=deadline)
    return sum(reach.cells.values()) - sum(outright.cells.values()) if outright.complete else None


def late(reach: Reach) -> Partial:
    """What a list says of itself when time ran out. A smaller depth helps only where one was finished."""
    shorter = 0 if reach.complete else reach.depth
    return Partial(
        "budget_ms",
        None,
        f"Time ran out{f' behind distance {shorter}' if shorter else ''}. Ask again with a greater budget_ms "
        f"(at most {limits.BUDGET_MS.high}){f', or with depth={shorter}' if shorter else ''}.",
    )


def _reached(
    graph: Graph, root: str, hop: Hop, depth: int, most: int | None, cursor: str | None, deadline: float
) -> tuple[Listing, Reach, int]:
    """What is counted, with the drafts listed behind each distance, and how many those are. Nothing is counted for a
    draft's sake."""
    loose, layers = counted(graph, root, replace(hop, drafts=True), _FACETS, depth, most, cursor, deadline)
    drafts = sum(n for (_, values), n in loose.cells.items() if values[_FACETS.index("status")] == "draft")
    if not drafts:
        return listing(root, layers), loose, 0
    strict, sure = counted(graph, root, hop, _FACETS, depth, most, cursor, deadline)
    certain = {i for layer in sure for i in layer}
    extra = graph.nodes([i for layer in layers for i in layer if i not in certain])
    whole = [
        (*some, *(i for i in layer if i in extra and is_draft(extra[i])))
        for some, layer in zip_longest(sure, layers, fillvalue=())
    ]
    return listing(root, whole), strict, drafts


def grouped(
    graph: Graph,
    group_by: str | None,
    facets: Mapping[str, tuple[Count, ...]],
    listed: Listing,
    v: Vocabulary,
) -> tuple[Count, ...] | None:
    """The groups of a list, from its facets where they hold them; None when none were asked for."""
    if group_by is None:
        return None
    if group_by != "month":
        return facets[group_by]
    months: dict[str | None, int] = {}
    for node in (n for n in graph.nodes(listed.order).values() if not is_draft(n)):
        month = group_of(node, "month")
        months[month] = months.get(month, 0) + 1
    # By time, not by size: a month's neighbours are the months around it.
    return tuple(sorted(counts("month", months, v, {}), key=lambda c: (c.value is None, c.value or "")))


def group_of(node: Node, group_by: str | None) -> str | None:
    """The group a node falls into, None where its field is unknown."""
    if not isinstance(node, Document) or group_by is None:
        return None
    if group_by == "month":
        return node.date[:7] if node.date and node.date_precision == "day" else None
    return {"body": node.body, "place": node.place, "level": node.level, "type": node.type}[group_by]


def wanted(open_claim: OpenClaim, sure: float, stated: bool) -> bool:
    """Whether an open claim passes the filters of the question."""
    return open_claim.claim.confidence >= sure and not (stated and open_claim.claim.inferred)


def possible_of(graph: Graph, claims: list[OpenClaim], v: Vocabulary) -> tuple[Possible, ...]:
    """Open claims as answers show them."""
    nodes = graph.nodes({i for c in claims for i in ((c.other,) if c.other else ()) + c.referent.candidates})
    sources = graph.sources({c.claim.source for c in claims})
    surfaces: dict[tuple[str, int | None], str] = {}
    for mention in graph.mentions({c.claim.source for c in claims}):
        surfaces.setdefault((mention.source, mention.referent), mention.surface)
    out = []
    for entry in claims:
        referent, source = entry.referent, sources.get(entry.claim.source)
        candidates = [n for i in referent.candidates if isinstance(n := nodes.get(i), Document)]
        other = nodes.get(entry.other) if entry.other else None
        out.append(
            Possible(
                claim_id=entry.claim.id,
                type=entry.claim.type,
                other=node_shape(other, v) if other else None,
                mention=surfaces.get((referent.source, referent.n)),
                source=entry.claim.source,
                source_title=source.title if source else None,
                url=source.url if source else None,
                why=referent.why,
                candidates=tuple(document_shape(c, v).id for c in candidates),
                settles=hints(candidates, v),
            )
        )
    return tuple(out)
