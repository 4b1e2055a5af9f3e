"""What a text cites, over HTTP: shape, offsets, what is meant in the graph, that nothing is kept, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph_schema.store import open_store
from graph_schema.store.base import Store
from graph_schema.vocabulary import Vocabulary
from loaders.crowding import places_to_read
from loaders.pipeline import Metadata, load_text
from loaders.unstored import given_text
from service import views
from service.cited import AWAY, CANDIDATES, CitationsAnswer, CitedResolution, cite
from service.examples import CITED, TEXT
from service.routes.cite import MOST_PLACES
from service.settings import Settings
from tests.served import served
from tests.test_service_problems import check

pytest_plugins = ("tests.graphs",)

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "/api/v1/citations"
PLAIN = {"content-type": "text/plain; charset=utf-8"}
KON_TUM = (
    "😀 Ngày 18/1/2022, Ban Thường vụ Tỉnh ủy Kon Tum ban hành Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW, "
    "ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII."
)
TASKS = (
    "Tỉnh ủy Đồng Nai giao các huyện ủy tập trung thực hiện các nhiệm vụ sau:\n"
    "1. Tiếp tục thực hiện nghiêm Kết luận số 21-KL/TW khóa XIII trong mọi chi bộ của tỉnh.\n"
    "2. Hoàn thành việc rà soát các đầu mối bên trong từng cơ quan trước ngày 31/12/2025."
)


def ask(text: str, vocabulary: Vocabulary, store: Store | None, **about: str) -> CitationsAnswer:
    return cite(given_text(text.encode(), "text"), Metadata(**about), vocabulary, store)


def meant(answer: CitationsAnswer) -> list[tuple[str, CitedResolution | None]]:
    return [(c.surface, c.resolution) for c in answer.citations]


# ------------------------------------------------------------------ shape


def test_the_example_is_true(asked_bundled: httpx.Client) -> None:
    real = asked_bundled.post(ADDRESS, json={"text": TEXT}).json()
    assert real | {"graph_version": 0} == CITED | {"graph_version": 0}
    (shown,) = asked_bundled.get("/openapi.json").json()["components"]["schemas"]["CitationsAnswer"]["examples"]
    assert shown == CITED


def test_both_examples_of_the_body_are_taken(asked_bundled: httpx.Client) -> None:
    operation = asked_bundled.get("/openapi.json").json()["paths"][ADDRESS]["post"]
    content = operation["requestBody"]["content"]
    bare = asked_bundled.post(ADDRESS, content=content["text/plain"]["example"].encode(), headers=PLAIN)
    whole = asked_bundled.post(ADDRESS, json=content["application/json"]["example"])
    assert bare.json() == whole.json()
    assert operation["responses"].keys() == {"200", "413", "415", "422", "429"}, "a graph that is away stops no reading"


@pytest.mark.parametrize(
    "text", [TEXT, KON_TUM, TASKS, "Hôm nay trời đẹp."], ids=["example", "astral", "tasks", "none"]
)
def test_an_answer_has_its_documented_shape(text: str, asked: httpx.Client) -> None:
    answer = asked.post(ADDRESS, content=text.encode(), headers=PLAIN)
    assert answer.status_code == 200, answer.text
    views.Cited.model_validate(answer.json())
    assert answer.headers["cache-control"] == "no-store"


def test_offsets_are_code_points_of_the_text_that_is_returned(asked: httpx.Client) -> None:
    answer = asked.post(ADDRESS, content=(KON_TUM + "\r\n" + TASKS).encode("utf-8-sig"), headers=PLAIN).json()
    text = answer["text"]
    assert text == KON_TUM + "\n" + TASKS, "canonical: no byte order mark, one kind of line end"
    assert [text[c["start"] : c["end"]] for c in answer["citations"]] == [c["surface"] for c in answer["citations"]]
    (first, *_) = answer["relations"]
    assert text[first["cue_start"] : first["cue_end"]].strip() == "thực hiện"
    assert [text[t["start"] : t["end"]] for t in answer["tasks"]] == [t["text"] for t in answer["tasks"]]
    (due,) = answer["tasks"][1]["dues"]
    assert (text[due["start"] : due["end"]], due["by"]) == (due["text"], "2025-12-31")


def test_what_is_said_of_a_citation_is_said_there(v: Vocabulary) -> None:
    text = "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương khóa XII về tổ chức bộ máy. Nghị quyết 18 đã rõ."
    first, second = ask(text, v, None).citations
    assert (first.date, first.issuer, first.term) == ("2017-10-25", "Ban Chấp hành Trung ương", "XII")
    assert (second.date, second.issuer, second.term) == (None, None, None), "an antecedent lends nothing to a mention"
    assert (first.document, second.document, second.form) == (1, 1, "short"), "but they speak of one document"


ENDS = [
    # text, type, what acts, why
    (KON_TUM, "IMPLEMENTS", 0, "a citation acts"),
    ("Đề án triển khai Nghị quyết số 18-NQ/TW được thông qua.", "IMPLEMENTS", "subject", "a document without a number"),
    ("Hội nghị tổng kết 5 năm thực hiện Nghị quyết số 18-NQ/TW.", "REVIEWS", "subject", "a review is held"),
    ("Huyện ủy thực hiện nghiêm túc Nghị quyết số 18-NQ/TW.", "IMPLEMENTS", None, "a body acts"),
]


@pytest.mark.parametrize(("text", "type", "acting", "why"), ENDS, ids=[row[3] for row in ENDS])
def test_who_acts(text: str, type: str, acting: object, why: str, v: Vocabulary) -> None:
    (relation,) = ask(text, v, None).relations
    assert (relation.type, relation.from_) == (type, acting), why


def test_a_task_says_what_it_does_with_which_citation(v: Vocabulary) -> None:
    first, second = ask(TASKS, v, None).tasks
    assert [(x.to, x.type) for x in first.cites] == [(0, "IMPLEMENTS")]
    assert (second.cites, second.due, second.set_by) == ((), "2025-12-31", "Tỉnh ủy Đồng Nai")


# ------------------------------------------------------------------ what is meant

SAID = [
    # text, metadata, why
    ("Nghị quyết số 18-NQ/TW ngày 25/10/2017", {}, "a date"),
    ("Nghị quyết số 18-NQ/TW", {}, "a bare symbol"),
    ("Nghị quyết số 18-NQ/TW", {"date": "2019-05-01"}, "a bare symbol, the source dated"),
    ("Nghị quyết số 18-NQ/TW về sắp xếp tổ chức bộ máy của hệ thống chính trị tinh gọn", {}, "a title"),
    ("Nghị quyết 18", {}, "a short form"),
    ("Nghị quyết Trung ương 6 khóa XII", {}, "a plenum"),
    ("Nghị quyết số 28-NQ/TƯ", {}, "an organ that may be two"),
    ("Luật Đất đai và Nghị quyết Đại hội XIII", {}, "words that name no document we resolve"),
    ("Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW khóa XIII", {}, "a place nobody names"),
    ("Kế hoạch số 43-KH/TU", {"place": "Kon Tum", "date": "2023-01-01"}, "a place the sender names"),
    ("Nghị quyết số 999-NQ/TW ngày 1/2/2022; 10/NQ-CP; 178/2024/NĐ-CP", {}, "documents the graph may not hold"),
    (
        "Ngày 12/3/2025, Tỉnh ủy Đồng Nai ban hành kế hoạch về sắp xếp tổ chức bộ máy cấp xã.",
        {},
        "a plan without a number",
    ),
    *(
        (path.read_text("utf-8"), {}, f"an article the graph holds: {path.name}")
        for path in sorted((ROOT / "loaders" / "bundled" / "articles").glob("*.txt"))
    ),
]


@pytest.mark.parametrize(("text", "about", "why"), SAID, ids=[row[2] for row in SAID])
def test_the_outcome_is_that_of_a_load(
    text: str, about: dict[str, str], why: str, v: Vocabulary, bundled: Store
) -> None:
    report = load_text(bundled, text.encode(), "text", Metadata(**about), v, dry_run=True)
    found = {c.document: c.resolution for c in ask(text, v, bundled, **about).citations if c.document}
    left = [r for r in found.values() if r and r.outcome != "one"]
    assert sorted({r.id for r in found.values() if r and r.id}) == sorted(report.documents), why
    assert sorted(r.why for r in left) == sorted(u.why for u in report.open)
    assert sorted([x.id for x in r.candidates] for r in left) == sorted(
        [*u.candidates[:CANDIDATES]] for u in report.open
    )
    assert sorted(r.total for r in left) == sorted(len(u.candidates) for u in report.open)


def test_nothing_is_kept(bundled: Store, asked_bundled: httpx.Client) -> None:
    before = asked_bundled.get("/api/v1/stats").json()
    for _ in range(2):
        assert asked_bundled.post(ADDRESS, json={"text": KON_TUM, "url": "https://example.vn/1"}).status_code == 200
    assert asked_bundled.get("/api/v1/stats").json() == before


def test_a_place_the_text_tells_leads_to_the_document_as_the_graph_knows_it(asked_bundled: httpx.Client) -> None:
    """Loaded, the text would teach that the plan's unknown place is Kon Tum; the id that leads somewhere is today's."""
    plan, conclusion = (
        c["resolution"] for c in asked_bundled.post(ADDRESS, json={"text": KON_TUM}).json()["citations"]
    )
    assert (plan["outcome"], plan["known"], conclusion["id"]) == ("one", True, "21-kl-tw.xiii")
    assert asked_bundled.get(f"/api/v1/directives/{plan['id']}").json()["document"]["symbol"] == "43-KH/TU"


def test_a_document_the_graph_does_not_hold_is_told_apart(v: Vocabulary, bundled: Store) -> None:
    ((_, found),) = meant(ask("Nghị quyết số 999-NQ/TW ngày 1/2/2022", v, bundled))
    assert found == CitedResolution("one", "999-nq-tw.xiii", False, (), 0, "complete key")


def test_words_that_name_no_document_say_why(v: Vocabulary, bundled: Store) -> None:
    ((_, found),) = meant(ask("Luật Đất đai.", v, bundled))
    assert found == CitedResolution("none", None, False, (), 0, "law without a number")


def test_without_time_what_is_left_is_said(v: Vocabulary, bundled: Store) -> None:
    given = given_text((KON_TUM + " Luật Đất đai.").encode(), "text")
    answer = cite(given, Metadata(), v, bundled, budget=0)
    assert answer.partial is not None
    assert (answer.partial.cut, [c.resolution is None for c in answer.citations]) == (2, [True, True, False])


def test_a_graph_that_is_away_stops_no_reading(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    with served(store) as client:
        store.close()
        answer = client.post(ADDRESS, json={"text": KON_TUM})
    found = answer.json()
    assert (answer.status_code, found["graph_version"], found["notes"]) == (200, None, [AWAY])
    assert [(c["symbol"], c["resolution"]) for c in found["citations"]] == [("43-KH/TU", None), ("21-KL/TW", None)]
    assert len(found["relations"]) == 1
    views.Cited.model_validate(found)


# ------------------------------------------------------------------ what is refused


@pytest.fixture(scope="module")
def narrow(small: Store) -> Iterator[httpx.Client]:
    """A service that reads short texts only."""
    with served(small, Settings(max_cited_bytes=1000)) as client:
        yield client


JSON = {"content-type": "application/json"}
REFUSED: list[tuple[dict[str, str], bytes, str, int, str, str, str]] = [
    # headers, body, query, status, code, words the detail holds, why
    (PLAIN, b"x" * 1001, "", 413, "too-large", "MAX_CITED_BYTES", "a text above the limit"),
    (JSON, b'{"text": "' + b"x" * 1001 + b'"}', "", 413, "too-large", "1,000 bytes", "the same inside JSON"),
    ({"content-type": "text/html"}, b"<p>x", "", 415, "unsupported-media-type", "text/html", "a page"),
    ({"content-type": "multipart/form-data"}, b"x", "", 415, "unsupported-media-type", "multipart", "a form"),
    (PLAIN, b"", "", 422, "unreadable-source", "empty", "nothing"),
    (PLAIN, b" \n ", "", 422, "unreadable-source", "white space", "white space"),
    (PLAIN, b"%PDF-1.7 ...", "", 422, "unreadable-source", "PDF", "a file of another kind"),
    (PLAIN, b"\x00\x01\x02\x03" * 9, "", 422, "unreadable-source", "", "binary"),
    (JSON, b"{", "", 422, "validation", "", "broken JSON"),
    (JSON, b'{"title": "x"}', "", 422, "validation", "text", "JSON without a text"),
    (JSON, b'{"text": "x", "mood": 1}', "", 422, "validation", "mood", "JSON with something unknown"),
    (JSON, b'{"text": "x", "place": "Atlantis"}', "", 422, "invalid-question", "Atlantis", "an unknown place"),
    (PLAIN, b"x", "?date=soon", 422, "invalid-question", "soon", "a day that is none"),
    (PLAIN, b"x", "?format=pdf", 422, "invalid-question", "json, html", "a form there is none of"),
    (PLAIN, b"x", "?dry_run=true", 422, "validation", "dry_run", "a parameter of another address"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "body", "query", "status", "code", "words", "why"), REFUSED, ids=[row[6] for row in REFUSED]
)
def test_what_is_refused(
    headers: dict[str, str], body: bytes, query: str, status: int, code: str, words: str, why: str, narrow: httpx.Client
) -> None:
    check(narrow.post(ADDRESS + query, content=body, headers=headers), status, code, words)


def test_a_body_of_unsaid_length_is_cut_off(narrow: httpx.Client) -> None:
    check(narrow.post(ADDRESS, content=(b"x" * 100 for _ in range(50)), headers=PLAIN), 413, "too-large")


def test_two_megabytes_unless_told_otherwise(asked: httpx.Client) -> None:
    assert Settings().max_cited_bytes == asked.get("/api/v1/schema").json()["longest_cited_text"] == 2_000_000
    check(asked.post(ADDRESS, content=b"x" * 2_000_001, headers=PLAIN), 413, "too-large", "2,000,000")
    check(asked.post(ADDRESS, content=(b"x" * 100_000 for _ in range(21)), headers=PLAIN), 413, "too-large")


CROWDS = [
    # one piece of a text, at least this many places in a hundred of it, why
    ("NQ 18 ", 100, "short forms"),
    ("18-NQ/TW ", 100, "symbols"),
    ("số 18, 19, 20, 21-NQ/TW; ", 400, "lists"),
    ("Luật Đất đai, ", 100, "laws without a number"),
    ("Nghị quyết này ", 100, "words that point back"),
]


@pytest.mark.parametrize(("piece", "least", "why"), CROWDS, ids=[row[2] for row in CROWDS])
def test_the_count_of_places_bounds_the_citations(piece: str, least: int, why: str, v: Vocabulary) -> None:
    text = piece * 100
    assert places_to_read(text, v) >= max(least, len(ask(text, v, None).citations)), why


def test_a_text_of_nothing_but_symbols_is_refused_before_it_is_read(asked: httpx.Client) -> None:
    body = ("NQ 18 " * (MOST_PLACES + 1)).encode()
    check(asked.post(ADDRESS, content=body, headers=PLAIN), 413, "too-large", "Split it")


# ------------------------------------------------------------------ as a page

ACCEPTS = [
    # Accept, format, kind of answer, why
    (None, None, "application/json", "nothing asked for"),
    ("*/*", None, "application/json", "anything"),
    ("application/json", None, "application/json", "JSON"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", None, "text/html", "as browsers ask"),
    ("text/html;q=0.5, application/json", None, "application/json", "JSON preferred"),
    ("text/html, application/json;q=0.5", None, "text/html", "a page preferred"),
    ("text/html;q=nonsense", None, "application/json", "a weight that is none"),
    ("application/json", "html", "text/html", "the parameter wins"),
    ("text/html", "json", "application/json", "both ways"),
]


@pytest.mark.parametrize(("accept", "form", "kind", "why"), ACCEPTS, ids=[row[3] for row in ACCEPTS])
def test_the_form_of_the_answer(accept: str | None, form: str | None, kind: str, why: str, asked: httpx.Client) -> None:
    headers: dict[str, Any] = PLAIN | ({"accept": accept} if accept else {})
    answer = asked.post(ADDRESS, content=TEXT.encode(), headers=headers, params={"format": form} if form else {})
    assert answer.headers["content-type"].partition(";")[0] == kind, why
    assert "Accept" in answer.headers["vary"].split(", ")


def test_a_page_may_do_nothing(asked: httpx.Client) -> None:
    policy = asked.post(ADDRESS + "?format=html", content=TEXT.encode(), headers=PLAIN).headers[
        "content-security-policy"
    ]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'none'")
    assert "unsafe" not in policy
