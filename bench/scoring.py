"""Comparing what was read with an annotated passage: one figure for each thing a reader can get right or wrong.

The rules are the annotation guideline's. A citation counts when it overlaps the annotated number and symbol; the type
word in front decides nothing. Date, issuer and term are judged at each mention, and one that the passage states of the
same document elsewhere is neither rewarded nor punished. Relations are pairs of documents: repeats collapse, a document
without a symbol is compared by type and number, and a plain citation of what is more closely related is neutral.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SUBJECT = "subject"
"""The end of a relation that stands for the passage's own document, which no number names."""
FIELDS = ("date", "issuer", "term")
_DASHES = "-‐‑‒–—―−/."
_TYPE_WORDS = {
    "nghị quyết": "NQ", "chỉ thị": "CT", "kết luận": "KL", "quy định": "QĐ", "quyết định": "QĐ", "kế hoạch": "KH",
    "chương trình hành động": "CTR", "chương trình": "CTR", "hướng dẫn": "HD", "thông báo kết luận": "TB",
    "thông báo": "TB", "công văn": "CV", "công điện": "CĐ", "nghị định": "NĐ", "thông tư liên tịch": "TTLT",
    "thông tư": "TT", "tờ trình": "TTR", "báo cáo": "BC", "quy chế": "QC", "luật": "LUẬT",
}  # fmt: skip
_SAME_TYPE = {"L": "LUẬT", "CTHĐ": "CTR"}
_NUMBER = re.compile(r"\d+[a-zđ]?")
_TYPE_AFTER = re.compile(r"(?:[/\-–\s]*\d{4})?[/\-–\s]*([A-Za-zĐđÐ]+)")
_SO = re.compile(r"\bsố\b|:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A citation as read or as annotated; offsets are code points of the passage."""

    start: int
    end: int
    symbol: str | None
    type: str | None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    term: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A relation as read: symbols (or "NQ 18") of its two ends; ``subject`` is None for the passage's own document."""

    subject: str | None
    type: str
    object: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated passage. ``relations`` are (index of a citation, "subject" or None; type; index)."""

    id: str
    text: str
    citations: tuple[Found, ...]
    relations: tuple[tuple[int | str | None, str, int], ...]
    negatives: tuple[str, ...]
    ignored: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Count:
    """Right, too many, missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 0 where nothing was there to judge."""
        said, there = self.right + self.extra, self.right + self.missed
        p, r = (self.right / said if said else 0.0), (self.right / there if there else 0.0)
        return p, r, (2 * p * r / (p + r) if p + r else 0.0)


@dataclass(slots=True)
class Score:
    """All counts of one set; ``errors`` are (passage, kind, words)."""

    counts: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    relations: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    negatives: int = 0
    hit: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


def passage(row: Mapping[str, Any]) -> Passage:
    """One line of a gold file. Raises KeyError for a line of another shape."""
    return Passage(
        id=row["id"],
        text=row["text"],
        citations=tuple(
            Found(c["start"], c["end"], c["symbol"], c["type_abbr"], c["number"], c["date"], c["issuer"], c["term"])
            for c in row["citations"]
        ),
        relations=tuple((r["from"], r["type"], r["to"]) for r in row["relations"]),
        negatives=tuple(row["negatives"]),
        ignored=tuple((i["start"], i["end"]) for i in row.get("ignore", ())),
    )


def score(gold: Sequence[Passage], read: Callable[[Passage], tuple[Sequence[Found], Sequence[Stated]]]) -> Score:
    """Read every passage with ``read`` and count."""
    out = Score()
    for p in gold:
        found, stated = read(p)
        _Judge(out, p, _once(found), stated).judge()
    return out


def _once(found: Sequence[Found]) -> list[Found]:
    return list({(f.start, f.end): f for f in reversed(found)}.values())[::-1]


class _Judge:
    def __init__(self, out: Score, p: Passage, found: list[Found], stated: Sequence[Stated]) -> None:
        self.out, self.p, self.found, self.stated = out, p, found, stated
        self.match = _match(p, found)
        matched = set(self.match.values())
        self.spurious = [
            f
            for j, f in enumerate(found)
            if j not in matched and not any(f.start < b and a < f.end for a, b in p.ignored)
        ]

    def judge(self) -> None:
        self._spans()
        self._symbols()
        for name in FIELDS:
            self._field(name)
        self._relations()
        self._negatives()

    def _note(self, kind: str, words: str) -> None:
        self.out.errors.append((self.p.id, kind, words))

    def _pairs(self) -> list[tuple[Found, Found | None]]:
        return [(g, self.found[self.match[i]] if i in self.match else None) for i, g in enumerate(self.p.citations)]

    def _spans(self) -> None:
        count = self.out.counts["span"]
        count.right += len(self.match)
        count.extra += len(self.spurious)
        count.missed += len(self.p.citations) - len(self.match)
        for g, f in self._pairs():
            if f is None:
                self._note("missed", self.p.text[g.start : g.end])
        for f in self.spurious:
            self._note("not there", self.p.text[f.start : f.end])

    def _symbols(self) -> None:
        symbol, kind = self.out.counts["symbol"], self.out.counts["type"]
        for g, f in self._pairs():
            if g.symbol:
                right = f is not None and _nfc(f.symbol) == _nfc(g.symbol)
                self._tell(symbol, right, f is not None and bool(f.symbol), "symbol", f.symbol if f else None, g.symbol)
            right = f is not None and bool(f.type) and _type(f.type) == _type(g.type)
            self._tell(kind, right, f is not None and bool(f.type), "type", f.type if f else None, g.type)
        symbol.extra += sum(bool(f.symbol) for f in self.spurious)
        kind.extra += sum(bool(f.type) for f in self.spurious)

    def _tell(self, count: Count, right: bool, said: bool, kind: str, got: str | None, want: str | None) -> None:
        count.right += right
        count.missed += not right
        count.extra += said and not right
        if said and not right:
            self._note(kind, f"{got} for {want}")

    def _field(self, name: str) -> None:
        count = self.out.counts[name]
        for g, f in self._pairs():
            want, got = getattr(g, name), getattr(f, name) if f else None
            if want and got and _same(name, got, want):
                count.right += 1
                continue
            count.missed += bool(want)
            elsewhere = [v for h in self.p.citations if (v := getattr(h, name)) and _one(h, g)]
            if got and not any(_same(name, got, v) for v in elsewhere):
                count.extra += 1
                self._note(name, f"{got} for {want} ({self.p.text[g.start : g.end]})")
            elif want and not got:
                self._note(name, f"nothing for {want} ({self.p.text[g.start : g.end]})")
        count.extra += sum(bool(getattr(f, name)) for f in self.spurious)

    def _relations(self) -> None:
        cited, own, events = [], [], []
        for start, kind, to in self.p.relations:
            end = self.p.citations[to]
            if start is None:
                events.append((kind, end))
            elif isinstance(start, int):
                cited.append((self.p.citations[start], kind, end))
            else:
                own.append((kind, end))
        cited, own = _distinct(cited), _distinct(own)
        met_cited: set[int] = set()
        met_own: set[int] = set()
        for s in _said_once(self.stated):
            if s.subject is None:
                hits = [i for i, (k, e) in enumerate(own) if k == s.type and _means(s.object, e)]
                near = [*own, *events]
                soft = any(_means(s.object, e) and s.type in (k, "CITES") for k, e in own) or any(
                    k == s.type and _means(s.object, e) for k, e in near
                )
                self._count(s, hits, met_own, soft, own_document=True)
            else:
                same = [i for i, (a, _, e) in enumerate(cited) if _means(s.subject, a) and _means(s.object, e)]
                hits = [i for i in same if cited[i][1] == s.type]
                self._count(s, hits, met_cited, bool(hits) or (s.type == "CITES" and bool(same)), own_document=False)
        for i, (a, kind, e) in enumerate(cited):
            if i not in met_cited:
                self._miss(kind, f"{_label(a)} {kind} {_label(e)}", ("relation", "relation+subject"))
        for i, (kind, e) in enumerate(own):
            if i not in met_own:
                self._miss(kind, f"{SUBJECT} {kind} {_label(e)}", ("relation+subject",))

    def _count(self, s: Stated, hits: list[int], met: set[int], soft: bool, *, own_document: bool) -> None:
        names = ("relation+subject",) if own_document else ("relation", "relation+subject")
        fresh = next((i for i in hits if i not in met), None)
        counts = [*(self.out.counts[n] for n in names), self.out.relations[s.type]]
        if fresh is not None:
            met.add(fresh)
            for c in counts:
                c.right += 1
        elif not soft:
            for c in counts:
                c.extra += 1
            self._note("relation not there", f"{s.subject or SUBJECT} {s.type} {s.object}")

    def _miss(self, kind: str, words: str, names: tuple[str, ...]) -> None:
        for c in (*(self.out.counts[n] for n in names), self.out.relations[kind]):
            c.missed += 1
        self._note("relation missed", words)

    def _negatives(self) -> None:
        text = self.p.text
        for words in self.p.negatives:
            self.out.negatives += 1
            places = [(m.start(), m.start() + len(words)) for m in re.finditer(f"(?={re.escape(words)})", text)]
            clear = [
                (a, b)
                for a, b in places
                if not any(a < c.end and c.start < b for c in self.p.citations)
                and not any(a < j and i < b for i, j in self.p.ignored)
            ]
            if any(f.start < b and a < f.end for a, b in clear for f in self.spurious):
                self.out.hit.append((self.p.id, words))


def _match(p: Passage, found: Sequence[Found]) -> dict[int, int]:
    """Annotated citation -> read one: equal symbols first, then the larger share of overlap; one to one."""
    pairs = []
    for i, g in enumerate(p.citations):
        digit = re.search(r"\d", p.text[g.start : g.end])
        start = g.start + (digit.start() if digit else 0)
        for j, f in enumerate(found):
            overlap = min(g.end, f.end) - max(start, f.start)
            if overlap > 0:
                same = bool(g.symbol) and _folded(f.symbol) == _folded(g.symbol)
                union = max(g.end, f.end) - min(g.start, f.start)
                pairs.append((not same, -overlap / union, i, j))
    out: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if i not in out and j not in taken:
            out[i] = j
            taken.add(j)
    return out


def _nfc(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "").strip()


def _folded(symbol: str | None) -> str:
    text = _nfc(symbol).upper().replace("Ð", "Đ")
    return "".join(c for c in text if c not in _DASHES and not c.isspace())


def _type(kind: str | None) -> str:
    said = _nfc(kind)
    said = _TYPE_WORDS.get(said.casefold(), said).upper().replace("Ð", "Đ")
    return _SAME_TYPE.get(said, said)


def _same(name: str, got: str, want: str) -> bool:
    if name == "issuer":
        a, b = (" ".join(_nfc(x).casefold().replace("uỷ", "ủy").split()) for x in (got, want))
        return bool(a) and bool(b) and (a in b or b in a)
    return got.strip().upper() == want if name == "term" else got == want


def _number(c: Found) -> str:
    return (c.number or "").lstrip("0")


def _key(c: Found) -> tuple[str, ...]:
    return ("symbol", _folded(c.symbol)) if c.symbol else ("number", _type(c.type), _number(c))


def _one(a: Found, b: Found) -> bool:
    """Whether two annotated citations name one document, as far as their own words say."""
    return _key(a) == _key(b) or (_number(a) == _number(b) and _type(a.type) == _type(b.type))


def _means(said: str, c: Found) -> bool:
    """Whether a relation's end as read is this annotated document."""
    said = _nfc(said)
    number = _NUMBER.search(said)
    if c.symbol:
        return _folded(said[number.start() :] if number else said) == _folded(c.symbol)
    if number is None or number.group().lstrip("0") != _number(c):
        return False
    word = " ".join(_SO.sub(" ", said[: number.start()]).split())
    after = _TYPE_AFTER.match(said, number.end())
    kind = word or (after[1] if after else "")
    return _type(kind) == _type(c.type)


def _label(c: Found) -> str:
    return c.symbol or f"{c.type} {c.number}"


def _distinct(relations: list[Any]) -> list[Any]:
    return list({tuple(_key(x) if isinstance(x, Found) else x for x in r): r for r in reversed(relations)}.values())[
        ::-1
    ]


def _said_once(stated: Sequence[Stated]) -> list[Stated]:
    once = {(_folded(s.subject), s.type, _folded(s.object)): s for s in reversed(stated)}
    return list(once.values())[::-1]
