"""The questions: what implements a document, where it stands, and what rests on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from queries import limits
from queries.change import ChangeAnswer
from queries.export import FORMATS, LIST_FORMATS
from queries.impact import FAMILY as CARRYING
from queries.implementers import GROUPS
from queries.lineage import DIRECTIONS, FAMILY, LineageThen, lineage
from queries.severity import CHANGES
from queries.then import ImpactThen, ImplementersThen
from queries.timed import impact_of, implementers_as_of
from service import views
from service.context import Asked, Here, forms, given
from service.problems import responses
from service.routes.read import Id

router = APIRouter(prefix="/api/v1/directives/{id}", tags=["ask"])
_MISSING = responses("unknown-id", "gone-id", "moved-id")
_AS_OF = Field(
    None, description="day: without what was issued later, and what bears no date apart", examples=["2025-06-30"]
)


def stated_limit(limit: limits.Limit) -> str:
    """A parameter's description: what it means and its bounds."""
    return f"{limit.meaning}: {limit.low}..{limit.high}"


class Filtered(Asked):
    """What every question about relations takes."""

    stated: bool = Field(False, description="leave out relations no source states outright")
    min_confidence: float | None = Field(None, description="0..1", examples=[0.5])
    budget_ms: int | None = Field(None, description=stated_limit(limits.BUDGET_MS), examples=[2000])


class ImplementersAsked(Filtered):
    """Which implementers."""

    transitive: bool = Field(False, description="also what implements the implementers, and so on")
    depth: int | None = Field(None, description=stated_limit(limits.DEPTH), examples=[2])
    family: str = Field("implementation", examples=["implementation"])
    group_by: str | None = Field(None, description=", ".join(GROUPS), examples=["level"])
    as_of: str | None = _AS_OF
    limit: int | None = Field(None, description=stated_limit(limits.PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")
    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


class LineageAsked(Filtered):
    """How much of the lineage, and in which form."""

    direction: str = Field("both", description=", ".join(DIRECTIONS), examples=["down"])
    depth: int | None = Field(None, description=stated_limit(limits.DEPTH), examples=[2])
    family: str = Field(FAMILY, description="families joined with commas, or all", examples=["implementation"])
    drafts: bool = Field(False, description="also follow what drafts would implement")
    as_of: str | None = _AS_OF
    fanout: int | None = Field(None, description=stated_limit(limits.FANOUT), examples=[20])
    max_nodes: int | None = Field(None, description=stated_limit(limits.MAX_NODES), examples=[100])
    format: str = Field("json", description=", ".join(FORMATS), examples=["cytoscape"])


class ImpactAsked(Filtered):
    """How far the impact is followed."""

    depth: int | None = Field(None, description=stated_limit(limits.DEPTH), examples=[5])
    family: str = Field(CARRYING, description="families that carry the impact on", examples=["implementation,basis"])
    change: str | None = Field(
        None, description=f"{', '.join(CHANGES)}: a severity for each item, and why", examples=["replace"]
    )
    on: str | None = Field(None, description="day of the change")
    as_of: str | None = _AS_OF
    limit: int | None = Field(None, description=stated_limit(limits.PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")
    format: str = Field("json", description=", ".join(FORMATS), examples=["graphml"])


@router.get(
    "/implementers",
    summary="What implements it",
    response_model=views.Implemented | views.view(ImplementersThen),
    responses=_MISSING | forms(*LIST_FORMATS),
)
def ask_implementers(id: Id, here: Here, asked: Annotated[ImplementersAsked, Query()]) -> Response:
    """Documents and tasks that implement it, nearest first, each with the relations of one shortest path; beside them
    the open claims that may mean it. Drafts are listed and never counted."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: implementers_as_of(
            graph,
            id,
            here.vocabulary,
            as_of=asked.as_of,
            transitive=asked.transitive,
            depth=asked.depth,
            family=asked.family,
            group_by=asked.group_by,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, f"{id}-implementers")


@router.get(
    "/lineage",
    summary="Where it comes from and what follows",
    response_model=views.Drawn | views.view(LineageThen) | views.Cytoscape | views.NodeLink,
    responses=_MISSING | forms(*FORMATS),
)
def ask_lineage(id: Id, here: Here, asked: Annotated[LineageAsked, Query()]) -> Response:
    """A graph that can be drawn: exact distances, what each node hides, totals per distance, and what was cut."""
    limits.one_of("format", asked.format, FORMATS)
    answer = here.asked(
        lambda graph: lineage(
            graph,
            id,
            here.vocabulary,
            direction=asked.direction,
            depth=asked.depth,
            family=asked.family,
            min_confidence=asked.min_confidence,
            stated=asked.stated,
            drafts=asked.drafts,
            fanout=asked.fanout,
            max_nodes=asked.max_nodes,
            budget_ms=asked.budget_ms,
            as_of=asked.as_of,
        )
    )
    return given(answer, asked.format, f"{id}-lineage")


@router.get(
    "/impact",
    summary="What rests on it",
    response_model=views.Impacted
    | views.view(ImpactThen)
    | views.view(ChangeAnswer)
    | views.Cytoscape
    | views.NodeLink,
    responses=_MISSING | forms(*FORMATS),
)
def ask_impact(id: Id, here: Here, asked: Annotated[ImpactAsked, Query()]) -> Response:
    """Everything that rests on it, counted by distance, level, body and type, the reasons, and the first of it. With
    `change`, what that would mean for each: losing its basis, a review, a mere citation, or nothing any more."""
    limits.one_of("format", asked.format, FORMATS)
    answer = here.asked(
        lambda graph: impact_of(
            graph,
            id,
            here.vocabulary,
            kind=asked.change,
            on=asked.on,
            as_of=asked.as_of,
            depth=asked.depth,
            family=asked.family,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, f"{id}-impact")
