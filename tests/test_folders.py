"""A folder of what a researcher gathered, with a manifest and without: what is read, set aside and said."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph_schema.model import Source
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from loaders.folders import gather
from loaders.pipeline import Metadata, load_paths
from loaders.report import Report
from service.cli import run
from tests.files import docx, paragraph, pdf, xlsx

V = load()
TEXT = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Tỉnh ủy Kon Tum thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021."
ROWS = [["Số ký hiệu", "Ngày ban hành", "Trích yếu"], ["12-CT/TW", "1/2/2022", "về việc ấy"]]


def text(n: int) -> str:
    return f"{TEXT} Bài {n}."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(str(tmp_path / "graph.sqlite"), create=True)) as store:
        yield store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file of every kind, at two levels, and what lies beside them on real disks."""
    at = tmp_path / "gathered"
    (at / "2024").mkdir(parents=True)
    (at / "trang_files").mkdir()
    (at / ".git").mkdir()
    (at / "a.txt").write_text(text(1), "utf-8")
    (at / "2024" / "b.html").write_text(f"<html><p>{text(2)}</p></html>", "utf-8")
    (at / "2024" / "c.docx").write_bytes(docx(paragraph(text(3))))
    (at / "2024" / "d.pdf").write_bytes(pdf([[(40, 800, TEXT[:70]), (40, 784, TEXT[70:])]]))
    (at / "e.xlsx").write_bytes(xlsx({"DS": ROWS}))
    for name in (
        "trang_files/x.html",
        ".git/y.txt",
        ".hidden.txt",
        "~$c.docx",
        "Thumbs.db",
        "anh.jpg",
        "ảnh.JPG",
        "x.js",
    ):
        (at / name).write_text("x", "utf-8")
    return at


def loads(store: Store, *paths: Path, **given: object) -> Report:
    return load_paths(store, list(paths), Metadata(), V, **given)  # type: ignore[arg-type]


def sources(store: Store) -> dict[str, Source]:
    with store.read() as graph:
        return {s.title or "": s for s in graph.records(Source) if s.kind == "text"}


def test_a_folder_without_a_manifest(folder: Path, store: Store) -> None:
    report = loads(store, folder)
    assert (len(report.loaded), report.quarantined) == (5, ())
    assert report.notes[0] == "gathered: files of kinds that hold no text were left out: 2 .jpg, 1 .js"


def test_bad_files_leave_the_others_and_are_listed_with_reasons(folder: Path, store: Store) -> None:
    (folder / "2024" / "bad.docx").write_bytes((folder / "2024" / "c.docx").read_bytes()[:99])
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"))
    (folder / "scan.pdf").write_bytes(pdf([[]]))
    (folder / "empty.txt").touch()
    report = loads(store, folder)
    assert len(report.loaded) == 5
    assert {q.name: q.reason.split(". ")[0] for q in report.quarantined} == {
        "2024/bad.docx": "2024/bad.docx is a ZIP container that is cut off or damaged (File is not a zip file)",
        "old.doc": "old.doc is an old Word file (DOC)",
        "scan.pdf": "scan.pdf has no text layer: its 1 pages are pictures, a scan",
        "empty.txt": "empty.txt is empty",
    }


def test_progress_is_told_file_by_file(folder: Path, store: Store) -> None:
    seen: list[tuple[str, int, int]] = []
    loads(store, folder, progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[0] == "reading"] == [("reading", n, 5) for n in range(1, 6)]


def test_loading_it_again_changes_nothing(folder: Path, store: Store) -> None:
    first = loads(store, folder)
    again = loads(store, folder)
    assert (again.loaded, set(again.known), again.version) == ((), set(first.loaded), first.version)


# ------------------------------------------------------------------ with a manifest


def manifest(folder: Path, rows: str, name: str = "manifest.csv") -> Path:
    path = folder / name
    path.write_text(rows, "utf-8")
    return path


def test_a_manifest_says_what_is_known_of_each_file(folder: Path, store: Store) -> None:
    manifest(
        folder,
        "path,title,publisher,url,date,place\n"
        "a.txt,Tiêu đề,Báo Kon Tum,https://bao.example/1,2024-12-31,Kon Tum\n"
        "2024/b.html,,Tạp chí,,,\n",
    )
    report = loads(store, folder)
    assert (len(report.loaded), report.quarantined) == (2, ())
    assert report.notes[0] == "manifest.csv does not list 3 files of its folder; they were not read"
    found = sources(store)
    told = found["Tiêu đề"]
    assert (told.publisher, told.url, told.address) == ("Báo Kon Tum", "https://bao.example/1", "https://bao.example/1")
    assert (told.date, told.place) == ("2024-12-31", "kon-tum")
    assert {s.publisher for s in found.values()} == {"Báo Kon Tum", "Tạp chí"}


def test_what_is_said_of_all_fills_what_a_row_leaves_open(folder: Path, store: Store) -> None:
    manifest(folder, "path;publisher\na.txt;\n2024/b.html;Tạp chí\n")
    load_paths(store, [folder], Metadata(publisher="Người gom", date="2025-01-01"), V)
    assert {(s.publisher, s.date) for s in sources(store).values()} == {
        ("Người gom", "2025-01-01"),
        ("Tạp chí", "2025-01-01"),
    }


BAD_ROWS = [
    ("khong-co.txt,,", "there is no file", "no such file"),
    (",Kon Tum,", "its path is empty", "no path"),
    ("../outside.txt,,", "leads out of its folder", "a path that leads out"),
    ("/etc/passwd,,", "leads out of its folder", "an absolute path"),
    ("ra-ngoai.txt,,", "leads out of its folder", "a link that leads out"),
    ("2024,,", "there is no file", "a folder"),
    ("a.txt,,", "twice", "a file listed twice"),
    ("2024/b.html,Atlantis,", "no province", "an unknown place"),
    ("2024/b.html,,31/12/2024", "YYYY-MM-DD", "a day in another order"),
    ("x" * 5_000 + ",,", "path", "a name no system allows"),
]


