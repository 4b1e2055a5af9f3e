"""Each integrity rule with a case it flags and the near misses it leaves alone."""

from __future__ import annotations

import pytest

from graph_schema.model import Document, Edge, EdgeType
from graph_schema.rules import RULES, check_document, check_edge, look_alikes, rule
from graph_schema.vocabulary import load

V = load()


def document(id: str = "d", **fields: str | None) -> Document:
    precision = {10: "day", 4: "year"}.get(len(fields.get("date") or ""))
    return Document(id=id, kind="directive", cluster="c", date_precision=precision, **fields)  # type: ignore[arg-type]


def flags_of_edge(type: EdgeType, subject: Document, object: Document) -> tuple[str, ...]:
    return check_edge(Edge("e", subject.id, type, object.id), subject, object)


# type as printed, words, dates, terms, flags, why
DOCUMENTS = [
    ("NQ", ("Nghị quyết",), ("2017-10-25",), ("XII",), (), "all agree"),
    ("NQ", ("NGHỊ QUYẾT",), (), (), (), "a heading"),
    ("KL", ("Công văn",), (), (), ("type-word-disagrees",), "a letter with a conclusion's symbol"),
    ("KL", ("Kết luận", "Công văn"), (), (), ("type-word-disagrees",), "one source right, one wrong"),
    ("NQ", ("Chương trình hành động",), (), (), ("type-word-disagrees",), "a programme with a resolution's symbol"),
    ("QĐi", ("Quy định",), (), (), (), "Quy định is QĐ, QĐi or QyĐ"),
    ("QĐ", ("Quy định",), (), (), (), "the same"),
    ("CTHĐ", ("Chương trình",), (), (), (), "one family"),
    ("TB", ("Thông báo Kết luận",), (), (), (), "a compound word of the type"),
    ("KH", ("Kế hoạch (lộ trình)",), (), (), (), "a remark in brackets"),
    ("TT", ("Thông tri",), (), (), (), "a Party circular"),
    ("KL", ("Văn kiện",), (), (), (), "a word of no type says nothing"),
    (None, ("Nghị quyết",), (), (), (), "no symbol to disagree with"),
    ("NQ", (), ("2017-10-25", "2017-10-15"), (), ("date-conflict",), "two dates"),
    ("NQ", (), ("2017-10-25",), ("XI",), ("term-date-disagree",), "2017 is term XII"),
    ("NQ", (), ("2021-02-01",), ("XII",), (), "a closing day belongs to both terms"),
    ("NQ", (), ("1980-01-01",), ("XII",), (), "before the terms we know"),
    ("NQ", (), (), ("XI", "XII"), ("term-conflict",), "two terms"),
]


@pytest.mark.parametrize(
    ("type", "words", "dates", "terms", "flags", "reason"), DOCUMENTS, ids=[d[-1] for d in DOCUMENTS]
)
def test_documents(
    type: str | None,
    words: tuple[str, ...],
    dates: tuple[str, ...],
    terms: tuple[str, ...],
    flags: tuple[str, ...],
    reason: str,
) -> None:
    assert check_document(document(type=type), type_words=words, dates=dates, terms=terms) == flags, reason


OFFICE = [
    ("ban-tuyen-giao-trung-uong", "2024-12-01", False, "before the merger"),
    ("ban-tuyen-giao-trung-uong", "2025-06-01", True, "after it"),
    ("ban-tuyen-giao-va-dan-van-trung-uong", "2024-12-01", True, "before it was set up"),
    ("bo-noi-vu", "2025-06-01", False, "the ministry that kept its name"),
    ("tinh-uy-binh-phuoc", "2025-07-02", True, "the province was merged the day before"),
    ("tinh-uy-binh-phuoc", "2025", False, "a year alone decides nothing"),
    ("nobody-we-know", "2025-07-02", False, "an unknown body"),
]


@pytest.mark.parametrize(("body", "date", "flagged", "reason"), OFFICE, ids=[o[-1] for o in OFFICE])
def test_the_issuer_must_have_existed(body: str, date: str, flagged: bool, reason: str) -> None:
    assert ("issuer-not-in-office" in check_document(document(body=body, date=date))) == flagged, reason


DATES = [
    (EdgeType.IMPLEMENTS, "2022-01-18", "2021-10-25", (), "later implements earlier"),
    (EdgeType.IMPLEMENTS, "2021-10-25", "2021-10-25", (), "one day is early enough"),
    (EdgeType.IMPLEMENTS, "2021-10-24", "2021-10-25", ("implements-later",), "a day too early"),
    (EdgeType.GUIDES, "2016", "2017-10-25", ("implements-later",), "a year too early"),
    (EdgeType.IMPLEMENTS, "2017", "2017-10-25", (), "in the same year nobody knows"),
    (EdgeType.IMPLEMENTS, None, "2017-10-25", (), "no date"),
    (EdgeType.BASED_ON, "2016-01-01", "2017-10-25", ("based-on-later",), "basis"),
    (EdgeType.REVIEWS, "2016-01-01", "2017-10-25", ("reviews-later",), "review"),
    (EdgeType.CITES, "2016-01-01", "2017-10-25", ("cites-later",), "citation"),
    (EdgeType.REPLACES, "2016-01-01", "2017-10-25", ("changes-later",), "change"),
    (EdgeType.PART_OF, "2016-01-01", "2017-10-25", (), "structure has no time"),
]


