"""The question catalogue: ``cypher/NN_name.cypher``, each file one question a person can paste into Neo4j Browser.

A file begins with comments that say everything about it, one entry a line, and goes on with one Cypher statement:

    // title vi: ...                                      and ``title en``, ``question vi``, ``question en``
    // parameter NAME (KIND) = DEFAULT: MEANING           DEFAULT is JSON; KIND as below
    // column NAME: MEANING                               in the order the statement returns them
    // empty: WHAT AN EMPTY ANSWER MEANS
    // twin: directive-graph COMMAND {NAME} --NAME {NAME} --FLAG      the same on every engine; FLAG is a boolean
    // note: WHAT TO BEAR IN MIND
    // :params {NAME: DEFAULT}                            what Browser is told first

Kinds: ``document``, ``relation``, ``provinces``, ``boolean``, ``integer LOW..HIGH``, ``text`` and ``list``; the last
two may say what is known, as in ``text central|province``. The twin and the note may be missing, and so may parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from graph_schema.errors import VocabularyError

Value = str | int | bool | tuple[str, ...]

KINDS = ("document", "relation", "provinces", "boolean", "integer", "text", "list")
_TEXTS = ("title vi", "title en", "question vi", "question en", "empty", "twin", "note")
_OPTIONAL = ("twin", "note")
_COMMENT = "//"
_BROWSER = ":params"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What can be said of a question. ``known`` lists the values a text or the items of a list may have, if any;
    ``low`` and ``high`` bound an integer."""

    name: str
    kind: str
    default: Value
    meaning: str
    known: tuple[str, ...] = ()
    low: int = 0
    high: int = 0

    @property
    def spoken(self) -> str:
        """Kind and limits in words."""
        if self.kind == "integer":
            return f"integer {self.low}..{self.high}"
        return f"{self.kind} of {', '.join(self.known)}" if self.known else self.kind


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``cypher`` is its statement, ``text`` the whole file; ``twin`` is the command that answers it on
    every engine, parameters in braces."""

    number: int
    name: str
    title_vi: str
    title_en: str
    question_vi: str
    question_en: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    empty: str
    twin: str | None
    note: str | None
    cypher: str
    text: str


@lru_cache(maxsize=1)
def catalogue() -> tuple[Question, ...]:
    """Every question, by number. Raises ``VocabularyError`` naming the file and the line that is wrong."""
    folder = files("queries") / "cypher"
    named = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".cypher"))
    questions = tuple(parse(name, text) for name, text in named)
    for place, question in enumerate(questions, 1):
        if question.number != place:
            raise _wrong(named[place - 1][0], 0, f"its number should be {place:02}: numbers are given once, in order")
    return questions


def parse(file: str, text: str) -> Question:
    """The question in a file called ``NN_name.cypher``. Raises ``VocabularyError`` naming the file and the line."""
    number, _, name = file.removesuffix(".cypher").partition("_")
    if not (number.isdecimal() and number.isascii() and len(number) == 2 and name.replace("_", "").isalnum()):
        raise _wrong(file, 0, "a question's file is named like 01_what_it_asks.cypher")
    head, cypher = _split(file, text)
    texts: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    browser = None
    for line, entry in head:
        key, colon, said = entry.partition(": ")
        if entry.startswith(_BROWSER):
            browser = (line, entry)
        elif entry.startswith("parameter "):
            parameters.append(_parameter(file, line, entry))
        elif entry.startswith("column ") and colon:
            columns.append(Column(key.removeprefix("column "), said))
        elif key in _TEXTS and colon and key not in texts:
            texts[key] = said
        elif colon:
            raise _wrong(file, line, f"{key!r} is no entry, or is there twice")
    for key in _TEXTS:
        if key not in _OPTIONAL and not texts.get(key):
            raise _wrong(file, 0, f"the entry {key!r} is missing")
    _check(file, parameters, columns, cypher, browser, texts.get("twin"))
    return Question(
        number=int(number),
        name=name.replace("_", "-"),
        title_vi=texts["title vi"],
        title_en=texts["title en"],
        question_vi=texts["question vi"],
        question_en=texts["question en"],
        parameters=tuple(parameters),
        columns=tuple(columns),
        empty=texts["empty"],
        twin=texts.get("twin"),
        note=texts.get("note"),
        cypher=cypher,
        text=text,
    )


def shown(value: Value) -> str:
    """A value as JSON and as Cypher, which write these alike."""
    return json.dumps(value, ensure_ascii=False)


def browser_line(parameters: Iterable[Parameter]) -> str:
    """What Neo4j Browser is told before the statement."""
    return f"{_BROWSER} {{{', '.join(f'{p.name}: {shown(p.default)}' for p in parameters)}}}"


def _split(file: str, text: str) -> tuple[list[tuple[int, str]], str]:
    """The entries of the header with their lines, and the statement."""
    lines = text.splitlines()
    head = []
    for number, line in enumerate(lines, 1):
        if not line.startswith(_COMMENT):
            break
        head.append((number, line.removeprefix(_COMMENT).strip()))
    cypher = "\n".join(lines[len(head) :]).strip()
    if not cypher:
        raise _wrong(file, len(lines), "there is no statement behind the header")
    if ";" in text:
        raise _wrong(file, 0, "a semicolon would make Neo4j Browser see two statements")
    return head, cypher


def _parameter(file: str, line: int, entry: str) -> Parameter:
    name, _, rest = entry.removeprefix("parameter ").partition(" (")
    kind, closed, rest = rest.partition(") = ")
    try:
        default, end = json.JSONDecoder().raw_decode(rest)
    except ValueError:
        raise _wrong(file, line, "write a parameter as: parameter name (kind) = default: meaning") from None
    meaning = rest[end:].removeprefix(": ")
    if not (name.isidentifier() and closed and meaning and meaning != rest[end:]):
        raise _wrong(file, line, "write a parameter as: parameter name (kind) = default: meaning")
    word, _, limits = kind.partition(" ")
    low, _, high = limits.partition("..")
    if word not in KINDS or (word == "integer") is not (low.isdecimal() and high.isdecimal()):
        raise _wrong(file, line, f"{kind!r} is no kind of parameter; kinds are {', '.join(KINDS)}")
    value = tuple(default) if isinstance(default, list) else default
    if word == "integer":
        made = Parameter(name, word, value, meaning, low=int(low), high=int(high))
    else:
        made = Parameter(name, word, value, meaning, known=tuple(limits.split("|")) if limits else ())
    if not _fits(made, value):
        raise _wrong(file, line, f"the default of {name!r} is no {made.spoken}")
    return made


def _fits(parameter: Parameter, value: Any) -> bool:
    kind, known = parameter.kind, parameter.known
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and parameter.low <= value <= parameter.high
    items = value if isinstance(value, tuple) else (value,)
    listed = kind in ("list", "provinces")
    return (
        isinstance(value, tuple) is listed
        and all(isinstance(item, str) and item for item in items)
        and (not known or set(items) <= set(known))
    )


def _check(
    file: str,
    parameters: list[Parameter],
    columns: list[Column],
    cypher: str,
    browser: tuple[int, str] | None,
    twin: str | None,
) -> None:
    """That the entries agree with one another and with the statement."""
    names = [p.name for p in parameters]
    for listed, what in ((names, "parameter"), ([c.name for c in columns], "column")):
        if len(set(listed)) < len(listed):
            raise _wrong(file, 0, f"a {what} is there twice")
    if not columns:
        raise _wrong(file, 0, "say what its columns are")
    if (used := _used(cypher)) != set(names):
        raise _wrong(file, 0, f"header and statement differ on {', '.join(sorted(used ^ set(names)))}")
    line, said = browser or (0, "")
    expected = browser_line(parameters) if parameters else ""
    if said != expected:
        raise _wrong(file, line, f"Browser should be told: {expected or 'nothing'}")
    unknown = {word[1:-1] for word in (twin or "").split() if word.startswith("{")} - set(names)
    if unknown:
        raise _wrong(file, 0, f"the twin names {min(unknown)!r}, which is no parameter")


def _used(cypher: str) -> set[str]:
    """The parameters a statement names."""
    names = set()
    for piece in cypher.split("$")[1:]:
        end = next((n for n, letter in enumerate(piece) if not (letter.isalnum() or letter == "_")), len(piece))
        names.add(piece[:end])
    return names


def _wrong(file: str, line: int, what: str) -> VocabularyError:
    where = f", line {line}" if line else ""
    return VocabularyError(f"queries/cypher/{file}{where}: {what}.", file=file, line=line)
