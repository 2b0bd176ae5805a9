"""The indicators that moved most often: a panel and an axis of its own each, with the values as printed."""

from __future__ import annotations

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
        _panel(axes, row, content)
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


def _panel(axes: Axes, row: PanelRow, content: Content) -> None:
    points = [(x, cell) for x, cell in enumerate(row.cells) if cell.value is not None and cell.status == "value"]
    values = [cell.value or 0.0 for _, cell in points]
    axes.plot([x for x, _ in points], values, color=DARK, marker="o", markersize=3.5, linewidth=1.2)
    low, high = min(values), max(values)
    long = max(len(cell.text) for _, cell in points) > LONGEST_LABEL
    room = (high - low) or abs(high) or 1.0
    for (x, cell), value in zip(points, values):
        shown = cell.text.replace(row.unit, "") if long else cell.text
        text = axes.text(x, value + room * 0.14, wrap(shown, 14, lines=2), ha="center", fontsize=6.8)
        if cell.quote:
            text.set_url(f"#q={cell.quote.place}")
    axes.set_title(wrap(f"{row.name} ({row.unit})" if long else row.name, 28, lines=1), fontsize=8.5)
    axes.set_ylim(low - room * 0.25, high + room * 0.5)
    axes.set_xlim(-0.6, len(content.labels) - 0.4)
    axes.set_xticks(range(len(content.labels)), [label[:4] for label in content.labels], fontsize=7)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
