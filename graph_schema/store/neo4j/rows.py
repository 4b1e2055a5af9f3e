"""Records to nodes and relations and back: what is stored under a key, and writing or dropping it.

Statements are put together from labels, relation types and property names of ours; whatever comes from outside is a
parameter. Both ends of an edge are bound before it is made: naming them inside the same pattern would invent ghosts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final

from graph_schema.errors import IntegrityError
from graph_schema.model import Document, Edge, IssuingBody, Node, Record, Referent, Task
from graph_schema.store.codec import Key, decode, decode_all
from graph_schema.store.neo4j.properties import assigned
from graph_schema.store.neo4j.schema import DOCUMENT_KINDS, NODE_LABELS, TABLES, TYPES

Texts = Mapping[Key, str]
Ask = Callable[..., list[Any]]
"""A statement that returns one column called ``row``, with its parameters -> every row."""
Seek = Ask
"""The same for what may be ``PLANNED_ONCE``."""
Run = Callable[..., list[list[Any]]]
"""A writing statement with its parameters -> its rows."""
Post = Callable[..., object]
"""The same where nobody needs the rows: it may return before the statement has run."""

PLANNED_ONCE: Final = "CYPHER replan=skip "
"""Before a statement whose plan is the same whatever the graph holds: one that creates, or seeks where it is told to. A
server plans anew while a graph grows, which was seen to take a load up to half a second for one statement."""
KIND_OF: Final = "CASE WHEN n:Document THEN 'Document' WHEN n:IssuingBody THEN 'IssuingBody' ELSE 'Task' END"
"""What ``n`` is, as one of the names in ``KINDS_BY_NAME``."""
RECORD: Final = f"CASE WHEN n:Document THEN n.data ELSE [{KIND_OF}, n.data] END"
"""A node as ``read_nodes`` takes it: most are documents, and a text alone is read sooner."""


def by_key(kind: type[Record], row: str, first: int = 0) -> str:
    """MATCH of the statements ``t`` whose key stands in ``row`` from its item ``first`` on.

    The index is named, and that it is sought in: a plan made while the graph was empty, when scanning is cheap, is kept
    for ten seconds and more, and was seen to make a load three times as slow; without SEEK it scans the index named.
    """
    table = TABLES[kind]
    equal = ", ".join(f"{name}: {row}[{n}]" for n, name in enumerate(table.key, first))
    return f"MATCH (t:{table.label} {{{equal}}}) USING INDEX SEEK t:{table.label}({', '.join(table.key)})"


def entity_by_id(variable: str, id: str) -> str:
    """MATCH of the node with an id, its index named for the same reason."""
    return f"MATCH ({variable}:Entity {{id: {id}}}) USING INDEX SEEK {variable}:Entity(id)"


def relation_by_id(type: str, id: str) -> str:
    """MATCH of the relation ``r`` of a type with an id."""
    return f"MATCH ()-[r:{type} {{id: {id}}}]->() USING INDEX SEEK r:{type}(id)"


KINDS_BY_NAME: Final[dict[str, type[Any]]] = {"Document": Document, "IssuingBody": IssuingBody, "Task": Task}
_LABELS: Final = ":".join((*NODE_LABELS.values(), *DOCUMENT_KINDS.values()))


EDGES_BY_ID: Final = " UNION ALL ".join(
    f"MATCH ()-[some:{type}]->() WITH 1 AS some LIMIT 1 "
    f"UNWIND $ids AS id {relation_by_id(type, 'id')} RETURN r.data AS row"
    for type in TYPES
)
"""A relation's id says nothing of its type, and an index covers one type. Types that nothing has are passed over."""


def tallied(variable: str, names: Collection[str], by: Collection[str] = ()) -> str:
    """The end of a statement that counts what is bound to ``variable`` by its properties, and by other variables."""
    # Numbered, because a name may be asked for twice.
    values = [f"v{number}" for number in range(len(names))]
    said = (f"{variable}.{name} AS {value}" for name, value in zip(names, values, strict=True))
    return f"WITH {', '.join((*by, *said, 'count(*) AS n'))} RETURN [{', '.join((*by, *values, 'n'))}] AS row"


def read_nodes(records: Iterable[str | list[str]]) -> dict[str, Node]:
    """Nodes by id, from what ``RECORD`` says of them."""
    texts: dict[str, list[str]] = defaultdict(list)
    documents = texts["Document"]
    for record in records:
        if isinstance(record, str):
            documents.append(record)
        else:
            kind, text = record
            texts[kind].append(text)
    return {node.id: node for kind, some in texts.items() for node in decode_all(KINDS_BY_NAME[kind], some)}


