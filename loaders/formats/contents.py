"""What a file holds once it is opened: a text or the sheets of a table, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself: nobody vouches for it, so it only fills what nobody has given."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    date: str | None = None  # ISO day, Vietnamese time


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells as written, its header wherever it stands. ``faults`` tells, by index, which rows cannot be trusted
    and why."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of this ``kind`` holds: a text (not yet canonical) or sheets. ``remarks`` are what a reader should
    know about how it was opened."""

    kind: str
    text: str | None = None
    sheets: tuple[Sheet, ...] = ()
    about: About = About()
    remarks: tuple[str, ...] = ()
