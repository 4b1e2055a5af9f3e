"""What a text says one document does to another: both voices, lists, nesting, openings, and what states nothing."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Reading, Source
from graph_schema.vocabulary import load
from loaders.reading import read_text

V = load()


def read(text: str) -> Reading:
    return read_text(Source(id="s", kind="text"), canonical(text), V)


def names(reading: Reading) -> dict[str, str]:
    return {f"r{r.n}": r.facts.symbol or f"{r.facts.type} {r.facts.number}" for r in reading.referents}


def relations(text: str) -> list[str]:
    reading = read(text)
    name = names(reading)
    found = {
        f"{name[c.subject]} {c.type} {name[c.object]}"
        for c in reading.claims
        if c.object and c.subject in name and c.object in name
    }
    return sorted(found)  # fmt: skip


A, B, C = "Kế hoạch số 43-KH/TU", "Kết luận số 21-KL/TW", "Nghị quyết số 28-NQ/TW"
KH, KL, NQ = "43-KH/TU", "21-KL/TW", "28-NQ/TW"

ACTIVE = [
    (f"{A} thực hiện {B}", "IMPLEMENTS", "the plain verb"),
    (f"{A}, ngày 18/1/2022 của Ban Thường vụ Tỉnh ủy thực hiện {B}", "IMPLEMENTS", "after date and issuer"),
    (f"{A} về việc triển khai thực hiện {B}", "IMPLEMENTS", "in the title"),
    (f"{A} triển khai {B}", "IMPLEMENTS", "triển khai alone"),
    (f"{A} nhằm cụ thể hóa {B}", "IMPLEMENTS", "purpose"),
    (f"{A}, nhằm thực hiện {B}", "IMPLEMENTS", "purpose after a comma"),
    (f"{A} tiếp tục thực hiện có hiệu quả {B}", "IMPLEMENTS", "filler between verb and object"),
    (f"{A} ban hành Chương trình hành động của Chính phủ thực hiện {B}", "IMPLEMENTS", "an unnumbered link is skipped"),
    (f"{A} về kế hoạch 5 năm thực hiện {B}", "IMPLEMENTS", "the verb at the end of a title"),
    (f"{A} theo tinh thần {B}", "IMPLEMENTS", "the weak one"),
    (f"{A} hướng dẫn thực hiện {B}", "GUIDES", "guidance"),
    (f"{A} hướng dẫn một số nội dung {B}", "GUIDES", "guidance in part"),
    (f"{A} quy định chi tiết {B}", "GUIDES", "details"),
    (f"{A} hướng dẫn công tác lập dự toán để thực hiện {B}", "GUIDES", "the first verb of a title counts"),
    (f"{A} tổng kết {B}", "REVIEWS", "review"),
    (f"{A} sơ kết 5 năm thực hiện {B}", "REVIEWS", "with a number of years"),
    (f"{A} tổng kết việc thực hiện {B}", "REVIEWS", "việc thực hiện"),
    (f"{A} sửa đổi, bổ sung một số điều của {B}", "AMENDS", "amendment"),
    (f"{A} sửa đổi, bổ sung Điều 1 của {B}", "AMENDS", "of one article"),
    (f"{A} điều chỉnh, bổ sung một số nội dung {B}", "AMENDS", "the Party's wording"),
    (f"{A} thay thế {B}", "REPLACES", "replacement"),
    (f"{A} có hiệu lực từ ngày ký và thay thế {B}", "REPLACES", "after và"),
    (f"{A} có hiệu lực từ ngày ký, thay thế {B}", "REPLACES", "after a comma"),
    (f"{A} bãi bỏ {B}", "REPEALS", "repeal"),
    (f"{A} bãi bỏ các nội dung liên quan tại {B}", "REPEALS", "repeal in part"),
]


@pytest.mark.parametrize(("text", "kind", "why"), ACTIVE, ids=[f"{a[1]}: {a[2]}" for a in ACTIVE])
def test_active(text: str, kind: str, why: str) -> None:
    assert relations(f"{text}.") == [f"{KH} {kind} {KL}"], why


PASSIVE = [
    (f"{B} được cụ thể hóa bằng {A}", "IMPLEMENTS", "carried out by"),
    (f"{B} đã được Chính phủ cụ thể hóa bằng {A}", "IMPLEMENTS", "who did it stands between"),
    (f"{B} được hướng dẫn bởi {A}", "GUIDES", "guided by"),
    (f"{B} được sửa đổi, bổ sung bởi {A}", "AMENDS", "amended by"),
    (f"{B} được sửa đổi bằng {A}", "AMENDS", "amended with"),
    (f"{B} được thay thế bởi {A}", "REPLACES", "replaced by"),
    (f"{B} ban hành năm 2021, nay đã bị {A} thay thế", "REPLACES", "agent before the verb"),
    (f"{B} bị bãi bỏ bởi {A}", "REPEALS", "repealed by"),
    (f"{B} hết hiệu lực toàn bộ ngày 01/07/2024 do {A}", "REPEALS", "ended by"),
]


@pytest.mark.parametrize(("text", "kind", "why"), PASSIVE, ids=[f"{p[1]}: {p[2]}" for p in PASSIVE])
def test_passive_turns_round(text: str, kind: str, why: str) -> None:
    assert relations(f"{text}.") == [f"{KH} {kind} {KL}"], why


SHAPES = [
    (f"{A} thực hiện {B}; {C}.", [f"{KH} IMPLEMENTS {KL}", f"{KH} IMPLEMENTS {NQ}"], "one verb over a list, semicolon"),
    (f"{A} thực hiện {B} và {C}.", [f"{KH} IMPLEMENTS {KL}", f"{KH} IMPLEMENTS {NQ}"], "one verb over a list, và"),
    (
        f"{A} thực hiện {B} về chỉnh đốn Đảng, {C}.",
        [f"{KH} IMPLEMENTS {KL}", f"{KH} IMPLEMENTS {NQ}"],
        "a title inside the list",
    ),
    (
        f"{A} thực hiện {B} thực hiện {C}.",
        [f"{KL} IMPLEMENTS {NQ}", f"{KH} IMPLEMENTS {KL}"],
        "nested: the nearest on the left",
    ),
    (
        f"{A} thực hiện {B} và thay thế Kế hoạch số 9-KH/TU.",
        [f"{KH} REPLACES 9-KH/TU", f"{KH} IMPLEMENTS {KL}"],
        "a second verb of the same subject",
    ),
    (
        "Ban Bí thư ban hành Quy định số 137-QĐ/TW và thay thế Quy định số 04-QĐi/TW.",
        ["137-QĐ/TW REPLACES 04-QĐi/TW"],
        "a second verb of what was issued",
    ),
    (
        "Kết luận số 1-KL/TW về tiếp tục thực hiện Nghị quyết số 5-NQ/TW, Kết luận số 2-KL/TW.",
        ["1-KL/TW IMPLEMENTS 5-NQ/TW"],
        "the outer list goes on",
    ),
    (
        "Nghị định 58-CP được bổ sung bởi 169/1999/NĐ-CP và bị thay thế bởi 105/2003/NĐ-CP.",
        ["105/2003/NĐ-CP REPLACES 58-CP", "169/1999/NĐ-CP AMENDS 58-CP"],
        "two passives of one subject",
    ),
    (
        "Kết luận số 9-KL/BCĐ và Kết luận số 22-KL/BCĐ của Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW.",
        ["22-KL/BCĐ REVIEWS 18-NQ/TW", "9-KL/BCĐ REVIEWS 18-NQ/TW"],
        "a list that shares its issuer shares its verb",
    ),
    (
        f"Thực hiện {B}, Ban Thường vụ Tỉnh ủy ban hành {A}.",
        [f"{KH} IMPLEMENTS {KL}"],
        "opening: the actor comes after",
    ),
    (
        f"Thực hiện {B} và {C}, ngày 2/3/2022, Tỉnh ủy ban hành {A}.",
        [f"{KH} IMPLEMENTS {KL}", f"{KH} IMPLEMENTS {NQ}"],
        "opening over a list",
    ),
    (f"Căn cứ {B}, Ban Thường vụ Tỉnh ủy ban hành {A}.", [f"{KH} BASED_ON {KL}"], "opening with a basis"),
    (
        f"{A} thực hiện {B}; gắn với thực hiện {C}.",
        [f"{KH} CITES {NQ}", f"{KH} IMPLEMENTS {KL}"],
        "a parallel duty is cited",
    ),
    (
        "Ban Bí thư ban hành Quy định số 137-QĐ/TW. Quy định này thay thế Quy định số 04-QĐi/TW.",
        ["137-QĐ/TW REPLACES 04-QĐi/TW"],
        "a subject that points back",
    ),
    (
        "Hướng dẫn số 05-HD/UBKTTW thực hiện một số điều trong Quy định số 69-QĐ/TW.",
        ["05-HD/UBKTTW GUIDES 69-QĐ/TW"],
        "what a Hướng dẫn carries out it guides",
    ),
    (
        "Kế hoạch số 142 của Tỉnh ủy về việc thực hiện Chỉ thị số 17 của Ban Bí thư.",
        ["KH 142 IMPLEMENTS CT 17"],
        "short forms on both sides",
    ),
    (f"Nghị quyết 57-NQ/TW thay cho lời mở đầu. {A} và {B} được học.", [], "a full stop ends the clause"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SHAPES, ids=[s[2] for s in SHAPES])
def test_shape(text: str, expected: list[str], why: str) -> None:
    assert relations(text) == sorted(expected), why


NOTHING = [
    (f"Hội nghị quán triệt, học tập, tuyên truyền {B} và {C}.", "dissemination"),
    (f"Tỉnh ủy tổng kết 10 năm thực hiện {B}.", "a conference is no document"),
    (f"{A} giao Ban Chỉ đạo tổng kết thực hiện {B} đôn đốc.", "a body named after a review"),
    (f"{A} của Ban Chỉ đạo Trung ương tổng kết {B}.", "the same as an issuer"),
    (f"{A} và {B} được gửi tới các chi bộ.", "mentioned together"),
    (f"Có {A}, các huyện ủy chủ động thực hiện {B}.", "somebody else acts"),
    (f"{A} được học kỹ; các sở thực hiện {B}.", "another clause"),
    (f"{A} ra đời. Thực hiện {B}, các xã làm tốt.", "another sentence"),
    (f"Học tập {A} và triển khai thực hiện {B}.", "two verbs of a subject without a number"),
    ("Nghị quyết số 18-NQ/TW ngày 25/10/2017 tiếp tục thực hiện Nghị quyết 18-NQ/TW.", "nothing carries out itself"),
]


@pytest.mark.parametrize(("text", "why"), NOTHING, ids=[n[1] for n in NOTHING])
def test_states_nothing(text: str, why: str) -> None:
    assert relations(text) == [], why


OFFICIAL = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 77/KH-UBND
Lâm Đồng, ngày 9 tháng 5 năm 2022
KẾ HOẠCH
TRIỂN KHAI THỰC HIỆN NGHỊ QUYẾT SỐ 12/NQ-CP NGÀY 3/2/2022 CỦA CHÍNH PHỦ
Căn cứ Nghị định số 34/2016/NĐ-CP ngày 14/5/2016 của Chính phủ; Nghị định số 154/2020/NĐ-CP ngày 31/12/2020 của
Chính phủ sửa đổi, bổ sung Nghị định số 35/2016/NĐ-CP ngày 14/5/2016 của Chính phủ;
Theo đề nghị của Sở Nội vụ tại Tờ trình số 8/TTr-SNV ngày 2/5/2022,
Điều 2. Kế hoạch này có hiệu lực từ ngày ký và thay thế Kế hoạch số 66/KH-UBND ngày 1/2/2020.
"""


