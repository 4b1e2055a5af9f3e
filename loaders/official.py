"""The document a text is: an official text's own head, recognised and read.

A head is believed when its number stands with what belongs beside it (place and day, type line, motto, body, recitals);
prose before it, or another number beside it, makes the text an article that quotes or a list. A head whose number is
left out needs all the rest. An annex without a head is part of the document it says it was issued with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_schema.folding import fold, words
from graph_schema.identity import organ_of
from graph_schema.model import Facts, Form
from graph_schema.vocabulary import Vocabulary
from loaders.cells import BELOW, Cell, Dateline, Kind, Number, cells, datelines, number_lines
from loaders.headings import Subject, read_subject
from loaders.issuers import body_name
from loaders.letterhead import Issuer, Named, read_issuer, signed_by
from loaders.mentions import Citation, Said
from loaders.plain import View, loose
from loaders.settling import settle
from loaders.signatures import Signature, read_signature
from loaders.words import type_names

TOP = 1200
"""Code points in which a head without a number line begins."""
BESIDE = 700
"""Code points after a number line in which what belongs beside it stands, and in which a second number makes a list."""
TRIES = 4
"""Number lines of one symbol that are tried: a portal prints it before the document does."""
COPIES = frozenset(("BS", "SY", "TrS", "SL"))
SENTENCE, PROSE = 10, 25
"""Words of a line that is prose because it ends like a sentence, and because it is long and names no document."""

_SENTENCE_END = re.compile(r"[.!?…][”\"’)]?$")
_INSIDE = re.compile(r"[.!?…] [“\"]?[A-ZĐ]")
_QUOTING = re.compile(
    r"\b(?:nhu sau|sau day|duoi day|trich dang|xin gioi thieu|gioi thieu toan van|cho biet|mau so \d|bieu mau)\b"
)
_FURNITURE = re.compile(  # what download pages say of themselves
    r"\b(?:dang tai|dang xem|ban rut gon|xem toan van|tai ban|tai ve|download|dang nhap|ban quyen|cap nhat"
    r"|thuoc tinh van ban)\b"
)
_WITH = loose(r"kèm theo $")
_PROVISIONS = re.compile(
    r"(?:^|[\n|])[ \t]{0,8}(?:(?:[IVX]{1,5}|[A-D]|\d{1,2})\s?[.\-–)/](?=\s)|(?:Điều|ĐIỀU) \d"
    r"|(?:Chương|CHƯƠNG|Phần|PHẦN) (?:thứ|THỨ|[I1]))"
)
_ABOVE = frozenset((Kind.CAPITALS, Kind.MOTTO, Kind.UNION, Kind.DATE, Kind.STAMP, Kind.DRAFT, Kind.NUMBER))
_OPENS = frozenset((Kind.TYPE, Kind.ABOUT, Kind.TO, Kind.RECITAL))


@dataclass(frozen=True, slots=True)
class Own:
    """The document a text is: ``index`` of its citation, where its head begins, the span of its title, where its
    provisions begin, and what its head says of it. ``place`` is the province it speaks for, ``issuer`` who speaks,
    ``date`` its ISO day."""

    index: int
    start: int
    title: tuple[int, int] | None
    provisions: int
    place: str | None = None
    issuer: str | None = None
    date: str | None = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """The parts of a head that was believed."""

    number: Number | None
    dateline: Dateline | None
    issuer: Issuer
    subject: Subject
    signature: Signature | None
    draft: tuple[int, int] | None
    start: int


def with_own(seen: View, citations: Sequence[Citation], v: Vocabulary) -> tuple[list[Citation], Own | None]:
    """The citations, one of them the document the text is, with all its head says; and what it is. Without a head that
    can be believed the citations are as they were, and there is none. Pure; looks at the top of the text and for a
    signature."""
    head = _find(seen, citations, v)
    if head is not None:
        return _declared(seen, citations, head, v)
    annex = _annex(seen, citations, v)
    return list(citations), annex


# ------------------------------------------------------------------ is there one?


def _find(seen: View, citations: Sequence[Citation], v: Vocabulary) -> _Head | None:
    numbers = number_lines(seen, citations, v)
    printed = [n for n in numbers if not _is_copy(n, citations)]
    for number in printed[:TRIES]:
        if not _is_crowded(number, printed, citations) and (head := _numbered(seen, citations, numbers, number, v)):
            return head
    return None if printed else _unnumbered(seen, citations, v)


def _is_copy(n: Number, citations: Sequence[Citation]) -> bool:
    kind = citations[n.citation].facts.type if n.citation is not None else n.symbol.type if n.symbol else None
    return kind in COPIES


def _is_crowded(number: Number, numbers: Sequence[Number], citations: Sequence[Citation]) -> bool:
    """Whether another document's number stands near: a list of documents."""

    def symbol(n: Number) -> str | None:
        return citations[n.citation].facts.symbol if n.citation is not None else None

    return any(
        n is not number and symbol(n) != symbol(number) and -BESIDE <= n.start - number.end <= BESIDE for n in numbers
    )


