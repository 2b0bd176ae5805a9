"""Tests of change against what can be counted out, or is printed in textbooks."""

from __future__ import annotations

import math
from collections import Counter
from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, norm

from pipeline.compare.portfolios import jensen_shannon
from pipeline.compare.significance import (
    difference_interval,
    exact_difference,
    exact_trend,
    holm,
    mid_p_difference,
    newcombe,
    permuted_difference,
    slope,
)
from pipeline.compare.statistics import log_odds


def test_the_lady_tasting_tea():
    """Fisher's own table: 3 of 4 cups told right, two-sided p = 34/70."""
    assert exact_difference(3, 4, 1, 4) == pytest.approx(34 / 70)
    assert exact_difference(0, 0, 1, 4) is None


def test_mid_p_of_the_tea():
    """The table seen has 16/70, its mirror too, the two ends 1/70 each: 2/70 + 32/140 (Lancaster 1961)."""
    assert mid_p_difference(3, 4, 1, 4) == pytest.approx(2 / 70 + 32 / 140)
    assert mid_p_difference(1, 4, 3, 4) == mid_p_difference(3, 4, 1, 4)
    assert mid_p_difference(0, 0, 1, 4) is None
    assert mid_p_difference(0, 5, 0, 5) == pytest.approx(0.5)  # one table alone is possible: it counts half


def found_by(test, old_share: float, new_share: float, seed: int) -> float:
    """How often a test at 5 % sees a change: 40 tasks a year, 28 carried on, in each 12 that the other has not."""
    generator, seen = np.random.default_rng(seed), 0
    for _ in range(1000):
        kept, gone, come = (int(generator.binomial(n, p)) for n, p in ((28, 0.2), (12, old_share), (12, new_share)))
        seen += (test(kept, gone, come) or 1.0) < 0.05
    return seen / 1000


def on_what_differs(kept, gone, come):
    return mid_p_difference(gone, 12, come, 12)


def on_all(kept, gone, come):
    return exact_difference(kept + gone, 40, kept + come, 40)


def test_what_is_carried_on_hides_a_change_from_a_test_of_all_tasks():
    """A change of 20 points in all tasks, all of it among the 12 of 40 that differ: recovered by the one test alone."""
    assert found_by(on_what_differs, 0.1, 0.767, 1) > 0.85
    assert found_by(on_all, 0.1, 0.767, 1) < 0.5


def test_no_change_is_seldom_called_one():
    assert found_by(on_what_differs, 0.3, 0.3, 2) <= 0.06


def counted_out(counts, totals, years):
    """The exact trend test by going through every table: the slow road."""
    here = sum(year * count for year, count in zip(years, counts))
    expected = sum(counts) * sum(year * total for year, total in zip(years, totals)) / sum(totals)
    ways = Counter()
    for table in product(*(range(total + 1) for total in totals)):
        if sum(table) == sum(counts):
            ways[sum(year * count for year, count in zip(years, table))] += math.prod(map(math.comb, totals, table))
    far = sum(number for at, number in ways.items() if abs(at - expected) >= abs(here - expected) - 1e-9)
    return far / sum(ways.values())


@pytest.mark.parametrize(
    ("counts", "totals", "years"),
    [
        ([1, 2, 5], [6, 6, 6], [2021, 2022, 2023]),
        ([3, 3, 3], [6, 5, 7], [2021, 2022, 2023]),
        ([4, 0, 1], [5, 6, 4], [2019, 2022, 2023]),  # unequal steps between years
    ],
)
def test_exact_trend(counts, totals, years):
    assert exact_trend(counts, totals, years) == pytest.approx(counted_out(counts, totals, years))
    assert exact_trend(counts[::-1], totals[::-1], [-year for year in years[::-1]]) == pytest.approx(
        counted_out(counts, totals, years)
    )


def test_trend_of_a_theme_that_is_never_or_always_there():
    assert exact_trend([0, 0], [5, 5], [2021, 2022]) is None
    assert exact_trend([5, 5], [5, 5], [2021, 2022]) is None


def test_trend_of_many_tasks_agrees_with_the_normal_approximation():
    counts, totals, years = [60, 75, 90, 100], [300, 300, 300, 300], [1, 2, 3, 4]
    share = sum(counts) / sum(totals)
    t = sum(year * (count - total * share) for year, count, total in zip(years, counts, totals))
    variance = (
        share
        * (1 - share)
        * (
            sum(total * year**2 for year, total in zip(years, totals))
            - sum(total * year for year, total in zip(years, totals)) ** 2 / sum(totals)
        )
    )
    assert exact_trend(counts, totals, years) == pytest.approx(2 * norm.sf(abs(t) / math.sqrt(variance)), rel=0.1)


