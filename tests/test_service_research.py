"""The researcher's questions over HTTP and on the command line: shapes, the same answer in both, problems that say what
to do, and text a person can read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from graph_schema.store.base import Store
from queries.analytics import CentralAnswer, OrphansAnswer
from queries.anomalies import AnomaliesAnswer
from queries.change import ChangeAnswer
from queries.compare import CompareAnswer
from queries.corpus import ReportAnswer
from queries.coverage import CoverageAnswer
from queries.event_history import EventHistoryAnswer
from queries.lag import LagAnswer
from queries.lineage import LineageThen
from queries.paths import PathsAnswer
from queries.tasks import TasksAnswer
from queries.then import ImpactThen, ImplementersThen
from queries.unresolved import UnresolvedAnswer
from queries.wanted import WantedAnswer
from service import views
from service.cli import run
from tests.served import served
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, DEEP, GONE, HUB, LAND, TASK
from tests.spread_graph import NEW, OLD, ROOT, spread_graph

pytest_plugins = ("tests.graphs",)

API = "/api/v1"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def spread_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the spread of one directive; tests only read it."""
    path = tmp_path_factory.mktemp("spread") / "graph.sqlite"
    spread_graph(path).close()
    return path


@pytest.fixture(scope="module")
def spread(spread_file: Path) -> Iterator[httpx.Client]:
    """A service over it."""
    store: Store = spread_graph(spread_file.with_name("served.sqlite"))
    with served(store) as client:
        yield client
    store.close()


