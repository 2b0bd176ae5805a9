"""Numbers with units and bounds, and digits that are no quantity."""

import pytest

from pipeline.extract.targets.quantities import QuantityReader
from pipeline.extract.targets.rulebook import Rulebook


@pytest.fixture(scope="module")
def reader(root):
    return QuantityReader(Rulebook.load(root))


ACCEPTED = [
    ("35项左右", 35, None, "项", "approx"),
    ("不少于12个", 12, None, "个", "ge"),
    ("突破25万辆", 250_000, None, "辆", "gt"),
    ("控制在6%以内", 6, None, "%", "le"),
    ("2—3个", 2, 3, "个", "range"),
    ("2-3亿元", 200_000_000, 300_000_000, "元", "range"),
    ("5%—6%", 5, 6, "%", "range"),
    ("3000万—5000万元", 30_000_000, 50_000_000, "元", "range"),
    ("1,100万吨", 11_000_000, None, "吨", "eq"),
    ("1.3亿人次", 130_000_000, None, "人次", "eq"),
    ("1.8万亿元", 1_800_000_000_000, None, "元", "eq"),
    ("两个", 2, None, "个", "eq"),
    ("十五家", 15, None, "家", "eq"),
    ("30余家", 30, None, "家", "gt"),
    ("突破百亿大关", 10_000_000_000, None, "元", "gt"),
    ("过千亿", 100_000_000_000, None, "", "gt"),
    ("翻一番", 2, None, "倍", "eq"),
    ("翻两番", 4, None, "倍", "eq"),
    ("两位数增长", 10, None, "%", "ge"),
    ("38微克/立方米", 38, None, "微克/立方米", "eq"),
    ("12EFLOPS", 12, None, "EFLOPS", "eq"),
    ("195万标准箱", 1_950_000, None, "标准箱", "eq"),
    ("45万千瓦", 450_000, None, "千瓦", "eq"),
    ("0.5个百分点", 0.5, None, "百分点", "eq"),
    ("三分之二", 66.7, None, "%", "eq"),
    ("40班次", 40, None, "班次", "eq"),
    ("120块", 120, None, "块", "eq"),
    ("3万吨/年", 30_000, None, "吨/年", "eq"),
    ("6万立方米每日", 60_000, None, "立方米每日", "eq"),
    ("50台（套）", 50, None, "台（套）", "eq"),
]


@pytest.mark.parametrize(("text", "value", "high", "unit", "op"), ACCEPTED, ids=[case[0] for case in ACCEPTED])
def test_quantity(text, value, high, unit, op, reader):
    (found,) = reader.find(f"目标是{text}。")
    assert (found.value, found.value_high, found.unit, found.op) == (value, high, unit, op)


REJECTED = [
    "百万吨级码头",
    "加快5G建设",
    "PM2.5浓度下降",
    "“15515+N”工程",
    "世界500强企业",
    "2+5+N布局",
    "第三批试点",
    "2023年1月30日",
    "6月底前",
    "2023—2025年",
    "4K/8K视频",
    "5A级景区",
    "一批项目",
    "“5个1”机制",
    "三级联动",
    "十六届人大四次会议",
    "前100名高校",
    "减少二次污染",
    "1类创新药",
]


@pytest.mark.parametrize("text", REJECTED)
def test_no_quantity(text, reader):
    assert reader.find(text) == []


def test_a_bound_binds_the_number_it_belongs_to(reader):
    found = reader.find("建成平台10个以上、基地20个左右，不低于30%")
    assert [(quantity.value, quantity.op) for quantity in found] == [(10, "ge"), (20, "approx"), (30, "ge")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("99999999999999999999万亿元", "more than all that is counted in a country"),
        (f"{'9' * 400}元", "no float holds it"),
        (f"{'三' * 5000}家", "no integer is read from so many digits"),
        (f"1{',000' * 40}元", "thousands without end"),
        ("一亿亿亿亿家", "magnitudes upon magnitudes"),
    ],
)
def test_numbers_beyond_all_counting_are_none(text, reason, reader):
    """Found by fuzzing: they came out as 4e33, or stopped the reading of the notice."""
    (found,) = reader.find(f"新增{text}，达到12家。")
    assert found.value == 12
