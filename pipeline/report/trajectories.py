"""The same target over the years: each step with what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.report.change_views import PairView, TargetChangeView
from pipeline.report.series import Series
from pipeline.report.summary import anchor
from pipeline.report.views import TargetView


@dataclass(frozen=True, slots=True)
class Step:
    """A target in one notice. `target` is None where the notice no longer prints it; `change` is "" in its first year."""

    target: TargetView | None
    change: str
    what: Sequence[str] = ()  # what was redefined
    evidence: str = ""  # what the notice prints of a target that was met


@dataclass(frozen=True, slots=True)
class Trajectory:
    """One indicator over the years."""

    anchor: str
    indicator: str
    theme: str
    leads: Sequence[str]
    steps: Mapping[str, Step]  # by notice_id
    changes: Sequence[str]

    @property
    def latest(self) -> str:
        return self.changes[-1]


class _Path:
    """A trajectory under construction."""

    def __init__(self) -> None:
        self.steps: dict[str, Step] = {}
        self.changes: list[TargetChangeView] = []

    def add(self, view: TargetChangeView) -> None:
        row = view.row
        if not self.changes and view.old:
            self.steps[row.old_notice_id] = Step(view.old, "")
        self.changes.append(view)
        self.steps[row.new_notice_id] = Step(view.new, row.change, row.what, row.evidence)


def trajectories(series: Series, pairs: Sequence[PairView]) -> list[Trajectory]:
    """Every target that a pair of notices says something of, in the order in which they begin.

    A target that stands on a task without a counterpart has no trajectory; the ledgers list it.
    """
    paths: list[_Path] = []
    at: dict[tuple[str, str, int], _Path] = {}
    for pair in pairs:
        for views in pair.targets.values():
            for view in views:
                row = view.row
                path = (
                    at.get((row.old_notice_id, row.old_unit_id, row.old_start)) if row.old_start is not None else None
                )
                if path is None:
                    path = _Path()
                    paths.append(path)
                path.add(view)
                if row.new_start is not None:
                    at[row.new_notice_id, row.new_unit_id, row.new_start] = path
    return _in_order(series, [_trajectory(path) for path in paths])


def _trajectory(path: _Path) -> Trajectory:
    last = path.changes[-1].row
    first = path.changes[0].row
    start = first.old_start if first.old_start is not None else first.new_start
    unit_id = first.old_unit_id if first.old_start is not None else first.new_unit_id
    return Trajectory(
        anchor=anchor("trajectory", unit_id, str(start)),
        indicator=last.new_indicator or last.indicator,
        theme=last.theme,
        leads=last.leads,
        steps=path.steps,
        changes=[view.row.change for view in path.changes],
    )


def _in_order(series: Series, found: Sequence[Trajectory]) -> list[Trajectory]:
    years = {records.notice_id: number for number, records in enumerate(series.notices)}
    places = {unit.unit_id: unit.position for records in series.notices for unit in records.units}

    def begins(trajectory: Trajectory) -> tuple[int, int, int, str]:
        notice_id, step = min(trajectory.steps.items(), key=lambda item: years[item[0]])
        target = step.target.target if step.target else None
        return (
            years[notice_id],
            places.get(target.unit_id, 0) if target else 0,
            target.start if target else 0,
            trajectory.anchor,
        )

    return sorted(found, key=begins)
