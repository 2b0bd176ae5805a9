"""Tables of a PDF page: cells between drawn rules, and their rows joined over page breaks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.formats.pdf_lines import Line, text_lines
from pipeline.ingest.formats.pdf_marks import Box, Glyph, Marks, Rule
from pipeline.ingest.formats.pdf_words import first_word_width, glue
from pipeline.ingest.formats.task_cells import breaks_between_departments

SNAP = 3  # points; rules nearer than this are one
SHORTEST_RULE = 3  # points
NARROWEST_COLUMN = 8  # points
FULL_LINE = 2.1  # characters at most that a full line leaves: punctuation must not open the next one
SLACK = 1.2  # characters that a line leaves beside the word that had no room in it
LEAST_FRAMED = 4  # cells inside a box that make it the frame of a table


@dataclass(slots=True)
class Cell:
    """The text of a table cell, and how much of its width the last line leaves free, in characters."""

    text: str
    room: float = math.inf

    def goes_on_with(self, text: str) -> bool:
        """True if the first word of `text` had no room in the last line."""
        return self.room < first_word_width(text, 1) + SLACK


@dataclass(slots=True)
class Table:
    """Rows of cells: a text in each column it spans, None below a cell that spans rows."""

    rows: list[list[Cell | None]]
    edges: list[float]  # the columns' left and right borders
    top: float
    bottom: float
    page: int  # the last one it stands on
    x0: float = 0.0
    x1: float = 0.0
    column: int = 0
    gaps: list[tuple[float, float]] = field(default_factory=list)  # between the columns, where no rules part them

    def texts(self) -> list[list[str | None]]:
        return [[None if cell is None else cell.text for cell in row] for row in self.rows]


def find_tables(marks: Marks, number: int) -> list[tuple[Table, Box]]:
    """The ruled tables of a page with at least two columns and two rows, each with its box."""
    found = []
    for group in _cells(marks):
        cells = sorted(_without_frames(group), key=lambda cell: (cell[1], cell[0]))
        columns = _cluster([x for cell in cells for x in (cell[0], cell[2])])
        rows = _cluster([y for cell in cells for y in (cell[1], cell[3])])
        box = (
            min(cell[0] for cell in cells),
            min(cell[1] for cell in cells),
            max(cell[2] for cell in cells),
            max(cell[3] for cell in cells),
        )
        inside = [glyph for glyph in marks.glyphs if glyph.within(box)]
        # a table with one row is one only where it goes on from the page before
        if len(columns) < 3 or len(rows) < 2 or not any(glyph.text.strip() for glyph in inside):
            continue
        grid = _grid(cells, columns, rows, inside, number)
        _drop_gaps(grid, columns)
        found.append((Table(grid, columns, box[1], box[3], number, box[0], box[2]), box))
    return found


def _cells(marks: Marks) -> list[list[Any]]:
    """The closed cells of a page, those that touch in one list."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    rules = [*marks.rules, *(Rule(0, height, marks.width, height) for height in _missing_rules(marks.rules))]
    edges = [_edge(rule) for rule in rules if max(rule.x1 - rule.x0, rule.bottom - rule.top) >= 1]
    merged = merge_edges(edges, SNAP, SNAP, SNAP, SNAP)
    long = [edge for edge in merged if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= SHORTEST_RULE]
    return cells_to_tables(intersections_to_cells(edges_to_intersections(long, SNAP, SNAP)))


def _drop_gaps(grid: list[list[Cell | None]], columns: list[float]) -> None:
    """Takes blank columns out that are too narrow for a character: the space between a frame and its table."""
    for j in range(len(columns) - 2, -1, -1):
        is_blank = not any(cell is not None and cell.text for cell in (row[j] for row in grid))
        if is_blank and columns[j + 1] - columns[j] < NARROWEST_COLUMN:
            for row in grid:
                del row[j]
            del columns[j + 1 if j + 2 == len(columns) else j]


def _without_frames(cells: list[Any]) -> list[Any]:
    """The cells but those that hold others: a box drawn around a whole table."""
    left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    right, bottom = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    half = (right - left) * (bottom - top) / 2
    large = [cell for cell in cells if (cell[2] - cell[0]) * (cell[3] - cell[1]) > half]
    frames = [cell for cell in large if sum(_is_inside(other, cell) for other in cells) >= LEAST_FRAMED]
    return [cell for cell in cells if cell not in frames]


def _is_inside(cell: Any, other: Any) -> bool:
    middle = ((cell[0] + cell[2]) / 2, (cell[1] + cell[3]) / 2)
    return cell != other and other[0] < middle[0] < other[2] and other[1] < middle[1] < other[3]


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.is_level else "v",
    }


def _missing_rules(rules: list[Rule]) -> list[float]:
    """The heights where the upright rules of a table end in the open: a page break that cuts a row draws no rule."""
    # the ends of upright rules that are drawn as thin boxes are no level rules
    level = {
        round(rule.top) + near
        for rule in rules
        if rule.is_level and rule.x1 - rule.x0 > 5
        for near in (-2, -1, 0, 1, 2)
    }
    ends: dict[int, set[int]] = {}
    for rule in rules:
        if not rule.is_level:
            for height in (round(rule.top), round(rule.bottom)):
                ends.setdefault(height, set()).add(round(rule.x0))
    return [float(height) for height in sorted(ends) if len(ends[height]) >= 3 and height not in level]


