"""Writing down what a verb states: which document acts on which, once that is known."""

from __future__ import annotations

from dataclasses import replace

from graph_schema.folding import fold
from graph_schema.model import Form
from loaders.acting import guided
from loaders.events import CHANGES, NEAR, Context, Event, Relation
from loaders.issuers import issuer_after


def state(t: Context, event: Event, subject: int | None, obj: int) -> None:
    """States that the citation ``subject``, or none, does to the citation ``obj`` what the verb says. A passive turns
    them round; nothing is stated of a citation without a document, nor of a document and itself."""
    if obj not in t.of or (subject is not None and subject not in t.of):
        return
    if subject is not None and t.of[subject] == t.of[obj]:
        other = _meant_instead(t, event, subject, obj)
        if other is None:
            return
        obj = other
    if event.passive and subject is not None:
        subject, obj = obj, subject
        event = replace(event, type=guided(t, subject, event.type))
    actors = t.sentence.actors
    if event.nested and subject in actors[1:] and t.of[obj] == t.of.get(actors[0]):
        # "Để thực hiện A, X ban hành B; Y ban hành C để thực hiện B": C does not carry out A
        waited = {e.cue.start for e, _ in t.sentence.closed}
        late = [r for r in t.out[t.sentence.since :] if r.subject != subject or r.cue_start not in waited]
        t.out[t.sentence.since :] = late
    cue, own = event.cue, event.own and subject is None
    t.out.append(Relation(event.type, subject, obj, cue.start, cue.end, event.rule, cue.cue.confidence, own))


def settle(t: Context, event: Event, subject: int, obj: int) -> None:
    """States who does it, of an object for which it seemed that no citation acts."""
    t.settled.add(obj)
    t.events[obj] = replace(event, subjects=(subject,), own=False)
    state(t, event, subject, obj)


def _meant_instead(t: Context, event: Event, subject: int, obj: int) -> int | None:
    """ "Hướng dẫn số 8 sửa đổi hướng dẫn này", "Nghị quyết số 3 thực hiện nghị quyết nói trên của Bộ Chính trị": no
    document acts on itself; the one of that type named before is meant, if its issuer is the one named."""
    c, view = t.citations[obj], t.view
    if c.form is not Form.BACK or event.passive:
        return None
    issuer = issuer_after(view, c.end, t.v)
    if issuer is None and event.type not in CHANGES:
        return None
    for j in range(subject - 1, max(-1, subject - NEAR), -1):
        b = t.citations[j]
        if j in t.of and b.form is Form.FULL and b.facts.type == t.citations[subject].facts.type:
            said = {fold(name) for name in b.facts.issuers}
            same = t.of[j] != t.of[subject] and (issuer is None or fold(issuer) in said)
            return j if same else None
    return None
