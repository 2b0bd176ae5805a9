"""Rows of the panel are named by what is measured, and rows of one name are told apart in words."""

from __future__ import annotations

import pytest

from pipeline.compare.ledger import cleaned
from pipeline.compare.panel import _unique
from pipeline.records.findings import Indicator, Measure, Mention, Passage, Section


def indicator(head: str, measure: Measure, said: str, *, section: Section = "plan", unit: str = "%") -> Indicator:
    mention = Mention(
        f"m/{head}{measure}{section}", "s", section, Passage("n", "u", 0, len(said), said), head, "", measure, "eq",
        3.0, None, unit, "3", None, False, "promised",
    )  # fmt: skip
    return Indicator(f"n/{head}/{measure}/{unit}/{section}", "n", head, measure, unit, (mention,))


@pytest.mark.parametrize(
    ("reason", "rows", "names"),
    [
        ("growth is said", [indicator("渔业总产值", "growth", "渔业总产值增长3%")], ["渔业总产值增速"]),
        ("so is a fall", [indicator("单位产值水耗", "growth", "单位产值水耗下降3%")], ["单位产值水耗降幅"]),
        ("a rate says it already", [indicator("电价涨幅", "growth", "电价涨幅3%以内")], ["电价涨幅"]),
        ("a level stands alone", [indicator("泊位", "level", "泊位达到3个", unit="个")], ["泊位"]),
        (
            "what is looked back on, beside what is set",
            [
                indicator("渔业总产值", "growth", "渔业总产值增长3%"),
                indicator("渔业总产值", "growth", "渔业总产值增长3%", section="review"),
            ],
            ["渔业总产值增速", "渔业总产值增速（完成情况）"],
        ),
        (
            "added beside a level",
            [indicator("泊位", "added", "新增泊位3个", unit="个"), indicator("泊位", "level", "泊位达3个", unit="个")],
            ["泊位（新增）", "泊位（总量）"],
        ),
        (
            "units, where all else is the same",
            [indicator("贷款", "level", "贷款3户", unit="户"), indicator("贷款", "level", "贷款3亿元", unit="元")],
            ["贷款（总量，户）", "贷款（总量，元）"],
        ),
    ],
)
def test_names_of_rows(reason: str, rows: list[Indicator], names: list[str]) -> None:
    assert list(_unique({str(place): row for place, row in enumerate(rows)}).values()) == names, reason


@pytest.mark.parametrize(
    ("reason", "printed", "name"),
    [
        ("a verb of reaching is no part of the name", "海洋牧场总数达到", "海洋牧场总数"),
        ("nor is one of rising", "清洁能源比重上升到", "清洁能源比重"),
        ("a quotation mark that belongs to a pair stays", "“蓝鲸”企业", "“蓝鲸”企业"),
        ("both marks around the whole go", "“蓝鲸计划”", "蓝鲸计划"),
    ],
)
def test_names_without_what_is_done_to_them(reason: str, printed: str, name: str) -> None:
    assert cleaned(printed) == name, reason
