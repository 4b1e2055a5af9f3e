"""The command line's application object, and the options its commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LOOK, WRONG_USE, AWAY, PARTLY = 1, 2, 3, 4
"""Exit codes beside 0: something to look at, wrong use, the graph is away or unusable, files or rows were not read."""

app = typer.Typer(
    help="Which documents implement which directives of the Communist Party of Vietnam, and who says so.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

StoreOption = Annotated[
    str | None, typer.Option("--store", help="Where the graph is kept.", show_default="data/graph.sqlite")
]
JsonOption = Annotated[bool, typer.Option("--json", help="The answer as JSON, the same as over HTTP.")]
Words = Annotated[str, typer.Argument(metavar="DOCUMENT", help="An id, a symbol or words.")]
Stated = Annotated[bool, typer.Option("--stated", help="Leave out relations no source states outright.")]
Confidence = Annotated[float | None, typer.Option("--min-confidence", help="Leave out less certain relations, 0..1.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The graph as it stood on this day, YYYY-MM-DD.")]
Depth = Annotated[int | None, typer.Option("--depth", help="Hops, 1..20.")]
Size = Annotated[int | None, typer.Option("--limit", help="Items on one page, 1..500.")]
Form = Annotated[str | None, typer.Option("--format", help="csv, xlsx, ndjson or json instead of a table.")]
GraphForm = Annotated[
    str | None,
    typer.Option("--format", help="cytoscape, node-link, graphml, csv, xlsx, ndjson or json instead of a drawing."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; its ending names the form.", dir_okay=False)
]
Cursor = Annotated[str | None, typer.Option("--cursor", help="Where the page before said the next one begins.")]


def example(*lines: str) -> str:
    """The examples a command's help ends with, each a command that works."""
    return "\b\nExamples:\n" + "\n".join(f"  directive-graph {line}" for line in lines)
