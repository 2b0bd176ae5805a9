"""The tables of one series, grouped by notice: what figures, sentences and page are made from.

Longer than 350 lines: one set of tables, grouped once for every writer.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pipeline.config import Table
from pipeline.corrections.table import settled
from pipeline.records import (
    AgendaStep,
    BodyCentrality,
    BodyTie,
    CellRow,
    Concentration,
    Correction,
    Coverage,
    DepartmentRole,
    Diagnostic,
    DistinctiveWord,
    Entity,
    EvidenceRow,
    FindingRow,
    MentionRow,
    Notice,
    Portfolio,
    PortfolioShift,
    Priority,
    PriorityChange,
    PriorityTrend,
    ResultRow,
    Role,
    RoleChange,
    SectionRank,
    Target,
    TargetChange,
    TaskLink,
    TaskStep,
    ThemeGuess,
    Unit,
    UnlinkedTask,
    WordChange,
)
from pipeline.report.wording import Wording

GROUPED_BY = {"notice": ("notice_id",), "pair": ("old_notice_id", "new_notice_id"), "series": ("series",)}
DIAGNOSTIC_TABLES = ("ingest_diagnostics", "segment_diagnostics", "extract_diagnostics")
COLLECTIVE = "collective/"
FEWEST_OF_TREND = 3
GRANT = "grant"


@dataclass(frozen=True, slots=True)
class NoticeRecords:
    """One notice with every record of it, in document order."""

    notice: Notice
    units: list[Unit]
    roles: list[Role]
    targets: list[Target]
    entities: list[Entity]
    themes: dict[str, ThemeGuess]  # by unit_id
    priorities: dict[str, Priority]  # by theme
    department_roles: list[DepartmentRole]
    words: list[DistinctiveWord]
    coverage: list[Coverage]
    sections: list[SectionRank]  # in printed order
    agenda: list[AgendaStep]  # what the notice names, and what it no longer names
    portfolios: list[Portfolio]  # reforms followed to the last year of the series
    concentrations: list[Concentration]
    centralities: list[BodyCentrality]
    ties: list[BodyTie]
    mentions: list[MentionRow]
    diagnostics: list[Diagnostic]

    @property
    def notice_id(self) -> str:
        return self.notice.notice_id

    @property
    def sample(self) -> bool:
        """True for a notice written for this project: everything made from it is marked."""
        return self.notice.provenance == "sample"

    @property
    def tasks(self) -> list[Unit]:
        return [unit for unit in self.units if unit.kind == "task"]

    @property
    def promises(self) -> list[Target]:
        """What the notice commits to; money granted to applicants is counted apart."""
        return [target for target in self.targets if target.kind != GRANT]

    @property
    def grants(self) -> list[Target]:
        return [target for target in self.targets if target.kind == GRANT]

    @property
    def scanned(self) -> bool:
        """True where the text was recognised from pictures: its names and numbers may be misread."""
        return any(odd.code == "scanned" for odd in self.diagnostics)

    @property
    def empty_headings(self) -> list[Diagnostic]:
        """Headings that stand in the text without any item below them."""
        return [odd for odd in self.diagnostics if odd.code == "heading-without-items"]

    def line_at(self, start: int) -> str:
        """The printed line that begins at, or holds, the place a diagnostic points to."""
        return self.notice.text[start:].split("\n", 1)[0].strip()

    def theme_of(self, unit_id: str) -> str:
        """A unit's theme, "" where it was given none (goals and general units)."""
        guess = self.themes.get(unit_id)
        return guess.theme if guess else ""

    def observable(self, theme: str) -> bool:
        priority = self.priorities.get(theme)
        return priority is not None and priority.observable

    def target_counts(self, field: str) -> Counter[tuple[str, str]]:
        """How many promises have (theme, value of `field`); `field` is strength or kind."""
        return Counter((self.theme_of(target.unit_id), getattr(target, field)) for target in self.promises)

    @property
    def incomplete(self) -> bool:
        """True where a part of the notice cannot be seen: what is counted in it is a lower bound."""
        return bool(self.empty_headings) or (
            bool(self.tasks) and any(not priority.observable for priority in self.priorities.values())
        )


