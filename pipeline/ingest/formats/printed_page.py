"""From the marks of printed pages to text: for PDF, OFD and scans alike.

A page is read in this order: its ruled tables (`pdf_tables`); lines (`pdf_lines`); what runs at head
and foot of all pages (`pdf_heads`); columns and tables without rules (`pdf_order`); paragraphs over
lines and pages (`pdf_paragraphs`).
"""

from __future__ import annotations

import re

from pipeline.ingest.formats.pdf_heads import drop_footnotes, drop_running_heads
from pipeline.ingest.formats.pdf_lines import text_lines
from pipeline.ingest.formats.pdf_marks import Marks
from pipeline.ingest.formats.pdf_order import Columns, Sheet, columns_of, in_reading_order
from pipeline.ingest.formats.pdf_paragraphs import paragraphs
from pipeline.ingest.formats.pdf_tables import Table, find_tables
from pipeline.ingest.formats.task_table import TableReader
from pipeline.ingest.raw import ReadingProblem

# drawn lines and boxes; a page with more is a map or a chart, and searching it for tables takes minutes
MOST_RULES_ON_A_PAGE = 3_000
LEAST_CHARACTERS = 10  # on a page; fewer beside a picture are no text layer
SCANNER_NOTE = 60  # characters; a page-wide picture with no more text than this is a scan with a stamp of its scanner

OPENING_LINES = 3  # of a page, by which its beginning is found again
RE_UNMAPPED = re.compile(r"^\(cid:\d+\)$|^[\ue000-\uf8ff]$")


def sheet_of(marks: Marks, number: int) -> Sheet:
    """The lines and ruled tables of one page."""
    shown = [glyph for glyph in marks.glyphs if glyph.text.strip()]
    sheet = Sheet(number, marks.width, marks.height, characters=len(shown), slanted=marks.slanted, struck=marks.struck)
    sheet.unmapped = sum(bool(RE_UNMAPPED.match(glyph.text)) for glyph in shown)
    sheet.is_picture = _is_picture(marks, len(shown))
    sheet.has_too_many_rules = marks.drawn > MOST_RULES_ON_A_PAGE
    found = find_tables(marks, number) if shown and 2 <= marks.drawn <= MOST_RULES_ON_A_PAGE else []
    running = [glyph for glyph in marks.glyphs if not any(glyph.within(box) for _, box in found)]
    sheet.lines, sheet.tables = text_lines(running, number), [table for table, _ in found]
    sheet.rules = [rule for rule in marks.rules if rule.is_level]
    return sheet


def _is_picture(marks: Marks, characters: int) -> bool:
    """True for a page that is one picture, with no more text than a scanner's stamp."""
    covered = max(((right - left) * (bottom - top) for left, top, right, bottom in marks.pictures), default=0.0)
    is_wide = covered > 0.5 * marks.width * marks.height
    return (bool(marks.pictures) and characters < LEAST_CHARACTERS) or (is_wide and characters < SCANNER_NOTE)


def text_of(sheets: list[Sheet]) -> tuple[str, list[ReadingProblem]]:
    """The paragraphs and table lines of all pages, and what was left out or not understood."""
    drop_running_heads(sheets)
    drop_footnotes(sheets)
    above: Table | None = None
    columns: Columns | None = None
    for sheet in sheets:
        sheet.items = in_reading_order(sheet.lines, sheet.tables, sheet.rules, above, columns)
        columns = columns_of(sheet.items)
        above = next((item for item in sheet.items[-1:] if isinstance(item, Table)), None)
    tables = TableReader()
    text = "\n".join(paragraphs(sheets, tables))
    return text, [*_left_out(sheets), *tables.problems]


def openings(sheets: list[Sheet]) -> tuple[str, ...]:
    """The first words of every page, without what runs at its head; "" for a page that opens with a table."""
    return tuple(_opening(sheet) for sheet in sheets)


def _opening(sheet: Sheet) -> str:
    if not sheet.items or isinstance(sheet.items[0], Table):
        return ""
    return "".join(item.text for item in sheet.items[:OPENING_LINES] if not isinstance(item, Table))


def _left_out(sheets: list[Sheet]) -> list[ReadingProblem]:
    """What was printed and is no part of the notice: footnotes, stamps and watermarks."""
    problems = []
    notes = [note for sheet in sheets for note in sheet.notes]
    if notes:
        message = f"{len(notes)} footnotes are not part of the text: {'; '.join(note[:60] for note in notes[:5])}"
        problems.append(ReadingProblem("footnotes-left-out", "info", message))
    slanted = [sheet for sheet in sheets if sheet.slanted]
    if slanted:
        message = f"slanted characters on pages {page_list(slanted)} (watermarks, stamps) are not part of the text"
        problems.append(ReadingProblem("watermark-left-out", "info", message))
    struck = [sheet.struck for sheet in sheets if sheet.struck]
    if struck:
        message = (
            f"text that is struck through is not part of the notice: {'; '.join(text[:60] for text in struck[:5])}"
        )
        problems.append(ReadingProblem("struck-out-left-out", "warning", message))
    return problems


def page_list(sheets: list[Sheet]) -> str:
    numbers = [str(sheet.number) for sheet in sheets]
    return ", ".join(numbers[:8]) + (", …" if len(numbers) > 8 else "")
