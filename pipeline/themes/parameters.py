"""What can be turned when a classifier is trained; params.yaml, block `train`, says the same in prose."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingParams:
    """The knobs of training. The defaults were chosen by grouped cross-validation; scores barely move around them.

    regularisation: inverse strength C of the L2 penalty; larger follows the labels more closely.
    word_ngram_longest, character_ngram_longest: longest run of words or characters that is a feature.
    character_min_texts: a run of characters must stand in so many texts to be a feature.
    character_weight, heading_weight, opening_weight: weight of characters, of the section heading and of the
      text's title or first clause beside words (1.0). What each brings stands in the model card. At 0 it is not read.
    folds: parts of the grouped cross-validation that calibrates probabilities and sets the threshold.
    error_rate: of the guesses that are not marked unsure, the share that may be wrong (cross-validated;
      the second theme counts as right).
    bootstrap_rounds: resamplings of sources behind the intervals.
    seed: of fold shuffling and resampling.
    """

    regularisation: float = 10.0
    word_ngram_longest: int = 2
    character_ngram_longest: int = 3
    character_min_texts: int = 2
    character_weight: float = 1.5
    heading_weight: float = 0.3
    opening_weight: float = 0.8
    folds: int = 5
    error_rate: float = 0.03
    bootstrap_rounds: int = 1000
    seed: int = 20230130

    def as_dict(self) -> dict[str, float | int]:
        return asdict(self)
