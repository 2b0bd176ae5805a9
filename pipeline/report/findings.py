"""The findings of a report that a reader may quote, each with its values, its sentence and its evidence.

A finding keeps its key from build to build, so that two builds can be compared (`policy-trends diff`).
Beside the findings stand fingerprints of everything they were worked out from: each notice, each unit
and what was read in it, and the code, lexicons, labels, model, parameters and packages of each stage.

Longer than 350 lines: one finding a kind of row, in the order of the file.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from pipeline.records import Portfolio, Source, Unit
from pipeline.records.comparisons import LEANS
from pipeline.report.content.sources import Provenance
from pipeline.report.series import NoticeRecords, PairRecords, Series, body_key
from pipeline.report.sheet_rows import code_name
from pipeline.report.wording import Wording

FORMAT = 1
LEAST_MOVE = 2  # units more or fewer before a body is called growing or fading
OPENING = 30  # characters of an untitled unit that stand for its title
YEAR_NAMES = ("year", "old", "new")  # places in a sentence that hold the year of a notice
DIGITS = 16  # hexadecimal digits of a fingerprint: enough to tell the units of a series apart


@dataclass(frozen=True, slots=True)
class Finding:
    """`values` is what counts when two builds are compared; `say` puts it into a sentence of a language."""

    key: str
    kind: str
    values: Mapping[str, Any]
    notices: tuple[str, ...]
    evidence: tuple[str, ...]
    say: Callable[[Wording], str]

    def as_json(self, wordings: Iterable[Wording]) -> dict[str, Any]:
        statement = {wording.language: self.say(wording) for wording in wordings}
        return {
            "key": self.key,
            "kind": self.kind,
            "statement": statement,
            "values": self.values,
            "notices": self.notices,
            "evidence": self.evidence,
        }


def findings_of(series: Series, *, confidence: float) -> list[Finding]:
    """All findings of a series, by key. Two with one key are told apart by a number in document order."""
    maker = _Maker(series, confidence)
    found = [*maker.over_years()]
    for records in series.notices:
        found += maker.of_notice(records)
    for pair in series.pairs:
        found += maker.of_pair(pair)
    return sorted(_numbered(found), key=lambda finding: finding.key)


def _numbered(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.key] += 1
        number = seen[finding.key]
        yield (
            finding
            if number == 1
            else Finding(
                f"{finding.key}#{number}", finding.kind, finding.values, finding.notices, finding.evidence, finding.say
            )
        )


def _values(record: Any, names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names.split()}


class _Maker:
    def __init__(self, series: Series, confidence: float) -> None:
        self.series = series
        self.confidence = confidence
        self.units = {unit.unit_id: unit for records in series.notices for unit in records.units}
        self.all_notices = tuple(records.notice_id for records in series.notices)

    # -- over all years --------------------------------------------------------------------------

    def over_years(self) -> Iterator[Finding]:
        for row in self.series.shown_trends:
            entry = f"findings.theme_trend.{row.direction.replace(' ', '_')}"
            evidence = tuple(
                unit_id
                for records in self.series.notices
                if row.theme in records.priorities
                for unit_id in records.priorities[row.theme].unit_ids
            )
            yield self._finding(
                f"theme-trend/{row.theme}",
                "theme-trend",
                _values(row, "direction slope p_corrected counts totals"),
                self.all_notices,
                evidence,
                self._trend_words(entry, row),
            )
        if self.series.several and not (self.series.notices[0].incomplete or self.series.latest.incomplete):
            yield from self._loads()

    def _trend_words(self, entry: str, row: Any) -> Callable[[Wording], str]:
        return lambda w: w.plain(
            entry,
            theme=w.name("themes", row.theme),
            counts=w.listed([str(count) for count in row.counts]),
            p=w.p_value(row.p_corrected),
            slope=_points(row.slope, digits=2),
        )

    def _loads(self) -> Iterator[Finding]:
        """Bodies with clearly more or fewer units in the last notice than in the first, reforms followed."""
        first, last = (_by_body(records.portfolios) for records in (self.series.notices[0], self.series.latest))
        for body in sorted(first.keys() | last.keys()):
            old, new = (portfolios[body].units if body in portfolios else 0 for portfolios in (first, last))
            if abs(new - old) < LEAST_MOVE:
                continue
            row = last.get(body) or first[body]
            evidence = tuple(
                unit_id for portfolios in (first, last) if body in portfolios for unit_id in portfolios[body].unit_ids
            )
            entry = f"findings.body_load.{'growing' if new > old else 'fading'}"
            yield self._finding(
                f"body-load/{body}",
                "body-load",
                {"old_units": old, "new_units": new},
                self.all_notices,
                evidence,
                _words(entry, body=row.department, old_units=old, new_units=new),
            )

    # -- one notice ------------------------------------------------------------------------------

    def of_notice(self, records: NoticeRecords) -> Iterator[Finding]:
        yield from self._shares(records)
        notice, year = records.notice_id, _year(records)
        for row in records.sections:
            words = self._with_theme(
                "findings.section", row.theme, year=year, rank=row.rank, section=row.section, n=row.tasks
            )
            yield self._finding(
                f"section/{notice}/{row.rank}",
                "section",
                _values(row, "section theme tasks"),
                (notice,),
                row.unit_ids,
                words,
            )
        for held in records.department_roles:
            words = _words(
                "findings.body_roles",
                year=year,
                body=held.department,
                lead=held.lead,
                responsible=held.responsible,
                support=held.support,
            )
            yield self._finding(
                f"body-roles/{notice}/{body_key(held)}",
                "body-roles",
                _values(held, "lead responsible support"),
                (notice,),
                held.unit_ids,
                words,
            )
        for part in records.coverage:
            yield self._finding(
                f"quality/{notice}/{part.measure}",
                "quality",
                _values(part, "count total"),
                (notice,),
                (),
                _quality_words(year, part.measure, part.count, part.total),
            )

    def _shares(self, records: NoticeRecords) -> Iterator[Finding]:
        for theme in self.series.themes:
            row = records.priorities.get(theme)
            if row is None:
                continue
            entry = "findings.theme_share" if row.observable else "findings.theme_hidden"
            yield self._finding(
                f"theme-share/{records.notice_id}/{theme}",
                "theme-share",
                _values(row, "observable tasks unsure_tasks task_share share_low share_high text_share firm_targets"),
                (records.notice_id,),
                row.unit_ids,
                self._share_words(entry, _year(records), row),
            )

    def _share_words(self, entry: str, year: str, row: Any) -> Callable[[Wording], str]:
        def say(w: Wording) -> str:
            numbers = {
                "n": row.tasks,
                "share": w.percent(row.task_share),
                "interval": w.interval(row.share_low, row.share_high),
                "confidence": w.percent(self.confidence, digits=0),
            }
            return _say(w, entry, {"year": year, "theme": w.name("themes", row.theme), **numbers})

        return say

    # -- two notices -----------------------------------------------------------------------------

    def of_pair(self, pair: PairRecords) -> Iterator[Finding]:
        years = {"old": _year(pair.old), "new": _year(pair.new)}
        yield from self._changes(pair, years)
        yield from self._tasks(pair, years)
        yield from self._targets(pair, years)
        yield from self._roles(pair, years)
        for row in pair.words:
            if abs(row.z) > LEANS:
                entry = f"findings.word.{'growing' if row.z > 0 else 'fading'}"
                key = f"word/{'/'.join(pair.notice_ids)}/{row.form}/{row.word}"
                yield self._finding(
                    key,
                    "word",
                    _values(row, "z old_count new_count"),
                    pair.notice_ids,
                    (),
                    _words(entry, word=row.word, old_n=row.old_count, new_n=row.new_count, **years),
                )

    def _changes(self, pair: PairRecords, years: Mapping[str, str]) -> Iterator[Finding]:
        for row in pair.priorities:
            entry = (
                "hidden"
                if not row.observable or row.difference is None
                else "distinguishable"
                if row.distinguishable
                else "not_distinguishable"
            )
            evidence = tuple(
                unit_id
                for records in (pair.old, pair.new)
                if row.theme in records.priorities
                for unit_id in records.priorities[row.theme].unit_ids
            )
            values = _values(
                row,
                (
                    "observable old_share new_share difference difference_low difference_high p_corrected "
                    "distinguishable old_rank new_rank"
                ),
            )
            key = f"theme-change/{'/'.join(pair.notice_ids)}/{row.measure}/{row.theme}"
            yield self._finding(
                key,
                "theme-change",
                values,
                pair.notice_ids,
                evidence,
                self._change_words(f"findings.theme_change.{entry}", years, row),
            )

    def _change_words(self, entry: str, years: Mapping[str, str], row: Any) -> Callable[[Wording], str]:
        def say(w: Wording) -> str:
            names = {
                "theme": w.name("themes", row.theme),
                "measure": code_name(w, "workbook.codes.measures", row.measure),
            }
            shares = {
                "old_share": w.percent(row.old_share),
                "new_share": w.percent(row.new_share),
                "difference": _points(row.difference),
                "p": w.p_value(row.p_corrected),
            }
            return _say(w, entry, {**names, **shares, **years})

        return say

    def _tasks(self, pair: PairRecords, years: Mapping[str, str]) -> Iterator[Finding]:
        for row in pair.links:
            words = self._coded(
                "findings.task_link",
                change=("task_changes", row.change),
                old_title=self._title(row.old_unit_id),
                new_title=self._title(row.new_unit_id),
                **years,
            )
            yield self._finding(
                f"task/{row.old_unit_id}/{row.new_unit_id}",
                "task",
                _values(row, "change tier strength_old strength_new"),
                pair.notice_ids,
                (row.old_unit_id, row.new_unit_id),
                words,
            )
        for task in pair.unlinked:
            words = _words(f"findings.task_{task.change}", title=self._title(task.unit_id), **years)
            yield self._finding(
                f"task-{task.change}/{'/'.join(pair.notice_ids)}/{task.unit_id}",
                "task",
                {"change": task.change},
                pair.notice_ids,
                (task.unit_id,),
                words,
            )

    def _targets(self, pair: PairRecords, years: Mapping[str, str]) -> Iterator[Finding]:
        for row in pair.targets:
            words = self._target_words(row, years)
            values = _values(
                row,
                (
                    "change what old_value new_value old_value_high new_value_high old_unit new_unit "
                    "old_deadline new_deadline old_strength new_strength"
                ),
            )
            evidence = tuple(unit_id for unit_id in (row.old_unit_id, row.new_unit_id) if unit_id)
            yield self._finding(
                f"target/{row.old_unit_id}/{row.new_unit_id}/{row.indicator}",
                "target",
                values,
                pair.notice_ids,
                evidence,
                words,
            )

    def _target_words(self, row: Any, years: Mapping[str, str]) -> Callable[[Wording], str]:
        entry = "both" if row.old_text and row.new_text else "old" if row.old_text else "new"
        return self._coded(
            f"findings.target.{entry}",
            change=("target_changes", row.change),
            indicator=row.indicator,
            old_text=row.old_text or "",
            new_text=row.new_text or "",
            **years,
        )

    def _roles(self, pair: PairRecords, years: Mapping[str, str]) -> Iterator[Finding]:
        for row in pair.roles:
            entry = row.change if row.change in ("handed_over", "renamed_only") else "other"
            names = {
                "body": row.department,
                "old_body": row.from_department or "",
                "new_body": row.to_department or "",
                "title": self._title(row.new_unit_id),
            }
            words = self._coded(f"findings.role.{entry}", change=("role_changes", row.change), **names, **years)
            values = _values(row, "change from_department to_department from_role to_role old_lead_role")
            key = f"role/{row.old_unit_id}/{row.new_unit_id}/{row.body_id or row.department}/{row.change}"
            yield self._finding(key, "role", values, pair.notice_ids, (row.old_unit_id, row.new_unit_id), words)

    # -- words -----------------------------------------------------------------------------------

    def _finding(
        self,
        key: str,
        kind: str,
        values: Mapping[str, Any],
        notices: Sequence[str],
        evidence: Sequence[str],
        say: Callable[[Wording], str],
    ) -> Finding:
        return Finding(key, kind, values, tuple(notices), tuple(dict.fromkeys(evidence)), say)

    def _title(self, unit_id: str) -> str:
        unit = self.units.get(unit_id)
        return unit.title or unit.text[:OPENING] if unit else unit_id

    def _with_theme(self, entry: str, theme: str, **values: Any) -> Callable[[Wording], str]:
        return self._coded(entry if theme else f"{entry}_without_theme", theme=("themes", theme), **values)

    def _coded(self, entry: str, **values: Any) -> Callable[[Wording], str]:
        """A sentence in which (group, code) pairs become words of the language."""
        return lambda w: _say(
            w,
            entry,
            {name: code_name(w, *value) if isinstance(value, tuple) else value for name, value in values.items()},
        )


def _words(entry: str, **values: Any) -> Callable[[Wording], str]:
    return lambda w: _say(w, entry, values)


def _say(wording: Wording, entry: str, values: Mapping[str, Any]) -> str:
    said: dict[str, Any] = {
        name: _year_label(wording, value) if name in YEAR_NAMES else value for name, value in values.items()
    }
    return wording.plain(entry, **said)


def _year_label(wording: Wording, year: str) -> str:
    return wording.plain("values.year", year=year) if year else wording.plain("values.no_year")


def _quality_words(year: str, measure: str, count: int, total: int) -> Callable[[Wording], str]:
    return lambda w: _say(
        w, "findings.quality", {"year": year, "measure": code_name(w, "coverage", measure), "n": count, "total": total}
    )


def _year(records: NoticeRecords) -> str:
    """The year of a notice as plain digits, "" where unknown."""
    return "" if records.notice.year is None else str(records.notice.year)


def _by_body(portfolios: Iterable[Portfolio]) -> dict[str, Portfolio]:
    return {f"{row.level}/{row.body_id or row.department}": row for row in portfolios if not row.collective}


def _points(value: float | None, *, digits: int = 1) -> str:
    """A difference of shares in percentage points, with its sign."""
    return "—" if value is None else f"{value * 100:+.{digits}f}".replace("-", "−")


# -- what the findings were worked out from --------------------------------------------------------


def digest(value: Any) -> str:
    """A short fingerprint of plain data."""
    return hashlib.sha256(repr(value).encode("utf-8", errors="surrogatepass")).hexdigest()[:DIGITS]


def _without_place(record: Any) -> tuple[Any, ...]:
    """A record's values but for where it stands: text put in above must not look like a new reading below."""
    return tuple(
        getattr(record, name) for name in record.__slots__ if name not in ("start", "end", "notice_id", "unit_id")
    )


