"""Files made to do harm, each as bytes: (why, name, bytes, what is said of it or read from it)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

from tests.files import RELATIONS, assembled, docx, paragraph, pdf, xlsx, zipped

SENTENCE = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW."
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


class Hostile(NamedTuple):
    """``refused`` is part of the reason; None: the file is read and its text holds ``SENTENCE``; "": whether it is read is
    the parser's matter, that it ends is ours."""

    why: str
    name: str
    make: Callable[[], bytes]
    refused: str | None = None


def nested(tag: str, depth: int = 200_000, *, close: bool = True) -> bytes:
    end = f"</{tag}>" * depth if close else ""
    return f"<html><body>{f'<{tag}>' * depth}{SENTENCE}{end}</body></html>".encode()


def bomb(name: str, size: int) -> bytes:
    """A container with one member of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open(name, "w", force_zip64=True) as member:
            for _ in range(size // 10_000_000):
                member.write(bytes(10_000_000))
    return out.getvalue()


def lying() -> bytes:
    """A member of 50 MB whose headers say that it has a thousand bytes."""
    data = bytearray(docx(paragraph(" " * 50_000_000)))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(mark)
        while place >= 0:
            if struct.unpack_from("<I", data, place + at)[0] > 1_000_000:
                struct.pack_into("<I", data, place + at, 1000)
            place = data.find(mark, place + 4)
    return bytes(data)


def locked_zip() -> bytes:
    """A container whose members are marked as encrypted."""
    data = bytearray(docx(paragraph(SENTENCE)))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def with_member(data: bytes, name: str, text: str) -> bytes:
    """A container with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({n: archive.read(n) for n in archive.namelist()} | {name: text.encode()})


def far_cell() -> bytes:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row></sheetData></worksheet>'
    )
    return with_member(xlsx({"DS": [["x"]]}), "xl/worksheets/sheet1.xml", sheet)


def locked_pdf() -> bytes:
    lock = b"<< /Filter /Standard /V 1 /R 2 /O <%b> /U <%b> /P -4 >>" % (b"01" * 32, b"02" * 32)
    return pdf([[(80, 800, SENTENCE)]], extra={1000: lock}, trailer="/Encrypt 1000 0 R /ID [<00> <00>]")


def circular_pdf() -> bytes:
    return assembled(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 2147483647 /Parent 3 0 R >>",
            3: b"<< /Type /Pages /Kids [2 0 R] /Count 1000000 /Parent 2 0 R >>",
        },
        "/Prev 9",
    )


def inflating_pdf() -> bytes:
    data = zlib.compress(zlib.compress(bytes(400_000_000)))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%b\nendstream" % (len(data), data)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return assembled({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages, 3: page, 4: stream})


def deep_pdf() -> bytes:
    return assembled({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"[" * 2_000_000, 3: b"<<" * 1_000_000})


def many_objects_pdf() -> bytes:
    pages = dict.fromkeys(range(3, 60000), b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1 1] >>")
    kids = b" ".join(b"%d 0 R" % n for n in pages)
    root = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages))}
    return assembled(root | pages)


