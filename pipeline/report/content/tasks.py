"""The tasks of all notices as plain data that the page shows on demand."""

from __future__ import annotations

from typing import Any

from pipeline.knowledge.topics import topics_en
from pipeline.records import Unit
from pipeline.report.content.told import PERSON
from pipeline.report.series import NoticeRecords, Series


def task_data(series: Series, language: str) -> list[dict[str, Any]]:
    """One entry a unit: n notice, s and e its place, t title, k number, m theme, u unsure, r bodies, c how it came, d
    that it was dropped later, p that a person fixed something of it, g its topics in English."""
    came, dropped = _came(series), _dropped(series)
    return [
        _entry(number, records, unit, came, dropped) | _gloss(unit, language)
        for number, records in enumerate(series.notices)
        for unit in records.units
        if unit.kind in ("task", "safeguard")
    ]


def _entry(number: int, records: NoticeRecords, unit: Unit, came: dict[str, str], dropped: set[str]) -> dict[str, Any]:
    guess = records.themes.get(unit.unit_id)
    bodies = list(dict.fromkeys(role.department for role in records.roles if role.unit_id == unit.unit_id))
    entry: dict[str, Any] = {
        "n": number,
        "s": unit.start,
        "e": unit.end,
        "k": "-".join(unit.path),
        "t": unit.title or unit.text[:40],
        "m": guess.theme if guess else "",
        "r": bodies,
        "c": came.get(unit.unit_id, ""),
        "d": int(unit.unit_id in dropped),
    }
    return entry | ({"u": 1} if guess and guess.unsure else {}) | ({"p": 1} if _by_person(records, unit) else {})


def _gloss(unit: Unit, language: str) -> dict[str, str]:
    said = topics_en(unit.title or unit.text[:40]) if language == "en" else ""
    return {"g": said} if said else {}


def _by_person(records: NoticeRecords, unit: Unit) -> bool:
    """Whether a person fixed the unit's theme, a role or a target of it."""
    guess = records.themes.get(unit.unit_id)
    fixed = any(
        fact.unit_id == unit.unit_id and fact.rule == PERSON
        for facts in (records.roles, records.targets)
        for fact in facts
    )
    return fixed or (guess is not None and guess.decided_by == PERSON)


def _came(series: Series) -> dict[str, str]:
    """unit -> what the comparison with the notice before says of it."""
    linked = {link.new_unit_id: link.change for pair in series.pairs for link in pair.links}
    return linked | {row.unit_id: row.change for pair in series.pairs for row in pair.unlinked if row.change == "new"}


def _dropped(series: Series) -> set[str]:
    return {row.unit_id for pair in series.pairs for row in pair.unlinked if row.change == "dropped"}
