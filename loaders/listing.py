"""Lists that one verb governs from above: "Bãi bỏ các Thông tư sau đây:" with an item on each line below, "các văn bản
sau hết hiệu lực: A; B"; and lists whose members act in turn ("A và B lần lượt thay thế C và D").

Every function looks at a bounded stretch of a view.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.events import Relation
from loaders.plain import View, loose

HEAD = 300
"""Code points of the line that announces a list."""
ITEM = 700
"""Code points of one item."""
TURN = 14
"""Code points around a verb in which "lần lượt" may stand."""

_MARK = loose(
    r"\n[ \t]{0,8}(?:\d{1,2}[.)]|[a-zđ]\)|[-+*•])[ \t]{0,3}(?:toàn bộ |(?:một phần |khoản \d{1,2} |điều \d{1,2} )*)?$"
)
_COLON = re.compile(r":[ \t]{0,3}$")
_HEADING = re.compile(r"\n[ \t]{0,8}(?:\n|Điều\s|ĐIỀU\s|[IVX]{1,5}\.)")
_TYPES = r"(?:văn bản(?: quy phạm pháp luật)?|nghị quyết|quyết định|thông tư|nghị định|chỉ thị|quy định|hướng dẫn)"
_LAPSE = loose(
    rf"(?:các|những|\d{{1,2}}) {_TYPES}[^.;:\n|]{{0,40}}? (?:sau|dưới)(?: đây)?~,?~(?:sẽ |đều )?"
    r"(hết hiệu lực|chấm dứt hiệu lực|(?:được |bị )?bãi bỏ|(?:được |bị )thay thế)[^.;:\n|]{0,100}:\s{0,3}$"
)
_IN_TURN = loose(r"(?<!\w)lần lượt(?!\w)")
_TURN_OF = loose(r"(?<!\w)lần lượt (?:đã |sẽ )?(?:được|bị|do) [^,.;:\n|]{0,60}$")


def item_mark(view: View, opens: int) -> int | None:
    """Where the line of a list's item begins, if the citation that opens there is the first of it."""
    m = _MARK.search(view.low, max(0, opens - 40), opens)
    return m.start() if m else None


def announced(view: View, mark: int) -> int | None:
    """Where the line above an item ends, before its colon, if it announces a list."""
    m = _COLON.search(view.low, max(0, mark - 4), mark)
    return m.start() if m else None


def goes_on(view: View, last: int, mark: int) -> bool:
    """Whether an item follows another of its list, which names a document that ends at ``last``."""
    return mark - last <= ITEM and _HEADING.search(view.text, last, mark + 2) is None


def lapse(view: View, floor: int, opens: int) -> tuple[str, int, int] | None:
    """The type and the span of what is said of a whole list before it: "các văn bản sau đây hết hiệu lực:"."""
    if ":" not in view.low[max(0, opens - 4) : opens]:
        return None
    m = _LAPSE.search(view.low, max(floor, opens - HEAD), opens)
    if m is None:
        return None
    return ("REPLACES" if m[1].endswith("thay thế") else "REPEALS", *m.span(1))


def turns(view: View, start: int, end: int) -> bool:
    """Whether "lần lượt" stands beside a verb."""
    near = _IN_TURN.search(view.low, max(0, start - TURN), end + TURN)
    return bool(near or _TURN_OF.search(view.low, max(0, start - 6 * TURN), start))


def in_turn(view: View, relations: Iterable[Relation]) -> list[Relation]:
    """The relations, those of lists that act "lần lượt" only between members of one rank; where two lists differ in
    length nothing is stated."""
    out: list[Relation] = []
    lists: dict[tuple[int, int, str], list[Relation]] = {}
    for r in relations:
        if r.subject is not None and turns(view, r.cue_start, r.cue_end):
            lists.setdefault((r.cue_start, r.cue_end, r.type), []).append(r)
        else:
            out.append(r)
    for many in lists.values():
        acting = sorted({r.subject for r in many if r.subject is not None})
        objects = sorted({r.object for r in many})
        pairs = set(zip(acting, objects, strict=True)) if len(acting) == len(objects) else set()
        out += [r for r in many if len(acting) == 1 or len(objects) == 1 or (r.subject, r.object) in pairs]
    return out
