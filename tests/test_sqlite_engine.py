"""What only the embedded engine has: one file, other processes beside it, and files that are not ours."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest

from graph_schema.errors import GraphError, StoreIncompatible, StoreReadOnly, StoreUnavailable
from graph_schema.model import Decision, Document, Edge, EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Change, Filters, Hop, Store
from graph_schema.store.dump import dump
from graph_schema.store.sqlite import SqliteStore

DOWN = Hop("in", (EdgeType.IMPLEMENTS,))
ROOT = Path(__file__).resolve().parent.parent


def document(id: str, title: str | None = None) -> Document:
    return Document(id, "directive", "NQ|18", title=title)


def edge(subject: str, object: str) -> Edge:
    return Edge(f"{subject}>{object}", subject, EdgeType.IMPLEMENTS, object)


def star(change: Change, size: int) -> None:
    """A root with exactly ``size`` documents resting on it."""
    change.put([document("root"), *(document(f"d{n}") for n in range(size))])
    change.put(edge(f"d{n}", "root") for n in range(size))
    change.note("load", str(size))


def one_more(id: str, change: Change) -> None:
    change.put([document(id)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "graph.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(str(path))
    yield opened
    opened.close()


def run(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python process of its own, with this checkout to import from."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.PIPE,
    )


# ------------------------------------------------------------------- one file, many at work

READER = """
import sys
from graph_schema.model import EdgeType
from graph_schema.store import open_store
from graph_schema.store.base import Filters, Hop

store = open_store(sys.argv[1], create=False)
seen, last = set(), -1
print("ready", flush=True)
while last < int(sys.argv[2]):
    with store.read() as graph:
        size = sum(graph.reach("root", Hop("in", (EdgeType.IMPLEMENTS,)), depth=3).cells.values())
        found = graph.find((), Filters(), limit=1, total=True).total
        degree = graph.step(["root"], Hop("in", (EdgeType.IMPLEMENTS,)), fanout=1).degrees["root"]
        assert size == degree == max(found - 1, 0) == 10 * graph.version, (size, degree, found, graph.version)
        assert graph.version >= last, "time does not run backwards"
        last = graph.version
        seen.add(last)
print(len(seen))
"""


def test_readers_of_other_processes_see_whole_versions(path: Path, store: Store) -> None:
    """Each version holds ten documents more; no reader ever meets a number between."""
    rounds = 30
    readers = [run(READER, str(path), str(rounds)) for _ in range(3)]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n", reader.communicate()[1]
    for n in range(1, rounds + 1):
        store.update(partial(star, size=10 * n))
    for reader in readers:
        out, complaint = reader.communicate(timeout=120)
        assert reader.returncode == 0, complaint
        assert int(out) >= 1


WRITER = """
import sys
from graph_schema.model import Document
from graph_schema.store import open_store

store = open_store(sys.argv[1])
for n in range(20):
    def work(change):
        count = len(list(change.records(Document)))
        change.put([Document(f"{sys.argv[2]}-{n}", "directive", "c", number=str(count))])
    store.update(work)
