"""What stands around a document or any other node, one hop away."""

from __future__ import annotations

from typing import Annotated

import typer

from service.commands.ask import meant_by
from service.opening import asked
from service.options import GraphForm, JsonOption, Output, StoreOption, Words, app, example
from service.terminal import out, show_json
from service.writing import form_of, write


@app.command(epilog=example("diagram 18-nq-tw.xii", "diagram '43-KH/TU Kon Tum' --limit 20 -o diagram.graphml"))
def diagram(
    document: Words,
    limit: Annotated[int | None, typer.Option(help="Members of each group, 1..100.")] = None,
    form: GraphForm = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """The diagram (lược đồ) of a document: groups on both sides, with counts."""
    from queries.diagram import DiagramAnswer
    from queries.diagram import diagram as ask
    from service.show_groups import show_groups

    form = form_of(DiagramAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph, meant_by(graph, document, vocabulary, json or bool(form)), vocabulary, limit=limit
        ),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_groups(out(), answer.root, answer.groups, answer.nodes)
    return 0


@app.command(epilog=example("expand bo-chinh-tri --limit 5", "expand 18-nq-tw.xii --family structure"))
def expand(
    node: Annotated[str, typer.Argument(metavar="NODE", help="Id of a document, a task or a body.")],
    direction: Annotated[str, typer.Option(help="out, in or both.")] = "both",
    family: Annotated[str, typer.Option(help="Relation families, joined with commas, or all.")] = "all",
    limit: Annotated[int | None, typer.Option(help="Members of each group, 1..500.")] = None,
    form: GraphForm = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What is one hop from any node, and how much of it is not shown."""
    from queries.expand import ExpandAnswer
    from queries.expand import expand as ask
    from service.show_groups import show_groups

    form = form_of(ExpandAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(graph, node, vocabulary, direction=direction, family=family, limit=limit),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_groups(out(), answer.root, answer.groups, answer.nodes)
    return 0
