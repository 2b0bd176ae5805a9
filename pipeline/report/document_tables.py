"""The tables of the Word document: what each record becomes as cells. Every row names the tasks it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.records import ROLE_NAMES, Diagnostic, PriorityChange, Target, Unit
from pipeline.report.body_views import BodyView
from pipeline.report.change_summary import ChangeSummary
from pipeline.report.change_views import CHANGES, ROLE_CHANGES, TARGET_CHANGES, ChangeCard, PairView, TargetChangeView
from pipeline.report.document_blocks import Column, Table, plain_of, shortened
from pipeline.report.page import KINDS, QUOTES_SHOWN, STRENGTHS, FigureView, Provenance
from pipeline.report.series import NoticeRecords, Series, body_key, is_collective
from pipeline.report.summary import Summary
from pipeline.report.trajectories import Trajectory
from pipeline.report.views import NoticeView, TargetView, unit_label
from pipeline.report.wording import Wording

TOLD = ("renamed", "moved", "split", "merged", "new", "dropped")  # changes of a task that are listed one by one
NOT_LISTED = ("unchanged", "raised")  # changes of a target that the table of its values shows
LONGEST_TITLE = 34
LONGEST_INDICATOR = 26
LONGEST_QUOTE = 28
MOST_BODIES = 24
MOST_WORDS = 6
WORTH_A_LOOK = 1.96
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Material:
    """Everything the document is written from."""

    series: Series
    wording: Wording
    summary: Summary
    views: Sequence[NoticeView]
    pairs: Sequence[PairView]
    bodies: Sequence[BodyView]
    changes: ChangeSummary
    trajectories: Sequence[Trajectory]
    figures: Sequence[FigureView]
    provenance: Provenance
    confidence: float
    samples: int
    unread: Sequence[Diagnostic]
    accuracy: float | None  # of the classifier over all labelled texts, cross-validated

    @cached_property
    def labels(self) -> dict[str, str]:
        """notice_id to 2023 年."""
        return {view.records.notice_id: view.label for view in self.views}

    @cached_property
    def units(self) -> dict[str, Unit]:
        return {unit.unit_id: unit for records in self.series.notices for unit in records.units}

    def say(self, key: str, **values: Any) -> str:
        return self.wording.plain(f"document.{key}", **values)

    def column(self, name: str, kind: Any = "text") -> Column:
        return Column(self.say(f"columns.{name}"), kind)

    def years(self, kind: Any = "number") -> list[Column]:
        return [Column(self.labels[records.notice_id], kind) for records in self.series.notices]

    def years_of(self, pair: PairView) -> str:
        """2022→2023, for narrow columns; the whole label where years do not tell the notices apart."""
        years = [records.notice.year for records in (pair.pair.old, pair.pair.new)]
        known = [records.notice.year for records in self.series.notices if records.notice.year is not None]
        return (
            self.say("change", old=str(years[0]), new=str(years[1]))
            if len(set(known)) == len(self.series.notices)
            else pair.label
        )

    def pair_columns(self) -> list[Column]:
        return [Column(self.years_of(pair), "number") for pair in self.pairs]

    def number_of(self, unit_id: str) -> str:
        """The printed number of a unit: 二-17."""
        unit = self.units.get(unit_id)
        return unit_label(unit_id, unit.notice_id).removeprefix(unit.kind) if unit else unit_id

    def title_of(self, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return shortened(unit.title or unit.text, LONGEST_TITLE) if unit else ""

    def task(self, unit_id: str) -> str:
        return f"{self.number_of(unit_id)} {self.title_of(unit_id)}".strip()

    def cite(self, unit_id: str) -> str:
        """2023 年 二-17."""
        unit = self.units.get(unit_id)
        return self.say("cite", label=self.labels[unit.notice_id] if unit else "", number=self.number_of(unit_id))

    def change(self, group: str, code: str) -> str:
        """A name out of common words as a cell begins it."""
        name = self.wording.name(group, code)
        return name[:1].upper() + name[1:]

    @property
    def none(self) -> str:
        return self.wording.plain("values.none")

    def theme(self, theme: str) -> str:
        return self.wording.name("themes", theme) if theme else self.none

    def points(self, difference: float | None) -> str:
        """A difference of shares in percentage points, with its sign."""
        return self.none if difference is None else f"{difference * 100:+.1f}".replace("-", "−")

    def table(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, key: str = "", **values: Any
    ) -> Table:
        entry = self.wording.entry(f"document.tables.{name}")
        note = self.say(f"tables.{name}.note", **values) if "note" in entry else ""
        return Table(key or name, self.say(f"tables.{name}.caption", **values), columns, list(rows), note)


# -- notices and themes --------------------------------------------------------------------------


def notices(m: Material) -> Table:
    def row(records: NoticeRecords) -> list[str]:
        notice = records.notice
        counts = (len(records.tasks), len(records.promises), len(records.department_roles))
        return [
            m.labels[records.notice_id],
            notice.title or records.notice_id,
            notice.document_number or m.none,
            notice.issued_on or notice.published_on or m.none,
            *map(m.wording.number, counts),
        ]

    columns = [
        m.column("year", "short"),
        m.column("title"),
        m.column("document_number"),
        m.column("date", "short"),
        *(m.column(name, "number") for name in ("tasks", "targets", "bodies")),
    ]
    rows = [row(records) for records in m.series.notices]
    if all(cells[2] == m.none for cells in rows):  # a column of dashes tells nothing
        columns, rows = columns[:2] + columns[3:], [cells[:2] + cells[3:] for cells in rows]
    return m.table("notices", columns, rows)


def priorities(m: Material, records: NoticeRecords) -> Table:
    columns = [
        m.column("theme"),
        *(m.column(name, "number") for name in ("tasks", "share", "interval", "text_share", "firm", "unsure")),
    ]

    def row(theme: str) -> list[str]:
        found = records.priorities[theme]
        shares = (
            m.wording.percent(found.task_share),
            m.wording.interval(found.share_low, found.share_high),
            m.wording.percent(found.text_share),
        )
        return [
            m.theme(theme),
            m.wording.number(found.tasks),
            *shares,
            m.wording.number(found.firm_targets),
            m.wording.number(found.unsure_tasks),
        ]

    rows = [row(theme) for theme in m.series.themes if theme in records.priorities]
    return m.table(
        "priorities",
        columns,
        rows,
        label=m.labels[records.notice_id],
        confidence=m.wording.percent(m.confidence, digits=0),
        samples=m.samples,
    )


def priorities_years(m: Material) -> Table:
    def cell(records: NoticeRecords, theme: str) -> str:
        found = records.priorities.get(theme)
        if found is None or found.task_share is None:
            return m.none
        return m.say("count_share", n=found.tasks, share=m.wording.percent(found.task_share))

    rows = [[m.theme(theme), *(cell(records, theme) for records in m.series.notices)] for theme in m.series.themes]
    return m.table("priorities_years", [m.column("theme"), *m.years()], rows)


def _verdict(m: Material, change: PriorityChange) -> str:
    if not change.observable:
        return m.wording.plain("not_observable")
    return m.say("verdict.distinguishable" if change.distinguishable else "verdict.not_distinguishable")


def priority_changes(m: Material) -> Table:
    def row(change: PriorityChange) -> list[str]:
        shares = (m.wording.percent(change.old_share), m.wording.percent(change.new_share), m.points(change.difference))
        interval = (
            m.none
            if change.difference_low is None
            else m.say("range", low=m.points(change.difference_low), high=m.points(change.difference_high))
        )
        return [m.theme(change.theme), *shares, interval, m.wording.p_value(change.p_corrected), _verdict(m, change)]

    rows: list[list[str]] = []
    for pair in m.pairs:
        changes = {change.theme: change for change in dict(pair.priorities).get("tasks", ())}
        rows += (
            [[pair.label], *(row(changes[theme]) for theme in m.series.themes if theme in changes)] if changes else []
        )
    columns = [
        m.column("theme"),
        *(m.column(name, "number") for name in ("old_share", "new_share", "difference", "interval", "p")),
        m.column("verdict"),
    ]
    return m.table("priority_changes", columns, rows, confidence=m.wording.percent(m.confidence, digits=0))


def trends(m: Material) -> Table:
    order = {theme: place for place, theme in enumerate(m.series.themes)}
    found = sorted(m.series.shown_trends, key=lambda trend: order.get(trend.theme, len(order)))
    rows = [
        [
            m.theme(trend.theme),
            m.points(trend.slope),
            m.wording.p_value(trend.p_corrected),
            m.wording.name("document.directions", trend.direction),
        ]
        for trend in found
    ]
    return m.table(
        "trends",
        [m.column("theme"), m.column("slope", "number"), m.column("p", "number"), m.column("direction", "short")],
        rows,
    )


# -- tasks ---------------------------------------------------------------------------------------


def task_changes(m: Material) -> Table:
    """A task that is split, or tasks that are merged, count once."""
    rows = [
        [m.change("task_changes", change), *(m.wording.number(len(pair.by_change[change])) for pair in m.pairs)]
        for change in CHANGES
    ]
    return m.table("task_changes", [m.column("change", "short"), *m.pair_columns()], rows)


def _sides(m: Material, card: ChangeCard) -> list[str]:
    return [
        m.say("join").join(m.task(side.unit.unit_id) for side in sides) or m.none for sides in (card.olds, card.news)
    ]


def tasks_of_pair(m: Material, pair: PairView) -> Table:
    """Cards by their first telling change; one that is more than that says so."""
    rows: list[list[str]] = []
    for change in TOLD:
        cards = [
            card for card in pair.by_change[change] if next(name for name in TOLD if name in card.changes) == change
        ]
        rows += [[m.say("change_count", change=m.change("task_changes", change), n=len(cards))]] if cards else []
        rows += [_sides(m, card) for card in cards]
    columns = [
        Column(m.say("columns.old_task", label=pair.old_label)),
        Column(m.say("columns.new_task", label=pair.new_label)),
    ]
    return m.table("tasks_of_pair", columns, rows, key=f"tasks-{pair.key}", old=pair.old_label, new=pair.new_label)


def strength_changes(m: Material) -> Table:
    """Titles worded more or less firmly than the year before."""
    rows = []
    for pair in m.pairs:
        for direction in ("firmer", "softer"):
            for card in pair.strength[direction]:
                old, new, _ = card.strength or ("", "", 0)
                rows.append(
                    [
                        m.years_of(pair),
                        *_sides(m, card),
                        m.say("change", old=old, new=new),
                        m.say(f"strength.{direction}"),
                    ]
                )
    columns = [
        m.column("years", "short"),
        m.column("old"),
        m.column("new"),
        m.column("terms", "short"),
        m.column("direction", "short"),
    ]
    return m.table("strength_changes", columns, rows)


# -- departments ---------------------------------------------------------------------------------


def departments(m: Material, records: NoticeRecords) -> Table:
    """Every body of one notice; groups such as all district governments stand at the end."""

    def themes(row: Any) -> str:
        counts = Counter(row.themes)
        ordered = [*m.series.themes, *sorted(set(counts) - set(m.series.themes))]
        return m.wording.entry("list.separator").join(
            f"{m.theme(theme)} {counts[theme]}" for theme in ordered if counts[theme] and theme
        )

    found = sorted(records.department_roles, key=lambda row: is_collective(body_key(row)))
    rows = [
        [row.department, *(m.wording.number(getattr(row, role)) for role in ROLE_NAMES), themes(row)] for row in found
    ]
    columns = [
        m.column("department"),
        *(Column(m.wording.name("roles", role), "number") for role in ROLE_NAMES),
        m.column("themes"),
    ]
    return m.table("departments", columns, rows, label=m.labels[records.notice_id])


def departments_years(m: Material) -> Table:
    """Tasks led, and all tasks, of the busiest bodies; reforms are followed, groups of bodies left out."""
    followed = [body for body in m.bodies if body.level != "collective"]
    rows = []
    for body in followed[:MOST_BODIES]:
        cells = [m.say("led_of", lead=year.row.lead, all=year.row.units) if year.row else m.none for year in body.years]
        rows.append([body.name, *cells])
    return m.table(
        "departments_years", [m.column("department"), *m.years()], rows, shown=len(rows), total=len(followed)
    )


def role_change_counts(m: Material) -> Table:
    rows = [
        [m.change("role_changes", change), *(m.wording.number(len(pair.roles[change])) for pair in m.pairs)]
        for change in ROLE_CHANGES
    ]
    return m.table("role_change_counts", [m.column("change", "short"), *m.pair_columns()], rows)


def role_changes(m: Material) -> Table:
    """What became of roles, but for mere changes of name."""
    rows: list[list[str]] = []
    for pair in m.pairs:
        listed = [(change, view) for change in ROLE_CHANGES if change != "renamed_only" for view in pair.roles[change]]
        rows += [[pair.label]] if listed else []
        rows += [
            [m.change("role_changes", change), plain_of(view.sentence), m.task(view.row.new_unit_id)]
            for change, view in listed
        ]
    return m.table("role_changes", [m.column("change", "short"), m.column("what"), m.column("task")], rows)


def reforms(m: Material) -> Table:
    """Names that changed while the body went on, with the number of tasks on which the new name stands."""
    rows = []
    for pair in m.pairs:
        names = Counter(
            (view.row.from_department or "", view.row.to_department or "") for view in pair.roles["renamed_only"]
        )
        rows += [
            [m.years_of(pair), old, new, m.wording.number(count)]
            for (old, new), count in sorted(names.items(), key=lambda item: (-item[1], item[0]))
        ]
    return m.table(
        "reforms",
        [m.column("years", "short"), m.column("old_name"), m.column("new_name"), m.column("tasks", "number")],
        rows,
    )


def concentrations(m: Material) -> Table:
    """Levels with more than one body: the share of a single body is no concentration."""
    names = {row.body_id: row.department for records in m.series.notices for row in records.portfolios}
    rows = []
    for records in m.series.notices:
        for row in records.concentrations:
            if row.bodies > 1 and row.role == "lead":
                busiest = m.wording.entry("list.separator").join(names.get(body, body) for body in row.busiest[:3])
                index = (f"{row.hhi:.3f}", f"{row.lowest:.3f}")
                rows.append(
                    [
                        m.labels[records.notice_id],
                        m.change("levels", row.level),
                        m.wording.number(row.bodies),
                        m.wording.number(row.counts),
                        *index,
                        busiest,
                    ]
                )
    columns = [
        m.column("year", "short"),
        m.column("level", "short"),
        *(m.column(name, "number") for name in ("bodies", "led", "hhi", "lowest")),
        m.column("busiest"),
    ]
    return m.table("concentrations", columns, rows)


# -- targets -------------------------------------------------------------------------------------


def tally(m: Material, records: NoticeRecords) -> Table:
    """Strength by kind of one notice's promises."""
    counts = Counter((target.strength, target.kind) for target in records.promises)
    rows = []
    for strength in STRENGTHS:
        cells = [counts[strength, kind] for kind in KINDS]
        rows.append(
            [m.wording.name("strengths", strength), *map(m.wording.number, cells), m.wording.number(sum(cells))]
        )
    totals = [sum(counts[strength, kind] for strength in STRENGTHS) for kind in KINDS]
    rows.append([m.say("total"), *map(m.wording.number, totals), m.wording.number(sum(totals))])
    columns = [
        m.column("strength", "short"),
        *(Column(m.wording.name("target_kinds", kind), "number") for kind in KINDS),
        Column(m.say("total"), "number"),
    ]
    return m.table("tally", columns, rows, label=m.labels[records.notice_id])


