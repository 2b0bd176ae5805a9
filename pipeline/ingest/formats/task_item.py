"""One task of a table as a numbered line: its title, its text, and the clause that says who and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.formats.task_cells import (
    RE_ARABIC_NUMBER,
    RE_CHINESE_NUMBER,
    RE_OWN_ROLE_LABEL,
    RE_OWN_ROLE_VERB,
    department_list,
    prose,
    simplified,
    time_of,
)
from pipeline.ingest.formats.task_columns import Column
from pipeline.knowledge.chinese import circled_value

# the words for one role: 牵头 in 牵头（责任）单位; a header with two of them does not say who has which
RE_ROLE_WORD = re.compile(r"牵头|主办|主责|负责|落实|实施|承办|完成|配合|协办|协同|协作|参与|参加|责任")
RE_ONE_ROLE = re.compile(r"(?:配合|协办|协同|协作|参与|参加|协助)(?:配合|协办|协同|协作|参与|参加|协助|责任)|牵头责任")
# the number a task brings along in its own cell: 1.推进…, （1）推进…
RE_OWN_NUMBER = re.compile(r"^(\d{1,3})[.．、](?!\d)\s*")
RE_STOP = re.compile(r"[。！？!?]$|[。！？]（[^（）]*）$")  # …。（责任单位：市商务局） is whole
RE_BARE_AMOUNT = re.compile(r"\d[\d,，.]*")


@dataclass(slots=True)
class Item:
    """One task while its rows are collected."""

    mark: str
    titles: list[str]
    texts: list[str]
    extras: list[tuple[str, str]] = field(default_factory=list)
    roles: dict[str, list[str]] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    persons: dict[str, list[str]] = field(default_factory=dict)
    values: list[tuple[str, str]] = field(default_factory=list)  # header and number of an indicator's columns
    unit: str = ""  # of the values
    remarks: list[str] = field(default_factory=list)

    def put(self, column: Column, cell: str) -> None:
        """Take the cell of one column in."""
        if column.unit and RE_BARE_AMOUNT.fullmatch(cell):
            cell += column.unit
        if column.kind == "role":
            names = department_list(cell)
            label = _role_label(column.label)
            if names not in self.roles.setdefault(label, []):
                self.roles[label].append(names)
        elif column.kind == "time":
            self.times.append(time_of(cell))
        elif column.kind == "person":
            self.persons.setdefault(column.label, []).append("、".join(cell.split()))
        elif column.kind == "remark":
            self.remarks.append(cell.replace("\n", ""))
        elif column.kind == "value":
            self.values.append((column.label, cell))
        elif column.kind == "unit":
            self.unit = cell
        elif column.label:
            self.extras.append((column.label, prose(cell)))
        else:
            self.texts.append(prose(cell))

    def _texts(self) -> list[str]:
        """The task's sentences; an indicator with its number: 高新技术企业50家."""
        if not self.values or not self.texts:
            return self.texts
        amounts = [(label, f"{value}{self.unit if value[-1:].isdigit() else ''}") for label, value in self.values]
        several = "，".join(f"{label}{amount}" for label, amount in amounts)
        name = self.texts[-1].rstrip("。；")
        return [*self.texts[:-1], f"{name}{amounts[0][1]}" if len(amounts) == 1 else f"{name}：{several}"]

    def line(self) -> str:
        """`1.标题。任务。预期成果：…。（牵头单位：…；完成时限：…）`"""
        sentences = [*self.titles, *self._texts(), *(f"{label}：{text}" for label, text in self.extras)]
        body = "".join(text if RE_STOP.search(text) else f"{text.rstrip('；;，,、：:')}。" for text in sentences)
        parts = ["；".join(_with_label(label, cells)) for label, cells in self.roles.items()]
        parts += [f"完成时限：{'，'.join(self.times)}"] if self.times else []
        parts += [f"{label}：{'、'.join(names)}" for label, names in self.persons.items()]
        parts += [f"备注：{'，'.join(remark.rstrip('。；') for remark in self.remarks)}"] if self.remarks else []
        return numbered(self.mark, body) + (f"（{'；'.join(parts)}）" if parts else "")


def _with_label(label: str, cells: list[str]) -> list[str]:
    """The cells of one column of departments: one list behind its label, unless a cell says itself who does what."""
    plain = [cell for cell in cells if not _names_its_role(cell)]
    named = [cell for cell in cells if _names_its_role(cell)]
    return ([f"{label}：{'、'.join(plain)}"] if plain else []) + named


def _names_its_role(cell: str) -> bool:
    cell = simplified(cell)
    return bool(RE_OWN_ROLE_LABEL.search(cell) or RE_OWN_ROLE_VERB.search(cell))


def numbered(mark: str, body: str) -> str:
    """The item with its number: 5. before 5个工程 would read as a decimal, so it becomes 5、."""
    own = RE_OWN_NUMBER.match(body)
    if own and mark == f"{own[1]}.":
        return body
    if own:
        body = f"（{own[1]}）{body[own.end() :]}" if mark else body
    return f"{mark[:-1]}、{body}" if mark.endswith(".") and body[:1].isdigit() else f"{mark}{body}"


def _role_label(header: str) -> str:
    """The label of a column of departments in the words clauses use; 责任单位 for what names no single role."""
    bare = re.sub(r"[（(][^（）()]*[）)]", "", simplified(header))
    roles = list(dict.fromkeys(RE_ROLE_WORD.findall(bare)))
    if RE_ONE_ROLE.search(bare):  # 协同配合单位, 牵头责任单位: the first word says which
        roles = roles[:1]
    role = roles[0] if len(roles) == 1 else "责任"
    return f"{role}部门" if "部门" in bare and "单位" not in bare and len(roles) == 1 else f"{role}单位"


def printed_mark(number: str) -> str | None:
    """The mark for what 序号 prints: 3 and （3） are 3., 三 is 三、; None where it prints no number."""
    arabic = RE_ARABIC_NUMBER.match(number)
    if arabic:
        return f"{int(arabic[1])}."
    if len(number) == 1 and circled_value(number):
        return f"{circled_value(number)}."
    if RE_CHINESE_NUMBER.match(number):
        return number if re.search(r"[、.．）)章节篇条分]$", number) else f"{number}、"
    return f"{number} " if re.match(r"^\d{1,2}(?:[.．]\d{1,2}){1,3}$", number) else None
