"""What a unit says: who is responsible in which clause, what is promised in numbers, what is named.

Every record is a frozen dataclass that checks itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.base import EntityLabel, Operator, RoleName, Strength, TargetDirection, TargetKind, check


@dataclass(frozen=True, slots=True)
class Role:
    """What one body does for one unit, as printed.

    `department` is the printed name. `body_id` is the registry's id (`city/development-reform`),
    "" where the name does not resolve. `open_list` marks the last name of a list that the notice
    left open (等, 有关部门): the names printed are then a lower bound.
    """

    notice_id: str
    unit_id: str
    role: RoleName
    department: str
    body_id: str
    start: int
    end: int
    open_list: bool
    rule: str

    def __post_init__(self) -> None:
        check(bool(self.department), self, "department")
        check(self.start < self.end, self, "end")


@dataclass(frozen=True, slots=True)
class Clause:
    """A responsibility clause: where it stands, and the completion time it prints, if any."""

    notice_id: str
    unit_id: str
    start: int
    end: int
    due: str


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity that the notice commits to.

    `value` is a plain number in `unit` (25万辆 is 250000 辆); `value_high` only where `op` is
    `range`. `direction` is `down` where the clause says that less is to be had (关停, 压减, 下降), else
    `up`, also for a ceiling (控制在3%以内). `deadline` is a year. `strength` is how firmly it is promised. Money granted to
    applicants has the kind `grant`: it is counted apart from what the notice promises to reach.
    """

    notice_id: str
    unit_id: str
    indicator: str
    level: str | None
    op: Operator
    value: float
    value_high: float | None
    unit: str
    kind: TargetKind
    direction: TargetDirection
    deadline: int | None
    each_year: bool
    strength: Strength
    text: str
    start: int
    end: int
    rule: str

    def __post_init__(self) -> None:
        check((self.value_high is not None) == (self.op == "range"), self, "value_high")
        check(self.end - self.start == len(self.text), self, "text")


@dataclass(frozen=True, slots=True)
class Entity:
    """A named thing in a unit's body; `notice.text[start:end] == text`."""

    notice_id: str
    unit_id: str
    label: EntityLabel
    text: str
    start: int
    end: int
    rule: str
    # What the name means (pipeline/extract/entities/linking.py): body id, industry group, division code, level and
    # number of a document (its notice id if the corpus has it), or the name itself; "" where it does not resolve
    resolved: str = ""

    def __post_init__(self) -> None:
        check(self.end - self.start == len(self.text), self, "text")
