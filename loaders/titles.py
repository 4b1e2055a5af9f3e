"""The words that say what a document is about: after "về", "về việc", or in quotation marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_schema.folding import words
from graph_schema.vocabulary import Vocabulary
from loaders.issuers import read_body
from loaders.plain import View, loose

MAX_TITLE = 300
TOO_SHORT = 3
"""Words of a subject, verbs of carrying out aside: "triển khai thực hiện" before another citation is none."""

_ABOUT = loose(r"[\s,)]{0,4}(?:về~(?:việc(?=\W))?|v/v)[\s:]{0,3}")
_QUOTE = re.compile(r"[\s,:]{0,4}[\"“]")
_OPENS = re.compile(r"\s{0,2}[\"“]\s{0,2}")
_CLOSES = re.compile(r"[\"”]")
_STOP = re.compile(r"[;:|…!?]|\.(?=\s|$)|\n(?=\s{0,3}(?:\n|[A-ZĐ\-–*•(|]|\d{1,2}[.)]))|\)(?![^()]{0,80}\()")
_VERBS = frozenset(
    (
        "ve viec thuc hien trien khai tiep tuc so tong ket nam ban hanh sua doi bo sung mot dieu cua huong dan "
        "thi de nham"
    ).split()
)
_COMMA = re.compile(r",\s{1,3}")
_HAPPENS = loose(r"\s(?:đã|vừa|đang|sẽ)\s")
_LINK = loose(r"[\s,;]{1,3}(?:và|cùng|theo|của|tại|với|các|do|bằng|từ|nhằm|để)?~$")


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a subject with their span; ``text`` is empty where they say nothing, ``reach`` ends the clause."""

    text: str
    start: int
    end: int
    reach: int


def read_title(view: View, at: int, limit: int, vocabulary: Vocabulary) -> Title | None:
    """The subject that begins at ``at``; it ends with its quotation mark, its clause, or at ``limit``."""
    about = _ABOUT.match(view.low, at, limit)
    if about is None and not _QUOTE.match(view.text, at, limit):
        return None
    start = about.end() if about else at
    if opened := (_OPENS if about else _QUOTE).match(view.text, start, limit):
        start = opened.end()
        if closed := _CLOSES.search(view.text, start, min(limit, start + 2 * MAX_TITLE)):
            return _title(view, start, closed.start(), closed.end(), cut=False)
    stop, cut = _clause(view, start, limit, vocabulary)
    end = stop
    if cut and (link := _LINK.search(view.low, max(start, stop - 16), stop)):
        end = link.start()
    return _title(view, start, end, end if cut else stop, cut=cut)


def _clause(view: View, start: int, limit: int, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Where the clause ends, and whether the next citation cut it."""
    stop = min(limit, start + 2 * MAX_TITLE)
    if m := _STOP.search(view.text, start, stop):
        stop = m.start()
    if m := _HAPPENS.search(view.low, start, stop):
        stop = m.start()
    for comma in _COMMA.finditer(view.text, start, stop):
        # "... về đất đai, Ban Thường vụ Tỉnh ủy ban hành": somebody begins to act
        if read_body(view, comma.end(), min(stop, comma.end() + 120), vocabulary):
            return comma.start(), False
    return stop, limit == stop


def _title(view: View, start: int, end: int, reach: int, *, cut: bool) -> Title:
    text = view.text[start : min(end, start + MAX_TITLE)].rstrip(" \n,.;:-")
    if cut and sum(w not in _VERBS and not w.isdigit() for w in words(text)) < TOO_SHORT:
        text = ""
    return Title(" ".join(text.split()), start, start + len(text), reach)
