"""Files made to do harm end with a reason, within limits of time and memory, and leave the others of a load alone.

All of them are loaded at once under the limits of every day; the limits themselves are shown with small ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_schema.errors import UnreadableSource
from graph_schema.model import Source
from graph_schema.store import open_store
from graph_schema.vocabulary import load
from loaders.formats.box import Box, Limits
from loaders.formats.encoding import decode
from loaders.formats.opening import open_bytes
from loaders.pipeline import Metadata, load_paths
from loaders.report import Report
from tests.files import docx, paragraph, pdf
from tests.hostile_files import HOSTILE, SENTENCE, Hostile, inflating_pdf
from tests.pages import DUTY, PLAN, page

V = load()
GOOD = [("000.txt", SENTENCE.encode()), ("999.docx", docx(paragraph(SENTENCE + " Hết.")))]
REFUSED = [h for h in HOSTILE if h.refused]
READ = [h for h in HOSTILE if h.refused is None]


def called(each: Hostile) -> str:
    return f"{100 + HOSTILE.index(each)}-{each.name}"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The load of a folder that holds them all, and two good files."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in [*GOOD, *((called(h), h.make()) for h in HOSTILE)]:
        (folder / name).write_bytes(data)
    with closing(open_store(str(tmp_path_factory.mktemp("graph") / "graph.sqlite"), create=True)) as store:
        return load_paths(store, [folder], Metadata(), V)


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with Box() as box:
        yield box


@pytest.mark.parametrize("each", REFUSED, ids=[h.why for h in REFUSED])
def test_it_is_refused_with_the_reason(each: Hostile, report: Report) -> None:
    reasons = [q.reason for q in report.quarantined if q.name.startswith(called(each))]
    assert [each.refused in r for r in reasons if each.refused] == [True], reasons


@pytest.mark.parametrize("each", READ, ids=[h.why for h in READ])
def test_it_is_read_for_what_it_says(each: Hostile, report: Report, box: Box) -> None:
    assert [q.reason for q in report.quarantined if q.name.startswith(called(each))] == []
    text = open_bytes(each.make(), each.name, box, ending=Path(each.name).suffix).text or ""
    assert SENTENCE in text
    assert "root:" not in text, "nothing of this machine"


def test_the_good_files_are_loaded_beside_them(report: Report, tmp_path: Path) -> None:
    for name, data in GOOD:
        (tmp_path / name).write_bytes(data)
    with closing(open_store(str(tmp_path / "graph.sqlite"), create=True)) as store:
        alone = load_paths(store, [tmp_path / name for name, _ in GOOD], Metadata(), V)
    assert set(alone.loaded) <= set(report.loaded)
    assert not {name for name, _ in GOOD} & {q.name for q in report.quarantined}


def test_look_alike_letters_are_told(report: Report) -> None:
    (told,) = [n for n in report.notes if "Cyrillic" in n]
    assert "NQ/ТW" in told


# ------------------------------------------------------------------ the limits


LONG = page("".join(f"<p>{PLAN}</p><p>{DUTY}</p>" for _ in range(3_000))).encode()


def refusal(data: bytes, name: str, box: Box, **limit: int) -> str:
    with pytest.raises(UnreadableSource) as caught:
        open_bytes(data, name, box, ending=Path(name).suffix, **limit)
    return caught.value.message


def test_time_is_limited() -> None:
    with Box(Limits(seconds=0.001)) as box:
        assert "took longer than 0.001 seconds" in refusal(LONG, "a.html", box)


def test_memory_is_limited_and_the_next_file_is_read() -> None:
    pytest.importorskip("resource", reason="this system sets no limits on a process")
    with Box(Limits(memory=300_000_000)) as box:
        assert "300 MB" in refusal(inflating_pdf(), "a.pdf", box)
        assert open_bytes(pdf([[(80, 800, SENTENCE)]]), "b.pdf", box).text == SENTENCE


SIZES = [
    (
        docx(paragraph(SENTENCE * 100)),
        "a.docx",
        {"limit": 2_000},
        "characters of text; the limit is 2,000",
        "what is taken out",
    ),
    (docx(paragraph(SENTENCE)), "a.docx", {"limit": 50}, "bytes; the limit is 250", "a packed file"),
    (SENTENCE.encode() * 100, "a.txt", {"limit": 500}, "the limit is 500", "a text"),
    (b"symbol,date\n" * 100, "a.csv", {"limit": 100}, "the limit is 1,000", "a table"),
    (LONG, "a.html", {"limit": 1_000}, "the limit is 1,000", "a page"),
]


@pytest.mark.parametrize(("data", "name", "limit", "told", "why"), SIZES, ids=[s[4] for s in SIZES])
def test_size_is_limited_and_said(data: bytes, name: str, limit: dict[str, int], told: str, why: str, box: Box) -> None:
    assert told in refusal(data, name, box, **limit), why


def test_500_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(500_000_000)  # a hole: reading it would take memory, its size is known without
    (tmp_path / "good.txt").write_text(SENTENCE, "utf-8")
    with closing(open_store(str(tmp_path / "graph.sqlite"), create=True)) as store:
        report = load_paths(store, [huge, tmp_path / "good.txt"], Metadata(), V)
        assert [q.reason for q in report.quarantined] == [
            "huge.txt has 500,000,000 bytes; the limit is 20,000,000. Split it, or raise the limit (max_text_bytes)."
        ]
        with store.read() as graph:
            assert [graph.text(s.id) for s in graph.records(Source)] == [SENTENCE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1258"])
def test_the_encodings_that_are_read(encoding: str) -> None:
    text = "Nghi quyêt sô 18-NQ/TW vê tô chưc bô may" if encoding == "cp1258" else SENTENCE
    assert decode(text.encode(encoding), "a.txt").text == text
