"""Statements -> graph, for the clusters a change touched: documents, bodies, aliases, edges.

Nothing here depends on what the graph held before: every projected record is computed from the statements of its
cluster, and records that no statement supports any more are dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_schema import rules
from graph_schema.bodies import recognise
from graph_schema.matching import Outcome
from graph_schema.model import (
    BODY_PREFIX,
    Alias,
    Claim,
    Decision,
    Document,
    Edge,
    EdgeType,
    IssuingBody,
    Node,
    Referent,
    Source,
    State,
    Verdict,
)
from graph_schema.pins import pin_of
from graph_schema.store.base import Change, Hop
from graph_schema.vocabulary import Vocabulary
from loaders.decided import holding, linked, named_group, rejected_by, unite
from loaders.grouping import Group, Member
from loaders.places import closure, own_token, settle
from loaders.placing import Ends, edge_id, place_decisions
from loaders.resolve import follow, resolve_cluster
from loaders.statements import describe, issuer_body, publisher_of

ALL_TYPES = tuple(EdgeType)
End = tuple[str, str]


@dataclass(slots=True)
class Delta:
    """What one projection altered: before and after by id, None where there was or is nothing."""

    nodes: dict[str, tuple[Node | None, Node | None]] = field(default_factory=dict)
    edges: dict[str, tuple[Edge | None, Edge | None]] = field(default_factory=dict)
    referents: list[tuple[Referent, Referent]] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """What one projection gathers on its way through the steps below."""

    clusters: frozenset[str]
    referents: dict[End, Referent] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    documents: dict[str, Document] = field(default_factory=dict)
    bodies: dict[str, IssuingBody] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    ends: dict[str, Ends] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    overrides: dict[str, dict[str, str | None]] = field(default_factory=dict)
    delta: Delta = field(default_factory=lambda: Delta())


def project(change: Change, clusters: Collection[str], stale_edges: Collection[str], vocabulary: Vocabulary) -> Delta:
    """Bring documents, bodies, aliases and edges of these clusters, and of those that decisions join to them, up to
    date with the statements in the store; what that altered comes back.

    ``stale_edges`` are edges that lost a claim to a removed source, or a decision that was undone.
    """
    work = _Work(linked(change, clusters))
    _resolve(change, work, vocabulary)
    vanished = _documents(change, work, vocabulary)
    touched = _place_claims(change, work, vocabulary) | set(stale_edges)
    touched |= {d.edge for d in work.decisions if d.edge}
    placed = place_decisions(change, work.decisions, work.referents.values(), work.documents, vanished)
    work.ends |= placed
    touched |= placed.keys()
    touched |= {e.id for e in _adjacent(change, work.changed)}
    bodies = _edges(change, work, touched)
    change.drop(Document, sorted((i,) for i in vanished))
    _sweep_bodies(change, work, bodies | work.bodies.keys())
    return work.delta


def _resolve(change: Change, work: _Work, v: Vocabulary) -> None:
    referents = change.referents(work.clusters)
    work.sources = change.sources({r.source for r in referents})
    tokens = {t for r in referents if (t := own_token(r, v))}
    places = settle(closure(change, tokens))
    work.decisions = change.decisions(work.clusters)
    held = holding(work.decisions)
    by_cluster: dict[str, list[Referent]] = defaultdict(list)
    for referent in referents:
        by_cluster[referent.cluster].append(referent)
    found: dict[str, Sequence[Group]] = {}
    outcomes: dict[Member, Outcome] = {}
    for cluster, members in by_cluster.items():
        own = [d for d in work.decisions if cluster in (d.cluster, d.other_cluster)]
        resolution = resolve_cluster(members, work.sources, own, places, v)
        found[cluster] = resolution.groups
        outcomes |= resolution.outcomes
    united, moved = unite(found, held)
    work.groups.update({g.id: g for many in united.values() for g in many})
    _override(work, held, found, moved)
    elsewhere = _accepted_elsewhere(held, found)
    renewed = []
    for members in by_cluster.values():
        for referent in members:
            outcome = elsewhere.get((referent.source, referent.start)) or outcomes[referent.source, referent.n]
            outcome = _moved(outcome, moved)
            others = outcome.candidates if outcome.state is not State.RESOLVED else ()
            now = replace(referent, state=outcome.state, document=outcome.document, why=outcome.why, candidates=others)
            work.referents[referent.source, f"r{referent.n}"] = now
            if now != referent:
                renewed.append(now)
                work.delta.referents.append((referent, now))
    change.put(renewed)
    work.claims = change.claims_on(work.referents)


def _moved(outcome: Outcome, moved: Mapping[str, str]) -> Outcome:
    """The outcome with ids that curators joined to others of another cluster replaced by the ids that stay."""
    if not moved:
        return outcome
    candidates = tuple(sorted({moved.get(i, i) for i in outcome.candidates}))
    return replace(outcome, document=moved.get(outcome.document or "", outcome.document), candidates=candidates)


def _accepted_elsewhere(held: Iterable[Decision], found: Mapping[str, Sequence[Group]]) -> dict[object, Outcome]:
    """Mentions that a curator says are a document of another cluster: a plenum's words, one of its resolutions."""
    return {
        (d.source, d.start): follow(d.document, found.get(d.other_cluster, ()))
        for d in held
        if d.kind is Verdict.ACCEPT and d.other_cluster not in (None, d.cluster)
    }


