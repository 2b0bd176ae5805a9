"""The trained classifier: logistic regression over TF-IDF, with one temperature for its probabilities.

Saved with skops and read back only if every type in the file is listed here. The same model gives
the same bytes in every process.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
import pandas as pd
import sklearn
import skops
import skops.io
from scipy.special import softmax
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from pipeline.themes.features import fitted_vectorizers, vectorizer
from pipeline.themes.parameters import TrainingParams

FORMAT = 1
DECIMALS = 6  # of the coefficients: coarser than the last digits in which machines differ, far finer than any effect
TRUSTED_TYPES = (
    "builtins.bool",
    "builtins.dict",
    "builtins.float",
    "builtins.int",
    "builtins.list",
    "builtins.slice",
    "builtins.str",
    "builtins.tuple",
    "builtins.type",
    "numpy.dtype",
    "numpy.float64",
    "numpy.int64",
    "numpy.ndarray",
    "sklearn.compose._column_transformer.ColumnTransformer",
    "sklearn.feature_extraction.text.TfidfTransformer",
    "sklearn.feature_extraction.text.TfidfVectorizer",
    "sklearn.linear_model._logistic.LogisticRegression",
    "sklearn.pipeline.Pipeline",
)


class ModelError(ValueError):
    """A model file that cannot be used; the message says why and what to do next."""


@dataclass(frozen=True)
class LinearThemeModel:
    """Texts to probabilities. `themes` is the scheme's order, which the probabilities' columns follow.

    `temperature` divides the decision values before the softmax (Guo et al. 2017): below 1 it makes
    probabilities bolder, above 1 more modest; the best guess stays the same.
    """

    pipeline: Pipeline
    themes: tuple[str, ...]
    temperature: float = 1.0

    @classmethod
    def unfitted(cls, themes: Sequence[str], params: TrainingParams) -> Self:
        # newton-cg: converges fully in a few steps, so the result does not hang on a tolerance;
        # balanced: a rare theme counts as much as a frequent one, since notices differ widely in their shares
        classifier = LogisticRegression(C=params.regularisation, class_weight="balanced", solver="newton-cg", max_iter=500)
        return cls(Pipeline([("features", vectorizer(params)), ("classifier", classifier)]), tuple(themes))

    def fit(self, frame: pd.DataFrame, themes: Sequence[str]) -> Self:
        with threadpool_limits(limits=1):  # sums in the same order whatever the machine's cores
            self.pipeline.fit(frame, np.asarray(themes, dtype=str))
        classifier = self.pipeline.named_steps["classifier"]
        classifier.coef_ = np.round(classifier.coef_, DECIMALS)
        classifier.intercept_ = np.round(classifier.intercept_, DECIMALS)
        return self

    def decision_values(self, frame: pd.DataFrame) -> np.ndarray:
        """(# texts, # themes) unscaled scores; -inf for a theme that no label had."""
        with threadpool_limits(limits=1):
            values = self.pipeline.decision_function(frame)
        known = list(self.pipeline.named_steps["classifier"].classes_)
        if len(known) == 2:
            values = np.column_stack([-values, values]) / 2
        decisions = np.full((len(frame), len(self.themes)), -np.inf)
        decisions[:, [self.themes.index(theme) for theme in known]] = values
        return decisions

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        if not len(frame):
            return np.zeros((0, len(self.themes)))
        return softmax(self.decision_values(frame) / self.temperature, axis=1)


@dataclass(frozen=True)
class TrainedModel:
    """A classifier with what one must know to use it: `threshold` and what it was trained on.

    A guess whose probability is below `threshold` is unsure. `record` holds plain values only:
    parameters, counts, hash of the labels, versions.
    """

    classifier: LinearThemeModel
    threshold: float
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def themes(self) -> tuple[str, ...]:
        return self.classifier.themes

    def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
        return self.classifier.predict_proba(frame)


def versions() -> dict[str, str]:
    """Versions of the packages that decide what a model file means."""
    return {"scikit-learn": sklearn.__version__, "skops": skops.__version__, "numpy": np.__version__}


# -- saving ---------------------------------------------------------------------------------------


def to_bytes(model: TrainedModel) -> bytes:
    """The model as a skops file, the same bytes for the same model in every process."""
    classifier = model.classifier
    settings = {"themes": list(classifier.themes), "temperature": classifier.temperature, "threshold": model.threshold, "record": model.record}
    terms = {name: _terms(part) for name, part in fitted_vectorizers(classifier.pipeline.named_steps["features"])}
    content = {
        "format": FORMAT,
        "settings": json.dumps(settings, ensure_ascii=False, sort_keys=True),
        "terms": terms,
        "pipeline": _without_vocabularies(classifier.pipeline),
    }
    return _canonical(skops.io.dumps(content))


def from_bytes(data: bytes, *, file: str = "models/themes.skops") -> TrainedModel:
    """The model in `data`; ModelError if the file is damaged, of another version, or holds unlisted types."""
    try:
        schema = _schema(data)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ModelError(f"{file}: is not a model file ({error}). Run `dvc repro train`.") from error
    if unlisted := sorted(set(_types(schema)) - set(TRUSTED_TYPES)):
        raise ModelError(f"{file}: holds {', '.join(unlisted)}, which no model of this project holds; it is not loaded. Restore the file, or run `dvc repro train`.")
    content = skops.io.loads(data, trusted=[])
    if content.get("format") != FORMAT:
        raise ModelError(f"{file}: has format {content.get('format')}, this version reads {FORMAT}. Run `dvc repro train`.")
    settings = json.loads(content["settings"])
    trained_with = settings["record"].get("versions", {}).get("scikit-learn")
    if trained_with not in (None, sklearn.__version__):
        raise ModelError(f"{file}: was trained with scikit-learn {trained_with}, installed is {sklearn.__version__}. Run `dvc repro train`, or `pip install -r requirements.lock`.")
    pipeline = content["pipeline"]
    for name, part in fitted_vectorizers(pipeline.named_steps["features"]):
        part.vocabulary_ = {str(term): index for index, term in enumerate(content["terms"][name])}
    classifier = LinearThemeModel(pipeline, tuple(settings["themes"]), settings["temperature"])
    return TrainedModel(classifier, settings["threshold"], settings["record"])


def _terms(part: Any) -> np.ndarray:
    return np.array(sorted(part.vocabulary_, key=part.vocabulary_.__getitem__), dtype=np.str_)


def _without_vocabularies(pipeline: Pipeline) -> Pipeline:
    """A copy whose vocabularies are empty: as arrays they take 1 MB and 50 ms, as dicts 40 MB and a second."""
    features: ColumnTransformer = pipeline.named_steps["features"]
    copy = _shallow(features)
    copy.transformers_ = [(name, _emptied(part), columns) for name, part, columns in features.transformers_]
    return Pipeline([("features", copy), ("classifier", pipeline.named_steps["classifier"])])


def _emptied(part: Any) -> Any:
    if not hasattr(part, "vocabulary_"):
        return part
    copy = _shallow(part)
    copy.vocabulary_ = {}
    copy.__dict__.pop("_stop_words_id", None)  # a memory address that scikit-learn keeps to warn only once
    return copy


def _shallow(estimator: Any) -> Any:
    copy = object.__new__(type(estimator))
    copy.__dict__.update(estimator.__dict__)
    return copy


def _schema(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return json.loads(archive.read("schema.json"))


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object of a skops schema, outermost first."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(child)


def _types(schema: dict[str, Any]) -> Iterator[str]:
    return (f"{node.get('__module__')}.{node['__class__']}" for node in _nodes(schema) if "__class__" in node)


def _canonical(data: bytes) -> bytes:
    """The same skops archive with nothing in it that changes between runs.

    skops names members and objects by memory address; here they are numbered in reading order.
    Members are sorted, dated 1980 and deflated.
    """
    schema = _schema(data)
    numbers: dict[int, int] = {}
    renamed: dict[str, str] = {}
    for node in _nodes(schema):
        if "__id__" in node:
            node["__id__"] = numbers.setdefault(node["__id__"], len(numbers))
        if isinstance(node.get("file"), str):
            ending = node["file"].rpartition(".")[2]
            node["file"] = renamed.setdefault(node["file"], f"{len(renamed):03d}.{ending}")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        members = {new_name: old.read(old_name) for old_name, new_name in renamed.items()}
        members["schema.json"] = json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()
        for name in sorted(members):
            new.writestr(zipfile.ZipInfo(name), members[name], zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()
