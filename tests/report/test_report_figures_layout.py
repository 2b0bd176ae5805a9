"""A law for every figure: no two texts overlap and none leaves the canvas, whatever the series is like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn
import pytest
from made_notices import PROJECT, THEMES, Made, Task, plain_tasks, sample_years
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from pipeline.engine.storage import read_table
from pipeline.records import DistinctiveWord, WordChange
from pipeline.report import figures
from pipeline.report.series import DIAGNOSTIC_TABLES, TABLES, Series, collect
from pipeline.report.stage import load_wording

STYLE, FONT = PROJECT / "configs" / "report.mplstyle", Path(pylopdf_fonts_zh_cn.sans_path())
DPI = 300
TOUCH = 2  # pixels: boxes that only meet

LONG_NAME = "市重点区域综合开发与产业转型升级工作推进领导小组办公室（市重大项目服务保障中心）"
LONG_INDICATOR = "规模以上工业企业研究与试验发展经费支出占营业收入的平均比重"
TRADES = (
    "船舶修造",
    "氢能装备",
    "冷链物流",
    "夜间经济",
    "绿色建筑",
    "数据标注",
    "普惠托育",
    "污水处理",
    "口岸通关",
    "稳岗就业",
)
UNITS = ("个", "家", "%", "公里", "元", "人次", "万吨标准煤/年")
BODIES = (
    ("市科技局", "city/science-technology"), ("市财政局", "city/finance"), ("市商务局", "city/commerce"), (LONG_NAME, ""), ("各区政府", "collective/districts"),
    *((f"{place}区{office}局", "") for place in ("海陵", "江北", "望山") for office in ("科创", "经信", "住建", "农业", "商贸", "文旅", "水务")),
)  # fmt: skip


def _busy_task(number: int, step: int) -> Task:
    """Task `number` in year `step`: its theme, bodies, number and deadline move now and then, its subject seldom."""
    subject = f"{TRADES[number % 10]}第{number + (1000 if (number + step) % 11 == 0 else 0)}期工程"
    indicator = LONG_INDICATOR + str(number) if number % 3 == 0 else f"{subject}建成数"
    value, unit, due = 10.0 ** (number % 6) * (1 + (step + number) % 4), UNITS[number % len(UNITS)], 2030 + step // 3
    held = [BODIES[(number * 7 + place * 5 + (step + number) // 3) % len(BODIES)] for place in range(1 + number % 3)]
    roles = [
        (("lead", "support", "responsible")[(place + (step % 5 == 4)) % 3], name, body)
        for place, (name, body) in enumerate(dict.fromkeys(held))
    ]
    target = {
        "text": f"{indicator}达到{value:.0f}",
        "indicator": indicator,
        "value": value,
        "unit": unit,
        "deadline": due,
        "kind": ("stock", "flow", "rate", "share")[number % 4],
        "strength": ("firm", "striving", "exploring")[(number + step) % 3],
    }
    text = f"推进{subject}。到{due}年{target['text']}。（{'；'.join(f'责任单位：{name}' for _, name, _ in roles)}）"
    return Task(
        text,
        THEMES[(number + (number + step) // 9) % 5 if number % 4 else 1],
        roles=roles,
        targets=[target],
        section="一、加快推动现代化产业体系建设与实体经济高质量发展相互促进",
    )


def busy(made: Made, years: list[int | None], tasks: int) -> Made:
    for step, year in enumerate(years):
        hidden = ["low_carbon"] if step == 1 else []
        work = [task for task in (_busy_task(number, step) for number in range(tasks)) if task.theme not in hidden]
        made.add(
            f"busy-{step:02d}",
            work,
            year=year,
            hidden=hidden,
            empty_heading="四、绿色低碳" if hidden else "",
            title=f"某市{year}年推动高质量发展重点工作任务分工方案及保障措施的通知",
        )
    return made


def _with_words(series: Series) -> Series:
    """The series with words of its parts and between its years: made notices are not cut into words."""
    longest = ("制造业单项冠军培育提升行动计划", "数据", "一站式", *(f"新词{number}" for number in range(9)))
    notices = []
    for records in series.notices:
        notice = records.notice
        words = [
            DistinctiveWord(
                series.name,
                notice.year or 0,
                notice.notice_id,
                f"{part}、推动经济社会发展全面绿色转型与高水平开放",
                word,
                2.6 - place / 6,
                120 - place,
                3,
            )
            for part in "一二三四"
            for place, word in enumerate(longest)
        ]
        notices.append(replace(records, words=words))
    between = [
        WordChange(
            "",
            "",
            "word",
            f"{word}{'又' if sign > 0 else ''}",
            sign * (2.6 - place / 6),
            4 + place,
            120 - sign,
            900,
            900,
        )
        for sign in (-1, 1)
        for place, word in enumerate(longest)
    ]
    return replace(series, notices=notices, pairs=[replace(pair, words=between) for pair in series.pairs])


CASES = {
    "one year": lambda: Made().add("city-2023", plain_tasks(), hidden=["low_carbon"]),
    "three years, one cut off": lambda: sample_years(Made()),
    "two years of two hundred tasks": lambda: busy(Made(), [2024, 2025], 200),
    "twelve years": lambda: busy(Made(), list(range(2014, 2026)), 45),
    "a year unknown, two of one year, a gap": lambda: busy(Made(), [None, 2019, 2019, 2025], 20),
}


@cache
def compared(case: str) -> Series:
    with TemporaryDirectory() as folder:
        root = CASES[case]().write(Path(folder) / "project", compared=True)
        return _with_words(
            collect({name: read_table(root, name) for name in (*TABLES, *DIAGNOSTIC_TABLES)}, THEMES)[0][0]
        )


def shown_texts(figure: Figure, renderer: Any) -> Iterator[tuple[str, Bbox]]:
    """Every text that is drawn, with its box: ticks beyond the axes and hidden axes are not."""
    waiting: list[Artist] = [figure]
    while waiting:
        artist = waiting.pop()
        if not artist.get_visible():
            continue
        if isinstance(artist, Text) and artist.get_text().strip():
            yield artist.get_text(), artist.get_window_extent(renderer)
        if isinstance(artist, Axis):
            waiting += [
                artist.label,
                artist.offsetText,
                *(label for tick in artist._update_ticks() for label in (tick.label1, tick.label2)),
            ]
        else:
            waiting += [
                child
                for child in artist.get_children()
                if not (isinstance(child, Axis) and isinstance(artist, Axes) and not artist.axison)
            ]


def _overlap(a: Bbox, b: Bbox) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > TOUCH and min(a.y1, b.y1) - max(a.y0, b.y0) > TOUCH


def faults(figure: Figure) -> list[str]:
    """What is wrong with a figure as its PNG is printed: laid out for its SVG, then drawn at 300 dpi."""
    figures.svg_bytes(figure)
    figure.set_dpi(DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    boxes = list(shown_texts(figure, renderer))
    width, height = figure.bbox.width, figure.bbox.height
    outside = [
        f"{text!r} leaves the canvas"
        for text, box in boxes
        if min(box.x0, box.y0) < -TOUCH or box.x1 > width + TOUCH or box.y1 > height + TOUCH
    ]
    return outside + [
        f"{a!r} overlaps {b!r}" for (a, one), (b, other) in combinations(boxes, 2) if _overlap(one, other)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_no_text_overlaps_another_or_leaves_the_canvas(case: str, language: str) -> None:
    curve = [figures.CurvePoint(step / 10, 1 - step / 10, 0.9) for step in range(11)]
    with figures.house_style(STYLE, FONT):
        found = {
            drawing.name: faults(drawing.figure)
            for drawing in figures.draw(
                compared(case), load_wording(PROJECT, language), confidence=0.95, version="0.1.0", curve=curve
            )
            if drawing.figure
        }
    assert found
    assert not {name: faults for name, faults in found.items() if faults}


def test_the_law_finds_what_it_forbids() -> None:
    with figures.house_style(STYLE, FONT):
        figure = Figure(figsize=(4, 1), layout="none")
        for x, text in ((0.5, "甲乙丙丁"), (0.52, "戊己庚辛"), (0.99, "出界的文字")):
            figure.text(x, 0.5, text)
        assert faults(figure) == ["'出界的文字' leaves the canvas", "'戊己庚辛' overlaps '甲乙丙丁'"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_part_of_every_caption_can_be_said(case: str, language: str) -> None:
    wording = load_wording(PROJECT, language)
    with figures.house_style(STYLE, FONT):
        for drawing in figures.draw(compared(case), wording, confidence=0.95, version="0.1.0"):
            for part in ("title", "short", "shows", "read", "watch", "empty"):
                said = wording.plain(f"figures.{drawing.key}.{part}", **drawing.values)
                assert said.strip() and "{" not in said
