"""Who does what a verb says: the citation before it, one named earlier, the text itself, or one still to come."""

from __future__ import annotations

from dataclasses import replace

from graph_schema.model import Form
from loaders import beginnings, boundaries, clauses, listing, verbs
from loaders.cues import FoundCue
from loaders.events import CHANGES, LIST_SUBJECTS, NEAR, PREAMBLES, Context, Event
from loaders.governing import FILLER_LENGTH, read_verbs
from loaders.itself import is_recital, of_itself
from loaders.plain import trimmed

FAR = frozenset(("IMPLEMENTS", "GUIDES"))
"""What a document may be said to do in the sentence after it: "Theo đó, các sở phải thực hiện"."""
SENTENCE_BEFORE = 400
"""Code points back over which "Theo đó" looks for a document."""
SENTENCES = 1500
"""Code points before a verb in which brackets and dashes are looked for."""
TAKEN_UP = 900
"""Code points back over which a bare "Quy định" takes up a document."""


def attach(t: Context, i: int, cues: list[FoundCue], start: int, *, whole: bool) -> Event | None:
    """The verb with who does it. ``whole``: the sentence holds the citation before this one too."""
    cue = cues[-1]
    passive = cue.cue.voice == "passive" or clauses.turns_round(t.view, start, cue, t.citations[i].opens)
    said = read_verbs(t, cues, start, passive=passive)
    if said.type in CHANGES and not passive and verbs.proposed(t.view, start, cue.start):
        return None
    left = _left(t, i) if whole else None
    if left is None and i and boundaries.next_cell(t.view, t.citations[i - 1].reach, cue.start) and i - 1 in t.of:
        return replace(said, rule=f"cell:{said.rule}", subjects=(i - 1,), nested=True)
    if left is None:
        event = _taken_up(t, i, said, start) or _told_before(t, i, said, start)
        return event or _opening(t, i, said, start, whole=whole)
    if t.own and is_recital(t.view, t.own, said.type, cue.start):
        return _opening(t, i, said, start, whole=whole)
    if said.type in ("BASED_ON", "CITES") and (event := _recital(t, i, said)):
        return event
    if said.type == "BASED_ON":
        return _opening(t, i, said, start, whole=whole)
    near = t.citations[left]
    if passive and said.type in CHANGES and (actor := _kin(t, left, i)) is not None:
        return replace(said, subjects=(actor,), nested=True)
    if clauses.accompanies(t.view, near.core, cue.start):
        event = _governing(t, i)
        return replace(said, type="CITES", rule="cites", subjects=event.subjects) if event else None
    first, ends = t.events.get(left), (near.core, near.reach)
    reviewed = first and (first.type == "REVIEWS" or (first.type == "CITES" and verbs.of_years(t.view, first.cue)))
    if reviewed and any(verbs.more_years(t.view, at, cue.start) for at in ends):
        return first
    if verbs.said_of_it(t.view, near.core, cue.start) or _far_clause(t, left, said):
        return replace(said, subjects=first.subjects if first and first.subjects else (left,), nested=True)
    if passive and first and first.passive and clauses.suffers_too(t.view, near.reach, cue.start):
        return _second_verb(t, left, said)
    if _beside(t, left, cue):
        return _second_verb(t, left, said)
    if said.type != "CITES" and _reaches(t, left, said):
        return replace(said, type=guided(t, left, said.type), subjects=_subjects(t, left, cue), nested=True)
    return _opening(t, i, said, start, whole=whole)


def _kin(t: Context, left: int, i: int) -> int | None:
    """ "Thông tư A hướng dẫn Nghị định B, được sửa đổi bởi Thông tư C": what acts on B is of C's type, and is what is
    changed."""
    event, kind = t.events.get(left), t.citations[i].facts.type
    if event is None or not event.subjects or t.citations[left].facts.type == kind:
        return None
    actor = event.subjects[-1]
    return actor if t.citations[actor].facts.type == kind else None


def _recital(t: Context, i: int, said: Event) -> Event | None:
    """ "Quyết định này căn cứ A; căn cứ B; xét C": each basis is that of the first, of what "này" points to, or of the
    document that was "ban hành trên cơ sở" it."""
    left = t.citations[i - 1]
    if i - 1 in t.of and verbs.issued_on(t.view, left, said.cue.start, basis=said.type == "BASED_ON"):
        return replace(said, subjects=(i - 1,))
    if said.type == "CITES" and _before(t, said.cue.start) not in (";", ","):
        return None
    for j in range(i - 1, max(-1, i - LIST_SUBJECTS), -1):
        event = t.events.get(j)
        if event and event.type == "BASED_ON":
            return replace(said, subjects=event.subjects, opening=event.opening, own=event.own, rule=event.rule)
        if said.type == "BASED_ON" and t.citations[j].form is Form.BACK and j in t.of:
            return replace(said, subjects=(j,))
        if boundaries.broken(t.view, t.citations[j].end, t.citations[j + 1].start):
            return None
    return None


