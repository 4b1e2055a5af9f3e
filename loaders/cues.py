"""Where a stretch of text uses cue words: the longest phrase at each place, whole words, commas aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from graph_schema.vocabulary import Cue, Vocabulary
from graph_schema.vocabulary.checks import NUMBER, phrase_words
from loaders.plain import View, trimmed_start

_WORD = re.compile(r"[a-z0-9]+")
_GAP = r"[^a-z0-9]{1,8}"
"""What may stand between two words of a phrase."""
DOUBLED = frozenset(("IMPLEMENTS", "GUIDES", "AMENDS", "REPEALS"))
"""What is often said with two verbs at once."""
_TOGETHER = re.compile(r"[\s,]{1,3}(?:va\s{1,3})?")


@dataclass(frozen=True, slots=True)
class FoundCue:
    """One use of a cue and the span of its words."""

    cue: Cue
    start: int
    end: int


@lru_cache(maxsize=4)
def _table(vocabulary: Vocabulary) -> dict[tuple[str, ...], Cue]:
    """Every phrase with its cue; two-word phrases also written as one word: "thựchiện"."""
    phrases = {phrase_words(p): c for c in vocabulary.cues for p in c.phrases}
    return {("".join(p),): c for p, c in phrases.items() if len(p) == 2} | phrases


@lru_cache(maxsize=4)
def _short(vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """Phrases of one syllable, folded: with their diacritics, and without in a text that has none."""
    single = (p.lower() for c in vocabulary.cues for p in c.phrases if len(phrase_words(p)) == 1)
    return {phrase_words(p)[0]: (p, phrase_words(p)[0]) for p in single}


@lru_cache(maxsize=4)
def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """All phrases as one tree of words: at each place the longest."""
    tree: dict[str, Any] = {}
    for phrase in _table(vocabulary):
        node = tree
        for word in phrase:
            node = node.setdefault(word, {})
        node[""] = {}
    return re.compile(rf"(?<![a-z0-9])(?:{_branches(tree)})")


def _branches(tree: dict[str, Any]) -> str:
    out = []
    for word in sorted(tree, key=lambda w: (w == NUMBER, w)):
        if word:
            below = {w: t for w, t in tree[word].items() if w}
            said = r"\d+" if word == NUMBER else word
            more = rf"(?:{_GAP}(?:{_branches(below)}))" if below else ""
            out.append(rf"{said}(?![a-z0-9]){more}{'?' if more and '' in tree[word] else ''}")
    return "|".join(out)


def cue_named(name: str, vocabulary: Vocabulary) -> Cue:
    """The cue of that name in ``cues.yaml``; StopIteration if there is none."""
    return next(c for c in vocabulary.cues if c.name == name)


def cues_between(view: View, start: int, stop: int, vocabulary: Vocabulary) -> list[FoundCue]:
    """The cues whose words lie between two offsets, leftmost first."""
    table, short = _table(vocabulary), _short(vocabulary)
    found: list[FoundCue] = []
    for m in _pattern(vocabulary).finditer(view.bare, start, stop):
        phrase = tuple(NUMBER if w.isdigit() else w for w in _WORD.findall(m.group()))
        if len(phrase) == 1 and phrase[0] in short and view.low[m.start() : m.end()] not in short[phrase[0]]:
            continue  # "nghe" is no "nghệ", "thay" no "thấy"
        cue = FoundCue(table[phrase], *m.span())
        if phrase[:2] == ("chi", "dao") and view.bare.endswith("ban ", 0, m.start()):
            cue = replace(cue, start=trimmed_start(view.bare, m.start() + len("chi dao")))  # of a Ban Chỉ đạo
        if found and _goes_with(view, found[-1], cue):
            cue = replace(cue, start=found.pop().start)
        found.append(cue)
    return found


def _goes_with(view: View, left: FoundCue, right: FoundCue) -> bool:
    """Whether two verbs are one: "để triển khai | thực hiện", "triển khai, cụ thể hóa", "bãi bỏ và hủy bỏ"."""
    same = (left.cue.type, left.cue.voice) == (right.cue.type, right.cue.voice)
    return same and left.cue.type in DOUBLED and _TOGETHER.fullmatch(view.bare, left.end, right.start) is not None
