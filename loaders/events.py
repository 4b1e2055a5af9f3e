"""The verb that governs a citation, as it is passed on while the relations of a text are being found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.vocabulary import Vocabulary
from loaders import clauses, verbs
from loaders.cues import FoundCue
from loaders.mentions import Citation
from loaders.official import Own
from loaders.plain import View, loose, trimmed_start

NEAR = 6
"""Citations looked back over for the one that acts."""
LIST_SUBJECTS = 12
"""Members of one list that may act together."""
CHANGES = frozenset(("AMENDS", "REPLACES", "REPEALS", "SUSPENDS"))
MEANS = frozenset(("IMPLEMENTS", "GUIDES", *CHANGES))
"""What may be done by means of another document: "cụ thể hóa B bằng A"."""
PREAMBLES = frozenset(("IMPLEMENTS", "BASED_ON", "CITES"))
"""What may open a sentence whose actor comes later."""
PARTS = dict.fromkeys(CHANGES, "any") | {"GUIDES": "told"}
"""Verbs that may act on a part of a document, as ``clauses.governs`` has it."""


_OTHERS = loose(r"[:;]|(?<!\w)(?:cho biết|cho rằng|nhấn mạnh|đề nghị|phát biểu)(?!\w)")
"""Words between two verbs that begin to speak of something else: "tại hội nghị sơ kết, ông A cho biết: thực hiện"."""


@dataclass(frozen=True, slots=True)
class Event:
    """The verb that governs a citation, and who acts. ``opening``: who acts comes later in the sentence; ``nested``:
    a document named before acts, not the text itself; ``passive``: the governed one acts on the subjects; ``own`` as
    in ``relations.Relation``."""

    type: str
    cue: FoundCue
    rule: str
    subjects: tuple[int, ...] = ()
    opening: bool = False
    passive: bool = False
    nested: bool = False
    own: bool = False


@dataclass(slots=True)
class Context:
    """A text while its relations are found: its citations, the documents they are of, the document it is itself, and
    the verbs that govern the citations so far."""

    view: View
    citations: Sequence[Citation]
    of: Mapping[int, int]
    v: Vocabulary
    own: Own | None
    events: dict[int, Event | None]

    @property
    def head(self) -> int | None:
        """The citation that is the text itself."""
        return self.own.index if self.own else None


def governing_cue(t: Context, cues: list[FoundCue], c: Citation) -> FoundCue | None:
    """The last verb, if it is said of the citation; before "quy định tại" the one that stands before that."""
    if not cues:
        return None
    last = cues[-1]
    part = PARTS.get(last.cue.type, "")
    if not clauses.governs(t.view, last.end, c.opens, part=part):
        told = last.cue.type in MEANS and verbs.reviews(t.view, max(0, last.start - clauses.GAP_LENGTH), last.start)
        if part or told in (None, "years") or not clauses.governs(t.view, last.end, c.opens, part="told"):
            return None
    before = cues[-2] if len(cues) > 1 and last.cue.name == "cites" else None
    told_at = before is not None and t.view.bare.startswith("theo", trimmed_start(t.view.bare, before.end))
    if (
        before
        and before.cue.type in MEANS
        and not told_at  # "thực hiện theo quy định tại" only cites
        and clauses.governs(t.view, before.end, c.opens, part="told" if before.cue.type in PARTS else "")
    ):
        return before
    return last


def read_verbs(t: Context, cues: list[FoundCue], start: int, *, passive: bool) -> Event:
    """What the verbs before a citation state together: in "hướng dẫn công tác ... thực hiện Quyết định 134" the
    first one says what the document does, and "kết quả 5 năm thực hiện" is a review."""
    last = cues[-1]
    said = Event(last.cue.type, last, last.cue.name, passive=passive)
    if said.type != "IMPLEMENTS":
        return said
    first = next((f for f in cues if f.cue.type in ("REVIEWS", "GUIDES")), None)
    joined = first is not None and not _OTHERS.search(t.view.low, first.end, last.start)
    if first and joined and not clauses.broken(t.view, first.end, last.start):
        return replace(said, type=first.cue.type)
    kind = verbs.reviews(t.view, start, last.start)
    return replace(said, type="CITES" if kind == "years" else "REVIEWS", rule=kind) if kind else said
