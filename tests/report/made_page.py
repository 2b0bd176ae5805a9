"""The content, page and brief of made notices, and notices that differ from year to year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from made_notices import PROJECT, Made, Task, params_in, plain_tasks

from pipeline.config import load_dictionary
from pipeline.engine.storage import read_table
from pipeline.report.content.build import Content, content
from pipeline.report.series import Series, collect
from pipeline.report.stage import load_wording, run


def series_in(root: Path, language: str = "zh") -> tuple[Series, list]:
    """The only series of a project folder, and what was not read."""
    dictionary = load_dictionary(root)
    tables = {name: read_table(root, name) for name, table in dictionary.items() if table.per}
    (series,), unread = collect(tables, load_wording(PROJECT, language).entry("themes"), dictionary)
    return series, unread


def content_in(made: Made, root: Path, language: str = "zh") -> Content:
    """The content of the report of the only series of a project folder that is written and compared for it."""
    series, unread = series_in(made.write(root, compared=True), language)
    return content(series, load_wording(PROJECT, language), unread)


def report_in(made: Made, root: Path, language: str = "zh") -> Path:
    """The folder of the report of the only series, written by the real stages."""
    run(made.write(root, compared=True), params_in(language))
    (folder,) = (root / "reports").iterdir()
    return folder


SHIP = "发展海洋工程装备。支持船厂建造浮式风机平台，交付海工平台3座。（牵头单位：市工信局，参与单位：市财政局）"
SHIP_LATER = "发展海洋工程装备。支持船厂建造浮式风机平台和风电运维船，交付海工平台5座。（牵头单位：市商务局，参与单位：市财政局）"
TRIAL = "探索社区养老助餐。在老城选点布局助餐网点12个。（牵头单位：市民政局）"
EVERYWHERE = "全面推行社区养老助餐。在各区布局助餐网点30个。（牵头单位：市民政局）"


def _ship(text: str, lead: tuple[str, str], count: int) -> Task:
    target = {"text": f"海工平台{count}座", "indicator": "海工平台", "value": float(count), "op": "eq", "unit": "座"}
    roles = [("lead", *lead), ("support", "市财政局", "city/finance")]
    return Task(text, "industry", roles=roles, targets=[target], section="二、产业")


def _meals(text: str, count: int) -> Task:
    target = {"text": f"助餐网点{count}个", "indicator": "助餐网点", "value": float(count), "op": "eq", "unit": "个"}
    return Task(text, "other", roles=[("lead", "市民政局", "city/civil-affairs")], targets=[target], section="五、民生")


def changing_years(made: Made, *, extra: Sequence[Task] = ()) -> Made:
    """Two years of a city: a task reworded with a raised target and a new lead, one put more firmly, some new, one
    dropped."""
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
        Task("打造算力枢纽。新建智算中心。", "industry", section="二、产业"),
        *(replace(task, unsure=False) for task in extra),
    ]
    for year, tasks in ((2022, before), (2023, after)):
        made.add(f"city-{year}", tasks, year=year, title=f"某市{year}年重点任务")
    return made


PLACES = {"社区食堂": (12, 15, 20), "众创空间": (8, 9, 11), "口袋公园": (30, 36, 40), "智能工厂": (5, 7, 6)}


def rising_years(made: Made) -> Made:
    """Three years of a city whose every task has a number of its own that moves, and a body that leads it."""
    bodies = [("市财政局", "city/finance"), ("市民政局", "city/civil-affairs"), ("市商务局", "city/commerce")]
    for number, year in enumerate((2021, 2022, 2023)):
        tasks = [
            Task(
                f"推进{name}建设。全年建成{name}{counts[number]}家。（牵头单位：{body}）",
                "industry",
                roles=[("lead", body, key)],
                targets=[
                    {
                        "text": f"{name}{counts[number]}家",
                        "indicator": name,
                        "value": float(counts[number]),
                        "unit": "家",
                    }
                ],
                section="二、产业",
            )
            for (name, counts), (body, key) in zip(PLACES.items(), [*bodies, bodies[0]])
        ]
        fresh = Task(f"开展{year}年专项整治。逐一排查隐患。", "other", section="五、民生")
        made.add(f"city-{year}", [*tasks, fresh], year=year, title=f"某市{year}年重点任务")
    return made
