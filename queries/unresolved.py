"""What sources name and nobody could resolve, ranked by what resolving it would unlock: the relations that wait for it.

``ambiguous``: several documents fit. ``open``: none does, or what was said does not make a document. Mentions that say
the same are one item.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_schema.model import Claim, Document, Referent, State
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.as_of import chunks
from queries.reached import read_cursor, write_cursor
from queries.resolve import Hint, hints
from queries.shapes import DocumentShape, Partial, SourceRef, document_shape, source_ref

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class OpenName:
    """One name. ``unlocks`` relations wait for it, of these types; ``referents`` of ``sources`` sources say it, the
    first of which are shown. ``settles`` are the fields on which the candidates differ."""

    said: str
    cluster: str
    why: str | None
    unlocks: int
    types: Mapping[str, int]
    referents: int
    sources: int
    shown_sources: tuple[SourceRef, ...]
    candidates: tuple[DocumentShape, ...]
    settles: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class UnresolvedAnswer:
    """Names by what they would unlock, then by how many say them. ``total`` counts names, ``referents`` what stands
    behind them all."""

    state: str
    items: tuple[OpenName, ...]
    next: str | None
    total: int
    referents: int
    partial: Partial | None
    graph_version: int


@dataclass(frozen=True, slots=True)
class _Name:
    """The referents that say the same, and the claims that wait for them."""

    key: tuple[str, str]
    referents: tuple[Referent, ...]
    waiting: tuple[Claim, ...]

    @property
    def rank(self) -> tuple[int, str, str]:
        # Two counts in one integer, so that a cursor holds them: what it unlocks, then how many say it.
        return (-(len(self.waiting) * 1_000_000 + min(len(self.referents), 999_999)), *self.key)


def unresolved(
    graph: Graph,
    vocabulary: Vocabulary,
    *,
    state: str = State.OPEN.value,
    limit: int | None = None,
    cursor: str | None = None,
    budget_ms: int | None = None,
) -> UnresolvedAnswer:
    """Names in the state ``open`` or ``ambiguous``. Raises InvalidQuestion."""
    limits.one_of("state", state, (State.OPEN.value, State.AMBIGUOUS.value))
    size = limits.bounded(limits.PAGE, limit)
    deadline = time.monotonic() + limits.bounded(limits.BUDGET_MS, budget_ms) / 1000
    found, complete = _referents(graph, State(state), deadline)
    names = sorted(_names(graph, found), key=lambda n: n.rank)
    after = read_cursor(cursor) if cursor else None
    start = sum(n.rank <= after for n in names) if after else 0
    shown = names[start : start + size]
    return UnresolvedAnswer(
        state=state,
        items=_shown(graph, shown, vocabulary),
        next=write_cursor(shown[-1].rank) if shown and start + size < len(names) else None,
        total=len(names),
        referents=len(found),
        partial=None if complete else _late(),
        graph_version=graph.version,
    )


def _referents(graph: Graph, state: State, deadline: float) -> tuple[list[Referent], bool]:
    found: list[Referent] = []
    for n, referent in enumerate(graph.records(Referent)):
        if referent.state is state:
            found.append(referent)
        if n % _CHUNK == 0 and time.monotonic() >= deadline:
            return found, False
    return found, True


def _names(graph: Graph, referents: Sequence[Referent]) -> list[_Name]:
    surfaces = _surfaces(graph, {r.source for r in referents})
    waiting: dict[tuple[str, str], dict[str, Claim]] = {}
    ends = {(r.source, f"r{r.n}"): r for r in referents}
    for chunk in chunks(ends, _CHUNK):
        for claim in graph.claims_on(chunk):
            if claim.object is None or claim.edge is not None:
                continue
            for end in ((claim.source, claim.subject), (claim.source, claim.object)):
                if end in ends:
                    waiting.setdefault(end, {})[claim.id] = claim
    groups: dict[tuple[str, str], list[Referent]] = {}
    for end, referent in ends.items():
        said = referent.facts.symbol or surfaces.get(end) or _facts(referent)
        groups.setdefault((referent.cluster, said), []).append(referent)
    return [
        _Name(
            key,
            tuple(group),
            tuple({i: c for r in group for i, c in waiting.get((r.source, f"r{r.n}"), {}).items()}.values()),
        )
        for key, group in groups.items()
    ]


def _surfaces(graph: Graph, sources: set[str]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for chunk in chunks(sorted(sources), _CHUNK):
        for mention in graph.mentions(chunk):
            found.setdefault((mention.source, f"r{mention.referent}"), " ".join(mention.surface.split()))
    return found


def _facts(referent: Referent) -> str:
    facts = referent.facts
    return f"{facts.type or ''} {facts.number or ''}".strip() or next(iter(facts.titles), referent.cluster)


def _shown(graph: Graph, names: Sequence[_Name], v: Vocabulary) -> tuple[OpenName, ...]:
    documents = graph.nodes({c for n in names for r in n.referents for c in r.candidates})
    sources = graph.sources({r.source for n in names for r in n.referents[: limits.MAX_SAYING]})
    out = []
    for name in names:
        cited = sorted({r.source for r in name.referents})
        wanted = sorted({c for r in name.referents for c in r.candidates})
        candidates = [d for c in wanted[: limits.MAX_CANDIDATES] if isinstance(d := documents.get(c), Document)]
        reasons = Counter(r.why for r in name.referents if r.why)
        out.append(
            OpenName(
                said=name.key[1],
                cluster=name.key[0],
                why=min(reasons, key=lambda w: (-reasons[w], w)) if reasons else None,
                unlocks=len(name.waiting),
                types=dict(sorted(Counter(c.type for c in name.waiting).items())),
                referents=len(name.referents),
                sources=len(cited),
                shown_sources=tuple(source_ref(sources[s]) for s in cited if s in sources)[: limits.MAX_SAYING],
                candidates=tuple(document_shape(d, v) for d in candidates),
                settles=hints(candidates, v),
            )
        )
    return tuple(out)


def _late() -> Partial:
    return Partial(
        "budget_ms",
        None,
        f"Time ran out before every mention was looked at, so the ranks are not final. Ask again with a greater "
        f"budget_ms (at most {limits.BUDGET_MS.high}).",
    )
