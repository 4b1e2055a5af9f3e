"""What researchers have on their disks -> its text or rows: every format by real files made here."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema.errors import InvalidQuestion, UnreadableSource
from graph_schema.model import Reading, Source
from graph_schema.store import open_store
from graph_schema.vocabulary import load
from loaders.columns import checked_map
from loaders.formats.box import Box
from loaders.formats.contents import About, Contents
from loaders.formats.html import read_html
from loaders.formats.opening import open_bytes
from loaders.formats.page import day_of
from loaders.formats.pdf import read_pdf
from loaders.pipeline import Metadata, load_paths, source_id
from loaders.tables import read_sheets
from tests.files import RELATIONS, W, docx, paragraph, pdf, table, xlsx, zipped
from tests.pages import CHECK, DUTY, PAGES, PLAN, page

V = load()


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with Box() as box:
        yield box


def opened(box: Box, data: bytes, name: str) -> Contents:
    return open_bytes(data, name, box, ending=Path(name).suffix)


# ------------------------------------------------------------------ what a file is


SENTENCE = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW."
HTML = page(f"<p>{SENTENCE}</p>").encode()
KINDS = [
    # bytes, name, kind, what is remarked, why
    (SENTENCE.encode(), "a.txt", "text", None, "a text"),
    (SENTENCE.encode(), "a", "text", None, "a text without an ending"),
    (HTML, "a.html", "html", None, "a page"),
    (HTML, "a.txt", "html", "whatever its name says", "a page named as a text"),
    (HTML, "a.doc", "html", "whatever its name says", "what portals export as Word"),
    ("\ufeff".encode() + HTML, "a.htm", "html", None, "a page with a byte order mark"),
    (HTML.decode().replace("<!DOCTYPE html>", "").encode("utf-16"), "a.html", "html", None, "a page in UTF-16"),
    (f"<p>{SENTENCE}</p>".encode(), "a.html", "html", None, "a piece of a page"),
    (f"So sánh a<b và b>c. {SENTENCE}".encode(), "a.txt", "text", None, "a text with angles"),
    (SENTENCE.encode(), "a.html", "text", "plain text", "no tag in it"),
    (docx(paragraph(SENTENCE)), "a.docx", "docx", None, "a Word document"),
    (docx(paragraph(SENTENCE)), "a.pdf", "docx", "whatever its name says", "a Word document named as a PDF"),
    (pdf([[(80, 800, SENTENCE)]]), "a.pdf", "pdf", None, "a PDF"),
    (b"\n\n" + pdf([[(80, 800, SENTENCE)]]), "a", "pdf", None, "a PDF after a few blank lines"),
]


@pytest.mark.parametrize(("data", "name", "kind", "remark", "why"), KINDS, ids=[k[4] for k in KINDS])
def test_content_decides(data: bytes, name: str, kind: str, remark: str | None, why: str, box: Box) -> None:
    found = opened(box, data, name)
    assert (found.kind, SENTENCE in (found.text or "")) == (kind, True), why
    assert bool(found.remarks) == bool(remark)
    assert remark is None or remark in found.remarks[0]


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED = [
    (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "a.doc", "old Word file", "Word before 2007"),
    (OLD_OFFICE + "Workbook".encode("utf-16-le"), "a.xls", "old Excel file", "Excel before 2007"),
    (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password", "a locked office file"),
    (b"{\\rtf1 abc}", "a.doc", "RTF", "rich text"),
    (b"\x89PNG\r\n\x1a\n", "a.png", "OCR", "a picture"),
    (b"\xff\xd8\xff\xe0", "a.txt", "OCR", "a photograph named as a text"),
    (b"\x1f\x8b\x08", "a.txt", "Unpack", "a gzip archive"),
    (zipped({"a.txt": "x"}), "a.zip", "Unpack", "an archive of files"),
    (zipped({"content.xml": "<x/>", "mimetype": "x"}), "a.odt", "OpenDocument", "another office's file"),
    (b"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n", "a.mht", "MHTML", "a web archive"),
    (pdf([[], []]), "a.pdf", "no text layer", "a scan"),
    (page("<script>render()</script>").encode(), "a.html", "no text", "a page that a script would fill"),
    (b"", "a.pdf", "empty", "no bytes"),
    (docx(paragraph("Céng hoµ x· héi chñ nghÜa ViÖt Nam")), "a.docx", "TCVN3", "letters of an old font"),
    (docx(""), "a.docx", "nothing but white space", "an empty document"),
]


@pytest.mark.parametrize(("data", "name", "says", "why"), REFUSED, ids=[r[3] for r in REFUSED])
def test_refused_with_the_way_out(data: bytes, name: str, says: str, why: str, box: Box) -> None:
    with pytest.raises(UnreadableSource) as caught:
        opened(box, data, name)
    assert says in caught.value.message, why
    assert caught.value.message.startswith(name)
    assert caught.value.message.count(". ") >= 1, "it says what to do next"


# ------------------------------------------------------------------ pages


@pytest.mark.parametrize(("why", "html", "held", "left_out"), PAGES, ids=[p[0] for p in PAGES])
def test_the_article_of_a_page(why: str, html: str, held: list[str], left_out: list[str]) -> None:
    text = read_html(html, "a.html").text or ""
    at = [text.find(each) for each in held]
    assert -1 not in at, (why, text)
    assert at == sorted(at), "in the order of the page"
    assert [each for each in left_out if each in text] == [], (why, text)


def test_a_page_without_an_article_is_read_whole_and_said_so() -> None:
    links = "".join(
        f"<li><a href='/{n}'>Nghị quyết số {n}-NQ/TW của Ban Chấp hành Trung ương</a></li>" for n in range(1, 20)
    )
    found = read_html(page(f"<ul>{links}</ul>"), "a.html")
    assert "19-NQ/TW" in (found.text or "")
    assert "no article" in found.remarks[0]


ABOUT = [
    # head, body, what is found, why
    (
        (
            '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Tiêu đề", '
            '"datePublished": "2024-12-30T20:30:00Z", "publisher": {"@type": "Organization", "name": "Báo Kon Tum"}}</script>'
            '<link rel="canonical" href="https://bao.example/a.html">'
        ),
        "",
        About("Tiêu đề", "Báo Kon Tum", "https://bao.example/a.html", "2024-12-31"),
        "data for machines; the day is a day in Vietnam",
    ),
    (
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "headline": "x"}, {"@type": ["Article"], '
            '"headline": "Tiêu đề"}]}</script><script type="application/ld+json">{broken</script>'
        ),
        "",
        About("Tiêu đề", None, None, None),
        "an article in a graph; broken data is passed by",
    ),
    (
        (
            '<meta property="og:title" content="Tiêu đề | Báo Kon Tum"><meta property="og:site_name" content="Báo Kon Tum">'
            '<meta property="og:url" content="https://www.bao.example/a"><meta property="article:published_time" content="2024-12-31 08:30">'
        ),
        "",
        About("Tiêu đề", "Báo Kon Tum", "https://www.bao.example/a", "2024-12-31"),
        "what social networks are told",
    ),
    (
        '<title>Tiêu đề - một dấu gạch</title><link rel="canonical" href="https://www.bao.example/a">',
        '<div class="post-date">Thứ Ba, 31/12/2024, 08:30 (GMT+7)</div>',
        About("Tiêu đề - một dấu gạch", "bao.example", "https://www.bao.example/a", "2024-12-31"),
        "the title, the host, and the day shown",
    ),
    ("", "<h1>Tiêu đề</h1><p>Cập nhật lúc 8:30 ngày 31-12-2024</p>", About("Tiêu đề", None, None, "2024-12-31"), "shown alone"),
    ("", f"<p>{PLAN}</p><p>ngày 18/1/2022</p>", About(), "a day in the text is no day of the page"),
    ('<link rel="canonical" href="javascript:alert(1)">', "", About(), "no address"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "about", "why"), ABOUT, ids=[a[3] for a in ABOUT])
def test_what_a_page_says_of_itself(head: str, body: str, about: About, why: str) -> None:
    assert read_html(page(f"{body}<div><p>{PLAN}</p><p>{DUTY}</p></div>", head), "a.html").about == about, why


DAYS = [
    ("2024-12-31", "2024-12-31", "ISO"),
    ("2024-12-31T18:00:00+00:00", "2025-01-01", "evening in London is the next day in Hà Nội"),
    ("2024-12-31T23:00:00+0700", "2024-12-31", "Vietnamese time"),
    ("31/12/2024 08:30", "2024-12-31", "day first"),
    ("12/31/2024 8:30:00 AM", "2024-12-31", "only month first is a day"),
    ("1/2/2024 8:30:00 AM", None, "which is the month?"),
    ("1/2/2024 08:30", "2024-02-01", "without AM and PM the day is first here"),
    ("31/02/2024", None, "no such day"),
    ("2024-13-01", None, "no such month"),
]


@pytest.mark.parametrize(("text", "day", "why"), DAYS, ids=[d[2] for d in DAYS])
def test_days(text: str, day: str | None, why: str) -> None:
    assert day_of(text) == day, why


PAGE_BYTES = [
    ('<meta charset="windows-1252">', "Ngh&#7883; quy&#7871;t số 18-NQ/TW".encode("cp1252", "xmlcharrefreplace"), None, "letters as entities"),
    ('<meta charset="utf-8">', "Nghị quyết số 18-NQ/TW ".encode() + b"\xff" + PLAN.encode() * 20, "damaged", "one stray byte in UTF-8"),
    ("", b"Ngh\x69\xf2 quy\xea\xect s\xf4\xec 18-NQ/TW", "Windows-1258", "an old encoding that can be told"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "body", "remark", "why"), PAGE_BYTES, ids=[p[3] for p in PAGE_BYTES])
def test_encodings_of_pages(head: str, body: bytes, remark: str | None, why: str, box: Box) -> None:
    found = opened(box, f"<html><head>{head}</head><body><p>".encode() + body + b"</p></body></html>", "a.html")
    assert "Nghị quyết số 18-NQ/TW" in (found.text or ""), why
    assert (remark in found.remarks[0]) if remark else not found.remarks


# ------------------------------------------------------------------ Word


LISTS = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%4)"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{W}"><w:style w:styleId="Muc"><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Con"><w:basedOn w:val="Muc"/></w:style></w:styles>"""
NOTES = f"""<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>---</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:t>Nghị quyết số 18-NQ/TW.</w:t></w:r></w:p></w:footnote></w:footnotes>"""


