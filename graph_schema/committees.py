"""Steering committees: which one is it? Their symbols all end in BCĐ, so the level and the task complete the key."""

from __future__ import annotations

import re

from graph_schema.folding import fold, words
from graph_schema.places import place_of
from graph_schema.vocabulary import Vocabulary, load

TOPIC_WORDS = 6
CENTRAL, GOVERNMENT, NATIONAL = "trung-uong", "chinh-phu", "quoc-gia"

_COMMITTEE = re.compile(r"\bban chi dao\b")
_LEVELS: dict[tuple[str, ...], str] = {
    ("trung", "uong"): CENTRAL,
    ("chinh", "phu"): GOVERNMENT,
    ("quoc", "gia"): NATIONAL,
}
_CITED = re.compile(r"\b(nghi quyet|chi thi|ket luan|quyet dinh|quy dinh|de an)(?: so)? {1,3}0{0,3}(\d{1,4})\b")
_SHORT = {"nghi quyet": "nq", "chi thi": "ct", "ket luan": "kl", "quyet dinh": "qd", "quy dinh": "qd", "de an": "da"}
_LOCAL = {"tinh", "tinh uy", "thanh pho", "thanh uy"}
_PLACED = ("cua tinh uy", "cua thanh uy", "cua tinh", "cua thanh pho", "tinh uy", "thanh uy", "tinh", "thanh pho")
_EMPTY = {"cua", "ve", "viec", "cong", "tac", "thuc", "hien", "trien", "khai"}
_BRACKETS = re.compile(r"\([^()]{0,300}\)")


def is_committee(name: str) -> bool:
    """Whether the name is a steering committee's ("Ban Chỉ đạo ...")."""
    return _COMMITTEE.search(fold(name)) is not None


def committee_scope(name: str, *, place: str | None = None, vocabulary: Vocabulary | None = None) -> str | None:
    """What tells one steering committee from the others: its level and what it steers, or None when unknown.

    "Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW" -> ``trung-uong.nq18``, "Ban Chỉ đạo Trung ương" ->
    ``trung-uong``, "Ban Chỉ đạo 35 tỉnh Nam Định" -> ``nam-dinh.35``. ``place`` completes "Ban Chỉ đạo tỉnh".
    A committee of unknown level has no scope: every province had one for Resolution 18.
    """
    known = vocabulary or load()
    if not is_committee(name):
        return None
    spoken = words(_BRACKETS.sub(" ", name))
    named = next((b for b in known.bodies if any(words(n) == spoken for n in (b.name, *b.aliases))), None)
    folded = fold(named.name if named else name)
    task = words(_BRACKETS.sub(" ", folded[_COMMITTEE.search(folded).end() :]))  # type: ignore[union-attr]
    level, task = _level(name, task, place, known)
    if level is None and named and named.level == "state-central":
        level = GOVERNMENT
    if level is None:
        return None
    topic = _topic(folded, task, known, level)
    return f"{level}.{topic}" if topic else level


def _level(name: str, task: tuple[str, ...], place: str | None, v: Vocabulary) -> tuple[str | None, tuple[str, ...]]:
    """The level, and the task without the words that said it."""
    start = 1 if task[:1] == ("cua",) else 0
    if found := _LEVELS.get(task[start : start + 2]):
        return found, task[start + 2 :]
    if named := place_of(_BRACKETS.sub(" ", name), v):
        return named, task
    if place and any(f" {word} " in f" {fold(name)} " for word in _LOCAL):
        return place, task
    return None, task


def _topic(folded: str, task: tuple[str, ...], v: Vocabulary, level: str) -> str | None:
    if cited := _CITED.search(folded):
        return _SHORT[cited[1]] + cited[2]
    if task and task[0].isdigit():
        return task[0]
    rest = list(_without_place(task, level, v))
    while rest and rest[0] in _EMPTY:
        rest.pop(0)
    return "-".join(rest[:TOPIC_WORDS]) or None


def _without_place(task: tuple[str, ...], level: str, v: Vocabulary) -> tuple[str, ...]:
    """The task without "tỉnh X" or "của Tỉnh ủy X", wherever it stands."""
    if level in _LEVELS.values():
        return task
    text = " ".join(task)
    name = " ".join(words(v.place_name(level)))
    for before in (*(f"{kind} {name}" for kind in _PLACED), name):
        if before in text:
            return tuple(text.replace(before, " ", 1).split())
    for kind in _PLACED:
        if f"{text} ".startswith(f"{kind} "):
            return tuple(text[len(kind) :].split())
    return task
