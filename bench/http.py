"""The service beside a route that only returns the same bytes: ``make bench-http``.

Both engines, one and two workers, 32 clients. A question is asked for the first time, then again (the answer is kept as
long as the graph stands still), then by somebody who holds the answer (304). The bare routes are asked in turns with
the service. Client and server share this machine's cores.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.clients import Run, request, run
from bench.generate import Generated
from bench.graph import OUT, grid, machine, measure
from bench.stores import served
from graph_schema.folding import fold
from graph_schema.model import EdgeType

SIZE = 200_000
CLIENTS = 32
DISTINCT = 300
"""Different questions of each kind."""
TURNS = 3
AGAIN = 2_000
"""Requests of one turn."""
TRIES = 1_000
"""Connections that are opened at most to meet every worker: who takes one is chance."""
FEW, MANY = 10_000, 100_000
"""Requests after which the memory is looked at."""
TYPED = 15
"""Letters of a title or a symbol that are typed, each a question."""
TYPING_AIM = 20.0
"""Milliseconds that half of the letters may take to be answered."""
AIMS = {"resolve": 0.5, "suggest": 0.5, "implementers": 0.5}
HELD_AIM = 0.8
MEMORY_AIM = 1.1
API = "/api/v1"
PROCESS = re.compile(r'process="(\d+)"')
SERVICE = Path(sys.executable).with_name("directive-graph")
TAKES_UP = (EdgeType.IMPLEMENTS, EdgeType.GUIDES)

Figures = dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """One engine with its data, as the service is told of it."""

    name: str
    store: str
    surroundings: dict[str, str]


# ------------------------------------------------------------------ questions


def questions(made: Generated) -> dict[str, list[str]]:
    """Addresses of each kind, about documents drawn among those that others implement."""
    implemented = sorted({link.object for link in made.links if link.type in TAKES_UP})
    drawn = random.Random(11).sample(implemented, min(DISTINCT, len(implemented)))
    facts = [made.facts(n) for n in drawn]
    ids = [made.ids[n] for n in drawn]
    said = [{"q": f.symbol or "", "date": f.dates[0]} for f in facts]
    typed = [f"{f.type} {f.number}"[: 4 + n % 4].lower() for n, f in enumerate(facts)]
    return {
        "resolve": [f"{API}/resolve?{urlencode(q)}" for q in said],
        "suggest": [
            f"{API}/suggest?{urlencode({'prefix': words, 'limit': 10 + n % 40})}" for n, words in enumerate(typed)
        ],
        "implementers": [f"{API}/directives/{id}/implementers" for id in ids],
        "lineage": [f"{API}/directives/{id}/lineage?depth=2" for id in ids],
        "coverage": [f"{API}/directives/{id}/coverage" for id in ids],
    }


def keystrokes(made: Generated) -> list[str]:
    """What a search box asks for while somebody types symbols and titles without diacritics, letter by letter."""
    drawn = random.Random(13).sample(range(len(made.ids)), DISTINCT // TYPED)
    facts = [made.facts(n) for n in drawn]
    said = [f.symbol or "" if n % 2 else fold(f.titles[0]) for n, f in enumerate(facts)]
    typed = [text[:letters].lower() for text in said for letters in range(1, min(TYPED, len(text)) + 1)]
    return [f"{API}/suggest?{urlencode({'prefix': text, 'limit': 8})}" for text in dict.fromkeys(typed) if text.strip()]


# ------------------------------------------------------------------ servers


@contextmanager
def serving(command: Sequence[str], port: int, ready: str, more: dict[str, str] | None = None) -> Iterator[int]:
    """A server process that answers at ``ready``; its process id."""
    process = subprocess.Popen(command, env={**os.environ, **(more or {})}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise SystemExit(f"{' '.join(command)} ended by itself.")
            try:
                if httpx.get(f"http://127.0.0.1:{port}{ready}").status_code < 500:
                    break
            except httpx.TransportError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Resident:
    """Memory of a process and those it started, in MB: their own, and pages of files, which the system takes back when
    others need the room."""

    own: float
    mapped: float


def resident(pid: int) -> Resident:
    """What a process holds now."""
    children = [resident(int(child)) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    said = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    of = {name: int(said[name].split()[0]) * 1024 / 1e6 for name in ("RssAnon", "RssShmem", "RssFile")}
    return Resident(
        of["RssAnon"] + of["RssShmem"] + sum(child.own for child in children),
        of["RssFile"] + sum(child.mapped for child in children),
    )


# ------------------------------------------------------------------ measuring


def compared(
    place: Place, workers: int, asked: dict[str, list[str]], typed: list[str], folder: Path
) -> tuple[Figures, list[str]]:
    """The figures of one engine with so many workers, and a line for every aim that was missed."""
    port, bare_port = free_port(), free_port()
    serve = [str(SERVICE), "serve", "--port", str(port), "--workers", str(workers), "--store", place.store]
    figures: Figures = {}
    missed: list[str] = []
    with serving(serve, port, "/healthz", {**place.surroundings, "DIRECTIVE_GRAPH_LOG_LEVEL": "warning"}) as pid:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for path in (paths[0] for paths in asked.values()):
                for _ in range(3 * workers):
                    client.get(path)
        alone = run(port, [request(path) for path in typed], 1)
        figures["`suggest`, one client, letter by letter: p50 / p99"] = _times(alone)
        if alone.percentile(0.5) > TYPING_AIM:
            missed.append(f"Missed, {place.name}: `suggest` takes {alone.percentile(0.5):.0f} ms.")
        for kind, paths in asked.items():
            first = run(port, [request(path) for path in paths], CLIENTS)
            bodies, tags = _answers(port, paths, folder / f"{place.name}-{workers}-{kind}")
            # Each worker keeps its own answers: now it has all. In turns, for a connection that idles is closed.
            for path, worker in itertools.product(paths, met := _each(port, workers)):
                worker.get(path)
            for worker in met:
                worker.close()
            bare_command = [sys.executable, "-m", "bench.bare", str(bare_port), str(workers), str(bodies)]
            with serving(bare_command, bare_port, "/0"):
                again, held, bare = _in_turns(port, bare_port, paths, tags)
            share, held_share = again / bare, held / bare
            figures |= {
                f"`{kind}`, first time: a second": f"{first.per_second:,.0f}",
                f"`{kind}`, first time: p50 / p99": _times(first),
                f"`{kind}`, again: a second": f"{again:,.0f}",
                f"`{kind}`, again / bare route": f"**{share:.2f}**",
                f"`{kind}`, 304 / bare route": f"**{held_share:.2f}**",
            }
            where = f"{place.name}, {workers} worker{'s' if workers > 1 else ''}"
            if kind in AIMS and share < AIMS[kind]:
                missed.append(f"Missed, {where}: `{kind}` again at {share:.2f}, aimed at {AIMS[kind]}.")
            if held_share < HELD_AIM:
                missed.append(f"Missed, {where}: 304 of `{kind}` at {held_share:.2f}, aimed at {HELD_AIM}.")
        if workers == 1:
            few, many = _memory(port, pid, asked)
            figures["memory after 10,000 / 100,000 requests"] = f"{few.own:,.0f} / {many.own:,.0f} MB"
            figures["beside it, pages of files"] = f"{few.mapped:,.0f} / {many.mapped:,.0f} MB"
            if many.own > few.own * MEMORY_AIM:
                missed.append(f"Missed, {place.name}: memory grew by {many.own / few.own - 1:.0%}.")
    return figures, missed


def _each(port: int, workers: int) -> list[httpx.Client]:
    """A connection to every worker, kept open."""
    met: dict[str, httpx.Client] = {}
    for _ in range(TRIES):
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        client.get("/metrics")  # which counts it, so that there is a figure to bear the worker's number
        told = PROCESS.search(client.get("/metrics").text)
        if told and told[1] not in met:
            met[told[1]] = client
        else:
            client.close()
        if len(met) == workers:
            return list(met.values())
    raise SystemExit(f"Of {workers} workers {len(met)} took a connection.")


def _answers(port: int, paths: Sequence[str], folder: Path) -> tuple[Path, list[str | None]]:
    """Every answer as a file for the bare route, and its tag."""
    folder.mkdir()
    tags: list[str | None] = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for n, path in enumerate(paths):
            answer = client.get(path)
            (folder / str(n)).write_bytes(answer.content)
            tags.append(answer.headers.get("etag"))
    return folder, tags


def _in_turns(
    port: int, bare_port: int, paths: Sequence[str], tags: Sequence[str | None]
) -> tuple[float, float, float]:
    """Requests a second: asked again, asked by who holds the answer, the bare route. Medians of turns."""
    again = _many([request(path) for path in paths])
    held = _many([request(path, tag) for path, tag in zip(paths, tags, strict=True) if tag])
    bare = _many([request(f"/{n}") for n in range(len(paths))])
    speeds: dict[str, list[float]] = {"again": [], "held": [], "bare": []}
    for _ in range(TURNS):
        for name, where, wanted in (("again", port, again), ("held", port, held), ("bare", bare_port, bare)):
            speeds[name].append(run(where, wanted, CLIENTS).per_second)
    return tuple(statistics.median(speeds[name]) for name in ("again", "held", "bare"))  # type: ignore[return-value]


def _many(requests: Sequence[bytes]) -> list[bytes]:
    return list(itertools.islice(itertools.cycle(requests), AGAIN))


def _times(done: Run) -> str:
    return f"{done.percentile(0.5):,.1f} / {done.percentile(0.99):,.1f} ms"


def _memory(port: int, pid: int, asked: dict[str, list[str]]) -> tuple[Resident, Resident]:
    """After few and after many requests, a tenth of them never asked before."""
    cycle = itertools.cycle([path for paths in zip(*asked.values(), strict=True) for path in paths])
    fresh = itertools.count()

    def some(count: int) -> list[bytes]:
        return [
            request(next(cycle)) if n % 10 else request(f"{API}/suggest?{urlencode({'prefix': f'kh {next(fresh)}'})}")
            for n in range(count)
        ]

    run(port, some(FEW), CLIENTS)
    few = resident(pid)
    run(port, some(MANY - FEW), CLIENTS)
    return few, resident(pid)


# ------------------------------------------------------------------ all of it


def main() -> None:
    """Measure, print, and keep a copy under bench/out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help="documents of the generated graph")
    size = parser.parse_args().size
    made = Generated(size)
    asked, typed = questions(made), keystrokes(made)
    load, said, missed = os.getloadavg()[0], set[str](), list[str]()
    columns: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="directive-graph-bench-") as where, served(said):
        folder = Path(where)
        measure("filling", "embedded", size, folder)
        measure("filling", "through", size, folder)
        places = (
            Place("SQLite", str(folder / "graph.sqlite"), {}),
            Place("Neo4j", os.environ["NEO4J_URI"], {}),
        )
        for place, workers in itertools.product(places, (1, 2)):
            print(f"  {place.name}, {workers} ...", file=sys.stderr, flush=True)
            figures, late = compared(place, workers, asked, typed, folder)
            columns[f"{place.name}, {workers} worker{'s' if workers > 1 else ''}"] = figures
            missed += late
            print("\n".join(f"    {name}: {said}" for name, said in figures.items()), file=sys.stderr, flush=True)
    names = list(dict.fromkeys(name for figures in columns.values() for name in figures))
    rows = [["", *columns, "aim"]]
    rows += [[name, *(figures.get(name, "–") for figures in columns.values()), _aim(name)] for name in names]
    head = (
        f"{machine()}; {'; '.join(sorted(said))}; {size:,} documents, {CLIENTS} clients; load average {load:.1f} before"
    )
    text = "\n".join([head, "", grid(rows), "", *missed, ""])
    print(text)
    OUT.mkdir(exist_ok=True)
    (OUT / "http.md").write_text(text, "utf-8")


def _aim(name: str) -> str:
    if name.startswith("memory"):
        return "at most 1.1 times"
    if name.startswith("beside"):
        return ""
    if "one client" in name:
        return f"p50 at most {TYPING_AIM:.0f} ms"
    if name.endswith("304 / bare route"):
        return f"at least {HELD_AIM}"
    kind = name.split("`")[1]
    return f"at least {AIMS[kind]}" if name.endswith("again / bare route") and kind in AIMS else ""


if __name__ == "__main__":
    main()
