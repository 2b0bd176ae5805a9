"""What holds for many tasks or for a whole indicator: sections recut, bodies that took over, names of one thing."""

from __future__ import annotations

import pytest

from pipeline.compare.indicators import match_indicators
from pipeline.compare.ledger import ledger
from pipeline.compare.pair import compare
from pipeline.compare.statements import statements
from pipeline.knowledge.indicator_names import common_name
from tests.compare.sample_city import SETTING, facts_of
from tests.compare.test_findings import COMMON, notice, told

FARM = (
    "开展畜禽屠宰场检疫。驻场官方兽医逐头查验，建立胴体追溯台账。（区农发局畜牧处）",
    "清查兽药经销门店。核对购销记录，封存过期兽药。（区农发局畜牧处）",
)
FIELD = (
    "抽检设施大棚蔬菜。每周上棚采样，公布农残超标菜园名单。（区农发局畜牧处）",
    "回收农膜和农药瓶。设立村级回收点，按斤兑换肥料。（区农发局畜牧处）",
)
OTHER = (
    "疏浚城北三条内河。清除淤泥水草，修复驳岸栏杆。（区水务局）",
    "更换老旧小区水表。推广远传抄表，免费检测漏点。（区水务局）",
)

ROADS = ("修补环城路面。铣刨沥青，更换井盖。（区交通局）",)


def sectioned(year: int, *sections: tuple[str, tuple[str, ...]]):
    lines = [f"云溪区{year}年重点工作任务"]
    for number, (heading, tasks) in zip("一二三四", sections):
        lines += [f"{number}、{heading}", *(f"{at}.{task}" for at, task in enumerate(tasks, 1))]
    return facts_of("\n".join(lines).encode(), f"{year}.txt", f"yunxi-{year}", year)


def told_of(old, new, kind: str) -> list[str]:
    return told(compare(old, new, **SETTING).findings, kind)


def handed(tasks: tuple[str, ...], body: str) -> tuple[str, ...]:
    return tuple(task.replace("区农发局畜牧处", body) for task in tasks)


def test_two_sections_made_one_are_merged_and_those_behind_them_did_not_move():
    old = sectioned(2023, ("畜牧安全", FARM), ("种植安全", FIELD), ("水务整治", OTHER), ("道路养护", ROADS))
    new = sectioned(2024, ("农业安全", FARM + FIELD), ("水务整治", OTHER), ("道路养护", ROADS))
    assert told_of(old, new, "task_merged")[0].startswith("2节合并为一“农业安全”")
    assert told_of(old, new, "moved_up") == []  # 水务整治 is second now because one section before it is gone
    assert told_of(new, old, "task_split")[0].startswith("一“农业安全”一节拆分为2节")


def test_sections_that_changed_places_moved():
    old = sectioned(2023, ("畜牧安全", FARM), ("种植安全", FIELD), ("水务整治", OTHER))
    new = sectioned(2024, ("水务整治", OTHER), ("畜牧安全", FARM), ("种植安全", FIELD))
    assert told_of(old, new, "moved_up") == ["“水务整治”一节由第三部分前移至第一部分。"]
    assert told_of(old, new, "moved_down") == []  # the other two follow in the same order


def test_a_body_that_took_over_what_another_did_is_told_once():
    old = sectioned(2023, ("畜牧安全", FARM), ("种植安全", FIELD), ("水务整治", OTHER))
    new = sectioned(2024, ("畜牧安全", handed(FARM, "区市场监管局")), ("种植安全", FIELD), ("水务整治", OTHER))
    assert [text.partition("：")[0] for text in told_of(old, new, "role_changed")] == [
        "2项任务的责任和配合单位增加区市场监管局，不再列区农发局畜牧处"
    ]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("经济", "地区生产总值"),
        ("国内生产总值", "地区生产总值"),
        ("全市进出口额", "进出口总额"),
        ("规上工业增加值", "规模以上工业增加值"),
        ("城镇登记失业率", "城镇登记失业率"),  # not the surveyed rate
        ("海洋经济", "海洋经济"),
        ("出口", "出口"),
    ],
)
def test_names_of_one_headline_indicator(head, name):
    assert common_name(head) == name


def values(old: str, new: str) -> list[tuple[float | None, float | None]]:
    """(older, newer) value of every indicator that both notices set."""
    sides = [notice(year, text) for year, text in ((2023, old), (2024, new))]
    rows = [{row.id: row for row in ledger(facts, statements(facts))} for facts in sides]
    matches = match_indicators(list(rows[0].values()), list(rows[1].values()))
    return [(rows[0][m.old_ids[0]].mentions[0].value, rows[1][m.new_ids[0]].mentions[0].value) for m in matches]


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        ("经济增长6%左右。", "地区生产总值增长5.5%左右。", [(6, 5.5)]),
        ("创建放心餐饮示范店10家。", "创建放心餐饮示范店30个。", [(10, 30)]),  # counted by another word
        # what is spent belongs to what was counted before it, not to any other works
        (
            "实施重点水利项目12个，年度计划投资9亿元。",
            "实施重点水利项目15个，完成投资11亿元。",
            [(12, 15), (9e8, 11e8)],
        ),
        ("实施重点水利项目12个，年度计划投资9亿元。", "实施旧改项目15个，完成投资11亿元。", []),
        ("建成项目80个。", "国际物流园建成项目13个。", []),  # 项目 alone names nothing
    ],
)
def test_what_two_notices_set_of_one_indicator(old, new, pairs):
    assert values(old, new) == pairs


LOOK_BACK = "{before}年，{said}，新改建农村公路30公里，植树9万株，改造管网3公里。现安排{year}年任务如下。"


def looking_back(year: int, said: str, goals: str):
    lines = [
        f"云溪县{year}年重点工作任务",
        LOOK_BACK.format(before=year - 1, year=year, said=said),
        "一、主要目标",
        goals,
    ]
    lines += ["二、重点任务", *(f"{number}.{text}" for number, text in enumerate(COMMON, 1))]
    return facts_of("\n".join(lines).encode(), f"{year}.txt", f"yunxi-{year}", year)


@pytest.mark.parametrize(
    ("promise", "look_back", "result"),
    [
        ("新增规上工业企业20家。", "新增规上工业企业18家", "回顾为18家，未达到。"),
        ("新增规上工业企业20家。", "规上工业企业达39家", ""),  # how many there are is not how many came
        ("改造供水管网5公里。", "改造供水管网和雨污管网141公里", ""),  # many times as much is another count
        # growth that neither prints is reckoned from both amounts, where it is the growth of amounts
        ("社会消费品零售总额增长8%。", "社会消费品零售总额880亿元", "推算增长10.0%，已完成。"),
        ("社会消费品零售总额增长8%。", "社会消费品零售总额816亿元", "推算增长2.0%，未达到。"),
        ("地区生产总值增长8%。", "地区生产总值880亿元", ""),  # growth at constant prices cannot be reckoned so
    ],
)
def test_a_result_counts_what_was_promised(promise, look_back, result):
    old = looking_back(2023, "社会消费品零售总额800亿元，地区生产总值800亿元", promise)
    new = looking_back(2024, look_back, "修订县志。")
    texts = [text for text in told_of(old, new, "result") if "回顾为" in text]
    assert [text.endswith(result) for text in texts] == ([True] if result else [])