def tally_years(m: Material) -> Table:
    counts = [Counter(target.strength for target in records.promises) for records in m.series.notices]
    rows = [
        [m.wording.name("strengths", strength), *(m.wording.number(count[strength]) for count in counts)]
        for strength in STRENGTHS
    ]
    rows.append([m.say("total"), *(m.wording.number(sum(count.values())) for count in counts)])
    return m.table("tally_years", [m.column("strength", "short"), *m.years()], rows)


def ledger(m: Material, records: NoticeRecords, targets: Sequence[Target], name: str) -> Table:
    """One row a target, in document order."""

    def row(target: Target) -> list[str]:
        deadline = (
            m.none if target.deadline is None else m.wording.plain("values.until_year", year=str(target.deadline))
        )
        indicator = f"{target.level} {target.indicator}" if target.level else target.indicator
        return [
            shortened(indicator, LONGEST_INDICATOR),
            m.wording.target_value(target),
            deadline,
            m.wording.name("strengths", target.strength),
            m.theme(records.theme_of(target.unit_id)),
            m.number_of(target.unit_id),
        ]

    columns = [
        m.column("indicator"),
        m.column("value", "number"),
        m.column("deadline", "short"),
        m.column("strength", "short"),
        m.column("theme", "short"),
        m.column("number", "short"),
    ]
    return m.table(
        name,
        columns,
        [row(target) for target in targets],
        key=f"{name}-{records.notice_id}",
        label=m.labels[records.notice_id],
    )


