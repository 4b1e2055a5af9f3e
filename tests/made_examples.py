"""The examples of the interface's description, made from real answers; ``python -m tests.made_examples`` ships them.

Reads are asked of the bundled data. Writes are asked of an empty graph, in the order below: a text is loaded, its
retraction tried, everything read again; then more texts are loaded, and curators decide what they left open.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel

from graph_schema.store import open_store
from graph_schema.vocabulary import load
from loaders.pipeline import load_bundled
from service.examples import SHIPPED
from service.proposed import ClaimMade, JudgementMade, MeaningMade, PairMade, ValueMade, Word
from service.routes.write import GIVEN
from tests.keyed import bearing, keys_in, settings
from tests.served import served

API = "/api/v1"
READS = {
    # operation -> (what is asked, whether lists are shown by their first item only)
    "/api/v1/resolve": ("?q=18-NQ/TW+2017", False),
    "/api/v1/search": ("?q=to+chuc+bo+may&limit=1", True),
    "/api/v1/suggest": ("?prefix=nq+18&limit=2", False),
    "/api/v1/directives": ("?ids=18-nq-tw.xii,nothing", False),
    "/api/v1/changes": ("?since=5&limit=1", True),
    "/api/v1/directives/{id}": ("283-kh-ubnd.dong-thap.2025", False),
    "/api/v1/directives/{id}/relations": ("18-nq-tw.xii?direction=in&limit=1", False),
    "/api/v1/relations/{id}/evidence": ("ec7e1ff927bce4a96", False),
    "/api/v1/tasks/{id}": ("", False),
    "/api/v1/bodies/{id}": ("bo-chinh-tri", False),
    "/api/v1/sources/{id}": ("", False),
    "/api/v1/stats": ("", False),
    "/api/v1/schema": ("", True),
    "/api/v1/directives/{id}/implementers": ("18-nq-tw.xii?limit=1", True),
    "/api/v1/directives/{id}/lineage": ("18-nq-tw.xii?direction=down&depth=1&max_nodes=2", False),
    "/api/v1/directives/{id}/impact": ("18-nq-tw.xii?limit=1", True),
    "/api/v1/directives/{id}/coverage": ("127-kl-tw.xiii?unit=ministry", True),
    "/api/v1/directives/{id}/lag": ("18-nq-tw.xii?limit=1", True),
    "/api/v1/directives/{id}/diagram": ("283-kh-ubnd.dong-thap.2025?limit=1", False),
    "/api/v1/nodes/{id}/expand": ("bo-chinh-tri?limit=1", False),
    "/api/v1/paths": ("?from=283-kh-ubnd.dong-thap.2025&to=57-nq-tw.xiii&k=1", False),
    "/api/v1/compare": ("?a=18-nq-tw.xii&b=19-nq-tw.xii", True),
    "/api/v1/tasks": ("?limit=1", False),
    "/api/v1/analytics/central": ("?top=1", False),
    "/api/v1/analytics/orphans": ("?limit=1", False),
    "/api/v1/analytics/event-history": ("?directives=127-kl-tw.xiii&unit=ministry", True),
    "/api/v1/quality/anomalies": ("?limit=1", False),
    "/api/v1/quality/unresolved": ("?limit=1", False),
    "/api/v1/quality/ambiguous": ("?limit=1", False),
    "/api/v1/quality/most-wanted": ("?top=1", False),
    "/api/v1/quality/report": ("", False),
    "/healthz": ("", False),
    "/readyz": ("", False),
    "/problems/{code}": ("ambiguous-symbol", False),
}
BATCH = {"items": ["NQ 18-NQ/TW 2017", {"q": "77-NQ/TW"}]}
TEXTS = (
    "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương về tổ chức bộ máy.",
    "Nghị quyết số 18-NQ/TW ngày 16/6/2022 của Ban Chấp hành Trung ương về đất đai.",
    "Tỉnh ủy đã triển khai Nghị quyết 18.",
    "Tỉnh ủy đã triển khai Kết luận số 12-KL/TW ngày 25/10/2021.",
)
"""What curators decide on: one symbol of two documents, one named by its number alone, a slip of the pen."""
MOMENTS, MOMENT = ("at", "taken_at", "undone_at"), "2025-01-01T00:00:00+00:00"
PLAN = "43-kh-tu.kon-tum.2020-2025"
FROM = {"/api/v1/tasks/{id}": "/api/v1/tasks?limit=1", "/api/v1/sources/{id}": "/api/v1/directives/18-nq-tw.xii"}
"""Where the id of one comes from that is made anew with each reader."""


def reads(client: httpx.Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """Operation -> example, for what is asked of the bundled data."""
    for path, (asked, short) in READS.items():
        if path in FROM:
            asked = first_id(client.get(FROM[path]).json(), path)
        address = re.sub(r"\{\w+\}", asked.partition("?")[0], path) if "{" in path else path + asked
        if "{" in path and "?" in asked:
            address += "?" + asked.partition("?")[2]
        yield f"GET {path}", told(client.get(address), short)
    yield f"POST {API}/resolve:batch", told(client.post(f"{API}/resolve:batch", json=BATCH), True, body=BATCH)


def first_id(answer: Any, path: str) -> str:
    """The first task of a list, or the first source of a document."""
    if "tasks" in path:
        return str(answer["items"][0]["id"])
    return str(next(iter(re.findall(r'"(?:source|id)": "([0-9a-f]{32})"', json.dumps(answer)))))


def writes(client: httpx.Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """Operation -> example, for what is asked of an empty graph."""
    loaded = client.post(f"{API}/sources", json=GIVEN)
    yield f"POST {API}/sources 201", told(loaded, False, body=GIVEN)
    again = client.post(f"{API}/sources", json=GIVEN)
    yield f"POST {API}/sources", told(again, False, body=GIVEN)
    (source,) = loaded.json()["loaded"]
    retracted = client.post(f"{API}/sources/{source}:retract?dry_run=true")
    yield f"POST {API}/sources/{{id}}:retract", told(retracted, False)
    yield f"POST {API}/rebuild", told(client.post(f"{API}/rebuild"), False)
    for text in TEXTS:
        client.post(f"{API}/sources", json={"text": text}).raise_for_status()
    yield from decisions(client)


def decisions(client: httpx.Client) -> Iterator[tuple[str, dict[str, Any]]]:
    """The same for what curators decide: each is taken and sent again, some are undone, all are listed."""
    field, seen = f"overrides/{PLAN}/title", {"If-Match": "*"}
    (edge,) = client.get(f"{API}/directives/{PLAN}/relations").json()["items"]
    proof = client.get(f"{API}/relations/{edge['edge']['id']}/evidence").json()
    claim = proof["evidence"][0]["claim_id"]
    undo = {"who": "Nguyễn Thị Lan", "reason": "nhầm văn bản"}

    yield from twice(client, "POST", "mentions:accept", shown(MeaningMade))
    judged = yield from twice(client, "POST", "judgements", shown(JudgementMade))
    yield from twice(client, "PUT", "overrides/{id}/{field}", shown(ValueMade), field, seen)
    yield f"GET {API}/overrides/{{id}}/{{field}}", told(client.get(f"{API}/{field}"), False)
    dropped = client.delete(f"{API}/{field}", params=undo)
    yield f"DELETE {API}/overrides/{{id}}/{{field}}", told(dropped, False)
    merged = yield from twice(client, "POST", "merges", shown(PairMade))
    yield f"DELETE {API}/merges/{{id}}", told(client.delete(f"{API}/merges/{merged}", params=undo), False)
    yield from twice(client, "POST", "claims", shown(ClaimMade))
    undone = client.post(f"{API}/decisions/{judged}:undo", json=undo)
    yield f"POST {API}/decisions/{{id}}:undo", told(undone, False, body=undo)
    yield from twice(client, "POST", "claims/{id}:reject", shown(Word), f"claims/{claim}:reject")
    yield f"GET {API}/audit", told(client.get(f"{API}/audit?limit=2"), False)


def twice(
    client: httpx.Client,
    method: str,
    path: str,
    body: dict[str, Any],
    address: str = "",
    headers: dict[str, str] | None = None,
) -> Generator[tuple[str, dict[str, Any]], None, str]:
    """Takes a decision (201) and sends it again (200); gives its id."""
    taken = client.request(method, f"{API}/{address or path}", json=body, headers=headers)
    yield f"{method} {API}/{path} 201", told(taken, False, body=body)
    again = client.request(method, f"{API}/{address or path}", json=body, headers=headers)
    yield f"{method} {API}/{path}", told(again, False, body=body)
    return str(taken.json()["taken"][0]["id"])


def shown(model: type[BaseModel]) -> dict[str, Any]:
    """The body that the description shows of this kind."""
    (example,) = model.model_json_schema()["examples"]
    return dict(example)


def told(answer: httpx.Response, short: bool, body: Any = None) -> dict[str, Any]:
    """One example: what was asked, and the answer without what differs each time."""
    assert answer.status_code in (200, 201), f"{answer.url}: {answer.text[:200]}"
    said = settled(answer.json(), short)
    asked = f"{answer.request.method} {answer.request.url.raw_path.decode()}"
    return {"asked": asked, **({"body": body} if body else {}), "short": short, "answer": said}


def settled(value: Any, short: bool) -> Any:
    """The answer with one moment for all, and lists cut to their first item where they are ``short``."""
    if isinstance(value, dict):
        return {k: MOMENT if k in MOMENTS and x else settled(x, short) for k, x in value.items()}
    if isinstance(value, list):
        return [settled(x, short) for x in (value[:1] if short else value)]
    return value


@contextmanager
def writable(folder: Path) -> Iterator[httpx.Client]:
    """A service over an empty graph, asked with a curator's key."""
    store, keys = open_store(str(folder / "empty.sqlite")), keys_in(folder)
    with served(store, settings(keys)) as client:
        client.headers.update(bearing(keys.curator))
        yield client
    store.close()


def main() -> int:
    """Writes the file that is shipped."""
    with tempfile.TemporaryDirectory() as name:
        store = open_store(str(Path(name) / "bundled.sqlite"))
        load_bundled(store, load())
        with served(store) as client, writable(Path(name)) as empty:
            made = dict([*reads(client), *writes(empty)])
        store.close()
    SHIPPED.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{SHIPPED.name}: {len(made)} examples, {SHIPPED.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
