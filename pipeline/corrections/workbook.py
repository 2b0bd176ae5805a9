"""The check workbook: out with what was read, back with what a person decided, every row checked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.config import ConfigError
from pipeline.corrections.apply import NUMBERS
from pipeline.corrections.sheets import (
    CHANGED,
    DECISION,
    DECISIONS,
    NOTE,
    Cells,
    Sheet,
    place_of,
    read_value,
    sheets_with,
)
from pipeline.corrections.table import identified
from pipeline.engine.workbooks import read_sheet, sheet_names, write_cell, write_header
from pipeline.records import Correction

NOTES = (
    "每张工作表一行一项。在“判断”列选择：正确、改为（并在“改后…”列填写正确的值）、错误或删除、新增（在空行填写）。",
    "留空的行不会导入。不要改动其他列；可以筛选、排序。可疑的行排在前面，passage 为原文。",
    "导入：policy-trends correct import 文件名 --annotator 姓名缩写",
    "One thing a row. Choose in the first column: 正确 (right), 改为 (change: fill the 改后 columns), 错误/删除 (wrong), "
    "新增 (add, on an empty row). Rows left empty are not imported.",
)
WIDTHS = {DECISION: 9, NOTE: 18, "passage": 60, "zh": 50, "en": 50, "unit_begins": 24, "other_begins": 24}
NARROW = 14
LONGEST_LIST = 250  # characters of a drop-down: Excel takes no more
SPARE = 30  # empty rows below the table for what is added


def to_workbook(rows: Mapping[str, Sequence[Cells]], themes: Sequence[str] = ()) -> bytes:
    """An xlsx file: a sheet that explains, then one sheet a kind that has rows or may get some.
    No cell is a formula. `themes` are those to choose from, by id and name."""
    sheets = sheets_with(themes)
    book = Workbook()
    book.remove(book.worksheets[0])
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 110
    for number, line in enumerate((*NOTES, *(f"{sheet.name}: {sheet.says}" for sheet in sheets)), start=1):
        write_cell(notes.cell(number, 1), line)
    for sheet in sheets:
        if sheet.kind in rows:
            _fill(book.create_sheet(sheet.name), sheet, rows[sheet.kind])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(target: Worksheet, sheet: Sheet, rows: Sequence[Cells]) -> None:
    names = sheet.all_columns
    write_header(target, {name: WIDTHS.get(name, NARROW) for name in names})
    for number, cells in enumerate(rows, start=2):
        for column, name in enumerate(names, start=1):
            write_cell(target.cell(number, column), cells.get(name, "") if not name.startswith(CHANGED) else "")
    last = len(rows) + 1 + SPARE
    target.freeze_panes = "C2"
    target.auto_filter.ref = f"A1:{get_column_letter(len(names))}{last}"
    _offer(target, "A", tuple(DECISIONS), last)
    for field, allowed in sheet.changes.items():
        if allowed:
            _offer(target, get_column_letter(names.index(f"{CHANGED} {field}") + 1), allowed, last)


def _offer(target: Worksheet, column: str, values: Sequence[str], last: int) -> None:
    if len(",".join(values)) > LONGEST_LIST:
        return
    choice = DataValidation(type="list", formula1='"' + ",".join(values) + '"', allow_blank=True, showErrorMessage=True)
    choice.error = "请从下拉菜单中选择 / choose from the list"
    target.add_data_validation(choice)
    choice.add(f"{column}2:{column}{last}")


# -- and back ------------------------------------------------------------------------------------


def from_workbook(
    data: bytes,
    *,
    file: str,
    annotator: str,
    day: str,
    is_notice: Callable[[str], bool],
    themes: Sequence[str] = (),
) -> list[Correction]:
    """The decisions of a workbook. Raises ConfigError with a line for each row that cannot be taken over."""
    present = sheet_names(data, file=file)
    found: list[Correction] = []
    problems: list[str] = []
    for sheet in sheets_with(themes):
        if sheet.name not in present:
            continue
        for number, cells in read_sheet(data, sheet.name, sheet.all_columns, file=file):
            wrong = list(_problems(sheet, cells, is_notice))
            problems += [f"{file}, sheet {sheet.name}, row {number}, {problem}" for problem in wrong]
            if cells[DECISION] and not wrong:
                found += _decided(sheet, cells, annotator, day)
    if problems:
        raise ConfigError("\n".join([*problems, "Nothing was imported."]))
    return found


def _problems(sheet: Sheet, cells: Mapping[str, str], is_notice: Callable[[str], bool]) -> list[str]:
    """Why a row cannot be taken over: each with its column, its value and what to do."""
    decision, changes = cells[DECISION], _changes(sheet, cells)
    if not decision:
        return [f"column {DECISION}: is empty, but {', '.join(changes)} is filled in; choose 改为"] if changes else []
    if decision not in DECISIONS:
        return [f"column {DECISION}: {decision!r} is none; choose one of {', '.join(DECISIONS)}"]
    action, found = DECISIONS[decision], []
    for column in ("notice_id", "other_notice_id"):
        if column in sheet.columns and not is_notice(cells[column]):
            found.append(f"column {column}: {cells[column]!r} is not in the corpus; restore the cell")
    for column, value in place_of(sheet.kind, cells).items():
        if not value and column == "surface":
            found.append("the words that say which thing is meant are missing; fill in the row or export again")
    if action == "change" and not changes:
        found.append(f"column {DECISION}: 改为, but no column {CHANGED} … is filled in")
    if action == "change" and not sheet.changes:
        found.append(f"column {DECISION}: 改为 is not possible here; choose 正确, 删除 or 新增")
    if action in ("confirm", "delete") and changes:
        found.append(f"column {DECISION}: {decision}, but {', '.join(changes)} is filled in; choose 改为 or empty it")
    return found + [problem for name, value in changes.items() if (problem := _value_problem(sheet, name, value))]


def _value_problem(sheet: Sheet, field: str, value: str) -> str | None:
    allowed = sheet.changes[field]
    if sheet.kind == "theme" and _theme(value, allowed):
        return None
    if allowed and value not in allowed:
        return f"column {CHANGED} {field}: {value!r} is none; choose one of {', '.join(allowed)}"
    if sheet.kind == "target" and field in NUMBERS:
        try:
            NUMBERS[field](value)
        except ValueError:
            return f"column {CHANGED} {field}: {value!r} is no number; write digits, e.g. 250000 for 25万"
    return None


def _changes(sheet: Sheet, cells: Mapping[str, str]) -> dict[str, str]:
    return {field: cells[f"{CHANGED} {field}"] for field in sheet.changes if cells[f"{CHANGED} {field}"]}


def _theme(value: str, themes: Sequence[str]) -> str:
    """The id of a theme that a person chose or wrote: by id, by name, or by both as in the drop-down; else ""."""
    return next((theme.split()[0] for theme in themes if value in (theme, *theme.split(maxsplit=1))), "")


def _decided(sheet: Sheet, cells: Mapping[str, str], annotator: str, day: str) -> list[Correction]:
    """The decisions of one row: one for the whole, or one a changed field."""
    action, place = DECISIONS[cells[DECISION]], place_of(sheet.kind, cells)
    if action == "change":
        fields = _changes(sheet, cells)
        if sheet.kind == "theme":
            fields = {field: _theme(value, sheet.changes[field]) for field, value in fields.items()}
        return [_row(sheet, cells, action, place, field, value, annotator, day) for field, value in fields.items()]
    new = _added(sheet, cells) if action == "add" else ""
    return [_row(sheet, cells, action, place, "", new, annotator, day)]


def _added(sheet: Sheet, cells: Mapping[str, str]) -> str:
    """What is added, from the columns of what is right (or, where these are empty, of what was read)."""
    given = {field: cells[f"{CHANGED} {field}"] or cells.get(field, "") for field in sheet.changes}
    if sheet.kind == "target":
        typed: dict[str, Any] = {}
        for name, value in given.items():
            if value:
                typed[name] = (
                    NUMBERS[name](value) if name in NUMBERS else value == "是" if name == "each_year" else value
                )
        return json.dumps(typed, ensure_ascii=False)
    return given.get({"role": "role", "entity": "label", "unit": "kind"}.get(sheet.kind, ""), "")


def _row(
    sheet: Sheet,
    cells: Mapping[str, str],
    action: str,
    place: Mapping[str, str],
    field: str,
    new: str,
    annotator: str,
    day: str,
) -> Correction:
    where = {"other_notice_id": "", "other_unit": "", "other_surface": "", **place}
    if sheet.kind == "unit" and action == "add":
        old = cells["ends_with"]
    else:
        old = cells.get(field, "") if field else read_value(sheet.kind, cells)
    return identified(
        Correction(
            id="",
            kind=sheet.kind,
            action=action,  # type: ignore[arg-type]  # one of DECISIONS
            field=field,
            old=old,
            new=new,
            note=cells[NOTE],
            annotator=annotator,
            date=day,
            **where,
        )
    )
