"""From what somebody pasted to the questions in it: the documents a text names, or one question on each line."""

from __future__ import annotations

from graph_schema.model import Source
from graph_schema.vocabulary import Vocabulary
from loaders.read import open_text
from loaders.reading import read_text
from queries.batch import Item
from queries.parameters import Parameters


def lines_of(text: str) -> list[Item]:
    """A question on each line that is not empty."""
    return [Item(line.strip(), Parameters()) for line in text.splitlines() if line.strip()]


def citations_of(text: str, vocabulary: Vocabulary, *, limit: int) -> tuple[list[Item], str]:
    """Every citation of a text as a question, in order, with what the whole text says of its document; and the
    canonical text that their places point into. Raises UnreadableSource."""
    canonical = open_text(text.encode("utf-8", "replace"), name="the text", limit=limit)
    reading = read_text(Source("pasted", "text"), canonical, vocabulary)
    said = {r.n: r.facts for r in reading.referents}
    return [
        Item(m.surface, facts=facts, start=m.start, end=m.end, symbol=facts.symbol)
        for m in reading.mentions
        if m.referent is not None and (facts := said.get(m.referent)) is not None
    ], canonical
