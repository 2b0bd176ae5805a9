"""Rows of a table that was pasted with single spaces between its cells, and with the line breaks of its cells.

    序号 重点工作任务 责任单位 配合单位
    1 疏浚河道30公里。 市水务局
    市财政局
    各镇政府、街道办事处。

A space may stand in running text too: such rows are read only below a header that begins with 序号 and names tasks
and departments, and as long as their numbers count on. They are rewritten as rows with | between the cells.
"""

from __future__ import annotations

import re

from pipeline.ingest.formats.task_cells import RE_DEPARTMENT_END, RE_HEADING_NUMBER, simplified
from pipeline.ingest.formats.task_columns import RE_NUMBER_HEADER, kind_of
from pipeline.ingest.formats.task_table import has_task_header

FEWEST_COLUMNS = 3
LONGEST_HEADER_LINE = 60
LONGEST_LINE = 400
RE_ROW = re.compile(r"^(?P<number>\d{1,3})[.．、]?[ \u00a0](?P<rest>.*\S)\s*$")
RE_OTHER_FORM = re.compile("[|｜\\t\u3000]|  ")  # what parts the cells of other tables
RE_BLANK = re.compile(r"[ \u00a0]+")
RE_GOES_ON = re.compile(r"[、，,；;]\s*$")
RE_PART = re.compile(r"[、，,；;。\s]+")
RE_LIST = re.compile(r"(?:街道|乡镇|镇街|各[镇乡]|[区县市]|集团|园区|各地)$")


def write_rows(lines: list[str]) -> list[str]:
    """The lines, with every such table as rows between |; as many lines as before."""
    written: list[str] = []
    i = 0
    while i < len(lines):
        header = _header(lines[i])
        rows, end = _rows(lines, i + 1, header) if header else ([], i)
        if rows:
            written += ["|" + "|".join(row) + "|" for row in [header, *rows]]
            written += [""] * (end - i - 1 - len(rows))
            i = end
        else:
            written.append(lines[i])
            i += 1
    return written


def _header(line: str) -> list[str]:
    """The cells of a header line, [] where it is none."""
    is_spaced = len(line) <= LONGEST_HEADER_LINE and not RE_OTHER_FORM.search(line.strip())
    cells = RE_BLANK.split(line.strip()) if is_spaced else []
    if len(cells) < FEWEST_COLUMNS or not RE_NUMBER_HEADER.match(simplified(cells[0])):
        return []
    kinds = [kind_of(cell) for cell in cells]
    return cells if "role" in kinds and has_task_header([list(cells)]) else []


def _rows(lines: list[str], first: int, header: list[str]) -> tuple[list[list[str]], int]:
    """(rows, the line behind the last of them): numbered rows, and headings between them."""
    rows: list[list[str]] = []
    number, i, end = 0, first, first
    while i < len(lines):
        match = RE_ROW.match(lines[i]) if len(lines[i]) <= LONGEST_LINE else None
        if match and int(match["number"]) in (1, number + 1):
            number = int(match["number"])
            row, i = _row(match, lines, i + 1, header)
            if not row:
                break
            rows.append(row)
            end = i
        elif RE_HEADING_NUMBER.match(lines[i].strip()) and len(lines[i]) <= LONGEST_HEADER_LINE:
            rows.append([lines[i].strip(), *[""] * (len(header) - 1)])
            i += 1
        else:
            break
    kept = len(rows)
    while kept and not rows[kept - 1][0].isdigit():
        kept -= 1  # a heading below the last row titles something else
    return rows[:kept], end


def _row(match: re.Match[str], lines: list[str], i: int, header: list[str]) -> tuple[list[str], int]:
    """The cells of a row that begins at a match, and the line behind it; none where the departments are not found.

    What stands on further lines goes on with the last cell, the last of them opens the columns that are missing.
    """
    width = len(header)
    texts = RE_BLANK.split(match["rest"])
    before = [kind_of(cell) for cell in header[1:]].index("role")  # columns between the number and the departments
    found = next((k for k in range(before, len(texts)) if are_bodies(texts[k])), 0)
    surplus = found - before
    if not found or len(texts) - surplus >= width:
        return [], i
    texts = ["".join(texts[: surplus + 1]), *texts[surplus + 1 :]]  # a space inside the text of the task
    missing = width - 1 - len(texts)
    more: list[str] = []
    while i < len(lines) and _continues(lines[i], texts[-1] if not more else more[-1], missing):
        more.append(lines[i].strip())
        i += 1
    opened = _openings(more, missing)
    for k, text in enumerate(more):
        if k in opened:
            texts.append(text)
        else:
            joined = "" if RE_GOES_ON.search(texts[-1]) else "、"
            texts[-1] += joined + text
    return [match["number"], *texts, *[""] * (width - 1 - len(texts))], i


def _openings(more: list[str], missing: int) -> frozenset[int]:
    """Which of the further lines open a column: the last that go on with no line above."""
    fresh = [k for k, _ in enumerate(more) if k == 0 or not RE_GOES_ON.search(more[k - 1])]
    return frozenset(fresh[-missing:] if missing > 0 else [])


def _continues(line: str, above: str, missing: int) -> bool:
    """True for a line of departments that belongs to the row above."""
    if RE_ROW.match(line) or not line.strip() or RE_HEADING_NUMBER.match(line.strip()):
        return False
    return are_bodies(line) and (missing > 0 or bool(RE_GOES_ON.search(above)))


def are_bodies(text: str) -> bool:
    """True for a cell that names departments and nothing else."""
    parts = [part for part in RE_PART.split(simplified(text)) if part]
    return all(RE_DEPARTMENT_END.search(part) or RE_LIST.search(part) for part in parts)
