"""Finding and suggesting documents: matched by the full-text index, ordered by stated keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document
from graph_schema.searching import FACETS, cursor_after, rank, read_cursor, search_text, search_word
from graph_schema.store.base import Facet, Filters, Found
from graph_schema.store.codec import decode
from graph_schema.store.neo4j.rows import Ask, Run, tallied
from graph_schema.store.neo4j.schema import SEARCH_INDEX

PAGE: Final = 10_000
FEW: Final = 2_000
"""As many documents as a suggestion fits are sorted; of words that more have, the first of all documents are looked
through instead."""
FIRST: Final = 10_000
"""How many."""

_BOUNDS: Final = frozenset({"since", "until"})
_ANY_DAY: Final = "d.day >= ''"


FITTING: Final = """
CALL db.index.fulltext.queryNodes($index, $words, {limit: $few}) YIELD node WITH collect(node) AS found
CALL (found) {
    UNWIND found AS d WITH d WHERE size(found) < $few
    WITH d ORDER BY d.rank, d.id LIMIT $limit RETURN collect(d.data) AS first
}
RETURN [size(found), first] AS row"""
RANKED: Final = """
MATCH (d:Document) USING INDEX d:Document(rank, id) WHERE d.rank IS NOT NULL AND d.id IS NOT NULL
WITH d ORDER BY d.rank, d.id LIMIT $first
WITH d WHERE all(word IN $said WHERE ' ' + d.search + ' ' CONTAINS word)
RETURN d.data AS row LIMIT $limit"""
_ALL: Final = """
CALL db.index.fulltext.queryNodes($index, $words) YIELD node AS d
WITH d ORDER BY d.rank, d.id LIMIT $limit RETURN d.data AS row"""


def refresh(ask: Ask, run: Run) -> bool:
    """Indexes every document anew; whether there was any."""
    last = ""
    while texts := ask(
        f"MATCH (d:Document) WHERE d.id > $last WITH d ORDER BY d.id LIMIT {PAGE} RETURN d.data AS row", last=last
    ):
        documents = [decode(Document, text) for text in texts]
        last = documents[-1].id
        run(
            "UNWIND $rows AS row MATCH (d:Document {id: row[0]}) SET d.search = row[1], d.rank = row[2]",
            rows=[[d.id, search_text(d), rank(d)] for d in documents],
        )
    return last != ""


def find(
    ask: Ask,
    words: tuple[str, ...],
    filters: Filters,
    *,
    limit: int,
    after: str | None,
    total: bool,
    facets: tuple[Facet, ...],
) -> Found:
    """One page. Raises ``InvalidQuestion`` for a cursor that is none of ours and for an unknown facet."""
    start = read_cursor(after) if after is not None else None
    if unknown := set(facets) - set(FACETS):
        known = ", ".join(FACETS)
        raise InvalidQuestion(f"There is no facet {min(unknown)!r}; there are {known}.", parameter="facets")
    indexed = [search_word(w) for w in words]
    if not all(indexed):
        return Found((), None, 0 if total else None, {facet: {} for facet in facets})
    matching, parameters = _matching(indexed, filters)
    documents, more = _page(ask, matching, parameters, max(limit, 0), start)
    groups: list[list[Any]] = []
    if total or facets:
        groups = ask(f"{matching} {tallied('d', facets)}", **parameters)
    return Found(
        documents,
        cursor_after(documents[-1]) if more and documents else None,
        sum(group[-1] for group in groups) if total else None,
        {facet: _by_value(groups, place) for place, facet in enumerate(facets)},
    )


def suggest(ask: Ask, words: tuple[str, ...], *, whole: bool, limit: int) -> tuple[Document, ...]:
    """The first few by rank."""
    indexed = [search_word(w) for w in words]
    if not indexed or not all(indexed) or limit < 1:
        return ()
    asked = {
        "index": SEARCH_INDEX,
        "words": " AND ".join(indexed) + ("" if whole else "*"),
        "limit": limit,
    }
    ((fitting, found),) = ask(FITTING, **asked, few=FEW)
    if fitting == FEW:
        said = [f" {word} " for word in indexed[:-1]] + [f" {indexed[-1]} " if whole else f" {indexed[-1]}"]
        found = ask(RANKED, said=said, first=FIRST, limit=limit)
        if len(found) < limit:
            found = ask(_ALL, **asked)
    return tuple(decode(Document, text) for text in found)


def _matching(words: list[str], filters: Filters) -> tuple[str, dict[str, Any]]:
    """The pattern of the documents asked for, as ``d``, and what is bound in it."""
    asked = {f.name: said for f in fields(filters) if (said := getattr(filters, f.name)) is not None}
    where = [f"d.{name} = ${name}" for name in asked if name not in _BOUNDS]
    where += ["d.day >= $since"] if "since" in asked else []
    where += ["d.day <= $until AND d.day <> ''"] if "until" in asked else []
    if not words:
        # Asking for a day makes the index on days the one that is read, and it is read in the order of the page.
        return f"MATCH (d:Document) WHERE {' AND '.join([*where, _ANY_DAY])}", asked
    # Letters and digits in lower case: nothing of the question is query syntax.
    parameters = {"index": SEARCH_INDEX, "words": " AND ".join(f"{w}*" for w in words), **asked}
    return (
        "CALL db.index.fulltext.queryNodes($index, $words) YIELD node AS d"
        + (f" WHERE {' AND '.join(where)}" if where else ""),
        parameters,
    )


def _page(
    ask: Ask, matching: str, parameters: dict[str, Any], limit: int, start: tuple[str | None, str] | None
) -> tuple[tuple[Document, ...], bool]:
    rest = ""
    if start is not None:
        rest = " WHERE d.day < $after_day OR d.day = $after_day AND d.id > $after_id"
        parameters = {**parameters, "after_day": start[0] or "", "after_id": start[1]}
    found = ask(
        f"{matching} WITH d{rest} ORDER BY d.day DESC, d.id LIMIT $limit RETURN d.data AS row",
        **parameters,
        limit=limit + 1,
    )
    return tuple(decode(Document, text) for text in found[:limit]), len(found) > limit


def _by_value(groups: Sequence[list[Any]], place: int) -> dict[str | None, int]:
    """Values with their counts, the most frequent first."""
    counts: Counter[str | None] = Counter()
    for group in groups:
        counts[group[place]] += group[-1]
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0] is None, item[0] or "")))
