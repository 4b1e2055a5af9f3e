"""A document that acts on those named before it: agents of passives, means, what carries an annex, what rests on a
basis."""

from __future__ import annotations

from dataclasses import replace

from loaders import verbs
from loaders.cues import FoundCue, cue_named
from loaders.events import LIST_SUBJECTS, MEANS, Context, Event, Relation
from loaders.governing import governs
from loaders.mentions import Citation
from loaders.plain import loose, trimmed
from loaders.stating import settle, state

BASIS = "based-on"
"""The cue that "là căn cứ để" is an instance of."""
_AGENT = loose(r"(?:được|bị|do) $")
_PASSIVE_VERB = loose(
    r"~(?:đã )?(thay thế|bãi bỏ|sửa đổi,?~bổ sung|sửa đổi|bổ sung|hủy bỏ|đình chỉ|cụ thể hóa|thể chế hóa"
    r"|hướng dẫn)(?!\w)"
)
_PASSIVE_TYPES = {
    "tha": "REPLACES",
    "bai": "REPEALS",
    "huy": "REPEALS",
    "sua": "AMENDS",
    "bo\x20": "AMENDS",
    "din": "SUSPENDS",
    "cu\x20": "IMPLEMENTS",
    "the": "IMPLEMENTS",
    "huo": "GUIDES",
}
_ELSE = loose(r";~(?![^;]{0,80}(?<!\w)(?:nó|văn bản) )")
_ENDED = loose(r"hết hiệu lực(?: (?:toàn bộ|một phần))?[^.;\n]{0,50}?\s(?:do|bởi|theo) $")


def acts_on_earlier(t: Context, i: int, start: int, *, whole: bool) -> bool:
    """Whether the citation ``i`` acts on what stands before it; what it does is then stated. ``start`` is where its
    sentence begins, or the citation before it ends; ``whole``: the sentence holds that citation too."""
    return _passive(t, i, start) or (whole and (_means(t, i) or _carrier(t, i) or _basis(t, i)))


def _passive(t: Context, i: int, start: int) -> bool:
    """ "Y đã bị X thay thế" and "Y hết hiệu lực ... do X": the actor is ``i``, what it acts on stands before."""
    c, low = t.citations[i], t.view.low
    if i == 0 or i not in t.of or i - 1 not in t.of:
        return False
    if start > t.citations[i - 1].end and not verbs.takes_up(t.view, start, c.start, t.v):
        return False
    if _ELSE.search(low, t.citations[i - 1].end, c.start):
        return False  # "...; việc này do X hướng dẫn"
    verb = _PASSIVE_VERB.match(low, c.reach) or _PASSIVE_VERB.match(low, c.core)
    after = t.citations[i + 1].opens if i + 1 < len(t.citations) else len(low)
    if verb and governs(t.view, verb.end(), after):
        return False  # "theo X sửa đổi Y": it acts on what follows
    if verb and _AGENT.search(low, max(start, c.start - 10), c.start):
        kind, span = _PASSIVE_TYPES[t.view.bare[verb.start(1) : verb.start(1) + 3]], verb.span(1)
    elif ended := _ENDED.search(low, max(start, c.start - 90), c.start):
        kind, span = "REPEALS", ended.span()
    elif c.joined and i - 1 in t.lapsed:
        acting, at, end = t.lapsed[i] = t.lapsed[i - 1]
        t.out.append(Relation("REPEALS", acting, i, at, end, "in-force", 0.9))
        return True
    elif ending := verbs.ends_with(t.view, t.citations[i - 1], c, _last_of_list(t, i)):
        subject, obj = (i, i - 1) if ending[2] else (i - 1, i)
        if not ending[2]:
            t.lapsed[i] = (subject, ending[0], ending[1])
        t.out.append(Relation("REPEALS", subject, obj, ending[0], ending[1], "in-force", 0.9))
        return True
    else:
        return False
    t.out.append(Relation(kind, i, i - 1, *span, "passive", 0.9))
    return True


def _last_of_list(t: Context, i: int) -> Citation:
    """The last citation of the list that ``i`` begins."""
    last = i
    while last + 1 < len(t.citations) and t.citations[last + 1].joined and last - i < LIST_SUBJECTS:
        last += 1
    return t.citations[last]


def _means(t: Context, i: int) -> bool:
    """ "Chính phủ cụ thể hóa B bằng A": A is ``i``."""
    b, event = t.citations[i - 1], t.events.get(i - 1)
    if event is None or event.subjects or event.passive or event.type not in MEANS:
        return False
    spans = (verbs.by_means_of(t.view, at, t.citations[i].opens) for at in (b.core, b.reach))
    if next((s for s in spans if s), None) is None:
        return False
    settle(t, event, i, i - 1)
    return True


def _carrier(t: Context, i: int) -> bool:
    """ "Kế hoạch thực hiện B (ban hành kèm theo A)": A is ``i``, and does what its annex does."""
    if not verbs.issued_with(t.view, t.citations[i - 1].end, t.citations[i].opens):
        return False
    objects = [*t.sentence.alone, *(j for _, waiting in t.sentence.pending for j in waiting)]
    if not objects:
        return False
    for j in objects:
        if event := t.events.get(j):
            settle(t, replace(event, opening=False), i, j)
    t.sentence.alone, t.sentence.pending = [], []
    return True


def _basis(t: Context, i: int) -> bool:
    """ "B là căn cứ để Quốc hội ban hành A": A is ``i``, and so are all of B's list its bases."""
    left = t.citations[i - 1]
    if not t.citations[i].issued:
        return False
    at = next((at for at in (left.core, left.reach) if verbs.is_basis(t.view, at, t.citations[i].opens)), None)
    if at is None:
        return False
    j = i - 1
    while j > 0 and t.citations[j].joined and i - j < LIST_SUBJECTS:
        j -= 1
    cue = FoundCue(cue_named(BASIS, t.v), at, trimmed(t.view.low, t.citations[i].opens))
    for basis in range(j, i):
        state(t, Event("BASED_ON", cue, "is-basis"), i, basis)
    return True
