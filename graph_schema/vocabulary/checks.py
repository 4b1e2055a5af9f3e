"""What must hold between the vocabulary's files: checked whenever they are loaded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from graph_schema.errors import VocabularyError
from graph_schema.folding import fold, slug
from graph_schema.model import PLAN_TYPES, EdgeType

if TYPE_CHECKING:
    from graph_schema.vocabulary import Cue, Vocabulary

NUMBER = "%"  # in a phrase: any word of digits
LEVELS = ("central", "state-central", "ministry", "province", "district", "commune")
UNITS = (("2024-12-31", 63), ("2025-06-30", 63), ("2025-07-01", 34))
"""How many provincial units there are on a day (Resolution 202/2025/QH15 took effect on 1/7/2025)."""

_WORD = re.compile(r"[a-z0-9]+")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The folded words of a cue phrase, ``%`` kept where any number may stand."""
    return tuple(re.findall(r"[a-z0-9]+|%", fold(phrase)))


def find_cues(text: str, cues: Iterable[Cue]) -> tuple[tuple[Cue, int, int], ...]:
    """Every cue in a text with the span of its words, leftmost first, the longest phrase winning at each place.

    Spans point into ``fold(text)``, which keeps one code point per code point for composed Vietnamese text.
    """
    table: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in cues:
        for phrase in map(phrase_words, cue.phrases):
            table.setdefault(phrase[0], []).append((phrase, cue))
    found, spans = [], list(_WORD.finditer(fold(text)))
    spoken = [m.group() for m in spans]
    at = 0
    while at < len(spoken):
        fitting = [(len(p), cue) for p, cue in table.get(spoken[at], ()) if _fits(p, spoken[at : at + len(p)])]
        if not fitting:
            at += 1
            continue
        length, cue = max(fitting, key=lambda pair: pair[0])
        found.append((cue, spans[at].start(), spans[at + length - 1].end()))
        at += length
    return tuple(found)


def check(vocabulary: Vocabulary) -> None:
    """Raise VocabularyError at the first contradiction, naming the file and the entry."""
    _check_types(vocabulary)
    _check_organs(vocabulary)
    _check_bodies(vocabulary)
    _check_provinces(vocabulary)
    _check_terms(vocabulary)
    _check_plenums(vocabulary)
    _check_relations(vocabulary)
    _check_cues(vocabulary)


def _fits(phrase: Sequence[str], spoken: Sequence[str]) -> bool:
    return len(phrase) == len(spoken) and all(
        p == s or (p == NUMBER and s.isdigit()) for p, s in zip(phrase, spoken, strict=True)
    )


def _check_types(v: Vocabulary) -> None:
    file = "document_types.yaml"
    _unique(file, "slug", [t.slug for t in v.types])
    known = {t.abbr for t in v.types}
    for t in v.types:
        _require(t.family in known, file, t.abbr, f"family {t.family!r} is no type")
        _require(bool(t.words), file, t.abbr, "it has no words")
        _require(set(t.systems) <= {"party", "state"} and bool(t.systems), file, t.abbr, f"systems {t.systems!r}")
        _require(t.plan == (t.abbr in PLAN_TYPES), file, t.abbr, "plan disagrees with model.PLAN_TYPES")


def _check_organs(v: Vocabulary) -> None:
    allowed: dict[str, set[str | None]] = {
        "system": {"party", "state"},
        "style": {"party", "state", "assembly", "either"},
        "scope": {"none", "province", "body", "committee"},
        "period": {"term", "cycle", "year", "none"},
        "level": {None, *LEVELS},
        "tail": {None, "legislature", "body", "committee"},
    }
    for o in v.organs:
        for field, values in allowed.items():
            value = getattr(o, field)
            _require(value in values, "organs.yaml", o.code, f"{field} is {value!r}")


def _check_bodies(v: Vocabulary) -> None:
    file, known = "bodies.yaml", {b.id for b in v.bodies}
    _unique(file, "id", [b.id for b in v.bodies])
    _unique(file, "name", [n for b in v.bodies for n in {fold(x) for x in (b.name, *b.aliases)}])
    for b in v.bodies:
        _require(b.level in LEVELS, file, b.id, f"level is {b.level!r}")
        _require(b.system in {"party", "state", None}, file, b.id, f"system is {b.system!r}")
        _require(b.per in {None, "province", "district", "commune"}, file, b.id, f"per is {b.per!r}")
        _require(b.parent is None or b.parent in known, file, b.id, f"its parent {b.parent!r} does not exist")
        successor = b.succeeded_by
        _require(successor is None or successor in known, file, b.id, f"its successor {successor!r} does not exist")
        _require(b.organ is None or v.organ(b.organ) is not None, file, b.id, f"its organ {b.organ!r} is no organ")
        _ordered(file, b.id, b.valid_from, b.valid_to)
    _acyclic(file, {b.id: b.parent for b in v.bodies})
    _acyclic(file, {b.id: b.succeeded_by for b in v.bodies})


