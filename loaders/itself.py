"""What an official text says of itself, in its title and its recitals: which verbs before a citation are the text's
own, and what it only mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph_schema.folding import fold
from graph_schema.model import Form
from loaders.beginnings import is_title_line
from loaders.events import Context, Relation
from loaders.official import Own
from loaders.plain import View, loose

OWN_ANYWHERE = frozenset(("AMENDS", "REPLACES", "REPEALS", "SUSPENDS", "BASED_ON", "CITES"))
"""What a text does to another document wherever a line opens with it: "Điều 3. Bãi bỏ ..."."""

SPOKEN = frozenset(("GUIDES", "AMENDS", "REPLACES", "REPEALS", "SUSPENDS"))
"""What the body that issued a text does by it."""
_BODY_ACTS = loose(r"(?:^|[,;.\n]) ([^,;.:()\n\d]{4,70}?)(?: (?:xin|nay|đã|trân trọng|tiếp tục))?~$")
_FOUNDS = re.compile(r"\b(?:thanh lap|kien toan|giai the|bo sung thanh vien)\b[^.;]{0,120}$")


def is_recital(view: View, own: Own, type: str, verb: int) -> bool:
    """Whether a verb begins a recital of the text: "Căn cứ" with a capital, above the provisions."""
    return type == "BASED_ON" and own.start < verb < own.provisions and view.text[verb].isupper()


def of_itself(view: View, own: Own, type: str, verb: int, begin: int, *, first: bool) -> bool:
    """Whether the verb of a relation ``type`` at ``verb`` is said of the text itself; ``begin`` is where its clause
    begins, ``first`` says that the clause opens with it.

    In the title, and above the provisions, a text speaks of itself. "2. Thực hiện ..." is a task it sets; founding a
    committee that carries out or reviews something is neither.
    """
    title = own.title
    if title and title[0] <= verb < title[1]:
        return _FOUNDS.search(view.bare, title[0], verb) is None
    if type == "BASED_ON" and verb < own.provisions:
        return True  # recitals, also where several share a line
    if first and (verb < own.provisions or type in OWN_ANYWHERE):
        return True
    if type in SPOKEN and _speaks(view, own, verb):
        return True
    return is_title_line(view, begin, verb) and _FOUNDS.search(view.bare, max(begin, verb - 140), verb) is None


def _speaks(view: View, own: Own, verb: int) -> bool:
    """Whether the body that issued the text is the verb's subject: ", Bộ Nội vụ hướng dẫn ...", not "đề nghị Bộ Nội vụ
    hướng dẫn"."""
    said = _BODY_ACTS.search(view.low, max(own.start, verb - 120), verb)
    body, issuer = fold(said[1]) if said else "", fold(own.issuer or "-")
    return bool(body) and any(issuer.startswith(full) for full in (body, body.replace("ubnd", "uy ban nhan dan")))


def plain_mentions(t: Context) -> list[Relation]:
    """An official text cites what it mentions, unless something more is said of it: that it is changed, carried
    out, or named only as what another document carries out."""
    if t.own is None or t.head is None or t.head not in t.of:
        return []
    own = t.of[t.head]
    related = {(t.of[r.subject], t.of[r.object]) for r in t.out if r.subject is not None}
    complements = {b for a, b in related if a != own}
    out = []
    for i, c in enumerate(t.citations):
        if c.start < t.own.start or i not in t.of or c.form is Form.BACK or c.head:
            continue
        other = t.of[i]
        if other != own and (own, other) not in related and other not in complements:
            related.add((own, other))
            out.append(Relation("CITES", t.head, i, c.start, c.end, "head:mention", 0.8))
    return out


def without_plain(relations: Sequence[Relation], of: Mapping[int, int], own: Own | None) -> list[Relation]:
    """The relations without "cites" of what the text itself also changes, carries out, guides or rests on."""
    if own is None or own.index not in of:
        return list(relations)
    acting = of[own.index]

    def pair(r: Relation) -> tuple[int, int] | None:
        return (acting, of[r.object]) if r.subject is not None and of[r.subject] == acting else None

    said = {p for r in relations if r.type != "CITES" and (p := pair(r))}
    return [r for r in relations if r.type != "CITES" or pair(r) not in said]
