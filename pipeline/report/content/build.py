"""The content of a report: everything that page, Word, workbook and terminal say, in the order it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.corrections.agreement import Measured, measured
from pipeline.records import Diagnostic
from pipeline.report.content.counts import CountRow, Promise, Section, body_rows, promises, sections, theme_rows
from pipeline.report.content.decisions import DecisionRow, decision_rows
from pipeline.report.content.missing import Missing, missing
from pipeline.report.content.panel import PanelRow, panel_rows
from pipeline.report.content.quotes import Quoter
from pipeline.report.content.single import single_headline
from pipeline.report.content.tasks import task_data
from pipeline.report.content.told import MOST_HEADLINES, Told, headline, theme_courses, theme_findings, told
from pipeline.report.series import Series, year_label, years_label
from pipeline.report.wording import Wording


@dataclass(frozen=True, slots=True)
class PairContent:
    """Two consecutive notices: their labels and the findings between them, ranked."""

    number: int
    old: str
    new: str
    findings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A report without its layout."""

    title: str
    sample: bool
    labels: tuple[str, ...]  # of the notices, in order
    headline: tuple[Told, ...]
    missing: tuple[Missing, ...]
    pairs: tuple[PairContent, ...]  # the latest first
    themes: tuple[CountRow, ...]
    panel: tuple[PanelRow, ...]
    bodies: tuple[CountRow, ...]
    sections: tuple[tuple[Section, ...], ...]  # of every notice
    promises: tuple[Promise, ...]  # of the last notice
    tasks: tuple[Mapping[str, Any], ...]
    totals: tuple[int, ...]  # tasks of every notice
    decisions: tuple[DecisionRow, ...]  # of persons
    measured: tuple[Measured, ...]  # the error on notices that a person went through
    quoter: Quoter

    @property
    def several(self) -> bool:
        return len(self.labels) > 1


def content(
    series: Series, wording: Wording, unread: Sequence[Diagnostic] = (), english: Mapping[str, str] | None = None
) -> Content:
    """Everything a report says of a series. `english` has an English name for a body id or an issuer, where the
    registry has one."""
    quoter = Quoter(series, wording)
    pairs = told(series, quoter, wording)
    courses = theme_courses(series, quoter, wording)
    moves = theme_findings(series, quoter, wording)
    themes = [*courses, *moves]
    first = headline(courses, moves, pairs[-1]) if pairs else []
    counted = theme_rows(series, quoter, wording)
    bodies = body_rows(series, quoter, english or {})
    decisions = decision_rows(series, wording)
    return Content(
        title=report_title(series, wording, english),
        sample=series.sample,
        labels=tuple(quoter.labels),
        headline=tuple(first if pairs else single_headline(series.latest, counted, bodies, quoter, wording)),
        missing=tuple(missing(series, unread, decisions, quoter, wording)),
        pairs=tuple(_pairs(series, pairs, themes, wording)),
        themes=tuple(counted),
        panel=tuple(panel_rows(series, quoter, wording)),
        bodies=tuple(bodies),
        sections=tuple(tuple(sections(one, quoter, wording.language)) for one in series.notices),
        promises=tuple(promises(series.latest, quoter, wording)),
        tasks=tuple(task_data(series, wording.language)),
        totals=tuple(len(one.tasks) for one in series.notices),
        decisions=tuple(decisions),
        measured=tuple(measured(series.decided)),
        quoter=quoter,
    )


def _pairs(
    series: Series, found: Sequence[Sequence[Told]], themes: Sequence[Told], wording: Wording
) -> list[PairContent]:
    """The pairs, the latest first; what is told of themes stands below the weightiest findings of the last one."""
    pairs = []
    for number, (pair, findings) in enumerate(zip(series.pairs, found)):
        of_themes = themes if number == len(found) - 1 else ()
        ordered = (*findings[:MOST_HEADLINES], *of_themes, *findings[MOST_HEADLINES:])
        old, new = (year_label(one.notice, wording) for one in (pair.old, pair.new))
        pairs.append(PairContent(number, old, new, ordered))
    return pairs[::-1]


def report_title(series: Series, wording: Wording, english: Mapping[str, str] | None = None) -> str:
    """The title of the report, with what a person called the series; a sample says so."""
    notice = series.latest.notice
    if series.several:
        years = years_label(series.notices, wording)
        printed = series.called or notice.issuer or series.name
        known = (english or {}).get(printed)
        issuer = f"{known} ({printed})" if known else printed
        title = wording.plain("title.years", issuer=issuer, years=years)
    else:
        title = wording.plain("title.profile", title=notice.title or notice.notice_id)
    return wording.plain("sample.title", title=title) if series.sample else title