def item(text: str, level: int, list_id: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


WORD = [
    # body, text, why
    (paragraph("Một") + table([[["a"], ["b"]]]) + paragraph("Hai"), "Một\na | b\nHai", "paragraphs and tables in their order"),
    (
        table([[["TỈNH ỦY KON TUM", "*", "Số 43-KH/TU"], ["ĐẢNG CỘNG SẢN VIỆT NAM", "Kon Tum, ngày 18/1/2022"]]]),
        "TỈNH ỦY KON TUM\n*\nSố 43-KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nKon Tum, ngày 18/1/2022",
        "the head of an official document: cell by cell",
    ),
    (
        table([[["STT"], ["Nhiệm vụ"], ["Chủ trì"]], [["1"], ["Kiểm tra", "giám sát"], ["Ủy ban"]]]),
        "STT | Nhiệm vụ | Chủ trì\n1 | Kiểm tra giám sát | Ủy ban",
        "a table of tasks: row by row",
    ),
    (
        item("Mục đích", 0) + item("Một", 1) + item("Nhỏ", 2) + item("Nhỏ", 2) + item("Hai", 1) + item("Nhỏ", 2) + item("Yêu cầu", 0)
        + item("Một", 1) + item("chữ", 3) + item("chữ", 3) + item("gạch", 4),
        "I. Mục đích\n1. Một\n1.1. Nhỏ\n1.2. Nhỏ\n2. Hai\n2.1. Nhỏ\nII. Yêu cầu\n1. Một\na) chữ\nb) chữ\n- gạch",
        "the numbers Word draws",
    ),
    (item("a", 0) + item("b", 0) + item("c", 0, 2) + item("d", 0, 2), "I. a\nII. b\nI. c\nII. d", "a list that starts anew"),
    (paragraph("a", '<w:pStyle w:val="Con"/>') + paragraph("b", '<w:pStyle w:val="Muc"/>'), "I. a\nII. b", "numbers of a style"),
    (f"<w:p>{run('<w:t>18</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t>')}</w:p>", "18-NQ/TW", "a hyphen that does not break"),
    (f"<w:p>{run('<w:t>18</w:t>')}<w:proofErr/>{run('<w:t>-NQ/</w:t>')}{run('<w:t>TW</w:t>')}</w:p>", "18-NQ/TW", "cut into runs"),
    (f"<w:p>{run('<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>')}</w:p>", "a\tb\nc", "tabs and breaks"),
    (
        f"<w:p>{run('<w:t>giữ</w:t>')}<w:del>{run('<w:delText>bỏ</w:delText><w:t>bỏ</w:t>')}</w:del><w:ins>{run('<w:t> thêm</w:t>')}</w:ins></w:p>",
        "giữ thêm",
        "tracked changes: what was added, not what was deleted",
    ),
    (f"<w:p>{run('<w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t>')}{run('<w:t>hiện</w:t>')}</w:p>", "hiện", "hidden text"),
    (
        f"<w:p>{run('<w:instrText>HYPERLINK</w:instrText>')}<w:hyperlink>{run('<w:t>18-NQ/TW</w:t>')}</w:hyperlink></w:p>",
        "18-NQ/TW",
        "a link's words, not its field code",
    ),
    (
        '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>' + run("<w:t>a</w:t>") + "</w:p>",
        "a",
        "a tab stop is no tab",
    ),
    (
        (
            "<w:p><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><mc:Choice>"
            f"{paragraph('khung')}</mc:Choice><mc:Fallback>{paragraph('khung')}</mc:Fallback></mc:AlternateContent></w:p>"
        ),
        "khung",
        "a text box is drawn twice and read once",
    ),
    (table([[["a"], ["b"], ["c"]]]).replace(paragraph("b"), table([[["x"], ["y"], ["z"]]]) + paragraph("b")), "a | x | y | z b | c", "a table inside"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text", "why"), WORD, ids=[w[2] for w in WORD])
def test_word(body: str, text: str, why: str, box: Box) -> None:
    assert opened(box, docx(body, {"numbering.xml": LISTS, "styles.xml": STYLES}), "a.docx").text == text, why


def test_footnotes_follow_the_text(box: Box) -> None:
    found = opened(box, docx(paragraph("Kế hoạch."), {"footnotes.xml": NOTES}), "a.docx")
    assert found.text == "Kế hoạch.\nNghị quyết số 18-NQ/TW."


def test_the_main_part_may_have_another_name(box: Box) -> None:
    document = f'<w:document xmlns:w="{W}"><w:body>{paragraph(SENTENCE)}</w:body></w:document>'
    relations = RELATIONS.replace("word/document.xml", "/word/document2.xml")
    data = zipped({"_rels/.rels": relations, "word/document2.xml": document})
    assert opened(box, data, "a.docx").text == SENTENCE


# ------------------------------------------------------------------ PDF


def lines(text: str, y: float, width: int = 70, x: float = 80) -> list[tuple[float, float, str]]:
    """A paragraph set in lines, its first one indented."""
    out: list[str] = [""]
    for word in text.split():
        if len(out[-1]) + len(word) >= width - (5 if len(out) == 1 else 0):
            out.append("")
        out[-1] = f"{out[-1]} {word}".strip()
    return [(x + (30 if n == 0 else 0), y - 16 * n, line) for n, line in enumerate(out)]


HEAD = [(80.0, 800.0, "TỈNH ỦY KON TUM"), (340.0, 800.0, "ĐẢNG CỘNG SẢN VIỆT NAM"), (80.0, 784.0, "Số 43-KH/TU")]
LEFT = "1. Quán triệt Kết luận số 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương đến toàn thể cán bộ, đảng viên"
SET = [
    # pages, text, why
    ([lines(PLAN, 700)], PLAN, "lines of one paragraph are one"),
    ([lines(PLAN, 700) + lines(DUTY, 600)], f"{PLAN}\n{DUTY}", "a gap parts paragraphs"),
    ([lines(PLAN, 700) + lines(DUTY, 636)], f"{PLAN}\n{DUTY}", "an indent does, without a gap"),
    ([HEAD + lines(PLAN, 700)], f"TỈNH ỦY KON TUM\tĐẢNG CỘNG SẢN VIỆT NAM\nSố 43-KH/TU\n{PLAN}", "two columns of a head"),
    ([lines(LEFT, 100), lines("và nhân dân trong tỉnh.", 800, x=50)], f"{LEFT} và nhân dân trong tỉnh.", "over the end of a page"),
    (
        [[(290, 820, "Mật"), *lines(t, 700), (290, 30, str(n))] for n, t in enumerate((PLAN, DUTY, CHECK, LEFT), 1)],
        "\n".join((PLAN, DUTY, CHECK, LEFT)),
        "running heads and page numbers are no text",
    ),
    ([[(200, 760, "KẾ HOẠCH"), *lines(PLAN, 740)]], f"KẾ HOẠCH\n{PLAN}", "a heading stands alone"),
    ([[*lines(PLAN, 700), *lines("2. Tổ chức thực hiện.", 636, x=50)]], f"{PLAN}\n2. Tổ chức thực hiện.", "an item begins a line"),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "text", "why"), SET, ids=[s[2] for s in SET])
def test_pdf(pages: list[list[tuple[float, float, str]]], text: str, why: str) -> None:
    assert read_pdf(pdf(pages), "a.pdf").text == text, why


def test_pages_without_text_are_told() -> None:
    found = read_pdf(pdf([lines(PLAN, 700), [], lines(DUTY, 700), []]), "a.pdf")
    assert found.remarks == ("a.pdf: 2 of 4 pages have no text layer and were not read: 2, 4",)


# ------------------------------------------------------------------ tables


HEADER = ["STT", "Số/Ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu nội dung"]
ROW = ["1", "43-KH/TU", "18/01/2022", "Tỉnh ủy Kon Tum", "thực hiện Kết luận số 21-KL/TW"]
FACTS = ("43-KH/TU", ("2022-01-18",), ("Tỉnh ủy Kon Tum",), ("thực hiện Kết luận số 21-KL/TW",))


def joined(rows: list[list[str]], separator: str) -> bytes:
    return "\n".join(separator.join(row) for row in rows).encode()


TABLES = [
    (joined([HEADER, ROW], ","), "a.csv", "a list as portals export it"),
    (joined([HEADER, ROW], ";"), "a.csv", "with semicolons"),
    ("\n".join("\t".join(row) for row in (HEADER, ROW)).encode("utf-16"), "a.csv", "Excel's Unicode text: UTF-16 and tabs"),
    (joined([["DANH MỤC VĂN BẢN", "", "", "", ""], ["", "", "", "", ""], HEADER, ROW], ","), "a.csv", "a title above the header"),
    (joined([HEADER, ["1", '="43-KH/TU"', *ROW[2:]]], ","), "a.csv", "Excel's way to keep a text"),
    (joined([HEADER, ["1", "Kế hoạch số 43-KH/TU", *ROW[2:]]], ","), "a.csv", "a symbol behind its type"),
    (joined([HEADER, [*ROW[:2], "ngày 18 tháng 1 năm 2022", *ROW[3:]]], ","), "a.csv", "a day in words"),
    (joined([HEADER, ["I. KẾ HOẠCH", "", "", "", ""], ROW], ","), "a.csv", "a heading between the rows"),
    (json.dumps(dict(zip(HEADER, ROW, strict=True))).encode(), "a.jsonl", "JSON lines"),
    (xlsx({"DS": [HEADER, ROW]}), "a.xlsx", "a workbook"),
    (xlsx({"DS": [HEADER, [1, ROW[1], dt.datetime(2022, 1, 18), *ROW[3:]]]}), "a.xlsx", "numbers and days as such"),
    (xlsx({"Bìa": [], "DS": [["DANH MỤC"], [], HEADER, ROW]}), "a.xlsx", "an empty sheet before it"),
    (xlsx({"DS": [HEADER, ROW]}), "a.csv", "a workbook named as a CSV"),
]  # fmt: skip


def rows(box: Box, data: bytes, name: str, columns: dict[str, str] | None = None) -> tuple[list[Reading], list[str]]:
    readings, quarantined, _ = read_sheets(opened(box, data, name).sheets, V, checked_map(columns or {}))
    return readings, [q.reason for q in quarantined]


@pytest.mark.parametrize(("data", "name", "why"), TABLES, ids=[t[2] for t in TABLES])
def test_a_list_of_documents_is_read_by_its_headers(data: bytes, name: str, why: str, box: Box) -> None:
    (reading,), quarantined = rows(box, data, name)
    facts = reading.referents[0].facts
    assert quarantined == [], why
    assert (facts.symbol, facts.dates, facts.issuers, facts.titles) == FACTS, why
    assert reading.source.kind == "table"


BAD_ROWS = [
    (["1", "43 gì đó", *ROW[2:]], "none we can read", "a symbol that is none"),
    (["1", "", "18/01/2022", "Tỉnh ủy Kon Tum", ""], "names no document", "neither symbol nor title"),
    ([*ROW[:2], "18/13/2022", *ROW[3:]], "its date is '18/13/2022'", "no such day"),
    (["1", "43-KH/TU"], "one cell for each column", "a short row"),
    (ROW, "word for word", "the same row again"),
]


@pytest.mark.parametrize(("row", "told", "why"), BAD_ROWS, ids=[b[2] for b in BAD_ROWS])
def test_a_bad_row_leaves_the_others(row: list[str], told: str, why: str, box: Box) -> None:
    readings, quarantined = rows(box, joined([HEADER, ROW, row], ","), "a.csv")
    assert (len(readings), len(quarantined)) == (1, 1), why
    assert told in quarantined[0]


def test_a_row_is_the_same_source_wherever_it_stands(box: Box) -> None:
    one, _ = rows(box, joined([HEADER, ROW], ","), "a.csv")
    other, _ = rows(box, xlsx({"Khác": [["x"], HEADER, ["9", *ROW[1:]]]}), "b.xlsx")
    assert one[0].source.id == other[0].source.id, "its number in the list says nothing of the document"


def test_columns_are_mapped(box: Box) -> None:
    data = joined([["VB", "Do ai", "Tên gọi"], ["43-KH/TU", "Tỉnh ủy Kon Tum", "thực hiện"]], ",")
    assert rows(box, data, "a.csv")[1], "nothing tells what these columns are"
    readings, quarantined = rows(box, data, "a.csv", {"vb": "symbol", "Do ai": "issuing_body", "TÊN GỌI": "title_vi"})
    assert (readings[0].referents[0].facts.issuers, quarantined) == (("Tỉnh ủy Kon Tum",), [])
    with pytest.raises(InvalidQuestion, match="no column of ours"):
        checked_map({"VB": "so_hieu"})


def test_relations_are_mapped_too(box: Box) -> None:
    documents = joined(
        [["Mã", "Số ký hiệu", "Trích yếu"], ["k1", "43-KH/TU", "thực hiện"], ["k2", "21-KL/TW", "về"]], ","
    )
    relations = joined([["từ", "quan hệ", "đến"], ["k1", "IMPLEMENTS", "k2"], ["k1", "CITES", "k9"]], ",")
    sheets = (*opened(box, documents, "d.csv").sheets, *opened(box, relations, "r.csv").sheets)
    columns = checked_map({"Mã": "key", "từ": "from_key", "quan hệ": "relation", "đến": "to_key"})
    readings, quarantined, _ = read_sheets(sheets, V, columns)
    assert [c.type for r in readings for c in r.claims if c.object] == ["IMPLEMENTS"]
    assert "'k9' is no key" in quarantined[0].reason


def test_a_formula_counts_by_its_saved_value_or_not_at_all(box: Box) -> None:
    data = xlsx(
        {"DS": [HEADER, ROW, ["2", "21-KL/TW", "25/10/2021", "Ban Chấp hành Trung ương", '="về " & "chỉnh đốn"']]}
    )
    readings, quarantined = rows(box, data, "a.xlsx")
    assert (len(readings), "never saved" in quarantined[0]) == (1, True)


def test_columns_that_were_not_read_are_told(box: Box) -> None:
    found = opened(box, joined([[*HEADER, "Người ký"], [*ROW, "Nguyễn Văn A"]], ","), "a.csv")
    _, _, remarks = read_sheets(found.sheets, V)
    assert remarks == ["a.csv: columns not read: 'Người ký'"]


LINES = [
    (
        '{"Số ký hiệu": "43-KH/TU", "Trích yếu": "x"}\n\n{"Số ký hiệu": "21-KL/TW", "Trích yếu": "y"}',
        2,
        [],
        "a blank line",
    ),
    ('{"Số ký hiệu": "43-KH/TU", "Trích yếu": "x"}\n{broken', 1, ["line 2 is no JSON"], "a broken line"),
    ('{"Số ký hiệu": "43-KH/TU", "Trích yếu": "x"}\n[1]', 1, ["no JSON object"], "no object"),
    (
        '{"Số ký hiệu": "43-KH/TU", "Trích yếu": ["x"]}\n{"Số ký hiệu": "1-KL/TW", "Trích yếu": null}',
        1,
        ["more than one value"],
        "a list",
    ),
    ('{"Số ký hiệu": "43-KH/TU", "Trích yếu": "x"}\n' + "[" * 100_000, 1, ["line 2"], "brackets without end"),
]


@pytest.mark.parametrize(("text", "read", "told", "why"), LINES, ids=[x[3] for x in LINES])
def test_json_lines(text: str, read: int, told: list[str], why: str, box: Box) -> None:
    readings, quarantined = rows(box, text.encode(), "a.jsonl")
    assert (len(readings), [t for t, q in zip(told, quarantined, strict=True) if t not in q]) == (read, []), why


# ------------------------------------------------------------------ into the graph


def test_offsets_point_into_the_stored_text_whatever_the_format(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"), create=True)
    (tmp_path / "a.html").write_bytes(PAGES[0][1].encode())
    (tmp_path / "b.docx").write_bytes(docx(paragraph(PLAN) + paragraph(CHECK)))
    (tmp_path / "c.pdf").write_bytes(pdf([lines(PLAN, 700)]))
    report = load_paths(store, sorted(tmp_path.glob("[abc].*")), Metadata(), V)
    assert (len(report.loaded), report.quarantined) == (3, ())
    with store.read() as graph:
        for source in graph.records(Source):
            text = graph.text(source.id) or ""
            assert source.length == len(text)
            mentions = graph.mentions([source.id])
            assert [text[m.start : m.end] for m in mentions] == [m.surface for m in mentions]
            assert any("43-KH/TU" in m.surface for m in mentions)
    store.close()


def test_a_file_is_one_source_by_its_bytes_and_keeps_its_text(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"), create=True)
    data = PAGES[0][1].encode()
    (tmp_path / "a.html").write_bytes(data)
    (tmp_path / "a.txt").write_text(PLAN, "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + PLAN.encode() + b"\r\n")
    (tmp_path / "c.txt").write_bytes((PLAN + "\n").encode("utf-16"))
    report = load_paths(store, sorted(tmp_path.glob("?.*")), Metadata(), V)
    assert set(report.loaded) == {source_id(data), source_id(PLAN.encode()), source_id((PLAN + "\n").encode())}
    again = load_paths(store, [tmp_path / "a.html"], Metadata(), V)
    assert (again.loaded, again.known) == ((), (source_id(data),))
    store.close()


def test_what_is_given_wins_over_what_a_page_says(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"), create=True)
    path = tmp_path / "a.html"
    path.write_text(page(f"<p>{PLAN}</p><p>{DUTY}</p>", ABOUT[0][0]), "utf-8")
    load_paths(store, [path], Metadata(publisher="Tạp chí"), V)
    with store.read() as graph:
        (source,) = graph.records(Source)
    assert (source.publisher, source.title, source.date) == ("Tạp chí", "Tiêu đề", "2024-12-31")
    assert (source.url, source.address) == ("https://bao.example/a.html", None), "nobody vouches for that address"
    store.close()


def test_parsers_are_imported_where_they_run() -> None:
    heavy = ("selectolax", "pypdfium2", "openpyxl", "defusedxml")
    script = f"import sys; import loaders.pipeline; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
