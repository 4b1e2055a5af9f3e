"""From a body's name as written to the body: one id however it is spelled, its level, place, parent and succession.

A level comes from the body itself. A province that nobody names stays unknown, and so does its body's place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from graph_schema.committees import CENTRAL, GOVERNMENT, NATIONAL, committee_scope, is_committee
from graph_schema.folding import canonical, fold, slug, words
from graph_schema.model import IssuingBody
from graph_schema.places import is_city, place_of, split_province
from graph_schema.vocabulary import BodyPattern, Vocabulary, load

__all__ = ["UNNAMED", "body_of", "committee_scope", "kin", "names_body", "place_of", "recognise", "split_issuers"]

MAX_NAME = 300
MAX_SLUG = 120
UNNAMED = IssuingBody("co-quan-khong-ro", "Cơ quan không rõ")

_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,300}[)\]]")
_TAIL = re.compile(r"[\s,]{1,9}(?:lan thu|khoa [ivx]{1,6}\b|khoa \d|nhiem ky|chu tri|phoi hop|thong qua)\b")
_WORD = re.compile(r"[a-z0-9]+")
_CITY_WORDS = re.compile(r"\b(?:thanh uy|thanh pho|thanh doan|tp)\b")
_NO_BODY = "co quan "  # "Cơ quan ban hành không nêu" is a remark, not a name

# Names no pattern holds: folded beginning, level, system, parent.
_KINDS: tuple[tuple[str, str | None, str | None, str | None], ...] = (
    ("bo", "ministry", "state", "chinh-phu"),
    ("tong cuc", "ministry", "state", None),
    ("cuc", "ministry", "state", None),
    ("so", "province", "state", None),
    ("dang uy khoi", "province", "party", None),
    ("dang uy so", "province", "party", None),
    ("dang uy bo", "ministry", "party", "dang-uy-chinh-phu"),
    ("ban can su dang bo", "ministry", "party", None),
    ("ban can su dang", None, "party", None),
    ("dang doan", None, "party", None),
    ("ban thuong vu dang uy", None, "party", None),
    ("dang uy", None, "party", None),
    ("dang bo", None, "party", None),
    ("chi bo", None, "party", None),
    ("uy ban nhan dan", None, "state", None),
    ("hoi dong nhan dan", None, "state", None),
)


def split_issuers(name: str, vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """The bodies a joint issuer is made of: at ";" always, at "," or "và" where every part is a known body.

    "Bộ Chính trị, Ban Bí thư" are two; "Ban Chính sách, chiến lược Trung ương" is one.
    """
    exact = _index(vocabulary or load()).exact
    found: list[str] = []
    for piece in name[:MAX_NAME].split(";"):
        parts = re.split(r",| và ", piece)
        found.extend(parts if all(words(p) in exact for p in parts) else [piece])
    return tuple(p.strip() for p in found if p.strip())


def names_body(name: str) -> bool:
    """Whether a cell or phrase names a body at all: "Cơ quan ban hành không nêu" is a remark that none is known."""
    folded = fold(_BRACKETS.sub(" ", name[:MAX_NAME])).strip()
    return bool(words(folded)) and not folded.startswith(_NO_BODY)


@lru_cache(maxsize=8192)
def recognise(name: str, *, place: str | None, vocabulary: Vocabulary) -> IssuingBody:
    """The body a name means (a name written as its id works too); of joint issuers the first.

    ``place`` is the province slug the source speaks of: it completes a name that leaves its province out. A name of
    no known kind still gets a stable id, with no level; what names no body (see ``names_body``) is the body UNNAMED.
    """
    plain = _plain(name, vocabulary)
    spoken = words(plain)
    if not names_body(plain):
        return UNNAMED
    if found := _index(vocabulary).exact.get(spoken):
        return _body(found, None, vocabulary)
    if is_committee(plain):
        return _committee(plain, name, place, vocabulary)
    return _by_pattern(plain, place, vocabulary) or _other(plain, place, vocabulary)


def body_of(id: str, vocabulary: Vocabulary) -> IssuingBody | None:
    """The body with this id, where the vocabulary alone knows it: a single body, or one in each province."""
    return _known(vocabulary).get(id)


def kin(body: IssuingBody, vocabulary: Vocabulary) -> tuple[IssuingBody, ...]:
    """The bodies above it and those that follow it, sorted by id: what its ``parent`` and ``succeeded_by`` point to."""
    found: dict[str, IssuingBody] = {}
    queue = [body]
    while queue:
        at = queue.pop()
        for id in (at.parent, at.succeeded_by):
            near = (body_of(id, vocabulary) or _local_parent(at, vocabulary)) if id else None
            if near and near.id != body.id and near.id not in found:
                found[near.id] = near
                queue.append(near)
    return tuple(found[k] for k in sorted(found))


def _plain(name: str, v: Vocabulary) -> str:
    """The first body's name without remarks in brackets, "(khóa XIII)", "lần thứ XX", "chủ trì xây dựng"."""
    text = "".join(c for c in canonical(name[:MAX_NAME]) if c.isascii() or len(fold(c)) == 1)
    text = " ".join(_BRACKETS.sub(" ", text).split())
    first = next(iter(split_issuers(text, v)), "")
    tail = _TAIL.search(fold(first))
    return first[: tail.start()] if tail else first


