"""Two classifiers that learn next to nothing. A model that does not beat them clearly is not worth having.

Same interface as the trained model: `themes`, `fit`, `predict_proba`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, Self

import numpy as np
import pandas as pd

from pipeline.knowledge.rules import alternatives
from pipeline.knowledge.themes import Scheme


class ThemeClassifier(Protocol):
    """Whatever turns a text frame into a probability per theme."""

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in the order of the probabilities' columns."""

    def fit(self, frame: pd.DataFrame, themes: Sequence[str]) -> Self:
        """Learn from texts and the themes they were given."""

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        """(# texts, # themes); every row sums to 1."""


class MajorityBaseline:
    """Says for every text how frequent each theme is among the labels, whatever the text."""

    def __init__(self, scheme: Scheme) -> None:
        self.themes = scheme.ids
        self.shares = np.full(len(self.themes), 1 / len(self.themes))

    def fit(self, frame: pd.DataFrame, themes: Sequence[str]) -> Self:
        counted = Counter(themes)
        self.shares = np.array([counted[theme] for theme in self.themes]) / len(themes)
        return self

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        return np.tile(self.shares, (len(frame), 1))


class KeywordBaseline:
    """Counts each theme's keywords (configs/themes.yaml); the rest theme starts with one vote.

    Probability of a theme: its votes over all votes. Learns nothing from labels.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.themes = scheme.ids
        self._rest = self.themes.index(scheme.rest)
        self._column = {word: column for column, theme in enumerate(scheme.themes) for word in theme.keywords}
        self._pattern = re.compile(alternatives(self._column) if self._column else r"(?!)")

    def fit(self, frame: pd.DataFrame, themes: Sequence[str]) -> Self:
        return self

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        votes = np.zeros((len(frame), len(self.themes)))
        votes[:, self._rest] = 1
        for row, text in enumerate(frame["characters"]):
            for word in self._pattern.findall(text):
                votes[row, self._column[word]] += 1
        return votes / votes.sum(axis=1, keepdims=True)
