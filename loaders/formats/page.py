"""What a page says of itself in its head: title, publisher, date, address. Nobody vouches for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from graph_schema.folding import fold
from loaders.formats.contents import About

HERE = timezone(timedelta(hours=7))
"""Vietnam: the day an article appeared is a day there."""

_TITLES = ("og:title", "twitter:title", "dc.title", "title")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "pubdate", "publish-date", "publishdate",
    "dc.date.issued", "dc.date", "dcterms.created", "date", "article:published", "parsely-pub-date",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "dc.publisher", "article:publisher_name", "application-name", "copyright")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)? ?(Z|[+-]\d\d:?\d\d)?)?")
_DAY = re.compile(r"(?<![\d/.-])(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?((?:19|20)\d\d)(?!\d)")
_MIDDAY = re.compile(r"\d ?[AP]M\b", re.IGNORECASE)
_DATED = re.compile(
    r"-(?:date|time|datetime|pubdate|publish|published|post-date|ngay-dang|ngay|thoi-gian|postdate|meta)-"
)
_NAMED = re.compile(
    r"(?:ngay (?:dang|cap nhat|xuat ban)|dang luc|cap nhat(?: luc)?|thu (?:hai|ba|tu|nam|sau|bay)|chu nhat)\b"
)
_SEPARATORS = re.compile(r" [|–—-] | » |::")
_KINDS = ("NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "WebPage", "LegalDocument")
_LONGEST = 500
_BOXES = frozenset(("div", "p", "table", "ul", "section"))


def about(page: LexborHTMLParser, headline: str | None) -> About:
    """What the page states of itself; ``headline`` is its one first-level heading, if it has one."""
    meta = _meta(page)
    data = _linked_data(page)
    canonical = page.css_first("link[rel=canonical]")
    url = _address(meta.get("og:url")) or _address(canonical.attributes.get("href") if canonical else None)
    publisher = _plain(_name(data.get("publisher"))) or next((v for k in _PUBLISHERS if (v := meta.get(k))), None)
    title = _plain(data.get("headline")) or next((v for k in _TITLES if (v := meta.get(k))), None) or headline
    if title is None and (found := page.css_first("title")):
        title = _plain(found.text())
    return About(
        title=_without_site(title, publisher, headline),
        publisher=publisher or ((urlsplit(url).hostname or "").removeprefix("www.") or None if url else None),
        url=url,
        date=_date(data, meta, page),
    )


def _meta(page: LexborHTMLParser) -> Mapping[str, str]:
    out: dict[str, str] = {}
    for node in page.css("meta"):
        key = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        content = _plain(node.attributes.get("content"))
        if key and content:
            out.setdefault(key.strip().lower(), content)
    return out


def _linked_data(page: LexborHTMLParser) -> Mapping[str, Any]:
    """The first article among the page's JSON-LD statements; an article before a mere page."""
    found: list[Mapping[str, Any]] = []
    for node in page.css('script[type="application/ld+json"]')[:20]:
        try:
            stated = json.loads(node.text() or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += [each for each in _objects(stated) if each.get("@type") is not None]
    for kind in _KINDS:
        for each in found:
            types = each["@type"] if isinstance(each["@type"], list) else [each["@type"]]
            if kind in types:
                return each
    return {}


def _objects(stated: Any) -> Iterator[Mapping[str, Any]]:
    for each in stated if isinstance(stated, list) else [stated]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (e for e in graph if isinstance(e, dict)) if isinstance(graph, list) else ()


def _name(stated: Any) -> Any:
    first = stated[0] if isinstance(stated, list) and stated else stated
    return first.get("name") if isinstance(first, dict) else first


def _plain(stated: Any) -> str | None:
    return " ".join(stated.split())[:_LONGEST] or None if isinstance(stated, str) else None


def _address(stated: str | None) -> str | None:
    text = (stated or "").strip()
    return (
        text if text.startswith(("http://", "https://")) and len(text) <= 2000 and not re.search(r"\s", text) else None
    )


def _without_site(title: str | None, publisher: str | None, headline: str | None) -> str | None:
    """The title without the name of the site behind it; a dash inside a title is kept."""
    if title is None:
        return None
    if headline and fold(title).startswith(fold(headline)):
        return headline
    parts = _SEPARATORS.split(title)
    if len(parts) > 1 and publisher and fold(parts[-1]) in fold(publisher):
        return title[: -len(parts[-1])].rstrip(" |–—-»:") or title
    return title


# ------------------------------------------------------------------ the day it appeared


def _date(data: Mapping[str, Any], meta: Mapping[str, str], page: LexborHTMLParser) -> str | None:
    stated = [_plain(data.get("datePublished")), *(meta.get(k) for k in _DATES)]
    stated += [n.attributes.get("datetime") for n in page.css("time[datetime], [itemprop=datePublished][datetime]")[:1]]
    stated += [n.attributes.get("content") for n in page.css("[itemprop=datePublished]")[:1]]
    for each in stated:
        if each and (day := day_of(each)):
            return day
    return _shown(page)


def _shown(page: LexborHTMLParser) -> str | None:
    """The one day shown in an element named for it, or in words that introduce it."""
    found: list[str] = []
    for node in page.css("time, span, div, p, li, td, em, i")[:5000]:
        if any(child.tag in _BOXES for child in node.iter()):
            continue
        names = fold(f"-{node.attributes.get('class') or ''}-{node.attributes.get('id') or ''}-".replace("_", "-"))
        text = node.text()
        if len(text) > 120 or not (day := day_of(text)):
            continue
        if _DATED.search(names.replace(" ", "-")) or node.tag == "time" or _NAMED.search(fold(text)):
            found.append(day)
    return found[0] if found else None


def day_of(text: str) -> str | None:
    """The ISO day in a statement of time: ISO 8601 (in whatever zone, as a day in Vietnam) or day/month/year. None for
    a day the calendar does not have, and for one with AM or PM whose first two numbers could change places."""
    if found := _ISO.search(text):
        year, month, day, hour, minute, zone = found.groups()
        try:
            moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
        except ValueError:
            return None
        if zone:
            offset = timedelta() if zone == "Z" else _offset(zone)
            moment = moment.replace(tzinfo=timezone(offset)).astimezone(HERE)
        return moment.date().isoformat()
    if found := _DAY.search(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if second > 12 >= first:
            first, second = second, first
        elif _MIDDAY.search(text) and first <= 12 and first != second:
            return None
        try:
            return date(year, second, first).isoformat()
        except ValueError:
            return None
    return None


def _offset(zone: str) -> timedelta:
    digits = zone[1:].replace(":", "")
    size = timedelta(hours=min(int(digits[:2]), 14), minutes=min(int(digits[2:]), 59))
    return -size if zone[0] == "-" else size
