"""What the sheets of the workbook show: the fields of a table in a reader's order, beside them what makes a row
readable by itself (years, titles, texts, names), and codes as words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.records import ROLE_NAMES, Unit
from pipeline.report.series import Series
from pipeline.report.tables import Kind, SeriesTable
from pipeline.report.wording import Wording

# Lists that say nothing without their partner: one column an item, named by it.
SPREAD = {"scores": "themes", "theme_units": "themes", "counts": "years", "totals": "years"}
CODES = {
    "theme": "themes",
    "theme2": "themes",
    "declared_theme": "themes",
    "themes": "themes",
    "role": "roles",
    "from_role": "roles",
    "to_role": "roles",
    "old_lead_role": "roles",
    "strength": "strengths",
    "old_strength": "strengths",
    "new_strength": "strengths",
    "severity": "severities",
    "script": "scripts",
    "provenance": "provenances",
    "label": "entity_labels",
    "level": "levels",
    "kind": "unit_kinds",
    "code": "diagnostics",
    "tier": "workbook.codes.tiers",
    "direction": "workbook.codes.directions",
    "form": "workbook.codes.forms",
    "op": "workbook.codes.operators",
    "what": "workbook.codes.aspects",
    "also": "workbook.codes.aspects",
    "certainty": "workbook.codes.certainties",
    "decided_by": "workbook.codes.by",
    "rule": "workbook.codes.rules",
    "status": "workbook.codes.cell_statuses",
}
# The same word of a record may be another's code; "" where it is printed text and no code.
CODES_OF = {
    ("Target", "kind"): "target_kinds",
    ("Target", "direction"): "target_directions",
    ("Target", "level"): "",
    ("Target", "unit"): "",
    ("TaskLink", "change"): "task_changes",
    ("UnlinkedTask", "change"): "task_changes",
    ("TaskStep", "change"): "task_changes",
    ("TargetChange", "change"): "target_changes",
    ("RoleChange", "change"): "role_changes",
    ("BodyTie", "change"): "workbook.codes.ties",
    ("FindingRow", "kind"): "workbook.codes.findings",
    ("CellRow", "unit"): "",
    ("Correction", "kind"): "decisions.kinds",
    ("Correction", "action"): "decisions.actions",
    ("Correction", "unit"): "",
    ("ResultRow", "verdict"): "workbook.codes.verdicts",
    ("MentionRow", "unit"): "",
    ("MentionRow", "section"): "workbook.codes.sections",
    ("MentionRow", "measure"): "workbook.codes.mention_measures",
    ("MentionRow", "status"): "workbook.codes.mention_statuses",
    ("PriorityChange", "measure"): "workbook.codes.measures",
    ("Coverage", "measure"): "coverage",
    ("AgendaStep", "standing"): "workbook.codes.standings",
    ("AgendaStep", "change"): "workbook.codes.agenda_changes",
}
JOINTS = {"path": "-", "headings": " › ", "words": " "}
UNIT_COLUMNS = ("unit_number", "unit_title", "unit_text", "unit_theme", "unit_bodies")
# Cells that lead to their passage: the field of the row that names its unit.
PASSAGE_CELLS = {"unit_title": "unit_id", "old_unit_title": "old_unit_id", "new_unit_title": "new_unit_id"}
OPENING = 30  # characters of an untitled unit that stand for its title


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a sheet: its heading, its machine name, its kind, and how a row's value is taken."""

    name: str
    machine: str
    kind: Kind
    meaning: str
    codes: str  # the group of words its codes are shown by, or ""
    take: Callable[[Any], Any]


