"""Thousands of generated requests to the real application: nothing answers 5xx, and everything as OpenAPI says.

Schemathesis makes requests that fit the described parameters and bodies, and others that do not. Half of those that fit
are about what is there, in the address and in the body, and bear the examples of the description, or hardly any would
get past "not found". Each answer must have a documented status, media type, headers and schema. The same seed asks the
same questions.

    python -m tests.fuzz_api --cases 20000 --engine sqlite
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Ok
from schemathesis.python.asgi import get_client
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from graph_schema.model import Alias, Claim, Decision, Document, Edge, IssuingBody, Referent, Source, Task, Verdict
from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.store.dump import dump, restore
from graph_schema.vocabulary import load
from loaders.overriding import FIELDS
from loaders.pipeline import load_bundled
from loaders.proposals import relations
from service.app import create_app
from service.keys import Role
from service.problems import KINDS
from tests.keyed import Keys, bearing, keys_in
from tests.keyed import settings as keyed

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
RARE = {"/api/v1/rebuild": 200, "/api/v1/sources/{id}:retract": 20}
"""One in so many cases of these is sent as it is, the others are tried or refused: they change, or read, everything."""
RELATIONS = tuple(relations(load()))
SAID: dict[str, Sequence[Any]] = {
    "who": ["Lan"],
    "reason": ["vì"],
    "url": [None, "https://example.vn/x"],
    "date": [None, "2022-01-18"],
}
MENTIONS = 500
ROLES: tuple[Role | None, ...] = (None, *Role)


@dataclass
class Tally:
    """What was asked and how it was answered: operation -> status -> how often, and what went wrong, once each."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    failures: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many requests were sent."""
        return sum(sum(counter.values()) for counter in self.statuses.values())

    def lines(self) -> Iterator[str]:
        """A line for each operation, then what went wrong."""
        for name, counter in sorted(self.statuses.items()):
            told = "  ".join(f"{status}: {n}" for status, n in sorted(counter.items()))
            yield f"{sum(counter.values()):7}  {name:<50} {told}"
        yield f"{self.cases:7}  in all; {len(self.failures)} kinds of failures"
        for (name, kind), said in sorted(self.failures.items()):
            yield f"\n{name}: {kind}\n{said}"


