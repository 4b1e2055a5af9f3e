"""Where a server is and as whom to speak to it: checked before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from graph_schema.errors import GraphError

SCHEMES: Final = frozenset({"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"})
DEFAULT_DATABASE: Final = "neo4j"


@dataclass(frozen=True, slots=True)
class Address:
    """One database of one server or cluster. ``name`` is for people; the password is in neither it nor ``repr``."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str
    name: str

    @property
    def routed(self) -> bool:
        """Whether the address stands for a whole cluster."""
        return self.uri.lower().startswith("neo4j")


def address_of(location: str, username: str | None, password: str | None, database: str | None) -> Address:
    """The address behind ``neo4j://host:7687`` and its like. Raises ``GraphError`` saying what to give instead."""
    try:
        parts = urlsplit(location)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        raise GraphError("The server's address cannot be read. Write it as neo4j://host:7687.") from None
    if parts.username is not None or parts.password is not None:
        # Said without the location: it holds a secret.
        raise GraphError("The server's address must not hold a user name or password. Give them apart from it.")
    if scheme not in SCHEMES or not host:
        raise GraphError(f"{location!r} is no server's address. Write it as neo4j://host:7687 or bolt://host:7687.")
    if parts.path.strip("/"):
        raise GraphError(f"{location!r}: give the database's name apart from the server's address.")
    if not username or not password:
        raise GraphError(
            f"{scheme}://{host}: user name and password are missing. "
            "Set NEO4J_USERNAME and NEO4J_PASSWORD, or pass them when the store is opened."
        )
    shown = f"[{host}]" if ":" in host else host
    where = f"{scheme}://{shown}" + (f":{port}" if port else "")
    name = database or DEFAULT_DATABASE
    return Address(location, username, password, name, f"{where}/{name}")
