"""What the engine is compared with: the same rows in Cypher written by hand, over the bare official driver.

Each peer is one statement (``impact`` is two) in a transaction by itself, on one session, with parameters, returning
lists of records as JSON texts rather than nodes and a row each: the fastest that was found. Its time includes reading
those texts, for until then nobody has a value in hand. Each is checked against the answer: same records, same numbers.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import neo4j

from queries.limits import FANOUT, MAX_NODES, PAGE

IMPLEMENTATION = "IMPLEMENTS|GUIDES"
RESTS = f"{IMPLEMENTATION}|BASED_ON"
LINEAGE = f"{RESTS}|AMENDS|REPLACES|REPEALS|SUSPENDS|REVIEWS"
LEVELS = 3

COUNTS = f"""
MATCH (f:Entity {{id: $id}}) MATCH p = (f)<-[:{RESTS}*1..20]-(a)
WHERE all(r IN relationships(p) WHERE r.counted) AND a <> f
WITH a, min(length(p)) AS d
WITH d, a.kind AS kind, a.level AS level, a.body AS body, a.type AS type, count(*) AS n
RETURN collect([d, kind, level, body, type, n]) AS cells
"""

STATED = """COLLECT { MATCH (c:Claim {edge: r.id}) MATCH (s:Source {id: c.source}) RETURN DISTINCT s.data LIMIT 5 }"""

IMPLEMENTERS = f"""
MATCH (f:Entity {{id: $id}})
CALL (f) {{
    MATCH (f)<-[r:{IMPLEMENTATION}]-(a) WHERE r.counted AND a <> f
    WITH a, r ORDER BY r.support DESC, type(r)
    WITH a, collect(r) AS rs ORDER BY a.day = '', a.day, a.id
    RETURN collect([a.id, any(r IN rs WHERE NOT r.inferred), a.kind, a.type, a.body, a.place, a.level]) AS every,
           collect([a, head(rs)])[..$limit] AS page, collect(DISTINCT a.body) AS named
}}
RETURN f.data AS root, every,
       COLLECT {{ UNWIND page AS item WITH item[0] AS a, item[1] AS r RETURN [a.data, r.data, {STATED}] }} AS items,
       COLLECT {{ UNWIND named AS id MATCH (b:Entity {{id: id}}) RETURN b.data }} AS bodies,
       COLLECT {{ MATCH (x:Candidate {{document: $id}}) WHERE x.source IS NOT NULL AND x.n IS NOT NULL
                  MATCH (r:Referent {{source: x.source, n: x.n}}) WHERE r.state <> 'resolved'
                  MATCH (c:Claim {{source: r.source, object: 'r' + toString(r.n)}})
                  WHERE c.type IN ['IMPLEMENTS', 'GUIDES'] RETURN [c.data, r.data] }} AS open
"""

UPWARDS = f"""
MATCH (f:Entity {{id: $id}})
CALL (f) {{
    MATCH p = (f)-[:{LINEAGE}*1..{LEVELS}]->(a) WHERE a <> f WITH a, min(length(p)) AS d RETURN collect([a, d]) AS up
}}
"""
SHOWN_UP = f"""[x IN up | [x[0].data, x[1]]] AS above,
       COLLECT {{ UNWIND [f] + [x IN up | x[0]] AS n MATCH (n)-[r:{LINEAGE}]->() RETURN r.data }} AS out"""

WHOLE_LINEAGE = f"""{UPWARDS}
CALL (f) {{
    MATCH p = (f)<-[:{LINEAGE}*1..{LEVELS}]-(a) WHERE all(r IN relationships(p) WHERE r.counted) AND a <> f
    WITH a, min(length(p)) AS d RETURN collect([a, d]) AS down
}}
RETURN f.data AS root, {SHOWN_UP}, [x IN down | [x[0].data, x[1]]] AS below,
       COLLECT {{ UNWIND [f] + [x IN down | x[0]] AS n MATCH (n)<-[r:{LINEAGE}]-() WHERE r.counted RETURN r.data }}
       AS into
"""
"""Where nothing is cut."""


def _level(n: int) -> str:
    """One level further down: what each node of the frontier shows and hides, and who is met for the first time."""
    return f"""
CALL (front{n}) {{
    UNWIND front{n} AS n
    WITH n, COLLECT {{ MATCH (n)<-[r:{LINEAGE}]-(a) WHERE r.counted
                       RETURN [r, a] ORDER BY r.support DESC, a.id, type(r) }} AS found ORDER BY n.id
    RETURN collect([n.id, size(found), [x IN found[..$fanout] | x[0].data]]) AS into{n},
           collect(found[..$fanout]) AS met{n}
}}
CALL (met{n}, seen{n}) {{
    UNWIND met{n} AS found UNWIND found AS x WITH x[1] AS a WHERE NOT a IN seen{n} RETURN collect(DISTINCT a) AS new{n}
}}
WITH *, new{n}[..$most - size(up) - size(seen{n})] AS front{n + 1}
WITH *, seen{n} + front{n + 1} AS seen{n + 1}"""


CUT_LINEAGE = f"""{UPWARDS}
WITH f, up, [f] AS front0, [f] AS seen0 {"".join(_level(n) for n in range(LEVELS + 1))}
CALL (f, seen{LEVELS}) {{
    MATCH p = (f)<-[:{LINEAGE}*1..{LEVELS}]-(a) WHERE all(r IN relationships(p) WHERE r.counted) AND a <> f
    WITH a, min(length(p)) AS d
    WITH d, count(*) AS n, collect(CASE WHEN a IN seen{LEVELS} THEN a.id END) AS ids
    RETURN collect([d, n, ids]) AS exact
}}
RETURN f.data AS root, {SHOWN_UP}, [n IN seen{LEVELS} | n.data] AS below,
       {" + ".join(f"into{n}" for n in range(LEVELS + 1))} AS into, exact
