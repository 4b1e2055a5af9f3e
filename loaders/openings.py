"""Verbs that open a sentence before anybody acts: "Thực hiện B, ... ban hành A".

They wait for who acts until the sentence ends.
"""

from __future__ import annotations

from dataclasses import replace

from loaders import beginnings, boundaries, verbs
from loaders.events import LIST_SUBJECTS, PREAMBLES, Context, Event, Sentence
from loaders.list_verbs import stands_instead
from loaders.plain import loose
from loaders.stating import state

MOST_OPEN = 48
"""Citations that may wait for who acts on them. No real sentence has so many; a hostile one may."""
REST = 300
"""Code points of a sentence looked at after its last citation."""
_GUIDING = loose(r"~(?:để )?hướng dẫn(?: (?:thực hiện|thi hành|triển khai|cụ thể))?~(?:[.;,]|$)")


def wait(t: Context, event: Event, i: int) -> None:
    """Keeps the citation ``i``, which an opening verb governs, until it is known who acts."""
    pending = t.sentence.pending
    if sum(len(objects) for _, objects in pending) >= MOST_OPEN:
        end_sentence(t, i - 1)
        pending = t.sentence.pending
    if not pending or pending[-1][0] is not event:
        pending.append((event, []))
    pending[-1][1].append(i)


def close(t: Context, i: int) -> None:
    """ "Thực hiện B, ... ban hành A": A is here, and so is each citation that a list joins to it."""
    c, s = t.citations[i], t.sentence
    if s.pending and i in t.of and (c.issued or verbs.now_issued(t.view, c) or stands_instead(t, i)):
        s.closed, s.pending, s.actors = s.pending, [], [i]
    elif s.closed and len(s.actors) < LIST_SUBJECTS and (c.issued or (s.actors[-1] == i - 1 and c.joined)):
        s.actors.append(i)
    else:
        return
    guides = _GUIDING.match(t.view.low, c.core) is not None
    for event, objects in s.closed:
        if guides and event.type == "IMPLEMENTS":
            event = replace(event, type="GUIDES")  # "Để thực hiện A, Bộ ban hành B hướng dẫn."
        for j in objects:
            state(t, event, i, j)


def end_sentence(t: Context, last: int) -> None:
    """The sentence ends with the citation ``last``. No citation acts on what still waits: a conference does, a body,
    or a document without a number."""
    for event, objects in t.sentence.pending:
        own = event.type not in PREAMBLES or _makes(t, last)
        own = own or (event.type != "IMPLEMENTS" and verbs.resolves(t.view, t.citations[last].reach))
        own = own or (t.own is None and beginnings.is_letter(t.view, t.citations[last].start))
        for j in objects:
            state(t, replace(event, own=own), None, j)
    t.sentence = Sentence(since=len(t.out))


def _makes(t: Context, last: int) -> bool:
    """Whether the rest of the sentence issues a document without a number."""
    start = t.citations[last].reach
    stop = min(len(t.view.text), start + REST)
    return verbs.makes_unnumbered(t.view, start, boundaries.first_break(t.view, start, stop), t.v)
