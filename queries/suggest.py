"""Type-ahead: the beginning of a symbol or of title words -> the documents it may become.

Diacritics, case and separators do not matter: "18-nq", "NQ 18" and "nghị quyết 18" begin the same symbol. What fits the
symbol comes before what holds its pieces somewhere; of either, documents that hold the last word whole come before
those in which it only begins one; then Central documents come first, and the newest of a level before the older ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_schema.folding import fold, words
from graph_schema.model import Document
from graph_schema.searching import search_word
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.labels import label
from queries.phrases import phrases_of

_NUMBER = re.compile(r"\d{1,6}[a-z]?")
_SAID = "so"
MAX_CODES = 3
"""Codes behind a number that make one symbol with it: 18 NQ TW."""

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document as a list of suggestions shows it. ``match`` is whole or begun: how the last word stands in it."""

    id: str
    kind: str
    symbol: str | None
    type: str | None
    type_name: str | None
    date: str | None
    title: str | None
    title_status: str | None
    body_name: str | None
    place_name: str | None
    level: str | None
    status: str | None
    match: str


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """The first few; there may be more."""

    prefix: str
    items: tuple[Suggestion, ...]
    graph_version: int


def suggest(graph: Graph, prefix: str, vocabulary: Vocabulary, *, limit: int | None = None) -> SuggestAnswer:
    """What the typed beginning may become, ``limit`` at most. Raises InvalidQuestion."""
    text = limits.words_of(prefix, name="prefix")
    size = limits.bounded(limits.SUGGESTIONS, limit)
    found: dict[str, Suggestion] = {}
    for reading in readings(text, vocabulary):
        for whole in (True, False):
            if len(found) < size:
                for document in graph.suggest(reading, whole=whole, limit=size):
                    found.setdefault(document.id, _suggestion(document, vocabulary, whole=whole))
    return SuggestAnswer(text, tuple(found.values())[:size], graph.version)


def _suggestion(document: Document, v: Vocabulary, *, whole: bool) -> Suggestion:
    return Suggestion(
        id=document.id,
        kind=document.kind,
        symbol=document.symbol,
        type=document.type,
        type_name=label("type", document.type, v, {}),
        date=document.date,
        title=document.title,
        title_status=document.title_status,
        body_name=document.body_name,
        place_name=v.place_name(document.place) if document.place else None,
        level=document.level,
        status=document.status,
        match="whole" if whole else "begun",
    )


def readings(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """The typed text as words of the search index, the likeliest reading first: with its symbol in one piece, then
    word by word."""
    chunks = [said for chunk in fold(text).split() if (said := words(chunk))]
    joined = tuple(_joined(chunks, vocabulary))
    return tuple(dict.fromkeys(r for r in (joined, words(text)) if r))


def _joined(chunks: Sequence[Reading], v: Vocabulary) -> Iterator[str]:
    """ "nghi quyet so 18" as nq18, "nghi quyet 18-nq/tw" as 18nqtw, "18 nq tw" as 18nqtw; all else as it is typed.
    A chunk is what stood between two spaces."""
    phrases, at = phrases_of(v), 0
    said = ["".join(chunk) for chunk in chunks]
    while at < len(chunks):
        kind = phrases.type_at(said, at)
        number = at + len(kind.words) if kind else at
        number += said[number : number + 1] == [_SAID]
        follows = said[number] if kind and number < len(said) else ""
        if kind and _NUMBER.fullmatch(follows) and len(chunks[number]) == 1:
            yield search_word(fold(kind.value)) + follows
            at = number + 1
        elif follows[:1].isdigit():
            yield follows  # its own type is in it
            at = number + 1
        else:
            codes = _codes(chunks[at + 1 :], v) if _NUMBER.fullmatch(said[at]) else 0
            yield "".join(said[at : at + 1 + codes])
            at += 1 + codes


def _codes(chunks: Sequence[Reading], v: Vocabulary) -> int:
    """How many chunks behind a number make one symbol with it: a type's code, then those of organs."""
    if not chunks or v.type(chunks[0][0]) is None:
        return 0
    count = 1
    while count < min(len(chunks), MAX_CODES) and len(chunks[count]) == 1 and v.organ(chunks[count][0]):
        count += 1
    return count
