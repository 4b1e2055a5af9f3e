"""Taking and undoing curators' decisions: one transaction each, previewed by the same code and rolled back.

A decision is a record like a source. Taking one puts it and projects the clusters it speaks of; undoing one drops it
and projects them again, so a decision and its undo leave the graph as it was. What was decided, when and by whom stays
in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from graph_schema.errors import InvalidQuestion, UnknownId
from graph_schema.model import REFERENT_PREFIX, Decision, Document, Verdict
from graph_schema.pins import pin_in, pin_of
from graph_schema.store.base import Change, Graph, Store
from graph_schema.vocabulary import Vocabulary
from loaders.beside import conflict
from loaders.curated import Altered, CurationReport, told
from loaders.decided import NO_CLAIM, ONE_NOW
from loaders.projection import Delta
from loaders.proposals import LONGEST_NAME, Proposal, checked_text, decision_of
from loaders.read import one_line
from loaders.sources import settle
from loaders.trial import rolled_back


def take(
    store: Store,
    proposal: Proposal,
    vocabulary: Vocabulary,
    *,
    dry_run: bool = False,
    provided: Callable[[Graph], None] = lambda graph: None,
) -> CurationReport:
    """Take one decision; the same one again changes nothing. ``provided`` looks at the graph first and raises when it
    is not what the caller saw. Raises what ``decision_of`` raises."""

    def work(graph: Graph) -> Altered:
        provided(graph)
        decision = decision_of(graph, proposal, vocabulary)
        held = find_decision(graph, decision.id)
        return Altered(known=(held.id,)) if held else Altered((decision,))

    return carry_out(store, work, vocabulary, who=proposal.who, dry_run=dry_run)


def undo(
    store: Store,
    ids: Sequence[str],
    who: str,
    reason: str,
    vocabulary: Vocabulary,
    *,
    dry_run: bool = False,
    kind: str | None = None,
) -> CurationReport:
    """Take decisions back, all of this ``kind`` if one is said: the graph is as if they had never been taken. Raises
    UnknownId, and InvalidQuestion for a blank name and for words without end."""
    checked_text("reason", reason)
    if not checked_text("who", who, LONGEST_NAME):
        raise InvalidQuestion("who: missing. Say the name of whoever undoes it.", parameter="who")

    def work(graph: Graph) -> Altered:
        return Altered(undone=tuple(_held(graph, id, kind) for id in dict.fromkeys(ids)))

    return carry_out(store, work, vocabulary, who=who, reason=reason, dry_run=dry_run)


def undo_override(
    store: Store, document: str, field: str, who: str, reason: str, vocabulary: Vocabulary, *, dry_run: bool = False
) -> CurationReport:
    """Take back every override of one field of a document, the ones set aside among them: its sources speak again.
    Raises UnknownId when there is none."""
    with store.read() as graph:
        found = graph.nodes([document]).get(document)
        clusters = [found.cluster] if isinstance(found, Document) else []
        named = {document, *graph.aliases_of([document]).get(document, ())}
        mine = [
            d
            for d in graph.decisions(clusters)
            if d.kind is Verdict.OVERRIDE and d.field == field and d.document in named
        ]
    if not mine:
        raise UnknownId(f"{document} has no override of {field[:60]!r}.", id=document)
    return undo(store, [d.id for d in mine], who, reason, vocabulary, dry_run=dry_run)


def _held(graph: Graph, id: str, kind: str | None) -> Decision:
    found = find_decision(graph, id)
    if found is None or kind not in (None, found.kind):
        raise UnknownId(f"No {kind or 'decision'} that holds has the id {id[:60]!r}. `audit` lists all.", id=id)
    return found


def find_decision(graph: Graph, id: str) -> Decision | None:
    """The decision with this id, if it holds."""
    return next((d for d in graph.decisions_at([id])), None)


# ------------------------------------------------------------------ one transaction


def carry_out(
    store: Store,
    work: Callable[[Graph], Altered],
    vocabulary: Vocabulary,
    *,
    who: str,
    reason: str = "",
    dry_run: bool = False,
) -> CurationReport:
    """Take and undo what ``work`` finds in the graph as it stands, all of it or nothing; a dry run leaves nothing
    behind. Raises what ``work`` raises, and DecisionConflict when documents that are kept apart would be one."""

    def change_it(change: Change) -> CurationReport:
        altered = work(change)
        delta = settled(change, altered, vocabulary)
        noted(change, altered, who, reason)
        return told(change, altered, delta)

    report = rolled_back(store, change_it) if dry_run else store.update(change_it)
    return finished(store, report, dry_run=dry_run)


def finished(store: Store, report: CurationReport, *, dry_run: bool) -> CurationReport:
    """The report with the version there is now."""
    with store.read() as graph:
        return replace(report, dry_run=dry_run, version=graph.version)


def noted(change: Change, altered: Altered, who: str, reason: str) -> None:
    """Write the decisions into the journal: those undone with who undid them."""
    undoer = ": ".join(filter(None, (one_line(who), one_line(reason))))
    for d in altered.undone:
        change.note("undo", undoer, d)
    for d in altered.taken:
        change.note("decide", f"{d.who}: {d.reason}", d)


def settled(change: Change, altered: Altered, v: Vocabulary) -> Delta:
    """Drop and put decisions and project what they speak of. Raises InvalidQuestion and DecisionConflict."""
    many = (*altered.undone, *altered.taken)
    edges = {d.edge for d in many if d.edge}
    clusters = {c for d in many for c in _clusters(change, d)}
    change.drop(Decision, [(d.id,) for d in altered.undone])
    # A rejection waits until projection finds its claim.
    change.put([replace(d, waits=NO_CLAIM if d.kind is Verdict.REJECT else None) for d in altered.taken])
    delta = settle(change, clusters, edges, v)
    for d in change.decisions(clusters):
        if d.kind is Verdict.DIFFERENT and d.waits == ONE_NOW and altered.taken:
            raise conflict(f"{d.document} and {d.other} would be one document, and are kept apart", d)
    for d in change.decisions_at([d.id for d in altered.taken]):
        if d.waits and d.id not in altered.waiting:
            raise InvalidQuestion(
                f"Nothing would come of this decision ({d.kind}): {d.waits}. It would take away what it speaks of.",
                parameter="kind",
            )
    return delta


def _clusters(graph: Graph, d: Decision) -> set[str]:
    """The clusters a decision speaks of; those of a rejection are where its claim's ends are."""
    if d.kind is not Verdict.REJECT or d.source is None:
        return {c for c in (d.cluster, d.other_cluster) if c}
    ends = {end for c in graph.claims_of([d.source]) if pin_of(c) == pin_in(d) for end in (c.subject, c.object) if end}
    return {r.cluster for r in graph.referents_of([d.source]) if f"{REFERENT_PREFIX}{r.n}" in ends}
