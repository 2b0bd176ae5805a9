"""Task tables (任务分解表): every row becomes a numbered line that reads like any other item.

    序号 | 重点任务 | 牵头单位 | 完成时限        1.建设数据平台。（牵头单位：市数据局；完成时限：6月底）

What the readers hand over, one list of cells per row:

- a cell merged over several columns repeats its text in each of them;
- a cell merged downwards prints its text once, and is None in the rows below;
- an empty cell is "".

The text of every cell below the header is kept. The words of the header name the columns: those of
department, time and further columns become labels, 序号 and 任务 are only layout. Dashes and 无
in a cell say that there is nothing to say.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Literal

from pipeline.ingest.normalise import to_simplified
from pipeline.knowledge.chinese import HAN, circled_value

Rows = list[list[str | None]]
ColumnKind = Literal["number", "task", "role", "time", "person", "extra"]

CHINESE_DIGITS = "零一二三四五六七八九"
HEADER_ROWS_SEARCHED = 4  # a table's title, its unit (单位：万元) and a blank row may stand above the header
LONGEST_HEADING = 60
LONGEST_TIME = 12  # a longer text in a time column is a plan with several steps

# 序号, 编号, 任务编号
RE_NUMBER_HEADER = re.compile(r"^(?:序号?|编号|项次|号|(?:任务|项目|事项)(?:序号|编号)|No\.?)$", re.IGNORECASE)
# 牵头单位, 责任部门（单位）, 牵头及责任单位, 落实主体, 责任分工; 单位 alone is a unit of measurement
RE_ROLE_HEADER = re.compile(
    r"(?:牵头|责任|负责|主责|主办|承办|配合|协办|协同|协作|参与|参加|落实|实施|完成|主管)[^，。]{0,6}(?:单位|部门|科室|处室|股室|主体|机构|地区|区县)"
    r"|^(?:责任|任务|职责|部门|工作)分工$|^分工$|^(?:牵头|责任|配合)$|^部门$|^责任(?:区|市|县)"
)
# the words for one role: 牵头 in 牵头（责任）单位; a header with two of them (牵头及配合单位) does not say who has which
RE_ROLE_WORD = re.compile(r"牵头|主办|主责|负责|落实|实施|承办|完成|配合|协办|协同|协作|参与|参加|责任")
# 责任领导, 牵头市领导, 责任人, 联系人
RE_PERSON_HEADER = re.compile(r"领导|责任人|负责人|联系人|联络员|分管")
# 完成时限, 时间要求, 进度安排, 时间节点; 进展情况 reports the past
RE_TIME_HEADER = re.compile(r"时限|时间|期限|时序|节点|进度|截止|年限")
# 备注, 预期成果, 工作目标: they complete a task but are none; 目标任务 is one
RE_EXTRA_HEADER = re.compile(
    r"备注|说明|依据|来源|进展|状态|(?:目标|成果|成效|指标|效果|标准|评价|形式|要求)$|投资|金额|资金|地点|规模|性质"
)
# 重点任务, 工作事项, 具体举措, 主要内容; the first kind is telling even without a column of departments
RE_TASK_HEADER = re.compile(r"任务|举措|措施|事项|重点工作|工作内容|工作要点|行动")
RE_TEXT_HEADER = re.compile(
    r"任务|举措|措施|事项|工作|内容|项目|要点|行动|改革|政策|类别|分类|领域|板块|方面|问题|建议|名称"
)

RE_ARABIC_NUMBER = re.compile(r"^[（(]?(\d{1,3})[）)]?[.．、]?$")
RE_CHINESE_NUMBER = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?|第[一二三四五六七八九十]{1,3}[章节篇条]|第[一二三四五六七八九十]{1,3}部分)$"
)
# the printed number a heading brings along: 一、 （一） 第一章
RE_HEADING_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}(?:[章节篇]|部分))"
)
RE_BRACKETED_HEADING_NUMBER = re.compile(r"^[（(]")
# the number a task brings along in its own cell: 1.推进…, （1）推进…
RE_OWN_NUMBER = re.compile(r"^(\d{1,3})[.．、](?!\d)\s*")
# 1.…；2.…；3.… inside a cell: parts of one task
RE_INNER_NUMBER = re.compile(rf"(?:(?<=[。；;：:\n])|^)\s*(\d{{1,2}})[.．、](?!\d)\s*(?=[{HAN}“《])")
# whatever may open a line as a list number; such a row of a plain table must not read as an item
RE_LOOKS_NUMBERED = re.compile(
    r"^(?:\d{1,3}\s*(?:[.．、，。]|$)|[一二三四五六七八九十]{1,3}\s*[、.．：:]|[（(][\d一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十\d]+[章节篇条]|[①-⑳])"
)
RE_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|单位)\s*\d?\s*[：:]")
RE_NOTHING = re.compile(r"^[\s—\-–－/／\\]*$|^无$")
RE_ENDS_CLEANLY = re.compile(r"[。；：，、！？.;:,!?]$")
RE_STOP = re.compile(r"[。！？!?]$")

# a cell that says itself who leads: 牵头单位：市科技局 责任单位：…, 市科技局牵头，…配合
RE_OWN_ROLE_LABEL = re.compile(r"(?:牵头|责任|负责|主办|承办|配合|协办|参与|参加)(?:单位|部门)?\s*[：:]")
RE_OWN_ROLE_VERB = re.compile(r"(?:牵头|负责|配合|参与|落实)(?=[，,；;。]|$)")
RE_DEPARTMENT_SEPARATOR = re.compile(r"[、，,；;]$")
RE_STARTS_WITH_SEPARATOR = re.compile(r"^[、，,；;。）)]")
RE_DEPARTMENT_END = re.compile(
    r"(?:[局委办部厅署院会社团处站队行司所校馆府室组庭]|公司|中心|集团|单位|部门|银行|[）)])$"
)
# the second half of a name that a narrow cell broke: 市发展改|革委, 各区（市）|政府, 市行政审批服务|局
RE_REST_OF_NAME = re.compile(
    r"^(?:(?:人民)?政府|管委会?|管理委员会|委员会|员会|公室|办公室|革委|理局|[局委办部厅署院会处站队行司所室府])(?:$|[、，,；;（(])"
)


# in traditional characters: what the patterns of this folder look for in simplified ones
RE_TRADITIONAL = re.compile(
    "[當瀏覽閱讀點擊訪問體號關閉編責無視護頁網導鏈聯權備術聲載單辦協維電話郵發時間來機構開題類鍵詞務對種組統標識碼簡轉牽頭門實項計劃規決據內舉進說參與區縣廳註團處會]"
)


def simplified(text: str) -> str:
    """The text in simplified characters, for matching only: what is printed keeps its script."""
    return to_simplified(text) if RE_TRADITIONAL.search(text) else text


def chinese_numeral(value: int) -> str:
    """The counting form of 1 to 9999: 一, 十, 十二, 二十, 一百零五."""
    if not 0 < value < 10_000:
        return str(value)
    printed = ""
    for unit, magnitude in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // magnitude % 10
        if digit:
            printed += CHINESE_DIGITS[digit] + unit
        elif printed and not printed.endswith("零") and value % magnitude:
            printed += "零"
    return printed.removeprefix("一") if printed.startswith("一十") else printed


@dataclass(slots=True)
class _Column:
    index: int
    kind: ColumnKind
    label: str  # the header as printed, without white space


@dataclass(slots=True)
class _Item:
    """One task while its rows are collected."""

    mark: str
    titles: list[str]
    texts: list[str]
    extras: list[tuple[str, str]] = field(default_factory=list)
    roles: dict[str, list[str]] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    persons: dict[str, list[str]] = field(default_factory=dict)

    def line(self) -> str:
        """`1.标题。任务。预期成果：…。（牵头单位：…；完成时限：…）`"""
        sentences = [*self.titles, *self.texts, *(f"{label}：{text}" for label, text in self.extras)]
        body = "".join(text if RE_STOP.search(text) else f"{text.rstrip('；;，,、：:')}。" for text in sentences)
        parts = ["；".join(_with_label(label, cells)) for label, cells in self.roles.items()]
        parts += [f"完成时限：{'，'.join(self.times)}"] if self.times else []
        parts += [f"{label}：{'、'.join(names)}" for label, names in self.persons.items()]
        return _numbered(self.mark, body) + (f"（{'；'.join(parts)}）" if parts else "")


def _with_label(label: str, cells: list[str]) -> list[str]:
    """The cells of one column of departments: one list behind its label, unless a cell says itself who does what."""
    plain = [cell for cell in cells if not _names_its_role(cell)]
    named = [cell for cell in cells if _names_its_role(cell)]
    return ([f"{label}：{'、'.join(plain)}"] if plain else []) + named


def _names_its_role(cell: str) -> bool:
    cell = simplified(cell)
    return bool(RE_OWN_ROLE_LABEL.search(cell) or RE_OWN_ROLE_VERB.search(cell))


def _numbered(mark: str, body: str) -> str:
    """The item with its number: 5. before 5个工程 would read as a decimal, so it becomes 5、."""
    own = RE_OWN_NUMBER.match(body)
    if own and mark == f"{own[1]}.":
        return body
    if own:
        body = f"（{own[1]}）{body[own.end() :]}" if mark else body
    return f"{mark[:-1]}、{body}" if mark.endswith(".") and body[:1].isdigit() else f"{mark}{body}"


# -- cells ---------------------------------------------------------------------------------------


def _squeeze(cell: str | None) -> str:
    return re.sub(r"\s+", "", cell or "")


def _clean(cell: str | None) -> str | None:
    """A cell's lines without outer white space and blank lines; None stays None, 无 and — become empty."""
    if cell is None:
        return None
    lines = [line.strip() for line in cell.replace("\r", "\n").split("\n")]
    text = "\n".join(line for line in lines if line)
    return "" if RE_NOTHING.match(simplified(text)) else text


