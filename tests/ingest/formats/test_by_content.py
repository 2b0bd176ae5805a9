"""Which reader a file gets, and that one notice reads the same in every format."""

from __future__ import annotations

import dataclasses
import html
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from pipeline.ingest.formats import by_content
from pipeline.ingest.formats.by_content import read_file
from pipeline.ingest.letterhead import read_letterhead
from pipeline.ingest.normalise import normalise
from pipeline.ingest.raw import UnreadableNotice
from pipeline.records import Notice
from pipeline.segment.structure import read_structure
from tests.ingest.formats.test_pdf_document import PdfFile
from tests.ingest.formats.test_word_document import WordFile

# -- one notice ----------------------------------------------------------------------------------

LETTER_TITLE = ["样例市人民政府办公室", "关于印发样例市2024年数字社会建设重点任务的通知"]
NUMBER = "样政办发〔2024〕3号"
ADDRESSEES = "各区、县人民政府，市政府各部门，市直各单位："
HANDED_ON = "《样例市2024年数字社会建设重点任务》已经市政府同意，现印发给你们，请认真贯彻执行。"
SIGNATURE = ["样例市人民政府办公室", "2024年2月1日"]
TITLE = "样例市2024年数字社会建设重点任务"
PREAMBLE = "为加快数字社会建设，提升公共服务水平，推动全市高质量发展，现结合实际提出2024年重点任务如下。"
SECTIONS = [
    (
        "强化科技创新",
        [
            "建设数字实验室。围绕城市治理和民生服务，年内建成市级实验室3家以上，突破关键技术20项，推动成果就地转化。（牵头单位：市科技局；责任单位：市财政局、市数据局）",
            "培育青年人才队伍。引进高层次人才50名，完善住房、医疗、子女入学等保障措施，营造见贤思齐的良好氛围。（牵头单位：市人力资源社会保障局）",
            "完善公共数据平台。编制目录和清单，年底前开放数据集2000个以上，形成可复制推广的经验做法。（市数据局牵头，市行政审批服务局、各区县政府配合）",
        ],
    ),
    (
        "扩大内需",
        [
            "举办数字消费季。全年举办活动10场以上，发放消费券1亿元，带动消费增长8%。（牵头单位：市商务局；责任单位：市财政局）",
            "推进老旧小区改造。开工改造120个小区，惠及居民3.6万户，同步加装电梯200部。（责任单位：市住房城乡建设局、各区县政府）",
            "提升口岸物流效率。新开国际航线2条，整体通关时间再压缩10%。（牵头单位：市交通运输局；配合单位：样例海关）",
        ],
    ),
]
TABLE = [
    ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
    ["1", "编制公共数据资源目录和开放清单，实现动态更新", "市数据局", "市财政局\n市科技局", "6月底"],
    ["2", "5个数字社区示范点建成投用", "市民政局", "各区县政府", "9月底"],
    ["3", "开展数字技能培训1万人次", "市人力资源社会保障局", "市教育局", "12月底"],
]
TABLE_LINES = [
    "1.编制公共数据资源目录和开放清单，实现动态更新。（牵头单位：市数据局；责任单位：市财政局、市科技局；完成时限：6月底）",
    "2、5个数字社区示范点建成投用。（牵头单位：市民政局；责任单位：各区县政府；完成时限：9月底）",
    "3.开展数字技能培训1万人次。（牵头单位：市人力资源社会保障局；责任单位：市教育局；完成时限：12月底）",
]
CHINESE = "一二三四五六七八九十"
HEAD = [*LETTER_TITLE, NUMBER, ADDRESSEES, HANDED_ON, *SIGNATURE, TITLE, PREAMBLE]


def _numbered() -> list[tuple[str, str]]:
    """(number, text) of headings and items: sections count on, items run through."""
    lines, item = [], 0
    for i, (heading, items) in enumerate(SECTIONS):
        lines.append((f"{CHINESE[i]}、", heading))
        for text in items:
            item += 1
            lines.append((f"{item}.", text))
    return lines


def as_text() -> bytes:
    return "\n".join(
        [*HEAD, *(number + text for number, text in _numbered()), "附件", "重点任务分解表", *TABLE_LINES]
    ).encode()


def as_html() -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in TABLE
    )
    paragraphs = "".join(
        f"<p>　　{html.escape(line)}</p>"
        for line in [*HEAD, *(number + text for number, text in _numbered()), "附件", "重点任务分解表"]
    )
    return (
        f"<html><head><meta charset='gb2312'><title>{''.join(LETTER_TITLE)}_样例市人民政府</title></head><body>"
        "<div><a>首页</a> <a>政务公开</a></div><div>当前位置：<a>首页</a> &gt; <a>文件</a></div>"
        f"<div>发布时间：2024-02-05 浏览量：12 【字体：大 中 小】</div><div id='zoom'>{paragraphs}<table "
        f"border=1>{rows}</table></div><div>【打印】【关闭】</div><div>相关链接：<a>政策解读</a></div><div>版权所有：样例市人民政府 "
        "样ICP备00000001号</div></body></html>"
    ).encode("gb18030")


