"""Differences for people: both texts come back, numbers stay whole, and no crumbs are left between changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.knowledge.differences import differences


def marked(old: str, new: str) -> str:
    """[-taken out-]{+put in+} kept"""
    return "".join(
        a if tag == "equal" else (f"[-{a}-]" if a else "") + (f"{{+{b}+}}" if b else "")
        for tag, a, b in differences(old, new)
    )


@pytest.mark.parametrize(
    ("reason", "old", "new", "expected"),
    [
        (
            "a number changes as a whole, not digit by digit",
            "新增泊位120个",
            "新增泊位125个",
            "新增泊位[-120-]{+125+}个",
        ),
        ("decimals and thousands belong to the number", "增长6.5%", "增长7.0%", "增长[-6.5-]{+7.0+}%"),
        ("a Latin name is one word", "建设5G基站", "建设6G基站", "建设[-5-]{+6+}G基站"),
        (
            "a single character that happens to stay is no text kept",
            "推广电子车票",
            "启用智慧车站",
            "[-推广电子车票-]{+启用智慧车站+}",
        ),
        (
            "words that stay between changes are kept",
            "加快港口建设，扩大航线",
            "推进港口建设，优化航线",
            "[-加快-]{+推进+}港口建设，[-扩大-]{+优化+}航线",
        ),
        (
            "a comma alone does not part two changes",
            "修缮校舍，增聘教师",
            "新建球场，开办夜校",
            "[-修缮校舍，增聘教师-]{+新建球场，开办夜校+}",
        ),
        (
            "a long phrase stays however much is rewritten around it",
            "依托渔港开展冷链仓储配套设施改造提升，打通堵点。",
            "鼓励社会资本参与冷链仓储配套设施运营，给予贴息支持并纳入考核。",
            "[-依托渔港开展-]{+鼓励社会资本参与+}冷链仓储配套设施[-改造提升，打通堵点-]{+运营，给予贴息支持并纳入考核+}。",
        ),
        ("nothing changed", "清理河道", "清理河道", "清理河道"),
        ("all new", "", "清理河道", "{+清理河道+}"),
    ],
)
def test_differences_read_like_words(reason: str, old: str, new: str, expected: str) -> None:
    assert marked(old, new) == expected, reason


@given(st.text(alphabet="建设港口，5.0 G\n座", max_size=40), st.text(alphabet="建设港口，5.0 G\n座", max_size=40))
def test_both_texts_come_back(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece for _, piece, _ in pieces) == old
    assert "".join(piece for _, _, piece in pieces) == new
    assert all((tag == "equal") == (a == b) for tag, a, b in pieces)
