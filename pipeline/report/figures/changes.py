"""How departments changed: their tasks by theme against an earlier year, and their roles between years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.records import RoleChange
from pipeline.report.figures.departments import count_panel, dress_grid
from pipeline.report.figures.house import (
    HATCH,
    INK,
    WIDTH,
    body_labels,
    busiest,
    fitted,
    halved,
    hidden,
    ink_on,
    notice_label,
    theme_columns,
    theme_name,
    tick_labels,
    wrap,
)
from pipeline.report.series import NoticeRecords, PairRecords, Series
from pipeline.report.wording import Wording

FEWER_MORE = LinearSegmentedColormap.from_list(
    "fewer-more", ["#B35806", "#F1A340", "#FEE0B6", "#F7F7F7", "#C7DDEE", "#6FA3CF", "#1F4E79"]
)
GAINS = {"co_lead_added": "#8DB8DC", "promoted": "#3E7CB1", "taken_over": "#1F4E79", "entered": "#C9DDEE"}
LOSSES = {"demoted": "#F1A340", "given_up": "#8C4A04", "left": "#FDDBB0"}
KINDS = ("entered", "co_lead_added", "promoted", "taken_over", "left", "demoted", "given_up")


def followed_names(series: Series) -> dict[str, str]:
    """Body to its name in the latest notice that names it, reforms of departments followed."""
    return {row.body_id: row.department for records in series.notices for row in records.portfolios}


def _theme_counts(records: NoticeRecords) -> Counter[tuple[str, str]]:
    return Counter(
        {(row.body_id, theme): count for row in records.portfolios for theme, count in zip(row.themes, row.theme_units)}
    )


def department_change(series: Series, wording: Wording) -> tuple[Figure | None, int]:
    """(figure, bodies shown): the latest counts, and what they are more or less than the year before and the first year."""
    if not series.several:
        return None, 0
    shown = [series.notices[index] for index in dict.fromkeys((len(series.notices) - 1, len(series.notices) - 2, 0))]
    counts = [_theme_counts(records) for records in shown]
    themes = theme_columns(series, (theme for counter in counts for _, theme in counter))
    totals: Counter[str] = Counter()
    for counter in counts:
        for (body, _), count in counter.items():
            totals[body] += count
    bodies = busiest(totals, followed_names(series))
    if not bodies:
        return None, 0
    grids = [np.array([[counter[(body, theme)] for theme in themes] for body in bodies]) for counter in counts]
    return _draw_change(series, shown, grids, bodies, themes, wording), len(bodies)


def _draw_change(
    series: Series,
    shown: Sequence[NoticeRecords],
    grids: Sequence[np.ndarray],
    bodies: Sequence[str],
    themes: Sequence[str],
    wording: Wording,
) -> Figure:
    """`grids` count tasks (bodies × themes) of the notices shown, the latest first."""
    figure = Figure(figsize=(WIDTH, 1.75 + 0.27 * len(bodies)))
    panels = figure.subplots(1, len(grids), sharey=True)
    names = [wrap(theme_name(theme, wording), 16, lines=1) for theme in themes]
    labels, turn = fitted([halved(name) for name in names], (WIDTH - 1.8) / len(grids) - 0.1)
    labels = names if turn else labels
    unseen = [np.array([hidden(records, theme) for theme in themes]) for records in shown]
    count_panel(panels[0], grids[0], most=int(grids[0].max()), column_labels=labels, hatched=unseen[0])
    most = max(int(abs(grids[0] - grid).max()) for grid in grids[1:])
    for panel, grid, hide in zip(panels[1:], grids[1:], unseen[1:]):
        _change_panel(panel, grids[0] - grid, labels, unseen[0] | hide, most=most)
    for panel, records in zip(panels, shown):
        key = "latest" if records is shown[0] else "against"
        panel.set_title(
            wrap(
                wording.plain(f"figures.department_change.{key}", year_label=notice_label(series, records, wording)), 30
            ),
            pad=8,
        )
        panel.tick_params(axis="x", labelsize=7.5, labelrotation=turn)
    body_labels(panels[0], bodies, followed_names(series))
    return figure


def _change_panel(axes: Axes, change: np.ndarray, labels: Sequence[str], hatched: np.ndarray, *, most: int) -> None:
    """More in blue, fewer in brown; no change stays empty, a hatched column cannot be compared."""
    limit = max(most, 1)
    shown = np.where(hatched[None, :], np.nan, change.astype(float))
    axes.pcolormesh(shown, cmap=FEWER_MORE, vmin=-limit, vmax=limit, edgecolors="white", linewidth=1.6)
    for column in np.flatnonzero(hatched):
        axes.add_patch(Rectangle((column + 0.04, 0), 0.92, change.shape[0], **HATCH))
    for (row, column), count in np.ndenumerate(change):
        if count and not hatched[column]:
            axes.text(
                column + 0.5,
                row + 0.5,
                f"{'+' if count > 0 else '−'}{abs(count)}",
                ha="center",
                va="center",
                fontsize=8,
                color="white" if abs(count) > 0.7 * limit else INK,
            )
    dress_grid(axes, change.shape[0], labels)


# -- roles ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    """One body's gain or loss between two years: `kind` splits a handover into its two sides."""

    body: str
    kind: str
    pair: int
    collective: bool


