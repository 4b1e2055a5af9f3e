"""What is wrong, open or unread, as readable text."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from queries.anomalies import AnomaliesAnswer
from queries.corpus import ReportAnswer
from queries.unresolved import UnresolvedAnswer
from queries.wanted import WantedAnswer
from service.show import headline, show_cut, show_more
from service.terminal import grid, say, text


def show_anomalies(console: Console, answer: AnomaliesAnswer) -> None:
    """Each finding with its rule's sentence and what its sources say."""
    found = ", ".join(f"{count} {rule}" for rule, count in answer.counts.items()) or "nothing"
    say(console, f"{found} among {answer.scanned} documents looked at.")
    for item in answer.items:
        say(console)
        head = Text(f"{item.rule}  ", style="bold").append(headline(item.document), style="default")
        say(console, head.append(f"  {item.document.id}", style="cyan"))
        if item.vi:
            say(console, f"  {item.vi}")
        if item.edge:
            other = headline(item.other) if item.other else item.edge.to
            say(console, Text(f"  {item.edge.type} {other}  ").append(item.edge.id, style="cyan"))
        for conflict in item.values:
            said = ", ".join(f"{v.value} ({v.publishers})" for v in conflict.values)
            say(console, f"  {conflict.field}: {said}")
        for other_document in item.others:
            say(console, f"  beside {headline(other_document)}  {other_document.id}")
        for source in item.sources:
            say(console, f"  {source.url or source.title or source.id}")
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def show_unresolved(console: Console, answer: UnresolvedAnswer) -> None:
    """Names by what waits for them."""
    say(console, f"{answer.total} names ({answer.referents} mentions) are {answer.state}.")
    if answer.items:
        table = grid("says", "unlocks", "said by", "why", "candidates", "settled by", whole=("unlocks",))
        for item in answer.items:
            table.add_row(
                text(item.said, "bold"),
                text(item.unlocks),
                text(f"{item.referents} in {item.sources} sources"),
                text(item.why),
                text(", ".join(c.id for c in item.candidates) or None, "cyan"),
                text(", ".join(h.field for h in item.settles) or None),
            )
        console.print(table)
    show_more(console, answer.next)
    show_cut(console, answer.partial)


def show_wanted(console: Console, answer: WantedAnswer) -> None:
    """Unread documents by what names them."""
    say(console, f"{answer.unread} of {answer.scanned} documents are known only by {answer.known_by}.")
    if answer.items:
        table = grid("", "named", "behind", "open", "missing", "id", "document", whole=("", "named", "behind", "id"))
        for item in answer.items:
            table.add_row(
                *map(text, (item.rank, item.named, item.rests, item.open)),
                text(", ".join(item.missing) or None),
                text(item.node.id, "cyan"),
                text(headline(item.node)),
            )
        console.print(table)
    show_cut(console, answer.partial)


def show_corpus(console: Console, answer: ReportAnswer) -> None:
    """The report, a heading for each part."""
    _part(console, "sources", answer.sources)
    for name, values in answer.documents.items():
        _part(console, f"documents by {name}", values)
    for name, values in answer.relations.items():
        _part(console, f"relations {name}", values)
    say(console, "which way relations point in time", style="bold")
    for way in answer.direction:
        if way.forward or way.backward or way.untold:
            say(console, f"  {way.family}: {way.forward} forward, {way.backward} backward, {way.untold} untold")
    _part(console, "mentions by state", answer.referents)
    if answer.open_rate is not None:
        say(console, f"  open: {answer.open_rate:.2%}")
    _part(console, "findings by rule", answer.anomalies)
    say(console, f"{answer.decisions} decisions; {answer.scanned} of {answer.total} documents looked at.")
    show_cut(console, answer.partial)


def _part(console: Console, name: str, values: Mapping[str, int]) -> None:
    say(console, name, style="bold")
    for value, count in sorted(values.items(), key=lambda item: (-item[1], item[0])):
        say(console, f"  {count:>8}  {value}")
