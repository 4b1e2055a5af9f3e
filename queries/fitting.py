"""Which documents a question may mean: the candidates of its number, and what excludes or agrees with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise

from graph_schema.folding import fold, words
from graph_schema.identity import bare_number, cluster_of, key_of, organ_of, parse_symbol
from graph_schema.matching import Candidate, contradiction, issuer_key
from graph_schema.model import Document, Facts, Referent
from graph_schema.store.base import Filters, Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.question import Question

_ASSEMBLY_TYPES = ("Luật", "PL", "NQ")
_CONNECTING = frozenset("ve viec va cua cac nhung cho tai theo".split())
_TUPLES = tuple(f.name for f in fields(Facts) if str(f.type).startswith("tuple"))


@dataclass(frozen=True, slots=True)
class Known:
    """A document beside everything its sources say of it."""

    document: Document
    candidate: Candidate


def clusters_of(facts: Facts, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Every cluster a document of this number can lie in: one for a type, all types' when none was said."""
    if facts.type is None and not facts.organs:
        return tuple(sorted({cluster_of(replace(facts, type=t.abbr), vocabulary) for t in vocabulary.types}))
    found = {cluster_of(facts, vocabulary)}
    if facts.type in (*_ASSEMBLY_TYPES, None):
        found.add(cluster_of(replace(facts, organs=("QH1",)), vocabulary))
    if facts.type is None:
        found |= {cluster_of(replace(facts, type=t.abbr), vocabulary) for t in vocabulary.types}
    return tuple(sorted(found))


def fitting(graph: Graph, question: Question, vocabulary: Vocabulary) -> tuple[list[Known], int]:
    """Every document the question may mean, and how many more there are than were looked at."""
    if question.facts.number is not None:
        return _of_number(graph, question, vocabulary), 0
    if question.plenums:
        return _of_plenums(graph, question, vocabulary), 0
    return _of_words(graph, question, vocabulary)


def _of_number(graph: Graph, question: Question, v: Vocabulary) -> list[Known]:
    known = known_of(graph, graph.documents_in(clusters_of(question.facts, v)), v)
    return [k for k in known if excluded_by(question, k.document, k.candidate, v) is None]


def _of_plenums(graph: Graph, question: Question, v: Vocabulary) -> list[Known]:
    """The documents a plenum issued, as far as they are in the graph."""
    found: dict[str, Known] = {}
    for meant in question.plenums:
        term, _, number = meant.partition(".")
        plenum = v.plenum(term, int(number))
        for issued in plenum.documents if plenum else ():
            symbol = parse_symbol(issued.symbol, v)
            if symbol is None:
                continue
            said = replace(
                question.facts,
                type=symbol.type,
                number=symbol.number,
                organs=symbol.organs,
                symbol=symbol.text,
                dates=(issued.date,) if issued.date else (),
                terms=(term,),
                plenum=None,
                titles=(),
            )
            for known in _of_number(graph, replace(question, facts=said, plenums=(), type_word=None), v):
                if question.facts.type in (None, known.document.type):
                    found[known.document.id] = known
    return [found[i] for i in sorted(found)]


def _of_words(graph: Graph, question: Question, v: Vocabulary) -> tuple[list[Known], int]:
    """Words without a number: documents whose search text holds them all; without words, all of what else was said."""
    facts = question.facts
    said = search_words(facts)
    if not said and not (facts.type or telling(facts) or facts.organs):
        return [], 0
    days = sorted([*facts.dates, *(f"{y}-01-01" for y in facts.years), *(f"{y}-12-31" for y in facts.years)])
    filters = Filters(
        type=None if said else facts.type,
        place=facts.scopes[0] if len(facts.scopes) == 1 else None,
        since=days[0][:4] if days and not said else None,
        until=days[-1] if days and not said else None,
    )
    found = graph.find(said, filters, limit=limits.PAGE.high, total=True)
    known = known_of(graph, found.documents, v)
    more = (found.total or 0) - len(found.documents)
    return [k for k in known if excluded_by(question, k.document, k.candidate, v) is None], more


def search_words(facts: Facts) -> tuple[str, ...]:
    """The title words worth searching for: connecting words may be another title's."""
    return tuple(w for t in facts.titles for w in words(t) if w not in _CONNECTING)


def phrase_share(facts: Facts, titles: Sequence[str]) -> float:
    """How much of the searched words stands in some title word beside word: "đất đai" is not "đất ... hiện đại"."""
    said = search_words(facts)
    want = set(pairwise(said)) or {(w, w) for w in said}  # a single word stands beside itself
    best = 0.0
    for title in titles:
        held = [w for w in words(title) if w not in _CONNECTING]
        best = max(best, len(want & {*pairwise(held), *zip(held, held, strict=True)}) / max(len(want), 1))
    return best


