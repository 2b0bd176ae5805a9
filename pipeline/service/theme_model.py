"""The classifier of a project: what it reads, the models that were put to use, and the way back to one of them."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.config import ConfigError, load_params
from pipeline.engine.csv_tables import decode_table
from pipeline.engine.locks import locked
from pipeline.service.labels import KEPT_LABELS
from pipeline.themes.files import LABELS, METRICS, MODEL

if TYPE_CHECKING:
    from pipeline.knowledge.themes import Scheme
    from pipeline.records import LabelledText
    from pipeline.themes.classify import UnitBody
    from pipeline.themes.model import TrainedModel
    from pipeline.themes.parameters import TrainingParams
    from pipeline.themes.retrain import Comparison, Promotion

WordsOf = Callable[[str], tuple[str, ...]]
HISTORY = "models/history.jsonl"
KEPT_MODELS = "models/kept"  # what each promoted model learnt from: NUMBER.csv, enough to train it again byte for byte
MEASURED_ON = "written"  # provenance of the hand-annotated notices: learning from them would spoil the measure
MOST_RIVALS = 5  # of the models promoted so far, the last that a new one is judged against


def read_bytes(path: Path) -> bytes:
    """The content of a file that a user gave or may have moved; ConfigError with its path where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); check the path") from None


# -- what it reads ---------------------------------------------------------------------------------


def clauses_of(root: Path) -> dict[str, list[Any]]:
    """unit_id -> its clauses of responsibility."""
    from pipeline.engine.storage import read_table

    clauses: dict[str, list[Any]] = defaultdict(list)
    for clause in read_table(root, "clauses"):
        clauses[clause.unit_id].append(clause)
    return clauses


def bodies_of(root: Path) -> list[UnitBody]:
    """Tasks and safeguards as the classifier reads them, in document order."""
    from pipeline.engine.storage import read_table
    from pipeline.records import THEMED_KINDS
    from pipeline.themes.classify import body_of

    clauses = clauses_of(root)
    return [
        body_of(
            unit, [(clause.start, clause.end) for clause in clauses.get(unit.unit_id, ()) if clause.start >= unit.start]
        )
        for unit in read_table(root, "units")
        if unit.kind in THEMED_KINDS
    ]


def unfamiliar(root: Path, bodies: Sequence[UnitBody]) -> Iterator[str]:
    """A line for every notice whose words the model in use knows less than it knows its own sources' words."""
    from pipeline.themes.familiarity import unknown_words
    from pipeline.themes.stage import ThemeGuesser

    if not (root / MODEL).exists():
        return
    model = ThemeGuesser.load(root).model
    by_notice: dict[str, list[UnitBody]] = defaultdict(list)
    for body in bodies:
        by_notice[body.notice_id].append(body)
    usual = model.record["usual_unknown_words"]
    for notice_id, found in by_notice.items():
        share = unknown_words(model, (body.as_text() for body in found))
        if share is not None and share > usual:
            yield (
                f"{notice_id}: {share:.1%} of its words are new to the model; 95% of the sources it learnt "
                f"from stay below {usual:.1%}. Its themes deserve a look, and labels for it teach most."
            )


# -- the models that were put to use ----------------------------------------------------------------


def history_of(root: Path) -> list[Promotion]:
    """The promotions so far, oldest first."""
    from pipeline.themes.retrain import read_history

    path = root / HISTORY
    return read_history(read_bytes(path).decode(), file=HISTORY) if path.exists() else []


def model_sha256(root: Path) -> str:
    """The hash of the model in use, "" where there is none."""
    path = root / MODEL
    return hashlib.sha256(read_bytes(path)).hexdigest() if path.exists() else ""


def labels_in_use(root: Path, labels: Sequence[LabelledText], champion: TrainedModel) -> list[LabelledText] | None:
    """What the model in use learnt from, among today's labels or those kept beside it; None if it is gone."""
    from pipeline.themes.labels import read_labels
    from pipeline.themes.retrain import labels_behind

    candidates = [labels]
    kept = root / KEPT_LABELS
    if kept.exists():
        text = decode_table(read_bytes(kept), KEPT_LABELS)
        candidates.insert(0, read_labels(text, themes=champion.themes, file=KEPT_LABELS))
    return labels_behind(champion.record["labels_sha256"], champion.record["labels"], candidates)


def kept_labels(root: Path, scheme: Scheme) -> list[list[LabelledText]]:
    """What the last promoted models learnt from: a new one must hold against the best of them, not only the last."""
    from pipeline.themes.labels import LabelError

    found = []
    paths = sorted((root / KEPT_MODELS).glob("[0-9]*.csv"), key=lambda path: int(path.stem))[-MOST_RIVALS:]
    for path in paths:
        try:
            found.append(_labels_at(root, path, scheme))
        except LabelError:
            continue  # of themes that are no longer there: no rival
    return found


def _labels_at(root: Path, path: Path, scheme: Scheme) -> list[LabelledText]:
    from pipeline.themes.labels import read_labels

    file = path.relative_to(root).as_posix()
    return read_labels(decode_table(read_bytes(path), file), themes=scheme.ids, file=file)


