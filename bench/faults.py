"""Kill the Neo4j server and the loader during a load, ten times, and count what that cost: ``make bench-faults``.

The bundled data is loaded in small batches by a process of its own, which says each batch that was kept. Server and
loader are killed in turns, with SIGKILL, at moments drawn from a seed; the server is started again, the load goes on.
At the end the graph is compared with one that was never interrupted. Exit code 1 when anything was lost or doubled.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.graph import OUT, machine
from graph_schema.errors import GraphError
from graph_schema.model import Source
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump
from graph_schema.vocabulary import load
from loaders.pipeline import load_bundled
from tests.served import served
from tests.servers.fixtures import claim, emptied, opened
from tests.servers.neo4j_server import Server, running

KILLS = 10
SEED = 5
BATCH = 40
MOST = 12
"""Batches that a loader may keep before its turn ends."""
STALLS = 5
LOADER = f"""
import os, sys
import loaders.pipeline as pipeline
from graph_schema.store import open_store
from graph_schema.vocabulary import load
pipeline.BATCH = {BATCH}
store = open_store(sys.argv[1], username=sys.argv[2], password=os.environ["PASSWORD"], database=sys.argv[3])
pipeline.load_bundled(store, load(), progress=lambda what, done, total: print(done, flush=True))
"""


@dataclass
class Tally:
    """What ten kills cost."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    started: list[float] = field(default_factory=list)  # seconds until a server that was killed answers a bare driver
    back: list[float] = field(default_factory=list)  # seconds from then until a store made before the kill answers


def whole(store: Store) -> list[str]:
    """The graph without its journal, whose moments differ."""
    with store.read() as graph:
        return list(dump(graph, journal=False))


def uninterrupted(folder: Path) -> list[str]:
    """The same load, left in peace, on the embedded engine."""
    store = open_store(str(folder / "graph.sqlite"))
    load_bundled(store, load())
    lines = whole(store)
    store.close()
    return lines


def loading(server: Server) -> subprocess.Popen[str]:
    """A process that loads, and says after each batch how many sources are kept."""
    command = [sys.executable, "-c", LOADER, server.uri, server.username, server.database]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PASSWORD": server.password},
    )


def kept(store: Store) -> int:
    """Sources in the graph, asked until somebody answers."""
    while True:
        try:
            with store.read() as graph:
                return sum(1 for _ in graph.records(Source))
        except GraphError:
            time.sleep(0.05)


def kill_one(server: Server, store: Store, turn: int, draw: random.Random, tally: Tally) -> bool:
    """One turn: load, kill, count. False when the load came to its end before."""
    assert server.control is not None
    process = loading(server)
    assert process.stdout is not None
    said, most = 0, draw.randint(1, MOST)
    for batches, line in enumerate(process.stdout, 1):
        said = int(line)
        if batches == most:
            break
    else:
        return process.wait() != 0
    time.sleep(draw.random() / 2)  # into the next batch: read, resolved, written or committed
    victim = "server" if turn % 2 == 0 else "loader"
    if victim == "server":
        server.control.send(signal.SIGKILL)
        since = time.monotonic()
        server.control.start()
        server.wait()
        up = time.monotonic()
        kept(store)
        tally.started.append(up - since)
        tally.back.append(time.monotonic() - up)
    process.kill()  # a loader may have outlived its server
    said = max([said, *(int(line) for line in process.stdout)])
    process.wait()
    there = kept(store)
    tally.killed[victim] += 1
    tally.acknowledged += said
    tally.lost += max(0, said - there)
    print(f"  kill {turn + 1}: {victim} at {said} acknowledged, {there} there", file=sys.stderr, flush=True)
    return True


def kills(server: Server, folder: Path, wanted: int, seed: int) -> Tally:
    """All turns, then the load to its end, compared with the uninterrupted one."""
    tally, draw = Tally(), random.Random(seed)
    store = opened(emptied(server))
    while sum(tally.killed.values()) < wanted:
        turn = sum(tally.killed.values())
        if not kill_one(server, store, turn, draw, tally):
            emptied(server)  # it got through: the next turn begins anew
    process = loading(server)
    process.communicate()
    expected, found = Counter(uninterrupted(folder)), Counter(whole(store))
    tally.lost += (expected - found).total()
    tally.doubled += (found - expected).total()
    with server.driver() as driver, driver.session(database=server.database) as session:
        tally.doubled += session.run(
            "MATCH (n:Entity) WITH n.id AS id, count(*) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)"
        ).value()[0]
        tally.doubled += session.run(
            "MATCH (a)-[r]->(b) WITH a, type(r) AS type, b, count(*) AS n WHERE n > 1 RETURN coalesce(sum(n - 1), 0)"
        ).value()[0]
    store.close()
    return tally


def stalls(server: Server) -> tuple[list[float], list[float], list[float]]:
    """Seconds until a question is refused while the server is frozen, until it is answered again afterwards, and what
    ``/healthz`` took meanwhile."""
    assert server.control is not None
    refused, again, alive = [], [], []
    store = opened(server)
    with served(store) as client:
        question = "/api/v1/resolve?q=18-NQ/TW 2017"
        assert client.get(question).status_code == 200
        for _ in range(STALLS):
            server.control.send(signal.SIGSTOP)
            refused.append(_until(client, question, 503))
            alive.append(_until(client, "/healthz", 200))
            server.control.send(signal.SIGCONT)
            again.append(_until(client, question, 200))
    store.close()
    return refused, again, alive


def _until(client: httpx.Client, address: str, status: int) -> float:
    since = time.monotonic()
    while client.get(address).status_code != status:
        pass
    return time.monotonic() - since


def main() -> int:
    """Kill, freeze, print, and keep a copy under bench/out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    with running() as server, tempfile.TemporaryDirectory() as folder:
        if server.control is None:
            print("The server of NEO4J_URI is somebody's: it is not killed. Unset NEO4J_URI.", file=sys.stderr)
            return 2
        claim(server)
        version = server.version
        tally = kills(server, Path(folder), asked.kills, asked.seed)
        refused, again, alive = stalls(server)
    rows = [
        ("kills with SIGKILL", f"{tally.killed['server']} of the server, {tally.killed['loader']} of the loader"),
        ("sources acknowledged before the kills", f"{tally.acknowledged:,}"),
        ("lost", f"**{tally.lost}**"),
        ("doubled", f"**{tally.doubled}**"),
        ("killed server started again: answers a bare driver after, median / longest", _seconds(tally.started)),
        ("the same: a store that was open all the time answers after another", _seconds(tally.back)),
        (f"frozen server ({STALLS} times): 503 after, median / longest", _seconds(refused)),
        ("the same: `/healthz` answers 200 after", _seconds(alive)),
        ("thawed server: 200 after", _seconds(again)),
    ]
    text = "\n".join(
        [f"{machine()}, {version}, seed {asked.seed}", "", "| | |", "|---|---:|", *(f"| {a} | {b} |" for a, b in rows)]
    )
    print(text)
    OUT.mkdir(exist_ok=True)
    (OUT / "faults.md").write_text(f"{text}\n", "utf-8")
    return 1 if tally.lost or tally.doubled else 0


def _seconds(spent: list[float]) -> str:
    return f"{statistics.median(spent):.2f} / {max(spent):.2f} s" if spent else "–"


if __name__ == "__main__":
    sys.exit(main())
