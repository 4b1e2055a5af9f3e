"""The questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import asked
from service.options import (
    LOOK,
    AsOf,
    Confidence,
    Cursor,
    Depth,
    Form,
    GraphForm,
    JsonOption,
    Output,
    Size,
    Stated,
    StoreOption,
    Words,
    app,
    example,
)
from service.terminal import out, show_json
from service.writing import form_of, write

if TYPE_CHECKING:
    from graph_schema.store.base import Graph
    from graph_schema.vocabulary import Vocabulary
    from queries.resolve import ResolveAnswer


@app.command(
    epilog=example(
        "resolve 'NQ 18-NQ/TW'", "resolve 'nghi quyet 18 to chuc bo may'", "resolve '43-KH/TU' --place 'Kon Tum'"
    )
)
def resolve(
    words: Annotated[str, typer.Argument(help="A symbol or words, with or without diacritics.")],
    date: Annotated[str | None, typer.Option(help="Day it was issued, YYYY-MM-DD.")] = None,
    year: Annotated[int | None, typer.Option(help="Year it was issued.")] = None,
    term: Annotated[str | None, typer.Option(help="Term of the Central Committee: XII or 12.")] = None,
    place: Annotated[str | None, typer.Option(help="Province.")] = None,
    body: Annotated[str | None, typer.Option(help="Issuing body: name, id or organ code.")] = None,
    type: Annotated[str | None, typer.Option(help="Document type: NQ or nghị quyết.")] = None,
    best: Annotated[bool, typer.Option("--best", help="Pick one by a stated rule when several fit.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Which document is meant: one, several with what tells them apart, or the nearest."""
    from queries.parameters import Parameters
    from queries.resolve import resolve as ask
    from service.show import show_resolve

    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph, words, vocabulary, Parameters(date, year, term, place, body, type), best=best
        ),
    )
    if json:
        show_json(answer)
    else:
        show_resolve(out(), answer)
    return 0 if answer.match else LOOK


@app.command(epilog=example("search 'to chuc bo may'", "search --type KH --place 'Đồng Nai' --from 2020-01-01"))
def search(
    words: Annotated[str, typer.Argument(help="Words in any order; none for all.")] = "",
    kind: Annotated[str | None, typer.Option(help="directive or plan.")] = None,
    type: Annotated[str | None, typer.Option(help="Document type.")] = None,
    body: Annotated[str | None, typer.Option(help="Id of the issuing body.")] = None,
    place: Annotated[str | None, typer.Option(help="Province.")] = None,
    level: Annotated[str | None, typer.Option(help="central, ministry, province, ...")] = None,
    system: Annotated[str | None, typer.Option(help="party or state.")] = None,
    term: Annotated[str | None, typer.Option(help="Term, such as XII or 2020-2025.")] = None,
    status: Annotated[str | None, typer.Option(help="draft.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day.")] = None,
    limit: Size = None,
    cursor: Cursor = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Documents that hold every word, newest first."""
    from queries.search import SearchAnswer
    from queries.search import search as ask
    from service.show import show_search

    form = form_of(SearchAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            words,
            vocabulary,
            kind=kind,
            type=type,
            body=body,
            place=place,
            level=level,
            system=system,
            term=term,
            status=status,
            since=since,
            until=until,
            limit=limit,
            cursor=cursor,
        ),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_search(out(), answer)
    return 0 if answer.items else LOOK


@app.command(
    epilog=example(
        "implementers '18-NQ/TW khóa XII'", "implementers 18-nq-tw.xii --transitive --group-by level --stated"
    )
)
def implementers(
    document: Words,
    transitive: Annotated[bool, typer.Option("--transitive", help="Also what implements the implementers.")] = False,
    depth: Depth = None,
    family: Annotated[str, typer.Option(help="Relation families, joined with commas.")] = "implementation",
    group_by: Annotated[str | None, typer.Option("--group-by", help="body, place, level, type or month.")] = None,
    as_of: AsOf = None,
    stated: Stated = False,
    min_confidence: Confidence = None,
    limit: Size = None,
    cursor: Cursor = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What implements a document, who says so, and what may implement it."""
    from queries.implementers import ImplementersAnswer
    from queries.timed import implementers_as_of as ask
    from service.show import show_implementers
    from service.show_time import show_then

    form = form_of(ImplementersAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, document, vocabulary, json or bool(form)),
            vocabulary,
            as_of=as_of,
            transitive=transitive,
            depth=depth,
            family=family,
            group_by=group_by,
            stated=stated,
            min_confidence=min_confidence,
            limit=limit,
            cursor=cursor,
        ),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_implementers(out(), answer)
        show_then(out(), answer)
    return 0


