"""Text -> everything one source says: mentions, documents, claims, tasks, flags. A pure function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph_schema.bodies import place_of
from graph_schema.folding import words
from graph_schema.model import REFERENT_PREFIX, Claim, Form, Mention, Reading, Referent, Source
from graph_schema.vocabulary import Vocabulary
from loaders.antecedents import Antecedent, Grouping, group
from loaders.citations import find_citations
from loaders.claims import attribute_claim, relation_claim
from loaders.events import Relation
from loaders.itself import without_plain
from loaders.localities import place_of_source, with_scopes
from loaders.mentions import Citation
from loaders.official import Own, with_own
from loaders.plain import View, view
from loaders.plans import with_plans
from loaders.relations import find_relations
from loaders.tasks import TaskReading, read_tasks
from loaders.words import type_names

MENTION, ATTRIBUTES = "mention", ("date", "issuer", "term", "cycle", "title")
HEAD = "head"
"""The rule of what a document says of itself in its own head."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in one text, step by step, before it is written down as statements. Relations name citations by
    their index; the claims of ``tasks`` name documents as ``grouped`` numbers them."""

    seen: View
    own: Own | None
    citations: tuple[Citation, ...]
    grouped: Grouping
    relations: tuple[Relation, ...]
    tasks: TaskReading


def read_text(source: Source, text: str, vocabulary: Vocabulary) -> Reading:
    """All that the canonical ``text`` of ``source`` says. Pure; never raises; a text without citations gives none."""
    return statements(source, find_parts(source, text, vocabulary), vocabulary)


def find_parts(source: Source, text: str, vocabulary: Vocabulary) -> Parts:
    """The first half of ``read_text``: what is found in the text, and where."""
    seen = view(text)
    found, own = with_own(seen, find_citations(text, vocabulary, seen=seen), vocabulary)
    place = place_of_source(seen, source, vocabulary, own.place if own else None)
    citations = with_plans(seen, with_scopes(seen, found, place, vocabulary), own, place, vocabulary)
    grouped = group(citations, vocabulary)
    relations = without_plain(find_relations(seen, citations, grouped.of, vocabulary, own), grouped.of, own)
    tasks = read_tasks(seen, source, citations, grouped.of, relations, own, place, vocabulary)
    return Parts(seen, own, tuple(citations), grouped, tuple(relations), tasks)


def statements(source: Source, parts: Parts, vocabulary: Vocabulary) -> Reading:
    """The second half of ``read_text``: what was found, as the records that a graph keeps."""
    seen, own, citations, grouped, tasks = parts.seen, parts.own, parts.citations, parts.grouped, parts.tasks
    stated = tuple(_relation_claim(source, citations, grouped, r) for r in parts.relations if r.subject is not None)
    referents = _referents(source, citations, grouped, stated, own)
    said = _attribute_claims(source, seen, citations, grouped, own, vocabulary)
    claims = (*stated, *_own_claims(source, grouped, own), *said, *tasks.claims)
    return Reading(
        source=replace(source, length=len(seen.text), place=source.place),
        text=seen.text,
        mentions=_mentions(source, citations, grouped),
        referents=referents,
        claims=tuple(sorted({c.id: c for c in claims}.values(), key=_in_order)),
        tasks=tasks.tasks,
        flags=_flags(citations, vocabulary),
    )


def _in_order(c: Claim) -> tuple[int, int, str, int, str, str]:
    return c.start or 0, c.end or 0, c.type, len(c.subject), c.subject, c.id


def _mentions(source: Source, citations: Sequence[Citation], grouped: Grouping) -> tuple[Mention, ...]:
    return tuple(
        Mention(source.id, n, c.start, c.end, c.surface, c.form, grouped.of.get(n - 1), grouped.why.get(n - 1))
        for n, c in enumerate(citations, 1)
    )


def _referents(
    source: Source, citations: Sequence[Citation], grouped: Grouping, stated: Iterable[Claim], own: Own | None
) -> tuple[Referent, ...]:
    symbols = {f"{REFERENT_PREFIX}{d.n}": d.facts.symbol for d in grouped.documents}
    related: dict[str, set[str]] = defaultdict(set)
    for c in stated:
        if symbol := symbols.get(c.object or ""):
            related[c.subject].add(f"{c.type}:{symbol}")
    return tuple(
        Referent(
            source=source.id,
            n=d.n,
            cluster=d.cluster,
            facts=d.facts,
            related=tuple(sorted(related[f"{REFERENT_PREFIX}{d.n}"])),
            among=d.among,
            declared=_declared(citations, d, own),
            start=citations[d.citations[0]].start,
        )
        for d in grouped.documents
    )


def _declared(citations: Sequence[Citation], d: Antecedent, own: Own | None) -> bool:
    """Whether the text itself says that the document exists: it is the text, or a plan without a number was issued."""
    if own and own.index in d.citations:
        return True
    return d.facts.number is None and any(
        citations[i].form is Form.TITLE and citations[i].why is None for i in d.citations
    )


def _relation_claim(source: Source, citations: Sequence[Citation], grouped: Grouping, r: Relation) -> Claim:
    """The quote runs from the first of the two citations to the end of the second, the cue inside; of what a text says
    of itself, from the cue."""
    assert r.subject is not None
    b = citations[r.object]
    a = b if r.rule.startswith("head:") else citations[r.subject]
    return relation_claim(
        source,
        f"{REFERENT_PREFIX}{grouped.of[r.subject]}",
        r.type,
        f"{REFERENT_PREFIX}{grouped.of[r.object]}",
        (min(a.start, b.start, r.cue_start), max(a.end, b.end, r.cue_end)),
        (r.cue_start, r.cue_end),
        rule=r.rule,
        confidence=r.confidence,
    )


def _own_claims(source: Source, grouped: Grouping, own: Own | None) -> list[Claim]:
    """What an official text's head says of the text itself."""
    n = grouped.of.get(own.index) if own else None
    if own is None or n is None:
        return []
    subject = f"{REFERENT_PREFIX}{n}"
    return [attribute_claim(source, subject, s.field, s.value, (s.start, s.end), rule=HEAD) for s in own.said]


