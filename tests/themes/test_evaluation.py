"""Scores against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pipeline.themes.cross_validation import best_temperature, threshold_for
from pipeline.themes.evaluation import (
    Judged,
    confusion_matrix,
    coverage_curve,
    evaluate,
    expected_calibration_error,
    macro_f1,
    precision_recall_f1,
)

ORDER = ("a", "b", "c")


def judged(*rows: tuple[str, str, list[float]], groups: str = "") -> Judged:
    """Rows of theme, second theme, probabilities of a, b, c; `groups` a letter per row."""
    return Judged(
        ORDER,
        tuple(r[0] for r in rows),
        tuple(r[1] for r in rows),
        tuple(groups or "n" * len(rows)),
        np.array([r[2] for r in rows]).reshape(-1, 3),
    )


FOUR = judged(
    ("a", "", [0.8, 0.1, 0.1]),  # right
    ("a", "b", [0.3, 0.6, 0.1]),  # the second theme
    ("b", "", [0.1, 0.9, 0.0]),  # right
    ("b", "a", [0.1, 0.2, 0.7]),  # neither; c was never labelled
    groups="xxyy",
)


def test_hand_computed_scores() -> None:
    found = evaluate(FOUR, rounds=50, seed=1)
    assert found.accuracy.value == 0.5
    assert found.accuracy_relaxed.value == 0.75
    by_theme = {one.theme: one for one in found.themes}
    assert (by_theme["a"].precision.value, by_theme["a"].recall.value, by_theme["a"].f1.value) == (
        1.0,
        0.5,
        pytest.approx(2 / 3),
    )
    assert (by_theme["b"].precision.value, by_theme["b"].recall.value, by_theme["b"].f1.value) == (0.5, 0.5, 0.5)
    assert by_theme["c"].precision.value == 0.0, "guessed once, never right"
    assert by_theme["c"].recall.value is None, "never labelled: not defined, not 0"
    assert found.macro_f1.value == pytest.approx((2 / 3 + 0.5) / 2), "over the labelled themes a and b"
    assert found.macro_f1_relaxed.value == pytest.approx((1 + 0.8) / 2), "the second row counts as b"
    assert found.confusion == ((1, 1, 0), (0, 1, 1), (0, 0, 0))
    assert found.share_errors == {"a": -0.25, "b": 0.0, "c": 0.25}
    assert found.sources == 2


def test_interval_contains_the_score_and_is_the_same_every_time() -> None:
    found = evaluate(FOUR, rounds=200, seed=7)
    assert found.accuracy.low <= found.accuracy.value <= found.accuracy.high
    assert found == evaluate(FOUR, rounds=200, seed=7)


def test_nothing_to_judge_is_undefined_everywhere() -> None:
    found = evaluate(judged(), rounds=10, seed=1)
    assert (found.accuracy.value, found.macro_f1.value, found.expected_calibration_error) == (None, None, None)
    assert set(found.share_errors.values()) == {None}


def test_never_guessed_has_no_precision() -> None:
    precision, recall, f1 = precision_recall_f1(confusion_matrix(np.array([0, 1]), np.array([0, 0]), 3))
    assert math.isnan(precision[1]) and recall[1] == 0 and f1[1] == 0
    assert math.isnan(precision[2]) and math.isnan(recall[2]) and math.isnan(f1[2])


def test_macro_f1_of_nothing_is_undefined() -> None:
    assert math.isnan(macro_f1(np.zeros((3, 3), dtype=int)))


@pytest.mark.parametrize(
    ("confidence", "correct", "error", "reason"),
    [
        ([0.75, 0.75, 0.75, 0.75], [1, 1, 1, 0], 0.0, "three of four right at 0.75"),
        ([1.0, 1.0], [1, 0], 0.5, "certain, right half the time"),
        ([0.95, 0.55], [1, 1], 0.25, "two bins, off by 0.05 and 0.45"),
    ],
)
def test_expected_calibration_error(confidence: list[float], correct: list[int], error: float, reason: str) -> None:
    assert expected_calibration_error(np.array(confidence), np.array(correct, dtype=bool)) == pytest.approx(error), (
        reason
    )


def test_coverage_curve_is_undefined_where_nothing_is_sure_enough() -> None:
    curve = {
        at: (coverage, accuracy)
        for at, coverage, accuracy in coverage_curve(np.array([0.6, 0.9]), np.array([False, True]))
    }
    assert curve[0.0] == (1.0, 0.5)
    assert curve[0.6] == (1.0, 0.5)
    assert curve[0.65] == (0.5, 1.0)
    assert curve[0.95] == (0.0, None)


@pytest.mark.parametrize(
    ("rate", "confidence", "correct", "threshold", "reason"),
    [
        (0.5, [0.9, 0.8, 0.7], [1, 1, 0], 0.0, "a third wrong in all is allowed: nothing is unsure"),
        (0.1, [0.9, 0.8, 0.7], [1, 1, 0], 0.8, "without the third none is wrong"),
        (0.4, [0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0], 0.7, "one in three wrong, reached again after a bad stretch"),
        (0.1, [0.9, 0.8, 0.8, 0.7], [1, 1, 0, 1], 0.9, "equal probabilities are sure or unsure together"),
        (0.1, [0.9, 0.8], [0, 0], 1.01, "no threshold helps: everything is unsure"),
    ],
)
def test_threshold_for_an_error_rate(
    rate: float, confidence: list[float], correct: list[int], threshold: float, reason: str
) -> None:
    assert threshold_for(rate, np.array(confidence), np.array(correct, dtype=bool)) == threshold, reason


def test_temperature_is_recovered() -> None:
    # Decision values three times too bold: labels drawn with softmax(values / 3) must give the 3 back.
    generator = np.random.default_rng(0)
    decisions = generator.normal(size=(4000, 3)) * 6
    odds = np.exp(decisions / 3)
    wanted = np.array([generator.choice(3, p=row / row.sum()) for row in odds])
    assert best_temperature(decisions, wanted) == pytest.approx(3, rel=0.1)
