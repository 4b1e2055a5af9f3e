"""Who issued an official text, from its letterhead: the body whose registry printed the number, named in full.

A letterhead prints the body above (TỈNH ỦY KON TUM) over the issuing one (BAN TỔ CHỨC), breaks a name over lines, or
prints two bodies that issue together. Of the names that can be made of its lines, the one whose organ code is the
number's is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph_schema.bodies import UNNAMED, recognise
from graph_schema.folding import fold
from graph_schema.identity import organ_of
from graph_schema.model import IssuingBody
from graph_schema.places import place_of
from graph_schema.vocabulary import Vocabulary
from loaders.cells import Cell
from loaders.issuers import body_name, read_body
from loaders.plain import View

LINES = 4
"""Lines one body's name may be broken over."""
UNION = "ĐOÀN TNCS HỒ CHÍ MINH"

_ABOVE = frozenset(("state-central", "central", "ministry", "province", "district"))
_GOES_ON = re.compile(
    r"(?:tinh|thanh pho|tp|huyen|quan|thi xa|xa|phuong|thi tran|dac khu|va|viet nam|truc thuoc|khoa|nhan dan|cua)\b"
)
_OPEN_END = re.compile(r"(?:\bva|[-–,])$")
_COMMITTEES = re.compile(r"^(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy)\b")
_CENTRE = re.compile(r"^ban chap hanh trung uong(?: dang)?$")
_DECIDERS = ("ban thuong vu", "thuong truc", "ban chap hanh", "bo chinh tri", "ban bi thu")
_PROVINCE = re.compile(r"\b(?:TỈNH|THÀNH PHỐ|TP\.?)\s{1,3}.{2,40}$", re.IGNORECASE)
_PARTY = re.compile(r"^(TỈNH|HUYỆN) ỦY\s{1,3}(?=\S)", re.IGNORECASE)
_JOINT = re.compile(r"\s{0,3}(?:[-–,;&]|VÀ\b)?\s{0,3}")


@dataclass(frozen=True, slots=True)
class Named:
    """One body as a letterhead names it, and where."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issued: one body, or several together; ``place`` is the province they belong to, as far as the head says."""

    bodies: tuple[Named, ...]
    place: str | None


def read_issuer(
    seen: View, lines: Sequence[Cell], organs: Sequence[str], near: str | None, *, union: bool, v: Vocabulary
) -> Issuer:
    """The issuer that lines in capitals name. ``organs`` are the codes the number may bear, ``near`` is the province of
    the dateline; ``union``: the Youth Union's name stands where the Party's would."""
    found = _bodies(seen, lines, v)
    if not found:
        return Issuer((), None)
    place = _place(found, v)
    codes = [o for code in organs for o in code.split("-")]
    if len(codes) > 1 and len(organs) == 1:
        joint = [b for b in found if recognise(b.name, place=place, vocabulary=v).organ in codes]
        if len(joint) > 1:
            return Issuer(tuple(joint), place)
    for n in range(len(found) - 1, -1, -1):
        for name in _names(found, n, union=union, v=v):
            if _bears(name, organs, place or near, v):
                return Issuer((Named(name, found[n].start, found[n].end),), _province(name, place, near, v))
    last = found[-1]
    name = _names(found, len(found) - 1, union=union, v=v)[-1] if _is_part(last.name, v) else last.name
    return Issuer((Named(name, last.start, last.end),), _province(name, place, near, v))


def signed_by(issuer: Issuer, behalf: str, v: Vocabulary) -> str | None:
    """The body that decided, where a signature on its behalf says more than the letterhead: "T/M BAN THƯỜNG VỤ" under
    TỈNH ỦY KON TUM. None when it says nothing more."""
    said = " ".join(fold(behalf).split())
    if len(issuer.bodies) > 1 or not said.startswith(_DECIDERS):
        return None
    head = issuer.bodies[0].name if issuer.bodies else ""
    if not head or _CENTRE.match(fold(head)):
        return behalf if recognise(behalf, place=None, vocabulary=v).level == "central" else None
    if not _COMMITTEES.match(fold(head)) or not said.startswith(("ban thuong vu", "thuong truc", "ban chap hanh")):
        return None
    if said in ("ban thuong vu", "thuong truc"):
        name = f"{behalf} {head}"
    elif said == "ban chap hanh":
        party = _PARTY.match(head)
        name = f"{behalf} ĐẢNG BỘ {party[1]} {head[party.end() :]}" if party else ""
    else:
        name = behalf
    return name.strip() if recognise(name, place=issuer.place, vocabulary=v).organ else None


# ------------------------------------------------------------------ lines to names