def _override(
    work: _Work, held: Iterable[Decision], found: Mapping[str, Sequence[Group]], moved: Mapping[str, str]
) -> None:
    """Overrides by document and field. Where joined documents have several, that of the id that stays holds, then that
    of the smallest id."""
    for d in sorted(held, key=lambda d: (d.document not in work.groups, d.id)):
        group = named_group(found.get(d.cluster or "", ()), d.document) if d.kind is Verdict.OVERRIDE else None
        if group and d.field:
            work.overrides.setdefault(moved.get(group.id, group.id), {}).setdefault(d.field, d.value)


def _documents(change: Change, work: _Work, v: Vocabulary) -> frozenset[str]:
    """Put the documents of these clusters; the ids of those that no statement supports any more come back."""
    members: dict[str, list[Referent]] = defaultdict(list)
    for referent in work.referents.values():
        if referent.document:
            members[referent.document].append(referent)
    said: dict[End, list[Claim]] = defaultdict(list)
    for claim in work.claims:
        if claim.object is None:
            said[claim.source, claim.subject].append(claim)
    before = {d.id: d for d in change.documents_in(work.clusters)}
    now = work.documents
    for group in work.groups.values():
        mine = members[group.id]
        claims = [c for r in mine for c in said[r.source, f"r{r.n}"]]
        document, body = describe(group, mine, claims, work.sources, v, work.overrides.get(group.id))
        now[document.id] = document
        if body:
            work.bodies[body.id] = body
    for cluster in work.clusters:
        for twin, flag in rules.look_alikes([d for d in now.values() if d.cluster == cluster]):
            now[twin] = replace(now[twin], flags=tuple(sorted({*now[twin].flags, flag})))
    work.changed = {i for i, d in now.items() if before.get(i) != d}
    change.put([now[i] for i in sorted(work.changed)])
    _put_bodies(change, work)
    wanted = {Alias(a, g.id) for g in work.groups.values() for a in g.aliases}
    held = {Alias(a, d) for d, names in change.aliases_of(before.keys() | now.keys()).items() for a in names}
    change.drop(Alias, sorted((a.alias, a.document) for a in held - wanted))
    change.put([Alias(*pair) for pair in sorted((a.alias, a.document) for a in wanted - held)])
    vanished = frozenset(before.keys() - now.keys())
    work.delta.nodes.update({i: (before.get(i), now.get(i)) for i in work.changed | vanished})
    return vanished


def _put_bodies(change: Change, work: _Work) -> None:
    held = change.nodes(work.bodies)
    work.delta.nodes.update({i: (held.get(i), b) for i, b in work.bodies.items() if held.get(i) != b})
    change.put([work.bodies[i] for i in sorted(work.bodies)])


def _place_claims(change: Change, work: _Work, v: Vocabulary) -> set[str]:
    """Point every claim of these clusters at the edge it supports now; the ids of edges that gained or lost one."""
    nodes = _nodes_at(change, work)
    touched: set[str] = set()
    moved: list[Claim] = []
    rejected: dict[str, Decision] = {}
    rejections = rejected_by(holding(change.decisions_of({c.source for c in work.claims if c.object is not None})))
    for claim in work.claims:
        edge = _edge_of(claim, nodes, work, v)
        if rejections and (rejection := rejections.get(pin_of(claim))):
            rejected[rejection.id] = replace(rejection, edge=edge, waits=None)
            edge = None
        if edge != claim.edge:
            moved.append(replace(claim, edge=edge))
            touched |= {e for e in (edge, claim.edge) if e}
    _put_bodies(change, work)
    change.put(moved)
    change.put([rejected[i] for i in sorted(rejected)])
    # An unmoved claim is touched too: its source's publisher or date may be known better now.
    return touched | {c.edge for c in work.claims if c.edge}


def _nodes_at(change: Change, work: _Work) -> dict[End, str]:
    """Every end a claim of these clusters names -> the node it is, for ends that are resolved."""
    nodes = {end: r.document for end, r in work.referents.items() if r.document}
    sources = {c.source for c in work.claims if c.object is not None}
    for referent in change.referents_of(sources):
        if referent.document and (end := (referent.source, f"r{referent.n}")) not in work.referents:
            nodes[end] = referent.document
    for task in change.tasks_of(sources):
        nodes[task.source, f"t{task.n}"] = task.id
    return nodes


def _edge_of(claim: Claim, nodes: Mapping[End, str], work: _Work, v: Vocabulary) -> str | None:
    subject = _node(claim, claim.subject, nodes, work, v)
    if claim.object is not None:
        target, kind = _node(claim, claim.object, nodes, work, v), claim.type
    else:
        target, kind = _shown_issuer(claim, subject, work, v), EdgeType.ISSUED_BY
    if subject is None or target is None or subject == target:
        return None
    edge = edge_id(subject, kind, target)
    work.ends[edge] = (subject, kind, target)
    return edge


