"""How firmly targets are worded and of what kind they are, theme by theme."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import MaxNLocator

from pipeline.report.figures.house import (
    DARK,
    HATCH,
    LIGHT,
    MIDDLE,
    WIDTH,
    fitted,
    hatch_year,
    hidden,
    number_segments,
    theme_columns,
    theme_name,
    tick_labels,
    wrap,
)
from pipeline.report.series import GRANT, Series
from pipeline.report.wording import Wording

STRENGTH_COLOURS = {"firm": DARK, "striving": MIDDLE, "exploring": LIGHT}
KIND_COLOURS = {"stock": "#01665E", "flow": "#5AB4AC", "rate": "#D8B365", "share": "#8C510A"}


def _target_scales(series: Series, wording: Wording) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """(field, colour by code, name by code) of what targets are counted by; codes nobody has are left out."""
    scales = []
    for field, colours, group in (("strength", STRENGTH_COLOURS, "strengths"), ("kind", KIND_COLOURS, "target_kinds")):
        used = {getattr(target, field) for records in series.notices for target in records.promises} - {GRANT}
        scales.append(
            (
                field,
                {code: colour for code, colour in colours.items() if code in used},
                {code: wording.name(group, code) for code in colours},
            )
        )
    return scales


def _target_themes(series: Series) -> list[str]:
    return theme_columns(
        series, (records.theme_of(target.unit_id) for records in series.notices for target in records.promises)
    )


def targets(series: Series, wording: Wording) -> Figure | None:
    if not any(records.promises for records in series.notices):
        return None
    return (_targets_years if series.several else _targets_profile)(series, wording)


def _targets_profile(series: Series, wording: Wording) -> Figure:
    records, themes = series.latest, _target_themes(series)
    figure = Figure(figsize=(WIDTH, 1.75 + 0.44 * len(themes)))
    grid = figure.subplots(1, 2, sharey=True, sharex=True)
    most = max(
        sum(count for (of, _), count in records.target_counts("kind").items() if of == theme) for theme in themes
    )
    for axes, (field, colours, names) in zip(grid, _target_scales(series, wording)):
        counts, left = records.target_counts(field), np.zeros(len(themes))
        for code, colour in colours.items():
            widths = np.array([counts[(theme, code)] for theme in themes])
            axes.barh(range(len(themes)), widths, left=left, height=0.6, color=colour, label=names[code])
            number_segments(axes, widths, left, colour, most)
            left += widths
        for y, theme in enumerate(themes):
            if hidden(records, theme):
                axes.add_patch(Rectangle((left[y], y - 0.3), most * 1.05 - left[y], 0.6, **HATCH))
                axes.text(
                    (left[y] + most * 1.05) / 2,
                    y,
                    wording.plain("not_observable"),
                    ha="center",
                    va="center",
                    fontsize=8,
                    color="#444444",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
                )
        axes.set_xlim(0, most * 1.05)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.set_xlabel(wording.plain("figures.count_axis"))
        axes.set_ylim(len(themes) - 0.5, -0.5)
        axes.grid(axis="x")
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, borderaxespad=0.1)
    grid[0].set_yticks(range(len(themes)), [wrap(theme_name(theme, wording), 18) for theme in themes])
    return figure


def _targets_years(series: Series, wording: Wording) -> Figure:
    themes, scales = _target_themes(series), _target_scales(series, wording)
    labels, turn = fitted(tick_labels(series), (WIDTH - 0.6) / len(themes) - 0.2)
    most = max(
        sum(count for (of, _), count in records.target_counts("kind").items() if of == theme)
        for records in series.notices
        for theme in themes
    )
    figure = Figure(figsize=(WIDTH, 6.0 if turn else 5.2))
    parts = figure.subfigures(2, 1, hspace=0.04)
    for part, (field, colours, names) in zip(parts, scales):
        grid = part.subplots(1, len(themes), sharey=True, sharex=True, squeeze=False)[0]
        for axes, theme in zip(grid, themes):
            bottom = np.zeros(len(labels))
            for code, colour in colours.items():
                heights = np.array([records.target_counts(field)[(theme, code)] for records in series.notices])
                axes.bar(range(len(labels)), heights, bottom=bottom, width=0.7, color=colour)
                bottom += heights
            for x, records in enumerate(series.notices):
                if hidden(records, theme):
                    hatch_year(axes, x, wording, named=not bottom[x])
            axes.set_title(wrap(theme_name(theme, wording), 16))
            axes.set_xticks(range(len(labels)), labels, fontsize=7.5, rotation=turn)
            axes.set_xlim(-0.6, len(labels) - 0.4)
            axes.set_ylim(0, most * 1.08)
            axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
            axes.grid(axis="y")
        grid[0].set_ylabel(wording.plain("figures.count_axis"))
        part.legend(
            handles=[Patch(color=colour, label=names[code]) for code, colour in colours.items()],
            loc="outside upper left",
            ncols=4,
        )
    return figure
