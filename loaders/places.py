"""Which province a source speaks of when it never says so: learnt from documents it shares with sources that do.

A local document is known by number and place ("43-KH/TU" exists in every province). A source that names no place
gets a token of its own, ``?`` and its id, shared by all its local documents. When one of them is found, by date and
one further fact, to be a document of another source, the two tokens are one place; the place so learnt then holds
for the source's other local documents too. Only what sources say themselves counts as evidence, so the outcome does
not depend on the order they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import combinations
from typing import Protocol

from graph_schema.identity import organ_of
from graph_schema.matching import TITLE_ENOUGH, title_score
from graph_schema.model import PlaceLink, Referent
from graph_schema.vocabulary import Vocabulary

UNKNOWN = "?"


class Links(Protocol):
    """Where evidence about places is kept: a graph, or one with what a text that is not kept would add."""

    def place_links(self, tokens: Collection[str]) -> Iterable[PlaceLink]:
        """Every link that names one of these tokens."""


def in_order(evidence: Iterable[PlaceLink]) -> list[PlaceLink]:
    """Links sorted by their key."""
    return sorted(evidence, key=lambda x: (x.cluster, x.a, x.b))


def is_unknown(token: str) -> bool:
    """Whether a place token stands for a place nobody has named."""
    return token.startswith(UNKNOWN)


def needs_place(referent: Referent, vocabulary: Vocabulary) -> bool:
    """Whether the referent's organ code exists once per province."""
    organ = organ_of(referent.facts.organs[0], vocabulary) if len(referent.facts.organs) == 1 else None
    return bool(organ and organ.scope == "province")


def own_token(referent: Referent, vocabulary: Vocabulary) -> str | None:
    """The place the source itself gives the referent, its unknown-place token, or None where no place is needed."""
    if not needs_place(referent, vocabulary):
        return None
    scopes = referent.facts.scopes
    return scopes[0] if len(scopes) == 1 else UNKNOWN + referent.source


def links(
    cluster: str,
    referents: Iterable[Referent],
    vocabulary: Vocabulary,
    apart: Callable[[Referent, Referent], bool] | None = None,
) -> tuple[PlaceLink, ...]:
    """Evidence in one cluster that two tokens are one place: the same organ, type and day, and one further fact
    (a relation to the same document, the same subject), or one table key. What curators keep ``apart`` is none."""
    groups: dict[tuple[object, ...], list[tuple[str, Referent]]] = defaultdict(list)
    for referent in referents:
        if token := own_token(referent, vocabulary):
            facts = referent.facts
            for day in facts.dates:
                groups[facts.organs, facts.type, facts.unit, day].append((token, referent))
            if referent.ref:
                groups["ref", referent.ref].append((token, referent))
    found = set()
    for key, members in groups.items():
        if not any(is_unknown(token) for token, _ in members):
            continue
        for (a, left), (b, right) in combinations(members, 2):
            if a == b or not (is_unknown(a) or is_unknown(b)) or (apart and apart(left, right)):
                continue
            if key[0] == "ref" or _further(left, right):
                found.add(PlaceLink(cluster, min(a, b), max(a, b)))
    return tuple(in_order(found))


def _further(left: Referent, right: Referent) -> bool:
    if set(left.related) & set(right.related):
        return True
    return title_score(left.facts.titles, right.facts.titles) >= TITLE_ENOUGH


def closure(held: Links, tokens: Iterable[str]) -> tuple[PlaceLink, ...]:
    """Every link connected with these tokens through unknown places. A named place connects nothing further: two
    sources that both speak of Kon Tum are not evidence about each other's unknowns."""
    seen: set[str] = set()
    found: set[PlaceLink] = set()
    frontier = {t for t in tokens if is_unknown(t)}
    while frontier:
        seen |= frontier
        new = set(held.place_links(frontier)) - found
        found |= new
        frontier = {t for link in new for t in (link.a, link.b) if is_unknown(t)} - seen
    return tuple(in_order(found))


def settle(evidence: Iterable[PlaceLink]) -> Mapping[str, str]:
    """Unknown token -> the one place it is, or the smallest of the unknown tokens that are one with it.

    Tokens linked to several named places are contradicted evidence: they learn none.
    """
    neighbours: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for link in evidence:
        for a, b in ((link.a, link.b), (link.b, link.a)):
            if is_unknown(a):
                (neighbours if is_unknown(b) else named)[a].add(b)
                neighbours[a]  # present even when linked to named places alone
    out: dict[str, str] = {}
    for start in sorted(neighbours):
        if start in out:
            continue
        component, stack = {start}, [start]
        while stack:
            for other in neighbours[stack.pop()] - component:
                component.add(other)
                stack.append(other)
        places = {p for t in component for p in named.get(t, ())}
        place = places.pop() if len(places) == 1 else min(component)
        out.update(dict.fromkeys(component, place))
    return out