def test_slope():
    assert slope([1, 2, 3], [10, 10, 10], [2021, 2022, 2023]) == pytest.approx(0.1)
    assert slope([1], [10], [2021]) is None


def test_holm():
    """Holm (1979): the smallest times three, the next times two, and never less than the one before."""
    assert holm([0.04, 0.01, None, 0.03]) == [pytest.approx(0.06), pytest.approx(0.03), None, pytest.approx(0.06)]
    assert holm([]) == []


def side(members: int, others: int, weight: float = 1.0):
    return np.array([True] * members + [False] * others), np.full(members + others, weight)


def test_permutation_agrees_with_fisher():
    exact = exact_difference(4, 20, 11, 20)
    assert permuted_difference(side(4, 16), side(11, 9), samples=20000, seed=1) == pytest.approx(exact, abs=0.02)


def test_permutation_sees_no_difference_in_equal_sides():
    assert permuted_difference(side(5, 5), side(5, 5), samples=500, seed=1) == 1.0
    assert permuted_difference(side(5, 5, 0.0), side(5, 5), samples=500, seed=1) is None


def test_difference_interval_holds_the_difference():
    low, high = difference_interval(side(10, 30), side(20, 20), samples=4000, confidence=0.95, seed=1)
    spread = math.sqrt(0.25 * 0.75 / 40 + 0.5 * 0.5 / 40)
    assert (low, high) == (pytest.approx(0.25 - 1.96 * spread, abs=0.03), pytest.approx(0.25 + 1.96 * spread, abs=0.03))


# The contrasts that Newcombe (1998, table II) works out by his method 10: first share minus second.
NEWCOMBE = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
]


@pytest.mark.parametrize(("a", "m", "b", "n", "low", "high"), NEWCOMBE)
def test_newcombe_s_own_table(a, m, b, n, low, high):
    assert newcombe(b, n, a, m, confidence=0.95) == (pytest.approx(low, abs=6e-5), pytest.approx(high, abs=6e-5))
    back = newcombe(a, m, b, n, confidence=0.95)
    assert back == (pytest.approx(-high, abs=6e-5), pytest.approx(-low, abs=6e-5))


def test_newcombe_says_nothing_without_tasks():
    assert newcombe(0, 0, 3, 9, confidence=0.95) is None


def held_by_newcombe(old_share: float, new_share: float, size: int) -> float:
    """The chance that the interval of two years of `size` tasks holds the true difference, counted out."""
    chances = [[float(binom.pmf(k, size, share)) for k in range(size + 1)] for share in (old_share, new_share)]
    held = 0.0
    for a, b in product(range(size + 1), repeat=2):
        low, high = newcombe(a, size, b, size, confidence=0.95)
        held += chances[0][a] * chances[1][b] * (low <= new_share - old_share <= high)
    return held


@pytest.mark.parametrize(("old", "new"), [(0.1, 0.1), (0.1, 0.3), (0.2, 0.5), (0.05, 0.6)])
def test_newcombe_holds_the_true_difference(old, new):
    assert 0.93 <= held_by_newcombe(old, new, 25) <= 0.985


def test_no_task_in_either_year_is_no_certainty():
    low, high = difference_interval(side(0, 20), side(0, 20), samples=4000, confidence=0.95, seed=1)
    assert low < -0.05 and high > 0.05


def test_log_odds_against_an_independent_computation():
    """Monroe, Colaresi and Quinn (2008) in arrays, from their equations 15, 16, 19 and 22."""
    generator = np.random.default_rng(7)
    words = [f"w{i}" for i in range(40)]
    y_i, y_j = generator.integers(0, 30, 40), generator.integers(0, 50, 40)
    alpha = (y_i + y_j).astype(float)
    a_0, n_i, n_j = alpha.sum(), y_i.sum(), y_j.sum()
    omega_i, omega_j = ((y + alpha) / (n + a_0 - y - alpha) for y, n in ((y_i, n_i), (y_j, n_j)))
    z = (np.log(omega_i) - np.log(omega_j)) / np.sqrt(1 / (y_i + alpha) + 1 / (y_j + alpha))
    found = log_odds(Counter(dict(zip(words, map(int, y_i)))), Counter(dict(zip(words, map(int, y_j)))))
    assert found == pytest.approx({word: value for word, value in zip(words, z) if word in found})


def test_jensen_shannon():
    assert jensen_shannon({"a": 1}, {"a": 5}) == 0
    assert jensen_shannon({"a": 1}, {"b": 1}) == 1
    # half of a against a and b in halves: H(3/4, 1/4) - H(1/2, 1/2) / 2
    entropy = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25))
    assert jensen_shannon({"a": 2}, {"a": 1, "b": 1}) == pytest.approx(entropy - 0.5)
