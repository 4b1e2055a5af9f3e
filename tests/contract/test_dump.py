"""Dump and restore: byte for byte, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import DumpInvalid, IntegrityError, StoreIncompatible
from graph_schema.model import Document, Edge, Record
from graph_schema.store.base import Change, Hop, Store
from graph_schema.store.codec import KINDS, SCHEMA, key_of
from graph_schema.store.dump import dump, restore
from tests.contract.records import (
    IMPLEMENTS,
    ONE_OF_EACH,
    NewStore,
    altered,
    any_graph,
    document,
    edge,
    everything,
    put,
)

SHARED = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=15)


def dumped(store: Store, *, journal: bool = True) -> list[str]:
    with store.read() as graph:
        return list(dump(graph, journal=journal))


def small(store: Store) -> list[str]:
    """The dump of one of each kind, after a life: something changed, something went."""
    put(store, *ONE_OF_EACH, document("gone"), note="s")

    def work(change: Change) -> None:
        change.put([altered(document("b"))])
        change.drop(Document, [("gone",)])
        change.note("retract", "Bài báo")

    store.update(work)
    return dumped(store)


def test_a_dump_is_readable(store: Store) -> None:
    lines = small(store)
    assert json.loads(lines[0]) == {"format": "directive-graph dump", "journal": True, "schema": SCHEMA}
    assert '{"Text":{"source":"s","text":"Kế hoạch 43-KH/TU"}}\n' in lines, "sorted keys, letters as they are"
    assert lines[1 + len(ONE_OF_EACH)] == f'{{"records":{len(ONE_OF_EACH)}}}\n'
    assert [json.loads(line)["Entry"]["version"] for line in lines if line.startswith('{"Entry"')] == [1, 2]
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)


def test_without_the_journal(store: Store) -> None:
    whole = small(store)
    bare = dumped(store, journal=False)
    assert json.loads(bare[0])["journal"] is False
    assert bare[1:] == whole[1 : 2 + len(ONE_OF_EACH)], "the records are the same lines"


@given(records=any_graph(), noted=st.booleans(), journal=st.booleans())
@SHARED
def test_a_restored_graph_dumps_the_same(
    records: list[Record], noted: bool, journal: bool, new_store: NewStore
) -> None:
    store = new_store()
    put(store, *records, note="s" if noted else None)
    lines, kept = dumped(store, journal=journal), everything(store)

    copy = new_store()
    restore(copy, lines)

    assert dumped(copy, journal=journal) == lines
    assert everything(copy) == kept


@given(records=any_graph(), data=st.data())
@SHARED
def test_equal_graphs_have_equal_dumps(records: list[Record], data: st.DataObject, new_store: NewStore) -> None:
    store = new_store()
    put(store, *records)
    lines = dumped(store, journal=False)
    other = new_store()
    for record in data.draw(st.permutations([r for r in records if type(r) is not Edge])):
        put(other, record)
    put(other, *(r for r in records if type(r) is Edge))
    assert dumped(other, journal=False) == lines


def test_a_restored_graph_answers_and_goes_on(store: Store, new_store: NewStore) -> None:
    lines = small(store)
    copy = new_store()
    restore(copy, iter(lines))
    with copy.read() as graph:
        assert graph.version == 2
        assert graph.gone("gone") == 2
        assert graph.reach("a", Hop("in", (IMPLEMENTS,)), depth=2, ids=True).ids == (("b",),)
    put(copy, document("c"), note="more")
    with copy.read() as graph:
        assert [e.version for e in graph.journal()] == [1, 2, 3]


def test_a_graph_restored_without_a_journal_begins_one(store: Store, new_store: NewStore) -> None:
    put(store, *ONE_OF_EACH)
    lines = dumped(store, journal=False)
    copy = new_store()
    restore(copy, lines)
    with copy.read() as graph:
        assert [(e.version, e.what, e.gone, e.changed) for e in graph.journal()] == [(1, "restore", (), ())]
        assert graph.version == 1


def come_and_gone(store: Store) -> None:
    put(store, document("x"))
    store.update(lambda change: change.drop(Document, [("x",)]))


NOT_EMPTY: list[tuple[str, Callable[[Store], None]]] = [
    ("it holds records", lambda store: put(store, document("x"))),
    ("it once held records", come_and_gone),
]


@pytest.mark.parametrize(("why", "fill"), NOT_EMPTY, ids=[row[0] for row in NOT_EMPTY])
def test_only_an_empty_store_is_filled(why: str, fill: Callable[[Store], None], store: Store) -> None:
    fill(store)
    before = dumped(store)
    with pytest.raises(IntegrityError, match="empty"):
        restore(store, iter(_LINES))
    assert dumped(store) == before, why


_LINES = [
    '{"format":"directive-graph dump","journal":true,"schema":2}\n',
    '{"Document":{"cluster":"NQ|18","id":"a","kind":"directive","known_by":"citation","sources":0}}\n',
    '{"Document":{"cluster":"NQ|18","id":"b","kind":"directive","known_by":"citation","sources":0}}\n',
    '{"Edge":{"confidence":1.0,"counted":true,"id":"e","inferred":false,"object":"a","subject":"b","support":1,"type":"CITES"}}\n',
    '{"records":3}\n',
    '{"Entry":{"at":"2026-01-01T00:00:00+00:00","changed":["a","b"],"subject":"s","version":1,"what":"load"}}\n',
    '{"entries":1}\n',
]


def line(n: int, old: str, new: str) -> Callable[[list[str]], list[str]]:
    """The good dump with something replaced in its nth line."""

    def change(lines: list[str]) -> list[str]:
        assert old in lines[n - 1]
        return [*lines[: n - 1], lines[n - 1].replace(old, new), *lines[n:]]

    return change


DAMAGED: list[tuple[str, Callable[[list[str]], list[str]], int, str]] = [
    ("nothing", lambda lines: [], 1, "not complete"),
    ("another file", lambda lines: ["symbol,type\n", *lines], 1, "not JSON"),
    ("no header", lambda lines: lines[1:], 1, "header"),
    ("cut after a record", lambda lines: lines[:3], 4, "not complete"),
    ("cut before the journal", lambda lines: lines[:5], 6, "not complete"),
    ("cut inside a line", lambda lines: [*lines[:3], lines[3][:40]], 4, "not JSON"),
    ("a record is missing", lambda lines: [*lines[:1], *lines[2:]], 4, "count 2 records"),
    ("an entry is missing", lambda lines: [*lines[:5], *lines[6:]], 6, "count 0 entries"),
    ("a record twice", lambda lines: [*lines[:2], *lines[1:]], 3, "repeats"),
    ("out of order", lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 3, "out of order"),
    ("an empty line", lambda lines: [*lines[:2], "\n", *lines[2:]], 3, "not JSON"),
    ("a list", lambda lines: [*lines[:2], "[]\n", *lines[2:]], 3, "not a JSON object"),
    ("two records in a line", line(2, '{"Document"', '{"Text":{},"Document"'), 2, "one record"),
    ("an unknown kind", line(2, "Document", "Directive"), 2, "Directive"),
    ("an unknown field", line(2, '"id"', '"colour":1,"id"'), 2, "colour"),
    ("a field is missing", line(2, '"kind":"directive",', ""), 2, "Document.kind is missing"),
    ("a number for a text", line(2, '"a"', "7"), 2, "Document.id must be of type str"),
    ("a text for a number", line(2, '"sources":0', '"sources":"0"'), 2, "Document.sources must be of type int"),
    ("a truth for a number", line(2, '"sources":0', '"sources":true'), 2, "Document.sources must be of type int"),
    ("no number at all", line(4, '"confidence":1.0', '"confidence":NaN'), 4, "not JSON"),
    ("an unknown edge type", line(4, "CITES", "RELATES"), 4, "Edge.type must be one of IMPLEMENTS"),
    ("null for a truth", line(4, '"inferred":false', '"inferred":null'), 4, "Edge.inferred must be of type bool"),
    ("half of a surrogate pair", line(2, '"a"', '"\\ud800"'), 2, "surrogates not allowed"),
    ("a record among the entries", lambda lines: [*lines[:5], lines[1], *lines[5:]], 6, "not a journal entry"),
    ("a version before the first", line(6, '"version":1', '"version":0'), 6, "version"),
    ("a text for a list", line(6, '["a","b"]', '"ab"'), 6, "Entry.changed must be a list"),
    ("nested without end", lambda lines: [lines[0], "[" * 100_000 + "\n"], 2, "not JSON"),
]


@pytest.mark.parametrize(("why", "damage", "number", "says"), DAMAGED, ids=[row[0] for row in DAMAGED])
def test_a_damaged_dump_leaves_nothing(
    why: str, damage: Callable[[list[str]], list[str]], number: int, says: str, store: Store
) -> None:
    with pytest.raises(DumpInvalid, match=says) as caught:
        restore(store, damage(_LINES))
    assert caught.value.detail["line"] == number, why
    assert f"Line {number}" in caught.value.message
    assert everything(store) == {kind.__name__: [] for kind in KINDS}
    restore(store, _LINES)
    assert dumped(store) == _LINES, "and the whole dump still goes in"


def test_bytes_that_are_no_text(store: Store) -> None:
    def lines() -> Iterator[str]:
        yield _LINES[0]
        yield b"\xff".decode()

    with pytest.raises(DumpInvalid, match="Line 2") as caught:
        restore(store, lines())
    assert caught.value.detail["line"] == 2


def test_a_dump_of_a_newer_version(store: Store) -> None:
    with pytest.raises(StoreIncompatible, match=f"schema {SCHEMA + 1}"):
        restore(store, line(1, f'"schema":{SCHEMA}', f'"schema":{SCHEMA + 1}')(_LINES))


def test_a_dump_that_lacks_an_end(store: Store) -> None:
    with pytest.raises(IntegrityError, match="left without an end: z"):
        restore(store, line(4, '"subject":"b"', '"subject":"z"')(_LINES))
    assert everything(store)["Edge"] == []


def test_records_come_in_the_order_of_their_keys(store: Store) -> None:
    ids = ["b", "a", "Z", "é", "đ", "a-", "a.b", "aa"]
    put(store, *(document(id) for id in ids), edge("b", "a"))
    found = everything(store)
    assert [d.id for d in found["Document"] if isinstance(d, Document)] == sorted(ids), (
        "by code points, on every engine"
    )
    for records in found.values():
        assert records == sorted(records, key=key_of)
