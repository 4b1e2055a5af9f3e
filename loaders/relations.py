"""Which document a text says carries out, reviews, changes or cites which, from cue words between their citations.

A verb stands after the whole citation of the acting document and before the one acted on; it attaches to the nearest
document on its left, governs the list on its right, and passives turn round. "Thực hiện B, ... ban hành A" opens a
sentence: A comes later. In an official text what opens a line is said of the text itself. A body named after a review
("Ban Chỉ đạo tổng kết Nghị quyết 18") states nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.folding import fold
from graph_schema.identity import organ_of
from graph_schema.model import Form
from graph_schema.vocabulary import Vocabulary
from loaders import clauses, listing, verbs
from loaders.acting import attach, guided
from loaders.cues import FoundCue, cues_between
from loaders.events import CHANGES, LIST_SUBJECTS, MEANS, NEAR, PREAMBLES, Context, Event, governing_cue
from loaders.issuers import issuer_after
from loaders.mentions import Citation
from loaders.official import Own
from loaders.plain import View, loose, trimmed

ZONE = 420
"""Code points before a citation in which its cue may stand."""
MOST_OPEN = 48
"""Citations that may wait for who acts on them. No real sentence has so many; a hostile one may."""
TO_LIFE = "implements-bare"
"""The cue that "đưa ... vào cuộc sống" is an instance of."""
BASIS = "based-on"
"""The cue that "là căn cứ để" is an instance of."""
CENTRAL = frozenset(("central", "state-central"))
LOCAL = frozenset(("province", "body"))
"""Levels of the organs whose documents never carry out what the others' scopes name."""
LAPSES = ("repealed-by", "replaced-by")
"""The cues that "các văn bản sau hết hiệu lực" is an instance of."""
_AGENT = loose(r"(?:được|bị|do) $")
_PASSIVE_VERB = loose(
    r"~(?:đã )?(thay thế|bãi bỏ|sửa đổi,?~bổ sung|sửa đổi|bổ sung|hủy bỏ|đình chỉ|cụ thể hóa|thể chế hóa"
    r"|hướng dẫn)(?!\w)"
)
_PASSIVE_TYPES = {
    "tha": "REPLACES",
    "bai": "REPEALS",
    "huy": "REPEALS",
    "sua": "AMENDS",
    "bo\x20": "AMENDS",
    "din": "SUSPENDS",
    "cu\x20": "IMPLEMENTS",
    "the": "IMPLEMENTS",
    "huo": "GUIDES",
}
_ELSE = loose(r";~(?![^;]{0,80}(?<!\w)(?:nó|văn bản) )")
_GUIDING = loose(r"~(?:để )?hướng dẫn(?: (?:thực hiện|thi hành|triển khai|cụ thể))?~(?:[.;,]|$)")
_AND_ANOTHER = loose(r"~[,;]~(?:và|còn|đồng thời)?~")
_IN_ORDER_TO = loose(r"~,?~(?:nhằm|để) ")
_ENDED = loose(r"hết hiệu lực(?: (?:toàn bộ|một phần))?[^.;\n]{0,50}?\s(?:do|bởi|theo) $")


@dataclass(frozen=True, slots=True)
class Relation:
    """One statement: citation ``subject`` relates to citation ``object``. ``subject`` is None when no citation acts:
    then ``own`` says that a document without a number does (a scheme, the text itself) or that a review is held, and
    not ``own`` that a body or nobody does."""

    type: str
    subject: int | None
    object: int
    cue_start: int
    cue_end: int
    rule: str
    confidence: float
    own: bool = False


def find_relations(
    view: View,
    citations: Sequence[Citation],
    of: Mapping[int, int],
    vocabulary: Vocabulary,
    own: Own | None = None,
) -> list[Relation]:
    """Every relation stated between citations, in the order of their objects. ``of`` maps citations to documents: one
    without a document takes part in lists and nesting but ends no relation. ``own`` is the document the text is."""
    return _Finder(view, citations, of, vocabulary, own).run()


