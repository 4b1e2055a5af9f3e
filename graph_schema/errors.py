"""One error tree. Each error has a stable ``code`` and a message that says what, where and what to do next."""

from __future__ import annotations


class GraphError(Exception):
    """The root: ``code`` is stable and public, ``detail`` carries plain data for the caller."""

    code = "error"

    def __init__(self, message: str, **detail: object) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail


class VocabularyError(GraphError):
    """A vocabulary file contradicts itself; raised when it is loaded, naming file and entry."""

    code = "vocabulary-invalid"


class UnreadableSource(GraphError):
    """The bytes cannot be read as what they claim to be (empty, binary, wrong encoding, too large)."""

    code = "unreadable-source"


class UnknownId(GraphError):
    """No node has this id and none ever redirects from it."""

    code = "unknown-id"


class GoneId(GraphError):
    """The id belonged to something that was retracted; ``detail['version']`` says when."""

    code = "gone-id"


class MovedId(GraphError):
    """The id now belongs to one document (``detail['ids']`` has one) or to several."""

    code = "moved-id"


class UnknownSymbol(GraphError):
    """Nothing in the graph fits the words; ``detail['nearest']`` offers what comes close."""

    code = "unknown-symbol"


class AmbiguousSymbol(GraphError):
    """Several documents fit; ``detail['candidates']`` and ``detail['hints']`` say what tells them apart."""

    code = "ambiguous-symbol"


class InvalidQuestion(GraphError):
    """A parameter is outside its stated limits; ``detail`` names it and the limit."""

    code = "invalid-question"


class IntegrityError(GraphError):
    """A batch would leave an edge or a claim without one of its ends; nothing of it was written."""

    code = "integrity"


class DecisionConflict(GraphError):
    """A decision contradicts one that holds: ``detail['decision']`` is its id. Nothing was changed."""

    code = "decision-conflict"


class StoreUnavailable(GraphError):
    """The engine cannot be reached or is busy beyond the limit; safe to try again."""

    code = "store-unavailable"


class StoreMoved(StoreUnavailable):
    """The graph changed between two reads of one view: the answer has to be asked again from its beginning."""


class StoreReadOnly(GraphError):
    """The data file or its folder cannot be written."""

    code = "store-read-only"


class StoreIncompatible(GraphError):
    """The data was written by a newer version, or is no graph of ours."""

    code = "store-incompatible"


class DumpInvalid(GraphError):
    """A dump line cannot be read; ``detail['line']`` is its number. Nothing was restored."""

    code = "dump-invalid"
