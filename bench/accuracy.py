"""How well the reader reads: precision, recall and F1 on annotated passages.

``python -m bench.accuracy --gold FILE [--gold FILE ...] [--errors] [--json]``

Each line of a gold file is one passage: its text, the citations in it (offsets, canonical symbol, type, date, issuer,
term), the relations between them, and strings that are no citation. Each file is reported apart. BASED_ON counts as
CITES, for the annotation has one type for both.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bench.scoring import Count, Found, Passage, Score, Stated, passage, score
from graph_schema.model import Form, Source
from graph_schema.vocabulary import Vocabulary, load
from loaders.mentions import Citation
from loaders.reading import find_parts

ORDER = ("span", "symbol", "type", "date", "issuer", "term", "relation", "relation+subject")


def read(p: Passage, vocabulary: Vocabulary) -> tuple[list[Found], list[Stated]]:
    """What the reader finds in one passage. Only numbered citations are annotated: a plenum's name, a law without a
    number and "Nghị quyết này" take part through what they stand for, or not at all."""
    parts = find_parts(Source(id=p.id, kind="text"), p.text, vocabulary)
    citations, grouped = parts.citations, parts.grouped
    names = {d.n: _name(citations, d.citations, d.facts.symbol) for d in grouped.documents}
    stated = []
    for r in parts.relations:
        if r.subject is None and not r.own:
            continue
        object = names[grouped.of[r.object]]
        if object is not None:
            # a document that no citation gives a number ("Quyết định này") is the passage's own
            subject = names[grouped.of[r.subject]] if r.subject is not None else None
            stated.append(Stated(subject, "CITES" if r.type == "BASED_ON" else r.type, object))
    return [_found(c) for c in citations if _numbered(c)], stated


def _numbered(c: Citation) -> bool:
    return c.form in (Form.FULL, Form.SHORT)


def _name(citations: Sequence[Citation], members: Sequence[int], symbol: str | None) -> str | None:
    """The document as relations name it; None for one that no citation gives a number."""
    numbered = [citations[i].facts for i in members if _numbered(citations[i])]
    if not numbered:
        return None
    return symbol or f"{numbered[0].type} {numbered[0].number}"


def _found(c: Citation) -> Found:
    f = c.facts
    first = {s.field: s.value for s in reversed(c.said)}
    term = first.get("term") or first.get("own_term")
    return Found(c.start, c.end, f.symbol, f.type, f.number, first.get("date"), first.get("issuer"), term)


def table(result: Score) -> str:
    """The figures as a text table."""
    lines = [f"{'':18}{'P':>8}{'R':>8}{'F1':>8}{'right':>7}{'extra':>7}{'missed':>7}"]
    lines += [_line(name, result.counts[name]) for name in ORDER]
    lines += [_line(f"  {kind}", count) for kind, count in sorted(result.relations.items())]
    lines.append(f"negatives hit: {len(result.hit)} of {result.negatives}")
    return "\n".join(lines)


def _line(name: str, c: Count) -> str:
    p, r, f1 = c.figures()
    return f"{name:18}{p:8.4f}{r:8.4f}{f1:8.4f}{c.right:7}{c.extra:7}{c.missed:7}"


def as_json(result: Score) -> dict[str, object]:
    """The figures as plain data."""
    return {
        **{name: dict(zip(("p", "r", "f1"), result.counts[name].figures(), strict=True)) for name in ORDER},
        "relations": {k: dict(zip(("p", "r", "f1"), c.figures(), strict=True)) for k, c in result.relations.items()},
        "negatives": result.negatives,
        "negatives_hit": [list(h) for h in result.hit],
    }


def measure(path: Path, vocabulary: Vocabulary) -> Score:
    """Score the reader on one gold file. Raises OSError, or ValueError for a line that is no gold passage."""
    gold = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                gold.append(passage(json.loads(line)))
            except (KeyError, TypeError, json.JSONDecodeError) as e:
                raise ValueError(f"{path}:{number} is no gold passage ({e!r}); see bench/accuracy.py") from e
    return score(gold, lambda p: read(p, vocabulary))


def main() -> None:
    """Print the figures of every gold file named on the command line."""
    parser = argparse.ArgumentParser(description="How well the reader reads annotated passages.")
    parser.add_argument("--gold", action="append", required=True, type=Path, help="a file of annotated passages")
    parser.add_argument("--errors", action="store_true", help="list every error too")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    options = parser.parse_args()
    vocabulary = load()
    for path in options.gold:
        result = measure(path, vocabulary)
        if options.json:
            print(json.dumps({"gold": path.name, **as_json(result)}, ensure_ascii=False))
        else:
            print(f"{path.name}\n{table(result)}")
        for where, words in result.hit if not options.json else ():
            print(f"  {where} | negative hit | {words}")
        for where, kind, words in result.errors if options.errors else ():
            print(f"  {where} | {kind} | {words}")


if __name__ == "__main__":
    main()
