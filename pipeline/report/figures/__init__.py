"""The figures of a series: drawn from its records, in one house style, the same bytes every time.

A single notice is drawn as a profile; several years as small multiples with one scale, and as what
changed between them. What a text does not let us observe is hatched, never drawn as zero. A figure
without data is not drawn. One module a family of figures; `house` is what they share.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.figure import Figure

from pipeline.report.figures.certainty import CurvePoint, certainty
from pipeline.report.figures.changes import department_change, role_changes
from pipeline.report.figures.departments import department_roles, department_themes
from pipeline.report.figures.flow import flow
from pipeline.report.figures.house import (
    Drawing,
    frame,
    house_style,
    notice_label,
    png_bytes,
    printable,
    series_title,
    svg_bytes,
    theme_colours,
    wrap,
)
from pipeline.report.figures.network import network
from pipeline.report.figures.priorities import priorities_profile, priorities_years
from pipeline.report.figures.ranks import ranks
from pipeline.report.figures.targets import targets
from pipeline.report.figures.trajectories import target_trajectories
from pipeline.report.figures.words import words, words_between
from pipeline.report.series import NoticeRecords, Series
from pipeline.report.wording import Wording

__all__ = ["CurvePoint", "Drawing", "draw", "house_style", "png_bytes", "svg_bytes", "theme_colours", "wrap"]


class _Sheet:
    """What every figure of one series is framed with."""

    def __init__(self, series: Series, wording: Wording, confidence: float, version: str) -> None:
        self.series, self.wording, self.version = series, wording, version
        self.shared = {
            "series_title": series_title(series),
            "confidence": wording.percent(confidence, digits=0),
            "latest_label": notice_label(series, series.latest, wording),
        }

    def drawing(
        self, name: str, figure: Figure | None, key: str, notices: Sequence[NoticeRecords] = (), **values: Any
    ) -> Drawing:
        values = {**self.shared, **values}
        if figure is not None:
            title = printable(self.wording.plain(f"figures.{key}.title", **values))
            frame(figure, title, self.series, notices or self.series.notices, self.wording, self.version)
        return Drawing(name, key, figure, values)


def draw(
    series: Series, wording: Wording, *, confidence: float, version: str, curve: Sequence[CurvePoint] = ()
) -> Iterator[Drawing]:
    """Every figure of a series, in the order of the report (call inside house_style).

    First what is done (themes, tasks, words between years), then by whom, then what is promised,
    then what marks each notice. `curve` is the classifier's coverage and accuracy by probability,
    from its cross-validation.
    """
    sheet = _Sheet(series, wording, confidence, version)
    yield _priorities(sheet)
    if series.several:
        yield from _changes_of_tasks(sheet)
    yield from _departments(sheet)
    yield from _targets(sheet)
    for records in reversed(series.notices):
        values = {
            "notice_title": records.notice.title or records.notice_id,
            "year_label": notice_label(series, records, wording),
        }
        yield sheet.drawing(f"words-{records.notice_id}", words(records, wording), "words", [records], **values)
    if curve:
        yield sheet.drawing("certainty", certainty(curve, wording), "certainty")


def _suffix(series: Series) -> str:
    return "_years" if series.several else ""


def _span(wording: Wording, low: int, high: int) -> str:
    return wording.number(low) if low == high else wording.plain("figures.span", low=low, high=high)


def _priorities(sheet: _Sheet) -> Drawing:
    series, wording = sheet.series, sheet.wording
    tasks = [len(records.tasks) for records in series.notices]
    figure = (
        (priorities_years if series.several else priorities_profile)(series, wording, theme_colours(series.themes))
        if series.themes and any(tasks)
        else None
    )
    one_task = wording.percent(1 / tasks[-1]) if tasks[-1] else "—"
    return sheet.drawing(
        "priorities",
        figure,
        f"priorities{_suffix(series)}",
        tasks=tasks[-1],
        span=_span(wording, min(tasks), max(tasks)),
        year_label=sheet.shared["latest_label"],
        one_task=one_task,
    )


def _changes_of_tasks(sheet: _Sheet) -> Iterator[Drawing]:
    series, wording = sheet.series, sheet.wording
    yield sheet.drawing("theme-ranks", ranks(series, wording, theme_colours(series.themes)), "ranks")
    yield sheet.drawing("task-flow", flow(series, wording), "flow")
    for pair in reversed(series.pairs):
        old_id, new_id = pair.notice_ids
        values = {
            "old_label": notice_label(series, pair.old, wording),
            "new_label": notice_label(series, pair.new, wording),
        }
        yield sheet.drawing(
            f"words-{old_id}-to-{new_id}",
            words_between(series, pair, wording),
            "words_between",
            [pair.old, pair.new],
            **values,
        )


def _departments(sheet: _Sheet) -> Iterator[Drawing]:
    series, wording, suffix = sheet.series, sheet.wording, _suffix(sheet.series)
    figure, bodies = department_themes(series, wording)
    yield sheet.drawing("department-themes", figure, f"department_themes{suffix}", bodies=bodies)
    if series.several:
        figure, bodies = department_change(series, wording)
        yield sheet.drawing("department-change", figure, "department_change", bodies=bodies)
    figure, bodies = department_roles(series, wording)
    yield sheet.drawing("department-roles", figure, f"department_roles{suffix}", bodies=bodies)
    if series.several:
        figure, counts = role_changes(series, wording)
        yield sheet.drawing("role-changes", figure, "role_changes", **counts)
    figure, counts = network(series, wording)
    yield sheet.drawing("network", figure, f"network{suffix}", [series.latest], **counts)


def _targets(sheet: _Sheet) -> Iterator[Drawing]:
    series, wording = sheet.series, sheet.wording
    yield sheet.drawing(
        "targets",
        targets(series, wording),
        f"targets{_suffix(series)}",
        targets=sum(len(records.promises) for records in series.notices),
    )
    if series.several:
        figure, counts = target_trajectories(series, wording)
        yield sheet.drawing("target-trajectories", figure, "target_trajectories", **counts)
