"""The diagram of a document and one hop from any node: groups, counts, and what stays hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_schema.errors import GoneId, InvalidQuestion, MovedId, UnknownId
from graph_schema.model import Document, EdgeType, IssuingBody, Node, Task
from graph_schema.store import open_store
from graph_schema.store.base import Change, Hop, Store
from graph_schema.vocabulary import Vocabulary
from queries import around
from queries.diagram import DiagramAnswer, diagram
from queries.expand import ExpandAnswer, every_type, expand
from queries.headings import HEADINGS, IN, OUT, heading, key_text
from service.cli import run
from tests.contract.records import document, edge, put, task
from tests.small_graph import (
    APPARATUS,
    CITING,
    CONCLUSION,
    DECISION,
    DRAFT,
    GONE,
    HUB,
    KON_TUM,
    REVIEW,
    TASK,
    UNNUMBERED,
)

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
BODY = "bo-noi-vu"


def drawn(store: Store, v: Vocabulary, id: str, limit: int | None = None) -> DiagramAnswer:
    with store.read() as graph:
        return diagram(graph, id, v, limit=limit)


def expanded(store: Store, v: Vocabulary, id: str, **more: object) -> ExpandAnswer:
    with store.read() as graph:
        return expand(graph, id, v, **more)  # type: ignore[arg-type]


# ------------------------------------------------------------------ headings

KNOWN_TO_PORTALS = [
    (EdgeType.GUIDES, OUT, "Văn bản được hướng dẫn"),
    (EdgeType.GUIDES, IN, "Văn bản hướng dẫn"),
    (EdgeType.BASED_ON, OUT, "Văn bản căn cứ"),
    (EdgeType.CITES, OUT, "Văn bản được dẫn chiếu"),
    (EdgeType.AMENDS, OUT, "Văn bản được sửa đổi bổ sung"),
    (EdgeType.AMENDS, IN, "Văn bản sửa đổi bổ sung"),
    (EdgeType.REPLACES, OUT, "Văn bản bị thay thế"),
    (EdgeType.REPLACES, IN, "Văn bản thay thế"),
    (EdgeType.REPEALS, OUT, "Văn bản bị hết hiệu lực"),
    (EdgeType.SUSPENDS, OUT, "Văn bản bị đình chỉ"),
]


@pytest.mark.parametrize(("type", "way", "words"), KNOWN_TO_PORTALS, ids=[row[2] for row in KNOWN_TO_PORTALS])
def test_groups_are_called_as_portals_call_them(type: EdgeType, way: str, words: str, v: Vocabulary) -> None:
    found = HEADINGS[type, way, "document"]
    names = v.relation(type)
    assert (found.label_vi, found.portal) == (words, True)
    assert words == (names.portal if way == OUT else names.portal_inverse), "the vocabulary says the same"


def test_what_portals_lack_is_there(v: Vocabulary) -> None:
    own = {key for key, found in HEADINGS.items() if not found.portal}
    assert {(t, way, "document") for t in (EdgeType.IMPLEMENTS, EdgeType.REVIEWS) for way in (OUT, IN)} <= own
    assert (EdgeType.IMPLEMENTS, IN, "task") in own
    portal = [r for r in v.relations if r.textual and (r.portal or r.portal_inverse)]
    assert len(HEADINGS) - len(own) == sum(bool(r.portal) + bool(r.portal_inverse) for r in portal), (
        "and none is missed"
    )


def test_headings_tell_groups_apart() -> None:
    for words in ("label_vi", "label_en", "tooltip_vi", "tooltip_en"):
        said = [getattr(h, words) for h in HEADINGS.values()]
        assert len(said) == len(set(said)), words


def test_a_group_no_diagram_has_is_called_by_its_relation(v: Vocabulary) -> None:
    assert heading((EdgeType.ISSUED_BY, IN, "document"), v).label_vi == "Ban hành"
    assert heading((EdgeType.SUSPENDS, IN, "task"), v).label_en == "Suspended by"


# ------------------------------------------------------------------ the diagram


def test_a_diagram(small: Store, v: Vocabulary) -> None:
    answer = drawn(small, v, APPARATUS)
    groups = {g.key: g for g in answer.groups}
    assert list(groups)[: len(HEADINGS)] == [key_text(k) for k in HEADINGS], "the same groups for everybody"
    implementing = groups["IMPLEMENTS.in.document"]
    assert [m.id for m in implementing.items] == [DECISION, UNNUMBERED], "the best supported first"
    assert (implementing.total, implementing.drafts) == (2, 1), "drafts are counted apart and not shown"
    assert implementing.label == "Văn bản thực hiện"
    assert [m.id for m in groups["REVIEWS.in.document"].items] == [REVIEW]
    assert [m.id for m in groups["CITES.in.document"].items] == [CITING]
    assert groups["GUIDES.in.document"].total == 0, "empty groups are there too"
    assert {p.node.id for p in answer.nodes} == {APPARATUS, DECISION, UNNUMBERED, REVIEW, CITING}
    assert {e.id for e in answer.edges} == {"e-949", "e-unnumbered", "e-review", "e-cites"}
    assert {p.node.id: p.hidden for p in answer.nodes}[DECISION] == 1, "what guides it"


def test_both_sides(small: Store, v: Vocabulary) -> None:
    answer = drawn(small, v, DECISION)
    assert {p.node.id: p.direction for p in answer.nodes} == {
        DECISION: "root",
        APPARATUS: "up",
        "45-kh-ubnd.lang-son.2018": "down",
    }


def test_tasks_are_a_group_of_their_own(small: Store, v: Vocabulary) -> None:
    groups = {g.key: g for g in drawn(small, v, CONCLUSION).groups}
    assert [m.id for m in groups["IMPLEMENTS.in.document"].items] == [KON_TUM]
    assert [m.id for m in groups["IMPLEMENTS.in.task"].items] == [TASK]


def test_a_draft_shows_what_it_would_implement(small: Store, v: Vocabulary) -> None:
    groups = {g.key: g for g in drawn(small, v, DRAFT).groups}
    assert [m.id for m in groups["IMPLEMENTS.out.document"].items] == [APPARATUS]


def test_the_first_of_many(small: Store, v: Vocabulary) -> None:
    answer = drawn(small, v, HUB, limit=4)
    group = next(g for g in answer.groups if g.total)
    assert (group.total, len(group.items), len(answer.nodes)) == (30, 4, 5)
    assert answer.nodes[0].hidden == 26, "what a greater limit would show"


def test_in_english(small: Store, v: Vocabulary) -> None:
    assert drawn(small, v.speaking("en"), APPARATUS).groups[0].label == "Implements"


REFUSED = [
    ("nothing", UnknownId, "an id that never was"),
    (TASK, UnknownId, "a task has no diagram: expand has"),
    (GONE, GoneId, "one that went"),
    ("18-nq-tw.2017", MovedId, "an older one"),
]


@pytest.mark.parametrize(("id", "error", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_refused(id: str, error: type[Exception], why: str, small: Store, v: Vocabulary) -> None:
    with pytest.raises(error):
        drawn(small, v, id)
    with pytest.raises(InvalidQuestion):
        drawn(small, v, APPARATUS, limit=101)


# ------------------------------------------------------------------ any node


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A body with documents, a task that is assigned to it, and its successor."""
    store = open_store(str(tmp_path_factory.mktemp("bodies") / "graph.sqlite"))

    def fill(change: Change) -> None:
        for id in (BODY, "bo-moi"):
            change.put([IssuingBody(id, id)])

    store.update(fill)
    issued = [document(f"d{n}", kind="plan") for n in range(12)]
    put(
        store,
        *issued,
        task("s", 1),
        *(edge(d.id, BODY, EdgeType.ISSUED_BY, support=n + 1) for n, d in enumerate(issued)),
    )
    put(store, edge("s-t1", BODY, EdgeType.ASSIGNED_TO), edge(BODY, "bo-moi", EdgeType.SUCCEEDED_BY), edge("d0", "d1"))
    put(store, edge("s-t1", "d0"), edge("d2", "d0", counted=False))
    yield store
    store.close()


