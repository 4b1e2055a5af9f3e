"""Integrity rules as one table. They flag what a person should look at; they never reject.

A flag is the id of the rule that is broken; ``rule`` gives its severity and the sentence a person reads.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Generic, Literal, TypeVar

from graph_schema.bodies import body_of, kin
from graph_schema.folding import fold
from graph_schema.model import Document, Edge, EdgeType
from graph_schema.vocabulary import Vocabulary, load
from graph_schema.vocabulary.checks import LEVELS

S = TypeVar("S")

_BRACKETS = re.compile(r"\([^()]{0,100}\)")


@dataclass(frozen=True, slots=True)
class Said:
    """A document and what its sources wrote of it."""

    document: Document
    type_words: tuple[str, ...]
    dates: tuple[str, ...]
    terms: tuple[str, ...]
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Link:
    """An edge and the documents at its ends."""

    edge: Edge
    subject: Document
    object: Document
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Twins:
    """Two documents of one cluster."""

    a: Document
    b: Document


@dataclass(frozen=True, slots=True)
class Rule(Generic[S]):
    """``broken`` says whether a Said, a Link or Twins breaks the rule; ``vi`` and ``en`` say what that means."""

    id: str
    severity: Literal["error", "warning", "notice"]
    broken: Callable[[S], bool]
    vi: str
    en: str


# ----------------------------------------------------------------- documents


def _dates_differ(said: Said) -> bool:
    return len(set(said.dates)) > 1


def _terms_differ(said: Said) -> bool:
    return len(set(said.terms)) > 1


def _term_misses_date(said: Said) -> bool:
    fits = [set(said.vocabulary.terms_of(day)) for day in said.dates]
    return any(fit and not fit & set(said.terms) for fit in fits) if said.terms else False


def _type_word_differs(said: Said) -> bool:
    """A word of several types (Quy định: QĐ, QĐi, QyĐ) agrees with the family of each; an unknown word says nothing."""
    own = said.vocabulary.type(said.document.type) if said.document.type else None
    if own is None:
        return False
    for written in said.type_words:
        word = fold(_BRACKETS.sub(" ", written)).strip()
        families = {t.family for t in said.vocabulary.types if any(fold(w) == word for w in t.words)}
        if families and own.family not in families:
            return True
    return False


def _issuer_did_not_exist(said: Said) -> bool:
    day = said.document.date if said.document.date_precision == "day" else None
    body = body_of(said.document.body, said.vocabulary) if said.document.body else None
    if day is None or body is None:
        return False
    return bool((body.valid_from and day < body.valid_from) or (body.valid_to and day > body.valid_to))


# --------------------------------------------------------------------- edges


def _to_itself(link: Link) -> bool:
    return link.edge.subject == link.edge.object


def _object_is_later(link: Link, types: frozenset[EdgeType]) -> bool:
    """Days are compared as days; beside a mere year, years are."""
    acting, earlier = link.subject.date, link.object.date
    if link.edge.type not in types or acting is None or earlier is None:
        return False
    length = min(len(acting), len(earlier))
    return acting[:length] < earlier[:length]


CHANGES = frozenset({EdgeType.AMENDS, EdgeType.REPLACES, EdgeType.REPEALS, EdgeType.SUSPENDS})


def _changes_what_is_above(link: Link) -> bool:
    """Only the issuer, its successor or a superior body may change a document. Unknown levels or places break nothing.

    The central Party bodies share one register and are credited with each other's documents: they are one here.
    """
    a, b, v = link.subject, link.object, link.vocabulary
    if link.edge.type not in CHANGES or a.level not in LEVELS or b.level not in LEVELS:
        return False
    if a.level != b.level:
        return LEVELS.index(a.level) > LEVELS.index(b.level)
    if a.level == "central" or a.body is None or a.body == b.body:
        return False
    acting = body_of(a.body, v)
    above = {near.id for near in kin(acting, v)} - {acting.succeeded_by} if acting else set()
    if a.level in ("state-central", "ministry"):
        changed = body_of(b.body, v) if b.body else None
        followed = {near.id for near in kin(changed, v)} if changed else set()
        return b.body in above or (a.level == "ministry" and changed is not None and a.body not in followed)
    return bool(a.place and b.place) and a.place != b.place and a.place not in _successors(b.place or "", v)


def _successors(place: str, v: Vocabulary) -> set[str]:
    by_id = {p.id: p for p in v.provinces}
    found, queue = set(), [p for p in v.provinces if p.slug == place]
    while queue:
        successor = by_id.get(queue.pop().successor or "")
        if successor and successor.slug not in found:
            found.add(successor.slug)
            queue.append(successor)
    return found


# --------------------------------------------------------------------- twins


def _look_alike(twins: Twins) -> bool:
    """One number, type and day under two organ codes: 09-KL/BCĐ and 09-KL/TW of 24/11/2024."""
    a, b = twins.a, twins.b
    if a.number is None or b.number is None or a.date is None or a.date_precision != "day":
        return False
    same = (bare(a.number), a.type, a.date) == (bare(b.number), b.type, b.date)
    elsewhere = a.place is not None and b.place is not None and a.place != b.place
    return same and a.organ is not None and b.organ is not None and a.organ != b.organ and not elsewhere


# --------------------------------------------------------------------- table

ABOUT_DOCUMENTS: tuple[Rule[Said], ...] = (
    Rule(
        "date-conflict",
        "warning",
        _dates_differ,
        "Các nguồn ghi ngày ban hành khác nhau.",
        "Sources give different dates.",
    ),
    Rule("term-conflict", "warning", _terms_differ, "Các nguồn ghi khóa khác nhau.", "Sources give different terms."),
    Rule(
        "term-date-disagree",
        "warning",
        _term_misses_date,
        "Ngày ban hành không thuộc khóa được ghi.",
        "The date does not fall in the term that is stated.",
    ),
    Rule(
        "type-word-disagrees",
        "warning",
        _type_word_differs,
        "Tên loại văn bản không khớp với ký hiệu.",
        "The type word does not agree with the symbol.",
    ),
    Rule(
        "issuer-not-in-office",
        "notice",
        _issuer_did_not_exist,
        "Vào ngày ban hành, cơ quan ban hành chưa thành lập hoặc đã kết thúc hoạt động.",
        "On that date the issuing body did not yet exist or no longer existed.",
    ),
)

_EDGE = EdgeType
ABOUT_EDGES: tuple[Rule[Link], ...] = (
    Rule("self-reference", "error", _to_itself, "Văn bản dẫn chiếu chính nó.", "The document refers to itself."),
    Rule(
        "implements-later",
        "error",
        partial(_object_is_later, types=frozenset({_EDGE.IMPLEMENTS, _EDGE.GUIDES})),
        "Văn bản thực hiện hoặc hướng dẫn một văn bản ban hành sau nó.",
        "It implements or guides a document issued after it.",
    ),
    Rule(
        "based-on-later",
        "error",
        partial(_object_is_later, types=frozenset({_EDGE.BASED_ON})),
        "Văn bản căn cứ vào một văn bản ban hành sau nó.",
        "It is based on a document issued after it.",
    ),
    Rule(
        "changes-later",
        "error",
        partial(_object_is_later, types=CHANGES),
        "Văn bản sửa đổi, thay thế hoặc bãi bỏ một văn bản ban hành sau nó.",
        "It amends, replaces, repeals or suspends a document issued after it.",
    ),
    Rule(
        "reviews-later",
        "error",
        partial(_object_is_later, types=frozenset({_EDGE.REVIEWS})),
        "Văn bản tổng kết hoặc sơ kết một văn bản ban hành sau nó.",
        "It reviews a document issued after it.",
    ),
    Rule(
        "cites-later",
        "warning",
        partial(_object_is_later, types=frozenset({_EDGE.CITES})),
        "Văn bản dẫn chiếu một văn bản ban hành sau nó.",
        "It cites a document issued after it.",
    ),
    Rule(
        "changes-superior",
        "error",
        _changes_what_is_above,
        "Chỉ cơ quan ban hành hoặc cơ quan cấp trên mới được sửa đổi, thay thế, bãi bỏ văn bản.",
        "Only the issuer or a superior body may amend, replace, repeal or suspend a document.",
    ),
)

ABOUT_TWINS: tuple[Rule[Twins], ...] = (
    Rule(
        "look-alike",
        "notice",
        _look_alike,
        "Trùng số, loại và ngày với một văn bản khác ký hiệu cơ quan; có thể là một văn bản.",
        "It shares number, type and date with a document under another organ code; they may be one.",
    ),
)

RULES: tuple[Rule[Said] | Rule[Link] | Rule[Twins], ...] = (*ABOUT_DOCUMENTS, *ABOUT_EDGES, *ABOUT_TWINS)


def rule(id: str) -> Rule[Said] | Rule[Link] | Rule[Twins]:
    """The rule behind a flag. Raises KeyError for what is no flag."""
    return {r.id: r for r in RULES}[id]


def check_document(
    document: Document,
    *,
    type_words: tuple[str, ...] = (),
    dates: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[str, ...]:
    """The flags of one document, in the order of the table. The words, dates and terms are those its sources wrote."""
    said = Said(document, type_words, dates, terms, vocabulary or load())
    return tuple(r.id for r in ABOUT_DOCUMENTS if r.broken(said))


def check_edge(
    edge: Edge, subject: Document, object: Document, vocabulary: Vocabulary | None = None
) -> tuple[str, ...]:
    """The flags of one edge between documents, in the order of the table."""
    link = Link(edge, subject, object, vocabulary or load())
    return tuple(r.id for r in ABOUT_EDGES if r.broken(link))


def look_alikes(documents: Iterable[Document]) -> tuple[tuple[str, str], ...]:
    """(document id, flag) for both documents of every pair that may be one, sorted."""
    same: dict[tuple[str | None, ...], list[Document]] = defaultdict(list)
    for document in documents:
        if document.number and document.date:
            same[bare(document.number), document.type, document.date].append(document)
    pairs = [Twins(a, b) for group in same.values() for a, b in combinations(group, 2)]
    return tuple(sorted({(d.id, r.id) for r in ABOUT_TWINS for t in pairs if r.broken(t) for d in (t.a, t.b)}))


def bare(number: str | None) -> str | None:
    """A number without its leading zeros: 09 and 9 are one."""
    return number and (number.lstrip("0") or "0")
