"""A wire to a server that can go silent, be cut, or lose the answer to a commit: what networks do to Bolt."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType

COMMIT = bytes((0x00, 0x02, 0xB0, 0x12, 0x00, 0x00))
"""A chunk of two bytes, a structure without fields of the kind COMMIT, and the end of the message."""


class Wire:
    """Listens on a port of its own and passes everything on to ``host:port``, until told otherwise."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._passes = threading.Event()
        self._passes.set()
        self._lose_answer = threading.Event()
        self.lost = 0
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._passes.set()
        _break(self._listening)
        self.cut()

    def silence(self) -> None:
        """From now on nothing arrives on either side; connections stay up."""
        self._passes.clear()

    def speak(self) -> None:
        """Passes on what was held back, and what comes."""
        self._passes.set()

    def cut(self) -> None:
        """Breaks every connection."""
        while self._open:
            _break(self._open.pop())

    def lose_the_next_answer_to_a_commit(self) -> None:
        """The server gets the next COMMIT and the client never hears what became of it."""
        self._lose_answer.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target)
            except OSError:
                _break(near)
                continue
            self._open += [near, far]
            loses = threading.Event()
            threading.Thread(target=self._pass_on, args=(near, far, loses, True), daemon=True).start()
            threading.Thread(target=self._pass_on, args=(far, near, loses, False), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, loses: threading.Event, asks: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._passes.wait()
                if asks and COMMIT in data and self._lose_answer.is_set():
                    self._lose_answer.clear()
                    loses.set()
                elif not asks and loses.is_set():
                    self.lost += 1
                    break
                target.sendall(data)
        _break(source)
        _break(target)


def _break(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
