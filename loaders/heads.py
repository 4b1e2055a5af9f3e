"""The head of an official text: "Số: 97-QĐ/TW" alone on its line, the issuing body above it, place and date below."""

from __future__ import annotations

import re
from collections.abc import Callable

from graph_schema.vocabulary import Vocabulary
from loaders.dates import DAY, read_day
from loaders.issuers import body_name, read_body
from loaders.mentions import Citation
from loaders.plain import View, loose

ABOVE, BELOW = 260, 500
_DATELINE = loose(rf"(?:[\n|]|^|(?<=\s))[\s|\-]{{0,20}}([^,|;:()\d]{{2,60}}),~ngày~(?={DAY})")
_LINE = re.compile(r"(?:^|[\n|])\s{0,3}")
_NO_BODY = ("dang cong san", "cong hoa", "doc lap")


def read_head(view: View, c: Citation, limit: int, v: Vocabulary, say: Callable[[str, str, int, int], None]) -> None:
    """Report date and issuer of the document whose number stands in the head at ``c``."""
    stop = min(len(view.text), c.end + BELOW)
    found = _DATELINE.search(view.low, c.end, stop)
    after = c.end
    if found and " của " not in found[1] and (day := read_day(view.low, found.end())) and day.iso:
        say("date", day.iso, day.start, day.end)
        after = day.end
    above = _last_body(view, max(0, c.start - ABOVE), c.start, v)
    if span := above or _last_body(view, after, min(limit, after + 160), v):
        say("issuer", body_name(view.text[span[0] : span[1]]), *span)


def _last_body(view: View, start: int, stop: int, v: Vocabulary) -> tuple[int, int] | None:
    """The last body in capitals that begins a line between two offsets."""
    best: tuple[int, int] | None = None
    for line in _LINE.finditer(view.text, start, stop):
        at = line.end()
        if (best and at < best[1]) or view.bare.startswith(_NO_BODY, at):
            continue
        end = read_body(view, at, stop, v)
        if end and view.text[at:end].isupper():
            best = (at, end)
    return best
