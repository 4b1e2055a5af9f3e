"""Numbered provisions -> tasks: what is set, by whom, for whom, until when, and the documents it carries out or cites.

A numbered list is one of tasks when the sentence before it announces tasks and its items are sentences; scores, dates
and contents are not. A provision is its paragraph with the points under it; the next paragraph (a caption, the author's
name) is not part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.bodies import UNNAMED, recognise
from graph_schema.identity import short_hash
from graph_schema.model import BODY_PREFIX, REFERENT_PREFIX, TASK_PREFIX, Claim, EdgeType, Form, Source, Task
from graph_schema.vocabulary import Vocabulary
from loaders.claims import relation_claim
from loaders.cues import cues_between
from loaders.dates import DAY, read_day
from loaders.issuers import body_before, body_name
from loaders.mentions import Citation
from loaders.plain import View, loose
from loaders.relations import Relation

CONFIDENCE, CITED = 0.9, 0.8
MIN_ITEMS = 2
MIN_LENGTH = 30
INTRO = 1200
"""Code points before the first provision in which it may be announced."""

_ITEM = re.compile(
    r"^[ \t]{0,8}(\d{1,2}(?:\.\d{1,2}){0,2})(?:[.)]|(?<=\.\d)|(?<=\.\d\d))[ \t]{1,4}(?=\S)", re.MULTILINE
)
_ANNOUNCED = re.compile(
    r"\b(?:nhiem vu|giai phap|yeu cau|giao|phan cong|chi dao|tap trung|trong tam|noi dung thi dua|cong viec|de nghi)\b"
)
_NOT_TASKS = re.compile(
    r"\b(?:ket qua|dat duoc|nghe|so lieu|thong ke|muc luc|noi dung chinh|han che|ton tai|dien bien)\b[^.]{0,60}$"
)
_POINT = re.compile(r"[ \t]{0,8}(?:[\-–+*•]|[a-zđ]\))[ \t]{0,3}\S")
_ENDS = re.compile(r"[.!?…;:”\"][ \t]{0,3}$")
_SENTENCE = re.compile(r"[.!?…;](?=\s)")
_SETS = loose(r"(?<!\w)(?:phát động|giao(?: nhiệm vụ)?|yêu cầu|chỉ đạo|đề nghị|phân công|kêu gọi|đề ra|xác định)(?!\w)")
_ADVERBS = loose(r"(?:\s(?:đã|vừa|sẽ|cũng|tiếp tục|chính thức|thống nhất)){1,3}~$")
_TO = loose(r" (?:đến|cho|tới|với)?~")
_ASSIGNEE = loose(
    r"(?:các )?(?:ban|sở|ủy ban|ubnd|hđnd|cấp ủy|chi bộ|đảng (?:bộ|ủy)|huyện ủy|thành ủy|tỉnh ủy|văn phòng|cơ quan"
    r"|đơn vị|địa phương|ngành|bộ|công an|đoàn thể)(?!\w)"
)
_DO = loose(
    r" (?:tổ chức (?:thực hiện|triển khai)|thực hiện|triển khai|tập trung|nghiêm túc|chủ động|khẩn trương|làm tốt"
    r"|phối hợp|cần|phải|tiếp tục|quán triệt)(?!\w)|\s?[:;.\n]"
)
_DUE = loose(rf"(?:trước|chậm nhất(?: (?:là|vào))?|xong trong) (?:ngày~)?(?={DAY})")
_RECURRING = loose(r"(?<!\w)(?:định kỳ|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm))(?!\w)")
_ACCORDING = loose(r"(?<!\w)theo(?: đúng)?(?: tinh thần)?(?: nội dung)?(?: của)? $")
MAX_ASSIGNEE = 200
SENTENCE = 600


@dataclass(frozen=True, slots=True)
class TaskReading:
    """The tasks of a text and the claims about them."""

    tasks: tuple[Task, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """Who sets the tasks and for whom, as the announcing sentence has it; spans are None where it does not say."""

    setter: tuple[int, int] | None = None
    verb: tuple[int, int] | None = None
    assignee: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """What verbs say of citations: ``alone`` without a document that acts, ``complements`` acted on by another one."""

    alone: Mapping[int, Relation]
    complements: frozenset[int]


def read_tasks(
    view: View,
    source: Source,
    citations: Sequence[Citation],
    of: Mapping[int, int],
    relations: Sequence[Relation],
    place: str | None,
    vocabulary: Vocabulary,
) -> TaskReading:
    """The provisions of a text as tasks. ``place`` is the province its local bodies belong to, None when unknown."""
    tasks: list[Task] = []
    claims: list[Claim] = []
    stated = _Stated(
        alone={r.object: r for r in relations if r.subject is None},
        complements=frozenset(r.object for r in relations if r.subject is not None and not r.rule.startswith("head:")),
    )
    for items in _lists(view):
        intro = _intro(view, items[0].start())
        if intro is None or not _are_provisions(view, items):
            continue
        setting = _setting(view, *intro, vocabulary)
        for item, (start, end) in zip(items, _spans(view, items), strict=True):
            task = _task(view, source, len(tasks) + 1, item[1], start, end, setting, place, vocabulary)
            tasks.append(task)
            claims += _body_claims(view, source, task, setting, place, vocabulary)
            claims += _document_claims(view, source, task, citations, of, stated, vocabulary)
    return TaskReading(tuple(tasks), tuple(claims))


# ------------------------------------------------------------------ which paragraphs


def _lists(view: View) -> Iterator[list[re.Match[str]]]:
    """Runs of items numbered 1, 2, 3 ... with 3.1, 3.2 between them."""
    run: list[re.Match[str]] = []
    last = 0
    for m in _ITEM.finditer(view.text):
        top, _, below = m[1].partition(".")
        number = int(top)
        if run and ((not below and number == last + 1) or (below and number == last)):
            run.append(m)
        else:
            if len(run) >= MIN_ITEMS:
                yield run
            run = [m] if m[1] == "1" else []
        last = number if run else 0
    if len(run) >= MIN_ITEMS:
        yield run


def _are_provisions(view: View, items: Sequence[re.Match[str]]) -> bool:
    """Whether most items are sentences, not figures or headings."""
    lines = [view.text[m.end() : _line_end(view.text, m.end())] for m in items]
    sentences = [line for line in lines if line[0].isalpha() and len(line) >= MIN_LENGTH and len(line.split()) >= 6]
    return 2 * len(sentences) > len(items)


def _intro(view: View, at: int) -> tuple[int, int] | None:
    """The sentence or heading right before the first item, if it announces tasks."""
    end = len(view.text[:at].rstrip())
    floor = max(0, end - INTRO)
    start = max(view.text.rfind("\n", floor, end) + 1, floor)
    bare = view.bare[start:end]
    announces = bare.endswith((":", "sau day", "nhu sau")) or view.text[start:end].isupper()
    if not announces or not _ANNOUNCED.search(bare) or _NOT_TASKS.search(bare):
        return None
    return start, end


def _spans(view: View, items: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Each provision's text without its number."""
    stops = [m.start() for m in items[1:]] + [len(view.text)]
    return [(m.end(), _provision_end(view.text, m.end(), stop)) for m, stop in zip(items, stops, strict=True)]


