"""What a text names, and what it only seems to name: spellings, lists, short forms, attributes, negatives."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Form
from graph_schema.vocabulary import load
from loaders.citations import find_citations
from loaders.mentions import Citation

V = load()


def numbered(text: str) -> list[Citation]:
    return [c for c in find_citations(canonical(text), V) if c.form in (Form.FULL, Form.SHORT)]


SPELLINGS = [
    # text, surface, symbol, why this spelling is met
    ("theo Kế hoạch số 43-KH/TU", "Kế hoạch số 43-KH/TU", "43-KH/TU", "plain Party form"),
    ("theo Kế hoạch số 45/KH-UBND", "Kế hoạch số 45/KH-UBND", "45/KH-UBND", "plain State form"),
    ("Nghị định 178/2024/NĐ-CP nêu", "Nghị định 178/2024/NĐ-CP", "178/2024/NĐ-CP", "the year printed"),
    ("Luật số 31/2024/QH15 có", "Luật số 31/2024/QH15", "31/2024/QH15", "a law with a number"),
    ("Nghị quyết 1111/NQ-UBTVQH14", "Nghị quyết 1111/NQ-UBTVQH14", "1111/NQ-UBTVQH14", "legislature in the code"),
    ("Nghị quyết 30a/2008/NQ-CP", "Nghị quyết 30a/2008/NQ-CP", "30a/2008/NQ-CP", "a letter in the number"),
    ("Nghị quyết 30c/NQ-CP", "Nghị quyết 30c/NQ-CP", "30c/NQ-CP", "a letter, no year"),
    ("Công văn số 6383/BNV-TCBC", "Công văn số 6383/BNV-TCBC", "6383/BNV-TCBC", "letter: agency and unit"),
    ("văn bản số 4912/UBND-NC ngày", "văn bản số 4912/UBND-NC", "4912/UBND-NC", "văn bản names no type"),
    ("Công văn 571-CV/UBND", "Công văn 571-CV/UBND", "571-CV/UBND", "Party letter, State organ"),
    ("Báo cáo số 3792-BC/BCSĐCP", "Báo cáo số 3792-BC/BCSĐCP", "3792-BC/BCSĐCP", "personnel committee with body"),
    ("Tờ trình 04/TTr-BKHCN-BTTTT", "Tờ trình 04/TTr-BKHCN-BTTTT", "04/TTr-BKHCN-BTTTT", "two issuers"),
    ("Công văn 24/CV-BCĐTKNQ18", "Công văn 24/CV-BCĐTKNQ18", "24/CV-BCĐTKNQ18", "digits that are no footnote"),
    ("Quyết định 2568-QĐNS/TW", "Quyết định 2568-QĐNS/TW", "2568-QĐNS/TW", "personnel decision"),
    ("Quy định số 04-QĐi/TW", "Quy định số 04-QĐi/TW", "04-QĐi/TW", "Quy định marked with i"),
    ("Kế hoạch 197-KH/TH.U", "Kế hoạch 197-KH/TH.U", "197-KH/TH.U", "a dot in the organ"),
    ("Nghị quyết số 18- NQ/TW", "Nghị quyết số 18- NQ/TW", "18-NQ/TW", "space after the hyphen"),
    ("Nghị quyết 18 -NQ/TW", "Nghị quyết 18 -NQ/TW", "18-NQ/TW", "space before it"),
    ("Chỉ thị số 46 - CT/TW", "Chỉ thị số 46 - CT/TW", "46-CT/TW", "spaces on both sides"),
    ("Kế hoạch 08 - KH/ĐU xã", "Kế hoạch 08 - KH/ĐU", "08-KH/ĐU", "spaces, commune organ"),
    ("Chỉ thị 35-CT/ TW", "Chỉ thị 35-CT/ TW", "35-CT/TW", "space after the slash"),
    ("Quyết định 1679/QĐ- TTg", "Quyết định 1679/QĐ- TTg", "1679/QĐ-TTg", "space before the organ"),
    ("Nghị quyết 21 – NQ/TW", "Nghị quyết 21 – NQ/TW", "21-NQ/TW", "en dash"),
    ("Nghị quyết 21/NQ-TW", "Nghị quyết 21/NQ-TW", "21-NQ/TW", "hyphen and slash swapped"),
    ("Nghị quyết 03-NQ/CP", "Nghị quyết 03-NQ/CP", "03/NQ-CP", "swapped the other way"),
    ("Báo cáo 395_BC/BTCTW", "Báo cáo 395_BC/BTCTW", "395-BC/BTCTW", "underscore from an address"),
    ("Quyết định số 1836 QĐ/TWĐTN", "Quyết định số 1836 QĐ/TWĐTN", "1836-QĐ/TWĐTN", "no separator"),
    ("Nghị quyết số 26 NQ/TW", "Nghị quyết số 26 NQ/TW", "26-NQ/TW", "a space for the hyphen"),
    ("Chỉ thị 48 CT/TW", "Chỉ thị 48 CT/TW", "48-CT/TW", "hyphens stripped"),
    ("Quyết định 86/QĐ UBND tỉnh", "Quyết định 86/QĐ UBND", "86/QĐ-UBND", "hyphen stripped before the organ"),
    ("Nghị quyết 20NQ/TW", "Nghị quyết 20NQ/TW", "20-NQ/TW", "number and type glued"),
    ("Nghị định 61/2018/NĐCP", "Nghị định 61/2018/NĐCP", "61/2018/NĐ-CP", "type and organ glued"),
    ("Quyết định 5556/QĐBYT", "Quyết định 5556/QĐBYT", "5556/QĐ-BYT", "glued, a ministry"),
    ("KẾT LUẬN SỐ56-KL/TW", "KẾT LUẬN SỐ56-KL/TW", "56-KL/TW", "số glued to the number"),
    ("Kết luận số64-KL/TW", "Kết luận số64-KL/TW", "64-KL/TW", "the same in lower case"),
    ("Nghị quyết 18-NQ/TWngày 25/10/2017", "Nghị quyết 18-NQ/TW", "18-NQ/TW", "a word glued behind"),
    ("Quy định 47 - QĐ/TWcủa BCH", "Quy định 47 - QĐ/TW", "47-QĐ/TW", "another word glued behind"),
    ("Nghị quyết số 26-NQ/TW1; rồi", "Nghị quyết số 26-NQ/TW", "26-NQ/TW", "a footnote digit"),
    ("Nghị quyết 28-NQ/TƯ về", "Nghị quyết 28-NQ/TƯ", None, "TƯ alone stays open"),
    ("Chương trình 190-Ctr/TU", "Chương trình 190-Ctr/TU", "190-CTr/TU", "case of CTr"),
    ("CHƯƠNG TRÌNH SỐ: 12-CTR/TU", "CHƯƠNG TRÌNH SỐ: 12-CTR/TU", "12-CTr/TU", "all capitals and a colon"),
    ("QUYẾT ĐỊNH 34/2014/QĐ-TTG NGÀY", "QUYẾT ĐỊNH 34/2014/QĐ-TTG", "34/2014/QĐ-TTg", "organ in capitals"),
    ("chỉ thị 06-ct/tw", "chỉ thị 06-ct/tw", "06-CT/TW", "all lower case"),
    ("Decree 178/2024/ND-CP says", "178/2024/ND-CP", "178/2024/NĐ-CP", "no diacritics, no type word"),
    ("Quyết định số 137-QÐ/TW", "Quyết định số 137-QĐ/TW", "137-QĐ/TW", "Icelandic eth for Đ"),
    ("Nghị quyết số\n18-NQ/TW", "Nghị quyết số\n18-NQ/TW", "18-NQ/TW", "line break before the number"),
    ("Nghị định\nsố 43/2011/NĐ-CP", "Nghị định\nsố 43/2011/NĐ-CP", "43/2011/NĐ-CP", "line break before số"),
    ("Nghị quyết 18-\nNQ/TW", "Nghị quyết 18-\nNQ/TW", "18-NQ/TW", "line break inside the symbol"),
    ("- 1Nghị định 43/2006/NĐ-CP", "Nghị định 43/2006/NĐ-CP", "43/2006/NĐ-CP", "a list number glued in front"),
    ("tạiTờ trình số 350/TTr-SXD", "Tờ trình số 350/TTr-SXD", "350/TTr-SXD", "a word glued in front"),
    ("Thông báo Kết luận số 947-TB/TU", "Thông báo Kết luận số 947-TB/TU", "947-TB/TU", "compound type word"),
    ("Chương trình hành động số 01-CTr/TU", "Chương trình hành động số 01-CTr/TU", "01-CTr/TU", "compound type word"),
    ("Nghị định 6/CP nay", "Nghị định 6/CP", "6/CP", "the nineties: no type in the symbol"),
    ("Nghị định 20-CP", "Nghị định 20-CP", "20-CP", "the same with a hyphen"),
    ("Nghị định số 100/TTg", "Nghị định số 100/TTg", "100/TTg", "TTg is no TT"),
    ("Văn bản số 178/HĐND ngày", "Văn bản số 178/HĐND", "178/HĐND", "a bare organ after văn bản"),
    ("Quyết định 01/1999/QĐ.UB", "Quyết định 01/1999/QĐ.UB", "01/1999/QĐ-UB", "a dot for the hyphen"),
    ("tờ trình số 08/TTr- SNN&PTNT", "tờ trình số 08/TTr- SNN&PTNT", "08/TTr-SNN&PTNT", "ampersand in the organ"),
    ("Kết luận số 01-KL/TBTCPV", "Kết luận số 01-KL/TBTCPV", "01-KL/TBTCPV", "an organ nobody told us of"),
    ("Nghị quyết 18-NQ/TW.Quy định", "Nghị quyết 18-NQ/TW", "18-NQ/TW", "no space after the full stop"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "symbol", "why"), SPELLINGS, ids=[s[3] for s in SPELLINGS])
def test_spelling(text: str, surface: str, symbol: str | None, why: str) -> None:
    (found,) = numbered(text)
    assert (found.surface, found.facts.symbol) == (surface, symbol), why
    assert canonical(text)[found.start : found.end] == found.surface


SHORTS = [
    # text, surface, type, number, why
    ("Tổng kết Nghị quyết 18 và", "Nghị quyết 18", "NQ", "18", "type word and number"),
    ("Kết luận số 178 của", "Kết luận số 178", "KL", "178", "with số"),
    ("tag NQ 18 và", "NQ 18", "NQ", "18", "abbreviated"),
    ("theo NQ21 về", "NQ21", "NQ", "21", "abbreviated and glued"),
    ("theo Chỉ thị 05", "Chỉ thị 05", "CT", "05", "zero kept"),
    ("nghị quyết 18/2017 về", "nghị quyết 18/2017", "NQ", "18", "number and year"),
    ("quy định 144 của Bộ Chính trị", "quy định 144", "QĐ", "144", "lower case where a name goes on"),
    ("QUÁN TRIỆT NGHỊ QUYẾT 68 VÀ", "NGHỊ QUYẾT 68", "NQ", "68", "capitals"),
    ("Thông báo Kết luận số 159-TB của", "Thông báo Kết luận số 159-TB", "TB", "159", "type but no organ"),
    ("Nghị quyết 37 lần này", "Nghị quyết 37", "NQ", "37", "lần này counts nothing"),
    ("Nghị quyết 57 năm 2022", "Nghị quyết 57", "NQ", "57", "a year behind it"),
    ("Hướng dẫn số 1758, ngày 10-10-2018", "Hướng dẫn số 1758", "HD", "1758", "four digits"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "surface", "kind", "number", "why"), SHORTS, ids=[s[4] for s in SHORTS])
def test_short_form(text: str, surface: str, kind: str, number: str, why: str) -> None:
    (found,) = numbered(text)
    assert found.form is Form.SHORT
    assert (found.surface, found.facts.type, found.facts.number) == (surface, kind, number), why


NEGATIVES = [
    ("Đại hội đại biểu toàn quốc lần thứ XIV của Đảng", "a congress"),
    ("Đại hội Đảng bộ tỉnh lần thứ 17, nhiệm kỳ 2025-2030", "a congress and a cycle"),
    ("trên tuyến QL 18 qua tỉnh", "a road"),
    ("trên tuyến QL18 qua tỉnh", "a road, glued"),
    ("Ban Chỉ đạo 35 Trung ương họp", "a committee nicknamed by a number"),
    ("Ban Chỉ đạo 138/CP họp", "a committee with a symbol-like name"),
    ("từ khoán 100 đến khoán 10", "contracts of the eighties"),
    ("khoản 2 Điều 9 của Luật này quy định", "article numbers"),
    ("theo mẫu số 37 ở Phụ lục 3", "a form and an annex"),
    ("đạt 19.546/33.868 hộ", "a ratio"),
    ("thu ngân sách 45.799/36.875 tỷ đồng", "a ratio of money"),
    ("gọi số 0383.598828 hoặc 0912 345 678", "telephone numbers"),
    ("ngày 25/10/2017, hôm 17-4, sáng 3.12", "dates"),
    ("lúc 16:21 ngày 15/10/2020", "a time"),
    ("đạt 25,6% kế hoạch năm", "a share of a plan"),
    ("gắn với kế hoạch 5 năm 2006-2010", "a plan of five years"),
    ("KẾ HOẠCH 5 NĂM của tỉnh", "the same in capitals"),
    ("theo quy định 10 ngày làm việc", "days"),
    ("thông qua 12 Nghị quyết tại kỳ họp thứ 20", "a count before the word"),
    ("có 66 Chỉ thị và 27 Quyết định", "two counts"),
    ("cho ý kiến về kế hoạch 2025", "a year, not a number"),
    ("hoàn thành kế hoạch.\n2. Tăng cường kiểm tra", "a paragraph's number"),
    ("Trường Tiểu học Hoa Mai số 2", "a school"),
    ("Quân khu 3 và Ban Quản lý dự án 2", "units"),
    ("Tổ 5, ấp 3, số 18 đường Lê Lợi", "an address"),
    ("chương trình 15 phút mỗi tuần", "minutes"),
    ("Giấy phép số 12/GP-BTTTT cấp", "a licence is no directive"),
    ("biển số 51F-12345", "a number plate"),
    ("tỷ lệ 18-19 độ, mã 202/2025", "numbers with separators"),
    ("https://example.vn/2025/10/18-nghi-quyet", "an address of a page"),
]


@pytest.mark.parametrize(("text", "why"), NEGATIVES, ids=[n[1] for n in NEGATIVES])
def test_no_citation(text: str, why: str) -> None:
    assert [c.surface for c in numbered(text)] == [], why


LISTS = [
    (
        "các Nghị quyết số 18, 19-NQ/TW ngày 25/10/2017 về",
        [("18-NQ/TW", "2017-10-25"), ("19-NQ/TW", "2017-10-25")],
        "suffix and date once",
    ),
    ("217, 218 – QĐ/TW của Bộ Chính trị", [("218-QĐ/TW", None)], "no type word: the bare number names nothing"),
    (
        "Quyết định số 217, 218 – QĐ/TW của Bộ Chính trị",
        [("217-QĐ/TW", None), ("218-QĐ/TW", None)],
        "suffix once, en dash",
    ),
    ("Nghị quyết số 18-NQ/TW và 19-NQ/TW", [("18-NQ/TW", None), ("19-NQ/TW", None)], "type word dropped"),
    ("Nghị quyết số 18-NQ/TW và số 19-NQ/TW", [("18-NQ/TW", None), ("19-NQ/TW", None)], "số repeated"),
    (
        "Nghị quyết 18, 19, 20 và 21-NQ/TW của Trung ương",
        [("18-NQ/TW", None), ("19-NQ/TW", None), ("20-NQ/TW", None), ("21-NQ/TW", None)],
        "four of one plenum",
    ),
    (
        "Nghị quyết số 19-NQ/TW, Nghị quyết số 20-NQ/TW ngày 25/10/2017",
        [("19-NQ/TW", "2017-10-25"), ("20-NQ/TW", "2017-10-25")],
        "one date behind two",
    ),
    (
        "Nghị quyết 57 và 193/2025/QH15",
        [(None, None), ("193/2025/QH15", None)],
        "a suffix with a year is nobody else's",
    ),
    (
        "Kế hoạch số 5-KH/TU và Kết luận số 9-KL/TW ngày 24/11/2024",
        [("5-KH/TU", None), ("9-KL/TW", "2024-11-24")],
        "another type keeps its date to itself",
    ),
    (
        "Nghị quyết 18-NQ/TW và Nghị quyết 10/NQ-CP của Chính phủ",
        [("18-NQ/TW", None), ("10/NQ-CP", None)],
        "the Government issues no /TW",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), LISTS, ids=[x[2] for x in LISTS])
def test_list(text: str, expected: list[tuple[str | None, str | None]], why: str) -> None:
    found = numbered(text)
    assert [(c.facts.symbol, next(iter(c.facts.dates), None)) for c in found] == expected, why


def test_list_shares_issuer_and_term() -> None:
    text = "Chỉ thị số 03-CT/TW, Chỉ thị số 05-CT/TW của Bộ Chính trị khóa XII"
    assert {(c.facts.issuers, c.facts.terms) for c in numbered(text)} == {(("Bộ Chính trị",), ("XII",))}


def test_list_bare_numbers_of_a_plenum() -> None:
    found = numbered("Nghị quyết số 18, 19 Hội nghị Trung ương 6 khóa XII.")
    assert [(c.facts.number, c.facts.organs, c.facts.terms) for c in found] == [
        ("18", ("TW",), ("XII",)),
        ("19", ("TW",), ("XII",)),
    ]


def test_list_announced_by_its_issuer() -> None:
    found = numbered("Ba văn kiện của Bộ Chính trị, gồm: Nghị quyết số 59-NQ/TW, Nghị quyết số 68-NQ/TW")
    assert [c.facts.issuers for c in found] == [("Bộ Chính trị",), ("Bộ Chính trị",)]


ATTRIBUTES = [
    ("Nghị quyết 18-NQ/TW ngày 25/10/2017", "dates", ("2017-10-25",), "d/m/y"),
    ("Nghị quyết 18-NQ/TW, ngày 25-10-2017 của", "dates", ("2017-10-25",), "hyphens"),
    ("Nghị quyết 18-NQ/TW ngày 25.10.2017", "dates", ("2017-10-25",), "dots"),
    ("Nghị quyết 18-NQ/TW ngày25 tháng 10 năm 2017", "dates", ("2017-10-25",), "long, glued"),
    ("Nghị quyết 18-NQ/TW ngày 25\ntháng 10 năm\n2017", "dates", ("2017-10-25",), "broken over lines"),
    ("Nghị quyết 18-NQ/TW (25/10/2017)", "dates", ("2017-10-25",), "in brackets"),
    ("Nghị quyết 18-NQ/TW ngày 25/10 của Bộ Chính trị", "dates", (), "no year: never completed"),
    ("Nghị quyết 18-NQ/TW ngày 31/2/2020", "dates", (), "no such day"),
    ("Nghị định 6/CP ban hành 29/01/1994", "dates", ("1994-01-29",), "day of issue"),
    ("Nghị quyết 18-NQ/TW có hiệu lực từ ngày 01/12/2017", "dates", (), "day of effect is not its date"),
    ("UBND tỉnh ngày 2/8/2021 ban hành Kế hoạch số 31/KH-UBND", "dates", ("2021-08-02",), "day before the verb"),
    ("Ngày 3-2-1994, Bộ Chính trị ban hành Nghị quyết số 7", "dates", ("1994-02-03",), "day that opens the sentence"),
    ("Hội nghị ngày 9/8/2020 học tập Nghị quyết 18-NQ/TW", "dates", (), "day of a meeting"),
    ("Nghị quyết 18-NQ/TW năm 2017 về", "years", (2017,), "a year alone"),
    ("Nghị quyết 18-NQ/TW của Ban Chấp hành Trung ương (khóa XII)", "terms", ("XII",), "term in brackets"),
    ("Chỉ thị 03-CT/TW khóa 11 về", "terms", ("XI",), "term in digits"),
    ("Nghị quyết 26-NQ/TW, Hội nghị lần thứ 7 của Ban Chấp hành Trung ương khóa X", "terms", ("X",), "plenum between"),
    ("Nghị quyết 26 Trung ương 7 khoá X bàn", "terms", ("X",), "short form of a plenum"),
    ("Nghị quyết số 10-NQ/TU của Tỉnh ủy khóa XVI", "terms", (), "a province's own count"),
    ("Nghị quyết số 11/NQ-HĐND khóa XVI", "terms", (), "a council's own count"),
    ("Nghị quyết số 10-NQ/TU nhiệm kỳ 2020-2025", "cycles", ("2020-2025",), "a congress cycle"),
    (
        "Kết luận 21-KL/TW, ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII",
        "issuers",
        ("Ban Chấp hành Trung ương",),
        "issuer ends at khóa",
    ),
    (
        "Kế hoạch số 43-KH/TU của Ban Thường vụ Tỉnh ủy thực hiện Kết luận",
        "issuers",
        ("Ban Thường vụ Tỉnh ủy",),
        "issuer ends at the verb",
    ),
    (
        "Quyết định số 1/QĐ-BLĐTBXH của Bộ Lao động, Thương binh và Xã hội về",
        "issuers",
        ("Bộ Lao động, Thương binh và Xã hội",),
        "a comma inside the name",
    ),
    ("Thông tư 1/2010/TT-BTC giữa Bộ Tài chính và Bộ Y tế;", "issuers", ("Bộ Tài chính và Bộ Y tế",), "two bodies"),
    ("QUY ĐỊNH SỐ 181-QĐ/TW CỦA BỘ CHÍNH TRỊ VỀ KỶ LUẬT", "issuers", ("BỘ CHÍNH TRỊ",), "capitals end at VỀ"),
    ("Nghị định 73/2023/NĐ-CP do Chính phủ ban hành ngày 29/9/2023", "issuers", ("Chính phủ",), "do ... ban hành"),
    ("Kết luận 34-KL/TW, do đồng chí A thay mặt Bộ Chính trị ký ban hành", "issuers", ("Bộ Chính trị",), "thay mặt"),
    ("Chính phủ ra Nghị quyết số 149, nêu", "issuers", ("Chính phủ",), "issuer before the verb"),
    ("theo đề nghị của Sở Xây dựng tại Tờ trình số 350/TTr-SXD", "issuers", ("Sở Xây dựng",), "who submitted it"),
    ("Nghị quyết 19-NQ/TW về đơn vị sự nghiệp công lập.", "titles", ("đơn vị sự nghiệp công lập",), "subject after về"),
    (
        'Nghị quyết 28-NQ/TW về "đổi mới cách lãnh đạo; cầm quyền”, và',
        "titles",
        ("đổi mới cách lãnh đạo; cầm quyền",),
        "mixed quotation marks",
    ),
    (
        "Nghị quyết 31-NQ/TW về thành phố, UBND tỉnh ban hành",
        "titles",
        ("thành phố",),
        "cut where somebody begins to act",
    ),
    (
        "Thông báo 947-TB/TU về việc triển khai thực hiện Quy định 137-QĐ/TW",
        "titles",
        (),
        "only a verb before the next citation",
    ),
]


@pytest.mark.parametrize(("text", "field", "value", "why"), ATTRIBUTES, ids=[a[3] for a in ATTRIBUTES])
def test_attribute(text: str, field: str, value: tuple[object, ...], why: str) -> None:
    assert getattr(numbered(text)[0].facts, field) == value, why


def test_attributes_carry_the_words_that_say_them() -> None:
    text = "Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Ban Chấp hành Trung ương (khóa XII) về “bộ máy tinh gọn”"
    (found,) = numbered(text)
    assert [(s.field, text[s.start : s.end]) for s in found.said] == [
        ("date", "25/10/2017"),
        ("issuer", "Ban Chấp hành Trung ương"),
        ("term", "XII"),
        ("title", "bộ máy tinh gọn"),
    ]


ORGANS = [
    ("Nghị quyết 28-NQ/TƯ của Tỉnh ủy Kon Tum", ("TU",), "28-NQ/TU", "case 8: the province's"),
    ("Nghị quyết 28-NQ/TƯ của Ban Chấp hành Trung ương", ("TW",), "28-NQ/TW", "case 8: the Centre's"),
    ("Nghị quyết 28-NQ/TƯ của Ban Bí thư", ("TW",), "28-NQ/TW", "case 8: the Secretariat's"),
    ("Nghị quyết 28-NQ/TƯ nêu rõ", ("TU", "TW"), None, "case 8: nothing decides"),
    ("Nghị quyết 39 của Bộ Chính trị", ("TW",), None, "a short form with a deciding issuer"),
    ("Kế hoạch số 142 của Ban Thường vụ Tỉnh ủy Gia Lai", ("TU",), None, "the province's plan"),
    ("Quyết định số 5 của Thủ tướng Chính phủ", ("TTg",), None, "the Prime Minister's"),
    ("Nghị quyết 18 nêu rõ", (), None, "a short form alone"),
]


@pytest.mark.parametrize(("text", "organs", "symbol", "why"), ORGANS, ids=[o[3] for o in ORGANS])
def test_organ(text: str, organs: tuple[str, ...], symbol: str | None, why: str) -> None:
    (found,) = numbered(text)
    assert (found.facts.organs, found.facts.symbol) == (organs, symbol), why


OTHERS = [
    ("Nghị quyết Trung ương 6 khóa XII", Form.PLENUM, "XII.6", "plenum"),
    ("Nghị quyết Trung ương 6 (khóa XII)", Form.PLENUM, "XII.6", "term in brackets"),
    ("Nghị quyết TW4 khóa 11", Form.PLENUM, "XI.4", "abbreviated, in digits"),
    ("Nghị quyết T.Ư 8 (khóa XI)", Form.PLENUM, "XI.8", "dotted"),
    ("NQ Hội nghị Trung ương 4 (khóa XI)", Form.PLENUM, "XI.4", "NQ and Hội nghị"),
    ("Nghị quyết Hội nghị lần thứ tám BCH Trung ương khóa XIII", Form.PLENUM, "XIII.8", "number in words"),
    ("Nghị quyết Hội nghị lần thứ mười một Ban Chấp hành Trung ương khóa XIII", Form.PLENUM, "XIII.11", "two words"),
    ("Nghị quyết Trung ương 4", Form.PLENUM, "?.4", "no term: recognised, not resolved"),
    ("Nghị quyết Đại hội XIII của Đảng", Form.TITLE, None, "congress"),
    ("Nghị quyết XVI của Đảng bộ tỉnh", Form.TITLE, None, "congress by its ordinal"),
    ("Quyết định của Thủ tướng Chính phủ", Form.TITLE, None, "no number"),
    ("Luật Đất đai", Form.TITLE, None, "law"),
    ("Nghị quyết này", Form.BACK, None, "points back"),
    ("Kế hoạch nêu trên", Form.BACK, None, "points back"),
]


@pytest.mark.parametrize(("text", "form", "plenum", "why"), OTHERS, ids=[o[0] for o in OTHERS])
def test_unnumbered(text: str, form: Form, plenum: str | None, why: str) -> None:
    (found,) = find_citations(canonical(f"Theo {text}, tỉnh làm tiếp."), V)
    assert (found.surface, found.form, found.facts.plenum) == (text, form, plenum), why


def test_a_law_whose_name_stands_between_type_word_and_number() -> None:
    (found,) = find_citations("Luật Đất đai số 31/2024/QH15 có hiệu lực.", V)
    assert (found.surface, found.facts.type, found.facts.symbol) == ("31/2024/QH15", "Luật", "31/2024/QH15")


def test_several_are_pointed_back_to_together() -> None:
    found = find_citations("Nghị quyết 18 và Nghị quyết 19. Các nghị quyết này được học kỹ.", V)
    assert found[-1].why == "points back to several documents"


def test_congresses_are_two() -> None:
    text = "Ngoài Nghị quyết Đại hội XIII và Nghị quyết XVI của Đảng bộ tỉnh, họ làm thêm."
    assert [c.surface for c in find_citations(text, V)] == [
        "Nghị quyết Đại hội XIII",
        "Nghị quyết XVI của Đảng bộ tỉnh",
    ]


HEAD = """BAN CHẤP HÀNH TRUNG ƯƠNG
-------
ĐẢNG CỘNG SẢN VIỆT NAM
Số: 12-QĐ/TW
Hà Nội, ngày 05 tháng 3 năm 2021
QUY ĐỊNH
về tổ chức đảng
"""


def test_the_head_of_an_official_text() -> None:
    (found,) = numbered(HEAD)
    assert (found.surface, found.head) == ("12-QĐ/TW", True)
    assert (found.facts.dates, found.facts.issuers) == (("2021-03-05",), ("BAN CHẤP HÀNH TRUNG ƯƠNG",))


def test_a_bracketed_alias_takes_no_attributes() -> None:
    text = "Quy định số 9-QĐ/TW, ngày 2/3/2015 (Quy định số 9), ngày 4/5/2019, Ban Bí thư ký Quy định số 10-QĐ/TW"
    assert [c.facts.dates for c in numbered(text)] == [("2015-03-02",), (), ("2019-05-04",)]
