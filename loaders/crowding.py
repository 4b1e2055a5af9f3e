"""How much there is to read in a text: a count of the places a reader has to look at, in one cheap pass.

The work of reading follows the names of documents a text may hold, not its length: two megabytes of prose take seconds,
of nothing but symbols a minute. A service that answers while somebody waits asks here first.
"""

from __future__ import annotations

import re

from graph_schema.vocabulary import Vocabulary
from loaders.plain import view
from loaders.words import find_type_words

# A number with a letter behind its dash, or after a word, or as a further member of a list.
_NUMBERS = re.compile(
    r"(?<!\d)\d{1,6}(?=[a-zđ]?\s{0,2}[-–—/]\s{0,2}[A-Za-zĐđÐ])|(?<=[^\W\d]\s)\d{1,6}(?!\d)|(?<=[,;&]\s)\d{1,6}(?!\d)"
)


def places_to_read(text: str, vocabulary: Vocabulary) -> int:
    """How many type words and numbers of a canonical text may begin the name of a document. An article of 300 words has
    some 30; never raises."""
    numbers = sum(1 for _ in _NUMBERS.finditer(text))
    return numbers + len(find_type_words(view(text), vocabulary))
