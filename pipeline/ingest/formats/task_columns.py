"""The columns of a task table: which row is the header, and what each of its words says of the cells below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.ingest.formats.task_cells import Rows, simplified, squeeze

# aside: scores, which are no part of the task; remark: kept behind it; unit and value: of a table of indicators
ColumnKind = Literal["number", "task", "role", "time", "person", "extra", "aside", "remark", "unit", "value"]

LONGEST_HEADER = 16  # characters without brackets
SHORTEST_SENTENCE = 10  # characters of a cell that may order work
HEADER_ROWS_SEARCHED = 4  # a table's title, its unit (单位：万元) and a blank row may stand above the header
# 序号, 编号, 任务编号
RE_NUMBER_HEADER = re.compile(r"^(?:序号?|编号|项次|号|(?:任务|项目|事项)(?:序号|编号)|No\.?)$", re.IGNORECASE)
# 牵头单位, 责任部门（单位）, 牵头及责任单位, 落实主体, 责任分工; 单位 alone is a unit of measurement
RE_ROLE_HEADER = re.compile(
    r"(?:牵头|责任|负责|主责|主办|承办|配合|协办|协同|协作|参与|参加|落实|实施|完成|主管)[^，。]{0,6}(?:单位|部门|科室|处室|股室|主体|机构|地区|区县)"
    r"|^(?:责任|任务|职责|部门|工作)分工$|^分工$|^(?:牵头|责任|配合)$|^部门$|^责任(?:区|市|县)"
)
# 责任领导, 牵头市领导, 责任人, 联系人
RE_PERSON_HEADER = re.compile(r"领导|责任人|负责人|联系人|联络员|分管")
# 完成时限, 时间要求, 进度安排, 时间节点; 进展情况 reports the past
RE_TIME_HEADER = re.compile(r"时限|时间|期限|时序|节点|进度|截止|年限")
# 考核部门 names who assesses, which is no role
RE_ASSESSOR_HEADER = re.compile(r"(?:考核|评价|评分|督查|督办|验收|数据来源|统计|填报|审核)(?:责任)?(?:单位|部门|主体)")
# 分值, 权重（%）, 自评得分; 评分标准 says what is wanted
RE_ASIDE_HEADER = re.compile(r"^(?:.{0,4}(?:分值|得分|分数|评分|权重|扣分|加分|自评|总分|满分))$")
RE_REMARK_HEADER = re.compile(r"^(?:备\s*注|说明)$")
# 指标, 指标名称 beside 目标值, 2025年目标, 计划数; 2023年实际 and 基期值 tell what was
RE_INDICATOR_HEADER = re.compile(r"^(?:主要|具体|考核|发展|预期|核心)?指标(?:名称|内容)?$")
RE_VALUE_HEADER = re.compile(r"(?:目标|计划|预期|任务)(?:值|数|量)?$")
RE_UNIT_HEADER = re.compile(r"^(?:计量|计算)?单位$")
# 投资（万元）, 投资额/亿元: the unit of the numbers below
RE_HEADER_UNIT = re.compile(
    r"[（(/]\s*(?:单位[：:]?)?(?P<unit>[万亿]?元|[%％]|[万亿]?[吨人家个项亩]|平方公里|公里|万千瓦)\s*[）)]?$"
)
RE_MONEY_HEADER = re.compile(r"投资|资金|金额|经费|预算|总额|造价|补助")
# 单位：万元 above a table
RE_UNIT_NOTE = re.compile(r"^[（(]?(?:金额|计量)?单位\s*[：:]\s*(?P<unit>[万亿]?(?:元|人|家|个|吨))\s*[）)]?$")
# what a header never prints: a sentence, a clause with its colon, a number with its unit
RE_NO_HEADER = re.compile(r"[。；;，！]|[：:].|\d(?:\.\d+)?\s*(?:[%％]|[万亿]?[元家个项人吨亩])")
# 备注, 预期成果, 工作目标: they complete a task but are none; 目标任务 is one
RE_EXTRA_HEADER = re.compile(
    r"依据|来源|进展|状态|(?:目标|成果|成效|指标|效果|标准|评价|形式|要求)$|投资|金额|资金|地点|规模|性质"
)
# 重点任务, 工作事项, 具体举措, 主要内容; the first kind is telling even without a column of departments
RE_TASK_HEADER = re.compile(r"任务|举措|措施|事项|重点工作|工作内容|工作要点|行动")
RE_TEXT_HEADER = re.compile(
    r"任务|举措|措施|事项|工作|内容|项目|要点|行动|改革|政策|类别|分类|细分|方向|领域|板块|方面|问题|建议|名称"
)


@dataclass(slots=True)
class Column:
    index: int
    kind: ColumnKind
    label: str  # the header as printed, without white space
    unit: str = ""  # of the bare numbers below: 万元


def kind_of(header: str) -> ColumnKind | None:
    """What a column holds by its header, None for a header that says nothing."""
    header = simplified(header)
    bare = _bare(header)
    if RE_NUMBER_HEADER.match(bare):
        return "number"
    if RE_ASIDE_HEADER.match(bare):
        return "aside"
    if RE_REMARK_HEADER.match(bare):
        return "remark"
    if RE_ASSESSOR_HEADER.search(bare):
        return "extra"
    if RE_PERSON_HEADER.search(bare):
        return "person"
    if RE_ROLE_HEADER.search(bare) or RE_ROLE_HEADER.search(re.sub("[（）()]", "", header)):
        return "role"
    if RE_TASK_HEADER.search(bare):
        return "task"
    if RE_TIME_HEADER.search(bare) and len(bare) <= 8:
        return "time"
    if RE_EXTRA_HEADER.search(bare):
        return "extra"
    return "task" if RE_TEXT_HEADER.search(bare) else None


def _bare(header: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]", "", header) or header


def unit_noted(text: str) -> str:
    """万元 in 单位：万元, "" in any other text."""
    match = RE_UNIT_NOTE.match(squeeze(simplified(text)))
    return match["unit"] if match else ""


def find_header(rows: Rows) -> tuple[int, int, list[Column]] | None:
    """(first header row, first row below the header, columns), or None where the table lists no tasks."""
    for first, row in enumerate(rows[:HEADER_ROWS_SEARCHED]):
        headers = [squeeze(cell) for cell in row]
        if len({header for header in headers if header}) < 2 or not all(map(_may_be_header, headers)):
            continue
        if not _lists_tasks(headers, rows[first + 1 :]):
            continue
        last = first
        if first + 1 < len(rows) and _goes_on_below(row, rows[first + 1]):
            last = first + 1
            headers = [squeeze(below) or above for above, below in zip(headers, rows[last], strict=False)]
        return first, last + 1, _columns(headers, rows[:first])
    return None


def _may_be_header(header: str) -> bool:
    """False for what only data prints: sentences, clauses (责任单位：…), amounts, long texts."""
    bare = _bare(header)
    return len(bare) <= LONGEST_HEADER and not RE_NO_HEADER.search(bare)


def _lists_tasks(headers: list[str], below: Rows) -> bool:
    kinds = [kind_of(header) for header in headers if header]
    telling = [
        i for i, header in enumerate(headers) if RE_TASK_HEADER.search(simplified(header)) and kind_of(header) == "task"
    ]
    if "role" in kinds and len(set(headers)) > 1:
        return True
    if telling and any(kind in kinds for kind in ("time", "number", "person")):
        return True
    if _is_of_indicators(headers):
        return True
    if {"number", "task", "aside"} <= set(kinds):
        return True  # 序号 | 考核项目 | 分值: what is assessed is to be done
    # 领域 | 政策措施: all cells name columns of text, and the text below orders work
    return bool(telling) and all(kind_of(header) for header in headers if header) and _orders_work(below, telling[-1])


def _is_of_indicators(headers: list[str]) -> bool:
    plain = [_bare(simplified(header)) for header in headers]
    return any(map(RE_INDICATOR_HEADER.match, plain)) and any(map(RE_VALUE_HEADER.search, plain))


def _orders_work(rows: Rows, column: int) -> bool:
    texts = [squeeze(row[column]) for row in rows if column < len(row) and row[column]]
    return bool(texts) and 2 * sum(len(text) >= SHORTEST_SENTENCE for text in texts) >= len(texts)


def _goes_on_below(row: list[str | None], below: list[str | None]) -> bool:
    """True if the row below is the header's second row: 责任分工 over 牵头单位 and 配合单位."""
    if len(row) != len(below):
        return False
    filled = [squeeze(cell) for cell in below if squeeze(cell)]
    split = (
        any(squeeze(cell) and squeeze(row[i]) == squeeze(row[i - 1]) for i, cell in enumerate(below) if i)
        or None in below
    )
    return (
        bool(filled)
        and split
        and all(kind_of(cell) and _may_be_header(cell) for cell in filled)
        and any(kind_of(cell) in ("role", "time", "task") for cell in filled)
    )


