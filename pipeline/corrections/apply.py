"""Apply decisions: each stage its own kinds, on what it has just read. What has lost its place is told, not guessed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar, cast

from pipeline.corrections.places import find_span, find_unit, path_of, place_in, squashed, unit_of
from pipeline.records import Correction, Diagnostic, Entity, Notice, Role, Target, ThemeGuess, Unit
from pipeline.records.base import EntityLabel, RecordError, RoleName

PERSON: Literal["person"] = "person"  # the `rule` of what a person added or changed
NOTICE_FIELDS = ("title", "issuer", "document_number", "issued_on", "published_on")
UNIT_FIELDS = ("kind", "title")
TARGET_FIELDS = (
    "indicator", "level", "op", "value", "value_high", "unit", "kind", "direction", "deadline", "each_year", "strength",
)  # fmt: skip
NUMBERS = {"value": float, "value_high": float, "deadline": int}

Fact = TypeVar("Fact", Role, Target, Entity)
Resolve = Callable[[str], str]  # a printed name to the id of its body, "" where it does not resolve


@dataclass(slots=True)
class Outcome:
    """What became of decisions: those that took effect, and those that found no place."""

    applied: list[Correction] = field(default_factory=list)
    stale: list[tuple[Correction, str]] = field(default_factory=list)

    def took(self, one: Correction, *, effect: bool, why: str) -> None:
        if effect:
            self.applied.append(one)
        else:
            self.stale.append((one, why))

    def diagnostics(self) -> list[Diagnostic]:
        """One warning for each decision that was set aside."""
        return [
            Diagnostic(
                one.notice_id,
                "stale-correction",
                "warning",
                (
                    f"data/corrections.csv, {one.id} ({one.kind} {one.unit} “{one.surface[:30]}”, "
                    f"{one.annotator}): {why}; it is set aside. Look at the place and decide anew "
                    "(`policy-trends correct export`)."
                ),
            )
            for one, why in self.stale
        ]


def of_kind(corrections: Iterable[Correction], kind: str) -> list[Correction]:
    return [one for one in corrections if one.kind == kind and one.action != "confirm"]


# -- the notice and its units --------------------------------------------------------------------


def correct_notice(notice: Notice, corrections: Iterable[Correction], outcome: Outcome) -> Notice:
    """The notice with the title, issuer, number and dates that persons gave it."""
    for one in of_kind(corrections, "notice"):
        known = one.field in NOTICE_FIELDS
        outcome.took(one, effect=known, why=f"a notice has no field {one.field!r}")
        if known:
            empty = None if one.field.endswith("_on") else ""
            changes: dict[str, Any] = {one.field: one.new or empty}
            notice = replace(notice, **changes)
    return notice


def correct_units(
    notice: Notice, units: Sequence[Unit], corrections: Iterable[Correction], outcome: Outcome
) -> list[Unit]:
    """The units with what persons took out, put in or called by another kind; positions count anew."""
    found = list(units)
    for one in of_kind(corrections, "unit"):
        if one.action == "add":
            found = _with_unit(notice, found, one, outcome)
            continue
        unit = find_unit(found, one.unit, one.surface)
        outcome.took(one, effect=unit is not None, why="no unit begins like this any more")
        if unit is None:
            continue
        at = found.index(unit)
        changes: dict[str, Any] = {one.field: one.new}
        found[at : at + 1] = [] if one.action == "delete" else [replace(unit, **changes)]
    return [replace(unit, position=position) for position, unit in enumerate(found)]


def _with_unit(notice: Notice, units: list[Unit], one: Correction, outcome: Outcome) -> list[Unit]:
    """A unit that was swallowed by another (or by none): it ends where its last words stand, else with its holder."""
    span = find_span(notice.text, one.surface)
    last = find_span(notice.text, one.old, span[0]) if span and one.old else None
    if span is None or (one.old and last is None):
        outcome.took(one, effect=False, why="these words do not stand just once in the notice")
        return units
    start = span[0]
    holder = unit_of(units, start)
    line_end = notice.text.find("\n", start)
    end = last[1] if last else holder.end if holder else len(notice.text) if line_end < 0 else line_end
    if (holder and end > holder.end) or any(
        unit.start < end and start < unit.end for unit in units if unit is not holder
    ):
        outcome.took(one, effect=False, why="these words reach into another unit")
        return units
    text = notice.text[start:end]
    added = Unit(
        notice_id=notice.notice_id,
        unit_id=f"{notice.notice_id}/{one.unit}",
        position=0,
        path=tuple(one.unit.split("-")),
        headings=holder.headings if holder else (),
        kind=one.new,  # type: ignore[arg-type]  # checked on import, and by the record
        title=text.split("。")[0] if "。" in text[:41] else "",
        text=text,
        start=start,
        end=end,
        heading_spans=holder.heading_spans if holder else (),
    )
    pieces = [piece for piece in _around(notice, holder, start, end)] if holder else []
    outcome.took(one, effect=True, why="")
    return sorted([*(unit for unit in units if unit is not holder), *pieces, added], key=lambda unit: unit.start)


def _around(notice: Notice, holder: Unit, start: int, end: int) -> list[Unit]:
    """What is left of the holder: the part before the new unit keeps its name, one behind it gets 续."""
    pieces = []
    for (begin, stop), mark in (((holder.start, start), ""), ((end, holder.end), "-续")):
        kept = notice.text[begin:stop].rstrip()
        if kept.strip():
            begin += len(kept) - len(kept.lstrip())
            text = notice.text[begin : begin + len(kept.strip())]
            unit_id, path = holder.unit_id + mark, holder.path + (("续",) if mark else ())
            pieces.append(replace(holder, unit_id=unit_id, path=path, text=text, start=begin, end=begin + len(text)))
    return pieces


# -- facts ---------------------------------------------------------------------------------------


def correct_roles(
    notice: Notice,
    units: Sequence[Unit],
    roles: Sequence[Role],
    corrections: Iterable[Correction],
    outcome: Outcome,
    resolve: Resolve,
) -> list[Role]:
    """Roles with the bodies and the parts that persons gave; a changed name is resolved anew."""

    def changed(role: Role, one: Correction) -> Role:
        if one.field == "department":
            start, end = _place(notice, units, role.unit_id, one.new)
            return replace(role, department=one.new, body_id=resolve(one.new), start=start, end=end, rule=PERSON)
        return replace(role, role=cast(RoleName, one.new), rule=PERSON)  # checked on import

    def added(unit: Unit, one: Correction) -> Role:
        start, end = place_in(notice, unit, one.surface)
        body = resolve(one.surface)
        role = cast(RoleName, one.new)  # checked on import
        return Role(notice.notice_id, unit.unit_id, role, one.surface, body, start, end, False, PERSON)

    def meant(role: Role, one: Correction) -> bool:
        return squashed(role.department) == squashed(one.surface) and (
            not one.old or one.old in (role.role, role.department)
        )

    return _corrected(units, roles, of_kind(corrections, "role"), outcome, meant, changed, added)


def correct_targets(
    notice: Notice,
    units: Sequence[Unit],
    targets: Sequence[Target],
    corrections: Iterable[Correction],
    outcome: Outcome,
) -> list[Target]:
    """Targets with the values that persons gave. An added one names its fields as a JSON object in `new`."""

    def changed(target: Target, one: Correction) -> Target:
        return replace(target, **{one.field: typed(one.field, one.new)}, rule=PERSON)

    def added(unit: Unit, one: Correction) -> Target:
        start, end = place_in(notice, unit, one.surface)
        given: dict[str, Any] = {
            "level": None,
            "op": "eq",
            "value_high": None,
            "unit": "",
            "kind": "flow",
            "direction": "up",
        }
        given |= {"deadline": None, "each_year": False, "strength": "firm", **json.loads(one.new)}
        text = notice.text[start:end]
        given |= {"notice_id": notice.notice_id, "unit_id": unit.unit_id, "start": start, "end": end, "text": text}
        return Target(**given, rule=PERSON)

    def meant(target: Target, one: Correction) -> bool:
        return squashed(target.text) == squashed(one.surface)

    return _corrected(units, targets, of_kind(corrections, "target"), outcome, meant, changed, added)


def correct_entities(
    notice: Notice,
    units: Sequence[Unit],
    entities: Sequence[Entity],
    corrections: Iterable[Correction],
    outcome: Outcome,
) -> list[Entity]:
    """Named things with the labels that persons gave, without what is none, with what was passed over."""

    def changed(entity: Entity, one: Correction) -> Entity:
        if one.field == "label":
            return replace(entity, label=cast(EntityLabel, one.new), rule=PERSON)
        start, end = _place(notice, units, entity.unit_id, one.new)
        return replace(entity, text=notice.text[start:end], start=start, end=end, rule=PERSON)

    def added(unit: Unit, one: Correction) -> Entity:
        start, end = place_in(notice, unit, one.surface)
        label = cast(EntityLabel, one.new)
        return Entity(notice.notice_id, unit.unit_id, label, notice.text[start:end], start, end, PERSON)

    def meant(entity: Entity, one: Correction) -> bool:
        return squashed(entity.text) == squashed(one.surface)

    return _corrected(units, entities, of_kind(corrections, "entity"), outcome, meant, changed, added)


def correct_themes(
    units: Sequence[Unit], guesses: Sequence[ThemeGuess], corrections: Iterable[Correction], themes: Collection[str]
) -> list[ThemeGuess]:
    """The guesses with the themes that persons gave, as far as these are among `themes` (one may be gone by now);
    `check_places` tells of those that lost their unit."""
    given: dict[str, dict[str, str]] = {}
    for one in of_kind(corrections, "theme"):
        if one.new in themes and (unit := find_unit(units, one.unit, one.surface)):
            given.setdefault(unit.unit_id, {})[one.field] = one.new
    return [themed(guess, **given[guess.unit_id]) if guess.unit_id in given else guess for guess in guesses]


def themed(guess: ThemeGuess, theme: str = "", theme2: str = "") -> ThemeGuess:
    """A guess as a person decided it: certain, with the theme given (or the one it had)."""
    theme = theme or guess.theme
    scores = tuple(float(one == theme) for one in guess.themes)
    second = theme2 or (guess.theme2 if guess.theme2 != theme else "")
    return replace(
        guess, theme=theme, theme2="" if second == theme else second, unsure=False, scores=scores, decided_by=PERSON
    )


def check_places(notice: Notice, units: Sequence[Unit], corrections: Iterable[Correction], outcome: Outcome) -> None:
    """Tell of themes and links whose unit is not there any more: they are applied where no diagnostic can be given."""
    for one in corrections:
        if one.kind not in ("theme", "link") or one.action == "confirm":
            continue
        other = one.kind == "link" and one.other_notice_id == notice.notice_id
        place = (one.other_unit, one.other_surface) if other else (one.unit, one.surface)
        if find_unit(units, *place) is None:
            outcome.took(one, effect=False, why="no unit begins like this any more")


def typed(name: str, value: str) -> Any:
    """A field of a target from its cell: numbers as numbers, 是 and 否 as flags, an empty cell as none."""
    if name in NUMBERS:
        return NUMBERS[name](value) if value else None
    if name == "each_year":
        return value in ("是", "true", "True", "1")
    return None if name == "level" and not value else value


def _place(notice: Notice, units: Sequence[Unit], unit_id: str, words: str) -> tuple[int, int]:
    unit = next(unit for unit in units if unit.unit_id == unit_id)
    return place_in(notice, unit, words)


def _corrected(
    units: Sequence[Unit],
    facts: Sequence[Fact],
    corrections: list[Correction],
    outcome: Outcome,
    meant: Callable[[Fact, Correction], bool],
    changed: Callable[[Fact, Correction], Fact],
    added: Callable[[Unit, Correction], Fact],
) -> list[Fact]:
    """Facts after each decision in turn. Of the columns of one thing all speak of it as it was read."""
    found = list(facts)
    renamed: dict[tuple[str, str], int] = {}  # place of a fact that an earlier decision has changed

    def apply(one: Correction) -> bool:
        unit = _unit_of(units, one)
        if unit is None:
            return False
        if one.action == "add":
            found.append(added(unit, one))
            return True
        own = (i for i, fact in enumerate(found) if fact.unit_id == unit.unit_id and meant(fact, one))
        at = renamed.get((one.unit, one.surface), next(own, None))
        if at is None:
            return False
        if one.action == "change":
            found[at] = changed(found[at], one)
            renamed[one.unit, one.surface] = at
        else:
            del found[at]
            kept = {key: place - (place > at) for key, place in renamed.items() if place != at}
            renamed.clear()
            renamed.update(kept)
        return True

    def done(one: Correction, last: bool) -> bool:
        try:
            effect = apply(one)
        except (RecordError, TypeError, ValueError) as error:
            outcome.took(one, effect=False, why=f"the new value does not fit ({error})")
            return True
        if effect or last:
            outcome.took(one, effect=effect, why="this does not stand there any more")
        return effect

    waiting = [one for one in corrections if not done(one, last=False)]
    for one in waiting:  # what another decision may have brought meanwhile
        done(one, last=True)
    position = {unit.unit_id: unit.position for unit in units}
    return sorted(found, key=lambda fact: (position.get(fact.unit_id, len(units)), fact.start, fact.end))


def _unit_of(units: Sequence[Unit], one: Correction) -> Unit | None:
    """The unit a decision names by its path; the head of the unit stands in `other_surface`."""
    if one.other_surface:
        return find_unit(units, one.unit, one.other_surface)
    return next((unit for unit in units if path_of(unit) == one.unit), None)
