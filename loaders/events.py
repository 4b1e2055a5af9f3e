"""What is passed on while the relations of a text are found: the verbs that govern its citations, what they state, and
what a sentence leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph_schema.vocabulary import Vocabulary
from loaders.cues import FoundCue
from loaders.mentions import Citation
from loaders.official import Own
from loaders.plain import View

NEAR = 6
"""Citations looked back over for the one that acts."""
LIST_SUBJECTS = 12
"""Members of one list that may act together."""
CHANGES = frozenset(("AMENDS", "REPLACES", "REPEALS", "SUSPENDS"))
MEANS = frozenset(("IMPLEMENTS", "GUIDES", *CHANGES))
"""What may be done by means of another document: "cụ thể hóa B bằng A"."""
PREAMBLES = frozenset(("IMPLEMENTS", "BASED_ON", "CITES"))
"""What may open a sentence whose actor comes later."""


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


@dataclass(frozen=True, slots=True)
class Event:
    """The verb that governs a citation, and who acts. ``opening``: who acts comes later in the sentence; ``nested``:
    a document named before acts, not the text itself; ``passive``: the governed one acts on the subjects; ``own`` as
    in ``Relation``."""

    type: str
    cue: FoundCue
    rule: str
    subjects: tuple[int, ...] = ()
    opening: bool = False
    passive: bool = False
    nested: bool = False
    own: bool = False


@dataclass(slots=True)
class Sentence:
    """What a sentence leaves open so far. ``since``: relations stated before it; ``alone``: citations on which none
    acts; ``pending``: openings whose actor is still to come, each with the citations it governs; ``closed``: those
    whose ``actors`` were found."""

    since: int = 0
    alone: list[int] = field(default_factory=list)
    pending: list[tuple[Event, list[int]]] = field(default_factory=list)
    closed: list[tuple[Event, list[int]]] = field(default_factory=list)
    actors: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Context:
    """A text while its relations are found: its citations, the documents they are of, the document it is itself, the
    verbs that govern the citations so far, and what was stated.

    ``settled``: objects of which it was said first that no citation acts on them; ``lapsed``: what ended when another
    took effect, with that other and the span of the words; ``listed``: the last item of a list that a line above
    announced, and its verb.
    """

    view: View
    citations: list[Citation]
    of: Mapping[int, int]
    v: Vocabulary
    own: Own | None
    events: dict[int, Event | None] = field(default_factory=dict)
    out: list[Relation] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)
    lapsed: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    listed: tuple[int, Event] | None = None
    sentence: Sentence = field(default_factory=Sentence)

    @property
    def head(self) -> int | None:
        """The citation that is the text itself."""
        return self.own.index if self.own else None
