"""What a person decided about something that was read: kept for good, and applied on every run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pipeline.records.base import check

CorrectionKind = Literal[
    "series", "notice", "unit", "role", "target", "entity", "theme", "link", "indicator", "finding"
]
# confirm: as read; change: another value of a field; delete: was read and is none; add: was not read and is one
CorrectionAction = Literal["confirm", "change", "delete", "add"]
CORRECTION_KINDS: tuple[CorrectionKind, ...] = get_args(CorrectionKind)
CORRECTION_ACTIONS: tuple[CorrectionAction, ...] = get_args(CorrectionAction)


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of one person, one row of data/corrections.csv.

    What it speaks of is found again by its place: `unit` is the printed path of the unit (二-17) and
    `surface` the words there, so that it survives another cleaning and other numbers. For a link,
    `other_*` are the same of the newer notice. `old` is what had been read, `new` what is right.
    Of a series `notice_id` is its name.
    """

    id: str  # of kind, place, field and person: two decisions of one person about one thing are one row
    kind: CorrectionKind
    action: CorrectionAction
    notice_id: str
    unit: str
    surface: str
    other_notice_id: str
    other_unit: str
    other_surface: str
    field: str  # "" where the action speaks of the whole
    old: str
    new: str
    note: str
    annotator: str
    date: str  # ISO

    def __post_init__(self) -> None:
        check(self.kind in CORRECTION_KINDS, self, "kind")
        check(self.action in CORRECTION_ACTIONS, self, "action")
        check(bool(self.notice_id), self, "notice_id")
        check((self.action == "change") <= bool(self.field), self, "field")
