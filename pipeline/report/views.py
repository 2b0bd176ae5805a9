"""One notice as the page shows it: its sections and units with everything found in them, and its ledgers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from pipeline.records import (
    ROLE_NAMES,
    THEMED_KINDS,
    Coverage,
    DepartmentRole,
    Diagnostic,
    Role,
    Target,
    ThemeGuess,
    Unit,
)
from pipeline.report.followed import Followed
from pipeline.report.series import NoticeRecords, Series, body_key, is_collective, year_label
from pipeline.report.summary import Summary, anchor
from pipeline.report.wording import Wording

SEVERITIES = ("error", "warning", "info")
LONGEST_QUOTE = 28


@dataclass(frozen=True, slots=True)
class TargetView:
    """One target as the ledger and the task show it."""

    target: Target
    anchor: str
    value: str
    theme: str
    unit_anchor: str
    unit_label: str
    unit_title: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One unit with everything found in it; `pieces` are its text, cut where something was found."""

    unit: Unit
    anchor: str
    label: str
    number: str
    guess: ThemeGuess | None
    score: float | None
    second: tuple[str, float] | None
    pieces: Sequence[tuple[str, str]]  # (text, "" or title or target or role)
    roles: Sequence[tuple[str, Sequence[Role]]]
    bodies: Sequence[str]
    targets: Sequence[TargetView]
    entities: Sequence[tuple[str, Sequence[str]]]  # (label, texts)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A run of units under one heading, or a heading without any (`cut_off`)."""

    title: str
    anchor: str
    cut_off: bool
    tasks: Sequence[TaskView]


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """One body's counts in one notice; `followed` is its key after the reforms of the series."""

    row: DepartmentRole
    key: str
    followed: str
    anchor: str
    themes: Sequence[tuple[str, int]]
    units: Sequence[tuple[str, str]]  # (anchor, label)


