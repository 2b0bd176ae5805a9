"""One notice as the programs of an office make it: .docx, printed by LibreOffice or Chromium, .doc, .rtf, .odt, a
scan."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

NOTICE = [
    "云溪县2024年重点工作任务",
    "为做好全年工作，推动县域经济持续回升向好，现提出以下重点任务。",
    "一、推动产业升级",
    (
        "1.实施技术改造。全年实施技术改造项目30个，规模以上工业增加值增长8%以上，推动传统产业向高端化、智能化、绿色化方向发展，培育壮大“精密铸造”产业集群，力争集群产值突破60亿元。（牵头单位："
        "县工业和信息化局，参与单位：县财政局、县发展改革局、县投资促进服务中心）"
    ),
    "2.培育科技企业。新增高新技术企业15家、科技型中小企业40家，研发投入强度达到2.5%，支持企业与高校共建研发平台，年内建成县级以上研发平台6个。（牵头单位：县科技局）",
    "二、扩大有效需求",
    "3.促进消费。举办促消费活动30场，社会消费品零售总额增长6%左右，改造提升便民商圈2个，持续办好各类展会和文旅活动。（牵头单位：县商务局，参与单位：县文化和旅游局、县市场监督管理局）",
    "4.补齐设施短板。新建公共充电桩200个，建设停车场10处，新增停车泊位1500个以上，改造老旧小区12个，惠及居民3600户。（牵头单位：县住房和城乡建设局，参与单位：县发展改革局、国网云溪县供电公司）",
    "5.提升交通通达能力。新改建农村公路120公里，完成县道大中修35公里，开通镇村公交线路4条，实现建制村通客车全覆盖。（牵头单位：县交通运输局，参与单位：各镇人民政府）",
]
FONT = "Noto Serif CJK SC"
# left indent, indent of the first line, in characters; justified
LAYOUTS = {
    "first lines set in": (0, 2, True),
    "hanging": (2, -2, False),
    "hanging deep": (4, -2, True),
    "no indents": (0, 0, False),
}
CSS = {
    "first lines set in": "p{text-indent:2em;margin:0;text-align:justify}",
    "hanging": "p{padding-left:2em;text-indent:-2em;margin:0}",
    "hanging deep": "p{padding-left:4em;text-indent:-2em;margin:0}",
    "no indents": "p{margin:.6em 0}",
}


def needs(*programs: str) -> None:
    """Skips a test where a program, or the font that pages are printed in, is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    fonts = (
        subprocess.run(["fc-list", FONT], capture_output=True, text=True, check=False).stdout
        if shutil.which("fc-list")
        else ""
    )
    if not fonts.strip():
        pytest.skip(f"the font {FONT} is not installed")


TABLE_ROWS = [
    "打造数字样板。开展“互联网+现代农业”行动，建设智慧农场5个，培育“链主”企业3家，推动重点企业“上云用数”全覆盖。",
    "完善园区设施。对新建的标准厂房，分别给予50万元、20万元奖励，年内建成厂房8万平方米，引进项目12个。",
    "优化政务服务。高频事项“掌上查、掌上办”比例达到95%以上，线上服务入口统一到“云溪通”。",
]
TABLE = [
    NOTICE[0],
    "现将各项任务分解如下。",
    *(
        f"{i}.{task[:-1]}。（牵头单位：{lead}；完成时限：{i * 3}月底前）"
        for i, (task, lead) in enumerate(
            zip(TABLE_ROWS, ("县农业农村局、县财政局", "县工业和信息化局", "县大数据局")), 1
        )
    ),
]


def as_docx_table() -> bytes:
    """The task table whose lines are TABLE."""
    from docx import Document

    document = Document()
    document.add_paragraph(TABLE[0])
    document.add_paragraph(TABLE[1])
    table = document.add_table(4, 4, style="Table Grid")
    leads = ("县农业农村局、县财政局", "县工业和信息化局", "县大数据局")
    rows = [("序号", "重点任务", "牵头单位", "完成时限")]
    rows += [(str(i), task, lead, f"{i * 3}月底前") for i, (task, lead) in enumerate(zip(TABLE_ROWS, leads), 1)]
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return _saved(document)


def as_docx_lists() -> bytes:
    """The notice whose numbers Word counts: 3. goes on behind the heading, by a list that starts at 3."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    word = nsdecls("w")
    document = Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate((("chineseCountingThousand", "%1、"), ("decimal", "%2.")))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {word} w:abstractNumId="90">{levels}</w:abstractNum>'))
    restart = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride>'
    for number, more in ((901, ""), (902, restart)):
        xml = f'<w:num {word} w:numId="{number}"><w:abstractNumId w:val="90"/>{more}</w:num>'
        numbering.append(parse_xml(xml))
    for line in NOTICE:
        level = 0 if line[1] == "、" else 1
        paragraph = document.add_paragraph(line[2:] if line[1] in "、." else line)
        if line[1] in "、.":
            number = 902 if level and line[0] in "345" else 901
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {word}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
            )
    return _saved(document)


def _saved(document: Any) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


# what is converted, and the lines it must give
MADE = {"table": (as_docx_table, TABLE), "lists": (as_docx_lists, NOTICE)}


def as_docx(layout: str = "first lines set in", lines: list[str] = NOTICE) -> bytes:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    left, first, justified = LAYOUTS[layout]
    document = Document()
    style = document.styles["Normal"]
    style.font.size, style.font.name = Pt(14), FONT
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    for line in lines:
        paragraph = document.add_paragraph(line)
        shape = paragraph.paragraph_format
        shape.space_after, shape.line_spacing = Pt(0), Pt(26)
        shape.left_indent, shape.first_line_indent = Pt(14 * left), Pt(14 * first)
        if justified:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return _saved(document)


@cache
def converted(folder: Path, layout: str, suffix: str) -> bytes:
    """The notice converted by LibreOffice from its .docx."""
    given = folder / f"{layout.replace(' ', '-')}.docx"
    given.write_bytes(MADE[layout][0]() if layout in MADE else as_docx(layout))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(folder), str(given)]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return given.with_suffix(f".{suffix}").read_bytes()


@cache
def printed_by_chromium(folder: Path, layout: str) -> bytes:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in NOTICE)
    page, target = folder / f"{layout.replace(' ', '-')}.html", folder / f"{layout.replace(' ', '-')}-chromium.pdf"
    page.write_text(f'<meta charset=utf-8><style>body{{font:16px/1.8 "{FONT}"}}{CSS[layout]}</style>{body}', "utf-8")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        str(page),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return target.read_bytes()