def _bodies(seen: View, lines: Sequence[Cell], v: Vocabulary) -> list[Named]:
    parts = [part for line in lines for part in _split(seen, line, v)]
    begins = [read_body(seen, a, b, v) is not None for a, b in parts]
    out: list[Named] = []
    i = 0
    while i < len(parts):
        j = next((j for j in range(min(len(parts), i + LINES), i, -1) if _is_name(seen, parts, begins, i, j, v)), None)
        if j is None:
            i += 1
            continue
        out.append(Named(_joined(seen, parts[i:j]), parts[i][0], _end(seen, parts[i:j])))
        i = j
    return out


def _split(seen: View, line: Cell, v: Vocabulary) -> list[tuple[int, int]]:
    """A line, cut where a second body begins on it: "BỘ TÀI CHÍNH - BỘ NỘI VỤ"."""
    out, start = [], line.start
    while (end := read_body(seen, start, line.end, v)) is not None and end < line.end:
        gap = _JOINT.match(seen.text, end, line.end)
        nxt = gap.end() if gap else end
        if nxt >= line.end or read_body(seen, nxt, line.end, v) is None:
            break
        out.append((start, end))
        start = nxt
    return [*out, (start, line.end)]


def _is_name(
    seen: View, parts: Sequence[tuple[int, int]], begins: Sequence[bool], i: int, j: int, v: Vocabulary
) -> bool:
    """Whether the lines from ``i`` up to ``j`` are one body's name."""
    name = _joined(seen, parts[i:j])
    if j - i > 1 and _is_single(name, v):
        return True
    if any(begins[i + 1 : j]):
        return False
    if recognise(name, place=None, vocabulary=v).organ and (begins[i] or not _GOES_ON.match(fold(name))):
        return True
    joints = pairwise(parts[i:j])
    return begins[i] and all(
        _GOES_ON.match(seen.bare, b[0]) or _OPEN_END.search(seen.bare[a[0] : a[1]]) for a, b in joints
    )


def _joined(seen: View, parts: Iterable[tuple[int, int]]) -> str:
    return body_name(" ".join(seen.text[a:b] for a, b in parts))


def _end(seen: View, parts: Sequence[tuple[int, int]]) -> int:
    """Where the name ends; of a name that the other column interrupts, where its first line does."""
    whole = all(not any(map(str.isalnum, seen.text[a[1] : b[0]])) for a, b in pairwise(parts))
    return parts[-1][1] if whole else parts[0][1]


@lru_cache(maxsize=4)
def _single_ids(v: Vocabulary) -> frozenset[str]:
    return frozenset(b.id for b in v.bodies if b.per is None)


def _is_single(name: str, v: Vocabulary) -> bool:
    return recognise(name, place=None, vocabulary=v).id in _single_ids(v)


# ------------------------------------------------------------------ whose number it is


def _names(found: Sequence[Named], n: int, *, union: bool, v: Vocabulary) -> list[str]:
    """What the body at ``n`` may be called in full: by itself, and with what the body above it adds."""
    own = found[n].name
    out = [own]
    if n:
        above = found[n - 1].name
        out.append(f"{own} {above}")
        if where := _tail(above, v):
            out.append(f"{own} {where}")
        if _CENTRE.match(fold(above)):
            out.append(f"{own} TRUNG ƯƠNG")
    if union:
        out.insert(0, f"{own} {UNION}")
    return out


def _tail(name: str, v: Vocabulary) -> str | None:
    """ "TỈNH KON TUM" of "ỦY BAN NHÂN DÂN TỈNH KON TUM"."""
    found = _PROVINCE.search(name)
    return found.group() if found and v.place(found.group()) else None


def _bears(name: str, organs: Sequence[str], place: str | None, v: Vocabulary) -> bool:
    """Whether documents of this body bear one of the codes."""
    body = recognise(name, place=place, vocabulary=v)
    return any(_same_organ(body, code, v) for code in organs)


def _same_organ(body: IssuingBody, code: str, v: Vocabulary) -> bool:
    if body.organ is None:
        return False
    organ = organ_of(code, v)
    own = organ_of(body.organ, v)
    return body.organ == code or (organ is not None and own is not None and organ.name == own.name)


def _is_part(name: str, v: Vocabulary) -> bool:
    """Whether a name is only part of one: BAN TỔ CHỨC, of a body named above it."""
    body = recognise(name, place=None, vocabulary=v)
    return body == UNNAMED or (body.organ is None and body.level not in _ABOVE)


def _place(found: Iterable[Named], v: Vocabulary) -> str | None:
    places = {p for b in found if (p := _own_place(b.name, v))}
    return places.pop() if len(places) == 1 else None


def _own_place(name: str, v: Vocabulary) -> str | None:
    return recognise(name, place=None, vocabulary=v).place or place_of(_tail(name, v) or "", v)


def _province(name: str, place: str | None, near: str | None, v: Vocabulary) -> str | None:
    """The province a local body belongs to; a central one belongs to none."""
    body = recognise(name, place=place, vocabulary=v)
    if body.level in ("central", "state-central", "ministry"):
        return None
    return body.place or place or (near if body.level in ("province", "district", "commune") or body.organ else None)