@pytest.mark.parametrize(("type", "acting", "earlier", "flags", "reason"), DATES, ids=[d[-1] for d in DATES])
def test_order_in_time(type: EdgeType, acting: str | None, earlier: str, flags: tuple[str, ...], reason: str) -> None:
    assert flags_of_edge(type, document("a", date=acting), document("b", date=earlier)) == flags, reason


def test_no_document_refers_to_itself() -> None:
    assert flags_of_edge(EdgeType.CITES, document("a"), document("a")) == ("self-reference",)


# who (body, level, place) changes whose document
CHANGES = [
    ("bo-chinh-tri central -", "ban-bi-thu central -", False, "one register, credited to each other"),
    ("ban-bi-thu central -", "tinh-uy-kon-tum province kon-tum", False, "a superior body"),
    ("tinh-uy-kon-tum province kon-tum", "ban-bi-thu central -", True, "a province changes a central document"),
    ("tinh-uy-kon-tum province kon-tum", "tinh-uy-kon-tum province kon-tum", False, "the issuer"),
    ("tinh-uy-kon-tum province kon-tum", "tinh-uy-gia-lai province gia-lai", True, "another province"),
    (
        "tinh-uy-dong-nai province dong-nai",
        "tinh-uy-binh-phuoc province binh-phuoc",
        False,
        "the province merged into it",
    ),
    ("tinh-uy-binh-phuoc province binh-phuoc", "tinh-uy-dong-nai province dong-nai", True, "not the other way"),
    (
        "ban-thuong-vu-tinh-uy-kon-tum province kon-tum",
        "tinh-uy-kon-tum province kon-tum",
        False,
        "inside one province",
    ),
    ("tinh-uy province -", "tinh-uy-kon-tum province kon-tum", False, "an unknown province breaks nothing"),
    ("chinh-phu state-central -", "quoc-hoi state-central -", True, "a decree changes a law"),
    ("quoc-hoi state-central -", "chinh-phu state-central -", False, "a law changes a decree"),
    ("thu-tuong-chinh-phu state-central -", "chinh-phu state-central -", True, "below the Government"),
    ("bo-noi-vu ministry -", "bo-y-te ministry -", True, "another ministry"),
    ("bo-tai-chinh ministry -", "bo-ke-hoach-va-dau-tu ministry -", False, "the ministry that took it over"),
    ("bo-chinh-tri central -", "chinh-phu state-central -", False, "the Party's centre adjusts a decree"),
    ("x - -", "y central -", False, "an unknown level breaks nothing"),
]


@pytest.mark.parametrize(("acting", "changed", "flagged", "reason"), CHANGES, ids=[c[-1] for c in CHANGES])
@pytest.mark.parametrize("type", [EdgeType.AMENDS, EdgeType.REPLACES, EdgeType.REPEALS, EdgeType.SUSPENDS])
def test_who_may_change(type: EdgeType, acting: str, changed: str, flagged: bool, reason: str) -> None:
    ends = []
    for id, written in (("a", acting), ("b", changed)):
        body, level, place = (None if part == "-" else part for part in written.split())
        ends.append(document(id, body=body, level=level, place=place))
    assert flags_of_edge(type, *ends) == (("changes-superior",) if flagged else ()), reason
    assert flags_of_edge(EdgeType.IMPLEMENTS, *ends) == (), "only changes need authority"


TWINS = [
    ("09 KL BCĐ 2024-11-24 -", "09 KL TW 2024-11-24 -", True, "two codes, one day"),
    ("9 KL BCĐ 2024-11-24 -", "09 KL TW 2024-11-24 -", True, "a zero tells nothing apart"),
    ("09 KL BCĐ 2024-11-24 -", "09 KL TW 2024-11-25 -", False, "another day"),
    ("09 KL BCĐ 2024-11-24 -", "10 KL TW 2024-11-24 -", False, "another number"),
    ("09 KL BCĐ 2024-11-24 -", "09 KH TW 2024-11-24 -", False, "another type"),
    ("09 KL TW 2024-11-24 -", "09 KL TW 2024-11-24 -", False, "one code: the resolver's business"),
    ("43 KH TU 2022-01-18 kon-tum", "43 KH UBND 2022-01-18 gia-lai", False, "two provinces"),
    ("43 KH TU - -", "43 KH TW - -", False, "no day"),
    ("43 KH TU 2022 -", "43 KH TW 2022 -", False, "a year is no day"),
]


@pytest.mark.parametrize(("a", "b", "flagged", "reason"), TWINS, ids=[t[-1] for t in TWINS])
def test_look_alikes(a: str, b: str, flagged: bool, reason: str) -> None:
    documents = []
    for id, written in (("a", a), ("b", b)):
        number, type, organ, date, place = (None if part == "-" else part for part in written.split())
        documents.append(document(id, number=number, type=type, organ=organ, date=date, place=place))
    expected = (("a", "look-alike"), ("b", "look-alike")) if flagged else ()
    assert look_alikes(documents) == look_alikes(reversed(documents)) == expected, reason


def test_every_rule_speaks_both_languages() -> None:
    assert len({r.id for r in RULES}) == len(RULES)
    assert [r.id for r in RULES if not (r.vi.endswith(".") and r.en.endswith("."))] == []
    assert rule("look-alike").severity == "notice"


def test_no_flag_has_no_rule() -> None:
    with pytest.raises(KeyError):
        rule("nonsense")
