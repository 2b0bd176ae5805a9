"""The Word document: its order, its numbers against the records, its bytes, and text that means to be more than text."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from made_notices import PROJECT, Made, Task, has_chinese, leaves, plain_tasks, sample_years
from markupsafe import Markup

from pipeline.engine.storage import read_table
from pipeline.records import Diagnostic
from pipeline.report import document_tables as made_tables
from pipeline.report.document import blocks_of, material, render_document
from pipeline.report.document_blocks import (
    Column,
    Heading,
    Picture,
    Table,
    Text,
    Turn,
    column_widths,
    heading_numbers,
    is_wide,
    numeral,
    pieces_of,
    ref,
    text_width,
    visible,
)
from pipeline.report.document_word import Cover, Labels, write_word
from pipeline.report.page import FigureView, Provenance
from pipeline.report.series import Series, collect
from pipeline.report.stage import load_wording

LANGUAGES = ("zh", "en")
PROVENANCE = Provenance(
    "9.9",
    "policy-trends run",
    [("Python", "3.11.0")],
    [("data/raw/a.txt", "ab" * 32)],
    [("compare.confidence", "0.95")],
)
# the smallest PNG: one pixel
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def a_figure(key: str, png: bytes | None) -> FigureView:
    """A figure as the page gets it, with something for every place its wording fills."""
    said = leaves(load_wording(PROJECT, "zh").entry(f"figures.{key}")).values()
    places = {name: "3" for template in said for _, name, _, _ in Formatter().parse(str(template)) if name}
    return FigureView(key, key, places, png, png, 700, 400)


FIGURES = [a_figure("priorities_years", PNG), a_figure("flow", None)]


def series_of(made: Made, root: Path, *, name: str = "", compared: bool = True) -> tuple[Series, list[Diagnostic]]:
    """A made series as the stage reads it; comparison tables come from the real stage."""
    if compared:
        made.write(root, compared=True)
        tables = {table: read_table(root, table) for table in made.tables if table != "clauses"}
    else:
        tables = made.tables
    found, unread = collect(tables, load_wording(PROJECT, "zh").entry("themes"))
    return next(series for series in found if not name or series.name == name), unread


def given(
    series: Series,
    language: str = "zh",
    *,
    figures: list[FigureView] | None = None,
    unread: Any = (),
    accuracy: float | None = 0.925,
) -> dict[str, Any]:
    return {
        "series": series,
        "wording": load_wording(PROJECT, language),
        "figures": FIGURES if figures is None else figures,
        "provenance": PROVENANCE,
        "confidence": 0.95,
        "samples": 200,
        "unread": unread,
        "accuracy": accuracy,
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Series:
    return series_of(sample_years(Made()), tmp_path_factory.mktemp("sample"))[0]


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def cells_of(document: Any) -> dict[str, list[list[str]]]:
    """Caption to the rows of the table below it, as a reader of the file sees them."""
    found, caption = {}, ""
    for child in document.element.body:
        if (
            child.tag == qn("w:p")
            and child.pPr is not None
            and child.pPr.pStyle is not None
            and child.pPr.pStyle.val == "TableCaption"
        ):
            caption = "".join(node.text or "" for node in child.iter(qn("w:t")))
        elif child.tag == qn("w:tbl"):
            found[caption.split("　", 1)[-1]] = [
                ["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
                for row in child.iter(qn("w:tr"))
            ]
    return found


def all_text(data: bytes) -> str:
    """Everything that the file's document, header and footer print."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = [
            file.read(name).decode("utf-8")
            for name in file.namelist()
            if re.match(r"word/(document|header|footer)", name)
        ]
    return "\n".join("".join(docx.oxml.parse_xml(part.encode()).itertext()) for part in parts)


