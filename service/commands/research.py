"""What researchers ask: coverage and lags, ways between documents, comparisons, tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.commands.ask import meant_by
from service.opening import asked
from service.options import (
    LOOK,
    AsOf,
    Confidence,
    Cursor,
    Depth,
    Form,
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
    from rich.console import Console

Unit = Annotated[str, typer.Option(help="province, ministry or body.")]
Level = Annotated[str | None, typer.Option(help="Only bodies of this level, with --unit body.")]
Family = Annotated[str, typer.Option(help="Relation families, joined with commas.")]
Budget = Annotated[int | None, typer.Option("--budget-ms", help="Milliseconds it may take, 10..10000.")]


def tell(
    answer: Any,
    show: Callable[[Console, Any], None],
    *,
    json: bool,
    form: str | None = None,
    output: Path | None = None,
    rows: str = "items",
) -> None:
    """An answer in the form that was asked for: a file, JSON, or readable text."""
    if form:
        write(answer, form, output, rows=rows)
    elif json:
        show_json(answer)
    else:
        show(out(), answer)


@app.command(
    epilog=example(
        "coverage '57-NQ/TW' --as-of 2025-06-30",
        "coverage 18-nq-tw.xii --unit ministry",
        "coverage 57-nq-tw.xiii -o coverage.csv",
    )
)
def coverage(
    document: Words,
    unit: Unit = "province",
    level: Level = None,
    as_of: AsOf = None,
    depth: Depth = None,
    family: Family = "implementation",
    stated: Stated = False,
    min_confidence: Confidence = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Which provinces, ministries or bodies have carried a document out, and which have not."""
    from queries.coverage import CoverageAnswer
    from queries.coverage import coverage as ask
    from service.show_research import show_coverage

    form = form_of(CoverageAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, document, vocabulary, json or bool(form)),
            vocabulary,
            unit=unit,
            level=level,
            as_of=as_of,
            depth=depth,
            family=family,
            stated=stated,
            min_confidence=min_confidence,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_coverage, json=json, form=form, output=output, rows="cells")
    return 0


@app.command(epilog=example("lag '57-NQ/TW'", "lag 18-nq-tw.xii --depth 3 --unit ministry"))
def lag(
    document: Words,
    unit: Unit = "province",
    level: Level = None,
    as_of: AsOf = None,
    depth: Depth = None,
    family: Family = "implementation",
    stated: Stated = False,
    min_confidence: Confidence = None,
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Days from a document to each that carries it out, and who is still open."""
    from queries.lag import LagAnswer
    from queries.lag import lag as ask
    from service.show_research import show_lag

    form = form_of(LagAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, document, vocabulary, json or bool(form)),
            vocabulary,
            unit=unit,
            level=level,
            as_of=as_of,
            depth=depth,
            family=family,
            stated=stated,
            min_confidence=min_confidence,
            limit=limit,
            cursor=cursor,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_lag, json=json, form=form, output=output)
    return 0


@app.command(
    epilog=example(
        "paths '283/KH-UBND Đồng Tháp' '57-NQ/TW'", "paths 18-nq-tw.xii 2-kh-tu.phu-tho.2025-07-15 --k 5 --json"
    )
)
def paths(
    start: Annotated[str, typer.Argument(metavar="FROM", help="An id, a symbol or words.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="An id, a symbol or words.")],
    k: Annotated[int | None, typer.Option("--k", help="How many, 1..20.")] = None,
    direction: Annotated[str, typer.Option(help="up (FROM rests on TO), down, or either.")] = "either",
    family: Annotated[str | None, typer.Option(help="Relation families, joined with commas, or all.")] = None,
    depth: Depth = None,
    stated: Stated = False,
    min_confidence: Confidence = None,
    max_nodes: Annotated[int | None, typer.Option("--max-nodes", help="Documents looked at, 1..5000.")] = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """The shortest ways between two documents, each told in a sentence."""
    from queries.paths import FAMILY, PathsAnswer
    from queries.paths import paths as ask
    from service.show_research import show_paths

    form = form_of(PathsAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, start, vocabulary, json or bool(form)),
            meant_by(graph, end, vocabulary, json or bool(form)),
            vocabulary,
            k=k,
            direction=direction,
            family=family or FAMILY,
            depth=depth,
            stated=stated,
            min_confidence=min_confidence,
            max_nodes=max_nodes,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_paths, json=json, form=form, output=output, rows="paths")
    return 0 if answer.paths else LOOK


@app.command(epilog=example("compare '18-NQ/TW 2017' '19-NQ/TW 2017'", "compare tinh-uy-quang-tri tinh-uy-vinh-long"))
def compare(
    first: Annotated[str, typer.Argument(metavar="A", help="A document, or the id of a body.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Another of the same kind.")],
    transitive: Annotated[
        bool, typer.Option("--transitive", help="Also what carries them out through others.")
    ] = False,
    family: Family = "implementation",
    stated: Stated = False,
    min_confidence: Confidence = None,
    budget_ms: Budget = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Two documents, or two bodies, side by side."""
    from queries.compare import compare as ask
    from service.show_research import show_compare

    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            meant_by(graph, first, vocabulary, json),
            meant_by(graph, second, vocabulary, json),
            vocabulary,
            transitive=transitive,
            family=family,
            stated=stated,
            min_confidence=min_confidence,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_compare, json=json)
    return 0


@app.command(epilog=example("tasks --place 'Đồng Nai'", "tasks --directive '21-KL/TW 2021' --overdue-on 2025-12-01"))
def tasks(
    directive: Annotated[str | None, typer.Option(help="A document they name: id, symbol or words.")] = None,
    assignee: Annotated[str | None, typer.Option(help="Words of a body's name, or its id.")] = None,
    place: Annotated[str | None, typer.Option(help="Province.")] = None,
    due_from: Annotated[str | None, typer.Option("--due-from", help="First day they are due.")] = None,
    due_to: Annotated[str | None, typer.Option("--due-to", help="Last day they are due.")] = None,
    overdue_on: Annotated[str | None, typer.Option("--overdue-on", help="Due before this day.")] = None,
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Tasks by directive, assignee, place and day; whether one was done is not known."""
    from queries.tasks import TasksAnswer
    from queries.tasks import tasks as ask
    from service.show_research import show_tasks

    form = form_of(TasksAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            vocabulary,
            directive=meant_by(graph, directive, vocabulary, json or bool(form)) if directive is not None else None,
            assignee=assignee,
            place=place,
            due_from=due_from,
            due_to=due_to,
            overdue_on=overdue_on,
            limit=limit,
            cursor=cursor,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_tasks, json=json, form=form, output=output)
    return 0