EXPANDED = [
    (BODY, {}, {"ISSUED_BY.in.document": (12, 12), "ASSIGNED_TO.in.task": (1, 1), "SUCCEEDED_BY.out.body": (1, 1)}, "a body"),
    (BODY, {"limit": 2}, {"ISSUED_BY.in.document": (12, 2), "ASSIGNED_TO.in.task": (1, 1), "SUCCEEDED_BY.out.body": (1, 1)}, "cut"),
    (BODY, {"direction": "out"}, {"SUCCEEDED_BY.out.body": (1, 1)}, "one side"),
    ("s-t1", {}, {"IMPLEMENTS.out.document": (1, 1), "ASSIGNED_TO.out.body": (1, 1)}, "a task"),
    ("d0", {"family": "implementation"}, {"IMPLEMENTS.out.document": (1, 1), "IMPLEMENTS.in.task": (1, 1), "IMPLEMENTS.in.document": (0, 0)}, "a document, by family; a draft is no implementer"),
    ("d0", {"family": "structure", "direction": "out"}, {"ISSUED_BY.out.body": (1, 1)}, "who issued it"),
    ("bo-moi", {"direction": "out"}, {}, "nothing there"),
]  # fmt: skip


@pytest.mark.parametrize(("id", "more", "groups", "why"), EXPANDED, ids=[row[3] for row in EXPANDED])
def test_one_hop(
    id: str, more: dict[str, object], groups: dict[str, tuple[int, int]], why: str, bodies: Store, v: Vocabulary
) -> None:
    answer = expanded(bodies, v, id, **more)
    assert {g.key: (g.total, len(g.items)) for g in answer.groups} == groups, why
    assert answer.nodes[0].node.id == id
    assert {e.id for e in answer.edges} == {m.edge for g in answer.groups for m in g.items}