def _attribute_claims(
    source: Source,
    seen: View,
    citations: Sequence[Citation],
    grouped: Grouping,
    own: Own | None,
    vocabulary: Vocabulary,
) -> list[Claim]:
    """One claim for each document, field and value: where it is said first. What a head says of its own text is said
    already."""
    out: dict[tuple[int, str, str], Claim] = {}
    for i, c in enumerate(citations):
        n = grouped.of.get(i)
        if n is None or c.form is Form.BACK:
            continue
        if own and own.said and i == own.index:
            if c.facts.symbol:
                claim = attribute_claim(
                    source, f"{REFERENT_PREFIX}{n}", "symbol", c.facts.symbol, (c.number, c.end), rule=HEAD
                )
                out[n, "symbol", c.facts.symbol] = claim
            continue
        said = [(s.field, s.value, s.start, s.end) for s in c.said if s.field in ATTRIBUTES]
        if c.facts.symbol and c.form is Form.FULL:
            said.append(("symbol", c.facts.symbol, c.number if c.number < c.end else c.start, c.end))
        if c.word and c.form is Form.FULL and c.facts.symbol:
            said.append(("type_word", _type_word(seen, c), c.start, c.end))
        said += [
            ("place", place, s.start, s.end)
            for s in c.said
            if s.field == "issuer" and (place := place_of(s.value, vocabulary)) in c.facts.scopes
        ]
        for field, value, start, end in said:
            key = (n, field, value)
            if key not in out:
                out[key] = attribute_claim(source, f"{REFERENT_PREFIX}{n}", field, value, (start, end), rule=MENTION)
    return list(out.values())


def _type_word(seen: View, c: Citation) -> str:
    """The type word as written, without "số"."""
    size = len(words(c.word or ""))
    return " ".join(seen.text[c.start : c.end].split()[:size])


def _flags(citations: Iterable[Citation], vocabulary: Vocabulary) -> tuple[str, ...]:
    flags = {f"type-word-disagrees:{c.facts.symbol}" for c in citations if c.facts.symbol and _disagrees(c, vocabulary)}
    return tuple(sorted(flags))


def _disagrees(c: Citation, v: Vocabulary) -> bool:
    """Whether the type word is a word of another type: "Công văn số 22-KL/BCĐ"."""
    if c.word is None or c.form is not Form.FULL or c.facts.type is None or type_names(v).get(c.word, "") in (None, ""):
        return False
    kind = v.type(c.facts.type)
    return kind is not None and all(
        " ".join(words(w)) != c.word for t in v.types if t.family == kind.family for w in t.words
    )
