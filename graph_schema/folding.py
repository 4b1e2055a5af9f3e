"""Vietnamese text made comparable: one canonical form, and one folded form for search."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_MARKS = 3
"""Combining marks kept after one base letter. Vietnamese needs two (ế); a longer run is an attack on the normaliser,
whose canonical ordering is quadratic in the length of a run of marks."""

NAME = 80
"""Code points of a text short enough to be a name: such are asked for again and again, and remembered."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_LETTERS = {ord("Ð"): "Đ", ord("ð"): "đ", ord("Ɖ"): "Đ"}  # Icelandic eth and African D, typed for Đ
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_MARKS = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.combining(c))
_RUNS = re.compile(f"([{_MARKS}]{{{MAX_MARKS}}})[{_MARKS}]+")
# No run of marks without this; told apart twenty times as fast as by the marks themselves.
_MAY_BE_RUN = re.compile(f"[\u0300-\U0001efff]{{{MAX_MARKS + 1}}}")
_WORD = re.compile(r"[a-z0-9]+")


def canonical(text: str) -> str:
    """Text in NFC with eth as Đ and runs of combining marks capped; every other code point is kept as it is.

    Idempotent; linear in the length of the text.
    """
    composed = unicodedata.normalize("NFC", _capped(text))
    return composed.replace("Ð", "Đ").replace("ð", "đ").replace("Ɖ", "Đ")


def _capped(text: str) -> str:
    return _RUNS.sub(r"\1", text) if _MAY_BE_RUN.search(text) else text


def fold(text: str) -> str:
    """Lower case ASCII-like form: no diacritics, đ as d, one kind of dash, invisible characters dropped.

    Tone placement (hoà, hòa) and i/y are the reader's: hoà and hòa fold alike since both tones go.
    Idempotent; linear in the length of the text. Letters outside Latin are kept.
    """
    # lower() comes first: it can itself produce a combining mark (İ).
    bare = unicodedata.normalize("NFD", _capped(text.lower()).translate(_INVISIBLE))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare.translate(_LETTERS).translate(_DASHES).replace("Đ", "d").replace("đ", "d")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order: letters and digits only."""
    return _name_words(text) if len(text) <= NAME else tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=16384)
def _name_words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(text)))


def slug(text: str) -> str:
    """Folded words joined with hyphens: safe in an address."""
    return "-".join(words(text))
