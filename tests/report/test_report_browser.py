"""The page in a browser, opened from disk as from a mail: every number leads to its words, on any screen and on
paper."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from made_notices import Made, plain_tasks
from made_page import changing_years, report_in, rising_years
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
MARKS = 'main figure a[*|href^="#q="]'
SAID = """places => places.split(",").map(place => { const [n, s, e] = place.split(":").map(Number);
    const line = [...document.querySelectorAll(`#t${n} p`)].filter(p => +p.dataset.s <= s).pop();
    return [...line.textContent].slice(s - line.dataset.s, e - line.dataset.s).join(""); })"""
ALL = ["years", "single"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "years": changing_years(Made(), extra=[hostile_task()]),
        "indicators": rising_years(Made()),
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
        _words_stand_highlighted(page, wanted)


def _words_stand_highlighted(page: Any, places: list[str]) -> None:
    """The panel holds every passage with its words highlighted, the first in view; then it is closed again."""
    marks = page.locator("#words mark")
    assert marks.all_inner_texts() == page.evaluate(SAID, ",".join(places))
    assert marks.first.evaluate(IN_VIEW)
    assert all("段" in text or "页" in text for text in page.locator("#words .passage b").all_inner_texts())
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


@pytest.mark.parametrize("width", [390, 1280])
def test_every_mark_of_every_figure_opens_its_words_in_view(tab: Any, width: int) -> None:
    page = tab("indicators", width=width)
    marks = page.locator(MARKS)
    figures = {mark.evaluate("e => e.closest('figure').id") for mark in marks.all()}
    assert figures == {"figure-themes", "figure-fate", "figure-indicators", "figure-bodies"}
    for mark in marks.all():
        places = mark.evaluate("e => e.getAttribute('xlink:href') || e.getAttribute('href')")
        mark.dispatch_event("click")
        _words_stand_highlighted(page, places.removeprefix("#q=").split(","))


def test_every_number_of_a_figure_can_be_opened(tab: Any) -> None:
    page = tab("indicators")
    for name in ("themes", "fate", "indicators", "bodies"):
        bare = page.evaluate(
            """name => [...document.querySelectorAll(`#figure-${name} svg text`)].filter(text => !text.closest("a"))
            .map(text => text.textContent.trim()).filter(text => /^\\d+(家|%|项|个)?$|→ *\\d+$/.test(text))""",
            name,
        )
        years = {"2021", "2022", "2023", "21", "22", "23", "0"}
        assert not set(bare) - years, name


@pytest.mark.parametrize("width", [390, 1280])
def test_the_words_of_a_headline_are_in_view_when_it_opens(tab: Any, width: int) -> None:
    page = tab(width=width)
    for item in page.locator("ol.headline > li").all():
        item.locator("summary").click()
        page.wait_for_timeout(50)
        assert item.locator("mark").first.evaluate(IN_VIEW)
        assert item.locator(".passage").count() >= 1


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ALL)
def test_nothing_bars_readers_who_hear_or_enlarge_the_page(
    browser: Any, files: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    """The rules of axe-core, with everything open; its own script runs only because the policy is set aside here."""
    axe = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    page = browser.new_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(files[name].as_uri())
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.locator("main a.q").first.click()
    page.add_script_tag(path=axe.AXE_FILE_PATH)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    page.close()
    assert not [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]


def test_the_keyboard_reaches_everything_that_a_mouse_does(tab: Any) -> None:
    page = tab("single")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    wanted = page.evaluate(
        """[...document.querySelectorAll("main a[href], main summary, main input, main select, main button")]
        .filter(e => e.getClientRects().length).length"""
    )
    reached: set[int] = set()
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        place = page.evaluate(
            """(() => { const all = [...document.querySelectorAll(
            "main a[href], main summary, main input, main select, main button")].filter(e => e.getClientRects().length);
            return all.indexOf(document.activeElement); })()"""
        )
        if place >= 0:
            reached.add(place)
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert len(reached) == wanted


def test_dark_screens_have_dark_paper(tab: Any) -> None:
    page = tab(color_scheme="dark")
    red, green, blue = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    assert max(red, green, blue) < 60
