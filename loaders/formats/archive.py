"""ZIP containers (docx, xlsx), judged by their central directory before a single byte is inflated."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from graph_schema.errors import UnreadableSource

MEMBERS = 5_000
INFLATED = 300_000_000
"""Bytes all members may have together: a table of half a million rows stays below."""
RATIO = 150
"""Inflated bytes for one stored: the XML of an office file gains ten to sixty."""
SMALL = 20_000_000
"""Below this total the ratio does not matter: a short file of blanks is no bomb."""


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The container, once its directory is found sound. Raises UnreadableSource for one that is cut off, locked, or
    would inflate to more than the limits above."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise UnreadableSource(
            f"{name} is a ZIP container that is cut off or damaged ({error}). Download or save it again.", name=name
        ) from error
    members = archive.infolist()
    total = sum(m.file_size for m in members)
    stored = sum(m.compress_size for m in members)
    if len(members) > MEMBERS:
        raise _bomb(name, f"it has {len(members):,} members; the limit is {MEMBERS:,}")
    if total > INFLATED:
        raise _bomb(name, f"its members have {total:,} bytes once inflated; the limit is {INFLATED:,}")
    if total > SMALL and total > RATIO * max(min(stored, len(data)), 1):
        raise _bomb(name, f"it inflates to more than {RATIO} times its size ({total:,} bytes from {len(data):,})")
    if any(m.flag_bits & 0x1 for m in members):
        raise UnreadableSource(f"{name} is locked with a password. Save a copy without one.", name=name)
    return archive


@contextmanager
def member(archive: zipfile.ZipFile, path: str, name: str) -> Iterator[IO[bytes]]:
    """One member, inflated as it is read, never beyond its stated size. Raises UnreadableSource for a damaged one."""
    try:
        with archive.open(path) as stream:
            yield stream
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableSource(
            f"{name}: its part {path} is damaged ({error}). Download or save it again.", name=name
        ) from error


def _bomb(name: str, what: str) -> UnreadableSource:
    return UnreadableSource(f"{name} was not inflated: {what}. If it is sound, save its text as TXT or CSV.", name=name)
