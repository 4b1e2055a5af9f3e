"""What implements a document, what rests on it, who says so, and the ways to look at one thing."""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from pathlib import Path

import pytest

from graph_schema.errors import InvalidQuestion, MovedId, UnknownId
from graph_schema.model import EdgeType
from graph_schema.sentences import sentence_around
from graph_schema.store.base import Hop, Store
from graph_schema.vocabulary import Vocabulary
from loaders import bundled as shipped
from queries.document import document
from queries.evidence import evidence
from queries.export import export
from queries.impact import impact
from queries.implementers import ImplementersAnswer, _inferred, implementers
from queries.lineage import lineage
from queries.records import body, source, task
from queries.relations import relations
from queries.search import search
from queries.shapes import plain
from queries.stats import stats
from tests.small_graph import (
    APPARATUS,
    ARTICLE,
    CITING,
    CONCLUSION,
    DECISION,
    DEEP,
    DRAFT,
    HUB,
    KON_TUM,
    LAND,
    OPEN_TASK,
    REVIEW,
    TABLE,
    TASK,
    UNNUMBERED,
    WORDS,
)

pytest_plugins = ("tests.graphs",)


def who(store: Store, v: Vocabulary, root: str, **more: object) -> ImplementersAnswer:
    with store.read() as graph:
        return implementers(graph, root, v, **more)  # type: ignore[arg-type]


DIRECT = [(DECISION, 1), (UNNUMBERED, 1), (DRAFT, 1)]
IMPLEMENTERS = [
    (APPARATUS, {}, DIRECT, 2, "by date, drafts last; a draft is not counted, a review or citation is none"),
    (APPARATUS, {"transitive": True}, [*DIRECT, (DEEP, 2)], 3, "and what implements those"),
    (APPARATUS, {"depth": 2}, [*DIRECT, (DEEP, 2)], 3, "as far as asked"),
    (APPARATUS, {"stated": True}, [(DECISION, 1), (DRAFT, 1)], 1, "without what is only inferred"),
    (APPARATUS, {"min_confidence": 0.5}, [(DECISION, 1), (DRAFT, 1)], 1, "without what is unlikely"),
    (APPARATUS, {"family": "review"}, [(REVIEW, 1)], 1, "another family"),
    (APPARATUS, {"family": "citation, review"}, [(CITING, 1), (REVIEW, 1)], 2, "several"),
    (CONCLUSION, {}, [(KON_TUM, 1), (TASK, 1)], 2, "a task implements too"),
    (LAND, {}, [], 0, "nothing is known to"),
]


@pytest.mark.parametrize(
    ("root", "asked_for", "found", "total", "why"), IMPLEMENTERS, ids=[row[4] for row in IMPLEMENTERS]
)
def test_implementers(
    root: str,
    asked_for: dict[str, object],
    found: list[tuple[str, int]],
    total: int,
    why: str,
    small: Store,
    v: Vocabulary,
) -> None:
    answer = who(small, v, root, **asked_for)
    assert [(i.node.id, i.distance) for i in answer.items] == found, why
    assert (answer.total, answer.drafts) == (total, len(found) - total)
    assert answer.next is None
    assert [i.counted for i in answer.items].count(False) == answer.drafts
    assert answer.inferred == sum(i.inferred and i.counted for i in answer.items)


def test_an_item_says_by_which_way_and_who_states_it(small: Store, v: Vocabulary) -> None:
    items = {i.node.id: i for i in who(small, v, APPARATUS, transitive=True).items}
    assert (items[DEEP].via, items[DEEP].edges) == (("GUIDES", "IMPLEMENTS"), ("e-deep", "e-949"))
    assert [s.id for s in items[DECISION].stated_by] == [TABLE]


