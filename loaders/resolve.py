"""Referents -> documents, inside one cluster: a pure function of its referents, decisions and learnt places.

First the referents that complete a key (or say at least a date) are grouped into documents; then every other one
is matched against those, and takes one only for a stated reason. The cases are tabled in docs/resolution.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema import identity
from graph_schema.identity import Key
from graph_schema.matching import Candidate, Outcome, decide
from graph_schema.model import Decision, Facts, Referent, Source, State, Verdict
from graph_schema.vocabulary import Vocabulary, cycle_of
from loaders.decided import UNITING, apart_in, holding, named_group, unite
from loaders.grouping import Group, Member, found_documents, founds, key_in, torn_term

DECIDED = "decision"
"""Why a mention is a document when a curator said so."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The documents of one cluster and the outcome of each of its referents."""

    groups: tuple[Group, ...]
    outcomes: Mapping[Member, Outcome]


def resolve_cluster(
    referents: Sequence[Referent],
    sources: Mapping[str, Source],
    decisions: Iterable[Decision],
    places: Mapping[str, str],
    vocabulary: Vocabulary,
) -> Resolution:
    """All referents of one cluster, in any order, to documents. ``places`` maps unknown places to what they are."""
    ordered = sorted(referents, key=lambda r: (r.source, r.n))
    held = holding(decisions)
    decided = _decided(ordered, held)
    keyed = [(r, key_in(r, places, vocabulary)) for r in ordered if (r.source, r.n) not in decided]
    founding = [(r, k) for r, k in keyed if founds(r, k, vocabulary)]
    plain, torn = found_documents(founding, vocabulary, apart_in(held))
    groups, moved = _united(ordered, plain, held)
    went = {(r.source, r.n) for g in plain if g.id in moved for r in g.founders}
    outcomes: dict[Member, Outcome] = {}
    home = {(r.source, r.n): g for g in groups for r in g.founders}
    for member, group in home.items():
        why = "merged by decision" if member in went else _why(group)
        outcomes[member] = Outcome(State.RESOLVED, group.id, why, (group.id,))
    candidates = [g.candidate() for g in groups]
    by_member = {m: g.candidate() for m, g in home.items()}
    for referent, key in keyed:
        member = (referent.source, referent.n)
        if member in torn:
            outcomes[member] = _torn(*torn[member], moved)
        elif member not in outcomes:
            outcomes[member] = _match(referent, key, candidates, by_member, sources.get(referent.source), vocabulary)
    for member, decision in decided.items():
        outcomes[member] = follow(decision.document, () if _is_elsewhere(decision) else groups)
    return Resolution(tuple(groups), outcomes)


def _united(
    referents: Sequence[Referent], plain: Sequence[Group], held: Iterable[Decision]
) -> tuple[tuple[Group, ...], Mapping[str, str]]:
    """The groups of this cluster with those joined that curators call one, and where the ids went that are no more."""
    if not plain or not any(d.kind in UNITING for d in held):
        return tuple(plain), {}
    cluster = referents[0].cluster
    united, moved = unite({cluster: plain}, held)
    return united[cluster], moved


def _torn(why: str, candidates: Iterable[str], moved: Mapping[str, str]) -> Outcome:
    named = tuple(sorted({moved.get(i, i) for i in candidates}))
    if len(named) == 1:
        return Outcome(State.RESOLVED, named[0], "merged by decision", named)
    return Outcome(State.AMBIGUOUS, None, why, named)


def _decided(referents: Iterable[Referent], decisions: Iterable[Decision]) -> dict[Member, Decision]:
    """A decision is pinned to a place in a text, so it survives when the reader groups mentions differently."""
    wanted = {(d.source, d.start): d for d in decisions if d.kind is Verdict.ACCEPT}
    return {
        (r.source, r.n): wanted[r.source, r.start]
        for r in referents
        if r.start is not None and (r.source, r.start) in wanted
    }


def _is_elsewhere(decision: Decision) -> bool:
    return decision.other_cluster not in (None, decision.cluster)


def follow(target: str | None, groups: Iterable[Group]) -> Outcome:
    """The outcome of a mention that a curator says is ``target``, a document of one of these groups."""
    found = named_group(groups, target)
    if found:
        return Outcome(State.RESOLVED, found.id, DECIDED, (found.id,))
    return Outcome(State.OPEN, None, "decided, but that document is not known now", ())


def _why(group: Group) -> str:
    if group.key is None:
        return "declared by its source"
    if group.key.complete:
        return "complete key"
    return "symbol and date" if group.facts.dates else "declared by its source"


def _match(
    referent: Referent,
    key: Key | None,
    candidates: Sequence[Candidate],
    by_member: Mapping[Member, Candidate],
    source: Source | None,
    v: Vocabulary,
) -> Outcome:
    facts = referent.facts
    if facts.plenum:
        return _plenum(facts, v)
    if referent.among:
        within = {by_member[m].id: by_member[m] for n in referent.among if (m := (referent.source, n)) in by_member}
        candidates = list(within.values())
    outcome = decide(facts, candidates, stated_on=source.date if source else None)
    if outcome.state is State.RESOLVED:
        return outcome
    if key and torn_term(facts, key, v):
        return Outcome(State.AMBIGUOUS, None, "the term and the date said disagree", _both(facts, candidates))
    if len(facts.organs) > 1:
        return Outcome(State.AMBIGUOUS, None, f"organ {' or '.join(facts.organs)}", outcome.candidates)
    if found := _by_cycle(facts, candidates, source):
        return found
    return outcome


def _both(facts: Facts, candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """What the term alone or the date alone would mean."""
    said_date, said_term = replace(facts, terms=()), replace(facts, dates=())
    return tuple(
        sorted(c.id for c in candidates if any(decide(f, [c]).state is State.RESOLVED for f in (said_date, said_term)))
    )


def _by_cycle(facts: Facts, candidates: Iterable[Candidate], source: Source | None) -> Outcome | None:
    """A local document cited without a date is of the committee that sat when the words were written."""
    cycle = cycle_of(source.date) if source and source.date else None
    if cycle is None or facts.dates or facts.years or len(facts.scopes) != 1 or len(facts.organs) != 1:
        return None
    fits = [c for c in candidates if (c.organ, c.scope, c.period) == (facts.organs[0], facts.scopes[0], cycle)]
    fits = [
        c for c in fits if not c.facts.dates or c.facts.dates[0] <= (source.date if source and source.date else "9")
    ]
    if len(fits) != 1:
        return None
    return Outcome(State.RESOLVED, fits[0].id, f"place, and the cycle {cycle} of the source's date", (fits[0].id,))


def _plenum(facts: Facts, v: Vocabulary) -> Outcome:
    """A plenum named for its resolutions means all of them: candidates from the vocabulary, never several edges."""
    term, _, number = (facts.plenum or "").partition(".")
    plenum = v.plenum(term, int(number)) if number.isdigit() else None
    ids = []
    for document in plenum.documents if plenum else ():
        symbol = identity.parse_symbol(document.symbol, v)
        if symbol and (facts.type is None or symbol.type == facts.type):
            said = Facts(type=symbol.type, number=symbol.number, organs=symbol.organs, terms=(term,))
            key = identity.key_of(said, v)
            ids += [identity.document_id(key, v)] if key else []
    if not ids:
        return Outcome(State.OPEN, None, "the documents of this plenum are not known")
    return Outcome(State.AMBIGUOUS, None, f"the plenum issued {len(ids)} such documents", tuple(sorted(ids)))
