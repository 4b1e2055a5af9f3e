"""Which citations of one text speak of the same document: antecedents, short forms, aliases, words that point back.

The cases are rows 1 to 9 of the table in ``docs/resolution.md``. Inside one text the only document of its type and
number is what a short form means, whether it stands before or after it; of two documents the nearer is no reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_schema.identity import Key, cluster_of, key_of
from graph_schema.matching import TITLE_ENOUGH, Candidate, by_title, contradiction, decide, issuer_key, title_score
from graph_schema.model import Facts, Form, State
from graph_schema.vocabulary import Vocabulary
from loaders.grouping import merge
from loaders.mentions import Citation
from loaders.unnumbered import NO_NUMBER
from loaders.words import ANY_DOCUMENT, names_of, parts_of

RIVALS = 24
"""Documents of one type and number a citation is compared with. No real text has so many; a hostile one may."""
UNPOINTED = "points back to words that name no document"
NEAR = 120
"""Code points within which words without a number may take up the document just named."""
VALUES = 12
"""Distinct values of one field kept for a document of one text."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """One document of a text: its number, what all its citations say, and the documents it must be one of."""

    n: int
    cluster: str
    facts: Facts
    among: tuple[int, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The documents in the order of their first citation; ``of`` maps a citation to its document, ``why`` to the reason
    it has none."""

    documents: tuple[Antecedent, ...]
    of: Mapping[int, int]
    why: Mapping[int, str]


@dataclass(eq=False, slots=True)
class _Group:
    """Citations found to speak of one document, while grouping goes on."""

    members: list[int]
    facts: Facts
    key: Key | None
    short: bool
    among: tuple[_Group, ...] = ()

    @property
    def first(self) -> int:
        return min(self.members)


def group(citations: Sequence[Citation], vocabulary: Vocabulary) -> Grouping:
    """Group the citations of one text. Pure; the order of the text matters only for aliases and for pointing back."""
    known = _plenums(citations, vocabulary)
    groups: list[_Group] = []
    home: dict[int, _Group] = {}
    buckets: dict[str, list[int]] = defaultdict(list)
    titled: list[int] = []
    for i, c in enumerate(known):
        if c.form is Form.PLENUM and c.why is None:
            buckets[f"{c.facts.plenum} {c.facts.type}"].append(i)
        elif c.form in (Form.FULL, Form.SHORT):
            buckets[cluster_of(c.facts, vocabulary)].append(i)
        elif c.form is Form.TITLE and c.why is None:
            titled.append(i)
    groups += _titled(known, titled, home)
    for members in buckets.values():
        found = _Bucket(known, members, vocabulary).run()
        groups += found
        for g in found:
            home.update(dict.fromkeys(g.members, g))
    why = {i: c.why for i, c in enumerate(known) if c.why is not None}
    _point_back(known, home, groups, why, vocabulary)
    groups.sort(key=lambda g: g.first)
    number = {id(g): n for n, g in enumerate(groups, 1)}
    documents = tuple(
        Antecedent(
            number[id(g)],
            cluster_of(g.facts, vocabulary),
            g.facts,
            tuple(sorted(number[id(a)] for a in g.among)),
            tuple(sorted(g.members)),
        )
        for g in groups
    )
    return Grouping(documents, {i: number[id(g)] for i, g in home.items()}, why)


# ------------------------------------------------------------------ one type and number


