"""What the finders know beside the notices: the scales of firmness, common words, how often each kind was right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.compare.checked_kinds import CheckedKind, load_checked_kinds
from pipeline.compare.firmness import Firmness
from pipeline.compare.strength import StrengthLadder
from pipeline.config import load_lexicon
from pipeline.knowledge.common_words import CommonWords
from pipeline.records.findings import FindingKind


@dataclass(frozen=True, slots=True)
class FindingRules:
    """The knowledge of one project folder."""

    firmness: Firmness
    common: CommonWords
    ladder: StrengthLadder
    kinds: Mapping[FindingKind, CheckedKind]

    @classmethod
    def load(cls, root: Path) -> FindingRules:
        return cls(
            Firmness.from_lexicon(load_lexicon(root, "firmness")),
            CommonWords.load(root),
            StrengthLadder.from_lexicon(load_lexicon(root, "strength")),
            load_checked_kinds(root),
        )