class Reader:
    """What the sheets look up to make the rows of one series readable by themselves."""

    def __init__(self, series: Series, wording: Wording) -> None:
        self.wording = wording
        self.bodies = series.bodies
        self.order = series.themes
        self.years = {one.notice_id: one.notice.year for one in series.notices}
        self.units = {unit.unit_id: unit for one in series.notices for unit in one.units}
        self.themes = {unit_id: guess.theme for one in series.notices for unit_id, guess in one.themes.items()}
        self._rows = {unit.unit_id: row for row, unit in enumerate(_in_sheet_order(series), 2)}
        self._words = {
            (*pair.notice_ids, finding_id): found
            for pair in series.pairs
            for finding_id, found in pair.evidence.items()
        }
        self._roles: dict[str, dict[str, list[str]]] = {}
        for one in series.notices:
            for role in one.roles:
                names = self._roles.setdefault(role.unit_id, {}).setdefault(role.role, [])
                if role.department not in names:
                    names.append(role.department)

    def passage_row(self, row: Any, machine: str) -> int | None:
        """In which row of the sheet of units the passage behind a cell stands; None where there is none."""
        if machine == "zh":
            found = self._words.get((row.old_notice_id, row.new_notice_id, row.finding_id), [])
            return next((self._rows[one.unit_id] for one in reversed(found) if one.unit_id in self._rows), None)
        field = PASSAGE_CELLS.get(machine, "")
        return self._rows.get(getattr(row, field, "")) if field else None

    def words(self, row: Any, notice_id: str) -> str:
        """The words of one notice behind a finding."""
        found = self._words.get((row.old_notice_id, row.new_notice_id, row.finding_id), [])
        return "\n".join(one.surface for one in found if one.notice_id == notice_id)

    def unit_number(self, unit: Unit) -> str:
        return JOINTS["path"].join(unit.path)

    def unit_title(self, unit: Unit) -> str:
        return unit.title or (unit.text if len(unit.text) <= OPENING else unit.text[:OPENING] + "…")

    def unit_text(self, unit: Unit) -> str:
        return unit.text

    def unit_theme(self, unit: Unit) -> str:
        return self.wording.name("themes", self.themes[unit.unit_id]) if unit.unit_id in self.themes else ""

    def unit_bodies(self, unit: Unit) -> str:
        held = self._roles.get(unit.unit_id, {})
        parts = [
            self.wording.plain(
                "workbook.bodies_of_unit", role=self.wording.name("roles", role), names=self.list_text(held[role])
            )
            for role in ROLE_NAMES
            if role in held
        ]
        return str(self.wording.entry("workbook.bodies_separator")).join(parts)

    def list_text(self, values: Sequence[Any]) -> str:
        return str(self.wording.entry("list.separator")).join(map(str, values))

    def joined(self, name: str) -> tuple[Kind, Callable[[Any], Any]]:
        """(kind, how to take it from a row) of a column that other tables lend: old_unit_title, notice_year."""
        if name.endswith("notice_year"):
            field = name.removesuffix("year") + "id"
            return "year", lambda row: self.years[getattr(row, field)]
        if name in ("old_words", "new_words"):
            return "text", lambda row: self.words(row, getattr(row, name.replace("words", "notice_id")))
        if name == "busiest_names":
            return "text", lambda row: self.list_text([self.bodies.get(body, body) for body in row.busiest])
        if name.startswith("body_"):
            field = name.removesuffix("_name")
            return "text", lambda row: self.bodies.get(getattr(row, field), getattr(row, field))
        if name == "chain_title":
            return "text", lambda row: self._of_unit("unit_title", row.chain_id)
        what = next(column for column in UNIT_COLUMNS if name.endswith(column))
        field = name.removesuffix(what) + "unit_id"
        return "text", lambda row: self._of_unit(what, getattr(row, field))

    def _of_unit(self, what: str, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return getattr(self, what)(unit) if unit else ""


def _in_sheet_order(series: Series) -> list[Unit]:
    units = [unit for one in series.notices for unit in one.units]
    return sorted(units, key=lambda unit: (unit.notice_id, unit.position))


def code_group(record: str, field: str) -> str:
    """The locale group that names the codes of a field, "" where it holds no codes."""
    return CODES_OF.get((record, field), CODES.get(field, ""))


def description(wording: Wording, record: str, field: str) -> Mapping[str, str]:
    """{name, meaning} of a record's field: its own entry, else the common one."""
    entries = wording.entry("workbook.fields")
    found = entries.get(record, {}).get(field) or entries["common"].get(field)
    if found is None:
        raise KeyError(f"words_tables.yaml ({wording.language}): workbook.fields.{record}.{field}")
    return found


def code_name(wording: Wording, group: str, code: str) -> str:
    """The reader's word for a code; the code itself where the locale has none."""
    named = wording.entry(group).get(code, code)
    return str(named["label"] if isinstance(named, Mapping) else named)


def shown_columns(table: SeriesTable, reader: Reader) -> list[Shown]:
    """The columns of a table's sheet in a reader's order; every field of the record is among them."""
    kinds = {column.name: column.kind for column in table.columns}
    partners = {SPREAD[name] for name in kinds if name in SPREAD}
    names = [*table.leading, *(name for name in kinds if name not in table.leading)]
    shown: list[Shown] = []
    for name in names:
        if name in SPREAD and SPREAD[name] in kinds:
            shown += _spread(table, name, reader)
        elif name in kinds:
            shown += [] if name in partners else [_field(table, name, kinds[name], reader)]
        else:
            kind, take = reader.joined(name)
            entry = reader.wording.entry(f"workbook.joined.{name}")
            shown.append(
                Shown(entry["name"], name, kind, entry["meaning"], "themes" if name.endswith("theme") else "", take)
            )
    return shown


def _field(table: SeriesTable, name: str, kind: Kind, reader: Reader) -> Shown:
    entry = description(reader.wording, table.record, name)
    group = code_group(table.record, name)
    return Shown(entry["name"], name, kind, entry["meaning"], group, _taker(name, kind, group, reader))


def _taker(name: str, kind: Kind, group: str, reader: Reader) -> Callable[[Any], Any]:
    wording = reader.wording

    def word(value: Any) -> str:
        return code_name(wording, group, value) if group and value else str(value)

    def take(row: Any) -> Any:
        value = getattr(row, name)
        if kind == "list":
            return (
                JOINTS[name].join(value)
                if name in JOINTS
                else reader.list_text([_span(item) if isinstance(item, tuple) else word(item) for item in value])
            )
        if kind == "date":
            return as_date(value)
        if kind == "year":
            return value or None  # 0 stands for an unknown year
        return word(value) if isinstance(value, str) else value

    return take


def _span(ends: tuple[int, ...]) -> str:
    return "–".join(map(str, ends))


def as_date(value: str | None) -> date | str | None:
    """A day where the text is one; else the text itself."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return value


def _spread(table: SeriesTable, name: str, reader: Reader) -> list[Shown]:
    """One column an item of the partner list: themes in the order of the project, years in theirs."""
    partner = SPREAD[name]
    named = {item for row in table.rows for item in getattr(row, partner)}
    items = [item for item in reader.order if item in named] + sorted(named - set(reader.order))
    entry = description(reader.wording, table.record, name)
    kind: Kind = "number" if name == "scores" else "integer"
    return [
        Shown(
            _spread_name(name, item, reader.wording),
            f"{name}[{item}]",
            kind,
            entry["meaning"],
            "",
            _item_taker(name, partner, item),
        )
        for item in items
    ]


def _spread_name(name: str, item: Any, wording: Wording) -> str:
    return wording.plain(
        f"workbook.spread.{name}", name=wording.name("themes", item) if isinstance(item, str) else str(item)
    )


def _item_taker(name: str, partner: str, item: Any) -> Callable[[Any], Any]:
    def take(row: Any) -> Any:
        found = getattr(row, partner)
        return getattr(row, name)[found.index(item)] if item in found else None

    return take
