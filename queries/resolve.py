"""Words -> the document they mean, several with what tells them apart, or none with the nearest.

A person's question differs from a citation: here the only document that fits is the answer. What is never done is to
choose among several that fit, unless ``match="best"`` asks for it; then the rule is stated and said to have been used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.matching import by_title, title_score
from graph_schema.model import Document, Facts
from graph_schema.store.base import Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.fitting import (
    Known,
    agreed,
    clusters_of,
    excluded_by,
    fitting,
    known_of,
    phrase_share,
    search_words,
    telling,
)
from queries.parameters import Parameters, apply
from queries.question import Question, parse_question
from queries.shapes import DocumentShape, document_shape

BEST_RULE = "title words, then the number of sources, then the newest date"
_HINTS = ("date", "term", "type", "organ", "place", "issuer", "title")
_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document that fits: the share of what was said that it agrees with, and on what."""

    document: DocumentShape
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """A field on which the candidates differ, and its values: saying one of them narrows the question."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResolveAnswer:
    """``outcome`` is one, several or none; ``match`` is the document when it is one; ``doubts`` name what was said that
    no source bears out of it (date, place, title). ``nearest`` is offered when nothing fits. ``asked`` is
    ``implementers`` when the words ask who implements the document."""

    query: str
    outcome: str
    match: DocumentShape | None
    why: str
    doubts: tuple[str, ...]
    auto_resolved: bool
    candidates: tuple[Ranked, ...]
    total: int
    hints: tuple[Hint, ...]
    nearest: tuple[Ranked, ...]
    asked: str | None
    graph_version: int


def resolve(
    graph: Graph, text: str, vocabulary: Vocabulary, parameters: Parameters | None = None, *, best: bool = False
) -> ResolveAnswer:
    """Which document ``text`` and the parameters mean. Raises InvalidQuestion for an empty or overlong question."""
    text = limits.words_of(text)
    named = graph.nodes([text]).get(text)
    if isinstance(named, Document):
        return _one(
            graph, Question(text, Facts()), Ranked(document_shape(named, vocabulary), 1.0, ("id",)), "this is its id"
        )
    question, fits, more = _ask(graph, text, parameters or Parameters(), vocabulary)
    return _outcome(graph, question, fits, vocabulary, more=more, best=best)


def resolve_facts(
    graph: Graph, text: str, facts: Facts, vocabulary: Vocabulary, *, best: bool = False
) -> ResolveAnswer:
    """Which document a text means that says ``facts`` of it; ``text`` is how the answer calls it."""
    plenums = (facts.plenum,) if facts.plenum and facts.number is None else ()
    question = Question(text, facts, plenums=plenums)
    fits, more = fitting(graph, question, vocabulary)
    return _outcome(graph, question, fits, vocabulary, more=more, best=best)


def _ask(graph: Graph, text: str, parameters: Parameters, v: Vocabulary) -> tuple[Question, list[Known], int]:
    """The question, with what ``fitting`` says of it. It is read both ways where its words may name a place or body:
    that reading stays while something fits."""
    question = apply(parse_question(text, v), parameters, v)
    fits, more = fitting(graph, question, v)
    if question.soft and not fits:
        question = apply(parse_question(text, v, soft=False), parameters, v)
        fits, more = fitting(graph, question, v)
    return question, fits, more


def _outcome(
    graph: Graph, question: Question, fits: Sequence[Known], v: Vocabulary, *, more: int, best: bool
) -> ResolveAnswer:
    ranked = rank(question, fits, v)
    if not ranked:
        return _none(graph, question, v)
    if len(ranked) == 1 and not more:
        return _one(graph, question, ranked[0], "the only one that fits", ranked, _doubts(question, fits[0]))
    if picked := _picked(question, fits):
        name, why = picked
        chosen = next(r for r in ranked if r.document.id == name)
        return _one(graph, question, chosen, why, (chosen, *(r for r in ranked if r is not chosen)))
    if best:
        by_rule = min(fits, key=lambda k: _best_key(question, k))
        chosen = next(r for r in ranked if r.document.id == by_rule.document.id)
        answer = _one(graph, question, chosen, f"picked among {len(ranked)} by rule: {BEST_RULE}", ranked)
        return replace(answer, auto_resolved=True, hints=hints([k.document for k in fits], v))
    shown = ranked[: limits.MAX_CANDIDATES]
    return ResolveAnswer(
        query=question.text,
        outcome="several",
        match=None,
        why=f"{len(ranked)} documents fit"
        if not more
        else f"{len(ranked)} documents fit, and {more} were not looked at",
        doubts=(),
        auto_resolved=False,
        candidates=tuple(shown),
        total=len(ranked) + more,
        hints=hints([k.document for k in fits], v),
        nearest=(),
        asked=question.asked,
        graph_version=graph.version,
    )


def _one(
    graph: Graph,
    question: Question,
    match: Ranked,
    why: str,
    ranked: Sequence[Ranked] = (),
    doubts: tuple[str, ...] = (),
) -> ResolveAnswer:
    shown = tuple(ranked or (match,))
    return ResolveAnswer(
        query=question.text,
        outcome="one",
        match=match.document,
        why=why,
        doubts=doubts,
        auto_resolved=False,
        candidates=shown[: limits.MAX_CANDIDATES],
        total=len(shown),
        hints=(),
        nearest=(),
        asked=question.asked,
        graph_version=graph.version,
    )


def _doubts(question: Question, known: Known) -> tuple[str, ...]:
    """What was said that the document does not bear out, though it does not contradict it either."""
    facts, held = question.facts, agreed(question.facts, known.candidate)
    titles = known.candidate.facts.titles
    out = [name for name, values in (("date", facts.dates), ("place", facts.scopes)) if values and name not in held]
    borne_out = title_score(facts.titles, titles) or phrase_share(facts, titles) == 1  # two words make no score
    if facts.number and facts.titles and titles and not borne_out:
        out.append("title")
    return tuple(out)


def _picked(question: Question, fits: Sequence[Known]) -> tuple[str, str] | None:
    """The one that agrees with all that was said, where the others merely do not contradict it; or the title's."""
    said = telling(question.facts)
    whole = [k for k in fits if said and said <= set(agreed(question.facts, k.candidate))]
    if len(whole) == 1:
        return whole[0].document.id, f"the only one known to agree on {' and '.join(sorted(said))}"
    if found := by_title(question.facts, [k.candidate for k in whole or fits]):
        return found[0].id, f"its title (score {found[1]:.2f}, {found[2]:.2f} ahead of the next)"
    return None


