"""The bytes of any file -> its canonical text or its sheets. The content decides what it is, not its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph_schema.errors import UnreadableSource
from loaders.formats.box import Box
from loaders.formats.contents import Contents
from loaders.formats.delimited import read_delimited
from loaders.formats.encoding import decode
from loaders.formats.jsonl import read_jsonl
from loaders.formats.kinds import BY_ENDING, declared_charset, ending_of, kind_of_bytes, kind_of_text, mismatch
from loaders.read import LIMIT, canonical_text, look_alikes, too_large

PACKED = 5
"""A PDF, DOCX or XLSX may have this many times the bytes of a text: pictures take room."""
TABLE = 10
"""So may a table of rows."""


def read_file(path: Path, *, limit: int = LIMIT) -> bytes:
    """The bytes of a file, looked at before it is read: what its ending lets it hold at most is ``limit``, or
    ``PACKED`` or ``TABLE`` times that. Raises UnreadableSource."""
    kind = BY_ENDING.get(ending_of(path.name))
    most = limit * {"csv": TABLE, "jsonl": TABLE, "pdf": PACKED, "docx": PACKED, "xlsx": PACKED}.get(kind or "", 1)
    try:
        size = path.stat().st_size
        if size > most:
            raise UnreadableSource(too_large(path.name, size, most), name=path.name, size=size, limit=most)
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise UnreadableSource(
            f"{path.name}: cannot be opened ({error.strerror}). Check the path and its permissions."
        ) from error


def open_bytes(data: bytes, name: str, box: Box, *, ending: str = "", limit: int = LIMIT) -> Contents:
    """What a file holds, its text canonical. ``ending`` is that of its name (".csv"), which tells a table from a text.
    ``limit`` bounds a text in bytes, and in characters what is taken out of any other file. Raises UnreadableSource
    with what, where and the way out."""
    if not data:
        raise UnreadableSource(f"{name} is empty. Check that the download or the export finished.", name=name)
    kind = kind_of_bytes(data, name)
    if kind is not None:
        _check(name, len(data), PACKED * limit)
        found = box.open(kind, data, name, limit=limit)
    else:
        found = _of_text(data, name, ending, box, limit)
    remarks = [*found.remarks]
    if said := mismatch(found.kind, ending, name):
        remarks.append(said)
    if found.text is None:
        return replace(found, remarks=tuple(remarks))
    text = canonical_text(found.text, name=name, limit=limit)
    if said := look_alikes(text, name):
        remarks.append(said)
    return replace(found, text=text, remarks=tuple(remarks))


def _of_text(data: bytes, name: str, ending: str, box: Box, limit: int) -> Contents:
    decoded = decode(data[: TABLE * limit + 1], name, declared=declared_charset(data))
    text = decoded.text
    kind = kind_of_text(text, ending)
    _check(name, len(data), TABLE * limit if kind in ("csv", "jsonl") else limit)
    match kind:
        case "html":
            found = box.open("html", text.encode("utf-8", "surrogatepass"), name, limit=limit)
        case "csv":
            found = read_delimited(canonical_text(text, name=name, limit=TABLE * limit), name)
        case "jsonl":
            found = read_jsonl(canonical_text(text, name=name, limit=TABLE * limit), name)
        case _:
            found = Contents("text", text=text)
    return replace(found, remarks=(*([decoded.remark] if decoded.remark else []), *found.remarks))


def _check(name: str, size: int, most: int) -> None:
    if size > most:
        raise UnreadableSource(too_large(name, size, most), name=name, size=size, limit=most)
