"""The server engine, on Neo4j over Bolt with the official driver."""

from graph_schema.store.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore"]