# -- structure -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "first", "second"), [("zh", "一、摘要", "（一）"), ("en", "1 Summary", "1.1 ")])
def test_contents_stand_ready_with_the_numbers_of_the_headings(
    sample: Series, language: str, first: str, second: str
) -> None:
    document = opened(render_document(**given(sample, language)))
    entries = [
        "".join(node.text or "" for node in link.iter(qn("w:t")))
        for link in document.element.body.iter(qn("w:hyperlink"))
    ]
    assert entries[0] == first and entries[1].startswith(second)
    headings = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name in ("Heading 1", "Heading 2", "Appendix Heading")
    ]
    assert [
        re.sub(
            r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|附录[一二]　|Appendix [AB]\. |[\d.]+ )",
            "",
            entry,
        )
        for entry in entries
    ] == headings
    places = {mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))} <= places


def test_headings_are_numbered_by_lists_and_in_order() -> None:
    blocks = [
        Heading("a"),
        Heading("b", 2),
        Heading("c", 3),
        Heading("d", 2),
        Heading("e"),
        Heading("f", 2),
        Heading("g", 1, True),
        Heading("h", 1, True),
    ]
    assert [number for _, number in heading_numbers(blocks, chinese=True, appendix="附录")] == [
        "一、",
        "（一）",
        "1. ",
        "（二）",
        "二、",
        "（一）",
        "附录一　",
        "附录二　",
    ]
    assert [number for _, number in heading_numbers(blocks, chinese=False, appendix="Appendix")] == [
        "1 ",
        "1.1 ",
        "1.1.1 ",
        "1.2 ",
        "2 ",
        "2.1 ",
        "Appendix A. ",
        "Appendix B. ",
    ]
    document = opened(
        write_word(blocks, Cover("t", "t", "s", "", [], [], "c", 2023, "目录"), Labels("zh", "表", "图", "附录"))
    )
    assert all(
        document.styles[name].element.pPr.numPr is not None
        for name in ("Heading 1", "Heading 2", "Heading 3", "Appendix Heading")
    )


