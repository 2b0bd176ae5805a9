"""Task tables (任务分解表): every row becomes a numbered line that reads like any other item.

    序号 | 重点任务 | 牵头单位 | 完成时限        1.建设数据平台。（牵头单位：市数据局；完成时限：6月底）

What the readers hand over, one list of cells per row:

- a cell merged over several columns repeats its text in each of them;
- a cell merged downwards prints its text once, and is None in the rows below;
- an empty cell is "".

The text of every cell below the header is kept. The words of the header name the columns: those of
department, time and further columns become labels, 序号 and 任务 are only layout. Dashes and 无
in a cell say that there is nothing to say.
"""

from __future__ import annotations

import re

from pipeline.ingest.formats.task_cells import (
    RE_ARABIC_NUMBER,
    RE_DEPARTMENT_END,
    Rows,
    clean_cell,
    department_list,
    simplified,
    squeeze,
)
from pipeline.ingest.formats.task_columns import HEADER_ROWS_SEARCHED, Column, find_header, unit_noted
from pipeline.ingest.formats.task_rows import TaskRows
from pipeline.ingest.raw import ReadingProblem

# the line that says that a table goes on: （续表）, 续表1, 表2（续）, 接上页
RE_CONTINUED = re.compile(
    r"[（(]?(?:续\s*(?:上\s*)?[表頁页]\s*\d{0,3}|續\s*(?:上\s*)?表\s*\d{0,3}|接上[表页頁]|表\s*\d{1,3}\s*[（(][续續][）)])[）)]?"
)
# whatever may open a line as a list number; such a row of a plain table must not read as an item
RE_LOOKS_NUMBERED = re.compile(
    r"^(?:\d{1,3}\s*(?:[.．、，。]|$)|[一二三四五六七八九十]{1,3}\s*[、.．：:]|[（(][\d一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十\d]+[章节篇条]|[①-⑳])"
)


BOX = "专栏"  # a table below 专栏2 … stands among the numbered items of a plan


class TableReader:
    """Reads the tables of one document in order: a table without header may go on with the one before."""

    def __init__(self) -> None:
        self.problems: list[ReadingProblem] = []
        self._last: TaskRows | None = None

    def lines(self, rows: Rows, above: str = "") -> list[str]:
        """The lines of a table: numbered items with their clause where it lists tasks, else one row a line.

        The header is the row whose cells name departments, tasks or times; it may stand below a title,
        take two rows and be repeated on every page. `above` is the line before the table, which may
        give the unit of its amounts (单位：万元) or title a box of a plan, whose groups are no sections of it.
        """
        rows = [[clean_cell(cell) for cell in row] for row in rows]
        found = find_header(rows)
        if found is not None:
            first, start, columns = found
            _set_unit(columns, unit_noted(above))
            header = [[squeeze(cell) for cell in row] for row in rows[:start] if any(row)]
            body = [row for row in rows[start:] if [squeeze(cell) for cell in row] not in header]
            return [*plain_lines(rows[:first]), *self._read(TaskRows(body, columns, boxed=above.startswith(BOX)))]
        if self._last is not None and self.goes_on_with(rows):
            return self._read(TaskRows(rows, self._last.columns, self._last))
        if _is_data(rows):
            self.problems.append(not_understood(rows))
        return plain_lines(rows)

    def goes_on_with(self, rows: Rows) -> bool:
        """True if rows without header go on with the table before them."""
        return self._last is not None and _has_columns(self._last, [[clean_cell(cell) for cell in row] for row in rows])

    def _read(self, table: TaskRows) -> list[str]:
        self._last = table
        lines = table.write()
        for label, cells in table.left_aside.items():
            message = f"the {cells} cells of the column {label} (scores) are not part of the tasks' text"
            self.problems.append(ReadingProblem("column-left-aside", "info", message))
        return lines


def _set_unit(columns: list[Column], unit: str) -> None:
    from pipeline.ingest.formats.task_columns import RE_MONEY_HEADER

    for column in columns:
        if unit and not column.unit and RE_MONEY_HEADER.search(simplified(column.label)):
            column.unit = unit


def _has_columns(above: TaskRows, rows: Rows) -> bool:
    """True if a table without header goes on with the one before:
    as many columns, and its number or its departments."""
    filled = [row for row in rows if any(row)]
    if not filled or any(len(row) != above.width for row in filled):
        return False
    if above.number is not None:
        numbers = [number for row in filled if (number := squeeze(row[above.number.index]))]
        match = RE_ARABIC_NUMBER.match(numbers[0]) if numbers else None
        return match is not None and int(match[1]) == above.count + 1
    roles = [column.index for column in above.columns if column.kind == "role"]
    cells = [cell for row in filled for index in roles if (cell := row[index])]
    return bool(cells) and 2 * sum(map(_names_departments, cells)) > len(cells)


def _names_departments(cell: str) -> bool:
    names = re.split("[、，,；;]", department_list(cell))
    return all(RE_DEPARTMENT_END.search(simplified(name)) for name in names)


def _is_data(rows: Rows) -> bool:
    """True for three columns and rows or more; smaller tables are boxes of labels and frames around text."""
    filled = [row for row in rows if len({cell for cell in row if cell}) >= 2]
    return len(filled) >= 2 and max(len({cell for cell in row if cell}) for row in filled) >= 3


def not_understood(rows: Rows) -> ReadingProblem:
    """The warning for a table that is kept as text."""
    first = next((cell for row in rows for cell in row if cell), "")
    message = (
        f"a table of {len(rows)} rows (it begins with {first[:20]!r}) has no header that names tasks and "
        "departments; its rows are kept as text"
    )
    return ReadingProblem("table-not-understood", "warning", message)


def plain_lines(rows: Rows) -> list[str]:
    """A table that lists no tasks: one row a line. A line must not open like an item, so `| 1 | …` where it would."""
    lines: list[str] = []
    for row in rows:
        cells = [cell for i, cell in enumerate(row) if cell and (i == 0 or cell != row[i - 1])]
        if len(cells) == 1:
            lines.extend(cells[0].split("\n"))
        elif cells:
            line = " | ".join(cell.replace("\n", " ") for cell in cells)
            lines.append(f"| {line}" if RE_LOOKS_NUMBERED.match(line) else line)
    return lines


def has_task_header(rows: Rows) -> bool:
    """True if the first rows hold a header that names tasks, departments or times."""
    return find_header([[clean_cell(cell) for cell in row] for row in rows[: HEADER_ROWS_SEARCHED + 1]]) is not None


def table_lines(rows: Rows) -> list[str]:
    """The lines of a table that stands alone (`TableReader.lines`)."""
    return TableReader().lines(rows)
