"""Forms of graph tools: Cytoscape, node-link and GraphML. networkx knows them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from queries.export.content import Content, Row, Table

Attributes = Callable[[Table, Row], dict[str, Any]]

_SAID = ("layers", "partial", "graph_version")
"""What goes along of the answer itself, beside the id of its root."""


def cytoscape(content: Content) -> Mapping[str, Any]:
    """``elements`` as Cytoscape.js takes them; ``data`` is what the answer says of itself."""
    graph = _graph(content, _as_they_are)
    made: dict[str, Any] = nx.cytoscape_data(graph)
    made["data"] = dict(graph.graph)
    return made


def node_link(content: Content) -> Mapping[str, Any]:
    """``nodes`` and ``links``, as D3 and networkx take them."""
    return dict(nx.node_link_data(_graph(content, _as_they_are), edges="links"))


def graphml(content: Content) -> bytes:
    """GraphML for Gephi, yEd and others. What is unknown is no attribute; nested values are spread out as in tables."""
    graph = _graph(content, _in_cells)
    graph.graph = {k: v for k, v in graph.graph.items() if isinstance(v, (str, int))}
    for _, _, attributes in graph.edges(data=True):
        del attributes["id"]  # the key is the edge's own id
    out = io.BytesIO()
    nx.write_graphml_xml(graph, out)
    return out.getvalue()


def _graph(content: Content, attributes: Attributes) -> nx.MultiDiGraph[str]:
    """Several edges, each of its own type, may join the same two nodes."""
    nodes, edges = content.tables
    root = content.about.get("root")
    said = ({"root": root["id"]} if root else {}) | {k: content.about[k] for k in _SAID if k in content.about}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**said)
    for node in nodes.rows:
        graph.add_node(node["id"], **{k: v for k, v in attributes(nodes, node).items() if k != "id"})
    for edge in edges.rows:
        own = {k: v for k, v in attributes(edges, edge).items() if k not in ("from", "to")}
        graph.add_edge(edge["from"], edge["to"], key=edge["id"], **own)
    return graph


def _as_they_are(table: Table, row: Row) -> dict[str, Any]:
    return dict(row)


def _in_cells(table: Table, row: Row) -> dict[str, Any]:
    return {c.name: value for c in table.columns if (value := c.of(row)) is not None}
