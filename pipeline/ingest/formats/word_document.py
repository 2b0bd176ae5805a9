"""Word documents (.docx): paragraphs with the numbers Word would print, tables, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.formats.old_word import LIBREOFFICE_MARK, restore_last_table
from pipeline.ingest.formats.task_table import RE_CONTINUED, TableReader
from pipeline.ingest.formats.word_names import MC, M, W, integer, value_of
from pipeline.ingest.formats.word_numbering import Numbering
from pipeline.ingest.formats.word_signs import font_of, in_symbol_font, is_note_mark, symbol
from pipeline.ingest.formats.zip_package import PackageKind, open_package, read_part, relations
from pipeline.ingest.raw import RawText, ReadingProblem, UnreadableNotice

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_COLUMNS = 60  # of a table, spans included
MOST_OPEN_FIELDS = 20  # fields inside fields; more were never closed
SAVE_AS_DOCX = "open it in Word or WPS and save it as .docx (另存为 → Word 文档)"
DOCX = PackageKind(".docx", SAVE_AS_DOCX)

RE_TABLE_OF_CONTENTS_STYLE = re.compile(r"^(?:toc|目录|contents)\s*\d?$|^TOC\d$", re.IGNORECASE)
RE_TABLE_OF_CONTENTS_FIELD = re.compile(r"^\s*TOC\b")
# a line of a table of contents ends in its page number; the field that holds it may never be closed
RE_CONTENTS_LINE = re.compile(r"^\s*$|\d\s*$")

# what carries no text of its own, or text that is not there for the reader: deleted, moved away, notes, field codes
SKIPPED = {f"{W}{name}" for name in (
    "del", "moveFrom", "delText", "delInstrText", "instrText", "pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr",
    "tcPr", "sdtPr", "sdtEndPr",
    "footnoteReference", "endnoteReference", "commentReference", "annotationRef", "footnoteRef", "endnoteRef", "rt",
    "proofErr", "bookmarkStart", "bookmarkEnd",
)}  # fmt: skip


@dataclass(slots=True)
class _Paragraph:
    """The text of one paragraph, the lines of the text boxes anchored in it, before or behind its text."""

    text: str = ""
    boxes_before: list[str] = field(default_factory=list)
    boxes_after: list[str] = field(default_factory=list)


class _Reader:
    """Walks the body once, in document order."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.problems: dict[str, ReadingProblem] = {}
        self.carried = ""  # text of paragraphs whose end mark was deleted: it goes on in the next one
        self.field_codes: list[str] = []  # how the instructions of the open complex fields begin
        self.tables_open = 0
        self.tables = TableReader()
        self.last_line = ""

    def blocks(self, parent: _Element) -> list[str]:
        """The lines of the paragraphs and tables below an element."""
        lines: list[str] = []
        for child in parent:
            if child.tag == f"{W}p":
                own = [line for line in self._paragraph(child) if not RE_CONTINUED.fullmatch(line.strip())]
                self.last_line = own[-1] if own else self.last_line
                lines.extend(own)
            elif child.tag == f"{W}tbl":
                lines.extend(self._table(child))
            elif child.tag == f"{W}sdt":
                if not _is_table_of_contents(child):
                    content = child.find(f"{W}sdtContent")
                    lines.extend(self.blocks(content) if content is not None else [])
            elif child.tag == f"{MC}AlternateContent":
                chosen = _alternative(child)
                lines.extend(self.blocks(chosen) if chosen is not None else [])
            elif child.tag == f"{W}altChunk":
                self.problems["embedded-document"] = ReadingProblem(
                    "embedded-document",
                    "warning",
                    f"a document embedded in this one was not read; {SAVE_AS_DOCX} again to take it in",
                )
            elif child.tag not in SKIPPED and isinstance(child.tag, str):
                lines.extend(self.blocks(child))  # w:ins, w:moveTo, w:customXml around whole paragraphs
        return lines

    # paragraphs

    def _paragraph(self, element: _Element) -> list[str]:
        properties = element.find(f"{W}pPr")
        paragraph = _Paragraph()
        in_field = self._in_contents_field()
        self._inline(element, paragraph)
        boxes_before, boxes_after = paragraph.boxes_before, paragraph.boxes_after
        in_field = (in_field or self._in_contents_field()) and bool(RE_CONTENTS_LINE.search(paragraph.text))
        if in_field or self._has_contents_style(properties):
            return [*boxes_before, *boxes_after]
        text, self.carried = self.carried + paragraph.text, ""
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.carried = text
            return [*boxes_before, *boxes_after]
        label = self.numbering.label(properties)
        lines = [line for line in text.split("\n") if line.strip()]
        if lines:
            lines[0] = label + lines[0].lstrip() if label else lines[0]
        elif label and self.tables_open:
            lines = [label.strip()]  # the 序号 column is often numbered by Word and otherwise empty
        return [*boxes_before, *lines, *boxes_after]

    def _in_contents_field(self) -> bool:
        return any(RE_TABLE_OF_CONTENTS_FIELD.match(code) for code in self.field_codes)

    def _has_contents_style(self, properties: _Element | None) -> bool:
        style = value_of(properties, "pStyle")
        return bool(style) and bool(RE_TABLE_OF_CONTENTS_STYLE.match(self.numbering.style_name(style)))

    def _inline(self, element: _Element, paragraph: _Paragraph) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{W}t", f"{M}t"):
                paragraph.text += in_symbol_font((child.text or "").replace("\n", " "), font_of(element))
            elif tag in (f"{W}br", f"{W}cr"):
                # a page break inside a paragraph does not end it
                paragraph.text += "" if child.get(f"{W}type") in ("page", "column") else "\n"
            elif tag in (f"{W}tab", f"{W}ptab"):
                paragraph.text += " "
            elif tag == f"{W}sym":
                paragraph.text += self._symbol(child)
            elif tag == f"{W}noBreakHyphen":
                paragraph.text += "-"
            elif tag == f"{W}fldChar":
                self._field(child)
            elif tag == f"{W}instrText":
                if self.field_codes:
                    self.field_codes[-1] += (child.text or "")[:20]
            elif tag == f"{W}txbxContent":
                (paragraph.boxes_after if paragraph.text.strip() else paragraph.boxes_before).extend(self.blocks(child))
            elif tag == f"{MC}AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, paragraph)
            elif (
                tag in SKIPPED
                or not isinstance(tag, str)
                or (tag == f"{W}r" and (_is_hidden(child) or is_note_mark(child, paragraph.text)))
            ):
                continue
            else:
                self._inline(child, paragraph)

    def _field(self, element: _Element) -> None:
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.field_codes = [*self.field_codes[-MOST_OPEN_FIELDS:], ""]
        elif kind == "end" and self.field_codes:
            self.field_codes.pop()

    def _symbol(self, element: _Element) -> str:
        sign = symbol(element.get(f"{W}font") or "", element.get(f"{W}char") or "")
        if sign is None:
            self.problems["unknown-symbol"] = ReadingProblem(
                "unknown-symbol",
                "warning",
                (
                    f"a sign of the font {element.get(f'{W}font')} (number {element.get(f'{W}char')}) is not "
                    "known and is shown as �"
                ),
            )
        return "�" if sign is None else sign

    # tables

    def _table(self, table: _Element) -> list[str]:
        cells = [list(_children(row, "tc")) for row in _live_rows(table)]
        if all(len(row) <= 1 for row in cells):
            # a frame around text, not a table
            return [line for row in cells for cell in row for line in self.blocks(cell)]
        self.tables_open += 1
        # a table inside a cell only adds lines to it: its spans are not repeated, lest nested spans multiply
        rows = list(self._rows(table, spans=self.tables_open == 1))
        self.tables_open -= 1
        if self.tables_open:
            return [" ".join(cell for cell in row if cell) for row in rows]
        return self.tables.lines(rows, self.last_line) if any(cell for row in rows for cell in row) else []

    def _rows(self, table: _Element, *, spans: bool) -> Iterator[list[str | None]]:
        for row in _live_rows(table):
            cells: list[str | None] = [""] * min(
                MOST_COLUMNS, max(0, integer(value_of(row.find(f"{W}trPr"), "gridBefore")) or 0)
            )
            for cell in _children(row, "tc"):
                cells.extend(self._cell(cell, cells, spans=spans))
                if len(cells) > MOST_COLUMNS:
                    raise UnreadableNotice(
                        f"a table of this document has more than {MOST_COLUMNS} columns; is it a "
                        "spreadsheet? Save the notice's text without it"
                    )
            yield cells

    def _cell(self, cell: _Element, before: list[str | None], *, spans: bool) -> list[str | None]:
        """What a cell puts into the grid: its text in each column it spans, None where it goes on from above."""
        properties = cell.find(f"{W}tcPr")
        span = max(1, min(integer(value_of(properties, "gridSpan")) or 1, MOST_COLUMNS + 1)) if spans else 1
        text = "\n".join(self.blocks(cell))
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        if merged is not None and merged.get(f"{W}val") != "restart" and not text:
            return [None] * span
        if value_of(properties, "hMerge") == "continue" and before and not text:
            return [before[-1]]
        return [text] * span


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or cells of a row, also those inside content controls and custom XML."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _children(child, name)


