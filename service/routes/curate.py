"""Curators' decisions over HTTP. Each can be previewed (``dry_run=true``), is listed in the audit, and is undone by one
call; reading them is open, taking them needs the key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from graph_schema.model import Verdict
from graph_schema.store.base import Graph
from loaders.curated import CurationReport
from loaders.curation import take, undo, undo_override
from loaders.overriding import FIELDS, checked_value
from loaders.proposals import Proposal
from queries.audit import STATES, AuditAnswer, audit
from queries.document import field_of, record_of
from queries.export import LIST_FORMATS
from queries.limits import PAGE, one_of
from queries.locate import document_of
from service import proposed, views
from service.context import Asked, Asker, Context, Here, forms, given, may_curate, reply
from service.idempotency import once
from service.keys import Bearer
from service.language import LANGUAGES
from service.problems import PreconditionFailed, PreconditionRequired, responses
from service.proposed import Word, decider, told_as
from service.routes.ask import stated_limit
from service.routes.read import Id, Nothing

router = APIRouter(prefix="/api/v1", tags=["curate"])

_CURATOR = [Depends(may_curate), Depends(once)]
_REFUSALS = (
    "unauthorized",
    "writes-off",
    "wrong-role",
    "unknown-id",
    "request-in-progress",
    "too-large",
    "idempotency-mismatch",
    "store-read-only",
)
_REFUSED = responses(*_REFUSALS)


def _taken(*more: str) -> dict[int | str, dict[str, Any]]:
    known = {"model": views.Curated, "description": "Known already, or a dry run"}
    return {**responses(*_REFUSALS, "unsupported-media-type", "decision-conflict", *more), 200: known}


_taking = partial(router.post, response_model=views.Curated, status_code=201, responses=_taken(), dependencies=_CURATOR)
"""The route of a decision that is told in the body and taken as it stands."""
DecisionId = Annotated[str, Path(description="id of a decision, from the audit")]
OverrideField = Annotated[str, Path(description=", ".join(FIELDS), examples=["title"])]

Seen = Annotated[str | None, Header(description="`record` of the document as you saw it, or *", examples=["*"])]


class TryAsked(Asked):
    """Whether to decide, or only to look."""

    dry_run: bool = Field(False, description="only report what would change")


class UndoAsked(TryAsked):
    """Who takes back, and why."""

    who: str | None = Field(
        None, description="name of whoever undoes it; the name of the key unless said", examples=["Nguyễn Thị Lan"]
    )
    reason: str = Field("", description="why", examples=["nhầm văn bản"])


Trying = Annotated[TryAsked, Query()]
Undoing = Annotated[UndoAsked, Query()]


class AuditAsked(Asked):
    """Which decisions."""

    state: str | None = Field(None, description=", ".join(STATES), examples=["active"])
    kind: str | None = Field(None, description=", ".join(Verdict), examples=["merge"])
    who: str | None = Field(None, description="name of whoever decided")
    document: str | None = Field(None, description="id of a document that a decision names")
    limit: int | None = Field(None, description=stated_limit(PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")
    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


@_taking("/claims", summary="State a relation", openapi_extra=told_as(proposed.ClaimMade))
def make_claim(made: proposed.ClaimGiven, here: Here, asker: Asker, asked: Trying) -> JSONResponse:
    """The relation has this decision as its evidence, beside what sources say."""
    return _take(here, asker, "claim", made, asked)


@_taking("/claims/{id}:reject", summary="Reject a claim", openapi_extra=told_as(Word))
def reject_claim(
    id: Annotated[str, Path(description="id of a claim, from the evidence of a relation")],
    made: proposed.WordGiven,
    here: Here,
    asker: Asker,
    asked: Trying,
) -> JSONResponse:
    """The claim supports its relation no more, also when its source is read again; evidence shows it as rejected."""
    return _take(here, asker, "reject", made, asked, claim=id)


@_taking("/mentions:accept", summary="Say what words mean", openapi_extra=told_as(proposed.MeaningMade))
def accept_candidate(made: proposed.MeaningGiven, here: Here, asker: Asker, asked: Trying) -> JSONResponse:
    """The mention is this document: one of its candidates, or another. The last word on a mention holds."""
    return _take(here, asker, "accept", made, asked)


@_taking("/merges", summary="Two documents are one", openapi_extra=told_as(proposed.PairMade))
def merge(made: proposed.PairGiven, here: Here, asker: Asker, asked: Trying) -> JSONResponse:
    """All that is known of both is known of the one that stays."""
    return _take(here, asker, "merge", made, asked)


@router.delete(
    "/merges/{id}", summary="Unmerge", response_model=views.Curated, responses=_REFUSED, dependencies=_CURATOR
)
def unmerge(id: DecisionId, here: Here, asker: Asker, asked: Undoing) -> JSONResponse:
    """The two documents are again what they were."""
    return reply(
        undo(
            here.store,
            [id],
            decider(asked.who, asker),
            asked.reason,
            here.vocabulary,
            dry_run=asked.dry_run,
            kind="merge",
        )
    )


@_taking("/judgements", summary="Judge a pair of documents", openapi_extra=told_as(proposed.JudgementMade))
def judge(made: proposed.JudgementGiven, here: Here, asker: Asker, asked: Trying) -> JSONResponse:
    """same joins them, the id that says more stays; different keeps apart what rules would join; unsure is a note."""
    return _take(here, asker, made.judgement, made, asked)


@router.get(
    "/overrides/{id}/{field}",
    summary="A field and its overrides",
    response_model=views.Fielded,
    responses=responses("unknown-id", "gone-id", "moved-id"),
)
def read_override(id: Id, field: OverrideField, here: Here, asked: Nothing) -> JSONResponse:
    """What is shown now, what sources say beside it, and who said otherwise. Its ETag is for If-Match."""
    one_of("field", field, FIELDS)
    with here.store.read() as graph:
        answer = field_of(graph, id, field)
    return reply(answer, headers={"ETag": f'"{answer.record}"'})


@router.put(
    "/overrides/{id}/{field}",
    summary="Override a field",
    response_model=views.Curated,
    status_code=201,
    responses=_taken("precondition-failed", "precondition-required", "gone-id", "moved-id"),
    dependencies=_CURATOR,
    openapi_extra=told_as(proposed.ValueMade),
)
def override(
    id: Id,
    field: OverrideField,
    made: proposed.ValueGiven,
    here: Here,
    asker: Asker,
    asked: Trying,
    if_match: Seen = None,
) -> JSONResponse:
    """The value is shown instead of what sources say, which stays as a conflict. An override of the same field is
    replaced; undoing the new one brings it back."""
    checked_value(field, made.value, here.vocabulary)
    if if_match is None:
        raise PreconditionRequired(
            "If-Match is missing. Send the document's `record`, or the ETag of this address, as you saw it."
        )
    proposal = Proposal("override", decider(made.who, asker), made.reason, id, field=field, value=made.value)
    report = take(here.store, proposal, here.vocabulary, dry_run=asked.dry_run, provided=_as_seen(here, id, if_match))
    with here.store.read() as graph:
        now = record_of(document_of(graph, id))
    return _replied(report, {"ETag": f'"{now}"'})


@router.delete(
    "/overrides/{id}/{field}",
    summary="Drop the overrides of a field",
    response_model=views.Curated,
    responses=_REFUSED,
    dependencies=_CURATOR,
)
def drop_override(id: Id, field: OverrideField, here: Here, asker: Asker, asked: Undoing) -> JSONResponse:
    """Every override of the field is undone, also those that were replaced: its sources speak again."""
    one_of("field", field, FIELDS)
    return reply(
        undo_override(
            here.store, id, field, decider(asked.who, asker), asked.reason, here.vocabulary, dry_run=asked.dry_run
        )
    )


@router.post(
    "/decisions/{id}:undo",
    summary="Undo a decision",
    response_model=views.Curated,
    responses=responses(*_REFUSALS, "unsupported-media-type"),
    dependencies=_CURATOR,
    openapi_extra=told_as(Word),
)
def undo_decision(id: DecisionId, made: proposed.WordGiven, here: Here, asker: Asker, asked: Trying) -> JSONResponse:
    """The graph is as if it had never been taken; the audit still lists it."""
    return reply(undo(here.store, [id], decider(made.who, asker), made.reason, here.vocabulary, dry_run=asked.dry_run))


@router.get(
    "/audit", summary="Every decision", response_model=views.Audited, responses=responses() | forms(*LIST_FORMATS)
)
def read_audit(here: Here, asked: Annotated[AuditAsked, Query()]) -> Response:
    """The last taken first: what was decided, by whom, why, and whether it is active, waiting, replaced or undone."""
    one_of("format", asked.format, LIST_FORMATS)
    said = asked.model_dump(exclude={"format"})
    answer: AuditAnswer = here.asked(lambda graph: audit(graph, **said))
    return given(answer, asked.format, "audit")


def _take(
    here: Context, asker: Bearer | None, kind: str, made: Word, asked: TryAsked, claim: str | None = None
) -> JSONResponse:
    said = made.model_dump(exclude={"judgement"}) | {"who": decider(made.who, asker)}
    proposal = Proposal(kind, **said, claim=claim)
    return _replied(take(here.store, proposal, here.vocabulary, dry_run=asked.dry_run))


def _replied(report: CurationReport, headers: dict[str, str] | None = None) -> JSONResponse:
    return reply(report, 201 if report.taken and not report.dry_run else 200, headers)


def _as_seen(here: Context, id: str, if_match: str) -> Callable[[Graph], None]:
    """Raises PreconditionFailed when the document is not what the caller saw: by its record, or by the entity tag of
    the document's own address."""
    seen = {tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")}

    def check(graph: Graph) -> None:
        document = document_of(graph, id)
        page = [here.tags.of(graph, f"{language} /api/v1/directives/{id}?") for language in LANGUAGES]
        now = {"*", record_of(document), *(tag.strip('"') for tag in page)}
        if not seen & now:
            now_is = record_of(document)
            raise PreconditionFailed(f"{id} has changed since you saw it: its record is {now_is} now.", record=now_is)

    return check
