"""Which paragraphs of a text are provisions: numbered lists that an announcing sentence or heading makes tasks, and
in an official text its articles.

A numbered list is one of tasks when the sentence before it announces tasks and its items are sentences; scores,
dates and contents are not. A provision is its paragraph with the points under it; the next paragraph (a caption, the
author's name) is not part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.plain import View

MIN_ITEMS = 2
MIN_LENGTH = 30
INTRO = 1200
"""Code points before the first provision in which it may be announced."""

_ITEM = re.compile(
    r"^[ \t]{0,8}(\d{1,2}(?:\.\d{1,2}){0,2})(?:[.)]|(?<=\.\d)|(?<=\.\d\d))[ \t]{1,4}(?=\S)", re.MULTILINE
)
_ARTICLE = re.compile(r"(?:^[ \t]{0,8}|(?<=[.;:/]\s))((?:Điều|ĐIỀU) \d{1,3})[.:][ \t]{1,4}(?=\S)", re.MULTILINE)
_ANNOUNCED = re.compile(
    r"\b(?:nhiem vu|giai phap|yeu cau|giao|phan cong|chi dao|tap trung|trong tam|noi dung thi dua|cong viec|de nghi"
    r"|to chuc thuc hien|trach nhiem)\b"
)
_NOT_TASKS = re.compile(
    r"\b(?:ket qua|dat duoc|nghe|so lieu|thong ke|muc luc|noi dung chinh|han che|ton tai|dien bien)\b[^.]{0,60}$"
    r"|\bmuc dich\b"
)
_POINT = re.compile(r"[ \t]{0,8}(?:[\-–+*•]|[a-zđ]\))[ \t]{0,3}\S")
_ENDS = re.compile(r"[.!?…;:”\"][ \t]{0,3}$")


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: its number as printed and the span of its text without the number. ``at`` is where the number
    stands."""

    ordinal: str
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Announced:
    """Provisions and the span of the sentence or heading that announces them, None for the articles of a text."""

    intro: tuple[int, int] | None
    provisions: tuple[Provision, ...]


def announced_lists(view: View) -> Iterator[Announced]:
    """Every numbered list of tasks, in order."""
    for items in _lists(view):
        intro = _intro(view, items[0].start())
        if intro is not None and _are_provisions(view, items):
            yield Announced(intro, tuple(_provisions(view, items)))


def articles(view: View, start: int) -> Announced:
    """The articles ("Điều 2.") of an official text from ``start`` on."""
    found = list(_ARTICLE.finditer(view.text, start))
    return Announced(None, tuple(_provisions(view, found)))


def _provisions(view: View, items: Sequence[re.Match[str]]) -> Iterator[Provision]:
    stops = [*(m.start() for m in items[1:]), len(view.text)][: len(items)]
    for m, stop in zip(items, stops, strict=True):
        yield Provision(m[1], m.start(1), m.end(), _provision_end(view.text, m.end(), stop))


def _lists(view: View) -> Iterator[list[re.Match[str]]]:
    """Runs of items numbered 1, 2, 3 ... with 3.1, 3.2 between them."""
    run: list[re.Match[str]] = []
    last = 0
    for m in _ITEM.finditer(view.text):
        top, _, below = m[1].partition(".")
        number = int(top)
        if run and ((not below and number == last + 1) or (below and number == last)):
            run.append(m)
        else:
            if len(run) >= MIN_ITEMS:
                yield run
            run = [m] if m[1] == "1" else []
        last = number if run else 0
    if len(run) >= MIN_ITEMS:
        yield run


def _are_provisions(view: View, items: Sequence[re.Match[str]]) -> bool:
    """Whether most items are sentences, not figures or headings."""
    lines = [view.text[m.end() : _line_end(view.text, m.end())] for m in items]
    sentences = [line for line in lines if line[0].isalpha() and len(line) >= MIN_LENGTH and len(line.split()) >= 6]
    return 2 * len(sentences) > len(items)


def _intro(view: View, at: int) -> tuple[int, int] | None:
    """The sentence or heading right before the first item, if it announces tasks."""
    end = before(view.text, at)
    floor = max(0, end - INTRO)
    start = max(view.text.rfind("\n", floor, end) + 1, floor)
    bare = view.bare[start:end]
    announces = bare.endswith((":", "sau day", "nhu sau")) or view.text[start:end].isupper()
    if not announces or not _ANNOUNCED.search(bare) or _NOT_TASKS.search(bare):
        return None
    return start, end


def _provision_end(text: str, start: int, stop: int) -> int:
    """Its first paragraph, lines that go on with it, and the points under it."""
    end = _line_end(text, start, stop)
    while end < stop:
        line = end + 1
        nxt = _line_end(text, line, stop)
        body = text[line:nxt].strip()
        if not body:
            break
        unfinished = _ENDS.search(text, max(start, end - 8), end) is None
        goes_on = unfinished and (body[0].islower() or (len(body) > 80 and _ENDS.search(body) is not None))
        if not (_POINT.match(text, line) or goes_on):
            break
        end = nxt
    return start + len(text[start:end].rstrip())


def before(text: str, at: int) -> int:
    """Back over the white space that ends at ``at``."""
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at


def _line_end(text: str, at: int, stop: int | None = None) -> int:
    end = text.find("\n", at, stop if stop is not None else len(text))
    return end if end >= 0 else (stop if stop is not None else len(text))
