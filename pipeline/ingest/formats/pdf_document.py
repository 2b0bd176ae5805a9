"""PDF files with a text layer: lines become paragraphs again, tables become lines, running heads go.

A PDF knows characters and places, nothing else. What is a paragraph is read from the page as a
person reads it: the first line is indented, the last one ends before the right margin, a wider gap
or another size starts something new.

Not read: pages set in columns, tables without ruled lines, text turned by 90 degrees.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from pipeline.ingest.formats.task_table import RE_HEADING_NUMBER, breaks_between_departments, table_lines
from pipeline.ingest.normalise import RADICALS
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from pdfplumber.page import Page

LARGEST_FILE = 50 * 2**20  # bytes
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000  # of one document; 500 dense pages have that many
MOST_UNPACKED = 300 * 2**20  # bytes of all compressed streams but pictures
MOST_RULES_ON_A_PAGE = (
    3_000  # drawn lines and boxes; a page with more is a map or a chart, and searching it for tables takes minutes
)
MARGIN_ZONE = 0.12  # share of the page's height, at its top and bottom, where running heads and page numbers stand
NARROWEST_TEXT = 0.5  # share of the page's width that full lines take at least
LEAST_CHARACTERS = 10  # on a page; fewer beside a picture are no text layer
SCANNER_NOTE = 60  # characters; a page-wide picture with no more text than this is a scan with a stamp of its scanner
MOST_UNMAPPED = 0.2  # share of characters whose font does not say what they are

RE_PAGE_NUMBER = re.compile(
    r"^[\s—–―─－\-·.~]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})\s*[页頁]?\s*(?:[/／,，]?\s*共?\s*\d{1,4}\s*[页頁]?)?[\s—–―─－\-·.~]*$"
)  # — 3 —, 第3页 共10页, 3/10
RE_CONTENTS_LINE = re.compile(r"(?:\.\s?|…|·\s?|．){4,}\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?$")  # 一、总体要求........3
RE_UNMAPPED = re.compile(r"^\(cid:\d+\)$|^[\ue000-\uf8ff]$")
RE_ITEM = re.compile(
    r"^(?:\d{1,3}[.．、](?!\d)|\d{1,3}[.．、](?=\d{4}年)|[（(]\d{1,2}[）)]|[①-⑳]|第[一二三四五六七八九十百]{1,4}条|—{1,2}|附件)"
)
RE_SENTENCE_END = re.compile(r"[。；：！？”）]$")
RE_FIRST_WORD = re.compile(
    r"([\x21-\x7e]*)[“‘（《]?.?[，。；：、！？”’）》%]?"
)  # what cannot be torn off the beginning of a line
RE_LATIN = re.compile(r"[A-Za-z]")

# Fonts that draw a radical and a character with one glyph make PDF writers (Chromium among them) note
# the radical: ⼀ for 一, ⻓ for 长. NFKC knows the 214 Kangxi radicals; the cleaning knows the others.
KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(RADICALS)


@dataclass(slots=True)
class _Line:
    """One printed line: its text and its place on the page, in points from the top left corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int


@dataclass(slots=True)
class _Cell:
    """The text of a table cell; `is_open` if its last line fills the cell, so that the text may go on."""

    text: str
    is_open: bool = False


@dataclass(slots=True)
class _Table:
    rows: list[list[_Cell | None]]
    edges: list[float]  # the columns' left and right borders
    top: float
    bottom: float
    page: int  # the last one it stands on


@dataclass(slots=True)
class _Sheet:
    """What one page holds, from top to bottom."""

    number: int
    width: float
    height: float
    items: list[_Line | _Table] = field(default_factory=list)
    is_picture: bool = False
    unmapped: int = 0
    characters: int = 0
    has_too_many_rules: bool = False
    is_too_much: bool = False

    @property
    def lines(self) -> list[_Line]:
        return [item for item in self.items if isinstance(item, _Line)]


# -- characters to lines -------------------------------------------------------------------------