@pytest.mark.parametrize(("number", "printed"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_numerals_are_those_of_the_lists(number: int, printed: str) -> None:
    assert numeral(number) == printed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caption_has_its_number_and_is_referred_to(sample: Series, language: str) -> None:
    document = opened(render_document(**given(sample, language)))
    label = {"zh": ("表", "图"), "en": ("Table", "Figure")}[language]
    captions = [paragraph for paragraph in document.paragraphs if paragraph.style.name in ("Caption", "Table Caption")]
    names = {"Table Caption": label[0], "Caption": label[1]}
    counts: Counter[str] = Counter()
    referred = set(
        re.findall(r"REF (_Ref\d+)", "\n".join(node.text for node in document.element.body.iter(qn("w:instrText"))))
    )
    for paragraph in captions:
        counts[paragraph.style.name] += 1
        assert paragraph.text.startswith(f"{names[paragraph.style.name]} {counts[paragraph.style.name]}")
        assert paragraph._p.find(qn("w:bookmarkStart")).get(qn("w:name")) in referred, paragraph.text
    assert (
        counts["Table Caption"] == len(document.tables) > 15 and counts["Caption"] == len(document.inline_shapes) == 1
    )


def test_a_reference_to_no_caption_is_an_error() -> None:
    with pytest.raises(KeyError):
        write_word(
            [Heading("a"), Text(ref("nowhere"))],
            Cover("t", "t", "s", "", [], [], "c", 2023, "目录"),
            Labels("zh", "表", "图", "附录"),
        )


def test_tables_have_three_lines_repeat_their_head_and_keep_rows_whole(sample: Series) -> None:
    for table in opened(render_document(**given(sample))).tables:
        rows = list(table._tbl.iter(qn("w:tr")))
        assert rows[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert {side.tag for side in borders} == {qn("w:top"), qn("w:bottom")}
        assert sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) == int(
            table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w"))
        )


def test_page_numbers_are_fields_and_the_cover_has_none(sample: Series) -> None:
    document = opened(render_document(**given(sample)))
    cover, contents, body, *others = document.sections
    assert cover._sectPr.find(qn("w:footerReference")) is None
    assert " PAGE " in [node.text for node in contents.footer._element.iter(qn("w:instrText"))]
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in (contents, body, *others)]
    assert starts == ["1", "1", *[None] * len(others)]


def test_the_reader_is_asked_nothing_at_opening(sample: Series) -> None:
    """updateFields and dirty fields make Word ask about other files; pictures must lie inside."""
    with zipfile.ZipFile(io.BytesIO(render_document(**given(sample)))) as file:
        assert b"updateFields" not in file.read("word/settings.xml")
        assert b"w:dirty" not in file.read("word/document.xml")
        assert not any(
            b'TargetMode="External"' in file.read(name) for name in file.namelist() if name.endswith(".rels")
        )


def test_pictures_say_what_they_show_and_an_empty_figure_why(sample: Series) -> None:
    document = opened(render_document(**given(sample)))
    wording = load_wording(PROJECT, "zh")
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr").startswith(wording.plain("figures.priorities_years.short"))
    assert wording.plain("figures.flow.empty") in "\n".join(paragraph.text for paragraph in document.paragraphs)


# -- numbers -------------------------------------------------------------------------------------


def test_numbers_are_those_of_the_records(sample: Series) -> None:
    tables, wording = cells_of(opened(render_document(**given(sample)))), load_wording(PROJECT, "zh")
    latest = sample.latest
    for row, records in zip(tables["读入的公文"][1:], sample.notices, strict=True):
        assert [int(cell) for cell in row[3:6]] == [
            len(records.tasks),
            len(records.promises),
            len(records.department_roles),
        ]
    shares = tables["2023 年各主题在全部任务中的占比"][1:]
    for row, theme in zip(shares, sample.themes, strict=True):
        found = latest.priorities[theme]
        assert row[:3] == [wording.name("themes", theme), str(found.tasks), wording.percent(found.task_share)]
    for row, theme in zip(tables["各年各主题的任务数和占比"][1:], sample.themes, strict=True):
        shown = [None if cell == "—" else int(cell.split("（")[0]) for cell in row[1:]]
        assert shown == [
            records.priorities[theme].tasks if records.observable(theme) else None for records in sample.notices
        ]
    counted = {row[0]: [int(cell) for cell in row[1:4]] for row in tables["2023 年各部门牵头、负责和参与的任务数"][1:]}
    assert counted == {row.department: [row.lead, row.responsible, row.support] for row in latest.department_roles}
    ledger = tables["2023 年量化目标台账"][1:]
    assert [(row[0], row[1]) for row in ledger] == [
        (target.indicator, wording.target_value(target)) for target in latest.promises
    ]
    for records in sample.notices:
        assert [row[0] for row in tables[f"{records.notice.year} 年公文全部任务"][1:]] == [
            unit.unit_id.split("/")[1] for unit in records.tasks
        ]


def test_changes_are_those_of_the_records(sample: Series) -> None:
    tables, wording = cells_of(opened(render_document(**given(sample)))), load_wording(PROJECT, "zh")
    for kind, caption in (("target", "各类目标变化的数目"), ("role", "各类角色变动的次数")):
        if caption not in tables:
            assert not any(getattr(pair, f"{kind}s") for pair in sample.pairs)
            continue
        rows = {row[0]: [int(cell) for cell in row[1:]] for row in tables[caption][1:]}
        counts = [Counter(change.change for change in getattr(pair, f"{kind}s")) for pair in sample.pairs]
        assert rows == {
            wording.name(f"{kind}_changes", change): [count[change] for count in counts]
            for change in wording.entry(f"{kind}_changes")
        }
    tasks = {row[0]: [int(cell) for cell in row[1:]] for row in tables["各类任务变化的数目"][1:]}
    for change in ("kept", "reworded", "new", "dropped"):  # of these one row of records is one change
        assert tasks[wording.name("task_changes", change)] == [
            sum(row.change == change for row in [*pair.links, *pair.unlinked]) for pair in sample.pairs
        ]
    assert sum(map(sum, tasks.values())) > 0
    rows = [row for row in tables["各主题任务占比的逐年变化"][1:] if len(row) > 1]
    records = [
        {change.theme: change for change in pair.priorities if change.measure == "tasks"} for pair in sample.pairs
    ]
    expected = [by_theme[theme] for by_theme in records for theme in sample.themes if theme in by_theme]
    assert [row[1:3] for row in rows] == [
        [wording.percent(change.old_share), wording.percent(change.new_share)] for change in expected
    ]


def test_a_hidden_theme_has_no_share_and_is_said_to_be_missing(sample: Series) -> None:
    text = all_text(render_document(**given(sample)))
    assert "2022 年公文的标题“四、绿色低碳”之下没有任务，原文可能到此中断。" in text
    assert cells_of(opened(render_document(**given(sample))))["各年各主题的任务数和占比"][4][2] == "—"


@pytest.mark.parametrize(("share", "shown"), [(0.0213, "+2.1"), (-0.4, "−40.0"), (None, "—"), (0.0, "+0.0")])
def test_differences_are_percentage_points_with_their_sign(sample: Series, share: float | None, shown: str) -> None:
    assert material(**given(sample)).points(share) == shown


@pytest.mark.parametrize(("p", "shown"), [(0.0004, "<0.001"), (0.0221, "0.022"), (1.0, "1.000"), (None, "—")])
def test_p_values_are_never_printed_as_zero(sample: Series, p: float | None, shown: str) -> None:
    assert material(**given(sample)).wording.p_value(p) == shown


def test_findings_cite_the_numbers_that_the_notice_prints(sample: Series) -> None:
    assert material(**given(sample)).cite("sample-2022/一-3") == "2022 年 一-3"


# -- bytes and languages -------------------------------------------------------------------------


def test_same_records_same_bytes(sample: Series) -> None:
    assert render_document(**given(sample)) == render_document(**given(sample))


def test_no_clock_and_no_stranger_in_the_file(sample: Series) -> None:
    data = render_document(**given(sample))
    document = opened(data)
    properties = document.core_properties
    assert (properties.created.year, properties.modified.year, properties.author) == (2023, 2023, "policy-trends 9.9")
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name or "customXml" in name]


