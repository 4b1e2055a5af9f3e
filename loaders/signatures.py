"""Who signed an official text, in what post and on whose behalf: "T/M BAN THƯỜNG VỤ / BÍ THƯ / Lê Hoài An"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.plain import View

NEAR = 10
"""Cells after a post in which the name stands: "(đã ký)", a seal and recipients may lie between."""
ABOVE = 240
"""Code points before a post in which it says on whose behalf."""
LONGEST_POST = 90

_CELL = re.compile(r"[^\n|\t]+")
_WIDE = re.compile(r"\x20{4,}")
_POST = re.compile(
    r"(?:(?:tong |pho )?bi thu|(?:pho )?chu tich|(?:pho )?thu tuong|bo truong|thu truong|(?:pho )?truong (?:ban|doan)"
    r"|(?:pho )?chanh (?:van phong|an|thanh tra)|(?:pho )?giam doc|(?:pho )?chu nhiem|(?:pho )?tong (?:thanh tra"
    r"|giam doc"
    r"|cuc truong|kiem toan|thu ky)|(?:pho )?thong doc|(?:pho )?cuc truong|thuong truc|uy vien|(?:pho )?vien truong)\b"
)
_BEHALF = re.compile(r"(?:t ?/ ?m|tm|t\. ?m)[.\s]{1,3}(?=\S)")
_OTHERS = re.compile(r"(?:k ?/ ?t|kt|tl|t ?/ ?l|tuq|t ?/ ?uq)[.\s]{1,3}(?=\S)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The spans of a signer's name and post; ``behalf`` of the body signed for, where "T/M" names one."""

    signer: tuple[int, int]
    post: tuple[int, int]
    behalf: tuple[int, int] | None


def read_signature(view: View, start: int) -> Signature | None:
    """The first signature at or after ``start``: a post in capitals and a person's name below it."""
    behalf: tuple[int, int] | None = None
    post: tuple[int, int] | None = None
    left = 0
    for a, b in _cells(view, start):
        if not view.text[a].isupper():
            left -= 1
            continue
        if m := _BEHALF.match(view.bare, a, b):
            if view.text[m.end() : b].isupper():
                behalf = (m.end(), b)
        elif view.text[a:b].isupper():
            m = _OTHERS.match(view.bare, a, b)
            if b - a <= LONGEST_POST and _POST.match(view.bare, m.end() if m else a, b):
                post, left = (a, b), NEAR
        elif post and left > 0 and is_person(view.text[a:b]):
            near = behalf if behalf and 0 <= post[0] - behalf[1] <= ABOVE else None
            return Signature((a, b), post, near)
        left -= 1
    return None


def is_person(words: str) -> bool:
    """Whether the words look like a Vietnamese name: two to five, each with one capital."""
    parts = words.split()
    return 2 <= len(parts) <= 5 and all(_is_name(p.replace("'", "").replace("’", "")) for p in parts)


def _is_name(part: str) -> bool:
    return part.isalpha() and part[0].isupper() and (len(part) == 1 or not part.isupper())


def _cells(view: View, start: int) -> Iterator[tuple[int, int]]:
    for line in _CELL.finditer(view.text, start):
        at = line.start()
        for gap in (*_WIDE.finditer(view.text, at, line.end()), None):
            a, b = at, gap.start() if gap else line.end()
            while a < b and view.text[a] in " *":
                a += 1
            while b > a and view.text[b - 1] in " ,.;":
                b -= 1
            if a < b:
                yield a, b
            at = gap.end() if gap else line.end()
