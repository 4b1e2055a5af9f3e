"""Every plain read of the storage contract, in small statements. Traversals and search have their own modules.

A statement returns one column called ``row``; how it reaches the server, and what it proves about the version it saw,
is the view's business (``views``) or the change's (``writes``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from heapq import merge
from typing import Any, TypeVar

from graph_schema.model import (
    BODY_PREFIX,
    Claim,
    Decision,
    Document,
    Edge,
    EdgeType,
    Entry,
    Mention,
    Node,
    PlaceLink,
    Record,
    Referent,
    Source,
    State,
    Task,
    Text,
)
from graph_schema.store.base import Facet, Filters, Found, Hop, OpenClaim, Reach, Step
from graph_schema.store.codec import decode_all, key_of
from graph_schema.store.neo4j import search, traversal
from graph_schema.store.neo4j.properties import indexed
from graph_schema.store.neo4j.rows import EDGES_BY_ID, RECORD, entity_by_id, read_nodes, tallied
from graph_schema.store.neo4j.schema import NODE_LABELS, TABLES, TYPES

R = TypeVar("R", bound=Record)

PAGE = 2_000
UNKNOWN = "unknown"

_TOTALS = (
    ("mentions", "Mention"),
    ("claims", "Claim"),
    ("decisions", "Decision"),
    ("bodies", "IssuingBody"),
    ("tasks", "Task"),
)


class Neo4jGraph:
    """The reads. Whoever runs the statements says what a view of the graph is."""

    lasts_until = 0.0

    def __init__(self, version: int) -> None:
        self.version = version

    def _ask(self, body: str, /, *, seconds: float | None = None, **parameters: Any) -> list[Any]:
        raise NotImplementedError

    # ---------------------------------------------------------------- statements

    def sources(self, ids: Collection[str]) -> dict[str, Source]:
        return {s.id: s for s in self._where(Source, "id", ids)}

    def text(self, source: str) -> str | None:
        return next((t.text for t in self._where(Text, "source", (source,))), None)

    def sources_at(self, addresses: Collection[str]) -> tuple[Source, ...]:
        found = self._where(Source, "address", [indexed(a) for a in addresses])
        return tuple(s for s in found if s.address in set(addresses))

    def mentions(self, sources: Collection[str]) -> tuple[Mention, ...]:
        return self._where(Mention, "source", sources, then="n")

    def referents(self, clusters: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "cluster", clusters)

    def referents_of(self, sources: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "source", sources, then="n")

    def referents_as(self, documents: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "document", documents)

    def claims(self, ids: Collection[str]) -> dict[str, Claim]:
        return {c.id: c for c in self._where(Claim, "id", ids)}

    def claims_of(self, sources: Collection[str]) -> tuple[Claim, ...]:
        return self._where(Claim, "source", sources, then="subject")

    def claims_on(self, ends: Collection[tuple[str, str]]) -> tuple[Claim, ...]:
        return self._sorted(
            Claim,
            """UNWIND $ends AS end MATCH (c:Claim {source: end[0], subject: end[1]})
               USING INDEX SEEK c:Claim(source, subject) RETURN c.data AS row
               UNION UNWIND $ends AS end MATCH (c:Claim {source: end[0], object: end[1]})
               USING INDEX SEEK c:Claim(source, object) RETURN c.data AS row""",
            ends=[list(end) for end in set(ends)],
        )

    def claims_behind(self, edges: Collection[str]) -> tuple[Claim, ...]:
        return self._where(Claim, "edge", edges)

    def stating(self, edges: Collection[str], *, most: int) -> dict[str, tuple[str, ...]]:
        found = self._ask(
            """UNWIND $edges AS edge MATCH (c:Claim {edge: edge}) USING INDEX SEEK c:Claim(edge)
               WITH DISTINCT edge, c.source AS source ORDER BY edge, source
               WITH edge, collect(source)[..$most] AS sources RETURN [edge, sources] AS row""",
            edges=list(set(edges)),
            most=most,
        )
        return {edge: tuple(sources) for edge, sources in sorted(found)}

    def decisions(self, clusters: Collection[str]) -> tuple[Decision, ...]:
        return self._sorted(
            Decision,
            """UNWIND $clusters AS cluster MATCH (d:Decision {cluster: cluster})
               USING INDEX SEEK d:Decision(cluster) RETURN d.data AS row
               UNION UNWIND $clusters AS cluster MATCH (d:Decision {other_cluster: cluster})
               USING INDEX SEEK d:Decision(other_cluster) RETURN d.data AS row""",
            clusters=list(set(clusters)),
        )

    def decisions_at(self, ids: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "id", ids)

    def decisions_of(self, sources: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "source", sources)

    def decisions_behind(self, edges: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "edge", edges)

    def place_links(self, tokens: Collection[str]) -> tuple[PlaceLink, ...]:
        return self._sorted(
            PlaceLink,
            """UNWIND $tokens AS token MATCH (p:PlaceLink {a: token})
               USING INDEX SEEK p:PlaceLink(a) RETURN p.data AS row
               UNION UNWIND $tokens AS token MATCH (p:PlaceLink {b: token})
               USING INDEX SEEK p:PlaceLink(b) RETURN p.data AS row""",
            tokens=list(set(tokens)),
        )

    def place_links_in(self, clusters: Collection[str]) -> tuple[PlaceLink, ...]:
        return self._where(PlaceLink, "cluster", clusters, then="a", last="b")

    # ----------------------------------------------------------------- the graph

    def nodes(self, ids: Collection[str]) -> dict[str, Node]:
        found = self._ask(
            f"""UNWIND $ids AS id {entity_by_id("n", "id")} WHERE n.data IS NOT NULL
                RETURN {RECORD} AS row""",
            ids=list(set(ids)),
        )
        return dict(sorted(read_nodes(found).items()))

    def names(self, bodies: Collection[str]) -> dict[str, str]:
        found = self._ask(
            """UNWIND $ids AS id MATCH (n:IssuingBody {id: id}) USING INDEX SEEK n:IssuingBody(id)
               RETURN [n.id, n.name] AS row""",
            ids=list(set(bodies)),
        )
        return dict(sorted(found))

    def documents_in(self, clusters: Collection[str]) -> tuple[Document, ...]:
        return self._where(Document, "cluster", clusters)

    def tasks_of(self, sources: Collection[str]) -> tuple[Task, ...]:
        return self._where(Task, "source", sources, then="n")

    def aliases(self, aliases: Collection[str]) -> dict[str, tuple[str, ...]]:
        found = self._ask(
            """UNWIND $aliases AS alias MATCH (a:Alias {alias: alias}) USING INDEX SEEK a:Alias(alias, document)
               WHERE a.document IS NOT NULL
               RETURN [a.alias, a.document] AS row""",
            aliases=list(set(aliases)),
        )
        return _grouped(found)

    def aliases_of(self, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
        found = self._ask(
            """UNWIND $documents AS document MATCH (a:Alias {document: document}) USING INDEX SEEK a:Alias(document)
               RETURN [a.document, a.alias] AS row""",
            documents=list(set(documents)),
        )
        return _grouped(found)

    def edges(self, ids: Collection[str]) -> dict[str, Edge]:
        found: list[Edge] = decode_all(Edge, self._ask(EDGES_BY_ID, ids=list(set(ids)))) if ids else []
        return {edge.id: edge for edge in sorted(found, key=key_of)}

    def find(
        self,
        words: tuple[str, ...],
        filters: Filters,
        *,
        limit: int,
        after: str | None = None,
        total: bool = False,
        facets: tuple[Facet, ...] = (),
    ) -> Found:
        return search.find(self._ask, words, filters, limit=limit, after=after, total=total, facets=facets)

    def suggest(self, words: tuple[str, ...], *, whole: bool = False, limit: int) -> tuple[Document, ...]:
        return search.suggest(self._ask, words, whole=whole, limit=limit)

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step:
        return traversal.step(self._ask, frontier, hop, fanout=fanout)

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
        return traversal.reach(
            self._ask, root, hop, depth=depth, facets=facets, ids=ids, among=among, deadline=deadline
        )

    def possible(self, document: str, types: tuple[EdgeType, ...]) -> tuple[OpenClaim, ...]:
        found = self._ask(
            """MATCH (x:Candidate {document: $document}) WHERE x.source IS NOT NULL AND x.n IS NOT NULL
               MATCH (r:Referent {source: x.source, n: x.n}) WHERE r.state <> $resolved
               MATCH (c:Claim {source: r.source, object: 'r' + toString(r.n)}) WHERE c.type IN $types
               RETURN [c.data, r.data] AS row""",
            document=document,
            resolved=State.RESOLVED.value,
            types=[t.value for t in types],
        )
        claims = decode_all(Claim, (claim for claim, _ in found))
        referents = decode_all(Referent, (referent for _, referent in found))
        open_claims: list[tuple[Claim, Referent]] = list(zip(claims, referents, strict=True))
        nodes = self._ends({(c.source, c.subject) for c, _ in open_claims}) if open_claims else {}
        open_claims.sort(key=lambda pair: key_of(pair[0]))
        return tuple(OpenClaim(c, r, nodes.get((c.source, c.subject))) for c, r in open_claims)

    def _ends(self, ends: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The nodes that these ends of claims are; an unresolved referent is none."""
        found = self._ask(
            """UNWIND $sources AS source MATCH (r:Referent {source: source})
               USING INDEX SEEK r:Referent(source, n) WHERE r.n IS NOT NULL AND r.state = $resolved
               RETURN [r.source, 'r' + toString(r.n), r.document] AS row
               UNION ALL UNWIND $sources AS source MATCH (t:Task {source: source})
               USING INDEX SEEK t:Task(source, n) WHERE t.n IS NOT NULL
               RETURN [t.source, 't' + toString(t.n), t.id] AS row
               UNION ALL UNWIND $bodies AS body MATCH (b:IssuingBody {id: body[1]})
               RETURN [body[0], body[2], b.id] AS row""",
            sources=sorted({source for source, _ in ends}),
            resolved=State.RESOLVED.value,
            bodies=[[s, e.removeprefix(BODY_PREFIX), e] for s, e in sorted(ends) if e.startswith(BODY_PREFIX)],
        )
        return {(source, end): node for source, end, node in found if node is not None and (source, end) in ends}

    def counts(self) -> dict[str, dict[str, int]]:
        """Groups ``sources.kind``, ``documents.kind|type|level|known_by``, ``edges.type``, ``referents.state`` and
        ``total``; a value that is not known counts as ``unknown``."""
        names = ("kind", "type", "level", "known_by")
        groups: dict[str, Counter[str]] = {
            "sources.kind": Counter(dict(self._ask(f"MATCH (s:Source) {tallied('s', ('kind',))}"))),
            **{f"documents.{name}": Counter() for name in names},
        }
        for *values, count in self._ask(f"MATCH (d:Document) {tallied('d', names)}"):
            for name, value in zip(names, values, strict=True):
                groups[f"documents.{name}"][value or UNKNOWN] += count
        types = " UNION ALL ".join(f"MATCH ()-[r:{t}]->() WITH count(r) AS n RETURN ['{t}', n] AS row" for t in TYPES)
        groups["edges.type"] = Counter({type: count for type, count in self._ask(types) if count})
        groups["referents.state"] = Counter(dict(self._ask(f"MATCH (r:Referent) {tallied('r', ('state',))}")))
        every = (f"MATCH (x:{label}) WITH count(x) AS n RETURN ['{name}', n] AS row" for name, label in _TOTALS)
        groups["total"] = Counter(dict(self._ask(" UNION ALL ".join(every))))
        groups["total"].update(
            sources=groups["sources.kind"].total(),
            referents=groups["referents.state"].total(),
            documents=groups["documents.kind"].total(),
            edges=groups["edges.type"].total(),
        )
        return {name: dict(sorted(group.items())) for name, group in groups.items()}

    # --------------------------------------------------- the journal and the whole

    def journal(self, since: int = 0, limit: int | None = None, *, decided: bool = False) -> tuple[Entry, ...]:
        bound = "" if limit is None else " LIMIT $limit"
        which = " AND e.decided" if decided else ""
        found = self._ask(
            f"""MATCH (e:JournalEntry) WHERE e.version > $since AND e.n IS NOT NULL{which}
                WITH e ORDER BY e.version, e.n{bound} RETURN e.data AS row""",
            since=since,
            limit=limit,
        )
        return tuple(decode_all(Entry, found))

    def gone(self, node: str) -> int | None:
        found = self._ask("MATCH (t:Tombstone {id: $id}) RETURN t.version AS row", id=node)
        return int(found[0]) if found else None

    def records(self, kind: type[R]) -> Iterator[R]:
        if kind is Edge:
            every = [self._pages(Edge, f"()-[t:{type}]->()", ("id",)) for type in TYPES]
            return iter(merge(*every, key=key_of))
        if kind in NODE_LABELS:
            return self._pages(kind, f"(t:{NODE_LABELS[kind]})", ("id",))
        return self._pages(kind, f"(t:{TABLES[kind].label})", TABLES[kind].key)

    def _pages(self, kind: type[Any], pattern: str, key: tuple[str, ...]) -> Iterator[Any]:
        """Records in the order of their keys, page by page: the reader may stop anywhere, or write between two."""
        order = ", ".join(f"t.{name}" for name in key)
        last: tuple[Any, ...] = ()
        same = 0  # leading parts of the key that stay as in the last record, while the next part grows
        while True:
            grows = [f"t.{key[same]} > $last[{same}]"] if last else []
            stays = [f"t.{name} = $last[{n}]" for n, name in enumerate(key[:same])]
            where = [*stays, *grows, *(f"t.{name} IS NOT NULL" for name in key[same + len(grows) :])]
            body = f"MATCH {pattern} WHERE {' AND '.join(where)} WITH t ORDER BY {order} LIMIT {PAGE}"
            page = decode_all(kind, self._ask(f"{body} RETURN t.data AS row", last=list(last)))
            yield from page
            if len(page) == PAGE:
                last, same = key_of(page[-1]), len(key) - 1
            elif same == 0:
                return
            else:
                last, same = (key_of(page[-1]) if page else last), same - 1

    # ------------------------------------------------------------------ the shapes

    def _where(
        self, kind: type[R], column: str, values: Collection[str], *, then: str | None = None, last: str | None = None
    ) -> tuple[R, ...]:
        """Records by one property. ``then`` and ``last`` are the properties behind it in its index, which is only used
        when the statement speaks of all of them."""
        label = NODE_LABELS[kind] if kind in NODE_LABELS else TABLES[kind].label
        more = [name for name in (then, last) if name]
        known = "".join(f" AND t.{name} IS NOT NULL" for name in more)
        index = f"USING INDEX SEEK t:{label}({', '.join((column, *more))})"
        body = f"UNWIND $values AS value MATCH (t:{label}) {index} WHERE t.{column} = value{known} RETURN t.data AS row"
        return self._sorted(kind, body, values=list(set(values))) if values else ()

    def _sorted(self, kind: type[R], body: str, **parameters: Any) -> tuple[R, ...]:
        records: list[R] = decode_all(kind, self._ask(body, **parameters))
        return tuple(sorted(records, key=key_of))


def _grouped(pairs: list[list[str]]) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(pairs):
        out[one] = (*out.get(one, ()), other)
    return out
