"""What curators' decisions mean for the documents of some clusters: which hold, which documents are one, which are two.

Pure functions of the decisions and of the groups that rules make; what a decision names is looked for by its id, then
among the older and coarser ids of its cluster, so it survives a document's change of id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace

from graph_schema.identity import short_hash
from graph_schema.model import Decision, Referent, Verdict
from graph_schema.pins import Pin, pin_in
from graph_schema.store.base import Graph
from graph_schema.vocabulary import Vocabulary
from loaders.grouping import Group, alone
from loaders.grouping import merge as merged_facts

UNITING = (Verdict.MERGE, Verdict.SAME)
SET_ASIDE = "another decision on the same thing holds"
NOT_KNOWN = "a document it names is not known now"
NO_MENTION = "the mention it speaks of is not there now"
NO_CLAIM = "the claim it rejects is not there now"
ONE_NOW = "the two are one document now"

_PROJECTED = ("id", "edge", "waits")


def named(decision: Decision) -> Decision:
    """The decision with its id: a hash of all it says, so the same word by the same person is the same decision."""
    said = [(f.name, getattr(decision, f.name)) for f in fields(Decision) if f.name not in _PROJECTED]
    text = "\0".join(f"{name}={value}" for name, value in said if value is not None)
    return replace(decision, id="d" + short_hash(text, 16))


def holding(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those that no other one sets aside, sorted by id."""
    many = sorted(decisions, key=lambda d: d.id)
    aside = {d.replaces for d in many}
    return tuple(d for d in many if d.id not in aside)


def linked(graph: Graph, clusters: Collection[str]) -> frozenset[str]:
    """These clusters and every one whose documents curators joined to theirs, directly or through others."""
    seen: set[str] = set()
    frontier = set(clusters)
    while frontier:
        seen |= frontier
        joining = [d for d in graph.decisions(frontier) if d.kind in UNITING or d.kind is Verdict.ACCEPT]
        frontier = {c for d in joining for c in (d.cluster, d.other_cluster) if c} - seen
    return frozenset(seen)


# ------------------------------------------------------------------ one document, or two


def named_group(groups: Iterable[Group], id: str | None) -> Group | None:
    """The group with this id, else the only one that bears it as an older or coarser id."""
    many = list(groups)
    found = [g for g in many if g.id == id] or [g for g in many if id in g.aliases]
    return found[0] if len(found) == 1 else None


def unite(
    groups: Mapping[str, Sequence[Group]], decisions: Iterable[Decision]
) -> tuple[dict[str, tuple[Group, ...]], dict[str, str]]:
    """Groups by cluster, those that curators call one joined; and the ids that went -> the one that stays.

    Of joined documents the one stays that no merge lets go, then the one with the fullest key, then the smallest id.
    Decisions on documents that are not among the groups have no effect.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    go: set[str] = set()
    by_id = {g.id: g for many in groups.values() for g in many}
    for d in decisions:
        if d.kind not in UNITING:
            continue
        left = named_group(groups.get(d.cluster or "", ()), d.document)
        right = named_group(groups.get(d.other_cluster or "", ()), d.other)
        if left and right and left.id != right.id:
            beside[left.id].add(right.id)
            beside[right.id].add(left.id)
            if d.kind is Verdict.MERGE:
                go.add(right.id)
    moved: dict[str, str] = {}
    joined: dict[str, Group] = {}
    for start in sorted(beside):
        if start in moved or start in joined:
            continue
        parts = _connected(start, beside)
        stays = min(parts, key=lambda i: (i in go, *_fullness(by_id[i]), i))
        others = sorted(parts - {stays})
        joined[stays] = _join(by_id[stays], [by_id[i] for i in others])
        moved.update(dict.fromkeys(others, stays))
    return {c: tuple(joined.get(g.id, g) for g in many if g.id not in moved) for c, many in groups.items()}, moved


def _connected(start: str, beside: Mapping[str, set[str]]) -> set[str]:
    found, stack = {start}, [start]
    while stack:
        new = beside[stack.pop()] - found
        found |= new
        stack += new
    return found


def _fullness(group: Group) -> tuple[bool, bool]:
    return group.key is None, not (group.key and group.key.complete)


def _join(stays: Group, others: Sequence[Group]) -> Group:
    """The group with all that the others say; what there can be only one of is its own where it has one."""
    said = merged_facts([g.facts for g in (stays, *others)])
    own = {f.name: value for f in fields(said) if (value := getattr(stays.facts, f.name)) not in (None, ())}
    single = {name: value for name, value in own.items() if not isinstance(value, tuple)}
    aliases = {a for g in (stays, *others) for a in (g.id, *g.aliases)}
    return replace(
        stays,
        facts=replace(said, organs=stays.facts.organs or said.organs, **single),
        founders=(*stays.founders, *(r for g in others for r in g.founders)),
        aliases=frozenset(aliases - {stays.id}),
    )


Apart = Callable[[str, str], bool]
"""Whether curators say that two ids are of two documents."""


def apart_in(decisions: Iterable[Decision]) -> Apart | None:
    """The pairs that curators keep apart; None when there are none, which is mostly so."""
    pairs = {frozenset((d.document, d.other)) for d in decisions if d.kind is Verdict.DIFFERENT}
    return (lambda a, b: frozenset((a, b)) in pairs) if pairs else None


def apart_referents(decisions: Iterable[Decision], v: Vocabulary) -> Callable[[Referent, Referent], bool] | None:
    """Whether two referents speak, each by itself, of documents that curators keep apart; None when none are."""
    apart = apart_in(holding(decisions))
    return apart and (lambda left, right: any(apart(a, b) for a in alone(left, v) for b in alone(right, v)))


# ------------------------------------------------------------------ claims


def rejected_by(decisions: Iterable[Decision]) -> dict[Pin, Decision]:
    """Rejections by what they are pinned to."""
    return {pin_in(d): d for d in decisions if d.kind is Verdict.REJECT}
