"""The commands, in the order help lists them. What is heavy is imported inside them: help must be quick."""

from __future__ import annotations

from service.commands import (  # noqa: F401
    analytics,
    ask,
    cite,
    curate,
    draw,
    keep,
    keys,
    load,
    many,
    quality,
    questions,
    research,
    serve,
)
