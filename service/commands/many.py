"""Many questions at once, and what has changed since."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from service.opening import asked, settings_of
from service.options import LOOK, Form, JsonOption, Output, StoreOption, app, example
from service.terminal import out, show_json
from service.writing import form_of, write


@app.command(
    "resolve-batch", epilog=example("resolve-batch symbols.txt", "resolve-batch article.txt --text --output found.csv")
)
def resolve_batch(
    file: Annotated[Path, typer.Argument(help="A question on each line; - for standard input.")],
    text: Annotated[bool, typer.Option("--text", help="It is a text: look up every document it cites.")] = False,
    best: Annotated[bool, typer.Option("--best", help="Pick one by a stated rule when several fit.")] = False,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Which documents are meant, one outcome for each line or citation."""
    from graph_schema.vocabulary import load
    from loaders.read import open_text
    from queries.batch import FOUND, BatchAnswer, batch
    from service.pasting import citations_of, lines_of
    from service.show_many import show_batch

    form = form_of(BatchAnswer, form, output)
    most = settings_of(store).max_text_bytes
    data = sys.stdin.buffer.read(most + 1) if str(file) == "-" else file.read_bytes()
    words = open_text(data, name=str(file), limit=most)
    items, canonical = citations_of(words, load(), limit=most) if text else (lines_of(words), None)
    answer = asked(store, lambda graph, vocabulary: batch(graph, items, vocabulary, best=best, canonical=canonical))
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_batch(out(), answer)
    return 0 if set(answer.counts) <= {str(FOUND)} else LOOK


@app.command(epilog=example("changes", "changes --since 3 --json"))
def changes(
    since: Annotated[int, typer.Option(help="The version that is known already.")] = 0,
    limit: Annotated[int | None, typer.Option(help="Entries on one page, 1..1000.")] = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What has changed since a version: ids that appeared, changed or went."""
    from queries.journal import ChangesAnswer
    from queries.journal import changes as ask
    from service.show_many import show_changes

    form = form_of(ChangesAnswer, form, output)
    answer = asked(store, lambda graph, _: ask(graph, since=since, limit=limit))
    if form:
        write(answer, form, output)
    elif json:
        show_json(answer)
    else:
        show_changes(out(), answer)
    return 0