def _body_of(records: NoticeRecords, department: str) -> str:
    """The body a printed name means, as the portfolios of its notice follow it; the name itself where they do not hold it."""
    by_name = {row.department: row.body_id for row in records.portfolios}
    if department in by_name:
        return by_name[department]
    held = set(by_name.values())
    return next(
        (role.body_id for role in records.roles if role.department == department and role.body_id in held), department
    )


def moves(pair: PairRecords, index: int) -> list[Moved]:
    """Every change of role; a handover is one gain and one loss, a mere change of name is none."""
    found = []
    for change in pair.roles:
        if change.change != "renamed_only":
            kind = "taken_over" if change.change == "handed_over" else change.change
            found.append(Moved(_mover(pair, change), kind, index, change.level == "collective"))
        if change.change == "handed_over" and change.from_department:
            found.append(Moved(_body_of(pair.old, change.from_department), "given_up", index, False))
    return found


def _mover(pair: PairRecords, change: RoleChange) -> str:
    return _body_of(pair.new if change.to_department else pair.old, change.department)


def role_changes(series: Series, wording: Wording) -> tuple[Figure | None, dict[str, int]]:
    """(figure, bodies shown and changes counted): gains and losses of the bodies with most changes, and when they fell."""
    found = [move for index, pair in enumerate(series.pairs) for move in moves(pair, index) if not move.collective]
    counts = Counter((move.body, move.kind) for move in found)
    names = followed_names(series)
    bodies = busiest(Counter(move.body for move in found), names)
    if not bodies:
        return None, {"bodies": 0, "changes": 0}
    several = len(series.pairs) > 1
    figure = Figure(figsize=(WIDTH, 2.05 + 0.29 * len(bodies)))
    grid = figure.subplots(
        1, 2 if several else 1, sharey=True, squeeze=False, width_ratios=[1.7, 1] if several else None
    )[0]
    _balance(grid[0], counts, bodies, wording)
    if several:
        when = np.array(
            [
                [sum(move.body == body and move.pair == index for move in found) for index in range(len(series.pairs))]
                for body in bodies
            ]
        )
        labels, turn = fitted(tick_labels(series)[1:], 2.2)
        count_panel(grid[1], when, most=int(when.max()), column_labels=labels, hatched=[False] * len(labels))
        grid[1].set_title(wording.plain("figures.role_changes.when"), pad=8)
        grid[1].tick_params(axis="x", labelsize=7.5, labelrotation=turn)
    body_labels(grid[0], bodies, names)
    return figure, {"bodies": len(bodies), "changes": len(found)}


def _balance(axes: Axes, counts: Mapping[tuple[str, str], int], bodies: Sequence[str], wording: Wording) -> None:
    """Gains to the right of the middle, losses to the left, with the count in each segment."""
    sides = {
        body: (sum(counts[(body, kind)] for kind in GAINS), sum(counts[(body, kind)] for kind in LOSSES))
        for body in bodies
    }
    most = max(max(side) for side in sides.values())
    for colours, sign in ((GAINS, 1), (LOSSES, -1)):
        left = np.zeros(len(bodies))
        for kind in (kind for kind in KINDS if kind in colours):
            widths = np.array([counts[(body, kind)] for body in bodies])
            axes.barh(
                np.arange(len(bodies)) + 0.5,
                sign * widths,
                left=left,
                height=0.66,
                color=colours[kind],
                edgecolor="white",
                linewidth=0.8,
            )
            for y, (width, start) in enumerate(zip(widths, left)):
                if width and width >= 0.06 * most:
                    axes.text(
                        start + sign * width / 2,
                        y + 0.5,
                        str(width),
                        ha="center",
                        va="center_baseline",
                        fontsize=8,
                        color=ink_on(colours[kind]),
                    )
            left += sign * widths
    axes.axvline(0, color="#888888", linewidth=0.8)
    axes.set_ylim(len(bodies), 0)
    axes.set_xlim(-most * 1.05, most * 1.05)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: str(abs(round(value)))))
    axes.set_xlabel(wording.plain("figures.role_changes.axis"))
    axes.grid(axis="x")
    axes.spines["left"].set_visible(False)
    used = {kind for (body, kind), count in counts.items() if count and body in bodies}
    handles = [
        Patch(color=(GAINS | LOSSES)[kind], label=wording.plain(f"figures.role_changes.{kind}"))
        for kind in KINDS
        if kind in used
    ]
    axes.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, borderaxespad=0.1)
