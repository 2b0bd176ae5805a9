"""The workbook of a series: one typed sheet a table, findings first, and a last sheet that explains them all.

Cells of a notice's text are always text: nothing in a sheet is a formula, and links lead from sheet to
sheet only. The same tables give the same bytes.

Longer than 350 lines: looks, guide and sheets of one file that is written in one pass.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from pipeline.engine.csv_tables import FORMULA_SIGNS
from pipeline.report.series import Series
from pipeline.report.sheet_rows import Reader, Shown, shown_columns
from pipeline.report.tables import Kind, SeriesTable
from pipeline.report.wording import Wording

WrittenCell = Any  # a cell of a sheet that is only written: openpyxl makes it by a function and publishes no type

MOST_ROWS = 1_048_575  # of a sheet, below its header
MOST_CHARACTERS = 32_767  # of a cell
LONGEST_WRAPPED = 2000  # characters; a longer text, such as a whole notice, would take the screen for one row
HIGHEST = 400.0  # points a row may take; Excel allows 409
LINE = 15.0  # points a line takes
LATIN, CHINESE = (
    0.95,
    1.05,
)  # letters are narrower than the digit Excel measures by, Chinese signs a little wider than two
EPOCH = datetime(2000, 1, 1)  # every file says it was made then: the same tables, the same bytes
# What XML cannot hold, and what Excel would read as an escape of its own.
RE_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
RE_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
RE_EXCEL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
RE_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
# Excel shows yes and no as TRUE and FALSE by itself; other programs need the format to be told.
FORMATS = {
    "integer": "#,##0",
    "number": "0.000",
    "share": "0.0%",
    "year": "0",
    "date": "yyyy-mm-dd",
    "list": "@",
    "text": "@",
    "flag": '"TRUE";"TRUE";"FALSE"',
}
CENTRED, RIGHT = ("year", "date", "flag"), ("integer", "number", "share")
DIFFERENCE_FORMAT = "+0.0%;-0.0%;0.0%"
P_VALUES, P_FORMAT = ("p_value", "p_corrected"), '[<0.001]"<0.001";0.000'  # never shown as nought
DIFFERENCES = ("difference", "difference_low", "difference_high", "slope")
QUANTITY = re.compile(r"(?:old_|new_)?value(?:_high)?$")
# Widths in characters; what is read as running text is wide and wrapped, ids stay narrow on one line.
LONG = re.compile(r"(?:.*_)?text$|zh$|(?:old|new)_words$|message$|evidence$|url$")
MIDDLE = re.compile(r".*(?:title|bodies|indicator|headings|section|department|names|leads|word|file|issuer)$")
UNWRAPPED = {"words", "unit_ids", "heading_spans", "busiest", "themes", "sha256"}
WIDTHS = {"year": 9, "integer": 11, "number": 11, "share": 11, "flag": 11, "date": 12, "list": 28, "text": 16}
LONG_WIDTH, MIDDLE_WIDTH, NUMBER_WIDTH, WIDEST_HEADER = 64, 28, 18, 20
GUIDE_WIDTHS = (32, 44, 34, 12, 66, 56)
PAGE_WIDTH = 260.0  # characters on a printed page that can still be read
FONT_NAMES = {"zh": "微软雅黑", "en": "Calibri"}
INK, LINK, PAPER, RULE = "FF1F2933", "FF1F4E79", "FFE4EBF2", "FFC5CED8"
PLAIN, LARGE = 10, 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the columns its sheet shows; `cut` counts the cells too long for Excel."""

    table: SeriesTable
    title: str
    columns: Sequence[Shown]
    shown_rows: int
    cut: int = 0


def csv_name(table: str) -> str:
    return f"tables/{table}.csv"


def clean(text: str) -> str:
    """Text as a cell can hold it: control characters as visible signs (U+2400), what XML forbids as U+FFFD."""
    text = RE_CONTROL.sub(lambda found: "␡" if found[0] == "\x7f" else chr(0x2400 + ord(found[0])), text)
    return RE_EXCEL_ESCAPE.sub("_x005F_", RE_NOT_XML.sub("\ufffd", text))


def display_width(text: str) -> int:
    """The width of a line in narrow characters: a Chinese one takes two."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of that width, broken at words where it is Latin."""
    return sum(
        max(1, math.ceil(display_width(line) * (LATIN if line.isascii() else CHINESE) / width))
        for line in text.split("\n")
    )


def workbook_bytes(
    series: Series,
    tables: Sequence[SeriesTable],
    wording: Wording,
    *,
    title: str,
    version: str,
    most_rows: int = MOST_ROWS,
) -> bytes:
    """The workbook as bytes: a sheet for every table that a reader wants, findings first, then the explaining sheet."""
    return _Maker(series, wording, title=title, version=version, most_rows=most_rows).make(tables)


