"""The last table of a .doc written by LibreOffice comes back from the marks of its cells."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.ingest.formats.old_word import restore_last_table
from pipeline.ingest.formats.word_names import W


def body(*paragraphs: str) -> etree._Element:
    made = etree.Element(f"{W}body")
    for text in paragraphs:
        run = etree.SubElement(etree.SubElement(made, f"{W}p"), f"{W}r")
        etree.SubElement(run, f"{W}t").text = text
    return made


def document(text: str) -> bytes:
    """The bytes of a .doc around its text; | stands for the mark behind a cell and behind a row."""
    return b"\x00" * 64 + text.replace("|", "\x07").replace("\n", "\r").encode("utf-16-le") + b"\x07\x01" * 9


def rows(made: etree._Element) -> list[list[str]]:
    return [
        ["".join(cell.itertext()) for cell in row.iterfind(f"{W}tc")]
        for row in made.iterfind(f"{W}tbl/{W}tr")
    ]  # fmt: skip


TABLES = [
    (
        "序号|重点任务|责任单位||1|推进技术改造30项|县工信局||2|新增企业15家|县科技局||",
        [["序号", "重点任务", "责任单位"], ["1", "推进技术改造30项", "县工信局"], ["2", "新增企业15家", "县科技局"]],
        "three columns",
    ),
    (
        "序号|重点任务|责任单位||一、推动产业升级||1|推进技术改造30项|||2|新增企业15家|县科技局||",
        [
            ["序号", "重点任务", "责任单位"],
            ["一、推动产业升级"],
            ["1", "推进技术改造30项", ""],
            ["2", "新增企业15家", "县科技局"],
        ],
        "a row over all columns, a blank cell at the end of a row",
    ),
]


@pytest.mark.parametrize(("marked", "found", "reason"), TABLES, ids=[case[2] for case in TABLES])
def test_cells_that_ran_together_are_a_table_again(marked: str, found: list[list[str]], reason: str) -> None:
    made = body("云溪县重点任务", marked.replace("|", ""))
    problems = restore_last_table(made, document("云溪县重点任务\n" + marked))
    assert rows(made) == found
    assert [problem.code for problem in problems] == ["table-restored"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("县科技局要加强统筹协调，按季度报送工作进展情况。\n", "running text without marks"),
        ("县科技局要加强统筹\n", "a short last line"),
        ("一段在别的文件里才有的结尾文字，这里找不到。\n", "a text that the .doc does not hold"),
    ],
)
def test_other_endings_stay(text: str, reason: str) -> None:
    made = body(text.strip())
    assert not restore_last_table(made, document("" if "别的" in text else text))
    assert len(made) == 1


def test_cells_without_any_table_are_said() -> None:
    marked = "序号|重点任务|责任单位||1|推进技术改造|县工信局||2|新增企业|县科技局||"
    made = body("前面的表格丢了，最后一段是正文，表里的字都连在一起。")
    assert [problem.code for problem in restore_last_table(made, document(marked))] == ["table-lost"]


def test_the_end_of_a_table_whose_cells_hold_paragraphs_is_said() -> None:
    made = body("序号重点任务责任单位1推进技术改造", "推动企业设备更新，全年30项县工信局")
    end = "推动企业设备更新，全年30项|县工信局||"
    problems = restore_last_table(made, document("序号|重点任务|责任单位||1|推进技术改造\n" + end))
    assert [problem.code for problem in problems] == ["table-lost"]
