"""The figures: drawn only where they say something, titled by it, the same bytes every time, leading to words."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pylopdf_fonts_zh_cn
import pytest
from made_notices import PROJECT, Made, plain_tasks, sample_years
from made_page import changing_years, content_in

from pipeline.report import figures
from pipeline.report.content.build import Content
from pipeline.report.content.sources import FigureView
from pipeline.report.stage import load_wording


def drawn(content: Content, language: str = "zh") -> dict[str, FigureView]:
    with figures.house_style(PROJECT / "configs/report.mplstyle", Path(pylopdf_fonts_zh_cn.sans_path())):
        colours = figures.theme_colours([row.key for row in content.themes])
        wording = load_wording(PROJECT, language)
        views = figures.draw(content, wording, colours, source="数据", dots_per_inch=50)
        return {view.name: view for view in views}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_same_content_same_bytes_and_real_text(tmp_path: Path, language: str) -> None:
    content = content_in(changing_years(Made()), tmp_path / "project", language)
    first, second = drawn(content, language), drawn(content, language)
    assert {name: view.svg for name, view in first.items()} == {name: view.svg for name, view in second.items()}
    assert list(first) == ["themes", "fate", "bodies"], "two indicators make no figure"
    for view in first.values():
        root = ElementTree.fromstring(view.svg)
        assert [element for element in root.iter("{http://www.w3.org/2000/svg}text")]
        assert view.png.startswith(b"\x89PNG") and b"dc:date" not in view.svg


def test_marks_lead_to_the_places_that_were_counted(tmp_path: Path) -> None:
    content = content_in(changing_years(Made()), tmp_path / "project")
    links = re.findall(rb'xlink:href="(#[^"]*)"', drawn(content)["themes"].svg)
    assert links and all(re.fullmatch(rb"#q=[0-9:,]+|#\w+", link) for link in links)


def test_titles_state_what_the_figure_shows(tmp_path: Path) -> None:
    views = drawn(content_in(changing_years(Made()), tmp_path / "project"))
    assert views["themes"].title == "“产业”成为任务最多的主题：由2022年的2项增至2023年的4项"
    assert views["fate"].title.startswith("2023年：")


def test_one_notice_has_no_figure_of_change_and_an_empty_one_none(tmp_path: Path) -> None:
    single = drawn(content_in(Made().add("city-2023", plain_tasks()), tmp_path / "one"))
    assert "fate" not in single and "indicators" not in single
    assert drawn(content_in(Made().add("city-2023", []), tmp_path / "none")) == {}


def test_a_sample_says_so_and_what_is_cut_is_no_zero(tmp_path: Path) -> None:
    views = drawn(content_in(sample_years(Made(), years=(2021, 2022)), tmp_path / "project"))
    assert all(view.title.startswith("【样例】") for view in views.values())
    assert b">?<" in views["themes"].svg
