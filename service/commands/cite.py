"""Reading texts and keeping nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import open_as, settings_of
from service.options import LOOK, PARTLY, WRONG_USE, JsonOption, StoreOption, app, example
from service.terminal import complain, note, out

if TYPE_CHECKING:
    from graph_schema.store.base import Store
    from loaders.formats.box import Box
    from loaders.unstored import Given
    from service.cited import CitationsAnswer

STDIN = Path("-")
_ENDS = (
    "\b\nExit codes: 0 done; 1 some citation is ambiguous; 2 wrong use; 4 some file could not be read (each is told\n"
    "with its reason).\n\n"
)


@app.command(
    epilog=_ENDS
    + example("cite article.txt", "cite article.txt --place 'Kon Tum' --json", "cite article.txt --html marked.html")
)
def cite(
    files: Annotated[list[Path], typer.Argument(help="Texts of any kind that is read; - is standard input.")],
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="PAGE", help="Write the marked text as a page; - is standard output."),
    ] = None,
    title: Annotated[str | None, typer.Option(help="Title of the text.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was found.")] = None,
    date: Annotated[str | None, typer.Option(help="When it was published, YYYY-MM-DD.")] = None,
    place: Annotated[str | None, typer.Option(help="The province it speaks of.")] = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """What texts cite, say of it and set as tasks, and which documents they mean. Nothing is kept.

    With --json one object a line, one for each file. Without a graph the texts are read all the same, and nothing is
    resolved.
    """
    from graph_schema.errors import UnreadableSource
    from graph_schema.vocabulary import load
    from loaders.formats.box import Box
    from loaders.pipeline import Metadata, checked
    from service.cited import cite as ask

    if html and (wrong := _unfit(files, html)):
        complain(wrong)
        return WRONG_USE
    vocabulary, about = load(), Metadata(title=title, publisher=publisher, url=url, date=date, place=place)
    checked(about, vocabulary)
    labels = {r.type: r.label_vi for r in vocabulary.relations}
    limit = settings_of(store).max_text_bytes
    unread = unclear = False
    with _held(store) as held, Box() as box:
        for path in files:
            name, shown = ("stdin", "stdin") if path == STDIN else (path.name, str(path))
            try:
                given = _given(path, name, box, limit)
            except UnreadableSource as error:
                unread = True
                _unread(shown, error.message, json=json)
                continue
            answer = ask(given, about, vocabulary, held)
            unclear = unclear or any(c.resolution and c.resolution.outcome == "several" for c in answer.citations)
            if html:
                _write(html, answer, title or given.found.title or name, labels)
            if html != STDIN:
                _show(shown, answer, labels, json=json)
    return PARTLY if unread else LOOK if unclear else 0


def _unfit(files: list[Path], page: Path) -> str | None:
    """Why no page can be written, or None."""
    if len(files) > 1:
        return "--html marks one text. Give one file."
    if page != STDIN and page.exists() and files[0] != STDIN and files[0].exists() and page.samefile(files[0]):
        return f"--html {page} would overwrite the text itself. Name another file."
    return None


@contextmanager
def _held(store: str | None) -> Iterator[Store | None]:
    """The graph, or None with a remark when it is away."""
    from graph_schema.errors import StoreIncompatible, StoreReadOnly, StoreUnavailable

    try:
        held = open_as(settings_of(store), create=False)
    except (StoreUnavailable, StoreIncompatible, StoreReadOnly) as error:
        note(f"Nothing is resolved: {error.message}")
        yield None
        return
    try:
        yield held
    finally:
        held.close()


def _given(path: Path, name: str, box: Box, limit: int) -> Given:
    from loaders.formats.opening import TABLE, read_file
    from loaders.unstored import given_file

    data = sys.stdin.buffer.read(TABLE * limit + 1) if path == STDIN else read_file(path, limit=limit)
    return given_file(data, name, box, limit=limit)


def _unread(name: str, reason: str, *, json: bool) -> None:
    if json:
        _json_line({"file": name, "error": reason})
    else:
        complain(f"not read: {reason}")


def _write(page: Path, answer: CitationsAnswer, title: str, labels: dict[str, str]) -> None:
    from service.marked import page as marked

    whole = marked(answer, title, labels)
    if page == STDIN:
        sys.stdout.write(whole)
    else:
        page.write_text(whole, "utf-8")


def _show(name: str, answer: CitationsAnswer, labels: dict[str, str], *, json: bool) -> None:
    from queries.shapes import plain
    from service.show_cited import show_cited

    if json:
        _json_line({"file": name, **plain(answer)})
    else:
        show_cited(out(), name, answer, labels)


def _json_line(answer: dict[str, object]) -> None:
    import json

    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
