"""Workbooks that people fill in: written cell by cell, and read back within limits or refused with sheet and cell."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from pipeline.config import ConfigError
from pipeline.engine.csv_tables import FORMULA_SIGNS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 200
LARGEST_UNPACKED = 100 * 2**20  # bytes of all parts together
MOST_PARTS = 2_000
MOST_CELLS = 1_000_000  # of all sheets; a loaded one takes some 300 bytes
WIDEST, LONGEST = 2**14, 2**20  # columns and rows of any sheet
LARGEST_AREA = 20_000  # cells that are merged or linked as one
EXPORT_AGAIN = "export again and copy the answers over"


def read_sheet(data: bytes, sheet: str, columns: Sequence[str], *, file: str) -> list[tuple[int, dict[str, str]]]:
    """(row number, cells by column) of the rows of a sheet in which one of `columns` holds anything.

    The first row names the columns; others than `columns` are passed over. Raises ConfigError.
    """
    rows = _sheet(data, sheet, file).iter_rows()
    header = [_text(cell.value) for cell in next(rows, ())]
    if wrong := [name for name in columns if header.count(name) != 1]:
        raise ConfigError(
            f"{file}, sheet {sheet!r}, row 1: column {', '.join(wrong)} is missing or doubled "
            f"(found: {', '.join(filter(None, header)) or 'nothing'}). Restore the header row, or {EXPORT_AGAIN}."
        )
    at = {name: header.index(name) for name in columns}
    read = [(number, {name: cells[place] for name, place in at.items()}) for number, cells in enumerate(rows, start=2)]
    formulas = [cell.coordinate for _, cells in read for cell in cells.values() if cell.data_type == "f"]
    if formulas:
        raise ConfigError(
            f"{file}, sheet {sheet!r}, cells {', '.join(formulas[:5])}: hold a formula, whose result is not kept in "
            "every file. Copy the cells and paste them as values (选择性粘贴→数值)."
        )
    found = ((number, {name: _text(cell.value) for name, cell in cells.items()}) for number, cells in read)
    return [(number, cells) for number, cells in found if any(cells.values())]


def sheet_names(data: bytes, *, file: str) -> list[str]:
    """The names of a workbook's sheets. Raises ConfigError."""
    return list(_book(data, file).sheetnames)


def write_cell(cell: Cell | MergedCell, value: str | float) -> None:
    """Fill a cell of a sheet that people fill in. Text stays text whatever it begins with: no cell is a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, float):
        cell.value = value
    elif value:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type, cell.number_format = "s", "@"
        cell.quotePrefix = value.lstrip().startswith(FORMULA_SIGNS)


def write_header(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    """The first row: the names of the columns, each as wide as told (in characters)."""
    from openpyxl.styles import Font, PatternFill

    for column, (name, width) in enumerate(widths.items(), start=1):
        head = sheet.cell(1, column, name)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        sheet.column_dimensions[head.column_letter].width = width


def _sheet(data: bytes, sheet: str, file: str) -> Worksheet:
    from openpyxl.worksheet.worksheet import Worksheet

    book = _book(data, file)
    if sheet not in book.sheetnames:
        raise ConfigError(
            f"{file}: has no sheet {sheet!r} (found: {', '.join(book.sheetnames)[:300]}). "
            f"Restore the sheet's name, or {EXPORT_AGAIN}."
        )
    found = book[sheet]
    if not isinstance(found, Worksheet):
        raise ConfigError(f"{file}, sheet {sheet!r}: is a chart, not a table of cells; {EXPORT_AGAIN}.")
    if found.max_row > MOST_ROWS or found.max_column > MOST_COLUMNS:
        raise ConfigError(
            f"{file}, sheet {sheet!r}: reaches to row {found.max_row}, column {found.max_column}; something stands far "
            f"outside the table (Ctrl+End shows where). Delete those rows or columns; at most {MOST_ROWS} "
            "rows are read."
        )
    merged = sorted(str(area) for area in found.merged_cells.ranges)
    if merged:
        raise ConfigError(
            f"{file}, sheet {sheet!r}, cells {', '.join(merged[:5])}: are merged, so it cannot be told which rows they "
            "speak for. Unmerge them (取消合并单元格) and fill in each row."
        )
    return found


def _book(data: bytes, file: str) -> Any:
    """The workbook in `data`; whatever a damaged one makes the library raise is one refusal."""
    from openpyxl import load_workbook

    try:
        _check_parts(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that are passed over
            return load_workbook(io.BytesIO(data), read_only=False, data_only=False, keep_links=False)
    except Exception as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise ConfigError(f"{file}: cannot be read as an Excel workbook ({reason}). Save it as .xlsx again.") from None


def _check_parts(data: bytes) -> None:
    """Refuse what would take minutes or gigabytes to load, by its parts as they are written."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise ValueError(f"it holds more than {MOST_PARTS} parts or {LARGEST_UNPACKED // 2**20} MB unpacked")
        seen = _Seen()
        for part in parts:
            with archive.open(part) as content:
                seen.through(content)


class _Seen:
    """What the sheets of a workbook hold: cells, and cells that one mark is laid over (merged, linked)."""

    def __init__(self) -> None:
        self.cells = 0

    def through(self, content: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.element
        with suppress(expat.ExpatError):  # a picture; or damage, which the library tells
            parser.ParseFile(content)

    def element(self, name: str, attributes: dict[str, str]) -> None:
        from openpyxl.utils.cell import range_boundaries

        name = name.rpartition(":")[2]
        if name in ("c", "row"):
            self.cells += 1
        elif name in ("mergeCell", "hyperlink") and ":" in (area := attributes.get("ref", "")):
            left, top, right, bottom = range_boundaries(area)
            if ((right or WIDEST) - (left or 1) + 1) * ((bottom or LONGEST) - (top or 1) + 1) > LARGEST_AREA:
                raise ValueError(f"cells {area} are merged or linked as one, far more than a table has; undo that")
        if self.cells > MOST_CELLS:
            raise ValueError(f"it holds more than {MOST_CELLS} cells and rows")


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
