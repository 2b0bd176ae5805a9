"""Stages train and classify. In: labels; units. Out: the model with its card; a theme for every unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import ConfigError, Params, TrainParams
from pipeline.corrections.apply import correct_themes, themed
from pipeline.corrections.table import of_notices
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.files import StorageError, atomic, write_json, write_text
from pipeline.engine.groups import beside, encode_tables, groups_of, run_groups, write_groups
from pipeline.engine.results_cache import Parts
from pipeline.engine.streams import Packed, TableReader, unpack
from pipeline.engine.workers import Context
from pipeline.knowledge.themes import Scheme, load_scheme
from pipeline.records import Clause, Correction, ThemeGuess, Unit
from pipeline.themes.classify import body_of, classify
from pipeline.themes.evaluation import Evaluation
from pipeline.themes.files import CARD, COVERAGE, LABELS, METRICS, MODEL
from pipeline.themes.labels import LabelError, read_labels, settled
from pipeline.themes.model import ModelError, TrainedModel, from_bytes, to_bytes
from pipeline.themes.parameters import TrainingParams

if TYPE_CHECKING:  # cross-validation takes a second to import; judging a notice does without
    from pipeline.themes.train import Diagnosis, Training

DIGITS = 4
BY_REVIEW = "review"  # the provenance of a label that a person gave a text of the corpus
Reviewed = Mapping[tuple[str, str], tuple[str, str]]  # (notice, text) -> (theme, theme2) that a person gave it


def _training_params(params: TrainParams) -> TrainingParams:
    return TrainingParams(**params.model_dump())


def run_train(root: Path, params: Params, words_of: Callable[[str], tuple[str, ...]]) -> None:
    """Train on all labels, diagnose by grouped cross-validation, and write model, card and metrics."""
    from pipeline.themes.card import model_card
    from pipeline.themes.cross_validation import TooFewSourcesError
    from pipeline.themes.train import diagnose, train

    scheme = load_scheme(root)
    try:
        labels = read_labels(decode_table((root / LABELS).read_bytes(), LABELS), themes=scheme.ids)
    except LabelError as error:
        raise ConfigError(str(error)) from None
    training_params = _training_params(params.train)
    try:
        training = train(labels, words_of, training_params, scheme=scheme)
    except TooFewSourcesError as error:
        raise ConfigError(f"{LABELS}: {error}") from None
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

    def guess(
        self,
        units: Iterable[Unit],
        clauses: dict[str, list[Clause]],
        *,
        longest_text: int,
        reviewed: Reviewed | None = None,
    ) -> list[ThemeGuess]:
        """One guess a unit, in order. `clauses` (by unit id) are left out of what is judged; a text that a person
        reviewed has the theme of that person."""
        bodies = [
            body_of(
                _shortened(unit, longest_text),
                [(clause.start, clause.end) for clause in clauses.get(unit.unit_id, []) if clause.start >= unit.start],
            )
            for unit in units
        ]
        guesses = classify(self.model, bodies, scheme=self.scheme)
        if not reviewed:
            return guesses
        return [
            themed(guess, *said) if (said := reviewed.get((body.notice_id, body.text))) else guess
            for guess, body in zip(guesses, bodies, strict=True)
        ]


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


def reviewed_themes(root: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """What persons said of the texts of notices in a review: it stands whatever the model learns from it."""
    if not (root / LABELS).exists():
        return {}
    try:
        labels = read_labels(decode_table((root / LABELS).read_bytes(), LABELS), themes=load_scheme(root).ids)
    except LabelError as error:
        raise ConfigError(str(error)) from None
    return {
        (label.source, label.text): (label.theme, label.theme2)
        for label in settled(labels)
        if label.provenance == BY_REVIEW
    }


Decided = tuple[list[Correction], Reviewed]  # about the themes of one notice


def _decided(root: Path) -> tuple[dict[str, Decided], dict[str, bytes]]:
    """(what persons decided, its digest) by notice."""
    corrections, digests = of_notices(root, "theme")
    reviewed: dict[str, dict[tuple[str, str], tuple[str, str]]] = defaultdict(dict)
    for place, themes in reviewed_themes(root).items():
        reviewed[place[0]][place] = themes
    ids = sorted({*corrections, *reviewed})
    return {one: (list(corrections.get(one, ())), reviewed[one]) for one in ids}, {
        one: digests.get(one, b"") + repr(sorted(reviewed[one].items())).encode() for one in ids
    }


def _work(context: Context, jobs: list[tuple[list[Packed], Decided | None]]) -> list[Parts]:
    clauses: dict[str, list[Clause]] = defaultdict(list)
    units_of: list[list[Unit]] = []
    reviewed: dict[tuple[str, str], tuple[str, str]] = {}
    for packed, decided in jobs:
        units, mine = map(unpack, packed)
        units_of.append(units)
        reviewed.update(decided[1] if decided else {})
        for clause in mine:
            clauses[clause.unit_id].append(clause)
    every = [unit for units in units_of for unit in units]
    longest = context.params.classify.longest_text
    guesses = iter(_guesser(context).guess(every, clauses, longest_text=longest, reviewed=reviewed))
    results = []
    for units, (_, decided) in zip(units_of, jobs, strict=True):
        found = list(islice(guesses, len(units)))
        if decided:
            found = correct_themes(units, found, decided[0], _guesser(context).scheme.ids)
        results.append(encode_tables(context.root, {"themes": found}))
    return results


def run_classify(root: Path, params: Params) -> None:
    """Give every unit a theme."""
    groups = beside(groups_of([TableReader(root, "units"), TableReader(root, "clauses")]), *_decided(root))
    write_groups(root, ("themes",), run_groups(root, "classify", params, groups, _work, "judging themes"))
