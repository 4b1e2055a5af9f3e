"""A snapshot of the graph: every plain read of the storage contract. Traversals and search have their own modules."""

# ruff: noqa: S608 - names in SQL are tables and columns of ours

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

import apsw

from graph_schema.model import (
    BODY_PREFIX,
    Claim,
    Decision,
    Document,
    Edge,
    EdgeType,
    Entry,
    IssuingBody,
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
from graph_schema.store.base import KEYS, Facet, Filters, Found, Hop, OpenClaim, Reach, Step
from graph_schema.store.codec import decode, key_of
from graph_schema.store.sqlite import search, traversal
from graph_schema.store.sqlite.facets import Legends
from graph_schema.store.sqlite.schema import DECIDED, DOCUMENT, FACET_COLUMNS, NODE_CODES, TABLES
from graph_schema.store.sqlite.statements import Bindings, as_json, rows, value

R = TypeVar("R", bound=Record)

PAGE = 200
UNKNOWN = "unknown"

_NODE_KINDS = {code: kind for kind, code in NODE_CODES.items()}


class SqliteGraph:
    """One consistent view, on a connection inside a transaction: it ends with the block or the work it was given to."""

    lasts_until = 0.0

    def __init__(self, db: apsw.Connection, legends: Legends) -> None:
        self._db = db
        self._legends = legends
        self.version = int(value(db, "SELECT value FROM meta WHERE name = 'version'"))

    def end(self) -> None:
        """Makes the view unusable: its connection is about to serve another."""
        del self._db

    # ---------------------------------------------------------------- statements

    def sources(self, ids: Collection[str]) -> dict[str, Source]:
        return {s.id: s for s in self._where(Source, "id", ids)}

    def text(self, source: str) -> str | None:
        return next((t.text for t in self._where(Text, "source", (source,))), None)

    def sources_at(self, addresses: Collection[str]) -> tuple[Source, ...]:
        return self._where(Source, "address", addresses)

    def mentions(self, sources: Collection[str]) -> tuple[Mention, ...]:
        return self._where(Mention, "source", sources)

    def referents(self, clusters: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "cluster", clusters)

    def referents_of(self, sources: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "source", sources)

    def referents_as(self, documents: Collection[str]) -> tuple[Referent, ...]:
        return self._where(Referent, "document", documents)

    def claims(self, ids: Collection[str]) -> dict[str, Claim]:
        return {c.id: c for c in self._where(Claim, "id", ids)}

    def claims_of(self, sources: Collection[str]) -> tuple[Claim, ...]:
        return self._where(Claim, "source", sources)

    def claims_on(self, ends: Collection[tuple[str, str]]) -> tuple[Claim, ...]:
        found = self._rows(
            """SELECT c.data FROM json_each(?1) j CROSS JOIN claim c INDEXED BY claim_by_subject
                   WHERE c.source = j.value ->> 0 AND c.subject = j.value ->> 1
               UNION SELECT c.data FROM json_each(?1) j CROSS JOIN claim c INDEXED BY claim_by_object
                   WHERE c.source = j.value ->> 0 AND c.object = j.value ->> 1""",
            (as_json(set(ends)),),
        )
        return _sorted(Claim, found)

    def claims_behind(self, edges: Collection[str]) -> tuple[Claim, ...]:
        return self._where(Claim, "edge", edges)

    def stating(self, edges: Collection[str], *, most: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        sql = "SELECT c.edge, c.source FROM json_each(?) j CROSS JOIN claim c ON c.edge = j.value"
        for edge, source in self._rows(sql, (as_json(set(edges)),)):
            found.setdefault(edge, set()).add(source)
        return {edge: tuple(sorted(found[edge])[:most]) for edge in sorted(found)}

    def decisions(self, clusters: Collection[str]) -> tuple[Decision, ...]:
        found = {*self._where(Decision, "cluster", clusters), *self._where(Decision, "other_cluster", clusters)}
        return tuple(sorted(found, key=key_of))

    def decisions_at(self, ids: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "id", ids)

    def decisions_of(self, sources: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "source", sources)

    def decisions_behind(self, edges: Collection[str]) -> tuple[Decision, ...]:
        return self._where(Decision, "edge", edges)

    def place_links(self, tokens: Collection[str]) -> tuple[PlaceLink, ...]:
        found = {*self._where(PlaceLink, "a", tokens), *self._where(PlaceLink, "b", tokens)}
        return tuple(sorted(found, key=key_of))

    def place_links_in(self, clusters: Collection[str]) -> tuple[PlaceLink, ...]:
        return self._where(PlaceLink, "cluster", clusters)

    # ----------------------------------------------------------------- the graph

    def nodes(self, ids: Collection[str]) -> dict[str, Node]:
        found = self._rows(
            """SELECT n.id, n.kind, d.data FROM json_each(?) j CROSS JOIN node n ON n.id = j.value
               CROSS JOIN node_data d ON d.k = n.k ORDER BY n.id""",
            (as_json(ids),),
        )
        return {id: decode(_NODE_KINDS[kind], data) for id, kind, data in found}

    def names(self, bodies: Collection[str]) -> dict[str, str]:
        return {id: node.name for id, node in self.nodes(bodies).items() if isinstance(node, IssuingBody)}

    def documents_in(self, clusters: Collection[str]) -> tuple[Document, ...]:
        return self._nodes_where(Document, "cluster", clusters)

    def tasks_of(self, sources: Collection[str]) -> tuple[Task, ...]:
        return self._nodes_where(Task, "source", sources)

    def aliases(self, aliases: Collection[str]) -> dict[str, tuple[str, ...]]:
        return self._pairs("alias", "document", aliases)

    def aliases_of(self, documents: Collection[str]) -> dict[str, tuple[str, ...]]:
        return self._pairs("document", "alias", documents)

    def edges(self, ids: Collection[str]) -> dict[str, Edge]:
        found = self._rows(
            "SELECT e.id, e.data FROM json_each(?) j CROSS JOIN edge e ON e.id = j.value ORDER BY e.id", (as_json(ids),)
        )
        return {id: decode(Edge, data) for id, data in found}

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
        return search.find(
            self._db,
            words,
            filters,
            limit=limit,
            after=after,
            total=total,
            facets=facets,
            legends=self._legends,
        )

    def suggest(self, words: tuple[str, ...], *, whole: bool = False, limit: int) -> tuple[Document, ...]:
        return search.suggest(self._db, words, whole=whole, limit=limit)

    def step(self, frontier: Collection[str], hop: Hop, *, fanout: int | None = None) -> Step:
        return traversal.step(self._db, frontier, hop, fanout=fanout)

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
            self._db,
            root,
            hop,
            depth=depth,
            facets=facets,
            ids=ids,
            among=among,
            deadline=deadline,
            legends=self._legends,
        )

    def possible(self, document: str, types: tuple[EdgeType, ...]) -> tuple[OpenClaim, ...]:
        found = self._rows(
            """SELECT c.data, r.data FROM candidate x
               CROSS JOIN referent r ON r.source = x.source AND r.n = x.n AND r.state <> ?
               CROSS JOIN claim c INDEXED BY claim_by_object ON c.source = r.source AND c.object = 'r' || r.n
               WHERE x.document = ? AND c.type IN (SELECT value FROM json_each(?)) ORDER BY c.id""",
            (State.RESOLVED.value, document, as_json(types)),
        )
        open_claims = [(decode(Claim, claim), decode(Referent, referent)) for claim, referent in found]
        nodes = self._ends({(c.source, c.subject) for c, _ in open_claims})
        return tuple(OpenClaim(c, r, nodes.get((c.source, c.subject))) for c, r in open_claims)

    def _ends(self, ends: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """The nodes that these ends of claims are; an unresolved referent is none."""
        sources = {source for source, _ in ends}
        nodes = {(r.source, f"r{r.n}"): r.document for r in self.referents_of(sources) if r.state is State.RESOLVED}
        nodes |= {(t.source, f"t{t.n}"): t.id for t in self.tasks_of(sources)}
        bodies = self.nodes({end.removeprefix(BODY_PREFIX) for _, end in ends if end.startswith(BODY_PREFIX)})
        nodes |= {(s, e): b for s, e in ends if (b := e.removeprefix(BODY_PREFIX)) != e and b in bodies}
        return {end: node for end, node in nodes.items() if node is not None and end in ends}

    def counts(self) -> dict[str, dict[str, int]]:
        """Groups ``sources.kind``, ``documents.kind|type|level|known_by``, ``edges.type``, ``referents.state`` and
        ``total``; a value that is not known counts as ``unknown``."""
        facets = Counter(json.loads(self._value(f"SELECT json_group_array(facet) FROM node WHERE kind = {DOCUMENT}")))
        said = {k: values for k, *values in self._rows(f"SELECT k, {', '.join(FACET_COLUMNS)} FROM facet")}
        groups: dict[str, Counter[str]] = {
            "sources.kind": Counter(dict(self._rows("SELECT kind, count(*) FROM source GROUP BY kind")))
        }
        for facet in ("kind", "type", "level", "known_by"):
            group = groups[f"documents.{facet}"] = Counter()
            place = FACET_COLUMNS.index(facet)
            for k, count in facets.items():
                group[said[k][place] or UNKNOWN] += count
        types = dict(self._rows("SELECT k, name FROM edge_type"))
        edges = Counter(json.loads(self._value("SELECT json_group_array(type) FROM edge INDEXED BY edge_in")))
        groups["edges.type"] = Counter({types[k]: count for k, count in edges.items()})
        states = self._rows("SELECT state, count(*) FROM referent INDEXED BY referent_by_cluster GROUP BY state")
        groups["referents.state"] = Counter(dict(states))
        nodes = dict(self._rows("SELECT kind, count(*) FROM node WHERE kind > 0 GROUP BY kind"))
        groups["total"] = Counter(
            {
                "sources": groups["sources.kind"].total(),
                "mentions": self._value("SELECT count(*) FROM mention"),
                "referents": groups["referents.state"].total(),
                "claims": self._value("SELECT count(*) FROM claim"),
                "decisions": self._value("SELECT count(*) FROM decision"),
                "documents": facets.total(),
                "bodies": nodes.get(1, 0),
                "tasks": nodes.get(2, 0),
                "edges": edges.total(),
            }
        )
        return {name: dict(sorted(group.items())) for name, group in groups.items()}

    # --------------------------------------------------- the journal and the whole

    def journal(self, since: int = 0, limit: int | None = None, *, decided: bool = False) -> tuple[Entry, ...]:
        which = f"version > ? AND {DECIDED}" if decided else "version > ?"
        sql = f"SELECT data FROM journal WHERE {which} ORDER BY version, n LIMIT ?"
        return tuple(decode(Entry, data) for (data,) in self._rows(sql, (since, -1 if limit is None else limit)))

    def gone(self, node: str) -> int | None:
        version = self._value("SELECT version FROM gone WHERE node = ?", (node,))
        return None if version is None else int(version)

    def records(self, kind: type[R]) -> Iterator[R]:
        if kind in NODE_CODES:
            every = f"d.data FROM node t CROSS JOIN node_data d ON d.k = t.k WHERE t.kind = {NODE_CODES[kind]}"
        else:
            every = f"t.data FROM {TABLES[kind].name if kind in TABLES else 'edge'} t WHERE true"
        key = KEYS[kind.__name__]
        columns, marks = ", ".join(f"t.{c}" for c in key), ", ".join("?" for _ in key)
        # Page by page: the reader may stop anywhere, or write between two records.
        page = self._rows(f"SELECT {every} ORDER BY {columns} LIMIT {PAGE}")
        while page:
            for (text,) in page:
                record: R = decode(kind, text)
                yield record
            rest = f"SELECT {every} AND ({columns}) > ({marks}) ORDER BY {columns} LIMIT {PAGE}"
            page = self._rows(rest, key_of(record))

    # ------------------------------------------------------------------ the shapes

    def _where(self, kind: type[R], column: str, values: Collection[str]) -> tuple[R, ...]:
        sql = f"SELECT t.data FROM json_each(?) j CROSS JOIN {TABLES[kind].name} t ON t.{column} = j.value"
        return _sorted(kind, self._rows(sql, (as_json(set(values)),)))

    def _nodes_where(self, kind: type[R], column: str, values: Collection[str]) -> tuple[R, ...]:
        sql = f"""SELECT d.data FROM json_each(?) j
            CROSS JOIN node n ON n.{column} = j.value AND n.kind = {NODE_CODES[kind]}
            CROSS JOIN node_data d ON d.k = n.k"""
        return _sorted(kind, self._rows(sql, (as_json(set(values)),)))

    def _pairs(self, known: str, asked: str, values: Collection[str]) -> dict[str, tuple[str, ...]]:
        sql = f"SELECT {known}, {asked} FROM alias WHERE {known} IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
        out: dict[str, tuple[str, ...]] = {}
        for one, other in self._rows(sql, (as_json(values),)):
            out[one] = (*out.get(one, ()), other)
        return out

    def _rows(self, sql: str, bindings: Bindings = ()) -> list[tuple[Any, ...]]:
        return rows(self._db, sql, bindings)

    def _value(self, sql: str, bindings: Bindings = ()) -> Any:
        return value(self._db, sql, bindings)


def _sorted(kind: type[R], rows: Iterable[tuple[Any, ...]]) -> tuple[R, ...]:
    records: list[R] = [decode(kind, data) for (data,) in rows]
    return tuple(sorted(records, key=key_of))
