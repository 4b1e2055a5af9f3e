"""Answers as readable text: tables and trees for the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from loaders.report import Report
from queries.evidence import Evidence, EvidenceAnswer
from queries.impact import ImpactAnswer
from queries.implementers import ImplementersAnswer
from queries.resolve import Hint, Ranked, ResolveAnswer
from queries.search import SearchAnswer
from queries.shapes import (
    Count,
    DocumentShape,
    EdgeShape,
    GraphAnswer,
    NodeShape,
    Partial,
    PlacedNode,
    Reached,
    SourceRef,
    TaskShape,
)
from queries.stats import StatsAnswer
from service.terminal import grid, say, text

BACK_TRANSLATED = "(dịch ngược)"
DRAFT = "(dự thảo)"
LONGEST = 160
"""Code points of a task shown in a table."""
WIDE = 200
"""Columns a list with ids and addresses needs to stand as a table."""


def name_of(node: NodeShape) -> str:
    """What a node is called in one line: its symbol, else its title, text or name."""
    if isinstance(node, DocumentShape):
        return node.symbol or _title(node) or node.id
    return f"Nhiệm vụ {node.ordinal}" if isinstance(node, TaskShape) else node.name


def _title(node: NodeShape) -> str | None:
    if isinstance(node, TaskShape):
        return " ".join(p for p in (_short(node.text, LONGEST), _duties(node)) if p)
    if not isinstance(node, DocumentShape):
        return None
    if node.title is None:
        return None
    return f"{node.title} {BACK_TRANSLATED}" if node.title_status == "back-translated" else node.title


def _duties(task: TaskShape) -> str | None:
    """Who leads a task, who takes part and when it is due, in brackets; None when it says none of this."""
    parts = (
        ("chủ trì", ", ".join(task.lead)),
        ("phối hợp", ", ".join(task.coordinating)),
        ("hạn", ", ".join(f"{d.text} ({d.by})" if d.by else d.text for d in task.dues)),
    )
    said = "; ".join(f"{name}: {words}" for name, words in parts if words)
    return f"[{said}]" if said else None


def _symbol(node: NodeShape) -> str | None:
    if not isinstance(node, DocumentShape):
        return name_of(node)
    bare = f"{node.type or ''} {node.number}".strip() if node.number else None
    return f"{node.symbol or bare or '–'} {DRAFT}" if node.status == "draft" else node.symbol or bare


def _who(node: NodeShape) -> str | None:
    if isinstance(node, DocumentShape):
        return node.body.name if node.body and node.body.name else node.place_name
    return node.set_by.name if isinstance(node, TaskShape) and node.set_by else None


def _date(node: NodeShape) -> str | None:
    return node.date if isinstance(node, DocumentShape) else None


def _cells(node: NodeShape) -> tuple[Text, ...]:
    return (text(node.id, "cyan"), text(_symbol(node), "bold"), text(_date(node)), text(_who(node)), text(_title(node)))


_COLUMNS = ("id", "symbol", "date", "issuer", "title")
_WHOLE = ("id", "symbol", "date")


def show_resolve(console: Console, answer: ResolveAnswer) -> None:
    """The match, or the candidates with what tells them apart, or the nearest."""
    if answer.match:
        table = grid(*_COLUMNS, whole=_WHOLE)
        table.add_row(*_cells(answer.match))
        console.print(table)
        say(console, f"{'Picked' if answer.auto_resolved else 'Found'}: {answer.why}.")
        if answer.doubts:
            say(console, f"Look twice: no source bears out the {' or the '.join(answer.doubts)} that was said.")
        for conflict in answer.match.conflicts:
            stated = ", ".join(f"{v.value} ({v.publishers})" for v in conflict.values)
            say(console, f"Sources differ on the {conflict.field}: {stated}.")
        return
    if answer.outcome == "several":
        say(console, f"{answer.total} documents fit {answer.query!r}:")
        _candidates(console, answer.candidates)
        _hints(console, answer.hints)
        return
    say(console, f"No document fits {answer.query!r}." + (" The nearest:" if answer.nearest else ""))
    if answer.nearest:
        _candidates(console, answer.nearest)


def _candidates(console: Console, candidates: Sequence[Ranked]) -> None:
    table = grid(*_COLUMNS, "why", whole=_WHOLE)
    for candidate in candidates:
        table.add_row(*_cells(candidate.document), text(", ".join(candidate.why) or None))
    console.print(table)


def _hints(console: Console, hints: Iterable[Hint]) -> None:
    say(console, "What tells them apart:")
    for hint in hints:
        say(console, f"  {hint.field}: " + " | ".join(hint.values))


def show_search(console: Console, answer: SearchAnswer) -> None:
    """One page of documents and the counts over all that was found."""
    say(console, f"{answer.total} documents" + (f" for {answer.query!r}" if answer.query else "") + ".")
    if not answer.items:
        return
    table = grid(*_COLUMNS, whole=_WHOLE)
    for document in answer.items:
        table.add_row(*_cells(document))
    console.print(table)
    for name in ("level", "type", "place"):
        show_counts(console, name, answer.facets.get(name, ()))
    show_more(console, answer.next)


def show_counts(console: Console, name: str, counts: Sequence[Count], most: int = 8) -> None:
    """One facet in a line."""
    if not counts:
        return
    shown = ", ".join(f"{c.label or 'không rõ'} {c.count}" for c in counts[:most])
    rest = f", and {len(counts) - most} more" if len(counts) > most else ""
    say(console, f"by {name}: {shown}{rest}")


def show_more(console: Console, cursor: str | None) -> None:
    """How to go on, when there is more."""
    if cursor:
        say(console, f"More: ask again with --cursor {cursor}")


def show_cut(console: Console, partial: Partial | None) -> None:
    """What was cut, when something was."""
    if partial:
        missing = "an unknown number" if partial.cut is None else str(partial.cut)
        say(console, f"Cut by {partial.limit}: {missing} left out. {partial.next}", style="yellow")


def show_implementers(console: Console, answer: ImplementersAnswer) -> None:
    """The certain ones with who states them, grouped when asked; then those that may."""
    say(console, f"{headline(answer.root)}", style="bold")
    drafts = f", and {answer.drafts} drafts that are not counted" if answer.drafts else ""
    possible = f"; {answer.possible_total} more may" if answer.possible_total else ""
    inferred = f" ({answer.inferred} of them only inferred: --stated leaves these out)" if answer.inferred else ""
    say(console, f"{answer.total} implement it{inferred}{drafts}{possible}.")
    if answer.groups is not None:
        labels = {c.value: c for c in answer.groups}
        by_group: dict[str | None, list[Reached]] = defaultdict(list)
        for item in answer.items:
            by_group[item.group].append(item)
        for value, count in labels.items():
            say(console)
            say(console, f"{count.label or 'không rõ'}: {count.count}", style="bold")
            if by_group[value]:
                _reached(console, by_group[value])
    elif answer.items:
        _reached(console, answer.items)
        for name in ("level", "type"):
            show_counts(console, name, answer.facets.get(name, ()))
    show_more(console, answer.next)
    if answer.possible:
        say(console)
        say(console, "May implement it:", style="bold")
        table = grid("who", "says", "why open", "settled by", "source", whole=())
        for claim in answer.possible:
            table.add_row(
                text(name_of(claim.other) if claim.other else None),
                text(claim.mention),
                text(claim.why),
                text(", ".join(h.field for h in claim.settles) or None),
                text(claim.source_title or claim.url or claim.source),
            )
        console.print(table)
    show_cut(console, answer.partial)


def headline(node: NodeShape) -> str:
    """A node in one line: what it is called, when, whose, about what."""
    return " · ".join(p for p in (name_of(node), _date(node), _who(node), _title(node)) if p)


def _reached(console: Console, items: Sequence[Reached]) -> None:
    """A table where a line holds it, else three lines for each."""
    if console.width < WIDE:
        for item in items:
            _three_lines(console, item)
        return
    table = grid("hops", "via", *_COLUMNS, "stated by", "relation", whole=(*_WHOLE, "relation", "hops", "via"))
    for item in items:
        table.add_row(
            text(item.distance),
            text(_via(item)),
            *_cells(item.node),
            text("; ".join(_source(s) for s in item.stated_by) or None),
            text(item.edges[0] if item.edges else None, "cyan"),
        )
    console.print(table)


def _three_lines(console: Console, item: Reached) -> None:
    node, margin = item.node, " " * 4
    said = " · ".join(p for p in (_symbol(node), _date(node), _who(node), _title(node)) if p)
    say(console, Text.assemble(f"{item.distance:>2}  ", (said, "bold")))
    say(console, Text.assemble(margin, (node.id, "cyan"), f"   {_via(item)} {item.edges[0] if item.edges else ''}"))
    for source in item.stated_by:
        say(console, margin + _source(source))


def _via(item: Reached) -> str:
    return " > ".join(item.via) + (" (suy ra)" if item.inferred else "")


def _source(source: SourceRef) -> str:
    return source.url or _short(source.title, 80) or source.address or source.id


def _short(words: str | None, most: int) -> str | None:
    return words if words is None or len(words) <= most else words[:most].rstrip() + " ..."


def show_lineage(console: Console, answer: GraphAnswer, labels: Mapping[str, tuple[str, str]]) -> None:
    """A tree on either side of the document; ``labels`` maps an edge type to its two readings."""
    shown = {p.node.id: p for p in answer.nodes}
    for side, heading in (("up", "rests on"), ("down", "is followed by")):
        if answer.direction in (side, "both"):
            say(console, f"{headline(answer.root)}  {heading}", style="bold")
            _tree(console, answer, side, shown, labels)
    if hidden := shown[answer.root.id].hidden:
        say(console, f"{hidden} relations of the document itself are not shown.")
    show_cut(console, answer.partial)


def _tree(
    console: Console,
    answer: GraphAnswer,
    side: str,
    shown: Mapping[str, PlacedNode],
    labels: Mapping[str, tuple[str, str]],
) -> None:
    tree = Tree("", hide_root=True)
    branches = {answer.root.id: tree}
    for placed in (p for p in answer.nodes if p.direction == side):
        edge = _towards(placed, side, answer.edges, {i: shown[i] for i in branches})
        if edge is None:
            continue
        line = Text(f"{labels[edge.type][0 if side == 'up' else 1]}  ", style="dim")
        line.append(headline(placed.node), style="default")
        line.append(f"  {placed.node.id}", style="cyan")
        if placed.hidden:
            line.append(f"  +{placed.hidden}", style="yellow")
        branches[placed.node.id] = branches[edge.from_ if side == "up" else edge.to].add(line)
    if len(branches) == 1:
        say(console, "  nothing that is known here")
        return
    console.print(tree)
    for layer in (x for x in answer.layers if x.direction == side):
        total = "unknown" if layer.total is None else layer.total
        say(console, f"  distance {layer.distance}: {layer.shown} of {total}")


def _towards(
    placed: PlacedNode, side: str, edges: Sequence[EdgeShape], hung: Mapping[str, PlacedNode]
) -> EdgeShape | None:
    """The edge by which a node hangs in the tree: to the nearest of the nodes that hang there already."""
    ends = ((e, *((e.from_, e.to) if side == "up" else (e.to, e.from_))) for e in edges)
    near = [(hung[n].distance, e.id, e) for e, n, far in ends if far == placed.node.id and n in hung]
    return min(near)[2] if near else None


def show_impact(console: Console, answer: ImpactAnswer) -> None:
    """Counts and reasons first, then the first of what rests on the document."""
    say(console, headline(answer.root), style="bold")
    say(console, f"{answer.total} documents and tasks rest on it.")
    for layer in answer.layers:
        say(console, f"  distance {layer.distance}: {layer.total}")
    for name in ("level", "type", "body"):
        show_counts(console, name, answer.counts.get(name, ()))
    if answer.reasons:
        say(console, "Directly related:")
        for reason in answer.reasons:
            aside = "" if reason.carries else "  (carries nothing on)"
            say(console, f"  {reason.count} {reason.label_vi} ({reason.type}){aside}")
    if answer.nodes:
        _reached(console, answer.nodes)
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def show_evidence(console: Console, answer: EvidenceAnswer) -> None:
    """The relation, and every claim behind it: the sentence with the quote marked, or the table row."""
    ends = [name_of(n) if n else i for n, i in ((answer.from_, answer.edge.from_), (answer.to, answer.edge.to))]
    say(console, f"{ends[0]} {answer.edge.type} {ends[1]}", style="bold")
    say(console, f"support {answer.edge.support}, confidence {answer.edge.confidence:.2f}")
    for each in answer.evidence:
        say(console)
        _claim(console, each)
    for bad in answer.rejected:
        say(console)
        say(console, f"rejected by {bad.who}: {bad.reason} ({bad.decision})", style="yellow")
        _claim(console, bad.claim)


def _claim(console: Console, each: Evidence) -> None:
    source = each.source
    head = f"[{each.kind}] {each.asserted_by or 'unnamed source'}"
    say(console, Text(head + (f", {source.date}" if source and source.date else ""), style="bold"))
    if each.sentence is not None and each.quote is not None:
        at = (each.start or 0) - (each.sentence_start or 0)
        line = Text(each.sentence[:at])
        line.append(f"«{each.quote}»", style="reverse")
        line.append(each.sentence[at + len(each.quote) :])
        say(console, line)
        say(console, f"  characters {each.start}..{each.end}, rule {each.rule}, confidence {each.confidence:.2f}")
    else:
        inferred = ", inferred" if each.inferred else ""
        if each.quote or each.url:
            say(console, "  " + " ".join(p for p in (each.quote and f"«{each.quote}»", each.url) if p))
        say(console, f"  {each.note or 'no remark'} (rule {each.rule}, confidence {each.confidence:.2f}{inferred})")
    if source:
        where = " · ".join(p for p in (source.title, source.url, source.address) if p)
        say(console, f"  {where or source.id}")


def show_stats(console: Console, answer: StatsAnswer) -> None:
    """Every group of figures."""
    for group, values in answer.groups.items():
        say(console, group, style="bold")
        for value, count in sorted(values.items(), key=lambda item: (-item[1], item[0])):
            say(console, f"  {count:>8}  {value}")
    say(console, f"graph version {answer.graph_version}, vocabulary {answer.vocabulary}")


def show_sources(console: Console, sources: Sequence[SourceRef]) -> None:
    """Every source with its id."""
    table = grid("id", "kind", "date", "publisher", "title", "where", whole=("id", "date"))
    for each in sources:
        where = each.url or each.address
        table.add_row(text(each.id, "cyan"), *map(text, (each.kind, each.date, each.publisher, each.title, where)))
    console.print(table)


def show_report(console: Console, report: Report) -> None:
    """What a load found, resolved, left open with reasons, and flagged."""
    done = "Would load" if report.dry_run else "Loaded"
    known = f", {len(report.known)} known already" if report.known else ""
    say(console, f"{done} {len(report.loaded)} sources{known}. Graph version {report.version}.", style="bold")
    if report.loaded and not (report.mentions or report.documents or report.tasks):
        say(console, "found:     no document is named in it")
    else:
        say(console, f"found:     {report.mentions} mentions, {report.tasks} tasks, {len(report.documents)} documents")
    _tally(console, "claims:    ", report.claims)
    _tally(console, "resolved:  ", report.states)
    for remark in (*report.flags, *report.notes):
        say(console, f"flagged:   {remark}")
    if report.open:
        say(console, f"left open: {report.open_total}")
        table = grid("says", "state", "why", "candidates", "source", whole=("source",))
        for each in report.open:
            state, source = text(each.state.value), text(each.source[:12])
            table.add_row(text(each.surface), state, text(each.why), text(", ".join(each.candidates) or None), source)
        console.print(table)
        if report.open_total > len(report.open):
            say(console, f"  ... and {report.open_total - len(report.open)} more")
    for bad in report.quarantined:
        row = f", row {bad.row}" if bad.row is not None else ""
        where = "" if bad.reason.startswith(bad.name) else f"{bad.name}{row}: "
        say(console, f"not read:  {where}{bad.reason}", style="yellow")


def _tally(console: Console, name: str, counts: Mapping[str, int]) -> None:
    if counts:
        say(console, name + ", ".join(f"{count} {value}" for value, count in counts.items()))
