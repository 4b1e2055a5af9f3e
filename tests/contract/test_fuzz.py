"""A short run of the generated requests (``make fuzz`` is the long one), on every engine."""

from __future__ import annotations

from pathlib import Path

from graph_schema.store.dump import dump, restore
from service.app import create_app
from tests.contract.records import NewStore
from tests.fuzz_api import CHECKS, fuzz
from tests.keyed import keys_in, settings
from tests.small_graph import small_graph

CASES = 300


def test_generated_requests_are_answered_as_described(new_store: NewStore, tmp_path: Path) -> None:
    store, small = new_store(), small_graph(tmp_path / "small.sqlite")
    with small.read() as graph:
        restore(store, dump(graph))
    small.close()
    keys = keys_in(tmp_path)
    tally = fuzz(create_app(settings(keys), store), store, keys, cases=CASES)
    assert not tally.failures, "\n".join(tally.lines())
    assert tally.cases >= CASES and len(CHECKS) == 5
    answered = {status for counter in tally.statuses.values() for status in counter}
    assert {200, 404, 422, 401, 403} <= answered, "neither only refusals nor none"
