"""Which of some documents are meant by some words: contradictions, reasons, and an outcome that never guesses.

The cases this must get right are the table in ``docs/resolution.md``; each is a test. Being the only candidate is
never a reason here: a lookup that wants the only one asks ``possible`` instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_schema.folding import words
from graph_schema.model import Facts, State

TITLE_ENOUGH = 0.5
"""Share of the words' syllable pairs a title must hold."""
TITLE_MARGIN = 0.25
"""How far it must be ahead of the next candidate's title: an uncertain topic stays open."""
REJECTED = 6
"""Rejected candidates named in a reason."""
TITLE_PAIRS = 2
"""Fewer syllable pairs than this say nothing about a topic ("về đất" is one)."""

_STOP = frozenset(
    "ve viec mot so va cua cac cho trong den theo tren tai tiep tuc thuc hien van de nhung noi dung".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as the matcher sees it: its key's fields and everything said of it by its sources."""

    id: str
    organ: str | None
    scope: str | None
    period: str | None
    facts: Facts
    aliases: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` with the document when RESOLVED, why, and every candidate that still fits, best first."""

    state: State
    document: str | None
    why: str
    candidates: tuple[str, ...] = ()


def contradiction(said: Facts, candidate: Candidate, *, stated_on: str | None = None) -> str | None:
    """The field on which the words exclude the candidate, or None.

    ``stated_on`` is the day the words were published: nothing is cited before it was issued.
    """
    known = candidate.facts
    if said.organs and candidate.organ is not None and candidate.organ not in said.organs:
        return "organ"
    if said.year and candidate.period and candidate.period.isdigit() and str(said.year) != candidate.period:
        return "year"
    if said.unit and known.unit and said.unit != known.unit:
        return "unit"
    roman = candidate.period if candidate.period and candidate.period.isalpha() else None
    if said.terms and roman and roman not in said.terms:
        return "term"
    if said.dates and known.dates and not set(said.dates) & set(known.dates):
        return "date"
    if said.years and known.dates and not {d[:4] for d in known.dates} & {str(y) for y in said.years}:
        return "year"
    if said.scopes and candidate.scope and candidate.scope not in said.scopes:
        return "place"
    if stated_on and known.dates and known.dates[0] > stated_on:
        return "not yet issued"
    return None


def agreements(said: Facts, candidate: Candidate) -> tuple[str, ...]:
    """Stated fields on which words and candidate agree, strongest first: each is a reason to pick it."""
    known, out = candidate.facts, []
    if set(said.dates) & set(known.dates):
        out.append("date")
    if said.terms and candidate.period in said.terms:
        out.append("term")
    if said.years and ({d[:4] for d in known.dates} | {candidate.period}) & {str(y) for y in said.years}:
        out.append("year")
    if said.year and candidate.period == str(said.year):
        out.append("year")
    return tuple(dict.fromkeys(out))


def title_score(said: Iterable[str], titles: Iterable[str]) -> float:
    """How much of the said words' syllable pairs some title holds: 0 to 1, 0 when too little is said.

    Pairs, because single syllables ("công", "tác", "về") are shared by nearly all titles.
    """
    best = 0.0
    have = [_pairs(t) for t in titles]
    for text in said:
        want = _pairs(text)
        if len(want) < TITLE_PAIRS:
            continue
        for pairs in have:
            if pairs:
                best = max(best, len(want & pairs) / min(len(want), max(len(pairs), TITLE_PAIRS)))
    return best


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    said = [w for w in words(text) if w not in _STOP]
    return frozenset(pairwise(said))


def by_title(said: Facts, candidates: Sequence[Candidate]) -> tuple[Candidate, float, float] | None:
    """The one candidate whose title the words describe with a clear margin: (candidate, score, margin)."""
    if not said.titles:
        return None
    scored = sorted(((title_score(said.titles, c.facts.titles), c) for c in candidates), key=lambda s: (-s[0], s[1].id))
    if not scored or scored[0][0] < TITLE_ENOUGH:
        return None
    margin = scored[0][0] - (scored[1][0] if len(scored) > 1 else 0.0)
    return (scored[0][1], scored[0][0], margin) if margin >= TITLE_MARGIN else None


def decide(said: Facts, candidates: Sequence[Candidate], *, stated_on: str | None = None) -> Outcome:
    """One document for a stated reason, or what is left and why.

    A date, term or year in the words picks the one candidate it agrees with; else the title words do, with a margin;
    else elimination (not yet issued, another place ...) together with an issuer or a topic that agrees.
    """
    against = {c.id: contradiction(said, c, stated_on=stated_on) for c in candidates}
    left = [c for c in candidates if against[c.id] is None]
    ids = tuple(sorted(c.id for c in left))
    if not left:
        none = f"nothing known fits{_rejected(against)}" if candidates else "nothing of this number is known"
        return Outcome(State.OPEN, None, none)
    agreeing = [(c, a) for c in left if (a := agreements(said, c))]
    if len(agreeing) == 1:
        return Outcome(State.RESOLVED, agreeing[0][0].id, f"{'+'.join(agreeing[0][1])}{_rejected(against)}", ids)
    if found := by_title(said, [c for c, _ in agreeing] or left):
        title = f"title (score {found[1]:.2f}, margin {found[2]:.2f})"
        return Outcome(State.RESOLVED, found[0].id, f"{title}{_rejected(against)}", ids)
    if len(left) == 1:
        if len(candidates) > 1 and (further := _further(said, left[0])):
            return Outcome(State.RESOLVED, left[0].id, f"the {further} agrees{_rejected(against)}", ids)
        return Outcome(State.OPEN, None, "one fits, but nothing stated says it is meant", ids)
    return Outcome(State.AMBIGUOUS, None, f"{len(left)} documents fit", ids)


def _rejected(against: Mapping[str, str | None]) -> str:
    """What speaks against each rejected candidate, the first few: "; not 18-nq-tw.xiii (date)"."""
    said = [f"{id} ({why})" for id, why in sorted(against.items()) if why]
    more = f" and {len(said) - REJECTED} more" if len(said) > REJECTED else ""
    return f"; not {', '.join(said[:REJECTED])}{more}" if said else ""


def _further(said: Facts, candidate: Candidate) -> str | None:
    if {i for name in said.issuers if (i := issuer_key(name))} & {issuer_key(n) for n in candidate.facts.issuers}:
        return "issuer"
    return "topic" if title_score(said.titles, candidate.facts.titles) >= TITLE_ENOUGH else None


def issuer_key(name: str) -> str:
    """An issuer's name for comparing: folded, "Đảng" and "Việt Nam" aside, so that fuller names agree."""
    said = [w for w in words(name) if w not in ("dang", "viet", "nam", "khoa")]
    return " ".join(said)
