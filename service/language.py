"""Which language somebody asks for: labels are Vietnamese and messages English unless they say."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

VIETNAMESE: Final = "vi"
ENGLISH: Final = "en"
LANGUAGES: Final = (VIETNAMESE, ENGLISH)

_READ: Final = 200  # characters of a header that are looked at


def language_of(accepted: str | None) -> str | None:
    """The language an ``Accept-Language`` header prefers among ours, or None when it asks for none of them.

    ``vi-VN`` is Vietnamese; a quality of 0 refuses; of two that are liked equally the first is taken.
    """
    return _preferred(accepted[:_READ]) if accepted else None


@lru_cache(1_000)
def _preferred(accepted: str) -> str | None:
    liked: dict[str, float] = {}
    for part in accepted.split(","):
        name, _, said = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            liked[language] = max(_quality(said), liked.get(language, 0.0))
    best = max(liked, key=liked.__getitem__, default=None)
    return best if best and liked[best] > 0 else None


def _quality(said: str) -> float:
    name, _, value = said.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
