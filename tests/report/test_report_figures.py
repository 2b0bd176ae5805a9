"""Figures: the same bytes every time, drawn in the house style alone, and only where there is something to draw."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import matplotlib
import pylopdf_fonts_zh_cn
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notices import PROJECT, THEMES, Made, Task, plain_tasks, sample_years

from pipeline.report import figures
from pipeline.report.figures.house import text_columns
from pipeline.report.series import Series, collect
from pipeline.report.stage import load_wording

STYLE, FONT = PROJECT / "configs" / "report.mplstyle", Path(pylopdf_fonts_zh_cn.sans_path())


def series_of(made: Made) -> Series:
    return collect(made.tables, THEMES)[0][0]


def drawn(made: Made, language: str = "zh") -> dict[str, tuple[bytes, bytes] | None]:
    with figures.house_style(STYLE, FONT):
        drawings = list(figures.draw(series_of(made), load_wording(PROJECT, language), confidence=0.95, version="0"))
        return {
            drawing.name: None
            if drawing.figure is None
            else (figures.svg_bytes(drawing.figure), figures.png_bytes(drawing.figure, dots_per_inch=40))
            for drawing in drawings
        }


WORDS = [("一、创新", "实验室"), ("二、产业", "制造")]


def test_one_year_draws_every_figure_the_same_twice() -> None:
    made = Made().add("city-2023", plain_tasks(), hidden=["low_carbon"], words=WORDS)
    first = drawn(made)
    assert list(first) == [
        "priorities",
        "department-themes",
        "department-roles",
        "network",
        "targets",
        "words-city-2023",
    ]
    assert [name for name, files in first.items() if not files] == ["network"]  # nobody shares a task
    assert drawn(made) == first


def test_a_readers_own_settings_have_no_say() -> None:
    made = Made().add("city-2023", plain_tasks()[:1])
    expected = drawn(made)
    with matplotlib.rc_context({"font.size": 30, "svg.hashsalt": "other", "axes.grid": True}):
        assert drawn(made) == expected


def test_several_years_are_small_multiples_with_one_panel_a_theme() -> None:
    with figures.house_style(STYLE, FONT):
        drawings = {
            drawing.name: drawing
            for drawing in figures.draw(
                series_of(sample_years(Made())), load_wording(PROJECT, "zh"), confidence=0.95, version="0"
            )
        }
        titles = [axes.get_title(loc="left") for axes in drawings["priorities"].figure.axes]
    assert titles == ["创新", "产业", "内需", "绿色低碳", "其他"]
    assert drawings["priorities"].key == "priorities_years"
    assert [drawing.name for drawing in drawings.values() if drawing.key == "words"] == [
        "words-sample-2023",
        "words-sample-2022",
        "words-sample-2021",
    ]


def texts(figure: Any) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


def test_a_sample_says_so_in_every_figure_and_a_published_notice_in_none() -> None:
    with figures.house_style(STYLE, FONT):
        for made, expected in (
            (sample_years(Made()), True),
            (Made().add("city-2023", plain_tasks(), words=WORDS), False),
        ):
            for drawing in figures.draw(series_of(made), load_wording(PROJECT, "zh"), confidence=0.95, version="0"):
                if drawing.figure:
                    assert ("【样例】" in texts(drawing.figure)) is expected, drawing.name


@pytest.mark.parametrize(("language", "wording"), [("zh", "本文本中不可观察"), ("en", "not observable in this text")])
def test_what_cannot_be_observed_is_named_and_has_no_zero(language: str, wording: str) -> None:
    made = Made().add("city-2023", plain_tasks(), hidden=["low_carbon", "other"])
    with figures.house_style(STYLE, FONT):
        drawing = next(figures.draw(series_of(made), load_wording(PROJECT, language), confidence=0.95, version="0"))
    assert texts(drawing.figure).count(wording) == 2
    assert not re.search(r"(?<!\d)0\.0%", texts(drawing.figure))


def test_nothing_to_draw_gives_no_figure() -> None:
    bare = drawn(Made().add("city-2023", [Task("做好服务。")]))
    assert [name for name, files in bare.items() if files] == ["priorities"]
    assert not any(drawn(Made().add("city-2023", [])).values())


HOSTILE = "$\\frac{1}{2}$ --><script>\x0b&amp;"


def test_hostile_names_are_drawn_as_text_and_leave_the_svg_well_formed() -> None:
    task = Task(f"甲。{HOSTILE}局", roles=[("lead", f"{HOSTILE}局", "")], targets=[{"text": "甲"}])
    written = {
        name: files
        for name, files in drawn(
            Made().add("city-2023", [task], title=HOSTILE, words=[(HOSTILE, HOSTILE), ("b", "$")])
        ).items()
        if files
    }
    assert list(written) == ["priorities", "department-themes", "department-roles", "targets", "words-city-2023"]
    for files in written.values():
        root = ET.fromstring(files[0])
        assert not [element for element in root.iter() if element.tag.endswith("script")]


def test_svg_files_carry_no_date_and_no_link_to_fetch() -> None:
    svg, png = drawn(Made().add("city-2023", plain_tasks()))["priorities"] or (b"", b"")
    assert b"dc:date" not in svg and b"<image" not in svg and b"@font-face" not in svg
    assert b"tEXtSoftware" not in png


@given(st.text(max_size=60), st.integers(4, 30))
def test_wrapping_keeps_lines_within_their_width(text: str, columns: int) -> None:
    lines = figures.wrap(text, columns, lines=3).split("\n")
    assert len(lines) <= 3
    assert all(sum(map(text_columns, line)) <= columns + 1 for line in lines)


@pytest.mark.parametrize(
    ("reason", "text", "columns", "wrapped"),
    [
        ("short text stays", "创新", 10, "创新"),
        ("a Chinese character takes two columns", "本文本中不可观察", 8, "本文本中\n不可观察"),
        ("words stay whole", "not observable in this text", 14, "not observable\nin this text"),
        ("what does not fit ends in …", "一二三四五六七八九十", 4, "一二\n三四\n五…"),
    ],
)
def test_wrapping(reason: str, text: str, columns: int, wrapped: str) -> None:
    assert figures.wrap(text, columns) == wrapped, reason
