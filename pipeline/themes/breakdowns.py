"""Where a training is good and where not: by feature, by neighbours, by kind of notice, by reader."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.records import LabelledText
from pipeline.themes.cross_validation import FoldModels, out_of_fold
from pipeline.themes.evaluation import Evaluation
from pipeline.themes.parameters import TrainingParams

Evaluate = Callable[..., Evaluation]  # (probabilities, rows of the labels they are of; all if left out)
# Kinds of notices, told by the words of a source's id; the first that fits counts.
GENRES = (
    ("work reports", r"work-?report|gov-?report|opening|midyear|gwr"),
    ("divisions of work, registers, assessments", r"division|list|keytasks|key-items|register|rows|assess|inspection"),
    ("safeguards and boundary cases", r"safeguards|boundary|bridging|headings|shorts|clauses"),
    ("measures, opinions, notices", r"measures|policy|opinion|notice|circular|relief|package|reform"),
    ("departments' yearly work", r"department|bureau|commission|supervision|human-resources|housing|ministry|agency"),
)
OTHER_GENRE = "plans and action programmes"
NEIGHBOUR_WEIGHT = 0.3  # of the mean of a section's and of a notice's other tasks, in log odds
PRIOR = 0.3  # added to each theme's sum, so that one neighbour never decides


@dataclass(frozen=True)
class Breakdowns:
    """Evaluations by name, in the order of the card; agreement: theme to (texts, kappa) of two readers."""

    ablation: dict[str, Evaluation]
    genres: dict[str, Evaluation]
    agreement: dict[str, tuple[int, float | None]]


def genre_of(source: str) -> str:
    """The kind of notice that a source's id names."""
    return next((name for name, words in GENRES if re.search(words, source)), OTHER_GENRE)


def by_genre(labels: Sequence[LabelledText], probabilities: np.ndarray, evaluate: Evaluate) -> dict[str, Evaluation]:
    """One evaluation for each kind of notice that occurs."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        rows[genre_of(label.source)].append(row)
    names = [*(name for name, _ in GENRES), OTHER_GENRE]
    return {name: evaluate(probabilities, rows[name]) for name in names if name in rows}


def ablation(
    labels: Sequence[LabelledText], models: FoldModels, whole: np.ndarray, evaluate: Evaluate, params: TrainingParams
) -> dict[str, Evaluation]:
    """What each feature brings, on the same folds; `whole` are the probabilities of the model in use."""
    less: Mapping[str, TrainingParams] = {
        "words alone": replace(params, character_weight=0.0, heading_weight=0.0, opening_weight=0.0),
        "words and characters": replace(params, heading_weight=0.0, opening_weight=0.0),
        "without the heading": replace(params, heading_weight=0.0),
        "without the opening": replace(params, opening_weight=0.0),
    }
    found = {name: evaluate(out_of_fold(models, one).probabilities) for name, one in less.items()}
    return {
        **found,
        "all (in use)": evaluate(whole),
        "all and the neighbours (not in use)": evaluate(with_neighbours(whole, labels)),
    }


def with_neighbours(probabilities: np.ndarray, labels: Sequence[LabelledText]) -> np.ndarray:
    """(# texts, # themes): each text's probabilities drawn towards those of its section and of its notice."""
    values = np.log(np.maximum(probabilities, 1e-12))
    for keys in ([(label.source, label.section) for label in labels], [(label.source, "") for label in labels]):
        values = values + NEIGHBOUR_WEIGHT * _others(probabilities, keys)
    shares = np.exp(values - values.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def _others(probabilities: np.ndarray, keys: Sequence[tuple[str, str]]) -> np.ndarray:
    """Log of how much more than evenly the others of a group speak for a theme; 0 for a text without others."""
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key].append(row)
    themes = probabilities.shape[1]
    found = np.zeros_like(probabilities)
    for group in rows.values():
        others = probabilities[group].sum(axis=0) - probabilities[group]
        if len(group) > 1:
            found[group] = np.log((others + PRIOR) / (len(group) - 1 + PRIOR * themes) * themes)
    return found
