"""Which names of indicators meet in one row across places, and which never do."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from pipeline.compare.across.names import Names
from pipeline.knowledge.rules import Rule, load
from tests.rules import without

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names.load(ROOT)


@pytest.mark.parametrize(
    "one, other, why",
    [
        ("规上工业增加值", "规模以上工业增加值", "short form"),
        ("全市地区生产总值", "生产总值", "a place's own product"),
        ("居民消费价格涨幅", "CPI", "the index of consumer prices"),
        ("研发投入强度", "全社会研发经费投入强度", "the same share"),
        ("城乡居民收入", "居民人均可支配收入", "town and country together"),
        ("单位GDP能耗", "万元地区生产总值能耗", "energy for a unit of product"),
        ("粮食产量", "粮食总产量", "the harvest"),
        ("外贸进出口", "进出口总额", "goods in and out"),
    ],
)
def test_names_of_one_indicator(names: Names, one: str, other: str, why: str):
    assert names.canonical(one) == names.canonical(other), why


@pytest.mark.parametrize(
    "one, other, why",
    [
        ("工业投资", "固定资产投资", "a part is not the whole"),
        ("全社会研发经费投入", "全社会研发经费投入强度", "spending is not its share of the product"),
        ("海洋生产总值", "地区生产总值", "one industry's product"),
        ("农村居民人均可支配收入", "居民人均可支配收入", "one half of the people"),
        ("粮食播种面积", "粮食总产量", "land is no harvest"),
        ("规上工业增加值", "工业投资", "growth of value added is not growth of investment"),
        ("服务贸易", "进出口总额", "customs do not count services"),
        ("城镇登记失业率", "城镇调查失业率", "two statistics"),
    ],
)
def test_names_of_two_indicators(names: Names, one: str, other: str, why: str):
    assert names.canonical(one) != names.canonical(other), why


@pytest.mark.parametrize("rule", load(ROOT, "cross_names"), ids=lambda rule: rule.id)
def test_examples_of_names(names: Names, rule):
    own = [one for one in names.wholes if one.id == rule.id]
    for example in rule.yes:
        text = names.canonical(example.text) if own else example.text
        assert (text == rule.decides) if own else rule.regex.search(text), example.text
    for example in rule.no:
        assert (names.canonical(example.text) != rule.decides) if own else not rule.regex.search(example.text)


FILES = ("cross_names", "cross_bare", "cross_words", "cross_terms")
RULES = [(name, rule) for name in FILES for rule in load(ROOT, name)]


def read(names: Names, name: str, text: str) -> object:
    """What the rules of a file make of a text."""
    asked = {
        "cross_names": lambda name: (names.canonical(name), names.whole_of(name)),
        "cross_bare": names.source_of_subject,
        "cross_words": names.promised_in_words,
        "cross_terms": names.tells_nothing,
    }
    return asked[name](text)


def names_without(rule: Rule) -> Names:
    """The rules by which names are joined, but one."""
    names = Names.load(ROOT)
    kept = {one.name: tuple(without(getattr(names, one.name), rule)) for one in fields(Names)}
    return Names(**kept)


def is_missed(name: str, rule: Rule) -> bool:
    """Whether one of the rule's own examples is read otherwise without it."""
    less, names = names_without(rule), Names.load(ROOT)
    return any(read(less, name, one.text) != read(names, name, one.text) for one in rule.yes)


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}/{rule.id}" for name, rule in RULES])
def test_a_rule_that_is_switched_off_is_missed(name: str, rule: Rule):
    assert is_missed(name, rule)


@pytest.mark.parametrize("name", ["cross_bare", "cross_words", "cross_terms"])
def test_examples_of_other_rules(name: str):
    for rule in load(ROOT, name):
        assert all(rule.regex.search(example.text) for example in rule.yes), rule.id
        assert not any(rule.regex.search(example.text) for example in rule.no), rule.id
