"""The text of an article out of a page's tree: what a reader came for, without menus, related stories and comments.

The article is the smallest element that holds nearly all of the page's running text. Boxes are told by their names
(class and id, Vietnamese or English) and by being made of links; nothing here knows any one site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from graph_schema.folding import fold
from loaders.formats.lines import row_lines
from loaders.formats.tree import BLOCKS, Block, Node, blocks, walk

ENOUGH = 200
"""Characters below which a find is no article; then the whole page is read."""
SENTENCE = 40
"""Characters outside links from which a block counts as running text."""
SHARE = 0.7
"""Of the running text of an element: a child with this share holds the article."""
LINKED = 0.75
"""Share of linked characters from which a block is a list of links."""

_PARAGRAPHS = frozenset("p li pre blockquote h1 h2 h3 h4 h5 h6 dd dt".split())
# Words inside names that are distinctive even when they are glued: tinlienquan, articlerelate.
_GLUED = (
    "lienquan relate binhluan comment breadcrumb tinkhac baikhac quangcao cungchuyenmuc cungchude docthem xemthem "
    "docnhieu xemnhieu tinmoi sidebar newsletter disqus recommend pagination copyright tinnong sponsor advert"
).split()
# Words that must stand alone.
_ALONE = (
    "lq|ads?|banner|tags?|taglist|tukhoa|keywords?|menu|nav|navbar|share|sharing|social|follow|vote|rating|rate|pager|popup|"
    "modal|toolbar|tools?|print|cookie|footer|foot|bottom|hotline|login|search|trending|popular|suggest|mostread|mostview|"
    "bv-lien-quan|lien-quan|binh-luan|y-kien|tin-khac|bai-khac|quang-cao|cung-chuyen-muc|cung-chu-de|doc-them|xem-them|"
    "doc-nhieu|xem-nhieu|tin-moi|tin-nong|tu-khoa|chia-se|more-news|other-news|link-news|luot-xem|danh-gia|skip-link"
)
_CHROME = re.compile(rf"-(?:{_ALONE})-|{'|'.join(_GLUED)}")
_LEAD = re.compile(
    r"-(?:sapo|lead|leading|chapeau|tomtat|tom-tat|abstract|summary|description|desc|excerpt|intro|sub-?title)-"
)
# What stands over a box of links, and what introduces one link inside the text.
_LABEL = re.compile(
    r"(?:>{1,3} ?)?(?:cac )?(?:tin|bai(?: viet)?|xem|doc|tin tuc|video|chu de|su kien|tags?|tu khoa)(?: bai)? "
    r"(?:lien quan|khac|them|moi(?: hon| nhat)?|cu hon|cung chuyen muc|cung chu de|nhieu nhat|noi bat)\b.{0,40}"
    r"|(?:ban doc |y kien )?(?:binh luan|y kien ban doc|phan hoi)(?: ?\(\d{1,5}\))?|chia se(?: bai viet)?"
    r"|in bai viet|gui email|tu khoa|tags?|luot xem.{0,20}|quay lai|ve dau trang|tro lai"
)
_POINTER = re.compile(r">{1,3}|(?:xem|doc) them\b|tin lien quan\b|bai lien quan\b")


def article_lines(body: Node, title: str | None = None) -> tuple[list[str], bool]:
    """The lines of the article in a page, headline first, and whether one was found; without one, all of the page.
    ``title`` is what the page calls itself: it tells the headline where no heading does."""
    steps = list(walk(body))
    everything = blocks(steps)
    running = _running(steps, everything)
    chrome = _chrome(steps)
    _set_dropped(chrome, True)
    kept_steps = list(walk(body)) if chrome else steps
    kept = _running(kept_steps, blocks(kept_steps))
    if _mass(kept, body) < 0.2 * _mass(running, body):
        _set_dropped(chrome, False)  # the page's own frame is named like a box
        kept_steps, kept = steps, running
    main = _main(kept_steps, kept)
    lines = _lines(main, blocks(walk(main)))
    if sum(map(len, lines)) < ENOUGH and sum(len(b.text) for b in everything) > 2 * ENOUGH:
        _set_dropped(chrome, False)
        return _lines(body, everything, keep_links=True), False
    return [*_above(kept_steps, main, lines, title), *lines], True


def headline(body: Node) -> str | None:
    """The page's one first-level heading, or None."""
    found = {_text(n) for n, entering in walk(body) if entering and n.tag == "h1"} - {""}
    return found.pop() if len(found) == 1 else None


def _text(node: Node) -> str:
    return " ".join(b.text for b in blocks(walk(node)))


# ------------------------------------------------------------------ boxes

Steps = Sequence[tuple[Node, bool]]
"""A walk through the page, as ``tree.walk`` makes it."""