class _Bucket:
    """The citations of one type family and number (or of one plenum)."""

    def __init__(self, citations: Sequence[Citation], members: Sequence[int], vocabulary: Vocabulary) -> None:
        self.citations, self.members, self.v = citations, members, vocabulary
        self.groups: list[_Group] = []
        self.home: dict[int, _Group] = {}
        self.whole: dict[Key, _Group] = {}
        self.aliases: list[tuple[int, _Group]] = []  # from this citation on, the name means that document

    def run(self) -> list[_Group]:
        informed = {i: self._informed(i) for i in self.members if self.citations[i].form is not Form.SHORT}
        # The more a full citation says, the earlier it is placed; what says less then joins it, short forms last.
        for i in sorted((i for i in informed if informed[i]), key=lambda i: (-informed[i], i)):
            self._place(i)
        for i in [i for i in informed if not informed[i]] + [i for i in self.members if i not in informed]:
            self._bind(i)
            self._place(i)
        return self.groups

    def _informed(self, i: int) -> int:
        facts = self.citations[i].facts
        key = key_of(facts, self.v)
        if key is not None and key.complete:
            return 3
        return 2 if facts.dates else int(bool(facts.terms or facts.years or facts.cycles or facts.year))

    def _bind(self, i: int) -> None:
        """ "(sau đây gọi tắt là Nghị quyết 18)", or only "(Nghị quyết 18)", after the document's full name."""
        c = self.citations[i]
        if (c.alias or c.bracketed) and (owner := self.home.get(i - 1)):
            self.aliases.append((i, owner))

    def _place(self, i: int) -> None:
        c = self.citations[i]
        key = key_of(c.facts, self.v)
        bound = next((g for start, g in reversed(self.aliases) if start <= i), None)
        if bound is not None and self._fits(bound, c, key):
            return self._join(bound, i)
        fits = [g for g in self._rivals(c, key) if self._fits(g, c, key)]
        real = tuple(g for g in fits if not g.among)
        if len(real) > 1 and (chosen := self._decided(c, real)):
            real = (chosen,)
        if len(real) == 1:
            return self._join(real[0], i)
        if real and (undecided := next((g for g in fits if g.among == real), None)):
            return self._join(undecided, i)
        g = _Group([i], c.facts, key, c.form is Form.SHORT, real)
        self.groups.append(g)
        self.home[i] = g
        if key is not None and key.complete:
            self.whole.setdefault(key, g)
        return None

    def _rivals(self, c: Citation, key: Key | None) -> list[_Group]:
        same = self.whole.get(key) if key is not None and key.complete else None
        if same is not None:
            return [same]
        return self.groups[:RIVALS] if c.form is Form.SHORT else self.groups[-RIVALS:]

    def _join(self, g: _Group, i: int) -> None:
        g.members.append(i)
        self.home[i] = g
        said = self.citations[i].facts
        if said != g.facts:
            g.facts = _merged((g.facts, said))
            g.key = key_of(g.facts, self.v)
            if g.key is not None and g.key.complete:
                self.whole.setdefault(g.key, g)
        g.short = g.short and self.citations[i].form is Form.SHORT

    def _decided(self, c: Citation, groups: Sequence[_Group]) -> _Group | None:
        outcome = decide(c.facts, [_candidate(g, n) for n, g in enumerate(groups)])
        return groups[int(outcome.document)] if outcome.state is State.RESOLVED and outcome.document else None

    def _fits(self, g: _Group, c: Citation, key: Key | None) -> bool:
        """Whether the citation can mean the group's document: nothing known contradicts it."""
        said = c.facts
        if said.organs and g.facts.organs and not set(said.organs) & set(g.facts.organs):
            return False
        if c.form is not Form.SHORT and not g.short and said.type != g.facts.type:
            return False
        if not _same_word(c, g.facts.type, self.v):
            return False
        if key and g.key:
            if key.series != g.key.series and c.form is Form.FULL and not g.short:
                return False
            if key.complete and key == g.key:
                return True  # a wrong date is a conflict inside one document, not a second document
            if key.period and g.key.period and key.period != g.key.period:
                return False
        return contradiction(said, _candidate(g, 0)) is None


def _candidate(g: _Group, n: int) -> Candidate:
    period = g.key.period if g.key else _only(g.facts.terms)
    return Candidate(str(n), _only(g.facts.organs), _only(g.facts.scopes), period, g.facts)


def _same_word(c: Citation, kind: str | None, v: Vocabulary) -> bool:
    """ "Quyết định 4" is not a "Quy định" of that number, though both are QĐ in some symbols."""
    if c.form is not Form.SHORT or c.word is None or kind is None or c.word.isupper():
        return True
    names = names_of(kind, v)
    return not names or any(_says(name, c.word) for name in names)


def _says(longer: str, shorter: str) -> bool:
    return longer == shorter or longer.startswith(shorter + " ") or shorter.startswith(longer + " ")


def _only(values: tuple[str, ...]) -> str | None:
    return values[0] if len(values) == 1 else None


def _merged(facts: Iterable[Facts]) -> Facts:
    """Everything said; of an open organ only what every citation leaves open, and the type a symbol prints."""
    many = list(facts)
    organs: set[str] = set()
    for f in many:
        organs = (organs & set(f.organs) or organs) if organs and f.organs else organs | set(f.organs)
    printed = next((f.type for f in many if f.symbol), None) or next((f.type for f in many if f.type), None)
    said = merge(many)
    return replace(
        said,
        organs=tuple(sorted(organs)),
        type=printed,
        dates=said.dates[:VALUES],
        issuers=said.issuers[:VALUES],
        titles=said.titles[:VALUES],
    )


# ------------------------------------------------------------------ without a number


def _titled(citations: Sequence[Citation], members: Sequence[int], home: dict[int, _Group]) -> list[_Group]:
    """Documents known by type, issuer and title: told twice where these agree and no day tells them apart."""
    out: list[_Group] = []
    for i in members:
        said = citations[i].facts
        same = (g for g in out[-RIVALS:] if (g.facts.type, g.facts.issuers) == (said.type, said.issuers))
        for g in same:
            days = g.facts.dates and said.dates and g.facts.dates != said.dates
            if not days and (title_score(said.titles, g.facts.titles) >= TITLE_ENOUGH or said.titles == g.facts.titles):
                g.members.append(i)
                g.facts = _merged((g.facts, said))
                home[i] = g
                break
        else:
            home[i] = _Group([i], said, None, False)
            out.append(home[i])
    return out


# ------------------------------------------------------------------ plenums


