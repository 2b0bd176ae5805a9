"""From labels to a trained model, and all that must be known about it before anyone relies on it."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.knowledge.themes import Scheme
from pipeline.records import LabelledText
from pipeline.themes.agreement import kappa_by_theme
from pipeline.themes.baselines import KeywordBaseline, MajorityBaseline
from pipeline.themes.breakdowns import Breakdowns, ablation, by_genre
from pipeline.themes.cross_validation import (
    FoldModels,
    OutOfFold,
    grouped_folds,
    out_of_fold,
    out_of_fold_of,
    random_folds,
    second_theme_from,
    second_themes,
    threshold_for,
)
from pipeline.themes.evaluation import Evaluation, Judged, evaluate
from pipeline.themes.familiarity import usual_unknown_words
from pipeline.themes.features import TextToClassify, text_frame
from pipeline.themes.labels import NearDuplicate, label_counts, near_duplicates, settled, write_labels
from pipeline.themes.model import LinearThemeModel, TrainedModel, versions
from pipeline.themes.parameters import TrainingParams

LENGTHS = ((1, 25), (26, 60), (61, 120), (121, None))  # characters; up to 25 is a bare title
FEWEST_LABELS, FEWEST_SOURCES = 5, 2  # of a theme; with fewer it is not measured
SegmentWords = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Training:
    """A trained model with the labels it learnt from and its cross-validation.

    `labels[i]`, row i of the frame of `folds` and row i of `out_of_fold` are the same text.
    """

    model: TrainedModel
    labels: tuple[LabelledText, ...]
    folds: FoldModels
    out_of_fold: OutOfFold

    @property
    def frame(self) -> pd.DataFrame:
        return self.folds.frame


@dataclass(frozen=True)
class Diagnosis:
    """What the model card and metrics.json say of a training.

    comparison: name of a classifier to its evaluation on the same grouped folds.
    leaky: the model on random folds, where texts of one notice stand on both sides; too good on purpose.
    headings: the model with each text's own heading, without one, and with one of another theme's.
    lengths: the model on texts of so many characters.
    """

    grouped: Evaluation
    comparison: dict[str, Evaluation]
    leaky: Evaluation
    headings: dict[str, Evaluation]
    lengths: dict[str, Evaluation]
    near_duplicates: tuple[NearDuplicate, ...]
    breakdowns: Breakdowns


def train(
    labels: Sequence[LabelledText], segment_words: SegmentWords, params: TrainingParams, *, scheme: Scheme
) -> Training:
    """Learn from all labels; calibrate and set the threshold by cross-validation grouped by source.

    `segment_words` gives a text's words; it must be the segmenter that later cuts the notices.
    """
    every = tuple(settled(labels))
    used = tuple(measurable(every))
    frame = text_frame(TextToClassify(label.text, tuple(segment_words(label.text)), label.section) for label in used)
    themes = [label.theme for label in used]
    folds = grouped_folds(themes, [label.source for label in used], params)
    models = FoldModels(frame, themes, folds, order=scheme.ids)
    judged = out_of_fold(models, params)
    told = judged_labels(used, judged.probabilities, scheme)
    threshold = _threshold(told, params)
    second_from = second_theme_from(judged.probabilities, told.wanted, told.wanted2)
    classifier = replace(
        LinearThemeModel.unfitted(scheme.ids, params).fit(frame, themes), temperature=judged.temperature
    )
    record = _record(every, used, frame, scheme, params) | {
        "second_themes": list(second_themes(judged.probabilities, told.wanted, told.wanted2, second_from))
    }
    return Training(TrainedModel(classifier, threshold, second_from, record), used, models, judged)


def measurable(labels: Sequence[LabelledText]) -> Iterator[LabelledText]:
    """The labels of themes that have enough of them to be learnt and judged; other themes are not measured at all."""
    counts = Counter(label.theme for label in labels)
    sources: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        sources[label.theme].add(label.source)
    yield from (
        label
        for label in labels
        if counts[label.theme] >= FEWEST_LABELS and len(sources[label.theme]) >= FEWEST_SOURCES
    )


def _threshold(told: Judged, params: TrainingParams) -> float:
    """From which probability on a guess is not unsure. A guess of the second theme is not an error."""
    correct = (told.guessed == told.wanted) | (told.guessed == told.wanted2)
    return threshold_for(params.error_rate, told.confidence, correct)


def _record(
    labels: Sequence[LabelledText],
    used: Sequence[LabelledText],
    frame: pd.DataFrame,
    scheme: Scheme,
    params: TrainingParams,
) -> dict[str, object]:
    return {
        "labels": len(labels),
        "labels_sha256": hashlib.sha256(write_labels(labels).encode()).hexdigest(),
        "sources": len({label.source for label in labels}),
        "themes": label_counts(used, scheme.ids),
        "provenance": dict(sorted(Counter(label.provenance for label in labels).items())),
        "usual_unknown_words": usual_unknown_words(frame, [label.source for label in used]),
        "params": params.as_dict(),
        "versions": versions(),
    }


def diagnose(
    training: Training, params: TrainingParams, *, scheme: Scheme, readings: Sequence[LabelledText] = ()
) -> Diagnosis:
    """Evaluate the training: against baselines, on a leaky split, under wrong headings, and part by part.

    `readings` are the labels as they stand in the file, several of one text where several persons read it.
    """
    labels, frame = training.labels, training.frame
    themes, folds = training.folds.themes, training.folds.folds

    def evaluation(probabilities: np.ndarray, rows: Sequence[int] | None = None) -> Evaluation:
        rows = range(len(labels)) if rows is None else rows
        return evaluate(
            judged_labels([labels[row] for row in rows], probabilities[list(rows)], scheme),
            rounds=params.bootstrap_rounds,
            seed=params.seed,
        )

    grouped = evaluation(training.out_of_fold.probabilities)
    leaky = out_of_fold(FoldModels(frame, themes, random_folds(len(frame), params), order=scheme.ids), params)
    return Diagnosis(
        grouped=grouped,
        comparison={
            "majority": evaluation(out_of_fold_of(lambda: MajorityBaseline(scheme), frame, themes, folds)),
            "keywords": evaluation(out_of_fold_of(lambda: KeywordBaseline(scheme), frame, themes, folds)),
            "model": grouped,
        },
        leaky=evaluation(leaky.probabilities),
        headings={
            name: evaluation(_judged_with(training.folds, headings, params))
            for name, headings in _headings(labels, frame, params).items()
        },
        lengths={
            name: evaluation(training.out_of_fold.probabilities, rows) for name, rows in _by_length(labels).items()
        },
        near_duplicates=tuple(near_duplicates(labels)),
        breakdowns=Breakdowns(
            ablation(labels, training.folds, training.out_of_fold.probabilities, evaluation, params),
            by_genre(labels, training.out_of_fold.probabilities, evaluation),
            kappa_by_theme(readings, scheme.ids),
        ),
    )


def judged_labels(labels: Sequence[LabelledText], probabilities: np.ndarray, scheme: Scheme) -> Judged:
    """Labels beside the probabilities they got, ready to be evaluated."""
    return Judged(
        scheme.ids,
        tuple(label.theme for label in labels),
        tuple(label.theme2 for label in labels),
        tuple(label.source for label in labels),
        probabilities,
    )


def _by_length(labels: Sequence[LabelledText]) -> dict[str, list[int]]:
    found = {}
    for shortest, longest in LENGTHS:
        name = f"{shortest}–{longest}" if longest else f"{shortest} and more"
        found[name] = [
            row
            for row, label in enumerate(labels)
            if shortest <= len(label.text) and (longest is None or len(label.text) <= longest)
        ]
    return found


def _headings(labels: Sequence[LabelledText], frame: pd.DataFrame, params: TrainingParams) -> dict[str, list[str]]:
    own = list(frame["heading"])
    others = {
        theme: [text for text, label in zip(own, labels, strict=True) if text and label.theme != theme]
        for theme in {label.theme for label in labels}
    }
    generator = np.random.default_rng(params.seed)
    wrong = [
        others[label.theme][int(generator.integers(len(others[label.theme])))] if others[label.theme] else ""
        for label in labels
    ]
    return {"own heading": own, "no heading": [""] * len(own), "heading of another theme": wrong}


def _judged_with(folds: FoldModels, headings: list[str], params: TrainingParams) -> np.ndarray:
    """Probabilities of models trained with the true headings and shown `headings` instead."""
    probabilities = np.zeros((len(headings), len(folds.order)))
    shown = folds.frame.assign(heading=headings)
    for model, (_, judge) in zip(folds.of(params), folds.folds, strict=True):
        probabilities[judge] = model.predict_proba(shown.iloc[judge])
    return probabilities
