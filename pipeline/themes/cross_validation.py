"""Honest probabilities: every label is judged by a model that never saw its notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.model_selection import KFold, StratifiedGroupKFold

from pipeline.themes.baselines import ThemeClassifier
from pipeline.themes.features import FeatureColumns
from pipeline.themes.model import LinearThemeModel
from pipeline.themes.parameters import TrainingParams

Folds = Sequence[tuple[np.ndarray, np.ndarray]]  # (rows to train on, rows to judge), together all rows
TEMPERATURES = (0.05, 20.0)
SECOND_THRESHOLDS = tuple(round(step / 50, 2) for step in range(10, 25))  # 0.2 … 0.48; what is less likely is no rival


class TooFewSourcesError(ValueError):
    """Cross-validation is not possible; the message says which theme has too few sources."""


@dataclass(frozen=True)
class OutOfFold:
    """What cross-validation found: per label the fold that judged it and the probabilities it got.

    `temperature` is fitted on all folds, for the model trained on everything. The probabilities of
    a fold were scaled with the temperature of the others.
    """

    probabilities: np.ndarray  # (# labels, # themes)
    fold: np.ndarray  # (# labels,)
    temperature: float


def grouped_folds(themes: Sequence[str], sources: Sequence[str], params: TrainingParams) -> Folds:
    """Folds with about the same share of each theme and no source on both sides."""
    sources_of: dict[str, set[str]] = defaultdict(set)
    for theme, source in zip(themes, sources, strict=True):
        sources_of[theme].add(source)
    scarce = {theme: len(found) for theme, found in sources_of.items() if len(found) < 2}
    if scarce or len(sources_of) < 2:
        told = ", ".join(sorted(scarce)) or "the labels"
        raise TooFewSourcesError(
            f"{told}: labels from at least two sources and of at least two themes are needed to judge a "
            "model by notices it has not seen. Label tasks of more notices."
        )
    folds = min(params.folds, *(len(found) for found in sources_of.values()))
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=params.seed)
    return list(splitter.split(np.zeros(len(themes)), np.asarray(themes), np.asarray(sources)))


def random_folds(count: int, params: TrainingParams) -> Folds:
    """Folds that ignore sources, so texts of one notice stand on both sides: scores from them are too good."""
    return list(KFold(n_splits=params.folds, shuffle=True, random_state=params.seed).split(np.zeros(count)))


class FoldModels:
    """The linear model of each fold. What several questions ask of the same folds is learnt once.

    `order`: the themes in the columns' order.
    """

    def __init__(self, frame: pd.DataFrame, themes: Sequence[str], folds: Folds, *, order: Sequence[str]) -> None:
        self.frame, self.themes, self.folds, self.order = frame, tuple(themes), folds, tuple(order)
        self._columns = [FeatureColumns(frame.iloc[learn]) for learn, _ in folds]
        self._models: dict[TrainingParams, list[LinearThemeModel]] = {}

    def of(self, params: TrainingParams) -> list[LinearThemeModel]:
        """One model a fold, trained on its first rows."""
        if params not in self._models:
            given = np.asarray(self.themes)
            self._models[params] = [
                LinearThemeModel.unfitted(self.order, params).fit_features(columns, given[learn])
                for columns, (learn, _) in zip(self._columns, self.folds, strict=True)
            ]
        return self._models[params]


def out_of_fold(models: FoldModels, params: TrainingParams) -> OutOfFold:
    """Judge the linear model fold by fold."""
    frame, order = models.frame, models.order
    decisions = np.full((len(frame), len(order)), -np.inf)
    fold = np.full(len(frame), -1)
    for number, (model, (_, judge)) in enumerate(zip(models.of(params), models.folds, strict=True)):
        decisions[judge] = model.decision_values(frame.iloc[judge])
        fold[judge] = number
    wanted = np.array([order.index(theme) for theme in models.themes])
    probabilities = np.zeros_like(decisions)
    for number in range(len(models.folds)):
        here, others = fold == number, (fold != number) & (fold >= 0)
        probabilities[here] = softmax(decisions[here] / best_temperature(decisions[others], wanted[others]), axis=1)
    return OutOfFold(probabilities, fold, best_temperature(decisions, wanted))


def out_of_fold_of(
    make: Callable[[], ThemeClassifier], frame: pd.DataFrame, themes: Sequence[str], folds: Folds
) -> np.ndarray:
    """(# labels, # themes) probabilities of any classifier with the common interface, fold by fold."""
    given = np.asarray(themes)
    first = make()
    probabilities = np.zeros((len(frame), len(first.themes)))
    for learn, judge in folds:
        probabilities[judge] = make().fit(frame.iloc[learn], list(given[learn])).predict_proba(frame.iloc[judge])
    return probabilities


def best_temperature(decisions: np.ndarray, wanted: np.ndarray) -> float:
    """The temperature under which the wanted themes are most probable (Guo et al. 2017, temperature scaling)."""
    rows = np.arange(len(wanted))
    reachable = np.isfinite(decisions[rows, wanted])  # a theme that no other fold had cannot be told at any temperature
    decisions, wanted, rows = decisions[reachable], wanted[reachable], np.arange(int(reachable.sum()))
    if not len(rows):
        return 1.0

    def loss(log_temperature: float) -> float:
        return float(-log_softmax(decisions / np.exp(log_temperature), axis=1)[rows, wanted].mean())

    low, high = np.log(TEMPERATURES)
    found = minimize_scalar(loss, bounds=(low, high), method="bounded")
    return round(float(np.exp(found.x)), 4)


def second_themes(
    probabilities: np.ndarray, wanted: np.ndarray, wanted2: np.ndarray, at: float
) -> tuple[int, int, int]:
    """(second themes told where the runner-up reaches `at`, how many of them right, how many were due).

    One is right if the two most probable themes are the text's two, in either order; `wanted2` is -1
    where a text has one theme.
    """
    order = np.argsort(probabilities, axis=1, kind="stable")
    best, second = order[:, -1], order[:, -2]
    both = ((best == wanted) & (second == wanted2)) | ((best == wanted2) & (second == wanted))
    told = probabilities[np.arange(len(best)), second] >= at
    return int(told.sum()), int((both & told).sum()), int((wanted2 >= 0).sum())


def second_theme_from(probabilities: np.ndarray, wanted: np.ndarray, wanted2: np.ndarray) -> float:
    """From which probability on the runner-up is told as a second theme: where F1 over them is best.

    The lowest of several as good; 1 if no threshold finds any.
    """
    best, best_score = 1.0, 0.0
    for at in SECOND_THRESHOLDS:
        told, right, due = second_themes(probabilities, wanted, wanted2, at)
        score = 2 * right / (told + due) if told + due else 0.0
        if score > best_score:
            best, best_score = at, score
    return best


def threshold_for(error_rate: float, probabilities: np.ndarray, correct: np.ndarray) -> float:
    """The lowest probability from which on at most `error_rate` of the guesses are wrong.

    `probabilities`: of the best guess, per label; `correct`: whether it was right. 0 if nothing needs
    to be held back, above 1 (everything unsure) if no threshold reaches the rate.
    """
    order = np.argsort(-probabilities, kind="stable")
    sure, wrong = probabilities[order], np.cumsum(~correct[order])
    last_of_tie = np.append(sure[1:] != sure[:-1], True)
    fits = (wrong / np.arange(1, len(sure) + 1) <= error_rate) & last_of_tie
    if not fits.any():
        return 1.01
    last = int(np.flatnonzero(fits).max())
    return 0.0 if last == len(sure) - 1 else round(float(np.floor(sure[last] * 1e4) / 1e4), 4)
