"""Printed lines to paragraphs, as a person reads a page.

The first line of a paragraph is set in, or hangs out to the left of the others; the last one ends
before the right margin; a wider gap or another size starts something new. A line that fills its room
and ends in the middle of a sentence always goes on.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from pipeline.ingest.formats.pdf_lines import Line
from pipeline.ingest.formats.pdf_order import Sheet
from pipeline.ingest.formats.pdf_tables import Table, is_same_table, join_tables
from pipeline.ingest.formats.pdf_words import RE_NUMBER_ALONE, ends_sentence, first_word_width, glue, opens_item
from pipeline.ingest.formats.task_cells import simplified
from pipeline.ingest.formats.task_table import RE_CONTINUED, TableReader

NARROWEST_TEXT = 0.5  # share of the page's width that full lines take at least
WIDEST_HANG = 5  # characters from the number of an item to the text below which its other lines begin
FARTHEST_START = 0.35  # share of the text's width; a line of running text begins left of it
# characters that a line of running text may leave open where it stops inside a clause
RAGGED = 3
SAME_PLACE = 0.3  # characters; lines that begin so near to each other begin at one place

RE_COMMA = re.compile(r"[，。；]")
RE_ADDRESSEES = re.compile(
    r"^[^。；]*(?:政府|部门|单位|机构|管委会?|局|厅|公司|院校)[^，。；]{0,12}[：:]$"
)  # 各县人民政府，各部门：
RE_CONTENTS_LINE = re.compile(r"(?:\.\s?|…|·\s?|．){4,}\s*[-—(（]?\s*\d{1,4}\s*[-—)）]?$")  # 一、总体要求........3


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the body's lines stand: margins, the distance from line to line, and whether first lines are indented."""

    left: float
    right: float
    pitch: float
    size: float  # of the body's characters
    is_indented: bool
    is_hanging: bool = False  # the lines of a paragraph but its first are set in


@dataclass(slots=True)
class _Paragraph:
    """The lines of one paragraph while they are collected."""

    text: str
    last: Line
    first_x0: float
    rest_x0: float | None = None  # where its lines but the first begin

    def take(self, line: Line) -> None:
        self.text += glue(self.text, line.text) + line.text
        self.last, self.rest_x0 = line, line.x0


def paragraphs(sheets: list[Sheet], tables: TableReader) -> Iterator[str]:
    """The paragraphs and table lines of all pages in order; both may run over pages."""
    layouts = _layouts(sheets)
    open_paragraph: _Paragraph | None = None
    table: Table | None = None
    for sheet in sheets:
        for item in sheet.items:
            if isinstance(item, Line) and (RE_CONTENTS_LINE.search(item.text) or RE_CONTINUED.fullmatch(item.text)):
                continue
            if isinstance(item, Line):
                if table is not None:
                    yield from tables.lines(table.texts())
                    table = None
                if open_paragraph is not None and _goes_on(open_paragraph, item, layouts):
                    open_paragraph.take(item)
                    continue
            if open_paragraph is not None:
                yield open_paragraph.text
                open_paragraph = None
            if isinstance(item, Line):
                open_paragraph = _Paragraph(item.text, item, item.x0)
            elif table is not None and is_same_table(table, item):
                join_tables(table, item)
            else:
                if table is not None:
                    yield from tables.lines(table.texts())
                table = item
    if open_paragraph is not None:
        yield open_paragraph.text
    if table is not None:
        yield from tables.lines(table.texts())


def _goes_on(paragraph: _Paragraph, line: Line, layouts: dict[tuple[int, int], _Layout]) -> bool:
    """True if a line belongs to the paragraph above it."""
    above = paragraph.last
    before, layout = layouts[above.page, above.column], layouts[line.page, line.column]
    is_below = (above.page, above.column) == (line.page, line.column)
    if RE_NUMBER_ALONE.match(line.text):
        return False
    if abs(above.size - line.size) > 0.12 * max(above.size, line.size):
        return False
    if is_below and line.top - above.top > 1.25 * layout.pitch * max(1, line.size / layout.size):
        return False
    room = before.right - above.x1 - first_word_width(line.text, line.size)
    if room > (RAGGED if _stops_inside_clause(paragraph, line) else 1.2) * line.size:
        return False
    if above.x0 - before.left > FARTHEST_START * (before.right - before.left):
        return False  # a signature or date, set to the right
    if not RE_COMMA.search(paragraph.text) and _is_centred_below(above, line):
        return True
    # places count from each column's own margin: even and odd pages may differ
    place = _Place(line.x0 - layout.left, line.size)
    first = paragraph.first_x0 - before.left
    rest = None if paragraph.rest_x0 is None else paragraph.rest_x0 - before.left
    if not ends_sentence(above.text):
        return _goes_on_inside_sentence(line, place, first, rest, is_below=is_below)
    return _goes_on_behind_sentence(paragraph, line, place, first, rest, layout)


