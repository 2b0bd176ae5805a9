"""The page as a file: well formed, fetching nothing, running only our own script, readable without it."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from made_notices import PROJECT, Made, Task, has_chinese, plain_tasks, sample_years
from made_page import changing_years, report_in

from pipeline.report.stage import load_wording

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(1)</script>{{7*7}}\u2028&quot;"
VOID = {"meta", "input", "br", "img", "link", "use", "path", "rect", "hr"}


class Reader(HTMLParser):
    """Ids, links, scripts and the text of elements, and whether what is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.foreign = ""  # text that is not marked as Chinese
        self._chinese: list[bool] = [False]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [given["id"]] if given.get("id") else []
        self.links += [given["href"]] if given.get("href") else []
        if tag not in VOID:
            self.open.append(tag)
            self._chinese.append(self._chinese[-1] or given.get("lang") == "zh" or tag in ("svg", "script", "style"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag
            self._chinese.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
            return
        self.text += data
        if not self._chinese[-1]:
            self.foreign += data


def hostile_task() -> Task:
    return Task(
        f"处理{HOSTILE}事项9项。（牵头单位：{HOSTILE}局）", roles=[("lead", f"{HOSTILE}局", "")], section=HOSTILE
    )


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "years-zh": (changing_years(Made(), extra=[hostile_task()]), "zh"),
        "years-en": (changing_years(Made()), "en"),
        "sample": (sample_years(Made()), "zh"),
        "nobody": (Made().add("city-2023", [Task("加快建设海底隧道。年内贯通主洞。")]), "zh"),
        "single": (
            Made().add("city-2023", plain_tasks(), hidden=["low_carbon"], empty_heading="四、协同推进降碳"),
            "zh",
        ),
    }
    return {
        name: (report_in(notices, folder / name, language) / "index.html").read_text(encoding="utf-8")
        for name, (notices, language) in made.items()
    }


ALL = ["years-zh", "years-en", "sample", "single", "nobody"]


@pytest.mark.parametrize("name", ALL)
def test_well_formed_with_unique_ids_and_links_that_arrive(pages: dict[str, str], name: str) -> None:
    reader = Reader(pages[name])
    assert not reader.open
    assert len(reader.ids) == len(set(reader.ids))
    goals = {link[1:] for link in reader.links if link.startswith("#") and not link.startswith("#q=")}
    assert goals and goals <= set(reader.ids)
    assert all(link.startswith("#") for link in reader.links), "nothing leads out of the page"


@pytest.mark.parametrize("name", ALL)
def test_only_our_script_may_run_and_nothing_is_fetched(pages: dict[str, str], name: str) -> None:
    page, reader = pages[name], Reader(pages[name])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1]
    data, script = reader.scripts
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy and f"script-src 'sha256-{digest}'" in policy
    assert "unsafe-inline" not in policy.split("script-src")[1] and "<" not in data
    assert not re.search(r'(?:src|srcset|action|formaction)="(?!data:)', page)
    assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", page))


def test_hostile_text_is_text(pages: dict[str, str]) -> None:
    reader = Reader(pages["years-zh"])
    assert HOSTILE in reader.text and "img" not in reader.tags and len(reader.scripts) == 2


@pytest.mark.parametrize("name", ALL)
def test_the_page_is_light(pages: dict[str, str], name: str) -> None:
    assert len(pages[name].encode()) < 1_500_000 and len(Reader(pages[name]).tags) < 5000


def test_a_sample_is_marked(pages: dict[str, str]) -> None:
    assert pages["sample"].count('class="sample"') >= 6 and "【样例】" in pages["sample"]
    assert 'class="sample"' not in pages["years-zh"]


def test_what_is_missing_stands_before_the_first_number(pages: dict[str, str]) -> None:
    page = pages["single"]
    assert page.index("四、协同推进降碳") < page.index('id="promises"')


def test_the_english_page_has_chinese_only_where_it_is_marked(pages: dict[str, str]) -> None:
    foreign = re.sub(r"“[^”]*”|[\u4e00-\u9fff（）]+(?= target| \()", "", Reader(pages["years-en"]).foreign)
    allowed = "\n".join(line for line in foreign.split("\n") if has_chinese(line))
    for word in ("任务", "原文", "主题", "指标总表", "未设"):
        assert word not in allowed


@pytest.mark.parametrize("name", ALL)
def test_no_word_of_the_machine_room(pages: dict[str, str], name: str) -> None:
    text = Reader(pages[name]).text
    for word in ("HHI", "Jensen", "z 值", "city/", "collective/", "compare_", "theme_share"):
        assert word not in text, word


def test_an_english_reader_is_told_who_and_what(pages: dict[str, str]) -> None:
    text = Reader(pages["years-en"]).text
    assert "Municipal Commerce 市商务局" in text
    assert "“打造算力枢纽”. [Computing power]" in text, "topics of what is quoted stand behind it"


def test_one_notice_alone_speaks_of_no_change(pages: dict[str, str]) -> None:
    text = Reader(pages["single"]).text
    assert 'id="findings"' not in pages["single"] and "无法区分" not in text and "置信" not in text


def test_no_template_holds_wording() -> None:
    for path in (PROJECT / "pipeline/report/page/templates").iterdir():
        shown = re.sub(r'"[^"\n]*"', "", path.read_text(encoding="utf-8"))
        assert not has_chinese(shown), path.name


def test_every_word_is_there_in_both_languages() -> None:
    wordings = [load_wording(PROJECT, language) for language in ("zh", "en")]
    assert wordings[0].entry("page").keys() == wordings[1].entry("page").keys()
