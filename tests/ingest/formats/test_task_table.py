"""Task tables: rows become numbered lines, and no cell's text is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.formats.task_cells import breaks_between_departments, department_list
from pipeline.ingest.formats.task_table import TableReader, table_lines
from pipeline.knowledge.chinese import chinese_numeral

HEADER = ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"]

# (reason, rows, lines)
TABLES = [
    (
        "the plain case: number, task, two columns of departments, a time",
        [HEADER, ["1", "建设公共数据平台", "市数据局", "市财政局、市科技局", "2024年12月底"]],
        ["1.建设公共数据平台。（牵头单位：市数据局；责任单位：市财政局、市科技局；完成时限：2024年12月底）"],
    ),
    (
        "departments on lines of their own or side by side are one list",
        [HEADER, ["1", "建设平台", "市数据局\n市科技局", "市财政局 市商务局", "6月底"]],
        ["1.建设平台。（牵头单位：市数据局、市科技局；责任单位：市财政局、市商务局；完成时限：6月底）"],
    ),
    (
        "dashes, 无 and empty cells say that there is nothing to say",
        [HEADER, ["1", "建设平台。", "市数据局", "—", ""], ["2", "开放数据", "市数据局", "无", "/"]],
        ["1.建设平台。（牵头单位：市数据局）", "2.开放数据。（牵头单位：市数据局）"],
    ),
    (
        "a number before a number: 2.5个 would be two and a half",
        [["序号", "任务", "责任单位"], ["2", "5个园区全部完成改造", "市工信局"]],
        ["2、5个园区全部完成改造。（责任单位：市工信局）"],
    ),
    (
        "the header may stand below a title, and is repeated on every page",
        [
            ["样例市重点任务分解表"] * 3,
            ["序号", "任务", "责任单位"],
            ["1", "甲任务", "市科技局"],
            ["序号", "任务", "责任单位"],
            ["2", "乙任务", "市商务局"],
        ],
        ["样例市重点任务分解表", "1.甲任务。（责任单位：市科技局）", "2.乙任务。（责任单位：市商务局）"],
    ),
    (
        "a header of two rows: 责任分工 over 牵头单位 and 配合单位",
        [
            ["序号", "工作任务", "责任分工", "责任分工", "时间要求"],
            [None, None, "牵头单位", "配合单位", None],
            ["1", "甲任务", "市科技局", "市财政局", "6月底前"],
        ],
        ["1.甲任务。（牵头单位：市科技局；配合单位：市财政局；完成时限：6月底前）"],
    ),
    (
        "full-width rows are headings; those without a number get one",
        [
            ["序号", "任务", "责任单位"],
            ["一、科技创新"] * 3,
            ["1", "甲任务", "市科技局"],
            ["二、扩大内需", "", ""],
            ["2", "乙任务", "市商务局"],
        ],
        ["一、科技创新", "1.甲任务。（责任单位：市科技局）", "二、扩大内需", "2.乙任务。（责任单位：市商务局）"],
    ),
    (
        (
            "an unnumbered full-width row becomes a heading of the second level, so that it stays inside the "
            "notice's section"
        ),
        [
            ["序号", "任务", "责任单位"],
            ["科技创新类"] * 3,
            ["1", "甲任务", "市科技局"],
            ["内需类"] * 3,
            ["2", "乙任务", "市商务局"],
        ],
        ["（一）科技创新类", "1.甲任务。（责任单位：市科技局）", "（二）内需类", "2.乙任务。（责任单位：市商务局）"],
    ),
    (
        "a Chinese numeral in 序号 with nobody responsible numbers a heading",
        [
            ["序号", "任务", "责任单位"],
            ["一", "强化创新", ""],
            ["1", "甲任务", "市科技局"],
            ["二", "扩大内需", ""],
            ["2", "乙任务", "市商务局"],
        ],
        ["一、强化创新", "1.甲任务。（责任单位：市科技局）", "二、扩大内需", "2.乙任务。（责任单位：市商务局）"],
    ),
    (
        "a first-level column merged over rows is a heading above its items",
        [
            ["序号", "一级任务", "具体任务", "责任单位"],
            ["1", "强化创新", "建设平台", "市科技局"],
            ["2", None, "培育企业", "市工信局"],
            ["3", "扩大内需", "促进消费", "市商务局"],
        ],
        [
            "（一）强化创新",
            "1.建设平台。（责任单位：市科技局）",
            "2.培育企业。（责任单位：市工信局）",
            "（二）扩大内需",
            "3.促进消费。（责任单位：市商务局）",
        ],
    ),
    (
        "the same column printed once and left blank, or repeated in every row",
        [
            ["序号", "重点任务", "具体举措", "责任单位"],
            ["1", "强化创新", "建设平台", "市科技局"],
            ["2", "", "培育企业", "市工信局"],
            ["3", "扩大内需", "促进消费", "市商务局"],
            ["4", "扩大内需", "发展会展", "市商务局"],
        ],
        [
            "（一）强化创新",
            "1.建设平台。（责任单位：市科技局）",
            "2.培育企业。（责任单位：市工信局）",
            "（二）扩大内需",
            "3.促进消费。（责任单位：市商务局）",
            "4.发展会展。（责任单位：市商务局）",
        ],
    ),
    (
        "two task columns of which neither spans rows: title and text",
        [
            ["序号", "重点任务", "主要内容", "责任单位"],
            ["1", "强化创新", "新建实验室3家", "市科技局"],
            ["2", "扩大内需", "举办活动10场", "市商务局"],
        ],
        ["1.强化创新。新建实验室3家。（责任单位：市科技局）", "2.扩大内需。举办活动10场。（责任单位：市商务局）"],
    ),
    (
        "序号 that counts the groups: the tasks below are counted inside them",
        [
            ["序号", "重点任务", "具体举措", "责任单位"],
            ["1", "强化创新", "建设平台", "市科技局"],
            [None, None, "培育企业", "市工信局"],
            ["2", "扩大内需", "促进消费", "市商务局"],
        ],
        [
            "1.强化创新",
            "（1）建设平台。（责任单位：市科技局）",
            "（2）培育企业。（责任单位：市工信局）",
            "2.扩大内需",
            "（1）促进消费。（责任单位：市商务局）",
        ],
    ),
    (
        "departments merged downwards hold for every task they span; an empty cell is empty",
        [
            ["序号", "任务", "牵头单位", "完成时限"],
            ["1", "甲任务", "市科技局", "6月底"],
            ["2", "乙任务", None, "9月底"],
            ["3", "丙任务", "", "9月底"],
        ],
        [
            "1.甲任务。（牵头单位：市科技局；完成时限：6月底）",
            "2.乙任务。（牵头单位：市科技局；完成时限：9月底）",
            "3.丙任务。（完成时限：9月底）",
        ],
    ),
    (
        "one task over several rows collects their departments and dates",
        [
            ["序号", "任务", "责任单位", "完成时限"],
            ["1", "甲任务", "市科技局", "6月底"],
            [None, None, "市财政局", "12月底"],
        ],
        ["1.甲任务。（责任单位：市科技局、市财政局；完成时限：6月底，12月底）"],
    ),
    (
        "without 序号 the items are counted",
        [["重点任务", "责任部门"], ["甲任务", "市科技局"], ["乙任务", "市商务局"]],
        ["1.甲任务。（责任部门：市科技局）", "2.乙任务。（责任部门：市商务局）"],
    ),
    (
        "without 序号 a task that prints its own number keeps it",
        [["重点任务", "责任部门"], ["3.甲任务", "市科技局"], ["4、乙任务", "市商务局"]],
        ["3.甲任务。（责任部门：市科技局）", "4、乙任务。（责任部门：市商务局）"],
    ),
    (
        "a list inside a cell stays inside its task: 1. 2. would start items",
        [["序号", "任务", "责任单位"], ["1", "建设平台。\n1.完成立项；\n2.开工建设。", "市科技局"]],
        ["1.建设平台。（1）完成立项；（2）开工建设。（责任单位：市科技局）"],
    ),
    (
        "a cell that says itself who leads keeps its words",
        [
            ["序号", "任务", "责任单位"],
            ["1", "甲任务", "市科技局牵头，市财政局配合"],
            ["2", "乙任务", "牵头单位：市商务局\n配合单位：市财政局"],
        ],
        ["1.甲任务。（市科技局牵头，市财政局配合）", "2.乙任务。（牵头单位：市商务局；配合单位：市财政局）"],
    ),
    (
        "columns that are neither task nor department are kept with their name",
        [
            ["序号", "任务", "工作目标", "责任领导", "责任单位", "备注"],
            ["1", "甲任务", "新增企业50家", "张某", "市科技局", "续建"],
        ],
        ["1.甲任务。工作目标：新增企业50家。（责任单位：市科技局；责任领导：张某；备注：续建）"],
    ),
    (
        "a cell merged over both task columns is the task",
        [
            ["序号", "一级任务", "具体任务", "责任单位"],
            ["1", "强化创新", "建设平台", "市科技局"],
            ["2", None, "培育企业", "市科技局"],
            ["3", "做好宣传", "做好宣传", "市政府办公室"],
        ],
        [
            "（一）强化创新",
            "1.建设平台。（责任单位：市科技局）",
            "2.培育企业。（责任单位：市科技局）",
            "3.做好宣传。（责任单位：市政府办公室）",
        ],
    ),
    (
        "a note below the table is a line of its own",
        [["序号", "任务", "责任单位"], ["1", "甲任务", "市科技局"], ["注：排在首位的为牵头单位"] * 3],
        ["1.甲任务。（责任单位：市科技局）", "注：排在首位的为牵头单位"],
    ),
    (
        "a table without tasks or departments: one row a line, and no row opens like an item",
        [["指标", "单位", "2025年"], ["1.数字产业营业收入", "亿元", "100"], ["研发强度", "%", "3.2"]],
        ["指标 | 单位 | 2025年", "| 1.数字产业营业收入 | 亿元 | 100", "研发强度 | % | 3.2"],
    ),
    (
        "traditional characters: the table is understood, the cells keep their script",
        [
            ["序號", "重點任務", "牽頭單位", "責任單位", "完成時限"],
            ["1", "建設數據平臺", "市數據局\n市科技局", "無", "6月底"],
        ],
        ["1.建設數據平臺。（牵头单位：市數據局、市科技局；完成时限：6月底）"],
    ),
    (
        "a frame of one column is only text",
        [["第一段。\n第二段。"], ["第三段。"]],
        ["第一段。", "第二段。", "第三段。"],
    ),
    ("an empty table says nothing", [["", ""], [None, ""]], []),
]


@pytest.mark.parametrize(("reason", "rows", "lines"), TABLES, ids=[case[0] for case in TABLES])
def test_lines_of_a_table(reason: str, rows: list[list[str | None]], lines: list[str]) -> None:
    assert table_lines(rows) == lines


DEPARTMENTS = [
    ("市数据局\n市科技局", "市数据局、市科技局", "one name a line"),
    ("市数据局、\n市科技局", "市数据局、市科技局", "a separator and a break are one separator"),
    ("各区（市）\n政府", "各区（市）政府", "政府 alone is the rest of a name"),
    ("市发展改\n革委", "市发展改革委", "a name broken by a narrow column"),
    ("市 财 政 局", "市财政局", "a name spaced out to fill the column"),
    ("市财政局、市税务 局", "市财政局、市税务局", "a space inside a name where 、 separates"),
    ("市工业和信息化局 市大数据局", "市工业和信息化局、市大数据局", "names side by side"),
    ("市直有关部门（单位\n按职责分工）", "市直有关部门（单位按职责分工）", "a break inside brackets"),
]


@pytest.mark.parametrize(("cell", "listed", "reason"), DEPARTMENTS, ids=[case[2] for case in DEPARTMENTS])
def test_departments_of_a_cell(cell: str, listed: str, reason: str) -> None:
    assert department_list(cell) == listed


LABELS = [
    ("牵头单位", "牵头单位", "as printed"),
    ("责任部门", "责任部门", "as printed"),
    ("牵头（责任）单位", "牵头单位", "what stands in brackets is an alternative"),
    ("责任单位（排第一位的为牵头单位）", "责任单位", "a note in the header"),
    ("责任分工", "责任单位", "no role of its own"),
    ("牵头及配合单位", "责任单位", "two roles: who has which is not said"),
    ("实施主体", "实施单位", "another noun"),
    ("责任科室", "责任单位", "another noun"),
]


@pytest.mark.parametrize(("header", "label", "reason"), LABELS, ids=[case[0] for case in LABELS])
def test_labels_of_department_columns(header: str, label: str, reason: str) -> None:
    assert table_lines([["任务", header], ["甲任务", "市科技局"]]) == [f"1.甲任务。（{label}：市科技局）"]


@pytest.mark.parametrize(
    ("above", "below", "separate"),
    [
        ("市科技局", "市财政局", True),
        ("市发展改", "革委、市财政局", False),
        ("市行政审批服务", "局", False),
        ("各区（市）", "政府", False),
        ("市委办公室", "各区政府", True),
    ],
)
def test_two_names_or_one_broken_name(above: str, below: str, separate: bool) -> None:
    assert breaks_between_departments(above, below) is separate


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_chinese_numerals(value: int, printed: str) -> None:
    assert chinese_numeral(value) == printed


# -- the law: below the header nothing is lost ---------------------------------------------------

CELL = st.one_of(
    st.none(),
    st.just(""),
    st.text(alphabet="甲乙丙丁市局、；。（）一二1234.\n ", max_size=12),
    st.sampled_from(["市科技局", "市财政局\n市数据局", "一、创新", "（二）内需", "1", "2", "三", "6月底", "注：说明"]),
)
NOT_TEXT = re.compile(r"[^甲乙丙丁市局科技财政数据创新内需月底说明]")  # marks and numbers may be written in another way


def _counts(text: str) -> dict[str, int]:
    bare = NOT_TEXT.sub("", text)
    return {char: bare.count(char) for char in set(bare)}


@settings(max_examples=300, deadline=None)
@given(
    header=st.sampled_from(
        [
            HEADER,
            ["序号", "类别", "重点任务", "责任单位", "备注"],
            ["任务", "举措", "责任领导", "责任部门", "进度安排"],
            ["序号", "指标", "数值", "单位", "说明"],
        ]
    ),
    body=st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=6),
)
def test_no_cell_is_lost(header: list[str], body: list[list[str | None]]) -> None:
    """Every character of every cell comes out at least once (repeated cells may be taken as one merged cell)."""
    body = [row for row in body if [re.sub(r"\s", "", cell or "") for cell in row] != header]
    printed = "".join(table_lines([list(header), *body]))
    for row in body:
        for cell in row:
            for char, count in _counts(cell or "").items():
                assert printed.count(char) >= count, (cell, printed)
            assert (
                not cell
                or cell.strip() in ("", "无")
                or all(piece in printed for piece in re.findall("[甲乙丙丁科技财政数据创新内需]+", cell))
            ), (cell, printed)


def test_no_row_is_lost() -> None:
    rows: list[list[str | None]] = [
        HEADER,
        *([str(i), f"任务第{i}号内容", f"市{i}局", f"区{i}局", f"{i}月底"] for i in range(1, 10)),
    ]
    printed = "\n".join(table_lines(rows))
    for row in rows[1:]:
        assert all(cell in printed for cell in row if cell)


# -- kinds of tables -----------------------------------------------------------------------------

# (reason, rows, lines)
KINDS = [
    (
        "a data row whose text names its role is no header",
        [
            ["领域", "政策措施"],
            ["就业", "发放稳岗补贴1000万元。（责任单位：市人社局）"],
            ["消费", "举办促消费活动30场。（责任单位：市商务局）"],
        ],
        [
            "1.就业。发放稳岗补贴1000万元。（责任单位：市人社局）",
            "2.消费。举办促消费活动30场。（责任单位：市商务局）",
        ],
    ),
    (
        "a row that stands alone without a number titles the rows below",
        [
            ["序号", "任务", "责任单位"],
            ["", "扩大内需", ""],
            ["1", "举办活动", "市商务局"],
            ["2", "发放消费券", "市商务局"],
        ],
        ["（一）扩大内需", "1.举办活动。（责任单位：市商务局）", "2.发放消费券。（责任单位：市商务局）"],
    ),
    (
        "scores are left aside, remarks are kept behind the clause, who assesses has no role",
        [
            ["序号", "考核事项", "分值", "责任单位", "考核部门", "备注"],
            ["1", "新增规上企业20家", "5", "县工信局", "县委组织部", "续建"],
        ],
        ["1.新增规上企业20家。考核部门：县委组织部。（责任单位：县工信局；备注：续建）"],
    ),
    (
        "the unit of money stands in the header",
        [["序号", "项目名称", "总投资（万元）", "责任单位"], ["1", "污水处理厂改造", "3500", "县住建局"]],
        ["1.污水处理厂改造。总投资（万元）：3500万元。（责任单位：县住建局）"],
    ),
    (
        "or in a row above it",
        [["单位：万元"] * 4, ["序号", "项目名称", "年度投资", "责任单位"], ["1", "污水处理厂改造", "3500", "县住建局"]],
        ["单位：万元", "1.污水处理厂改造。年度投资：3500万元。（责任单位：县住建局）"],
    ),
    (
        "indicators with their unit and their aim",
        [["序号", "指标名称", "单位", "目标值", "责任单位"], ["1", "高新技术企业", "家", "50", "县科技局"]],
        ["1.高新技术企业50家。（责任单位：县科技局）"],
    ),
    (
        "cells beyond the header's columns are kept",
        [["任务", "责任单位"], ["甲任务", "市科技局", "另见附件"]],
        ["1.甲任务。另见附件。（责任单位：市科技局）"],
    ),
]


@pytest.mark.parametrize(("reason", "rows", "lines"), KINDS, ids=[case[0] for case in KINDS])
def test_kinds_of_tables(reason: str, rows: list[list[str | None]], lines: list[str]) -> None:
    assert table_lines(rows) == lines


FIRST = [["序号", "任务", "责任单位"], ["1", "甲任务", "市科技局"]]


@pytest.mark.parametrize(
    ("reason", "second", "goes_on"),
    [
        ("the number goes on", [["2", "乙任务", "市商务局"]], True),
        ("the number begins anew", [["1", "乙任务", "市商务局"]], False),
        ("another number of columns", [["2", "乙任务", "市商务局", "6月底"]], False),
        ("figures by year", [["2023", "20", "30"], ["2024", "25", "35"]], False),
    ],
)
def test_a_second_table_without_header_has_the_columns_of_the_first_where_it_goes_on(
    reason: str, second: list[list[str | None]], goes_on: bool
) -> None:
    reader = TableReader()
    assert reader.lines(FIRST) == ["1.甲任务。（责任单位：市科技局）"]
    assert (reader.lines(second) == ["2.乙任务。（责任单位：市商务局）"]) is goes_on


def test_a_table_without_numbers_goes_on_where_its_departments_do() -> None:
    reader = TableReader()
    reader.lines([["任务", "责任单位"], ["甲任务", "市科技局"]])
    assert reader.lines([["乙任务", "市商务局、市财政局"]]) == ["2.乙任务。（责任单位：市商务局、市财政局）"]
    assert reader.lines([["人口", "12万人"]]) == ["人口 | 12万人"]


def test_a_table_that_is_not_understood_is_kept_and_said() -> None:
    reader = TableReader()
    assert reader.lines([["姓名", "职务", "电话"], ["张某", "主任", "1234"]]) == [
        "姓名 | 职务 | 电话",
        "张某 | 主任 | 1234",
    ]
    assert [(problem.code, problem.severity) for problem in reader.problems] == [("table-not-understood", "warning")]


def test_scores_left_aside_are_said() -> None:
    reader = TableReader()
    reader.lines([["任务", "分值", "责任单位"], ["甲任务", "5", "市科技局"]])
    assert [problem.code for problem in reader.problems] == ["column-left-aside"]
