"""The page of made notices, without drawing its figures: one small picture and one that had nothing to draw stand for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from made_notices import PROJECT, Made, Task, plain_tasks

from pipeline.engine.storage import read_table
from pipeline.report.page import FigureView, Provenance, render
from pipeline.report.series import DIAGNOSTIC_TABLES, TABLES, collect
from pipeline.report.stage import load_templates, load_wording

PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="#0072b2"/></svg>'
FIGURE = FigureView("certainty", "certainty", {"series_title": "series"}, PICTURE, b"", 80, 40)
UNDRAWN = FigureView("targets", "targets", {}, None, None, 0, 0)
PROVENANCE = Provenance(
    "0.1.0",
    "policy-trends run",
    [("Python", "3.11")],
    [("data/units.parquet", "0" * 64)],
    [("compare.confidence", "0.95")],
)


def pages_in(root: Path, language: str = "zh") -> dict[str, str]:
    """The page of every series of a project folder, by name."""
    wording = load_wording(PROJECT, language)
    series, unread = collect(
        {name: read_table(root, name) for name in (*TABLES, *DIAGNOSTIC_TABLES)}, wording.entry("themes")
    )
    shared = {
        "figures": [FIGURE, UNDRAWN],
        "provenance": PROVENANCE,
        "colours": {"innovation": "#0072b2"},
        "confidence": 0.95,
        "samples": 100,
        "unread": unread,
    }
    return {one.name: render(load_templates(), series=one, wording=wording, **shared) for one in series}


def page_in(made: Made, root: Path, language: str = "zh", *, compared: bool = False) -> str:
    """The page of the only series of a project folder that is written for it."""
    (page,) = pages_in(made.write(root, compared=compared), language).values()
    return page


SHIP = "发展海洋工程装备。支持船厂建造浮式风机平台，交付海工平台3座。（牵头单位：市工信局，参与单位：市财政局）"
SHIP_LATER = "发展海洋工程装备。支持船厂建造浮式风机平台和风电运维船，交付海工平台5座。（牵头单位：市商务局，参与单位：市财政局）"
TRIAL = "探索社区养老助餐。在老城选点布局助餐网点12个。（牵头单位：市民政局）"
EVERYWHERE = "全面推行社区养老助餐。在各区布局助餐网点30个。（牵头单位：市民政局）"


def _ship(text: str, lead: tuple[str, str], count: int) -> Task:
    return Task(
        text,
        "industry",
        roles=[("lead", *lead), ("support", "市财政局", "city/finance")],
        targets=[
            {"text": f"海工平台{count}座", "indicator": "海工平台", "value": float(count), "op": "eq", "unit": "座"}
        ],
        section="二、产业",
    )


def _meals(text: str, count: int) -> Task:
    return Task(
        text,
        "other",
        roles=[("lead", "市民政局", "city/civil-affairs")],
        targets=[
            {"text": f"助餐网点{count}个", "indicator": "助餐网点", "value": float(count), "op": "eq", "unit": "个"}
        ],
        section="五、民生",
    )


def changing_years(made: Made, *, extra: Sequence[Task] = ()) -> Made:
    """Two years of a city: a task reworded with a raised target and a new lead, one put more firmly, one new, one dropped."""
    before = [
        *plain_tasks(),
        _ship(SHIP, ("市工信局", "city/industry"), 3),
        _meals(TRIAL, 12),
        Task("清理闲置用地。盘点批而未供土地并限期处置。", "other", section="五、民生"),
        *extra,
    ]
    after = [
        *plain_tasks(),
        _ship(SHIP_LATER, ("市商务局", "city/commerce"), 5),
        _meals(EVERYWHERE, 30),
        Task("建设低空飞行起降场。布局无人机配送航线。", "industry", section="二、产业"),
        *(replace(task, unsure=False) for task in extra),
    ]
    for year, tasks in ((2022, before), (2023, after)):
        made.add(f"city-{year}", tasks, year=year, title=f"某市{year}年重点任务")
    return made