@dataclass(frozen=True, slots=True)
class PairRecords:
    """What changed between two consecutive notices of a series, older first."""

    old: NoticeRecords
    new: NoticeRecords
    links: list[TaskLink]
    unlinked: list[UnlinkedTask]
    targets: list[TargetChange]
    roles: list[RoleChange]
    priorities: list[PriorityChange]
    words: list[WordChange]
    findings: list[FindingRow]  # the weightiest first
    evidence: dict[str, list[EvidenceRow]]  # by finding_id
    results: list[ResultRow]  # targets that were due, as the older notice prints them

    @property
    def notice_ids(self) -> tuple[str, str]:
        return self.old.notice_id, self.new.notice_id


@dataclass(frozen=True, slots=True)
class Series:
    """All shown notices of one series, by year, and what changed between each and the next."""

    name: str
    notices: list[NoticeRecords]
    themes: list[str]
    pairs: list[PairRecords]
    chains: list[TaskStep]  # by chain, then by year
    trends: list[PriorityTrend]
    shifts: list[PortfolioShift]
    cells: list[CellRow]  # indicator by indicator, each over the years
    decided: list[Correction] = field(default_factory=list)  # what persons decided, as it stands

    @property
    def called(self) -> str:
        """What a person called the series, "" where nobody did."""
        return next((one.new for one in self.decided if one.kind == "series" and one.field == "title"), "")

    @property
    def several(self) -> bool:
        """False for a single notice, which is drawn as a profile and never as a trend."""
        return len(self.notices) > 1

    @property
    def shown_trends(self) -> list[PriorityTrend]:
        """The trends that a reader is told of: two notices differ, which their own comparison tests;
        a trend takes a third."""
        return self.trends if len(self.notices) >= FEWEST_OF_TREND else []

    @property
    def latest(self) -> NoticeRecords:
        return self.notices[-1]

    @property
    def sample(self) -> bool:
        return any(records.sample for records in self.notices)

    @property
    def has_exact_interval(self) -> bool:
        """True where an observable theme has no task or all of them:
        nothing can be resampled, and its interval is exact."""
        return any(
            priority.observable and priority.tasks in (0, len(records.tasks))
            for records in self.notices
            for priority in records.priorities.values()
        )

    @property
    def bodies(self) -> dict[str, str]:
        """Body key to the name printed most often in the latest notice that names the body."""
        return {body_key(row): row.department for records in self.notices for row in records.department_roles}


def year_label(notice: Notice, wording: Wording) -> str:
    """2023 年, or that the year is unknown."""
    return (
        wording.plain("values.no_year") if notice.year is None else wording.plain("values.year", year=str(notice.year))
    )


def years_label(notices: Sequence[NoticeRecords], wording: Wording) -> str:
    """2021—2025 年; one year alone, or that none is known."""
    years = [records.notice.year for records in notices if records.notice.year is not None]
    if not years or min(years) == max(years):
        return wording.plain("values.year", year=str(years[0])) if years else wording.plain("values.no_year")
    return wording.plain("values.period", year_from=str(min(years)), year_to=str(max(years)))


def body_key(record: Role | DepartmentRole) -> str:
    """What makes a body one body: its registry id, or its printed name where that does not resolve."""
    return record.body_id or record.department


def is_collective(key: str) -> bool:
    """Collective bodies (各区市政府) stand for open groups and are counted apart."""
    return key.startswith(COLLECTIVE)


def theme_order(known: Iterable[str], priorities: Iterable[Priority]) -> list[str]:
    """The themes of the tables: the known ones in their order, then any other by name."""
    used = {priority.theme for priority in priorities}
    ordered = [theme for theme in known if theme in used]
    return ordered + sorted(used - set(ordered))


Grouped = Mapping[Any, list[Any]]


def _grouped(records: Iterable[Any], *names: str) -> Grouped:
    """Records by the value of one field, or by the values of several."""
    grouped: dict[Any, list[Any]] = defaultdict(list)
    for record in records:
        values = tuple(getattr(record, name) for name in names)
        grouped[values if len(names) > 1 else values[0]].append(record)
    return grouped


def _in_document_order(records: list[Any], positions: dict[str, int]) -> list[Any]:
    return sorted(records, key=lambda record: (positions.get(record.unit_id, -1), record.start, record.end))


