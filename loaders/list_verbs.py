"""The verb of a list, for each document that goes on with it: the nearest verb, an outer one, or none."""

from __future__ import annotations

from graph_schema.identity import organ_of
from loaders import boundaries, clauses, verbs
from loaders.events import Context, Event
from loaders.mentions import Citation
from loaders.plain import loose

CENTRAL = frozenset(("central", "state-central"))
LOCAL = frozenset(("province", "body"))
"""Levels of the organs whose documents never carry out what the others' scopes name."""
ASIDE = 300
"""Code points after a citation in which an aside right behind it may end."""
_AND_ANOTHER = loose(r"~[,;]~(?:và|còn|đồng thời)?~")
_IN_ORDER_TO = loose(r"~,?~(?:nhằm|để) ")


def of_list(t: Context, i: int) -> Event | None:
    """The verb of the list a citation goes on with. It is the outer one where type or date say so: "Kết luận A về
    thực hiện Nghị quyết B, Kết luận C" lists A and C, and nothing carries out what came after it."""
    event, c = t.events.get(i - 1), t.citations[i]
    if event and event.opening and verbs.now_issued(t.view, c):
        return None
    if event and ((event.nested and _acts_itself(t, i)) or (event.opening and stands_instead(t, i))):
        return None
    while event and event.nested:
        actor = t.citations[event.subjects[-1]]
        same = (actor.facts.type, actor.facts.organs) == (c.facts.type, c.facts.organs)
        outer = same and c.facts.type != t.citations[i - 1].facts.type
        later = actor.facts.dates and c.facts.dates and actor.facts.dates[-1] < c.facts.dates[0]
        # "A thực hiện B triển khai C; D": after the semicolon the outer verb goes on
        apart = ";" in t.view.low[t.citations[i - 1].core : c.opens]
        goes_out = apart and t.events.get(event.subjects[-1]) is not None
        if not outer and not later and not goes_out and not _is_above(t, actor, c):
            break
        event = t.events.get(event.subjects[-1])
    return event


def _is_above(t: Context, actor: Citation, c: Citation) -> bool:
    """Whether a central document would act on a local one: "Kế hoạch số 1/KH-UBND triển khai Kết luận số 91-KL/TW
    thực hiện Nghị quyết số 29-NQ/TW và Chỉ thị số 29-CT/TU" lists the directive with the conclusion."""
    organs = [organ_of(x.facts.organs[0], t.v) if len(x.facts.organs) == 1 else None for x in (actor, c)]
    above, below = organs
    return bool(above and below and above.level in CENTRAL and below.scope in LOCAL)


def stands_instead(t: Context, i: int) -> bool:
    """Whether a comma alone stands between: "Thay cho A, B điều chỉnh ..."."""
    event, left = t.events.get(i - 1), t.citations[i - 1]
    alone = event is not None and event.opening and event.type == "REPLACES"
    return alone and any(clauses.only_a_comma(t.view, at, t.citations[i].opens) for at in (left.core, left.reach))


def _acts_itself(t: Context, i: int) -> bool:
    """Whether a new clause begins with a citation: "A nhằm thực hiện B, và C để triển khai D"."""
    c, low = t.citations[i], t.view.low
    apart = _AND_ANOTHER.fullmatch(low, t.citations[i - 1].core, c.opens)
    asides = boundaries.asides(t.view, c.reach, min(len(low), c.reach + ASIDE))
    at = asides[0][1] if asides and asides[0][0] == c.reach else c.reach
    return apart is not None and _IN_ORDER_TO.match(low, at) is not None