class _Maker:
    def __init__(self, series: Series, wording: Wording, *, title: str, version: str, most_rows: int) -> None:
        self.wording, self.title, self.version, self.most_rows = wording, title, version, most_rows
        self.sample = series.sample
        self.reader = Reader(series, wording)
        self.book = Workbook(write_only=True)
        font = FONT_NAMES.get(wording.language, FONT_NAMES["en"])
        self.plain = Font(name=font, size=PLAIN, color=INK)
        self.bold = Font(name=font, size=PLAIN, color=INK, bold=True)
        self.head = Font(name=font, size=LARGE, color=INK, bold=True)
        self.link = Font(name=font, size=PLAIN, color=LINK, underline="single")
        self.fill = PatternFill("solid", fgColor=PAPER)
        self.rule = Border(bottom=Side("thin", color=RULE))
        self.wrapped = Alignment(vertical="top", wrap_text=True)
        self.unwrapped = Alignment(vertical="top")
        self.centred = Alignment(vertical="top", horizontal="center")
        self.right = Alignment(vertical="top", horizontal="right", indent=1)
        self.headers = {
            where: Alignment(vertical="center", horizontal=where, wrap_text=True, indent=2 if where == "right" else 0)
            for where in ("left", "center", "right")
        }
        self._styles: dict[Any, Any] = {}

    def make(self, tables: Sequence[SeriesTable]) -> bytes:
        sheets = [self._plan(table) for table in tables]
        self.units_title = next(
            (sheet.title for sheet in sheets if sheet.table.name == "units" and sheet.shown_rows), ""
        )
        for sheet in sheets:
            if sheet.shown_rows:
                self._write(sheet)
        _Guide(self, sheets).write()
        properties = self.book.properties
        properties.title, properties.creator = clean(self.title), f"policy-trends {self.version}"
        properties.created = properties.modified = EPOCH
        buffer = io.BytesIO()
        self.book.save(buffer)
        return _steady(buffer.getvalue())

    def _plan(self, table: SeriesTable) -> Sheet:
        name = self.wording.entry(f"workbook.sheets.{table.name}.name")
        title = self.wording.plain("workbook.sample_name", name=name) if self.sample else name
        columns = shown_columns(table, self.reader)
        shown = min(len(table.rows), self.most_rows) if table.in_workbook else 0
        # a cell beyond the limit is rare: the texts are measured only where a raw value could be that long
        cut = sum(
            isinstance(value := column.take(row), str) and len(clean(value)) > MOST_CHARACTERS
            for row in islice(table.rows, shown)
            for column in columns
            if column.kind in ("text", "list")
        )
        return Sheet(table, title, columns, shown, cut)

    # -- a sheet of one table --------------------------------------------------------------------

    def _write(self, sheet: Sheet) -> None:
        page = self.book.create_sheet(sheet.title)
        widths = [column_width(column) for column in sheet.columns]
        self._lay_out(page, widths)
        page.print_area = f"A1:{get_column_letter(len(widths_printed(sheet, widths)))}{sheet.shown_rows + 1}"
        page.page_setup.fitToWidth = math.ceil(sum(widths_printed(sheet, widths)) / PAGE_WIDTH)
        page.freeze_panes = "A2"
        page.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{sheet.shown_rows + 1}"
        page.print_title_rows = "1:1"
        page.row_dimensions[1].height = (
            LINE * max(lines_of(column.name, width - 3) for column, width in zip(sheet.columns, widths)) + 6
        )
        page.append([self._header(page, column.name, column.kind) for column in sheet.columns])
        for number, row in enumerate(islice(sheet.table.rows, sheet.shown_rows), 2):
            file = csv_name(sheet.table.name)
            cells = [
                self._linked(self._cell(page, column, column.take(row), file), column, row) for column in sheet.columns
            ]
            page.row_dimensions[number].height = _row_height(cells, widths)
            page.append(cells)

    def _lay_out(self, page: Any, widths: Sequence[float]) -> None:
        for index, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(index)].width = width
        page.sheet_view.zoomScale = 100
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.oddFooter.center.text = self.wording.plain("workbook.footer", sheet=page.title)

    def _header(self, page: Any, text: str, kind: Kind = "text") -> WrittenCell:
        cell = self.text(
            page, text, self.bold, self.headers["center" if kind in CENTRED else "right" if kind in RIGHT else "left"]
        )
        cell.fill, cell.border = self.fill, self.rule
        return cell

    def text(self, page: Any, value: str, font: Font | None = None, alignment: Alignment | None = None) -> WrittenCell:
        """A cell that is text whatever it begins with."""
        cell: WrittenCell = WriteOnlyCell(page)
        cell._value, cell.data_type = clean(value), "s"  # set past openpyxl's guess, which takes "=1+1" for a formula
        self._style(
            cell,
            font or self.plain,
            alignment or self.wrapped,
            FORMATS["text"],
            quoted=value.lstrip(" ").startswith(FORMULA_SIGNS),
        )
        return cell

    def _style(
        self, cell: WrittenCell, font: Font, alignment: Alignment, number_format: str, *, quoted: bool = False
    ) -> None:
        """Give a cell its looks; openpyxl compares whole styles at each setting, so each is made once and copied."""
        key = (id(font), id(alignment), number_format, quoted)
        if key not in self._styles:
            cell.font, cell.alignment, cell.number_format, cell.quotePrefix = font, alignment, number_format, quoted
            self._styles[key] = cell._style
        cell._style = copy(self._styles[key])

    def _cell(self, page: Any, column: Shown, value: Any, file: str) -> WrittenCell | None:
        if value is None or value == "":
            return None
        if isinstance(value, float) and not math.isfinite(value):
            value = str(value)
        if isinstance(value, str):
            return self.text(
                page,
                self._within_limit(value, file),
                alignment=self.unwrapped if _on_one_line(column) or len(value) > LONGEST_WRAPPED else self.wrapped,
            )
        return self.number(
            page, value, number_format(column, value), self.centred if column.kind in CENTRED else self.right
        )

    def _linked(self, cell: WrittenCell | None, column: Shown, row: Any) -> WrittenCell | None:
        """A cell that tells of a passage, with a link to it among the units."""
        goal = self.reader.passage_row(row, column.machine) if cell is not None and self.units_title else None
        if cell is not None and goal:
            place = self.units_title.replace("'", "''")
            cell._hyperlink = Hyperlink(ref="A1", location=f"'{place}'!A{goal}")
            self._style(cell, self.link, self.wrapped, FORMATS["text"], quoted=bool(cell.quotePrefix))
        return cell

    def number(self, page: Any, value: Any, number_format: str, alignment: Alignment) -> WrittenCell:
        """A cell that is a number, a day or yes and no."""
        cell = WriteOnlyCell(page, value)
        self._style(cell, self.plain, alignment, number_format)
        return cell

    def _within_limit(self, value: str, file: str) -> str:
        if len(clean(value)) <= MOST_CHARACTERS:
            return value
        mark = self.wording.plain("workbook.cut", length=len(value), file=file)
        return clean(value)[: MOST_CHARACTERS - len(mark)] + mark


