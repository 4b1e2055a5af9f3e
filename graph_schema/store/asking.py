"""Asking a store: a whole answer from one version, whatever is written meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TypeVar

from graph_schema.errors import StoreMoved
from graph_schema.store.base import Graph, Store

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds after which a question that a writer keeps overtaking is not begun again."""


def ask(store: Store, question: Callable[[Graph], T]) -> T:
    """What the question answers over a view of the store. It is begun again when the graph moved under the view, so it
    must depend on the view alone.

    Raises what the question raises; ``StoreMoved`` when writers kept overtaking it.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with store.read() as graph:
                return question(graph)
        except StoreMoved:
            if time.monotonic() >= until:
                raise
