"""What the driver raises, in our words: its own text, Cypher and credentials stay behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Forbidden,
    ForbiddenOnReadOnlyDatabase,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
    UnsupportedServerProduct,
)

from graph_schema.errors import (
    GraphError,
    IntegrityError,
    InvalidQuestion,
    StoreIncompatible,
    StoreReadOnly,
    StoreUnavailable,
)

_TIMED_OUT: Final = (
    "Neo.ClientError.Transaction.TransactionTimedOut",
    "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration",
    "Neo.TransientError.Transaction.LockAcquisitionTimeout",
    "Neo.ClientError.Transaction.LockClientStopped",
    "Neo.TransientError.Transaction.LockClientStopped",
)
_NO_DATABASE: Final = "Neo.ClientError.Database.DatabaseNotFound"
_WRITES: Final = "Neo.ClientError.Statement.AccessMode"
_NO_MEMORY: Final = (
    "Neo.TransientError.General.MemoryPoolOutOfMemoryError",
    "Neo.TransientError.General.OutOfMemoryError",
)


class Passing(StoreUnavailable):
    """The connection or the moment was at fault: the same again may well succeed."""


class Busy(Passing):
    """Others were in the way."""


class TookTooLong(Exception):
    """A statement did not end within the time it was given."""

    def unavailable(self, name: str) -> StoreUnavailable:
        """The same for a caller that gave no time of its own."""
        return StoreUnavailable(f"{name} took too long to answer. Ask for less, or try again later.", reason="slow")


def silent(name: str) -> StoreUnavailable:
    """The server is there and says nothing."""
    return StoreUnavailable(f"{name} does not answer. Check the server, then try again.", reason="silent")


@contextmanager
def in_our_words(name: str) -> Iterator[None]:
    """Turns what the driver raises about the server called ``name`` into one of our errors."""
    try:
        yield
    except (DriverError, Neo4jError) as error:
        if getattr(error, "code", None) in _TIMED_OUT:
            raise TookTooLong from None
        raise _explained(error, name) from None
    except UnicodeEncodeError:
        raise GraphError(
            "A text holds half of a surrogate pair: it is not valid Unicode. Read its source again."
        ) from None
    except OSError:
        raise _away(name) from None


def _explained(error: DriverError | Neo4jError, name: str) -> GraphError:
    code = getattr(error, "code", None) or ""
    if isinstance(error, AuthError) or code.startswith("Neo.ClientError.Security.Auth"):
        return StoreUnavailable(f"{name} refuses the user name or the password. Check both.", reason="credentials")
    if isinstance(error, Forbidden | ForbiddenOnReadOnlyDatabase) or code.endswith("WriteOnReadOnlyAccessDatabase"):
        return StoreReadOnly(f"This user may not write to {name}. Give another one.", reason="forbidden")
    if code == _WRITES:
        return InvalidQuestion(f"The statement would write to {name}; only reading ones are run.")
    if isinstance(error, UnsupportedServerProduct):
        return _foreign(name)
    if isinstance(error, ConfigurationError):
        return GraphError(
            f"{name}: the address or its encryption cannot be used. Check the scheme and the certificate."
        )
    if code == _NO_DATABASE:
        return StoreUnavailable(f"{name}: the server has no database of that name.", reason="no-database")
    if code in _NO_MEMORY:
        return StoreUnavailable(
            f"{name}: the server has not enough memory for one change. Raise what a transaction may use, or load less.",
            reason="memory",
        )
    if isinstance(error, IncompleteCommit):
        return Passing(
            f"{name}: the connection was lost while a change was being kept; whether it was is not known. Do it again.",
            reason="commit-unknown",
        )
    if isinstance(error, ServiceUnavailable | SessionExpired):
        return _away(name)
    if isinstance(error, ConstraintError):
        return IntegrityError(f"{name} already holds something else under one of these ids. Nothing was written.")
    if isinstance(error, TransientError) or error.is_retryable() or ".Schema." in code:
        return Busy(f"{name} is busy. Try again in a moment.", reason="busy")
    if code.startswith("Neo.ClientError.Statement."):
        return _foreign(name)
    return StoreUnavailable(f"{name} could not do it. Look into the server's log.", reason="server")


def _away(name: str) -> Passing:
    return Passing(f"{name} cannot be reached. Check that the server runs and the address.", reason="away")


def _foreign(name: str) -> StoreIncompatible:
    return StoreIncompatible(f"{name} does not understand this version's questions: Neo4j 5.26 or later is needed.")
