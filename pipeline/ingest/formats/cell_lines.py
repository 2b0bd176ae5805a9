"""Tables that were pasted with one cell a line: the page gave every cell a paragraph of its own.

    序号 ⏎ 主要工作任务 ⏎ 责任单位 ⏎ 1 ⏎ 疏浚河道30公里。 ⏎ 市水务局 ⏎ 2 ⏎ …

Such lines are read as rows only below a header that begins with 序号 and names tasks and departments, while their
numbers count on and a line of departments stands where the header has them. They are rewritten as rows with |.
"""

from __future__ import annotations

import re

from pipeline.ingest.formats.spaced_rows import are_bodies
from pipeline.ingest.formats.task_cells import RE_HEADING_NUMBER, simplified, squeeze
from pipeline.ingest.formats.task_columns import RE_NUMBER_HEADER, kind_of
from pipeline.ingest.formats.task_table import has_task_header

FEWEST_COLUMNS, MOST_COLUMNS = 3, 8
LONGEST_HEADER_CELL = 16
LONGEST_HEADING = 60
MOST_PARAGRAPHS = 12  # of the text of one task
RE_ROW_NUMBER = re.compile(r"(\d{1,3})[.．、]?")
RE_OTHER_FORM = re.compile(r"[|｜\t]")

Cells = list[tuple[int, str]]  # (number of the line, its text), blank lines left out


def write_cell_rows(lines: list[str]) -> list[str]:
    """The lines, with every such table as rows between |; as many lines as before."""
    cells = [(number, line.strip()) for number, line in enumerate(lines) if line.strip()]
    written = list(lines)
    i = 0
    while i < len(cells):
        header = _header(cells, i)
        rows, end = _rows(cells, i + len(header), header) if header else ([], i)
        if rows:
            first, last = cells[i][0], cells[end - 1][0] + 1
            printed = ["|" + "|".join(row) + "|" for row in [header, *rows]]
            written[first:last] = [*printed, *[""] * (last - first - len(printed))]
        i = max(end, i + 1)
    return written


def _header(cells: Cells, first: int) -> list[str]:
    """The cells of the header that opens here, [] where none does."""
    if not RE_NUMBER_HEADER.match(simplified(squeeze(cells[first][1]))):
        return []
    header: list[str] = []
    for _, text in cells[first : first + MOST_COLUMNS + 1]:
        if _number(text) == 1 or RE_HEADING_NUMBER.match(text):
            break
        header.append(squeeze(text))
    if not FEWEST_COLUMNS <= len(header) <= MOST_COLUMNS or max(map(len, header)) > LONGEST_HEADER_CELL:
        return []
    kinds = [kind_of(cell) for cell in header[1:]]
    return header if "role" in kinds[1:] and kinds[0] != "role" and has_task_header([list(header)]) else []


def _number(text: str) -> int | None:
    match = RE_ROW_NUMBER.fullmatch(text)
    return int(match[1]) if match else None


def _rows(cells: Cells, first: int, header: list[str]) -> tuple[list[list[str]], int]:
    """(rows, the cell behind the last of them): numbered rows, and headings between them."""
    rows: list[list[str]] = []
    number, i, end, kept = 0, first, first, 0
    while i < len(cells):
        text = cells[i][1]
        if _number(text) in (1, number + 1):
            number = _number(text) or 0
            row, i = _row(cells, i + 1, number, header)
            if not row:
                break
            rows.append([str(number), *row])
            end, kept = i, len(rows)
        elif RE_HEADING_NUMBER.match(text) and len(text) <= LONGEST_HEADING:
            rows.append([text, *[""] * (len(header) - 1)])
            i += 1
        else:
            break
    return rows[:kept], end  # a heading below the last row titles something else


def _row(cells: Cells, first: int, number: int, header: list[str]) -> tuple[list[str], int]:
    """The cells of a row behind its number, and where the next begins; none where no departments are found.

    The text of a task may have several paragraphs; cells that are missing at the end of a row are empty.
    """
    before = [kind_of(cell) for cell in header[1:]].index("role")  # columns between the number and the departments
    ahead = range(first + before, min(len(cells), first + before + MOST_PARAGRAPHS))
    at = next((k for k in ahead if are_bodies(cells[k][1])), None)
    if at is None or any(RE_OTHER_FORM.search(text) for _, text in cells[first : at + 1]):
        return [], first
    texts = [text for _, text in cells[first:at]]
    if any(_number(text) == number + 1 for text in texts):
        return [], first  # the departments of this row are missing
    row = [*texts[: before - 1], "<br>".join(texts[before - 1 :])]
    while len(row) < len(header) - 1 and at < len(cells) and _number(cells[at][1]) != number + 1:
        row.append(cells[at][1])
        at += 1
    return [*row, *[""] * (len(header) - 1 - len(row))], at
