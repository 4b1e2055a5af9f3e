"""The questions: what implements a document, where it stands, and what rests on it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from queries import limits
from queries.export import FORMATS, export
from queries.impact import FAMILY as CARRYING
from queries.impact import impact
from queries.implementers import GROUPS, implementers
from queries.lineage import DIRECTIONS, FAMILY, lineage
from service import views
from service.context import Asked, Here, reply
from service.problems import responses
from service.routes.read import Id

router = APIRouter(prefix="/api/v1/directives/{id}", tags=["ask"])
_MISSING = responses("unknown-id", "gone-id", "moved-id")


def _stated(limit: limits.Limit) -> str:
    return f"{limit.meaning}: {limit.low}..{limit.high}"


class Filtered(Asked):
    """What every question about relations takes."""

    stated: bool = Field(False, description="leave out relations no source states outright")
    min_confidence: float | None = Field(None, description="0..1", examples=[0.5])
    budget_ms: int | None = Field(None, description=_stated(limits.BUDGET_MS), examples=[2000])


class ImplementersAsked(Filtered):
    """Which implementers."""

    transitive: bool = Field(False, description="also what implements the implementers, and so on")
    depth: int | None = Field(None, description=_stated(limits.DEPTH), examples=[2])
    family: str = Field("implementation", examples=["implementation"])
    group_by: str | None = Field(None, description=", ".join(GROUPS), examples=["level"])
    limit: int | None = Field(None, description=_stated(limits.PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")


class LineageAsked(Filtered):
    """How much of the lineage, and in which form."""

    direction: str = Field("both", description=", ".join(DIRECTIONS), examples=["down"])
    depth: int | None = Field(None, description=_stated(limits.DEPTH), examples=[2])
    family: str = Field(FAMILY, description="families joined with commas, or all", examples=["implementation"])
    drafts: bool = Field(False, description="also follow what drafts would implement")
    fanout: int | None = Field(None, description=_stated(limits.FANOUT), examples=[20])
    max_nodes: int | None = Field(None, description=_stated(limits.MAX_NODES), examples=[100])
    format: str = Field("json", description=", ".join(FORMATS), examples=["cytoscape"])


class ImpactAsked(Filtered):
    """How far the impact is followed."""

    depth: int | None = Field(None, description=_stated(limits.DEPTH), examples=[5])
    family: str = Field(CARRYING, description="families that carry the impact on", examples=["implementation,basis"])
    limit: int | None = Field(None, description=_stated(limits.PAGE), examples=[10])
    cursor: str | None = Field(None, description="`next` of the page before")


@router.get("/implementers", summary="What implements it", response_model=views.Implemented, responses=_MISSING)
def ask_implementers(id: Id, here: Here, asked: Annotated[ImplementersAsked, Query()]) -> JSONResponse:
    """Documents and tasks that implement it, nearest first, each with the relations of one shortest path; beside them
    the open claims that may mean it. Drafts are listed and never counted."""
    answer = here.asked(
        lambda graph: implementers(
            graph,
            id,
            here.vocabulary,
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
    return reply(answer)


@router.get("/lineage", summary="Where it comes from and what follows", response_model=views.Drawn, responses=_MISSING)
def ask_lineage(id: Id, here: Here, asked: Annotated[LineageAsked, Query()]) -> JSONResponse:
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
        )
    )
    return reply(export(answer, asked.format))


@router.get("/impact", summary="What rests on it", response_model=views.Impacted, responses=_MISSING)
def ask_impact(id: Id, here: Here, asked: Annotated[ImpactAsked, Query()]) -> JSONResponse:
    """Everything that rests on it, counted by distance, level, body and type, the reasons, and the first of it."""
    answer = here.asked(
        lambda graph: impact(
            graph,
            id,
            here.vocabulary,
            depth=asked.depth,
            family=asked.family,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return reply(answer)
