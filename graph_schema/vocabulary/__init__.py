"""The domain's words as data: document types, organ codes, bodies, provinces, terms, plenums, relations, cues.

The files beside this module are validated when they are loaded; a contradiction raises ``VocabularyError`` naming
the file and the entry. Use ``load()``: it reads once per process.
"""

from __future__ import annotations

import csv
import hashlib
import re
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from graph_schema.errors import VocabularyError
from graph_schema.folding import fold, slug
from graph_schema.vocabulary.checks import check

FILES = (
    "document_types.yaml",
    "organs.yaml",
    "bodies.yaml",
    "provinces.csv",
    "terms.csv",
    "plenums.yaml",
    "relations.yaml",
    "cues.yaml",
)

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPEN_SPELLING = "TƯ"
_TAILS = {
    "legislature": re.compile(r"\d{1,2}"),
    "body": re.compile(r"[A-Z&]{2,12}"),
    "committee": re.compile(r"[A-Z0-9]{1,16}"),
}


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document. ``words`` are its names in running text; ``spellings`` other printed abbreviations.

    ``family`` is the abbreviation that short forms share (QĐi and QĐ are both "Quy định"); ``normative`` types always
    print the year in their symbol, so 178/NĐ-CP of 2024 and 178/2024/NĐ-CP are one document.
    """

    abbr: str
    words: tuple[str, ...]
    english: str
    slug: str
    family: str
    spellings: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    plan: bool = False
    normative: bool = False


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ code as printed in symbols, and what completes the key of a document that bears it.

    ``style``: party (18-NQ/TW), state (10/NQ-CP), assembly (98/2023/QH15) or either (59-CV/BCĐ, 69/CV-BCĐ).
    ``scope``: none, province, body or committee.
    ``period``: term (Central Committee), cycle (local congress cycle), year, or none (the code itself holds it).
    """

    code: str
    name: str
    system: str
    style: str
    scope: str
    period: str
    level: str | None = None
    spellings: tuple[str, ...] = ()
    tail: str | None = None  # what may follow the code: legislature (QH15), body (BCSĐCP), committee (BCĐSX)


@dataclass(frozen=True, slots=True)
class BodyPattern:
    """A body, or a pattern of bodies that exist once per place ("Tỉnh ủy Cà Mau"): its name is followed by the place's.

    ``city`` is the pattern's name in a city under central rule ("Thành ủy Hà Nội").
    """

    id: str
    name: str
    organ: str | None
    level: str | None
    system: str | None
    per: str | None = None  # province | district | commune: one such body in each
    city: str | None = None
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    succeeded_by: str | None = None


