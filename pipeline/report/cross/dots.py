"""Dot plots of a panel row: one dot a place on the scale of the row, the median as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records.crosses import CrossCell, CrossRow

WIDTH, LEFT, RIGHT, LINE = 640, 90, 70, 20
FEWEST = 3
RELATIVE = ("growth", "reduction", "share", "limit")


@dataclass(frozen=True, slots=True)
class Dot:
    """One place: where its dot stands, and what it says there."""

    place: str
    notice_id: str
    printed: str
    x: float
    x_high: float
    y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class DotPlot:
    """A row of the panel as dots, highest first, in CSS pixels."""

    title: str
    dots: tuple[Dot, ...]
    median_x: float
    median: str
    height: int
    width: int = WIDTH
    left: int = LEFT


def dot_plot(row: CrossRow, title: str, names: dict[str, str], anchors: dict[str, str]) -> DotPlot | None:
    """None where fewer than three places set a number in one unit, or the size of a place decides it."""
    cells = [cell for cell in row.cells if cell.value is not None and cell.rank is not None]
    if len(cells) < FEWEST or row.measure not in RELATIVE or row.median is None:
        return None
    ends = [end for cell in cells for end in _ends(cell)]
    low, high = min(ends), max(ends)
    ordered = sorted(cells, key=lambda cell: (-sum(_ends(cell)), cell.notice_id))
    dots = tuple(
        Dot(
            names[cell.notice_id],
            cell.notice_id,
            cell.printed,
            _x(_ends(cell)[0], low, high),
            _x(_ends(cell)[1], low, high),
            number * LINE + LINE,
            anchors[cell.notice_id],
        )
        for number, cell in enumerate(ordered)
    )
    return DotPlot(title, dots, _x(_median(cells), low, high), row.median_printed, len(dots) * LINE + LINE)


def _ends(cell: CrossCell) -> tuple[float, float]:
    low = cell.value if cell.value is not None else 0.0
    return low, low if cell.value_high is None else cell.value_high


def _median(cells: Sequence[CrossCell]) -> float:
    ordered = sorted(sum(_ends(cell)) / 2 for cell in cells)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _x(value: float, low: float, high: float) -> float:
    part = (value - low) / (high - low) if high > low else 0.5
    return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)
