"""Which clause of the newer notice says what a clause of the older one said, across the whole notice.

Tasks are split, merged and moved, and what changes is often one clause of a long paragraph. So clauses
are matched by what they say, wherever they stand: each is the other's best match (cosine of weighted
bigrams), and a clause without a good match anywhere is new or gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix

from pipeline.compare.similarity import GramWeights, cosines, ngrams
from pipeline.compare.statements import Part

LEAST = 0.3  # cosine from which two clauses, each the other's best, are about the same
SAME = 0.97  # ... and from which nothing but small words differs
NEAR = 1e-6


@dataclass(frozen=True)
class Clauses:
    """The clauses of two notices: the pairs that answer each other, how near each comes to any of the other side."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]
    pairs: tuple[tuple[int, int, float], ...]
    best_of_old: np.ndarray
    best_of_new: np.ndarray
    nearest_to_old: np.ndarray  # the place in `new` of the clause likest to each old one; -1 where none shares a word
    nearest_to_new: np.ndarray

    def partner_of_old(self) -> dict[int, int]:
        return {i: j for i, j, _ in self.pairs}


def match_clauses(old: Sequence[Part], new: Sequence[Part]) -> Clauses:
    """Pairs in the order of the newer notice. Swapped, the two sides give the mirror."""
    if not old or not new:
        none = [np.full(len(side), -1) for side in (old, new)]
        return Clauses(tuple(old), tuple(new), (), np.zeros(len(old)), np.zeros(len(new)), *none)
    old_grams, new_grams = ([ngrams(part.said, 2) for part in side] for side in (old, new))
    likeness = cosines(old_grams, new_grams, GramWeights(old_grams, new_grams)).tocoo()
    best_of_old, best_of_new = np.zeros(len(old)), np.zeros(len(new))
    np.maximum.at(best_of_old, likeness.row, likeness.data)
    np.maximum.at(best_of_new, likeness.col, likeness.data)
    nearest = [_nearest(len(side), *places) for side, places in zip((old, new), _places(likeness))]
    mutual = (
        (likeness.data >= LEAST)
        & (likeness.data >= best_of_old[likeness.row] - NEAR)
        & (likeness.data >= best_of_new[likeness.col] - NEAR)
    )
    found = sorted(
        (int(j), int(i), float(score))
        for i, j, score in zip(likeness.row[mutual], likeness.col[mutual], likeness.data[mutual])
    )
    return Clauses(tuple(old), tuple(new), tuple(_one_to_one(found)), best_of_old, best_of_new, *nearest)


def _places(likeness: coo_matrix) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], ...]:
    return (likeness.row, likeness.col, likeness.data), (likeness.col, likeness.row, likeness.data)


def _nearest(size: int, mine: np.ndarray, theirs: np.ndarray, likeness: np.ndarray) -> np.ndarray:
    """The first of the likest partners of each clause."""
    nearest = np.full(size, -1)
    order = np.lexsort((-theirs, np.round(likeness, 6)))  # the likest last, and of equals the first
    nearest[mine[order]] = theirs[order]
    return nearest


def _one_to_one(found: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Of clauses that are said several times alike, the first takes the first."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for j, i, score in found:
        if i not in taken_old and j not in taken_new:
            pairs.append((i, j, score))
            taken_old.add(i)
            taken_new.add(j)
    return pairs
