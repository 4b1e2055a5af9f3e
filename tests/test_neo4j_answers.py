"""Every question the service has, on both engines over the same sources: the same answers, byte for byte.

The sources are the bundled registry, and the two articles from the press where they lie. Documents are asked about in
steps; ``NEO4J_ANSWERS=1`` asks about each one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_schema.errors import GraphError
from graph_schema.model import Document, Edge, IssuingBody, Source, Task
from graph_schema.store import open_store
from graph_schema.store.base import Filters, Graph, Store
from graph_schema.store.dump import dump, restore
from graph_schema.vocabulary import load
from loaders.pipeline import Metadata, load_bundled, load_paths
from queries.analytics import central, orphans
from queries.anomalies import anomalies
from queries.batch import Item, batch
from queries.change import change
from queries.compare import compare
from queries.corpus import report
from queries.coverage import coverage
from queries.diagram import diagram
from queries.document import document
from queries.event_history import event_history
from queries.evidence import evidence
from queries.expand import expand
from queries.export import export
from queries.impact import impact
from queries.implementers import GROUPS, implementers
from queries.journal import changes
from queries.lag import lag
from queries.lineage import lineage
from queries.paths import paths
from queries.records import body, source, task
from queries.relations import relations
from queries.resolve import resolve
from queries.search import search
from queries.shapes import plain
from queries.stats import stats
from queries.suggest import suggest
from queries.tasks import tasks
from queries.then import impact_then, implementers_then
from queries.unresolved import unresolved
from queries.wanted import most_wanted
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server

V = load()
ARTICLES = Path(__file__).parents[2] / "shared" / "data" / "articles"
STEP = 1 if os.environ.get("NEO4J_ANSWERS") else 23

Asked = Callable[[Graph, str], Any]
QUESTIONS: list[tuple[str, type[Any], Asked]] = [
    ("document", Document, lambda g, id: document(g, id, V)),
    ("relations", Document, lambda g, id: relations(g, id, V)),
    ("implementers", Document, lambda g, id: implementers(g, id, V)),
    ("implementers, stated, by month", Document, lambda g, id: implementers(g, id, V, stated=True, group_by="month")),
    ("implementers, all the way", Document, lambda g, id: implementers(g, id, V, transitive=True, group_by=GROUPS[0])),
    ("lineage", Document, lambda g, id: lineage(g, id, V, budget_ms=10_000)),
    (
        "lineage, every family, cut",
        Document,
        lambda g, id: export(
            lineage(g, id, V, family="all", fanout=3, max_nodes=40, drafts=True, budget_ms=10_000), "cytoscape"
        ).body.decode(),
    ),
    ("impact", Document, lambda g, id: impact(g, id, V, budget_ms=10_000)),
    ("diagram", Document, lambda g, id: diagram(g, id, V, limit=3)),
    ("expand", Document, lambda g, id: expand(g, id, V, limit=3)),
    ("expand a body", IssuingBody, lambda g, id: expand(g, id, V, family="structure")),
    ("expand a task", Task, lambda g, id: expand(g, id, V)),
    ("coverage", Document, lambda g, id: coverage(g, id, V, as_of="2025-06-30", budget_ms=10_000)),
    ("coverage by ministry", Document, lambda g, id: coverage(g, id, V, unit="ministry", budget_ms=10_000)),
    ("lag", Document, lambda g, id: lag(g, id, V, depth=3, budget_ms=10_000)),
    ("implementers then", Document, lambda g, id: implementers_then(g, id, V, as_of="2025-06-30", transitive=True)),
    ("lineage then", Document, lambda g, id: lineage(g, id, V, as_of="2025-06-30", family="all", fanout=3)),
    ("impact then", Document, lambda g, id: impact_then(g, id, V, as_of="2025-06-30")),
    ("a replacement", Document, lambda g, id: change(g, id, V, change="replace", on="2025-06-30")),
    ("an end", Document, lambda g, id: change(g, id, V, change="end")),
    ("paths", Document, lambda g, id: paths(g, "57-nq-tw.xiii", id, V, k=5, family="all")),
    ("compared", Document, lambda g, id: compare(g, "18-nq-tw.xii", id, V, transitive=True)),
    ("bodies compared", IssuingBody, lambda g, id: compare(g, "bo-chinh-tri", id, V)),
    ("tasks of a directive", Document, lambda g, id: tasks(g, V, directive=id)),
    ("evidence", Edge, lambda g, id: evidence(g, id, V)),
    ("task", Task, lambda g, id: task(g, id, V)),
    ("body", IssuingBody, lambda g, id: body(g, id, V)),
    ("source", Source, lambda g, id: source(g, id, text=True)),
]
EVERYTHING = Filters()
WHOLE: list[tuple[str, Callable[[Graph], Any]]] = [
    ("tasks", lambda g: tasks(g, V, overdue_on="2025-12-01")),
    ("central", lambda g: central(g, V, EVERYTHING, budget_ms=10_000)),
    ("orphans", lambda g: orphans(g, V, Filters(kind="plan"), budget_ms=10_000)),
    ("event history", lambda g: event_history(g, ["57-nq-tw.xiii", "18-nq-tw.xii"], V, as_of="2025-12-31")),
    ("anomalies", lambda g: anomalies(g, V, EVERYTHING, budget_ms=10_000)),
    ("unresolved", lambda g: unresolved(g, V, budget_ms=10_000)),
    ("ambiguous", lambda g: unresolved(g, V, state="ambiguous", budget_ms=10_000)),
    ("most wanted", lambda g: most_wanted(g, V, EVERYTHING, known_by="unread", budget_ms=10_000)),
    ("report", lambda g: report(g, V, budget_ms=10_000)),
]
WORDS = [
    "NQ 18-NQ/TW",
    "18-NQ/TW 2017",
    "18 -NQ/TW khóa XII",
    "nghi quyet 18 to chuc bo may",
    "Nghị quyết 18",
    "43-KH/TU",
    "43-KH/TU Kon Tum",
    "kết luận 21",
    "57-NQ/TW",
    "999-NQ/TW",
    "Hội nghị Trung ương 6 khóa XII",
    "đổi mới phương thức lãnh đạo",
    "x",
]
SEARCHES: list[dict[str, Any]] = [
    {"text": "to chuc bo may"},
    {"text": ""},
    {"text": "18-nq/tw"},
    {"text": "", "type": "KH", "place": "Đồng Nai"},
    {"text": "", "since": "2020-01-01", "until": "2022-12-31", "limit": 50},
]


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sources in a data file."""
    store = open_store(str(tmp_path_factory.mktemp("answers") / "graph.sqlite"))
    load_bundled(store, V)
    if ARTICLES.is_dir():
        load_paths(store, sorted(ARTICLES.glob("*.txt")), Metadata(), V)
    yield store
    store.close()


