"""The command line: ``directive-graph <command>``. Exit codes: 0 done, 1 done with something to look at (ambiguous,
not found), 2 wrong use, 3 the graph is away or unusable, 4 done, but files or rows were not read."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import typer

from graph_schema.errors import (
    DumpInvalid,
    GraphError,
    IntegrityError,
    InvalidQuestion,
    StoreIncompatible,
    StoreReadOnly,
    StoreUnavailable,
    VocabularyError,
)
from service import commands  # noqa: F401 - registers the commands
from service.keys import KeysUnusable
from service.options import AWAY, LOOK, WRONG_USE, app
from service.terminal import complain

__all__ = ["app", "main", "run"]

_CODES: tuple[tuple[type[GraphError], int], ...] = (
    (InvalidQuestion, WRONG_USE),
    (IntegrityError, WRONG_USE),
    (DumpInvalid, WRONG_USE),
    (StoreUnavailable, AWAY),
    (StoreReadOnly, AWAY),
    (StoreIncompatible, AWAY),
    (VocabularyError, AWAY),
    (KeysUnusable, AWAY),
)


def main() -> NoReturn:
    """Run one command; every failure is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Vietnamese, whatever the locale says
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read us has had enough. What is still in the buffer goes nowhere, without a complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code)


def run(words: Sequence[str] | None = None) -> int:
    """One command, as its exit code; ``words`` are the program's own unless given. Raises BrokenPipeError alone."""
    try:
        done = app(words, prog_name="directive-graph", standalone_mode=False)
        return done if isinstance(done, int) else 0
    except typer.Exit as ended:
        return ended.exit_code
    except SystemExit as ended:
        # What typer makes of a pipe that nobody reads any more.
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted.")
        return 130
    except GraphError as error:
        complain(error.message)
        return next((code for kind, code in _CODES if isinstance(error, kind)), LOOK)
    except BrokenPipeError:
        raise
    except OSError as error:
        complain(f"{error.filename or 'a file'}: {error.strerror}. Check the path and its permissions.")
        return WRONG_USE
    except Exception as error:
        return _other(error)


def _other(error: Exception) -> int:
    """A usage error says itself; anything else is ours, and says so in one line."""
    usage: Any = error
    if callable(getattr(usage, "format_message", None)):
        context = getattr(usage, "ctx", None)
        where = f" See {context.command_path} --help." if context else ""
        complain(f"{usage.format_message().rstrip('.')}.{where}")
        return WRONG_USE
    complain(f"unexpected {type(error).__name__}: {error}. Please report it, with the command.")
    return AWAY