def _live_rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table but those that a tracked change deleted."""
    return (row for row in _children(table, "tr") if row.find(f"{W}trPr/{W}del") is None)


def _alternative(element: _Element) -> _Element | None:
    """One of the equivalent contents: a text box comes as drawing and again as VML."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")


def _is_hidden(run: _Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _is_table_of_contents(control: _Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def read_docx(data: bytes, *, made_of: bytes = b"") -> RawText:
    """The text of a Word document: one paragraph a line, list numbers restored, task tables as items.

    Headers, footers, notes, comments, tables of contents and deleted text are left out. `made_of`
    is the .doc that LibreOffice made it of: what was lost on the way is taken from there.
    """
    package = open_package(data, DOCX)
    main = relations(package, "", DOCX).get("officeDocument", "word/document.xml")
    document = read_part(package, main, DOCX)
    body = document.find(f"{W}body") if document is not None else None
    if body is None:
        raise UnreadableNotice(f"this file is a zip archive but no Word document ({main} is missing); {SAVE_AS_DOCX}")
    related = relations(package, main, DOCX)
    reader = _Reader(
        Numbering(
            read_part(package, related.get("numbering", ""), DOCX), read_part(package, related.get("styles", ""), DOCX)
        )
    )
    lost = restore_last_table(body, made_of) if made_of else []
    if LIBREOFFICE_MARK in made_of:
        reader.numbering.join_parted(paragraph.find(f"{W}pPr") for paragraph in body.iter(f"{W}p"))
    lines = reader.blocks(body)
    if reader.carried:
        lines.append(reader.carried)
    if not any(line.strip() for line in lines):
        raise UnreadableNotice(
            "this .docx holds no text; if its pages are pictures, run text recognition (OCR) and save the "
            "result as .docx"
        )
    return RawText("\n".join(lines), (*lost, *reader.problems.values(), *reader.tables.problems))
