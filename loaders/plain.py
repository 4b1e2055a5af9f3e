"""Two shadows of a text that patterns run on; both keep every offset, one code point for one.

``low`` is lower case with one kind of dash and of space and one place for the tone mark (khoá, khóa); ``bare`` is
``low`` without diacritics, so that a damaged or unaccented word is still recognised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from graph_schema.folding import fold

DASHES = "-‐‑‒–—―−﹘﹣－"
"""Every dash seen in symbols, the hyphen first."""

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LETTERS = [chr(c) for span in ((0x41, 0x250), (0x1E00, 0x1F00)) for c in range(*span)]
_LOW = {ord(c): c.lower() for c in _LETTERS if len(c.lower()) == 1}
_LOW |= dict.fromkeys(map(ord, DASHES), "-") | dict.fromkeys(map(ord, _SPACES), " ")
_BARE = {ord(c): fold(c) for c in _LETTERS if len(fold(c)) == 1}
_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng


def _placements() -> tuple[tuple[str, str], ...]:
    pairs = []
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            late = first + unicodedata.normalize("NFC", second + tone)
            pairs.append((late, unicodedata.normalize("NFC", first + tone) + second))
    return tuple(pairs)


_PLACEMENTS = _placements()


@dataclass(frozen=True, slots=True)
class View:
    """A text and its two shadows, all of one length."""

    text: str
    low: str
    bare: str


def view(text: str) -> View:
    """The shadows of a canonical text."""
    low = text.translate(_LOW)
    for late, early in _PLACEMENTS:
        low = low.replace(late, early)
    return View(text, low, low.translate(_BARE))


def trimmed(text: str, at: int) -> int:
    """Back from ``at`` over white space, at most 80 code points of it."""
    stop = max(0, at - 80)
    while at > stop and text[at - 1].isspace():
        at -= 1
    return at


def trimmed_start(text: str, at: int) -> int:
    """On from ``at`` over white space, at most 80 code points of it."""
    stop = min(len(text), at + 80)
    while at < stop and text[at].isspace():
        at += 1
    return at


def loose(pattern: str) -> re.Pattern[str]:
    """A pattern for ``low``, written the way the words are read: a space matches one to three white spaces (texts break
    lines anywhere), ``~`` up to three, and tone marks stand where ``low`` has them."""
    for late, early in _PLACEMENTS:
        pattern = pattern.replace(late, early)
    return re.compile(pattern.replace(" ", r"\s{1,3}").replace("~", r"\s{0,3}"))
