"""Inside one text: which citations speak of the same document. Rows 1 to 9 of the table in docs/resolution.md, and
their neighbours."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Form, Reading, Referent, Source
from graph_schema.vocabulary import load
from loaders.reading import read_text

V = load()
OLD = "Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương (khóa XII)"
LAND = "Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương (khóa XIII)"


def read(text: str, place: str | None = None) -> Reading:
    return read_text(Source(id="s", kind="text", place=place), canonical(text), V)


def groups(text: str) -> list[int | None]:
    """The document of every mention, in order."""
    return [m.referent for m in read(text).mentions]


def of(reading: Reading, n: int) -> Referent:
    return next(r for r in reading.referents if r.n == n)


SAME = [
    # case, text, the document of each mention, why
    ("1", f"{OLD} đã ban hành. Nghị quyết số 18-NQ/TW gọn bộ máy.", [1, 1], "antecedent"),
    ("1", f"Nghị quyết số 18-NQ/TW gọn bộ máy. {OLD} nêu vậy.", [1, 1], "the antecedent may come after"),
    ("1", f"{OLD} và Nghị quyết 18-NQ/TW khóa XII là một.", [1, 1], "term from the date"),
    (
        "1",
        "Quyết định 31/2017/QĐ-TTg khác Quyết định 31/QĐ-TTg ngày 5/1/2017.",
        [1, 2],
        "two series: with and without the year",
    ),
    ("1", "Nghị định 178/2024/NĐ-CP là Nghị định 178/NĐ-CP ngày 31/12/2024.", [1, 1], "a decree always bears its year"),
    ("1", "Nghị quyết 10/NQ-CP ngày 3/2/2018 khác Nghị quyết 10/NQ-CP ngày 8/2/2019.", [1, 2], "another year"),
    (
        "1",
        "Nghị quyết 18-NQ/TW ngày 25/10/2017, nơi khác viết Nghị quyết 18-NQ/TW ngày 15/10/2017.",
        [1, 1],
        "one key: the dates are in conflict",
    ),
    ("2", f"Gọn bộ máy theo Nghị quyết 18\nHôm qua tỉnh học {OLD}.", [1, 1], "a headline before the full form"),
    ("2", "Kết luận số 21-KL/TW. Kết luận 21 nêu rõ.", [1, 1], "short after full"),
    ("2", "Quy định số 04-QĐi/TW. Theo Quy định số 04 thì khác.", [1, 1], "QĐi is a Quy định"),
    ("2", "Quy định số 04-QĐi/TW. Theo Quyết định số 04 thì khác.", [1, 2], "but no Quyết định"),
    ("2", "Nghị quyết 18 của Chính phủ khác Nghị quyết 18-NQ/TW.", [1, 2], "its issuer decides against it"),
    ("2", "Nghị quyết 18 năm 2022 khác Nghị quyết 18-NQ/TW ngày 25/10/2017.", [1, 2], "its year contradicts"),
    ("2", "Nghị quyết 18 được học. Về sau, Nghị quyết 18 được làm.", [1, 1], "short forms alone are one"),
    ("2", "Nghị quyết 18 và Kết luận 18 là hai.", [1, 2], "another type word"),
    ("3", f"{OLD} nói bộ máy; {LAND} nói đất đai. Nghị quyết 18 được học.", [1, 2, 3], "two of them: no guess"),
    (
        "3",
        f"{OLD} nói bộ máy; {LAND} nói đất đai. Nghị quyết 18-NQ/TW được học.",
        [1, 2, 3],
        "the full symbol alone neither",
    ),
    (
        "3",
        f"{OLD} nói bộ máy; {LAND} nói đất đai. Nghị quyết 18. Nghị quyết 18.",
        [1, 2, 3, 3],
        "undecided ones stay together",
    ),
    ("3", f"{OLD}; {LAND}. Nghị quyết 18 khóa XIII được học.", [1, 2, 2], "its own term settles it"),
    ("3", f"{OLD}; {LAND}. Nghị quyết 18 ngày 25/10/2017 được học.", [1, 2, 1], "its own date settles it"),
    (
        "3",
        f"{OLD} về sắp xếp tổ chức bộ máy tinh gọn; {LAND} về quản lý đất. Nghị quyết 18 về sắp xếp tổ chức bộ máy.",
        [1, 2, 1],
        "its title words settle it",
    ),
    ("4", "các Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017", [1, 2], "two documents, the date shared"),
    (
        "5",
        f"{LAND} (sau đây gọi tắt là Nghị quyết 18) khác {OLD}. Nghị quyết 18 nói đất đai.",
        [1, 1, 2, 1],
        "an alias binds what follows",
    ),
    ("5", f"{OLD}; {LAND} (Nghị quyết 18). Nghị quyết 18 nói đất đai.", [1, 2, 2, 2], "so does a bare bracket"),
    ("8", "Chỉ thị số 24-CT/TW ngày 4/7/2008. Chỉ thị 24-CT/TƯ được làm.", [1, 1], "TƯ with an antecedent"),
    ("8", "Nghị quyết 28-NQ/TƯ của Tỉnh ủy khác Nghị quyết 28-NQ/TƯ của Bộ Chính trị.", [1, 2], "TU and TW"),
    ("9", "Nghị quyết 18-NQ/TW và Kết luận 21-KL/TW. Nghị quyết này hay.", [1, 2, 1], "the last of that word"),
    ("9", "Nghị quyết 18-NQ/TW. Nghị quyết 19-NQ/TW. Nghị quyết nêu trên hay.", [1, 2, 2], "the last one"),
    (
        "9",
        "Nghị quyết 18-NQ/TW. Nghị quyết Đại hội XIII rộng. Nghị quyết này hay.",
        [1, None, None],
        "a congress resolution stands between",
    ),
    (
        "9",
        "Nghị quyết 18-NQ/TW. Quyết định của Thủ tướng Chính phủ ra sau. Nghị quyết này hay.",
        [1, None, 1],
        "another word stands between",
    ),
    (
        "9",
        "Quyết định 5/QĐ-TTg. Quyết định của Thủ tướng Chính phủ ra sau. Quyết định này hay.",
        [1, None, None],
        "an unnumbered one stands between",
    ),
    ("9", "Nghị quyết này hay.", [1], "none: a document of its own, open"),
    (
        "9",
        "Chương trình hành động số 01-CTr/TU. Chương trình này hay.",
        [1, 1],
        "a compound taken up by its first part",
    ),
    ("9", "Thông báo Kết luận số 947-TB/TU. Kết luận này hay.", [1, 1], "or by its last"),
    (
        "9",
        "Nghị quyết 18-NQ/TW ra đời. HĐND tỉnh thông qua nghị quyết học phí. Nghị quyết này áp dụng từ tháng 9.",
        [1, None],
        "one was passed between, without a number",
    ),
    (
        "9",
        "Quyết định 5/QĐ-UBND. Chủ tịch tỉnh ký quyết định khen 5 em. Quyết định này hay.",
        [1, None],
        "one was signed between",
    ),
    (
        "9",
        "Nghị quyết 18-NQ/TW được học. Nghị quyết về học phí thì chưa. Nghị quyết này dài.",
        [1, None],
        "one with a subject of its own stands between",
    ),
    (
        "9",
        "Nghị quyết 18-NQ/TW gồm bốn phần. Các chi bộ thực hiện nghị quyết nghiêm túc. Nghị quyết này hay.",
        [1, 1],
        "carrying it out brings up no other",
    ),
    (
        "9",
        "Quy định 137-QĐ/TW ra đời. Đó là quy định mới. Quy định này hay.",
        [1, 1],
        "nor does calling it new",
    ),
    (
        "9",
        "Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương. Thực hiện Nghị quyết của Ban Chấp hành Trung ương, tỉnh gọn bộ máy.",
        [1, 1],
        "type and issuer alone take up what was just named",
    ),
    (
        "9",
        "Nghị quyết số 18-NQ/TW của Ban Chấp hành Trung ương. Thực hiện Nghị quyết của Bộ Chính trị, tỉnh gọn bộ máy.",
        [1, None],
        "another issuer: another document",
    ),
]


@pytest.mark.parametrize(("case", "text", "expected", "why"), SAME, ids=[f"{s[0]}: {s[3]}" for s in SAME])
def test_same_document(case: str, text: str, expected: list[int | None], why: str) -> None:
    assert groups(text) == expected, why


def test_case_3_names_the_documents_it_must_be_one_of() -> None:
    reading = read(f"{OLD}; {LAND}. Nghị quyết 18 được học.")
    assert of(reading, 3).among == (1, 2)
    assert [of(reading, n).among for n in (1, 2)] == [(), ()]


def test_case_6_local_documents_of_no_named_province_have_no_scope() -> None:
    reading = read("Kế hoạch 43-KH/TU, Chương trình 55-CTr/TU và Thông báo 947-TB/TU của Tỉnh ủy.")
    assert [r.facts.scopes for r in reading.referents] == [(), (), ()]


SCOPES = [
    ("Kế hoạch 43-KH/TU của Tỉnh ủy Kon Tum", None, ("kon-tum",), "the issuer names it"),
    ("Kế hoạch 43-KH/TU của Tỉnh ủy", "kon-tum", ("kon-tum",), "the reader vouches for it"),
    ("Kế hoạch 43-KH/TU của Tỉnh ủy Đồng Nai", "kon-tum", ("dong-nai",), "the text's own word first"),
    ("Kế hoạch 43-KH/TU. UBND tỉnh Kon Tum họp.", None, ("kon-tum",), "the only province named in a body"),
    ("Kế hoạch 43-KH/TU. Tỉnh ủy Kon Tum và Tỉnh ủy Gia Lai họp.", None, (), "two provinces: unknown"),
    ("Kế hoạch 43-KH/TU. Đoàn đi thăm Kon Tum.", None, (), "a province that is no body's"),
    ("Kế hoạch 45/KH-UBND của UBND tỉnh Lâm Đồng", None, ("lam-dong",), "the State's too"),
    ("Nghị quyết 18-NQ/TW. UBND tỉnh Kon Tum họp.", None, (), "the Centre has no place"),
    ("Kế hoạch 7-KH/HU của Huyện ủy Gio Linh", None, ("huyen-uy-gio-linh",), "which district committee"),
    ("Kế hoạch 7-KH/HU của Huyện ủy", "quang-tri", (), "one of many, even in a known province"),
    (
        "Kết luận số 9-KL/BCĐ của Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW",
        None,
        ("trung-uong.nq18",),
        "which committee",
    ),
    ("Kết luận số 9-KL/BCĐ của Ban Chỉ đạo Trung ương nêu", None, ("trung-uong",), "its level alone"),
]


@pytest.mark.parametrize(("text", "place", "scopes", "why"), SCOPES, ids=[s[3] for s in SCOPES])
def test_scope(text: str, place: str | None, scopes: tuple[str, ...], why: str) -> None:
    assert of(read(text, place), 1).facts.scopes == scopes, why


def test_case_7_type_word_against_symbol_is_flagged() -> None:
    reading = read("Công văn số 22-KL/BCĐ, ngày 5/12/2024 của Ban Chỉ đạo Trung ương")
    assert of(reading, 1).facts.type == "KL"
    assert reading.flags == ("type-word-disagrees:22-KL/BCĐ",)


@pytest.mark.parametrize(
    "text",
    ["Thông báo Kết luận số 947-TB/TU", "văn bản số 4912/UBND-NC", "Luật số 31/2024/QH15", "Quy định số 137-QĐ/TW"],
)
def test_type_words_that_agree_are_not_flagged(text: str) -> None:
    assert read(text).flags == ()


PLENUMS = [
    ("Nghị quyết Trung ương 6 khóa XII", (None, "XII.6"), "several resolutions: which one stays open"),
    ("Nghị quyết Trung ương 5 khóa IX", ("13-NQ/TW", None), "the only one of that plenum"),
    ("Nghị quyết Trung ương 7 khóa X về nông nghiệp, nông dân, nông thôn", ("26-NQ/TW", None), "the title picks one"),
    ("Kết luận Trung ương 5 khóa XI", ("21-KL/TW", None), "the only conclusion of that plenum"),
    ("Nghị quyết Trung ương 3 khóa I", (None, "I.3"), "a plenum nobody has told us of"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PLENUMS, ids=[p[2] for p in PLENUMS])
def test_plenum(text: str, expected: tuple[str | None, str | None], why: str) -> None:
    facts = of(read(f"Theo {text}, tỉnh làm tiếp."), 1).facts
    assert (facts.symbol, facts.plenum) == expected, why


def test_plenum_and_its_number_are_one_document() -> None:
    text = "Nghị quyết Trung ương 5 khóa IX nói kinh tế tập thể. Nghị quyết số 13-NQ/TW ngày 18/3/2002 còn hiệu lực."
    assert groups(text) == [1, 1]


def test_plenum_without_a_term_takes_the_one_its_text_states() -> None:
    text = "Nghị quyết Trung ương 6 khóa XII hay. Theo Nghị quyết Trung ương 6 mà làm. Nghị quyết Trung ương 4 chưa."
    reading = read(text)
    assert [(m.referent, m.why) for m in reading.mentions] == [(1, None), (1, None), (None, "plenum without a term")]


def test_in_an_official_text_nay_is_the_text_itself() -> None:
    head = "Số: 5/QĐ-TTg\nHà Nội, ngày 2 tháng 3 năm 2020\n"
    text = f"{head}Căn cứ Quyết định số 4/QĐ-TTg ngày 1/2/2019;\nQuyết định này có hiệu lực ngay."
    assert groups(text) == [1, 2, 1]


def test_facts_of_all_mentions_are_merged() -> None:
    text = f"{OLD}. Nghị quyết 18-NQ/TW của Trung ương Đảng về bộ máy tinh gọn và mạnh. Nghị quyết 18 hay."
    facts = of(read(text), 1).facts
    assert (facts.symbol, facts.dates, facts.terms) == ("18-NQ/TW", ("2017-10-25",), ("XII",))
    assert facts.issuers == ("Ban Chấp hành Trung ương", "Trung ương Đảng")
    assert facts.titles == ("bộ máy tinh gọn và mạnh",)


def test_clusters_and_starts() -> None:
    text = "Theo Nghị quyết 18, Nghị quyết số 19-NQ/TW và Nghị quyết Trung ương 6 khóa XII."
    assert [(r.cluster, r.start) for r in read(text).referents] == [
        ("NQ|18", 5),
        ("NQ|19", 20),
        ("plenum|XII.6", text.index("Nghị quyết Trung")),
    ]


def test_back_references_lend_no_facts() -> None:
    reading = read("Nghị quyết 18-NQ/TW. Nghị quyết này ngày 1/1/2020 được học.")
    assert of(reading, 1).facts.dates == ()
    assert reading.mentions[1].form is Form.BACK
