"""The page: complete by itself, safe with any text, honest about what cannot be seen, and every number a link."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notices import Made, Task, locale_entries, params_in, plain_tasks, sample_years

from pipeline.config import Params
from pipeline.report.page import cut_text
from pipeline.report.stage import run
from pipeline.report.summary import anchor
from pipeline.schema import Diagnostic, Unit

VOID = {"meta", "img", "input", "br", "link"}
WORDS = [("一、创新", "实验室"), ("二、产业", "制造")]


class Page(HTMLParser):
    """A page as a browser sees it: elements with attributes, ids, links and text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.source = source
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag not in VOID:
            self.open.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1][0] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(f"{tag}.{values.get('class', '')}#{values.get('id', '')}" for tag, values in self.open), data))

    @property
    def text(self) -> str:
        """What is shown: style and script are not."""
        return "".join(data for path, data in self.texts if not any(step.startswith(("style.", "script.")) for step in path))

    def text_in(self, step: str) -> str:
        return "".join(data for path, data in self.texts if any(part.startswith(step) for part in path))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [values for name, values in self.elements if name == tag]


def page_of(made: Made, root: Path, params: Params) -> Page:
    run(made.write(root), params)
    (index,) = (root / "reports").glob("*/index.html")
    return Page(index.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """A profile (cut off) and a sample of three years, in both languages."""
    built = {}
    for language in ("zh", "en"):
        profile = Made().add("city-2023", plain_tasks(), hidden=["low_carbon"], empty_heading="四、协同推进降碳", words=WORDS)
        built[f"profile-{language}"] = page_of(profile, tmp_path_factory.mktemp(f"profile-{language}"), params_in(language))
        built[f"sample-{language}"] = page_of(sample_years(Made()), tmp_path_factory.mktemp(f"sample-{language}"), params_in(language))
    return built


PAGES = ["profile-zh", "profile-en", "sample-zh", "sample-en"]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_well_formed_and_fetches_nothing(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    assert not page.open
    for tag, values in page.elements:
        for attribute in ("src", "href", "action", "srcset", "poster", "data"):
            assert not re.match(r"\s*(?:[a-z]+:)?//|\s*(?:https?|ftp|javascript|file):", values.get(attribute, "")), (tag, values)
        assert tag not in {"link", "iframe", "object", "embed", "base"}
        assert not [key for key in values if key.startswith("on")]
    assert not re.search(r"@import|url\(\s*['\"]?(?!#)", page.text_in("style."))
    assert all(image["src"].startswith("data:image/svg+xml;base64,") for image in page.all("img"))
    for image in page.all("img"):
        svg = base64.b64decode(image["src"].split(",", 1)[1]).decode()
        assert not re.search(r"(?:href|src)=\"(?!#)", svg)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_the_page_arrives_and_ids_are_unique(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    ids = [values["id"] for _, values in page.elements if "id" in values]
    assert len(ids) == len(set(ids))
    broken = [href for values in page.all("a") if (href := values["href"]).startswith("#") and unquote(href[1:]) not in ids]
    assert not broken


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_the_summary_is_a_link(pages: dict[str, Page], name: str) -> None:
    bare = "".join(data for path, data in pages[name].texts if any(step.startswith("ul.sentences") for step in path) and not path[-1].startswith("a.evidence"))
    titles = re.compile(r"某市重点任务|样市\d{4}年重点任务")
    assert not re.search(r"\d", titles.sub("", bare))


@pytest.mark.parametrize("name", PAGES)
def test_the_script_is_the_one_the_policy_allows(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    (script,) = [data for path, data in page.texts if path and path[-1].startswith("script.")]
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [values["content"] for values in page.all("meta") if values.get("http-equiv") == "Content-Security-Policy"]
    assert f"script-src 'sha256-{allowed}'" in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(("name", "wording", "zero"), [("profile-zh", "本文本中不可观察", "占 0"), ("profile-en", "not observable in this text", "share of 0")])
def test_what_cannot_be_observed_is_said_and_never_zero(pages: dict[str, Page], name: str, wording: str, zero: str) -> None:
    page = pages[name]
    row = page.text_in("tr.#priority-city-2023-low_carbon")
    assert wording in row and "0.0%" not in row
    assert wording in page.text_in("aside.remark")
    assert "四、协同推进降碳" in page.text_in("aside.remark"), "the heading without items is quoted"
    assert wording in page.text_in("ul.sentences").replace("Not", "not")
    assert zero not in page.text_in("ul.sentences")


def test_a_profile_says_that_it_is_no_trend(pages: dict[str, Page]) -> None:
    assert "不构成趋势" in pages["profile-zh"].text
    assert "shows no trend" in pages["profile-en"].text


def test_the_summary_says_what_the_tables_hold(pages: dict[str, Page]) -> None:
    said = pages["profile-zh"].text_in("ul.sentences")
    for sentence in (
        "《某市重点任务》共列出 4 项任务。",
        "任务最多的主题是“创新”，有 2 项，占 50.0%（95% 区间 30.0%–70.0%）。",
        "1 项任务的主题判断把握不大",
        "牵头任务最多的部门：市科技局（2 项）、市工信局（1 项）。",
        "有 1 个部门名称未能对应到机构名录",
        "共读出 2 项量化目标。",
        "其中 1 项措辞明确（不带“力争”“探索”等字样），占 50.0%。",
        "另有 1 笔给予申请者的奖补资金",
    ):
        assert sentence in said


@pytest.mark.parametrize(("name", "mark"), [("sample-zh", "样例"), ("sample-en", "Sample")])
def test_a_sample_is_marked_in_title_figures_and_tables(pages: dict[str, Page], name: str, mark: str) -> None:
    page = pages[name]
    assert mark in page.text_in("title.") and mark in page.text_in("h1.")
    captions = re.findall(r"<caption>.*?</caption>|<figcaption>.*?</figcaption>", page.source, flags=re.S)
    assert len(captions) > 10
    assert all(f'class="sample-mark">{mark}<' in caption for caption in captions)


def test_a_published_notice_is_not_marked_as_a_sample(pages: dict[str, Page]) -> None:
    assert "样例" not in pages["profile-zh"].text


@pytest.mark.parametrize("name", ["profile-en", "sample-en"])
def test_the_english_page_has_no_chinese_wording(pages: dict[str, Page], name: str) -> None:
    ours = [text for text in locale_entries("zh").values() if isinstance(text, str) and len(text) > 3 and "{" not in text and re.search(r"[\u4e00-\u9fff]{4}", text)]
    shown = re.sub(r"四、绿色低碳|四、协同推进降碳", "", pages[name].text)
    assert ours and not [text for text in ours if text in shown]
    assert pages[name].all("html")[0]["lang"] == "en"


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}</td></style>-->&lt;$x$"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_text_shows_as_text_everywhere(tmp_path: Path, language: str) -> None:
    body = f"{HOSTILE}局"
    task = Task(
        f"{HOSTILE}。实施{HOSTILE}项目9项。（牵头单位：{body}）",
        unsure=True,
        roles=[("lead", body, "")],
        targets=[{"text": f"实施{HOSTILE}项目9项", "indicator": HOSTILE, "unit": HOSTILE, "level": HOSTILE}, {"text": "9项", "kind": "grant", "indicator": HOSTILE}],
        entities=[("ORG", HOSTILE)],
        section=HOSTILE,
    )
    made = Made().add("city-2023", [task, *plain_tasks()], title=HOSTILE, empty_heading=HOSTILE, hidden=["low_carbon"], words=[(HOSTILE, HOSTILE), ("b", "c")])
    made.tables["extract_diagnostics"].append(Diagnostic("city-2023", HOSTILE, "error", HOSTILE, None))
    made.tables["ingest_diagnostics"].append(Diagnostic("lost-notice", "unreadable", "error", HOSTILE, None))
    page = page_of(made, tmp_path, params_in(language))
    assert len(page.all("script")) == 1 and len(page.all("style")) == 1
    assert all(values["src"].startswith("data:") for values in page.all("img"))
    assert not [key for _, values in page.elements for key in values if key.startswith("on")]
    assert page.text.count(HOSTILE) > 20
    assert HOSTILE in page.all("option")[[values.get("value") for values in page.all("option")].index(body)]["value"]


def test_empty_tables_give_a_page_that_says_so(tmp_path: Path) -> None:
    page = page_of(Made().add("city-2023", [Task("做好服务。")]), tmp_path, params_in())
    for sentence in ("没有从文本中读出责任分工。", "没有从文本中读出量化目标。", "没有读出量化目标，因此没有目标图。", "没有发现异常。"):
        assert sentence in page.text


def test_a_notice_without_any_task(tmp_path: Path) -> None:
    page = page_of(Made().add("city-2023", [], year=None), tmp_path, params_in())
    assert "中没有读出任务，因此各主题占比无从计算。" in page.text
    assert "年份不详" in page.text


def test_notices_written_for_measuring_are_never_shown(tmp_path: Path) -> None:
    made = Made().add("city-2023", plain_tasks()).add("hidden-2023", [Task("秘密任务。")], provenance="written", title="秘密公文", empty_heading="秘密标题")
    page = page_of(made, tmp_path, params_in())
    assert "秘密" not in page.source and "hidden-2023" not in page.source


def test_files_that_never_became_a_notice_are_told_of(tmp_path: Path) -> None:
    made = Made().add("city-2023", plain_tasks())
    made.tables["ingest_diagnostics"].append(Diagnostic("lost-2022", "unreadable", "error", "data/raw/x.pdf: empty", None))
    page = page_of(made, tmp_path, params_in())
    assert "lost-2022" in page.text and "data/raw/x.pdf: empty" in page.text


@pytest.mark.parametrize(
    ("reason", "parts", "expected"),
    [
        ("the printed path stays readable", ("task", "qingdao-2023/二-17"), "task-qingdao-2023/二-17"),
        ("a second unit of one path", ("task", "n/二-17~2"), "task-n/二-17~2"),
        ("what an id must not hold is spelt out", ("department", "n", 'a "b'), "department-n-a_20__22_b"),
    ],
)
def test_anchors(reason: str, parts: tuple[str, ...], expected: str) -> None:
    assert anchor(*parts) == expected, reason


@given(st.text(min_size=1, max_size=30).filter(str.strip), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["target", "role"])), max_size=6))
def test_the_pieces_of_a_text_are_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    unit = Unit("n", "n/1", 0, (), (), "task", "", text, 3, 3 + len(text))
    assert "".join(piece for piece, _ in cut_text(unit, spans)) == text
