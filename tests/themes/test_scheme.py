"""The scheme, and what section headings declare."""

from __future__ import annotations

import pytest

from pipeline.knowledge.themes import Scheme, SchemeError, declared_by_headings, declared_theme, read_scheme

SMALL = """
rest: other
themes:
  - {id: sea, zh: 海, en: Sea, definition: the sea, headings: [海洋], keywords: [港]}
  - {id: other, zh: 其他, en: Other, definition: the rest}
"""


@pytest.mark.parametrize(
    ("heading", "theme", "reason"),
    [
        ("实施创新驱动发展战略", "innovation", "one cue"),
        ("强化科技创新策源功能", "innovation", "several cues of one theme"),
        ("以科技创新推动产业创新", "innovation", "产业创新 hides the 产业 in it"),
        ("建设现代化产业体系", "industry", "one cue"),
        ("做优做强数字经济", "industry", "数字经济"),
        ("培育完整内需体系", "demand", "one cue"),
        ("完善综合交通运输网络", "demand", "交通"),
        ("加快绿色低碳转型", "low_carbon", "two cues of one theme"),
        ("深入打好污染防治攻坚战", "low_carbon", "污染"),
        ("保障措施", "other", "safeguards declare the rest"),
        ("推进政府数字化转型", "other", "longer than 数字化转型, which is industry"),
        ("增进民生福祉", "other", "民生"),
        ("科技创新引领产业升级", "", "two themes: silence beats a guess"),
        ("发展绿色制造", "", "two themes"),
        ("推进体制机制创新", "", "reform of institutions is not research: the phrase hides the cue"),
        ("主要任务", "", "says nothing"),
        ("", "", "no heading"),
    ],
)
def test_declared_theme(heading: str, theme: str, reason: str, scheme: Scheme) -> None:
    assert declared_theme(heading, scheme) == theme, reason


@pytest.mark.parametrize(
    ("headings", "theme"),
    [
        (("建设现代化产业体系", "强化科技创新"), "innovation"),
        (("建设现代化产业体系", "重点举措"), "industry"),
        ((), ""),
    ],
)
def test_nearest_heading_that_says_anything_counts(headings: tuple[str, ...], theme: str, scheme: Scheme) -> None:
    assert declared_by_headings(headings, scheme) == theme


def test_another_scheme_is_another_file() -> None:
    scheme = read_scheme(SMALL)
    assert scheme.ids == ("sea", "other")
    assert declared_theme("发展海洋事业", scheme) == "sea"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("rest: other", "rest: none_such"), "rest: 'none_such' is not the id of a theme; use one of sea, other"),
        (("id: other", "id: sea"), "the id 'sea' stands there 2 times"),
        (
            ("definition: the rest}", "definition: the rest, headings: [海洋]}"),
            "headings: '海洋' stands under sea (海) and other (其他)",
        ),
        (("zh: 海,", ""), "themes.0.zh: Field required"),
        (("id: sea", "id: Sea!"), "themes.0.id"),
        (("rest: other", "rest: other\ncolour: red"), "colour: Extra inputs"),
    ],
)
def test_scheme_that_cannot_be_used_is_refused(change: tuple[str, str], told: str) -> None:
    with pytest.raises(SchemeError) as refusal:
        read_scheme(SMALL.replace(*change), file="themes.yaml")
    assert "themes.yaml" in str(refusal.value)
    assert told in str(refusal.value)