def _text_lines(characters: list[dict[str, Any]], page: int) -> list[_Line]:
    """Characters gathered into lines by height, and ordered from left to right."""
    groups: list[list[dict[str, Any]]] = []
    middle = 0.0
    for char in sorted(characters, key=lambda char: (char["top"] + char["bottom"]) / 2):
        own = (char["top"] + char["bottom"]) / 2
        if groups and own - middle <= 0.4 * min(char["size"], groups[-1][0]["size"]):
            groups[-1].append(char)
            middle += (own - middle) / len(groups[-1])
        else:
            groups.append([char])
            middle = own
    lines = [_line(group, page) for group in groups]
    return [line for line in lines if line.text]


def _line(characters: list[dict[str, Any]], page: int) -> _Line:
    characters = sorted(characters, key=lambda char: (char["x0"], char["top"]))
    shown = [char for char in characters if char["text"].strip()]
    if not shown:
        return _Line("", 0, 0, 0, 0, 0, page)
    text = ""
    before: dict[str, Any] | None = None
    for char in characters:
        if before is not None and char["x0"] >= before["x0"]:
            if char["text"] == before["text"] and char["x0"] - before["x0"] < 0.15 * char["size"]:
                continue  # bold type made by printing twice
            gap = char["x0"] - before["x1"]
            both_latin = before["text"].isascii() and char["text"].isascii()
            if gap > (0.2 if both_latin else 0.8) * char["size"] and not text.endswith(" "):
                text += " "
        text += char["text"]
        before = char
    sizes = Counter(round(char["size"], 1) for char in shown)
    return _Line(
        text=re.sub(r"\s+", " ", text.translate(KANGXI)).strip(),
        x0=shown[0]["x0"],
        x1=max(char["x1"] for char in shown),
        top=min(char["top"] for char in shown),
        bottom=max(char["bottom"] for char in shown),
        size=max(sizes, key=lambda size: (sizes[size], size)),
        page=page,
    )


# -- tables --------------------------------------------------------------------------------------


def _cluster(values: list[float], tolerance: float = 2.0) -> list[float]:
    """Sorted values, those within the tolerance of their neighbour taken as one."""
    clusters: list[float] = []
    for value in sorted(values):
        if not clusters or value - clusters[-1] > tolerance:
            clusters.append(value)
    return clusters


def _nearest(values: list[float], wanted: float) -> int:
    return min(range(len(values)), key=lambda i: abs(values[i] - wanted))


