"""What only the server engine has: its plans, its schema, what Neo4j Browser shows, and that it agrees with SQLite."""

from __future__ import annotations

import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_schema.errors import DumpInvalid, GraphError, StoreIncompatible, StoreMoved, StoreUnavailable
from graph_schema.model import Alias, Document, Edge, EdgeType, PlaceLink, Record, Source
from graph_schema.searching import FACETS, rank
from graph_schema.store import open_store
from graph_schema.store.base import Change, Direction, Filters, Graph, Hop, Store
from graph_schema.store.codec import KINDS, SCHEMA, encode, key_of
from graph_schema.store.dump import dump, restore
from graph_schema.store.neo4j import search
from graph_schema.store.neo4j.link import Link, Transaction
from graph_schema.store.neo4j.properties import row_of
from graph_schema.store.neo4j.reads import Neo4jGraph
from graph_schema.store.neo4j.rows import PLANNED_ONCE, Writer, stored, tallied
from graph_schema.store.neo4j.schema import LAYOUT, STATEMENTS
from graph_schema.store.neo4j.traversal import DEEPEST, expansion
from graph_schema.store.neo4j.views import proving
from graph_schema.vocabulary import Vocabulary, load
from loaders.pipeline import Metadata, load_bundled, load_text, rebuild, retract, source_id
from tests.contract.records import IMPLEMENTS, altered, document, edge, put
from tests.servers.fixtures import emptied, opened
from tests.servers.neo4j_server import Server
from tests.small_graph import records as small_records
from tests.test_properties import TEXTS, which

A, B = document("a"), document("b")


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    """A store over it."""
    store = opened(server)
    yield store
    store.close()


