"""The question catalogue without a server: its files and what is wrong with a bad one, names, parameters, the commands."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from graph_schema.errors import InvalidQuestion, VocabularyError
from graph_schema.vocabulary import Vocabulary
from queries.catalogue import Question, Value, catalogue, parse
from queries.catalogued import CatalogueAnswer, question_called, twin, values_of
from service.cli import run
from service.show_catalogue import show_answer

pytest_plugins = ("tests.graphs",)

GOOD = """\
// title vi: Tên
// title en: A name
// question vi: Hỏi?
// question en: A question?
// parameter document (document) = "18-nq-tw.xii": the document
// parameter depth (integer 1..20) = 3: steps
// parameter stated (boolean) = false: only outright
// parameter kinds (list a|b) = ["a"]: kinds
// column id: what it is called
// empty: nothing
// twin: directive-graph implementers {document} --depth {depth} --stated
// In Neo4j Browser run the next line first.
// :params {document: "18-nq-tw.xii", depth: 3, stated: false, kinds: ["a"]}

MATCH (d:Document {id: $document}) WHERE $stated AND $depth > 1 AND d.kind IN $kinds
RETURN d.id AS id
ORDER BY id
"""


def test_the_parts_of_a_file() -> None:
    question = parse("07_what_it_asks.cypher", GOOD)
    assert (question.number, question.name, question.title_vi, question.empty) == (7, "what-it-asks", "Tên", "nothing")
    assert [(p.name, p.spoken, p.default) for p in question.parameters] == [
        ("document", "document", "18-nq-tw.xii"),
        ("depth", "integer 1..20", 3),
        ("stated", "boolean", False),
        ("kinds", "list of a, b", ("a",)),
    ]
    assert [c.name for c in question.columns] == ["id"]
    assert question.cypher.startswith("MATCH") and question.cypher.endswith("ORDER BY id")
    assert (question.note, question.text) == (None, GOOD)


WRONG: list[tuple[str, str, str, str]] = [
    # what is replaced, by what, what the error holds, why
    ("// title vi: Tên\n", "", "'title vi' is missing", "both languages"),
    ("// empty: nothing\n", "", "'empty' is missing", "an empty answer says what it means"),
    ("// empty:", "// empti:", "line 10: 'empti'", "a slip in an entry"),
    ("// title en: A name", "// title vi: A name", "line 2: 'title vi'", "an entry twice"),
    ("(document)", "(node)", "line 5: 'node' is no kind", "an unknown kind"),
    ("(integer 1..20)", "(integer)", "line 6: 'integer' is no kind", "an integer without bounds"),
    ("= 3: steps", "= 30: steps", "line 6: the default of 'depth'", "a default outside its bounds"),
    ("= 3: steps", "= true: steps", "line 6: the default of 'depth'", "true is no integer"),
    ("= false:", '= "no":', "line 7: the default of 'stated'", "a word is no boolean"),
    ('= ["a"]:', '= ["c"]:', "line 8: the default of 'kinds'", "an item that is not known"),
    ('= ["a"]:', '= "a":', "line 8: the default of 'kinds'", "a text is no list"),
    ('= "18-nq-tw.xii":', "= 18-nq-tw.xii:", "line 5: write a parameter as", "a default that is no JSON"),
    ("= 3: steps", "= 3", "line 6: write a parameter as", "a parameter without a meaning"),
    ("// column id: what it is called\n", "", "columns", "no columns"),
    ("// column id:", "// column id: x\n// column id:", "a column is there twice", "a column twice"),
    ("$depth", "$deep", "header and statement differ on deep, depth", "a parameter nobody names"),
    (
        "depth: 3, ",
        "",
        'Browser should be told: :params {document: "18-nq-tw.xii", depth: 3',
        "Browser told too little",
    ),
    ("{depth} --stated", "{deep}", "the twin names 'deep'", "a twin with another parameter"),
    ("ORDER BY id", "ORDER BY id;", "semicolon", "two statements for Browser"),
    (GOOD[GOOD.index("MATCH") :], "", "no statement", "a header alone"),
]


@pytest.mark.parametrize(("old", "new", "held", "why"), WRONG, ids=[row[3] for row in WRONG])
def test_a_wrong_file_is_named_with_its_line(old: str, new: str, held: str, why: str) -> None:
    assert old in GOOD
    with pytest.raises(VocabularyError) as caught:
        parse("07_what_it_asks.cypher", GOOD.replace(old, new, 1))
    assert "queries/cypher/07_what_it_asks.cypher" in caught.value.message, why
    assert held in caught.value.message, why


@pytest.mark.parametrize("name", ["question.cypher", "7_question.cypher", "07.cypher", "07_ .cypher", "٠٧_x.cypher"])
def test_a_file_is_named_by_number_and_words(name: str) -> None:
    with pytest.raises(VocabularyError, match="named like"):
        parse(name, GOOD)


def test_a_long_file_is_read_in_one_go() -> None:
    many = "".join(f"// column c{n}: meaning\n" for n in range(20_000))
    assert len(parse("07_x.cypher", GOOD.replace("// column id: what it is called\n", many)).columns) == 20_000


# ------------------------------------------------------------------ the questions there are


@pytest.mark.parametrize("question", catalogue(), ids=lambda q: q.name)
def test_a_question_keeps_the_rules(question: Question, v: Vocabulary) -> None:
    """Plain Cypher that only reads, ends by itself and answers in one order."""
    last = question.cypher.splitlines()[-1]
    assert last.startswith("ORDER BY ")
    assert not re.search(r"\bapoc\.|\bCALL\s+[a-z]|\bLOAD\b|\bUSE\b", question.cypher)
    assert not re.search(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|FOREACH)\b", question.cypher)
    for bounds in re.findall(r"\*([^\]]{0,20})\]|->\{([^}]{0,20})\}", question.cypher):
        assert re.fullmatch(r"[01](\.\.|,)(12|19|20)", "".join(bounds)), "steps have a bound"
    assert (
        question.title_vi != question.title_en
        and question.question_vi.endswith("?")
        and question.question_en.endswith("?")
    )
    assert not any(e.endswith((".", " ")) for e in (question.empty, question.title_vi, question.title_en))
    for parameter in question.parameters:
        if parameter.kind == "provinces":
            assert parameter.default == tuple(sorted({p.slug for p in v.provinces})), "all there are or were"


TWINS = [q for q in catalogue() if q.twin]


@pytest.mark.parametrize("question", TWINS, ids=lambda q: q.name)
def test_a_twin_is_a_command_that_answers(
    question: Question, bundled_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(bundled_file))
    for said in ([], ["stated=true"]) if "--stated" in (question.twin or "") else ([],):
        command = twin(question, values_of(question, said))
        assert command is not None
        words = shlex.split(command)
        assert words[0] == "directive-graph" and ("--stated" in words) is bool(said)
        assert run(words[1:]) == 0, capsys.readouterr().err


def test_the_twins_values_are_quoted() -> None:
    question = question_called("implementers")
    said = values_of(question, ["document=18-NQ/TW khóa XII; rm -rf x", "depth=2"])
    words = shlex.split(twin(question, said) or "")
    assert words == ["directive-graph", "implementers", "18-NQ/TW khóa XII; rm -rf x", "--transitive", "--depth", "2"]


# ------------------------------------------------------------------ names and parameters

CALLED = [
    ("implementers", 1, "its name"),
    ("1", 1, "its number"),
    ("01", 1, "its number as in the file"),
    ("01_implementers", 1, "both"),
    ("01_implementers.cypher", 1, "its file"),
    ("chain_to_root", 3, "with underscores"),
    (" Chain-To-Root ", 3, "in another case"),
]


@pytest.mark.parametrize(("name", "number", "why"), CALLED, ids=[row[2] for row in CALLED])
def test_a_question_is_called_by_name_or_number(name: str, number: int, why: str) -> None:
    assert question_called(name).number == number, why


UNKNOWN = [
    ("implementer", "implementers", "a slip"),
    ("chain", "chain-to-root", "a part of the name"),
    ("99", "There are implementers", "a number nobody has"),
    ("02_implementers", "implementers-by-level", "number and name of two"),
    ("xyz" * 100, "There are", "nothing like it"),
]


@pytest.mark.parametrize(("name", "held", "why"), UNKNOWN, ids=[row[2] for row in UNKNOWN])
def test_an_unknown_question_names_the_nearest(name: str, held: str, why: str) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        question_called(name)
    assert held in caught.value.message and "directive-graph questions" in caught.value.message, why
    assert len(caught.value.message) < 600


SAID: list[tuple[list[str], dict[str, Value], str]] = [
    ([], {"document": "18-nq-tw.xii", "depth": 3, "stated": False, "kinds": ("a",)}, "the defaults"),
    (["document=NQ 18 = x"], {"document": "NQ 18 = x"}, "only the first sign parts name and value"),
    (["depth=20", "stated=TRUE"], {"depth": 20, "stated": True}, "numbers and truth"),
    (["kinds= b , a,"], {"kinds": ("b", "a")}, "a list"),
]


@pytest.mark.parametrize(("said", "expected", "why"), SAID, ids=[row[2] for row in SAID])
def test_parameters_are_read(said: list[str], expected: dict[str, Value], why: str) -> None:
    found = values_of(parse("07_x.cypher", GOOD), said)
    assert {name: found[name] for name in expected} == expected, why
    assert list(found) == ["document", "depth", "stated", "kinds"]


REFUSED = [
    (["depth"], "Write it as name=value. Parameters: document (document), depth (integer 1..20)", "no value"),
    (["dept=3"], "Did you mean 'depth'?", "a slip in a name"),
    (["x=3"], "has no parameter 'x'. Parameters: document", "an unknown name"),
    (["depth=1", "depth=2"], "given twice", "two values"),
    (["depth=21"], "Ask again with depth=20", "too great"),
    (["depth=-1"], "Ask again with depth=1", "too small"),
    (["depth=two"], "depth='two' is no integer", "a word"),
    (["depth=١"], "is no integer", "another script's digit"),
    (["depth=" + "9" * 5000], "is no integer", "endless digits"),
    (["stated=yes"], "Use one of: true, false", "neither true nor false"),
    (["kinds=a,c"], "Use one of: a, b", "an unknown item"),
    (["document="], "document is empty", "an empty text"),
    (["kinds=,"], "kinds is empty", "an empty list"),
    (["document=" + "x" * 20_000], "longer than", "a flood"),
]


@pytest.mark.parametrize(("said", "held", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_parameters_that_are_refused(said: list[str], held: str, why: str) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        values_of(parse("07_x.cypher", GOOD), said)
    assert held in caught.value.message, why


# ------------------------------------------------------------------ the commands


def test_questions_lists_all_and_prints_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questions"]) == 0
    listed = capsys.readouterr().out
    assert all(q.name in listed and q.title_vi in listed and q.title_en in listed for q in catalogue())
    assert run(["questions", "--json"]) == 0
    assert [q["name"] for q in json.loads(capsys.readouterr().out)] == [q.name for q in catalogue()]
    for question in catalogue():
        assert run(["questions", question.name]) == 0
        assert capsys.readouterr().out == question.text, "to the byte: it is pasted"
    assert run(["questions", "7", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (said["number"], said["parameters"][1]["high"]) == (7, 20)


ROW: dict[str, Any] = {
    "level": "province",
    "id": "43-ctr-tu.da-nang.2025-02-14",
    "name": "43-CTr/TU",
    "date": None,
    "body": "Ban Thường vụ Thành ủy Đà Nẵng",
    "days": 54,
    "dated": [True, None],
}
NARROW = [
    (60, ["id     43-ctr-tu.da-nang.2025-02-14\n", "dated  yes, –\n"], ["date "], "lines, without what is unknown"),
    (106, ["43-ctr-tu.da-nang.2025-02-14   43-CTr/TU   –"], ["Đà Nẵng  "], "a table: words are folded, ids are not"),
    (400, ["–      Ban Thường vụ Thành ủy Đà Nẵng   54     yes, –"], [], "a table in one line"),
]


@pytest.mark.parametrize(("width", "held", "absent", "why"), NARROW, ids=[row[3] for row in NARROW])
def test_an_answer_fits_its_window(width: int, held: list[str], absent: list[str], why: str) -> None:
    question = question_called("first-implementer")
    answer = CatalogueAnswer(question.name, {"document": "57-nq-tw.xiii"}, tuple(ROW), (ROW,), False, 6)
    console = Console(width=width, file=io.StringIO(), color_system=None)
    with console.capture() as said:
        show_answer(console, question, answer)
    shown = said.get()
    assert all(each in shown for each in held), shown
    assert not any(each in shown for each in absent), shown
    assert "1 rows, graph version 6." in shown


COMPLAINTS = [
    (["questions", "implementer"], "The nearest: implementers", "an unknown question"),
    (["ask", "implementer"], "The nearest: implementers", "the same when asking"),
    (["ask"], "ask --help", "no question"),
    (["ask", "1", "--param", "depth=x"], "depth='x' is no integer", "an ill-typed parameter"),
    (["ask", "1", "--limit", "0"], "limit=0 is outside 1..10000", "a limit"),
    (
        ["ask", "1", "--param", "document=18-NQ/TW 2017"],
        "this graph is kept in a data file. The same is answered here by: directive-graph implementers '18-NQ/TW 2017' --transitive --depth 20",
        "an embedded graph, and the twin",
    ),
    (["ask", "cycles"], "Name a server with --store neo4j://host:7687", "an embedded graph, and no twin"),
]


@pytest.mark.parametrize(("words", "held", "why"), COMPLAINTS, ids=[row[2] for row in COMPLAINTS])
def test_what_the_commands_refuse(
    words: list[str],
    held: str,
    why: str,
    bundled_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(bundled_file))
    assert run(words) == 2, why
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1 and held in said.err, said.err
