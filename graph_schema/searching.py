"""What every engine indexes and counts alike: the search text of a document, its rank among suggestions, the facets of
a node, the page cursor."""

from __future__ import annotations

import base64
import binascii
import json
import re
from functools import lru_cache
from itertools import accumulate
from typing import Final, get_args

from graph_schema import vocabulary
from graph_schema.errors import InvalidQuestion
from graph_schema.folding import words
from graph_schema.model import Document, IssuingBody, Node
from graph_schema.store.base import Facet

FACETS: Final[tuple[Facet, ...]] = get_args(Facet)
MAX_CURSOR: Final = 1_000
MAX_PARTS: Final = 8
MAX_WORD: Final = 200
"""Letters of a word that count: some engines index no longer ones, and all must find alike."""

_TIERS: Final = ("central", "state-central", "ministry", "province", "district", "commune")
_DATE_BITS: Final = 27
RANK_BITS: Final = 3 + _DATE_BITS
_LAST_DATE: Final = 99_999_999

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_OUTSIDE = re.compile(r"[^a-z0-9]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def search_stamp() -> str:
    """Changes whenever the same document would get another search text or rank: an index with another stamp is out of
    date."""
    return f"2:{vocabulary.load().version}"


def search_text(document: Document) -> str:
    """The folded words a document is found by, each once, with single spaces between.

    Its symbol in every spelling people type (``18-NQ/TW`` gives 18, nq, tw, 18nq, nqtw, 18nqtw and nq18; likewise
    without a leading zero and without its year), the words of its type, its title, who issued it and where, and its
    term and year.
    """
    said = _spellings(document)
    said += _type_words(document.type)
    for chunk in (document.title or "").split():
        said += _folded(chunk)
    said += _folded(document.body_name or "")
    said += _place_words(document.place)
    said += _folded(document.term or "")
    said += _folded((document.date or "")[:4])
    return " ".join(dict.fromkeys(word[:MAX_WORD] for word in said))


def search_word(word: str) -> str:
    """A folded query word as the index holds it: ``18-nq/tw`` as ``18nqtw``. Empty when nothing of it is indexed."""
    return _OUTSIDE.sub("", word)[:MAX_WORD]


def rank(document: Document) -> int:
    """Where a document stands among suggestions, the smallest first, below 2 ** RANK_BITS: by level, Central first and
    unknown last, then the newest, unknown dates last."""
    tier = _TIERS.index(document.level) if document.level in _TIERS else len(_TIERS)
    day = _DATE.fullmatch(document.date or "")
    said = int("".join(part or "00" for part in day.groups())) if day else 0
    return tier << _DATE_BITS | _LAST_DATE - said


def _spellings(document: Document) -> list[str]:
    printed = _folded(document.symbol or "") or _folded(document.number or "") + _folded(document.organ or "")
    bare = (printed[0].lstrip("0") or "0", *printed[1:]) if document.number and printed else printed
    yearless = tuple(p for n, p in enumerate(bare) if n == 0 or not _YEAR.fullmatch(p))
    said: list[str] = []
    for parts in dict.fromkeys((printed, bare, yearless)):
        kept = parts[:MAX_PARTS]
        for start in range(len(kept)):
            said += accumulate(kept[start:])
    for code in _folded(document.type or ""):
        said += (code, code + printed[0], code + bare[0]) if document.number and printed else (code,)
    return said


@lru_cache(maxsize=100_000)
def _folded(text: str) -> tuple[str, ...]:
    """The words of a syllable or a name. Vietnamese has some 7,000 syllables: nearly all have been folded before."""
    return words(text)


@lru_cache(maxsize=1_000)
def _type_words(type: str | None) -> tuple[str, ...]:
    kind = vocabulary.load().type(type) if type else None
    return tuple(w for name in kind.words for w in words(name)) if kind else ()


@lru_cache(maxsize=1_000)
def _place_words(place: str | None) -> tuple[str, ...]:
    return (*words(vocabulary.load().place_name(place)), *words(place)) if place else ()


def facet_values(node: Node) -> tuple[str | None, ...]:
    """The node's values in the order of ``FACETS``. A body counts as of kind ``body``, a task as ``task``, set by
    its body."""
    if isinstance(node, Document):
        return (node.kind, node.type, node.body, node.place, node.level, node.system, node.term, node.status)
    if isinstance(node, IssuingBody):
        return ("body", None, node.id, node.place, node.level, node.system, None, None)
    return ("task", None, node.set_by, None, None, None, None, None)


def cursor_after(document: Document) -> str:
    """The cursor of the page that begins after this document."""
    place = json.dumps([document.date, document.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str | None, str]:
    """The (date, id) a cursor stands at. Raises ``InvalidQuestion`` when it is none of ours."""
    try:
        if len(cursor) > MAX_CURSOR:
            raise ValueError
        date, id = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not (date is None or isinstance(date, str)) or not isinstance(id, str):
            raise ValueError
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise InvalidQuestion(
            "The cursor is not one this service gave out. Ask the first page again, without a cursor.",
            parameter="cursor",
        ) from None
    return date, id
