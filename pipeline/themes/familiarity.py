"""Does a new notice look like what the model was trained on? Told by words the model has never seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from pipeline.themes.features import TextColumns, TextToClassify, text_columns
from pipeline.themes.model import TrainedModel

USUAL = 95  # percentile of the sources: one training source in twenty is stranger than that


def usual_unknown_words(columns: TextColumns, sources: Sequence[str]) -> float:
    """The share of words unknown to all other sources that 95% of the sources stay below, in [0, 1]."""
    words_of: dict[str, Counter[str]] = defaultdict(Counter)
    for text, source in zip(columns["words"], sources, strict=True):
        words_of[source].update(text.lower().split())
    holders = Counter(word for words in words_of.values() for word in words)
    shares = [_share(words, known=lambda word: holders[word] > 1) for words in words_of.values()]
    return round(float(np.percentile(shares, USUAL)), 4)


def unknown_words(model: TrainedModel, texts: Iterable[TextToClassify]) -> float | None:
    """The share of a notice's words that the model has never seen, in [0, 1]; None for no words.

    Above `model.record["usual_unknown_words"]` the notice is unlike the training data: its themes
    deserve a look, and its tasks are worth labelling.
    """
    vocabulary = next(part.vocabulary for part in model.classifier.terms if part.column == "words")
    counted = Counter(word for text in text_columns(texts)["words"] for word in text.lower().split())
    return _share(counted, known=vocabulary.__contains__) if counted else None


def _share(words: Counter[str], *, known: Callable[[str], bool]) -> float:
    return sum(count for word, count in words.items() if not known(word)) / words.total()
