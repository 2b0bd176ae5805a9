"""How strongly each pair of tasks of two notices belongs together, part by part.

Every part lies between 0 and 1 and means evidence that the newer unit continues the older one. The
score is the probability of a logistic model of the parts (Cox 1958). A part that has nothing to
compare counts as 0; none speaks against a link.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.compare.similarity import GramWeights, bigram_overlap, containment_matrices, cosine_matrix, ngrams
from pipeline.compare.subjects import subjects
from pipeline.compare.task_view import TaskView

# What a part at its fullest adds to the log-odds of a link, and the log-odds without any evidence.
# Fitted on the sample city and other pairs of notices, none below 0 (docs/comparing.md). The lead and
# the place told nothing there that the others do not: they decide between equals.
WEIGHTS = {
    "title": 1.4,
    "wording": 9.1,
    "subjects": 2.0,
    "mentioned": 1.8,
    "containment": 0.2,
    "indicators": 1.3,
    "names": 0.2,
    "lead": 3.5,
    "position": 0.3,
}
BEST_MATCH = 3.5
NO_EVIDENCE = -7.4
TITLE_COUNTS = 6  # a title's subject weighs as much as this many further mentions
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
    old_in_new, new_in_old = containment_matrices(
        [ngrams(view.text, 5) for view in old], [ngrams(view.text, 5) for view in new], MOST_COMMON
    )
    parts = {
        "title": np.where(_same(old, new, lambda view: view.title), 1.0, _titles(old, new, weigh)),
        "wording": _above_background(cosine),
        "subjects": _subjects(old, new),
        "mentioned": _mentioned(old, new),
        "old_in_new": old_in_new,
        "new_in_old": new_in_old,
        "indicators": _shared([view.indicators for view in old], [view.indicators for view in new], _like_indicators),
        "names": _shared([view.names for view in old], [view.names for view in new], _like_names),
        "lead": _leads(old, new),
        "position": _positions(old, new),
    }
    parts = {name: np.round(part, DIGITS) for name, part in parts.items()}
    evidence = np.round(_evidence(parts), DIGITS)
    parts["best_match"] = _best_match(evidence)
    return PairScores(np.round(1 / (1 + np.exp(-evidence - BEST_MATCH * parts["best_match"])), DIGITS), cosine, parts)


def _evidence(parts: Mapping[str, np.ndarray]) -> np.ndarray:
    """Log-odds of a link by what the two units have in common."""
    given = {name: np.nan_to_num(part) for name, part in parts.items()}
    given["containment"] = np.maximum(given["old_in_new"], given["new_in_old"])
    return NO_EVIDENCE + sum(weight * given[name] for name, weight in WEIGHTS.items())


def _best_match(evidence: np.ndarray) -> np.ndarray:
    """1 where each is the other's best of all, 0.5 where one is, else 0."""
    return (
        (evidence >= evidence.max(axis=1, keepdims=True)).astype(float)
        + (evidence >= evidence.max(axis=0, keepdims=True))
    ) / 2


def _same(old: Sequence[TaskView], new: Sequence[TaskView], key: Callable[[TaskView], str]) -> np.ndarray:
    return np.array([[key(a) == key(b) for b in new] for a in old], dtype=bool).reshape(len(old), len(new))


def _titles(old: Sequence[TaskView], new: Sequence[TaskView], weigh: GramWeights) -> np.ndarray:
    """Likeness of what the titles are about, in the weights of the texts: 人工智能 tells nothing apart in an AI plan.

    Safeguards of all plans treat the same few subjects in ever new words (加强组织领导, 健全工作机制).
    """
    likeness = cosine_matrix(
        [ngrams(view.subject, 2) for view in old], [ngrams(view.subject, 2) for view in new], weigh
    )
    same_subject = np.array(
        [
            [a.unit.kind == b.unit.kind == "safeguard" and bool(a.title_subjects & b.title_subjects) for b in new]
            for a in old
        ],
        dtype=bool,
    ).reshape(likeness.shape)
    return np.maximum(likeness, np.where(same_subject, SAME_SAFEGUARD_SUBJECT, 0.0))


def _subjects(old: Sequence[TaskView], new: Sequence[TaskView]) -> np.ndarray:
    """Likeness of what the texts speak of, whatever words they use for it; subjects of the whole plan count little."""
    old_counts, new_counts = (
        [subjects(view.text) + Counter({name: TITLE_COUNTS for name in view.title_subjects}) for view in side]
        for side in (old, new)
    )
    return cosine_matrix(old_counts, new_counts, GramWeights(old_counts, new_counts))


def _mentioned(old: Sequence[TaskView], new: Sequence[TaskView]) -> np.ndarray:
    """Share of what one title is about that the other unit's text speaks of, whichever way round is more.

    A broad task of one edition names in passing what the next gives a task of its own: 发展智慧文旅、智慧教育.
    """
    texts = [[ngrams(view.text, 2) + _marked(subjects(view.text)) for view in side] for side in (old, new)]
    titles = [[ngrams(view.subject, 2) + _marked(view.title_subjects) for view in side] for side in (old, new)]
    weigh = GramWeights(*texts)
    new_title = np.array([[_share_found(title, text, weigh) for title in titles[1]] for text in texts[0]])
    old_title = np.array([[_share_found(title, text, weigh) for text in texts[1]] for title in titles[0]])
    return np.maximum(new_title, old_title)


def _marked(names: Iterable[str]) -> Counter[str]:
    """Subjects beside n-grams, so that a subject is no n-gram."""
    return Counter({f"@{name}": 1 for name in names})


def _share_found(title: Counter[str], text: Counter[str], weigh: GramWeights) -> float:
    total = math.fsum(weigh(gram) for gram in title)
    return math.fsum(weigh(gram) for gram in title if gram in text) / total if total else 0.0


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


def _shared(
    old: Sequence[frozenset[str]], new: Sequence[frozenset[str]], like: Callable[[str, str], bool]
) -> np.ndarray:
    """Evidence from shared things: one that no other unit has is half, two such are two thirds.

    A thing that many units have counts 1 over the number of units on both sides. nan where a unit has none.
    """
    kinds = sorted({thing for side in (old, new) for things in side for thing in things})
    alike = {a: {b for b in kinds if like(a, b)} for a in kinds}
    in_old, in_new = (
        {thing: sum(bool(alike[thing] & things) for things in side) for thing in kinds} for side in (old, new)
    )
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
