"""Which document a text says carries out, reviews, changes or cites which, from cue words between their citations.

A verb stands after the whole citation of the acting document and before the one acted on; it attaches to the nearest
document on its left, governs the list on its right, and passives turn round. "Thực hiện B, ... ban hành A" opens a
sentence: A comes later. In an official text what opens a line is said of the text itself. A body named after a review
("Ban Chỉ đạo tổng kết Nghị quyết 18") states nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_schema.vocabulary import Vocabulary
from loaders import agents, boundaries, doers, listing, openings, verbs
from loaders.acting import attach
from loaders.cues import FoundCue, cue_named, cues_between
from loaders.events import Context, Event, Relation
from loaders.governing import governing_cue
from loaders.itself import plain_mentions
from loaders.list_verbs import of_list
from loaders.mentions import Citation
from loaders.official import Own
from loaders.plain import View
from loaders.stating import state

ZONE = 420
"""Code points before a citation in which its cue may stand."""
TO_LIFE = "implements-bare"
"""The cue that "đưa ... vào cuộc sống" is an instance of."""
LAPSES = {"REPEALS": "repealed-by", "REPLACES": "replaced-by"}
"""The cues that "các văn bản sau hết hiệu lực" is an instance of."""


def find_relations(
    view: View,
    citations: Sequence[Citation],
    of: Mapping[int, int],
    vocabulary: Vocabulary,
    own: Own | None = None,
) -> list[Relation]:
    """Every relation stated between citations, in the order of their objects. ``of`` maps citations to documents: one
    without a document takes part in lists and nesting but ends no relation. ``own`` is the document the text is."""
    t = Context(view, list(citations), of, vocabulary, own)
    for i, c in enumerate(t.citations):
        left = t.citations[i - 1] if i else None
        if left and boundaries.broken(t.view, left.end, min(c.opens, left.end + ZONE)):
            openings.end_sentence(t, i - 1)
        event = t.events[i] = _item(t, i) or _event(t, i)
        if event is None:
            openings.close(t, i)
        elif event.opening:
            openings.wait(t, event, i)
        else:
            for subject in event.subjects or (None,):
                state(t, event, subject, i)
            if not event.subjects:
                t.sentence.alone.append(i)
    if t.citations:
        openings.end_sentence(t, len(t.citations) - 1)
    said = [*t.out, *plain_mentions(t)]
    out = (r for r in listing.in_turn(t.view, said) if r.subject is not None or r.object not in t.settled)
    return sorted(out, key=lambda r: (r.object, r.cue_start, -1 if r.subject is None else r.subject, r.type))


def _item(t: Context, i: int) -> Event | None:
    """The verb of a list that a line above announces, for the first citation of an item; or that is said of all
    documents after a colon: "các văn bản sau hết hiệu lực: A; B"."""
    c = t.citations[i]
    floor = t.citations[i - 1].end if i else 0
    if said := listing.lapse(t.view, 0, c.opens):
        kind, start, end = said
        cue = FoundCue(cue_named(LAPSES[kind], t.v), start, end)
        acting = _lapsing(t, i, start)
        event = Event(kind, cue, "lapse", acting, nested=True) if acting else None
        t.listed = (i, event) if event else None
        return event
    mark = listing.item_mark(t.view, c.opens)
    if mark is None or mark < floor:
        return None
    if (colon := listing.announced(t.view, mark)) is not None and colon >= floor:
        t.citations[i] = replace(c, start=colon + 1, begin=-1, joined=False)
        event = _event(t, i)
        t.citations[i] = c
        t.listed = (i, event) if event and not event.opening else None
        return event if t.listed else None
    if t.listed and listing.goes_on(t.view, t.citations[t.listed[0]].end, mark):
        t.listed = (i, t.listed[1])
        return t.listed[1]
    t.listed = None
    return None


def _lapsing(t: Context, i: int, verb: int) -> tuple[int, ...]:
    """What makes the documents of a list lapse: "Kể từ ngày Quyết định này có hiệu lực", or the text itself."""
    left = i - 1
    if left >= 0 and left in t.of and not boundaries.broken(t.view, t.citations[left].end, verb):
        return (left,)
    own = t.own is not None and t.head in t.of and t.citations[i].start >= t.own.start
    return (t.head,) if own and t.head is not None else ()


def _event(t: Context, i: int) -> Event | None:
    """The verb that governs a citation, with who acts; None where none does, or where the citation itself acts on what
    stands before it, which is then stated."""
    c, left = t.citations[i], t.citations[i - 1] if i else None
    floor = max(left.end if left else 0, c.opens - ZONE)
    start = boundaries.last_break(t.view, floor, c.opens)
    whole = start == floor and left is not None
    if agents.acts_on_earlier(t, i, start, whole=whole):
        return None
    if brings := verbs.brought_to_life(t.view, c, start):
        return attach(t, i, [FoundCue(cue_named(TO_LIFE, t.v), *brings)], start, whole=whole)
    cues = cues_between(t.view, start, c.opens, t.v)
    cue = governing_cue(t, cues, c)
    if cue is None and cues and left and whole and verbs.according(t.view, cues[-1], c.opens):
        told = t.own is None and doers.tells(t.view, left.reach, cues[-1].start)
        event = attach(t, i, cues, start, whole=whole) if told else None
        return event if event and event.nested and event.type == "IMPLEMENTS" else None
    if cue is None:
        return of_list(t, i) if c.joined and (start == floor or _list_line(t, i)) else None
    review = cue.cue.type == "REVIEWS"
    if doers.is_committee_name(t.view, start, cue.start, review=review) or verbs.denied(t.view, start, cue.start):
        return None
    return attach(t, i, cues[: cues.index(cue) + 1], start, whole=whole)


def _list_line(t: Context, i: int) -> bool:
    """Whether only ";" or "," and a line break join a citation to the one before it."""
    return t.view.text[t.citations[i - 1].reach : t.citations[i].start].strip() in (";", ",")
