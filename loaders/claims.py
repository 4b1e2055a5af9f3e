"""Making a claim: its id is a hash of who says what of whom, in which words."""

from __future__ import annotations

from graph_schema.identity import short_hash
from graph_schema.model import Claim, Source


def relation_claim(
    source: Source,
    subject: str,
    type: str,
    object: str,
    quote: tuple[int, int],
    cue: tuple[int, int],
    *,
    rule: str,
    confidence: float = 1.0,
    value: str | None = None,
) -> Claim:
    """``subject`` stands in the relation ``type`` to ``object``; ``quote`` are the words, ``cue`` the verb,
    ``value`` the name of an object that is a body."""
    return Claim(
        id=_id(source, subject, type, object, quote),
        source=source.id,
        subject=subject,
        type=type,
        object=object,
        value=value,
        start=quote[0],
        end=quote[1],
        cue_start=cue[0],
        cue_end=cue[1],
        rule=rule,
        confidence=confidence,
    )


def attribute_claim(
    source: Source, subject: str, field: str, value: str, quote: tuple[int, int], *, rule: str
) -> Claim:
    """``field`` of ``subject`` is ``value``, in the words of ``quote``."""
    return Claim(
        id=_id(source, subject, field, value, quote),
        source=source.id,
        subject=subject,
        type=field,
        value=value,
        start=quote[0],
        end=quote[1],
        rule=rule,
    )


def _id(source: Source, subject: str, type: str, said: str, quote: tuple[int, int]) -> str:
    return short_hash("\0".join((source.id, subject, type, said, *map(str, quote))), 16)