# ------------------------------------------------------------------ patterns


@dataclass(frozen=True, slots=True)
class _Index:
    """``exact``: words -> a body there is one of; ``prefix``: words -> a pattern, and whether as a city names it."""

    exact: Mapping[tuple[str, ...], BodyPattern]
    prefix: Mapping[tuple[str, ...], tuple[BodyPattern, bool]]
    by_id: Mapping[str, BodyPattern]


@lru_cache(maxsize=4)
def _index(v: Vocabulary) -> _Index:
    exact: dict[tuple[str, ...], BodyPattern] = {}
    prefix: dict[tuple[str, ...], tuple[BodyPattern, bool]] = {}
    for b in sorted(v.bodies, key=lambda b: b.per == "province"):  # a province's names win over a district's
        for name in (b.name, *b.aliases, *([b.city] if b.city else [])):
            if b.per is None:
                exact[words(name)] = exact[words(b.id)] = b
            else:
                prefix[words(name)] = (b, _CITY_WORDS.search(fold(name)) is not None)
    return _Index(exact, prefix, {b.id: b for b in v.bodies})


@lru_cache(maxsize=4)
def _known(v: Vocabulary) -> Mapping[str, IssuingBody]:
    places: list[str | None] = [None, *dict.fromkeys(p.slug for p in v.provinces)]
    each: dict[str | None, list[str | None]] = {None: [None], "province": places}
    ways = [(b, place) for b in v.bodies for place in each.get(b.per, [])]
    return {b.id: b for b in (_body(pattern, place, v) for pattern, place in reversed(ways))}


@lru_cache(maxsize=4)
def _committees(v: Vocabulary) -> Mapping[str, BodyPattern]:
    """The committees the vocabulary names, by scope: their wordings vary more than their scope does."""
    scopes = ((committee_scope(b.name, vocabulary=v), b) for b in v.bodies if b.per is None)
    return {scope: b for scope, b in scopes if scope}


def _by_pattern(plain: str, place: str | None, v: Vocabulary) -> IssuingBody | None:
    spans = list(_WORD.finditer(fold(plain)))
    spoken = tuple(m.group() for m in spans)
    prefix = _index(v).prefix
    for length in range(min(len(spoken), 16), 0, -1):
        if hit := prefix.get(spoken[:length]):
            rest = plain[spans[length].start() :] if length < len(spoken) else ""
            return _placed(*hit, rest, place, v)
    return None


def _placed(pattern: BodyPattern, city: bool, rest: str, place: str | None, v: Vocabulary) -> IssuingBody | None:
    """The body of a pattern; ``rest`` is what follows its name: nothing, a province, or a district."""
    if pattern.per != "province":
        return _local(pattern, rest, place, v)
    where = v.place(rest) if rest else place
    if not city:
        return _body(pattern, where, v) if where or not rest else None
    if where and is_city(where, v):
        return _body(pattern, where, v)
    if where or rest:  # "Thành ủy Biên Hòa"; "Thành ủy Hòa Bình", a town in the province of that name
        return _local(_below(pattern, v), rest, where or place, v)
    name = pattern.city or pattern.name
    return IssuingBody(slug(name), name, system=pattern.system)  # of a central or of a provincial city: unknown


def _below(pattern: BodyPattern, v: Vocabulary) -> BodyPattern:
    """The same body in a city below a province."""
    named = next((b for b in v.bodies if b.per == "district" and b.name == pattern.city), None)
    return named or replace(
        pattern, name=pattern.city or pattern.name, per="district", level="district", city=None, parent=pattern.id
    )


def _local(pattern: BodyPattern, rest: str, place: str | None, v: Vocabulary) -> IssuingBody:
    own, named = split_province(rest, v)
    where = named or place
    above = _index(v).by_id.get(pattern.parent or "")
    return IssuingBody(
        id=_local_id(pattern, own, where),
        name=f"{pattern.name} {own}".strip(),
        organ=pattern.organ,
        level=pattern.level,
        system=pattern.system,
        place=where,
        parent=_local_id(above, own, where) if above and above.per == "district" else _id(pattern.parent, where, v),
        valid_from=pattern.valid_from,
        valid_to=pattern.valid_to,
    )


