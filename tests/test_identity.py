"""Symbols in the spellings people print, one normal form, and ids that only their key decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.folding import MAX_MARKS, canonical, fold, slug, words
from graph_schema.identity import Symbol, coarser_ids, document_id, format_symbol, key_of, parse_symbol
from graph_schema.model import Facts
from graph_schema.vocabulary import load

V = load()

SPELLINGS = [
    ("18-NQ/TW", "18-NQ/TW", "as it should be"),
    ("  18-NQ/TW, ", "18-NQ/TW", "spaces and a comma around it"),
    ("18 -NQ/TW", "18-NQ/TW", "space before the hyphen"),
    ("18- NQ/TW", "18-NQ/TW", "space after the hyphen"),
    ("26 - NQ / TW", "26-NQ/TW", "spaces everywhere"),
    ("21 – NQ/TW", "21-NQ/TW", "en dash"),
    ("21−NQ∕TW".replace("∕", "/"), "21-NQ/TW", "minus sign"),
    ("21/NQ-TW", "21-NQ/TW", "hyphen and slash swapped"),
    ("03-NQ/CP", "03/NQ-CP", "swapped the other way"),
    ("395_BC/BTCTW", "395-BC/BTCTW", "underscore"),
    ("01 ĐA/TU", "01-ĐA/TU", "no separator"),
    ("86/QĐ UBND", "86/QĐ-UBND", "hyphen stripped"),
    ("20NQ/TW", "20-NQ/TW", "number glued to the type"),
    ("21/2024/NQHĐND", "21/2024/NQ-HĐND", "type glued to the organ"),
    ("5556/QĐBYT", "5556/QĐ-BYT", "glued, a ministry"),
    ("38-CTR/TU", "38-CTr/TU", "upper case CTR"),
    ("190-Ctr/TU", "190-CTr/TU", "mixed case Ctr"),
    ("03-ct/tw", "03-CT/TW", "lower case"),
    ("217-QÐ/TW", "217-QĐ/TW", "Icelandic eth"),
    ("178/2024/ND-CP", "178/2024/NĐ-CP", "no diacritics"),
    ("134/TB-BCDTKNQ18", "134/TB-BCĐTKNQ18", "a committee named in the suffix"),
    ("30a/2008/NQ-CP", "30a/2008/NQ-CP", "letter in the number"),
    ("6383/BNV-TCBC", "6383/BNV-TCBC", "a letter: agency and unit"),
    ("571-CV/UBND", "571-CV/UBND", "a Party letter with a State suffix"),
    ("04/TTr-BKHCN-BTTTT", "04/TTr-BKHCN-BTTTT", "two issuers"),
    ("59-CV/BCĐ", "59-CV/BCĐ", "a committee in Party style"),
    ("69/CV-BCĐ", "69/CV-BCĐ", "another in State style"),
    ("04-QĐi/TW", "04-QĐi/TW", "Quy định marked"),
    ("197-KH/TH.U", "197-KH/TH.U", "a dot in the organ"),
    ("98/2023/QH15", "98/2023/QH15", "the National Assembly"),
    ("176/2025/QH", "176/2025/QH15", "the legislature cut off"),
    ("1111/NQ-UBTVQH14", "1111/NQ-UBTVQH14", "its standing committee"),
    ("09-KL/TW", "09-KL/TW", "leading zero kept"),
]


@pytest.mark.parametrize(("printed", "expected", "reason"), SPELLINGS, ids=[r[0] for r in SPELLINGS])
def test_spellings(printed: str, expected: str, reason: str) -> None:
    symbol = parse_symbol(printed, V)
    assert symbol is not None and symbol.text == expected, reason


NO_SYMBOL = [
    "",
    "18",
    "25/10/2017",
    "19.546/33.868",
    "1/2024",
    "QL 18",
    "0251.3822.501",
    "NQ/TW",
    "18-/TW",
    "9" * 4000,
    "18-NQ/" + "T" * 200,
]


@pytest.mark.parametrize("text", NO_SYMBOL)
def test_what_is_no_symbol(text: str) -> None:
    assert parse_symbol(text, V) is None


def test_missing_and_open_organs() -> None:
    assert parse_symbol("159-TB", V) == Symbol("159", "TB", (), None, None, None)
    assert parse_symbol("28-NQ/TƯ", V) == Symbol("28", "NQ", ("TU", "TW"), None, None, None)


numbers = st.from_regex(r"[1-9][0-9]{0,4}[a-c]?", fullmatch=True) | st.from_regex(r"0[1-9]", fullmatch=True)
types = st.sampled_from([t.abbr for t in V.types if t.abbr.isalpha() and t.abbr != "Luật"])
organs = st.sampled_from([o.code for o in V.organs if o.style != "assembly"])


@given(numbers, types, organs, st.none() | st.integers(1990, 2030), st.booleans())
def test_parse_and_format_are_inverse(number: str, kind: str, organ: str, year: int | None, hyphen: bool) -> None:
    text = format_symbol(number, kind, organ, year, None, hyphen=hyphen, v=V)
    symbol = parse_symbol(text, V)
    assert symbol is not None
    assert (symbol.number, symbol.type, symbol.organs, symbol.text) == (number, kind, (organ,), text)


@given(st.text(max_size=200))
def test_parsing_never_raises_and_its_result_is_stable(text: str) -> None:
    symbol = parse_symbol(text, V)
    if symbol and symbol.text:
        again = parse_symbol(symbol.text, V)
        assert again is not None
        assert again.text == symbol.text


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert canonical(canonical(text)) == canonical(text)
    assert slug(slug(text)) == slug(text)


def test_folding_joins_what_people_write_differently() -> None:
    assert fold("Hoà Bình") == fold("Hòa Bình") == fold("HÒA BÌNH") == "hoa binh"
    assert fold("Đảng uỷ") == fold("Ðảng ủy") == "dang uy"
    assert words("Bà Rịa – Vũng\u200b Tàu") == ("ba", "ria", "vung", "tau")


def test_a_bomb_of_combining_marks_is_capped() -> None:
    bomb = "a" + "\u0301\u0316" * 100_000
    assert len(canonical(bomb)) <= 1 + MAX_MARKS
    assert fold(bomb) == "a"


IDS = [
    (Facts(type="NQ", number="18", organs=("TW",), dates=("2017-10-25",)), "18-nq-tw.xii", "term from the date"),
    (Facts(type="NQ", number="18", organs=("TW",), terms=("XII",)), "18-nq-tw.xii", "term as written: the same id"),
    (Facts(type="NQ", number="18", organs=("TW",), years=(2017,)), "18-nq-tw.xii", "a year inside one term"),
    (Facts(type="NQ", number="18", organs=("TW",), years=(2016,)), None, "a congress year leaves two terms"),
    (Facts(type="KL", number="01", organs=("TW",), dates=("2021-02-01",)), None, "a congress closing day fits two"),
    (Facts(type="KL", number="09", organs=("TW",), dates=("2024-11-24",)), "9-kl-tw.xiii", "zeros are spelling"),
    (
        Facts(type="KH", number="43", organs=("TU",), scopes=("kon-tum",), dates=("2022-01-18",)),
        "43-kh-tu.kon-tum.2020-2025",
        "congress cycle",
    ),
    (
        Facts(type="KH", number="43", organs=("TU",), scopes=("kon-tum",), dates=("2020-06-18",)),
        None,
        "a congress year leaves two cycles",
    ),
    (Facts(type="KH", number="43", organs=("TU",), dates=("2022-01-18",)), None, "which province?"),
    (Facts(type="NĐ", number="178", organs=("CP",), year=2024), "178-nd-cp.2024", "a decree with its year"),
    (Facts(type="NĐ", number="178", organs=("CP",), dates=("2024-12-31",)), "178-nd-cp.2024", "and without"),
    (Facts(type="QĐ", number="31", organs=("TTg",), year=2017), "31-2017-qd-ttg.2017", "normative series"),
    (Facts(type="QĐ", number="31", organs=("TTg",), dates=("2017-03-01",)), "31-qd-ttg.2017", "individual series"),
    (Facts(number="98", organs=("QH15",), year=2023), "98-qh15", "numbered through the legislature"),
    (Facts(type="NQ", number="98", organs=("QH15",)), "98-qh15", "with or without type word and year"),
    (Facts(type="NQ", number="10", organs=("CP",)), None, "which year?"),
]


@pytest.mark.parametrize(("facts", "expected", "reason"), IDS, ids=[r[2] for r in IDS])
def test_ids(facts: Facts, expected: str | None, reason: str) -> None:
    key = key_of(facts, V)
    assert key is not None
    assert (document_id(key, V) if key.complete else None) == expected, reason


def test_coarser_ids_are_what_less_knowledge_would_have_called_it() -> None:
    facts = Facts(type="KH", number="43", organs=("TU",), scopes=("kon-tum",), dates=("2022-01-18",))
    key = key_of(facts, V)
    assert key is not None
    coarser = coarser_ids(key, facts.dates, V)
    assert {
        "43-kh-tu",
        "43-kh-tu.kon-tum",
        "43-kh-tu.2022-01-18",
        "43-kh-tu.2022",
        "43-kh-tu.kon-tum.2022-01-18",
    } <= coarser
