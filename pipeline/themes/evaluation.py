"""How good guesses are: scores per theme with intervals, calibration, coverage, shares, confusion.

A number that is not defined (the precision of a theme never guessed) is None, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

CALIBRATION_BINS = 10
THRESHOLDS = tuple(round(step / 20, 2) for step in range(20))  # 0, 0.05 … 0.95
INTERVAL = (2.5, 97.5)  # percentiles of the bootstrap


@dataclass(frozen=True, slots=True)
class Judged:
    """Texts with the themes people gave them and the probabilities a classifier gives.

    `themes2[i]` is a second right theme or "". `groups[i]` is the notice of text i.
    """

    order: tuple[str, ...]  # the themes, in the order of the columns of `probabilities`
    themes: tuple[str, ...]
    themes2: tuple[str, ...]
    groups: tuple[str, ...]
    probabilities: np.ndarray  # (# texts, # themes)

    @property
    def wanted(self) -> np.ndarray:
        return np.array([self.order.index(theme) for theme in self.themes], dtype=int)

    @property
    def wanted2(self) -> np.ndarray:
        """Column of the second theme, -1 where there is none."""
        return np.array([self.order.index(theme) if theme else -1 for theme in self.themes2], dtype=int)

    @property
    def guessed(self) -> np.ndarray:
        return self.probabilities.argmax(axis=1) if len(self.themes) else np.zeros(0, dtype=int)

    @property
    def confidence(self) -> np.ndarray:
        return self.probabilities.max(axis=1) if len(self.themes) else np.zeros(0)


@dataclass(frozen=True, slots=True)
class Score:
    """A score and the 95% bootstrap interval around it; all None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme: of what was guessed as it, how much is it (precision); of what is it, how much was found (recall)."""

    theme: str
    labelled: int
    guessed: int
    precision: Score
    recall: Score
    f1: Score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All that is known of one classifier on one set of texts.

    accuracy: share of texts whose theme was guessed. accuracy_relaxed: theme2 counts as right too.
    macro_f1: mean F1 over the themes that were labelled. macro_f1_relaxed: the same after a guess of
    theme2 is taken as the label. expected_calibration_error: mean distance of probability and
    accuracy over ten bins, weighted by their texts (Naeini et al. 2015), in [0, 1].
    share_errors: guessed minus labelled share of each theme; positive: the theme is overstated.
    confusion: rows labelled, columns guessed, in the order of `order`.
    coverage_curve: (threshold, share of texts at or above it, accuracy among them).
    """

    order: tuple[str, ...]
    texts: int
    sources: int
    accuracy: Score
    accuracy_relaxed: Score
    macro_f1: Score
    macro_f1_relaxed: Score
    themes: tuple[ThemeScore, ...]
    expected_calibration_error: float | None
    share_errors: dict[str, float | None]
    confusion: tuple[tuple[int, ...], ...]
    coverage_curve: tuple[tuple[float, float | None, float | None], ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for metrics.json."""
        return asdict(self)


def evaluate(judged: Judged, *, rounds: int, seed: int) -> Evaluation:
    """Every score of `judged`. Intervals resample whole notices, since tasks of one notice are alike."""
    wanted, guessed = judged.wanted, judged.guessed
    confusion = confusion_matrix(wanted, guessed, len(judged.order))
    drawn = _resampled(judged, rounds=rounds, seed=seed)
    single = _statistics(confusion, confusion_matrix(_forgiven(judged), guessed, len(judged.order)))
    intervals = {name: _interval([sample[name] for sample in drawn]) for name in single}

    def score(name: str) -> Score:
        value = _none(single[name])
        return Score(value, *intervals[name]) if value is not None else Score(None)

    themes = tuple(
        ThemeScore(
            theme,
            int(confusion[i].sum()),
            int(confusion[:, i].sum()),
            score(f"precision {i}"),
            score(f"recall {i}"),
            score(f"f1 {i}"),
        )
        for i, theme in enumerate(judged.order)
    )
    return Evaluation(
        order=judged.order,
        texts=len(wanted),
        sources=len(set(judged.groups)),
        accuracy=score("accuracy"),
        accuracy_relaxed=score("accuracy relaxed"),
        macro_f1=score("macro f1"),
        macro_f1_relaxed=score("macro f1 relaxed"),
        themes=themes,
        expected_calibration_error=expected_calibration_error(judged.confidence, guessed == wanted),
        share_errors=share_errors(confusion, judged.order),
        confusion=tuple(tuple(int(count) for count in row) for row in confusion),
        coverage_curve=coverage_curve(judged.confidence, guessed == wanted),
    )


def confusion_matrix(wanted: np.ndarray, guessed: np.ndarray, themes: int) -> np.ndarray:
    """(# themes, # themes) counts: rows labelled, columns guessed."""
    return np.bincount(wanted * themes + guessed, minlength=themes * themes).reshape(themes, themes)


def precision_recall_f1(confusion: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per theme. nan: precision of a theme never guessed, recall of one never labelled, F1 of one neither."""
    hits, guessed, labelled = np.diag(confusion).astype(float), confusion.sum(axis=0), confusion.sum(axis=1)
    return _divide(hits, guessed), _divide(hits, labelled), _divide(2 * hits, guessed + labelled)


def macro_f1(confusion: np.ndarray) -> float:
    """Mean F1 over the themes that were labelled; nan if nothing was."""
    labelled = confusion.sum(axis=1) > 0
    return float(precision_recall_f1(confusion)[2][labelled].mean()) if labelled.any() else float("nan")


def expected_calibration_error(confidence: np.ndarray, correct: np.ndarray) -> float | None:
    """Mean |confidence - accuracy| over ten equal bins of confidence, weighted by texts; None without texts."""
    if not len(confidence):
        return None
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    gaps = [
        abs(float(confidence[bins == one].mean() - correct[bins == one].mean())) * float((bins == one).mean())
        for one in np.unique(bins)
    ]
    return float(sum(gaps))


def coverage_curve(confidence: np.ndarray, correct: np.ndarray) -> tuple[tuple[float, float | None, float | None], ...]:
    """Per threshold: what share of texts is at or above it, and what share of those is right."""
    points = []
    for threshold in THRESHOLDS:
        sure = confidence >= threshold
        points.append(
            (threshold, _none(sure.mean()) if len(sure) else None, float(correct[sure].mean()) if sure.any() else None)
        )
    return tuple(points)


def share_errors(confusion: np.ndarray, order: Sequence[str]) -> dict[str, float | None]:
    """Guessed minus labelled share of each theme, in [-1, 1]: the error that the report's shares carry."""
    texts = confusion.sum()
    return {
        theme: float((confusion[:, i].sum() - confusion[i].sum()) / texts) if texts else None
        for i, theme in enumerate(order)
    }


def accuracy_on(judged: Judged) -> tuple[float | None, float | None]:
    """Strict and relaxed accuracy alone, for tables that compare classifiers."""
    if not judged.themes:
        return None, None
    right = judged.guessed == judged.wanted
    return float(right.mean()), float((right | (judged.guessed == judged.wanted2)).mean())


# -- inside ---------------------------------------------------------------------------------------


def _forgiven(judged: Judged) -> np.ndarray:
    """The wanted themes, with a guess of the second theme taken as wanted."""
    return np.where(judged.guessed == judged.wanted2, judged.wanted2, judged.wanted)


def _statistics(confusion: np.ndarray, relaxed: np.ndarray) -> dict[str, float]:
    texts = confusion.sum()
    precision, recall, f1 = precision_recall_f1(confusion)
    found = {
        "accuracy": float(np.trace(confusion) / texts) if texts else float("nan"),
        "accuracy relaxed": float(np.trace(relaxed) / texts) if texts else float("nan"),
        "macro f1": macro_f1(confusion),
        "macro f1 relaxed": macro_f1(relaxed),
    }
    for name, values in (("precision", precision), ("recall", recall), ("f1", f1)):
        found |= {f"{name} {i}": float(value) for i, value in enumerate(values)}
    return found


def _resampled(judged: Judged, *, rounds: int, seed: int) -> list[dict[str, float]]:
    """Statistics of `rounds` sets drawn with replacement: whole notices, or texts where there is one notice."""
    names = sorted(set(judged.groups))
    if not names:
        return []
    units = list(judged.groups) if len(names) > 1 else [str(i) for i in range(len(judged.groups))]
    number = {name: i for i, name in enumerate(sorted(set(units)))}
    themes = len(judged.order)
    wanted, guessed = judged.wanted, judged.guessed
    strict = np.zeros((len(number), themes, themes), dtype=int)
    relaxed = np.zeros_like(strict)
    of_text = np.array([number[unit] for unit in units])
    np.add.at(strict, (of_text, wanted, guessed), 1)
    np.add.at(relaxed, (of_text, _forgiven(judged), guessed), 1)
    generator = np.random.default_rng(seed)
    draws = generator.integers(len(number), size=(rounds, len(number)))
    return [_statistics(strict[drawn].sum(axis=0), relaxed[drawn].sum(axis=0)) for drawn in draws]


def _interval(values: list[float]) -> tuple[float | None, float | None]:
    defined = np.array([value for value in values if not np.isnan(value)])
    if not len(defined):
        return None, None
    low, high = np.percentile(defined, INTERVAL)
    return float(low), float(high)


def _divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)


def _none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
