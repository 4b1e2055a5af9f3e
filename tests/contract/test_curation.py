"""Curators' decisions of every kind: the same graph, audit and evidence on every engine, there and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph_schema.model import Claim, Edge, Referent
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump
from graph_schema.vocabulary import load
from loaders.curation import take, undo
from loaders.decision_sheet import sheet_of
from loaders.pipeline import Metadata, load_text, rebuild, retract, source_id
from loaders.proposals import Proposal
from queries.audit import AuditItem, audit
from queries.evidence import EvidenceAnswer, evidence

V = load()
TEXTS = (
    "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương về tổ chức bộ máy.",
    "Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương về đất đai.",
    "Kế hoạch số 43-KH/TU ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW ngày 25/10/2021.",
    "Tỉnh ủy đã triển khai Nghị quyết 18.",
)
XII, XIII, P43, KL21 = "18-nq-tw.xii", "18-nq-tw.xiii", "43-kh-tu.kon-tum.2020-2025", "21-kl-tw.xiii"
BY = ("Lan", "đã hỏi")


def words(store: Store) -> list[Proposal]:
    """A decision of every kind, and one that replaces another."""
    with store.read() as graph:
        short = next(r for r in graph.records(Referent) if r.facts.symbol is None and r.start is not None)
        claim = next(c.id for c in graph.records(Claim) if c.type == "IMPLEMENTS")
    return [
        Proposal("accept", *BY, XIII, source=short.source, start=short.start),
        Proposal("reject", *BY, claim=claim),
        Proposal("claim", *BY, P43, KL21, "GUIDES", quote="Căn cứ", url="https://bao.example", date="2022-02-01"),
        Proposal("unsure", *BY, XII, XIII),
        Proposal("different", *BY, XII, XIII),
        Proposal("override", *BY, XII, field="title", value="một"),
        Proposal("override", *BY, XII, field="title", value="hai"),
        Proposal("override", *BY, XII, field="issuer", value="Bộ Chính trị"),
        Proposal("merge", *BY, KL21, XII),
    ]


def filled(store: Store) -> Store:
    for n, text in enumerate(TEXTS):
        load_text(store, text.encode(), f"t{n}", Metadata(title=f"t{n}"), V)
    return store


def whole(store: Store) -> list[str]:
    with store.read() as graph:
        return list(dump(graph, journal=False))


def told(store: Store) -> tuple[list[AuditItem], list[EvidenceAnswer], object]:
    """The audit without its moments, the evidence of every edge, and the spreadsheet."""
    with store.read() as graph:
        items = [replace(i, taken_at=None, undone_at=None) for i in audit(graph).items]
        return items, [evidence(graph, e.id, V) for e in graph.records(Edge)], sheet_of(graph)


def test_the_same_on_every_engine(store: Store, tmp_path: Path) -> None:
    plain = filled(open_store(str(tmp_path / "plain.sqlite")))
    filled(store)
    bare = whole(store)
    taken = []
    for word in words(plain):
        preview = take(store, word, V, dry_run=True)
        here, there = take(store, word, V), take(plain, word, V)
        assert (here, preview.taken, preview.edges) == (there, here.taken, here.edges)
        taken += [d.id for d in here.taken]
    assert whole(store) == whole(plain)
    assert told(store) == told(plain)
    for one in (store, plain):
        retract(one, source_id(TEXTS[1].encode()), V)
        assert audit_states(one)["waiting"] == 2, "the accepted document and one of the pair are away"
        rebuild(one, V)
    assert whole(store) == whole(plain)
    for one in (store, plain):
        load_text(one, TEXTS[1].encode(), "t1", Metadata(title="t1"), V)
        undo(one, taken, "Minh", "", V)
    assert whole(store) == whole(plain) == bare
    assert told(store) == told(plain)
    plain.close()


def audit_states(store: Store) -> dict[str, int]:
    with store.read() as graph:
        return dict(audit(graph).counts)