@dataclass(frozen=True, slots=True)
class OddityView:
    """One diagnostic with the place in the text it speaks of."""

    odd: Diagnostic
    quote: str
    anchor: str  # "" where there is no place to go to


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice, ready for the templates."""

    records: NoticeRecords
    label: str
    sentences: Sequence[Markup]
    hidden_themes: Sequence[str]
    sections: Sequence[SectionView]
    targets: Sequence[TargetView]
    grants: Sequence[TargetView]
    tally: Mapping[tuple[str, str], int]
    departments: Sequence[DepartmentView]
    collective: Sequence[DepartmentView]
    coverage: Sequence[Coverage]
    oddities: Sequence[tuple[str, str, Sequence[OddityView]]]  # (code, severity, places)


# -- parts ---------------------------------------------------------------------------------------


def unit_label(unit_id: str, notice_id: str) -> str:
    """The printed numbers of a unit: 二-17."""
    return unit_id.removeprefix(f"{notice_id}/")


def cut_text(unit: Unit, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """A unit's text in pieces, each plain or of the kind of the span over it; joined they are the text.

    Spans count in the notice's text. Of spans that overlap the first one counts, the longer of two
    that begin together; spans outside the unit (a clause in its heading) are left out.
    """
    pieces: list[tuple[str, str]] = []
    at = unit.start
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
        if start < at or end > unit.end or start >= end:
            continue
        if start > at:
            pieces.append((unit.text[at - unit.start : start - unit.start], ""))
        pieces.append((unit.text[start - unit.start : end - unit.start], kind))
        at = end
    if at < unit.end:
        pieces.append((unit.text[at - unit.start :], ""))
    return pieces


def _spans(unit: Unit, roles: Sequence[Role], targets: Sequence[TargetView]) -> Iterator[tuple[int, int, str]]:
    for view in targets:
        yield view.target.start, view.target.end, "target"
    for role in roles:
        yield role.start, role.end, "role"
    # a title that holds a target keeps the target's mark
    inside = any(view.target.start < unit.start + len(unit.title) for view in targets)
    if unit.title and unit.text.startswith(unit.title) and not inside:
        yield unit.start, unit.start + len(unit.title), "title"


def _by_unit(records: Sequence[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = {}
    for record in records:
        grouped.setdefault(record.unit_id, []).append(record)
    return grouped


def _target_views(records: NoticeRecords, targets: Sequence[Target], wording: Wording, kind: str) -> list[TargetView]:
    titles = {unit.unit_id: unit.title or unit.text[:LONGEST_QUOTE] + "…" for unit in records.units}
    return [
        TargetView(
            target=target,
            anchor=anchor(kind, records.notice_id, str(number)),
            value=wording.target_value(target),
            theme=records.theme_of(target.unit_id),
            unit_anchor=anchor("task", target.unit_id),
            unit_label=unit_label(target.unit_id, records.notice_id),
            unit_title=titles.get(target.unit_id, ""),
        )
        for number, target in enumerate(targets, start=1)
    ]


def _ranked_scores(guess: ThemeGuess) -> list[tuple[str, float]]:
    return sorted(zip(guess.themes, guess.scores), key=lambda pair: (pair[0] != guess.theme, -pair[1], pair[0]))


def _task_view(
    unit: Unit,
    records: NoticeRecords,
    followed: Followed,
    roles: Sequence[Role],
    targets: Sequence[TargetView],
    entities: Sequence[Any],
) -> TaskView:
    # what is neither task nor safeguard counts under no theme, so that a guess at it is not shown
    guess = records.themes.get(unit.unit_id) if unit.kind in THEMED_KINDS else None
    scores = _ranked_scores(guess) if guess else []
    named: dict[str, dict[str, None]] = {}
    for entity in entities:
        named.setdefault(entity.label, {})[entity.text] = None
    return TaskView(
        unit=unit,
        anchor=anchor("task", unit.unit_id),
        label=unit_label(unit.unit_id, records.notice_id),
        number=unit_label(unit.unit_id, records.notice_id).removeprefix(unit.kind),
        guess=guess,
        score=scores[0][1] if scores else None,
        second=scores[1] if len(scores) > 1 and guess and guess.unsure else None,
        pieces=cut_text(unit, list(_spans(unit, roles, targets))),
        roles=[
            (name, [role for role in roles if role.role == name])
            for name in ROLE_NAMES
            if any(role.role == name for role in roles)
        ],
        bodies=list(dict.fromkeys(followed(records.notice_id, body_key(role)) for role in roles)),
        targets=targets,
        entities=[(label, list(texts)) for label, texts in named.items()],
    )


def _sections(records: NoticeRecords, followed: Followed, targets: Sequence[TargetView]) -> list[SectionView]:
    """Units grouped by their headings, and the headings without items where they stand."""
    roles, entities = _by_unit(records.roles), _by_unit(records.entities)
    views: dict[str, list[TargetView]] = {}
    for view in targets:
        views.setdefault(view.target.unit_id, []).append(view)
    found: list[tuple[int, SectionView]] = []
    for number, (headings, group) in enumerate(groupby(records.units, key=lambda unit: unit.headings)):
        units = list(group)
        tasks = [
            _task_view(
                unit,
                records,
                followed,
                roles.get(unit.unit_id, []),
                views.get(unit.unit_id, []),
                entities.get(unit.unit_id, []),
            )
            for unit in units
        ]
        found.append(
            (
                units[0].start,
                SectionView(" › ".join(headings), anchor("section", records.notice_id, str(number)), False, tasks),
            )
        )
    for odd in records.empty_headings:
        if odd.start is not None:
            found.append(
                (
                    odd.start,
                    SectionView(
                        records.line_at(odd.start), anchor("heading", records.notice_id, str(odd.start)), True, []
                    ),
                )
            )
    return [section for _, section in sorted(found, key=lambda pair: pair[0])]


def _department_view(
    row: DepartmentRole, records: NoticeRecords, followed: Followed, themes: Sequence[str]
) -> DepartmentView:
    counts = Counter(row.themes)
    return DepartmentView(
        row=row,
        key=body_key(row),
        followed=followed(records.notice_id, body_key(row)),
        anchor=anchor("department", records.notice_id, body_key(row)),
        themes=[(theme, counts[theme]) for theme in [*themes, *sorted(set(counts) - set(themes))] if counts[theme]],
        units=[(anchor("task", unit_id), unit_label(unit_id, records.notice_id)) for unit_id in row.unit_ids],
    )


def _oddities(records: NoticeRecords) -> list[tuple[str, str, list[OddityView]]]:
    """Diagnostics by code, the gravest first."""
    groups: dict[str, list[OddityView]] = {}
    for odd in records.diagnostics:
        groups.setdefault(odd.code, []).append(_oddity(odd, records))
    graded = [
        (code, min((view.odd.severity for view in views), key=SEVERITIES.index), views)
        for code, views in groups.items()
    ]
    return sorted(graded, key=lambda group: (SEVERITIES.index(group[1]), group[0]))


def _oddity(odd: Diagnostic, records: NoticeRecords) -> OddityView:
    if odd.start is None:
        return OddityView(odd, "", "")
    line = records.line_at(odd.start)
    quote = line if odd.code == "heading-without-items" or len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + "…"
    if odd.code == "heading-without-items":
        return OddityView(odd, quote, anchor("heading", records.notice_id, str(odd.start)))
    holder = next((unit for unit in records.units if unit.start <= odd.start < unit.end), None)
    return OddityView(odd, quote, anchor("task", holder.unit_id) if holder else "")


def _notice_view(
    records: NoticeRecords, series: Series, wording: Wording, summary: Summary, followed: Followed, label: str
) -> NoticeView:
    targets = _target_views(records, records.promises, wording, "target")
    grants = _target_views(records, records.grants, wording, "grant")
    departments = [_department_view(row, records, followed, series.themes) for row in records.department_roles]
    return NoticeView(
        records=records,
        label=label,
        sentences=summary.sentences(records),
        hidden_themes=summary.hidden_themes(records),
        sections=_sections(records, followed, [*targets, *grants]),
        targets=targets,
        grants=grants,
        tally=Counter((target.strength, target.kind) for target in records.promises),
        departments=[view for view in departments if not is_collective(view.key)],
        collective=[view for view in departments if is_collective(view.key)],
        coverage=sorted(records.coverage, key=lambda row: _reading_order(row.measure, wording)),
        oddities=_oddities(records),
    )


def notice_views(series: Series, wording: Wording, summary: Summary, followed: Followed) -> list[NoticeView]:
    """Every notice of a series, the oldest first."""
    return [
        _notice_view(records, series, wording, summary, followed, label)
        for records, label in zip(series.notices, notice_labels(series, wording))
    ]


def _reading_order(measure: str, wording: Wording) -> tuple[int, str]:
    """Measures in the order of the locale file; any it does not know come last."""
    known = list(wording.entry("coverage"))
    return (known.index(measure) if measure in known else len(known), measure)


def notice_labels(series: Series, wording: Wording) -> list[str]:
    """2023 年; a second notice of one year gets its title behind it."""
    years = Counter(records.notice.year for records in series.notices)

    def label(records: NoticeRecords) -> str:
        name = year_label(records.notice, wording)
        return name if years[records.notice.year] == 1 else f"{name} {records.notice.title or records.notice_id}"

    return [label(records) for records in series.notices]
