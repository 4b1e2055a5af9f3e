"""Bytes -> the one canonical text of a source: what every offset points into.

Offsets are code points of what ``open_text`` and ``canonical_text`` return.
"""

from __future__ import annotations

import re

from graph_schema.errors import UnreadableSource
from graph_schema.folding import canonical
from loaders.formats import legacy
from loaders.formats.encoding import WAY_OUT, decode

LIMIT = 20_000_000
"""Bytes a text may have unless the caller says otherwise: some two thousand long articles."""

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP container (docx, xlsx, ...)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029\u0085\x0b\x0c]")
# What nobody sees: controls, soft hyphens, zero-width and bidirectional marks, tag characters. A symbol is no other
# symbol for having one inside, and a quote shows what it holds.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)
_HALVES = re.compile("[\ud800-\udfff]")
_MIXED = re.compile(r"[A-Za-zÀ-ỹ/-][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][A-Za-zÀ-ỹ/-]")


def open_text(data: bytes, *, name: str, limit: int = LIMIT) -> str:
    """The canonical text of a ``.txt`` source: decoded, NFC, one kind of line end, nothing invisible.

    ``name`` is how messages call the source. Raises UnreadableSource when the bytes are empty, larger than ``limit``
    bytes, binary, or in no encoding that can be told for certain; the message says where and what to do next.
    """
    if not data:
        raise UnreadableSource(f"{name} is empty. Check that the download or the export finished.", name=name)
    if len(data) > limit:
        raise UnreadableSource(too_large(name, len(data), limit), name=name, size=len(data), limit=limit)
    if kind := next((what for start, what in _SIGNATURES.items() if data.startswith(start)), None):
        raise UnreadableSource(f"{name} is {kind}, not text. Save it as plain text in UTF-8.", name=name)
    return canonical_text(decode(data, name).text, name=name, limit=limit)


def canonical_text(text: str, *, name: str, limit: int = LIMIT) -> str:
    """The canonical form of what was taken out of a file: NFC, one kind of line end, nothing invisible. Idempotent and
    linear. Raises UnreadableSource when nothing is left, when it has more than ``limit`` characters, or when its
    letters are those of an old font."""
    if len(text) > limit:
        raise UnreadableSource(too_large(name, len(text), limit, "characters"), name=name, size=len(text), limit=limit)
    if old := legacy.name_of(text):
        raise UnreadableSource(f"{name} holds letters in {old}, not Unicode. {WAY_OUT}", name=name, encoding=old)
    seen = _HALVES.sub("\ufffd", _UNSEEN.sub("", _NEWLINES.sub("\n", text)))
    if not seen.strip():
        raise UnreadableSource(f"{name} holds nothing but white space. Check the export.", name=name)
    return canonical(seen)


def one_line(text: str) -> str:
    """What a person typed as one line of the same kind: NFC, nothing invisible, single spaces."""
    return " ".join(canonical(_HALVES.sub("\ufffd", _UNSEEN.sub("", text))).split())


def look_alikes(text: str, name: str) -> str | None:
    """A remark on Greek or Cyrillic letters inside Latin words ("18-NQ/ТW"), or None. They stay as they are written."""
    found = list(_MIXED.finditer(text))
    if not found:
        return None
    at = found[0].start()
    around = " ".join(text[max(0, at - 10) : at + 12].split())
    return (
        f"{name}: {len(found)} places where a Greek or Cyrillic letter stands in a Latin word, the first at character "
        f"{at}: {around!r}. Kept as written; a symbol spelt so is no symbol we know."
    )


def too_large(name: str, size: int, limit: int, unit: str = "bytes") -> str:
    """What is said of a file over the limit."""
    return f"{name} has {size:,} {unit}; the limit is {limit:,}. Split it, or raise the limit (max_text_bytes)."
