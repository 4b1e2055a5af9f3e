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
    ("Nghị quyết 18".encode("utf-16"), "Nghị quyết 18", "UTF-16 with its mark"),
    ("Nghị quyết 18".encode("utf-16-le"), "Nghị quyết 18", "little-endian UTF-16 without one"),
    ("Nghị quyết 18".encode("utf-16-be"), "Nghị quyết 18", "big-endian UTF-16 without one"),
    ("Nghị quyết 18".encode("utf-32"), "Nghị quyết 18", "UTF-32"),
    ("Số 18\u200b-NQ/\u00adTW\u202e".encode(), "Số 18-NQ/TW", "what nobody sees is no text"),
    ("a\u0301\u200b\u0302".encode(), "á\u0302", "composed after what is unseen is gone"),
    (b"Ngh\x69\xf2 quy\xea\xect s\xf4\xec 18", "Nghị quyết số 18", "Windows-1258"),
    ("L'été à la plage, où l'élève préféré mangea".encode(), "L'été à la plage, où l'élève préféré mangea", "French"),
]


@pytest.mark.parametrize(("data", "text", "why"), ACCEPTED, ids=[a[2] for a in ACCEPTED])
def test_accepted(data: bytes, text: str, why: str) -> None:
    assert open_text(data, name="bai.txt") == text, why


REFUSED = [
    (b"", "is empty", "empty"),
    (b" \r\n\t ", "nothing but white space", "blank"),
    ("Nghị".encode("utf-16")[:-1], "UTF-16", "UTF-16 that breaks off"),
    (b"a\x00b\x00\x01\x00", "UTF-16", "UTF-16 with a control character"),
    (b"C\xe9ng ho\xb5 x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam", "TCVN3", "the bytes of an old font"),
    ("Céng hoµ x· héi chñ nghÜa ViÖt Nam".encode(), "TCVN3", "its letters copied into UTF-8"),
    ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam".encode(), "VNI", "another old font"),
    ("Ban Thường vụ Tỉnh ủy ban hành kế".encode().decode("latin-1").encode(), "saved again", "UTF-8 twice over"),
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