def ask(server: Server, cypher: str, **parameters: Any) -> list[list[Any]]:
    """What somebody types into Neo4j Browser."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        return session.run(cypher, parameters).values()


def whole(store: Store) -> list[str]:
    with store.read() as graph:
        return list(dump(graph, journal=False))


# ------------------------------------------------------------------ plans


def operators(server: Server, statement: str, **parameters: Any) -> list[str]:
    def below(plan: dict[str, Any]) -> Iterator[str]:
        yield plan["operatorType"].partition("@")[0]
        for child in plan.get("children", ()):
            yield from below(child)

    with server.driver() as driver, driver.session(database=server.database) as session:
        # What the server knows of its indexes may be of another test's graph, and larger: it would scan this small one.
        session.run("CALL db.prepareForReplanning()").consume()
        plan = session.run(f"EXPLAIN {statement}", parameters).consume().plan
    assert plan is not None
    return list(below(plan))


DIRECTIONS: tuple[Direction, ...] = ("in", "out")
HOPS = [
    Hop(*asked)
    for asked in itertools.product(
        DIRECTIONS, ((IMPLEMENTS,), tuple(EdgeType)), (0.0, 0.5), (False, True), (False, True)
    )
]


@pytest.mark.parametrize("depth", [2, 9, DEEPEST])
@pytest.mark.parametrize("facets", [(), ("level", "body", "type")], ids=["totals", "facets"])
def test_reach_is_a_pruned_breadth_first_expansion(
    depth: int, facets: tuple[str, ...], server: Server, store: Store
) -> None:
    """Anything else walks every path, and in a graph of diamonds there are too many of them."""
    put(store, A, B, edge("b", "a"))
    for hop in HOPS:
        body = f"{expansion(hop, depth)} {tallied('a', facets, ('d',))}"
        plan = operators(server, proving(body), root="a", confidence=hop.min_confidence)
        assert "VarLengthExpand(Pruning,BFS,All)" in plan, hop
        assert not {o for o in plan if "Scan" in o}, "the root and the state are sought"


LOOKUPS: list[tuple[str, str]] = [
    ("a node by id", "MATCH (n:Entity {id: $x}) RETURN n"),
    ("mentions of a source", "MATCH (t:Mention) WHERE t.source = $x AND t.n IS NOT NULL RETURN t"),
    ("claims on an end", "MATCH (c:Claim {source: $x, object: $x}) RETURN c"),
    ("claims behind an edge", "MATCH (c:Claim {edge: $x}) RETURN c"),
    ("an edge by id", "MATCH ()-[r:IMPLEMENTS {id: $x}]->() RETURN r"),
    ("documents of a cluster", "MATCH (t:Document) WHERE t.cluster = $x RETURN t"),
    ("the newest documents", "MATCH (d:Document) WHERE d.day >= '' RETURN d ORDER BY d.day DESC, d.id LIMIT 20"),
    ("a page of mentions", "MATCH (t:Mention) WHERE t.source > $x AND t.n IS NOT NULL RETURN t ORDER BY t.source, t.n"),
]


@pytest.mark.parametrize(("why", "statement"), LOOKUPS, ids=[row[0] for row in LOOKUPS])
def test_nothing_is_found_by_looking_at_everything(why: str, statement: str, server: Server, store: Store) -> None:
    store.check()
    plan = operators(server, statement, x="x")
    assert [o for o in plan if "Seek" in o], why
    assert not [o for o in plan if "Scan" in o], why


class Listening(Neo4jGraph):
    """A reading view that keeps its statements and finds nothing."""

    def __init__(self) -> None:
        super().__init__(0)
        self.said: list[str] = []

    def _ask(self, body: str, /, *, seconds: float | None = None, **parameters: Any) -> list[Any]:
        self.said.append(body)
        return []


BY_KEY: list[Callable[[Graph], Any]] = [
    lambda graph: graph.nodes(["a"]),
    lambda graph: graph.edges(["a"]),
    lambda graph: graph.sources(["a"]),
    lambda graph: graph.mentions(["a"]),
    lambda graph: graph.referents(["a"]),
    lambda graph: graph.referents_of(["a"]),
    lambda graph: graph.referents_as(["a"]),
    lambda graph: graph.claims_of(["a"]),
    lambda graph: graph.claims_on([("a", "r1")]),
    lambda graph: graph.claims_behind(["a"]),
    lambda graph: graph.stating(["a"], most=5),
    lambda graph: graph.decisions(["a"]),
    lambda graph: graph.decisions_at(["a"]),
    lambda graph: graph.decisions_of(["a"]),
    lambda graph: graph.decisions_behind(["a"]),
    lambda graph: graph.claims(["a"]),
    lambda graph: graph.place_links(["a"]),
    lambda graph: graph.place_links_in(["a"]),
    lambda graph: graph.documents_in(["a"]),
    lambda graph: graph.tasks_of(["a"]),
    lambda graph: graph.aliases(["a"]),
    lambda graph: graph.aliases_of(["a"]),
]


def test_what_is_sought_by_key_names_its_index() -> None:
    """A plan made while the graph was empty may scan, and is kept while the graph is being filled."""
    graph = Listening()
    for call in BY_KEY:
        call(graph)
    written: list[str] = []

    def run(cypher: str, **parameters: Any) -> list[list[Any]]:
        written.append(cypher)
        return [[0]]

    writer = Writer(graph._ask, run, run)
    records = [r for r in small_records() if not isinstance(r, Edge)]
    for kind in {type(record) for record in records}:
        rows = {key_of(r): row_of(r, encode(r)) for r in records if type(r) is kind}
        texts = {key_of(r): encode(r) for r in records if type(r) is kind}
        writer.write(kind, {key_of(r): r for r in records if type(r) is kind}, rows, texts)
        stored(graph._ask, kind, texts.keys())
    assert len(graph.said) + len(written) > len(BY_KEY)
    for statement in (*graph.said, *written):
        sought = len(re.findall(r"MATCH \((?!\)-\[some)", statement))
        assert statement.count("USING INDEX SEEK") == sought, statement


def test_what_is_planned_once_would_not_be_planned_otherwise_later(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server is told to keep such a plan while the graph grows: it must not matter what the graph held."""
    said: dict[str, dict[str, Any]] = {}
    rows = Transaction._rows

    def heard(transaction: Transaction, cypher: str, parameters: dict[str, Any]) -> Any:
        if cypher.startswith(PLANNED_ONCE):
            said[cypher.removeprefix(PLANNED_ONCE)] = parameters
        return rows(transaction, cypher, parameters)

    monkeypatch.setattr(Transaction, "_rows", heard)
    records = list(small_records())

    def without(change: Change) -> None:
        for kind in KINDS:
            change.drop(kind, [key_of(record) for record in records if type(record) is kind])

    def plans() -> dict[str, list[str]]:
        return {statement: operators(server, statement, **parameters) for statement, parameters in said.items()}

    put(store, *records)
    put(store, *(altered(record) for record in records if not isinstance(record, Alias | PlaceLink)))
    store.update(without)
    of_nothing = plans()
    put(store, *records)
    assert len(said) == len(of_nothing) > 2 * len(KINDS)
    assert plans() == of_nothing


