"""PDF with a text layer -> its text, lines joined into paragraphs by where they stand on the page.

Line breaks of a page are no line breaks of the text: a line goes on in the next one unless there is a gap, an indent,
or room left at its end. Page numbers and lines repeated at the edge of every page are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import pypdfium2
from pypdfium2 import raw

from graph_schema.errors import UnreadableSource
from loaders.formats.contents import Contents

PAGES = 5_000
EDGE = 2
"""Lines at the top and at the bottom of a page that may be a running head."""
REPEATED = 3
"""Pages that must share such a line."""
GAP = 2.0
"""Line heights of white space inside a line that part two columns."""
WIDER = 1.2
"""How much wider than usual the letters of such a line seem."""

_PAGE_NUMBER = re.compile(r"(?:[-–] ?)?(?:Trang |Page )?\d{1,4}(?: ?/ ?\d{1,4})?(?: ?[-–])?", re.IGNORECASE)
# Begins a paragraph wherever it stands: a number, a letter or a dash before words.
_ITEM = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}[.)] ?|[a-zđ][.)] |[IVX]{1,6}[.)-] ?|[-–+•*] |(?:Điều|Chương|Mục|Phần) )"
)
_SPACES = re.compile(r"\s+")
_OVER = '.;:!?…”"'


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    def width_of(self, text: str) -> float:
        """How wide a text would be among the letters of this line."""
        return len(text) * (self.right - self.left) / len(self.text)


def read_pdf(data: bytes, name: str) -> Contents:
    """The text of a PDF. Raises UnreadableSource for one that is locked, damaged, or has no text layer."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadableSource(
            f"{name} is locked with a password. Save a copy without one."
            if locked
            else f"{name} is a PDF that is cut off or damaged. Download it again, or print it to a new PDF.",
            name=name,
        ) from error
    count = len(pdf)
    if count > PAGES:
        raise UnreadableSource(f"{name} has {count:,} pages; the limit is {PAGES:,}. Split it.", name=name)
    pages, without = [], []
    for number in range(count):
        try:
            lines = _lines(pdf, number)
        except pypdfium2.PdfiumError:
            lines = []
        pages.append(lines)
        if not lines:
            without.append(number + 1)
    if len(without) == count:
        raise UnreadableSource(
            f"{name} has no text layer: its {count} pages are pictures, a scan. Run it through OCR (with Vietnamese), "
            "or load the text from another place.",
            name=name,
        )
    paragraphs = _paragraphs(_without_running_heads(pages))
    return Contents("pdf", text="\n".join(paragraphs), remarks=_remarks(name, count, without))


def _remarks(name: str, count: int, without: Sequence[int]) -> tuple[str, ...]:
    if not without:
        return ()
    listed = ", ".join(map(str, without[:10])) + (", ..." if len(without) > 10 else "")
    return (f"{name}: {len(without)} of {count} pages have no text layer and were not read: {listed}",)


def _lines(pdf: pypdfium2.PdfDocument, number: int) -> list[_Line]:
    """The lines of one page that hold text, as the page orders them."""
    page = pdf[number]
    text_page = page.get_textpage()
    try:
        codes = [raw.FPDFText_GetUnicode(text_page, i) for i in range(text_page.count_chars())]
        spans = [
            span
            for start, end in _between_line_ends(codes)
            if (span := [i for i in range(start, end) if not chr(codes[i]).isspace()])
        ]
        lines = [_line(text_page, codes, span) for span in spans]
        usual = median([line.width_of("n") for line in lines] or [0.0])
        for n, line in enumerate(lines):
            # A line whose letters seem wide has a gap inside; only there is it worth asking where each letter is.
            if line.width_of("n") > WIDER * usual:
                lines[n] = _parted(text_page, codes, spans[n], line)
    finally:
        text_page.close()
        page.close()
    return lines


def _between_line_ends(codes: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for at, code in enumerate(codes):
        if code in (10, 13):
            yield start, at
            start = at + 1
    yield start, len(codes)


def _line(text_page: pypdfium2.PdfTextPage, codes: Sequence[int], span: Sequence[int]) -> _Line:
    """One line; ``span`` are the places of its letters. Its box is that of its first and last letter."""
    left, bottom, right, top = text_page.get_charbox(span[0], loose=True)
    x0, y0, x1, y1 = text_page.get_charbox(span[-1], loose=True)
    text = "".join(chr(codes[i]) for i in range(span[0], span[-1] + 1))
    return _Line(_SPACES.sub(" ", text), min(left, x0), max(right, x1), max(top, y1), min(bottom, y0))


def _parted(text_page: pypdfium2.PdfTextPage, codes: Sequence[int], span: Sequence[int], line: _Line) -> _Line:
    """The line with a tab for every wide gap inside it."""
    parts: list[str] = []
    right = line.left
    last = span[0]
    for i in span:
        x0, _, x1, _ = text_page.get_charbox(i, loose=True)
        parts.append("\t" if x0 - right > GAP * line.height else " " if i > last + 1 else "")
        parts.append(chr(codes[i]))
        last, right = i, max(right, x1)
    return replace(line, text="".join(parts))


def _without_running_heads(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """The pages without page numbers and without lines that stand at the edge of many pages."""
    edges = [[*page[:EDGE], *page[-EDGE:]] for page in pages]
    seen = Counter(text for edge in edges for text in {line.text for line in edge})
    out = []
    for page in pages:
        kept = []
        for at, line in enumerate(page):
            at_edge = at < EDGE or at >= len(page) - EDGE
            repeated = seen[line.text] >= max(REPEATED, len(pages) // 2)
            if not (at_edge and (_PAGE_NUMBER.fullmatch(line.text) or repeated)):
                kept.append(line)
        out.append(kept)
    return out


def _paragraphs(pages: Sequence[Sequence[_Line]]) -> list[str]:
    out: list[str] = []
    last: _Line | None = None
    for page in pages:
        if not page:
            continue
        margin = max(line.right for line in page)
        pitch = median([a.top - b.top for a, b in pairwise(page) if a.top > b.top] or [0.0])
        for line in page:
            if last is not None and _goes_on(last, line, margin, pitch):
                glue = "" if out[-1].endswith(("\u00ad", "\ufffe")) else " "
                out[-1] = out[-1].rstrip("\u00ad\ufffe") + glue + line.text
            else:
                out.append(line.text)
            last = line
    return out


def _goes_on(last: _Line, line: _Line, margin: float, pitch: float) -> bool:
    """Whether ``line`` continues the paragraph of ``last``. ``margin`` is the right edge of the text on its page,
    ``pitch`` the usual step from line to line there; lines of different pages have no gap between them."""
    if "\t" in last.text or "\t" in line.text or _is_heading(last.text) != _is_heading(line.text):
        return False
    if _ITEM.match(line.text) and last.text[-1] in _OVER:
        return False
    if last.right + last.width_of(" " + line.text.split(" ", 1)[0]) < margin - last.width_of("n"):
        return False  # the next word would have fitted in
    step = last.top - line.top
    if step < 0:  # the next page or column: only a sentence that is not over goes on there
        return last.text[-1] not in _OVER and (line.text[0].islower() or line.text[0].isdigit())
    if pitch and step > 1.6 * pitch:
        return False
    return line.left <= last.left + 1.5 * line.height


def _is_heading(text: str) -> bool:
    """A line in capitals; a symbol that ends a sentence ("43-KH/TU.") is in capitals too, but has a number."""
    return text.isupper() and not any(c.isdigit() for c in text)
