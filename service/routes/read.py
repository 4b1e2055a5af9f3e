"""One thing by its id, the relations of a document, the evidence behind a relation, and what there is to ask for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from queries import labels, limits
from queries.document import document
from queries.evidence import evidence
from queries.export import FORMATS, LIST_FORMATS
from queries.headings import HEADINGS, key_text
from queries.records import body, source, task
from queries.relations import relations
from queries.stats import stats
from service import views
from service.context import Asked, Here, forms, given, reply
from service.problems import responses

router = APIRouter(prefix="/api/v1", tags=["read"])

Id = Annotated[str, Path(description="an id from resolve or search", examples=["18-nq-tw.xii"])]
RelationId = Annotated[str, Path(description="id of a relation", examples=["ec7e1ff927bce4a96"])]
TaskId = Annotated[str, Path(description="id of a task")]
BodyId = Annotated[str, Path(description="id of a body", examples=["bo-chinh-tri"])]
SourceId = Annotated[str, Path(description="id of a source")]


class NothingAsked(Asked):
    """No parameters."""


class DocumentAsked(Asked):
    """On which day."""

    as_of: str | None = Field(None, description="day: was it in force?", examples=["2020-01-01"])


class RelationsAsked(Asked):
    """Which relations."""

    direction: str = Field("both", description="out: what it acts on; in: what acts on it", examples=["in"])
    family: str = Field(
        "all", description="a relation family, several joined with commas, or all", examples=["implementation"]
    )
    stated: bool = Field(False, description="leave out relations no source states outright")
    min_confidence: float | None = Field(None, description="0..1", examples=[0.5])
    limit: int | None = Field(None, description="1..500 in each direction, 50 unless said", examples=[10])
    format: str = Field("json", description=", ".join(LIST_FORMATS), examples=["csv"])


class SourceAsked(Asked):
    """How much of the source."""

    text: bool = Field(False, description="the canonical text, too: what offsets point into")


Nothing = Annotated[NothingAsked, Query()]
_MISSING = responses("unknown-id", "gone-id", "moved-id")


@router.get("/directives/{id}", summary="A document", response_model=views.Documented, responses=_MISSING)
def read_document(id: Id, here: Here, asked: Annotated[DocumentAsked, Query()]) -> JSONResponse:
    """Everything known of a directive or plan: relations counted, other ids, and what each source says, conflicts
    included. An older id answers 308 (300 when several documents answer to it), a retracted one 410."""
    answer = here.asked(lambda graph: document(graph, id, here.vocabulary, as_of=asked.as_of))
    return reply(answer)


@router.get(
    "/directives/{id}/relations",
    summary="Relations of a document",
    response_model=views.Related,
    responses=_MISSING | forms(*LIST_FORMATS),
)
def read_relations(id: Id, here: Here, asked: Annotated[RelationsAsked, Query()]) -> Response:
    """Each relation with the document or task at its other end, the best supported first."""
    limits.one_of("format", asked.format, LIST_FORMATS)
    answer = here.asked(
        lambda graph: relations(
            graph,
            id,
            here.vocabulary,
            direction=asked.direction,
            family=asked.family,
            stated=asked.stated,
            min_confidence=asked.min_confidence,
            limit=asked.limit,
        )
    )
    return given(answer, asked.format, f"{id}-relations")


@router.get(
    "/relations/{id}/evidence",
    summary="Who says so, and in which words",
    response_model=views.Evidenced,
    responses=responses("unknown-id"),
)
def read_evidence(id: RelationId, here: Here, asked: Nothing) -> JSONResponse:
    """Every claim behind a relation: the quote in its sentence with offsets, or the table row, with its source."""
    answer = here.asked(lambda graph: evidence(graph, id, here.vocabulary))
    return reply(answer)


@router.get("/tasks/{id}", summary="A task", response_model=views.TaskShown, responses=_MISSING)
def read_task(id: TaskId, here: Here, asked: Nothing) -> JSONResponse:
    """A numbered provision: its text, who gives it to whom, and what it implements or cites."""
    answer = here.asked(lambda graph: task(graph, id, here.vocabulary))
    return reply(answer)


@router.get("/bodies/{id}", summary="An issuing body", response_model=views.BodyShown, responses=_MISSING)
def read_body(id: BodyId, here: Here, asked: Nothing) -> JSONResponse:
    """A body with its level, validity, parent and successor."""
    answer = here.asked(lambda graph: body(graph, id, here.vocabulary))
    return reply(answer)


@router.get("/sources/{id}", summary="A source", response_model=views.SourceShown, responses=responses("unknown-id"))
def read_source(id: SourceId, here: Here, asked: Annotated[SourceAsked, Query()]) -> JSONResponse:
    """A text or table row that was read, and what was found in it."""
    answer = here.asked(lambda graph: source(graph, id, text=asked.text))
    return reply(answer)


@router.get("/stats", summary="Figures", response_model=views.Counted, responses=responses())
def read_stats(here: Here, asked: Nothing) -> JSONResponse:
    """How much of everything there is."""
    answer = here.asked(lambda graph: stats(graph, here.vocabulary))
    return reply(answer)


@router.get("/schema", summary="What there is to ask for", response_model=views.SchemaAnswer, responses=responses())
def read_schema(here: Here, asked: Nothing) -> JSONResponse:
    """Kinds, document types, relation types with their Vietnamese, English, ELI and portal names, families, limits."""
    v = here.vocabulary
    here.unchanging()
    return reply(
        {
            "kinds": labels.table("kind", v),
            "levels": labels.table("level", v),
            "types": [
                {"type": t.abbr, "words": t.words, "english": t.english, "plan": t.plan, "systems": t.systems}
                for t in v.types
            ],
            "relations": [asdict(r) for r in v.relations],
            "families": limits.families(v),
            "terms": [{"term": t.roman, "from": t.start, "to": t.end} for t in v.terms],
            "title_statuses": labels.table("title_status", v),
            "labels": {
                facet: {value: {"vi": words, "en": labels.ENGLISH[facet][value]} for value, words in table.items()}
                for facet, table in labels.VIETNAMESE.items()
            },
            "diagram": [
                {"key": key_text(key), "type": key[0].value, "direction": key[1], "kind": key[2], **asdict(heading)}
                for key, heading in HEADINGS.items()
            ],
            "formats": {"graph": FORMATS, "list": LIST_FORMATS},
            "limits": [
                {"parameter": x.name, "low": x.low, "high": x.high, "default": x.default, "meaning": x.meaning}
                for x in limits.ALL
            ],
            "longest_question": limits.MAX_WORDS,
            "longest_cited_text": here.settings.max_cited_bytes,
            "vocabulary": v.version,
        }
    )
