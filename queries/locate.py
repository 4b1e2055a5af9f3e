"""From an id to its node, or to where the id leads now; from words to the one document they mean."""

from __future__ import annotations

from graph_schema.errors import AmbiguousSymbol, GoneId, MovedId, UnknownId, UnknownSymbol
from graph_schema.model import Document, Node, Task
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries.resolve import ResolveAnswer, resolve


def node_of(graph: Graph, id: str) -> Node:
    """The node with this id. Raises MovedId when others answer to it now, GoneId when it was retracted, UnknownId."""
    if node := graph.nodes([id]).get(id):
        return node
    if now := graph.aliases([id]).get(id):
        where = f"It is {now[0]} now." if len(now) == 1 else f"{len(now)} documents answer to it: {', '.join(now)}."
        raise MovedId(f"{id!r} is no longer the id of a document. {where}", id=id, ids=list(now))
    if (version := graph.gone(id)) is not None:
        raise GoneId(
            f"{id!r} was taken away in graph version {version}: no source speaks of it. Search for its symbol.",
            id=id,
            version=version,
        )
    raise UnknownId(f"No node has the id {id!r}. Find ids with resolve or search.", id=id)


def document_of(graph: Graph, id: str) -> Document:
    """The document with this id; what ``node_of`` raises, and UnknownId for a node of another kind, naming it."""
    node = node_of(graph, id)
    if isinstance(node, Document):
        return node
    kind = "task" if isinstance(node, Task) else "body"
    raise UnknownId(
        f"{id!r} is a {kind}, not a document. Ask for it under /{'tasks' if kind == 'task' else 'bodies'}/.", id=id
    )


def meant(graph: Graph, text: str, vocabulary: Vocabulary) -> str:
    """The id of the document that an id, an older id or words mean. Raises AmbiguousSymbol, UnknownSymbol, GoneId."""
    if graph.nodes([text]):
        return text
    now = graph.aliases([text]).get(text, ())
    if len(now) == 1:
        return now[0]
    answer = resolve(graph, text, vocabulary)
    if answer.match:
        return answer.match.id
    if answer.outcome == "none" and graph.gone(text) is not None:
        node_of(graph, text)
    raise unresolved(answer)


def unresolved(answer: ResolveAnswer) -> AmbiguousSymbol | UnknownSymbol:
    """The error that says why words mean no one document, with the candidates or the nearest as its detail."""
    if answer.outcome == "several":
        telling = ", ".join(h.field for h in answer.hints) or "an id"
        return AmbiguousSymbol(
            f"{answer.total} documents fit {answer.query!r}. Say which by {telling}, or use an id.", answer=answer
        )
    near = "the nearest are listed" if answer.nearest else "nothing comes close"
    return UnknownSymbol(
        f"No document fits {answer.query!r}; {near}. Check the number and type, or search by title.", answer=answer
    )
