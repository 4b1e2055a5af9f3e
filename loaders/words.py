"""Where a text uses the name of a type of document: Nghị quyết, Kết luận, Chương trình hành động."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph_schema.folding import words
from graph_schema.vocabulary import Vocabulary
from loaders.plain import View

ANY_DOCUMENT = "van ban"
"""A document of any type ("văn bản số 4912/UBND-NC"): the symbol says which."""


@dataclass(frozen=True, slots=True)
class TypeWord:
    """One use of a type's name. ``key`` is its folded spelling; ``abbr`` the type it usually means, None for any."""

    start: int
    end: int
    key: str
    abbr: str | None


@lru_cache(maxsize=4)
def type_names(vocabulary: Vocabulary) -> dict[str, str | None]:
    """Folded name -> type. Of types that share a name (Quy định: QĐ, QĐi) the first in the vocabulary is meant."""
    names: dict[str, str | None] = {ANY_DOCUMENT: None}
    for kind in vocabulary.types:
        for name in kind.words:
            names.setdefault(" ".join(words(name)), kind.abbr)
    return names


@lru_cache(maxsize=256)
def names_of(abbr: str | None, vocabulary: Vocabulary) -> frozenset[str]:
    """The folded names of a type; none for an unknown one."""
    kind = vocabulary.type(abbr) if abbr else None
    return frozenset(" ".join(words(w)) for w in kind.words) if kind else frozenset()


@lru_cache(maxsize=256)
def parts_of(name: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The names by which a compound name is taken up again: "Chương trình hành động" as "chương trình"."""
    syllables = name.split()
    parts = {" ".join(syllables[:k]) for k in range(2, len(syllables))} | {" ".join(syllables[-2:])}
    return frozenset({name} | (parts & type_names(vocabulary).keys()))


@lru_cache(maxsize=4)
def _pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    by_letter: dict[str, list[str]] = {}
    for name in sorted(type_names(vocabulary), key=lambda n: (-len(n), n)):
        by_letter.setdefault(name[0], []).append(name[1:].replace(" ", r"\s{1,3}"))
    return re.compile("|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in sorted(by_letter.items())))


def find_type_words(view: View, vocabulary: Vocabulary) -> list[TypeWord]:
    """Every use of a type's name, in order; the longest name at each place ("Thông báo Kết luận" is one)."""
    names, text, found = type_names(vocabulary), view.text, []
    for m in _pattern(vocabulary).finditer(view.bare):
        start, end = m.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if before.isalpha() and not (before.islower() and text[start].isupper()):
            continue  # inside a word; "tạiTờ trình" is two words glued
        if after.isalpha() and not view.low.startswith("số", end):
            continue
        key = " ".join(m.group().split())
        found.append(TypeWord(start, end, key, names[key]))
    return found
