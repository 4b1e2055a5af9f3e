"""A cited text as one HTML page that needs nothing else: no script, no network, no style but its own.

Whatever comes from the text or from whoever sent it is escaped where it is written down; there is no other way into the
page than ``_text`` and ``_attribute``.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from service.cited import AWAY, SUBJECT, CitationsAnswer, CitationShape, CitedResolution, CitedTask, StatedRelation

STYLE = (Path(__file__).parent / "marked.css").read_text("utf-8")
CSP = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)
"""What the page may do, in its own head: apply its one style. ``FRAMES`` is for the header: a page may not say it."""
FRAMES = "; frame-ancestors 'none'"

OUTCOMES = {
    "one": "rõ là một văn bản",
    "several": "nhiều văn bản cùng khớp",
    "none": "chưa xác định",
    "unasked": "chưa đối chiếu với đồ thị",
}
FORMS = {
    "full": "số ký hiệu đầy đủ",
    "short": "gọi tắt",
    "plenum": "gọi theo hội nghị Trung ương",
    "back": "nhắc lại",
    "title": "không số",
}
FLAGS = {"type-word-disagrees": "từ chỉ loại khác với ký hiệu"}
NOTES = {AWAY: "chưa đối chiếu với đồ thị vì đồ thị đang vắng"}
LABELLED = 16
"""Code points before a task on its line that are its number, and stand in its box."""
SHOWN = 12
"""Relations of one cue that are told where it stands."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Offsets of something marked, the tag that begins it, the tag by which a cut one goes on, and the end tag."""

    start: int
    end: int
    first: str
    again: str
    close: str


def page(answer: CitationsAnswer, title: str, labels: Mapping[str, str], *, graph: str | None = None) -> str:
    """The whole page. ``labels`` maps a relation type to its Vietnamese name; ``graph`` is the address under which
    known documents are shown, None for a page that stands alone."""
    counts = f"{len(answer.citations)} trích dẫn · {len(answer.relations)} quan hệ · {len(answer.tasks)} nhiệm vụ"
    notes = [*map(_flag, answer.flags), *(NOTES.get(n, n) for n in answer.notes)]
    if answer.partial:
        notes.append(f"{answer.partial.cut} văn bản chưa đối chiếu vì hết thời gian")
    return "".join(
        (
            '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_attribute(CSP)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_text(title)}</title><style>{STYLE}</style></head><body>\n",
            f"<header><h1><bdi>{_text(title)}</bdi></h1><p>{_text(counts)}</p>{_legend()}",
            f"<p>Lưu ý: {_text('; '.join(notes))}</p>" if notes else "",
            '</header>\n<main tabindex="0" aria-label="Văn bản"><div class="text" dir="auto">',
            *_marked(answer, labels),
            '</div></main>\n<aside tabindex="0" aria-label="Những gì tìm thấy">',
            _list("Trích dẫn", (_cited(n, c, graph) for n, c in enumerate(answer.citations))),
            _list("Quan hệ", (_related(n, r, answer, labels) for n, r in enumerate(answer.relations))),
            _list("Nhiệm vụ", (_tasked(n, t, answer, labels) for n, t in enumerate(answer.tasks))),
            "</aside>\n</body></html>\n",
        )
    )


def _text(words: str) -> str:
    return escape(words, quote=False)


def _attribute(words: str) -> str:
    return escape(words, quote=True)


def _flag(flag: str) -> str:
    name, _, what = flag.partition(":")
    return f"{FLAGS.get(name, name)}: {what}" if what else flag


def _legend() -> str:
    kinds = "".join(f'<li><span class="c {key}">{_text(words)}</span></li>' for key, words in OUTCOMES.items())
    return (
        f'<ul class="legend" aria-label="Chú giải">{kinds}<li><span class="q">từ nêu quan hệ</span></li>'
        '<li><span class="t">nhiệm vụ</span></li></ul>'
    )


