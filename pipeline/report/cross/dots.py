"""Dot plots of a panel row: one dot a place on the scale of the row, the median as a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records.crosses import CrossCell, CrossRow

WIDTH, LEFT, RIGHT, LINE = 640, 120, 110, 20
STRIP = (180, 12)  # width, and what stays free at either end
FEWEST = 3
RELATIVE = ("growth", "reduction", "share", "limit")


@dataclass(frozen=True, slots=True)
class Dot:
    """One place: where its dot stands, and what it says there."""

    place: str
    notice_id: str
    said: str
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


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of the panel on one line: the dots of all places, that of one place apart."""

    label: str
    others: tuple[float, ...]
    own: float
    median_x: float
    width: int = STRIP[0]


def _numbers(row: CrossRow) -> list[CrossCell]:
    """The cells that can be drawn on one scale; none where fewer than three places set a number, all set the same, or
    the size of a place decides it."""
    cells = [cell for cell in row.cells if cell.value is not None and cell.rank is not None]
    spread = {end for cell in cells for end in _ends(cell)}
    drawn = len(cells) >= FEWEST and len(spread) > 1 and row.measure in RELATIVE
    return cells if drawn and row.median is not None else []


def dot_plot(
    row: CrossRow, title: str, names: Mapping[str, str], anchors: Mapping[str, str], said: Mapping[str, str],
    median: str,
) -> DotPlot | None:  # fmt: skip
    """None for a row that cannot be drawn. `names`, `anchors` and `said` by notice id."""
    cells = _numbers(row)
    if not cells:
        return None
    scale = _Scale(cells, LEFT, WIDTH - RIGHT)
    ordered = sorted(cells, key=lambda cell: (-sum(_ends(cell)), cell.notice_id))
    dots = tuple(
        Dot(
            names[cell.notice_id],
            cell.notice_id,
            said[cell.notice_id],
            scale.x(_ends(cell)[0]),
            scale.x(_ends(cell)[1]),
            number * LINE + LINE,
            anchors[cell.notice_id],
        )
        for number, cell in enumerate(ordered)
    )
    return DotPlot(title, dots, scale.x(_median(cells)), median, len(dots) * LINE + LINE)


def strip(row: CrossRow, own: str, names: Mapping[str, str], said: Mapping[str, str]) -> Strip | None:
    """The row as one line with one place apart; None where it cannot be drawn or that place sets no number."""
    cells = _numbers(row)
    mine = next((cell for cell in cells if cell.notice_id == own), None)
    if mine is None:
        return None
    scale = _Scale(cells, STRIP[1], STRIP[0] - STRIP[1])
    ordered = sorted(cells, key=lambda cell: (-sum(_ends(cell)), cell.notice_id))
    label = ", ".join(f"{names[cell.notice_id]} {said[cell.notice_id]}" for cell in ordered)
    others = tuple(scale.x(sum(_ends(cell)) / 2) for cell in ordered if cell is not mine)
    return Strip(label, others, scale.x(sum(_ends(mine)) / 2), scale.x(_median(cells)))


class _Scale:
    """From numbers to pixels."""

    def __init__(self, cells: Sequence[CrossCell], left: int, right: int) -> None:
        ends = [end for cell in cells for end in _ends(cell)]
        self.low, self.high, self.left, self.right = min(ends), max(ends), left, right

    def x(self, value: float) -> float:
        part = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.left + part * (self.right - self.left), 1)


def _ends(cell: CrossCell) -> tuple[float, float]:
    low = cell.value if cell.value is not None else 0.0
    return low, low if cell.value_high is None else cell.value_high


def _median(cells: Sequence[CrossCell]) -> float:
    ordered = sorted(sum(_ends(cell)) / 2 for cell in cells)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