class _Guide:
    """The last sheet: what the series is, what each sheet holds, and what each column means."""

    def __init__(self, maker: _Maker, sheets: Sequence[Sheet]) -> None:
        self.maker, self.wording, self.sheets = maker, maker.wording, sheets
        self.page = maker.book.create_sheet(self.wording.entry("workbook.contents"))
        self.row = 0

    def write(self) -> None:
        remarks = self._remarks()
        columns_at = 1 + len(remarks) + 1 + 1 + len(self.sheets) + 1 + 1  # the header of the lower list
        shown = [sheet for sheet in self.sheets if sheet.shown_rows]
        self.maker._lay_out(self.page, GUIDE_WIDTHS)
        self.page.auto_filter.ref = f"A{columns_at}:F{columns_at + sum(len(sheet.columns) for sheet in shown)}"
        self._line([self.maker.text(self.page, self.maker.title, self.maker.head, self.maker.unwrapped)], height=30)
        for remark in remarks:
            self._line([self.maker.text(self.page, remark, alignment=self.maker.unwrapped)])
        self._line([])
        self._header("overview", ("sheet", "row", "file", "rows", "source", "remark"))
        for sheet in self.sheets:
            self._overview(sheet)
        self._line([])
        self._header("columns", ("sheet", "name", "machine", "kind", "meaning", "codes"))
        for sheet in shown:
            for column in sheet.columns:
                self._column(sheet, column)

    def _remarks(self) -> list[str]:
        sample = [self.wording.plain("sample.remark")] if self.maker.sample else []
        return [
            *sample,
            self.wording.plain("workbook.made_by", version=self.maker.version),
            *self.wording.entry("workbook.how_to"),
        ]

    def _line(self, cells: Sequence[WrittenCell | None], height: float = 0) -> None:
        self.row += 1
        self.page.row_dimensions[self.row].height = height or _row_height(cells, GUIDE_WIDTHS)
        self.page.append(cells)

    def _header(self, entry: str, names: Iterable[str]) -> None:
        self._line(
            [
                self.maker._header(
                    self.page, self.wording.entry(f"workbook.{entry}.{name}"), "integer" if name == "rows" else "text"
                )
                for name in names
            ],
            height=LINE + 6,
        )

    def _link(self, sheet: Sheet) -> WrittenCell:
        if not sheet.shown_rows:
            return self.maker.text(self.page, sheet.title)
        cell = self.maker.text(self.page, sheet.title, self.maker.link)
        place = sheet.title.replace("'", "''")
        cell._hyperlink = Hyperlink(ref="A1", location=f"'{place}'!A1", display=sheet.title)
        return cell

    def _overview(self, sheet: Sheet) -> None:
        table = sheet.table
        rows = self.maker.number(self.page, len(table.rows), FORMATS["integer"], self.maker.right)
        texts = [self.wording.entry(f"workbook.sheets.{table.name}.row"), csv_name(table.name)]
        sources = [self._source(path, stage) for path, stage in zip(table.paths, table.stages)]
        self._line(
            [
                self._link(sheet),
                *(self.maker.text(self.page, text) for text in texts),
                rows,
                self.maker.text(self.page, "\n".join(sources)),
                self.maker.text(self.page, self._remark(sheet)),
            ]
        )

    def _source(self, path: str, stage: str) -> str:
        return (
            self.wording.plain("workbook.source_corpus", path=path)
            if stage == "user"
            else self.wording.plain("workbook.source", path=path, stage=stage)
        )

    def _remark(self, sheet: Sheet) -> str:
        total = len(sheet.table.rows)
        if not total:
            return self.wording.plain("workbook.no_rows")
        if not sheet.table.in_workbook:
            return self.wording.plain("workbook.in_csv")
        cut_rows = (
            [self.wording.plain("workbook.rows_cut", rows=sheet.shown_rows, total=total)]
            if sheet.shown_rows < total
            else []
        )
        cut_cells = [self.wording.plain("workbook.cells_cut", count=sheet.cut)] if sheet.cut else []
        return "\n".join(cut_rows + cut_cells)

    def _column(self, sheet: Sheet, column: Shown) -> None:
        kind = self.wording.entry(f"workbook.kinds.{column.kind}")
        texts = [column.name, column.machine, kind, column.meaning, self._codes(column)]
        self._line([self._link(sheet), *(self.maker.text(self.page, text) for text in texts)])

    def _codes(self, column: Shown) -> str:
        if not column.codes or column.codes == "diagnostics":
            return ""  # too many to list; each row says what it means
        entries = self.wording.entry(column.codes)
        separator = str(self.wording.entry("workbook.bodies_separator"))
        return separator.join(
            f"{name['label'] if isinstance(name, dict) else name} = {code}" for code, name in entries.items()
        )


