"""Every table of one series as records and typed columns: what workbook and data package are both written from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pipeline.config import Table
from pipeline.engine.storage import record_class
from pipeline.records import Clause, Source, ThemePortfolio
from pipeline.report.series import DIAGNOSTIC_TABLES, Series

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
EXTRA_TABLES = ("clauses", "theme_portfolios")  # what neither page nor figures show
# The order of a reader: what changed, then what it was read from, then how well it was read.
ORDER = (
    "findings", "finding_evidence", "results", "indicator_cells",
    "priorities", "priority_changes", "priority_trends",
    "task_links", "unlinked_tasks", "target_changes", "role_changes",
    "department_roles", "portfolios", "theme_portfolios", "portfolio_shifts", "concentrations", "body_ties",
    "body_centralities",
    "agenda", "section_ranks", "task_chains", "word_changes", "distinctive_words",
    "notices", "units", "themes", "roles", "clauses", "targets", "mentions", "entities",
    "coverage", DIAGNOSTICS, "corpus", "corrections",
)  # fmt: skip
# What the workbook shows a reader; the rest is read by programs and stands in the CSV files alone.
SHEETS = frozenset({
    "findings", "results",
    "indicator_cells", "priorities", "priority_changes", "task_links", "unlinked_tasks", "target_changes",
    "role_changes", "portfolios", "section_ranks", "task_chains", "notices", "units", "roles", "targets", "coverage",
    DIAGNOSTICS, "corpus", "corrections",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a record; `optional` where the record may have None in it."""

    name: str
    kind: Kind
    optional: bool


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """One table of the data dictionary, of one series: its rows in the order of its key."""

    name: str
    record: str
    key: tuple[str, ...]
    stages: tuple[str, ...]
    paths: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Extras:
    """Records of the series that only the tables show."""

    sources: Sequence[Source]
    clauses: Sequence[Clause]
    theme_portfolios: Sequence[ThemePortfolio]


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


def series_tables(series: Series, dictionary: Mapping[str, Table], extras: Extras) -> list[SeriesTable]:
    """All tables of a series in reading order, empty ones too."""
    rows = _rows_by_table(series, extras)
    places = {unit.unit_id: unit.position for one in series.notices for unit in one.units}
    return [_table(name, dictionary, rows[name], places) for name in ORDER]


def _table(name: str, dictionary: Mapping[str, Table], rows: Iterable[Any], places: Mapping[str, int]) -> SeriesTable:
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
    )


def _rows_by_table(series: Series, extras: Extras) -> dict[str, list[Any]]:
    notices, pairs = series.notices, series.pairs
    return {
        "corpus": list(extras.sources),
        "corrections": series.decided,
        "clauses": list(extras.clauses),
        "theme_portfolios": list(extras.theme_portfolios),
        "notices": [one.notice for one in notices],
        "units": [row for one in notices for row in one.units],
        "roles": [row for one in notices for row in one.roles],
        "targets": [row for one in notices for row in one.targets],
        "entities": [row for one in notices for row in one.entities],
        "themes": [row for one in notices for row in one.themes.values()],
        "priorities": [row for one in notices for row in one.priorities.values()],
        "department_roles": [row for one in notices for row in one.department_roles],
        "distinctive_words": [row for one in notices for row in one.words],
        "coverage": [row for one in notices for row in one.coverage],
        "agenda": [row for one in notices for row in one.agenda],
        "section_ranks": [row for one in notices for row in one.sections],
        "portfolios": [row for one in notices for row in one.portfolios],
        "concentrations": [row for one in notices for row in one.concentrations],
        "body_centralities": [row for one in notices for row in one.centralities],
        "body_ties": [row for one in notices for row in one.ties],
        DIAGNOSTICS: [row for one in notices for row in one.diagnostics],
        "task_links": [row for pair in pairs for row in pair.links],
        "unlinked_tasks": [row for pair in pairs for row in pair.unlinked],
        "target_changes": [row for pair in pairs for row in pair.targets],
        "role_changes": [row for pair in pairs for row in pair.roles],
        "priority_changes": [row for pair in pairs for row in pair.priorities],
        "word_changes": [row for pair in pairs for row in pair.words],
        "findings": [row for pair in pairs for row in pair.findings],
        "finding_evidence": [row for pair in pairs for found in pair.evidence.values() for row in found],
        "results": [row for pair in pairs for row in pair.results],
        "indicator_cells": series.cells,
        "mentions": [row for one in notices for row in one.mentions],
        "task_chains": series.chains,
        "priority_trends": series.trends,
        "portfolio_shifts": series.shifts,
    }
