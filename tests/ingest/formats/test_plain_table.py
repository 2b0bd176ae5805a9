"""Tables pasted into plain text: rows become items, and what is no table stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import load_params
from pipeline.ingest.formats.plain_table import read_tables
from pipeline.ingest.notice import read_notice
from pipeline.segment.structure import read_structure
from tests.conftest import ROOT

HEADER = "序号\t重点任务\t牵头单位\t配合单位\t完成时限"

# (reason, text, lines)
TABLES = [
    (
        "tabs",
        f"{HEADER}\n1\t疏浚河道30公里\t市水务局\t市财政局、各镇\t9月底前",
        ["1.疏浚河道30公里。（牵头单位：市水务局；配合单位：市财政局、各镇；完成时限：9月底前）"],
    ),
    (
        "an empty cell between two tabs keeps its column",
        f"{HEADER}\n1\t疏浚河道\t\t市财政局\t\n2\t清淤\t市水务局",
        ["1.疏浚河道。（配合单位：市财政局）", "2.清淤。（牵头单位：市水务局）"],
    ),
    (
        "Markdown",
        "| 序号 | **任务** | 责任单位 |\n|:---|:---:|---|\n| 1 | 疏浚河道 | 市水务局<br>市财政局 |",
        ["1.疏浚河道。（责任单位：市水务局、市财政局）"],
    ),
    (
        "columns of spaces",
        "序号  工作任务      责任单位\n1     疏浚河道      市水务局\n2     清淤          市财政局",
        ["1.疏浚河道。（责任单位：市水务局）", "2.清淤。（责任单位：市财政局）"],
    ),
    (
        "pipes between the cells only, one of them empty",
        "序号 | 工作任务 | 牵头单位 | 责任单位\n1 | 疏浚河道 | 市水务局 | \n2 | 清淤 | | 各镇\n全市抓好落实。",
        ["1.疏浚河道。（牵头单位：市水务局）", "2.清淤。（责任单位：各镇）", "全市抓好落实。"],
    ),
    (
        "pipes between the cells, parted by a section",
        "序号｜任务｜责任单位｜时限\n1｜疏浚河道｜市水务局｜6月\n二、交通\n2｜改造危桥｜市交通局｜7月",
        [
            "1.疏浚河道。（责任单位：市水务局；完成时限：6月）",
            "二、交通",
            "2.改造危桥。（责任单位：市交通局；完成时限：7月）",
        ],
    ),
    (
        "columns of full-width spaces",
        "序号　　工作任务　　责任单位\n１　　疏浚河道　　市水务局",
        ["1.疏浚河道。（责任单位：市水务局）"],
    ),
    (
        "the header repeated below every section",
        f"一、水利\n{HEADER}\n1\t疏浚河道\t市水务局\t无\t6月\n二、交通\n{HEADER}\n2\t改造危桥\t市交通局\t无\t7月",
        [
            "一、水利",
            "1.疏浚河道。（牵头单位：市水务局；完成时限：6月）",
            "二、交通",
            "2.改造危桥。（牵头单位：市交通局；完成时限：7月）",
        ],
    ),
    (
        "a section between rows without a header of its own",
        f"{HEADER}\n1\t疏浚河道\t市水务局\t无\t6月\n二、交通\n2\t改造危桥\t市交通局\t无\t7月\n全市抓好落实。",
        [
            "1.疏浚河道。（牵头单位：市水务局；完成时限：6月）",
            "二、交通",
            "2.改造危桥。（牵头单位：市交通局；完成时限：7月）",
            "全市抓好落实。",
        ],
    ),
    (
        "a line break inside a cell",
        f"{HEADER}\n1\t疏浚河道，\n整治堤防。\t市水务局\t市财政局\t6月",
        ["1.疏浚河道，整治堤防。（牵头单位：市水务局；配合单位：市财政局；完成时限：6月）"],
    ),
    (
        "single spaces between the cells, and line breaks inside them",
        "序号 重点工作任务 主要责任单位 协同配合单位\n一、水利\n1 疏浚河道30公里。 市水务局 市财政局、\n各镇政府。\n"
        "2 清淤 护坡。 市水务局\n市城管局\n有关部门,各街道办事处。\n二、交通\n3 改造危桥。 市交通局\n全市抓好落实。",
        [
            "一、水利",
            "1.疏浚河道30公里。（责任单位：市水务局；协同单位：市财政局、各镇政府）",
            "2.清淤护坡。（责任单位：市水务局、市城管局；协同单位：有关部门,各街道办事处）",
            "二、交通",
            "3.改造危桥。（责任单位：市交通局）",
            *["", "", ""],
            "全市抓好落实。",
        ],
    ),
    (
        "a line for each cell, blank lines between them, a section",
        "序号\n\n工 作 任 务\n\n责任单位\n\n1\n\n疏浚河道30公里。\n\n水利局、各镇\n\n二、交通\n\n2\n\n改造危桥。\n\n交通局\n附件2",
        [
            "1.疏浚河道30公里。（责任单位：水利局、各镇）",
            "二、交通",
            "2.改造危桥。（责任单位：交通局）",
            *[""] * 15,
            "附件2",
        ],
    ),
    (
        "a line for each cell: a task of two paragraphs, a last cell that is empty",
        "序号\n重点任务\n牵头单位\n配合单位\n1\n疏浚河道。\n整治堤防。\n市水务局\n市财政局\n2\n清淤\n市城管局\n3\n护坡\n各区\n市水务局",
        [
            "1.疏浚河道。整治堤防。（牵头单位：市水务局；配合单位：市财政局）",
            "2.清淤。（牵头单位：市城管局）",
            "3.护坡。（牵头单位：各区；配合单位：市水务局）",
            *[""] * 12,
        ],
    ),
    (
        "a box of a plan: a text over the whole width, groups that are no sections",
        "专栏2 科技提升行动\n类别\t细分\t重点任务\n研究政策，加强引导。\n产品\t农机\t研发丘陵山区小型农机\n\t农膜\t研发可降解的农用薄膜",
        [
            "专栏2 科技提升行动",
            "研究政策，加强引导。",
            "1.产品。农机。研发丘陵山区小型农机。",
            "2.农膜。研发可降解的农用薄膜。",
        ],
    ),
    (
        "traditional characters",
        "序號\t重點任務\t責任單位\n1\t疏浚河道\t市水務局",
        ["1.疏浚河道。（责任单位：市水務局）"],
    ),
    (
        "a note below is no row",
        f"{HEADER}\n1\t疏浚河道\t市水务局\t无\t6月\n备注：1.按月报送。",
        ["1.疏浚河道。（牵头单位：市水务局；完成时限：6月）", "备注：1.按月报送。"],
    ),
]


@pytest.mark.parametrize(("reason", "text", "lines"), TABLES, ids=[case[0] for case in TABLES])
def test_tables(reason, text, lines):
    assert read_tables(text) == ("\n".join(lines), [])


NO_TABLES = [
    ("issuers side by side", "财政部\t税务总局\n2024年3月1日"),
    ("indented paragraphs", "\t一、总体要求\n\t坚持创新。\n　　加快发展。"),
    ("a spaced title", "云 州 市  重 点  任 务\n关于  印发  方案的通知"),
    ("a stroke in running text", "建设A|B|C三类平台。\n建设A|B平台。"),
    ("rows without a header", "1 疏浚河道30公里。 市水务局\n2 清淤 市财政局"),
    ("a header without departments", "序号 姓名 单位\n1 王某 市水务局"),
    ("rows whose departments are not found", "序号 工作任务 责任单位\n1 疏浚河道 另行明确\n2 清淤 待定"),
    ("a header a line without departments", "序号\n姓名\n单位\n1\n王某\n市水务局"),
    ("a line for each cell, without departments", "序号\n任务\n责任单位\n1\n疏浚\n2\n清淤\n市水务局"),
    ("a header a line above running text", "序号\n任务\n责任单位\n以上各项由市水务局负责。\n1\n"),
    ("two rows of three words", "联系人\t电话\t邮编\n王某\t123\t456"),
]


@pytest.mark.parametrize(("reason", "text"), NO_TABLES, ids=[case[0] for case in NO_TABLES])
def test_other_lines_stay(reason, text):
    assert read_tables(text) == (text, [])


NOT_UNDERSTOOD = [
    (
        "a table by years",
        "指标\t2025年\t2026年\n绿地（公顷）\t20\t25\n道路（公里）\t7\t9",
        ["指标 | 2025年 | 2026年", "绿地（公顷） | 20 | 25", "道路（公里） | 7 | 9"],
        "lines 1 to 3",
    ),
    (
        "a row without one of its cells",
        "序号  任务  责任单位\n1  疏浚  市水务局\n2  清淤",
        ["1.疏浚。（责任单位：市水务局）", "2  清淤"],
        "line 3",
    ),
]


@pytest.mark.parametrize(("reason", "text", "lines", "where"), NOT_UNDERSTOOD, ids=[case[0] for case in NOT_UNDERSTOOD])
def test_what_is_not_understood_is_said_and_kept(reason, text, lines, where):
    written, (problem,) = read_tables(text)
    assert written.split("\n") == lines
    assert (problem.code, where in problem.message) == ("table-not-understood", True)


CELL = st.text("甲乙丙丁任务市局1、。", max_size=6)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=6), min_size=1, max_size=6),
    st.sampled_from(["\t", "  ", " | "]),
    st.booleans(),
)
def test_no_character_of_a_row_is_lost(rows, gap, with_header):
    """Every character of a cell comes out as often as the cell holds it (repeated cells may be taken as one merged
    cell)."""
    lines = [gap.join(row) for row in rows]
    text = "\n".join([*([gap.join(HEADER.split("\t"))] if with_header else []), *lines])
    text = "\n".join(f"| {line} |" for line in text.split("\n")) if gap == " | " else text
    written, _ = read_tables(text)
    for cell in (cell for row in rows for cell in row):
        assert all(written.count(char) >= cell.count(char) for char in "甲乙丙丁任务市局"), (cell, written)


def test_a_pasted_table_is_cut_like_any_list_of_tasks():
    text = f"云州市2025年重点任务分解表\n一、水利\n{HEADER}\n1\t疏浚河道30公里\t市水务局\t市财政局\t9月底前\n\n备注：牵头单位按月报送。"
    notice, _ = read_notice("t.txt", text.encode(), load_params(ROOT).ingest, notice_id="t")
    units = read_structure(notice).units
    assert [(unit.path, unit.kind) for unit in units] == [(("一", "1"), "task"), ((), "closing")]
    assert all(notice.text[unit.start : unit.end] == unit.text for unit in units)


def test_a_row_of_sums_is_no_task():
    text, problems = read_tables(f"{HEADER}\n1\t疏浚河道\t市水务局\t无\t6月\n总分\t100\t\t\t")
    assert text == "1.疏浚河道。（牵头单位：市水务局；完成时限：6月）"
    assert [problem.code for problem in problems] == ["column-left-aside"]
