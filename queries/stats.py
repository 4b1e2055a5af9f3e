"""Figures about the whole graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class StatsAnswer:
    """``groups`` maps a group (documents by type, edges by type ...) to its values and counts."""

    groups: Mapping[str, Mapping[str, int]]
    vocabulary: str
    graph_version: int


def stats(graph: Graph, vocabulary: Vocabulary) -> StatsAnswer:
    """How much of everything there is."""
    return StatsAnswer(graph.counts(), vocabulary.version, graph.version)