@dataclass(frozen=True, slots=True)
class Province:
    """A provincial unit. ``slug`` is its name's slug, shared by the units before and after 1/7/2025; ``id`` is not."""

    id: str
    slug: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    valid_from: str | None
    valid_to: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the Central Committee; ``end`` is None for the sitting one. Congress closing days fit two terms."""

    roman: str
    start: str
    end: str | None


@dataclass(frozen=True, slots=True)
class PlenumDocument:
    """One document a plenum issued, with the words of its subject."""

    symbol: str
    date: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Plenum:
    """One plenum ("Hội nghị Trung ương 6 khóa XII") and what it issued."""

    term: str
    number: int
    documents: tuple[PlenumDocument, ...]


@dataclass(frozen=True, slots=True)
class RelationType:
    """Names of one edge type. ``portal`` and ``portal_inverse`` are the headings of the legal portals' lược đồ on the
    page of the subject and of the object, None where they have none."""

    type: str
    family: str
    label_vi: str
    label_en: str
    inverse_vi: str
    inverse_en: str
    eli: str | None = None
    portal: str | None = None
    portal_inverse: str | None = None
    textual: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """Words between or before citations that state a relation.

    ``phrases`` are alternatives, folded and matched as whole words; ``%`` stands for a number. At each place the
    longest phrase of all cues wins (see ``checks.find_cues``). ``voice``: active (X cue Y) or passive (Y cue X).
    ``examples`` must match, ``excluded`` must not.
    """

    name: str
    type: str
    phrases: tuple[str, ...]
    voice: str
    confidence: float
    examples: tuple[str, ...]
    excluded: tuple[str, ...]


class Vocabulary:
    """All of it, with the look-ups the layers above need. Immutable after loading. ``language`` is the one that labels
    made with it are in: vi or en."""

    language: str = "vi"

    def __init__(self, files: dict[str, str]) -> None:
        self.version = hashlib.sha256("\0".join(f"{k}\0{files[k]}" for k in sorted(files)).encode()).hexdigest()[:12]
        self.types: tuple[DocumentType, ...] = tuple(
            _build(DocumentType, "document_types.yaml", e) for e in _yaml(files, "document_types.yaml")
        )
        self.organs: tuple[Organ, ...] = tuple(_build(Organ, "organs.yaml", e) for e in _yaml(files, "organs.yaml"))
        self.bodies: tuple[BodyPattern, ...] = tuple(
            _build(BodyPattern, "bodies.yaml", e) for e in _yaml(files, "bodies.yaml")
        )
        self.relations: tuple[RelationType, ...] = tuple(
            _build(RelationType, "relations.yaml", e) for e in _yaml(files, "relations.yaml")
        )
        self.cues: tuple[Cue, ...] = tuple(_build(Cue, "cues.yaml", e) for e in _yaml(files, "cues.yaml"))
        self.plenums: tuple[Plenum, ...] = tuple(
            Plenum(e["term"], e["number"], tuple(_build(PlenumDocument, "plenums.yaml", d) for d in e["documents"]))
            for e in _yaml(files, "plenums.yaml")
        )
        self.terms = tuple(Term(r["term"], r["from"], r["to"] or None) for r in _rows(files, "terms.csv"))
        self.provinces = tuple(_province(r) for r in _rows(files, "provinces.csv"))
        self._type: dict[str, DocumentType] = _index(
            "document_types.yaml", ((s, t) for t in self.types for s in {t.abbr, *t.spellings})
        )
        self._organ: dict[str, Organ] = _index(
            "organs.yaml", ((s, o) for o in self.organs for s in {o.code, *o.spellings})
        )
        self._speaking: dict[str, Vocabulary] = {self.language: self}
        self._relation = {relation.type: relation for relation in self.relations}
        self._place_name = {province.slug: province.name for province in self.provinces}
        self._province: dict[str, str] = {}
        for p in self.provinces:
            for name in (p.slug, p.id, p.name, *p.aliases):
                self._province[slug(name)] = p.slug
        check(self)

    def speaking(self, language: str) -> Vocabulary:
        """The same, with labels in this language."""
        if language == self.language:
            return self
        if language not in self._speaking:
            self._speaking[language] = made = copy(self)
            made.language = language
        return self._speaking[language]

    def type(self, abbr: str) -> DocumentType | None:
        """The type printed as ``abbr`` in any known spelling or case."""
        return self._type.get(abbr) or self._type.get(fold_code(abbr))

    def organ(self, code: str) -> Organ | None:
        """The organ printed as ``code`` in any known spelling or case, or None.

        A code keeps what follows it where that tells documents apart: QH15, BCSĐTNMT, VPCP-BNV. TƯ may be TW or TU
        and is neither here: see ``organ_choices``.
        """
        if _OPEN_SPELLING in code.upper():
            return None
        return self._organ.get(code) or self._organ.get(fold_code(code)) or self._tailed(code) or self._joint(code)

    def organ_choices(self, code: str) -> tuple[Organ, ...]:
        """Every organ ``code`` may stand for: one, two for the spelling TƯ (28-NQ/TƯ is of TW or of TU), or none."""
        upper = code.upper()
        readings = [upper.replace(_OPEN_SPELLING, s) for s in ("TW", "TU")] if _OPEN_SPELLING in upper else [code]
        return tuple(o for r in readings if (o := self.organ(r)))

    def _tailed(self, code: str) -> Organ | None:
        folded = fold_code(code)
        for organ in self.organs:
            if organ.tail is None:
                continue
            stem = fold_code(organ.code)
            if folded.startswith(stem) and _TAILS[organ.tail].fullmatch(folded[len(stem) :]):
                return replace(organ, code=organ.code + code.upper()[len(stem) :])
        return None

    def _joint(self, code: str) -> Organ | None:
        """Organs joined by a hyphen: VPCP-BNV, BTGTW-BCSĐBYT. The first one decides how the key is completed."""
        parts = [self._organ.get(p) or self._organ.get(fold_code(p)) for p in code.split("-", 4)]
        known = [p for p in parts if p is not None and p.scope == "none"]
        if len(parts) < 2 or len(known) != len(parts):
            return None
        return replace(known[0], code="-".join(p.code for p in known), name="; ".join(p.name for p in known))

    def place(self, name: str) -> str | None:
        """A province's slug from its name, alias, id or slug, with or without diacritics or "tỉnh"/"thành phố"."""
        key = slug(name)
        for prefix in ("", "tinh-", "thanh-pho-", "tp-"):
            if key.startswith(prefix) and (found := self._province.get(key[len(prefix) :])):
                return found
        return None

    def place_name(self, place: str) -> str:
        """How a province slug is shown; the slug itself when it is none of ours."""
        return self._place_name.get(place, place)

    def terms_of(self, day: str) -> tuple[str, ...]:
        """Terms of the Central Committee a day belongs to: one, two on a congress closing day, none before 1986."""
        return tuple(t.roman for t in self.terms if t.start <= day and (t.end is None or day <= t.end))

    def terms_of_year(self, year: int) -> tuple[str, ...]:
        """Terms that hold any day of the year."""
        first, last = f"{year}-01-01", f"{year}-12-31"
        return tuple(t.roman for t in self.terms if t.start <= last and (t.end is None or first <= t.end))

    def plenum(self, term: str, number: int) -> Plenum | None:
        """The plenum, or None when its documents are not known here."""
        return next((p for p in self.plenums if (p.term, p.number) == (term, number)), None)

    def relation(self, type: str) -> RelationType:
        """The relation type; every EdgeType has one."""
        return self._relation[type]

    def family(self, name: str) -> tuple[str, ...]:
        """The edge types of one family, in the order of the file."""
        return tuple(r.type for r in self.relations if r.family == name)