def _within(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _find_tables(
    page: Page, characters: list[dict[str, Any]], number: int
) -> list[tuple[_Table, tuple[float, float, float, float]]]:
    """The ruled tables of a page with at least two columns and two rows, each with its box."""
    found = []
    for table in page.find_tables({"explicit_horizontal_lines": _missing_rules(page)}):
        cells = sorted((cell for cell in table.cells if cell), key=lambda cell: (cell[1], cell[0]))
        columns = _cluster([x for cell in cells for x in (cell[0], cell[2])])
        rows = _cluster([y for cell in cells for y in (cell[1], cell[3])])
        inside = [char for char in characters if _within(char, table.bbox)]
        # a table with one row is one only where it goes on from the page before
        if len(columns) < 3 or len(rows) < 2 or not inside:
            continue
        found.append(
            (
                _Table(_grid(cells, columns, rows, inside, number), columns, table.bbox[1], table.bbox[3], number),
                table.bbox,
            )
        )
    return found


def _missing_rules(page: Page) -> list[float]:
    """The heights where the upright rules of a table end in the open: a page break that cuts a row draws no rule."""
    # the ends of upright rules that are drawn as thin boxes are no level rules
    level = {
        round(edge["top"]) + near
        for edge in page.edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > 5
        for near in (-2, -1, 0, 1, 2)
    }
    ends: dict[int, set[int]] = {}
    for edge in page.edges:
        if edge["orientation"] == "v":
            for height in (round(edge["top"]), round(edge["bottom"])):
                ends.setdefault(height, set()).add(round(edge["x0"]))
    return [float(height) for height in sorted(ends) if len(ends[height]) >= 3 and height not in level]


def _grid(
    cells: list[Any], columns: list[float], rows: list[float], characters: list[dict[str, Any]], page: int
) -> list[list[_Cell | None]]:
    """The cells by row and column: a text in each column it spans, None below a cell that spans rows."""
    places = {
        (_nearest(columns, cell[0]), _nearest(rows, cell[1]), _nearest(columns, cell[2]), _nearest(rows, cell[3])): cell
        for cell in cells
    }
    covered = {(i, j) for left, top, right, bottom in places for i in range(top, bottom) for j in range(left, right)}
    for left, top, bottom in _open_cells(covered, len(rows) - 1, len(columns) - 1):
        places[left, top, left + 1, bottom] = (columns[left], rows[top], columns[left + 1], rows[bottom])
    lines = {
        place: _text_lines([char for char in characters if _within(char, box)], page) for place, box in places.items()
    }
    padding = min((line.x0 - places[place][0] for place, own in lines.items() for line in own), default=0.0)
    grid: list[list[_Cell | None]] = [[None for _ in columns[1:]] for _ in rows[1:]]
    for place, box in places.items():
        left, top, right, _ = place
        content = _cell(lines[place], box[2] - box[0] - 2 * max(0.0, padding))
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


def _cell(lines: list[_Line], width: float) -> _Cell:
    """The lines of a cell; one that fills the cell's width goes on in the next."""
    text, is_full = "", False
    for i, line in enumerate(lines):
        if i:
            above = lines[i - 1]
            is_narrow = width < 13 * line.size
            separate = not is_full or (is_narrow and breaks_between_departments(above.text, line.text))
            text += "\n" if separate else _glue(text, line.text)
        text += line.text
        # one character less where punctuation must not open the next line
        is_full = width - (line.x1 - line.x0) < 2.1 * line.size
    return _Cell(text, is_full)


def _goes_on(above: list[_Cell | None], below: list[_Cell | None]) -> bool:
    """True if a row is the rest of the one above, which a page break cut: 序号 is blank, an open cell goes on."""
    first = below[0]
    return (first is None or not first.text) and any(
        over is not None and over.is_open and under is not None and under.text
        for over, under in zip(above, below, strict=True)
    )


def _join_tables(above: _Table, below: _Table) -> None:
    """Appends the rows of the same table on the next page; a row or a merged cell cut in two becomes one again."""
    rows = [list(row) for row in below.rows]
    header = [cell.text if cell else None for cell in above.rows[0]]
    start = 1 if rows and [cell.text if cell else None for cell in rows[0]] == header else 0
    if len(rows) > start and _goes_on(above.rows[-1], rows[start]):
        last = above.rows[-1]
        for j, cell in enumerate(rows.pop(start)):
            own = last[j]
            if cell is not None and cell.text:
                last[j] = _Cell(
                    (own.text + (_glue(own.text, cell.text) if own.is_open else "\n") if own and own.text else "")
                    + cell.text,
                    cell.is_open,
                )
    elif len(rows) > start:
        for j in range(len(rows[start])):
            _join_merged_cell(above.rows, rows[start], j)
    above.rows.extend(rows[start:])
    above.page = below.page


def _join_merged_cell(above: list[list[_Cell | None]], row: list[_Cell | None], j: int) -> None:
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


# -- pages ---------------------------------------------------------------------------------------


def _read_page(page: Page, number: int) -> _Sheet:
    from pipeline.ingest.formats.pdf_pages import TooMuchDrawn, draw

    sheet = _Sheet(number, float(page.width), float(page.height))
    try:
        draw(page)
    except TooMuchDrawn:
        sheet.is_too_much = True
        return sheet
    characters = [
        char
        for char in page.chars
        if char.get("upright", True)
        and char["size"] > 1
        and 0 <= char["x0"] <= page.width
        and 0 <= char["top"] <= page.height
    ]
    shown = [char for char in characters if char["text"].strip()]
    sheet.characters = len(shown)
    sheet.unmapped = sum(bool(RE_UNMAPPED.match(char["text"])) for char in shown)
    covered = max(
        ((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images), default=0.0
    )
    is_wide = covered > 0.5 * float(page.width) * float(page.height)
    sheet.is_picture = (bool(page.images) and len(shown) < LEAST_CHARACTERS) or (is_wide and len(shown) < SCANNER_NOTE)
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    sheet.has_too_many_rules = rules > MOST_RULES_ON_A_PAGE
    tables = _find_tables(page, characters, number) if 2 <= rules <= MOST_RULES_ON_A_PAGE and shown else []
    running = [char for char in characters if not any(_within(char, box) for _, box in tables)]
    sheet.items = sorted([*_text_lines(running, number), *(table for table, _ in tables)], key=lambda item: item.top)
    return sheet


def _drop_running_heads(sheets: list[_Sheet]) -> None:
    """Takes page numbers and the lines repeated at the same place of several pages out."""
    places: dict[tuple[bool, str], list[tuple[int, float]]] = {}
    for sheet in sheets:
        for line in sheet.lines:
            if _in_margin(line, sheet):
                places.setdefault(_head_key(line, sheet), []).append((sheet.number, line.top))
    repeated: dict[tuple[bool, str], float] = {}
    for key, found in places.items():
        height = median(top for _, top in found)
        pages = {number for number, top in found if abs(top - height) <= 10}
        if len(pages) >= 3 or (len(pages) >= 2 and 2 * len(pages) >= len(sheets)):
            repeated[key] = height
    for sheet in sheets:
        kept: list[_Line | _Table] = []
        for item in sheet.items:
            if isinstance(item, _Line) and _in_margin(item, sheet):
                height = repeated.get(_head_key(item, sheet))
                if RE_PAGE_NUMBER.match(item.text) or (height is not None and abs(item.top - height) <= 10):
                    continue
            kept.append(item)
        sheet.items = kept


def _in_margin(line: _Line, sheet: _Sheet) -> bool:
    return line.bottom < MARGIN_ZONE * sheet.height or line.top > (1 - MARGIN_ZONE) * sheet.height


def _head_key(line: _Line, sheet: _Sheet) -> tuple[bool, str]:
    """Top or bottom, and the text without its numbers and spaces: 第3页 and 第4页 are the same."""
    return line.top > sheet.height / 2, re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))


