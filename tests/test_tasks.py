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


# ------------------------------------------------------------------ who leads and who takes part

ASSIGNED = [
    (
        "Ban Tổ chức Tỉnh ủy chủ trì, phối hợp với Văn phòng Tỉnh ủy và các cơ quan liên quan tham mưu việc sắp xếp.",
        ("Ban Tổ chức Tỉnh ủy",),
        ("Văn phòng Tỉnh ủy", "các cơ quan liên quan"),
        "the usual words",
    ),
    (
        "Giao Sở Nội vụ chủ trì, phối hợp Sở Tài chính, Sở Tư pháp và UBND các huyện, thành phố trình UBND tỉnh.",
        ("Sở Nội vụ",),
        ("Sở Tài chính", "Sở Tư pháp", "UBND các huyện, thành phố"),
        "giao, and no với",
    ),
    (
        "Rà soát biên chế của các hội, do Ban Tổ chức Tỉnh ủy chủ trì, phối hợp chặt chẽ với các sở, ban, ngành có liên quan.",
        ("Ban Tổ chức Tỉnh ủy",),
        ("các sở, ban, ngành có liên quan",),
        "after what is to be done",
    ),
    (
        "Ban Tổ chức Tỉnh ủy là cơ quan chủ trì, phối hợp với Ủy ban Kiểm tra Tỉnh ủy làm việc này cho xong.",
        ("Ban Tổ chức Tỉnh ủy",),
        ("Ủy ban Kiểm tra Tỉnh ủy",),
        "là cơ quan chủ trì",
    ),
    (
        "Bộ Nội vụ chủ trì, phối hợp với Bộ Tài chính, các bộ, ngành, địa phương rà soát lại từng việc một.",
        ("Bộ Nội vụ",),
        ("Bộ Tài chính", "các bộ, ngành, địa phương"),
        "a body and a group",
    ),
    (
        "Các cấp ủy, tổ chức đảng có trách nhiệm quán triệt Nghị quyết tới mọi đảng viên của mình.",
        ("Các cấp ủy, tổ chức đảng",),
        (),
        "có trách nhiệm",
    ),
    (
        "Ban Tuyên giáo Tỉnh ủy phối hợp với Sở Thông tin và Truyền thông tổ chức tuyên truyền ở mọi nơi.",
        ("Ban Tuyên giáo Tỉnh ủy",),
        ("Sở Thông tin và Truyền thông",),
        "phối hợp alone",
    ),
    (
        "Xây dựng đề án vị trí việc làm. Cơ quan chủ trì: Ban Tổ chức Tỉnh ủy. Cơ quan phối hợp: Sở Nội vụ, Văn phòng Tỉnh ủy.",
        ("Ban Tổ chức Tỉnh ủy",),
        ("Sở Nội vụ", "Văn phòng Tỉnh ủy"),
        "labels",
    ),
    (
        "Sắp xếp lại bộ máy của các cơ quan ấy.\n- Ban Tổ chức Tỉnh ủy chủ trì tham mưu.\n- Sở Nội vụ có trách nhiệm báo cáo.",
        ("Ban Tổ chức Tỉnh ủy", "Sở Nội vụ"),
        (),
        "points of one provision",
    ),
    ("Đồng chí Bí thư chủ trì hội nghị với các sở, ngành để bàn lại việc này.", (), (), "chairing a meeting"),
    ("Thành lập tổ công tác do đồng chí Phó Bí thư chủ trì để làm việc này ngay.", (), (), "a person"),
    ("Giao thông nông thôn phải được làm mới, các xã nhớ phối hợp với nhau.", (), (), "giao of another word"),
    ("Các huyện ủy, thành ủy xây dựng kế hoạch thực hiện cho sát với tình hình.", (), (), "in news, nobody says so"),
    ("Tăng cường kiểm tra việc thực hiện ở những nơi khó khăn nhất của tỉnh.", (), (), "nobody"),
]