def rank(question: Question, fits: Sequence[Known], vocabulary: Vocabulary) -> list[Ranked]:
    """What fits, best first: the share of what was said that agrees, then sources, then the newest, then the id."""
    facts = question.facts
    rows = []
    for known in fits:
        why = agreed(facts, known.candidate)
        titles = known.candidate.facts.titles
        title = title_score(facts.titles, titles) if facts.number else phrase_share(facts, titles)
        fields_said = len(telling(facts)) + bool(facts.issuers) + bool(facts.organs)
        said = 1 + fields_said + bool(facts.titles)  # the number, or the words that were searched, always agree
        score = round((1 + len(set(why)) + title) / said, 2)
        rows.append(
            (
                known,
                Ranked(
                    document_shape(known.document, vocabulary), min(score, 1.0), (*why, *(("title",) if title else ()))
                ),
            )
        )
    rows.sort(key=lambda row: (-row[1].score, *_standing(row[0].document)))
    return [ranked for _, ranked in rows]


def _best_key(question: Question, known: Known) -> tuple[object, ...]:
    return (-round(title_score(question.facts.titles, known.candidate.facts.titles), 6), *_standing(known.document))


def _standing(document: Document) -> tuple[int, int, str]:
    newest = -int("".join(c for c in (document.date or "") if c.isdigit()).ljust(8, "0"))
    return (-document.sources, newest, document.id)


def hints(documents: Sequence[Document], vocabulary: Vocabulary) -> tuple[Hint, ...]:
    """What tells some documents apart: the fields that differ among them."""
    values: dict[str, dict[str, None]] = {name: {} for name in _HINTS}
    unknown: set[str] = set()
    for document in documents:
        shown: Mapping[str, str | None] = {
            "date": document.date,
            "term": document.term,
            "type": document.type,
            "organ": document.organ,
            "place": vocabulary.place_name(document.place) if document.place else None,
            "issuer": document.body_name,
            "title": document.title,
        }
        for name, value in shown.items():
            if value is None:
                unknown.add(name)
            else:
                values[name][value] = None
    return tuple(
        Hint(n, tuple(sorted(values[n]))) for n in _HINTS if len(values[n]) + (n in unknown and bool(values[n])) > 1
    )


def _none(graph: Graph, question: Question, v: Vocabulary) -> ResolveAnswer:
    return ResolveAnswer(
        query=question.text,
        outcome="none",
        match=None,
        why="nothing known fits",
        doubts=(),
        auto_resolved=False,
        candidates=(),
        total=0,
        hints=(),
        nearest=tuple(_nearest(graph, question, v)),
        asked=question.asked,
        graph_version=graph.version,
    )


def _nearest(graph: Graph, question: Question, v: Vocabulary) -> list[Ranked]:
    """The same number of another type, organ, date ...; else documents found by the first words that find any."""
    facts = question.facts
    out: list[Ranked] = []
    if facts.number is not None:
        everywhere = clusters_of(Facts(number=facts.number), v)
        known = known_of(graph, graph.documents_in({*everywhere, *clusters_of(facts, v)}), v)
        reasons = [(k, excluded_by(question, k.document, k.candidate, v) or "") for k in known]
        # what differs least is nearest: a wrong date or place before another organ, that before another type
        order = {
            name: n
            for n, name in enumerate(("date", "year", "term", "place", "not yet issued", "unit", "organ", "type"))
        }
        reasons.sort(key=lambda pair: (order.get(pair[1], len(order)), *_standing(pair[0].document)))
        out = [Ranked(document_shape(k.document, v), 0.0, (f"another {why}",)) for k, why in reasons[:_NEAREST]]
    said = search_words(facts)
    for count in (len(said), *range(min(len(said) - 1, 4), 0, -1)):
        if out or not count:
            break
        found = graph.find(said[:count], Filters(), limit=_NEAREST)
        out = [Ranked(document_shape(d, v), 0.0, (f"holds {' '.join(said[:count])}",)) for d in found.documents]
    return out
