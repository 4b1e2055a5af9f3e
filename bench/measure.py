"""One measure is one process: ``python -m bench.loading loading 10000 FOLDER`` prints one JSON object of figures."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Result = dict[str, float]
Measure = Callable[[int, Path], Result]
HUB_FILE = "hub"
"""Holds the hub's id beside the data file, so that who asks about it need not generate the graph again."""


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def peak_mb() -> float:
    """The most memory this process ever held, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def print_one_of(*measures: Measure) -> None:
    """Run the measure that the command line names and print its figures."""
    name, size, folder = sys.argv[1:4]
    chosen = {m.__name__: m for m in measures}[name]
    print(json.dumps(chosen(int(size), Path(folder))))
