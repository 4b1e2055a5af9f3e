"""The whole flow: bytes -> reading -> statements -> resolution inside the touched clusters -> graph -> report.

Loading is idempotent and its outcome does not depend on order: what the graph holds follows from the set of
sources, the decisions and the vocabulary alone. Each batch is one transaction, so a load that is cut off can
simply be run again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from graph_schema.errors import InvalidQuestion, UnreadableSource
from graph_schema.model import Reading, Source
from graph_schema.store.base import Change, Store
from graph_schema.vocabulary import Vocabulary
from loaders import bundled
from loaders.columns import checked_map
from loaders.folders import Found, gather
from loaders.formats.box import Box, Limits
from loaders.formats.contents import About, Contents, Sheet
from loaders.formats.kinds import ending_of
from loaders.formats.opening import open_bytes, read_file
from loaders.read import LIMIT
from loaders.reading import read_text
from loaders.report import Quarantined, Report, report_all, report_of
from loaders.retraction import label
from loaders.retraction import retract as retract
from loaders.sources import merge, read_again, read_anew, superseded
from loaders.tables import load_table, read_sheets
from loaders.trial import rolled_back

BATCH = 400
"""Sources in one transaction: enough to make the commit cheap, few enough to show progress and hold little."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the user vouches for about a text: all of it may be unknown. ``place`` is a province by any of its names."""

    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    date: str | None = None
    place: str | None = None


# ------------------------------------------------------------------ loading


