"""What can be said of a document's date: a day, a year, the term it belongs to, or nothing; and against another day.

An unknown date is never guessed: where bounds leave a question open, the answer is "unknown".
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from graph_schema.model import Document, Node
from graph_schema.vocabulary import Vocabulary

EVER, NEVER = "0001-01-01", "9999-12-31"
When = Literal["by", "after", "unknown"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_CYCLE = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day a date may be, both included."""

    first: str = EVER
    last: str = NEVER

    @property
    def known(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last

    def within(self, other: Span) -> Span:
        """What both allow; this one where they contradict each other."""
        both = Span(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else self


ANY = Span()


def span_of(node: Node, vocabulary: Vocabulary) -> Span:
    """When a document was issued, as far as its date or else its term tells; a task or a body bears no date."""
    if not isinstance(node, Document):
        return ANY
    written = written_span(node.date)
    return written if written.known else written.within(_term(node.term, vocabulary))


@lru_cache(maxsize=50_000)
def written_span(text: str | None) -> Span:
    """The days a written date (2017-10-25, 2017-10 or 2017) may be; any day when it is none."""
    match = _DATE.fullmatch(text or "")
    if match is None:
        return ANY
    year, month, day = match.groups()
    try:
        if day:
            only = date(int(year), int(month), int(day)).isoformat()
            return Span(only, only)
        if month:
            return Span(f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]:02}")
        return Span(f"{year}-01-01", f"{year}-12-31")
    except ValueError:
        return ANY


def _term(term: str | None, v: Vocabulary) -> Span:
    """The days of a term of the Central Committee, or the years of a local congress cycle."""
    if term and (cycle := _CYCLE.fullmatch(term)):
        return Span(f"{cycle[1]}-01-01", f"{cycle[2]}-12-31")
    return next((Span(t.start, t.end or NEVER) for t in v.terms if t.roman == term), ANY)


def when(span: Span, day: str | None) -> When:
    """Whether something of this date was there on a day: surely, surely not yet, or it cannot be told. Without a day
    everything counts as there."""
    if day is None or span.last <= day:
        return "by"
    return "after" if span.first > day else "unknown"


def days_between(earlier: str, later: str) -> int:
    """Days from one ISO day to another, negative when the other comes first."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
