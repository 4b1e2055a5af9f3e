"""Whole texts: two articles with all their traps read to the last claim, the two real ones where they lie, and what
holds of any text at all."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_schema.model import Reading, Source
from graph_schema.vocabulary import load
from loaders import bundled
from loaders.read import open_text
from loaders.reading import read_text
from tests.hostile import HOSTILE, long

V = load()
HERE = Path(bundled.__file__).parent / "articles"
REAL = Path(__file__).parents[2] / "shared" / "data" / "articles"
APPARATUS = [HERE / "bo_may_cuoi_nam.txt", *REAL.glob("000_*.txt")]
PROVISIONS = [HERE / "sau_viec_nam_2025.txt", *REAL.glob("003_*.txt")]


def read(path: Path, place: str | None = None) -> Reading:
    text = open_text(path.read_bytes(), name=path.name)
    return read_text(Source(id=path.stem, kind="text", place=place), text, V)


def described(reading: Reading, type: str | None = None) -> set[str]:
    symbols = {f"r{r.n}": r.facts.symbol or f"{r.facts.type} {r.facts.number}" for r in reading.referents}
    return {
        f"{symbols.get(c.subject, c.subject)} {c.type} {symbols.get(c.object, c.object)}"
        for c in reading.claims
        if c.object and (type is None or c.type == type)
    }


# symbol, date, issuers, term, scope: what the article states of each
TWELVE = [
    ("43-KH/TU", "2022-01-18", {"Ban Thường vụ Tỉnh ủy"}, None, None),
    ("21-KL/TW", "2021-10-25", {"Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương Đảng"}, "XIII", None),
    ("05-CT/TW", "2016-05-15", {"Bộ Chính trị"}, None, None),
    ("55-CTr/TU", "2023-04-25", {"Tỉnh ủy"}, None, None),
    ("28-NQ/TW", "2022-11-17", {"Ban Chấp hành Trung ương Đảng"}, "XIII", None),
    ("09-KL/BCĐ", "2024-11-24", {"Ban Chỉ đạo Trung ương"}, None, "trung-uong.nq18"),
    ("22-KL/BCĐ", "2024-12-05", {"Ban Chỉ đạo Trung ương"}, None, "trung-uong.nq18"),
    ("18-NQ/TW", "2017-10-25", {"Ban Chấp hành Trung ương"}, "XII", None),
    ("04-KH/BCĐ", "2024-11-13", {"Ban Chỉ đạo Trung ương"}, None, "trung-uong.nq18"),
    ("09-KL/TW", "2024-11-24", {"Ban Chỉ đạo Trung ương"}, None, None),
    ("137-QĐ/TW", "2023-12-01", {"Ban Bí thư Trung ương Đảng"}, None, None),
    ("947-TB/TU", "2024-02-02", {"Ban Thường vụ Tỉnh ủy"}, None, None),
]


@pytest.mark.parametrize("path", APPARATUS, ids=lambda p: p.stem[:4])
class TestTwelveDocuments:
    def test_documents(self, path: Path) -> None:
        found = {r.facts.symbol: r.facts for r in read(path).referents}
        assert len(read(path).referents) == len(found) == 12
        for symbol, date, issuers, term, scope in TWELVE:
            facts = found[symbol]
            assert facts.dates == (date,), symbol
            assert set(facts.issuers) == issuers, symbol
            assert facts.terms == ((term,) if term else ()), symbol
            assert facts.scopes == ((scope,) if scope else ()), symbol

    def test_relations(self, path: Path) -> None:
        assert described(read(path)) == {
            "43-KH/TU IMPLEMENTS 21-KL/TW",
            "55-CTr/TU IMPLEMENTS 28-NQ/TW",
            "947-TB/TU IMPLEMENTS 137-QĐ/TW",
            "09-KL/BCĐ REVIEWS 18-NQ/TW",
            "22-KL/BCĐ REVIEWS 18-NQ/TW",
            "43-KH/TU CITES 05-CT/TW",
        }

    def test_flags_and_no_tasks(self, path: Path) -> None:
        reading = read(path)
        assert reading.flags == ("type-word-disagrees:22-KL/BCĐ",)
        assert reading.tasks == ()

    def test_a_place_the_reader_knows_settles_the_three_local_ones(self, path: Path) -> None:
        local = [r.facts for r in read(path, "Kon Tum").referents if r.facts.organs == ("TU",)]
        assert [f.scopes for f in local] == [("kon-tum",)] * 3

    def test_recognised_words_that_name_nothing(self, path: Path) -> None:
        unresolved = [m.surface for m in read(path).mentions if m.referent is None]
        assert any("Đại hội XIII" in s for s in unresolved)
        assert any("XVI" in s for s in unresolved)


@pytest.mark.parametrize("path", PROVISIONS, ids=lambda p: p.stem[:3])
class TestSixTasks:
    BOARDS = "ban tổ chức các huyện ủy, thành ủy và đảng ủy trực thuộc tỉnh"

    def test_documents(self, path: Path) -> None:
        found = [
            (r.facts.type, r.facts.number, r.facts.organs, r.facts.terms, r.facts.dates) for r in read(path).referents
        ]
        assert found == [
            ("NQ", "18", (), (), ()),
            ("KL", "21", ("TW",), ("XIII",), ()),
            ("NQ", "28", ("TW",), ("XIII",), ()),
        ]

    def test_tasks(self, path: Path) -> None:
        tasks = read(path).tasks
        assert [(t.n, t.ordinal) for t in tasks] == [(n, str(n)) for n in range(1, 7)]
        assert {t.set_by for t in tasks} == {"ban-to-chuc-tinh-uy-dong-nai"}
        assert {t.set_by_name for t in tasks} == {"Ban Tổ chức Tỉnh ủy Đồng Nai"}
        assert {t.assigned_to for t in tasks} == {(self.BOARDS,)}

    def test_the_last_task_ends_before_the_caption(self, path: Path) -> None:
        reading = read(path)
        last = reading.tasks[-1]
        assert "\n" not in last.text
        assert last.text.endswith(".")
        assert "giao ước thi đua" in reading.text[last.end :]

    def test_claims(self, path: Path) -> None:
        reading = read(path)
        boards = "b:ban-to-chuc-cac-huyen-uy-thanh-uy-va-dang-uy-truc-thuoc-tinh"
        assert described(reading) == {
            "t3 IMPLEMENTS 21-KL/TW",
            "t3 IMPLEMENTS 28-NQ/TW",
            *(f"t{n} ISSUED_BY b:ban-to-chuc-tinh-uy-dong-nai" for n in range(1, 7)),
            *(f"t{n} ASSIGNED_TO {boards}" for n in range(1, 7)),
        }
        quotes = {c.object: reading.text[c.start : c.end] for c in reading.claims if c.type == "IMPLEMENTS"}
        assert all("thực hiện" in q for q in quotes.values())
        assert [quotes[o][-5:] for o in ("r2", "r3")] == ["KL/TW", "NQ/TW"]


def test_whole_mentions_of_the_second_article() -> None:
    assert [(m.n, m.surface, m.form.value, m.referent) for m in read(PROVISIONS[0]).mentions] == [
        (1, "Nghị quyết 18", "short", 1),
        (2, "Kết luận số 21-KL/TW", "full", 2),
        (3, "Nghị quyết số 28-NQ/TW", "full", 3),
    ]


def test_attribute_claims_are_one_for_each_value_at_its_first_place() -> None:
    reading = read(APPARATUS[0])
    said = [(c.subject, c.type, c.value) for c in reading.claims if c.value]
    assert len(said) == len(set(said))
    dates = {c.subject: reading.text[c.start : c.end] for c in reading.claims if c.type == "date"}
    assert dates["r1"] == "18/1/2022"
    assert len(dates) == 12


def test_a_text_without_citations() -> None:
    reading = read_text(Source(id="s", kind="text"), "Hôm nay trời đẹp.", V)
    assert (reading.mentions, reading.referents, reading.claims, reading.tasks) == ((), (), (), ())


# ------------------------------------------------------------------ any text

PIECES = st.sampled_from(
    "Nghị quyết|Kết luận|số|18|-NQ/TW|09-KL/BCĐ|ngày 25/10/2017|của Bộ Chính trị|(khóa XII)|về|“|”|(|)|\n|. |, |; |và|"
    "thực hiện|thay thế|được|bởi|này|sau đây gọi tắt là|Số: 5/QĐ-TTg|Hà Nội, ngày 2 tháng 3 năm 2020|1. |2. |"
    "Trung ương 6|Tỉnh ủy Kon Tum|Căn cứ|"
    "nhiệm vụ sau:|Đại hội XIII|TƯ|\u0301|İ|２|٣|\x00|178/2024/NĐ-CP|28-NQ/TƯ|Luật Đất đai|ban hành|khóa 9".split("|")
)


def holds(reading: Reading) -> None:
    text, numbers = reading.text, {r.n for r in reading.referents}
    for m in reading.mentions:
        assert text[m.start : m.end] == m.surface
        assert (m.referent in numbers) != (m.why is not None and m.referent is None)
    assert [m.start for m in reading.mentions] == sorted(m.start for m in reading.mentions)
    assert all(a.end <= b.start for a, b in zip(reading.mentions, reading.mentions[1:], strict=False))
    ends = {f"r{n}" for n in numbers} | {f"t{t.n}" for t in reading.tasks}
    for c in reading.claims:
        assert c.start is not None
        assert c.end is not None
        assert 0 <= c.start < c.end <= len(text)
        assert c.subject in ends
        assert c.object is None or c.object in ends or c.object.startswith("b:")
        assert c.cue_start is None or (c.cue_end is not None and c.start <= c.cue_start < c.cue_end <= c.end)
    for t in reading.tasks:
        assert text[t.start : t.end] == t.text
    for r in reading.referents:
        assert set(r.among) <= numbers - {r.n}
    assert len({c.id for c in reading.claims}) == len(reading.claims)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
def test_words_in_any_order(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    reading = read_text(Source(id="s", kind="text"), text, V)
    holds(reading)
    assert reading == read_text(Source(id="s", kind="text"), text, V), "reading is a pure function"


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    holds(read_text(Source(id="s", kind="text"), text, V))


@pytest.mark.parametrize("path", [*APPARATUS, *PROVISIONS], ids=lambda p: p.stem)
def test_articles_hold_it_too(path: Path) -> None:
    holds(read(path))


# ------------------------------------------------------------------ hostile text


def work(text: str) -> int:
    """Calls made while reading: what grows with the text, counted and not timed."""
    count = 0

    def tick(frame: FrameType, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(tick)
    try:
        read_text(Source(id="s", kind="text"), text, V)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(("piece", "why"), HOSTILE, ids=[h[1] for h in HOSTILE])
def test_work_grows_with_the_length(piece: str, why: str) -> None:
    short = long(piece, 4000)
    work(short)
    once, twice = work(short), work(long(piece, 16000))
    assert twice <= 4.6 * once + 2000, why


def test_work_grows_with_the_number_of_different_documents() -> None:
    def days(n: int) -> str:
        return "".join(f"43-KH/TU ngày {i % 28 + 1}/{i // 28 % 12 + 1}/{1990 + i // 336}, " for i in range(n))

    work(days(100))
    assert work(days(800)) <= 4.6 * work(days(200))


@pytest.mark.parametrize("piece", ["9", "18-NQ/", "số ", "thực hiện ", "“", "Nghị quyết ", "a, Ban "])
def test_a_megabyte_is_read(piece: str) -> None:
    assert read_text(Source(id="s", kind="text"), piece * (1_000_000 // len(piece)), V).mentions == ()


def test_random_megabyte_of_the_alphabet() -> None:
    rng = random.Random(7)
    text = "".join(rng.choices("0123456789/-NQTWKLa \n.,“”()sốngày", k=1_000_000))
    holds(read_text(Source(id="s", kind="text"), text, V))
