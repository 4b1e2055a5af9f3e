"""What exists: sources, what they say, and the graph that follows from it.

Two kinds of record live side by side. *Statements* (Source, Mention, Referent, Claim, Decision) are what was
read or decided; they only ever come and go as a whole source or a whole decision. *Projections* (Document,
IssuingBody, Task, Edge, Alias) are computed from the statements and can always be computed again.

Every record is frozen plain data. ``None`` means unknown; an empty string never does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class EdgeType(StrEnum):
    """Relation types, active voice, stored from the later (acting) document to the earlier one."""

    IMPLEMENTS = "IMPLEMENTS"
    GUIDES = "GUIDES"
    BASED_ON = "BASED_ON"
    CITES = "CITES"
    AMENDS = "AMENDS"
    REPLACES = "REPLACES"
    REPEALS = "REPEALS"
    SUSPENDS = "SUSPENDS"
    REVIEWS = "REVIEWS"
    PROMULGATES = "PROMULGATES"
    ISSUED_BY = "ISSUED_BY"
    ESTABLISHED_BY = "ESTABLISHED_BY"
    SUBORDINATE_TO = "SUBORDINATE_TO"
    SUCCEEDED_BY = "SUCCEEDED_BY"
    PART_OF = "PART_OF"
    ASSIGNED_TO = "ASSIGNED_TO"


class State(StrEnum):
    """How a referent ended: only RESOLVED makes edges."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    OPEN = "open"


class Verdict(StrEnum):
    """What a curator decided (see ``Decision``)."""

    ACCEPT = "accept"
    CLAIM = "claim"
    REJECT = "reject"
    MERGE = "merge"
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"
    OVERRIDE = "override"


class Form(StrEnum):
    """How a text names a document."""

    FULL = "full"  # number, type and organ: 18-NQ/TW
    SHORT = "short"  # type word and number: Nghị quyết 18
    PLENUM = "plenum"  # Nghị quyết Trung ương 6 khóa XII
    BACK = "back"  # Nghị quyết này
    TITLE = "title"  # no number: a plan known by issuer and title
    ROW = "row"  # a table row


# ---------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Source:
    """One text or one table row that was read.

    ``id`` is the hash of its bytes; ``address`` is what makes two sources versions of one thing (a page address,
    or ``table#row key``); ``url`` is where a person can look. ``kind`` is ``text`` or ``table``.
    """

    id: str
    kind: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    address: str | None = None
    date: str | None = None  # ISO day the source was published
    place: str | None = None  # province slug the user vouches for
    length: int = 0  # code points of the canonical text


