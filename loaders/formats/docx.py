"""DOCX -> its text: paragraphs and tables in the order they stand, with the numbers Word shows, then the footnotes.

The XML is read as a stream. What a reader of the document does not see is left out: deleted and hidden text, field
codes, the second drawing of a text box. Headers and footers of the pages are left out too.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from graph_schema.errors import UnreadableSource
from loaders.formats.archive import member, open_archive
from loaders.formats.contents import Contents
from loaders.formats.lines import row_lines
from loaders.formats.numbering import Numbering, W, read_numbering

DEPTH = 500
"""Elements inside elements; Word itself stays below a hundred."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HIDDEN = frozenset((f"{W}del", f"{W}moveFrom", _FALLBACK))
_BREAKS = frozenset((f"{W}br", f"{W}cr"))
_NOTES = (("footnotes.xml", f"{W}footnote"), ("endnotes.xml", f"{W}endnote"))
_MAIN = "officeDocument"
_OFF = frozenset(("0", "false", "off"))


def read_docx(data: bytes, name: str) -> Contents:
    """The text of a Word document. Raises UnreadableSource with the reason."""
    archive = open_archive(data, name)
    main = main_part(archive, name)
    if main is None:
        raise UnreadableSource(f"{name} holds no Word document. Save it as DOCX or PDF.", name=name)
    folder = posixpath.dirname(main)
    parts = set(archive.namelist())

    def tree(part: str) -> Element | None:
        path = posixpath.join(folder, part)
        return whole(archive, path, name) if path in parts else None

    numbering = read_numbering(tree("numbering.xml"), tree("styles.xml"))
    with member(archive, main, name) as stream:
        lines, remarks = _body(stream, numbering, name)
    for part, tag in _NOTES:
        root = tree(part)
        for note in root.iter(tag) if root is not None else ():
            text = "".join(t.text or "" for t in note.iter(f"{W}t")).strip()
            if text and note.get(f"{W}type", "normal") == "normal":
                lines.append(text)
    return Contents("docx", text="\n".join(lines), remarks=tuple(f"{name}: {remark}" for remark in remarks))


def main_part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part that is the document itself, as the container's own relations tell, or None."""
    relations = whole(archive, "_rels/.rels", name) if "_rels/.rels" in archive.namelist() else None
    for each in relations if relations is not None else ():
        target = each.get("Target", "").lstrip("/")
        if each.get("Type", "").endswith(f"/{_MAIN}") and target in archive.namelist():
            return target
    return None


def whole(archive: zipfile.ZipFile, path: str, name: str) -> Element:
    """The root of a small part. Raises UnreadableSource."""
    root: Element | None = None
    with member(archive, path, name) as stream:
        for _, element in events(stream, path, name):
            root = element if root is None else root
    assert root is not None
    return root


def events(stream: IO[bytes], path: str, name: str) -> Iterator[tuple[str, Element]]:
    """Starts and ends of elements. Raises UnreadableSource for XML that is broken, nested too deep, or declares a
    document type: office files have none, and attacks by entities need one."""
    depth = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEPTH:
                raise UnreadableSource(
                    f"{name}: the elements of its part {path} are nested deeper than {DEPTH}. Save its text as TXT.",
                    name=name,
                )
            yield event, element
    except DefusedXmlException as error:
        raise UnreadableSource(
            f"{name}: its part {path} declares a document type or entities, which no office program writes. "
            "It was not read; save it again with Word or LibreOffice.",
            name=name,
        ) from error
    except (ParseError, UnicodeDecodeError, LookupError) as error:
        raise UnreadableSource(
            f"{name}: its part {path} is no sound XML ({error}). Open it in Word or LibreOffice and save it again.",
            name=name,
        ) from error


@dataclass(slots=True)
class _Paragraph:
    parts: list[str] = field(default_factory=list)
    style: str | None = None
    list_id: str | None = None
    level: int | None = None


@dataclass(slots=True)
class _State:
    """Where the stream is: paragraphs and tables being filled, and what is out of sight."""

    numbering: Numbering
    lines: list[list[str]] = field(default_factory=lambda: [[]])  # of the body, then of each open cell
    rows: list[list[list[str]]] = field(default_factory=list)  # cells of each open row
    open: list[_Paragraph] = field(default_factory=list)
    unseen: int = 0
    properties: int = 0  # inside w:pPr, where w:tab is a tab stop and w:vanish the mark's
    hidden: bool = False


def _body(stream: IO[bytes], numbering: Numbering, name: str) -> tuple[list[str], list[str]]:
    state, foreign = _State(numbering), False
    for event, element in events(stream, "document.xml", name):
        if event == "start":
            _begin(state, element)
            foreign |= element.tag == f"{W}altChunk"
        else:
            _end(state, element)
            if element.tag in (f"{W}p", f"{W}tbl"):
                element.clear()
    return state.lines[0], ["parts of it are other files inside it and were not read"] if foreign else []


def _begin(state: _State, element: Element) -> None:
    tag = element.tag
    if tag in _HIDDEN:
        state.unseen += 1
    elif tag == f"{W}p":
        state.open.append(_Paragraph())
    elif tag == f"{W}pPr":
        state.properties += 1
    elif tag == f"{W}r":
        state.hidden = False
    elif tag == f"{W}tr":
        state.rows.append([])
    elif tag == f"{W}tc":
        state.lines.append([])


def _end(state: _State, element: Element) -> None:
    tag = element.tag
    if tag in _HIDDEN:
        state.unseen -= 1
    elif tag == f"{W}pPr":
        state.properties -= 1
    elif state.properties:
        _property(state, element)
    elif tag == f"{W}vanish":
        state.hidden = element.get(f"{W}val", "true") not in _OFF
    elif tag == f"{W}p":
        _paragraph(state, state.open.pop())
    elif tag == f"{W}tc":
        cell = state.lines.pop()
        if state.rows:
            state.rows[-1].append(cell)
        else:
            state.lines[-1] += cell  # a cell outside any row: no table, but text
    elif tag == f"{W}tr":
        state.lines[-1] += row_lines(state.rows.pop())
    elif state.open and not state.unseen and not state.hidden:
        state.open[-1].parts.append(_written(element))


def _written(element: Element) -> str:
    """What an element inside a run puts on paper."""
    tag = element.tag
    if tag == f"{W}t":
        return element.text or ""
    if tag in _BREAKS:
        return "\n"
    return {f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}.get(tag, "")


def _property(state: _State, element: Element) -> None:
    if not state.open:
        return
    paragraph, value = state.open[-1], element.get(f"{W}val")
    if element.tag == f"{W}pStyle":
        paragraph.style = value
    elif element.tag == f"{W}numId":
        paragraph.list_id = value
    elif element.tag == f"{W}ilvl":
        paragraph.level = int(value) if value and value.isascii() and value.isdigit() and len(value) < 3 else None


def _paragraph(state: _State, paragraph: _Paragraph) -> None:
    text = "".join(paragraph.parts)
    if not text.strip() or state.unseen:
        return
    label = state.numbering.label(paragraph.style, paragraph.list_id, paragraph.level)
    state.lines[-1].append(label + text.strip(" "))
