"""Word documents built with real numbering definitions: the numbers Word prints must come back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from pipeline.ingest.formats.old_word import LIBREOFFICE_MARK
from pipeline.ingest.formats.printed_numbers import formatted_number
from pipeline.ingest.formats.word_document import read_docx
from pipeline.ingest.formats.zip_package import MOST_MEMBERS
from pipeline.ingest.raw import UnreadableNotice

docx = pytest.importorskip("docx")
from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import nsdecls  # noqa: E402

WORD = nsdecls("w")


class WordFile:
    """A docx in the making: paragraphs, lists with their own definitions, raw XML."""

    def __init__(self) -> None:
        self.document = docx.Document()
        numbering = self.document.part.numbering_part.element
        for child in list(numbering):
            numbering.remove(child)
        self.numbering = numbering
        self.body = self.document.element.body

    def list(self, identifier: int, *levels: str, extra: str = "") -> None:
        """An abstract list; each level is `numFmt|lvlText` or `numFmt|lvlText|more XML`."""
        xml = "".join(self._level(i, *level.split("|")) for i, level in enumerate(levels))
        self.numbering.append(
            parse_xml(f'<w:abstractNum {WORD} w:abstractNumId="{identifier}">{extra}{xml}</w:abstractNum>')
        )

    @staticmethod
    def _level(index: int, number_format: str, text: str, more: str = "") -> str:
        start = "" if "<w:start" in more else '<w:start w:val="1"/>'
        return (
            f'<w:lvl w:ilvl="{index}">{start}<w:numFmt w:val="{number_format}"/>{more}<w:lvlText '
            f'w:val="{text}"/></w:lvl>'
        )

    def num(self, identifier: int, abstract: int, overrides: str = "") -> None:
        self.numbering.append(
            parse_xml(f'<w:num {WORD} w:numId="{identifier}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>')
        )

    def paragraph(self, text: str, number: int | None = None, level: int = 0, style: str | None = None) -> Any:
        paragraph = self.document.add_paragraph(text, style=style)
        if number is not None:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {WORD}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
            )
        return paragraph

    def raw(self, xml: str) -> None:
        namespaces = nsdecls("w", "wp", "a", "r") + (
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            'xmlns:v="urn:schemas-microsoft-com:vml"'
        )
        self.body.insert(len(self.body) - 1, parse_xml(xml.replace(">", f" {namespaces}>", 1)))

    def style(self, identifier: str, properties: str, based_on: str = "Normal", name: str | None = None) -> None:
        self.document.styles.element.append(
            parse_xml(
                f'<w:style {WORD} w:type="paragraph" w:styleId="{identifier}"><w:name '
                f'w:val="{name or identifier}"/><w:basedOn w:val="{based_on}"/><w:pPr>{properties}</w:pPr>'
                "</w:style>"
            )
        )

    def lines(self) -> list[str]:
        return read_docx(self.data()).text.split("\n")

    def data(self) -> bytes:
        target = io.BytesIO()
        self.document.save(target)
        return target.getvalue()


OFFICIAL = ("chineseCountingThousand|%1、", "chineseCountingThousand|（%2）", "decimal|%3.", "decimal|（%4）")


# -- number formats ------------------------------------------------------------------------------

FORMATS = [
    ("decimal", 12, "12"),
    ("decimalZero", 3, "03"),
    ("decimalFullWidth", 12, "１２"),
    ("decimalEnclosedCircle", 3, "③"),
    ("decimalEnclosedCircleChinese", 21, "㉑"),
    ("decimalEnclosedFullstop", 3, "3."),
    ("decimalEnclosedParen", 3, "（3）"),
    ("chineseCounting", 12, "十二"),
    ("chineseCounting", 105, "一○五"),
    ("chineseCountingThousand", 20, "二十"),
    ("chineseCountingThousand", 105, "一百零五"),
    ("japaneseCounting", 11, "十一"),
    ("japaneseCounting", 105, "百五"),
    ("ideographDigital", 10, "一〇"),
    ("ideographTraditional", 2, "乙"),
    ("ideographZodiac", 3, "寅"),
    ("chineseLegalSimplified", 12, "壹拾贰"),
    ("upperRoman", 4, "IV"),
    ("lowerRoman", 19, "xix"),
    ("upperLetter", 3, "C"),
    ("lowerLetter", 27, "aa"),
    ("none", 3, ""),
    ("someLaterFormat", 7, "7"),
]


@pytest.mark.parametrize(
    ("number_format", "value", "printed"), FORMATS, ids=[f"{name}-{value}" for name, value, _ in FORMATS]
)
def test_number_formats(number_format: str, value: int, printed: str) -> None:
    assert formatted_number(value, number_format) == printed


# -- lists ---------------------------------------------------------------------------------------


def test_the_styles_of_official_writing_count_and_restart() -> None:
    word = WordFile()
    word.list(0, *OFFICIAL)
    word.num(1, 0)
    for level, text in (
        (0, "总体要求"),
        (1, "思路。"),
        (1, "目标。"),
        (0, "任务"),
        (1, "创新"),
        (2, "甲。"),
        (2, "乙。"),
        (3, "乙一。"),
        (1, "内需"),
        (2, "丙。"),
    ):
        word.paragraph(text, 1, level)
    assert word.lines() == [
        "一、总体要求",
        "（一）思路。",
        "（二）目标。",
        "二、任务",
        "（一）创新",
        "1.甲。",
        "2.乙。",
        "（1）乙一。",
        "（二）内需",
        "1.丙。",
    ]


# (reason, levels, num overrides, (level, text) …, lines)
LISTS = [
    (
        "a list that starts at 5",
        ["decimal|%1.|<w:start w:val='5'/>"],
        "",
        [(0, "甲。"), (0, "乙。")],
        ["5.甲。", "6.乙。"],
    ),
    (
        "an instance that overrides the start",
        ["decimal|%1."],
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride>',
        [(0, "甲。"), (0, "乙。")],
        ["8.甲。", "9.乙。"],
    ),
    (
        "an instance that overrides a whole level",
        ["decimal|%1."],
        (
            '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
            '<w:lvlText w:val="%1、"/></w:lvl></w:lvlOverride>'
        ),
        [(0, "甲。"), (0, "乙。")],
        ["I、甲。", "II、乙。"],
    ),
    (
        "items that run through the chapters: lvlRestart 0",
        ["chineseCounting|%1、", "decimal|%2.|<w:lvlRestart w:val='0'/>"],
        "",
        [(0, "创新"), (1, "甲。"), (0, "内需"), (1, "乙。")],
        ["一、创新", "1.甲。", "二、内需", "2.乙。"],
    ),
    (
        "a third level that restarts only with the first: lvlRestart 1",
        ["chineseCounting|%1、", "chineseCounting|（%2）", "decimal|%3.|<w:lvlRestart w:val='1'/>"],
        "",
        [(0, "一章"), (1, "甲"), (2, "子。"), (1, "乙"), (2, "丑。"), (0, "二章"), (1, "丙"), (2, "寅。")],
        ["一、一章", "（一）甲", "1.子。", "（二）乙", "2.丑。", "二、二章", "（一）丙", "1.寅。"],
    ),
    (
        "compound numbers",
        ["decimal|%1.", "decimal|%1.%2"],
        "",
        [(0, "甲"), (1, "子。"), (1, "丑。"), (0, "乙"), (1, "寅。")],
        ["1.甲", "1.1 子。", "1.2 丑。", "2.乙", "2.1 寅。"],
    ),
    (
        "isLgl writes the upper levels in digits",
        ["chineseCounting|%1、", "decimal|%1.%2|<w:isLgl/>"],
        "",
        [(0, "甲"), (1, "子。")],
        ["一、甲", "1.1 子。"],
    ),
    (
        "chapters and articles",
        ["chineseCountingThousand|第%1章", "chineseCountingThousand|第%2条|<w:lvlRestart w:val='0'/>"],
        "",
        [(0, "总则"), (1, "为了发展。"), (0, "附则"), (1, "本办法施行。")],
        ["第一章 总则", "第一条 为了发展。", "第二章 附则", "第二条 本办法施行。"],
    ),
    (
        "no space where the definition asks for none",
        ["chineseCounting|第%1条|<w:suff w:val='nothing'/>"],
        "",
        [(0, "为了发展。")],
        ["第一条为了发展。"],
    ),
    (
        "a deeper level before its upper one shows where that would start",
        ["decimal|%1.", "decimal|%1.%2"],
        "",
        [(1, "子。"), (0, "甲。")],
        ["1.1 子。", "1.甲。"],
    ),
    (
        "bullets: dashes are printed, symbols become ●",
        ["bullet|——", "bullet|\uf06c"],
        "",
        [(0, "甲。"), (1, "乙。")],
        ["——甲。", "●乙。"],
    ),
]


@pytest.mark.parametrize(
    ("reason", "levels", "overrides", "paragraphs", "lines"), LISTS, ids=[case[0] for case in LISTS]
)
def test_lists(
    reason: str, levels: list[str], overrides: str, paragraphs: list[tuple[int, str]], lines: list[str]
) -> None:
    word = WordFile()
    word.list(0, *levels)
    word.num(1, 0, overrides)
    for level, text in paragraphs:
        word.paragraph(text, 1, level)
    assert word.lines() == lines


def test_instances_of_one_list_share_its_count_until_one_starts_anew() -> None:
    word = WordFile()
    word.list(0, "decimal|%1.")
    word.num(1, 0)
    word.num(2, 0)
    word.num(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>')
    for number, text in ((1, "甲。"), (2, "乙。"), (3, "丙。"), (3, "丁。"), (1, "戊。")):
        word.paragraph(text, number)
    assert word.lines() == ["1.甲。", "2.乙。", "1.丙。", "2.丁。", "3.戊。"]


PARTED = [
    (
        "where 902 starts anew its first paragraph is a list of its own, and 903 goes on with the headings",
        [(1, 0), (1, 1), (1, 1), (1, 0), (4, 1), (2, 1), (2, 0), (5, 1), (3, 1)],
        "一、|（一）|（二）|二、|（三）|（四）|三、|（五）|（六）",
    ),
    (
        "a list of one item before another list, both defined from the beginning",
        [(1, 0), (2, 0), (2, 0)],
        "一、|一、|二、",
    ),
    (
        "two places in a row where the list starts anew",
        [(1, 0), (1, 1), (4, 1), (5, 1), (3, 1), (3, 0)],
        "一、|（一）|（三）|（五）|（六）|二、",
    ),
    (
        "a list of two items goes on by itself",
        [(4, 1), (4, 1), (2, 1)],
        "（三）|（四）|（一）",
    ),
    (
        "a list that prints other numbers is another list",
        [(6, 0), (1, 0), (1, 0)],
        "1.|一、|二、",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "places", "numbers"), PARTED, ids=[case[0] for case in PARTED])
def test_lists_that_libreoffice_parted_are_one_again(reason: str, places: list[tuple[int, int]], numbers: str) -> None:
    word = WordFile()
    two = "chineseCounting|%1、", "chineseCounting|（%2）"
    for identifier in (1, 2, 3):
        word.list(identifier, *two)
    for identifier, start in ((4, 3), (5, 5)):  # those of single paragraphs lie behind the others
        word.list(identifier, two[0], f"{two[1]}|<w:start w:val='{start}'/>")
    word.list(6, "decimal|%1.")
    for identifier in range(1, 7):
        word.num(identifier, identifier)
    for number, level in places:
        word.paragraph("", number, level).add_run("加快建设。")
    read = read_docx(word.data(), made_of=LIBREOFFICE_MARK).text
    assert read.replace("加快建设。", "").replace("\n", "|") == numbers


def test_two_lists_side_by_side_count_apart() -> None:
    word = WordFile()
    word.list(0, "chineseCounting|%1、")
    word.list(1, "decimal|%1.")
    word.num(1, 0)
    word.num(2, 1)
    for number, text in ((1, "创新"), (2, "甲。"), (2, "乙。"), (1, "内需"), (2, "丙。")):
        word.paragraph(text, number)
    assert word.lines() == ["一、创新", "1.甲。", "2.乙。", "二、内需", "3.丙。"]


def test_numbers_from_paragraph_styles_and_the_styles_they_are_based_on() -> None:
    word = WordFile()
    word.list(
        0, "chineseCounting|%1、|<w:pStyle w:val='Biaoti'/>", "chineseCounting|（%2）|<w:pStyle w:val='Xiaobiaoti'/>"
    )
    word.num(1, 0)
    word.style("Biaoti", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    word.style("Xiaobiaoti", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    word.style("Zhuoyong", "<w:jc w:val='left'/>", based_on="Xiaobiaoti")
    word.style("Wuhao", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="Biaoti")
    for text, style in (
        ("创新", "Biaoti"),
        ("甲。", "Xiaobiaoti"),
        ("乙。", "Zhuoyong"),
        ("插话。", "Wuhao"),
        ("内需", "Biaoti"),
        ("丙。", "Xiaobiaoti"),
    ):
        word.paragraph(text, style=style)
    assert word.lines() == ["一、创新", "（一）甲。", "（二）乙。", "插话。", "二、内需", "（一）丙。"]


def test_a_list_that_takes_its_levels_from_a_numbering_style() -> None:
    word = WordFile()
    word.list(0, "decimal|%1、", extra='<w:styleLink w:val="Liebiao"/>')
    word.list(1, extra='<w:numStyleLink w:val="Liebiao"/>')
    word.num(1, 0)
    word.num(2, 1)
    word.document.styles.element.append(
        parse_xml(
            f'<w:style {WORD} w:type="numbering" w:styleId="Liebiao"><w:name w:val="Liebiao"/><w:pPr>'
            '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
    )
    word.paragraph("甲。", 2)
    assert word.lines() == ["1、甲。"]


def test_empty_numbered_paragraphs_count_but_print_nothing() -> None:
    word = WordFile()
    word.list(0, "decimal|%1.")
    word.num(1, 0)
    for text in ("甲。", "", "乙。"):
        word.paragraph(text, 1)
    assert word.lines() == ["1.甲。", "3.乙。"]


# -- text ----------------------------------------------------------------------------------------

# (reason, XML of body elements, lines)
BODIES = [
    (
        "deleted text goes, inserted text stays",
        (
            "<w:p><w:r><w:t>保留</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins><w:r>"
            "<w:t>新增。</w:t></w:r></w:ins></w:p>"
        ),
        ["保留新增。"],
    ),
    (
        "moved text stays at its new place",
        (
            "<w:p><w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新处。</w:t></w:r></w:moveTo>"
            "</w:p>"
        ),
        ["新处。"],
    ),
    (
        "a soft line break begins a new line",
        "<w:p><w:r><w:t>一、创新</w:t><w:br/><w:t>1.甲。</w:t></w:r></w:p>",
        ["一、创新", "1.甲。"],
    ),
    (
        "a page break inside a sentence does not",
        '<w:p><w:r><w:t>加快</w:t><w:br w:type="page"/><w:t>建设。</w:t></w:r></w:p>',
        ["加快建设。"],
    ),
    (
        "hyperlinks, smart tags and simple fields are text",
        (
            "<w:p><w:hyperlink><w:r><w:t>见附件</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>2024年</w:t></w:r>"
            '</w:smartTag><w:fldSimple w:instr="DATE"><w:r><w:t>完成。</w:t></w:r></w:fldSimple></w:p>'
        ),
        ["见附件2024年完成。"],
    ),
    (
        "field codes are none",
        (
            '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>第三条。</w:t></w:r><w:r><w:fldChar '
            'w:fldCharType="end"/></w:r></w:p>'
        ),
        ["第三条。"],
    ),
    (
        "footnote marks and comments are left out",
        (
            '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference '
            'w:id="1"/></w:r><w:r><w:t>。</w:t></w:r></w:p>'
        ),
        ["正文。"],
    ),
    (
        "hidden text is left out",
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:t>可见。</w:t></w:r></w:p>",
        ["可见。"],
    ),
    (
        "pronunciation above characters is left out",
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>yǐ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>以</w:t></w:r>"
            "</w:rubyBase></w:ruby></w:r><w:r><w:t>上。</w:t></w:r></w:p>"
        ),
        ["以上。"],
    ),
    (
        "content controls around and inside paragraphs",
        (
            "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>正文。</w:t>"
            "</w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
        ),
        ["控件正文。"],
    ),
    (
        "a table of contents is left out",
        (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
            "</w:sdtPr><w:sdtContent><w:p><w:r><w:t>目录</w:t></w:r></w:p><w:p><w:r><w:t>一、创新 1</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
        ["正文。"],
    ),
    (
        "a text box comes once, though it is stored as drawing and as VML",
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        "<a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框中标题</w:t></w:r></w:p>"
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框中标题</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r>"
        "<w:t>框外正文。</w:t></w:r></w:p>",
        ["框中标题", "框外正文。"],
    ),
]


@pytest.mark.parametrize(("reason", "xml", "lines"), BODIES, ids=[case[0] for case in BODIES])
def test_text_of_paragraphs(reason: str, xml: str, lines: list[str]) -> None:
    word = WordFile()
    word.raw(xml)
    if lines == ["正文。"] and "Table of Contents" in xml:
        word.paragraph("正文。")
    assert word.lines() == lines


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next_and_takes_no_number() -> None:
    word = WordFile()
    word.list(0, "decimal|%1.")
    word.num(1, 0)
    word.paragraph("甲。", 1)
    word.paragraph("加快", 1)._p.pPr.append(parse_xml(f'<w:rPr {WORD}><w:del w:id="1"/></w:rPr>'))
    word.paragraph("建设。", 1)
    assert word.lines() == ["1.甲。", "2.加快建设。"]


def test_a_field_of_contents_that_is_never_closed_hides_no_text() -> None:
    word = WordFile()
    word.raw(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>一、创新 1</w:t></w:r></w:p>'
    )
    word.paragraph("一、创新")
    word.paragraph("加快建设。")
    assert word.lines() == ["一、创新", "加快建设。"]


def test_headers_and_footers_are_left_out() -> None:
    word = WordFile()
    word.document.sections[0].header.paragraphs[0].text = "样例市人民政府公报"
    word.document.sections[0].footer.paragraphs[0].text = "— 1 —"
    word.paragraph("正文。")
    assert word.lines() == ["正文。"]


# -- tables --------------------------------------------------------------------------------------


def test_a_task_table_with_merged_cells_between_paragraphs() -> None:
    word = WordFile()
    word.paragraph("附件")
    table = word.document.add_table(rows=4, cols=4)
    for row, cells in zip(
        table.rows,
        (
            ["序号", "重点任务", "牵头单位", "完成时限"],
            ["一、科技创新", "", "", ""],
            ["1", "甲任务", "市科技局\n市财政局", "6月底"],
            ["2", "乙任务", "", "12月底"],
        ),
        strict=True,
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(1, 3))
    table.cell(2, 2).merge(table.cell(3, 2))
    word.paragraph("以上任务请抓好落实。")
    assert word.lines() == [
        "附件",
        "一、科技创新",
        "1.甲任务。（牵头单位：市科技局、市财政局；完成时限：6月底）",
        "2.乙任务。（牵头单位：市科技局、市财政局；完成时限：12月底）",
        "以上任务请抓好落实。",
    ]


def test_the_number_column_of_a_table_may_be_numbered_by_word() -> None:
    word = WordFile()
    word.list(0, "decimal|%1")
    word.num(1, 0)
    table = word.document.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows, (["序号", "任务", "责任单位"], ["", "甲任务", "市科技局"], ["", "乙任务", "市商务局"]), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for row in table.rows[1:]:
        row.cells[0].paragraphs[0]._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {WORD}><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        )
    assert word.lines() == ["1.甲任务。（责任单位：市科技局）", "2.乙任务。（责任单位：市商务局）"]


def test_a_table_of_one_cell_is_a_frame_and_keeps_the_table_inside_it() -> None:
    word = WordFile()
    frame = word.document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "框内文字。"
    inner = frame.cell(0, 0).add_table(rows=2, cols=2)
    for row, cells in zip(inner.rows, (["任务", "责任单位"], ["甲任务", "市科技局"]), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    assert word.lines() == ["框内文字。", "1.甲任务。（责任单位：市科技局）"]


def test_a_row_that_a_tracked_change_deleted_is_left_out() -> None:
    word = WordFile()
    table = word.document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, (["任务", "责任单位"], ["甲任务", "市科技局"], ["乙任务", "市商务局"]), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.rows[1]._tr.insert(0, parse_xml(f'<w:trPr {WORD}><w:del w:id="1"/></w:trPr>'))
    assert word.lines() == ["1.乙任务。（责任单位：市商务局）"]


# -- refusals ------------------------------------------------------------------------------------


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with one part replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.namelist():
            if member != name:
                copy.writestr(member, source.read(member))
        copy.writestr(name, content)
    return target.getvalue()


def _plain() -> bytes:
    word = WordFile()
    word.paragraph("正文。")
    return word.data()


ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t>'
    b"</w:r></w:p></w:body></w:document>"
)
DEEP = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + b"<w:sdt><w:sdtContent>" * 5000
    + b"</w:sdtContent></w:sdt>" * 5000
    + b"</w:body></w:document>"
)

REFUSALS = [
    ("a document type declaration", lambda: _with_part(_plain(), "word/document.xml", ENTITY_BOMB), "document type"),
    (
        "the same in UTF-16",
        lambda: _with_part(_plain(), "word/document.xml", ENTITY_BOMB.decode().encode("utf-16")),
        "document type",
    ),
    ("elements nested 10,000 deep", lambda: _with_part(_plain(), "word/document.xml", DEEP), "nested deeper"),
    (
        "a member that unpacks to 1,000 times its size",
        lambda: _with_part(_plain(), "word/media/a.xml", b"0" * (8 * 2**20)),
        "zip bomb",
    ),
    ("damaged XML", lambda: _with_part(_plain(), "word/document.xml", b"<w:document"), "not well-formed"),
    ("no zip archive", lambda: b"PK\x03\x04 but nothing else", "damaged"),
    (
        "a zip archive without a document",
        lambda: _with_part(b"PK\x05\x06" + b"\0" * 18, "a.txt", b"x"),
        "no Word document",
    ),
    ("a document without text", lambda: WordFile().data(), "no text"),
]


@pytest.mark.parametrize(("reason", "build", "says"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_refusals_say_why_and_what_next(reason: str, build: Any, says: str) -> None:
    with pytest.raises(UnreadableNotice, match=says):
        read_docx(build())


def test_too_many_members_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for i in range(MOST_MEMBERS + 1):
            package.writestr(f"word/{i}", b"")
    with pytest.raises(UnreadableNotice, match=str(MOST_MEMBERS)):
        read_docx(target.getvalue())


def test_spans_inside_spans_do_not_multiply() -> None:
    """Sixty-column cells nested ten deep would be 60^10 texts if every span repeated its inner table."""
    cell = "<w:p><w:r><w:t>心</w:t></w:r></w:p>"
    for _ in range(10):
        row = "".join(
            f'<w:tc><w:tcPr><w:gridSpan w:val="30"/></w:tcPr>{content}<w:p/></w:tc>'
            for content in (cell, "<w:p><w:r><w:t>旁</w:t></w:r></w:p>")
        )
        cell = f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    word = WordFile()
    word.raw(cell)
    text = "".join(word.lines())
    assert text.count("心") == 1 and len(text) < 200


def test_strict_open_xml_is_read_like_the_usual_one() -> None:
    data = _plain()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        document = package.read("word/document.xml").replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    assert read_docx(_with_part(data, "word/document.xml", document)).text == "正文。"


def test_reading_twice_gives_the_same() -> None:
    word = WordFile()
    word.list(0, *OFFICIAL)
    word.num(1, 0)
    word.paragraph("创新", 1)
    data = word.data()
    assert read_docx(data) == read_docx(data)
