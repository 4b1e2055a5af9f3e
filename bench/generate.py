"""A seeded graph in eight levels: streams of policy that flow from the centre down to the communes.

Every stream has one root. Each document below takes up one of the level above in its stream and speaks of a few more,
of its own stream or of others: 2.3 edges each. The hub's stream holds 19 % of all documents (38,000 of 200,000), the
second 1.25 % (2,500); nothing outside cites into these two, so its whole stream and nothing else rests on each root.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from graph_schema.folding import slug
from graph_schema.identity import base_id, cluster_of, document_id, format_symbol, key_of
from graph_schema.model import (
    Alias,
    Claim,
    Document,
    Edge,
    EdgeType,
    Facts,
    Form,
    IssuingBody,
    Mention,
    Record,
    Referent,
    Source,
    State,
    Text,
)
from graph_schema.vocabulary import load

HUB, SECOND = 0, 1  # streams
SHARES = {HUB: 0.19, SECOND: 0.0125}
LEVELS = (0.0, 0.01, 0.03, 0.10, 0.16, 0.25, 0.25, 0.20)  # of a stream, the one root aside
EXTRA = (0.25, 0.35, 0.25, 0.15)  # chances of 0, 1, 2, 3 edges beside the first: 1.3 on average
NUMBERS = 150  # documents known of one register: so "43-KH" is as many documents as there are registers of plans
DISTRICTS, COMMUNES = 8, 24  # of each province
TERMS = {"XI": (2012, 2014), "XII": (2017, 2020), "XIII": (2022, 2025)}
CYCLES = {"2015-2020": (2016, 2019), "2020-2025": (2021, 2024), "2025-2030": (2026, 2027)}
SUBJECTS = (
    "sắp xếp tổ chức bộ máy của hệ thống chính trị",
    "chuyển đổi số và cải cách hành chính",
    "phát triển kinh tế tập thể trong tình hình mới",
    "bảo vệ rừng và trồng cây phân tán",
    "công tác dân số và trẻ em",
    "xây dựng nông thôn mới nâng cao",
    "phòng, chống tham nhũng, lãng phí",
    "giáo dục nghề nghiệp và việc làm",
    "quản lý đất đai và tài nguyên nước",
    "chăm sóc sức khỏe nhân dân",
    "an ninh mạng và an toàn dữ liệu",
    "hạ tầng giao thông liên vùng",
)
TAKES_UP = (EdgeType.IMPLEMENTS, EdgeType.IMPLEMENTS, EdgeType.IMPLEMENTS, EdgeType.BASED_ON)


class Register(NamedTuple):
    """One office's numbering: every document in it differs by its number alone."""

    type: str
    organ: str
    scope: str | None
    period: str
    years: tuple[int, int]
    body: IssuingBody


class Link(NamedTuple):
    """Positions of two documents, the acting one first."""

    subject: int
    type: EdgeType
    object: int


