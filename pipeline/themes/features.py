"""From text to numbers: words, runs of characters, the opening and the section heading, weighted by TF-IDF.

scikit-learn learns the terms; what it has learnt is plain data, and `FittedTerms` applies it with the
same arithmetic. So a notice is judged without loading scikit-learn, which takes longer than judging.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from pipeline.themes.parameters import TrainingParams

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_matrix
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

    parts = [(column, part, column) for column, part, _ in _parts(params)]
    weights = {column: weight for column, _, weight in _parts(params)}
    return ColumnTransformer(parts, transformer_weights=weights, sparse_threshold=1.0)


def _parts(params: TrainingParams) -> list[tuple[str, TfidfVectorizer, float]]:
    """(column, what learns its terms, its weight) of the columns that are read, in the order of the features."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(token_pattern=WORD_PATTERN, ngram_range=(1, params.word_ngram_longest), sublinear_tf=True)
    weighed = (
        ("characters", (1, params.character_ngram_longest), params.character_weight),
        ("heading", HEADING_NGRAMS, params.heading_weight),
        ("opening", OPENING_NGRAMS, params.opening_weight),
    )
    return [
        ("words", words, 1.0),
        *((name, _character_vectorizer(lengths, params), weight) for name, lengths, weight in weighed if weight > 0),
    ]


class FeatureColumns:
    """The features of some texts. A column is learnt once, however many models of other weights ask for it."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame
        self._learnt: dict[str, tuple[csr_matrix, FittedTerms]] = {}

    def of(self, params: TrainingParams) -> tuple[csr_matrix, tuple[FittedTerms, ...]]:
        """((# texts, # features), the terms by column): what `vectorizer` gives, to the last digit."""
        from scipy import sparse

        learnt = [(*self._column(column, part), weight) for column, part, weight in _parts(params)]
        features = sparse.hstack([matrix * weight for matrix, _, weight in learnt]).tocsr()
        return features, tuple(replace(terms, weight=weight) for _, terms, weight in learnt)

    def _column(self, column: str, part: TfidfVectorizer) -> tuple[csr_matrix, FittedTerms]:
        key = f"{column} {part.get_params()}"
        if key not in self._learnt:
            matrix = part.fit_transform(self._frame[column])
            self._learnt[key] = matrix, _learnt(part, column)
        return self._learnt[key]


def _character_vectorizer(lengths: tuple[int, int], params: TrainingParams) -> TfidfVectorizer:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char", ngram_range=lengths, min_df=params.character_min_texts, sublinear_tf=True)


def _learnt(part: TfidfVectorizer, column: str) -> FittedTerms:
    vocabulary = {str(term): int(place) for term, place in part.vocabulary_.items()}
    return FittedTerms(column, part.analyzer, part.ngram_range[1], 1.0, vocabulary, part.idf_)