@dataclass(frozen=True, slots=True)
class Text:
    """The canonical text of a source: what every offset points into and what ``rebuild`` reads again."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One stretch of a source's canonical text that names a document; offsets are code points.

    ``referent`` is the number of the in-source referent it was grouped into, or None for recognised words that
    name no document this service resolves (``why`` says which kind).
    """

    source: str
    n: int
    start: int
    end: int
    surface: str
    form: Form
    referent: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of one document. Every field may be empty: nothing is said.

    Tuples hold every distinct value that was said, sorted; more than one is a conflict (or, for ``organs``, an
    open choice such as TW or TU).
    """

    type: str | None = None  # canonical abbreviation: NQ, KH, QĐi
    number: str | None = None  # as printed: "18", "09", "30a"
    organs: tuple[str, ...] = ()  # organ codes as printed: TW, TU, CP, QH15
    year: int | None = None  # the year printed inside the symbol: 178/2024/NĐ-CP
    unit: str | None = None  # of a letter: TCBC in 6383/BNV-TCBC
    symbol: str | None = None  # canonical spelling, zeros kept
    dates: tuple[str, ...] = ()  # ISO days
    years: tuple[int, ...] = ()  # "năm 2018", without a day
    terms: tuple[str, ...] = ()  # of the Central Committee, as written: XII
    cycles: tuple[str, ...] = ()  # of a local committee, as written: 2020-2025
    scopes: tuple[str, ...] = ()  # province, committee or body slug that completes the key
    issuers: tuple[str, ...] = ()  # as written
    titles: tuple[str, ...] = ()  # as written, official or described
    plenum: str | None = None  # "XII.6": the sixth plenum of term XII


@dataclass(frozen=True, slots=True)
class Referent:
    """Everything one source says of one document: its mentions that were found to speak of the same thing.

    ``cluster`` is the part of the graph it can meet others in (see ``identity.cluster_of``). ``related`` are facts
    used only to compare: ``IMPLEMENTS:21-KL/TW`` and the like. ``among`` numbers the referents of this source it
    must be one of, where the text leaves several. ``ref`` is the key a table gives to a row; ``declared`` says that
    the source itself asserts the document exists (a table row, a document's own head, words that say a plan without a
    number was issued), so it is a node even when its key is incomplete. ``state``, ``document``, ``why`` and
    ``candidates`` are the outcome of resolution.
    """

    source: str
    n: int
    cluster: str
    facts: Facts
    related: tuple[str, ...] = ()
    among: tuple[int, ...] = ()
    ref: str | None = None
    declared: bool = False
    start: int | None = None  # of its first mention: what a curator's decision is pinned to
    state: State = State.OPEN
    document: str | None = None
    why: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """This source, in these words, at these offsets, states this.

    A relation has ``type`` an EdgeType and both ends; an attribute has ``type`` a field name and a ``value``.
    Ends are written ``r3`` (referent 3 of the source), ``t2`` (task 2 of the source) or ``b:slug`` (a body).
    ``start``/``end`` are the quote (None for a table row: a row is never shown as a quote); ``edge`` is the id of
    the edge it now supports, set by projection.
    """

    id: str
    source: str
    subject: str
    type: str
    object: str | None = None
    value: str | None = None
    start: int | None = None
    end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    rule: str = ""
    confidence: float = 1.0
    inferred: bool = False
    note: str | None = None
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A curator's word, for a ``reason``. It is a statement like a source: it holds until it is undone, whatever is
    loaded, retracted or read again. When it was taken stands in the journal alone, so the graph depends on no clock.

    =========== ========================================================================================================
    ``kind``    what it says, and which fields say it
    =========== ========================================================================================================
    accept      the mention at ``start`` of ``source`` is ``document``
    claim       ``document`` stands in the relation ``type`` to ``other``; ``quote``, ``url`` and ``date`` are the proof
    reject      ``source`` is not to be believed where it states ``type`` in the words ``start``..``end`` (both None: in
                its table row); ``value`` names an end that is a task or a body. Pinned to the words, because the id of
                a claim may change when the reader does
    merge       ``other`` is ``document``, whose id stays
    same        ``document`` and ``other`` (sorted) are one; the id that says more stays
    different   they are two, whatever rules say
    unsure      nobody knows: only recorded
    override    the ``field`` of ``document`` is ``value``; None: it is not known
    =========== ========================================================================================================

    ``cluster`` and ``other_cluster`` are where the two documents are looked for (of an accepted mention: where it
    stands, and where the document is if that is elsewhere). ``replaces`` is the decision on the same thing that this
    one sets aside for as long as it holds. Set by projection: ``edge``, the relation it supports or, rejected, would
    take away; ``waits``, why it has no effect now (None: it has).
    """

    id: str
    who: str
    reason: str
    kind: Verdict = Verdict.ACCEPT
    document: str | None = None
    cluster: str | None = None
    other: str | None = None
    other_cluster: str | None = None
    type: str | None = None
    field: str | None = None
    value: str | None = None
    source: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    url: str | None = None
    date: str | None = None
    replaces: str | None = None
    edge: str | None = None
    waits: str | None = None


