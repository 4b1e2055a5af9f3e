"""What a document shows, chosen by a stated rule from what its sources state; the rest stays visible as conflicts.

The rule for every field: what a curator says, then what the document's own head says, then the value that most
independent publishers state, then the smallest. A title is first ranked by how it came: its head's, official, then
stated in running text, then translated back from another language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from graph_schema import rules
from graph_schema.bodies import recognise
from graph_schema.identity import organ_of
from graph_schema.model import Claim, Conflict, Document, IssuingBody, Referent, Source
from graph_schema.vocabulary import Vocabulary
from loaders.grouping import Group
from loaders.overriding import overridden
from loaders.places import is_unknown

HEAD = "head"
"""The rule of claims that a document's own head makes."""
TITLE_RANK = (HEAD, "official", "stated", "back-translated")
Stated = Mapping[str, set[str]]
"""A value -> the publishers that state it."""


def publisher_of(source: Source | None, fallback: str) -> str:
    """Who stands behind a statement: copies by one publisher count once, an unnamed publisher counts as itself."""
    return (source.publisher if source else None) or fallback


def issuer_body(name: str, place: str | None, vocabulary: Vocabulary) -> IssuingBody:
    """The body an issuer's name means in a document of this place."""
    return recognise(name, place=place, vocabulary=vocabulary)


def describe(
    group: Group,
    members: Sequence[Referent],
    claims: Iterable[Claim],
    sources: Mapping[str, Source],
    vocabulary: Vocabulary,
    overrides: Mapping[str, str | None] | None = None,
) -> tuple[Document, IssuingBody | None]:
    """The document of one group and the body that issued it, from the claims of every referent found to be it and from
    what curators say its fields are."""
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    own: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    titles: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        if claim.value:
            who = publisher_of(sources.get(claim.source), claim.source)
            said[claim.type][claim.value].add(who)
            if claim.rule == HEAD:
                own[claim.type][claim.value].add(who)
            if claim.type == "title":
                titles[claim.rule if claim.rule in TITLE_RANK else "stated"][claim.value].add(who)
    key, facts = group.key, group.facts
    organ = organ_of(key.organ, vocabulary) if key else None
    place = (
        key.scope if key and key.scope and organ and organ.scope == "province" and not is_unknown(key.scope) else None
    )
    if group.key is None and len(facts.scopes) == 1:
        place = vocabulary.place(facts.scopes[0])
    body = _issuer(own["issuer"] or said["issuer"], place, vocabulary)
    shown_name = body.name if body else (min(facts.issuers) if facts.issuers else None)
    kind_code = (key.type if key else None) or facts.type
    kind = vocabulary.type(kind_code) if kind_code else None
    date = _choose(own["date"]) or _choose(said["date"]) or min(facts.dates, default=None)
    year = None if date else (str(min(facts.years)) if facts.years else str(facts.year) if facts.year else None)
    status = next((s for s in TITLE_RANK if titles.get(s)), None)
    document = Document(
        id=group.id,
        kind="plan" if kind and kind.plan else "directive",
        cluster=group.founders[0].cluster,
        symbol=facts.symbol,
        type=kind_code,
        number=facts.number,
        organ=key.organ if key else (facts.organs[0] if len(facts.organs) == 1 else None),
        body=body.id if body else None,
        body_name=shown_name,
        place=place or (body.place if body else None),
        date=date or year,
        date_precision="day" if date else ("year" if year else None),
        term=key.period if key and organ and organ.period in ("term", "cycle") else None,
        title=_choose(titles[status]) if status else None,
        title_status=status,
        level=(body.level if body else None) or (organ.level if organ else None),
        system=(body.system if body else None) or (organ.system if organ else None),
        status="draft" if said["status"].keys() == {"draft"} else None,
        known_by="text" if any(own.values()) else _known_by(members, sources),
        sources=len({r.source for r in members}),
        conflicts=_conflicts(said, place, vocabulary),
    )
    if overrides:
        document, body = overridden(document, body, overrides, said, vocabulary)
    flags = rules.check_document(
        document,
        type_words=tuple(sorted(said["type_word"])),
        dates=facts.dates,
        terms=facts.terms,
        vocabulary=vocabulary,
    )
    return replace(document, flags=tuple(sorted(flags))), body


def _choose(stated: Stated) -> str | None:
    return min(stated, key=lambda value: (-len(stated[value]), value), default=None)


def _issuer(stated: Stated, place: str | None, v: Vocabulary) -> IssuingBody | None:
    by_body: dict[str, set[str]] = defaultdict(set)
    bodies = {}
    for name, who in stated.items():
        body = issuer_body(name, place, v)
        bodies[body.id] = body
        by_body[body.id] |= who
    chosen = _choose(by_body)
    return bodies[chosen] if chosen else None


def _known_by(members: Iterable[Referent], sources: Mapping[str, Source]) -> str:
    """table when a table row declares it, else citation; text is for a document whose own head was read."""
    kinds = {sources[r.source].kind for r in members if (r.declared or r.ref) and r.source in sources}
    return "table" if "table" in kinds else "citation"


def _conflicts(said: Mapping[str, Stated], place: str | None, v: Vocabulary) -> tuple[Conflict, ...]:
    out = []
    for field in ("date", "issuer", "term"):
        counts: dict[str, set[str]] = defaultdict(set)
        for value, who in said[field].items() if field in said else ():
            counts[issuer_body(value, place, v).name if field == "issuer" else value] |= who
        if len(counts) > 1:
            ordered = sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
            out.append(Conflict(field, tuple((value, len(who)) for value, who in ordered)))
    return tuple(out)