def load_paths(
    store: Store,
    paths: Sequence[Path],
    metadata: Metadata,
    vocabulary: Vocabulary,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    limit: int = LIMIT,
    manifest: Path | None = None,
    columns: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Report:
    """Read files and folders of texts, pages, documents and tables, and load what they say. What cannot be read is
    quarantined with its reason and the rest goes on.

    ``manifest`` tells of each file of a folder what ``metadata`` tells of all (see ``loaders.folders``); ``columns``
    maps the column names of tables to ours; ``limit`` bounds a text in bytes, ``limits`` what one file may take to
    open. Raises InvalidQuestion for unusable metadata or columns, and what the store raises.
    """
    about, mapping = checked(metadata, vocabulary), checked_map(columns or {})
    gathered = gather(paths, manifest)
    readings: list[Reading] = []
    sheets: list[Sheet] = []
    quarantined, remarks = [*gathered.quarantined], [*gathered.remarks]
    with Box(limits) as box:
        for done, file in enumerate(gathered.files, 1):
            try:
                known = _of_row(file, about, vocabulary)
                data = read_file(file.path, limit=limit)
                opened = _open(store, data, file.name, box, ending=ending_of(file.name), limit=limit)
                if opened.text is None:
                    sheets += opened.sheets
                else:
                    readings.append(_read_opened(store, data, opened, file.path.stem, known, vocabulary))
                remarks += opened.remarks
            except UnreadableSource as error:
                quarantined.append(Quarantined(file.name, None, error.message))
            if progress:
                progress("reading", done, len(gathered.files))
    rows, unsound, said = read_sheets(sheets, vocabulary, mapping)
    return load_readings(
        store,
        [*rows, *readings],
        vocabulary,
        quarantined=[*quarantined, *unsound],
        remarks=[*remarks, *said],
        dry_run=dry_run,
        progress=progress,
    )


def load_text(
    store: Store,
    data: bytes,
    name: str,
    metadata: Metadata,
    vocabulary: Vocabulary,
    *,
    dry_run: bool = False,
    limit: int = LIMIT,
) -> Report:
    """Load one text, page or document given as bytes. Raises UnreadableSource (for a table too) and InvalidQuestion
    besides what the store raises."""
    about = checked(metadata, vocabulary)
    with Box() as box:
        opened = _open(store, data, name, box, limit=limit)
    if opened.text is None:
        raise UnreadableSource(
            f"{name} is a table. Load tables with the command line: directive-graph load.", name=name
        )
    reading = _read_opened(store, data, opened, name, about, vocabulary)
    return load_readings(store, [reading], vocabulary, remarks=opened.remarks, dry_run=dry_run)


def load_bundled(store: Store, vocabulary: Vocabulary, *, progress: Progress | None = None) -> Report:
    """Load the registry and the articles that come with the project."""
    readings, quarantined = load_table(bundled.tables(), vocabulary)
    for name, text, about in bundled.articles():
        known = checked(Metadata(**about), vocabulary)
        readings.append(_read(store, source_id(text.encode()), text, name, known, vocabulary))
    return load_readings(store, readings, vocabulary, quarantined=quarantined, progress=progress)


def load_readings(
    store: Store,
    readings: Sequence[Reading],
    vocabulary: Vocabulary,
    *,
    quarantined: Sequence[Quarantined] = (),
    remarks: Sequence[str] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Load what was read, in batches, each one transaction; a dry run leaves nothing behind."""
    unique = list({r.source.id: r for r in readings}.values())
    new: set[str] = set()
    tried: Report | None = None

    def load(change: Change, chunk: Sequence[Reading]) -> Report:
        merged = merge(change, chunk, vocabulary)
        new.update(r.source.id for r in merged)
        if merged:
            change.note("load", ", ".join(label(r.source) for r in merged[:3]) + (" ..." if len(merged) > 3 else ""))
        return report_of(change, [r.source.id for r in chunk]) if dry_run else Report(change.version)

    # A dry run is one transaction, so that all of it is seen together before it is rolled back.
    size = max(len(unique), 1) if dry_run else BATCH
    for start in range(0, len(unique), size):
        work = partial(load, chunk=unique[start : start + size])
        if dry_run:
            tried = rolled_back(store, work)
        else:
            store.update(work)
        if progress:
            progress("loading", min(start + size, len(unique)), len(unique))
    ids = [r.source.id for r in unique]
    report = tried or report_all(store, ids, batch=BATCH)
    return replace(
        report,
        dry_run=dry_run,
        loaded=tuple(i for i in ids if i in new),
        known=tuple(i for i in ids if i not in new),
        quarantined=tuple(quarantined),
        flags=tuple(sorted({f for r in unique for f in r.flags})),
        notes=(*remarks, *report.notes),
    )


def source_id(data: bytes) -> str:
    """The id of a source: the hash of its bytes, of a plain text those of its canonical text in UTF-8. The same file
    is the same source wherever it lies; the same article as a page and as a text is two."""
    return hashlib.sha256(data).hexdigest()[:32]


def _open(store: Store, data: bytes, name: str, box: Box, *, ending: str = "", limit: int) -> Contents:
    """What a file holds. A source that is known keeps the text it was read with, since offsets and decisions point
    there."""
    with store.read() as graph:
        id = source_id(data)
        held = graph.sources([id]).get(id)
        text = graph.text(id) if held and held.kind == "text" else None
    return Contents("known", text=text) if text is not None else open_bytes(data, name, box, ending=ending, limit=limit)


def _read_opened(
    store: Store, data: bytes, opened: Contents, name: str, about: Metadata, vocabulary: Vocabulary
) -> Reading:
    text = opened.text or ""
    id = source_id(text.encode() if opened.kind == "text" else data)
    return _read(store, id, text, name, about, vocabulary, found=opened.about)


def _of_row(file: Found, about: Metadata, vocabulary: Vocabulary) -> Metadata:
    """What is known of a file: its row of the manifest, then what was said of all. Raises UnreadableSource."""
    try:
        row = checked(Metadata(**file.known), vocabulary)
    except InvalidQuestion as error:
        raise UnreadableSource(f"{file.name}: its row of the manifest cannot be used: {error.message}") from error
    return Metadata(**{k: v or getattr(about, k) for k, v in asdict(row).items()})


def _read(
    store: Store,
    id: str,
    text: str,
    name: str,
    about: Metadata,
    vocabulary: Vocabulary,
    found: About | None = None,
) -> Reading:
    """Read a text with what is known about it: what is given now, else what was given before, else what the file says
    of itself. Only an address that somebody gave makes two texts versions of each other."""
    with store.read() as graph:
        before = graph.sources([id]).get(id)
    return read_text(source_of(id, text, name, about, before, found or About()), text, vocabulary)


def source_of(id: str, text: str, name: str, about: Metadata, before: Source | None, found: About) -> Source:
    """The source a text is: what is given now, else what was given before, else what the file says of itself."""
    return Source(
        id=id,
        kind="text",
        title=about.title or (before and before.title) or found.title or _first_line(text) or name,
        publisher=about.publisher or (before and before.publisher) or found.publisher,
        url=about.url or (before and before.url) or found.url,
        address=about.url or (before and before.address) or None,
        date=about.date or (before and before.date) or found.date,
        place=about.place or (before and before.place) or None,
        length=len(text),
    )


def _first_line(text: str) -> str | None:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line[:200] or None


def checked(metadata: Metadata, vocabulary: Vocabulary) -> Metadata:
    """The metadata with the province as its slug. Raises InvalidQuestion for a place or a day that is none."""
    place = vocabulary.place(metadata.place) if metadata.place else None
    if metadata.place and place is None:
        raise InvalidQuestion(
            f"place: {metadata.place!r} is no province we know. Give a province's name, such as 'Kon Tum'.",
            parameter="place",
        )
    if metadata.date and not _is_day(metadata.date):
        raise InvalidQuestion(f"date: {metadata.date!r} is no day. Write it as YYYY-MM-DD.", parameter="date")
    return replace(metadata, place=place)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# ------------------------------------------------------------------ changing the set of sources


def rebuild(store: Store, vocabulary: Vocabulary, *, progress: Progress | None = None) -> Report:
    """Read every stored text again with today's reader and vocabulary: the same graph as loading everything anew."""
    with store.read() as graph:
        ids = [s.id for s in graph.records(Source)]

    def renew(change: Change, chunk: Sequence[str]) -> None:
        active = [s for s in change.sources(chunk).values() if not superseded(change, s)]
        read_anew(change, [read_again(s, change.text(s.id) or "", vocabulary) for s in active], vocabulary)
        change.note("rebuild", f"{len(active)} sources")

    for start in range(0, len(ids), BATCH):
        store.update(partial(renew, chunk=ids[start : start + BATCH]))
        if progress:
            progress("rebuilding", min(start + BATCH, len(ids)), len(ids))
    return replace(report_all(store, ids, batch=BATCH), loaded=tuple(ids))