"""


def test_writers_of_several_processes_take_turns(path: Path) -> None:
    """Two of them make the file at once, too; each counts what is there before it adds one."""
    writers = [run(WRITER, str(path), name) for name in "ab"]
    for writer in writers:
        _, complaint = writer.communicate(timeout=120)
        assert writer.returncode == 0, complaint
    with open_store(str(path)).read() as graph:
        assert graph.version == 40
        assert {d.number for d in graph.records(Document)} == {str(n) for n in range(40)}


def test_threads_share_a_store(store: Store) -> None:
    errors: list[BaseException] = []

    def work(name: int) -> None:
        try:
            for n in range(10):
                store.update(partial(one_more, f"{name}-{n}"))
                with store.read() as graph:
                    assert f"{name}-{n}" in graph.nodes([f"{name}-{n}"])
        except BaseException as error:  # handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with store.read() as graph:
        assert (graph.version, len(list(graph.records(Document)))) == (80, 80)


KILLED = """
import sys
from graph_schema.model import Decision, Document, Edge, EdgeType
from graph_schema.store import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
for n in range(1, 10_000):
    def work(change):
        change.put([Document("root", "directive", "c", sources=n)])
        change.put([Document(f"d{n}-{i}", "directive", "c") for i in range(300)])
        change.put([Edge(f"e{n}-{i}", f"d{n}-{i}", EdgeType.IMPLEMENTS, "root") for i in range(300)])
        change.note("load", str(n))
    store.update(work)
    print(n, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
@pytest.mark.parametrize("seed", range(6))
def test_a_killed_writer_leaves_whole_versions(seed: int, path: Path) -> None:
    """Every version that was acknowledged is there, and nothing of the one that was under way."""
    process = run(KILLED, str(path))
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    time.sleep(random.Random(seed).uniform(0.0, 0.5))
    process.kill()
    acknowledged = [int(line) for line in process.stdout.read().split()]
    process.communicate()

    store = open_store(str(path), create=False)
    with store.read() as graph:
        assert graph.version in (len(acknowledged), len(acknowledged) + 1), "committed, but not yet told"
        assert sum(graph.reach("root", DOWN, depth=2).cells.values()) == 300 * graph.version
        assert len(graph.journal()) == graph.version
        assert graph.counts()["total"]["edges"] == 300 * graph.version
    store.update(lambda change: change.put([document("after")]))
    store.close()
    with apsw.Connection(str(path)) as db:
        assert db.pragma("integrity_check") == "ok"


LOCKED: list[tuple[str, Callable[[SqliteStore], object]]] = [
    ("a change", lambda store: store.update(lambda change: change.put([document("x")]))),
    ("a restore", lambda store: store.restore([], None)),
]


@pytest.mark.parametrize(("what", "act"), LOCKED, ids=[row[0] for row in LOCKED])
def test_waiting_for_another_writer_ends(what: str, act: Callable[[SqliteStore], object], path: Path) -> None:
    store = SqliteStore(path, patience=0.05)
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="being written"):
        act(store)
    with store.read() as graph:
        assert graph.version == 0, f"{what} waits; a question does not"
    SqliteStore(path, patience=0.05).close()  # nor does opening
    other.execute("ROLLBACK")
    store.update(lambda change: change.put([document("x")]))
    store.close()


def test_a_change_inside_a_change_ends(path: Path) -> None:
    store = SqliteStore(path, patience=0.05)
    with pytest.raises(StoreUnavailable, match="another"):
        store.update(lambda change: store.update(lambda inner: inner.put([document("x")])))
    with store.read() as graph:
        assert graph.version == 0
    store.close()


def test_an_acknowledged_change_is_synced(path: Path, store: Store) -> None:
    """FULL, in a write-ahead log, syncs every commit before update() returns."""
    writer = store._writer  # type: ignore[attr-defined]
    assert (writer.pragma("journal_mode"), writer.pragma("synchronous")) == ("wal", 2)


# ------------------------------------------------------------------- files that are not ours


def some_sqlite(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE directive (id)")
    db.close()


def numbered(name: str, value: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        open_store(str(path)).close()
        with apsw.Connection(str(path)) as db:
            db.pragma(name, value)

    return make


def cut_short(path: Path) -> None:
    store = open_store(str(path))
    store.update(lambda change: star(change, 400))
    store.close()
    os.truncate(path, 8 * 4096)


FOREIGN: list[tuple[str, Callable[[Path], object], type[GraphError], str]] = [
    ("no database", lambda p: p.write_text("symbol,type\n" * 200), StoreIncompatible, "no graph of ours"),
    ("a few bytes", lambda p: p.write_bytes(b"\x00\x01"), StoreIncompatible, "no graph of ours"),
    ("another application's tables", some_sqlite, StoreIncompatible, "no graph of ours"),
    ("another application's mark", numbered("application_id", 7), StoreIncompatible, "no graph of ours"),
    ("a newer schema", numbered("user_version", 99), StoreIncompatible, "newer version .schema 99"),
    ("a folder", lambda p: p.mkdir(), StoreIncompatible, "not a file"),
    ("a folder that is a file", lambda p: p.parent.joinpath("x").touch(), StoreReadOnly, "permissions"),
]


@pytest.mark.parametrize(("what", "make", "error", "says"), FOREIGN, ids=[row[0] for row in FOREIGN])
def test_files_we_leave_alone(
    what: str, make: Callable[[Path], object], error: type[GraphError], says: str, path: Path
) -> None:
    make(path)
    target = path.parent / "x" / "graph.sqlite" if what == "a folder that is a file" else path
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error, match=says) as caught:
        open_store(str(target))
    assert caught.value.__cause__ is None
    assert before is None or path.read_bytes() == before, "untouched"


def read_all(path: Path) -> None:
    store = open_store(str(path))
    try:
        with store.read() as graph:
            list(dump(graph))
    finally:
        store.close()


def test_a_damaged_file_is_an_error_of_ours(path: Path) -> None:
    cut_short(path)
    with pytest.raises(StoreIncompatible, match="damaged"):
        read_all(path)


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="no graph at"):
        open_store(str(path), create=False)
    assert not path.exists(), "asking makes nothing"