# --------------------------------------------------------------- projections


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which sources differ: the value shown, and every value with how many publishers state it."""

    field: str
    values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A directive or a plan. ``kind`` is ``directive`` or ``plan``; ``known_by`` is text, table or citation."""

    id: str
    kind: str
    cluster: str
    symbol: str | None = None
    type: str | None = None
    number: str | None = None
    organ: str | None = None
    body: str | None = None  # IssuingBody id
    body_name: str | None = None  # as shown
    place: str | None = None  # province slug
    date: str | None = None
    date_precision: str | None = None  # day | year
    term: str | None = None
    title: str | None = None
    title_status: str | None = None  # official | stated | back-translated
    level: str | None = None
    system: str | None = None  # party | state
    status: str | None = None  # draft | None
    known_by: str = "citation"
    sources: int = 0  # sources that speak of it
    flags: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuingBody:
    """A body that issues documents or is given tasks; its level is its own, never a table column's."""

    id: str
    name: str
    organ: str | None = None
    level: str | None = None
    system: str | None = None
    place: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is due, in the words at ``start``..``end`` of its source.

    ``by`` is the last ISO day that is in time: the day itself ("trước ngày 15/11/2025" is by that day), of a month, a
    quarter, a half or a year its last day; None where the words leave it open. ``every`` is how often it recurs, as an
    ISO 8601 duration (P1D, P1W, P1M, P3M, P6M, P1Y), None when it is due once.
    """

    text: str
    start: int
    end: int
    by: str | None = None
    every: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered provision of one source. ``start``/``end`` are its whole text in that source.

    ``assigned_to`` are the bodies the list as a whole is given to; ``lead`` and ``coordinating`` those the provision
    itself names, as written. ``due`` is the latest day of ``dues``, ``recurring`` whether one of them recurs.
    """

    id: str
    source: str
    n: int
    ordinal: str
    text: str
    start: int
    end: int
    set_by: str | None = None  # IssuingBody id
    set_by_name: str | None = None
    assigned_to: tuple[str, ...] = ()  # bodies as written
    due: str | None = None
    recurring: bool = False
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    dues: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One (subject, type, object), however many claims support it; ``support`` counts independent publishers.

    ``inferred`` is true when no claim states it outright; ``counted`` is false when the acting document is a draft.
    """

    id: str
    subject: str
    type: EdgeType
    object: str
    support: int = 1
    confidence: float = 1.0
    inferred: bool = False
    counted: bool = True
    role: str | None = None  # of ASSIGNED_TO: lead or coordinating
    first_stated: str | None = None
    last_stated: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    """A coarser or older id that this document satisfies. Several documents may share one."""

    alias: str
    document: str


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """Evidence, found in one cluster, that two place tokens are one place (see ``loaders.places``)."""

    cluster: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal, beside the graph: what happened at which version.

    ``what`` is load, retract, decide, undo, rebuild or restore; ``gone`` lists the node ids that this version took away
    (they answer 410 unless they redirect), ``changed`` the ids that appeared or changed; ``decision`` is the one that
    was taken or undone.
    """

    version: int
    at: str  # ISO moment, UTC
    what: str
    subject: str
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one source says: a pure function of its text, its metadata and the reader."""

    source: Source
    text: str
    mentions: tuple[Mention, ...] = ()
    referents: tuple[Referent, ...] = ()
    claims: tuple[Claim, ...] = ()
    tasks: tuple[Task, ...] = ()
    flags: tuple[str, ...] = field(default=())


TASK_PREFIX, REFERENT_PREFIX, BODY_PREFIX = "t", "r", "b:"
PLAN_TYPES = frozenset({"KH", "CTr", "ĐA", "PA", "CTHĐ", "CTrHĐ", "KHHĐ"})

Node = Document | IssuingBody | Task
Record = (
    Source | Text | Mention | Referent | Claim | Decision | PlaceLink | Document | IssuingBody | Task | Edge | Alias
)
