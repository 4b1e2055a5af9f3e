"""Real files made by hand, byte by byte where no library is needed: DOCX, PDF, XLSX, ZIP."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>"""

Line = tuple[float, float, str]
"""Where a line begins on a page of 595 by 842 points, and its words."""


def zipped(members: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP container of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{own}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(rows: Iterable[Sequence[Sequence[str]]]) -> str:
    """A Word table; a cell is its paragraphs."""
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"


def docx(body: str, parts: Mapping[str, str] | None = None, *, before: str = "") -> bytes:
    """A Word document with this body; ``parts`` are others beside document.xml, ``before`` stands at its beginning."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    others = {f"word/{name}": text for name, text in (parts or {}).items()}
    return zipped({"_rels/.rels": RELATIONS, "word/document.xml": document, **others})


def xlsx(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """A workbook as Excel would save it, without the values of its formulas."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[Line]], *, extra: Mapping[int, bytes] | None = None, trailer: str = "") -> bytes:
    """A PDF whose pages draw these lines in one font, with a map back to Unicode as word processors write it. ``extra``
    are objects of one's own, by number from 1000; ``trailer`` joins the trailer."""
    letters = sorted({c for page in pages for _, _, text in page for c in text})
    codes = {c: n for n, c in enumerate(letters, 1)}
    shown = "\n".join(f"<{code:04x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{shown}\nendbfchar\n"
        "endcmap end end"
    )
    objects: dict[int, bytes] = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        4: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 500 /FontDescriptor 6 0 R >>",
        5: _stream(cmap.encode()),
        6: b"<< /Type /FontDescriptor /FontName /F /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0 /Ascent 800 "
        b"/Descent -200 /CapHeight 700 /StemV 80 >>",
    }
    kids = []
    for n, page in enumerate(pages):
        number = 10 + 2 * n
        kids.append(f"{number} 0 R")
        drawn = "".join(
            f"BT /F 12 Tf {x} {y} Td <{''.join(f'{codes[c]:04x}' for c in text)}> Tj ET\n" for x, y, text in page
        )
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        ).encode()
        objects[number + 1] = _stream(drawn.encode())
    objects[2] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return assembled(objects | dict(extra or {}), trailer)


def assembled(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += f"{number} 1\n{place:010} 00000 n \n".encode()
    out += f"trailer\n<< /Size {max(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)
