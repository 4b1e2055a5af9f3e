"""Keys with roles: made, listed and revoked on the command line, borne over HTTP as ``Authorization: Bearer <key>``.

A key reads ``dg_<id>_<secret>``. Its secret is 32 bytes from the system's generator and is shown once; what is kept is
its SHA-256. A slow, salted hash is for what people make up: OWASP ASVS 5.0 (6.5.2) lets a standard hash function do for
a secret of 112 bits of entropy or more, since nobody can try 2**256 of them however quick each try is.

The keys lie in a small file of their own and never in the graph, so that no dump carries them. The file is replaced
whole, with mode 0600, and read again when it has changed: each of several processes knows of a revocation at once.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from graph_schema.errors import GraphError, InvalidQuestion, UnknownId

PREFIX: Final = "dg"
SECRET_BYTES: Final = 32
MAX_NAME: Final = 100
MAX_DAYS: Final = 3650
ENVIRONMENT: Final = "write-key"
"""The id under which the key of ``DIRECTIVE_GRAPH_WRITE_KEY`` is logged and counted."""


class Role(StrEnum):
    """What a key may do; each role includes those before it."""

    READER = "reader"
    LOADER = "loader"
    CURATOR = "curator"

    def includes(self, other: Role) -> bool:
        """Whether who has this role may do what ``other`` may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


class KeysUnusable(GraphError):
    """The file of the keys cannot be read or written, or is none."""

    code = "keys-unusable"


@dataclass(frozen=True, slots=True)
class Key:
    """One key as it is kept: ``sha256`` of its secret in hex, moments in ISO form and UTC, None for never."""

    id: str
    name: str
    role: Role
    sha256: str
    made: str
    expires: str | None = None
    revoked: str | None = None

    def state(self, now: datetime) -> str:
        """valid, expired or revoked."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and datetime.fromisoformat(self.expires) <= now else "valid"


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as people see it: everything but its hash. ``key`` is the whole key, once, when it is made."""

    id: str
    name: str
    role: str
    state: str
    made: str
    expires: str | None
    revoked: str | None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks: the id of their key, its role and its name; that of the surroundings has none."""

    id: str
    role: Role
    name: str | None = None


def utc() -> datetime:
    """This moment."""
    return datetime.now(UTC)


# ------------------------------------------------------------------ the file


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys in a file, in the order they were made; none when there is no file. Raises KeysUnusable."""
    try:
        kept = json.loads(path.read_bytes())["keys"]
        return tuple(_key(each) for each in kept)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KeysUnusable(f"{path} cannot be read ({error.strerror}). Give its owner back the right to.") from None
    except (ValueError, KeyError, TypeError):
        raise KeysUnusable(
            f"{path} is no file of keys. Put it back from a copy, or remove it and make new keys."
        ) from None


def _key(kept: dict[str, Any]) -> Key:
    key = Key(**{**kept, "role": Role(kept["role"])})
    for moment in (key.expires, key.revoked):
        if moment is not None and datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError(moment)
    bytes.fromhex(key.sha256)
    return key


def make(path: Path, role: Role, name: str, days: int | None = None, *, now: datetime | None = None) -> KeyShown:
    """Makes a key that ends after ``days``, or never. What comes back is the only place where it is written out.

    Raises InvalidQuestion for a name or a number of days outside the limits, and KeysUnusable.
    """
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidQuestion(f"name: a key is called something printable of 1..{MAX_NAME} letters.", parameter="name")
    if days is not None and not 1 <= days <= MAX_DAYS:
        raise InvalidQuestion(f"days={days} is outside 1..{MAX_DAYS}.", parameter="days")
    moment = now or utc()
    secret = secrets.token_urlsafe(SECRET_BYTES)
    expires = (moment + timedelta(days=days)).isoformat(timespec="seconds") if days else None
    with _changing(path):
        keys = read_keys(path)
        taken = {key.id for key in keys}
        id = next(id for id in iter(lambda: secrets.token_hex(4), "") if id not in taken)
        key = Key(id, name.strip(), role, _hash(secret).hex(), moment.isoformat(timespec="seconds"), expires)
        _write(path, (*keys, key))
    return replace(shown(key, moment), key=f"{PREFIX}_{id}_{secret}")


def revoke(path: Path, id: str, *, now: datetime | None = None) -> KeyShown:
    """Ends a key from now on; one that was revoked before stays as it is. Raises UnknownId and KeysUnusable."""
    moment = now or utc()
    with _changing(path):
        keys = {key.id: key for key in read_keys(path)}
        if id not in keys:
            raise UnknownId(f"No key has the id {id!r}. `directive-graph keys list` lists them.", id=id)
        if keys[id].revoked is None:
            keys[id] = replace(keys[id], revoked=moment.isoformat(timespec="seconds"))
            _write(path, tuple(keys.values()))
    return shown(keys[id], moment)


def shown(key: Key, now: datetime) -> KeyShown:
    """A key for people."""
    return KeyShown(key.id, key.name, key.role.value, key.state(now), key.made, key.expires, key.revoked)


@contextmanager
def _changing(path: Path) -> Iterator[None]:
    """One at a time: who makes a key must not write over another who revokes one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)
    except OSError as error:
        raise KeysUnusable(
            f"{path} cannot be written ({error.strerror}). Name another with DIRECTIVE_GRAPH_KEYS."
        ) from None


def _write(path: Path, keys: Sequence[Key]) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    text = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


# ------------------------------------------------------------------ who bears one


class Keyring:
    """The keys that a service takes: those of a file, and the one of its surroundings, which may curate."""

    def __init__(self, path: Path | None = None, own: str | None = None, *, now: Callable[[], datetime] = utc) -> None:
        self._path = path
        self._own = _hash(own) if own is not None else None
        self._now = now
        self._read: tuple[object, dict[str, Key]] = (None, {})

    def bearer(self, authorization: str) -> Bearer | None:
        """Whose key an ``Authorization`` header holds; None for any that is missing, malformed, unknown, expired or
        revoked. Raises KeysUnusable."""
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        if self._own is not None and hmac.compare_digest(_hash(given), self._own):
            return Bearer(ENVIRONMENT, Role.CURATOR)
        prefix, _, rest = given.partition("_")
        id, _, secret = rest.partition("_")
        key = self._keys().get(id)
        # An unknown id costs the same comparison as a wrong secret.
        right = hmac.compare_digest(_hash(secret), bytes.fromhex(key.sha256) if key else bytes(32))
        if key is None or not right or prefix != PREFIX or key.state(self._now()) != "valid":
            return None
        return Bearer(key.id, key.role, key.name)

    def empty(self) -> bool:
        """Whether no key was ever made or set. Raises KeysUnusable."""
        return self._own is None and not self._keys()

    def _keys(self) -> dict[str, Key]:
        if self._path is None:
            return {}
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise KeysUnusable(f"{self._path} cannot be read ({error.strerror}).") from None
        mark = (found.st_ino, found.st_mtime_ns, found.st_size)
        if self._read[0] != mark:
            # Marked as it was before it was read: one that changes meanwhile is read again.
            self._read = (mark, {key.id: key for key in read_keys(self._path)})
        return self._read[1]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).digest()
