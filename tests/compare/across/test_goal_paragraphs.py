"""The ways in which work reports print the goals of a year: each indicator stands in its row, whatever the sentence."""

from __future__ import annotations

import pytest

from pipeline.config import load_params
from pipeline.records.crosses import CrossRow
from pipeline.service.across import compare_analysed
from pipeline.service.analyze import Analyzer
from tests.conftest import ROOT

TEXT = """2026年{place}政府工作报告
一、2025年工作回顾
一年来，全市生产总值增长4.4%，新增城镇就业7万人。
二、一张蓝图绘到底，谱写发展新篇章
《规划纲要（草案）》细化了今后五年的主要指标，包括生产总值增长7%左右、常住人口城镇化率达到71%。
三、2026年重点工作
{goals}
（一）改善民生。新建幼儿园5所。
"""
GOALS = {
    "沧浪市": "今年预期目标：GDP增长5.5%左右，规上工业增加值、固定资产投资、社零总额、商品进出口总值分别增长6%，新增城镇就业8万人，"
    "CPI涨幅2%左右，城镇居民、农村居民收入增长与经济增长同步，单位GDP能耗、单位GDP二氧化碳排放进一步下降。",
    "云梦市": "综合各方面因素，建议全市发展主要预期目标为：经济增长6%，固投、进出口保持正增长，规上工业增加值增长7%，"
    "全社会研发支出相当于全市生产总值的比例达到3.1%左右，城镇居民人均可支配收入增速高于全国平均水平，"
    "居民消费价格指数上涨2%左右，单位GDP能耗下降2.5%，粮食总产稳定在90亿斤以上。",
}


@pytest.fixture(scope="module")
def rows() -> dict[tuple[str, str], CrossRow]:
    analyzer = Analyzer(ROOT, load_params(ROOT))
    analyses = {
        place: analyzer.analyze("n.txt", TEXT.format(place=place, goals=goals).encode(), notice_id=f"c{i}", year=2026)
        for i, (place, goals) in enumerate(GOALS.items())
    }
    return {(row.indicator, row.measure): row for row in compare_analysed(ROOT, "two", analyses).found.rows}


@pytest.mark.parametrize(
    "indicator, measure, said, why",
    [
        ("地区生产总值", "growth", ["5.5%左右", "6%"], "GDP, and 经济 where it grows"),
        ("规模以上工业增加值", "growth", ["6%", "7%"], "the first of four with one number"),
        ("社会消费品零售总额", "growth", ["6%", ""], "the third of four with one number"),
        ("进出口总额", "growth", ["6%", "固投、进出口保持正增长"], "商品进出口; two goals in one clause"),
        ("固定资产投资", "growth", ["6%", "固投、进出口保持正增长"], "固投 is its short form"),
        ("城镇新增就业", "amount", ["8万人", ""], "新增城镇就业; the look back fills nothing"),
        ("居民消费价格", "growth", ["2%左右", "2%左右"], "CPI, and 指数上涨"),
        ("全社会研发经费投入强度", "share", ["", "3.1%左右"], "相当于…的比例 is 占…的比重"),
        (
            "单位地区生产总值能耗",
            "reduction",
            ["单位GDP能耗、单位GDP二氧化碳排放进一步下降", "2.5%"],
            "in words, in a list",
        ),
        ("粮食总产量", "level", ["", "90亿斤以上"], "总产稳定在"),
    ],
)
def test_each_indicator_stands_in_its_row(rows, indicator, measure, said, why):
    assert [cell.printed for cell in rows[indicator, measure].cells] == said, why


def test_income_in_words_of_both_halves_or_of_one(rows):
    income = next(row for (name, _), row in rows.items() if name == "居民收入")
    assert income.cells[0].printed == "城镇居民、农村居民收入增长与经济增长同步"


def test_a_sentence_on_the_plan_is_of_later_years_in_any_section(rows):
    town = rows["常住人口城镇化率", "share"]
    assert [cell.status for cell in town.cells] == ["not_set", "not_set"]
    assert [cell.value for cell in town.later] == [71, 71]
    assert [cell.value for cell in rows["地区生产总值", "growth"].later] == [7, 7]