def _provision_end(text: str, start: int, stop: int) -> int:
    """Its first paragraph, lines that go on with it, and the points under it."""
    end = _line_end(text, start, stop)
    while end < stop:
        line = end + 1
        nxt = _line_end(text, line, stop)
        body = text[line:nxt].strip()
        if not body:
            break
        unfinished = _ENDS.search(text, max(start, end - 8), end) is None
        goes_on = unfinished and (body[0].islower() or (len(body) > 80 and _ENDS.search(body) is not None))
        if not (_POINT.match(text, line) or goes_on):
            break
        end = nxt
    return start + len(text[start:end].rstrip())


def _line_end(text: str, at: int, stop: int | None = None) -> int:
    end = text.find("\n", at, stop if stop is not None else len(text))
    return end if end >= 0 else (stop if stop is not None else len(text))


# ------------------------------------------------------------------ who and for whom


def _setting(view: View, start: int, end: int, vocabulary: Vocabulary) -> _Setting:
    for verb in _SETS.finditer(view.low, start, end):
        at = verb.start()
        adverbs = _ADVERBS.search(view.low, max(start, at - 30), at)
        at = adverbs.start() if adverbs else len(view.low[:at].rstrip())
        begin = body_before(view, at, start, vocabulary)
        if begin is None:
            continue
        to = _TO.match(view.low, verb.end(), end)
        assignee = None
        if to and _ASSIGNEE.match(view.low, to.end(), end) and (do := _DO.search(view.low, to.end(), end)):
            assignee = (to.end(), do.start()) if do.start() - to.end() <= MAX_ASSIGNEE else None
        return _Setting((begin, at), verb.span(), assignee)
    return _Setting()