def _before(t: Context, at: int) -> str:
    at = trimmed(t.view.low, at)
    return t.view.low[max(0, at - 1) : at]


def _taken_up(t: Context, i: int, said: Event, start: int) -> Event | None:
    """ "Quy định có hiệu lực từ ngày ký, thay thế ...": a sentence about the document that was named before."""
    word = verbs.takes_up(t.view, boundaries.line_start(t.view, start, said.cue.start), said.cue.start, t.v)
    if word is None or (t.head is not None and t.head < i):
        return None
    for j in range(i - 1, max(-1, i - 2 * NEAR), -1):
        c = t.citations[j]
        if c.end < start - TAKEN_UP:
            return None
        named = word.abbr is None or c.word == word.key or (c.word is None and c.facts.type == word.abbr)
        named = named or verbs.carries(t.view, c, word.key)
        if named and j in t.of and t.events.get(j) is None and not _renames(t, j):
            return replace(said, rule=f"taken-up:{said.rule}", subjects=(j,), nested=True)
    return None


def _renames(t: Context, j: int) -> bool:
    """Whether a citation in brackets gives another name of the one before it: "Quy định số 04-QĐi/TW (Quy định 04)"."""
    c = t.citations[j]
    return c.alias or (c.bracketed and j > 0 and not boundaries.broken(t.view, t.citations[j - 1].end, c.start))


def _told_before(t: Context, i: int, said: Event, start: int) -> Event | None:
    """ "UBND tỉnh ban hành Công văn số 1483. Theo đó, các sở phải triển khai ...": what the last document asks for."""
    if t.head is not None or said.type not in FAR or said.passive or said.rule in ("years", "results", "reviews"):
        return None
    if not verbs.told_before(t.view, start, said.cue.start) or _makes_another(t, i):
        return None
    for j in range(i - 1, max(-1, i - NEAR), -1):
        c = t.citations[j]
        if c.end < start - SENTENCE_BEFORE or "\n\n" in t.view.text[c.end : start]:
            return None
        if j in t.of and t.events.get(j) is None and c.form is not Form.BACK and (c.issued or c.bracketed):
            return replace(said, rule=f"told-before:{said.rule}", subjects=(j,), nested=True)
    return None


def _far_clause(t: Context, left: int, said: Event) -> bool:
    """The same after a semicolon: "... ban hành Nghị quyết số 328/NQ-CP; theo đó, ... nhằm thực hiện"."""
    c = t.citations[left]
    told = said.type in FAR and not said.passive and t.head is None and c.issued and t.events.get(left) is None
    return told and left in t.of and verbs.told_before(t.view, c.core, said.cue.start)


def _makes_another(t: Context, i: int) -> bool:
    """Whether the sentence goes on to issue another document."""
    here = t.citations[i : i + 3]
    return any(c.issued and not boundaries.broken(t.view, here[0].end, c.start) for c in here[1:])


def _opening(t: Context, i: int, said: Event, start: int, *, whole: bool) -> Event | None:
    begin = boundaries.line_start(t.view, start, said.cue.start)
    inside = whole and begin == t.citations[i - 1].end
    first = not inside and beginnings.opens(t.view, begin, verbs.without_spreading(t.view, begin, said.cue.start))
    if inside and t.citations[i - 1].form is Form.TITLE:
        begin = t.citations[i - 1].start  # "Chương trình hành động của Chính phủ thực hiện": no number acts
    if t.own is None or t.head is None or t.citations[i].start < t.own.start:
        acts = said.type == "BASED_ON" and beginnings.opens_with_body(t.view, begin, said.cue.start)
        opens = acts or (first and (said.type in PREAMBLES or (said.type == "REPLACES" and not said.passive)))
        if opens and said.rule not in ("years", "results"):
            return replace(said, rule=f"opening:{said.rule}", opening=True)
        return replace(said, own=_own(t, said, begin))
    if of_itself(t.view, t.own, said.type, said.cue.start, begin, first=first):
        kind = guided(t, t.head, said.type)
        return replace(said, type=kind, rule=f"head:{said.rule}", subjects=(t.head,), passive=False)
    return replace(said, own=_own(t, said, begin))