def as_docx() -> bytes:
    """With the numbers of sections and items counted by Word, not typed."""
    word = WordFile()
    word.list(0, "chineseCountingThousand|%1、", "decimal|%2.|<w:lvlRestart w:val='0'/>")
    word.num(1, 0)
    for line in HEAD:
        word.paragraph(line)
    for number, text in _numbered():
        word.paragraph(text, 1, 0 if number.endswith("、") else 1)
    word.paragraph("附件")
    word.paragraph("重点任务分解表")
    table = word.document.add_table(rows=len(TABLE), cols=len(TABLE[0]))
    for row, cells in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    word.document.sections[0].footer.paragraphs[0].text = "— 1 —"
    return word.data()


def as_pdf() -> bytes:
    pdf = PdfFile()
    for line in LETTER_TITLE:
        pdf.flow(line, indent=0, size=18, align="center")
    pdf.flow(NUMBER, indent=0, align="center")
    pdf.flow(ADDRESSEES, indent=0)
    pdf.flow(HANDED_ON)
    for line in SIGNATURE:
        pdf.flow(line, indent=0, align="right")
    pdf.flow(TITLE, indent=0, size=18, align="center")
    for line in [PREAMBLE, *(number + text for number, text in _numbered()), "附件"]:
        pdf.flow(line)
    pdf.flow("重点任务分解表", indent=0, size=18, align="center")
    pdf.table(TABLE, [34, 170, 84, 84, 60])
    for number, marks in enumerate(pdf.pages, 1):
        last, pdf.pages[-1] = pdf.pages[-1], marks
        pdf.text(280, 790, f"— {number} —", 12)
        pdf.pages[-1] = last
    return pdf.data()


def chromium() -> str | None:
    """The Chromium of this machine: named by CHROMIUM, or found on the path."""
    return os.environ.get("CHROMIUM") or next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def as_printed_page(folder: Path) -> bytes:
    """The notice as a page in a real font, printed to PDF by Chromium."""
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn", reason="the font for printing is not installed")
    browser = chromium()
    if browser is None:
        pytest.skip("Chromium is not installed: the test that prints a real PDF is left out")
    font = Path(fonts.__file__).parent / "NotoSerifSC-Regular.otf"
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>"
        for row in TABLE
    )
    style = (
        f"@font-face{{font-family:F;src:url('{font.as_uri()}')}} @page{{size:A4;margin:3.7cm 2.6cm 3.5cm "
        f"2.8cm}} body{{font:16pt/28pt F;margin:0}} p{{margin:0;text-indent:2em;text-align:justify}}"
        ".c{text-align:center;text-indent:0;font-size:20pt} .n{text-align:center;text-indent:0} "
        ".f{text-indent:0} .r{text-align:right} table{border-collapse:collapse;width:100%;font-size:12pt;"
        "line-height:16pt} td{border:1px solid black;padding:2pt 4pt}"
    )
    classes = {LETTER_TITLE[0]: "c", LETTER_TITLE[1]: "c", NUMBER: "n", ADDRESSEES: "f", SIGNATURE[1]: "r", TITLE: "c"}
    paragraphs = "".join(
        f"<p class='{'r' if i == 5 else classes.get(line, '')}'>{html.escape(line)}</p>"
        for i, line in enumerate([*HEAD, *(number + text for number, text in _numbered()), "附件", "重点任务分解表"])
    )
    page, target = folder / "notice.html", folder / "notice.pdf"
    page.write_text(f"<meta charset='utf-8'><style>{style}</style>{paragraphs}<table>{rows}</table>", encoding="utf-8")
    command = [
        browser,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]
    run = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if not target.exists():
        pytest.skip(f"Chromium printed no PDF here: {run.stderr[-200:]!r}")
    return target.read_bytes()


def _read(name: str, data: bytes) -> Notice:
    text = normalise(read_file(name, data).text)
    return Notice(
        notice_id="sample",
        series="",
        provenance="sample",
        script="hans",
        text=text,
        **dataclasses.asdict(read_letterhead(text)),
    )


def _assert_same(name: str, data: bytes) -> None:
    """The same units in the same order, and the same letter head, as the plain text gives."""
    expected, notice = _read("notice.txt", as_text()), _read(name, data)
    assert [(unit.path, unit.headings, unit.kind, unit.text) for unit in read_structure(notice).units] == [
        (unit.path, unit.headings, unit.kind, unit.text) for unit in read_structure(expected).units
    ]
    assert (notice.title, notice.issuer, notice.document_number, notice.issued_on, notice.year) == (
        expected.title,
        expected.issuer,
        expected.document_number,
        expected.issued_on,
        expected.year,
    )


def test_the_plain_text_gives_the_units_that_were_written() -> None:
    notice = _read("notice.txt", as_text())
    units = read_structure(notice).units
    items = [text for _, items in SECTIONS for text in items]
    assert [unit.text for unit in units if unit.path and unit.path[0] in ("一", "二")] == items
    assert [unit.text for unit in units][-3:] == [line[2:] for line in TABLE_LINES]
    assert (notice.title, notice.document_number, notice.issued_on) == (TITLE, NUMBER, "2024-02-01")


