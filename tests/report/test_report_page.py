"""The page: complete by itself, safe with any text, honest about what cannot be seen, and every number a link."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notices import Made, Task, locale_entries, plain_tasks, sample_years
from made_page import changing_years, page_in

from pipeline.records import Diagnostic, Unit
from pipeline.report.change_views import side_by_side
from pipeline.report.summary import anchor
from pipeline.report.views import cut_text

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
        self.texts.append(
            (
                tuple(
                    f"{tag}.{values.get('class', '')}#{values.get('id', '')}@{values.get('lang', '')}"
                    for tag, values in self.open
                ),
                data,
            )
        )

    @property
    def text(self) -> str:
        """What is shown: style and script are not."""
        return "".join(
            data for path, data in self.texts if not any(step.startswith(("style.", "script.")) for step in path)
        )

    @property
    def text_of_ours(self) -> str:
        """What is shown outside the elements that are marked as Chinese."""
        return "".join(
            data
            for path, data in self.texts
            if not any(step.startswith(("style.", "script.")) or step.endswith("@zh") for step in path)
        )

    def text_in(self, step: str) -> str:
        return "".join(data for path, data in self.texts if any(part.startswith(step) for part in path))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [values for name, values in self.elements if name == tag]


def page_of(made: Made, root: Path, language: str = "zh", *, compared: bool = False) -> Page:
    return Page(page_in(made, root, language, compared=compared))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """A profile (cut off), a sample of three years, and two years that differ, in both languages."""
    built = {}
    for language in ("zh", "en"):
        profile = Made().add(
            "city-2023", plain_tasks(), hidden=["low_carbon"], empty_heading="四、协同推进降碳", words=WORDS
        )
        built[f"profile-{language}"] = page_of(profile, tmp_path_factory.mktemp(f"profile-{language}") / "p", language)
        built[f"sample-{language}"] = page_of(
            sample_years(Made()), tmp_path_factory.mktemp(f"sample-{language}") / "p", language, compared=True
        )
        built[f"changing-{language}"] = page_of(
            changing_years(Made()), tmp_path_factory.mktemp(f"changing-{language}") / "p", language, compared=True
        )
    return built


PAGES = [f"{kind}-{language}" for kind in ("profile", "sample", "changing") for language in ("zh", "en")]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_well_formed_and_fetches_nothing(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    assert not page.open
    for tag, values in page.elements:
        for attribute in ("src", "href", "action", "srcset", "poster", "data"):
            assert not re.match(r"\s*(?:[a-z]+:)?//|\s*(?:https?|ftp|javascript|file):", values.get(attribute, "")), (
                tag,
                values,
            )
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
    broken = [
        href for values in page.all("a") if (href := values["href"]).startswith("#") and unquote(href[1:]) not in ids
    ]
    assert not broken


@pytest.mark.parametrize("name", PAGES)
def test_every_number_of_the_summary_is_a_link(pages: dict[str, Page], name: str) -> None:
    bare = "".join(
        data
        for path, data in pages[name].texts
        if any(step.startswith("ul.sentences") for step in path) and not path[-1].startswith("a.evidence")
    )
    titles = re.compile(
        r"某市(?:\d{4}年)?重点任务|样市\d{4}年重点任务|\b20\d\d\b"
    )  # the names of years and notices are no findings
    assert not re.search(r"\d", titles.sub("", bare))


@pytest.mark.parametrize("name", PAGES)
def test_the_script_is_the_one_the_policy_allows(pages: dict[str, Page], name: str) -> None:
    page = pages[name]
    (script,) = [data for path, data in page.texts if path and path[-1].startswith("script.")]
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = [
        values["content"] for values in page.all("meta") if values.get("http-equiv") == "Content-Security-Policy"
    ]
    assert f"script-src 'sha256-{allowed}'" in policy and "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("name", "wording", "zero"),
    [("profile-zh", "本文本中不可观察", "占 0"), ("profile-en", "not observable in this text", "share of 0")],
)
def test_what_cannot_be_observed_is_said_and_never_zero(
    pages: dict[str, Page], name: str, wording: str, zero: str
) -> None:
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
        "任务最多的主题是“创新”，有 2 项，占 50.0%（95% 自助法区间 30.0%–70.0%）。",
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


@pytest.mark.parametrize("name", ["profile-en", "sample-en", "changing-en"])
def test_the_english_page_has_no_chinese_wording(pages: dict[str, Page], name: str) -> None:
    ours = [
        text
        for text in locale_entries("zh").values()
        if isinstance(text, str) and len(text) > 3 and "{" not in text and re.search(r"[\u4e00-\u9fff]{4}", text)
    ]
    shown = re.sub(r"四、绿色低碳|四、协同推进降碳", "", pages[name].text_of_ours)
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
        targets=[
            {"text": f"实施{HOSTILE}项目9项", "indicator": HOSTILE, "unit": HOSTILE, "level": HOSTILE},
            {"text": "9项", "kind": "grant", "indicator": HOSTILE},
        ],
        entities=[("ORG", HOSTILE)],
        section=HOSTILE,
    )
    made = Made().add(
        "city-2023",
        [task, *plain_tasks()],
        title=HOSTILE,
        empty_heading=HOSTILE,
        hidden=["low_carbon"],
        words=[(HOSTILE, HOSTILE), ("b", "c")],
    )
    made.tables["extract_diagnostics"].append(Diagnostic("city-2023", HOSTILE, "error", HOSTILE, None))
    made.tables["ingest_diagnostics"].append(Diagnostic("lost-notice", "unreadable", "error", HOSTILE, None))
    page = page_of(made, tmp_path, language, compared=True)
    assert len(page.all("script")) == 1 and len(page.all("style")) == 1
    assert all(values["src"].startswith("data:") for values in page.all("img"))
    assert not [key for _, values in page.elements for key in values if key.startswith("on")]
    assert page.text.count(HOSTILE) > 20
    assert HOSTILE in page.all("option")[[values.get("value") for values in page.all("option")].index(body)]["value"]


def test_empty_tables_give_a_page_that_says_so(tmp_path: Path) -> None:
    page = page_of(Made().add("city-2023", [Task("做好服务。")]), tmp_path)
    for sentence in (
        "没有从文本中读出责任分工。",
        "没有从文本中读出量化目标。",
        "没有读出量化目标，因此没有目标图。",
        "没有发现异常。",
    ):
        assert sentence in page.text


def test_a_notice_without_any_task(tmp_path: Path) -> None:
    page = page_of(Made().add("city-2023", [], year=None), tmp_path)
    assert "中没有读出任务，因此各主题占比无从计算。" in page.text
    assert "年份不详" in page.text


def test_notices_written_for_measuring_are_never_shown(tmp_path: Path) -> None:
    made = (
        Made()
        .add("city-2023", plain_tasks())
        .add("hidden-2023", [Task("秘密任务。")], provenance="written", title="秘密公文", empty_heading="秘密标题")
    )
    page = page_of(made, tmp_path)
    assert "秘密" not in page.source and "hidden-2023" not in page.source


def test_files_that_never_became_a_notice_are_told_of(tmp_path: Path) -> None:
    made = Made().add("city-2023", plain_tasks())
    made.tables["ingest_diagnostics"].append(
        Diagnostic("lost-2022", "unreadable", "error", "data/raw/x.pdf: empty", None)
    )
    page = page_of(made, tmp_path)
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


@given(
    st.text(min_size=1, max_size=30).filter(str.strip),
    st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.sampled_from(["target", "role"])), max_size=6),
)
def test_the_pieces_of_a_text_are_the_text(text: str, spans: list[tuple[int, int, str]]) -> None:
    unit = Unit("n", "n/1", 0, (), (), "task", "", text, 3, 3 + len(text))
    assert "".join(piece for piece, _ in cut_text(unit, spans)) == text


# -- what changed --------------------------------------------------------------------------------


def test_the_summary_says_what_changed(pages: dict[str, Page]) -> None:
    said = pages["changing-zh"].text_in("ul.sentences")
    for sentence in (
        "与 2022 年相比，2023 年的任务：保留 5 项、改写 1 项、新增 1 项、不再列入 1 项。",
        "在前后都有的任务上，量化目标：提高 2 项、未变 2 项",
        "牵头变更 1 处：“发展海洋工程装备”由市工信局改为市商务局。",
        "题名措辞增强的任务 1 项：“全面推行社区养老助餐”（探索 → 全面推行）。",
    ):
        assert sentence in said


def test_a_change_that_cannot_be_told_from_chance_is_not_claimed(pages: dict[str, Page]) -> None:
    said = pages["changing-zh"].text_in("ul.sentences")
    assert (
        "2022 年至 2023 年，各主题任务占比之差经 Fisher 精确检验（Holm 校正）都无法与偶然波动区分；这不等于没有变化。"
        in said
    )
    assert "任务占比上升" not in said and "任务占比下降" not in said


def test_a_notice_that_is_cut_off_is_no_fall(pages: dict[str, Page]) -> None:
    said = pages["sample-zh"].text_in("ul.sentences")
    assert "升降趋势无从判断的主题：绿色低碳" in said
    assert "有一方缺少相应部分，不作比较" in pages["sample-zh"].text_in(
        "tr.#priority-change-sample-2022~sample-2023-tasks-low_carbon"
    )


def test_the_counts_of_changes_are_those_of_the_cards(pages: dict[str, Page]) -> None:
    page = pages["changing-zh"]
    cards = [
        json.loads(values["data-facets"])["change"] for values in page.all("article") if values.get("class") == "change"
    ]
    for change in ("kept", "reworded", "renamed", "moved", "split", "merged", "new", "dropped"):
        (count,) = re.findall(
            r"<td class=\"number\"[^>]*>(\d+)</td>",
            re.search(rf'<tr id="task-city-2022~city-2023-{change}".*?</tr>', page.source, flags=re.S)[0],
        )
        assert int(count) == sum(change in changes for changes in cards), change


def test_differences_are_marked_as_insertions_and_deletions(pages: dict[str, Page]) -> None:
    page = pages["changing-zh"]
    assert {"3", "工信"} <= set(texts_of(page, "del."))
    assert any("风电运维船" in text for text in texts_of(page, "ins."))
    assert "--deleted-start" in page.text_in("style.") and "［删去：" in page.text_in("style.")


def texts_of(page: Page, step: str) -> list[str]:
    return [data for path, data in page.texts if path and path[-1].startswith(step)]


def test_a_body_has_its_tasks_partners_and_changes_of_role(pages: dict[str, Page]) -> None:
    card = pages["changing-zh"].text_in("details.body#body-city/commerce")
    for said in (
        "市商务局",
        "这份公文没有提到它",
        "发展海洋工程装备",
        "牵头单位由市工信局改为市商务局",
        "海工平台",
        "市财政局",
        "新增协作",
    ):
        assert said in card


def test_a_target_is_followed_over_the_years(pages: dict[str, Page]) -> None:
    rows = re.findall(r'<tr class="trajectory".*?</tr>', pages["changing-zh"].source, flags=re.S)
    (platform,) = [re.sub(r"<[^>]+>|\s+", " ", row) for row in rows if "海工平台" in row]
    assert re.search(r"3 座 .* 5 座 .* 提高", platform)


def test_several_years_without_any_role_or_target(tmp_path: Path) -> None:
    made = Made()
    for year in (2020, 2023, None):
        made.add(
            f"bare-{year or 'undated'}",
            [Task("整治背街小巷。逐条编制方案。"), Task("建设口袋公园。利用零散地块见缝插绿。")],
            year=year,
        )
    page = page_of(made, tmp_path, compared=True)
    assert "没有读出量化目标。" in page.text and "牵头变更" not in page.text_in("ul.sentences")
    assert not page.open


@given(
    st.lists(st.text(alphabet="建设推进港口3 5座。\n", max_size=12), max_size=3),
    st.lists(st.text(alphabet="建设推进港口3 5座。\n", max_size=12), max_size=3),
)
def test_texts_side_by_side_are_the_texts(olds: list[str], news: list[str]) -> None:
    for texts, sides in zip((olds, news), side_by_side(olds, news)):
        assert ["".join(piece for _, piece in side) for side in sides] == texts


def renamed_bureau() -> Made:
    """A bureau that was renamed between two years, and one beside it on the same task."""
    made = Made()
    for year, name, key in ((2022, "市大数据局", "city/big-data-bureau"), (2024, "市数据局", "city/data-bureau")):
        text = f"归集政务数据。接入业务系统{year - 1960}个。（牵头单位：{name}，参与单位：市公安局）"
        made.add(
            f"city-{year}",
            [Task(text, roles=[("lead", name, key), ("support", "市公安局", "city/public-security")])],
            year=year,
        )
    return made


def test_a_renamed_body_has_one_card_with_both_names(tmp_path: Path) -> None:
    page = page_of(renamed_bureau(), tmp_path, compared=True)
    cards = [values["id"] for values in page.all("details") if values.get("class") == "body"]
    assert sorted(cards) == ["body-city/data-bureau", "body-city/public-security"]
    assert "市大数据局 → 市数据局" in page.text_in("details.body#body-city/data-bureau")
    assert "市大数据局更名为市数据局" in page.text_in("section.#changes")
    links = [values["href"] for values in page.all("a") if values["href"].startswith("#body-")]
    assert links.count("#body-city/data-bureau") >= 4, "names of both years lead to the one card"
    for facets in (json.loads(values["data-facets"]) for values in page.all("article") if values["class"] == "task"):
        assert facets["department"] == ["city/data-bureau", "city/public-security"]


def test_the_account_of_the_matches_adds_up(pages: dict[str, Page]) -> None:
    table = re.search(
        r'<table class="stacks sortable" id="matched">.*?</table>', pages["changing-zh"].source, flags=re.S
    )[0]
    old, new, matched, weak, lowest, unmatched, hidden = re.findall(r'<td class="number"[^>]*>([^<]*)</td>', table)
    assert (old, new, matched, unmatched, weak, hidden) == ("7", "7", "6", "2", "0", "0")
    assert lowest.endswith("%")


SUBJECTS = ("渔港", "湿地", "公交", "校舍", "粮库", "堤坝", "苗圃", "管网", "车站", "剧场", "药房", "桥梁")


def test_a_trend_that_can_be_told_is_claimed_with_its_shares(tmp_path: Path) -> None:
    made = Made()
    for year, green in ((2020, 1), (2021, 6), (2022, 11)):
        tasks = [
            Task(
                f"建设{subject}。推进{subject}改造。（牵头单位：{name}）",
                "low_carbon" if place < green else "other",
                roles=[("lead", name, key)],
            )
            for place, subject in enumerate(SUBJECTS)
            for name, key in [("市财政局", "city/finance") if place < green else ("市科技局", "city/science")]
        ]
        made.add(f"city-{year}", tasks, year=year)
    said = page_of(made, tmp_path, compared=True).text_in("ul.sentences")
    assert (
        "2020 年至 2022 年，任务占比上升、经 Cochran–Armitage 趋势检验（Holm 校正）可与偶然波动区分的主题：绿色低碳（8.3% → 91.7%）。"
        in said
    )
    assert (
        "2020 年至 2022 年，任务占比下降、经 Cochran–Armitage 趋势检验（Holm 校正）可与偶然波动区分的主题：其他（91.7% → 8.3%）。"
        in said
    )
    assert "承担任务（含参与）增加最多的部门：市财政局（1 → 11 项）" in said
    assert "承担任务（含参与）减少最多的部门：市科技局（11 → 1 项）" in said


def loads(first: Sequence[int], last: Sequence[int]) -> Made:
    """Two years in which body i has so many tasks."""
    made = Made()
    for year, counts in ((2021, first), (2022, last)):
        tasks = [
            Task(
                f"建设{SUBJECTS[place]}。推进{SUBJECTS[place]}改造{step}。（牵头单位：市{SUBJECTS[place]}局）",
                roles=[("lead", f"市{SUBJECTS[place]}局", f"city/{place}")],
            )
            for place, count in enumerate(counts)
            for step in range(count)
        ]
        made.add(f"city-{year}", tasks, year=year)
    return made


@pytest.mark.parametrize(
    ("reason", "first", "last", "said"),
    [
        (
            "equals of the third place are all named",
            (1, 1, 1, 1, 1),
            (5, 4, 3, 3, 1),
            "增加最多的部门：市渔港局（1 → 5 项）、市湿地局（1 → 4 项）、市公交局（1 → 3 项）、市校舍局（1 → 3 项）。",
        ),
        (
            "with too many equals only those ahead of them",
            (1,) * 8,
            (4, *[3] * 7),
            "增加最多的部门：市渔港局（1 → 4 项）。",
        ),
        ("where nobody is ahead their number is said", (1,) * 8, (*[3] * 7, 2), "增加最多的 7 个部门各增加 2 项。"),
    ],
)
def test_bodies_that_moved_as_far_are_not_left_out(
    tmp_path: Path, reason: str, first: tuple[int, ...], last: tuple[int, ...], said: str
) -> None:
    assert said in page_of(loads(first, last), tmp_path, compared=True).text_in("ul.sentences"), reason


def test_two_notices_make_a_difference_and_no_trend(pages: dict[str, Page]) -> None:
    two, three = pages["changing-zh"], pages["sample-zh"]
    assert "趋势检验" not in two.text and "多年趋势" not in two.text
    assert "多年趋势" in three.text


def test_a_theme_without_tasks_is_not_said_to_have_an_interval_of_zero(pages: dict[str, Page]) -> None:
    assert "Clopper–Pearson 精确区间" in pages["profile-zh"].text
    assert "恒为零" not in pages["profile-zh"].text


def test_only_what_counts_under_a_theme_is_shown_with_one(tmp_path: Path) -> None:
    made = Made().add("city-2023", [Task("各部门要高度重视。", unsure=True), Task("建设实验室。", unsure=True)])
    made.tables["units"][0] = replace(made.tables["units"][0], kind="general")
    unsure = {
        facets["kind"][0]: facets["unsure"]
        for facets in (
            json.loads(values["data-facets"])
            for values in page_of(made, tmp_path).all("article")
            if values["class"] == "task"
        )
    }
    assert unsure == {"general": [], "task": ["yes"]}
