"""How strongly each pair of tasks of two notices belongs together, part by part.

Every part lies between 0 and 1 and means evidence that the newer unit continues the older one. They
are joined by noisy-or (Pearl 1988): each part that speaks for a link takes away a share of the doubt
left by the others, and none that is silent speaks against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.compare.similarity import GramWeights, bigram_overlap, containment_matrices, cosine_matrix, ngrams
from pipeline.compare.task_view import TaskView

# How much of the doubt a part takes away at its fullest. Same title or same text all but settles it;
# the same lead or place only tips a balance.
WEIGHTS = {"title": 0.75, "wording": 0.95, "containment": 0.95, "indicators": 0.7, "names": 0.4, "lead": 0.15, "position": 0.1}
DIGITS = 6  # parts are rounded, so that no last binary digit decides between two assignments
HALF_WORDING = 0.15  # likeness of wording, above what the two units have with any other, that is half the evidence
MOST_COMMON = 2  # 5-grams in more units of a notice are boilerplate of the genre
SHORTEST_CONTAINED_NAME = 4
LIKE_INDICATOR = 0.7
SAME_SAFEGUARD_SUBJECT = 0.6  # likeness of the titles of two safeguards of one subject


@dataclass(frozen=True)
class PairScores:
    """Parts and score of all pairs, each (# old units, # new units); nan where a part has nothing to compare."""

    score: np.ndarray
    cosine: np.ndarray
    parts: dict[str, np.ndarray]


def pair_scores(old: Sequence[TaskView], new: Sequence[TaskView]) -> PairScores:
    """Scores of all pairs of one kind. Swapping the two sides transposes every matrix."""
    bigrams = [ngrams(view.text, 2) for view in old], [ngrams(view.text, 2) for view in new]
    weigh = GramWeights(*bigrams)
    cosine = np.round(cosine_matrix(*bigrams, weigh), DIGITS)
    old_in_new, new_in_old = containment_matrices([ngrams(view.text, 5) for view in old], [ngrams(view.text, 5) for view in new], MOST_COMMON)
    parts = {
        "title": np.where(_same(old, new, lambda view: view.title), 1.0, _titles(old, new, weigh)),
        "wording": _above_background(cosine),
        "old_in_new": old_in_new,
        "new_in_old": new_in_old,
        "indicators": _shared([view.indicators for view in old], [view.indicators for view in new], _like_indicators),
        "names": _shared([view.names for view in old], [view.names for view in new], _like_names),
        "lead": _leads(old, new),
        "position": _positions(old, new),
    }
    parts = {name: np.round(part, DIGITS) for name, part in parts.items()}
    evidence = {**parts, "containment": np.maximum(parts["old_in_new"], parts["new_in_old"])}
    doubt = np.ones_like(cosine)
    for name, weight in WEIGHTS.items():
        doubt = doubt * (1 - weight * np.nan_to_num(evidence[name]))
    return PairScores(np.round(1 - doubt, DIGITS), cosine, parts)


def _same(old: Sequence[TaskView], new: Sequence[TaskView], key: Callable[[TaskView], str]) -> np.ndarray:
    return np.array([[key(a) == key(b) for b in new] for a in old], dtype=bool).reshape(len(old), len(new))


def _titles(old: Sequence[TaskView], new: Sequence[TaskView], weigh: GramWeights) -> np.ndarray:
    """Likeness of what the titles are about, in the weights of the texts: 人工智能 tells nothing apart in an AI plan."""
    likeness = cosine_matrix([ngrams(view.subject, 2) for view in old], [ngrams(view.subject, 2) for view in new], weigh)
    same_subject = np.array([[bool(a.safeguard_subjects & b.safeguard_subjects) for b in new] for a in old], dtype=bool).reshape(likeness.shape)
    return np.maximum(likeness, np.where(same_subject, SAME_SAFEGUARD_SUBJECT, 0.0))


def _above_background(cosine: np.ndarray) -> np.ndarray:
    """Likeness beyond what either unit has with units in general, so that long texts do not look alike."""
    if min(cosine.shape) < 2:
        background = np.zeros_like(cosine)
    else:
        background = np.maximum(np.median(cosine, axis=1, keepdims=True), np.median(cosine, axis=0, keepdims=True))
    above = np.clip(cosine - background, 0, None)
    return above / (above + HALF_WORDING)


def _like_indicators(a: str, b: str) -> bool:
    return bigram_overlap(a, b) >= LIKE_INDICATOR


def _like_names(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return a == b or (len(short) >= SHORTEST_CONTAINED_NAME and short in long)


def _shared(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], like: Callable[[str, str], bool]) -> np.ndarray:
    """Evidence from shared things: one that no other unit has is half, two such are two thirds.

    A thing that many units have counts 1 over the number of units on both sides. nan where a unit has none.
    """
    kinds = sorted({thing for side in (old, new) for things in side for thing in things})
    alike = {a: {b for b in kinds if like(a, b)} for a in kinds}
    in_old, in_new = ({thing: sum(bool(alike[thing] & things) for things in side) for thing in kinds} for side in (old, new))
    evidence = np.full((len(old), len(new)), np.nan)
    for i, mine in enumerate(old):
        for j, theirs in enumerate(new):
            if mine and theirs:
                there = [1 / (in_old[thing] * in_new[thing]) for thing in sorted(mine) if alike[thing] & theirs]
                back = [1 / (in_old[thing] * in_new[thing]) for thing in sorted(theirs) if alike[thing] & mine]
                weight = min(sum(there), sum(back))
                evidence[i, j] = weight / (weight + 1)
    return evidence


def _leads(old: Sequence[TaskView], new: Sequence[TaskView]) -> np.ndarray:
    """1 for a lead that has one unit on both sides; a lead with many units tells little apart."""
    in_old, in_new = (Counter(lead for view in side for lead in view.leads) for side in (old, new))
    evidence = np.full((len(old), len(new)), np.nan)
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            if a.leads and b.leads:
                evidence[i, j] = max(((in_old[lead] * in_new[lead]) ** -0.5 for lead in a.leads & b.leads), default=0.0)
    return evidence


def _positions(old: Sequence[TaskView], new: Sequence[TaskView]) -> np.ndarray:
    """Likeness of the headings they stand under; nan where a notice has no headings."""
    evidence = np.full((len(old), len(new)), np.nan)
    for i, a in enumerate(old):
        for j, b in enumerate(new):
            if a.section and b.section:
                evidence[i, j] = bigram_overlap(a.section, b.section)
    return evidence
