"""Which departments work on which themes, and in what roles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from pipeline.report.figures.house import (
    COUNT_COLOURS,
    DARK,
    HATCH,
    WIDTH,
    body_labels,
    busiest,
    fitted,
    hidden,
    short_hidden,
    theme_columns,
    theme_name,
    tick_labels,
    wrap,
)
from pipeline.report.followed import Followed
from pipeline.report.series import NoticeRecords, Series
from pipeline.report.wording import Wording

IN_CHARGE = ("lead", "responsible")
ROLE_COLOURS = {"lead": DARK, "responsible": "#3E7CB1", "support": "#8DB8DC"}


def count_panel(
    axes: Axes,
    counts: np.ndarray,
    *,
    most: int,
    column_labels: Sequence[str],
    hatched: Sequence[bool],
    numbers: bool = True,
) -> None:
    """A grid of counts (bodies × columns). Zeros stay empty; a hatched column cannot be observed."""
    shown = np.where(np.array(hatched)[None, :], np.nan, counts.astype(float))
    axes.pcolormesh(shown, cmap=COUNT_COLOURS, vmin=0, vmax=max(most, 1), edgecolors="white", linewidth=1.6)
    for column in np.flatnonzero(hatched):
        axes.add_patch(Rectangle((column + 0.04, 0), 0.92, counts.shape[0], **HATCH))
    for (row, column), count in np.ndenumerate(counts):
        if count and numbers:
            dark = count > 0.6 * most and not hatched[column]
            axes.text(
                column + 0.5,
                row + 0.5,
                str(count),
                ha="center",
                va="center",
                fontsize=8,
                color="white" if dark else "#222222",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 1} if hatched[column] else None,
            )
    dress_grid(axes, counts.shape[0], column_labels)


def dress_grid(axes: Axes, rows: int, column_labels: Sequence[str]) -> None:
    """Columns named above, rows from the top, and no lines around."""
    axes.set_xticks(np.arange(len(column_labels)) + 0.5, column_labels)
    axes.tick_params(axis="x", length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    for label in axes.get_xticklabels():
        label.set_linespacing(1.35)
    axes.set_ylim(rows, 0)
    axes.spines[:].set_visible(False)


def _theme_counts(records: NoticeRecords, followed: Followed) -> Counter[tuple[str, str]]:
    """In how many units of a theme a body leads or is responsible, by (body, theme)."""
    units = {
        (body, role.unit_id)
        for body, roles in followed.roles(records).items()
        for role in roles
        if role.role in IN_CHARGE
    }
    return Counter((body, records.theme_of(unit_id)) for body, unit_id in units)


def role_counts(records: NoticeRecords, followed: Followed) -> Counter[tuple[str, str]]:
    """In how many units a body has a role, by (body, role)."""
    return Counter(
        (body, name)
        for body, roles in followed.roles(records).items()
        for name, _ in {(role.role, role.unit_id) for role in roles}
    )


def department_themes(series: Series, wording: Wording) -> tuple[Figure | None, int]:
    """(figure, bodies shown): what each department is in charge of by theme, reforms followed to the latest notice."""
    followed = Followed(series)
    counts = [_theme_counts(records, followed) for records in series.notices]
    themes, names = (
        theme_columns(series, (theme for counter in counts for _, theme in counter)),
        {**series.bodies, **followed.names},
    )
    totals: Counter[str] = Counter()
    for counter in counts:
        for (body, _), count in counter.items():
            totals[body] += count
    bodies = busiest(totals, names)
    if not bodies:
        return None, 0
    cube = np.array(
        [[[counter[(body, theme)] for theme in themes] for body in bodies] for counter in counts]
    )  # notices × bodies × themes
    unseen = np.array([[hidden(records, theme) for theme in themes] for records in series.notices])
    figure = Figure(figsize=(WIDTH, 1.25 + 0.27 * len(bodies)))
    if not series.several:
        axes = figure.subplots()
        count_panel(
            axes,
            cube[0],
            most=int(cube.max()),
            column_labels=[
                wrap(theme_name(theme, wording), 12) + (f"\n{short_hidden(wording)}" if hide else "")
                for theme, hide in zip(themes, unseen[0])
            ],
            hatched=unseen[0],
        )
        body_labels(axes, bodies, names)
    else:
        panels = [
            (theme_name(theme, wording), cube[:, :, index].T, unseen[:, index]) for index, theme in enumerate(themes)
        ]
        year_panels(figure, panels, series, bodies, names, most=int(cube.max()))
    return figure, len(bodies)


def year_panels(
    figure: Figure,
    panels: Sequence[tuple[str, np.ndarray, np.ndarray]],
    series: Series,
    bodies: Sequence[str],
    names: Mapping[str, str],
    *,
    most: int,
) -> None:
    """One grid a panel, all with the same bodies and scale; columns are years."""
    labels, turn = fitted(tick_labels(series), (WIDTH - 1.8) / len(panels) - 0.1, size=7)
    grid = figure.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, counts, hatched) in zip(grid, panels):
        count_panel(axes, counts, most=most, column_labels=labels, hatched=hatched, numbers=counts.shape[1] <= 8)
        axes.set_title(wrap(title, 16), pad=8)
        axes.tick_params(axis="x", labelsize=7, pad=2, labelrotation=turn)
    body_labels(grid[0], bodies, names)


def department_roles(series: Series, wording: Wording) -> tuple[Figure | None, int]:
    """(figure, bodies shown): what each department leads, answers for and supports, reforms followed to the latest notice."""
    followed = Followed(series)
    names = {**series.bodies, **followed.names}
    counts = [role_counts(records, followed) for records in series.notices]
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for counter in counts:
        for (body, role), count in counter.items():
            totals[body][role] += count
    bodies = sorted(
        busiest({body: count.total() for body, count in totals.items()}, names), key=lambda body: -totals[body]["lead"]
    )
    roles = [role for role in ROLE_COLOURS if any(totals[body][role] for body in bodies)]
    if not bodies:
        return None, 0
    cube = np.array(
        [[[counter[(body, role)] for role in roles] for body in bodies] for counter in counts]
    )  # notices × bodies × roles
    figure = Figure(figsize=(WIDTH, 1.2 + 0.27 * len(bodies)))
    if series.several:
        shown = np.zeros(len(series.notices), dtype=bool)
        year_panels(
            figure,
            [(wording.name("roles", role), cube[:, :, index].T, shown) for index, role in enumerate(roles)],
            series,
            bodies,
            names,
            most=int(cube.max()),
        )
    else:
        _role_bars(figure, cube[0], bodies, roles, names, wording)
    return figure, len(bodies)


def _role_bars(
    figure: Figure,
    counts: np.ndarray,
    bodies: Sequence[str],
    roles: Sequence[str],
    names: Mapping[str, str],
    wording: Wording,
) -> None:
    grid = figure.subplots(1, len(roles), sharey=True, sharex=True, squeeze=False)[0]
    for axes, role, column in zip(grid, roles, counts.T):
        axes.barh(np.arange(len(bodies)) + 0.5, column, height=0.66, color=ROLE_COLOURS[role])
        for row, count in enumerate(column):
            if count:
                axes.text(count, row + 0.5, f" {count}", va="center", fontsize=8)
        axes.set_title(wording.name("roles", role))
        axes.set_xlim(0, counts.max() * 1.14)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.grid(axis="x")
        axes.set_ylim(len(bodies), 0)
    body_labels(grid[0], bodies, names)
