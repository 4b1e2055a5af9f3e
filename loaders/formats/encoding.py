"""Bytes of a text file -> str: UTF-8, UTF-16 and UTF-32 with or without their mark, and Windows-1258.

What cannot be told for certain is refused by name: a text in the wrong letters would be read as another text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from graph_schema.errors import UnreadableSource
from loaders.formats import legacy

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters no text file has; tab, line ends and escape are text.
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH_BYTES = frozenset((0x00, 0x01, 0x03, 0x1E, 0x20))
"""The upper half of the code units Vietnamese is written with."""
_WESTERN = frozenset(("windows-1252", "iso-8859-1", "latin1", "us-ascii", "ascii"))

WAY_OUT = "Convert it to UTF-8 (UniKey's converter does: Ctrl+Shift+F6), then load it again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as decoded, and what is worth telling about how."""

    text: str
    remark: str | None = None


def decode(data: bytes, name: str, *, declared: str | None = None) -> Decoded:
    """The text in ``data``. ``declared`` is the encoding a page claims for itself: it allows a stray byte in UTF-8 and
    Western pages that spell their letters as entities. Raises UnreadableSource, which says where and the way out."""
    mark = next((encoding for bom, encoding in _MARKS if data.startswith(bom)), None) or _unmarked_utf16(data)
    if mark:
        return Decoded(_wide(data, mark, name))
    if found := _CONTROL_BYTE.search(data):
        raise UnreadableSource(
            f"{name} is binary (control byte {found.group()[0]:#04x} at offset {found.start()}), no text. "
            "Save it as text in UTF-8, or as HTML, DOCX or PDF.",
            name=name,
            offset=found.start(),
        )
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _otherwise(data, error, name, (declared or "").strip().lower())


def _wide(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSource(
            f"{name} is {encoding.upper()[:6]} that breaks off or is damaged at offset {error.start}. Save it again.",
            name=name,
            offset=error.start,
        ) from error
    if found := _CONTROL.search(text):
        raise UnreadableSource(
            f"{name} looks like {encoding.upper()[:6]} but holds a control character at position {found.start()}. "
            "Save it as text in UTF-8.",
            name=name,
            offset=found.start(),
        )
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte is one of few."""
    sample = data[:4096]
    if b"\x00" not in sample or len(sample) < 4:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(b in _HIGH_BYTES for b in high) >= 0.95 * len(high) and b"\x00" in high:
            return encoding
    return None


def _otherwise(data: bytes, error: UnicodeDecodeError, name: str, declared: str) -> Decoded:
    """Bytes that are not UTF-8 throughout."""
    if declared in ("utf-8", "utf8"):
        lenient = data.decode("utf-8-sig", "replace")
        if (lost := lenient.count("\ufffd")) <= 1 + len(lenient) // 1000:
            return Decoded(lenient, f"{name}: {lost} damaged letters are shown as \ufffd")
    if text := legacy.from_1258(data):
        return Decoded(text, f"{name} was converted from Windows-1258")
    if declared in _WESTERN:
        return Decoded(data.decode("cp1252", "replace"))
    where = f"byte {data[error.start]:#04x} at offset {error.start} cannot be read"
    if old := legacy.name_of(data[: legacy.SAMPLE].decode("latin-1")):
        raise UnreadableSource(f"{name} is not UTF-8: it is in {old}. {WAY_OUT}", name=name, encoding=old)
    raise UnreadableSource(
        f"{name} is not UTF-8: {where}. Old Vietnamese files are often in TCVN3 or VNI. {WAY_OUT}",
        name=name,
        offset=error.start,
    ) from error
