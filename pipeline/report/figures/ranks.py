"""In what order the themes stand each year: a slopegraph of their ranks by share of tasks (Tufte 1983)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from pipeline.report.figures.house import MUTED, WIDTH, theme_name, tick_labels, wrap
from pipeline.report.series import NoticeRecords, Series
from pipeline.report.wording import Wording

TIE = "#D5D8DC"
DASHES = (0, (4, 2.5))


def places(
    records: NoticeRecords, themes: Sequence[str], before: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """(slot, rank) by theme. Themes with equally many tasks share a rank and have slots next to each
    other, in the order of the year before, so that lines cross only where ranks do. What cannot be
    observed has a slot at the end and no rank.
    """
    seen = [theme for theme in themes if records.observable(theme)]
    ordered = sorted(
        seen, key=lambda theme: (-records.priorities[theme].tasks, before.get(theme, 0), themes.index(theme))
    )
    tasks = [records.priorities[theme].tasks for theme in ordered]
    unseen = [theme for theme in themes if theme not in seen]
    slots = {theme: slot for slot, theme in enumerate([*ordered, *unseen])}
    return slots, {theme: tasks.index(count) + 1 for theme, count in zip(ordered, tasks)}


def ranks(series: Series, wording: Wording, colours: Mapping[str, str]) -> Figure | None:
    """None for a single notice, and where fewer than two themes can be ranked in two notices."""
    slots: list[dict[str, int]] = []
    ranked: list[dict[str, int]] = []
    for records in series.notices:
        slot, place = places(records, series.themes, slots[-1] if slots else {})
        slots.append(slot)
        ranked.append(place)
    if sum(len(place) > 1 for place in ranked) < 2:
        return None
    figure = Figure(figsize=(WIDTH, 1.75 + 0.46 * len(series.themes)))
    axes = figure.subplots()
    _draw_slopes(axes, series, slots, ranked, colours)
    for x, records in enumerate(series.notices):
        _draw_ties(axes, x, slots[x], ranked[x])
        _draw_places(axes, x, slots[x], ranked[x], colours)
        if x in (0, len(slots) - 1):
            _label_end(axes, x, records, slots[x], wording, left=x == 0)
    axes.set_xticks(range(len(slots)), tick_labels(series))
    axes.tick_params(axis="x", length=0, pad=8, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set_yticks([])
    axes.set_xlim(-0.3, len(slots) - 0.7)
    axes.set_ylim(len(series.themes) - 0.5, -0.5)
    axes.spines[:].set_visible(False)
    _legend(
        axes,
        wording,
        gaps=any(len(place) < len(slot) for place, slot in zip(ranked, slots)),
        ties=any(len(set(place.values())) < len(place) for place in ranked),
    )
    return figure


def _draw_slopes(
    axes: Axes,
    series: Series,
    slots: Sequence[Mapping[str, int]],
    places: Sequence[Mapping[str, int]],
    colours: Mapping[str, str],
) -> None:
    """Broken where a year cannot be observed or is unknown; dashed where the shares cannot be told apart."""
    for x, pair in enumerate(series.pairs):
        told = {change.theme for change in pair.priorities if change.measure == "tasks" and change.distinguishable}
        if pair.old.notice.year == pair.new.notice.year:
            continue
        for theme in series.themes:
            if theme in places[x] and theme in places[x + 1]:
                style = {"linewidth": 2.6} if theme in told else {"linewidth": 1.5, "linestyle": DASHES, "alpha": 0.75}
                axes.plot([x, x + 1], [slots[x][theme], slots[x + 1][theme]], color=colours[theme], zorder=2, **style)


def _draw_ties(axes: Axes, x: int, slots: Mapping[str, int], places: Mapping[str, int]) -> None:
    for place in sorted(set(places.values())):
        tied = [slots[theme] for theme in places if places[theme] == place]
        if len(tied) > 1:
            axes.plot([x, x], [min(tied), max(tied)], color=TIE, linewidth=22, solid_capstyle="round", zorder=1)


def _draw_places(
    axes: Axes, x: int, slots: Mapping[str, int], places: Mapping[str, int], colours: Mapping[str, str]
) -> None:
    for theme, slot in slots.items():
        if theme in places:
            axes.plot([x], [slot], "o", markersize=15, color=colours[theme], markeredgecolor="white", zorder=3)
            axes.text(
                x, slot, str(places[theme]), ha="center", va="center_baseline", color="white", fontsize=9, zorder=4
            )
        else:
            axes.plot(
                [x],
                [slot],
                "o",
                markersize=14,
                markerfacecolor="white",
                markeredgecolor=colours[theme],
                markeredgewidth=1.1,
                zorder=3,
            )
            axes.text(x, slot, "—", ha="center", va="center", color=MUTED, fontsize=9, zorder=4)


def _label_end(
    axes: Axes, x: int, records: NoticeRecords, slots: Mapping[str, int], wording: Wording, *, left: bool
) -> None:
    for theme, slot in slots.items():
        row = records.priorities.get(theme)
        seen = row is not None and row.observable and row.task_share is not None
        label = (
            wording.plain("figures.priorities.label", count=row.tasks, share=wording.percent(row.task_share))
            if seen
            else wording.plain("not_observable")
        )
        text = f"{wrap(theme_name(theme, wording), 26, lines=1)}\n{label}"
        axes.annotate(
            text,
            (x, slot),
            xytext=(-14 if left else 14, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            linespacing=1.25,
        )


def _legend(axes: Axes, wording: Wording, *, gaps: bool, ties: bool) -> None:
    handles = [
        Line2D([], [], color=MUTED, linewidth=2.6, label=wording.plain("figures.ranks.told")),
        Line2D([], [], color=MUTED, linewidth=1.5, linestyle=DASHES, label=wording.plain("figures.ranks.untold")),
    ]
    if ties:
        handles.append(
            Line2D([], [], color=TIE, linewidth=9, solid_capstyle="round", label=wording.plain("figures.ranks.tied"))
        )
    if gaps:
        handles.append(
            Line2D(
                [],
                [],
                marker="o",
                linestyle="",
                markersize=8,
                markerfacecolor="white",
                markeredgecolor=MUTED,
                label=wording.plain("figures.ranks.unseen"),
            )
        )
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncols=len(handles), handlelength=2.2)