@pytest.fixture(scope="module")
def moved(embedded: Store, neo4j_server: Server) -> Iterator[Store]:
    """The same on the server, moved there by dump and restore."""
    store = opened(emptied(neo4j_server))
    with embedded.read() as graph:
        restore(store, dump(graph))
    yield store
    store.close()


def answered(graph: Graph, ask: Callable[[Graph], Any]) -> str:
    """The answer as it goes out, or the error."""
    try:
        return json.dumps(plain(ask(graph)), ensure_ascii=False)
    except GraphError as error:
        return f"{error.code}: {error.message} {json.dumps(plain(error.detail), ensure_ascii=False)}"


@pytest.mark.parametrize(("name", "kind", "ask"), QUESTIONS, ids=[row[0] for row in QUESTIONS])
def test_about_things(name: str, kind: type[Any], ask: Asked, embedded: Store, moved: Store) -> None:
    with embedded.read() as here, moved.read() as there:
        ids = [record.id for record in here.records(kind)][::STEP]
        assert ids, name
        for id in ids:
            assert answered(there, lambda g, id=id: ask(g, id)) == answered(here, lambda g, id=id: ask(g, id)), id  # type: ignore[misc]


@pytest.mark.parametrize("words", WORDS)
def test_which_document_is_meant(words: str, embedded: Store, moved: Store) -> None:
    with embedded.read() as here, moved.read() as there:
        assert answered(there, lambda g: resolve(g, words, V)) == answered(here, lambda g: resolve(g, words, V))


@pytest.mark.parametrize("prefix", ["n", "18-nq", "nghi quyet 18", "ke hoach t", "to chuc bo m", "khong co gi"])
def test_what_a_beginning_may_become(prefix: str, embedded: Store, moved: Store) -> None:
    with embedded.read() as here, moved.read() as there:
        assert answered(there, lambda g: suggest(g, prefix, V, limit=50)) == answered(
            here, lambda g: suggest(g, prefix, V, limit=50)
        )


def test_many_at_once(embedded: Store, moved: Store) -> None:
    items = [Item(words) for words in WORDS]
    with embedded.read() as here, moved.read() as there:
        assert answered(there, lambda g: batch(g, items, V)) == answered(here, lambda g: batch(g, items, V))
        assert answered(there, changes) == answered(here, changes)


@pytest.mark.parametrize("asked", SEARCHES, ids=str)
def test_searching_page_by_page(asked: dict[str, Any], embedded: Store, moved: Store) -> None:
    words, more = asked["text"], {k: v for k, v in asked.items() if k != "text"}
    with embedded.read() as here, moved.read() as there:
        cursor = None
        for _ in range(3):
            page = search(here, words, V, cursor=cursor, **more)
            assert plain(search(there, words, V, cursor=cursor, **more)) == plain(page)
            cursor = page.next
            if cursor is None:
                break


@pytest.mark.parametrize(("name", "ask"), WHOLE, ids=[row[0] for row in WHOLE])
def test_about_everything(name: str, ask: Callable[[Graph], Any], embedded: Store, moved: Store) -> None:
    with embedded.read() as here, moved.read() as there:
        assert answered(there, ask) == answered(here, ask), name


def test_the_whole(embedded: Store, moved: Store) -> None:
    with embedded.read() as here, moved.read() as there:
        assert answered(there, lambda g: stats(g, V)) == answered(here, lambda g: stats(g, V))
        assert list(dump(there)) == list(dump(here)), "the journal too"
