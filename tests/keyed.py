"""A service with keys, as its tests meet it: a file of keys, and one key of each role."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.keys import Role, make
from service.settings import Settings


@dataclass(frozen=True)
class Keys:
    """A file of keys, and a key of each role."""

    path: Path
    reader: str
    loader: str
    curator: str


def keys_in(folder: Path) -> Keys:
    """A new file with one key of each role."""
    path = folder / "keys.json"
    return Keys(path, *(made(path, role) for role in Role))


def made(path: Path, role: Role) -> str:
    """One more key, as its bearer sends it."""
    return str(make(path, role, f"a {role} of the tests").key)


def bearing(key: str) -> dict[str, str]:
    """The header that bears it."""
    return {"authorization": f"Bearer {key}"}


def settings(keys: Keys, **more: object) -> Settings:
    """Settings of a service that takes these keys."""
    return Settings.model_validate({"keys": keys.path, **more})
