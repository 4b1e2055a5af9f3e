"""Parsers that are not ours run in a process of their own, under limits of memory and time.

One child serves a whole load: each file goes to it as bytes, its contents come back as JSON. A file that breaks a
limit or the parser ends the child, not the load; the next file gets a new one. Platforms without ``resource`` keep the
limit of time.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from graph_schema.errors import UnreadableSource
from loaders.formats.contents import About, Contents, Sheet

SECONDS = 15.0
"""Wall-clock time one file may take."""
MEMORY = 768_000_000
"""Bytes of address space the child may have."""

# The child finds our packages where this process found them, wherever the current directory is.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.stdin.buffer.readline()); "
    "from loaders.formats.boxed import serve; serve()"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take: seconds of time, bytes of memory."""

    seconds: float = SECONDS
    memory: int = MEMORY


class Box:
    """The child and the way to it; a context manager. It starts with the first file that needs it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def open(self, kind: str, data: bytes, name: str, *, limit: int) -> Contents:
        """The contents of a file of this kind, at most ``limit`` characters of text. Raises UnreadableSource with the
        reason, also when the parser breaks or takes too long or too much."""
        child = self._child or self._start()
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self._limits.seconds, stop)
        timer.start()
        try:
            answer = _ask(child, {"kind": kind, "name": name, "size": len(data), "limit": limit}, data)
        finally:
            timer.cancel()
        if answer is None or late.is_set():
            self._end()
            raise UnreadableSource(self._broken(name, late.is_set(), child.returncode), name=name)
        if answer.get("ended"):
            self._end()
        if reason := answer.get("error"):
            raise UnreadableSource(reason, name=name)
        return _contents(answer)

    def _start(self) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(  # noqa: S603 - this interpreter, words of our own
            [sys.executable, "-I", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._child = child
        with contextlib.suppress(OSError):  # a child that did not start is found out by the first question
            _send(child, sys.path)
            _send(child, {"seconds": self._limits.seconds, "memory": self._limits.memory})
        return child

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        child.wait()

    def _broken(self, name: str, late: bool, code: int | None) -> str:
        if late or code == -_SIGXCPU:
            return (
                f"{name} took longer than {self._limits.seconds:g} seconds to open and was given up. "
                "Save its text as TXT (a table as CSV), or split it."
            )
        return (
            f"{name} broke the program that opens it: it needs more than {self._limits.memory // 1_000_000} MB, or is "
            "made to do harm. Save its text as TXT (a table as CSV), or split it."
        )


_SIGXCPU = 24


def _send(child: subprocess.Popen[bytes], line: object, data: bytes = b"") -> None:
    assert child.stdin is not None
    child.stdin.write(json.dumps(line).encode() + b"\n")
    child.stdin.write(data)
    child.stdin.flush()


def _ask(child: subprocess.Popen[bytes], request: object, data: bytes) -> dict[str, Any] | None:
    """The child's answer, or None when it ended instead."""
    assert child.stdout is not None
    try:
        _send(child, request, data)
        size = child.stdout.readline(20)
        body = child.stdout.read(int(size)) if size.strip().isdigit() else b""
        return json.loads(body) if body and len(body) == int(size) else None
    except (OSError, ValueError):
        return None


def _contents(answer: dict[str, Any]) -> Contents:
    return Contents(
        answer["kind"],
        text=answer["text"],
        sheets=tuple(
            Sheet(s["name"], tuple(map(tuple, s["rows"])), {int(at): why for at, why in s["faults"].items()})
            for s in answer["sheets"]
        ),
        about=About(**answer["about"]),
        remarks=tuple(answer["remarks"]),
    )
