"""Tables in plain text: rows whose cells are parted by tabs, by | (at both ends too, or only between) or by columns
of spaces, or have a line for each cell.

    序号⇥重点任务⇥牵头单位        1⇥建设数据平台⇥市数据局

Pasting a page or a sheet into a text file leaves such rows. They are handed to the code that reads
the tables of documents (`task_table`); a table whose header names no tasks keeps its rows as lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.formats.cell_lines import write_cell_rows
from pipeline.ingest.formats.spaced_rows import write_rows
from pipeline.ingest.formats.task_cells import RE_ARABIC_NUMBER, RE_CHINESE_NUMBER, Rows
from pipeline.ingest.formats.task_rows import LONGEST_HEADING
from pipeline.ingest.formats.task_table import RE_CONTINUED, TableReader, has_task_header, plain_lines
from pipeline.ingest.raw import ReadingProblem

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3  # of a table without a header that names tasks; fewer rows may be anything
MOST_COLUMNS = 40
FORMS = ("pipes", "tabs", "inner-pipes", "spaces")
UNFRAMED = ("inner-pipes", "spaces")  # they may part anything else: rows only below a header that names tasks

PIPES = "|｜"
RE_PIPE = re.compile(r"[|｜]")
RE_RULE = re.compile(r"[|｜:\- \t]+")  # |---|:--|, the line below a header
RE_STRONG = re.compile(r"(\*\*|__)(?=\S)(?P<text>.{1,300}?)(?<=\S)\1")
RE_COLUMN_GAP = re.compile(r"\u3000+|[ \u00a0]{2,}")
RE_SENTENCE_END = re.compile(r"[。；！？;]$")


@dataclass(slots=True)
class _Table:
    """Rows of one table while they are collected. `form` is what parts its cells."""

    form: str
    first_line: int
    printed: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)  # a text over the whole width between the header and the rows

    @property
    def width(self) -> int:
        return len(self.rows[0])

    def padded(self) -> Rows:
        width = max(map(len, self.rows))
        return [[*row, *[""] * (width - len(row))] for row in self.rows]


def _cells(line: str, form: str) -> list[str]:
    """The cells of a line in one form; [] where it is no row of that form."""
    if form == "pipes":
        bare = line.strip()
        is_row = len(bare) > 2 and bare[0] in PIPES and bare[-1] in PIPES
        parts = (
            [RE_STRONG.sub(r"\g<text>", part).replace("<br>", "\n") for part in RE_PIPE.split(bare[1:-1])]
            if is_row
            else []
        )
    elif form == "tabs":
        parts = line.split("\t") if "\t" in line.strip() else []
    elif form == "inner-pipes":
        parts = RE_PIPE.split(line) if line.strip()[:1] not in PIPES and RE_PIPE.search(line) else []
    else:
        parts = RE_COLUMN_GAP.split(line.strip()) if "  " in line or "\u3000" in line else []
    cells = [part.strip() for part in parts]
    return cells if any(cells) else []


def _opened(line: str, number: int) -> _Table | None:
    """The table that a line opens."""
    for form in FORMS:
        cells = _cells(line, form)
        if FEWEST_COLUMNS - (form == "pipes") <= len(cells) <= MOST_COLUMNS and (
            form not in UNFRAMED or has_task_header([list(cells)])
        ):
            return _Table(form, number, [line], [cells])
    return None


def _goes_on(table: _Table, line: str, following: str) -> bool:
    """Take a line into the table if it is a row of it, or a heading between two rows."""
    if table.form == "pipes" and RE_RULE.fullmatch(line.strip()):
        table.printed.append(line)
        return True
    cells = _cells(line, table.form)
    if not cells and _is_lead(table, line, following):
        table.printed.append(line)
        table.lead.append(line.strip())
        return True
    if table.form in UNFRAMED and len(cells) != table.width:
        cells = []
    if (
        not cells
        and table.form != "spaces"
        and _is_heading_between(line)
        and (below := _cells(following, table.form))
        and below != table.rows[0]
    ):
        cells = [line.strip()]
    if not cells or len(cells) > MOST_COLUMNS:
        return False
    table.printed.append(line)
    above = table.rows[-1]
    if len(above) < table.width == len(above) + len(cells) - 1 and not _is_number(cells[0]):
        # a line break inside a cell: the row goes on in the middle of its last cell
        table.rows[-1] = [*above[:-1], f"{above[-1]}\n{cells[0]}", *cells[1:]]
    else:
        table.rows.append(cells)
    return True


def _is_lead(table: _Table, line: str, following: str) -> bool:
    """True for a sentence between a header that names tasks and its first row: a cell over the whole width."""
    is_first = len(table.rows) == 1 and not table.lead and table.form == "tabs"
    below = _cells(following, table.form) if is_first and RE_SENTENCE_END.search(line.strip()) else []
    return len(below) == table.width and has_task_header([[*table.rows[0]], [*below]])


def _is_number(cell: str) -> bool:
    return bool(RE_ARABIC_NUMBER.match(cell) or RE_CHINESE_NUMBER.match(cell))


def _is_heading_between(line: str) -> bool:
    return 0 < len(line.strip()) <= LONGEST_HEADING and not RE_SENTENCE_END.search(line.strip())


def _written(table: _Table, above: list[str], reader: TableReader, problems: list[ReadingProblem]) -> list[str]:
    """The lines of a finished table, and a problem where its header says nothing."""
    rows = table.padded()
    if has_task_header(rows) or reader.goes_on_with(rows):
        return [*table.lead, *reader.lines(rows, next((line.strip() for line in reversed(above) if line.strip()), ""))]
    if len(rows) < FEWEST_ROWS:
        return table.printed
    last = table.first_line + len(table.printed) - 1
    problems.append(_problem(table.first_line, last, "has no header that names tasks and departments"))
    return plain_lines(rows)


def _problem(first: int, last: int, why: str) -> ReadingProblem:
    return ReadingProblem(
        "table-not-understood",
        "warning",
        (
            f"the table in {f'lines {first} to {last}' if last > first else f'line {first}'} {why}; its rows "
            "are kept as lines"
        ),
    )


def read_tables(text: str) -> tuple[str, list[ReadingProblem]]:
    """The text with its tables written out as items, and what was not understood; other lines stay as they are."""
    if not any(mark in text for mark in ("\t", "|", "｜", " ", "\u3000", "号\n", "号\r")):
        return text, []
    lines = write_rows(write_cell_rows(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    written: list[str] = []
    problems: list[ReadingProblem] = []
    reader = TableReader()
    table: _Table | None = None
    for number, (line, following) in enumerate(zip(lines, [*lines[1:], ""], strict=True), start=1):
        if table and _goes_on(table, line, following):
            continue
        if table:
            written.extend(_written(table, written, reader, problems))
            if table.form in UNFRAMED and _cells(line, table.form):
                problems.append(_problem(number, number, f"has not the {table.width} columns of the table above it"))
        table = _opened(line, number)
        if not table and not RE_CONTINUED.fullmatch(line.strip()):
            written.append(line)
    written.extend(_written(table, written, reader, problems) if table else [])
    return "\n".join(written), [*problems, *reader.problems]