def _task(
    view: View,
    source: Source,
    n: int,
    ordinal: str,
    start: int,
    end: int,
    setting: _Setting,
    place: str | None,
    v: Vocabulary,
) -> Task:
    name = body_name(view.text[slice(*setting.setter)]) if setting.setter else None
    body = recognise(name, place=place, vocabulary=v) if name else None
    due = None
    if m := _DUE.search(view.low, start, end):
        day = read_day(view.low, m.end())
        due = day.iso if day else None
    return Task(
        id=short_hash(f"{source.id}\0{ordinal}\0{start}", 12),
        source=source.id,
        n=n,
        ordinal=ordinal,
        text=view.text[start:end],
        start=start,
        end=end,
        set_by=body.id if body else None,
        set_by_name=body.name if body else name,
        assigned_to=(body_name(view.text[slice(*setting.assignee)]),) if setting.assignee else (),
        due=due,
        recurring=_RECURRING.search(view.low, start, end) is not None,
    )


def _body_claims(
    view: View, source: Source, task: Task, setting: _Setting, place: str | None, v: Vocabulary
) -> Iterator[Claim]:
    if setting.setter is None or setting.verb is None:
        return
    quote = (setting.setter[0], (setting.assignee or setting.verb)[1])
    assigned = [recognise(name, place=place, vocabulary=v) for name in task.assigned_to]
    ends = [(EdgeType.ISSUED_BY, task.set_by), *((EdgeType.ASSIGNED_TO, b.id) for b in assigned if b != UNNAMED)]
    for kind, id in ends:
        subject, object = f"{TASK_PREFIX}{task.n}", f"{BODY_PREFIX}{id}"
        yield relation_claim(source, subject, kind, object, quote, setting.verb, rule="task", confidence=CONFIDENCE)


# ------------------------------------------------------------------ which documents


def _document_claims(
    view: View,
    source: Source,
    task: Task,
    citations: Sequence[Citation],
    of: Mapping[int, int],
    stated: _Stated,
    v: Vocabulary,
) -> Iterator[Claim]:
    """What the task itself does with each document it names; what one of those does with another is not the task's."""
    first, last = (bisect_left(citations, at, key=lambda c: c.start) for at in (task.start, task.end))
    inside = [i for i in range(first, last) if i in of and citations[i].form is not Form.BACK]
    seen: set[tuple[str, int]] = set()
    for i in inside:
        if i in stated.complements:
            continue
        c, relation = citations[i], stated.alone.get(i)
        carried_out = _carried_out(view, task, c, relation, v)
        kind, cue = (EdgeType.IMPLEMENTS, carried_out) if carried_out else (EdgeType.CITES, (c.start, c.end))
        if (kind, of[i]) in seen:
            continue
        seen.add((kind, of[i]))
        yield relation_claim(
            source,
            f"{TASK_PREFIX}{task.n}",
            kind,
            f"{REFERENT_PREFIX}{of[i]}",
            (min(cue[0], c.start), c.end),
            cue,
            rule="task",
            confidence=CONFIDENCE if carried_out else CITED,
        )


def _carried_out(
    view: View, task: Task, c: Citation, relation: Relation | None, v: Vocabulary
) -> tuple[int, int] | None:
    """The verb by which the task carries the document out: right before it, or "thực hiện ... theo" it."""
    if relation is not None and relation.type == EdgeType.IMPLEMENTS:
        return relation.cue_start, relation.cue_end
    if relation is not None or not _ACCORDING.search(view.low, max(task.start, c.start - 40), c.start):
        return None
    start = task.start
    for m in _SENTENCE.finditer(view.text, max(task.start, c.start - SENTENCE), c.start):
        start = m.end()
    cues = [f for f in cues_between(view, max(start, c.start - SENTENCE), c.start, v) if f.cue.type == "IMPLEMENTS"]
    return (cues[0].start, cues[0].end) if cues else None