def cycle_of(day: str) -> str | None:
    """The local congress cycle of an ISO day, None in a congress year (2015, 2020, 2025), when either may be meant."""
    year = int(day[:4])
    start = year - year % 5
    return None if year % 5 == 0 else f"{start}-{start + 5}"


def fold_code(code: str) -> str:
    """A key for codes: upper case without diacritics, so that CTR, Ctr and CTr are one."""
    return fold(code).upper()


@cache
def load() -> Vocabulary:
    """The bundled vocabulary. Raises VocabularyError when a file contradicts itself."""
    here = resources.files(__package__)
    return Vocabulary({name: here.joinpath(name).read_text("utf-8") for name in FILES})


def _yaml(files: dict[str, str], name: str) -> list[dict[str, Any]]:
    try:
        entries = yaml.load(files[name], Loader=_SAFE)  # noqa: S506 - it is the safe one, in C where there is one
    except yaml.YAMLError as error:
        raise VocabularyError(f"{name}: no valid YAML: {error}.") from error
    if not isinstance(entries, list):
        raise VocabularyError(f"{name}: expected a list of entries, got {type(entries).__name__}.")
    return entries


def _rows(files: dict[str, str], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files[name].splitlines()))


def _build(kind: Any, name: str, entry: dict[str, Any]) -> Any:
    plain = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}
    try:
        return kind(**plain)
    except TypeError as error:
        raise VocabularyError(f"{name}: entry {entry!r}: {error}.") from error


def _province(row: dict[str, str]) -> Province:
    for bound in filter(None, (row["valid_from"], row["valid_to"])):
        try:
            date.fromisoformat(bound)
        except ValueError as error:
            raise VocabularyError(f"provinces.csv: {row['key']}: {error}.") from error
    return Province(
        id=row["key"],
        slug=slug(row["name"]),
        name=row["name"],
        kind=row["kind"],
        aliases=tuple(a.strip() for a in row["aliases"].split(";") if a.strip()),
        valid_from=row["valid_from"] or None,
        valid_to=row["valid_to"] or None,
        successor=row["successor"] or None,
    )


def _index(name: str, pairs: Any) -> dict[str, Any]:
    exact: dict[str, Any] = {}
    folded: dict[str, Any] = {}
    for spelling, entry in pairs:
        if exact.setdefault(spelling, entry) is not entry:
            raise VocabularyError(f"{name}: the spelling {spelling!r} belongs to two entries.")
        key = fold_code(spelling)
        # ĐA and DA, HĐ and HD differ only in Đ: such a pair is reached by its exact spelling alone.
        folded[key] = None if folded.get(key, entry) is not entry else entry
    return {**{k: v for k, v in folded.items() if v is not None}, **exact}