# -- lines to paragraphs -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the body's lines stand: margins, the distance from line to line, and whether first lines are indented."""

    left: float
    right: float
    pitch: float
    is_indented: bool


def _layout(lines: list[_Line], width: float) -> _Layout:
    """The layout most lines of pages of one width follow.

    A margin is the outermost place where several lines begin or end; where none is long enough to
    reach it, the right margin is as wide as the left one.
    """
    sizes = Counter(round(line.size) for line in lines for _ in line.text)
    body_size = max(sizes, key=lambda size: (sizes[size], size))
    body = [line for line in lines if abs(line.size - body_size) <= 1] or lines
    several = max(2, len(body) * 0.03)
    starts, ends = Counter(round(line.x0 / 3) for line in body), Counter(round(line.x1 / 3) for line in body)
    left = min((place for place in starts if starts[place] + starts[place + 1] >= several), default=min(starts)) * 3
    right = max((place for place in ends if ends[place] + ends[place - 1] >= several), default=max(ends)) * 3
    if right - left < NARROWEST_TEXT * width:
        right = width - left
    steps = [
        below.top - above.top
        for above, below in itertools.pairwise(body)
        if above.page == below.page and 0 < below.top - above.top < 4 * body_size
    ]
    indents = sum(1.2 * body_size < line.x0 - left < 2.8 * body_size for line in body)
    return _Layout(left, right, median(steps) if steps else 1.5 * body_size, indents >= max(2, 0.08 * len(body)))


def _starts_paragraph(above: _Line, line: _Line, layout: _Layout) -> bool:
    """True if a line begins something new instead of going on from the line above."""
    if abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return True
    if above.page == line.page and line.top - above.top > 1.25 * layout.pitch:
        return True
    if layout.right - above.x1 > _first_word_width(line) + 1.2 * line.size:
        return True
    if line.x0 - layout.left > 1.2 * line.size:
        # a block set in from the left goes on at its own margin
        hangs = abs(line.x0 - above.x0) < 0.3 * line.size and not RE_SENTENCE_END.search(above.text)
        return not hangs or bool(RE_ITEM.match(line.text) or RE_HEADING_NUMBER.match(line.text))
    if layout.is_indented:
        return False
    return bool(RE_SENTENCE_END.search(above.text)) and bool(
        RE_ITEM.match(line.text) or RE_HEADING_NUMBER.match(line.text)
    )


def _first_word_width(line: _Line) -> float:
    """The room the line above would have needed to take the first word of this one."""
    match = RE_FIRST_WORD.match(line.text)
    narrow = len(match[1]) if match else 0
    return (0.55 * narrow + len(match[0]) - narrow) * line.size if match else line.size


