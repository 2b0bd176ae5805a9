"""The sheets of a check workbook: which columns a row has, what a person may change, and what a row's decision is
about.

The first columns are the same on every sheet: the decision, a note, then what was read with its passage.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from pipeline.corrections.apply import PERSON, TARGET_FIELDS
from pipeline.corrections.places import head_of, path_of
from pipeline.corrections.table import AS_DECIDED, SHOWN
from pipeline.records import (
    THEMED_KINDS,
    CorrectionKind,
    Entity,
    EntityLabel,
    Notice,
    Operator,
    Role,
    RoleName,
    Target,
    TargetDirection,
    TargetKind,
    ThemeGuess,
    Unit,
    UnitKind,
)

DECISION, NOTE = "判断", "备注"
# what a person chooses in the drop-down, and what it does
DECISIONS = {"正确": "confirm", "改为": "change", "错误": "delete", "删除": "delete", "新增": "add"}
BY_PERSON = "核定"  # the column that says which rows a person has fixed before
CHANGED = "改后"  # before the name of a column: what is right instead


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the kind of thing, its columns after the common ones, and those a person may fill in (with
    choices)."""

    kind: CorrectionKind
    name: str
    says: str
    columns: tuple[str, ...]
    changes: Mapping[str, tuple[str, ...]]  # field -> allowed values, () for any

    @property
    def all_columns(self) -> tuple[str, ...]:
        return (DECISION, NOTE, *self.columns, BY_PERSON, *(f"{CHANGED} {field}" for field in self.changes))


PLACE = ("notice_id", "place", "unit_begins", "passage")
SHEETS = (
    Sheet(
        "finding",
        "findings",
        "报告中的结论：正确、删除，或在“改后”列中改写句子。",
        ("notice_id", "other_notice_id", "finding_id", "kind", "zh", "en", "passage"),
        {"zh": (), "en": ()},
    ),
    Sheet(
        "link",
        "links",
        "两份文件中互相对应的任务：正确（固定）、删除（不再对应）；新增时填两边的编号和开头文字。",
        ("notice_id", "place", "unit_begins", "other_notice_id", "other_place", "other_begins", "score", "passage"),
        {},
    ),
    Sheet(
        "indicator",
        "indicators",
        "两份文件中的同一指标：正确（固定）、删除（不是同一指标）；新增时填两边的指标名称。",
        ("notice_id", "indicator", "other_notice_id", "other_indicator", "passage"),
        {},
    ),
    Sheet(
        "unit",
        "units",
        "单元：改类型，或删除；漏读的任务选“新增”，在 unit_begins 填开头文字，place 填编号，ends_with 填结尾文字（可空）。",
        ("notice_id", "place", "unit_begins", "ends_with", "kind", "title", "passage"),
        {"kind": get_args(UnitKind), "title": ()},
    ),
    Sheet(
        "role",
        "roles",
        "牵头、负责和参与单位。",
        (*PLACE, "department", "role"),
        {"department": (), "role": get_args(RoleName)},
    ),
    Sheet(
        "target",
        "targets",
        "定量目标：改动的字段填在“改后”列；新增时 passage 填原文，并填各字段。",
        (*PLACE, "target", *TARGET_FIELDS),
        {
            **dict.fromkeys(TARGET_FIELDS, ()),
            "op": get_args(Operator),
            "kind": get_args(TargetKind),
            "direction": get_args(TargetDirection),
            "each_year": ("是", "否"),
        },
    ),
    Sheet(
        "theme",
        "themes",
        "主题：从下拉菜单选择；只改这一项任务，要教会分类器请用 policy-trends review。",
        (*PLACE, "theme", "theme2", "probability"),
        {"theme": (), "theme2": ()},
    ),
    Sheet("entity", "entities", "命名实体。", (*PLACE, "text", "label"), {"text": (), "label": get_args(EntityLabel)}),
)
SHEET_OF: dict[str, Sheet] = {sheet.kind: sheet for sheet in SHEETS}


def sheets_with(themes: Sequence[str]) -> tuple[Sheet, ...]:
    """The sheets, with the project's themes (“innovation 科技创新”) to choose from."""
    fields = {"theme": tuple(themes), "theme2": tuple(themes)}
    return tuple(replace(sheet, changes=fields) if sheet.kind == "theme" else sheet for sheet in SHEETS)


Cells = dict[str, str | float]


def _at(unit: Unit) -> Cells:
    return {"notice_id": unit.notice_id, "place": path_of(unit), "unit_begins": head_of(unit)}


def _around(notice: Notice, start: int, end: int, wide: int = 40) -> str:
    """A passage with some words on both sides, on one line."""
    line_start = notice.text.rfind("\n", 0, start) + 1
    line_end = notice.text.find("\n", end)
    line_end = len(notice.text) if line_end < 0 else line_end
    return notice.text[max(line_start, start - wide) : min(line_end, end + wide)]


def unit_rows(units: Iterable[Unit], odd: Collection[int]) -> list[Cells]:
    """One row a unit; those first that hold a place of the text of which a diagnostic speaks (`odd`)."""
    ordered = sorted(units, key=lambda unit: not any(unit.start <= at < unit.end for at in odd))
    return [
        {**_at(unit), "ends_with": "", "kind": unit.kind, "title": unit.title, "passage": unit.text[:300]}
        for unit in ordered
    ]


