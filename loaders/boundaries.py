"""Where the sentences, lines, table cells and asides of a text begin and end.

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re

from loaders.plain import View

LOOK_AHEAD = 12
"""Code points past its end that a break looks at: the capital of the next sentence."""
STOPS = re.compile(r"[.;:!?|]")
"""What no clause goes on past."""

_BREAK = re.compile(
    r"[.!?…](?=\s+[\"“(]?[A-ZĐÀ-Ỹ\d\-])|;(?=\s*\n)|\n\s*\n|\|"
    r"|\n(?=\s*(?:[\-*•+|]|\d{1,2}[.)]|Điều\s|Căn\s|Theo\s|Xét\s|Thực\s))"
)
_LINE = re.compile(r"\n(?=\s*[A-ZĐÀ-Ỹ])")
_CELL = re.compile(r"[ \t]{0,3}\|[ \t]{0,3}(?:v/v |về việc |về )?")
# "(thay thế ...)", " – kết luận tiếp tục thực hiện nghị quyết này – "; "2016 - 2020" opens none
_ASIDE = re.compile(r"\([^()\n]{1,240}\)|(?<![\d\n]) - (?!\d)[^.;\n|]{1,200}?(?<!\d) -(?=[ ,])")


def broken(view: View, start: int, stop: int) -> bool:
    """Whether a sentence, a paragraph or a table cell ends between two offsets."""
    return last_break(view, start, stop) > start


def last_break(view: View, start: int, stop: int) -> int:
    """Where the last sentence between two offsets begins; ``start`` when none ends between them."""
    return _last(_BREAK, view, start, stop)


def first_break(view: View, start: int, stop: int) -> int:
    """Where the first sentence between two offsets ends; ``stop`` when none does."""
    m = _BREAK.search(view.text, start, min(len(view.text), stop + LOOK_AHEAD))
    return min(stop, m.start()) if m else stop


def line_start(view: View, start: int, stop: int) -> int:
    """Where the last line that begins with a capital begins; ``start`` when there is none."""
    return _last(_LINE, view, start, stop)


def _last(pattern: re.Pattern[str], view: View, start: int, stop: int) -> int:
    last = start
    for m in pattern.finditer(view.text, start, min(len(view.text), stop + LOOK_AHEAD)):
        if m.end() <= stop:
            last = m.end()
    return last


def next_cell(view: View, start: int, verb: int) -> bool:
    """Whether a verb opens the table cell right after the one that ends at ``start``, in the same row."""
    return _CELL.fullmatch(view.low, start, verb) is not None


def asides(view: View, start: int, stop: int) -> list[tuple[int, int]]:
    """The spans between two offsets that stand in brackets or between dashes: "– văn bản mà ông A gọi là ... –"."""
    if view.low.find("(", start, stop) < 0 and view.low.find(" - ", start, stop) < 0:
        return []
    return [m.span() for m in _ASIDE.finditer(view.low, start, stop)]


def without_asides(view: View, start: int, stop: int) -> View:
    """The stretch between two offsets without its asides, as a view of its own; its text is in lower case."""
    low, bare, at = "", "", start
    for a, b in [*asides(view, start, stop), (stop, stop)]:
        low, bare, at = low + view.low[at:a], bare + view.bare[at:a], b
    return View(low, low, bare)
