"""What is wrong, open or unread in the corpus, and one report of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from graph_schema.model import State
from queries import limits
from queries.anomalies import RULES, AnomaliesAnswer, anomalies
from queries.corpus import ReportAnswer, report
from queries.export import LIST_FORMATS
from queries.unresolved import UnresolvedAnswer, unresolved
from queries.wanted import KNOWN_BY, WantedAnswer, most_wanted
from service.context import Asked, Here, forms, given, reply
from service.problems import responses
from service.routes.analytics import ScanAsked
from service.routes.ask import stated_limit
from service.views import view

router = APIRouter(prefix="/api/v1/quality", tags=["quality"])

_LIST = forms(*LIST_FORMATS)
_BUDGET = Field(None, description=stated_limit(limits.BUDGET_MS), examples=[2000])
_PAGE = Field(None, description=stated_limit(limits.PAGE), examples=[10])
_CURSOR = Field(None, description="`next` of the page before")


class AnomaliesAsked(ScanAsked):
    """Which findings."""

    rule: str | None = Field(None, description=", ".join(RULES), examples=["look-alike"])
    limit: int | None = _PAGE
    cursor: str | None = _CURSOR


class NamesAsked(Asked):
    """Which page of names."""

    limit: int | None = _PAGE
    cursor: str | None = _CURSOR
    budget_ms: int | None = _BUDGET
    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


class WantedAsked(ScanAsked):
    """Which unread documents."""

    known_by: str = Field("citation", description=", ".join(KNOWN_BY), examples=["table"])
    top: int | None = Field(None, description=stated_limit(limits.HUBS), examples=[5])


class ReportAsked(Asked):
    """How long it may take."""

    budget_ms: int | None = _BUDGET


@router.get(
    "/anomalies",
    summary="What breaks a rule",
    response_model=view(AnomaliesAnswer),
    responses=responses() | _LIST,
)
def ask_anomalies(here: Here, asked: Annotated[AnomaliesAsked, Query()]) -> Response:
    """Flags on documents and on the relations they start, the newest document first, each with the rule's sentence and
    what its sources say."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: anomalies(
            graph,
            here.vocabulary,
            asked.filters(here.vocabulary),
            rule=asked.rule,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "anomalies")


@router.get(
    "/unresolved",
    summary="Names that no document fits",
    response_model=view(UnresolvedAnswer),
    responses=responses() | _LIST,
)
def ask_unresolved(here: Here, asked: Annotated[NamesAsked, Query()]) -> Response:
    """What sources name and nobody could resolve, ranked by the relations that wait for it."""
    return _names(here, asked, State.OPEN)


@router.get(
    "/ambiguous",
    summary="Names that several documents fit",
    response_model=view(UnresolvedAnswer),
    responses=responses() | _LIST,
)
def ask_ambiguous(here: Here, asked: Annotated[NamesAsked, Query()]) -> Response:
    """The same for names that several documents fit, with the candidates and what tells them apart."""
    return _names(here, asked, State.AMBIGUOUS)


def _names(here: Here, asked: NamesAsked, state: State) -> Response:
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: unresolved(
            graph,
            here.vocabulary,
            state=state.value,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, state.value)


@router.get(
    "/most-wanted", summary="What to read next", response_model=view(WantedAnswer), responses=responses() | _LIST
)
def ask_most_wanted(here: Here, asked: Annotated[WantedAsked, Query()]) -> Response:
    """Documents nobody has read, ranked by the relations that name them, with what stands and waits behind each."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: most_wanted(
            graph,
            here.vocabulary,
            asked.filters(here.vocabulary),
            known_by=asked.known_by,
            top=asked.top,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "most-wanted")


@router.get("/report", summary="The corpus in one report", response_model=view(ReportAnswer), responses=responses())
def ask_report(here: Here, asked: Annotated[ReportAsked, Query()]) -> Response:
    """Sources, what is known of documents and relations, which way these point in time, what is open and flagged."""
    return reply(here.asked(lambda graph: report(graph, here.vocabulary, budget_ms=asked.budget_ms)))
