"""To which section a heading puts what stands below it: a look back, a longer plan, the work of the year."""

from __future__ import annotations

import pytest

from pipeline.compare.statements import heading_of_both, looks_back
from pipeline.records import Unit


@pytest.mark.parametrize(
    "heading, back, why",
    [
        ("2030年工作回顾", True, "a look back"),
        ("“十五五”时期发展成就", True, "what was achieved"),
        ("改革开放取得明显成效", True, "what was reached"),
        ("工作成效和存在问题", True, "what was reached"),
        ("（五）加快释放改革成效", False, "results still to come"),
        ("三、巩固拓展帮扶成绩", False, "results to be kept"),
        ("提升服务成效", False, "results to be raised"),
        ("2031年重点工作", False, "the work of the year"),
    ],
)
def test_a_heading_looks_back_or_orders(heading, back, why):
    assert looks_back([heading]) is back, why


@pytest.mark.parametrize(
    "heading, both",
    [
        ("“十五五”时期目标任务和2026年工作安排", True),
        ("2026年总体要求和今后五年目标", True),
        ("“十五五”时期主要目标任务", False),
        ("“十五五”发展的总体思路和2026年重点工作", True),
        ("“十五五”发展的主要考虑", False),
        ("2026年工作安排", False),
        ("奋力实现“十五五”良好开局", False),
    ],
)
def test_a_heading_of_a_plan_and_a_year(heading, both):
    unit = Unit(
        "n", "n/1", 0, ("一",), (heading,), "general", "", "概述", 0, 2
    )  # fmt: skip
    assert (heading_of_both(unit) is not None) is both
