"""Loading and taking away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import opened, settings_of
from service.options import LOOK, WRONG_USE, JsonOption, StoreOption, app, example
from service.terminal import complain, out, progress, show_json

if TYPE_CHECKING:
    from loaders.report import Report


@app.command(
    epilog=example(
        "load article.txt --place 'Kon Tum' --date 2025-01-10", "load article.txt --dry-run", "load --bundled"
    )
)
def load(
    paths: Annotated[list[Path] | None, typer.Argument(help="Texts (.txt), tables (.csv), or folders.")] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Load the data that comes with the project.")] = False,
    title: Annotated[str | None, typer.Option(help="Title of the text.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was found.")] = None,
    date: Annotated[str | None, typer.Option(help="When it was published, YYYY-MM-DD.")] = None,
    place: Annotated[str | None, typer.Option(help="The province it speaks of.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would be found.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Load texts and tables, and report what was found, resolved, left open and flagged."""
    from loaders.pipeline import Metadata, load_bundled, load_paths

    if bool(paths) == bundled:
        complain("give the texts or tables to load, or --bundled. See directive-graph load --help.")
        return WRONG_USE
    limit = settings_of(store).max_text_bytes
    with opened(store, create=True) as (held, vocabulary), progress() as step:
        if bundled:
            report = load_bundled(held, vocabulary, progress=step)
        else:
            about = Metadata(title=title, publisher=publisher, url=url, date=date, place=place)
            found = expand(paths or [])
            report = load_paths(held, found, about, vocabulary, dry_run=dry_run, progress=step, limit=limit)
    return _reported(report, json)


@app.command("load-bundled", epilog=example("load-bundled"))
def load_bundled_data(json: JsonOption = False, store: StoreOption = None) -> int:
    """Load the data that comes with the project; what is there already is left alone."""
    return load(None, bundled=True, json=json, store=store)


@app.command(epilog=example("retract 0123456789abcdef0123456789abcdef"))
def retract(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id of a source, from stats --sources or evidence.")],
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Take a source away: the graph is then as if it had never been read."""
    from loaders import pipeline

    with opened(store) as (held, vocabulary):
        report = pipeline.retract(held, source, vocabulary)
    return _reported(report, json)


@app.command(epilog=example("rebuild"))
def rebuild(json: JsonOption = False, store: StoreOption = None) -> int:
    """Read every stored text again with today's reader and vocabulary."""
    from loaders import pipeline

    with opened(store) as (held, vocabulary), progress() as step:
        report = pipeline.rebuild(held, vocabulary, progress=step)
    return _reported(report, json)


def _reported(report: Report, json: bool) -> int:
    from service.show import show_report

    if json:
        show_json(report)
    else:
        show_report(out(), report)
    return 0 if report.clean else LOOK


def expand(paths: list[Path]) -> list[Path]:
    """The paths, folders replaced by the texts and tables directly inside them."""
    out: list[Path] = []
    for path in paths:
        out += sorted(p for p in path.iterdir() if p.suffix.lower() in {".txt", ".csv"}) if path.is_dir() else [path]
    return out
