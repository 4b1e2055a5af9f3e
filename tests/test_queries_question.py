"""What a person types, and what it says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.errors import InvalidQuestion
from graph_schema.vocabulary import Vocabulary, load
from queries.parameters import Parameters, apply, place_of, roman_of, type_of
from queries.question import parse_question

pytest_plugins = ("tests.graphs",)

NQ18 = {"type": "NQ", "number": "18"}
FULL18 = NQ18 | {"organs": ("TW",), "symbol": "18-NQ/TW"}

TYPED = [
    # words, what they say, why
    ("NQ 18-NQ/TW", FULL18, "the type word before a symbol says nothing more"),
    ("Nghị quyết số 18-NQ/TW", FULL18, "nor does it in full, with số"),
    ("nq 18 chuyen doi so", NQ18 | {"titles": ("chuyen doi so",)}, "at the end it is no word for a number"),
    ("nghi quyet 18 to chuc bo may", NQ18 | {"titles": ("to chuc bo may",)}, "what is left over describes the title"),
    ("18 -NQ/TW 2017", FULL18 | {"years": (2017,)}, "a damaged symbol, and a year"),
    ("18-NQ/TW khóa XII", FULL18 | {"terms": ("XII",)}, "the term"),
    ("18-nq/tw khoa 12", FULL18 | {"terms": ("XII",)}, "lower case, the term in digits"),
    ("18-NQ/TW ngày 25/10/2017", FULL18 | {"dates": ("2017-10-25",)}, "a day with slashes"),
    ("18-NQ/TW 25-10-2017", FULL18 | {"dates": ("2017-10-25",)}, "a day with hyphens is no symbol"),
    ("18-NQ/TW 2017-10-25", FULL18 | {"dates": ("2017-10-25",)}, "an ISO day"),
    ("18-NQ/TW ngày 25 tháng 10 năm 2017", FULL18 | {"dates": ("2017-10-25",)}, "a day in words"),
    ("18-NQ/TW ngay 25 thang 10 nam 2017", FULL18 | {"dates": ("2017-10-25",)}, "the same without diacritics"),
    ("20NQ/TW", {"type": "NQ", "number": "20", "organs": ("TW",), "symbol": "20-NQ/TW"}, "glued"),
    ("18/NQ-TW", FULL18, "hyphen and slash swapped"),
    ("18 NQ TW", FULL18, "no separators but spaces"),
    ("18 – NQ/TW", FULL18, "an en dash"),
    ("NQ18", NQ18, "type and number run together"),
    ("nghi quyet 18 tw", NQ18 | {"organs": ("TW",)}, "the organ behind the number"),
    ("nghị quyết 18/2017", NQ18 | {"years": (2017,)}, "number and year, as people abbreviate"),
    ("chỉ thị 05", {"type": "CT", "number": "05"}, "a short form"),
    ("số 842", {"number": "842"}, "a number alone"),
    (
        "178/2024/NĐ-CP",
        {"type": "NĐ", "number": "178", "organs": ("CP",), "year": 2024, "symbol": "178/2024/NĐ-CP"},
        "State",
    ),
    (
        "178 2024 nd cp",
        {"type": "NĐ", "number": "178", "organs": ("CP",), "year": 2024, "symbol": "178/2024/NĐ-CP"},
        "bare",
    ),
    ("98/2023/QH15", {"number": "98", "organs": ("QH15",), "year": 2023, "symbol": "98/2023/QH15"}, "the assembly"),
    (
        "43-KH/TU Kon Tum",
        {"type": "KH", "number": "43", "organs": ("TU",), "symbol": "43-KH/TU", "scopes": ("kon-tum",)},
        "place",
    ),
    (
        "kế hoạch 43 của tỉnh ủy kon tum",
        {"type": "KH", "number": "43", "organs": ("TU",), "scopes": ("kon-tum",), "issuers": ("tỉnh ủy",)},
        "issuer and place",
    ),
    (
        "nghị quyết 39 của Bộ Chính trị",
        {"type": "NQ", "number": "39", "organs": ("TW",), "issuers": ("Bộ Chính trị",)},
        "body",
    ),
    (
        "28-NQ/TƯ của Tỉnh ủy Đồng Nai",
        {"type": "NQ", "number": "28", "organs": ("TU",), "scopes": ("dong-nai",), "issuers": ("Tỉnh ủy",)},
        "Ư leaves TW or TU open; the body decides",
    ),
    ("tự diễn biến, tự chuyển hóa", {"titles": ("tự diễn biến tự chuyển hóa",)}, "diễn biến is not Điện Biên"),
    (
        "nghi quyet 57 den nam 2030",
        {"type": "NQ", "number": "57", "titles": ("den nam 2030",)},
        "a horizon is no year of issue",
    ),
    ("luật đất đai 2024", {"type": "Luật", "years": (2024,), "titles": ("đất đai",)}, "a law without a number"),
    (
        "kế hoạch 2020-2025 của UBND tỉnh Quảng Nam",
        {
            "type": "KH",
            "cycles": ("2020-2025",),
            "organs": ("UBND",),
            "scopes": ("quang-nam",),
            "issuers": ("UBND tỉnh",),
        },
        "a congress cycle is no symbol",
    ),
    ("đất đai", {"titles": ("đất đai",)}, "words alone"),
    ("", {}, "nothing says nothing"),
    ("§ § §", {}, "the mark that stands for a symbol cannot be typed in"),
]


def said(words: str, v: Vocabulary) -> dict[str, Any]:
    facts = parse_question(words, v).facts
    return {name: value for name in facts.__slots__ if (value := getattr(facts, name))}


@pytest.mark.parametrize(("words", "facts", "why"), TYPED, ids=[row[0] or "nothing" for row in TYPED])
def test_what_is_said(words: str, facts: dict[str, Any], why: str, v: Vocabulary) -> None:
    assert said(words, v) == facts, why


PLENUMS = [
    ("Nghị quyết Trung ương 6 khóa XII", ("XII.6",), "the usual way"),
    ("nghi quyet tw6 khoa 12", ("XII.6",), "abbreviated and bare"),
    ("Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII", ("XII.6",), "in full"),
    ("NQ 18-NQ/TW", (), "no plenum"),
]


@pytest.mark.parametrize(("words", "plenums", "why"), PLENUMS, ids=[row[0] for row in PLENUMS])
def test_plenums(words: str, plenums: tuple[str, ...], why: str, v: Vocabulary) -> None:
    assert parse_question(words, v).plenums == plenums, why


def test_a_plenum_without_a_term_may_be_any_known_one(v: Vocabulary) -> None:
    plenums = parse_question("Nghị quyết Trung ương 6", v).plenums
    assert "XII.6" in plenums
    assert all(p.endswith(".6") for p in plenums)


ASKED = [
    ("văn bản nào thực hiện NQ 18-NQ/TW", "implementers", "who implements, asked first"),
    ("18-nq/tw duoc van ban nao thuc hien", "implementers", "asked last, passive"),
    ("ai thực hiện 18-NQ/TW?", "implementers", "who"),
    ("những kế hoạch nào đã triển khai thực hiện 18-NQ/TW", "implementers", "which plans"),
    ("kế hoạch thực hiện NQ 18-NQ/TW", "implementers", "plans that do"),
    ("NQ 18-NQ/TW", None, "nothing is asked"),
    ("kế hoạch thực hiện chương trình phục hồi", None, "a title, for there is no symbol it could be asked of"),
]


@pytest.mark.parametrize(("words", "asked_for", "why"), ASKED, ids=[row[0] for row in ASKED])
def test_what_is_asked(words: str, asked_for: str | None, why: str, v: Vocabulary) -> None:
    question = parse_question(words, v)
    assert question.asked == asked_for, why
    assert asked_for is None or (question.facts.symbol, question.facts.titles) == ("18-NQ/TW", ()), (
        "nothing else is left over"
    )


SOFT = [
    ("ke hoach hoa binh", True, "a province, or peace"),
    ("kế hoạch Hòa Bình", False, "with its own diacritics it is the province"),
    ("kế hoạch của tỉnh ủy kon tum", True, "a place without diacritics stays open even behind a body"),
    ("sắp xếp tổ chức", False, "no name in it"),
]


@pytest.mark.parametrize(("words", "soft", "why"), SOFT, ids=[row[0] for row in SOFT])
def test_words_that_may_be_a_titles(words: str, soft: bool, why: str, v: Vocabulary) -> None:
    assert parse_question(words, v).soft is soft, why
    assert not parse_question(words, v, soft=False).soft


PARAMETERS = [
    (Parameters(date="2017-10-25"), {"dates": ("2017-10-25",)}, "a day"),
    (Parameters(year=2017), {"years": (2017,)}, "a year"),
    (Parameters(term="khóa 12"), {"terms": ("XII",)}, "a term in any spelling"),
    (Parameters(place="tỉnh Kon Tum"), {"scopes": ("kon-tum",)}, "a province in any spelling"),
    (Parameters(type="nghị quyết"), {"type": "NQ"}, "a type by its word"),
    (Parameters(body="TW"), {"organs": ("TW",), "issuers": ("TW",)}, "an organ code"),
    (Parameters(body="Bộ Chính trị"), {"organs": ("TW",), "issuers": ("Bộ Chính trị",)}, "a body by name"),
    (Parameters(body="bo-chinh-tri"), {"organs": ("TW",), "issuers": ("bo-chinh-tri",)}, "a body by id"),
]


@pytest.mark.parametrize(("parameters", "facts", "why"), PARAMETERS, ids=[row[2] for row in PARAMETERS])
def test_parameters_are_said_too(parameters: Parameters, facts: dict[str, Any], why: str, v: Vocabulary) -> None:
    question = apply(parse_question("18", v), parameters, v)
    assert {name: getattr(question.facts, name) for name in facts} == facts, why


WRONG = [
    (Parameters(date="25/10/2017"), "date", "a day is written one way"),
    (Parameters(date="2017-02-30"), "date", "a day that never was"),
    (Parameters(year=17), "year", "not a year"),
    (Parameters(term="XXV"), "term", "no such term"),
    (Parameters(place="Atlantis"), "place", "no such province"),
    (Parameters(type="thơ"), "type", "no such type"),
]


@pytest.mark.parametrize(("parameters", "name", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_parameter_is_named(parameters: Parameters, name: str, why: str, v: Vocabulary) -> None:
    with pytest.raises(InvalidQuestion) as caught:
        apply(parse_question("18", v), parameters, v)
    assert caught.value.detail["parameter"] == name, why


def test_single_readings(v: Vocabulary) -> None:
    assert (roman_of("XII"), roman_of("12"), place_of("dong nai", v), type_of("qđi", v)) == (
        "XII",
        "XII",
        "dong-nai",
        "QĐi",
    )


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    parse_question(text, load())


@given(st.text(alphabet="18-/NQTWnq tw§khóaXIIđ25102017 .,", max_size=400))
def test_any_text_that_looks_like_symbols_can_be_asked(text: str) -> None:
    parse_question(text, load())
