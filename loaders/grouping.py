"""Referents that are enough to say a document exists, grouped into documents: the first step of resolution."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from graph_schema import identity
from graph_schema.bodies import recognise
from graph_schema.folding import slug, words
from graph_schema.identity import Key
from graph_schema.matching import Candidate
from graph_schema.model import Facts, Referent
from graph_schema.vocabulary import Vocabulary
from loaders.places import UNKNOWN, is_unknown, own_token

Member = tuple[str, int]
"""A referent by its source and number."""


@dataclass(frozen=True, slots=True)
class Group:
    """One document: its id, key (None without a number), everything its founding referents say, and its other ids."""

    id: str
    key: Key | None
    facts: Facts
    founders: tuple[Referent, ...]
    aliases: frozenset[str]

    def candidate(self) -> Candidate:
        """The group as the matcher sees it; a place nobody has named excludes nothing."""
        scope = self.key.scope if self.key and self.key.scope and not is_unknown(self.key.scope) else None
        return Candidate(
            self.id,
            self.key.organ if self.key else None,
            scope,
            self.key.period if self.key else None,
            self.facts,
            self.aliases,
        )


def key_in(referent: Referent, places: Mapping[str, str], vocabulary: Vocabulary) -> Key | None:
    """The key a referent completes, its unknown place replaced by what was learnt of it."""
    token = own_token(referent, vocabulary)
    return identity.key_of(referent.facts, vocabulary, scope=places.get(token, token) if token else None)


def founds(referent: Referent, key: Key | None, vocabulary: Vocabulary) -> bool:
    """Whether the referent is enough to say that a document exists: a complete key, a symbol with a date, a table
    key, or the document's own word. A term and a date that disagree are not enough: one of them is wrong."""
    if referent.declared or referent.ref:
        return True
    if key is None or referent.among:
        return False
    return (key.complete or bool(referent.facts.dates)) and not torn_term(referent.facts, key, vocabulary)


def torn_term(facts: Facts, key: Key, vocabulary: Vocabulary) -> bool:
    """Whether the term written and the dates said exclude each other."""
    if not facts.terms or not facts.dates or key.period not in facts.terms:
        return False
    return not any(key.period in vocabulary.terms_of(day) for day in facts.dates)


@dataclass(slots=True)
class _Draft:
    """Referents found to speak of one document, while groups are still being joined."""

    key: Key | None
    members: list[Referent]

    @property
    def dates(self) -> set[str]:
        return {day for r in self.members for day in r.facts.dates}

    @property
    def refs(self) -> set[str]:
        return {r.ref for r in self.members if r.ref}

    def order(self) -> tuple[str, int]:
        return min((r.source, r.n) for r in self.members)


def found_documents(
    founding: Sequence[tuple[Referent, Key | None]],
    v: Vocabulary,
    apart: Callable[[str, str], bool] | None = None,
) -> tuple[list[Group], dict[Member, tuple[str, tuple[str, ...]]]]:
    """Documents, sorted by id; and the referents that fit several of them equally: why, and which. ``apart`` says of
    two ids whether what would have them alone is not to be joined."""
    whole: dict[object, _Draft] = {}
    partial: dict[object, _Draft] = {}
    for referent, key in founding:
        if key and key.complete:
            _add(whole, key, referent, key)
        elif referent.ref:
            _add(partial, ("ref", referent.ref), referent, key)
        elif key:
            _add(partial, (key, referent.facts.dates[:1]), referent, key)
        else:
            _add(partial, _described(referent, v) or (referent.source, referent.n), referent, key)
    drafts = list(whole.values())
    torn_drafts: list[tuple[_Draft, list[_Draft]]] = []
    # The more a draft knows, the earlier it is placed; what knows less may then join it, but only it alone.
    for draft in sorted([*partial.values(), *_coarse(drafts, v)], key=lambda d: (-_knows(d.key), d.order())):
        fits = [d for d in drafts if d is not draft and _joins(draft, d)]
        if apart and fits:
            fits = [d for d in fits if not _kept_apart(draft, d, apart, v)]
        if len(fits) == 1:
            fits[0].members.extend(draft.members)
            if draft in drafts:
                drafts.remove(draft)
        elif len(fits) > 1 and not any(r.declared or r.ref for r in draft.members):
            torn_drafts.append((draft, fits))
            if draft in drafts:
                drafts.remove(draft)
        elif draft not in drafts:
            drafts.append(draft)
    groups = _name(drafts, v)
    ids = {id(d): g.id for d, g in zip(drafts, groups, strict=True)}
    torn = {}
    for draft, fits in torn_drafts:
        why = f"{len(fits)} documents have this number and date"
        named = tuple(sorted(ids[id(d)] for d in fits if id(d) in ids))
        torn.update({(r.source, r.n): (why, named) for r in draft.members})
    return sorted(groups, key=lambda g: g.id), torn


def _kept_apart(a: _Draft, b: _Draft, apart: Callable[[str, str], bool], v: Vocabulary) -> bool:
    names = [{_id(d, v), *(i for r in d.members for i in alone(r, v))} for d in (a, b)]
    return any(apart(x, y) for x in names[0] for y in names[1])


