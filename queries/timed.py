"""Implementers and impact as they are known now, as they stood on a day, or after a change: one entry for each."""

from __future__ import annotations

from graph_schema.errors import InvalidQuestion
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries.change import ChangeAnswer, change
from queries.impact import FAMILY, ImpactAnswer, impact
from queries.implementers import ImplementersAnswer, implementers
from queries.then import impact_then, implementers_then


def implementers_as_of(
    graph: Graph,
    document: str,
    vocabulary: Vocabulary,
    *,
    as_of: str | None = None,
    transitive: bool = False,
    depth: int | None = None,
    family: str = "implementation",
    group_by: str | None = None,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImplementersAnswer:
    """``implementers``, or with a day an ImplementersThen. Raises what they raise."""
    if as_of is None:
        return implementers(
            graph, document, vocabulary, transitive=transitive, depth=depth, family=family, group_by=group_by,
            stated=stated, min_confidence=min_confidence, limit=limit, cursor=cursor, budget_ms=budget_ms,
        )  # fmt: skip
    return implementers_then(
        graph, document, vocabulary, as_of=as_of, transitive=transitive, depth=depth, family=family, group_by=group_by,
        stated=stated, min_confidence=min_confidence, limit=limit, cursor=cursor, budget_ms=budget_ms,
    )  # fmt: skip


def impact_of(
    graph: Graph,
    root: str,
    vocabulary: Vocabulary,
    *,
    kind: str | None = None,
    on: str | None = None,
    as_of: str | None = None,
    depth: int | None = None,
    family: str = FAMILY,
    stated: bool = False,
    min_confidence: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> ImpactAnswer | ChangeAnswer:
    """``impact``; with a day ``as_of`` an ImpactThen; with a ``kind`` of change a ChangeAnswer, on a day or as far as
    is known. Raises what they raise, and InvalidQuestion where the two ways of asking are mixed."""
    if kind is None:
        if on is not None:
            raise InvalidQuestion(
                "on is the day of a change. Say which with change=replace, or ask for the graph of a day with as_of.",
                parameter="on",
            )
        if as_of is None:
            return impact(
                graph, root, vocabulary, depth=depth, family=family, stated=stated, min_confidence=min_confidence,
                limit=limit, cursor=cursor, budget_ms=budget_ms,
            )  # fmt: skip
        return impact_then(
            graph, root, vocabulary, as_of=as_of, depth=depth, family=family, stated=stated,
            min_confidence=min_confidence, limit=limit, cursor=cursor, budget_ms=budget_ms,
        )  # fmt: skip
    if as_of is not None:
        raise InvalidQuestion(f"A change has the day on, not as_of. Ask again with on={as_of}.", parameter="as_of")
    return change(
        graph, root, vocabulary, change=kind, on=on, depth=depth, family=family, stated=stated,
        min_confidence=min_confidence, limit=limit, cursor=cursor, budget_ms=budget_ms,
    )  # fmt: skip