def _prose(cell: str) -> str:
    """The lines of a cell as running text; 1. 2. 3. inside it become （1）（2）（3）, parts of the one task."""
    numbers = [int(match[1]) for match in RE_INNER_NUMBER.finditer(cell)]
    if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
        cell = RE_INNER_NUMBER.sub(lambda match: ("\n" if "\n" in match[0] else "") + f"（{match[1]}）", cell)
    lines = cell.split("\n")
    wrapped = _is_wrapped(lines)
    return lines[0] + "".join(
        line if wrapped or RE_ENDS_CLEANLY.search(above) else f"。{line}" for above, line in itertools.pairwise(lines)
    )


def _is_wrapped(lines: list[str]) -> bool:
    """True if the breaks are those of a narrow cell: all lines but the last are equally long."""
    if len(lines) < 3:
        return False
    widths = [len(line) for line in lines[:-1]]
    return max(widths) - min(widths) <= 1 and len(lines[-1]) <= max(widths)


def department_list(cell: str) -> str:
    """The departments of a cell in one line, separated by 、 where the cell had line breaks or spaces."""
    lines = [
        part
        for line in cell.split("\n")
        for part in _split_at_spaces(line, alone="\n" not in cell and not re.search("[、，,；;]", cell))
    ]
    listed, depth = lines[:1], 0
    for above, line in itertools.pairwise(lines):
        depth += len(re.findall("[（(]", above)) - len(re.findall("[）)]", above))
        above, below = simplified(above), simplified(line)
        glued = (
            depth > 0
            or RE_DEPARTMENT_SEPARATOR.search(above)
            or RE_STARTS_WITH_SEPARATOR.match(below)
            or RE_REST_OF_NAME.match(below)
        )
        if not glued and RE_OWN_ROLE_LABEL.match(below):
            listed.append("；")
        elif not glued and RE_OWN_ROLE_VERB.search(above):
            listed.append("，")
        elif not glued and not above.endswith(("：", ":")):
            listed.append("、")
        listed.append(line)
    return "".join(listed).rstrip("、，,；;。")


