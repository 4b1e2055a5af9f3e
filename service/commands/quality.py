"""What is wrong, open or unread in the corpus, and one report of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.commands.analytics import Kind, Place, Rank, Since, Top, Type, Until
from service.commands.research import Budget, tell
from service.opening import asked
from service.options import Cursor, Form, JsonOption, Output, Size, StoreOption, app, example
from service.writing import form_of


@app.command(epilog=example("anomalies", "anomalies --rule look-alike --json"))
def anomalies(
    rule: Annotated[str | None, typer.Option(help="One rule, such as date-conflict or look-alike.")] = None,
    kind: Kind = None,
    type: Type = None,
    level: Rank = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What breaks a rule, with what its sources say."""
    from queries.anomalies import AnomaliesAnswer
    from queries.anomalies import anomalies as ask
    from queries.scan import filters_of
    from service.show_quality import show_anomalies

    form = form_of(AnomaliesAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            vocabulary,
            filters_of(vocabulary, kind=kind, type=type, level=level, place=place, since=since, until=until),
            rule=rule,
            limit=limit,
            cursor=cursor,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_anomalies, json=json, form=form, output=output)
    return 0


@app.command(epilog=example("unresolved --limit 10"))
def unresolved(
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Names that no document fits, by what waits for them."""
    return _names("open", limit, cursor, budget_ms, form, output, json, store)


@app.command(epilog=example("ambiguous --limit 10"))
def ambiguous(
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Names that several documents fit, and what tells these apart."""
    return _names("ambiguous", limit, cursor, budget_ms, form, output, json, store)


def _names(
    state: str,
    limit: int | None,
    cursor: str | None,
    budget_ms: int | None,
    form: str | None,
    output: Path | None,
    json: bool,
    store: str | None,
) -> int:
    from queries.unresolved import UnresolvedAnswer
    from queries.unresolved import unresolved as ask
    from service.show_quality import show_unresolved

    form = form_of(UnresolvedAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(graph, vocabulary, state=state, limit=limit, cursor=cursor, budget_ms=budget_ms),
    )
    tell(answer, show_unresolved, json=json, form=form, output=output)
    return 0


@app.command("most-wanted", epilog=example("most-wanted", "most-wanted --known-by table --top 10"))
def most_wanted(
    known_by: Annotated[str, typer.Option("--known-by", help="citation, table or unread.")] = "citation",
    kind: Kind = None,
    type: Type = None,
    level: Rank = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    top: Top = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What to read next: documents nobody has read, by what names them."""
    from queries.scan import filters_of
    from queries.wanted import WantedAnswer
    from queries.wanted import most_wanted as ask
    from service.show_quality import show_wanted

    form = form_of(WantedAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            vocabulary,
            filters_of(vocabulary, kind=kind, type=type, level=level, place=place, since=since, until=until),
            known_by=known_by,
            top=top,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_wanted, json=json, form=form, output=output)
    return 0


@app.command(epilog=example("report"))
def report(budget_ms: Budget = None, json: JsonOption = False, store: StoreOption = None) -> int:
    """The corpus in one report: sources, dates, direction, what is open."""
    from queries.corpus import report as ask
    from service.show_quality import show_corpus

    answer = asked(store, lambda graph, vocabulary: ask(graph, vocabulary, budget_ms=budget_ms))
    tell(answer, show_corpus, json=json)
    return 0
