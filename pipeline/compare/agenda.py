"""The agenda over the years: which industries, programmes, works, bodies and places enter, stay, rise and leave.

A thing is followed by the id that linking gave its names, so another way of printing it is no exit and
no entry. What orders work counts: tasks, safeguards and goals; a look back does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.compare.profile import NoticeFacts
from pipeline.records import AgendaStep, Entity, Unit
from pipeline.records.base import AgendaChange, EntityLabel, Standing

FOLLOWED: tuple[EntityLabel, ...] = ("INDUSTRY", "PROGRAM", "PROJECT", "ORG", "PLACE")
ORDERING_KINDS = ("task", "safeguard", "goal")
Key = tuple[EntityLabel, str]


@dataclass(frozen=True, slots=True)
class Presence:
    """How one notice names one thing: in its title if it has a task of its own, and in how many units."""

    standing: Standing
    units: int
    entity: Entity


def agenda(notices: Sequence[NoticeFacts]) -> list[AgendaStep]:
    """One row for each thing and notice that names it, and one where it is gone; in order of notices, labels, keys.

    `notices` are those of one series in order of years.
    """
    steps: list[AgendaStep] = []
    before: dict[Key, Presence] = {}
    ever: set[Key] = set()
    for position, facts in enumerate(notices):
        now = presences(facts)
        for key in sorted({*now, *before}, key=lambda key: (FOLLOWED.index(key[0]), key[1])):
            change = _change(
                before.get(key), now.get(key), first=position == 0, known=key in ever, cut=bool(facts.cut_off)
            )
            steps.append(_step(facts, key, now.get(key), before.get(key), change))
        before = now
        ever |= set(now)
    return steps


def presences(facts: NoticeFacts) -> dict[Key, Presence]:
    """What a notice names where it orders work, each thing by the mention that stands highest."""
    units = {unit.unit_id: unit for unit in facts.units if unit.kind in ORDERING_KINDS}
    named: dict[Key, list[Entity]] = {}
    for entity in facts.entities:
        if entity.label in FOLLOWED and entity.unit_id in units:
            named.setdefault(key_of(entity), []).append(entity)
    return {key: _presence(entities, units) for key, entities in named.items()}


def key_of(entity: Entity) -> Key:
    """What a name is followed by over the years: its id, or its words where it has none."""
    return entity.label, entity.resolved or f"{entity.label.lower()}/{entity.text}"


def _presence(entities: list[Entity], units: dict[str, Unit]) -> Presence:
    titled = [entity for entity in entities if _in_title(entity, units[entity.unit_id])]
    return Presence(
        "task" if titled else "mention",
        len({entity.unit_id for entity in entities}),
        (titled or entities)[0],
    )


def _in_title(entity: Entity, unit: Unit) -> bool:
    """Whether the name stands in the title of its unit or in the heading right above it."""
    return unit.kind == "task" and any(entity.text in words for words in (unit.title, *unit.headings[-1:]))


def _change(before: Presence | None, now: Presence | None, *, first: bool, known: bool, cut: bool) -> AgendaChange:
    if first:
        return "first"
    if now is None:
        return "not_told" if cut else "leaves"
    if before is None:
        return "returns" if known else "enters"
    if before.standing == now.standing:
        return "stays"
    return "rises" if now.standing == "task" else "sinks"


def _step(
    facts: NoticeFacts, key: Key, now: Presence | None, before: Presence | None, change: AgendaChange
) -> AgendaStep:
    label, thing = key
    notice = facts.notice
    shown = now or before
    assert shown is not None  # a key comes from one of the two
    return AgendaStep(
        series=notice.series,
        year=notice.year or 0,
        notice_id=notice.notice_id,
        label=label,
        key=thing,
        name=shown.entity.text,
        standing=now.standing if now else "absent",
        change=change,
        units=now.units if now else 0,
        unit_id=now.entity.unit_id if now else "",
        start=now.entity.start if now else None,
        end=now.entity.end if now else None,
    )


def changed(steps: Iterable[AgendaStep], *changes: AgendaChange) -> Iterator[AgendaStep]:
    """The rows of some changes: `changed(steps, "enters", "rises")`."""
    return (step for step in steps if step.change in changes)
