"""Sentences made of registry rows: each document as a text would name it, in the wordings of every relation."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_schema.identity import parse_symbol
from graph_schema.vocabulary import Vocabulary
from loaders import bundled


@dataclass(frozen=True)
class Row:
    """A document of the registry; None where its row says nothing."""

    key: str
    symbol: str
    type: str
    word: str
    number: str
    issuer: str | None
    term: str | None
    date: str | None
    title: str | None


@dataclass(frozen=True)
class Sentence:
    """One relation in words: who acts and on what, as their rows have it."""

    text: str
    actor: Row
    target: Row
    relation: str
    said: frozenset[tuple[str, str]]  # ("actor", "date"): what the words say of each, beside its symbol


# {a} acts on {b}; {a0} and {b0} are named without issuer and date, {body} issued {a}. Several a relation, both voices.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "IMPLEMENTS": (
        "{a} thực hiện {b}.",
        "{a} về việc triển khai thực hiện {b}.",
        "{a} triển khai {b}.",
        "{a} nhằm cụ thể hóa {b}.",
        "{a} để tiếp tục thực hiện có hiệu quả {b}.",
        "{a} ban hành Chương trình hành động thực hiện {b}.",
        "{a} phê duyệt Kế hoạch thực hiện {b}.",
        "{b} được cụ thể hóa bằng {a0}.",
        "Thực hiện {b}, {body} ban hành {a0}.",
        "Nhằm triển khai {b}, ngày nay {body} đã ban hành {a0}.",
        "Để cụ thể hóa {b}, {body} có {a0}.",
        "Theo tin từ cơ sở, {a} về thực hiện {b} đã được phổ biến.",
    ),
    "GUIDES": (
        "{a} hướng dẫn thực hiện {b}.",
        "{a} hướng dẫn một số nội dung của {b}.",
        "{a} quy định chi tiết một số điều của {b}.",
        "{b} được hướng dẫn bởi {a0}.",
        "{a} về việc hướng dẫn triển khai {b}.",
    ),
    "REVIEWS": (
        "{a} về tổng kết {b}.",
        "{a} về việc tổng kết 10 năm thực hiện {b}.",
        "{a} về sơ kết 05 năm triển khai thực hiện {b}.",
        "{a} về kết quả thực hiện {b}.",
        "{a} về đánh giá tình hình thực hiện {b}.",
        "{a} về kiểm tra việc thực hiện {b}.",
    ),
    "AMENDS": (
        "{a} sửa đổi, bổ sung một số điều của {b}.",
        "{a} điều chỉnh, bổ sung một số nội dung {b}.",
        "{b} được sửa đổi, bổ sung bởi {a0}.",
        "{b} đã được sửa đổi, bổ sung một số điều theo {a0}.",
    ),
    "REPLACES": (
        "{a} thay thế {b}.",
        "{a} có hiệu lực kể từ ngày ký và thay thế {b}.",
        "{a} ra đời thay cho {b}.",
        "{b} được thay thế bởi {a0}.",
        "{b} nay bị thay thế bằng {a0}.",
    ),
    "REPEALS": (
        "{a} bãi bỏ {b}.",
        "{a} bãi bỏ toàn bộ {b}.",
        "{b} bị bãi bỏ bởi {a0}.",
        "{b} hết hiệu lực theo {a0}.",
    ),
    "CITES": (
        "Căn cứ {b}, {body} ban hành {a0}.",
        "{a} được ban hành trên cơ sở {b}.",
        "{a} căn cứ {b}.",
        "{b} là căn cứ để {body} ban hành {a0}.",
    ),
}

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")


def registry() -> dict[str, Row]:
    """Every document of the bundled registry, by its key."""
    with (Path(bundled.__file__).parent / "directives.csv").open(encoding="utf-8", newline="") as file:
        return {r["key"]: _row(r) for r in csv.DictReader(file)}


def stated_relations() -> list[tuple[str, str, str]]:
    """(acting key, relation, key acted on) of every relation that some page states outright."""
    with (Path(bundled.__file__).parent / "relations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (r["from_key"], r["relation"], r["to_key"])
        for r in rows
        if not r["evidence_paraphrase"].startswith("[inferred]") and r["relation"] in TEMPLATES
    ]


def _row(r: dict[str, str]) -> Row:
    # "Ban Chỉ đạo về tổng kết Nghị quyết số 18-NQ/TW": what a committee steers is another citation, not its name
    issuer = _BRACKETS.sub("", r["issuing_body"].split(";")[0]).split(" về ")[0].strip() or None
    if issuer and (issuer.startswith("Cơ quan") or re.search(r"\d", issuer)):
        issuer = None
    return Row(
        r["key"], r["symbol"], r["type_abbr"], r["type_vi"], r["number"], issuer, r["term"] or None, r["date"] or None,
        r["title_vi"] or None,
    )  # fmt: skip


def is_named(row: Row) -> bool:
    """Whether a text could name it by a number and type word."""
    return bool(row.symbol and row.number and row.word and row.type)


def sentences(rng: random.Random, *, per_relation: int) -> Iterator[Sentence]:
    """Sentences for every stated relation whose two documents have a number, in templates drawn at random."""
    rows = registry()
    for actor_key, relation, target_key in stated_relations():
        actor, target = rows[actor_key], rows[target_key]
        if not is_named(actor) or not is_named(target) or _same(actor, target):
            continue
        fitting = [t for t in TEMPLATES[relation] if actor.issuer or "{body}" not in t]
        for template in rng.sample(fitting, min(per_relation, len(fitting))):
            text = template.format(
                a=named(actor, rng, attributes=True),
                b=named(target, rng, attributes=True),
                a0=named(actor, rng, attributes=False),
                body=actor.issuer,
            )
            kind = relation
            if (
                relation == "IMPLEMENTS"
                and actor.type.startswith("HD")
                and "ban hành {a0}" not in template
                and "có {a0}" not in template
            ):
                kind = "GUIDES"  # what a Hướng dẫn carries out it guides
            said = {("target", f) for f in _fields(target)}
            if "{a}" in template:
                said |= {("actor", f) for f in _fields(actor)}
            elif "{body}" in template:
                said.add(("actor", "issuer"))
            yield Sentence(text[0].upper() + text[1:], actor, target, kind, frozenset(said))


def _fields(row: Row) -> list[str]:
    values = {"date": row.date and len(row.date) == 10, "issuer": row.issuer, "term": row.term}
    return [name for name, value in values.items() if value]


def _same(a: Row, b: Row) -> bool:
    """One symbol on both sides: no sentence could tell the two documents apart by it."""
    return a.symbol.casefold() == b.symbol.casefold() or (a.word, a.number) == (b.word, b.number)


def named(row: Row, rng: random.Random, *, attributes: bool) -> str:
    """The document as a text names it: type word, số, a symbol spelled in some damaged way; date, issuer, term."""
    so = rng.choice(("số ", "số ", "số: ", "", "số"))
    text = f"{row.word} {so}{damaged(row.symbol, rng)}"
    if not attributes:
        return text
    if row.date and len(row.date) == 10:
        text += rng.choice((" ", ", ")) + _day(row.date, rng)
    elif row.date and len(row.date) == 4:
        text += f" năm {row.date}"
    if row.issuer:
        text += f" của {row.issuer}"
    if row.term:
        text += rng.choice((f" khóa {row.term}", f" (khóa {row.term})"))
    return text


def _day(date: str, rng: random.Random) -> str:
    year, month, day = date.split("-")
    return rng.choice(
        (
            f"ngày {int(day)}/{int(month)}/{year}",
            f"ngày {day}/{month}/{year}",
            f"ngày {day}-{month}-{year}",
            f"ngày {day}.{month}.{year}",
            f"ngày {day} tháng {month} năm {year}",
            f"ngày{day}/{month}/{year}",
        )
    )


def damaged(symbol: str, rng: random.Random) -> str:
    """The symbol with at most two of the damages real pages have."""
    for damage in rng.sample(_DAMAGES, rng.choice((0, 0, 1, 1, 2))):
        symbol = damage(symbol, rng)
    return symbol


def _spaces(s: str, rng: random.Random) -> str:
    return re.sub(r"[-/]", lambda m: rng.choice((f"{m[0]} ", m[0], m[0])), s)


def _spaced_hyphen(s: str, rng: random.Random) -> str:
    return s.replace("-", rng.choice((" - ", " -", "- ")), 1)


def _long_dash(s: str, rng: random.Random) -> str:
    return s.replace("-", rng.choice("–—‑"))


def _eth(s: str, rng: random.Random) -> str:
    return s.replace("Đ", "Ð")


def _broken(s: str, rng: random.Random) -> str:
    return s.replace("-", "-\n", 1)


_DAMAGES = (_spaces, _spaced_hyphen, _long_dash, _eth, _broken)


def canonical_symbol(row: Row, v: Vocabulary) -> str | None:
    """The symbol as the reader would print it; None for a number without a suffix."""
    symbol = parse_symbol(row.symbol, v)
    return symbol.text if symbol and symbol.organs else None
