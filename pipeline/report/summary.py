"""What the tables say, in sentences. Every number is a link to the row or the task it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from pipeline.records import DepartmentRole, Priority
from pipeline.report.series import NoticeRecords, Series, body_key, is_collective, years_label
from pipeline.report.wording import Wording

MOST_NAMED = 6
RANKS_NAMED = 3
RE_UNSAFE = re.compile(r"[^\w.~/-]")


def anchor(*parts: str) -> str:
    """A stable id on the page: task-qingdao-2023/二-17. What an id should not hold is spelt as its code."""
    return "-".join(RE_UNSAFE.sub(lambda found: f"_{ord(found[0]):x}_", part) for part in parts)


def evidence(text: str, target: str) -> Markup:
    """A number that leads to its evidence."""
    return Markup('<a class="evidence" href="#{}">{}</a>').format(target, text)


class Summary:
    """The sentences of one series."""

    def __init__(self, series: Series, wording: Wording, *, confidence: float) -> None:
        self.series = series
        self.wording = wording
        self.confidence = evidence(wording.percent(confidence, digits=0), anchor("parameter", "compare.confidence"))

    def opening(self) -> Markup:
        """What the report rests on: one notice is a profile, several are years to compare with care."""
        if not self.series.several:
            return self.wording.say("summary.profile")
        number = evidence(self.wording.number(len(self.series.notices)), "notices")
        return self.wording.say(
            "summary.series", notices=number, years=evidence(years_label(self.series.notices, self.wording), "notices")
        )

    def sentences(self, records: NoticeRecords) -> list[Markup]:
        """One notice in sentences, from what it holds to what it hides."""
        return [
            *self._tasks(records),
            *self._not_observable(records),
            *self._departments(records),
            *self._targets(records),
        ]

    def _linked(self, count: int, *target: str) -> Markup:
        return evidence(self.wording.number(count), anchor(*target))

    # -- themes ----------------------------------------------------------------------------------

    def _tasks(self, records: NoticeRecords) -> Iterator[Markup]:
        title = records.notice.title or records.notice_id
        tasks = len(records.tasks)
        if not tasks:
            yield self.wording.say("summary.no_tasks", title=title)
            return
        yield self.wording.say(
            "summary.tasks", count=tasks, n=self._linked(tasks, "priority", records.notice_id, "total"), title=title
        )
        ranked = [records.priorities[theme] for theme in self.series.themes if records.observable(theme)]
        ranked = sorted((row for row in ranked if row.task_share is not None), key=lambda row: -row.tasks)
        if ranked and ranked[0].tasks:
            yield from self._leading(
                records,
                [row for row in ranked if row.tasks == ranked[0].tasks],
                [row for row in ranked if row.tasks < ranked[0].tasks],
            )
        unsure = sum(row.unsure_tasks for row in records.priorities.values())
        if unsure:
            yield self.wording.say(
                "summary.unsure", count=unsure, n=self._linked(unsure, "priority", records.notice_id, "total")
            )

    def _row_anchor(self, records: NoticeRecords, row: Priority) -> str:
        return anchor("priority", records.notice_id, row.theme)

    def _leading(
        self, records: NoticeRecords, first: Sequence[Priority], others: Sequence[Priority]
    ) -> Iterator[Markup]:
        leader = first[0]
        target = self._row_anchor(records, leader)
        values = {
            "n": evidence(self.wording.number(leader.tasks), target),
            "share": evidence(self.wording.percent(leader.task_share), target),
            "interval": evidence(self.wording.interval(leader.share_low, leader.share_high), target),
            "confidence": self.confidence,
        }
        if len(first) > 1:
            names = [self.wording.name("themes", row.theme) for row in first]
            yield self.wording.say("summary.tied", count=leader.tasks, themes=self.wording.listed(names), **values)
            return
        yield self.wording.say(
            "summary.leading", count=leader.tasks, theme=self.wording.name("themes", leader.theme), **values
        )
        overlapping = [
            row
            for row in others
            if leader.share_low is not None and row.share_high is not None and row.share_high >= leader.share_low
        ]
        if overlapping:
            rivals = [self._with_interval(records, row) for row in overlapping]
            yield self.wording.say("summary.overlap", themes=self.wording.listed(rivals))
        elif others and leader.share_low is not None:
            yield self.wording.say("summary.apart")

    def _with_interval(self, records: NoticeRecords, row: Priority) -> Markup:
        interval = evidence(self.wording.interval(row.share_low, row.share_high), self._row_anchor(records, row))
        return self.wording.say(
            "summary.theme_interval", theme=self.wording.name("themes", row.theme), interval=interval
        )

    def hidden_themes(self, records: NoticeRecords) -> list[str]:
        """Themes that this text does not let us observe although it holds tasks of others."""
        return [theme for theme in self.series.themes if records.tasks and not records.observable(theme)]

    def _not_observable(self, records: NoticeRecords) -> Iterator[Markup]:
        hidden = self.hidden_themes(records)
        if hidden:
            links = [
                evidence(self.wording.name("themes", theme), anchor("priority", records.notice_id, theme))
                for theme in hidden
            ]
            yield self.wording.say("summary.not_observable", themes=self.wording.listed(links))
        for theme in hidden:
            row = records.priorities.get(theme)
            if row and row.tasks:
                number = evidence(self.wording.number(row.tasks), self._row_anchor(records, row))
                yield self.wording.say(
                    "summary.elsewhere", count=row.tasks, n=number, theme=self.wording.name("themes", theme)
                )

    # -- departments -----------------------------------------------------------------------------

    def _departments(self, records: NoticeRecords) -> Iterator[Markup]:
        rows = [row for row in records.department_roles if not is_collective(body_key(row))]
        if not records.department_roles:
            yield self.wording.say("summary.no_roles")
            return
        for field, key in (("lead", "leads"), ("responsible", "responsible")):
            if any(getattr(row, field) for row in rows):
                yield self._busiest(records, rows, field, key)
                break
        unresolved = [row for row in records.department_roles if not row.body_id]
        if unresolved:
            yield self.wording.say(
                "summary.unresolved",
                count=len(unresolved),
                n=self._linked(len(unresolved), "departments", records.notice_id),
            )

    def _busiest(self, records: NoticeRecords, rows: Sequence[DepartmentRole], field: str, key: str) -> Markup:
        """The first three ranks; with many equals only those clearly above the rest."""
        ranked = sorted(
            (row for row in rows if getattr(row, field)), key=lambda row: (-getattr(row, field), row.department)
        )
        least = getattr(ranked[min(RANKS_NAMED, len(ranked)) - 1], field)
        named = [row for row in ranked if getattr(row, field) >= least]
        if len(named) > MOST_NAMED:
            named = [row for row in named if getattr(row, field) > least]
        if not named:
            return self.wording.say(
                f"summary.{key}_even", count=least, n=self._linked(least, "departments", records.notice_id)
            )
        bodies = []
        for row in named:
            count = getattr(row, field)
            number = self._linked(count, "department", records.notice_id, body_key(row))
            bodies.append(self.wording.say("summary.body", count=count, department=row.department, n=number))
        return self.wording.say(f"summary.{key}", bodies=self.wording.listed(bodies))

    # -- targets ---------------------------------------------------------------------------------

    def _targets(self, records: NoticeRecords) -> Iterator[Markup]:
        promises = len(records.promises)
        if not promises:
            yield self.wording.say("summary.no_targets")
        else:
            firm = sum(target.strength == "firm" for target in records.promises)
            row = ("tally", records.notice_id, "firm")
            yield self.wording.say(
                "summary.targets", count=promises, n=self._linked(promises, "tally", records.notice_id, "total")
            )
            share = evidence(self.wording.percent(firm / promises), anchor(*row))
            yield self.wording.say("summary.firm", count=firm, n=self._linked(firm, *row), share=share)
        if records.grants:
            yield self.wording.say(
                "summary.grants",
                count=len(records.grants),
                n=self._linked(len(records.grants), "grants", records.notice_id),
            )
