"""Which document a text says carries out, reviews, changes or cites which, from cue words between their citations.

A verb stands after the whole citation of the acting document and before the one acted on; it attaches to the nearest
document on its left, governs the list on its right, and passives turn round. "Thực hiện B, ... ban hành A" opens a
sentence: A comes later. In an official text what opens a line is said of the text itself. A body named after a review
("Ban Chỉ đạo tổng kết Nghị quyết 18") states nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.model import Form
from graph_schema.vocabulary import Vocabulary
from loaders import clauses
from loaders.cues import FoundCue, cues_between
from loaders.mentions import Citation
from loaders.plain import View, loose

ZONE = 420
"""Code points before a citation in which its cue may stand."""
HEAD = 1500
"""Code points in which an official text prints its own number."""
NEAR = 6
"""Citations looked back over for the one that acts."""
LIST_SUBJECTS = 12
CHANGES = frozenset(("AMENDS", "REPLACES", "REPEALS", "SUSPENDS"))
PREAMBLES = frozenset(("IMPLEMENTS", "BASED_ON"))

_AGENT = loose(r"(?:được|bị|do|bởi|theo) $")
_PASSIVE_VERB = loose(r"~(?:đã )?(thay thế|bãi bỏ|sửa đổi,?~bổ sung|sửa đổi|bổ sung|hủy bỏ|đình chỉ)(?!\w)")
_PASSIVE_TYPES = {
    "tha": "REPLACES",
    "bai": "REPEALS",
    "huy": "REPEALS",
    "sua": "AMENDS",
    "bo\x20": "AMENDS",
    "din": "SUSPENDS",
}
_ENDED = loose(r"hết hiệu lực(?: (?:toàn bộ|một phần))?[^.;\n]{0,50}?\s(?:do|bởi|theo) $")


@dataclass(frozen=True, slots=True)
class Relation:
    """One statement: citation ``subject`` (None when nothing in the text acts) relates to citation ``object``."""

    type: str
    subject: int | None
    object: int
    cue_start: int
    cue_end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Event:
    """The verb that governs a citation, and who acts. ``opening``: who acts comes later in the sentence; ``nested``:
    a document named before acts, not the text itself; ``passive``: the governed one acts on the subjects."""

    type: str
    cue: FoundCue
    rule: str
    subjects: tuple[int, ...] = ()
    opening: bool = False
    passive: bool = False
    nested: bool = False


def find_relations(
    view: View, citations: Sequence[Citation], of: Mapping[int, int], vocabulary: Vocabulary
) -> list[Relation]:
    """Every relation stated between citations, in the order of their objects. ``of`` maps citations to documents: one
    without a document takes part in lists and nesting but ends no relation."""
    return _Finder(view, citations, of, vocabulary).run()


class _Finder:
    def __init__(
        self, view: View, citations: Sequence[Citation], of: Mapping[int, int], vocabulary: Vocabulary
    ) -> None:
        self.view, self.citations, self.of, self.v = view, citations, of, vocabulary
        self.head = next((i for i, c in enumerate(citations) if c.head and c.start < HEAD), None)
        self.out: list[Relation] = []
        self.events: dict[int, _Event | None] = {}
        self.pending: list[tuple[_Event, list[int]]] = []  # openings of this sentence whose actor is still to come

    def run(self) -> list[Relation]:
        for i, c in enumerate(self.citations):
            if i and clauses.broken(
                self.view, self.citations[i - 1].end, min(c.start, self.citations[i - 1].end + ZONE)
            ):
                self._drop_openings()
            event = self.events[i] = self._event(i)
            if event is None:
                self._close_openings(i)
            elif event.opening:
                if not self.pending or self.pending[-1][0] is not event:
                    self.pending.append((event, []))
                self.pending[-1][1].append(i)
            else:
                for subject in event.subjects or (None,):
                    self._state(event, subject, i)
        self._drop_openings()
        self._plain_mentions()
        return sorted(self.out, key=lambda r: (r.object, r.cue_start, -1 if r.subject is None else r.subject, r.type))

    # -------------------------------------------------------------- which verb governs a citation

    def _event(self, i: int) -> _Event | None:
        c, left = self.citations[i], self.citations[i - 1] if i else None
        floor = max(left.end if left else 0, c.start - ZONE)
        start = clauses.last_break(self.view, floor, c.start)
        if self._passive_agent(i, start):
            return None
        cues = cues_between(self.view, start, c.start, self.v)
        if not cues or not clauses.governs(self.view, cues[-1].end, c.start):
            return self._listed(i) if c.joined and (start == floor or self._list_line(i)) else None
        if clauses.is_committee_name(self.view, start, cues[-1].start):
            return None
        return self._attach(i, cues, start, whole=start == floor and left is not None)

    def _attach(self, i: int, cues: list[FoundCue], start: int, *, whole: bool) -> _Event | None:
        """The verb with who does it. ``whole``: the sentence holds the citation before this one too."""
        cue = cues[-1]
        passive = cue.cue.voice == "passive" or clauses.turns_round(self.view, cue.end, self.citations[i].start)
        said = _Event(self._first_verb(cues), cue, cue.cue.name, passive=passive)
        left = self._left(i) if whole else None
        if left is None or said.type == "BASED_ON":
            return self._opening(i, said, start)
        if clauses.accompanies(self.view, self.citations[left].core, cue.start):
            event = self._governing(i)
            return replace(said, type="CITES", rule="cites", subjects=event.subjects) if event else None
        if self._beside(left, cue):
            return self._second_verb(left, said)
        if said.type != "CITES" and self._reaches(left, said):
            return replace(said, type=self._guided(left, said.type), subjects=self._subjects(left), nested=True)
        return self._opening(i, said, start)

    def _first_verb(self, cues: list[FoundCue]) -> str:
        """The type the verbs before a citation state together: in "hướng dẫn công tác ... thực hiện Quyết định 134" the
        first one says what the document does."""
        last = cues[-1]
        first = next((f for f in cues if f.cue.type in ("REVIEWS", "GUIDES")), None)
        if last.cue.type == "IMPLEMENTS" and first and not clauses.broken(self.view, first.end, last.start):
            return first.cue.type
        return last.cue.type

    def _opening(self, i: int, said: _Event, start: int) -> _Event | None:
        begin = clauses.line_start(self.view, start, said.cue.start)
        first = clauses.opens(self.view, begin, said.cue.start)
        if self.head is None or self.head >= i:
            return (
                replace(said, rule=f"opening:{said.rule}", opening=True) if first and said.type in PREAMBLES else said
            )
        if first or clauses.is_title_line(self.view, begin, said.cue.start):
            kind = self._guided(self.head, said.type)
            return replace(said, type=kind, rule=f"head:{said.rule}", subjects=(self.head,), passive=False)
        return said

    def _guided(self, subject: int, kind: str) -> str:
        """A Hướng dẫn that carries out a document guides it."""
        return (
            "GUIDES" if kind == "IMPLEMENTS" and (self.citations[subject].facts.type or "").startswith("HD") else kind
        )

    def _listed(self, i: int) -> _Event | None:
        """The verb of the list a citation goes on with. It is the outer one where type or date say so: "Kết luận A về
        thực hiện Nghị quyết B, Kết luận C" lists A and C, and nothing carries out what came after it."""
        event, c = self.events.get(i - 1), self.citations[i]
        while event and event.nested:
            actor = self.citations[event.subjects[-1]]
            same = (actor.facts.type, actor.facts.organs) == (c.facts.type, c.facts.organs)
            outer = same and c.facts.type != self.citations[i - 1].facts.type
            later = actor.facts.dates and c.facts.dates and actor.facts.dates[-1] < c.facts.dates[0]
            if not outer and not later:
                break
            event = self.events.get(event.subjects[-1])
        return event

    def _list_line(self, i: int) -> bool:
        """Whether only ";" or "," and a line break join a citation to the one before it."""
        return self.view.text[self.citations[i - 1].reach : self.citations[i].start].strip() in (";", ",")

    # -------------------------------------------------------------- who acts

    def _left(self, i: int) -> int | None:
        """The nearest citation before ``i`` that can act: not one in brackets, nor an unnumbered link of a chain
        ("71/NQ-CP cập nhật Chương trình hành động của Chính phủ thực hiện ...")."""
        for j in range(i - 1, max(-1, i - NEAR), -1):
            c = self.citations[j]
            if c.bracketed or c.alias:
                continue
            if c.form is Form.TITLE and j > 0 and not clauses.broken(self.view, self.citations[j - 1].end, c.start):
                between = self.view.low[self.citations[j - 1].reach : c.start]
                if len(between) <= clauses.FILLER_LENGTH and "," not in between:
                    continue
            return j
        return None

    def _reaches(self, left: int, said: _Event) -> bool:
        """Whether the verb is still said of the citation on its left: in its title, or after it with no new clause."""
        c, verb = self.citations[left], said.cue.start
        if left not in self.of:
            return False
        if c.core < c.reach and verb <= c.reach:
            return True
        return clauses.goes_on(self.view, c.reach, verb, change=said.type in CHANGES, active=not said.passive)

    def _beside(self, left: int, cue: FoundCue) -> bool:
        """ "... và thay thế": a second verb beside the first one, not said of what stands before it."""
        c = self.citations[left]
        if c.form is Form.BACK:
            return False
        start = c.core if cue.start < c.reach else c.reach
        if clauses.coordinated_at_end(self.view, start, cue.start):
            return True
        return cue.start >= c.reach and clauses.coordinated(self.view, start, cue.start)

    def _second_verb(self, left: int, said: _Event) -> _Event | None:
        """ "A thực hiện B và thay thế C": the second verb has the first one's subject; a change without a first verb is
        done by what stands before it."""
        if first := self.events.get(left):
            return replace(said, subjects=first.subjects, opening=first.opening, nested=first.nested)
        return replace(said, subjects=(left,), nested=True) if said.type in CHANGES else None

    def _governing(self, i: int) -> _Event | None:
        """The last verb of the sentence that has a subject."""
        for j in range(i - 1, max(-1, i - NEAR), -1):
            if event := self.events.get(j):
                return event if event.subjects else None
            if self.view.text.find("\n", self.citations[j].end, self.citations[i].start) >= 0:
                return None
        return None

    def _subjects(self, left: int) -> tuple[int, ...]:
        """The citation, and those of its list that share its issuer: they share its verb."""
        subjects = [left]
        while len(subjects) < LIST_SUBJECTS and subjects[-1] > 0:
            here, before = self.citations[subjects[-1]], self.citations[subjects[-1] - 1]
            same = (here.facts.type, here.facts.organs) == (before.facts.type, before.facts.organs)
            if not here.joined or not before.shared or not same or before.facts.titles:
                break
            subjects.append(subjects[-1] - 1)
        return tuple(reversed(subjects))

    def _close_openings(self, i: int) -> None:
        """ "Thực hiện B, ... ban hành A": A is here."""
        if not self.pending or not self.citations[i].issued or i not in self.of:
            return
        for event, objects in self.pending:
            for j in objects:
                self._state(event, i, j)
        self.pending = []

    def _drop_openings(self) -> None:
        """The sentence ended and nobody acted: a conference, a task, a document without a number."""
        for event, objects in self.pending:
            for j in objects:
                self._state(event, None, j)
        self.pending = []

    def _passive_agent(self, i: int, start: int) -> bool:
        """ "Y đã bị X thay thế" and "Y hết hiệu lực ... do X": the actor is ``i``, what it acts on stands before."""
        c, low = self.citations[i], self.view.low
        if i == 0 or start > self.citations[i - 1].end or i not in self.of or i - 1 not in self.of:
            return False
        verb = _PASSIVE_VERB.match(low, c.reach) or _PASSIVE_VERB.match(low, c.core)
        if verb and _AGENT.search(low, max(start, c.start - 10), c.start):
            kind, span = _PASSIVE_TYPES[self.view.bare[verb.start(1) : verb.start(1) + 3]], verb.span(1)
        elif ended := _ENDED.search(low, max(start, c.start - 90), c.start):
            kind, span = "REPEALS", ended.span()
        else:
            return False
        self.out.append(Relation(kind, i, i - 1, *span, "passive", 0.9))
        return True

    # -------------------------------------------------------------- writing it down

    def _state(self, event: _Event, subject: int | None, obj: int) -> None:
        if obj not in self.of or (subject is not None and subject not in self.of):
            return
        if subject is not None and self.of[subject] == self.of[obj]:
            return
        if event.passive and subject is not None:
            subject, obj = obj, subject
        cue = event.cue
        self.out.append(Relation(event.type, subject, obj, cue.start, cue.end, event.rule, cue.cue.confidence))

    def _plain_mentions(self) -> None:
        """An official text cites what it mentions, unless something more is said of it: that it is changed, carried
        out, or named only as what another document carries out."""
        if self.head is None or self.head not in self.of:
            return
        own = self.of[self.head]
        related = {(self.of[r.subject], self.of[r.object]) for r in self.out if r.subject is not None}
        complements = {b for a, b in related if a != own}
        for i, c in enumerate(self.citations):
            if i <= self.head or i not in self.of or c.form is Form.BACK or c.head:
                continue
            other = self.of[i]
            if other != own and (own, other) not in related and other not in complements:
                related.add((own, other))
                self.out.append(Relation("CITES", self.head, i, c.start, c.end, "head:mention", 0.8))