def _own(t: Context, said: Event, begin: int) -> bool:
    """Whether a document without a number does it, or a review is held."""
    if said.type == "REVIEWS":
        return said.rule != "results"
    return (
        t.head is None
        and not said.passive
        and said.rule != "years"
        and not verbs.proposed(t.view, begin, said.cue.start)
        and (
            verbs.unnumbered_actor(t.view, begin, said.cue.start, t.v)
            or beginnings.is_about_line(t.view, begin, said.cue.start)
            or (said.type == "GUIDES" and beginnings.is_letter(t.view, said.cue.start))
        )
    )


def guided(t: Context, subject: int, kind: str) -> str:
    """A Hướng dẫn that carries out a document guides it."""
    return "GUIDES" if kind == "IMPLEMENTS" and (t.citations[subject].facts.type or "").startswith("HD") else kind


def _left(t: Context, i: int) -> int | None:
    """The nearest citation before ``i`` that can act: not one in brackets, nor an unnumbered link of a chain
    ("71/NQ-CP cập nhật Chương trình hành động của Chính phủ thực hiện ...")."""
    opens = t.citations[i].opens
    aside = boundaries.asides(t.view, max(t.citations[max(0, i - NEAR)].end, opens - SENTENCES), opens)
    for j in range(i - 1, max(-1, i - NEAR), -1):
        c = t.citations[j]
        if c.bracketed or c.alias or any(a <= c.start and c.end <= b for a, b in aside):
            continue
        if c.form is Form.TITLE and j > 0 and not boundaries.broken(t.view, t.citations[j - 1].end, c.start):
            between = t.view.low[t.citations[j - 1].reach : c.start]
            if len(between) <= FILLER_LENGTH and "," not in between.replace("sửa đổi, bổ sung", "sửa đổi"):
                continue
        return j
    return None


def _reaches(t: Context, left: int, said: Event) -> bool:
    """Whether the verb is still said of the citation on its left: in its title, or after it with no new clause."""
    c, verb = t.citations[left], said.cue.start
    if left not in t.of:
        return False
    if c.core < c.reach and verb <= c.reach:
        return True
    past = [b for a, b in boundaries.asides(t.view, c.core, verb) if a < c.reach < b]
    at = past[-1] if past else c.reach
    verb = verbs.without_spreading(t.view, at, verb) if at < verb else verb
    return clauses.goes_on(t.view, at, verb, change=said.type in CHANGES, active=not said.passive)


def _beside(t: Context, left: int, cue: FoundCue) -> bool:
    """ "... và thay thế": a second verb beside the first one, not said of what stands before it."""
    c = t.citations[left]
    if c.form is Form.BACK:
        return False
    start = c.core if cue.start < c.reach else c.reach
    if t.events.get(left) and clauses.only_a_comma(t.view, start, cue.start):
        return True  # "A thay thế B, bãi bỏ C": what is acted on does not act next
    if start < cue.start and (spreads := verbs.without_spreading(t.view, start, cue.start)) < cue.start:
        return clauses.coordinated(t.view, start, spreads)
    if clauses.coordinated_at_end(t.view, start, cue.start):
        return True
    return cue.start >= c.reach and clauses.coordinated(t.view, start, cue.start)


def _second_verb(t: Context, left: int, said: Event) -> Event | None:
    """ "A thực hiện B và thay thế C": the second verb has the first one's subject; a change without a first verb is
    done by what stands before it."""
    first = t.events.get(left)
    if first and (first.type != "CITES" or first.subjects or first.opening):
        return replace(said, subjects=first.subjects, opening=first.opening, nested=first.nested)
    return replace(said, subjects=(left,), nested=True) if said.type in CHANGES else None


def _governing(t: Context, i: int) -> Event | None:
    """The last verb of the sentence that has a subject."""
    for j in range(i - 1, max(-1, i - NEAR), -1):
        if event := t.events.get(j):
            return event if event.subjects else None
        if t.view.text.find("\n", t.citations[j].end, t.citations[i].start) >= 0:
            return None
    return None


def _subjects(t: Context, left: int, cue: FoundCue) -> tuple[int, ...]:
    """The citation, and those of its list that share its issuer or its type: they share its verb. With "lần lượt" all
    of its list do."""
    subjects, turns = [left], listing.turns(t.view, cue.start, cue.end)
    while len(subjects) < LIST_SUBJECTS and subjects[-1] > 0:
        here, before = t.citations[subjects[-1]], t.citations[subjects[-1] - 1]
        same = (here.facts.type, here.facts.organs) == (before.facts.type, before.facts.organs)
        apart = here.word is not None and here.word == before.word and t.events.get(subjects[-1] - 1) is None
        if turns and here.joined and subjects[-1] - 1 in t.of:
            subjects.append(subjects[-1] - 1)
            continue
        if not here.joined or before.facts.titles or not ((before.shared and same) or apart):
            break
        subjects.append(subjects[-1] - 1)
    return tuple(reversed(subjects))
