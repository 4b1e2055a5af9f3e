"""Threads that calls run in, so that whoever waits for one may stop waiting."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Inbox = SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None]


class Workers:
    """Threads that calls run in. One that hangs keeps nothing from ending: they are daemons."""

    def __init__(self) -> None:
        self._ended = False
        self._changing = threading.Lock()
        self._idle: deque[Inbox] = deque()

    def start(self, call: Callable[[], T]) -> Future[T]:
        """Runs the call in a thread that has nothing to do, or in a new one."""
        future: Future[T] = Future()
        with self._changing:
            inbox = self._idle.pop() if self._idle else None
        if inbox is None:
            inbox = SimpleQueue()
            threading.Thread(target=self._work, args=(inbox,), name="neo4j", daemon=True).start()
        inbox.put((call, future))
        return future

    def end(self) -> None:
        """Lets every thread end once it has nothing to do. A call started later has a thread of its own."""
        with self._changing:
            self._ended = True
            while self._idle:
                self._idle.pop().put(None)

    def _work(self, inbox: Inbox) -> None:
        while (given := inbox.get()) is not None:
            call, future = given
            result, error = None, None
            try:
                result = call()
            except BaseException as raised:
                error = raised
            # Before the result is there: whoever waits for it calls again at once. Either others may find this thread,
            # or it ends: a call put after the word to end would be lost.
            with self._changing:
                if self._ended:
                    inbox.put(None)
                else:
                    self._idle.append(inbox)
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
            del given, call, future, result, error