def test_hidden_adds_up(bodies: Store, v: Vocabulary) -> None:
    """What is hidden of a node and what is drawn of it are all of its edges."""
    for id, limit in ((BODY, 2), ("d0", 1), ("s-t1", 50)):
        answer = expanded(bodies, v, id, limit=limit)
        types = every_type("all", v)
        with bodies.read() as graph:
            for placed in answer.nodes:
                drawn_here = sum((e.from_ == placed.node.id) + (e.to == placed.node.id) for e in answer.edges)
                degree = sum(
                    graph.step([placed.node.id], Hop(way, types, drafts=way == "out")).degrees.get(placed.node.id, 0)
                    for way in around.WAYS
                )
                assert placed.hidden == degree - drawn_here, (id, placed.node.id)


def test_counted_by_the_engine_as_one_by_one(
    small: Store, bodies: Store, v: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A side with too many edges is counted by the engine: the same groups, totals and first members."""
    asked = [(small, HUB), (small, APPARATUS), (small, CONCLUSION), (bodies, BODY), (bodies, "d0")]
    whole = [expanded(store, v, id, limit=2) for store, id in asked]
    monkeypatch.setattr(around, "WHOLE", 2)
    assert [expanded(store, v, id, limit=2) for store, id in asked] == whole


def test_totals_are_the_degrees(bundled: Store, v: Vocabulary) -> None:
    with bundled.read() as graph:
        nodes: list[Node] = [*graph.records(Document), *graph.records(Task), *graph.records(IssuingBody)]
        for id in [node.id for node in nodes][::29]:
            answer = expand(graph, id, v, limit=1)
            for way in around.WAYS:
                everything = graph.step([id], Hop(way, every_type("all", v), drafts=True), fanout=1).degrees
                said = sum(g.total + g.drafts for g in answer.groups if g.direction == way)
                assert said == everything.get(id, 0)


# ------------------------------------------------------------------ HTTP and the command line


def test_over_http(asked: httpx.Client) -> None:
    shown = asked.get(f"{API}/directives/{APPARATUS}/diagram", headers={"accept-language": "en"}).json()
    assert shown["groups"][0]["label"] == "Implements"
    moved = asked.get(f"{API}/directives/18-nq-tw.2017/diagram?limit=1")
    assert (moved.status_code, moved.headers["location"]) == (308, f"{API}/directives/{APPARATUS}/diagram?limit=1")
    near = asked.get(f"{API}/nodes/{TASK}/expand").json()
    assert [g["key"] for g in near["groups"]] == ["IMPLEMENTS.out.document"]
    assert asked.get(f"{API}/nodes/{TASK}/expand?family=poetry").status_code == 422


def test_the_schema_is_a_legend(asked: httpx.Client, v: Vocabulary) -> None:
    """Everything that answers use as a fixed value has its words there, in both languages."""
    schema = asked.get(f"{API}/schema").json()
    assert [g["key"] for g in schema["diagram"]] == [key_text(k) for k in HEADINGS]
    labels = schema["labels"]
    assert {r["family"] for r in schema["relations"]} == labels["family"].keys()
    answer = asked.get(f"{API}/directives/{CONCLUSION}/lineage").json()
    for node in answer["nodes"]:
        for field in ("kind", "level", "system", "status", "title_status", "known_by", "direction"):
            if node.get(field) is not None:
                assert labels[field][node[field]]["en"], (field, node[field])
                assert labels[field][node[field]]["vi"]


def test_on_the_command_line(
    bundled_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(bundled_file))
    assert run(["diagram", "18-nq-tw.xii", "--limit", "2"]) == 0
    said = capsys.readouterr().out
    assert "Văn bản thực hiện: 27" in said or "Văn bản thực hiện: 28" in said
    assert "none: " in said
    assert run(["expand", "bo-chinh-tri", "--limit", "1"]) == 0
    assert "more" in capsys.readouterr().out
