"""What an official text says it is about: the title below its type line, or the words after "V/v" of a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph_schema.vocabulary import Vocabulary
from loaders.cells import RULE, Cell, Kind
from loaders.issuers import read_body
from loaders.mentions import Citation
from loaders.plain import View, loose

LONGEST = 600
"""Code points of the longest title."""
ONE_SENTENCE = 220
"""Code points of the longest title that ends with a full stop; a longer one is the text's first paragraph."""
LINES = 12

_RULE = re.compile(RULE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_OPEN = loose(
    r"(?:(?<!\w)(?:của|về|và|số|ngày|tháng|năm|theo|tại|cho|với|đến|tới|từ|bằng|nhằm|để|các|những|trong|thực hiện"
    r"|ban hành|khóa|giai đoạn|nhiệm kỳ|lần thứ|trung|hội)|[,\-–(])$"
)
_OF = loose(r"của ")
_ABOUT = re.compile(r"[Vv]\s?/\s?[Vv]\s?[:.]?\s{0,3}")
_ISSUED_WITH = re.compile(r"\(? ?(?:duoc )?(?:ban hanh )?kem theo\b")
_TEXT_BEGINS = re.compile(r"\s(?=(?:Căn cứ|Thực hiện|Xét|Theo đề nghị|Kính gửi|Điều 1\.|I\.|1\.)\s)")
_NUMBERED = re.compile(r"(?:[ivx]{1,4}|\d{1,2}|[a-d]) ?[.)\-–/] ?\S|dieu \d|chuong |phan (?:thu|i|1)\b")
_ACTS = loose(
    r"~(?:đã )?(?:ban hành|xây dựng|triển khai|đề ra|yêu cầu|đề nghị|giao|thông báo|báo cáo|hướng dẫn|ra|lập"
    r"|cụ thể)(?!\w)"
)
_MEETING = re.compile(r"(?:tai )?(?:hoi nghi|ky hop) (?:lan )?(?:thu|ban chap hanh)\b")
_BEGINS = loose(r"(?:thực hiện|căn cứ|ngày|trong|sau|nhằm|để|tại|theo|xét|thời gian|như|kể từ|thi hành)(?!\w)")
_FRONT = frozenset((Kind.NUMBER, Kind.DATE, Kind.MOTTO, Kind.UNION, Kind.STAMP, Kind.DRAFT))
_LINES = frozenset((Kind.CAPITALS, Kind.WORDS, Kind.ABOUT, Kind.TYPE))


@dataclass(frozen=True, slots=True)
class Subject:
    """``span`` of the title, None where there is none; ``end``: where the head ends; ``type``: the type line;
    ``issuer``: the span of a body named between them ("CỦA BAN BÍ THƯ")."""

    span: tuple[int, int] | None
    end: int
    type: Cell | None
    issuer: tuple[int, int] | None = None


def read_subject(
    seen: View, lines: Sequence[Cell], start: int, citations: Sequence[Citation], own: str | None, v: Vocabulary
) -> Subject:
    """The title in the cells of a head whose first anchor stands at ``start``; ``own`` is the text's own symbol."""
    after = [c for c in lines if c.start >= start]
    first = next((n for n, c in enumerate(after) if c.kind in (Kind.TYPE, Kind.TO, Kind.RECITAL)), None)
    kind = after[first] if first is not None and after[first].kind is Kind.TYPE else None
    rest = after[first + 1 :] if kind and first is not None else after
    subject = _below(seen, rest, citations, own, v, type=kind)
    letter = _letter(seen, lines, citations, v) if subject.span is None else None
    about = _ABOUT.match(seen.text, letter[0]) if letter else None
    if letter is None or about is None:
        return subject
    return Subject((about.end(), letter[1]), max(letter[1], subject.end), kind)


def _below(
    seen: View,
    rest: Sequence[Cell],
    citations: Sequence[Citation],
    own: str | None,
    v: Vocabulary,
    *,
    type: Cell | None,
) -> Subject:
    end = type.end if type else 0
    issuer: tuple[int, int] | None = None
    taken: list[tuple[int, int]] = []
    for n, cell in enumerate(rest):
        if not taken and cell.kind in _FRONT:
            end = max(end, cell.end)
            continue
        if cell.kind not in _LINES or _is_text(seen, cell) or len(taken) == LINES:
            break
        a, b = cell.start, cell.end
        if not taken:
            if of := _OF.match(seen.low, a, b):
                if (body := read_body(seen, of.end(), b, v)) is not None:
                    issuer, a = (of.end(), body), _after_own(seen, body, b, citations, own)
                    if a >= b:
                        end = b
                        continue
            elif cell.kind is Kind.CAPITALS and read_body(seen, a, b, v) == b:
                break  # the authority that speaks below the title: no title was printed
            if cell.kind is Kind.WORDS and type is None:
                break
            if _MEETING.match(cell.bare):
                end = b
                continue
        elif not _goes_on(seen, taken[-1], rest[n:], citations, v):
            break
        if cut := _TEXT_BEGINS.search(seen.text, a, b):
            taken.append((a, cut.start()))
            break
        taken.append((a, b))
    span = (taken[0][0], min(taken[-1][1], taken[0][0] + LONGEST)) if taken else None
    if span is None or _is_preamble(seen, span, v):
        return Subject(None, end, type, issuer)
    return Subject(span, span[1], type, issuer)


def _is_text(seen: View, cell: Cell) -> bool:
    """Whether the text itself begins here: a numbered section, or the bracket that says what an annex was issued
    with."""
    return _NUMBERED.match(cell.bare) is not None or _ISSUED_WITH.match(cell.bare) is not None


def _after_own(seen: View, at: int, end: int, citations: Sequence[Citation], own: str | None) -> int:
    """Past the text's own symbol and day: "CỦA CHÍNH PHỦ SỐ 61/1998/NĐ-CP NGÀY 15 THÁNG 8 NĂM 1998 VỀ ..."."""
    again = next((c for c in citations if at <= c.start <= at + 10 and c.facts.symbol == own), None) if own else None
    at = again.core if again else at
    while at < end and not seen.text[at].isalnum():
        at += 1
    return at


def _goes_on(
    seen: View, before: tuple[int, int], rest: Sequence[Cell], citations: Sequence[Citation], v: Vocabulary
) -> bool:
    """Whether the first of some lines goes on with the title: broken inside a sentence, or the last line before a rule
    or a recital; and no rule or empty line between."""
    cell = rest[0]
    gap = seen.text[before[1] : cell.start]
    shouted = seen.text[before[0] : before[1]].isupper()
    capitals = seen.text[cell.start : cell.end].isupper()
    ended = seen.text[before[1] - 1] in ".;:"
    small = not ended and seen.text[cell.start].islower()
    if _RULE.search(gap) or "|" in gap or ended or seen.text[cell.start] in "-–+•*":
        return False
    if _EMPTY_LINE.search(gap) and not (shouted and capitals) and not small:
        return False
    if capitals:
        return shouted and read_body(seen, cell.start, cell.end, v) != cell.end
    if not seen.text[cell.start].isupper():
        return True
    if _OPEN.search(seen.low, before[0], before[1]):
        return True
    if any(c.start < before[1] and cell.start < c.core for c in citations):
        return True
    return len(rest) > 1 and not _BEGINS.match(seen.low, cell.start) and _is_last(seen, cell, rest[1])


def _is_last(seen: View, cell: Cell, following: Cell) -> bool:
    """Whether the title plainly ends with a line: it is no sentence, and a rule, an empty line or a recital follows."""
    if seen.text[cell.end - 1] in ".;:," or cell.end - cell.start > LONGEST // 4:
        return False
    gap = seen.text[cell.end : following.start]
    return bool(_RULE.search(gap) or _EMPTY_LINE.search(gap)) or following.kind is Kind.RECITAL


def _is_preamble(seen: View, span: tuple[int, int], v: Vocabulary) -> bool:
    """Whether the words below the type line are the text's first sentence: it ends, or somebody acts in it."""
    text = seen.text[slice(*span)]
    if text.isupper() or seen.low.startswith(("về ", "v/v"), span[0]):
        return False
    if text.rstrip().endswith((";", ":")) or (len(text) > ONE_SENTENCE and text.rstrip().endswith(".")):
        return True
    if text.rstrip().endswith(".") and _BEGINS.match(seen.low, span[0]):
        return True
    for comma in re.finditer(r",\s{1,3}", text):
        at = span[0] + comma.end()
        end = read_body(seen, at, span[1], v)
        if end is not None and _ACTS.match(seen.low, end, span[1]):
            return True
    return False


def _letter(seen: View, lines: Sequence[Cell], citations: Sequence[Citation], v: Vocabulary) -> tuple[int, int] | None:
    """The lines that begin with "V/v"."""
    at = next((n for n, c in enumerate(lines) if c.kind is Kind.ABOUT), None)
    if at is None:
        return None
    start, last = lines[at].start, (lines[at].start, lines[at].end)
    for n in range(at + 1, min(len(lines), at + LINES)):
        cell = lines[n]
        if cell.kind not in (Kind.WORDS, Kind.CAPITALS) or _is_text(seen, cell) or cell.end - start > LONGEST:
            break
        if seen.text[last[1] - 1] == "." or not _goes_on(seen, last, lines[n:], citations, v):
            break
        last = (cell.start, cell.end)
    return start, last[1]
