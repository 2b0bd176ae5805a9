"""Small labelled sets for tests of the theme classifier: the real scheme, invented texts, characters as words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge.themes import Scheme, read_scheme
from pipeline.records import LabelledText
from pipeline.themes.labels import read_labels
from pipeline.themes.parameters import TrainingParams
from pipeline.themes.train import Training, train

PROJECT = Path(__file__).parents[2]
LABELS = PROJECT / "data/labels/themes.csv"


def words_of(text: str) -> list[str]:
    """Pairs of characters in place of the segmenter's words: quick, and needs no model."""
    return [text[start : start + 2] for start in range(0, len(text), 2)]


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return read_scheme((PROJECT / "configs/themes.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def labels(scheme: Scheme) -> list[LabelledText]:
    return read_labels(LABELS.read_text(encoding="utf-8"), themes=scheme.ids)


@pytest.fixture(scope="session")
def params() -> TrainingParams:
    return TrainingParams(bootstrap_rounds=20)


@pytest.fixture(scope="session")
def trained(labels: list[LabelledText], scheme: Scheme, params: TrainingParams) -> Training:
    """The model on all labels, with character pairs as words (about four seconds)."""
    return train(labels, words_of, params, scheme=scheme)
