"""The tables of the embedded engine.

Text ids live outside, integer keys inside. A node is narrow (``node``) and its record lies beside it (``node_data``):
sorting and counting read few pages. The two covering indexes of the edges are the adjacency lists: one contiguous
read for a node and direction, holding all that a ``Hop`` filters on and the far end's facet.
"""

# ruff: noqa: S608 - put together from the names below

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from graph_schema import model
from graph_schema.searching import FACETS

APPLICATION_ID: Final = 0x56_44_47_31
"""Marks a SQLite file as ours."""

NODE_CODES: Final[dict[type[Any], int]] = {model.Document: 0, model.IssuingBody: 1, model.Task: 2}
"""Stored in files: never renumber."""

DOCUMENT: Final = NODE_CODES[model.Document]

FACET_COLUMNS: Final = (*FACETS, "known_by")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of whole records: its key, and the fields copied out of the record for indexes."""

    name: str
    key: tuple[str, ...]
    copied: tuple[str, ...] = ()


TABLES: Final[dict[type[Any], Table]] = {
    model.Source: Table("source", ("id",), ("kind", "address")),
    model.Text: Table("text", ("source",)),
    model.Mention: Table("mention", ("source", "n")),
    model.Referent: Table("referent", ("source", "n"), ("cluster", "document", "state")),
    model.Claim: Table("claim", ("id",), ("source", "subject", "type", "object", "edge")),
    model.Decision: Table("decision", ("id",), ("cluster", "other_cluster", "source", "edge")),
    model.PlaceLink: Table("place_link", ("cluster", "a", "b")),
    model.Alias: Table("alias", ("alias", "document")),
}
"""Every kind but the nodes and the edges, whose tables use integer keys."""

DECISION_DDL: Final = """
CREATE TABLE decision (id TEXT NOT NULL PRIMARY KEY, cluster TEXT, other_cluster TEXT, source TEXT, edge TEXT,
    data TEXT NOT NULL);
CREATE INDEX decision_by_cluster ON decision (cluster) WHERE cluster IS NOT NULL;
CREATE INDEX decision_by_other_cluster ON decision (other_cluster) WHERE other_cluster IS NOT NULL;
CREATE INDEX decision_by_source ON decision (source) WHERE source IS NOT NULL;
CREATE INDEX decision_by_edge ON decision (edge) WHERE edge IS NOT NULL;
"""

DECIDED: Final = "data ->> 'decision' IS NOT NULL"
"""Of a journal entry: it bears a decision. Index and question must say it in the same words."""

JOURNAL_DDL: Final = f"CREATE INDEX journal_decided ON journal (version, n) WHERE {DECIDED};"

FROM_FIRST: Final = f"""
DROP INDEX decision_by_cluster;
ALTER TABLE decision RENAME TO decision_first;
{DECISION_DDL}
INSERT INTO decision (id, cluster, source, data) SELECT id, cluster, data ->> 'source', data FROM decision_first;
DROP TABLE decision_first;
{JOURNAL_DDL}
"""
"""Brings a file of schema 1 to schema 2: its decisions were all of one kind."""

SEARCH_DDL: Final = """
CREATE VIRTUAL TABLE search USING fts5 (text, content='', contentless_delete=1, detail=none, tokenize=ascii,
    prefix='1 2 3 4 5 6');
