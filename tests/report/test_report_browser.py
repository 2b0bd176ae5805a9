"""The page in a browser, opened from disk as from a mail: filters, links, keyboard, narrow screens, paper, hostile text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from made_notices import Made, Task, plain_tasks
from made_page import changing_years, page_in

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
HOSTILE = (
    "<img src=x onerror=\"document.title='owned'\"></script><script>document.title='owned'</script>{{7*7}}\u202e=1+1"
)
LONG = "超长词" * 60


def hostile_task() -> Task:
    body = f"{HOSTILE}局"
    return Task(
        f"处理{HOSTILE}。办理{LONG}事项9项。（牵头单位：{body}）",
        unsure=True,
        roles=[("lead", body, "")],
        targets=[{"text": "事项9项", "indicator": HOSTILE, "value": 9.0, "op": "eq"}],
        entities=[("ORG", HOSTILE)],
        section=HOSTILE,
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages on disk: two years that differ (with hostile text), in both languages, and a single notice."""
    folder = tmp_path_factory.mktemp("pages")
    for language in ("zh", "en"):
        page = page_in(
            changing_years(Made(), extra=[hostile_task()]), folder / f"project-{language}", language, compared=True
        )
        (folder / f"years-{language}.html").write_text(page, encoding="utf-8")
    single = Made().add("city-2023", plain_tasks(), hidden=["low_carbon"], empty_heading="四、协同推进降碳")
    (folder / "single.html").write_text(page_in(single, folder / "project-single", compared=True), encoding="utf-8")
    return {path.stem: path for path in folder.glob("*.html")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=BROWSER, args=FLAGS)
        yield started
        started.close()


class Reader:
    """A tab with a page, and whatever went wrong in it."""

    def __init__(self, browser: Any, file: Path, *, width: int = 1280, hash: str = "") -> None:
        self.tab = browser.new_page(viewport={"width": width, "height": 900})
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self.tab.on("console", lambda message: self.troubles.append(message.text))
        self.tab.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.file = file
        self.tab.goto(file.as_uri() + hash)

    def run(self, script: str, value: Any = None) -> Any:
        return self.tab.evaluate(script, value)

    def form(self, name: str) -> Any:
        return self.tab.locator(f'form[data-name="{name}"]')

    def shown(self, selector: str) -> list[str]:
        """The ids of the elements that are shown, in the order of the page."""
        return self.run(
            "selector => [...document.querySelectorAll(selector)].filter(e => !e.closest('[hidden]')).map(e => e.id)",
            selector,
        )

    def facet(self, selector: str, name: str) -> list[list[str]]:
        return self.run(
            "([selector, name]) => [...document.querySelectorAll(selector)].filter(e => !e.closest('[hidden]')).map(e => JSON.parse(e.dataset.facets)[name])",
            [selector, name],
        )

    @property
    def hash(self) -> str:
        return unquote(self.run("location.hash"))


