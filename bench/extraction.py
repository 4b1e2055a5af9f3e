"""How fast texts are read, beside what else reads citations, and whether time grows with the length alone.

``python -m bench.extraction [--size N] [--hostile [--largest N]]``

Vietnamese paragraphs with a document named about every 350 code points; English ones of the same size and density for
eyecite, which reads American law and is the best-known reader of its kind. One bare ``re`` scan is the floor: it finds
digits and letters and understands nothing. All in one process, one after the other, the best of three.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import time
from collections.abc import Callable, Iterator

from graph_schema.folding import canonical
from graph_schema.model import Source
from graph_schema.vocabulary import load
from loaders.citations import find_citations
from loaders.reading import read_text
from tests.hostile import HOSTILE, long
from tests.registry_sentences import sentences

SIZE = 1_000_000
LARGEST = 10_000_000
STEPS = 512
"""The longest hostile text is this many times as long as the first one tried."""
ENOUGH = 120.0
"""Seconds: a hostile text is not made longer once it takes so long; what it would take is then known."""
ROUNDS = 3
SLOWER = 10
"""eyecite reads a text this many times shorter: its speed does not depend on the length, and it takes its time."""
PROSE = 560
"""Code points of prose between two sentences that name documents."""

_BARE = re.compile(r"\d{1,6}(?:/\d{4})?[-/][A-ZĐa-z]{1,8}[-/][A-ZĐƯ][A-Za-zĐƯ0-9]{0,12}")
_VIETNAMESE = (
    "Các chi bộ đã sinh hoạt đúng kỳ, bàn kỹ từng việc và phân công người chịu trách nhiệm.",
    "Bà con trong xã góp công làm đường, trồng cây và giữ gìn vệ sinh chung quanh nhà văn hóa.",
    "Cấp ủy nghe phản ánh từ cơ sở, trả lời ngay những điều rõ, còn việc khó thì ghi lại để xem xét sau.",
    "Nhiều nơi còn lúng túng khi sắp xếp đầu mối, nhất là chỗ cán bộ phải kiêm nhiệm hai, ba việc.",
    "Đoàn công tác đã đi thăm các gia đình chính sách, kiểm tra tiến độ công trình và dự họp với thôn.",
)
_ENGLISH = (
    "The committee met on the usual day and went through every item that had been left open in spring.",
    "Farmers along the river repaired the road themselves and planted trees in front of the hall.",
    "Questions from the floor were answered at once where that was possible and noted where it was not.",
    "Some offices found it hard to merge their registers, above all where one clerk now keeps three.",
    "The visiting party saw the works, asked about costs, and stayed for the meeting in the evening.",
)
_PARTIES = "Smith Jones Brown Miller Davis Wilson Moore Taylor Clark Lewis Walker Young King Wright Hill Green".split()


def vietnamese(size: int) -> tuple[str, int]:
    """Paragraphs of ``size`` code points and how many documents they name."""
    rng = random.Random(1)
    said = [canonical(s.text) for s in sentences(rng, per_relation=3)]
    rng.shuffle(said)
    return _mixed(size, _VIETNAMESE, (said[i % len(said)] for i in range(size)), 2, rng)


def english(size: int) -> tuple[str, int]:
    """The same of American law: two reported cases in each sentence that cites."""
    rng = random.Random(2)

    def said() -> Iterator[str]:
        while True:
            a, b, c, d = rng.sample(_PARTIES, 4)
            page, year = rng.randint(1, 900), rng.randint(1993, 2015)
            first = f"{a} v. {b}, {rng.randint(100, 570)} U.S. {page} ({year})"
            second = f"{c} v. {d}, {rng.randint(1, 999)} F.3d {page} (9th Cir. {year})"
            yield f"The rule laid down in {first} was followed in {second}, and later courts have agreed with it."

    return _mixed(size, _ENGLISH, said(), 2, rng)


def _mixed(size: int, prose: tuple[str, ...], said: Iterator[str], named: int, rng: random.Random) -> tuple[str, int]:
    parts, length, count = [], 0, 0
    while length < size:
        filler = " ".join(rng.choice(prose) for _ in range(PROSE // len(prose[0]) + 1))[:PROSE]
        paragraph = f"{filler}. {next(said)}\n"
        parts.append(paragraph)
        length, count = length + len(paragraph), count + named
    return "".join(parts)[:size], count


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Processor seconds ``work`` takes, the best of some rounds, without the collector's pauses."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            work()
            best = min(best, time.process_time() - start)
        finally:
            gc.enable()
    return best


def speeds(size: int) -> list[tuple[str, float]]:
    """(what is done, code points a second) of each way of reading."""
    import eyecite

    v = load()
    ours, named = vietnamese(size)
    theirs, cited = english(size // SLOWER)
    found = [c for c in find_citations(ours, v) if c.why is None]
    print(f"{size:,} code points of Vietnamese, {named:,} documents named in them, {len(found):,} found")
    print(
        f"{len(theirs):,} code points of English, {cited:,} cases cited, {len(eyecite.get_citations(theirs)):,} found"
    )
    source = Source(id="bench", kind="text")
    work: list[tuple[str, int, Callable[[], object]]] = [
        ("one bare re scan", size, lambda: _BARE.findall(ours)),
        ("citations", size, lambda: find_citations(ours, v)),
        ("the whole reading", size, lambda: read_text(source, ours, v)),
        ("eyecite, English text", len(theirs), lambda: eyecite.get_citations(theirs)),
    ]
    return [(name, length / seconds(done)) for name, length, done in work]


def growth(piece: str, largest: int) -> tuple[int, float, float]:
    """How a hostile text's time grows: (longest size tried, seconds for it, its time over that of half the size)."""
    v, source = load(), Source(id="hostile", kind="text")
    size, before, after = largest // STEPS, 0.0, 0.0
    while True:
        text = long(piece, size)
        before, after = after, seconds(lambda text=text: read_text(source, text, v), 2)  # type: ignore[misc]
        if 2 * size > largest or 2 * after > ENOUGH:
            return size, after, after / before if before else 0.0
        size *= 2


def main() -> None:
    """Print the speeds, and with ``--hostile`` how time grows on every hostile text."""
    parser = argparse.ArgumentParser(description="How fast texts are read.")
    parser.add_argument("--size", type=int, default=SIZE, help="code points of each text")
    parser.add_argument("--hostile", action="store_true", help="the hostile texts of the tests too")
    parser.add_argument("--largest", type=int, default=LARGEST, help="code points of the longest hostile text")
    options = parser.parse_args()
    for name, speed in speeds(options.size):
        print(f"  {name:28}{speed / 1e6:9.2f} million code points a second")
    if not options.hostile:
        return
    print(f"{'hostile text':36}{'code points':>14}{'seconds':>10}{'time of 2n / n':>16}")
    for piece, why in HOSTILE:
        size, took, ratio = growth(piece, options.largest)
        print(f"{why:36}{size:>14,}{took:>10.2f}{ratio:>16.2f}", flush=True)


if __name__ == "__main__":
    main()
