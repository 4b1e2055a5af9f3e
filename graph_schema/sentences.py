"""The sentence around a quote, for showing words where they stand."""

from __future__ import annotations

import re

LONGEST = 1500
"""Code points shown on either side of a quote: some texts hold "sentences" of a page."""

_END = re.compile(r"\n|[.!?…]+[”\"’)]?\s+(?=[A-ZÀ-ỸĐ“\"])")
# What ends in a full stop without ending a sentence: titles before names, TP. Hồ Chí Minh, initials, the number of a
# line.
_GOES_ON = re.compile(
    r"(?:(?<!\w)(?:TP|Tp|TX|Tx|TT|Q|P|GS|PGS|TS|ThS|Th\.S|BS|KS|LS|CN|NSND|NSƯT|đ/c|Đ/c|đc|ĐC|[A-ZĐ])|(?:^|\n)\s{0,8}\d{1,3}(?:\.\d{1,3}){0,4})\Z"
)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds ``text[start:end]`` begins and ends, in code points of ``text``, at most
    ``LONGEST`` away on either side. A line end is a sentence's end; a quote over several sentences gets all of
    them."""
    low, high = max(0, start - LONGEST), min(len(text), end + LONGEST)
    first = low
    for boundary in _END.finditer(text, low, start):
        if _ends(text, boundary):
            first = boundary.end()
    after = next((b for b in _END.finditer(text, end, high) if _ends(text, b)), None)
    last = high if after is None else after.start() if text[after.start()] == "\n" else after.end()
    while last > end and text[last - 1].isspace():
        last -= 1
    while first < start and text[first].isspace():
        first += 1
    return first, last


def _ends(text: str, boundary: re.Match[str]) -> bool:
    at = boundary.start()
    return boundary.group()[0] != "." or not _GOES_ON.search(text, max(0, at - 24), at)
