"""The fixed table of common words, against which a term counts as rare; and the command that makes it.

`python -m pipeline.knowledge.common_words COUNTS` reads word counts (a word, its count and its class a
line, as jieba's dict.txt has them: MIT licence, counts from the People's Daily corpus and others) and
adds the words of this project's own texts. The table holds words and counts alone, no sentences.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.config import read_config
from pipeline.knowledge.chinese import HAN

TABLE = Path("configs/words/common.tsv")
FEWEST = 200  # a rarer word is no common word
RE_WORD = re.compile(rf"^[{HAN}]{{2,6}}$")
OWN_TEXTS = ("data/raw/*/*.txt", "data/gold/*.txt", "data/sample/*.txt")
VERBS = frozenset(("v", "vn", "vd"))
NAMING_NOTHING = frozenset(("d", "c", "p", "r", "m", "t", "f", "u", "z", "ad", "q", "y"))
EVERYDAY = 1500  # a word as common as this is no term by itself
COMMON_VERB = 250


@dataclass(frozen=True)
class CommonWords:
    """Word -> (count, class). A word that is not in it is rare."""

    rows: Mapping[str, tuple[int, str]]

    @classmethod
    def load(cls, root: Path) -> CommonWords:
        lines = read_config(root / TABLE).splitlines()
        return cls(
            {
                word: (int(count), kind)
                for word, count, kind in (line.split("\t") for line in lines if not line.startswith("#"))
            }
        )

    def count(self, word: str) -> int:
        return self.rows[word][0] if word in self.rows else 0

    def is_everyday(self, word: str) -> bool:
        """Whether a word is too common to be told of by itself."""
        return self.count(word) >= EVERYDAY

    def is_verb(self, word: str) -> bool:
        """Whether a word is a verb that is common."""
        return word in self.rows and self.rows[word][1] in VERBS

    def names_nothing(self, word: str) -> bool:
        """Whether a word is a common verb, adverb, pronoun or number, and so parts the names around it."""
        return word in self._parting

    @cached_property
    def _parting(self) -> frozenset[str]:
        return frozenset(
            word
            for word, (count, kind) in self.rows.items()
            if kind in NAMING_NOTHING or (kind == "v" and count >= COMMON_VERB)
        )


def make(root: Path, counts: Path) -> str:
    """The table as text: counted words, and those of the project's own texts with a count per text."""
    rows: dict[str, tuple[int, str]] = {}
    for line in counts.read_text(encoding="utf-8").splitlines():
        word, count, kind = [*line.split(), ""][:3]
        if RE_WORD.match(word) and int(count) >= FEWEST and kind != "nr":
            rows[word] = int(count), kind
    for word, texts in _own_words(root, set(rows)).items():
        rows.setdefault(word, (FEWEST * texts, "x"))
    head = "# word, count, class; made by python -m pipeline.knowledge.common_words"
    return "\n".join([head, *(f"{word}\t{count}\t{kind}" for word, (count, kind) in sorted(rows.items()))]) + "\n"


def _own_words(root: Path, known: set[str]) -> Counter[str]:
    """Runs of two to four characters that stand in at least two of the project's own texts, and are not known."""
    texts = [path.read_text(encoding="utf-8") for pattern in OWN_TEXTS for path in sorted(root.glob(pattern))]
    seen: Counter[str] = Counter()
    for text in texts:
        seen.update(
            {
                piece
                for run in re.findall(rf"[{HAN}]+", text)
                for piece in re.split("[的和与及等、了在为]", run)
                if 2 <= len(piece) <= 4
            }
            - known
        )
    return Counter({word: texts_with for word, texts_with in seen.items() if texts_with >= 2})


if __name__ == "__main__":
    Path(TABLE).write_text(make(Path("."), Path(sys.argv[1])), encoding="utf-8")
