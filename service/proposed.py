"""What curators send: the bodies of their requests, read within a limit and after the key was looked at, and whose
decision it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from graph_schema.errors import InvalidQuestion
from service.keys import Bearer
from service.receiving import json_of

MAX_BODY = 100_000
"""Bytes of a body: every field at its longest, with each letter written as an escape."""

M = TypeVar("M", bound=BaseModel)

_WHO = "Nguyễn Thị Lan"
_DOCUMENT, _OTHER = "43-kh-tu.kon-tum.2020-2025", "21-kl-tw.xiii"


def _shown(**said: Any) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [{"who": _WHO, **said}]})


class Word(BaseModel):
    """Who decides, and why."""

    model_config: ClassVar[ConfigDict] = _shown(reason="bài báo chỉ nhắc tên")

    who: str | None = Field(None, description="name of whoever decides; the name of the key unless said")
    reason: str = Field(description="why")


class ClaimMade(Word):
    """A relation that a curator vouches for."""

    model_config = _shown(
        reason="ghi ở phần căn cứ",
        document=_DOCUMENT,
        type="BASED_ON",
        other=_OTHER,
        quote="Căn cứ Kết luận số 21-KL/TW",
        url="https://example.vn/43-kh-tu",
        date="2022-01-18",
    )

    document: str = Field(description="id of the acting document")
    type: str = Field(description="relation type")
    other: str = Field(description="id of the document it acts on")
    quote: str | None = Field(None, description="the words that say so")
    url: str | None = Field(None, description="where a person can look")
    date: str | None = Field(None, description="day of that page, YYYY-MM-DD")


class PairMade(Word):
    """Two documents that are one."""

    model_config = _shown(reason="bài báo viết nhầm số", document=_OTHER, other="12-kl-tw.xiii")

    document: str = Field(description="the id that stays")
    other: str = Field(description="the id that goes, and answers 308 from then on")


class JudgementMade(Word):
    """What a curator thinks of a pair."""

    model_config = _shown(reason="khác khóa", judgement="different", document="18-nq-tw.xii", other="18-nq-tw.xiii")

    judgement: Literal["same", "different", "unsure"]
    document: str = Field(description="id of one document")
    other: str = Field(description="id of the other")


class MeaningMade(Word):
    """Which document some words mean."""

    model_config = _shown(
        reason="bài viết năm 2018", source="dbab3f1eee92add861e669418c29b555", start=22, document="18-nq-tw.xii"
    )

    source: str = Field(description="id of the source")
    start: int = Field(description="where the words begin, in code points", ge=0)
    document: str = Field(description="id of the document they mean, one of the candidates or another")


class ValueMade(Word):
    """What a field of a document is."""

    model_config = _shown(reason="theo bản gốc", value="thực hiện Kết luận số 21-KL/TW")

    value: str | None = Field(description="null: it is not known")


MADE = (Word, ClaimMade, PairMade, JudgementMade, MeaningMade, ValueMade)


def body_as(model: type[M]) -> Callable[[Request], Awaitable[M]]:
    """A dependency that reads the body as this model. Unlike a body that FastAPI reads itself, it is bounded, and is
    not looked at before the key was."""

    async def read(request: Request) -> M:
        return await json_of(request, model, MAX_BODY, way_out="Say it in fewer words.")

    return read


WordGiven = Annotated[Word, Depends(body_as(Word))]
ClaimGiven = Annotated[ClaimMade, Depends(body_as(ClaimMade))]
PairGiven = Annotated[PairMade, Depends(body_as(PairMade))]
JudgementGiven = Annotated[JudgementMade, Depends(body_as(JudgementMade))]
MeaningGiven = Annotated[MeaningMade, Depends(body_as(MeaningMade))]
ValueGiven = Annotated[ValueMade, Depends(body_as(ValueMade))]


def told_as(model: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI entry of such a body."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def decider(who: str | None, asker: Bearer | None) -> str:
    """The name under which a decision is kept: as said, else that of the key. Raises InvalidQuestion when neither names
    anybody."""
    if who is not None:
        return who
    if asker is None or asker.name is None:
        raise InvalidQuestion(
            "who: missing, and the key used has no name. Say the name of whoever decides, or use a key made with "
            "directive-graph keys make --name.",
            parameter="who",
        )
    return asker.name