@app.command(
    epilog=example("lineage '18-NQ/TW khóa XII' --direction down --depth 2", "lineage 18-nq-tw.xii --format cytoscape")
)
def lineage(
    document: Words,
    direction: Annotated[str, typer.Option(help="up, down or both.")] = "both",
    depth: Depth = None,
    family: Annotated[str | None, typer.Option(help="Relation families, joined with commas, or all.")] = None,
    stated: Stated = False,
    min_confidence: Confidence = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Also follow what drafts would implement.")] = False,
    as_of: AsOf = None,
    fanout: Annotated[int | None, typer.Option(help="Relations followed from one node, 1..1000.")] = None,
    max_nodes: Annotated[int | None, typer.Option("--max-nodes", help="Nodes in all, 1..5000.")] = None,
    budget_ms: Annotated[int | None, typer.Option("--budget-ms", help="Milliseconds it may take, 10..10000.")] = None,
    form: GraphForm = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Where a document comes from and what follows from it."""
    from graph_schema.vocabulary import load as vocabulary
    from queries.lineage import FAMILY
    from queries.lineage import lineage as ask
    from queries.shapes import GraphAnswer
    from service.show import show_lineage
    from service.show_time import show_then

    form = form_of(GraphAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, document, vocabulary, json or bool(form)),
            vocabulary,
            direction=direction,
            depth=depth,
            family=family or FAMILY,
            stated=stated,
            min_confidence=min_confidence,
            drafts=drafts,
            fanout=fanout,
            max_nodes=max_nodes,
            budget_ms=budget_ms,
            as_of=as_of,
        ),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_lineage(out(), answer, {r.type: (r.label_vi, r.inverse_vi) for r in vocabulary().relations})
        show_then(out(), answer)
    return 0


@app.command(
    epilog=example(
        "impact '18-NQ/TW khóa XII'",
        "impact 18-nq-tw.xii --depth 3 --json",
        "impact 18-nq-tw.xii --change replace --on 2025-06-30",
    )
)
def impact(
    document: Words,
    change: Annotated[
        str | None, typer.Option(help="replace, repeal, amend or end: how hard each is hit, and why.")
    ] = None,
    on: Annotated[str | None, typer.Option(help="Day of the change.")] = None,
    as_of: AsOf = None,
    depth: Depth = None,
    family: Annotated[str | None, typer.Option(help="Relation families that carry the impact on.")] = None,
    stated: Stated = False,
    min_confidence: Confidence = None,
    limit: Size = None,
    cursor: Cursor = None,
    form: GraphForm = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Everything that rests on a document, counted, with the reasons."""
    from queries.change import ChangeAnswer
    from queries.impact import FAMILY, ImpactAnswer
    from queries.timed import impact_of as ask
    from service.show import show_impact
    from service.show_time import show_change, show_then

    form = form_of(ImpactAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, document, vocabulary, json or bool(form)),
            vocabulary,
            kind=change,
            on=on,
            as_of=as_of,
            depth=depth,
            family=family or FAMILY,
            stated=stated,
            min_confidence=min_confidence,
            limit=limit,
            cursor=cursor,
        ),
    )
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    elif isinstance(answer, ChangeAnswer):
        show_change(out(), answer)
    else:
        show_impact(out(), answer)
        show_then(out(), answer)
    return 0


@app.command(epilog=example("evidence ec7e1ff927bce4a96"))
def evidence(
    relation: Annotated[str, typer.Argument(metavar="RELATION", help="Id of a relation, as implementers shows it.")],
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Who says so, and in which words."""
    from queries.evidence import evidence as ask
    from service.show import show_evidence

    answer = asked(store, lambda graph, vocabulary: ask(graph, relation, vocabulary))
    if json:
        show_json(answer)
    else:
        show_evidence(out(), answer)
    return 0


def meant_by(graph: Graph, words: str, vocabulary: Vocabulary, json: bool) -> str:
    """The id words mean; where it is not one document, the candidates are shown and the command ends with 1."""
    from graph_schema.errors import AmbiguousSymbol, UnknownSymbol
    from queries.locate import meant
    from service.show import show_resolve

    try:
        return meant(graph, words, vocabulary)
    except (AmbiguousSymbol, UnknownSymbol) as error:
        answer: ResolveAnswer = error.detail["answer"]  # type: ignore[assignment]
        if json:
            show_json(answer)
        else:
            show_resolve(out(), answer)
        raise typer.Exit(LOOK) from None
