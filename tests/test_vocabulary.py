"""The domain's words: what the files hold, and that a contradiction between them is found when they are loaded."""

from __future__ import annotations

from importlib import resources

import pytest

from graph_schema.errors import VocabularyError
from graph_schema.model import EdgeType
from graph_schema.vocabulary import FILES, Vocabulary, cycle_of, load
from graph_schema.vocabulary.checks import find_cues

V = load()


def files() -> dict[str, str]:
    here = resources.files("graph_schema.vocabulary")
    return {name: here.joinpath(name).read_text("utf-8") for name in FILES}


TYPES = [
    ("NQ", "NQ", "as printed"),
    ("CTR", "CTr", "upper case"),
    ("Ctr", "CTr", "mixed case"),
    ("nđ", "NĐ", "lower case"),
    ("ND", "NĐ", "an English page drops the stroke"),
    ("QYĐ", "QyĐ", "one source's spelling"),
    ("ĐA", "ĐA", "Đề án, not Dự án"),
    ("DA", "DA", "Dự án, not Đề án"),
    ("HĐ", "HĐ", "Hợp đồng, not Hướng dẫn"),
    ("HD", "HD", "Hướng dẫn, not Hợp đồng"),
    ("L", "Luật", "how tables abbreviate a law"),
]


@pytest.mark.parametrize(("printed", "abbr", "reason"), TYPES, ids=[r[0] for r in TYPES])
def test_types(printed: str, abbr: str, reason: str) -> None:
    found = V.type(printed)
    assert found is not None
    assert found.abbr == abbr, reason


FAMILIES = [
    ("QĐi", "QĐ", "Quy định is printed both ways"),
    ("QyĐ", "QĐ", "and a third way by the State"),
    ("CTHĐ", "CTr", "an action programme is a programme"),
    ("CTrHĐ", "CTr", "the same"),
    ("TBKL", "TB", "a notice of conclusions is a notice"),
    ("TTLT", "TTLT", "a joint circular counts for itself"),
]


@pytest.mark.parametrize(("abbr", "family", "reason"), FAMILIES, ids=[r[0] for r in FAMILIES])
def test_families(abbr: str, family: str, reason: str) -> None:
    found = V.type(abbr)
    assert found is not None
    assert found.family == family, reason


ORGANS = [
    ("TW", "TW", "none", "term", "central Party papers count by the Central Committee's term"),
    ("tw", "TW", "none", "term", "lower case"),
    ("TU", "TU", "province", "cycle", "one in each province"),
    ("HU", "HU", "body", "cycle", "which huyện?"),
    ("ĐUK", "ĐUK", "body", "cycle", "which bloc?"),
    ("BCĐ", "BCĐ", "committee", "year", "which committee?"),
    ("BCĐTKNQ18", "BCĐTKNQ18", "none", "year", "the code names the committee"),
    ("BCDTKNQ18", "BCĐTKNQ18", "none", "year", "without the stroke"),
    ("BCĐTW", "BCĐTW", "none", "year", "the code names the level"),
    ("BCĐSX", "BCĐSX", "committee", "year", "an unknown committee keeps its letters"),
    ("BCSĐTNMT", "BCSĐTNMT", "body", "year", "a personnel committee keeps its ministry"),
    ("CP", "CP", "none", "year", "the Government"),
    ("UBND", "UBND", "province", "year", "one in each place"),
    ("QH15", "QH15", "none", "none", "the code holds the legislature"),
    ("UBTVQH14", "UBTVQH14", "none", "none", "its standing committee too"),
    ("UBTVQH", "UBTVQH", "none", "none", "the legislature lost in print"),
    ("VPCP-BNV", "VPCP-BNV", "none", "year", "two issuers"),
    ("LĐTBXH", "LĐTBXH", "none", "year", "printed without Bộ: the symbol keeps it"),
    ("TH.U", "TH.U", "body", "cycle", "a dot inside"),
]


@pytest.mark.parametrize(("printed", "code", "scope", "period", "reason"), ORGANS, ids=[r[0] for r in ORGANS])
def test_organs(printed: str, code: str, scope: str, period: str, reason: str) -> None:
    found = V.organ(printed)
    assert found is not None
    assert (found.code, found.scope, found.period) == (code, scope, period), reason