"""
"""Where a node has more edges than are followed: how many there are at each distance, and how far those met are."""

WIDEST = f"""
MATCH (f:Entity {{id: $id}})<-[:{LINEAGE}*0..{LEVELS}]-(a) RETURN max(count {{ (a)<-[:{LINEAGE}]-() }})
"""
"""Which of the two to ask: it is found out before anything is measured."""

IMPACT = f"""
MATCH (f:Entity {{id: $id}})
CALL (f) {{
    MATCH p = (f)<-[:{RESTS}*1..$depth$]-(a) WHERE all(r IN relationships(p) WHERE r.counted) AND a <> f
    WITH a, min(length(p)) AS d ORDER BY d, a.day = '', a.day, a.id
    RETURN collect(a)[..$limit] AS page, collect([a.id, d]) AS every
}}
RETURN f.data AS root, every,
       COLLECT {{ UNWIND page AS a RETURN [a.data, COLLECT {{ MATCH (a)-[r:{RESTS}]->() RETURN [r.data, {STATED}] }}] }}
       AS items,
       COLLECT {{ UNWIND $bodies AS id MATCH (b:Entity {{id: id}}) RETURN b.data }} AS bodies,
       COLLECT {{ MATCH (f)<-[r]-(a) WHERE r.counted AND a <> f
                  WITH type(r) AS type, count(DISTINCT a) AS n RETURN [type, n] }} AS reasons
"""

RESOLVE = """
OPTIONAL MATCH (n:Entity {id: $text})
RETURN n.data AS named, COLLECT { UNWIND $clusters AS cluster MATCH (d:Document {cluster: cluster})
       RETURN [d.data, COLLECT { MATCH (r:Referent {document: d.id}) RETURN r.data }] } AS documents
"""


class Peer:
    """A session of the bare driver, reading."""

    def __init__(self, session: neo4j.Session) -> None:
        self._session = session
        self._wide: dict[str, bool] = {}

    def counts(self, id: str) -> list[list[Any]]:
        """[distance, kind, level, body, type, count] of everything that rests on a document."""
        (cells,) = self._one(COUNTS, id=id)
        return list(cells)

    def implementers(self, id: str) -> list[Any]:
        """Root, every implementer with its facets, the first page with edges and sources, bodies, open claims."""
        root, every, items, bodies, open_claims = self._one(IMPLEMENTERS, id=id, limit=PAGE.default)
        return [_value(root), every, _values(items), _values(bodies), _values(open_claims)]

    def lineage(self, id: str) -> list[Any]:
        """Root, nodes and edges above, the same below; where the fan-out cuts, counts and exact distances as well."""
        if id not in self._wide:
            ((most,),) = self._session.run(WIDEST, id=id).values()
            self._wide[id] = most > FANOUT.default
        statement = CUT_LINEAGE if self._wide[id] else WHOLE_LINEAGE
        return [_values(row) for row in self._one(statement, id=id, fanout=FANOUT.default, most=MAX_NODES.default)]

    def impact(self, id: str) -> list[Any]:
        """Counts; then root, ids, the first page with edges and sources, bodies, direct reasons."""
        cells = self.counts(id)
        sizes = Counter[int]()
        for distance, *_, count in cells:
            sizes[distance] += count
        within = {d: sum(n for k, n in sizes.items() if k <= d) for d in sorted(sizes)}
        enough = next((d for d, n in within.items() if n > PAGE.default), max(sizes, default=1))
        bodies = sorted({body for _, _, _, body, _, _ in cells if body})
        root, *rows = self._one(IMPACT.replace("$depth$", str(enough)), id=id, limit=PAGE.default, bodies=bodies)
        return [cells, _value(root), *(_values(row) for row in rows)]

    def resolve(self, text: str, clusters: Sequence[str]) -> list[Any]:
        """The node of that id, and the documents of some clusters with everything that is said of them."""
        named, documents = self._one(RESOLVE, text=text, clusters=clusters)
        return [named and _value(named), _values(documents)]

    def _one(self, statement: str, **parameters: Any) -> list[Any]:
        rows = self._session.run(statement, parameters).values()
        return list(rows[0]) if rows else []


def _value(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) and text.startswith("{") else text


def _values(row: Any) -> Any:
    return [_values(each) for each in row] if isinstance(row, list) else _value(row)
