"""A load killed with SIGKILL at any moment, then run again, leaves what an uninterrupted load leaves."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from graph_schema.store import open_store
from graph_schema.store.dump import dump
from graph_schema.vocabulary import load
from loaders import bundled
from loaders.pipeline import Metadata, load_paths

SEED = 20
POINTS = 20
ROWS = 200
"""Of each table: few enough to load twenty times."""
BATCH = 40
"""Sources in one transaction: ten of them, so that most kills come between the first commit and the last."""

ARTICLE = (
    "Ngày 18/1/2022, Ban Thường vụ Tỉnh ủy Kon Tum ban hành Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW, "
    "ngày 25/10/2021 của Ban Chấp hành Trung ương. Nghị quyết số 18-NQ/TW được nhắc lại mà không có ngày."
)


class Whole(NamedTuple):
    """What to load, how long an uninterrupted load wrote for, and what it left."""

    paths: list[str]
    seconds: float
    dump: str


def start(paths: list[str], store: Path) -> subprocess.Popen[bytes]:
    program = f"import loaders.pipeline; loaders.pipeline.BATCH = {BATCH}; from service.cli import main; main()"
    command = [sys.executable, "-c", program, "load", *paths, "--store", str(store)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)


def wait_for_writing(process: subprocess.Popen[bytes], store: Path) -> float:
    """The moment the load begins to write: killing it earlier would prove nothing."""
    log = store.with_name(store.name + "-wal")
    while process.poll() is None and not log.exists():
        time.sleep(0.005)
    return time.monotonic()


def graph_of(store: Path) -> str:
    held = open_store(str(store), create=False)
    with held.read() as graph:
        text = "".join(dump(graph, journal=False))
    held.close()
    return text


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    folder = tmp_path_factory.mktemp("whole")
    paths = []
    for table in bundled.tables():
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        paths.append(folder / table.name)
        with paths[-1].open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows[: ROWS + 1])
    paths.append(folder / "article.txt")
    paths[-1].write_text(ARTICLE, "utf-8")
    names = [str(p) for p in paths]
    process = start(names, folder / "graph.sqlite")
    began = wait_for_writing(process, folder / "graph.sqlite")
    _, complaint = process.communicate()
    assert process.returncode in (0, 1, 4), complaint.decode()  # 4: relations of documents that were cut off
    return Whole(names, time.monotonic() - began, graph_of(folder / "graph.sqlite"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
@pytest.mark.parametrize("point", [random.Random(SEED + n).random() for n in range(POINTS)], ids=lambda p: f"{p:.3f}")
def test_loading_again_after_a_kill_gives_the_whole_graph(point: float, whole: Whole, tmp_path: Path) -> None:
    store = tmp_path / "graph.sqlite"
    process = start(whole.paths, store)
    wait_for_writing(process, store)
    time.sleep(point * whole.seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()

    held = open_store(str(store))
    load_paths(held, [Path(p) for p in whole.paths], Metadata(), load())
    held.close()

    assert graph_of(store) == whole.dump