def _shown_issuer(claim: Claim, subject: str | None, work: _Work, v: Vocabulary) -> str | None:
    """Only the issuer that is shown makes an edge; another one stays visible as a conflict."""
    document = work.documents.get(subject or "")
    if claim.type != "issuer" or not claim.value or document is None:
        return None
    body = issuer_body(claim.value, document.place, v)
    return body.id if body.id == document.body else None


def _node(claim: Claim, end: str, nodes: Mapping[End, str], work: _Work, v: Vocabulary) -> str | None:
    if not end.startswith(BODY_PREFIX):
        return nodes.get((claim.source, end))
    body = recognise(claim.value or end[len(BODY_PREFIX) :], place=None, vocabulary=v)
    work.bodies[body.id] = body
    return body.id


def _adjacent(change: Change, nodes: Collection[str]) -> list[Edge]:
    """Edges whose flags or counting may follow from a changed document: its date, its status."""
    if not nodes:
        return []
    ways = [Hop(direction, ALL_TYPES, drafts=True) for direction in ("in", "out")]
    return [e for hop in ways for e in change.step(nodes, hop).edges]


def _edges(change: Change, work: _Work, touched: Collection[str]) -> set[str]:
    """Put or drop every touched edge; the ids of the bodies at the ends of dropped ones come back."""
    behind: dict[str, list[Claim]] = defaultdict(list)
    for claim in change.claims_behind(touched):
        behind[claim.edge or ""].append(claim)
    decided: dict[str, list[Decision]] = defaultdict(list)
    for decision in change.decisions_behind(touched):
        if decision.kind is not Verdict.REJECT:
            decided[decision.edge or ""].append(decision)
    held = change.edges(touched)
    ends = {e.id: (e.subject, e.type.value, e.object) for e in held.values()} | work.ends
    sources = change.sources({c.source for claims in behind.values() for c in claims})
    nodes = change.nodes({n for i in touched if i in ends for n in (ends[i][0], ends[i][2])})
    dropped = [held[i] for i in sorted(touched) if i in held and not (behind[i] or decided[i])]
    change.drop(Edge, [(e.id,) for e in dropped])
    alive = [i for i in sorted(touched) if behind[i] or decided[i]]
    now = [e for i in alive if held.get(i) != (e := _edge(i, ends[i], behind[i], decided[i], sources, nodes))]
    change.put(now)
    work.delta.edges.update({e.id: (e, None) for e in dropped} | {e.id: (held.get(e.id), e) for e in now})
    return {n for e in dropped for n in (e.subject, e.object) if isinstance(nodes.get(n), IssuingBody)}


def _edge(
    name: str,
    ends: tuple[str, str, str],
    claims: Iterable[Claim],
    decisions: Sequence[Decision],
    sources: Mapping[str, Source],
    nodes: Mapping[str, object],
) -> Edge:
    """An edge from all that supports it. Curators are one voice, however many of them say it."""
    many = list(claims)
    subject, target = nodes.get(ends[0]), nodes.get(ends[2])
    voices = {publisher_of(sources.get(c.source), c.source) for c in many}
    stated = [d for c in many if (s := sources.get(c.source)) and (d := s.date)]
    stated = sorted(stated + [d.date for d in decisions if d.date])
    edge = Edge(
        id=name,
        subject=ends[0],
        type=EdgeType(ends[1]),
        object=ends[2],
        support=len(voices) + bool(decisions),
        confidence=1.0 if decisions else max(c.confidence for c in many),
        inferred=not decisions and all(c.inferred for c in many),
        counted=not (isinstance(subject, Document) and subject.status == "draft"),
        role=_role(many) if ends[1] == EdgeType.ASSIGNED_TO else None,
        first_stated=stated[0] if stated else None,
        last_stated=stated[-1] if stated else None,
    )
    if isinstance(subject, Document) and isinstance(target, Document):
        return replace(edge, flags=tuple(sorted(rules.check_edge(edge, subject, target))))
    return edge


def _role(claims: Iterable[Claim]) -> str | None:
    """The part a body has in a task, as the rules of the claims name it: lead before coordinating, None unsaid."""
    parts = {c.rule.partition(":")[2] for c in claims}
    return next((part for part in ("lead", "coordinating") if part in parts), None)


def _sweep_bodies(change: Change, work: _Work, bodies: Collection[str]) -> None:
    """A body is in the graph while something points to or from it."""
    if not bodies:
        return
    ways = [Hop(direction, ALL_TYPES, drafts=True) for direction in ("in", "out")]
    degrees = [change.step(bodies, hop, fanout=1).degrees for hop in ways]
    idle = sorted(b for b in bodies if not any(d.get(b) for d in degrees))
    for id, node in change.nodes(idle).items():
        was = work.delta.nodes.pop(id, (node, None))[0]
        work.delta.nodes |= {id: (was, None)} if was else {}
    change.drop(IssuingBody, [(b,) for b in idle])
