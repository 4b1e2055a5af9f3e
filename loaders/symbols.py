"""Where a printed symbol ends: 18-NQ/TW in any damaged spelling, cut free of the words and footnotes glued to it.

What the symbol means is for ``identity.parse_symbol`` to say; here its stretch of text is found and its print mended
(separators, spaces, glue), so that the parser sees a clean one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from graph_schema.folding import fold
from graph_schema.identity import Symbol, assembly_code, format_symbol, parse_symbol
from graph_schema.vocabulary import DocumentType, Vocabulary
from loaders.plain import DASHES

_D = re.escape(DASHES)
_NUMBER = re.compile(rf"(\d{{1,6}})(?!\d)([a-zđ](?=\s{{0,2}}[{_D}/]))?")
_YEAR = re.compile(rf"\s{{0,2}}[{_D}/_.]\s{{0,2}}((?:19|20)\d\d)(?=\s{{0,2}}[{_D}/_\s])")
_STRONG = re.compile(rf"\s{{0,2}}([{_D}/_])\s{{0,2}}|\.(?=[A-ZĐ])")
_SPACE = re.compile(r"\s")
_LETTERS = re.compile(r"[A-Za-zĐđƯư][A-Za-zĐđƯư&]{0,19}")
_DIGITS = re.compile(r"\d{1,2}(?!\d)")
_CAPITALS = re.compile(r"[A-ZĐƯ][A-ZĐƯ&]{1,19}")
_DOTTED = re.compile(r"[A-ZĐ]{1,2}\.[A-ZĐƯ]{1,2}(?!\w)")
_JOINT = re.compile(rf"[{_D}/]([A-ZĐƯ][A-ZĐƯ&]{{1,15}})(?!\w)")
_UNIT = re.compile(
    rf"(?:[{_D}]|\s{{0,2}}[{_D}]\s{{0,2}}(?=[A-ZĐ]{{2}}))((?:[A-ZĐƯ](?:[A-ZĐƯ&0-9]|[a-z](?=[A-ZĐ])){{0,11}}|\d{{1,2}})(?:-[A-ZĐ]{{1,8}})?)(?![a-zà-ỹ])"
)
MAX_TYPE = 6
"""Letters of the longest type abbreviation, glued ones included."""


@dataclass(frozen=True, slots=True)
class Located:
    """A symbol and the offset where its print ends."""

    symbol: Symbol
    end: int


def read_symbol(text: str, at: int, vocabulary: Vocabulary, *, named: bool) -> Located | None:
    """The symbol whose number starts at ``at``, or None when there is none.

    ``named`` says that a type word stands before it, or that it heads an official text: only then do "159-TB" (no
    organ) and "100/TTg" (no type) count. Looks at no more than a few dozen code points.
    """
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    stem, pos, year = number[1] + (number[2] or ""), number.end(), None
    if found := _YEAR.match(text, pos):
        year, pos = int(found[1]), found.end()
    return _Reader(text, vocabulary, named, stem, year).read(pos)


@dataclass(slots=True)
class _Reader:
    text: str
    v: Vocabulary
    named: bool
    number: str
    year: int | None

    def read(self, pos: int) -> Located | None:
        """The parts after the number: a type and an organ, an assembly, or a bare organ."""
        strong = _STRONG.match(self.text, pos)
        start = strong.end() if strong else pos + bool(_SPACE.match(self.text, pos))
        found = _LETTERS.match(self.text, start)
        if found is None or (strong is None and not found.group()[0].isupper()):
            return None
        letters = found.group()
        mark = "/" if strong and strong[1] == "/" else "-"
        if kind := self._type(letters):
            return self._typed(kind, letters, found.end(), mark, firm=strong is not None)
        glued = self._glued(letters, start, mark) if letters[0].isupper() and not self._whole(start) else None
        return glued or (self._untyped(start, mark) if strong else None)

    def _whole(self, start: int) -> bool:
        """Whether a known organ stands here: TTg is no TT with a letter stuck to it."""
        organ = self._clip(start, joints=False)
        return organ is not None and _known(self.v, organ[0])

    def _type(self, letters: str) -> DocumentType | None:
        kind = _type(self.v, letters)
        return kind if kind and (letters[0].isupper() or letters.islower()) else None

    def _typed(self, kind: DocumentType, printed: str, pos: int, mark: str, *, firm: bool) -> Located | None:
        """After the type: a separator and the organ. ``firm`` says that a separator stood before the type."""
        if gap := _STRONG.match(self.text, pos):
            if organ := self._clip(gap.end(), lower=printed.islower()):
                if not firm:
                    mark = "-" if gap[1] == "/" else "/"
                return self._finish(mark, printed, *organ)
        elif firm and (space := _SPACE.match(self.text, pos)):
            organ = self._clip(space.end())
            if organ and _known(self.v, organ[0]):
                return self._finish(mark, printed, *organ)
        return self._bare(kind, pos) if firm and printed[0].isupper() else None

    def _glued(self, letters: str, start: int, mark: str) -> Located | None:
        """Letters that begin with a type: NQHĐND, or a bare type with a word stuck to it."""
        for cut in range(min(len(letters) - 1, MAX_TYPE), 0, -1):
            kind, rest = _type(self.v, letters[:cut]), letters[cut:]
            if kind is None:
                continue
            if rest[0].islower():
                return self._bare(kind, start + cut) if letters[:cut].isupper() else None
            organ = self._clip(start + cut)
            if organ and _known(self.v, organ[0]):
                return self._finish(mark, letters[:cut], *organ)
        return None

    def _bare(self, kind: DocumentType, end: int) -> Located | None:
        return Located(Symbol(self.number, kind.abbr, (), self.year, None, None), end) if self.named else None

    def _untyped(self, start: int, mark: str) -> Located | None:
        """No type: 98/2023/QH15, 6383/BNV-TCBC, or after a type word 100/TTg."""
        organ = self._clip(start, joints=False)
        if organ is None:
            return None
        code, end = organ
        known = _known(self.v, code)
        if self.year and assembly_code(code, self.v):
            return Located(self._symbol(code, None, None, mark), end)
        unit = _UNIT.match(self.text, end) if mark == "/" and not self.year else None
        if unit and (known or self.named) and (known or not _known(self.v, unit[1])):
            return Located(self._symbol(code, "CV", unit[1], mark), unit.end())
        if unit is None and self.named:
            return Located(self._symbol(code, None, None, mark), end)
        return None

    def _symbol(self, code: str, kind: str | None, unit: str | None, mark: str) -> Symbol:
        text = format_symbol(self.number, kind, code, self.year, unit, hyphen=False, v=self.v)
        if kind is None and mark == "-" and not self.year:
            text = f"{self.number}-{code}"  # 20-CP: the decrees of the nineties
        return Symbol(self.number, kind, (code,), self.year, unit, text)

    def _clip(self, at: int, *, lower: bool = False, joints: bool = True) -> tuple[str, int] | None:
        """The organ code printed at ``at`` and where it ends: free of glued words and footnote digits."""
        found = _LETTERS.match(self.text, at)
        if found is None:
            return None
        letters = found.group()
        if letters.islower():
            return (letters, found.end()) if lower and _known(self.v, letters) else None
        code = self._known_prefix(letters, at) or self._capitals(letters, at)
        if code is None:
            return None
        end = at + len(code)
        if digits := _DIGITS.match(self.text, end):
            numbered = code + digits.group()
            if assembly_code(numbered, self.v) or _known(self.v, numbered):
                code, end = numbered, digits.end()
        for _ in range(4 if joints else 0):
            joint = _JOINT.match(self.text, end)
            if joint is None:
                break
            code, end = f"{code}-{joint[1]}", joint.end()
        return code, end

    def _known_prefix(self, letters: str, at: int) -> str | None:
        """The longest known code at the front; what follows it must be a glued word, not more of a code."""
        if not letters[0].isupper():
            return None
        dotted = _DOTTED.match(self.text, at)
        if dotted and _known(self.v, dotted.group()):
            return dotted.group()
        for cut in range(len(letters), 1, -1):
            if (cut == len(letters) or letters[cut].islower()) and _known(self.v, letters[:cut]):
                return letters[:cut]
        return None

    def _capitals(self, letters: str, at: int) -> str | None:
        """A code nobody has told us of: a run of capitals that is no part of a word in capitals."""
        run = _CAPITALS.match(letters)
        if run is None or self.text[at + run.end() : at + run.end() + 1].isupper():
            return None
        return run.group().rstrip("&")

    def _finish(self, mark: str, printed: str, organ: str, end: int) -> Located | None:
        if self.year:
            clean = f"{self.number}/{self.year}/{printed}-{organ}"
        else:
            clean = f"{self.number}{mark}{printed}{'/' if mark == '-' else '-'}{organ}"
        symbol = _parse(self.v, clean)
        if symbol is None:
            kind = _type(self.v, printed)
            symbol = self._symbol(organ, kind.abbr if kind else None, None, mark)
        return Located(symbol, end)


@lru_cache(maxsize=4096)
def _parse(vocabulary: Vocabulary, printed: str) -> Symbol | None:
    return parse_symbol(printed, vocabulary)


@lru_cache(maxsize=4096)
def _type(vocabulary: Vocabulary, letters: str) -> DocumentType | None:
    return vocabulary.type(letters) if len(letters) <= MAX_TYPE else None


@lru_cache(maxsize=4096)
def _known(vocabulary: Vocabulary, code: str) -> bool:
    return fold(code) == "tu" or vocabulary.organ(code) is not None
