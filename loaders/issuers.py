"""Where the name of a body begins and ends in running text.

Vietnamese writes "Ban Thường vụ Tỉnh ủy thực hiện ..." without any mark between name and verb. A name goes on while the
next word is capitalised, or follows the word before it in some name the vocabulary holds ("Bí thư", "nhân dân tỉnh"),
or spells a province.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph_schema.bodies import recognise
from graph_schema.folding import canonical, fold, words
from graph_schema.vocabulary import Vocabulary
from loaders.plain import View, loose

_OF = loose(r" của ")
_CENTRE = re.compile(
    r"^(?:thuong truc )?(?:bo chinh tri|ban bi thu)(?! trung uong doan)"
    r"|^(?:ban chap hanh|bch) ?(?:trung ?uong|t\.u|tw)(?! doan)|^trung uong(?: dang)?$"
)
MAX_WORDS = 24
"""Words of the longest body name followed."""

_TOKEN = re.compile(r"[^\s,;:()\[\]“”\"'|.…]+(?:\.[^\s,;:()\[\]“”\"'|.…]+)*")
_GAP = re.compile(r"[ \t]{0,3}(?:\n[ \t]{0,3}){0,2}")
_SOFT = re.compile(r"\s?[,\-–&]\s{1,2}|\s[-–]\s")
# Words before a name that belong to it: an office, or a kind of unit no vocabulary entry begins with.
_OFFICES = (
    "Giám đốc Sở", "Giám đốc các Sở", "Chủ tịch Ủy ban nhân dân", "Chủ tịch UBND", "Chủ tịch Hội đồng nhân dân",
    "Chủ tịch HĐND", "Bộ trưởng Bộ", "Chánh Văn phòng", "Thường trực HĐND", "Thường trực Hội đồng nhân dân",
    "Tổ công tác đặc biệt", "Hội đồng Bộ trưởng", "Tiểu ban", "Tổng cục Chính trị", "Đảng ủy Quân khu", "Đảng bộ tỉnh",
    "Đảng bộ", "Đảng ủy phường", "Đảng ủy xã", "Viện kiểm sát nhân dân", "Ban Chỉ đạo Trung ương", "Ban Chỉ đạo",
    "Ủy ban nhân dân huyện", "Ban cán sự đảng", "Hội đồng nhân dân thành phố", "liên bộ", "Tòa án nhân dân",
    "Ủy ban nhân dân Thành phố", "Tỉnh ủy", "Huyện ủy", "Thành ủy", "Bộ Thương mại", "Bộ Văn hóa", "Ngân hàng",
    "Công an tỉnh", "Công an thành phố", "Mặt trận Tổ quốc", "Liên đoàn Lao động", "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ", "Tỉnh đoàn", "Trung ương Đảng Cộng sản Việt Nam", "Hội Cựu chiến binh",
    "Cục", "Vụ", "Văn phòng", "Ủy ban", "Hội đồng", "Ban", "Bộ", "Sở",
)  # fmt: skip
_LOCAL_KINDS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu", "TP")
_AFTER_LOCAL = ("nhân dân", "Đảng bộ", "HĐND", "UBND", "Đảng ủy", "trực thuộc", "Ban Chỉ đạo")
_KINDS = ("tinh ", "thanh pho ", "tp ")
_UNKNOWN_HEADS = frozenset(
    "ban bo so cuc vu uy hoi van tieu to tong vien toa doan lien dang mat cong ngan quan khoi chi".split()
)
_STOPS = frozenset("về ngày khóa thực triển hướng tổng số quy nghị chỉ kết kế đề nhiệm năm tại theo căn".split())
_CITY = loose(r"thành (?:phố|ủy|đoàn|viên|lập)(?!\w)")
_ISSUES = re.compile(r"ban\s{1,3}hành(?!\w)")
_GAP_IN_PLACE = re.compile(r"\s{0,3}[-–]\s{0,3}|\s{1,3}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded words of body names: which follow which (``soft``: across a comma or dash), which pairs begin a name, and
    the provinces."""

    pairs: frozenset[tuple[str, str]]
    soft: frozenset[tuple[str, str]]
    starts: frozenset[tuple[str, str]]
    glued: frozenset[str]
    places: frozenset[tuple[str, ...]]
    longest_place: int