def fuzz(app: FastAPI, store: Store, keys: Keys, *, cases: int, number: int = 1) -> Tally:
    """Sends at least ``cases`` requests, evenly spread over the operations; ``number`` is the seed."""
    tally = Tally()
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == schema.statistic.operations.total, "every operation of the description is understood"
    each = -(-cases // len(operations))
    with get_client(cast(Any, app)) as client:
        for at, operation in enumerate(operations):
            _one(operation, client, there(store), keys, tally, each, number + at)
    return tally


def _one(operation: Any, client: Any, known: There, keys: Keys, tally: Tally, most: int, number: int) -> None:
    name, path = f"{operation.method.upper()} {operation.path}", operation.path
    counter = tally.statuses.setdefault(name, Counter())
    examples, matching = _examples(operation, "query"), _examples(operation, "header").get("if-match", [])
    needed = {p["name"] for p in operation.definition.raw.get("parameters", ()) if p.get("required")}
    fitting = [role for role in ROLES if role] if operation.method.upper() != "GET" else list(ROLES)
    if "curate" in operation.definition.raw["tags"]:  # where others are refused
        fitting = [Role.CURATOR] * 5 + fitting

    @seed(number)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        data.draw(st.integers(0, 2**64))  # else an address without parameters would be asked a few times at most
        mode = data.draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if mode is GenerationMode.POSITIVE:
            if "{" in path and data.draw(st.booleans()):
                case.path_parameters |= {k: data.draw(st.sampled_from(v)) for k, v in known.pools(path).items()}
            if isinstance(case.body, dict) and data.draw(st.booleans()):
                said = data.draw(st.sampled_from(known.said))
                case.body |= {name: data.draw(st.sampled_from(said[name])) for name in case.body if name in said}
            if data.draw(st.booleans()):  # what is made up is rarely a day or a province: mostly refused at once
                case.query = {k: v for k, v in (case.query or {}).items() if k in needed}
            for parameter in data.draw(st.sets(st.sampled_from(sorted(examples)))) if examples else ():
                case.query[parameter] = data.draw(st.sampled_from(examples[parameter]))
        if path in RARE and data.draw(st.integers(1, RARE[path])) > 1:
            role: Role | None = data.draw(st.sampled_from([None, Role.READER, Role.LOADER]))
        else:
            role = data.draw(st.sampled_from(fitting))
        headers = bearing(getattr(keys, role)) if role else {}
        case.headers = {k: v for k, v in (case.headers or {}).items() if k.lower() != "authorization"}
        if data.draw(st.booleans()) and matching:
            case.headers["If-Match"] = data.draw(st.sampled_from(matching))
        response = case.call(session=client, headers=headers)
        counter[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except (Failure, FailureGroup) as error:
            for one in getattr(error, "exceptions", [error]):
                said = f"{one}\n{response.request.method} {response.request.url}\n{response.content[:300]!r}"
                tally.failures.setdefault((name, f"{type(one).__name__} {response.status_code}"), said[:2000])

    ask()


def _examples(operation: Any, where: str) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {}
    for parameter in operation.definition.raw.get("parameters", ()):
        said = parameter.get("examples") or parameter.get("schema", {}).get("examples")
        if parameter["in"] == where and isinstance(said, list):
            out[parameter["name"]] = said
    return out


@dataclass(frozen=True)
class There:
    """What is there: ids by the part of an address they stand behind, and values that the fields of a body may have,
    those of one entry beside each other."""

    ids: Mapping[str, Sequence[str]]
    said: Sequence[Mapping[str, Sequence[Any]]]

    def pools(self, path: str) -> dict[str, Sequence[str]]:
        """Values for what stands in braces in an address."""
        parameter = "code" if "{code}" in path else "id"
        pools = {parameter: next(pool for part, pool in self.ids.items() if part in path)}
        return pools | ({"field": FIELDS} if "{field}" in path else {})


def there(store: Store) -> There:
    """What a graph has now."""
    with store.read() as graph:
        documents = [d.id for d in graph.records(Document)]
        named = documents + [a.alias for a in graph.records(Alias)]
        found = {
            "/overrides/": named,
            "/directives/": named,
            "/relations/": [e.id for e in graph.records(Edge)],
            "/claims/": [c.id for c in graph.records(Claim)],
            "/tasks/": [t.id for t in graph.records(Task)],
            "/bodies/": [b.id for b in graph.records(IssuingBody)],
            "/sources/": [s.id for s in graph.records(Source)],
            "/merges/": [d.id for d in graph.records(Decision) if d.kind is Verdict.MERGE],
            "/decisions/": [d.id for d in graph.records(Decision)],
            "/problems/": list(KINDS),
        }
        mentions = [(r.source, r.start) for r in graph.records(Referent) if r.start is not None]
    found["/nodes/"] = [id for part in ("/directives/", "/tasks/", "/bodies/") for id in found[part]]
    pair = {**SAID, "document": documents or ["none"], "other": documents or ["none"], "type": RELATIONS}
    said = [{**pair, "source": [source], "start": [start]} for source, start in mentions[:MENTIONS]]
    return There({part: pool or ["none"] for part, pool in found.items()}, said or [pair])


@contextmanager
def bundled_on(engine: str, folder: Path) -> Iterator[Store]:
    """The bundled data on one engine. Neo4j is the server of NEO4J_URI, or one that is started."""
    made = open_store(str(folder / "graph.sqlite"))
    load_bundled(made, load())
    if engine == "sqlite":
        yield made
        made.close()
        return
    from tests.servers.fixtures import claim, emptied, opened
    from tests.servers.neo4j_server import running

    with running() as server:
        claim(server)
        store = opened(emptied(server))
        with made.read() as graph:
            restore(store, dump(graph))
        made.close()
        yield store
        store.close()


def main() -> int:
    """Runs as the command line says, prints what was asked, and gives 1 when something went wrong."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--engine", choices=["sqlite", "neo4j"], action="append")
    parser.add_argument("--seed", type=int, default=1)
    given_ = parser.parse_args()
    failed = False
    for engine in given_.engine or ["sqlite", "neo4j"]:
        with tempfile.TemporaryDirectory() as name, bundled_on(engine, Path(name)) as store:
            keys = keys_in(Path(name))
            began = time.monotonic()
            tally = fuzz(create_app(keyed(keys), store), store, keys, cases=given_.cases, number=given_.seed)
            sys.stdout.write(f"{engine}: {time.monotonic() - began:.0f} s\n" + "\n".join(tally.lines()) + "\n")
            failed |= bool(tally.failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