def stored(seek: Seek, kind: type[Record], keys: Collection[Key], *, alone: bool = False) -> dict[Key, str]:
    """The text stored under each key; keys without a record are absent.

    Raises ``IntegrityError`` when ``alone`` is set and a key belongs to a node of another kind.
    """
    if not keys:
        return {}
    if kind in NODE_LABELS:
        found = _entities(seek, [id for (id,) in keys])
        clash = sorted(id for id, (there, _) in found.items() if there is not kind)
        if clash and alone:
            raise IntegrityError(f"The id {clash[0]} already belongs to a node of another kind.", nodes=clash)
        return {(id,): text for id, (there, text) in found.items() if there is kind}
    if kind is Edge:
        texts = seek(EDGES_BY_ID, ids=[id for (id,) in keys])
        return {(edge.id,): text for edge, text in zip(decode_all(Edge, texts), texts, strict=True)}
    columns = ", ".join(f"t.{name}" for name in TABLES[kind].key)
    rows = seek(
        f"UNWIND $keys AS key {by_key(kind, 'key')} RETURN [{columns}, t.data] AS row",
        keys=[list(key) for key in keys],
    )
    return {tuple(key): text for *key, text in rows}


def _entities(seek: Seek, ids: Collection[Any]) -> dict[str, tuple[type[Any], str]]:
    rows = seek(
        f"""UNWIND $ids AS id {entity_by_id("n", "id")} WHERE n.data IS NOT NULL
            RETURN [n.id, {KIND_OF}, n.data] AS row""",
        ids=list(ids),
    )
    return {id: (KINDS_BY_NAME[kind], text) for id, kind, text in rows}


