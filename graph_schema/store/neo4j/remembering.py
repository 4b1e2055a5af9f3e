"""A view that remembers: it shows one version, so what it has read, or read ahead, it need not ask for again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from graph_schema.model import Document, Edge, EdgeType, Node, Referent, Source
from graph_schema.store.base import Direction, Facet, Hop, OpenClaim, Reach, Step
from graph_schema.store.neo4j import ahead, fans, traversal
from graph_schema.store.neo4j.reads import Neo4jGraph
from graph_schema.store.neo4j.rows import Ask

Asked = tuple[str, Hop, int, tuple[Facet, ...]]


_NOTHING: Final[tuple[frozenset[EdgeType], tuple[Edge, ...]]] = (frozenset(), ())


class Remembering(Neo4jGraph):
    """The reads that questions make one after the other, each answered from memory when it holds the whole answer.

    What is read ahead depends on how a question begins: a list of what stands directly behind a node, a count, a walk.
    """

    def __init__(self) -> None:
        self._held = ahead.Part()
        self._reaches: dict[Asked, Reach] = {}
        self._unclaimed: set[str] = set()
        self._referents: dict[str, tuple[Referent, ...]] = {}
        self._fans: dict[tuple[Hop, int | None], dict[str, tuple[Sequence[Edge], int]]] = {}
        self._distances: dict[tuple[str, Hop], tuple[frozenset[str], Reach]] = {}
        self._begun: set[str | tuple[str, frozenset[EdgeType], Direction]] = set()

    # ---------------------------------------------------------------- statements

    def sources(self, ids: Collection[str]) -> dict[str, Source]:
        if missing := set(ids) - self._held.sources.keys():
            self._held.sources |= super().sources(missing)
        return {id: self._held.sources[id] for id in sorted(set(ids)) if id in self._held.sources}

    def referents_as(self, documents: Collection[str]) -> tuple[Referent, ...]:
        wanted = set(documents)
        if wanted - self._referents.keys():
            return super().referents_as(documents)
        return tuple(sorted((r for id in wanted for r in self._referents[id]), key=lambda r: (r.source, r.n)))

    def stating(self, edges: Collection[str], *, most: int) -> dict[str, tuple[str, ...]]:
        wanted, held = sorted(set(edges)), self._held.stating
        if most > ahead.STATING or not held.keys() >= set(wanted):
            return super().stating(edges, most=most)
        return {id: sources[:most] for id in wanted if (sources := held[id])}

    # ----------------------------------------------------------------- the graph

    def nodes(self, ids: Collection[str]) -> dict[str, Node]:
        if missing := set(ids) - self._held.nodes.keys():
            self._held.nodes |= dict.fromkeys(missing) | super().nodes(missing)
        return {id: node for id in sorted(set(ids)) if (node := self._held.nodes[id])}

    def names(self, bodies: Collection[str]) -> dict[str, str]:
        if missing := set(bodies) - self._held.names.keys():
            self._held.names |= dict.fromkeys(missing) | super().names(missing)
        return {id: name for id in sorted(set(bodies)) if (name := self._held.names[id]) is not None}

    def documents_in(self, clusters: Collection[str]) -> tuple[Document, ...]:
        found = ahead.in_clusters(self._ask, sorted(set(clusters))) if clusters else []
        self._referents.update((document.id, referents) for document, referents in found)
        self._held.nodes.update((document.id, document) for document, _ in found)
        return tuple(sorted((document for document, _ in found), key=lambda d: d.id))

    def possible(self, document: str, types: tuple[EdgeType, ...]) -> tuple[OpenClaim, ...]:
        return () if document in self._unclaimed else super().possible(document, types)

    # ---------------------------------------------------------------- traversals

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step:
        ids, types = sorted(set(frontier)), frozenset(hop.types)
        if len(ids) == 1 and fanout is not None and types:
            self._begin(ids[0], hop, types, max(fanout, 0))
        shown: list[Edge] = []
        degrees: dict[str, int] = {}
        for id in ids:
            known = self._edges(id, hop, types, fanout)
            if known is None:
                return super().step(frontier, hop, fanout=fanout)
            edges, degrees[id] = known
            shown += edges
        return Step(tuple(shown), degrees)

    def _edges(
        self, id: str, hop: Hop, types: frozenset[EdgeType], fanout: int | None
    ) -> tuple[Sequence[Edge], int] | None:
        """A node's edges as a step shows them, and how many there are; None when they are not known."""
        held, edges = self._held.edges.get((id, hop.direction), _NOTHING)
        if not held >= types:
            return self._fans.get((hop, fanout), {}).get(id)
        if not edges:
            return edges, 0
        found = [e for e in edges if _takes(hop, e)] if hop.stated or hop.min_confidence > 0 else list(edges)
        if held != types:
            found = [e for e in found if e.type in types]
        if not hop.drafts:
            found = [e for e in found if e.counted]
        if len(found) > 1:
            found.sort(key=_order_in if hop.direction == "in" else _order_out)
        return found if fanout is None else found[: max(fanout, 0)], len(found)

    def _begin(self, id: str, hop: Hop, types: frozenset[EdgeType], fanout: int) -> None:
        """Reads ahead of a walk, or of somebody who asks for one type of edges after the other."""
        if len(types) == 1:
            if id not in self._begun:
                self._begun.add(id)
                self._keep(ahead.around(self._ask, id))
            return
        held, _ = self._held.edges.get((id, hop.direction), _NOTHING)
        if held >= types or id in self._fans.get((hop, fanout), ()):
            return
        # Who looks at what a document rests on looks at what rests on it as well.
        ways: tuple[Direction, ...] = ("out", "in") if hop.direction == "out" else ("in",)
        if (id, types, hop.direction) not in self._begun:
            self._begun.update((id, types, way) for way in ways)
            self._keep(ahead.walks(self._ask, id, types, ways))
        if self._edges(id, hop, types, fanout) is None and (found := fans.fan(self._ask, id, hop, fanout)):
            self._fans.setdefault((hop, fanout), {}).update(found.steps)
            self._held.nodes |= found.nodes
            self._distances[id, hop] = frozenset(found.nodes), found.reach

    def reach(
        self,
        root: str,
        hop: Hop,
        *,
        depth: int,
        facets: tuple[Facet, ...] = (),
        ids: bool = False,
        among: Collection[str] | None = None,
        deadline: float | None = None,
    ) -> Reach:
        if not facets and (told := self._told(root, hop, depth, ids=ids, among=among)):
            return told
        asked = (root, hop, depth, facets)
        if not ids and asked not in self._reaches and depth == 1 and len(hop.types) == 1 and not facets:
            for type, count in ahead.by_type(self._ask, root, hop).items():
                self._reaches[root, replace(hop, types=(type,)), 1, ()] = count
        if not ids and asked in self._reaches:
            return self._reaches[asked]
        return traversal.reach(
            self._ask,
            root,
            hop,
            depth=depth,
            facets=facets,
            ids=ids,
            among=among,
            deadline=deadline,
            within=self._within,
        )

    def _told(self, root: str, hop: Hop, depth: int, *, ids: bool, among: Collection[str] | None) -> Reach | None:
        """What a walk from the root was told of everything, if that answers ``reach``."""
        met, reach = self._distances.get((root, hop), (frozenset(), None))
        some = set(among or ()) if ids else set()
        if reach is None or (ids and among is None) or not 1 <= depth <= ahead.LEVELS or not met >= some:
            return None
        cells = {cell: count for cell, count in reach.cells.items() if cell[0] <= depth}
        levels = (tuple(i for i in level if i in some) for level in reach.ids[:depth])
        return Reach(cells, tuple(levels) if ids else (), min(reach.depth, depth), True)

    def _within(
        self, ask: Ask, root: str, hop: Hop, depth: int, facets: tuple[Facet, ...], seconds: float | None
    ) -> Reach:
        if hop.direction == "out" or (facets and depth > 1):
            return traversal.reached(ask, root, hop, depth, facets, True, None, seconds)
        found = ahead.listed(ask, root, hop, depth, facets, seconds)
        self._keep(found.part)
        if not found.maybe:
            self._unclaimed.add(root)
        if depth == 1:
            outright = traversal.answer([[1, found.outright]] if found.outright else [], [])
            self._reaches[root, replace(hop, stated=True, drafts=False), 1, ()] = outright
        return found.reach

    def _keep(self, part: ahead.Part) -> None:
        self._held.nodes |= part.nodes
        self._held.names |= part.names
        for key, (types, edges) in part.edges.items():
            if key not in self._held.edges or types >= self._held.edges[key][0]:
                self._held.edges[key] = (types, edges)
        self._held.stating |= part.stating
        self._held.sources |= part.sources


def _takes(hop: Hop, edge: Edge) -> bool:
    return not (hop.stated and edge.inferred) and edge.confidence >= hop.min_confidence


def _order_in(edge: Edge) -> tuple[int, str, str]:
    return (-edge.support, edge.subject, edge.type)


def _order_out(edge: Edge) -> tuple[int, str, str]:
    return (-edge.support, edge.object, edge.type)
