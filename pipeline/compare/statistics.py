"""Fair numbers at small samples: intervals for shares, and log-odds for words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.stats import norm

from pipeline.corrections.agreement import wilson


def share_interval(
    member: Sequence[bool], *, samples: int, confidence: float, seed: int, weights: Sequence[float] | None = None
) -> tuple[float, float]:
    """An interval for the share of True, whose ends lie between 0 and 1.

    Tasks that count alike have Wilson's score interval (1927); with `weights` (characters, firm targets) whole
    tasks are resampled (percentile bootstrap, Efron 1979). With few tasks the interval is wide; that is the message.
    Where all weighted tasks agree there is nothing to resample, and the end that is not certain is exact (Clopper
    and Pearson 1934). Raises ValueError for an empty sample, whose share is undefined.
    """
    if not member:
        raise ValueError("no tasks to resample")
    if weights is None or len({*weights}) == 1:
        return wilson(sum(member), len(member), float(norm.ppf((1 + confidence) / 2)))
    if len(set(member)) == 1:
        room = 1 - ((1 - confidence) / 2) ** (1 / len(member))
        return (1 - room, 1.0) if member[0] else (0.0, room)
    draws = np.random.default_rng(seed).integers(0, len(member), size=(samples, len(member)))
    weight = np.asarray(weights, dtype=float)
    totals = weight[draws].sum(axis=1)
    shares = np.divide(
        (weight * np.asarray(member))[draws].sum(axis=1), totals, out=np.zeros(samples), where=totals > 0
    )
    tail = (1 - confidence) / 2
    low, high = np.quantile(shares, [tail, 1 - tail])
    return float(low), float(high)


def classified_share(probabilities: Sequence[float], *, confidence: float) -> tuple[float, float, float]:
    """(share, low, high): a theme's share, each task counted by its probability, and what misreading may make of it.

    The tasks are fixed and their themes are not: the number of tasks with the theme is a sum of unequal chances
    (Poisson binomial, exact), whose middle `confidence` is the interval. It is right as far as the probabilities are
    calibrated, which the model card measures on notices that the model was not trained on. What a person decided has
    probability 0 or 1 and adds nothing to the interval. Raises ValueError for no tasks.
    """
    if not probabilities:
        raise ValueError("no tasks to count")
    chances = np.ones(1)
    for p in probabilities:
        chances = np.convolve(chances, [1 - p, p])
    tail, below = (1 - confidence) / 2, np.cumsum(chances)
    n = len(probabilities)
    low, high = (int(np.searchsorted(below, point)) for point in (tail, 1 - tail))
    return math.fsum(probabilities) / n, low / n, min(high, n) / n


def log_odds(counts: Counter[str], rest: Counter[str], *, prior_weight: float = 1.0) -> dict[str, float]:
    """z-scores of the log-odds ratio with informative Dirichlet prior, per word of `counts`.

    Positive: `counts` leans on the word. The prior is the word's frequency in both texts together,
    so that words frequent everywhere are pulled towards zero (Monroe, Colaresi and Quinn 2008,
    eqs. 16 and 22). Undefined with an empty side: then the result is empty.
    """
    total = counts + rest
    n, m, prior_total = sum(counts.values()), sum(rest.values()), prior_weight * sum(total.values())
    if not n or not m:
        return {}
    scores = {}
    for word in counts:
        prior = prior_weight * total[word]
        a, b = counts[word] + prior, rest[word] + prior
        delta = math.log(a / (n + prior_total - a)) - math.log(b / (m + prior_total - b))
        scores[word] = delta / math.sqrt(1 / a + 1 / b)
    return scores
