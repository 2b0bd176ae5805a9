"""Intervals and log-odds against what can be worked out by hand or by another road."""

import math
from collections import Counter

import numpy as np
import pytest
from scipy.stats import binom, norm

from pipeline.compare.statistics import classified_share, log_odds, share_interval

OPTIONS = {"samples": 4000, "confidence": 0.95, "seed": 1}


def test_interval_holds_the_share_and_narrows_with_more_tasks():
    few = share_interval([True] * 5 + [False] * 15, **OPTIONS)
    many = share_interval([True] * 50 + [False] * 150, **OPTIONS)
    assert few[0] < 0.25 < few[1] and many[0] < 0.25 < many[1]
    assert many[1] - many[0] < few[1] - few[0]


def test_interval_agrees_with_the_binomial():
    """40 tasks at 30 %: the binomial's 2.5 and 97.5 per cent points are 7 and 18 tasks."""
    low, high = share_interval([True] * 12 + [False] * 28, **OPTIONS)
    assert low == pytest.approx(7 / 40, abs=0.03)
    assert high == pytest.approx(18 / 40, abs=0.03)


def test_no_task_of_twenty_leaves_room():
    """Wilson (1927): z² / (n + z²) for none of n; by weight the exact bound of Clopper and Pearson (1934)."""
    z_squared = norm.ppf(0.975) ** 2
    assert share_interval([False] * 20, **OPTIONS) == pytest.approx((0.0, z_squared / (20 + z_squared)))
    weights = range(1, 21)
    assert share_interval([False] * 20, **OPTIONS, weights=weights) == pytest.approx((0.0, 1 - 0.025 ** (1 / 20)))
    assert share_interval([True] * 20, **OPTIONS, weights=weights) == pytest.approx((0.025 ** (1 / 20), 1.0))


def test_interval_holds_the_truth_as_often_as_it_says():
    """25 tasks, every count that can come up weighed by its chance: 95 % over all shares, and nowhere far below."""
    ends = [share_interval([True] * count + [False] * (25 - count), **OPTIONS) for count in range(26)]
    held = [
        sum(p for p, (low, high) in zip(binom(25, share).pmf(range(26)), ends) if low <= share <= high)
        for share in np.linspace(0.05, 0.95, 91)
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=0.01)
    assert min(held) > 0.9


def test_interval_of_nothing_is_undefined():
    with pytest.raises(ValueError, match="no tasks"):
        share_interval([], **OPTIONS)


def test_same_seed_same_interval():
    member = [True, False, True, False, False]
    assert share_interval(member, **OPTIONS) == share_interval(member, **OPTIONS)


def test_log_odds_mirror():
    """What one side leans on, the other leans away from, by the same amount."""
    a, b = Counter({"港口": 8, "企业": 5}), Counter({"港口": 1, "企业": 9})
    assert log_odds(a, b)["港口"] == pytest.approx(-log_odds(b, a)["港口"])


def test_log_odds_by_hand():
    a, b = Counter({"x": 3, "y": 1}), Counter({"x": 1, "y": 3})
    # priors: x 4, y 4, total 8; delta = log(7/(4+8-7)) - log(5/(4+8-5))
    delta = math.log(7 / 5) - math.log(5 / 7)
    assert log_odds(a, b)["x"] == pytest.approx(delta / math.sqrt(1 / 7 + 1 / 5))


def test_log_odds_with_an_empty_side_is_undefined():
    assert log_odds(Counter({"x": 1}), Counter()) == {}


def test_a_share_of_fair_coins_is_the_binomial():
    """Ten tasks at 0.5: 2 to 8 hold the middle 95 % (at most 0.011 lies beyond either)."""
    assert classified_share([0.5] * 10, confidence=0.95) == (0.5, 0.2, 0.8)


def test_what_a_person_decided_is_certain():
    assert classified_share([1.0, 0.0, 1.0, 0.0], confidence=0.95) == (0.5, 0.5, 0.5)
    _, low, high = classified_share([0.9] * 20, confidence=0.95)
    _, less_low, less_high = classified_share([1.0] * 10 + [0.9] * 10, confidence=0.95)
    assert less_high - less_low < high - low


def test_no_tasks_have_no_share():
    with pytest.raises(ValueError, match="no tasks"):
        classified_share([], confidence=0.95)


def test_the_true_share_is_recovered_where_counting_guesses_is_off():
    """A theme that a calibrated model sees at 0.4 in every third task is never its best guess: counted by guesses it is
    missed, counted by probability it is there, and the interval holds what the tasks truly are."""
    generator = np.random.default_rng(1)
    held, counted = 0, []
    for _ in range(400):
        chances = np.where(np.arange(30) % 3 == 0, 0.4, 0.05)
        truth = float((generator.random(30) < chances).mean())
        share, low, high = classified_share(chances.tolist(), confidence=0.95)
        held += low <= truth <= high
        counted.append(truth)
    assert share == pytest.approx(np.mean(counted), abs=0.01)
    assert held / 400 >= 0.95
    assert (chances > 0.5).sum() == 0
