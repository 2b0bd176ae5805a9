"""What `policy-trends compare` finds and prints: two years of one city, two cities of one year, and several years."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from pipeline.cli.app import _with_series
from pipeline.cli.comparison_view import show_pair, show_span
from pipeline.extract.facts import Facts
from pipeline.records import ThemeGuess
from pipeline.service.analyze import Analysis, Analyzer
from pipeline.service.compare import Comparer, compare_analyses, place_of, side_by_side, span_json
from tests.compare.sample_city import PARAMS, YEARS, facts_of, sample
from tests.conftest import ROOT

OTHER_CITY = """沧河市2022年高质量发展重点工作任务
一、科技创新
1.壮大科技型企业队伍。实施企业梯度培育，新认定高新技术企业300家以上。（牵头单位：市科技局，参与单位：市财政局）
2.修缮古城墙。沧河城楼加固垛口，沧河驳岸清理杂草。（牵头单位：市城市管理局）
二、绿色发展
3.打好蓝天保卫战。市区空气质量优良天数比例达到80%以上，PM2.5平均浓度降至38微克/立方米。（牵头单位：市生态环境局，参与单位：市公安局）
"""
RE_TOKEN = re.compile("望海|沧河|[\u4e00-\u9fff]{1,2}|[^\u4e00-\u9fff\\s]+")
# Words that speak of earlier and later: none of them may be said of two cities.
OF_TIME = (
    "不再列入",
    "新列入",
    "提高",
    "降低",
    "推后",
    "新进入",
    "退出",
    "牵头变更",
    "更名",
    "保留",
    "原多用",
    "现多用",
    "→",
)


def analysis(facts) -> Analysis:
    """A notice as an analyser gives it, its words cut by rule."""
    units = [replace(unit, words=tuple(RE_TOKEN.findall(unit.text))) for unit in facts.units]
    themes = [
        facts.themes.get(unit.unit_id) or ThemeGuess(unit.notice_id, unit.unit_id, "other", False, "") for unit in units
    ]
    return Analysis(facts.notice, units, Facts(facts.roles, facts.clauses, facts.targets, facts.entities), themes, [])


@pytest.fixture(scope="module")
def comparer():
    return Comparer.load(ROOT, PARAMS)


@pytest.fixture(scope="module")
def other_city():
    return analysis(facts_of(OTHER_CITY.encode(), "canghe.txt", "canghe-2022", 2022))


def printed(show, *arguments, **options) -> str:
    console = Console(width=80, record=True, quiet=False, force_terminal=False, file=io.StringIO())
    show(*arguments, console, **options)
    return console.export_text()


def pair_screen(comparer, old, new) -> str:
    return printed(
        show_pair,
        comparer.pair(old, new),
        comparer.words(old, new),
        old,
        new,
        comparer.scheme,
        places=side_by_side(old, new),
    )


def test_two_years_on_the_screen(comparer):
    screen = pair_screen(comparer, analysis(sample(2021)), analysis(sample(2025)))
    assert re.search(r"内需 +│ 37% │ 9% +│ -29（-46～-9）个百分点 +│", screen)
    assert re.search(r"创新 +│ 17% │ 17% │ \+0（-18～\+18）个百分点，无法区分", screen)
    assert re.search(r"绿色低碳 │ 9% +│ 31% │ \+23（\+4～\+40）个百分点 +│", screen)
    assert re.search(r"提高 +│ 技术合同成交额 +│ 60亿元 +│ 120亿元", screen)
    assert re.search(r"更名 +│ 市大数据局 → 市数据局", screen)
    assert re.search(r"角色上升 +│ 市数据局 +│ 参与→牵头", screen)
    assert "不再列入" in screen and "A 多用" not in screen


def test_nothing_is_wider_than_the_screen_or_cut_off(comparer):
    screen = pair_screen(comparer, analysis(sample(2021)), analysis(sample(2025)))
    assert max(sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in screen.splitlines()) <= 80
    assert "…" not in screen.replace("……", "")


def test_two_cities_are_neither_older_nor_newer(comparer, other_city):
    screen = pair_screen(comparer, analysis(sample(2022)), other_city)
    assert "不分先后" in screen and "仅 A 有" in screen and "仅 B 有" in screen
    found = re.sub("参与→牵头|牵头→参与|[^\n]*结果[^\n]*", "", screen)
    assert not [word for word in OF_TIME if word in found]


def test_two_cities_have_the_same_tables(comparer, other_city):
    """Tasks, targets and bodies meet across cities: 市科技局 is the same body in both, and no name of a place links."""
    old = analysis(sample(2022))
    found = comparer.pair(old, other_city)
    titles = {unit.unit_id: unit.title for one in (old, other_city) for unit in one.units}
    links = {(titles[link["old"]], titles[link["new"]]): link for link in found["links"]}
    assert set(links) == {("壮大科技型企业队伍", "壮大科技型企业队伍"), ("打好蓝天保卫战", "打好蓝天保卫战")}
    of_firms = [row for row in found["roles"] if titles[row["new"]] == "壮大科技型企业队伍"]
    assert not [row for row in of_firms if row["department"] == "市科技局"]
    assert {(row["indicator"], row["change"]) for row in found["targets"] if row["indicator"] == "高新技术企业"} <= {
        ("高新技术企业", "lowered"),
        ("高新技术企业", "redefined"),
    }


def test_names_of_places_do_not_tell_two_cities_apart(comparer, other_city):
    words = {row.word for row in comparer.words(analysis(sample(2022)), other_city)}
    assert words and not [word for word in words if "望海" in word or "沧河" in word]
    assert any("望海" in row.word for row in comparer.words(analysis(sample(2021)), analysis(sample(2022))))


@pytest.mark.parametrize(
    ("title", "issuer", "place"),
    [
        ("望海市2024年高质量发展重点工作任务", "", "望海市"),
        ("云溪县人民政府关于印发就业工作要点的通知", "", "云溪县"),
        ("数字经济发展行动计划", "安澜市人民政府办公室", "安澜市"),
        # no place: the city here is what the plan is about
        ("新型城市基础设施建设行动方案", "", ""),
        ("人工智能产业发展行动计划（2024—2026年）", "", ""),
    ],
)
def test_place(title, issuer, place):
    one = analysis(sample(2022))
    assert place_of(replace(one, notice=replace(one.notice, title=title, issuer=issuer))) == place


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("望海市2021年任务", 2021), ("望海市2022年任务", 2022), False),
        (("望海市2021年任务", 2021), ("沧河市2023年任务", 2023), True),  # two places, whatever their years
        (("产业计划", 2022), ("就业计划", 2022), True),  # one year
        (("产业计划", None), ("产业计划", None), False),  # nothing printed: taken as older and newer
    ],
)
def test_side_by_side(a, b, expected):
    one = analysis(sample(2022))
    first, second = (
        replace(one, notice=replace(one.notice, title=title, issuer="", year=year)) for title, year in (a, b)
    )
    assert side_by_side(first, second) is side_by_side(second, first) is expected


def test_the_documented_call_gives_the_same(comparer):
    old, new = analysis(sample(2021)), analysis(sample(2022))
    assert compare_analyses(ROOT, Analyzer(ROOT), old, new) == comparer.pair(old, new)


def test_several_years(comparer):
    analyses = [analysis(sample(year)) for year in YEARS]
    tables = comparer.span(analyses)
    screen = printed(show_span, tables, analyses, comparer.scheme)
    assert re.search(r"绿色低碳 +│ 3/35 4/36 6/34 8/35 11/35 +│ 上升", screen)
    assert "探索 → 推进 → 全面推行" in screen
    assert re.search(r"探索政务服务“免申即享” → 2023", screen)
    plain = span_json(tables)
    assert list(plain) == list(tables) and plain["task_chains"][0]["notice_id"] == "sample-2021"
    assert {row["old_notice_id"] for row in plain["task_links"]} == {f"sample-{year}" for year in YEARS[:-1]}


def test_a_series_stands_for_its_notices():
    assert _with_series(ROOT, ["sample"]) == [f"sample-{year}" for year in YEARS]
    assert _with_series(ROOT, ["sample-2021", "draft.docx"]) == ["sample-2021", "draft.docx"]