class Writer:
    """Writes records inside one transaction. ``awaited`` are ids that edges name, or whose node was dropped: they are
    nodes without a record until one is put, and none may outlive the transaction."""

    def __init__(self, seek: Seek, run: Run, post: Post) -> None:
        self._seek = seek
        self._run = run
        self._post = post
        self.awaited: set[str] = set()

    def write(
        self, kind: type[Record], records: Mapping[Key, Any], rows: Mapping[Key, list[Any]], former: Texts
    ) -> None:
        """Puts records that differ from what was stored, given with their rows (see ``properties.row_of``)."""
        if kind in NODE_LABELS:
            self._write_nodes(kind, records, rows, former)
        elif kind is Edge:
            self._write_edges(records, rows, former)
        else:
            self._write_rows(kind, records, rows, former)

    def drop(self, kind: type[Record], former: Texts) -> None:
        """Removes records that are stored. A node that still has edges becomes an awaited one."""
        if not former:
            return
        keys = [list(key) for key in former]
        if kind in NODE_LABELS:
            self._drop_nodes([str(id) for (id,) in former])
        elif kind is Edge:
            self._drop_edges(decode(Edge, text) for text in former.values())
        else:
            self._run(f"{PLANNED_ONCE}UNWIND $keys AS key {by_key(kind, 'key')} DELETE t", keys=keys)
            if kind is Referent:
                self._drop_candidates(keys)

    def settle(self) -> list[str]:
        """Lets go of awaited nodes that no edge needs; the ids of those that one does come back."""
        missing = self._seek("MATCH (n:Awaited) WHERE (n)--() RETURN n.id AS row ORDER BY n.id")
        if not missing:
            self._run("MATCH (n:Awaited) DELETE n")
        return missing

    # ------------------------------------------------------------------ statements

    def _write_rows(
        self, kind: type[Record], records: Mapping[Key, Any], rows: Mapping[Key, list[Any]], former: Texts
    ) -> None:
        self._each(f"CREATE (t:{TABLES[kind].label} {assigned(kind)})", _new(rows, former))
        known = [[*key, *row] for key, row in rows.items() if key in former]
        self._each(f"{by_key(kind, 'row')} SET t = {assigned(kind, len(TABLES[kind].key))}", known)
        if kind is Referent:
            self._drop_candidates([list(key) for key in rows if key in former])
            candidates = [[c, *key] for key, r in records.items() for c in sorted(set(r.candidates))]
            self._each("CREATE (:Candidate {document: row[0], source: row[1], n: row[2]})", candidates)

    def _drop_candidates(self, keys: list[list[Any]]) -> None:
        self._each(
            "MATCH (c:Candidate {source: row[0], n: row[1]}) USING INDEX SEEK c:Candidate(source, n) DELETE c", keys
        )

    # ------------------------------------------------------------------ nodes

    def _write_nodes(
        self, kind: type[Record], records: Mapping[Key, Any], rows: Mapping[Key, list[Any]], former: Texts
    ) -> None:
        by_labels: dict[str, dict[Key, list[Any]]] = defaultdict(dict)
        for key, row in rows.items():
            by_labels[_labels(records[key])][key] = row
        known = {(id,) for id in self.awaited} | former.keys()
        for labels, some in by_labels.items():
            self._each(f"CREATE (n:Entity:{labels} {assigned(kind)})", _new(some, known))
            self._each(
                f"{entity_by_id('n', 'row[0]')} REMOVE n:Awaited:{_LABELS} SET n:{labels}, n = {assigned(kind)}",
                _known(some, known),
            )
        self.awaited -= {id for (id,) in rows}

    def _drop_nodes(self, ids: list[str]) -> None:
        sought = f"{PLANNED_ONCE}UNWIND $ids AS id {entity_by_id('n', 'id')}"
        self._run(f"{sought} WHERE NOT (n)--() DELETE n", ids=ids)
        left = self._run(
            f"{sought} REMOVE n:{_LABELS} SET n:Awaited, n = {{id: id}} RETURN collect(id)",
            ids=ids,
        )
        self.awaited.update(left[0][0])

    # ------------------------------------------------------------------ edges

    def _write_edges(self, records: Mapping[Key, Edge], rows: Mapping[Key, list[Any]], former: Texts) -> None:
        was = {key: decode(Edge, former[key]) for key in rows if key in former}
        moved = [old for key, old in was.items() if _ends(old) != _ends(records[key])]
        self._drop_edges(moved)
        stays = was.keys() - {(edge.id,) for edge in moved}
        new: dict[str, list[list[Any]]] = defaultdict(list)
        known: dict[str, list[list[Any]]] = defaultdict(list)
        for key, edge in sorted(records.items(), key=lambda item: (item[1].subject, item[1].object)):
            if key in stays:
                known[edge.type.value].append(rows[key])
            else:
                new[edge.type.value].append([edge.subject, edge.object, *rows[key]])
        for type, some in new.items():
            self._create_edges(type, some)
        for type, some in known.items():
            self._each(f"{relation_by_id(type, 'row[0]')} SET r = {assigned(Edge)}", some)

    def _create_edges(self, type: str, rows: list[list[Any]]) -> None:
        create = (
            f"{PLANNED_ONCE}UNWIND $rows AS row {entity_by_id('a', 'row[0]')} {entity_by_id('b', 'row[1]')} "
            f"CREATE (a)-[:{type} {assigned(Edge, 2)}]->(b) RETURN count(*)"
        )
        if self._run(create, rows=rows)[0][0] == len(rows):
            return
        ends = {end for row in rows for end in row[:2]}
        there = self._seek(f"UNWIND $ids AS id {entity_by_id('n', 'id')} RETURN id AS row", ids=list(ends))
        missing = ends - set(there)
        self._each("CREATE (:Entity:Awaited {id: row})", sorted(missing))
        self.awaited |= missing
        self._run(create, rows=[row for row in rows if not missing.isdisjoint(row[:2])])

    def _drop_edges(self, edges: Iterable[Edge]) -> None:
        by_type: dict[str, list[str]] = defaultdict(list)
        for edge in edges:
            by_type[edge.type.value].append(edge.id)
        for type, ids in by_type.items():
            self._each(f"{relation_by_id(type, 'row')} DELETE r", ids)

    def _each(self, cypher: str, rows: Collection[Any]) -> None:
        if rows:
            self._post(f"{PLANNED_ONCE}UNWIND $rows AS row {cypher}", rows=list(rows))


def _new(rows: Mapping[Key, list[Any]], known: Collection[Key]) -> list[list[Any]]:
    return [row for key, row in rows.items() if key not in known]


def _known(rows: Mapping[Key, list[Any]], known: Collection[Key]) -> list[list[Any]]:
    return [row for key, row in rows.items() if key in known]


def _ends(edge: Edge) -> tuple[str, str, str]:
    return edge.subject, edge.type.value, edge.object


def _labels(node: Any) -> str:
    label = NODE_LABELS[type(node)]
    finer = DOCUMENT_KINDS.get(node.kind) if isinstance(node, Document) else None
    return f"{label}:{finer}" if finer else label