# ------------------------------------------------------------------ Neo4j Browser


def test_the_graph_reads_well_in_browser(server: Server, store: Store) -> None:
    put(store, *small_records())
    found = ask(server, "MATCH (p)-[:IMPLEMENTS]->(d {symbol: '18-NQ/TW'}) RETURN p, d")
    names = {(p["name"], d["name"]) for p, d in found}
    assert ("949/QĐ-BTP", "18-NQ/TW") in names
    assert {label for pair in found for node in pair for label in node.labels} <= {
        *("Entity", "Document", "Directive", "Plan"),
    }
    ((plans,),) = ask(server, "MATCH (p:Plan) RETURN count(*)")
    assert plans
    ((days,),) = ask(
        server,
        "MATCH (p {symbol: '949/QĐ-BTP'})-[:IMPLEMENTS]->(d) RETURN duration.inDays(d.date, p.date).days",
    )
    assert isinstance(days, int), "dates are dates: a lag is one function away"
    assert ask(server, "MATCH (n:Entity) WHERE n.name IS NULL RETURN n.id") == [], "every node has a caption"
    quotes = ask(
        server,
        "MATCH (:Plan {symbol: '43-KH/TU'})-[r:IMPLEMENTS]->(:Directive {symbol: '21-KL/TW'}) "
        "MATCH (c:Claim {edge: r.id}) MATCH (t:Text {source: c.source}) "
        "RETURN DISTINCT substring(t.text, c.start, c.end - c.start)",
    )
    assert any("thực hiện Kết luận số 21-KL/TW" in quote for (quote,) in quotes), "who says so, in which words"


LIBRARY = [
    document(f"d{n:02}", title=("Về đất đai", "Về bộ máy", "Tổng kết")[n % 3], level=("central", "commune")[n % 2])
    for n in range(30)
]


