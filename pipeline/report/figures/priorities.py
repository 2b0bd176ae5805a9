"""What share of the tasks each theme has: one notice as a profile, several years as small multiples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, PercentFormatter

from pipeline.records import Priority
from pipeline.report.figures.house import HATCH, MUTED, WIDTH, fitted, hatch_year, tick_labels, wrap
from pipeline.report.series import Series
from pipeline.report.wording import Wording


def priorities_profile(series: Series, wording: Wording, colours: Mapping[str, str]) -> Figure:
    records, themes = series.latest, series.themes
    figure = Figure(figsize=(WIDTH, 1.35 + 0.48 * len(themes)))
    axes = figure.subplots()
    rows = [records.priorities.get(theme) for theme in themes]
    limit = min(1.0, 1.08 * max([row.share_high or row.task_share or 0 for row in rows if row] + [0.1]))
    for y, (theme, row) in enumerate(zip(themes, rows)):
        label = ""
        if row is None or not row.observable or row.task_share is None:
            axes.add_patch(Rectangle((0, y - 0.36), limit, 0.72, **HATCH))
            axes.text(
                limit / 2,
                y,
                wording.plain("not_observable"),
                ha="center",
                va="center",
                color="#444444",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 2},
            )
            if row and row.tasks:
                label = wording.plain("figures.priorities.elsewhere", count=row.tasks)
        else:
            _draw_interval(axes, row, y, colours[theme])
            label = wording.plain("figures.priorities.label", count=row.tasks, share=wording.percent(row.task_share))
        axes.text(
            1.015,
            y,
            label,
            transform=axes.get_yaxis_transform(),
            va="center",
            color=MUTED if not (row and row.observable) else "#222222",
        )
    axes.set_yticks(range(len(themes)), [wrap(wording.name("themes", theme), 18) for theme in themes])
    axes.tick_params(axis="y", pad=9)
    axes.set_ylim(len(themes) - 0.45, -0.55)
    axes.set_xlim(0, limit)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(wording.plain("figures.share_axis"))
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    return figure


def _draw_interval(axes: Axes, row: Priority, y: float, colour: str) -> None:
    if row.share_low is not None and row.share_high is not None:
        axes.barh(
            y, row.share_high - row.share_low, left=row.share_low, height=0.34, color=colour, alpha=0.28, linewidth=0
        )
    # unclipped, so that a share of 0 is a whole dot on the axis
    axes.plot(
        [row.task_share],
        [y],
        "o",
        clip_on=False,
        zorder=5,
        color=colour,
        markersize=7,
        markeredgecolor="white",
        markeredgewidth=0.8,
    )


def priorities_years(series: Series, wording: Wording, colours: Mapping[str, str]) -> Figure:
    themes = series.themes
    columns = min(5, len(themes))
    labels, turn = fitted(tick_labels(series), (WIDTH - 0.6) / columns - 0.2)
    rows = -(-len(themes) // columns)
    figure = Figure(figsize=(WIDTH, 0.9 + 2.35 * rows))
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    years = [records.notice.year for records in series.notices]
    highest = max(
        [row.share_high or row.task_share or 0 for records in series.notices for row in records.priorities.values()]
        + [0.1]
    )
    for axes, theme in zip(grid.flat, themes):
        _draw_theme_years(
            axes, [records.priorities.get(theme) for records in series.notices], years, wording, colours[theme]
        )
        axes.set_title(wrap(wording.name("themes", theme), 20))
        axes.set_xticks(range(len(labels)), labels, rotation=turn, fontsize=7.5)
        axes.set_xlim(-0.6, len(labels) - 0.4)
        axes.set_ylim(0, highest * 1.18)  # the number above the highest bar needs its room, also at 100%
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y")
    for axes in list(grid.flat)[len(themes) :]:
        axes.set_visible(False)
    grid[0, 0].set_ylabel(wording.plain("figures.share_axis"))
    return figure


def _draw_theme_years(
    axes: Axes, rows: Sequence[Priority | None], years: Sequence[int | None], wording: Wording, colour: str
) -> None:
    """One theme over the years; the line breaks where a year cannot be observed, and within a year."""
    shares = [None if row is None else row.task_share for row in rows]
    for x in range(len(rows) - 1):
        if shares[x] is not None and shares[x + 1] is not None and years[x] != years[x + 1]:
            axes.plot([x, x + 1], shares[x : x + 2], color=colour, linewidth=1.2)
    for x, row in enumerate(rows):
        if row is None or not row.observable or row.task_share is None:
            hatch_year(axes, x, wording)
            continue
        if row.share_low is not None and row.share_high is not None:
            axes.vlines(x, row.share_low, row.share_high, color=colour, alpha=0.35, linewidth=5)
        axes.plot(
            [x], [row.task_share], "o", color=colour, markersize=5.5, markeredgecolor="white", markeredgewidth=0.7
        )
        if len(rows) <= 6:
            axes.annotate(
                wording.percent(row.task_share, digits=0),
                (x, row.share_high or row.task_share),
                xytext=(0, 3),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
            )
