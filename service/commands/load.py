"""Loading and taking away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import opened, settings_of
from service.options import LOOK, PARTLY, WRONG_USE, JsonOption, StoreOption, app, example
from service.terminal import complain, out, progress, show_json

if TYPE_CHECKING:
    from loaders.report import Report


_ENDS = (
    "\b\nExit codes: 0 all was read; 1 all was read and something is ambiguous; 2 wrong use; 3 the graph is away;\n"
    "4 the rest was loaded, but some files or rows could not be read (each is told with its reason).\n\n"
)


@app.command(
    epilog=_ENDS
    + example(
        "load article.txt --place 'Kon Tum' --date 2025-01-10",
        "load article.txt --dry-run",
        "load list.xlsx --map 'Số VB=symbol' --map 'Tên gọi=title_vi'",
        "load articles/",
        "load --bundled",
    )
)
def load(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Texts (.txt, .html, .docx, .pdf), tables (.csv, .xlsx, .jsonl), or folders of them."),
    ] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="Load the data that comes with the project.")] = False,
    manifest: Annotated[
        Path | None,
        typer.Option(
            "--manifest",
            help="A table path,title,publisher,url,date,place of a folder's files; its own manifest.csv is used.",
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="THEIRS=OURS", help="Which column of a table is which of ours. Repeat it."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the text.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was found.")] = None,
    date: Annotated[str | None, typer.Option(help="When it was published, YYYY-MM-DD.")] = None,
    place: Annotated[str | None, typer.Option(help="The province it speaks of.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only report what would be found.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Load texts, pages, documents and tables, and report what was found, resolved, left open and flagged.

    What a file is, its content says. A file that cannot be read does not stop the others.
    """
    from loaders.pipeline import Metadata, load_bundled, load_paths

    if bool(paths or manifest) == bundled:
        complain("give the files or folders to load, or --bundled. See directive-graph load --help.")
        return WRONG_USE
    if sum(p.is_dir() for p in paths or []) > 1 and manifest:
        complain("--manifest speaks of one folder. Load the folders one by one.")
        return WRONG_USE
    limit = settings_of(store).max_text_bytes
    mapping = _mapping(columns or [])
    with opened(store, create=True) as (held, vocabulary), progress() as step:
        if bundled:
            report = load_bundled(held, vocabulary, progress=step)
        else:
            about = Metadata(title=title, publisher=publisher, url=url, date=date, place=place)
            report = load_paths(
                held,
                paths or [],
                about,
                vocabulary,
                dry_run=dry_run,
                progress=step,
                limit=limit,
                manifest=manifest,
                columns=mapping,
            )
    return _reported(report, json)


def _mapping(given: list[str]) -> dict[str, str]:
    """The column map of --map options. Raises InvalidQuestion."""
    from graph_schema.errors import InvalidQuestion

    pairs = [each.rpartition("=") for each in given]
    if wrong := next(
        (each for each, (theirs, _, ours) in zip(given, pairs, strict=True) if not theirs or not ours), None
    ):
        raise InvalidQuestion(
            f"map: {wrong!r} is no pair. Write it as --map 'their column=our column'.", parameter="map"
        )
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}


@app.command("load-bundled", epilog=example("load-bundled"))
def load_bundled_data(json: JsonOption = False, store: StoreOption = None) -> int:
    """Load the data that comes with the project; what is there already is left alone."""
    return load(None, bundled=True, json=json, store=store)


@app.command(
    epilog=example("retract 0123456789abcdef0123456789abcdef --dry-run", "retract 0123456789abcdef0123456789abcdef")
)
def retract(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id of a source, from stats --sources or evidence.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go or change.")] = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Take a source away: the graph is then as if it had never been read."""
    from loaders import retraction
    from service.show_retraction import show_retraction

    with opened(store) as (held, vocabulary):
        done = retraction.retract(held, source, vocabulary, dry_run=dry_run)
    show_json(done) if json else show_retraction(out(), done)
    return 0


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
    return PARTLY if report.quarantined else 0 if report.clean else LOOK
