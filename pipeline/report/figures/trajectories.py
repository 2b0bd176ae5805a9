"""How the number of one indicator moved over the years: a dumbbell an indicator, a panel a unit (Cleveland 1984)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter, NullLocator

from pipeline.records import TargetChange
from pipeline.report.figures.house import MUTED, WIDTH, wrap
from pipeline.report.series import Series
from pipeline.report.wording import TIGHT_UNITS, Wording

MOST_TRAJECTORIES = 24
MOST_UNITS = 8
MOST_DATES = 4  # deadlines that moved while the number stayed
TOLD_AT = 24  # points to the right of the axes, where the values stand as text
DRAWN = ("raised", "lowered", "redefined", "pushed_back", "brought_forward")
COLOURS = {
    "raised": "#0072B2",
    "lowered": "#D55E00",
    "redefined": "#8C6BB1",
    "pushed_back": "#7F7F7F",
    "brought_forward": "#009E73",
}
# Above this ratio of the largest to the smallest number of a unit, a linear axis would crowd the small ones.
LOGARITHMIC_ABOVE = 40


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One indicator over consecutive notices, in one unit; `years` count notices of the series from 0."""

    indicator: str
    unit: str
    notices: tuple[int, ...]
    values: tuple[float, ...]
    deadlines: tuple[int | None, ...]
    changes: tuple[str, ...]  # between each value and the next

    @property
    def change(self) -> str:
        """What the whole way amounts to: of redefinitions the word, else the sign of last less first, else the dates."""
        if "redefined" in self.changes:
            return "redefined"
        if self.values[0] != self.values[-1]:
            return "raised" if self.values[-1] > self.values[0] else "lowered"
        return next((change for change in reversed(self.changes) if change in DRAWN), "unchanged")

    @property
    def stretch(self) -> float:
        """By what factor the number moved, from 1 up; the order of the figure and what is left out first."""
        low, high = sorted((abs(self.values[0]), abs(self.values[-1])))
        return high / low if low else float("inf") if high else 1.0


def quantity(value: float, unit: str, wording: Wording) -> str:
    """A number as the language prints it, in the largest magnitude that leaves two decimals: 4200 亿元, 38.5%."""
    value = float(value)  # a tick of an axis is numpy's own kind of number
    for size, word in wording.entry("number.magnitudes"):
        scaled = value / size
        if abs(scaled) >= 1 and abs(scaled - round(scaled, 2)) < 1e-9 * abs(scaled):
            return (
                wording.entry("number.with_unit")
                .format(number=wording.number(round(scaled, 2)), magnitude=word, unit=unit)
                .strip()
            )
    number = wording.number(round(value, 4))
    return f"{number}{unit}" if unit in TIGHT_UNITS else f"{number} {unit}".strip()


def trajectories(series: Series) -> list[Trajectory]:
    """Every indicator that changed between linked tasks and kept its unit, followed as long as the links go."""
    open_ends: dict[tuple[str, int], list[tuple[int, TargetChange]]] = {}
    found: list[list[tuple[int, TargetChange]]] = []
    for index, pair in enumerate(series.pairs):
        ends: dict[tuple[str, int], list[tuple[int, TargetChange]]] = {}
        for change in pair.targets:
            if change.old_value is None or change.new_value is None or change.old_unit != change.new_unit:
                continue
            steps = open_ends.pop((change.old_unit_id, change.old_start or 0), None)
            if steps is None:
                steps = []
                found.append(steps)
            steps.append((index, change))
            ends[(change.new_unit_id, change.new_start or 0)] = steps
        open_ends = ends
    return [_trajectory(steps) for steps in found if any(change.change in DRAWN for _, change in steps)]


def _trajectory(steps: Sequence[tuple[int, TargetChange]]) -> Trajectory:
    first, last = steps[0][1], steps[-1][1]
    return Trajectory(
        indicator=last.new_indicator or last.indicator,
        unit=last.new_unit or "",
        notices=(steps[0][0], *(index + 1 for index, _ in steps)),
        values=(first.old_value, *(change.new_value for _, change in steps)),  # type: ignore[arg-type]
        deadlines=(first.old_deadline, *(change.new_deadline for _, change in steps)),
        changes=tuple(change.change for _, change in steps),
    )


def other_units(series: Series) -> int:
    """How many indicators changed their unit: they have no axis in common and stand in the table alone."""
    return sum(
        change.old_value is not None and change.new_value is not None and change.old_unit != change.new_unit
        for pair in series.pairs
        for change in pair.targets
    )


def target_trajectories(series: Series, wording: Wording) -> tuple[Figure | None, dict[str, int]]:
    """(figure, counts for its caption): the indicators that moved most, raised ones first within their unit."""
    found = trajectories(series)
    panels = _panels(found)
    shown = [each for _, rows in panels for each in rows]
    counts = {"shown": len(shown), "units": len(panels), "changed": len(found), "other_units": other_units(series)}
    if not shown:
        return None, counts
    figure = Figure(figsize=(WIDTH, 1.15 + 0.31 * len(shown) + 0.45 * len(panels)))
    grid = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[len(rows) + 0.2 for _, rows in panels])[:, 0]
    for axes, (unit, rows) in zip(grid, panels):
        _draw_unit(axes, unit, rows, series, wording)
    used = {each.change for each in shown}
    handles = [
        Line2D(
            [], [], color=colour, linewidth=2.2, marker="o", markersize=6, label=wording.name("target_changes", change)
        )
        for change, colour in COLOURS.items()
        if change in used
    ]
    grid[0].legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=5, borderaxespad=0.2, handlelength=2)
    return figure, counts