def _check_provinces(v: Vocabulary) -> None:
    file, known = "provinces.csv", {p.id: p for p in v.provinces}
    _unique(file, "key", [p.id for p in v.provinces])
    for p in v.provinces:
        _require(p.kind in {"tỉnh", "thành phố"}, file, p.id, f"kind is {p.kind!r}")
        _ordered(file, p.id, p.valid_from, p.valid_to)
        into = p.successor
        _require((into is None) == (p.valid_to is None), file, p.id, "exactly a unit that ended has a successor")
        _require(into is None or into in known, file, p.id, f"its successor {into!r} does not exist")
    _unique(file, "name", [n for names in _province_names(v).values() for n in names])
    _acyclic(file, {p.id: p.successor for p in v.provinces})
    for day, count in UNITS:
        here = sum((p.valid_from or "") <= day <= (p.valid_to or "9999") for p in v.provinces)
        _require(here == count, file, day, f"{here} units are valid that day, not {count}")


def _province_names(v: Vocabulary) -> dict[str, set[str]]:
    """The names of each province slug: units before and after a merger share theirs, others share none."""
    names: dict[str, set[str]] = {}
    for p in v.provinces:
        names.setdefault(p.slug, set()).update(slug(n) for n in (p.name, *p.aliases))
    return names


def _check_terms(v: Vocabulary) -> None:
    _unique("terms.csv", "term", [t.roman for t in v.terms])
    for earlier, later in pairwise(v.terms):
        _require(earlier.end == later.start, "terms.csv", later.roman, "it does not begin when the term before ends")
    _require(bool(v.terms) and v.terms[-1].end is None, "terms.csv", "last", "the sitting term has no end")


def _check_plenums(v: Vocabulary) -> None:
    file, terms = "plenums.yaml", {t.roman for t in v.terms}
    _unique(file, "plenum", [f"{p.term}.{p.number}" for p in v.plenums])
    _unique(file, "document", [f"{p.term} {d.symbol}" for p in v.plenums for d in p.documents])
    for p in v.plenums:
        name = f"{p.term}.{p.number}"
        _require(p.term in terms, file, name, "its term does not exist")
        _require(bool(p.documents), file, name, "it issued nothing; leave it out")
        for d in p.documents:
            fits = d.date is None or p.term in v.terms_of(d.date)
            _require(fits, file, name, f"{d.symbol} of {d.date} is not of that term")


def _check_relations(v: Vocabulary) -> None:
    counts = Counter(r.type for r in v.relations)
    for type in EdgeType:
        _require(counts[type.value] == 1, "relations.yaml", type.value, f"it has {counts[type.value]} entries, not one")
    for r in v.relations:
        _require(r.type in EdgeType.__members__, "relations.yaml", r.type, "it is no edge type")


def _check_cues(v: Vocabulary) -> None:
    file = "cues.yaml"
    _unique(file, "name", [c.name for c in v.cues])
    _unique(file, "phrase", [" ".join(w) for c in v.cues for w in {phrase_words(p) for p in c.phrases}])
    for cue in v.cues:
        _require(cue.type in EdgeType.__members__, file, cue.name, f"{cue.type!r} is no edge type")
        _require(cue.voice in {"active", "passive"}, file, cue.name, f"voice is {cue.voice!r}")
        _require(0 < cue.confidence <= 1, file, cue.name, f"confidence is {cue.confidence!r}")
        _require(bool(cue.examples) and bool(cue.excluded), file, cue.name, "it needs examples and excluded ones")
        for text, wanted in [*((e, True) for e in cue.examples), *((e, False) for e in cue.excluded)]:
            hit = any(c is cue for c, _, _ in find_cues(text, v.cues))
            _require(hit == wanted, file, cue.name, f"it {'matches' if hit else 'does not match'} {text!r}")


def _require(holds: bool, file: str, entry: str, problem: str) -> None:
    if not holds:
        raise VocabularyError(f"{file}: {entry}: {problem}.", file=file, entry=entry)


def _unique(file: str, what: str, values: Iterable[str]) -> None:
    for value, count in Counter(values).items():
        _require(count == 1, file, value, f"this {what} occurs {count} times")


def _ordered(file: str, entry: str, start: str | None, end: str | None) -> None:
    _require(start is None or end is None or start <= end, file, entry, f"it ends ({end}) before it begins ({start})")


def _acyclic(file: str, links: dict[str, str | None]) -> None:
    for entry in links:
        seen, at = {entry}, links[entry]
        while at is not None:
            _require(at not in seen, file, entry, "following its parents or successors leads back to it")
            seen.add(at)
            at = links[at]
