"""One row of a table -> the same claims a text makes.

Every row is a source of its own. Its text is the row as JSON (a relation with the two documents it joins inside), so
what it says can be read again from that text alone. A row is evidence of the kind table: it is never shown as a
quote, and its claims have no offsets.

Markers in a row's note: it begins with ``[draft]`` (the document has not been issued) or ``[inferred]`` (no sentence
states the relation); it holds ``[described]`` (the title is somebody's words) or "back-translated" (so is the title).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from graph_schema.bodies import committee_scope, names_body, recognise
from graph_schema.errors import UnreadableSource
from graph_schema.folding import fold
from graph_schema.identity import cluster_of, format_symbol, organ_of, parse_symbol
from graph_schema.model import BODY_PREFIX, Claim, EdgeType, Facts, IssuingBody, Reading, Referent, Source
from graph_schema.vocabulary import Vocabulary

STATED, INFERRED = 0.9, 0.4
"""How far a row is believed: one somebody read in a sentence, and one put together from several places."""

ESTABLISHES = "ESTABLISHES"
"""A decision sets up the body that issued the other document: a fact about that body, no relation between texts."""

Row = Mapping[str, str]
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
YEAR = re.compile(r"(?:19|20)\d\d")

_BRACKETS = re.compile(r"\([^()]{0,500}\)")


def read_row(source: Source, text: str, vocabulary: Vocabulary) -> Reading:
    """What the row in a table source's text says, read with today's vocabulary. Raises UnreadableSource for a text
    that no table here has made."""
    try:
        record = json.loads(text)
        if "relation" in record:
            return _relation(source, text, record, vocabulary)
        return _document(source, text, record["document"], vocabulary)
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableSource(f"{source.address or source.id} is no row of a table.", source=source.id) from error


def _document(source: Source, text: str, row: Row, v: Vocabulary) -> Reading:
    facts, body = _facts(row, v)
    referent = Referent(source.id, 1, cluster_of(facts, v), facts, ref=f"registry:{row['key']}", declared=True)
    title, status = _official(row)
    stated = [
        ("symbol", row["symbol"] if facts.symbol else None, "row"),
        ("type_word", None if row["type_vi"].startswith("(") else row["type_vi"], "row"),
        ("date", facts.dates[0] if facts.dates else None, "row"),
        ("term", facts.terms[0] if facts.terms else None, "row"),
        ("issuer", facts.issuers[0] if facts.issuers else None, "row"),
        ("place", body.place if body else None, "row"),
        ("title", title, status),
        ("status", "draft" if _is_draft(row) else None, "row"),
    ]
    claims = [
        Claim(_claim_id(source, field), source.id, "r1", field, value=value, rule=rule, confidence=STATED)
        for field, value, rule in stated
        if value
    ]
    return Reading(source, text, referents=(referent,), claims=tuple(claims))


def _relation(source: Source, text: str, record: Mapping[str, Row], v: Vocabulary) -> Reading:
    row, acting, earlier = record["relation"], record["from"], record["to"]
    note, inferred = _unmarked(row["evidence_paraphrase"], "[inferred]")
    subject, target = _facts(acting, v)[0], _facts(earlier, v)[0]
    kind = row["relation"]
    founding = kind == ESTABLISHES
    claim = Claim(
        _claim_id(source, kind),
        source.id,
        BODY_PREFIX + _issuer(earlier, v).id if founding else "r1",
        EdgeType.ESTABLISHED_BY if founding else kind,
        object="r1" if founding else "r2",
        value=_issuer(earlier, v).name if founding else None,
        rule="row",
        confidence=INFERRED if inferred else STATED,
        inferred=inferred,
        note=note,
    )
    related = (f"{kind}:{target.symbol}",) if target.symbol and not founding else ()
    ends = [(subject, related, acting), *([] if founding else [(target, (), earlier)])]
    referents = tuple(
        Referent(source.id, n, cluster_of(facts, v), facts, related=beside, ref=f"registry:{end['key']}")
        for n, (facts, beside, end) in enumerate(ends, 1)
    )
    flags = ("establishes-body",) if founding else ()
    return Reading(source, text, referents=referents, claims=(claim,), flags=flags)


def _claim_id(source: Source, what: str) -> str:
    return f"c{source.id[:24]}.{what}"


def _facts(row: Row, v: Vocabulary) -> tuple[Facts, IssuingBody | None]:
    """What a row says of its document, and the body that issued it."""
    issuer = _issuer_name(row)
    body = recognise(issuer, place=None, vocabulary=v) if issuer else None
    symbol = parse_symbol(row["symbol"], v) if row["symbol"] and not row["symbol"].isdigit() else None
    kind = v.type(row["type_abbr"])
    organs, text = (symbol.organs, symbol.text) if symbol else ((), None)
    if symbol and len(organs) > 1 and body and body.organ in organs:
        # TƯ may be TW or TU: the issuer tells
        organs = (body.organ,)
        text = format_symbol(symbol.number, symbol.type, body.organ, symbol.year, symbol.unit, hyphen=True, v=v)
    title, _ = _official(row)
    dated = row["date"]
    return Facts(
        type=(symbol.type if symbol else None) or (kind.abbr if kind else None),
        number=symbol.number if symbol else (row["number"] or None),
        organs=organs,
        year=symbol.year if symbol else None,
        unit=symbol.unit if symbol else None,
        symbol=text,
        dates=(dated,) if DAY.fullmatch(dated) else (),
        years=(int(dated),) if YEAR.fullmatch(dated) else (),
        terms=(row["term"],) if any(t.roman == row["term"] for t in v.terms) else (),
        scopes=_scopes(organs, issuer, body, v),
        issuers=(issuer,) if issuer else (),
        titles=(title,) if title else (),
    ), body


def _scopes(organs: tuple[str, ...], issuer: str | None, body: IssuingBody | None, v: Vocabulary) -> tuple[str, ...]:
    organ = organ_of(organs[0], v) if len(organs) == 1 else None
    if organ is None or issuer is None or body is None:
        return ()
    if organ.scope == "committee":
        found = committee_scope(issuer, vocabulary=v)
    else:
        found = {"province": body.place, "body": body.id}.get(organ.scope)
    return (found,) if found else ()


def _issuer(row: Row, v: Vocabulary) -> IssuingBody:
    return recognise(_issuer_name(row) or "", place=None, vocabulary=v)


def _issuer_name(row: Row) -> str | None:
    """The issuer as written, remarks in brackets aside. A committee keeps them: they can say what it steers."""
    name = row["issuing_body"]
    plain = " ".join(_BRACKETS.sub(" ", name).split())
    if not names_body(plain):
        return None
    return name if fold(plain).startswith("ban chi dao") else plain


def _official(row: Row) -> tuple[str | None, str]:
    """A row's title and how it came: official, stated (described in somebody's words) or back-translated."""
    title = row["title_vi"]
    described = title.startswith("(") or "[described]" in row["source_note"]
    if title.startswith("("):
        inner = title.removeprefix("(").partition(")")
        title = f"{inner[0]} {inner[2]}".strip()
    if "back-translat" in fold(row["source_note"]):
        return title or None, "back-translated"
    return title or None, "stated" if described else "official"


def _is_draft(row: Row) -> bool:
    return row["source_note"].startswith("[draft]")


def _unmarked(text: str, marker: str) -> tuple[str | None, bool]:
    """A note without its marker, and whether it bore it."""
    return text.removeprefix(marker).strip() or None, text.startswith(marker)