def target_values(m: Material) -> Table:
    """The values of every target that stands in two notices at least."""
    rows = []
    for trajectory in m.trajectories:
        targets = [
            step.target if step else None
            for step in (trajectory.steps.get(records.notice_id) for records in m.series.notices)
        ]
        printed = [view for view in targets if view]
        if len(printed) > 1:
            rows.append(
                [
                    shortened(trajectory.indicator, LONGEST_INDICATOR),
                    *(_dated(m, view) for view in targets),
                    m.cite(printed[-1].target.unit_id),
                ]
            )
    return m.table("target_values", [m.column("indicator"), *m.years(), m.column("last_task", "short")], rows)


def target_change_counts(m: Material) -> Table:
    rows = [
        [m.change("target_changes", change), *(m.wording.number(len(pair.targets[change])) for pair in m.pairs)]
        for change in TARGET_CHANGES
    ]
    return m.table("target_change_counts", [m.column("change", "short"), *m.pair_columns()], rows)


def target_changes(m: Material, pair: PairView) -> Table:
    """What is more than a higher number: lowered, redefined, moved in time, new and gone."""

    def row(view: TargetChangeView) -> list[str]:
        names = [
            shortened(name, LONGEST_INDICATOR)
            for name in dict.fromkeys((view.row.indicator, view.row.new_indicator or view.row.indicator))
        ]
        indicator = names[0] if len(names) == 1 else m.say("change", old=names[0], new=names[1])
        return [
            indicator,
            _dated(m, view.old),
            _dated(m, view.new),
            m.cite(view.row.new_unit_id or view.row.old_unit_id),
        ]

    rows: list[list[str]] = []
    for change in TARGET_CHANGES:
        views = pair.targets[change] if change not in NOT_LISTED else []
        rows += [[m.say("change_count", change=m.change("target_changes", change), n=len(views))]] if views else []
        rows += [row(view) for view in views]
    columns = [
        m.column("indicator"),
        Column(pair.old_label, "number"),
        Column(pair.new_label, "number"),
        m.column("task", "short"),
    ]
    return m.table("target_changes", columns, rows, key=f"target-changes-{pair.key}", label=pair.label)


