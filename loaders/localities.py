"""Which province, committee or body completes the key of a local document, as far as its text says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from graph_schema.bodies import UNNAMED, committee_scope, place_of, recognise
from graph_schema.identity import organ_of
from graph_schema.model import Form, Source
from graph_schema.vocabulary import Vocabulary
from loaders.issuers import place_at
from loaders.mentions import Citation
from loaders.plain import View

_LOCAL_BODY = re.compile(
    r"(?:tinh uy|thanh uy|tinh doan|thanh doan"
    r"|(?:dang bo|ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|cong an)\s{1,3}(?:tinh|thanh pho|tp\.?))\s{1,3}"
)
_ABOUT_REVIEW = re.compile(r"\s{1,3}(?:ve\s{1,3})?(?:tong ket|so ket|chi dao)")
_STANDING = re.compile(r"^(?:ban thường vụ|thường trực|btv)\s{1,3}", re.IGNORECASE)
COMMITTEE_NAME = 160


def place_of_source(view: View, source: Source, vocabulary: Vocabulary, own: str | None = None) -> str | None:
    """The province the text speaks of: the one its reader vouches for, else the one its own head speaks for (``own``),
    else the only one it names in a body's name."""
    if source.place:
        return vocabulary.place(source.place) or source.place
    if own:
        return own
    named = set()
    for m in _LOCAL_BODY.finditer(view.bare):
        if place := place_at(view, m.end(), vocabulary):
            named.add(place)
            if len(named) > 1:
                return None
    return named.pop() if named else None


def with_scopes(view: View, citations: list[Citation], place: str | None, vocabulary: Vocabulary) -> list[Citation]:
    """The citations with the scope their organ needs, where the issuer's words or the source's place give it."""
    out = []
    for i, c in enumerate(citations):
        scopes = _scopes(view, citations, i, place, vocabulary) if c.form in (Form.FULL, Form.SHORT) else ()
        out.append(replace(c, facts=replace(c.facts, scopes=scopes)) if scopes else c)
    return out


def _scopes(view: View, citations: list[Citation], i: int, place: str | None, v: Vocabulary) -> tuple[str, ...]:
    c = citations[i]
    organ = organ_of(c.facts.organs[0], v) if len(c.facts.organs) == 1 else None
    if organ is None or organ.scope == "none":
        return ()
    found = {s for issuer in c.facts.issuers if (s := _scope(view, citations, i, issuer, organ.scope, place, v))}
    if not found and organ.scope == "province" and place:
        found = {place}
    return tuple(sorted(found))


def _scope(
    view: View, citations: list[Citation], i: int, issuer: str, kind: str, place: str | None, v: Vocabulary
) -> str | None:
    return _scope_of(_whole_committee(view, citations, i, issuer) if kind == "committee" else issuer, kind, place, v)


@lru_cache(maxsize=4096)
def _scope_of(issuer: str, kind: str, place: str | None, v: Vocabulary) -> str | None:
    if kind == "committee":
        return committee_scope(issuer, place=place, vocabulary=v)
    body = recognise(issuer, place=place, vocabulary=v)
    if kind == "body" or body.level in ("district", "commune"):
        # "Huyện ủy" alone is one of many, even where the province is known.
        alone = recognise(issuer, place=None, vocabulary=v)
        if body == UNNAMED or any(b.id == alone.id and b.per for b in v.bodies):
            return None
        # What its standing committee decides bears the committee's own numbers.
        whole = recognise(_STANDING.sub("", issuer), place=place, vocabulary=v)
        return whole.id if whole.organ == body.organ else body.id
    return place_of(issuer, v)


def _whole_committee(view: View, citations: list[Citation], i: int, issuer: str) -> str:
    """ "Ban Chỉ đạo Trung ương" with the words after it that say what it steers: "về tổng kết Nghị quyết 18"."""
    said = next(s for s in citations[i].said if s.field == "issuer" and s.value == issuer)
    if not _ABOUT_REVIEW.match(view.bare, said.end):
        return issuer
    after = next((c for c in citations[i:] if c.start >= said.end), None)
    if after is None or after.end - said.start > COMMITTEE_NAME:
        return issuer
    return " ".join(view.text[said.start : after.end].split())