def _local_id(pattern: BodyPattern, own: str, place: str | None) -> str:
    """A district's name is no key by itself (there are many huyện Châu Thành): a known province joins it."""
    return slug(f"{pattern.name} {own} {place if place and slug(own) != place else ''}")[:MAX_SLUG]


def _local_parent(body: IssuingBody, v: Vocabulary) -> IssuingBody | None:
    """The district committee above "Ban Thường vụ Huyện ủy Gia Viễn"."""
    for pattern in v.bodies:
        above = _index(v).by_id.get(pattern.parent or "")
        if above and above.per == "district" and body.name.startswith(f"{pattern.name} "):
            return _local(above, body.name.removeprefix(pattern.name).strip(), body.place, v)
    return None


def _body(pattern: BodyPattern, place: str | None, v: Vocabulary) -> IssuingBody:
    here = place if pattern.per == "province" else None
    valid_to, successor = pattern.valid_to, _id(pattern.succeeded_by, here, v)
    if here and (merged := _merged(here, v)):
        valid_to, into = min(filter(None, (merged[0], valid_to))), merged[1]
        successor = successor or _id(pattern.id, into, v)
    name = _name(pattern, here, v)
    return IssuingBody(
        id=_id(pattern.id, here, v) or pattern.id,
        name=name,
        organ=pattern.organ,
        level=pattern.level,
        system=pattern.system,
        place=here,
        parent=_id(pattern.parent, here, v),
        aliases=pattern.aliases if pattern.per is None else (),
        valid_from=pattern.valid_from,
        valid_to=valid_to,
        succeeded_by=successor,
    )


def _name(pattern: BodyPattern, place: str | None, v: Vocabulary) -> str:
    if pattern.per is None or place is None:
        return pattern.name
    where, city = v.place_name(place), is_city(place, v)
    name = pattern.city or pattern.name if city else pattern.name
    if city and where.startswith("Thành phố"):
        return f"{name.removesuffix(' thành phố').removesuffix('Thành phố')} {where}".strip()
    kind = ("thành phố " if city else "tỉnh ") if name.startswith("Sở ") else ""
    return f"{name} {kind}{where}"


def _id(id: str | None, place: str | None, v: Vocabulary) -> str | None:
    """The id of a single body, or the id a pattern's body has in a place."""
    pattern = _index(v).by_id.get(id) if id else None
    if pattern is None:
        return None
    return slug(_name(pattern, place, v))[:MAX_SLUG] if pattern.per else pattern.id


def _merged(place: str, v: Vocabulary) -> tuple[str, str] | None:
    """When a province's name ended, and the province it went into; None while any unit bears the name."""
    rows = [p for p in v.provinces if p.slug == place]
    if not rows or any(p.valid_to is None for p in rows):
        return None
    last = max(rows, key=lambda p: p.valid_to or "")
    return last.valid_to or "", next(p.slug for p in v.provinces if p.id == last.successor)


# ------------------------------------------------------- committees, others


def _committee(plain: str, written: str, place: str | None, v: Vocabulary) -> IssuingBody:
    scope = committee_scope(written, place=place, vocabulary=v)
    if scope and (named := _committees(v).get(scope)):
        return _body(named, None, v)
    level, _, _ = (scope or "").partition(".")
    ranks = {
        CENTRAL: ("central", "party", "bo-chinh-tri"),
        NATIONAL: ("state-central", "state", "chinh-phu"),
        GOVERNMENT: ("state-central", "state", "chinh-phu"),
    }
    if level in ranks:
        rank, system, parent = ranks[level]
        return IssuingBody(f"ban-chi-dao-{slug(scope or '')}", plain, "BCĐ", rank, system, None, parent)
    if scope:
        return IssuingBody(
            f"ban-chi-dao-{slug(scope)}", plain, "BCĐ", "province", "party", level, _id("tinh-uy", level, v)
        )
    return IssuingBody(slug(f"{plain} {place or ''}")[:MAX_SLUG], plain, "BCĐ", system="party")


def _other(plain: str, place: str | None, v: Vocabulary) -> IssuingBody:
    spoken = " ".join(words(plain)) + " "
    level, system, parent = next((k[1:] for k in _KINDS if spoken.startswith(k[0] + " ")), (None, None, None))
    if "trung uong" in spoken and level is None:
        level, system = "central", system or "party"
    named = place_of(plain, v)
    where = named or (place if level == "province" else None)
    if where and level is None and system:
        level = "province"
    return IssuingBody(
        id=slug(plain if named or not where else f"{plain} {where}")[:MAX_SLUG],
        name=plain,
        level=level,
        system=system,
        place=where if level not in ("central", "ministry") else None,
        parent=parent,
    )
