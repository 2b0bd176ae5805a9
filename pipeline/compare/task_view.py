"""What alignment looks at in one unit: its title, its own words, and what it promises, names and assigns."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.compare.profile import NoticeFacts
from pipeline.compare.same_body import SameBody
from pipeline.compare.strength import StrengthLadder, title_of
from pipeline.compare.subjects import subjects
from pipeline.records import Clause, Unit

ALIGNED_KINDS = ("task", "safeguard")
# Places and industries are named in passing too often to say what a task is about.
NAMING_LABELS = ("PROGRAM", "DOC", "PROJECT", "ORG")
RE_QUOTED = re.compile(r"“([^“”]{2,20})”|《([^《》]{2,40})》")
# Above this share of all units under one heading, that heading divides nothing and the next one counts.
LARGEST_SECTION = 0.7
DEEPEST_SECTION = 3


@dataclass(frozen=True, slots=True)
class TaskView:
    """One unit as alignment sees it. `leads` are the bodies in charge, or the first one named."""

    unit: Unit
    title: str
    subject: str  # the title without its verbs
    text: str  # without responsibility clauses: who does it says nothing of what it is
    indicators: frozenset[str]
    names: frozenset[str]
    leads: frozenset[str]
    section: str
    title_subjects: frozenset[str]


def task_views(facts: NoticeFacts, ladder: StrengthLadder, same_body: SameBody) -> list[TaskView]:
    """The tasks and safeguards of a notice, in document order."""
    units = [unit for unit in facts.units if unit.kind in ALIGNED_KINDS]
    clauses, roles, targets, entities = (
        _by_unit(records) for records in (facts.clauses, facts.roles, facts.targets, facts.entities)
    )
    sections = sections_of(units)
    views = []
    for unit in units:
        text = text_without_clauses(unit, clauses[unit.unit_id])
        mine = roles[unit.unit_id]
        leads = [role for role in mine if role.role == "lead"] or [role for role in mine if role.role == "responsible"][
            :1
        ]
        views.append(
            TaskView(
                unit=unit,
                title=title_of(unit),
                subject=ladder.object_of(title_of(unit)),
                text=text,
                indicators=frozenset(
                    target.indicator for target in targets[unit.unit_id] if target.indicator and target.kind != "grant"
                ),
                names=frozenset(_names(text))
                | frozenset(entity.text for entity in entities[unit.unit_id] if entity.label in NAMING_LABELS),
                leads=frozenset(same_body(role) for role in leads),
                section=sections[unit.unit_id],
                title_subjects=frozenset(subjects(title_of(unit))),
            )
        )
    return views


def _by_unit(records: Iterable) -> dict[str, list]:
    grouped: dict[str, list] = defaultdict(list)
    for record in records:
        grouped[record.unit_id].append(record)
    return grouped


def _names(text: str) -> list[str]:
    return [quoted or book for quoted, book in RE_QUOTED.findall(text)]


def text_without_clauses(unit: Unit, clauses: Iterable[Clause]) -> str:
    """A unit's text without its responsibility clauses."""
    text = unit.text
    inside = [clause for clause in clauses if unit.start <= clause.start and clause.end <= unit.end]
    for clause in sorted(inside, key=lambda clause: clause.start, reverse=True):
        text = text[: clause.start - unit.start] + text[clause.end - unit.start :]
    return text.strip()


def sections_of(units: Sequence[Unit]) -> dict[str, str]:
    """unit_id -> the heading that says which part of the notice it stands in, "" where none does.

    The outermost level of headings that divides the notice: 二、重点任务 over all tasks does not.
    """
    chosen = 0
    for depth in range(DEEPEST_SECTION):
        sizes = Counter(_heading(unit, depth) for unit in units)
        chosen = depth
        if not sizes or max(sizes.values()) <= LARGEST_SECTION * len(units):
            break
    else:
        chosen = 0
    return {unit.unit_id: _heading(unit, chosen) for unit in units}


def _heading(unit: Unit, depth: int) -> str:
    """The heading at this depth, or the deepest one above it."""
    return unit.headings[min(depth, len(unit.headings) - 1)] if unit.headings else ""