@pytest.mark.parametrize(("provision", "lead", "beside", "why"), ASSIGNED, ids=[a[-1] for a in ASSIGNED])
def test_who_leads_and_who_takes_part(provision: str, lead: tuple[str, ...], beside: tuple[str, ...], why: str) -> None:
    reading = read(f"Nhiệm vụ trọng tâm:\n1. {ONE}\n2. {provision}")
    task = reading.tasks[1]
    assert (task.lead, task.coordinating) == (lead, beside), why
    parts = [c.rule for c in reading.claims if c.subject == "t2" and c.type == "ASSIGNED_TO"]
    assert sorted(parts) == ["task:coordinating"] * len(beside) + ["task:lead"] * len(lead), why
    for c in reading.claims:
        if c.rule in ("task:lead", "task:coordinating"):
            assert c.cue_start is not None and c.start is not None and c.start <= c.cue_start


# ------------------------------------------------------------------ when

DUE = [
    ("xong trước ngày 31/12/2024", "trước ngày 31/12/2024", "2024-12-31", None, "a day"),
    ("trình trước 15-02-2025", "trước 15-02-2025", "2025-02-15", None, "without ngày"),
    ("xong trước tháng 6/2025", "trước tháng 6/2025", "2025-05-31", None, "before a month is before its first day"),
    ("làm chậm nhất đến cuối tháng 6/2025", "chậm nhất đến cuối tháng 6/2025", "2025-06-30", None, "its end"),
    ("hoàn thành trong quý I/2025", "hoàn thành trong quý I/2025", "2025-03-31", None, "a quarter"),
    ("làm trong quý 2 năm 2025", "trong quý 2 năm 2025", "2025-06-30", None, "in figures, a year in words"),
    ("trình đề án (quý III/2025)", "quý III/2025", "2025-09-30", None, "in brackets"),
    ("làm trong 6 tháng đầu năm 2025", "trong 6 tháng đầu năm 2025", "2025-06-30", None, "a half"),
    ("hoàn thành trong năm 2025", "hoàn thành trong năm 2025", "2025-12-31", None, "a year, with a verb of ending"),
    (
        "Thời gian hoàn thành: quý II năm 2025",
        "Thời gian hoàn thành: quý II năm 2025",
        "2025-06-30",
        None,
        "a label",
    ),
    ("gửi báo cáo chậm nhất 30/6", "chậm nhất 30/6", None, None, "the year is open"),
    ("năm 2025 làm, chậm nhất 30/6", "chậm nhất 30/6", "2025-06-30", None, "the provision names the year"),
    (
        "báo cáo số liệu về cấp trên trước ngày 15/11/2025",
        "trước ngày 15/11/2025",
        "2025-11-15",
        None,
        "figures that are due, not as of a day",
    ),
    ("học tập từ ngày 1/3/2025 đến ngày 30/6/2025", "đến ngày 30/6/2025", "2025-06-30", None, "a span"),
    ("gửi hằng năm", "hằng năm", None, "P1Y", "every year"),
    ("gửi định kỳ 6 tháng", "định kỳ 6 tháng", None, "P6M", "every half year"),
    ("định kỳ hằng quý gửi", "định kỳ hằng quý", None, "P3M", "every quarter"),
    ("6 tháng/lần gửi báo cáo", "6 tháng/lần", None, "P6M", "in the short way"),
    ("trước ngày 15/12 hằng năm gửi", "trước ngày 15/12 hằng năm", None, "P1Y", "an end that recurs"),
    ("hằng năm gửi báo cáo trước ngày 15/12", "hằng năm gửi báo cáo trước ngày 15/12", None, "P1Y", "the same apart"),
    ("trước ngày 25 hằng tháng gửi", "trước ngày 25 hằng tháng", None, "P1M", "a day of each month"),
    (
        "làm trong 10 ngày làm việc kể từ ngày nhận",
        "trong 10 ngày làm việc kể từ ngày nhận",
        None,
        None,
        "counted from what nobody knows",
    ),
]


