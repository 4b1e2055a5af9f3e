"""HTML -> a plain tree of what can be seen, parsed the way browsers do (Lexbor), and its blocks of text.

Everything walks without recursion: a page may nest as deep as ``DEPTH``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph_schema.errors import UnreadableSource
from graph_schema.folding import fold

DEPTH = 2_000
"""Open elements inside each other; parsing costs their square. Careless pages reach a few hundred."""

DROPPED = frozenset(
    "script style noscript template nav aside footer button select option optgroup input textarea iframe svg canvas "
    "video audio object embed map menu dialog datalist head link meta title math picture img".split()
)
BLOCKS = frozenset(
    "html body main article section header div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th "
    "caption blockquote pre figure figcaption address form fieldset center details summary hr".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# An element whose end tag may be left out is no level of nesting by itself.
_OPTIONAL = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup colgroup rp rt html head body".split())
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})(?=[\s/>])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_NONE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden")
_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a stretch of text (``tag`` is "")."""

    tag: str
    parent: Node | None
    text: str = ""
    names: str = ""  # words of class and id: -box-tin-lien-quan-
    prop: str = ""  # itemprop and role
    children: list[Node] = field(default_factory=list)
    dropped: bool = False  # a box that is no part of the article


def parse(html: str, name: str) -> LexborHTMLParser:
    """The page as parsed. Raises UnreadableSource for one nested so deep that parsing would not end."""
    depth = nesting(html)
    if depth > DEPTH:
        raise UnreadableSource(
            f"{name}: its tags are nested {depth:,} deep; the limit is {DEPTH:,}. Open it in a browser and save "
            "its text.",
            name=name,
            depth=depth,
        )
    return LexborHTMLParser(html)


def nesting(html: str) -> int:
    """How deep tags are open inside each other, at most; in one pass over the text."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name in _VOID or name in _OPTIONAL:
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def visible(body: LexborNode) -> Node:
    """The elements and texts below ``body`` that a reader sees."""
    root = Node("body", None)
    at: Node = root  # the copy of node's parent
    node: LexborNode | None = body.first_child
    while node is not None:
        kept = _copy(node, at)
        child = node.first_child if kept is not None and kept.tag else None
        if kept is not None and child is not None:
            at, node = kept, child
            continue
        following = node.next
        while following is None:
            above = node.parent
            if above is None or at.parent is None or above.mem_id == body.mem_id:  # == would compare their markup
                return root
            node, at = above, at.parent
            following = node.next
        node = following
    return root


def _copy(node: LexborNode, parent: Node) -> Node | None:
    if node.is_text_node:
        child = Node("", parent, text=node.text_content or "")
    elif not node.is_element_node:
        return None
    else:
        tag = node.tag or ""
        attributes = node.attributes
        if tag in DROPPED or _is_hidden(attributes):
            return None
        words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:1000]
        prop = f"{attributes.get('itemprop') or ''} {attributes.get('role') or ''}"[:200]
        child = Node(tag, parent, names=_words(words), prop=prop)
    parent.children.append(child)
    return child


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_NONE.search((attributes.get("style") or "")[:500].lower()))
    )


def _words(text: str) -> str:
    return "" if text == " " else f"-{_NO_WORD.sub('-', fold(_CAMEL.sub('-', text))).strip('-')}-"


def walk(root: Node) -> Iterator[tuple[Node, bool]]:
    """Every node below and with ``root`` that is not dropped, in order: (node, True) on the way in, (node, False) on
    the way out of an element."""
    stack: list[tuple[Node, bool]] = [(root, True)]
    while stack:
        node, entering = stack.pop()
        if node.dropped:
            continue
        yield node, entering
        if entering and node.tag:
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.children))


@dataclass(slots=True, eq=False)
class Block:
    """A stretch of text between two block borders. ``home`` is the block element it stands in; ``linked`` counts its
    characters inside links."""

    text: str
    home: Node
    linked: int

    @property
    def words(self) -> int:
        """Characters outside links."""
        return max(len(self.text) - self.linked, 0)


def blocks(steps: Iterable[tuple[Node, bool]]) -> list[Block]:
    """The blocks of text that a walk passes, white space as a browser shows it; ``<br>`` ends a block."""
    out: list[Block] = []
    parts: list[str] = []
    homes: list[Node] = []
    linked, links, pre = 0, 0, 0

    def close() -> None:
        nonlocal linked
        if not parts:
            return
        text = "".join(parts) if pre else _SPACES.sub(" ", "".join(parts))
        lines = text.split("\n") if pre else [text]
        out.extend(Block(stripped, homes[-1], linked) for line in lines if (stripped := line.strip()))
        parts.clear()
        linked = 0

    for node, entering in steps:
        if not homes:
            homes.append(node)  # whatever the walk begins with
        if not node.tag:
            parts.append(node.text)
            linked += len(" ".join(node.text.split())) if links else 0
        elif node.tag == "br":
            if entering:
                close()
        elif node.tag in BLOCKS:
            close()
            if entering:
                homes.append(node)
            else:
                homes.pop()
            pre += 0 if node.tag != "pre" else 1 if entering else -1
        elif node.tag == "a":
            links += 1 if entering else -1
        elif node.tag == "sup" and entering and _is_note(node, links):
            node.children.clear()
    close()
    return out


def _is_note(sup: Node, links: int) -> bool:
    """A footnote's mark, which is no part of the word it follows: "18-NQ/TW[1]"."""
    text = "".join(n.text for n, entering in walk(sup) if entering).strip("[]() \n\t")
    linked = links > 0 or any(n.tag == "a" for n, _ in walk(sup))
    return linked and text.isdigit()
