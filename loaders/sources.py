"""The set of sources: putting, replacing and dropping what they say, and which version of an address speaks.

Every function leaves the graph projected for all the clusters it touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from graph_schema.model import Claim, Mention, PlaceLink, Reading, Referent, Source, Task, Text, Verdict
from graph_schema.store.base import Change, Graph
from graph_schema.vocabulary import Vocabulary
from loaders import places
from loaders.decided import NO_CLAIM, apart_referents
from loaders.projection import Delta, project
from loaders.reading import read_text
from loaders.rows import read_row


def merge(change: Change, readings: Sequence[Reading], v: Vocabulary) -> list[Reading]:
    """Put what is new among the readings; what is already there word for word is left alone."""
    held = change.sources([r.source.id for r in readings])
    new = [r for r in readings if held.get(r.source.id) != r.source]
    if not new:
        return []
    change.put([r.source for r in new])
    change.put([Text(r.source.id, r.text) for r in new])
    silent = {r.source.id for r in new if superseded(change, r.source)}
    speaking = [r for r in new if r.source.id not in silent]
    older = {s.id for r in speaking for s in versions(change, r.source) if newer(r.source, s)}
    clusters, edges = _drop(change, sorted(older | {r.source.id for r in new if r.source.id in held}))
    _store(change, speaking)
    clusters |= {r.cluster for reading in speaking for r in reading.referents}
    settle(change, clusters, edges, v)
    return new


def read_anew(change: Change, readings: Sequence[Reading], v: Vocabulary) -> None:
    """Put readings in place of what their sources said before, touching only what differs."""
    ids = [r.source.id for r in readings]
    clusters = {r.cluster for r in change.referents_of(ids)}
    edges = {c.edge for c in change.claims_of(ids) if c.edge}
    _trim(change, readings)
    _store(change, readings)
    clusters |= {r.cluster for reading in readings for r in reading.referents}
    settle(change, clusters, edges, v)


def _trim(change: Change, readings: Sequence[Reading]) -> None:
    """Drop what sources no longer say."""
    ids = [r.source.id for r in readings]
    mentions = {(m.source, m.n) for r in readings for m in r.mentions}
    referents = {(x.source, x.n) for r in readings for x in r.referents}
    claims = {c.id for r in readings for c in r.claims}
    tasks = {t.id for r in readings for t in r.tasks}
    change.drop(Mention, [(m.source, m.n) for m in change.mentions(ids) if (m.source, m.n) not in mentions])
    change.drop(Referent, [(x.source, x.n) for x in change.referents_of(ids) if (x.source, x.n) not in referents])
    change.drop(Claim, [(c.id,) for c in change.claims_of(ids) if c.id not in claims])
    change.drop(Task, [(t.id,) for t in change.tasks_of(ids) if t.id not in tasks])
    _let_wait(change, ids)


def _store(change: Change, readings: Iterable[Reading]) -> None:
    """Put statements. Outcomes and edges already projected are kept until the projection renews them."""
    many = list(readings)
    ids = [r.source.id for r in many]
    outcomes = {(x.source, x.n): x for x in change.referents_of(ids)}
    edges = {c.id: c.edge for c in change.claims_of(ids)}
    change.put([m for r in many for m in r.mentions])
    change.put([_keep_outcome(x, outcomes.get((x.source, x.n))) for r in many for x in r.referents])
    change.put([t for r in many for t in r.tasks])
    change.put([replace(c, edge=edges.get(c.id)) for r in many for c in r.claims])


def _keep_outcome(referent: Referent, held: Referent | None) -> Referent:
    if held is None:
        return referent
    return replace(referent, state=held.state, document=held.document, why=held.why, candidates=held.candidates)


def _drop(change: Change, ids: Collection[str]) -> tuple[set[str], set[str]]:
    """Drop what these sources say; the clusters they spoke in and the edges that lose a claim come back."""
    referents, claims = change.referents_of(ids), change.claims_of(ids)
    change.drop(Claim, [(c.id,) for c in claims])
    change.drop(Mention, [(m.source, m.n) for m in change.mentions(ids)])
    change.drop(Referent, [(r.source, r.n) for r in referents])
    change.drop(Task, [(t.id,) for t in change.tasks_of(ids)])  # its edges go with the projection, before the commit
    _let_wait(change, ids)
    return {r.cluster for r in referents}, {c.edge for c in claims if c.edge}


def _let_wait(change: Change, ids: Collection[str]) -> None:
    """Rejections of what these sources said have no effect until the projection finds their claims again."""
    rejections = [d for d in change.decisions_of(ids) if d.kind is Verdict.REJECT]
    change.put([replace(d, edge=None, waits=NO_CLAIM) for d in rejections])


def settle(change: Change, clusters: set[str], edges: Collection[str], v: Vocabulary) -> Delta:
    """Renew the evidence about places in these clusters, then project them and every cluster a learnt place reaches."""
    held = change.place_links_in(clusters)
    by_cluster: dict[str, list[Referent]] = defaultdict(list)
    for referent in change.referents(clusters):
        by_cluster[referent.cluster].append(referent)
    apart = apart_referents(change.decisions(clusters), v)
    now = {link for cluster, members in by_cluster.items() for link in places.links(cluster, members, v, apart)}
    moved = set(held) ^ now
    if moved:
        tokens = {t for link in moved for t in (link.a, link.b)}
        before = places.settle(places.closure(change, tokens))
        change.drop(PlaceLink, [(x.cluster, x.a, x.b) for x in places.in_order(set(held) - now)])
        change.put(places.in_order(now - set(held)))
        after = places.settle(places.closure(change, tokens | before.keys()))
        learnt = {t for t in before.keys() | after.keys() if before.get(t) != after.get(t)}
        speakers = [t[len(places.UNKNOWN) :] for t in learnt]
        clusters = clusters | {r.cluster for r in change.referents_of(speakers) if places.needs_place(r, v)}
    return project(change, clusters, edges, v)


# ------------------------------------------------------------------ versions of one address


def newer(a: Source, b: Source) -> bool:
    """A later text of the same address supersedes an earlier one; without both dates neither does."""
    return a.date is not None and b.date is not None and a.date > b.date


def versions(graph: Graph, source: Source) -> list[Source]:
    """The other texts kept under the source's address."""
    return [s for s in graph.sources_at([source.address]) if s.id != source.id] if source.address else []


def superseded(graph: Graph, source: Source) -> bool:
    """Whether a newer text of its address speaks instead of this one."""
    return any(newer(other, source) for other in versions(graph, source))


def woken(change: Change, gone: Source, v: Vocabulary) -> list[Reading]:
    """Older versions that speak again now that a newer one is gone."""
    candidates = [s for s in versions(change, gone) if newer(gone, s) and not superseded(change, s)]
    return [read_again(s, change.text(s.id) or "", v) for s in candidates]


def read_again(source: Source, text: str, v: Vocabulary) -> Reading:
    """What a stored text says to today's reader."""
    return read_row(source, text, v) if source.kind == "table" else read_text(source, text, v)


def remove(change: Change, source: Source, v: Vocabulary) -> None:
    """Take a source and all it says away; an older version of its address speaks again."""
    clusters, edges = _drop(change, [source.id])
    change.drop(Text, [(source.id,)])
    change.drop(Source, [(source.id,)])
    revived = woken(change, source, v)
    _store(change, revived)
    clusters |= {r.cluster for reading in revived for r in reading.referents}
    settle(change, clusters, edges, v)