def _split_at_spaces(line: str, *, alone: bool) -> list[str]:
    """Names set side by side with spaces; 教 育 局 is one name spaced out, and a space may be mere layout."""
    words = line.split()
    if len(words) < 2 or all(len(word) == 1 for word in words):
        return ["".join(words)]
    parts = [words[0]]
    for word in words[1:]:
        if (
            alone
            or RE_DEPARTMENT_END.search(simplified(parts[-1]))
            or RE_DEPARTMENT_SEPARATOR.search(parts[-1])
            or RE_OWN_ROLE_LABEL.match(simplified(word))
        ):
            parts.append(word)
        else:
            parts[-1] += word
    return parts


def breaks_between_departments(above: str, below: str) -> bool:
    """True if two lines of a narrow cell are two names (市科技局, 市财政局), not one broken name (市发展改, 革委)."""
    above, below = simplified(above), simplified(below)
    return (
        bool(RE_DEPARTMENT_END.search(above))
        and not RE_REST_OF_NAME.match(below)
        and bool(re.match(r"[市省县区州国中全党团各有相]", below))
    )


def _time(cell: str) -> str:
    lines = cell.split("\n")
    whole = "".join(lines)
    if len(lines) == 1 or len(whole) <= LONGEST_TIME:
        return whole.rstrip("。；")
    return "，".join(line.rstrip("。；，") for line in lines)


