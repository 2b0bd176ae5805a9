"""Where the other notice speaks of a thing: the evidence beside what came or went.

That a thing is new or gone is a statement about both notices. Its reader needs to see where the other one
speaks of the nearest thing, and often that shares few words: 智慧医疗 and 医养健康. So a sentence is looked for
by what the passage says, by the name of the thing, and by its subjects (`subjects.py`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cache, cached_property

from pipeline.compare.similarity import GramWeights, ngrams
from pipeline.compare.statements import Part, squash
from pipeline.compare.subjects import subjects
from pipeline.records.findings import Passage

MOST = 4  # sentences that are shown as what the other notice says nearest
AGAIN = 0.6  # weight that is left to a mark once a sentence with it was found
OF_SUBJECT = 1.0  # weight of a subject beside a pair of characters of the same rarity


def marks(text: str) -> Counter[str]:
    """What a text is found by: its pairs of characters, and the subjects it speaks of."""
    return ngrams(squash(text), 2) + Counter({f"@{name}": count for name, count in subjects(text).items()})


class Counterparts:
    """The clauses of two notices, to be searched for what is nearest to a passage of the other."""

    def __init__(self, old: Sequence[Part], new: Sequence[Part]) -> None:
        self._sides = (tuple(old), tuple(new))
        self._marks_of = cache(marks)  # a sentence is asked for by all that is found in it

    @cached_property
    def _marks(self) -> tuple[list[Counter[str]], list[Counter[str]]]:
        old, new = ([marks(part.said) for part in side] for side in self._sides)
        return old, new

    @cached_property
    def _weigh(self) -> GramWeights:
        return GramWeights(*self._marks)

    @cached_property
    def _holders(self) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """mark -> the clauses of each side that have it."""
        found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        for side, clauses in zip(found, self._marks):
            for place, clause in enumerate(clauses):
                for mark in clause:
                    side.setdefault(mark, []).append(place)
        return found

    @cached_property
    def _lengths(self) -> tuple[list[float], list[float]]:
        old, new = (
            [math.sqrt(sum(self._weigh(mark) ** 2 for mark in clause)) for clause in side] for side in self._marks
        )
        return old, new

    @cached_property
    def _usual(self) -> tuple[float, float]:
        """The mean length of a side's clauses."""
        old, new = (sum(lengths) / max(len(lengths), 1) for lengths in self._lengths)
        return old, new

    @cached_property
    def _sentences(self) -> tuple[list[int], list[int]]:
        """The sentence each clause stands in, by number."""
        number: dict[Passage, int] = {}
        old, new = (
            [number.setdefault(part.statement.passage, len(number)) for part in clauses] for clauses in self._sides
        )
        return old, new

    def nearest(self, texts: Mapping[str, float], side: int) -> list[Passage]:
        """The sentences of a side (0 older, 1 newer) nearest to weighted texts, MOST at most.

        Each next one is looked for by what those before it do not hold.
        """
        asked: dict[str, float] = defaultdict(float)
        for text, share in texts.items():
            for mark in self._marks_of(text):
                asked[mark] += share * self._weigh(mark) ** 2 * (OF_SUBJECT if mark[0] == "@" else 1.0)
        found: dict[int, Passage] = {}
        while len(found) < MOST and (place := self._nearest(asked, side, found)) is not None:
            found[self._sentences[side][place]] = self._sides[side][place].statement.passage
            for mark in self._marks[side][place]:
                if mark in asked:
                    asked[mark] *= AGAIN
        return list(found.values())

    def _nearest(self, asked: Mapping[str, float], side: int, taken: Container[int]) -> int | None:
        scores: dict[int, float] = defaultdict(float)
        holders, sentences = self._holders[side], self._sentences[side]
        lengths, usual = self._lengths[side], self._usual[side]
        for mark, weight in asked.items():
            for place in holders.get(mark, ()):
                scores[place] += weight
        near = [
            (-score / (usual + lengths[place]), place)
            for place, score in scores.items()
            if sentences[place] not in taken
        ]
        return min(near, default=(0.0, None))[1]