def compare_models(
    root: Path,
    labels: Sequence[LabelledText],
    champion: TrainedModel,
    params: TrainingParams,
    scheme: Scheme,
    words_of: WordsOf,
) -> Comparison:
    """The best model so far and one that learns from `labels`, both without the frozen sources, judged on them."""
    from pipeline.themes.parameters import TrainingParams as Params
    from pipeline.themes.retrain import RetrainError, compared, frozen_set, predictions

    before = labels_in_use(root, labels, champion)
    if before is None:
        raise RetrainError(
            "data/labels/themes.csv: the labels that the model in use learnt from are no longer there, so "
            "it cannot be trained again for a fair comparison. Restore them with git, or use --force to go "
            "without."
        )
    frozen = frozen_set(labels)
    if not frozen:
        return compared(frozen, [], [])  # says what to do
    then = Params(**champion.record["params"])
    rivals = [predictions(before, frozen, words_of, then, champion.themes)]
    rivals += [predictions(kept, frozen, words_of, params, scheme.ids) for kept in kept_labels(root, scheme)]
    best = max(rivals, key=lambda says: sum(guess == label.theme for guess, label in zip(says, frozen, strict=True)))
    return compared(frozen, best, predictions(labels, frozen, words_of, params, scheme.ids))


def promote(
    root: Path,
    words_of: WordsOf,
    labels: Sequence[LabelledText],
    comparison: Comparison | None,
    *,
    because: str,
    day: str,
) -> int:
    """Train as the stage does, write model, card and metrics, then the register. The number it got.

    The model in use is registered first if it is not yet, so that there is a way back from the very first retraining.
    """
    from pipeline.themes.stage import run_train

    history = _with_model_in_use(root, labels, history_of(root), day)
    params = load_params(root)
    run_train(root, params, words_of)
    learnt_with = params.train.model_dump()
    return _registered(root, labels, history, comparison, params=learnt_with, because=because, day=day)


BEFORE_THE_FIRST = "in use before: trained by policy-trends run"


def _with_model_in_use(
    root: Path, labels: Sequence[LabelledText], history: list[Promotion], day: str
) -> list[Promotion]:
    from pipeline.themes.retrain import labels_sha256
    from pipeline.themes.stage import ThemeGuesser

    champion = ThemeGuesser.load(root).model
    learnt = labels_in_use(root, labels, champion)
    known = {one.labels_sha256 for one in history} | {labels_sha256(labels)}
    if learnt is None or champion.record["labels_sha256"] in known:
        return history
    _registered(root, learnt, history, None, params=champion.record["params"], because=BEFORE_THE_FIRST, day=day)
    return history_of(root)


def _registered(
    root: Path,
    labels: Sequence[LabelledText],
    history: list[Promotion],
    comparison: Comparison | None,
    *,
    params: dict[str, Any],
    because: str,
    day: str,
) -> int:
    """Add the model that lies in the project now, which learnt from `labels`, to the register."""
    from pipeline.engine.files import write_text
    from pipeline.themes.labels import write_labels
    from pipeline.themes.retrain import history_text, promotion

    metrics = json.loads(read_bytes(root / METRICS)) if (root / METRICS).exists() else {}
    number = max((one.number for one in history), default=0) + 1
    line = promotion(
        number,
        day,
        labels,
        params=params,
        model_sha256=model_sha256(root),
        metrics=metrics,
        comparison=comparison,
        because=because,
    )
    for path in (KEPT_LABELS, f"{KEPT_MODELS}/{number}.csv"):
        write_text(root / path, write_labels(labels))
    write_text(root / HISTORY, history_text([*history, line]))
    return number


def use_model(root: Path, number: int) -> tuple[Path, list[str]]:
    """Put the labels of model `number` in place of data/labels/themes.csv; `run` trains the same model from them.

    Returns where the labels of before lie, and a line for every parameter that is no longer what it was then.
    """
    from pipeline.engine.files import write_text
    from pipeline.knowledge.themes import load_scheme
    from pipeline.themes.labels import LabelError

    kept = root / KEPT_MODELS / f"{number}.csv"
    if not kept.exists():
        there = sorted(int(path.stem) for path in (root / KEPT_MODELS).glob("[0-9]*.csv"))
        raise ConfigError(f"{number}: no such model is kept; there are {', '.join(map(str, there)) or 'none'}")
    try:
        _labels_at(root, kept, load_scheme(root))
    except LabelError as error:
        raise ConfigError(
            f"model {number} knows a theme that configs/themes.yaml no longer has; put it back there first\n{error}"
        ) from None
    with locked(root, "labels"):
        now = read_bytes(root / LABELS)
        aside = root / KEPT_MODELS / f"labels-{hashlib.sha256(now).hexdigest()[:8]}.csv"
        write_text(aside, now.decode("utf-8"))
        for path in (LABELS, KEPT_LABELS):
            write_text(root / path, read_bytes(kept).decode("utf-8"))
    return aside, _moved_parameters(root, number)


def _moved_parameters(root: Path, number: int) -> list[str]:
    today = load_params(root).train.model_dump()
    then = next((one.params for one in history_of(root) if one.number == number), None) or today
    return [
        f"configs/params.yaml, train.{name}: is {today.get(name)}, model {number} learnt with {value}"
        for name, value in then.items()
        if today.get(name) != value
    ]