def _described(referent: Referent, v: Vocabulary) -> object | None:
    """What makes two unnumbered documents one: type, body, title and day (or year), all the same. None where one of
    them is not said, or the body is one of many."""
    facts = referent.facts
    when = facts.dates or facts.years
    if facts.number or not facts.titles or not when or len(facts.issuers) != 1:
        return None
    place = facts.scopes[0] if len(facts.scopes) == 1 else None
    body = recognise(facts.issuers[0], place=place, vocabulary=v)
    alone = body.place is None and body.level not in ("central", "state-central", "ministry")
    general = any(body.id == slug(f"{b.name} {body.place or ''}") for b in v.bodies if b.per in ("district", "commune"))
    return None if alone or general else ("title", facts.type, body.id, tuple(map(words, facts.titles)), when)


def _add(table: dict[object, _Draft], slot: object, referent: Referent, key: Key | None) -> None:
    table.setdefault(slot, _Draft(key, [])).members.append(referent)


def _knows(key: Key | None) -> int:
    if key is None:
        return 0
    return (key.scope is not None) + (key.period is not None) + ("." in (key.scope or ""))


def _coarse(drafts: Iterable[_Draft], v: Vocabulary) -> list[_Draft]:
    """Complete groups of a committee named only by its level ("Ban Chỉ đạo Trung ương"): they may be a fuller one's."""
    return [d for d in drafts if d.key and _is_committee(d.key, v) and "." not in (d.key.scope or "")]


def _is_committee(key: Key, v: Vocabulary) -> bool:
    organ = identity.organ_of(key.organ, v)
    return bool(organ and organ.scope == "committee")


def _joins(less: _Draft, more: _Draft) -> bool:
    """Whether what is known agrees, and a date or a table's key is shared: enough for one document, the place aside
    (see places)."""
    a, b = less.key, more.key
    if a is None or b is None or _knows(a) > _knows(b):
        return False
    if (a.organ, a.type, a.unit, a.series) != (b.organ, b.type, b.unit, b.series):
        return False
    if a.period and b.period and a.period != b.period:
        return False
    if a.scope and b.scope and a.scope != b.scope and not b.scope.startswith(a.scope + "."):
        return False
    return bool(less.dates & more.dates or less.refs & more.refs)


def _name(drafts: Sequence[_Draft], v: Vocabulary) -> list[Group]:
    ids = [_id(d, v) for d in drafts]
    repeated = {name for name, n in Counter(ids).items() if n > 1}
    out = []
    for draft, plain in zip(drafts, ids, strict=True):
        name = _id(draft, v, mark=_mark(draft)) if plain in repeated else plain
        key, facts = draft.key, merge([r.facts for r in draft.members])
        aliases: set[str] = {plain} - {name}
        if key:
            aliases |= identity.coarser_ids(_plain_scope(key), facts.dates, v)
            for referent in draft.members:
                aliases |= alone(referent, v)
        out.append(
            Group(
                name,
                key,
                facts,
                tuple(sorted(draft.members, key=lambda r: (r.source, r.n))),
                frozenset(aliases - {name}),
            )
        )
    return out


def _id(draft: _Draft, v: Vocabulary, *, mark: str | None = None) -> str:
    key = draft.key
    if key is None:
        return identity.unnumbered_id(merge([r.facts for r in draft.members]), v, mark=mark or _ref(draft))
    date = min(draft.dates, default=None)
    if not key.complete:
        key = replace(key, period=None) if date else key
        mark = mark or (None if date else _mark(draft))
    return identity.document_id(_plain_scope(key), v, date=date, mark=mark)


def alone(referent: Referent, v: Vocabulary) -> set[str]:
    """The ids this referent's document would have without any other source: what it may once have been called."""
    key = key_in(referent, {}, v)
    return {_id(_Draft(key, [referent]), v)} if key else set()


def _plain_scope(key: Key) -> Key:
    """The key with an unknown place written as it stands in ids: x and eight digits."""
    if key.scope and is_unknown(key.scope):
        return replace(key, scope="x" + key.scope[len(UNKNOWN) :][:8])
    return key


def _mark(draft: _Draft) -> str:
    source, n = draft.order()
    return "x" + identity.short_hash(_ref(draft) or f"{source}#{n}")


def _ref(draft: _Draft) -> str | None:
    return min((r.ref for r in draft.members if r.ref), default=None)


def merge(all_facts: Iterable[Facts]) -> Facts:
    """Everything several facts say: distinct values sorted, and of single values the longest, then the smallest."""
    gathered: dict[str, set[object]] = defaultdict(set)
    many = list(all_facts)
    for facts in many:
        for name in _TUPLES:
            gathered[name].update(getattr(facts, name))
        for name in _SINGLES:
            if (value := getattr(facts, name)) is not None:
                gathered[name].add(value)
    said: dict[str, object] = {n: tuple(sorted(gathered[n], key=str)) for n in _TUPLES}
    said |= {n: min(gathered[n], key=lambda x: (-len(str(x)), str(x))) if gathered[n] else None for n in _SINGLES}
    return Facts(**said)  # type: ignore[arg-type]


_TUPLES = tuple(f.name for f in fields(Facts) if str(f.type).startswith("tuple"))
_SINGLES = tuple(f.name for f in fields(Facts) if not str(f.type).startswith("tuple"))
