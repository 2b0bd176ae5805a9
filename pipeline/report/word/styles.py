"""How the Word document looks: page, fonts with their stand-ins, styles and numbered headings.

Measures follow the layout of Chinese official documents (GB/T 9704-2012: A4, margins 37, 35, 28 and
26 mm, 仿宋 text on a fixed line of 28 pt, 黑体 and 楷体 headings), with 14 pt text as research reports
set it. English text takes Western fonts and measures on the same page.

Longer than 350 lines: the looks of a document are one table, and what gives them to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from lxml import etree

PAGE_LONG, PAGE_SHORT = Cm(29.7), Cm(21.0)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_INNER, MARGIN_OUTER = Cm(3.7), Cm(3.5), Cm(2.8), Cm(2.6)
FONT_TABLE = "/word/fontTable.xml"
THEME = "/word/theme/theme1.xml"
APP = "/docProps/app.xml"
KEPT_PARTS = {"settings", "styles", "numbering", "fontTable", "theme"}

Face = Literal["body", "heading", "second", "table"]
# (Western, Chinese) font of a face. A table of stand-ins goes into the file: not every machine has 仿宋.
FACES: dict[str, dict[Face, tuple[str, str]]] = {
    "zh": {
        "body": ("Times New Roman", "仿宋"),
        "heading": ("Arial", "黑体"),
        "second": ("Times New Roman", "楷体"),
        "table": ("Times New Roman", "宋体"),
    },
    "en": {
        "body": ("Times New Roman", "宋体"),
        "heading": ("Arial", "黑体"),
        "second": ("Arial", "黑体"),
        "table": ("Arial", "宋体"),
    },
}
# name: (names on other systems, Panose number, family, character set)
FONTS = {
    "Times New Roman": ("Liberation Serif,Nimbus Roman", "02020603050405020304", "roman", "00"),
    "Arial": ("Liberation Sans,Helvetica", "020B0604020202020204", "swiss", "00"),
    "仿宋": (
        "FangSong,仿宋_GB2312,FangSong_GB2312,STFangsong,华文仿宋,Noto Serif SC,Noto Serif CJK SC",
        "02010609060101010101",
        "modern",
        "86",
    ),
    "黑体": ("SimHei,STHeiti,Heiti SC,Noto Sans SC,Noto Sans CJK SC", "02010609060101010101", "modern", "86"),
    "楷体": ("KaiTi,楷体_GB2312,KaiTi_GB2312,STKaiti,Kaiti SC,Noto Serif SC", "02010609060101010101", "modern", "86"),
    "宋体": ("SimSun,STSong,Songti SC,Noto Serif SC,Noto Serif CJK SC", "02010600030101010101", "auto", "86"),
}
GREY = RGBColor(0x55, 0x55, 0x55)
# Styles that Word does not know by name.
OUR_OWN = (
    "Appendix Heading",
    "Cover Mark",
    "Cover Line",
    "Table Caption",
    "Figure",
    "Note",
    "Table Note",
    "Table Text",
)


@dataclass(frozen=True, slots=True)
class Look:
    """One paragraph style. `line` above 5 is a fixed height in points, below it a multiple of the font."""

    name: str
    points: float
    face: Face = "body"
    based: str = "Normal"
    bold: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    before: float = 0
    after: float = 0
    line: float = 1.0
    indented: bool = False  # two characters on the first line
    hanging: float = 0  # characters the first line sticks out
    with_next: bool = False
    outline: int | None = None  # level in the contents, from 0
    grey: bool = False


def _looks(chinese: bool) -> Iterator[Look]:
    text, line, small = (12, 22, 10.5) if chinese else (11, 1.3, 9)
    justified = WD_ALIGN_PARAGRAPH.JUSTIFY if chinese else WD_ALIGN_PARAGRAPH.LEFT
    yield Look(
        "Body Text",
        text,
        align=justified,
        line=line,
        indented=chinese,
        before=0 if chinese else 4,
        after=0 if chinese else 4,
    )
    yield Look("List Bullet", text, align=justified, line=line, hanging=1.5, after=0 if chinese else 4)
    yield Look(
        "Heading 1",
        16 if chinese else 17,
        "heading",
        line=1.25,
        before=14,
        after=6,
        with_next=True,
        outline=0,
        bold=not chinese,
    )
    yield Look(
        "Heading 2",
        15 if chinese else 13,
        "second",
        line=1.25,
        before=14,
        after=6,
        with_next=True,
        outline=1,
        bold=True,
    )
    yield Look("Heading 3", text, "second", line=1.25, before=10, after=4, with_next=True, outline=2, bold=True)
    yield Look(
        "Appendix Heading",
        16 if chinese else 17,
        "heading",
        based="Heading 1",
        line=1.25,
        before=24,
        after=12,
        with_next=True,
        outline=0,
        bold=not chinese,
    )
    yield Look("Title", 20, "heading", align=WD_ALIGN_PARAGRAPH.CENTER, before=6, after=8, line=1.4, bold=not chinese)
    yield Look("Subtitle", 16 if chinese else 15, "second", align=WD_ALIGN_PARAGRAPH.CENTER, after=10, line=1.3)
    yield Look("Cover Mark", 15, "heading", align=WD_ALIGN_PARAGRAPH.RIGHT, line=1.3)
    yield Look("Cover Line", small, align=WD_ALIGN_PARAGRAPH.CENTER, line=1.3)
    yield Look("TOC Heading", 16, "heading", align=WD_ALIGN_PARAGRAPH.CENTER, before=0, after=16, bold=not chinese)
    yield Look("toc 1", 14 if chinese else 11.5, "heading" if chinese else "body", before=4, line=20, bold=not chinese)
    yield Look("toc 2", 12 if chinese else 11, line=17)
    yield Look(
        "Caption", small, "heading", align=WD_ALIGN_PARAGRAPH.CENTER, before=6, after=6, line=1.2, bold=not chinese
    )
    yield Look(
        "Table Caption",
        small,
        "heading",
        based="Caption",
        align=WD_ALIGN_PARAGRAPH.CENTER,
        before=10,
        after=4,
        line=1.2,
        with_next=True,
        bold=not chinese,
    )
    yield Look("Figure", small, align=WD_ALIGN_PARAGRAPH.CENTER, before=8, with_next=True)
    yield Look("Note", 9 if chinese else 8.5, "table", after=4, line=1.3, align=justified, grey=True)
    yield Look(
        "Table Note",
        9 if chinese else 8.5,
        "table",
        based="Note",
        before=3,
        after=8,
        line=1.3,
        align=justified,
        grey=True,
    )
    yield Look(
        "Table Text", small - 1 if chinese else 8.5, "table", before=1.5, after=1.5, line=12.5 if chinese else 11.5
    )
    yield Look("Header", 9, "table", align=WD_ALIGN_PARAGRAPH.CENTER, grey=True)
    yield Look("Footer", 12 if chinese else 10, "body", align=WD_ALIGN_PARAGRAPH.CENTER)


def set_fonts(properties: Any, western: str, chinese: str) -> None:
    """Name the fonts of a style outright, so that no theme can put others in their place."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for slot, name in (("ascii", western), ("hAnsi", western), ("cs", western), ("eastAsia", chinese)):
        fonts.set(qn(f"w:{slot}"), name)