def _panels(found: Sequence[Trajectory]) -> list[tuple[str, list[Trajectory]]]:
    """(unit, indicators), the commonest units first; within one, the indicators that moved most, and a few deadlines that did."""
    ranked = sorted(
        found, key=lambda each: (-each.stretch, -len(each.values), each.indicator, each.notices, each.values)
    )
    dates = [each for each in ranked if each.change in ("pushed_back", "brought_forward")][:MOST_DATES]
    counts = Counter(each.unit for each in found)
    common = list(
        dict.fromkeys([each.unit for each in dates] + sorted(counts, key=lambda unit: (-counts[unit], unit)))
    )[:MOST_UNITS]
    common.sort(key=lambda unit: (-counts[unit], unit))
    numbers = [each for each in ranked if each.unit in common and each not in dates]
    most = [*dates, *numbers[: MOST_TRAJECTORIES - len(dates)]]
    order = list(COLOURS)
    most.sort(key=lambda each: (common.index(each.unit), order.index(each.change), -each.stretch, each.indicator))
    return [(unit, list(rows)) for unit, rows in groupby(most, key=lambda each: each.unit)]


def _draw_unit(axes: Axes, unit: str, rows: Sequence[Trajectory], series: Series, wording: Wording) -> None:
    values = [value for row in rows for value in row.values]
    for y, row in enumerate(rows):
        colour = COLOURS[row.change]
        axes.plot(
            [min(row.values), max(row.values)],
            [y, y],
            color=colour,
            linewidth=2.2,
            solid_capstyle="butt",
            zorder=2,
            clip_on=False,
        )
        if len(row.values) > 2:
            axes.plot(
                row.values[1:-1],
                [y] * (len(row.values) - 2),
                "o",
                color=colour,
                markersize=3.6,
                zorder=3,
                clip_on=False,
            )
        stayed = row.values[0] == row.values[-1]  # then the latest lies within the first
        axes.plot(
            [row.values[0]],
            [y],
            "o",
            markersize=9 if stayed else 7,
            markerfacecolor="white",
            markeredgecolor=colour,
            markeredgewidth=1.5,
            zorder=4,
            clip_on=False,
        )
        axes.plot([row.values[-1]], [y], "o", markersize=4 if stayed else 7, color=colour, zorder=5, clip_on=False)
        axes.annotate(
            _told(row, series, wording),
            (1, y),
            xytext=(TOLD_AT, 0),
            xycoords=axes.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=colour if row.change != "pushed_back" else MUTED,
        )
    axes.set_yticks(range(len(rows)), [wrap(row.indicator, 28, lines=2) for row in rows], fontsize=8.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="both")
    axes.spines["left"].set_visible(False)
    _scale(axes, unit, values, wording)


def _scale(axes: Axes, unit: str, values: Sequence[float], wording: Wording) -> None:
    """A logarithmic axis where one unit counts hundreds and ones, and the label then says so."""
    low, high = min(values), max(values)
    logarithmic = low > 0 and high / low > LOGARITHMIC_ABOVE
    size, word = next(((size, word) for size, word in wording.entry("number.magnitudes") if high >= size), (1, ""))
    if logarithmic:
        axes.set_xscale("log")
        axes.set_xlim(low / 1.6, high * 1.6)
        axes.xaxis.set_major_locator(LogLocator(10, numticks=7))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_minor_formatter(NullFormatter())
        size, word = 1, ""
    else:
        room = (high - low or abs(high) or 1) * 0.08
        axes.set_xlim(0 if 0 <= low < high * 0.6 else low - room, high + room)
        axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: quantity(value / size, "", wording)))
    name = (
        wording.entry("number.with_unit").format(number="", magnitude=word, unit=unit).strip()
        if unit
        else wording.plain("figures.target_trajectories.no_unit")
    )
    told = wording.plain(
        f"figures.target_trajectories.{'log_axis' if logarithmic else 'axis'}", unit=wrap(name, 24, lines=1)
    )
    axes.annotate(
        told,
        (1, 0),
        xytext=(TOLD_AT, -4),
        xycoords="axes fraction",
        textcoords="offset points",
        va="top",
        fontsize=8,
        color="#444444",
    )


def _told(row: Trajectory, series: Series, wording: Wording) -> str:
    """Both ends as text: year and number, and the deadlines where these are what changed."""
    ends = []
    for index in (0, -1):
        year = series.notices[row.notices[index]].notice.year
        ends.append(
            (
                ("—" if year is None else str(year)),
                quantity(row.values[index], wrap(row.unit, 14, lines=1), wording),
                row.deadlines[index],
            )
        )
    (old_year, old_value, old_deadline), (new_year, new_value, new_deadline) = ends
    values = {
        "old_year": old_year,
        "old": old_value,
        "new_year": new_year,
        "new": new_value,
        "change": wording.name("target_changes", row.change),
    }
    if row.values[0] == row.values[-1] and old_deadline and new_deadline and old_deadline != new_deadline:
        return wording.plain(
            "figures.target_trajectories.deadline",
            old_deadline=str(old_deadline),
            new_deadline=str(new_deadline),
            **values,
        )
    return wording.plain("figures.target_trajectories.values", **values)
