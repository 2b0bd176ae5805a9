"""Invented work reports: a plan and a year in one section, names of one thing, goals in words, empty terms."""

from __future__ import annotations

import pytest

from pipeline.compare.ledger import cleaned
from pipeline.config import load_params
from pipeline.service.across import Across, compare_analysed
from pipeline.service.analyze import Analyzer
from tests.conftest import ROOT

REVIEW = "一、2025年工作回顾\n一年来，全省生产总值增长3.9%，城镇新增就业31万人，规模工业增加值增长2.2%。\n"
MIXED = """{head}二、“十五五”时期奋斗目标和2026年工作安排
《规划纲要（草案）》提出了今后五年的主要指标：生产总值年均增长6.5%左右，全社会研发投入年均增长9%以上。
今年是新五年规划的第一年。
全省发展的主要预期目标是：生产总值增长5.5%左右，城镇新增就业33万人以上，{goals}。
（一）扩大内需。新建村级物流站点{sites}个。推进120个省级重点项目、完成投资630亿元以上，粮食总产95亿斤，进出口总额争取实现正增长。
（二）守住底线。粮食作物播种面积稳定在2100万亩以上，推动人工智能落地，细颗粒物年均浓度控制在31微克/立方米以内。
"""
APART = """{head}二、“十五五”时期主要目标任务
综合考虑与2035年远景目标衔接，提出生产总值年均增长5%—6%，城镇化率达到66%。
三、2026年重点工作
今年主要预期目标是：生产总值增长{growth}左右，{industry}增长6%，城镇新增就业20万人，{goals}。
（一）扩大内需。对共建友城投资增长4%。
（二）守住底线。粮食{sown}面积稳定在{area}万亩，培育和美乡村{sites}个，推动人工智能落地。
（三）加快释放开放成效。外贸进出口超{area}亿元，推进外港{sites}万吨级、内港一级等航道建设，打造数字贸易港，分区分类建设灌渠{sites}公里。
"""
PLACES = {
    "云岭省": MIXED.format(head=REVIEW, goals="居民收入增长快于经济增长，完成上级下达的单位生产总值二氧化碳排放降低任务", sites=40),
    "澄江省": APART.format(
        head=REVIEW, growth="5%", industry="规上工业增加值", sown="种植", area="900", sites=70,
        goals="单位GDP二氧化碳排放下降3.1%，粮食产量只增不减，城镇居民人均可支配收入增长5%",
    ),
    "苍梧省": APART.format(
        head=REVIEW, growth="6%", industry="规模工业增加值", sown="播种", area="1500", sites=90,
        goals="完成国家核定的粮食生产、能耗控制目标任务，农村居民人均可支配收入增长6%，居民收入增长和经济增长同步",
    ),
    "洛南省": APART.format(
        head=REVIEW, growth="4.5%", industry="规模以上工业增加值", sown="播种", area="700", sites=20,
        goals="粮食产量180亿斤以上，节能降碳等指标达到国家要求，居民收入增长4%",
    ).replace("人工智能", "《规划纲要草案》").replace("今年主要预期目标是：生产总值", "今年主要预期目标是：经济"),
}  # fmt: skip


@pytest.fixture(scope="module")
def across() -> Across:
    analyzer = Analyzer(ROOT, load_params(ROOT))
    analyses = {
        place: analyzer.analyze("n.txt", f"2026年{place}政府工作报告\n{text}".encode(), notice_id=f"p{i}", year=2026)
        for i, (place, text) in enumerate(PLACES.items())
    }
    return compare_analysed(ROOT, "provinces", analyses)


@pytest.mark.parametrize(
    "indicator, measure, now, why",
    [
        ("地区生产总值", "growth", [5.5, 5, 6, 4.5], "neither the look back nor the plan fills a cell"),
        ("城镇新增就业", "amount", [330000, 200000, 200000, 200000], "the year's goals stand in a section of both"),
        ("规模以上工业增加值", "growth", [None, 6, 6, 6], "规上工业, 规模工业 and 规模以上工业 are one class"),
        ("粮食播种面积", "level", [2.1e7, 9e6, 1.5e7, 7e6], "planted and sown area are one statistic"),
        ("重点项目年度投资", "amount", [6.3e10, None, None, None], "the money is spent on the projects named before"),
        ("灌渠", "amount", [None, 70, 90, 20], "分区分类 says how it is built"),
        ("进出口总额", "level", [None, 9e10, 1.5e11, 7e10], "a heading on results to come is no look back"),
        ("和美乡村", "amount", [None, 70, 90, 20], "the 和 of 和美 belongs to the name"),
    ],
)
def test_a_row_holds_what_the_places_set_for_the_year(across, indicator, measure, now, why):
    row = next(one for one in across.found.rows if (one.indicator, one.measure) == (indicator, measure))
    assert [cell.value for cell in row.cells] == now, why


