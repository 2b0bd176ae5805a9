"""The page in a browser, opened from disk as from a mail: every number leads to its words, on any screen and on
paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_notices import Made, plain_tasks
from made_page import changing_years, report_in
from test_report_page import HOSTILE, hostile_task

playwright = pytest.importorskip(
    "playwright.sync_api", reason="the page is not tested in a browser: playwright is not installed"
)
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="the page is not tested in a browser: no chromium on this machine"
)
# Without these Chromium asks its maker's hosts for updates at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IN_VIEW = """e => { const b = e.getBoundingClientRect(), top = document.elementFromPoint(b.left + 2, b.top + b.height \
/ 2);
    return b.height > 0 && b.top >= 0 && b.bottom <= innerHeight && (top === e || e.contains(top) || top.contains(e)); \
}"""
ALL = ["years", "single"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "years": changing_years(Made(), extra=[hostile_task()]),
        "single": Made().add("city-2023", plain_tasks(), hidden=["low_carbon"], empty_heading="四、协同推进降碳"),
    }
    return {name: report_in(notices, folder / name) / "index.html" for name, notices in made.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def tab(browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    """Opens pages; at the end nothing may have been logged, thrown or fetched."""
    opened: list[Any] = []
    troubles: list[str] = []

    def open_page(name: str = "years", *, width: int = 1280, **options: Any) -> Any:
        page = browser.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: troubles.append(message.text))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("request", lambda request: troubles.extend([] if request.url.startswith("file:") else [request.url]))
        page.goto(files[name].as_uri())
        opened.append(page)
        return page

    yield open_page
    assert not troubles
    for page in opened:
        page.close()


@pytest.mark.parametrize("name", ALL)
def test_every_number_of_the_page_leads_to_its_words_in_view(tab: Any, name: str) -> None:
    page = tab(name)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    links = page.locator("main a.q")
    assert links.count() > 10
    for place in range(links.count()):
        link = links.nth(place)
        wanted = link.get_attribute("data-q").split(",")
        link.evaluate("e => e.click()")
        marks = page.locator("#words mark")
        assert marks.count() == len(wanted)
        assert marks.first.evaluate(IN_VIEW)
        start, end = map(int, wanted[0].split(":")[1:])
        assert len(marks.first.inner_text()) == end - start
        page.keyboard.press("Escape")
        assert page.locator("#words").is_hidden()


def test_every_finding_opens_to_the_words_of_the_notices(tab: Any) -> None:
    page = tab()
    for list_name in ("ol.headline", "ol.findings"):
        items = page.locator(f"{list_name} > li")
        assert items.count() >= 3
        for place in range(items.count()):
            item = items.nth(place)
            item.locator("summary").click()
            assert item.locator("mark").first.is_visible()
            item.locator("summary").click()


def test_words_are_found_again_in_the_full_text(tab: Any) -> None:
    page = tab()
    page.locator("#panel ~ .wide a.q").first.click()
    said = page.locator("#words mark").first.inner_text()
    page.locator("#words a.full").first.click()
    mark = page.locator(".fulltext mark")
    assert mark.inner_text() == said and mark.evaluate(IN_VIEW)


def test_a_mark_in_a_figure_opens_its_words(tab: Any) -> None:
    page = tab()
    page.locator('#figure-themes a[*|href^="#q="]').first.dispatch_event("click")
    assert page.locator("#words mark").count() >= 1


def test_findings_by_family_and_all_of_them(tab: Any) -> None:
    page = tab()
    bar = page.locator(".families").first
    total = int(bar.locator("button").first.inner_text().split()[-1])
    for place in range(1, bar.locator("button").count()):
        button = bar.locator("button").nth(place)
        button.click()
        shown = page.locator("ol.findings").first.locator("> li").count()
        assert shown == min(40, int(button.inner_text().split()[-1]))
        assert button.get_attribute("aria-pressed") == "true"
    bar.locator("button").first.click()
    first = page.locator("ol.findings").first.locator("> li")
    assert first.count() == min(40, total)
    first.last.locator("summary").click()
    first.last.locator("mark").first.wait_for()  # words of findings made on demand


def test_tasks_are_found_by_text_theme_year_and_body(tab: Any) -> None:
    page = tab()
    form, found = page.locator("#search"), page.locator("#found > li")
    assert found.count() == 0
    form.locator("[name=text]").fill("海工平台")
    assert found.count() == 2
    form.locator("[name=n]").select_option("1")
    assert found.count() == 1
    form.locator("[name=text]").fill("")
    form.locator("[name=n]").select_option("")
    form.locator("[name=r]").fill("市商务局")
    assert found.count() == 1
    form.locator("[name=r]").fill("")
    form.locator("[name=c]").select_option("dropped")
    assert "清理闲置用地" in found.first.inner_text()
    form.locator("[name=text]").fill("没有任何公文会写的字")
    assert "没有符合条件" in form.locator("output").inner_text()


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [360, 390, 1440])
def test_no_sideways_scrolling(tab: Any, name: str, width: int) -> None:
    page = tab(name, width=width)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_is_text(tab: Any) -> None:
    page = tab()
    page.locator("#search [name=text]").fill("onerror")
    assert page.locator("#found > li").count() == 2
    page.locator("#found a.q").first.click()
    assert HOSTILE.replace("\u2028", "") in page.locator("#passages").inner_text().replace("\u2028", "")
    assert page.evaluate("document.images.length") == 0 and page.evaluate("document.scripts.length") == 2


def test_readable_without_a_script(tab: Any) -> None:
    page = tab(java_script_enabled=False)
    assert page.locator(".unscripted").first.is_visible() and not page.locator("#search").is_visible()
    page.locator("ol.headline summary").first.click()
    assert page.locator("ol.headline mark").first.is_visible()


def test_the_keyboard_reaches_words_and_comes_back(tab: Any) -> None:
    page = tab()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#themes ~ .wide a.q").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "close"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "q"


def test_paper_opens_the_cards_and_hides_the_controls(tab: Any) -> None:
    page = tab()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("ol.headline mark").first.is_visible()
    assert not page.locator("nav").is_visible() and not page.locator("#search").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_dark_screens_have_dark_paper(tab: Any) -> None:
    page = tab(color_scheme="dark")
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 60
