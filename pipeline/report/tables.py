"""Every table of one series as records and typed columns: what workbook and data package are both written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pipeline.config import Table
from pipeline.engine.storage import record_class
from pipeline.report.series import DIAGNOSTIC_TABLES
from pipeline.report.wording import Wording

Kind = Literal["text", "integer", "number", "share", "year", "date", "flag", "list"]
# What a reader takes for a share, a year or a day is a plain number or text in a record.
SHARES = frozenset({
    "task_share", "share_low", "share_high", "text_share", "text_low", "text_high", "firm_share", "firm_low",
    "firm_high",
    "old_share", "new_share", "difference", "difference_low", "difference_high", "slope",
    "lead_share", "responsible_share", "support_share", "top_three_share", "unit_share",
    "expected_share", "expected_low", "expected_high",
})  # fmt: skip
YEARS = frozenset(
    {"year", "old_year", "new_year", "period_from", "period_to", "deadline", "old_deadline", "new_deadline"}
)
DATES = frozenset({"issued_on", "published_on", "retrieved_on"})
DIAGNOSTICS = "diagnostics"  # the oddities of three stages in one table
SHEETS = "workbook.sheets"  # the entry of every table in words_tables.yaml, in a reader's order


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record; `optional` where the record may have None in it."""

    name: str
    kind: Kind
    optional: bool


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """One table of the data dictionary, of one series: its rows in the order of its key.

    `leading` are the columns that a reader wants first; what is not `in_workbook` stands in the CSV files alone.
    """

    name: str
    record: str
    key: tuple[str, ...]
    stages: tuple[str, ...]
    paths: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Any]
    leading: tuple[str, ...]
    in_workbook: bool


def columns_of(record: str) -> tuple[Column, ...]:
    """The fields of a record class by name, as a reader takes them."""
    cls = record_class(record)
    hints = get_type_hints(cls)
    return tuple(
        Column(field.name, _kind(field.name, hints[field.name]), type(None) in get_args(hints[field.name]))
        for field in fields(cls)
    )


def _kind(name: str, annotation: Any) -> Kind:
    if name in SHARES or name in DATES:
        return "share" if name in SHARES else "date"
    named = (
        [argument for argument in get_args(annotation) if argument is not type(None)]
        if get_origin(annotation) is not Literal
        else []
    )
    base = annotation if get_origin(annotation) is tuple or not named else named[0]
    if get_origin(base) is tuple:
        return "list"
    if base is int and name in YEARS:
        return "year"
    return {bool: "flag", int: "integer", float: "number"}.get(base, "text")  # type: ignore[return-value]


def series_tables(
    rows: Mapping[str, Sequence[Any]], dictionary: Mapping[str, Table], wording: Wording
) -> list[SeriesTable]:
    """All tables of a series in reading order, empty ones too, from its rows by table."""
    places = {unit.unit_id: unit.position for unit in rows["units"]}
    read = {notice.notice_id for notice in rows["notices"]}
    odd = [one for name in DIAGNOSTIC_TABLES for one in rows[name] if one.notice_id in read]
    all_rows = {**rows, DIAGNOSTICS: odd}
    return [_table(name, entry, dictionary, all_rows[name], places) for name, entry in wording.entry(SHEETS).items()]


def _table(
    name: str,
    entry: Mapping[str, Any],
    dictionary: Mapping[str, Table],
    rows: Iterable[Any],
    places: Mapping[str, int],
) -> SeriesTable:
    """A table in the order of its key; units stand as in their notice, 一-4 before 一-13."""
    entries = [dictionary[one] for one in (DIAGNOSTIC_TABLES if name == DIAGNOSTICS else (name,))]
    first = entries[0]
    ordered = sorted(
        rows,
        key=lambda row: tuple(
            (value is not None, places.get(value, -1) if isinstance(value, str) else 0, value)
            for field in first.key
            for value in [getattr(row, field)]
        ),
    )
    return SeriesTable(
        name,
        first.record,
        first.key,
        tuple(entry.stage for entry in entries),
        tuple(entry.path for entry in entries),
        columns_of(first.record),
        ordered,
        tuple(entry["columns"].split()),
        entry.get("sheet", True),
    )