@pytest.mark.parametrize("there", [False, True], ids=["missing", "empty"])
def test_a_file_is_made(there: bool, tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "Đồ thị.sqlite"
    if there:
        path.parent.mkdir(parents=True)
        path.touch()
    store = open_store(str(path))
    store.check()
    assert (store.engine, store.name) == ("sqlite", str(path))
    store.close()


def test_a_file_is_made_where_a_link_leads(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.sqlite"
    path.unlink(missing_ok=True)
    path.symlink_to(elsewhere)
    open_store(str(path)).close()
    assert path.is_symlink()
    assert elsewhere.stat().st_size
    assert {file.name for file in tmp_path.iterdir()} == {path.name, elsewhere.name}, "nothing is left beside them"


ADDRESSES = ["postgres://user:secret@host/db", "http://host", "://"]


@pytest.mark.parametrize("location", ADDRESSES)
def test_no_engine_for_such_an_address(location: str) -> None:
    with pytest.raises(GraphError, match="path of a data file") as caught:
        open_store(location)
    assert "secret" not in str(caught.value)


READ_ONLY = """
import os, sys
import graph_schema.store.sqlite
from graph_schema import vocabulary
from graph_schema.errors import GraphError
from graph_schema.store import open_store

vocabulary.load()
if os.geteuid() == 0:
    os.setuid(65534)  # an administrator may write anywhere
try:
    open_store(sys.argv[1])
except GraphError as error:
    print(error.code, error.message)
"""

FORBIDDEN: list[tuple[str, bool, int, int]] = [
    ("the folder, and no file yet", False, 0o555, 0),
    ("the file", True, 0o755, 0o444),
    ("the folder, though the file is open to all", True, 0o555, 0o666),
]


@pytest.mark.parametrize(("what", "filled", "folder_mode", "file_mode"), FORBIDDEN, ids=[row[0] for row in FORBIDDEN])
def test_what_may_not_be_written(what: str, filled: bool, folder_mode: int, file_mode: int) -> None:
    with tempfile.TemporaryDirectory() as outer:
        Path(outer).chmod(0o755)
        folder = Path(outer) / "data"
        folder.mkdir()
        path = folder / "graph.sqlite"
        if filled:
            open_store(str(path)).close()
            path.chmod(file_mode)
        folder.chmod(folder_mode)
        out, complaint = run(READ_ONLY, str(path)).communicate(timeout=60)
        folder.chmod(stat.S_IRWXU)
    assert out.startswith("store-read-only "), complaint
    assert str(path) in out, "it says where"
    assert "permissions" in out, "and what to do"


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    with pytest.raises(StoreUnavailable, match=r"3\.51\.3"):
        open_store(str(path))


# ----------------------------------------------------------------------- while it is open


def test_check_notices_that_the_file_went(path: Path, store: Store) -> None:
    store.check()
    path.unlink()
    with pytest.raises(StoreUnavailable, match="gone"):
        store.check()
    open_store(str(path)).close()
    with pytest.raises(StoreUnavailable, match="gone"):
        store.check()  # another file stands there now


def test_a_closed_store(path: Path) -> None:
    store = open_store(str(path))
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable), store.read():
        pass
    with pytest.raises(StoreUnavailable):
        store.update(lambda change: None)
    with pytest.raises(StoreUnavailable):
        store.check()


def test_a_store_may_close_while_it_is_read(path: Path) -> None:
    store = open_store(str(path))
    store.update(lambda change: star(change, 3))
    with store.read() as graph:
        store.close()
        assert len(graph.nodes(["root", "d1"])) == 2


def test_an_error_in_a_question_spoils_no_connection(store: Store) -> None:
    store.update(lambda change: star(change, 500))
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), store.read() as graph:
            next(iter(graph.records(Document))).id[1 // 0]
    store.update(lambda change: change.put([document("neu")]))
    with store.read() as graph:
        assert graph.version == 2
        assert "neu" in graph.nodes(["neu"])


def test_half_of_a_surrogate_pair_in_a_question(store: Store) -> None:
    store.update(lambda change: star(change, 1))
    with pytest.raises(GraphError, match="Unicode"), store.read() as graph:
        graph.reach("\ud800", DOWN, depth=1)
    with pytest.raises(GraphError, match="Unicode"), store.read() as graph:
        graph.nodes(["\ud800"])
    with pytest.raises(GraphError, match="Unicode"), store.read() as graph:
        graph.find((), Filters(type="\ud800"), limit=1)


def test_the_search_index_follows_the_vocabulary(path: Path) -> None:
    """Words of a type or a place are the vocabulary's: when it changes, every document is indexed anew."""
    store = open_store(str(path))
    store.update(lambda change: change.put([document("a", "Sắp xếp bộ máy")]))
    store.close()
    with apsw.Connection(str(path)) as db:
        db.execute("UPDATE meta SET value = 'older' WHERE name = 'search'")
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")

    store = open_store(str(path))
    with store.read() as graph:
        assert [d.id for d in graph.find(("sap",), Filters(), limit=5).documents] == ["a"]
        assert graph.version == 2, "answers may have changed, so the version did"
    store.close()
    with open_store(str(path)).read() as graph:
        assert graph.version == 2, "once"


def test_a_search_index_of_an_older_form(path: Path) -> None:
    """Its rows once bore the keys of nodes, and no beginnings of words were indexed."""
    store = open_store(str(path))
    store.update(lambda change: change.put([document("a", "Sắp xếp bộ máy"), document("b", "Sắp xếp")]))
    store.close()
    with apsw.Connection(str(path)) as db:
        db.execute("DROP TABLE search")
        db.execute("CREATE VIRTUAL TABLE search USING fts5 (text, content='', contentless_delete=1, detail=none)")
        db.execute("INSERT INTO search (rowid, text) SELECT k, 'sap xep' FROM node")
        db.execute("UPDATE meta SET value = '1:older' WHERE name = 'search'")

    store = open_store(str(path))
    store.update(lambda change: change.put([document("b", "Tinh gọn")]))
    with store.read() as graph:
        assert [d.id for d in graph.suggest(("sa",), limit=5)] == ["a"]
        assert [d.id for d in graph.find(("tinh",), Filters(), limit=5).documents] == ["b"]
    store.close()


def test_a_type_of_edge_that_a_file_does_not_know_yet(path: Path) -> None:
    open_store(str(path)).close()
    with apsw.Connection(str(path)) as db:
        db.execute("DELETE FROM edge_type WHERE name = 'IMPLEMENTS'")
    store = open_store(str(path))
    store.update(lambda change: star(change, 2))
    with store.read() as graph:
        assert graph.step(["root"], DOWN).degrees == {"root": 2}
    store.close()


def test_traversals_read_nothing_but_their_index(path: Path, store: Store) -> None:
    """The frontier drives, and the adjacency index alone answers: a plan that turned round would be slow, not wrong."""
    store.update(lambda change: star(change, 3))
    plans: list[str] = []
    with store.read() as graph:
        db = graph._db  # type: ignore[attr-defined]

        def explain(cursor: apsw.Cursor, sql: str, bindings: object) -> bool:
            if "edge_in" in sql and not sql.startswith("EXPLAIN"):
                rows = apsw.Connection(str(path)).execute(f"EXPLAIN QUERY PLAN {sql}", bindings)  # type: ignore[arg-type]
                plans.append(" / ".join(row[3] for row in rows))
            return True

        db.exec_trace = explain
        graph.reach("root", DOWN, depth=1)
        graph.step(["root"], DOWN)
        db.exec_trace = None
    one_level, one_hop = plans
    assert one_level.startswith("SCAN f VIRTUAL TABLE"), one_level
    assert "SEARCH e USING COVERING INDEX edge_in (object=?)" in one_level
    assert "SEARCH e USING COVERING INDEX edge_in (object=? AND type=?)" in one_hop
    assert "SCAN e" not in one_hop + one_level


FIRST_DECISIONS = """
DROP TABLE decision;
DROP INDEX journal_decided;
CREATE TABLE decision (id TEXT NOT NULL PRIMARY KEY, cluster TEXT NOT NULL, data TEXT NOT NULL);
CREATE INDEX decision_by_cluster ON decision (cluster);
INSERT INTO decision VALUES ('d1', 'NQ|18',
    '{"cluster":"NQ|18","document":"a","id":"d1","reason":"vì","source":"s","start":3,"who":"Lan"}');
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_schema_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    open_store(str(path)).close()
    db = apsw.Connection(str(path))
    db.execute(FIRST_DECISIONS)
    db.close()
    held = Decision("d1", "Lan", "vì", document="a", cluster="NQ|18", source="s", start=3)
    for when in ("the first time", "and ever after"):
        store = open_store(str(path))
        with store.read() as graph:
            assert list(graph.records(Decision)) == [held], when
            assert graph.decisions(["NQ|18"]) == graph.decisions_of(["s"]) == (held,), "its one kind was accept"
            assert graph.journal(decided=True) == ()
        store.close()
