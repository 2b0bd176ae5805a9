"""How firmly a clause is worded: the scales of configs/lexicon/firmness.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.knowledge.rules import alternatives
from pipeline.records.findings import FindingKind

PLAIN = 2  # the level of an adverb that is not there
CLEAR_STEP = 2  # levels between two adverbs that readers agree on


@dataclass(frozen=True, eq=False)
class Firmness:
    """configs/lexicon/firmness.yaml: scales of words from weak to firm, small words, subjects of policy."""

    levels: Mapping[str, Sequence[tuple[int, str]]]  # scale -> (level, word), the longest words first
    small: re.Pattern[str]
    small_lead: re.Pattern[str]
    subjects: re.Pattern[str]
    words: re.Pattern[str]
    opening: re.Pattern[str]

    @classmethod
    def from_lexicon(cls, data: Mapping[str, Any]) -> Firmness:
        levels = {
            scale["scale"]: sorted(
                ((level, word) for level, words in enumerate(scale["levels"]) for word in words),
                key=lambda pair: -len(pair[1]),
            )
            for scale in data["scales"]
        }
        small, words = (
            alternatives(data["small"]),
            alternatives({word for scale in levels.values() for _, word in scale}),
        )
        subjects = alternatives(data["subjects"])
        opening = re.compile(
            rf"^(?:今年|[^，、]{{1,4}}的)?(?P<subject>{subjects})(?:要|应|必须|将|更加|保持|坚持|继续)"
        )
        return cls(
            levels, re.compile(small), re.compile(f"(?:{small})+"), re.compile(subjects), re.compile(words), opening
        )

    def is_small(self, word: str) -> bool:
        """Whether a word is a small word or a word of a scale, and so names nothing."""
        return bool(self.small.fullmatch(word) or self.words.fullmatch(word))

    def without(self, text: str) -> str:
        """A text without the words of the scales."""
        return self.words.sub("", text)

    def direction(self, before: str, after: str) -> FindingKind | None:
        """firmer or softer, where the words of one scale say so and no scale says the opposite."""
        steps = {step for scale in self.levels for step in [self._step(scale, before, after)] if step}
        if len(steps) != 1:
            return None
        return "firmer" if steps.pop() > 0 else "softer"

    def _step(self, scale: str, before: str, after: str) -> int:
        old, new = (self._level(scale, text, other) for text, other in ((before, after), (after, before)))
        if scale == "adverb" and (old is None) != (new is None):
            old, new = (PLAIN if level is None else level for level in (old, new))  # said without any force
        if old is None or new is None or old == new:
            return 0
        top = len(set(level for level, _ in self.levels[scale])) - 1
        if scale == "adverb" and abs(new - old) < CLEAR_STEP and max(old, new) < top:
            return 0
        return 1 if new > old else -1

    def _level(self, scale: str, text: str, other: str) -> int | None:
        """The level of the longest word of a scale that stands in a text and not in the other."""
        return next((level for level, word in self.levels[scale] if word in text and word not in other), None)