# -- columns -------------------------------------------------------------------------------------


def _kind(header: str) -> ColumnKind | None:
    """What a column holds by its header, None for a header that says nothing."""
    header = simplified(header)
    bare = re.sub(r"[（(][^（）()]*[）)]", "", header) or header
    if RE_NUMBER_HEADER.match(bare):
        return "number"
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


def _find_header(rows: Rows) -> tuple[int, int, list[_Column]] | None:
    """(first header row, first row below the header, columns), or None where the table lists no tasks."""
    for first, row in enumerate(rows[:HEADER_ROWS_SEARCHED]):
        headers = [_squeeze(cell) for cell in row]
        if len({header for header in headers if header}) < 2 or any(len(header) > 30 for header in headers):
            continue
        if not _lists_tasks(headers):
            continue
        last = first
        if first + 1 < len(rows) and _goes_on_below(row, rows[first + 1]):
            last = first + 1
            headers = [_squeeze(below) or above for above, below in zip(headers, rows[last], strict=False)]
        return first, last + 1, _columns(headers)
    return None


def _lists_tasks(headers: list[str]) -> bool:
    kinds = [_kind(header) for header in headers if header]
    telling = any(RE_TASK_HEADER.search(simplified(header)) and _kind(header) == "task" for header in headers)
    return ("role" in kinds and len(set(headers)) > 1) or (
        telling and ("time" in kinds or "number" in kinds or "person" in kinds)
    )


def _goes_on_below(row: list[str | None], below: list[str | None]) -> bool:
    """True if the row below is the header's second row: 责任分工 over 牵头单位 and 配合单位."""
    if len(row) != len(below):
        return False
    filled = [_squeeze(cell) for cell in below if _squeeze(cell)]
    split = (
        any(_squeeze(cell) and _squeeze(row[i]) == _squeeze(row[i - 1]) for i, cell in enumerate(below) if i)
        or None in below
    )
    return (
        bool(filled)
        and split
        and all(_kind(cell) for cell in filled)
        and any(_kind(cell) in ("role", "time", "task") for cell in filled)
    )


