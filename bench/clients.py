"""Clients that ask as fast as they are answered: one process, one connection each, HTTP/1.1 that is kept open."""

from __future__ import annotations

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d{1,12})\r\n")


@dataclass(slots=True)
class Run:
    """What came back: seconds in all, milliseconds of each request, and how often each status."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.times) / self.seconds

    def percentile(self, share: float) -> float:
        """The time, in milliseconds, below which this share of the requests stays."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


def request(path: str, tag: str | None = None) -> bytes:
    """A request as it goes over the wire; with a tag it says that its answer is held."""
    held = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\n{held}\r\n".encode("ascii")


def run(port: int, requests: Sequence[bytes], clients: int) -> Run:
    """Every request once, by so many clients at a time."""
    return asyncio.run(_run(port, requests, clients))


async def _run(port: int, requests: Sequence[bytes], clients: int) -> Run:
    done, rest = Run(), iter(requests)
    links = [await asyncio.open_connection("127.0.0.1", port) for _ in range(clients)]
    began = time.perf_counter()
    await asyncio.gather(*(_client(reader, writer, rest, done) for reader, writer in links))
    done.seconds = time.perf_counter() - began
    for _, writer in links:
        writer.close()
    return done


async def _client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: Iterator[bytes], done: Run) -> None:
    for wanted in rest:
        began = time.perf_counter()
        writer.write(wanted)
        head = await reader.readuntil(b"\r\n\r\n")
        if length := _LENGTH.search(head):
            await reader.readexactly(int(length[1]))
        done.times.append((time.perf_counter() - began) * 1000)
        done.statuses[int(head[9:12])] += 1
