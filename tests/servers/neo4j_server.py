"""A real Neo4j server for the tests: the one named in the environment, else one made here from Maven's jars or Docker.

It can be frozen, killed and started again on the same port: that is how the tests take a server away.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError

POM = Path(__file__).with_name("pom.xml")
VERSION = re.findall(r"<version>(\d[^<]*)</version>", POM.read_text("utf-8"))[-1]
OLDEST_JAVA = 17
HEAP = os.environ.get("NEO4J_TEST_HEAP", "1g")
PAGE_CACHE = os.environ.get("NEO4J_TEST_PAGE_CACHE", "256m")
START_SECONDS = 180
STOP_SECONDS = 30

SETTINGS = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size={page_cache}
db.tx_log.rotation.retention_policy=keep_none
"""


VERBS = {signal.SIGKILL: "kill", signal.SIGSTOP: "pause", signal.SIGCONT: "unpause"}
"""What Docker calls them."""


class NoServer(Exception):
    """Neither named nor makeable: says what was tried."""


@dataclass
class Server:
    """A running server. ``control`` is None for one that others run: it is never killed or frozen."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str = "neo4j"
    how: str = "NEO4J_URI"
    control: Control | None = None

    @property
    def version(self) -> str:
        """Product, version and edition as the server itself says."""
        with self.driver() as driver:
            records, _, _ = driver.execute_query(
                "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition",
                database_=self.database,
            )
        return " ".join(str(value) for value in records[0].values())

    def driver(self) -> neo4j.Driver:
        """A bare driver, for what a test wants to see past the engine."""
        return neo4j.GraphDatabase.driver(
            self.uri, auth=(self.username, self.password), notifications_min_severity="OFF"
        )

    def wait(self) -> None:
        """Returns when the server answers. Raises ``NoServer`` when it does not within its time."""
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                with self.driver() as driver, driver.session(database=self.database) as session:
                    session.run("RETURN 1").consume()
                    return
            except AuthError as error:
                raise NoServer(f"{self.uri} refuses the user name or the password") from error
            except (DriverError, Neo4jError, OSError) as error:
                gone = self.control is not None and not self.control.runs()
                if gone or time.monotonic() > until:
                    said = self.control.log() if self.control else ""
                    raise NoServer(f"{self.uri} did not answer within {START_SECONDS} s\n{said}") from error
                time.sleep(0.2)


class Control(Protocol):
    """What can be done to a server of our own."""

    def start(self) -> None:
        """Starts it, for the first time or again with the same data on the same port."""

    def stop(self) -> None:
        """Stops it cleanly and removes what it kept."""

    def runs(self) -> bool:
        """Whether the process is there."""

    def send(self, signal_: signal.Signals) -> None:
        """SIGKILL, SIGSTOP or SIGCONT."""

    def log(self) -> str:
        """The last lines it said."""


class JavaProcess:
    """A server out of Maven's jars, with a home folder of its own."""

    def __init__(self, home: Path, command: list[str]) -> None:
        self._home = home
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._heir: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, for the first time or again with the same data on the same port."""
        self._release()
        with (self._home / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._heir = _when_we_die('kill -9 "$1"; rm -rf "$2"', str(self._process.pid), str(self._home))

    def stop(self) -> None:
        """Stops it cleanly and removes what it kept."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._release()
        shutil.rmtree(self._home, ignore_errors=True)

    def runs(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def send(self, signal_: signal.Signals) -> None:
        """SIGKILL, SIGSTOP or SIGCONT."""
        assert self._process is not None
        self._process.send_signal(signal_)
        if signal_ is signal.SIGKILL:
            self._process.wait()
        elif signal_ is signal.SIGSTOP:
            os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)  # until the last of its threads stands still

    def log(self) -> str:
        """The last lines it said."""
        return (self._home / "console.log").read_text("utf-8", errors="replace")[-2000:]

    def _release(self) -> None:
        if self._heir is not None:
            self._heir.kill()
            self._heir.communicate()
            self._heir = None