def _columns(headers: list[str]) -> list[_Column]:
    columns = []
    for i, header in enumerate(headers):
        kind = _kind(header) or ("number" if not header and i == 0 else "extra")
        columns.append(_Column(i, kind, header))
    if not any(column.kind == "task" for column in columns):
        # a table of departments whose text column has an unusual name
        rest = [column for column in columns if column.kind == "extra"]
        if rest:
            rest[0].kind = "task"
    return columns


# -- rows ----------------------------------------------------------------------------------------


class _TaskTable:
    """Walks the rows below a header and writes headings and items."""

    def __init__(self, rows: Rows, columns: list[_Column]) -> None:
        self.rows = rows
        self.number = next((column for column in columns if column.kind == "number"), None)
        tasks = [column for column in columns if column.kind == "task"]
        self.outer, self.task = tasks[:-1], tasks[-1] if tasks else None
        self.others = [column for column in columns if column.kind not in ("number", "task")]
        self.lines: list[str] = []
        self.item: _Item | None = None
        self.above: list[str] = ["" for _ in self.outer]  # current values of the outer task columns
        self.last_role_cells: dict[int, str] = {}
        self.count = self.groups = self.sections = self.parts = 0
        self.sections_have_brackets = any(
            RE_BRACKETED_HEADING_NUMBER.match(text) or not RE_HEADING_NUMBER.match(text)
            for row in rows
            if (text := self._section(row))
        )
        self.groups_are_headings = (
            bool(self.outer) and not self.sections_have_brackets and self._spans_rows(self.outer[0])
        )
        self.numbers_are_of_groups = self.groups_are_headings and self._numbers_are_of_groups()

    def write(self) -> list[str]:
        for row in self.rows:
            if not any(row):
                continue
            section = self._section(row)
            note = self._note(row)
            if section or note:
                self._close()
                self.lines.append(self._section_line(section) if section else note)
            else:
                self._row(row)
        self._close()
        return self.lines

    def _cell(self, row: list[str | None], column: _Column | None) -> str | None:
        return row[column.index] if column and column.index < len(row) else ""

    # sections and groups

    def _section(self, row: list[str | None]) -> str:
        """The heading a full-width row carries, or ""."""
        number = _squeeze(self._cell(row, self.number))
        texts = list(dict.fromkeys(text for cell in row if (text := _squeeze(cell))))
        if (
            len(texts) == 2
            and texts[0] == number
            and RE_CHINESE_NUMBER.match(number)
            and not any(
                _squeeze(self._cell(row, column))
                for column in self.others
                if _squeeze(self._cell(row, column)) != texts[1]
            )
        ):
            return f"{number}{texts[1]}" if re.search(r"[、.．）)章节篇条分]$", number) else f"{number}、{texts[1]}"
        if (
            len(texts) != 1
            or len(texts[0]) > LONGEST_HEADING
            or re.search("[。；]", texts[0])
            or RE_NOTE.match(simplified(texts[0]))
        ):
            return ""
        repeated = sum(_squeeze(cell) == texts[0] for cell in row) > max(1, len(self.outer) + 1)
        in_number_column = bool(number) and not RE_ARABIC_NUMBER.match(number)
        return (
            texts[0]
            if repeated or in_number_column or (RE_HEADING_NUMBER.match(texts[0]) and not self._is_outer_only(row))
            else ""
        )

    def _is_outer_only(self, row: list[str | None]) -> bool:
        """A group named in a row of its own whose cells below are merged with it."""
        return any(_squeeze(self._cell(row, column)) for column in self.outer) and self._cell(row, self.task) is None

    def _note(self, row: list[str | None]) -> str:
        """A full-width row that is no heading (注：排在首位的为牵头单位), or ""."""
        texts = list(dict.fromkeys(text for cell in row if (text := (cell or "").replace("\n", ""))))
        if len(texts) != 1:
            return ""
        spans = sum((cell or "").replace("\n", "") == texts[0] for cell in row) > len(self.outer) + 1
        return texts[0] if RE_NOTE.match(simplified(texts[0])) or spans else ""

    def _section_line(self, text: str) -> str:
        self.groups = 0
        self.above = ["" for _ in self.outer]
        if RE_HEADING_NUMBER.match(text):
            return text
        self.sections += 1
        return f"（{chinese_numeral(self.sections)}）{text}"

    def _spans_rows(self, column: _Column) -> bool:
        """True if a value of an outer column holds for several rows."""
        before = ""
        for row in self.rows:
            if self._section(row) or not any(row):
                before = ""
                continue
            own = _squeeze(self._cell(row, column))
            if before and own in ("", before) and _squeeze(self._cell(row, self.task)):
                return True
            before = own or before
        return False

    def _numbers_are_of_groups(self) -> bool:
        """True if 序号 counts the groups: it stays blank where the group goes on with a new task."""
        before = ""
        for row in self.rows:
            own = _squeeze(self._cell(row, self.outer[0]))
            number = self._cell(row, self.number)
            if (
                self.number
                and before
                and own in ("", before)
                and _squeeze(self._cell(row, self.task))
                and not _squeeze(number)
            ):
                return True
            before = own or before
        return False

    # items

    def _row(self, row: list[str | None]) -> None:
        outer = [self._cell(row, column) or "" for column in self.outer]
        text = self._cell(row, self.task) or ""
        number = _squeeze(self._cell(row, self.number))
        new_group = bool(outer and outer[0]) and outer[0] != self.above[0]
        for i, value in enumerate(outer):
            if value and value != self.above[i]:
                self.above[i] = value
                self.above[i + 1 :] = ["" for _ in self.above[i + 1 :]]
                # a cell merged over group and task is the task
        if text and text in outer:
            text, self.above = text, ["" for _ in self.above]
            new_group = False
        elif not text and any(outer) and (number or self._cell(row, self.task) == ""):
            text = next(value for value in reversed(outer) if value)
            self.above = ["" if value == text else value for value in self.above]
            new_group = new_group and bool(self.above[0])
        if not text and not new_group:
            self._continue(row)
            return
        self._close()
        if new_group and self.groups_are_headings:
            self._group_line(self.above[0], number)
        titles = [value for i, value in enumerate(self.above) if value and not (i == 0 and self.groups_are_headings)]
        self.item = _Item(
            self._mark(number, text, bool(titles)), [_prose(title) for title in titles], [_prose(text)] if text else []
        )
        self._fill(row, inherit=True)

    def _group_line(self, text: str, number: str) -> None:
        self.parts = 0
        text = _prose(text)
        if self.numbers_are_of_groups and number:
            self.lines.append(_numbered(_printed_mark(number) or "", text))
        elif RE_HEADING_NUMBER.match(text):
            self.lines.append(text)
        else:
            self.groups += 1
            self.lines.append(f"（{chinese_numeral(self.groups)}）{text}")

    def _mark(self, number: str, text: str, has_title: bool) -> str:
        """The number an item gets: the one printed, the one in its own cell, or the next."""
        if self.numbers_are_of_groups:
            self.parts += 1
            return f"（{self.parts}）"
        printed = _printed_mark(number)
        if printed:
            self.count = int(match[1]) if (match := RE_ARABIC_NUMBER.match(number)) else self.count + 1
            return printed
        own = RE_OWN_NUMBER.match(text)
        if own and not has_title:
            self.count = int(own[1])
            return f"{own[1]}."
        self.count += 1
        return f"{self.count}."

    def _continue(self, row: list[str | None]) -> None:
        """A row without a task of its own: more departments or another date for the task above."""
        if self.item is None:
            kept = [cell.replace("\n", "") for cell in row if cell]
            self.lines.append(" | ".join(dict.fromkeys(kept)))
            return
        self._fill(row, inherit=False)

    def _fill(self, row: list[str | None], *, inherit: bool) -> None:
        assert self.item is not None
        number = _squeeze(self._cell(row, self.number))
        if number and not _printed_mark(number):
            self.item.texts.insert(0, number)
        for column in self.others:
            cell = self._cell(row, column)
            if cell is None and inherit and column.kind != "extra":
                cell = self.last_role_cells.get(column.index, "")
            elif cell is not None:
                self.last_role_cells[column.index] = cell
            if cell:
                self._put(column, cell)

    def _put(self, column: _Column, cell: str) -> None:
        item = self.item
        assert item is not None
        if column.kind == "role":
            label = _role_label(column.label)
            names = department_list(cell)
            if names not in item.roles.setdefault(label, []):
                item.roles[label].append(names)
        elif column.kind == "time":
            item.times.append(_time(cell))
        elif column.kind == "person":
            item.persons.setdefault(column.label, []).append("、".join(cell.split()))
        else:
            item.extras.append((column.label, _prose(cell)) if column.label else ("备注", _prose(cell)))

    def _close(self) -> None:
        if self.item is not None:
            self.lines.append(self.item.line())
            self.item = None


