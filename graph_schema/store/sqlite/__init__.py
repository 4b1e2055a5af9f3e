"""The embedded engine."""

from graph_schema.store.sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
