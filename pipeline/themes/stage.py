"""Stages train and classify. In: labels; units. Out: the model with its card; a theme for every unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import ConfigError, Params, TrainParams
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.files import StorageError, atomic, write_json, write_text
from pipeline.engine.groups import encode_tables, groups_of, run_groups, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.streams import Packed, TableReader, unpack
from pipeline.engine.workers import Context
from pipeline.knowledge.themes import Scheme, load_scheme
from pipeline.records import Clause, ThemeGuess, Unit
from pipeline.themes.classify import body_of, classify
from pipeline.themes.evaluation import Evaluation
from pipeline.themes.labels import LabelError, read_labels
from pipeline.themes.model import ModelError, TrainedModel, from_bytes, to_bytes
from pipeline.themes.parameters import TrainingParams

if TYPE_CHECKING:  # cross-validation takes a second to import; judging a notice does without
    from pipeline.themes.train import Diagnosis, Training

LABELS = "data/labels/themes.csv"
MODEL = "models/themes.skops"
CARD = "models/themes_card.md"
METRICS = "evaluation/train_metrics.json"
COVERAGE = "evaluation/coverage.csv"
DIGITS = 4


def _training_params(params: TrainParams) -> TrainingParams:
    return TrainingParams(**params.model_dump())


def run_train(root: Path, params: Params, words_of: Callable[[str], tuple[str, ...]]) -> None:
    """Train on all labels, diagnose by grouped cross-validation, and write model, card and metrics."""
    from pipeline.themes.card import model_card
    from pipeline.themes.train import diagnose, train

    scheme = load_scheme(root)
    try:
        labels = read_labels(decode_table((root / LABELS).read_bytes(), LABELS), themes=scheme.ids)
    except LabelError as error:
        raise ConfigError(str(error)) from None
    training_params = _training_params(params.train)
    training = train(labels, words_of, training_params, scheme=scheme)
    diagnosis = diagnose(training, training_params, scheme=scheme, readings=labels)
    with atomic(root / MODEL) as temporary:
        temporary.write_bytes(to_bytes(training.model))
    write_text(root / CARD, model_card(training, diagnosis, scheme=scheme))
    write_json(root / METRICS, _metrics(training, diagnosis))
    write_text(root / COVERAGE, _coverage_csv(diagnosis.grouped))


def _metrics(training: Training, diagnosis: Diagnosis) -> dict[str, Any]:
    return {
        "labels": len(training.labels),
        "threshold": training.model.threshold,
        "second_from": training.model.second_from,
        "grouped_cross_validation": _figures(diagnosis.grouped),
        "baselines": {name: _figures(one) for name, one in diagnosis.comparison.items() if name != "model"},
        "leaky_random_split": _figures(diagnosis.leaky),
        "share_errors": {
            theme: None if error is None else round(error, DIGITS)
            for theme, error in diagnosis.grouped.share_errors.items()
        },
        "near_duplicates": len(diagnosis.near_duplicates),
    }


def _coverage_csv(evaluation: Evaluation) -> str:
    """The coverage/accuracy curve: how many texts are kept at a probability, and how many of them are right."""
    rows = [
        (
            f"{at},{'' if coverage is None else round(coverage, DIGITS)},"
            f"{'' if accuracy is None else round(accuracy, DIGITS)}"
        )
        for at, coverage, accuracy in evaluation.coverage_curve
    ]
    return "\n".join(["probability,coverage,accuracy", *rows]) + "\n"


def _figures(evaluation: Evaluation) -> dict[str, float | None]:
    values = {
        "accuracy": evaluation.accuracy.value,
        "accuracy_relaxed": evaluation.accuracy_relaxed.value,
        "macro_f1": evaluation.macro_f1.value,
        "calibration_error": evaluation.expected_calibration_error,
    }
    return {name: None if value is None else round(value, DIGITS) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class ThemeGuesser:
    """A trained model with its scheme, ready to judge units."""

    model: TrainedModel
    scheme: Scheme

    @classmethod
    def load(cls, root: Path) -> ThemeGuesser:
        """The model of the last training. Raises StorageError if there is none, or if it is not to be trusted."""
        path = root / MODEL
        if not path.exists():
            raise StorageError(f"{MODEL}: not there yet; `policy-trends run` makes it (stage train)")
        try:
            return cls(from_bytes(path.read_bytes()), load_scheme(root))
        except ModelError as error:
            raise StorageError(str(error)) from None

    def guess(self, units: Iterable[Unit], clauses: dict[str, list[Clause]], *, longest_text: int) -> list[ThemeGuess]:
        """One guess a unit, in order. `clauses` (by unit id) are left out of what is judged."""
        bodies = [
            body_of(
                _shortened(unit, longest_text),
                [(clause.start, clause.end) for clause in clauses.get(unit.unit_id, []) if clause.start >= unit.start],
            )
            for unit in units
        ]
        return classify(self.model, bodies, scheme=self.scheme)


def _shortened(unit: Unit, longest_text: int) -> Unit:
    """The beginning of a very long unit: what a task is about stands there."""
    if len(unit.text) <= longest_text:
        return unit
    kept: list[str] = []
    at = 0
    for word in unit.words:
        at = unit.text.index(word, at) + len(word)  # words leave out white space
        if at > longest_text:
            break
        kept.append(word)
    end = unit.start + longest_text
    return Unit(
        unit.notice_id,
        unit.unit_id,
        unit.position,
        unit.path,
        unit.headings,
        unit.kind,
        unit.title,
        unit.text[:longest_text],
        unit.start,
        end,
        unit.heading_spans,
        tuple(kept),
    )


@lru_cache(maxsize=1)
def _guesser(context: Context) -> ThemeGuesser:
    return ThemeGuesser.load(context.root)


def _work(context: Context, jobs: list[list[Packed]]) -> list[Parts]:
    clauses: dict[str, list[Clause]] = defaultdict(list)
    units_of = []
    for packed in jobs:
        units, mine = map(unpack, packed)
        units_of.append(units)
        for clause in mine:
            clauses[clause.unit_id].append(clause)
    guesses = iter(
        _guesser(context).guess(
            [unit for units in units_of for unit in units], clauses, longest_text=context.params.classify.longest_text
        )
    )
    return [encode_tables(context.root, {"themes": list(islice(guesses, len(units)))}) for units in units_of]


def run_classify(root: Path, params: Params) -> None:
    """Give every unit a theme."""
    groups = groups_of([TableReader(root, "units"), TableReader(root, "clauses")])
    write_groups(root, ("themes",), run_groups(root, "classify", params, groups, _work, "judging themes"))