def _numbered(
    seen: View, citations: Sequence[Citation], numbers: Sequence[Number], number: Number, v: Vocabulary
) -> _Head | None:
    stop = min(len(seen.text), number.end + BELOW)
    dates = datelines(seen, 0, stop, v)
    lines = cells(seen, 0, stop, numbers, dates, v)
    start = _block(lines, number)
    if _quotes(seen, start, v):
        return None
    beside = [c for c in lines if start <= c.start < number.end + BESIDE]
    near = [d for d in dates if start <= d.start < number.end + BESIDE]
    dateline = next((d for d in near if d.start >= number.end), near[-1] if near else None)
    head = _read(seen, citations, lines, beside, number, dateline, start, v)
    kinds = {c.kind for c in beside}
    spoken = bool(head.issuer.bodies) or bool(kinds & {Kind.MOTTO, Kind.UNION})
    opened = bool(kinds & _OPENS)
    if number.citation is None:
        return head if spoken and opened and dateline is not None else None
    if dateline is not None:
        at_top = not seen.text[:start].strip()
        return head if spoken or opened or at_top else None
    return head if spoken and bool(kinds & {Kind.TYPE, Kind.ABOUT}) else None


def _unnumbered(seen: View, citations: Sequence[Citation], v: Vocabulary) -> _Head | None:
    """A head that prints no number line at all: motto, body, place and day, and type, none missing."""
    stop = min(len(seen.text), TOP + BELOW)
    dates = datelines(seen, 0, min(len(seen.text), TOP), v)
    lines = cells(seen, 0, stop, (), dates, v)
    motto = next((c for c in lines if c.kind in (Kind.MOTTO, Kind.UNION) and c.start < TOP), None)
    if motto is None or not dates:
        return None
    first = Number(motto.start, motto.end, None)
    start = _block(lines, first)
    beside = [c for c in lines if start <= c.start < motto.end + BESIDE]
    dateline = next((d for d in dates if d.start >= start), None)
    if _quotes(seen, start, v) or dateline is None or not any(c.kind is Kind.TYPE for c in beside):
        return None
    head = _read(seen, citations, lines, beside, first, dateline, start, v)
    return replace(head, number=None) if head.issuer.bodies and head.subject.type else None


def _block(lines: Sequence[Cell], number: Number) -> int:
    """Where the head begins: upward from the number while cells belong to a letterhead."""
    start = number.start
    for cell in reversed([c for c in lines if c.end <= number.start]):
        if cell.kind not in _ABOVE:
            break
        start = cell.start
    return start


def _quotes(seen: View, start: int, v: Vocabulary) -> bool:
    """Whether prose, or words that announce a quotation, stand before the head."""
    for line in seen.text[:start].splitlines():
        said = line.strip(" |\t")
        size = len(said.split())
        if said.isupper() or _FURNITURE.search(fold(said)):
            continue
        ends = _SENTENCE_END.search(said) is not None or _INSIDE.search(said) is not None
        long = size >= PROSE and not any(" ".join(words(said)[:k]) in type_names(v) for k in (2, 3, 4))
        if (ends and size >= SENTENCE) or long or _QUOTING.search(fold(said)):
            return True
    return False


# ------------------------------------------------------------------ what it says