def _on_one_line(column: Shown) -> bool:
    return column.machine in UNWRAPPED or column.machine.endswith("_id")


def number_format(column: Shown, value: Any) -> str:
    """How Excel shows a number: years without separators, shares as per cent, a quantity with the digits it has."""
    if column.machine in DIFFERENCES:
        return DIFFERENCE_FORMAT
    if QUANTITY.match(column.machine):
        return "#,##0" if float(value).is_integer() else "#,##0.0###"
    return P_FORMAT if column.machine in P_VALUES else FORMATS[column.kind]


def column_width(column: Shown) -> float:
    """A width that shows the column's usual values, and its header in at most two lines beside the filter's arrow."""
    if LONG.match(column.machine):
        width = LONG_WIDTH
    elif MIDDLE.match(column.machine):
        width = MIDDLE_WIDTH
    elif QUANTITY.match(column.machine):
        width = NUMBER_WIDTH
    elif column.machine.endswith("_id"):
        width = MIDDLE_WIDTH - 4
    else:
        width = WIDTHS[column.kind]
    return max(width, min(WIDEST_HEADER, display_width(column.name) + 4))


def widths_printed(sheet: Sheet, widths: Sequence[float]) -> Sequence[float]:
    """The widths of the columns that a reader wants on paper: ids and scores behind them stay on the screen."""
    leading = sheet.table.leading
    return widths[: sum(column.machine.partition("[")[0] in leading for column in sheet.columns)]


def _row_height(cells: Sequence[WrittenCell | None], widths: Sequence[float]) -> float:
    lines = [
        lines_of(cell._value, width)
        for cell, width in zip(cells, widths)
        if cell is not None and cell.data_type == "s" and cell.alignment.wrap_text
    ]
    return min(HIGHEST, LINE * max(lines, default=1) + 3)


def _steady(data: bytes) -> bytes:
    """The same archive without the time it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = RE_MODIFIED.sub(rb"\g<1>" + EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), content)
            new.writestr(zipfile.ZipInfo(name, date_time=EPOCH.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