def _records_of(notice: Notice, tables: dict[str, Grouped]) -> NoticeRecords:
    mine = {name: rows.get(notice.notice_id, []) for name, rows in tables.items()}
    units = sorted(mine["units"], key=lambda unit: unit.position)
    positions = {unit.unit_id: unit.position for unit in units}
    diagnostics = [odd for name in DIAGNOSTIC_TABLES for odd in mine[name]]
    return NoticeRecords(
        notice=notice,
        units=units,
        roles=_in_document_order(mine["roles"], positions),
        targets=_in_document_order(mine["targets"], positions),
        entities=_in_document_order(mine["entities"], positions),
        themes={guess.unit_id: guess for guess in mine["themes"]},
        priorities={priority.theme: priority for priority in mine["priorities"]},
        department_roles=sorted(
            mine["department_roles"], key=lambda row: (-row.lead, -row.responsible, -row.support, row.department)
        ),
        words=mine["distinctive_words"],
        coverage=mine["coverage"],
        sections=mine["section_ranks"],
        agenda=mine["agenda"],
        portfolios=mine["portfolios"],
        concentrations=mine["concentrations"],
        centralities=mine["body_centralities"],
        ties=mine["body_ties"],
        mentions=mine["mentions"],
        diagnostics=sorted(
            diagnostics, key=lambda odd: (-1 if odd.start is None else odd.start, odd.code, odd.message)
        ),
    )


def _pair_of(old: NoticeRecords, new: NoticeRecords, tables: dict[str, Grouped]) -> PairRecords:
    mine = {name: rows.get((old.notice_id, new.notice_id), []) for name, rows in tables.items()}
    return PairRecords(
        old,
        new,
        links=mine["task_links"],
        unlinked=mine["unlinked_tasks"],
        targets=mine["target_changes"],
        roles=mine["role_changes"],
        priorities=mine["priority_changes"],
        words=mine["word_changes"],
        findings=sorted(mine["findings"], key=lambda row: row.rank),
        evidence=dict(_grouped(mine["finding_evidence"], "finding_id")),
        results=mine["results"],
    )


def _series_of(
    name: str, notices: list[NoticeRecords], known_themes: Sequence[str], tables: dict[str, Grouped]
) -> Series:
    return Series(
        name,
        notices,
        theme_order(known_themes, (priority for records in notices for priority in records.priorities.values())),
        pairs=[_pair_of(old, new, tables) for old, new in pairwise(notices)],
        chains=tables["task_chains"].get(name, []),
        trends=tables["priority_trends"].get(name, []),
        shifts=tables["portfolio_shifts"].get(name, []),
        cells=_in_order(tables["indicator_cells"].get(name, [])),
    )


def _about(name: str, notices: list[NoticeRecords], decided: Iterable[Correction]) -> list[Correction]:
    """The decisions about a series, its notices, or two of them."""
    ids = {one.notice_id for one in notices}
    return [
        one
        for one in decided
        if (one.notice_id == name if one.kind == "series" else {one.notice_id, one.other_notice_id} - {""} <= ids)
    ]


def _in_order(cells: list[CellRow]) -> list[CellRow]:
    """The rows of the panel as they first appear: by the first year that sets one, and its place there."""
    first: dict[str, tuple[int, int]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.year, cell.start or 0)):
        if cell.start is not None:
            first.setdefault(cell.indicator, (cell.year, cell.start))
    return sorted(
        cells, key=lambda cell: (first.get(cell.indicator, (0, 0)), cell.indicator, cell.year, cell.notice_id)
    )


def collect(
    tables: dict[str, list[Any]], known_themes: Iterable[str], dictionary: Mapping[str, Table]
) -> tuple[list[Series], list[Diagnostic]]:
    """(series by name, oddities of files that never became a notice).

    Notices that were written to be measured on (provenance "written") are left out with all
    their records.
    """
    grouped = {name: _grouped(tables[name], *GROUPED_BY[table.per]) for name, table in dictionary.items() if table.per}
    by_series: dict[str, list[NoticeRecords]] = defaultdict(list)
    for notice in sorted(tables["notices"], key=lambda notice: (notice.year or 0, notice.notice_id)):
        if notice.provenance != "written":
            by_series[notice.series].append(_records_of(notice, grouped))
    decided = settled(tables.get("corrections", []))
    series = [
        replace(_series_of(name, notices, list(known_themes), grouped), decided=_about(name, notices, decided))
        for name, notices in sorted(by_series.items())
    ]
    read = {notice.notice_id for notice in tables["notices"]}
    unread = [odd for name in DIAGNOSTIC_TABLES for odd in tables[name] if odd.notice_id not in read]
    return series, unread
