"""Blocks as a Word file: fields, captions, three-line tables, sections, and the same bytes every time.

Longer than 350 lines: one writer a kind of block, all on one document.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Emu, Inches, Pt
from markupsafe import Markup

from pipeline.report.word.blocks import (
    Block,
    Column,
    Heading,
    Picture,
    Table,
    Text,
    Turn,
    caption_numbers,
    column_widths,
    heading_numbers,
    pieces_of,
    plain_of,
    shortened,
    text_width,
    visible,
)
from pipeline.report.word.styles import (
    MARGIN_BOTTOM,
    MARGIN_INNER,
    MARGIN_OUTER,
    MARGIN_TOP,
    PAGE_LONG,
    PAGE_SHORT,
    dress,
)

ROOM_FOR_PICTURE = Cm(18)  # of a page, beside the sentence before it and its caption
NOTE_LINE = Cm(0.6)
NOTE_CHARACTERS = 90  # half-width characters a line of a note
CELL_PADDING = 80  # twentieths of a point, on each side
HALF_CHARACTER = 100  # twentieths of a point: half a character of table text, and some room
KEPT_TOGETHER = 12  # a table of so many rows is not cut by the end of a page
LONGEST_TITLE = 120
LEAST_ON_A_PAGE = 3  # rows
LONGEST_HEADER = {True: 46, False: 92}  # characters, by whether they are Chinese
CONTENTS_LEVELS = 2
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can say
EMU_PER_TWIP = 635
NO_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Cover:
    """What the head of the first page and the file's properties say. `year` stands for the date:
    nothing here reads a clock."""

    title: str
    running_title: str
    mark: str  # "" for a series of published notices
    lines: Sequence[str]
    creator: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Labels:
    """The words before the numbers of captions and appendices, and the language they are in."""

    language: str
    table: str
    figure: str
    appendix: str

    @property
    def chinese(self) -> bool:
        return self.language == "zh"


def element(tag: str, *children: Any, **attributes: Any) -> Any:
    """A WordprocessingML element: element("jc", val="right")."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