def role_rows(notice: Notice, units: Mapping[str, Unit], roles: Iterable[Role]) -> list[Cells]:
    """One row a role, names that resolve to no body first."""
    return [
        {
            **_at(units[role.unit_id]),
            "passage": _around(notice, role.start, role.end),
            "department": role.department,
            "role": role.role,
            **_by(role.rule == PERSON),
        }
        for role in sorted(roles, key=lambda role: bool(role.body_id))
        if role.unit_id in units
    ]


def target_rows(notice: Notice, units: Mapping[str, Unit], targets: Iterable[Target]) -> list[Cells]:
    """One row a target, those with the shortest names first: they say least."""
    return [
        {
            **_at(units[target.unit_id]),
            "passage": _around(notice, target.start, target.end),
            "target": target.text,
            **{name: _cell(getattr(target, name)) for name in TARGET_FIELDS},
            **_by(target.rule == PERSON),
        }
        for target in sorted(targets, key=lambda target: len(target.indicator))
        if target.unit_id in units
    ]


def entity_rows(notice: Notice, units: Mapping[str, Unit], entities: Iterable[Entity]) -> list[Cells]:
    """One row a named thing."""
    return [
        {
            **_at(units[entity.unit_id]),
            "passage": _around(notice, entity.start, entity.end),
            "text": entity.text,
            "label": entity.label,
            **_by(entity.rule == PERSON),
        }
        for entity in entities
        if entity.unit_id in units
    ]


def link_rows(units: Mapping[str, Unit], links: Iterable[Any]) -> list[Cells]:
    """One row a link of tasks, the least certain first."""
    rows: list[Cells] = []
    for link in sorted(links, key=lambda link: link.score):
        old, new = units.get(link.old_unit_id), units.get(link.new_unit_id)
        if old and new:
            row: Cells = {"score": round(link.score, 2), "passage": f"{old.text[:120]} → {new.text[:120]}", **_at(old)}
            row |= _by(link.tier == PERSON)
            row |= {"other_notice_id": new.notice_id, "other_place": path_of(new), "other_begins": head_of(new)}
            rows.append(row)
    return rows


def finding_rows(pair: tuple[str, str], findings: Iterable[Mapping[str, Any]]) -> list[Cells]:
    """One row a finding of the machine interface, those called likely first."""
    ordered = sorted(findings, key=lambda finding: (finding["certainty"] == "sure", finding["rank"]))
    return [
        {
            "notice_id": pair[0],
            "other_notice_id": pair[1],
            "finding_id": finding["id"],
            "kind": finding["kind"],
            "zh": finding["text"],
            "en": finding["text_en"],
            "passage": " | ".join(passage["text"] for passage in finding["evidence"]),
            **_by(finding.get("by") == PERSON),
        }
        for finding in ordered
    ]


def indicator_rows(pair: tuple[str, str], joined: Iterable[tuple[str, str, str]]) -> list[Cells]:
    """One row a pair of indicators taken for the same: (older name, newer name, passages)."""
    names = ("indicator", "other_indicator", "passage")
    return [{"notice_id": pair[0], "other_notice_id": pair[1], **dict(zip(names, row, strict=True))} for row in joined]


def theme_rows(units: Mapping[str, Unit], guesses: Iterable[ThemeGuess], shown: Callable[[str], str]) -> list[Cells]:
    """One row a task or safeguard, those first of which the model is least certain."""
    return [
        {
            **_at(unit),
            "passage": unit.text[:300],
            "theme": shown(guess.theme),
            "theme2": shown(guess.theme2),
            "probability": round(max(guess.scores, default=0.0), 2),
            **_by(guess.decided_by == PERSON),
        }
        for guess in sorted(guesses, key=lambda guess: max(guess.scores, default=0.0))
        if (unit := units.get(guess.unit_id)) and unit.kind in THEMED_KINDS
    ]


def _by(person: bool) -> Cells:
    return {BY_PERSON: AS_DECIDED} if person else {}


def _cell(value: object) -> str | float:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value is None:
        return ""
    return value if isinstance(value, float) else str(value)


# -- what a row speaks of ------------------------------------------------------------------------


def place_of(kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    """The fields of a Correction that say what a row is about."""
    place = {"notice_id": cells["notice_id"], "unit": cells.get("place", "")}
    match kind:
        case "link":
            other = {"other_unit": cells["other_place"], "other_surface": cells["other_begins"]}
            return {**place, "surface": cells["unit_begins"], "other_notice_id": cells["other_notice_id"], **other}
        case "indicator":
            other = {"other_notice_id": cells["other_notice_id"], "other_surface": cells["other_indicator"]}
            return {**place, "surface": cells["indicator"], **other}
        case "finding":
            return {**place, "surface": cells["finding_id"], "other_notice_id": cells["other_notice_id"]}
        case "unit" | "theme":
            return {**place, "surface": cells["unit_begins"]}
    surface = {"role": "department", "target": "target", "entity": "text"}[kind]
    return {**place, "surface": cells[surface], "other_surface": cells["unit_begins"]}


def read_value(kind: str, cells: Mapping[str, str]) -> str:
    """What had been read, so that a later reader sees what the decision corrected."""
    if kind == "target":
        return cells.get(BY_PERSON, "")
    shown = cells.get(SHOWN.get(kind, ""), "")
    return shown.split()[0] if kind == "theme" and shown else shown
