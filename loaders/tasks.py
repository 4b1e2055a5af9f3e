"""Provisions -> tasks: what is set, by whom, for whom, until when, and the documents it carries out or cites.

Of an official text's articles those are tasks that give somebody something to do. Who leads a task, who takes part
in it and when it is due is read in the provision itself; who sets the list and for whom, in the sentence that
announces it, else in the head of the official text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_schema.bodies import UNNAMED, recognise
from graph_schema.identity import short_hash
from graph_schema.model import (
    BODY_PREFIX,
    REFERENT_PREFIX,
    TASK_PREFIX,
    Claim,
    EdgeType,
    Form,
    IssuingBody,
    Source,
    Task,
)
from graph_schema.vocabulary import Vocabulary
from loaders.assignees import Assignment, Unit, read_assignment
from loaders.claims import relation_claim
from loaders.cues import cues_between
from loaders.due import latest, read_dues
from loaders.events import Relation
from loaders.issuers import body_before, body_name
from loaders.mentions import Citation, Said
from loaders.official import Own
from loaders.plain import View, loose
from loaders.provisions import Announced, Provision, announced_lists, articles, before

CONFIDENCE, CITED = 0.9, 0.8
LEAD, COORDINATING = "task:lead", "task:coordinating"
"""Rules of the claims that give a task to a body: the part it has follows the colon."""

_SENTENCE = re.compile(r"[.!?…;](?=\s)")
_SETS = loose(
    r"(?<!\w)(?:phát động|giao(?: nhiệm vụ)?|yêu cầu|chỉ đạo|đề nghị|phân công|kêu gọi|đề ra|xác định|nêu)(?!\w)"
)
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
_ACCORDING = loose(r"(?<!\w)theo(?: đúng)?(?: tinh thần)?(?: nội dung)?(?: của)? $")
_YEAR = re.compile(r"\bnam ((?:19|20)\d\d)\b(?!\s?-)")
MAX_ASSIGNEE = 200
SENTENCE = 600
QUOTE = 160


@dataclass(frozen=True, slots=True)
class TaskReading:
    """The tasks of a text and the claims about them."""

    tasks: tuple[Task, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class _Setting:
    """Who sets tasks and for whom, with the spans that say it; ``within`` is the citation of the document they belong
    to, ``year`` the one the announcement names, ``issued`` the day the text bears."""

    setter: tuple[int, int] | None = None
    name: str | None = None
    verb: tuple[int, int] | None = None
    assignee: tuple[int, int] | None = None
    within: int | None = None
    year: int | None = None
    issued: str | None = None


@dataclass(frozen=True, slots=True)
class _Stated:
    """What verbs say of citations: ``alone`` without a document that acts, ``complements`` acted on by another one."""

    alone: Mapping[int, Relation]
    complements: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Text:
    """What every step reads."""

    view: View
    source: Source
    citations: Sequence[Citation]
    of: Mapping[int, int]
    stated: _Stated
    own: Own | None
    place: str | None
    issuers: Mapping[int, Said]
    v: Vocabulary


def read_tasks(
    view: View,
    source: Source,
    citations: Sequence[Citation],
    of: Mapping[int, int],
    relations: Sequence[Relation],
    own: Own | None,
    place: str | None,
    vocabulary: Vocabulary,
) -> TaskReading:
    """The provisions of a text as tasks. ``own`` is the document the text is; ``place`` the province its local bodies
    belong to; both None when unknown."""
    stated = _Stated(
        alone={r.object: r for r in relations if r.subject is None},
        complements=frozenset(r.object for r in relations if r.subject is not None and not r.rule.startswith("head:")),
    )
    text = _Text(view, source, citations, of, stated, own, place, _issuers(citations, of), vocabulary)
    tasks: list[Task] = []
    claims: list[Claim] = []
    for group in _groups(text):
        setting = _setting(text, group)
        above: dict[str, Assignment] = {}
        for provision in group.provisions:
            assignment = read_assignment(view, provision.start, provision.end, vocabulary, official=own is not None)
            if not assignment.lead:  # "3.1" is done by whom "3. Sở Nội vụ" names
                assignment = above.get(provision.ordinal.rpartition(".")[0], assignment)
            above[provision.ordinal] = assignment
            if group.intro is None and not assignment.lead:
                continue
            task = _task(text, len(tasks) + 1, provision, setting, assignment)
            tasks.append(task)
            claims += _body_claims(text, task, setting, assignment)
            claims += _document_claims(text, task, provision, setting)
    return TaskReading(tuple(tasks), tuple(claims))


def _groups(text: _Text) -> list[Announced]:
    """The lists of a text, and the articles of an official one that hold none."""
    lists = list(announced_lists(text.view))
    if text.own is None:
        return lists
    whole = articles(text.view, min(text.own.provisions, len(text.view.text)))
    inside = [p.start for group in lists for p in group.provisions]
    free = [p for p in whole.provisions if bisect_left(inside, p.start) == bisect_left(inside, p.end)]
    groups = [*lists, *(Announced(None, (p,)) for p in free)]
    return sorted(groups, key=lambda g: g.provisions[0].at)


# ------------------------------------------------------------------ who and for whom


def _setting(text: _Text, group: Announced) -> _Setting:
    own, issued = text.own, (text.own.date if text.own else None) or text.source.date
    setting = _Setting(issued=issued)
    if group.intro is not None:
        setting = _announced(text, *group.intro, issued)
    if own is None:
        return setting
    who = next((s for s in own.said if s.field == "issuer"), None)
    if setting.setter is None and who is not None:
        setting = _Setting((who.start, who.end), who.value, None, setting.assignee, own.index, setting.year, issued)
    return _Setting(setting.setter, setting.name, setting.verb, setting.assignee, own.index, setting.year, issued)


def _announced(text: _Text, start: int, end: int, issued: str | None) -> _Setting:
    """What the announcing sentence says: "X giao Y các nhiệm vụ sau", "Kế hoạch ... xác định các nhiệm vụ năm 2025"."""
    view = text.view
    years = set(_YEAR.findall(view.bare, start, end))
    year = int(years.pop()) if len(years) == 1 else None
    for verb in _SETS.finditer(view.low, start, end):
        at = verb.start()
        adverbs = _ADVERBS.search(view.low, max(start, at - 30), at)
        at = adverbs.start() if adverbs else before(view.text, at)
        within = _subject(text, start, at)
        begin = body_before(view, at, start, text.v)
        if begin is None and within is None:
            continue
        to = _TO.match(view.low, verb.end(), end)
        assignee = None
        if to and _ASSIGNEE.match(view.low, to.end(), end) and (do := _DO.search(view.low, to.end(), end)):
            assignee = (to.end(), do.start()) if do.start() - to.end() <= MAX_ASSIGNEE else None
        if begin is None and within is not None:
            setter, name = _issuer_of(text, within)
        else:
            setter = (begin, at) if begin is not None else None
            name = body_name(view.text[begin:at]) if begin is not None else None
        return _Setting(setter, name, verb.span() if begin is not None else None, assignee, within, year, issued)
    return _Setting(year=year, issued=issued)


def _subject(text: _Text, start: int, at: int) -> int | None:
    """The document that sets the tasks: the citation whose words end where the verb begins."""
    first, last = (bisect_left(text.citations, x, key=lambda c: c.start) for x in (start, at))
    for i in range(last - 1, first - 1, -1):
        c = text.citations[i]
        if i in text.of and any(0 <= at - e <= 2 for e in (c.end, c.core, c.reach)):
            return i
    return None


def _issuers(citations: Sequence[Citation], of: Mapping[int, int]) -> dict[int, Said]:
    """Who issued each document, where it is said first."""
    out: dict[int, Said] = {}
    for i, n in of.items():
        if n not in out and (said := next((s for s in citations[i].said if s.field == "issuer"), None)):
            out[n] = said
    return out


def _issuer_of(text: _Text, i: int) -> tuple[tuple[int, int] | None, str | None]:
    """Who issued the document that sets the tasks, where it is said."""
    said = text.issuers.get(text.of[i])
    return ((said.start, said.end), said.value) if said else (None, None)


def _task(text: _Text, n: int, p: Provision, setting: _Setting, assignment: Assignment) -> Task:
    view = text.view
    body = recognise(setting.name, place=text.place, vocabulary=text.v) if setting.name else None
    dues = read_dues(view, p.start, p.end, announced=setting.year, issued=setting.issued)
    return Task(
        id=short_hash(f"{text.source.id}\0{p.ordinal}\0{p.start}", 12),
        source=text.source.id,
        n=n,
        ordinal=p.ordinal,
        text=view.text[p.start : p.end],
        start=p.start,
        end=p.end,
        set_by=body.id if body else None,
        set_by_name=body.name if body else None,
        assigned_to=(body_name(view.text[slice(*setting.assignee)]),) if setting.assignee else (),
        due=latest(dues),
        recurring=any(d.every for d in dues),
        lead=tuple(u.name for u in assignment.lead),
        coordinating=tuple(u.name for u in assignment.coordinating),
        dues=dues,
    )


def _body_claims(text: _Text, task: Task, setting: _Setting, assignment: Assignment) -> Iterator[Claim]:
    """Who sets the task and who is given it; one body is given it once, as the leading one first."""
    given: set[str] = set()
    if setting.setter is not None and task.set_by:
        ends = [s for s in (setting.setter, setting.assignee, setting.verb) if s]
        quote = (min(s[0] for s in ends), max(s[1] for s in ends)) if setting.verb else setting.setter
        cue = setting.verb or setting.setter
        setter = recognise(setting.name or "", place=text.place, vocabulary=text.v)
        yield _to_body(text, task, EdgeType.ISSUED_BY, setter, quote, cue, "task")
        for name in task.assigned_to if setting.verb else ():
            body = recognise(name, place=text.place, vocabulary=text.v)
            if body != UNNAMED:
                given.add(body.id)
                yield _to_body(text, task, EdgeType.ASSIGNED_TO, body, quote, cue, "task")
    parts: list[tuple[str, Sequence[Unit]]] = [(LEAD, assignment.lead), (COORDINATING, assignment.coordinating)]
    for rule, units in parts:
        for unit in units:
            body = recognise(unit.name, place=text.place, vocabulary=text.v)
            if body != UNNAMED and body.id not in given:
                given.add(body.id)
                quote = (min(unit.start, unit.cue[0]), max(unit.end, unit.cue[1]))
                yield _to_body(text, task, EdgeType.ASSIGNED_TO, body, quote, unit.cue, rule)


def _to_body(
    text: _Text,
    task: Task,
    kind: EdgeType,
    body: IssuingBody,
    quote: tuple[int, int],
    cue: tuple[int, int],
    rule: str,
) -> Claim:
    subject, target = f"{TASK_PREFIX}{task.n}", f"{BODY_PREFIX}{body.id}"
    alone = recognise(body.name, place=None, vocabulary=text.v).id == body.id
    return relation_claim(
        text.source,
        subject,
        kind,
        target,
        quote,
        cue,
        rule=rule,
        confidence=CONFIDENCE,
        value=body.name if alone else None,
    )


# ------------------------------------------------------------------ which documents


def _document_claims(text: _Text, task: Task, p: Provision, setting: _Setting) -> Iterator[Claim]:
    """The document the task is part of, and what it does with each document it names; what one of those does with
    another is not the task's."""
    view, citations, of = text.view, text.citations, text.of
    subject = f"{TASK_PREFIX}{task.n}"
    whole = of.get(setting.within) if setting.within is not None else None
    if whole is not None:
        line = view.text.find("\n", p.start, p.end)
        quote = (p.at, min(line if line > 0 else p.end, p.start + QUOTE, p.end))
        cue = (p.at, p.at + len(p.ordinal))
        target = f"{REFERENT_PREFIX}{whole}"
        yield relation_claim(
            text.source, subject, EdgeType.PART_OF, target, quote, cue, rule="task", confidence=CONFIDENCE
        )
    first, last = (bisect_left(citations, at, key=lambda c: c.start) for at in (task.start, task.end))
    inside = [i for i in range(first, last) if i in of and citations[i].form is not Form.BACK]
    seen: set[tuple[str, int]] = set()
    for i in inside:
        if i in text.stated.complements or of[i] == whole:
            continue
        c, relation = citations[i], text.stated.alone.get(i)
        carried_out = _carried_out(view, task, c, relation, text.v)
        kind, cue = (EdgeType.IMPLEMENTS, carried_out) if carried_out else (EdgeType.CITES, (c.start, c.end))
        if (kind, of[i]) in seen:
            continue
        seen.add((kind, of[i]))
        yield relation_claim(
            text.source,
            subject,
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
