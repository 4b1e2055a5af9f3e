"""Exports: what other programs read back is what was answered, and nothing in a cell runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion
from graph_schema.model import Document, Edge, EdgeType
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary, load
from queries.batch import BatchAnswer
from queries.diagram import DiagramAnswer, diagram
from queries.expand import expand
from queries.export import FORMATS, LIST_FORMATS, export, formats_of
from queries.export.content import columns_of
from queries.export.tables import BOM, disarmed, rearmed
from queries.impact import ImpactAnswer, impact
from queries.implementers import ImplementersAnswer, implementers
from queries.lineage import lineage
from queries.relations import relations
from queries.search import SearchAnswer, search
from queries.shapes import DocumentShape, GraphAnswer, PlacedNode, Reached, document_shape, edge_shape, plain
from service.cli import run
from service.context import given as given_as
from tests.small_graph import APPARATUS, CONCLUSION, HUB, small_graph

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
Read = dict[str, dict[str, Any]]
"""Records read back: id -> what was held of it."""

# ------------------------------------------------------------------ reading back

UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
texts = (
    st.none()
    | st.text(min_size=1, max_size=12)
    | st.sampled_from(
        [
            "=1+1",
            "+84",
            "-5",
            "@cmd",
            "\t=x",
            "\r=x",
            "'=x",
            "''+x",
            "'",
            "a;b",
            'say "x"',
            "hai\ndòng",
            "#N/A",
            "<b>&amp;",
            "1",
            "true",
        ]
    )
)


@st.composite
def graphs(draw: st.DrawFn) -> GraphAnswer:
    """Any small graph answer, with titles that would be formulas, markup or control characters."""
    v = load()
    count = draw(st.integers(1, 6))
    documents = [
        Document(
            f"d{n}",
            "plan",
            "KH|1",
            symbol=draw(texts),
            title=draw(texts),
            body_name=draw(texts),
            flags=draw(st.sampled_from([(), ("=x", "y")])),
        )
        for n in range(count)
    ]
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.sampled_from(list(EdgeType)))
    edges = [
        Edge(f"e{n}", f"d{a}", t, f"d{b}", role=draw(texts))
        for n, (a, b, t) in enumerate(draw(st.lists(ends, max_size=8)))
    ]
    shapes = [document_shape(d, v) for d in documents]
    placed = tuple(PlacedNode(s, min(n, 2), "root" if n == 0 else "down", n) for n, s in enumerate(shapes))
    return GraphAnswer(shapes[0], "both", "all", 2, placed, tuple(edge_shape(e, v) for e in edges), (), None, 7)


def from_csv(body: bytes) -> tuple[Read, Read]:
    text = body.decode()
    assert text.startswith(BOM)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline="")))
    found: dict[str, Read] = {"node": {}, "edge": {}}
    for row in rows:
        found[row["record"]][row["id"]] = {k: rearmed(x) if x else None for k, x in row.items()}
    return found["node"], found["edge"]


def from_xlsx(body: bytes) -> tuple[Read, Read]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    out = []
    for name in ("nodes", "edges"):
        heads, *rows = book[name].iter_rows()
        names = [str(c.value) for c in heads]
        assert all(c.data_type != "f" for row in rows for c in row), "no formula"
        out.append({str(row[0].value): dict(zip(names, (c.value for c in row), strict=True)) for row in rows})
    return out[0], out[1]


def from_graph(graph: Any) -> tuple[Read, Read]:
    edges = {str(k): {**d, "from": a, "to": b} for a, b, k, d in graph.edges(keys=True, data=True)}
    return dict(graph.nodes(data=True)), edges


def from_graphml(body: bytes) -> tuple[Read, Read]:
    return from_graph(nx.read_graphml(io.BytesIO(body), force_multigraph=True))


def from_node_link(body: bytes) -> tuple[Read, Read]:
    return from_graph(nx.node_link_graph(json.loads(body), edges="links"))


def from_cytoscape(body: bytes) -> tuple[Read, Read]:
    elements = json.loads(body)["elements"]
    nodes = {e["data"]["id"]: e["data"] for e in elements["nodes"]}
    return nodes, {
        e["data"]["id"]: {**e["data"], "from": e["data"]["source"], "to": e["data"]["target"]}
        for e in elements["edges"]
    }


def from_lines(body: bytes) -> tuple[Read, Read]:
    records = [json.loads(line) for line in body.decode().splitlines()]
    assert records[0]["record"] == "about"
    nodes = {r["id"]: r for r in records if r["record"] == "node"}
    return nodes, {r["id"]: r for r in records if r["record"] == "edge"}


READERS: list[tuple[str, Callable[[bytes], tuple[Read, Read]], bool]] = [
    # form, how it is read back, whether it keeps every character
    ("csv", from_csv, False),
    ("xlsx", from_xlsx, False),
    ("graphml", from_graphml, False),
    ("node-link", from_node_link, True),
    ("cytoscape", from_cytoscape, True),
    ("ndjson", from_lines, True),
]


@pytest.mark.parametrize(("form", "read", "exact"), READERS, ids=[row[0] for row in READERS])
@settings(max_examples=25)
@given(answer=graphs())
def test_what_is_read_back_is_what_was_answered(
    form: str, read: Callable[[bytes], tuple[Read, Read]], exact: bool, answer: GraphAnswer
) -> None:
    nodes, edges = read(export(answer, form).body)

    def same(held: Any, said: str | None) -> bool:
        if exact or said is None:
            return bool(held == said)
        # A parser of XML makes one line end of all; an empty cell is unknown.
        kept = UNHELD.sub("", said).replace("\r\n", "\n").replace("\r", "\n")
        return (held or "").replace("\r\n", "\n").replace("\r", "\n") == kept

    assert nodes.keys() == {p.node.id for p in answer.nodes}
    assert edges.keys() == {e.id for e in answer.edges}
    for placed in answer.nodes:
        assert isinstance(placed.node, DocumentShape)
        assert same(nodes[placed.node.id].get("title"), placed.node.title)
        assert same(nodes[placed.node.id].get("symbol"), placed.node.symbol)
    for edge in answer.edges:
        held = edges[edge.id]
        assert (held["from"], held["to"], held["type"]) == (edge.from_, edge.to, edge.type)
        assert same(held.get("role"), edge.role)


def test_every_form_has_a_reader_here() -> None:
    assert {row[0] for row in READERS} | {"json"} == set(FORMATS)
    assert set(LIST_FORMATS) < set(FORMATS)


# ------------------------------------------------------------------ real answers


@pytest.fixture(scope="module")
def answers(small: Store, v: Vocabulary) -> dict[str, Any]:
    with small.read() as graph:
        return {
            "lineage": lineage(graph, HUB, v),
            "impact, a page": impact(graph, APPARATUS, v, limit=1),
            "diagram": diagram(graph, APPARATUS, v),
            "expand": expand(graph, HUB, v, limit=4),
            "implementers": implementers(graph, CONCLUSION, v),
            "relations": relations(graph, APPARATUS, v),
            "search": search(graph, "nq", v),
            "nothing": search(graph, "khong co gi", v),
        }


def test_the_same_answer_gives_the_same_bytes(answers: dict[str, Any]) -> None:
    for name, answer in answers.items():
        for form in formats_of(type(answer)):
            assert export(answer, form).body == export(answer, form).body, f"{name} as {form}"


def test_every_end_of_an_edge_is_a_node(answers: dict[str, Any]) -> None:
    for name in ("lineage", "impact, a page", "diagram", "expand"):
        answer = answers[name]
        for form, read, _ in READERS:
            nodes, edges = read(export(answer, form).body)
            assert answer.root.id in nodes, f"{name} as {form}"
            assert {end for e in edges.values() for end in (e["from"], e["to"])} <= nodes.keys(), f"{name} as {form}"


def test_a_list_as_rows(answers: dict[str, Any]) -> None:
    answer = answers["implementers"]
    rows = list(csv.DictReader(io.StringIO(export(answer, "csv").body.decode("utf-8-sig"))))
    assert [r["id"] for r in rows] == [i.node.id for i in answer.items]
    assert (rows[0]["body_name"], rows[0]["stated_by_publisher"], rows[0]["counted"]) == (
        "Tỉnh ủy Kon Tum",
        "Báo Kon Tum",
        "true",
    )
    assert rows[1]["text"].startswith("1. Tiếp tục"), "a task among the documents"
    lines = [json.loads(x) for x in export(answer, "ndjson").body.decode().splitlines()]
    assert [x["record"] for x in lines] == ["about", "item", "item"]
    assert lines[0]["total"] == answer.total


def test_columns_do_not_follow_from_what_was_found(answers: dict[str, Any]) -> None:
    heads = [export(answers[name], "csv").body.decode("utf-8-sig").splitlines()[0] for name in ("search", "nothing")]
    assert heads[0] == heads[1]


def test_columns_of_a_shape() -> None:
    names = [c.name for c in columns_of(Reached)]
    assert names[:4] == ["id", "kind", "symbol", "type"]
    assert {"body_id", "body_name", "set_by_name", "stated_by_url", "distance", "via"} <= set(names)
    assert len(names) == len(set(names))


def test_a_list_is_not_drawn(answers: dict[str, Any]) -> None:
    with pytest.raises(InvalidQuestion, match="csv"):
        export(answers["search"], "graphml")
    with pytest.raises(InvalidQuestion, match="graphml"):
        export(answers["lineage"], "crayon")


DRAWN = [
    (GraphAnswer, True),
    (ImpactAnswer, True),
    (DiagramAnswer, True),
    (ImplementersAnswer, False),
    (SearchAnswer, False),
    (BatchAnswer, False),
]


@pytest.mark.parametrize(("answer", "drawn"), DRAWN, ids=[row[0].__name__ for row in DRAWN])
def test_the_forms_of_an_answer(answer: type, drawn: bool) -> None:
    assert formats_of(answer) == (FORMATS if drawn else LIST_FORMATS)


# ------------------------------------------------------------------ formulas

CELLS = [
    ("=HYPERLINK(\"http://evil.vn\")", True, "a formula"),
    ("+84 24 3", True, "so does a plus begin one"),
    ("-2+3+cmd|' /C calc'!A0", True, "and a minus"),
    ("@SUM(A1)", True, "and an at sign, once Lotus 1-2-3's"),
    ("\t=1", True, "a tab is skipped by what looks for one"),
    ("\r=1", True, "and so is a line end"),
    ("'=1", True, "what was disarmed already is told from what was not"),
    ("18-NQ/TW", False, "a symbol"),
    ("a=b", False, "an equals sign inside"),
    ("'tis", False, "an apostrophe alone"),
    ("", False, "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dangerous", "why"), CELLS, ids=[row[2] for row in CELLS])
def test_formulas_are_disarmed(text: str, dangerous: bool, why: str) -> None:
    assert disarmed(text) == ("'" + text if dangerous else text), why
    assert rearmed(disarmed(text)) == text


@given(st.text(alphabet="'=+-@\t\rab"))
def test_disarming_can_be_undone(text: str) -> None:
    assert rearmed(disarmed(text)) == text
    assert not disarmed(text).startswith(("=", "+", "-", "@", "\t", "\r"))


# ------------------------------------------------------------------ HTTP

SERVED = [
    (f"{API}/search?q=nq", "csv", "text/csv; charset=utf-8", "search.csv"),
    (f"{API}/search?q=nq", "ndjson", "application/x-ndjson", "search.ndjson"),
    (f"{API}/directives/{APPARATUS}/implementers", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", f"{APPARATUS}-implementers.xlsx"),
    (f"{API}/directives/{APPARATUS}/relations", "csv", "text/csv; charset=utf-8", f"{APPARATUS}-relations.csv"),
    (f"{API}/directives/{APPARATUS}/impact", "graphml", "application/graphml+xml", f"{APPARATUS}-impact.graphml"),
    (f"{API}/directives/{APPARATUS}/diagram", "graphml", "application/graphml+xml", f"{APPARATUS}-diagram.graphml"),
    (f"{API}/nodes/{APPARATUS}/expand", "csv", "text/csv; charset=utf-8", f"{APPARATUS}-neighbours.csv"),
    (f"{API}/directives?ids={APPARATUS}", "csv", "text/csv; charset=utf-8", "documents.csv"),
    (f"{API}/changes", "ndjson", "application/x-ndjson", "changes.ndjson"),
    (f"{API}/directives/{APPARATUS}/lineage", "node-link", "application/json", None),
    (f"{API}/directives/{APPARATUS}/lineage", "json", "application/json", None),
]  # fmt: skip


@pytest.mark.parametrize(("address", "form", "media", "name"), SERVED, ids=[f"{r[3] or r[1]}" for r in SERVED])
def test_served(address: str, form: str, media: str, name: str | None, asked: httpx.Client) -> None:
    answer = asked.get(address, params=dict(httpx.URL(address).params) | {"format": form})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    disposition = answer.headers.get("content-disposition")
    assert disposition == (f'attachment; filename="{name}"' if name else None)
    assert answer.headers["etag"]
    if form == "csv":
        assert answer.content.startswith(b"\xef\xbb\xbf")


def test_json_is_the_same_with_and_without_naming_it(asked: httpx.Client) -> None:
    address = f"{API}/directives/{APPARATUS}/impact"
    assert asked.get(address, params={"format": "json"}).content == asked.get(address).content


NAMES = [
    ("18-nq-tw.xii-lineage", "18-nq-tw.xii-lineage.csv", "an id as it is"),
    ('x"\r\nSet-Cookie: a=b', "x-Set-Cookie-a-b.csv", "nothing ends the header"),
    ("../../etc/passwd", "etc-passwd.csv", "nor leaves the folder"),
    ("", "answer.csv", "a name there is"),
    ("a" * 500, "a" * 100 + ".csv", "of some length"),
]


@pytest.mark.parametrize(("name", "file", "why"), NAMES, ids=[row[2] for row in NAMES])
def test_file_names_are_tame(name: str, file: str, why: str, answers: dict[str, Any]) -> None:
    disposition = given_as(answers["search"], "csv", name).headers["content-disposition"]
    assert disposition == f'attachment; filename="{file}"', why


# ------------------------------------------------------------------ the command line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    small_graph(tmp_path / "graph.sqlite").close()
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(tmp_path / "graph.sqlite"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


WRITTEN = [
    (["search", "nq", "--output", "found.csv"], "found.csv", b"\xef\xbb\xbfid,", "the ending names the form"),
    (["search", "nq", "--format", "csv", "-o", "found.txt"], "found.txt", b"\xef\xbb\xbfid,", "or the option does"),
    (["implementers", APPARATUS, "-o", "who.xlsx"], "who.xlsx", b"PK", "a workbook"),
    (["lineage", APPARATUS, "-o", "l.graphml"], "l.graphml", b"<?xml", "GraphML"),
    (["impact", APPARATUS, "-o", "i.ndjson"], "i.ndjson", b'{"record":"about"', "lines"),
    (["diagram", APPARATUS, "-o", "d.json"], "d.json", b'{"root"', "JSON"),
    (["expand", "bo-chinh-tri", "-o", "x.csv"], "x.csv", b"\xef\xbb\xbfrecord,id", "one hop"),
    (["changes", "-o", "x.csv"], "x.csv", b"\xef\xbb\xbfversion,at", "the journal"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "file", "begins", "why"), WRITTEN, ids=[row[3] for row in WRITTEN])
def test_written(words: list[str], file: str, begins: bytes, why: str, here: Path) -> None:
    assert run(words) == 0
    assert (here / file).read_bytes().startswith(begins), why
    assert not list(here.glob("*.part"))


def test_to_standard_output(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["search", "nq", "--format", "csv"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"\xef\xbb\xbfid,")


def test_a_form_there_is_none_of(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["search", "nq", "-o", "found.pdf"],
        ["search", "nq", "--format", "graphml"],
        ["lineage", HUB, "-o", "x"],
    ):
        assert run(words) == 2
        assert "Use one of: json, " in capsys.readouterr().err


def test_plain_json_is_what_json_says(here: Path, small: Store, v: Vocabulary) -> None:
    assert run(["lineage", HUB, "-o", "l.json"]) == 0
    with small.read() as graph:
        assert json.loads((here / "l.json").read_bytes()) == plain(lineage(graph, HUB, v))
