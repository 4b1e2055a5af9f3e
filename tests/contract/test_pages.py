"""Lists read page by page while somebody else writes: what was there from the beginning is there once, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.model import Record
from tests.contract.records import NewStore, document, edge, put
from tests.served import served
from tests.small_graph import APPARATUS, HUB, records

API = "/api/v1"
LISTS: list[tuple[str, str, str]] = [
    (f"{API}/search?q=", "items", "every document"),
    (f"{API}/search?q=nq", "items", "documents by a word"),
    (f"{API}/directives/{HUB}/implementers", "items", "who implements a hub"),
    (f"{API}/directives/{HUB}/implementers?transitive=true", "items", "the same through others"),
    (f"{API}/directives/{HUB}/impact", "nodes", "what rests on a hub"),
    (f"{API}/directives/{APPARATUS}/lag", "items", "who was how late"),
    (f"{API}/tasks?due_from=2000-01-01", "items", "tasks"),
]
DAY = st.dates(date(2016, 1, 1), date(2026, 12, 31)).map(date.isoformat)
WRITES = st.lists(st.tuples(st.sampled_from(("implements", "other", "changes")), DAY), min_size=1, max_size=4)


def written(n: int, what: str, day: str) -> list[Record]:
    """Documents of somebody else: one more that implements the hub, one that has nothing to do with it, or one of the
    others changed."""
    if what == "changes":
        return [document("other-0", cluster="KH|1", symbol="1-KH/TU", title=f"về việc {day}")]
    new = document(f"{what}-{n}", cluster=f"KH|{n}", kind="plan", type="KH", symbol=f"{n}-KH/TU", date=day)
    return [new, edge(new.id, HUB)] if what == "implements" else [new]


def ids(items: list[dict[str, Any]]) -> list[str]:
    """What tells items apart."""
    found = [str(item.get("id") or item["document"]["id"]) for item in items]
    return [id for id in found if id != "other-0"]  # what changes may move


@pytest.mark.parametrize(("address", "field", "why"), LISTS, ids=[row[2] for row in LISTS])
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 17), writes=WRITES)
def test_pages_make_the_whole(
    address: str, field: str, why: str, limit: int, writes: list[tuple[str, str]], new_store: NewStore
) -> None:
    store = new_store()
    put(store, *records(), *[replace(document("other-0"), cluster="KH|1")])
    with served(store) as client:
        whole = ids(_page(client, address, 500)[field])
        pages: list[str] = []
        cursor, n = None, 0
        while cursor or n == 0:
            page = _page(client, address, limit, cursor)
            pages += ids(page[field])
            cursor = page["next"]
            put(store, *written(n, *writes[n % len(writes)]))
            n += 1
        assert len(set(pages)) == len(pages), "nothing comes twice"
        assert [id for id in pages if id in set(whole)] == whole, why


def _page(client: httpx.Client, address: str, limit: int, cursor: str | None = None) -> dict[str, Any]:
    known = dict(httpx.URL(address).params) | {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
    answer = client.get(address, params=known)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found
