"""The explorer page in a real browser: what a researcher types, sees and presses."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_schema.model import Claim, Document, Edge, EdgeType, Facts, Referent, Source, State, Text
from graph_schema.store import open_store
from graph_schema.store.base import Change, Store
from tests.chromium import Page, chromium, found
from tests.keyed import keys_in, settings
from tests.served import served
from tests.small_graph import APPARATUS, CONCLUSION, DECISION, DEEP, KON_TUM, LAND, UNNUMBERED

pytest_plugins = ("tests.graphs",)

EXPLORER = Path(__file__).resolve().parent.parent / "service" / "explorer"
ENTER, TAB, ESCAPE = ("Enter", 13, "\r"), ("Tab", 9), ("Escape", 27)
LONGEST_SCRIPT = 500
EVIL = "<img src=x onerror=\"document.body.dataset.pwned='1'\"><script>document.body.dataset.pwned='2'</script>"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    program = found()
    if program is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail("CI must have a browser: apt-get install chromium")
        pytest.skip("NO BROWSER: the explorer page is NOT tested here. Install chromium to test it.")
    with chromium(program, tmp_path_factory.mktemp("profile")) as page:
        page.size(1100, 900)
        yield page


@pytest.fixture
def page(browser: Page, asked: httpx.Client) -> Iterator[Page]:
    """The page over the small graph; it ends without a complaint."""
    browser.complaints.clear()
    fresh(browser, asked)
    yield browser
    assert browser.complaints == []


def fresh(browser: Page, client: httpx.Client, fragment: str = "") -> None:
    browser.open("about:blank")
    browser.open(f"{client.base_url}/{fragment}")
    browser.wait("document.readyState === 'complete' && document.querySelector('#q')")


def ask(page: Page, words: str) -> None:
    page.run("document.querySelector('#q').focus(), document.querySelector('#q').select()")
    page.type(words)
    page.press(*ENTER)


def text(page: Page, selector: str) -> str:
    page.wait(f"document.querySelector({selector!r})")
    return str(page.run(f"document.querySelector({selector!r}).innerText"))


def test_words_lead_to_the_document_and_what_implements_it(page: Page) -> None:
    ask(page, "nghi quyet 18 to chuc bo may")
    assert text(page, ".document h2") == "18-NQ/TW"
    assert "25/10/2017" in text(page, ".document")
    assert "Các nguồn khác nhau về ngày: 2017-10-25 (2), 2017-10-15 (1)" in text(page, ".document")
    listed = text(page, "#implementers")
    assert "Thực hiện văn bản này: 2 (1 chỉ là suy ra), và 1 dự thảo không tính" in listed
    assert "949/QĐ-BTP" in listed
    assert "Nguồn: Cục Văn thư" in listed
    assert "kế hoạch sắp xếp bộ máy (dịch ngược)" in listed
    assert "(dự thảo, không tính)" in listed
    assert "Có thể cũng thực hiện: 1" in listed


def test_a_question_in_words_lands_on_the_list(page: Page) -> None:
    ask(page, "văn bản nào thực hiện NQ 18-NQ/TW 2017")
    page.wait("document.activeElement.id === 'implementers'")


def test_several_are_shown_with_what_tells_them_apart(page: Page) -> None:
    ask(page, "NQ 18-NQ/TW")
    shown = text(page, "#answer section")
    assert "2 văn bản phù hợp" in shown
    assert "ngày: 25/10/2017 | 16/06/2022" in shown
    assert "XII | XIII" in shown
    page.run(f"document.querySelector('a[href$=\"{LAND}\"]').click()")
    page.wait("document.querySelector('.document h2')?.innerText === '18-NQ/TW'")
    assert "16/06/2022" in text(page, ".document")


def test_nothing_offers_the_nearest(page: Page) -> None:
    ask(page, "18-CT/TW")
    assert "gần nhất" in text(page, "#answer h2")
    assert "khác loại" in text(page, "#answer section")
    page.complaints.clear()  # a 404 is what was asked for


def test_a_relation_shows_its_quote_marked_in_the_sentence(page: Page) -> None:
    page.run(f"location.hash = 'id={CONCLUSION}'")
    page.wait("document.querySelector('button.edge')")
    row = "[...document.querySelectorAll('#implementers li')].find((x) => x.innerText.includes('43-KH/TU'))"
    page.run(f"{row}.querySelector('.edge').click()")
    assert text(page, "dialog[open] mark") == "Kế hoạch số 43-KH/TU thực hiện Kết luận số 21-KL/TW"
    assert text(page, "dialog[open] blockquote").startswith("Ngày 18/1/2022, Ban Thường vụ Tỉnh ủy ban hành Kế hoạch")
    assert page.run("document.querySelector('dialog[open] a').href") == "https://example.vn/kon-tum"
    page.press(*ESCAPE)
    page.wait("!document.querySelector('dialog[open]')")


def test_the_drawing_is_layered_and_leads_on(page: Page) -> None:
    page.run(f"location.hash = 'id={DECISION}'")
    page.wait("document.querySelectorAll('.node').length === 3")
    left, middle, right = (
        page.run(f"document.querySelector('.node[data-id=\"{id}\"]').getBoundingClientRect().x")
        for id in (APPARATUS, DECISION, DEEP)
    )
    assert left < middle < right, "what it rests on to the left, what follows to the right"
    page.run(f"document.querySelector('.node[data-id=\"{DEEP}\"]').focus()")
    page.press(*ENTER)
    page.wait(f"location.hash === '#id={DEEP}' && document.querySelector('.node.root[data-id=\"{DEEP}\"]')")


def test_what_is_hidden_is_said(page: Page) -> None:
    ask(page, "19-NQ/TW")
    page.wait("document.querySelector('.node .hidden')")
    assert page.run("document.querySelector('.node.root .hidden').textContent") == "+10", "20 of 30 are drawn"
    assert "còn 9 nút không vẽ" in text(page, ".drawing + .note"), "one of the ten was met behind another"


def test_an_edge_of_the_drawing_is_proved_too(page: Page) -> None:
    page.run(f"location.hash = 'id={KON_TUM}'")
    page.wait("document.querySelector('.edge .reach')")
    page.run("document.querySelector('.edge .reach').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert "21-KL/TW" in text(page, "dialog[open] mark")


def test_the_keyboard_is_enough(page: Page) -> None:
    """From the top of the page: the skip link, the box, the button, an example."""
    reached = []
    for _ in range(5):
        page.press(*TAB)
        reached.append(
            page.run("document.activeElement.className || document.activeElement.id || document.activeElement.tagName")
        )
    assert reached == ["skip", "A", "q", "BUTTON", "A"]
    page.press(*ENTER)
    assert text(page, ".document h2") == "18-NQ/TW"


def test_a_phone_shows_it_without_scrolling_sideways(page: Page) -> None:
    page.size(390, 800)
    try:
        ask(page, "18-NQ/TW 2017")
        page.wait("document.querySelector('.drawing svg')")
        assert page.run("document.documentElement.scrollWidth <= innerWidth")
    finally:
        page.size(1100, 900)


def test_back_leads_back(page: Page) -> None:
    ask(page, "18-NQ/TW 2017")
    page.wait("document.querySelector('.document')")
    ask(page, "21-KL/TW")
    page.wait("document.querySelector('.document h2')?.innerText === '21-KL/TW'")
    page.run("history.back()")
    page.wait("document.querySelector('.document h2')?.innerText === '18-NQ/TW'")
    assert page.run("document.querySelector('#q').value") == "18-NQ/TW 2017"


def hostile(store: Store) -> None:
    """A document, a source and a quote that try to be HTML, and an address that tries to be a script."""

    def build(change: Change) -> None:
        source = Source(
            "s1", "text", EVIL, EVIL, "javascript:document.body.dataset.pwned='3'", None, None, None, len(EVIL)
        )
        change.put([source, Text("s1", EVIL)])
        facts = Facts("NQ", "1", titles=(EVIL,))
        change.put(
            [Referent("s1", n, "NQ|1", facts, state=State.RESOLVED, document=d) for n, d in enumerate(("one", "two"))]
        )
        for id in ("one", "two"):
            change.put(
                [Document(id, "directive", "NQ|1", f"1-NQ/{EVIL}", "NQ", "1", None, None, EVIL, title=EVIL, level=EVIL)]
            )
        change.put([Edge("e1", "two", EdgeType.IMPLEMENTS, "one")])
        change.put([Claim("c1", "s1", "r1", "IMPLEMENTS", "r0", start=0, end=20, note=EVIL, edge="e1")])

    store.update(build)


def test_data_is_never_markup(browser: Page, tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "graph.sqlite"))
    hostile(store)
    with served(store) as client:
        browser.complaints.clear()
        fresh(browser, client, "#id=one")
        browser.wait("document.querySelector('.drawing svg')")
        assert EVIL in text(browser, ".document .title")
        browser.run("document.querySelector('button.edge').click()")
        browser.wait("document.querySelector('dialog[open] mark')")
        assert browser.run("document.body.dataset.pwned ?? null") is None
        assert (
            browser.run("document.querySelectorAll('main img, main script, dialog img, [href^=javascript]').length")
            == 0
        )
        assert browser.complaints == [], "nothing had to be blocked either"
    store.close()


def test_where_reading_needs_a_key_the_page_asks_for_it(browser: Page, small: Store, tmp_path: Path) -> None:
    keys = keys_in(tmp_path)
    with served(small, settings(keys, reads_need_key=True)) as client:
        fresh(browser, client)
        assert text(browser, ".problem h2") == "Dịch vụ này chỉ trả lời người có khóa"
        unlock(browser, "khóa của tôi")
        assert browser.run("document.querySelector('.problem input').validity.patternMismatch")
        assert text(browser, ".problem h2") == "Dịch vụ này chỉ trả lời người có khóa", "nothing was sent"
        unlock(browser, f"{keys.reader[:-1]}{'a' if keys.reader[-1] != 'a' else 'b'}")
        browser.wait("document.querySelector('.problem h2')?.innerText === 'Khóa này không được chấp nhận'")
        browser.run("document.querySelector('.problem').id = 'before'")
        ask(browser, "nghi quyet 18 to chuc bo may")
        browser.wait("document.querySelector('.problem:not(#before) input')")
        unlock(browser, f" {keys.reader} ")
        assert text(browser, ".document h2") == "18-NQ/TW", "the question is not lost"
        assert text(browser, "#implementers button.edge") == "thực hiện", "the words of the page came, too"
        fresh(browser, client)
        browser.wait("document.querySelector('.problem input')")
        browser.run("document.querySelector('.problem').id = 'before'")
        paste(browser, PASTED)
        browser.wait("document.querySelector('.problem:not(#before) input')")
        unlock(browser, keys.reader)
        assert text(browser, "#marked h2") == "4 trích dẫn · 2 quan hệ · 2 nhiệm vụ", "nor is a text"
        assert keys.reader not in browser.run("document.documentElement.outerHTML + location.href + document.cookie")
        assert browser.run("sessionStorage.length + localStorage.length") == 0
    assert all("401" in said for said in browser.complaints), browser.complaints
    browser.complaints.clear()


def unlock(page: Page, key: str) -> None:
    page.wait("document.querySelector('.problem input')")
    page.run("document.querySelector('.problem input').select(), document.querySelector('.problem input').focus()")
    page.type(key)
    page.press(*ENTER)


PASTED = (
    "😀 Ban Thường vụ Tỉnh ủy Kon Tum ban hành Kế hoạch số 43-KH/TU, ngày 18/1/2022 thực hiện Kết luận số 21-KL/TW khóa "
    "XIII. Tổng kết Nghị quyết 18. Tỉnh ủy Kon Tum giao các huyện ủy tập trung thực hiện các nhiệm vụ sau:\n"
    "1. Thực hiện nghiêm Luật Đất đai, trong mọi chi bộ của tỉnh ta.\n"
    "2. Hoàn thành việc rà soát các đầu mối bên trong từng cơ quan trước ngày 31/12/2025."
)


def paste(page: Page, words: str) -> None:
    page.run("document.querySelector('#paste').open = true, document.querySelector('#words').select()")
    page.run("document.querySelector('#words').focus()")
    page.type(words)
    page.run("document.querySelector('#cite button').click()")


def test_a_pasted_text_is_marked_and_leads_on(page: Page) -> None:
    paste(page, PASTED)
    assert text(page, "#marked h2") == "4 trích dẫn · 2 quan hệ · 2 nhiệm vụ"
    assert page.run("document.querySelector('.marked').textContent") == PASTED
    marks = "[...document.querySelectorAll('.marked .cite')].map((x) => x.className + ' | ' + x.textContent).join('; ')"
    assert page.run(marks) == (
        "cite one | Kế hoạch số 43-KH/TU; cite one | Kết luận số 21-KL/TW; cite several | Nghị quyết 18; "
        "cite none | Luật Đất đai"
    )
    assert page.run("document.querySelector('.marked .cue').dataset.says") == "thực hiện"
    assert page.run("document.querySelector('.marked .task').textContent").startswith("1. Thực hiện nghiêm")
    assert "hạn: trước ngày 31/12/2025 (31/12/2025)" in text(page, "#marked details:last-child")
    assert page.run("document.activeElement.id") == "marked"
    page.run("document.querySelector('.marked a.cite').click()")
    page.wait("document.querySelector('.document h2')?.innerText === '43-KH/TU'")
    page.run("history.back()")
    page.wait("document.querySelector('#marked')")


def test_a_pasted_text_is_never_markup(page: Page) -> None:
    paste(page, f"{EVIL} Nghị quyết số 18-NQ/TW về {EVIL} & 'x'.")
    assert EVIL in text(page, ".marked")
    assert page.run("document.body.dataset.pwned ?? null") is None
    assert page.run("document.querySelectorAll('main img, main script').length") == 0


def test_a_pasted_text_that_is_refused_says_why(page: Page) -> None:
    paste(page, "NQ 18 " * 30_001)
    assert "Split it" in text(page, ".problem")
    page.complaints.clear()  # a 413 is what was asked for


def test_the_page_needs_nothing_from_elsewhere() -> None:
    whole = "".join(p.read_text("utf-8") for p in EXPLORER.iterdir())
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", whole)) - {"http://www.w3.org/2000/svg"}
    assert addresses == set()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style="):
        assert forbidden not in whole
    scripts = sum(p.read_text("utf-8").count("\n") for p in EXPLORER.glob("*.js"))
    assert scripts < LONGEST_SCRIPT


def test_nor_does_the_page_of_the_interface(browser: Page, asked: httpx.Client) -> None:
    browser.complaints.clear()
    browser.open(f"{asked.base_url}/docs")
    browser.wait("document.querySelectorAll('.swagger-ui .opblock').length > 40")
    read = browser.run("performance.getEntriesByType('resource').map((x) => new URL(x.name).origin)")
    assert len(read) >= 3 and set(read) == {str(asked.base_url)}, "script, style and the interface itself"
    script = asked.get("/docs-assets/swagger-ui-bundle.js")
    assert script.headers["cache-control"] == "no-cache", "kept, and asked about"
    again = asked.get("/docs-assets/swagger-ui-bundle.js", headers={"if-none-match": script.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
    assert asked.get("/docs-assets/nothing").headers["cache-control"] == "no-store"
    assert browser.complaints == []


def test_an_unnumbered_plan_is_called_by_its_kind(page: Page) -> None:
    page.run(f"location.hash = 'id={UNNUMBERED}'")
    assert text(page, ".document h2") == "Kế hoạch (không số)"
    assert "(dịch ngược)" in text(page, ".document")
