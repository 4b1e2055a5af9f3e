"""A folder of files, with or without a manifest -> the files to read, each with what is known of it.

A manifest is a table ``path,title,publisher,url,date,place``; only ``path`` is needed. Nothing outside the folder is
read, neither by a path that leads out nor through a link.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph_schema.errors import UnreadableSource
from graph_schema.folding import canonical
from loaders.formats.contents import Sheet
from loaders.formats.delimited import read_delimited
from loaders.formats.encoding import decode
from loaders.formats.kinds import BY_ENDING, KNOWN_UNREAD, ending_of
from loaders.formats.opening import read_file
from loaders.read import canonical_text
from loaders.report import Quarantined

MANIFEST = "manifest.csv"
KNOWN = ("title", "publisher", "url", "date", "place")
_NOISE = frozenset(("thumbs.db", "desktop.ini"))


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read. ``name`` is how messages call it; ``known`` is its row of the manifest."""

    path: Path
    name: str
    known: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files in a stated order, what of them cannot be read, and remarks on what was left out."""

    files: tuple[Found, ...] = ()
    quarantined: tuple[Quarantined, ...] = ()
    remarks: tuple[str, ...] = ()


def gather(paths: Sequence[Path], manifest: Path | None = None) -> Gathered:
    """The files that these paths name, folders with all below them. A folder's own ``manifest.csv`` is used;
    ``manifest`` names another, which speaks of the one folder given, or of the folder it lies in."""
    parts: list[Gathered] = []
    if manifest is not None:
        folders = [p for p in paths if p.is_dir()]
        parts.append(_by_manifest(folders[0] if folders else manifest.parent, manifest))
        paths = [p for p in paths if not p.is_dir()]
    for path in paths:
        if path.name.lower() == MANIFEST and path.is_file():
            parts.append(_by_manifest(path.parent, path))
        elif not path.is_dir():
            parts.append(Gathered((Found(path, path.name),)))
        elif (path / MANIFEST).is_file():
            parts.append(_by_manifest(path, path / MANIFEST))
        else:
            parts.append(_folder(path))
    return Gathered(
        tuple(f for p in parts for f in p.files),
        tuple(q for p in parts for q in p.quarantined),
        tuple(r for p in parts for r in p.remarks),
    )


def _folder(folder: Path) -> Gathered:
    """Every file of a kind we know, sorted by its path; the others are counted."""
    files, outside, other = [], [], Counter[str]()
    for path in _below(folder):
        name = path.relative_to(folder).as_posix()
        ending = ending_of(path.name)
        if ending not in BY_ENDING and ending not in KNOWN_UNREAD:
            other[ending or "no ending"] += 1
        elif not _inside(path, folder):
            outside.append(_leads_out(name))
        else:
            files.append(Found(path, name))
    remarks = []
    if other:
        kinds = ", ".join(f"{count} {ending}" for ending, count in sorted(other.items()))
        remarks.append(f"{folder.resolve().name}: files of kinds that hold no text were left out: {kinds}")
    return Gathered(tuple(files), tuple(outside), tuple(remarks))


def _below(folder: Path) -> Iterator[Path]:
    """Regular files below a folder in the order of their paths; hidden ones and links to folders are passed by."""
    for at, folders, names in os.walk(folder):
        # Browsers keep the parts of a saved page in a folder of that name.
        folders[:] = sorted(f for f in folders if not f.startswith(".") and not f.endswith("_files"))
        for name in sorted(names):
            path = Path(at) / name
            if not name.startswith((".", "~$")) and name.lower() not in _NOISE and path.is_file():
                yield path


def _by_manifest(folder: Path, manifest: Path) -> Gathered:
    try:
        sheet, header = _manifest_rows(manifest)
    except UnreadableSource as error:
        return Gathered(quarantined=(Quarantined(manifest.name, None, error.message),))
    files: dict[Path, Found] = {}
    quarantined: list[Quarantined] = []
    for number, cells in enumerate(sheet.rows[1:], 1):
        if not any(c.strip() for c in cells):
            continue
        row = dict(zip(header, (" ".join(c.split()) for c in cells), strict=False))
        path, problem = _listed(folder, row.get("path", ""))
        if problem is None and path in files:
            problem = f"it lists {row['path']!r} twice; the first row was kept."
        if problem:
            quarantined.append(Quarantined(manifest.name, number, problem))
        else:
            files[path] = Found(path, row["path"], {k: row[k] for k in KNOWN if row.get(k)})
    unlisted = [p for p in _below(folder) if p not in files and p != manifest and ending_of(p.name) in BY_ENDING]
    remarks = (
        [f"{manifest.name} does not list {len(unlisted)} files of its folder; they were not read"] if unlisted else []
    )
    return Gathered(tuple(files.values()), tuple(quarantined), tuple(remarks))


def _manifest_rows(manifest: Path) -> tuple[Sheet, list[str]]:
    name = manifest.name
    text = canonical_text(decode(read_file(manifest), name).text, name=name)
    (sheet,) = read_delimited(text, name).sheets
    header = [cell.strip().lower() for cell in sheet.rows[0]]
    if "path" not in header:
        raise UnreadableSource(
            f"{name} has no column 'path'. A manifest has the columns path, {', '.join(KNOWN)}; only path is needed.",
            name=name,
        )
    return sheet, header


def _listed(folder: Path, written: str) -> tuple[Path, str | None]:
    """The file a manifest's row means, and what is wrong with it."""
    path = folder / written.replace("\\", "/")
    if not written:
        return path, "its path is empty."
    try:
        if not _inside(path, folder):
            return path, _leads_out(written).reason
        if not path.is_file() and path.parent.is_dir():
            # The disk may spell the name in another Unicode form.
            path = next((p for p in path.parent.iterdir() if canonical(p.name) == canonical(path.name)), path)
        if path.is_file():
            return path, None
    except (OSError, ValueError, RuntimeError):
        return path, f"its path {written[:80]!r} is none the system can follow. Correct it."
    return (
        path,
        f"there is no file {written!r} in {folder.resolve().name!r}. Correct the path: it is relative to the folder.",
    )


def _inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _leads_out(name: str) -> Quarantined:
    return Quarantined(name, None, f"{name!r} leads out of its folder and was not read. Copy the file into the folder.")