def _dated(m: Material, view: TargetView | None) -> str:
    if view is None:
        return m.none
    return (
        view.value
        if view.target.deadline is None
        else m.say("by_year", value=view.value, year=str(view.target.deadline))
    )


# -- words ---------------------------------------------------------------------------------------


def words_of_years(m: Material) -> Table:
    """Words that one of two notices leans on beyond what chance alone often does, the strongest first."""
    rows: list[list[str]] = []
    for pair in m.pairs:
        chosen = [(direction, word) for direction in ("newer", "older") for word in pair.words[direction][:MOST_WORDS]]
        rows += [[pair.label]] if chosen else []
        rows += [
            [
                m.say(f"words.{direction}"),
                word.word,
                m.wording.number(word.old_count),
                m.wording.number(word.new_count),
                f"{word.z:+.2f}".replace("-", "−"),
            ]
            for direction, word in chosen
        ]
    columns = [
        m.column("leaning", "short"),
        m.column("word"),
        m.column("old_count", "number"),
        m.column("new_count", "number"),
        m.column("z", "number"),
    ]
    return m.table("words_of_years", columns, rows, most=MOST_WORDS)


def words_of_sections(m: Material, records: NoticeRecords) -> Table:
    rows: list[list[str]] = []
    for section in dict.fromkeys(word.section for word in records.words):
        found = sorted(
            (word for word in records.words if word.section == section and word.z > WORTH_A_LOOK),
            key=lambda word: (-word.z, word.word),
        )[:MOST_WORDS]
        rows += [[section]] if found else []
        rows += [
            [word.word, m.wording.number(word.count_section), m.wording.number(word.count_rest), f"{word.z:.2f}"]
            for word in found
        ]
    columns = [
        m.column("word"),
        m.column("section_count", "number"),
        m.column("rest_count", "number"),
        m.column("z", "number"),
    ]
    return m.table("words_of_sections", columns, rows, most=MOST_WORDS, label=m.labels[records.notice_id])