@dataclass(frozen=True)
class Generated:
    """A graph of ``size`` documents. Positions run level by level: an edge always points to a smaller one."""

    size: int
    seed: int = 1

    @cached_property
    def _placed(self) -> tuple[array[int], array[int]]:
        """Level and stream of every position."""
        rng = random.Random(self.seed)
        streams = max(8, self.size // 2000)
        rest = [1 / (k + 5) for k in range(streams - len(SHARES))]
        left = self.size - sum(round(self.size * share) for share in SHARES.values())
        sizes = [round(self.size * SHARES[HUB]), round(self.size * SHARES[SECOND])]
        sizes += [max(1, int(left * w / sum(rest))) for w in rest]
        sizes[-1] += self.size - sum(sizes)
        bounds = list(accumulate(LEVELS))
        cells = []
        for stream, count in enumerate(sizes):
            cells.append((0, 0.0, stream))
            for i in range(count - 1):
                level = next(n for n, bound in enumerate(bounds) if (i + 0.5) / count <= bound + 1e-9)
                cells.append((level, rng.random(), stream))
        cells.sort()
        return array("b", (c[0] for c in cells)), array("l", (c[2] for c in cells))

    @cached_property
    def links(self) -> list[Link]:
        """Every edge, sorted by the acting document."""
        rng = random.Random(self.seed + 1)
        levels, streams = self._placed
        by_place: dict[tuple[int, int], list[int]] = {}
        first_of = [len(levels)] * (len(LEVELS) + 1)
        out: list[Link] = []
        open_to_all: list[int] = []  # documents that others may cite from outside their stream
        waiting: list[int] = []
        for i, (level, stream) in enumerate(zip(levels, streams, strict=True)):
            if first_of[level] == len(levels):
                first_of[level] = i
                open_to_all += waiting
                waiting = []
            by_place.setdefault((stream, level), []).append(i)
            if stream not in SHARES:
                waiting.append(i)
            if level == 0:
                continue
            above = next(by_place[stream, k] for k in range(level - 1, -1, -1) if (stream, k) in by_place)
            guides = level <= 2 and rng.random() < 0.2
            taken = {(rng.choice(above), EdgeType.GUIDES if guides else EdgeType.IMPLEMENTS)}
            for _ in range(rng.choices(range(4), EXTRA)[0]):
                chance = rng.random()
                if chance < 0.1:
                    taken.add((by_place[stream, 0][0], EdgeType.BASED_ON))
                elif chance < 0.7:
                    k = rng.randrange(level)
                    near = by_place.get((stream, k)) or above
                    taken.add((rng.choice(near), rng.choice(TAKES_UP)))
                else:
                    taken.add((rng.choice(open_to_all), EdgeType.CITES))
            out += [Link(i, kind, target) for target, kind in sorted(taken)]
        return out

    @property
    def hub(self) -> str:
        """The id on which 19 % of all documents rest."""
        return self.ids[self._root(HUB)]

    @property
    def second(self) -> str:
        """The id on which 1.25 % of all documents rest."""
        return self.ids[self._root(SECOND)]

    def _root(self, stream: int) -> int:
        levels, streams = self._placed
        return next(i for i, (level, s) in enumerate(zip(levels, streams, strict=True)) if level == 0 and s == stream)

    @cached_property
    def registers(self) -> list[list[Register]]:
        """The registers in use at each level: about a hundred and fifty documents of each are known."""
        levels, _ = self._placed
        out = []
        for level in range(len(LEVELS)):
            known = list(_registers(level))
            random.Random(self.seed + 2).shuffle(known)
            out.append(known[: max(1, levels.count(level) // NUMBERS)])
        return out

    @cached_property
    def _numbered(self) -> tuple[list[Register], array[int]]:
        """Register and number of every position: each level fills its registers in turn."""
        levels, _ = self._placed
        seen = [0] * len(LEVELS)
        registers, numbers = [], array("l")
        for level in levels:
            number, slot = divmod(seen[level], len(self.registers[level]))
            seen[level] += 1
            registers.append(self.registers[level][slot])
            numbers.append(number + 1)
        return registers, numbers

    def facts(self, i: int) -> Facts:
        """What is said of the document at a position."""
        registers, numbers = self._numbered
        r, number = registers[i], f"{numbers[i]:02d}"
        v = load()
        year = r.years[0] + i % (r.years[1] - r.years[0] + 1)
        return Facts(
            type=r.type,
            number=number,
            organs=(r.organ,),
            symbol=format_symbol(number, r.type, r.organ, None, None, hyphen=True, v=v),
            dates=(f"{year}-{i % 12 + 1:02d}-{i % 28 + 1:02d}",),
            terms=(r.period,) if r.period in TERMS else (),
            cycles=(r.period,) if r.period in CYCLES else (),
            scopes=(r.scope,) if r.scope else (),
            issuers=(r.body.name,),
            titles=(f"về {SUBJECTS[i % len(SUBJECTS)]} tại {r.body.name}",),
        )

    @cached_property
    def ids(self) -> list[str]:
        """The id of every position."""
        v = load()
        out = []
        for i in range(self.size):
            key = key_of(self.facts(i), v)
            assert key is not None
            assert key.complete
            out.append(document_id(key, v))
        return out

    def records(self, start: int = 0, stop: int | None = None) -> Iterator[Record]:
        """Everything the store keeps of the documents at these positions: their source and text, what it says, and
        the graph that follows. The first part brings the bodies of all."""
        if start == 0:
            bodies = {r.body.id: r.body for level in self.registers for r in level}
            yield from (bodies[k] for k in sorted(bodies))
        span = range(start, min(self.size, self.size if stop is None else stop))
        links = self._links_of
        yield from (record for i in span for record in self._read(i))
        yield from (self._document(i) for i in span)
        for i in span:
            yield from self._aliases(i)
        yield from (self._edge(link) for i in span for link in links[i])
        for i in span:
            yield from self._statements(i, links[i])

    @cached_property
    def _links_of(self) -> list[list[Link]]:
        out: list[list[Link]] = [[] for _ in range(self.size)]
        for link in self.links:
            out[link.subject].append(link)
        return out

    def _text(self, i: int) -> tuple[str, list[tuple[int, int]]]:
        """The text of a document, and where it names itself and then each document it speaks of."""
        facts = self.facts(i)
        symbol = facts.symbol or ""
        text, spans = f"{symbol} {facts.titles[0]}", [(0, len(symbol))]
        for link in self._links_of[i]:
            text += " thực hiện "
            named = self.facts(link.object).symbol or ""
            spans.append((len(text), len(text) + len(named)))
            text += named
        return text, spans

    def _read(self, i: int) -> Iterator[Record]:
        text, _ = self._text(i)
        yield Source(id=f"{i:032x}", kind="text", title=text[:80], publisher=f"báo {i % 97}", length=len(text))
        yield Text(f"{i:032x}", text)

    def _document(self, i: int) -> Document:
        registers, _ = self._numbered
        facts, r = self.facts(i), registers[i]
        return Document(
            id=self.ids[i],
            kind="plan" if r.type in ("KH", "CTr") else "directive",
            cluster=cluster_of(facts, load()),
            symbol=facts.symbol,
            type=r.type,
            number=facts.number,
            organ=r.organ,
            body=r.body.id,
            body_name=r.body.name,
            place=r.body.place,
            date=facts.dates[0],
            date_precision="day",
            term=r.period if r.period in TERMS or r.period in CYCLES else None,
            title=facts.titles[0],
            title_status="stated",
            level=r.body.level,
            system=r.body.system,
            known_by="text",
            sources=1,
        )

    def _aliases(self, i: int) -> Iterator[Alias]:
        key = key_of(self.facts(i), load())
        if key is not None:
            yield Alias(base_id(key, load()), self.ids[i])
            if key.scope:
                yield Alias(f"{base_id(key, load())}.{key.scope}", self.ids[i])

    def _edge(self, link: Link) -> Edge:
        return Edge(_edge_id(link), self.ids[link.subject], link.type, self.ids[link.object])

    def _statements(self, i: int, links: list[Link]) -> Iterator[Record]:
        source = f"{i:032x}"
        text, spans = self._text(i)
        named = [i, *(link.object for link in links)]
        for n, (position, (start, end)) in enumerate(zip(named, spans, strict=True)):
            facts = self.facts(position)
            yield Mention(source, n, start, end, text[start:end], Form.FULL, n)
            yield Referent(
                source=source,
                n=n,
                cluster=cluster_of(facts, load()),
                facts=facts,
                declared=n == 0,
                start=start,
                state=State.RESOLVED,
                document=self.ids[position],
                why="complete key",
                candidates=(),
            )
        for n, link in enumerate(links, 1):
            yield Claim(
                id=f"c{i:x}-{n}",
                source=source,
                subject="r0",
                type=link.type.value,
                object=f"r{n}",
                start=0,
                end=spans[n][1],
                rule="generated",
                confidence=0.9,
                edge=_edge_id(link),
            )


def _edge_id(link: Link) -> str:
    return f"e{link.subject:x}-{link.object:x}-{link.type.value.lower()}"


def _registers(level: int) -> Iterator[Register]:
    """The offices that issue documents at a level, each body made up but for its province."""
    v = load()
    provinces = sorted({p.slug for p in v.provinces})
    central = IssuingBody("bench-trung-uong", "Ban Chấp hành Trung ương", "TW", "central", "party")
    if level == 0:
        for term, years in TERMS.items():
            yield from (Register(t, "TW", None, term, years, central) for t in ("NQ", "KL", "CT", "QĐ"))
    elif level == 1:
        office = IssuingBody("bench-ban-to-chuc", "Ban Tổ chức Trung ương", "BTCTW", "central", "party")
        government = IssuingBody("bench-chinh-phu", "Chính phủ", "CP", "state-central", "state")
        for term, years in TERMS.items():
            yield from (Register(t, "BTCTW", None, term, years, office) for t in ("HD", "KH"))
        yield from (Register("NQ", "CP", None, str(y), (y, y), government) for y in range(2012, 2027))
    elif level == 2:
        for organ in ("BNV", "BTC", "BYT"):
            body = IssuingBody(f"bench-{organ.lower()}", f"Bộ {organ}", organ, "ministry", "state")
            yield from (Register(t, organ, None, str(y), (y, y), body) for y in range(2012, 2027) for t in ("KH", "HD"))
    elif level in (3, 4):
        party = level == 3
        for place in provinces:
            name = f"{'Tỉnh ủy' if party else 'Ủy ban nhân dân tỉnh'} {v.place_name(place)}"
            organ, system = ("TU", "party") if party else ("UBND", "state")
            body = IssuingBody(f"bench-{slug(name)}", name, organ, "province", system, place)
            spans = CYCLES if party else {str(y): (y, y) for y in range(2012, 2027)}
            for period, years in spans.items():
                yield from (Register(t, organ, place, period, years, body) for t in ("KH", "CTr"))
    else:
        organ, title, count = ("HU", "Huyện ủy", DISTRICTS) if level == 5 else ("ĐU", "Đảng ủy xã", COMMUNES)
        types = {5: ("KH", "CTr"), 6: ("NQ", "CTr"), 7: ("KH",)}[level]
        for place in provinces:
            for n in range(1, count + 1):
                name = f"{title} số {n} {v.place_name(place)}"
                rank = "district" if level == 5 else "commune"
                body = IssuingBody(f"bench-{slug(name)}", name, organ, rank, "party", place)
                for period, years in CYCLES.items():
                    yield from (Register(t, organ, body.id, period, years, body) for t in types)
