"""What the registry holds, said in sentences and read again: every field of every stated relation; and which document
an ambiguous symbol or short form means."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

import pytest

from graph_schema.folding import canonical, fold
from graph_schema.model import Form, Reading, Referent, Source, State
from graph_schema.store import open_store
from graph_schema.vocabulary import load
from loaders.citations import find_citations
from loaders.mentions import Citation
from loaders.pipeline import load_bundled, load_readings
from loaders.reading import read_text
from tests.registry_sentences import Row, Sentence, canonical_symbol, registry, sentences

V = load()
ENOUGH = 0.99
SEEDS = (18, 57)
PER_RELATION = 2
TOGETHER = 12
"""Sentences in one text: paragraphs of a long article."""


@cache
def written(seed: int) -> tuple[Sentence, ...]:
    """The sentences of one seed, shuffled, so that a text holds all kinds."""
    rng = random.Random(seed)
    out = list(sentences(rng, per_relation=PER_RELATION))
    rng.shuffle(out)
    return tuple(out)


@cache
def misread(seed: int) -> tuple[str, ...]:
    """Every sentence of which something was lost, and what."""
    todo = written(seed)
    return tuple(line for at in range(0, len(todo), TOGETHER) for line in _misread(todo[at : at + TOGETHER], str(at)))


def _misread(batch: Sequence[Sentence], id: str) -> Iterator[str]:
    paragraphs = [canonical(s.text) for s in batch]
    text = "\n\n".join(paragraphs)
    reading = read_text(Source(id=id, kind="text"), text, V)
    citations = find_citations(text, V)
    start = 0
    for sentence, paragraph in zip(batch, paragraphs, strict=True):
        inside = [c for c in citations if start <= c.start < start + len(paragraph)]
        if lost := _lost(sentence, reading, inside):
            yield f"{sentence.text} -> {'; '.join(lost)}"
        start += len(paragraph) + 2


def _lost(s: Sentence, reading: Reading, inside: Sequence[Citation]) -> list[str]:
    lost, ends = [], {}
    for side, row in (("actor", s.actor), ("target", s.target)):
        found = next((c for c in inside if _is(c, row)), None)
        if found is None:
            lost.append(f"no {row.symbol}")
            continue
        ends[side] = next(m.referent for m in reading.mentions if m.start == found.start)
        lost += [f"{row.symbol}: {f}" for w, f in s.said if w == side and not _says(found, f, getattr(row, f))]
    if len(ends) == 2 and not _related(s, reading, ends["actor"], ends["target"]):
        lost.append(f"no {s.relation}")
    return lost


def _is(c: Citation, row: Row) -> bool:
    return (
        c.form in (Form.FULL, Form.SHORT)
        and c.facts.number == row.number
        and c.facts.symbol == canonical_symbol(row, V)
    )


def _says(c: Citation, field: str, want: str) -> bool:
    said = {x.field: x.value for x in reversed(c.said)}
    if field == "issuer":
        return fold(said.get("issuer", "?")) in fold(want) or fold(want) in fold(said.get("issuer", ""))
    return said.get(field, said.get(f"own_{field}")) == want


def _related(s: Sentence, reading: Reading, actor: int | None, target: int | None) -> bool:
    kinds = {"CITES", "BASED_ON"} if s.relation == "CITES" else {s.relation}
    return any((c.subject, c.object) == (f"r{actor}", f"r{target}") and c.type in kinds for c in reading.claims)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_field_of_every_stated_relation_is_recovered(seed: int) -> None:
    wrong = misread(seed)
    assert len(wrong) <= (1 - ENOUGH) * len(written(seed)), "\n".join(wrong[:20])


def test_every_relation_that_can_be_said_is_said() -> None:
    said = {(s.actor.key, s.target.key) for s in written(SEEDS[0])}
    assert len(said) > 850
    assert {s.relation for s in written(SEEDS[0])} == {
        "IMPLEMENTS", "GUIDES", "REVIEWS", "AMENDS", "REPLACES", "REPEALS", "CITES",
    }  # fmt: skip


# ------------------------------------------------------------------ which document is meant


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Referent]:
    """The outcome of every question below, asked beside the whole registry; and ``row:KEY`` for its rows."""
    store = open_store(str(tmp_path_factory.mktemp("asked") / "graph.sqlite"))
    load_bundled(store, V)
    readings = [
        read_text(Source(id=f"ask {name}", kind="text"), canonical(text), V) for name, text in questions().items()
    ]
    load_readings(store, readings, V)
    with store.read() as graph:
        out = {}
        for r in graph.records(Referent):
            if r.source.startswith("ask ") and r.n == 1:
                out[r.source.removeprefix("ask ")] = r
            elif r.ref and r.document:
                out[f"row:{r.ref.removeprefix('registry:')}"] = r
    store.close()
    return out


@cache
def shared_names() -> dict[str, tuple[Row, ...]]:
    """Symbols and short forms that several rows of the registry bear."""
    named_so: dict[str, list[Row]] = defaultdict(list)
    for row in registry().values():
        if row.symbol and row.number and row.type:
            if symbol := canonical_symbol(row, V):
                named_so[symbol].append(row)
            named_so[f"{row.word} số {row.number}"].append(row)
    return {name: tuple(rows) for name, rows in named_so.items() if len(rows) > 1}


@cache
def questions() -> dict[str, str]:
    """One text for each: the bare name, and the name with each fact that a row adds to it."""
    out = {}
    for name, rows in shared_names().items():
        word = "" if " số " in name else f"{rows[0].word} số "
        out[name] = f"Cán bộ học {word}{name} trong tuần qua."
        for row in rows:
            whole = f"{word}{name}"
            if row.date and len(row.date) == 10:
                y, m, d = row.date.split("-")
                out[f"{name} | {row.key} | date"] = f"Cán bộ học {whole} ngày {d}/{m}/{y} trong tuần qua."
            if row.issuer:
                out[f"{name} | {row.key} | issuer"] = f"Cán bộ học {whole} của {row.issuer}."
            if row.term:
                out[f"{name} | {row.key} | term"] = f"Cán bộ học {whole} (khóa {row.term})."
            if row.title and len(row.title.split()) > 5 and not re.search(r"\d", row.title):
                title = row.title.removeprefix("về ").removeprefix("việc ")
                out[f"{name} | {row.key} | title"] = f"Cán bộ học {whole} về {title}."
    return out


def test_a_bare_name_that_several_bear_stays_open(asked: dict[str, Referent]) -> None:
    linked = [n for n in shared_names() if asked[n].state is State.RESOLVED]
    assert linked == []


def test_no_fact_ever_leads_to_the_document_of_another_row(asked: dict[str, Referent]) -> None:
    """A local symbol with a date but no place is a document of its own, of unknown place: that is no wrong link."""
    wrong = []
    for name in questions():
        if " | " not in name or asked[name].state is not State.RESOLVED:
            continue
        bearer, key, _ = name.split(" | ")
        meant = asked[name].document
        own = asked[f"row:{key}"].document if f"row:{key}" in asked else None
        others = {r.key for r in shared_names()[bearer] if (o := asked.get(f"row:{r.key}")) and o.document == meant}
        if meant != own and others:
            wrong.append(f"{name}: {meant}, of {sorted(others)} ({asked[name].why})")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize(("fact", "share"), [("date", 0.9), ("term", 0.9), ("title", 0.9)])
def test_a_fact_that_tells_the_rows_apart_resolves(asked: dict[str, Referent], fact: str, share: float) -> None:
    told = [n for n in questions() if n.endswith(f"| {fact}") and _tells_apart(n, fact)]
    resolved = [n for n in told if asked[n].state is State.RESOLVED]
    open_ones = sorted(set(told) - set(resolved))
    assert len(resolved) >= share * len(told), "\n".join(f"{n}: {asked[n].why}" for n in open_ones[:20])


def _tells_apart(name: str, fact: str) -> bool:
    """Whether no other row of that name has the same value of the fact, or none at all."""
    bearer, key, _ = name.split(" | ")
    rows = shared_names()[bearer]
    own = next(r for r in rows if r.key == key)
    return all(getattr(r, fact) and getattr(r, fact) != getattr(own, fact) for r in rows if r.key != key)