@pytest.fixture
def reader(browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    """Opens pages; at the end nothing may have been logged, thrown or fetched."""
    opened: list[Reader] = []

    def open_page(name: str = "years-zh", **options: Any) -> Reader:
        opened.append(Reader(browser, files[name], **options))
        return opened[-1]

    yield open_page
    for each in opened:
        assert not each.troubles
        assert all(url.split("#")[0] == each.file.as_uri() or url.startswith("data:") for url in each.requests)
        each.tab.close()


ALL = ["years-zh", "years-en", "single"]


# -- lists ---------------------------------------------------------------------------------------


def test_tasks_are_filtered_by_text_theme_year_and_kind(reader: Any) -> None:
    page = reader()
    form = page.form("tasks")
    total = len(page.shown("article.task"))
    form.locator("[name=text]").fill("海工平台")
    assert len(page.shown("article.task")) == 2
    form.locator("[name=notice]").select_option("city-2022")
    assert page.shown("article.task") == ["task-city-2022/一-5"]
    form.locator("button[type=reset]").click()
    page.tab.wait_for_function(
        "count => document.querySelectorAll('article.task:not([hidden])').length === count", arg=total
    )
    form.locator("[name=theme]").select_option("demand")
    assert page.facet("article.task", "theme") == [["demand"], ["demand"]]
    form.locator("[name=theme]").select_option("")
    form.locator("[name=unsure]").check()
    assert {tuple(facet) for facet in page.facet("article.task", "unsure")} == {("yes",)}


def test_tasks_are_filtered_by_what_became_of_them(reader: Any) -> None:
    page = reader()
    for change, tasks in (
        ("new", ["task-city-2023/一-7"]),
        ("dropped", ["task-city-2022/一-7"]),
        ("reworded", ["task-city-2023/一-6"]),
    ):
        page.form("tasks").locator("[name=change]").select_option(change)
        assert page.shown("article.task") == tasks, change


def test_an_empty_list_says_so_and_counts(reader: Any) -> None:
    page = reader()
    page.form("tasks").locator("[name=text]").fill("没有任何公文会写的字")
    assert page.tab.locator("#tasks .none-left").is_visible()
    assert "显示 0 项" in page.form("tasks").locator("output").inner_text()
    page.form("tasks").locator("[name=text]").fill("")
    assert not page.tab.locator("#tasks .none-left").is_visible()


def test_tasks_are_sorted_and_put_back(reader: Any) -> None:
    page = reader()
    before = page.shown("article.task")
    sort = page.form("tasks").locator("[name=sort]")
    for order, key, descending in (("-targets", "targets", True), ("theme", "theme", False)):
        sort.select_option(order)
        keys = page.run(
            "name => [...document.querySelectorAll('article.task')].map(e => JSON.parse(e.dataset.keys)[name])", key
        )
        runs = [value for value, _ in groupby(keys)]
        assert len(runs) == len(set(keys)) > 1, "like stands by like"
        assert not descending or runs == sorted(runs, reverse=True)
    sort.select_option("")
    assert page.shown("article.task") == before
    assert page.run("[...document.querySelectorAll('article.task')].every(e => e.closest('.task-section'))")


def test_changes_are_filtered_by_kind_department_and_text(reader: Any) -> None:
    page = reader()
    form = page.form("aligned")
    form.locator("[name=change]").select_option("reworded")
    assert page.facet("article.change", "change") == [["reworded"]]
    form.locator("[name=change]").select_option("")
    form.locator("[name=department]").select_option("city/commerce")
    assert ["city/commerce" in bodies for bodies in page.facet("article.change", "department")] == [True]
    form.locator("[name=sort]").select_option("score")
    scores = page.run("[...document.querySelectorAll('article.change')].map(e => JSON.parse(e.dataset.keys).score)")
    assert scores == sorted(scores)


def test_trajectories_are_filtered(reader: Any) -> None:
    page = reader()
    page.form("trajectories").locator("[name=latest]").select_option("raised")
    assert page.facet("tr.trajectory", "latest") == [["raised"], ["raised"]]


def test_a_filtered_view_can_be_sent_as_a_link(reader: Any) -> None:
    page = reader()
    form = page.form("tasks")
    form.locator("[name=theme]").select_option("industry")
    form.locator("[name=text]").fill("海工 平台")
    assert page.hash.startswith("#tasks?") and "theme=industry" in page.hash
    again = reader(hash=page.run("location.hash"))
    assert again.shown("article.task") == page.shown("article.task") and len(again.shown("article.task")) == 2
    assert again.form("tasks").locator("[name=theme]").input_value() == "industry"
    odd = reader(hash="#tasks?theme=%3Cscript%3E&sort=nothing&%")
    assert odd.form("tasks").locator("[name=theme]").input_value() == "", "a value that no one can choose is no filter"


def test_a_row_leads_to_the_filtered_list(reader: Any) -> None:
    page = reader()
    page.tab.locator("#task-city-2022\\~city-2023-new a[data-filter]").click()
    page.tab.wait_for_function("document.querySelectorAll('article.change:not([hidden])').length === 1")
    assert page.facet("article.change", "change") == [["new"]]


# -- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_every_link_on_the_page_has_its_goal(reader: Any, name: str) -> None:
    page = reader(name)
    broken = page.run("""() => [...document.querySelectorAll('a[href^="#"]')].map(a => a.getAttribute('href').split('?')[0].slice(1))
        .filter(id => !document.getElementById(decodeURIComponent(id)))""")
    assert not broken
    assert page.run("document.querySelectorAll('a[href^=\"#\"]').length") > 50


def test_a_link_shows_what_a_filter_and_a_fold_hide(reader: Any) -> None:
    page = reader()
    page.form("tasks").locator("[name=theme]").select_option("demand")
    page.run("location.hash = '#task-city-2022/一-5'")
    page.tab.wait_for_function("!document.getElementById('task-city-2022/一-5').hidden")
    page.run("location.hash = '#change-city-2022~city-2023-一-5'")
    page.tab.wait_for_function(
        "document.getElementById('change-city-2022~city-2023-一-5').querySelector('details').open"
    )
    assert (
        page.tab.locator("del", has_text="工信").first.is_visible()
        and page.tab.locator("ins", has_text="商务").first.is_visible()
    )


def test_the_name_of_a_body_leads_to_its_card(reader: Any) -> None:
    page = reader()
    page.tab.locator("#departments table a", has_text="市商务局").first.click()
    card = page.tab.locator("details.body[open]")
    card.wait_for()
    assert "市商务局" in card.inner_text()
    chooser = page.tab.locator("form.chooser select")
    chooser.select_option(label="市科技局")
    assert page.shown("details.body") == ["body-city/science"]
    chooser.press("Escape")
    assert len(page.shown("details.body")) > 3


def test_a_table_sorts_by_a_column_both_ways(reader: Any) -> None:
    page = reader()
    table = page.tab.locator("table.trajectories")
    head = table.locator("thead th").nth(2)
    for direction in ("ascending", "descending"):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == direction
        values = [
            float(text)
            for text in page.run(
                "[...document.querySelector('table.trajectories').tBodies[0].rows].map(r => r.cells[2].dataset.sort).filter(Boolean)"
            )
        ]
        assert values == sorted(values, reverse=direction == "descending") and len(set(values)) > 1


# -- reading it any way ---------------------------------------------------------------------------


def test_the_keyboard_reaches_everything(reader: Any) -> None:
    page = reader()
    page.tab.keyboard.press("Tab")
    assert page.run("document.activeElement.className") == "skip"
    page.tab.keyboard.press("Enter")
    assert page.run("document.activeElement.id") == "main"
    page.form("tasks").locator("[name=text]").focus()
    page.tab.keyboard.type("消费")
    assert len(page.shown("article.task")) == 2
    page.tab.keyboard.press("Escape")
    page.tab.wait_for_function("document.querySelectorAll('article.task[hidden]').length === 0")
    card = page.tab.locator("article.change summary").first
    card.focus()
    assert page.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("article.change details[open]").count() == 1
    assert page.run(
        "[...document.querySelectorAll('a[onclick], div[onclick], [tabindex]')].every(e => e.tabIndex <= 0)"
    ), "nothing jumps the queue"


@pytest.mark.parametrize("name", ALL)
def test_a_narrow_screen_needs_no_sideways_scrolling(reader: Any, name: str) -> None:
    page = reader(name, width=360)
    assert settled_width(page) <= 360
    page.run("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert settled_width(page) <= 360


def settled_width(page: Any) -> int:
    """The width of the page's content once the layout has come to rest."""
    widths = [page.run("document.documentElement.scrollWidth")]
    while len(widths) < 50 and widths[-1:] * 5 != widths[-5:]:
        page.tab.wait_for_timeout(100)
        widths.append(page.run("document.documentElement.scrollWidth"))
    return widths[-1]


def test_paper_shows_what_matters_and_no_controls(reader: Any) -> None:
    page = reader()
    page.form("tasks").locator("[name=theme]").select_option("demand")
    page.tab.emulate_media(media="print")
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert not page.form("tasks").is_visible() and not page.tab.locator("nav").is_visible()
    assert page.tab.locator("del", has_text="工信").first.is_visible()
    assert "显示 2 项" in page.tab.locator("#tasks .filtered").inner_text(), "a filtered print says so"
    assert page.run("getComputedStyle(document.querySelector('tr')).breakInside") == "avoid"
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.tab.locator("article.change details[open]").count() == 0
    assert page.tab.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("name", ["years-zh", "years-en"])
def test_hostile_text_is_text(reader: Any, name: str) -> None:
    page = reader(name)
    page.form("tasks").locator("[name=text]").fill("onerror")
    assert len(page.shown("article.task")) == 2
    assert page.tab.locator("article.task", has_text=HOSTILE).count() >= 2
    assert page.tab.title() != "owned"
    assert page.run("document.scripts.length") == 1
    assert page.run("[...document.images].every(image => image.src.startsWith('data:image/svg+xml'))")
    departments = page.form("tasks").locator("[name=department]")
    departments.select_option(f"{HOSTILE}局")
    assert len(page.shown("article.task")) == 2


@pytest.mark.parametrize("name", ALL)
def test_what_a_screen_reader_needs(reader: Any, name: str) -> None:
    page = reader(name)
    assert page.run("document.documentElement.lang") == ("en" if name.endswith("en") else "zh-CN")
    assert page.run(
        "[...document.querySelectorAll('input, select')].every(e => e.labels.length === 1 && e.labels[0].textContent.trim())"
    )
    assert page.run(
        "[...document.querySelectorAll('button, a[href], summary')].every(e => (e.textContent + (e.getAttribute('aria-label') || '')).trim())"
    )
    assert page.run("[...document.querySelectorAll('img')].every(e => e.alt)")
    assert page.run("[...document.querySelectorAll('th')].every(e => e.scope)")
    assert page.run(
        "[...document.querySelectorAll('[role=region], form, nav')].every(e => e.getAttribute('aria-label'))"
    )
    levels = page.run("[...document.querySelectorAll('h1,h2,h3,h4,h5')].map(e => +e.tagName[1])")
    assert levels[0] == 1 and levels.count(1) == 1
    assert not [(a, b) for a, b in pairwise(levels) if b > a + 1], "no level of heading is skipped"
    assert page.run("[...document.querySelectorAll('main, nav, header, footer')].length") >= 4


def test_marks_of_changes_are_told_without_colours(reader: Any) -> None:
    page = reader(hash="#change-city-2022~city-2023-一-5")
    marks = {
        mark: page.run(
            f"(e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e, '::before').content])(document.querySelector('{mark}'))"
        )
        for mark in ("del", "ins")
    }
    assert marks == {"del": ["line-through", '"［删去："'], "ins": ["underline", '"［新写："']}


def test_it_reads_without_a_script(browser: Any, files: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(files["years-zh"].as_uri())
    assert not tab.locator("form.filter").first.is_visible(), "a control that does nothing is not shown"
    assert tab.locator("article.task").first.is_visible()
    context.close()
