"""Where a stretch of text uses cue words: the longest phrase at each place, whole words, commas aside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph_schema.vocabulary import Cue, Vocabulary
from graph_schema.vocabulary.checks import NUMBER, phrase_words
from loaders.plain import View

_WORD = re.compile(r"[a-z0-9]+")
Phrase = tuple[tuple[str, ...], Cue]


@dataclass(frozen=True, slots=True)
class FoundCue:
    """One use of a cue and the span of its words."""

    cue: Cue
    start: int
    end: int


@lru_cache(maxsize=4)
def _by_first_word(vocabulary: Vocabulary) -> dict[str, list[Phrase]]:
    table: dict[str, list[Phrase]] = {}
    for cue in vocabulary.cues:
        for phrase in map(phrase_words, cue.phrases):
            table.setdefault(phrase[0], []).append((phrase, cue))
    for phrases in table.values():
        phrases.sort(key=lambda p: -len(p[0]))
    return table


@lru_cache(maxsize=4)
def _glued(vocabulary: Vocabulary) -> dict[str, Cue]:
    """Two-word phrases written as one: "thựchiện"."""
    return {"".join(p): c for phrases in _by_first_word(vocabulary).values() for p, c in phrases if len(p) == 2}


def cues_between(view: View, start: int, stop: int, vocabulary: Vocabulary) -> list[FoundCue]:
    """The cues whose words lie between two offsets, leftmost first."""
    table, glued = _by_first_word(vocabulary), _glued(vocabulary)
    spans = list(_WORD.finditer(view.bare, start, stop))
    spoken = [m.group() for m in spans]
    found, at = [], 0
    while at < len(spoken):
        best = next((p for p in table.get(spoken[at], ()) if _fits(p[0], spoken, at)), None)
        if best is not None:
            size, cue = len(best[0]), best[1]
        elif spoken[at] in glued:
            size, cue = 1, glued[spoken[at]]
        else:
            at += 1
            continue
        found.append(FoundCue(cue, spans[at].start(), spans[at + size - 1].end()))
        at += size
    return found


def _fits(phrase: tuple[str, ...], spoken: list[str], at: int) -> bool:
    if at + len(phrase) > len(spoken):
        return False
    return all(p == s or (p == NUMBER and s.isdigit()) for p, s in zip(phrase, spoken[at:], strict=False))
