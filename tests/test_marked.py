"""The marked page: the whole text and nothing but the text, every mark well nested, nothing from outside ever markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import UnreadableSource
from graph_schema.vocabulary import Vocabulary, load
from loaders.pipeline import Metadata
from loaders.unstored import given_text
from service.cited import (
    AWAY,
    CitationsAnswer,
    CitationShape,
    CitedCandidate,
    CitedResolution,
    CitedTask,
    StatedRelation,
    cite,
)
from service.marked import page

pytest_plugins = ("tests.graphs",)

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = load()
VOID = {"meta"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "bdi", "p", "ul", "ol", "li", "main", "div",
    "aside", "section", "a", "u", "span", "small",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "title", "dir", "role", "tabindex",
    "aria-label", "data-says",
}  # fmt: skip
EVIL = "<script>alert(1)</script><img src=x onerror='alert(2)'>\"&amp;</a></u></span><!-- "
HOSTILE = (
    f"{EVIL}\u202eNghị quyết\u202c số 18-NQ/TW ngày 25/10/2017 của \"Ban & 'Bệ'\" về {EVIL}. 😀 مرحبا\n"
    f"Kế hoạch số 43-KH/TU {EVIL} thực hiện Kết luận số 21-KL/TW {EVIL}. Tỉnh ủy giao các huyện ủy các nhiệm vụ sau:\n"
    f"1. Thực hiện nghiêm Kết luận số 21-KL/TW khóa XIII {EVIL} trong mọi chi bộ của tỉnh.\n"
    f"2. Hoàn thành việc rà soát các đầu mối {EVIL} bên trong từng cơ quan trước ngày 31/12/2025.\n"
)


class Read(HTMLParser):
    """What a browser would make of the page: its tags, well nested or not, ids, links, and the text that was marked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.marked: list[tuple[str, str]] = []  # class of the innermost mark, words
        self.parts: list[str] = []
        self.inside = 0
        self.classes: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.add(tag)
        self.attributes |= said.keys()
        self.ids += [value for value in (said.get("id"),) if value]
        self.links += [value for value in (said.get("href"),) if value]
        if tag in VOID:
            return
        assert not (tag == "a" and "a" in self.open), "no link inside a link"
        self.open.append(tag)
        self.classes.append(said.get("class") or "")
        if said.get("class") == "text":
            self.inside = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "well nested"
        self.classes.pop()
        if len(self.open) < self.inside:
            self.inside = 0

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.parts.append(data)
            self.marked.append((self.classes[-1], data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def text(self) -> str:
        return "".join(self.parts)


def read(answer: CitationsAnswer, v: Vocabulary, title: str = "Bài", graph: str | None = "/#id=") -> Read:
    found = Read(page(answer, title, {r.type: r.label_vi for r in v.relations}, graph=graph))
    assert found.text == answer.text, "the whole text and nothing but the text"
    assert found.tags <= TAGS
    assert found.attributes <= ATTRIBUTES
    assert len(set(found.ids)) == len(found.ids), "an id names one thing"
    inner = {link[1:] for link in found.links if link.startswith("#")}
    assert inner <= set(found.ids), "a link inside the page leads somewhere"
    assert all(link.startswith(("#", "/#id=")) for link in found.links), "and no other leads out"
    return found


def answered(text: str, v: Vocabulary) -> CitationsAnswer:
    return cite(given_text(text.encode("utf-8", "replace"), "text"), Metadata(), v, None)


def test_what_is_marked(v: Vocabulary) -> None:
    answer = answered(HOSTILE, v)
    assert (len(answer.citations), len(answer.relations), len(answer.tasks)) >= (3, 2, 2), "there is something to mark"
    found = read(answer, v)
    marks = [words for kind, words in found.marked if kind.startswith("c ")]
    assert "Nghị quyết số 18-NQ/TW" in marks, "what cannot be seen is gone from the text before it is marked"
    assert ("q", "thực hiện") in [(kind, words.strip()) for kind, words in found.marked]
    assert any(kind == "t" and words.startswith("1. ") for kind, words in found.marked), "a box holds its number"


def test_nothing_from_outside_is_markup(v: Vocabulary) -> None:
    labels = {r.type: r.label_vi for r in v.relations}
    html = page(answered(HOSTILE, v), EVIL, labels)
    read(answered(HOSTILE, v), v, EVIL)
    for raw in ("<script", "<img", "<!--", "\u202e"):
        assert raw not in html
    assert html.count("<!") == 1, "the doctype"
    assert html.count(EVIL[8:16]) > 5, "the words themselves are there to be read"


PIECES = (
    "<b>", "&lt;", '"', "'", "😀", "\n", "\t", " ", "|", ". ", "; ", "]]>", "--!>", "\u0301", "\u200f", "مرحبا", "1. ", "2. ",
    "Tỉnh ủy giao ", "nhiệm vụ sau:\n", "Thực hiện nghiêm mọi việc của tỉnh trong năm.", "Nghị quyết số 18-NQ/TW",
    "Kế hoạch 43-KH/TU", " thực hiện ", " thay thế ", " ngày 25/10/2017", "18, 19-NQ/TW", "Nghị quyết này",
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_text(pieces: list[str]) -> None:
    try:
        answer = answered("".join(pieces), VOCABULARY)
    except UnreadableSource:
        return
    read(answer, VOCABULARY)


spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda x: (min(x), max(x) + 1))


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_marks_that_overlap_in_any_way(
    citations: list[tuple[int, int]], cues: list[tuple[int, int]], tasks: list[tuple[int, int]]
) -> None:
    """No reader gives such; a page must hold all the same."""
    text = "<&\"'>\n" * 7
    seen = CitationShape(0, 1, "<", "full", None, None, None, None, None, None, None, None, None)
    stated = StatedRelation(None, "IMPLEMENTS", 0, 0, 1, "x", 1.0)
    task = CitedTask("1", 0, 1, "", None, (), (), (), None, False, (), ())
    answer = CitationsAnswer(
        text,
        tuple(replace(seen, start=a, end=b) for a, b in sorted(citations)),
        tuple(replace(stated, cue_start=a, cue_end=b) for a, b in cues) if citations else (),
        tuple(replace(task, start=a, end=b) for a, b in sorted(tasks)),
        (),
        (),
        None,
        None,
    )
    found = Read(page(answer, "x", {"IMPLEMENTS": "thực hiện"}))
    assert found.text == text
    assert len(set(found.ids)) == len(found.ids)


def test_marks_side_by_side_stay_apart(v: Vocabulary) -> None:
    answer = answered("Nghị quyết 18-NQ/TW;19-NQ/TW", v)
    left, right = answer.citations
    touching = replace(answer, citations=(replace(left, end=right.start), right))
    assert len([1 for kind, _ in read(touching, v).marked if kind.startswith("c ")]) == 2


FEW = (CitedCandidate("a&b", True), CitedCandidate("c", False))
MEANT = [
    # resolution, class, words, links, why
    (CitedResolution("one", "18-nq-tw.xii", True, (), 0, "x"), "one", "18-nq-tw.xii", ["/#id=18-nq-tw.xii"], "known"),
    (CitedResolution("one", "a b/c", False, (), 0, "x"), "one", "chưa có trong đồ thị", [], "not in the graph"),
    (CitedResolution("several", None, False, FEW, 2, "2 fit"), "several", ">a&amp;b</a>, c <", ["/#id=a%26b"], "several"),
    (CitedResolution("several", None, False, FEW, 9, "9 fit"), "several", ", c, +7", ["/#id=a%26b"], "more than are shown"),
    (CitedResolution("none", None, False, (), 0, "law without a number"), "none", "law without a number", [], "none"),
    (None, "unasked", "chưa đối chiếu", [], "nobody asked the graph"),
]  # fmt: skip


@pytest.mark.parametrize(("resolution", "kind", "words", "links", "why"), MEANT, ids=[row[4] for row in MEANT])
def test_what_a_citation_means(
    resolution: CitedResolution | None, kind: str, words: str, links: list[str], why: str, v: Vocabulary
) -> None:
    answer = answered("Nghị quyết số 18-NQ/TW.", v)
    answer = replace(answer, citations=(replace(answer.citations[0], resolution=resolution),))
    found = read(answer, v)
    assert f"c {kind}" in [k for k, _ in found.marked], why
    assert words in page(answer, "x", {}, graph="/#id=")
    assert [link for link in found.links if link.startswith("/")] == links
    alone = read(answer, v, graph=None)
    assert [link for link in alone.links if link.startswith("/")] == [], "a page that stands alone leads nowhere else"


def test_remarks_are_in_the_reader_s_language(v: Vocabulary) -> None:
    answer = answered("Công văn số 22-KL/BCĐ ngày 5/12/2024.", v)
    html = page(answer, "x", {})
    assert "từ chỉ loại khác với ký hiệu: 22-KL/BCĐ" in html
    assert AWAY not in html


# ------------------------------------------------------------------ for everybody

STYLES = {
    "page": ROOT / "service" / "marked.css",
    "explorer": ROOT / "service" / "explorer" / "style.css",
}
ON = [("ink", "one"), ("ink", "several"), ("ink", "none"), ("cue", "card"), ("soft", "card"), ("task", "card")]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    whole = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
    parts = [int(whole[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sheet", STYLES)
def test_contrast(sheet: str, scheme: str) -> None:
    css = STYLES[sheet].read_text("utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#[0-9a-f]+);", part)) for part in css.split("@media", 2)[:2])
    colours = light if scheme == "light" else light | dark
    for over, under in ON + ([("ink", "unasked"), ("link", "card")] if sheet == "page" else []):
        high, low = sorted((luminance(colours[over]), luminance(colours[under])), reverse=True)
        least = 3 if over == "task" else 4.5  # the border of a box; everything else is words
        assert (high + 0.05) / (low + 0.05) >= least, f"{over} on {under}"


def test_colour_is_never_alone() -> None:
    """Each outcome has a border of its own."""
    css = STYLES["page"].read_text("utf-8")
    borders = re.findall(r"\.c\.(?:several|none|unasked) \{[^}]*border-bottom-style: (\w+)", css)
    assert len(set(borders)) == len(borders) == 3