# ------------------------------------------------------------------ the text


def _marked(answer: CitationsAnswer, labels: Mapping[str, str]) -> Iterator[str]:
    """The text with its marks as nested elements: tasks around citations around cues."""
    cues: dict[tuple[int, int], list[StatedRelation]] = defaultdict(list)
    for r in answer.relations:
        cues[r.cue_start, r.cue_end].append(r)
    rows = (
        (_task_mark(n, t, answer.text) for n, t in enumerate(answer.tasks)),
        (_citation_mark(n, c) for n, c in enumerate(answer.citations)),
        (_cue_mark(*span, many, answer, labels) for span, many in cues.items()),
    )
    return _nested(answer.text, [_apart(row) for row in rows], 0, len(answer.text))


def _nested(text: str, rows: Sequence[Sequence[_Mark]], start: int, end: int) -> Iterator[str]:
    """The text between two offsets, the marks of the first row around those of the others. A mark that an outer one
    cuts goes on in a second element without an id."""
    if not rows:
        yield _text(text[start:end])
        return
    row, inner, at = rows[0], rows[1:], start
    for n in range(bisect_right(row, start, key=lambda m: m.end), len(row)):
        mark = row[n]
        if mark.start >= end:
            break
        here, stop = max(mark.start, start), min(mark.end, end)
        yield from _nested(text, inner, at, here)
        yield mark.first if here == mark.start else mark.again
        yield from _nested(text, inner, here, stop)
        yield mark.close
        at = stop
    yield from _nested(text, inner, at, end)