def _add_style(document: Document, look: Look, faces: dict[Face, tuple[str, str]]) -> None:
    style: ParagraphStyle = document.styles.add_style(
        look.name, WD_STYLE_TYPE.PARAGRAPH, builtin=look.name not in OUR_OWN
    )
    style.base_style = document.styles[look.based]
    style.quick_style = True
    style.hidden = style.unhide_when_used = False
    style.font.size, style.font.bold = Pt(look.points), look.bold
    if look.grey:
        style.font.color.rgb = GREY
    set_fonts(style.element.get_or_add_rPr(), *faces[look.face])
    layout = style.paragraph_format
    layout.alignment = look.align
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = Pt(look.line) if look.line > 5 else look.line
    layout.keep_with_next = look.with_next
    layout.widow_control = True
    _indent(style, look)
    if look.outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline))
        style.element.get_or_add_pPr().append(level)


def _indent(style: ParagraphStyle, look: Look) -> None:
    """Indents in characters, as Chinese typesetting counts them; in points for those who cannot."""
    if not (look.indented or look.hanging):
        return
    indent = style.element.get_or_add_pPr().get_or_add_ind()
    if look.indented:
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(look.points * 2 * 20)))
    else:
        width = str(int(look.points * look.hanging * 20))
        indent.set(qn("w:left"), width)
        indent.set(qn("w:hanging"), width)