@pytest.mark.parametrize(("words", "text", "by", "every", "why"), DUE, ids=[d[-1] for d in DUE])
def test_when_a_task_is_due(words: str, text: str, by: str | None, every: str | None, why: str) -> None:
    reading = read(f"Nhiệm vụ trọng tâm:\n1. {ONE}\n2. Các cơ quan sắp xếp lại bộ máy cho gọn, {words}.")
    task = reading.tasks[1]
    assert [(d.text, d.by, d.every) for d in task.dues] == [(text, by, every)], why
    assert [" ".join(reading.text[d.start : d.end].split()) for d in task.dues] == [text]
    assert (task.due, task.recurring) == (by, every is not None)


NOT_DUE = [
    ("tổng hợp số liệu đến ngày 30/6/2025", "figures as of a day"),
    ("theo Nghị quyết số 18-NQ/TW ngày 25/10/2017", "a document's date"),
    ("tính đến hết ngày 31/12/2024 đã có 20 xã làm xong", "a count"),
    ("theo kế hoạch hằng năm của tỉnh", "hằng năm of a plan"),
    ("đến năm 2030, phấn đấu mọi xã đạt chuẩn", "an aim"),
    ("như trong giai đoạn 2021-2025", "a span of years"),
    ("nhất là 3/4 số xã còn khó", "a fraction"),
    ("như đã nêu trong năm 2024", "what was"),
]


@pytest.mark.parametrize(("words", "why"), NOT_DUE, ids=[n[1] for n in NOT_DUE])
def test_what_is_no_due_date(words: str, why: str) -> None:
    reading = read(f"Nhiệm vụ trọng tâm:\n1. {ONE}\n2. Các cơ quan sắp xếp lại bộ máy cho gọn, {words}.")
    assert reading.tasks[1].dues == (), why


def test_several_dates_the_latest_is_due() -> None:
    text = (
        f"{INTRO}1. {ONE}\n2. Xây dựng đề án trước ngày 1/3/2025, trình trước ngày 30/4/2025; hằng quý báo cáo kết quả."
    )
    task = read(text).tasks[1]
    assert [(d.by, d.every) for d in task.dues] == [("2025-03-01", None), ("2025-04-30", None), (None, "P3M")]
    assert (task.due, task.recurring) == ("2025-04-30", True)


YEARS = [
    ("Nhiệm vụ trọng tâm năm 2025:", None, "2025-06-30", "the announcement names it"),
    ("Nhiệm vụ trọng tâm:", "2025-02-10", "2025-06-30", "the year the text was published"),
    ("Nhiệm vụ trọng tâm:", "2025-08-10", None, "that day had passed: open"),
]


@pytest.mark.parametrize(("intro", "published", "by", "why"), YEARS, ids=[y[-1] for y in YEARS])
def test_a_year_left_out(intro: str, published: str | None, by: str | None, why: str) -> None:
    text = canonical(f"{intro}\n1. {ONE}\n2. Gửi báo cáo về việc sắp xếp bộ máy, chậm nhất 30/6.")
    reading = read_text(Source(id="s", kind="text", date=published), text, V)
    assert [d.by for d in reading.tasks[1].dues] == [by], why


def test_an_end_before_the_text_is_a_condition() -> None:
    text = canonical(f"{INTRO}1. {ONE}\n2. Cấp giấy cho mọi công trình đã xây dựng trước ngày 1/7/2004 ở các xã.")
    assert read_text(Source(id="s", kind="text", date="2025-02-10"), text, V).tasks[1].dues == ()


# ------------------------------------------------------------------ official texts

