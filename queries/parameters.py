"""What is said of a document in fields of their own, beside the words: validated, and put into the question."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph_schema.errors import InvalidQuestion
from graph_schema.folding import fold, words
from graph_schema.identity import assembly_code
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.phrases import ROMAN, phrases_of
from queries.question import Question


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is said beside the words, in fields of their own. ``body`` is a body's name, id or organ code."""

    date: str | None = None
    year: int | None = None
    term: str | None = None
    place: str | None = None
    body: str | None = None
    type: str | None = None


def apply(question: Question, parameters: Parameters, vocabulary: Vocabulary) -> Question:
    """The question with its parameters said too; a parameter wins over the words. Raises InvalidQuestion."""
    facts = question.facts
    if parameters.date:
        facts = replace(facts, dates=(limits.day("date", parameters.date) or "",))
    if parameters.year is not None:
        facts = replace(facts, years=(limits.bounded(limits.YEAR, parameters.year),))
    if parameters.term:
        facts = replace(facts, terms=(roman_of(parameters.term),))
    if parameters.place:
        facts = replace(facts, scopes=(place_of(parameters.place, vocabulary),))
    if parameters.type:
        facts = replace(facts, type=type_of(parameters.type, vocabulary))
    if parameters.body:
        codes = organs_named(parameters.body, vocabulary)
        facts = replace(facts, organs=codes or facts.organs, issuers=(parameters.body,))
    return replace(question, facts=facts)


def roman_of(term: str) -> str:
    """A term of the Central Committee as a Roman numeral, from "XII", "khóa XII" or "12". Raises InvalidQuestion."""
    said = fold(term).removeprefix("khoa").strip().upper()
    if said.isdigit() and 1 <= int(said) <= len(ROMAN):
        return ROMAN[int(said) - 1]
    if said in ROMAN:
        return said
    raise InvalidQuestion(f"term={term!r} is no term. Write it as XII or 12.", parameter="term")


def place_of(place: str, vocabulary: Vocabulary) -> str:
    """A province's slug. Raises InvalidQuestion."""
    if found := vocabulary.place(place):
        return found
    raise InvalidQuestion(
        f"place={place!r} is no province known here. Use a province's name, such as Kon Tum or kon-tum.",
        parameter="place",
    )


def type_of(name: str, vocabulary: Vocabulary) -> str:
    """A type's abbreviation from any spelling or from its word ("nghị quyết"). Raises InvalidQuestion."""
    if kind := vocabulary.type(name):
        return kind.abbr
    said = fold(name)
    for kind in vocabulary.types:
        if said in {fold(w) for w in kind.words}:
            return kind.abbr
    raise InvalidQuestion(
        f"type={name!r} is no document type known here. Use its abbreviation, such as NQ, KH or QĐ.", parameter="type"
    )


def organs_named(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The organ codes a body's name, id or code stands for; empty when it is none of ours."""
    if code := assembly_code(name, vocabulary):
        return (code,)
    if organ := vocabulary.organ(name):
        return (organ.code,)
    by_id = {b.organ for b in vocabulary.bodies if b.id == name and b.organ}
    found = phrases_of(vocabulary).at(list(words(name)), 0)
    by_name = set(found.organs) if found and found.kind == "body" and len(found.words) == len(words(name)) else set()
    return tuple(sorted(by_id | by_name))