@lru_cache(maxsize=4)
def lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of a vocabulary's bodies, organs and provinces."""
    # "Ban Chỉ đạo Trung ương về tổng kết ...": a name of a body ends where its subject begins.
    names = [words(n.split(" về ")[0]) for n in _names(vocabulary)]
    pairs = {p for name in names for p in pairwise(name)}
    local = [words(k) for k in _LOCAL_KINDS]
    pairs |= {p for k in local for p in pairwise(k)}
    pairs |= {(words(a)[-1], k[0]) for a in _AFTER_LOCAL for k in local}
    soft = {
        (words(left)[-1], words(right)[0])
        for n in _names(vocabulary)
        for left, right in pairwise(re.split(r",|&| - ", n))
    }
    places = frozenset(words(n) for p in vocabulary.provinces for n in (p.name, *p.aliases))
    return Lexicon(
        pairs=frozenset(pairs),
        soft=frozenset(soft),
        starts=frozenset((n[0], n[1]) for n in names if len(n) > 1),
        glued=frozenset(a + b for a, b in pairs),
        places=places,
        longest_place=max(map(len, places)),
    )


def _names(v: Vocabulary) -> Iterable[str]:
    for b in v.bodies:
        # A body named after the resolution it reviews would let any name run on into a citation.
        if not re.search(r"\d", b.name):
            yield from (b.name, *b.aliases)
            yield b.city or b.name
    yield from (o.name for o in v.organs if not re.search(r"\d", o.name))
    yield from _OFFICES


def read_body(view: View, at: int, limit: int, vocabulary: Vocabulary) -> int | None:
    """Where the body name that begins exactly at ``at`` ends, at most at ``limit``; None when none begins there."""
    lex = lexicon(vocabulary)
    token = _TOKEN.match(view.text, at, limit)
    if token is None:
        return None
    first, second = view.bare[token.start() : token.end()], _next(view, token.end(), limit)
    following = view.bare[second.start() : second.end()] if second else ""
    shouted = token.group().isupper() and (second is None or second.group().isupper())
    if first not in lex.glued and (first, following) not in lex.starts:
        proper = token.group()[0].isupper() and second is not None and second.group()[0].isupper()
        if first not in _UNKNOWN_HEADS or not proper or shouted:
            return None
    end, last = token.end(), first
    for _ in range(MAX_WORDS):
        step = _step(view, end, limit, last, lex, shouted)
        if step is None:
            break
        end, last = step
    return end


def _next(view: View, at: int, limit: int) -> re.Match[str] | None:
    gap = _GAP.match(view.text, at, limit)
    return _TOKEN.match(view.text, gap.end(), limit) if gap and gap.end() > at else None


def _step(view: View, end: int, limit: int, last: str, lex: Lexicon, shouted: bool) -> tuple[int, str] | None:
    """The next word of the name: its end and its folded form."""
    soft = _SOFT.match(view.text, end, limit)
    token = _TOKEN.match(view.text, soft.end(), limit) if soft else _next(view, end, limit)
    if token is None or token.start() == end:
        return None
    word = view.bare[token.start() : token.end()]
    if word == "ban" and _ISSUES.match(view.low, token.start()):
        return None
    if word == "thanh" and not _CITY.match(view.low, token.start()) and token.group().islower():
        return None  # "cụ thể hóa Nghị quyết ... của Tỉnh ủy thành Chương trình"
    if soft:
        joint = (last, word) == ("tri", "ban") and view.bare.startswith(" bi thu", token.end())
        joined = joint or (last, word) in lex.soft or (word.startswith("ptnt") and "&" in soft.group())
        return (token.end(), word) if joined else None
    if (last, word) in lex.pairs and not (word == "va" and not _goes_on(view, token.end(), limit, word, lex)):
        return token.end(), word
    if place := _province(view, token, limit, lex):
        return place
    if word == "va" or (last == "dao" and word == "cua"):
        return (token.end(), word) if _begins_body(view, token.end(), limit, lex) else None
    if last == "dao" and word.isdigit():
        return token.end(), word  # "Ban Chỉ đạo 35"
    capital = token.group()[0].isupper()
    if capital and not shouted and view.low[token.start() : token.end()] not in _STOPS:
        return token.end(), word
    return (token.end(), word) if capital and word in lex.glued else None


