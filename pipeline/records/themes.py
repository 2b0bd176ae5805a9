"""What a unit is about: guessed by the model, or given by a person.

Every record is a frozen dataclass that checks itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pipeline.records.base import check


@dataclass(frozen=True, slots=True)
class ThemeGuess:
    """What a classifier says of one unit: a probability per theme (they sum to 1).

    `declared_theme` is what the section heading says, "" where it says nothing; it is kept apart
    from `theme`, which goes by the unit's content. `unsure` marks a guess below the threshold.
    `theme2` is a second theme nearly as strong, "" where there is one theme only. `decided_by` is "person" where
    one gave this unit its theme: then nothing is unsure.
    """

    notice_id: str
    unit_id: str
    theme: str
    unsure: bool
    declared_theme: str
    themes: tuple[str, ...] = field(default=())
    scores: tuple[float, ...] = field(default=())
    theme2: str = ""
    decided_by: Literal["model", "person"] = "model"

    def __post_init__(self) -> None:
        check(len(self.themes) == len(self.scores), self, "scores")
        check(self.theme2 != self.theme, self, "theme2")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One row of data/labels/themes.csv: a text and the theme a person gave it."""

    text: str
    theme: str
    theme2: str  # a second theme nearly as strong, or ""
    section: str  # the heading it stands under, or ""
    source: str  # the notice it comes from: training and test never share one
    provenance: str
    annotator: str
    date: str
