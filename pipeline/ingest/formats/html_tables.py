"""The tables of a page: which hold data, and their cells by row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.formats.html_lines import RE_HIDDEN, Line, lines_of, whole
from pipeline.ingest.formats.html_patterns import RE_INFO_LABEL
from pipeline.ingest.formats.task_cells import simplified
from pipeline.ingest.formats.task_table import TableReader
from pipeline.ingest.raw import ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_SPAN = 60  # columns or rows that one table cell may cover
MOST_CELLS = 200_000  # of one table, spans included


class PageTables:
    """The tables of one page, read in its order: one without header may go on with the one before."""

    def __init__(self, root: HtmlElement) -> None:
        self._reader = TableReader()
        self._lines: dict[HtmlElement, list[Line] | None] = {}
        for table in root.iter("table"):
            self._lines[table] = self._read(table)

    @property
    def problems(self) -> list[ReadingProblem]:
        """What was left out of tables, or not understood."""
        return self._reader.problems

    def lines(self, table: HtmlElement) -> list[Line] | None:
        """The lines of a table that holds data; None for one that only lays out the page."""
        return self._lines.get(table)

    def _read(self, table: HtmlElement) -> list[Line] | None:
        if any("".join(inner.itertext()).strip() for inner in table.iterdescendants("table")):
            return None
        if _link_share(table) > 0.5:
            return None  # lists of news and menus were laid out as tables
        rows = _grid(table, self)
        if max((len(row) for row in rows), default=0) < 2 or _is_layout(rows):
            return None
        if sum(bool(RE_INFO_LABEL.match(simplified(cell))) for row in rows for cell in row if cell) >= 2:
            return [
                Line(text)
                for row in rows
                for text in label_lines([cell for i, cell in enumerate(row) if cell and (i == 0 or cell != row[i - 1])])
            ]
        before = table.getprevious()
        above = "".join(before.itertext()).strip() if before is not None else ""
        return [Line(text, structured=True) for text in self._reader.lines(rows, above) if text.strip()]


def _link_share(element: HtmlElement) -> float:
    linked = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
    return linked / max(1, len("".join("".join(element.itertext()).split())))


def _is_layout(rows: list[list[str | None]]) -> bool:
    """True if one cell holds nearly all the text, in several paragraphs: the page's frame, not a table."""
    sizes = [len(cell) for row in rows for cell in dict.fromkeys(cell for cell in row if cell)]
    longest = max((cell for row in rows for cell in row if cell), key=len, default="")
    return len(longest) > 200 and longest.count("\n") >= 3 and len(longest) > 0.6 * sum(sizes)


def _grid(table: HtmlElement, tables: PageTables) -> list[list[str | None]]:
    """The cells by row and column: a text in each column it spans, None below a cell that spans rows."""
    grid: list[list[str | None]] = []
    open_spans: dict[int, int] = {}  # column -> how many more rows a cell from above covers
    cells = 0
    for row in table.iter("tr"):
        line: list[str | None] = []
        for cell in row:
            if cell.tag not in ("td", "th") or RE_HIDDEN.search(cell.get("style") or ""):
                continue
            while open_spans.get(len(line), 0):
                open_spans[len(line)] -= 1
                line.append(None)
            columns = min(max(1, whole(cell.get("colspan"), 1)), MOST_SPAN)
            below = min(max(1, whole(cell.get("rowspan"), 1)), MOST_SPAN) - 1
            text = "\n".join(part.text for part in lines_of(cell, tables))
            for _ in range(columns):
                open_spans[len(line)] = below
                line.append(text)
            cells += columns
            if cells > MOST_CELLS:
                raise UnreadableNotice(
                    f"a table of this page has more than {MOST_CELLS} cells; copy the notice's text into a .txt file"
                )
        while open_spans.get(len(line), 0):
            open_spans[len(line)] -= 1
            line.append(None)
        grid.append(line)
    return grid


def label_lines(cells: list[str]) -> list[str]:
    """The box above a notice (索引号 | … | 发文字号 | …): one label with its value a line."""
    lines: list[str] = []
    for cell in cells:
        value = cell.replace("\n", " ")
        if lines and RE_INFO_LABEL.match(simplified(lines[-1])) and not RE_INFO_LABEL.match(simplified(value)):
            lines[-1] = f"{lines[-1].strip('【】[] ').rstrip('：: ')}：{value}"
        else:
            lines.append(value)
    # a label without its value says nothing
    return [line for line in lines if not RE_INFO_LABEL.match(simplified(line))]