def test_english_says_nothing_in_chinese_but_what_it_quotes(sample: Series) -> None:
    document = opened(render_document(**given(sample, "en")))
    headings = [
        paragraph.text
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith(("Heading", "Appendix", "Table Caption", "Note", "Table Note"))
    ]
    heads = [cell.text for table in document.tables for cell in table.rows[0].cells]
    assert headings and not [text for text in [*headings, *heads] if has_chinese(text)]


def test_every_table_of_the_locale_is_used() -> None:
    entries = load_wording(PROJECT, "zh").entry("document.tables")
    source = (Path(made_tables.__file__).read_text(encoding="utf-8")) + (
        Path(made_tables.__file__).with_name("document.py").read_text(encoding="utf-8")
    )
    assert not [name for name in entries if f'"{name}"' not in source and f"tables.{name}." not in source]


# -- odd series ----------------------------------------------------------------------------------


def test_one_notice_has_no_chapter_of_change(tmp_path: Path) -> None:
    series, _ = series_of(Made().add("city-2023", plain_tasks(), words=[("一、创新", "实验室")]), tmp_path)
    m = material(**given(series, figures=[]))
    headings = [block.text for block in blocks_of(m) if isinstance(block, Heading)]
    assert "主题占比" in headings and not [
        text for text in headings if "变化" in text or "变动" in text or "延续" in text
    ]
    document = opened(render_document(**given(series, figures=[])))
    assert "给予申请者的奖补资金" in " ".join(cells_of(document))