@pytest.mark.parametrize("code", ["TCBC", "UBND-TCBC", "BNV-TCBC", "QH155", "QHXV", "", "-", "TƯ", "tư"])
def test_no_organ(code: str) -> None:
    assert V.organ(code) is None


def test_the_spelling_that_is_two() -> None:
    assert [o.code for o in V.organ_choices("TƯ")] == ["TW", "TU"]
    assert [o.code for o in V.organ_choices("BTCTƯ")] == ["BTCTW", "BTCTU"]
    assert [o.code for o in V.organ_choices("TU")] == ["TU"]
    assert V.organ_choices("TCBC") == ()


PLACES = [
    ("Kon Tum", "kon-tum", "a name"),
    ("Kontum", "kon-tum", "an alias"),
    ("tỉnh Cà Mau", "ca-mau", "with its kind"),
    ("TP. Hồ Chí Minh", "thanh-pho-ho-chi-minh", "the short kind"),
    ("TP.HCM", "thanh-pho-ho-chi-minh", "initials"),
    ("Hoà Bình", "hoa-binh", "the other tone placement"),
    ("Đắc Lắc", "dak-lak", "the other spelling"),
    ("an-giang-2025", "an-giang", "the unit after the merger shares the slug"),
    ("bà rịa-vũng tàu", "ba-ria-vung-tau", "no spaces round the dash"),
    ("Thủy Nguyên", None, "a district"),
]


@pytest.mark.parametrize(("written", "place", "reason"), PLACES, ids=[r[0] for r in PLACES])
def test_places(written: str, place: str | None, reason: str) -> None:
    assert V.place(written) == place, reason


def test_terms() -> None:
    assert V.terms_of("2017-10-25") == ("XII",)
    assert V.terms_of("2021-02-01") == ("XII", "XIII"), "a closing day fits two"
    assert V.terms_of("1980-01-01") == ()
    assert V.terms_of_year(2021) == ("XII", "XIII")


def test_cycles() -> None:
    assert [cycle_of(d) for d in ("2022-01-18", "2025-03-01", "2014-12-31", "2026-01-01")] == [
        "2020-2025",
        None,
        "2010-2015",
        "2025-2030",
    ]


PLENUMS = [
    ("XI", 4, {"12-NQ/TW", "13-NQ/TW"}),
    ("XII", 6, {"18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"}),
    ("XIII", 5, {"18-NQ/TW", "19-NQ/TW", "20-NQ/TW", "21-NQ/TW"}),
    ("XIII", 11, {"60-NQ/TW"}),
]


@pytest.mark.parametrize(("term", "number", "symbols"), PLENUMS, ids=[f"{p[0]}.{p[1]}" for p in PLENUMS])
def test_plenums(term: str, number: int, symbols: set[str]) -> None:
    found = V.plenum(term, number)
    assert found is not None
    assert {d.symbol for d in found.documents} == symbols


def test_an_unknown_plenum_is_none() -> None:
    assert V.plenum("XIII", 3) is None


def test_every_edge_type_is_in_one_family() -> None:
    assert [V.relation(t).type for t in EdgeType] == list(EdgeType)
    assert V.family("implementation") == ("IMPLEMENTS", "GUIDES")
    assert V.family("change") == ("AMENDS", "REPLACES", "REPEALS", "SUSPENDS")
    assert V.relation("IMPLEMENTS").portal is None, "no portal knows implementation"


CUES = [
    ("thực hiện Kết luận", ["implements"], "the plain verb"),
    ("THỰC HIỆN KẾT LUẬN", ["implements"], "a heading"),
    ("tổng kết việc thực hiện", ["reviews"], "the longer phrase holds the shorter one"),
    ("tổng kết 10 năm thực hiện", ["reviews"], "a number inside"),
    ("tổng kết mười năm thực hiện", ["reviews", "implements"], "a number in words is no number here"),
    ("được sửa đổi, bổ sung bởi", ["amended-by"], "a comma does not matter"),
    ("thay thế và bãi bỏ", ["replaces", "repeals"], "two in a row"),
    ("bị thay thế bởi", ["replaced-by"], "passive"),
    ("quán triệt, học tập, tuyên truyền", [], "a conference is no relation"),
    ("thực hiệnKết luận", [], "whole words only"),
]


