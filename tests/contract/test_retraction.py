"""Retracting a source with a preview: what is told beforehand is what then happens, on every engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import UnknownId
from graph_schema.model import Document, Edge, Task
from graph_schema.store.base import Change, Store
from graph_schema.store.dump import dump
from graph_schema.vocabulary import load
from loaders import retraction
from loaders.pipeline import Metadata, load_text, source_id
from loaders.retraction import EdgeChange, Retraction, retract
from loaders.trial import rolled_back
from tests.contract.records import NewStore
from tests.test_properties import TEXTS

V = load()
Records = Mapping[type[Any], Mapping[str, Any]]


def records(store: Store) -> Records:
    with store.read() as graph:
        return {
            Document: {r.id: r for r in graph.records(Document)},
            Task: {r.id: r for r in graph.records(Task)},
            Edge: {r.id: r for r in graph.records(Edge)},
        }


def whole(store: Store) -> list[str]:
    with store.read() as graph:
        return list(dump(graph))


def take(store: Store, n: int) -> None:
    text, date, place = TEXTS[n]
    load_text(store, text.encode(), f"t{n}", Metadata(title=f"t{n}", date=date, place=place), V)


def difference(before: Records, after: Records, kind: type[Any]) -> tuple[list[str], list[str], list[str]]:
    """Ids that went, changed and came."""
    a, b = before[kind], after[kind]
    return sorted(a.keys() - b), sorted(i for i in a.keys() & b if a[i] != b[i]), sorted(b.keys() - a)


def supports(before: Records, after: Records, ids: list[str]) -> tuple[EdgeChange, ...]:
    out = []
    for id in ids:
        a, b = before[Edge].get(id), after[Edge].get(id)
        edge = a or b
        assert edge is not None
        out.append(
            EdgeChange(id, edge.subject, edge.type.value, edge.object, a.support if a else 0, b.support if b else 0)
        )
    return tuple(out)


def check(store: Store, source: str) -> Retraction:
    """Previews, retracts, and compares both with what is in the store before and after."""
    before, lines = records(store), whole(store)
    preview = retract(store, source, V, dry_run=True)
    assert whole(store) == lines, "a preview leaves nothing behind, not even in the journal"
    done = retract(store, source, V)
    after = records(store)
    assert replace(preview, dry_run=False, version=done.version) == done
    assert (preview.dry_run, preview.version, done.dry_run, done.version) == (
        True,
        done.version - 1,
        False,
        done.version,
    )
    assert (list(done.gone), list(done.changed), list(done.new)) == difference(before, after, Document)
    assert list(done.tasks_gone) == difference(before, after, Task)[0]
    told = (done.edges_gone, done.edges_changed, done.edges_new)
    assert told == tuple(supports(before, after, ids) for ids in difference(before, after, Edge))
    return done


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(loaded=st.lists(st.integers(0, len(TEXTS) - 1), min_size=1, max_size=5, unique=True), data=st.data())
def test_a_preview_is_what_then_happens(new_store: NewStore, loaded: list[int], data: st.DataObject) -> None:
    store = new_store()
    for n in loaded:
        take(store, n)
    for n in data.draw(st.permutations(loaded)):
        check(store, source_id(TEXTS[n][0].encode()))
    assert not any(records(store).values())


def test_an_older_text_that_speaks_again_is_new(new_store: NewStore) -> None:
    store = new_store()
    old, new = "Kế hoạch số 12-KH/TW ngày 3/3/2022.", "Kế hoạch số 13-KH/TW ngày 3/3/2022."
    for text, date in ((old, "2023-01-01"), (new, "2024-02-02")):
        load_text(store, text.encode(), "page", Metadata(url="https://bao.example/bai", date=date), V)
    done = check(store, source_id(new.encode()))
    assert (done.gone, done.new) == (("13-kh-tw.xiii",), ("12-kh-tw.xiii",))


def test_one_of_two_publishers(new_store: NewStore) -> None:
    store = new_store()
    text = TEXTS[1][0]
    for name in ("Báo A", "Báo B"):
        load_text(store, f"{text} {name}.".encode(), name, Metadata(title=name, publisher=name), V)
    done = check(store, source_id(f"{text} Báo B.".encode()))
    assert (done.gone, done.edges_gone) == ((), ())
    assert (2, 1) in {(e.support_before, e.support_after) for e in done.edges_changed}
    assert done.changed, "their documents have one source less"


def test_long_lists_are_cut_and_counted(new_store: NewStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_store()
    take(store, 3)
    monkeypatch.setattr(retraction, "SHOWN", 1)
    preview = retract(store, source_id(TEXTS[3][0].encode()), V, dry_run=True)
    assert (len(preview.gone), preview.totals["gone"]) == (1, len(records(store)[Document]))
    assert preview.totals["gone"] > 1


def test_what_is_not_there_cannot_be_retracted(new_store: NewStore) -> None:
    store = new_store()
    for dry_run in (True, False):
        with pytest.raises(UnknownId, match="stats --sources"):
            retract(store, "nothing", V, dry_run=dry_run)


def test_what_is_tried_is_seen_and_undone(new_store: NewStore) -> None:
    store = new_store()
    take(store, 0)
    lines = whole(store)

    def work(change: Change) -> int:
        change.drop(Edge, [(edge.id,) for edge in change.records(Edge)])
        change.note("load", "x")
        return sum(1 for _ in change.records(Edge))

    assert rolled_back(store, work) == 0
    with pytest.raises(ZeroDivisionError):
        rolled_back(store, lambda change: 1 // 0)
    assert whole(store) == lines