def _unit_prints(records: NoticeRecords) -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, list[Any]]] = {name: defaultdict(list) for name in ("roles", "targets", "entities")}
    for name, rows in (("roles", records.roles), ("targets", records.targets), ("entities", records.entities)):
        for row in rows:
            read[name][row.unit_id].append(_without_place(row))
    return {
        unit.unit_id: {
            "units": digest(_unit_core(unit)),
            "themes": _theme(records, unit.unit_id),
            **{name: digest(read[name][unit.unit_id]) for name in read},
        }
        for unit in records.units
    }


def _unit_core(unit: Unit) -> tuple[Any, ...]:
    return unit.path, unit.headings, unit.kind, unit.title, unit.text


def _theme(records: NoticeRecords, unit_id: str) -> str:
    guess = records.themes.get(unit_id)
    return "" if guess is None else guess.theme + ("?" if guess.unsure else "")


def _notice_prints(records: NoticeRecords, sources: Mapping[str, Source]) -> dict[str, Any]:
    notice = records.notice
    return {
        "source": sources[notice.notice_id].sha256 if notice.notice_id in sources else None,
        "text": digest(astuple(notice)),
        "diagnostics": digest([(odd.code, odd.severity, odd.message) for odd in records.diagnostics]),
        "units": _unit_prints(records),
    }


