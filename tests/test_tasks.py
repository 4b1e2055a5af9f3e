"""Numbered provisions: which lists are tasks, where each one ends, who sets them for whom, and what they carry out."""

from __future__ import annotations

import pytest

from graph_schema.folding import canonical
from graph_schema.model import Reading, Source
from graph_schema.vocabulary import load
from loaders.reading import read_text

V = load()
INTRO = "Tỉnh ủy Kon Tum yêu cầu các huyện ủy, thành ủy tập trung thực hiện các nhiệm vụ sau:\n"
ONE = "Rà soát, sắp xếp lại tổ chức bộ máy của cấp mình cho tinh gọn."
TWO = "Thực hiện tốt Kết luận số 21-KL/TW của Trung ương ở mọi chi bộ."


def read(text: str) -> Reading:
    return read_text(Source(id="s", kind="text"), canonical(text), V)


def claims(reading: Reading) -> list[str]:
    symbols = {f"r{r.n}": r.facts.symbol or f"{r.facts.type} {r.facts.number}" for r in reading.referents}
    return [
        f"{c.subject} {c.type} {symbols.get(c.object or '', c.object)}" for c in reading.claims if c.subject[0] == "t"
    ]


LISTS = [
    (f"{INTRO}1. {ONE}\n2. {TWO}\n", ["1", "2"], "two provisions"),
    (f"{INTRO}1) {ONE}\n2) {TWO}", ["1", "2"], "another punctuation"),
    (f"{INTRO}1. {ONE}\n2. {TWO}\n2.1. {ONE}\n2.2 {TWO}\n3. {ONE}", ["1", "2", "2.1", "2.2", "3"], "nested ordinals"),
    (f"II. NHIỆM VỤ, GIẢI PHÁP\n1. {ONE}\n2. {TWO}", ["1", "2"], "announced by a heading"),
    (f"Tỉnh họp hôm qua.\n1. {ONE}\n2. {TWO}", [], "nobody announces tasks"),
    (f"Các đại biểu nghe hai nội dung:\n1. {ONE}\n2. {TWO}", [], "what was heard is no task"),
    ("Nhiệm vụ đạt kết quả sau:\n1. Đội Kon Tum 3-1\n2. Đội Gia Lai 2-0\n3. Đội Đắk Lắk 1-1", [], "scores"),
    (f"{INTRO}1. 17/7/2024\n2. 18/7/2024\n3. 19/7/2024", [], "dates"),
    (f"{INTRO}1. Mục đích\n2. Yêu cầu\n3. Nhiệm vụ", [], "headings"),
    (f"{INTRO}1. {ONE}", [], "one is no list"),
    (f"{INTRO}2. {ONE}\n3. {TWO}", [], "a list begins with 1"),
    (f"{INTRO}1. {ONE}\n5. {TWO}", [], "numbers that do not follow"),
]


@pytest.mark.parametrize(("text", "ordinals", "why"), LISTS, ids=[x[2] for x in LISTS])
def test_which_lists_are_tasks(text: str, ordinals: list[str], why: str) -> None:
    assert [t.ordinal for t in read(text).tasks] == ordinals, why


ENDS = [
    (f"{INTRO}1. {ONE}\n2. {TWO}\nẢnh: quang cảnh buổi họp\nMinh An", TWO, "a caption and a name are not part of it"),
    (
        f"{INTRO}1. {ONE}\n2. {TWO}\n- Ban Tổ chức lo việc này.\n- Xong trong năm.\nMinh An",
        f"{TWO}\n- Ban Tổ chức lo việc này.\n- Xong trong năm.",
        "points under it are",
    ),
    (
        f"{INTRO}1. {ONE}\n2. Thực hiện tốt Kết luận số 21-KL/TW\ncủa Trung ương ở mọi chi bộ.\nMinh An",
        "Thực hiện tốt Kết luận số 21-KL/TW\ncủa Trung ương ở mọi chi bộ.",
        "a wrapped line is",
    ),
    (f"{INTRO}1. {ONE}\n2. {TWO}\n\nPhần sau nói chuyện khác.", TWO, "an empty line ends it"),
]


