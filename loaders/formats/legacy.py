"""Old Vietnamese encodings, told apart by what they make of the words: a right guess gives Vietnamese syllables.

Windows-1258 is converted. TCVN3 (ABC) and VNI are named, not converted: their fonts draw capitals from small letters,
so what was written cannot be had back from the bytes alone.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import lru_cache

SAMPLE = 200_000
"""Code points judged; an encoding does not change in mid-text."""

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_ONSET = r"(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdđghklmnprstvx])?"
_RHYMES = (
    r"a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?",
    r"ă(?:c|m|ng?|p|t)",
    r"â(?:c|m|ng?|p|t|u|y)",
    r"e(?:c|m|ng?|o|p|t)?",
    r"ê(?:ch?|m|ng?|nh|p|t|u)?",
    r"i(?:a|ch?|m|nh?|p|t|u|ê(?:c|m|ng?|p|t|u))?",
    r"y(?:a|ch|nh?|p|t|u|ê(?:m|ng?|t|u))?",
    r"o(?:c|i|m|ng?|p|t|a(?:ch?|i|m|ng?|nh|o|p|t|y)?|ă(?:c|m|ng?|t)|e(?:m|n|o|t)?)?",
    r"ô(?:c|i|m|ng?|p|t)?",
    r"ơ(?:i|m|n|p|t)?",
    r"u(?:a|c|i|m|ng?|p|t|â(?:ng?|t|y)|ê(?:ch|nh?)?|ơ|ô(?:c|i|m|ng?|t)|y(?:a|ch|nh?|p|t|u|ê(?:n|t))?)?",
    r"ư(?:a|c|i|m|ng?|t|u|ơ(?:c|i|m|ng?|p|t|u))?",
)
_SYLLABLE = re.compile(f"{_ONSET}(?:{'|'.join(_RHYMES)})")
_WORD = re.compile(r"[^\W\d_]+")

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)
_VNI = str.maketrans(
    {
        "ø": "\u0300",
        "ù": "\u0301",
        "û": "\u0309",
        "õ": "\u0303",
        "ï": "\u0323",
        "â": "\u0302",
        "à": "\u0302\u0300",
        "á": "\u0302\u0301",
        "å": "\u0302\u0309",
        "ã": "\u0302\u0303",
        "ä": "\u0302\u0323",
        "ê": "\u0306",
        "è": "\u0306\u0300",
        "é": "\u0306\u0301",
        "ú": "\u0306\u0309",
        "ü": "\u0306\u0303",
        "ë": "\u0306\u0323",
        "ñ": "đ",
        "Ñ": "Đ",
        "ö": "ư",
        "ô": "ơ",
        "æ": "ỉ",
        "ó": "ĩ",
        "ò": "ị",
        "î": "ỵ",
    }
)


def from_1258(data: bytes) -> str | None:
    """The text of Windows-1258 bytes in NFC, or None when they are something else."""
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    good, told = _syllables(text)
    return text if good >= 2 and good >= 0.8 * told else None


def name_of(text: str) -> str | None:
    """The old encoding whose letters stand in ``text`` as if they were Latin ones, or None. ``text`` is what decoding
    the bytes as Latin-1 gave, or a text that was copied out of an old font. Linear; looks at a sample."""
    sample = text[:SAMPLE]
    if (once := _undone(sample)) and _is_vietnamese(once):
        return "UTF-8 that was read as a Western encoding and saved again"
    good, told = _syllables(sample)
    if told < 3 or good >= 0.5 * told:
        return None
    for name, letters in (("TCVN3 (ABC, fonts like .VnTime)", _TCVN3), ("VNI (fonts like VNI-Times)", _VNI)):
        if _is_vietnamese(unicodedata.normalize("NFC", sample.translate(letters))):
            return name
    return None


def _undone(text: str) -> str | None:
    """UTF-8 whose every byte became a Western letter, put together again; None for any other text."""
    if text.isascii():
        return None
    try:
        data = b"".join(c.encode("latin-1" if "\x80" <= c <= "\x9f" else "cp1252") for c in text)
        return codecs.getincrementaldecoder("utf-8")().decode(data)  # the sample may end inside a letter
    except UnicodeError:
        return None


def _is_vietnamese(text: str) -> bool:
    good, told = _syllables(text)
    return good >= 3 and good >= 0.8 * told


def _syllables(text: str) -> tuple[int, int]:
    """Of the words with letters beyond ASCII: how many are Vietnamese syllables, and how many there are."""
    told = [w for w in _WORD.findall(text[:SAMPLE]) if not w.isascii()]
    return sum(map(_is_syllable, told)), len(told)


@lru_cache(maxsize=20_000)
def _is_syllable(word: str) -> bool:
    if len(word) > 7:
        return False
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(bare))
