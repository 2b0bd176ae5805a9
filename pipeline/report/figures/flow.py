"""Where the tasks of a year went: an alluvial diagram with one column a year and one block a theme."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path

from pipeline.report.figures.house import HATCH, INK, MUTED, WIDTH, hidden, theme_columns, theme_name, tick_labels, wrap
from pipeline.report.series import NoticeRecords, PairRecords, Series
from pipeline.report.wording import Wording

MOST_COLUMNS = 7  # years side by side; a longer series goes on in a second row
# In inches: the axes hold nothing that is measured in anything else.
BLOCK, GAP, LABELS, HEADER, STUB, LEAST = 0.32, 0.2, 1.15, 0.5, 0.13, 0.17
BLOCK_COLOUR = "#4A4F57"
# What is only carried on stays pale; what changes place or shape stands out.
CHANGE_COLOURS = {
    "kept": "#D3D7DC",
    "reworded": "#9DBBD8",
    "renamed": "#E6A700",
    "moved": "#00876C",
    "split": "#C2608F",
    "merged": "#6A3D9A",
}
CHANGES = tuple(CHANGE_COLOURS)
NEW_COLOUR, DROPPED_COLOUR = "#0072B2", "#D55E00"


@dataclass(frozen=True, slots=True)
class _Ribbon:
    """The tasks that go from one theme to another with the same change; widths count tasks on either side."""

    old: str
    new: str
    change: str
    leaving: float
    arriving: float


@dataclass(frozen=True, slots=True)
class _Block:
    """One theme in one year, from `top` downwards in inches."""

    x: float
    top: float
    height: float
    count: int
    hidden: bool


def ribbons(pair: PairRecords) -> list[_Ribbon]:
    """A task that is split leaves in equal parts; one that was merged arrives in equal parts.

    So the ribbons and the dropped tasks of a block add up to its tasks, and so do those that arrive and the new ones.
    """
    links = [link for link in pair.links if link.kind == "task"]
    parts, sources = (Counter(getattr(link, side) for link in links) for side in ("old_unit_id", "new_unit_id"))
    leaving: dict[tuple[str, str, str], float] = defaultdict(float)
    arriving: dict[tuple[str, str, str], float] = defaultdict(float)
    for link in links:
        key = pair.old.theme_of(link.old_unit_id), pair.new.theme_of(link.new_unit_id), link.change
        leaving[key] += 1 / parts[link.old_unit_id]
        arriving[key] += 1 / sources[link.new_unit_id]
    return [_Ribbon(*key, leaving[key], arriving[key]) for key in leaving]


def unlinked(pair: PairRecords, change: str) -> Counter[str]:
    """How many tasks of each theme are new in the newer notice, or dropped from the older one."""
    side = pair.new if change == "new" else pair.old
    return Counter(
        side.theme_of(task.unit_id) for task in pair.unlinked if task.change == change and task.kind == "task"
    )


def rows_of(pairs: int) -> list[tuple[int, int]]:
    """(first, last) notice of each row for so many pairs; a row begins with the last year of the row above."""
    rows = -(-pairs // (MOST_COLUMNS - 1))
    cuts = [round(row * pairs / rows) for row in range(rows + 1)]
    return list(itertools.pairwise(cuts))


def flow(series: Series, wording: Wording) -> Figure | None:
    """None for a single notice and where no two notices have tasks to compare."""
    if not any(pair.links or pair.unlinked for pair in series.pairs):
        return None
    themes = theme_columns(
        series, (records.theme_of(unit.unit_id) for records in series.notices for unit in records.tasks)
    )
    most = max(len(records.tasks) for records in series.notices)
    tall = min(4.6, max(2.0, 0.075 * most))  # inches for the tasks of the busiest year
    height = tall + GAP * (len(themes) - 1) + HEADER
    rows = rows_of(len(series.pairs))
    figure = Figure(figsize=(WIDTH, (height + 0.1) * len(rows) + 1.0))
    grid = figure.subplots(len(rows), 1, squeeze=False)[:, 0]
    for axes, (first, last) in zip(grid, rows):
        _draw_row(axes, series, themes, wording, first=first, last=last, per_task=tall / most, height=height)
    _legend(grid[-1], series, themes, wording)
    return figure


def _draw_row(
    axes: Axes,
    series: Series,
    themes: Sequence[str],
    wording: Wording,
    *,
    first: int,
    last: int,
    per_task: float,
    height: float,
) -> None:
    step = (WIDTH - 2 * LABELS - BLOCK - 0.2) / (last - first)
    columns = {
        index: _blocks(series.notices[index], themes, x=LABELS + (index - first) * step, per_task=per_task)
        for index in range(first, last + 1)
    }
    for index in range(first, last):
        _draw_pair(axes, series.pairs[index], themes, columns[index], columns[index + 1], per_task)
    for index, blocks in columns.items():
        _draw_column(axes, blocks)
        tasks = wording.plain("figures.flow.tasks", count=len(series.notices[index].tasks))
        axes.text(
            LABELS + (index - first) * step + BLOCK / 2,
            HEADER - 0.12,
            f"{tick_labels(series)[index]}\n{tasks}",
            ha="center",
            va="bottom",
            fontsize=8.5,
            linespacing=1.25,
        )
    for index, x, side in ((first, LABELS - 0.28, "right"), (last, WIDTH - LABELS - 0.2 + 0.12, "left")):
        for theme, block in columns[index].items():
            axes.text(
                x,
                block.top + block.height / 2,
                wrap(theme_name(theme, wording), 13 if side == "right" else 15, lines=2),
                ha=side,
                va="center",
                fontsize=8.5,
                linespacing=1.1,
            )
    axes.set_xlim(0, WIDTH - 0.2)
    axes.set_ylim(height + 0.05, 0)
    axes.set_axis_off()


def _blocks(records: NoticeRecords, themes: Sequence[str], *, x: float, per_task: float) -> dict[str, _Block]:
    """The blocks of a year, from top to bottom; a theme without tasks has one only where it is hidden."""
    counts = Counter(records.theme_of(unit.unit_id) for unit in records.tasks)
    blocks, top = {}, HEADER
    for theme in themes:
        unseen = hidden(records, theme)
        if counts[theme] or unseen:
            tall = max(counts[theme] * per_task, LEAST if unseen else 0)
            blocks[theme] = _Block(x, top, tall, counts[theme], unseen)
            top += tall + GAP
    return blocks


def _draw_column(axes: Axes, blocks: Mapping[str, _Block]) -> None:
    for block in blocks.values():
        style = {**HATCH, "linewidth": 0.6} if block.hidden else {"facecolor": BLOCK_COLOUR, "linewidth": 0}
        axes.add_patch(Rectangle((block.x, block.top), BLOCK, block.height, zorder=4, **style))
        if block.count:
            _draw_count(axes, block)


def _draw_count(axes: Axes, block: _Block) -> None:
    """In the middle of its block; above a block too low to hold it."""
    inside = block.height > 0.15
    y = block.top + block.height / 2 if inside else block.top - 0.02
    colour = "white" if inside and not block.hidden else INK
    label = axes.text(
        block.x + BLOCK / 2,
        y,
        str(block.count),
        ha="center",
        va="center_baseline" if inside else "bottom",
        fontsize=8,
        zorder=5,
        color=colour,
    )
    if block.hidden:
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _draw_pair(
    axes: Axes,
    pair: PairRecords,
    themes: Sequence[str],
    old: Mapping[str, _Block],
    new: Mapping[str, _Block],
    per_task: float,
) -> None:
    leaving, arriving = ({theme: block.top for theme, block in blocks.items()} for blocks in (old, new))
    order = {theme: index for index, theme in enumerate(themes)}
    found = ribbons(pair)
    starts, ends = {}, {}
    for ribbon in sorted(found, key=lambda ribbon: (order[ribbon.new], CHANGES.index(ribbon.change))):
        starts[ribbon] = leaving[ribbon.old]
        leaving[ribbon.old] += ribbon.leaving * per_task
    for ribbon in sorted(found, key=lambda ribbon: (order[ribbon.old], CHANGES.index(ribbon.change))):
        ends[ribbon] = arriving[ribbon.new]
        arriving[ribbon.new] += ribbon.arriving * per_task
    for ribbon in sorted(found, key=lambda ribbon: CHANGES.index(ribbon.change)):
        _draw_ribbon(
            axes,
            old[ribbon.old].x + BLOCK,
            new[ribbon.new].x,
            starts[ribbon],
            ends[ribbon],
            ribbon.leaving * per_task,
            ribbon.arriving * per_task,
            CHANGE_COLOURS[ribbon.change],
        )
    for theme, count in unlinked(pair, "dropped").items():
        _draw_stub(
            axes,
            old[theme].x + BLOCK,
            leaving[theme],
            count,
            per_task,
            colour=None if hidden(pair.new, theme) else DROPPED_COLOUR,
            sign=1,
        )
    for theme, count in unlinked(pair, "new").items():
        _draw_stub(
            axes,
            new[theme].x,
            arriving[theme],
            count,
            per_task,
            colour=None if hidden(pair.old, theme) else NEW_COLOUR,
            sign=-1,
        )


def _draw_ribbon(
    axes: Axes, left: float, right: float, start: float, end: float, leaving: float, arriving: float, colour: str
) -> None:
    middle = (left + right) / 2
    points = [
        (left, start),
        (middle, start),
        (middle, end),
        (right, end),
        (right, end + arriving),
        (middle, end + arriving),
        (middle, start + leaving),
        (left, start + leaving),
        (left, start),
    ]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor=colour, edgecolor="white", linewidth=0.3, alpha=0.85, zorder=2)
    )


def _draw_stub(axes: Axes, x: float, top: float, count: int, per_task: float, *, colour: str | None, sign: int) -> None:
    """Tasks without a counterpart; hatched where the other year's text could not show one."""
    style = {**HATCH, "linewidth": 0.6} if colour is None else {"facecolor": colour, "linewidth": 0}
    axes.add_patch(Rectangle((min(x, x + sign * STUB), top), STUB, count * per_task, zorder=3, **style))
    mark, side = ("−", "left") if sign > 0 else ("+", "right")
    label = axes.text(
        x + sign * (STUB + 0.03),
        top + count * per_task / 2,
        f"{mark}{count}",
        ha=side,
        va="center_baseline",
        fontsize=7.5,
        color=colour or MUTED,
        zorder=6,
    )
    label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.8})


def _legend(axes: Axes, series: Series, themes: Sequence[str], wording: Wording) -> None:
    used = {link.change for pair in series.pairs for link in pair.links if link.kind == "task"}
    found = {task.change for pair in series.pairs for task in pair.unlinked if task.kind == "task"}
    colours = {change: colour for change, colour in CHANGE_COLOURS.items() if change in used} | {
        change: colour for change, colour in (("new", NEW_COLOUR), ("dropped", DROPPED_COLOUR)) if change in found
    }
    handles = [
        Patch(facecolor=colour, label=wording.name("task_changes", change)) for change, colour in colours.items()
    ]
    if any(hidden(records, theme) for records in series.notices for theme in themes):
        handles.append(Patch(**{**HATCH, "linewidth": 0.6}, label=wording.plain("figures.flow.unseen")))
    axes.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(handles) if len(handles) < 6 else -(-len(handles) // 2),
    )