def _read(
    seen: View,
    citations: Sequence[Citation],
    lines: Sequence[Cell],
    beside: Sequence[Cell],
    number: Number,
    dateline: Dateline | None,
    start: int,
    v: Vocabulary,
) -> _Head:
    facts = citations[number.citation].facts if number.citation is not None else None
    organs = facts.organs if facts else number.symbol.organs if number.symbol else ()
    anchor = number.end if number.symbol or facts else max(number.end, dateline.end if dateline else 0)
    head = [c for c in lines if c.start >= start]
    subject = read_subject(seen, head, anchor, citations, facts.symbol if facts else None, v)
    issuer = _issuer(seen, beside, number, organs, dateline, subject, v)
    signature = read_signature(seen, max(subject.end, anchor))
    if signature and signature.behalf:
        issuer = _decided(issuer, body_name(seen.text[slice(*signature.behalf)]), signature.behalf, v)
    until = subject.type.start if subject.type else subject.end
    draft = next(((c.start, c.end) for c in head if c.kind is Kind.DRAFT and c.start <= until), None)
    if draft is None and number.citation is None and dateline and dateline.iso is None:
        draft = (dateline.start, dateline.end)  # neither number nor day was filled in
    return _Head(number, dateline, issuer, subject, signature, draft, start)


def _issuer(
    seen: View,
    beside: Sequence[Cell],
    number: Number,
    organs: Sequence[str],
    dateline: Dateline | None,
    subject: Subject,
    v: Vocabulary,
) -> Issuer:
    near = v.place(dateline.place) if dateline else None
    union = any(c.kind is Kind.UNION for c in beside)
    limit = subject.type.start if subject.type else subject.end or number.end + BESIDE
    above = [c for c in beside if c.kind is Kind.CAPITALS and c.end <= number.start]
    below = [c for c in beside if c.kind is Kind.CAPITALS and number.end <= c.start < max(limit, number.end)]
    if subject.span is None or subject.type is None:
        below = [c for c in beside if c.kind is Kind.CAPITALS and c.start >= number.end]
    found = read_issuer(seen, above, organs, near, union=union, v=v)
    if not found.bodies:
        found = read_issuer(seen, below, organs, near, union=union, v=v)
    if subject.issuer:
        name = body_name(seen.text[slice(*subject.issuer)])
        if not found.bodies:
            found = Issuer((Named(name, *subject.issuer),), None)
        found = _decided(found, name, subject.issuer, v)
    if not found.bodies and any((o := organ_of(code, v)) and o.scope == "province" for code in organs):
        return Issuer((), near)
    return found


def _decided(issuer: Issuer, behalf: str, span: tuple[int, int], v: Vocabulary) -> Issuer:
    name = signed_by(issuer, behalf, v)
    return Issuer((Named(name, *span),), issuer.place) if name else issuer


# ------------------------------------------------------------------ the citation it becomes


def _declared(seen: View, citations: Sequence[Citation], head: _Head, v: Vocabulary) -> tuple[list[Citation], Own]:
    said, word = _said(seen, head), head.subject.type.bare if head.subject.type else None
    known = tuple(s for s in said if s.field in ("date", "year", "issuer", "title"))
    kind = head.subject.type
    out = [c for c in citations if kind is None or c.form is Form.FULL or not kind.start <= c.start < kind.end]
    if head.number is not None and head.number.citation is not None:
        index = out.index(citations[head.number.citation])
        own = out[index]
        kept = tuple(s for s in own.said if s.field not in {k.field for k in known})
        own = settle(replace(own, said=(*known, *kept), word=word or own.word, head=True), v)
        own = replace(own, core=own.end, reach=own.end, joined=False, issued=False, bracketed=False, alias=False)
        out[index] = own
    else:
        own = settle(_without_number(seen, head, known, word), v)
        own = replace(own, facts=replace(own.facts, scopes=(head.issuer.place,) if head.issuer.place else ()))
        out = [c for c in out if c.end <= own.start or c.start >= own.end]
        index = sum(c.start < own.start for c in out)
        out.insert(index, own)
    provisions = _PROVISIONS.search(seen.text, max(head.subject.end, own.end))
    return out, Own(
        index=index,
        start=head.start,
        title=head.subject.span,
        provisions=provisions.start() if provisions else len(seen.text),
        place=head.issuer.place,
        issuer=head.issuer.bodies[0].name if head.issuer.bodies else None,
        date=head.dateline.iso if head.dateline else None,
        said=said,
    )


