"""From text to numbers: words, runs of characters, the opening and the section heading, weighted by TF-IDF.

scikit-learn learns the terms; what it has learnt is plain data, and `FittedTerms` applies it with the
same arithmetic. So a notice is judged without loading scikit-learn, which takes longer than judging.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from pipeline.themes.parameters import TrainingParams

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer

COLUMNS = ("words", "characters", "heading", "opening")
WORD_PATTERN = r"[^ ]+"
# Amounts and dates differ from notice to notice and say nothing of the theme; that there is a number may.
# A single Chinese numeral stays: 一 and 十 are parts of too many words.
RE_NUMBER = re.compile(r"\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]{2,}")
RE_SPACE = re.compile(r"\s+")
HEADING_NGRAMS = (1, 2)
OPENING_NGRAMS = (1, 3)
# A task opens with its title or its first clause: what the rest of the text serves.
RE_OPENING_END = re.compile("[。，；：！？]")


@dataclass(frozen=True, slots=True)
class TextToClassify:
    """A task's text without its responsibility clause, its words, and the heading above it ("" if none)."""

    text: str
    words: tuple[str, ...]
    heading: str = ""


class TextColumns(Protocol):
    """Texts by column, a mapping or a frame: one value a text in each."""

    def __getitem__(self, name: str, /) -> Iterable[str]: ...


def text_columns(texts: Iterable[TextToClassify]) -> dict[str, list[str]]:
    """The columns the classifiers read, one value per text: words (joined by spaces), characters, heading, opening."""
    rows = [
        (
            " ".join(_plain(word) for word in text.words if word.strip()),
            _plain(text.text),
            _plain(text.heading),
            _plain(RE_OPENING_END.split(text.text, maxsplit=1)[0]),
        )
        for text in texts
    ]
    return {column: [row[place] for row in rows] for place, column in enumerate(COLUMNS)}


def text_frame(texts: Iterable[TextToClassify]) -> pd.DataFrame:
    """`text_columns` as a frame, one row per text."""
    import pandas as pd

    return pd.DataFrame(text_columns(texts), columns=list(COLUMNS), dtype=object)


def _plain(text: str) -> str:
    return RE_NUMBER.sub("0", RE_SPACE.sub("", text))


# -- applying what was learnt ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FittedTerms:
    """The terms of one column and what they weigh (TF-IDF, Salton & Buckley 1988).

    by: what a term is a run of. longest: words or characters in the longest run.
    weight: of this column beside the others. vocabulary: the place of a term.
    idf: (# terms,), higher for terms that stand in fewer texts.
    """

    column: str
    by: Literal["word", "char"]
    longest: int
    weight: float
    vocabulary: Mapping[str, int]
    idf: np.ndarray

    def weigh(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """(places of the terms in `text`, ascending; their weights). The weights are a vector of length `weight`.

        Every step and every sum runs as in scikit-learn's TfidfVectorizer, so the digits agree to the last.
        """
        found = np.array([*map(self.vocabulary.get, self._terms(text.lower()), repeat(-1))], dtype=np.int64)
        places, counts = np.unique(found[found >= 0], return_counts=True)
        if not len(places):
            return places, np.zeros(0)
        weights = (np.log(counts.astype(float)) + 1) * self.idf[places]
        return places, weights / np.sqrt(np.cumsum(weights * weights)[-1]) * self.weight

    def _terms(self, text: str) -> list[str]:
        if self.by == "char":
            return [
                text[at : at + length] for length in range(1, self.longest + 1) for at in range(len(text) - length + 1)
            ]
        words = re.findall(WORD_PATTERN, text)
        return [
            " ".join(words[at : at + length])
            for length in range(1, self.longest + 1)
            for at in range(len(words) - length + 1)
        ]


# -- learning --------------------------------------------------------------------------------------


def vectorizer(params: TrainingParams) -> ColumnTransformer:
    """The unfitted feature extraction: (# texts, # features), each column's part of length 1 times its weight."""
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts: list[tuple[str, TfidfVectorizer, str]] = [
        (
            "words",
            TfidfVectorizer(token_pattern=WORD_PATTERN, ngram_range=(1, params.word_ngram_longest), sublinear_tf=True),
            "words",
        ),
    ]
    weights = {"words": 1.0}
    if params.character_weight > 0:
        lengths = (1, params.character_ngram_longest)
        parts.append(("characters", _character_vectorizer(lengths, params), "characters"))
        weights["characters"] = params.character_weight
    if params.heading_weight > 0:
        parts.append(("heading", _character_vectorizer(HEADING_NGRAMS, params), "heading"))
        weights["heading"] = params.heading_weight
    if params.opening_weight > 0:
        parts.append(("opening", _character_vectorizer(OPENING_NGRAMS, params), "opening"))
        weights["opening"] = params.opening_weight
    return ColumnTransformer(parts, transformer_weights=weights, sparse_threshold=1.0)


def _character_vectorizer(lengths: tuple[int, int], params: TrainingParams) -> TfidfVectorizer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char", ngram_range=lengths, min_df=params.character_min_texts, sublinear_tf=True)


def fitted_terms(fitted: ColumnTransformer) -> tuple[FittedTerms, ...]:
    """What a fitted `vectorizer` has learnt, by column in the order of its features."""
    return tuple(
        _learnt(part, column, fitted.transformer_weights[name])
        for name, part, column in fitted.transformers_
        if hasattr(part, "vocabulary_")
    )


def _learnt(part: TfidfVectorizer, column: str, weight: float) -> FittedTerms:
    vocabulary = {str(term): int(place) for term, place in part.vocabulary_.items()}
    return FittedTerms(column, part.analyzer, part.ngram_range[1], weight, vocabulary, part.idf_)
