"""A document as a curator's overrides have it: they win over every source, and what sources say stays as a conflict.

An override changes what is shown and what rules see. It does not change which document a text means: ids and resolution
follow from what sources say and from the decisions on identity.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from graph_schema.bodies import recognise
from graph_schema.errors import InvalidQuestion
from graph_schema.identity import organ_of
from graph_schema.model import Conflict, Document, IssuingBody
from graph_schema.vocabulary import Vocabulary
from loaders.read import one_line

FIELDS = ("title", "date", "issuer", "place", "term", "status")
"""What can be overridden. Symbol, number and type make the id: those are for merge, different and accept."""

DAY = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?")
CYCLE = re.compile(r"(?:19|20)\d\d-(?:19|20)\d\d")
LONGEST = 2000

Stated = Mapping[str, set[str]]


def checked_value(field: str | None, value: str | None, v: Vocabulary) -> str | None:
    """The value in the form that is kept: a place as its slug. Raises InvalidQuestion for another field or a value that
    the field cannot have."""
    if field not in FIELDS:
        raise InvalidQuestion(
            f"field: {field!r} cannot be overridden. Use one of {', '.join(FIELDS)}; number, type and symbol make a "
            "document's id, so use merge, judge or accept for those.",
            parameter="field",
        )
    said = one_line(value or "")
    if not said:
        return None
    kept: str | None = said if len(said) <= LONGEST else None
    why = f"longer than {LONGEST} characters"
    if field == "date":
        kept, why = (said if _is_date(said) else None), "no day; write 2017-10-25, or 2017"
    elif field == "place":
        kept, why = v.place(said), "no province we know; write a province's name, such as Kon Tum"
    elif field == "term" and not any(t.roman == said for t in v.terms) and not CYCLE.fullmatch(said):
        kept, why = None, "no term; write XIII, or 2020-2025 for a local committee"
    elif field == "status" and said != "draft":
        kept, why = None, "no status; write draft, or leave it empty for an issued document"
    if kept is None:
        raise InvalidQuestion(f"value: {said[:80]!r} is {why}.", parameter="value")
    return kept


def _is_date(text: str) -> bool:
    if not DAY.fullmatch(text):
        return False
    try:
        return len(text) == len("2017") or bool(date.fromisoformat(text))
    except ValueError:
        return False


def overridden(
    document: Document,
    body: IssuingBody | None,
    given: Mapping[str, str | None],
    said: Mapping[str, Stated],
    v: Vocabulary,
) -> tuple[Document, IssuingBody | None]:
    """The document and its issuing body with the fields ``given``; ``said`` maps a field to its values and the
    publishers that state them."""
    if "place" in given:
        document = replace(document, place=given["place"])
    if "issuer" in given:
        document, body = _issued(document, given["issuer"], v)
    if "date" in given:
        day = given["date"]
        document = replace(document, date=day, date_precision=day and ("year" if len(day) == len("2017") else "day"))
    if "title" in given:
        document = replace(document, title=given["title"], title_status="official" if given["title"] else None)
    document = replace(document, term=given.get("term", document.term), status=given.get("status", document.status))
    kept = [c for c in document.conflicts if c.field not in given]
    mine = [c for field, value in given.items() if (c := _conflict(field, value, said.get(field, {}), document, v))]
    return replace(document, conflicts=tuple(sorted((*kept, *mine), key=lambda c: c.field))), body


def _issued(document: Document, name: str | None, v: Vocabulary) -> tuple[Document, IssuingBody | None]:
    body = recognise(name, place=document.place, vocabulary=v) if name else None
    organ = organ_of(document.organ, v) if document.organ else None
    known = body or organ
    return replace(
        document,
        body=body.id if body else None,
        body_name=body.name if body else None,
        level=known.level if known else None,
        system=known.system if known else None,
    ), body


def _conflict(field: str, value: str | None, stated: Stated, document: Document, v: Vocabulary) -> Conflict | None:
    """What sources say beside the value a curator gave, that value first; None where they say nothing else."""
    counts: dict[str, set[str]] = {}
    for each, who in stated.items():
        shown = recognise(each, place=document.place, vocabulary=v).name if field == "issuer" else each
        counts[shown] = counts.get(shown, set()) | who
    shown_value = document.body_name if field == "issuer" else value
    others = sorted((x for x in counts if x != shown_value), key=lambda x: (-len(counts[x]), x))
    if not others:
        return None
    first = [shown_value] if shown_value else []
    return Conflict(field, tuple((x, len(counts.get(x, ()))) for x in (*first, *others)))
