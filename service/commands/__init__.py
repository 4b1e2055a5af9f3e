"""The commands, in the order help lists them. What is heavy is imported inside them: help must be quick."""

from __future__ import annotations

from service.commands import ask, cite, keep, load, questions, serve  # noqa: F401
