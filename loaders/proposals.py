"""What a curator proposes, in any entrance's words -> the decision it is, checked against the graph as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.model import Decision, Document, Referent, Verdict
from graph_schema.pins import pin_of
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from loaders.beside import beside
from loaders.decided import linked, named
from loaders.overriding import checked_value
from loaders.read import one_line

LONGEST: Final = 2000
LONGEST_NAME: Final = 200
"""Characters of a reason, a quote or an address, and of a name."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision as it is proposed; the fields mean what they mean in ``Decision``. A merge lets ``other`` go into
    ``document``. ``claim`` is the id of a claim to reject: without it, source, type and words name it."""

    kind: str
    who: str
    reason: str
    document: str | None = None
    other: str | None = None
    type: str | None = None
    field: str | None = None
    value: str | None = None
    source: str | None = None
    start: int | None = None
    end: int | None = None
    claim: str | None = None
    quote: str | None = None
    url: str | None = None
    date: str | None = None


def decision_of(graph: Graph, proposal: Proposal, v: Vocabulary) -> Decision:
    """The decision a proposal is, with the one it replaces. Raises InvalidQuestion for a field that is missing or
    unusable, UnknownId for a document, source or claim that is not there, DecisionConflict when it contradicts one
    that holds."""
    try:
        kind = Verdict(proposal.kind)
    except ValueError:
        raise InvalidQuestion(
            f"kind: {proposal.kind[:60]!r} is no decision. Use one of {', '.join(Verdict)}.", parameter="kind"
        ) from None
    who, reason = checked_text("who", proposal.who, LONGEST_NAME), checked_text("reason", proposal.reason)
    if not who or not reason:
        raise _missing("reason" if who else "who", "why, in a few words" if who else "the name of whoever decides")
    made = _BUILDERS[kind](graph, proposal, replace(Decision("", who, reason), kind=kind), v)
    return named(beside(graph, made))


def document_named(graph: Graph, name: str, id: str | None) -> Document:
    """The document an id or an older id names. Raises InvalidQuestion without one, and UnknownId."""
    given = (id or "").strip()
    if not given:
        raise _missing(name, "the id of a document, from resolve or search")
    now = (given,) if given in graph.nodes([given]) else graph.aliases([given]).get(given, ())
    if len(now) > 1:
        raise InvalidQuestion(f"{name}: {len(now)} documents answer to {given!r}: {', '.join(now)}.", parameter=name)
    node = graph.nodes(now).get(now[0]) if now else None
    if not isinstance(node, Document):
        raise UnknownId(f"{name}: no document has the id {given[:200]!r}. Find ids with resolve or search.", id=given)
    return node


# ------------------------------------------------------------------ one builder for each kind


def _accept(graph: Graph, p: Proposal, d: Decision, v: Vocabulary) -> Decision:
    document = document_named(graph, "document", p.document)
    referent = _mention(graph, p.source, p.start)
    if referent.document == document.id and _only_it(graph, referent):
        raise InvalidQuestion(
            f"document: {document.id} is known by this mention alone, so there is nothing to accept.",
            parameter="document",
        )
    elsewhere = document.cluster if document.cluster != referent.cluster else None
    return replace(
        d,
        source=referent.source,
        start=referent.start,
        document=document.id,
        cluster=referent.cluster,
        other_cluster=elsewhere,
    )


def _mention(graph: Graph, source: str | None, start: int | None) -> Referent:
    """The document of a source whose first mention is at, or holds a mention at, this offset."""
    if not source or start is None:
        raise _missing("start" if source else "source", "the source and the offset of a mention, as unresolved lists")
    if source not in graph.sources([source]):
        raise UnknownId(f"source: no source has the id {source[:200]!r}. `stats --sources` lists them.", id=source)
    here = {m.referent for m in graph.mentions([source]) if m.start <= start < m.end and m.referent is not None}
    found = [r for r in graph.referents_of([source]) if r.start == start or r.n in here]
    if len(found) != 1 or found[0].start is None:
        raise UnknownId(f"start: {source} names no document at {start}. Use the start of a mention.", id=source)
    return found[0]


def _only_it(graph: Graph, referent: Referent) -> bool:
    members = graph.referents_as([referent.document or ""])
    return [(r.source, r.n) for r in members] == [(referent.source, referent.n)]


def relations(v: Vocabulary) -> tuple[str, ...]:
    """The relation types a curator can state between two documents."""
    return (*(r.type for r in v.relations if r.family != "structure"), "PROMULGATES")


def _claim(graph: Graph, p: Proposal, d: Decision, v: Vocabulary) -> Decision:
    subject, target = (document_named(graph, n, id) for n, id in (("document", p.document), ("other", p.other)))
    types = relations(v)
    kind = (p.type or "").strip().upper()
    if kind not in types:
        raise InvalidQuestion(
            f"type: {kind[:60]!r} is no relation between documents. Use one of {', '.join(types)}.", parameter="type"
        )
    if subject.id == target.id:
        raise InvalidQuestion(f"other: {target.id} would stand in a relation to itself.", parameter="other")
    return replace(
        d,
        document=subject.id,
        cluster=subject.cluster,
        type=kind,
        other=target.id,
        other_cluster=target.cluster,
        quote=checked_text("quote", p.quote),
        url=_address(p.url),
        date=_day(p.date),
    )


def _reject(graph: Graph, p: Proposal, d: Decision, v: Vocabulary) -> Decision:
    source = p.source or _source_of(graph, p.claim)
    claims = graph.claims_of([source]) if source else ()
    if p.claim:
        found = [c for c in claims if c.id == p.claim]
    else:
        pin = (source, p.type, p.start, p.end, p.value)
        found = [c for c in claims if pin_of(c) == pin]
    if not found:
        where = f"no claim has the id {p.claim[:200]!r}" if p.claim else "the source says no such thing in these words"
        raise UnknownId(f"claim: {where}. The evidence of a relation lists its claims.", id=p.claim or source)
    claim = found[0]
    if claim.object is None:
        raise InvalidQuestion(
            f"claim: {claim.id} says what the {claim.type} of a document is. Override that field of the document.",
            parameter="claim",
        )
    of, kind, start, end, value = pin_of(claim)
    return replace(d, source=of, type=kind, start=start, end=end, value=value)


def _source_of(graph: Graph, claim: str | None) -> str | None:
    """The source that makes a claim. Raises InvalidQuestion without an id."""
    if not claim:
        raise _missing("claim", "the id of a claim, from the evidence of a relation")
    return next((c.source for c in graph.claims([claim]).values()), None)


def _pair(graph: Graph, p: Proposal, d: Decision, v: Vocabulary) -> Decision:
    first, second = (document_named(graph, n, id) for n, id in (("document", p.document), ("other", p.other)))
    near = linked(graph, {first.cluster, second.cluster})
    if said := next((h for h in graph.decisions(near) if _says(h, p, d)), None):
        return said  # though the ids may have changed since, and because of it
    if first.id == second.id:
        raise InvalidQuestion(
            f"other: {p.other} and {p.document} are one document already, {first.id}.", parameter="other"
        )
    if d.kind is not Verdict.MERGE:
        first, second = sorted((first, second), key=lambda x: x.id)
    return replace(d, document=first.id, cluster=first.cluster, other=second.id, other_cluster=second.cluster)


def _says(held: Decision, p: Proposal, d: Decision) -> bool:
    said = (p.document, p.other) if d.kind is Verdict.MERGE else tuple(sorted((p.document or "", p.other or "")))
    return (held.kind, held.document, held.other, held.who, held.reason) == (d.kind, *said, d.who, d.reason)


def _override(graph: Graph, p: Proposal, d: Decision, v: Vocabulary) -> Decision:
    document = document_named(graph, "document", p.document)
    value = checked_value(p.field, p.value, v)
    return replace(d, document=document.id, cluster=document.cluster, field=p.field, value=value)


_Builder = Callable[[Graph, Proposal, Decision, Vocabulary], Decision]
_BUILDERS: Mapping[Verdict, _Builder] = {
    Verdict.ACCEPT: _accept,
    Verdict.CLAIM: _claim,
    Verdict.REJECT: _reject,
    Verdict.MERGE: _pair,
    Verdict.SAME: _pair,
    Verdict.DIFFERENT: _pair,
    Verdict.UNSURE: _pair,
    Verdict.OVERRIDE: _override,
}


# ------------------------------------------------------------------ single fields


def checked_text(name: str, value: str | None, longest: int = LONGEST) -> str | None:
    """A text in the form that is kept: one line, nothing invisible; None when nothing is left. Raises InvalidQuestion
    when it has more than ``longest`` characters."""
    said = one_line(value or "")
    if len(said) > longest:
        raise InvalidQuestion(f"{name}: {len(said)} characters; {longest} are the limit.", parameter=name)
    return said or None


def _address(value: str | None) -> str | None:
    said = checked_text("url", value)
    if said and not said.startswith(("http://", "https://")):
        raise InvalidQuestion("url: an address begins with http:// or https://.", parameter="url")
    return said


def _day(value: str | None) -> str | None:
    said = checked_text("date", value)
    try:
        return date.fromisoformat(said).isoformat() if said else None
    except ValueError:
        raise InvalidQuestion(
            f"date: {(said or '')[:60]!r} is no day. Write it as YYYY-MM-DD.", parameter="date"
        ) from None


def _missing(name: str, what: str) -> InvalidQuestion:
    return InvalidQuestion(f"{name}: missing. Say {what}.", parameter=name)


_NEEDED: Final[Mapping[Verdict, tuple[str, ...]]] = {
    Verdict.ACCEPT: ("source", "start", "document", "cluster"),
    Verdict.REJECT: ("source", "type"),
    Verdict.OVERRIDE: ("document", "cluster", "field"),
}


def check_whole(d: Decision, v: Vocabulary) -> None:
    """Raises InvalidQuestion when a decision that comes from outside as a whole is none that ``decision_of`` makes."""
    pair = ("document", "cluster", "other", "other_cluster")
    for name in ("who", "reason", *_NEEDED.get(d.kind, pair)):
        if getattr(d, name) in (None, ""):
            raise _missing(name, f"what a decision of the kind {d.kind} has there")
    longest = {"who": LONGEST_NAME}
    for name in ("who", "reason", "quote"):
        if checked_text(name, getattr(d, name), longest.get(name, LONGEST)) != getattr(d, name):
            raise InvalidQuestion(f"{name}: not as it would be kept: one line, nothing invisible.", parameter=name)
    _address(d.url)
    _day(d.date)
    if d.kind is Verdict.CLAIM and d.type not in relations(v):
        raise InvalidQuestion(f"type: {d.type!r} is no relation between documents.", parameter="type")
    if d.kind is Verdict.OVERRIDE and checked_value(d.field, d.value, v) != d.value:
        raise InvalidQuestion(f"value: {d.value!r} is not as it would be kept.", parameter="value")


def proposal_of(decision: Decision) -> Proposal:
    """The proposal that a decision was: what a spreadsheet shows of it."""
    shared = {f.name for f in fields(Proposal)} & {f.name for f in fields(Decision)}
    return Proposal(**{name: getattr(decision, name) for name in shared})