class Writer:
    """Writes blocks into one document."""

    def __init__(self, blocks: Sequence[Block], cover: Cover, labels: Labels) -> None:
        self.blocks, self.cover, self.labels = blocks, cover, labels
        self.numbers = caption_numbers(blocks)
        self.places = {key: f"_Ref{100_000_000 + place}" for place, key in enumerate(self.numbers, start=1)}
        self.contents = list(heading_numbers(blocks, chinese=labels.chinese, appendix=labels.appendix))
        self.bookmarks = 0
        self.document = docx.Document()
        dress(self.document, language=labels.language, appendix=labels.appendix)

    def write(self) -> bytes:
        """The file's bytes."""
        self._set_properties()
        self._write_cover()
        self._write_body()
        return _same_bytes(self.document)

    # -- runs and fields -------------------------------------------------------------------------

    def run(self, text: str, *, strong: bool = False) -> Any:
        """Text as a run. Quotation marks and dashes take the Chinese font in a Chinese document."""
        properties = []
        if self.labels.chinese:
            properties.append(element("rFonts", hint="eastAsia"))
        if strong:
            properties.append(element("b"))
        held = element("t")
        held.text = visible(text)
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        return element("r", *([element("rPr", *properties)] if properties else []), held)

    def field(self, instruction: str, shown: str) -> Iterator[Any]:
        """A field as Word writes it, with what it shows until somebody updates it."""
        code = element("instrText")
        code.text = f" {instruction} "
        code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        yield element("r", element("fldChar", fldCharType="begin"))
        yield element("r", code)
        yield element("r", element("fldChar", fldCharType="separate"))
        yield self.run(shown)
        yield element("r", element("fldChar", fldCharType="end"))

    def sentence(self, text: str | Markup) -> Iterator[Any]:
        """The runs of a sentence; marks of tables and figures become cross-references."""
        for piece in pieces_of(text):
            if piece.key:
                yield from self.field(f"REF {self.places[piece.key]} \\h", self.caption_label(piece.key))
            elif piece.text:
                yield self.run(piece.text, strong=piece.strong)

    def caption_label(self, key: str) -> str:
        kind, number = self.numbers[key]
        return f"{self._word(kind)} {number}"

    def _word(self, kind: type) -> str:
        return self.labels.table if kind is Table else self.labels.figure

    def _bookmarked(self, name: str, runs: Sequence[Any]) -> list[Any]:
        self.bookmarks += 1
        return [
            element("bookmarkStart", id=self.bookmarks, name=name),
            *runs,
            element("bookmarkEnd", id=self.bookmarks),
        ]

    def paragraph(self, style: str, runs: Sequence[Any]) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        paragraph._p.extend(runs)
        return paragraph

    # -- cover and contents ----------------------------------------------------------------------

    def _set_properties(self) -> None:
        properties = self.document.core_properties
        when = datetime(max(1, self.cover.year or NO_YEAR), 1, 1)
        properties.title = shortened(visible(self.cover.running_title), 255)
        properties.subject = ""
        properties.author = properties.last_modified_by = self.cover.creator
        properties.created = properties.modified = when
        properties.comments = properties.keywords = properties.category = ""
        properties.language = "zh-CN" if self.labels.chinese else "en-GB"
        properties.revision = 1

    def _write_cover(self) -> None:
        """The head of the first page: a brief has no title page."""
        section = self.document.sections[0]
        upright(section)
        _number_pages(section, form="decimal", start=1)
        self._write_margins(section)
        if self.cover.mark:
            self.paragraph("Cover Mark", [self.run(self.cover.mark)])
        self.paragraph("Title", [self.run(shortened(self.cover.title, LONGEST_TITLE))])
        for line in self.cover.lines:
            self.paragraph("Cover Line", [self.run(line)])

    def _write_margins(self, section: Section) -> None:
        """The running title above, the page number between dashes below."""
        header, footer = section.header, section.footer
        header.is_linked_to_previous = footer.is_linked_to_previous = False
        above = header.paragraphs[0]
        above.style = "Header"
        above._p.append(self.run(shortened(self.cover.running_title, LONGEST_HEADER[self.labels.chinese])))
        above._p.get_or_add_pPr().append(
            element("pBdr", element("bottom", val="single", sz=4, space=4, color="808080"))
        )
        below = footer.paragraphs[0]
        below.style = "Footer"
        below._p.extend([self.run("— "), *self.field("PAGE", "1"), self.run(" —")])

    # -- body ------------------------------------------------------------------------------------

    def _write_body(self) -> None:
        lying, headings = False, 0
        for place, block in enumerate(self.blocks):
            after = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
            if isinstance(block, Turn) and block.landscape != lying:
                lying = block.landscape
                _number_pages(self._new_section(landscape=lying), form="decimal", start=None)
            if isinstance(block, Heading):
                headings += 1
                self._write_heading(block, headings)
            elif isinstance(block, Text):
                paragraph = self.paragraph(block.style, list(self.sentence(block.text)))
                paragraph.paragraph_format.keep_with_next = isinstance(after, Table | Picture) or None
            elif isinstance(block, Table):
                self._write_table(block, lying)
            elif isinstance(block, Picture):
                self._write_picture(block)

    def _write_heading(self, block: Heading, place: int) -> None:
        style = "Appendix Heading" if block.appendix else f"Heading {block.level}"
        self.paragraph(style, self._bookmarked(_place_of(place), [self.run(block.text)]))

    def _caption(self, style: str, block: Table | Picture) -> Any:
        kind, number = self.numbers[block.key]
        word = self._word(kind)
        label = self._bookmarked(
            self.places[block.key], [self.run(f"{word} "), *self.field(f"SEQ {word} \\* ARABIC", str(number))]
        )
        return self.paragraph(style, [*label, self.run("　" if self.labels.chinese else ". "), self.run(block.caption)])

    def _write_picture(self, block: Picture) -> None:
        paragraph = self.document.add_paragraph(style="Figure")
        section = self.document.sections[-1]
        room = text_room(section)
        width, height = Inches(block.width / 96), Inches(block.height / 96)
        notes = sum(-(-text_width(plain_of(note)) // NOTE_CHARACTERS) for note in block.notes)
        scale = min(room / width, (ROOM_FOR_PICTURE - notes * NOTE_LINE) / height)
        shape = paragraph.add_run().add_picture(
            io.BytesIO(block.png), Emu(int(width * scale)), Emu(int(height * scale))
        )
        shape._inline.docPr.set("descr", visible(block.description))
        shape._inline.docPr.set("name", visible(self.caption_label(block.key)))
        caption = self._caption("Caption", block)
        caption.paragraph_format.keep_with_next = bool(block.notes)
        for note in block.notes:
            paragraph = self.paragraph("Note", list(self.sentence(note)))
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.keep_with_next = note is not block.notes[-1]

    # -- tables ----------------------------------------------------------------------------------

    def _write_table(self, block: Table, lying: bool) -> None:
        self._caption("Table Caption", block)
        section = self.document.sections[-1]
        room = text_room(section) // EMU_PER_TWIP
        widths = column_widths(block, room, HALF_CHARACTER, 2 * CELL_PADDING)
        table = element(
            "tbl",
            _table_properties(sum(widths)),
            element("tblGrid", *(element("gridCol", w=width) for width in widths)),
        )
        table.append(
            self._row(block.columns, [column.title for column in block.columns], widths, header=True, kept=True)
        )
        for place, row in enumerate(block.rows, start=1):
            kept = self._is_kept(block, place)
            table.append(self._row(block.columns, row, widths, kept=kept))
        self.document.element.body[-1].addprevious(table)
        below = self.paragraph("Table Note", [self.run(block.note)] if block.note else [])
        if not block.note:  # Word wants a paragraph between tables and after the last one
            (
                below.paragraph_format.line_spacing,
                below.paragraph_format.space_before,
                below.paragraph_format.space_after,
            ) = Pt(8), Pt(0), Pt(0)

    @staticmethod
    def _is_kept(block: Table, place: int) -> bool:
        """Whether a row stays with what follows: no row stands alone on a page, nor does a note."""
        rows, left = len(block.rows), len(block.rows) - place
        if not left:
            return bool(block.note)
        return (
            rows <= KEPT_TOGETHER
            or place < LEAST_ON_A_PAGE
            or left < LEAST_ON_A_PAGE
            or len(block.rows[place - 1]) < len(block.columns)
        )

    def _row(
        self,
        columns: Sequence[Column],
        cells: Sequence[str],
        widths: Sequence[int],
        *,
        header: bool = False,
        kept: bool = False,
    ) -> Any:
        properties = element("trPr", element("cantSplit"))
        if header:
            properties.append(element("tblHeader"))
        row = element("tr", properties)
        if len(cells) == 1 and len(columns) > 1:
            row.append(self._cell(cells[0], sum(widths), "left", spanned=len(columns), strong=True, kept=kept))
            return row
        for column, text, width in zip(columns, cells, widths, strict=True):
            row.append(
                self._cell(
                    text, width, "right" if column.kind == "number" else "left", strong=header, line=header, kept=kept
                )
            )
        return row

    def _cell(
        self,
        text: str,
        width: int,
        align: str,
        *,
        spanned: int = 1,
        strong: bool = False,
        line: bool = False,
        kept: bool = False,
    ) -> Any:
        properties = element("tcPr", element("tcW", w=width, type="dxa"))
        if spanned > 1:
            properties.append(element("gridSpan", val=spanned))
        if line:
            properties.append(element("tcBorders", element("bottom", val="single", sz=6, space=0, color="000000")))
        properties.append(element("vAlign", val="bottom" if line else "top"))
        layout = element("pPr", element("pStyle", val="TableText"))
        if kept:
            layout.append(element("keepNext"))
        layout.append(element("jc", val=align))
        return element("tc", properties, element("p", layout, *([self.run(text, strong=strong)] if text else [])))

    # -- sections --------------------------------------------------------------------------------

    def _new_section(self, *, landscape: bool) -> Section:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        _tuck_break(self.document.element.body)
        (lay if landscape else upright)(section)
        return section


def _place_of(heading: int) -> str:
    return f"_Toc{200_000_000 + heading}"


def _table_properties(width: int) -> Any:
    """A three-line table: thick lines above and below, a thin one under the header, none between."""
    thick = {"val": "single", "sz": 12, "space": 0, "color": "000000"}
    padding = element("tblCellMar", *(element(side, w=CELL_PADDING, type="dxa") for side in ("left", "right")))
    return element(
        "tblPr",
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblBorders", element("top", **thick), element("bottom", **thick)),
        element("tblLayout", type="fixed"),
        padding,
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )


def _number_pages(section: Section, *, form: str, start: int | None) -> None:
    """Page numbers of a section; without a start they run on from the section before."""
    properties = section._sectPr
    for old in properties.findall(qn("w:pgNumType")):
        properties.remove(old)
    numbers = element("pgNumType", fmt=form, **({} if start is None else {"start": start}))
    for columns in properties.findall(qn("w:cols"))[:1]:
        columns.addprevious(numbers)


def text_room(section: Section) -> int:
    """The width between the margins, in English metric units."""
    return int(section.page_width or 0) - int(section.left_margin or 0) - int(section.right_margin or 0)


def upright(section: Section) -> None:
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, PAGE_SHORT, PAGE_LONG
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        MARGIN_TOP,
        MARGIN_BOTTOM,
        MARGIN_INNER,
        MARGIN_OUTER,
    )
    section.header_distance, section.footer_distance = Cm(2.2), Cm(2.4)


def lay(section: Section) -> None:
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, PAGE_LONG, PAGE_SHORT
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Cm(2.6),
        Cm(2.2),
        Cm(2.4),
        Cm(2.4),
    )
    section.header_distance, section.footer_distance = Cm(1.5), Cm(1.2)


def _tuck_break(body: Any) -> None:
    """Put a section's end into its last paragraph: one of its own could spill over to an empty page."""
    ending = body.findall(qn("w:p"))[-1]
    before = ending.getprevious()
    if before is not None and before.tag == qn("w:p") and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        before.get_or_add_pPr().append(ending.pPr.find(qn("w:sectPr")))
        body.remove(ending)
    else:
        ending.pPr.insert(0, element("spacing", before=0, after=0, line=20, lineRule="exact"))


def _same_bytes(document: Any) -> bytes:
    """The file with its parts in a fixed order and at a fixed time."""
    raw, final = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as target:
        # readers look for the list of content types first
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return final.getvalue()


def write_word(blocks: Sequence[Block], cover: Cover, labels: Labels) -> bytes:
    """The blocks as a .docx file. Raises KeyError where a sentence refers to a caption that is not there."""
    return Writer(blocks, cover, labels).write()