BARE = [Task("深入开展环境整治。推进道路清扫保洁。"), Task("加强宣传引导。组织专题宣讲。", "other")]


@pytest.mark.parametrize(
    ("reason", "made"),
    [
        ("no roles and no targets", Made().add("a-2022", BARE, year=2022).add("a-2023", BARE, year=2023)),
        ("no tasks at all", Made().add("a-2023", [])),
        ("an unknown year", Made().add("a-0", BARE, year=None)),
        ("two notices of one year", Made().add("a-1", BARE, title="甲").add("a-2", BARE, title="乙")),
        ("a gap in the years", Made().add("a-2019", plain_tasks(), year=2019).add("a-2023", plain_tasks(), year=2023)),
        ("twelve years", sample_years(Made(), years=range(2012, 2024))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_odd_series_come_out_whole(tmp_path: Path, language: str, reason: str, made: Made) -> None:
    series, _ = series_of(made, tmp_path)
    data = render_document(**given(series, language, figures=[], accuracy=None))
    document = opened(data)
    assert "{" not in all_text(data), reason
    for table in document.tables:
        assert len(table._tbl.findall(qn("w:tr"))) > 1, "a table without rows is a sentence"


def test_files_that_were_not_read_are_told(tmp_path: Path) -> None:
    series, _ = series_of(Made().add("city-2023", plain_tasks()), tmp_path)
    lost = [Diagnostic("lost-2020", "unreadable", "error", "cannot be opened", None)]
    assert cells_of(opened(render_document(**given(series, figures=[], unread=lost))))["未能读入的文件"][1] == [
        "lost-2020",
        "无法读取的文件",
        "cannot be opened",
    ]


# -- hostile text --------------------------------------------------------------------------------

HOSTILE = '<script>alert(1)</script>"\'&lt;<ref key="notices"><strong>{{7*7}}{n}]]>=1+1\x00\x07\x1b\u202e@x'


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_shows_as_text(tmp_path: Path, language: str) -> None:
    body = f"{HOSTILE}局"
    task = Task(
        f"{HOSTILE}。实施{HOSTILE}项目9项。（牵头单位：{body}）",
        roles=[("lead", body, "")],
        targets=[{"text": f"实施{HOSTILE}项目9项", "indicator": HOSTILE, "unit": HOSTILE}],
        section=HOSTILE,
    )
    made = Made().add(
        "city-2023",
        [task, *plain_tasks()],
        title=HOSTILE,
        empty_heading=HOSTILE,
        hidden=["low_carbon"],
        words=[(HOSTILE, HOSTILE)],
    )
    made.tables["extract_diagnostics"].append(Diagnostic("city-2023", HOSTILE, "error", HOSTILE, None))
    series, _ = series_of(made, tmp_path, compared=False)
    data = render_document(**given(series, language, figures=[]))
    text = all_text(data)
    shown = '<script>alert(1)</script>"\'&lt;<ref key="notices"><strong>{{7*7}}{n}]]>=1+1␀␇␛[U+202E]@x'
    assert shown in text and text.count(shown[:60]) > 5
    codes = {node.text.split()[0] for node in opened(data).element.body.iter(qn("w:instrText"))}
    assert codes <= {"TOC", "REF", "SEQ"}


@pytest.mark.parametrize(
    ("reason", "text", "shown"),
    [
        ("XML cannot hold a control character", "a\x00b\x1f", "a␀b␟"),
        ("half a character is none", "a\ud800", "a\ufffd"),
        ("a mark that turns the line around is named", "\u202etxt.exe", "[U+202E]txt.exe"),
        ("line ends would break a cell", "甲\r\n\t乙", "甲 乙"),
        ("everything else stays", "《通知》 ≥5% 𠀀 é", "《通知》 ≥5% 𠀀 é"),
    ],
)
def test_what_cannot_be_printed_is_shown_by_a_sign(reason: str, text: str, shown: str) -> None:
    assert visible(text) == shown, reason


def test_only_our_own_marks_count_in_a_sentence() -> None:
    said = Markup("见{}，<strong>要点</strong>：{}").format(ref("a"), '<ref key="b">')
    assert [(piece.text, piece.strong, piece.key) for piece in pieces_of(said)] == [
        ("见", False, ""),
        ("", False, "a"),
        ("，", False, ""),
        ("要点", True, ""),
        ('：<ref key="b">', False, ""),
    ]
    assert [piece.key for piece in pieces_of('<ref key="b">')] == [""], "plain text is never a mark"


# -- widths --------------------------------------------------------------------------------------


def a_table(columns: list[Column], rows: list[list[str]]) -> Table:
    return Table("t", "表", columns, rows)


def test_columns_fill_the_page_and_numbers_are_never_broken() -> None:
    table = a_table(
        [Column("指标"), Column("目标值", "number"), Column("任务")], [["长" * 60, "12345.67 亿元", "十" * 40]] * 3
    )
    widths = column_widths(table, 8800, 100, 160)
    assert sum(widths) == 8800 and widths[1] >= text_width("12345.67 亿元") * 100
    assert min(widths[0], widths[2]) > 2000


def test_a_table_of_little_text_is_not_stretched_over_the_page() -> None:
    assert sum(column_widths(a_table([Column("主题"), Column("项", "number")], [["创新", "3"]]), 8800, 100, 160)) < 4000


def test_text_keeps_its_share_beside_wide_numbers() -> None:
    table = a_table(
        [Column("指标"), *[Column(str(year), "number") for year in range(6)]],
        [["市级重点研发项目数量", *["1234567 万千瓦"] * 6]],
    )
    widths = column_widths(table, 8800, 100, 160)
    assert sum(widths) == 8800 and widths[0] >= 1500


def test_only_wide_tables_lie() -> None:
    narrow, wide = ([Column(str(year), "number") for year in range(count)] for count in (5, 13))
    assert not is_wide(a_table(narrow, [["12（34.5%）"] * 5])) and is_wide(a_table(wide, [["12（34.5%）"] * 13]))


def test_a_lying_page_is_wider_and_ends() -> None:
    blocks = [Heading("甲"), Turn(True), Text(Markup("乙")), Turn(False), Text(Markup("丙"))]
    sections = opened(
        write_word(blocks, Cover("t", "t", "s", "", [], [], "c", None, "目录"), Labels("zh", "表", "图", "附录"))
    ).sections
    assert [section.page_width > section.page_height for section in sections] == [False, False, False, True, False]


def test_a_key_stands_once() -> None:
    twice = [Picture("a", "图", PNG, 10, 10, "图"), Picture("a", "图", PNG, 10, 10, "图")]
    with pytest.raises(ValueError, match="are called a"):
        write_word(twice, Cover("t", "t", "s", "", [], [], "c", 2023, "目录"), Labels("zh", "表", "图", "附录"))


# -- LibreOffice ---------------------------------------------------------------------------------


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice (soffice) and pdftotext are not installed, so the document is not laid out",
)
def test_libreoffice_lays_it_out(sample: Series, tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(render_document(**given(sample)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "report.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    printed = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    pages = printed.rstrip("\f").split("\f")
    assert 12 <= len(pages) <= 40
    assert all(len(page.split()) > 4 for page in pages), "no page is empty but for header and footer"
    assert len(re.findall(r"^\s*—\s*(?:\d+|[ivx]+)\s*—\s*$", printed, re.M)) == len(pages) - 1, (
        "every page but the cover has its number"
    )
    assert "\ufffd" not in printed and "Error: Reference source" not in printed
    headings = [block.text for block in blocks_of(material(**given(sample))) if isinstance(block, Heading)]
    assert not [text for text in headings if text.replace(" ", "") not in printed.replace(" ", "")], (
        "every heading is printed with its own glyphs"
    )
