"""The numbers Word shows before a paragraph and does not store in its text: "Điều 3.", "2.1.", "a)"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9

_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_ROMAN_ONES = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class Numbering:
    """The lists of one document, counting as its paragraphs go by."""

    levels: dict[str, list[_Level]] = field(default_factory=dict)  # abstract list -> its levels
    lists: dict[str, str] = field(default_factory=dict)  # list -> abstract list
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)  # list -> level -> where it starts anew
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def label(self, style: str | None, list_id: str | None, level: int | None) -> str:
        """What stands before the next paragraph, "" for nothing; counts it."""
        list_id, at = self._of_style(style, list_id, level)
        abstract = self.lists.get(list_id or "", "")
        levels = self.levels.get(abstract)
        if list_id is None or not levels or not 0 <= at < len(levels):
            return ""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            for anew, start in self.restarts.get(list_id, {}).items():
                counts[anew:] = [start - 1, *[None] * (LEVELS - anew - 1)]
        before, own = counts[at], levels[at]
        counts[at:] = [own.start if before is None else before + 1, *[None] * (LEVELS - at - 1)]
        if own.form == "bullet":
            return "- "
        if own.form == "none" or not own.text:
            return ""

        def shown(found: re.Match[str]) -> str:
            each, count = levels[int(found[1]) - 1], counts[int(found[1]) - 1]
            return _written(each.start if count is None else count, each.form)

        return _PLACEHOLDER.sub(shown, own.text) + " "

    def _of_style(self, style: str | None, list_id: str | None, level: int | None) -> tuple[str | None, int]:
        seen: set[str] = set()
        while style is not None and (list_id is None or level is None) and style not in seen:
            seen.add(style)
            own_list, own_level, style = self.styles.get(style, (None, None, None))
            list_id = list_id or own_list
            level = own_level if level is None else level
        return list_id, level or 0


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists that numbering.xml defines and the paragraph styles of styles.xml that belong to one."""
    out = Numbering()
    if numbering is not None:
        for each in numbering.iter(f"{W}abstractNum"):
            out.levels[each.get(f"{W}abstractNumId", "")] = _levels(each)
        for each in numbering.iter(f"{W}num"):
            list_id = each.get(f"{W}numId", "")
            out.lists[list_id] = _value(each.find(f"{W}abstractNumId")) or ""
            out.restarts[list_id] = {
                min(_number(o.get(f"{W}ilvl")) or 0, LEVELS - 1): start
                for o in each.findall(f"{W}lvlOverride")
                if (start := _number(_value(o.find(f"{W}startOverride")))) is not None
            }
    if styles is not None:
        for each in styles.iter(f"{W}style"):
            found = each.find(f"{W}pPr/{W}numPr")
            own = _value(found.find(f"{W}numId")) if found is not None else None
            level = _number(_value(found.find(f"{W}ilvl"))) if found is not None else None
            out.styles[each.get(f"{W}styleId", "")] = (own, level, _value(each.find(f"{W}basedOn")))
    return out


def _levels(abstract: Element) -> list[_Level]:
    levels = [_Level() for _ in range(LEVELS)]
    for each in abstract.findall(f"{W}lvl"):
        at = _number(each.get(f"{W}ilvl")) or 0
        if 0 <= at < LEVELS:
            start = _number(_value(each.find(f"{W}start")))
            levels[at] = _Level(
                1 if start is None else start,
                _value(each.find(f"{W}numFmt")) or "decimal",
                (_value(each.find(f"{W}lvlText")) or "")[:40],
            )
    return levels


def _value(element: Element | None) -> str | None:
    return element.get(f"{W}val") if element is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) < 7 and text.isascii() and text.isdigit() else None


def _written(count: int, form: str) -> str:
    match form:
        case "decimalZero":
            return f"{count:02}"
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5) if count > 0 else ""
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            roman = _roman(count)
            return roman.lower() if form == "lowerRoman" else roman
        case _:
            return str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    out = ""
    for value, letters in (*_ROMAN, *_ROMAN_ONES):
        times, count = divmod(count, value)
        out += letters * times
    return out