def _decision_prints(series: Series) -> dict[str, dict[str, str]]:
    """notice -> what persons decided about it -> its digest."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for one in series.decided:
        what = " ".join(filter(None, (one.kind, one.unit, one.surface[:OPENING], one.field)))
        for notice_id in {one.notice_id, one.other_notice_id} - {""}:
            found[notice_id][what] = digest((one.action, one.new, one.other_unit, one.other_surface))
    return {notice_id: dict(sorted(found[notice_id].items())) for notice_id in sorted(found)}


@dataclass(frozen=True, slots=True)
class Upstream:
    """Hashes of what lies before the report: per stage its files, and labels and model (None where there is none)."""

    stages: Mapping[str, Mapping[str, str]]
    labels: str | None
    model: str | None


def findings_document(
    series: Series,
    wordings: Sequence[Wording],
    provenance: Provenance,
    upstream: Upstream,
    sources: Mapping[str, Source],
    *,
    language: str,
    confidence: float,
) -> dict[str, Any]:
    """findings.json: the findings, then what they were worked out from."""
    return {
        "format": FORMAT,
        "series": series.name,
        "sample": series.sample,
        "language": language,
        "findings": [finding.as_json(wordings) for finding in findings_of(series, confidence=confidence)],
        "provenance": {
            "version": provenance.version,
            "software": dict(provenance.software),
            "parameters": dict(provenance.parameters),
            "labels": upstream.labels,
            "model": upstream.model,
            "stages": {stage: dict(files) for stage, files in upstream.stages.items()},
            "corrections": _decision_prints(series),
            "notices": {records.notice_id: _notice_prints(records, sources) for records in series.notices},
        },
    }
