"""A body's name in the forms people write, and the one body it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_schema.bodies import UNNAMED, body_of, committee_scope, kin, names_body, place_of, recognise, split_issuers
from graph_schema.vocabulary import BodyPattern, load
from graph_schema.vocabulary.checks import LEVELS

V = load()

# name as written, the province the source speaks of, id, level, place, why
NAMES = [
    ("Bộ Chính trị", None, "bo-chinh-tri", "central", None, "the plain name"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG", None, "ban-chap-hanh-trung-uong", "central", None, "a letterhead"),
    ("Ban Chấp hành Trung ương Đảng", None, "ban-chap-hanh-trung-uong", "central", None, "the longer name"),
    ("Ban Bí thư Trung ương Đảng", "kon-tum", "ban-bi-thu", "central", None, "a central body has no place"),
    ("Ban Thường vụ Tỉnh ủy Cà Mau", None, "ban-thuong-vu-tinh-uy-ca-mau", "province", "ca-mau", "with its province"),
    ("Ban Thường vụ Tỉnh uỷ Cà Mau", None, "ban-thuong-vu-tinh-uy-ca-mau", "province", "ca-mau", "uỷ for ủy"),
    ("BTV Tỉnh ủy", "ca-mau", "ban-thuong-vu-tinh-uy-ca-mau", "province", "ca-mau", "short; the source's place"),
    ("Tỉnh uỷ", None, "tinh-uy", "province", None, "an unknown province stays unknown"),
    ("Tỉnh ủy Bình Thuận (khóa XIII)", None, "tinh-uy-binh-thuan", "province", "binh-thuan", "a remark in brackets"),
    ("Ban Thường vụ Tỉnh ủy (tỉnh không nêu)", None, "ban-thuong-vu-tinh-uy", "province", None, "a remark"),
    ("Tỉnh ủy Kon Tum khóa XV", None, "tinh-uy-kon-tum", "province", "kon-tum", "a term after the name"),
    ("Tỉnh ủy Kon Tum", "dong-nai", "tinh-uy-kon-tum", "province", "kon-tum", "the name beats the source"),
    ("Thành ủy Hà Nội", None, "thanh-uy-ha-noi", "province", "ha-noi", "a city under central rule"),
    ("Thành ủy TP.HCM", None, "thanh-uy-thanh-pho-ho-chi-minh", "province", "thanh-pho-ho-chi-minh", "initials"),
    ("Tỉnh ủy", "ha-noi", "thanh-uy-ha-noi", "province", "ha-noi", "a city's committee is a Thành ủy"),
    ("Thành ủy Hòa Bình", None, "thanh-uy-hoa-binh", "district", "hoa-binh", "a town below a province"),
    ("Thành ủy Biên Hòa", "dong-nai", "thanh-uy-bien-hoa-dong-nai", "district", "dong-nai", "a town, by its source"),
    ("Thành ủy", None, "thanh-uy", None, None, "of which kind of city is open"),
    ("Huyện ủy Gio Linh", None, "huyen-uy-gio-linh", "district", None, "a district"),
    ("Huyện ủy Gio Linh, tỉnh Quảng Trị", None, "huyen-uy-gio-linh-quang-tri", "district", "quang-tri", "both named"),
    ("Ban Tổ chức Tỉnh ủy Đồng Nai", None, "ban-to-chuc-tinh-uy-dong-nai", "province", "dong-nai", "a commission"),
    ("Ban Tổ chức Tỉnh ủy phối hợp Văn phòng Tỉnh ủy", None, "ban-to-chuc-tinh-uy", "province", None, "a remark"),
    ("ban-to-chuc-tinh-uy-dong-nai", None, "ban-to-chuc-tinh-uy-dong-nai", "province", "dong-nai", "its own id"),
    ("UBND tỉnh", "kon-tum", "uy-ban-nhan-dan-tinh-kon-tum", "province", "kon-tum", "short, the source's place"),
    ("UBND tỉnh", None, "uy-ban-nhan-dan-tinh", "province", None, "short, no place"),
    (
        "Ủy ban nhân dân Thành phố Hồ Chí Minh",
        None,
        "uy-ban-nhan-dan-thanh-pho-ho-chi-minh",
        "province",
        "thanh-pho-ho-chi-minh",
        "a name that holds its kind",
    ),
    ("UBND TP Hải Phòng", None, "uy-ban-nhan-dan-thanh-pho-hai-phong", "province", "hai-phong", "TP"),
    ("UBND huyện Thủy Nguyên", None, "uy-ban-nhan-dan-huyen-thuy-nguyen", "district", None, "a district"),
    ("Chủ tịch UBND tỉnh Bắc Giang", None, "chu-tich-uy-ban-nhan-dan-tinh-bac-giang", "province", "bac-giang", "chair"),
    ("Sở Xây dựng TP. Hồ Chí Minh", None, "so-xay-dung-thanh-pho-ho-chi-minh", "province", "thanh-pho-ho-chi-minh", ""),
    ("Sở Nội vụ chủ trì xây dựng", None, "so-noi-vu", "province", None, "what it did is no name"),
    (
        "Tỉnh Ninh Bình (cơ quan ban hành không rõ)",
        None,
        "tinh-ninh-binh",
        "province",
        "ninh-binh",
        "only the province",
    ),
    ("Bộ Kế hoạch và Đầu tư", None, "bo-ke-hoach-va-dau-tu", "ministry", None, "a ministry"),
    ("Bộ Lễ", None, "bo-le", "ministry", None, "a ministry nobody lists"),
    ("Bộ Chính trị, Ban Bí thư", None, "bo-chinh-tri", "central", None, "joint: the first"),
    ("Câu lạc bộ Thơ", None, "cau-lac-bo-tho", None, None, "of no known kind"),
]


@pytest.mark.parametrize(
    ("name", "place", "id", "level", "where", "reason"), NAMES, ids=[f"{n[0]}|{n[1]}" for n in NAMES]
)
def test_names(name: str, place: str | None, id: str, level: str | None, where: str | None, reason: str) -> None:
    body = recognise(name, place=place, vocabulary=V)
    assert (body.id, body.level, body.place) == (id, level, where), reason


REMARKS = ["", "  ", "(không nêu)", "Cơ quan ban hành không nêu", "cơ quan không rõ (Kon Tum)"]


@pytest.mark.parametrize("cell", REMARKS)
def test_a_remark_names_no_body(cell: str) -> None:
    assert not names_body(cell)
    assert recognise(cell, place="kon-tum", vocabulary=V) == UNNAMED


JOINT = [
    ("Văn phòng Chính phủ; Bộ Nội vụ", ("Văn phòng Chính phủ", "Bộ Nội vụ"), "a semicolon always"),
    ("Bộ Chính trị, Ban Bí thư", ("Bộ Chính trị", "Ban Bí thư"), "a comma between two known bodies"),
    ("Bộ Nội vụ và Bộ Tài chính", ("Bộ Nội vụ", "Bộ Tài chính"), "và between two known bodies"),
    ("Ban Chính sách, chiến lược Trung ương", ("Ban Chính sách, chiến lược Trung ương",), "a comma in a name"),
    ("Bộ Khoa học và Công nghệ", ("Bộ Khoa học và Công nghệ",), "và in a name"),
    (";;", (), "nothing"),
]


@pytest.mark.parametrize(("name", "parts", "reason"), JOINT, ids=[j[0] for j in JOINT])
def test_joint_issuers(name: str, parts: tuple[str, ...], reason: str) -> None:
    assert split_issuers(name) == parts, reason


COMMITTEES = [
    ("Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW", None, "trung-uong.nq18", "the full name"),
    ("Ban Chỉ đạo Trung ương tổng kết thực hiện Nghị quyết số 18-NQ/TW", None, "trung-uong.nq18", "other words"),
    ("Ban Chỉ đạo Trung ương", None, "trung-uong", "the level alone"),
    ("Ban Chỉ đạo của Chính phủ về tổng kết việc thực hiện Nghị quyết số 18", None, "chinh-phu.nq18", "the Government"),
    ("Ban Chỉ đạo tổng kết Nghị quyết số 18-NQ/TW tỉnh Quảng Trị", None, "quang-tri.nq18", "a province's"),
    ("Ban Chỉ đạo tỉnh Long An (tổng kết Nghị quyết số 18-NQ/TW)", None, "long-an.nq18", "its task in brackets"),
    ("Ban Chỉ đạo 35 tỉnh Nam Định", None, "nam-dinh.35", "a nickname"),
    ("Ban Chỉ đạo tỉnh", "kon-tum", "kon-tum", "the source's province"),
    ("Ban Chỉ đạo về chuyển đổi số tỉnh Hưng Yên", None, "hung-yen.chuyen-doi-so", "a task in words"),
    ("Ban Chỉ đạo tổng kết Nghị quyết 18", None, None, "every level had one"),
    ("Ban Chỉ đạo", "kon-tum", None, "it may be the central one"),
    ("Ban Thường vụ Tỉnh ủy Cà Mau", None, None, "no committee"),
]


@pytest.mark.parametrize(("name", "place", "scope", "reason"), COMMITTEES, ids=[f"{c[0]}|{c[1]}" for c in COMMITTEES])
def test_committees(name: str, place: str | None, scope: str | None, reason: str) -> None:
    assert committee_scope(name, place=place) == scope, reason


def test_wordings_of_one_committee_are_one_body() -> None:
    a = recognise("Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW", place=None, vocabulary=V)
    b = recognise("Ban Chỉ đạo Trung ương tổng kết thực hiện Nghị quyết số 18-NQ/TW", place=None, vocabulary=V)
    assert a == b
    assert (a.level, a.parent) == ("central", "bo-chinh-tri")


PLACES = [
    ("Ban Thường vụ Tỉnh ủy Cà Mau", "ca-mau", "at the end"),
    ("Hội Nông dân tỉnh Hoà Bình khóa X", "hoa-binh", "inside"),
    ("Tỉnh ủy Hà Giang về tỉnh Tuyên Quang", "tuyen-quang", "the last one named"),
    ("Ban Thường vụ Tỉnh ủy", None, "none"),
]


@pytest.mark.parametrize(("name", "place", "reason"), PLACES, ids=[p[0] for p in PLACES])
def test_places(name: str, place: str | None, reason: str) -> None:
    assert place_of(name, V) == place, reason


SUCCESSION = [
    ("Ban Tuyên giáo Trung ương", "2025-02-02", "ban-tuyen-giao-va-dan-van-trung-uong", "merged by decision"),
    ("Bộ Giao thông vận tải", "2025-02-28", "bo-xay-dung", "the ministries of 1/3/2025"),
    ("Tỉnh ủy Bình Phước", "2025-06-30", "tinh-uy-dong-nai", "its province was merged into another"),
    ("Tỉnh ủy Đồng Nai", None, None, "the name lives on in the merged province"),
    ("Tỉnh ủy Thừa Thiên Huế", "2024-12-31", "thanh-uy-hue", "a province became a city"),
    ("Tỉnh ủy Cao Bằng", None, None, "not merged"),
    ("Huyện ủy Gio Linh", "2025-06-30", None, "no districts since"),
]


@pytest.mark.parametrize(("name", "until", "into", "reason"), SUCCESSION, ids=[s[0] for s in SUCCESSION])
def test_succession(name: str, until: str | None, into: str | None, reason: str) -> None:
    body = recognise(name, place=None, vocabulary=V)
    assert (body.valid_to, body.succeeded_by) == (until, into), reason


def test_kin_are_the_bodies_above_and_after() -> None:
    body = recognise("Ban Thường vụ Tỉnh ủy Bình Phước", place=None, vocabulary=V)
    assert [b.id for b in kin(body, V)] == [
        "ban-chap-hanh-trung-uong",
        "ban-thuong-vu-tinh-uy-dong-nai",
        "tinh-uy-binh-phuoc",
        "tinh-uy-dong-nai",
    ]


def test_kin_of_a_district_body() -> None:
    body = recognise("Ban Thường vụ Huyện ủy Gia Viễn", place="ninh-binh", vocabulary=V)
    assert [b.id for b in kin(body, V)] == [
        "ban-chap-hanh-trung-uong",
        "huyen-uy-gia-vien-ninh-binh",
        "tinh-uy-ninh-binh",
    ]
    assert body.parent == "huyen-uy-gia-vien-ninh-binh"


@pytest.mark.parametrize("pattern", [b for b in V.bodies if b.per in (None, "province")], ids=lambda b: str(b.id))
def test_the_vocabulary_recognises_its_own_names(pattern: BodyPattern) -> None:
    """A body's shown name and its id lead back to it, in every province; a district's only together with its name."""
    for place in ["kon-tum", "ha-noi", "thanh-pho-ho-chi-minh", None] if pattern.per else [None]:
        body = recognise(pattern.name, place=place, vocabulary=V)
        assert body_of(body.id, V) == body
        assert recognise(body.name, place=None, vocabulary=V) == body
        assert recognise(body.id, place=None, vocabulary=V) == body


@given(st.text(max_size=400), st.sampled_from([None, "kon-tum", "ha-noi"]))
def test_any_text_is_some_body(text: str, place: str | None) -> None:
    body = recognise(text, place=place, vocabulary=V)
    assert body.id
    assert body.level in (None, *LEVELS)
    assert set(body.id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_bundled_issuers(root: Path) -> None:
    """Every issuer of the bundled table is a body with a level; the only exceptions are named here."""
    table = root / "loaders" / "bundled" / "directives.csv"
    with table.open(encoding="utf-8", newline="") as rows:
        names = {n for r in csv.DictReader(rows) for n in split_issuers(r["issuing_body"])}
    unplaced = {n for n in names if recognise(n, place=None, vocabulary=V).level is None}
    assert unplaced == {"Ban Chỉ đạo sơ kết 5 năm thực hiện Nghị quyết số 24-NQ/TW"}
