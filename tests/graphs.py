"""Fixtures over real SQLite files: the small graph, the bundled data, and a service over each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary, load
from loaders.pipeline import load_bundled
from tests.served import served
from tests.small_graph import small_graph


@pytest.fixture(scope="session")
def v() -> Vocabulary:
    """The bundled vocabulary."""
    return load()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The small graph; tests only read it."""
    store = small_graph(tmp_path_factory.mktemp("small") / "graph.sqlite")
    yield store
    store.close()


@pytest.fixture(scope="session")
def bundled_file(tmp_path_factory: pytest.TempPathFactory, v: Vocabulary) -> Path:
    """A file with the bundled data; tests only read it."""
    path = tmp_path_factory.mktemp("bundled") / "graph.sqlite"
    store = open_store(str(path))
    load_bundled(store, v)
    store.close()
    return path


@pytest.fixture(scope="session")
def bundled(bundled_file: Path) -> Iterator[Store]:
    """The bundled data; tests only read it."""
    store = open_store(str(bundled_file))
    yield store
    store.close()


@pytest.fixture(scope="session")
def asked(small: Store) -> Iterator[httpx.Client]:
    """A service over the small graph, without a write key."""
    with served(small) as client:
        yield client


@pytest.fixture(scope="session")
def asked_bundled(bundled: Store) -> Iterator[httpx.Client]:
    """A service over the bundled data."""
    with served(bundled) as client:
        yield client
