"""Wording as printed beside the clean text, and the pages it stands on: told only where it can be."""

from __future__ import annotations

import pytest

from pipeline.ingest.as_printed import page_starts, printed_wording
from pipeline.ingest.normalise import normalise


@pytest.mark.parametrize(
    ("reason", "raw", "printed"),
    [
        (
            "traditional characters come back",
            "一、發展 綠色經濟。\n\n推動「雙碳」。",
            "一、發展綠色經濟。\n推動“雙碳”。",
        ),
        ("a word whose character depends on others", "沿著海岸，出版專著。", "沿著海岸，出版專著。"),
        ("a kept variant", "乾安縣衞生局負責。", "乾安縣衞生局負責。"),
    ],
)
def test_wording_as_printed(reason: str, raw: str, printed: str) -> None:
    clean = normalise(raw, script="hant")
    assert printed_wording(raw, clean) == printed, reason
    assert len(printed) == len(clean)


def test_what_is_printed_in_simplified_characters_is_not_kept_twice() -> None:
    assert printed_wording("一、发展绿色经济。", normalise("一、发展绿色经济。")) == ""


def test_characters_that_were_lost_leave_the_clean_text() -> None:
    assert printed_wording("發展綠色經濟", "发展绿色") == ""


TEXT = "某市年度工作安排\n一、推进港口建设，扩大吞吐能力。\n二、稳定就业，办好学校。\n三、推进港口建设。"


@pytest.mark.parametrize(
    ("reason", "openings", "starts"),
    [
        ("every page opens with words of its own", ["某市年度工作安排", "二、稳定就业，办好学校"], (0, 26)),
        ("in another width and script", ["某市年度工作安排", "二、穩定就業，辦好學校"], (0, 26)),
        ("a page that opens with a table", ["某市年度工作安排", "", "三、推进港口建设"], (0, -1, 39)),
        ("too few words", ["某市年度工作安排", "就业"], (0, -1)),
        ("none is found", ["", "甲乙丙丁戊己庚辛"], ()),
    ],
)
def test_page_starts(reason: str, openings: list[str], starts: tuple[int, ...]) -> None:
    assert page_starts(openings, TEXT) == starts, reason
