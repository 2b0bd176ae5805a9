"""From text to numbers: words, runs of characters and the section heading, weighted by TF-IDF.

Only plain scikit-learn parts with plain settings: the fitted result can be saved without pickle and
read without running anyone's code. So words arrive as one string per text, joined by spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.themes.parameters import TrainingParams

COLUMNS = ("words", "characters", "heading")
WORD_PATTERN = r"[^ ]+"
# Amounts and dates differ from notice to notice and say nothing of the theme; that there is a number may.
# A single Chinese numeral stays: 一 and 十 are parts of too many words.
RE_NUMBER = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]{2,}")
RE_SPACE = re.compile(r"\s+")
HEADING_NGRAMS = (1, 2)


@dataclass(frozen=True, slots=True)
class TextToClassify:
    """A task's text without its responsibility clause, its words, and the heading above it ("" if none)."""

    text: str
    words: tuple[str, ...]
    heading: str = ""


def text_frame(texts: Iterable[TextToClassify]) -> pd.DataFrame:
    """One row per text, with the columns the classifiers read: words, characters, heading."""
    rows = [(" ".join(_plain(word) for word in text.words if word.strip()), _plain(text.text), _plain(text.heading)) for text in texts]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _plain(text: str) -> str:
    return RE_NUMBER.sub("0", RE_SPACE.sub("", text))




def vectorizer(params: TrainingParams) -> ColumnTransformer:
    """The unfitted feature extraction: (# texts, # features), each column's part of length 1 times its weight."""
    parts: list[tuple[str, TfidfVectorizer, str]] = [
        ("words", TfidfVectorizer(token_pattern=WORD_PATTERN, ngram_range=(1, params.word_ngram_longest), sublinear_tf=True), "words"),
        ("characters", _character_vectorizer((1, params.character_ngram_longest), params), "characters"),
    ]
    weights = {"words": 1.0, "characters": params.character_weight}
    if params.heading_weight > 0:
        parts.append(("heading", _character_vectorizer(HEADING_NGRAMS, params), "heading"))
        weights["heading"] = params.heading_weight
    return ColumnTransformer(parts, transformer_weights=weights, sparse_threshold=1.0)


def _character_vectorizer(lengths: tuple[int, int], params: TrainingParams) -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=lengths, min_df=params.character_min_texts, sublinear_tf=True)


def fitted_vectorizers(fitted: ColumnTransformer) -> Sequence[tuple[str, TfidfVectorizer]]:
    """The fitted vectorizers by column, in their order."""
    return [(name, part) for name, part, _ in fitted.transformers_ if isinstance(part, TfidfVectorizer)]
