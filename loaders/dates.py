"""Days as texts write them: 25/10/2017, 25-10-2017, 25.10.2017, "25 tháng 10 năm 2017", "ngày25/10/ 2017".

Patterns run on the ``low`` shadow of a text and are written for ``plain.loose``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from loaders.plain import loose

_MONTHS = (
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười một",
    "mười hai",
    "mười",
    "giêng",
    "tư",
    "chạp",
)
_MONTH_NUMBERS = dict(zip(_MONTHS, (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 10, 1, 4, 12), strict=True))

YEAR = r"((?:19|20)\d\d)(?!\d)"
DAY = (
    rf"(?:(\d{{1,2}})~[/.\-]~(\d{{1,2}})~[/.\-]~{YEAR}"
    rf"|(\d{{1,2}})~tháng~(\d{{1,2}}|{'|'.join(_MONTHS)})~,?~năm~{YEAR})"
)
"""A whole day; six groups, of which three take part."""
PARTIAL = r"\d{1,2}~(?:[/.\-]~\d{1,2}(?![/.\-]?\d)|tháng~\d{1,2}(?!\d))"
"""A day and month without the year: recognised so that it is stepped over, never completed."""

_DAY = loose(DAY)


@dataclass(frozen=True, slots=True)
class Day:
    """One day with the span of its words; ``iso`` is None when the calendar has no such day."""

    iso: str | None
    start: int
    end: int


def read_day(low: str, at: int) -> Day | None:
    """The day written exactly at ``at``, or None."""
    found = _DAY.match(low, at)
    return _day(found) if found else None


def last_day(low: str, start: int, end: int) -> Day | None:
    """The last whole day between two offsets."""
    found = None
    for m in _DAY.finditer(low, start, end):
        found = m
    return _day(found) if found else None


def _day(found: re.Match[str]) -> Day:
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
    number = int(month) if month.isdigit() else _MONTH_NUMBERS[" ".join(month.split())]
    try:
        iso = date(int(year), number, int(day)).isoformat()
    except ValueError:
        iso = None
    return Day(iso, found.start(), found.end())
