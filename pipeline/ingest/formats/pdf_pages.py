"""What one PDF page draws, within bounds: a few hundred bytes can order a thousand million characters.

The library follows a page's instructions to their end, however often they call each other. Here
they are counted as they are followed, forms each time they are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, list_value, resolve1
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.pdf import PDF

MOST_INSTRUCTIONS = (
    3 * 2**20
)  # bytes of drawing instructions of one page; dense text takes 0.05 MB, 3 MB take seven seconds
MOST_CHARACTERS = 50_000  # on one page; dense text has 3,000
MOST_PATHS = 10_000  # lines and boxes kept of one page; a page with a third of them is not searched for tables
MOST_FORMS = 5_000  # drawn on one page, forms inside forms included


MOST_CODES = 200_000  # characters that the tables of one font may speak of; Unicode has assigned fewer
RE_RANGES = re.compile(rb"begin(?:bf|cid)range(.*?)end(?:bf|cid)range", re.DOTALL)
RE_RANGE = re.compile(rb"<\s*([0-9A-Fa-f]{1,16})\s*>\s*<\s*([0-9A-Fa-f]{1,16})\s*>\s*(?:<[^<>]*>|\[[^\[\]]*\]|\d+)")


class TooMuchDrawn(Exception):
    """A page draws more than MOST_INSTRUCTIONS, MOST_CHARACTERS or MOST_FORMS, or in a font of more than MOST_CODES."""


class CheckedFonts(PDFResourceManager):
    """Looks at the tables of a font before the library writes them out code by code, to their ends."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        if objid is None or objid not in self._cached_fonts:
            codes = sum(last - first for first, last in (*_width_ranges(spec), *_code_ranges(spec)) if last > first)
            if codes > MOST_CODES:
                raise TooMuchDrawn
        return super().get_font(objid, spec)


def _width_ranges(spec: Mapping[str, object]) -> Iterator[tuple[int, int]]:
    """The ranges of codes that share one width: `first last width` among `first [width …]`."""
    numbers: list[int | float] = []
    for value in list_value(spec.get("W") or []):
        value = resolve1(value)
        numbers = [*numbers, value] if isinstance(value, int | float) else []
        if len(numbers) == 3:
            yield int(numbers[0]), int(numbers[1])
            numbers = []


def _code_ranges(spec: Mapping[str, object]) -> Iterator[tuple[int, int]]:
    """The ranges of the tables from codes to characters (ToUnicode) and to glyphs (Encoding)."""
    for name in ("ToUnicode", "Encoding"):
        table = resolve1(spec.get(name))
        if isinstance(table, PDFStream):
            for ranges in RE_RANGES.finditer(table.get_data()):
                yield from ((int(first, 16), int(last, 16)) for first, last in RE_RANGE.findall(ranges[1]))


class _CountingDevice(PDFPageAggregatorWithMarkedContent):
    """Collects what is drawn, and stops what goes on and on."""

    instructions = characters = forms = paths = 0

    def follow(self, size: int) -> None:
        self.instructions += size
        if self.instructions > MOST_INSTRUCTIONS:
            raise TooMuchDrawn

    def begin_figure(self, *args: Any) -> None:
        self.forms += 1
        if self.forms > MOST_FORMS:
            raise TooMuchDrawn
        super().begin_figure(*args)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        self.paths += 1
        if self.paths <= MOST_PATHS:
            super().paint_path(*args, **kwargs)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.characters += 1
        if self.characters > MOST_CHARACTERS:
            raise TooMuchDrawn
        return super().render_char(*args, **kwargs)


class _CountingInterpreter(PDFPageInterpreter):
    device: _CountingDevice

    def execute(self, streams: Sequence[object]) -> None:
        contents = [resolve1(content) for content in list_value(streams)]
        self.device.follow(sum(len(content.get_data()) for content in contents if isinstance(content, PDFStream)))
        super().execute(streams)


def draw(page: Page) -> None:
    """Follow the instructions of a page; its characters, lines and pictures are known afterwards.

    Raises TooMuchDrawn, and whatever a broken page provokes in the library.
    """
    device = _CountingDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    _CountingInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # where pdfplumber keeps it, and would else compute it itself


def count_pages(document: PDF, most: int) -> int:
    """How many pages a document has, at most one more than `most`: a page tree of a million is not walked."""
    return sum(1 for _ in islice(PDFPage.create_pages(document.doc), most + 1))
