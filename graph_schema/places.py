"""Provinces named inside other words: "Ban Thường vụ Tỉnh ủy Cà Mau"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from graph_schema.folding import fold, slug, words
from graph_schema.vocabulary import Vocabulary

KINDS = (("thanh", "pho"), ("tinh",), ("tp",))
_WORD = re.compile(r"[a-z0-9]+")


def place_of(name: str, vocabulary: Vocabulary) -> str | None:
    """The province a name holds, as a slug: the last one named, None when there is none."""
    spoken, table = words(name), _names(vocabulary)
    longest = max(map(len, table))
    found, at = None, 0
    while at < len(spoken):
        step = 1
        for length in range(min(longest, len(spoken) - at), 0, -1):
            if place := table.get(spoken[at : at + length]):
                found, step = place, length
                break
        at += step
    return found


def split_province(text: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """A local name and the province written after it: "Gio Linh, tỉnh Quảng Trị" -> ("Gio Linh", "quang-tri").

    Only a province announced by "tỉnh", "thành phố" or a comma counts: Hòa Bình is also a town.
    """
    spans = list(_WORD.finditer(fold(text)))
    spoken = tuple(m.group() for m in spans)
    for at in range(1, len(spoken)):
        kind = next((k for k in KINDS if spoken[at : at + len(k)] == k), ())
        comma = "," in text[spans[at - 1].end() : spans[at].start()]
        if (kind or comma) and (place := _names(vocabulary).get(spoken[at + len(kind) :])):
            return text[: spans[at - 1].end()], place
    return text, None


def is_city(place: str, vocabulary: Vocabulary) -> bool:
    """Whether the provincial unit is, or has become, a city under central rule."""
    return any(p.slug == place and p.kind == "thành phố" for p in vocabulary.provinces)


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> Mapping[tuple[str, ...], str]:
    return {tuple(slug(n).split("-")): p.slug for p in vocabulary.provinces for n in (p.name, *p.aliases)}