"""
"""A row's number is its document's rank before its key: matches come in the order of suggestions, and the first few of
them without the rest. The beginnings of words are indexed up to the length of a Vietnamese syllable: a list of all
words that begin with two letters would otherwise be put together for each question."""

DDL: Final = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES ('version', 0), ('search', '');

CREATE TABLE source (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, address TEXT, data TEXT NOT NULL);
CREATE INDEX source_by_address ON source (address, kind);
CREATE TABLE text (source TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE mention (source TEXT NOT NULL, n INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (source, n))
    WITHOUT ROWID;
CREATE TABLE referent (source TEXT NOT NULL, n INTEGER NOT NULL, cluster TEXT NOT NULL, document TEXT,
    state TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (source, n)) WITHOUT ROWID;
CREATE INDEX referent_by_cluster ON referent (cluster, state);
CREATE INDEX referent_by_document ON referent (document) WHERE document IS NOT NULL;
CREATE TABLE candidate (document TEXT NOT NULL, source TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (document, source, n)) WITHOUT ROWID;
CREATE INDEX candidate_by_referent ON candidate (source, n);
CREATE TABLE claim (id TEXT NOT NULL PRIMARY KEY, source TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL,
    object TEXT, edge TEXT, data TEXT NOT NULL);
CREATE INDEX claim_by_subject ON claim (source, subject);
CREATE INDEX claim_by_object ON claim (source, object) WHERE object IS NOT NULL;
CREATE INDEX claim_by_edge ON claim (edge) WHERE edge IS NOT NULL;
{DECISION_DDL}
CREATE TABLE place_link (cluster TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (cluster, a, b)) WITHOUT ROWID;
CREATE INDEX place_link_by_a ON place_link (a);
CREATE INDEX place_link_by_b ON place_link (b);
CREATE TABLE alias (alias TEXT NOT NULL, document TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (alias, document))
    WITHOUT ROWID;
CREATE INDEX alias_by_document ON alias (document);

-- every combination of facet values in use; '' is unknown here; facet 0 belongs to nodes that are awaited
CREATE TABLE facet (k INTEGER PRIMARY KEY, {", ".join(f"{c} TEXT NOT NULL" for c in FACET_COLUMNS)});
CREATE UNIQUE INDEX facet_by_values ON facet ({", ".join(FACET_COLUMNS)});
INSERT INTO facet VALUES (0, {", ".join("''" for _ in FACET_COLUMNS)});

-- a node without a kind is awaited: an edge names it, or it was dropped; none outlives its transaction
CREATE TABLE node (k INTEGER PRIMARY KEY, id TEXT NOT NULL, kind INTEGER, facet INTEGER NOT NULL DEFAULT 0,
    date TEXT NOT NULL DEFAULT '', cluster TEXT, source TEXT, n INTEGER);
CREATE UNIQUE INDEX node_by_id ON node (id);
CREATE INDEX node_awaited ON node (k) WHERE kind IS NULL;
CREATE INDEX document_by_date ON node (date DESC, id) WHERE kind = {DOCUMENT};
CREATE INDEX document_by_facet ON node (facet, date DESC, id) WHERE kind = {DOCUMENT};
CREATE INDEX document_by_cluster ON node (cluster) WHERE cluster IS NOT NULL;
CREATE INDEX task_by_source ON node (source, n) WHERE source IS NOT NULL;
CREATE TABLE node_data (k INTEGER PRIMARY KEY, data TEXT NOT NULL);
{SEARCH_DDL}
CREATE TABLE edge_type (k INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE edge (k INTEGER PRIMARY KEY, id TEXT NOT NULL, subject INTEGER NOT NULL, object INTEGER NOT NULL,
    subject_facet INTEGER NOT NULL, object_facet INTEGER NOT NULL, type INTEGER NOT NULL, support INTEGER NOT NULL,
    confidence REAL NOT NULL, inferred INTEGER NOT NULL, counted INTEGER NOT NULL, data TEXT NOT NULL);
CREATE UNIQUE INDEX edge_by_id ON edge (id);
CREATE INDEX edge_in ON edge (object, type, subject, subject_facet, counted, inferred, confidence, support);
CREATE INDEX edge_out ON edge (subject, type, object, object_facet, counted, inferred, confidence, support);
CREATE TRIGGER facet_moves_along AFTER UPDATE OF facet ON node WHEN old.facet <> new.facet BEGIN
    UPDATE edge SET subject_facet = new.facet WHERE subject = new.k;
    UPDATE edge SET object_facet = new.facet WHERE object = new.k;
END;

CREATE TABLE journal (version INTEGER NOT NULL, n INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (version, n));
{JOURNAL_DDL}
CREATE TABLE gone (node TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
"""
