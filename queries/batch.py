"""Many questions "which document is meant?" in one: each with a status of its own.

They come as items, each with words and fields, or as the citations that were found in a text, whose reading is not this
module's: then each has its place in the text, and what the text says of the document stands in the place of words.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Facts
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.parameters import Parameters
from queries.resolve import Hint, Ranked, ResolveAnswer, resolve, resolve_facts
from queries.shapes import DocumentShape

FOUND, SEVERAL, WRONG, NONE, TOO_MANY = 200, 300, 400, 404, 429
CANDIDATES = 10
"""Candidates shown of one item; its ``total`` has the full number."""

LISTED = 2000
"""Outcomes that are listed; ``counts`` counts those behind them too."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question: words, or facts that a text states; ``start`` and ``end`` are its place in the text."""

    text: str
    parameters: Parameters = field(default_factory=Parameters)
    facts: Facts | None = None
    start: int | None = None
    end: int | None = None
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``status`` is 200 (one document fits), 300 (several), 404 (none), 400 (the item cannot be read: ``detail`` says
    why) or 429 (behind the limit: not looked at). ``start`` and ``end`` are code points of the canonical text;
    ``normal`` is the symbol in its normal form."""

    status: int
    text: str
    start: int | None
    end: int | None
    normal: str | None
    document: DocumentShape | None
    why: str | None
    candidates: tuple[Ranked, ...]
    total: int
    hints: tuple[Hint, ...]
    detail: str | None


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """Outcomes in the order of the items, at most ``LISTED`` of ``total``; ``counts`` says how many have each status.
    ``canonical`` is the text that offsets point into, None for items."""

    items: tuple[Outcome, ...]
    total: int
    counts: Mapping[str, int]
    canonical: str | None
    graph_version: int


def batch(
    graph: Graph,
    items: Sequence[Item],
    vocabulary: Vocabulary,
    *,
    best: bool = False,
    canonical: str | None = None,
    budget_ms: int = limits.BUDGET_MS.high,
) -> BatchAnswer:
    """An outcome for each item; those that time leaves over are not looked at. Equal items are resolved once. Never
    raises for what an item holds."""
    deadline = time.monotonic() + budget_ms / 1000
    known: dict[Item, Outcome] = {}
    outcomes = []
    for n, item in enumerate(items[:LISTED]):
        asked = replace(item, start=None, end=None)
        if asked not in known and n < limits.BATCH.high and time.monotonic() < deadline:
            known[asked] = _outcome(graph, asked, vocabulary, best=best)
        found = known.get(asked) if n < limits.BATCH.high else None
        outcomes.append(replace(found or _left_out(asked), start=item.start, end=item.end))
    counts = Counter(str(o.status) for o in outcomes)
    if unlisted := len(items) - len(outcomes):
        counts[str(TOO_MANY)] += unlisted
    return BatchAnswer(tuple(outcomes), len(items), dict(sorted(counts.items())), canonical, graph.version)


def _outcome(graph: Graph, item: Item, v: Vocabulary, *, best: bool) -> Outcome:
    try:
        if item.facts is not None:
            answer = resolve_facts(graph, item.text, item.facts, v, best=best)
        else:
            answer = resolve(graph, item.text, v, item.parameters, best=best)
    except InvalidQuestion as error:
        return _bare(item, WRONG, error.message)
    return Outcome(
        status={"one": FOUND, "several": SEVERAL}.get(answer.outcome, NONE),
        text=item.text,
        start=None,
        end=None,
        normal=item.symbol or _symbol(answer),
        document=answer.match,
        why=answer.why,
        candidates=(answer.candidates if answer.outcome == "several" else answer.nearest)[:CANDIDATES],
        total=answer.total,
        hints=answer.hints,
        detail=None,
    )


def _symbol(answer: ResolveAnswer) -> str | None:
    return answer.match.symbol if answer.match else None


def _left_out(item: Item) -> Outcome:
    most = limits.BATCH.high
    return _bare(
        item, TOO_MANY, f"At most {most} are looked at, as far as time goes. Send this one in another request."
    )


def _bare(item: Item, status: int, detail: str) -> Outcome:
    return Outcome(status, item.text[: limits.MAX_WORDS], None, None, item.symbol, None, None, (), 0, (), detail)