def _is_centred_below(above: Line, line: Line) -> bool:
    """True for the second line of a title: shorter, and on the same middle as the full line above it."""
    is_shorter = line.x0 - above.x0 > 3 * line.size and not opens_item(line.text)
    return is_shorter and abs(above.x0 + above.x1 - line.x0 - line.x1) < 1.2 * line.size


def _stops_inside_clause(paragraph: _Paragraph, line: Line) -> bool:
    """True where running text stops in the middle: what printers keep together then may leave more room."""
    is_running = line.x0 < paragraph.last.x0 or bool(RE_COMMA.search(paragraph.text))
    return is_running and not ends_sentence(paragraph.last.text) and not opens_item(line.text)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a line begins from its margin, compared with a tolerance."""

    x: float
    size: float

    def at(self, other: float) -> bool:
        return abs(self.x - other) < SAME_PLACE * self.size

    def right_of(self, other: float) -> bool:
        return self.x - other >= SAME_PLACE * self.size

    def left_of(self, other: float) -> bool:
        return other - self.x >= SAME_PLACE * self.size


def _goes_on_inside_sentence(line: Line, place: _Place, first: float, rest: float | None, *, is_below: bool) -> bool:
    """Below a full line that ends in the middle of a sentence: only an item, or a first line set in, is new."""
    if rest is not None and is_below and place.at(first) and not place.at(rest):
        return False
    if not opens_item(line.text) or line.text.startswith("—"):
        return True
    return place.left_of(first) if rest is None else place.at(rest) and not place.at(first)


def _goes_on_behind_sentence(
    paragraph: _Paragraph, line: Line, place: _Place, first: float, rest: float | None, layout: _Layout
) -> bool:
    """Below a full line that ends a sentence: the place tells, and in blocks without indents the number."""
    is_new_item = opens_item(line.text)
    if RE_ADDRESSEES.search(simplified(paragraph.text)):
        return False
    if rest is not None:
        is_set_in = not place.at(first) and place.left_of(first)
        return place.at(rest) and (is_set_in or not is_new_item)
    if place.at(first):
        return not is_new_item and not layout.is_indented
    if place.left_of(first):
        return True
    # hanging: 1. stands out, the other lines begin below its text
    hangs = layout.is_hanging or opens_item(paragraph.text)
    return hangs and not is_new_item and place.x - first < WIDEST_HANG * line.size


# -- margins -------------------------------------------------------------------------------------


def _layouts(sheets: list[Sheet]) -> dict[tuple[int, int], _Layout]:
    """The layout by page and column: pages of one size share theirs, as upright and sideways pages of a notice do."""
    shapes: dict[tuple[int, int, int], list[Line]] = {}
    for sheet in sheets:
        for line in (item for item in sheet.items if isinstance(item, Line)):
            shapes.setdefault((*_shape(sheet), line.column), []).append(line)
    layouts = {shape: _layout(lines, shape[0] / (2 if shape[2] else 1)) for shape, lines in shapes.items()}
    return {
        (sheet.number, column): layouts[shape]
        for sheet in sheets
        for column in (0, 1, 2)
        if (shape := (*_shape(sheet), column)) in layouts
    }


def _shape(sheet: Sheet) -> tuple[int, int]:
    return round(sheet.width), round(sheet.height)


def _layout(lines: list[Line], width: float) -> _Layout:
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
    right: float = max((place for place in ends if ends[place] + ends[place - 1] >= several), default=max(ends)) * 3
    if right - left < NARROWEST_TEXT * width:
        right = width - left
    steps = [
        below.top - above.top
        for above, below in itertools.pairwise(body)
        if above.page == below.page and 0 < below.top - above.top < 4 * body_size
    ]
    indents = sum(1.2 * body_size < line.x0 - left < 2.8 * body_size for line in body)
    pitch = median(steps) if steps else 1.5 * body_size
    is_hanging = _is_hanging(body, left, right)
    return _Layout(left, right, pitch, body_size, indents >= max(2, 0.08 * len(body)), is_hanging)


def _is_hanging(lines: list[Line], left: float, right: float) -> bool:
    """True if the lines below full ones that stop inside a sentence are set in as a rule, though those are not."""
    set_in = Counter(
        below.x0 - left > 0.8 * below.size
        for above, below in itertools.pairwise(lines)
        if above.x0 - left < 0.5 * above.size
        and right - above.x1 < RAGGED * above.size
        and not ends_sentence(above.text)
        and not opens_item(below.text)
    )
    return set_in[True] > set_in[False]
