"""Rows of a laid-out table -> lines of text, the same for every format."""

from __future__ import annotations

from collections.abc import Sequence

BAR = " | "
MOST = 8
"""Paragraphs a cell of a real table has at most."""


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """The lines of one row; a cell is its paragraphs.

    A table of two columns with several paragraphs in a cell is layout (the head of an official document, "Nơi nhận"
    beside the signature), and so is one with a whole page in a cell: it is read cell by cell. Every other row is one
    line, its cells between bars.
    """
    filled = [[" ".join(p.split("\n")) for p in cell if p.strip()] for cell in cells]
    filled = [cell for cell in filled if cell]
    longest = max(map(len, filled), default=0)
    if longest > MOST or (longest > 1 and len(cells) <= 2):
        return [paragraph for cell in filled for paragraph in cell]
    return [BAR.join(" ".join(cell) for cell in filled)] if filled else []
