"""Asking a question of the catalogue: which one is meant, what was said of it, and its answer."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.store.base import Graph
from graph_schema.store.cypher import SpeaksCypher
from graph_schema.vocabulary import Vocabulary
from queries.catalogue import Parameter, Question, Value, catalogue
from queries.limits import Limit, bounded, one_of
from queries.locate import document_of, meant

ROWS = Limit("limit", 1, 10_000, 100, "rows of one answer")
SECONDS = 30.0
MAX_VALUE = 10_000
"""Characters of one value: a list of every province has a thousand."""


@dataclass(frozen=True, slots=True)
class CatalogueAnswer:
    """``items`` are rows by column, ``more`` says that there are others behind the limit; ``parameters`` are the values
    the question was asked with, documents as ids."""

    question: str
    parameters: Mapping[str, Value]
    columns: tuple[str, ...]
    items: tuple[Mapping[str, Any], ...]
    more: bool
    graph_version: int


def question_called(name: str, questions: Iterable[Question] | None = None) -> Question:
    """The question with this name, number or both: ``implementers``, ``1``, ``01_implementers``. Raises InvalidQuestion
    with the nearest names."""
    known = {q.name: q for q in (catalogue() if questions is None else questions)}
    numbers = {q.number: q for q in known.values()}
    words = name.strip().lower().removesuffix(".cypher").replace("_", "-")
    number, _, rest = words.partition("-")
    if number.isascii() and number.isdecimal() and len(number) < 9:
        numbered = numbers.get(int(number))
        if numbered and rest in ("", numbered.name):
            return numbered
    if words in known:
        return known[words]
    near = get_close_matches(words[:100], known, n=3, cutoff=0.4) or [
        n for n in known if set(words.split("-")) & set(n.split("-"))
    ]
    hint = f"The nearest: {', '.join(near)}." if near else f"There are {', '.join(known)}."
    raise InvalidQuestion(f"No question is called {name[:100]!r}. {hint} See directive-graph questions.", nearest=near)


def values_of(question: Question, said: Iterable[str]) -> dict[str, Value]:
    """The value of every parameter: as said in ``name=value``, else its default. Documents stay words.

    Raises InvalidQuestion naming the parameter and what it may be.
    """
    known = {p.name: p for p in question.parameters}
    values: dict[str, Value] = {p.name: p.default for p in question.parameters}
    given: set[str] = set()
    for each in said:
        name, equals, text = (part.strip() for part in each.partition("="))
        if not equals:
            raise InvalidQuestion(f"--param {each!r} says no value. Write it as name=value. {_known(question)}")
        if name not in known:
            near = get_close_matches(name[:100], known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise InvalidQuestion(
                f"{question.name!r} has no parameter {name!r}.{hint} {_known(question)}", parameter=name
            )
        if name in given:
            raise InvalidQuestion(f"The parameter {name!r} is given twice. Give it once.", parameter=name)
        given.add(name)
        values[name] = _value(known[name], text)
    return values


def answer(
    graph: Graph, question: Question, values: Mapping[str, Value], vocabulary: Vocabulary, *, limit: int | None = None
) -> CatalogueAnswer:
    """The answer, of one version. Raises InvalidQuestion on an engine that understands no Cypher and for what the
    parameters cannot be, AmbiguousSymbol and UnknownSymbol for a document, UnknownId for a relation."""
    most = bounded(ROWS, limit)
    if not isinstance(graph, SpeaksCypher):
        raise InvalidQuestion(
            "The question catalogue runs on a Neo4j server, and this graph is kept in a data file. "
            + _otherwise(question, values)
        )
    exact = {p.name: _exact(graph, p, values[p.name], vocabulary) for p in question.parameters}
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in exact.items()}
    found = graph.rows(question.cypher, bound, seconds=SECONDS, limit=most)
    rows = tuple(dict(zip(found.columns, row, strict=True)) for row in found.rows)
    return CatalogueAnswer(question.name, exact, found.columns, rows, found.more, graph.version)


def twin(question: Question, values: Mapping[str, Value]) -> str | None:
    """The command that answers the same on every engine, with these values; None when there is none."""
    if question.twin is None:
        return None
    flags = {f"--{p.name}": values[p.name] for p in question.parameters if p.kind == "boolean"}
    words = []
    for word in question.twin.split():
        name = word[1:-1] if word.startswith("{") else None
        if flags.get(word, True):
            words.append(shlex.quote(_spoken(values[name])) if name else word)
    return " ".join(words)


def _otherwise(question: Question, values: Mapping[str, Value]) -> str:
    same = twin(question, values)
    server = "Name a server with --store neo4j://host:7687, or move the graph there with dump and restore."
    return f"The same is answered here by: {same}" if same else server


def _known(question: Question) -> str:
    if not question.parameters:
        return "It has no parameters."
    return "Parameters: " + ", ".join(f"{p.name} ({p.spoken})" for p in question.parameters) + "."


def _value(parameter: Parameter, text: str) -> Value:
    if not text:
        raise _no_value(parameter, "is empty")
    if len(text) > MAX_VALUE:
        raise _no_value(parameter, f"is longer than {MAX_VALUE} characters")
    return _READERS[parameter.kind](parameter, text)


def _no_value(parameter: Parameter, what: str) -> InvalidQuestion:
    return InvalidQuestion(
        f"{parameter.name} {what}. It takes {parameter.spoken}: {parameter.meaning}.", parameter=parameter.name
    )


def _text(parameter: Parameter, text: str) -> Value:
    return one_of(parameter.name, text, parameter.known) if parameter.known else text


def _integer(parameter: Parameter, text: str) -> Value:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
        raise InvalidQuestion(
            f"{parameter.name}={text[:20]!r} is no integer. Write one of {parameter.low}..{parameter.high}: "
            f"{parameter.meaning}.",
            parameter=parameter.name,
        )
    return bounded(Limit(parameter.name, parameter.low, parameter.high, parameter.low, parameter.meaning), int(text))


def _boolean(parameter: Parameter, text: str) -> Value:
    return one_of(parameter.name, text.lower(), ("true", "false")) == "true"


def _list(parameter: Parameter, text: str) -> Value:
    items = tuple(item.strip() for item in text.split(",") if item.strip())
    if not items:
        raise _no_value(parameter, "is empty")
    return tuple(one_of(parameter.name, item, parameter.known) if parameter.known else item for item in items)


_READERS: Mapping[str, Callable[[Parameter, str], Value]] = {
    "document": _text,
    "relation": _text,
    "text": _text,
    "provinces": _list,
    "list": _list,
    "integer": _integer,
    "boolean": _boolean,
}


def _exact(graph: Graph, parameter: Parameter, value: Value, vocabulary: Vocabulary) -> Value:
    """The value as the statement takes it: words made ids."""
    if parameter.kind == "document":
        return document_of(graph, meant(graph, str(value), vocabulary)).id
    if parameter.kind == "relation" and not graph.edges([str(value)]):
        raise UnknownId(f"No relation has the id {value!r}. Ids of relations come from other questions.", id=value)
    if parameter.kind == "provinces" and isinstance(value, tuple):
        return tuple(dict.fromkeys(_province(parameter, name, vocabulary) for name in value))
    return value


def _province(parameter: Parameter, name: str, vocabulary: Vocabulary) -> str:
    found = vocabulary.place(name)
    if found is None:
        raise InvalidQuestion(f"{parameter.name}: {name!r} is no province. Write its name or slug, such as kon-tum.")
    return found


def _spoken(value: Value) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    return ",".join(value) if isinstance(value, tuple) else str(value)
