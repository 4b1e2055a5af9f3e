"""A drawable answer in the forms other tools read; networkx knows the forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from queries.limits import one_of
from queries.shapes import GraphAnswer, plain

FORMATS = ("json", "cytoscape", "node-link")


def export(answer: GraphAnswer, form: str) -> Mapping[str, Any]:
    """The answer as ``json`` (its plain form), ``cytoscape`` or ``node-link``. Raises InvalidQuestion."""
    one_of("format", form, FORMATS)
    whole: dict[str, Any] = plain(answer)
    if form == "json":
        return whole
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        root=answer.root.id, layers=whole["layers"], partial=whole["partial"], graph_version=answer.graph_version
    )
    for node in whole["nodes"]:
        graph.add_node(node["id"], **{k: v for k, v in node.items() if k != "id"})
    for edge in whole["edges"]:
        graph.add_edge(
            edge["from"], edge["to"], key=edge["id"], **{k: v for k, v in edge.items() if k not in ("from", "to")}
        )
    if form == "cytoscape":
        return _cytoscape(graph)
    return dict(nx.node_link_data(graph, edges="links"))


def _cytoscape(graph: nx.MultiDiGraph[str]) -> Mapping[str, Any]:
    data: dict[str, Any] = nx.cytoscape_data(graph)
    data["data"] = dict(graph.graph)
    return data
