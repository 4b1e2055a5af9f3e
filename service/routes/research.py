"""What researchers ask: coverage and lags, ways between documents, comparisons, and tasks."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from queries import limits
from queries.compare import CompareAnswer, compare
from queries.coverage import CoverageAnswer, coverage
from queries.export import LIST_FORMATS
from queries.lag import LagAnswer, lag
from queries.locate import meant
from queries.paths import DIRECTIONS, FAMILY, PathsAnswer, paths
from queries.tasks import TasksAnswer, tasks
from queries.units import KINDS
from service.context import Asked, Here, forms, given, reply
from service.problems import responses
from service.routes.ask import Filtered, stated_limit
from service.routes.read import Id
from service.views import view

router = APIRouter(prefix="/api/v1", tags=["research"])

_MISSING = responses("unknown-id", "gone-id", "moved-id")
_NAMED = responses("unknown-symbol", "ambiguous-symbol", "gone-id", "moved-id")
_LIST = forms(*LIST_FORMATS)
_FORMAT = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])
_BUDGET = Field(None, description=stated_limit(limits.BUDGET_MS), examples=[2000])
_PAGE = Field(None, description=stated_limit(limits.PAGE), examples=[10])
_CURSOR = Field(None, description="`next` of the page before")


class UnitsAsked(Filtered):
    """Which units, and on which day."""

    unit: str = Field("province", description=", ".join(KINDS), examples=["ministry"])
    level: str | None = Field(None, description="only bodies of this level, with unit=body")
    as_of: str | None = Field(
        None, description="day: the units of that day, without what was issued later", examples=["2025-06-30"]
    )
    depth: int | None = Field(None, description=stated_limit(limits.DEPTH), examples=[2])
    family: str = Field("implementation", examples=["implementation"])
    format: str = _FORMAT


class LagAsked(UnitsAsked):
    """Which lags."""

    limit: int | None = _PAGE
    cursor: str | None = _CURSOR


class PathsAsked(Filtered):
    """Between which documents, and which ways."""

    from_: str = Field(alias="from", description="an id, a symbol or words", examples=["283-kh-ubnd.dong-thap.2025"])
    to: str = Field(description="an id, a symbol or words", examples=["57-nq-tw.xiii"])
    k: int | None = Field(None, description=stated_limit(limits.PATHS), examples=[2])
    direction: str = Field("either", description=", ".join(DIRECTIONS), examples=["up"])
    family: str = Field(FAMILY, description="families joined with commas, or all", examples=["implementation"])
    depth: int | None = Field(None, description=stated_limit(limits.DEPTH), examples=[5])
    max_nodes: int | None = Field(None, description=stated_limit(limits.MAX_NODES), examples=[1000])
    format: str = _FORMAT


class CompareAsked(Filtered):
    """Which two, and how far."""

    a: str = Field(description="a document (id, symbol or words) or the id of a body", examples=["18-nq-tw.xii"])
    b: str = Field(description="another of the same kind", examples=["19-nq-tw.xii"])
    transitive: bool = Field(False, description="also what carries them out through others")
    family: str = Field("implementation", examples=["implementation"])


class TasksAsked(Asked):
    """Which tasks."""

    directive: str | None = Field(
        None, description="a document they name: id, symbol or words", examples=["21-kl-tw.xiii"]
    )
    assignee: str | None = Field(None, description="words of a body's name, or its id", examples=["huyện ủy"])
    place: str | None = Field(None, description="province", examples=["Đồng Nai"])
    due_from: str | None = Field(None, description="first day", examples=["2025-01-01"])
    due_to: str | None = Field(None, description="last day", examples=["2025-12-31"])
    overdue_on: str | None = Field(None, description="due before this day", examples=["2025-12-01"])
    limit: int | None = _PAGE
    cursor: str | None = _CURSOR
    budget_ms: int | None = _BUDGET
    format: str = _FORMAT


@router.get(
    "/directives/{id}/coverage",
    summary="Who has carried it out, and who has not",
    response_model=view(CoverageAnswer),
    responses=_MISSING | _LIST,
)
def ask_coverage(id: Id, here: Here, asked: Annotated[UnitsAsked, Query()]) -> Response:
    """One cell for each province, ministry or body that stood on the day: 63 provinces before 1/7/2025, 34 since,
    which inherit from those merged into them. Each has its documents with their lag in days, or the reason why it has
    none."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: coverage(
            graph,
            id,
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
    return given(answer, asked.format, f"{id}-coverage", rows="cells")


@router.get(
    "/directives/{id}/lag",
    summary="How long it took",
    response_model=view(LagAnswer),
    responses=_MISSING | _LIST,
)
def ask_lag(id: Id, here: Here, asked: Annotated[LagAsked, Query()]) -> Response:
    """Days to the first and to each document that carries it out (directly, unless a depth is given), quantiles over
    documents and over units, and the units that are still open."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: lag(
            graph,
            id,
            here.vocabulary,
            unit=asked.unit,
            level=asked.level,
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
    return given(answer, asked.format, f"{id}-lag")


@router.get("/paths", summary="Ways between two documents", response_model=view(PathsAnswer), responses=_NAMED | _LIST)
def ask_paths(here: Here, asked: Annotated[PathsAsked, Query()]) -> Response:
    """The shortest ways from one to the other along what is carried out or taken as a basis, each hop with its first
    evidence, each told in a sentence. Where none leads from the first to the second, the other way round."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: paths(
            graph,
            meant(graph, limits.words_of(asked.from_, name="from"), here.vocabulary),
            meant(graph, limits.words_of(asked.to, name="to"), here.vocabulary),
            here.vocabulary,
            k=asked.k,
            direction=asked.direction,
            family=asked.family,
            depth=asked.depth,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            max_nodes=asked.max_nodes,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "paths", rows="paths")


@router.get("/compare", summary="Two side by side", response_model=view(CompareAnswer), responses=_NAMED)
def ask_compare(here: Here, asked: Annotated[CompareAsked, Query()]) -> Response:
    """Two documents (what carries both out, what only one) or two bodies (which directives both have carried out), with
    their facts and lags."""
    answer = here.asked(
        lambda graph: compare(
            graph,
            meant(graph, limits.words_of(asked.a, name="a"), here.vocabulary),
            meant(graph, limits.words_of(asked.b, name="b"), here.vocabulary),
            here.vocabulary,
            transitive=asked.transitive,
            family=asked.family,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            budget_ms=asked.budget_ms,
        )
    )
    return reply(answer)


@router.get("/tasks", summary="Tasks", response_model=view(TasksAnswer), responses=_NAMED | _LIST)
def ask_tasks(here: Here, asked: Annotated[TasksAsked, Query()]) -> Response:
    """Tasks by directive, assignee, place and the day they are due, and those overdue on a day. Whether one was done is
    not known here; one without a day is never overdue."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: tasks(
            graph,
            here.vocabulary,
            directive=meant(graph, limits.words_of(asked.directive, name="directive"), here.vocabulary)
            if asked.directive is not None
            else None,
            assignee=asked.assignee,
            place=asked.place,
            due_from=asked.due_from,
            due_to=asked.due_to,
            overdue_on=asked.overdue_on,
            limit=asked.limit,
            cursor=asked.cursor,
            budget_ms=asked.budget_ms,
        )
    )
    return given(answer, asked.format, "tasks")