@pytest.mark.parametrize(
    ("name", "build"),
    [("notice.html", as_html), ("notice.docx", as_docx), ("notice.pdf", as_pdf)],
    ids=["html", "docx", "pdf"],
)
def test_one_notice_is_the_same_in_every_format(name: str, build) -> None:
    _assert_same(name, build())


def test_one_notice_is_the_same_printed_by_chromium(tmp_path: Path) -> None:
    _assert_same("notice.pdf", as_printed_page(tmp_path))


# -- dispatch ------------------------------------------------------------------------------------

PAGE = "<!DOCTYPE html><html><body><p>一、强化科技创新，建设实验室。</p></body></html>"
TEXT = "一、强化科技创新，建设实验室。"
DISPATCH = [
    ("notice.txt", TEXT.encode(), TEXT, "by name"),
    ("notice.TEXT", TEXT.encode("gb18030"), TEXT, "whatever the case of the name"),
    ("-", TEXT.encode(), TEXT, "standard input"),
    ("notice", TEXT.encode(), TEXT, "no extension"),
    ("notice.md", f"# {TEXT}\n\n**加快**建设。".encode(), f"{TEXT}\n\n加快建设。\n", "Markdown loses its marks"),
    (
        "notice.md",
        "| 任务 | 责任单位 |\n|---|---|\n| 甲任务 | 市科技局 |".encode(),
        "1.甲任务。（责任单位：市科技局）\n",
        "and its tables are tables",
    ),
    ("notice.shtml", PAGE.encode(), TEXT, "a page by name"),
    ("notice.txt", PAGE.encode(), TEXT, "a page by content, named .txt"),
    ("notice.doc", PAGE.encode(), TEXT, "a page by content, named .doc as sites do"),
    ("notice.aspx", b"\xef\xbb\xbf\r\n" + PAGE.encode(), TEXT, "a page of a server program"),
    ("notice.htm", f"<p>{TEXT}</p>".encode("gb18030"), TEXT, "a fragment without <html>"),
]


@pytest.mark.parametrize(("name", "data", "text", "reason"), DISPATCH, ids=[case[3] for case in DISPATCH])
def test_content_and_name_choose_the_reader(name: str, data: bytes, text: str, reason: str) -> None:
    assert read_file(name, data).text == text


@pytest.mark.parametrize("name", ["notice.docx", "notice.doc", "notice.txt", "download"])
def test_word_files_are_known_by_content(name: str) -> None:
    assert "建设数字实验室" in read_file(name, as_docx()).text


@pytest.mark.parametrize("name", ["notice.pdf", "notice", "notice.docx"])
def test_pdf_files_are_known_by_content(name: str) -> None:
    assert "建设数字实验室" in read_file(name, as_pdf()).text


def _archive(*members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in members:
            archive.writestr(member, b"x")
    return target.getvalue()


REFUSALS = [
    ("notice.txt", b"", "notice.txt: .*empty", "nothing"),
    ("notice.jpg", b"\xff\xd8\xff\xe0", "picture", "a picture"),
    ("notice.xyz", TEXT.encode(), r"'\.xyz'.*\.docx", "a name that says nothing"),
    ("notice.ofd", _archive("OFD.xml", "Doc_0/Document.xml"), "OFD.*PDF", "OFD"),
    ("notice.xlsx", _archive("[Content_Types].xml", "xl/workbook.xml"), "Excel", "a workbook"),
    ("notice.odt", _archive("mimetype", "content.xml"), "OpenDocument", "an empty OpenDocument"),
    ("notice.zip", _archive("notice.pdf"), "unpack", "an archive"),
    ("notice.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "Excel", "an old workbook"),
    ("notice.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no text in it", "Word 97"),
    ("notice.pdf", TEXT.encode(), "content is none", "a name that is wrong"),
    ("notice.mhtml", b"From: <Saved by Blink>\r\n", "HTML only", "a page saved as one file"),
    ("notice.txt", b"\x00\x01\x02\x03" * 100, "binary data", "binary data"),
]


@pytest.mark.parametrize(("name", "data", "says", "reason"), REFUSALS, ids=[case[3] for case in REFUSALS])
def test_refusals_name_the_file_and_the_next_step(name: str, data: bytes, says: str, reason: str) -> None:
    with pytest.raises(UnreadableNotice, match=says) as refused:
        read_file(name, data)
    assert str(refused.value).startswith(f"{name}: ")


def test_too_large_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_content, "LARGEST_FILE", 10)
    with pytest.raises(UnreadableNotice, match="limit"):
        read_file("notice.txt", TEXT.encode())


def test_reading_text_loads_no_reader_of_other_formats() -> None:
    code = (
        "import sys; from pipeline.ingest.formats.by_content import read_file; read_file('a.txt', "
        "'正文。'.encode()); print([name for name in ('pdfplumber', 'docx', 'lxml', 'trafilatura') if name in "
        "sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert run.stdout.strip() == "[]"
