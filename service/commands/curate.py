"""Curators' decisions: taken one by one with a preview, listed, undone, and edited many at once in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import asked, opened, settings_of
from service.options import LOOK, Cursor, Form, JsonOption, Output, Size, StoreOption, app, example
from service.terminal import note, out, show_json
from service.writing import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph_schema.store.base import Graph
    from graph_schema.vocabulary import Vocabulary
    from loaders.curated import CurationReport
    from loaders.proposals import Proposal

Reason = Annotated[str, typer.Option("--reason", help="Why: it is kept and shown with the decision.")]
Who = Annotated[str | None, typer.Option("--who", help="Who decides.", show_default="your login name")]
Try = Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")]
DecisionId = Annotated[str, typer.Argument(metavar="DECISION", help="Id of a decision, from audit.")]


@app.command(epilog=example("claim 60-nq-tw.xiii BASED_ON 18-nq-tw.xii --reason 'ghi ở phần căn cứ' --dry-run"))
def claim(
    document: Annotated[str, typer.Argument(help="The acting document: an id, a symbol or words.")],
    type: Annotated[str, typer.Argument(metavar="RELATION", help="IMPLEMENTS, GUIDES, BASED_ON, AMENDS, ...")],
    other: Annotated[str, typer.Argument(help="The document it acts on.")],
    reason: Reason,
    quote: Annotated[str | None, typer.Option(help="The words that say so.")] = None,
    url: Annotated[str | None, typer.Option(help="Where a person can look.")] = None,
    date: Annotated[str | None, typer.Option(help="Day of that page, YYYY-MM-DD.")] = None,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """State a relation between two documents: your word is its evidence."""
    from loaders.proposals import Proposal

    def made(graph: Graph, v: Vocabulary) -> Proposal:
        acting, target = _id(graph, document, v), _id(graph, other, v)
        return Proposal("claim", _name(who), reason, acting, target, type, quote=quote, url=url, date=date)

    return _take(made, dry_run, json, store)


@app.command(epilog=example("reject ca7dba6a7b4d5d31491f0d632.IMPLEMENTS --reason 'chỉ nhắc tên' --dry-run"))
def reject(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Id of a claim, from evidence --json.")],
    reason: Reason,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Reject a claim of a source: it supports nothing any more, also when the source is read again."""
    from loaders.proposals import Proposal

    return _take(lambda graph, v: Proposal("reject", _name(who), reason, claim=claim), dry_run, json, store)


