"""The stated limits of every question, and the error that names the one that was passed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from graph_schema.errors import InvalidQuestion
from graph_schema.model import EdgeType
from graph_schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Limit:
    """A parameter's lowest and highest value, and the one taken when none is said."""

    name: str
    low: int
    high: int
    default: int
    meaning: str


DEPTH = Limit("depth", 1, 20, 3, "hops from the document asked about")
FANOUT = Limit("fanout", 1, 1000, 50, "edges followed from one node")
MAX_NODES = Limit("max_nodes", 1, 5000, 300, "nodes in one answer")
BUDGET_MS = Limit("budget_ms", 10, 10_000, 2000, "milliseconds the traversal may take")
PAGE = Limit("limit", 1, 500, 50, "items on one page")
SUGGESTIONS = Limit("limit", 1, 50, 10, "suggestions")
SHOWN = Limit("limit", 1, 100, 5, "items of one group of a diagram")
NEIGHBOURS = Limit("limit", 1, 500, 50, "neighbours of one group")
BATCH = Limit("items", 1, 500, 500, "items of one batch")
IDS = Limit("ids", 1, 200, 200, "ids read at once")
ENTRIES = Limit("limit", 1, 1000, 100, "changes on one page")
YEAR = Limit("year", 1930, 2100, 2025, "a year")
PATHS = Limit("k", 1, 20, 3, "paths between two documents")
HUBS = Limit("top", 1, 100, 20, "documents most others rest on")
ALL = (DEPTH, FANOUT, MAX_NODES, BUDGET_MS, PAGE, SUGGESTIONS, SHOWN, NEIGHBOURS, BATCH, IDS, ENTRIES, PATHS, HUBS)

MAX_WORDS = 500
"""Code points of a question: a symbol with its title is under 300."""

MAX_CANDIDATES = 50
"""Documents a resolve answer lists; its ``total`` has the full number."""

MAX_POSSIBLE = 100
"""Open claims an implementers answer lists; ``possible_total`` has the full number."""

MAX_CELL = 5
"""Documents shown in one cell of a coverage; the cell's ``total`` has the full number."""

MAX_WITNESSES = 20
"""Relations looked at to show that a document was still carried out."""

MAX_DIRECTIVES = 20
"""Directives in one event history."""

MAX_COMPARED = 200
"""Documents listed in one column of a comparison, and documents of a body that are compared; totals are beside them."""

MAX_QUOTE = 400
"""Code points of a quote inside a list; the relation's evidence has it whole."""

MAX_SAYING = 5
"""Sources named for one finding."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def bounded(limit: Limit, value: int | None) -> int:
    """The value when it keeps the limit, its default when None. Raises InvalidQuestion naming both."""
    if value is None:
        return limit.default
    if not limit.low <= value <= limit.high:
        raise InvalidQuestion(
            f"{limit.name}={value} is outside {limit.low}..{limit.high} ({limit.meaning}). "
            f"Ask again with {limit.name}={min(max(value, limit.low), limit.high)}.",
            parameter=limit.name,
            low=limit.low,
            high=limit.high,
        )
    return value


def share(name: str, value: float | None) -> float:
    """A number from 0 to 1, 0 when None. Raises InvalidQuestion."""
    if value is None:
        return 0.0
    if not 0.0 <= value <= 1.0:  # also refuses NaN
        raise InvalidQuestion(
            f"{name}={value} is outside 0..1. Ask again with {name}=0.5, or leave it out.",
            parameter=name,
            low=0,
            high=1,
        )
    return value


def words_of(text: str, *, name: str = "q") -> str:
    """The question's text, trimmed. Raises InvalidQuestion when it is empty or too long."""
    trimmed = text.strip()
    if not trimmed:
        raise InvalidQuestion(f"{name} is empty. Give a symbol or some words, such as 18-NQ/TW.", parameter=name, low=1)
    if len(trimmed) > MAX_WORDS:
        raise InvalidQuestion(
            f"{name} has {len(trimmed)} characters; at most {MAX_WORDS} are read. Give the symbol and a few words.",
            parameter=name,
            high=MAX_WORDS,
        )
    return trimmed


def day(name: str, value: str | None) -> str | None:
    """An ISO day that exists, or None. Raises InvalidQuestion."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat() if _DAY.fullmatch(value) else _no_day(name, value)
    except ValueError:
        return _no_day(name, value)


def _no_day(name: str, value: str) -> str:
    raise InvalidQuestion(f"{name}={value!r} is no day. Write it as YYYY-MM-DD, such as 2017-10-25.", parameter=name)


def one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    """The value when it is allowed. Raises InvalidQuestion listing what is."""
    if value not in allowed:
        raise InvalidQuestion(
            f"{name}={value!r} is not known. Use one of: {', '.join(allowed)}.", parameter=name, allowed=list(allowed)
        )
    return value


def families(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The families of textual relations, in the vocabulary's order."""
    return tuple(dict.fromkeys(r.family for r in vocabulary.relations if r.textual))


def edge_types(family: str, vocabulary: Vocabulary) -> tuple[EdgeType, ...]:
    """The edge types of a family, of several joined with commas, or ``all`` textual ones. Raises InvalidQuestion."""
    known = families(vocabulary)
    names = known if family == "all" else tuple(one_of("family", n.strip(), (*known, "all")) for n in family.split(","))
    textual = {r.type for r in vocabulary.relations if r.textual}
    return tuple(EdgeType(t) for name in dict.fromkeys(names) for t in vocabulary.family(name) if t in textual)
