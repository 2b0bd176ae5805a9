"""What LibreOffice loses of a .doc that it wrote itself, taken from the marks of the .doc.

Word always writes a paragraph behind the last table. LibreOffice does not, and when it reads such a
file again, the cells of that table have run together in one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.ingest.formats.word_names import W
from pipeline.ingest.raw import ReadingProblem

if TYPE_CHECKING:
    from lxml.etree import _Element

LIBREOFFICE_MARK = b"Caolan80"  # who wrote a .doc: MSWD for Word, KSKS for WPS
MARK = "\x07".encode("utf-16-le")  # ends a cell, and once more a row
RE_CELLS = re.compile(rb"(?:.[\x4e-\x9f]\x07\x00(?:\x07\x00)?(?=[0-9]\x00|.[\x4e-\x9f])[^\x07]{2,2000}?){3}", re.DOTALL)
FOUND_BY = 12  # characters that are looked for in the file

RESTORED = ReadingProblem(
    "table-restored",
    "warning",
    "LibreOffice lost the last table of this .doc; it was rebuilt from the marks of its cells, without merged "
    "cells: compare it with the original, or save the file as .docx",
)
LOST = ReadingProblem(
    "table-lost",
    "warning",
    "this .doc holds cells of a table, but LibreOffice found no table in it: its cells may have run together; "
    "open it in Word or WPS and save it as .docx",
)


def restore_last_table(body: _Element, document: bytes) -> list[ReadingProblem]:
    """Puts the last table of a .doc (`document`) back into the body of the .docx that was made of it."""
    paragraphs = [paragraph for paragraph in body.iterfind(f"{W}p") if _text(paragraph)]
    cells = _cells(document, _text(paragraphs[-1])) if paragraphs else []
    rows = list(_rows(cells))
    if len(rows) > 1:
        body.replace(paragraphs[-1], _table(rows))
        return [RESTORED]
    # a cell of several paragraphs leaves only the end of the table in the last one
    is_end = sum(bool(cell) for cell in cells) > 1
    is_lost = is_end or (body.find(f".//{W}tbl") is None and RE_CELLS.search(document))
    return [LOST] if is_lost else []


def _text(paragraph: _Element) -> str:
    return "".join(element.text or "" for element in paragraph.iter(f"{W}t"))


def _cells(document: bytes, text: str) -> list[str]:
    """The text as the .doc cuts it into cells; none where it holds the text without marks, or not at all."""
    if len(text) < FOUND_BY:
        return []
    start = rb"(?:\x07\x00)*".join(re.escape(char.encode("utf-16-le", "surrogatepass")) for char in text[:FOUND_BY])
    for match in re.finditer(start, document):
        cells = _cut(document, match.start(), text)
        if len(cells) > 1:
            return cells
    return []


def _cut(document: bytes, place: int, text: str) -> list[str]:
    cells = [""]
    for char in text:
        while document.startswith(MARK, place):
            cells.append("")
            place += len(MARK)
        code = char.encode("utf-16-le", "surrogatepass")
        if not document.startswith(code, place):
            return []
        cells[-1] += char
        place += len(code)
    while document.startswith(MARK, place):
        cells.append("")
        place += len(MARK)
    return cells[:-1]


def _rows(cells: list[str]) -> Iterator[list[str]]:
    """The cells row by row: a blank cell ends a row, which has as many as the first one or fewer."""
    if "" not in cells[1:]:
        return
    usual, start = cells.index("", 1), 0
    while start < len(cells):
        end = start + usual
        if end >= len(cells) or cells[end]:
            end = next((i for i in range(start + 1, len(cells)) if not cells[i]), len(cells))
        yield cells[start:end]
        start = end + 1


def _table(rows: list[list[str]]) -> _Element:
    from lxml import etree

    table = etree.Element(f"{W}tbl")
    columns = max(len(row) for row in rows)
    for row in rows:
        line = etree.SubElement(table, f"{W}tr")
        for cell in row:
            place = etree.SubElement(line, f"{W}tc")
            if len(row) == 1 and columns > 1:
                properties = etree.SubElement(place, f"{W}tcPr")
                etree.SubElement(properties, f"{W}gridSpan").set(f"{W}val", str(columns))
            run = etree.SubElement(etree.SubElement(place, f"{W}p"), f"{W}r")
            etree.SubElement(run, f"{W}t").text = cell
    return table
