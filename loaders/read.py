"""Bytes -> the one canonical text of a source: what every offset points into.

UTF-8 with or without a byte order mark. Offsets are code points of what ``open_text`` returns.
"""

from __future__ import annotations

import re

from graph_schema.errors import UnreadableSource
from graph_schema.folding import canonical

LIMIT = 20_000_000
"""Bytes a text may have unless the caller says otherwise: some two thousand long articles."""

_MARKS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP container (docx, xlsx, ...)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
}
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
# Control characters no text file has; tab and the line ends are text.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def open_text(data: bytes, *, name: str, limit: int = LIMIT) -> str:
    """The canonical text of a ``.txt`` source: decoded, NFC, one kind of line end.

    ``name`` is how messages call the source. Raises UnreadableSource when the bytes are empty, larger than ``limit``
    bytes, binary, or not UTF-8; the message says where and what to do next.
    """
    if not data:
        raise UnreadableSource(f"{name} is empty. Check that the download or the export finished.", name=name)
    if len(data) > limit:
        raise UnreadableSource(too_large(name, len(data), limit), name=name, size=len(data), limit=limit)
    if kind := _foreign(data):
        raise UnreadableSource(f"{name} is {kind}, not UTF-8 text. Save it as plain text in UTF-8.", name=name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{name} is not UTF-8: byte {data[error.start]:#04x} at offset {error.start} cannot be read. "
            "Old Vietnamese files are often in TCVN3, VNI or Windows-1258: convert it to UTF-8 (iconv does).",
            name=name,
            offset=error.start,
        ) from error
    if not text.strip():
        raise UnreadableSource(f"{name} holds nothing but white space. Check the export.", name=name)
    return _NEWLINES.sub("\n", canonical(text))


def too_large(name: str, size: int, limit: int) -> str:
    """What is said of a file over the limit; sizes in bytes."""
    return f"{name} has {size:,} bytes; the limit is {limit:,}. Split it, or raise the limit (max_text_bytes)."


def _foreign(data: bytes) -> str | None:
    """What the bytes are when they are plainly no UTF-8 text, else None."""
    for start, what in {**_MARKS, **_SIGNATURES}.items():
        if data.startswith(start):
            return f"{what} text" if start in _MARKS else what
    if found := _CONTROL.search(data):
        return f"binary (control byte {found.group()[0]:#04x} at offset {found.start()})"
    return None