def _glue(above: str, below: str) -> str:
    """What stands between two halves of a line: nothing in Chinese, a space between two Latin words."""
    return " " if RE_LATIN.match(above[-1:]) and RE_LATIN.match(below[:1]) else ""


def _paragraphs(sheets: list[_Sheet]) -> Iterator[str]:
    """The paragraphs and table lines of all pages in order; both may run over pages."""
    layouts = _layouts(sheets)
    text, above, table = "", None, None
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, _Table):
                if text:
                    yield text
                text, above = "", None
                if table is not None and _is_same_table(table, item):
                    _join_tables(table, item)
                    continue
                if table is not None:
                    yield from _lines_of_table(table)
                table = item
                continue
            if table is not None:
                yield from _lines_of_table(table)
                table = None
            if RE_CONTENTS_LINE.search(item.text):
                continue
            if above is not None and not _starts_paragraph(above, item, layouts[sheet.number]):
                text += _glue(text, item.text) + item.text
            else:
                if text:
                    yield text
                text = item.text
            above = item
    if text:
        yield text
    if table is not None:
        yield from _lines_of_table(table)


def _layouts(sheets: list[_Sheet]) -> dict[int, _Layout]:
    """The layout of each page: pages of one size share theirs, as upright and sideways pages of a notice do."""
    shapes: dict[tuple[int, int], list[_Line]] = {}
    for sheet in sheets:
        shapes.setdefault((round(sheet.width), round(sheet.height)), []).extend(sheet.lines)
    layouts = {shape: _layout(lines, shape[0]) for shape, lines in shapes.items() if lines}
    return {
        sheet.number: layouts[shape]
        for sheet in sheets
        if (shape := (round(sheet.width), round(sheet.height))) in layouts
    }


def _is_same_table(above: _Table, below: _Table) -> bool:
    return (
        below.page == above.page + 1
        and len(above.edges) == len(below.edges)
        and all(abs(one - other) <= 5 for one, other in zip(above.edges, below.edges, strict=True))
    )


def _lines_of_table(table: _Table) -> list[str]:
    return table_lines([[None if cell is None else cell.text for cell in row] for row in table.rows])


# -- the file ------------------------------------------------------------------------------------


def _check_streams(data: bytes) -> None:
    """Refuses a file whose compressed streams unpack to more than MOST_UNPACKED; pictures are never unpacked."""
    if b"/Encrypt" in data:
        return
    total = 0
    for match in re.finditer(rb"stream\r?\n", data):
        start = match.end()
        before = data[max(0, match.start() - 500) : match.start()]
        if (
            data[match.start() - 3 : match.start()] == b"end"
            or data[start : start + 1] != b"\x78"
            or b"/Image" in before[before.rfind(b" obj") + 1 :]
        ):
            continue
        unpacker, packed = zlib.decompressobj(), data[start : data.find(b"endstream", start)]
        try:
            while packed and not unpacker.eof:
                total += len(unpacker.decompress(packed, 2**22))
                packed = unpacker.unconsumed_tail
                if total > MOST_UNPACKED:
                    raise UnreadableNotice(
                        f"this PDF unpacks to more than {MOST_UNPACKED // 2**20} MB of text and drawing; print the notice's pages to a new PDF and read that"
                    )
        except zlib.error:
            continue  # bytes that only look like a stream


def _why_unreadable(error: BaseException) -> UnreadableNotice:
    """The sentence for a PDF that cannot be opened; the library wraps the true cause in its own error."""
    causes = [
        error,
        *(cause for cause in (error.__cause__, error.__context__, *error.args) if isinstance(cause, BaseException)),
    ]
    if any(isinstance(cause, MemoryError) for cause in causes):
        raise MemoryError from error
    names = {type(cause).__name__ for cause in causes}
    if names & {"PDFPasswordIncorrect", "PDFEncryptionError"}:
        return UnreadableNotice(
            "this PDF is protected by a password; open it with its password and print it to a new PDF without one"
        )
    return UnreadableNotice(
        f"this PDF is damaged or no PDF ({type(error).__name__}: {str(error)[:100]}); download it again, or open it and print it to a new PDF"
    )