def test_what_may_implement_it_stands_apart(small: Store, v: Vocabulary) -> None:
    for root in (APPARATUS, LAND):
        answer = who(small, v, root)
        (claim,) = answer.possible
        assert claim.other is not None
        assert (claim.other.id, claim.mention, claim.candidates) == (OPEN_TASK, "Nghị quyết 18", (APPARATUS, LAND))
        assert [h.field for h in claim.settles] == ["date", "term", "title"]
        assert OPEN_TASK not in {i.node.id for i in answer.items}
    assert who(small, v, APPARATUS, min_confidence=0.9).possible == (), "filters hold for it too"


GROUPS = [
    ("level", {"ministry": 2}, "by level"),
    ("type", {"KH": 1, "QĐ": 1}, "by type"),
    ("body", {"bo-tu-phap": 1, None: 1}, "by body; an unknown one is a group too"),
    ("place", {None: 2}, "by place"),
    ("month", {"2018-04": 1, None: 1}, "by month; a year alone has none"),
]


@pytest.mark.parametrize(("group_by", "groups", "why"), GROUPS, ids=[row[0] for row in GROUPS])
def test_groups_never_count_drafts(
    group_by: str, groups: dict[str | None, int], why: str, small: Store, v: Vocabulary
) -> None:
    answer = who(small, v, APPARATUS, group_by=group_by)
    assert {c.value: c.count for c in answer.groups or ()} == groups, why
    assert {i.group for i in answer.items if i.counted} == set(groups)


@pytest.mark.parametrize("size", [1, 7, 30, 31])
def test_pages_make_the_whole(size: int, small: Store, v: Vocabulary) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        answer = who(small, v, HUB, transitive=True, limit=size, cursor=cursor)
        seen += [i.node.id for i in answer.items]
        cursor = answer.next
        if cursor is None:
            break
    assert seen == [i.node.id for i in who(small, v, HUB, transitive=True, limit=500).items]
    assert len(seen) == len(set(seen)) == answer.total == 30


