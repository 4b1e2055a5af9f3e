"""From what is said around citations to their facts: what is said once of a list is shared out, an open organ is
settled where the words decide it, and terms are kept where they are the Central Committee's."""

from __future__ import annotations

from dataclasses import replace

from graph_schema.folding import fold
from graph_schema.identity import format_symbol, organ_of
from graph_schema.model import Facts, Form
from graph_schema.vocabulary import Vocabulary
from loaders.issuers import is_central, organ_of_body
from loaders.mentions import Citation, Said

_SERIES = frozenset(("QH", "UBTVQH"))  # their code holds the legislature's number, which a name alone does not say
_EARLY_TERMS = frozenset(("I", "II", "III", "IV", "V"))  # before the oldest term whose dates the vocabulary holds


def share(citations: list[Citation], vocabulary: Vocabulary) -> list[Citation]:
    """What is said once of a list, before it or after it, is said of every member that says nothing of its own."""
    out = list(citations)
    for i in range(len(out) - 1, 0, -1):
        if out[i].joined and not out[i].head:
            out[i - 1] = _backward(out[i - 1], out[i], vocabulary)
    for i in range(1, len(out)):
        if out[i].joined:
            out[i] = _forward(out[i - 1], out[i], vocabulary)
    return out


def _backward(left: Citation, right: Citation, v: Vocabulary) -> Citation:
    """Trailing words: "A, B ngày ... của C"."""
    own = {s.field for s in left.said}
    own |= {"date", "year"} if own & {"date", "year"} else set()
    same = left.facts.type == right.facts.type
    if any(s.field == "issuer" for s in left.said) and _issuer_of(left) != _issuer_of(right):
        own.add("term")  # "của Bộ Chính trị; Chương trình số 10-CTr/TU của Thành ủy khóa XVII": another body's count
    lent = tuple(
        s
        for s in right.said
        if s.start >= right.end
        and s.field not in own
        and (s.field in ("issuer", "term") or (s.field in ("date", "year") and same))
        and _allows(left, s, v)
    )
    central = left.central or (right.central and not left.facts.organs)
    return replace(left, said=(*left.said, *lent), shared=bool(lent), central=central)


def _issuer_of(c: Citation) -> str | None:
    return next((fold(s.value) for s in c.said if s.field == "issuer"), None)


def _forward(left: Citation, right: Citation, v: Vocabulary) -> Citation:
    """Leading words: "C ban hành A và B"."""
    if any(s.field == "issuer" for s in right.said):
        return right
    lent = tuple(s for s in left.said if s.field == "issuer" and s.end <= left.start and _allows(right, s, v))
    return replace(right, said=(*right.said, *lent)) if lent else right


def _allows(c: Citation, said: Said, v: Vocabulary) -> bool:
    """Whether a value said of a neighbour in a list can hold for this one too."""
    if said.field != "issuer" or len(c.facts.organs) != 1:
        return True
    organ, own = "TW" if is_central(said.value) else organ_of_body(said.value, v), c.facts.organs[0]
    # A steering committee's papers are registered under its own code or the Centre's: 09-KL/BCĐ, 09-KL/TW.
    return organ is None or organ.startswith(("BCĐ", own)) or own.startswith(organ)


def settle(c: Citation, v: Vocabulary) -> Citation:
    """The citation with its facts filled from what is said of it."""
    if not c.said and len(c.facts.organs) == 1 and not c.facts.terms:
        return c
    issuers = _values(c, "issuer")
    central = c.central or any(map(is_central, issuers))
    organs = _organs(c, issuers, central, v)
    terms = {*_values(c, "term"), *c.facts.terms}
    if not _counts_terms(organs, issuers, central, v) or not terms <= {t.roman for t in v.terms} | _EARLY_TERMS:
        terms = set()
    facts = replace(
        c.facts,
        organs=organs,
        symbol=_symbol(c.facts, organs, v),
        dates=_values(c, "date"),
        years=tuple(sorted({*c.facts.years, *map(int, _values(c, "year"))})),
        terms=tuple(sorted(terms)),
        cycles=_values(c, "cycle"),
        issuers=issuers or c.facts.issuers,
        titles=_values(c, "title"),
    )
    said = tuple(s if s.field != "term" or s.value in terms else replace(s, field="own_term") for s in c.said)
    return replace(c, facts=facts, central=central, said=said)


def _values(c: Citation, name: str) -> tuple[str, ...]:
    return tuple(sorted({s.value for s in c.said if s.field == name}))


def _organs(c: Citation, issuers: tuple[str, ...], central: bool, v: Vocabulary) -> tuple[str, ...]:
    """The organ of a symbol printed TƯ, or of a short form, where the issuer decides it."""
    said = {o for name in issuers if (o := organ_of_body(name, v))} | ({"TW"} if central else set())
    if len(c.facts.organs) == 2:
        fits = tuple(o for o in c.facts.organs if o in said)
        return fits if len(fits) == 1 else c.facts.organs
    if c.facts.organs or c.form is not Form.SHORT:
        return c.facts.organs
    return tuple(said) if len(said) == 1 and not said & _SERIES else ()


def _symbol(facts: Facts, organs: tuple[str, ...], v: Vocabulary) -> str | None:
    if facts.symbol is None and len(facts.organs) == 2 and len(organs) == 1 and facts.number:
        return format_symbol(facts.number, facts.type, organs[0], facts.year, facts.unit, hyphen=True, v=v)
    return facts.symbol


def _counts_terms(organs: tuple[str, ...], issuers: tuple[str, ...], central: bool, v: Vocabulary) -> bool:
    """Whether "khóa" here counts the terms of the Central Committee: khóa XVI of a province is another count."""
    if len(organs) == 1:
        organ = organ_of(organs[0], v)
        return bool(organ and organ.period == "term")
    return central or not issuers