def _clear_styles(document: Document, faces: dict[Face, tuple[str, str]]) -> None:
    """Only the defaults of the template stay: what an editor does not need is not in the list of styles."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    normal = document.styles["Normal"]
    normal.font.size = Pt(12)
    set_fonts(normal.element.get_or_add_rPr(), *faces["body"])
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(defaults):
        defaults.remove(child)
    defaults.append(
        parse_xml(
            f'<w:rFonts {nsdecls("w")} w:ascii="{faces["body"][0]}" w:hAnsi="{faces["body"][0]}" '
            f'w:cs="{faces["body"][0]}" w:eastAsia="{faces["body"][1]}"/>'
        )
    )
    defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'))
    spacing = styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
    if spacing is not None:
        for child in list(spacing):
            spacing.remove(child)


# -- numbering -----------------------------------------------------------------------------------

HEADINGS, APPENDICES, BULLETS = 1, 2, 3


def _level(number: int, style: str, form: str, text: str, space: str = "nothing") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}<w:suff '
        f'w:val="{space}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" '
        'w:firstLine="0"/></w:pPr></w:lvl>'
    )


def _numbering(chinese: bool, appendix: str) -> Iterator[str]:
    """一、 （一） 1. for Chinese, 1 1.1 1.1.1 for English: real lists that renumber when a heading is added."""
    if chinese:
        yield (
            _level(0, "Heading1", "chineseCountingThousand", "%1、")
            + _level(1, "Heading2", "chineseCountingThousand", "（%2）")
            + _level(2, "Heading3", "decimal", "%3. ")
        )
        yield _level(0, "AppendixHeading", "chineseCountingThousand", f"{appendix}%1　")
    else:
        yield (
            _level(0, "Heading1", "decimal", "%1", "space")
            + _level(1, "Heading2", "decimal", "%1.%2", "space")
            + _level(2, "Heading3", "decimal", "%1.%2.%3", "space")
        )
        yield _level(0, "AppendixHeading", "upperLetter", f"{appendix} %1. ")
    yield (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def _set_numbering(document: Document, chinese: bool, appendix: str) -> None:
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    lists = list(enumerate(_numbering(chinese, appendix), start=1))
    for number, levels in lists:
        kind = "multilevel" if number == HEADINGS else "singleLevel"
        numbering.append(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType '
                f'w:val="{kind}"/>{levels}</w:abstractNum>'
            )
        )
    for number, _ in lists:
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
        )
    for name, level, number in (
        ("Heading 1", 0, HEADINGS),
        ("Heading 2", 1, HEADINGS),
        ("Heading 3", 2, HEADINGS),
        ("Appendix Heading", 0, APPENDICES),
        ("List Bullet", 0, BULLETS),
    ):
        properties = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number


# -- parts of the file ---------------------------------------------------------------------------


def _font_table() -> bytes:
    fonts = "".join(
        (
            f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:panose1 w:val="{panose}"/><w:charset '
            f'w:val="{charset}"/><w:family w:val="{family}"/><w:pitch w:val="auto"/></w:font>'
        )
        for name, (others, panose, family, charset) in FONTS.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'.encode()
    )


def _drop_parts(document: Document) -> None:
    """The template's thumbnail and second set of styles say nothing of this document."""
    for source in (document.part, document.part.package):
        for key, relation in list(source.rels.items()):
            kind = relation.reltype.rsplit("/", 1)[-1]
            if kind not in KEPT_PARTS | {"officeDocument", "core-properties", "extended-properties"}:
                del source.rels[key]


def _set_parts(document: Document, faces: dict[Face, tuple[str, str]]) -> None:
    for part in document.part.package.iter_parts():
        if part.partname == FONT_TABLE:
            part._blob = _font_table()
        elif part.partname == THEME:
            part._blob = _theme(part.blob, faces)
        elif part.partname == APP:
            part._blob = (
                b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
                b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
                b"<Application>policy-trends</Application></Properties>"
            )


def _theme(blob: bytes, faces: dict[Face, tuple[str, str]]) -> bytes:
    """The theme with our fonts, so that a style an editor adds later fits in."""
    theme = parse_xml(blob)
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    groups: tuple[tuple[str, Face], ...] = (("majorFont", "heading"), ("minorFont", "body"))
    for group, face in groups:
        fonts = next(theme.iter(space + group))
        for child in list(fonts):
            if child.tag == space + "font":
                fonts.remove(child)
        for script, typeface in zip(("latin", "ea"), faces[face]):
            for font in fonts.iterfind(space + script):
                font.set("typeface", typeface)
    return etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_settings(document: Document, chinese: bool) -> None:
    settings = document.settings.element
    for name in ("w:savePreviewPicture", "w:proofState", "w:rsids", "w:zoom"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    settings.find(qn("w:characterSpacingControl")).set(
        qn("w:val"), "compressPunctuation" if chinese else "doNotCompress"
    )
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")


def dress(document: Document, *, language: str, appendix: str) -> None:
    """Give an empty document of python-docx our styles, lists, fonts and settings.

    `language` is zh or en (any other is set as en); `appendix` is the word before an appendix's number.
    """
    chinese = language == "zh"
    faces = FACES["zh" if chinese else "en"]
    _drop_parts(document)
    _clear_styles(document, faces)
    for look in _looks(chinese):
        _add_style(document, look, faces)
    _set_numbering(document, chinese, appendix)
    _set_settings(document, chinese)
    _set_parts(document, faces)