def _cluster(values: list[float], tolerance: float = 2.0) -> list[float]:
    """Sorted values, those within the tolerance of their neighbour taken as one."""
    clusters: list[float] = []
    for value in sorted(values):
        if not clusters or value - clusters[-1] > tolerance:
            clusters.append(value)
    return clusters


def _nearest(values: list[float], wanted: float) -> int:
    return min(range(len(values)), key=lambda i: abs(values[i] - wanted))


def _grid(
    cells: list[Any], columns: list[float], rows: list[float], glyphs: list[Glyph], page: int
) -> list[list[Cell | None]]:
    """The cells by row and column: a text in each column it spans, None below a cell that spans rows."""
    places: dict[tuple[int, int, int, int], Box] = {
        (_nearest(columns, cell[0]), _nearest(rows, cell[1]), _nearest(columns, cell[2]), _nearest(rows, cell[3])): cell
        for cell in cells
    }
    covered = {(i, j) for left, top, right, bottom in places for i in range(top, bottom) for j in range(left, right)}
    for left, top, bottom in _open_cells(covered, len(rows) - 1, len(columns) - 1):
        places[left, top, left + 1, bottom] = (columns[left], rows[top], columns[left + 1], rows[bottom])
    lines = {place: text_lines([glyph for glyph in glyphs if glyph.within(box)], page) for place, box in places.items()}
    padding = min((line.x0 - places[place][0] for place, own in lines.items() for line in own), default=0.0)
    grid: list[list[Cell | None]] = [[None for _ in columns[1:]] for _ in rows[1:]]
    for place, box in places.items():
        left, top, right, _ = place
        content = cell_of(lines[place], box[2] - box[0] - 2 * max(0.0, padding))
        for j in range(left, right):
            grid[top][j] = content
    return [row for row in grid if any(cell is not None and cell.text for cell in row)]


def _open_cells(covered: set[tuple[int, int]], rows: int, columns: int) -> Iterator[tuple[int, int, int]]:
    """(column, first row, row behind the last) of the places without a closed cell: a page break cut it open."""
    for j in range(columns):
        top = 0
        for i in range(rows + 1):
            if i == rows or (i, j) in covered:
                if i > top:
                    yield j, top, i
                top = i + 1


def cell_of(lines: list[Line], width: float) -> Cell:
    """The lines of a cell; one that fills the cell's width goes on in the next."""
    text = ""
    is_prose = any("。" in line.text for line in lines)
    for i, line in enumerate(lines):
        if i:
            above = lines[i - 1]
            is_narrow = width < 13 * line.size and not is_prose
            is_whole = not Cell(above.text, _room(above, width)).goes_on_with(line.text)
            separate = is_whole or (is_narrow and breaks_between_departments(above.text, line.text))
            text += "\n" if separate else glue(text, line.text)
        text += line.text
    return Cell(text, _room(lines[-1], width) if lines else math.inf)


def _room(line: Line, width: float) -> float:
    return (width - (line.x1 - line.x0)) / max(line.size, 1)


# -- over pages ----------------------------------------------------------------------------------


def is_same_table(above: Table, below: Table) -> bool:
    """True if a table at the top of a page has the columns of the one at the foot of the page before."""
    return (
        below.page == above.page + 1
        and len(above.edges) == len(below.edges)
        and all(abs(one - other) <= 5 for one, other in zip(above.edges, below.edges, strict=True))
    )


def join_tables(above: Table, below: Table) -> None:
    """Appends the rows of the same table on the next page; a row or a merged cell cut in two becomes one again."""
    rows = [list(row) for row in below.rows]
    header = above.texts()[0]
    start = 1 if rows and below.texts()[0] == header else 0
    if len(rows) > start and _goes_on(above.rows[-1], rows[start]):
        _join_rows(above.rows[-1], rows.pop(start))
    elif len(rows) > start:
        for j in range(len(rows[start])):
            _join_merged_cell(above.rows, rows[start], j)
    above.rows.extend(rows[start:])
    above.page = below.page


def _goes_on(above: list[Cell | None], below: list[Cell | None]) -> bool:
    """True if a row is the rest of the one above, which a page break cut: 序号 is blank, an open cell goes on."""
    first = below[0]
    return (first is None or not first.text) and any(
        over is not None and under is not None and under.text and over.goes_on_with(under.text)
        for over, under in itertools.zip_longest(above, below)
    )


def _join_rows(above: list[Cell | None], below: list[Cell | None]) -> None:
    for j, cell in enumerate(below):
        own = above[j]
        if cell is None or not cell.text:
            continue
        if own is None or not own.text:
            above[j] = cell
        else:
            between = glue(own.text, cell.text) if own.goes_on_with(cell.text) else "\n"
            above[j] = Cell(own.text + between + cell.text, cell.room)


def _join_merged_cell(above: list[list[Cell | None]], row: list[Cell | None], j: int) -> None:
    """One cell over the rows on both sides of a page break: its text stands on one side, the other is blank.

    A column with other blank cells is left alone: there a blank cell may simply be empty.
    """
    first = next((i for i in range(len(above) - 1, -1, -1) if above[i][j] is not None), None)
    below = row[j]
    if first is None or below is None:
        return
    if any(not cell.text for i, cells in enumerate(above) if i != first and (cell := cells[j]) is not None):
        return
    started = above[first][j]
    assert started is not None
    if not below.text:
        row[j] = None
    elif not started.text:
        above[first][j], row[j] = below, None
