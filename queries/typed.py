"""Dates and symbols in the text as it was typed, cut out of it: what must be read before the text is folded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_schema.folding import canonical
from graph_schema.identity import Symbol, assembly_code, parse_symbol
from graph_schema.model import Facts
from graph_schema.vocabulary import Vocabulary

CUT = "§"
"""Stands where a symbol was, so that a type word before it is not taken for a title's."""

_DASH = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_NUMERIC_DAY = re.compile(r"(?<!\d)(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?![\d/\-])")
_ISO_DAY = re.compile(r"(?<![\d\-])((?:19|20)\d\d)-(\d{2})-(\d{2})(?!\d)")
_LONG_DAY = re.compile(
    r"(?<!\d)(\d{1,2})\s{0,3}th[aá]ng\s{0,3}(\d{1,2})\s{0,3}n[aă]m\s{0,3}((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_CYCLE = re.compile(r"(?<![\d/])(20\d\d)\s?-\s?(20\d\d)(?![\d/])")

_NUMBER = re.compile(r"(?<![\d.,])\d{1,6}")
_YEAR_PART = re.compile(r"[\s/\-]{1,3}(?:19|20)\d\d(?=[/\-\s])")
_PART = re.compile(r"(\s{0,3}[/\-_]\s{0,3}|\s{1,3}|)([A-Za-zÀ-ỹĐđ.]{1,12}\d{0,2})")


def tidy(text: str) -> str:
    """The text in NFC with one kind of dash, and without the mark that ``cut_symbol`` leaves."""
    return canonical(text).translate(_DASH).replace(CUT, " ")


def cut_days(line: str) -> tuple[str, Facts]:
    """The line without its days and congress cycles, and the facts they state."""
    days: list[str] = []
    cycles: list[str] = []

    def keep(day: str, month: str, year: str) -> str | None:
        if 1 <= int(day) <= 31 and 1 <= int(month) <= 12:
            days.append(f"{year}-{int(month):02}-{int(day):02}")
            return " , "
        return None

    def cycle(match: re.Match[str]) -> str:
        if int(match[2]) - int(match[1]) != 5:
            return match[0]
        cycles.append(f"{match[1]}-{match[2]}")
        return " , "

    line = _ISO_DAY.sub(lambda m: keep(m[3], m[2], m[1]) or m[0], line)
    line = _NUMERIC_DAY.sub(lambda m: keep(m[1], m[3], m[4]) or m[0], line)
    line = _LONG_DAY.sub(lambda m: keep(m[1], m[2], m[3]) or m[0], line)
    line = _CYCLE.sub(cycle, line)
    return line, Facts(dates=tuple(sorted(set(days))), cycles=tuple(sorted(set(cycles))))


def cut_symbol(line: str, vocabulary: Vocabulary) -> tuple[str, Symbol | None]:
    """The first stretch that is a symbol, cut out of the line; one with an organ goes before one without."""
    bare: tuple[int, int, Symbol] | None = None
    for start, end, symbol in _stretches(line, vocabulary):
        if symbol.organs:
            return f"{line[:start]} {CUT} {line[end:]}", symbol
        bare = bare or (start, end, symbol)
    if bare is None:
        return line, None
    return f"{line[: bare[0]]} {CUT} {line[bare[1] :]}", bare[2]


def _stretches(line: str, vocabulary: Vocabulary) -> Iterator[tuple[int, int, Symbol]]:
    done = 0
    for number in _NUMBER.finditer(line):
        if number.start() < done:
            continue
        ends: list[tuple[int, bool]] = []  # where a part ends, and whether only spaces join it to the part before
        at = year.end() if (year := _YEAR_PART.match(line, number.end())) else number.end()
        while len(ends) < 5 and (part := _PART.match(line, at)):
            ends.append((part.end(), bool(part[1]) and not part[1].strip()))
            at = part.end()
        for count in range(len(ends), 0, -1):
            end = ends[count - 1][0]
            found = parse_symbol(line[number.start() : end], vocabulary)
            if found and _plausible(found, spaced=any(loose for _, loose in ends[:count]), vocabulary=vocabulary):
                yield number.start(), end, found
                done = end
                break


def _plausible(symbol: Symbol, *, spaced: bool, vocabulary: Vocabulary) -> bool:
    """Words joined by spaces alone are a symbol only when their organ is known to the letter."""
    if not spaced:
        return True
    if not symbol.organs or symbol.unit:
        return False
    return all(assembly_code(code, vocabulary) or vocabulary.organ(code) for code in symbol.organs)
