"""What the surroundings say: the only place that reads the environment.

Every name begins with ``DIRECTIVE_GRAPH_``, beside the four that everybody uses for a Neo4j server.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MEGABYTE = 1_000_000


class Settings(BaseSettings):
    """Settings of the service and the command line; a command's own option wins over them."""

    model_config = SettingsConfigDict(
        env_prefix="DIRECTIVE_GRAPH_", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    store: str = Field(
        default="data/graph.sqlite",
        validation_alias=AliasChoices("DIRECTIVE_GRAPH_STORE", "NEO4J_URI"),
        description="where the graph is kept: a data file, or a server such as neo4j://host:7687",
    )
    neo4j_username: str | None = Field(
        default=None, validation_alias="NEO4J_USERNAME", description="whom a server knows"
    )
    neo4j_password: SecretStr | None = Field(default=None, validation_alias="NEO4J_PASSWORD", description="and how")
    neo4j_database: str | None = Field(default=None, validation_alias="NEO4J_DATABASE", description="its database")
    host: str = Field(default="127.0.0.1", description="address the service listens on")
    port: int = Field(default=8000, ge=0, le=65535)
    workers: int = Field(default=1, ge=1, le=64, description="processes that answer")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="origins that may ask, joined with commas"
    )
    keys: Path | None = Field(default=None, description="the file of the keys; keys.json beside the store unless set")
    write_key: SecretStr | None = Field(default=None, description="one more key, of a curator")
    reads_need_key: bool = Field(default=False, description="whether reading over HTTP needs a reader's key, too")
    rate_limit: int = Field(
        default=0, ge=0, description="requests a minute that one key or address may make of one process; 0: any number"
    )
    max_text_bytes: int = Field(default=20 * MEGABYTE, ge=1, description="greatest text that is read")
    max_cited_bytes: int = Field(default=2 * MEGABYTE, ge=1, description="greatest text that /citations reads")
    max_kept_bytes: int = Field(
        default=32 * MEGABYTE, ge=0, description="answers kept in memory while the graph stands still; 0: none"
    )
    log_level: str = Field(default="info", pattern="^(critical|error|warning|info|debug)$")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(o.strip() for o in value.split(",") if o.strip()) if isinstance(value, str) else value

    @field_validator("write_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 8:
            raise ValueError("a write key has at least 8 characters")
        return value


def keys_file(settings: Settings) -> Path:
    """Where the keys lie: as set, else beside the data file, and in ``data`` when a server keeps the graph."""
    if settings.keys is not None:
        return settings.keys
    return Path("data" if "://" in settings.store else Path(settings.store).parent) / "keys.json"
