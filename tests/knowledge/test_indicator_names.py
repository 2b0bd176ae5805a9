"""English names of indicators: the longest part that is known, its ending and its brackets; never a guess."""

from __future__ import annotations

import pytest

from pipeline.knowledge.indicator_names import english_name, names_en


@pytest.mark.parametrize(
    ("reason", "name", "english"),
    [
        ("a name as it stands", "城镇调查失业率", "Surveyed urban unemployment rate"),
        ("an ending says what is measured", "地区生产总值增速", "Regional GDP growth"),
        ("a name with its ending of its own", "居民消费价格涨幅", "Consumer price inflation"),
        ("brackets tell rows of one name apart", "农村公路（新增）", "Rural roads (added)"),
        ("brackets behind an ending", "国内生产总值增速（完成情况）", "GDP growth (reported)"),
        ("two words in brackets", "国内生产总值（完成情况，元）", "GDP (reported, yuan)"),
        ("an unknown name has none", "深水网箱养殖水体", ""),
        ("a known name inside a longer one is another thing", "重点项目开工率", ""),
        ("an ending alone is no name", "增速", ""),
        ("brackets of an unknown name", "深水网箱（新增）", ""),
    ],
)
def test_english_names(reason: str, name: str, english: str) -> None:
    assert english_name(name) == english, reason


def test_no_english_name_holds_chinese() -> None:
    assert all(
        name.isprintable() and not any("\u4e00" <= sign <= "\u9fff" for sign in name) for name in names_en().values()
    )