HOSTILE = [
    Hostile("a bomb in a DOCX", "a.docx", lambda: bomb("word/document.xml", 400_000_000), "not inflated"),
    Hostile("a bomb in an XLSX", "a.xlsx", lambda: bomb("xl/workbook.xml", 200_000_000), "not inflated"),
    Hostile("six thousand members", "a.docx", lambda: zipped({f"word/{n}": "" for n in range(6_000)}), "members"),
    Hostile("a member that lies about its size", "a.docx", lying, "damaged"),
    Hostile("a locked container", "a.docx", locked_zip, "password"),
    Hostile("a locked workbook", "a.xlsx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    Hostile("a container that breaks off", "a.docx", lambda: docx(paragraph(SENTENCE))[:-40], "cut off"),
    Hostile("a container with a hole", "a.docx", lambda: docx(paragraph(SENTENCE * 99)).replace(b"\x01", b"\x02"), ""),
    Hostile("a million laughs", "a.docx", lambda: docx("<w:p>&j;</w:p>", before=f"{LAUGHS}]>"), "entities"),
    Hostile("an entity that opens a file", "a.docx", lambda: docx("<w:p>&j;</w:p>", before=OUTSIDE), "entities"),
    Hostile(
        "laughs in a part beside",
        "a.docx",
        lambda: docx(paragraph(SENTENCE), {"numbering.xml": f"{LAUGHS}]><x>&j;</x>"}),
        "entities",
    ),
    Hostile(
        "laughs in a workbook",
        "a.xlsx",
        lambda: with_member(xlsx({"DS": [["x"]]}), "xl/workbook.xml", f"{LAUGHS}]><x>&j;</x>"),
        "entities",
    ),
    Hostile(
        "XML nested without end", "a.docx", lambda: docx("<w:p>" * 60_000 + "</w:p>" * 60_000), "nested deeper"
    ),
    Hostile("a cell at the far end", "a.xlsx", far_cell, "its columns are"),
    Hostile("200,000 nested divs", "a.html", lambda: nested("div"), "nested 200,000 deep"),
    Hostile("200,000 nested letters", "a.html", lambda: nested("b"), "nested 200,000 deep"),
    Hostile("200,000 tags never closed", "a.html", lambda: nested("span", close=False), "nested 200,000 deep"),
    Hostile("200,000 paragraphs never closed", "a.html", lambda: nested("p", close=False)),
    Hostile("1,900 nested divs", "a.html", lambda: nested("div", 1_900)),
    Hostile(
        "letters open over many paragraphs",
        "a.html",
        lambda: (
            "<body>" + "".join(f"<font size={n}>" for n in range(1_500)) + f"<p>{SENTENCE}" * 2_000
        ).encode(),
        "",
    ),
    Hostile("twenty thousand attributes", "a.html", lambda: f"<p {' '.join(f'a{n}=1' for n in range(20_000))}>{SENTENCE}".encode()),
    Hostile("comments never closed", "a.html", lambda: b"<html><p>" + SENTENCE.encode() + b"</p>" + b"<!--" * 300_000),
    Hostile("comments that could begin a page", "a.txt", lambda: b"<!---->" * 100_000 + b"<x " + SENTENCE.encode()),
    Hostile("angles without end", "a.html", lambda: b"<html>" + b"<" * 300_000 + b"<p>" + SENTENCE.encode(), ""),
    Hostile(
        "a page with an entity that opens a file",
        "a.html",
        lambda: f"{OUTSIDE.replace('x [', 'html [')}<html><p>{SENTENCE} &j;</p></html>".encode(),
    ),
    Hostile("a locked PDF", "a.pdf", locked_pdf, "password"),
    Hostile("a PDF whose pages hold each other", "a.pdf", circular_pdf, ""),
    Hostile("a PDF that inflates twice", "a.pdf", inflating_pdf, ""),
    Hostile("a PDF of brackets", "a.pdf", deep_pdf, ""),
    Hostile("a PDF of sixty thousand pages", "a.pdf", many_objects_pdf, "pages"),
    Hostile("a PDF that breaks off", "a.pdf", lambda: pdf([[(80, 800, SENTENCE)]])[:300], "cut off"),
    Hostile("a million marks on one letter", "a.txt", lambda: f"e{chr(0x301) * 1_000_000} {SENTENCE}".encode()),
    Hostile("a million marks in a page", "a.html", lambda: f"<p>e{chr(0x301) * 1_000_000} {SENTENCE}</p>".encode()),
    Hostile("marks of a thousand kinds", "a.txt", lambda: (("a" + "".join(map(chr, range(0x300, 0x36F))) * 50) * 100 + SENTENCE).encode()),
    Hostile("zero-width and turning marks", "a.txt", lambda: SENTENCE.replace("43-KH", "4\u200b3\u202e-K\u2066H").encode()),
    Hostile("a NUL in a text", "a.txt", lambda: SENTENCE.encode() + b"\0", "control byte 0x00"),
    Hostile("a NUL in a page", "a.html", lambda: b"<html><p>" + SENTENCE.encode() + b"\0</p></html>", "control byte 0x00"),
    Hostile("a NUL in XML", "a.docx", lambda: docx(paragraph("a\0b")), "no sound XML"),
    Hostile("UTF-8 that is none", "a.txt", lambda: SENTENCE.encode() + b"\xff\xfe\xfa", "not UTF-8"),
    Hostile("half a surrogate", "a.txt", lambda: (SENTENCE + "\ud800").encode("utf-16-le", "surrogatepass"), "UTF-16"),
    Hostile("half a surrogate in a page", "a.html", lambda: f"<html><p>{SENTENCE} &#xd800; &#x110000;</p></html>".encode()),
    Hostile("look-alike letters", "a.txt", lambda: f"{SENTENCE} Nghị quyết số 18-NQ/ТW.".encode()),
    Hostile("JSON nested without end", "a.jsonl", lambda: b'{"a":' * 200_000, "no line that is a JSON object"),
    Hostile("a quote never closed", "a.csv", lambda: b'symbol,date\n"' + b"a" * 3_000_000, "no sound CSV"),
]  # fmt: skip
