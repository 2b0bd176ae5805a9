"""How alike two texts are: character n-grams, weighted so that what a whole notice says counts little."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.knowledge.chinese import HAN

# Runs of characters that n-grams are cut from. Numbers are left out (a target's value changes every
# year), but not the ones inside a name: 5G, S1线, PM2.5.
RE_RUN = re.compile(rf"(?:[{HAN}]|[A-Za-z][A-Za-z0-9]*|\d[A-Za-z]+)+")
RE_NUMBER = re.compile(r"(?<![A-Za-z\d])\d[\d,.]*(?![A-Za-z])")


def without_numbers(text: str) -> str:
    """A text whose numbers are all 0, so that a new value is no new wording."""
    return RE_NUMBER.sub("0", text)


def ngrams(text: str, length: int) -> Counter[str]:
    """Character n-grams inside runs of Chinese characters and Latin names, with their counts."""
    return Counter(run[i : i + length] for run in RE_RUN.findall(text) for i in range(len(run) - length + 1))


def document_counts(texts: Iterable[Counter[str]]) -> Counter[str]:
    """In how many texts each n-gram stands."""
    return Counter(gram for grams in texts for gram in grams)


class GramWeights:
    """Inverse document frequency of n-grams over two notices (Spärck Jones 1972).

    The rarer side does not count: an n-gram is as common as in the notice that uses it more, so
    that a task carried on does not make its own words look common. Weights are 0 or more and the
    same whichever notice is called the older.
    """

    def __init__(self, old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> None:
        self.old, self.new = document_counts(old), document_counts(new)
        self.largest = max(len(old), len(new), 1)
        self._weights: dict[str, float] = {}

    def common(self, gram: str) -> int:
        """The units of one notice that hold the n-gram, in the notice that has more of them."""
        return max(self.old[gram], self.new[gram], 1)

    def __call__(self, gram: str) -> float:
        weight = self._weights.get(gram)
        if weight is None:
            weight = math.log((self.largest + 1) / min(self.common(gram), self.largest))
            self._weights[gram] = weight
        return weight


def cosine_matrix(old: Sequence[Counter[str]], new: Sequence[Counter[str]], weigh: GramWeights) -> np.ndarray:
    """Cosine similarity of weighted n-grams, (# old units, # new units), each between 0 and 1."""
    return np.clip(cosines(old, new, weigh).toarray(), 0.0, 1.0)


def cosines(old: Sequence[Counter[str]], new: Sequence[Counter[str]], weigh: GramWeights) -> csr_matrix:
    """Cosine similarity of weighted n-grams, (# old texts, # new texts), sparse: most pairs share nothing."""
    columns = _columns(old, new)
    return csr_matrix(_unit_rows(old, weigh, columns) @ _unit_rows(new, weigh, columns).T)


def _columns(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> dict[str, int]:
    return {gram: i for i, gram in enumerate(sorted({gram for grams in [*old, *new] for gram in grams}))}


def _unit_rows(texts: Sequence[Counter[str]], weigh: GramWeights, columns: dict[str, int]) -> csr_matrix:
    rows, places, values = [], [], []
    for row, grams in enumerate(texts):
        weights = {gram: (1 + math.log(count)) * weigh(gram) for gram, count in grams.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
        for gram, weight in weights.items():
            rows.append(row)
            places.append(columns[gram])
            values.append(weight / length if length else 0.0)
    return csr_matrix((values, (rows, places)), shape=(len(texts), max(len(columns), 1)))


def containment_matrices(
    old: Sequence[Counter[str]], new: Sequence[Counter[str]], most_common: int
) -> tuple[np.ndarray, np.ndarray]:
    """(share of the old text found in the new, share of the new found in the old), (# old, # new) each.

    N-grams that stand in more than `most_common` units of one notice are boilerplate of the genre
    and left out first. A text with nothing left has the share 0.
    """
    weigh = GramWeights(old, new)
    kept_old, kept_new = (
        [Counter({gram: 1 for gram in grams if weigh.common(gram) <= most_common}) for grams in side]
        for side in (old, new)
    )
    columns = _columns(kept_old, kept_new)
    a, b = (_indicator_rows(side, columns) for side in (kept_old, kept_new))
    shared = (a @ b.T).toarray()
    sizes_old = np.array([[max(len(grams), 1)] for grams in kept_old], dtype=float).reshape(-1, 1)
    sizes_new = np.array([[max(len(grams), 1) for grams in kept_new]], dtype=float).reshape(1, -1)
    return shared / sizes_old, shared / sizes_new


def _indicator_rows(texts: Sequence[Counter[str]], columns: dict[str, int]) -> csr_matrix:
    rows = [row for row, grams in enumerate(texts) for _ in grams]
    places = [columns[gram] for grams in texts for gram in grams]
    return csr_matrix((np.ones(len(rows)), (rows, places)), shape=(len(texts), max(len(columns), 1)))


def same_wording(old: str, new: str) -> float:
    """Share of the text that both have in the same order, numbers aside (0 to 1; symmetric).

    The mean of difflib's ratio both ways round (Ratcliff and Obershelp 1988), which is not
    symmetric by itself.
    """
    a, b = without_numbers(old), without_numbers(new)
    there = difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()
    back = difflib.SequenceMatcher(None, b, a, autojunk=False).ratio()
    return (there + back) / 2


@lru_cache(maxsize=20_000)
def _bigrams(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def bigram_overlap(a: str, b: str) -> float:
    """Dice coefficient of character bigrams (Dice 1945), 0 to 1; equal strings give 1 whatever their length."""
    if a == b:
        return 1.0
    x, y = _bigrams(a), _bigrams(b)
    if x.keys().isdisjoint(y):  # so it is for most pairs
        return 0.0
    return 2 * sum((x & y).values()) / (len(a) + len(b) - 2)