def _apart(marks: Iterable[_Mark]) -> list[_Mark]:
    """The marks of one kind in order; one that overlaps another begins where that one ends."""
    out: list[_Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start = max(mark.start, out[-1].end if out else 0)
        if start < mark.end:
            out.append(replace(mark, start=start))
    return out


def _citation_mark(n: int, c: CitationShape) -> _Mark:
    rest = f' class="c {_outcome(c)}" href="#c{n}" title="{_attribute(_facts(c))}">'
    return _Mark(c.start, c.end, f'<a id="m{n}"{rest}', f"<a{rest}", "</a>")


def _cue_mark(
    start: int, end: int, many: Sequence[StatedRelation], answer: CitationsAnswer, labels: Mapping[str, str]
) -> _Mark:
    names = ", ".join(dict.fromkeys(labels[r.type] for r in many))
    rest = f' class="q" title="{_attribute("; ".join(sentence(r, answer, labels) for r in many[:SHOWN]))}">'
    return _Mark(start, end, f'<u data-says="{_attribute(names)}"{rest}', f"<u{rest}", "</u>")


def _task_mark(n: int, t: CitedTask, text: str) -> _Mark:
    rest = f' class="t" role="group" aria-label="{_attribute(_task_name(t))}">'
    return _Mark(_line(text, t.start), t.end, f'<span id="n{n}"{rest}', f"<span{rest}", "</span>")


def _line(text: str, start: int) -> int:
    """Where the line of a task begins, if nothing but its number stands before it."""
    line = text.rfind("\n", 0, start) + 1
    return line if start - line <= LABELLED else start


def sentence(r: StatedRelation, answer: CitationsAnswer, labels: Mapping[str, str]) -> str:
    """One relation as a line: "43-KH/TU —thực hiện→ 21-KL/TW"."""
    return f"{acting(r, answer)} —{labels[r.type]}→ {called(answer.citations[r.to])}"


def acting(r: StatedRelation, answer: CitationsAnswer) -> str:
    """What a relation's acting end is called."""
    if isinstance(r.from_, int):
        return called(answer.citations[r.from_])
    return "(không có trích dẫn)" if r.from_ == SUBJECT else "(không phải văn bản)"


def called(c: CitationShape) -> str:
    """A citation in a word: its symbol, else the words as they stand."""
    return c.symbol or " ".join(c.surface.split())


# ------------------------------------------------------------------ the lists beside it


def _list(heading: str, items: Iterator[str]) -> str:
    rows = "".join(items)
    body = f"<ol>{rows}</ol>" if rows else "<p>Không có.</p>"
    return f"<section><h2>{_text(heading)}</h2>{body}</section>\n"


def _cited(n: int, c: CitationShape, graph: str | None) -> str:
    return (
        f'<li id="c{n}"><a href="#m{n}">{_text(called(c))}</a>'
        f'<span class="said">{_text(_said(c))}</span><span class="said">{_meant(c.resolution, graph)}</span></li>'
    )


def _related(n: int, r: StatedRelation, answer: CitationsAnswer, labels: Mapping[str, str]) -> str:
    left = (
        f'<a href="#m{r.from_}">{_text(acting(r, answer))}</a>'
        if isinstance(r.from_, int)
        else _text(acting(r, answer))
    )
    right = f'<a href="#m{r.to}">{_text(called(answer.citations[r.to]))}</a>'
    return f'<li id="r{n}">{left} —{_text(labels[r.type])}→ {right}</li>'


def _tasked(n: int, t: CitedTask, answer: CitationsAnswer, labels: Mapping[str, str]) -> str:
    cites = "".join(
        f' <a href="#m{x.to}">{_text(labels[x.type])}: {_text(called(answer.citations[x.to]))}</a>' for x in t.cites
    )
    said = f'<span class="said">{_text(duties(t))}{cites}</span>'
    return f'<li id="t{n}"><a href="#n{n}">{_text(_task_name(t))}</a>{said}</li>'


def _task_name(t: CitedTask) -> str:
    return f"Nhiệm vụ {t.ordinal}"


def duties(t: CitedTask) -> str:
    """Who gives a task, to whom, who leads and takes part, and when it is due."""
    dues = [f"{d.text} ({_day(d.by)})" if d.by else d.text for d in t.dues]
    parts = {
        "giao": t.set_by,
        "cho": ", ".join(t.assigned_to),
        "chủ trì": ", ".join(t.lead),
        "phối hợp": ", ".join(t.coordinating),
        "hạn": ", ".join(dues),
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items() if words)


def _outcome(c: CitationShape) -> str:
    return c.resolution.outcome if c.resolution else "unasked"


def _facts(c: CitationShape) -> str:
    """All of a citation in one line."""
    found = c.resolution
    meant = f": {found.id or listed(found) or found.why}" if found else ""
    return f"{called(c)} · {_said(c)} · {OUTCOMES[_outcome(c)]}{meant}"


def listed(found: CitedResolution) -> str:
    """The candidates, and how many more there are."""
    more = found.total - len(found.candidates)
    return ", ".join([*(x.id for x in found.candidates), *([f"+{more}"] if more else [])])


def _said(c: CitationShape) -> str:
    """What is said of the document at that place."""
    term = f"khóa {c.term}" if c.term else None
    parts = (FORMS[c.form], _day(c.date) if c.date else None, c.issuer, term, c.title)
    return " · ".join(p for p in parts if p)


def _meant(found: CitedResolution | None, graph: str | None) -> str:
    if found is None:
        return _text(OUTCOMES["unasked"])
    new = " (chưa có trong đồ thị)" if found.id and not found.known else ""
    ids = [_id(found.id, graph if found.known else None) + new] if found.id else []
    ids += [_id(x.id, graph if x.known else None) for x in found.candidates]
    if more := found.total - len(found.candidates):
        ids.append(f"+{more}")
    meant = f": {', '.join(ids)}" if ids else ""
    return f'{_text(OUTCOMES[found.outcome])}{meant} <small lang="en">({_text(found.why)})</small>'


def _id(id: str, graph: str | None) -> str:
    return f'<a href="{_attribute(graph + quote(id, safe=""))}">{_text(id)}</a>' if graph else _text(id)


def _day(date: str) -> str:
    return "/".join(reversed(date.split("-")))