# -- quality and appendices ----------------------------------------------------------------------


def coverage(m: Material) -> Table:
    known = list(m.wording.entry("coverage"))
    used = {row.measure for records in m.series.notices for row in records.coverage}
    rows = []
    for measure in [name for name in known if name in used] + sorted(used - set(known)):
        cells = []
        for records in m.series.notices:
            found = next((row for row in records.coverage if row.measure == measure), None)
            cells.append(m.say("of", found=found.count, total=found.total) if found else m.none)
        entry = m.wording.entry("coverage").get(measure, {"label": measure, "meaning": ""})
        rows.append([entry["label"], *cells])
    return m.table("coverage", [m.column("measure"), *m.years()], rows)


def diagnostics(m: Material) -> Table:
    rows = []
    for records in m.series.notices:
        groups: dict[tuple[str, str], list[Diagnostic]] = {}
        for odd in records.diagnostics:
            groups.setdefault((odd.severity, odd.code), []).append(odd)
        for (severity, code), odds in sorted(
            groups.items(), key=lambda group: (SEVERITIES.index(group[0][0]), group[0][1])
        ):
            names = m.wording.entry("diagnostics")
            label = names[code]["label"] if code in names else code
            quotes = [shortened(records.line_at(odd.start), LONGEST_QUOTE) for odd in odds if odd.start is not None][
                :QUOTES_SHOWN
            ]
            rows.append(
                [
                    m.labels[records.notice_id],
                    label,
                    m.wording.name("severities", severity),
                    m.wording.number(len(odds)),
                    m.say("join").join(quotes) or m.none,
                ]
            )
    columns = [
        m.column("year", "short"),
        m.column("code"),
        m.column("severity", "short"),
        m.column("places", "number"),
        m.column("quotes"),
    ]
    return m.table("diagnostics", columns, rows)


