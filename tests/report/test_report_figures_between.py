"""Figures of what changed between years: what they count, order, follow and leave out."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from made_notices import PROJECT, THEMES, Made, Task, plain_tasks
from test_report_figures_layout import CASES, FONT, STYLE, compared

from pipeline.engine.storage import read_table
from pipeline.records import BodyTie, Portfolio, RoleChange, TargetChange, TaskLink, UnlinkedTask, WordChange
from pipeline.report import figures
from pipeline.report.figures.changes import moves
from pipeline.report.figures.departments import ROLE_COLOURS, department_roles, department_themes, role_counts
from pipeline.report.figures.flow import ribbons, rows_of, unlinked
from pipeline.report.figures.network import MOST_NODES, MOST_TIES, circle_order, fewest_shared, shown_bodies
from pipeline.report.figures.ranks import places
from pipeline.report.figures.trajectories import other_units, quantity, trajectories
from pipeline.report.figures.words import leaning
from pipeline.report.followed import Followed
from pipeline.report.series import DIAGNOSTIC_TABLES, TABLES, NoticeRecords, PairRecords, Series, collect
from pipeline.report.stage import load_wording

BETWEEN = {"theme-ranks", "task-flow", "department-change", "role-changes", "target-trajectories"}
SEVERAL = [case for case in CASES if case != "one year"]


def notices(*years: list[Task], **given: Any) -> Series:
    made = Made()
    for step, tasks in enumerate(years):
        made.add(f"city-{2021 + step}", tasks, year=2021 + step, **given)
    return collect(made.tables, THEMES)[0][0]


def names_of(series: Series) -> dict[str, bool]:
    with figures.house_style(STYLE, FONT):
        return {
            drawing.name: drawing.figure is not None
            for drawing in figures.draw(series, load_wording(PROJECT, "zh"), confidence=0.95, version="0")
        }


def test_a_single_notice_has_no_figure_of_change() -> None:
    assert not BETWEEN & set(names_of(compared("one year")))


def test_several_years_have_every_figure_in_the_order_of_the_report() -> None:
    assert names_of(compared("two years of two hundred tasks")) == dict.fromkeys(
        [
            "priorities", "theme-ranks", "task-flow", "words-busy-00-to-busy-01",
            "department-themes", "department-change", "department-roles", "role-changes", "network",
            "targets", "target-trajectories", "words-busy-01", "words-busy-00",
        ],
        True,
    )  # fmt: skip


def test_years_without_any_comparison_draw_no_change() -> None:
    drawn = names_of(notices([Task("做好服务。")], [Task("做好服务。")]))
    assert not any(drawn[name] for name in BETWEEN - {"theme-ranks"})


def test_figures_of_change_are_the_same_bytes_twice() -> None:
    def made() -> dict[str, bytes]:
        with figures.house_style(STYLE, FONT):
            drawings = figures.draw(compared("twelve years"), load_wording(PROJECT, "zh"), confidence=0.95, version="0")
            return {
                drawing.name: figures.svg_bytes(drawing.figure)
                for drawing in drawings
                if drawing.figure and drawing.name in BETWEEN | {"network"}
            }

    assert made() == made()


HOSTILE = "$\\frac{1}{2}$ --><script>\x0b&amp;\u202e"


def _hostile_years(tmp_path: Path) -> Series:
    made = Made()
    for year in (2021, 2022):
        target = {"text": f"{HOSTILE}达到{year}", "indicator": HOSTILE, "value": float(year), "unit": HOSTILE}
        roles = [("lead", f"{HOSTILE}局", ""), (("support", "lead")[year % 2], f"{HOSTILE}委", "")]
        made.add(
            f"city-{year}",
            [Task(f"推进{HOSTILE}。{target['text']}。{HOSTILE}局、{HOSTILE}委", roles=roles, targets=[target])],
            year=year,
            title=HOSTILE,
        )
    root = made.write(tmp_path / "project", compared=True)
    return collect({name: read_table(root, name) for name in (*TABLES, *DIAGNOSTIC_TABLES)}, THEMES)[0][0]


def test_hostile_text_is_drawn_as_text_in_every_figure_of_change(tmp_path: Path) -> None:
    series = _hostile_years(tmp_path)
    with figures.house_style(STYLE, FONT):
        written = {
            drawing.name: figures.svg_bytes(drawing.figure)
            for drawing in figures.draw(series, load_wording(PROJECT, "zh"), confidence=0.95, version="0")
            if drawing.figure
        }
    assert {"task-flow", "department-change", "role-changes", "network", "target-trajectories"} <= set(written)
    for svg in written.values():
        assert not [element for element in ET.fromstring(svg).iter() if element.tag.endswith("script")]


# -- ranks ---------------------------------------------------------------------------------------


def test_equal_counts_share_a_rank_and_what_cannot_be_observed_has_none() -> None:
    tasks = [
        Task("甲。", theme) for theme in ("industry", "industry", "innovation", "demand", "other", "other", "other")
    ]
    records = notices(tasks, hidden=["low_carbon"]).latest
    slots, ranks = places(records, THEMES, {})
    assert ranks == {"other": 1, "industry": 2, "innovation": 3, "demand": 3}
    assert slots == {"other": 0, "industry": 1, "innovation": 2, "demand": 3, "low_carbon": 4}


def test_a_tie_keeps_the_order_of_the_year_before() -> None:
    records = notices([Task("甲。", "industry"), Task("乙。", "demand")]).latest
    assert [theme for theme in places(records, THEMES, {"demand": 0, "industry": 1})[0]][:2] == ["demand", "industry"]


# -- task flow -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", SEVERAL)
def test_what_leaves_a_block_is_its_tasks_and_so_is_what_arrives(case: str) -> None:
    for pair in compared(case).pairs:
        for records, side, width, change in (
            (pair.old, "old", "leaving", "dropped"),
            (pair.new, "new", "arriving", "new"),
        ):
            drawn = Counter(unlinked(pair, change))
            for ribbon in ribbons(pair):
                drawn[getattr(ribbon, side)] += getattr(ribbon, width)
            assert drawn == pytest.approx(Counter(records.theme_of(unit.unit_id) for unit in records.tasks))


def _link(old: str, new: str, change: str) -> TaskLink:
    values = dict.fromkeys(TaskLink.__dataclass_fields__)
    return TaskLink(
        **{
            **values,
            "old_notice_id": "city-2021",
            "new_notice_id": "city-2022",
            "old_unit_id": old,
            "new_unit_id": new,
            "kind": "task",
            "change": change,
            "tier": "exact",
            "score": 1.0,
        }
    )


def _pair(series: Series, **given: Any) -> PairRecords:
    return replace(series.pairs[0], **given)


def test_a_split_leaves_in_equal_parts_and_arrives_whole() -> None:
    series = notices([Task("甲。")], [Task("甲一。"), Task("甲二。", "industry")])
    pair = _pair(
        series,
        links=[_link("city-2021/一-1", "city-2022/一-1", "split"), _link("city-2021/一-1", "city-2022/一-2", "split")],
    )
    assert [(ribbon.old, ribbon.new, ribbon.leaving, ribbon.arriving) for ribbon in ribbons(pair)] == [
        ("innovation", "innovation", 0.5, 1),
        ("innovation", "industry", 0.5, 1),
    ]


def test_only_tasks_are_counted_as_new_or_dropped() -> None:
    series = notices([Task("甲。"), Task("乙。")], [Task("丙。")])
    lost = [
        UnlinkedTask("city-2021", "city-2022", f"city-2021/一-{number}", "dropped", kind)
        for number, kind in ((1, "task"), (2, "safeguard"))
    ]  # type: ignore[arg-type]
    assert unlinked(_pair(series, unlinked=lost), "dropped") == {"innovation": 1}


@pytest.mark.parametrize(
    ("reason", "pairs", "expected"),
    [
        ("one pair", 1, [(0, 1)]),
        ("seven years fit", 6, [(0, 6)]),
        ("eight go on below", 7, [(0, 4), (4, 7)]),
        ("twelve in two rows", 11, [(0, 6), (6, 11)]),
    ],
)
def test_a_long_series_goes_on_in_a_second_row(reason: str, pairs: int, expected: list[tuple[int, int]]) -> None:
    assert rows_of(pairs) == expected, reason


# -- roles ---------------------------------------------------------------------------------------


def _role_change(
    change: str, department: str, *, from_department: str | None = None, level: str = "city"
) -> RoleChange:
    return RoleChange(
        "city-2021",
        "city-2022",
        "city-2021/一-1",
        "city-2022/一-1",
        change,
        department,
        "",
        level,
        from_department,
        department,
        None,
        "lead",
        None,
        None,
        None,
    )  # type: ignore[arg-type]


def _portfolio(body: str, department: str, units: int = 1, level: str = "city") -> Portfolio:
    return Portfolio(
        "city",
        2021,
        "city-2021",
        body,
        level,
        department,
        level == "collective",
        units,
        0,
        0,
        units,
        None,
        None,
        None,
        (),
        (),
        None,
        (),
    )


def test_a_handover_is_a_gain_and_a_loss_and_a_new_name_is_neither() -> None:
    series = notices(plain_tasks(), plain_tasks())
    old, new = (
        replace(records, portfolios=[_portfolio("city/data", name), _portfolio("city/industry", "市工信局")])
        for records, name in zip(series.notices, ("市大数据局", "市数据局"))
    )
    changes = [
        _role_change("handed_over", "市数据局", from_department="市工信局"),
        _role_change("renamed_only", "市数据局", from_department="市大数据局"),
        _role_change("entered", "神秘办公室"),
    ]
    found = [(move.body, move.kind) for move in moves(_pair(series, old=old, new=new, roles=changes), 0)]
    assert found == [("city/data", "taken_over"), ("city/industry", "given_up"), ("神秘办公室", "entered")]


# -- trajectories --------------------------------------------------------------------------------


def _target_change(
    step: int,
    change: str,
    old: float,
    new: float,
    *,
    units: tuple[str, str] = ("个", "个"),
    years: tuple[int | None, int | None] = (None, None),
) -> TargetChange:
    return TargetChange(
        f"city-{2021 + step}", f"city-{2022 + step}", f"city-{2021 + step}/一-1", f"city-{2022 + step}/一-1", "实验室", "实验室", change, (),  # type: ignore[arg-type]
        old, new, None, None, *units, *years, None, None, None, None, 5, 5, "", "innovation", (),
    )  # fmt: skip


def _with_targets(*changes: list[TargetChange]) -> Series:
    series = notices(*[[Task("甲。")]] * (len(changes) + 1))
    return replace(series, pairs=[replace(pair, targets=found) for pair, found in zip(series.pairs, changes)])


def test_an_indicator_is_followed_over_all_its_years() -> None:
    series = _with_targets(
        [_target_change(0, "raised", 3, 5)],
        [_target_change(1, "unchanged", 5, 5)],
        [_target_change(2, "lowered", 5, 4)],
    )
    (found,) = trajectories(series)
    assert (found.notices, found.values, found.change) == ((0, 1, 2, 3), (3, 5, 5, 4), "raised")


@pytest.mark.parametrize(
    ("reason", "change", "shown", "elsewhere"),
    [
        ("a number that rose", _target_change(0, "raised", 3, 5), ["raised"], 0),
        (
            "a deadline that moved is a change too",
            _target_change(0, "pushed_back", 3, 3, years=(2023, 2025)),
            ["pushed_back"],
            0,
        ),
        ("a redefined indicator is not called raised", _target_change(0, "redefined", 3, 5), ["redefined"], 0),
        ("what did not change is not drawn", _target_change(0, "unchanged", 3, 3), [], 0),
        ("different units never share an axis", _target_change(0, "redefined", 3, 5, units=("个", "%")), [], 1),
    ],
)
def test_which_indicators_are_drawn(reason: str, change: TargetChange, shown: list[str], elsewhere: int) -> None:
    series = _with_targets([change])
    assert [found.change for found in trajectories(series)] == shown, reason
    assert other_units(series) == elsewhere, reason


@pytest.mark.parametrize(
    ("language", "value", "unit", "expected"),
    [
        ("zh", 420_000_000_000.0, "元", "4200 亿元"),
        ("zh", 15000.0, "个", "1.5 万个"),
        ("zh", 38.5, "%", "38.5%"),
        ("zh", 1234567.0, "人次", "1234567 人次"),
        ("en", 12_000_000_000.0, "元", "12 billion 元"),
        ("en", 1500.0, "个", "1,500 个"),
        ("zh", 0.0, "", "0"),
    ],
)
def test_numbers_read_as_their_language_prints_them(language: str, value: float, unit: str, expected: str) -> None:
    assert quantity(value, unit, load_wording(PROJECT, language)) == expected


# -- words ---------------------------------------------------------------------------------------


def _word(word: str, z: float, old: int, new: int, form: str = "word") -> WordChange:
    return WordChange("a", "b", form, word, z, old, new, 100, 100)  # type: ignore[arg-type]


def test_a_word_inside_a_phrase_with_the_same_counts_is_named_once() -> None:
    words = [
        _word("绿色", 2.1, 1, 8),
        _word("建筑", 2.0, 0, 6),
        _word("绿色建筑", 2.0, 0, 6, "phrase"),
        _word("旅游", -1.2, 4, 0),
    ]
    assert [word.word for word in leaning(words, 1)] == ["绿色", "绿色建筑"]
    assert [word.word for word in leaning(words, -1)] == ["旅游"]


# -- network -------------------------------------------------------------------------------------


def _tie(a: str, b: str, units: int, change: str = "kept") -> BodyTie:
    return BodyTie("city", 2021, "city-2021", "city", a, b, change, units, units, ())  # type: ignore[arg-type]


def test_bodies_that_share_most_tasks_stand_next_to_each_other() -> None:
    bodies = [_portfolio(name, name, units) for name, units in (("甲", 9), ("乙", 5), ("丙", 4))] + [
        _portfolio("丁", "丁", 8, "county")
    ]
    ties = [_tie("甲", "乙", 1), _tie("甲", "丙", 3), _tie("乙", "甲", 9, "gone")]
    assert [body.body_id for body in circle_order(bodies, ties)] == ["甲", "丙", "乙", "丁"]


def test_only_the_busiest_bodies_are_shown_and_no_collective_one() -> None:
    records: NoticeRecords = notices(plain_tasks()).latest
    rows = [
        _portfolio("collective/all", "各区政府", 99, "collective"),
        *(_portfolio(f"b{number:02d}", f"局{number}", number) for number in range(40)),
    ]
    shown = shown_bodies(replace(records, portfolios=rows))
    assert len(shown) == MOST_NODES
    assert [body.units for body in shown] == list(range(39, 39 - MOST_NODES, -1))


@pytest.mark.parametrize(
    ("reason", "strengths", "least"),
    [
        ("few ties are all drawn", [1, 1, 5], 1),
        ("of many only the stronger", [1] * MOST_TIES + [3, 4], 2),
        ("all alike are all drawn", [2] * (MOST_TIES + 9), 2),
    ],
)
def test_how_strong_a_tie_must_be_to_be_drawn(reason: str, strengths: list[int], least: int) -> None:
    assert fewest_shared([_tie("甲", f"{number}", units) for number, units in enumerate(strengths)]) == least, reason


def test_a_sample_says_so_in_every_figure_of_change() -> None:
    with figures.house_style(STYLE, FONT):
        for drawing in figures.draw(
            compared("three years, one cut off"), load_wording(PROJECT, "zh"), confidence=0.95, version="0"
        ):
            if drawing.figure:
                assert "【样例】" in drawing.figure.get_suptitle(), drawing.name


# -- departments ---------------------------------------------------------------------------------


def reformed() -> Series:
    """A bureau under its old name and its new one; a commission under one name throughout."""
    years = (
        (2022, "市大数据局", "city/big-data-bureau", 2),
        (2023, "市大数据局", "city/big-data-bureau", 1),
        (2024, "市数据局", "city/data-bureau", 3),
    )
    tasks = {
        year: [
            Task(
                f"归集政务数据{step}。（牵头单位：{name}，参与单位：市公安局）",
                roles=[("lead", name, key), ("support", "市公安局", "city/public-security")],
            )
            for step in range(count)
        ]
        for year, name, key, count in years
    }
    return compared_of(tasks)


def compared_of(tasks: dict[int, list[Task]]) -> Series:
    made = Made()
    for year, mine in tasks.items():
        made.add(f"city-{year}", mine, year=year)
    with TemporaryDirectory() as folder:
        root = made.write(Path(folder) / "p", compared=True)
        return collect({name: read_table(root, name) for name in (*TABLES, *DIAGNOSTIC_TABLES)}, THEMES)[0][0]


@pytest.mark.parametrize("draw", [department_themes, department_roles])
def test_a_renamed_department_takes_one_row_under_its_latest_name(draw: Any) -> None:
    with figures.house_style(STYLE, FONT):
        figure, bodies = draw(reformed(), load_wording(PROJECT, "zh"))
        rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
        counts = [text.get_text() for text in figure.axes[0].texts]
    assert "市数据局" in rows and "市大数据局" not in rows
    assert bodies == len(rows) and counts == ["2", "1", "3"]


def test_the_figures_of_departments_count_what_the_portfolios_count() -> None:
    series = compared("two years of two hundred tasks")
    followed = Followed(series)
    for records in series.notices:
        drawn = role_counts(records, followed)
        assert {
            (row.body_id, role): getattr(row, role)
            for row in records.portfolios
            for role in ROLE_COLOURS
            if getattr(row, role)
        } == dict(drawn)
