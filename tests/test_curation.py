"""What each decision does to the graph, what it leaves visible, and what is refused: one row for each reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import DecisionConflict, GraphError, InvalidQuestion, UnknownId
from graph_schema.model import Claim, Document, Edge, Referent, State
from graph_schema.store import open_store
from graph_schema.store.base import Graph, Store
from graph_schema.vocabulary import load
from loaders.curated import CurationReport
from loaders.curation import take, undo, undo_override
from loaders.decision_sheet import import_decisions, rows_of, sheet_of
from loaders.pipeline import Metadata, load_text, rebuild, retract, source_id
from loaders.proposals import Proposal
from loaders.reading import read_text
from loaders.unstored import resolve_unstored
from queries.audit import audit
from queries.document import document, field_of
from queries.evidence import evidence
from queries.export import export
from queries.export.tables import rearmed
from queries.witness import witnesses
from tests.test_properties import whole

V = load()
NQ17 = "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương về tổ chức bộ máy."
NQ22 = "Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương về đất đai."
PLAN = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW ngày 25/10/2021."
AGAIN = "Tỉnh ủy Kon Tum ban hành Kế hoạch số 43-KH/TU ngày 18/1/2022 để thực hiện Kết luận số 21-KL/TW (khóa XIII)."
SHORT = "Tỉnh ủy đã triển khai Nghị quyết 18."
PLENUM = "Kế hoạch số 55-KH/TU ngày 3/2/2023 của Tỉnh ủy Kon Tum thực hiện Nghị quyết Trung ương 6 khóa XII."
P43, KL21 = "43-kh-tu.kon-tum.2020-2025", "21-kl-tw.xiii"
XII, XIII = "18-nq-tw.xii", "18-nq-tw.xiii"
WHO, WHY = "Lan", "đã hỏi Văn phòng Tỉnh ủy"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(str(tmp_path / "graph.sqlite"))
    for n, text in enumerate((NQ17, NQ22, PLAN, AGAIN, SHORT, PLENUM)):
        load_text(made, text.encode(), f"t{n}", Metadata(title=f"t{n}", publisher=f"Báo {n}"), V)
    yield made
    made.close()


def said(kind: str, *ends: str, **fields: Any) -> Proposal:
    named: Any = dict(zip(("document", "other"), ends, strict=False))
    return Proposal(kind, fields.pop("who", WHO), fields.pop("reason", WHY), **named, **fields)


def done(store: Store, proposal: Proposal) -> CurationReport:
    return take(store, proposal, V)


def shown(store: Store, id: str) -> Document:
    with store.read() as graph:
        node = graph.nodes([id])[id]
    assert isinstance(node, Document)
    return node


def edges(store: Store) -> set[tuple[str, str, str]]:
    with store.read() as graph:
        return {(e.subject, e.type.value, e.object) for e in graph.records(Edge)}


def mention(store: Store, text: str, words: str) -> Referent:
    with store.read() as graph:
        return next(r for r in graph.referents_of([source_id(text.encode())]) if r.start == text.index(words))


def claims(graph: Graph, text: str) -> list[str]:
    return [c.id for c in graph.claims_of([source_id(text.encode())]) if c.type == "IMPLEMENTS"]


# ------------------------------------------------------------------ what each one does


def test_a_claim_by_hand_is_an_edge_with_its_reason_as_evidence(store: Store) -> None:
    report = done(store, said("claim", P43, XII, type="IMPLEMENTS", quote="căn cứ Nghị quyết 18", date="2022-02-01"))
    [change] = report.edges
    assert (change.what, change.from_, change.type, change.to) == ("appears", P43, "IMPLEMENTS", XII)
    with store.read() as graph:
        [word] = evidence(graph, change.id, V).evidence
        edge = graph.edges([change.id])[change.id]
        witness = witnesses(graph, [change.id])[change.id]
    assert (word.kind, word.asserted_by, word.note, word.quote) == ("decision", WHO, WHY, "căn cứ Nghị quyết 18")
    assert (edge.support, edge.confidence, edge.inferred, edge.first_stated) == (1, 1.0, False, "2022-02-01")
    assert (witness.kind, witness.note) == ("decision", WHY), "a list shows it too"


def test_two_curators_are_one_voice_beside_the_sources(store: Store) -> None:
    for who in ("Lan", "Minh"):
        done(store, said("claim", P43, KL21, type="IMPLEMENTS", who=who))
    with store.read() as graph:
        [edge] = [e for e in graph.records(Edge) if (e.subject, e.object) == (P43, KL21)]
        assert len(evidence(graph, edge.id, V).evidence) == 4
    assert edge.support == 3, "two papers, and the curators"


def test_a_rejected_claim_supports_nothing_and_stays_visible(store: Store) -> None:
    with store.read() as graph:
        [first], [second] = claims(graph, PLAN), claims(graph, AGAIN)
        edge = str(graph.claims([first])[first].edge)
    done(store, said("reject", claim=first))
    with store.read() as graph:
        answer = evidence(graph, edge, V)
    assert ([e.claim_id for e in answer.evidence], answer.edge.support) == ([second], 1)
    assert [(r.claim.claim_id, r.who, r.reason) for r in answer.rejected] == [(first, WHO, WHY)]
    rebuild(store, V)
    retract(store, source_id(PLAN.encode()), V)
    load_text(store, PLAN.encode(), "t2", Metadata(title="t2", publisher="Báo 2"), V)
    with store.read() as graph:
        assert [r.claim.claim_id for r in evidence(graph, edge, V).rejected] == [first], "it survives a re-load"
    done(store, said("reject", claim=second))
    with store.read() as graph, pytest.raises(UnknownId, match="was rejected"):
        evidence(graph, edge, V)


def test_a_merge_keeps_one_id_and_redirects_the_other(store: Store) -> None:
    before = whole(store)
    report = done(store, said("merge", XIII, XII))
    gone = next(n for n in report.nodes if n.what == "goes")
    assert (gone.id, gone.now) == (XII, XIII)
    with store.read() as graph:
        assert graph.aliases([XII])[XII] == (XIII,)
        assert {r.document for r in graph.records(Referent) if r.facts.symbol == "18-NQ/TW"} == {XIII}
    short = mention(store, SHORT, "Nghị quyết 18")
    assert (short.state, short.candidates) == (State.OPEN, (XIII,)), "one candidate, which is never a reason"
    assert dict(shown(store, XIII).conflicts[0].values) == {"2017-10-25": 1, "2022-06-16": 1}
    undo(store, [report.taken[0].id], WHO, "nhầm", V)
    assert whole(store) == before


def test_a_merge_across_numbers(store: Store) -> None:
    done(store, said("merge", KL21, XII))
    rebuild(store, V)
    assert (shown(store, KL21).cluster, shown(store, KL21).symbol) == ("KL|21", "21-KL/TW")
    with store.read() as graph:
        assert graph.aliases([XII])[XII] == (KL21,)


def test_same_lets_rules_choose_the_id(store: Store) -> None:
    done(store, said("same", XIII, XII))
    assert shown(store, XII).sources == 2


def test_accept_a_candidate_and_a_plenums_resolution(store: Store) -> None:
    short, plenum = mention(store, SHORT, "Nghị quyết 18"), mention(store, PLENUM, "Nghị quyết Trung ương 6")
    assert {XII, XIII} <= set(short.candidates)
    for one in (short, plenum):
        done(store, said("accept", XII, source=one.source, start=one.start))
    rebuild(store, V)
    assert mention(store, SHORT, "Nghị quyết 18").document == XII
    assert ("55-kh-tu.kon-tum.2020-2025", "IMPLEMENTS", XII) in edges(store), "from another cluster"
    with store.read() as graph:
        again = read_text(graph.sources([plenum.source])[plenum.source], PLENUM, V)
        assert resolve_unstored(graph, again, V).outcomes[plenum.n].document == XII, "the same text, only looked at"
    done(store, said("accept", XIII, source=short.source, start=short.start))
    assert mention(store, SHORT, "Nghị quyết 18").document == XIII, "the last word holds"


OVERRIDES = [
    # field, value, what is shown, why
    ("title", "về  bộ máy", {"title": "về bộ máy", "title_status": "official"}, "white space is folded"),
    ("date", "2017-10-24", {"date": "2017-10-24", "date_precision": "day"}, "a day"),
    ("date", "2017", {"date": "2017", "date_precision": "year"}, "or a year"),
    ("date", None, {"date": None, "date_precision": None}, "not known, whatever sources say"),
    ("issuer", "Bộ Chính trị", {"body": "bo-chinh-tri", "level": "central"}, "a body, with its level"),
    ("issuer", None, {"body": None, "body_name": None}, "an issuer nobody knows"),
    ("place", "Kon Tum", {"place": "kon-tum"}, "a province by its name"),
    ("term", "XI", {"term": "XI"}, "a term"),
    ("status", "draft", {"status": "draft"}, "not issued"),
]


@pytest.mark.parametrize(("field", "value", "expected", "why"), OVERRIDES, ids=[f"{r[0]} {r[1]}" for r in OVERRIDES])
def test_an_override_wins(store: Store, field: str, value: str | None, expected: dict[str, Any], why: str) -> None:
    before = whole(store)
    report = done(store, said("override", XII, field=field, value=value))
    rebuild(store, V)
    now = shown(store, XII)
    assert {name: getattr(now, name) for name in expected} == expected, why
    undo_override(store, XII, field, WHO, "nhầm", V)
    assert whole(store) == before
    assert report.taken[0].kind == "override"


def test_what_sources_say_stays_beside_an_override(store: Store) -> None:
    done(store, said("override", XII, field="date", value="2017-10-24"))
    [conflict] = shown(store, XII).conflicts
    assert (conflict.field, conflict.values) == ("date", (("2017-10-24", 0), ("2017-10-25", 1)))
    done(store, said("override", XII, field="issuer", value="Bộ Chính trị"))
    assert (XII, "ISSUED_BY", "bo-chinh-tri") in edges(store)
    assert (XII, "ISSUED_BY", "ban-chap-hanh-trung-uong") not in edges(store)


def test_the_second_override_sets_the_first_aside_until_it_is_undone(store: Store) -> None:
    first = done(store, said("override", XII, field="title", value="một")).taken[0]
    report = done(store, said("override", XII, field="title", value="hai"))
    assert report.replaced == (first.id,)
    with store.read() as graph:
        assert audit(graph).counts == {"active": 1, "waiting": 0, "replaced": 1, "undone": 0}
        assert [d.state for d in field_of(graph, XII, "title").decisions] in (
            ["active", "replaced"],
            ["replaced", "active"],
        )
    undo(store, [report.taken[0].id], WHO, "", V)
    assert shown(store, XII).title == "một"


# ------------------------------------------------------------------ what is refused

REFUSED = [
    # proposal, error, words of the message, why
    (said("guess", XII), InvalidQuestion, "accept, claim", "no such decision: those there are"),
    (said("merge", XII, XIII, reason="  "), InvalidQuestion, "reason", "a reason is needed"),
    (said("merge", XII, XIII, who=""), InvalidQuestion, "who", "somebody decides"),
    (said("merge", XII, XIII, reason="x" * 2001), InvalidQuestion, "2000", "no essays"),
    (said("merge", XII, XII), InvalidQuestion, "one document already", "nothing to merge"),
    (said("merge", XII), InvalidQuestion, "other", "a pair is two"),
    (said("merge", XII, "no-such-id"), UnknownId, "no-such-id", "an id that is not there"),
    (said("merge", XII, "ban-chap-hanh-trung-uong"), UnknownId, "no document", "a body is no document"),
    (said("claim", P43, XII, type="ISSUED_BY"), InvalidQuestion, "IMPLEMENTS", "no relation between documents"),
    (said("claim", P43, P43, type="CITES"), InvalidQuestion, "itself", "a document does not cite itself"),
    (said("claim", P43, XII, type="CITES", url="javascript:1"), InvalidQuestion, "http", "an address is one"),
    (said("claim", P43, XII, type="CITES", date="1/2/2022"), InvalidQuestion, "YYYY-MM-DD", "a day is a day"),
    (said("override", XII, field="number", value="19"), InvalidQuestion, "merge, judge", "number makes the id"),
    (said("override", XII, field="date", value="2017-02-30"), InvalidQuestion, "no day", "no such day"),
    (said("override", XII, field="place", value="Huế Hồng"), InvalidQuestion, "no province", "no such place"),
    (said("override", XII, field="term", value="18"), InvalidQuestion, "no term", "no such term"),
    (said("override", XII, field="status", value="ok"), InvalidQuestion, "draft", "no such status"),
    (said("reject", claim="c0"), UnknownId, "evidence", "no such claim"),
    (said("reject"), InvalidQuestion, "claim", "which one?"),
    (said("accept", XII, source="s0", start=0), UnknownId, "source", "no such source"),
    (said("accept", XII, source=source_id(SHORT.encode()), start=0), UnknownId, "start", "no mention stands there"),
    (said("accept", XII, source=source_id(NQ17.encode()), start=0), InvalidQuestion, "alone", "it is all there is"),
]


@pytest.mark.parametrize(("proposal", "error", "words", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_refused(store: Store, proposal: Proposal, error: type[GraphError], words: str, why: str) -> None:
    before = whole(store)
    for dry_run in (True, False):
        with pytest.raises(error) as caught:
            take(store, proposal, V, dry_run=dry_run)
        assert words in caught.value.message, why
    assert whole(store) == before


def test_an_attribute_is_overridden_not_rejected(store: Store) -> None:
    with store.read() as graph:
        date = next(c.id for c in graph.records(Claim) if c.type == "date")
    with pytest.raises(InvalidQuestion, match="Override"):
        done(store, said("reject", claim=date))


CONFLICTS = [
    # held, proposed, why
    (said("different", XII, XIII), said("same", XII, XIII), "two cannot be one"),
    (said("different", XII, XIII), said("merge", XIII, XII), "nor by a merge"),
    (said("different", XII, XIII), said("different", XII, XIII, who="Minh"), "it is said already"),
]


@pytest.mark.parametrize(("held", "proposed", "why"), CONFLICTS, ids=[row[2] for row in CONFLICTS])
def test_conflicts_name_the_other_decision(store: Store, held: Proposal, proposed: Proposal, why: str) -> None:
    first = done(store, held).taken[0]
    with pytest.raises(DecisionConflict) as caught:
        done(store, proposed)
    assert first.id in caught.value.message
    assert caught.value.detail["decision"] == first.id, why


def test_documents_kept_apart_are_not_joined_through_a_third(store: Store) -> None:
    apart = done(store, said("different", XII, XIII)).taken[0]
    done(store, said("merge", KL21, XII))
    before = whole(store)
    with pytest.raises(DecisionConflict, match=apart.id):
        done(store, said("merge", KL21, XIII))
    assert whole(store) == before


def test_unsure_gives_way_to_a_judgement_and_changes_nothing(store: Store) -> None:
    unsure = done(store, said("unsure", XII, XIII))
    assert (unsure.nodes, unsure.edges, unsure.mentions) == ((), (), ())
    assert done(store, said("same", XII, XIII)).replaced == (unsure.taken[0].id,)


def test_different_keeps_apart_what_a_later_text_would_join(tmp_path: Path) -> None:
    unknown = "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy thực hiện Kết luận số 21-KL/TW ngày 25/10/2021."
    made = open_store(str(tmp_path / "g.sqlite"))
    load_text(made, unknown.encode(), "a", Metadata(title="a"), V)
    with made.read() as graph:
        [old] = [d.id for d in graph.records(Document) if d.number == "43"]
    load_text(made, PLAN.encode(), "b", Metadata(title="b"), V)
    with made.read() as graph:
        assert old not in graph.nodes([old]), "the rules learn the place and join them"
    retract(made, source_id(PLAN.encode()), V)
    load_text(made, "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum.".encode(), "c", Metadata(title="c"), V)
    take(made, said("different", old, P43), V)
    load_text(made, PLAN.encode(), "b", Metadata(title="b"), V)
    with made.read() as graph:
        assert set(graph.nodes([old, P43])) == {old, P43}, "the curator says they are two"
    made.close()


# ------------------------------------------------------------------ afterwards


def test_decisions_wait_for_what_is_away_and_come_back(store: Store) -> None:
    done(store, said("override", XIII, field="title", value="về đất"))
    done(store, said("claim", P43, XIII, type="CITES"))
    retract(store, source_id(NQ22.encode()), V)
    with store.read() as graph:
        assert audit(graph).counts == {"active": 0, "waiting": 2, "replaced": 0, "undone": 0}
        assert {item.waits for item in audit(graph).items} == {"a document it names is not known now"}
    load_text(store, NQ22.encode(), "t1", Metadata(title="t1", publisher="Báo 1"), V)
    assert shown(store, XIII).title == "về đất"
    assert (P43, "CITES", XIII) in edges(store)


def test_the_audit_pages_from_the_last_and_keeps_what_was_undone(store: Store) -> None:
    ids = [done(store, said("override", XII, field="title", value=f"tên {n}")).taken[0].id for n in range(5)]
    undo(store, [ids[4]], "Minh", "nhầm văn bản", V)
    with store.read() as graph:
        first = audit(graph, limit=2)
        rest = audit(graph, limit=5, cursor=first.next)
        assert [i.id for i in (*first.items, *rest.items)] == ids[::-1]
        assert (first.total, rest.next) == (5, None)
        assert first.items[0].undone_by == "Minh: nhầm văn bản"
        assert [i.state for i in audit(graph, state="undone").items] == ["undone"]
        assert audit(graph, who="ai đó").items == ()
        assert len(document(graph, XII, V).decisions) == 4, "a document shows those that hold"
        with pytest.raises(InvalidQuestion, match="active, waiting"):
            audit(graph, state="gone")


def test_the_same_word_again_changes_nothing(store: Store) -> None:
    for word in (said("merge", XII, XIII), said("override", XII, field="title", value="a")):
        first = done(store, word)
        again = done(store, word)
        assert (again.taken, again.known, again.version) == ((), (first.taken[0].id,), first.version)


def test_undoing_what_is_not_there(store: Store) -> None:
    for ids, who, error in ((["d0"], WHO, UnknownId), (["d0"], " ", InvalidQuestion)):
        with pytest.raises(error):
            undo(store, ids, who, "", V)
    with pytest.raises(UnknownId):
        undo_override(store, XII, "title", WHO, "", V)


# ------------------------------------------------------------------ the spreadsheet


def cells(store: Store) -> list[list[str]]:
    """The CSV of every decision, read back as it stands."""
    import csv
    import io

    with store.read() as graph:
        body = export(sheet_of(graph), "csv").body.decode("utf-8-sig")
    return [[rearmed(c) for c in row] for row in csv.reader(io.StringIO(body))]


def everything(store: Store) -> None:
    """One decision of every kind, a chain and a formula among them."""
    short = mention(store, SHORT, "Nghị quyết 18")
    with store.read() as graph:
        [claim] = claims(graph, PLAN)
    for word in (
        said("accept", XIII, source=short.source, start=short.start),
        said("claim", P43, XII, type="CITES", quote="=1+1", url="https://bao.example/bai", date="2022-02-01"),
        said("reject", claim=claim),
        said("unsure", XII, XIII, reason="'=nháy"),
        said("different", XII, XIII),
        said("override", XII, field="title", value="@một"),
        said("override", XII, field="title", value="-hai"),
        said("override", XII, field="date", value=None),
        said("merge", KL21, P43),
    ):
        done(store, word)


def test_export_and_import_give_the_same_graph(store: Store, tmp_path: Path) -> None:
    bare = open_store(str(tmp_path / "other.sqlite"))
    for n, text in enumerate((NQ17, NQ22, PLAN, AGAIN, SHORT, PLENUM)):
        load_text(bare, text.encode(), f"t{n}", Metadata(title=f"t{n}", publisher=f"Báo {n}"), V)
    everything(store)
    rows = rows_of(cells(store))
    assert import_decisions(store, rows, WHO, V).unchanged == 9, "read back unchanged, formulas and all"
    preview = import_decisions(bare, rows, WHO, V, dry_run=True)
    made = import_decisions(bare, rows, WHO, V)
    assert made.report is not None
    assert preview == replace(made, dry_run=True, report=replace(made.report, dry_run=True, version=6))
    assert (len(made.new), made.faults, made.waiting) == (9, (), ())
    assert whole(bare) == whole(store)
    bare.close()


def test_edited_new_and_missing_rows(store: Store) -> None:
    everything(store)
    table = cells(store)
    head = table[0]
    at = {name: n for n, name in enumerate(head)}
    row = next(r for r in table[1:] if r[at["value"]] == "-hai")
    row[at["value"]] = "ba"
    gone = next(r for r in table[1:] if r[at["kind"]] == "claim")
    table.remove(gone)
    new = [""] * len(head)
    for name, value in {"kind": "claim", "document": P43, "other": XIII, "type": "cites", "who": WHO}.items():
        new[at[name]] = value
    new[at["reason"]] = "bổ sung"
    report = import_decisions(store, rows_of([*table, new]), WHO, V)
    assert [(len(report.new), len(report.changed), len(report.removed), report.unchanged)] == [(1, 1, 0, 7)]
    assert (report.changed[0].before, [m.id for m in report.missing]) == (row[at["id"]], [gone[at["id"]]])
    assert shown(store, XII).title == "ba"
    removed = import_decisions(store, rows_of(cells(store)[:1]), WHO, V, remove=True)
    assert len(removed.removed) == 10
    assert cells(store)[1:] == []


FAULTS = [
    # what a row says, words of the complaint, why
    ({"kind": "claim", "document": "zz", "other": XII, "type": "CITES"}, "zz", "an id nobody knows"),
    ({"kind": "guess"}, "accept, claim", "no such decision"),
    ({"kind": "merge", "document": XII, "other": XIII, "reason": ""}, "reason", "no reason"),
    ({"kind": "accept", "document": XII, "source": "s", "start": "mười"}, "whole number", "a number is digits"),
    ({"kind": "override", "document": XII, "field": "date", "value": "25/10/2017"}, "no day", "as Excel may turn it"),
]


@pytest.mark.parametrize(("said_there", "words", "why"), FAULTS, ids=[row[2] for row in FAULTS])
def test_a_bad_row_is_named_and_nothing_is_imported(
    store: Store, said_there: dict[str, str], words: str, why: str
) -> None:
    before = whole(store)
    good = {"kind": "unsure", "document": XII, "other": XIII, "who": WHO, "reason": WHY}
    bad = {"who": WHO, "reason": WHY} | said_there
    names = sorted({*good, *bad})
    table = [names, [good.get(n, "") for n in names], [bad.get(n, "") for n in names]]
    report = import_decisions(store, rows_of(table), WHO, V)
    [fault] = report.faults
    assert (fault.row, words in (fault.why or ""), report.report) == (3, True, None), why
    assert whole(store) == before


def test_a_sheet_with_other_columns_is_refused() -> None:
    for head in (["kind", "who", "reason", "ghi chú"], ["kind"], []):
        with pytest.raises(InvalidQuestion, match="columns"):
            rows_of([head])


def test_rows_of_another_graph_wait_where_their_documents_are_not_known(store: Store, tmp_path: Path) -> None:
    everything(store)
    empty = open_store(str(tmp_path / "empty.sqlite"))
    report = import_decisions(empty, rows_of(cells(store)), WHO, V)
    assert (len(report.new), len(report.waiting)) == (9, 7), "all are kept; two are set aside by others"
    assert all(w.row and w.why for w in report.waiting)
    for n, text in enumerate((NQ17, NQ22, PLAN, AGAIN, SHORT, PLENUM)):
        load_text(empty, text.encode(), f"t{n}", Metadata(title=f"t{n}", publisher=f"Báo {n}"), V)
    assert whole(empty) == whole(store)
    empty.close()