HEAD = """TỈNH ỦY KON TUM
*
Số 43-KH/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Kon Tum, ngày 18 tháng 01 năm 2022
KẾ HOẠCH
thực hiện Kết luận số 21-KL/TW, ngày 25/10/2021
-----
"""
PLAN = f"""{HEAD}I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của cán bộ, đảng viên về công tác xây dựng Đảng.
2. Làm tốt Chỉ thị số 05-CT/TW ở mọi chi bộ trong toàn tỉnh.
II. TỔ CHỨC THỰC HIỆN
1. Các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy xây dựng kế hoạch thực hiện, hoàn thành trước ngày 28/2.
2. Ban Tuyên giáo Tỉnh ủy chủ trì, phối hợp với Sở Nội vụ thực hiện Quy định số 37-QĐ/TW ở cơ sở.
3. Văn phòng Tỉnh ủy:
3.1. Theo dõi, đôn đốc các cấp ủy, trong 30 ngày kể từ ngày ký báo cáo Ban Thường vụ Tỉnh ủy.
T/M BAN THƯỜNG VỤ
BÍ THƯ
Lê Hoài An
"""


def test_the_provisions_of_a_plan() -> None:
    tasks = read(PLAN).tasks
    assert [(t.ordinal, t.lead, t.coordinating, t.due) for t in tasks] == [
        ("1", ("Các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy",), (), "2022-02-28"),
        ("2", ("Ban Tuyên giáo Tỉnh ủy",), ("Sở Nội vụ",), None),
        ("3", ("Văn phòng Tỉnh ủy",), (), None),
        ("3.1", ("Văn phòng Tỉnh ủy",), (), "2022-02-17"),
    ]
    assert {t.set_by_name for t in tasks} == {"Ban Thường vụ Tỉnh ủy Kon Tum"}


def test_what_its_tasks_are_bound_to() -> None:
    found = claims(read(PLAN))
    assert {c for c in found if c.startswith("t2 ")} == {
        "t2 PART_OF 43-KH/TU",
        "t2 IMPLEMENTS 37-QĐ/TW",
        "t2 ISSUED_BY b:ban-thuong-vu-tinh-uy-kon-tum",
        "t2 ASSIGNED_TO b:ban-tuyen-giao-tinh-uy-kon-tum",
        "t2 ASSIGNED_TO b:so-noi-vu-tinh-kon-tum",
    }
    assert {c for c in found if "PART_OF" in c} == {f"t{n} PART_OF 43-KH/TU" for n in range(1, 5)}


def test_articles_that_give_somebody_something_to_do() -> None:
    text = """THỦ TƯỚNG CHÍNH PHỦ
Số: 1403/QĐ-TTg
Hà Nội, ngày 16 tháng 11 năm 2024
QUYẾT ĐỊNH
Về việc thành lập Ban Chỉ đạo
Điều 1. Thành lập Ban Chỉ đạo gồm mười người.
Điều 2. Giao Bộ Nội vụ chủ trì, phối hợp với Văn phòng Chính phủ trình Thủ tướng Chính phủ trước ngày 31/12/2024.
Điều 3. Quyết định này có hiệu lực từ ngày ký.
Điều 4. Các Bộ trưởng, Thủ trưởng cơ quan ngang Bộ chịu trách nhiệm thi hành Quyết định này.
"""
    assert [(t.ordinal, t.lead, t.coordinating, t.due, t.set_by) for t in read(text).tasks] == [
        ("Điều 2", ("Bộ Nội vụ",), ("Văn phòng Chính phủ",), "2024-12-31", "thu-tuong-chinh-phu")
    ]


def test_a_list_that_a_document_sets() -> None:
    plan = "Kế hoạch số 43-KH/TU, ngày 18/1/2022 của Tỉnh ủy Kon Tum"
    reading = read(f"{plan} xác định các nhiệm vụ sau:\n1. {ONE}\n2. {TWO}")
    assert [c for c in claims(reading) if "PART_OF" in c] == ["t1 PART_OF 43-KH/TU", "t2 PART_OF 43-KH/TU"]
    assert {t.set_by for t in reading.tasks} == {"tinh-uy-kon-tum"}