@pytest.mark.parametrize(("text", "last", "why"), ENDS, ids=[e[2] for e in ENDS])
def test_where_a_provision_ends(text: str, last: str, why: str) -> None:
    reading = read(text)
    assert reading.tasks[-1].text == last, why
    assert all(reading.text[t.start : t.end] == t.text for t in reading.tasks)


SETTERS = [
    (INTRO, "tinh-uy-kon-tum", ("các huyện ủy, thành ủy",), "set by a committee for those below"),
    (
        "UBND tỉnh Gia Lai đã giao cho các sở, ngành thực hiện các nhiệm vụ sau:\n",
        "uy-ban-nhan-dan-tinh-gia-lai",
        ("các sở, ngành",),
        "a place in the name",
    ),
    ("Nghị quyết xác định các nhiệm vụ sau:\n", None, (), "no body is named"),
]


@pytest.mark.parametrize(("intro", "set_by", "assigned", "why"), SETTERS, ids=[s[3] for s in SETTERS])
def test_who_sets_them_for_whom(intro: str, set_by: str | None, assigned: tuple[str, ...], why: str) -> None:
    tasks = read(f"{intro}1. {ONE}\n2. {TWO}").tasks
    assert {(t.set_by, t.assigned_to) for t in tasks} == {(set_by, assigned)}, why


DOCUMENTS = [
    ("Thực hiện tốt Kết luận số 21-KL/TW ở mọi chi bộ trong tỉnh.", ["t2 IMPLEMENTS 21-KL/TW"], "the verb before it"),
    (
        "Đổi mới lề lối làm việc theo Kết luận số 21-KL/TW ở mọi chi bộ.",
        ["t2 CITES 21-KL/TW"],
        "theo without a verb of carrying out",
    ),
    (
        "Thực hiện việc đổi mới lề lối làm việc theo Kết luận số 21-KL/TW.",
        ["t2 IMPLEMENTS 21-KL/TW"],
        "thực hiện ... theo",
    ),
    (
        "Thực hiện tốt việc họp. Đổi mới lề lối theo Kết luận số 21-KL/TW.",
        ["t2 CITES 21-KL/TW"],
        "the verb of another sentence",
    ),
    ("Tuyên truyền sâu rộng Kết luận số 21-KL/TW ở mọi chi bộ trong tỉnh.", ["t2 CITES 21-KL/TW"], "dissemination"),
    (
        "Triển khai Kế hoạch số 4-KH/TU thực hiện Kết luận số 21-KL/TW của Trung ương.",
        ["t2 IMPLEMENTS 4-KH/TU"],
        "what the plan carries out is the plan's",
    ),
    (
        "Thực hiện Kết luận số 21-KL/TW và Nghị quyết 18 ở mọi chi bộ trong tỉnh.",
        ["t2 IMPLEMENTS 21-KL/TW", "t2 IMPLEMENTS NQ 18"],
        "a list, a short form in it",
    ),
]


@pytest.mark.parametrize(("provision", "expected", "why"), DOCUMENTS, ids=[d[2] for d in DOCUMENTS])
def test_which_documents_a_task_carries_out(provision: str, expected: list[str], why: str) -> None:
    found = claims(read(f"Nhiệm vụ trọng tâm:\n1. {ONE}\n2. {provision}"))
    assert found == expected, why


def test_due_date_and_recurrence() -> None:
    tasks = read(
        f"{INTRO}1. {ONE[:-1]}, xong trước ngày 30/6/2025.\n2. Hằng quý báo cáo việc đã làm về cấp trên trực tiếp."
    ).tasks
    assert [(t.due, t.recurring) for t in tasks] == [("2025-06-30", False), (None, True)]


def test_ids_depend_on_source_ordinal_and_place_in_the_text() -> None:
    text = f"{INTRO}1. {ONE}\n2. {TWO}"
    other = read_text(Source(id="other", kind="text"), text, V)
    ids = [t.id for t in (*read(text).tasks, *other.tasks)]
    assert len(set(ids)) == 4
    assert [t.id for t in read(text).tasks] == ids[:2]
