"""What persons decided about the notices of a report, each with its effect."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.corrections.places import find_unit
from pipeline.records import Correction
from pipeline.report.series import NoticeRecords, Series, year_label
from pipeline.report.sheet_rows import code_group, code_name, description
from pipeline.report.wording import Wording

RECORDS = {
    "notice": "Notice", "unit": "Unit", "role": "Role", "target": "Target", "entity": "Entity", "theme": "ThemeGuess",
    "finding": "FindingRow", "series": "Source",
}  # fmt: skip
STALE = "stale-correction"
LONGEST = 40  # characters of what is shown of a place


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision as a reader sees it: where, about what, what was decided, by whom, and whether it stands."""

    where: str
    kind: str
    what: str
    decided: str
    person: str
    note: str
    stands: bool
    changes: bool


def decision_rows(series: Series, wording: Wording) -> list[DecisionRow]:
    """The decisions about a series in the order of its notices; what a command was told of titles is among them."""
    places = {one.notice_id: place for place, one in enumerate(series.notices)}
    ordered = sorted(series.decided, key=lambda one: (places.get(one.notice_id, -1), one.kind, one.unit, one.surface))
    standing = _Standing(series)
    return [_row(one, series, standing, wording) for one in ordered]


def _row(one: Correction, series: Series, standing: _Standing, wording: Wording) -> DecisionRow:
    years = {records.notice_id: year_label(records.notice, wording) for records in series.notices}
    ids = [name for name in (one.notice_id, one.other_notice_id) if name]
    where = " → ".join(
        f"{years.get(name, name)} {number}".strip() for name, number in zip(ids, (one.unit, one.other_unit))
    )
    about = one.surface if one.kind != "link" else f"{one.surface} → {one.other_surface}"
    return DecisionRow(
        where,
        wording.name("decisions.kinds", one.kind),
        about[:LONGEST],
        _decided(one, wording),
        f"{one.annotator} {one.date}",
        one.note,
        standing.of(one),
        one.action != "confirm",
    )


def _decided(one: Correction, wording: Wording) -> str:
    action = wording.name("decisions.actions", one.action)
    if one.action != "change":
        return action
    record = RECORDS.get(one.kind, "")
    group = code_group(record, one.field) if record else ""
    old, new = (code_name(wording, group, value) if group and value else value for value in (one.old, one.new))
    field = one.field if one.kind == "series" else description(wording, record, one.field)["name"]
    return wording.plain("decisions.changed", field=field, old=old or "—", new=new)


class _Standing:
    """Whether a decision has its effect: a stale one is told by a diagnostic that names it, or shows in the results."""

    def __init__(self, series: Series) -> None:
        diagnostics = [odd.message for one in series.notices for odd in one.diagnostics if odd.code == STALE]
        self._stale = frozenset(one.id for one in series.decided if any(f" {one.id} " in text for text in diagnostics))
        self._notices = {one.notice_id: one for one in series.notices}
        self._findings = {
            (row.old_notice_id, row.new_notice_id, row.finding_id): row.decided_by
            for pair in series.pairs
            for row in pair.findings
        }

    def of(self, one: Correction) -> bool:
        if one.id in self._stale:
            return False
        if one.kind == "finding":
            found = self._findings.get((one.notice_id, one.other_notice_id, one.surface), "")
            return found == "" if one.action == "delete" else found == "person"
        if one.kind == "indicator":
            sides = ((one.notice_id, one.surface), (one.other_notice_id, one.other_surface))
            return all(name not in self._notices or head in _heads(self._notices[name]) for name, head in sides)
        if one.kind in ("link", "theme", "unit") and one.action == "confirm":
            unit = find_unit(self._notices[one.notice_id].units, one.unit, one.surface)
            return unit is not None
        return True


def _heads(records: NoticeRecords) -> set[str]:
    return {mention.head for mention in records.mentions}
