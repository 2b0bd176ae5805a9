"""The indicators that moved most often: a panel and an axis of its own each, with the values as printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pipeline.report.content.build import Content
from pipeline.report.content.panel import PanelRow
from pipeline.report.figures.house import DARK, WIDTH, wrap
from pipeline.report.wording import Wording

MOST, COLUMNS = 9, 3
LONGEST_LABEL = 8  # signs of a value beside its point; the unit of longer ones stands in the title


def indicators(content: Content, wording: Wording) -> tuple[Figure, str] | None:
    """None where fewer than three indicators moved."""
    moved = [
        row
        for row in content.panel
        if not row.reported and row.moves and len({cell.quote and cell.quote.notice for cell in row.cells}) > 1
    ]
    if len(moved) < 3:
        return None
    shown = sorted(moved, key=lambda row: (-row.set_in, -row.moves))[:MOST]
    rows = -(-len(shown) // COLUMNS)
    figure = Figure(figsize=(WIDTH, 0.5 + 1.35 * rows))
    grid = figure.subplots(rows, COLUMNS, squeeze=False).flat
    for axes, row in zip(grid, shown):
        _panel(axes, row, content, wording)
    for axes in grid:
        axes.set_axis_off()
    last = [row.cells[-1].move for row in content.panel if not row.reported]
    title = wording.plain(
        "figures.indicators.title",
        label=content.labels[-1],
        up=last.count("up"),
        down=last.count("down"),
        same=last.count("same"),
    )
    return figure, title


def _year(content: Content, place: int) -> int:
    year = content.labels[place][:4]
    return int(year) if year.isdigit() else place


def _below(values: Sequence[float], place: int) -> bool:
    """Whether a label stands clear of the line below its point: where the line comes from above or goes up."""
    before = values[place - 1] if place else values[place]
    after = values[place + 1] if place + 1 < len(values) else values[place]
    return max(before, after) > values[place] >= min(before, after) and before + after > 2 * values[place]


def _panel(axes: Axes, row: PanelRow, content: Content, wording: Wording) -> None:
    points = [(x, cell) for x, cell in enumerate(row.cells) if cell.value is not None and cell.status == "value"]
    values = [cell.value or 0.0 for _, cell in points]
    axes.plot([x for x, _ in points], values, color=DARK, marker="o", markersize=3.5, linewidth=0)
    for (x, one), (then, other) in pairwise(points):
        broken = then - x > 1 or _year(content, then) - _year(content, x) > 1
        axes.plot(
            [x, then],
            [one.value or 0.0, other.value or 0.0],
            color=DARK,
            linewidth=1.2,
            linestyle=":" if broken else "-",
        )
    low, high = min(values), max(values)
    unit = wording.name("units_of_measure", row.unit)
    long = bool(unit) and unit != "%" and max(len(cell.text) for _, cell in points) > LONGEST_LABEL
    room = (high - low) or abs(high) or 1.0
    for place, ((x, cell), value) in enumerate(zip(points, values)):
        shown = cell.text.replace(unit, "").strip() if long else cell.text
        below = _below(values, place)
        y = value - room * 0.14 if below else value + room * 0.14
        text = axes.text(x, y, wrap(shown, 14, lines=2), ha="center", va="top" if below else "baseline", fontsize=6.8)
        if cell.quote:
            text.set_url(f"#q={cell.quote.place}")
    axes.set_title(wrap(f"{row.title} ({unit})" if long else row.title, 36, lines=1), fontsize=8.5)
    axes.set_ylim(low - room * 0.5, high + room * 0.5)
    axes.set_xlim(-0.6, len(content.labels) - 0.4)
    axes.set_xticks(range(len(content.labels)), [label[:4] for label in content.labels], fontsize=7)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
