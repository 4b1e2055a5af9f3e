"""Figures over all documents: hubs, orphans, and the table of spells."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from graph_schema.store.base import Filters
from graph_schema.vocabulary import Vocabulary
from queries import limits
from queries.analytics import CentralAnswer, OrphansAnswer, central, orphans
from queries.event_history import EventHistoryAnswer, event_history
from queries.export import LIST_FORMATS
from queries.locate import meant
from queries.paths import FAMILY
from queries.scan import filters_of
from service.context import Asked, Here, forms, given
from service.problems import responses
from service.routes.ask import stated_limit
from service.routes.research import UnitsAsked
from service.views import view

router = APIRouter(prefix="/api/v1", tags=["research"])

_NAMED = responses("unknown-symbol", "ambiguous-symbol", "gone-id", "moved-id")
_LIST = forms(*LIST_FORMATS)
_FORMAT = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])
_BUDGET = Field(None, description=stated_limit(limits.BUDGET_MS), examples=[2000])


class ScanAsked(Asked):
    """Which documents are looked at."""

    kind: str | None = Field(None, description="directive or plan", examples=["plan"])
    type: str | None = Field(None, description="document type", examples=["KH"])
    level: str | None = Field(None, examples=["central"])
    place: str | None = Field(None, description="province", examples=["Kon Tum"])
    from_: str | None = Field(None, alias="from", description="first day", examples=["2017-01-01"])
    to: str | None = Field(None, description="last day", examples=["2025-12-31"])
    budget_ms: int | None = _BUDGET
    format: str = _FORMAT

    def filters(self, vocabulary: Vocabulary) -> Filters:
        """Which documents these are. Raises InvalidQuestion."""
        return filters_of(
            vocabulary,
            kind=self.kind,
            type=self.type,
            level=self.level,
            place=self.place,
            since=self.from_,
            until=self.to,
        )


class CentralAsked(ScanAsked):
    """Which hubs."""

    family: str = Field("implementation", examples=["implementation,basis"])
    stated: bool = Field(False, description="leave out relations no source states outright")
    top: int | None = Field(None, description=stated_limit(limits.HUBS), examples=[5])


class OrphansAsked(ScanAsked):
    """Which orphans: plans, unless another kind is asked for."""

    kind: str | None = Field("plan", description="directive or plan", examples=["directive"])
    family: str = Field(FAMILY, description="families that would be an upstream", examples=["implementation"])
    stated: bool = Field(False, description="leave out relations no source states outright")
    limit: int | None = Field(None, description=stated_limit(limits.PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")


class EventHistoryAsked(UnitsAsked):
    """Of which directives."""

    directives: str = Field(
        description=f"1..{limits.MAX_DIRECTIVES} documents joined with commas: ids, symbols or words",
        examples=["57-nq-tw.xiii,18-nq-tw.xii"],
    )


@router.get(
    "/analytics/central",
    summary="What most rests on",
    response_model=view(CentralAnswer),
    responses=responses() | _LIST,
)
def ask_central(here: Here, asked: Annotated[CentralAsked, Query()]) -> Response:
    """The documents that most others rest on directly, with how much stands behind each."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: central(
            graph,
            here.vocabulary,
            asked.filters(here.vocabulary),
            family=asked.family,
            stated=asked.stated,
            top=asked.top,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "central")


@router.get(
    "/analytics/orphans",
    summary="Plans without an upstream",
    response_model=view(OrphansAnswer),
    responses=responses() | _LIST,
)
def ask_orphans(here: Here, asked: Annotated[OrphansAsked, Query()]) -> Response:
    """Plans that rest on nothing that is known here, the newest first; and whether a source names what they rest on in
    words that could not be resolved."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: orphans(
            graph,
            here.vocabulary,
            asked.filters(here.vocabulary),
            family=asked.family,
            stated=asked.stated,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "orphans")


@router.get(
    "/analytics/event-history",
    summary="The unit x directive x date table",
    response_model=view(EventHistoryAnswer),
    responses=_NAMED | _LIST,
)
def ask_event_history(here: Here, asked: Annotated[EventHistoryAsked, Query()]) -> Response:
    """One spell for each unit under each directive: from the directive (or the unit's beginning) to the unit's first
    document, or censored at the end of the unit or on `as_of`. What studies of diffusion build by hand."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    named = [name for part in asked.directives.split(",") if (name := part.strip())][: limits.MAX_DIRECTIVES + 1]
    answer = here.asked(
        lambda graph: event_history(
            graph,
            [meant(graph, name, here.vocabulary) for name in named],
            here.vocabulary,
            unit=asked.unit,
            level=asked.level,
            as_of=asked.as_of,
            depth=asked.depth,
            family=asked.family,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "event-history")