def _plenums(citations: Sequence[Citation], v: Vocabulary) -> list[Citation]:
    """Plenum names that can only mean one document get that document's facts; a missing term is taken from the only
    other naming of that plenum in the text."""
    terms: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for c in citations:
        if c.form is Form.PLENUM and c.why is None and c.facts.plenum:
            terms[c.facts.type, c.facts.plenum.split(".")[1]].add(c.facts.plenum)
    out = []
    for c in citations:
        if c.form is Form.PLENUM and c.facts.plenum:
            if c.why is not None and len(only := terms[c.facts.type, c.facts.plenum.split(".")[1]]) == 1:
                plenum = next(iter(only))
                c = replace(c, why=None, facts=replace(c.facts, plenum=plenum, terms=(plenum.split(".")[0],)))
            out.append(_one_of_plenum(c, v) if c.why is None else c)
        else:
            out.append(c)
    return out


def _one_of_plenum(c: Citation, v: Vocabulary) -> Citation:
    term, _, number = (c.facts.plenum or "").partition(".")
    plenum = v.plenum(term, int(number)) if number.isdigit() else None
    candidates = []
    for document in plenum.documents if plenum else ():
        kind = document.symbol.partition("-")[2].partition("/")[0]
        if kind == c.facts.type:
            titles = (document.subject,) if document.subject else ()
            candidates.append(Candidate(document.symbol, "TW", None, term, Facts(titles=titles)))
    if len(candidates) > 1 and (found := by_title(c.facts, candidates)):
        candidates = [found[0]]
    if len(candidates) != 1:
        return c
    symbol = candidates[0].id
    facts = replace(c.facts, plenum=None, number=symbol.partition("-")[0], organs=("TW",), symbol=symbol, terms=(term,))
    return replace(c, form=Form.FULL, facts=facts)


# ------------------------------------------------------------------ pointing back


def _point_back(
    citations: Sequence[Citation], home: dict[int, _Group], groups: list[_Group], why: dict[int, str], v: Vocabulary
) -> None:
    """ "Nghị quyết này" is the last document of that word before it, recognised ones of other kinds included. In an
    official text "Quyết định này" is the text itself, if it is one."""
    last: dict[str, int] = {}
    itself: dict[str, int] = {}
    named: dict[str, set[int]] = defaultdict(set)
    for i, c in enumerate(citations):
        if c.form is Form.BACK and c.why is None:
            said = c.word or ""
            target = itself.get(said) if c.surface.lower().endswith("này") and said in itself else last.get(said)
            bare = len(c.surface.split()) == len(
                said.split()
            )  # "Thực hiện Nghị quyết, ...": only if one alone is meant
            if bare and len(named[said]) != 1:
                why[i] = UNPOINTED
            elif target is None:
                g = _Group([i], c.facts, None, True)
                groups.append(g)
                home[i] = g
            elif target in home:
                home[target].members.append(i)
                home[i] = home[target]
            else:
                why[i] = why.get(target, UNPOINTED)
        elif c.form is not Form.BACK:
            if (same := _told_again(citations, i, last, home)) is not None:
                home[same].members.append(i)
                home[i] = home[same]
                del why[i]
            for name in _names(c, v):
                if not _is_aside(citations, last.get(name), c):
                    last[name] = i
                named[name].add(id(home[i]) if i in home else -i)
                if c.head and not itself.get(name):
                    itself[name] = i


def _is_aside(citations: Sequence[Citation], before: int | None, c: Citation) -> bool:
    """Whether "... này" goes on meaning the document named before ``c``: "Nghị định A sửa đổi Nghị định B. Nghị định
    này có hiệu lực" speaks of A."""
    if before is None or not c.changed:
        return False
    topic = citations[before]
    return not topic.changed and topic.form is not Form.BACK and c.start - topic.reach <= 2 * NEAR


def _told_again(
    citations: Sequence[Citation], i: int, last: Mapping[str, int], home: Mapping[int, _Group]
) -> int | None:
    """The numbered document that "Nghị quyết của Bộ Chính trị" takes up: named right before with the same issuer, the
    only one of its type whose issuer is said."""
    c = citations[i]
    if c.form is not Form.TITLE or c.why != NO_NUMBER or c.facts.titles or len(c.facts.issuers) != 1:
        return None
    near = last.get(c.word or "")
    if near is None or near not in home or not 0 <= c.start - citations[near].reach <= NEAR:
        return None
    issuer = issuer_key(c.facts.issuers[0])
    named = home[near].facts.issuers
    if not named or not all(_same_body(issuer, issuer_key(name)) for name in named):
        return None
    return near


def _same_body(short: str, full: str) -> bool:
    return short == full or full.startswith(short + " ")


def _names(c: Citation, v: Vocabulary) -> frozenset[str]:
    """The words by which a later "... này" may mean this citation."""
    if c.word is None or c.word == ANY_DOCUMENT or c.word.isupper():
        return names_of(c.facts.type, v)
    return parts_of(c.word, v)