@pytest.mark.parametrize(("few", "first"), [(1, 1), (1, 7), (3, 100), (100, 1)])
def test_suggestions_are_the_same_however_they_are_found(
    few: int, first: int, server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(search, "FIRST", first)
    emptied(server)
    store.update(lambda change: change.put(LIBRARY))
    ordered = sorted(LIBRARY, key=lambda d: (rank(d), d.id))
    with store.read() as graph:
        for words, title in ((("v",), "Về"), (("ve", "da"), "đất"), (("ket", "tong"), "Tổng"), (("ve", "bo"), "bộ")):
            fitting = [d for d in ordered if title in (d.title or "")]
            for limit in (1, 4, 50):
                assert list(graph.suggest(words, whole=False, limit=limit)) == fitting[:limit]


def test_documents_are_read_in_the_order_of_suggestions(server: Server, store: Store) -> None:
    store.check()
    found = operators(server, search.RANKED, said=["a"], first=9, limit=5)
    assert any(name.startswith("NodeIndex") for name in found)
    assert not {"Sort", "Top", "PartialSort", "PartialTop", "NodeByLabelScan"} & set(found), (
        "none but the index's order"
    )


# ------------------------------------------------------------------ schema


def bare(server: Server) -> None:
    """The database as a new server has it."""
    with server.driver() as driver, driver.session(database=server.database) as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        for name in session.run("SHOW CONSTRAINTS YIELD name").value():
            session.run(f"DROP CONSTRAINT {name}").consume()
        for name in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name").value():
            session.run(f"DROP INDEX {name}").consume()


def test_a_graph_that_another_process_makes_meanwhile_is_ours(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was not there when we asked for it, and its nodes were when we asked whether the database is empty."""
    bare(server)
    read = Link.read
    asked: list[str] = []

    def overtaken(link: Link, cypher: str, *rest: Any, **more: Any) -> Any:
        found = read(link, cypher, *rest, **more)
        asked.append(cypher)
        if "g.layout" in cypher and sum("g.layout" in said for said in asked) == 1:
            assert not found
            with closing(opened(server)) as other:
                other.check()
        return found

    monkeypatch.setattr(Link, "read", overtaken)
    with closing(opened(server)) as store:
        store.check()


def test_several_processes_may_make_the_schema_at_once(server: Server) -> None:
    bare(server)
    stores = [opened(server) for _ in range(4)]
    raised: list[Exception] = []

    def first(store: Store) -> None:
        try:
            store.check()
        except GraphError as error:
            raised.append(error)

    threads = [threading.Thread(target=first, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert raised == []
    ((constraints,),) = ask(server, "SHOW CONSTRAINTS YIELD name RETURN count(*)")
    assert constraints == sum(statement.startswith("CREATE CONSTRAINT") for statement in STATEMENTS)
    assert ask(server, "MATCH (g:DirectiveGraph) RETURN g.version, g.layout") == [[0, LAYOUT]]


def test_a_graph_of_an_older_layout_gets_the_new_indexes(server: Server, store: Store) -> None:
    store.check()
    with server.driver() as driver:
        driver.execute_query("DROP INDEX directive_graph_source_address_index", database_=server.database)
        driver.execute_query("MATCH (g:DirectiveGraph) SET g.layout = 'older'", database_=server.database)
    later = opened(server)
    later.check()
    later.close()
    assert ask(
        server, "SHOW INDEXES YIELD name WHERE name = 'directive_graph_source_address_index' RETURN count(*)"
    ) == [[1]]
    assert ask(server, "MATCH (g:DirectiveGraph) RETURN g.layout") == [[LAYOUT]]


def test_somebody_elses_data_is_left_alone(server: Server) -> None:
    bare(server)
    ask(server, "CREATE (:Person {name: 'x'})")
    store = opened(server)
    with pytest.raises(StoreIncompatible), store.read() as graph:
        graph.nodes(["x"])
    with pytest.raises(StoreIncompatible):
        put(store, A)
    with pytest.raises(StoreUnavailable):
        store.check()
    store.close()
    assert ask(server, "MATCH (n) RETURN labels(n)") == [[["Person"]]]
    assert ask(server, "SHOW CONSTRAINTS YIELD name RETURN count(*)") == [[0]]
    bare(server)


def test_a_graph_that_must_be_there(server: Server) -> None:
    bare(server)
    store = open_store(server.uri, username=server.username, password=server.password, create=False)
    with pytest.raises(StoreUnavailable, match="no graph"):
        store.check()
    store.close()
    assert ask(server, "MATCH (n) RETURN count(n)") == [[0]]


def test_a_newer_schema_is_refused(server: Server, store: Store) -> None:
    store.check()
    ask(server, "MATCH (g:DirectiveGraph) SET g.schema = $newer", newer=SCHEMA + 1)
    later = opened(server)
    try:
        with pytest.raises(StoreIncompatible, match="newer"):
            put(later, A)
    finally:
        later.close()
        ask(server, "MATCH (g:DirectiveGraph) SET g.schema = $schema", schema=SCHEMA)


def test_words_indexed_by_other_rules_are_indexed_again(server: Server, store: Store) -> None:
    put(store, document("a", title="Sắp xếp bộ máy"))
    ask(
        server,
        "MATCH (g:DirectiveGraph) SET g.search = 'older' WITH g MATCH (d:Document) SET d.search = '', d.rank = null",
    )
    later = opened(server)
    with later.read() as graph:
        assert [d.id for d in graph.find(("bo", "may"), Filters(), limit=5).documents] == ["a"]
        assert ask(server, "MATCH (d:Document) WHERE d.rank IS NULL RETURN d.id") == []
        assert graph.version == 2, "answers changed"
    later.close()


def test_emptied_under_us_it_begins_again(server: Server, store: Store) -> None:
    put(store, A)
    ask(server, "MATCH (n) DETACH DELETE n")
    with pytest.raises(StoreUnavailable, match="emptied"), store.read() as graph:
        graph.nodes(["a"])
    put(store, B)
    with store.read() as graph:
        assert list(graph.records(Document)) == [B]


# ------------------------------------------------------------------ addresses


ADDRESSES: list[tuple[str, str, dict[str, str]]] = [
    ("no credentials", "neo4j://host:7687", {}),
    ("no password", "neo4j://host:7687", {"username": "neo4j"}),
    ("credentials inside", "bolt://neo4j:hidden-word@host", {"username": "neo4j", "password": "hidden-word"}),
    ("a user name inside", "bolt://hidden-word@host", {"username": "neo4j", "password": "x"}),
    ("no host", "bolt://", {"username": "neo4j", "password": "x"}),
    ("a port that is none", "bolt://host:port", {"username": "neo4j", "password": "x"}),
    ("a database in the address", "neo4j://host/graph", {"username": "neo4j", "password": "x"}),
    ("another service", "http://host:7474", {"username": "neo4j", "password": "x"}),
    ("an encryption nobody has", "neo4j+x://host", {"username": "neo4j", "password": "x"}),
]


@pytest.mark.parametrize(("why", "location", "credentials"), ADDRESSES, ids=[row[0] for row in ADDRESSES])
def test_addresses_that_are_refused(why: str, location: str, credentials: dict[str, str]) -> None:
    with pytest.raises(GraphError) as caught:
        open_store(location, username=credentials.get("username"), password=credentials.get("password"))
    assert "hidden-word" not in str(caught.value), why


def test_a_store_is_named_without_its_credentials() -> None:
    store = open_store("neo4j+s://graph.example:7687", username="loader", password="hidden-word", database="party")
    assert (store.engine, store.name) == ("neo4j", "neo4j+s://graph.example:7687/party")
    assert "hidden-word" not in repr(vars(store))
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.check()


def test_a_cluster_is_asked_where_to_go(server: Server) -> None:
    store = open_store(
        server.uri.replace("bolt", "neo4j", 1),
        username=server.username,
        password=server.password,
        database=server.database,
    )
    put(store, A, note="load")
    with store.read() as graph:
        assert (graph.version, list(graph.nodes(["a"]))) == (1, ["a"])
    store.close()


# ------------------------------------------------------------------ what is hostile


HOSTILE = ["'", '"', "`", "\\", "}) DETACH DELETE n //", "$x", "*", "a~2 OR b", "\x00", "𝒳", "́", "x" * 20_000]


def test_no_text_is_syntax(store: Store) -> None:
    sources = [Source(f"s{n}", "text", title=text, address=text) for n, text in enumerate(HOSTILE)]
    documents = [document(f"d{n}", title=text, cluster=text[:100]) for n, text in enumerate(HOSTILE)]
    put(store, A, *sources, *documents)
    with store.read() as graph:
        for n, text in enumerate(HOSTILE):
            assert graph.sources_at([text]) == (sources[n],)
            assert graph.documents_in([text[:100]]) == (documents[n],)
            assert graph.find((text,), Filters(body=text), limit=5).documents == ()
            assert graph.reach(text, Hop("in", (IMPLEMENTS,)), depth=3).ids == ()
            assert graph.step([text], Hop("in", (IMPLEMENTS,))).degrees == {text: 0}


def test_a_type_that_is_none_is_refused(store: Store) -> None:
    hop = Hop("in", ("X]-() DETACH DELETE n //",))  # type: ignore[arg-type]
    with store.read() as graph:
        with pytest.raises(ValueError, match="X]"):
            graph.reach("a", hop, depth=2)
        with pytest.raises(ValueError, match="X]"):
            graph.step(["a"], hop)


# ------------------------------------------------------------------ one version


def test_no_reader_sees_half_a_commit(server: Server, store: Store) -> None:
    """Neo4j applies a commit piece by piece under the eyes of its readers; a view must not take that for a version."""
    many = [document(f"d{n:03}") for n in range(300)]
    put(store, *many)
    done = threading.Event()

    def write() -> None:
        writer = opened(server)
        for n in range(12):

            def work(change: Change, n: int = n) -> None:
                change.put([document(d.id, title=str(n)) for d in many])
                change.put([document(f"g{n}-{k}", title=str(n)) for k in range(100)])
                change.drop(Document, [(f"g{n - 1}-{k}",) for k in range(100)])

            writer.update(work)
        writer.close()
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen: set[int] = set()
    while not done.is_set():
        with store.read() as graph:
            try:
                found = graph.documents_in([many[0].cluster])
                again = graph.documents_in([many[0].cluster])
            except StoreMoved:
                continue
            assert found == again
            title = str(graph.version - 2) if graph.version > 1 else None
            assert Counter(d.title for d in found) == {title: 400 if title else 300}, graph.version
            seen.add(graph.version)
    thread.join()
    assert seen


# ------------------------------------------------------------------ restoring


def lines_of(*records: Record) -> list[str]:
    """A dump of these records."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        held = open_store(str(Path(folder) / "graph.sqlite"))
        put(held, *records, note="load")
        with held.read() as graph:
            lines = list(dump(graph))
        held.close()
    return lines


def test_a_restore_in_many_batches(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of(*small_records())
    monkeypatch.setattr("graph_schema.store.neo4j.store.BATCH", 7)
    restore(store, iter(lines))
    with store.read() as graph:
        assert list(dump(graph)) == lines


def test_a_restore_that_fails_leaves_an_empty_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of(A, B, edge("b", "a"))
    monkeypatch.setattr("graph_schema.store.neo4j.store.BATCH", 1)
    with pytest.raises(DumpInvalid):
        restore(store, iter(lines[:-3]))
    with store.read() as graph:
        assert (graph.version, list(graph.records(Document))) == (0, [])
    put(store, A)


def test_a_restore_that_was_killed(server: Server, store: Store) -> None:
    """Its mark and half of its records are there: nothing is answered, and the next restore clears them away."""
    store.check()
    ask(server, "MATCH (g:DirectiveGraph), (s:DirectiveGraphState) SET g.restoring = 'gone', s.state = -1")
    ask(server, "CREATE (:Entity:Document {id: 'half', day: '', data: '{}'})")
    with pytest.raises(StoreUnavailable, match="being restored"), store.read() as graph:
        graph.nodes(["half"])
    with pytest.raises(StoreUnavailable, match="being restored"):
        put(store, A)
    lines = lines_of(A, B, edge("b", "a"))
    restore(store, iter(lines))
    with store.read() as graph:
        assert list(dump(graph)) == lines


# ------------------------------------------------------------------ both engines


@pytest.fixture(scope="module")
def v() -> Vocabulary:
    """The bundled vocabulary."""
    return load()


def test_the_bundled_data_is_the_same_graph_on_both(store: Store, v: Vocabulary, tmp_path: Path) -> None:
    """Byte for byte, the journal's moments apart; and back by dump and restore."""
    other = open_store(str(tmp_path / "graph.sqlite"))
    load_bundled(store, v)
    load_bundled(other, v)
    hop = Hop("in", tuple(EdgeType))
    with store.read() as here, other.read() as there:
        assert list(dump(here, journal=False)) == list(dump(there, journal=False))
        assert [(e.version, e.what, e.gone, e.changed) for e in here.journal()] == [
            (e.version, e.what, e.gone, e.changed) for e in there.journal()
        ]
        assert here.counts() == there.counts()
        everything = {"limit": 1_000, "total": True, "facets": FACETS}
        assert here.find((), Filters(), **everything) == there.find((), Filters(), **everything)  # type: ignore[arg-type]
        every = [d.id for d in there.records(Document)]
        assert here.step(every, hop, fanout=3) == there.step(every, hop, fanout=3)
        for root in every[::40]:
            assert here.reach(root, hop, depth=9, facets=FACETS, ids=True) == there.reach(
                root, hop, depth=9, facets=FACETS, ids=True
            )
    back = open_store(str(tmp_path / "back.sqlite"))
    with store.read() as here:
        restore(back, dump(here))
        lines = list(dump(here))
    with back.read() as there:
        assert list(dump(there)) == lines
    back.close()
    other.close()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(which, st.randoms(use_true_random=False), st.sets(st.integers(0, len(TEXTS) - 1), max_size=2))
def test_order_repetition_retraction_and_rebuild(
    neo4j_server: Server, tmp_path_factory: pytest.TempPathFactory, chosen: list[int], random: Any, extra: set[int]
) -> None:
    v = load()

    def take(store: Store, n: int) -> None:
        text, date, place = TEXTS[n]
        load_text(store, text.encode(), f"t{n}", Metadata(title=f"t{n}", date=date, place=place), v)

    plain = open_store(str(tmp_path_factory.mktemp("plain") / "graph.sqlite"))
    for n in sorted(set(chosen)):
        take(plain, n)
    shuffled = opened(emptied(neo4j_server))
    steps = [*chosen, *extra, *chosen[:2]]
    random.shuffle(steps)
    for n in steps:
        take(shuffled, n)
    for n in sorted(extra - set(chosen)):
        retract(shuffled, source_id(TEXTS[n][0].encode()), v)
    assert whole(shuffled) == whole(plain)
    rebuild(shuffled, v)
    assert whole(shuffled) == whole(plain)
    plain.close()
    shuffled.close()


def test_an_altered_record_is_written_over(server: Server, store: Store) -> None:
    """A plan that becomes a directive changes its label, and what is no longer said is no longer a property."""
    put(store, document("a", kind="plan", title="x", place="kon-tum"))
    assert ask(server, "MATCH (d:Plan) RETURN d.place") == [["kon-tum"]]
    put(store, document("a", title="x"))
    assert ask(server, "MATCH (d:Plan) RETURN d.id") == []
    assert ask(server, "MATCH (d:Directive {id: 'a'}) RETURN d.place") == [[None]]
    put(store, altered(A))
    assert ask(server, "MATCH (d:Document) RETURN count(*)") == [[1]]
