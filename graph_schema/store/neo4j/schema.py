"""Labels, keys, constraints and indexes: made idempotently, in a database that is empty or already ours.

Every node of the graph is an ``Entity``, so that an edge's end is found by one look-up whatever it is; beside that it
has the labels people ask for: ``Document:Directive``, ``Document:Plan``, ``IssuingBody``, ``Task``. Statements are
nodes too, joined to the rest by property (``claim.edge = relation.id``). Each node and relation carries its whole
record in ``data`` and, beside it, the properties that people and indexes read.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any, Final

from graph_schema import model
from graph_schema.errors import StoreIncompatible, StoreUnavailable
from graph_schema.model import EdgeType
from graph_schema.store.codec import SCHEMA
from graph_schema.store.neo4j.failures import Busy
from graph_schema.store.neo4j.link import Link

GRAPH: Final = "(g:DirectiveGraph {name: 'directive-graph'})"
"""The one node that a writer locks, and that holds the version as its change left it."""

STATE: Final = "(s:DirectiveGraphState {name: 'directive-graph'})"
"""The one node that readers look at: ``state`` is twice the version while nothing moves, one more while the next
version is being committed, and ``RESTORING`` during a restore. While ``closed`` stands there, nobody is granted a lease
(``leases``)."""

RESTORING: Final = -1

SEARCH_INDEX: Final = "directive_graph_search"
SCHEMA_SECONDS: Final = 600.0
OLDEST_SERVER: Final = (5, 26)
RACE_SECONDS: Final = 15.0
"""How long making the schema is tried again while another process makes the same."""
PAUSE_SECONDS: Final = 0.2

NODE_LABELS: Final[dict[type[Any], str]] = {
    model.Document: "Document",
    model.IssuingBody: "IssuingBody",
    model.Task: "Task",
}
DOCUMENT_KINDS: Final = {"directive": "Directive", "plan": "Plan"}
TYPES: Final = tuple(t.value for t in EdgeType)


@dataclass(frozen=True, slots=True)
class Table:
    """A label of whole records that are not nodes of the graph, and the properties that make their key."""

    label: str
    key: tuple[str, ...]


TABLES: Final[dict[type[Any], Table]] = {
    model.Source: Table("Source", ("id",)),
    model.Text: Table("Text", ("source",)),
    model.Mention: Table("Mention", ("source", "n")),
    model.Referent: Table("Referent", ("source", "n")),
    model.Claim: Table("Claim", ("id",)),
    model.Decision: Table("Decision", ("id",)),
    model.PlaceLink: Table("PlaceLink", ("cluster", "a", "b")),
    model.Alias: Table("Alias", ("alias", "document")),
}

_PLAIN_WORDS: Final = (
    "OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false}}"
)

_UNIQUE: Final = (
    ("DirectiveGraph", ("name",)),
    ("DirectiveGraphState", ("name",)),
    ("Entity", ("id",)),
    *((label, ("id",)) for label in NODE_LABELS.values()),
    *((table.label, table.key) for table in TABLES.values()),
    ("Candidate", ("document", "source", "n")),
    ("JournalEntry", ("version", "n")),
    ("Tombstone", ("id",)),
)
_INDEXED: Final = (
    ("Document", ("cluster",)),
    ("Document", ("day",)),
    ("Document", ("symbol",)),
    ("Document", ("rank", "id")),
    ("Task", ("source", "n")),
    ("Source", ("address",)),
    ("Referent", ("cluster",)),
    ("Referent", ("document",)),
    ("Candidate", ("source", "n")),
    ("Claim", ("source", "subject")),
    ("Claim", ("source", "object")),
    ("Claim", ("edge",)),
    ("Decision", ("cluster",)),
    ("Decision", ("other_cluster",)),
    ("Decision", ("source",)),
    ("Decision", ("edge",)),
    ("JournalEntry", ("decided",)),
    ("PlaceLink", ("a",)),
    ("PlaceLink", ("b",)),
    ("Alias", ("document",)),
)


def _statements() -> tuple[str, ...]:
    def named(label: str, properties: tuple[str, ...]) -> str:
        return "_".join(("directive_graph", label, *properties)).lower()

    def listed(variable: str, properties: tuple[str, ...]) -> str:
        return ", ".join(f"{variable}.{p}" for p in properties)

    return (
        *(
            f"CREATE CONSTRAINT {named(label, key)} IF NOT EXISTS FOR (n:{label}) "
            f"REQUIRE ({listed('n', key)}) IS UNIQUE"
            for label, key in _UNIQUE
        ),
        *(
            f"CREATE CONSTRAINT {named(type, ('edge',))} IF NOT EXISTS FOR ()-[r:{type}]-() REQUIRE r.id IS UNIQUE"
            for type in TYPES
        ),
        *(
            f"CREATE INDEX {named(label, key)}_index IF NOT EXISTS FOR (n:{label}) ON ({listed('n', key)})"
            for label, key in _INDEXED
        ),
        # The words are folded before they come here: the analyser has nothing to do but to part them.
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:Document) ON EACH [n.search] {_PLAIN_WORDS}",
    )


STATEMENTS: Final = _statements()
LAYOUT: Final = hashlib.sha256("\n".join(STATEMENTS).encode()).hexdigest()[:16]
"""Changes with the constraints and indexes: a graph of an older layout gets the new ones when it is opened."""


def prepare(link: Link, name: str, *, create: bool) -> str:
    """Makes sure that the database is ours and has our schema; the stamp of its search index comes back.

    Raises ``StoreUnavailable`` (no graph there, and none to be made) and ``StoreIncompatible``.
    """
    until = time.monotonic() + RACE_SECONDS
    while True:
        try:
            return _prepare(link, name, create=create)
        except Busy:  # another process makes the same schema at the same moment
            if time.monotonic() >= until:
                raise
        time.sleep(PAUSE_SECONDS)


def _prepare(link: Link, name: str, *, create: bool) -> str:
    _check_server(link, name)
    found = link.read(f"MATCH {GRAPH} RETURN g.schema, g.layout, g.search", {})
    if not found:
        _check_empty(link, name, create=create)
    elif found[0][0] > SCHEMA:
        raise StoreIncompatible(
            f"{name} was written by a newer version (schema {found[0][0]}; this one reads up to {SCHEMA}). "
            "Upgrade directive-graph, or restore a dump into an empty database.",
            schema=found[0][0],
        )
    if not found or found[0][1] != LAYOUT:
        for statement in STATEMENTS:
            link.run(statement, SCHEMA_SECONDS)
        link.run(f"CALL db.awaitIndexes({int(SCHEMA_SECONDS)})", SCHEMA_SECONDS)
        link.run(
            f"MERGE {GRAPH} ON CREATE SET g.version = 0, g.search = '' "
            f"SET g.schema = {int(SCHEMA)}, g.layout = '{LAYOUT}' "
            f"MERGE {STATE} ON CREATE SET s.state = 2 * g.version",
            SCHEMA_SECONDS,
        )
    return str(found[0][2]) if found else ""


def _check_server(link: Link, name: str) -> None:
    ((said,),) = link.read("CALL dbms.components() YIELD versions RETURN versions[0] LIMIT 1", {})
    parts = tuple(int(part) for part in str(said).split(".")[:2] if part.isdigit())
    if parts < OLDEST_SERVER:
        oldest = ".".join(map(str, OLDEST_SERVER))
        raise StoreIncompatible(f"{name} runs Neo4j {said}; {oldest} or later is needed.", server=str(said))


def _check_empty(link: Link, name: str, *, create: bool) -> None:
    if link.read("MATCH (n) RETURN 1 LIMIT 1", {}):
        if link.read(f"MATCH {GRAPH} RETURN 1", {}):
            raise Busy(f"{name} was made by another process just now. Try again.", reason="busy")
        raise StoreIncompatible(f"{name} holds data of another application. Name an empty database.")
    if not create:
        raise StoreUnavailable(f"There is no graph at {name}. Load something into it first, or name another database.")