def _goes_on(view: View, at: int, limit: int, word: str, lex: Lexicon) -> bool:
    token = _next(view, at, limit)
    return bool(token) and (word, view.bare[token.start() : token.end()]) in lex.pairs  # type: ignore[union-attr]


def _begins_body(view: View, at: int, limit: int, lex: Lexicon) -> bool:
    first = _next(view, at, limit)
    second = _next(view, first.end(), limit) if first else None
    if first is None or second is None or not first.group()[0].isupper():
        return False
    return (view.bare[first.start() : first.end()], view.bare[second.start() : second.end()]) in lex.starts


def _province(view: View, token: re.Match[str], limit: int, lex: Lexicon) -> tuple[int, str] | None:
    """A province, with or without "tỉnh" or "thành phố" before its name."""
    kind = next((k for k in _KINDS if view.bare.startswith(k, token.start())), "")
    return _place(view, token.start() + len(kind), limit, lex) or (
        _place(view, token.start(), limit, lex) if kind else None
    )


def _place(view: View, at: int, limit: int, lex: Lexicon) -> tuple[int, str] | None:
    """The end of the province whose name begins at ``at``, the longest; its words must be capitalised."""
    spoken: list[str] = []
    best, pos = None, at
    for _ in range(lex.longest_place):
        token = _TOKEN.match(view.text, pos, limit)
        if token is None or not token.group()[0].isupper():
            break
        spoken += words(token.group())
        if tuple(spoken) in lex.places:
            best = (token.end(), spoken[-1])
        gap = _GAP_IN_PLACE.match(view.text, token.end(), limit)
        if gap is None:
            break
        pos = gap.end()
    return best


def place_at(view: View, at: int, vocabulary: Vocabulary) -> str | None:
    """The province whose name begins exactly at ``at``, as a slug."""
    found = _place(view, at, len(view.text), lexicon(vocabulary))
    return vocabulary.place(view.text[at : found[0]]) if found else None


def body_before(view: View, end: int, floor: int, vocabulary: Vocabulary) -> int | None:
    """Where the longest body name begins that ends exactly at ``end``; looks back to ``floor`` at most."""
    starts = [t.start() for t in _TOKEN.finditer(view.text, max(floor, end - 160), end)]
    for start in starts[-MAX_WORDS:]:
        if read_body(view, start, end, vocabulary) == end:
            return start
    return None


def issuer_after(view: View, at: int, vocabulary: Vocabulary) -> str | None:
    """The body that "của" right after ``at`` names."""
    of = _OF.match(view.low, at)
    end = read_body(view, of.end(), min(len(view.text), of.end() + 120), vocabulary) if of else None
    return body_name(view.text[of.end() : end]) if of and end else None


def body_name(written: str) -> str:
    """A name as written, its line breaks and runs of spaces made single spaces."""
    return " ".join(canonical(written).split())


@lru_cache(maxsize=4096)
def organ_of_body(name: str, vocabulary: Vocabulary) -> str | None:
    """The organ code a body's documents bear, as far as its name alone says."""
    return recognise(name, place=None, vocabulary=vocabulary).organ


@lru_cache(maxsize=4096)
def is_central(name: str) -> bool:
    """Whether the name is the Central Committee's, the Politburo's or the Secretariat's."""
    return _CENTRE.search(fold(name)) is not None
