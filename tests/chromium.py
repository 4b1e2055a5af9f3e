"""A headless Chromium driven through its DevTools pipe: no driver program, no web socket, no port."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 30.0
"""Seconds until a page that never becomes what is waited for counts as broken."""


def found() -> str | None:
    """The browser's program, None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One tab."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._rest = b""
        self._count = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def open(self, address: str) -> None:
        """Go to an address."""
        self._call("Page.navigate", url=address)

    def size(self, width: int, height: int) -> None:
        """Be a screen of this size."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise's when it is kept."""
        done = self._call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in done:
            raise AssertionError(f"{script}: {done['exceptionDetails'].get('exception', {}).get('description')}")
        return done["result"].get("value")

    def wait(self, script: str) -> Any:
        """The first true value of an expression."""
        until = time.monotonic() + PATIENCE
        while not (value := self.run(f"((v) => v instanceof Node || v)({script})")):
            if time.monotonic() > until:
                raise AssertionError(
                    f"never came true: {script}\n{self.run('document.body.innerText')}\n{self.complaints}"
                )
            time.sleep(0.05)
        return value

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press one key."""
        common = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
        self._call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, words: str) -> None:
        """Type into what has the focus."""
        self._call("Input.insertText", text=words)

    def picture(self, path: Path) -> None:
        """What the page looks like, for a person."""
        import base64

        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot", captureBeyondViewport=False)["data"]))

    def _call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            reply = self._next()
            if reply.get("id") == self._count:
                assert "error" not in reply, reply
                result: dict[str, Any] = reply["result"]
                return result
            self._notice(reply)

    def _notice(self, event: dict[str, Any]) -> None:
        """What the page's console and the browser itself complain of: blocked scripts, failed requests, exceptions."""
        if event.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(event["params"]["exceptionDetails"])[:500])
        elif event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error":
            self.complaints.append(event["params"]["entry"]["text"] + " " + event["params"]["entry"].get("url", ""))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            chunk = os.read(self._read, 1 << 16)
            assert chunk, "the browser has gone"
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\0")
        event: dict[str, Any] = json.loads(line)
        return event


@contextmanager
def chromium(program: str, profile: Path) -> Iterator[Page]:
    """A running browser with one tab; it ends with the block."""
    commands_read, commands_write = os.pipe()
    answers_read, answers_write = os.pipe()

    def as_three_and_four() -> None:
        # Through high numbers first: either pipe may itself sit on 3 or 4.
        os.dup2(commands_read, 60)
        os.dup2(answers_write, 61)
        os.dup2(60, 3)
        os.dup2(61, 4)

    flags = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--remote-debugging-pipe",
    )
    browser = subprocess.Popen(
        [program, *flags, f"--user-data-dir={profile}", "about:blank"],
        preexec_fn=as_three_and_four,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands_read)
    os.close(answers_write)
    try:
        yield Page(commands_write, answers_read)
    finally:
        os.close(commands_write)
        os.close(answers_read)
        browser.terminate()
        try:
            browser.wait(10)
        except subprocess.TimeoutExpired:
            browser.kill()
            browser.wait()