def known_of(graph: Graph, documents: Iterable[Document], v: Vocabulary) -> list[Known]:
    """The documents with everything their sources say of them."""
    listed = list(documents)
    by_document: dict[str, list[Referent]] = defaultdict(list)
    for referent in graph.referents_as([d.id for d in listed]):
        if referent.document:
            by_document[referent.document].append(referent)
    return [Known(d, candidate_of(d, by_document[d.id], v)) for d in listed]


def candidate_of(document: Document, referents: Sequence[Referent], vocabulary: Vocabulary) -> Candidate:
    """A document as the matcher sees it: its key, and every title, date and name any source gives it."""
    said: dict[str, set[object]] = {name: set() for name in _TUPLES}
    for referent in referents:
        for name in _TUPLES:
            said[name].update(getattr(referent.facts, name))
    if document.title:
        said["titles"].add(document.title)
    if document.body_name:
        said["issuers"].add(document.body_name)
    if document.date and document.date_precision == "day":
        said["dates"].add(document.date)
    merged = Facts(
        type=document.type,
        number=document.number,
        symbol=document.symbol,
        unit=next((r.facts.unit for r in referents if r.facts.unit), None),
        year=next((r.facts.year for r in referents if r.facts.year), None),
        **{name: tuple(sorted(values, key=str)) for name, values in said.items()},  # type: ignore[arg-type]
    )
    return Candidate(document.id, document.organ, document.place, _period(document, merged, vocabulary), merged)


def _period(document: Document, facts: Facts, v: Vocabulary) -> str | None:
    if document.term:
        return document.term
    organ = organ_of(document.organ, v) if document.organ else None
    if organ is None or organ.period != "year":
        return None
    return str(facts.year) if facts.year else document.date[:4] if document.date else None


def excluded_by(question: Question, document: Document, candidate: Candidate, vocabulary: Vocabulary) -> str | None:
    """The field on which what was said excludes the document, or None."""
    said = question.facts
    if (
        said.number is not None
        and document.number is not None
        and bare_number(said.number) != bare_number(document.number)
    ):
        return "number"
    if _type_excluded(question, document, vocabulary):
        return "type"
    field = contradiction(said, candidate)
    if field == "date" and _same_key(said, candidate, vocabulary):
        field = contradiction(replace(said, dates=()), candidate)
    if field:
        return field
    if (
        said.organs
        and document.organ is None
        and candidate.facts.organs
        and not set(said.organs) & set(candidate.facts.organs)
    ):
        return "organ"
    period = candidate.period
    if period and period.isdigit() and said.years and period not in map(str, said.years):
        return "year"
    if period and period.isalpha() and not candidate.facts.dates:
        if said.dates and not any(period in vocabulary.terms_of(d) for d in said.dates):
            return "date"
        if said.years and not any(period in vocabulary.terms_of_year(y) for y in said.years):
            return "year"
    if said.cycles and period and "-" in period and period not in said.cycles:
        return "term"
    if said.scopes and document.level in ("central", "state-central", "ministry"):
        return "place"
    return None


def _same_key(said: Facts, candidate: Candidate, v: Vocabulary) -> bool:
    """Whether what was said completes the candidate's own key: numbers are given out once in a term, so a date of that
    term that nobody else states is a wrong date, not another document."""
    key = key_of(said, v)
    return bool(
        key and key.complete and key.period == candidate.period and key.scope in (None, candidate.scope) and said.dates
    )


def _type_excluded(question: Question, document: Document, v: Vocabulary) -> bool:
    said = question.facts.type
    if said is None or document.type is None or said == document.type:
        return False
    mine, other = v.type(said), v.type(document.type)
    if question.facts.symbol or mine is None or other is None or mine.family != other.family:
        return True
    return question.type_word is not None and question.type_word not in {fold(w) for w in other.words}


def telling(facts: Facts) -> set[str]:
    """The fields that can tell documents of one number apart and that were said. Not the issuer: sources credit one
    document to the Central Committee and to the Politburo alike."""
    said = {"date": facts.dates, "term": facts.terms or facts.cycles, "year": facts.years, "place": facts.scopes}
    return {name for name, values in said.items() if values}


def agreed(said: Facts, candidate: Candidate) -> tuple[str, ...]:
    """The fields on which what was said and the document agree outright."""
    known, out = candidate.facts, []
    if set(said.dates) & set(known.dates):
        out.append("date")
    if candidate.period and candidate.period in (*said.terms, *said.cycles):
        out.append("term")
    if {str(y) for y in said.years} & (
        {d[:4] for d in known.dates} | {str(y) for y in known.years} | {candidate.period}
    ):
        out.append("year")
    if candidate.scope and candidate.scope in said.scopes:
        out.append("place")
    if any(_same_issuer(a, b) for a in said.issuers for b in known.issuers):
        out.append("issuer")
    if said.organs and candidate.organ in said.organs:
        out.append("organ")
    return tuple(out)


def _same_issuer(said: str, known: str) -> bool:
    return f" {issuer_key(said)} " in f" {issuer_key(known)} "