class _Finder:
    def __init__(
        self,
        view: View,
        citations: Sequence[Citation],
        of: Mapping[int, int],
        vocabulary: Vocabulary,
        own: Own | None,
    ) -> None:
        self.view, self.citations, self.of, self.v = view, list(citations), of, vocabulary
        self.t = Context(view, self.citations, of, vocabulary, own, {})
        self.to_life = next(c for c in vocabulary.cues if c.name == TO_LIFE)
        self.lapses = {c.type: c for c in vocabulary.cues if c.name in LAPSES}
        self.basis = next(c for c in vocabulary.cues if c.name == BASIS)
        self.out: list[Relation] = []
        self.pending: list[tuple[Event, list[int]]] = []  # openings of this sentence whose actor is still to come
        self.closed: list[tuple[Event, list[int]]] = []  # openings of this sentence whose actors were found
        self.actors: list[int] = []
        self.settled: set[int] = set()  # objects of which it was said first that no citation acts on them
        self.listed: tuple[int, Event] | None = None  # the last item of a list announced by a line above, and its verb
        self.lapsed: dict[int, tuple[int, int, int]] = {}  # what ended when another took effect: which, and the words
        self.said = 0  # relations stated before this sentence
        self.alone: list[int] = []  # objects of this sentence on which no citation acts

    def run(self) -> list[Relation]:
        for i, c in enumerate(self.citations):
            left = self.citations[i - 1] if i else None
            if left and clauses.broken(self.view, left.end, min(c.opens, left.end + ZONE)):
                self._end_sentence(i - 1)
            event = self.t.events[i] = self._item(i) or self._event(i)
            if event is None:
                self._close_openings(i)
            elif event.opening:
                self._wait(event, i)
            else:
                for subject in event.subjects or (None,):
                    self._state(event, subject, i)
                if not event.subjects:
                    self.alone.append(i)
        if self.citations:
            self._end_sentence(len(self.citations) - 1)
        self._plain_mentions()
        out = (r for r in listing.in_turn(self.view, self.out) if r.subject is not None or r.object not in self.settled)
        return sorted(out, key=lambda r: (r.object, r.cue_start, -1 if r.subject is None else r.subject, r.type))

    def _wait(self, event: Event, i: int) -> None:
        if sum(len(objects) for _, objects in self.pending) >= MOST_OPEN:
            self._end_sentence(i - 1)
        if not self.pending or self.pending[-1][0] is not event:
            self.pending.append((event, []))
        self.pending[-1][1].append(i)

    # -------------------------------------------------------------- which verb governs a citation

    def _item(self, i: int) -> Event | None:
        """The verb of a list that a line above announces, for the first citation of an item; or that is said of all
        documents after a colon: "các văn bản sau hết hiệu lực: A; B"."""
        c = self.citations[i]
        floor = self.citations[i - 1].end if i else 0
        if said := listing.lapse(self.view, 0, c.opens):
            kind, start, end = said
            cue = FoundCue(self.lapses[kind], start, end)
            acting = self._lapsing(i, start)
            event = Event(kind, cue, "lapse", acting, nested=True) if acting else None
            self.listed = (i, event) if event else None
            return event
        mark = listing.item_mark(self.view, c.opens)
        if mark is None or mark < floor:
            return None
        if (colon := listing.announced(self.view, mark)) is not None and colon >= floor:
            self.citations[i] = replace(c, start=colon + 1, begin=-1, joined=False)
            event = self._event(i)
            self.citations[i] = c
            self.listed = (i, event) if event and not event.opening else None
            return event if self.listed else None
        if self.listed and listing.goes_on(self.view, self.citations[self.listed[0]].end, mark):
            self.listed = (i, self.listed[1])
            return self.listed[1]
        self.listed = None
        return None

    def _lapsing(self, i: int, verb: int) -> tuple[int, ...]:
        """What makes the documents of a list lapse: "Kể từ ngày Quyết định này có hiệu lực", or the text itself."""
        left = i - 1
        if left >= 0 and left in self.of and not clauses.broken(self.view, self.citations[left].end, verb):
            return (left,)
        own = self.t.own is not None and self.t.head in self.of and self.citations[i].start >= self.t.own.start
        return (self.t.head,) if own and self.t.head is not None else ()

    def _event(self, i: int) -> Event | None:
        c, left = self.citations[i], self.citations[i - 1] if i else None
        floor = max(left.end if left else 0, c.opens - ZONE)
        start = clauses.last_break(self.view, floor, c.opens)
        whole = start == floor and left is not None
        if self._passive_agent(i, start) or (whole and (self._means(i) or self._carrier(i) or self._basis(i))):
            return None
        if brings := verbs.brought_to_life(self.view, c, start):
            return attach(self.t, i, [FoundCue(self.to_life, *brings)], start, whole=whole)
        cues = cues_between(self.view, start, c.opens, self.v)
        cue = governing_cue(self.t, cues, c)
        if cue is None and cues and left and whole and verbs.according(self.view, cues[-1], c.opens):
            told = self.t.own is None and clauses.tells(self.view, left.reach, cues[-1].start)
            event = attach(self.t, i, cues, start, whole=whole) if told else None
            return event if event and event.nested and event.type == "IMPLEMENTS" else None
        if cue is None:
            return self._listed(i) if c.joined and (start == floor or self._list_line(i)) else None
        review = cue.cue.type == "REVIEWS"
        if clauses.is_committee_name(self.view, start, cue.start, review=review) or verbs.denied(
            self.view, start, cue.start
        ):
            return None
        return attach(self.t, i, cues[: cues.index(cue) + 1], start, whole=whole)

    def _means(self, i: int) -> bool:
        """ "Chính phủ cụ thể hóa B bằng A": A is ``i``."""
        b, event = self.citations[i - 1], self.t.events.get(i - 1)
        if event is None or event.subjects or event.passive or event.type not in MEANS:
            return False
        spans = (verbs.by_means_of(self.view, at, self.citations[i].opens) for at in (b.core, b.reach))
        if next((s for s in spans if s), None) is None:
            return False
        self._settle(event, i, i - 1)
        return True

    def _carrier(self, i: int) -> bool:
        """ "Kế hoạch thực hiện B (ban hành kèm theo A)": A is ``i``, and does what its annex does."""
        if not verbs.issued_with(self.view, self.citations[i - 1].end, self.citations[i].opens):
            return False
        objects = [*self.alone, *(j for _, waiting in self.pending for j in waiting)]
        if not objects:
            return False
        for j in objects:
            if event := self.t.events.get(j):
                self._settle(replace(event, opening=False), i, j)
        self.alone, self.pending = [], []
        return True

    def _basis(self, i: int) -> bool:
        """ "B là căn cứ để Quốc hội ban hành A": A is ``i``, and so are all of B's list its bases."""
        left = self.citations[i - 1]
        if not self.citations[i].issued:
            return False
        at = next(
            (at for at in (left.core, left.reach) if verbs.is_basis(self.view, at, self.citations[i].opens)), None
        )
        if at is None:
            return False
        j = i - 1
        while j > 0 and self.citations[j].joined and i - j < LIST_SUBJECTS:
            j -= 1
        cue = FoundCue(self.basis, at, trimmed(self.view.low, self.citations[i].opens))
        for basis in range(j, i):
            self._state(Event("BASED_ON", cue, "is-basis"), i, basis)
        return True

    def _settle(self, event: Event, subject: int, obj: int) -> None:
        """Who does it is known after all."""
        self.settled.add(obj)
        self.t.events[obj] = replace(event, subjects=(subject,), own=False)
        self._state(event, subject, obj)

    def _listed(self, i: int) -> Event | None:
        """The verb of the list a citation goes on with. It is the outer one where type or date say so: "Kết luận A về
        thực hiện Nghị quyết B, Kết luận C" lists A and C, and nothing carries out what came after it."""
        event, c = self.t.events.get(i - 1), self.citations[i]
        if event and event.opening and verbs.now_issued(self.view, c):
            return None
        if event and ((event.nested and self._acts_itself(i)) or (event.opening and self._stands_instead(i))):
            return None
        while event and event.nested:
            actor = self.citations[event.subjects[-1]]
            same = (actor.facts.type, actor.facts.organs) == (c.facts.type, c.facts.organs)
            outer = same and c.facts.type != self.citations[i - 1].facts.type
            later = actor.facts.dates and c.facts.dates and actor.facts.dates[-1] < c.facts.dates[0]
            # "A thực hiện B triển khai C; D": after the semicolon the outer verb goes on
            apart = ";" in self.view.low[self.citations[i - 1].core : c.opens]
            goes_out = apart and self.t.events.get(event.subjects[-1]) is not None
            if not outer and not later and not goes_out and not self._is_above(actor, c):
                break
            event = self.t.events.get(event.subjects[-1])
        return event

    def _is_above(self, actor: Citation, c: Citation) -> bool:
        """Whether a central document would act on a local one: "Kế hoạch số 1/KH-UBND triển khai Kết luận số 91-KL/TW
        thực hiện Nghị quyết số 29-NQ/TW và Chỉ thị số 29-CT/TU" lists the directive with the conclusion."""
        organs = [organ_of(x.facts.organs[0], self.v) if len(x.facts.organs) == 1 else None for x in (actor, c)]
        above, below = organs
        return bool(above and below and above.level in CENTRAL and below.scope in LOCAL)

    def _stands_instead(self, i: int) -> bool:
        """Whether a comma alone stands between: "Thay cho A, B điều chỉnh ..."."""
        event, left = self.t.events.get(i - 1), self.citations[i - 1]
        alone = event is not None and event.opening and event.type == "REPLACES"
        return alone and any(
            clauses.only_a_comma(self.view, at, self.citations[i].opens) for at in (left.core, left.reach)
        )

    def _acts_itself(self, i: int) -> bool:
        """Whether a new clause begins with a citation: "A nhằm thực hiện B, và C để triển khai D"."""
        c, low = self.citations[i], self.view.low
        apart = _AND_ANOTHER.fullmatch(low, self.citations[i - 1].core, c.opens)
        asides = clauses.asides(self.view, c.reach, min(len(low), c.reach + clauses.REST))
        at = asides[0][1] if asides and asides[0][0] == c.reach else c.reach
        return apart is not None and _IN_ORDER_TO.match(low, at) is not None

    def _list_line(self, i: int) -> bool:
        """Whether only ";" or "," and a line break join a citation to the one before it."""
        return self.view.text[self.citations[i - 1].reach : self.citations[i].start].strip() in (";", ",")

    # -------------------------------------------------------------- who acts

    def _close_openings(self, i: int) -> None:
        """ "Thực hiện B, ... ban hành A": A is here, and so is each citation that a list joins to it."""
        c = self.citations[i]
        if self.pending and i in self.of and (c.issued or verbs.now_issued(self.view, c) or self._stands_instead(i)):
            self.closed, self.pending, self.actors = self.pending, [], [i]
        elif self.closed and len(self.actors) < LIST_SUBJECTS and (c.issued or (self.actors[-1] == i - 1 and c.joined)):
            self.actors.append(i)
        else:
            return
        guides = _GUIDING.match(self.view.low, c.core) is not None
        for event, objects in self.closed:
            if guides and event.type == "IMPLEMENTS":
                event = replace(event, type="GUIDES")  # "Để thực hiện A, Bộ ban hành B hướng dẫn."
            for j in objects:
                self._state(event, i, j)

    def _end_sentence(self, last: int) -> None:
        """The sentence ended and no citation acted: a conference, a body, or a document without a number."""
        for event, objects in self.pending:
            own = event.type not in PREAMBLES or self._makes(last)
            own = own or (event.type != "IMPLEMENTS" and verbs.resolves(self.view, self.citations[last].reach))
            own = own or (self.t.own is None and clauses.is_letter(self.view, self.citations[last].start))
            for j in objects:
                self._state(replace(event, own=own), None, j)
        self.pending, self.closed, self.alone, self.said = [], [], [], len(self.out)

    def _makes(self, last: int) -> bool:
        """Whether the rest of the sentence issues a document without a number."""
        start = self.citations[last].reach
        stop = min(len(self.view.text), start + clauses.REST)
        return verbs.makes_unnumbered(self.view, start, clauses.first_break(self.view, start, stop), self.v)

    def _passive_agent(self, i: int, start: int) -> bool:
        """ "Y đã bị X thay thế" and "Y hết hiệu lực ... do X": the actor is ``i``, what it acts on stands before."""
        c, low = self.citations[i], self.view.low
        if i == 0 or i not in self.of or i - 1 not in self.of:
            return False
        if start > self.citations[i - 1].end and not verbs.takes_up(self.view, start, c.start, self.v):
            return False
        if _ELSE.search(low, self.citations[i - 1].end, c.start):
            return False  # "...; việc này do X hướng dẫn"
        verb = _PASSIVE_VERB.match(low, c.reach) or _PASSIVE_VERB.match(low, c.core)
        after = self.citations[i + 1].opens if i + 1 < len(self.citations) else len(low)
        if verb and clauses.governs(self.view, verb.end(), after):
            return False  # "theo X sửa đổi Y": it acts on what follows
        if verb and _AGENT.search(low, max(start, c.start - 10), c.start):
            kind, span = _PASSIVE_TYPES[self.view.bare[verb.start(1) : verb.start(1) + 3]], verb.span(1)
        elif ended := _ENDED.search(low, max(start, c.start - 90), c.start):
            kind, span = "REPEALS", ended.span()
        elif c.joined and i - 1 in self.lapsed:
            acting, at, end = self.lapsed[i] = self.lapsed[i - 1]
            self.out.append(Relation("REPEALS", acting, i, at, end, "in-force", 0.9))
            return True
        elif ending := verbs.ends_with(self.view, self.citations[i - 1], c, self._last_of_list(i)):
            subject, obj = (i, i - 1) if ending[2] else (i - 1, i)
            if not ending[2]:
                self.lapsed[i] = (subject, ending[0], ending[1])
            self.out.append(Relation("REPEALS", subject, obj, ending[0], ending[1], "in-force", 0.9))
            return True
        else:
            return False
        self.out.append(Relation(kind, i, i - 1, *span, "passive", 0.9))
        return True

    def _last_of_list(self, i: int) -> Citation:
        """The last citation of the list that ``i`` begins."""
        last = i
        while last + 1 < len(self.citations) and self.citations[last + 1].joined and last - i < LIST_SUBJECTS:
            last += 1
        return self.citations[last]

    # -------------------------------------------------------------- writing it down

    def _state(self, event: Event, subject: int | None, obj: int) -> None:
        if obj not in self.of or (subject is not None and subject not in self.of):
            return
        if subject is not None and self.of[subject] == self.of[obj]:
            other = self._meant_instead(event, subject, obj)
            if other is None:
                return
            obj = other
        if event.passive and subject is not None:
            subject, obj = obj, subject
            event = replace(event, type=guided(self.t, subject, event.type))
        if event.nested and subject in self.actors[1:] and self.of[obj] == self.of.get(self.actors[0]):
            # "Để thực hiện A, X ban hành B; Y ban hành C để thực hiện B": C does not carry out A
            waited = {e.cue.start for e, _ in self.closed}
            late = [r for r in self.out[self.said :] if r.subject != subject or r.cue_start not in waited]
            self.out[self.said :] = late
        cue, own = event.cue, event.own and subject is None
        self.out.append(Relation(event.type, subject, obj, cue.start, cue.end, event.rule, cue.cue.confidence, own))

    def _meant_instead(self, event: Event, subject: int, obj: int) -> int | None:
        """ "Hướng dẫn số 8 sửa đổi hướng dẫn này", "Nghị quyết số 3 thực hiện nghị quyết nói trên của Bộ Chính trị": no
        document acts on itself; the one of that type named before is meant, if its issuer is the one named."""
        c, view = self.citations[obj], self.view
        if c.form is not Form.BACK or event.passive:
            return None
        issuer = issuer_after(view, c.end, self.v)
        if issuer is None and event.type not in CHANGES:
            return None
        for j in range(subject - 1, max(-1, subject - NEAR), -1):
            b = self.citations[j]
            if j in self.of and b.form is Form.FULL and b.facts.type == self.citations[subject].facts.type:
                said = {fold(name) for name in b.facts.issuers}
                same = self.of[j] != self.of[subject] and (issuer is None or fold(issuer) in said)
                return j if same else None
        return None

    def _plain_mentions(self) -> None:
        """An official text cites what it mentions, unless something more is said of it: that it is changed, carried
        out, or named only as what another document carries out."""
        if self.t.own is None or self.t.head is None or self.t.head not in self.of:
            return
        own = self.of[self.t.head]
        related = {(self.of[r.subject], self.of[r.object]) for r in self.out if r.subject is not None}
        complements = {b for a, b in related if a != own}
        for i, c in enumerate(self.citations):
            if c.start < self.t.own.start or i not in self.of or c.form is Form.BACK or c.head:
                continue
            other = self.of[i]
            if other != own and (own, other) not in related and other not in complements:
                related.add((own, other))
                self.out.append(Relation("CITES", self.t.head, i, c.start, c.end, "head:mention", 0.8))