@pytest.fixture
def command(spread_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs one command over the spread: exit code, output, errors."""
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", str(spread_file))

    def ask(*words: str) -> tuple[int, str, str]:
        code = run(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return ask


SHAPES: list[tuple[str, type]] = [
    (f"directives/{ROOT}/coverage?as_of=2025-06-30", CoverageAnswer),
    (f"directives/{ROOT}/coverage?unit=ministry&as_of=2025-03-01", CoverageAnswer),
    (f"directives/{ROOT}/coverage?unit=body&level=ministry", CoverageAnswer),
    (f"directives/{ROOT}/lag?depth=2&limit=3", LagAnswer),
    (f"directives/{NEW}/lag", LagAnswer),
    (f"paths?from=lang-son&to={ROOT}", PathsAnswer),
    (f"paths?from={OLD}&to=lang-son&direction=either&family=all&k=5", PathsAnswer),
    (f"paths?from=task-1&to={ROOT}", PathsAnswer),
    (f"paths?from={ROOT}&to=son-la-draft&direction=up", PathsAnswer),
    (f"compare?a={ROOT}&b={NEW}", CompareAnswer),
    ("compare?a=bo-tai-chinh&b=tong-cuc-hai-quan", CompareAnswer),
    ("tasks", TasksAnswer),
    (f"tasks?directive={ROOT}&overdue_on=2025-12-01", TasksAnswer),
    ("analytics/central", CentralAnswer),
    ("analytics/orphans?kind=directive", OrphansAnswer),
    (f"analytics/event-history?directives={ROOT},{OLD}&as_of=2025-12-31", EventHistoryAnswer),
    ("quality/anomalies", AnomaliesAnswer),
    ("quality/unresolved", UnresolvedAnswer),
    ("quality/ambiguous", UnresolvedAnswer),
    ("quality/most-wanted?known_by=unread", WantedAnswer),
    ("quality/report", ReportAnswer),
    (f"directives/{ROOT}/implementers?as_of=2025-01-31&transitive=true", ImplementersThen),
    (f"directives/{ROOT}/lineage?as_of=2025-01-31&family=all", LineageThen),
    (f"directives/{ROOT}/impact?as_of=2025-01-31", ImpactThen),
    (f"directives/{ROOT}/impact?change=replace&on=2025-06-30", ChangeAnswer),
    (f"directives/{ROOT}/impact?change=end", ChangeAnswer),
]


@pytest.mark.parametrize(("address", "shape"), SHAPES, ids=[row[0] for row in SHAPES])
def test_an_answer_has_its_documented_shape(address: str, shape: type, spread: httpx.Client) -> None:
    answer = spread.get(f"{API}/{address}")
    assert answer.status_code == 200, answer.text
    try:
        views.view(shape).model_validate(answer.json())
    except ValidationError as error:
        pytest.fail(str(error))


SMALL_SHAPES: list[tuple[str, type]] = [
    (f"paths?from={DEEP}&to={APPARATUS}", PathsAnswer),
    (f"compare?a={APPARATUS}&b={LAND}", CompareAnswer),
    (f"directives/{CONCLUSION}/implementers?as_of=2030-01-01", ImplementersThen),
    (f"directives/{CONCLUSION}/impact?change=replace", ChangeAnswer),
    ("quality/anomalies", AnomaliesAnswer),
    ("quality/ambiguous", UnresolvedAnswer),
    ("tasks", TasksAnswer),
]


@pytest.mark.parametrize(("address", "shape"), SMALL_SHAPES, ids=[row[0] for row in SMALL_SHAPES])
def test_so_it_has_with_tasks_quotes_and_conflicts(address: str, shape: type, asked: httpx.Client) -> None:
    views.view(shape).model_validate(asked.get(f"{API}/{address}").json())


def test_without_a_day_or_a_change_nothing_is_added(asked: httpx.Client) -> None:
    for question, view in (
        ("implementers", views.Implemented),
        ("lineage", views.Drawn),
        ("impact", views.Impacted),
    ):
        view.model_validate(asked.get(f"{API}/directives/{APPARATUS}/{question}").json())


def test_a_document_says_whether_it_is_in_force(spread: httpx.Client) -> None:
    now = spread.get(f"{API}/directives/{OLD}").json()["force"]
    then = spread.get(f"{API}/directives/{OLD}", params={"as_of": "2020-01-01"}).json()["force"]
    assert (now["in_force"], now["since"], now["by"][0]["id"]) == ("no", "2024-12-01", ROOT)
    assert (then["in_force"], then["why"]) == ("yes", "ended-later")


PROBLEMS = [
    # address, status, code, what the text holds, why
    (f"directives/{ROOT}/coverage?unit=galaxy", 422, "invalid-question", "province, ministry, body", "a unit"),
    (f"directives/{ROOT}/coverage?level=province", 422, "invalid-question", "unit=body", "a level of provinces"),
    (f"directives/{ROOT}/coverage?as_of=soon", 422, "invalid-question", "YYYY-MM-DD", "a day"),
    (f"directives/{ROOT}/coverage?unti=province", 422, "validation", "is not a parameter", "a slip of the pen"),
    ("directives/nothing/coverage", 404, "unknown-id", "Find ids", "an unknown id"),
    (f"directives/{GONE}/lag", 404, "unknown-id", "Find ids", "an id of another graph"),
    (f"directives/{ROOT}/lag?limit=0", 422, "invalid-question", "limit=1", "a limit"),
    (f"directives/{ROOT}/lag?cursor=%25%25", 422, "invalid-question", "first page", "a foreign cursor"),
    ("paths?from=lang-son", 422, "validation", "Field required", "half a question"),
    (f"paths?from={ROOT}&to={ROOT}", 422, "invalid-question", "two documents", "one document twice"),
    (f"paths?from={ROOT}&to=999-NQ/TW", 404, "unknown-symbol", "No document fits", "unknown words"),
    (f"paths?from={ROOT}&to=%20", 422, "invalid-question", "to is empty", "no words"),
    (f"paths?from={ROOT}&to={NEW}&k=21", 422, "invalid-question", "k=20", "too many"),
    (f"compare?a={ROOT}&b=bo-tai-chinh", 422, "invalid-question", "side by side", "a document and a body"),
    ("tasks?place=Atlantis", 422, "invalid-question", "Kon Tum", "no province"),
    ("tasks?directive=", 422, "invalid-question", "directive is empty", "no words"),
    ("analytics/event-history?directives=,", 422, "invalid-question", "1 to 20", "none"),
    (f"analytics/event-history?directives={','.join([ROOT] * 30)}", 200, None, "", "one, thirty times"),
    ("analytics/central?level=moon", 422, "invalid-question", "central", "no level"),
    ("quality/anomalies?rule=boredom", 422, "invalid-question", "date-conflict", "no rule"),
    ("quality/most-wanted?known_by=heart", 422, "invalid-question", "citation", "no such way"),
    (f"directives/{ROOT}/impact?on=2025-01-01", 422, "invalid-question", "change=replace", "a day without a change"),
    (f"directives/{ROOT}/impact?change=end&as_of=2025-01-01", 422, "invalid-question", "on=2025-01-01", "two days"),
    (
        f"directives/{ROOT}/impact?change=end&family=citation",
        422,
        "invalid-question",
        "implementation",
        "what carries nothing",
    ),
    (f"directives/{ROOT}/impact?change=improve", 422, "invalid-question", "replace, repeal", "no change"),
    (f"directives/{ROOT}/coverage?format=graphml", 422, "invalid-question", "csv", "a form of graphs"),
]


@pytest.mark.parametrize(
    ("address", "status", "code", "held", "why"), PROBLEMS, ids=[f"{row[0][:60]} ({row[4]})" for row in PROBLEMS]
)
def test_a_problem_says_what_to_do(
    address: str, status: int, code: str | None, held: str, why: str, spread: httpx.Client
) -> None:
    answer = spread.get(f"{API}/{address}")
    assert answer.status_code == status, why + answer.text
    if code:
        said = answer.json()
        assert said["type"] == f"/problems/{code}"
        assert held in said["detail"] + " " + said["next"], said


def test_an_older_id_is_followed_where_it_is_no_part_of_the_path(asked: httpx.Client) -> None:
    answer = asked.get(f"{API}/paths", params={"from": DEEP, "to": "18-nq-tw.2017"})
    assert (answer.status_code, answer.json()["to"]["id"]) == (200, APPARATUS)
    several = asked.get(f"{API}/paths", params={"from": DEEP, "to": "18-NQ/TW"})
    assert (several.status_code, several.json()["type"]) == (409, "/problems/ambiguous-symbol")
    assert asked.get(f"{API}/paths", params={"from": DEEP, "to": GONE}).status_code == 410


def test_lists_come_as_spreadsheets(spread: httpx.Client) -> None:
    cells = spread.get(f"{API}/directives/{ROOT}/coverage", params={"as_of": "2025-06-30", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(cells.content.decode("utf-8-sig"))))
    assert len(rows) == 63
    (lao_cai,) = [r for r in rows if r["unit"] == "lao-cai"]
    assert (lao_cai["status"], lao_cai["lag_days"], lao_cai["document_ids"]) == ("issued", "40", "lao-cai-jan")
    spells = spread.get(
        f"{API}/analytics/event-history", params={"directives": ROOT, "as_of": "2025-12-31", "format": "csv"}
    )
    assert len(list(csv.DictReader(io.StringIO(spells.content.decode("utf-8-sig"))))) == 87
    drawn = spread.get(f"{API}/directives/{ROOT}/impact", params={"change": "end", "format": "cytoscape"})
    assert len(drawn.json()["elements"]["nodes"]) > 10
    for address in (
        "tasks",
        "analytics/central",
        "analytics/orphans",
        "quality/anomalies",
        "quality/unresolved",
        "quality/most-wanted",
        f"paths?from=lang-son&to={ROOT}",
    ):
        for form in ("csv", "xlsx", "ndjson"):
            answer = spread.get(f"{API}/{address}{'&' if '?' in address else '?'}format={form}")
            assert answer.status_code == 200, f"{address} as {form}: {answer.text[:200]}"


def test_english_where_it_is_asked_for(spread: httpx.Client) -> None:
    answer = spread.get(
        f"{API}/directives/{ROOT}/impact", params={"change": "replace"}, headers={"accept-language": "en"}
    ).json()
    assert [s["label"] for s in answer["severities"]][:2] == ["loses its basis", "must be reviewed"]


# ------------------------------------------------------------------ the command line

SAME = [
    (["coverage", ROOT, "--as-of", "2025-06-30"], f"directives/{ROOT}/coverage?as_of=2025-06-30"),
    (["lag", ROOT, "--depth", "2", "--limit", "3"], f"directives/{ROOT}/lag?depth=2&limit=3"),
    (["paths", "lang-son", ROOT, "--k", "2"], f"paths?from=lang-son&to={ROOT}&k=2"),
    (["compare", ROOT, NEW], f"compare?a={ROOT}&b={NEW}"),
    (["tasks", "--directive", ROOT, "--overdue-on", "2025-12-01"], f"tasks?directive={ROOT}&overdue_on=2025-12-01"),
    (["central", "--level", "central"], "analytics/central?level=central"),
    (["orphans"], "analytics/orphans"),
    (["event-history", ROOT, OLD, "--as-of", "2025-12-31"], f"analytics/event-history?directives={ROOT},{OLD}&as_of=2025-12-31"),
    (["anomalies"], "quality/anomalies"),
    (["unresolved"], "quality/unresolved"),
    (["ambiguous"], "quality/ambiguous"),
    (["most-wanted", "--known-by", "table"], "quality/most-wanted?known_by=table"),
    (["report"], "quality/report"),
    (["implementers", ROOT, "--as-of", "2025-01-31"], f"directives/{ROOT}/implementers?as_of=2025-01-31"),
    (["lineage", ROOT, "--as-of", "2025-01-31"], f"directives/{ROOT}/lineage?as_of=2025-01-31"),
    (["impact", ROOT, "--as-of", "2025-01-31"], f"directives/{ROOT}/impact?as_of=2025-01-31"),
    (["impact", ROOT, "--change", "repeal", "--on", "2025-06-30"], f"directives/{ROOT}/impact?change=repeal&on=2025-06-30"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "address"), SAME, ids=[row[1] for row in SAME])
def test_json_is_the_same_as_over_http(words: list[str], address: str, command: Command, spread: httpx.Client) -> None:
    code, said, complaint = command(*words, "--json")
    assert (code, complaint) == (0, "")
    assert json.loads(said) == spread.get(f"{API}/{address}").json()


READABLE: list[tuple[list[str], list[str], str]] = [
    (
        ["coverage", ROOT, "--as-of", "2025-06-30"],
        [
            "63 provinces, 2025-06-30",
            "Lào Cai",
            "đã ban hành",
            "not-found (",
            "Thừa Thiên Huế → Huế",
            "3 issued later are left out",
        ],
        "coverage",
    ),
    (
        ["coverage", ROOT, "--as-of", "2025-07-31"],
        ["34 provinces", "Văn bản do Lào Cai, Yên Bái", "chưa rõ ngày ?", "went on under their own names"],
        "after the mergers",
    ),
    (["lag", ROOT], ["First after 14 days", "50 %", "1 dated before it", "* the first of its unit", "31..395"], "lags"),
    (
        ["paths", "lang-son", ROOT],
        [
            "kế hoạch lang-son (dịch ngược) rests on 1-NQ/TW",
            "văn bản này thực hiện Nghị quyết số 1-NQ/TW",
            "phu-tho>IMPLEMENTS>1-nq-tw",
        ],
        "a way",
    ),
    (["paths", ROOT, "lang-son"], ["rests on 1-NQ/TW", "được thực hiện bởi"], "the other way round"),
    (["compare", ROOT, NEW], ["1 carry both out", "in_force", "only the first", "by place"], "documents"),
    (["compare", "bo-tai-chinh", "tong-cuc-hai-quan"], ["1 are carried out by both", "Bộ Tài chính"], "bodies"),
    (["tasks"], ["3 tasks", "recurring", "2025-03-31", "Huyện ủy X", ROOT], "tasks"),
    (["central"], [ROOT, "1-NQ/TW"], "hubs"),
    (["orphans", "--kind", "directive", "--limit", "1"], ["1 without an upstream", "2-NQ/TW", "--cursor"], "orphans"),
    (["event-history", ROOT, "--as-of", "2025-12-31"], ["87 spells", "merged", "lao-cai-sep"], "spells"),
    (["anomalies"], ["nothing among 20 documents"], "no finding"),
    (["ambiguous"], ["0 names"], "no name"),
    (["most-wanted", "--known-by", "table"], ["are known only by table", OLD], "what to read"),
    (["report"], ["which way relations point in time", "implementation: ", "20 of 20 documents"], "the report"),
    (
        ["implementers", ROOT, "--as-of", "2025-01-31"],
        ["As of 2025-01-31", "4 bear no date", "in force: yes (", "in force: not known of"],
        "a day",
    ),
    (
        ["lineage", ROOT, "--as-of", "2025-01-31", "--family", "all"],
        ["Shown, but without a date", "issued later"],
        "drawn",
    ),
    (
        ["impact", ROOT, "--as-of", "2025-01-31"],
        ["7 documents and tasks rest on it", "As of 2025-01-31"],
        "impact of a day",
    ),
    (
        ["impact", ROOT, "--change", "end"],
        ["must be reviewed: ", "also rests on 2-nq-tw", "in force: no since 2025-10-01 (đã được thay thế: 2-NQ/TW)"],
        "a change, and what changed it already",
    ),
    (
        ["impact", ROOT, "--change", "replace", "--on", "2025-06-30"],
        [
            "mất căn cứ (loses-basis)",
            "loses its basis: ",
            "5 may not have been there yet",
            "only cites it: ",
        ],
        "a change",
    ),
]


@pytest.mark.parametrize(("words", "held", "why"), READABLE, ids=[row[2] for row in READABLE])
def test_readable(words: list[str], held: list[str], why: str, command: Command) -> None:
    code, said, complaint = command(*words)
    assert (code, complaint) == (0, ""), complaint
    for expected in held:
        assert expected in said, f"{why}: {expected!r} in\n{said}"


def test_no_way_is_something_to_look_at(command: Command) -> None:
    code, said, _ = command("paths", "son-la-draft", "lang-son")
    assert (code, "No way leads" in said) == (1, True)


def test_words_that_mean_several_are_shown_with_what_tells_them_apart(
    small: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIRECTIVE_GRAPH_STORE", small.name)
    for words in (["coverage", "18-NQ/TW"], ["paths", DECISION, "18-NQ/TW"], ["compare", HUB, "18-NQ/TW"]):
        assert run(words) == 1
        assert "What tells them apart" in capsys.readouterr().out


def test_a_file_of_cells(command: Command, tmp_path: Path) -> None:
    code, _, note = command("coverage", ROOT, "--as-of", "2025-06-30", "-o", str(tmp_path / "cells.csv"))
    assert (code, "Wrote" in note) == (0, True)
    assert len((tmp_path / "cells.csv").read_text("utf-8-sig").splitlines()) == 64


def test_a_task_is_no_place_to_be_covered(command: Command) -> None:
    code, said, complaint = command("coverage", TASK.replace(TASK, "task-1"))
    assert (code, said, "is a task" in complaint) == (1, "", True)


def any_of(answer: dict[str, Any], name: str) -> list[Any]:
    """The values of one field in the items of an answer."""
    return [item[name] for item in answer["items"]]


def test_pages_over_http(spread: httpx.Client) -> None:
    whole = any_of(spread.get(f"{API}/directives/{ROOT}/lag", params={"limit": 500}).json(), "id")
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = spread.get(
            f"{API}/directives/{ROOT}/lag", params={"limit": 5, **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += any_of(page, "id")
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == whole
