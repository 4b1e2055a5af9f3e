"""How fast records are kept: ours beside bare inserts, and the whole flow with resolution."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import apsw

from bench.generate import Generated
from bench.measure import HUB_FILE, Result, peak_mb, print_one_of, timed
from graph_schema.model import Claim, Document, Mention, Reading, Record, Referent, Source, State, Text
from graph_schema.searching import search_text
from graph_schema.store import open_store
from graph_schema.store.base import Change
from graph_schema.vocabulary import load
from loaders.pipeline import load_readings

ROUNDS = {10_000: 3, 200_000: 2}
CHUNK = 2_000  # documents in one transaction


def loading(size: int, folder: Path) -> Result:
    """Everything put through ``store.update``, beside bare inserts of the resulting rows into the same tables."""
    made = Generated(size)
    list(made.records(0, 1))  # what the generator keeps is made before anything is measured
    (folder / HUB_FILE).write_text(made.hub, "utf-8")
    ours, bare, rows, grown = [], [], 0, 0.0
    for turn in range(ROUNDS.get(size, 1)):
        target = folder / ("graph.sqlite" if turn == 0 else "again.sqlite")
        rows, spent, grown_now = _through_the_store(made, target)
        ours.append(spent)
        grown = max(grown, grown_now)
        bare.append(_bare_inserts(target, folder / "bare.sqlite"))
        if turn:
            _remove(target)
    mine, raw = statistics.median(ours), statistics.median(bare)
    return {
        "documents": size,
        "edges": len(made.links),
        "rows": rows,
        "file_mb": (folder / "graph.sqlite").stat().st_size / 1e6,
        "load_s": mine / 1000,
        "load_rows_per_s": rows / mine * 1000,
        "bare_rows_per_s": rows / raw * 1000,
        "load_to_bare": raw / mine,
        "load_added_mb": grown,
    }


def _through_the_store(made: Generated, target: Path) -> tuple[int, float, float]:
    store = open_store(str(target))
    rows, spent, before = 0, 0.0, peak_mb()
    for start in range(0, made.size, CHUNK):
        chunk = list(made.records(start, start + CHUNK))
        rows += len(chunk)
        spent += timed(partial(store.update, _put(chunk)))
    store.close()
    return rows, spent, max(0.0, peak_mb() - before)


def _put(records: Iterable[Record]) -> Callable[[Change], None]:
    def work(change: Change) -> None:
        change.put(records)
        change.note("load", "bench")

    return work


def _bare_inserts(filled: Path, target: Path) -> float:
    """The rows of a filled file into empty tables of the same shape, in one transaction and none of our code."""
    _remove(target)
    source = apsw.Connection(str(filled), flags=apsw.SQLITE_OPEN_READONLY)
    made = list(source.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    db = apsw.Connection(str(target))
    for setting in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "mmap_size = 4294967296"):
        db.execute(f"PRAGMA {setting}")
    for kind, _, table, sql in sorted(made, key=lambda m: m[0] != "table"):
        if not table.startswith("search_") and not (kind == "table" and table.startswith("sqlite_")):
            db.execute(sql)
    spent = 0.0
    tables = [n for kind, n, table, _ in made if kind == "table" and n != "search" and not table.startswith("search_")]
    for table in tables:
        spent += _insert(db, table, source.execute(f'SELECT * FROM "{table}"').fetchall())
    with open_store(str(filled)).read() as graph:
        keys = dict(source.execute("SELECT id, k FROM node"))
        texts = [(keys[d.id], search_text(d)) for d in graph.records(Document)]
    spent += _insert(db, "search (rowid, text)", texts, width=2)
    db.close()
    source.close()
    _remove(target)
    return spent


def _insert(db: apsw.Connection, table: str, rows: Sequence[Any], width: int | None = None) -> float:
    if not rows:
        return 0.0
    marks = ", ".join("?" * (width or len(rows[0])))

    def work() -> None:
        with db:
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    return timed(work)


def _remove(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)


def pipeline(size: int, folder: Path) -> Result:
    """The whole flow from readings: resolution, projection and all, into an empty file and again with nothing new."""
    made = Generated(size)
    readings = [_reading(made, i) for i in range(size)]
    target = folder / "pipeline.sqlite"
    _remove(target)
    store = open_store(str(target))
    first = timed(lambda: load_readings(store, readings, load()))
    again = timed(lambda: load_readings(store, readings, load()))
    store.close()
    _remove(target)
    return {"pipeline_sources_per_s": size / first * 1000, "pipeline_again_per_s": size / again * 1000}


def _reading(made: Generated, i: int) -> Reading:
    """One generated document as the reader hands it over: nothing resolved yet."""
    records = list(made.records(i, i + 1))
    return Reading(
        source=next(r for r in records if isinstance(r, Source)),
        text=next(r.text for r in records if isinstance(r, Text)),
        mentions=tuple(r for r in records if isinstance(r, Mention)),
        referents=tuple(
            replace(r, state=State.OPEN, document=None, why=None) for r in records if isinstance(r, Referent)
        ),
        claims=tuple(replace(r, edge=None) for r in records if isinstance(r, Claim)),
    )


if __name__ == "__main__":
    print_one_of(loading, pipeline)
