"""Opening the graph for a command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from graph_schema.store.base import Graph, Store
    from graph_schema.vocabulary import Vocabulary
    from service.settings import Settings


T = TypeVar("T")


def settings_of(store: str | None) -> Settings:
    """The surroundings' settings, with the store named on the command line. Raises InvalidQuestion."""
    from pydantic import ValidationError

    from graph_schema.errors import InvalidQuestion
    from service.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        name = name if name.startswith(("NEO4J_", "DIRECTIVE_GRAPH_")) else f"DIRECTIVE_GRAPH_{name}"
        raise InvalidQuestion(f"{name} in the environment: {first['msg']}. Correct or unset it.") from None
    return settings.model_copy(update={"store": store}) if store else settings


def open_as(settings: Settings, *, create: bool) -> Store:
    """The store that the settings name, with the credentials they hold for a server."""
    from graph_schema.store import open_store

    password = settings.neo4j_password
    return open_store(
        settings.store,
        create=create,
        username=settings.neo4j_username,
        password=password.get_secret_value() if password else None,
        database=settings.neo4j_database,
    )


@contextmanager
def opened(store: str | None, *, create: bool = False) -> Iterator[tuple[Store, Vocabulary]]:
    """The store and the vocabulary; a store that must be there already unless ``create``."""
    from graph_schema.vocabulary import load

    held = open_as(settings_of(store), create=create)
    try:
        yield held, load()
    finally:
        held.close()


def asked(store: str | None, question: Callable[[Graph, Vocabulary], T]) -> T:
    """The answer to a question, all of it from one version of the graph."""
    from graph_schema.store.asking import ask

    with opened(store) as (held, vocabulary):
        return ask(held, lambda graph: question(graph, vocabulary))
