"""What a file is, by its first bytes. Its name decides only where they cannot: a text, a CSV and a JSONL look alike.

``BY_ENDING`` and ``NAMED`` are the registry of what is read; ``boxed`` and ``opening`` say by which module.
"""

from __future__ import annotations

import re
from pathlib import PurePath

from graph_schema.errors import UnreadableSource

_ENDINGS = {
    "text": (".txt", ".text", ".md"),
    "html": (".html", ".htm", ".xhtml"),
    "docx": (".docx", ".docm", ".dotx"),
    "pdf": (".pdf",),
    "xlsx": (".xlsx", ".xlsm", ".xltx"),
    "csv": (".csv", ".tsv"),
    "jsonl": (".jsonl", ".ndjson"),
}
BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
NAMED = {
    "text": "plain text",
    "html": "an HTML page",
    "docx": "a Word document (DOCX)",
    "pdf": "a PDF",
    "xlsx": "an Excel workbook (XLSX)",
    "csv": "a CSV table",
    "jsonl": "JSON lines",
    "zip": "a ZIP container",
}
KNOWN_UNREAD = frozenset((".doc", ".xls", ".rtf", ".odt", ".ods", ".mht", ".mhtml", ".ppt", ".pptx", ".epub"))
"""Endings of documents that are not read: in a folder they are told one by one, with the way out."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_DOCX = "Save it as DOCX (Word and LibreOffice do)."
_OLE_PARTS = (
    ("EncryptedPackage", "is an office file locked with a password. Save a copy without one."),
    ("WordDocument", f"is an old Word file (DOC). {_AS_DOCX}"),
    ("Workbook", "is an old Excel file (XLS). Save it as XLSX or CSV."),
    ("Book", "is an old Excel file (XLS). Save it as XLSX or CSV."),
)
_REFUSED = (
    (b"{\\rtf", f"is a rich text file (RTF). {_AS_DOCX}"),
    (b"\x1f\x8b", "is a gzip archive. Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive. Unpack it first."),
    (b"Rar!", "is a RAR archive. Unpack it first."),
    (b"\x89PNG", "is a picture: it has no text. Run it through OCR (with Vietnamese) and load the result."),
    (b"\xff\xd8\xff", "is a picture: it has no text. Run it through OCR (with Vietnamese) and load the result."),
    (b"GIF8", "is a picture: it has no text. Run it through OCR (with Vietnamese) and load the result."),
    (b"II*\x00", "is a picture: it has no text. Run it through OCR (with Vietnamese) and load the result."),
    (b"MM\x00*", "is a picture: it has no text. Run it through OCR (with Vietnamese) and load the result."),
    (b"\x7fELF", "is a program."),
    (b"MZ\x90\x00", "is a program."),
)
_FIRST_TAG = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(r"</?(?:p|div|span|br|table|td|a|b|font|strong|h[1-6]|html|body)[\s/>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_:-]{2,40})", re.IGNORECASE)
_MHTML = re.compile(
    rb"(?:[A-Z][A-Za-z-]{1,30}:[^\n]{0,500}\n(?:[ \t][^\n]{0,500}\n){0,5}){0,20}?MIME-Version:", re.IGNORECASE
)


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, "" without one."""
    return PurePath(name).suffix.lower()


def kind_of_bytes(data: bytes, name: str) -> str | None:
    """The kind that the first bytes leave no doubt about ("zip" still holds docx, xlsx or neither), or None for what
    may be text. Raises UnreadableSource for kinds that are not read, with the way out."""
    if data.startswith(_OLE):
        what = next(
            (told for part, told in _OLE_PARTS if part.encode("utf-16-le") in data),
            f"is an old Office file. {_AS_DOCX}",
        )
        raise UnreadableSource(f"{name} {what}", name=name)
    for start, what in _REFUSED:
        if data.startswith(start):
            raise UnreadableSource(f"{name} {what}", name=name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _MHTML.match(data[:8000]):
        raise UnreadableSource(
            f"{name} is a web archive (MHTML). Open it in a browser and save the page as HTML.", name=name
        )
    return None


def kind_of_text(text: str, ending: str) -> str:
    """What a decoded text is: a page by its first tag, a table by the file's ending, else plain text."""
    named = BY_ENDING.get(ending)
    if _FIRST_TAG.match(text, _after_comments(text)):
        return "html"
    if named == "html" and _TAG.search(text[:200_000]):
        return "html"
    return named if named in ("csv", "jsonl") else "text"


def _after_comments(text: str) -> int:
    """Where a page's first tag would stand: behind white space, an XML declaration and comments."""
    at = 0
    while at < len(text):
        if text[at].isspace() or text[at] == "\ufeff":
            at += 1
        elif text.startswith(("<?xml", "<!--"), at):
            end = "?>" if text[at + 1] == "?" else "-->"
            found = text.find(end, at + 4)
            if found < 0:
                break
            at = found + len(end)
        else:
            break
    return at


def declared_charset(data: bytes) -> str | None:
    """The encoding an HTML page claims in its head."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def mismatch(kind: str, ending: str, name: str) -> str | None:
    """What is said when a file's name promises another kind than it holds."""
    promised = BY_ENDING.get(ending) or {".doc": "docx", ".xls": "xlsx"}.get(ending)
    if promised is None or promised == kind:
        return None
    return f"{name} is {NAMED[kind]}, whatever its name says; it was read as that"
