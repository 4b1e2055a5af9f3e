"""Figures over all documents: hubs, orphans, and the table of spells."""

from __future__ import annotations

from typing import Annotated

import typer

from service.commands.ask import meant_by
from service.commands.research import Budget, Family, Level, Unit, tell
from service.opening import asked
from service.options import (
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
    app,
    example,
)
from service.writing import form_of

Kind = Annotated[str | None, typer.Option(help="directive or plan.")]
Type = Annotated[str | None, typer.Option("--type", help="Document type.")]
Rank = Annotated[str | None, typer.Option("--level", help="central, ministry, province, ...")]
Place = Annotated[str | None, typer.Option(help="Province.")]
Since = Annotated[str | None, typer.Option("--from", help="First day.")]
Until = Annotated[str | None, typer.Option("--to", help="Last day.")]
Top = Annotated[int | None, typer.Option(help="How many, 1..100.")]


@app.command(epilog=example("central --top 10", "central --level central --type NQ --stated"))
def central(
    kind: Kind = None,
    type: Type = None,
    level: Rank = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    family: Family = "implementation",
    stated: Stated = False,
    top: Top = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """The documents that most others rest on."""
    from queries.analytics import CentralAnswer
    from queries.analytics import central as ask
    from queries.scan import filters_of
    from service.show_research import show_central

    form = form_of(CentralAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            vocabulary,
            filters_of(vocabulary, kind=kind, type=type, level=level, place=place, since=since, until=until),
            family=family,
            stated=stated,
            top=top,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_central, json=json, form=form, output=output)
    return 0


@app.command(epilog=example("orphans", "orphans --place 'Đắk Lắk' --limit 10"))
def orphans(
    kind: Annotated[str, typer.Option(help="plan or directive.")] = "plan",
    type: Type = None,
    level: Rank = None,
    place: Place = None,
    since: Since = None,
    until: Until = None,
    family: Family = "implementation,basis",
    stated: Stated = False,
    limit: Size = None,
    cursor: Cursor = None,
    budget_ms: Budget = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Plans that rest on nothing that is known here."""
    from queries.analytics import OrphansAnswer
    from queries.analytics import orphans as ask
    from queries.scan import filters_of
    from service.show_research import show_orphans

    form = form_of(OrphansAnswer, form, output)
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            vocabulary,
            filters_of(vocabulary, kind=kind, type=type, level=level, place=place, since=since, until=until),
            family=family,
            stated=stated,
            limit=limit,
            cursor=cursor,
            budget_ms=budget_ms,
        ),
    )
    tell(answer, show_orphans, json=json, form=form, output=output)
    return 0


@app.command(
    "event-history",
    epilog=example(
        "event-history 57-nq-tw.xiii --as-of 2025-12-31",
        "event-history '57-NQ/TW' '18-NQ/TW 2017' -o spells.csv --as-of 2025-12-31",
    ),
)
def event_history(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT...", help="Ids, symbols or words, 1..20.")],
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
    """The unit x directive x date table that studies of diffusion are made of."""
    from queries.event_history import EventHistoryAnswer
    from queries.event_history import event_history as ask
    from queries.limits import MAX_DIRECTIVES
    from service.show_research import show_event_history

    form = form_of(EventHistoryAnswer, form, output)
    named = documents[: MAX_DIRECTIVES + 1]
    answer = asked(
        store,
        lambda graph, vocabulary: ask(
            graph,
            [meant_by(graph, words, vocabulary, json or bool(form)) for words in named],
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
    tell(answer, show_event_history, json=json, form=form, output=output)
    return 0
