"""Every test of this folder runs once on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from tests.contract.records import NewStore
from tests.servers.fixtures import emptied, opened

ENGINES = ["sqlite", "neo4j"]


@pytest.fixture(scope="session", params=ENGINES)
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewStore]:
    """Makes an empty store of one engine. One is in use at a time: making the next closes the one before."""
    folder = tmp_path_factory.mktemp(request.param)
    numbers, last = count(), list[Store]()

    def make() -> Store:
        close()
        if request.param == "neo4j":
            last.append(opened(emptied(request.getfixturevalue("neo4j_server"))))
        else:
            last.append(open_store(str(folder / f"{next(numbers)}.sqlite")))
        return last[0]

    def close() -> None:
        while last:
            last.pop().close()

    yield make
    close()


@pytest.fixture
def store(new_store: NewStore) -> Store:
    """An empty store."""
    return new_store()