def _role_label(header: str) -> str:
    """The label of a column of departments in the words clauses use: 牵头部门, 责任单位 for what names no single role."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", simplified(header))
    roles = list(dict.fromkeys(RE_ROLE_WORD.findall(bare)))
    role = roles[0] if len(roles) == 1 else "责任"
    return f"{role}部门" if "部门" in bare and "单位" not in bare and len(roles) == 1 else f"{role}单位"


def _printed_mark(number: str) -> str | None:
    """The mark for what 序号 prints: 3 and （3） are 3., 三 is 三、; None where it prints no number."""
    arabic = RE_ARABIC_NUMBER.match(number)
    if arabic:
        return f"{int(arabic[1])}."
    if len(number) == 1 and circled_value(number):
        return f"{circled_value(number)}."
    if RE_CHINESE_NUMBER.match(number):
        return number if re.search(r"[、.．）)章节篇条分]$", number) else f"{number}、"
    return f"{number} " if re.match(r"^\d{1,2}(?:[.．]\d{1,2}){1,3}$", number) else None


# -- tables --------------------------------------------------------------------------------------


def _plain_lines(rows: Rows) -> list[str]:
    """A table that lists no tasks: one row a line. A line must not open like an item, so `| 1 | …` where it would."""
    lines: list[str] = []
    for row in rows:
        cells = [cell for i, cell in enumerate(row) if cell and (i == 0 or cell != row[i - 1])]
        if len(cells) == 1:
            lines.extend(cells[0].split("\n"))
        elif cells:
            line = " | ".join(cell.replace("\n", " ") for cell in cells)
            lines.append(f"| {line}" if RE_LOOKS_NUMBERED.match(line) else line)
    return lines


def has_task_header(rows: Rows) -> bool:
    """True if the first rows hold a header that names tasks, departments or times."""
    return _find_header([[_clean(cell) for cell in row] for row in rows[: HEADER_ROWS_SEARCHED + 1]]) is not None


def table_lines(rows: Rows) -> list[str]:
    """The lines of a table: numbered items with their clause where it lists tasks, else one row a line.

    The header is the row whose cells name departments, tasks or times; it may stand below a title,
    take two rows and be repeated on every page.
    """
    rows = [[_clean(cell) for cell in row] for row in rows]
    found = _find_header(rows)
    if found is None:
        return _plain_lines(rows)
    first, start, columns = found
    header = [[_squeeze(cell) for cell in row] for row in rows[:start] if any(row)]
    body = [row for row in rows[start:] if [_squeeze(cell) for cell in row] not in header]
    return [*_plain_lines(rows[:first]), *_TaskTable(body, columns).write()]
