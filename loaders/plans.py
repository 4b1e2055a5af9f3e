"""Plans without a number: "Ngày 12/3/2025, Tỉnh ủy Đồng Nai ban hành kế hoạch về ..." says that a plan exists.

Only what was issued is one: not what is asked for, prepared, advised on or promised, nor what a task demands. A plan
needs the body that issued it and the words of its subject; and no numbered document of the text may be the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.bodies import recognise
from graph_schema.folding import words
from graph_schema.model import Facts, Form
from graph_schema.vocabulary import Vocabulary
from loaders.attributes import read_attributes
from loaders.dates import DAY
from loaders.mentions import Citation, Said
from loaders.official import Own
from loaders.plain import View, loose
from loaders.settling import settle
from loaders.unnumbered import NAMELESS
from loaders.words import type_names

LONGEST = 240
"""Code points of the longest subject."""
TOO_SHORT = 3
"""Words of a subject that says something, its verb aside."""
SENTENCE = 400

# Each begins with a plain word, which the engine looks for fast.
_TYPES = tuple(map(loose, ("kế hoạch(?: hành động)?", "chương trình(?: hành động)?", "đề án", "phương án")))
_NAMED = loose(r"(?!\w)(?!~(?:số|này|nêu|nói|trên|đó|ấy|của|\d))")
_ISSUED = loose(r"(?<!\w)(?:ký )?ban hành (?:một |bản )?$")
_WAS_ISSUED = loose(
    r" (?:về|thực hiện|triển khai)[^.;:\n|]{8,200}?,?~(?:vừa |đã )?(?:được|do) "
    r"[^.;:,\n|]{4,80}?\s(?:ký )?ban hành(?!\w)"
)
_OF_A_DAY = loose(rf",?~ngày~{DAY},?~của ")
_BREAK = re.compile(r"[.!?…;:](?=\s)|[\n|]")
_NOT_YET = loose(
    r"(?<!\w)(?:sẽ|sắp|dự kiến|chuẩn bị|cần|phải|chưa|không|đang|xem xét|thống nhất|tham mưu|sớm|nên|muốn|có thể)(?!\w)"
)
_IF = loose(
    r"(?<!\w)(?:nếu|dự kiến|thời gian tới|sắp tới|tới đây|đề nghị|yêu cầu|kiến nghị|trước khi|chưa|bao giờ"
    r"|khi nào)(?!\w)"
)
_PROPOSED = loose(
    r"(?<!\w)(?:dự thảo|góp ý|xây dựng|soạn thảo|tham mưu|(?<!chương\s)trình|đề nghị|theo|sẽ|sắp|chưa|nếu|cho|các"
    r"|những|nhiều)"
    r" (?:[^\W\d]{1,12} )?$"
)
_LEADS_IN = loose(r"(?:^|,|(?<!\w)(?:ngày~\S{3,12}|thay mặt|mới đây|gần đây|vừa qua|theo đó|đồng thời|trong đó))$")
_DONE = loose(r"(?<!\w)(?:đã|vừa|mới)(?!\w)")
_ITEM = re.compile(r"[ \t]{0,8}(?:\d{1,2}(?:\.\d{1,2}){0,2}[.)]|[-–+*•]|[a-zđ]\))\s")
_SUBJECT = loose(
    r"~(?:\"|“)?(?=(?:thực hiện|triển khai|tổng kết|sơ kết|cải cách|phát triển|chuyển đổi|sắp xếp|nâng cao"
    r"|tuyên truyền|đẩy mạnh|xây dựng)(?!\w))"
)
_SUBJECT_ENDS = re.compile(r"[.;:!?…\n|()\"”]|,\s|\s(?:nhằm|với|trong đó|để|gồm|do|được|như|cụ thể)\s")
_TAIL = loose(r"~(?:như sau|sau đây|với (?:các|những) nội dung [^,]{0,60})$")
_VERBS = frozenset("thuc hien trien khai ve viec to chuc tiep tuc nay do tren dia ban".split())
_CENTRAL = ("central", "state-central", "ministry")


@dataclass(frozen=True, slots=True)
class _Found:
    """A type word that may name a plan; ``verb`` is where a verb of issuing stands before it."""

    start: int
    end: int
    verb: int | None


def with_plans(
    view: View, citations: Sequence[Citation], own: Own | None, place: str | None, v: Vocabulary
) -> list[Citation]:
    """The citations, and among them the plans that the text says were issued, without a number. ``place`` is the
    province the text speaks of. An official text describes no plan but itself."""
    if own is not None:
        return list(citations)
    starts = [c.start for c in citations]
    taken = _numbered(citations, v)
    plans: list[Citation] = []
    for found in _candidates(view):
        near = bisect_left(starts, found.start)
        overlaps = any(c.start < found.end and found.start < c.end for c in citations[max(0, near - 1) : near + 1])
        if overlaps or (plans and found.start < plans[-1].end):
            continue
        plan = _plan(view, found, citations[max(0, near - 3) : near], place, v)
        if plan and not _has_a_number(plan, taken, place, v):
            plans.append(plan)
    return _taken_up(view, citations, plans) if plans else list(citations)


def _taken_up(view: View, citations: Sequence[Citation], plans: Sequence[Citation]) -> list[Citation]:
    """All of them in order. "Kế hoạch này" right after a plan, no other of its kind named between, means that plan."""
    ends = [p.reach for p in plans]
    out = list(plans)
    for c in citations:
        near = bisect_left(ends, c.start) - 1
        if c.form is Form.BACK and c.why == NAMELESS and near >= 0 and _means(view, c, plans[near]):
            c = replace(c, why=None)
        out.append(c)
    return sorted(out, key=lambda c: c.start)


def _means(view: View, back: Citation, plan: Citation) -> bool:
    word = back.word or "-"
    between = view.bare[plan.reach : back.start] if back.start - plan.reach <= SENTENCE else word
    return (plan.word or "").startswith(word) and word not in between


def _candidates(view: View) -> list[_Found]:
    low = view.low
    found = []
    for m in (m for pattern in _TYPES for m in pattern.finditer(low)):
        start, end = m.span()
        if low[start - 1 : start].isalnum() or not _NAMED.match(low, end):
            continue
        if verb := _ISSUED.search(low, max(0, start - 30), start):
            found.append(_Found(start, end, verb.start()))
        elif _OF_A_DAY.match(low, end) or _WAS_ISSUED.match(low, end):
            found.append(_Found(start, end, None))
    return sorted(found, key=lambda f: f.start)


def _plan(view: View, found: _Found, before: Sequence[Citation], place: str | None, v: Vocabulary) -> Citation | None:
    key = " ".join(view.bare[found.start : found.end].split())
    facts = Facts(type=type_names(v).get(key))
    surface = view.text[found.start : found.end]
    bare = Citation(found.start, found.end, surface, Form.TITLE, facts, word=key, number=found.start)
    (c,) = read_attributes(view, [bare], (), v)
    # "Thực hiện Nghị quyết số 57-NQ/TW, ngày 22/12/2024 ..., Tỉnh ủy ban hành": that day is the resolution's.
    said = {s.field: s for s in c.said if not any(b.start < s.end and s.start < b.core for b in before)}
    issuer = said.get("issuer")
    if issuer is None or not _was_issued(view, found, issuer):
        return None
    title = _trimmed(view, said["title"]) if "title" in said else _subject(view, found.end)
    if title is None or sum(w not in _VERBS for w in words(title.value)) < TOO_SHORT:
        return None
    kept = tuple(s for s in (issuer, said.get("date"), said.get("year"), title) if s)
    body = recognise(issuer.value, place=place, vocabulary=v)
    scope = None if body.level in _CENTRAL else body.place or place
    plan = settle(replace(c, facts=Facts(type=facts.type, scopes=(scope,) if scope else ()), said=kept), v)
    return replace(plan, why=None, reach=max(c.reach, title.end), issued=found.verb is not None)


def _trimmed(view: View, title: Said) -> Said:
    """A subject without "như sau" behind it."""
    tail = _TAIL.search(view.low, title.start, title.end)
    return _said(view, title.start, tail.start()) if tail else title


def _said(view: View, start: int, end: int) -> Said:
    text = view.text[start:end].rstrip(" ,:\n")
    return Said("title", " ".join(text.split()), start, start + len(text))


def _was_issued(view: View, found: _Found, issuer: Said) -> bool:
    """Whether the words say that the body issued it, not that it may, must or will."""
    floor = max(0, found.start - SENTENCE)
    start = floor
    for brk in _BREAK.finditer(view.text, floor, found.start - 1):
        start = brk.end()
    low = view.low
    if found.verb is None:
        return not (_PROPOSED.search(low, start, found.start) or _IF.search(low, start, found.start))
    if not start <= issuer.start < found.verb:
        return False
    if _NOT_YET.search(low, issuer.end, found.verb) or _IF.search(low, start, issuer.start):
        return False
    if not _LEADS_IN.search(low[start : issuer.start].strip()):
        return False
    line = max(floor, view.text.rfind("\n", floor, found.start) + 1)
    return _ITEM.match(view.text, line) is None or _DONE.search(low, issuer.end, found.verb) is not None


def _subject(view: View, at: int) -> Said | None:
    """The words of a subject without "về": "kế hoạch thực hiện Kết luận số 21-KL/TW"."""
    begins = _SUBJECT.match(view.low, at)
    if begins is None:
        return None
    stop = min(len(view.text), begins.end() + LONGEST)
    if ends := _SUBJECT_ENDS.search(view.text, begins.end(), stop):
        stop = ends.start()
    return _said(view, begins.end(), stop)


def _numbered(citations: Sequence[Citation], v: Vocabulary) -> Mapping[str, set[str]]:
    """The organs of the numbered citations of each family of types; "" for one that bears none."""
    out: dict[str, set[str]] = defaultdict(set)
    for c in citations:
        kind = v.type(c.facts.type) if c.form in (Form.FULL, Form.SHORT) and c.facts.type else None
        if kind:
            out[kind.family].update(c.facts.organs or ("",))
    return out


def _has_a_number(plan: Citation, taken: Mapping[str, set[str]], place: str | None, v: Vocabulary) -> bool:
    """Whether a numbered citation may be the same document: of the same family, and not of another body."""
    kind = v.type(plan.facts.type) if plan.facts.type else None
    organs = taken.get(kind.family, set()) if kind else set()
    own = recognise(plan.facts.issuers[0], place=place, vocabulary=v).organ
    return bool(organs) and (own is None or bool(organs & {own, ""}))
