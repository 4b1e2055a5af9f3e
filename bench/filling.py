"""How fast a Neo4j server is filled: through the store, and by bare UNWIND statements that carry the same rows."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import neo4j

from bench.generate import Generated
from bench.loading import CHUNK
from bench.measure import Result, print_one_of, timed
from graph_schema.model import Document, Edge, Record
from graph_schema.store import open_store
from graph_schema.store.base import Change, Store
from graph_schema.store.codec import encode
from graph_schema.store.neo4j.properties import assigned, row_of
from graph_schema.store.neo4j.schema import DOCUMENT_KINDS, NODE_LABELS, TABLES
from tests.servers.fixtures import emptied
from tests.servers.neo4j_server import Server

BATCH = 10_000
SPAN = 10_000  # documents whose rows the bare statements sort into batches together
WARM = 10_000  # documents loaded and thrown away first: a server that was just started is slow

Rows = dict[str, list[list[Any]]]


def server() -> Server:
    """The server that this process was told of."""
    said = os.environ
    return Server(said["NEO4J_URI"], said["NEO4J_USERNAME"], said["NEO4J_PASSWORD"], said["NEO4J_DATABASE"])


def stored() -> Store:
    """A store over it."""
    place = server()
    return open_store(place.uri, username=place.username, password=place.password, database=place.database)


def through(size: int, folder: Path) -> Result:
    """Everything put through ``store.update``, as ``bench.loading`` puts it into a file."""
    with_schema()
    _through(Generated(WARM))
    emptied(server())
    rows, spent = _through(Generated(size))
    return {"rows": rows, "load_s": spent / 1000, "load_rows_per_s": rows / spent * 1000}


def bare(size: int, folder: Path) -> Result:
    """The same rows in bare statements: nodes, then edges between nodes that are sought by id, a transaction for each
    ten thousand. The rows are made before anything is measured."""
    with_schema()
    _bare(Generated(WARM))
    emptied(server())
    rows, spent = _bare(Generated(size))
    return {"bare_rows": rows, "bare_s": spent / 1000, "bare_rows_per_s": rows / spent * 1000}


def embedded(size: int, folder: Path) -> Result:
    """The same into a file of the embedded engine."""
    made, spent, rows = Generated(size), 0.0, 0
    list(made.records(0, 1))
    store = open_store(str(folder / "graph.sqlite"))
    for chunk in _chunks(made):
        rows += len(chunk)
        spent += timed(partial(store.update, _put(chunk)))
    store.close()
    return {"documents": size, "edges": len(made.links), "embedded_rows_per_s": rows / spent * 1000}


def with_schema() -> None:
    """An empty graph with its constraints and indexes."""
    store = stored()
    store.check()
    store.close()
    emptied(server())


def _through(made: Generated) -> tuple[int, float]:
    list(made.records(0, 1))  # what the generator keeps is made before anything is measured
    store, rows, spent = stored(), 0, 0.0
    store.check()
    for chunk in _chunks(made):
        rows += len(chunk)
        spent += timed(partial(store.update, _put(chunk)))
    store.close()
    return rows, spent


def _chunks(made: Generated) -> Iterator[list[Record]]:
    return (list(made.records(start, start + CHUNK)) for start in range(0, made.size, CHUNK))


def _put(records: Iterable[Record]) -> Callable[[Change], None]:
    def work(change: Change) -> None:
        change.put(records)
        change.note("load", "bench")

    return work


def _bare(made: Generated) -> tuple[int, float]:
    list(made.records(0, 1))
    place, count, spent = server(), 0, 0.0
    with place.driver() as driver, driver.session(database=place.database) as session:
        for start in range(0, made.size, SPAN):
            for statement, rows in _statements(made.records(start, start + SPAN)).items():
                rest = iter(rows)
                while batch := list(islice(rest, BATCH)):
                    count += len(batch)
                    spent += timed(partial(_run, session, statement, batch))
    return count, spent


def _run(session: neo4j.Session, statement: str, rows: list[list[Any]]) -> None:
    session.execute_write(lambda transaction: transaction.run(statement, rows=rows).consume())


def _statements(records: Iterable[Record]) -> Rows:
    """Rows by the statement that carries them, nodes before edges."""
    nodes: Rows = defaultdict(list)
    edges: Rows = defaultdict(list)
    for record in records:
        row = row_of(record, encode(record))
        if isinstance(record, Edge):
            create = f"CREATE (a)-[:{record.type.value} {assigned(Edge, 2)}]->(b)"
            bound = "MATCH (a:Entity {id: row[0]}) MATCH (b:Entity {id: row[1]})"
            edges[f"UNWIND $rows AS row {bound} {create}"].append([record.subject, record.object, *row])
        else:
            nodes[f"UNWIND $rows AS row CREATE (:{_labels(record)} {assigned(type(record))})"].append(row)
    return nodes | edges


def _labels(record: Record) -> str:
    if type(record) not in NODE_LABELS:
        return TABLES[type(record)].label
    finer = (DOCUMENT_KINDS[record.kind],) if isinstance(record, Document) else ()
    return ":".join(("Entity", NODE_LABELS[type(record)], *finer))


if __name__ == "__main__":
    print_one_of(through, bare, embedded)
