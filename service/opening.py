"""Opening the graph for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph_schema.store.base import Graph, Store
    from graph_schema.vocabulary import Vocabulary
    from service.settings import Settings


def settings_of(store: str | None) -> Settings:
    """The surroundings' settings, with the store named on the command line. Raises InvalidQuestion."""
    from pydantic import ValidationError

    from graph_schema.errors import InvalidQuestion
    from service.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"DIRECTIVE_GRAPH_{'_'.join(str(p) for p in first['loc']).upper()}"
        raise InvalidQuestion(f"{name} in the environment: {first['msg']}. Correct or unset it.") from None
    return settings.model_copy(update={"store": store}) if store else settings


@contextmanager
def opened(store: str | None, *, create: bool = False) -> Iterator[tuple[Store, Vocabulary]]:
    """The store and the vocabulary; a store that must be there already unless ``create``."""
    from graph_schema.store import open_store
    from graph_schema.vocabulary import load

    held = open_store(settings_of(store).store, create=create)
    try:
        yield held, load()
    finally:
        held.close()


@contextmanager
def reading(store: str | None) -> Iterator[tuple[Graph, Vocabulary]]:
    """A consistent view of the graph, and the vocabulary."""
    with opened(store) as (held, vocabulary), held.read() as graph:
        yield graph, vocabulary
