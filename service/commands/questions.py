"""The question catalogue: what is in it, and asking it of a Neo4j server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import asked
from service.options import LOOK, StoreOption, app, example
from service.terminal import out, show_json

if TYPE_CHECKING:
    from graph_schema.store.base import Graph
    from graph_schema.vocabulary import Vocabulary
    from queries.catalogued import CatalogueAnswer

JsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]


@app.command(epilog=example("questions", "questions implementers", "questions 7 --json"))
def questions(
    name: Annotated[str | None, typer.Argument(help="A question's name or number; none lists all.")] = None,
    json: JsonOption = False,
) -> int:
    """The question catalogue: Cypher to paste into Neo4j Browser, or to run with ask."""
    from queries.catalogue import catalogue
    from queries.catalogued import question_called
    from service.show_catalogue import show_questions

    if name is None:
        show_json(catalogue()) if json else show_questions(out(), catalogue())
        return 0
    question = question_called(name)
    if json:
        show_json(question)
    else:
        sys.stdout.write(question.text)
    return 0


@app.command(
    epilog=example(
        "ask cycles",
        "ask implementers --param document='18-NQ/TW khóa XII' --param depth=1",
        "ask provinces --param provinces='Kon Tum,Đồng Nai' --json",
    )
)
def ask(
    name: Annotated[str, typer.Argument(help="A question's name or number, from questions.")],
    param: Annotated[
        list[str] | None, typer.Option("--param", help="A parameter, name=value; again for another.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="Rows at most, 1..10000.", show_default="100")] = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Ask a question of the catalogue, on the Neo4j server that --store or NEO4J_URI names."""
    from graph_schema.errors import AmbiguousSymbol, UnknownSymbol
    from queries.catalogued import answer, question_called, values_of
    from service.show import show_resolve
    from service.show_catalogue import show_answer

    question = question_called(name)
    values = values_of(question, param or ())

    def one(graph: Graph, vocabulary: Vocabulary) -> CatalogueAnswer:
        return answer(graph, question, values, vocabulary, limit=limit)

    try:
        found = asked(store, one)
    except (AmbiguousSymbol, UnknownSymbol) as error:
        show_json(error.detail["answer"]) if json else show_resolve(out(), error.detail["answer"])  # type: ignore[arg-type]
        return LOOK
    show_json(found) if json else show_answer(out(), question, found)
    return 0
