"""Figures, and carrying a graph from one file to another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import asked, opened
from service.options import JsonOption, StoreOption, app, example
from service.terminal import note, out, show_json

if TYPE_CHECKING:
    from collections.abc import Iterable


@app.command(epilog=example("stats", "stats --sources"))
def stats(
    sources: Annotated[bool, typer.Option("--sources", help="List every source with its id.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """How much of everything there is."""
    from graph_schema.model import Source
    from queries.shapes import source_ref
    from queries.stats import stats as ask
    from service.show import show_sources, show_stats

    if sources:
        listed = asked(store, lambda graph, _: [source_ref(s) for s in graph.records(Source)])
        show_json(listed) if json else show_sources(out(), listed)
        return 0
    answer = asked(store, ask)
    show_json(answer) if json else show_stats(out(), answer)
    return 0


@app.command(epilog=example("dump graph.jsonl", "dump --no-journal | sha256sum"))
def dump(
    file: Annotated[Path | None, typer.Argument(help="Where to write; standard output unless given.")] = None,
    no_journal: Annotated[bool, typer.Option("--no-journal", help="Leave out the history.")] = False,
    store: StoreOption = None,
) -> int:
    """The whole graph as JSON lines."""
    from graph_schema.store.dump import dump as lines

    with opened(store) as (held, _), held.read() as graph:
        made = lines(graph, journal=not no_journal)
        if file is None:
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
            sys.stdout.writelines(made)
        else:
            _write_whole(file, made)
    return 0


def _write_whole(file: Path, lines: Iterable[str]) -> None:
    """A dump that was cut off is never left under the name asked for."""
    beside = file.with_name(file.name + ".part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as writing:
            writing.writelines(lines)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@app.command(epilog=example("restore graph.jsonl --store copy.sqlite"))
def restore(
    file: Annotated[Path, typer.Argument(help="A file that dump wrote; - for standard input.")],
    store: StoreOption = None,
) -> int:
    """Fill an empty graph from a dump: with all of it, or with nothing."""
    from graph_schema.store.dump import restore as fill

    with opened(store, create=True) as (held, _):
        if str(file) == "-":
            sys.stdin.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
            fill(held, sys.stdin)
        else:
            with file.open(encoding="utf-8", newline="\n") as lines:
                fill(held, lines)
        with held.read() as graph:
            note(f"Restored {held.name}: graph version {graph.version}.")
    return 0
