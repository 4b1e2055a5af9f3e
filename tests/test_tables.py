"""Tables of documents and relations: every trap as a small hand-written table, then the tables that exist."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph_schema.errors import UnreadableSource
from graph_schema.model import Claim, Facts, Reading
from graph_schema.vocabulary import load
from loaders.report import Quarantined
from loaders.rows import INFERRED, STATED, read_row
from loaders.tables import DIRECTIVE_COLUMNS, MAX_CELL, RELATION_COLUMNS, load_table

V = load()
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "registry"


def document(key: str = "a", **cells: str) -> dict[str, str]:
    return dict.fromkeys(DIRECTIVE_COLUMNS, "") | {"key": key} | cells


def relation(from_key: str, kind: str, to_key: str, evidence: str = "") -> dict[str, str]:
    return dict(zip(RELATION_COLUMNS, (from_key, kind, to_key, "https://www.example.vn/1", evidence), strict=True))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    return path


def read(
    tmp_path: Path, documents: list[dict[str, str]], relations: list[dict[str, str]] | None = None
) -> tuple[list[Reading], list[Quarantined]]:
    paths = [write(tmp_path / "documents.csv", documents)]
    if relations:
        paths.insert(0, write(tmp_path / "relations.csv", relations))
    return load_table(paths, V)


def one(tmp_path: Path, **cells: str) -> Reading:
    readings, quarantined = read(tmp_path, [document(**cells)])
    assert quarantined == []
    return readings[0]


def stated(reading: Reading) -> Mapping[str, str | None]:
    return {c.type: c.value for c in reading.claims}


# cells of the row, the facts it states, why
FACTS: list[tuple[dict[str, str], dict[str, object], str]] = [
    (
        {"symbol": "18-NQ/TW", "type_abbr": "NQ", "number": "18", "term": "XII", "date": "2017-10-25"},
        {
            "type": "NQ",
            "number": "18",
            "organs": ("TW",),
            "terms": ("XII",),
            "dates": ("2017-10-25",),
            "symbol": "18-NQ/TW",
        },
        "a full row",
    ),
    ({"symbol": "22-KL/BCĐ", "type_abbr": "CV"}, {"type": "KL"}, "the symbol beats the column"),
    ({"symbol": "178/2024/NĐ-CP", "type_abbr": "NĐ"}, {"year": 2024, "organs": ("CP",)}, "the year in the symbol"),
    ({"symbol": "31/2024/QH15", "type_abbr": "L"}, {"type": "Luật", "organs": ("QH15",)}, "a law bears no letters"),
    ({"symbol": "6383/BNV-TCBC"}, {"type": "CV", "unit": "TCBC"}, "a letter's unit"),
    (
        {"symbol": "91", "number": "91", "type_abbr": "KH"},
        {"symbol": None, "number": "91", "organs": ()},
        "a number only",
    ),
    ({"type_abbr": "ĐA", "title_vi": "Sắp xếp"}, {"number": None, "type": "ĐA", "titles": ("Sắp xếp",)}, "no number"),
    ({"type_abbr": "", "type_vi": "(không rõ)"}, {"type": None}, "no type either"),
    ({"term": "XVI (tỉnh)"}, {"terms": ()}, "a provincial term is none of the Central Committee"),
    ({"date": "2017"}, {"dates": (), "years": (2017,)}, "a year alone"),
    (
        {"symbol": "43-KH/TU", "issuing_body": "Ban Thường vụ Tỉnh ủy Kon Tum"},
        {"scopes": ("kon-tum",), "issuers": ("Ban Thường vụ Tỉnh ủy Kon Tum",)},
        "the issuer's province completes the key",
    ),
    (
        {"symbol": "43-KH/TU", "issuing_body": "Tỉnh ủy (tỉnh không nêu trong bài)"},
        {"scopes": (), "issuers": ("Tỉnh ủy",)},
        "a remark in brackets names no province",
    ),
    ({"symbol": "18-NQ/TW", "issuing_body": "Tỉnh ủy Kon Tum"}, {"scopes": ()}, "a central symbol needs no place"),
    (
        {"symbol": "111-KH/HU", "issuing_body": "Huyện ủy Gio Linh"},
        {"scopes": ("huyen-uy-gio-linh",)},
        "which district",
    ),
    (
        {"symbol": "01-KH/BCĐ", "issuing_body": "Ban Chỉ đạo tỉnh Long An (tổng kết Nghị quyết số 18-NQ/TW)"},
        {"scopes": ("long-an.nq18",)},
        "which committee, and a remark that says what it steers",
    ),
    (
        {"symbol": "28-NQ/TƯ", "issuing_body": "Tỉnh ủy Kon Tum"},
        {"organs": ("TU",), "symbol": "28-NQ/TU"},
        "TƯ of a province",
    ),
    (
        {"symbol": "28-NQ/TƯ", "issuing_body": "Bộ Chính trị"},
        {"organs": ("TW",), "symbol": "28-NQ/TW"},
        "TƯ of the centre",
    ),
    ({"symbol": "28-NQ/TƯ"}, {"organs": ("TU", "TW"), "symbol": None}, "TƯ of nobody knows"),
    ({"issuing_body": "Cơ quan ban hành không nêu"}, {"issuers": ()}, "a remark is no issuer"),
    ({"title_vi": "về  đất\nđai"}, {"titles": ("về đất đai",)}, "white space is one space"),
]


@pytest.mark.parametrize(("cells", "facts", "reason"), FACTS, ids=[f[2] for f in FACTS])
def test_facts(tmp_path: Path, cells: dict[str, str], facts: dict[str, object], reason: str) -> None:
    found = one(tmp_path, **cells).referents[0]
    assert {name: getattr(found.facts, name) for name in facts} == facts, reason
    assert (found.ref, found.declared, found.start) == ("registry:a", True, None)


def test_attributes_are_claims(tmp_path: Path) -> None:
    cells = {
        "symbol": "43-KH/TU",
        "type_abbr": "KH",
        "type_vi": "Kế hoạch",
        "issuing_body": "Tỉnh ủy Kon Tum",
        "date": "2022-01-18",
        "title_vi": "thực hiện Kết luận",
        "level": "central",
    }
    reading = one(tmp_path, **cells)
    assert stated(reading) == {
        "symbol": "43-KH/TU",
        "type_word": "Kế hoạch",
        "date": "2022-01-18",
        "issuer": "Tỉnh ủy Kon Tum",
        "place": "kon-tum",
        "title": "thực hiện Kết luận",
    }, "the level column is nobody's word: a level comes from the body"
    assert {c.subject for c in reading.claims} == {"r1"}
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    assert {(c.start, c.end) for c in reading.claims} == {(None, None)}, "a row is never shown as a quote"


TITLES = [
    ({"title_vi": "về đất đai"}, "về đất đai", "official", "a title"),
    (
        {"title_vi": "về đất đai", "source_note": "title_vi is a back-translation"},
        "về đất đai",
        "back-translated",
        "prose",
    ),
    ({"title_vi": "về đất đai", "source_note": "[back-translated]"}, "về đất đai", "back-translated", "our marker"),
    ({"title_vi": "về đất đai", "source_note": "[described]"}, "về đất đai", "stated", "somebody's words"),
    ({"title_vi": "(thực hiện Nghị quyết 57)"}, "thực hiện Nghị quyết 57", "stated", "brackets say so too"),
    ({"title_vi": "()"}, None, None, "nothing in them"),
]


@pytest.mark.parametrize(("cells", "title", "rule", "reason"), TITLES, ids=[t[3] for t in TITLES])
def test_titles(tmp_path: Path, cells: dict[str, str], title: str | None, rule: str | None, reason: str) -> None:
    found = [c for c in one(tmp_path, **cells).claims if c.type == "title"]
    assert [(c.value, c.rule) for c in found] == ([(title, rule)] if title else []), reason


DRAFTS = [
    ({"source_note": "[draft] not shown as issued"}, True, "marked"),
    ({"source_note": "the [draft] of an earlier one"}, False, "a marker begins the note"),
    ({"title_vi": "dự thảo Đề án"}, False, "the marker decides, not a word in the title"),
    ({"title_vi": "lấy ý kiến vào dự thảo văn kiện"}, False, "about a draft, itself issued"),
]


@pytest.mark.parametrize(("cells", "draft", "reason"), DRAFTS, ids=[d[2] for d in DRAFTS])
def test_drafts(tmp_path: Path, cells: dict[str, str], draft: bool, reason: str) -> None:
    assert (stated(one(tmp_path, **cells)).get("status") == "draft") == draft, reason


SOURCES = [
    ("https://www.Example.vn/a", "example.vn", "the host without www"),
    ("http://example.vn:8080/a", "example.vn", "nor a port"),
    ("bundled:article-1", None, "no web address"),
    ("", None, "none"),
]


@pytest.mark.parametrize(("url", "publisher", "reason"), SOURCES, ids=[s[2] for s in SOURCES])
def test_each_row_is_a_source(tmp_path: Path, url: str, publisher: str | None, reason: str) -> None:
    reading = one(tmp_path, source_url=url, symbol="18-NQ/TW")
    source = reading.source
    assert (source.kind, source.address, source.url, source.publisher) == (
        "table",
        "registry#a",
        url or None,
        publisher,
    ), reason
    assert (source.title, source.length) == ("18-NQ/TW", len(reading.text))
    assert len(source.id) == 32


DOCUMENTS = [
    document("x", symbol="43-KH/TU", issuing_body="Tỉnh ủy Kon Tum", date="2022-01-18"),
    document("y", symbol="21-KL/TW", issuing_body="Ban Chấp hành Trung ương", date="2021-10-25"),
    document(
        "z", symbol="24/CV-BCĐTKNQ18", issuing_body="Ban Chỉ đạo của Chính phủ về tổng kết Nghị quyết số 18-NQ/TW"
    ),
    document("n", type_abbr="KH"),
]


def related(tmp_path: Path, kind: str, to_key: str = "y", evidence: str = "") -> tuple[Reading, Claim]:
    readings, quarantined = read(tmp_path, DOCUMENTS, [relation("x", kind, to_key, evidence)])
    assert quarantined == []
    (claim,) = readings[-1].claims
    return readings[-1], claim


def test_a_relation_joins_two_referents(tmp_path: Path) -> None:
    reading, claim = related(tmp_path, "IMPLEMENTS", evidence="title")
    assert (claim.subject, claim.type, claim.object, claim.note) == ("r1", "IMPLEMENTS", "r2", "title")
    assert (claim.confidence, claim.inferred, claim.start, claim.end) == (STATED, False, None, None)
    assert [(r.n, r.ref, r.declared, r.related) for r in reading.referents] == [
        (1, "registry:x", False, ("IMPLEMENTS:21-KL/TW",)),
        (2, "registry:y", False, ()),
    ]
    assert reading.source.address == "registry#x|IMPLEMENTS|y"
    assert reading.source.publisher == "example.vn"


def test_its_ends_state_what_their_rows_state(tmp_path: Path) -> None:
    readings, _ = read(tmp_path, DOCUMENTS, [relation("x", "IMPLEMENTS", "y")])
    by_ref: dict[str | None, Facts] = {r.referents[0].ref: r.referents[0].facts for r in readings[:4]}
    assert [r.facts for r in readings[-1].referents] == [by_ref["registry:x"], by_ref["registry:y"]]


INFERENCES = [
    ("[inferred] read from two pages", True, "read from two pages", "marked"),
    ("[inferred]", True, None, "the marker alone"),
    ("says so; not [inferred]", False, "says so; not [inferred]", "a marker begins the cell"),
    ("", False, None, "nothing"),
]


@pytest.mark.parametrize(("evidence", "inferred", "note", "reason"), INFERENCES, ids=[i[3] for i in INFERENCES])
def test_inferred_relations(tmp_path: Path, evidence: str, inferred: bool, note: str | None, reason: str) -> None:
    _, claim = related(tmp_path, "CITES", evidence=evidence)
    assert (claim.inferred, claim.confidence, claim.note) == (inferred, INFERRED if inferred else STATED, note), reason


def test_establishing_is_a_fact_about_the_body(tmp_path: Path) -> None:
    reading, claim = related(tmp_path, "ESTABLISHES", "z", "[inferred]")
    body = "b:ban-chi-dao-cua-chinh-phu-ve-tong-ket-nghi-quyet-so-18-nq-tw"
    assert (claim.subject, claim.type, claim.object) == (body, "ESTABLISHED_BY", "r1")
    assert [r.ref for r in reading.referents] == ["registry:x"], "the decision alone; the other document is not related"
    assert reading.flags == ("establishes-body",)


# rows of relations, row, what the reason says
BAD_RELATIONS = [
    (relation("x", "RELATED_TO", "y"), "RELATED_TO", "an unknown word"),
    (relation("x", "implements", "y"), "implements", "relations are upper case"),
    (relation("x", "ISSUED_BY", "y"), "ISSUED_BY", "bodies are no documents"),
    (relation("x", "CITES", "nobody"), "nobody", "a key of no document"),
    (relation("", "CITES", "y"), "from_key", "no key"),
    (relation("x", "CITES", "y" * (MAX_CELL + 1)), "limit", "a cell without end"),
    (relation("x", "ESTABLISHES", "n"), "issuing body", "nobody was established"),
]


@pytest.mark.parametrize(("row", "told", "reason"), BAD_RELATIONS, ids=[b[2] for b in BAD_RELATIONS])
def test_a_bad_relation_is_quarantined(tmp_path: Path, row: dict[str, str], told: str, reason: str) -> None:
    readings, quarantined = read(tmp_path, DOCUMENTS, [relation("x", "CITES", "y"), row])
    assert [(q.name, q.row) for q in quarantined] == [("relations.csv", 2)], reason
    assert told in quarantined[0].reason
    assert len(readings) == len(DOCUMENTS) + 1, "the rest loads"


BAD_DOCUMENTS = [
    (document("a"), "twice", "the first row's key again"),
    (document(" "), "key is empty", "no key"),
    (document("b", date="25/10/2017"), "YYYY-MM-DD", "a date in another order"),
    (document("b", date="2017-02-30"), "YYYY-MM-DD", "no such day"),
    (document("b", date="2017-13-01"), "YYYY-MM-DD", "no such month"),
    (document("b", title_vi="đ" * (MAX_CELL + 1)), "limit", "a cell without end"),
]


@pytest.mark.parametrize(("row", "told", "reason"), BAD_DOCUMENTS, ids=[b[2] for b in BAD_DOCUMENTS])
def test_a_bad_document_is_quarantined(tmp_path: Path, row: dict[str, str], told: str, reason: str) -> None:
    readings, quarantined = read(tmp_path, [document("a"), row, document("c")])
    assert [(q.name, q.row) for q in quarantined] == [("documents.csv", 2)], reason
    assert told in quarantined[0].reason
    assert [r.source.address for r in readings] == ["registry#a", "registry#c"], "the rest loads"


def test_a_relation_stated_twice_is_kept_once(tmp_path: Path) -> None:
    rows = [relation("x", "CITES", "y", "title"), relation("x", "CITES", "y", "text")]
    readings, quarantined = read(tmp_path, DOCUMENTS, rows)
    assert (len(readings), quarantined[0].row) == (len(DOCUMENTS) + 1, 2)


FILES = [
    (b"", "empty", "no bytes"),
    (b"a,b\n1,2\n", "issuing_body", "other columns: it says which are expected"),
    (b"\xff\xfea", "UTF-16", "half a letter of UTF-16"),
    (b"\x00\x01\x02", "binary", "no text"),
    ((",".join(DIRECTIVE_COLUMNS) + '\n"a,b\n').encode(), "CSV", "an open quote"),
]


@pytest.mark.parametrize(("data", "told", "reason"), FILES, ids=[f[2] for f in FILES])
def test_a_bad_file_is_quarantined(tmp_path: Path, data: bytes, told: str, reason: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    readings, quarantined = load_table([path, tmp_path / "missing.csv"], V)
    assert readings == []
    assert {(q.name, q.row) for q in quarantined} == {("t.csv", None), ("missing.csv", None)}, reason
    assert told in next(q.reason for q in quarantined if q.name == "t.csv")


def test_ragged_rows_are_quarantined(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    full = ",".join(DIRECTIVE_COLUMNS)
    path.write_text(f"{full}\na{',' * 11}\nb,short\nc{',' * 12}\n", encoding="utf-8")
    readings, quarantined = load_table([path], V)
    assert ([r.source.address for r in readings], [q.row for q in quarantined]) == (["registry#a"], [2, 3])


def test_columns_we_do_not_know_are_left_out(tmp_path: Path) -> None:
    plain = one(tmp_path, symbol="18-NQ/TW")
    more = read(tmp_path, [document(symbol="18-NQ/TW") | {"remark": "mine"}])[0][0]
    assert more == plain


def test_a_row_is_read_again_from_its_text_alone(tmp_path: Path) -> None:
    rows = [relation("x", "IMPLEMENTS", "y"), relation("x", "ESTABLISHES", "z")]
    readings, _ = read(tmp_path, DOCUMENTS, rows)
    assert [read_row(r.source, r.text, V) for r in readings] == readings
    assert all(json.loads(r.text) for r in readings)


def test_spelling_of_the_file_does_not_matter(tmp_path: Path) -> None:
    """Row order, NFD, line ends and quoting are the file's, not the rows'."""
    expected = sorted(read(tmp_path, DOCUMENTS)[0], key=lambda r: r.source.id)
    out = io.StringIO()
    table = csv.DictWriter(out, DIRECTIVE_COLUMNS, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writeheader()
    table.writerows(reversed(DOCUMENTS))
    path = tmp_path / "other.csv"
    path.write_bytes(unicodedata.normalize("NFD", out.getvalue()).encode())
    assert sorted(load_table([path], V)[0], key=lambda r: r.source.id) == expected


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"document":{}}', '{"relation":{},"from":{},"to":{}}', "x" * 99]
)
def test_a_text_no_table_made(tmp_path: Path, text: str) -> None:
    source = one(tmp_path, symbol="18-NQ/TW").source
    with pytest.raises(UnreadableSource):
        read_row(source, text, V)


# ------------------------------------------------------- the tables that exist


@pytest.fixture(scope="module", params=["bundled", "shared"])
def registry(request: pytest.FixtureRequest, root: Path) -> list[Reading]:
    folder = root / "loaders" / "bundled" if request.param == "bundled" else SHARED
    if not folder.exists():
        pytest.skip("the shared registry is not here")
    readings, quarantined = load_table([folder / "relations.csv", folder / "directives.csv"], V)
    assert quarantined == []
    return readings


def test_the_registry(registry: list[Reading]) -> None:
    documents = [r for r in registry if "document" in json.loads(r.text)]
    relations = [r for r in registry if r not in documents]
    assert (len(documents), len(relations)) == (1020, 1170)
    assert len({r.source.id for r in registry}) == len({r.source.address for r in registry}) == 2190
    stated_types = Counter(c.type for r in relations for c in r.claims if not c.inferred)
    assert stated_types == {
        "IMPLEMENTS": 620,
        "CITES": 314,
        "REVIEWS": 58,
        "REPLACES": 23,
        "GUIDES": 16,
        "AMENDS": 6,
        "REPEALS": 1,
    }
    assert Counter(c.type for r in relations for c in r.claims if c.inferred) == {
        "IMPLEMENTS": 84,
        "REVIEWS": 18,
        "ESTABLISHED_BY": 13,
        "REPLACES": 7,
        "CITES": 4,
        "AMENDS": 3,
        "GUIDES": 3,
    }
    titles = Counter(c.rule for r in documents for c in r.claims if c.type == "title")
    assert titles["back-translated"] == 188
    assert sum(c.type == "status" for r in documents for c in r.claims) == 7
    assert [r for r in registry if read_row(r.source, r.text, V) != r] == []


def test_every_printed_symbol_of_the_registry_is_read(registry: list[Reading]) -> None:
    """What has letters in its symbol has a type, and an organ unless the print lost it."""
    bare = []
    for reading in registry:
        row = json.loads(reading.text).get("document")
        if row and row["symbol"] and not row["symbol"].isdigit() and not reading.referents[0].facts.organs:
            bare.append(row["symbol"])
    assert bare == ["159-TB"]


def test_the_bundled_tables_carry_no_prose(root: Path) -> None:
    """Only our own markers and categories stand in the notes; addresses of articles are our own."""
    folder = root / "loaders" / "bundled"
    with (folder / "directives.csv").open(encoding="utf-8", newline="") as file:
        documents = list(csv.DictReader(file))
    with (folder / "relations.csv").open(encoding="utf-8", newline="") as file:
        relations = list(csv.DictReader(file))
    markers = {m for r in documents for m in r["source_note"].replace("] [", "]|[").split("|") if m}
    assert markers == {"[draft]", "[back-translated]", "[described]", "[number only]"}
    assert {r["evidence_paraphrase"] for r in relations} == {
        "[inferred]",
        "title",
        "recital",
        "opening",
        "list",
        "text",
    }
    assert {r["source_url"].partition(":")[0] for r in [*documents, *relations]} == {"https", "http", "bundled", ""}
    assert [r["key"] for r in documents if "(" in r["issuing_body"]] == []