@pytest.mark.parametrize(("text", "names", "reason"), CUES, ids=[r[0] for r in CUES])
def test_cues(text: str, names: list[str], reason: str) -> None:
    assert [cue.name for cue, _, _ in find_cues(text, V.cues)] == names, reason


def test_cues_have_spans() -> None:
    text = "Kế hoạch thực hiện Kết luận"
    assert [text[a:b] for _, a, b in find_cues(text, V.cues)] == ["thực hiện"]


BROKEN = [
    ("document_types.yaml", "slug: duan", "slug: da", "slug", "two types with one slug"),
    ("document_types.yaml", "family: CTr, systems", "family: XX, systems", "family", "a family that does not exist"),
    ("document_types.yaml", "{abbr: KL,", "{abbr: NQ,", "two entries", "one spelling for two types"),
    ("document_types.yaml", "english: Plan,", "englisch: Plan,", "englisch", "a misspelt field"),
    (
        "document_types.yaml",
        "family: PA, systems: [party, state], plan: true",
        "family: PA, systems: [party]",
        "plan",
        "a plan",
    ),
    ("document_types.yaml", "- {abbr: KL,", "- {abbr: KL", "line", "no YAML"),
    ("provinces.csv", ",,2025-06-30,an-giang-2025", ",,30/06/2025,an-giang-2025", "an-giang", "no ISO day"),
    (
        "organs.yaml",
        "code: TU, name: Tỉnh ủy, system: party",
        "code: TU, name: Tỉnh ủy, system: none",
        "system",
        "system",
    ),
    ("organs.yaml", "period: cycle, level: district}", "period: month, level: district}", "period", "no such period"),
    ("bodies.yaml", "parent: tinh-uy}", "parent: nobody}", "parent", "a parent that does not exist"),
    (
        "bodies.yaml",
        "succeeded_by: bo-noi-vu}",
        "succeeded_by: nobody}",
        "successor",
        "a successor that does not exist",
    ),
    ("bodies.yaml", 'valid_from: "2024-11-16"', 'valid_from: "2024-11-16", valid_to: "2020-01-01"', "ends", "dates"),
    ("bodies.yaml", "organ: BNV,", "organ: XYZZY,", "organ", "an organ that does not exist"),
    ("provinces.csv", "cao-bang,Cao Bằng,tỉnh,,,,", "cao-bang,Cao Bằng,tỉnh,,2030-01-01,,", "units", "a unit missing"),
    ("provinces.csv", "ca-mau-2025\n", "nowhere\n", "successor", "a successor that does not exist"),
    ("provinces.csv", "kon-tum,Kon Tum,tỉnh,Kontum", "kon-tum,Kon Tum,tỉnh,Gialai", "name", "one alias for two units"),
    ("terms.csv", "XII,2016-01-28", "XII,2016-01-29", "begin", "a gap between terms"),
    ("plenums.yaml", '{symbol: 33-NQ/TW, date: "2014-06-09"', '{symbol: 33-NQ/TW, date: "2004-06-09"', "term", "term"),
    ("relations.yaml", "type: REVIEWS,", "type: CITES,", "entries", "one type twice, another never"),
    ("cues.yaml", "[theo tinh thần]", "[theo đúng tinh thần]", "does not match", "an example no phrase matches"),
    ("cues.yaml", "[tinh thần Nghị quyết", "[theo tinh thần Nghị quyết", "matches", "an excluded one that matches"),
    ("cues.yaml", "[theo tinh thần]", "[theo tinh thần, thực hiện]", "phrase", "one phrase in two cues"),
]


@pytest.mark.parametrize(("file", "old", "new", "told", "reason"), BROKEN, ids=[f"{b[0]}: {b[4]}" for b in BROKEN])
def test_a_contradiction_is_named(file: str, old: str, new: str, told: str, reason: str) -> None:
    held = files()
    assert old in held[file], "the row of this table is out of date"
    held[file] = held[file].replace(old, new, 1)
    with pytest.raises(VocabularyError) as caught:
        Vocabulary(held)
    assert file in caught.value.message
    assert told in caught.value.message


def test_the_version_follows_the_files() -> None:
    held = files()
    held["terms.csv"] += "\n"
    assert Vocabulary(held).version != V.version
    assert Vocabulary(files()).version == V.version