def _without_number(seen: View, head: _Head, known: tuple[Said, ...], word: str | None) -> Citation:
    """A citation of the text itself where its number is left out: at its number line, else at its type line."""
    line, symbol = head.number, head.number.symbol if head.number else None
    kind = head.subject.type
    assert line is not None or kind is not None
    start, end = (line.start, line.end) if line else (kind.start, kind.end) if kind else (0, 0)
    facts = Facts(
        type=symbol.type if symbol else kind.type if kind else None,
        organs=symbol.organs if symbol and len(symbol.organs) == 1 else (),
    )
    return Citation(
        start, end, seen.text[start:end], Form.TITLE, facts, None, word, start, True, said=known, core=end, reach=end
    )


def _said(seen: View, head: _Head) -> tuple[Said, ...]:
    """Everything the head states, each with the words that state it."""
    out = []
    subject, dateline, signature = head.subject, head.dateline, head.signature
    if dateline and dateline.iso:
        out.append(Said("date", dateline.iso, dateline.start, dateline.end))
    elif dateline and dateline.year:
        out.append(Said("year", str(dateline.year), dateline.start, dateline.end))
    out += [Said("issuer", b.name, b.start, b.end) for b in head.issuer.bodies]
    if head.issuer.place:
        where = (dateline.place_start, dateline.place_end) if dateline else None
        body = head.issuer.bodies[0] if head.issuer.bodies else None
        if where or body:
            start, end = where or (body.start, body.end)  # type: ignore[union-attr]
            out.append(Said("place", head.issuer.place, start, end))
    if kind := subject.type:
        written = body_name(seen.text[kind.start : kind.end])
        if " ".join(words(written)) == kind.bare:  # not with its letters spaced out
            out.append(Said("type_word", written, kind.start, kind.end))
    if subject.span:
        text = " ".join(seen.text[slice(*subject.span)].replace("|", " ").split()).rstrip(" .,;:-")
        out.append(Said("title", text, *subject.span))
    if signature:
        out.append(Said("signer", body_name(seen.text[slice(*signature.signer)]), *signature.signer))
        out.append(Said("post", body_name(seen.text[slice(*signature.post)]), *signature.post))
    if head.draft:
        out.append(Said("status", "draft", *head.draft))
    return tuple(s for s in out if s.value and s.start < s.end)


# ------------------------------------------------------------------ an annex


def _annex(seen: View, citations: Sequence[Citation], v: Vocabulary) -> Own | None:
    """The document that an annex names at its top: "QUY CHẾ ... (Ban hành kèm theo Quyết định số 12-QĐ/TU ...)"."""
    for i, c in enumerate(citations):
        if c.start > TOP:
            break
        before = _WITH.search(seen.low, max(0, c.start - 60), c.start)
        if c.form is not Form.FULL or before is None or not _begins_line(seen, before.start()):
            continue
        lines = cells(seen, 0, c.start, (), (), v)
        named = next((x for x in lines if x.kind is Kind.TYPE or x.bare.startswith("phu luc")), None)
        if named is None or not seen.text[named.start : named.end].isupper() or _quotes(seen, named.start, v):
            return None
        subject = read_subject(seen, lines, named.start, citations, None, v)
        provisions = _PROVISIONS.search(seen.text, c.reach)
        issuer = c.facts.issuers[0] if c.facts.issuers else None
        return Own(
            i, named.start, subject.span, provisions.start() if provisions else len(seen.text), issuer=issuer,
            date=c.facts.dates[0] if c.facts.dates else None,
        )  # fmt: skip
    return None


def _begins_line(seen: View, at: int) -> bool:
    """Whether nothing but a bracket and "ban hành" stands before "kèm theo" on its line."""
    start = max(seen.text.rfind("\n", 0, at), seen.text.rfind("|", 0, at)) + 1
    return re.fullmatch(r"[\s(*]*(?:(?:duoc )?ban hanh )?", seen.bare[start:at]) is not None