@pytest.mark.parametrize(("row", "told", "why"), BAD_ROWS, ids=[b[2] for b in BAD_ROWS])
def test_a_bad_row_of_a_manifest(row: str, told: str, why: str, folder: Path, store: Store) -> None:
    (folder.parent / "outside.txt").write_text(TEXT, "utf-8")
    (folder / "ra-ngoai.txt").symlink_to(folder.parent / "outside.txt")
    manifest(folder, f"path,place,date\na.txt,,\n{row}\n")
    report = loads(store, folder)
    assert (len(report.loaded), len(report.quarantined)) == (1, 1), why
    assert told in report.quarantined[0].reason


def test_a_link_out_of_a_folder_is_not_followed(folder: Path, store: Store) -> None:
    (folder.parent / "outside.txt").write_text(TEXT, "utf-8")
    (folder / "ra-ngoai.txt").symlink_to(folder.parent / "outside.txt")
    (folder / "thu-muc").symlink_to(folder.parent)
    (folder / "vong.txt").symlink_to(folder / "vong.txt")
    report = loads(store, folder)
    assert (len(report.loaded), [q.name for q in report.quarantined]) == (5, ["ra-ngoai.txt"])


MANIFESTS = [
    ("ten,title\na.txt,x\n", "no column 'path'", "other columns"),
    ("", "nothing but white space", "no bytes"),
    ('path\n"a.txt\n', "no sound CSV", "an open quote"),
]


@pytest.mark.parametrize(("rows", "told", "why"), MANIFESTS, ids=[m[2] for m in MANIFESTS])
def test_a_folder_with_an_unusable_manifest_is_not_read_blindly(
    rows: str, told: str, why: str, folder: Path, store: Store
) -> None:
    manifest(folder, rows)
    report = loads(store, folder)
    assert (report.loaded, [told in q.reason for q in report.quarantined]) == ((), [True]), why


def test_a_manifest_may_lie_elsewhere(folder: Path, store: Store) -> None:
    other = manifest(folder.parent, "path,title\na.txt,Tiêu đề\n", "danh-muc.csv")
    loads(store, folder, manifest=other)
    assert list(sources(store)) == ["Tiêu đề"]


WAYS: list[tuple[Callable[[Path], tuple[list[Path], Path | None]], str]] = [
    (lambda f: ([f], None), "its folder"),
    (lambda f: ([f / "manifest.csv"], None), "the manifest itself"),
    (lambda f: ([], f / "manifest.csv"), "named as one"),
]


@pytest.mark.parametrize(("way", "why"), WAYS, ids=[w[1] for w in WAYS])
def test_a_manifest_is_found(way: Callable[[Path], tuple[list[Path], Path | None]], why: str, folder: Path) -> None:
    manifest(folder, "path\r\na.txt\r\n2024\\c.docx\r\n")
    assert [f.name for f in gather(*way(folder)).files] == ["a.txt", "2024\\c.docx"], why


def test_a_name_in_another_unicode_form(folder: Path) -> None:
    (folder / unicodedata.normalize("NFD", "kế hoạch.txt")).write_text(text(9), "utf-8")
    manifest(folder, f"path\n{unicodedata.normalize('NFC', 'kế hoạch.txt')}\n")
    gathered = gather([folder])
    assert (len(gathered.files), gathered.quarantined) == (1, ())
    assert gathered.files[0].path.read_text("utf-8") == text(9)


# ------------------------------------------------------------------ on the command line


CODES = [
    # what is done to the folder, words, exit code, what is said, why
    (lambda f: None, [], 0, "Loaded 5 sources", "all was read"),
    (lambda f: (f / "bad.pdf").write_bytes(b"%PDF-1.7"), [], 4, "not read:  bad.pdf is a PDF that is cut off", "a bad file"),
    (lambda f: (f / "k.csv").write_text("a,b\n1,2\n"), [], 4, "not read:  k.csv: its columns are 'a', 'b'", "another table"),
    (lambda f: (f / "k.csv").write_text("VB,Tên\n5-CT/TW,x\n"), ["--map", "VB=symbol", "--map", "Tên=title_vi"], 0, "Loaded 6", "mapped"),
    (lambda f: None, ["--map", "VB"], 2, "", "half a map"),
    (lambda f: None, ["--map", "VB=x"], 2, "", "a map to nothing"),
    (lambda f: None, ["--manifest", "none.csv"], 4, "not read:  none.csv", "a manifest that is not there"),
    (lambda f: None, ["--dry-run"], 0, "Would load 5 sources", "only looked at"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words", "code", "says", "why"), CODES, ids=[c[4] for c in CODES])
def test_exit_codes(
    change: Callable[[Path], object],
    words: list[str],
    code: int,
    says: str,
    why: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    change(folder)
    monkeypatch.chdir(folder.parent)
    done = run(["load", "gathered", "--store", "new.sqlite", *words])
    said = capsys.readouterr()
    assert (done, says in said.out) == (code, True), said.out + said.err
    assert "unexpected" not in said.err


def test_the_report_as_json_names_what_was_set_aside(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.chdir(folder.parent)
    assert run(["load", "gathered", "--store", "new.sqlite", "--json"]) == 4
    (bad,) = json.loads(capsys.readouterr().out)["quarantined"]
    assert (bad["name"], bad["row"]) == ("bad.pdf", None)
