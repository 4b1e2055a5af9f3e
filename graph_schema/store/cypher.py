"""What an engine that understands Cypher offers beside the contract: one reading statement of the question catalogue.

The contract itself holds no query text, and the embedded engine understands none: whoever asks looks first whether a
view ``SpeaksCypher``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Table:
    """What a statement found: its columns, and rows of plain values (None, bool, int, float, str, and lists and maps of
    them; days and moments as ISO strings). ``more`` says that there are rows behind the limit."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool


@runtime_checkable
class SpeaksCypher(Protocol):
    """A view of one version that runs Cypher."""

    def rows(self, cypher: str, parameters: Mapping[str, Any], *, seconds: float, limit: int) -> Table:
        """What one reading statement finds in the version this view shows, ``limit`` rows at most, within ``seconds``.

        The statement is ours, never a user's; values of the question are ``parameters``. Raises ``InvalidQuestion``
        for a statement that would write, ``StoreUnavailable`` when it took too long, and what reads of a view raise.
        """
