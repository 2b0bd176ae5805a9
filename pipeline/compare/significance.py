"""Whether a difference between years can be told from chance: exact tests, permutations, Holm's correction."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.stats import binom, fisher_exact, hypergeom, norm

from pipeline.corrections.agreement import wilson

# Two probabilities this close count as equal, so that rounding does not drop a table as likely as the one seen.
TIE = 1e-9


def exact_difference(old_count: int, old_total: int, new_count: int, new_total: int) -> float | None:
    """Two-sided p of a difference between two shares (Fisher 1935); None where a total is 0."""
    if not old_total or not new_total:
        return None
    table = np.array([[old_count, old_total - old_count], [new_count, new_total - new_count]])
    return float(fisher_exact(table).pvalue)


def mid_p_difference(old_count: int, old_total: int, new_count: int, new_total: int) -> float | None:
    """Two-sided mid-p of a difference between two shares; None where a total is 0.

    Fisher's exact test counts the table seen whole and is too careful with few tasks; here that table and those as
    likely as it count half (Lancaster 1961).
    """
    if not old_total or not new_total:
        return None
    count = old_count + new_count
    ways = hypergeom.pmf(
        np.arange(max(0, count - new_total), min(count, old_total) + 1), old_total + new_total, count, old_total
    )
    seen = ways[old_count - max(0, count - new_total)]
    rarer, alike = ways < seen * (1 - TIE), np.isclose(ways, seen, rtol=TIE, atol=0)
    return float(min(1.0, ways[rarer].sum() + ways[alike].sum() / 2))


def share(member: np.ndarray, weights: np.ndarray) -> float | None:
    """The members' share of all weights; None where there is no weight."""
    total = float(weights.sum())
    return float(weights[member].sum()) / total if total else None


def permuted_difference(
    old: tuple[np.ndarray, np.ndarray], new: tuple[np.ndarray, np.ndarray], *, samples: int, seed: int
) -> float | None:
    """Two-sided p of a difference between two weighted shares, by exchanging whole tasks between the years.

    `old` and `new` are (is member, weight), one entry a task. One is added to both counts, so that p
    is never 0 (Phipson and Smyth 2010). None where a side has no weight.
    """
    before, after = share(*old), share(*new)
    if before is None or after is None:
        return None
    member, weights = (np.concatenate(pair) for pair in zip(old, new))
    order = np.random.default_rng(seed).permuted(np.tile(np.arange(len(member)), (samples, 1)), axis=1)
    first, rest = order[:, : len(old[0])], order[:, len(old[0]) :]
    shares = [_shares(member, weights, draw) for draw in (first, rest)]
    drawn = np.abs(shares[1] - shares[0])
    extreme = int(np.sum(drawn >= abs(after - before) - TIE))
    return (extreme + 1) / (samples + 1)


def _shares(member: np.ndarray, weights: np.ndarray, draws: np.ndarray) -> np.ndarray:
    totals = weights[draws].sum(axis=1)
    return np.divide((weights * member)[draws].sum(axis=1), totals, out=np.zeros(len(draws)), where=totals > 0)


def newcombe(
    old_count: int, old_total: int, new_count: int, new_total: int, *, confidence: float
) -> tuple[float, float] | None:
    """An interval of newer minus older share of tasks that count alike; None where a total is 0.

    The hybrid score interval (Newcombe 1998, method 10): Wilson's limits of both shares squared and added. It needs
    no resampling, stays within -1 and 1, and has room where no task or every task of a year is the theme's. Tasks
    carried on stand in both years, so that it is rather too wide than too narrow.
    """
    if not old_total or not new_total:
        return None
    z = float(norm.ppf((1 + confidence) / 2))
    old, new = old_count / old_total, new_count / new_total
    (old_low, old_high), (new_low, new_high) = wilson(old_count, old_total, z), wilson(new_count, new_total, z)
    low = new - old - math.hypot(new - new_low, old_high - old)
    high = new - old + math.hypot(new_high - new, old - old_low)
    return max(-1.0, low), min(1.0, high)


def difference_interval(
    old: tuple[np.ndarray, np.ndarray],
    new: tuple[np.ndarray, np.ndarray],
    *,
    samples: int,
    confidence: float,
    seed: int,
) -> tuple[float, float] | None:
    """A percentile bootstrap interval (Efron 1979) of newer minus older weighted share, resampling tasks within years.

    Where all tasks of a year agree there is nothing to resample; its share is then drawn from what a
    count of none in n leaves possible (Beta(1, n), the exact bound of Clopper and Pearson 1934).
    """
    if any(share(*side) is None for side in (old, new)):
        return None
    drawn = []
    for number, (member, weights) in enumerate((old, new)):
        generator = np.random.default_rng([seed, number])
        if len(set(member.tolist())) == 1:
            room = generator.beta(1, len(member), size=samples)
            drawn.append(1 - room if member[0] else room)
        else:
            drawn.append(_shares(member, weights, generator.integers(0, len(member), size=(samples, len(member)))))
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn[1] - drawn[0], [tail, 1 - tail])
    return float(low), float(high)


def exact_trend(counts: Sequence[int], totals: Sequence[int], years: Sequence[int]) -> float | None:
    """Two-sided p of a rising or falling share over years: the exact Cochran-Armitage test.

    Conditional on all totals, the statistic is the sum of year times count (Cochran 1954, Armitage
    1955); every way the counts could fall is gone through, year by year. p sums the ways at least as
    far from what is expected as the one seen. None where the share is 0 or 1 throughout.
    """
    count, total = sum(counts), sum(totals)
    if not total or count in (0, total):
        return None
    steps = [year - min(years) for year in years]
    highest = sum(step * size for step, size in zip(steps, totals))
    ways = np.zeros((count + 1, highest + 1))  # (tasks so far, statistic so far)
    ways[0, 0] = 1.0
    for step, size in zip(steps, totals):
        after = np.zeros_like(ways)
        chances = binom.pmf(np.arange(min(size, count) + 1), size, count / total)
        for here, chance in enumerate(chances):
            shift = here * step
            after[here:, shift:] += chance * ways[: count + 1 - here, : highest + 1 - shift]
        ways = after
    distribution = ways[count] / ways[count].sum()
    expected = count * sum(step * size for step, size in zip(steps, totals)) / total
    seen = sum(step * here for step, here in zip(steps, counts))
    distance = np.abs(np.arange(highest + 1) - expected)
    return min(1.0, float(distribution[distance >= abs(seen - expected) - TIE].sum()))


def holm(p_values: Sequence[float | None]) -> list[float | None]:
    """p-values corrected for their number (Holm 1979), in the order given; None stays None."""
    known = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    corrected: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for rank, (p, i) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - rank)))
        corrected[i] = highest
    return corrected


def slope(counts: Sequence[int], totals: Sequence[int], years: Sequence[int]) -> float | None:
    """Change of the share a year, least squares weighted by the year's total; None for a single year."""
    weights, x = np.array(totals, dtype=float), np.array(years, dtype=float)
    if len(set(years)) < 2 or not weights.all():
        return None
    y = np.array(counts, dtype=float) / weights
    middle_x, middle_y = np.average(x, weights=weights), np.average(y, weights=weights)
    return float(np.sum(weights * (x - middle_x) * (y - middle_y)) / np.sum(weights * (x - middle_x) ** 2))