def _read_sheets(data: bytes) -> list[_Sheet]:
    import pdfplumber

    from pipeline.ingest.formats.pdf_pages import CheckedFonts, count_pages

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a bounding box
    sheets: list[_Sheet] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            document.rsrcmgr = CheckedFonts()
            if count_pages(document, MOST_PAGES) > MOST_PAGES:
                raise UnreadableNotice(
                    f"this PDF has more than {MOST_PAGES} pages; print the notice's own pages to a new PDF"
                )
            for number, page in enumerate(document.pages, 1):
                sheets.append(_read_page(page, number))
                page.close()
                if sum(sheet.characters for sheet in sheets) > MOST_CHARACTERS:
                    raise UnreadableNotice(
                        f"this PDF has more than {MOST_CHARACTERS} characters ({number} of {len(document.pages)} pages read); print the notice's own pages to a new PDF"
                    )
    except (UnreadableNotice, MemoryError):
        raise
    except Exception as error:  # the library raises whatever a broken file provokes
        raise _why_unreadable(error) from error
    return sheets


def _page_list(sheets: list[_Sheet]) -> str:
    numbers = [str(sheet.number) for sheet in sheets]
    return ", ".join(numbers[:8]) + (", …" if len(numbers) > 8 else "")


def _check_text_layer(sheets: list[_Sheet]) -> list[ReadingProblem]:
    """Refuses scans and fonts without meaning; warns where only some pages or characters are affected."""
    pictures = [sheet for sheet in sheets if sheet.is_picture]
    with_text = [sheet for sheet in sheets if sheet.characters >= LEAST_CHARACTERS and not sheet.is_picture]
    next_step = "run text recognition (OCR) on it, or take the notice's text from the issuer's page"
    crammed = [sheet for sheet in sheets if sheet.is_too_much]
    if len(crammed) == len(sheets) and sheets:
        raise UnreadableNotice(
            f"the pages of this PDF draw too much to be text (a map, a chart, or instructions without end); {next_step}"
        )
    if len(pictures) > len(with_text):
        raise UnreadableNotice(
            f"this PDF is a scan: {len(pictures)} of {len(sheets)} pages are pictures without text; {next_step}"
        )
    if not with_text and not any(sheet.characters for sheet in sheets):
        raise UnreadableNotice(f"none of this PDF's {len(sheets)} pages holds text; {next_step}")
    characters, unmapped = sum(sheet.characters for sheet in sheets), sum(sheet.unmapped for sheet in sheets)
    if unmapped > MOST_UNMAPPED * characters:
        raise UnreadableNotice(
            f"{unmapped} of {characters} characters of this PDF have no meaning: its fonts lack a Unicode table; {next_step}"
        )
    problems = []
    if pictures:
        problems.append(
            ReadingProblem(
                "pages-without-text",
                "warning",
                f"pages {_page_list(pictures)} of {len(sheets)} are pictures; what they print is not in the text",
            )
        )
    if unmapped:
        problems.append(
            ReadingProblem(
                "undecodable-characters", "warning", f"{unmapped} characters have no meaning in this PDF's fonts"
            )
        )
    if crammed:
        problems.append(
            ReadingProblem(
                "pages-not-read",
                "warning",
                f"pages {_page_list(crammed)} of {len(sheets)} draw too much to be text (maps, charts); what they print is not in the text",
            )
        )
    crowded = [sheet for sheet in sheets if sheet.has_too_many_rules]
    if crowded:
        problems.append(
            ReadingProblem(
                "tables-not-searched",
                "warning",
                f"pages {_page_list(crowded)} hold more than {MOST_RULES_ON_A_PAGE} drawn lines; tables on them are read as running text",
            )
        )
    return problems


def read_pdf(data: bytes) -> RawText:
    """The text of a PDF: paragraphs joined again over lines and pages, tables as lines, no page numbers."""
    if len(data) > LARGEST_FILE:
        raise UnreadableNotice(
            f"this PDF has {len(data) // 2**20} MB, the limit is {LARGEST_FILE // 2**20} MB; print the notice's own pages to a new PDF"
        )
    _check_streams(data)
    sheets = _read_sheets(data)
    problems = _check_text_layer(sheets)
    _drop_running_heads(sheets)
    return RawText("\n".join(_paragraphs(sheets)), tuple(problems))
