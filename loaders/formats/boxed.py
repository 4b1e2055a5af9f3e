"""The child's side of ``box``: one file after another, under limits it sets on itself before it opens anything."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import asdict
from typing import IO, Any

from graph_schema.errors import UnreadableSource
from loaders.formats.contents import Contents

SHEET_CHARACTERS = 200_000_000
"""Characters of cells one workbook may have."""


def serve() -> None:
    """Answer requests on standard input until it ends. A file that took all the memory is answered, then the child
    ends."""
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints would garble the answers
    limits = json.loads(source.readline())
    _bound_memory(limits["memory"])
    while line := source.readline():
        request = json.loads(line)
        _bound_time(limits["seconds"])
        answer = _answer(request, source)
        sink.write(str(len(answer)).encode() + b"\n" + answer)
        sink.flush()


def _answer(request: dict[str, Any], source: IO[bytes]) -> bytes:
    name = request["name"]
    try:
        contents = _open(request["kind"], source.read(request["size"]), name)
        _check_size(contents, name, request["limit"])
        return json.dumps(asdict(contents)).encode()
    except UnreadableSource as error:
        return _refusal(error.message)
    except MemoryError:
        return _refusal(
            f"{name} needs more memory than a file may take. Save its text as TXT (a table as CSV), or split it.", True
        )
    except Exception as error:  # a parser's own: the file is at fault until shown otherwise
        return _refusal(
            f"{name} cannot be read ({type(error).__name__}: {' '.join(str(error).split())[:200]}). Open it in the "
            "program it belongs to and save it again.",
            True,
        )


def _open(kind: str, data: bytes, name: str) -> Contents:
    match kind:
        case "html":
            from loaders.formats.html import read_html

            return read_html(data.decode("utf-8", "surrogatepass"), name)
        case "pdf":
            from loaders.formats.pdf import read_pdf

            return read_pdf(data, name)
        case _:
            return _open_archive(data, name)


def _open_archive(data: bytes, name: str) -> Contents:
    """A ZIP container is what its members make it."""
    from loaders.formats.archive import open_archive

    members = open_archive(data, name).namelist()
    if any(m.startswith("xl/workbook") for m in members):
        # openpyxl would parse with lxml where that happens to be installed; with defusedxml it is the same everywhere.
        sys.modules["lxml"] = None  # type: ignore[assignment]
        from loaders.formats.xlsx import read_xlsx

        return read_xlsx(data, name)
    if any(m.startswith("word/") for m in members):
        from loaders.formats.docx import read_docx

        return read_docx(data, name)
    what = (
        "an OpenDocument file. Save it as DOCX or XLSX." if "content.xml" in members else "an archive. Unpack it first."
    )
    raise UnreadableSource(f"{name} is {what}", name=name)


def _check_size(contents: Contents, name: str, limit: int) -> None:
    size = len(contents.text or "")
    if size > limit:
        raise UnreadableSource(
            f"{name} has {size:,} characters of text; the limit is {limit:,}. Split it, or raise the limit "
            "(max_text_bytes).",
            name=name,
        )
    cells = sum(len(cell) for sheet in contents.sheets for row in sheet.rows for cell in row)
    if cells > SHEET_CHARACTERS:
        raise UnreadableSource(f"{name} has {cells:,} characters in its cells. Split it.", name=name)


def _refusal(reason: str, ended: bool = False) -> bytes:
    return json.dumps({"error": reason, "ended": ended}).encode()


def _bound_memory(size: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def _bound_time(seconds: float) -> None:
    """CPU time from here on: it ends a child whose parent was killed and no longer watches the clock."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + seconds) + 2, hard))
