"""The vocabulary's names as a table of folded words, for reading questions: types, bodies, provinces."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph_schema.folding import fold, words
from graph_schema.vocabulary import Vocabulary

ROMAN = (
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some folded words and what they name. ``kind`` is type, body or place; ``value`` its abbreviation or slug;
    ``organs`` the organ codes a body's documents may bear; ``spellings`` how a place is written."""

    words: tuple[str, ...]
    kind: str
    value: str
    organs: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    abbreviated: bool = False

    @property
    def text(self) -> str:
        """The folded words as one string."""
        return " ".join(self.words)


class Phrases:
    """Look-up by position in a list of folded words: the longest phrase wins."""

    def __init__(self, types: Iterable[Phrase], names: Iterable[Phrase]) -> None:
        self._types = _by_first(types)
        self._names = _by_first(names)
        self._abbreviations = {p.text for group in self._types.values() for p in group if p.abbreviated}

    def is_type(self, folded: str) -> bool:
        """Whether this is an abbreviation of a type."""
        return folded in self._abbreviations

    def type_at(self, said: Sequence[str], i: int) -> Phrase | None:
        """The type named at this position."""
        return _longest(self._types, said, i)

    def at(self, said: Sequence[str], i: int) -> Phrase | None:
        """The body or place named at this position."""
        return _longest(self._names, said, i)


def same_letters(typed: str, spellings: Iterable[str]) -> bool:
    """Whether words typed with diacritics are one of the spellings, tone placement (hoà, hòa) aside."""
    return _letters(typed) in {_letters(s) for s in spellings}


def _letters(text: str) -> tuple[str, ...]:
    return tuple("".join(sorted(unicodedata.normalize("NFD", w))) for w in text.lower().replace("-", " ").split())


@lru_cache(maxsize=4)
def phrases_of(vocabulary: Vocabulary) -> Phrases:
    """The table of one vocabulary, built once."""
    return Phrases(_types(vocabulary), [*_bodies(vocabulary), *_places(vocabulary)])


def _types(v: Vocabulary) -> list[Phrase]:
    out = []
    for kind in v.types:
        out += [Phrase(words(w), "type", kind.abbr) for w in kind.words]
        out += [Phrase((fold(s),), "type", kind.abbr, abbreviated=True) for s in (kind.abbr, *kind.spellings)]
    return out


def _bodies(v: Vocabulary) -> list[Phrase]:
    organs: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for body in v.bodies:
        for name in (body.name, getattr(body, "city", None), *body.aliases):
            if name:
                organs[words(name)] |= {body.organ} if body.organ else set()
    for organ in v.organs:
        organs[words(organ.name)].add(organ.code)
        if len(organ.code) > 3:  # shorter codes are ordinary syllables once folded: "tu", "cp"
            organs[(fold(organ.code),)].add(organ.code)
    return [Phrase(said, "body", " ".join(said), tuple(sorted(codes))) for said, codes in organs.items() if said]


def _places(v: Vocabulary) -> list[Phrase]:
    spellings: dict[tuple[str, ...], tuple[str, set[str]]] = {}
    for province in v.provinces:
        for name in (province.name, *province.aliases):
            for prefix in ("", "tỉnh ", "thành phố ", "tp "):
                said = words(prefix + name)
                spellings.setdefault(said, (province.slug, set()))[1].add(prefix + name)
    return [
        Phrase(said, "place", place, spellings=tuple(sorted(names)))
        for said, (place, names) in spellings.items()
        if said
    ]


def _by_first(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    table: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        table[phrase.words[0]].append(phrase)
    return {first: tuple(sorted(group, key=lambda p: -len(p.words))) for first, group in table.items()}


def _longest(table: dict[str, tuple[Phrase, ...]], said: Sequence[str], i: int) -> Phrase | None:
    for phrase in table.get(said[i], ()):
        if tuple(said[i : i + len(phrase.words)]) == phrase.words:
            return phrase
    return None