@pytest.mark.parametrize(
    "indicator, later",
    [
        ("地区生产总值", [(6.5, 2030), (5, 2030), (5, 2030), (5, 2030)]),
        ("城镇化率", [(None, None), (66, 2030), (66, 2030), (66, 2030)]),
        ("全社会研发经费投入", [(9, 2030), (None, None), (None, None), (None, None)]),
    ],
)
def test_a_plan_is_told_apart_and_ends_with_its_last_year(across, indicator, later):
    row = next(one for one in across.found.rows if one.indicator == indicator)
    assert [(cell.value, cell.horizon) for cell in row.later] == later


def test_a_yearly_mean_that_is_measured_is_a_goal_of_the_year(across):
    row = next(one for one in across.found.rows if one.indicator == "细颗粒物年均浓度")
    assert (row.cells[0].value, row.later[0].status) == (31, "not_set")


def test_who_sets_the_narrower_thing_promises_the_wider_one_but_not_the_other_way_round(across):
    rows = {row.indicator: row for row in across.found.rows}
    assert [cell.status for cell in rows["节能降碳任务"].cells] == ["worded"] * 4
    carbon = rows["单位地区生产总值二氧化碳排放"].cells
    assert [cell.status for cell in carbon] == ["worded", "value", "not_set", "not_set"]
    assert carbon[3].facts[0].surface == "节能降碳等指标达到国家要求"


def test_one_clause_promises_grain_and_energy(across):
    rows = {row.indicator: row for row in across.found.rows}
    grain, energy = rows["粮食总产量"].cells[2], rows["节能降碳任务"].cells[2]
    assert grain.facts == energy.facts and grain.status == "worded"


def test_what_is_said_of_the_whole_stands_before_what_is_said_of_a_half(across):
    income = next(row for row in across.found.rows if row.indicator == "居民收入")
    assert [cell.printed for cell in income.cells] == [
        "居民收入增长快于经济增长",
        "城镇居民人均可支配收入增长5%",
        "居民收入增长和经济增长同步",
        "4%",
    ]


def test_a_half_with_a_number_is_no_mere_word(across):
    assert not any("只有文字表述" in one.zh for one in across.found.findings)


def test_a_piece_of_a_compound_is_no_term(across):
    assert not any("“贸易港”" in one.zh for one in across.found.findings)


def test_a_goal_in_words_is_found_under_any_name_of_its_indicator(across):
    grain = next(row for row in across.found.rows if row.indicator == "粮食总产量")
    assert (grain.cells[1].status, grain.cells[1].printed) == ("worded", "粮食产量只增不减")


def test_a_total_is_a_level_without_a_verb_that_says_so(across):
    grain = next(row for row in across.found.rows if (row.indicator, row.measure) == ("粮食总产量", "level"))
    assert [cell.value for cell in grain.cells if cell.status == "value"] == [9.5e9, 1.8e10]


def test_the_size_a_work_is_built_for_is_no_amount(across):
    assert not any("航道" in row.indicator for row in across.found.rows)


def test_marks_inside_a_name_make_no_other_term(across):
    assert not any("纲要" in one.term for one in across.found.terms)
    told = [one.zh for one in across.found.findings if "人工智能" in one.zh]
    assert told == [one for one in told if one.startswith("洛南省通篇未提")]


@pytest.mark.parametrize(
    "name, head",
    [
        ("共建友城投资", "共建友城投资"), ("对共建国家投资", "共建国家投资"), ("和美乡村", "和美乡村"), ("共享农庄", "共享农庄"),
        ("以旧换新销售额", "以旧换新销售额"), ("再生水利用率", "再生水利用率"), ("要素市场交易额", "要素市场交易额"),
        ("对外贸易", "对外贸易"), ("提出生产总值", "生产总值"), ("和居民收入", "居民收入"), ("将新增贷款", "新增贷款"),
        ("共新增岗位", "新增岗位"), ("粮食产量继续", "粮食产量"), ("居民消费价格上涨", "居民消费价格"),
    ],
)  # fmt: skip
def test_what_stands_before_a_name_is_told_from_its_first_character(name, head):
    assert cleaned(name) == head