def unread(m: Material) -> Table:
    names = m.wording.entry("diagnostics")
    rows = [
        [odd.notice_id, names[odd.code]["label"] if odd.code in names else odd.code, odd.message] for odd in m.unread
    ]
    return m.table("unread", [m.column("file"), m.column("code", "short"), m.column("message")], rows)


def all_tasks(m: Material, records: NoticeRecords) -> Table:
    """Every task of a notice: number, title, theme, who leads, what is promised."""
    leads: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {}
    promised: dict[str, list[str]] = {}
    for role in records.roles:
        (leads if role.role == "lead" else others).setdefault(role.unit_id, []).append(role.department)
    for target in records.promises:
        promised.setdefault(target.unit_id, []).append(
            m.say(
                "target", indicator=shortened(target.indicator, LONGEST_INDICATOR), value=m.wording.target_value(target)
            )
        )

    def row(unit: Unit) -> list[str]:
        guess = records.themes.get(unit.unit_id)
        theme = m.theme(guess.theme if guess else "")
        separator = m.wording.entry("list.separator")
        lead, other = (separator.join(dict.fromkeys(found.get(unit.unit_id, []))) for found in (leads, others))
        return [
            m.number_of(unit.unit_id),
            m.title_of(unit.unit_id),
            m.say("unsure", theme=theme) if guess and guess.unsure else theme,
            lead or m.none,
            other or m.none,
            m.say("join").join(promised.get(unit.unit_id, [])) or m.none,
        ]

    columns = [
        m.column("number", "short"),
        m.column("task"),
        m.column("theme", "short"),
        Column(m.wording.name("roles", "lead")),
        m.column("other_bodies"),
        m.column("targets_listed"),
    ]
    return m.table(
        "all_tasks",
        columns,
        [row(unit) for unit in records.tasks],
        key=f"all-tasks-{records.notice_id}",
        label=m.labels[records.notice_id],
    )


def software(m: Material) -> Table:
    return m.table(
        "software", [m.column("software"), m.column("version")], [list(pair) for pair in m.provenance.software]
    )


def files(m: Material) -> Table:
    return m.table("files", [m.column("file"), m.column("hash")], [list(pair) for pair in m.provenance.files])


def parameters(m: Material) -> Table:
    return m.table(
        "parameters", [m.column("parameter"), m.column("setting")], [list(pair) for pair in m.provenance.parameters]
    )
