"""What a picture needs: the diagram of a document, and one hop from any node."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import Field

from queries import limits
from queries.diagram import diagram
from queries.expand import DIRECTIONS, expand
from queries.export import FORMATS
from service import views
from service.context import Asked, Here, forms, given
from service.problems import responses
from service.routes.read import Id

router = APIRouter(prefix="/api/v1", tags=["draw"])

NodeId = Annotated[str, Path(description="id of a document, a task or a body", examples=["bo-chinh-tri"])]
_MISSING = responses("unknown-id", "gone-id", "moved-id")


class DiagramAsked(Asked):
    """How much of each group, and in which form."""

    limit: int | None = Field(None, description="1..100 members of each group, 5 unless said", examples=[3])
    format: str = Field("json", description=", ".join(FORMATS), examples=["cytoscape"])


class ExpandAsked(Asked):
    """Which neighbours, and in which form."""

    direction: str = Field("both", description=", ".join(DIRECTIONS), examples=["in"])
    family: str = Field("all", description="families joined with commas, structure too, or all", examples=["structure"])
    limit: int | None = Field(None, description="1..500 members of each group, 50 unless said", examples=[10])
    format: str = Field("json", description=", ".join(FORMATS), examples=["node-link"])


@router.get(
    "/directives/{id}/diagram",
    summary="Its diagram (lược đồ)",
    response_model=views.Sketched | views.Cytoscape | views.NodeLink,
    responses=_MISSING | forms(*FORMATS),
)
def draw_diagram(id: Id, here: Here, asked: Annotated[DiagramAsked, Query()]) -> Response:
    """One hop on both sides, in the groups of the legal portals and in those of implementation, review and tasks that
    they lack: each with its total, its drafts, and the first of it."""
    limits.one_of("format", asked.format, FORMATS)
    answer = here.asked(lambda graph: diagram(graph, id, here.vocabulary, limit=asked.limit))
    return given(answer, asked.format, f"{id}-diagram")


@router.get(
    "/nodes/{id}/expand",
    summary="One hop from any node",
    response_model=views.Expanded | views.Cytoscape | views.NodeLink,
    responses=_MISSING | forms(*FORMATS),
)
def draw_neighbours(id: NodeId, here: Here, asked: Annotated[ExpandAsked, Query()]) -> Response:
    """The neighbours of a document, a task or a body in groups, the relations to them, and how many relations of each
    node are not shown."""
    limits.one_of("format", asked.format, FORMATS)
    answer = here.asked(
        lambda graph: expand(
            graph, id, here.vocabulary, direction=asked.direction, family=asked.family, limit=asked.limit
        )
    )
    return given(answer, asked.format, f"{id}-neighbours")