def _chrome(steps: Steps) -> list[Node]:
    """The elements named like a box. What holds the headline or the article is its frame, whatever it is called."""
    frame: set[Node] = set()
    named: list[Node] = []
    for node, entering in steps:
        if not entering or not node.tag:
            continue
        if node.names and _CHROME.search(node.names):
            named.append(node)
        if node.tag in ("h1", "main", "article") or "articleBody" in node.prop:
            at: Node | None = node
            while at is not None and at not in frame:
                frame.add(at)
                at = at.parent
    return [node for node in named if node not in frame]


def _set_dropped(nodes: Sequence[Node], dropped: bool) -> None:
    for node in nodes:
        node.dropped = dropped


# ------------------------------------------------------------------ where the running text is

Running = Mapping[Node, tuple[int, int]]
"""Of an element: characters and blocks of running text in it and below."""


def _running(steps: Steps, found: Sequence[Block]) -> Running:
    own: dict[Node, tuple[int, int]] = {}
    for block in found:
        if block.words >= SENTENCE and block.linked < 0.5 * len(block.text):
            characters, count = own.get(block.home, (0, 0))
            own[block.home] = characters + block.words, count + 1
    for node, entering in steps:
        if not entering and node.parent is not None and node in own:
            characters, count = own.get(node.parent, (0, 0))
            own[node.parent] = characters + own[node][0], count + own[node][1]
    return own


def _mass(running: Running, node: Node) -> int:
    return running.get(node, (0, 0))[0]


def _main(steps: Steps, running: Running) -> Node:
    """The smallest element with nearly all of the running text that is more than one paragraph."""
    marked: list[Node] = []
    articles: list[Node] = []
    for node, entering in steps:
        if entering and "articleBody" in node.prop:
            marked.append(node)
        elif entering and node.tag == "article":
            articles.append(node)
    at = steps[0][0]
    if marked and _mass(running, best := max(marked, key=lambda n: _mass(running, n))) >= ENOUGH:
        return best
    half = 0.5 * _mass(running, at)
    if articles and _mass(running, best := max(articles, key=lambda n: _mass(running, n))) >= half:
        at = best
    while at.children:
        best = max(at.children, key=lambda n: _mass(running, n))
        characters, count = running.get(best, (0, 0))
        if best.tag in _PARAGRAPHS or count < 2 or characters < SHARE * _mass(running, at):
            break
        at = best
    return at


# ------------------------------------------------------------------ lines


def _lines(main: Node, found: Sequence[Block], *, keep_links: bool = False) -> list[str]:
    """The text of blocks below ``main``, rows of a table as lines, links that lead elsewhere left out."""
    lines: list[str] = []
    rows: dict[Node, tuple[Node, Node] | None] = {}
    wanted = [b for b in found if keep_links or not _leads_elsewhere(b)]
    for row, group in groupby(wanted, key=lambda b: (_row_of(b.home, main, rows) or (None,))[0]):
        if row is None:
            lines += [b.text for b in group]
            continue
        cells: dict[Node, list[str]] = {c: [] for c in row.children if c.tag in ("td", "th")}
        for b in group:
            _, cell = rows[b.home] or (row, row)
            cells.setdefault(cell, []).append(b.text)
        lines += row_lines(list(cells.values()))
    return lines


def _row_of(home: Node, main: Node, known: dict[Node, tuple[Node, Node] | None]) -> tuple[Node, Node] | None:
    """The table row and the cell that a block element stands in, inside ``main``."""
    path: list[Node] = []
    answer: tuple[Node, Node] | None = None
    at: Node | None = home
    while at is not None and at is not main and at.tag != "tr":
        if at in known:
            answer = known[at]
            break
        path.append(at)
        if at.tag in ("td", "th") and at.parent is not None and at.parent.tag == "tr":
            answer = (at.parent, at)
            break
        at = at.parent
    known.update(dict.fromkeys(path, answer))
    return answer


def _leads_elsewhere(block: Block) -> bool:
    if block.home.tag == "h1":
        return False
    if block.linked >= LINKED * len(block.text):
        return block.linked > 0
    start = fold(block.text[:80])
    return bool(_LABEL.fullmatch(start.strip(" :.|-")) or (block.linked and _POINTER.match(start)))


def _above(steps: Steps, main: Node, lines: Sequence[str], title: str | None) -> list[str]:
    """The headline and the lead where they stand before the article's element."""
    held = {" ".join(fold(line).split()) for line in lines}
    wanted = " ".join(fold(title or "").split())
    above: list[str] = []
    for at, entering in steps:
        if at is main:
            break
        if not entering or at.tag not in BLOCKS:
            continue
        is_lead = bool(above) and bool(_LEAD.search(at.names))
        if not (at.tag == "h1" or is_lead or (not above and wanted and _is_short(at))):
            continue
        text = _text(at)
        folded = " ".join(fold(text).split())
        if folded in held or not text or not (at.tag == "h1" or is_lead or folded == wanted):
            continue
        held.add(folded)
        above.append(text)
    return above


def _is_short(node: Node) -> bool:
    """An element that may be a headline: text and inline elements alone."""
    return 0 < len(node.children) <= 5 and all(c.tag not in BLOCKS for c in node.children)
