"""The rows of a task table below its header, as headings and numbered items."""

from __future__ import annotations

import re

from pipeline.ingest.formats.task_cells import (
    RE_ARABIC_NUMBER,
    RE_CHINESE_NUMBER,
    RE_HEADING_NUMBER,
    Rows,
    prose,
    simplified,
    squeeze,
)
from pipeline.ingest.formats.task_columns import Column
from pipeline.ingest.formats.task_item import RE_OWN_NUMBER, Item, numbered, printed_mark
from pipeline.knowledge.chinese import chinese_numeral

LONGEST_HEADING = 60
LONGEST_TITLE = 20  # of a title that stands in one cell only
RE_BRACKETED_HEADING_NUMBER = re.compile(r"^[（(]")
RE_TOTAL = re.compile(r"(?:总分|合计|总计|小计|共计)(?:分|数)?[：:]?")
RE_SUM = re.compile(r"[\d.,%]+[分项个万亿元]*|[—\-/]+|(?:总分|合计|总计|小计|共计)(?:分|数)?[：:]?")
RE_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|单位)\s*\d?\s*[：:]")


class TaskRows:
    """Walks the rows below a header and writes headings and items."""

    def __init__(
        self, rows: Rows, columns: list[Column], above: TaskRows | None = None, *, boxed: bool = False
    ) -> None:
        self.rows, self.columns, self.boxed = rows, columns, boxed
        self.width = len(columns)
        self.number = next((column for column in columns if column.kind == "number"), None)
        tasks = [column for column in columns if column.kind == "task"]
        self.outer, self.task = tasks[:-1], tasks[-1] if tasks else None
        self.others = [column for column in columns if column.kind not in ("number", "task")]
        self.most_are_numbered = 2 * sum(bool(squeeze(self._cell(row, self.number))) for row in rows) > len(rows)
        self.lines: list[str] = []
        self.item: Item | None = None
        self.above: list[str] = ["" for _ in self.outer]  # current values of the outer task columns
        self.last_role_cells: dict[int, str] = {}
        self.count = self.groups = self.sections = self.parts = 0
        self.sections_have_brackets = any(
            RE_BRACKETED_HEADING_NUMBER.match(text) or not RE_HEADING_NUMBER.match(text)
            for row in rows
            if (text := self._section(row))
        )
        self.groups_are_headings = (
            bool(self.outer) and not boxed and not self.sections_have_brackets and self._spans_rows(self.outer[0])
        )
        self.numbers_are_of_groups = self.groups_are_headings and self._numbers_are_of_groups()
        self.left_aside: dict[str, int] = {}  # header of a column of scores -> its cells
        if above is not None:  # the same table, parted by a page or 续表
            self.count, self.groups, self.sections = above.count, above.groups, above.sections
            self.above, self.last_role_cells = above.above, above.last_role_cells

    def write(self) -> list[str]:
        for row in self.rows:
            if not any(row):
                continue
            if self._is_total(row):
                self.left_aside["合计"] = self.left_aside.get("合计", 0) + 1
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

    def _cell(self, row: list[str | None], column: Column | None) -> str | None:
        return row[column.index] if column and column.index < len(row) else ""

    # sections and groups

    def _section(self, row: list[str | None]) -> str:
        """The heading a full-width row carries, or ""."""
        number = squeeze(self._cell(row, self.number))
        texts = list(dict.fromkeys(text for cell in row if (text := squeeze(cell))))
        if (
            len(texts) == 2
            and texts[0] == number
            and RE_CHINESE_NUMBER.match(number)
            and not any(
                squeeze(self._cell(row, column))
                for column in self.others
                if squeeze(self._cell(row, column)) != texts[1]
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
        if self._is_title_alone(row, number, texts[0]):
            return texts[0]
        repeated = sum(squeeze(cell) == texts[0] for cell in row) > max(1, len(self.outer) + 1)
        in_number_column = bool(number) and not RE_ARABIC_NUMBER.match(number)
        return (
            texts[0]
            if repeated or in_number_column or (RE_HEADING_NUMBER.match(texts[0]) and not self._is_outer_only(row))
            else ""
        )

    def _is_title_alone(self, row: list[str | None], number: str, text: str) -> bool:
        """扩大内需 in a row of its own without a number, where the other rows have one: it titles the rows below."""
        is_above_tasks = text in (squeeze(self._cell(row, column)) for column in (*self.outer, self.task))
        is_whole = all(cell is not None for cell in row)  # a cell merged from above: the row goes on with that task
        return (
            self.most_are_numbered
            and not number
            and is_above_tasks
            and is_whole
            and len(text) <= LONGEST_TITLE
            and not re.search("[，：:、]", text)
        )

    def _is_outer_only(self, row: list[str | None]) -> bool:
        """A group named in a row of its own whose cells below are merged with it."""
        return any(squeeze(self._cell(row, column)) for column in self.outer) and self._cell(row, self.task) is None

    def _is_total(self, row: list[str | None]) -> bool:
        """总分 | 100: a sum of what stands above it orders nothing."""
        texts = [text for cell in row if (text := squeeze(cell))]
        return bool(RE_TOTAL.fullmatch(simplified(texts[0]))) and all(RE_SUM.fullmatch(text) for text in texts[1:])

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

    def _spans_rows(self, column: Column) -> bool:
        """True if a value of an outer column holds for several rows."""
        before = ""
        for row in self.rows:
            if self._section(row) or not any(row):
                before = ""
                continue
            own = squeeze(self._cell(row, column))
            if before and own in ("", before) and squeeze(self._cell(row, self.task)):
                return True
            before = own or before
        return False

    def _numbers_are_of_groups(self) -> bool:
        """True if 序号 counts the groups: it stays blank where the group goes on with a new task."""
        before = ""
        for row in self.rows:
            own = squeeze(self._cell(row, self.outer[0]))
            number = self._cell(row, self.number)
            if (
                self.number
                and before
                and own in ("", before)
                and squeeze(self._cell(row, self.task))
                and not squeeze(number)
            ):
                return True
            before = own or before
        return False

    # items

    def _row(self, row: list[str | None]) -> None:
        outer = [self._cell(row, column) or "" for column in self.outer]
        text = self._cell(row, self.task) or ""
        number = squeeze(self._cell(row, self.number))
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
        shown = outer if self.boxed else self.above  # in a box a group is printed once, before its first task
        titles = [value for i, value in enumerate(shown) if value and not (i == 0 and self.groups_are_headings)]
        self.item = Item(
            self._mark(number, text, bool(titles)), [prose(title) for title in titles], [prose(text)] if text else []
        )
        self._fill(row, inherit=True)

    def _group_line(self, text: str, number: str) -> None:
        self.parts = 0
        text = prose(text)
        if self.numbers_are_of_groups and number:
            self.lines.append(numbered(printed_mark(number) or "", text))
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
        printed = printed_mark(number)
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
        number = squeeze(self._cell(row, self.number))
        if number and not printed_mark(number):
            self.item.texts.insert(0, number)
        for column in self.others:
            cell = self._cell(row, column)
            if cell is None and inherit and column.kind != "extra":
                cell = self.last_role_cells.get(column.index, "")
            elif cell is not None:
                self.last_role_cells[column.index] = cell
            if cell:
                self._put(column, cell)
        # cells beyond the header's columns
        self.item.texts.extend(prose(cell) for cell in row[self.width :] if cell)

    def _put(self, column: Column, cell: str) -> None:
        assert self.item is not None
        if column.kind == "aside":
            self.left_aside[column.label] = self.left_aside.get(column.label, 0) + 1
        else:
            self.item.put(column, cell)

    def _close(self) -> None:
        if self.item is not None:
            self.lines.append(self.item.line())
            self.item = None
