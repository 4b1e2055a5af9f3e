"""Where a graph is kept. ``base`` is the contract, beside it one package for each engine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph_schema.errors import GraphError

if TYPE_CHECKING:
    from graph_schema.store.base import Store

_SERVER_SCHEMES = ("neo4j", "bolt")


def open_store(
    location: str,
    *,
    create: bool = True,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Store:
    """The graph kept at ``location``; ``create`` makes it when it is not there.

    A path is a data file; ``neo4j://``, ``bolt://`` and their encrypted kin are a server, which needs ``username`` and
    ``password`` beside it and is not asked anything before the first call. Raises ``GraphError`` for a place no engine
    serves, ``StoreUnavailable`` (missing, locked), ``StoreReadOnly`` or ``StoreIncompatible``.
    """
    # Imported here: an engine leans on the modules that describe the contract, and they live in this package.
    scheme, separator, _ = location.partition("://")
    if not separator:
        from graph_schema.store.sqlite import SqliteStore

        return SqliteStore(Path(location).expanduser(), create=create)
    if scheme.partition("+")[0].lower() in _SERVER_SCHEMES:
        from graph_schema.store.neo4j import Neo4jStore

        return Neo4jStore(location, username=username, password=password, database=database, create=create)
    raise GraphError(
        f"{scheme}://...: no engine serves such an address. "
        "Give the path of a data file, e.g. data/graph.sqlite, or a server's address, e.g. neo4j://host:7687.",
        scheme=scheme,
    )
