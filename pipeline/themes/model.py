"""The trained classifier: logistic regression over TF-IDF, with one temperature for its probabilities.

scikit-learn learns it; what it has learnt is terms and numbers, which are applied here and saved as
such. The file is a skops archive of strings and arrays alone: reading it makes no object of a class
that the file names. The same model gives the same bytes in every process.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from pipeline.themes.features import FeatureColumns, FittedTerms, TextColumns
from pipeline.themes.parameters import TrainingParams

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 2
LARGEST_UNPACKED = 500 * 2**20  # bytes; a model has a few
DECIMALS = 6  # of the coefficients: coarser than the last digits in which machines differ, far finer than any effect
TRUSTED_TYPES = ("builtins.dict", "builtins.int", "builtins.list", "builtins.str", "numpy.ndarray")


class ModelError(ValueError):
    """A model file that cannot be used; the message says why and what to do next."""


@dataclass(frozen=True)
class LinearThemeModel:
    """Texts to probabilities. `themes` is the scheme's order, which the probabilities' columns follow.

    `temperature` divides the decision values before the softmax (Guo et al. 2017): below 1 it makes
    probabilities bolder, above 1 more modest; the best guess stays the same.
    terms: the columns' terms; their places follow each other in the features.
    known: the themes some label had. With two of them there is one row of coefficients, for the second.
    coefficients: (# known themes, # features). intercepts: (# known themes,).
    """

    themes: tuple[str, ...]
    params: TrainingParams
    temperature: float = 1.0
    terms: tuple[FittedTerms, ...] = ()
    known: tuple[str, ...] = ()
    coefficients: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)))
    intercepts: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def unfitted(cls, themes: Sequence[str], params: TrainingParams) -> Self:
        return cls(tuple(themes), params)

    def fit(self, frame: pd.DataFrame, themes: Sequence[str] | np.ndarray) -> Self:
        """The model that has learnt from a frame's texts and the themes they were given."""
        return self.fit_features(FeatureColumns(frame), themes)

    def fit_features(self, columns: FeatureColumns, themes: Sequence[str] | np.ndarray) -> Self:
        """The same, where other models learn from the same texts."""
        from sklearn.linear_model import LogisticRegression
        from threadpoolctl import threadpool_limits

        # newton-cg: converges fully in a few steps, so the result does not hang on a tolerance;
        # balanced: a rare theme counts as much as a frequent one, since notices differ widely in their shares
        classifier = LogisticRegression(
            C=self.params.regularisation, class_weight="balanced", solver="newton-cg", max_iter=500
        )
        features, terms = columns.of(self.params)
        with threadpool_limits(limits=1):  # sums in the same order whatever the machine's cores
            classifier.fit(features, np.asarray(themes, dtype=str))
        return replace(
            self,
            terms=terms,
            known=tuple(str(theme) for theme in classifier.classes_),
            coefficients=np.round(classifier.coef_, DECIMALS),
            intercepts=np.round(classifier.intercept_, DECIMALS),
        )

    def decision_values(self, columns: TextColumns) -> np.ndarray:
        """(# texts, # themes) unscaled scores; -inf for a theme that no label had. `columns`: see `text_columns`."""
        by_feature = np.ascontiguousarray(self.coefficients.T)
        texts = zip(*(columns[part.column] for part in self.terms), strict=True)
        values = (
            np.array([self._decide(text, by_feature) for text in texts]).reshape(-1, len(self.coefficients))
            + self.intercepts
        )
        if len(self.known) == 2:
            values = np.column_stack([-values, values]) / 2
        decisions = np.full((len(values), len(self.themes)), -np.inf)
        decisions[:, [self.themes.index(theme) for theme in self.known]] = values
        return decisions

    def _decide(self, text: Sequence[str], by_feature: np.ndarray) -> np.ndarray:
        """The sum of a text's features times their coefficients, term after term as in scikit-learn."""
        first, places, weights = 0, [], []
        for part, column in zip(self.terms, text, strict=True):
            found, weighed = part.weigh(column)
            places.append(found + first)
            weights.append(weighed)
            first += len(part.idf)
        products = np.concatenate(weights)[:, None] * by_feature[np.concatenate(places)]
        return np.cumsum(products, axis=0)[-1] if len(products) else np.zeros(by_feature.shape[1])

    def predict_proba(self, columns: TextColumns) -> np.ndarray:
        """(# texts, # themes); every row sums to 1."""
        values = self.decision_values(columns) / self.temperature
        shares = np.exp(values - values.max(axis=1, keepdims=True))
        return shares / shares.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class TrainedModel:
    """A classifier with what one must know to use it: `threshold` and what it was trained on.

    A guess whose probability is below `threshold` is unsure; the runner-up is a second theme from the
    probability `second_from` on. `record` holds plain values only: parameters, counts, hash of the labels, versions.
    """

    classifier: LinearThemeModel
    threshold: float
    second_from: float = 1.0
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def themes(self) -> tuple[str, ...]:
        return self.classifier.themes

    def predict_proba(self, columns: TextColumns) -> np.ndarray:
        return self.classifier.predict_proba(columns)


def versions() -> dict[str, str]:
    """Versions of the packages that decide what a model learns and how it is saved."""
    return {name: metadata.version(name) for name in ("scikit-learn", "skops", "numpy")}


# -- saving ---------------------------------------------------------------------------------------


def to_bytes(model: TrainedModel) -> bytes:
    """The model as a skops file, the same bytes for the same model in every process."""
    import skops.io

    classifier = model.classifier
    settings = {
        "themes": list(classifier.themes),
        "known": list(classifier.known),
        "params": classifier.params.as_dict(),
        "temperature": classifier.temperature,
        "threshold": model.threshold,
        "second_from": model.second_from,
        "record": model.record,
        "columns": [
            {"column": part.column, "by": part.by, "longest": part.longest, "weight": part.weight}
            for part in classifier.terms
        ],
    }
    content = {
        "format": FORMAT,
        "settings": json.dumps(settings, ensure_ascii=False, sort_keys=True),
        "terms": {
            part.column: np.array(sorted(part.vocabulary, key=part.vocabulary.__getitem__), dtype=np.str_)
            for part in classifier.terms
        },
        "idf": {part.column: part.idf for part in classifier.terms},
        "coefficients": classifier.coefficients,
        "intercepts": classifier.intercepts,
    }
    return _canonical(skops.io.dumps(content))


def from_bytes(data: bytes, *, file: str = "models/themes.skops") -> TrainedModel:
    """The model in `data`; ModelError if the file is damaged, of another version, or holds unlisted types."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            schema = json.loads(archive.read("schema.json"))
            if unlisted := sorted(set(_types(schema)) - set(TRUSTED_TYPES)):
                raise ModelError(
                    f"{file}: holds {', '.join(unlisted)}, which no model of this project holds; it is not "
                    "loaded. Restore the file, or run `dvc repro train`."
                )
            return _trained_model(_plain(schema, archive), file)
    except ModelError:
        raise
    except (Exception, MemoryError, RecursionError) as error:  # a damaged file makes the libraries raise anything
        raise ModelError(f"{file}: is not a model file ({error}). Run `dvc repro train`.") from error


def _check_size(archive: zipfile.ZipFile) -> None:
    """Refuse what unpacks to more than any model of this project."""
    size = sum(part.file_size for part in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise ValueError(f"it unpacks to {size // 2**20} MB, a model has less than {LARGEST_UNPACKED // 2**20}")


def _array(data: bytes) -> np.ndarray:
    """A stored array whose header announces no more than what is there."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, dtype = read_header(stream)
    if math.prod(shape) * dtype.itemsize > len(data):
        raise ValueError(f"an array of {shape} {dtype} in a part of {len(data)} bytes")
    return np.load(io.BytesIO(data), allow_pickle=False)


def _trained_model(content: dict[str, Any], file: str) -> TrainedModel:
    if content["format"] != FORMAT:
        raise ModelError(f"{file}: has format {content['format']}, this version reads {FORMAT}. Run `dvc repro train`.")
    settings = json.loads(content["settings"])
    trained_with, installed = (
        settings["record"].get("versions", {}).get("scikit-learn"),
        metadata.version("scikit-learn"),
    )
    if trained_with not in (None, installed):
        raise ModelError(
            f"{file}: was trained with scikit-learn {trained_with}, installed is {installed}. Run `dvc "
            "repro train`, or `pip install -r requirements.lock`."
        )
    return TrainedModel(
        _classifier(settings, content), settings["threshold"], settings.get("second_from", 1.0), settings["record"]
    )


def _classifier(settings: dict[str, Any], content: dict[str, Any]) -> LinearThemeModel:
    vocabularies = {
        column: {term: place for place, term in enumerate(terms.tolist())} for column, terms in content["terms"].items()
    }
    return LinearThemeModel(
        themes=tuple(settings["themes"]),
        params=TrainingParams(**settings["params"]),
        temperature=settings["temperature"],
        terms=tuple(
            FittedTerms(**part, vocabulary=vocabularies[part["column"]], idf=content["idf"][part["column"]])
            for part in settings["columns"]
        ),
        known=tuple(settings["known"]),
        coefficients=content["coefficients"],
        intercepts=content["intercepts"],
    )


def _plain(node: dict[str, Any], archive: zipfile.ZipFile) -> Any:
    """The strings, numbers, dicts and arrays of a skops schema; anything else is a ValueError."""
    match node["__loader__"]:
        case "DictNode":
            return {key: _plain(value, archive) for key, value in node["content"].items()}
        case "JsonNode":
            return json.loads(node["content"])
        case "NdArrayNode" if node["type"] == "numpy":
            return _array(archive.read(node["file"]))
        case other:
            raise ValueError(f"{other} in the schema")


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
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        schema = json.loads(archive.read("schema.json"))
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
