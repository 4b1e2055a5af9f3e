"""Numbers in words and in Roman digits: "lần thứ tám", "khóa 9", "khóa IX"."""

from __future__ import annotations

_ORDINALS = (
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
    "mười một", "mười hai", "mười ba", "mười bốn", "mười lăm",
)  # fmt: skip
_ORDINAL_NUMBERS = {o: n for n, o in enumerate(_ORDINALS, 1)} | {"bốn": 4, "bẩy": 7}

ORDINAL = rf"(\d{{1,2}}|{'|'.join(sorted(_ORDINAL_NUMBERS, key=len, reverse=True))})(?!\w)"
"""The number of a plenum, for ``plain.loose``; one group."""
TERM = r"khóa (?:thứ )?([ivx]{1,5}|\d{1,2})(?!\w)"
"""A term of office, for ``plain.loose``; one group."""


def ordinal(said: str) -> int:
    """The number that ``ORDINAL`` matched."""
    return int(said) if said.isdigit() else _ORDINAL_NUMBERS[" ".join(said.split())]


def roman_term(said: str) -> str | None:
    """A term of office as Roman digits: "9" and "ix" are IX. None for what is no Roman number."""
    text = said.strip().upper()
    if text.isdigit():
        return _roman(int(text)) if 1 <= int(text) <= 30 else None
    return text if text and text == _roman(_arabic(text)) else None


def _roman(number: int) -> str:
    out = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + letters, number - value
    return out


def _arabic(roman: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for this, following in zip(roman, [*roman[1:], ""], strict=True):
        value = values.get(this, 0)
        total += -value if values.get(following, 0) > value else value
    return total
