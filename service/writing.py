"""An answer in a form other programs read, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from service.terminal import note, show_json


def form_of(answer: type, form: str | None, output: Path | None) -> str | None:
    """The form that was asked for, by name or else by the ending of the file; None when neither was. Raises
    InvalidQuestion for one that answers of this class do not have."""
    from queries.export import formats_of
    from queries.limits import one_of

    if form is None and output is None:
        return None
    return one_of("format", form or (output.suffix.removeprefix(".").lower() if output else ""), formats_of(answer))


def write(answer: Any, form: str, output: Path | None, *, rows: str = "items") -> None:
    """Writes one form of an answer, whose list is the field ``rows``; a file is there whole or not at all. Raises
    InvalidQuestion where a terminal would have to show what is no text."""
    from graph_schema.errors import InvalidQuestion
    from queries.export import JSON, export

    if form == "json" and output is None:
        show_json(answer)
        return
    made = export(answer, form, rows=rows)
    body = made.body + b"\n" if made.media_type == JSON else made.body
    if output is not None:
        _whole(output, body)
        note(f"Wrote {output}.")
        return
    if not made.text and sys.stdout.isatty():
        raise InvalidQuestion(f"{form} is no text: a terminal cannot show it. Name a file with --output.")
    sys.stdout.flush()
    sys.stdout.buffer.write(body)


def _whole(file: Path, body: bytes) -> None:
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_bytes(body)
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
