"""Which document a symbol names: parsing, one normal form, the completed key, and the id made of it.

The rules of numbering are those of Guideline 36-HD/VPTW (2018) for Party documents and Decree 30/2020/NĐ-CP for
State ones. Ids are made here and nowhere else, and are never parsed back.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from graph_schema.folding import canonical, fold, slug, words
from graph_schema.model import Facts
from graph_schema.vocabulary import DocumentType, Organ, Vocabulary, cycle_of

MAX_SYMBOL = 80
"""Code points; the longest symbol seen in print is under 40."""

UNDECIDED = "TƯ"
"""Printed for TW (Trung ương) and for TU (Tỉnh ủy) alike: the words around it decide."""

_NUMBER = re.compile(r"(\d{1,6})([a-zA-Z]?)(?=[\s/\-_.]|$)|(\d{1,6})(?=[^\W\d_])")
_YEAR = re.compile(r"[\s/\-_.]{1,3}((?:19|20)\d\d)(?=$|[\s/\-_.])")
_SEPARATORS = re.compile(r"[\s/\-_]+")
_LETTERS = re.compile(r"[A-ZĐƯ][A-ZĐƯa-zđư.]{0,19}\d{0,2}")
_ASSEMBLY = re.compile(r"(QH|UBTVQH)(\d{1,2})")
_LEGISLATURES = {2002: 11, 2007: 12, 2011: 13, 2016: 14, 2021: 15, 2026: 16}
"""First year of each National Assembly; in that year itself two of them sat."""
_DASHES = re.compile("[‐‑‒–—―−_]")


@dataclass(frozen=True, slots=True)
class Symbol:
    """The parts of one symbol. ``organs`` has two entries when the print leaves TW or TU open, none when it has no
    organ; ``text`` is the canonical spelling (None when the organ is missing or open)."""

    number: str
    type: str | None
    organs: tuple[str, ...]
    year: int | None
    unit: str | None
    text: str | None

    @property
    def organ(self) -> str | None:
        """The organ code, when exactly one is meant."""
        return self.organs[0] if len(self.organs) == 1 else None


def parse_symbol(text: str, vocabulary: Vocabulary) -> Symbol | None:
    """The symbol that ``text`` is, in any damaged spelling, or None when it is none.

    The whole text must be the symbol, apart from spaces around it. Accepts swapped hyphen and slash, spaces, any
    dash, Eth, lower case, missing diacritics and glued letters. Never raises; linear in at most ``MAX_SYMBOL``.
    """
    if len(text) > 4 * MAX_SYMBOL:
        return None
    line = _DASHES.sub("-", canonical(text)).strip(" \t\n.,;:()\"'“”")
    if len(line) > MAX_SYMBOL or not (number := _NUMBER.match(line)):
        return None
    digits = number[0] if number[3] is None else number[3]
    rest, glued = line[number.end() :], number[3] is not None
    if not glued and number[2] and not _followed(rest):
        digits, rest = number[1], number[2] + rest
    digits = digits.lower()
    year: int | None = None
    if found := _YEAR.match(rest):
        year, rest = int(found[1]), rest[found.end() :]
    printed_first = rest[:1] if rest[:1] in "-/" else rest.lstrip()[:1]
    parts = [p for p in _SEPARATORS.split(rest) if p]
    if not parts or any(not p[0].isalpha() for p in parts) or len(parts) > 5:
        return None
    return _compose(digits, year, parts, printed_first == "-", vocabulary)


def _followed(rest: str) -> bool:
    return bool(rest) and rest.lstrip()[:1] in "-/_"


def _compose(number: str, year: int | None, parts: list[str], hyphen_first: bool, v: Vocabulary) -> Symbol | None:
    head = parts[0]
    if len(parts) == 1:
        if organ := assembly_code(head, v) or _legislature(head, year):
            return _symbol(number, None, (organ,), year, None, hyphen_first, v)
        if kind := v.type(head):
            return Symbol(number, kind.abbr, (), year, None, None)
        return _unglue(number, year, head, hyphen_first, v)
    kind = v.type(head)
    if kind is None and v.organ(head):
        organ_code, unit = _organ_code(head, v), "-".join(p.upper() if p.islower() else p for p in parts[1:])
        return _symbol(number, "CV", (organ_code,), year, unit, False, v)
    if kind is None:
        # "20NQ-TW" glued at the front and hyphenated at the back
        glued = _split_type(head, v)
        if glued is None:
            return None
        kind, parts = glued[0], [head, glued[1], *parts[1:]]
    tail = "-".join(parts[1:])
    if fold(tail) == "tu" and "ư" in tail.lower():
        return Symbol(number, kind.abbr, ("TU", "TW"), year, None, None)
    organs = (assembly_code(tail, v) or _organ_code(tail, v),)
    return _symbol(number, kind.abbr, organs, year, None, hyphen_first, v)


def _unglue(number: str, year: int | None, head: str, hyphen_first: bool, v: Vocabulary) -> Symbol | None:
    split = _split_type(head, v)
    if split is None:
        return None
    kind, organ = split
    return _symbol(number, kind.abbr, (_organ_code(organ, v),), year, None, hyphen_first, v)


def _split_type(head: str, v: Vocabulary) -> tuple[DocumentType, str] | None:
    """ "NQTW" -> NQ and TW: the longest type that leaves a known organ."""
    for cut in range(min(len(head) - 1, 6), 0, -1):
        kind, rest = v.type(head[:cut]), head[cut:]
        if kind and (v.organ(rest) or assembly_code(rest, v)):
            return kind, rest
    return None


def assembly_code(code: str, v: Vocabulary) -> str | None:
    """QH15, UBTVQH14 in any case, or None."""
    return f"{m[1]}{int(m[2])}" if (m := _ASSEMBLY.fullmatch(code.upper())) else None


def _legislature(code: str, year: int | None) -> str | None:
    """The assembly code whose term was cut off ("176/2025/QH"), where the printed year leaves only one."""
    if code.upper() not in ("QH", "UBTVQH") or year is None or year in _LEGISLATURES:
        return None
    started = [n for first, n in _LEGISLATURES.items() if first < year]
    return f"{code.upper()}{max(started)}" if started else None


def _organ_code(code: str, v: Vocabulary) -> str:
    """The code as the vocabulary spells it; an unknown one keeps its print (upper case when it was all lower)."""
    if organ := v.organ(code):
        return organ.code
    head, _, tail = code.partition("-")
    if tail and (organ := v.organ(head)):
        return f"{organ.code}-{_organ_code(tail, v)}"
    return code.upper() if code.islower() else code


def _symbol(
    number: str,
    kind: str | None,
    organs: tuple[str, ...],
    year: int | None,
    unit: str | None,
    hyphen: bool,
    v: Vocabulary,
) -> Symbol | None:
    code = organs[0]
    if not all(_LETTERS.fullmatch(p) for p in code.split("-")):
        return None
    return Symbol(number, kind, organs, year, unit, format_symbol(number, kind, code, year, unit, hyphen=hyphen, v=v))


def format_symbol(
    number: str, kind: str | None, organ: str, year: int | None, unit: str | None, *, hyphen: bool, v: Vocabulary
) -> str:
    """The canonical spelling. ``hyphen`` says that a hyphen was printed first: it decides only for organs that are
    printed both ways (steering committees) or that we do not know."""
    stem = f"{number}/{year}" if year else number
    if kind is None:
        return f"{stem}/{organ}"
    if unit is not None:
        return f"{stem}/{organ}-{unit}"
    known = organ_of(organ, v)
    style = known.style if known else None
    if style in (None, "either") or (style == "state" and kind == "CV"):
        style = "party" if hyphen and not year else "state"
    return f"{stem}-{kind}/{organ}" if style == "party" and not year else f"{stem}/{kind}-{organ}"


def organ_of(code: str, v: Vocabulary) -> Organ | None:
    """The vocabulary's organ for a code, an assembly code's legislature number aside; of a joint code the first."""
    if m := _ASSEMBLY.fullmatch(code):
        return v.organ(m[1])
    return v.organ(code) or (v.organ(code.partition("-")[0]) if "-" in code else None)


# ------------------------------------------------------------------ keys and ids


@dataclass(frozen=True, slots=True)
class Key:
    """What tells one document from every other, as far as it is known.

    ``scope`` (province, body or committee) and ``period`` (term, cycle or year) are None while unknown;
    ``needs_scope`` and ``needs_period`` say whether the register needs them. ``series`` holds the printed
    year where a symbol with and one without it count in different series (31/2017/QĐ-TTg is not 31/QĐ-TTg of 2017).
    """

    type: str
    number: str
    organ: str
    unit: str | None
    series: int | None
    scope: str | None
    period: str | None
    needs_scope: bool
    needs_period: bool

    @property
    def complete(self) -> bool:
        """Every field its register needs is known."""
        return (self.scope is not None or not self.needs_scope) and (self.period is not None or not self.needs_period)


def bare_number(number: str) -> str:
    """A number without leading zeros, letter suffix kept: "09" -> "9", "30a" -> "30a"."""
    return number.lstrip("0") or "0"


def cluster_of(facts: Facts, vocabulary: Vocabulary) -> str:
    """The cluster a document of these facts can meet others in: type family and number, or body for unnumbered ones.

    Everything a short form ("Nghị quyết 18") may mean lies in one cluster, whatever its organ.
    """
    kind = vocabulary.type(facts.type) if facts.type else None
    family = kind.family if kind else (facts.type or "-")
    if facts.plenum:
        return f"plenum|{facts.plenum}"
    if facts.number is None:
        return f"{family}||{slug(facts.issuers[0]) if facts.issuers else '-'}"
    if any(_ASSEMBLY.fullmatch(o) for o in facts.organs):
        family = "NQ"  # laws and resolutions of the assembly share one series: 31/2024/QH15
    return f"{family}|{bare_number(facts.number)}"


def key_of(facts: Facts, vocabulary: Vocabulary, *, scope: str | None = None) -> Key | None:
    """The key these facts complete, or None without number, type and exactly one organ.

    ``scope`` overrides the scope said (a place learnt elsewhere). A period is taken from the words, else from the
    one period all stated dates fall into.
    """
    if facts.number is None or len(facts.organs) != 1:
        return None
    code = facts.organs[0]
    organ = organ_of(code, vocabulary)
    kind = vocabulary.type(facts.type) if facts.type else None
    if facts.type is None and not (organ and organ.style == "assembly"):
        return None
    normative = bool(kind and kind.normative) or bool(organ and organ.style == "assembly")
    return Key(
        type=facts.type if facts.type and not (organ and organ.style == "assembly") else "",
        number=bare_number(facts.number),
        organ=code,
        unit=facts.unit,
        series=facts.year if facts.year and not normative else None,
        scope=scope or (facts.scopes[0] if len(facts.scopes) == 1 else None),
        period=_period(facts, organ, vocabulary),
        needs_scope=bool(organ and organ.scope != "none"),
        needs_period=not (organ and organ.period == "none"),
    )


def _period(facts: Facts, organ: Organ | None, v: Vocabulary) -> str | None:
    rule = organ.period if organ else "year"
    if rule == "term":
        fits = set(facts.terms) or _shared([set(v.terms_of(day)) for day in facts.dates])
        if not fits and facts.years:
            fits = {t for y in facts.years for t in v.terms_of_year(y)}
        return next(iter(fits)) if len(fits) == 1 else None
    if rule == "cycle":
        cycles = set(facts.cycles) or {c for d in facts.dates if (c := cycle_of(d))}
        return next(iter(cycles)) if len(cycles) == 1 else None
    if rule == "year":
        years = {str(facts.year)} if facts.year else {d[:4] for d in facts.dates} or {str(y) for y in facts.years}
        return next(iter(years)) if len(years) == 1 else None
    return None  # the assembly numbers through a whole legislature: 98/2023/QH15 needs no more


def _shared(fits: list[set[str]]) -> set[str]:
    """Terms that every stated date allows: a closing day fits two, another day settles it."""
    return set.intersection(*fits) if fits else set()


def base_id(key: Key, vocabulary: Vocabulary) -> str:
    """The coarsest id of a key: number, type, organ. "18-nq-tw", "31-2017-qd-ttg", "98-qh15"."""
    kind = vocabulary.type(key.type) if key.type else None
    parts = [
        key.number,
        str(key.series or ""),
        kind.slug if kind else slug(key.type),
        _organ_slug(key.organ, vocabulary),
    ]
    if key.unit:
        parts.append(slug(key.unit))
    return "-".join(p for p in parts if p)


def document_id(key: Key, vocabulary: Vocabulary, *, date: str | None = None, mark: str | None = None) -> str:
    """The id of a key: base, scope, period. Where the period is unknown the ``date`` stands for it, else ``mark``."""
    parts = [base_id(key, vocabulary), key.scope, key.period or date, mark]
    return ".".join(p.lower() for p in parts if p)


def coarser_ids(key: Key, dates: tuple[str, ...], vocabulary: Vocabulary) -> frozenset[str]:
    """Ids with less in them that this key satisfies: they redirect while it is the only one that does."""
    base = base_id(key, vocabulary)
    stand_ins = {key.period, *dates, *(d[:4] for d in dates)} - {None}
    out = {base}
    for part in stand_ins:
        out.add(f"{base}.{part}".lower())
        if key.scope:
            out.add(f"{base}.{key.scope}.{part}".lower())
    if key.scope:
        out.add(f"{base}.{key.scope}".lower())
    return frozenset(out)


def unnumbered_id(facts: Facts, vocabulary: Vocabulary, *, mark: str | None = None) -> str:
    """The id of a document without a full symbol: type, bare number if any, issuer, and a hash of the words that
    name it (title, date, ``mark``)."""
    kind = vocabulary.type(facts.type) if facts.type else None
    said = " ".join([*(w for t in facts.titles for w in words(t)), *facts.dates, *map(str, facts.years), mark or ""])
    body = slug(facts.issuers[0]) if facts.issuers else ""
    stem = "-".join(p for p in (bare_number(facts.number) if facts.number else "", kind.slug if kind else "vb") if p)
    return ".".join(p for p in (stem, body[:60].strip("-"), short_hash(said)) if p)


def short_hash(text: str, length: int = 8) -> str:
    """Hex digits of a SHA-256: enough to tell apart what shares everything else in an id."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def _organ_slug(code: str, vocabulary: Vocabulary) -> str:
    plain = slug(code)
    # An unknown code keeps its exact letters in a hash: folding alone could make two organs one (ĐU, DU).
    return plain if organ_of(code, vocabulary) else f"{plain}-{short_hash(code, 4)}"
