"""The year that binds a number, and years that bind nothing."""

import pytest

from pipeline.extract.targets.periods import Period, PeriodReader, deadline_at, horizon_of, is_past_at
from pipeline.extract.targets.rulebook import Rulebook
from tests.conftest import ROOT

READER = PeriodReader(Rulebook.load(ROOT))


def periods_in(sentence: str, own_year: int) -> list[Period]:
    return READER.find(sentence, own_year)


BINDS = [
    ("到2025年，建成X个", 2025),
    ("2025年底前建成X个", 2025),
    ("力争到2030年建成X个", 2030),
    ("年底前建成X个", 2023),
    ("年内建成X个", 2023),
    ("6月底前建成X个", 2023),
    ("2023—2025年，每年建成X个", 2025),
    ("“十四五”末建成X个", 2025),
    ("“十四五”时期末建成X个", 2025),
    ("到“十四五”期末，建成X个", 2025),
    ("“十五五”期间，建成X个", 2030),
    ("十四五时期，建成X个", 2025),
    ("“十四五”期间建成的X个", None),
    ("全年建成X个", None),
    ("展望到2035年的奋斗目标，建成X个", 2035),
    ("对照2025年的目标建成X个", None),
    ("较2020年提高X个", None),
    ("在2020年基础上提高X个", None),
    ("2020年以来建成X个", None),
    ("落实《2025年计划》，建成X个", None),
    ("三年行动计划（2023—2025年）建成X个", None),
    ("改造2008年底前建成的小区X个", None),
    ("3年内建成X个", None),
    ("三年内建成X个", None),
    ("建成X个", None),
]


@pytest.mark.parametrize(("sentence", "year"), BINDS, ids=[case[0] for case in BINDS])
def test_deadline(sentence, year):
    assert deadline_at(periods_in(sentence, 2023), sentence.index("X"), None) == year


DUE = [
    ("12月底", 2023),
    ("10月", 2023),
    ("2024年6月", 2024),
    ("2024", 2024),
    ("2023年3月—2024年5月", None),
    ("持续推进", None),
    ("", None),
]


@pytest.mark.parametrize(("due", "year"), DUE)
def test_the_completion_time_of_a_unit_is_a_year_where_it_prints_one(due, year):
    assert READER.due_year(due, 2023) == year


def test_the_nearest_year_before_a_number_binds_it():
    sentence = "到2025年达到X个，到2030年达到Y个"
    periods = periods_in(sentence, 2023)
    assert [deadline_at(periods, sentence.index(mark), None) for mark in "XY"] == [2025, 2030]


def test_a_past_year_tells_of_results():
    sentence = "2021年，建成X个"
    assert is_past_at(periods_in(sentence, 2023), sentence.index("X"))


def test_a_year_inherited_from_the_lead_in_gives_way_to_one_printed():
    sentence = "到2024年建成X个"
    assert deadline_at(periods_in(sentence, 2023), sentence.index("X"), 2025) == 2024
    assert deadline_at([], 5, 2025) == 2025


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("“十五五”时期主要目标", 2030),
        ("“十五五”时期经济社会发展的总体要求", 2030),
        ("一鼓作气，推动“十五五”开好局、起好步", None),
        ("2026年是“十五五”开局之年", None),
        ("“十三五”时期成就", None),
    ],
)
def test_a_heading_that_names_a_plan_binds_its_goals_to_the_last_year_of_it(heading, year):
    assert horizon_of([heading], 2026) == year


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("《规划纲要（草案）》提出了六项指标，其中城镇化率达到70%。", 2030),
        ("今后五年，人均预期寿命提高到81岁。", 2030),
        ("全市主要预期目标是：生产总值增长5%。", None),
        ("确定这些目标，与“十五五”规划总体衔接。", None),
    ],
)
def test_below_a_heading_of_a_plan_and_a_year_the_paragraph_tells(opening, year):
    assert horizon_of(["“十五五”时期目标任务和2026年工作安排"], 2026, opening) == year


def test_the_name_of_a_long_plan_binds_nothing():
    sentence = "与2035年远景目标衔接，生产总值年均增长X"
    assert deadline_at(periods_in(sentence, 2026), sentence.index("X"), 2030) == 2030