def _columns(headers: list[str], above: Rows) -> list[Column]:
    noted = next((unit for row in above for cell in row if cell and (unit := unit_noted(cell))), "")
    columns = []
    for i, header in enumerate(headers):
        kind = kind_of(header) or ("number" if not header and i == 0 else "extra")
        columns.append(Column(i, kind, header, _unit_of(header, noted)))
    tasks = [column for column in columns if column.kind == "task"]
    if _is_of_indicators(headers) and all(RE_INDICATOR_HEADER.match(_bare(simplified(task.label))) for task in tasks):
        _mark_indicators(columns)
    if not any(column.kind == "task" for column in columns):
        # a table of departments whose text column has an unusual name
        rest = [column for column in columns if column.kind == "extra"]
        if rest:
            rest[0].kind = "task"
    return columns


def _unit_of(header: str, noted: str) -> str:
    header = simplified(header)
    printed = RE_HEADER_UNIT.search(header)
    if printed:
        return printed["unit"]
    return noted if RE_MONEY_HEADER.search(header) else ""


def _mark_indicators(columns: list[Column]) -> None:
    """The columns of 指标 | 单位 | 目标值: what is counted, in what, and how much of it is wanted."""
    for column in columns:
        bare = _bare(simplified(column.label))
        if RE_INDICATOR_HEADER.match(bare):
            column.kind = "task"
        elif RE_UNIT_HEADER.match(bare):
            column.kind = "unit"
        elif RE_VALUE_HEADER.search(bare):
            column.kind = "value"
