"""Bytes -> canonical text: what is accepted, what is refused and in which words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.errors import UnreadableSource
from loaders.read import LIMIT, open_text

ACCEPTED = [
    ("Nghị quyết 18".encode(), "Nghị quyết 18", "plain UTF-8"),
    ("\ufeffNghị quyết 18".encode(), "Nghị quyết 18", "a byte order mark is no text"),
    (unicodedata.normalize("NFD", "Nghị quyết").encode(), "Nghị quyết", "composed once"),
    ("QÐ/TW".encode(), "QĐ/TW", "Icelandic eth is Đ"),
    (b"a\r\nb\rc\nd", "a\nb\nc\nd", "one kind of line end"),
    ("a\u2028b\u0085c".encode(), "a\nb\nc", "other line ends"),
    (b"khong co trich dan nao", "khong co trich dan nao", "a text without any citation is no error"),
]


@pytest.mark.parametrize(("data", "text", "why"), ACCEPTED, ids=[a[2] for a in ACCEPTED])
def test_accepted(data: bytes, text: str, why: str) -> None:
    assert open_text(data, name="bai.txt") == text, why


REFUSED = [
    (b"", "is empty", "empty"),
    (b" \r\n\t ", "nothing but white space", "blank"),
    ("Nghị".encode("utf-16"), "UTF-16", "UTF-16 with its mark"),
    (b"%PDF-1.7 ...", "a PDF", "a PDF"),
    (b"PK\x03\x04...", "ZIP", "a Word file"),
    (b"abc\x00def", "control byte 0x00 at offset 3", "binary"),
    ("Nghị quyết".encode("cp1258", errors="replace") + b"\xfe", "byte 0x", "an old Vietnamese encoding"),
    (b"Ngh\xff", "at offset 3", "where the encoding breaks"),
    (b"a" * 101, "the limit is 100", "too large"),
]


@pytest.mark.parametrize(("data", "says", "why"), REFUSED, ids=[r[2] for r in REFUSED])
def test_refused(data: bytes, says: str, why: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        open_text(data, name="bai.txt", limit=100)
    assert says in caught.value.message, why
    assert caught.value.message.startswith("bai.txt"), "the message says what"
    assert caught.value.message.count(". ") >= 1, "and what to do next"
    assert caught.value.code == "unreadable-source"


def test_the_limit_is_twenty_megabytes_unless_told() -> None:
    assert LIMIT == 20_000_000
    with pytest.raises(UnreadableSource, match="20,000,000"):
        open_text(b"a" * (LIMIT + 1), name="bai.txt")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = open_text(data, name="x")
    except UnreadableSource:
        return
    assert "\r" not in text
    assert open_text(text.encode(), name="x") == text, "canonical text stays as it is"
