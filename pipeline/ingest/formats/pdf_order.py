"""The order in which a page is read: two columns one after the other, tables where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.ingest.formats.pdf_lines import Line
from pipeline.ingest.formats.pdf_marks import Rule
from pipeline.ingest.formats.pdf_open_tables import with_open_tables
from pipeline.ingest.formats.pdf_tables import Table

LEAST_COLUMN = 0.33  # share of the text's width that a column of running text takes at least
LEAST_LINES = 5  # of a column; fewer lines side by side are signatures
PLACEHOLDER = "\x00"  # opens the text of a line that stands for a table


@dataclass(slots=True)
class Sheet:
    """What one page holds: its lines and ruled tables as found, and as `items` both in reading order."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)  # level ones
    items: list[Line | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # footnotes, left out
    is_picture: bool = False
    has_too_many_rules: bool = False
    is_too_much: bool = False
    characters: int = 0
    unmapped: int = 0
    slanted: int = 0
    struck: str = ""


def in_reading_order(
    lines: list[Line],
    tables: list[Table],
    rules: Sequence[Rule] = (),
    above: Table | None = None,
    columns: Columns | None = None,
) -> list[Line | Table]:
    """Lines and tables of a page as a person reads them; columns parted by white space below a header become a
    table. `columns` are those of the page before: the text may end in the first of them."""
    places = [
        Line(
            f"{PLACEHOLDER}{i}", table.x0, table.x1, table.top, table.bottom, 0, table.page, (("", table.x0, table.x1),)
        )
        for i, table in enumerate(tables)
    ]
    by_height = sorted([*lines, *places], key=lambda line: line.top)
    ordered = with_open_tables(_in_first(by_height, columns) or _by_columns(by_height), rules, above)
    return [
        tables[int(item.text[1:])] if isinstance(item, Line) and item.text.startswith(PLACEHOLDER) else item
        for item in ordered
    ]


# -- columns -------------------------------------------------------------------------------------


Columns = tuple[float, float]  # where the second of two columns begins, where the first one does


def columns_of(items: list[Line | Table]) -> Columns | None:
    """The two columns with which a page ends; None where it ends across the page, or in a table."""
    last = items[-1] if items else None
    if not isinstance(last, Line) or not last.column:
        return None
    starts = [
        min((item.x0 for item in items if isinstance(item, Line) and item.column == column), default=0.0)
        for column in (2, 1)
    ]
    return starts[0], starts[1]


def _in_first(lines: list[Line], columns: Columns | None) -> list[Line]:
    """The lines of a page whose text ends in the first of two columns, none where the page is another."""
    if columns is None or not lines or lines[0].x0 - columns[1] > lines[0].size * 4:
        return []
    if any(line.x1 > columns[0] or not line.size for line in lines):
        return []
    return [replace(line, column=1) for line in lines]


def _by_columns(lines: list[Line]) -> list[Line]:
    """The lines of a page from top to bottom, but where it is set in two columns the left one first."""
    if len(lines) < LEAST_LINES:
        return lines
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    gutter = _gutter(lines, left, right)
    if gutter is None:
        return lines
    ordered: list[Line] = []
    band: list[Line] = []
    for line in [*lines, None]:
        if line is not None and not _crosses(line, gutter):
            band.append(line)
            continue
        ordered.extend(_two_columns(band, gutter))
        band = []
        ordered.extend([line] if line is not None else [])
    return ordered


def _gutter(lines: list[Line], left: float, right: float) -> float | None:
    """The middle of the gap that most lines leave open near the page's middle."""
    gaps = [
        (above[2], below[1])
        for line in lines
        for above, below in zip(line.runs, line.runs[1:], strict=False)
        if left + LEAST_COLUMN * (right - left) < (above[2] + below[1]) / 2 < right - LEAST_COLUMN * (right - left)
    ]
    # columns whose lines do not stand at one height leave no gaps: what ends left of the middle, what begins right of
    # it
    ends = [
        line.x1 for line in lines if line.x1 < left + 0.6 * (right - left) and line.x0 < left + 0.3 * (right - left)
    ]
    starts = [line.x0 for line in lines if line.x0 > left + 0.4 * (right - left)]
    if len(ends) >= LEAST_LINES and len(starts) >= LEAST_LINES and max(ends) < min(starts):
        gaps.append((max(ends), min(starts)))
    best = max(
        ((sum(a < x < b for a, b in gaps), -i, x) for i, x in enumerate((a + b) / 2 for a, b in gaps)), default=None
    )
    return best[2] if best else None


def _crosses(line: Line, x: float) -> bool:
    return any(start < x < end for _, start, end in line.runs)


def _two_columns(band: list[Line], gutter: float) -> list[Line]:
    """The lines of a band in two columns, the left ones first; unchanged where they are no columns of running text."""
    halves: tuple[list[Line], list[Line]] = ([], [])
    for line in band:
        for side, runs in enumerate(
            ([run for run in line.runs if run[2] <= gutter], [run for run in line.runs if run[1] >= gutter])
        ):
            if runs:
                halves[side].append(_part(line, runs, side + 1))
    is_text = all(
        len(half) >= LEAST_LINES
        and sum(len(line.runs) == 1 for line in half) >= 0.8 * len(half)
        and 2 * sum(max(own.x1 for own in half) - line.x1 < 4 * line.size for line in half) >= len(half)
        for half in halves
    )
    return [*halves[0], *halves[1]] if is_text else band


def _part(line: Line, runs: list[tuple[str, float, float]], column: int) -> Line:
    text = line.text if len(runs) == len(line.runs) else " ".join(run for run, _, _ in runs)
    pieces = tuple(piece for piece in line.pieces if runs[0][1] <= piece[1] and piece[2] <= runs[-1][2])
    return replace(line, text=text, x0=runs[0][1], x1=runs[-1][2], runs=tuple(runs), column=column, pieces=pieces)
