"""PDF files with a text layer: lines become paragraphs again, tables become lines, running heads go.

A PDF knows characters and places, nothing else. A page is read in this order: what it draws
(`pdf_pages`), turned upright (`pdf_marks`); its ruled tables (`pdf_tables`); lines and columns
(`pdf_lines`); tables without rules (`pdf_open_tables`); paragraphs over lines and pages
(`pdf_paragraphs`).
"""

from __future__ import annotations

import io
import logging
import re
import zlib
from typing import TYPE_CHECKING

from pipeline.ingest.formats.pdf_marks import marks_of
from pipeline.ingest.formats.pdf_order import Sheet
from pipeline.ingest.formats.printed_page import (
    LEAST_CHARACTERS,
    MOST_RULES_ON_A_PAGE,
    openings,
    page_list,
    sheet_of,
    text_of,
)
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from pdfplumber.page import Page

LARGEST_FILE = 50 * 2**20  # bytes
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000  # of one document; 500 dense pages have that many
MOST_UNPACKED = 300 * 2**20  # bytes of all compressed streams but pictures
MOST_UNMAPPED = 0.2  # share of characters whose font does not say what they are


def _read_page(page: Page, number: int) -> Sheet:
    from pipeline.ingest.formats.pdf_pages import TooMuchDrawn, draw

    try:
        draw(page)
    except TooMuchDrawn:
        return Sheet(number, float(page.width), float(page.height), is_too_much=True)
    return sheet_of(marks_of(page), number)


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
                        f"this PDF unpacks to more than {MOST_UNPACKED // 2**20} MB of text and drawing; "
                        "print the notice's pages to a new PDF and read that"
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
        f"this PDF is damaged or no PDF ({type(error).__name__}: {str(error)[:100]}); download it again, "
        "or open it and print it to a new PDF"
    )


def _read_sheets(data: bytes) -> list[Sheet]:
    import pdfplumber

    from pipeline.ingest.formats.pdf_pages import CheckedFonts, count_pages

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font without a bounding box
    sheets: list[Sheet] = []
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
                        f"this PDF has more than {MOST_CHARACTERS} characters ({number} of "
                        f"{len(document.pages)} pages read); print the notice's own pages to a new PDF"
                    )
    except (UnreadableNotice, MemoryError):
        raise
    except Exception as error:  # the library raises whatever a broken file provokes
        raise _why_unreadable(error) from error
    return sheets


def _why_no_text(sheets: list[Sheet]) -> str:
    """Why the text layer of these pages cannot be used: scans, fonts without meaning; "" where it can."""
    pictures = [sheet for sheet in sheets if sheet.is_picture]
    with_text = [sheet for sheet in sheets if sheet.characters >= LEAST_CHARACTERS and not sheet.is_picture]
    characters, unmapped = sum(sheet.characters for sheet in sheets), sum(sheet.unmapped for sheet in sheets)
    if sheets and all(sheet.is_too_much for sheet in sheets):
        return "the pages of this PDF draw too much to be text (a map, a chart, or instructions without end)"
    if len(pictures) > len(with_text):
        return f"this PDF is a scan: {len(pictures)} of {len(sheets)} pages are pictures without text"
    if not with_text and not characters:
        return f"none of this PDF's {len(sheets)} pages holds text"
    if unmapped > MOST_UNMAPPED * characters:
        return f"{unmapped} of {characters} characters of this PDF have no meaning: its fonts lack a Unicode table"
    return ""


def _text_layer_problems(sheets: list[Sheet]) -> list[ReadingProblem]:
    """Warnings where only some pages or characters are affected."""
    pictures = [sheet for sheet in sheets if sheet.is_picture]
    crammed = [sheet for sheet in sheets if sheet.is_too_much]
    unmapped = sum(sheet.unmapped for sheet in sheets)
    problems = []
    if pictures:
        problems.append(
            ReadingProblem(
                "pages-without-text",
                "warning",
                f"pages {page_list(pictures)} of {len(sheets)} are pictures; what they print is not in the text",
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
                (
                    f"pages {page_list(crammed)} of {len(sheets)} draw too much to be text (maps, charts); "
                    "what they print is not in the text"
                ),
            )
        )
    crowded = [sheet for sheet in sheets if sheet.has_too_many_rules]
    if crowded:
        problems.append(
            ReadingProblem(
                "tables-not-searched",
                "warning",
                (
                    f"pages {page_list(crowded)} hold more than {MOST_RULES_ON_A_PAGE} drawn lines; tables on "
                    "them are read as running text"
                ),
            )
        )
    return problems


def read_pdf(data: bytes) -> RawText:
    """The text of a PDF: paragraphs joined again over lines and pages, tables as lines, no page numbers."""
    if len(data) > LARGEST_FILE:
        raise UnreadableNotice(
            f"this PDF has {len(data) // 2**20} MB, the limit is {LARGEST_FILE // 2**20} MB; print the "
            "notice's own pages to a new PDF"
        )
    _check_streams(data)
    sheets = _read_sheets(data)
    why = _why_no_text(sheets)
    if why:
        from pipeline.ingest.formats.scan import read_scanned_pdf

        return read_scanned_pdf(data, why)
    problems = _text_layer_problems(sheets)
    text, left_out = text_of(sheets)
    return RawText(text, (*problems, *left_out), pages=openings(sheets))
