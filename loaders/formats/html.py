"""HTML -> the main text of the page and what the page says of itself."""

from __future__ import annotations

from graph_schema.errors import UnreadableSource
from loaders.formats.article import article_lines, headline
from loaders.formats.contents import Contents
from loaders.formats.page import about
from loaders.formats.tree import parse, visible


def read_html(html: str, name: str) -> Contents:
    """The article of a page, or all of its text (with a remark) when no article stands out. Raises UnreadableSource
    for a page nested too deep or without visible text."""
    page = parse(html, name)
    tree = visible(page.body) if page.body is not None else None
    told = about(page, headline(tree) if tree else None)
    lines, found = article_lines(tree, told.title) if tree else ([], True)
    if not any(lines):
        raise UnreadableSource(
            f"{name} shows no text: its content may be built by a script. Open it in a browser and save its text.",
            name=name,
        )
    remarks = () if found else (f"{name}: no article stands out on the page; all of its text was read",)
    return Contents("html", text="\n".join(lines), about=told, remarks=remarks)
