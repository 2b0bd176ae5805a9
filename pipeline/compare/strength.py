"""How firmly a task is worded, and what a title is about once its verbs are taken away."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.knowledge.rules import alternatives
from pipeline.records import Unit

HEDGES = 2  # levels up to this one hold a task back, whatever else its title says
RE_CLAUSE_END = re.compile(r"[，。；：、！？\n]")
LONGEST_OPENING = 30  # characters of an untitled unit that stand for its title
SHORTEST_OBJECT = 2


@dataclass(frozen=True, slots=True)
class Wording:
    """The term that decides how firmly a title is worded, and its level (1 explored to 4 everywhere)."""

    term: str
    level: int


@dataclass(frozen=True)
class StrengthLadder:
    """configs/lexicon/strength.yaml: terms by level, and the verbs that say nothing of strength."""

    level_of: Mapping[str, int]
    neutral: tuple[str, ...]
    _terms: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _verbs: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_terms", re.compile(alternatives(self.level_of)))
        object.__setattr__(self, "_verbs", re.compile(alternatives([*self.level_of, *self.neutral])))

    @classmethod
    def from_lexicon(cls, data: Mapping[str, Any]) -> StrengthLadder:
        """The ladder of the lexicon `strength`, read as plain data."""
        return cls(
            {term: entry["level"] for entry in data["levels"] for term in entry["terms"]}, tuple(data["neutral"])
        )

    def wording(self, title: str) -> Wording | None:
        """The deciding term of a title; None where it has none (a bare noun, or a neutral verb).

        A hedge decides over a push (推进碳账户试点 is a trial); of two equals the first decides.
        """
        found = [Wording(term, self.level_of[term]) for term in self._terms.findall(title)]
        hedges = [wording for wording in found if wording.level <= HEDGES]
        return min(hedges, key=lambda wording: wording.level, default=None) or max(
            found, key=lambda wording: wording.level, default=None
        )

    def object_of(self, title: str) -> str:
        """What a title is about: its words without the verbs, the pieces parted by a blank."""
        rest = " ".join(self._verbs.sub(" ", title).split())
        return rest if len(rest) >= SHORTEST_OBJECT else title


def title_of(unit: Unit) -> str:
    """The printed title, or the opening clause of a unit that has none."""
    return unit.title or RE_CLAUSE_END.split(unit.text.strip(), maxsplit=1)[0][:LONGEST_OPENING]
