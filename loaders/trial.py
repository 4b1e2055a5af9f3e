"""Doing something to see what it would do: the whole of it, and then none of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from graph_schema.store.base import Change, Store

T = TypeVar("T")


class _Undo(Exception):
    """Ends a transaction that is to leave nothing behind."""


def rolled_back(store: Store, work: Callable[[Change], T]) -> T:
    """What ``work`` gives back at the end of a transaction that leaves nothing behind. Raises what it raises."""
    seen: list[T] = []

    def tried(change: Change) -> None:
        seen[:] = [work(change)]
        raise _Undo

    with suppress(_Undo):
        store.update(tried)
    return seen[0]