class Container:
    """The same in Docker."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._heir = _when_we_die('docker rm --force --volumes "$1"', name)

    def start(self) -> None:
        """Starts it again with the same data on the same port."""
        _run("docker", "start", self._name)

    def stop(self) -> None:
        """Stops it and removes what it kept."""
        self._heir.kill()
        self._heir.communicate()
        subprocess.run(["docker", "rm", "--force", "--volumes", self._name], capture_output=True, check=False)

    def runs(self) -> bool:
        """Whether the container is up."""
        done = subprocess.run(
            ["docker", "inspect", "--format", "{{.State.Running}}", self._name], capture_output=True, check=False
        )
        return done.stdout.strip() == b"true"

    def send(self, signal_: signal.Signals) -> None:
        """SIGKILL, SIGSTOP or SIGCONT."""
        _run("docker", VERBS[signal_], self._name)

    def log(self) -> str:
        """The last lines it said."""
        done = subprocess.run(["docker", "logs", "--tail", "20", self._name], capture_output=True, check=False)
        return (done.stdout + done.stderr).decode("utf-8", errors="replace")


def _when_we_die(command: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A shell that runs the command once this process is gone, however it went: a killed run leaves no server behind."""
    return subprocess.Popen(
        ["sh", "-c", f"read _; {command}", "sh", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def plan() -> str:
    """Which server a run would use, for the head of the report; nothing is started or fetched."""
    if os.environ.get("NEO4J_URI"):
        return "the one NEO4J_URI names"
    if _java() and shutil.which("mvn"):
        return f"{VERSION}, started here with Java and Maven"
    return f"{VERSION} in Docker" if shutil.which("docker") else "none (see the skipped tests)"


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the block runs. Raises ``NoServer`` with what was tried."""
    if uri := os.environ.get("NEO4J_URI"):
        with _alone(uri):
            yield _named(uri)
        return
    tried = []
    for make in (_from_maven, _from_docker):
        try:
            server = make()
        except NoServer as error:
            tried.append(str(error))
            continue
        assert server.control is not None
        try:
            server.wait()
            yield server
        finally:
            server.control.stop()
        return
    raise NoServer("No Neo4j to test against: NEO4J_URI is not set; " + "; ".join(tried))


def _named(uri: str) -> Server:
    said = os.environ.get
    server = Server(uri, said("NEO4J_USERNAME", "neo4j"), said("NEO4J_PASSWORD", ""), said("NEO4J_DATABASE", "neo4j"))
    server.wait()
    return server


@contextlib.contextmanager
def _alone(uri: str) -> Iterator[None]:
    """A named server is one for all processes of a run: they take turns."""
    path = Path(tempfile.gettempdir()) / f"directive-graph-{re.sub(r'[^a-z0-9]+', '-', uri.lower())}.lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# ------------------------------------------------------------------ Java and Maven


def _from_maven() -> Server:
    jars = _jars()
    home = Path(tempfile.mkdtemp(prefix="directive-graph-neo4j-"))
    password, port = secrets.token_hex(16), _free_port()
    (home / "conf").mkdir()
    (home / "conf" / "neo4j.conf").write_text(SETTINGS.format(port=port, page_cache=PAGE_CACHE), "utf-8")
    java = [str(_java()), "-cp", f"{jars}/*"]
    where = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    try:
        _run(*java, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password, **where)
        options = [f"-Xmx{HEAP}", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        control = JavaProcess(
            home, [*java[:1], options[0], *java[1:], "org.neo4j.server.CommunityEntryPoint", *options[1:]]
        )
        control.start()
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    return Server(f"bolt://127.0.0.1:{port}", "neo4j", password, how="Java and Maven", control=control)


def _jars() -> Path:
    """The server's jars, fetched once and kept in the user's cache folder."""
    if not _java():
        raise NoServer(f"Java {OLDEST_JAVA} or later was not found")
    maven = shutil.which("mvn")
    if not maven:
        raise NoServer("Maven was not found")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "directive-graph"
    cache.mkdir(parents=True, exist_ok=True)
    jars = cache / f"neo4j-{VERSION}"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.is_dir():
            half = Path(tempfile.mkdtemp(dir=cache))
            try:
                goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={half / 'lib'}"]
                _run(maven, "-q", "-B", "-f", str(POM), *goal)
                (half / "lib").rename(jars)
            finally:
                shutil.rmtree(half, ignore_errors=True)
    return jars


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not java or not Path(java).exists():
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', said.stderr + said.stdout)
    return java if version and int(version[1]) >= OLDEST_JAVA else None


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


# ------------------------------------------------------------------ Docker


def _from_docker() -> Server:
    if not shutil.which("docker"):
        raise NoServer("Docker was not found")
    password, port = secrets.token_hex(16), _free_port()
    name = f"directive-graph-{secrets.token_hex(4)}"
    _run(
        *("docker", "run", "--detach", "--name", name, "--publish", f"127.0.0.1:{port}:7687", "--env", "NEO4J_AUTH"),
        *("--env", f"NEO4J_server_bolt_advertised__address=127.0.0.1:{port}", f"neo4j:{VERSION}-community"),
        NEO4J_AUTH=f"neo4j/{password}",
    )
    return Server(f"bolt://127.0.0.1:{port}", "neo4j", password, how="Docker", control=Container(name))


def _run(*command: str, **environment: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)
    if done.returncode:
        said = (done.stderr + done.stdout).strip().splitlines()
        raise NoServer(f"{Path(command[0]).name} failed: {said[-1] if said else done.returncode}")
