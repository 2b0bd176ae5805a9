"""One body over the years as the page shows it: its tasks, roles, targets and partners, reforms followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.records import BodyTie, Portfolio, Role
from pipeline.report.change_views import PairView, RoleChangeView
from pipeline.report.followed import Followed
from pipeline.report.series import NoticeRecords, Series
from pipeline.report.summary import anchor
from pipeline.report.views import NoticeView, TargetView, TaskView

IN_CHARGE = ("lead", "responsible")


@dataclass(frozen=True, slots=True)
class BodyTask:
    """One unit of a body with the roles it has there."""

    task: TaskView
    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class BodyYear:
    """One body in one notice; `row` is None where the notice does not name it."""

    label: str
    row: Portfolio | None
    names: Sequence[str]  # as printed, reforms not followed
    themes: Sequence[tuple[str, int]]
    partners: int | None  # of its level
    shift: float | None  # from the notice before
    tasks: Sequence[BodyTask]
    targets: Sequence[TargetView]  # of the tasks it leads or is responsible for


@dataclass(frozen=True, slots=True)
class Partner:
    """A body that shares tasks with this one in the latest notice, or did in the one before."""

    key: str
    name: str
    tie: BodyTie
    units: Sequence[tuple[str, str]]  # (anchor, label)


@dataclass(frozen=True, slots=True)
class BodyView:
    """One body of the series."""

    key: str
    anchor: str
    name: str
    names: Sequence[str]  # every printed name, the latest last
    level: str
    years: Sequence[BodyYear]
    roles: Sequence[tuple[str, Sequence[RoleChangeView]]]  # (label of the pair, changes)
    partners: Sequence[Partner]
    units: int  # over all years


class BodyReader:
    """Makes the cards of all bodies of a series."""

    def __init__(
        self, series: Series, views: Sequence[NoticeView], pairs: Sequence[PairView], followed: Followed
    ) -> None:
        self.series, self.views, self.pairs, self.followed = series, views, pairs, followed
        self.rows = {(row.body_id, row.notice_id): row for records in series.notices for row in records.portfolios}
        self.partners = {
            (row.body_id, row.notice_id): row.partners for records in series.notices for row in records.centralities
        }
        self.shifts = {(row.body_id, row.old_notice_id, row.new_notice_id): row.shift for row in series.shifts}
        self.roles = {records.notice_id: followed.roles(records) for records in series.notices}
        self.tasks = {task.unit.unit_id: task for view in views for section in view.sections for task in section.tasks}

    def views_of_all(self) -> list[BodyView]:
        """Collective bodies last; else the busiest first."""
        found = [self._body(key) for key in self.followed.names]
        return sorted(found, key=lambda view: (view.level == "collective", -view.units, view.key))

    def _body(self, key: str) -> BodyView:
        rows = [row for (body, _), row in self.rows.items() if body == key]
        years = [self._year(key, view, before) for view, before in zip(self.views, [None, *self.views])]
        names = dict.fromkeys(name for year in years for name in year.names)
        return BodyView(
            key=key,
            anchor=anchor("body", key),
            name=self.followed.names[key],
            names=list(names),
            level=rows[0].level,
            years=years,
            roles=[(pair.label, mine) for pair in reversed(self.pairs) if (mine := _role_changes(pair, key))],
            partners=self._partners(key, self.series.latest),
            units=sum(row.units for row in rows),
        )

    def _year(self, key: str, view: NoticeView, before: NoticeView | None) -> BodyYear:
        notice_id = view.records.notice_id
        row = self.rows.get((key, notice_id))
        roles = self.roles[notice_id].get(key, [])
        tasks = self._tasks(row, roles)
        counts = dict(zip(row.themes, row.theme_units)) if row else {}
        return BodyYear(
            label=view.label,
            row=row,
            names=list(dict.fromkeys(role.department for role in roles)),
            themes=[
                (theme, counts[theme])
                for theme in [*self.series.themes, *sorted(set(counts) - set(self.series.themes))]
                if theme in counts
            ],
            partners=self.partners.get((key, notice_id)),
            shift=self.shifts.get((key, before.records.notice_id, notice_id)) if before else None,
            tasks=tasks,
            targets=[target for mine in tasks if set(mine.roles) & set(IN_CHARGE) for target in mine.task.targets],
        )

    def _tasks(self, row: Portfolio | None, roles: Sequence[Role]) -> list[BodyTask]:
        held: dict[str, dict[str, None]] = {}
        for role in roles:
            held.setdefault(role.unit_id, {})[role.role] = None
        return [
            BodyTask(self.tasks[unit_id], list(held.get(unit_id, ())))
            for unit_id in (row.unit_ids if row else ())
            if unit_id in self.tasks
        ]

    def _partners(self, key: str, records: NoticeRecords) -> list[Partner]:
        """New and lost ties among them; the strongest first."""
        mine = [
            (tie.body_b if tie.body_a == key else tie.body_a, tie)
            for tie in records.ties
            if key in (tie.body_a, tie.body_b)
        ]
        found = [
            Partner(
                other,
                self.followed.names.get(other, other),
                tie,
                [self._place(unit_id) for unit_id in tie.unit_ids if unit_id in self.tasks],
            )
            for other, tie in mine
        ]
        return sorted(found, key=lambda partner: (-partner.tie.units, -partner.tie.units_before, partner.key))

    def _place(self, unit_id: str) -> tuple[str, str]:
        task = self.tasks[unit_id]
        return task.anchor, task.label


def _role_changes(pair: PairView, key: str) -> list[RoleChangeView]:
    return [view for views in pair.roles.values() for view in views if key in view.bodies]


def names_by_key(bodies: Sequence[BodyView]) -> Mapping[str, str]:
    """Followed key to name, by name: what a reader chooses a body from."""
    return dict(sorted(((view.key, view.name) for view in bodies), key=lambda pair: (pair[1], pair[0])))