@app.command(epilog=example("merge 18-nq-tw.xii 18-nq-tw.xiii --reason 'cùng một văn bản' --dry-run"))
def merge(
    document: Annotated[str, typer.Argument(metavar="STAYS", help="The document whose id stays.")],
    other: Annotated[str, typer.Argument(metavar="GOES", help="The document that is the same one.")],
    reason: Reason,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Two documents are one; undo the decision to part them again."""
    return _pair("merge", document, other, reason, who, dry_run, json, store)


@app.command(epilog=example("judge different 18-nq-tw.xii 18-nq-tw.xiii --reason 'khác khóa' --dry-run"))
def judge(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="same, different or unsure.")],
    document: Annotated[str, typer.Argument(help="One document.")],
    other: Annotated[str, typer.Argument(help="The other.")],
    reason: Reason,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Judge a pair of documents: same joins them, different keeps them apart whatever rules say."""
    from queries.limits import one_of

    one_of("judgement", judgement, ("same", "different", "unsure"))
    return _pair(judgement, document, other, reason, who, dry_run, json, store)


@app.command(
    epilog=example(
        "override 18-nq-tw.xii date 2017-10-25 --reason 'theo bản gốc' --dry-run",
        "override 18-nq-tw.xii status --unknown --reason 'chưa rõ' --dry-run",
    )
)
def override(
    document: Annotated[str, typer.Argument(help="An id, a symbol or words.")],
    field: Annotated[str, typer.Argument(help="title, date, issuer, place, term or status.")],
    value: Annotated[str | None, typer.Argument(help="What it is.")] = None,
    reason: Reason = "",
    unknown: Annotated[bool, typer.Option("--unknown", help="It is not known, whatever sources say.")] = False,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Say what a field of a document is: it wins over every source, which stay visible as a conflict."""
    from graph_schema.errors import InvalidQuestion
    from loaders.proposals import Proposal

    if (value is None) != unknown:
        raise InvalidQuestion("value: give one, or --unknown.", parameter="value")

    def made(graph: Graph, v: Vocabulary) -> Proposal:
        return Proposal("override", _name(who), reason, _id(graph, document, v), field=field, value=value)

    return _take(made, dry_run, json, store)


@app.command(
    epilog=example("accept c4a047ed2a37b96fc55e8c173f009a08 255 18-nq-tw.xii --reason 'bài năm 2025' --dry-run")
)
def accept(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Id of a source, from unresolved or load --json.")],
    start: Annotated[int, typer.Argument(metavar="START", help="Where the words begin, in characters.")],
    document: Annotated[str, typer.Argument(help="The document they mean: a candidate, or another.")],
    reason: Reason,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Say which document some words of a source mean."""
    from loaders.proposals import Proposal

    def made(graph: Graph, v: Vocabulary) -> Proposal:
        return Proposal("accept", _name(who), reason, _id(graph, document, v), source=source, start=start)

    return _take(made, dry_run, json, store)


@app.command(epilog=example("undo d0123456789abcdef --reason 'nhầm văn bản' --dry-run"))
def undo(
    decision: DecisionId,
    reason: Reason = "",
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Take a decision back: the graph is as if it had never been taken."""
    from loaders import curation

    with opened(store) as (held, vocabulary):
        report = curation.undo(held, [decision], _name(who), reason, vocabulary, dry_run=dry_run)
    return _told(report, json)


@app.command(epilog=example("audit", "audit --state waiting", "audit --document 18-nq-tw.xii --json"))
def audit(
    state: Annotated[str | None, typer.Option(help="active, waiting, replaced or undone.")] = None,
    kind: Annotated[str | None, typer.Option(help="accept, claim, reject, merge, same, different, ...")] = None,
    who: Annotated[str | None, typer.Option(help="Only decisions of this person.")] = None,
    document: Annotated[str | None, typer.Option(help="Only decisions that name this id.")] = None,
    limit: Size = None,
    cursor: Cursor = None,
    form: Form = None,
    output: Output = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Every decision, the last one first: who, why, and whether it holds."""
    from queries.audit import AuditAnswer
    from queries.audit import audit as ask
    from service.commands.research import tell
    from service.show_curated import show_audit

    form = form_of(AuditAnswer, form, output)
    answer = asked(
        store,
        lambda graph, _: ask(graph, state=state, kind=kind, who=who, document=document, limit=limit, cursor=cursor),
    )
    tell(answer, show_audit, json=json, form=form, output=output)
    return 0


# ------------------------------------------------------------------ many at once

decisions = typer.Typer(help="All decisions as a spreadsheet: export, edit, import.", no_args_is_help=True)
app.add_typer(decisions, name="decisions")


@decisions.command("export", epilog=example("decisions export decisions.csv", "decisions export decisions.xlsx"))
def export_decisions(
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx file to write.", dir_okay=False)],
    store: StoreOption = None,
) -> int:
    """Write every decision that holds as a row."""
    from loaders.decision_sheet import Sheet, sheet_of
    from service.writing import write

    form = form_of(Sheet, None, file)
    sheet = asked(store, lambda graph, _: sheet_of(graph))
    write(sheet, form or "csv", file)
    note(f"{len(sheet.items)} decisions.")
    return 0


@decisions.command(
    "import", epilog=example("decisions import decisions.csv --dry-run", "decisions import decisions.csv")
)
def import_decisions(
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx file, as export writes it.", dir_okay=False)],
    remove: Annotated[bool, typer.Option("--remove", help="Also undo decisions that the file does not have.")] = False,
    who: Who = None,
    dry_run: Try = False,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Take what is new or changed in the file: all of it, or nothing when a row cannot be used.

    Exit code 1: rows that cannot be used, or that name what is not known here."""
    from loaders import decision_sheet
    from service.show_curated import show_import

    rows = _rows(file, settings_of(store).max_text_bytes)
    with opened(store) as (held, vocabulary):
        report = decision_sheet.import_decisions(held, rows, _name(who), vocabulary, remove=remove, dry_run=dry_run)
    show_json(report) if json else show_import(out(), report)
    return LOOK if report.faults or report.waiting else 0


def _rows(file: Path, limit: int) -> list[tuple[int, dict[str, str]]]:
    """The rows of a spreadsheet file. Raises InvalidQuestion, and UnreadableSource."""
    from graph_schema.errors import InvalidQuestion
    from loaders.decision_sheet import rows_of
    from loaders.formats.box import Box
    from loaders.formats.kinds import ending_of
    from loaders.formats.opening import open_bytes, read_file
    from queries.export.tables import rearmed

    data = read_file(file, limit=limit)
    with Box() as box:
        opened_file = open_bytes(data, file.name, box, ending=ending_of(file.name), limit=limit)
    if not opened_file.sheets:
        raise InvalidQuestion(f"{file.name} is no table. Export the decisions as CSV or XLSX.", parameter="file")
    rows = opened_file.sheets[0].rows
    return rows_of([[rearmed(cell) for cell in row] for row in rows] if opened_file.kind == "csv" else rows)


# ------------------------------------------------------------------ what the commands share


def _pair(
    kind: str, document: str, other: str, reason: str, who: str | None, dry_run: bool, json: bool, store: str | None
) -> int:
    from loaders.proposals import Proposal

    def made(graph: Graph, v: Vocabulary) -> Proposal:
        return Proposal(kind, _name(who), reason, _id(graph, document, v), _id(graph, other, v))

    return _take(made, dry_run, json, store)


def _take(made: Callable[[Graph, Vocabulary], Proposal], dry_run: bool, json: bool, store: str | None) -> int:
    from loaders import curation

    with opened(store) as (held, vocabulary):
        with held.read() as graph:
            proposal = made(graph, vocabulary)
        report = curation.take(held, proposal, vocabulary, dry_run=dry_run)
    return _told(report, json)


def _told(report: CurationReport, json: bool) -> int:
    from service.show_curated import show_curation

    show_json(report) if json else show_curation(out(), report)
    return 0


def _id(graph: Graph, words: str, vocabulary: Vocabulary) -> str:
    """The id that an id, an older one or words mean: an id as it stands, so that a merge is found again by both."""
    from queries.locate import meant

    return words if graph.aliases([words]) else meant(graph, words, vocabulary)


def _name(who: str | None) -> str:
    """Who decides: as said, else the login name. Raises InvalidQuestion where there is none."""
    import getpass

    from graph_schema.errors import InvalidQuestion

    try:
        return who if who is not None else getpass.getuser()
    except (OSError, KeyError):
        raise InvalidQuestion("who: your login has no name here. Say --who NAME.", parameter="who") from None