def test_drafts_page_too(small: Store, v: Vocabulary) -> None:
    first = who(small, v, APPARATUS, limit=2)
    assert [i.node.id for i in who(small, v, APPARATUS, limit=2, cursor=first.next).items] == [DRAFT]


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WzEsIDIsIDNd", "a" * 2000, "%%%"])
def test_a_foreign_cursor_is_refused(cursor: str, small: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        who(small, v, APPARATUS, cursor=cursor)
    assert caught.value.detail["parameter"] == "cursor"


LIMITS = [
    ({"depth": 0}, "depth"),
    ({"depth": 21}, "depth"),
    ({"depth": -1}, "depth"),
    ({"depth": 10**9}, "depth"),
    ({"limit": 0}, "limit"),
    ({"limit": 501}, "limit"),
    ({"min_confidence": 1.5}, "min_confidence"),
    ({"min_confidence": float("nan")}, "min_confidence"),
    ({"family": "friends"}, "family"),
    ({"family": "structure"}, "family"),
    ({"group_by": "mood"}, "group_by"),
    ({"budget_ms": 1}, "budget_ms"),
]


@pytest.mark.parametrize(("asked_for", "name"), LIMITS, ids=[str(row[0]) for row in LIMITS])
def test_limits_are_named(asked_for: dict[str, object], name: str, small: Store, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        who(small, v, APPARATUS, **asked_for)
    assert caught.value.detail["parameter"] == name
    assert str(next(iter(asked_for.values()))) in caught.value.message
    assert "Ask again" in caught.value.message or "Use one of" in caught.value.message


# ------------------------------------------------------------------ impact


def test_impact_counts_and_reasons(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = impact(graph, APPARATUS, v)
    assert [(x.distance, x.total) for x in answer.layers] == [(1, 2), (2, 1)]
    assert answer.total == 3, "drafts, citations and reviews do not rest on it"
    assert {c.value: c.count for c in answer.counts["level"]} == {"ministry": 2, "province": 1}
    assert {(r.type, r.count, r.carries) for r in answer.reasons} == {
        ("IMPLEMENTS", 2, True),
        ("REVIEWS", 1, False),
        ("CITES", 1, False),
    }
    assert [n.node.id for n in answer.nodes] == [DECISION, UNNUMBERED, DEEP]
    assert {e.id for e in answer.edges} == {"e-949", "e-unnumbered", "e-deep"}


def test_impact_pages(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        first = impact(graph, APPARATUS, v, limit=2)
        second = impact(graph, APPARATUS, v, limit=2, cursor=first.next)
    assert [n.node.id for n in (*first.nodes, *second.nodes)] == [DECISION, UNNUMBERED, DEEP]
    assert (first.layers[1].shown, second.layers[1].shown) == (0, 1)


# ------------------------------------------------------------------ evidence


def test_a_quote_stands_at_its_offsets_in_its_sentence(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = evidence(graph, "e-kon-tum", v)
    quote = next(e for e in answer.evidence if e.kind == "text")
    assert quote.quote == WORDS[quote.start : quote.end] == "Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW"
    assert (
        quote.sentence
        == "Ngày 18/1/2022, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW."
    )
    assert quote.sentence_start == WORDS.index("Ngày")
    assert quote.source is not None
    assert (quote.source.url, quote.asserted_by) == ("https://example.vn/kon-tum", "Báo Kon Tum")
    assert (answer.from_ and answer.from_.id, answer.to and answer.to.id) == (KON_TUM, CONCLUSION)


def test_a_table_row_is_never_a_quote(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        (row,) = evidence(graph, "e-949", v).evidence
    assert (row.kind, row.quote, row.sentence, row.start, row.note) == ("table", None, None, None, "decision title")
    assert row.source is not None
    assert row.source.address == "registry.csv#nq18-tw-2017"


def test_an_unknown_relation(small: Store, v: Vocabulary) -> None:
    with small.read() as graph, pytest.raises(UnknownId, match="e-nothing"):
        evidence(graph, "e-nothing", v)


SENTENCES = [
    ("Một. Hai ba. Bốn.", "ba", "Hai ba.", "between two others"),
    ("Một hai", "hai", "Một hai", "the whole text"),
    ("Dòng một\nDòng hai\nDòng ba", "hai", "Dòng hai", "a line is a sentence"),
    ("Điều 9 khoản 1. nói rõ. Xong.", "rõ", "Điều 9 khoản 1. nói rõ.", "a full stop before small letters ends nothing"),
    ("Họp ở TP. Hồ Chí Minh. Xong.", "Họp", "Họp ở TP. Hồ Chí Minh.", "an abbreviation"),
    ("Ông PGS.TS. Lê A. Nguyễn nói. Xong.", "nói", "Ông PGS.TS. Lê A. Nguyễn nói.", "a title and an initial"),
    ("Gồm:\n2.1. Quán triệt kế hoạch. Xong.", "triệt", "2.1. Quán triệt kế hoạch.", "the number of a provision"),
    ("Số 18-NQ/TW. Nghị quyết mới.", "mới", "Nghị quyết mới.", "a symbol ends a sentence"),
    ("A " + "x " * 5000 + "đích" + " y" * 5000, "đích", None, "a sentence without end is cut"),
]


@pytest.mark.parametrize(("text", "quote", "sentence", "why"), SENTENCES, ids=[row[3] for row in SENTENCES])
def test_sentences(text: str, quote: str, sentence: str | None, why: str) -> None:
    at = text.index(quote)
    first, last = sentence_around(text, at, at + len(quote))
    assert first <= at <= at + len(quote) <= last
    assert text[first:last] == sentence if sentence else last - first < 4000, why


# ------------------------------------------------------------------ one thing


def test_a_document_shows_every_source_and_conflict(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = document(graph, APPARATUS, v)
    assert answer.document.conflicts[0].field == "date"
    assert answer.aliases == ("18-nq-tw", "18-nq-tw.2017")
    assert answer.statements[0].says["dates"] == ("2017-10-15", "2017-10-25")
    assert {(r.type, r.direction): r.count for r in answer.relations} == {
        ("IMPLEMENTS", "in"): 2,
        ("REVIEWS", "in"): 1,
        ("CITES", "in"): 1,
    }, "a draft implements nothing yet"


RELATIONS = [
    (APPARATUS, {}, ["e-949", "e-draft", "e-unnumbered", "e-review", "e-cites"], 5, "everything, drafts shown"),
    (APPARATUS, {"family": "review"}, ["e-review"], 1, "one family"),
    (APPARATUS, {"limit": 1}, ["e-949"], 5, "the best supported first, and how many there are"),
    (DECISION, {}, ["e-949", "e-deep"], 2, "what it acts on, then what acts on it"),
    (DECISION, {"direction": "out"}, ["e-949"], 1, "one direction"),
]


@pytest.mark.parametrize(("id", "asked_for", "edges", "total", "why"), RELATIONS, ids=[row[4] for row in RELATIONS])
def test_relations(
    id: str, asked_for: dict[str, object], edges: list[str], total: int, why: str, small: Store, v: Vocabulary
) -> None:
    with small.read() as graph:
        answer = relations(graph, id, v, **asked_for)  # type: ignore[arg-type]
    assert sorted(r.edge.id for r in answer.items) == sorted(edges), why
    assert answer.items[0].edge.id == edges[0]
    assert answer.total == total


def test_a_task_a_body_a_source(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        one, two, three = task(graph, TASK, v), body(graph, "bo-chinh-tri", v), source(graph, ARTICLE, text=True)
        for wrong in (
            lambda: task(graph, APPARATUS, v),
            lambda: body(graph, TASK, v),
            lambda: source(graph, "s-nothing"),
        ):
            with pytest.raises(UnknownId):
                wrong()
        with pytest.raises(MovedId):
            document(graph, "18-nq-tw.2017", v)
    assert [r.node.id for r in one.relations] == [CONCLUSION]
    assert (one.task.assigned_to, one.task.lead) == (("các huyện ủy",), ("Ban Tổ chức Tỉnh ủy",))
    assert [(d.text, d.by, d.every) for d in one.task.dues] == [("hằng quý", None, "P3M")]
    assert (two.parent and two.parent.name, two.documents) == ("Ban Chấp hành Trung ương", 1)
    assert (three.text, three.mentions, three.open, three.documents) == (WORDS, 3, 1, (CONCLUSION, KON_TUM))


# ------------------------------------------------------------------ search, figures, exports


SEARCHES = [
    ("to chuc bo may", {}, [APPARATUS], "without diacritics"),
    ("máy bộ", {}, [UNNUMBERED, APPARATUS], "in any order, newest first"),
    ("18-NQ/TW", {}, [LAND, APPARATUS], "a symbol"),
    ("", {"type": "nghị quyết"}, [LAND, HUB, APPARATUS], "a filter alone; one date: by id"),
    ("", {"status": "draft"}, [DRAFT], "drafts"),
    ("", {"place": "Kon Tum"}, [KON_TUM], "a province"),
    ("", {"since": "2024-11-01", "until": "2024-12-31"}, [REVIEW], "a time"),
    ("không có gì như thế", {}, [], "nothing"),
]


@pytest.mark.parametrize(("words", "filters", "found", "why"), SEARCHES, ids=[row[3] for row in SEARCHES])
def test_search(words: str, filters: dict[str, str], found: list[str], why: str, small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = search(graph, words, v, **filters)  # type: ignore[arg-type]
    assert {i.id for i in answer.items} == set(found), why
    assert [i.id for i in answer.items][:1] == found[:1]
    assert answer.total == len(found)
    assert sum(c.count for c in answer.facets["kind"]) == len(found)


@pytest.mark.parametrize(
    ("filters", "name"),
    [
        ({"kind": "task"}, "kind"),
        ({"since": "1/1/2020"}, "from"),
        ({"level": "galaxy"}, "level"),
        ({"limit": 0}, "limit"),
    ],
)
def test_search_refuses(filters: dict[str, object], name: str, small: Store, v: Vocabulary) -> None:
    with small.read() as graph, pytest.raises(InvalidQuestion) as caught:
        search(graph, "a", v, **filters)  # type: ignore[arg-type]
    assert caught.value.detail["parameter"] == name


def test_figures(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = stats(graph, v)
    assert answer.groups["edges.type"]["REVIEWS"] == 1
    assert answer.graph_version == 2


def test_every_format_holds_the_same_graph(small: Store, v: Vocabulary) -> None:
    with small.read() as graph:
        answer = lineage(graph, DECISION, v)
    whole, cytoscape, links = (json.loads(export(answer, form).body) for form in ("json", "cytoscape", "node-link"))
    nodes, edges = {n["id"] for n in whole["nodes"]}, {(e["from"], e["to"]) for e in whole["edges"]}
    assert {n["data"]["id"] for n in cytoscape["elements"]["nodes"]} == nodes == {n["id"] for n in links["nodes"]}
    assert {(e["data"]["source"], e["data"]["target"]) for e in cytoscape["elements"]["edges"]} == edges
    assert {(e["source"], e["target"]) for e in links["links"]} == edges
    assert cytoscape["data"]["root"] == links["graph"]["root"] == DECISION
    with pytest.raises(InvalidQuestion):
        export(answer, "crayon")


def test_the_plain_form(small: Store, v: Vocabulary) -> None:
    item = plain(who(small, v, APPARATUS))["items"][0]
    assert {"id", "symbol", "distance", "via"} <= item.keys(), "a node's own fields stand beside the item's"
    with small.read() as graph:
        edge = plain(evidence(graph, "e-949", v))["edge"]
    assert (edge["from"], edge["to"]) == (DECISION, APPARATUS)


# ------------------------------------------------------------------ the bundled registry


def rows(name: str) -> list[dict[str, str]]:
    (path,) = [p for p in shipped.tables() if Path(p).name == name]
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_that_implements_is_listed_with_its_source(bundled: Store, v: Vocabulary) -> None:
    wanted = [r for r in rows("relations.csv") if (r["relation"], r["to_key"]) == ("IMPLEMENTS", "nq18-tw-2017")]
    stated = [r for r in wanted if not r["evidence_paraphrase"].startswith("[inferred]")]
    whole, strict = who(bundled, v, "18-nq-tw.xii", limit=500), who(bundled, v, "18-nq-tw.xii", limit=500, stated=True)
    assert (whole.total, strict.total) == (len(wanted), len(stated))
    addresses = Counter(s.url for i in strict.items for s in i.stated_by)
    assert addresses >= Counter(r["source_url"] for r in stated), "each with the page that says so"
    assert sum(1 for i in strict.items if plain(i)["symbol"] is None) > 5, "most have no full symbol"


def test_a_registry_draft_is_listed_and_not_counted(bundled: Store, v: Vocabulary) -> None:
    notes = {r["key"]: r["source_note"] for r in rows("directives.csv")}
    wanted = [r for r in rows("relations.csv") if (r["relation"], r["to_key"]) == ("IMPLEMENTS", "nq57-tw-2024")]
    drafts = sum(1 for r in wanted if notes[r["from_key"]].startswith("[draft]"))
    answer = who(bundled, v, "57-nq-tw.xiii", limit=500)
    assert (answer.drafts, answer.total + answer.drafts) == (drafts, len(answer.items))
    assert drafts > 0


def test_a_back_translated_title_is_never_official(bundled: Store, v: Vocabulary) -> None:
    items = who(bundled, v, "18-nq-tw.xii", limit=500).items
    assert "back-translated" in {plain(i)["title_status"] for i in items}


def test_what_time_did_not_suffice_for_is_not_guessed(small: Store) -> None:
    hop = Hop("in", (EdgeType.IMPLEMENTS,))
    with small.read() as graph:
        reach = graph.reach(APPARATUS, hop, depth=1)
        assert _inferred(graph, APPARATUS, hop, 1, reach, time.monotonic() + 60) == 1
        assert _inferred(graph, APPARATUS, hop, 1, reach, time.monotonic() - 1) is None
