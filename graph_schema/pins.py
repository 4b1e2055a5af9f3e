"""What a rejection is pinned to: the words of a claim, which stay when its id changes with the reader."""

from __future__ import annotations

from graph_schema.model import REFERENT_PREFIX, Claim, Decision

Pin = tuple[str | None, str | None, int | None, int | None, str | None]
"""Source, relation type, where its words begin and end (None for a table row), and its ends that are no referents."""


def pin_of(claim: Claim) -> Pin:
    """The pin of a claim."""
    named_ends = [end for end in (claim.subject, claim.object or "") if end and not end.startswith(REFERENT_PREFIX)]
    return claim.source, claim.type, claim.start, claim.end, " ".join(named_ends) or None


def pin_in(decision: Decision) -> Pin:
    """The pin that a rejection holds."""
    return decision.source, decision.type, decision.start, decision.end, decision.value
