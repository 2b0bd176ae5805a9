"""What the finders know beside the notices: the scales of firmness and the table of common words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.firmness import Firmness
from pipeline.compare.strength import StrengthLadder
from pipeline.config import load_lexicon
from pipeline.knowledge.common_words import CommonWords


@dataclass(frozen=True, slots=True)
class FindingRules:
    """The knowledge of one project folder."""

    firmness: Firmness
    common: CommonWords
    ladder: StrengthLadder

    @classmethod
    def load(cls, root: Path) -> FindingRules:
        return cls(
            Firmness.from_lexicon(load_lexicon(root, "firmness")),
            CommonWords.load(root),
            StrengthLadder.from_lexicon(load_lexicon(root, "strength")),
        )