def test_an_official_text_speaks_of_itself() -> None:
    own = "77/KH-UBND"
    assert relations(OFFICIAL) == [
        "154/2020/NĐ-CP AMENDS 35/2016/NĐ-CP",
        f"{own} BASED_ON 154/2020/NĐ-CP",
        f"{own} BASED_ON 34/2016/NĐ-CP",
        f"{own} CITES 8/TTr-SNV",
        f"{own} IMPLEMENTS 12/NQ-CP",
        f"{own} REPLACES 66/KH-UBND",
    ]


def test_plain_mentions_in_news_are_not_cited() -> None:
    assert relations(f"{A} có hiệu lực. {B} thì nói khác.") == []


def test_the_quote_runs_from_one_citation_to_the_other_with_the_verb_inside() -> None:
    text = f"Năm ngoái, {A} của Tỉnh ủy thực hiện {B} đã được học."
    (found,) = [c for c in read(text).claims if c.type == "IMPLEMENTS"]
    assert text[found.start : found.end] == f"{A} của Tỉnh ủy thực hiện {B}"
    assert text[found.cue_start : found.cue_end] == "thực hiện"
    assert (found.rule, found.confidence) == ("implements", 0.95)


def test_an_opening_quotes_from_the_verb_to_the_actor() -> None:
    text = f"Thực hiện {B}, Tỉnh ủy ban hành {A}."
    (found,) = [c for c in read(text).claims if c.type == "IMPLEMENTS"]
    assert text[found.start : found.end] == text[:-1]


def test_related_facts_are_kept_for_comparing() -> None:
    reading = read(f"{A} thực hiện {B} và {C}.")
    assert reading.referents[0].related == (f"IMPLEMENTS:{KL}", f"IMPLEMENTS:{NQ}")
